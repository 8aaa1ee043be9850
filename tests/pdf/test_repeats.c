/* Streams of bytes that repeat far apart: every decoder gives the bytes back, what repeats is found, no memory. */
#include "pdf/decoded.h"

#include "failing.h"
#include "random.h"

enum { SIZE = 300000 };
static unsigned char bytes[SIZE];

/* A program without outlines, and without a sample of its face. */
static enum status press(struct arena *arena, struct str data, struct str *ret_stream)
{
    struct pdf pdf = {.arena = arena};
    struct font_set *fonts = NULL;
    struct pdf_outlines *own;
    enum status status = font_set_square(NULL, &fonts);
    pdf.fonts = fonts;
    if (status == OK)
        status = pdf_outlines_new(&pdf, STR(""), &own);
    if (status == OK)
        status = pdf_outlines(&pdf, &(struct font_program){data, NULL, 0}, own, ret_stream);
    font_set_free(fonts);
    return status;
}

static size_t size_of(const unsigned char *data, size_t len)
{
    struct arena *arena = arena_new(0);
    struct str stream, again;
    assert_non_null(arena);
    assert_int_equal(press(arena, (struct str){(const char *)data, len}, &stream), OK);
    assert_decoded(stream, data, len);
    assert_int_equal(press(arena, (struct str){(const char *)data, len}, &again), OK);
    assert_true(str_equal(stream, again));
    size_t size = stream.len;
    arena_free(arena);
    return size;
}

/* Without and with repetitions, of every length and at every distance from the end. */
static void test_all_lengths(void **state)
{
    (void)state;
    for (size_t len = 0; len <= 700; len++) {
        for (size_t i = 0; i < len; i++)
            bytes[i] = (unsigned char)(i * i + len);
        size_of(bytes, len);
        memset(bytes, (int)len, len);
        size_of(bytes, len);
        for (size_t i = 0; i < len; i++)
            bytes[i] = (unsigned char)(i % (len / 2 + 1) * 7);
        size_of(bytes, len);
    }
}

static void fill_noise(void)
{
    for (size_t i = 0; i < SIZE; i++)
        bytes[i] = (unsigned char)random_below(256);
}

static void test_noise_hardly_grows(void **state)
{
    (void)state;
    fill_noise();
    assert_in_range(size_of(bytes, SIZE), SIZE - 300, SIZE + 300);
}

/* As far back as a distance may say, and one farther. */
static void test_window(void **state)
{
    (void)state;
    enum { WINDOW = 32768, PART = 1000 };
    for (size_t beyond = 0; beyond <= 1; beyond++) {
        fill_noise();
        for (size_t at = 100000; at + PART <= SIZE; at += 50000)
            memcpy(bytes + at, bytes + at - WINDOW - beyond, PART);
        const size_t size = size_of(bytes, SIZE);
        assert_in_range(size, beyond ? SIZE - 300 : SIZE - 4 * PART,
                        beyond ? SIZE + 300 : SIZE - 4 * PART + 400);
    }
}

/* Pieces of what came before and new ones, as outlines are. */
static void test_pieces(void **state)
{
    (void)state;
    for (int round = 0; round < 40; round++) {
        const int alphabet = 2 + random_below(254), longest = 1 + random_below(600);
        const size_t len = (size_t)random_below(SIZE);
        for (size_t at = 0; at < len;) {
            const size_t piece = (size_t)random_below(longest) + 1, from = at > 0 ? random_next() % at : 0;
            const bool again = at > 0 && random_below(3) > 0;
            for (size_t i = 0; i < piece && at < len; i++, at++)
                bytes[at] = again ? bytes[from + i] : (unsigned char)random_below(alphabet);
        }
        size_of(bytes, len);
    }
}

static void test_no_memory(void **state)
{
    (void)state;
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        struct arena *arena = arena_new(0);
        struct str stream;
        base_fail_allocation(n);
        struck = memory_struck(press(arena, STR("an outline, an outline, an outline"), &stream));
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_lengths), cmocka_unit_test(test_noise_hardly_grows),
        cmocka_unit_test(test_window),      cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
