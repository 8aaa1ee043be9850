/* Which line stands on which page: 孤行, headings, keeps, fills, white, page breaks, what is too high. */
#include "layout_kit.h"
#include "layout/messages.def"

static void test_widow_and_orphan(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 9);
    kit_lines(&kit, STYLE_BODY, "乙", 5); /* its first line would stand alone at the foot */
    kit_lines(&kit, STYLE_BODY, "丙", 6); /* its last line would stand alone at the head */
    kit_lines(&kit, STYLE_BODY, "丁", 8);
    kit_lines(&kit, STYLE_BODY, "戊", 3); /* three lines stay together */
    kit_expect(&kit, "甲1 甲2 甲3 甲4 甲5 甲6 甲7 甲8 甲9 \n"
                     "乙1 乙2 乙3 乙4 乙5 丙1 丙2 丙3 丙4 \n"
                     "丙5 丙6 丁1 丁2 丁3 丁4 丁5 丁6 丁7 丁8 \n"
                     "戊1 戊2 戊3 \n");
    kit_close(&kit);
}

/* A page with one line only gets a second one: before the end, a break, or what does not go in below it. */
static void test_last_line_is_not_alone(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 4);
    kit_lines(&kit, STYLE_BODY, "乙", 6); /* not its last line alone */
    kit_lines(&kit, STYLE_BODY, "丙", 1);
    kit_block(&kit, BLOCK_PAGE_BREAK);
    kit_lines(&kit, STYLE_BODY, "丁", 7);
    kit_lines(&kit, STYLE_BODY, "戊", 3);
    kit_lines(&kit, STYLE_BODY, "己", 1);
    kit_space(&kit, 12, false);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "庚", 10);
    kit_lines(&kit, STYLE_BODY, "辛", 1);
    kit_lines(&kit, STYLE_TOGETHER, "壬", 10);
    kit_expect(&kit, "甲1 甲2 甲3 甲4 乙1 乙2 乙3 乙4 \n乙5 乙6 丙1 \n"
                     "丁1 丁2 丁3 丁4 丁5 丁6 丁7 \n戊1 戊2 戊3 己1 \n"
                     "庚1 庚2 庚3 庚4 庚5 庚6 庚7 庚8 \n庚9 庚10 辛1 \n"
                     "壬1 壬2 壬3 壬4 壬5 壬6 壬7 壬8 壬9 壬10 \n");
    kit_close(&kit);
}

/* Nothing moves where the page before cannot spare a line, nor through white. */
static void test_last_line_stays_alone(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_lines(&kit, STYLE_TOGETHER, "甲", 10);
    kit_lines(&kit, STYLE_BODY, "乙", 1);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "丙", 9);
    kit_space(&kit, 200, false);
    kit_lines(&kit, STYLE_BODY, "丁", 1);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "戊", 10);
    kit_block(&kit, BLOCK_PAGE_BREAK);
    kit_lines(&kit, STYLE_BODY, "己", 1);
    kit_expect(&kit, "甲1 甲2 甲3 甲4 甲5 甲6 甲7 甲8 甲9 甲10 \n乙1 \n"
                     "丙1 丙2 丙3 丙4 丙5 丙6 丙7 丙8 丙9 \n丁1 \n"
                     "戊1 戊2 戊3 戊4 戊5 戊6 戊7 戊8 戊9 戊10 \n己1 \n");
    kit_close(&kit);
}

/* A line that is higher than a quarter of the page is none that stands alone. */
static void test_what_counts_as_a_line(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit.styles[STYLE_NEXT] = kit.styles[STYLE_BODY];
    kit.styles[STYLE_NEXT].line = 30 * PT;
    kit.styles[STYLE_TOGETHER] = kit.styles[STYLE_BODY];
    kit.styles[STYLE_TOGETHER].line = 30 * PT + 1;
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 10);
    kit_lines(&kit, STYLE_NEXT, "乙", 1);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "丙", 10);
    kit_lines(&kit, STYLE_TOGETHER, "丁", 1);
    kit_expect(&kit, "甲1 甲2 甲3 甲4 甲5 甲6 甲7 甲8 \n甲9 甲10 乙1 \n"
                     "丙1 丙2 丙3 丙4 丙5 丙6 丙7 丙8 丙9 丙10 \n丁1 \n");
    kit_close(&kit);
}

/* Blocks are set in stretches; a stretch that ends behind two pages is not taken for the end: the line behind
 * the first page has the beginning of a chain below it that goes on in the next stretch. */
