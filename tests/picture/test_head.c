/* Heads of picture files, walked to their end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "small_pictures.h"

#include "picture/picture_int.h"
#include "picture/messages.def"

/* The head of these bytes, in memory of exactly their size. */
static const struct message *head_of(const unsigned char *bytes, size_t len, struct picture_file *picture)
{
    char *copy = malloc(len > 0 ? len : 1);
    assert_non_null(copy);
    memcpy(copy, bytes, len);
    const struct message *fault = picture_head((struct str){copy, len}, picture);
    size_t used = fault == NULL ? picture->bytes.len : 0;
    free(copy);
    if (fault == NULL) {
        assert_true(used <= len);
        assert_true(picture->width > 0 && picture->height > 0);
    }
    return fault;
}

static void test_heads(void **state)
{
    struct picture_file picture;
    unsigned char longer[sizeof small_jpeg + 3] = {0};

    (void)state;
    assert_null(head_of(small_png, sizeof small_png, &picture));
    assert_int_equal(picture.format, PICTURE_PNG);
    assert_int_equal(picture.width, 3);
    assert_int_equal(picture.height, 2);
    memcpy(longer, small_jpeg, sizeof small_jpeg);
    assert_null(head_of(longer, sizeof longer, &picture));
    assert_int_equal(picture.format, PICTURE_JPEG);
    assert_int_equal(picture.width, 9);
    assert_int_equal(picture.height, 8);
    assert_true(picture.gray);
    assert_int_equal(picture.bytes.len, sizeof small_jpeg);
}

/* Every beginning of a file is a fault, and every other byte at every place is one or none, never more. */
static void cut_and_change(const unsigned char *bytes, size_t len)
{
    struct picture_file picture;
    unsigned char changed[200];

    for (size_t cut = 0; cut < len; cut++)
        assert_ptr_equal(head_of(bytes, cut, &picture), cut == 0                      ? MSG_PICTURE_EMPTY
                                                        : cut < 8 && bytes[0] == 0x89 ? MSG_PICTURE_OTHER
                                                        : cut < 3                     ? MSG_PICTURE_OTHER
                                                                                      : MSG_PICTURE_CUT);
    assert_true(len <= sizeof changed);
    for (size_t at = 0; at < len; at++) {
        for (unsigned value = 0; value < 256; value++) {
            memcpy(changed, bytes, len);
            changed[at] = (unsigned char)value;
            (void)head_of(changed, len, &picture);
        }
    }
}

static void test_cut_and_changed_heads(void **state)
{
    (void)state;
    cut_and_change(small_png, sizeof small_png);
    cut_and_change(small_jpeg, sizeof small_jpeg);
}

