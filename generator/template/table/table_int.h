/*
 * Inside tables: what their elements say, and a table being made.
 *
 *   elements.c  <table>, <row>, <cell> and their like: compiled, and when a document is made
 *   form.c, run_form.c  <form>: its rows compiled, and when a document is made
 *   columns.c, grid.c, cells.c  what proves a table: widths, spans, figures
 *   names.c     what figures are called that no field has
 *   pages.c    page turns that are asked for, rows that fill up a page
 *   data.c, parts.c, expand.c  tables made from data: <table each>, <level>, <column>;  sum_rows.c  the rows that follow from them
 *   turn_rows.c  <page-head>, <page-foot>, and the cells that they sum in a table written out
 *   run_data.c, run_sums.c, turns.c  the same when a document is made (data_int.h)
 *   chart.c, run_chart.c, chart_….c  charts, whose series are columns of a table (chart_int.h)
 */
#ifndef CHENGWEN_TEMPLATE_TABLE_INT_H
#define CHENGWEN_TEMPLATE_TABLE_INT_H

#include "template/apply_int.h"
#include "template/compile_int.h"
#include "template/blocks/blocks.h"
#include "template/inline/inline.h"
#include "template/table/table.h"

/* --- what elements say --- */

struct data_plan; /* data_int.h; column_loop and column_frame too */
struct column_loop;
struct column_frame;

struct table_data {
    struct setting style, columns, labels, name, whole, wide, page_rows, blank_rows;
    bool form, named;              /* see struct table */
    const struct data_table *data; /* NULL: written out cell by cell; or … */
    const struct data_plan *plan;  /* … columns depend on data: they are made for each document */
};
/* A table made from data. */
struct data_table {
    struct column_data **columns;
    size_t column_count, loop_count;
    size_t labels;             /* columns that are labels where `labels` says nothing */
    const struct instr *turns; /* the rows at page turns, those of heads first; NULL: none */
    bool varies;               /* columns are copies, for a document */
    bool written;              /* out, cell by cell: a column is what cells of one name add to */
};
/* A text in a row of sums. */
struct sum_text {
    bool given;
    struct place place;
    struct instr *body;
};
/* <page-head>, <page-foot> */
struct turn_data {
    struct setting sums, on;
    bool head;
    struct sum_text label;
};
struct level_data {
    struct for_data loop; /* first, for loop_run */
    size_t index;         /* 0: outermost */
    bool innermost;       /* makes a row of each record; others groups */
    enum table_break page_break;
    struct instr *subtotal; /* a row; NULL: none */
};
/* A row of sums sees the sums that have names. */
struct totals_data {
    const struct shape *shape;
    const struct column_data **columns; /* of its fields */
};
struct caption_data {
    struct setting style, numbering, id, repeat; /* numbering, id of a caption alone */
    bool below;
};
struct row_data {
    struct setting rule_above, fill, keep_next, page_break, height, times;
};
struct cell_data {
    struct setting style, align, valign, span, rows, fill, none, numbering, label;
    bool has_blocks;
    const struct column_data
        *adds; /* what it prints, and adds to the sum of a table written out; NULL: nothing */
};
struct column_data {
    struct cell_data cell; /* of the rows; first, so that run_cell finds it */
    struct setting width, rule_left;
    size_t index, loop;         /* of the loop whose records have a cell each */
    struct column_loop *around; /* the <for> that it stands in; NULL: none */
    /* Of a copy for a document: what it is made of, in which turn of that. */
    const struct column_data *written;
    struct column_frame *frame;
    bool doubtful; /* it hangs on a doubtful value */
    /* In rows of sums; of each level, NULL: in none. */
    struct sum_text foot, turn, *subtotals;
    const struct expr *of; /* NULL: none */
    const struct expr *as; /* in a record of `figure`; NULL: as {…} prints it */
    const struct shape *figure;
    bool labelled, sum, counts;
    bool rounds, noted; /* `as` shows what `cut` leaves; a note may say that sums are not exact */
    struct cut cut;
    struct str head;     /* what messages call it, of a copy by all heads over it: 六和中心／人次 */
    struct str sum_name; /* of the sum, in rows of sums; empty: none */
    size_t restart;      /* the loop at whose records the count begins anew; TEMPLATE_MAX_LEVELS: none */
    struct place place;
};
instr_run run_table, run_caption, run_head, run_foot, run_row, run_cell, run_group;
/* Of a table from data. */
instr_run run_level, run_value, run_count, run_sum, run_totals, run_turn, run_framed, run_heads_said;

