/*
 * Page objects.  libharu makes them and keeps the page tree; box, resources and annotations are our text
 * behind its entries, because its own numbers are floats.  All pages share one resource dictionary, which
 * names every font of the document /F0, /F1 … by face number, a face's further fonts /F0.1, /F0.2 ….  The
 * content goes compressed into libharu's page stream, which is told not to compress again.
 */
#include "pdf/pdf_int.h"

#include <stdlib.h>

enum { PAGES_PER_NODE = 100 };

static int compare_id(const void *key, const void *entry)
{
    uint32_t id = *(const uint32_t *)key, other = ((const struct pdf_page *)entry)->id;
    return id < other ? -1 : id > other;
}

/* A page's attr is libharu's own, so its text is found by the object number; the stream's attr is ours
 * (info.c). */
static HPDF_STATUS write_page(HPDF_Dict dict, HPDF_Stream stream)
{
    const struct pdf *pdf = stream->attr;
    uint32_t id = pdf_object_id(dict);
    const struct pdf_page *page =
        bsearch(&id, pdf->pages, pdf->document->page_count, sizeof *pdf->pages, compare_id);
    return HPDF_Stream_Write(stream, (const HPDF_BYTE *)page->body.ptr, (HPDF_UINT)page->body.len);
}

static HPDF_STATUS write_filter(HPDF_Dict dict, HPDF_Stream stream)
{
    (void)dict;
    return HPDF_Stream_WriteStr(stream, "/Filter /FlateDecode\n");
}

enum status pdf_pages_make(struct pdf *pdf)
{
    size_t count = pdf->document->page_count;
    pdf->pages = ARENA_NEW_ARRAY(pdf->arena, count, struct pdf_page);
    if (pdf->pages == NULL)
        return NO_MEMORY;
    if (count > PAGES_PER_NODE && HPDF_SetPagesConfiguration(pdf->doc, PAGES_PER_NODE) != HPDF_OK)
        return pdf_failure(pdf);
    for (size_t i = 0; i < count; i++) {
        HPDF_Page page = HPDF_AddPage(pdf->doc);
        if (page == NULL || HPDF_Dict_RemoveElement(page, "MediaBox") != HPDF_OK ||
            HPDF_Dict_RemoveElement(page, "Resources") != HPDF_OK)
            return pdf_failure(pdf);
        page->write_fn = write_page;
        pdf->pages[i] = (struct pdf_page){.id = pdf_object_id(page), .page = page};
    }
    return pdf_status(pdf);
}

static enum status make_resources(struct pdf *pdf)
{
    enum status status = pdf_object_make(pdf, &pdf->resources);
    if (status != OK)
        return status;
    struct buf out;
    buf_init(&out, PDF_MAX_BYTES);
    buf_add_text(&out, "/ProcSet [/PDF /Text] /Font <<");
    for (size_t i = 0; i < pdf->face_count; i++) {
        for (size_t f = 0; f < pdf->faces[i].font_count; f++) {
            pdf_add_font(&out, (int)i, (uint32_t)f);
            buf_add_char(&out, ' ');
            pdf_add_reference(&out, pdf_object_id(pdf->faces[i].fonts[f]));
            buf_add_char(&out, ' ');
        }
    }
    buf_add_text(&out, ">>");
    status = pdf_object_set(pdf, pdf->resources, &out);
    buf_clear(&out);
    return status;
}

static enum status fill_content(struct pdf *pdf, size_t index, struct buf *work)
{
    buf_reset(work);
    pdf_content_write(pdf, &pdf->document->pages[index], work);
    enum status status = buf_status(work);
    struct str bytes;
    if (status == OK)
        status = pdf_compress(pdf, buf_str(work), PDF_GOOD, &bytes);
    if (status != OK)
        return status;
    HPDF_PageAttr attr = pdf->pages[index].page->attr;
    attr->contents->filter = HPDF_STREAM_FILTER_NONE;
    attr->contents->write_fn = write_filter;
    if (HPDF_Stream_Write(attr->stream, (const HPDF_BYTE *)bytes.ptr, (HPDF_UINT)bytes.len) != HPDF_OK)
        return pdf_failure(pdf);
    return OK;
}

static enum status fill_body(struct pdf *pdf, size_t index, struct buf *work)
{
    const struct page *page = &pdf->document->pages[index];
    buf_reset(work);
    buf_add_text(work, "/MediaBox [0 0 ");
    pdf_add_length(work, page->width);
    buf_add_char(work, ' ');
    pdf_add_length(work, page->height);
    buf_add_text(work, "] /Resources ");
    pdf_add_reference(work, pdf_object_id(pdf->resources));
    buf_add_char(work, '\n');
    enum status status = pdf_links_make(pdf, page, work);
    if (status == OK)
        status = buf_status(work);
    if (status != OK)
        return status;
    struct str body = arena_copy(pdf->arena, buf_str(work));
    if (body.ptr == NULL)
        return NO_MEMORY;
    pdf->pages[index].body = body;
    return OK;
}

enum status pdf_pages_fill(struct pdf *pdf)
{
    enum status status = make_resources(pdf);
    struct buf work;
    buf_init(&work, PDF_MAX_BYTES);
    for (size_t i = 0; i < pdf->document->page_count && status == OK; i++) {
        status = fill_content(pdf, i, &work);
        if (status == OK)
            status = fill_body(pdf, i, &work);
    }
    buf_clear(&work);
    return status != OK ? status : pdf_status(pdf);
}
