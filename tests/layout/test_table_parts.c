/*
 * What belongs together over page turns – foot, title rows, groups, the title of later parts – and which
 * rules and fills are drawn.  A row of one line is 16 pt high.
 */
#include "table_kit.h"

enum { ROW = 16 * PT };

/* One column of one-line rows, each its own character from 一 on. */
static void rows_of_lines(struct kit *kit, size_t rows, size_t head, size_t foot)
{
    kit_table(kit, rows, 1, head);
    kit->table.foot_rows = foot;
    for (size_t row = 0; row < rows; row++)
        kit_cell(kit, row, 0, 1, 1, kit_text(kit, row, 1));
}

static void lay(struct kit *kit, length first, length room)
{
    kit_make(kit, 100 * PT);
    kit_lay(kit, first, room);
    kit_check(kit, room);
}

/* A row is divided where more white would stay than that is worth, between so many lines that none of its cells
 * has one alone; one of few lines costs more. */
static void test_rows_are_divided_for_white(void **state)
{
    (void)state;
    enum { LINE = 12, ROOM = 900 };
    static const struct {
        int left; /* below the first row, in pt */
        size_t lines;
        bool whole;
    } cases[] = {{30, 9, true}, {48, 9, true},  {56, 9, false},   {48, 4, true}, {36, 3, true},
                 {60, 7, true}, {72, 7, false}, {120, 20, false}, {20, 20, true}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct kit kit;
        kit_open(&kit);
        kit_table(&kit, 2, 1, 0);
        kit_cell(&kit, 0, 0, 1, 1, STR("一"));
        kit_cell(&kit, 1, 0, 1, 1, kit_text(&kit, 100, cases[i].lines * 9));
        lay(&kit, ROW + cases[i].left * PT, ROOM * PT);
        if ((kit.parts == 2 && kit.heights[0] == ROW) != cases[i].whole)
            fail_msg("%d pt left for %zu lines: %zu parts, %lld", cases[i].left, cases[i].lines, kit.parts,
                     (long long)kit.heights[0]);
        kit_close(&kit);
    }
}

/* The foot is at the end only; where it finds no room, the row above comes along. */
static void test_foot_is_never_alone(void **state)
{
    (void)state;
    static const struct {
        size_t rows, foot, room;
        int heights[2];
    } cases[] = {
        {6, 1, 5, {4, 2}}, {6, 2, 5, {3, 3}}, {6, 2, 4, {3, 3}}, {5, 1, 4, {3, 2}}, {4, 1, 3, {2, 2}}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct kit kit;
        kit_open(&kit);
        rows_of_lines(&kit, cases[i].rows, 0, cases[i].foot);
        lay(&kit, (length)cases[i].room * ROW, (length)cases[i].room * ROW);
        assert_int_equal(kit.parts, 2);
        for (size_t part = 0; part < 2; part++)
            assert_int_equal(kit.heights[part], cases[i].heights[part] * ROW);
        kit_close(&kit);
    }
}

/* The only row of the page fills it, so that the foot finds no room: the last two lines go along with it. */
static void test_row_is_broken_for_the_foot(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 2, 1, 0);
    kit.table.foot_rows = 1;
    kit_cell(&kit, 0, 0, 1, 1, kit_text(&kit, 100, 9 * 10));
    kit_cell(&kit, 1, 0, 1, 1, STR("合"));
    lay(&kit, 130 * PT, 130 * PT);
    assert_int_equal(kit.parts, 2);
    assert_int_equal(kit.heights[0], (8 * 12 + 4) * PT);
    assert_int_equal(kit.heights[1], (2 * 12 + 4) * PT + ROW);
    kit_close(&kit);
}

/* Head, one row and foot do not go on a page at all: the foot gives way, not the text. */
static void test_page_too_low_for_the_foot(void **state)
{
    (void)state;
    for (length room = 12 * PT; room < 70 * PT; room += 2 * PT) {
        struct kit kit;
        kit_open(&kit);
        rows_of_lines(&kit, 5, 1, 2);
        lay(&kit, room, room);
        assert_int_equal(diag_count(kit.diag, SEVERITY_ERROR), 0);
        kit_close(&kit);
    }
}

