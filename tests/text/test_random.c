/*
 * Random mixes of Han, marks, numbers, units and Latin in columns from 8 to 40 characters: every character
 * comes back once and in order, no line stands out, and, where the widest unbreakable piece fits, no line
 * starts or ends with a mark that must not stand there and no number is cut.
 */
#include "text/fixture.h"

static const char *const pieces[] = {
    "的",        "合同", "约定",     "项目", "经费", "服务", "人民币", "第",   "条",   "款",
    "年",        "月",   "万元",     "元",   "个",   "小时", "，",     "。",   "；",   "：",
    "、",        "？",   "！",       "（",   "）",   "《",   "》",     "“",    "”",    "‘",
    "’",         "——",   "……",       "—",    "…",    "·",    "～",     "％",   "%",    "￥",
    "$",         "(",    ")",        "[",    "]",    "{",    "}",      ",",    ".",    ";",
    ":",         "?",    "!",        "/",    "／",   "-",    "㎡",     "℃",    "‰",    "≥",
    "12",        "2026", "3,000.50", "1.5",  "8",    "9704", "３５",   "word", "GB/T", "LGDL25-A",
    "agreement", " ",    " ",        " ",    "　",   "#",    "＋",     "－",   "贰佰", "十二",
    "𠮷",        "〔",   "〕",       "【",   "】",   "′",    "□",      "①",    "é",    "\u00a0",
};

static const char *const numbers[] = {"12", "2026", "3,000.50", "1", " ",  " ", ",",
                                      ".",  "年",   "万元",     "-", "～", "的"};

static const char no_start[] = "，。、；：！？％）》〉」』】〕〗”’…—·,.;:!?%)]}‰℃／";
static const char no_end[] = "（《〈「『【〔〖“‘([{￥¥＄$";

static uint64_t seed = 20260802;

static uint32_t random_below(uint32_t limit)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % limit;
}

static void make_random(struct buf *out, size_t count)
{
    buf_reset(out);
    for (size_t i = 0; i < count; i++) {
        uint32_t kind = random_below(4);
        if (kind < 2)
            buf_add_text(out, pieces[random_below(ARRAY_COUNT(pieces))]);
        else if (kind == 2)
            buf_add_text(out, numbers[random_below(ARRAY_COUNT(numbers))]);
        else
            buf_add_text(out, pieces[random_below(6)]);
    }
    assert_int_equal(buf_status(out), OK);
}

static bool is_in(uint32_t code, const char *set)
{
    struct str text = str_of(set);
    for (size_t at = 0; at < text.len;)
        if (utf8_next(text, &at) == code)
            return true;
    return false;
}

static bool is_white(uint32_t code)
{
    return code == ' ' || code == 0x3000 || code == 0xa0;
}

/* First and last character of the line that are no spaces; false: only spaces. */
static bool line_edges(struct str text, uint32_t *ret_first, uint32_t *ret_last)
{
    bool any = false;
    for (size_t at = 0; at < text.len;) {
        uint32_t code = utf8_next(text, &at);
        if (is_white(code))
            continue;
        if (!any)
            *ret_first = code;
        *ret_last = code;
        any = true;
    }
    return any;
}

static bool is_digit(uint32_t code)
{
    return code >= '0' && code <= '9';
}

/* Do at least three marks that stand together lie around byte `at`? */
static bool is_row_of_marks(struct str text, size_t at)
{
    static const char marks[] = "。．，、；：！？）》〉」』】〕〗”’（《〈「『【〔〖“‘";
    size_t row = 0, start = 0;
    for (size_t i = 0; i < text.len;) {
        size_t begin = i;
        bool mark = is_in(utf8_next(text, &i), marks);
        if (mark && row == 0)
            start = begin;
        row = mark ? row + 1 : 0;
        if (row >= 3 && start < at && i >= at)
            return true;
    }
    return false;
}