static void test_planner_sees_beyond_a_stretch(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    for (int i = 0; i < 43; i++) /* with 21 lines a stretch */
        kit_space(&kit, 0, false);
    kit_lines(&kit, STYLE_BODY, "甲", 10);
    kit_lines(&kit, STYLE_BODY, "乙", 1);
    for (int i = 0; i < 11; i++)
        kit_lines(&kit, STYLE_NEXT, "丙", 1);
    kit_lines(&kit, STYLE_BODY, "丁", 1);
    kit_expect(&kit, "甲1 甲2 甲3 甲4 甲5 甲6 甲7 甲8 甲9 甲10 \n"
                     "乙1 丙1 丙1 丙1 丙1 丙1 丙1 丙1 丙1 丙1 \n丙1 丙1 丁1 \n");
    kit_close(&kit);
}

static void test_heading_is_not_last(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 8);
    kit_heading(&kit, 1, "一、");
    kit_space(&kit, 6, false); /* the keep reaches through white */
    kit_lines(&kit, STYLE_BODY, "乙", 4);
    kit_lines(&kit, STYLE_BODY, "丙", 3);
    kit_heading(&kit, 2, "（一）");
    kit_heading(&kit, 2, "（二）");
    kit_lines(&kit, STYLE_BODY, "丁", 1);
    kit_expect(&kit, "甲1 甲2 甲3 甲4 甲5 甲6 甲7 甲8 \n"
                     "一、 乙1 乙2 乙3 乙4 丙1 丙2 丙3 \n"
                     "（一） （二） 丁1 \n");
    kit_close(&kit);
}

static void test_heading_that_ends_the_document(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 9);
    kit_heading(&kit, 1, "一、");
    kit_expect(&kit, "甲1 甲2 甲3 甲4 甲5 甲6 甲7 甲8 甲9 一、 \n");
    kit_close(&kit);
}

static void test_keep(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 7);
    struct block *keep = kit_block(&kit, BLOCK_KEEP);
    struct block **outside = kit_enter(&kit, &keep->keep.blocks);
    kit_lines(&kit, STYLE_BODY, "乙", 2);
    kit_lines(&kit, STYLE_BODY, "丙", 2);
    kit_leave(&kit, outside);
    kit_lines(&kit, STYLE_TOGETHER, "丁", 7);
    kit_expect(&kit, "甲1 甲2 甲3 甲4 甲5 甲6 甲7 \n"
                     "乙1 乙2 丙1 丙2 \n"
                     "丁1 丁2 丁3 丁4 丁5 丁6 丁7 \n");
    kit_close(&kit);
}

/* A chain that no page holds is broken where only wishes are against it, and is not carried over in vain. */
static void test_keep_longer_than_a_page(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 4);
    struct block *keep = kit_block(&kit, BLOCK_KEEP);
    struct block **outside = kit_enter(&kit, &keep->keep.blocks);
    kit_lines(&kit, STYLE_BODY, "乙", 5);
    kit_heading(&kit, 1, "一、");
    kit_lines(&kit, STYLE_BODY, "丙", 11);
    kit_leave(&kit, outside);
    kit_expect(&kit, "甲1 甲2 甲3 甲4 乙1 乙2 乙3 乙4 乙5 \n"
                     "一、 丙1 丙2 丙3 丙4 丙5 丙6 丙7 丙8 丙9 \n"
                     "丙10 丙11 \n");
    kit_close(&kit);
}

static void test_rules_longer_than_a_page(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    for (int i = 0; i < 25; i++)
        kit_heading(&kit, 1, "题");
    kit_expect(&kit, "题 题 题 题 题 题 题 题 题 题 \n题 题 题 题 题 题 题 题 题 题 \n题 题 题 题 题 \n");
    assert_int_equal(kit.document->outline_count, 25);
    kit_close(&kit);
}

static void test_keep_together_longer_than_a_page(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 1);
    kit_lines(&kit, STYLE_TOGETHER, "乙", 11);
    kit_expect(&kit, "甲1 乙1 乙2 乙3 乙4 乙5 乙6 乙7 乙8 乙9 \n乙10 乙11 \n");
    kit_close(&kit);
}

static void add_signature(struct kit *kit, int lines)
{
    struct block *columns = kit_columns(kit, 2, 20);
    columns->keep_previous = true;
    for (size_t i = 0; i < 2; i++) {
        struct block **outside = kit_enter(kit, &columns->columns.items[i].blocks);
        kit_lines(kit, STYLE_BODY, i == 0 ? "左" : "右", lines - (int)i);
        kit_leave(kit, outside);
    }
}

