/*
 * The best breaks for a measure: total fit (Knuth and Plass) over one stretch between forced line ends.
 *
 * A point is a gap where a line may end.  For each point, in order, the best way to get there is kept: over
 * every earlier point from which one line leads here, the least sum of costs.  Nothing is left out that could
 * win:
 *  - What a line needs at least (its natural width without what squeezing can take) never grows when its
 *    beginning moves on, never shrinks when its end does.  So the points from which a line is not too long
 *    are those from `low` on, and `low` only moves forward.
 *  - Among the justified lines with one end, those that begin later have more white to fill and fewer gaps
 *    for it: they cost at least what the stretching of this one costs.
 *  - Costs are not negative: a point that costs more than the best way found is no part of a better one, nor is one
 *    that costs more than a whole way found by taking the best line each time.
 * A point looks back over at most one line, in usual text over some ten points: linear in the length.
 *
 * A cost has two parts.  `major`, first: lines beyond the bounds of justification (word space and Han-Latin
 * space to 1/2 em, every other gap 1/4 em more than natural), the emptier the worse, so that two lines a
 * little beyond them are better than one that is half empty; line ends that divide
 * what they should not; last of these a lone character in a justified paragraph's last line.  `minor`: (10 +
 * badness)^2 + penalty^2.  Squeezing costs up to 100, pulling in before pushing out, as clreq wants;
 * stretching costs little up to a twentieth of an em a gap and grows with its cube.  In a narrow column a line that
 * would need more than a tenth of an em is ragged, and costs what that does; in one under 20 em it is ragged from 0.15 em on, but
 * costs what stretching does, so that it ends where it would.  Ragged lines and those of narrow columns
 * end between words where that leaves no third of a line white.  Ragged lines are filled,
 * but no line is left half empty so that the next ones are full; centred ones are evened out.
 *
 * A piece between two points that is wider than the column gets more points, in four steps: behind the
 * joints of a code, between letters, beside marks, inside numbers.  So no line stands out, but a cluster that
 * alone is wider than the column, and no number is torn that a line can hold.
 */
#include "text/text_int.h"

enum {
    MAJOR_ORPHAN = 10,
    MAJOR_LOOSE = 300,
    MAJOR_EMPTY = 1700, /* on top of that, for as much of the line as is beyond the bounds */
    MAJOR_OVERFULL = 10000000,
    BADNESS_MAX = 10000,
    BADNESS_SQUEEZED = 100,
    BADNESS_EASY = 5,           /* word and Han-Latin spaces at their widest */
    RAGGED_PER_PERMIL = 1000,   /* what white at the end of a line costs beside its unevenness */
    RAGGED_EVEN = 4,            /* the unevenness: of the square */
    MINOR_ORPHAN = 800000,      /* of a ragged line: as much as a third of a line white */
    MINOR_WORD = 750000,        /* of a word divided: a little less */
    MINOR_WORD_CENTER = 120000, /* the same where lines are evened out */
    NARROW_EMS = 12,
    HALF_EMS = 20
};

static const struct text_cost cost_of_level[] = {
    [LEVEL_FREE] = {0, 0},      [LEVEL_POOR] = {0, 3600},      [LEVEL_HYPHEN] = {0, 4900},
    [LEVEL_LONG] = {250, 0},    [LEVEL_ESCAPE] = {2400, 0},    [LEVEL_SOFT] = {160, 0},
    [LEVEL_HARD] = {640, 0},    [LEVEL_DESPERATE] = {2560, 0}, [LEVEL_NUMBER] = {10240, 0},
    [LEVEL_NEVER] = {10240, 0},
};

/* What the end of a line before atom `to` costs. */
static inline struct text_cost end_cost(const struct text_fit *fit, size_t to)
{
    const struct text_gap *gap = &fit->paragraph->gaps[to];
    struct text_cost cost = cost_of_level[gap->level];
    if (fit->words && gap->inside)
        cost.minor += fit->align == TEXT_CENTER ? MINOR_WORD_CENTER : MINOR_WORD;
    return cost;
}

static bool fit_justifies(const struct text_fit *fit)
{
    return fit->align == TEXT_JUSTIFY || fit->align == TEXT_SPREAD;
}

/* Of the line that begins there. */
static length fit_width(const struct text_fit *fit, size_t from)
{
    return from == fit->from ? fit->first_width : fit->width;
}

