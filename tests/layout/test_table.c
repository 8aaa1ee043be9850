/*
 * Tables on pages: columns, spans, page turns, labels, heads, alignment, limits, faults.
 */
#include "failing.h"
#include "table_kit.h"
#include "layout/messages.def"

static void test_columns_sum_to_the_width(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 1, 4, 0);
    kit.table.columns[0] = (struct table_column){.width = 30 * PT};
    kit.table.columns[2].share = 2;
    for (size_t i = 0; i < 4; i++)
        kit_cell(&kit, 0, i, 1, 1, STR("字"));
    kit_make(&kit, 200003);
    assert_int_equal(kit.flow->column_x[0], 0);
    assert_int_equal(kit.flow->column_x[1], 30000);
    assert_int_equal(kit.flow->column_x[2], 30000 + 170003 / 4);
    assert_int_equal(kit.flow->column_x[3], 30000 + 170003 * 3 / 4);
    assert_int_equal(kit.flow->column_x[4], 200003);
    kit_close(&kit);
}

static void test_faulty_widths(void **state)
{
    (void)state;
    struct kit kit;
    struct table_flow *untouched = NULL;
    kit_open(&kit);
    kit_table(&kit, 1, 2, 0);
    kit.table.columns[0] = kit.table.columns[1] = (struct table_column){.width = LENGTH_MM(80)};
    kit_cell(&kit, 0, 0, 1, 2, STR("字"));
    assert_int_equal(kit_flow_make(&kit, LENGTH_MM(150), &untouched), FAILED);
    const struct diag_entry *entries;
    assert_int_equal(diag_entries(kit.diag, &entries), 1);
    assert_int_equal(entries[0].code, MSG_LAYOUT_TABLE_WIDE);
    assert_int_equal(entries[0].place.line, 7);
    assert_non_null(strstr(entries[0].text.ptr, "160.0 毫米"));
    assert_non_null(strstr(entries[0].text.ptr, "150.0 毫米"));
    assert_int_equal(kit_flow_make(&kit, LENGTH_MM(160), &untouched), OK); /* at the limit */
    untouched = NULL;
    kit.table.columns[0] = kit.table.columns[1] =
        (struct table_column){.width = 8 * PT - 1}; /* padding takes 6 of 16 */
    assert_int_equal(kit_flow_make(&kit, LENGTH_MM(160), &untouched), FAILED);
    assert_true(diag_has(kit.diag, MSG_LAYOUT_CELL_NARROW));
    kit.table.columns[0].width = kit.table.columns[1].width = 8 * PT;
    assert_null(untouched);
    assert_int_equal(kit_flow_make(&kit, LENGTH_MM(160), &untouched), OK);
    kit_close(&kit);
}

static void test_too_many_places(void **state)
{
    (void)state;
    struct kit kit;
    struct table_flow *flow = NULL;
    kit_open(&kit);
    kit_table(&kit, 1, 8, 0);
    kit.table.row_count = (size_t)TABLE_MAX_GRID / 8 + 1;
    const struct flow around = {.width = 500 * PT};
    assert_int_equal(table_flow_make(&kit.where, &kit.table, &around, &flow), FAILED);
    assert_true(diag_has(kit.diag, MSG_LAYOUT_TABLE_LARGE));
    assert_null(flow);
    kit_close(&kit);
}

/* The structure is full before the last cell: told once. */
static void test_too_many_nodes(void **state)
{
    (void)state;
    struct kit kit;
    struct page_cursor cursor = {.parent = 1};
    const struct page_node section = {.part = PART_SECTION};
    uint32_t node = 0;
    kit_open(&kit);
    kit_table(&kit, 1, 2, 0);
    kit_cell(&kit, 0, 0, 1, 1, STR("甲"));
    kit_cell(&kit, 0, 1, 1, 1, STR("乙"));
    kit.document.structure = page_structure_new(kit.arena);
    for (size_t i = 1; i < PAGE_MAX_NODES - 4; i++)
        assert_int_equal(page_node_add(kit.document.structure, &cursor, &section, &node), OK);
    cursor = (struct page_cursor){.parent = node};
    assert_int_equal(structure_add_table(&kit.layout, &cursor, &kit.table), FAILED);
    assert_int_equal(diag_count(kit.diag, SEVERITY_ERROR), 1);
    assert_true(diag_has(kit.diag, MSG_LAYOUT_NODES));
    kit_close(&kit);
}

