/*
 * The door of the wing flow: what blocks become for a given width.
 *
 * A flow is a list of slices, top to bottom.  A slice is never cut: a line of text, a white space, columns
 * side by side, a band of rows of a table.  Page bodies and table cells are flows alike.  A table in a page
 * body is one special slice (`table` set): the planner asks it for as much as fits.
 */
#ifndef CHENGWEN_LAYOUT_FLOW_H
#define CHENGWEN_LAYOUT_FLOW_H

#include "layout/layout_int.h"

/* Of a slice that divides a table, some things are drawn only where the page is divided beside it, or not. */
enum draw_when {
    DRAW_ALWAYS,
    DRAW_INSIDE,   /* unless the slice is the first of its cell's part */
    DRAW_AT_BEGIN, /* only then */
    DRAW_AT_END    /* only when it is the last */
};

/* Something to draw, relative to the slice's top left corner (x: from the flow's left edge). */
struct draw {
    struct page_item item;
    int heading; /* not 0: nothing to draw; a heading begins here (a slice's `heading` that became part of a
                    larger slice) */
    const struct page_line *line; /* not NULL: nothing to draw; a line of text is set at item.x, item.y */
    enum draw_when when;
    bool on_sheet; /* x is to be found: centred on the sheet, at most as wide */
    struct draw *next;
};

struct slice {
    length height;  /* without `before` */
    length before;  /* white above; dropped at the top of a page (or of a cell's part) */
    length again;   /* of a table in a cell: its head, drawn above the slice where a part begins with it */
    bool keep_next; /* no page break between this and the next slice, if avoidable */
    /* Why keep_next: where no page can hold a chain of keeps, the weakest goes first.  Neither: a wish (KEEP,
     * keep-together). */
    bool keep_company;  /* the next is not to be alone: keep-previous, notes of a table */
    bool keep_line;     /* a rule: 孤行, a heading with its text, a caption with its table */
    bool keep_whole;    /* a table inside KEEP: not divided when it fits a page */
    bool page_break;    /* a new page begins before this slice */
    enum parity parity; /* ... of such a number; of a section's first slice, too */
    bool keep_parity;   /* asked by a KEEP: on this page, if it is one and has room */
    bool fill;          /* takes a share of what is left on the page */
    bool picture;       /* a picture, or columns with one: never higher than the text area */
    bool space;         /* white only: shortened rather than carried over a page break */
    length grid;        /* not 0: white grows above until `above` over the slice a line of this grid begins */
    length above;       /* grid: what of `before` is the paragraph's own */
    struct place place; /* for messages */
    struct draw *draws; /* in reading order */
    struct draw *last_draw;
    int heading;       /* index of a heading + 1 when a heading begins here; 0: none */
    int contents_link; /* index of a heading + 1 for every line of a contents entry; 0: none */
    struct page_tag contents_tag;
    int contents_entry; /* index of a heading + 1 when this is the last line of its contents entry:
                           number and leader are added at the end, within contents_right of the flow's left
                           edge */
    const struct paragraph_style *contents_style;
    length contents_left, contents_right; /* where the entry's text ends, where the number ends */
    struct table_flow *table;             /* a table in a page body; height is unknown then */
    const struct paragraph *paragraph;    /* whose line it is, if that may have a line more or fewer */
    const uint32_t *notes;                /* numbers of the footnotes whose marks stand here, in order */
    size_t note_count;
};

struct flow {
    length width;
    length page;     /* height of the text area of the pages that it will stand on; 0: none in mind */
    bool page_level; /* a page body: tables may be divided, page breaks count; false in cells and columns */
    bool text_wide;  /* as wide as the text area: rules may stand out of it, centred on the sheet */
    length grid;     /* of page bodies: pitch of the line grid; 0: none */
    bool pending_break;         /* the next slice begins a page */
    enum parity pending_parity; /* of such a number */
    length pending; /* white that the next slice has above it (the `after` of what stands before) */
    struct slice *slices;
    size_t count, capacity;
};

