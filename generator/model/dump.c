/*
 * A record as text, for `dump --stage=record`: a line a field, "path = value", indented by depth; what the
 * model computed and what is a default is marked.  Bands are constants of the model and left out.
 */
#include "model/model_int.h"

enum { DECIMALS_SHOWN = 12 };

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
void model_value_print(const struct value *value, struct buf *out)
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

static enum status dump_spot(void *context, const struct model_spot *spot)
{
    static const char *const marks[] = {
        [MODEL_COMPUTED] = " (computed)", [MODEL_DEFAULT] = " (default)", [MODEL_PREVIOUS] = " (previous)"};
    struct buf *out = context;
    const struct value *value = spot->value;
    buf_printf(out, "%*s", 2 * spot->depth, "");
    record_path(spot->record, spot->slot, out);
    if (value == NULL) {
        buf_add_text(out, spot->head ? "\n" : " (missing)\n");
        return OK;
    }
    bool empty = value->kind == TYPE_LIST && value->list.count == 0;
    buf_add_text(out, empty ? "" : " = ");
    model_value_print(value, out);
    buf_printf(out, "%s\n", marks[spot->origin] != NULL ? marks[spot->origin] : "");
    return OK;
}

enum status model_dump(struct eval *eval, struct record *record, struct buf *out)
{
    const struct model_visitor visitor = {out, dump_spot};
    enum status status = model_walk(eval, record, &visitor);
    return status == OK ? buf_status(out) : status;
}
