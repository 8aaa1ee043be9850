/*
 * Raw objects: dictionaries and streams whose bytes we serialise ourselves, numbered and written by libharu.
 *
 * A libharu dictionary calls write_fn before its closing ">>" and after_write_fn behind it.  So an empty
 * dictionary with our text in `attr` is an object of any content, and one that writes "stream … endstream"
 * afterwards is a stream compressed by whom we like, with a direct /Length.  The text may be set after the
 * object was numbered: references forward cost nothing. Texts and data live in the document's arena, so there
 * is nothing to free here. libharu's allocation hooks carry no user pointer; whether one failed is kept per
 * thread.
 */
#include "pdf/pdf_int.h"
#include "pdf/messages.def"

#include <inttypes.h>

struct raw {
    struct str inside;
    struct str data;       /* streams only */
    HPDF_Stream stream;    /* where write_fn wrote to, for after_write_fn */
    struct pdf_late *late; /* NULL: it is all there */
};

static _Thread_local bool allocation_failed;

void *pdf_alloc(HPDF_UINT size)
{
    void *memory = base_malloc(size);
    if (memory == NULL)
        allocation_failed = true;
    return memory;
}

void pdf_alloc_reset(void)
{
    allocation_failed = false;
}

enum status pdf_status(struct pdf *pdf)
{
    if (allocation_failed)
        return NO_MEMORY;
    HPDF_STATUS error = HPDF_GetError(pdf->doc);
    if (error == HPDF_OK)
        return OK;
    if (error == HPDF_FAILD_TO_ALLOC_MEM)
        return NO_MEMORY;
    return diag_report(pdf->diag, MSG_PDF_LIBRARY, ((struct place){0}), (unsigned)error,
                       (unsigned)HPDF_GetErrorDetail(pdf->doc));
}

enum status pdf_failure(struct pdf *pdf)
{
    enum status status = pdf_status(pdf);
    if (status != OK)
        return status;
    return diag_report(pdf->diag, MSG_PDF_LIBRARY, ((struct place){0}), 0u,
                       0u); /* it told only by its result */
}

uint32_t pdf_object_id(const void *object)
{
    return ((const HPDF_Obj_Header *)object)->obj_id & 0x00FFFFFF;
}

static HPDF_STATUS write_str(HPDF_Stream stream, struct str text)
{
    if (text.len == 0)
        return HPDF_OK;
    return HPDF_Stream_Write(stream, (const HPDF_BYTE *)text.ptr, (HPDF_UINT)text.len);
}

static HPDF_STATUS raw_write(HPDF_Dict dict, HPDF_Stream stream)
{
    struct raw *raw = dict->attr;
    raw->stream = stream;
    return write_str(stream, raw->inside);
}

static HPDF_STATUS raw_write_data(HPDF_Dict dict)
{
    const struct raw *raw = dict->attr;
    HPDF_STATUS error = write_str(raw->stream, STR("\nstream\r\n"));
    if (error == HPDF_OK)
        error = write_str(raw->stream, raw->data);
    if (error == HPDF_OK)
        error = write_str(raw->stream, STR("\nendstream"));
    return error;
}

/* Gives the dictionary what is written with it: nothing yet. */
static enum status add_raw(struct pdf *pdf, HPDF_Dict dict)
{
    dict->attr = ARENA_NEW(pdf->arena, struct raw);
    dict->write_fn = raw_write;
    return dict->attr != NULL ? OK : NO_MEMORY;
}

enum status pdf_object_make(struct pdf *pdf, HPDF_Dict *ret_object)
{
    HPDF_Dict dict = HPDF_Dict_New(pdf->doc->mmgr);
    if (dict == NULL || HPDF_Xref_Add(pdf->doc->xref, dict) != HPDF_OK)
        return pdf_failure(pdf); /* HPDF_Xref_Add frees what it could not add */
    *ret_object = dict;
    return add_raw(pdf, dict);
}

enum status pdf_object_set(struct pdf *pdf, HPDF_Dict object, const struct buf *inside)
{
    struct raw *raw = object->attr;
    enum status status = buf_status(inside);
    if (status != OK)
        return status;
    raw->inside = arena_copy(pdf->arena, buf_str(inside));
    return raw->inside.ptr == NULL ? NO_MEMORY : OK;
}

enum status pdf_object_add(struct pdf *pdf, struct buf *inside, HPDF_Dict *ret_object)
{
    enum status status = pdf_object_make(pdf, ret_object);
    if (status == OK)
        status = pdf_object_set(pdf, *ret_object, inside);
    buf_reset(inside);
    return status;
}

enum status pdf_dict_extend(struct pdf *pdf, HPDF_Dict dict, const struct buf *inside)
{
    enum status status = add_raw(pdf, dict);
    return status == OK ? pdf_object_set(pdf, dict, inside) : status;
}

/* Many files have nothing for it. */
static struct libdeflate_compressor *take_good(struct pdf *pdf)
{
    enum { LEVEL = 5 };
    if (pdf->good == NULL)
        pdf->good = libdeflate_alloc_compressor(LEVEL);
    return pdf->good;
}

enum status pdf_compress(struct pdf *pdf, struct str data, enum pdf_effort effort, struct str *ret_bytes)
{
    struct libdeflate_compressor *compressor = effort == PDF_GOOD ? take_good(pdf) : pdf->fast;
    if (compressor == NULL)
        return NO_MEMORY;
    size_t room = libdeflate_zlib_compress_bound(compressor, data.len);
    char *work = base_malloc(room);
    if (work == NULL)
        return NO_MEMORY;
    size_t size = libdeflate_zlib_compress(compressor, data.ptr, data.len, work, room);
    struct str copy = arena_copy(pdf->arena, (struct str){work, size});
    base_free(work);
    if (copy.ptr == NULL)
        return NO_MEMORY;
    *ret_bytes = copy;
    return OK;
}