/* 孤页: the signatures are whole and never alone on a page; the clause before comes along through the white.
 */
static void test_signature_is_not_alone(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 4);
    kit_lines(&kit, STYLE_BODY, "乙", 3);
    kit_space(&kit, 12, false);
    add_signature(&kit, 4);
    kit_expect(&kit, "甲1 甲2 甲3 甲4 \n乙1 乙2 乙3 左1 左2 左3 左4 右1 右2 右3 \n");
    assert_int_equal(kit_find(&kit, "左1")->x, 30 * PT);
    assert_int_equal(kit_find(&kit, "右1")->x, (30 + 90 + 20) * PT);
    assert_int_equal(kit_find(&kit, "右1")->y, kit_find(&kit, "左1")->y);
    assert_int_equal(kit_find(&kit, "左1")->y - kit_find(&kit, "乙3")->y, 24 * PT);
    kit_close(&kit);
}

static void test_fills_share_a_cover(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_space(&kit, 0, true);
    kit_text(&kit, STYLE_BODY, "题");
    kit_space(&kit, 9, true); /* at least 9 pt */
    kit_text(&kit, STYLE_BODY, "名");
    kit_space(&kit, 0, true);
    kit_section(&kit);
    kit_text(&kit, STYLE_BODY, "文");
    kit_expect(&kit, "题 名 \n文 \n");
    length base = (20 + 1) * PT + 8800; /* a baseline on line 0 */
    length share = (120 - 24 - 9) * PT / 3;
    assert_int_equal(kit_find(&kit, "题")->y, base + share);
    assert_int_equal(kit_find(&kit, "名")->y, base + 12 * PT + 9 * PT + 2 * share);
    kit_close(&kit);
}

static void test_fill_before_table(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_space(&kit, 0, true);
    kit_table(&kit, 2);
    kit_text(&kit, STYLE_BODY, "末");
    kit_expect(&kit, "表1 表2 末 \n");
    assert_int_equal(kit_find(&kit, "末")->y, (20 + 120 - 12 + 1) * PT + 8800);
    kit_close(&kit);
}

static void test_white_at_page_top_and_foot(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit.styles[STYLE_NEXT].keep_next = false;
    kit.styles[STYLE_NEXT].before = 6 * PT;
    kit.styles[STYLE_NEXT].after = 3 * PT;
    kit_section(&kit);
    kit_lines(&kit, STYLE_NEXT, "甲", 1);
    kit_lines(&kit, STYLE_NEXT, "乙", 1); /* 3 + 6 pt above */
    kit_lines(&kit, STYLE_BODY, "丙", 8); /* 3 pt above: the eighth line does not fit */
    kit_space(&kit, 200, false);          /* shortened to what is left of the page */
    kit_lines(&kit, STYLE_NEXT, "丁", 1); /* nothing above */
    kit_expect(&kit, "甲1 乙1 丙1 丙2 丙3 丙4 丙5 丙6 \n丙7 丙8 \n丁1 \n");
    assert_int_equal(kit_find(&kit, "甲1")->y, 21 * PT + 8800);
    assert_int_equal(kit_find(&kit, "乙1")->y, (21 + 12 + 9) * PT + 8800);
    assert_int_equal(kit_find(&kit, "丁1")->y, 21 * PT + 8800);
    kit_close(&kit);
}

static void test_page_breaks(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit.styles[STYLE_NEXT].page_break_before = true;
    kit_section(&kit);
    kit_block(&kit, BLOCK_PAGE_BREAK); /* a section begins on a new page anyway */
    kit_lines(&kit, STYLE_BODY, "甲", 1);
    kit_block(&kit, BLOCK_PAGE_BREAK);
    kit_block(&kit, BLOCK_PAGE_BREAK);
    kit_lines(&kit, STYLE_BODY, "乙", 1);
    kit_lines(&kit, STYLE_NEXT, "丙", 2);
    kit_block(&kit, BLOCK_PAGE_BREAK); /* nothing follows */
    kit_section(&kit);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "丁", 1);
    kit_expect(&kit, "甲1 \n乙1 \n丙1 丙2 \n\n丁1 \n");
    kit_close(&kit);
}

