/* Rules and signing places: where they stand, and that they say nothing. */
#include "layout_kit.h"

static struct block *add_rule(struct kit *kit, int width, enum align align)
{
    struct block *block = kit_block(kit, BLOCK_RULE);
    block->rule.width = (length)width * PT;
    block->rule.weight = 2 * PT;
    block->rule.align = align;
    block->rule.color = 0xFF0000;
    return block;
}

static struct block *add_sign(struct kit *kit, int size, int right, int rise)
{
    struct block *block = kit_block(kit, BLOCK_SIGN);
    block->sign.party = STR("甲方");
    block->sign.width = block->sign.height = (length)size * PT;
    block->sign.aside = (length)right * PT;
    block->sign.rise = (length)rise * PT;
    block->sign.guide = true;
    block->sign.color = 0x0000FF;
    return block;
}

/* The path of this shape; there must be one. */
static const struct page_item *find_shape(const struct kit *kit, enum page_shape shape)
{
    const struct page_item *found = NULL;
    for (size_t p = 0; p < kit->document->page_count; p++) {
        for (size_t i = 0; i < kit->document->pages[p].item_count; i++) {
            const struct page_item *item = &kit->document->pages[p].items[i];
            if (item->kind == PAGE_PATH && item->shape == shape) {
                assert_null(found);
                found = item;
            }
        }
    }
    assert_non_null(found);
    assert_true(page_tag_is_artifact(found->tag));
    return found;
}

static void test_rules(void **state)
{
    (void)state;
    static const struct {
        int width;
        enum align align;
        length x, drawn; /* on the sheet of 260 pt, the text area from 30 to 230 pt */
    } cases[] = {{0, ALIGN_JUSTIFY, 30, 200},   {200, ALIGN_RIGHT, 30, 200}, {50, ALIGN_JUSTIFY, 30, 50},
                 {50, ALIGN_LEFT, 30, 50},      {50, ALIGN_CENTER, 105, 50}, {50, ALIGN_RIGHT, 180, 50},
                 {220, ALIGN_JUSTIFY, 20, 220}, {220, ALIGN_RIGHT, 20, 220}, {300, ALIGN_LEFT, 0, 260}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct kit kit;
        kit_open(&kit);
        kit_section(&kit);
        kit_lines(&kit, STYLE_BODY, "甲", 1);
        add_rule(&kit, cases[i].width, cases[i].align);
        kit_lines(&kit, STYLE_BODY, "乙", 1);
        kit_expect(&kit, "甲1 乙1 \n");
        const struct page_item *rule = find_shape(&kit, PAGE_RECTANGLE);
        assert_int_equal(rule->x, cases[i].x * PT);
        assert_int_equal(rule->width, cases[i].drawn * PT);
        assert_int_equal(rule->y, (20 + 12) * PT);
        assert_int_equal(rule->height, 2 * PT);
        assert_int_equal(rule->color, 0xFF0000);
        assert_int_equal(kit_find(&kit, "乙1")->y - kit_find(&kit, "甲1")->y, 14 * PT);
        kit_close(&kit);
    }
}

/* The middle of the sheet does not move when margins change sides. */
static void test_wide_rule_on_mirrored_pages(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit.page.mirror = true;
    kit.page.left = 50 * PT;
    kit.page.right = 10 * PT;
    kit_section(&kit)->restart = 2;
    add_rule(&kit, 220, ALIGN_CENTER);
    assert_int_equal(kit_lay(&kit), OK);
    assert_int_equal(find_shape(&kit, PAGE_RECTANGLE)->x, 20 * PT);
    kit_close(&kit);
}

/* In a column a rule is at most as wide as the column. */
static void test_rule_in_a_column(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    struct block *columns = kit_columns(&kit, 2, 20);
    struct block **outside = kit_enter(&kit, &columns->columns.items[1].blocks);
    add_rule(&kit, 220, ALIGN_CENTER);
    kit_leave(&kit, outside);
    assert_int_equal(kit_lay(&kit), OK);
    assert_int_equal(find_shape(&kit, PAGE_RECTANGLE)->x, 140 * PT);
    assert_int_equal(find_shape(&kit, PAGE_RECTANGLE)->width, 90 * PT);
    kit_close(&kit);
}