/* A line without tabs or hyphens is at most as wide as its atoms with the gaps between them. */
bool text_fit_holds(const struct text_fit *fit, size_t from, size_t to)
{
    const struct text_paragraph *paragraph = fit->paragraph;
    const struct text_sum *a = &paragraph->sums[from], *b = &paragraph->sums[paragraph->solid_ends[to]];
    if (text_is_plain(paragraph, from, to) &&
        b->natural - a->natural - paragraph->gaps[from].width <= fit_width(fit, from))
        return true;
    struct text_extent extent = text_extent_of(fit->paragraph, from, to);
    return extent.natural - (fit_justifies(fit) ? extent.shrink : 0) <= fit_width(fit, from);
}

/* Of `rest` shared by the gaps that are neither word nor Han-Latin spaces. */
static inline int64_t stretch_badness(length rest, length stretch_other)
{
    int64_t each = rest > 0 ? rest * TEXT_STRETCH_PERMIL / stretch_other : 0;
    return each * each * each / 10000;
}

/* White at the end of a line that is not evened out. */
static inline int64_t white_cost(length slack, length width)
{
    int64_t empty = slack < width ? slack * 1000 / width : 1000;
    return RAGGED_PER_PERMIL * empty + empty * empty * RAGGED_EVEN;
}

/* Justified, `slack` > 0 to be filled. */
static inline struct text_cost stretch_cost(const struct text_fit *fit, const struct text_extent *extent,
                                            length slack, length width)
{
    length eased = slack < extent->stretch ? slack : extent->stretch, rest = slack - eased;
    int64_t badness = extent->stretch > 0 ? BADNESS_EASY * eased / extent->stretch : 0;
    struct text_cost cost = {0, 0};
    if (fit->narrow && text_is_loose(rest, extent->stretch_other, fit->loose))
        return (struct text_cost){0, white_cost(slack, width)};
    if (rest > extent->stretch_other) {
        length excess = rest - extent->stretch_other;
        cost.major = MAJOR_LOOSE + (excess < width ? MAJOR_EMPTY * excess / width : MAJOR_EMPTY);
        badness = BADNESS_MAX;
    } else {
        badness += stretch_badness(rest, extent->stretch_other);
    }
    cost.minor = (10 + badness) * (10 + badness);
    return cost;
}

/* What a justified line and all lines to the same end that begin later cost at least: the white grows and the
 * gaps to fill grow fewer. */
static inline struct text_cost least_cost(const struct text_fit *fit, const struct text_extent *extent,
                                          length width)
{
    length rest = width - extent->natural - extent->stretch;
    if (fit->narrow && text_is_loose(rest, extent->stretch_other, fit->loose))
        return (struct text_cost){0, white_cost(width - extent->natural, width)};
    if (rest > extent->stretch_other)
        return (struct text_cost){MAJOR_LOOSE, 0};
    int64_t badness = stretch_badness(rest, extent->stretch_other);
    return (struct text_cost){0, (10 + badness) * (10 + badness)};
}

static inline int64_t squeeze_cost(const struct text_extent *extent, length excess)
{
    int64_t ratio = extent->shrink > 0 ? excess * 1000 / extent->shrink : 0;
    int64_t badness = BADNESS_SQUEEZED * ratio * ratio / 1000 * ratio / 1000000;
    return (10 + badness) * (10 + badness);
}

static int64_t ragged_cost(const struct text_fit *fit, length slack, length width)
{
    if (fit->align != TEXT_CENTER)
        return white_cost(slack, width);
    int64_t empty = slack < width ? slack * 1000 / width : 1000;
    int64_t badness = empty * empty / 1000;
    return (10 + badness) * (10 + badness);
}

/* A justified line that is not the last, but for what its end costs. */
static inline struct text_cost justified_cost(const struct text_fit *fit, const struct text_extent *extent,
                                              length width)
{
    length slack = width - extent->natural;
    if (slack > 0)
        return stretch_cost(fit, extent, slack, width);
    if (-slack > extent->shrink)
        return (struct text_cost){MAJOR_OVERFULL, 100};
    return (struct text_cost){0, slack < 0 ? squeeze_cost(extent, -slack) : 100};
}

/* What stands in brackets, （%） or （元）, is not left alone by its line. */
static bool is_bracketed(const struct text_fit *fit, size_t from)
{
    const struct text_atom *atoms = fit->paragraph->atoms;
    return atoms[from].class == CLASS_OPEN && atoms[fit->to - 1].class == CLASS_CLOSE;
}

