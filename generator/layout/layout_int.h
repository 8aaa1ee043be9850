/*
 * Inside layout: slices, flows, and who does what.
 *
 * A flow is what blocks become for a given width: a list of slices, top to bottom.  A slice is never cut: a
 * line of text, a white space, columns side by side, a band of rows of a table.  Page bodies and table cells
 * are flows alike.  A table in a page body is one special slice (`table` set): the planner asks it for as
 * much as fits (at the end of this header).
 *
 *   document.c    all of it, section by section
 *
 *   spans.c       inlines -> text, each paragraph once
 *   paragraph.c   lines -> slices, the line grid
 *   flow.c        blocks -> flow (recursion);  columns.c  blocks side by side
 *   marks.c       rules and circles;  picture.c  pictures
 *   contents.c    contents list: entries, then numbers, leaders, links
 *   headings.c    headings: collected, placed, outline
 *   widths.c      the widths that blocks ask for
 *
 *   body.c        blocks are set as pages need them
 *   plan.c        which slices stand on one page
 *   paginate.c    pages from plans: fills, numbering
 *   notes.c       footnotes: set, measured, placed
 *   furniture.c, watermark.c  what every page carries;  margins.c  what it takes from the text area
 *   paint.c       the watermark on fills and pictures
 *   turn.c        landscape text on upright sheets
 *   overlap.c     no text over another, or hidden by what is under it
 *   seal.c        pages leave memory
 *
 * Tables are a wing of their own: table/table_int.h.
 */
#ifndef CHENGWEN_LAYOUT_INT_H
#define CHENGWEN_LAYOUT_INT_H

#include "layout/layout.h"
#include "text/text.h"

enum { FAINT_MAX = 8 };

struct layout {
    struct arena *arena; /* for what is set now: the job's, or that of some rows of a table (table/texts.c) */
    struct arena *job;   /* for what stays to the end */
    /* The arena of the page being filled: its items, and what they point to unless that lives longer.  Gone
     * when the page is sealed; the job's where all pages are kept, and while a flow is made. */
    struct arena *page_arena;
    struct diag *diag;
    const struct font_set *fonts;
    const struct content *content;
    struct page_document *document;
    uint32_t next_block, next_table; /* numbers for tags, from 1 */
    uint32_t last_line;              /* number of the line of text, or picture, drawn last */
    struct heading_target *headings; /* all headings of the document, in order: filled when placed */
    size_t heading_count, heading_capacity;
    size_t heading_next;                /* the next heading to be set */
    int page_number;                    /* running number of the page being filled */
    length page_height;                 /* of the text area of the section being set; 0: no page in mind */
    struct missing_role *missing_roles; /* already reported */
    struct text_cache *heading_texts;   /* spans.c: to the end, for contents lists set them too */
    struct text_cache *texts;           /* spans.c: as long as `arena` */
    struct table_window *windows, *spare_windows; /* table/texts.c */
    struct contents_line *contents_lines;         /* lines of contents lists already placed, in order */
    size_t contents_line_count, contents_line_capacity;
    struct margin_height *margin_heights;   /* margins.c: what was measured */
    const struct section *faulty_furniture; /* the section whose furniture was found at fault last */
    struct sheet *sheets;                   /* one for each page of the document */
    size_t sheet_count, sheet_capacity;
    const struct layout_sink *sink; /* NULL: all pages are kept */
    uint32_t *block_numbers;        /* as they stand in tags at last, by the number given first */
    size_t block_number_count, block_number_capacity;
    uint32_t last_block_number;
    struct faint {
        uint32_t ink, ground;
    } faint[FAINT_MAX]; /* colours already told to be too alike (overlap.c) */
    size_t faint_count;
    struct note *notes; /* footnotes, by number - 1 */
    size_t note_count, note_capacity;
};

struct heading_target {
    const struct block *block; /* the heading */
    struct str title;          /* number and text, one line */
    bool placed;
    size_t page; /* index, from 0 */
    int number;  /* as printed */
    length y;
};

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
    int heading;       /* index into layout->headings + 1 when a heading begins here; 0: none */
    int contents_link; /* index into layout->headings + 1 for every line of a contents entry; 0: none */
    struct page_tag contents_tag;
    int contents_entry; /* index into layout->headings + 1 when this is the last line of its contents entry:
                           number and leader are added at the end, within contents_right of the flow's left
                           edge */
    const struct paragraph_style *contents_style;
    length contents_left, contents_right; /* where the entry's text ends, where the number ends */
    struct table_flow *table;             /* a table in a page body; height is unknown then */
    const uint32_t *notes;                /* numbers of the footnotes whose marks stand here, in order */
    size_t note_count;
};

struct flow {
    length width;
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
    const struct page_tag *tag; /* what the texts are part of; NULL: each is a part of its own */
    enum align align;           /* instead of the style's, if has_align */
    bool has_align;
};
/* Blocks to slices, appended to `flow`. */
enum status flow_set_blocks(struct layout *layout, struct flow *flow, const struct block *blocks,
                            const struct setting *setting) CHECKED;
struct slice *flow_add_slice(struct layout *layout, struct flow *flow) CHECKED; /* NULL: no memory */
struct draw *slice_add_draw(struct layout *layout,
                            struct slice *slice) CHECKED; /* appended; NULL: no memory */
/* As text_paragraph_widths, over all blocks. */
enum status flow_blocks_widths(struct layout *layout, const struct block *blocks,
                               struct text_widths *ret_widths) CHECKED;
/* Sum of heights with `before` dropped on the first slice. */
length flow_height(const struct flow *flow, size_t from, size_t to);
/* Copies the slice's draws to the page, moved by (x, y). */
enum status slice_place(struct layout *layout, const struct slice *slice, struct page *page, length x,
                        length y) CHECKED;
/* The same, of a slice that is the first or the last of its cell's part. */
struct slice_ends {
    bool first, last;
};
enum status slice_place_cut(struct layout *layout, const struct slice *slice, struct page *page, length x,
                            length y, struct slice_ends ends) CHECKED;

#endif
