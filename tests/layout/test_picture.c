/* Pictures: how large they are set and where, what they belong to, and which do not fit. */
#include "layout_kit.h"
#include "layout/messages.def"

static const struct picture_file png = {
    .format = PICTURE_PNG, .path = {"a.png", 5}, .bytes = {"?", 1}, .width = 300, .height = 150};
static const struct picture_file jpeg = {
    .format = PICTURE_JPEG, .gray = true, .path = {"b.jpg", 5}, .width = 300, .height = 150};
static const struct block_picture picture = {.file = &png}, told = {.file = &jpeg, .alt = {"图", 3}};

/* 72 × 36 pt at 300 dots an inch. */
static struct block *add_picture(struct kit *kit, const struct block_picture *of, int width, int height)
{
    struct block *block = kit_block(kit, BLOCK_PICTURE);
    block->picture = *of;
    block->picture.width = (length)width * PT;
    block->picture.height = (length)height * PT;
    return block;
}

/* The n-th picture of the pages, from 0. */
static const struct page_item *nth_picture(const struct kit *kit, size_t n)
{
    for (size_t p = 0; p < kit->document->page_count; p++) {
        const struct page *page = &kit->document->pages[p];
        for (size_t i = 0; i < page->item_count; i++)
            if (page->items[i].kind == PAGE_PICTURE && n-- == 0)
                return &page->items[i];
    }
    fail_msg("a picture is missing");
    return NULL;
}

static void check_box(const struct page_item *item, int x, int y, int width, int height)
{
    assert_int_equal(item->x, x * PT);
    assert_int_equal(item->y, y * PT);
    assert_int_equal(item->width, width * PT);
    assert_int_equal(item->height, height * PT);
}

static void test_sizes_and_places(void **state)
{
    (void)state;
    static const struct {
        int width, height;
        enum align align;
        int x, drawn, high; /* the text area: from x 30 on, 200 pt wide */
    } cases[] = {{0, 0, ALIGN_JUSTIFY, 94, 72, 36},       {0, 0, ALIGN_LEFT, 30, 72, 36},
                 {0, 0, ALIGN_RIGHT, 158, 72, 36},        {100, 50, ALIGN_CENTER, 80, 100, 50},
                 {200, 108, ALIGN_JUSTIFY, 30, 200, 108}, {10, 50, ALIGN_RIGHT, 220, 10, 50}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct kit kit;
        kit_open(&kit);
        kit_section(&kit);
        kit_lines(&kit, STYLE_BODY, "甲", 1);
        add_picture(&kit, &picture, cases[i].width, cases[i].height)->picture.align = cases[i].align;
        assert_int_equal(kit_lay(&kit), OK);
        check_box(nth_picture(&kit, 0), cases[i].x, 20 + 12, cases[i].drawn, cases[i].high);
        kit_close(&kit);
    }
}

/* Without measures it is as wide as the column at most, in a page, a column, a cell. */
static void test_shrinks_to_its_column(void **state)
{
    (void)state;
    const struct picture_file file = {.width = 3000, .height = 1500};
    const struct block_picture large = {.file = &file};
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    add_picture(&kit, &large, 0, 0);
    struct block *columns = kit_columns(&kit, 2, 20);
    struct block **outside = kit_enter(&kit, &columns->columns.items[1].blocks);
    add_picture(&kit, &large, 0, 0);
    kit_leave(&kit, outside);
    struct block *table = kit_table(&kit, 1);
    table->table->rows[0].cells[0].blocks = NULL;
    outside = kit_enter(&kit, &table->table->rows[0].cells[0].blocks);
    add_picture(&kit, &told, 0, 0);
    kit_leave(&kit, outside);
    assert_int_equal(kit_lay(&kit), OK);
    check_box(nth_picture(&kit, 0), 30, 20, 200, 100);
    check_box(nth_picture(&kit, 1), 140, 20, 90, 45);
    assert_int_equal(nth_picture(&kit, 2)->width, 72 * PT);
    kit_close(&kit);
}

