/*
 * Inside layout: what all wings share.
 *
 *   document.c    all of it, section by section
 *   structure.c   what the parts of the document are, before anything is set
 *   links.c       texts that lead to parts of the paper, by their nodes
 *   signing.c     where parties sign: collected, kept free;  straddle.c  seals over the edges of all pages
 *   flow/         blocks -> slices, for a width
 *   table/        tables, in page bodies and in cells
 *   pages/        slices -> pages, and what pages carry
 *
 * A wing is a folder with a door, WING.h: the names that others may use.  cmake/rooms.cmake says which doors
 * are open to whom; pages knows table and flow, table knows flow, flow knows neither.
 */
#ifndef CHENGWEN_LAYOUT_INT_H
#define CHENGWEN_LAYOUT_INT_H

#include "layout/layout.h"
#include "text/text.h"

/* One document in the making.  Made in document.c, and nowhere changed: what grows meanwhile stands behind a
 * pointer, and only the file that is named there writes it.  Who wants to
 * try something without leaving a trace takes a copy with other pointers (table/measure.c, pages/margins.c).
 */
struct layout {
    /* what is given */
    struct arena *job; /* for what stays to the end */
    struct diag *diag;
    const struct font_set *fonts;
    const struct content *content;
    const struct layout_sink *sink;   /* NULL: all pages are kept */
    const struct flow_tables *tables; /* how flow has tables set, which it does not know */

    /* what is written */
    struct page_document *document;     /* pages/sheets.c begins pages, outlines come from flow/headings.c,
                                           the structure from structure.c, entries of contents lists from
                                           flow/contents.c */
    struct numbers *numbers;            /* flow/flow.h: of lines */
    struct texts *texts;                /* flow/spans.c: roles found missing, the texts of headings */
    struct headings *headings;          /* flow/headings.c */
    struct links *links;                /* links.c: texts that lead somewhere, and what they lead to */
    struct cited_pages *cited;          /* pages/cited.c: pages that wait for numbers of others */
    struct contents *contents;          /* flow/contents.c: lines of contents lists, where they stand */
    struct notes *notes;                /* flow/notes.c: footnotes, by number */
    struct table_windows *windows;      /* table/texts.c: the texts of rows that are wanted */
    struct table_shared **shared;       /* table/columns.c: columns that tables share */
    struct sheets *sheets;              /* pages/sheets.c: the pages, and the arena of the one being filled */
    struct margins *margins;            /* pages/margins.c: what was measured */
    struct furniture_faults *furniture; /* pages/furniture.c */
    struct faint_colors *faint;         /* pages/overlap.c: already told */
    struct straddles *straddles;        /* straddle.c: what pages leave free at their edges */
    struct signing *signing;            /* signing.c: the signing places, and what stands there */
};

/* Texts of paragraphs, by block (flow/spans.c); starts zeroed. */
struct text_cache {
    struct text_entry *entries;
    size_t count, capacity; /* a power of two, at least twice the count */
};

/* Where things are made: an argument, so that it changes for a call and for nothing else. */
struct where {
    const struct layout *layout;
    struct arena *arena; /* for what is set: the job's, that of a stretch of blocks or of some rows */
    /* For what is placed on a page and what it points to, unless that lives longer: gone when the page is
     * sealed.  While a flow is made, what is placed becomes part of it: the same as `arena`. */
    struct arena *page_arena;
    struct text_cache *texts; /* live as long as `arena` */
};

/* links.c */
enum status links_begin(struct layout *layout) CHECKED;
/* The inline link has this node; they come in the order of their nodes. */
enum status link_begin(const struct layout *layout, const struct inline_link *link, uint32_t node) CHECKED;
/* The block has a target, and its node; they come in the order of their nodes.  Ended: what it holds has nodes. */
enum status target_begin(const struct layout *layout, const struct block *block) CHECKED;
void target_end(const struct layout *layout, const struct block *block);
/* What is wanted of these; when headings are collected. */
enum status links_resolve(const struct layout *layout) CHECKED;
/* What the page's texts lead to; where that stands, links_finish says when all pages are made. */
enum status links_add(const struct layout *layout, struct page *page) CHECKED;
enum status
links_finish(const struct layout *layout) CHECKED; /* FAILED, reported: some lead to what stands nowhere */
const struct inline_link *link_of_node(const struct layout *layout, uint32_t node); /* NULL: none */
/* The page that it leads to; false: that is not known yet. */
bool link_page(const struct layout *layout, const struct inline_link *link, size_t *ret_page);

/* signing.c */
enum status signing_begin(struct layout *layout) CHECKED;
/* The block is one of the document's, and has its node; they come in their order. */
enum status signing_expect(const struct layout *layout, struct block *block) CHECKED;
/* A page is whole, with what it carries; `arena` is scratch; `lines` of it are not of headers and footers.  FAILED, reported: something
 * stands where somebody signs. */
enum status signing_look(const struct layout *layout, struct arena *arena, size_t index,
                         size_t lines) CHECKED;
/* Again, where a page got more: the same of what stands where somebody signs. */
enum status signing_check(const struct layout *layout, size_t index) CHECKED;
/* Text, picture or code. */
bool signing_is_read(const struct page_item *item);
const char *signing_word(const struct page_sign *sign); /* 盖章处 … */
/* Two that meet; one of them must move so far.  FAILED. */
enum status signing_report_pair(const struct layout *layout, size_t index, const struct page_sign *one,
                                const struct page_sign *other, length by) CHECKED;
/* All pages were looked at.  FAILED, reported: a keyword that does not stand once in one line. */
enum status signing_finish(const struct layout *layout) CHECKED;

/* straddle.c: seals over the edges of pages: begun, a page seen (twice, if it got more), all pages seen. */
enum status straddle_begin(struct layout *layout) CHECKED;
enum status straddle_look(const struct layout *layout, size_t index) CHECKED;
/* FAILED, reported: a strip has no room. */
enum status straddle_finish(const struct layout *layout) CHECKED;

/* structure.c */
/* The content's structure; its blocks know their nodes.  FAILED (reported): too many. */
enum status structure_make(const struct layout *layout, struct content *content) CHECKED;
enum status structure_add(const struct layout *layout, struct page_cursor *cursor,
                          const struct page_node *node, struct place place, uint32_t *ret_node) CHECKED;
/* structure_table.c: so many columns at the left say what rows are of; all of them: none.  Of `count` rows from `index` on, those
 * that are not blank. */
size_t structure_labels(const struct table *table);
size_t structure_rows(const struct table *table, size_t index, size_t count);
/* structure_list.c: what its labels are. */
enum page_numbering structure_numbering(const struct block_list *list);
/* A table and what stands around it. */
enum status structure_add_table(const struct layout *layout, struct page_cursor *cursor,
                                struct table *table) CHECKED;
/* A row of the table at a page turn: in its foot, behind *last (0: none so far), which it becomes; ret_nodes: of its cells. */
enum status structure_add_turn(const struct layout *layout, const struct table *table,
                               const struct table_row *row, uint32_t *last, uint32_t *ret_nodes) CHECKED;

#endif
