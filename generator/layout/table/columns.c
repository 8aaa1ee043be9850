/*
 * Widths of a table's columns: from fixed widths, percentages, shares, and for columns by content what their
 * cells need (measure.c), the edges between columns.
 *
 * Fixed columns and percentages get what they ask; more than there is stops the document.  Columns by content
 * get their natural width when all have the room, else the least one and a part of what is left, in
 * proportion to what each lacks; where even the least have no room, the widest are cut down to one width,
 * none below its hard width, which holds its numbers.  Beside them shares keep what their longest words need;
 * else they take the rest.  With shares, or columns by content that could use more, the table is as wide as
 * the room exactly.
 *
 * Parts of a rest are rounded as sums from the left, so that the last edge is exact.
 */
#include "layout/table/columns.h"
#include "layout/messages.def"

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
                                        .hard = given,
                                        .min = given,
                                        .natural = given,
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
        length need = need_width(&needs[i], which);
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
        length need = need_width(&needs[i], which);
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
    enum status status = table_measure(where, table, needs, axes);
    if (status != OK)
        return status;
    *ret_widths =
        (struct text_widths){table_asks(table, needs, NEED_HARD), table_asks(table, needs, NEED_MIN),
                             table_asks(table, needs, NEED_NATURAL)};
    return OK;
}

/* --- giving out the room --- */

/* What the columns of each kind need together. */
struct sums {
    length given;
    length hard, min, natural; /* by content */
    int64_t shares;
};

static struct sums needs_sum(const struct table *table, const struct column_need *needs)
{
    struct sums sums = {0};
    for (size_t i = 0; i < table->column_count; i++) {
        sums.shares += table_column_share(&table->columns[i]);
        if (needs[i].kind == NEED_GIVEN)
            sums.given += needs[i].min;
        if (needs[i].kind != NEED_CONTENT)
            continue;
        sums.hard += needs[i].hard;
        sums.min += needs[i].min;
        sums.natural += needs[i].natural;
    }
    return sums;
}

/* "15.0、*、30.2": what the columns need at least, in millimetres. */
static struct str needs_text(struct arena *arena, const struct table *table, const struct column_need *needs)
{
    struct str text = STR("");
    for (size_t i = 0; text.ptr != NULL && i < table->column_count; i++) {
        const char *comma = i > 0 ? "、" : "";
        text = needs[i].kind == NEED_FLEXIBLE ? arena_printf(arena, "%.*s%s*", STR_ARGS(text), comma)
                                              : arena_printf(arena, "%.*s%s%lld.%d", STR_ARGS(text), comma,
                                                             LENGTH_MM_ARGS(needs[i].hard));
    }
    return text;
}

static enum status report_wide(const struct where *where, const struct table *table,
                               const struct column_need *needs, length width)
{
    const struct sums sums = needs_sum(table, needs);
    if (sums.min == 0)
        return diag_report(where->layout->diag, MSG_LAYOUT_TABLE_WIDE, table->place,
                           LENGTH_MM_ARGS(sums.given), LENGTH_MM_ARGS(width));
    struct str text = needs_text(where->arena, table, needs);
    if (text.ptr == NULL)
        return NO_MEMORY;
    return diag_report(where->layout->diag, MSG_LAYOUT_TABLE_NEEDS, table->place, STR_ARGS(text),
                       LENGTH_MM_ARGS(sums.given + sums.hard), LENGTH_MM_ARGS(width));
}

static length need_cut(const struct column_need *need, length most)
{
    length width = need->min < most ? need->min : most;
    return width > need->hard ? width : need->hard;
}

static length needs_cut_sum(const struct column_need *needs, size_t count, length most)
{
    length sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += needs[i].kind == NEED_CONTENT ? need_cut(&needs[i], most) : 0;
    return sum;
}

/* Cuts the least widths of the columns by content, which are more than `room` together, down to it: the
 * widest to one width.  The room holds the hard ones. */
static void needs_cut(struct column_need *needs, size_t count, length room)
{
    length low = 0, high = room; /* cut to `low` they go into the room, cut to more than `high` not */
    while (low < high) {
        length middle = low + (high - low + 1) / 2;
        if (needs_cut_sum(needs, count, middle) <= room)
            low = middle;
        else
            high = middle - 1;
    }
    length rest = room - needs_cut_sum(needs, count, low);
    for (size_t i = 0; i < count; i++) {
        if (needs[i].kind != NEED_CONTENT)
            continue;
        length more = rest > 0 ? need_cut(&needs[i], low + 1) - need_cut(&needs[i], low) : 0;
        needs[i].min = need_cut(&needs[i], low) + more;
        rest -= more;
    }
}