static inline struct text_cost cost_of(const struct text_fit *fit, size_t from, size_t to,
                                       const struct text_extent *extent)
{
    bool last = to == fit->to, justified = fit_justifies(fit);
    length width = fit_width(fit, from), slack = width - extent->natural;
    struct text_cost cost = {0, 100};
    if (justified && !last)
        cost = justified_cost(fit, extent, width);
    else if (slack < 0 && (!justified || -slack > extent->shrink))
        cost.major = MAJOR_OVERFULL;
    else if (slack < 0)
        cost.minor = squeeze_cost(extent, -slack);
    else if (!last && slack > 0)
        cost.minor = ragged_cost(fit, slack, width);
    if (last) {
        bool orphan = from > fit->from && extent->letters < 2;
        cost.major += orphan && justified ? MAJOR_ORPHAN : 0;
        cost.minor += orphan && !justified && !is_bracketed(fit, from) ? MINOR_ORPHAN : 0;
        return cost;
    }
    const struct text_cost end = end_cost(fit, to);
    cost.major += end.major;
    cost.minor += end.minor;
    return cost;
}

struct text_cost text_fit_cost_of(const struct text_fit *fit, size_t from, size_t to,
                                  const struct text_extent *extent)
{
    return cost_of(fit, from, to, extent);
}

struct text_cost text_fit_cost(const struct text_fit *fit, size_t from, size_t to)
{
    struct text_extent extent = text_extent_of(fit->paragraph, from, to);
    return cost_of(fit, from, to, &extent);
}

/* Does a sense unit end before atom i?  In titles U+200B says so too. */
static bool is_cut(const struct text_fit *fit, size_t i)
{
    const struct text_paragraph *paragraph = fit->paragraph;
    bool title = fit->align == TEXT_CENTER || paragraph->manner.shape != TEXT_SHAPE_FREE;
    return paragraph->gaps[i].cut ||
           (title && paragraph->atoms[i - 1].break_after && paragraph->gaps[i].level <= LEVEL_POOR);
}

static bool is_allowed(const struct text_fit *fit, size_t i)
{
    return fit->paragraph->gaps[i].level <= LEVEL_ESCAPE;
}

/* The gaps that `may_end` allows; whether every piece between them fits. */
static bool collect(const struct text_fit *fit, bool (*may_end)(const struct text_fit *fit, size_t i),
                    struct text_points *points)
{
    bool all_fit = true;
    points->count = 0;
    points->items[points->count++].at = fit->from;
    for (size_t i = fit->from + 1; i <= fit->to; i++) {
        if (i < fit->to && !may_end(fit, i))
            continue;
        all_fit = all_fit && text_fit_holds(fit, points->items[points->count - 1].at, i);
        points->items[points->count++].at = i;
    }
    return all_fit;
}

/* Adds the gaps of `level` inside pieces that do not fit. */
static void refine(const struct text_fit *fit, enum text_level level, const struct text_points *old,
                   struct text_points *refined)
{
    refined->count = 0;
    refined->items[refined->count++].at = fit->from;
    for (size_t i = 1; i < old->count; i++) {
        size_t from = old->items[i - 1].at, to = old->items[i].at;
        bool split = !text_fit_holds(fit, from, to);
        for (size_t k = from + 1; k < to && split; k++)
            if (fit->paragraph->gaps[k].level == level)
                refined->items[refined->count++].at = k;
        refined->items[refined->count++].at = to;
    }
}

/* No line costs less. */
static const struct text_cost LEAST = {0, 100};
static const struct text_cost UNKNOWN = {INT64_MAX / 2, INT64_MAX / 2};

static bool is_less(const struct text_cost *a, const struct text_cost *b)
{
    return a->major < b->major || (a->major == b->major && a->minor < b->minor);
}

/* Tries the line from point i to point j. */
static inline void try_line(const struct text_fit *fit, struct text_points *points, size_t i, size_t j,
                            const struct text_extent *extent)
{
    const struct text_point *from = &points->items[i];
    struct text_point *to = &points->items[j];
    struct text_cost cost = cost_of(fit, from->at, to->at, extent);
    if (cost.major >= MAJOR_OVERFULL && i + 1 < j)
        return;
    cost.major += from->cost.major;
    cost.minor += from->cost.minor;
    if (is_less(&cost, &to->cost)) {
        to->cost = cost;
        to->previous = i;
    }
}

static inline struct text_cost sum_of(const struct text_cost *a, const struct text_cost *b)
{
    return (struct text_cost){a->major + b->major, a->minor + b->minor};
}

