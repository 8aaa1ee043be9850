/*
 * A paragraph in fewer or more lines than its best way has: what that costs, and where its lines end then.
 *
 * Costs are those of text_fit.c, but a way is compared only with those of as many lines to the same point.  Only calm
 * lines are taken: squeezed as far as any line may be, stretched by a tenth of an em a gap that is no space at most, and
 * ending where nothing is divided.  So what can be
 * reached with k lines are a few points more than with k - 1, and all of it costs the square of the number of lines,
 * which has a limit.  A paragraph whose best way has a line that is not calm cannot be changed, nor one of several
 * stretches, or with tabs, hyphens or a tail.
 */
#include "text/text_int.h"

enum { LOOSE_LINES = 16 /* of a paragraph, at most */ };

/* The best way to a point with so many lines as its layer says. */
struct loose_way {
    struct text_cost cost;
    uint32_t at, previous; /* the way to where its last line begins */
};

struct loose_ways {
    struct arena *scratch;
    struct loose_way *items; /* layer by layer, in each by `at` */
    size_t count, capacity;
    uint32_t *places; /* by atom: its last way + 1 */
};

static bool is_cheaper(const struct text_cost *a, const struct text_cost *b)
{
    return a->major < b->major || (a->major == b->major && a->minor < b->minor);
}

bool text_loose_may(const struct text_fit *fit, size_t lines)
{
    const struct text_paragraph *paragraph = fit->paragraph;
    if (fit->align != TEXT_JUSTIFY || fit->narrow || lines < 2 || lines > LOOSE_LINES ||
        fit->to > UINT32_MAX - 1)
        return false;
    for (size_t i = 0; i < paragraph->span_count; i++) {
        const struct text_span *span = &paragraph->spans[i];
        if ((span->kind != TEXT_SPAN_TEXT && span->kind != TEXT_SPAN_BLANK) || span->tail)
            return false;
    }
    return !paragraph->manner.hyphenate;
}

/* A first look at the whole: at each line end half an em of a mark may go. */
static bool may_be_fewer(const struct text_fit *fit, const struct text_extent *all, size_t lines)
{
    const length em = fit->paragraph->spans[fit->paragraph->atoms[fit->from].span].size;
    const length ends = (length)(lines - 2) * em / 2;
    return all->natural - all->shrink - ends <= fit->first_width + (length)(lines - 2) * fit->width;
}

static bool may_be_more(const struct text_fit *fit, const struct text_extent *all, size_t lines)
{
    const length stretch = all->stretch + all->stretch_other * TEXT_NARROW_PERMIL / TEXT_STRETCH_PERMIL;
    return all->natural + stretch > fit->first_width + (length)(lines - 1) * fit->width;
}

enum calm { CALM, CALM_TOO_SHORT, CALM_TOO_LONG };

/* Of a line that begins with atom `from`. */
static enum calm calm_of(const struct text_fit *fit, size_t from, const struct text_extent *extent)
{
    const length slack = (from == fit->from ? fit->first_width : fit->width) - extent->natural;
    if (slack <= 0)
        return -slack <= extent->shrink ? CALM : CALM_TOO_LONG;
    const length rest = slack - (slack < extent->stretch ? slack : extent->stretch);
    return text_is_loose(rest, extent->stretch_other, TEXT_NARROW_PERMIL) ? CALM_TOO_SHORT : CALM;
}

/* The way through `previous` with a line to atom `at`, in the layer that begins at way `layer`. */
static enum status offer(const struct text_fit *fit, struct loose_ways *ways, size_t layer, size_t previous,
                         size_t at, const struct text_extent *extent)
{
    const struct loose_way *before = &ways->items[previous];
    const struct text_cost line = text_fit_cost_of(fit, before->at, at, extent);
    const struct loose_way way = {.cost = {before->cost.major + line.major, before->cost.minor + line.minor},
                                  .at = (uint32_t)at,
                                  .previous = (uint32_t)previous};
    const size_t place = ways->places[at];
    if (place > layer) {
        if (is_cheaper(&way.cost, &ways->items[place - 1].cost))
            ways->items[place - 1] = way;
        return OK;
    }
    ways->places[at] = (uint32_t)ways->count + 1;
    return ARENA_APPEND(ways->scratch, ways->items, ways->count, ways->capacity, &way);
}

/* One line more than those of [layer, end) have. */
static enum status add_layer(const struct text_fit *fit, struct loose_ways *ways, size_t layer, size_t end)
{
    enum status status = OK;
    size_t low = 0; /* to earlier points lines are too short, and those that begin later are shorter */
    for (size_t i = layer; i < end && status == OK; i++) {
        const size_t from = ways->items[i].at;
        enum calm calm = CALM_TOO_SHORT;
        low = low > from ? low : from + 1;
        for (size_t to = low; to < fit->to && calm != CALM_TOO_LONG && status == OK; to++) {
            if (fit->paragraph->gaps[to].level > LEVEL_POOR)
                continue;
            const struct text_extent extent = text_extent_of(fit->paragraph, from, to);
            calm = calm_of(fit, from, &extent);
            low = calm == CALM_TOO_SHORT ? to + 1 : low;
            status = calm == CALM ? offer(fit, ways, end, i, to, &extent) : OK;
        }
    }
    return status;
}

