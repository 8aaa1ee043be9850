/*
 * What differs, for programs: one object, a line for each difference.
 *
 *   {"format":"chengwen comparison 1","kind":"service-contract","old":"a.xml","now":"b.xml",
 *    "changes":[
 *     {"sort":"changed","path":"monthly","label":"每月金额","where":"…","type":"number","unit":"元","from":"stated",
 *      "before":"224166","after":"224174","difference":"8","growth":"0.00"}, …],
 *    "clauses":[
 *     {"sort":"changed","under":"第二条 合同期限","number":"（一）","before":"…","after":"…","marks":[["=","…"],["-","…"],["+","…"]]}, …]}
 *
 * A clause that is typed in a cell or an item says so: "in".  Values are as in data.json.  "path" is that of the new record, of what was dropped that of the old one;
 * "before_path" is there where that of the old one is another.  A record that was added or dropped has "fields", one
 * that has moved its places in the list, from 1 on, and the one that it stands "behind" now, if there is one.  "growth" is percent, rounded; it is missing where there is none.
 */
#include "compare/compare_int.h"

static const char *const JSON_SORTS[] = {[SORT_CHANGED] = "changed",
                                         [SORT_ADDED] = "added",
                                         [SORT_DROPPED] = "dropped",
                                         [SORT_MOVED] = "moved",
                                         [SORT_NUMBERED] = "numbered"};
static const char *const JSON_TYPES[] = {
    [TYPE_NUMBER] = "number", [TYPE_TEXT] = "text",    [TYPE_DATE] = "date",    [TYPE_YESNO] = "yesno",
    [TYPE_PROSE] = "prose",   [TYPE_LIST] = "numbers", [TYPE_RECORD] = "record"};

struct writing {
    struct arena *arena;
    struct buf *out, text;
};

static void json_made(struct writing *writing, const char *name)
{
    buf_add_json_member(writing->out, name, buf_str(&writing->text));
    writing->out->failed = writing->out->failed || writing->text.failed;
}

/* path, label, type, unit, from: of the field, or the record. */
static void json_field(struct writing *writing, const struct twig *twig)
{
    const struct field *field = twig_field(twig);
    buf_reset(&writing->text);
    twig_path(twig, &writing->text);
    writing->out->failed = writing->out->failed || writing->text.failed;
    buf_add_text(writing->out, "\"path\":");
    buf_add_json(writing->out, buf_str(&writing->text));
    buf_add_json_member(writing->out, "label", field != NULL ? field->label : STR(""));
    buf_add_json_member(writing->out, "type",
                        str_of(JSON_TYPES[twig->head ? TYPE_RECORD : twig->value.kind]));
    if (!twig->head && field != NULL && field->type.unit.len > 0)
        buf_add_json_member(writing->out, "unit", field->type.unit);
    buf_add_json_member(writing->out, "from", twig->stated ? STR("stated") : STR("computed"));
}

static void json_leaves(struct writing *writing, const struct twig *head, bool *any)
{
    for (const struct twig *twig = head->first; twig != NULL; twig = twig->next) {
        if (twig->head) {
            json_leaves(writing, twig, any);
            continue;
        }
        buf_add_text(writing->out, *any ? ",\n   {" : "\n   {");
        *any = true;
        json_field(writing, twig);
        buf_add_json_member(writing->out, "value", twig->text);
        buf_add_char(writing->out, '}');
    }
}

static void json_marks(struct buf *out, const struct marked *marked)
{
    static const char *const signs[] = {[STRETCH_SAME] = "=", [STRETCH_DROPPED] = "-", [STRETCH_ADDED] = "+"};
    for (size_t i = 0; i < marked->count; i++) {
        buf_printf(out, "%s[\"%s\",", i == 0 ? ",\"marks\":[" : ",", signs[marked->items[i].mark]);
        buf_add_json(out, marked->items[i].text);
        buf_add_char(out, ']');
    }
    buf_add_text(out, marked->count > 0 ? "]" : "");
}

static void json_values(struct writing *writing, const struct difference *change)
{
    static const char *const names[] = {"before", "after"};
    bool any = false;
    for (int side = 0; side < COMPARE_SIDES; side++) {
        const struct twig *twig = change->twigs[side];
        if (twig != NULL && change->sort == SORT_MOVED)
            buf_printf(writing->out, ",\"%s\":%zu", names[side], twig->record->index + 1);
        else if (twig != NULL && !twig->head)
            buf_add_json_member(writing->out, names[side], twig->text);
    }
    if ((change->sort == SORT_ADDED || change->sort == SORT_DROPPED) && change_twig(change)->head) {
        buf_add_text(writing->out, ",\"fields\":[");
        json_leaves(writing, change_twig(change), &any);
        buf_add_char(writing->out, ']');
    }
}