/* --- tables being made (elements.c) --- */

struct row {
    struct table_cell *cells;
    size_t count, capacity;
    bool group_begins;
};

struct group {
    struct group *outer;
    struct row left, right; /* its cells before and behind its rows */
    bool placed;
    size_t row, cell; /* where its first cell stands */
};

enum table_part { PART_HEAD, PART_BODY, PART_FOOT };
enum { TABLE_PARTS = PART_FOOT + 1 };

struct table_build {
    struct table *table;
    size_t capacity;
    const struct paragraph_style *styles[TABLE_PARTS]; /* of the cells of each part */
    enum table_part part;
    bool told;                     /* that a row stands behind the foot */
    const struct expr *empty;      /* the first list of the body without records; NULL: none */
    bool marks;                    /* of a table written out: what its rows add is marked */
    bool as_foot;                  /* a row of the body that looks as the foot does */
    enum table_break page_break;   /* above the next row of the body */
    bool fills;                    /* empty rows fill up a page before a break and the end of the body */
    size_t page_begin;             /* the row behind the last such break */
    struct row *row;               /* being filled; NULL: none */
    struct group *group;           /* innermost open */
    struct form_grid *form;        /* run_form.c; NULL: it is none */
    const struct data_table *data; /* its columns; NULL: it has no sums */
    const struct instr *body;
    struct blocks caption, notes;
};

/* After the body of a group was carried out, with this status: its cells span its rows. */
enum status group_close(struct run *run, struct table_build *build, const struct group *group,
                        enum status status) CHECKED;

/* Adds the row that was filled, which looks so. */
enum status table_add_row(struct run *run, struct table_build *build, const struct row *row,
                          const struct table_row *looks) CHECKED;

/* Before a row: where it begins a page, or the foot, what stands before is filled up. */
enum status table_begin_page(struct run *run, struct table_build *build, struct table_row *looks) CHECKED;
/* The body ends here, or there is a page turn: empty rows fill up the page, where that is asked for. */
enum status table_fill_page(struct run *run, struct table_build *build) CHECKED;

/* Adds a cell to the row that is being filled. */
enum status row_add_cell(struct run *run, struct row *row, const struct table_cell *cell) CHECKED;
/* What the instruction of a cell says, in the looks of a part; the caller has set place and spans. */
enum status cell_make(struct run *run, const struct instr *instr, struct record *scope,
                      const struct table_build *build, enum table_part part, struct table_cell *cell) CHECKED;

/* --- columns, grid and cells (columns.c, grid.c, cells.c) --- */

/* Gives every cell its column and proves that the cells fill the grid. */
enum status grid_check(struct run *run, const struct table_build *build) CHECKED;

/* cells.c: are the numbers of the cells in the units that heads, the caption or the block before name, and do
 * those of a column add up, as printed, to the sums printed below them? */
enum status cells_prove(struct run *run, const struct table_build *build, const struct block *before) CHECKED;

/* names.c: what figures of the table that no field has are called; when its cells have their columns. */
enum status names_of_figures(struct run *run, const struct table *table,
                             const struct data_table *data) CHECKED;

/* The words of the cell, on one line. */
enum status cell_words(struct run *run, const struct table_cell *cell, struct str *ret_words) CHECKED;

/* "30mm * 2*" against the style of the table's cells; a fault is reported at `place`. */
struct columns_source {
    struct str text;
    struct place place;
    const struct paragraph_style *cell;
};
enum status columns_parse(struct arena *arena, struct diag *diag, const struct columns_source *source,
                          struct table_column **ret_columns, size_t *ret_count) CHECKED;
