/*
 * Widths of a table's columns: from fixed widths, percentages, shares, and for columns by content what their
 * cells need (measure.c), the edges between columns.
 *
 * Fixed columns and percentages get what they ask; more than there is stops the document.  Columns by content
 * get their natural width when all have the room, else the least one and a part of what is left, in
 * proportion to what each lacks; where even the least have no room, lower bounds give, then the sides of all cells, then short texts of the head, then
 * names and words, each time the widest, none below its hard width, which holds its numbers.  Beside them shares keep what their longest words need;
 * else they take the rest.  With shares, or columns by content that could use more, the table is as wide as
 * the room exactly.
 *
 * Parts of a rest are rounded as sums from the left, so that the last edge is exact.
 */
#include "layout/table/columns.h"

enum { PERCENT_ALL = 100000 };

int64_t table_column_share(const struct table_column *column)
{
    if (column->width > 0 || column->percent > 0 || column->content)
        return 0;
    return column->share > 0 ? column->share : 1;
}

/* What columns of a percentage get: the sum of rounded widths is the rounded sum. */
static length percent_width(const struct table *table, size_t column, length width)
{
    int64_t before = 0;
    for (size_t i = 0; i < column; i++)
        before += table->columns[i].percent > 0 ? table->columns[i].percent : 0;
    return width * (before + table->columns[column].percent) / PERCENT_ALL - width * before / PERCENT_ALL;
}

struct column_need *table_needs_begin(struct arena *arena, const struct table *table, length width)
{
    struct column_need *needs = ARENA_NEW_ARRAY(arena, table->column_count, struct column_need);
    for (size_t i = 0; needs != NULL && i < table->column_count; i++) {
        const struct table_column *column = &table->columns[i];
        length given = column->width > 0     ? column->width
                       : column->percent > 0 ? percent_width(table, i, width)
                                             : 0;
        bool is_given = column->width > 0 || (column->percent > 0 && width > 0);
        needs[i] = (struct column_need){.kind = is_given          ? NEED_GIVEN
                                                : column->content ? NEED_CONTENT
                                                                  : NEED_FLEXIBLE,
                                        .width = {given, given, given, given, given},
                                        .least = column->content ? column->least : 0,
                                        .most = column->content ? column->most : 0};
    }
    return needs;
}

length table_shares_need(const struct table *table, const struct column_need *needs, const bool *in,
                         enum need_width which)
{
    int64_t shares = 0;
    length most = 0;
    for (size_t i = 0; i < table->column_count; i++)
        shares += in == NULL || in[i] ? table_column_share(&table->columns[i]) : 0;
    for (size_t i = 0; i < table->column_count; i++) {
        int64_t share = in == NULL || in[i] ? table_column_share(&table->columns[i]) : 0;
        length need = needs[i].width[which];
        length room = share > 0 ? (need * shares + share - 1) / share : 0;
        most = room > most ? room : most;
    }
    return most;
}

/* --- the widths that a table asks for as a whole --- */

static length table_asks(const struct table *table, const struct column_need *needs, enum need_width which)
{
    length sum = table_shares_need(table, needs, NULL, which), most = 0;
    int64_t percent = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        const struct table_column *column = &table->columns[i];
        length need = needs[i].width[which];
        if (column->percent > 0) {
            length whole = (need * PERCENT_ALL + column->percent - 1) / column->percent;
            most = whole > most ? whole : most;
            percent += column->percent;
        } else if (!table_column_share(column)) {
            sum += need;
        }
    }
    if (percent < PERCENT_ALL) /* the others are what the percentages leave */
        sum = (sum * PERCENT_ALL + PERCENT_ALL - percent - 1) / (PERCENT_ALL - percent);
    return sum > most ? sum : most;
}

enum status table_widths(const struct where *where, const struct table *table, struct text_widths *ret_widths)
{
    struct column_need *needs = table_needs_begin(where->arena, table, 0);
    struct table_axis *axes = ARENA_NEW_ARRAY(where->arena, table->column_count, struct table_axis);
    if (needs == NULL || axes == NULL)
        return NO_MEMORY;
    enum status status = table_measure(where, table, needs, axes, 0);
    if (status != OK)
        return status;
    *ret_widths = (struct text_widths){.hard = table_asks(table, needs, NEED_HARD),
                                       .min = table_asks(table, needs, NEED_NAMES),
                                       .whole = table_asks(table, needs, NEED_MIN),
                                       .natural = table_asks(table, needs, NEED_NATURAL)};
    return OK;
}

/* --- giving out the room --- */