/* Two by two: heights, tags, reading order, rules. */
static void test_simple(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 2, 2, 1);
    kit_cell(&kit, 0, 0, 1, 1, STR("甲"));
    kit_cell(&kit, 0, 1, 1, 1, STR("乙"));
    kit_cell(&kit, 1, 0, 1, 1, STR("一二三四五六七八九十")); /* 94 pt wide: 9 a line */
    kit_cell(&kit, 1, 1, 1, 1, STR("子"));
    kit_make(&kit, 200 * PT);
    assert_int_equal(kit_total(&kit), (16 + 28) * PT);
    assert_int_equal(table_first_height(kit.flow), (16 + 28) * PT);
    kit_lay(&kit, 44 * PT, 44 * PT);
    kit_check(&kit, 44 * PT);
    assert_int_equal(kit.parts, 1);
    assert_true(kit_page_says(&kit, 0, false, "甲乙一二三四五六七八九十子"));
    const struct page *page = &kit.document.pages[0];
    assert_int_equal(page->item_count,
                     6 + 5); /* four outer rules, one under the head, one between the columns */
    assert_int_equal(page->items[0].height, 501);
    assert_int_equal(page->items[0].y, KIT_Y + 16 * PT - 250);
    assert_int_equal(page->items[1].height, 44 * PT); /* one piece through both rows */
    assert_int_equal(kit_part(&kit, &page->items[6]), PART_HEAD_CELL);
    assert_int_equal(kit_part(&kit, &page->items[8]), PART_CELL);
    assert_int_equal(page->items[10].tag.node, page->items[8].tag.node + 1);
    assert_int_equal(kit_row_of(&kit, &page->items[10]), 1);
    assert_int_equal(kit_node(&kit, &page->items[10])->column, 1);
    assert_int_equal(page_node_head(kit.document.structure, page->items[10].tag.node, 0),
                     page->items[7].tag.node);
    kit_close(&kit);
}

static size_t count_rectangles(const struct page *page)
{
    size_t count = 0;
    for (size_t i = 0; i < page->item_count; i++)
        count += page->items[i].kind == PAGE_PATH;
    return count;
}

/* A column span over two columns, a row span beside it: no rules inside. */
static void test_spans_have_no_rules_inside(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 3, 3, 0);
    kit_cell(&kit, 0, 0, 1, 3, STR("通栏"));
    kit_cell(&kit, 1, 0, 2, 1, STR("跨行"));
    kit_cell(&kit, 1, 1, 1, 2, STR("跨栏"));
    kit_cell(&kit, 2, 1, 1, 1, STR("左"));
    kit_cell(&kit, 2, 2, 1, 1, STR("右"));
    kit_make(&kit, 300 * PT);
    kit_lay(&kit, 100 * PT, 100 * PT);
    kit_check(&kit, 100 * PT);
    const struct page *page = &kit.document.pages[0];
    assert_int_equal(count_rectangles(page), 2 + 2 + 4);
    assert_int_equal(page->items[0].width, 300 * PT); /* under row 0 */
    assert_int_equal(page->items[1].width, 200 * PT); /* under 跨栏 only */
    assert_int_equal(page->items[2].height, 32 * PT); /* beside 跨行 */
    assert_int_equal(page->items[3].height, 16 * PT); /* between 左 and 右 */
    kit_close(&kit);
}

static void test_head_fill_is_behind(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit.style.head_fill = 0xEEEEEE;
    kit.style.vertical_rules = false;
    kit_table(&kit, 2, 2, 1);
    for (size_t i = 0; i < 4; i++)
        kit_cell(&kit, i / 2, i % 2, 1, 1, STR("字"));
    kit_make(&kit, 200 * PT);
    kit_lay(&kit, 100 * PT, 100 * PT);
    const struct page_item *fill = &kit.document.pages[0].items[0];
    assert_int_equal(fill->color, 0xEEEEEE);
    assert_int_equal(fill->width, 200 * PT);
    assert_int_equal(fill->height, 16 * PT);
    assert_int_equal(count_rectangles(&kit.document.pages[0]), 1 + 1 + 4);
    kit_close(&kit);
}

