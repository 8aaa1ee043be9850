/* Headers, footers, page numbers and their runs, the watermark. */
#include "layout_kit.h"
#include "layout/messages.def"

/* "第X页共Y页" */
static struct block *page_of_pages(struct kit *kit)
{
    struct block *block = kit_apart(kit, "第");
    kit_inline(kit, block, INLINE_PAGE_NUMBER, "");
    kit_inline(kit, block, INLINE_TEXT, "页共");
    kit_inline(kit, block, INLINE_PAGE_COUNT, "");
    kit_inline(kit, block, INLINE_TEXT, "页");
    return block;
}

static void expect_text(struct kit *kit, size_t page, const char *text)
{
    struct str all = STR("");
    for (size_t i = 0; i < kit->document->pages[page].item_count; i++) {
        const struct page_item *item = &kit->document->pages[page].items[i];
        if (page_tag_is_artifact(item->tag) && item->kind == PAGE_GLYPHS && item->angle == 0)
            all = arena_printf(kit->arena, "%.*s%.*s", STR_ARGS(all), STR_ARGS(kit_item_text(kit, item)));
    }
    assert_string_equal(all.ptr, text);
}

static void test_numbering_runs(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit); /* a cover: counts, prints nothing */
    kit_text(&kit, STYLE_BODY, "面");
    struct section *front = kit_section(&kit);
    kit_furniture(&kit, front, FURNITURE_FOOTER, page_of_pages(&kit));
    kit_lines(&kit, STYLE_BODY, "甲", 12);
    struct section *body = kit_section(&kit);
    kit_furniture(&kit, body, FURNITURE_FOOTER, page_of_pages(&kit));
    body->restart = 1;
    kit_lines(&kit, STYLE_BODY, "乙", 24);
    struct section *annex = kit_section(&kit);
    kit_furniture(&kit, annex, FURNITURE_HEADER, page_of_pages(&kit));
    kit_text(&kit, STYLE_BODY, "丙");
    assert_int_equal(kit_lay(&kit), OK);
    static const int numbers[] = {0, 2, 3, 1, 2, 3, 4};
    assert_int_equal(kit.document->page_count, ARRAY_COUNT(numbers));
    for (size_t i = 0; i < ARRAY_COUNT(numbers); i++)
        assert_int_equal(kit.document->pages[i].number, numbers[i]);
    assert_int_equal(kit.document->pages[0].item_count, 1);
    expect_text(&kit, 1, "第2页共3页");
    expect_text(&kit, 2, "第3页共3页");
    expect_text(&kit, 3, "第1页共4页");
    expect_text(&kit, 6, "第4页共4页");
    kit_close(&kit);
}

static void test_places(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    struct section *section = kit_section(&kit);
    kit_furniture(&kit, section, FURNITURE_HEADER, kit_apart(&kit, "眉"));
    kit_furniture(&kit, section, FURNITURE_FOOTER, kit_apart(&kit, "脚"));
    kit_text(&kit, STYLE_BODY, "文");
    kit.styles[STYLE_BODY].align = ALIGN_RIGHT;
    kit_expect(&kit, "文 (眉) (脚) \n");
    assert_int_equal(kit_find(&kit, "眉")->y, 15 * PT);
    assert_int_equal(kit_find(&kit, "脚")->y, (180 - 20) * PT);
    assert_int_equal(kit_find(&kit, "眉")->x, 220 * PT);
    assert_int_equal(kit.document->pages[0].number, 0);
    kit_close(&kit);
}

