/*
 * Widths of a table's columns.
 *
 * Takes fixed widths and shares; gives the edges between columns, from 0.  Fixed columns get what they ask;
 * the others share the rest. Each edge is computed from the sum of shares to its left, so that rounding never
 * adds up and the last edge is the width exactly. A table of fixed columns only is as wide as they are.
 * Columns that ask for more than there is stop the document: squeezing them would be a guess about what the
 * author meant.
 */
#include "layout/table_int.h"

/* What fixed columns take and what the shares add up to. */
static void columns_sum(const struct table *table, length *ret_fixed, int64_t *ret_shares)
{
    length fixed = 0;
    int64_t shares = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        if (table->columns[i].width > 0)
            fixed += table->columns[i].width;
        else
            shares += table->columns[i].share > 0 ? table->columns[i].share : 1;
    }
    *ret_fixed = fixed;
    *ret_shares = shares;
}

enum status table_columns_make(struct layout *layout, struct table_flow *flow, length width)
{
    const struct table *table = flow->table;
    length fixed;
    int64_t shares;
    columns_sum(table, &fixed, &shares);
    length rounding = (length)table->column_count; /* each width may have been rounded up */
    if (fixed > width + rounding) {
        diag_report(layout->diag, MSG_LAYOUT_TABLE_WIDE, table->place, LAYOUT_MM(fixed), LAYOUT_MM(width));
        return FAILED;
    }
    flow->column_x = ARENA_NEW_ARRAY(layout->arena, table->column_count + 1, length);
    if (!flow->column_x)
        return NO_MEMORY;
    length fixed_left = 0;
    int64_t shares_left = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        if (table->columns[i].width > 0)
            fixed_left += table->columns[i].width;
        else
            shares_left += table->columns[i].share > 0 ? table->columns[i].share : 1;
        length edge = fixed_left + (shares && fixed < width ? (width - fixed) * shares_left / shares : 0);
        flow->column_x[i + 1] = edge < width ? edge : width;
    }
    return OK;
}
