/* Inline styles and inline things on the page: size, rise, strokes, pitch, emphasis, tabs, spread, cuts,
 * notes; and what is left of them in the contents list and the outline. */
#include "layout_kit.h"

static struct block *begin(struct kit *kit)
{
    kit_open(kit);
    kit_section(kit);
    return kit_text(kit, STYLE_BODY, "甲");
}

static void test_scale_and_raise(void **state)
{
    (void)state;
    struct kit kit;
    const struct span_style sup = {.scale = 600, .raise = 350};
    const struct span_style sub = {.scale = 600, .raise = -150};
    const struct span_style large_sub = {.size = 20 * PT, .scale = 600};
    struct block *block = begin(&kit);
    kit_inline(&kit, block, INLINE_TEXT, "上")->style = &sup;
    kit_inline(&kit, block, INLINE_TEXT, "下")->style = &sub;
    kit_inline(&kit, block, INLINE_TEXT, "大")->style = &large_sub;
    assert_int_equal(kit_lay(&kit), OK);
    const length baseline = kit_find(&kit, "甲")->y;
    assert_int_equal(kit_find(&kit, "上")->size, 6 * PT);
    assert_int_equal(kit_find(&kit, "上")->y, baseline - 3500);
    assert_int_equal(kit_find(&kit, "下")->y, baseline + 1500);
    assert_int_equal(kit_find(&kit, "大")->size, 12 * PT);
    assert_int_equal(kit_find(&kit, "大")->y, baseline);
    kit_close(&kit);
}

static void test_embolden(void **state)
{
    (void)state;
    struct kit kit;
    const struct span_style heavy = {.embolden = 300};
    struct block *block = begin(&kit);
    kit_inline(&kit, block, INLINE_TEXT, "乙")->style = &heavy;
    struct block *title = kit_text(&kit, STYLE_HEADING, "丙");
    kit.styles[STYLE_HEADING].embolden = 500;
    kit_inline(&kit, title, INLINE_TEXT, "丁")->style = &heavy;
    assert_int_equal(kit_lay(&kit), OK);
    assert_int_equal(kit_find(&kit, "甲")->stroke, 0);
    assert_int_equal(kit_find(&kit, "乙")->stroke, 300);
    assert_int_equal(kit_find(&kit, "丙")->stroke, 500);
    assert_int_equal(kit_find(&kit, "丁")->stroke, 300);
    kit_close(&kit);
}

/* The pitch is that of the paragraph's own size: a smaller span goes by its own. */
static void test_pitch(void **state)
{
    (void)state;
    struct kit kit;
    const struct span_style small = {.size = 8 * PT};
    struct block *block = begin(&kit);
    kit.styles[STYLE_BODY].pitch = 12 * PT;
    kit_inline(&kit, block, INLINE_TEXT, "乙丙");
    kit_inline(&kit, block, INLINE_TEXT, "丁戊")->style = &small;
    assert_int_equal(kit_lay(&kit), OK);
    const struct page_item *first = kit_find(&kit, "甲乙丙"), *second = kit_find(&kit, "丁戊");
    assert_int_equal(first->glyphs[2].x - first->glyphs[1].x, 12 * PT);
    assert_int_equal(second->glyphs[1].x - second->glyphs[0].x, 8 * PT);
    kit_close(&kit);
}

/* One dot under each character, none under the comma; drawn, not text. */
static void test_emphasis(void **state)
{
    (void)state;
    struct kit kit;
    const struct span_style dotted = {.emphasis = true};
    struct block *block = begin(&kit);
    kit_inline(&kit, block, INLINE_TEXT, "乙，丙")->style = &dotted;
    assert_int_equal(kit_lay(&kit), OK);
    const struct page *page = &kit.document->pages[0];
    length dots = 0;
    for (size_t i = 0; i < page->item_count; i++) {
        const struct page_item *item = &page->items[i];
        if (page_tag_is_artifact(item->tag)) {
            assert_true(item->kind == PAGE_PATH && item->shape == PAGE_SPOTS && item->round);
            assert_true(item->y > kit_find(&kit, "甲")->y && item->height == item->spot);
            dots += (item->width - item->spot) / item->step + 1;
        }
    }
    assert_int_equal(dots, 2);
    assert_int_equal(kit_find(&kit, "甲")->says, 0);
    assert_int_equal(kit_find(&kit, "乙，丙")->says, PAGE_STRESSED); /* for who draws no dots */
    kit_close(&kit);
}

