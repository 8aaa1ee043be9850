/*
 * Footnotes: what stands at the foot of which page.  Notes are 8 pt on 10 pt; the white and the rule above
 * them take 8 pt of the page's 120.
 */
#include "layout_kit.h"
#include "layout/messages.def"

/* Lines "甲1" …, the last one with a note. */
static struct block *add_noted(struct kit *kit, const char *name, int lines, const char *mark,
                               const char *note, int note_lines)
{
    struct block *block = kit_lines(kit, STYLE_BODY, name, lines);
    kit_note(kit, block, mark, note, note_lines);
    return block;
}

static const struct page_item *find_rule(struct kit *kit, size_t page)
{
    for (size_t i = 0; i < kit->document->pages[page].item_count; i++)
        if (kit->document->pages[page].items[i].kind == PAGE_PATH)
            return &kit->document->pages[page].items[i];
    fail_msg("no rule on page %zu", page);
    return NULL;
}

/* The foot of the page, the rule, the tags; also under a page that is not full. */
static void test_note_at_the_foot(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    add_noted(&kit, "甲", 1, "①", "注", 2);
    add_noted(&kit, "乙", 1, "②", "释", 1);
    kit_expect(&kit, "甲1① 乙1② 注1 注2 释1 \n");
    assert_int_equal(kit_find(&kit, "释1")->y, (140 - 10 + 1) * PT + 8 * PT * 88 / 100);
    assert_int_equal(kit_find(&kit, "释1")->x, 30 * PT);
    assert_int_equal(kit_find(&kit, "注1")->y, kit_find(&kit, "释1")->y - 20 * PT);
    const struct page_item *rule = find_rule(&kit, 0);
    assert_true(page_tag_is_artifact(rule->tag));
    assert_int_equal(rule->x, 30 * PT);
    assert_int_equal(rule->y, (140 - 30 - 3) * PT);
    assert_int_equal(rule->width, 200 * PT / 3);
    assert_int_equal(rule->height, PT / 2);
    assert_int_equal(kit_part(&kit, kit_find(&kit, "注1")), PART_NOTE);
    assert_int_equal(kit_find(&kit, "注2")->tag.node, kit_find(&kit, "注1")->tag.node);
    assert_true(kit_find(&kit, "乙1")->tag.node < kit_find(&kit, "释1")->tag.node);
    kit_close(&kit);
}

/* A note is read behind its mark, before the next page. */
static void test_reading_order(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    add_noted(&kit, "甲", 1, "①", "注", 1);
    kit_block(&kit, BLOCK_PAGE_BREAK);
    kit_lines(&kit, STYLE_BODY, "乙", 1);
    kit_expect(&kit, "甲1① 注1 \n乙1 \n");
    const uint32_t note = kit_find(&kit, "注1")->tag.node;
    assert_int_equal(page_node_of(kit.document->structure, note)->parent, kit_find(&kit, "甲1")->tag.node);
    assert_true(kit_find(&kit, "乙1")->tag.node > note);
    kit_close(&kit);
}

static void test_note_takes_room(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    add_noted(&kit, "甲", 1, "①", "注", 1); /* 18 pt: eight lines and 6 pt remain */
    kit_lines(&kit, STYLE_BODY, "乙", 12);
    kit_expect(&kit, "甲1① 乙1 乙2 乙3 乙4 乙5 乙6 乙7 注1 \n乙8 乙9 乙10 乙11 乙12 \n");
    kit_close(&kit);
}

/* The ninth line would leave 12 pt: it goes to the next page with its note, and by 孤行 the line before it.
 */
static void test_line_goes_with_its_note(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 5);
    add_noted(&kit, "乙", 4, "①", "注", 1);
    kit_lines(&kit, STYLE_BODY, "丙", 3);
    kit_expect(&kit, "甲1 甲2 甲3 甲4 甲5 乙1 乙2 \n乙3 乙4① 丙1 丙2 丙3 注1 \n");
    kit_close(&kit);
}

