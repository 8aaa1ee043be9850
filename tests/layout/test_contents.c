/* The contents list: entries, true page numbers, dots, links, reading order; the outline. */
#include "layout_kit.h"
#include "layout/messages.def"

static void write_chapters(struct kit *kit)
{
    kit_section(kit);
    kit_block(kit, BLOCK_CONTENTS)->contents.depth = 2;
    struct section *body = kit_section(kit);
    body->restart = 1;
    kit_heading(kit, 1, "总则");
    kit_lines(kit, STYLE_BODY, "甲", 12);
    struct block *keep = kit_block(kit, BLOCK_KEEP);
    struct block **outside = kit_enter(kit, &keep->keep.blocks);
    kit_heading(kit, 2, "目的");
    kit_lines(kit, STYLE_BODY, "乙", 6);
    kit_leave(kit, outside);
    kit_heading(kit, 3, "细目"); /* too deep */
    kit_lines(kit, STYLE_BODY, "丙", 2);
    kit_heading(kit, 1, "附件")->paragraph.unlisted = true;
    kit_lines(kit, STYLE_BODY, "丁", 1);
}

static void test_numbers_are_true(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    write_chapters(&kit);
    kit_expect(&kit, "总则  1 目的  2 \n"
                     "总则 甲1 甲2 甲3 甲4 甲5 甲6 甲7 甲8 甲9 \n"
                     "甲10 甲11 甲12 目的 乙1 乙2 乙3 乙4 乙5 乙6 \n"
                     "细目 丙1 丙2 附件 丁1 \n");
    const struct page *contents = &kit.document->pages[0];
    assert_int_equal(kit_part(&kit, &contents->items[0]), PART_ENTRY);
    assert_int_equal(contents->items[0].tag.node, contents->items[1].tag.node); /* title and number are one */
    assert_int_equal(contents->links[0].node, contents->items[0].tag.node);
    assert_int_equal(contents->items[1].x + contents->items[1].width, 230 * PT);
    assert_int_equal(kit_node(&kit, &contents->items[3])->level, 2);
    assert_int_equal(contents->items[3].x, 50 * PT);
    kit_close(&kit);
}

/* A text knows its field: on the page, and where a contents list sets it again. */
static void test_fields(void **state)
{
    (void)state;
    struct kit kit;
    const int owner[2] = {0};
    kit_open(&kit);
    write_chapters(&kit);
    struct block *last = kit_text(&kit, STYLE_BODY, "共");
    struct inline_item *number = kit_inline(&kit, last, INLINE_TEXT, "36");
    number->shown = portions_whole(kit.arena, number->text, &owner[0]);
    kit_inline(&kit, last, INLINE_TEXT, "场");
    struct block *heading = kit_heading(&kit, 1, "共七日");
    struct inline_item *words = &heading->paragraph.inlines[0];
    words->shown = portions_whole(kit.arena, words->text, &owner[1]);
    assert_int_equal(kit_lay(&kit), OK);
    const struct page_item *text = kit_find(&kit, "共36场"), *entry = kit_find(&kit, "共七日");
    assert_int_equal(text->glyphs[0].run, 0);
    assert_int_equal(text->glyphs[1].run, 1);
    assert_int_equal(text->glyphs[3].run, 0);
    const struct page_run *run = page_run_of(kit.document->structure, text->tag.node, 0);
    assert_int_equal(run->number, 1);
    assert_ptr_equal(run->shown, &owner[0]);
    assert_int_equal(run->len, 2);
    assert_null(page_run_of(kit.document->structure, text->tag.node, 1));
    assert_int_equal(kit_part(&kit, entry), PART_ENTRY);
    run = page_run_of(kit.document->structure, entry->tag.node, 0);
    assert_ptr_equal(run->shown, &owner[1]);
    assert_int_equal(entry->glyphs[0].run, run->number);
    kit_close(&kit);
}

/* Dots of all lines stand below each other. */
static void test_dots_stand_on_a_grid(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    write_chapters(&kit);
    assert_int_equal(kit_lay(&kit), OK);
    const struct page *page = &kit.document->pages[0];
    for (size_t i = 2; i <= 5; i += 3) {
        const struct page_item *dots = &page->items[i];
        assert_true(page_tag_is_artifact(dots->tag));
        assert_int_equal((230 * PT - dots->x) % (5 * PT), 0);
        assert_int_equal(dots->shape, PAGE_SPOTS);
        assert_int_equal((dots->width - dots->spot) / dots->step + 1, i == 2 ? 33 : 29);
        const struct page_item *title = &page->items[i - 2], *number = &page->items[i - 1];
        assert_true(dots->x >= title->x + title->width);
        assert_true(dots->x + dots->width <= number->x + number->glyphs[1].x);
        assert_true(str_is(number->glyphs[0].text, " ") && number->line == title->line);
        assert_int_equal(number->x, title->x + title->width);
    }
    kit_close(&kit);
}

static void test_links_lead_to_the_headings(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    write_chapters(&kit);
    assert_int_equal(kit_lay(&kit), OK);
    const struct page *page = &kit.document->pages[0];
    assert_int_equal(page->link_count, 2);
    assert_int_equal(page->links[0].page, 1);
    assert_int_equal(page->links[0].target_y, 20 * PT);
    assert_int_equal(page->links[0].x, 30 * PT);
    assert_int_equal(page->links[0].width, 200 * PT);
    assert_int_equal(page->links[0].y, 20 * PT);
    assert_int_equal(page->links[0].height, 12 * PT);
    assert_true(str_is(page->links[1].title, "目的"));
    assert_int_equal(page->links[1].page, 2);
    assert_int_equal(page->links[1].target_y, (20 + 3 * 12) * PT);
    kit_close(&kit);
}

