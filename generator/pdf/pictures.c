/*
 * Pictures: one image object for each file that the pages show, however often.
 *
 * JPEG bytes go into the file as they are.  PNG is read row by row (png.c) and coded anew (coder.c), alpha as
 * a soft mask of its own, unless all of it is opaque; so what a picture takes in memory does not grow with
 * its pixels.  Where PDF could show the file's own bytes they stand in for ours unless ours are fewer; once
 * ours are behind, the rest of the rows is read for its faults alone.
 */
#include "pdf/pdf_int.h"
#include "pdf/messages.h"

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

/* When the race between the file's own bytes and ours is looked at: not before so many bytes of rows, and
 * ours have lost then unless they are fewer by a sixteenth. */
enum { RACE_BEGINS = 1 << 20, RACE_MARGIN = 16 };

struct image {
    const struct page_picture *picture;
    struct pdf_png png;
    struct pdf_coder *color, *alpha; /* NULL: given up, not needed */
    bool opaque;                     /* so far */
};

static void image_clear(struct image *image)
{
    pdf_coder_free(image->color);
    pdf_coder_free(image->alpha);
    pdf_png_close(&image->png);
    image->color = image->alpha = NULL;
}

static struct pdf_rows rows_of(const struct image *image)
{
    const struct pdf_png *png = &image->png;
    bool alpha = png->channels % 2 == 0;
    return (struct pdf_rows){.width = png->width,
                             .bits = png->bits,
                             .channels = png->channels - (alpha ? 1 : 0),
                             .indexed = png->palette_count > 0};
}

static struct pdf_rows mask_of(const struct image *image)
{
    return (struct pdf_rows){.width = image->png.width, .bits = 8, .channels = 1};
}

static enum status open_image(struct image *image)
{
    enum status status = pdf_png_open(image->picture, &image->png);
    if (status != OK)
        return status;
    const struct pdf_rows rows = rows_of(image), mask = mask_of(image);
    image->opaque = true;
    status = pdf_coder_new(&rows, &image->color);
    if (status == OK && rows.channels < image->png.channels)
        status = pdf_coder_new(&mask, &image->alpha);
    return status;
}

static bool is_opaque(const struct pdf_png *png)
{
    for (size_t at = png->channels - 1; at < png->row_bytes; at += png->channels)
        if (png->row[at] != 0xFF)
            return false;
    return true;
}

static enum status code_row(struct image *image)
{
    struct pdf_png *png = &image->png;
    enum status status = pdf_png_row(png);
    if (status != OK)
        return status;
    if (image->color != NULL)
        pdf_coder_add(image->color, png->row, png->channels);
    if (image->alpha != NULL) {
        pdf_coder_add(image->alpha, png->row + png->channels - 1, png->channels);
        image->opaque = image->opaque && is_opaque(png);
    }
    return OK;
}

static bool is_behind(const struct image *image, size_t rows)
{
    size_t ours = pdf_coder_size(image->color), own = pdf_png_taken(&image->png);
    return rows * image->png.row_bytes >= RACE_BEGINS && ours > own - own / RACE_MARGIN;
}

static enum status code_rows(struct image *image, bool races)
{
    enum status status = OK;
    for (size_t y = 0; y < (size_t)image->png.height && status == OK; y++) {
        status = code_row(image);
        if (status == OK && races && image->color != NULL && image->png.plain && is_behind(image, y + 1)) {
            pdf_coder_free(image->color);
            image->color = NULL;
        }
    }
    return status;
}

static enum status code_image(struct image *image)
{
    enum status status = open_image(image);
    if (status == OK)
        status = code_rows(image, true);
    if (status != OK || image->color != NULL || pdf_png_own_size(&image->png) > 0)
        return status;
    image_clear(image); /* something odd came when ours were given up */
    status = open_image(image);
    return status == OK ? code_rows(image, false) : status;
}