/* Title rows are never last on a page, however many there are in a row. */
static void test_title_rows_go_with_the_next(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    rows_of_lines(&kit, 10, 0, 0);
    kit.table.rows[3].keep_next = kit.table.rows[4].keep_next = true;
    lay(&kit, 5 * ROW, 7 * ROW);
    assert_int_equal(kit.heights[0], 3 * ROW);
    assert_int_equal(kit.heights[1], 7 * ROW);
    kit_close(&kit);
    kit_open(&kit); /* all of them: the pages are filled */
    rows_of_lines(&kit, 10, 1, 0);
    for (size_t row = 1; row < 10; row++)
        kit.table.rows[row].keep_next = true;
    lay(&kit, 5 * ROW, 5 * ROW);
    assert_int_equal(kit.parts, 3);
    kit_close(&kit);
    kit_open(&kit); /* the table begins with one, and finds no room for what follows */
    rows_of_lines(&kit, 4, 1, 0);
    kit.table.rows[1].keep_next = true;
    kit_make(&kit, 100 * PT);
    assert_int_equal(table_first_height(kit.flow), 3 * ROW);
    kit_lay(&kit, 2 * ROW, 6 * ROW);
    assert_int_equal(kit.heights[0], 0);
    kit_close(&kit);
}

/* Groups of three rows. */
static void groups(struct kit *kit, size_t count)
{
    kit->style.keep_groups = true;
    rows_of_lines(kit, 3 * count, 0, 0);
    for (size_t group = 0; group < count; group++)
        kit->table.rows[3 * group].group_begins = true;
}

static void test_groups_are_kept(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    groups(&kit, 3);
    lay(&kit, 8 * ROW, 8 * ROW);
    assert_int_equal(kit.heights[0], 6 * ROW);
    assert_int_equal(kit.heights[1], 3 * ROW);
    kit_close(&kit);
    kit_open(&kit); /* what stands above counts to what fills the page: nothing is placed */
    groups(&kit, 2);
    lay(&kit, 2 * ROW, 8 * ROW);
    assert_int_equal(kit.heights[0], 0);
    assert_int_equal(kit.heights[1], 6 * ROW);
    kit_close(&kit);
    kit_open(&kit); /* less than a third of the page would stay filled: divided */
    groups(&kit, 2);
    kit.table.rows[3].group_begins = kit.table.rows[0].group_begins = false;
    kit.table.rows[1].group_begins = true;
    lay(&kit, 5 * ROW, 5 * ROW);
    assert_int_equal(kit.heights[0], 4 * ROW);
    kit_close(&kit);
    kit_open(&kit); /* no page holds it: divided */
    groups(&kit, 2);
    kit.table.rows[3].group_begins = false;
    lay(&kit, 3 * ROW, 4 * ROW);
    assert_int_equal(kit.heights[0], 3 * ROW);
    kit_close(&kit);
}

/* Plain rows behind a group are none of its own, but for one: its subtotal. */
static void test_where_a_group_ends(void **state)
{
    (void)state;
    for (size_t plain = 1; plain < 4; plain++) {
        struct kit kit;
        kit_open(&kit);
        kit.style.keep_groups = true;
        kit_table(&kit, 6 + plain, 2, 0);
        for (size_t row = 0; row < 6 + plain; row++) {
            if (row < 3 || row > 5)
                kit_cell(&kit, row, 0, 1, 1, kit_text(&kit, row, 1));
            else if (row == 3)
                kit_cell(&kit, row, 0, 3, 1, STR("类"))->is_label = true;
            kit_cell(&kit, row, 1, 1, 1, kit_text(&kit, 100 + row, 1));
        }
        kit.table.rows[3].group_begins = true;
        lay(&kit, 6 * ROW, 6 * ROW);
        assert_int_equal(kit.heights[0], (plain == 1 ? 3 : 6) * ROW);
        kit_close(&kit);
    }
}

