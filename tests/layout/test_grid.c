/* The line grid: body lines stand on it whatever comes between; 占行 of headings; the page of GB/T 9704. */
#include "layout_kit.h"

enum { PITCH = 15 * PT }; /* eight lines a page */

static void open_grid(struct kit *kit)
{
    kit_open(kit);
    kit->page.line_pitch = PITCH;
    kit->styles[STYLE_BODY].grid = true;
    kit->styles[STYLE_BODY].line = PITCH;
    kit->styles[STYLE_HEADING].grid = true;
    kit->styles[STYLE_HEADING].size = 12 * PT;
    kit->styles[STYLE_HEADING].line = 14 * PT;
}

/* The number of the grid line, from 1, on which the text stands; it must be on one. */
static length grid_line(struct kit *kit, const char *text)
{
    const length first = 20 * PT + (PITCH - 10 * PT) / 2 + 8800; /* baseline */
    length y = kit_find(kit, text)->y - first;
    assert_int_equal(y % PITCH, 0);
    return y / PITCH + 1;
}

static void test_heading_between(void **state)
{
    (void)state;
    struct kit kit;
    open_grid(&kit);
    kit.styles[STYLE_HEADING].before = 3 * PT;
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 2);
    kit_heading(&kit, 1, "题"); /* 3 + 14 pt: two lines, 13 pt to share */
    kit_lines(&kit, STYLE_BODY, "乙", 4);
    kit_expect(&kit, "甲1 甲2 题 乙1 乙2 乙3 乙4 \n");
    assert_int_equal(grid_line(&kit, "甲2"), 2);
    assert_int_equal(grid_line(&kit, "乙1"), 5);
    assert_int_equal(grid_line(&kit, "乙4"), 8);
    assert_int_equal(kit_find(&kit, "题")->y, 20 * PT + 2 * PITCH + 9500 + 1 * PT + 12 * 880);
    kit_close(&kit);
}

/* At the top of a page a heading begins at the top, and what follows is on the grid again. */
static void test_heading_at_page_top(void **state)
{
    (void)state;
    struct kit kit;
    open_grid(&kit);
    kit.styles[STYLE_HEADING].before = 10 * PT;
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 8);
    kit_heading(&kit, 1, "题");
    kit_lines(&kit, STYLE_BODY, "乙", 2);
    kit_heading(&kit, 1, "尾");
    kit_lines(&kit, STYLE_BODY, "丙", 2);
    kit_expect(&kit, "甲1 甲2 甲3 甲4 甲5 甲6 甲7 甲8 \n题 乙1 乙2 尾 丙1 丙2 \n");
    assert_int_equal(kit_find(&kit, "题")->y, 21 * PT + 12 * 880);
    assert_int_equal(grid_line(&kit, "乙1"), 3);
    assert_int_equal(grid_line(&kit, "丙1"), 7);
    kit_close(&kit);
}

/* Tables, white and paragraphs off the grid: the next paragraph goes back to it. */
static void test_back_to_the_grid(void **state)
{
    (void)state;
    struct kit kit;
    open_grid(&kit);
    kit_section(&kit);
    kit_lines(&kit, STYLE_NEXT, "离", 1);
    kit_lines(&kit, STYLE_BODY, "甲", 1);
    kit_space(&kit, 16, false);
    kit_lines(&kit, STYLE_BODY, "乙", 1);
    kit_table(&kit, 1);
    kit_lines(&kit, STYLE_BODY, "丙", 1);
    kit_expect(&kit, "离1 甲1 乙1 表1 丙1 \n");
    assert_int_equal(grid_line(&kit, "甲1"), 2);
    assert_int_equal(grid_line(&kit, "乙1"), 5);
    assert_int_equal(grid_line(&kit, "丙1"), 7);
    kit_close(&kit);
}

/* 28.99 pt for 225mm/22: half a point off the grid is on it, more is not. */
static void test_values_rounded_otherwise(void **state)
{
    (void)state;
    static const struct {
        length line, white;
        length at; /* the grid line of what follows */
    } cases[] = {{PITCH - 400, 0, 4},   {PITCH + 400, 0, 4},   {PITCH + 600, 0, 5},
                 {PITCH, PITCH + 9, 5}, {PITCH, PITCH - 9, 5}, {PITCH, PITCH + 600, 6}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct kit kit;
        open_grid(&kit);
        kit.styles[STYLE_TOGETHER].grid = true;
        kit.styles[STYLE_TOGETHER].line = cases[i].line;
        kit_section(&kit);
        kit_lines(&kit, STYLE_TOGETHER, "甲", 3);
        if (cases[i].white > 0)
            kit_block(&kit, BLOCK_SPACE)->space.height = cases[i].white;
        kit_lines(&kit, STYLE_BODY, "乙", 1);
        assert_int_equal(kit_lay(&kit), OK);
        assert_int_equal(grid_line(&kit, "乙1"), cases[i].at);
        kit_close(&kit);
    }
}