/* The numbers that the pages print, 0 for none; " " between them. */
static const char *page_numbers_of(struct kit *kit)
{
    struct str all = STR("");
    for (size_t i = 0; i < kit->document->page_count; i++) {
        all = arena_printf(kit->arena, "%.*s%d ", STR_ARGS(all), kit->document->pages[i].number);
        assert_non_null(all.ptr);
    }
    return all.ptr;
}

static void add_numbered_footer(struct kit *kit, struct section *section)
{
    struct block *footer = kit_furniture(kit, section, FURNITURE_FOOTER, kit_apart(kit, "页"));
    kit_inline(kit, footer, INLINE_PAGE_NUMBER, "");
}

static void add_break_to(struct kit *kit, enum parity parity)
{
    kit_block(kit, BLOCK_PAGE_BREAK)->page_break.parity = parity;
}

/* A blank page is counted, and carries neither furniture nor watermark. */
static void test_break_to_odd_and_even(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    struct section *section = kit_section(&kit);
    section->watermark = STR("副本");
    add_numbered_footer(&kit, section);
    kit_lines(&kit, STYLE_BODY, "甲", 1);
    add_break_to(&kit, PARITY_ODD); /* page 2 stays blank */
    kit_block(&kit, BLOCK_PAGE_BREAK);
    kit_lines(&kit, STYLE_BODY, "乙", 1);
    add_break_to(&kit, PARITY_EVEN);
    kit_lines(&kit, STYLE_BODY, "丙", 1);
    add_break_to(&kit, PARITY_EVEN); /* page 5 stays blank */
    kit_heading(&kit, 1, "丁");
    add_break_to(&kit, PARITY_ODD); /* nothing follows */
    kit_expect(&kit, "(副本) 甲1 (页1) \n\n(副本) 乙1 (页3) \n(副本) 丙1 (页4) \n\n(副本) 丁 (页6) \n");
    assert_string_equal(page_numbers_of(&kit), "1 0 3 4 0 6 ");
    assert_int_equal(kit.document->pages[1].item_count, 0);
    assert_int_equal(kit.document->outlines[0].page, 5);
    kit_close(&kit);
}

/* A section that begins with such a break; `restart` is the number that counts. */
static void test_section_begins_on_asked_parity(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    add_break_to(&kit, PARITY_ODD); /* page 1 is odd */
    kit_lines(&kit, STYLE_BODY, "甲", 1);
    kit_section(&kit);
    add_break_to(&kit, PARITY_ODD);
    kit_table(&kit, 12); /* goes on on the even page */
    struct section *section = kit_section(&kit);
    section->restart = 1;
    add_numbered_footer(&kit, section);
    add_break_to(&kit, PARITY_EVEN);
    kit_lines(&kit, STYLE_BODY, "乙", 1);
    kit_expect(&kit, "甲1 \n\n表1 表2 表3 表4 表5 表6 表7 表8 表9 表10 \n表11 表12 \n\n乙1 (页2) \n");
    assert_string_equal(page_numbers_of(&kit), "0 0 0 0 0 2 ");
    kit_close(&kit);
}

/* A KEEP on an even page: on this one, on the next, behind a blank page (then both are bare). */
static void test_keep_on_even_page(void **state)
{
    static const struct {
        int lines;
        const char *pages, *numbers;
    } cases[] = {
        {3, "甲1 甲2 甲3 (页1) \n末1 末2 (页2) \n", "1 2 "},
        {13, "甲1 甲2 甲3 甲4 甲5 甲6 甲7 甲8 甲9 甲10 (页1) \n甲11 甲12 甲13 末1 末2 (页2) \n", "1 2 "},
        {20,
         "甲1 甲2 甲3 甲4 甲5 甲6 甲7 甲8 甲9 甲10 (页1) \n甲11 甲12 甲13 甲14 甲15 甲16 甲17 甲18 甲19 甲20 "
         "(页2) \n\n末1 末2 \n",
         "1 2 0 0 "},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct kit kit;
        kit_open(&kit);
        add_numbered_footer(&kit, kit_section(&kit));
        kit_lines(&kit, STYLE_BODY, "甲", cases[i].lines);
        struct block *keep = kit_block(&kit, BLOCK_KEEP);
        keep->keep.parity = PARITY_EVEN;
        keep->keep.blocks = kit_apart(&kit, "末1");
        keep->keep.blocks->next = kit_apart(&kit, "末2");
        kit_expect(&kit, cases[i].pages);
        assert_string_equal(page_numbers_of(&kit), cases[i].numbers);
        kit_close(&kit);
    }
}

