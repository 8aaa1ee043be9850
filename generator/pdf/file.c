/*
 * The bytes of the file: header, objects, cross-reference table, trailer.
 *
 * libharu numbers its objects and writes each; where they stand is noted here, so that others may follow that it
 * never sees (tags.c: an element costs its bytes and nothing more).  Two forms: each object by itself with a
 * classic table, which every program that signs takes; or, compact, dictionaries a hundred together in compressed
 * streams, with a cross-reference stream.  Of a large file the first bytes go away while the rest is made: photographs never
 * stand in memory together.  /ID is a hash of all bytes before the trailer, so equal documents have
 * equal names and different ones differ.
 */
#include "pdf/pdf_int.h"
#include "pdf/messages.def"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { PACKED_MOST = 100 /* objects of one stream */, FREE = 0, ALONE = 1, PACKED = 2 };
enum { DRAINED = 4 << 20 /* bytes of a file that go before the rest is made */ };

/* Where an object stands: at a byte, or in a stream. */
struct standing {
    uint32_t at; /* the byte; the stream's number */
    uint16_t index;
    uint8_t how;
};

struct pdf_body {
    struct pdf *pdf;
    struct buf *out;
    const struct page_drain *drain; /* NULL: there is none, or it takes no more */
    size_t drained;                 /* bytes of the file before those in `out` */
    uint64_t hashes[PDF_HASHES];    /* of them */
    struct standing *objects;       /* by number */
    uint32_t count;                 /* of numbers, 0 among them */
    HPDF_Stream stream;             /* through which libharu writes */
    struct {                        /* a stream of objects that is being filled; `number` 0: none */
        struct buf index, inside;
        uint32_t number, count;
    } pack;
};

/* PDF 1.7 or 2.0, and four bytes above 127 that tell file transfer programs not to touch it. */
static const char HEADERS[2][20] = {"%PDF-1.7\n%\xE6\x88\x90\xE6\x96\x87\n",
                                    "%PDF-2.0\n%\xE6\x88\x90\xE6\x96\x87\n"};

static const uint64_t HASHES[PDF_HASHES] = {0xCBF29CE484222325u, 0x84222325CBF29CE4u, 0x25232284E49CF2CBu,
                                            0xE49CF2CB25232284u};

/* Of the bytes, behind those that the hashes are of. */
static void add_id(struct str bytes, const uint64_t before[PDF_HASHES], struct buf *out)
{
    uint64_t hashes[PDF_HASHES];
    memcpy(hashes, before, sizeof hashes);
    pdf_hash(bytes, hashes);
    buf_add_text(out, "/ID [");
    for (int copy = 0; copy < 2; copy++) {
        buf_add_char(out, '<');
        for (int i = 0; i < 4; i++)
            pdf_add_hex(out, (uint32_t)(hashes[i / 2] >> (i % 2 == 0 ? 32 : 0)), 8);
        buf_add_char(out, '>');
    }
    buf_add_text(out, "]\n");
}

bool pdf_id_agrees(struct str bytes, struct str id)
{
    enum { ID_MAX = 100 };
    struct buf own = BUF(ID_MAX);
    add_id(bytes, HASHES, &own);
    const size_t key = strlen("/ID ");
    const bool agrees = !own.failed && str_equal(str_slice(buf_str(&own), key, own.len - 1), id);
    buf_clear(&own);
    return agrees;
}

/* --- objects --- */

static HPDF_STATUS write_bytes(HPDF_Stream stream, const HPDF_BYTE *bytes, HPDF_UINT size)
{
    struct buf *out = stream->attr;
    buf_add(out, bytes, size);
    return out->failed ? HPDF_FAILD_TO_ALLOC_MEM : HPDF_OK;
}

static size_t body_size(const struct pdf_body *body)
{
    return body->drained + body->out->len;
}

