/* content: a walk meets all that is printed, once, in the order in which it is read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "content/content.h"

/* A paragraph of one letter, and its block. */
#define LETTER(name, letter)                                                                                 \
    static struct inline_item text_##name = {.kind = INLINE_TEXT, .text = {letter, 1}};                      \
    static struct block name = {.paragraph.inlines = &text_##name, .paragraph.inline_count = 1}

LETTER(in_note, "n");
LETTER(in_item, "i");
LETTER(in_inner, "j");
LETTER(in_left, "l");
LETTER(in_right, "r");
LETTER(in_keep, "k");
LETTER(in_sign, "s");
LETTER(caption, "c");
LETTER(cell, "x");
LETTER(of_table, "t");
LETTER(below, "b");
LETTER(header, "h");
LETTER(other, "o");

static void meet_paragraph(void *context, const struct block *block)
{
    assert_int_equal(block->kind, BLOCK_PARAGRAPH);
    buf_add_str(context, block->paragraph.inlines[0].text);
}

static void meet_table(void *context, const struct table *table)
{
    buf_add_text(context, table->row_count > 0 ? "T" : "?");
}

static void meet_chart(void *context, const struct block_chart *chart)
{
    buf_add_text(context, chart->captioned ? "G" : "?");
}

/* A section with a block of each kind, and one behind it. */
static struct content make(void)
{
    static struct inline_item inlines[] = {{.kind = INLINE_TEXT, .text = {"p", 1}},
                                           {.kind = INLINE_NOTE, .text = {"1", 1}, .note = &in_note}};
    static struct list_item inner = {.blocks = &in_inner}, item = {.blocks = &in_item};
    static struct block list = {.kind = BLOCK_LIST, .list.items = &inner};
    static struct column columns[] = {{.blocks = &in_left}, {.blocks = &in_right}};
    static struct table_cell cells[] = {{.blocks = NULL}, {.blocks = &cell}};
    static struct table_row row = {.cells = cells, .cell_count = 2};
    static struct table table = {.rows = &row, .row_count = 1, .caption = &of_table, .notes = &below};
    static struct block blocks[] = {
        {.kind = BLOCK_PARAGRAPH, .paragraph = {.inlines = inlines, .inline_count = 2}},
        {.kind = BLOCK_LIST, .list.items = &item},
        {.kind = BLOCK_COLUMNS, .columns = {.items = columns, .count = 2}},
        {.kind = BLOCK_SPACE},
        {.kind = BLOCK_KEEP, .keep.blocks = &in_keep},
        {.kind = BLOCK_PAGE_BREAK},
        {.kind = BLOCK_SIGN, .sign.blocks = &in_sign},
        {.kind = BLOCK_PICTURE, .picture.caption = &caption},
        {.kind = BLOCK_RULE},
        {.kind = BLOCK_TABLE, .table = &table},
        {.kind = BLOCK_CONTENTS},
        {.kind = BLOCK_CHART, .chart.captioned = true}};
    static struct furniture furniture = {.blocks = &header};
    static struct section second = {.blocks = &other};
    static struct section first = {.blocks = blocks, .furniture = &furniture, .next = &second};
    for (size_t i = 0; i + 1 < ARRAY_COUNT(blocks); i++)
        blocks[i].next = &blocks[i + 1];
    in_item.next = &list;
    return (struct content){.sections = &first};
}

static void expect(struct content_walk walk, const char *expected)
{
    const struct content content = make();
    struct buf met = BUF(64);
    walk.context = &met;
    content_walk(&content, &walk);
    assert_true(str_is(buf_str(&met), expected));
    buf_clear(&met);
}

static void test_all_that_stands_in_the_text(void **state)
{
    (void)state;
    expect((struct content_walk){.paragraph = meet_paragraph, .table = meet_table, .chart = meet_chart},
           "pnijlrkstxTbGo");
}

static void test_what_stands_aside(void **state)
{
    (void)state;
    expect((struct content_walk){.paragraph = meet_paragraph, .chart = meet_chart, .aside = true},
           "pnijlrksctxbGho");
}

static void test_only_who_asks_is_told(void **state)
{
    (void)state;
    expect((struct content_walk){.paragraph = meet_paragraph}, "pnijlrkstxbo");
    expect((struct content_walk){.table = meet_table, .aside = true}, "T");
    expect((struct content_walk){.chart = meet_chart}, "G");
    expect((struct content_walk){.aside = true}, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_all_that_stands_in_the_text),
                                       cmocka_unit_test(test_what_stands_aside),
                                       cmocka_unit_test(test_only_who_asks_is_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
