/* Inside across.c, readings.c and reckon.c: a column that is called 合计, and what it may be made of. */
#ifndef CHENGWEN_PROSE_TOTALS_ACROSS_H
#define CHENGWEN_PROSE_TOTALS_ACROSS_H

#include "prose/totals/totals_int.h"

enum { READINGS = 320 };

enum reading_sort { READ_SUM, READ_MEAN, READ_PRODUCT };
enum reading_rank { RANK_NATURAL, RANK_RUN /* told by rows alone */, RANK_OTHER };

struct reading {
    uint64_t add, subtract; /* columns */
    enum reading_sort sort;
    enum reading_rank rank;
    size_t right, wrong; /* rows */
};

struct across {
    struct grid *own;
    size_t total; /* the column */
    bool sure;    /* it is called 合计; else 应发合计, 全年 */
    bool priced;  /* 金额: a product */
    bool left;    /* 结余: a difference */
    bool periods; /* months, quarters are added */
    /* Columns: amounts; with those that are none by their heads; totals; all with numbers. */
    uint64_t plain, wide, sums, numbers;
    struct reading readings[READINGS];
    size_t count;
    int64_t told, told_since; /* by how much the rows that were told are off; those since the last total */
};

static inline uint64_t column_bit(size_t column)
{
    return (uint64_t)1 << column;
}

static inline size_t column_count(uint64_t set)
{
    return (size_t)__builtin_popcountll(set);
}

static inline uint64_t columns_before(size_t column)
{
    return column_bit(column) - 1;
}

static inline uint64_t columns_behind(size_t column)
{
    return ~columns_before(column) & ~column_bit(column);
}

/* --- readings.c --- */

bool head_says_total(struct str head);
bool is_total_column(const struct grid *grid, const struct heads *column);
bool is_part_column(const struct heads *column); /* 其中 */
bool measures_agree(const struct measure *a, const struct measure *b);
/* Which columns are what, beside the total. */
void across_sort(struct across *across);
/* All that it may be the sum of, or the product of prices and numbers. */
void readings_make(struct across *across);
void readings_of_product(struct across *across);
void readings_of_difference(struct across *across);
void readings_behind(struct across *across, size_t last);
/* 单价 and 数量, or what stands for them, among the columns before it; *ret_pair: these two, and nothing else with numbers. */
bool across_find_price(const struct across *across, bool *ret_pair);

/* --- reckon.c --- */

enum row_outcomes {
    OUT_NONE /* it cannot be said */,
    OUT_RIGHT,
    OUT_SLIGHT /* right, of one number */,
    OUT_WRONG
};

bool is_sum_row(const struct across *across, size_t row); /* 小计, 合计: as wrong as the rows that it sums */
/* Is the total of the row what the reading makes of it?  *ret_sum: that. */
enum row_outcomes row_outcome(const struct across *across, const struct reading *reading, size_t row,
                              int64_t *ret_sum);

#endif
