/*
 * PNG files to rows of samples as PDF has them, through libpng, one row at a time.
 *
 * What PDF can show is left as it is: gray and palette of 1, 2, 4 and 8 bits, rows padded to whole bytes, and
 * RGB of 8 bits.  The rest is changed while it is read: 16 bits to 8, transparent colours and palettes to an
 * alpha channel behind the colours.  Gamma and colour profiles are not looked at: gray and RGB are those of
 * the device.  The whole file is read, with all checksums, so that a broken one is found.
 *
 * An interlaced picture comes in seven passes, and a row has pixels of all of them.  So it has seven readers
 * of the same bytes, each stopped in front of its own pass, that go through the rows side by side: twice the
 * work of one, but no picture held as a whole.  The last one reads the file to its end.
 *
 * Where nothing had to be changed, the coded rows of the file (its IDAT chunks) are those of a PDF image,
 * too, and can be had as they stand: only when libpng had nothing to remark.
 *
 * libpng tells an error by a function that must not return: it jumps back to the row, or the opening, that
 * was under way, and the caller closes what there is in any case.  Its memory comes from base; a request that
 * failed is remembered, because libpng has only its words for it.
 */
#include "pdf/pdf_int.h"

#include <png.h>
#include <setjmp.h>
#include <string.h>

enum { PASSES = 7, CHUNK_HEAD = 8, CHUNK_FRAME = 12, ZLIB_32K = 0x78 };

struct reader {
    struct pdf_png_decoder *decoder;
    png_structp png;
    png_infop info;
    size_t at; /* in the file */
};

struct pdf_png_decoder {
    struct pdf_png *picture;
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
    struct pdf_png_decoder *decoder = png_get_mem_ptr(png);
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
    struct pdf_png_decoder *decoder = png_get_error_ptr(png);
    struct pdf_png *picture = decoder->picture;
    size_t len = strlen(reason), most = sizeof picture->reason - 1;
    memcpy(picture->reason, reason, len < most ? len : most);
    longjmp(decoder->back, 1);
}

static void keep_doubt(png_structp png, png_const_charp warning)
{
    struct pdf_png_decoder *decoder = png_get_error_ptr(png);
    (void)warning;
    decoder->picture->plain = false;
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
        reader->decoder->picture->plain = false;
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
    const struct pdf_png *picture = reader->decoder->picture;
    png_set_read_fn(reader->png, reader, give_bytes);
    pass_over(reader->png);
    png_set_user_limits(reader->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_read_info(reader->png, reader->info);
    reader->decoder->begin = reader->at - CHUNK_HEAD;
    if (png_get_image_width(reader->png, reader->info) != (png_uint_32)picture->width ||
        png_get_image_height(reader->png, reader->info) != (png_uint_32)picture->height)
        png_error(reader->png, "size");
    set_transformations(reader);
    (void)png_set_interlace_handling(reader->png);
    png_read_update_info(reader->png, reader->info);
}

/* Opens the next reader, in front of the pass with its number. */
static void open_reader(struct pdf_png_decoder *decoder)
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
        for (int row = 0; row < decoder->picture->height; row++)
            png_read_row(reader->png, NULL, NULL);
}

static void read_palette(const struct reader *reader)
{
    struct pdf_png *picture = reader->decoder->picture;
    png_colorp colors;
    int count = 0;
    if (png_get_color_type(reader->png, reader->info) != PNG_COLOR_TYPE_PALETTE)
        return;
    if (png_get_PLTE(reader->png, reader->info, &colors, &count) == 0)
        png_error(reader->png, "no palette");
    picture->palette_count = (size_t)count;
    for (size_t i = 0; i < picture->palette_count; i++) {
        picture->palette[3 * i] = colors[i].red;
        picture->palette[3 * i + 1] = colors[i].green;
        picture->palette[3 * i + 2] = colors[i].blue;
    }
}

static void read_looks(const struct reader *reader)
{
    struct pdf_png *picture = reader->decoder->picture;
    read_palette(reader);
    picture->bits = png_get_bit_depth(reader->png, reader->info);
    picture->channels = png_get_channels(reader->png, reader->info);
    picture->row_bytes = png_get_rowbytes(reader->png, reader->info);
    picture->row = base_malloc(picture->row_bytes);
    if (picture->row == NULL) {
        reader->decoder->no_memory = true;
        png_error(reader->png, "no memory");
    }
    memset(picture->row, 0, picture->row_bytes); /* also the bits behind the row, which libpng leaves alone */
    if (picture->channels % 2 == 0)
        picture->plain = false;
}

