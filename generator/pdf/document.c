/*
 * The whole file: opened, given its pages, finished.
 *
 * libharu's own saving is not used (it calls a full disk a success).  Body, cross-reference table and trailer
 * go through a callback straight into the caller's buffer; header and /ID are ours.  /ID is a hash of all
 * bytes before the trailer, so equal documents have equal names and different ones differ. libharu keeps the
 * first error; it is asked for at the end of each stage.
 */
#include "pdf/pdf_int.h"
#include "pdf/messages.def"

#include <string.h>

enum { SHEET_MIN = 3 * 1000, SHEET_MAX = 14400 * 1000 };

/* PDF 1.7, and four bytes above 127 that tell file transfer programs not to touch it. */
static const char HEADER[] = "%PDF-1.7\n%\xE6\x88\x90\xE6\x96\x87\n";

static void keep_error(HPDF_STATUS error, HPDF_STATUS detail, void *context)
{
    (void)error, (void)detail, (void)context; /* pdf_status asks for it */
}

static HPDF_STATUS write_bytes(HPDF_Stream stream, const HPDF_BYTE *bytes, HPDF_UINT size)
{
    struct pdf *pdf = stream->attr;
    buf_add(pdf->out, bytes, size);
    return pdf->out->failed ? HPDF_FAILD_TO_ALLOC_MEM : HPDF_OK;
}

static inline uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 32;
}

/* Like FNV-1a, but eight bytes at a time; two hashes from two starting points. */
static void hash_bytes(struct str bytes, uint64_t hashes[2])
{
    uint64_t word, first = hashes[0], second = hashes[1];
    size_t whole = bytes.len / sizeof word * sizeof word;
    for (size_t i = 0; i < whole; i += sizeof word) {
        memcpy(&word, bytes.ptr + i, sizeof word);
        first = mix(first, word);
        second = mix(second, word);
    }
    word = 0;
    memcpy(&word, bytes.ptr + whole, bytes.len - whole);
    hashes[0] = whole < bytes.len ? mix(first, word) : first;
    hashes[1] = whole < bytes.len ? mix(second, word) : second;
}

static HPDF_STATUS write_trailer(HPDF_Dict dict, HPDF_Stream stream)
{
    (void)dict;
    struct pdf *pdf = stream->attr;
    uint64_t hashes[2] = {0xCBF29CE484222325u, 0x84222325CBF29CE4u};
    hash_bytes(buf_str(pdf->out), hashes);
    struct buf *out = pdf->out;
    size_t before = out->len;
    buf_add_text(out, "/ID [");
    for (int copy = 0; copy < 2; copy++) {
        buf_add_char(out, '<');
        for (int i = 0; i < 4; i++)
            pdf_add_hex(out, (uint32_t)(hashes[i / 2] >> (i % 2 == 0 ? 32 : 0)), 8);
        buf_add_char(out, '>');
    }
    buf_add_text(out, "]\n");
    stream->size += (HPDF_UINT)(out->len - before);
    return out->failed ? HPDF_FAILD_TO_ALLOC_MEM : HPDF_OK;
}

static enum status write_file(struct pdf *pdf)
{
    HPDF_Doc doc = pdf->doc;
    HPDF_Stream stream = HPDF_CallbackWriter_New(doc->mmgr, write_bytes, pdf);
    if (stream == NULL)
        return pdf_failure(pdf);
    doc->trailer->write_fn = write_trailer;
    HPDF_STATUS error = HPDF_Dict_Add(doc->trailer, "Root", doc->catalog);
    if (error == HPDF_OK)
        error = HPDF_Dict_Add(doc->trailer, "Info", doc->info);
    if (error == HPDF_OK)
        error = HPDF_Stream_Write(stream, (const HPDF_BYTE *)HEADER, sizeof HEADER - 1);
    if (error == HPDF_OK)
        error = HPDF_Xref_WriteToStream(doc->xref, stream, NULL);
    HPDF_Stream_Free(stream);
    enum status status = buf_status(pdf->out);
    if (status == FAILED)
        diag_report(pdf->diag, MSG_PDF_LARGE, ((struct place){0}), PDF_MAX_BYTES >> 20);
    if (status == OK)
        status = error != HPDF_OK ? pdf_failure(pdf) : pdf_status(pdf);
    return status;
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
    pdf->good = libdeflate_alloc_compressor(5);
    if (pdf->fast == NULL || pdf->good == NULL)
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
    static enum status (*const stages[])(struct pdf *) = {check_document, pdf_fonts_make, pdf_pages_make,
                                                          pdf_pages_fill, pdf_info_make,  write_file};
    struct pdf *pdf = file;
    enum status status = OK;
    pdf->document = document;
    pdf->out = out;
    for (size_t i = 0; i < ARRAY_COUNT(stages) && status == OK; i++)
        status = stages[i](pdf);
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
