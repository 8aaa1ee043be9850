/*
 * The tree for people: a field and its value, below it what is to be said of it, and then what it was computed from, farther in.
 */
#include "explain/explain_int.h"
#include "explain/messages.def"

enum { PRINTED_MOST = 1 << 20, INDENT = 2 };

struct printing {
    const struct explaining *explaining;
    struct buf *out;
    int column;
};

static void indent(const struct printing *printing)
{
    buf_printf(printing->out, "%*s", printing->column, "");
}

/* A text that went into the output. */
static void spend(const struct printing *printing, struct buf *text)
{
    printing->out->failed = printing->out->failed || text->failed;
    buf_clear(text);
}

/* A line with the arguments of the message. */
#define say(printing, code, ...) (indent(printing), buf_tell((printing)->out, code, ##__VA_ARGS__))

static void add_value(const struct field *field, const struct value *value, struct buf *out)
{
    model_value_print(value, out);
    if (field->type.unit.len > 0)
        buf_printf(out, " %.*s", STR_ARGS(field->type.unit));
}

static void print_formula(const struct printing *printing, const struct explained *explained)
{
    struct buf place = BUF(PRINTED_MOST), words = BUF(PRINTED_MOST);
    const struct field *field = &explained->record->shape->fields[explained->slot];
    const struct str source = expr_source(explained->formula);
    buf_add_place(&place, expr_place(explained->formula));
    if (explained->origin == MODEL_DEFAULT)
        say(printing, MSG_EXPLAIN_DEFAULT, STR_ARGS(source), STR_ARGS(buf_str(&place)));
    else
        say(printing, MSG_EXPLAIN_FORMULA, STR_ARGS(source), STR_ARGS(buf_str(&place)));
    if (expr_words(explained->formula, EXPR_WHOLE, &words) && !str_equal(buf_str(&words), source))
        say(printing, MSG_EXPLAIN_WORDS, STR_ARGS(buf_str(&words)));
    if (field->rounded)
        say(printing, MSG_EXPLAIN_ROUNDED, field->rounding == ROUND_HALF_EVEN ? "四舍六入五成双" : "四舍五入",
            field->round_digits);
    spend(printing, &place);
    spend(printing, &words);
}

static void print_statement(const struct printing *printing, const struct explained *explained)
{
    struct buf place = BUF(PRINTED_MOST), stated = BUF(PRINTED_MOST);
    const struct field *field = &explained->record->shape->fields[explained->slot];
    buf_add_place(&place, explained_place(explained));
    if (explained->stated != NULL)
        add_value(field, explained->stated, &stated);
    if (explained->origin == MODEL_PREVIOUS)
        say(printing, MSG_EXPLAIN_PAST, STR_ARGS(buf_str(&place)));
    else if (explained->stated != NULL)
        say(printing, MSG_EXPLAIN_DISAGREES, STR_ARGS(buf_str(&stated)), STR_ARGS(buf_str(&place)));
    else if (explained->is_stated && explained->formula != NULL)
        say(printing, MSG_EXPLAIN_AGREES, STR_ARGS(buf_str(&place)));
    else if (explained->is_stated)
        say(printing, MSG_EXPLAIN_STATED, STR_ARGS(buf_str(&place)));
    else if (explained->formula == NULL)
        say(printing, MSG_EXPLAIN_MADE, STR_ARGS(buf_str(&place)));
    spend(printing, &place);
    spend(printing, &stated);
}

static void print_places(const struct printing *printing, const struct explained *explained)
{
    const struct attach *attach = printing->explaining->attach;
    struct attach_printed printed;
    struct buf places = BUF(PRINTED_MOST);
    size_t count = 0;
    if (attach == NULL)
        return;
    for (const void *at = NULL;
         attach_next_printed(attach, explained->record, explained->slot, &at, &printed); count++)
        if (count < EXPLAIN_PLACES && explained->stated == NULL)
            buf_printf(&places, "%s第 %zu 页“%.*s%.*s”", count > 0 ? "，" : "", printed.page,
                       STR_ARGS(str_cut(printed.text, QUOTED_MAX)), STR_ARGS(printed.unit));
        else if (count < EXPLAIN_PLACES) /* a draft has both values there */
            buf_printf(&places, "%s第 %zu 页", count > 0 ? "，" : "", printed.page);
    if (count > EXPLAIN_PLACES)
        buf_printf(&places, "……共 %zu 处", count);
    if (count > 0)
        say(printing, MSG_EXPLAIN_PRINTED, STR_ARGS(buf_str(&places)));
    else
        say(printing, MSG_EXPLAIN_UNPRINTED);
    spend(printing, &places);
}

/* Its path, its value and what it is in, in words; of bands told above no value. */
static void print_head(const struct printing *printing, const struct explained *explained)
{
    const struct field *field = &explained->record->shape->fields[explained->slot];
    struct buf value = BUF(PRINTED_MOST);
    if (explained->is_unknown)
        buf_add_text(&value, "〔算不出〕");
    else if (!explained_is_bands(explained))
        add_value(field, &explained->value, &value);
    else if (explained->told_at == NULL)
        explained_bands_print(explained, &value);
    indent(printing);
    buf_add_visible(printing->out, explained->path);
    buf_add_text(printing->out, value.len > 0 || !explained_is_bands(explained) ? "＝" : "");
    buf_add_visible(printing->out, str_shorten(buf_str(&value), TEXT_MAX));
    buf_add_text(printing->out, "　");
    buf_add_visible(printing->out, explained->words);
    buf_add_char(printing->out, '\n');
    spend(printing, &value);
}

static void print_band(const struct printing *printing, const struct explained *explained)
{
    struct buf band = BUF(PRINTED_MOST);
    if (explained->told_at == NULL)
        print_statement(printing, explained);
    if (explained->band != NULL) {
        explained_band_print(explained->band, &band);
        say(printing, MSG_EXPLAIN_BAND, STR_ARGS(buf_str(&band)));
        spend(printing, &band);
    }
    if (explained->told_at != NULL)
        say(printing, MSG_EXPLAIN_BANDS_ABOVE);
}

static void print_origin(const struct printing *printing, const struct explained *explained)
{
    if (explained->formula != NULL)
        print_formula(printing, explained);
    print_statement(printing, explained);
    if (!explained->is_unknown)
        print_places(printing, explained);
    if (explained->is_cut && explained->told_at != NULL)
        say(printing, MSG_EXPLAIN_ABOVE);
    else if (explained->is_cut)
        say(printing, MSG_EXPLAIN_DEEP, STR_ARGS(explained->path));
}

static void print(struct printing printing, const struct explained *explained)
{
    if (explained->is_missing) {
        say(&printing, MSG_EXPLAIN_ABSENT, STR_ARGS(explained->path), STR_ARGS(explained->words));
        return;
    }
    print_head(&printing, explained);
    printing.column += INDENT;
    if (explained_is_bands(explained))
        print_band(&printing, explained);
    else
        print_origin(&printing, explained);
    if (explained->count > 0)
        say(&printing, MSG_EXPLAIN_ITEMS, explained->count + explained->more);
    printing.column += INDENT;
    for (size_t i = 0; i < explained->count; i++)
        print(printing, explained->items[i]);
    if (explained->more > 0)
        say(&printing, MSG_EXPLAIN_MORE, explained->more);
}

void explained_print(const struct explaining *explaining, const struct explained *explained, struct buf *out)
{
    print((struct printing){.explaining = explaining, .out = out}, explained);
}