/* What the columns of each kind need together. */
struct sums {
    length given;
    length content[NEED_WIDTHS]; /* by content */
    int64_t shares;
};

static struct sums needs_sum(const struct table *table, const struct column_need *needs)
{
    struct sums sums = {0};
    for (size_t i = 0; i < table->column_count; i++) {
        sums.shares += table_column_share(&table->columns[i]);
        if (needs[i].kind == NEED_GIVEN)
            sums.given += needs[i].width[NEED_MIN];
        for (size_t k = 0; needs[i].kind == NEED_CONTENT && k < NEED_WIDTHS; k++)
            sums.content[k] += needs[i].width[k];
    }
    return sums;
}

/* A width of the column, cut down to `most`, but not below a smaller one. */
static length need_cut(const struct column_need *need, enum need_width which, enum need_width floor,
                       length most)
{
    length width = need->width[which] < most ? need->width[which] : most;
    return width > need->width[floor] ? width : need->width[floor];
}

static length needs_cut_sum(const struct column_need *needs, size_t count, enum need_width which,
                            enum need_width floor, length most)
{
    length sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += needs[i].kind == NEED_CONTENT ? need_cut(&needs[i], which, floor, most) : 0;
    return sum;
}

/* The most to which a width of all columns by content can be cut, none below a smaller one, to go into `room`. */
static length cut_find(const struct column_need *needs, size_t count, enum need_width which,
                       enum need_width floor, length room)
{
    length low = 0, high = room; /* cut to `low` they go into the room, cut to more than `high` not */
    while (low < high) {
        length middle = low + (high - low + 1) / 2;
        if (needs_cut_sum(needs, count, which, floor, middle) <= room)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

/* Cuts the least widths of the columns by content, which are more than `room` together, down to it: first lower bounds
 * give, then short texts of the head, then names and words, each time the widest, down to one width.  The room holds
 * the hard ones. */
static void needs_cut(struct column_need *needs, size_t count, length room)
{
    enum need_width which = NEED_MIN;
    while (which > NEED_NAMES && needs_cut_sum(needs, count, which - 1, which - 1, 0) > room)
        which--;
    const enum need_width floor = which - 1;
    const length low = cut_find(needs, count, which, floor, room);
    length rest = room - needs_cut_sum(needs, count, which, floor, low);
    for (size_t i = 0; i < count; i++) {
        if (needs[i].kind != NEED_CONTENT)
            continue;
        const length cut = need_cut(&needs[i], which, floor, low);
        const length more = rest > 0 ? need_cut(&needs[i], which, floor, low + 1) - cut : 0;
        needs[i].width[NEED_MIN] = cut + more;
        rest -= more;
    }
}

/* The edges, when `content` of the room goes to the columns by content and `rest` to the shares; more than they need
 * in proportion to that. */
static void edges_set(const struct table *table, const struct column_need *needs, length content, length rest,
                      length *edges)
{
    const struct sums sums = needs_sum(table, needs);
    const length least = sums.content[NEED_MIN], natural = sums.content[NEED_NATURAL];
    const length more = content > natural ? content - natural : 0;
    length fixed = 0, lack = 0, wanted = 0;
    int64_t shares = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        shares += table_column_share(&table->columns[i]);
        if (needs[i].kind != NEED_FLEXIBLE)
            fixed += needs[i].width[NEED_MIN];
        if (needs[i].kind == NEED_CONTENT) {
            lack += needs[i].width[NEED_NATURAL] - needs[i].width[NEED_MIN];
            wanted += needs[i].width[NEED_NATURAL];
        }
        edges[i + 1] = fixed + (natural > least ? (content - more - least) * lack / (natural - least) : 0) +
                       (more > 0 ? more * wanted / natural : 0) +
                       (sums.shares > 0 ? rest * shares / sums.shares : 0);
    }
}

/* What columns by content leave the shares where they can: of the text there so much as goes into the part of the room
 * that these columns had if all were alike, and at least the longest words. */
static length shares_keep(const struct table *table, const struct column_need *needs, length room)
{
    length shares = 0, columns = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        shares += needs[i].kind == NEED_FLEXIBLE && table_column_share(&table->columns[i]) > 0;
        columns += needs[i].kind != NEED_GIVEN;
    }
    const length part = columns > 0 ? room * shares / columns : 0;
    const length natural = table_shares_need(table, needs, NULL, NEED_NATURAL);
    return length_max(table_shares_need(table, needs, NULL, NEED_MIN), part < natural ? part : natural);
}