/* Cells and columns have no grid of their own. */
static void test_no_grid_in_columns(void **state)
{
    (void)state;
    struct kit kit;
    open_grid(&kit);
    kit_section(&kit);
    struct block *columns = kit_columns(&kit, 1, 0);
    struct block **outside = kit_enter(&kit, &columns->columns.items[0].blocks);
    kit_heading(&kit, 1, "题");
    kit_heading(&kit, 1, "目");
    kit_leave(&kit, outside);
    kit_lines(&kit, STYLE_BODY, "乙", 1);
    assert_int_equal(kit_lay(&kit), OK);
    assert_int_equal(kit_find(&kit, "目")->y - kit_find(&kit, "题")->y, 14 * PT);
    assert_int_equal(grid_line(&kit, "乙1"), 3);
    kit_close(&kit);
}

enum { ROWS = 22, COLUMNS = 28 };

/* GB/T 9704—2012 5.2: 16 pt on 156 × 225 mm. */
static void open_official_page(struct kit *kit)
{
    const length pitch = LENGTH_MM(156) / COLUMNS;
    kit_open(kit);
    kit->page.width = LENGTH_MM(210);
    kit->page.height = LENGTH_MM(297);
    kit->page.top = LENGTH_MM(37);
    kit->page.bottom = kit->page.height - kit->page.top - LENGTH_MM(225);
    kit->page.left = LENGTH_MM(28);
    kit->page.right = kit->page.width - kit->page.left - LENGTH_MM(156);
    kit->page.line_pitch = LENGTH_MM(225) / ROWS;
    kit->styles[STYLE_BODY] = (struct paragraph_style){.name = STR("body"),
                                                       .role = STR("仿宋"),
                                                       .size = 16 * PT,
                                                       .pitch = pitch,
                                                       .line = LENGTH_MM(225) / ROWS,
                                                       .first_indent = 2 * pitch,
                                                       .align = ALIGN_JUSTIFY,
                                                       .grid = true};
}

/* Every glyph of the page in its cell: row by row, `gaps` at the head of the first. */
static void expect_cells(const struct kit *kit, const struct page *page, size_t gaps)
{
    const length pitch = kit->styles[STYLE_BODY].pitch, line = kit->page.line_pitch;
    const length baseline = kit->page.top + (line - 16 * PT) / 2 + 16 * 880;
    const length margin = (pitch - 16 * PT) / 2; /* of the character in its cell */
    size_t cell = gaps;
    for (size_t i = 0; i < page->item_count; i++) {
        const struct page_item *item = &page->items[i];
        for (size_t k = 0; k < item->glyph_count; k++, cell++) {
            length x = kit->page.left + (length)(cell % COLUMNS) * pitch + margin;
            assert_int_equal(item->y, baseline + (length)(cell / COLUMNS) * line);
            assert_in_range(item->x + item->glyphs[k].x - x + 120, 0, 240); /* 0.12 pt */
        }
    }
    assert_int_equal(cell, ROWS * COLUMNS);
}

/* Two full pages of plain text: 22 lines of 28 characters each. */
static void test_official_page(void **state)
{
    (void)state;
    struct kit kit;
    struct buf text;
    open_official_page(&kit);
    kit_section(&kit);
    text = BUF(1 << 16);
    for (size_t i = 0; i < 2 * (size_t)ROWS * COLUMNS - 2; i++)
        buf_add_text(&text, "国");
    buf_add_char(&text, '\0');
    kit_text(&kit, STYLE_BODY, text.ptr);
    assert_int_equal(kit_lay(&kit), OK);
    assert_int_equal(kit.document->page_count, 2);
    assert_int_equal(kit.document->pages[0].line_count, ROWS);
    expect_cells(&kit, &kit.document->pages[0], 2);
    expect_cells(&kit, &kit.document->pages[1], 0);
    buf_clear(&text);
    kit_close(&kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_heading_between),    cmocka_unit_test(test_heading_at_page_top),
        cmocka_unit_test(test_back_to_the_grid),   cmocka_unit_test(test_values_rounded_otherwise),
        cmocka_unit_test(test_no_grid_in_columns), cmocka_unit_test(test_official_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
