/* text: where the decimal point of a text stands.  Digits and ASCII marks are half an em wide. */
#include "fixture.h"

static void test_point(void **state)
{
    static const struct {
        const char *text;
        int before, behind; /* in quarters of an em; before -1: no digits */
    } cases[] = {
        {"12345.5", 10, 4},
        {"7", 2, 0},
        {"1,234,567.00", 18, 6},
        {"-3.25%", 4, 8},
        {"￥1,000", 14, 0},
        {"3元", 2, 5}, /* with 1/4 em between */
        {"１２．５", 8, 8},
        {"１，２００", 20, 0},
        {"3, 4", 2, 6}, /* this comma stands between two numbers */
        {"约12.5（含税）", 4 + 1 + 4, 4 + 4 * 3 + 2},
        {"—", -1, 0},
        {"合计", -1, 0},
        {"", -1, 0},
    };
    (void)state;
    struct fixture f;
    fixture_init(&f, "");
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct text_point_sides point;
        assert_int_equal(text_paragraph_point(make_text(&f, cases[i].text), &point), OK);
        assert_int_equal(point.found, cases[i].before >= 0);
        if (point.found && (point.before != (length)cases[i].before * EM / 4 ||
                            point.behind != (length)cases[i].behind * EM / 4))
            fail_msg("%s: %d before, %d behind", cases[i].text, (int)point.before, (int)point.behind);
    }
    fixture_clear(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_point)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