static void test_tab(void **state)
{
    (void)state;
    static const struct {
        enum align align;
        length x;
    } cases[] = {{ALIGN_LEFT, 130}, {ALIGN_CENTER, 120}, {ALIGN_RIGHT, 110}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct kit kit;
        struct block *block = begin(&kit);
        struct inline_item *tab = kit_inline(&kit, block, INLINE_TAB, "");
        tab->width = 100 * PT;
        tab->align = cases[i].align;
        kit_inline(&kit, block, INLINE_TEXT, "乙丙");
        assert_int_equal(kit_lay(&kit), OK);
        const struct page_item *item = kit_find(&kit, " 乙丙");
        assert_int_equal(item->x + item->glyphs[1].x, cases[i].x * PT);
        kit_close(&kit);
    }
}

static void test_tab_with_leader(void **state)
{
    (void)state;
    struct kit kit;
    struct block *block = begin(&kit);
    kit_inline(&kit, block, INLINE_TAB, "…")->align = ALIGN_RIGHT;
    kit_inline(&kit, block, INLINE_TEXT, "乙");
    assert_int_equal(kit_lay(&kit), OK);
    const struct page_item *item = kit_find(&kit, " 乙");
    assert_int_equal(item->x + item->glyphs[1].x, 220 * PT);
    const struct page *page = &kit.document->pages[0];
    size_t leaders = 0;
    for (size_t i = 0; i < page->item_count; i++)
        leaders += page_tag_is_artifact(page->items[i].tag);
    assert_int_equal(leaders, 1);
    kit_close(&kit);
}

/* 张三 over four characters' room: the first at its left, the last at its right end. */
static void test_spread(void **state)
{
    (void)state;
    struct kit kit;
    struct block *block = begin(&kit);
    struct inline_item *name = kit_inline(&kit, block, INLINE_TEXT, "张三");
    name->spread = 1;
    name->width = 40 * PT;
    kit_inline(&kit, block, INLINE_TEXT, "乙");
    assert_int_equal(kit_lay(&kit), OK);
    const struct page_item *item = &kit.document->pages[0].items[0];
    const struct page_glyph *glyphs = item->glyphs;
    assert_int_equal(item->glyph_count, 4);
    assert_int_equal(glyphs[1].x, 10 * PT);
    assert_int_equal(glyphs[2].x, 40 * PT);
    assert_int_equal(glyphs[3].x, 50 * PT);
    kit_close(&kit);
}

/* Lines end where sense units do. */
static void test_cuts(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    struct block *block = kit_text(&kit, STYLE_BODY, "关于平湖街道社区服务的");
    kit_inline(&kit, block, INLINE_CUT, "");
    kit_inline(&kit, block, INLINE_TEXT, "补充协议及其全部附件和说明");
    kit_expect(&kit, "关于平湖街道社区服务的 补充协议及其全部附件和说明 \n");
    kit_close(&kit);
}

static size_t letters_of_line(const struct kit *kit, size_t line)
{
    return kit->document->pages[0].lines[line].letters;
}

/* A title of three lines as the style wants it: full lines, 梯形, 菱形. */
static void test_shape(void **state)
{
    (void)state;
    for (enum title_shape shape = SHAPE_FREE; shape <= SHAPE_DIAMOND; shape++) {
        struct kit kit;
        kit_open(&kit);
        kit.styles[STYLE_BODY].shape = shape;
        kit.styles[STYLE_BODY].align = ALIGN_CENTER;
        kit_section(&kit);
        kit_text(
            &kit, STYLE_BODY,
            "乾坎艮震巽离坤兑戊己乾坎艮震巽离坤兑戊己乾坎艮震巽离坤兑戊己乾坎艮震巽离坤兑戊己乾坎艮震巽");
        assert_int_equal(kit_lay(&kit), OK);
        assert_int_equal(kit.document->pages[0].line_count, 3);
        size_t first = letters_of_line(&kit, 0), second = letters_of_line(&kit, 1),
               third = letters_of_line(&kit, 2);
        assert_int_equal(first + second + third, 45);
        if (shape == SHAPE_FREE) {
            assert_int_equal(first, 20);
            assert_int_equal(second, 20);
        } else if (shape == SHAPE_TRAPEZOID) {
            assert_true((first > second && second > third) || (first < second && second < third));
        } else {
            assert_true(second > first && second > third);
        }
        kit_close(&kit);
    }
}

/* Close: no white beside the digit. */
static void test_close(void **state)
{
    (void)state;
    for (int close = 0; close <= 1; close++) {
        struct kit kit;
        struct block *block = begin(&kit);
        kit.styles[STYLE_BODY].close = close;
        kit_inline(&kit, block, INLINE_TEXT, "1月");
        assert_int_equal(kit_lay(&kit), OK);
        const struct page_item *item = &kit.document->pages[0].items[0];
        assert_int_equal(item->glyphs[2].x, close ? 15 * PT : 20 * PT);
        kit_close(&kit);
    }
}