static void set_begin(const struct text_paragraph *paragraph, struct text_point *point)
{
    const struct text_sum *sum = &paragraph->sums[point->at];
    const struct text_gap *gap = &paragraph->gaps[point->at];
    point->begin.natural = sum->natural + gap->width + paragraph->atoms[point->at].blank_left;
    point->begin.shrink = sum->shrink + gap->shrink;
    point->begin.stretch = sum->stretch + gap->stretch;
    point->begin.stretch_other = sum->stretch_other + gap->further;
    point->begin.letters = sum->letters;
}

static void set_end(const struct text_fit *fit, const struct text_side *begin, struct text_point *point)
{
    struct text_extent all = text_extent_of(fit->paragraph, fit->from, point->at);
    bool tabs = fit->paragraph->sums[fit->to].tabs != fit->paragraph->sums[fit->from].tabs;
    point->plain = tabs ? 0 : all.fill_end;
    point->end = (struct text_side){.natural = begin->natural + all.natural,
                                    .shrink = begin->shrink + all.shrink,
                                    .stretch = begin->stretch + all.stretch,
                                    .stretch_other = begin->stretch_other + all.stretch_other,
                                    .letters = begin->letters + all.letters};
    point->hyphen = all.hyphen;
}

/* In a stretch that is plain, where nothing hangs. */
static void set_plain_end(const struct text_fit *fit, struct text_point *point)
{
    const size_t solid = fit->paragraph->solid_ends[point->at];
    const struct text_sum *sum = &fit->paragraph->sums[solid];
    point->plain = solid;
    point->end.natural = sum->natural - fit->paragraph->atoms[solid - 1].blank_right;
    point->end.shrink = sum->shrink;
    point->end.stretch = sum->stretch;
    point->end.stretch_other = sum->stretch_other;
    point->end.letters = sum->letters;
    point->hyphen = 0;
}

/* The sides of all points, from which lines are measured. */
static void set_sides(const struct text_fit *fit, const struct text_points *points)
{
    const bool plain = !fit->paragraph->manner.hang && text_is_plain(fit->paragraph, fit->from, fit->to);
    set_begin(fit->paragraph, &points->items[0]);
    for (size_t j = 1; j < points->count; j++) {
        struct text_point *point = &points->items[j];
        if (j + 1 < points->count)
            set_begin(fit->paragraph, point);
        if (plain && fit->paragraph->solid_ends[point->at] > fit->from)
            set_plain_end(fit, point);
        else
            set_end(fit, &points->items[0].begin, point);
    }
}

/* What the cost of the line between two points asks of it. */
static inline struct text_extent measure_plain(const struct text_point *from, const struct text_point *to)
{
    return (struct text_extent){.natural = to->end.natural - from->begin.natural,
                                .shrink = to->end.shrink - from->begin.shrink,
                                .stretch = to->end.stretch - from->begin.stretch,
                                .stretch_other = to->end.stretch_other - from->begin.stretch_other,
                                .letters = to->end.letters - from->begin.letters,
                                .hyphen = to->hyphen};
}

static struct text_extent measure(const struct text_fit *fit, const struct text_point *from,
                                  const struct text_point *to)
{
    return from->at < to->plain ? measure_plain(from, to) : text_extent_of(fit->paragraph, from->at, to->at);
}

/* What the line must have, were there no hyphen at its end: with one, an end further on might need less. */
static inline length least_width(const struct text_fit *fit, const struct text_point *from,
                                 const struct text_point *to)
{
    const struct text_extent extent = measure(fit, from, to);
    return extent.natural - extent.hyphen - (fit_justifies(fit) ? extent.shrink : 0);
}

/* Points with a way that may be a part of the best one, in order; those before `first` are too far back. */
struct open_points {
    uint32_t *items;
    size_t first, count;
};

/* Tries the lines to point j that begin at open points. */
static void find_any(const struct text_fit *fit, struct text_points *points, size_t j,
                     const struct open_points *open)
{
    struct text_point *to = &points->items[j];
    for (size_t k = open->first; k < open->count; k++) {
        const struct text_point *from = &points->items[open->items[k]];
        if (!is_less(&from->cost, &to->cost))
            continue;
        const struct text_extent extent = measure(fit, from, to);
        try_line(fit, points, open->items[k], j, &extent);
    }
}

/* The same where all are justified and point j is not the last.  What the end costs is taken off what is to be
 * beaten. */
