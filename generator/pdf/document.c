/*
 * The whole file: opened, given its pages, finished.
 *
 * libharu's own saving is not used (it calls a full disk a success): file.c.  libharu keeps the first error; it is
 * asked for at the end of each stage.
 */
#include "pdf/pdf_int.h"
#include "pdf/messages.def"

enum { SHEET_MIN = 3 * 1000, SHEET_MAX = 14400 * 1000 };

static void keep_error(HPDF_STATUS error, HPDF_STATUS detail, void *context)
{
    (void)error, (void)detail, (void)context; /* pdf_status asks for it */
}

static enum status check_document(struct pdf *pdf)
{
    const struct page_document *document = pdf->document;
    if (document->page_count == 0)
        return diag_report(pdf->diag, MSG_PDF_EMPTY, ((struct place){0}));
    for (size_t i = 0; i < document->page_count; i++) {
        const struct page *page = &document->pages[i];
        bool fits = page->width >= SHEET_MIN && page->height >= SHEET_MIN && page->width <= SHEET_MAX &&
                    page->height <= SHEET_MAX;
        if (!fits)
            return diag_report(pdf->diag, MSG_PDF_SHEET, ((struct place){0}), i + 1,
                               (long long)(page->width / 1000), (long long)(page->height / 1000),
                               SHEET_MIN / 1000, SHEET_MAX / 1000);
    }
    return OK;
}

static enum status prepare(struct pdf *pdf)
{
    pdf->face_count = font_face_count(pdf->fonts);
    pdf->faces = ARENA_NEW_ARRAY(pdf->arena, pdf->face_count, struct pdf_face);
    if (pdf->faces == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < pdf->face_count; i++)
        pdf->faces[i].face = (int)i;
    libdeflate_set_memory_allocator(base_malloc, base_free);
    pdf->fast = libdeflate_alloc_compressor(1);
    if (pdf->fast == NULL)
        return NO_MEMORY;
    pdf_alloc_reset();
    pdf->doc = HPDF_NewEx(keep_error, pdf_alloc, base_free, 0, NULL);
    return pdf->doc == NULL ? NO_MEMORY : OK;
}

/* Also after a `prepare` that failed half way. */
static void close_file(void *file)
{
    struct pdf *pdf = file;
    if (pdf == NULL)
        return;
    HPDF_Free(pdf->doc);
    libdeflate_free_compressor(pdf->fast);
    libdeflate_free_compressor(pdf->good);
    buf_clear(&pdf->work);
}

static enum status open_file(struct arena *arena, struct diag *diag, const struct font_set *fonts,
                             struct page_wishes wishes, void **ret_file)
{
    struct pdf *pdf = ARENA_NEW(arena, struct pdf);
    if (pdf == NULL)
        return NO_MEMORY;
    *pdf = (struct pdf){.arena = arena, .diag = diag, .fonts = fonts, .wishes = wishes};
    pdf->work = BUF(PDF_MAX_BYTES);
    enum status status = prepare(pdf);
    if (status != OK) {
        close_file(pdf);
        return status;
    }
    *ret_file = pdf;
    return OK;
}

static enum status add_page(void *file, const struct page *page, size_t index)
{
    struct pdf *pdf = file;
    enum status status = pdf_page_add(pdf, page, index);
    return font_memory_failed(pdf->fonts) ? NO_MEMORY : status; /* else advances may be wrong */
}

static enum status finish(void *file, const struct page_document *document, struct buf *out)
{
    static enum status (*const stages[])(struct pdf *) = {check_document, pdf_fonts_make, pdf_fields_begin,
                                                          pdf_pages_make, pdf_pages_fill, pdf_tags_make,
                                                          pdf_info_make,  pdf_file_write};
    struct pdf *pdf = file;
    enum status status = OK;
    pdf->document = document;
    pdf->out = out;
    for (size_t i = 0; i < ARRAY_COUNT(stages) && status == OK; i++)
        status = stages[i](pdf);
    if (document->pictures != NULL)
        *document->pictures = pdf->pictures_told;
    if (status == OK || status == FAILED)
        status = status_worse(status, font_set_check(pdf->fonts, pdf->diag));
    return font_memory_failed(pdf->fonts) ? NO_MEMORY : status; /* else facts in the file may be wrong */
}

const struct page_writer pdf_writer = {.suffix = ".pdf",
                                       .max_bytes = PDF_MAX_BYTES,
                                       .open = open_file,
                                       .add_page = add_page,
                                       .finish = finish,
                                       .close = close_file};
