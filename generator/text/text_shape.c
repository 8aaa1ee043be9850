/*
 * Lines of a title: among the fewest lines that hold it, ends that make a trapezoid or a diamond.
 *
 * In a trapezoid each line is clearly shorter than the one above, or each clearly longer: at least an em;
 * long above short is preferred.  In a diamond the lines grow to one in the middle and shrink again; of two
 * lines it is a trapezoid.  All ways to place the ends are looked at, each judged by its steps from line to
 * line: a step in the wrong direction or too small counts most, then the distance from a fifth of the mean
 * length, then ends that are not the best places or divide a word.  Titles are short: for more than MAX_LINES lines or
 * MAX_POINTS places the caller is told to set them without a shape.
 */
#include "text/text_int.h"

enum {
    MAX_LINES = 5,
    MAX_POINTS = 256,
    COST_BROKEN = 1000000, /* a step that is none */
    COST_GROWING = 200000, /* a trapezoid that stands on its head */
    COST_POOR = 400,       /* a line end that is not the best: as a step wrong by two em */
    COST_WORD = 10000,     /* one that divides a word: by ten */
    STEP_OF_MEAN = 5
};

struct shaper {
    const struct text_fit *fit;
    const struct text_points *points;
    length em;
    size_t lines;
    size_t fewest[MAX_POINTS]; /* lines from here to the end */
    length widths[MAX_LINES];
    size_t ends[MAX_LINES], best_ends[MAX_LINES]; /* points */
    int64_t best;
};

static length width_of(const struct shaper *shaper, size_t i, size_t j)
{
    return text_extent_of(shaper->fit->paragraph, shaper->points->items[i].at, shaper->points->items[j].at)
        .natural;
}

/* How many lines hold the points from i on, for every i: as far as possible each time. */
static void count_lines(struct shaper *shaper)
{
    size_t last = shaper->points->count - 1;
    shaper->fewest[last] = 0;
    for (size_t i = last; i-- > 0;) {
        size_t j = i + 1;
        while (j < last &&
               text_fit_holds(shaper->fit, shaper->points->items[i].at, shaper->points->items[j + 1].at))
            j++;
        shaper->fewest[i] = shaper->fewest[j] + 1;
    }
}

/* From a line to the next that should be shorter by `step`. */
static int64_t step_cost(const struct shaper *shaper, length upper, length lower, length step)
{
    length shrinks = upper - lower;
    if (shrinks < shaper->em)
        return COST_BROKEN + (shaper->em - shrinks) * 1000 / shaper->em;
    int64_t off = (shrinks - step) * 100 / shaper->em;
    return off * off / 100;
}

/* Lines up to `peak` grow, those behind it shrink. */
static int64_t shape_cost(const struct shaper *shaper, size_t peak, length step)
{
    int64_t cost = 0;
    for (size_t k = 0; k + 1 < shaper->lines; k++)
        cost += k < peak ? step_cost(shaper, shaper->widths[k + 1], shaper->widths[k], step)
                         : step_cost(shaper, shaper->widths[k], shaper->widths[k + 1], step);
    return cost;
}

static int64_t lesser(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t ends_cost(const struct shaper *shaper)
{
    length sum = 0;
    int64_t poor = 0, cost = INT64_MAX;
    size_t last = shaper->lines - 1;
    for (size_t k = 0; k <= last; k++) {
        size_t at = shaper->points->items[shaper->ends[k]].at;
        sum += shaper->widths[k];
        const struct text_gap *gap = &shaper->fit->paragraph->gaps[at];
        poor += k < last && gap->level != LEVEL_FREE ? COST_POOR : 0;
        poor += k < last && gap->inside ? COST_WORD : 0;
    }
    length step = sum / (length)shaper->lines / STEP_OF_MEAN;
    if (shaper->fit->paragraph->manner.shape == TEXT_SHAPE_DIAMOND && last >= 2)
        for (size_t peak = 1; peak < last; peak++)
            cost = lesser(cost, shape_cost(shaper, peak, step));
    else
        cost = lesser(shape_cost(shaper, 0, step), shape_cost(shaper, last, step) + COST_GROWING);
    return cost + poor;
}

static void consider(struct shaper *shaper)
{
    int64_t cost = ends_cost(shaper);
    if (cost >= shaper->best)
        return;
    shaper->best = cost;
    for (size_t k = 0; k < shaper->lines; k++)
        shaper->best_ends[k] = shaper->ends[k];
}

/* All ways to place the ends of the lines from `line` on, which begins at point i. */
static void place_ends(struct shaper *shaper, size_t line, size_t i)
{
    size_t left = shaper->lines - line - 1;
    for (size_t j = i + 1; j < shaper->points->count; j++) {
        if (!text_fit_holds(shaper->fit, shaper->points->items[i].at, shaper->points->items[j].at))
            return;
        if (shaper->fewest[j] > left || (left == 0) != (shaper->fewest[j] == 0))
            continue;
        shaper->ends[line] = j;
        shaper->widths[line] = width_of(shaper, i, j);
        if (left == 0)
            consider(shaper);
        else
            place_ends(shaper, line + 1, j);
    }
}

bool text_shape_set(const struct text_fit *fit, struct text_points *points)
{
    struct shaper shaper = {.fit = fit, .points = points, .best = INT64_MAX};
    if (points->count > MAX_POINTS)
        return false;
    count_lines(&shaper);
    shaper.lines = shaper.fewest[0];
    shaper.em = fit->paragraph->spans[fit->paragraph->atoms[fit->from].span].size;
    if (shaper.lines > MAX_LINES || shaper.em <= 0)
        return false;
    place_ends(&shaper, 0, 0);
    size_t previous = 0;
    for (size_t k = 0; k < shaper.lines; k++) {
        points->items[shaper.best_ends[k]].previous = previous;
        previous = shaper.best_ends[k];
    }
    return true;
}
