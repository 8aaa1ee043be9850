/*
 * PNG files to rows of samples as PDF has them, through libpng, one row at a time, the whole file with all
 * checksums.
 *
 * What PDF can show is left as it is; 16 bits become 8, transparency an alpha channel; gamma and profiles are
 * not looked at.  An interlaced picture has seven readers of the same bytes, each stopped in front of its own
 * pass, that go through the rows side by side: no picture is held as a whole.  Where nothing had to be
 * changed or remarked, the coded rows of the file can be had as they stand.
 *
 * libpng tells an error by a function that must not return: it jumps back to the row, or the opening, that
 * was under way.  A request for memory that failed is remembered, because libpng has only its words for it.
 */
#include "picture/picture_int.h"
#include "picture/messages.def"

#include <png.h>
#include <setjmp.h>
#include <string.h>

enum { PASSES = 7, CHUNK_HEAD = 8, ZLIB_32K = 0x78 };

struct reader {
    struct picture_decoder *decoder;
    png_structp png;
    png_infop info;
    size_t at; /* in the file */
};

struct picture_decoder {
    struct picture_samples *samples;
    struct str bytes;
    jmp_buf back;
    bool no_memory;
    int rows;            /* read so far */
    size_t begin, end;   /* of the IDAT chunks; end: when all rows are read */
    size_t reader_count; /* 1, or PASSES */
    struct reader readers[PASSES];
};

static png_voidp take(png_structp png, png_alloc_size_t size)
{
    struct picture_decoder *decoder = png_get_mem_ptr(png);
    void *memory = base_malloc(size);
    if (memory == NULL)
        decoder->no_memory = true;
    return memory;
}

static void give_back(png_structp png, png_voidp memory)
{
    (void)png;
    base_free(memory);
}

static void keep_reason(png_structp png, png_const_charp reason)
{
    struct picture_decoder *decoder = png_get_error_ptr(png);
    struct picture_samples *samples = decoder->samples;
    size_t len = strlen(reason), most = sizeof samples->reason - 1;
    memcpy(samples->reason, reason, len < most ? len : most);
    longjmp(decoder->back, 1);
}

static void keep_doubt(png_structp png, png_const_charp warning)
{
    struct picture_decoder *decoder = png_get_error_ptr(png);
    (void)warning;
    decoder->samples->plain = false;
}

static void give_bytes(png_structp png, png_bytep bytes, size_t size)
{
    struct reader *reader = png_get_io_ptr(png);
    const struct str *file = &reader->decoder->bytes;
    if (size > file->len - reader->at)
        png_error(png, "file is cut short");
    memcpy(bytes, file->ptr + reader->at, size);
    reader->at += size;
}

static void set_transformations(struct reader *reader)
{
    int depth = png_get_bit_depth(reader->png, reader->info);
    bool clear = png_get_valid(reader->png, reader->info, PNG_INFO_tRNS) != 0;
    if (depth == 16)
        png_set_scale_16(reader->png);
    if (clear)
        png_set_expand(reader->png);
    if (depth == 16 || clear)
        reader->decoder->samples->plain = false;
}

/* What says nothing of the samples is passed over, its checksum proved: inflated, a text of some KB may take
 * megabytes, in each reader. */
static void pass_over(png_structp png)
{
    static const char names[] =
        "bKGD\0cHRM\0eXIf\0gAMA\0hIST\0iCCP\0iTXt\0oFFs\0pCAL\0pHYs\0sBIT\0sCAL\0sPLT\0sRGB\0"
        "sTER\0tEXt\0tIME\0zTXt";
    enum { NAME = 5 };
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, 0);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, (png_const_bytep)names, sizeof names / NAME);
}

