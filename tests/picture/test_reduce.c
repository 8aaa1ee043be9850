/* JPEG files coded here, written with fewer pixels: how many, of which colours; broken ones, at every byte; every allocation
 * that fails. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h> /* jpeglib.h wants it */
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "failing.h"

#include "picture/picture_int.h"

#include <jpeglib.h>

enum { WIDE = 64, HIGH = 48, SCANS = 3 };
enum sort { SORT_USUAL, SORT_GRAY, SORT_RGB, SORT_PROGRESSIVE, SORT_SCANS, SORT_RESTARTS, SORTS };

struct coded {
    unsigned char *bytes; /* of libjpeg: free */
    unsigned long len;
};

/* The left half light, the right half dark. */
static void add_rows(struct jpeg_compress_struct *out)
{
    unsigned char row[WIDE * 3];
    JSAMPROW rows[] = {row};
    for (int i = 0; i < WIDE * out->input_components; i++)
        row[i] = i < WIDE / 2 * out->input_components ? 200 : 40;
    for (int y = 0; y < HIGH; y++)
        jpeg_write_scanlines(out, rows, 1);
}

static struct coded coded_of(enum sort sort)
{
    static const jpeg_scan_info scans[SCANS] = {
        {1, {0}, 0, 63, 0, 0}, {1, {1}, 0, 63, 0, 0}, {1, {2}, 0, 63, 0, 0}};
    struct jpeg_compress_struct out;
    struct jpeg_error_mgr errors;
    struct coded coded = {NULL, 0};
    out.err = jpeg_std_error(&errors);
    jpeg_create_compress(&out);
    jpeg_mem_dest(&out, &coded.bytes, &coded.len);
    out.image_width = WIDE;
    out.image_height = HIGH;
    out.input_components = sort == SORT_GRAY ? 1 : 3;
    out.in_color_space = sort == SORT_GRAY ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&out);
    jpeg_set_quality(&out, 100, TRUE);
    if (sort == SORT_RGB)
        jpeg_set_colorspace(&out, JCS_RGB);
    if (sort == SORT_PROGRESSIVE)
        jpeg_simple_progression(&out);
    if (sort == SORT_RESTARTS)
        out.restart_interval = 1;
    if (sort == SORT_SCANS) {
        out.scan_info = scans;
        out.num_scans = SCANS;
    }
    jpeg_start_compress(&out, TRUE);
    add_rows(&out);
    jpeg_finish_compress(&out);
    jpeg_destroy_compress(&out);
    return coded;
}

static struct picture_file file_of(const struct coded *coded)
{
    struct picture_file file = {.path = STR("a.jpg"), .profile = STR("")};
    assert_null(picture_head((struct str){(const char *)coded->bytes, coded->len}, &file));
    return file;
}

static enum status reduce(const struct picture_file *file, int width, int height, struct buf *out)
{
    char reason[80] = "";
    *out = (struct buf)BUF(PICTURE_MAX_BYTES);
    const enum status status =
        picture_reduce(file->bytes, width, height, out, (struct picture_reason){reason, sizeof reason});
    assert_int_equal(status == FAILED, reason[0] != '\0');
    return status;
}

/* Light at the left, dark at the right, so wide and high. */
static void look_at(struct str bytes, int width, int height)
{
    struct jpeg_decompress_struct in;
    struct jpeg_error_mgr errors;
    unsigned char row[WIDE * 3];
    JSAMPROW rows[] = {row};
    in.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&in);
    jpeg_mem_src(&in, (const unsigned char *)bytes.ptr, bytes.len);
    assert_int_equal(jpeg_read_header(&in, TRUE), JPEG_HEADER_OK);
    assert_int_equal(in.image_width, width);
    assert_int_equal(in.image_height, height);
    jpeg_start_decompress(&in);
    while (in.output_scanline < in.output_height) {
        jpeg_read_scanlines(&in, rows, 1);
        for (int i = 0; i < in.output_components && width > 3; i++) {
            assert_in_range(row[i], 190, 210);
            assert_in_range(row[(width - 1) * in.output_components + i], 30, 50);
        }
    }
    jpeg_finish_decompress(&in);
    jpeg_destroy_decompress(&in);
}

