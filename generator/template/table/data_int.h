/*
 * Between the files that make a table from data: what is known of it while it is compiled, and while it is
 * made.
 *
 *   data.c  <table each>, <level>, <column>
 *   parts.c        what stands among the columns: <columns>, <for>, <if>; which names are seen where
 *   expand.c       columns of what is written: when the kind is loaded, or for a document
 *   turn_rows.c    <page-head>, <page-foot>
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

/* --- what is written --- */

/* Where names are seen from: heads, foot and rows at page turns, cells of a level, rows of its subtotals. */
enum {
    VIEW_HEAD,
    VIEW_SUMS,
    VIEW_CELLS,
    VIEW_SUBTOTALS = VIEW_CELLS + TEMPLATE_MAX_LEVELS,
    VIEWS = VIEW_SUBTOTALS + TEMPLATE_MAX_LEVELS
};
struct column_view {
    const struct scope *scope; /* NULL: nobody has asked */
    struct for_data loop;      /* of a <for> around columns */
    struct totals_data totals; /* sums that have names; shape NULL: none */
};
/* A <for> around columns: its body is compiled as often as there are places that its names are seen from. */
struct column_loop {
    struct column_loop *outer;
    const struct node *node;
    struct column_view views[VIEWS];
};

/* What stands among the columns, as it is written. */
struct data_part {
    enum part_kind { COLUMN_ONE, COLUMN_HEADS, COLUMN_FOR, COLUMN_IF } kind;
    struct data_part *next, *first; /* beside it, in it */
    struct place place;
    struct instr *head;         /* what stands in its head */
    bool headed;                /* it says what does */
    struct column_data *column; /* of ONE; and its cell */
    struct instr *cell;
    struct column_loop *loop; /* of FOR */
    const struct expr *test;  /* of IF */
};

/* A loop of the table: a <level>, or the table's own each, which is the innermost. */
struct data_loop {
    const struct node *node;
    struct level_data *data;
    const struct scope *scope; /* of its cells */
    struct str name;           /* as; empty: none */
    struct place place;
    struct sum_text subtotal;
};

/* A table from data as it is written. */
struct data_plan {
    struct data_loop loops[TEMPLATE_MAX_LEVELS];
    size_t loop_count;
    struct data_part *parts;
    struct column_view views[VIEWS]; /* outside of any <for> */
    bool varies;                     /* columns depend on data */
    struct instr_list body, feet;    /* rows written out */
    struct instr *turns;             /* those of heads first */
    struct place place;
};

/* While it is compiled. */
struct data_build {
    struct data_plan plan;
    const struct site *site; /* of the table */
    struct column_data *columns[TEMPLATE_MAX_COLUMNS];
    const struct node *nodes[TEMPLATE_MAX_COLUMNS];
    size_t column_count;
    struct data_part **end;     /* where the next part goes */
    struct column_loop *around; /* innermost <for>; NULL: none */
    bool loops_done;            /* a column was read: no <level> may follow */
    const struct node
        *turns[TEMPLATE_MAX_TURNS]; /* <page-head>, <page-foot>, compiled when all columns are */
    size_t turn_count;
    bool written; /* out, cell by cell: its columns are sums of cells, no loop is around them */
};

struct instr *instr_make(struct arena *arena, instr_run *run, const void *data, struct place place) CHECKED;
void instr_append(struct instr_list *list, struct instr *instr);

/* parts.c.  The <head> that a <column> or <columns> begins with; NULL: none. */
const struct node *head_node(const struct node *node);
/* Does it stand among the columns, or say the levels? */
bool is_part(const struct node *node);
enum status compile_part(struct compiler *compiler, const struct node *node, const struct site *site) CHECKED;
enum status part_add(struct compiler *compiler, struct data_build *build, enum part_kind kind,
                     const struct node *node, struct data_part **ret_part) CHECKED;
/* What `head`, or the <head> inside, says. */
enum status part_head(struct compiler *compiler, const struct node *node, struct data_build *build,
                      struct data_part *part) CHECKED;
/* The names that are seen, in the <for> (NULL: in none). */
enum status view_scope(struct compiler *compiler, struct data_build *build, struct column_loop *loop,
                       int view, const struct scope **ret_scope) CHECKED;

/* data.c: of columns with `at` stand those of the outer levels left of those of the inner ones. */
enum status column_check_order(struct diag *diag, const struct column_data *column,
                               const struct column_data *left) CHECKED;

