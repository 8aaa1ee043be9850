/*
 * Pictures: one image object for each file that the pages show, however often.
 *
 * What is written of a JPEG the room picture says: its own bytes, or fewer pixels, once for each number of them
 * that is wanted.  A file's colour profile is an object of its own, shared.  PNG is read row by row (room picture) and coded anew (coder.c),
 * alpha as a soft mask of its own, unless all of it is opaque; so what a picture takes in memory does not
 * grow with its pixels.  Where PDF could show the file's own bytes they stand in for ours unless ours are
 * fewer; once ours are behind, the rest of the rows is read for its faults alone.
 */
#include "pdf/images/images.h"

#include <string.h>

static size_t find_picture(const struct pdf *pdf, const struct picture_file *file,
                           const struct picture_wish *wish)
{
    size_t i = 0;
    for (; i < pdf->picture_count; i++) {
        const struct pdf_picture *known = &pdf->pictures[i];
        if (known->file != NULL && known->width == wish->width && known->height == wish->height &&
            picture_same(known->file, file))
            break;
    }
    return i;
}

static void begin_image(struct buf *inside, int width, int height)
{
    buf_printf(inside, "/Type /XObject /Subtype /Image /Width %d /Height %d ", width, height);
}

/* --- colours --- */

/* The profile's object, one for all pictures that have it. */
static enum status take_profile(struct pdf *pdf, struct str bytes, bool gray, uint32_t *ret_id)
{
    HPDF_Dict object;
    for (size_t i = 0; i < pdf->profile_count; i++)
        if (str_equal(pdf->profiles[i].bytes, bytes)) {
            *ret_id = pdf->profiles[i].id;
            return OK;
        }
    enum status status =
        pdf_stream_make(pdf, gray ? STR("/N 1 /Alternate /DeviceGray ") : STR("/N 3 /Alternate /DeviceRGB "),
                        bytes, PDF_KEPT, &object);
    if (status != OK)
        return status;
    const struct pdf_profile own = {bytes, pdf_object_id(object)};
    *ret_id = own.id;
    return ARENA_APPEND(pdf->arena, pdf->profiles, pdf->profile_count, pdf->profile_capacity, &own);
}

/* The space of the picture's colours, but for a palette. */
static enum status add_colors(struct pdf *pdf, const struct picture_file *file, bool gray, struct buf *inside)
{
    uint32_t id;
    if (file->profile.len == 0) {
        buf_add_text(inside, gray ? "/DeviceGray" : "/DeviceRGB");
        return OK;
    }
    enum status status = take_profile(pdf, file->profile, gray, &id);
    if (status != OK)
        return status;
    buf_add_text(inside, "[/ICCBased ");
    pdf_add_reference(inside, id);
    buf_add_char(inside, ']');
    return OK;
}

/* --- JPEG --- */

/* Its bytes are made when they are written. */
struct jpeg {
    struct pdf_late late; /* first: who has it has all */
    const struct picture_file *file;
    struct picture_wish wish;
    struct place place;
    struct picture_written written;
    struct str space; /* of its colours */
    struct buf inside;
};

static void give_up_jpeg(struct pdf_late *late)
{
    struct jpeg *jpeg = (struct jpeg *)late;
    picture_written_close(&jpeg->written);
    buf_clear(&jpeg->inside);
}

static void count_reduced(struct pdf *pdf, const struct jpeg *jpeg)
{
    pdf->pictures_told.reduced++;
    pdf->pictures_told.before += jpeg->file->bytes.len;
    pdf->pictures_told.after += jpeg->written.bytes.len;
}

static enum status write_jpeg(struct pdf *pdf, struct pdf_late *late, struct str *ret_inside,
                              struct str *ret_bytes)
{
    struct jpeg *jpeg = (struct jpeg *)late;
    const struct picture_written *written = &jpeg->written;
    enum status status = picture_write(jpeg->file, &jpeg->wish, &jpeg->written);
    if (status == FAILED)
        picture_written_report(written, jpeg->file, pdf->diag, jpeg->place);
    if (status != OK)
        return status;
    jpeg->inside = BUF(PDF_MAX_BYTES);
    begin_image(&jpeg->inside, written->width, written->height);
    buf_printf(&jpeg->inside, "/ColorSpace %.*s /BitsPerComponent 8 /Filter /DCTDecode %s/Length %zu",
               STR_ARGS(jpeg->space),
               jpeg->file->plain_rgb && !written->reduced ? "/DecodeParms <</ColorTransform 0>> " : "",
               written->bytes.len);
    if (written->reduced)
        count_reduced(pdf, jpeg);
    *ret_inside = buf_str(&jpeg->inside);
    *ret_bytes = written->bytes;
    return buf_status(&jpeg->inside);
}