/* At the foot of the sheet, between the edges, where the text area is narrower: 公函. */
static void test_wide_rule_in_fixed_blocks(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    struct section *section = kit_section(&kit);
    struct block *rule = NULL;
    struct block **outside = kit_enter(&kit, &rule);
    add_rule(&kit, 220, ALIGN_CENTER);
    kit_leave(&kit, outside);
    kit_carry(&kit, section, FURNITURE_AT_BOTTOM, 0, rule)->at = 10 * PT;
    assert_int_equal(kit_lay(&kit), OK);
    assert_int_equal(find_shape(&kit, PAGE_RECTANGLE)->x, 20 * PT);
    assert_int_equal(find_shape(&kit, PAGE_RECTANGLE)->y, (180 - 10 - 2) * PT);
    kit_close(&kit);
}

/* 25 pt from the right edge, on the end of the second line; the next line does not
 * move, white between is not counted. */
static void test_sign(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit.styles[STYLE_NEXT].keep_next = false;
    kit.styles[STYLE_NEXT].after = 7 * PT;
    kit_section(&kit);
    kit_lines(&kit, STYLE_NEXT, "甲", 2);
    add_sign(&kit, 30, 25, 0);
    kit_lines(&kit, STYLE_BODY, "乙", 1);
    kit_expect(&kit, "甲1 甲2 乙1 \n");
    const struct page_item *guide = find_shape(&kit, PAGE_ELLIPSE);
    assert_int_equal(guide->x, (230 - 40 - 15) * PT);
    assert_int_equal(guide->y, (20 + 24 - 15 - 15) * PT);
    assert_int_equal(guide->width, 30 * PT);
    assert_int_equal(guide->height, 30 * PT);
    assert_int_equal(guide->stroke, 992);
    assert_int_equal(guide->pen, 0x0000FF);
    assert_int_equal(kit_find(&kit, "乙1")->y - kit_find(&kit, "甲2")->y, 19 * PT);
    kit_close(&kit);
}

/* It stays with the line that it belongs to, and never makes a page of its own. */
static void test_sign_at_a_page_end(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 10);
    add_sign(&kit, 30, 25, -15);
    kit_expect(&kit, "甲1 甲2 甲3 甲4 甲5 甲6 甲7 甲8 甲9 甲10 \n");
    assert_int_equal(find_shape(&kit, PAGE_ELLIPSE)->y, (20 + 120 - 15) * PT);
    kit_close(&kit);
}

/* First in a column, first of all, and below a table. */
static void test_sign_with_nothing_to_stand_on(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit.table_style.outer_rule = 0;
    kit.table_style.after = 5 * PT;
    kit_section(&kit);
    kit_table(&kit, 2);
    add_sign(&kit, 30, 25, -12);
    kit_lines(&kit, STYLE_BODY, "乙", 1);
    kit_expect(&kit, "表1 表2 乙1 \n");
    const struct page_item *guide = find_shape(&kit, PAGE_ELLIPSE);
    length table_end = kit_find(&kit, "乙1")->y - 8800 - 1 * PT - 5 * PT;
    assert_int_equal(guide->y, table_end - 3 * PT - 15 * PT);
    kit_close(&kit);

    kit_open(&kit);
    kit_section(&kit);
    struct block *columns = kit_columns(&kit, 2, 20);
    struct block **outside = kit_enter(&kit, &columns->columns.items[1].blocks);
    add_sign(&kit, 30, 25, -30);
    kit_leave(&kit, outside);
    assert_int_equal(kit_lay(&kit), OK);
    assert_int_equal(find_shape(&kit, PAGE_ELLIPSE)->x, (230 - 40 - 15) * PT);
    assert_int_equal(find_shape(&kit, PAGE_ELLIPSE)->y, 20 * PT);
    kit_close(&kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_wide_rule_on_mirrored_pages),
        cmocka_unit_test(test_rule_in_a_column),
        cmocka_unit_test(test_wide_rule_in_fixed_blocks),
        cmocka_unit_test(test_sign),
        cmocka_unit_test(test_sign_at_a_page_end),
        cmocka_unit_test(test_sign_with_nothing_to_stand_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
