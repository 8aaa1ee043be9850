/* Line ends and Chinese words: kept together where lines are ragged or the column is narrow, and nowhere else; never at the
 * price of a line that is a third white. */
#include "text/fixture.h"

static const char *lines_of(struct fixture *fixture, const char *text, int half_ems, enum text_align align)
{
    struct text_measure measure = {.width = (length)half_ems * EM / 2, .align = align};
    return lines_text(fixture, make_text(fixture, text), &measure);
}

static void test_dictionary(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    static const struct {
        enum text_align align;
        int half_ems;
        const char *text, *lines;
    } cases[] = {
        {TEXT_CENTER, 10, "社区居民服务", "社区居民|服务"},
        {TEXT_LEFT, 8, "社区的居民服务", "社区的|居民服务"},
        {TEXT_JUSTIFY, 8, "社区的居民服务", "社区的|居民服务"},
        {TEXT_LEFT, 26, "社区居民服务社区居民服务的社区居民", "社区居民服务社区居民服务的|社区居民"},
        {TEXT_LEFT, 24, "社区的居民服务社区居民服务社区居民", "社区的居民服务社区居民|服务社区居民"},
        {TEXT_JUSTIFY, 24, "社区的居民服务社区居民服务社区居民", "社区的居民服务社区居民服|务社区居民"},
        {TEXT_LEFT, 3, "居民服务", "居|民|服|务"},
        {TEXT_CENTER, 13, "居民的服务（%）", "居民的服务|（%）"}, /* what stands in brackets is not alone */
        {TEXT_CENTER, 13, "居民的服务服%", "居民的|服务服%"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
        assert_string_equal(lines_of(&f, cases[i].text, cases[i].half_ems, cases[i].align), cases[i].lines);
    fixture_clear(&f);
}

/* The longest one at each place; what stands beside it is divided right, and what was found before is forgotten. */
static void test_own_words(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    const struct str words[] = {STR("特困"), STR("低保"), STR("特困供养"), STR("低保户"), STR("𠮷野")};
    static const struct {
        const char *text, *bare, *known;
    } cases[] = {
        {"社区的特困人员", "社区的特|困人员", "社区的|特困人员"},
        {"社区的低保户", "社区的低|保户", "社区的|低保户"},
        {"社区有特困供养", "社区有特|困供养", "社区有|特困供养"},
        {"居住在𠮷野家", "居住在𠮷|野家", "居住在|𠮷野家"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        assert_int_equal(text_words_set(NULL, 0), OK);
        assert_int_equal(text_kept_open(f.fonts), OK);
        for (int round = 0; round < 3; round++)
            assert_string_equal(lines_of(&f, cases[i].text, 8, TEXT_LEFT), cases[i].bare);
        assert_int_equal(text_words_set(words, ARRAY_COUNT(words)), OK);
        assert_int_equal(text_words_set(words, ARRAY_COUNT(words)), OK);
        for (int round = 0; round < 3; round++)
            assert_string_equal(lines_of(&f, cases[i].text, 8, TEXT_LEFT), cases[i].known);
        assert_int_equal(text_words_set(words, 1), OK);
        assert_int_equal(text_words_set(&words[1], 1), OK);
    }
    fixture_clear(&f);
}

/* A place that the author gives counts before the dictionary; so does one that is not Han. */
static void test_places(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    assert_string_equal(lines_of(&f, "社区居\u200b民服务", 6, TEXT_LEFT), "社区居|民服务");
    assert_string_equal(lines_of(&f, "社区A居民", 6, TEXT_LEFT), "社区A|居民");
    fixture_clear(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dictionary),
        cmocka_unit_test(test_own_words),
        cmocka_unit_test(test_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
