/*
 * Paragraphs in a line fewer or more, against all choices of line ends, on random texts.
 *
 *  - What it costs is what the best choice with so many calm lines costs more than the best with as many as now; never
 *    is never.  Calm: squeezed as far as lines may be, stretched by a tenth of an em a gap, nothing divided.
 *  - The paragraph then has so many lines, none stands out, and no line end divides anything.
 */
#include "failing.h"
#include "random.h"
#include "text/fixture.h"
#include "text/text_int.h"

enum { POINTS = 400, LINES = 40 };

static const char *const pieces[] = {"的",  "合同",  "服务", "项目", "经费", "以及", "，",       "。",
                                     "、",  "（",    "）",   "“",    "”",    "；",   "《办法》", "61.81%",
                                     "3年", "word ", "AB",   "——",   "双方", "社区", "居民",     "中心"};

static const char *make_random(struct fixture *fixture, size_t count)
{
    struct buf out = BUF(1 << 16);
    for (size_t i = 0; i < count; i++)
        buf_add_text(&out, pieces[random_below(ARRAY_COUNT(pieces))]);
    struct str copy = arena_copy(fixture->arena, buf_str(&out));
    buf_clear(&out);
    assert_non_null(copy.ptr);
    return copy.ptr;
}

static const struct text_cost NONE = {INT64_MAX, INT64_MAX};

static bool is_less(struct text_cost a, struct text_cost b)
{
    return a.major < b.major || (a.major == b.major && a.minor < b.minor);
}

static bool is_calm(const struct text_fit *fit, size_t from, size_t to)
{
    struct text_extent extent = text_extent_of(fit->paragraph, from, to);
    length slack = (from == fit->from ? fit->first_width : fit->width) - extent.natural;
    if (slack <= 0)
        return -slack <= extent.shrink;
    length rest = slack > extent.stretch ? slack - extent.stretch : 0;
    return to == fit->to || rest * 250 <= extent.stretch_other * 100;
}

/* The least cost of the whole with 1 … LINES - 1 lines. */
static void find_all(const struct text_fit *fit, struct text_cost *ret_costs)
{
    static struct text_cost least[LINES][POINTS];
    size_t points[POINTS] = {fit->from}, count = 1;
    for (size_t i = fit->from + 1; i <= fit->to; i++)
        if (i == fit->to || fit->paragraph->gaps[i].level <= LEVEL_POOR)
            points[count++] = i;
    for (size_t k = 0; k < LINES; k++)
        for (size_t j = 0; j < count; j++)
            least[k][j] = k == 0 && j == 0 ? (struct text_cost){0, 0} : NONE;
    for (size_t k = 1; k < LINES; k++)
        for (size_t j = 1; j < count; j++)
            for (size_t i = 0; i < j; i++) {
                const struct text_cost before = least[k - 1][i];
                if (before.major == INT64_MAX || !is_calm(fit, points[i], points[j]))
                    continue;
                const struct text_cost line = text_fit_cost(fit, points[i], points[j]);
                const struct text_cost cost = {before.major + line.major, before.minor + line.minor};
                least[k][j] = is_less(cost, least[k][j]) ? cost : least[k][j];
            }
    for (size_t k = 0; k < LINES; k++)
        ret_costs[k] = least[k][count - 1];
}

static int64_t worse_by(struct text_cost cost, struct text_cost now)
{
    if (now.major == INT64_MAX || cost.major > now.major)
        return TEXT_LOOSE_NEVER;
    return cost.minor > now.minor ? cost.minor - now.minor : 0;
}

static void check_lines(struct fixture *fixture, struct text_paragraph *paragraph,
                        const struct text_measure *natural, size_t lines)
{
    struct text_measure measure = *natural;
    struct text_line *made;
    measure.lines = lines;
    assert_int_equal(break_lines(fixture, paragraph, &measure, &made), lines);
    for (size_t i = 0; i < lines; i++) {
        assert_true(made[i].x + made[i].width <= measure.width);
        assert_true(made[i].forced == (i + 1 == lines));
        assert_int_equal(made[i].broken, TEXT_BROKEN_NOTHING);
    }
}

