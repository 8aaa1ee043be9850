#define _GNU_SOURCE /* memmem */
/*
 * Pictures in the file: PNG files made here byte by byte, decoded; broken ones, at every byte; image objects
 * and where they are drawn; failing memory.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "pdf/kit.h"
#include "pdf/pdf_int.h"
#include "pdf/messages.h"

enum { GRAY = 0, RGB = 2, PALETTE = 3, GRAY_ALPHA = 4, RGB_ALPHA = 6 };

static struct font_set *fonts;

static int load_fonts(void **state)
{
    (void)state;
    return font_set_square("", &fonts) == OK ? 0 : -1;
}

static int free_fonts(void **state)
{
    (void)state;
    font_set_free(fonts);
    return 0;
}

/* --- PNG files --- */

struct file {
    unsigned char bytes[1000];
    size_t len;
};

static void put(struct file *file, const void *bytes, size_t len)
{
    assert_true(file->len + len <= sizeof file->bytes);
    memcpy(file->bytes + file->len, bytes, len);
    file->len += len;
}

static void put_number(struct file *file, uint32_t number)
{
    const unsigned char bytes[4] = {(unsigned char)(number >> 24), (unsigned char)(number >> 16),
                                    (unsigned char)(number >> 8), (unsigned char)number};
    put(file, bytes, sizeof bytes);
}

static void put_chunk(struct file *file, const char *name, const void *bytes, size_t len)
{
    put_number(file, (uint32_t)len);
    size_t from = file->len;
    put(file, name, 4);
    put(file, bytes, len);
    put_number(file, libdeflate_crc32(0, file->bytes + from, file->len - from));
}

struct look {
    unsigned char width, height, depth, color;
    const char *palette;
    size_t palette_len;
    const char *clear; /* tRNS */
    size_t clear_len;
    bool interlaced;
    const char *oddity; /* the name of an empty chunk before the pixels */
};

/* `rows`: as they stand in the file, each with its filter. */
static struct file png_of(const struct look *look, const void *rows, size_t len)
{
    struct file file = {.len = 0};
    const unsigned char head[13] = {0,           0, 0, look->width,     0, 0, 0, look->height, look->depth,
                                    look->color, 0, 0, look->interlaced};
    unsigned char work[500];
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(6);
    size_t size = libdeflate_zlib_compress(compressor, rows, len, work, sizeof work);
    libdeflate_free_compressor(compressor);
    assert_true(size > 0);
    put(&file, "\x89PNG\r\n\x1A\n", 8);
    put_chunk(&file, "IHDR", head, sizeof head);
    if (look->palette != NULL)
        put_chunk(&file, "PLTE", look->palette, look->palette_len);
    if (look->clear != NULL)
        put_chunk(&file, "tRNS", look->clear, look->clear_len);
    if (look->oddity != NULL)
        put_chunk(&file, look->oddity, "", 0);
    put_chunk(&file, "IDAT", work, size);
    put_chunk(&file, "IEND", "", 0);
    return file;
}

static struct page_picture picture_of(const struct file *file, int width, int height)
{
    return (struct page_picture){.bytes = {(const char *)file->bytes, file->len},
                                 .width = width,
                                 .height = height,
                                 .path = STR("a.png")};
}

#define ROWS(...) (const unsigned char[]){__VA_ARGS__}, sizeof((const unsigned char[]){__VA_ARGS__})

/* All rows one behind the other; the caller closes. */
static enum status read_rows(const struct page_picture *picture, struct pdf_png *png, unsigned char *rows)
{
    enum status status = pdf_png_open(picture, png);
    for (int y = 0; y < picture->height && status == OK; y++) {
        status = pdf_png_row(png);
        if (status == OK && rows != NULL)
            memcpy(rows + (size_t)y * png->row_bytes, png->row, png->row_bytes);
    }
    return status;
}