static void read_head(struct reader *reader)
{
    const struct picture_samples *samples = reader->decoder->samples;
    png_set_read_fn(reader->png, reader, give_bytes);
    pass_over(reader->png);
    png_set_user_limits(reader->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_read_info(reader->png, reader->info);
    reader->decoder->begin = reader->at - CHUNK_HEAD;
    if (png_get_image_width(reader->png, reader->info) != (png_uint_32)samples->width ||
        png_get_image_height(reader->png, reader->info) != (png_uint_32)samples->height)
        png_error(reader->png, "size");
    set_transformations(reader);
    (void)png_set_interlace_handling(reader->png);
    png_read_update_info(reader->png, reader->info);
}

/* Opens the next reader, in front of the pass with its number. */
static void open_reader(struct picture_decoder *decoder)
{
    size_t pass = decoder->reader_count;
    struct reader *reader = &decoder->readers[decoder->reader_count++];
    reader->decoder = decoder;
    reader->png = png_create_read_struct_2(PNG_LIBPNG_VER_STRING, decoder, keep_reason, keep_doubt, decoder,
                                           take, give_back);
    if (reader->png != NULL)
        reader->info = png_create_info_struct(reader->png);
    if (reader->info == NULL) {
        decoder->no_memory = true;
        longjmp(decoder->back, 1);
    }
    read_head(reader);
    for (size_t skipped = 0; skipped < pass; skipped++)
        for (int row = 0; row < decoder->samples->height; row++)
            png_read_row(reader->png, NULL, NULL);
}

static void read_palette(const struct reader *reader)
{
    struct picture_samples *samples = reader->decoder->samples;
    png_colorp colors;
    int count = 0;
    if (png_get_color_type(reader->png, reader->info) != PNG_COLOR_TYPE_PALETTE)
        return;
    if (png_get_PLTE(reader->png, reader->info, &colors, &count) == 0)
        png_error(reader->png, "no palette");
    samples->palette_count = (size_t)count;
    for (size_t i = 0; i < samples->palette_count; i++) {
        samples->palette[3 * i] = colors[i].red;
        samples->palette[3 * i + 1] = colors[i].green;
        samples->palette[3 * i + 2] = colors[i].blue;
    }
}

static void read_looks(const struct reader *reader)
{
    struct picture_samples *samples = reader->decoder->samples;
    read_palette(reader);
    samples->bits = png_get_bit_depth(reader->png, reader->info);
    samples->channels = png_get_channels(reader->png, reader->info);
    samples->row_bytes = png_get_rowbytes(reader->png, reader->info);
    samples->row = base_malloc(samples->row_bytes);
    if (samples->row == NULL) {
        reader->decoder->no_memory = true;
        png_error(reader->png, "no memory");
    }
    memset(samples->row, 0, samples->row_bytes); /* also the bits behind the row, which libpng leaves alone */
    if (samples->channels % 2 == 0)
        samples->plain = false;
}

static enum status open_readers(struct picture_decoder *decoder)
{
    if (setjmp(decoder->back) != 0) /* libpng comes back here when something is wrong */
        return FAILED;
    open_reader(decoder);
    const struct reader *first = &decoder->readers[0];
    read_looks(first);
    if (png_get_interlace_type(first->png, first->info) != PNG_INTERLACE_NONE) {
        decoder->samples->plain = false;
        while (decoder->reader_count < PASSES)
            open_reader(decoder);
    }
    return OK;
}

enum status picture_samples_open(const struct picture_file *file, struct picture_samples *samples)
{
    struct picture_decoder *decoder = base_malloc(sizeof *decoder);
    *samples = (struct picture_samples){.width = picture_stored_width(file),
                                        .height = picture_stored_height(file),
                                        .plain = true,
                                        .decoder = decoder};
    if (decoder == NULL)
        return NO_MEMORY;
    *decoder = (struct picture_decoder){.samples = samples};
    enum status status = picture_bytes_open(file, &samples->held);
    samples->changed = status == FAILED;
    if (status != OK)
        return status;
    decoder->bytes = samples->held.bytes;
    status = open_readers(decoder);
    return decoder->no_memory ? NO_MEMORY : status; /* also when something was left out for want of it */
}

static enum status read_row(struct picture_decoder *decoder)
{
    struct reader *last = &decoder->readers[decoder->reader_count - 1];
    if (setjmp(decoder->back) != 0)
        return FAILED;
    for (size_t i = 0; i < decoder->reader_count; i++)
        png_read_row(decoder->readers[i].png, decoder->samples->row, NULL);
    if (++decoder->rows == decoder->samples->height) {
        decoder->end = last->at;
        png_read_end(last->png, NULL);
    }
    return OK;
}

enum status picture_samples_read(struct picture_samples *samples)
{
    enum status status = read_row(samples->decoder);
    return samples->decoder->no_memory ? NO_MEMORY : status;
}

void picture_samples_close(struct picture_samples *samples)
{
    struct picture_decoder *decoder = samples->decoder;
    for (size_t i = 0; decoder != NULL && i < decoder->reader_count; i++)
        if (decoder->readers[i].png != NULL)
            png_destroy_read_struct(&decoder->readers[i].png, &decoder->readers[i].info, NULL);
    base_free(decoder);
    base_free(samples->row);
    picture_bytes_close(&samples->held);
    samples->decoder = NULL;
    samples->row = NULL;
}

void picture_samples_report(const struct picture_samples *samples, const struct picture_file *file,
                            struct diag *diag, struct place place)
{
    if (samples->changed)
        picture_bytes_report(&samples->held, file, diag, place);
    else
        diag_report(diag, MSG_PICTURE_BROKEN, place, STR_ARGS(file->path), samples->reason);
}

/* --- the file's own coded rows --- */

size_t picture_samples_taken(const struct picture_samples *samples)
{
    const struct picture_decoder *decoder = samples->decoder;
    return decoder->readers[decoder->reader_count - 1].at - decoder->begin;
}

/* The data of the IDAT chunk at *at, which moves behind it; libpng has read it. */
static struct str next_data(const struct picture_decoder *decoder, size_t *at)
{
    const unsigned char *head = (const unsigned char *)decoder->bytes.ptr + *at;
    size_t size = (size_t)head[0] << 24 | (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];
    struct str data = str_slice(decoder->bytes, *at + CHUNK_HEAD, *at + CHUNK_HEAD + size);
    *at += PNG_CHUNK_FRAME + size;
    return data;
}

/* A window smaller than it might be is taken for granted by some viewers, and wrongly stated by some writers.
 */
static bool has_full_window(const struct picture_decoder *decoder)
{
    for (size_t at = decoder->begin; at < decoder->end;) {
        struct str data = next_data(decoder, &at);
        if (data.len > 0)
            return (unsigned char)data.ptr[0] == ZLIB_32K;
    }
    return false;
}

size_t picture_samples_own_size(const struct picture_samples *samples)
{
    const struct picture_decoder *decoder = samples->decoder;
    size_t size = 0;
    if (!samples->plain || !has_full_window(decoder))
        return 0;
    for (size_t at = decoder->begin; at < decoder->end;)
        size += next_data(decoder, &at).len;
    return size;
}

void picture_samples_own_copy(const struct picture_samples *samples, char *to)
{
    for (size_t at = samples->decoder->begin; at < samples->decoder->end;) {
        struct str data = next_data(samples->decoder, &at);
        memcpy(to, data.ptr, data.len);
        to += data.len;
    }
}
