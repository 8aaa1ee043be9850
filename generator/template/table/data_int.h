/*
 * Between the files that make a table from data: what is known of it while it is compiled, and while it is
 * made.
 *
 *   data.c  <table each>, <level>, <columns>, <column>;  turn_rows.c  <page-head>, <page-foot>
 *   sum_rows.c     the rows that follow from them: head, foot, subtotals
 *   run_data.c    levels, values, counts and sums when a document is made
 *   run_sums.c       how sums grow, and whether what is printed adds up to them
 *   turns.c       sums at page turns: what each row leaves for them, and the rows when a page asks for them
 */
#ifndef CHENGWEN_COLUMNS_INT_H
#define CHENGWEN_COLUMNS_INT_H

#include "template/table/table_int.h"

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
    const struct node
        *turns[TEMPLATE_MAX_TURNS]; /* <page-head>, <page-foot>, compiled when all columns are */
    size_t turn_count;
    bool written; /* out, cell by cell: its columns are sums of cells, no loop is around them */
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
/* turn_rows.c: is it <page-head> or <page-foot>?  Keeps it, until all columns are known: then those of heads are compiled, then
 * those of feet. */
bool data_is_turn(const struct node *node);
enum status data_keep_turn(struct compiler *compiler, const struct node *node,
                           struct data_build *build) CHECKED;
enum status data_compile_turns(struct compiler *compiler, struct data_build *build, const struct site *site,
                               const struct instr **ret_turns) CHECKED;
/* data.c: `of` and `as`. */
enum status column_compile_of(struct compiler *compiler, const struct node *node, const struct site *site,
                              struct column_data *column) CHECKED;
/* `subtotal` of columns. */
enum status data_subtotals_check(struct compiler *compiler, const struct data_build *build) CHECKED;
enum status data_subtotal(struct compiler *compiler, struct data_build *build, size_t loop) CHECKED;
/* The rows of <page-head>, <page-foot>. */
enum status data_turn(struct compiler *compiler, const struct data_build *build, const struct node *node,
                      const struct site *site, struct instr **ret_body) CHECKED;

/* A sum as it grows; NULL: nothing was added.  rows, parts: by how much what is printed above it exceeds what
 * is there: in its rows, and in the subtotals right below it (where there are none, in the rows).  Drafts: as
 * stated; unknown: something of it is not known; wrong: what is printed does not add up to it. */
struct data_sum {
    const struct number *total, *stated;
    const struct number *rows, *parts;
    bool unknown, wrong;
};

/* The first figure of a column that shows fewer decimals than it has. */
struct data_cut {
    const struct number *figure; /* NULL: none so far */
    struct place place;
    bool told, noted; /* that printed figures do not add: reported, or to be said below the table */
};

/* Sums over the rows so far, of a table with sums at page turns (turns.c). */
struct turn_sum {
    const struct number *total, *stated; /* NULL: nothing */
    uint32_t figures, unknown;           /* so many were added, and not known */
};
/* Those of each column below a row of data; `row`: the table's, counted from 1. */
struct turn_mark {
    size_t row;
    struct turn_sum *sums;
};
struct turn_marks {
    struct turn_sum *so_far; /* of each column */
    struct turn_mark *items;
    size_t count, capacity;
    const struct number *
        *widest; /* of each column, printed for its sum instead; NULL: they are not asked for */
};

/* A table being made from data.  sums: for each loop so many as columns: of the rows within the record of the
 * loop around it that is open, for the outermost within the table. */
struct data_run {
    const struct data_table *data;
    struct data_sum *sums;
    struct data_cut *cuts;     /* of each column */
    const struct record *item; /* that the row at hand is made of; NULL: of a plain value */
    size_t shown;              /* the loop whose sums the row at hand prints */
    int64_t *counts;
    struct record **figures;  /* of each column: the record for its `as` */
    struct turn_marks *turns; /* NULL: nothing at page turns */
};

struct data_sum *data_sum_of(const struct data_run *data, size_t loop, size_t column);
/* As the column's `as` prints it, into run->text; in a draft with marks. */
enum status data_figure_print(struct run *run, const struct column_data *column,
                              const struct slot *slot) CHECKED;
/* A figure that a row of the column prints; `origin` is its place where the input states it. */
enum status data_sum_add(struct run *run, const struct column_data *column, const struct slot *slot,
                         struct place origin) CHECKED;
/* The sum as a slot; nothing added: 0. */
enum status data_sum_slot(struct run *run, const struct data_sum *sum, struct slot *ret_slot) CHECKED;
/* The sums of a record of `level` go to those of the level around it. */
enum status data_sums_close(struct run *run, const struct level_data *level) CHECKED;
/* The sum is about to be printed: does what is printed above it add up to that? */
enum status data_sum_prove(struct run *run, const struct column_data *column, struct data_sum *sum) CHECKED;
/* Where the figure at hand stands: see data_sum_add. */
struct place data_figure_place(const struct data_run *data, const struct column_data *column,
                               struct place origin);
/* turns.c: what a row adds; below it; all rows are made: the rows at page turns of the table. */
enum status turns_add(struct run *run, const struct column_data *column, const struct data_sum *more,
                      bool cut, struct place place) CHECKED;
enum status turns_mark(struct run *run, const struct table *table) CHECKED;
enum status turns_make(struct run *run, struct record *scope, struct table_build *build) CHECKED;
/* The note of a table whose printed figures do not add. */
enum status data_sums_note(struct run *run, struct record *scope, struct table_build *build) CHECKED;

#endif