/* Ten rows of one line, a head, five lines a page: the head comes again as an artifact. */
static void test_head_is_repeated(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 9, 1, 1);
    kit_cell(&kit, 0, 0, 1, 1, STR("头"));
    for (size_t row = 1; row < 9; row++)
        kit_cell(&kit, row, 0, 1, 1, kit_text(&kit, row, 1));
    kit_make(&kit, 100 * PT);
    kit_lay(&kit, 80 * PT, 80 * PT);
    kit_check(&kit, 80 * PT);
    assert_int_equal(kit.parts, 2);
    assert_true(kit_page_says(&kit, 0, true, ""));
    assert_true(kit_page_says(&kit, 1, true, "头"));
    assert_int_equal(kit.heights[1], 80 * PT);
    kit_close(&kit);
}

/* Too little room for head and first row: nothing is placed, the next page takes it. */
static void test_head_is_never_left_alone(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 2, 1, 1);
    kit_cell(&kit, 0, 0, 1, 1, STR("头"));
    kit_cell(&kit, 1, 0, 1, 1, STR("身"));
    kit_make(&kit, 100 * PT);
    kit_lay(&kit, 31 * PT, 100 * PT);
    kit_check(&kit, 100 * PT);
    assert_int_equal(kit.heights[0], 0);
    assert_int_equal(kit.document.pages[0].item_count, 0);
    assert_int_equal(kit.heights[1], 32 * PT);
    kit_close(&kit);
}

/* A head that leaves no room for a line, then one that is higher than the page. */
static void test_head_higher_than_the_page(void **state)
{
    (void)state;
    for (size_t lines = 3; lines < 12; lines++) {
        struct kit kit;
        kit_open(&kit);
        kit_table(&kit, 4, 1, 1);
        kit_cell(&kit, 0, 0, 1, 1, kit_text(&kit, 0, lines * 4));
        for (size_t row = 1; row < 4; row++)
            kit_cell(&kit, row, 0, 1, 1, kit_text(&kit, 1000 * row, 4));
        kit_make(&kit, 46 * PT);
        kit_lay(&kit, 52 * PT, 52 * PT);
        kit_check(&kit, 52 * PT);
        assert_int_equal(diag_count(kit.diag, SEVERITY_ERROR), 0);
        kit_close(&kit);
    }
}

/* One row of forty lines beside a short cell: over three pages, ends nowhere with a lonely line. */
static void test_tall_row(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 1, 2, 0);
    kit_cell(&kit, 0, 0, 1, 1, STR("短"));
    kit_cell(&kit, 0, 1, 1, 1, kit_text(&kit, 100, 4 * 40));
    kit_make(&kit, 92 * PT);
    assert_int_equal(kit_total(&kit), (40 * 12 + 4) * PT);
    kit_lay(&kit, 196 * PT, 196 * PT); /* 16 lines a page */
    kit_check(&kit, 196 * PT);
    assert_int_equal(kit.parts, 3);
    assert_int_equal(kit.heights[0], 196 * PT);
    assert_int_equal(kit.heights[2], (8 * 12 + 4) * PT);
    assert_true(kit_page_says(&kit, 2, true, ""));
    kit_close(&kit);
}

/* A row of three lines goes to the next page whole, however much white stays. */
static void test_short_row_moves_whole(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 2, 1, 0);
    kit_cell(&kit, 0, 0, 1, 1, kit_text(&kit, 0, 4 * 11));
    kit_cell(&kit, 1, 0, 1, 1, kit_text(&kit, 500, 4 * 3));
    kit_make(&kit, 46 * PT);
    kit_lay(&kit, 170 * PT, 170 * PT);
    kit_check(&kit, 170 * PT);
    assert_int_equal(kit.heights[0], 136 * PT);
    assert_int_equal(kit.heights[1], 40 * PT);
    kit_close(&kit);
}

/* A label over rows on three pages: once as text, twice as a repetition. */
static void test_label_is_repeated(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit.style.valign = VALIGN_MIDDLE;
    kit_table(&kit, 8, 2, 0);
    kit_cell(&kit, 0, 0, 8, 1, STR("类别"))->is_label = true;
    for (size_t row = 0; row < 8; row++)
        kit_cell(&kit, row, 1, 1, 1, kit_text(&kit, row, 1));
    kit_make(&kit, 160 * PT);
    kit_lay(&kit, 48 * PT, 48 * PT);
    kit_check(&kit, 48 * PT);
    assert_int_equal(kit.parts, 3);
    assert_true(kit_page_says(&kit, 0, false, "类别一丁丂"));
    assert_true(kit_page_says(&kit, 1, true, "类别（续）"));
    assert_true(kit_page_says(&kit, 2, true, "类别（续）"));
    const struct page *page = &kit.document.pages[0];
    const struct page_item *label = &page->items[count_rectangles(page)];
    assert_int_equal(kit_node(&kit, label)->span.rows, 8);
    assert_int_equal(kit_top(label),
                     KIT_Y + 24 * PT - 5 * PT); /* in the middle of the part that it spans here */
    kit_close(&kit);
}