static void check_samples(const struct file *file, const struct look *look, size_t channels, int bits,
                          const unsigned char *rows, size_t len)
{
    struct pdf_png png;
    unsigned char found[100];
    const struct page_picture picture = picture_of(file, look->width, look->height);
    assert_int_equal(read_rows(&picture, &png, found), OK);
    assert_int_equal(png.channels, channels);
    assert_int_equal(png.bits, bits);
    assert_int_equal(png.row_bytes * look->height, len);
    assert_memory_equal(found, rows, len);
    assert_int_equal(png.palette_count, look->clear == NULL ? look->palette_len / 3 : 0);
    pdf_png_close(&png);
}

static void test_samples(void **state)
{
    (void)state;
    struct look look = {.width = 2, .height = 2, .depth = 8, .color = GRAY};
    struct file file = png_of(&look, ROWS(0, 10, 20, 2, 1, 2)); /* the second row: what is more than above */
    check_samples(&file, &look, 1, 8, ROWS(10, 20, 11, 22));
    look = (struct look){.width = 3, .height = 2, .depth = 2, .color = GRAY};
    file = png_of(&look, ROWS(0, 0x1C, 0, 0xE0));
    check_samples(&file, &look, 1, 2, ROWS(0x1C, 0xE0));
    look = (struct look){.width = 1, .height = 1, .depth = 16, .color = RGB};
    file = png_of(&look, ROWS(0, 0xFF, 0xFF, 0x80, 0x80, 0, 0));
    check_samples(&file, &look, 3, 8, ROWS(0xFF, 0x80, 0));
    look = (struct look){.width = 2, .height = 1, .depth = 8, .color = RGB_ALPHA};
    file = png_of(&look, ROWS(0, 1, 2, 3, 4, 5, 6, 7, 8));
    check_samples(&file, &look, 4, 8, ROWS(1, 2, 3, 4, 5, 6, 7, 8));
    look =
        (struct look){.width = 2, .height = 1, .depth = 8, .color = GRAY, .clear = "\0\x07", .clear_len = 2};
    file = png_of(&look, ROWS(0, 7, 8));
    check_samples(&file, &look, 2, 8, ROWS(7, 0, 8, 255));
}

static void test_palettes(void **state)
{
    (void)state;
    struct look look = {
        .width = 4, .height = 1, .depth = 4, .color = PALETTE, .palette = "abcdef", .palette_len = 6};
    struct file file = png_of(&look, ROWS(0, 0x01, 0x10));
    check_samples(&file, &look, 1, 4, ROWS(0x01, 0x10));
    look.clear = "\x09";
    look.clear_len = 1;
    look.width = 2;
    file = png_of(&look, ROWS(0, 0x01));
    check_samples(&file, &look, 4, 8, ROWS('a', 'b', 'c', 9, 'd', 'e', 'f', 255));
}

/* The samples that a viewer has when it undoes the filters. */
static void unfilter(unsigned char *bytes, size_t row_size, size_t rows, size_t step)
{
    for (size_t r = 0; r < rows; r++) {
        unsigned char *row = bytes + r * (row_size + 1) + 1;
        const unsigned char *above = r > 0 ? row - row_size - 1 : NULL;
        for (size_t i = 0; i < row_size; i++) {
            int a = i >= step ? row[i - step] : 0, b = above != NULL ? above[i] : 0;
            int c = above != NULL && i >= step ? above[i - step] : 0, p = a + b - c;
            int nearest = abs(p - a) <= abs(p - b) && abs(p - a) <= abs(p - c) ? a
                          : abs(p - b) <= abs(p - c)                           ? b
                                                                               : c;
            const int guesses[] = {0, a, b, (a + b) / 2, nearest};
            assert_true(row[-1] <= 4);
            row[i] = (unsigned char)(row[i] + guesses[row[-1]]);
        }
    }
}

/* Adam7: the first pass has the first of eight, the sixth every other, the seventh the odd rows. */
static void test_interlaced(void **state)
{
    (void)state;
    struct look look = {.width = 3, .height = 2, .depth = 8, .color = GRAY, .interlaced = true};
    struct file file = png_of(&look, ROWS(0, 1, 0, 3, 0, 2, 1, 4, 5, 6));
    check_samples(&file, &look, 1, 8, ROWS(1, 2, 3, 4, 9, 15));
    look = (struct look){.width = 2, .height = 2, .depth = 1, .color = GRAY, .interlaced = true};
    file = png_of(&look, ROWS(0, 0x80, 0, 0, 0, 0x40));
    check_samples(&file, &look, 1, 1, ROWS(0x80, 0x40));
    look = (struct look){.width = 1, .height = 1, .depth = 16, .color = GRAY_ALPHA, .interlaced = true};
    file = png_of(&look, ROWS(0, 0x10, 0x10, 0x20, 0x20));
    check_samples(&file, &look, 2, 8, ROWS(0x10, 0x20));
}

