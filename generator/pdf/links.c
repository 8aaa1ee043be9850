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

void pdf_link_write(struct pdf *pdf, const struct pdf_annotation *annotation, struct buf *out)
{
    const struct page *page = annotation->page;
    const struct page_link *link = annotation->link;
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
