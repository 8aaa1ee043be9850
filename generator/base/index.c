/*
 * Texts found again by a hash table: for lists that would otherwise be walked once for each of their own
 * elements.  Putting and looking up cost the text's length; nothing is taken out.
 */
#include "base/base.h"

struct str_index_slot {
    bool used;
    struct str text;
    int64_t number;
};

/* The slot of the text, or the free one where it would be. */
static struct str_index_slot *find(const struct str_index *index, struct str text)
{
    uint64_t hash = str_hash(text);
    size_t at = (size_t)(hash ^ hash >> 32) & (index->capacity - 1);
    while (index->slots[at].used && !str_equal(index->slots[at].text, text))
        at = (at + 1) & (index->capacity - 1);
    return &index->slots[at];
}

int64_t str_index_lookup(const struct str_index *index, struct str text)
{
    if (index->count == 0)
        return STR_INDEX_NONE;
    const struct str_index_slot *slot = find(index, text);
    return slot->used ? slot->number : STR_INDEX_NONE;
}

static enum status grow(struct str_index *index)
{
    enum { FIRST = 16 };
    struct str_index wider = {.arena = index->arena, .count = index->count};
    wider.capacity = index->capacity == 0 ? FIRST : index->capacity * 2;
    wider.slots = ARENA_NEW_ARRAY(wider.arena, wider.capacity, struct str_index_slot);
    if (wider.slots == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < index->capacity; i++)
        if (index->slots[i].used)
            *find(&wider, index->slots[i].text) = index->slots[i];
    *index = wider;
    return OK;
}

enum status str_index_put(struct str_index *index, struct str text, int64_t number)
{
    if (index->count * 2 >= index->capacity && grow(index) != OK)
        return NO_MEMORY;
    struct str_index_slot *slot = find(index, text);
    index->count += !slot->used;
    *slot = (struct str_index_slot){true, text, number};
    return OK;
}
