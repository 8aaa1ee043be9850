/* What tables typed in prose call 合计, 占比 and 其中, from outside. */
#ifndef CHENGWEN_PROSE_TOTALS_H
#define CHENGWEN_PROSE_TOTALS_H

#include "prose/prose_int.h"

enum total_sort {
    TOTAL_OF_ROWS,    /* 合计 below its rows */
    TOTAL_OF_COLUMNS, /* 合计 behind its columns */
    TOTAL_DIFFERENCE, /* 结余 behind 收入 and 支出 */
    TOTAL_PRODUCT,    /* 金额 behind 单价 and 数量 */
    TOTAL_SHARE,      /* 占比, of an amount in another one */
    TOTAL_SHARES,     /* 占比 in the row 合计 */
    TOTAL_PART,       /* 其中, larger than its whole */
    TOTAL_PARTS       /* a whole that its parts, to the last, do not come to */
};

/* A cell that is not what the cells around it come to. */
struct total {
    enum total_sort sort;
    struct place place;
    struct str row, label, text; /* 六和; 合计, "2,100.50" as written: until tell() returns */
    struct str other;            /* PART: the whole's label; SHARE: the amounts' head */
    int64_t sum;                 /* what it should be; PART: of the whole */
};
struct total_teller {
    void *context;
    void (*tell)(void *context, const struct total *total);
};
/* Looks through a table of prose. */
enum status totals_look(struct arena *arena, const struct node *table,
                        const struct total_teller *teller) CHECKED;
/* …a table of a layout, as it is printed. */
enum status totals_look_printed(struct arena *arena, const struct table *table,
                                const struct total_teller *teller) CHECKED;

#endif
