/*
 * Attachments: each a stream with a file specification, known to the catalog twice: as associated files (ISO
 * 32000-2, 14.13; ISO 19005-3, 6.8), which tell what each is to the paper, and by name, in the order of names.
 */
#include "pdf/pdf_int.h"

#include <stdlib.h>

struct attached {
    struct str key; /* the name as it is written */
    uint32_t id;    /* of its file specification */
};

static void add_time(const struct page_document *document, struct buf *out)
{
    if (document->date.len > 0) /* ISO 19005-3 wants one; there is no clock */
        buf_printf(out, " /ModDate (D:%.*s000000+08'00')", STR_ARGS(document->date));
}

static enum status make_stream(struct pdf *pdf, const struct page_attachment *file, uint32_t *ret_id)
{
    HPDF_Dict stream = NULL;
    struct str inside, bytes;
    struct buf out = BUF(PDF_MAX_BYTES);
    buf_add_text(&out, "/Type /EmbeddedFile /Subtype ");
    pdf_add_name(&out, file->mime);
    buf_printf(&out, " /Params <</Size %zu", file->bytes.len);
    add_time(pdf->document, &out);
    buf_add_text(&out, ">> ");
    enum status status = buf_keep(&out, pdf->arena, &inside);
    if (status == OK)
        status = pdf_compress(pdf, file->bytes, PDF_GOOD, &bytes); /* it comes in no other file */
    if (status == OK)
        status = pdf_coded_add(pdf, inside, bytes, &stream);
    if (status == OK)
        *ret_id = pdf_object_id(stream);
    return status;
}

/* What is not ASCII becomes a line: programs that read /UF never look at it. */
static void add_plain_name(struct buf *out, struct str name)
{
    buf_add_text(out, "/F (");
    for (size_t i = 0; i < name.len;) {
        uint32_t code = utf8_next(name, &i);
        bool plain = code >= ' ' && code < 127 && code != '(' && code != ')' && code != '\\';
        buf_add_char(out, plain ? (char)code : '_');
    }
    buf_add_text(out, ") ");
}

static enum status make_specification(struct pdf *pdf, const struct page_attachment *file,
                                      struct attached *ret)
{
    static const char *const relations[] = {
        [PAGE_SOURCE] = "Source", [PAGE_DATA] = "Data", [PAGE_SUPPLEMENT] = "Supplement"};
    HPDF_Dict object = NULL;
    uint32_t stream;
    struct buf key = BUF(PDF_MAX_BYTES), out = BUF(PDF_MAX_BYTES);
    enum status status = make_stream(pdf, file, &stream);
    if (status != OK)
        return status;
    pdf_add_text(&key, file->name);
    buf_add_text(&out, "/Type /Filespec ");
    add_plain_name(&out, file->name);
    buf_printf(&out, "/UF %.*s /Desc ", STR_ARGS(buf_str(&key)));
    pdf_add_text(&out, file->description);
    buf_printf(&out, "\n/AFRelationship /%s /EF <</F ", relations[file->relation]);
    pdf_add_reference(&out, stream);
    buf_add_text(&out, " /UF ");
    pdf_add_reference(&out, stream);
    buf_add_text(&out, ">>");
    status = buf_keep(&key, pdf->arena, &ret->key);
    if (status == OK)
        status = pdf_object_add(pdf, &out, &object);
    buf_clear(&out);
    if (status == OK)
        ret->id = pdf_object_id(object);
    return status;
}

/* Keys are hexadecimal of one length a character: so their order is that of the names' bytes. */
static int compare_keys(const void *a, const void *b)
{
    const struct attached *x = a, *y = b;
    return str_compare(str_slice(x->key, 0, x->key.len - 1), str_slice(y->key, 0, y->key.len - 1));
}

enum status pdf_attachments_make(struct pdf *pdf, struct buf *catalog)
{
    const struct page_document *document = pdf->document;
    enum status status = OK;
    if (document->attachment_count == 0)
        return OK;
    struct attached *all = ARENA_NEW_ARRAY(pdf->arena, document->attachment_count, struct attached);
    if (all == NULL)
        return NO_MEMORY;
    buf_add_text(catalog, "/AF [");
    for (size_t i = 0; i < document->attachment_count && status == OK; i++) {
        status = make_specification(pdf, &document->attachments[i], &all[i]);
        buf_add_text(catalog, i > 0 ? " " : "");
        pdf_add_reference(catalog, all[i].id);
    }
    if (status != OK)
        return status;
    qsort(all, document->attachment_count, sizeof *all, compare_keys);
    buf_add_text(catalog, "]\n/Names <</EmbeddedFiles <</Names [");
    for (size_t i = 0; i < document->attachment_count; i++) {
        buf_printf(catalog, "%s%.*s ", i > 0 ? " " : "", STR_ARGS(all[i].key));
        pdf_add_reference(catalog, all[i].id);
    }
    buf_add_text(catalog, "]>>>>\n");
    return OK;
}
