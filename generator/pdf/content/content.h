/*
 * content: a wing of pdf: the items of a page as operators.
 */
#ifndef CHENGWEN_PDF_CONTENT_H
#define CHENGWEN_PDF_CONTENT_H

#include "pdf/pdf_int.h"

/* The items as a stream; what it names is noted in `own`. */
enum status pdf_content_write(struct pdf *pdf, const struct page *page, struct pdf_page *own,
                              struct buf *out) CHECKED;

#endif
