/*
 * Pictures: one image object for each file that the pages show, however often.
 *
 * JPEG bytes go into the file as they are.  PNG is decoded (png.c) and compressed anew: samples of 8 bits
 * filtered (filter.c), indices and smaller samples as they are; alpha as a soft mask of its own, unless all
 * of it is opaque.
 */
#include "pdf/pdf_int.h"

#include <string.h>

struct pdf_picture {
    struct page_picture picture; /* the first that shows it */
    HPDF_Dict object;            /* NULL: broken, reported */
};

static bool is_same(const struct page_picture *a, const struct page_picture *b)
{
    return a->bytes.len == b->bytes.len &&
           (a->bytes.ptr == b->bytes.ptr || memcmp(a->bytes.ptr, b->bytes.ptr, a->bytes.len) == 0);
}

static size_t find_picture(const struct pdf *pdf, const struct page_picture *picture)
{
    size_t i = 0;
    while (i < pdf->picture_count && !is_same(&pdf->pictures[i].picture, picture))
        i++;
    return i;
}

static void begin_image(struct buf *inside, const struct page_picture *picture)
{
    buf_printf(inside, "/Type /XObject /Subtype /Image /Width %d /Height %d ", picture->width,
               picture->height);
}

static enum status make_jpeg(struct pdf *pdf, const struct page_picture *picture, HPDF_Dict *ret_object)
{
    struct buf inside;
    buf_init(&inside, PDF_MAX_BYTES);
    begin_image(&inside, picture);
    buf_printf(&inside, "/ColorSpace /Device%s /BitsPerComponent 8 /Filter /DCTDecode ",
               picture->gray ? "Gray" : "RGB");
    enum status status = buf_status(&inside);
    if (status == OK)
        status = pdf_stream_add(pdf, buf_str(&inside), picture->bytes, ret_object);
    buf_clear(&inside);
    return status;
}

/* --- PNG --- */

/* `count` channels from `first` on; `inside` has all but what says how they are coded. */
static enum status make_filtered(struct pdf *pdf, const struct pdf_samples *samples, size_t first,
                                 size_t count, struct buf *inside, HPDF_Dict *ret_object)
{
    struct str bytes;
    enum status status = pdf_filter(samples, first, count, &bytes);
    if (status != OK)
        return status;
    buf_printf(inside,
               "/ColorSpace /Device%s /BitsPerComponent 8 "
               "/DecodeParms <</Predictor 15 /Colors %zu /BitsPerComponent 8 /Columns %d>> ",
               count == 3 ? "RGB" : "Gray", count, samples->width);
    status = buf_status(inside);
    if (status == OK)
        status = pdf_stream_make(pdf, buf_str(inside), bytes, PDF_GOOD, ret_object);
    base_free((char *)bytes.ptr);
    return status;
}

static void add_color_space(struct buf *inside, const struct pdf_samples *samples)
{
    if (samples->palette_count == 0) {
        buf_add_text(inside, "/ColorSpace /DeviceGray ");
        return;
    }
    buf_printf(inside, "/ColorSpace [/Indexed /DeviceRGB %zu <", samples->palette_count - 1);
    for (size_t i = 0; i < 3 * samples->palette_count; i++)
        pdf_add_hex(inside, samples->palette[i], 2);
    buf_add_text(inside, ">] ");
}

/* Indices, or gray of less than 8 bits. */
static enum status make_plain(struct pdf *pdf, const struct pdf_samples *samples, struct buf *inside,
                              HPDF_Dict *ret_object)
{
    const struct str bytes = {(const char *)samples->rows, samples->row_bytes * (size_t)samples->height};
    add_color_space(inside, samples);
    buf_printf(inside, "/BitsPerComponent %d ", samples->bits);
    enum status status = buf_status(inside);
    return status == OK ? pdf_stream_make(pdf, buf_str(inside), bytes, PDF_GOOD, ret_object) : status;
}

/* Alpha is the last channel. */
static bool is_opaque(const struct pdf_samples *samples)
{
    size_t pixels = (size_t)samples->width * (size_t)samples->height;
    const unsigned char *alpha = samples->rows + samples->channels - 1;
    for (size_t i = 0; i < pixels; i++)
        if (alpha[i * samples->channels] != 0xFF)
            return false;
    return true;
}

static enum status make_mask(struct pdf *pdf, const struct page_picture *picture,
                             const struct pdf_samples *samples, struct buf *inside)
{
    HPDF_Dict mask;
    struct buf own;
    if (is_opaque(samples))
        return OK;
    buf_init(&own, PDF_MAX_BYTES);
    begin_image(&own, picture);
    enum status status = make_filtered(pdf, samples, (size_t)samples->channels - 1, 1, &own, &mask);
    buf_clear(&own);
    if (status != OK)
        return status;
    buf_add_text(inside, "/SMask ");
    pdf_add_reference(inside, pdf_object_id(mask));
    buf_add_char(inside, ' ');
    return OK;
}

static enum status make_samples(struct pdf *pdf, const struct page_picture *picture,
                                const struct pdf_samples *samples, HPDF_Dict *ret_object)
{
    bool plain = samples->bits < 8 || samples->palette_count > 0, alpha = samples->channels % 2 == 0;
    enum status status = OK;
    struct buf inside;
    buf_init(&inside, PDF_MAX_BYTES);
    begin_image(&inside, picture);
    if (alpha)
        status = make_mask(pdf, picture, samples, &inside);
    if (status == OK)
        status =
            plain ? make_plain(pdf, samples, &inside, ret_object)
                  : make_filtered(pdf, samples, 0, samples->channels - (alpha ? 1 : 0), &inside, ret_object);
    buf_clear(&inside);
    return status;
}

static enum status make_png(struct pdf *pdf, const struct page_picture *picture, HPDF_Dict *ret_object)
{
    struct pdf_samples samples;
    enum status status = pdf_png_read(picture, &samples);
    if (status == FAILED)
        diag_report(pdf->diag, MSG_PDF_PICTURE, picture->place, STR_ARGS(picture->path), samples.reason);
    if (status == OK)
        status = make_samples(pdf, picture, &samples, ret_object);
    pdf_samples_clear(&samples);
    return status;
}

/* --- the document's --- */

enum status pdf_picture_take(struct pdf *pdf, const struct page_picture *picture, size_t *ret_number)
{
    size_t number = find_picture(pdf, picture);
    if (number < pdf->picture_count) {
        *ret_number = number;
        return pdf->pictures[number].object != NULL ? OK : FAILED;
    }
    HPDF_Dict object = NULL;
    enum status status = arena_grow(pdf->arena, (void **)&pdf->pictures, number, &pdf->picture_capacity,
                                    sizeof *pdf->pictures);
    if (status == OK)
        status = picture->jpeg ? make_jpeg(pdf, picture, &object) : make_png(pdf, picture, &object);
    if (status != OK && status != FAILED)
        return status;
    pdf->pictures[pdf->picture_count++] = (struct pdf_picture){*picture, object};
    *ret_number = number;
    return status;
}

uint32_t pdf_picture_id(const struct pdf *pdf, size_t number)
{
    return pdf_object_id(pdf->pictures[number].object);
}
