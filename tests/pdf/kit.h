/* For the tests of pdf: a document written, and texts counted in its bytes.  They define _GNU_SOURCE first:
 * memmem. */
#ifndef CHENGWEN_TESTS_PDF_KIT_H
#define CHENGWEN_TESTS_PDF_KIT_H

#include <string.h>

#include "font/font.h"
#include "pdf/pdf.h"

/* The document in one go, with these promises. */
static inline enum status pdf_write_as(struct arena *arena, struct diag *diag, const struct font_set *set,
                                       struct page_wishes wishes, const struct page_document *document,
                                       struct buf *out)
{
    void *pdf = NULL;
    enum status status = pdf_writer.open(arena, diag, set, wishes, &pdf);
    for (size_t i = 0; i < document->page_count && status == OK; i++)
        status = pdf_writer.add_page(pdf, &document->pages[i], i);
    if (status == OK)
        status = pdf_writer.finish(pdf, document, out);
    pdf_writer.close(pdf);
    return status;
}

static inline enum status pdf_write(struct arena *arena, struct diag *diag, const struct font_set *set,
                                    const struct page_document *document, struct buf *out)
{
    return pdf_write_as(arena, diag, set, (struct page_wishes){.conformance = PAGE_PLAIN}, document, out);
}

static inline size_t count_of(const struct buf *bytes, const char *text)
{
    size_t count = 0, len = strlen(text);
    const char *end = bytes->ptr + bytes->len;
    for (const char *at = bytes->ptr; (at = memmem(at, (size_t)(end - at), text, len)) != NULL; at += len)
        count++;
    return count;
}

#endif
