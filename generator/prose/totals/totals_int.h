/*
 * Inside totals: a typed table with its numbers.
 *
 *   typing.c   the words of a table, typed or printed
 *   grid.c     cells, heads and labels; what a column is of
 *   totals.c   the door; what rows call 合计, column by column
 *   judge.c    is a total of a column one of the sums that it may be?
 *   across.c   what columns call 合计, row by row
 *   readings.c what such a column may be made of
 *   reckon.c   what that comes to in a row
 *   shares.c   占比, beside the amounts that they are of
 *   parts.c    其中: no part is larger than its whole
 */
#ifndef CHENGWEN_PROSE_TOTALS_INT_H
#define CHENGWEN_PROSE_TOTALS_INT_H

#include "prose/totals/totals.h"

enum {
    COLUMNS = 64 /* as many as a table has */,
    TABLE_ROWS = 1 << 16,
    TABLE_CELLS = 1 << 20 /* that are looked at */
};

/* What a label makes of its row or column: a sum in the middle of others, 小计; the whole, 合计; MAYBE: one if its figures
 * are sums (人工费小计); WEAK: the whole where it is the only total, and last (总额). */
enum row_kind {
    ROW_PLAIN,
    ROW_PART,
    ROW_TOTAL,
    ROW_MAYBE,
    ROW_WEAK,
    ROW_NONE /* no amount, as a rule: 平均 */
};

enum { LEVELS = 2 };

/* --- typing.c --- */

/* A cell, its words without blanks and the colon at the end. */
struct worded_cell {
    struct str words;
    struct place place;
    size_t span, rows;
    bool is_free; /* declared so, or it holds something else than words */
};

struct worded_row {
    struct worded_cell *cells;
    size_t count;
    bool head, is_free;
};

struct worded_table {
    struct arena *arena;
    struct worded_row *rows;
    size_t count, capacity, cells;
    bool headed;  /* it has a head */
    bool printed; /* by a layout, which proves its sums below columns */
    bool rounded; /* sums may differ, says a note below it */
    bool large;   /* 单位：万元 is said of all */
    bool full;    /* more cells than are looked at */
    enum status status;
};

/* Into a table that has its arena alone. */
void worded_typed(struct worded_table *own, const struct node *table);
void worded_printed(struct worded_table *own, const struct table *table);

/* --- grid.c --- */

enum cell_sort { CELL_EMPTY, CELL_NOTHING /* — */, CELL_NUMBER, CELL_OTHER };

struct typed {
    const struct worded_cell
        *worded; /* NULL: there is none, or it stands elsewhere over several columns or rows */
    int64_t value;
    struct measure measure; /* unit NULL: none */
    enum cell_sort sort;
    unsigned char decimals; /* that it is printed with */
};

struct row {
    enum row_kind kind;
    bool of;                         /* 其中：… */
    bool ends;                       /* 其他: the last part of a whole */
    unsigned char level;             /* of its number, from 1 on: 一、, （二）; 0: it has none */
    const struct worded_cell *label; /* the cell that calls it a total; else the first with words */
    struct str words;                /* its */
};

/* What the heads above it say of a column; texts without blanks. */
struct heads {
    struct str head, above; /* the lowest; the one above that, empty: none */
    const struct worded_cell *cell, *parent;
    enum row_kind kind;
    struct measure unit;
    size_t numbers;      /* cells */
    bool no_sum;         /* of numbers that nobody adds up */
    bool marks, weights; /* its head says so */
    bool large;          /* its head says 万元 */
    bool spans;          /* its head says how long something takes: the whole may be the longest */
    bool of, of_parent;  /* 其中：男; below a head 其中 */
    bool ends;           /* 其他: the last part of a whole */
};

/* What is to be told of a cell, and by how much it is off. */
struct fault {
    size_t row, column;
    int64_t off;
    struct total total;
};

struct grid {
    struct arena *arena;
    const struct total_teller *teller;
    struct heads columns[COLUMNS];
    size_t width; /* columns */
    struct row *rows;
    struct typed *cells; /* of the rows, `width` each */
    size_t row_count, row_capacity, cell_capacity;
    bool large;   /* 单位：万元 is said of all */
    bool rounded; /* sums may differ, says a note */
    bool full;    /* more cells than are looked at */
    size_t tried; /* readings of rows, so far */
    struct fault *faults;
    size_t fault_count, fault_capacity;
    enum status status;
};

/* Reads the table. */
void grid_read(struct grid *own, const struct worded_table *table);
static inline const struct typed *grid_cell(const struct grid *grid, size_t row, size_t column)
{
    return &grid->cells[row * grid->width + column];
}
bool text_holds_any(struct str text, const char *const *words, size_t count);
/* To be told of the cell, by the end, where nothing else explains it; place and text are read here. */
void grid_fault(struct grid *own, size_t row, size_t column, const struct total *total);
/* What another fault makes wrong as well is none: a total where the sum of its row is told. */
void grid_tell(struct grid *own);
/* What the last digit that it is printed with is worth. */
int64_t last_digit(const struct typed *cell);

/* The table as it is, or turned: its lines are columns, and places of them rows; or the other way round. */
struct frame {
    struct grid *grid;
    bool turned;
};
static inline size_t frame_lines(const struct frame *frame)
{
    return frame->turned ? frame->grid->row_count : frame->grid->width;
}
static inline size_t frame_places(const struct frame *frame)
{
    return frame->turned ? frame->grid->width : frame->grid->row_count;
}
static inline const struct typed *frame_cell(const struct frame *frame, size_t line, size_t place)
{
    return frame->turned ? grid_cell(frame->grid, line, place) : grid_cell(frame->grid, place, line);
}
/* Its label or head; `line` of lines, or of places. */
struct str frame_words(const struct frame *frame, bool lines, size_t at);
enum row_kind frame_kind(const struct frame *frame, bool lines, size_t at);
void frame_fault(const struct frame *frame, size_t line, size_t place, const struct total *total);
bool frame_of(const struct frame *frame, bool lines, size_t at); /* 其中 */

/* The numbers may have been rounded, so that sums of them differ from the printed: 万元, or one decimal. */
bool is_rounded(const struct grid *grid, const struct heads *heads, const struct typed *cell);

/* Of values as large as they may be; never INT64_MIN. */
static inline int64_t added_up(int64_t a, int64_t b)
{
    int64_t sum;
    return __builtin_add_overflow(a, b, &sum) || sum == INT64_MIN ? INT64_MAX : sum;
}
static inline int64_t off_by(int64_t value, int64_t sum)
{
    int64_t off;
    return __builtin_sub_overflow(value, sum, &off) || off == INT64_MIN ? INT64_MAX : off;
}

struct item {
    uint32_t row;
    int64_t value;
    const struct typed *cell;
};

/* The numbers of a column, from the first row of the body on. */
struct adding {
    const struct heads *column;
    bool cut; /* from some row on it holds something else than numbers of one unit */
    struct measure unit;
    struct item *items;
    size_t count, capacity;
    const bool *left_out; /* of the rows: parts of others */
    bool *wrong;          /* of the items: totals that are no sum */
    int64_t *sums;
};

/* Marks each total of the column that is no sum of its rows; `weights`: of all columns. */
void totals_judge(struct grid *own, struct adding *column, const struct adding *columns);
/* Is the total, below or behind the heads, the sum of `rows` numbers, which may have been rounded? */
bool is_sum(const struct grid *grid, const struct heads *heads, const struct typed *total, int64_t sum,
            size_t rows);

void totals_across(struct grid *own);
void totals_shares(struct grid *own);
void totals_parts(struct grid *own);

#endif