static size_t own_size(const struct file *file, const struct look *look, size_t *ret_taken)
{
    struct pdf_png png;
    const struct page_picture picture = picture_of(file, look->width, look->height);
    assert_int_equal(read_rows(&picture, &png, NULL), OK);
    size_t size = pdf_png_own_size(&png);
    *ret_taken = pdf_png_taken(&png);
    if (size > 0) {
        char own[sizeof file->bytes];
        assert_true(size < sizeof own);
        pdf_png_own_copy(&png, own);
        assert_int_equal(own[0], 0x78);
    }
    pdf_png_close(&png);
    return size;
}

/* The file's own coded rows: not of a file that was changed while it was read, or in which anything is odd.
 */
static void test_own_rows(void **state)
{
    (void)state;
    struct look look = {.width = 2, .height = 1, .depth = 8, .color = GRAY};
    struct file file = png_of(&look, ROWS(0, 1, 2));
    size_t taken, size = own_size(&file, &look, &taken);
    assert_true(size > 0);
    assert_int_equal(taken, size + 12 + 12); /* a chunk of them, and the end of the file */
    look.oddity = "gAMA";                    /* of no size, but passed over */
    file = png_of(&look, ROWS(0, 1, 2));
    assert_true(own_size(&file, &look, &taken) > 0);
    look.oddity = "tRNS"; /* of no size: a warning */
    file = png_of(&look, ROWS(0, 1, 2));
    assert_int_equal(own_size(&file, &look, &taken), 0);
    look.oddity = NULL;
    file = png_of(&look, ROWS(0, 1, 2, 0, 3, 4)); /* a row too many */
    assert_int_equal(own_size(&file, &look, &taken), 0);
    look.clear = "\0\1";
    look.clear_len = 2;
    file = png_of(&look, ROWS(0, 1, 2));
    assert_int_equal(own_size(&file, &look, &taken), 0);
    look = (struct look){.width = 2, .height = 1, .depth = 16, .color = GRAY};
    file = png_of(&look, ROWS(0, 1, 2, 3, 4));
    assert_int_equal(own_size(&file, &look, &taken), 0);
    look = (struct look){.width = 2, .height = 1, .depth = 8, .color = GRAY_ALPHA};
    file = png_of(&look, ROWS(0, 1, 2, 3, 4));
    assert_int_equal(own_size(&file, &look, &taken), 0);
    look = (struct look){.width = 1, .height = 1, .depth = 8, .color = GRAY, .interlaced = true};
    file = png_of(&look, ROWS(0, 1));
    assert_int_equal(own_size(&file, &look, &taken), 0);
}

