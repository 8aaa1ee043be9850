/* Inside totals.c and judge.c: a typed table with its numbers. */
#ifndef CHENGWEN_PROSE_TOTALS_INT_H
#define CHENGWEN_PROSE_TOTALS_INT_H

#include "prose/totals/totals.h"

enum { COLUMNS = 64 /* as many as a table has */, ROWS = 1 << 16 /* that are added up */ };

/* What a row's label makes of it: a sum in the middle of others, 小计; the whole, 合计; MAYBE: one if its figures are sums
 * (人工费小计); WEAK: the whole where it is the only total, and last (总额). */
enum row_kind {
    ROW_PLAIN,
    ROW_PART,
    ROW_TOTAL,
    ROW_MAYBE,
    ROW_WEAK,
    ROW_NONE /* no amount, as a rule: 平均 */
};

enum { LEVELS = 2 };

struct row {
    enum row_kind kind;
    unsigned char level;      /* of its number, from 1 on: 一、, （二）; 0: it has none */
    const struct node *label; /* the cell that calls it a total */
};

struct item {
    uint32_t row;
    int64_t value;
    const struct node *cell;
};

/* A column, from the first row of the body on. */
struct adding {
    bool is_out;             /* it holds something else than numbers of one unit */
    bool cut;                /* …from some row on */
    bool marks, weights;     /* its head says so */
    bool large;              /* its head says 万元 */
    bool spans;              /* its head says how long something takes: the whole may be the longest */
    const struct unit *unit; /* of those that have one */
    int64_t times;
    struct item *items;
    size_t count, capacity;
};

struct adder {
    struct arena *arena;
    struct passage passage;
    const struct total_teller *teller;
    struct adding columns[COLUMNS];
    struct row *rows;
    size_t row_count, row_capacity;
    enum status status;
};

/* The cell's words without blanks and the colon at the end; they stand until the next call. */
struct str total_words(struct adder *own, const struct node *cell);
/* Tells each total of the column that is no sum of its rows. */
void totals_judge(struct adder *own, const struct adding *column);

#endif
