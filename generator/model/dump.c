/*
 * A record as text, for `dump --stage=record`: a line a field, "path = value", indented by depth; what the
 * model computed and what is a default is marked.  Bands are constants of the model and left out.
 */
#include "model/model_int.h"

enum { DECIMALS_SHOWN = 12 };

static void dump_line(const struct record *record, int slot, int depth, struct buf *out)
{
    buf_printf(out, "%*s", 2 * depth, "");
    record_path(record, slot, out);
}

static void dump_number(const struct number *number, struct buf *out)
{
    struct buf text = BUF(out->max);
    if (number_print(number, &text)) {
        buf_add_str(out, buf_str(&text));
    } else {
        number_print_fixed(number, DECIMALS_SHOWN, false, out);
        buf_add_text(out, "…");
    }
    out->failed = out->failed || text.failed;
    buf_clear(&text);
}

/* A record by its path; of a list of numbers all. */
static void dump_value(const struct value *value, struct buf *out)
{
    if (value->kind == TYPE_LIST) {
        for (size_t i = 0; i < value->list.count; i++) {
            buf_add_text(out, i == 0 ? "" : ", ");
            dump_number(value->list.items[i].number, out);
        }
    } else if (value->kind == TYPE_RECORD) {
        record_path(value->record, -1, out);
    } else if (value->kind == TYPE_NUMBER) {
        dump_number(value->number, out);
    } else if (value->kind == TYPE_DATE) {
        buf_printf(out, "%04d-%02d-%02d", value->date.year, value->date.month, value->date.day);
    } else if (value->kind == TYPE_YESNO) {
        buf_add_text(out, words_print(&words_yesno, value->yesno));
    } else if (value->kind == TYPE_PROSE) {
        const struct node *node = value->prose;
        buf_printf(out, "prose @%u:%u", (unsigned)node->place.line, (unsigned)node->place.column);
    } else {
        buf_add_char(out, '"');
        buf_add_str(out, value->text);
        buf_add_char(out, '"');
    }
}

/* Where the value comes from: the input, a formula, a default. */
static const char *origin_mark(const struct record *record, int slot)
{
    const struct field *field = &record->shape->fields[slot];
    if (field->is == NULL)
        return "";
    if (!rule_of(record, slot)->is_default)
        return " (computed)";
    struct place formula = expr_place(field->is);
    struct place place = record->slots[slot].place;
    bool same = place.file == formula.file && place.line == formula.line && place.column == formula.column;
    return same ? " (default)" : "";
}

static enum status dump_scalar(struct eval *eval, struct record *record, int slot, int depth, struct buf *out)
{
    dump_line(record, slot, depth, out);
    if (record->slots[slot].state == SLOT_MISSING) {
        buf_add_text(out, " (missing)\n");
        return OK;
    }
    struct value value;
    enum status status = record_value(record, slot, eval, &value);
    if (status == OK) {
        bool empty = value.kind == TYPE_LIST && value.list.count == 0;
        buf_add_text(out, empty ? "" : " = ");
        dump_value(&value, out);
        buf_printf(out, "%s\n", origin_mark(record, slot));
    }
    return status;
}

static enum status dump_record(struct eval *eval, struct record *record, int depth, struct buf *out);

static enum status dump_list(struct eval *eval, struct record *record, int slot, int depth, struct buf *out)
{
    const struct slot *at = &record->slots[slot];
    enum status status = OK;
    for (size_t i = 0; status == OK && i < at->value.list.count; i++) {
        struct record *item = at->value.list.items[i].record;
        dump_line(item, -1, depth, out);
        buf_add_char(out, '\n');
        status = dump_record(eval, item, depth + 1, out);
    }
    return status;
}

static enum status dump_field(struct eval *eval, struct record *record, int slot, int depth, struct buf *out)
{
    const struct slot *at = &record->slots[slot];
    enum rule_kind kind = rule_of(record, slot)->kind;
    struct value value;
    bool derived = kind == RULE_LIST && rule_of(record, slot)->derived;
    enum status status = derived ? record_value(record, slot, eval, &value) : OK;
    if (status != OK || kind == RULE_BANDS)
        return status;
    if (kind == RULE_LIST && at->state == SLOT_SET)
        return dump_list(eval, record, slot, depth, out);
    if (kind == RULE_GROUP && at->state == SLOT_SET) {
        dump_line(record, slot, depth, out);
        buf_add_char(out, '\n');
        return dump_record(eval, at->value.record, depth + 1, out);
    }
    return dump_scalar(eval, record, slot, depth, out);
}

static enum status dump_record(struct eval *eval, struct record *record, int depth, struct buf *out)
{
    enum status status = OK;
    for (size_t i = 0; status == OK && i < record->shape->field_count; i++)
        status = dump_field(eval, record, (int)i, depth, out);
    return status;
}

enum status model_dump(struct eval *eval, struct record *record, struct buf *out)
{
    enum status status = dump_record(eval, record, 0, out);
    return status == OK ? buf_status(out) : status;
}