static void object_begin(struct pdf_body *body, uint32_t id)
{
    body->objects[id] = (struct standing){.at = (uint32_t)body_size(body), .how = ALONE};
    pdf_add_decimal(body->out, id, 0);
    buf_add_text(body->out, " 0 obj\n");
}

static void object_end(struct pdf_body *body)
{
    buf_add_text(body->out, "\nendobj\n");
}

/* Deflated, with what the dictionary has beside it. */
static enum status write_stream(struct pdf_body *body, const char *inside, struct str data)
{
    struct str bytes;
    enum status status = pdf_compress(body->pdf, data, PDF_GOOD, &bytes);
    if (status != OK)
        return status;
    buf_printf(body->out, "<<%s/Filter/FlateDecode/Length %zu>>\nstream\r\n", inside, bytes.len);
    buf_add_str(body->out, bytes);
    buf_add_text(body->out, "\nendstream");
    return buf_status(body->out);
}

static enum status pack_close(struct pdf_body *body)
{
    char inside[64];
    if (body->pack.number == 0)
        return OK;
    const size_t first = body->pack.index.len;
    snprintf(inside, sizeof inside, "/Type/ObjStm/N %" PRIu32 "/First %zu", body->pack.count, first);
    buf_add_str(&body->pack.index, buf_str(&body->pack.inside));
    object_begin(body, body->pack.number);
    enum status status = buf_status(&body->pack.index);
    if (status == OK)
        status = write_stream(body, inside, buf_str(&body->pack.index));
    object_end(body);
    buf_reset(&body->pack.index);
    buf_reset(&body->pack.inside);
    body->pack.number = body->pack.count = 0;
    return status;
}

/* The numbers of streams follow those of all other objects, which are known. */
static void pack_begin(struct pdf_body *body, uint32_t id)
{
    if (body->pack.number == 0)
        body->pack.number = body->count++;
    body->objects[id] =
        (struct standing){.at = body->pack.number, .index = (uint16_t)body->pack.count, .how = PACKED};
    body->pack.count++;
    buf_printf(&body->pack.index, "%" PRIu32 " %zu ", id, body->pack.inside.len);
}

struct buf *pdf_body_begin(struct pdf_body *body, uint32_t id)
{
    if (body->pdf->wishes.compact) {
        pack_begin(body, id);
        return &body->pack.inside;
    }
    object_begin(body, id);
    return body->out;
}

enum status pdf_body_end(struct pdf_body *body)
{
    if (!body->pdf->wishes.compact) {
        object_end(body);
        return buf_status(body->out);
    }
    buf_add_char(&body->pack.inside, '\n');
    enum status status = buf_status(&body->pack.inside);
    return status == OK && body->pack.count == PACKED_MOST ? pack_close(body) : status;
}

/* PDF 2.0 has its metadata alone. */
static bool is_left_out(const struct pdf *pdf, const void *object)
{
    return pdf_is_new(pdf) && object == (const void *)pdf->doc->info;
}

/* Of libharu's. */
static enum status write_object(struct pdf_body *body, uint32_t id, void *object)
{
    const bool packed = body->pdf->wishes.compact && !pdf_is_stream(object);
    struct buf *out = body->out;
    if (packed)
        out = pdf_body_begin(body, id);
    else
        object_begin(body, id);
    body->stream->attr = out;
    enum status status = pdf_object_ready(body->pdf, object);
    if (status == OK) {
        const HPDF_STATUS error = HPDF_Obj_WriteValue(object, body->stream, NULL);
        status = buf_status(out);
        if (status == OK && error != HPDF_OK)
            status = pdf_failure(body->pdf);
    }
    pdf_object_done(object);
    if (status != OK || packed)
        return status == OK ? pdf_body_end(body) : status;
    object_end(body);
    return OK;
}

