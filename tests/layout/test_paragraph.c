/* Inlines to lines: styles of spans, baseline, underlines, blanks, alignment; what cannot be set and where it
 * stands. */
#include "layout_kit.h"
#include "layout/messages.def"
#include "text/messages.def"

static void test_baseline_is_that_of_a_centred_em_box(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit.styles[STYLE_BODY].line = 20 * PT;
    kit_section(&kit);
    kit_text(&kit, STYLE_BODY, "甲");
    kit_expect(&kit, "甲 \n");
    assert_int_equal(kit_find(&kit, "甲")->y, 20 * PT + 5 * PT + 8800);
    assert_int_equal(kit_find(&kit, "甲")->x, 30 * PT);
    assert_int_equal(kit_find(&kit, "甲")->width, 10 * PT);
    kit_close(&kit);
}

static void test_span_style_over_paragraph_style(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    const struct span_style red = {.size = 8 * PT, .has_color = true, .color = 0xFF0000};
    const struct span_style bold = {.bold = true, .role = STR("黑体")};
    kit.styles[STYLE_BODY].color = 0x0000FF;
    kit_section(&kit);
    struct block *block = kit_text(&kit, STYLE_BODY, "甲");
    kit_inline(&kit, block, INLINE_TEXT, "乙")->style = &red;
    kit_inline(&kit, block, INLINE_TEXT, "丙")->style = &bold;
    assert_int_equal(kit_lay(&kit), OK);
    assert_int_equal(kit_find(&kit, "乙")->size, 8 * PT);
    assert_int_equal(kit_find(&kit, "乙")->color, 0xFF0000);
    assert_int_equal(kit_find(&kit, "乙")->y, kit_find(&kit, "甲")->y);
    kit_close(&kit);
}

/* One rule below "乙丙" and the blank behind them, none below "甲". */
static void test_underline(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    const struct span_style under = {.underline = true};
    kit_section(&kit);
    struct block *block = kit_text(&kit, STYLE_BODY, "甲");
    kit_inline(&kit, block, INLINE_TEXT, "乙丙")->style = &under;
    struct inline_item *blank = kit_inline(&kit, block, INLINE_BLANK, "");
    blank->width = 40 * PT;
    blank->underline = true;
    kit_inline(&kit, block, INLINE_TEXT, "丁");
    assert_int_equal(kit_lay(&kit), OK);
    const struct page_item *rule = NULL;
    for (size_t i = 0; i < kit.document->pages[0].item_count; i++) {
        const struct page_item *item = &kit.document->pages[0].items[i];
        if (item->kind == PAGE_PATH) {
            assert_null(rule);
            rule = item;
        }
    }
    assert_non_null(rule);
    assert_true(page_tag_is_artifact(rule->tag));
    assert_int_equal(rule->x, 40 * PT);
    assert_int_equal(rule->width, 60 * PT);
    assert_int_equal(rule->height, 500);
    assert_int_equal(rule->y, kit_find(&kit, "甲")->y + 1200);
    const struct page_item *behind = kit_find(&kit, " 丁");
    assert_int_equal(behind->x + behind->glyphs[1].x, 100 * PT);
    kit_close(&kit);
}

static void test_empty_paragraph_is_a_line(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_block(&kit, BLOCK_PARAGRAPH)->paragraph.style = &kit.styles[STYLE_BODY];
    kit_text(&kit, STYLE_BODY, "");
    kit_text(&kit, STYLE_BODY, "甲");
    kit_expect(&kit, "甲 \n");
    assert_int_equal(kit_find(&kit, "甲")->y, (20 + 24 + 1) * PT + 8800);
    kit_close(&kit);
}

static void test_alignment(void **state)
{
    (void)state;
    static const enum align aligns[] = {ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT};
    static const length lefts[] = {30 * PT, 120 * PT, 210 * PT};
    for (size_t i = 0; i < ARRAY_COUNT(aligns); i++) {
        struct kit kit;
        kit_open(&kit);
        kit.styles[STYLE_BODY].align = aligns[i];
        kit_section(&kit);
        kit_text(&kit, STYLE_BODY, "甲乙");
        assert_int_equal(kit_lay(&kit), OK);
        assert_int_equal(kit_find(&kit, "甲乙")->x, lefts[i]);
        kit_close(&kit);
    }
}

static void expect_fault(struct kit *kit, const struct message *code, uint32_t line)
{
    const struct diag_entry *entries;
    assert_int_equal(kit_lay(kit), FAILED);
    assert_null(kit->document);
    assert_int_equal(diag_entries(kit->diag, &entries), 1);
    assert_int_equal(entries[0].code, code);
    assert_int_equal(entries[0].place.line, line);
}

static void test_missing_glyphs_are_reported_once(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    struct section *section = kit_section(&kit);
    kit_furniture(&kit, section, FURNITURE_HEADER, kit_apart(&kit, "页眉"));
    kit_block(&kit, BLOCK_CONTENTS)->contents.depth = 2;
    kit_heading(&kit, 1, "甲𠀀乙"); /* also in the contents list */
    kit_lines(&kit, STYLE_BODY, "甲", 30);
    expect_fault(&kit, MSG_TEXT_NO_GLYPH, 20);
    kit_close(&kit);
}

