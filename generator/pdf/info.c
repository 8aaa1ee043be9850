/*
 * What the file says of itself: document information, and the entries of the catalog.
 * Nothing comes from the clock: the date is the document's own, midnight in China, or none.
 */
#include "pdf/pdf_int.h"

static void add_fact(struct buf *out, const char *key, struct str text)
{
    if (text.len == 0)
        return;
    buf_add_text(out, key);
    pdf_add_text(out, text);
    buf_add_char(out, '\n');
}

static enum status make_information(struct pdf *pdf)
{
    const struct page_document *document = pdf->document;
    if (HPDF_Dict_RemoveElement(pdf->doc->info, "Producer") != HPDF_OK)
        return pdf_failure(pdf);
    struct buf out = BUF(PDF_MAX_BYTES);
    add_fact(&out, "/Title ", document->title);
    add_fact(&out, "/Subject ", document->subject);
    add_fact(&out, "/Author ", document->author);
    buf_printf(&out, "/Creator (chengwen %s)\n/Producer (libharu %s)\n", CHENGWEN_VERSION, HPDF_GetVersion());
    if (document->date.len > 0)
        buf_printf(&out, "/CreationDate (D:%.*s000000+08'00')\n", STR_ARGS(document->date));
    enum status status = pdf_dict_extend(pdf, pdf->doc->info, &out);
    buf_clear(&out);
    return status;
}

static enum status make_catalog(struct pdf *pdf)
{
    struct buf out = BUF(PDF_MAX_BYTES);
    buf_add_text(&out, "/Lang (zh-CN)\n/ViewerPreferences <</DisplayDocTitle true>>\n");
    pdf_labels_write(pdf, &out);
    enum status status = pdf_outline_make(pdf, &out);
    if (status == OK)
        status = pdf_dict_extend(pdf, pdf->doc->catalog, &out);
    buf_clear(&out);
    return status;
}

enum status pdf_info_make(struct pdf *pdf)
{
    enum status status = make_information(pdf);
    if (status == OK)
        status = make_catalog(pdf);
    return status != OK ? status : pdf_status(pdf);
}