/* 第1部分 … long enough for two lines: number on the last, links on both; <br/> is a space; no dots without
 * `leader`. */
static void test_long_title(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit.styles[STYLE_CONTENTS1].leader = false;
    kit_section(&kit);
    kit_block(&kit, BLOCK_CONTENTS)->contents.depth = 1;
    struct block *heading = kit_heading(&kit, 1, "一二三四五六七八九十");
    kit_inline(&kit, heading, INLINE_BREAK, "");
    kit_inline(&kit, heading, INLINE_TEXT, "甲乙丙丁戊己庚辛壬癸");
    assert_int_equal(kit_lay(&kit), OK);
    const struct page *page = &kit.document->pages[0];
    assert_int_equal(page->link_count, 2);
    assert_true(str_is(kit.document->outlines[0].title, "一二三四五六七八九十 甲乙丙丁戊己庚辛壬癸"));
    assert_int_equal(kit_find(&kit, " 1")->y, 21 * PT + 12 * PT + 8800);
    assert_null(strchr(kit_pages(&kit), '('));
    kit_close(&kit);
}

static void test_outline_is_nested_without_gaps(void **state)
{
    (void)state;
    static const int levels[] = {2, 1, 3, 3, 2, 6, 1};
    static const int nested[] = {1, 1, 2, 2, 2, 3, 1};
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    for (size_t i = 0; i < ARRAY_COUNT(levels); i++)
        kit_heading(&kit, levels[i], "题");
    kit_heading(&kit, 1, "")->paragraph.unlisted = true; /* nothing to show */
    assert_int_equal(kit_lay(&kit), OK);
    assert_int_equal(kit.document->outline_count, ARRAY_COUNT(levels));
    for (size_t i = 0; i < ARRAY_COUNT(levels); i++) {
        assert_int_equal(kit.document->outlines[i].level, nested[i]);
        assert_int_equal(kit.document->outlines[i].y, (20 + 12 * (length)i) * PT);
    }
    kit_close(&kit);
}

static void test_headings_in_columns(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 8);
    struct block *columns = kit_columns(&kit, 2, 0);
    for (size_t i = 0; i < 2; i++) {
        struct block **outside = kit_enter(&kit, &columns->columns.items[i].blocks);
        kit_lines(&kit, STYLE_BODY, "乙", 1 + (int)i);
        kit_heading(&kit, 1, i == 0 ? "左" : "右");
        kit_leave(&kit, outside);
    }
    kit_block(&kit, BLOCK_CONTENTS)->contents.depth = 1;
    assert_int_equal(kit_lay(&kit), OK);
    assert_int_equal(kit.document->outline_count, 2);
    assert_int_equal(kit.document->outlines[1].page, 1);
    assert_int_equal(kit.document->outlines[0].y, 32 * PT);
    assert_int_equal(kit.document->outlines[1].y, 44 * PT);
    kit_close(&kit);
}

static void test_lists_lie_as_what_they_hold(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    struct block **outside = kit_item(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 1);
    struct block **item = kit_item(&kit);
    struct block *keep = kit_block(&kit, BLOCK_KEEP);
    struct block **around = kit_enter(&kit, &keep->keep.blocks);
    kit_heading(&kit, 1, "题");
    kit_leave(&kit, around);
    kit_leave(&kit, item);
    kit_lines(&kit, STYLE_BODY, "乙", 1);
    kit_leave(&kit, outside);
    kit_block(&kit, BLOCK_CONTENTS)->contents.depth = 1;
    kit_expect(&kit, "甲1 题 乙1 题  1 \n");
    assert_int_equal(kit.document->outline_count, 1);
    assert_int_equal(kit.document->outlines[0].y, 32 * PT);
    kit_close(&kit);
}

static void expect_fault(struct kit *kit, const struct message *code)
{
    assert_int_equal(kit_lay(kit), FAILED);
    assert_true(diag_has(kit->diag, code));
    assert_int_equal(diag_count(kit->diag, SEVERITY_ERROR), 1);
}

static void test_missing_style(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_block(&kit, BLOCK_CONTENTS)->contents.depth = 3;
    kit_heading(&kit, 3, "甲");
    kit_heading(&kit, 3, "乙");
    expect_fault(&kit, MSG_LAYOUT_CONTENTS_STYLE);
    kit_close(&kit);
}

static void test_list_inside_columns(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    struct block *columns = kit_columns(&kit, 1, 0);
    struct block **outside = kit_enter(&kit, &columns->columns.items[0].blocks);
    kit_block(&kit, BLOCK_CONTENTS)->contents.depth = 1;
    kit_leave(&kit, outside);
    expect_fault(&kit, MSG_LAYOUT_CONTENTS_PLACE);
    kit_close(&kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers_are_true),     cmocka_unit_test(test_fields),
        cmocka_unit_test(test_dots_stand_on_a_grid), cmocka_unit_test(test_links_lead_to_the_headings),
        cmocka_unit_test(test_long_title),           cmocka_unit_test(test_outline_is_nested_without_gaps),
        cmocka_unit_test(test_headings_in_columns),  cmocka_unit_test(test_lists_lie_as_what_they_hold),
        cmocka_unit_test(test_missing_style),        cmocka_unit_test(test_list_inside_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
