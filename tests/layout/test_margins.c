/* What stands outside the flow: the text area gives way to it, up to a bound; nothing lies over text. */
#include "layout_kit.h"
#include "layout/messages.def"

static struct block *lines_apart(struct kit *kit, const char *name, int count)
{
    struct block *block = NULL;
    struct block **outside = kit_enter(kit, &block);
    kit_lines(kit, STYLE_BODY, name, count);
    kit_leave(kit, outside);
    return block;
}

/* A header of n lines on 12 pt: its last em box ends at 15 + 12 (n - 1) + 1.2 pt, the gap to the text is the
 * 3.8 pt that one line leaves.  A footer of n lines begins 20 + 12 (n - 1) + 8.8 pt above the edge, the gap
 * is half its size, 5 pt: of the margin's 40 pt 6.2 are left. */
static void test_text_gives_way(void **state)
{
    (void)state;
    for (int lines = 1; lines <= 3; lines++) {
        struct kit kit;
        kit_open(&kit);
        struct section *section = kit_section(&kit);
        kit_furniture(&kit, section, FURNITURE_HEADER, lines_apart(&kit, "眉", lines));
        kit_lines(&kit, STYLE_BODY, "文", 12);
        assert_int_equal(kit_lay(&kit), OK);
        assert_int_equal(kit_find(&kit, "文1")->y, (21 + 12 * (lines - 1)) * PT + 8800);
        assert_int_equal(kit_find(&kit, "眉1")->y, 15 * PT);
        assert_int_equal(kit_find(&kit, lines == 1   ? "文11"
                                        : lines == 2 ? "文10"
                                                     : "文9")
                             ->y,
                         kit_find(&kit, "文1")->y);
        kit_close(&kit);
    }
    for (int lines = 1; lines <= 3; lines++) {
        struct kit kit;
        kit_open(&kit);
        struct section *section = kit_section(&kit);
        kit_furniture(&kit, section, FURNITURE_FOOTER, lines_apart(&kit, "脚", lines));
        kit_lines(&kit, STYLE_BODY, "文", 12);
        static const char *const pages[] = {
            "文1 文2 文3 文4 文5 文6 文7 文8 文9 文10 (脚1) \n文11 文12 (脚1) \n",
            "文1 文2 文3 文4 文5 文6 文7 文8 文9 (脚1) (脚2) \n文10 文11 文12 (脚1) (脚2) \n",
            "文1 文2 文3 文4 文5 文6 文7 文8 (脚1) (脚2) (脚3) \n文9 文10 文11 文12 (脚1) (脚2) (脚3) \n"};
        kit_expect(&kit, pages[lines - 1]);
        assert_int_equal(kit_find(&kit, lines == 1 ? "脚1" : lines == 2 ? "脚2" : "脚3")->y, 160 * PT);
        kit_close(&kit);
    }
}

/* At the bound, and a thousandth over: told once, with the page, the height and the room. */
static void test_bound(void **state)
{
    (void)state;
    for (int over = 0; over <= 1; over++) {
        struct kit kit;
        kit_open(&kit);
        kit.page.header_reach = 24 * PT - over;
        struct section *section = kit_section(&kit);
        kit_furniture(&kit, section, FURNITURE_HEADER, lines_apart(&kit, "眉", 3));
        kit_lines(&kit, STYLE_BODY, "文", 30);
        assert_int_equal(kit_lay(&kit), over ? FAILED : OK);
        assert_int_equal(diag_count(kit.diag, SEVERITY_ERROR), over);
        assert_int_equal(diag_has(kit.diag, MSG_LAYOUT_HEADER_HIGH), over);
        kit_close(&kit);
    }
}

/* Only the pages that carry it give way. */
static void test_first_page_alone(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    struct section *section = kit_section(&kit);
    kit_carry(&kit, section, FURNITURE_HEADER, PAGES_FIRST, lines_apart(&kit, "眉", 3));
    kit_lines(&kit, STYLE_BODY, "文", 20);
    kit_expect(&kit, "文1 文2 文3 文4 文5 文6 文7 文8 (眉1) (眉2) (眉3) \n"
                     "文9 文10 文11 文12 文13 文14 文15 文16 文17 文18 \n文19 文20 \n");
    assert_int_equal(kit_find(&kit, "文9")->y, 21 * PT + 8800);
    kit_close(&kit);
}

/* On a line grid the text begins whole lines lower. */
static void test_grid(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit.page.line_pitch = 15 * PT;
    kit.styles[STYLE_BODY].grid = true;
    struct section *section = kit_section(&kit);
    kit_carry(&kit, section, FURNITURE_HEADER, PAGES_FIRST, lines_apart(&kit, "眉", 2));
    kit_lines(&kit, STYLE_BODY, "文", 9);
    assert_int_equal(kit_lay(&kit), OK);
    const length first = kit_find(&kit, "文1")->y, next = kit_find(&kit, "文8")->y;
    assert_int_equal((first - next) % (15 * PT), 0);
    assert_true(first > next);
    kit_close(&kit);
}