/* `of` and `as`. */
enum status column_compile_of(struct compiler *compiler, const struct node *node, const struct site *site,
                              struct column_data *column) CHECKED;

/* --- rows at page turns (turn_rows.c) --- */

/* Is it <page-head> or <page-foot>?  Keeps it, until all columns are known: then those of heads are compiled into the plan, then
 * those of feet. */
bool data_is_turn(const struct node *node);
enum status data_keep_turn(struct compiler *compiler, const struct node *node,
                           struct data_build *build) CHECKED;
enum status data_compile_turns(struct compiler *compiler, struct data_build *build,
                               const struct site *site) CHECKED;

/* --- rows of sums (sum_rows.c) --- */

/* The rows in the node see the sums that have names, besides what the site sees. */
enum status data_rows_of_sums(struct compiler *compiler, struct data_build *build, const struct node *node,
                              const struct site *site, struct instr **ret_body) CHECKED;
/* Texts of columns, of levels and of rows at page turns; and what may not stand there. */
enum status data_texts(struct compiler *compiler, struct data_build *build) CHECKED;
enum status data_turn(struct compiler *compiler, struct data_build *build, const struct node *node,
                      const struct site *site, struct turn_data *turn, struct instr **ret_body) CHECKED;

/* --- columns made of what is written (expand.c) --- */

/* A cell of the head: its row from above, its column, and over how many columns it stands. */
struct data_head {
    struct instr *cell;
    struct cell_data *data;
    size_t row, column, span;
    bool leaf; /* reaches down to the body */
};

/* Of a document's table; heads lives as long as the document. */
struct heads_said {
    const struct data_head *heads; /* outer ones stand before those below them */
    size_t count;
};

/* A turn of a <for> around columns. */
struct column_frame {
    struct column_frame *outer; /* of the <for> around that; NULL: none */
    const struct column_loop *loop;
    const struct slot *list;
    size_t index;
    struct frame_view *views[VIEWS]; /* NULL: nobody has asked */
};

struct data_making {
    struct arena *arena;
    struct diag *diag;
    struct run *run; /* NULL: the kind is being loaded */
    struct record *scope;
    const struct data_plan *plan;
    struct column_data *columns[TEMPLATE_MAX_COLUMNS];
    struct data_head heads[2 * TEMPLATE_MAX_COLUMNS];
    struct instr_list cells[TEMPLATE_MAX_LEVELS];
    size_t column_count, head_count;
    size_t depth;  /* of the <columns> around */
    bool headed;   /* some column has a head */
    bool doubtful; /* an <if> around hangs on a doubtful value */
    bool lacks;    /* drafts: what decides could not be computed */
};

/* The table and its instructions.  *ret_body NULL: a draft that cannot say which columns there are. */
enum status data_make(struct data_making *making, struct data_table **ret_data,
                      struct instr **ret_body) CHECKED;
/* Around what was written, for what was made of it: its names, its column. */
enum status framed_make(const struct data_making *making, struct column_frame *frame,
                        const struct column_data *column, int view, struct instr *body,
                        struct instr **ret_body) CHECKED;
/* What the frame sees (NULL: as around it). */
enum status frame_scope(struct run *run, struct column_frame *frame, int view, struct record *scope,
                        struct record **ret_scope) CHECKED;
/* The sums that have names, of the frame. */
enum status totals_fill(struct run *run, const struct totals_data *totals, const struct column_frame *frame,
                        struct record *record) CHECKED;

/* sum_rows.c: a cell over so many columns and rows; the rows of the head; none: appends nothing. */
enum status cell_new(struct arena *arena, size_t span, size_t rows, struct place place,
                     struct cell_data **ret_data, struct instr **ret_cell) CHECKED;
enum status data_head_rows(struct data_making *making, struct instr_list *list) CHECKED;
enum status data_foot_rows(struct data_making *making, struct instr_list *list) CHECKED;
/* NULL: it has none. */
enum status data_subtotal(struct data_making *making, size_t loop, struct instr **ret_row) CHECKED;
/* Those written out, or with labels. */
enum status data_turn_rows(struct data_making *making, const struct instr **ret_turns) CHECKED;

/* --- while a document is made --- */

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
    const struct column_data
        *column; /* whose cell is being made, where columns depend on data; NULL: they do not */
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