static void test_meanings(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    struct section *section = kit_section(&kit);
    struct block *fixed = NULL;
    struct block **outside = kit_enter(&kit, &fixed);
    add_picture(&kit, &picture, 0, 0);
    kit_leave(&kit, outside);
    kit_carry(&kit, section, FURNITURE_AT_TOP, 0, fixed)->over = true;
    kit_lines(&kit, STYLE_BODY, "甲", 1);
    add_picture(&kit, &told, 0, 0);
    struct block *table = kit_table(&kit, 1);
    outside = kit_enter(&kit, &table->table->rows[0].cells[0].blocks->next);
    add_picture(&kit, &told, 0, 0)->place.line = 7;
    kit_leave(&kit, outside);
    assert_int_equal(kit_lay(&kit), OK);
    const struct page_item *decoration = nth_picture(&kit, 0), *block = nth_picture(&kit, 1);
    const struct page_item *cell = nth_picture(&kit, 2);
    assert_true(page_tag_is_artifact(decoration->tag));
    assert_int_equal(decoration->tag.node, 0);
    assert_int_equal(kit_part(&kit, block), PART_FIGURE);
    assert_true(
        str_is((struct str){page_run_of(kit.document->structure, block->tag.node, 0)->text, 3}, "图"));
    assert_int_equal(kit_part(&kit, cell), PART_CELL);
    assert_true(cell->tag.node > block->tag.node);
    assert_ptr_equal(block->picture->file, &jpeg);
    assert_true(str_is(block->picture->alt, "图"));
    kit_close(&kit);
}

/* One that goes in no more stands on the next page. */
static void test_goes_to_the_next_page(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 8);
    add_picture(&kit, &picture, 0, 0);
    kit_lines(&kit, STYLE_BODY, "乙", 1);
    assert_int_equal(kit_lay(&kit), OK);
    assert_int_equal(kit.document->page_count, 2);
    check_box(nth_picture(&kit, 0), 94, 20, 72, 36);
    kit_close(&kit);
}

/* Laying fails with this one message. */
static void check_fault(struct kit *kit, const struct message *code, const char *text)
{
    const struct diag_entry *entries;
    assert_int_equal(kit_lay(kit), FAILED);
    assert_int_equal(diag_entries(kit->diag, &entries), 1);
    assert_int_equal(entries[0].code, code);
    assert_non_null(strstr(entries[0].text.ptr, text));
}

static void test_too_wide(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    add_picture(&kit, &picture, 201, 10);
    check_fault(&kit, MSG_LAYOUT_PICTURE_WIDE, "“a.png”宽 70.9 毫米，这里只有 70.6 毫米宽");
    kit_close(&kit);
}

/* Higher than the text area, although not higher than the sheet; in columns too. */
static void test_too_high(void **state)
{
    (void)state;
    for (int in_columns = 0; in_columns < 2; in_columns++) {
        struct kit kit;
        kit_open(&kit);
        kit_section(&kit);
        struct block **outside = NULL;
        if (in_columns) {
            struct block *columns = kit_columns(&kit, 1, 0);
            outside = kit_enter(&kit, &columns->columns.items[0].blocks);
        }
        add_picture(&kit, &picture, 10, 121);
        if (in_columns)
            kit_leave(&kit, outside);
        check_fault(&kit, MSG_LAYOUT_PICTURE_HIGH, "高 42.7 毫米，一页只有 42.3 毫米可用");
        kit_close(&kit);
    }
}

static void test_every_failing_allocation(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    add_picture(&kit, &told, 0, 0);
    kit_fail_allocations(&kit, NULL);
    kit_close(&kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sizes_and_places),
        cmocka_unit_test(test_shrinks_to_its_column),
        cmocka_unit_test(test_meanings),
        cmocka_unit_test(test_goes_to_the_next_page),
        cmocka_unit_test(test_too_wide),
        cmocka_unit_test(test_too_high),
        cmocka_unit_test(test_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