static void test_sizes(void **state)
{
    static const int sizes[][2] = {{63, 47}, {33, 24}, {32, 24}, {16, 12}, {8, 6},
                                   {7, 48},  {64, 5},  {5, 5},   {1, 1}};
    struct buf out;
    (void)state;
    for (enum sort sort = 0; sort < SORTS; sort++) {
        const struct coded coded = coded_of(sort);
        const struct picture_file file = file_of(&coded);
        assert_int_equal(file.gray, sort == SORT_GRAY);
        for (size_t i = 0; i < ARRAY_COUNT(sizes); i++) {
            assert_int_equal(reduce(&file, sizes[i][0], sizes[i][1], &out), OK);
            look_at(buf_str(&out), sizes[i][0], sizes[i][1]);
            buf_clear(&out);
        }
        free(coded.bytes);
    }
}

/* What libjpeg would hold as a whole is not reduced when it is large: the progressive, and those with a scan for each colour. */
static void test_held(void **state)
{
    (void)state;
    for (enum sort sort = SORT_PROGRESSIVE; sort <= SORT_SCANS; sort++) {
        const struct coded coded = coded_of(sort);
        struct picture_written written;
        struct picture_file file = file_of(&coded);
        const struct picture_wish wish = {.width = 8, .height = 8};
        assert_int_equal(picture_write(&file, &wish, &written), OK);
        assert_true(written.reduced);
        picture_written_close(&written);
        file.width = file.height = 6400; /* as if */
        assert_int_equal(picture_write(&file, &wish, &written), OK);
        assert_false(written.reduced);
        picture_written_close(&written);
        free(coded.bytes);
    }
}

/* Every beginning of a file, and three other bytes at every place: reduced or not, never more. */
static void test_broken_files(void **state)
{
    struct buf out;
    (void)state;
    for (enum sort sort = 0; sort < SORTS; sort++) {
        const struct coded coded = coded_of(sort);
        for (size_t cut = 0; cut < coded.len; cut++) {
            char *copy = malloc(cut + 1);
            assert_non_null(copy);
            memcpy(copy, coded.bytes, cut);
            const struct picture_file file = {.bytes = {copy, cut}};
            const enum status status = reduce(&file, 9, 9, &out);
            assert_true(status == OK || status == FAILED);
            buf_clear(&out);
            free(copy);
        }
        for (size_t at = 0; at < coded.len; at++)
            for (unsigned change = 1; change < 256; change *= 13) {
                struct picture_file file = {.format = PICTURE_JPEG};
                coded.bytes[at] ^= (unsigned char)change;
                const struct str bytes = {(const char *)coded.bytes, coded.len};
                if (picture_head(bytes, &file) == NULL && file.width <= 1000 && file.height <= 1000) {
                    const enum status status = reduce(&file, 9, 9, &out);
                    assert_true(status == OK || status == FAILED);
                    buf_clear(&out);
                }
                coded.bytes[at] ^= (unsigned char)change;
            }
        free(coded.bytes);
    }
}

static void test_every_failing_allocation(void **state)
{
    (void)state;
    for (enum sort sort = 0; sort < SORTS; sort++) {
        const struct coded coded = coded_of(sort);
        const struct picture_file file = file_of(&coded);
        const struct picture_wish wish = {.width = 40, .height = 40, .alone = true};
        bool struck = true;
        for (uint64_t n = 1; struck; n++) {
            struct picture_written written;
            base_fail_allocation(n);
            struck = memory_struck(picture_write(&file, &wish, &written));
            picture_written_close(&written);
        }
        free(coded.bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_held),
        cmocka_unit_test(test_broken_files),
        cmocka_unit_test(test_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