/* A column without width: its two edges have one rule; none at the table's edge. */
static void test_column_without_width(void **state)
{
    (void)state;
    for (size_t empty = 0; empty < 3; empty++) {
        struct kit kit;
        kit_open(&kit);
        kit.style.pad_left = kit.style.pad_right = 0;
        kit_table(&kit, 2, 3, 0);
        kit.table.columns[empty] = (struct table_column){.content = true};
        for (size_t row = 0; row < 2; row++)
            for (size_t column = 0; column < 3; column++)
                kit_cell(&kit, row, column, 1, 1, column == empty ? STR("") : STR("字"));
        kit_make(&kit, 100 * PT);
        kit_lay(&kit, 200 * PT, 200 * PT); /* texts touch the rules */
        size_t down = 0;
        for (size_t i = 0; i < kit.document.pages[0].item_count; i++) {
            const struct page_item *item = &kit.document.pages[0].items[i];
            down += item->kind == PAGE_PATH && item->height > item->width;
        }
        assert_int_equal(down, 3);
        kit_close(&kit);
    }
}

/* Lines without paragraphs of their own widows: one of four never stands alone. */
static void test_no_single_line_of_a_row(void **state)
{
    (void)state;
    static const int rooms[][3] = {{6, 6, 2}, {7, 6, 2}, {5, 5, 3}};
    for (size_t i = 0; i < ARRAY_COUNT(rooms); i++) {
        struct kit kit;
        kit_open(&kit);
        kit_table(&kit, 1, 1, 0);
        struct block *first = kit_blocks(&kit, kit_text(&kit, 1, 1)), *last = first;
        for (size_t line = 1; line < 8; line++, last = last->next)
            last->next = kit_blocks(&kit, kit_text(&kit, 1 + line, 1));
        kit_cell(&kit, 0, 0, 1, 1, STR(""))->blocks = first;
        kit_make(&kit, 100 * PT);
        length room = (rooms[i][0] * 12 + 4) * PT;
        kit_lay(&kit, room, room);
        assert_int_equal(kit.parts, 2);
        assert_int_equal(kit.heights[0], (rooms[i][1] * 12 + 4) * PT);
        assert_int_equal(kit.heights[1], (rooms[i][2] * 12 + 4) * PT);
        kit_close(&kit);
    }
}

/* The thickness of the rule whose middle is at `y` of the part. */
static length rule_at(const struct kit *kit, size_t number, length y)
{
    const struct page *page = &kit->document.pages[number];
    for (size_t i = 0; i < page->item_count; i++) {
        const struct page_item *item = &page->items[i];
        if (item->kind == PAGE_PATH && item->width > item->height && !kit_is_fill(item) &&
            item->y + item->height / 2 == KIT_Y + y)
            return item->height;
    }
    return 0;
}

/* 续表 alone, or behind the caption's text; an artifact, above the repeated head, in the plan's height. */
static void test_title_of_later_parts(void **state)
{
    (void)state;
    for (int captioned = 0; captioned < 2; captioned++) {
        struct kit kit;
        kit_open(&kit);
        rows_of_lines(&kit, 8, 1, 0);
        kit.style.continued_title = captioned ? STR("（续）") : STR("续表");
        kit.table.caption = captioned ? kit_blocks(&kit, STR("表")) : NULL;
        kit.paragraph.after = captioned ? 3 * PT : 0;
        length title = (captioned ? 15 : 12) * PT;
        lay(&kit, 5 * ROW, 5 * ROW);
        assert_int_equal(kit.parts, 2);
        assert_int_equal(kit.heights[1], 4 * ROW + title);
        assert_true(kit_page_says(&kit, 0, true, ""));
        assert_true(kit_page_says(&kit, 1, true, captioned ? "表（续）一" : "续表一"));
        assert_int_equal(rule_at(&kit, 1, title), 750); /* the upper edge is below the title */
        assert_int_equal(rule_at(&kit, 1, 0), 0);
        kit_close(&kit);
    }
}

