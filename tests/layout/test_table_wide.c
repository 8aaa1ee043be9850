/*
 * Tables wider than the page (200 pt), set as several: labels in all of them, each other column in one.  A
 * row is 12 pt high; repeated text is an artifact: in ().
 */
#include "layout_kit.h"
#include "layout/messages.def"

/* A table of `columns` columns without cells, the first `labels` of them labels, each 60 pt wide. */
static struct table *wide_table(struct kit *kit, size_t rows, size_t columns, size_t labels)
{
    struct block *block = kit_block(kit, BLOCK_TABLE);
    struct table *table = ARENA_NEW(kit->arena, struct table);
    assert_non_null(table);
    *table = (struct table){.style = &kit->table_style,
                            .columns = ARENA_NEW_ARRAY(kit->arena, columns, struct table_column),
                            .column_count = columns,
                            .rows = ARENA_NEW_ARRAY(kit->arena, rows, struct table_row),
                            .row_count = rows,
                            .place = block->place};
    assert_true(table->columns && table->rows);
    for (size_t i = 0; i < columns; i++)
        table->columns[i] = (struct table_column){.width = 60 * PT, .label = i < labels};
    for (size_t row = 0; row < rows; row++) {
        table->rows[row].cells = ARENA_NEW_ARRAY(kit->arena, columns, struct table_cell);
        assert_non_null(table->rows[row].cells);
    }
    kit->table_style.split_columns = true;
    block->table = table;
    return table;
}

static struct table_cell *add_cell(struct kit *kit, struct table *table, size_t row, size_t column,
                                   size_t span, const char *text)
{
    struct table_cell *cell = &table->rows[row].cells[table->rows[row].cell_count++];
    *cell = (struct table_cell){.column = column, .column_span = span, .row_span = 1};
    struct block **outside = kit_enter(kit, &cell->blocks);
    kit_text(kit, STYLE_BODY, text);
    kit_leave(kit, outside);
    return cell;
}

/* "甲0" "甲1" … */
static void fill_row(struct kit *kit, struct table *table, size_t row, const char *name)
{
    for (size_t i = 0; i < table->column_count; i++) {
        struct str text = arena_printf(kit->arena, "%s%d", name, (int)i);
        assert_non_null(text.ptr);
        add_cell(kit, table, row, i, 1, text.ptr);
    }
}

static void test_labels_in_all_parts(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    struct table *table = wide_table(&kit, 2, 6, 1);
    fill_row(&kit, table, 0, "甲");
    fill_row(&kit, table, 1, "乙");
    table->caption = kit_apart(&kit, "题");
    table->notes = kit_apart(&kit, "注");
    kit.table_style.continued_title = STR("续");
    kit_expect(&kit, "题 甲0 甲1 甲2 乙0 乙1 乙2 (题　续) (甲0) 甲3 甲4 (乙0) 乙3 乙4 "
                     "(题　续) (甲0) 甲5 (乙0) 乙5 注 \n");
    assert_int_equal(kit_find(&kit, "甲3")->x, (30 + 60) * PT);
    assert_int_equal(kit_table_of(&kit, kit_find(&kit, "甲5")), kit_table_of(&kit, kit_find(&kit, "甲0")));
    kit_close(&kit);
}

static void test_as_it_is_when_it_fits(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    struct table *table = wide_table(&kit, 1, 3, 1);
    fill_row(&kit, table, 0, "甲");
    kit_expect(&kit, "甲0 甲1 甲2 \n");
    kit_close(&kit);
}

/* Without split_columns the table is an error, all labels or not. */
static void test_only_where_the_style_says(void **state)
{
    (void)state;
    for (size_t labels = 1; labels <= 4; labels += 3) {
        struct kit kit;
        kit_open(&kit);
        kit_section(&kit);
        struct table *table = wide_table(&kit, 1, 4, labels);
        fill_row(&kit, table, 0, "甲");
        kit.table_style.split_columns = labels == 4;
        assert_int_equal(kit_lay(&kit), FAILED);
        assert_true(diag_has(kit.diag, MSG_LAYOUT_TABLE_WIDE));
        kit_close(&kit);
    }
}

/* Cells of heads and bodies that span a cut: as wide as what is there, the text on both sides. */
static void test_spans_are_cut(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    struct table *table = wide_table(&kit, 3, 5, 1);
    table->head_rows = 1;
    add_cell(&kit, table, 0, 0, 1, "头");
    add_cell(&kit, table, 0, 1, 3, "三栏");
    add_cell(&kit, table, 0, 4, 1, "尾");
    add_cell(&kit, table, 1, 0, 5, "通栏");
    add_cell(&kit, table, 2, 0, 2, "小计");
    add_cell(&kit, table, 2, 2, 1, "乙")->row_span = 1;
    add_cell(&kit, table, 2, 3, 2, "丙");
    kit_expect(&kit, "头 三栏 通栏 小计 乙 (头) (三栏) 尾 (通栏) (小计) 丙 \n");
    assert_int_equal(kit_node(&kit, kit_find(&kit, "三栏"))->span.columns, 3);
    assert_int_equal(kit_node(&kit, kit_find(&kit, "通栏"))->span.columns, 5);
    assert_int_equal(kit_node(&kit, kit_find(&kit, "尾"))->column, 4);
    assert_int_equal(kit_node(&kit, kit_find(&kit, "丙"))->span.columns, 2);
    kit_close(&kit);
}

