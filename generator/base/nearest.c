/*
 * The nearest known name, for "是不是“…”？".
 *
 * Distance: characters inserted, dropped, replaced or swapped with the next, as few as possible.  Near is at
 * most a third of the name, and at least one character.  Names longer than 40 characters are compared by
 * their beginnings.
 */
#include "base/base.h"

enum { NEAREST_MAX = 40 };

static size_t decode_name(struct str name, uint32_t codes[NEAREST_MAX])
{
    size_t count = 0;
    for (size_t offset = 0; offset < name.len && count < NEAREST_MAX;)
        codes[count++] = utf8_next(name, &offset);
    return count;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* costs[i][j]: from the first i characters of one to the first j of the other. */
static size_t distance_of(struct str a, struct str b)
{
    uint32_t left[NEAREST_MAX];
    uint32_t right[NEAREST_MAX];
    size_t costs[NEAREST_MAX + 1][NEAREST_MAX + 1];
    size_t rows = decode_name(a, left);
    size_t columns = decode_name(b, right);
    for (size_t j = 0; j <= columns; j++)
        costs[0][j] = j;
    for (size_t i = 1; i <= rows; i++) {
        costs[i][0] = i;
        for (size_t j = 1; j <= columns; j++) {
            size_t replaced = costs[i - 1][j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
            costs[i][j] = least(replaced, least(costs[i][j - 1], costs[i - 1][j]) + 1);
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                costs[i][j] = least(costs[i][j], costs[i - 2][j - 2] + 1);
        }
    }
    return costs[rows][columns];
}

void nearest_offer(struct nearest *nearest, struct str candidate)
{
    size_t len = utf8_count(nearest->name);
    size_t near = len / 3 > 1 ? len / 3 : 1;
    size_t shown = least(len, NEAREST_MAX), other = least(utf8_count(candidate), NEAREST_MAX);
    if (shown > other + near || other > shown + near)
        return; /* as far apart as they differ in length */
    size_t distance = distance_of(nearest->name, candidate);
    if (distance <= near && distance < len && (nearest->best.len == 0 || distance < nearest->distance)) {
        nearest->best = candidate;
        nearest->distance = distance;
    }
}
