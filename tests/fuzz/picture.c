/*
 * Pictures: read as a kind's are; the rows of a PNG to its end; what is written of it, whole and with fewer pixels, in a PDF and
 * alone; twice.  Of an input that begins as a PNG the data of IDAT is compressed
 * here, and sums of chunks are made to fit, but one time in eight.
 */
#include <stdio.h>
#include <zlib.h>

#include "fuzz/fuzz.h"
#include "picture/picture.h"

enum { ROOM = 1 << 22, SIGNATURE = 8, MAX_ROWS = 5000, MAX_PIXELS = 1 << 18 };

static char beside[256];

void harness_start(void)
{
    snprintf(beside, sizeof beside, "%s", fuzz_path("input.xml"));
}

static uint32_t number_at(const char *bytes)
{
    const unsigned char *b = (const unsigned char *)bytes;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static void put(struct buf *out, uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        buf_add_char(out, (char)(value >> shift & 0xFF));
}

static void put_chunk(struct buf *out, const char *type, struct str data)
{
    put(out, (uint32_t)data.len);
    const size_t from = out->len;
    buf_add(out, type, 4);
    buf_add_str(out, data);
    put(out, (uint32_t)crc32(0, (const Bytef *)out->ptr + from, (uInt)(out->len - from)));
}

static void fit(struct str input, struct buf *out)
{
    static Bytef packed[ROOM];
    buf_add_str(out, str_slice(input, 0, SIGNATURE));
    for (size_t at = SIGNATURE; at + 8 <= input.len;) {
        size_t len = number_at(input.ptr + at);
        const char *type = input.ptr + at + 4;
        struct str data = str_slice(input, at + 8, at + 8 + (len > input.len ? input.len : len));
        uLongf size = sizeof packed;
        if (memcmp(type, "IDAT", 4) == 0 &&
            compress2(packed, &size, (const Bytef *)data.ptr, data.len, 1) == Z_OK)
            data = (struct str){(const char *)packed, size};
        put_chunk(out, type, data);
        at += 12 + (len > input.len ? input.len : len);
    }
}

static void add_rows(const struct picture_file *picture, struct diag *diag, struct buf *out)
{
    struct picture_samples samples;
    enum status status = picture_samples_open(picture, &samples);
    for (int row = 0; status == OK && row < picture->height && row < MAX_ROWS; row++) {
        status = picture_samples_read(&samples);
        if (status == OK && out->len < ROOM / 2)
            buf_add(out, samples.row, samples.row_bytes);
    }
    if (status == FAILED)
        picture_samples_report(&samples, picture, diag, (struct place){"input.xml", 1, 1});
    else if (status == OK && picture->height <= MAX_ROWS && picture_samples_own_size(&samples) > 0) {
        const size_t own = picture_samples_own_size(&samples);
        char *copy = base_malloc(own);
        picture_samples_own_copy(&samples, copy);
        base_free(copy);
    }
    picture_samples_close(&samples);
    fuzz_demand_told(status, diag);
}

/* What is written is a picture again, of as many pixels as was said, and says of itself what a picture alone must. */
static void read_written(const struct picture_file *picture, const struct picture_written *written,
                         bool alone)
{
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    struct picture_read *reads = NULL;
    const struct picture_file *again = NULL;
    const struct picture_name name = {STR("b.png"), beside, {beside, 1, 1}, true};
    fuzz_write("b.png", written->bytes);
    enum status status = picture_file_read(arena, diag, &reads, &name, &again);
    fuzz_demand(status == OK || picture->format == PICTURE_PNG, "what was written is no picture");
    if (status == OK) {
        fuzz_demand(picture_stored_width(again) == written->width &&
                        picture_stored_height(again) == written->height,
                    "%d by %d pixels written", written->width, written->height);
        fuzz_demand(!again->located, "a place is said");
        fuzz_demand(!alone || (again->turn > 1 ? again->turn : 1) == (picture->turn > 1 ? picture->turn : 1),
                    "how it lies");
        fuzz_demand(!alone || again->profile.len == picture->profile.len, "its profile");
    }
    arena_free(arena);
}

static void add_written(const struct picture_file *picture, int share, bool alone, struct diag *diag,
                        struct buf *out)
{
    struct picture_written written;
    const struct picture_wish wish = {(picture->width + share - 1) / share,
                                      (picture->height + share - 1) / share, alone};
    enum status status = picture_write(picture, &wish, &written);
    if (status == FAILED)
        picture_written_report(&written, picture, diag, (struct place){"input.xml", 1, 1});
    else if (status == OK) {
        read_written(picture, &written, alone);
        buf_add_str(out, str_slice(written.bytes, 0, ROOM / 8));
    }
    picture_written_close(&written);
    fuzz_demand_told(status, diag);
}

static void read_once(struct buf *out)
{
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    struct picture_read *reads = NULL;
    const struct picture_file *picture = NULL;
    const struct picture_name name = {STR("a.png"), beside, {beside, 1, 1}, false};
    enum status status = picture_file_read(arena, diag, &reads, &name, &picture);
    fuzz_demand_told(status, diag);
    if (status == OK) {
        fuzz_demand(picture->width > 0 && picture->height > 0 && picture->width <= PICTURE_MAX_SIDE &&
                        picture->height <= PICTURE_MAX_SIDE,
                    "%d by %d pixels", picture->width, picture->height);
        if (picture->format == PICTURE_PNG)
            add_rows(picture, diag, out);
        const bool small = (int64_t)picture->width * picture->height <= MAX_PIXELS;
        for (int share = 1; share <= 9 && small && diag_count(diag, SEVERITY_ERROR) == 0; share += 2)
            add_written(picture, share, share % 4 == 1, diag, out);
    }
    diag_print(diag, out);
    arena_free(arena);
}

void harness_try(struct str input)
{
    struct buf bytes = BUF(ROOM * 2), first = BUF(ROOM), second = BUF(ROOM);
    if (str_starts(input, "\x89PNG") && fuzz_choice(input, 8) > 0)
        fit(input, &bytes);
    else
        buf_add_str(&bytes, input);
    fuzz_write("a.png", buf_str(&bytes));
    read_once(&first);
    read_once(&second);
    fuzz_demand_same("the picture", buf_str(&first), buf_str(&second));
    buf_clear(&bytes);
    buf_clear(&first);
    buf_clear(&second);
}
