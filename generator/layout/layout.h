/*
 * layout: content + styles -> pages.  Paragraphs, tables, pagination, contents list, headers and footers.
 * Deterministic; integer lengths only.
 */
#ifndef CHENGWEN_LAYOUT_H
#define CHENGWEN_LAYOUT_H

#include "base/base.h"
#include "content/content.h"
#include "font/font.h"
#include "page/page.h"

enum { LAYOUT_MAX_PAGES = 20000 };

/* Takes the pages as they are done, so that they leave memory. */
struct layout_sink {
    void *context;
    /* The items and lines that the page got since it was sealed last: they and what they point to (but for
     * content) are gone when this is back.  A page comes with its body, in order, and perhaps again with
     * header and footer, or the guide of a seal; pages with a contents list come at the end.  Links are complete in the document. */
    enum status (*seal)(void *context, const struct page *page, size_t index) CHECKED;
};

/* Sets the whole document; its blocks are given their nodes.  Faults are reported (no glyph, no such role, something that cannot fit) and all
 * looked for: FAILED. Document information in the result is left empty, for the caller.  `sink` NULL: the
 * pages keep all that they have; else, in the end, only their size, number and links. */
enum status layout_document(struct arena *arena, struct diag *diag, const struct font_set *fonts,
                            struct content *content, const struct layout_sink *sink,
                            struct page_document **ret_document) CHECKED;

#endif