/* No row grows so that a label stands again: where its rows are too low, its mark is left out, or its first
 * lines stand there and the mark below them; without room for both, as many lines as go in. */
static void test_label_stands_again_as_it_fits(void **state)
{
    (void)state;
    enum { ROW = 16 };
    const struct {
        struct str label;
        int width;           /* of its column */
        size_t rows, behind; /* in all; on the second page */
        int title;
        const char *again;
    } cases[] = {{STR("类别"), 16, 9, 5, 0, "类别（续）"},
                 {STR("类别"), 16, 6, 2, 0, "类别"},
                 {STR("类别"), 16, 3, 1, 0, "类"},
                 {STR("类别甲乙"), 16, 7, 3, 0, "类别甲"},
                 {STR("类别甲乙丙丁"), 36, 3, 1, 0, "类别甲"},
                 {STR("类别甲乙丙丁"), 36, 6, 2, 0, "类别甲乙丙丁"},
                 {STR("类别甲乙丙丁戊己"), 36, 6, 2, 0, "类别甲（续）"},
                 {STR("类别甲"), 16, 5, 2, 12, "续表类别"}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct kit kit;
        const length room = (length)(cases[i].rows - cases[i].behind) * ROW * PT;
        kit_open(&kit);
        kit.style.continued_title = cases[i].title ? STR("续表") : STR("");
        kit_table(&kit, cases[i].rows, 2, 0);
        kit.table.columns[0] = (struct table_column){.width = cases[i].width * PT};
        kit_cell(&kit, 0, 0, cases[i].rows, 1, cases[i].label)->is_label = true;
        for (size_t row = 0; row < cases[i].rows; row++)
            kit_cell(&kit, row, 1, 1, 1, kit_text(&kit, row, 1));
        kit_make(&kit, 120 * PT);
        kit_lay(&kit, room, 2 * room);
        assert_int_equal(kit.parts, 2);
        assert_int_equal(kit.heights[1], (cases[i].title + (int)cases[i].behind * ROW) * PT);
        if (!kit_page_says(&kit, 1, true, cases[i].again))
            fail_msg("case %zu", i);
        kit_close(&kit);
    }
}

/* A label that begins the page beside one low row, and a high one that does not fit below it. */
static void test_first_row_grows_for_the_label(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 2, 2, 0);
    kit.table.columns[0] = (struct table_column){.width = 16 * PT};
    kit.paragraph.keep_together = true;
    kit_cell(&kit, 0, 0, 2, 1, STR("类别甲"))->is_label = true;
    kit_cell(&kit, 0, 1, 1, 1, kit_text(&kit, 0, 1));
    kit_cell(&kit, 1, 1, 1, 1, kit_text(&kit, 300, 7 * 4));
    kit_make(&kit, 100 * PT);
    kit_lay(&kit, 60 * PT, 60 * PT);
    kit_check(&kit, 60 * PT);
    assert_int_equal(kit.parts, 2);
    assert_int_equal(kit.heights[0], 40 * PT);
    kit_close(&kit);
}

/* A row that would divide the inner label goes to the next page, though the outer label, which begins the
 * page, must be divided. */
static void test_inner_label_moves(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 6, 3, 0);
    kit.table.columns[0] = kit.table.columns[1] = (struct table_column){.width = 16 * PT};
    kit_cell(&kit, 0, 0, 6, 1, STR("一二三四五六七八"))->is_label = true;
    kit_cell(&kit, 0, 1, 4, 1, STR("甲"))->is_label = true;
    kit_cell(&kit, 4, 1, 2, 1, STR("乙丙"))->is_label = true;
    for (size_t row = 0; row < 6; row++)
        kit_cell(&kit, row, 2, 1, 1, kit_text(&kit, row, 1));
    kit_make(&kit, 100 * PT);
    kit_lay(&kit, 85 * PT, 85 * PT); /* five rows would go in */
    kit_check(&kit, 85 * PT);
    assert_int_equal(kit.heights[0], 64 * PT);
    kit_close(&kit);
}

/* Seven rows where six go in: not six and one, but five and two.  Where only four go in, one stays behind
 * them rather than nothing before it. */