static enum status open_readers(struct pdf_png_decoder *decoder)
{
    if (setjmp(decoder->back) != 0) /* libpng comes back here when something is wrong */
        return FAILED;
    open_reader(decoder);
    const struct reader *first = &decoder->readers[0];
    read_looks(first);
    if (png_get_interlace_type(first->png, first->info) != PNG_INTERLACE_NONE) {
        decoder->picture->plain = false;
        while (decoder->reader_count < PASSES)
            open_reader(decoder);
    }
    return OK;
}

enum status pdf_png_open(const struct page_picture *picture, struct pdf_png *png)
{
    struct pdf_png_decoder *decoder = base_malloc(sizeof *decoder);
    *png = (struct pdf_png){
        .width = picture->width, .height = picture->height, .plain = true, .decoder = decoder};
    if (decoder == NULL)
        return NO_MEMORY;
    *decoder = (struct pdf_png_decoder){.picture = png, .bytes = picture->bytes};
    enum status status = open_readers(decoder);
    return decoder->no_memory ? NO_MEMORY : status; /* also when something was left out for want of it */
}

static enum status read_row(struct pdf_png_decoder *decoder)
{
    struct reader *last = &decoder->readers[decoder->reader_count - 1];
    if (setjmp(decoder->back) != 0)
        return FAILED;
    for (size_t i = 0; i < decoder->reader_count; i++)
        png_read_row(decoder->readers[i].png, decoder->picture->row, NULL);
    if (++decoder->rows == decoder->picture->height) {
        decoder->end = last->at;
        png_read_end(last->png, NULL);
    }
    return OK;
}

enum status pdf_png_row(struct pdf_png *png)
{
    enum status status = read_row(png->decoder);
    return png->decoder->no_memory ? NO_MEMORY : status;
}

void pdf_png_close(struct pdf_png *png)
{
    struct pdf_png_decoder *decoder = png->decoder;
    for (size_t i = 0; decoder != NULL && i < decoder->reader_count; i++)
        if (decoder->readers[i].png != NULL)
            png_destroy_read_struct(&decoder->readers[i].png, &decoder->readers[i].info, NULL);
    base_free(decoder);
    base_free(png->row);
    png->decoder = NULL;
    png->row = NULL;
}

/* --- the file's own coded rows --- */

size_t pdf_png_taken(const struct pdf_png *png)
{
    const struct pdf_png_decoder *decoder = png->decoder;
    return decoder->readers[decoder->reader_count - 1].at - decoder->begin;
}

/* The data of the IDAT chunk at *at, which moves behind it; libpng has read it. */
static struct str next_data(const struct pdf_png_decoder *decoder, size_t *at)
{
    const unsigned char *head = (const unsigned char *)decoder->bytes.ptr + *at;
    size_t size = (size_t)head[0] << 24 | (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];
    struct str data = str_slice(decoder->bytes, *at + CHUNK_HEAD, *at + CHUNK_HEAD + size);
    *at += CHUNK_FRAME + size;
    return data;
}

/* A window smaller than it might be is taken for granted by some viewers, and wrongly stated by some writers.
 */
static bool has_full_window(const struct pdf_png_decoder *decoder)
{
    for (size_t at = decoder->begin; at < decoder->end;) {
        struct str data = next_data(decoder, &at);
        if (data.len > 0)
            return (unsigned char)data.ptr[0] == ZLIB_32K;
    }
    return false;
}

size_t pdf_png_own_size(const struct pdf_png *png)
{
    const struct pdf_png_decoder *decoder = png->decoder;
    size_t size = 0;
    if (!png->plain || !has_full_window(decoder))
        return 0;
    for (size_t at = decoder->begin; at < decoder->end;)
        size += next_data(decoder, &at).len;
    return size;
}

void pdf_png_own_copy(const struct pdf_png *png, char *to)
{
    for (size_t at = png->decoder->begin; at < png->decoder->end;) {
        struct str data = next_data(png->decoder, &at);
        memcpy(to, data.ptr, data.len);
        to += data.len;
    }
}
