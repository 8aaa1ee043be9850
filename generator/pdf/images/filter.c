/*
 * The PNG filters, row by row: before each row stands the number of its filter.  For samples of 8 bits it is
 * the one whose differences to the neighbours, left, above or the nearer of both, are smallest in sum: they
 * deflate better than the samples.  Indices and smaller samples have no use for differences.
 */
#include "pdf/images/images.h"

#include <stdlib.h>
#include <string.h>

enum filter { FILTER_NONE, FILTER_SUB, FILTER_UP, FILTER_PAETH = 4 };

static int paeth(int left, int up, int corner)
{
    int by_left = abs(up - corner), by_up = abs(left - corner), by_corner = abs(left + up - 2 * corner);
    if (by_left <= by_up && by_left <= by_corner)
        return left;
    return by_up <= by_corner ? up : corner;
}

static int guess(const struct pdf_filter *work, enum filter filter, size_t at)
{
    switch (filter) {
    case FILTER_SUB:
        return work->row[at - work->step];
    case FILTER_UP:
        return work->above[at];
    case FILTER_PAETH:
        return paeth(work->row[at - work->step], work->above[at], work->above[at - work->step]);
    case FILTER_NONE:
        break;
    }
    return 0;
}

/* The row into work->trial; returns how much the differences are. */
static uint64_t try_filter(const struct pdf_filter *work, enum filter filter)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < work->size; i++) {
        unsigned difference =
            (unsigned)(work->row[work->step + i] - guess(work, filter, work->step + i)) & 0xFF;
        work->trial[i] = (unsigned char)difference;
        sum += difference < 128 ? difference : 256 - difference;
    }
    return sum;
}

static void choose(struct pdf_filter *work)
{
    static const enum filter filters[] = {FILTER_NONE, FILTER_SUB, FILTER_UP, FILTER_PAETH};
    size_t count = work->chooses ? ARRAY_COUNT(filters) : 1;
    uint64_t least = UINT64_MAX;
    for (size_t i = 0; i < count; i++) {
        uint64_t sum = try_filter(work, filters[i]);
        if (sum >= least)
            continue;
        least = sum;
        unsigned char *better = work->trial;
        work->trial = work->best;
        work->best = better;
        work->best[-1] = (unsigned char)filters[i];
    }
}

/* What lies in `memory`: two rows behind `step` zeros, two filtered ones behind their number. */
enum status pdf_filter_init(struct pdf_filter *work, const struct pdf_rows *rows)
{
    bool samples = rows->bits == 8 && !rows->indexed;
    size_t size = (rows->channels * (size_t)rows->bits * (size_t)rows->width + 7) / 8;
    *work = (struct pdf_filter){.step = rows->channels, .size = size, .chooses = samples};
    size_t padded = work->step + size;
    work->memory = base_malloc(2 * padded + 2 * (size + 1));
    if (work->memory == NULL)
        return NO_MEMORY;
    memset(work->memory, 0, 2 * padded);
    work->row = work->memory;
    work->above = work->row + padded;
    work->trial = work->above + padded + 1;
    work->best = work->trial + size + 1;
    return OK;
}

struct str pdf_filter_row(struct pdf_filter *work, const unsigned char *samples, size_t stride)
{
    unsigned char *to = work->row + work->step;
    if (stride == work->step)
        memcpy(to, samples, work->size);
    else
        for (size_t i = 0; i < work->size; i += work->step, samples += stride)
            memcpy(to + i, samples, work->step);
    choose(work);
    unsigned char *above = work->above;
    work->above = work->row;
    work->row = above;
    return (struct str){(const char *)work->best - 1, work->size + 1};
}

void pdf_filter_clear(struct pdf_filter *work)
{
    base_free(work->memory);
    work->memory = NULL;
}
