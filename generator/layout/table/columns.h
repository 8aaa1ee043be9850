/*
 * What the columns of a table need: between measure.c, which looks at the cells, and columns.c
 * and wide.c, which give out the room.
 */
#ifndef CHENGWEN_TABLE_COLUMNS_H
#define CHENGWEN_TABLE_COLUMNS_H

#include "layout/table/table_int.h"

enum need_kind {
    NEED_GIVEN,   /* min and natural are known; its cells are not looked at */
    NEED_CONTENT, /* by content, within least and most */
    NEED_FLEXIBLE /* takes what is left: of the columns that a cell spans, these grow first */
};

struct column_need {
    enum need_kind kind;
    length hard, min, natural; /* as struct text_widths; padding counted */
    length least, most;        /* 0: none */
};

enum need_width { NEED_HARD, NEED_MIN, NEED_NATURAL };
static inline length need_width(const struct column_need *need, enum need_width which)
{
    return which == NEED_HARD ? need->hard : which == NEED_MIN ? need->min : need->natural;
}

/* Fills the needs that are not given, and the axes when the table has any.  Linear in the text; keeps none of
 * it. */
enum status table_measure(const struct where *where, const struct table *table, struct column_need *needs,
                          struct table_axis *axes) CHECKED;
/* Needs with kinds and given widths set, cells not yet looked at, for a table `width` wide; 0: not known,
 * percentages are flexible then.  NULL: no memory. */
struct column_need *table_needs_begin(struct arena *arena, const struct table *table, length width) CHECKED;
/* The column's share of what the others leave; 0: it has none. */
int64_t table_column_share(const struct table_column *column);
/* The narrowest room in which each column that shares gets what it needs; `in`: of these columns, NULL: all.
 */
length table_shares_need(const struct table *table, const struct column_need *needs, const bool *in,
                         enum need_width which);

#endif