/* The last line of a footer stands at footer_at, the first of a header at header_at. */
static void test_two_lines(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    struct section *section = kit_section(&kit);
    struct block *header = kit_furniture(&kit, section, FURNITURE_HEADER, kit_apart(&kit, "眉"));
    kit_inline(&kit, header, INLINE_BREAK, "");
    kit_inline(&kit, header, INLINE_TEXT, "下");
    struct block *footer = kit_furniture(&kit, section, FURNITURE_FOOTER, kit_apart(&kit, "上"));
    kit_inline(&kit, footer, INLINE_BREAK, "");
    kit_inline(&kit, footer, INLINE_TEXT, "脚");
    assert_int_equal(kit_lay(&kit), OK);
    assert_int_equal(kit_find(&kit, "眉")->y, 15 * PT);
    assert_int_equal(kit_find(&kit, "下")->y, 27 * PT);
    assert_int_equal(kit_find(&kit, "上")->y, 148 * PT);
    assert_int_equal(kit_find(&kit, "脚")->y, 160 * PT);
    kit_close(&kit);
}

/* 第7页共8页: the count is the last number of the run, also where that begins late. */
static void test_count_of_a_late_run(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    struct section *section = kit_section(&kit);
    section->restart = 7;
    struct block *footer = kit_furniture(&kit, section, FURNITURE_FOOTER, kit_apart(&kit, "第"));
    kit_inline(&kit, footer, INLINE_PAGE_NUMBER, "");
    kit_inline(&kit, footer, INLINE_TEXT, "页共");
    kit_inline(&kit, footer, INLINE_PAGE_COUNT, "");
    kit_lines(&kit, STYLE_BODY, "甲", 1);
    kit_block(&kit, BLOCK_PAGE_BREAK);
    kit_lines(&kit, STYLE_BODY, "乙", 1);
    kit_expect(&kit, "甲1 (第7页共8) \n乙1 (第8页共8) \n");
    kit_close(&kit);
}

/* 单页码居右，双页码居左，首页不印页码：其页仍计数。 */
static void test_pages_that_furniture_stands_on(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    struct section *section = kit_section(&kit);
    struct block *odd = kit_apart(&kit, "单"), *even = kit_apart(&kit, "双");
    kit_inline(&kit, odd, INLINE_PAGE_NUMBER, "");
    kit_inline(&kit, even, INLINE_PAGE_NUMBER, "");
    kit_carry(&kit, section, FURNITURE_HEADER, PAGES_FIRST, kit_apart(&kit, "首"));
    kit_carry(&kit, section, FURNITURE_FOOTER, PAGES_ODD | PAGES_REST, odd);
    kit_carry(&kit, section, FURNITURE_FOOTER, PAGES_EVEN | PAGES_REST, even);
    kit_lines(&kit, STYLE_BODY, "甲", 22);
    struct section *next = kit_section(&kit);
    kit_carry(&kit, next, FURNITURE_HEADER, PAGES_FIRST, kit_apart(&kit, "次"));
    kit_carry(&kit, next, FURNITURE_FOOTER, PAGES_ODD | PAGES_EVEN, kit_apart(&kit, "皆"));
    kit_lines(&kit, STYLE_BODY, "乙", 11);
    assert_int_equal(kit_lay(&kit), OK);
    static const char *const texts[] = {"首", "双2", "单3", "次皆", "皆"};
    static const int numbers[] = {0, 2, 3, 0, 0};
    assert_int_equal(kit.document->page_count, ARRAY_COUNT(texts));
    for (size_t i = 0; i < ARRAY_COUNT(texts); i++) {
        expect_text(&kit, i, texts[i]);
        assert_int_equal(kit.document->pages[i].number, numbers[i]);
    }
    kit_close(&kit);
}

/* A page left blank is not the first of its section. */
static void test_first_page_after_a_blank_one(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    struct section *section = kit_section(&kit);
    kit_carry(&kit, section, FURNITURE_HEADER, PAGES_FIRST, kit_apart(&kit, "首"));
    kit_block(&kit, BLOCK_PAGE_BREAK)->page_break.parity = PARITY_EVEN;
    kit_lines(&kit, STYLE_BODY, "甲", 1);
    kit_expect(&kit, "\n甲1 (首) \n");
    kit_close(&kit);
}

