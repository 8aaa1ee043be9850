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

/* Sets the whole document.  Faults are reported (no glyph, no such role, something that cannot fit) and all
 * looked for: FAILED. Document information in the result is left empty, for the caller. */
enum status layout_document(struct arena *arena, struct diag *diag, const struct font_set *fonts,
                            const struct content *content, struct page_document **ret_document) CHECKED;

#endif
