/*
 * Paragraphs a line longer or shorter, where pages are the better for it: a foot filled, lines that find room, a short
 * last page saved; never beyond the bounds, and not where the page master says no.
 */
#include "layout_kit.h"
#include "pages.h"
#include "random.h"

#define TEN "一二三四五六七八九十"
/* Six full lines: three of nineteen characters and three of twenty, and three are left for a seventh. */
#define FULL TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
/* Four lines, the last of three characters: squeezed, its commas make it three. */
#define COMMAS "一二三四，六七八九十，二三四五六，八九十一" /* 21 */
#define TIGHT  COMMAS COMMAS COMMAS

static void open_balanced(struct kit *kit)
{
    kit_open(kit);
    kit->page.balance = true;
    kit->styles[STYLE_BODY].align = ALIGN_JUSTIFY;
    kit_section(kit);
}

/* How many lines of text the pages have. */
static const char *line_counts(struct kit *kit)
{
    struct buf out = BUF(1 << 12);
    assert_int_equal(kit_lay(kit), OK);
    for (size_t i = 0; i < kit->document->page_count; i++)
        buf_printf(&out, "%d ", (int)kit->document->pages[i].line_count);
    struct str text = arena_copy(kit->arena, buf_str(&out));
    buf_clear(&out);
    assert_non_null(text.ptr);
    return text.ptr;
}

/* A paragraph of three lines does not fit the last line of the page. */
static void write_white_foot(struct kit *kit)
{
    open_balanced(kit);
    kit_text(kit, STYLE_BODY, FULL);
    kit_lines(kit, STYLE_BODY, "甲", 3);
    kit_lines(kit, STYLE_BODY, "乙", 3);
    kit_lines(kit, STYLE_BODY, "丙", 6);
}

static void test_foot_filled(void **state)
{
    (void)state;
    struct kit kit;
    write_white_foot(&kit);
    assert_string_equal(line_counts(&kit), "10 9 ");
    kit_close(&kit);
}

static void test_switched_off(void **state)
{
    (void)state;
    struct kit kit;
    write_white_foot(&kit);
    kit.page.balance = false;
    assert_string_equal(line_counts(&kit), "9 9 ");
    kit_close(&kit);
}

/* A line less, and a heading finds room with two lines of its text. */
static void test_room_found(void **state)
{
    (void)state;
    struct kit kit;
    open_balanced(&kit);
    kit_text(&kit, STYLE_BODY, TIGHT);
    kit_lines(&kit, STYLE_BODY, "甲", 4);
    kit_heading(&kit, 1, "题");
    kit_lines(&kit, STYLE_BODY, "乙", 8);
    kit_lines(&kit, STYLE_BODY, "丙", 4);
    kit.styles[STYLE_HEADING].before = 0;
    assert_string_equal(line_counts(&kit), "10 10 ");
    kit.page.balance = false;
    assert_string_equal(line_counts(&kit), "8 9 4 ");
    kit_close(&kit);
}

/* Two lines would stand on a page of their own. */
static void write_short_end(struct kit *kit)
{
    open_balanced(kit);
    kit_lines(kit, STYLE_BODY, "甲", 7);
    kit_text(kit, STYLE_BODY, TIGHT);
    kit_text(kit, STYLE_BODY, TIGHT);
    kit_lines(kit, STYLE_BODY, "乙", 7);
}

static void test_last_page_saved(void **state)
{
    (void)state;
    struct kit kit;
    write_short_end(&kit);
    assert_string_equal(line_counts(&kit), "10 10 ");
    kit.page.balance = false;
    assert_string_equal(line_counts(&kit), "9 10 3 ");
    kit_close(&kit);
}

/* A break that was asked for ends a text too; what stands behind it stays. */
static void test_end_before_break(void **state)
{
    (void)state;
    struct kit kit;
    write_short_end(&kit);
    kit_block(&kit, BLOCK_PAGE_BREAK);
    kit_lines(&kit, STYLE_BODY, "丙", 4);
    assert_string_equal(line_counts(&kit), "10 10 4 ");
    kit_close(&kit);
}

/* A third of a page is no short one; and what cannot be saved is left as it was. */
static void test_last_page_stays(void **state)
{
    (void)state;
    struct kit kit;
    open_balanced(&kit);
    kit_text(&kit, STYLE_BODY, TIGHT);
    kit_lines(&kit, STYLE_BODY, "甲", 10);
    assert_string_equal(line_counts(&kit), "10 4 ");
    kit_close(&kit);
    open_balanced(&kit);
    kit_text(&kit, STYLE_BODY, TIGHT);
    kit_lines(&kit, STYLE_BODY, "甲", 9);
    assert_string_equal(line_counts(&kit), "10 3 ");
    kit_close(&kit);
}

/* Paragraphs of a KEEP, with notes, in columns: as they are. */
static void test_left_alone(void **state)
{
    (void)state;
    struct kit kit;
    open_balanced(&kit);
    struct block *keep = kit_block(&kit, BLOCK_KEEP);
    struct block **outside = kit_enter(&kit, &keep->keep.blocks);
    kit_text(&kit, STYLE_BODY, FULL);
    kit_leave(&kit, outside);
    kit_lines(&kit, STYLE_BODY, "甲", 3);
    kit_lines(&kit, STYLE_BODY, "乙", 3);
    assert_string_equal(line_counts(&kit), "9 3 ");
    kit_close(&kit);
}

