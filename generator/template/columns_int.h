/*
 * Between the files that make a table from data: what is known of it while it is compiled, and while it is
 * made.
 *
 *   compile_columns.c  <table each>, <level>, <columns>, <column>
 *   compile_sums.c     the rows that follow from them: head, foot, subtotals
 *   apply_columns.c    levels, values, counts and sums when a document is made
 */
#ifndef CHENGWEN_COLUMNS_INT_H
#define CHENGWEN_COLUMNS_INT_H

#include "template/table_int.h"

/* A list of instructions being made. */
struct instr_list {
    struct instr *first, *last;
};

/* A loop of the table: a <level>, or the table's own each, which is the innermost. */
struct data_loop {
    const struct node *node;
    struct level_data *data;
    struct instr *instr;
    const struct scope *scope; /* of its cells */
    struct str name;           /* as; empty: none */
    struct instr_list cells;
};

/* A cell of the head: its row from above, its column, and over how many columns it stands. */
struct data_head {
    struct instr *cell;
    struct cell_data *data;
    size_t row, column, span;
    bool leaf; /* reaches down to the body */
};

struct data_build {
    const struct site *site; /* of the table */
    struct data_loop loops[TEMPLATE_MAX_LEVELS];
    struct data_head heads[2 * TEMPLATE_MAX_COLUMNS];
    struct column_data *columns[TEMPLATE_MAX_COLUMNS];
    const struct node *nodes[TEMPLATE_MAX_COLUMNS];
    size_t loop_count, head_count, column_count;
    size_t depth;    /* of the <columns> being read */
    bool loops_done; /* a column was read: no <level> may follow */
    bool headed;     /* some column has a head */
    struct instr_list body, feet;
};

struct instr *instr_make(struct compiler *compiler, instr_run *run, const void *data,
                         struct place place) CHECKED;
void instr_append(struct instr_list *list, struct instr *instr);
/* The <head> that a <column> or <columns> begins with; NULL: none. */
const struct node *head_node(const struct node *node);

/* The head of a <column>, or of the <columns> being read, in its place. */
enum status data_head_add(struct compiler *compiler, struct data_build *build, const struct node *node,
                          size_t column, bool leaf) CHECKED;
/* Makes the rows and appends them; none: appends nothing. */
enum status data_head_rows(struct compiler *compiler, struct data_build *build,
                           struct instr_list *list) CHECKED;
enum status data_foot_rows(struct compiler *compiler, struct data_build *build,
                           struct instr_list *list) CHECKED;
/* `subtotal` of columns. */
enum status data_subtotals_check(struct compiler *compiler, const struct data_build *build) CHECKED;
enum status data_subtotal(struct compiler *compiler, struct data_build *build, size_t loop) CHECKED;

/* A sum as it grows; NULL: nothing was added. */
struct data_sum {
    const struct number *total;
    bool doubtful;
};

/* A table being made from data.  sums: for each loop so many as columns: of the rows within the record of the
 * loop around it that is open, for the outermost within the table. */
struct data_run {
    const struct data_table *data;
    struct data_sum *sums;
    size_t shown; /* the loop whose sums the row at hand prints */
    int64_t *counts;
    struct record **figures; /* of each column: the record for its `as` */
};

#endif