static void test_filters_can_be_undone(void **state)
{
    (void)state;
    uint32_t seed = 1;
    unsigned seen = 0;
    for (int round = 0; round < 200; round++) {
        enum { WIDTH = 13, HEIGHT = 7, CHANNELS = 4 };
        unsigned char rows[WIDTH * HEIGHT * CHANNELS];
        for (size_t i = 0; i < sizeof rows; i++) {
            seed = seed * 1664525 + 1013904223;
            size_t x = i / CHANNELS % WIDTH, y = i / CHANNELS / WIDTH;
            unsigned slope = (unsigned)round % 4;
            rows[i] = (unsigned char)((seed >> 24) % (1 + (unsigned)round) + (slope & 1) * 19 * x +
                                      (slope >> 1) * 23 * y);
        }
        size_t first = round % 3 == 0 ? 3 : 0, count = round % 3 == 0 ? 1 : 3, size = WIDTH * count;
        const struct pdf_rows looks = {.width = WIDTH, .bits = 8, .channels = count};
        struct pdf_filter filter;
        unsigned char bytes[(WIDTH * 3 + 1) * HEIGHT];
        assert_int_equal(pdf_filter_init(&filter, &looks), OK);
        for (size_t y = 0; y < HEIGHT; y++) {
            struct str row = pdf_filter_row(&filter, rows + y * WIDTH * CHANNELS + first, CHANNELS);
            assert_int_equal(row.len, size + 1);
            memcpy(bytes + y * (size + 1), row.ptr, row.len);
        }
        pdf_filter_clear(&filter);
        unsigned char unfiltered[sizeof bytes];
        memcpy(unfiltered, bytes, sizeof bytes);
        unfilter(unfiltered, size, HEIGHT, count);
        for (size_t i = 0; i < size * HEIGHT; i++)
            assert_int_equal(unfiltered[i + i / size + 1], rows[i / count * CHANNELS + first + i % count]);
        for (size_t y = 0; y < HEIGHT; y++)
            seen |= 1U << bytes[y * (size + 1)];
    }
    assert_int_equal(seen, 1U << 0 | 1U << 1 | 1U << 2 | 1U << 4);
}

/* Every beginning of the file, and every other byte at every place: broken or not, never more. */
static void break_file(const struct file whole)
{
    struct pdf_png png;
    for (size_t cut = 0; cut < whole.len; cut++) {
        char *copy = malloc(cut + 1);
        assert_non_null(copy);
        memcpy(copy, whole.bytes, cut);
        const struct page_picture picture = {.bytes = {copy, cut}, .width = 3, .height = 2};
        assert_int_equal(read_rows(&picture, &png, NULL), FAILED);
        assert_true(png.reason[0] != '\0');
        pdf_png_close(&png);
        free(copy);
    }
    for (size_t at = 0; at < whole.len; at++) {
        for (unsigned value = 0; value < 256; value++) {
            struct file changed = whole;
            changed.bytes[at] = (unsigned char)value;
            const struct page_picture picture = picture_of(&changed, 3, 2);
            enum status status = read_rows(&picture, &png, NULL);
            assert_true(status == OK || status == FAILED);
            if (status == OK)
                assert_true(pdf_png_own_size(&png) < sizeof changed.bytes);
            pdf_png_close(&png);
        }
    }
    const struct page_picture other = picture_of(&whole, 2, 3); /* not the size that was said */
    assert_int_equal(read_rows(&other, &png, NULL), FAILED);
    pdf_png_close(&png);
}

static void test_broken_files(void **state)
{
    (void)state;
    struct look look = {.width = 3,
                        .height = 2,
                        .depth = 2,
                        .color = PALETTE,
                        .palette = "abcdefghijkl",
                        .palette_len = 12,
                        .clear = "\1\2",
                        .clear_len = 2};
    break_file(png_of(&look, ROWS(0, 0x1B, 4, 0xC0)));
    look = (struct look){.width = 3, .height = 2, .depth = 8, .color = GRAY};
    break_file(png_of(&look, ROWS(0, 1, 2, 3, 1, 4, 5, 6)));
    look.interlaced = true;
    break_file(png_of(&look, ROWS(0, 1, 0, 3, 0, 2, 1, 4, 5, 6)));
}
/* --- documents --- */

struct fixture {
    struct arena *arena;
    struct diag *diag;
    struct page_document document;
    struct buf out;
};

static void open_fixture(struct fixture *f)
{
    *f = (struct fixture){.arena = arena_new(0)};
    assert_non_null(f->arena);
    f->diag = diag_new(f->arena);
    struct page *page = page_add(f->arena, &f->document);
    assert_true(f->diag != NULL && page != NULL);
    page->width = 300000;
    page->height = 400000;
    buf_init(&f->out, PDF_MAX_BYTES);
}

static void close_fixture(struct fixture *f)
{
    buf_clear(&f->out);
    arena_free(f->arena);
}

static struct page_item *show(struct fixture *f, const struct page_picture *picture)
{
    struct page_item *item = page_add_item(f->arena, &f->document.pages[0]);
    assert_non_null(item);
    *item = (struct page_item){.kind = PAGE_PICTURE,
                               .tag = {.meaning = MEANING_PARAGRAPH},
                               .x = 10000,
                               .y = 20000,
                               .width = 30000,
                               .height = 50000,
                               .picture = picture};
    return item;
}

