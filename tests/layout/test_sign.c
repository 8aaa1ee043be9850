/* Signing places: where they stand, what may stand in them, their keywords. */
#include "sign_kit.h"

static const struct page_place *only_place(const struct kit *kit)
{
    assert_int_equal(kit->document->place_count, 1);
    return &kit->document->places[0];
}

/* --- where they stand --- */

/* Over 丙1 丙2, y 44 to 68, behind two lines; 30 × 20 pt. */
static void test_sides(void **state)
{
    (void)state;
    static const struct {
        bool at_left, from_top;
        int aside, rise;
        int x, y;
    } cases[] = {
        {false, false, 0, 0, 200, 48},  {false, false, 25, 6, 175, 42},  {false, false, -15, -9, 215, 57},
        {true, false, 110, 0, 140, 48}, {true, true, 110, 0, 140, 44},   {true, true, 110, 7, 140, 51},
        {false, true, 0, -10, 200, 34}, {true, false, -10, -24, 20, 72}, {true, true, -30, 24, 0, 68}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct kit kit;
        kit_open(&kit);
        kit_section(&kit);
        kit_lines(&kit, STYLE_BODY, "甲", 2);
        struct block_sign *sign = &sign_over(&kit, "甲方", 30, 2)->sign;
        sign->height = 20 * PT;
        sign->at_left = cases[i].at_left;
        sign->from_top = cases[i].from_top;
        sign->aside = (length)cases[i].aside * PT;
        sign->rise = (length)cases[i].rise * PT;
        sign_expect_good(&kit);
        const struct page_place *place = only_place(&kit);
        sign_expect_box(&place->box, (length)cases[i].x * PT, (length)cases[i].y * PT, 30 * PT, 20 * PT);
        assert_int_equal(place->page, 0);
        assert_int_equal(place->keyword.width, 0);
        assert_string_equal(kit_pages(&kit), "甲1 甲2 丙1 丙2 \n");
        kit_close(&kit);
    }
}

/* It takes no room, and goes to the next page with what it holds. */
static void test_kept_with_what_it_holds(void **state)
{
    (void)state;
    for (int from_top = 0; from_top < 2; from_top++) {
        struct kit kit;
        kit_open(&kit);
        kit_section(&kit);
        kit_lines(&kit, STYLE_BODY, "甲", 9);
        sign_over(&kit, "甲方", 20, 2)->sign.from_top = from_top;
        kit_lines(&kit, STYLE_BODY, "乙", 2);
        kit_expect(&kit,
                   "甲1 甲2 甲3 甲4 甲5 甲6 甲7 \n甲8 甲9 丙1 丙2 乙1 乙2 \n"); /* two lines come along */
        assert_int_equal(only_place(&kit)->page, 1);
        assert_int_equal(only_place(&kit)->box.y, (44 + (from_top ? 0 : 24 - 20)) * PT);
        kit_close(&kit);
    }
}

/* A paragraph that would better have a line more, for the foot of the page: its last line carries the place. */
static void test_behind_a_paragraph_that_may_change(void **state)
{
    (void)state;
    static const char ten[] = "一二三四五六七八九十";
    struct kit kit;
    struct str text = STR("");
    kit_open(&kit);
    kit.page.balance = true;
    kit.styles[STYLE_BODY].align = ALIGN_JUSTIFY;
    kit_section(&kit);
    for (int i = 0; i < 12; i++) {
        text = arena_printf(kit.arena, "%.*s%s", STR_ARGS(text), ten);
        assert_non_null(text.ptr);
    }
    kit_text(&kit, STYLE_BODY, text.ptr);
    sign_add(&kit, "甲方", 10)->sign.aside = -10 * PT;
    kit_lines(&kit, STYLE_BODY, "甲", 3);
    kit_lines(&kit, STYLE_BODY, "乙", 3);
    kit_lines(&kit, STYLE_BODY, "丙", 6);
    sign_expect_good(&kit);
    sign_expect_box(&only_place(&kit)->box, 230 * PT, (20 + 6 * 12 - 10) * PT, 10 * PT, 10 * PT);
    kit_close(&kit);
}