/* --- random texts --- */

static void write_random(struct kit *kit)
{
    static const char *const parts[] = {"社区", "中心", "，", "的",     "服务",
                                        "。",   "、",   "12", "（三）", "居民"};
    open_balanced(kit);
    for (size_t i = 0, count = 3 + random_below(14); i < count; i++) {
        struct buf text = BUF(1 << 12);
        for (size_t k = 0, all = 5 + random_below(70); k < all; k++)
            buf_add_text(&text, parts[random_below(ARRAY_COUNT(parts))]);
        buf_add_text(&text, "止。");
        struct str copy = arena_copy(kit->arena, buf_str(&text));
        buf_clear(&text);
        if (random_below(6) == 0)
            kit_heading(kit, 1, "题");
        struct block *block = kit_text(kit, random_below(5) == 0 ? STYLE_TOGETHER : STYLE_BODY, copy.ptr);
        if (random_below(12) == 0)
            kit_note(kit, block, "①", "注", 2);
        if (random_below(12) == 0)
            kit_table(kit, 1 + random_below(6));
        if (random_below(12) == 0)
            kit_block(kit, BLOCK_PAGE_BREAK);
    }
}

static const char *all_text(struct kit *kit)
{
    struct buf out = BUF(1 << 18);
    const char *pages = kit_pages(kit);
    for (; *pages != '\0'; pages++)
        if (*pages != ' ' && *pages != '\n')
            buf_add_char(&out, *pages);
    struct str text = arena_copy(kit->arena, buf_str(&out));
    buf_clear(&out);
    assert_non_null(text.ptr);
    return text.ptr;
}

static int32_t most_strain(const struct kit *kit)
{
    int32_t most = 150; /* of a space; of other gaps 100 */
    for (size_t p = 0; p < kit->document->page_count; p++)
        for (size_t i = 0; i < kit->document->pages[p].line_count; i++)
            if (kit->document->pages[p].lines[i].strain > most)
                most = kit->document->pages[p].lines[i].strain;
    return most;
}

/* What the pages' lines are and where, as one number. */
static void add_lines(uint64_t *sum, const struct page *page, size_t index)
{
    for (size_t i = 0; i < page->line_count; i++)
        *sum = (*sum + (uint64_t)page->lines[i].y + index + (uint64_t)page->lines[i].letters) * 31;
}

static enum status sum_page(void *context, const struct page *page, size_t index)
{
    add_lines(context, page, index);
    return OK;
}

/* Nothing is lost, nothing looser than a tenth of an em but what was, no more pages; the same where pages are not kept. */
static void test_random(void **state)
{
    (void)state;
    size_t changed = 0, saved = 0;
    for (int round = 0; round < 1500; round++) {
        struct kit kit;
        write_random(&kit);
        kit.page.balance = false;
        assert_int_equal(kit_lay(&kit), OK);
        const size_t pages = kit.document->page_count;
        const int32_t strain = most_strain(&kit);
        const char *text = all_text(&kit), *before = kit_pages(&kit);
        kit.page.balance = true;
        assert_int_equal(kit_lay(&kit), OK);
        changed += strcmp(before, kit_pages(&kit)) != 0;
        saved += kit.document->page_count < pages;
        assert_true(kit.document->page_count <= pages);
        assert_true(most_strain(&kit) <= strain);
        if (strstr(text, "注") == NULL && strstr(text, "表") == NULL)
            assert_string_equal(text, all_text(&kit));
        assert_int_equal(strlen(text), strlen(all_text(&kit)));
        uint64_t kept = 0, sealed = 0;
        struct page_document *document;
        const struct layout_sink sink = {&sealed, sum_page};
        for (size_t i = 0; i < kit.document->page_count; i++)
            add_lines(&kept, &kit.document->pages[i], i);
        assert_int_equal(layout_document(kit.arena, kit.diag, kit.fonts, &kit.content, &sink, &document), OK);
        assert_int_equal(document->page_count, kit.document->page_count);
        assert_true(kept == sealed);
        kit_close(&kit);
    }
    assert_true(changed > 200 && saved > 20);
}

static void test_failing_memory(void **state)
{
    (void)state;
    struct kit kit;
    write_white_foot(&kit);
    kit_fail_allocations(&kit, NULL);
    kit_limit_arena(&kit);
    kit_close(&kit);
    write_short_end(&kit);
    uint64_t sum = 0;
    const struct layout_sink sink = {&sum, sum_page};
    kit_fail_allocations(&kit, &sink);
    kit_close(&kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_foot_filled),      cmocka_unit_test(test_switched_off),
        cmocka_unit_test(test_room_found),       cmocka_unit_test(test_last_page_saved),
        cmocka_unit_test(test_end_before_break), cmocka_unit_test(test_last_page_stays),
        cmocka_unit_test(test_left_alone),       cmocka_unit_test(test_random),
        cmocka_unit_test(test_failing_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
