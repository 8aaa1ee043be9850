/*
 * Annotations: what of a page leads somewhere (links.c), where somebody signs (fields.c).  The array stands in the page, as
 * signing programs want it.
 */
#include "pdf/pdf_int.h"

/* Its object, whose number the page wants; what stands in it is written when all numbers are known. */
static enum status add_annotation(struct pdf *pdf, size_t index, struct pdf_annotation *annotation,
                                  struct buf *inside)
{
    enum status status = pdf_object_make(pdf, &annotation->object);
    if (status != OK)
        return status;
    annotation->id = pdf_object_id(annotation->object);
    annotation->page_id = pdf->pages[index].id;
    annotation->page = &pdf->document->pages[index];
    buf_add_text(inside, inside->ptr[inside->len - 1] == '[' ? "" : " ");
    pdf_add_reference(inside, annotation->id);
    return pdf_tag_annotation(pdf, annotation);
}

static bool has_fields(const struct pdf *pdf, size_t index)
{
    bool has = false;
    for (size_t i = 0; i < pdf->field_count && !has; i++)
        has = pdf->fields[i].place->page == index;
    return has;
}

enum status pdf_annotations_make(struct pdf *pdf, size_t index, struct buf *inside)
{
    const struct page *page = &pdf->document->pages[index];
    enum status status = OK;
    if (page->link_count == 0 && !has_fields(pdf, index))
        return OK;
    buf_add_text(inside, "/Annots [");
    for (size_t i = 0; i < page->link_count && status == OK; i++) {
        struct pdf_annotation annotation = {.node = page->links[i].node, .link = &page->links[i]};
        status = add_annotation(pdf, index, &annotation, inside);
    }
    for (size_t i = 0; i < pdf->field_count && status == OK; i++) {
        struct pdf_field *field = &pdf->fields[i];
        struct pdf_annotation annotation = {.node = field->place->sign->node, .field = field};
        if (field->place->page != index)
            continue;
        status = add_annotation(pdf, index, &annotation, inside);
        field->id = annotation.id;
    }
    buf_add_text(inside, "]\n");
    return status;
}

enum status pdf_annotations_fill(struct pdf *pdf)
{
    struct buf out = BUF(PDF_MAX_BYTES);
    enum status status = OK;
    for (size_t i = 0; i < pdf->tags.annotation_count && status == OK; i++) {
        const struct pdf_annotation *annotation = &pdf->tags.annotations[i];
        if (pdf_is_tagged(pdf))
            buf_printf(&out, "/StructParent %zu ", pdf->page_count + i);
        if (annotation->link != NULL)
            pdf_link_write(pdf, annotation, &out);
        else
            pdf_field_write(pdf, annotation, &out);
        status = pdf_object_set(pdf, annotation->object, &out);
        buf_reset(&out);
    }
    buf_clear(&out);
    return status;
}