/* A table's height is known late. */
static void test_over_a_table(void **state)
{
    (void)state;
    for (int from_top = 0; from_top < 2; from_top++) {
        struct kit kit;
        kit_open(&kit);
        kit.table_style.outer_rule = kit.table_style.inner_rule = 0;
        kit_section(&kit);
        kit_lines(&kit, STYLE_BODY, "甲", 2);
        struct block *block = sign_add(&kit, "甲方", 20), **outside = kit_enter(&kit, &block->sign.blocks);
        block->sign.from_top = from_top;
        block->sign.aside = 180 * PT;
        kit_table(&kit, 3);
        kit_leave(&kit, outside);
        kit_text(&kit, STYLE_BODY, "乙");
        kit_expect(&kit, "甲1 甲2 表1 表2 表3 乙 \n");
        const length begin = kit_find(&kit, "表1")->y - 9800, end = kit_find(&kit, "乙")->y - 9800;
        const struct page_box *box = &only_place(&kit)->box;
        assert_int_equal(begin, 44 * PT);
        assert_int_equal(box->x, 30 * PT);
        if (from_top)
            assert_int_equal(box->y, begin);
        else
            assert_in_range(box->y + box->height, end - 2 * PT, end);
        kit_close(&kit);
    }
}

/* The text of the inner one is that of the outer one, too. */
static void test_nested(void **state)
{
    (void)state;
    for (int meets = 0; meets < 2; meets++) {
        struct kit kit;
        kit_open(&kit);
        kit_section(&kit);
        kit_lines(&kit, STYLE_BODY, "甲", 2);
        struct block *outer = sign_add(&kit, "甲方", 24), **outside = kit_enter(&kit, &outer->sign.blocks);
        outer->sign.at_left = true;
        kit_text(&kit, STYLE_BODY, "外");
        struct block *inner = sign_over(&kit, "甲方代表", 40, 1);
        inner->sign.kind = SIGN_SIGNATURE;
        inner->sign.height = 12 * PT;
        inner->sign.aside = (meets ? 150 : 0) * PT;
        kit_leave(&kit, outside);
        if (meets) {
            sign_expect_fault(&kit, MSG_LAYOUT_SIGNS_MEET, "甲方代表");
        } else {
            sign_expect_good(&kit);
            assert_int_equal(kit.document->place_count, 2);
            sign_expect_box(&kit.document->places[0].box, 190 * PT, 56 * PT, 40 * PT, 12 * PT);
            sign_expect_box(&kit.document->places[1].box, 30 * PT, 44 * PT, 24 * PT, 24 * PT);
            assert_true(str_is(kit.document->places[0].sign->kind, "signature"));
            assert_true(kit.document->places[0].sign->field &&
                        str_is(kit.document->places[1].sign->kind, "seal"));
        }
        kit_close(&kit);
    }
}

/* What the outer one holds is not the inner one's. */
static void test_nested_over_the_outer(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 2);
    struct block *outer = sign_add(&kit, "甲方", 24), **outside = kit_enter(&kit, &outer->sign.blocks);
    kit_text(&kit, STYLE_BODY, "外");
    struct block *inner = sign_over(&kit, "甲方代表", 20, 1);
    inner->sign.at_left = true;
    kit_leave(&kit, outside);
    sign_expect_fault(&kit, MSG_LAYOUT_SIGN_TAKEN, "“甲方代表”的盖章处上有别的文字“外”");
    kit_close(&kit);
}

/* On turned pages: what is read at (x, y) stands at (y, width - x). */
static void test_turned(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit.page.turned = true;
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 2);
    struct block_sign *sign = &sign_over(&kit, "甲方", 30, 1)->sign;
    sign->height = 12 * PT;
    sign->keyword = STR("甲2");
    sign_expect_good(&kit);
    sign_expect_box(&only_place(&kit)->box, 44 * PT, 30 * PT, 12 * PT, 30 * PT);
    const struct page_box *keyword = &only_place(&kit)->keyword;
    assert_int_equal(keyword->x, 32 * PT + 1 * PT);
    assert_int_equal(keyword->width, 10 * PT);
    assert_int_equal(keyword->y + keyword->height, 230 * PT);
    assert_int_equal(kit.document->pages[0].width, 180 * PT);
    kit_close(&kit);
}

/* --- what stands in them --- */

