/*
 * The door of the wing table: tables in page bodies, set part by part as pages ask for them, and tables in
 * cells and columns.
 */
#ifndef CHENGWEN_LAYOUT_TABLE_H
#define CHENGWEN_LAYOUT_TABLE_H

#include "layout/flow/flow.h"

/* wide.c: the tables that `table` is set as, in a style with split_columns; mostly itself alone. FAILED
 * (reported): a column does not fit beside the labels. */
enum status table_wide_cut(struct layout *layout, const struct table *table, length width,
                           const struct table **ret_tables, size_t *ret_count) CHECKED;
/* What stands above a later part of it; *ret_block NULL: nothing, or there is no style for it. */
enum status table_title_block(struct layout *layout, const struct table *table,
                              struct block **ret_block) CHECKED;
/* Slices of a caption or title: one in the middle or at the right goes with its table, `width` wide. */
void table_caption_follow(const struct layout *layout, const struct table *table, const struct flow *flow,
                          size_t from, size_t to, length width);
/* A table for a width: columns, grid, the first rows.  The texts of others are set when a part is planned,
 * so faults in them come to light with table_place or table_check. */
enum status table_flow_make(struct layout *layout, const struct table *table, length width,
                            struct table_flow **ret_flow) CHECKED;
/* How far the table has got: starts zeroed.  A copy is a snapshot: one may go back to it. */
struct table_cursor {
    size_t row;           /* first row not yet finished */
    size_t parts;         /* parts placed so far */
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
enum status table_place(struct layout *layout, struct table_flow *flow, struct table_cursor *cursor,
                        const struct table_room *room, length *ret_height) CHECKED;
length table_width(const struct table_flow *flow);
/* Least room that the table wants for its first part: head and first row (or the first lines of it). */
length table_first_height(const struct table_flow *flow);
/* Height of the whole when it is not broken; more than `most`: somewhat more. */
length table_total_height(struct table_flow *flow, length most);
/* The rows above `row` are placed for good: their texts are given back.  All of it: SIZE_MAX. */
void table_release(struct layout *layout, struct table_flow *flow, size_t row);
/* Looks for the faults of all rows not yet set, in a document that has failed: the table cannot be placed any
 * more.  FAILED: there are some in the table. */
enum status table_check(struct layout *layout, struct table_flow *flow) CHECKED;
/* At the end of the document, whatever its end: gives back what tables still hold. */
void table_windows_free(struct layout *layout);
/* A table in a cell or a column: slices, between which it may be divided. */
enum status flow_add_inner_table(struct layout *layout, struct flow *flow, const struct table *table) CHECKED;
/* The widths that the whole table asks for: as flow_blocks_widths. */
enum status table_widths(struct layout *layout, const struct table *table,
                         struct text_widths *ret_widths) CHECKED;

#endif
