/*
 * pdf: pages -> bytes of a PDF, through libharu's object level (raw objects and streams; never its text,
 * font, image or save calls). Equal pages give equal bytes: no clock, /ID from the content.
 *
 * Pages are taken one by one, and what they draw is kept compressed: the items may go when pdf_add is back.
 */
#ifndef CHENGWEN_PDF_H
#define CHENGWEN_PDF_H

#include "base/base.h"
#include "font/font.h"
#include "page/page.h"

enum { PDF_MAX_BYTES = 300 << 20 };

struct pdf;

/* A file to be made, in `arena`. */
enum status pdf_open(struct arena *arena, struct diag *diag, const struct font_set *fonts,
                     struct pdf **ret_pdf) CHECKED;
/* Draws the page's items over those that it was given before.  Pages may come in any order; links are not
 * looked at here.  Of what items point to only the bytes of pictures must live on. */
enum status pdf_add(struct pdf *pdf, const struct page *page, size_t index) CHECKED;
/* The whole file: the pages of the document, as they were added.  `out` was initialised by the caller.
 * FAILED/NO_MEMORY: nothing useful in `out`. */
enum status pdf_finish(struct pdf *pdf, const struct page_document *document, struct buf *out) CHECKED;
void pdf_close(struct pdf *pdf); /* NULL is fine */

#endif