/* The bytes for the colours, in the arena. */
static enum status take_colors(struct pdf *pdf, const struct image *image, struct str *ret_bytes)
{
    size_t own = pdf_png_own_size(&image->png);
    struct str bytes = {NULL, SIZE_MAX};
    enum status status = image->color == NULL ? OK : pdf_coder_end(image->color, &bytes);
    if (status != OK)
        return status;
    if (own > 0 && own <= bytes.len) {
        char *copy = ARENA_NEW_ARRAY(pdf->arena, own, char);
        if (copy != NULL)
            pdf_png_own_copy(&image->png, copy);
        bytes = (struct str){copy, own};
    } else {
        bytes = arena_copy(pdf->arena, bytes);
    }
    *ret_bytes = bytes;
    return bytes.ptr == NULL ? NO_MEMORY : OK;
}

static void add_color_space(struct buf *inside, const struct pdf_png *png, const struct pdf_rows *rows)
{
    if (!rows->indexed) {
        buf_printf(inside, "/ColorSpace /Device%s ", rows->channels == 3 ? "RGB" : "Gray");
        return;
    }
    buf_printf(inside, "/ColorSpace [/Indexed /DeviceRGB %zu <", png->palette_count - 1);
    for (size_t i = 0; i < 3 * png->palette_count; i++)
        pdf_add_hex(inside, png->palette[i], 2);
    buf_add_text(inside, ">] ");
}

/* `inside` has what comes before. */
static enum status make_rows(struct pdf *pdf, const struct image *image, const struct pdf_rows *rows,
                             struct str bytes, struct buf *inside, HPDF_Dict *ret_object)
{
    begin_image(inside, image->picture);
    add_color_space(inside, &image->png, rows);
    buf_printf(inside,
               "/BitsPerComponent %d /DecodeParms <</Predictor 15 /Colors %zu /BitsPerComponent %d "
               "/Columns %d>> /Filter /FlateDecode ",
               rows->bits, rows->channels, rows->bits, rows->width);
    enum status status = buf_status(inside);
    return status == OK ? pdf_stream_add(pdf, buf_str(inside), bytes, ret_object) : status;
}

static enum status make_mask(struct pdf *pdf, const struct image *image, struct buf *inside)
{
    const struct pdf_rows rows = mask_of(image);
    HPDF_Dict mask;
    struct str bytes;
    struct buf own;
    if (image->alpha == NULL || image->opaque)
        return OK;
    enum status status = pdf_coder_end(image->alpha, &bytes);
    if (status != OK)
        return status;
    bytes = arena_copy(pdf->arena, bytes);
    if (bytes.ptr == NULL)
        return NO_MEMORY;
    buf_init(&own, PDF_MAX_BYTES);
    status = make_rows(pdf, image, &rows, bytes, &own, &mask);
    buf_clear(&own);
    if (status != OK)
        return status;
    buf_add_text(inside, "/SMask ");
    pdf_add_reference(inside, pdf_object_id(mask));
    buf_add_char(inside, ' ');
    return OK;
}

static enum status make_image(struct pdf *pdf, const struct image *image, HPDF_Dict *ret_object)
{
    const struct pdf_rows rows = rows_of(image);
    struct str bytes;
    struct buf inside;
    enum status status = take_colors(pdf, image, &bytes);
    if (status != OK)
        return status;
    buf_init(&inside, PDF_MAX_BYTES);
    status = make_mask(pdf, image, &inside);
    if (status == OK)
        status = make_rows(pdf, image, &rows, bytes, &inside, ret_object);
    buf_clear(&inside);
    return status;
}

static enum status make_png(struct pdf *pdf, const struct page_picture *picture, HPDF_Dict *ret_object)
{
    struct image image = {.picture = picture};
    enum status status = code_image(&image);
    if (status == FAILED)
        diag_report(pdf->diag, MSG_PDF_PICTURE, picture->place, STR_ARGS(picture->path), image.png.reason);
    if (status == OK)
        status = make_image(pdf, &image, ret_object);
    image_clear(&image);
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