static void test_kinsoku(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit.sheet.kinsoku = KINSOKU_NONE;
    kit_section(&kit);
    kit_text(&kit, STYLE_BODY, "一二三四五六七八九十一二三四五六七八九十。一二三");
    kit_expect(&kit, "一二三四五六七八九十一二三四五六七八九十 。一二三 \n");
    kit_close(&kit);
}

static void test_hanging_mark(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit.styles[STYLE_BODY].hang = true;
    kit.styles[STYLE_BODY].align = ALIGN_JUSTIFY;
    kit_section(&kit);
    kit_text(&kit, STYLE_BODY, "一二三四五六七八九十一二三四五六七八九十，一二三");
    kit_expect(&kit, "一二三四五六七八九十一二三四五六七八九十， 一二三 \n");
    assert_int_equal(kit.document->pages[0].lines[0].width, 200 * PT);
    kit_close(&kit);
}

/* In the contents list and the outline: one line, neither the mark of the note nor cuts. */
static void test_plain_texts(void **state)
{
    (void)state;
    struct kit kit;
    const struct span_style dotted = {.emphasis = true, .size = 8 * PT};
    kit_open(&kit);
    kit_section(&kit);
    kit_block(&kit, BLOCK_CONTENTS)->contents.depth = 1;
    struct block *heading = kit_heading(&kit, 1, "总\xE2\x80\x8B则");
    kit_inline(&kit, heading, INLINE_CUT, "");
    struct inline_item *note = kit_inline(&kit, heading, INLINE_NOTE, "①");
    note->note = kit_apart(&kit, "注");
    kit_inline(&kit, heading, INLINE_TAB, "…");
    kit_inline(&kit, heading, INLINE_TEXT, "附")->style = &dotted;
    kit_inline(&kit, heading, INLINE_BREAK, "");
    kit_inline(&kit, heading, INLINE_TEXT, "则");
    assert_int_equal(kit_lay(&kit), OK);
    assert_true(str_is(kit.document->outlines[0].title, "总则 附 则"));
    const struct page_item *entry = &kit.document->pages[0].items[0];
    assert_true(str_is(kit_item_text(&kit, entry), "总则 附 则"));
    assert_int_equal(kit_part(&kit, entry), PART_ENTRY);
    kit_close(&kit);
}

/* For the audit: each line of text once, with its place; furniture, labels set again and empty lines not. */
static void test_lines_for_the_audit(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    struct section *section = kit_section(&kit);
    kit_furniture(&kit, section, FURNITURE_HEADER, kit_apart(&kit, "眉"));
    kit_lines(&kit, STYLE_BODY, "甲", 2);
    kit_text(&kit, STYLE_BODY, "");
    kit_table(&kit, 12)->table->head_rows = 1;
    struct block *columns = kit_columns(&kit, 2, 0);
    struct block **outside = kit_enter(&kit, &columns->columns.items[1].blocks);
    kit_table(&kit, 1);
    kit_leave(&kit, outside);
    assert_int_equal(kit_lay(&kit), OK);
    assert_int_equal(kit.document->page_count, 2);
    const struct page *page = &kit.document->pages[0];
    assert_int_equal(page->line_count + kit.document->pages[1].line_count, 2 + 12 + 1);
    assert_int_equal(page->lines[1].x, 30 * PT);
    assert_int_equal(page->lines[1].y, kit_find(&kit, "甲2")->y);
    assert_int_equal(page->lines[1].width, 17500); /* with 1/4 em beside the digit */
    assert_int_equal(page->lines[1].place.line, 9);
    assert_false(page->lines[0].last);
    assert_true(page->lines[1].last);
    assert_false(page->lines[1].in_cell);
    assert_true(page->lines[2].in_cell);
    assert_int_equal(page->lines[2].y, kit_find(&kit, "表1")->y);
    const struct page *other = &kit.document->pages[1];
    assert_int_equal(other->lines[other->line_count - 1].x, 130 * PT);
    kit_close(&kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scale_and_raise),
        cmocka_unit_test(test_embolden),
        cmocka_unit_test(test_pitch),
        cmocka_unit_test(test_emphasis),
        cmocka_unit_test(test_tab),
        cmocka_unit_test(test_tab_with_leader),
        cmocka_unit_test(test_spread),

        cmocka_unit_test(test_close),
        cmocka_unit_test(test_kinsoku),
        cmocka_unit_test(test_cuts),
        cmocka_unit_test(test_shape),
        cmocka_unit_test(test_hanging_mark),
        cmocka_unit_test(test_plain_texts),
        cmocka_unit_test(test_lines_for_the_audit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
