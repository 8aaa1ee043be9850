/*
 * Which fields a formula reads, found by computing it once more: so of if() only the side that was taken counts, and of a list
 * only the records that a filter came to.
 */
#include "expr/expr_int.h"

static bool is_noted(const struct field_reads *reads, const struct record *record, int slot)
{
    for (size_t i = reads->count; i > 0; i--)
        if (reads->items[i - 1].record == record && reads->items[i - 1].slot == slot)
            return true;
    return false;
}

bool field_is_constant_list(const struct record *record, int slot)
{
    const struct type *type = &record->shape->fields[slot].type;
    if (type->kind != TYPE_LIST || type->of == NULL || type->of->kind != TYPE_RECORD)
        return false;
    const struct shape *shape = type->of->shape;
    return shape != NULL && shape->field_count > 0 && shape->fields[0].rule == NULL;
}

/* A record is but the way to its fields, unless all of them are constant. */
static bool is_way(const struct record *record, int slot)
{
    const struct type *type = &record->shape->fields[slot].type;
    if (field_is_constant_list(record, slot))
        return false;
    if (type->kind == TYPE_LIST && type->of != NULL)
        type = type->of;
    return type->kind == TYPE_RECORD || record->shape->fields[slot].rule == NULL;
}

void expr_note_read(struct reading_of *reading, const struct eval *eval, struct record *record, int slot)
{
    struct field_reads *reads = reading->reads;
    const struct field_read read = {.record = record, .slot = slot};
    if (eval->depth != reading->depth || is_way(record, slot) || is_noted(reads, record, slot))
        return;
    if (reads->count == reads->most)
        reads->more++;
    else if (ARENA_APPEND(eval->arena, reads->items, reads->count, reads->capacity, &read) != OK)
        reading->status = NO_MEMORY;
}

void expr_note_band(struct reading_of *reading, const struct eval *eval, const struct record *band)
{
    struct field_reads *reads = reading->reads;
    const int slot = record_slot_in_parent(band);
    for (size_t i = 0; eval->depth == reading->depth && slot >= 0 && i < reads->count; i++) {
        struct field_read *read = &reads->items[i];
        if (read->record != band->parent || read->slot != slot)
            continue;
        read->band = !read->has_bands || read->band == band ? band : NULL;
        read->has_bands = true;
    }
}

enum status field_reads_find(struct record *record, int slot, struct eval *eval, struct field_reads *reads)
{
    struct value value;
    struct reading_of reading = {.reads = reads, .depth = eval->depth};
    struct eval own = *eval; /* what is said was said before */
    own.diag = diag_new(eval->arena);
    own.reading = &reading;
    if (own.diag == NULL)
        return NO_MEMORY;
    const enum status status = field_compute(record, slot, &own, &value);
    eval->steps = own.steps;
    return status == OK ? reading.status : status;
}
