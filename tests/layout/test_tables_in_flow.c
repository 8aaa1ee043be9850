/* Tables among other blocks: caption and notes, KEEP, tables inside columns and cells, tables over pages. */
#include "layout_kit.h"

static struct block *table_with(struct kit *kit, size_t rows, bool caption, bool notes)
{
    struct block *block = kit_table(kit, rows);
    block->table->caption = caption ? kit_apart(kit, "题") : NULL;
    block->table->notes = notes ? kit_apart(kit, "注") : NULL;
    return block;
}

static void test_caption_goes_with_the_table(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 9);
    table_with(&kit, 2, true, true);
    kit_expect(&kit, "甲1 甲2 甲3 甲4 甲5 甲6 甲7 甲8 甲9 \n题 表1 表2 注 \n");
    assert_int_equal(kit_part(&kit, kit_find(&kit, "题")), PART_CAPTION);
    assert_int_equal(kit_part(&kit, kit_find(&kit, "注")), PART_NOTE);
    const uint32_t table = kit_table_of(&kit, kit_find(&kit, "表1"));
    assert_int_equal(page_node_of(kit.document->structure, table)->next, kit_find(&kit, "注")->tag.node);
    assert_int_equal(kit_table_of(&kit, kit_find(&kit, "题")), table);
    kit_close(&kit);
}

/* The note does not fit below ten rows: a row comes along. */
static void test_note_is_not_alone(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    table_with(&kit, 10, false, true);
    kit_lines(&kit, STYLE_BODY, "甲", 1);
    kit_expect(&kit, "表1 表2 表3 表4 表5 表6 表7 表8 \n表9 表10 注 甲1 \n");
    kit_close(&kit);
}

/* A row that only a whole page holds is not squeezed for the note. */
static void test_note_below_a_row_that_fills_the_page(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 2);
    struct block *table = table_with(&kit, 1, false, true);
    table->table->rows[0].cells[0].blocks = NULL;
    struct block **outside = kit_enter(&kit, &table->table->rows[0].cells[0].blocks);
    struct block *columns = kit_columns(&kit, 1, 0);
    kit_enter(&kit, &columns->columns.items[0].blocks);
    kit_lines(&kit, STYLE_BODY, "高", 10);
    kit_leave(&kit, outside);
    kit_expect(&kit, "甲1 甲2 \n高1 高2 高3 高4 高5 高6 高7 高8 高9 高10 \n注 \n");
    kit_close(&kit);
}

static void test_long_table_fills_its_pages(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 7);
    table_with(&kit, 15, true, true);
    kit_expect(&kit, "甲1 甲2 甲3 甲4 甲5 甲6 甲7 题 表1 表2 \n"
                     "表3 表4 表5 表6 表7 表8 表9 表10 表11 表12 \n"
                     "表13 表14 表15 注 \n");
    kit_close(&kit);
}

static void test_heading_before_a_table(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 8);
    kit_heading(&kit, 1, "一、");
    table_with(&kit, 1, true, false);
    kit_expect(&kit, "甲1 甲2 甲3 甲4 甲5 甲6 甲7 甲8 \n一、 题 表1 \n");
    kit_close(&kit);
}

/* A table that no page holds whole is divided where it stands. */
static void test_kept_table_is_whole(void **state)
{
    (void)state;
    for (size_t rows = 6; rows <= 12; rows += 6) {
        struct kit kit;
        kit_open(&kit);
        kit_section(&kit);
        kit_lines(&kit, STYLE_BODY, "甲", 6);
        struct block *keep = kit_block(&kit, BLOCK_KEEP);
        struct block **outside = kit_enter(&kit, &keep->keep.blocks);
        kit_text(&kit, STYLE_BODY, "下表");
        table_with(&kit, rows, false, false);
        kit_leave(&kit, outside);
        kit_expect(&kit, rows == 6 ? "甲1 甲2 甲3 甲4 甲5 甲6 \n下表 表1 表2 表3 表4 表5 表6 \n"
                                   : "甲1 甲2 甲3 甲4 甲5 甲6 下表 表1 表2 表3 \n"
                                     "表4 表5 表6 表7 表8 表9 表10 表11 表12 \n");
        kit_close(&kit);
    }
}

static void test_table_inside_columns(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    struct block *columns = kit_columns(&kit, 2, 20);
    struct block **outside = kit_enter(&kit, &columns->columns.items[1].blocks);
    kit_lines(&kit, STYLE_BODY, "乙", 1);
    table_with(&kit, 3, true, true);
    kit_leave(&kit, outside);
    kit_lines(&kit, STYLE_BODY, "丙", 1);
    kit_expect(&kit, "乙1 题 表1 表2 表3 注 丙1 \n");
    assert_int_equal(kit_find(&kit, "题")->x, 140 * PT);
    assert_int_equal(kit_find(&kit, "注")->y - kit_find(&kit, "题")->y, 48 * PT);
    assert_int_equal(kit_part(&kit, kit_find(&kit, "表1")), PART_CELL);
    kit_close(&kit);
}

static void test_table_inside_a_cell(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    struct block *outer = kit_table(&kit, 1);
    struct table_cell *cell = &outer->table->rows[0].cells[0];
    struct block **outside = kit_enter(&kit, &cell->blocks->next);
    kit_table(&kit, 2);
    kit_leave(&kit, outside);
    kit_lines(&kit, STYLE_BODY, "丙", 1);
    kit_expect(&kit, "表1 表1 表2 丙1 \n");
    assert_int_equal(kit_find(&kit, "丙1")->y - kit_find(&kit, "表2")->y, 12 * PT);
    assert_int_not_equal(kit_table_of(&kit, kit_find(&kit, "表1")),
                         kit_table_of(&kit, kit_find(&kit, "表2")));
    kit_close(&kit);
}

static void test_white_around_a_table(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit.table_style.before = 5 * PT;
    kit.table_style.after = 7 * PT;
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 1);
    table_with(&kit, 1, false, false);
    kit_lines(&kit, STYLE_BODY, "丙", 1);
    assert_int_equal(kit_lay(&kit), OK);
    assert_int_equal(kit_find(&kit, "表1")->y - kit_find(&kit, "甲1")->y, 17 * PT);
    assert_int_equal(kit_find(&kit, "丙1")->y - kit_find(&kit, "表1")->y, 19 * PT);
    kit_close(&kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_caption_goes_with_the_table),
        cmocka_unit_test(test_note_is_not_alone),
        cmocka_unit_test(test_note_below_a_row_that_fills_the_page),
        cmocka_unit_test(test_long_table_fills_its_pages),
        cmocka_unit_test(test_heading_before_a_table),
        cmocka_unit_test(test_kept_table_is_whole),
        cmocka_unit_test(test_table_inside_columns),
        cmocka_unit_test(test_table_inside_a_cell),
        cmocka_unit_test(test_white_around_a_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
