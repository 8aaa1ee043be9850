/* What can go wrong: characters in no face, paragraphs that are too long, no memory; and what must not take
 * long. */
#include "failing.h"
#include "text/fixture.h"
#include "text/messages.def"

static enum status make_status(struct fixture *fixture, const struct text_span *spans, size_t count)
{
    struct text_paragraph *paragraph = NULL;
    enum status status =
        text_paragraph_make(fixture->arena, fixture->diag, fixture->fonts,
                            &(struct text_spans){.items = spans, .count = count, .manner = {0}}, &paragraph);
    assert_int_equal(paragraph != NULL, status == OK);
    return status;
}

static void test_missing_glyphs(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, "𪚥x\u0301");
    struct text_span spans[] = {span_of("甲乙𪚥"), span_of("丙bx e\u0301"), span_of("好")};
    spans[1].place = (struct place){"other.xml", 9, 1};
    assert_int_equal(make_status(&f, spans, 3), FAILED);
    const struct diag_entry *entries;
    assert_int_equal(diag_entries(f.diag, &entries), 3);
    assert_int_equal(entries[0].code, MSG_TEXT_NO_GLYPH);
    assert_int_equal(entries[0].place.line, 3);
    assert_int_equal(entries[0].place.column, 9);
    assert_true(str_is(entries[0].text, "所有备选字体都没有字符“𪚥”（U+2A6A5）"));
    assert_string_equal(entries[1].place.file, "other.xml");
    assert_int_equal(entries[1].place.column, 3);
    assert_true(str_is(entries[1].text, "所有备选字体都没有字符“x”（U+0078）"));
    assert_int_equal(entries[2].place.column, 5);
    fixture_clear(&f);
}

static void test_missing_is_not_reported_without_end(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, "甲");
    struct text_span span = span_of("甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲");
    assert_int_equal(make_status(&f, &span, 1), FAILED);
    assert_int_equal(diag_count(f.diag, SEVERITY_ERROR), 8);
    fixture_clear(&f);
}

/* Spaces and characters without an image need no glyph. */
static void test_white_is_never_missing(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, " \u00a0　\u200b\ufe00\u2003");
    struct text_measure measure = {.width = 20 * EM, .align = TEXT_LEFT};
    struct text_line *lines;
    size_t count = break_lines(&f, make_text(&f, "　甲 乙\u00a0丙\u200b丁\ufe00\u2003戊"), &measure, &lines);
    assert_int_equal(count, 1);
    assert_int_equal(lines[0].width, EM + 5 * EM + EM / 4 + EM / 4 + EM);
    fixture_clear(&f);
}

static void test_too_long(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f, NULL);
    char *text = arena_alloc(f.arena, TEXT_MAX_PARAGRAPH + 2);
    assert_non_null(text);
    memset(text, 'a', TEXT_MAX_PARAGRAPH + 1);
    struct text_span spans[] = {span_of(text), span_of("a")};
    spans[0].text.len = TEXT_MAX_PARAGRAPH;
    assert_int_equal(make_status(&f, spans, 2), FAILED);
    assert_true(diag_has(f.diag, MSG_TEXT_PARAGRAPH_TOO_LONG));
    spans[0].text.len = TEXT_MAX_PARAGRAPH - 1;
    assert_int_equal(make_status(&f, spans, 2), OK);
    fixture_clear(&f);
}

/* 100,000 characters, as prose, as one word, as spaces, as marks: in a narrow, a usual and an endless column.
 */
static void test_long_paragraphs(void **state)
{
    (void)state;
    static const char *const units[] = {
        "合同项目经费，共计2026元（含税）。", "w", " ", "（", "。", "a\u0301", "a-"};
    static const length widths[] = {3 * EM, 28 * EM, 300 * EM, (length)10000000 * EM};
    for (size_t i = 0; i < ARRAY_COUNT(units); i++) {
        struct fixture f;
        fixture_init(&f, NULL);
        struct buf text;
        text = BUF(TEXT_MAX_PARAGRAPH);
        for (size_t n = 0; n < (i == 0 ? 100000u : 20000u); n += utf8_count(str_of(units[i])))
            buf_add_text(&text, units[i]);
        assert_int_equal(buf_status(&text), OK);
        struct text_span span = {.kind = TEXT_SPAN_TEXT, .text = buf_str(&text), .size = EM};
        struct text_paragraph *paragraph = make_spans(&f, &span, 1);
        for (size_t k = 0; k < ARRAY_COUNT(widths); k++) {
            struct text_measure measure = {.width = widths[k], .align = TEXT_JUSTIFY};
            struct text_line *lines;
            break_lines(&f, paragraph, &measure, &lines);
        }
        buf_clear(&text);
        fixture_clear(&f);
    }
}

static enum status make_and_break(struct fixture *fixture)
{
    struct text_span forced = {.kind = TEXT_SPAN_BREAK},
                     blank = {.kind = TEXT_SPAN_BLANK, .size = EM, .width = 4 * EM},
                     tab = {.kind = TEXT_SPAN_TAB, .text = STR("."), .size = EM, .tab = TEXT_TAB_RIGHT},
                     cut = {.kind = TEXT_SPAN_CUT};
    struct text_span spans[] = {span_of("本合同期按金额252.7273万元（大写：贰佰伍拾贰万柒仟"),
                                forced,
                                blank,
                                span_of("the quick “brown” supplementary fox，https://example.com/abcdef"),
                                tab,
                                span_of("agree\u00adment"),
                                forced,
                                span_of("关于印发工作办法"),
                                cut,
                                span_of("的通知")};
    spans[3].emphasis = true;
    spans[3].note = 1;
    spans[5].spread = 1;
    spans[5].width = 5 * EM;
    const struct text_manner manner = {.hang = true, .hyphenate = true, .shape = TEXT_SHAPE_DIAMOND};
    struct text_paragraph *paragraph;
    struct text_measure measure = {.width = 8 * EM, .first_indent = 2 * EM, .align = TEXT_JUSTIFY};
    struct text_line *lines;
    size_t count;
    enum status status = text_paragraph_make(
        fixture->arena, fixture->diag, fixture->fonts,
        &(struct text_spans){.items = spans, .count = ARRAY_COUNT(spans), .manner = manner}, &paragraph);
    if (status == OK)
        status = text_paragraph_break(paragraph, fixture->arena, &measure, &lines, &count);
    measure.align = TEXT_CENTER;
    if (status == OK)
        status = text_paragraph_break(paragraph, fixture->arena, &measure, &lines, &count);
    return status;
}

static void test_no_memory(void **state)
{
    (void)state;
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        struct fixture f;
        fixture_init(&f, NULL);
        base_fail_allocation(n);
        struck = memory_struck(make_and_break(&f));
        fixture_clear(&f);
        assert_true(n < 10000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_missing_glyphs),
        cmocka_unit_test(test_missing_is_not_reported_without_end),
        cmocka_unit_test(test_white_is_never_missing),
        cmocka_unit_test(test_too_long),
        cmocka_unit_test(test_long_paragraphs),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