/* The edges, when `content` of the room goes to the columns by content and `rest` to the shares. */
static void edges_set(const struct table *table, const struct column_need *needs, length content, length rest,
                      length *edges)
{
    const struct sums sums = needs_sum(table, needs);
    length fixed = 0, lack = 0;
    int64_t shares = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        shares += table_column_share(&table->columns[i]);
        if (needs[i].kind != NEED_FLEXIBLE)
            fixed += needs[i].min;
        if (needs[i].kind == NEED_CONTENT)
            lack += needs[i].natural - needs[i].min;
        edges[i + 1] =
            fixed + (sums.natural > sums.min ? (content - sums.min) * lack / (sums.natural - sums.min) : 0) +
            (sums.shares > 0 ? rest * shares / sums.shares : 0);
    }
}

static enum status columns_set(const struct where *where, const struct table_flow *flow,
                               struct column_need *needs, length width)
{
    const struct table *table = flow->table;
    struct sums sums = needs_sum(table, needs);
    length rounding = (length)table->column_count; /* each width may have been rounded up */
    length room = width > sums.given ? width - sums.given : 0;
    if (sums.given > width + rounding || sums.hard > room)
        return report_wide(where, table, needs, width);
    length most = room - table_shares_need(table, needs, NULL, NEED_HARD); /* of columns by content */
    most = most > sums.hard ? most : sums.hard;
    if (sums.min > most)
        needs_cut(needs, table->column_count, most);
    sums.min = sums.min < most ? sums.min : most;
    length kept = sums.natural > 0 ? table_shares_need(table, needs, NULL, NEED_MIN) : 0;
    kept = kept < room - sums.min ? kept : room - sums.min;
    length content = sums.natural < room - kept ? sums.natural : room - kept;
    edges_set(table, needs, content, room - content, flow->column_x);
    for (size_t i = 1; i <= table->column_count; i++)
        flow->column_x[i] = flow->column_x[i] < width ? flow->column_x[i] : width;
    return OK;
}

/* Numbers that do not fit their column on one line do not say where the points of the others stand. */
static enum status axes_limit(const struct where *where, const struct table_flow *flow,
                              struct column_need *needs)
{
    const struct table_style *style = flow->table->style;
    bool again = false;
    for (size_t i = 0; i < flow->table->column_count; i++) {
        length limit = flow->column_x[i + 1] - flow->column_x[i] - style->pad_left - style->pad_right;
        again = again || flow->axes[i].widest > limit;
        needs[i].kind = NEED_GIVEN;
        flow->axes[i].limit = limit > 0 ? limit : 1;
    }
    for (size_t i = 0; again && i < flow->table->column_count; i++)
        flow->axes[i] = (struct table_axis){.limit = flow->axes[i].limit};
    return again ? table_measure(where, flow->table, needs, flow->axes) : OK;
}

enum status table_columns_make(const struct where *where, struct table_flow *flow, length width)
{
    const struct table *table = flow->table;
    struct column_need *needs = table_needs_begin(where->arena, table, width);
    flow->column_x = ARENA_NEW_ARRAY(where->arena, table->column_count + 1, length);
    flow->axes = ARENA_NEW_ARRAY(where->arena, table->column_count, struct table_axis);
    flow->narrow = ARENA_NEW_ARRAY(where->arena, table->column_count, bool);
    if (needs == NULL || flow->column_x == NULL || flow->axes == NULL || flow->narrow == NULL)
        return NO_MEMORY;
    bool by_content = false;
    for (size_t i = 0; i < table->column_count; i++)
        by_content = by_content || needs[i].kind == NEED_CONTENT;
    for (size_t i = 0; !by_content && i < table->column_count; i++)
        needs[i].kind = NEED_GIVEN; /* shares take the rest whatever stands in them */
    bool decimal = table_decimal_any(table);
    enum status status = by_content || decimal ? table_measure(where, table, needs, flow->axes) : OK;
    if (status == OK)
        status = columns_set(where, flow, needs, width);
    return status == OK && decimal ? axes_limit(where, flow, needs) : status;
}

length table_width(const struct table_flow *flow)
{
    return flow->column_x[flow->table->column_count];
}