/* Mirrored: the header of an even page begins where its text does. */
static void test_mirrored_margins(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit.page.mirror = true;
    kit.page.left = 40 * PT;
    kit.page.right = 20 * PT;
    struct section *section = kit_section(&kit);
    kit_carry(&kit, section, FURNITURE_HEADER, PAGES_EVEN, kit_apart(&kit, "双"));
    kit_carry(&kit, section, FURNITURE_AT_TOP, PAGES_EVEN, kit_apart(&kit, "定"))->over = true;
    kit_lines(&kit, STYLE_BODY, "甲", 12);
    assert_int_equal(kit_lay(&kit), OK);
    assert_int_equal(kit_find(&kit, "甲1")->x, 40 * PT);
    assert_int_equal(kit_find(&kit, "甲12")->x, 20 * PT);
    assert_int_equal(kit_find(&kit, "双")->x, 20 * PT);
    assert_int_equal(kit_find(&kit, "定")->x, 20 * PT);
    kit_close(&kit);
}

/* Fixed blocks: text, read before the body, at their distance from the sheet's edges; the body does not
 * move. */
static void test_fixed_blocks(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    struct section *section = kit_section(&kit);
    struct block *top = NULL;
    struct block **outside = kit_enter(&kit, &top);
    kit_lines(&kit, STYLE_NEXT, "上", 2);
    kit_leave(&kit, outside);
    struct furniture *upper = kit_carry(&kit, section, FURNITURE_AT_TOP, PAGES_FIRST, top);
    upper->at = 3 * PT;
    upper->over = true;
    kit_carry(&kit, section, FURNITURE_AT_BOTTOM, 0, kit_apart(&kit, "下"))->at = 5 * PT;
    kit_furniture(&kit, section, FURNITURE_HEADER, kit_apart(&kit, "眉"));
    kit_lines(&kit, STYLE_BODY, "文", 12);
    kit_expect(&kit, "上1 上2 下 文1 文2 文3 文4 文5 文6 文7 文8 文9 文10 (眉) \n下 文11 文12 (眉) \n");
    assert_int_equal(kit_find(&kit, "上1")->y, 4 * PT + 8800);
    assert_int_equal(kit_find(&kit, "上2")->y, 16 * PT + 8800);
    assert_int_equal(kit_find(&kit, "下")->y, (180 - 5 - 12 + 1) * PT + 8800);
    assert_int_equal(kit_part(&kit, kit_find(&kit, "上1")), PART_PARAGRAPH);
    assert_int_equal(kit_find(&kit, "上1")->x, 30 * PT);
    assert_int_equal(kit_find(&kit, "文1")->y, 21 * PT + 8800);
    assert_int_equal(kit.document->pages[0].number, 0);
    assert_int_equal(kit.document->pages[1].items[0].y, kit_find(&kit, "下")->y);
    assert_int_equal(kit.document->pages[1].items[0].tag.node, kit_find(&kit, "下")->tag.node);
    assert_true(kit.document->pages[1].items[0].tag.repeated && !kit_find(&kit, "下")->tag.repeated);
    assert_false(kit.document->pages[1].items[0].tag.artifact);
    kit_close(&kit);
}

/* At the limit, and 1 pt over: reported once, however many pages carry it. */
static void test_fixed_blocks_higher_than_the_sheet(void **state)
{
    (void)state;
    for (length over = 0; over <= 1; over++) {
        struct kit kit;
        kit_open(&kit);
        struct section *section = kit_section(&kit);
        struct block *top = NULL;
        struct block **outside = kit_enter(&kit, &top);
        kit_lines(&kit, STYLE_BODY, "上", 10);
        kit_leave(&kit, outside);
        struct furniture *fixed = kit_carry(&kit, section, FURNITURE_AT_TOP, 0, top);
        fixed->at = (60 + over) * PT;
        fixed->over = true;
        kit_lines(&kit, STYLE_BODY, "文", 30);
        assert_int_equal(kit_lay(&kit), over ? FAILED : OK);
        assert_int_equal(diag_has(kit.diag, MSG_LAYOUT_FIXED_HIGH), over);
        assert_int_equal(diag_count(kit.diag, SEVERITY_ERROR), over);
        kit_close(&kit);
    }
}

