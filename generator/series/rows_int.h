/* What rows.c and join.c share: the papers of a workbook, and the lists joined to them. */
#ifndef CHENGWEN_ROWS_INT_H
#define CHENGWEN_ROWS_INT_H

#include "series/series_int.h"

/* The rows of another sheet, each with the next of the same paper. */
struct joined {
    struct target list;
    struct series_columns columns;
    uint32_t key; /* column */
    /* Of each paper, of each paper, of each row: index of a row of the sheet; 0 (the first is a head): none. */
    size_t *first, *last, *next;
};

/* A row of another sheet that is of no paper. */
struct orphan {
    const struct sheet *sheet;
    size_t row;
    struct record_fault *faults;
};

struct constant {
    struct target target;
    struct text_at is;
};

struct rows {
    const struct series_source *source;
    struct text_at name;
    struct target list; /* count 0: a row is a paper */
    struct series_columns columns;
    struct joined *joined;
    size_t joined_count, joined_capacity;
    struct constant *constants;
    size_t constant_count, constant_capacity;
    struct orphan *orphans;
    size_t orphan_count, orphan_capacity;
};

/* --- rows.c --- */

struct place row_place(const struct rows *rows, const struct sheet *sheet, const struct sheet_row *row);
const struct shape *list_shape(const struct target *list); /* what the rows of a list are */

/* --- join.c --- */

struct str key_text(const struct sheet_row *row, uint32_t column); /* empty: it is none */
/* Each row of the list to its paper, or to those that are of none. */
enum status rows_join(const struct series_reading *reading, struct rows *rows,
                      const struct mapping_list *said, struct joined *joined) CHECKED;

#endif
