/*
 * Inside layout: slices, flows, and who does what.
 *
 * A flow is what blocks become for a given width: a list of slices, top to bottom.  A slice is never cut: a line of text, a white
 * space, a signature block, a whole row of a table that nothing spans.  Page bodies and table cells are flows alike.
 * A table in a page body is one special slice (`table` set): the paginator asks it for as much as fits (table.h side of this header).
 *
 *   paragraph.c  block PARAGRAPH -> slices            columns.c, keep in flow.c
 *   flow.c       blocks -> flow (recursion)           paginate.c  flow -> pages, with keeps and fills
 *   contents.c   contents list, outline, links        furniture.c header, footer, watermark
 *   table_grid.c table_columns.c table_rows.c table_split.c table_rules.c
 */
#ifndef CHENGWEN_LAYOUT_INT_H
#define CHENGWEN_LAYOUT_INT_H

#include "layout/layout.h"
#include "text/text.h"

struct layout {
    struct arena *arena; /* the job's */
    struct diag *diag;
    const struct font_set *fonts;
    const struct content *content;
    struct page_document *document;
    uint32_t next_block, next_table; /* numbers for tags, from 1 */
    struct heading_target *headings; /* all headings of the document, in order: filled when placed */
    size_t heading_count, heading_capacity;
};

struct heading_target {
    const struct block *block; /* the heading */
    struct str title;          /* number and text, one line */
    bool placed;
    size_t page;               /* index, from 0 */
    int number;                /* as printed */
    length y;
};

/* Something to draw, relative to the slice's top left corner (x: from the flow's left edge). */
struct draw {
    struct page_item item;
    struct draw *next;
};

struct slice {
    length height;            /* without `before` */
    length before;            /* white above; dropped at the top of a page (or of a cell's part) */
    bool keep_next;           /* no page break between this and the next slice, if avoidable */
    bool page_break;          /* a new page begins before this slice */
    bool fill;                /* takes a share of what is left on the page */
    struct draw *draws;       /* in reading order */
    int heading;              /* index into layout->headings + 1 when a heading begins here; 0: none */
    int contents_entry;       /* index into layout->headings + 1 when this is the last line of its contents entry: number and leader
                                 are added at the end, within contents_right of the flow's left edge */
    const struct paragraph_style *contents_style;
    length contents_left, contents_right; /* where the entry's text ends, where the number ends */
    struct table_flow *table; /* a table in a page body; height is unknown then */
};

struct flow {
    length width;
    struct slice *slices;
    size_t count, capacity;
};

/* Blocks to slices, appended to `flow`.  `tag` is what the texts are part of when they stand in a cell, else NULL. */
enum status flow_add_blocks(struct layout *layout, struct flow *flow, const struct block *blocks, const struct page_tag *tag,
                            enum align align_override, bool has_align) CHECKED;
enum status flow_add_paragraph(struct layout *layout, struct flow *flow, const struct block *block, const struct page_tag *tag,
                               enum align align_override, bool has_align) CHECKED;
struct slice *flow_add_slice(struct layout *layout, struct flow *flow) CHECKED; /* NULL: no memory */
struct draw *slice_add_draw(struct layout *layout, struct slice *slice) CHECKED; /* appended; NULL: no memory */
/* The narrowest width that does not break an unbreakable piece / the width that breaks nothing, over all paragraphs of the blocks. */
enum status flow_blocks_widths(struct layout *layout, const struct block *blocks, length *ret_min, length *ret_natural) CHECKED;
/* Sum of heights with `before` dropped on the first slice. */
length flow_height(const struct flow *flow, size_t from, size_t to);
/* Copies the slice's draws to the page, moved by (x, y). */
enum status slice_place(struct layout *layout, const struct slice *slice, struct page *page, length x, length y) CHECKED;

/* --- tables --- */

/* The whole table measured for a width: columns, row heights, cell flows. */
enum status table_flow_make(struct layout *layout, const struct table *table, length width, struct table_flow **ret_flow) CHECKED;
/* How far the table has got: opaque, starts zeroed. */
struct table_cursor {
    size_t row;        /* first row not yet finished */
    length done;       /* how much of that row is on earlier pages */
    size_t parts;      /* parts placed so far */
    size_t *cell_next; /* per open cell: the first slice not yet placed (table_split's own) */
    bool finished;
};
/* Places as much of the table as fits into `room` with its top left at (x, y) of `page` (head, rules and labels repeated on later parts), moves the
 * cursor and says how high the part is.  When nothing sensible fits (not the head and one line of the first row) and `must` is false, places
 * nothing: *ret_height 0.  `must`: the page is empty, so something must go.  Caption and notes are slices around the table, not its own. */
enum status table_place(struct layout *layout, struct table_flow *flow, struct table_cursor *cursor, struct page *page, length x,
                        length y, length room, bool must, length *ret_height) CHECKED;
/* Least room that the table wants for its first part: head and first row (or the first lines of it). */
length table_first_height(const struct table_flow *flow);
/* Height of the whole when it is not broken. */
length table_total_height(const struct table_flow *flow);

#endif
