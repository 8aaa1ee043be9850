/*
 * The best breaks for a measure: total fit (Knuth and Plass) over one stretch between forced line ends.
 *
 * A point is a gap where a line may end.  For each point, in order, the best way to get there is kept: over
 * every earlier point from which one line leads here, the least sum of demerits.  Lines that are too long
 * leave the window for good, lines under half the width are not looked at when a longer one does, so a point
 * looks back over at most one line: linear in the length of the text.
 *
 * Demerits: (10 + badness)^2 + penalty^2.  Badness of a justified line: squeezing costs up to 60, pulling in
 * before pushing out, as clreq wants; stretching costs little up to a twentieth of an em a gap and grows with
 * its cube.  Han glue stretches without end, so there is always a way.  A last line with a single character
 * pays.
 *
 * A piece between two points that is wider than the column gets more points, in four steps: behind the
 * joints of a code, between letters, beside marks, inside numbers.  So no line stands out, but a cluster that
 * alone is wider than the column, and no number is torn that a line can hold.
 */
#include "text/text_int.h"

enum {
    BADNESS_MAX = 10000,
    BADNESS_SQUEEZED = 60,
    PENALTY_ORPHAN = 700,
    CANDIDATES = 128 /* looked at for one point: more than half a line of any page holds */
};

static const int64_t penalty_of_level[] = {
    [LEVEL_FREE] = 0,          [LEVEL_POOR] = 60,      [LEVEL_SOFT] = 4000,   [LEVEL_HARD] = 8000,
    [LEVEL_DESPERATE] = 16000, [LEVEL_NUMBER] = 32000, [LEVEL_NEVER] = 32000,
};

struct point {
    size_t at; /* a line would begin with this atom */
    size_t previous;
    int64_t demerits;
};

struct points {
    struct point *items;
    size_t count;
};

static length width_from(const struct text_fit *fit, size_t at)
{
    return at == fit->from ? fit->first_width : fit->width;
}

static bool fits(const struct text_fit *fit, size_t from, size_t to)
{
    struct text_extent extent = text_extent_of(fit->paragraph, from, to);
    return extent.natural - (fit->shrink ? extent.shrink : 0) <= width_from(fit, from);
}

/* All gaps up to LEVEL_POOR; whether every piece between them fits. */
static bool collect(const struct text_fit *fit, struct points *points)
{
    bool all_fit = true;
    points->count = 0;
    points->items[points->count++].at = fit->from;
    for (size_t i = fit->from + 1; i <= fit->to; i++) {
        if (i < fit->to && fit->paragraph->gaps[i].level > LEVEL_POOR)
            continue;
        all_fit = all_fit && fits(fit, points->items[points->count - 1].at, i);
        points->items[points->count++].at = i;
    }
    return all_fit;
}

/* Adds the gaps of `level` inside pieces that do not fit. */
static void refine(const struct text_fit *fit, enum text_level level, const struct points *old,
                   struct points *refined)
{
    refined->count = 0;
    refined->items[refined->count++].at = fit->from;
    for (size_t i = 1; i < old->count; i++) {
        size_t from = old->items[i - 1].at, to = old->items[i].at;
        bool split = !fits(fit, from, to);
        for (size_t k = from + 1; k < to && split; k++)
            if (fit->paragraph->gaps[k].level == level)
                refined->items[refined->count++].at = k;
        refined->items[refined->count++].at = to;
    }
}

static length size_at(const struct text_paragraph *paragraph, size_t atom)
{
    length size = paragraph->spans[paragraph->atoms[atom].span].size;
    return size > 0 ? size : 1;
}

/* A line that stretching cannot save stays as it is: the emptier, the worse. */
static int64_t hopeless_badness(length slack, length width)
{
    return BADNESS_MAX + (slack < width ? slack * BADNESS_MAX / width : BADNESS_MAX);
}

static int64_t stretch_badness(const struct text_fit *fit, size_t from, const struct text_extent *extent,
                               length slack)
{
    int64_t badness = 0;
    length eased = slack < extent->stretch ? slack : extent->stretch;
    if (extent->stretch > 0)
        badness += 5 * eased / extent->stretch;
    length rest = slack - eased;
    if (rest <= 0)
        return badness;
    length gaps = (length)extent->stretch_gaps * size_at(fit->paragraph, from);
    if (rest >= gaps / TEXT_STRETCH_LIMIT)
        return hopeless_badness(slack, width_from(fit, from));
    int64_t each = rest * 1000 / gaps;
    badness += each * each * each / 10000;
    return badness < BADNESS_MAX ? badness : BADNESS_MAX;
}