bool column_parse(struct str word, const struct paragraph_style *cell, struct table_column *ret_column);
/* Percentages are 100 at most. */
enum status columns_check_whole(struct diag *diag, struct place place, const struct table_column *columns,
                                size_t count) CHECKED;
/* The first `count` columns are labels; one at least must not be. */
enum status columns_label(struct diag *diag, const struct setting *labels, int64_t count,
                          struct table_column *columns, size_t column_count) CHECKED;
/* columns.c: does the text of `columns` name another table? */
bool columns_are_like(struct str text);
/* Takes the columns of the table that it names; a table from data has its own already, as many. */
enum status table_take_like(struct run *run, struct place place, struct str text,
                            struct table *table) CHECKED;
/* The table is done: others may be like it, and it belongs to those that it is like. */
enum status table_add_name(struct run *run, const struct setting *setting, struct record *scope,
                           struct table *table) CHECKED;
/* What fixed `columns` and `labels` say is checked when the kind is loaded; their number, 0 where they are not fixed. */
enum status columns_check(struct compiler *compiler, const struct table_data *data,
                          size_t *ret_count) CHECKED;
/* Wherever on a page the table stands, it has no more than the text area; `fixed`: the widths of its columns that are. */
enum status columns_check_fit(const struct compiler *compiler, const struct table_data *data,
                              struct place place, length fixed) CHECKED;
const struct paragraph_style *cell_style(const struct styles *styles, const struct table_style *style,
                                         enum table_part part);

/* --- tables from data (data.c, turn_rows.c, run_data.c) --- */

/* A table from data: its columns, and the run of its body.  build->body NULL: a draft cannot say which they are. */
enum status data_columns(struct run *run, const struct instr *instr, struct record *scope,
                         struct table_build *build) CHECKED;
enum status data_apply(struct run *run, struct record *scope, struct sink *sink) CHECKED;
/* Is this <table> made from data? */
bool table_has_data(const struct node *node);
enum status compile_data(struct compiler *compiler, const struct node *node, const struct site *site,
                         struct instr *instr, struct table_data *table) CHECKED;
element_compile compile_level, compile_heads, compile_data_column; /* data.c, parts.c */
element_compile compile_turn, compile_foot;                        /* turn_rows.c */
/* Has the table rows at page turns?  Written out, with such rows. */
bool table_has_turns(const struct node *node);
enum status compile_written(struct compiler *compiler, const struct node *node, const struct site *site,
                            struct instr *instr, struct table_data *table) CHECKED;
/* A cell that prints a figure and adds it to a sum; another one is left alone. */
enum status cell_compile_sum(struct compiler *compiler, const struct node *node, const struct site *site,
                             struct cell_data *cell, struct instr **ret_body) CHECKED;

/* --- forms (form.c: what is written → instructions; run_form.c: these carried out) ---
 *
 * A form is a table whose rows are written as text: cells with | between them, as many as the form has columns.  A cell
 * that says + is one with that at its left, ++ all up to the right edge, ^ is one with that above; `^ text` is so where
 * that prints the same.  A row becomes the instructions of a table's row: one for each of its cells, and its end.
 */

struct form_cell {
    struct cell_data cell; /* first, so that cell_make finds it */
    bool label;            /* names what is beside or below it */
    bool same;             /* is one with that above if it prints the same */
};

enum form_mark { MARK_LEFT, MARK_EDGE, MARK_ABOVE };
struct form_join {
    enum form_mark mark;
};
instr_run run_form_join, run_form_end;

element_compile compile_form, compile_form_row, compile_form_cell;
instr_run run_form_row, run_form_cell;
enum status form_begin(struct run *run, struct table_build *build) CHECKED;
/* All its rows are there, and the cells have their places: which labels name rows, which columns? */
void form_end(struct table *table);
/* data.c: `as` prints the column's values: `of` is how they are written. */
enum status column_compile_as(struct compiler *compiler, const struct attr *as, struct str of,
                              struct column_data *column) CHECKED;
/* What messages call a value: the field at the end of a path, “值” where it is none. */
struct str figure_name(struct str of);

#endif