/* Over the column's left edge, so high that it reaches over the line before (甲2), or down over the next (乙1). */
static void test_texts_of_others(void **state)
{
    (void)state;
    static const struct {
        int height, rise;
        const char *taken; /* NULL: good */
    } cases[] = {{24, 0, NULL},  {25, 0, NULL},     {26, 0, "“甲2”"},
                 {24, -1, NULL}, {24, -3, "“乙1”"}, {60, 0, "“甲1”"}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct kit kit;
        kit_open(&kit);
        kit.page.top = 40 * PT;
        kit_section(&kit);
        kit_lines(&kit, STYLE_BODY, "甲", 2);
        struct block_sign *sign = &sign_over(&kit, "甲方", 30, 2)->sign;
        sign->at_left = true;
        sign->height = (length)cases[i].height * PT;
        sign->rise = (length)cases[i].rise * PT;
        kit_lines(&kit, STYLE_BODY, "乙", 1);
        if (cases[i].taken != NULL)
            sign_expect_fault(&kit, MSG_LAYOUT_SIGN_TAKEN, cases[i].taken);
        else
            sign_expect_good(&kit);
        kit_close(&kit);
    }
}

/* Headers and footers are on the page, too, also those that tell its last number. */
static void test_headers_and_footers(void **state)
{
    (void)state;
    for (int how = 0; how < 6; how++) {
        struct kit kit;
        kit_open(&kit);
        struct section *section = kit_section(&kit);
        struct block *text = kit_apart(&kit, "眉");
        if (how >= 4)
            kit_inline(&kit, text, INLINE_PAGE_COUNT, "");
        kit_furniture(&kit, section, how % 2 == 0 ? FURNITURE_HEADER : FURNITURE_FOOTER, text);
        kit_lines(&kit, STYLE_BODY, "甲", 2);
        struct block_sign *sign = &sign_over(&kit, "甲方", 30, 1)->sign;
        sign->at_left = how / 2 != 1;
        sign->height = 12 * PT;
        sign->rise = (how % 2 == 0 ? 42 : -100) * PT;
        if (how / 2 != 1)
            sign_expect_fault(&kit, MSG_LAYOUT_SIGN_TAKEN, "有别的文字“眉");
        else
            sign_expect_good(&kit);
        kit_close(&kit);
    }
}

/* The numbers of a contents list come last. */
static void test_number_of_a_contents_list(void **state)
{
    (void)state;
    for (int right = 0; right < 2; right++) {
        struct kit kit;
        kit_open(&kit);
        kit.styles[STYLE_CONTENTS1].leader = false;
        kit_section(&kit);
        kit_lines(&kit, STYLE_BODY, "甲", 2);
        kit_block(&kit, BLOCK_CONTENTS)->contents.depth = 1;
        kit_text(&kit, STYLE_BODY, "乙");
        struct block_sign *sign = &sign_over(&kit, "甲方", 20, 1)->sign;
        sign->rise = 20 * PT;
        sign->aside = (right ? 0 : 50) * PT;
        kit_block(&kit, BLOCK_PAGE_BREAK);
        kit_heading(&kit, 1, "章");
        if (right)
            sign_expect_fault(&kit, MSG_LAYOUT_SIGN_TAKEN, "有别的文字“2”");
        else
            sign_expect_good(&kit);
        kit_close(&kit);
    }
}

/* Of seals not even the edges touch (GB/T 9704 7.3.5.2). */
static void test_places_that_meet(void **state)
{
    (void)state;
    static const struct {
        int apart; /* from one to the other */
        enum sign_kind kind;
        bool meet;
    } cases[] = {{-1, SIGN_SEAL, true}, {0, SIGN_SEAL, true},       {1, SIGN_SEAL, false},
                 {0, SIGN_DATE, false}, {-1, SIGN_SIGNATURE, true}, {-30, SIGN_DATE, true}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct kit kit;
        kit_open(&kit);
        kit_section(&kit);
        kit_lines(&kit, STYLE_BODY, "甲", 3);
        sign_add(&kit, "甲方", 30);
        struct block_sign *second = &sign_add(&kit, "乙方", 30)->sign;
        second->aside = (30 + (length)cases[i].apart) * PT;
        second->kind = cases[i].kind;
        if (cases[i].meet)
            sign_expect_fault(&kit, MSG_LAYOUT_SIGNS_MEET, "“甲方”的盖章处和“乙方”");
        else
            sign_expect_good(&kit);
        kit_close(&kit);
    }
}

static void test_out_of_the_sheet(void **state)
{
    (void)state;
    static const struct {
        int right, rise;
        bool out;
    } cases[] = {{-30, 0, false}, {-31, 0, true},     {-30, 26, false}, {-30, 27, true},
                 {230, 0, true},  {-30, -124, false}, {-30, -125, true}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct kit kit;
        kit_open(&kit);
        kit_section(&kit);
        kit_lines(&kit, STYLE_BODY, "甲", 3);
        struct block_sign *sign = &sign_add(&kit, "甲方", 30)->sign;
        sign->aside = (length)cases[i].right * PT;
        sign->rise = (length)cases[i].rise * PT;
        if (cases[i].out)
            sign_expect_fault(&kit, MSG_LAYOUT_SIGN_OUT, "第 1 页：“甲方”");
        else
            sign_expect_good(&kit);
        kit_close(&kit);
    }
}