/* A page that cannot hold title, head and a line does without them. */
static void test_title_gives_way(void **state)
{
    (void)state;
    for (length room = 12 * PT; room < 70 * PT; room += 2 * PT) {
        struct kit kit;
        kit_open(&kit);
        rows_of_lines(&kit, 5, 1, 1);
        kit.style.continued_title = STR("续表");
        lay(&kit, room, room);
        assert_int_equal(diag_count(kit.diag, SEVERITY_ERROR), 0);
        kit_close(&kit);
    }
}

/* Of two that meet: the row's own, foot, head, group, inner; at the edges the outer rule. */
static void test_which_rule_wins(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    rows_of_lines(&kit, 8, 1, 1);
    kit.style.foot_rule = 900;
    kit.style.group_rule = 700;
    kit.table.rows[0].rule_above = 2000;
    kit.table.rows[1].group_begins = kit.table.rows[3].group_begins = kit.table.rows[5].group_begins = true;
    kit.table.rows[4].rule_above = -1;
    kit.table.rows[5].rule_above = 1100;
    lay(&kit, 200 * PT, 200 * PT);
    static const length wanted[] = {750, 501, 500, 700, 0, 1100, 500, 900, 750};
    for (size_t row = 0; row < ARRAY_COUNT(wanted); row++)
        assert_int_equal(rule_at(&kit, 0, (length)row * ROW), wanted[row]);
    kit_close(&kit);
    kit_open(&kit); /* a row's own rule wins over head and foot; without foot-rule the inner one */
    rows_of_lines(&kit, 4, 1, 1);
    kit.table.rows[1].rule_above = 1300;
    lay(&kit, 200 * PT, 200 * PT);
    assert_int_equal(rule_at(&kit, 0, ROW), 1300);
    assert_int_equal(rule_at(&kit, 0, 3 * ROW), 500);
    kit_close(&kit);
}

static void test_rules_have_the_colour_of_the_style(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    rows_of_lines(&kit, 2, 1, 0);
    kit.style.rule_color = 0xC00000;
    kit_make(&kit, 100 * PT);
    kit_lay(&kit, 200 * PT, 200 * PT);
    const struct page *page = &kit.document.pages[0];
    size_t rules = 0;
    for (size_t i = 0; i < page->item_count; i++) {
        assert_true(page->items[i].kind != PAGE_PATH || page->items[i].color == 0xC00000);
        rules += page->items[i].kind == PAGE_PATH ? 1 : 0;
    }
    assert_true(rules > 0);
    kit_close(&kit);
}

/* The fill of the place in the middle of row and column, two columns of 50 pt; the last drawn is on top. */
static uint32_t fill_at(const struct kit *kit, size_t page, size_t row, size_t column)
{
    length x = KIT_X + (length)column * 50 * PT + 25 * PT, y = KIT_Y + (length)row * ROW + ROW / 2;
    const struct page *at = &kit->document.pages[page];
    uint32_t color = 0xFFFFFF;
    for (size_t i = 0; i < at->item_count; i++) {
        const struct page_item *item = &at->items[i];
        if (kit_is_fill(item) && x > item->x && x < kit_end(item) && y > item->y && y < kit_bottom(item))
            color = item->color;
    }
    return color;
}