/* The hash takes words: what is left of the last one waits. */
static enum status drain(struct pdf_body *body)
{
    uint64_t hashes[PDF_HASHES];
    memcpy(hashes, body->hashes, sizeof hashes);
    const size_t count = pdf_hash_begin(buf_str(body->out), hashes);
    bool taken = false;
    enum status status =
        body->drain->take(body->drain->context, str_slice(buf_str(body->out), 0, count), &taken);
    if (!taken) {
        body->drain = NULL;
        return status;
    }
    memcpy(body->hashes, hashes, sizeof hashes);
    body->drained += count;
    buf_shift(body->out, count);
    return status;
}

/* Of photographs all faults are told. */
static enum status write_objects(struct pdf_body *body)
{
    HPDF_Xref xref = body->pdf->doc->xref;
    enum status status = OK;
    body->stream = HPDF_CallbackWriter_New(body->pdf->doc->mmgr, write_bytes, body->out);
    if (body->stream == NULL)
        return pdf_failure(body->pdf);
    for (uint32_t id = 1; id < xref->entries->count && !status_stops(status) && !body->out->failed; id++) {
        HPDF_XrefEntry entry = HPDF_Xref_GetEntry(xref, id);
        if (entry->entry_typ != HPDF_FREE_ENTRY && !is_left_out(body->pdf, entry->obj))
            status = status_worse(status, write_object(body, id, entry->obj));
        if (status == OK && body->drain != NULL && body->out->len >= DRAINED)
            status = drain(body);
    }
    HPDF_Stream_Free(body->stream);
    return status == OK ? pdf_tags_write(body->pdf, body) : status;
}

/* --- tables --- */

static void add_trailer(struct pdf_body *body, struct buf *out)
{
    const struct pdf *pdf = body->pdf;
    buf_printf(out, "/Size %" PRIu32 "\n/Root ", body->count);
    pdf_add_reference(out, pdf_object_id(pdf->doc->catalog));
    if (!is_left_out(pdf, pdf->doc->info)) {
        buf_add_text(out, "\n/Info ");
        pdf_add_reference(out, pdf_object_id(pdf->doc->info));
    }
    buf_add_char(out, '\n');
}

/* The next one that is free; behind the last: 0. */
static uint32_t next_free(const struct pdf_body *body, uint32_t id)
{
    do
        id++;
    while (id < body->count && body->objects[id].how != FREE);
    return id < body->count ? id : 0;
}

static void add_table_row(struct buf *out, uint32_t value, const char *rest)
{
    char digits[10];
    for (size_t i = sizeof digits; i > 0; i--, value /= 10)
        digits[i - 1] = (char)('0' + value % 10);
    buf_add(out, digits, sizeof digits);
    buf_add_text(out, rest);
}

static void write_table(struct pdf_body *body)
{
    struct buf *out = body->out;
    const size_t at = body_size(body);
    buf_printf(out, "xref\n0 %" PRIu32 "\n", body->count);
    for (uint32_t id = 0; id < body->count; id++) {
        const struct standing *object = &body->objects[id];
        if (object->how == FREE)
            add_table_row(out, next_free(body, id), id == 0 ? " 65535 f\r\n" : " 00001 f\r\n");
        else
            add_table_row(out, object->at, " 00000 n\r\n");
    }
    buf_add_text(out, "trailer\n<<\n");
    add_trailer(body, out);
    add_id(buf_str(out), body->hashes, out);
    buf_printf(out, ">>\nstartxref\n%zu\n%%%%EOF\n", at);
}

/* What is added has a table of its own, which has /Prev; who writes a file anew writes his own header or form. */
bool pdf_is_as_made(struct str head, struct str tail)
{
    static const char trailer[] = "\ntrailer\n<<\n/Size ", start[] = ">>\nstartxref\n", end[] = "\n%%EOF\n";
    const size_t len = strlen(HEADERS[0]);
    if (head.len < len || (memcmp(head.ptr, HEADERS[0], len) != 0 && memcmp(head.ptr, HEADERS[1], len) != 0))
        return false;
    const char *at = tail.ptr, *behind = tail.ptr + tail.len;
    at = memmem(at, tail.len, trailer, sizeof trailer - 1);
    const char *close = at != NULL ? memmem(at, (size_t)(behind - at), start, sizeof start - 1) : NULL;
    if (close == NULL || memmem(at, (size_t)(close - at), "/Prev", 5) != NULL)
        return false;
    for (close += sizeof start - 1; close < behind && *close >= '0' && *close <= '9';)
        close++;
    return (size_t)(behind - close) == sizeof end - 1 && memcmp(close, end, sizeof end - 1) == 0;
}