static void check_edges(struct str above, struct str below, const char *whole)
{
    uint32_t first = 0, last = 0, unused;
    if (!line_edges(above, &unused, &last) || !line_edges(below, &first, &unused))
        return;
    if (first == last && (first == 0x2014 || first == 0x2026))
        return; /* between two pairs */
    bool cut = is_digit(first) && (is_digit(last) || last == '.' || last == ',');
    if (is_in(first, no_start) || is_in(last, no_end) || cut)
        fail_msg("%.*s|%.*s in %s", STR_ARGS(above), STR_ARGS(below), whole);
}

static void check_inside(const struct text_line *line, const struct text_measure *measure, length min)
{
    length right = measure->width - measure->right;
    assert_true(line->width >= 0);
    if (min <= right - measure->left - (measure->first_indent > 0 ? measure->first_indent : 0))
        assert_true(line->x + line->width <= right);
    assert_true(line->x >= measure->left + (measure->first_indent < 0 ? measure->first_indent : 0));
    length end = line->x - EM / 2;
    for (size_t p = 0; p < line->piece_count; p++)
        for (size_t g = 0; g < line->pieces[p].glyph_count; g++) {
            length x = line->pieces[p].x + line->pieces[p].glyphs[g].x;
            assert_true(x >= end - 1);
            assert_true(x <= right);
            end = x;
        }
}

static void check_lines(struct fixture *fixture, const char *text, const struct text_measure *measure)
{
    struct text_paragraph *paragraph = make_text(fixture, text);
    struct text_line *lines;
    size_t count = break_lines(fixture, paragraph, measure, &lines);
    length min, natural;
    text_paragraph_widths(paragraph, &min, &natural);
    assert_true(min <= natural);
    struct buf all;
    buf_init(&all, 1 << 20);
    size_t above = 0, below = 0; /* where the line before and this one begin */
    for (size_t i = 0; i < count; i++) {
        add_line_text(&all, &lines[i]);
        struct str text_so_far = buf_str(&all);
        check_inside(&lines[i], measure, min);
        assert_int_equal(lines[i].forced, i + 1 == count);
        bool eased = i > 0 && lines[i - 1].broken == TEXT_BROKEN_RULE && is_row_of_marks(str_of(text), below);
        if (i > 0 && !eased && min + measure->first_indent <= measure->width - measure->left - measure->right)
            check_edges(str_slice(text_so_far, above, below), str_slice(text_so_far, below, all.len), text);
        above = below;
        below = all.len;
    }
    assert_int_equal(buf_status(&all), OK);
    assert_string_equal(all.ptr, text);
    buf_clear(&all);
}

static void test_random(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 1 << 16);
    for (int round = 0; round < 3000; round++) {
        struct fixture fixture;
        fixture_init(&fixture, NULL);
        make_random(&text, 1 + random_below(60));
        struct text_measure measure = {
            .width = (length)(8000 + random_below(32000)) * EM / 1000,
            .first_indent = (length)random_below(3) * EM,
            .align = (enum text_align)random_below(5),
        };
        check_lines(&fixture, text.ptr, &measure);
        fixture_clear(&fixture);
    }
    buf_clear(&text);
}

/* Columns down to nothing: no line stands out but with a single cluster. */
static void test_narrow(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 1 << 16);
    for (int round = 0; round < 300; round++) {
        struct fixture fixture;
        fixture_init(&fixture, NULL);
        make_random(&text, 1 + random_below(20));
        struct text_measure measure = {.width = (length)(round % 4) * EM / 2, .align = TEXT_JUSTIFY};
        struct text_line *lines;
        size_t count = break_lines(&fixture, make_text(&fixture, text.ptr), &measure, &lines);
        struct buf all;
        buf_init(&all, 1 << 20);
        for (size_t i = 0; i < count; i++) {
            add_line_text(&all, &lines[i]);
            assert_true(lines[i].width <= (measure.width > EM ? measure.width : EM));
        }
        assert_string_equal(all.ptr, text.ptr);
        buf_clear(&all);
        fixture_clear(&fixture);
    }
    buf_clear(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random),
        cmocka_unit_test(test_narrow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