static enum status write_document(struct fixture *f)
{
    return pdf_write(f->arena, f->diag, fonts, &f->document, &f->out);
}

static void expect_once(const struct fixture *f, const char *text)
{
    if (count_of(&f->out, text) != 1)
        fail_msg("not once: %s", text);
}

/* One object for a file, however often and from wherever it is shown. */
static void test_objects(void **state)
{
    (void)state;
    const struct look alpha = {.width = 2, .height = 1, .depth = 8, .color = GRAY_ALPHA};
    const struct look colors = {
        .width = 2, .height = 1, .depth = 1, .color = PALETTE, .palette = "\1\2\3\377\0\0", .palette_len = 6};
    struct file clear = png_of(&alpha, ROWS(0, 1, 2, 3, 4)), again = clear;
    struct file opaque = png_of(&alpha, ROWS(0, 1, 255, 3, 255));
    struct file indexed = png_of(&colors, ROWS(0, 0x40));
    const struct page_picture pictures[] = {
        picture_of(&clear, 2, 1),
        picture_of(&again, 2, 1),
        picture_of(&opaque, 2, 1),
        picture_of(&indexed, 2, 1),
        {.jpeg = true, .bytes = STR("JPEG"), .width = 7, .height = 9},
        {.jpeg = true, .gray = true, .bytes = STR("gray"), .width = 1, .height = 1}};
    struct fixture f;
    open_fixture(&f);
    for (size_t i = 0; i < 2 * ARRAY_COUNT(pictures); i++)
        show(&f, &pictures[i % ARRAY_COUNT(pictures)]);
    assert_int_equal(write_document(&f), OK);
    assert_int_equal(count_of(&f.out, "/Subtype /Image"), 6); /* five files and a mask */
    assert_int_equal(count_of(&f.out, "/SMask "), 1);
    assert_int_equal(
        count_of(&f.out, "/DecodeParms <</Predictor 15 /Colors 1 /BitsPerComponent 8 /Columns 2>>"), 3);
    expect_once(
        &f, "/ColorSpace [/Indexed /DeviceRGB 1 <010203FF0000>] /BitsPerComponent 1 "
            "/DecodeParms <</Predictor 15 /Colors 1 /BitsPerComponent 1 /Columns 2>> /Filter /FlateDecode");
    expect_once(&f,
                "/Width 7 /Height 9 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length 4");
    expect_once(
        &f, "/Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode /Length 4");
    expect_once(&f, "stream\r\nJPEG\nendstream");
    expect_once(&f, "/XObject <</P0 ");
    expect_once(&f, "/P4 ");
    assert_int_equal(count_of(&f.out, "/P5 "), 0);
    close_fixture(&f);
}

/* What the page's content says, inflated. */
static void check_content(struct fixture *f, const char *expected)
{
    char work[1000];
    size_t size = 0;
    struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
    const char *begin = NULL, *end = f->out.ptr + f->out.len;
    for (const char *at = f->out.ptr; (at = memmem(at, (size_t)(end - at), "stream\r\n", 8)) != NULL; at++) {
        begin = at + 8;
        const char *stop = memmem(begin, (size_t)(end - begin), "\nendstream", 10);
        assert_non_null(stop);
        if (libdeflate_zlib_decompress(decompressor, begin, (size_t)(stop - begin), work, sizeof work - 1,
                                       &size) != LIBDEFLATE_SUCCESS)
            continue;
        work[size] = '\0';
        if (strstr(work, " Do") != NULL)
            break;
    }
    libdeflate_free_decompressor(decompressor);
    if (strstr(work, expected) == NULL)
        fail_msg("not in the content: %s\nbut: %s", expected, work);
}

