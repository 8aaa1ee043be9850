/*
 * The tree: a field, what its formula asked for, and what theirs did.
 */
#include "explain/explain_int.h"

enum { WORDS_MOST = 1 << 16 };

struct making {
    const struct explaining *explaining;
    struct explained **all; /* each field once: the first has the tree */
    size_t count, capacity;
};

static enum status keep_texts(struct arena *arena, struct explained *explained)
{
    struct buf path = BUF(WORDS_MOST), words = BUF(WORDS_MOST);
    record_path(explained->record, explained->slot, &path);
    model_path(explained->record, explained->slot, &words);
    return status_worse(buf_keep(&path, arena, &explained->path), buf_keep(&words, arena, &explained->words));
}

/* What the input says, and whether that is what came out. */
static void note_statement(struct explained *explained)
{
    const struct slot *at = &explained->record->slots[explained->slot];
    const struct doubt *doubt = at->doubt;
    explained->is_stated =
        record_states(explained->record, at->place) && !explained_is_of_band(explained->record);
    if (explained->is_stated && explained->formula != NULL && doubt != NULL && doubt->own &&
        doubt->stated.state == SLOT_SET && !value_equal(&doubt->stated.value, &explained->value))
        explained->stated = &doubt->stated.value;
}

/* A value that nobody typed, and no formula of its own gives, came with its record: from the formula of the list around. */
static void note_maker(struct explained *explained)
{
    struct record *record = explained->record;
    if (explained->formula != NULL || explained->is_stated || explained->origin == MODEL_PREVIOUS)
        return;
    for (; record->parent != NULL && explained->maker.record == NULL; record = record->parent) {
        const int slot = record_slot_in_parent(record);
        if (slot >= 0 && record->parent->shape->fields[slot].is != NULL)
            explained->maker = (struct field_spot){record->parent, slot};
    }
}

static const struct explained *told_before(const struct making *making, const struct explained *explained)
{
    for (size_t i = 0; i < making->count; i++)
        if (making->all[i]->record == explained->record && making->all[i]->slot == explained->slot)
            return making->all[i];
    return NULL;
}

struct place explained_place(const struct explained *explained)
{
    const struct field_spot *maker = &explained->maker;
    if (explained_is_bands(explained))
        return explained_bands_place(explained);
    return maker->record != NULL ? expr_place(maker->record->shape->fields[maker->slot].is)
                                 : explained->record->slots[explained->slot].place;
}

static enum status make(struct making *making, struct field_spot spot, size_t depth,
                        struct explained **ret_explained);

static enum status make_items(struct making *making, struct explained *explained, size_t depth)
{
    const struct explaining *explaining = making->explaining;
    struct field_reads reads = {.most = EXPLAIN_READS};
    const struct field_spot spot = explained->maker.record != NULL
                                       ? explained->maker
                                       : (struct field_spot){explained->record, explained->slot};
    enum status status = field_reads_find(spot.record, spot.slot, explaining->eval, &reads);
    if (status != OK &&
        status != FAILED) /* why it cannot be computed was told; what it asked for until then counts */
        return status;
    status = OK;
    if (reads.count > 0 && depth == 0) {
        explained->is_cut = true;
        return OK;
    }
    explained->items = ARENA_NEW_ARRAY(explaining->arena, reads.count, struct explained *);
    if (explained->items == NULL)
        return NO_MEMORY;
    explained->more = reads.more;
    for (size_t i = 0; i < reads.count && status == OK; i++) {
        const struct field_spot read = {reads.items[i].record, reads.items[i].slot};
        if (making->count < EXPLAIN_FIELDS)
            status = make(making, read, depth - 1, &explained->items[explained->count++]);
        else
            explained->more++;
        if (status == OK && making->count <= EXPLAIN_FIELDS && explained->count == i + 1)
            explained->items[i]->band = reads.items[i].band;
    }
    return status;
}

static enum status make(struct making *making, struct field_spot spot, size_t depth,
                        struct explained **ret_explained)
{
    const struct explaining *explaining = making->explaining;
    struct explained *explained = ARENA_NEW(explaining->arena, struct explained);
    if (explained == NULL)
        return NO_MEMORY;
    *ret_explained = explained;
    *explained = (struct explained){.record = spot.record, .slot = spot.slot};
    const struct field *field = &spot.record->shape->fields[spot.slot];
    explained->is_missing = spot.record->slots[spot.slot].state == SLOT_MISSING;
    enum status status = keep_texts(explaining->arena, explained);
    if (status == OK && !explained->is_missing)
        status = record_value(spot.record, spot.slot, explaining->eval, &explained->value);
    explained->is_unknown = status == FAILED; /* it was told why */
    if (status == NO_MEMORY || status == SYSTEM || explained->is_missing)
        return status;
    explained->origin = model_origin_of(spot.record, spot.slot);
    if (explained->origin == MODEL_COMPUTED || explained->origin == MODEL_DEFAULT)
        explained->formula = field->is;
    note_statement(explained);
    note_maker(explained);
    explained->told_at = told_before(making, explained);
    if (explained->told_at != NULL) {
        explained->is_cut =
            explained->told_at->count > 0 || explained->told_at->is_cut || explained_is_bands(explained);
        return OK;
    }
    status = ARENA_APPEND(explaining->arena, making->all, making->count, making->capacity, &explained);
    const bool made = explained->formula != NULL || explained->maker.record != NULL;
    return status == OK && made ? make_items(making, explained, depth) : status;
}

bool explained_is_unknown(const struct explained *explained)
{
    return explained->is_unknown;
}

enum status explain_make(const struct explaining *explaining, struct str field,
                         struct explained **ret_explained)
{
    struct making making = {.explaining = explaining};
    struct field_spot spot;
    enum status status = explain_find(explaining, field, &spot);
    return status == OK ? make(&making, spot, explaining->depth, ret_explained) : status;
}
