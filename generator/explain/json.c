/*
 * The tree as JSON.  Members as data.json has them; beside them where things stand, and `of`, what the value was computed from.
 */
#include "explain/explain_int.h"

static void add_place(struct buf *out, const char *name, struct place place)
{
    struct buf whole = BUF(1 << 16);
    buf_add_place(&whole, place);
    buf_printf(out, ",\"%s\":{\"file\":", name);
    buf_add_json(out, place.file != NULL ? str_of(place.file) : STR(""));
    buf_printf(out, ",\"line\":%u,\"column\":%u", place.line, place.column);
    buf_add_json_member(out, "place", buf_str(&whole));
    buf_add_char(out, '}');
    out->failed = out->failed || whole.failed;
    buf_clear(&whole);
}

static void add_formula(const struct explained *explained, struct buf *out)
{
    const struct field *field = &explained->record->shape->fields[explained->slot];
    struct buf words = BUF(1 << 20);
    buf_add_json_member(out, "formula", expr_source(explained->formula));
    if (expr_words(explained->formula, EXPR_WHOLE, &words))
        buf_add_json_member(out, "words", buf_str(&words));
    add_place(out, "formula_at", expr_place(explained->formula));
    if (field->rounded)
        buf_printf(out, ",\"round\":%d,\"rounding\":\"%s\"", field->round_digits,
                   field->rounding == ROUND_HALF_EVEN ? "half-even" : "half-up");
    out->failed = out->failed || words.failed;
    buf_clear(&words);
}

static void add_printed(const struct explaining *explaining, const struct explained *explained,
                        struct buf *out)
{
    struct attach_printed printed;
    if (explaining->attach == NULL)
        return;
    buf_add_text(out, ",\"printed\":[");
    for (const void *at = NULL, *first = NULL;
         attach_next_printed(explaining->attach, explained->record, explained->slot, &at, &printed);
         first = at) {
        buf_printf(out, "%s{\"page\":%zu", first != NULL ? "," : "", printed.page);
        if (explained->stated == NULL) /* else a draft has both values there */
            buf_add_json_member(out, "text", printed.text);
        if (printed.unit.ptr != NULL)
            buf_add_json_member(out, "unit", printed.unit);
        buf_add_char(out, '}');
    }
    buf_add_char(out, ']');
}

static void add_origin(const struct explained *explained, struct buf *out)
{
    static const char *const origins[] = {[MODEL_STATED] = "stated",
                                          [MODEL_COMPUTED] = "computed",
                                          [MODEL_DEFAULT] = "default",
                                          [MODEL_PREVIOUS] = "previous"};
    const struct place place = explained_place(explained);
    buf_add_json_member(out, "from",
                        explained_is_bands(explained) || explained_is_of_band(explained->record)
                            ? STR("kind")
                            : str_of(origins[explained->origin]));
    if (explained->formula != NULL)
        add_formula(explained, out);
    if (explained->formula == NULL || explained->is_stated)
        add_place(out, explained->is_stated || explained->origin == MODEL_PREVIOUS ? "stated_at" : "made_at",
                  place);
    if (explained->stated != NULL) {
        buf_add_text(out, ",\"stated\":");
        attach_value_add(out, explained->stated);
    }
}

/* The members of an object, but for its opening. */
static void add_object(const struct explaining *explaining, const struct explained *explained,
                       struct buf *out)
{
    const struct field *field = &explained->record->shape->fields[explained->slot];
    const struct str type =
        attach_value_type(explained->is_missing || explained->is_unknown ? NULL : &explained->value);
    buf_add_json_member(out, "path", explained->path);
    buf_add_json_member(out, "label", field->label);
    buf_add_json_member(out, "where", explained->words);
    if (explained->is_missing) {
        buf_add_text(out, ",\"missing\":true");
        return;
    }
    const bool bands = explained_is_bands(explained);
    buf_add_json_member(out, "type",
                        bands                   ? STR("bands")
                        : type.len > 0          ? type
                        : explained->is_unknown ? STR("")
                                                : STR("prose"));
    if (field->type.unit.len > 0)
        buf_add_json_member(out, "unit", field->type.unit);
    if (type.len > 0) {
        buf_add_text(out, ",\"value\":");
        attach_value_add(out, &explained->value);
    }
    if (explained->is_unknown)
        buf_add_text(out, ",\"unknown\":true");
    if (bands && explained->told_at == NULL && !explained->is_unknown)
        explained_bands_json(explained, out);
    if (explained->band != NULL) {
        buf_add_text(out, ",\"band\":");
        explained_band_json(explained->band, out);
    }
    add_origin(explained, out);
    if (!bands && !explained->is_unknown)
        add_printed(explaining, explained, out);
    if (explained->is_cut)
        buf_printf(out, ",\"cut\":\"%s\"", explained->told_at != NULL ? "told" : "deep");
    if (explained->more > 0)
        buf_printf(out, ",\"more\":%zu", explained->more);
    if (explained->count > 0) {
        buf_add_text(out, ",\"of\":[");
        for (size_t i = 0; i < explained->count; i++) {
            struct buf item = BUF(out->max);
            add_object(explaining, explained->items[i], &item);
            buf_printf(out, "%s{", i > 0 ? "," : "");
            buf_add_str(out, str_slice(buf_str(&item), 1, item.len)); /* without its first comma */
            buf_add_char(out, '}');
            out->failed = out->failed || item.failed;
            buf_clear(&item);
        }
        buf_add_char(out, ']');
    }
}

void explained_print_json(const struct explaining *explaining, const struct explained *explained,
                          struct buf *out)
{
    buf_add_text(out, "{\"format\":\"chengwen explanation 1\"");
    buf_add_json_member(out, "input", str_of(explaining->input));
    add_object(explaining, explained, out);
    buf_add_text(out, "}\n");
}
