/*
 * Links: annotations that lead to a place in the document, and how such a place is written.
 * Destinations are explicit arrays with a null zoom (the reader's own stays), which libharu's calls cannot
 * make.
 */
#include "pdf/pdf_int.h"

#include <assert.h>

/* On a turned page y is counted from the head of the text, which lies at the sheet's left edge. */
void pdf_add_destination(struct pdf *pdf, size_t page, length x, length y, struct buf *out)
{
    assert(page < pdf->document->page_count);
    buf_add_char(out, '[');
    pdf_add_reference(out, pdf->pages[page].id);
    buf_add_text(out, " /XYZ ");
    const struct page *target = &pdf->document->pages[page];
    pdf_add_point(out, target->turned ? y : x, target->turned ? x : target->height - y);
    buf_add_text(out, "null]");
}

static void write_link(struct pdf *pdf, const struct page *page, const struct page_link *link,
                       struct buf *out)
{
    buf_add_text(out, "/Type /Annot /Subtype /Link /F 4 /Border [0 0 0] /Rect [");
    pdf_add_point(out, link->x, page->height - link->y - link->height);
    pdf_add_length(out, link->x + link->width);
    buf_add_char(out, ' ');
    pdf_add_length(out, page->height - link->y);
    buf_add_text(out, "] /Dest ");
    pdf_add_destination(pdf, link->page, 0, link->target_y, out);
    if (link->title.len > 0) {
        buf_add_text(out, " /Contents ");
        pdf_add_text(out, link->title);
    }
}

static enum status tag_link(struct pdf *pdf, const struct pdf_page *own, HPDF_Dict object, uint32_t node,
                            struct buf *out)
{
    size_t key = 0;
    const struct pdf_annotation annotation = {.node = node, .id = pdf_object_id(object), .page_id = own->id};
    if (!pdf_is_tagged(pdf))
        return OK;
    enum status status = pdf_tag_annotation(pdf, &annotation, &key);
    buf_printf(out, "/StructParent %zu ", key);
    return status;
}

enum status pdf_links_make(struct pdf *pdf, const struct page *page, const struct pdf_page *own,
                           struct buf *inside)
{
    if (page->link_count == 0)
        return OK;
    struct buf out = BUF(PDF_MAX_BYTES);
    enum status status = OK;
    buf_add_text(inside, "/Annots [");
    for (size_t i = 0; i < page->link_count && status == OK; i++) {
        HPDF_Dict object = NULL;
        status = pdf_object_make(pdf, &object);
        if (status == OK)
            status = tag_link(pdf, own, object, page->links[i].node, &out);
        write_link(pdf, page, &page->links[i], &out);
        if (status == OK)
            status = pdf_object_set(pdf, object, &out);
        buf_reset(&out);
        buf_add_text(inside, i > 0 ? " " : "");
        if (status == OK)
            pdf_add_reference(inside, pdf_object_id(object));
    }
    buf_add_text(inside, "]\n");
    buf_clear(&out);
    return status;
}