/* A note of three lines is never divided. */
static void test_short_note_is_whole(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 6);
    add_noted(&kit, "乙", 1, "①", "注", 3); /* 7 lines and 38 pt are 122 pt */
    kit_expect(&kit, "甲1 甲2 甲3 甲4 甲5 甲6 \n乙1① 注1 注2 注3 \n");
    kit_close(&kit);
}

/* A note that does not go in whole goes on before all else at the next page's foot; neither its first nor its
 * last line is left alone. */
static void test_long_note_goes_on(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 5);
    add_noted(&kit, "乙", 1, "①", "注", 5); /* room for four lines: the fourth keeps the fifth company */
    kit_lines(&kit, STYLE_BODY, "丙", 9);
    kit_expect(&kit, "甲1 甲2 甲3 甲4 甲5 乙1① 注1 注2 注3 \n"
                     "丙1 丙2 丙3 丙4 丙5 丙6 丙7 注4 注5 \n"
                     "丙8 丙9 \n");
    assert_int_equal(find_rule(&kit, 1)->y, (140 - 20 - 3) * PT);
    assert_int_equal(kit_find(&kit, "注3")->y, kit_find(&kit, "注5")->y);
    kit_close(&kit);
}

/* The next line would go in if the note were cut: it does not. */
static void test_note_is_not_cut_for_other_lines(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    add_noted(&kit, "甲", 6, "①", "注", 4);
    kit_lines(&kit, STYLE_BODY, "乙", 2);
    kit_expect(&kit, "甲1 甲2 甲3 甲4 甲5 甲6① 注1 注2 注3 注4 \n乙1 乙2 \n");
    kit_close(&kit);
}

/* What a line keeps with still stands on the page where its note is cut. */
static void test_keeps_hold_beside_a_cut_note(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 4);
    struct block *heading = kit_heading(&kit, 1, "题");
    kit_note(&kit, heading, "①", "注", 6);
    kit_lines(&kit, STYLE_BODY, "乙", 4); /* two lines of it */
    kit_expect(&kit, "甲1 甲2 甲3 甲4 题① 乙1 乙2 注1 注2 \n乙3 乙4 注3 注4 注5 注6 \n");
    kit_close(&kit);
}

static void test_note_longer_than_a_page(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 8);
    add_noted(&kit, "乙", 1, "①", "注", 24);
    add_noted(&kit, "丙", 1, "②", "释", 1);
    kit_expect(&kit, "甲1 甲2 甲3 甲4 甲5 甲6 甲7 甲8 \n"
                     "乙1① 注1 注2 注3 注4 注5 注6 注7 注8 注9 注10 \n"
                     "注11 注12 注13 注14 注15 注16 注17 注18 注19 注20 注21 \n"
                     "丙1② 注22 注23 注24 释1 \n");
    kit_close(&kit);
}

/* All notes of a line but the last must stand whole on its page. */
static void test_many_notes_of_a_line(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 4);
    kit_note(&kit, add_noted(&kit, "乙", 1, "①", "注", 2), "②", "释", 4); /* 60 + 8 + 20, and 20 of 40 */
    kit_lines(&kit, STYLE_BODY, "丙", 4);
    kit_note(&kit, add_noted(&kit, "丁", 1, "③", "甲", 1), "④", "乙", 1);
    kit_expect(&kit, "甲1 甲2 甲3 甲4 乙1①② 注1 注2 释1 释2 \n"
                     "丙1 丙2 丙3 丙4 丁1③④ 释3 释4 甲1 乙1 \n");
    kit_close(&kit);
}

/* Where one line has more notes than a page holds, they follow. */
static void test_more_notes_than_a_page(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    struct block *block = kit_lines(&kit, STYLE_BODY, "文", 1);
    kit_note(&kit, block, "①", "甲", 9);
    kit_note(&kit, block, "②", "乙", 9);
    kit_note(&kit, block, "③", "丙", 1);
    kit_expect(&kit, "文1①②③ 甲1 甲2 甲3 甲4 甲5 甲6 甲7 甲8 甲9 \n"
                     "乙1 乙2 乙3 乙4 乙5 乙6 乙7 乙8 乙9 丙1 \n");
    kit_close(&kit);
}

