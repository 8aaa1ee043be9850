/*
 * pdf: pages -> bytes of a PDF, through libharu's object level (raw objects and streams; never its text,
 * font, image or save calls). Equal pages give equal bytes: no clock, /ID from the content.
 */
#ifndef CHENGWEN_PDF_H
#define CHENGWEN_PDF_H

#include "base/base.h"
#include "font/font.h"
#include "page/page.h"

enum { PDF_MAX_BYTES = 1 << 30 };

/* `out` was initialised by the caller.  FAILED/NO_MEMORY: nothing useful in `out`. */
enum status pdf_write(struct arena *arena, struct diag *diag, const struct font_set *fonts,
                      const struct page_document *document, struct buf *out) CHECKED;

#endif