bool pdf_is_stream(const void *object)
{
    return ((const HPDF_Dict_Rec *)object)->after_write_fn == raw_write_data;
}

/* NULL: it is not ours. */
static struct raw *raw_of(const void *object)
{
    const HPDF_Dict_Rec *dict = object;
    const bool is_ours = object != NULL && (dict->header.obj_class & HPDF_OCLASS_ANY) == HPDF_OCLASS_DICT &&
                         dict->write_fn == raw_write;
    return is_ours ? dict->attr : NULL;
}

size_t pdf_object_size(const void *object)
{
    const struct raw *raw = raw_of(object);
    return raw != NULL ? raw->inside.len + raw->data.len : 0;
}

enum status pdf_object_ready(struct pdf *pdf, const void *object)
{
    struct raw *raw = raw_of(object);
    return raw == NULL || raw->late == NULL ? OK : raw->late->make(pdf, raw->late, &raw->inside, &raw->data);
}

void pdf_object_done(const void *object)
{
    struct raw *raw = raw_of(object);
    if (raw == NULL || raw->late == NULL)
        return;
    raw->late->give_up(raw->late);
    raw->inside = raw->data = STR("");
}

enum status pdf_stream_add(struct pdf *pdf, struct str inside, struct str bytes, HPDF_Dict *ret_object)
{
    HPDF_Dict object = NULL;
    enum status status = pdf_object_make(pdf, &object);
    if (status != OK)
        return status;
    struct raw *raw = object->attr;
    raw->data = bytes;
    raw->inside = arena_printf(pdf->arena, "%.*s/Length %zu", STR_ARGS(inside), bytes.len);
    if (raw->inside.ptr == NULL)
        return NO_MEMORY;
    object->after_write_fn = raw_write_data;
    *ret_object = object;
    return OK;
}

enum status pdf_stream_add_late(struct pdf *pdf, struct pdf_late *late, HPDF_Dict *ret_object)
{
    enum status status = pdf_stream_add(pdf, STR(""), STR(""), ret_object);
    if (status == OK)
        ((struct raw *)(*ret_object)->attr)->late = late;
    return status;
}

enum status pdf_coded_add(struct pdf *pdf, struct str inside, struct str bytes, HPDF_Dict *ret_object)
{
    struct str filtered = arena_printf(pdf->arena, "%.*s/Filter /FlateDecode ", STR_ARGS(inside));
    return filtered.ptr == NULL ? NO_MEMORY : pdf_stream_add(pdf, filtered, bytes, ret_object);
}

enum status pdf_stream_make(struct pdf *pdf, struct str inside, struct str data, enum pdf_effort effort,
                            HPDF_Dict *ret_object)
{
    struct str bytes = {NULL, 0};
    struct pdf_kept kept = {NULL, NULL};
    enum status status = effort == PDF_QUICK ? OK : pdf_kept_find(pdf, data, effort, &kept, &bytes);
    if (status == OK && bytes.ptr == NULL) {
        status = pdf_compress(pdf, data, effort, &bytes);
        if (status == OK && kept.place != NULL)
            status = pdf_kept_add(pdf, &kept, data, bytes);
    }
    if (status != OK)
        return status;
    return pdf_coded_add(pdf, inside, bytes, ret_object);
}

/* --- the way back, for who reads files of ours (room archive): how many bytes become is not believed --- */

enum { ROOM_FIRST = 4 /* times the compressed bytes */, ROOM_LEAST = 1 << 12 };

/* *ret_full: more room is needed. */
static enum status inflate_into(struct libdeflate_decompressor *work, struct str bytes, size_t room,
                                struct arena *arena, struct str *ret_bytes, bool *ret_full)
{
    size_t size = 0, taken = 0;
    char *out = base_malloc(room);
    if (out == NULL)
        return NO_MEMORY;
    enum libdeflate_result result =
        libdeflate_zlib_decompress_ex(work, bytes.ptr, bytes.len, out, room, &taken, &size);
    *ret_full = result == LIBDEFLATE_INSUFFICIENT_SPACE;
    enum status status = result == LIBDEFLATE_SUCCESS && taken == bytes.len ? OK : FAILED;
    if (status == OK) {
        *ret_bytes = arena_copy(arena, (struct str){out, size});
        status = ret_bytes->ptr == NULL ? NO_MEMORY : OK;
    }
    base_free(out);
    return status;
}

enum status pdf_inflate(struct arena *arena, struct str bytes, size_t most, struct str *ret_bytes)
{
    libdeflate_set_memory_allocator(base_malloc, base_free);
    struct libdeflate_decompressor *work = libdeflate_alloc_decompressor();
    if (work == NULL)
        return NO_MEMORY;
    size_t room = bytes.len < most / ROOM_FIRST ? bytes.len * ROOM_FIRST + ROOM_LEAST : most;
    bool full = true;
    enum status status = FAILED;
    for (bool last = false; full && !last; room *= ROOM_FIRST) {
        last = room >= most;
        status = inflate_into(work, bytes, last ? most : room, arena, ret_bytes, &full);
    }
    libdeflate_free_decompressor(work);
    return status;
}
