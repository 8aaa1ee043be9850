/*
 * Inside layout: what all wings share.
 *
 *   document.c    all of it, section by section
 *   flow/         blocks -> slices, for a width
 *   table/        tables, in page bodies and in cells
 *   pages/        slices -> pages, and what pages carry
 *
 * A wing is a folder with a door, WING.h: the names that others may use.  cmake/rooms.cmake says which door
 * is open to whom.
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

#endif
