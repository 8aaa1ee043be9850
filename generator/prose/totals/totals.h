/* What tables typed in prose call 合计, from outside. */
#ifndef CHENGWEN_PROSE_TOTALS_H
#define CHENGWEN_PROSE_TOTALS_H

#include "prose/prose_int.h"

/* A total that is not the sum of its rows. */
struct total {
    struct place place;
    struct str label, text; /* 合计, "2,100.50" as written: until tell() returns */
    int64_t sum;            /* of the rows, in the unit of the column */
};
struct total_teller {
    void *context;
    void (*tell)(void *context, const struct total *total);
};
/* Looks through a table of prose. */
enum status totals_look(struct arena *arena, const struct node *table,
                        const struct total_teller *teller) CHECKED;

#endif