/* Turned pages give at the sides: all lines of the section are as short. */
static void test_turned(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit.page.turned = true;
    struct section *section = kit_section(&kit);
    kit_carry(&kit, section, FURNITURE_FOOTER, PAGES_EVEN, lines_apart(&kit, "脚", 2));
    kit_lines(&kit, STYLE_BODY, "文", 1);
    assert_int_equal(kit_lay(&kit), OK);
    /* margin 30 pt; the footer's upper edge 20 + 12 + 8.8, gap 1.2 (what one line leaves) */
    assert_int_equal(kit_find(&kit, "文1")->y, 230 * PT - 12 * PT);
    kit_close(&kit);
}

/* 共N页: measured before N is known. */
static void test_late_numbers(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    struct section *section = kit_section(&kit);
    struct block *footer = kit_furniture(&kit, section, FURNITURE_FOOTER,
                                         kit_apart(&kit, "一二三四五六七八九十一二三四五六七八九十第"));
    kit_inline(&kit, footer, INLINE_PAGE_NUMBER, "");
    kit_inline(&kit, footer, INLINE_TEXT, "共");
    kit_inline(&kit, footer, INLINE_PAGE_COUNT, "");
    kit_lines(&kit, STYLE_BODY, "文", 100);
    assert_int_equal(kit_lay(&kit), OK);
    assert_int_equal(kit.document->page_count, 12); /* nine lines a page */
    kit_close(&kit);
}

/* A block at a fixed place over text is an error; with `room` the text begins below it; `over` is meant. */
static void test_fixed(void **state)
{
    (void)state;
    for (int how = 0; how < 3; how++) {
        struct kit kit;
        kit_open(&kit);
        struct section *section = kit_section(&kit);
        struct furniture *fixed =
            kit_carry(&kit, section, FURNITURE_AT_TOP, PAGES_FIRST, lines_apart(&kit, "定", 3));
        fixed->at = 2 * PT;
        fixed->room = how == 1;
        fixed->over = how == 2;
        kit_lines(&kit, STYLE_BODY, "文", 12);
        assert_int_equal(kit_lay(&kit), how == 0 ? FAILED : OK);
        assert_int_equal(diag_count(kit.diag, SEVERITY_ERROR), how == 0);
        assert_int_equal(diag_has(kit.diag, MSG_LAYOUT_OVERLAP), how == 0);
        if (how > 0)
            assert_int_equal(kit_find(&kit, "文1")->y, (how == 1 ? 39 : 21) * PT + 8800);
        kit_close(&kit);
    }
}

/* What a first page has more below ends above a block there that wants room: 120 pt of text and 12 more hold 11 lines, one less
 * where the block's head is 32 pt above the edge. */
static void test_first_more(void **state)
{
    (void)state;
    for (int has_block = 0; has_block < 2; has_block++) {
        struct kit kit;
        kit_open(&kit);
        struct section *section = kit_section(&kit);
        kit.page.first_more = 12 * PT;
        if (has_block == 1) {
            struct furniture *fixed =
                kit_carry(&kit, section, FURNITURE_AT_BOTTOM, PAGES_FIRST, lines_apart(&kit, "定", 1));
            fixed->at = 20 * PT;
            fixed->room = true;
        }
        kit_lines(&kit, STYLE_BODY, "文", 24);
        assert_int_equal(kit_lay(&kit), OK);
        const length head = kit_find(&kit, "文1")->y;
        assert_int_equal(kit_find(&kit, has_block == 1 ? "文11" : "文12")->y, head);
        kit_close(&kit);
    }
}

/* Two blocks at one place; a header under one; type larger than its line; beyond the sheet's edge. */
static void test_overlaps(void **state)
{
    (void)state;
    for (int what = 0; what < 4; what++) {
        struct kit kit;
        kit_open(&kit);
        struct section *section = kit_section(&kit);
        if (what <= 1)
            kit_carry(&kit, section, FURNITURE_AT_TOP, 0, kit_apart(&kit, "定"))->at = 5 * PT;
        if (what == 0) {
            kit_carry(&kit, section, FURNITURE_AT_TOP, 0, kit_apart(&kit, "位"))->at = 8 * PT;
        } else if (what == 1) {
            kit_furniture(&kit, section, FURNITURE_HEADER, kit_apart(&kit, "眉"));
        } else if (what == 2) {
            kit.styles[STYLE_BODY].line = 8 * PT;
        } else {
            kit.page.header_at = 7 * PT;
            kit_furniture(&kit, section, FURNITURE_HEADER, kit_apart(&kit, "眉"));
        }
        kit_lines(&kit, STYLE_BODY, "文", 30);
        assert_int_equal(kit_lay(&kit), FAILED);
        assert_int_equal(diag_count(kit.diag, SEVERITY_ERROR), 1);
        assert_true(diag_has(kit.diag, what == 3 ? MSG_LAYOUT_OFF_SHEET : MSG_LAYOUT_OVERLAP));
        kit_close(&kit);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_gives_way),
        cmocka_unit_test(test_bound),
        cmocka_unit_test(test_first_page_alone),
        cmocka_unit_test(test_grid),
        cmocka_unit_test(test_turned),
        cmocka_unit_test(test_late_numbers),
        cmocka_unit_test(test_fixed),
        cmocka_unit_test(test_first_more),
        cmocka_unit_test(test_overlaps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