/* What holds for all blocks of a flow. */
struct setting {
    bool repeated; /* stands somewhere before already, and is not read again */
    bool in_cell;
    enum align align; /* instead of the style's, if has_align */
    bool has_align;
};
/* Blocks to slices, appended to `flow`. */
enum status flow_set_block(const struct where *where, struct flow *flow, const struct block *block,
                           const struct setting *setting) CHECKED;
/* The same, of the walk's; moves it on.  In page bodies a paragraph that ends with a colon keeps with a table, picture or list
 * behind it. */
enum status flow_set_next(const struct where *where, struct flow *flow, struct block_walk *walk,
                          const struct setting *setting) CHECKED;
/* The same, of all that follow each other. */
enum status flow_set_blocks(const struct where *where, struct flow *flow, const struct block *blocks,
                            const struct setting *setting) CHECKED;
struct slice *flow_add_slice(const struct where *where, struct flow *flow) CHECKED; /* NULL: no memory */
/* A copy of it, appended. */
enum status slice_add_draw(const struct where *where, struct slice *slice, const struct draw *draw) CHECKED;
/* As text_paragraph_widths, over all blocks. */
enum status flow_blocks_widths(const struct where *where, const struct block *blocks,
                               struct text_widths *ret_widths) CHECKED;
/* Moves all draws of the flow to the right. */
void flow_shift(struct flow *flow, length x);
/* Sum of heights with `before` dropped on the first slice. */
length flow_height(const struct flow *flow, size_t from, size_t to);
/* Copies the slice's draws to the page, moved by (x, y). */
enum status slice_place(const struct where *where, const struct slice *slice, struct page *page, length x,
                        length y) CHECKED;
/* The same, of a slice that is the first or the last of its cell's part. */
struct slice_ends {
    bool first, last;
};
enum status slice_place_cut(const struct where *where, const struct slice *slice, struct page *page, length x,
                            length y, struct slice_ends ends) CHECKED;

/* What a flow has done by the wing table (table/table.h). */
struct flow_tables {
    /* The table with all around it, appended to `flow`. */
    enum status (*add)(const struct where *where, struct flow *flow, const struct table *table) CHECKED;
    /* The widths that the whole table asks for: as flow_blocks_widths. */
    enum status (*widths)(const struct where *where, const struct table *table,
                          struct text_widths *ret_widths) CHECKED;
};

/* Makes what the wing writes. */
enum status flow_begin(struct layout *layout) CHECKED;

/* The numbers of lines, as they are drawn, so that what stands on one line can be told. */
struct numbers {   /* a copy is a snapshot, to count from without being noticed */
    uint32_t line; /* of the line of text, rule or picture, drawn last */
};
static inline uint32_t number_line(const struct layout *layout)
{
    return ++layout->numbers->line;
}

/* --- spans.c --- */

enum { HEADING_LEVELS = 6 };
struct page_heads { /* of each level, from 1: the heading that a page is under; empty: none */
    struct str first[HEADING_LEVELS], last[HEADING_LEVELS];
};

struct page_numbers { /* what INLINE_PAGE_NUMBER, INLINE_PAGE_COUNT and INLINE_CURRENT print */
    int number, count;
    const struct page_heads *heads; /* NULL: not known, the longest are taken */
};

struct text_source {
    const struct block *block;
    const struct paragraph_style *style;
    const struct page_numbers *numbers; /* NULL: page numbers are an error here */
    bool plain; /* contents list: span styles ignored, line ends and tabs are spaces; cuts, blanks and notes
                   left out */
};

/* Reported once a role; FAILED: no such role. */
enum status role_lookup(const struct where *where, struct str role, bool bold, struct place place,
                        int *ret_role) CHECKED;
enum status text_make(const struct where *where, const struct text_source *source,
                      struct text_paragraph **ret_text) CHECKED;
/* The text of a paragraph in its own style: made once a document, so that its faults are reported once. */
enum status text_of_block(const struct where *where, const struct block *block,
                          struct text_paragraph **ret_text) CHECKED;

/* --- paragraph.c --- */