static void test_header_fault_is_reported_once(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    struct section *section = kit_section(&kit);
    kit_furniture(&kit, section, FURNITURE_HEADER, kit_apart(&kit, "页眉𠀀"));
    kit_lines(&kit, STYLE_BODY, "甲", 30);
    expect_fault(&kit, MSG_TEXT_NO_GLYPH, 20);
    kit_close(&kit);
}

static void test_all_faults_are_found(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_text(&kit, STYLE_BODY, "𠀀");
    kit_text(&kit, STYLE_BODY, "𠀀");
    kit_section(&kit);
    kit_text(&kit, STYLE_BODY, "𠀀");
    assert_int_equal(kit_lay(&kit), FAILED);
    assert_int_equal(diag_count(kit.diag, SEVERITY_ERROR), 3);
    kit_close(&kit);
}

static void test_page_number_in_the_body(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_inline(&kit, kit_text(&kit, STYLE_BODY, "第"), INLINE_PAGE_NUMBER, "");
    expect_fault(&kit, MSG_LAYOUT_PAGE_NUMBER_IN_BODY, 20);
    kit_close(&kit);
}

static void test_indents_leave_no_room(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit.styles[STYLE_BODY].left = 120 * PT;
    kit.styles[STYLE_BODY].right = 80 * PT;
    kit_section(&kit);
    kit_text(&kit, STYLE_BODY, "甲");
    expect_fault(&kit, MSG_LAYOUT_NO_WIDTH, 9);
    kit_close(&kit);
}

/* At the limit, and 2 pt over. */
static void test_character_wider_than_the_column(void **state)
{
    (void)state;
    for (length over = 0; over <= 2; over += 2) {
        struct kit kit;
        kit_open(&kit);
        kit.styles[STYLE_BODY].left = (190 + over) * PT;
        kit_section(&kit);
        kit_text(&kit, STYLE_BODY, "甲乙");
        if (over > 0)
            expect_fault(&kit, MSG_LAYOUT_LINE_TOO_WIDE, 9);
        else
            kit_expect(&kit, "甲 乙 \n");
        kit_close(&kit);
    }
}

static void test_columns_without_room(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_columns(&kit, 3, 100);
    expect_fault(&kit, MSG_LAYOUT_COLUMNS_NARROW, 9);
    kit_close(&kit);
}

static void test_fill_inside_columns(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    struct block *columns = kit_columns(&kit, 2, 0);
    struct block **outside = kit_enter(&kit, &columns->columns.items[0].blocks);
    kit_lines(&kit, STYLE_BODY, "左", 4);
    kit_leave(&kit, outside);
    outside = kit_enter(&kit, &columns->columns.items[1].blocks);
    kit_space(&kit, 0, true);
    kit_lines(&kit, STYLE_BODY, "右", 1);
    kit_leave(&kit, outside);
    kit_expect(&kit, "左1 左2 左3 左4 右1 \n");
    assert_int_equal(kit_find(&kit, "右1")->y, kit_find(&kit, "左4")->y);
    kit_close(&kit);
}

static size_t count_code(const struct kit *kit, const struct message *code)
{
    const struct diag_entry *entries;
    size_t count = diag_entries(kit->diag, &entries), found = 0;
    for (size_t i = 0; i < count; i++)
        found += entries[i].code == code;
    return found;
}

/* 41 digits on lines of 40 (in the contents list, 35): reported where they stand, with both widths, once
 * though they are set twice. */
static void test_torn_number(void **state)
{
    (void)state;
    struct kit kit;
    struct buf messages;
    kit_open(&kit);
    kit_section(&kit);
    kit_block(&kit, BLOCK_CONTENTS)->contents.depth = 1;
    kit_heading(&kit, 1, "共12345678901234567890123456789012345678901元");
    kit_text(&kit, STYLE_BODY, "共1234567890123456789012345678901234567890元");
    assert_int_equal(kit_lay(&kit), FAILED);
    assert_int_equal(count_code(&kit, MSG_LAYOUT_NUMBER_TORN), 1);
    messages = BUF(1 << 16);
    diag_print(kit.diag, &messages);
    assert_non_null(strstr(messages.ptr, "input.xml:20:5: "));
    assert_non_null(strstr(messages.ptr, "“12345678901234567890123456789012345678901”"));
    assert_non_null(strstr(messages.ptr, "宽 72.4 毫米，这里一行只有 61.7 毫米"));
    buf_clear(&messages);
    kit_close(&kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_baseline_is_that_of_a_centred_em_box),
        cmocka_unit_test(test_span_style_over_paragraph_style),
        cmocka_unit_test(test_underline),
        cmocka_unit_test(test_empty_paragraph_is_a_line),
        cmocka_unit_test(test_alignment),
        cmocka_unit_test(test_missing_glyphs_are_reported_once),
        cmocka_unit_test(test_header_fault_is_reported_once),
        cmocka_unit_test(test_all_faults_are_found),
        cmocka_unit_test(test_page_number_in_the_body),
        cmocka_unit_test(test_indents_leave_no_room),
        cmocka_unit_test(test_character_wider_than_the_column),
        cmocka_unit_test(test_columns_without_room),
        cmocka_unit_test(test_fill_inside_columns),
        cmocka_unit_test(test_torn_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