static void json_behind(struct writing *writing, const struct difference *change)
{
    if (change->sort != SORT_MOVED || change->behind == NULL)
        return;
    buf_reset(&writing->text);
    twig_path(change->behind, &writing->text);
    json_made(writing, "behind");
}

static enum status json_differences(struct writing *writing, const struct difference *change)
{
    const struct number *difference, *growth = NULL;
    enum status status = change_difference(writing->arena, change, &difference);
    if (status == OK)
        status = change_growth(writing->arena, change, &growth);
    buf_reset(&writing->text);
    if (status == OK && difference != NULL) {
        number_print_exact(difference, &writing->text);
        json_made(writing, "difference");
    }
    buf_reset(&writing->text);
    if (status == OK && growth != NULL) {
        number_print_fixed(growth, 2, false, &writing->text);
        json_made(writing, "growth");
    }
    return status;
}

/* Where it was, if that was elsewhere. */
static void json_before_path(struct writing *writing, const struct difference *change)
{
    const struct twig *old = change->twigs[COMPARE_OLD], *now = change->twigs[COMPARE_NOW];
    struct buf path = BUF(COMPARE_MAX_TEXT);
    if (old == NULL || now == NULL)
        return;
    twig_path(now, &path);
    buf_reset(&writing->text);
    twig_path(old, &writing->text);
    writing->out->failed = writing->out->failed || path.failed;
    if (!str_equal(buf_str(&writing->text), buf_str(&path)))
        json_made(writing, "before_path");
    buf_clear(&path);
}

static enum status json_change(struct writing *writing, const struct difference *change)
{
    const struct twig *twig = change_twig(change);
    buf_printf(writing->out, "\n  {\"sort\":\"%s\",", JSON_SORTS[change->sort]);
    json_field(writing, twig);
    json_before_path(writing, change);
    buf_reset(&writing->text);
    twig_where(twig, &writing->text);
    json_made(writing, "where");
    json_values(writing, change);
    json_behind(writing, change);
    enum status status = json_differences(writing, change);
    json_marks(writing->out, &change->marked);
    buf_add_char(writing->out, '}');
    return status;
}

static void json_under(struct writing *writing, const struct passage *passage)
{
    buf_reset(&writing->text);
    passage_add_title(passage->under, &writing->text);
    json_made(writing, "under");
}

static void json_clause(struct writing *writing, const struct clause *clause)
{
    static const char *const numbers[] = {"before_number", "number"}, *const texts[] = {"before", "after"};
    const struct passage *old = clause->sides[COMPARE_OLD], *now = clause->sides[COMPARE_NOW];
    buf_printf(writing->out, "\n  {\"sort\":\"%s\"", JSON_SORTS[clause->sort]);
    const struct passage *one = now != NULL ? now : old;
    json_under(writing, one);
    buf_add_text(writing->out, one->cell ? ",\"in\":\"cell\"" : one->item ? ",\"in\":\"item\"" : "");
    for (int side = 0; side < COMPARE_SIDES; side++)
        if (clause->sides[side] != NULL && clause->sides[side]->number.len > 0)
            buf_add_json_member(writing->out, numbers[side], clause->sides[side]->number);
    for (int side = 0; side < COMPARE_SIDES; side++)
        if (clause->sides[side] != NULL)
            buf_add_json_member(writing->out, texts[side], clause->sides[side]->text);
    json_marks(writing->out, &clause->marked);
    buf_add_char(writing->out, '}');
}

enum status comparison_write_json(const struct comparison *comparison, struct buf *out)
{
    struct writing writing = {.arena = comparison->work.arena, .out = out, .text = BUF(COMPARE_MAX_TEXT)};
    buf_add_text(out, "{\"format\":\"chengwen comparison 1\"");
    buf_add_json_member(out, "kind", comparison->sides[COMPARE_NOW].kind);
    buf_add_json_member(out, "old", str_of(comparison->sides[COMPARE_OLD].file));
    buf_add_json_member(out, "now", str_of(comparison->sides[COMPARE_NOW].file));
    buf_add_text(out, ",\n \"changes\":[");
    enum status status = OK;
    for (size_t i = 0; i < comparison->change_count && status == OK; i++) {
        buf_add_text(out, i == 0 ? "" : ",");
        status = json_change(&writing, &comparison->changes[i]);
    }
    buf_add_text(out, "],\n \"clauses\":[");
    for (size_t i = 0; i < comparison->clause_count; i++) {
        buf_add_text(out, i == 0 ? "" : ",");
        json_clause(&writing, &comparison->clauses[i]);
    }
    buf_add_text(out, "]}\n");
    buf_clear(&writing.text);
    return status == OK ? buf_status(out) : status;
}
