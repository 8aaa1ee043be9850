/*
 * What a field shows: a picture, a text, or both.  Alone each stands in the middle; together the text stands below, in half of the
 * height at most, and the picture in what is left above it.  A PNG's transparent parts stay so (soft mask); a JPEG goes in as it is.
 *
 * On a page that is shown turned it is drawn upright all the same: in a box of its own, which /Matrix turns back.
 */
#include "sign/write/write_int.h"

#include <zlib.h>

/* Rows of a PNG, taken apart. */
struct planes {
    struct buf color, alpha;
};

static void take_row(const struct picture_samples *samples, struct planes *planes)
{
    const size_t colors = samples->channels - (samples->channels % 2 == 0 ? 1 : 0);
    if (colors == samples->channels) {
        buf_add(&planes->color, samples->row, samples->row_bytes);
        return;
    }
    for (int x = 0; x < samples->width; x++) {
        const unsigned char *pixel = samples->row + (size_t)x * samples->channels;
        buf_add(&planes->color, pixel, colors);
        buf_add(&planes->alpha, pixel + colors, 1);
    }
}

/* Behind the dictionary's first entries come filter and bytes. */
static enum status add_deflated(struct update *update, uint32_t number, struct str dict, struct str bytes)
{
    uLongf size = compressBound(bytes.len);
    unsigned char *packed = arena_alloc_bytes(update->arena, size);
    if (packed == NULL ||
        compress2(packed, &size, (const unsigned char *)bytes.ptr, bytes.len, Z_BEST_COMPRESSION) != Z_OK)
        return NO_MEMORY;
    const struct str whole = arena_join(update->arena, dict, STR(" /Filter /FlateDecode"));
    if (dict.ptr == NULL || whole.ptr == NULL)
        return NO_MEMORY;
    update_stream(update, number, whole, (struct str){(char *)packed, size});
    return OK;
}

static void add_color_space(const struct picture_samples *samples, struct buf *out)
{
    if (samples->palette_count == 0) {
        buf_add_text(out, samples->channels < 3 ? "/DeviceGray" : "/DeviceRGB");
        return;
    }
    buf_printf(out, "[/Indexed /DeviceRGB %zu <", samples->palette_count - 1);
    for (size_t i = 0; i < 3 * samples->palette_count; i++)
        buf_printf(out, "%02X", samples->palette[i]);
    buf_add_text(out, ">]");
}

static struct str image_head(struct arena *arena, int width, int height, int bits)
{
    return arena_printf(arena, " /Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent %d",
                        width, height, bits);
}

static enum status add_planes(struct update *update, const struct picture_samples *samples,
                              const struct planes *planes, uint32_t image)
{
    struct buf dict = BUF(8192);
    struct str text;
    enum status status = OK;
    const struct str head = image_head(update->arena, samples->width, samples->height, samples->bits);
    if (head.ptr == NULL)
        return NO_MEMORY;
    buf_add_str(&dict, head);
    buf_add_text(&dict, " /ColorSpace ");
    add_color_space(samples, &dict);
    if (planes->alpha.len > 0) {
        const uint32_t mask = update_number(update);
        status = add_deflated(update, mask, arena_join(update->arena, head, STR(" /ColorSpace /DeviceGray")),
                              buf_str(&planes->alpha));
        buf_printf(&dict, " /SMask %u 0 R", mask);
    }
    status = status_worse(buf_keep(&dict, update->arena, &text), status);
    return status == OK ? add_deflated(update, image, text, buf_str(&planes->color)) : status;
}

static enum status add_png(struct update *update, struct diag *diag, const struct picture_file *picture,
                           uint32_t image)
{
    struct picture_samples samples;
    struct planes planes = {BUF(SIGN_MAX_BYTES), BUF(SIGN_MAX_BYTES)};
    enum status status = picture_samples_open(picture, &samples);
    for (int y = 0; status == OK && y < samples.height; y++) {
        status = picture_samples_read(&samples);
        if (status == OK)
            take_row(&samples, &planes);
    }
    if (status == FAILED)
        picture_samples_report(&samples, picture, diag, (struct place){picture->path.ptr, 0, 0});
    if (status == OK && (planes.color.failed || planes.alpha.failed))
        status = NO_MEMORY;
    if (status == OK)
        status = add_planes(update, &samples, &planes, image);
    picture_samples_close(&samples);
    buf_clear(&planes.color);
    buf_clear(&planes.alpha);
    return status;
}

