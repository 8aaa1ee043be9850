/*
 * Portions of a text, one within another, in the order in which they begin: found by where a character stands, in
 * log n and a step for each that has ended before it inside of the one looked for.
 */
#include "base/base.h"

#include <stddef.h>

struct portions *portions_make(struct arena *arena, size_t room)
{
    const size_t most = (SIZE_MAX - sizeof(struct portions)) / sizeof(struct portion);
    return room > most ? NULL
                       : arena_alloc(arena, offsetof(struct portions, items) + room * sizeof(struct portion));
}

struct portions *portions_whole(struct arena *arena, struct str text, const void *what)
{
    struct portions *list = portions_make(arena, 1);
    if (list != NULL)
        list->items[list->count++] =
            (struct portion){.from = text.ptr, .to = text.ptr + text.len, .what = what};
    return list;
}

const struct portion *portion_at(const struct portions *list, const char *at)
{
    const uintptr_t here = (uintptr_t)at;
    size_t from = 0, to = list == NULL ? 0 : list->count;
    while (from < to) { /* how many begin here or before? */
        const size_t middle = (from + to) / 2;
        if ((uintptr_t)list->items[middle].from <= here)
            from = middle + 1;
        else
            to = middle;
    }
    const struct portion *found = from > 0 ? &list->items[from - 1] : NULL;
    while (found != NULL && (uintptr_t)found->to <= here)
        found = found->within;
    return found;
}