/* Notes end before a page break that was asked for, and with their section. */
static void test_notes_end_with_their_part(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 5);
    add_noted(&kit, "乙", 1, "①", "注", 6);
    kit_block(&kit, BLOCK_PAGE_BREAK)->page_break.parity =
        PARITY_EVEN; /* page 2 has the rest of the note, 3 is blank */
    kit_lines(&kit, STYLE_BODY, "丙", 5);
    add_noted(&kit, "丁", 1, "②", "释", 6);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "戊", 1);
    kit_expect(&kit, "甲1 甲2 甲3 甲4 甲5 乙1① 注1 注2 注3 注4 \n"
                     "注5 注6 \n"
                     "\n"
                     "丙1 丙2 丙3 丙4 丙5 丁1② 释1 释2 释3 释4 \n"
                     "释5 释6 \n"
                     "戊1 \n");
    kit_close(&kit);
}

/* Fills share what stands above the notes; white is shortened. */
static void test_white_above_notes(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    add_noted(&kit, "甲", 1, "①", "注", 1);
    kit_space(&kit, 0, true);
    kit_lines(&kit, STYLE_BODY, "乙", 1);
    kit_block(&kit, BLOCK_PAGE_BREAK);
    add_noted(&kit, "丙", 1, "②", "释", 1);
    kit_space(&kit, 100, false); /* 90 pt are left */
    kit_lines(&kit, STYLE_BODY, "丁", 1);
    kit_expect(&kit, "甲1① 乙1 注1 \n丙1② 释1 \n丁1 \n");
    assert_int_equal(kit_find(&kit, "乙1")->y, (140 - 18 - 12 + 1) * PT + 8800);
    kit_close(&kit);
}

static void test_table_above_notes(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    add_noted(&kit, "甲", 1, "①", "注", 2);
    kit_table(&kit, 8); /* rows of 12 pt: 80 pt are left */
    kit_expect(&kit, "甲1① 表1 表2 表3 表4 表5 表6 注1 注2 \n表7 表8 \n");
    kit_close(&kit);
}

