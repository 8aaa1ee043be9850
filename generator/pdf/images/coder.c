/*
 * Rows of samples to the bytes of an image: filtered (filter.c) and deflated as they come, so that only what
 * is compressed is kept.  Each row has its filter's number before it, as in a PNG file; viewers undo both
 * (/FlateDecode with /Predictor 15).
 *
 * zlib and not libdeflate, which compresses the other streams: that one wants all its input at once.
 */
#include "pdf/images/images.h"

#include <zlib.h>

enum { LEVEL = 6, WINDOW_BITS = 15, MEMORY_LEVEL = 9, OUTPUT = 16 << 10 };

struct pdf_coder {
    struct pdf_filter filter;
    z_stream stream;
    bool open; /* the stream */
    struct buf bytes;
    unsigned char output[OUTPUT];
};

static voidpf take(voidpf opaque, uInt count, uInt size)
{
    (void)opaque;
    return base_malloc((size_t)count * size);
}

static void give_back(voidpf opaque, voidpf memory)
{
    (void)opaque;
    base_free(memory);
}

enum status pdf_coder_new(const struct pdf_rows *rows, struct pdf_coder **ret_coder)
{
    struct pdf_coder *coder = base_malloc(sizeof *coder);
    if (coder == NULL)
        return NO_MEMORY;
    coder->stream = (z_stream){.zalloc = take, .zfree = give_back};
    coder->bytes = BUF(PDF_MAX_BYTES);
    enum status status = pdf_filter_init(&coder->filter, rows);
    coder->open = status == OK && deflateInit2(&coder->stream, LEVEL, Z_DEFLATED, WINDOW_BITS, MEMORY_LEVEL,
                                               Z_DEFAULT_STRATEGY) == Z_OK;
    if (!coder->open) {
        pdf_coder_free(coder);
        return NO_MEMORY;
    }
    *ret_coder = coder;
    return OK;
}

static void press(struct pdf_coder *coder, struct str bytes, int flush)
{
    coder->stream.next_in = (Bytef *)bytes.ptr;
    coder->stream.avail_in = (uInt)bytes.len;
    do {
        coder->stream.next_out = coder->output;
        coder->stream.avail_out = OUTPUT;
        (void)deflate(&coder->stream, flush); /* can only want more room */
        buf_add(&coder->bytes, coder->output, OUTPUT - coder->stream.avail_out);
    } while (coder->stream.avail_out == 0);
}

void pdf_coder_add(struct pdf_coder *coder, const unsigned char *samples, size_t stride)
{
    press(coder, pdf_filter_row(&coder->filter, samples, stride), Z_NO_FLUSH);
}

size_t pdf_coder_size(const struct pdf_coder *coder)
{
    return coder->bytes.len;
}

enum status pdf_coder_end(struct pdf_coder *coder, struct str *ret_bytes)
{
    press(coder, (struct str){"", 0}, Z_FINISH);
    *ret_bytes = buf_str(&coder->bytes);
    return buf_status(&coder->bytes);
}

void pdf_coder_free(struct pdf_coder *coder)
{
    if (coder == NULL)
        return;
    if (coder->open)
        (void)deflateEnd(&coder->stream);
    pdf_filter_clear(&coder->filter);
    buf_clear(&coder->bytes);
    base_free(coder);
}