struct paragraph {
    const struct block *block;
    const struct paragraph_style *style;
    struct text_paragraph *text;
    enum align align;
    length reserved; /* at the right, beside the style's indent */
    struct page_tag tag;
    bool in_cell;
    bool is_heading; /* never last on a page */
    int heading;     /* index of a heading + 1; 0: none */
    size_t lines;    /* not 0: in so many, as paragraph_looseness has found possible */
};

enum status paragraph_add_lines(const struct where *where, struct flow *flow,
                                const struct paragraph *paragraph, length *ret_last_right) CHECKED;
struct text_measure paragraph_measure(const struct flow *flow, const struct paragraph *paragraph);
/* What a line is part of. */
struct text_owner {
    struct page_tag tag;
    struct place place;
    const struct block *block; /* whose inlines are its text; NULL: none */
    uint8_t breaks, says;      /* of its first glyphs; of all: page.h */
};
enum status paragraph_draw_line(const struct where *where, struct slice *slice, const struct text_line *line,
                                length baseline, const struct text_owner *owner) CHECKED;
enum { EM_ABOVE = 88 /* hundredths of the size: how far the em box stands above the baseline */ };
length style_baseline(const struct paragraph_style *style); /* from the slice's top */
/* The white above a slice that is not the first of its page, `used` of which is full. */
length slice_white(const struct slice *slice, length used);

/* --- again.c --- */

/* The slices from `from` on are its lines, `count` of them: of a page body, it may be set anew if no note, no grid and no
 * other block has an eye on them. */
enum status paragraph_may_change(const struct where *where, struct flow *flow, size_t from,
                                 const struct paragraph *paragraph) CHECKED;
/* How many lines a paragraph has that may change; 0: none begins with this slice. */
size_t paragraph_begins(const struct flow *flow, size_t at);
/* What a line fewer or more would cost the paragraph that begins there and was not changed yet. */
enum status paragraph_looseness(const struct flow *flow, size_t at,
                                struct text_looseness *ret_looseness) CHECKED;
/* Sets it in so many lines, one fewer or more than it had (0: as it was): the slices behind move. */
enum status paragraph_change(const struct where *where, struct flow *flow, size_t at, size_t lines) CHECKED;

/* --- headings.c --- */

struct heading_target {
    const struct block *block; /* the heading */
    struct str title;          /* number and text, one line */
    bool placed;
    size_t page; /* index, from 0 */
    length y;
};

enum status headings_collect(const struct layout *layout) CHECKED;
size_t headings_count(const struct layout *layout);
const struct heading_target *heading_at(const struct layout *layout, size_t index);
enum status outlines_add(const struct layout *layout) CHECKED;
struct str heading_longest(const struct layout *layout, int level);
/* What is placed so far; pages come in their order, or from the first on anew. */
void headings_of_page(const struct layout *layout, size_t page, struct page_heads *ret_heads);

/* --- contents.c --- */

struct contents_line {
    size_t page, item; /* the line's items end before this one */
    int heading;       /* index + 1 */
    bool last;
    length x, y, height;
    length left, right; /* on the page: the end of the text, the end of the number */
    const struct paragraph_style *style;
    struct page_tag tag;
};
/* Those already placed, in order. */
const struct contents_line *contents_lines(const struct layout *layout, size_t *ret_count);
/* Does a contents list stand on the page filled last? */
bool contents_stand_on(const struct layout *layout, size_t page);

/* --- notes.c --- */

struct note {
    const struct block *blocks;
    bool is_set;              /* its mark was found in a page body */
    size_t begin, least, end; /* slices of its section's notes; begin to least stay together */
};
size_t notes_count(const struct layout *layout);
const struct note *note_of(const struct layout *layout, uint32_t number);
/* It is set: where it stands in the notes of its section. */
void note_settle(const struct layout *layout, uint32_t number, size_t begin, size_t least, size_t end);
/* Both start zeroed: who only measures has some that nobody hears of. */
struct notes {
    struct note *items; /* by number - 1 */
    size_t count, capacity;
};
struct texts {                    /* spans.c */
    struct missing_role *missing; /* already reported */
    struct text_cache headings;   /* to the end: contents lists set them too */
};

#endif
