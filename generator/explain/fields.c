/*
 * The paths that explain takes, one on a line, in the order of the model: for shells, which complete them.
 *
 * What cannot be computed has a path too, for why is what is asked.  Fields that the input leaves out, and no formula gives, have
 * none.  Records of a list stand with all their fields up to so many lines: nobody completes a path in a table of thousands.
 */
#include "explain/explain_int.h"

struct listing {
    struct eval *eval;
    struct buf *out;
    size_t count;
};

static void list_record(struct listing *listing, struct record *record);

static void add_path(struct listing *listing, struct record *record, int slot)
{
    if (listing->count++ >= EXPLAIN_LISTED)
        return;
    record_path(record, slot, listing->out);
    buf_add_char(listing->out, '\n');
}

static void list_items(struct listing *listing, const struct value *list)
{
    for (size_t i = 0; i < list->list.count && listing->count < EXPLAIN_LISTED; i++)
        list_record(listing, list->list.items[i].record);
}

static void list_field(struct listing *listing, struct record *record, int slot)
{
    const struct type *type = &record->shape->fields[slot].type;
    const bool is_list = type->kind == TYPE_LIST && type->of != NULL && type->of->kind == TYPE_RECORD;
    struct value value;
    if (record->slots[slot].state == SLOT_MISSING)
        return;
    if (field_is_constant_list(record, slot) || (!is_list && type->kind != TYPE_RECORD))
        add_path(listing, record, slot);
    else if (record_value(record, slot, listing->eval, &value) != OK)
        return;
    else if (is_list)
        list_items(listing, &value);
    else if (value.record != NULL)
        list_record(listing, value.record);
}

static void list_record(struct listing *listing, struct record *record)
{
    for (size_t i = 0; i < record->shape->field_count && listing->count < EXPLAIN_LISTED; i++)
        list_field(listing, record, (int)i);
}

enum status explain_fields(struct eval *eval, struct record *record, struct buf *out)
{
    struct listing listing = {eval, out, 0};
    list_record(&listing, record);
    return buf_status(out);
}
