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

/* How wide a column wants to be, from what it cannot do without on; padding counted. */
enum need_width {
    NEED_HARD,   /* numbers, dates and telephone numbers are whole */
    NEED_NAMES,  /* words and, below the head, short texts too (struct text_widths) */
    NEED_LABELS, /* in the head too */
    NEED_MIN,    /* it is as wide as its lower bound */
    NEED_NATURAL,
    NEED_WIDTHS
};

struct column_need {
    enum need_kind kind;
    length width[NEED_WIDTHS]; /* none smaller than the one before it */
    length least, most;        /* 0: none */
};

/* Fills the needs that are not given, and the axes when the table has any.  Linear in the text; keeps none of
 * it.  `tight`: the white at both sides of a cell is so much less, together. */
enum status table_measure(const struct where *where, const struct table *table, struct column_need *needs,
                          struct table_axis *axes, length tight) CHECKED;
/* Needs with kinds and given widths set, cells not yet looked at, for a table `width` wide; 0: not known,
 * percentages are flexible then.  NULL: no memory. */
struct column_need *table_needs_begin(struct arena *arena, const struct table *table, length width) CHECKED;
/* The column's share of what the others leave; 0: it has none. */
int64_t table_column_share(const struct table_column *column);
/* The narrowest room in which each column that shares gets what it needs; `in`: of these columns, NULL: all.
 */
length table_shares_need(const struct table *table, const struct column_need *needs, const bool *in,
                         enum need_width which);

/* lack.c; needs whose least widths were cut to what the columns get: warns where that divides names or words. */
enum status table_report_tight(const struct where *where, const struct table *table,
                               const struct column_need *needs) CHECKED;
/* FAILED, reported: the columns do not go into `width`. */
enum status table_report_wide(const struct where *where, const struct table *table,
                              const struct column_need *needs, length width) CHECKED;

#endif