static enum status add_jpeg(struct update *update, struct diag *diag, const struct picture_file *picture,
                            uint32_t image)
{
    struct picture_written written;
    enum status status = picture_write(picture, &(struct picture_wish){.width = 0}, &written);
    if (status == FAILED)
        picture_written_report(&written, picture, diag, (struct place){picture->path.ptr, 0, 0});
    const struct str head = image_head(update->arena, written.width, written.height, 8);
    const struct str dict =
        head.ptr == NULL ? head
                         : arena_join(update->arena, head,
                                      picture->gray ? STR(" /ColorSpace /DeviceGray /Filter /DCTDecode")
                                                    : STR(" /ColorSpace /DeviceRGB /Filter /DCTDecode"));
    if (status == OK && dict.ptr == NULL)
        status = NO_MEMORY;
    if (status == OK)
        update_stream(update, image, dict, written.bytes);
    picture_written_close(&written);
    return status;
}

static void add_numbers(struct buf *out, const char *before, const int64_t *values, size_t count)
{
    buf_add_text(out, before);
    for (size_t i = 0; i < count; i++) {
        buf_add_char(out, ' ');
        buf_add_thousandths(out, values[i]);
    }
}

/* As large as fits into a rectangle of that size, in its middle, so far above the bottom. */
static void place_picture(const struct picture_file *picture, const int64_t size[2], int64_t bottom,
                          struct buf *out)
{
    int64_t width = size[0], height = size[0] * picture->height / picture->width;
    if (height > size[1]) {
        height = size[1];
        width = size[1] * picture->width / picture->height;
    }
    const int64_t matrix[] = {width, 0, 0, height, (size[0] - width) / 2, bottom + (size[1] - height) / 2};
    add_numbers(out, "q", matrix, ARRAY_COUNT(matrix));
    buf_add_text(out, " cm");
    if (picture->turn > 1) {
        const int *m = picture_upright(picture);
        buf_printf(out, " %d %d %d %d %d %d cm", m[0], m[1], m[2], m[3], m[4], m[5]);
    }
    buf_add_text(out, " /Im0 Do Q\n");
}

static enum status draw(struct diag *diag, const struct write_seal *seal, const int64_t size[2],
                        struct buf *out)
{
    const bool is_shared = seal->picture != NULL && seal->text.text.len > 0;
    const int64_t room[] = {size[0], is_shared ? size[1] / 2 : size[1]};
    struct letters letters = {.height = 0};
    enum status status = seal->text.text.len > 0 ? letters_fit(diag, &seal->text, room, &letters) : OK;
    const int64_t above[] = {size[0], size[1] - letters.height};
    if (status == OK && seal->picture != NULL)
        place_picture(seal->picture, above, letters.height, out);
    if (status == OK && seal->text.text.len > 0)
        status = letters_draw(diag, &seal->text, &letters, size[0], is_shared ? 0 : above[1] / 2, out);
    return status;
}

static enum status add_picture(struct update *update, struct diag *diag, const struct picture_file *picture,
                               uint32_t *ret_image)
{
    *ret_image = update_number(update);
    return picture->format == PICTURE_PNG ? add_png(update, diag, picture, *ret_image)
                                          : add_jpeg(update, diag, picture, *ret_image);
}

/* Anticlockwise, into a box whose corner is the origin again. */
static void add_turn(struct buf *out, int turn, const int64_t size[2])
{
    enum { ONE = 1000 };
    const int64_t matrices[][6] = {
        {0, ONE, -ONE, 0, size[1], 0}, {-ONE, 0, 0, -ONE, size[0], size[1]}, {0, -ONE, ONE, 0, 0, size[0]}};
    if (turn == 0)
        return;
    add_numbers(out, " /Matrix [", matrices[turn / 90 - 1], ARRAY_COUNT(matrices[0]));
    buf_add_text(out, " ]");
}

enum status appearance_add(struct update *update, struct diag *diag, const struct write_seal *seal,
                           const struct shown_box *shown, uint32_t *ret_form)
{
    const bool is_upright = shown->turn % 180 == 0;
    const int64_t size[] = {shown->size[is_upright ? 0 : 1], shown->size[is_upright ? 1 : 0]};
    const int64_t box[] = {0, 0, size[0], size[1]};
    struct buf dict = BUF(1000), content = BUF(SIGN_MAX_BYTES);
    struct str head, drawn;
    uint32_t image = 0;
    enum status status = draw(diag, seal, size, &content);
    if (status == OK && seal->picture != NULL)
        status = add_picture(update, diag, seal->picture, &image);
    add_numbers(&dict, " /Type /XObject /Subtype /Form /BBox [", box, ARRAY_COUNT(box));
    buf_add_text(&dict, " ]");
    add_turn(&dict, shown->turn, size);
    buf_add_text(&dict, " /Resources << ");
    if (image != 0)
        buf_printf(&dict, "/XObject << /Im0 %u 0 R >> ", image);
    buf_add_text(&dict, ">>");
    status = status_worse(buf_keep(&dict, update->arena, &head), status);
    status = status_worse(buf_keep(&content, update->arena, &drawn), status);
    *ret_form = update_number(update);
    return status == OK ? add_deflated(update, *ret_form, head, drawn) : status;
}
