/*
 * Texts found again by a hash table: for lists that would otherwise be walked once for each of their own
 * elements.  Putting and looking up cost the text's length; nothing is taken out.  The hash is no secret:
 * texts chosen to share it make a lookup a walk, and `longest` says so, for those who index more than some
 * thousands.
 */
#include "base/base.h"

struct str_index_slot {
    bool used;
    struct str text;
    int64_t number;
};

/* The slot of the text, or the free one where it would be; *ret_looked: how many were looked at. */
static struct str_index_slot *find(const struct str_index *index, struct str text, size_t *ret_looked)
{
    uint64_t hash = str_hash(text);
    size_t at = (size_t)(hash ^ hash >> 32) & (index->capacity - 1);
    *ret_looked = 1;
    while (index->slots[at].used && !str_equal(index->slots[at].text, text)) {
        at = (at + 1) & (index->capacity - 1);
        *ret_looked += 1;
    }
    return &index->slots[at];
}

int64_t str_index_lookup(const struct str_index *index, struct str text)
{
    if (index->count == 0)
        return STR_INDEX_NONE;
    size_t looked;
    const struct str_index_slot *slot = find(index, text, &looked);
    return slot->used ? slot->number : STR_INDEX_NONE;
}

static enum status grow(struct str_index *index)
{
    enum { FIRST = 16 };
    struct str_index wider = {.arena = index->arena, .count = index->count, .longest = index->longest};
    wider.capacity = index->capacity == 0 ? FIRST : index->capacity * 2;
    wider.slots = ARENA_NEW_ARRAY(wider.arena, wider.capacity, struct str_index_slot);
    if (wider.slots == NULL)
        return NO_MEMORY;
    for (size_t i = 0, looked; i < index->capacity; i++)
        if (index->slots[i].used)
            *find(&wider, index->slots[i].text, &looked) = index->slots[i];
    *index = wider;
    return OK;
}

enum status str_index_put(struct str_index *index, struct str text, int64_t number)
{
    if (index->count * 2 >= index->capacity && grow(index) != OK)
        return NO_MEMORY;
    size_t looked;
    struct str_index_slot *slot = find(index, text, &looked);
    index->longest = looked > index->longest ? looked : index->longest;
    index->count += !slot->used;
    *slot = (struct str_index_slot){true, text, number};
    return OK;
}
