#define _GNU_SOURCE /* memmem */
/*
 * Pictures in the file: filters of their rows; image objects and where they are drawn; broken ones; failing
 * memory.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "pdf/kit.h"
#include "pdf/images/images.h"
#include "picture/messages.def"
#include "png_files.h"
#include "pages.h"

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
    struct page *page = page_new(f->arena, &f->document);
    assert_true(f->diag != NULL && page != NULL);
    page->width = 300000;
    page->height = 400000;
    f->out = BUF(PDF_MAX_BYTES);
}

static void close_fixture(struct fixture *f)
{
    buf_clear(&f->out);
    arena_free(f->arena);
}

static struct page_item *show(struct fixture *f, const struct picture_file *file)
{
    struct page_picture *picture = ARENA_NEW(f->arena, struct page_picture);
    struct page_item *item = page_new_item(f->arena, &f->document.pages[0]);
    assert_true(item != NULL && picture != NULL);
    *picture = (struct page_picture){.file = file, .place = {"in.xml", 3, 5}};
    *item = (struct page_item){.kind = PAGE_PICTURE,
                               .tag = {.node = 2},
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
    const struct picture_file pictures[] = {
        picture_of(&clear, 2, 1),
        picture_of(&again, 2, 1),
        picture_of(&opaque, 2, 1),
        picture_of(&indexed, 2, 1),
        {.format = PICTURE_JPEG, .bytes = STR("JPEG"), .width = 7, .height = 9},
        {.format = PICTURE_JPEG, .gray = true, .bytes = STR("gray"), .width = 1, .height = 1}};
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
    const struct picture_file picture = {
        .format = PICTURE_JPEG, .bytes = STR("JPEG"), .width = 7, .height = 9};
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
    show(&f, &picture)->tag.node = 0;
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
    const struct picture_file picture = {.format = PICTURE_PNG,
                                         .path = STR("a.png"),
                                         .bytes = STR("\x89PNG\r\n\x1A\nrest"),
                                         .width = 1,
                                         .height = 1};
    open_fixture(&f);
    show(&f, &picture);
    show(&f, &picture);
    void *pdf = NULL;
    assert_int_equal(
        pdf_writer.open(f.arena, f.diag, fonts, (struct page_wishes){.conformance = PAGE_PLAIN}, &pdf), OK);
    assert_int_equal(pdf_writer.add_page(pdf, &f.document.pages[0], 0), FAILED);
    assert_int_equal(pdf_writer.add_page(pdf, &f.document.pages[0], 0), FAILED);
    pdf_writer.close(pdf);
    assert_int_equal(diag_entries(f.diag, &entries), 1);
    assert_int_equal(entries[0].code, MSG_PICTURE_BROKEN);
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
    const struct picture_file pictures[] = {
        picture_of(&clear, 2, 1),
        picture_of(&indexed, 2, 1),
        picture_of(&interlaced, 1, 1),
        {.format = PICTURE_JPEG, .bytes = STR("JPEG"), .width = 7, .height = 9}};
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
        cmocka_unit_test(test_filters_can_be_undone),
        cmocka_unit_test(test_objects),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_broken_picture),
        cmocka_unit_test(test_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, load_fonts, free_fonts);
}