static void find_justified(const struct text_fit *fit, struct text_points *points, size_t j,
                           const struct open_points *open)
{
    struct text_point *to = &points->items[j];
    const struct text_cost end = end_cost(fit, to->at);
    struct text_cost best = {to->cost.major - end.major, to->cost.minor - end.minor}, least = LEAST;
    size_t previous = SIZE_MAX;
    for (size_t k = open->first; k < open->count && is_less(&least, &best); k++) {
        const struct text_point *from = &points->items[open->items[k]];
        const struct text_cost hope = sum_of(&from->cost, &least);
        if (!is_less(&hope, &best))
            continue;
        const struct text_extent extent = measure(fit, from, to);
        const struct text_cost own = justified_cost(fit, &extent, fit->width),
                               cost = sum_of(&from->cost, &own);
        least = least_cost(fit, &extent, fit->width);
        if ((own.major >= MAJOR_OVERFULL && open->items[k] + 1 < j) || !is_less(&cost, &best))
            continue;
        best = cost;
        previous = open->items[k];
    }
    if (previous == SIZE_MAX)
        return;
    to->cost = sum_of(&best, &end);
    to->previous = previous;
}

/* The last point to which the line from point i is not too long, from point j on; i: there is none. */
static size_t farthest(const struct text_fit *fit, const struct text_points *points, size_t i, size_t j)
{
    const struct text_point *from = &points->items[i];
    const length width = fit_width(fit, from->at);
    while (j < points->count && from->at < points->items[j].plain &&
           least_width(fit, from, &points->items[j]) <= width)
        j++;
    return j - 1;
}

/* What a way costs that is good line by line: no part of the best one costs more.  UNKNOWN: none is found. */
static struct text_cost good_way(const struct text_fit *fit, const struct text_points *points)
{
    enum { ENDS = 6 /* that are looked at, from the farthest */ };
    struct text_cost total = {0, 0};
    for (size_t i = 0, next = 1; i + 1 < points->count; i = next++) {
        const struct text_point *from = &points->items[i];
        const size_t far = farthest(fit, points, i, next);
        struct text_cost best = UNKNOWN;
        for (size_t j = far; j > i && j + ENDS > far; j--) {
            const struct text_extent extent = measure(fit, from, &points->items[j]);
            const struct text_cost cost = cost_of(fit, from->at, points->items[j].at, &extent);
            if (!is_less(&cost, &best))
                continue;
            best = cost;
            next = j;
        }
        if (best.major >= MAJOR_OVERFULL)
            return UNKNOWN;
        total = sum_of(&total, &best);
    }
    return total;
}

static void find_ways(const struct text_fit *fit, struct text_points *points, struct open_points *open)
{
    struct text_point *items = points->items;
    bool first_fits = true;
    items[0].cost = (struct text_cost){0, 0};
    set_sides(fit, points);
    struct text_cost bound = fit_justifies(fit) ? good_way(fit, points) : UNKNOWN;
    bound.minor++;
    for (size_t j = 1; j < points->count; j++) {
        struct text_point *to = &items[j];
        to->cost = bound;
        to->previous = SIZE_MAX;
        while (open->first < open->count && open->items[open->first] + 1 < j &&
               least_width(fit, &items[open->items[open->first]], to) > fit->width)
            open->first++;
        first_fits = first_fits && (j == 1 || least_width(fit, &items[0], to) <= fit->first_width);
        if (first_fits) {
            const struct text_extent extent = measure(fit, &items[0], to);
            try_line(fit, points, 0, j, &extent);
        }
        if (fit_justifies(fit) && j + 1 < points->count)
            find_justified(fit, points, j, open);
        else
            find_any(fit, points, j, open);
        if (to->previous != SIZE_MAX)
            open->items[open->count++] = (uint32_t)j;
    }
}

static enum status read_ends(const struct text_points *points, struct arena *scratch, size_t **ret_ends,
                             size_t *ret_count)
{
    size_t *ends = ARENA_NEW_ARRAY(scratch, points->count, size_t), first = points->count;
    if (ends == NULL)
        return NO_MEMORY;
    for (size_t i = points->count - 1; i > 0; i = points->items[i].previous)
        ends[--first] = points->items[i].at;
    *ret_ends = ends + first;
    *ret_count = points->count - first;
    return OK;
}

