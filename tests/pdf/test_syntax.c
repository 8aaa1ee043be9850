/* PDF syntax: numbers, texts, names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "pdf/pdf_int.h"

static void expect(struct buf *out, const char *text)
{
    assert_int_equal(buf_status(out), OK);
    assert_string_equal(buf_str(out).ptr, text);
    buf_reset(out);
}

static void test_decimals(void **state)
{
    (void)state;
    static const struct {
        int64_t value;
        int decimals;
        const char *text;
    } cases[] = {{0, 3, "0"},
                 {1, 3, "0.001"},
                 {-1, 3, "-0.001"},
                 {1000, 3, "1"},
                 {-1500, 3, "-1.5"},
                 {841890, 3, "841.89"},
                 {100, 0, "100"},
                 {-707107, 6, "-0.707107"},
                 {INT64_MIN, 3, "-9223372036854775.808"},
                 {INT64_MAX, 0, "9223372036854775807"}};
    struct buf out = BUF(1000);
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        pdf_add_decimal(&out, cases[i].value, cases[i].decimals);
        expect(&out, cases[i].text);
    }
    buf_clear(&out);
}

static void test_texts(void **state)
{
    (void)state;
    struct buf out = BUF(1000);
    pdf_add_text(&out, STR("A（\U0010FFFD"));
    expect(&out, "<FEFF0041FF08DBFFDFFD>");
    pdf_add_text(&out, STR(""));
    expect(&out, "<FEFF>");
    pdf_add_name(&out, STR("A b#(/宋\x7F"));
    expect(&out, "/A#20b#23#28#2F#E5#AE#8B#7F");
    pdf_add_hex(&out, 0xABCD, 4);
    expect(&out, "ABCD");
    pdf_add_reference(&out, 8388607);
    expect(&out, "8388607 0 R");
    buf_clear(&out);
}

/* In a literal string, where an end of line would become a line feed. */
static void test_codes(void **state)
{
    (void)state;
    static const struct {
        uint32_t code;
        const char *text;
    } cases[] = {{0x4142, "AB"},   {0x2829, "\\(\\)"}, {0x5C0D, "\\\\\\r"}, {0x410D, "A\\r"},
                 {0x2841, "\\(A"}, {0x0A41, "\nA"},    {0xFFFE, "\xFF\xFE"}};
    struct buf out = BUF(1000);
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        pdf_add_code(&out, cases[i].code);
        expect(&out, cases[i].text);
    }
    buf_clear(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_decimals), cmocka_unit_test(test_texts),
                                       cmocka_unit_test(test_codes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