static enum status columns_set(const struct where *where, const struct table_flow *flow,
                               struct column_need *needs, length width)
{
    const struct table *table = flow->table;
    struct sums sums = needs_sum(table, needs);
    const length hard = sums.content[NEED_HARD], natural = sums.content[NEED_NATURAL];
    length rounding = (length)table->column_count; /* each width may have been rounded up */
    length room = width > sums.given ? width - sums.given : 0;
    if (sums.given > width + rounding || hard > room)
        return table_report_wide(where, table, needs, width);
    length most = room - table_shares_need(table, needs, NULL, NEED_HARD); /* of columns by content */
    most = length_max(most, hard);
    enum status status = OK;
    if (sums.content[NEED_MIN] > most) {
        needs_cut(needs, table->column_count, most);
        status = table_report_tight(where, table, needs);
    }
    length least = sums.content[NEED_MIN] < most ? sums.content[NEED_MIN] : most;
    length kept = natural > 0 ? shares_keep(table, needs, room) : 0;
    kept = kept < room - least ? kept : room - least;
    const bool more = table->wide && sums.shares == 0 && natural > 0;
    length content = natural < room - kept && !more ? natural : room - kept;
    edges_set(table, needs, content, room - content, flow->column_x);
    for (size_t i = 1; i <= table->column_count; i++)
        flow->column_x[i] = flow->column_x[i] < width ? flow->column_x[i] : width;
    return status;
}

/* Numbers that do not fit their column on one line do not say where the points of the others stand. */
static enum status axes_limit(const struct where *where, const struct table_flow *flow,
                              struct column_need *needs)
{
    const struct table_style *style = flow->table->style;
    const length tight = style->pad_left + style->pad_right - flow->pad_left - flow->pad_right;
    bool again = false;
    for (size_t i = 0; i < flow->table->column_count; i++) {
        length limit = flow->column_x[i + 1] - flow->column_x[i] - flow->pad_left - flow->pad_right;
        again = again || flow->axes[i].widest > limit;
        needs[i].kind = NEED_GIVEN;
        flow->axes[i].limit = limit > 0 ? limit : 1;
    }
    for (size_t i = 0; again && i < flow->table->column_count; i++)
        flow->axes[i] = (struct table_axis){.limit = flow->axes[i].limit};
    return again ? table_measure(where, flow->table, needs, flow->axes, tight) : OK;
}

/* How much less white both sides of a cell must have together for the columns by content to go in with that width. */
static length tight_for(const struct table *table, const struct column_need *needs, length width,
                        enum need_width which)
{
    const struct sums sums = needs_sum(table, needs);
    const length room = width - sums.given - table_shares_need(table, needs, NULL, NEED_HARD);
    const length lack = sums.content[which] - room;
    length count = 0;
    for (size_t i = 0; i < table->column_count; i++)
        count += needs[i].kind == NEED_CONTENT;
    return lack > 0 && count > 0 ? (lack + count - 1) / count : 0;
}

/* How many columns have names or words that are divided. */
static size_t divided_count(const struct table *table, const struct column_need *needs, length width)
{
    const size_t count = table->column_count;
    const struct sums sums = needs_sum(table, needs);
    const length room = width - sums.given - table_shares_need(table, needs, NULL, NEED_HARD);
    const length low = cut_find(needs, count, NEED_NAMES, NEED_HARD, room);
    size_t divided = 0;
    for (size_t i = 0; i < count; i++)
        divided += needs[i].kind == NEED_CONTENT &&
                   need_cut(&needs[i], NEED_NAMES, NEED_HARD, low) < needs[i].width[NEED_NAMES];
    return divided;
}

/* So much that short texts of the head are whole; else what it takes for names and words, or for numbers to go in: a third
 * of the white at most. */
static length tight_find(const struct table *table, const struct column_need *needs, length width)
{
    const length most = (table->style->pad_left + table->style->pad_right) / 3;
    const length labels = tight_for(table, needs, width, NEED_LABELS),
                 names = tight_for(table, needs, width, NEED_NAMES);
    if (labels <= most)
        return labels;
    return tight_for(table, needs, width, NEED_HARD) > most ? 0 : names < most ? names : most;
}

/* Sides of cells give before a short text is divided, or a number finds no room: the cells are measured again.  Where as
 * many columns lack something all the same, they stay. */
