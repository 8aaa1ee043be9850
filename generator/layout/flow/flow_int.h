/*
 * Inside the wing flow.
 *
 *   flow.c        blocks -> flow (recursion);  columns.c  blocks side by side
 *   spans.c       inlines -> text, each paragraph once
 *   paragraph.c   lines -> slices, the line grid
 *   again.c       paragraphs set anew, a line longer or shorter
 *   marks.c       rules;  picture.c  pictures;  chart.c  charts;  sign.c  signing places
 *   headings.c    headings: collected, placed, outline
 *   contents.c    contents list: its entries, and where they were placed
 *   notes.c       footnotes, by number
 *   widths.c      the widths that blocks ask for
 */
#ifndef CHENGWEN_LAYOUT_FLOW_INT_H
#define CHENGWEN_LAYOUT_FLOW_INT_H

#include "layout/flow/flow.h"

/* --- spans.c --- */

/* Not what a draft has as stated beside the computed value. */
bool is_of_title(const struct inline_item *item);
/* Takes the cuts (U+200B) out of a text that will stand on one line; gives the length of what is left. */
size_t text_drop_cuts(char *bytes, size_t len);

/* --- paragraph.c --- */

enum status flow_add_paragraph(const struct where *where, struct flow *flow, const struct block *block,
                               const struct setting *setting) CHECKED;

/* --- flow.c --- */

struct page_tag setting_tag(const struct setting *setting, const struct block *block);

/* Moves the draws by (x, y) and adds them to the end of the slice. */
void slice_append_draws(struct slice *slice, struct draw *draws, length x, length y);
/* The line before what comes now comes along: through white, to the last slice that is something. */
void flow_keep_with_previous(struct flow *flow);

/* The blocks, on one page if they fit. */
enum status flow_add_kept(const struct where *where, struct flow *flow, const struct block *blocks,
                          const struct setting *setting) CHECKED;

/* --- marks.c --- */

length aligned_x(enum align align, length room); /* where it begins, `room` being left over */
enum status flow_add_rule(const struct where *where, struct flow *flow, const struct block *block) CHECKED;
/* --- sign.c --- */

enum status flow_add_sign(const struct where *where, struct flow *flow, const struct block *block,
                          const struct setting *setting) CHECKED;

/* --- picture.c --- */

enum status flow_add_picture(const struct where *where, struct flow *flow, const struct block *block,
                             const struct setting *setting) CHECKED;
/* The narrowest that a column may make it, and its own width. */
struct text_widths picture_widths(const struct block_picture *picture);

/* --- chart.c --- */

enum status flow_add_chart(const struct where *where, struct flow *flow, const struct block *block,
                           const struct setting *setting) CHECKED;
struct text_widths chart_widths(const struct block_chart *block); /* as picture_widths */

/* --- columns.c --- */

enum status flow_add_columns(const struct where *where, struct flow *flow, const struct block *block,
                             const struct setting *setting) CHECKED;

/* --- headings.c --- */

struct headings {
    struct heading_target *items;
    size_t count, capacity;
    size_t next;                   /* to be set */
    struct page_heads under;       /* what holds where page `under_page` begins: `last` alone */
    size_t under_page, under_next; /* headings before this one were entered */
};
/* The index + 1 of a heading about to be set; 0 when it is none of the document's (inside a table cell). */
int heading_take(const struct layout *layout, const struct block *block);
void heading_place(const struct layout *layout, int heading, const struct page *page, length y);

/* --- contents.c --- */

struct contents {
    struct contents_line *lines; /* placed, in order */
    size_t count, capacity;
};
enum status flow_add_contents(const struct where *where, struct flow *flow,
                              const struct block *block) CHECKED;
enum status contents_note(const struct layout *layout, const struct slice *slice, const struct page *page,
                          length x, length y) CHECKED;

/* --- notes.c --- */

/* The number of a footnote, from 1; 0: no memory. */
uint32_t note_register(const struct layout *layout, const struct block *blocks) CHECKED;
/* More notes whose marks stand in the slice. */
enum status slice_add_notes(const struct where *where, struct slice *slice, const uint32_t *notes,
                            size_t count) CHECKED;

#endif
