/* The watermark on fills, broad rules and pictures: where it stands once more, and in which colour. */
#include <stdio.h>

#include "layout_kit.h"

static const struct picture_file file = {
    .format = PICTURE_PNG, .path = {"a.png", 5}, .bytes = {"?", 1}, .width = 300, .height = 150};
static const struct block_picture picture = {.file = &file};

/* The kit's page is 260 × 180 pt, its text area begins at (30, 20); the mark crosses its middle. */
static void open_marked(struct kit *kit)
{
    kit_open(kit);
    kit_section(kit)->watermark = STR("副本");
}

static void add_rule(struct kit *kit, int width, int height, uint32_t color)
{
    struct block *block = kit_block(kit, BLOCK_RULE);
    block->rule.width = (length)width * PT;
    block->rule.weight = (length)height * PT;
    block->rule.color = color;
}

/* Items of the layer, with what is repeated: "E6E6E6", "E70000*2" (in two boxes), … */
static const char *marks_of(struct kit *kit, size_t page, enum page_layer layer)
{
    static char text[200];
    size_t len = 0;
    text[0] = 0;
    const struct page *of = &kit->document->pages[page];
    for (size_t i = 0; i < of->item_count; i++) {
        const struct page_item *item = &of->items[i];
        if (item->layer == layer) {
            len += (size_t)snprintf(text + len, sizeof text - len, "%s%06X", len > 0 ? " " : "",
                                    (unsigned)item->color);
            if (item->box_count > 0)
                len += (size_t)snprintf(text + len, sizeof text - len, "*%zu", item->box_count);
        }
    }
    return text;
}

/* As much darker as on paper, or lighter on dark ground; neighbours of one colour together. */
static void test_shades(void **state)
{
    (void)state;
    static const struct {
        uint32_t color;
        const char *marks;
    } cases[] = {{0xFFFFFF, "E6E6E6"},          {0xE6E6E6, "E6E6E6 CDCDCD*2"}, {0x808080, "E6E6E6 676767*2"},
                 {0x000000, "E6E6E6 282828*2"}, {0xFFFF00, "E6E6E6 E3E300*2"}, {0x0000FF, "E6E6E6 2D2DFF*2"}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct kit kit;
        open_marked(&kit);
        add_rule(&kit, 200, 60, cases[i].color);
        add_rule(&kit, 200, 60, cases[i].color);
        assert_int_equal(kit_lay(&kit), OK);
        assert_string_equal(marks_of(&kit, 0, PAGE_MARK), cases[i].marks);
        assert_string_equal(marks_of(&kit, 0, PAGE_MARK_OVER), "");
        kit_close(&kit);
    }
}

/* Neither where the mark does not come, nor for thin rules, nor on pages without one. */
static void test_not_crossed(void **state)
{
    (void)state;
    struct kit kit;
    open_marked(&kit);
    kit_space(&kit, 2, false);
    add_rule(&kit, 30, 10, 0xFF0000);
    add_rule(&kit, 200, 1, 0xFF0000);
    kit_space(&kit, 50, false);
    add_rule(&kit, 200, 1, 0xFF0000);
    struct section *bare = kit_section(&kit);
    assert_true(bare->watermark.len == 0);
    add_rule(&kit, 200, 100, 0xFF0000);
    assert_int_equal(kit_lay(&kit), OK);
    assert_string_equal(marks_of(&kit, 0, PAGE_MARK), "E6E6E6");
    assert_string_equal(marks_of(&kit, 0, PAGE_FILLS), "FF0000");
    assert_string_equal(marks_of(&kit, 1, PAGE_MARK), "");
    kit_close(&kit);
}

static void test_pictures(void **state)
{
    (void)state;
    struct kit kit;
    open_marked(&kit);
    for (int i = 0; i < 2; i++) {
        struct block *block = kit_block(&kit, BLOCK_PICTURE);
        block->picture = picture;
        block->picture.width = 120 * PT;
        block->picture.height = 60 * PT;
    }
    kit_block(&kit, BLOCK_PAGE_BREAK);
    kit_lines(&kit, STYLE_BODY, "文", 1);
    assert_int_equal(kit_lay(&kit), OK);
    assert_string_equal(marks_of(&kit, 0, PAGE_MARK), "E6E6E6");
    assert_string_equal(marks_of(&kit, 0, PAGE_MARK_OVER), "404040*2");
    assert_string_equal(marks_of(&kit, 1, PAGE_MARK_OVER), "");
    const struct page *page = &kit.document->pages[0];
    const struct page_item *over = &page->items[page->item_count - 1];
    assert_true(over->translucent && over->halo > 0);
    assert_int_equal(over->boxes[0].x, 70 * PT);
    assert_int_equal(over->boxes[1].height, 60 * PT);
    kit_close(&kit);
}

/* Every page of a draft has the mark, also one that stays blank; other watermarks leave that alone. */
static void test_blank_pages(void **state)
{
    (void)state;
    for (int draft = 0; draft < 2; draft++) {
        struct kit kit;
        open_marked(&kit);
        kit.content.sections->draft = draft == 1;
        kit_lines(&kit, STYLE_BODY, "甲", 1);
        kit_block(&kit, BLOCK_PAGE_BREAK)->page_break.parity = PARITY_ODD;
        kit_lines(&kit, STYLE_BODY, "乙", 1);
        kit_expect(&kit, draft == 1 ? "(副本) 甲1 \n(副本) \n(副本) 乙1 \n" : "(副本) 甲1 \n\n(副本) 乙1 \n");
        kit_close(&kit);
    }
}

static void test_failing_memory(void **state)
{
    (void)state;
    struct kit kit;
    open_marked(&kit);
    add_rule(&kit, 200, 60, 0xFF0000);
    kit_fail_allocations(&kit, NULL);
    kit_close(&kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shades),         cmocka_unit_test(test_not_crossed),
        cmocka_unit_test(test_pictures),       cmocka_unit_test(test_blank_pages),
        cmocka_unit_test(test_failing_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