static enum status make_jpeg(struct pdf *pdf, const struct page_picture *picture,
                             const struct picture_wish *wish, HPDF_Dict *ret_object)
{
    struct jpeg *jpeg = ARENA_NEW(pdf->arena, struct jpeg);
    struct buf space = BUF(PDF_MAX_BYTES);
    if (jpeg == NULL)
        return NO_MEMORY;
    *jpeg = (struct jpeg){
        .late = {write_jpeg, give_up_jpeg}, .file = picture->file, .wish = *wish, .place = picture->place};
    enum status status = add_colors(pdf, picture->file, picture->file->gray, &space);
    if (status == OK)
        status = buf_keep(&space, pdf->arena, &jpeg->space);
    buf_clear(&space);
    return status == OK ? pdf_stream_add_late(pdf, &jpeg->late, ret_object) : status;
}

/* --- PNG --- */

/* When the race between the file's own bytes and ours is looked at: not before so many bytes of rows, and
 * ours have lost then unless they are fewer by a sixteenth. */
enum { RACE_BEGINS = 1 << 20, RACE_MARGIN = 16 };

struct image {
    const struct picture_file *file;
    struct picture_samples samples;
    struct pdf_coder *color, *alpha; /* NULL: given up, not needed */
    bool opaque;                     /* so far */
};

static void image_clear(struct image *image)
{
    pdf_coder_free(image->color);
    pdf_coder_free(image->alpha);
    picture_samples_close(&image->samples);
    image->color = image->alpha = NULL;
}

static struct pdf_rows rows_of(const struct image *image)
{
    const struct picture_samples *samples = &image->samples;
    bool alpha = samples->channels % 2 == 0;
    return (struct pdf_rows){.width = samples->width,
                             .bits = samples->bits,
                             .channels = samples->channels - (alpha ? 1 : 0),
                             .indexed = samples->palette_count > 0};
}

static struct pdf_rows mask_of(const struct image *image)
{
    return (struct pdf_rows){.width = image->samples.width, .bits = 8, .channels = 1};
}

static enum status open_image(struct image *image)
{
    enum status status = picture_samples_open(image->file, &image->samples);
    if (status != OK)
        return status;
    const struct pdf_rows rows = rows_of(image), mask = mask_of(image);
    image->opaque = true;
    status = pdf_coder_new(&rows, &image->color);
    if (status == OK && rows.channels < image->samples.channels)
        status = pdf_coder_new(&mask, &image->alpha);
    return status;
}

static bool is_opaque(const struct picture_samples *samples)
{
    for (size_t at = samples->channels - 1; at < samples->row_bytes; at += samples->channels)
        if (samples->row[at] != 0xFF)
            return false;
    return true;
}

static enum status code_row(struct image *image)
{
    struct picture_samples *samples = &image->samples;
    enum status status = picture_samples_read(samples);
    if (status != OK)
        return status;
    if (image->color != NULL)
        pdf_coder_add(image->color, samples->row, samples->channels);
    if (image->alpha != NULL) {
        pdf_coder_add(image->alpha, samples->row + samples->channels - 1, samples->channels);
        image->opaque = image->opaque && is_opaque(samples);
    }
    return OK;
}

static bool is_behind(const struct image *image, size_t rows)
{
    size_t ours = pdf_coder_size(image->color), own = picture_samples_taken(&image->samples);
    return rows * image->samples.row_bytes >= RACE_BEGINS && ours > own - own / RACE_MARGIN;
}

