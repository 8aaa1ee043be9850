/* Streams of bytes that hardly repeat: every decoder gives the bytes back, no code is too long, no memory. */
#include "pdf/decoded.h"

#include "failing.h"
#include "random.h"

/* By the code of a sample, in parts of which some were coded before: the stream is the same as of the whole. */
static size_t round_trip_by(struct str sample, const unsigned char *bytes, size_t len)
{
    enum { CUTS = 7 };
    struct arena *arena = arena_new(0);
    struct str stream, joined;
    struct pdf_code code;
    struct pdf_part parts[CUTS] = {{.bytes = {NULL, 0}}};
    struct pdf_coded coded[CUTS];
    assert_non_null(arena);
    pdf_code_make(sample, &code);
    const struct pdf_part whole = {{(const char *)bytes, len}, NULL};
    assert_int_equal(pdf_huffman(arena, &code, &whole, 1, &stream), OK);
    for (size_t i = 0, at = 0; i < CUTS; i++) {
        size_t end = i == CUTS - 1 ? len : at + (size_t)random_below((int)(len - at) / 2 + 1);
        parts[i].bytes = str_slice(whole.bytes, at, end);
        at = end;
        if (i % 3 == 1)
            continue;
        const size_t bits = pdf_code_bits(&code, parts[i].bytes);
        pdf_coded_make(&code, parts[i].bytes, arena_alloc(arena, pdf_coded_room(bits)), &coded[i]);
        assert_int_equal(coded[i].bits, bits);
        parts[i].coded = &coded[i];
    }
    assert_int_equal(pdf_huffman(arena, &code, parts, CUTS, &joined), OK);
    assert_true(str_equal(stream, joined));
    assert_decoded(stream, bytes, len);
    size_t size = stream.len;
    arena_free(arena);
    return size;
}

static size_t round_trip(const unsigned char *bytes, size_t len)
{
    round_trip_by(STR("Every byte has a code, even of an unlike sample."), bytes, len);
    return round_trip_by((struct str){(const char *)bytes, len}, bytes, len);
}

static void test_all_lengths(void **state)
{
    (void)state;
    unsigned char bytes[300] = {0};
    for (size_t len = 0; len <= sizeof bytes; len++) {
        for (size_t i = 0; i < len; i++)
            bytes[i] = (unsigned char)(i * i + len);
        round_trip(bytes, len);
        memset(bytes, (int)len, sizeof bytes);
        round_trip(bytes, len);
    }
}

static void test_noise_hardly_grows(void **state)
{
    (void)state;
    enum { SIZE = 100000 };
    static unsigned char bytes[SIZE];
    for (size_t i = 0; i < SIZE; i++)
        bytes[i] = (unsigned char)random_below(256);
    assert_in_range(round_trip(bytes, SIZE), SIZE - 300, SIZE + 300);
    for (size_t i = 0; i < SIZE; i++) /* half the bits, but one of the 16 shares its place with the end */
        bytes[i] &= 0x0F;
    assert_in_range(round_trip(bytes, SIZE), SIZE / 2, SIZE / 2 + SIZE / 16 / 8 + 300);
}

/* Each byte as often as the two before it together: the codes of the rarest would be longer than 15 bits, those
 * of lengths longer than 7. */
static void test_rare_bytes(void **state)
{
    (void)state;
    for (int symbols = 2; symbols <= 30; symbols++) {
        size_t often = 1, before = 1, len = 0;
        unsigned char *bytes = malloc(4000000);
        assert_non_null(bytes);
        for (int symbol = 0; symbol < symbols; symbol++) {
            memset(bytes + len, 200 - symbol, often);
            len += often;
            size_t sum = often + before;
            before = often;
            often = sum;
        }
        round_trip(bytes, len);
        free(bytes);
    }
}

static void test_no_memory(void **state)
{
    (void)state;
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        struct arena *arena = arena_new(0);
        struct str stream;
        struct pdf_code code;
        const struct pdf_part part = {STR("font"), NULL};
        pdf_code_make(part.bytes, &code);
        base_fail_allocation(n);
        struck = memory_struck(pdf_huffman(arena, &code, &part, 1, &stream));
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_lengths),
        cmocka_unit_test(test_noise_hardly_grows),
        cmocka_unit_test(test_rare_bytes),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
