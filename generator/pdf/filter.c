/*
 * The PNG filters, for samples of 8 bits: before each row stands the number of the filter whose differences
 * to the neighbours, left, above or the nearer of both, are smallest in sum.  They deflate better than the
 * samples, and viewers undo them (/Predictor 15).
 */
#include "pdf/pdf_int.h"

#include <stdlib.h>
#include <string.h>

enum filter { FILTER_NONE, FILTER_SUB, FILTER_UP, FILTER_PAETH = 4 };

/* Two rows of the channels asked for, each behind `step` zeros, and a filtered row. */
struct work {
    size_t step, size; /* channels; bytes of a row */
    unsigned char *row, *above, *trial;
};

static int paeth(int left, int up, int corner)
{
    int by_left = abs(up - corner), by_up = abs(left - corner), by_corner = abs(left + up - 2 * corner);
    if (by_left <= by_up && by_left <= by_corner)
        return left;
    return by_up <= by_corner ? up : corner;
}

static int guess(const struct work *work, enum filter filter, size_t at)
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
static uint64_t try_filter(const struct work *work, enum filter filter)
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

static void filter_row(const struct work *work, unsigned char *to)
{
    static const enum filter filters[] = {FILTER_NONE, FILTER_SUB, FILTER_UP, FILTER_PAETH};
    uint64_t least = UINT64_MAX;
    for (size_t i = 0; i < ARRAY_COUNT(filters); i++) {
        uint64_t sum = try_filter(work, filters[i]);
        if (sum >= least)
            continue;
        least = sum;
        to[0] = (unsigned char)filters[i];
        memcpy(to + 1, work->trial, work->size);
    }
}

static void take_row(const struct pdf_samples *samples, size_t first, size_t row, const struct work *work)
{
    const unsigned char *from = samples->rows + row * samples->row_bytes + first;
    for (size_t i = 0; i < work->size; i += work->step, from += samples->channels)
        memcpy(work->row + work->step + i, from, work->step);
}

static void filter_rows(const struct pdf_samples *samples, size_t first, struct work *work, unsigned char *to)
{
    for (size_t row = 0; row < (size_t)samples->height; row++, to += work->size + 1) {
        take_row(samples, first, row, work);
        filter_row(work, to);
        unsigned char *above = work->above;
        work->above = work->row;
        work->row = above;
    }
}

enum status pdf_filter(const struct pdf_samples *samples, size_t first, size_t count, struct str *ret_bytes)
{
    struct work work = {.step = count, .size = count * (size_t)samples->width};
    size_t padded = work.step + work.size, size = (work.size + 1) * (size_t)samples->height;
    unsigned char *memory = base_malloc(2 * padded + work.size), *bytes = base_malloc(size);
    if (memory == NULL || bytes == NULL) {
        base_free(memory);
        base_free(bytes);
        return NO_MEMORY;
    }
    memset(memory, 0, 2 * padded);
    work.row = memory;
    work.above = memory + padded;
    work.trial = memory + 2 * padded;
    filter_rows(samples, first, &work, bytes);
    base_free(memory);
    *ret_bytes = (struct str){(const char *)bytes, size};
    return OK;
}