/* A warning, once a page; lines that places lie over are no company, nor are headers. */
static void test_alone_on_a_page(void **state)
{
    (void)state;
    for (int lines = 0; lines <= 2; lines++) {
        struct kit kit;
        kit_open(&kit);
        struct section *section = kit_section(&kit);
        kit_furniture(&kit, section, FURNITURE_HEADER, kit_apart(&kit, "眉"));
        kit_lines(&kit, STYLE_BODY, "甲", 3);
        kit_block(&kit, BLOCK_PAGE_BREAK);
        if (lines > 0)
            kit_lines(&kit, STYLE_BODY, "乙", lines);
        sign_over(&kit, "甲方", 20, 3);
        sign_over(&kit, "乙方", 20, 3);
        assert_int_equal(kit_lay(&kit), OK);
        assert_int_equal(kit.document->place_count, 2);
        assert_int_equal(kit.document->places[1].page, 1);
        assert_int_equal(sign_count(&kit, MSG_LAYOUT_SIGN_ALONE), lines < 2 ? 1 : 0);
        assert_int_equal(diag_count(kit.diag, SEVERITY_WARNING), lines < 2 ? 1 : 0);
        kit_close(&kit);
    }
}

/* Fixed blocks that all pages carry, the first alone, or none: of the three pages, or of the one. */
static void test_fixed_blocks(void **state)
{
    (void)state;
    enum { ALL, FIRST, EVEN, CASES };
    static const unsigned pages[CASES] = {0, PAGES_FIRST, PAGES_EVEN};
    for (int how = 0; how < CASES; how++) {
        struct kit kit;
        kit_open(&kit);
        struct section *section = kit_section(&kit);
        struct block *blocks = NULL, **outside = kit_enter(&kit, &blocks);
        sign_over(&kit, "甲方", 20, 1);
        kit_leave(&kit, outside);
        struct furniture *fixed = kit_carry(&kit, section, FURNITURE_AT_BOTTOM, pages[how], blocks);
        fixed->at = 5 * PT;
        fixed->over = true;
        kit_lines(&kit, STYLE_BODY, "甲", how == EVEN ? 3 : 30);
        if (how == FIRST) {
            sign_expect_good(&kit);
            sign_expect_box(&only_place(&kit)->box, 210 * PT, (180 - 5 - 20) * PT, 20 * PT, 20 * PT);
        } else if (how == ALL) {
            sign_expect_fault(&kit, MSG_LAYOUT_SIGN_REPEATED, "“甲方”的盖章处在 3 页上都有");
        } else {
            sign_expect_fault(&kit, MSG_LAYOUT_SIGN_NOWHERE, "“甲方”的盖章处哪一页上也没有");
        }
        kit_close(&kit);
    }
}

/* --- keywords --- */

/* A document of two pages: three lines, or `text`, and a place over the line 丙1; behind it `next`. */
static void write_keyword(struct kit *kit, const char *keyword, const char *text, const char *next)
{
    kit_open(kit);
    kit_section(kit);
    kit_text(kit, STYLE_BODY, "一二三四五六七八九十天地玄黄宇宙洪荒日月盈昃辰宿列张");
    kit_text(kit, STYLE_BODY, text);
    sign_over(kit, "甲方", 20, 1)->sign.keyword = str_of(keyword);
    kit_block(kit, BLOCK_PAGE_BREAK);
    kit_lines(kit, STYLE_BODY, "乙", 2);
    kit_text(kit, STYLE_BODY, next);
}