static int64_t badness_of(const struct text_fit *fit, size_t from, const struct text_extent *extent,
                          bool last)
{
    length width = width_from(fit, from), slack = width - extent->natural;
    if (slack < 0) {
        if (!fit->shrink || -slack > extent->shrink)
            return BADNESS_MAX;
        int64_t ratio = -slack * 1000 / extent->shrink;
        return BADNESS_SQUEEZED * ratio * ratio / 1000 * ratio / 1000000;
    }
    if (last || slack == 0)
        return 0;
    if (fit->shrink)
        return stretch_badness(fit, from, extent, slack);
    int64_t empty = slack < width ? slack * 1000 / width : 1000;
    return empty * empty / 1000;
}

/* Of the line [from, to) alone. */
static int64_t demerits_of(const struct text_fit *fit, size_t from, size_t to,
                           const struct text_extent *extent)
{
    bool last = to == fit->to;
    int64_t badness = badness_of(fit, from, extent, last);
    int64_t penalty = last ? 0 : penalty_of_level[fit->paragraph->gaps[to].level];
    if (last && from > fit->from && extent->letters < 2)
        penalty = PENALTY_ORPHAN;
    return (10 + badness) * (10 + badness) + penalty * penalty;
}

/* Tries the line from point i to point j; gives its natural width. */
static length try_line(const struct text_fit *fit, struct points *points, size_t i, size_t j)
{
    struct point *from = &points->items[i], *to = &points->items[j];
    struct text_extent extent = text_extent_of(fit->paragraph, from->at, to->at);
    int64_t demerits = from->demerits + demerits_of(fit, from->at, to->at, &extent);
    if (demerits < to->demerits) {
        to->demerits = demerits;
        to->previous = i;
    }
    return extent.natural;
}

static void find_ways(const struct text_fit *fit, struct points *points)
{
    size_t low = 1;
    bool first_fits = true;
    points->items[0].demerits = 0;
    for (size_t j = 1; j < points->count; j++) {
        struct point *point = &points->items[j];
        bool any = false;
        point->demerits = INT64_MAX;
        first_fits = first_fits && (j == 1 || fits(fit, fit->from, point->at));
        if (first_fits) {
            try_line(fit, points, 0, j);
            any = true;
        }
        while (low + 1 < j && !fits(fit, points->items[low].at, point->at))
            low++;
        for (size_t i = low, looked = 0; i < j && looked < CANDIDATES; i++, looked++) {
            if (i + 1 == j && any && !fits(fit, points->items[i].at, point->at))
                break;
            length natural = try_line(fit, points, i, j);
            if (any && natural < fit->width / 2 && j + 1 < points->count)
                break;
            any = true;
        }
    }
}

static enum status read_ends(struct points *points, struct arena *scratch, size_t **ret_ends,
                             size_t *ret_count)
{
    size_t count = 0;
    for (size_t i = points->count - 1; i > 0; i = points->items[i].previous)
        count++;
    size_t *ends = ARENA_NEW_ARRAY(scratch, count, size_t);
    if (ends == NULL)
        return NO_MEMORY;
    size_t k = count;
    for (size_t i = points->count - 1; i > 0; i = points->items[i].previous)
        ends[--k] = points->items[i].at;
    *ret_ends = ends;
    *ret_count = count;
    return OK;
}

enum status text_fit_lines(const struct text_fit *fit, struct arena *scratch, size_t **ret_ends,
                           size_t *ret_count)
{
    size_t capacity = fit->to - fit->from + 2;
    struct points points = {ARENA_NEW_ARRAY(scratch, capacity, struct point), 0}, refined = {NULL, 0};
    if (points.items == NULL)
        return NO_MEMORY;
    if (fit->from == fit->to ||
        text_extent_of(fit->paragraph, fit->from, fit->to).natural <= fit->first_width) {
        points.items[0].at = fit->from;
        points.items[1].at = fit->to;
        points.count = 2;
        return read_ends(&points, scratch, ret_ends, ret_count);
    }
    bool all_fit = collect(fit, &points);
    for (enum text_level level = LEVEL_SOFT; level <= LEVEL_NUMBER && !all_fit; level++) {
        if (refined.items == NULL)
            refined.items = ARENA_NEW_ARRAY(scratch, capacity, struct point);
        if (refined.items == NULL)
            return NO_MEMORY;
        refine(fit, level, &points, &refined);
        struct points swap = points;
        points = refined;
        refined = swap;
    }
    find_ways(fit, &points);
    return read_ends(&points, scratch, ret_ends, ret_count);
}