static enum status code_rows(struct image *image, bool races)
{
    enum status status = OK;
    for (size_t y = 0; y < (size_t)image->samples.height && status == OK; y++) {
        status = code_row(image);
        if (status == OK && races && image->color != NULL && image->samples.plain &&
            is_behind(image, y + 1)) {
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
    if (status != OK || image->color != NULL || picture_samples_own_size(&image->samples) > 0)
        return status;
    image_clear(image); /* something odd came when ours were given up */
    status = open_image(image);
    return status == OK ? code_rows(image, false) : status;
}

/* The bytes for the colours, in the arena. */
static enum status take_colors(struct pdf *pdf, const struct image *image, struct str *ret_bytes)
{
    size_t own = picture_samples_own_size(&image->samples);
    struct str bytes = {NULL, SIZE_MAX};
    enum status status = image->color == NULL ? OK : pdf_coder_end(image->color, &bytes);
    if (status != OK)
        return status;
    if (own > 0 && own <= bytes.len) {
        char *copy = ARENA_NEW_ARRAY(pdf->arena, own, char);
        if (copy != NULL)
            picture_samples_own_copy(&image->samples, copy);
        bytes = (struct str){copy, own};
    } else {
        bytes = arena_copy(pdf->arena, bytes);
    }
    *ret_bytes = bytes;
    return bytes.ptr == NULL ? NO_MEMORY : OK;
}

static enum status add_space(struct pdf *pdf, const struct image *image, const struct pdf_rows *rows,
                             struct buf *out)
{
    const struct picture_samples *samples = &image->samples;
    if (!rows->indexed)
        return add_colors(pdf, image->file, rows->channels == 1, out);
    buf_add_text(out, "[/Indexed ");
    enum status status = add_colors(pdf, image->file, false, out);
    buf_printf(out, " %zu <", samples->palette_count - 1);
    for (size_t i = 0; i < 3 * samples->palette_count; i++)
        pdf_add_hex(out, samples->palette[i], 2);
    buf_add_text(out, ">]");
    return status;
}

/* `inside` has what comes before; `space` is that of the colours. */
static void describe_rows(const struct image *image, const struct pdf_rows *rows, struct str space,
                          struct buf *inside)
{
    begin_image(inside, image->samples.width, image->samples.height);
    buf_printf(inside,
               "/ColorSpace %.*s /BitsPerComponent %d /DecodeParms <</Predictor 15 /Colors %zu "
               "/BitsPerComponent %d /Columns %d>> /Filter /FlateDecode ",
               STR_ARGS(space), rows->bits, rows->channels, rows->bits, rows->width);
}

static enum status make_rows(struct pdf *pdf, const struct buf *inside, struct str bytes,
                             HPDF_Dict *ret_object)
{
    enum status status = buf_status(inside);
    return status == OK ? pdf_stream_add(pdf, buf_str(inside), bytes, ret_object) : status;
}

static enum status make_mask(struct pdf *pdf, const struct image *image, struct buf *inside)
{
    const struct pdf_rows rows = mask_of(image);
    HPDF_Dict mask;
    struct str bytes;
    struct buf own = BUF(PDF_MAX_BYTES);
    if (image->alpha == NULL || image->opaque)
        return OK;
    enum status status = pdf_coder_end(image->alpha, &bytes);
    if (status != OK)
        return status;
    bytes = arena_copy(pdf->arena, bytes);
    if (bytes.ptr == NULL)
        return NO_MEMORY;
    describe_rows(image, &rows, STR("/DeviceGray"), &own);
    status = make_rows(pdf, &own, bytes, &mask);
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
    struct buf inside = BUF(PDF_MAX_BYTES), space = BUF(PDF_MAX_BYTES);
    enum status status = take_colors(pdf, image, &bytes);
    if (status != OK)
        return status;
    status = make_mask(pdf, image, &inside);
    if (status == OK)
        status = add_space(pdf, image, &rows, &space);
    if (status == OK)
        status = buf_status(&space);
    if (status == OK) {
        describe_rows(image, &rows, buf_str(&space), &inside);
        status = make_rows(pdf, &inside, bytes, ret_object);
    }
    buf_clear(&space);
    buf_clear(&inside);
    return status;
}

static enum status make_png(struct pdf *pdf, const struct page_picture *picture, HPDF_Dict *ret_object)
{
    struct image image = {.file = picture->file};
    enum status status = code_image(&image);
    if (status == FAILED)
        picture_samples_report(&image.samples, picture->file, pdf->diag, picture->place);
    if (status == OK)
        status = make_image(pdf, &image, ret_object);
    image_clear(&image);
    return status;
}

/* --- the document's --- */

/* The first of its file. */
static void count_file(struct pdf *pdf, const struct picture_file *file)
{
    for (size_t i = 0; i < pdf->picture_count; i++)
        if (pdf->pictures[i].file != NULL && picture_same(pdf->pictures[i].file, file))
            return;
    pdf->pictures_told.count++;
    pdf->pictures_told.located += file->located;
}

enum status pdf_picture_take(struct pdf *pdf, const struct page_item *item, size_t *ret_number)
{
    const struct page_picture *picture = item->picture;
    const struct picture_file *file = picture->file;
    const bool jpeg = file->format == PICTURE_JPEG;
    const struct picture_wish wish = jpeg ? page_picture_wish(item) : (struct picture_wish){0};
    size_t number = find_picture(pdf, file, &wish);
    if (number < pdf->picture_count) {
        *ret_number = number;
        return pdf->pictures[number].object != NULL ? OK : FAILED;
    }
    struct pdf_picture own = {.file = file, .width = wish.width, .height = wish.height};
    count_file(pdf, file);
    enum status status =
        jpeg ? make_jpeg(pdf, picture, &wish, &own.object) : make_png(pdf, picture, &own.object);
    if (status_stops(status))
        return status;
    *ret_number = number;
    return status_worse(
        status, ARENA_APPEND(pdf->arena, pdf->pictures, pdf->picture_count, pdf->picture_capacity, &own));
}

uint32_t pdf_picture_id(const struct pdf *pdf, size_t number)
{
    return pdf_object_id(pdf->pictures[number].object);
}