static length half(length value)
{
    return value * 7071 / 10000;
}

/* Every corner of every watermark item's box lies on the sheet. */
static void expect_on_sheet(const struct page *page, const struct page_item *item)
{
    length up = item->size * 88 / 100, down = item->size * 12 / 100;
    const length xs[] = {item->x - half(up), item->x + half(down), item->x + half(item->width - up),
                         item->x + half(item->width + down)};
    const length ys[] = {item->y - half(up), item->y + half(down), item->y - half(item->width + up),
                         item->y - half(item->width - down)};
    for (size_t i = 0; i < 4; i++) {
        assert_in_range(xs[i], 0, page->width);
        assert_in_range(ys[i], 0, page->height);
    }
}

static void lay_watermark(struct kit *kit, length width, length height, const char *text)
{
    kit_open(kit);
    kit->page.width = width;
    kit->page.height = height;
    kit_section(kit)->watermark = str_of(text);
    kit_lines(kit, STYLE_BODY, "文", 4);
    assert_int_equal(kit_lay(kit), OK);
}

static void test_watermark_lies_behind(void **state)
{
    (void)state;
    struct kit kit;
    lay_watermark(&kit, 595 * PT, 842 * PT, "副本");
    assert_string_equal(kit_pages(&kit), "(副本) 文1 文2 文3 文4 \n");
    const struct page_item *mark = &kit.document->pages[0].items[0];
    assert_int_equal(mark->angle, 45);
    assert_int_equal(mark->size, 72 * PT);
    assert_int_equal(mark->color, 0xE6E6E6);
    /* The middle of its box is the middle of the sheet. */
    assert_in_range(mark->x + half(72 * PT) - half(mark->size * 38 / 100), 297490, 297510);
    assert_in_range(mark->y - half(72 * PT) - half(mark->size * 38 / 100), 420990, 421010);
    kit_close(&kit);
}

static void test_watermark_fits_every_sheet(void **state)
{
    (void)state;
    static const length sheets[][2] = {
        {595276, 841890}, {841890, 595276}, {260 * PT, 180 * PT}, {200 * PT, 900 * PT}, {900 * PT, 200 * PT}};
    static const char *const texts[] = {"副本", "网站公开使用　拍照复印无效",
                                        "社会工作协会评估报告网站公开使用拍照复印一律无效仅供查阅"};
    for (size_t s = 0; s < ARRAY_COUNT(sheets); s++) {
        for (size_t t = 0; t < ARRAY_COUNT(texts); t++) {
            struct kit kit;
            lay_watermark(&kit, sheets[s][0], sheets[s][1], texts[t]);
            const struct page *page = &kit.document->pages[0];
            size_t count = 0;
            for (size_t i = 0; i < page->item_count; i++) {
                if (page->items[i].angle == 45) {
                    expect_on_sheet(page, &page->items[i]);
                    count++;
                }
            }
            assert_true(count > 0);
            kit_close(&kit);
        }
    }
}

static void test_long_watermark_length(void **state)
{
    (void)state;
    struct kit kit;
    lay_watermark(&kit, 595276, 841890, "网站公开使用　拍照复印无效");
    const struct page_item *mark = &kit.document->pages[0].items[0];
    assert_in_range(mark->width, 610 * PT, 619 * PT); /* 60 % of 1031 pt */
    kit_close(&kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbering_runs),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_two_lines),
        cmocka_unit_test(test_count_of_a_late_run),
        cmocka_unit_test(test_pages_that_furniture_stands_on),
        cmocka_unit_test(test_first_page_after_a_blank_one),
        cmocka_unit_test(test_mirrored_margins),
        cmocka_unit_test(test_fixed_blocks),
        cmocka_unit_test(test_fixed_blocks_higher_than_the_sheet),
        cmocka_unit_test(test_watermark_lies_behind),
        cmocka_unit_test(test_watermark_fits_every_sheet),
        cmocka_unit_test(test_long_watermark_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
