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

void pdf_add_target(struct pdf *pdf, const struct pdf_target *target, struct buf *out)
{
    const uint32_t element = pdf_is_new(pdf) ? pdf_tags_element(pdf, target->node) : 0;
    buf_add_text(out, element > 0 ? "/A <</S/GoTo/D " : "/Dest ");
    pdf_add_destination(pdf, target->page, target->x, target->y, out);
    if (element == 0)
        return;
    buf_add_text(out, "/SD [");
    pdf_add_reference(out, element);
    buf_add_text(out, " /XYZ null null null]>>");
}

static void write_link(struct pdf *pdf, const struct page *page, const struct page_link *link,
                       struct buf *out)
{
    const struct pdf_target target = {link->page, 0, link->target_y, link->target};
    buf_add_text(out, "/Type /Annot /Subtype /Link /F 4 /Border [0 0 0] /Rect [");
    pdf_add_point(out, link->x, page->height - link->y - link->height);
    pdf_add_length(out, link->x + link->width);
    buf_add_char(out, ' ');
    pdf_add_length(out, page->height - link->y);
    buf_add_text(out, "] ");
    pdf_add_target(pdf, &target, out);
    if (link->title.len > 0) {
        buf_add_text(out, " /Contents ");
        pdf_add_text(out, link->title);
    }
}

/* Its object, whose number the page wants; what it leads to is written when all numbers are known. */
static enum status make_link(struct pdf *pdf, const struct pdf_page *own, const struct page *page,
                             const struct page_link *link, HPDF_Dict *ret_object)
{
    enum status status = pdf_object_make(pdf, ret_object);
    if (status != OK)
        return status;
    const struct pdf_annotation annotation = {.node = link->node,
                                              .id = pdf_object_id(*ret_object),
                                              .page_id = own->id,
                                              .object = *ret_object,
                                              .page = page,
                                              .link = link};
    return pdf_tag_annotation(pdf, &annotation);
}

enum status pdf_links_make(struct pdf *pdf, const struct page *page, const struct pdf_page *own,
                           struct buf *inside)
{
    enum status status = OK;
    if (page->link_count == 0)
        return OK;
    buf_add_text(inside, "/Annots [");
    for (size_t i = 0; i < page->link_count && status == OK; i++) {
        HPDF_Dict object = NULL;
        status = make_link(pdf, own, page, &page->links[i], &object);
        buf_add_text(inside, i > 0 ? " " : "");
        if (status == OK)
            pdf_add_reference(inside, pdf_object_id(object));
    }
    buf_add_text(inside, "]\n");
    return status;
}

enum status pdf_links_fill(struct pdf *pdf)
{
    struct buf out = BUF(PDF_MAX_BYTES);
    enum status status = OK;
    for (size_t i = 0; i < pdf->tags.annotation_count && status == OK; i++) {
        const struct pdf_annotation *annotation = &pdf->tags.annotations[i];
        if (pdf_is_tagged(pdf))
            buf_printf(&out, "/StructParent %zu ", pdf->page_count + i);
        write_link(pdf, annotation->page, annotation->link, &out);
        status = pdf_object_set(pdf, annotation->object, &out);
        buf_reset(&out);
    }
    buf_clear(&out);
    return status;
}
