/*
 * pdf: pages -> bytes of a PDF, through libharu's object level (raw objects and streams; never its text,
 * font, image or save calls). Equal pages give equal bytes: no clock, /ID from the content.
 *
 * Pages are taken one by one, and what they draw is kept compressed.
 */
#ifndef CHENGWEN_PDF_H
#define CHENGWEN_PDF_H

#include "page/page.h"

enum { PDF_MAX_BYTES = 300 << 20 };

extern const struct page_writer pdf_writer;

/* A stream of a file of ours, inflated.  FAILED, not reported: it is broken, or would be more than `most` bytes. */
enum status pdf_inflate(struct arena *arena, struct str bytes, size_t most, struct str *ret_bytes) CHECKED;

/* Is `id`, the value of /ID, that of a file whose bytes before it are these? */
bool pdf_id_agrees(struct str bytes, struct str id);

/* Is a file with such a beginning and end one of ours, not compact, to which nothing was added, such as a signature?  true:
 * certainly; false: it may be.  PDF_ENDS bytes of each are enough. */
enum { PDF_ENDS = 512 };
bool pdf_is_as_made(struct str head, struct str tail);

#endif