/* Text on the line grid stays on it; 孤行 holds there, too. */
static void test_notes_beside_the_grid(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit.page.line_pitch = 15 * PT;
    kit.styles[STYLE_BODY].line = 15 * PT;
    kit.styles[STYLE_BODY].grid = true;
    kit_section(&kit);
    add_noted(&kit, "甲", 1, "①", "注", 2); /* 92 pt are left: six lines of the grid */
    kit_lines(&kit, STYLE_BODY, "乙", 6);
    kit_lines(&kit, STYLE_BODY, "丙", 9);
    kit_expect(&kit, "甲1① 乙1 乙2 乙3 乙4 注1 注2 \n乙5 乙6 丙1 丙2 丙3 丙4 丙5 丙6 \n丙7 丙8 丙9 \n");
    static const char *const lines[] = {"乙1", "乙4", "乙5", "丙1", "丙6", "丙9"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_int_equal((kit_find(&kit, lines[i])->y - kit_find(&kit, "甲1")->y) % (15 * PT), 0);
    kit_close(&kit);
}

static void test_notes_in_columns(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    struct block *columns = kit_columns(&kit, 2, 20);
    for (size_t i = 0; i < 2; i++) {
        struct block **outside = kit_enter(&kit, &columns->columns.items[i].blocks);
        add_noted(&kit, i == 0 ? "左" : "右", 2, i == 0 ? "②" : "④", i == 0 ? "乙" : "丁", 1);
        kit_leave(&kit, outside);
    }
    kit_note(&kit, columns->columns.items[1].blocks, "⑤", "戊", 1);
    kit_expect(&kit, "左1 左2② 右1 右2④⑤ 乙1 丁1 戊1 \n");
    kit_close(&kit);
}

static void expect_message(struct kit *kit, const struct message *code)
{
    assert_int_equal(kit_lay(kit), FAILED);
    assert_int_equal(diag_count(kit->diag, SEVERITY_ERROR), 1);
    assert_true(diag_has(kit->diag, code));
}

/* A mark whose note would be lost. */
static void test_notes_out_of_place(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    struct block *table = kit_table(&kit, 1);
    kit_note(&kit, table->table->rows[0].cells->blocks, "①", "注", 1);
    expect_message(&kit, MSG_LAYOUT_NOTE_PLACE);
    kit_close(&kit);
    kit_open(&kit);
    struct section *section = kit_section(&kit);
    kit_note(&kit, kit_furniture(&kit, section, FURNITURE_HEADER, kit_apart(&kit, "眉")), "①", "注", 1);
    expect_message(&kit, MSG_LAYOUT_NOTE_PLACE);
    kit_close(&kit);
    kit_open(&kit);
    kit_section(&kit);
    struct block *block = add_noted(&kit, "甲", 1, "①", "注", 1);
    kit_note(&kit, block->paragraph.inlines[1].note, "②", "释", 1);
    expect_message(&kit, MSG_LAYOUT_NOTE_PLACE);
    kit_close(&kit);
}

static void test_note_line_higher_than_the_page(void **state)
{
    (void)state;
    for (int line = 68; line <= 69; line++) { /* with three quarters and the rule 119.5, 121.25 pt */
        struct kit kit;
        kit_open(&kit);
        kit.styles[STYLE_NOTE].line = line * PT;
        kit_section(&kit);
        add_noted(&kit, "甲", 1, "①", "注", 2);
        if (line == 69)
            expect_message(&kit, MSG_LAYOUT_TOO_HIGH);
        else
            kit_expect(&kit, "甲1① \n注1 \n注2 \n");
        kit_close(&kit);
    }
}

static void test_contents_list_has_no_notes(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_block(&kit, BLOCK_CONTENTS)->contents.depth = 1;
    kit_note(&kit, kit_heading(&kit, 1, "题"), "①", "注", 1);
    kit_lay(&kit);
    assert_non_null(strstr(kit_pages(&kit), "题①"));
    assert_int_equal(kit.document->pages[0].links[0].title.len, strlen("题"));
    kit_close(&kit);
}

/* Every allocation fails in turn. */
static void test_every_failing_allocation(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 5);
    add_noted(&kit, "乙", 1, "①", "注", 14);
    struct block *columns = kit_columns(&kit, 1, 0);
    struct block **outside = kit_enter(&kit, &columns->columns.items[0].blocks);
    add_noted(&kit, "丙", 1, "②", "释", 1);
    add_noted(&kit, "丁", 1, "③", "解", 1);
    kit_leave(&kit, outside);
    kit_fail_allocations(&kit, NULL);
    kit_limit_arena(&kit);
    kit_close(&kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_note_at_the_foot),
        cmocka_unit_test(test_reading_order),
        cmocka_unit_test(test_note_takes_room),
        cmocka_unit_test(test_line_goes_with_its_note),
        cmocka_unit_test(test_short_note_is_whole),
        cmocka_unit_test(test_long_note_goes_on),
        cmocka_unit_test(test_note_is_not_cut_for_other_lines),
        cmocka_unit_test(test_keeps_hold_beside_a_cut_note),
        cmocka_unit_test(test_note_longer_than_a_page),
        cmocka_unit_test(test_many_notes_of_a_line),
        cmocka_unit_test(test_more_notes_than_a_page),
        cmocka_unit_test(test_notes_end_with_their_part),
        cmocka_unit_test(test_white_above_notes),
        cmocka_unit_test(test_table_above_notes),
        cmocka_unit_test(test_notes_beside_the_grid),
        cmocka_unit_test(test_notes_in_columns),
        cmocka_unit_test(test_notes_out_of_place),
        cmocka_unit_test(test_note_line_higher_than_the_page),
        cmocka_unit_test(test_contents_list_has_no_notes),
        cmocka_unit_test(test_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