struct text_fit text_fit_of(const struct text_paragraph *paragraph, size_t from, size_t to,
                            const struct text_measure *measure, length indent)
{
    const length width = measure->width - measure->left - measure->right;
    const length size = from < to ? paragraph->spans[paragraph->atoms[from].span].size : 0;
    const bool narrow = width < NARROW_EMS * size, half = width < HALF_EMS * size;
    const bool justified = measure->align == TEXT_JUSTIFY;
    return (struct text_fit){.paragraph = paragraph,
                             .from = from,
                             .to = to,
                             .first_width = width - indent,
                             .width = width,
                             .align = measure->align,
                             .loose = !justified ? 0
                                      : narrow   ? TEXT_NARROW_PERMIL
                                      : half     ? TEXT_HALF_PERMIL
                                                 : 0,
                             .narrow = narrow && justified,
                             .words =
                                 narrow || (measure->align != TEXT_JUSTIFY && measure->align != TEXT_SPREAD)};
}

bool text_fit_is_whole(const struct text_fit *fit)
{
    return fit->from == fit->to ||
           text_extent_of(fit->paragraph, fit->from, fit->to).natural <= fit->first_width;
}

/* --- as typed: every line as full as it gets --- */

/* How much one line holds that begins with atom `from`; at least one character. */
static size_t full_end(const struct text_fit *fit, size_t from, length width)
{
    size_t full = from;
    if (text_extent_of(fit->paragraph, from, fit->to).natural <= width)
        return fit->to;
    for (size_t at = from + 1; at < fit->to; at++) {
        if (fit->paragraph->gaps[at].level == LEVEL_NEVER)
            continue;
        if (full > from && text_extent_of(fit->paragraph, from, at).natural > width)
            return full;
        full = at;
    }
    return full > from ? full : fit->to;
}

/* Behind the last space of the second half of what it holds, else where it is full. */
static size_t typed_end(const struct text_fit *fit, size_t from, length width)
{
    const size_t full = full_end(fit, from, width);
    size_t end = full;
    while (end - from > (full - from) / 2 && !text_is_space(&fit->paragraph->atoms[end - 1]))
        end--;
    return full == fit->to || end - from <= (full - from) / 2 ? full : end;
}

static enum status typed_lines(const struct text_fit *fit, struct arena *scratch, size_t **ret_ends,
                               size_t *ret_count)
{
    size_t *ends = ARENA_NEW_ARRAY(scratch, fit->to - fit->from + 1, size_t), count = 0;
    if (ends == NULL)
        return NO_MEMORY;
    length width = fit->first_width;
    for (size_t from = fit->from; from < fit->to || count == 0; width = fit->width) {
        from = from < fit->to ? typed_end(fit, from, width) : fit->to;
        ends[count++] = from;
    }
    *ret_ends = ends;
    *ret_count = count;
    return OK;
}

enum status text_fit_lines(const struct text_fit *fit, struct arena *scratch, size_t **ret_ends,
                           size_t *ret_count)
{
    if (fit->paragraph->manner.typed)
        return typed_lines(fit, scratch, ret_ends, ret_count);
    size_t capacity = fit->to - fit->from + 2;
    struct open_points open = {arena_alloc_bytes(scratch, capacity * sizeof(uint32_t)), 0, 0};
    struct text_points points = {arena_alloc_bytes(scratch, capacity * sizeof(struct text_point)), 0},
                       refined = {NULL, 0};
    if (points.items == NULL || open.items == NULL)
        return NO_MEMORY;
    if (text_fit_is_whole(fit)) {
        points.items[0].at = fit->from;
        points.items[1] = (struct text_point){.at = fit->to};
        points.count = 2;
        return read_ends(&points, scratch, ret_ends, ret_count);
    }
    bool all_fit = (collect(fit, is_cut, &points) && points.count > 2) || collect(fit, is_allowed, &points);
    for (enum text_level level = LEVEL_SOFT; level <= LEVEL_NUMBER && !all_fit; level++) {
        if (refined.items == NULL)
            refined.items = ARENA_NEW_ARRAY(scratch, capacity, struct text_point);
        if (refined.items == NULL)
            return NO_MEMORY;
        refine(fit, level, &points, &refined);
        struct text_points swap = points;
        points = refined;
        refined = swap;
    }
    bool shaped = all_fit && fit->paragraph->manner.shape != TEXT_SHAPE_FREE && !fit_justifies(fit);
    if (!shaped || !text_shape_set(fit, &points))
        find_ways(fit, &points, &open);
    return read_ends(&points, scratch, ret_ends, ret_count);
}
