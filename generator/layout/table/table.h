/*
 * The door of the wing table: tables in page bodies, set part by part as pages ask for them, and tables in
 * cells and columns.
 */
#ifndef CHENGWEN_LAYOUT_TABLE_H
#define CHENGWEN_LAYOUT_TABLE_H

#include "layout/flow/flow.h"

/* How flows have tables set. */
extern const struct flow_tables tables_in_flows;
/* Makes what the wing writes; gives back what tables still hold, at the end of the document, whatever its
 * end. */
enum status table_begin(struct layout *layout) CHECKED;
void table_end(const struct layout *layout);

/* How far the table has got: starts zeroed.  A copy is a snapshot: one may go back to it. */
struct table_cursor {
    size_t row;           /* first row not yet finished */
    size_t parts;         /* parts placed so far */
    size_t sums_row;      /* where sums at page turns began, … */
    size_t sums_parts;    /* … so many parts ago */
    const uint32_t *next; /* [column]: of the cell that begins there and goes on in `row`, the first slice not
                             yet placed */
    bool row_begun;       /* a piece of `row` is on an earlier page */
    bool finished;
};
/* Where a part of a table may stand. */
struct table_room {
    struct page *page; /* its height tells which rows are short: those go to the next page whole */
    length x, y;       /* top left corner of the part */
    length height;
    length full; /* of an empty page; 0: as `height` */
    bool must;   /* the page is empty, so something must go */
};
/* Places as much of the table as fits into the room (head, rules and labels repeated on later parts), moves
 * the cursor and says how high the part is.  When nothing sensible fits (not the head and one line of the
 * first row) and `must` is false, places nothing: *ret_height 0. Caption and notes are slices around the
 * table, not its own.  What stands out even of an empty page is placed and reported: FAILED. */
enum status table_place(const struct where *where, struct table_flow *flow, struct table_cursor *cursor,
                        const struct table_room *room, length *ret_height) CHECKED;
/* The part placed on that page stays there: its sums at the page turn become part of the structure, and what it placed is
 * told so. */
enum status table_settle(const struct where *where, struct table_flow *flow, struct page *page) CHECKED;
/* Least room that the table wants for its first part: head and first row (or the first lines of it). */
length table_first_height(const struct table_flow *flow);
/* Height of the whole when it is not broken; more than `most`: somewhat more. */
length table_total_height(struct table_flow *flow, length most);
/* The rows above `row` are placed for good: their texts are given back.  All of it: SIZE_MAX. */
void table_release(struct table_flow *flow, size_t row);
/* Looks for the faults of all rows not yet set, in a document that has failed: the table cannot be placed any
 * more.  FAILED: there are some in the table. */
enum status table_check(struct table_flow *flow) CHECKED;

#endif