static void test_no_page_with_a_single_row(void **state)
{
    (void)state;
    static const struct {
        size_t rows, room;
        int first, second;
    } cases[] = {{7, 6, 5, 2}, {9, 8, 7, 2}, {4, 3, 3, 1}, {7, 5, 5, 2}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct kit kit;
        kit_open(&kit);
        kit_table(&kit, cases[i].rows, 1, 0);
        for (size_t row = 0; row < cases[i].rows; row++)
            kit_cell(&kit, row, 0, 1, 1, kit_text(&kit, row, 1));
        kit_make(&kit, 100 * PT);
        length room = (length)cases[i].room * 16 * PT + PT;
        kit_lay(&kit, room, room);
        kit_check(&kit, room);
        assert_int_equal(kit.parts, 2);
        assert_int_equal(kit.heights[0], cases[i].first * 16 * PT);
        assert_int_equal(kit.heights[1], cases[i].second * 16 * PT);
        kit_close(&kit);
    }
}

/* A cut that would split a label is made above it. */
static void test_label_is_not_split(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 11, 2, 0);
    kit.table.columns[0] = (struct table_column){.width = 16 * PT};
    kit_cell(&kit, 0, 0, 8, 1, STR("甲"))->is_label = true;
    kit_cell(&kit, 8, 0, 3, 1, STR("乙丙丁"))->is_label = true;
    for (size_t row = 0; row < 11; row++)
        kit_cell(&kit, row, 1, 1, 1, kit_text(&kit, row, 1));
    kit_make(&kit, 100 * PT);
    kit_lay(&kit, 149 * PT,
            149 * PT); /* nine rows would fit; the second label would be cut after a character */
    kit_check(&kit, 149 * PT);
    assert_int_equal(kit.heights[0], 128 * PT);
    assert_int_equal(kit.heights[1], 48 * PT);
    kit_close(&kit);
}

/* A spanning text longer than its rows: the last row grows; over a page turn nothing is lost. */
static void test_spanning_text_longer_than_its_rows(void **state)
{
    (void)state;
    for (length room = 30 * PT; room < 150 * PT; room += 7 * PT) {
        struct kit kit;
        kit_open(&kit);
        kit_table(&kit, 3, 2, 0);
        kit_cell(&kit, 0, 0, 2, 1, kit_text(&kit, 100, 4 * 20));
        kit_cell(&kit, 0, 1, 1, 1, STR("一"));
        kit_cell(&kit, 1, 1, 1, 1, STR("二"));
        kit_cell(&kit, 2, 0, 1, 2, STR("三"));
        kit_make(&kit, 92 * PT);
        assert_int_equal(kit_total(&kit), (20 * 12 + 4 + 16) * PT);
        kit_lay(&kit, room, room);
        kit_check(&kit, room);
        assert_true(kit_page_says(&kit, 1, true, ""));
        kit_close(&kit);
    }
}

static void test_vertical_alignment(void **state)
{
    (void)state;
    static const length tops[] = {[VALIGN_TOP] = 2, [VALIGN_MIDDLE] = 26, [VALIGN_BOTTOM] = 50};
    for (int valign = VALIGN_TOP; valign <= VALIGN_BOTTOM; valign++) {
        struct kit kit;
        kit_open(&kit);
        kit_table(&kit, 1, 2, 0);
        struct table_cell *cell = kit_cell(&kit, 0, 0, 1, 1, STR("低"));
        cell->valign = (enum valign)valign;
        cell->has_valign = true;
        kit_cell(&kit, 0, 1, 1, 1, kit_text(&kit, 0, 4 * 5));
        kit_make(&kit, 92 * PT);
        kit_lay(&kit, 100 * PT, 100 * PT);
        kit_check(&kit, 100 * PT);
        const struct page *page = &kit.document.pages[0];
        assert_int_equal(kit_top(&page->items[count_rectangles(page)]), KIT_Y + (tops[valign] + 1) * PT);
        kit_close(&kit);
    }
}

/* Empty rows are a line high; min_row holds; neither is lost when it is higher than the page. */
static void test_empty_rows(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 2, 1, 0);
    kit_cell(&kit, 0, 0, 1, 1, STR(""));
    kit_cell(&kit, 1, 0, 1, 1, STR("字"));
    kit_make(&kit, 100 * PT);
    assert_int_equal(kit_total(&kit), 32 * PT);
    kit.style.min_row = 40 * PT;
    kit_make(&kit, 100 * PT);
    assert_int_equal(kit_total(&kit), 80 * PT);
    kit_lay(&kit, 30 * PT, 30 * PT);
    kit_check(&kit, 30 * PT);
    assert_int_equal(kit.parts, 2);
    kit_close(&kit);
}