static enum status columns_tighten(const struct where *where, struct table_flow *flow,
                                   struct column_need *needs, length width)
{
    const struct table *table = flow->table;
    const size_t count = table->column_count;
    const length tight = tight_find(table, needs, width);
    struct column_need *anew = tight > 0 ? table_needs_begin(where->arena, table, width) : NULL;
    struct table_axis *axes = ARENA_NEW_ARRAY(where->arena, count, struct table_axis);
    if (axes == NULL || (tight > 0 && anew == NULL))
        return NO_MEMORY;
    enum status status = tight > 0 ? table_measure(where, table, anew, axes, tight) : OK;
    const bool better = tight > 0 && (tight_for(table, needs, width, NEED_NAMES) == 0 ||
                                      tight_for(table, needs, width, NEED_HARD) > 0 ||
                                      divided_count(table, anew, width) < divided_count(table, needs, width));
    if (status != OK || !better)
        return status;
    memcpy(needs, anew, count * sizeof *needs);
    flow->axes = axes;
    flow->pad_left -= tight / 2;
    flow->pad_right -= tight - tight / 2;
    return OK;
}

static enum status columns_find(const struct where *where, struct table_flow *flow, length width)
{
    const struct table *table = flow->table;
    struct column_need *needs = table_needs_begin(where->arena, table, width);
    if (needs == NULL)
        return NO_MEMORY;
    bool by_content = false;
    for (size_t i = 0; i < table->column_count; i++)
        by_content = by_content || needs[i].kind == NEED_CONTENT;
    for (size_t i = 0; !by_content && i < table->column_count; i++)
        needs[i].kind = NEED_GIVEN; /* shares take the rest whatever stands in them */
    bool decimal = table_decimal_any(table);
    enum status status = by_content || decimal ? table_measure(where, table, needs, flow->axes, 0) : OK;
    if (status == OK && by_content)
        status = columns_tighten(where, flow, needs, width);
    if (status == OK)
        status = columns_set(where, flow, needs, width);
    return status == OK && decimal ? axes_limit(where, flow, needs) : status;
}

/* --- tables that share their columns --- */

/* What was found for all of them when the first of them was set, in a room of that width. */
struct table_shared {
    const struct table *first;
    length width;
    const length *column_x;
    const struct table_axis *axes;
    length pad_left, pad_right;
    struct table_shared *next;
};

static enum status shared_keep(const struct table_flow *flow, length width)
{
    const struct layout *layout = flow->layout;
    const size_t count = flow->table->column_count;
    struct table_shared *shared = ARENA_NEW(layout->job, struct table_shared);
    length *column_x = ARENA_NEW_ARRAY(layout->job, count + 1, length);
    struct table_axis *axes = ARENA_NEW_ARRAY(layout->job, count, struct table_axis);
    if (shared == NULL || column_x == NULL || axes == NULL)
        return NO_MEMORY;
    memcpy(column_x, flow->column_x, (count + 1) * sizeof *column_x);
    memcpy(axes, flow->axes, count * sizeof *axes);
    *shared = (struct table_shared){table_first_alike(flow->table),
                                    width,
                                    column_x,
                                    axes,
                                    flow->pad_left,
                                    flow->pad_right,
                                    *layout->shared};
    *layout->shared = shared;
    return OK;
}

static bool shared_take(struct table_flow *flow, length width)
{
    const struct table_shared *shared = *flow->layout->shared;
    const size_t count = flow->table->column_count;
    while (shared != NULL && (shared->first != table_first_alike(flow->table) || shared->width != width))
        shared = shared->next;
    if (shared == NULL)
        return false;
    memcpy(flow->column_x, shared->column_x, (count + 1) * sizeof *flow->column_x);
    memcpy(flow->axes, shared->axes, count * sizeof *flow->axes);
    flow->pad_left = shared->pad_left;
    flow->pad_right = shared->pad_right;
    return true;
}

enum status table_columns_make(const struct where *where, struct table_flow *flow, length width)
{
    const size_t count = flow->table->column_count;
    const bool shares = table_first_alike(flow->table)->alike != NULL;
    flow->column_x = ARENA_NEW_ARRAY(where->arena, count + 1, length);
    flow->axes = ARENA_NEW_ARRAY(where->arena, count, struct table_axis);
    flow->narrow = ARENA_NEW_ARRAY(where->arena, count, bool);
    flow->pad_left = flow->table->style->pad_left;
    flow->pad_right = flow->table->style->pad_right;
    if (flow->column_x == NULL || flow->axes == NULL || flow->narrow == NULL)
        return NO_MEMORY;
    if (shares && shared_take(flow, width))
        return OK;
    enum status status = columns_find(where, flow, width);
    return status == OK && shares ? shared_keep(flow, width) : status;
}

length table_width(const struct table_flow *flow)
{
    return flow->column_x[flow->table->column_count];
}