static void add_field(struct buf *out, uint32_t value, int bytes)
{
    for (int i = bytes - 1; i >= 0; i--)
        buf_add_char(out, (char)(value >> (8 * i) & 0xFF));
}

/* The stream is one of the objects that it tells of. */
static enum status write_table_stream(struct pdf_body *body)
{
    struct buf rows = BUF(PDF_MAX_BYTES), inside = BUF(PDF_MAX_BYTES);
    const size_t at = body_size(body);
    buf_add_text(&inside, "/Type/XRef/W[1 4 2]");
    const uint32_t id = body->count++;
    add_trailer(body, &inside);
    add_id(buf_str(body->out), body->hashes, &inside);
    object_begin(body, id);
    for (uint32_t i = 0; i < body->count; i++) {
        add_field(&rows, body->objects[i].how, 1);
        add_field(&rows, body->objects[i].at, 4);
        add_field(&rows, body->objects[i].index, 2);
    }
    buf_add_char(&inside, '\0');
    enum status status = status_worse(buf_status(&rows), buf_status(&inside));
    if (status == OK)
        status = write_stream(body, inside.ptr, buf_str(&rows));
    object_end(body);
    buf_printf(body->out, "startxref\n%zu\n%%%%EOF\n", at);
    buf_clear(&rows);
    buf_clear(&inside);
    return status;
}

/* Room for all of it, or nearly: what grows by doubling is copied, and new memory is dear. */
static void make_room(const struct pdf *pdf, struct buf *out)
{
    enum { OBJECT = 100 /* with its row in the table */ };
    size_t size = (size_t)pdf->tags.object_count * OBJECT, most = out->max - out->len;
    for (uint32_t id = 1; id < pdf_tags_first(pdf); id++)
        size += pdf_object_size(HPDF_Xref_GetEntry(pdf->doc->xref, id)->obj) + OBJECT;
    (void)buf_reserve(out, size < most ? size : most);
}

static enum status write_all(struct pdf_body *body)
{
    make_room(body->pdf, body->out);
    buf_add_text(body->out, HEADERS[pdf_is_new(body->pdf)]);
    enum status status = write_objects(body);
    if (status == OK)
        status = pack_close(body);
    if (status == OK && body->pdf->wishes.compact)
        status = write_table_stream(body);
    else if (status == OK)
        write_table(body);
    return status == OK ? buf_status(body->out) : status;
}

enum status pdf_file_write(struct pdf *pdf)
{
    const uint32_t count = pdf_tags_first(pdf) + pdf->tags.object_count;
    struct pdf_body body = {.pdf = pdf,
                            .out = pdf->out,
                            .drain = pdf->wishes.drain,
                            .objects =
                                ARENA_NEW_ARRAY(pdf->arena, count + count / PACKED_MOST + 3, struct standing),
                            .count = count,
                            .pack = {.index = BUF(PDF_MAX_BYTES), .inside = BUF(PDF_MAX_BYTES)}};
    memcpy(body.hashes, HASHES, sizeof body.hashes);
    enum status status = body.objects == NULL ? NO_MEMORY : write_all(&body);
    buf_clear(&body.pack.index);
    buf_clear(&body.pack.inside);
    if (status == FAILED && pdf->out->failed)
        return diag_report(pdf->diag, MSG_PDF_LARGE, ((struct place){0}), PDF_MAX_BYTES >> 20);
    return status == OK ? pdf_status(pdf) : status;
}