static void test_table_without_rows(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 0, 1, 0);
    kit_make(&kit, 100 * PT);
    struct table_cursor cursor = {0};
    struct page page = {0};
    length height = 1;
    assert_int_equal(table_place(&kit.where, kit.flow, &cursor,
                                 &(struct table_room){.page = &page, .height = PT, .must = true}, &height),
                     OK);
    assert_true(cursor.finished);
    assert_int_equal(height, 0);
    assert_int_equal(page.item_count, 0);
    kit_close(&kit);
}

/* Less room than a line: placed all the same, and said. */
static void test_forced(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 2, 1, 0);
    kit_cell(&kit, 0, 0, 1, 1, kit_text(&kit, 0, 9));
    kit_cell(&kit, 1, 0, 1, 1, STR("字"));
    kit_make(&kit, 46 * PT);
    kit_lay(&kit, 12 * PT, 12 * PT); /* a line without padding goes in */
    kit_check(&kit, 12 * PT);
    assert_int_equal(kit.parts, 4);
    assert_int_equal(diag_count(kit.diag, SEVERITY_ERROR), 0);
    kit.document.page_count = 0;
    kit_make(&kit, 46 * PT);
    kit_lay(&kit, 11 * PT, 11 * PT);
    kit_check_texts(&kit);
    assert_int_equal(kit.parts, 4);
    const struct diag_entry *entries;
    assert_int_equal(diag_entries(kit.diag, &entries), 4);
    assert_int_equal(entries[0].code, MSG_LAYOUT_CELL_HIGH);
    assert_int_equal(entries[3].place.line, 9);
    kit_close(&kit);
}

/* A table in a cell is one slice; it moves whole. */
static void test_nested(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 3, 1, 0);
    for (size_t row = 0; row < 3; row++)
        kit_cell(&kit, row, 0, 1, 1, kit_text(&kit, row, 1));
    struct table inner = kit.table;
    struct block block = {.kind = BLOCK_TABLE, .table = &inner};
    kit_table(&kit, 2, 1, 0);
    kit_cell(&kit, 0, 0, 1, 1, STR("外"));
    kit_cell(&kit, 1, 0, 1, 1, STR(""))->blocks = &block;
    kit_make(&kit, 100 * PT);
    assert_int_equal(kit_total(&kit), (16 + 48 + 4) * PT);
    kit_lay(&kit, 60 * PT, 60 * PT);
    assert_int_equal(kit.parts, 2);
    assert_true(kit_page_says(&kit, 0, false, "外"));
    assert_true(kit_page_says(&kit, 1, false, "一丁丂"));
    assert_int_equal(count_rectangles(&kit.document.pages[1]), 4 + 4 + 2);
    kit_close(&kit);
}

/* The thickness of the rule at `y` of the part, and how many lie there. */
static length rule_across(const struct page *page, length y, size_t *count)
{
    length thick = 0;
    *count = 0;
    for (size_t i = 0; i < page->item_count; i++) {
        const struct page_item *item = &page->items[i];
        if (item->kind != PAGE_PATH || item->width < item->height || item->width > 95 * PT ||
            item->y + item->height / 2 != KIT_Y + y)
            continue;
        thick = item->height;
        (*count)++;
    }
    return thick;
}

/* A table in a cell that no page holds is divided between its rows, not in a span, the head not alone; closed
 * and opened at the cut. */