/* x 10, y 20, 30 × 50 on a sheet 400 high: upright, and turned round the top left corner. */
static void test_places(void **state)
{
    (void)state;
    static const struct {
        int angle;
        const char *expected;
    } cases[] = {{0, "q 30 0 0 50 10 330 cm /P0 Do Q\n"},
                 {90, "q 0 30 -50 0 60 380 cm /P0 Do Q\n"},
                 {180, "q -30 0 0 -50 10 430 cm /P0 Do Q\n"},
                 {270, "q 0 -30 50 0 -40 380 cm /P0 Do Q\n"}};
    const struct page_picture picture = {.jpeg = true, .bytes = STR("JPEG"), .width = 7, .height = 9};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct fixture f;
        open_fixture(&f);
        show(&f, &picture)->angle = cases[i].angle;
        assert_int_equal(write_document(&f), OK);
        check_content(&f, cases[i].expected);
        close_fixture(&f);
    }
    struct fixture f;
    open_fixture(&f);
    show(&f, &picture)->tag.meaning = MEANING_ARTIFACT;
    assert_int_equal(write_document(&f), OK);
    check_content(&f, "/Artifact BMC\nq 30 0 0 50 10 330 cm /P0 Do Q\nEMC\n");
    close_fixture(&f);
}

/* Told once, at the element that shows it. */
static void test_broken_picture(void **state)
{
    (void)state;
    struct fixture f;
    const struct diag_entry *entries;
    struct page_picture picture = {.bytes = STR("\x89PNG\r\n\x1A\nrest"), .width = 1, .height = 1};
    picture.path = STR("a.png");
    picture.place = (struct place){"in.xml", 3, 5};
    open_fixture(&f);
    show(&f, &picture);
    show(&f, &picture);
    struct pdf *pdf = NULL;
    assert_int_equal(pdf_open(f.arena, f.diag, fonts, &pdf), OK);
    assert_int_equal(pdf_add(pdf, &f.document.pages[0], 0), FAILED);
    assert_int_equal(pdf_add(pdf, &f.document.pages[0], 0), FAILED);
    pdf_close(pdf);
    assert_int_equal(diag_entries(f.diag, &entries), 1);
    assert_int_equal(entries[0].code, MSG_PDF_PICTURE);
    assert_int_equal(entries[0].place.line, 3);
    assert_non_null(strstr(entries[0].text.ptr, "a.png"));
    close_fixture(&f);
}

static void test_every_failing_allocation(void **state)
{
    (void)state;
    const struct look alpha = {.width = 2, .height = 1, .depth = 8, .color = RGB_ALPHA};
    const struct look colors = {
        .width = 2, .height = 1, .depth = 1, .color = PALETTE, .palette = "abcdef", .palette_len = 6};
    const struct look passes = {.width = 1, .height = 1, .depth = 8, .color = GRAY, .interlaced = true};
    struct file clear = png_of(&alpha, ROWS(0, 1, 2, 3, 4, 5, 6, 7, 8)),
                indexed = png_of(&colors, ROWS(0, 0x40)), interlaced = png_of(&passes, ROWS(0, 1));
    const struct page_picture pictures[] = {picture_of(&clear, 2, 1),
                                            picture_of(&indexed, 2, 1),
                                            picture_of(&interlaced, 1, 1),
                                            {.jpeg = true, .bytes = STR("JPEG"), .width = 7, .height = 9}};
    bool failed = true;
    for (uint64_t n = 1; failed; n++) {
        struct fixture f;
        open_fixture(&f);
        for (size_t i = 0; i < ARRAY_COUNT(pictures); i++)
            show(&f, &pictures[i]);
        base_fail_allocation(n);
        enum status status = write_document(&f);
        failed = base_allocation_failed();
        base_fail_allocation(0);
        if (status != (failed ? NO_MEMORY : OK))
            fail_msg("allocation %llu: status %d", (unsigned long long)n, status);
        assert_int_equal(diag_count(f.diag, SEVERITY_ERROR), 0);
        close_fixture(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_samples),
        cmocka_unit_test(test_palettes),
        cmocka_unit_test(test_interlaced),
        cmocka_unit_test(test_own_rows),
        cmocka_unit_test(test_filters_can_be_undone),
        cmocka_unit_test(test_broken_files),
        cmocka_unit_test(test_objects),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_broken_picture),
        cmocka_unit_test(test_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, load_fonts, free_fonts);
}