static void test_keywords(void **state)
{
    (void)state;
    static const struct {
        const char *keyword, *text, *next;
        const struct message *fault; /* NULL: it is found */
        const char *part;
    } cases[] = {
        {"盖章处", "这里是盖章处。", "文", NULL, ""},
        {"盖章处", "盖　章 处", "文", MSG_LAYOUT_KEYWORD_SPACED, "“盖章处”在第 1 页印着时中间有空白"},
        {"盖 章处", "这里是盖\u00A0章处。", "文", MSG_LAYOUT_KEYWORD_SPACED, "“盖 章处”"},
        {"盖章处", "这里是盖章\u200B处。", "文", NULL, ""},
        {"盖\u2003章处", "这里是盖章处。", "文", NULL, ""},
        {"丙1", "章", "文", NULL, ""},
        {"盖章处", "章", "文", MSG_LAYOUT_KEYWORD_NONE, "“盖章处”"},
        {"盖章处", "盖章处", "另有盖章处", MSG_LAYOUT_KEYWORD_TWICE,
         "“盖章处”在文中出现 2 次（第一次在第 1 页）"},
        {"盖章处", "盖章处又盖章处", "盖 章 处", MSG_LAYOUT_KEYWORD_TWICE, "出现 3 次"},
        {"啊啊", "啊啊啊", "文", MSG_LAYOUT_KEYWORD_TWICE, "出现 2 次"},
        {"荒日月盈", "章", "文", MSG_LAYOUT_KEYWORD_TORN, "“荒日月盈”在第 1 页分在两行里"},
        {"盖章处", "章", "盖章处", MSG_LAYOUT_KEYWORD_AWAY, "“盖章处”在第 2 页，签章的位置在第 1 页"},
        {"章丙1", "章", "文", MSG_LAYOUT_KEYWORD_NONE, "“章丙1”"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct kit kit;
        write_keyword(&kit, cases[i].keyword, cases[i].text, cases[i].next);
        if (cases[i].fault != NULL) {
            sign_expect_fault(&kit, cases[i].fault, cases[i].part);
        } else {
            sign_expect_good(&kit);
            assert_true(only_place(&kit)->keyword.width > 0);
        }
        kit_close(&kit);
    }
}

/* Where it stands: 盖章处 from the fourth character of the third line on. */
static void test_box_of_a_keyword(void **state)
{
    (void)state;
    struct kit kit;
    write_keyword(&kit, "盖章处", "这里是盖章处。", "文");
    sign_expect_good(&kit);
    const struct page_box *box = &only_place(&kit)->keyword;
    assert_int_equal(box->x, 60 * PT);
    assert_int_equal(box->y, (20 + 24) * PT + 9800 - 8800);
    assert_int_equal(box->height, 10 * PT);
    assert_int_equal(box->width, 30 * PT);
    kit_close(&kit);
}

/* A header is on each page; a heading is in the contents list, too; a watermark is drawn, and not read. */
static void test_keywords_elsewhere(void **state)
{
    (void)state;
    enum { ONE_PAGE, MARKED, TWO_PAGES, LISTED, CASES };
    for (int how = 0; how < CASES; how++) {
        struct kit kit;
        kit_open(&kit);
        struct section *section = kit_section(&kit);
        section->watermark = how == MARKED ? STR("盖章处") : STR("");
        kit_furniture(&kit, section, FURNITURE_HEADER, kit_apart(&kit, how == LISTED ? "眉" : "盖章处"));
        if (how == LISTED) {
            kit_block(&kit, BLOCK_CONTENTS)->contents.depth = 1;
            kit_heading(&kit, 1, "盖章处");
        }
        kit_lines(&kit, STYLE_BODY, "甲", how == TWO_PAGES ? 12 : 3);
        sign_over(&kit, "甲方", 20, 1)->sign.keyword = STR("盖章处");
        if (how <= MARKED) {
            sign_expect_good(&kit);
            assert_int_equal(only_place(&kit)->keyword.x, 30 * PT);
            assert_int_equal(only_place(&kit)->keyword.width, 30 * PT);
        } else {
            sign_expect_fault(&kit, MSG_LAYOUT_KEYWORD_TWICE, "“盖章处”");
        }
        kit_close(&kit);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sides),
        cmocka_unit_test(test_kept_with_what_it_holds),
        cmocka_unit_test(test_behind_a_paragraph_that_may_change),
        cmocka_unit_test(test_over_a_table),
        cmocka_unit_test(test_nested),
        cmocka_unit_test(test_nested_over_the_outer),
        cmocka_unit_test(test_turned),
        cmocka_unit_test(test_texts_of_others),
        cmocka_unit_test(test_headers_and_footers),
        cmocka_unit_test(test_number_of_a_contents_list),
        cmocka_unit_test(test_places_that_meet),
        cmocka_unit_test(test_out_of_the_sheet),
        cmocka_unit_test(test_alone_on_a_page),
        cmocka_unit_test(test_fixed_blocks),
        cmocka_unit_test(test_keywords),
        cmocka_unit_test(test_box_of_a_keyword),
        cmocka_unit_test(test_keywords_elsewhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