static void test_nested_over_pages(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit.page = 100 * PT;
    kit_table(&kit, 9, 1, 1);
    for (size_t row = 0; row < 9; row++)
        kit_cell(&kit, row, 0, 1, 1, kit_text(&kit, row, 1));
    struct table inner = kit.table;
    struct block block = {.kind = BLOCK_TABLE, .table = &inner};
    kit_table(&kit, 1, 1, 0);
    kit_cell(&kit, 0, 0, 1, 1, STR(""))->blocks = &block;
    kit_make(&kit, 100 * PT);
    assert_int_equal(kit_total(&kit), (9 * 16 + 4) * PT);
    kit_lay(&kit, 100 * PT, 100 * PT); /* the head and five rows */
    assert_int_equal(kit.parts, 2);
    assert_true(kit_page_says(&kit, 0, false, "一丁丂七丄丅"));
    assert_true(kit_page_says(&kit, 1, false, "丆万丈"));
    assert_int_equal(kit.heights[0], 100 * PT);
    assert_true(kit_page_says(&kit, 1, true, "一")); /* the head again */
    assert_int_equal(kit.heights[1], 68 * PT);
    size_t count;
    const struct page *pages = kit.document.pages;
    assert_int_equal(rule_across(&pages[0], 18 * PT, &count), 501); /* under the head */
    assert_int_equal(rule_across(&pages[0], 34 * PT, &count), 500); /* between rows: once */
    assert_int_equal(count, 1);
    assert_int_equal(rule_across(&pages[0], 98 * PT, &count), 750);
    assert_int_equal(count, 1);
    assert_int_equal(rule_across(&pages[1], 2 * PT, &count), 750);
    assert_int_equal(count, 1);
    assert_int_equal(rule_across(&pages[1], 18 * PT, &count), 501);
    assert_int_equal(rule_across(&pages[1], 66 * PT, &count), 750);
    kit_close(&kit);
}

/* One that a page holds goes to the next whole, in bands that no span crosses. */
static void test_nested_kept(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit.page = 100 * PT;
    kit_table(&kit, 4, 2, 0);
    kit_cell(&kit, 0, 0, 2, 1, STR("甲"));
    kit_cell(&kit, 0, 1, 1, 1, STR("一"));
    kit_cell(&kit, 1, 1, 1, 1, STR("二"));
    kit_cell(&kit, 2, 0, 2, 1, STR("乙"));
    kit_cell(&kit, 2, 1, 1, 1, STR("三"));
    kit_cell(&kit, 3, 1, 1, 1, STR("四"));
    struct table inner = kit.table;
    struct block block = {.kind = BLOCK_TABLE, .table = &inner};
    kit_table(&kit, 3, 1, 0);
    kit_cell(&kit, 0, 0, 1, 1, STR("外"));
    kit_cell(&kit, 1, 0, 1, 1, STR("边"));
    kit_cell(&kit, 2, 0, 1, 1, STR(""))->blocks = &block;
    kit_make(&kit, 100 * PT);
    assert_int_equal(kit.flow->cells[2].text->flow.count, 0); /* not set yet */
    assert_int_equal(kit_total(&kit), (32 + 64 + 4) * PT);
    assert_int_equal(kit.flow->cells[2].text->flow.count, 2);
    kit_lay(&kit, 90 * PT, 90 * PT);
    assert_int_equal(kit.parts, 2);
    assert_true(kit_page_says(&kit, 0, false, "外边"));
    assert_true(kit_page_says(&kit, 1, false, "甲一二乙三四"));
    assert_int_equal(count_rectangles(&kit.document.pages[1]), 4 + 2 + 2 * 4 + 1);
    kit_close(&kit);
}

/* One goes back to a copied cursor and gets the same part again. */
static void test_cursor_is_a_snapshot(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 2, 2, 0);
    kit_cell(&kit, 0, 0, 2, 1, kit_text(&kit, 0, 4 * 20));
    kit_cell(&kit, 0, 1, 1, 1, kit_text(&kit, 500, 4 * 10));
    kit_cell(&kit, 1, 1, 1, 1, kit_text(&kit, 900, 4 * 10));
    kit_make(&kit, 92 * PT);
    struct table_cursor cursor = {0};
    struct page pages[3] = {0};
    length height, again;
    assert_int_equal(table_place(&kit.where, kit.flow, &cursor,
                                 &(struct table_room){.page = &pages[0], .height = 90 * PT, .must = true},
                                 &height),
                     OK);
    struct table_cursor copy = cursor;
    assert_int_equal(table_place(&kit.where, kit.flow, &cursor,
                                 &(struct table_room){.page = &pages[1], .height = 90 * PT, .must = true},
                                 &height),
                     OK);
    assert_int_equal(table_place(&kit.where, kit.flow, &copy,
                                 &(struct table_room){.page = &pages[2], .height = 90 * PT, .must = true},
                                 &again),
                     OK);
    assert_int_equal(height, again);
    assert_int_equal(pages[1].item_count, pages[2].item_count);
    for (size_t i = 0; i < pages[1].item_count; i++) {
        assert_int_equal(pages[1].items[i].x, pages[2].items[i].x);
        assert_int_equal(pages[1].items[i].y, pages[2].items[i].y);
    }
    kit_close(&kit);
}

