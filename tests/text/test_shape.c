/* Titles: sense units, trapezoids, diamonds; and ragged text, which is filled. */
#include "text/fixture.h"

static const char *set(struct fixture *fixture, const struct text_span *spans, size_t count,
                       enum text_shape shape, enum text_align align, int ems)
{
    struct text_manner manner = {.shape = shape};
    struct text_measure measure = {.width = (length)ems * EM, .align = align};
    return lines_text(fixture, make_in_manner(fixture, &manner, spans, count), &measure);
}

static const char *set_text(struct fixture *fixture, const char *text, enum text_shape shape,
                            enum text_align align, int ems)
{
    struct text_span span = span_of(text);
    return set(fixture, &span, 1, shape, align, ems);
}

static void test_shapes(void **state)
{
    (void)state;
    static const struct {
        const char *text, *lines;
        int ems;
        enum text_shape shape;
    } cases[] = {
        {"关于平湖街道社区党群服务中心运营", "关于平湖街道社区党|群服务中心运营", 12, TEXT_SHAPE_TRAPEZOID},
        {"关于平湖街道社区党群服务中心运营", "关于平湖街道社区党|群服务中心运营", 12, TEXT_SHAPE_DIAMOND},
        {"关于平湖街道社区党群服务中心运营项目补充协议的批复",
         "关于平湖街道社区党群|服务中心运营项目|补充协议的批复", 11, TEXT_SHAPE_TRAPEZOID},
        {"关于平湖街道社区党群服务中心运营项目补充协议的批复",
         "关于平湖街道社区|党群服务中心运营项目|补充协议的批复", 11, TEXT_SHAPE_DIAMOND},
        /* sense units: only the other trapezoid can be had */
        {"关于印发\u200b党群服务中心工作办法的通知", "关于印发|党群服务中心工作办法的通知", 14,
         TEXT_SHAPE_TRAPEZOID},
        {"短题", "短题", 12, TEXT_SHAPE_DIAMOND},
        {"", "", 12, TEXT_SHAPE_DIAMOND},
    };
    struct fixture f;
    fixture_init(&f, NULL);
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
        assert_string_equal(set_text(&f, cases[i].text, cases[i].shape, TEXT_CENTER, cases[i].ems),
                            cases[i].lines);
    /* too many lines for a shape: as without */
    static const char twelve[] = "一二三四五六七八九十一二三四五六七八九十一二三四";
    assert_string_equal(set_text(&f, twelve, TEXT_SHAPE_DIAMOND, TEXT_CENTER, 2),
                        set_text(&f, twelve, TEXT_SHAPE_FREE, TEXT_CENTER, 2));
    fixture_clear(&f);
}

static void test_cuts(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    struct text_span cut = {.kind = TEXT_SPAN_CUT};
    struct text_span spans[] = {span_of("关于印发平湖街道"), cut, span_of("党群服务中心"), cut,
                                span_of("的通知")};
    size_t count = ARRAY_COUNT(spans);
    assert_string_equal(set(&f, spans, count, TEXT_SHAPE_FREE, TEXT_CENTER, 20),
                        "关于印发平湖街道党群服务中心的通知");
    assert_string_equal(set(&f, spans, count, TEXT_SHAPE_FREE, TEXT_CENTER, 12),
                        "关于印发平湖街道|党群服务中心的通知");
    assert_string_equal(set(&f, spans, count, TEXT_SHAPE_FREE, TEXT_LEFT, 16),
                        "关于印发平湖街道党群服务中心|的通知");
    assert_string_equal(set(&f, spans, count, TEXT_SHAPE_FREE, TEXT_JUSTIFY, 12),
                        "关于印发平湖街道|党群服务中心的通知");
    /* a unit that does not fit: cuts are places like others */
    assert_string_equal(set(&f, spans, count, TEXT_SHAPE_FREE, TEXT_LEFT, 7),
                        "关于印发平湖|街道党群服务|中心的通知");
    /* a mark that must not begin a line does not, and a number is whole, its unit may part; white stays with
     * the unit before it
     */
    struct text_span odd[] = {span_of("共一二三四"), cut, span_of("，计12"), cut, span_of("345"),  cut,
                              span_of(" 元整"),      cut, span_of("的 "),    cut, span_of(" 服务")};
    assert_string_equal(set(&f, odd, ARRAY_COUNT(odd), TEXT_SHAPE_FREE, TEXT_LEFT, 10),
                        "共一二三四，计12345 |元整的  服务");
    /* U+200B is a place like others but in titles */
    static const char zero[] = "一二三\u200b四五六七八九十";
    assert_string_equal(set_text(&f, zero, TEXT_SHAPE_FREE, TEXT_LEFT, 8), "一二三四五六七八|九十");
    assert_string_equal(set_text(&f, zero, TEXT_SHAPE_FREE, TEXT_CENTER, 8), "一二三|四五六七八九十");
    fixture_clear(&f);
}

/* （续） behind a label: the lines before it are those without it. */
static void test_tail(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    struct text_span spans[] = {span_of("社区助老服务"), span_of("（续）")};
    spans[1].tail = true;
    static const struct {
        int ems;
        const char *bare, *marked;
    } cases[] = {
        {9, "社区助老服务", "社区助老服务（续）"},
        {6, "社区助老服务", "社区助老服务|（续）"},
        {5, "社区助老|服务", "社区助老|服务（续）"},
        {7, "社区助老服务", "社区助老服务|（续）"},
        {4, "社区助老|服务", "社区助老|服务|（续）"},
        {2, "社区|助老|服务", "社区|助老|服务|（续）"},
        {1, "社|区|助|老|服|务", "社|区|助|老|服|务|（|续|）"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        assert_string_equal(set(&f, spans, 1, TEXT_SHAPE_FREE, TEXT_CENTER, cases[i].ems), cases[i].bare);
        assert_string_equal(set(&f, spans, 2, TEXT_SHAPE_FREE, TEXT_CENTER, cases[i].ems), cases[i].marked);
    }
    assert_string_equal(set(&f, &spans[1], 1, TEXT_SHAPE_FREE, TEXT_CENTER, 2), "（续）");
    fixture_clear(&f);
}

static void test_ragged(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    static const char text[] = "乾坎艮震巽离坤兑戊己乾坎艮震巽离坤兑戊己乾坎艮震巽离";
    assert_string_equal(set_text(&f, text, TEXT_SHAPE_FREE, TEXT_LEFT, 10),
                        "乾坎艮震巽离坤兑戊己|乾坎艮震巽离坤兑戊己|乾坎艮震巽离");
    assert_string_equal(set_text(&f, text, TEXT_SHAPE_FREE, TEXT_RIGHT, 12),
                        "乾坎艮震巽离坤兑戊己乾坎|艮震巽离坤兑戊己乾坎艮震|巽离");
    /* no lone character in the last line */
    assert_string_equal(
        set_text(&f, "乾坎艮震巽离坤兑戊己乾坎艮震巽离坤兑戊己乾", TEXT_SHAPE_FREE, TEXT_LEFT, 10),
        "乾坎艮震巽离坤兑戊|己乾坎艮震巽离坤兑戊|己乾");
    fixture_clear(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_cuts),
        cmocka_unit_test(test_tail),
        cmocka_unit_test(test_ragged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