static void test_mirrored_margins(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit.page.mirror = true;
    kit.page.left = 40 * PT;
    kit.page.right = 20 * PT;
    struct section *section = kit_section(&kit);
    section->restart = 2;
    add_numbered_footer(&kit, section);
    kit_lines(&kit, STYLE_BODY, "甲", 10);
    kit_table(&kit, 1);
    kit_expect(&kit, "甲1 甲2 甲3 甲4 甲5 甲6 甲7 甲8 甲9 甲10 (页2) \n表1 (页3) \n");
    assert_int_equal(kit_find(&kit, "甲1")->x, 20 * PT);
    assert_int_equal(kit_find(&kit, "页2")->x, 20 * PT);
    assert_int_equal(kit_find(&kit, "表1")->x, 40 * PT);
    assert_int_equal(kit_find(&kit, "页3")->x, 40 * PT);
    kit_close(&kit);
}

/* Columns of `lines` lines: one slice. */
static void add_block_of(struct kit *kit, int lines)
{
    struct block *columns = kit_columns(kit, 1, 0);
    struct block **outside = kit_enter(kit, &columns->columns.items[0].blocks);
    kit_lines(kit, STYLE_BODY, "高", lines);
    kit_leave(kit, outside);
}

static void test_higher_than_the_text_area(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 1);
    add_block_of(&kit, 15); /* 180 pt: the sheet */
    kit_lines(&kit, STYLE_BODY, "乙", 1);
    kit_expect(&kit, "甲1 \n高1 高2 高3 高4 高5 高6 高7 高8 高9 高10 高11 高12 高13 高14 高15 \n乙1 \n");
    assert_int_equal(kit_find(&kit, "高1")->y, 1 * PT + 8800);
    kit_close(&kit);
}

static void test_higher_than_the_sheet(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    add_block_of(&kit, 16);
    assert_int_equal(kit_lay(&kit), FAILED);
    const struct diag_entry *entries;
    assert_int_equal(diag_entries(kit.diag, &entries), 1);
    assert_int_equal(entries[0].code, MSG_LAYOUT_TOO_HIGH);
    assert_int_equal(entries[0].place.line, 9);
    kit_close(&kit);
}

static void test_page_limit(void **state)
{
    (void)state;
    for (int over = 0; over <= 1; over++) {
        struct kit kit;
        kit_open(&kit);
        for (int i = 0; i < LAYOUT_MAX_PAGES + over; i++)
            kit_section(&kit);
        assert_int_equal(kit_lay(&kit), over ? FAILED : OK);
        assert_int_equal(diag_has(kit.diag, MSG_LAYOUT_PAGES), over);
        assert_int_equal(diag_count(kit.diag, SEVERITY_ERROR), over);
        kit_close(&kit);
    }
}

static void test_no_room_on_the_page(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit.page.left = 230 * PT;
    kit_section(&kit);
    kit_text(&kit, STYLE_BODY, "甲");
    assert_int_equal(kit_lay(&kit), FAILED);
    assert_true(diag_has(kit.diag, MSG_LAYOUT_NO_PAGE_ROOM));
    kit_close(&kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_widow_and_orphan),
        cmocka_unit_test(test_last_line_is_not_alone),
        cmocka_unit_test(test_last_line_stays_alone),
        cmocka_unit_test(test_what_counts_as_a_line),
        cmocka_unit_test(test_planner_sees_beyond_a_stretch),
        cmocka_unit_test(test_heading_is_not_last),
        cmocka_unit_test(test_heading_that_ends_the_document),
        cmocka_unit_test(test_keep),
        cmocka_unit_test(test_keep_longer_than_a_page),
        cmocka_unit_test(test_rules_longer_than_a_page),
        cmocka_unit_test(test_keep_together_longer_than_a_page),
        cmocka_unit_test(test_signature_is_not_alone),
        cmocka_unit_test(test_fills_share_a_cover),
        cmocka_unit_test(test_fill_before_table),
        cmocka_unit_test(test_white_at_page_top_and_foot),
        cmocka_unit_test(test_page_breaks),
        cmocka_unit_test(test_break_to_odd_and_even),
        cmocka_unit_test(test_section_begins_on_asked_parity),
        cmocka_unit_test(test_keep_on_even_page),
        cmocka_unit_test(test_mirrored_margins),
        cmocka_unit_test(test_higher_than_the_text_area),
        cmocka_unit_test(test_higher_than_the_sheet),
        cmocka_unit_test(test_page_limit),
        cmocka_unit_test(test_no_room_on_the_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