static void test_twenty_thousand_rows(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_table(&kit, 20000, 3, 1);
    kit_cell(&kit, 0, 0, 1, 3, STR("头"));
    kit_cell(&kit, 1, 0, 19999, 1, kit_text(&kit, 0, 4 * 1000)); /* one cell beside all of them */
    for (size_t row = 1; row < 20000; row++) {
        kit_cell(&kit, row, 1, 1, 1, STR("行"));
        kit_cell(&kit, row, 2, 1, 1, STR("数"));
    }
    kit_make(&kit, 138 * PT);
    assert_int_equal(kit_total(&kit), 20000 * 16 * PT);
    kit_lay(&kit, 656 * PT, 656 * PT); /* the head and 40 rows */
    assert_int_equal(kit.parts, 500);
    size_t glyphs = 0;
    for (size_t p = 0; p < kit.document.page_count; p++)
        for (size_t i = 0; i < kit.document.pages[p].item_count; i++)
            glyphs += kit.document.pages[p].items[i].glyph_count;
    assert_int_equal(glyphs, 500 + 4000 + 2 * 19999);
    kit_close(&kit);
}

/* Every allocation fails once: NO_MEMORY, nothing broken. */
static void test_no_memory(void **state)
{
    (void)state;
    bool failed = true;
    for (uint64_t n = 1; failed; n++) {
        struct kit kit;
        kit_open(&kit);
        kit_table(&kit, 6, 2, 1);
        kit_cell(&kit, 0, 0, 1, 2, STR("头"));
        kit_cell(&kit, 1, 0, 5, 1, STR("标签"))->is_label = true;
        for (size_t row = 1; row < 6; row++)
            kit_cell(&kit, row, 1, 1, 1, kit_text(&kit, row, 8));
        struct table outer = kit.table;
        kit_table(&kit, 4, 1, 1);
        for (size_t row = 0; row < 4; row++)
            kit_cell(&kit, row, 0, 1, 1, kit_text(&kit, row, 1));
        struct table inner = kit.table;
        struct block block = {.kind = BLOCK_TABLE, .table = &inner};
        kit.page = 60 * PT;
        kit.table = outer;
        kit.table.rows[3].cells[0].blocks = &block;
        kit.style.continued_title = STR("续表");
        kit.style.stripe_fill = 0xEEEEEE;
        struct table_cursor cursor = {0};
        struct page pages[8] = {0};
        length height;
        base_fail_allocation(n);
        enum status status = kit_flow_make(&kit, 160 * PT, &kit.flow);
        for (size_t i = 0; !status && !cursor.finished && i < 8; i++) {
            status = table_place(&kit.where, kit.flow, &cursor,
                                 &(struct table_room){.page = &pages[i], .height = 60 * PT, .must = true},
                                 &height);
            table_release(kit.flow, cursor.row);
        }
        failed = memory_struck(status);
        kit_close(&kit);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns_sum_to_the_width),
        cmocka_unit_test(test_faulty_widths),
        cmocka_unit_test(test_too_many_places),
        cmocka_unit_test(test_too_many_nodes),
        cmocka_unit_test(test_simple),
        cmocka_unit_test(test_spans_have_no_rules_inside),
        cmocka_unit_test(test_head_fill_is_behind),
        cmocka_unit_test(test_head_is_repeated),
        cmocka_unit_test(test_head_is_never_left_alone),
        cmocka_unit_test(test_head_higher_than_the_page),
        cmocka_unit_test(test_tall_row),
        cmocka_unit_test(test_short_row_moves_whole),
        cmocka_unit_test(test_label_is_repeated),
        cmocka_unit_test(test_label_stands_again_as_it_fits),
        cmocka_unit_test(test_first_row_grows_for_the_label),
        cmocka_unit_test(test_inner_label_moves),
        cmocka_unit_test(test_no_page_with_a_single_row),
        cmocka_unit_test(test_label_is_not_split),
        cmocka_unit_test(test_spanning_text_longer_than_its_rows),
        cmocka_unit_test(test_vertical_alignment),
        cmocka_unit_test(test_empty_rows),
        cmocka_unit_test(test_table_without_rows),
        cmocka_unit_test(test_forced),
        cmocka_unit_test(test_nested),
        cmocka_unit_test(test_nested_over_pages),
        cmocka_unit_test(test_nested_kept),
        cmocka_unit_test(test_cursor_is_a_snapshot),
        cmocka_unit_test(test_twenty_thousand_rows),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