/* The best way to the end whose last line begins where one of [layer, end) ends; its cost. */
static struct text_cost best_end(const struct text_fit *fit, const struct loose_ways *ways, size_t layer,
                                 size_t end, size_t *ret_way)
{
    struct text_cost best = {INT64_MAX, INT64_MAX};
    for (size_t i = layer; i < end; i++) {
        const struct loose_way *way = &ways->items[i];
        const struct text_extent extent = text_extent_of(fit->paragraph, way->at, fit->to);
        if (calm_of(fit, way->at, &extent) == CALM_TOO_LONG)
            continue;
        const struct text_cost last = text_fit_cost_of(fit, way->at, fit->to, &extent);
        const struct text_cost cost = {way->cost.major + last.major, way->cost.minor + last.minor};
        if (is_cheaper(&cost, &best)) {
            best = cost;
            *ret_way = i;
        }
    }
    return best;
}

/* All ways of up to `lines` lines and the costs of the whole in `lines`, `lines` - 1 and so on; ret_way: the best one of
 * `lines`. */
static enum status find_loose(const struct text_fit *fit, struct loose_ways *ways, size_t lines,
                              struct text_cost *ret_costs, size_t cost_count, size_t *ret_way)
{
    const struct loose_way begin = {.at = (uint32_t)fit->from};
    ways->places = arena_alloc_bytes(ways->scratch, (fit->to + 1) * sizeof *ways->places);
    if (ways->places == NULL)
        return NO_MEMORY;
    for (size_t i = fit->from; i <= fit->to; i++)
        ways->places[i] = 0;
    enum status status = ARENA_APPEND(ways->scratch, ways->items, ways->count, ways->capacity, &begin);
    for (size_t k = 1, layer = 0; k <= lines && status == OK; k++) {
        const size_t end = ways->count;
        if (lines - k < cost_count)
            ret_costs[lines - k] = best_end(fit, ways, layer, end, ret_way);
        status = k < lines ? add_layer(fit, ways, layer, end) : OK;
        layer = end;
    }
    return status;
}

static int64_t worse_by(const struct text_cost *cost, const struct text_cost *best)
{
    const bool can = best->major < INT64_MAX && cost->major <= best->major;
    return !can ? TEXT_LOOSE_NEVER : cost->minor > best->minor ? cost->minor - best->minor : 0;
}

enum status text_loose_find(const struct text_fit *fit, size_t lines, struct text_looseness *ret_looseness)
{
    const struct text_extent all = text_extent_of(fit->paragraph, fit->from, fit->to);
    const bool fewer = may_be_fewer(fit, &all, lines), more = may_be_more(fit, &all, lines);
    struct text_cost costs[3] = {{0, 0}}; /* of one line more, of none, of one fewer */
    size_t way = 0;
    if (!fewer && !more)
        return OK;
    struct arena *scratch = arena_new(0);
    if (scratch == NULL)
        return NO_MEMORY;
    struct loose_ways ways = {.scratch = scratch};
    const size_t most = more ? lines + 1 : lines;
    enum status status = find_loose(fit, &ways, most, &costs[more ? 0 : 1], more ? 3 : 2, &way);
    if (status == OK && more)
        ret_looseness->more = worse_by(&costs[0], &costs[1]);
    if (status == OK && fewer)
        ret_looseness->fewer = worse_by(&costs[2], &costs[1]);
    arena_free(scratch);
    return status;
}

enum status text_loose_lines(const struct text_fit *fit, struct arena *scratch, size_t lines,
                             size_t **ret_ends, size_t *ret_count)
{
    struct loose_ways ways = {.scratch = scratch};
    struct text_cost cost = {INT64_MAX, INT64_MAX};
    size_t way = 0, *ends = ARENA_NEW_ARRAY(scratch, lines, size_t);
    enum status status = ends != NULL ? find_loose(fit, &ways, lines, &cost, 1, &way) : NO_MEMORY;
    if (status != OK)
        return status;
    if (cost.major == INT64_MAX) /* it was never found possible */
        return text_fit_lines(fit, scratch, ret_ends, ret_count);
    ends[lines - 1] = fit->to;
    for (size_t i = lines - 1; i > 0; i--, way = ways.items[way].previous)
        ends[i - 1] = ways.items[way].at;
    *ret_ends = ends;
    *ret_count = lines;
    return OK;
}
