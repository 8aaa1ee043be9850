/*
 * Empty signature fields where parties seal or sign (ISO 32000-1, 12.7.4.5): what a signing program fills by an
 * update behind the file.  Field and widget are one object; its appearance is nothing, so that nothing is printed.
 * Whoever signs locks all but the other signatures.  Programs in use want the form as an object of its own, with the list of
 * its fields in it.
 */
#include "pdf/pdf_int.h"

/* A full stop would divide the name. */
static enum status make_field_name(struct pdf *pdf, const struct page_sign *sign, struct str *ret_name)
{
    struct buf out = BUF(PDF_MAX_BYTES);
    for (size_t i = 0; i < sign->party.len; i++)
        buf_add_char(&out, sign->party.ptr[i] == '.' ? '-' : sign->party.ptr[i]);
    buf_add_text(&out, str_is(sign->kind, "seal") ? "盖章" : "签字");
    return buf_keep(&out, pdf->arena, ret_name);
}

/* The second of a name has a number behind it. */
static enum status set_field_name(struct pdf *pdf, size_t index)
{
    struct pdf_field *field = &pdf->fields[index];
    const struct page_sign *sign = field->place->sign;
    size_t same = 1;
    struct str plain;
    enum status status = make_field_name(pdf, sign, &plain);
    if (status != OK)
        return status;
    for (size_t i = 0; i < index; i++)
        same += str_equal(pdf->fields[i].label, plain);
    field->label = plain;
    field->name = same > 1 ? arena_printf(pdf->arena, "%.*s-%zu", STR_ARGS(plain), same) : plain;
    return field->name.ptr != NULL ? OK : NO_MEMORY;
}

enum status pdf_fields_begin(struct pdf *pdf)
{
    const struct page_document *document = pdf->document;
    enum status status = OK;
    if (!pdf->wishes.fields || document->place_count == 0)
        return OK;
    pdf->fields = ARENA_NEW_ARRAY(pdf->arena, document->place_count, struct pdf_field);
    if (pdf->fields == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < document->place_count && status == OK; i++) {
        if (!document->places[i].sign->field)
            continue;
        pdf->fields[pdf->field_count].place = &document->places[i];
        status = set_field_name(pdf, pdf->field_count++);
    }
    return status == OK && pdf->field_count > 0
               ? pdf_stream_make(pdf, STR("/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources <<>> "),
                                 STR("\n"), PDF_KEPT, &pdf->appearance)
               : status;
}

void pdf_field_write(const struct pdf *pdf, const struct pdf_annotation *annotation, struct buf *out)
{
    const struct pdf_field *field = annotation->field;
    const struct page_box *box = &field->place->box;
    const length height = annotation->page->height;
    buf_add_text(out, "/Type /Annot /Subtype /Widget /FT /Sig /F 4 /T ");
    pdf_add_text(out, field->name);
    buf_add_text(out, " /TU ");
    pdf_add_text(out, field->label);
    if (pdf_is_new(
            pdf)) { /* ISO 14289-2, 8.10.2.3; some programs take the first /Contents for that of a signature */
        buf_add_text(out, " /Contents ");
        pdf_add_text(out, field->label);
    }
    buf_add_text(out, "\n/Rect [");
    pdf_add_point(out, box->x, height - box->y - box->height);
    pdf_add_length(out, box->x + box->width);
    buf_add_char(out, ' ');
    pdf_add_length(out, height - box->y);
    buf_add_text(out, "] /P ");
    pdf_add_reference(out, annotation->page_id);
    buf_add_text(out, " /AP <</N ");
    pdf_add_reference(out, pdf_object_id(pdf->appearance));
    buf_add_text(out, ">> /Lock ");
    pdf_add_reference(out, field->lock_id);
}

/* All may not change but the fields of the others. */
static enum status make_lock(struct pdf *pdf, struct pdf_field *own)
{
    struct buf out = BUF(PDF_MAX_BYTES);
    HPDF_Dict object = NULL;
    const bool alone = pdf->field_count == 1;
    buf_add_text(&out, alone ? "/Type /SigFieldLock /Action /All"
                             : "/Type /SigFieldLock /Action /Exclude /Fields [");
    for (size_t i = 0; i < pdf->field_count && !alone; i++)
        if (&pdf->fields[i] != own)
            pdf_add_text(&out, pdf->fields[i].name);
    buf_add_text(&out, alone ? "" : "]");
    enum status status = pdf_object_add(pdf, &out, &object);
    buf_clear(&out);
    if (status == OK)
        own->lock_id = pdf_object_id(object);
    return status;
}

enum status pdf_fields_make(struct pdf *pdf, struct buf *catalog)
{
    struct buf out = BUF(PDF_MAX_BYTES);
    HPDF_Dict form = NULL;
    enum status status = OK;
    if (pdf->field_count == 0)
        return OK;
    buf_add_text(&out, "/Type /AcroForm /Fields [");
    for (size_t i = 0; i < pdf->field_count && status == OK; i++) {
        buf_add_text(&out, i > 0 ? " " : "");
        pdf_add_reference(&out, pdf->fields[i].id);
        status = make_lock(pdf, &pdf->fields[i]);
    }
    buf_add_text(&out, "]");
    if (status == OK)
        status = pdf_object_add(pdf, &out, &form);
    buf_clear(&out);
    if (status != OK)
        return status;
    buf_add_text(catalog, "/AcroForm ");
    pdf_add_reference(catalog, pdf_object_id(form));
    buf_add_char(catalog, '\n');
    return OK;
}
