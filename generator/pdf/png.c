/*
 * PNG files to samples as PDF has them, through libpng.
 *
 * What PDF can show is left as it is: gray and palette of 1, 2, 4 and 8 bits, rows padded to whole bytes, and
 * RGB of 8 bits.  The rest is changed while it is read: 16 bits to 8, transparent colours and palettes to an
 * alpha channel behind the colours.  Gamma and colour profiles are not looked at: gray and RGB are those of
 * the device.  The whole file is read, with all checksums, so that a broken one is found.
 *
 * libpng tells an error by longjmp: everything that must be freed lives in the struct of the caller, which
 * frees it in any case.  Its memory comes from base; a request that failed is remembered, because libpng has
 * only its words for it.
 */
#include "pdf/pdf_int.h"

#include <png.h>
#include <string.h>

struct decoder {
    png_structp png;
    png_infop info;
    struct str bytes;
    size_t at;
    bool no_memory;
    struct pdf_samples *samples;
};

static png_voidp take(png_structp png, png_alloc_size_t size)
{
    struct decoder *decoder = png_get_mem_ptr(png);
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
    struct decoder *decoder = png_get_error_ptr(png);
    size_t len = strlen(reason), most = sizeof decoder->samples->reason - 1;
    memcpy(decoder->samples->reason, reason, len < most ? len : most);
    png_longjmp(png, 1);
}

static void ignore_warning(png_structp png, png_const_charp warning)
{
    (void)png, (void)warning;
}

static void give_bytes(png_structp png, png_bytep bytes, size_t size)
{
    struct decoder *decoder = png_get_io_ptr(png);
    if (size > decoder->bytes.len - decoder->at)
        png_error(png, "file is cut short");
    memcpy(bytes, decoder->bytes.ptr + decoder->at, size);
    decoder->at += size;
}

static void set_transformations(struct decoder *decoder)
{
    if (png_get_bit_depth(decoder->png, decoder->info) == 16)
        png_set_scale_16(decoder->png);
    if (png_get_valid(decoder->png, decoder->info, PNG_INFO_tRNS) != 0)
        png_set_expand(decoder->png);
}

static void read_palette(struct decoder *decoder)
{
    struct pdf_samples *samples = decoder->samples;
    png_colorp colors;
    int count = 0;
    if (png_get_color_type(decoder->png, decoder->info) != PNG_COLOR_TYPE_PALETTE)
        return;
    if (png_get_PLTE(decoder->png, decoder->info, &colors, &count) == 0)
        png_error(decoder->png, "no palette");
    samples->palette_count = (size_t)count;
    for (size_t i = 0; i < samples->palette_count; i++) {
        samples->palette[3 * i] = colors[i].red;
        samples->palette[3 * i + 1] = colors[i].green;
        samples->palette[3 * i + 2] = colors[i].blue;
    }
}

static void read_head(struct decoder *decoder)
{
    struct pdf_samples *samples = decoder->samples;
    png_set_read_fn(decoder->png, decoder, give_bytes);
    png_set_user_limits(decoder->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_read_info(decoder->png, decoder->info);
    if (png_get_image_width(decoder->png, decoder->info) != (png_uint_32)samples->width ||
        png_get_image_height(decoder->png, decoder->info) != (png_uint_32)samples->height)
        png_error(decoder->png, "size");
    set_transformations(decoder);
}

static void read_rows(struct decoder *decoder)
{
    struct pdf_samples *samples = decoder->samples;
    int passes = png_set_interlace_handling(decoder->png);
    png_read_update_info(decoder->png, decoder->info);
    read_palette(decoder);
    samples->bits = png_get_bit_depth(decoder->png, decoder->info);
    samples->channels = png_get_channels(decoder->png, decoder->info);
    samples->row_bytes = png_get_rowbytes(decoder->png, decoder->info);
    samples->rows = base_malloc(samples->row_bytes * (size_t)samples->height);
    if (samples->rows == NULL) {
        decoder->no_memory = true;
        png_error(decoder->png, "no memory");
    }
    memset(samples->rows, 0, samples->row_bytes * (size_t)samples->height); /* also the bits behind a row */
    for (int pass = 0; pass < passes; pass++)
        for (size_t row = 0; row < (size_t)samples->height; row++)
            png_read_row(decoder->png, samples->rows + row * samples->row_bytes, NULL);
    png_read_end(decoder->png, NULL);
}

static enum status decode(struct decoder *decoder)
{
    if (setjmp(png_jmpbuf(decoder->png)) != 0) /* libpng comes back here when something is wrong */
        return decoder->no_memory ? NO_MEMORY : FAILED;
    read_head(decoder);
    read_rows(decoder);
    return OK;
}

enum status pdf_png_read(const struct page_picture *picture, struct pdf_samples *samples)
{
    struct decoder decoder = {.bytes = picture->bytes, .samples = samples};
    enum status status = NO_MEMORY;
    *samples = (struct pdf_samples){.width = picture->width, .height = picture->height};
    decoder.png = png_create_read_struct_2(PNG_LIBPNG_VER_STRING, &decoder, keep_reason, ignore_warning,
                                           &decoder, take, give_back);
    if (decoder.png != NULL)
        decoder.info = png_create_info_struct(decoder.png);
    if (decoder.info != NULL)
        status = decode(&decoder);
    if (decoder.png != NULL)
        png_destroy_read_struct(&decoder.png, &decoder.info, NULL);
    if (status == OK && decoder.no_memory) /* something was left out for want of it */
        status = NO_MEMORY;
    if (status != OK)
        pdf_samples_clear(samples);
    return status;
}

void pdf_samples_clear(struct pdf_samples *samples)
{
    base_free(samples->rows);
    samples->rows = NULL;
}
