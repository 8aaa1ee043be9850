/* PNG files made here byte by byte: their samples, their own coded rows; broken ones, at every byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "failing.h"
#include "png_files.h"

/* All rows one behind the other; the caller closes. */
static enum status read_rows(const struct picture_file *picture, struct picture_samples *samples,
                             unsigned char *rows)
{
    enum status status = picture_samples_open(picture, samples);
    for (int y = 0; y < picture->height && status == OK; y++) {
        status = picture_samples_read(samples);
        if (status == OK && rows != NULL)
            memcpy(rows + (size_t)y * samples->row_bytes, samples->row, samples->row_bytes);
    }
    return status;
}

static void check_samples(const struct file *file, const struct look *look, size_t channels, int bits,
                          const unsigned char *rows, size_t len)
{
    struct picture_samples samples;
    unsigned char found[100];
    const struct picture_file picture = picture_of(file, look->width, look->height);
    assert_int_equal(read_rows(&picture, &samples, found), OK);
    assert_int_equal(samples.channels, channels);
    assert_int_equal(samples.bits, bits);
    assert_int_equal(samples.row_bytes * look->height, len);
    assert_memory_equal(found, rows, len);
    assert_int_equal(samples.palette_count, look->clear == NULL ? look->palette_len / 3 : 0);
    picture_samples_close(&samples);
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
    struct picture_samples samples;
    const struct picture_file picture = picture_of(file, look->width, look->height);
    assert_int_equal(read_rows(&picture, &samples, NULL), OK);
    size_t size = picture_samples_own_size(&samples);
    *ret_taken = picture_samples_taken(&samples);
    if (size > 0) {
        char own[sizeof file->bytes];
        assert_true(size < sizeof own);
        picture_samples_own_copy(&samples, own);
        assert_int_equal(own[0], 0x78);
    }
    picture_samples_close(&samples);
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

/* Every beginning of the file, and every other byte at every place: broken or not, never more. */
static void break_file(const struct file whole)
{
    struct picture_samples samples;
    for (size_t cut = 0; cut < whole.len; cut++) {
        char *copy = malloc(cut + 1);
        assert_non_null(copy);
        memcpy(copy, whole.bytes, cut);
        const struct picture_file picture = {.bytes = {copy, cut}, .width = 3, .height = 2};
        assert_int_equal(read_rows(&picture, &samples, NULL), FAILED);
        assert_true(samples.reason[0] != '\0');
        picture_samples_close(&samples);
        free(copy);
    }
    for (size_t at = 0; at < whole.len; at++) {
        for (unsigned value = 0; value < 256; value++) {
            struct file changed = whole;
            changed.bytes[at] = (unsigned char)value;
            const struct picture_file picture = picture_of(&changed, 3, 2);
            enum status status = read_rows(&picture, &samples, NULL);
            assert_true(status == OK || status == FAILED);
            if (status == OK)
                assert_true(picture_samples_own_size(&samples) < sizeof changed.bytes);
            picture_samples_close(&samples);
        }
    }
    const struct picture_file other = picture_of(&whole, 2, 3); /* not the size that was said */
    assert_int_equal(read_rows(&other, &samples, NULL), FAILED);
    picture_samples_close(&samples);
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

static enum status read_all(const struct picture_file *picture)
{
    struct picture_samples samples;
    enum status status = read_rows(picture, &samples, NULL);
    picture_samples_close(&samples);
    return status;
}

static void test_every_failing_allocation(void **state)
{
    (void)state;
    const struct look look = {.width = 1, .height = 1, .depth = 8, .color = GRAY, .interlaced = true};
    struct file file = png_of(&look, ROWS(0, 1));
    const struct picture_file picture = picture_of(&file, 1, 1);
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        base_fail_allocation(n);
        struck = memory_struck(read_all(&picture));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_samples),      cmocka_unit_test(test_palettes),
        cmocka_unit_test(test_interlaced),   cmocka_unit_test(test_own_rows),
        cmocka_unit_test(test_broken_files), cmocka_unit_test(test_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
