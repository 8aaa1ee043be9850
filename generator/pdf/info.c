/*
 * What the file says of itself: document information, what is attached, and the entries of the catalog.
 * Nothing comes from the clock: the date is the document's own, midnight in China, or none.
 */
#include "pdf/pdf_int.h"

#include <stdio.h>
#include <stdlib.h>

static void add_fact(struct buf *out, const char *key, struct str text)
{
    if (text.len == 0)
        return;
    buf_add_text(out, key);
    pdf_add_text(out, text);
    buf_add_char(out, '\n');
}

const char *pdf_producer(void)
{
    static char name[64];
    if (name[0] == '\0')
        snprintf(name, sizeof name, "libharu %s", HPDF_GetVersion());
    return name;
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
    add_fact(&out, "/Keywords ", document->is_public ? STR(PAGE_PUBLIC) : STR(""));
    buf_printf(&out, "/Creator (%s)\n/Producer (%s)\n", PDF_CREATOR, pdf_producer());
    if (document->date.len > 0)
        buf_printf(&out, "/CreationDate (D:%.*s000000+08'00')\n", STR_ARGS(document->date));
    enum status status = pdf_dict_extend(pdf, pdf->doc->info, &out);
    buf_clear(&out);
    return status;
}

/* What an archive wants: metadata, and what the colours mean. */
static enum status add_promises(struct pdf *pdf, struct buf *out)
{
    HPDF_Dict metadata = NULL, colours = NULL;
    if (!pdf_is_tagged(pdf))
        return OK;
    enum status status = pdf_metadata_make(pdf, &metadata);
    if (status == OK)
        status = pdf_colours_make(pdf, &colours);
    if (status != OK)
        return status;
    buf_add_text(out, "/Metadata ");
    pdf_add_reference(out, pdf_object_id(metadata));
    buf_add_text(out, "\n/OutputIntents [<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)"
                      "/Info(sRGB IEC61966-2.1)/DestOutputProfile ");
    pdf_add_reference(out, pdf_object_id(colours));
    buf_add_text(out, ">>]\n/MarkInfo <</Marked true>>\n");
    return OK;
}

/* All other objects have their numbers. */
static enum status add_structure(struct pdf *pdf, struct buf *out)
{
    if (pdf_is_tagged(pdf)) {
        buf_add_text(out, "/StructTreeRoot ");
        pdf_add_reference(out, pdf_tags_first(pdf));
        buf_add_char(out, '\n');
    }
    enum status status = pdf_outline_fill(pdf);
    return status == OK ? pdf_annotations_fill(pdf) : status;
}

static enum status make_catalog(struct pdf *pdf)
{
    struct buf out = BUF(PDF_MAX_BYTES);
    buf_add_text(&out, "/Lang (" PAGE_LANG ")\n/ViewerPreferences <</DisplayDocTitle true>>\n");
    pdf_labels_write(pdf, &out);
    enum status status = pdf_outline_make(pdf, &out);
    status = status == OK ? pdf_attachments_make(pdf, &out) : status;
    status = status == OK ? pdf_fields_make(pdf, &out) : status;
    if (status == OK)
        status = add_promises(pdf, &out);
    if (status == OK)
        status = add_structure(pdf, &out);
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