static void test_against_all(void **state)
{
    (void)state;
    size_t fewer = 0, more = 0;
    for (int round = 0; round < 1500; round++) {
        struct fixture fixture;
        fixture_init(&fixture, NULL);
        struct text_span span = span_of(make_random(&fixture, 15 + random_below(75)));
        struct text_manner manner = {.hang = random_below(4) == 0, .close = random_below(4) == 0};
        struct text_paragraph *paragraph = make_in_manner(&fixture, &manner, &span, 1);
        const struct text_measure measure = {.width = (length)(20000 + random_below(12000)) * EM / 1000,
                                             .first_indent = (length)random_below(3) * EM,
                                             .align = TEXT_JUSTIFY};
        struct text_line *lines;
        const size_t count = break_lines(&fixture, paragraph, &measure, &lines);
        struct text_looseness looseness;
        assert_int_equal(text_paragraph_looseness(paragraph, &measure, count, &looseness), OK);
        struct text_cost costs[LINES];
        struct text_paragraph own = *paragraph;
        own.measure = &measure;
        const struct text_fit fit = text_fit_of(&own, 0, own.atom_count, &measure, measure.first_indent);
        find_all(&fit, costs);
        if (count > 1) {
            assert_int_equal(looseness.fewer, worse_by(costs[count - 1], costs[count]));
            assert_int_equal(looseness.more, worse_by(costs[count + 1], costs[count]));
        }
        if (looseness.fewer >= 0 && ++fewer > 0)
            check_lines(&fixture, paragraph, &measure, count - 1);
        if (looseness.more >= 0 && ++more > 0)
            check_lines(&fixture, paragraph, &measure, count + 1);
        fixture_drop(&fixture);
    }
    text_close();
    assert_true(fewer > 100 && more > 100);
}

static struct text_looseness loose_in(const char *text, enum text_align align)
{
    struct fixture f;
    fixture_init(&f, NULL);
    struct text_paragraph *paragraph = make_text(&f, text);
    const struct text_measure measure = {.width = (length)20 * EM, .align = align};
    struct text_line *lines;
    struct text_looseness looseness;
    const size_t count = break_lines(&f, paragraph, &measure, &lines);
    assert_int_equal(text_paragraph_looseness(paragraph, &measure, count, &looseness), OK);
    fixture_clear(&f);
    return looseness;
}

#define TEN "一二三四五六七八九十"

static void test_what_never_can(void **state)
{
    (void)state;
    struct text_looseness full = loose_in(TEN TEN TEN TEN TEN TEN, TEXT_JUSTIFY);
    assert_int_equal(full.fewer, TEXT_LOOSE_NEVER);
    assert_true(full.more > 0); /* nineteen characters a line, three are left */
    assert_int_equal(loose_in(TEN TEN TEN TEN TEN TEN, TEXT_LEFT).more, TEXT_LOOSE_NEVER);
    assert_int_equal(loose_in(TEN TEN, TEXT_JUSTIFY).more, TEXT_LOOSE_NEVER); /* one line */
    assert_int_equal(loose_in(TEN TEN TEN, TEXT_JUSTIFY).more,
                     TEXT_LOOSE_NEVER); /* a gap would be too wide */
}

static void test_failing_memory(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    struct text_paragraph *paragraph = make_text(&f, TEN TEN TEN TEN TEN TEN);
    const struct text_measure measure = {.width = (length)20 * EM, .align = TEXT_JUSTIFY};
    struct text_looseness looseness;
    assert_int_equal(text_paragraph_looseness(paragraph, &measure, 3, &looseness), OK);
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        base_fail_allocation(n);
        struck = memory_struck(text_paragraph_looseness(paragraph, &measure, 3, &looseness));
    }
    fixture_clear(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_all),
        cmocka_unit_test(test_what_never_can),
        cmocka_unit_test(test_failing_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