static void test_rows_and_no_labels(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    struct table *table = wide_table(&kit, 2, 4, 0);
    add_cell(&kit, table, 0, 0, 1, "甲0");
    add_cell(&kit, table, 0, 1, 2, "甲1");
    add_cell(&kit, table, 0, 3, 1, "甲3")->row_span = 2;
    add_cell(&kit, table, 1, 0, 3, "乙0");
    kit_expect(&kit, "甲0 甲1 乙0 甲3 \n");
    assert_int_equal(kit_node(&kit, kit_find(&kit, "甲3"))->span.rows, 2);
    kit_close(&kit);
}

/* Columns by content and shares count with the least that they need; shares fill each part. */
static void test_least_widths(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    struct table *table = wide_table(&kit, 1, 4, 1);
    table->columns[1] = (struct table_column){.content = true};
    table->columns[2] = table->columns[3] = (struct table_column){.share = 1};
    add_cell(&kit, table, 0, 0, 1, "标");
    add_cell(&kit, table, 0, 1, 1, "1,000,000,000");  /* 65 */
    add_cell(&kit, table, 0, 2, 1, "12345678901234"); /* 70 */
    add_cell(&kit, table, 0, 3, 1, "末");
    kit_expect(&kit, "标 1,000,000,000 (标) 12345678901234 末 \n");
    assert_int_equal(kit_find(&kit, "12345678901234")->x, (30 + 60) * PT);
    kit_close(&kit);
}

static void test_nothing_fits_beside_the_labels(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    struct table *table = wide_table(&kit, 1, 4, 1);
    fill_row(&kit, table, 0, "甲");
    table->columns[2].width = 141 * PT;
    assert_int_equal(kit_lay(&kit), FAILED);
    const struct diag_entry *entries;
    assert_int_equal(diag_entries(kit.diag, &entries), 1);
    assert_int_equal(entries[0].code, MSG_LAYOUT_TABLE_SPLIT);
    assert_non_null(strstr(entries[0].text.ptr, "第 3 列"));
    kit_close(&kit);
}

static void test_over_pages(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    struct table *table = wide_table(&kit, 7, 4, 1);
    static const char *const names[] = {"甲", "乙", "丙", "丁", "戊", "己", "庚"};
    for (size_t row = 0; row < 7; row++)
        fill_row(&kit, table, row, names[row]);
    table->head_rows = 1;
    table->caption = kit_apart(&kit, "题");
    kit.table_style.continued_title = STR("续");
    kit_expect(&kit,
               "题 甲0 甲1 甲2 乙0 乙1 乙2 丙0 丙1 丙2 丁0 丁1 丁2 戊0 戊1 戊2 己0 己1 己2 庚0 庚1 庚2 \n"
               "(题　续) (甲0) 甲3 (乙0) 乙3 (丙0) 丙3 (丁0) 丁3 (戊0) 戊3 (己0) 己3 (庚0) 庚3 \n");
    kit_close(&kit);
}

/* A caption in the middle, or at the right, goes with a table narrower than the page. */
static void test_caption_goes_with_a_narrow_table(void **state)
{
    static const struct {
        enum align align;
        int x;
    } cases[] = {{ALIGN_LEFT, 0}, {ALIGN_CENTER, 80}, {ALIGN_RIGHT, 160}};
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct kit kit;
        kit_open(&kit);
        kit_section(&kit);
        struct table *table = wide_table(&kit, 1, 3, 0);
        fill_row(&kit, table, 0, "甲");
        table->caption = kit_apart(&kit, "题目");
        kit.styles[STYLE_BODY].align = cases[i].align;
        assert_int_equal(kit_lay(&kit), OK);
        assert_int_equal(kit_find(&kit, "题目")->x, (30 + cases[i].x) * PT); /* over 180 pt of 200 */
        kit_close(&kit);
    }
}

static void test_every_failing_allocation(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    struct table *table = wide_table(&kit, 1, 4, 1);
    fill_row(&kit, table, 0, "甲");
    table->columns[3] = (struct table_column){.content = true};
    kit.table_style.continued_title = STR("续");
    kit_fail_allocations(&kit, NULL);
    kit_close(&kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_labels_in_all_parts),
        cmocka_unit_test(test_as_it_is_when_it_fits),
        cmocka_unit_test(test_only_where_the_style_says),
        cmocka_unit_test(test_spans_are_cut),
        cmocka_unit_test(test_rows_and_no_labels),
        cmocka_unit_test(test_least_widths),
        cmocka_unit_test(test_nothing_fits_beside_the_labels),
        cmocka_unit_test(test_over_pages),
        cmocka_unit_test(test_caption_goes_with_a_narrow_table),
        cmocka_unit_test(test_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
