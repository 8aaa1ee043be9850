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

#endif