/* cell > row > foot, head > stripe; a cell over several rows has the fill of the first, and no stripe. */
static void test_which_fill_wins(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit.style.head_fill = 1;
    kit.style.foot_fill = 2;
    kit.style.stripe_fill = 3;
    kit_table(&kit, 7, 2, 1);
    kit.table.foot_rows = 1;
    for (size_t row = 0; row < 7; row++) {
        if (row < 2 || row > 4)
            kit_cell(&kit, row, 0, 1, 1, STR("左"));
        else if (row == 2)
            kit_cell(&kit, row, 0, 3, 1, STR("跨"));
        kit_cell(&kit, row, 1, 1, 1, STR("右"));
    }
    kit.table.rows[0].cells[1].has_fill = kit.table.rows[3].has_fill = true;
    kit.table.rows[0].cells[1].fill = 4;
    kit.table.rows[3].fill = 5;
    kit.table.rows[6].cells[0].has_fill = true;
    kit.table.rows[6].cells[0].fill = 0xFFFFFF;
    lay(&kit, 200 * PT, 200 * PT);
    static const uint32_t wanted[7][2] = {{1, 4},        {0xFFFFFF, 0xFFFFFF}, {0xFFFFFF, 3}, {0xFFFFFF, 5},
                                          {0xFFFFFF, 3}, {0xFFFFFF, 0xFFFFFF}, {0xFFFFFF, 2}};
    for (size_t row = 0; row < 7; row++)
        for (size_t column = 0; column < 2; column++)
            assert_int_equal(fill_at(&kit, 0, row, column), wanted[row][column]);
    kit_close(&kit);
}

/* Stripes go by the row's place in the table, not on the page; a fill that goes on is one piece. */
static void test_stripes_over_pages(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit.style.stripe_fill = 3;
    rows_of_lines(&kit, 9, 0, 0);
    kit.table.rows[0].has_fill = kit.table.rows[1].has_fill = true;
    kit.table.rows[0].fill = kit.table.rows[1].fill = 6;
    lay(&kit, 5 * ROW, 5 * ROW);
    static const uint32_t wanted[2][4] = {{6, 6, 0xFFFFFF, 3}, {3, 0xFFFFFF, 3, 0xFFFFFF}};
    for (size_t row = 0; row < 4; row++) {
        assert_int_equal(fill_at(&kit, 0, row, 0), wanted[0][row]);
        assert_int_equal(fill_at(&kit, 1, row, 0), wanted[1][row]);
    }
    assert_int_equal(kit.document.pages[0].items[0].height, 2 * ROW);
    kit_close(&kit);
}

/* The foot's own style says how its cells are aligned. */
static void test_foot_is_aligned_by_its_style(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    struct paragraph_style styles[2] = {kit.paragraph, kit.paragraph};
    styles[1].name = STR("foot");
    styles[1].align = ALIGN_RIGHT;
    kit.sheet = (struct style_sheet){.paragraphs = styles, .paragraph_count = 2};
    kit.style.foot_style = STR("foot");
    rows_of_lines(&kit, 2, 0, 1);
    lay(&kit, 200 * PT, 200 * PT);
    const struct page *page = &kit.document.pages[0];
    assert_int_equal(page->items[page->item_count - 2].x, KIT_X + 3 * PT);
    assert_int_equal(kit_end(&page->items[page->item_count - 1]), KIT_X + 97 * PT);
    kit_close(&kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_are_divided_for_white),
        cmocka_unit_test(test_foot_is_never_alone),
        cmocka_unit_test(test_row_is_broken_for_the_foot),
        cmocka_unit_test(test_page_too_low_for_the_foot),
        cmocka_unit_test(test_title_rows_go_with_the_next),
        cmocka_unit_test(test_groups_are_kept),
        cmocka_unit_test(test_where_a_group_ends),
        cmocka_unit_test(test_column_without_width),
        cmocka_unit_test(test_no_single_line_of_a_row),
        cmocka_unit_test(test_title_of_later_parts),
        cmocka_unit_test(test_title_gives_way),
        cmocka_unit_test(test_which_rule_wins),
        cmocka_unit_test(test_rules_have_the_colour_of_the_style),
        cmocka_unit_test(test_which_fill_wins),
        cmocka_unit_test(test_stripes_over_pages),
        cmocka_unit_test(test_foot_is_aligned_by_its_style),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