static void test_faulty_heads(void **state)
{
    static const struct {
        const unsigned char *bytes;
        size_t len, at;
        unsigned char value;
        const struct message *fault;
    } cases[] = {
        {small_png, sizeof small_png, PNG_HEIGHT, 0, MSG_PICTURE_HEAD},
        {small_png, sizeof small_png, PNG_IHDR, 'i', MSG_PICTURE_HEAD},
        {small_png, sizeof small_png, PNG_IHDR_LENGTH, 12, MSG_PICTURE_HEAD},
        {small_jpeg, sizeof small_jpeg, JPEG_FRAME, 0xC1, NULL},
        {small_jpeg, sizeof small_jpeg, JPEG_FRAME, 0xC2, NULL},
        {small_jpeg, sizeof small_jpeg, JPEG_FRAME, 0xC3, MSG_PICTURE_CODING},
        {small_jpeg, sizeof small_jpeg, JPEG_FRAME, 0xC9, MSG_PICTURE_CODING},
        {small_jpeg, sizeof small_jpeg, JPEG_FRAME, 0xCF, MSG_PICTURE_CODING},
        {small_jpeg, sizeof small_jpeg, JPEG_FRAME, 0xC4, MSG_PICTURE_HEAD}, /* a scan without a frame */
        {small_jpeg, sizeof small_jpeg, JPEG_FRAME, 0xD8, MSG_PICTURE_HEAD},
        {small_jpeg, sizeof small_jpeg, JPEG_FRAME, 0x00, MSG_PICTURE_HEAD},
        {small_jpeg, sizeof small_jpeg, JPEG_LENGTH, 1, MSG_PICTURE_HEAD},
        {small_jpeg, sizeof small_jpeg, JPEG_LENGTH, 8, MSG_PICTURE_HEAD},
        {small_jpeg, sizeof small_jpeg, JPEG_LENGTH - 1, 1, MSG_PICTURE_CUT},
        {small_jpeg, sizeof small_jpeg, JPEG_BITS, 12, MSG_PICTURE_DEPTH},
        {small_jpeg, sizeof small_jpeg, JPEG_WIDTH, 0, MSG_PICTURE_HEAD},
        {small_jpeg, sizeof small_jpeg, JPEG_PARTS, 2, MSG_PICTURE_HEAD},
        {small_jpeg, sizeof small_jpeg, JPEG_PARTS, 3, MSG_PICTURE_HEAD},
        {small_jpeg, sizeof small_jpeg, JPEG_PARTS, 4, MSG_PICTURE_CMYK},
        {small_jpeg, sizeof small_jpeg, JPEG_SCAN, 0xC0, MSG_PICTURE_HEAD}, /* two frames */
        {small_jpeg, sizeof small_jpeg, JPEG_SCAN, 0xD9, MSG_PICTURE_HEAD}, /* an end without a scan */
        {small_jpeg, sizeof small_jpeg, 1, 0xD7, MSG_PICTURE_OTHER},
    };
    struct picture_file picture;
    unsigned char changed[200];

    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        memcpy(changed, cases[i].bytes, cases[i].len);
        changed[cases[i].at] = cases[i].value;
        const struct message *fault = head_of(changed, cases[i].len, &picture);
        if (fault != cases[i].fault)
            fail_msg("case %zu: %s, not %s", i, fault == NULL ? "none" : fault->name,
                     cases[i].fault == NULL ? "none" : cases[i].fault->name);
    }
}

/* Coded pixels may begin with filling, a 0xFF of their own and a restart: what stands behind them is where the head's reader finds it. */
static void test_parts(void **state)
{
    static const unsigned char bytes[] = {0xFF, 0xD8, 0xFF, 0xC0, 0,    11,   8, 0,    8,    0,
                                          9,    1,    1,    0x11, 0, /* one component */
                                          0xFF, 0xDA, 0,    8,    1,    1,    0, 0,    0x3F, 0, /* a scan */
                                          0xFF, 0xFF, 0,    0x12, 0xFF, 0xD0, 4, 0xFF, /* its pixels */
                                          0xFF, 0xE0, 0,    4,    0xFF, 0xDA,          /* which are none */
                                          0xFF, 0xFF, 0xD9};
    static const struct {
        size_t end;
        unsigned code;
    } wanted[] = {{2, 0}, {15, 0xC0}, {33, 0xDA}, {39, 0xE0}, {42, 0}};
    const struct str file = {(const char *)bytes, sizeof bytes};
    struct picture_file picture = {0};
    struct picture_part part;
    size_t at = 0;
    (void)state;
    assert_null(head_of(bytes, sizeof bytes, &picture));
    for (size_t i = 0; i < ARRAY_COUNT(wanted); i++) {
        assert_true(picture_part_next(PICTURE_JPEG, file, &at, &part));
        assert_int_equal(at, wanted[i].end);
        assert_int_equal(part.code, wanted[i].code);
    }
    assert_false(picture_part_next(PICTURE_JPEG, file, &at, &part));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_heads),
        cmocka_unit_test(test_cut_and_changed_heads),
        cmocka_unit_test(test_faulty_heads),
        cmocka_unit_test(test_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
