/*
 * Turned pages: what is read there is as on a landscape sheet, but carried over to the upright one; header,
 * footer and fixed blocks stand upright.  The sheet is 180 × 260 pt, its left margin 20, its right one 40.
 */
#include "layout_kit.h"

static void expect_turned(const struct page_item *flat, const struct page_item *item)
{
    const length width = 260 * PT;
    const bool spots = flat->kind == PAGE_PATH && flat->shape == PAGE_SPOTS;
    const bool box = flat->kind == PAGE_SIGN || (flat->kind == PAGE_PATH && !spots);
    assert_int_equal(item->kind, flat->kind);
    assert_int_equal(item->x, flat->y);
    assert_int_equal(item->y, width - flat->x - (box ? flat->width : 0));
    assert_int_equal(item->width, box ? flat->height : flat->width);
    assert_int_equal(item->height, box ? flat->width : flat->height);
    assert_int_equal(item->angle, flat->kind == PAGE_GLYPHS || spots ? flat->angle + 90 : flat->angle);
    assert_int_equal(item->tag.node, flat->tag.node);
}

static void expect_link(const struct page_link *flat, const struct page_link *link)
{
    assert_int_equal(link->x, flat->y);
    assert_int_equal(link->y, 260 * PT - flat->x - flat->width);
    assert_int_equal(link->width, flat->height);
    assert_int_equal(link->height, flat->width);
    assert_int_equal(link->page, flat->page);
    assert_int_equal(link->target_y, flat->target_y);
}

static void expect_same_lines(const struct page_document *flat, const struct page_document *turned)
{
    struct buf a, b;
    a = BUF(1 << 20);
    b = BUF(1 << 20);
    page_dump_lines(flat, true, &a);
    page_dump_lines(turned, true, &b);
    assert_non_null(strstr(a.ptr, "\"乙\""));
    assert_string_equal(a.ptr, b.ptr);
    buf_clear(&a);
    buf_clear(&b);
}

/* Text, table, rules, a signing place, a watermark, a contents list over two pages, footnotes. */
static void write_all(struct kit *kit)
{
    struct section *section = kit_section(kit);
    section->watermark = STR("网站公开使用");
    kit_block(kit, BLOCK_CONTENTS)->contents.depth = 1;
    kit_block(kit, BLOCK_RULE)->rule.width = 240 * PT;
    kit_text(kit, STYLE_BODY, "乙");
    kit_sign(kit, 20);
    for (int i = 0; i < 12; i++) {
        kit_note(kit, kit_heading(kit, 1, "章"), "①", "注", 1);
        kit_table(kit, 3);
    }
}

static void test_all_is_carried_over(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    write_all(&kit);
    kit.page.mirror = true; /* nothing changes as long as the margins are equal */
    kit.page.top = kit.page.bottom = 30 * PT;
    assert_int_equal(kit_lay(&kit), OK);
    const struct page_document *flat = kit.document;
    kit.page.turned = true;
    assert_int_equal(kit_lay(&kit), OK);
    assert_int_equal(kit.document->page_count, flat->page_count);
    assert_true(flat->pages[1].link_count > 0);
    for (size_t p = 0; p < flat->page_count; p++) {
        const struct page *page = &kit.document->pages[p];
        assert_true(page->turned && page->width == 180 * PT && page->height == 260 * PT);
        assert_int_equal(page->item_count, flat->pages[p].item_count);
        assert_int_equal(page->link_count, flat->pages[p].link_count);
        for (size_t i = 0; i < page->item_count; i++)
            expect_turned(&flat->pages[p].items[i], &page->items[i]);
        for (size_t i = 0; i < page->link_count; i++)
            expect_link(&flat->pages[p].links[i], &page->links[i]);
    }
    expect_same_lines(flat, kit.document);
    kit_close(&kit);
}

static void expect_place(struct kit *kit, size_t page, const char *text, length x, length y)
{
    for (size_t i = 0; i < kit->document->pages[page].item_count; i++) {
        const struct page_item *item = &kit->document->pages[page].items[i];
        if (item->kind == PAGE_GLYPHS && str_is(kit_item_text(kit, item), text)) {
            assert_int_equal(item->x, x);
            assert_int_equal(item->y, y);
            return;
        }
    }
    fail_msg("no %s on page %zu", text, page + 1);
}

/* The head of the text is at the left edge of odd and of even sheets; with a mirrored master its distance
 * there is that of the margin on this side. */
static void test_upright_things(void **state)
{
    (void)state;
    for (int mirror = 0; mirror < 2; mirror++) {
        struct kit kit;
        kit_open(&kit);
        kit.page.turned = true;
        kit.page.mirror = mirror;
        const length even = (mirror ? 40 : 20) * PT;
        struct section *section = kit_section(&kit);
        kit_furniture(&kit, section, FURNITURE_HEADER, kit_apart(&kit, "眉"));
        kit_furniture(&kit, section, FURNITURE_FOOTER, kit_apart(&kit, "脚"));
        struct furniture *fixed = kit_carry(&kit, section, FURNITURE_AT_BOTTOM, 0, kit_apart(&kit, "定"));
        fixed->at = 30 * PT;
        fixed->over = true;
        kit_text(&kit, STYLE_BODY, "文");
        kit_block(&kit, BLOCK_PAGE_BREAK);
        kit_text(&kit, STYLE_BODY, "章");
        assert_int_equal(kit_lay(&kit), OK);
        expect_place(&kit, 0, "文", 29800, 230 * PT);
        expect_place(&kit, 0, "眉", 20 * PT, 15 * PT);
        expect_place(&kit, 0, "脚", 20 * PT, 240 * PT);
        expect_place(&kit, 0, "定", 20 * PT, 227800);
        expect_place(&kit, 1, "章", even + 9800, 230 * PT);
        expect_place(&kit, 1, "眉", even, 15 * PT);
        expect_place(&kit, 1, "定", even, 227800);
        kit_close(&kit);
    }
}

static void test_width_of_a_header(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit.page.turned = true;
    kit.styles[STYLE_BODY].align = ALIGN_RIGHT;
    struct section *section = kit_section(&kit);
    kit_furniture(&kit, section, FURNITURE_HEADER, kit_apart(&kit, "眉"));
    kit_text(&kit, STYLE_BODY, "文");
    assert_int_equal(kit_lay(&kit), OK);
    expect_place(&kit, 0, "眉", (180 - 40 - 10) * PT, 15 * PT);
    expect_place(&kit, 0, "文", 29800, 40 * PT);
    kit_close(&kit);
}

/* Nothing of the watermark leaves the sheet; it reads like the text. */
static void test_watermark(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit.page.turned = true;
    kit_section(&kit)->watermark = STR("网站公开使用拍照复印无效");
    kit_text(&kit, STYLE_BODY, "文");
    assert_int_equal(kit_lay(&kit), OK);
    const struct page_item *item = &kit.document->pages[0].items[0];
    const length end_x = item->x - item->width * 7071 / 10000, end_y = item->y - item->width * 7071 / 10000;
    assert_int_equal(item->angle, 135);
    assert_true(item->x <= 180 * PT && item->y <= 260 * PT && end_x >= 0 && end_y >= 0);
    kit_close(&kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_is_carried_over),
        cmocka_unit_test(test_upright_things),
        cmocka_unit_test(test_width_of_a_header),
        cmocka_unit_test(test_watermark),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
