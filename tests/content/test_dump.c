/* content: the dump prints every kind of block and inline; styles are found by name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "content/content.h"

static struct paragraph_style paragraphs[] = {{.name = {"body", 4}, .first_indent = 32000},
                                              {.name = {"表", 3}, .align = ALIGN_LEFT}};
static struct span_style spans[] = {{.name = {"b", 1}, .bold = true}};
static struct table_style tables[] = {{.name = {"table", 5}}};
static struct page_master pages[] = {{.name = {"A4", 2}}};
static const struct style_sheet sheet = {.paragraphs = paragraphs,
                                         .paragraph_count = 2,
                                         .spans = spans,
                                         .span_count = 1,
                                         .tables = tables,
                                         .table_count = 1,
                                         .pages = pages,
                                         .page_count = 1};

static void expect(const struct section *section, const char *expected)
{
    const struct content content = {.styles = &sheet, .sections = (struct section *)section};
    struct buf out;

    out = BUF(1 << 16);
    content_dump(&content, &out);
    assert_int_equal(buf_status(&out), OK);
    assert_string_equal(out.ptr, expected);
    buf_clear(&out);
}

static void test_styles_are_found_by_name(void **state)
{
    (void)state;
    assert_ptr_equal(style_paragraph(&sheet, STR("表")), &paragraphs[1]);
    assert_ptr_equal(style_span(&sheet, STR("b")), &spans[0]);
    assert_ptr_equal(style_table(&sheet, STR("table")), &tables[0]);
    assert_ptr_equal(style_page(&sheet, STR("A4")), &pages[0]);
    assert_null(style_paragraph(&sheet, STR("bod")));
    assert_null(style_span(&sheet, STR("")));
    assert_null(style_table(&sheet, STR("tables")));
    assert_null(style_page(&sheet, STR("A3")));
}

static void test_inlines(void **state)
{
    struct inline_item items[] = {{.kind = INLINE_TEXT, .text = {"a", 1}},
                                  {.kind = INLINE_TEXT, .text = {"b", 1}, .style = &spans[0]},
                                  {.kind = INLINE_TEXT, .text = {"c", 1}, .style = &spans[0]},
                                  {.kind = INLINE_BREAK},
                                  {.kind = INLINE_BLANK, .width = 12050, .underline = true},
                                  {.kind = INLINE_BLANK, .width = -5},
                                  {.kind = INLINE_PAGE_NUMBER},
                                  {.kind = INLINE_PAGE_COUNT, .style = &spans[0]}};
    struct block block = {.paragraph.style = &paragraphs[0],
                          .paragraph.inlines = items,
                          .paragraph.inline_count = ARRAY_COUNT(items)};
    const struct section section = {
        .page = &pages[0], .restart = 3, .blocks = &block, .watermark = {"稿", 3}};

    (void)state;
    expect(&section,
           "section A4 restart=3\n"
           "  watermark 稿\n"
           "  p body: a<b>bc</b><br/><blank 12.05pt line/><blank -0.005pt/><page/><b><pages/></b>\n");
}

static void test_tabs_spread_text_and_notes(void **state)
{
    struct inline_item words = {.kind = INLINE_TEXT, .text = {"w", 1}};
    struct block second = {.paragraph.style = &paragraphs[1]};
    struct block first = {.paragraph.style = &paragraphs[1],
                          .paragraph.inlines = &words,
                          .paragraph.inline_count = 1,
                          .next = &second};
    struct inline_item items[] = {
        {.kind = INLINE_TEXT, .text = {"a", 1}, .spread = 1, .width = 50000},
        {.kind = INLINE_TEXT, .text = {"b", 1}, .spread = 1, .width = 50000, .style = &spans[0]},
        {.kind = INLINE_TEXT, .text = {"c", 1}, .spread = 2, .width = 500, .style = &spans[0]},
        {.kind = INLINE_TEXT, .text = {"d", 1}, .style = &spans[0]},
        {.kind = INLINE_CUT},
        {.kind = INLINE_TAB, .width = 9000, .align = ALIGN_CENTER, .text = {"…", 3}},
        {.kind = INLINE_TAB, .align = ALIGN_RIGHT},
        {.kind = INLINE_NOTE, .text = {"①", 3}, .style = &spans[0], .note = &first},
        {.kind = INLINE_TEXT, .text = {"e", 1}, .spread = 3, .width = 1000}};
    struct block block = {.paragraph.style = &paragraphs[0],
                          .paragraph.inlines = items,
                          .paragraph.inline_count = ARRAY_COUNT(items)};
    const struct section section = {.page = &pages[0], .blocks = &block};

    (void)state;
    expect(&section, "section A4\n"
                     "  p body: <spread 50pt>a<b>b</b></spread><spread 0.5pt><b>c</b></spread><b>d</b><cut/>"
                     "<tab 9pt center …/><tab right/><b><note ①/></b><spread 1pt>e</spread>\n"
                     "    note\n"
                     "      p 表: w\n"
                     "      p 表:\n");
}

static void test_rules_signs_breaks_and_furniture(void **state)
{
    struct block text = {.paragraph.style = &paragraphs[0]};
    struct block even = {.kind = BLOCK_PAGE_BREAK, .page_break.parity = PARITY_EVEN};
    struct block odd = {.kind = BLOCK_PAGE_BREAK, .page_break.parity = PARITY_ODD, .next = &even};
    struct block held = {.paragraph.style = &paragraphs[0]};
    struct block sign = {.kind = BLOCK_SIGN,
                         .sign = {.party = STR("甲方"),
                                  .keyword = STR("盖章"),
                                  .width = 9000,
                                  .height = 8000,
                                  .aside = 500,
                                  .rise = -1000,
                                  .guide = true,
                                  .color = 0x00FF0A,
                                  .blocks = &held},
                         .next = &odd};
    struct block column = {.kind = BLOCK_RULE, .rule.weight = 500, .rule.align = ALIGN_LEFT, .next = &sign};
    struct block rule = {.kind = BLOCK_RULE,
                         .rule.width = 100000,
                         .rule.weight = 1000,
                         .rule.color = 0xFF0000,
                         .rule.align = ALIGN_CENTER,
                         .next = &column};
    struct furniture bottom = {
        .kind = FURNITURE_AT_BOTTOM, .at = 3000, .pages = PAGES_EVEN | PAGES_REST, .blocks = &text};
    struct furniture top = {.kind = FURNITURE_AT_TOP, .at = 2500, .blocks = &text, .next = &bottom};
    struct furniture footer = {
        .kind = FURNITURE_FOOTER, .pages = PAGES_ODD | PAGES_FIRST, .blocks = &text, .next = &top};
    const struct section section = {.page = &pages[0], .blocks = &rule, .furniture = &footer};

    (void)state;
    expect(&section, "section A4\n"
                     "  footer odd first\n"
                     "    p body:\n"
                     "  fixed top=2.5pt\n"
                     "    p body:\n"
                     "  fixed bottom=3pt even rest\n"
                     "    p body:\n"
                     "  rule 100pt weight=1pt color=FF0000 center\n"
                     "  rule column weight=0.5pt color=000000 left\n"
                     "  sign seal 甲方 width=9pt height=8pt right=0.5pt rise=-1pt guide=00FF0A keyword=盖章\n"
                     "    p body:\n"
                     "  page-break to=odd\n"
                     "  page-break to=even\n");
}

static void test_pictures(void **state)
{
    const struct picture_file files[] = {
        {.format = PICTURE_JPEG, .path = {"b/c.jpg", 7}, .width = 7, .height = 9},
        {.format = PICTURE_PNG, .path = {"a.png", 5}, .width = 1, .height = 2}};
    struct block plain = {
        .kind = BLOCK_PICTURE, .picture.file = &files[1], .picture.dots = 150, .picture.fit = BOX_CROP};
    struct block full = {.kind = BLOCK_PICTURE,
                         .picture.file = &files[0],
                         .picture.alt = {"图", 3},
                         .picture.dots = PICTURE_DOTS,
                         .picture.width = 1500,
                         .picture.height = 2000,
                         .picture.align = ALIGN_RIGHT,
                         .next = &plain};
    const struct section section = {.page = &pages[0], .blocks = &full};

    (void)state;
    expect(&section, "section A4\n"
                     "  picture b/c.jpg jpeg 7x9 width=1.5pt height=2pt right: 图\n"
                     "  picture a.png png 1x2 crop dots=150\n");
}

static void test_overrides_and_headings(void **state)
{
    struct paragraph_style own = paragraphs[0];
    own.align = ALIGN_RIGHT;
    own.first_indent = 0;
    own.left = -1000;
    own.right = 2000;
    own.keep_next = true;
    struct block second = {.paragraph.style = &own, .keep_previous = true};
    struct block first = {.paragraph.style = &paragraphs[0],
                          .paragraph.heading = 2,
                          .paragraph.number = {"一、", 6},
                          .paragraph.unlisted = true,
                          .next = &second};
    const struct section section = {.page = &pages[0], .blocks = &first};

    (void)state;
    expect(&section, "section A4\n"
                     "  p body heading=2 number=一、 unlisted:\n"
                     "  p body align=right indent=0pt left=-1pt right=2pt keep-next keep-previous:\n");
}

static void test_table(void **state)
{
    struct block text = {.paragraph.style = &paragraphs[1]};
    struct table_column columns[] = {{.width = 30000}, {.share = 2}};
    struct table_cell head[] = {
        {.column_span = 2, .row_span = 1, .has_valign = true, .valign = VALIGN_BOTTOM}};
    struct table_cell cells[] = {
        {.column_span = 1, .row_span = 1, .is_label = true, .blocks = &text},
        {.column = 1, .column_span = 1, .row_span = 3, .has_align = true, .align = ALIGN_SPREAD}};
    struct table_row rows[] = {{.cells = head, .cell_count = 1}, {.cells = cells, .cell_count = 2}};
    struct table table = {.style = &tables[0],
                          .columns = columns,
                          .column_count = 2,
                          .rows = rows,
                          .row_count = 2,
                          .head_rows = 1,
                          .caption = &text,
                          .notes = &text};
    struct block block = {.kind = BLOCK_TABLE, .table = &table};
    const struct section section = {.page = &pages[0], .blocks = &block};

    (void)state;
    expect(&section, "section A4\n"
                     "  table table columns=30pt,2*\n"
                     "    caption\n"
                     "      p 表:\n"
                     "    head-row\n"
                     "      cell 1 span=2 valign=bottom\n"
                     "    row\n"
                     "      cell 1 label\n"
                     "        p 表:\n"
                     "      cell 2 rows=3 align=spread\n"
                     "    notes\n"
                     "      p 表:\n");
}

static void test_table_looks(void **state)
{
    struct table_column columns[] = {{.percent = 12500, .label = true},
                                     {.content = true},
                                     {.content = true, .least = 1000, .most = 2500},
                                     {.content = true, .most = 2500},
                                     {.content = true, .least = 1000, .label = true}};
    struct table_cell cell[] = {{.column_span = 5,
                                 .row_span = 1,
                                 .has_align = true,
                                 .align = ALIGN_DECIMAL,
                                 .has_fill = true,
                                 .fill = 0xABCDEF}};
    struct table_row rows[] = {{.cells = cell, .cell_count = 1, .group_begins = true, .rule_above = 1500},
                               {.rule_above = -1, .has_fill = true, .fill = 0x12, .keep_next = true},
                               {.keep_next = true}};
    struct table table = {.style = &tables[0],
                          .columns = columns,
                          .column_count = 5,
                          .rows = rows,
                          .row_count = 3,
                          .foot_rows = 1};
    struct block block = {.kind = BLOCK_TABLE, .table = &table};
    const struct section section = {.page = &pages[0], .blocks = &block};

    (void)state;
    expect(&section, "section A4\n"
                     "  table table columns=12.5%!,auto,auto(1pt..2.5pt),auto(..2.5pt),auto(1pt..)!\n"
                     "    row group rule-above=1.5pt\n"
                     "      cell 1 span=5 align=decimal fill=ABCDEF\n"
                     "    row rule-above=none fill=000012 keep-next\n"
                     "    foot-row keep-next\n");
}

static void test_other_blocks(void **state)
{
    struct block text = {.paragraph.style = &paragraphs[0]};
    struct column columns[] = {{1, &text}, {2, NULL}};
    struct block contents = {.kind = BLOCK_CONTENTS, .contents.depth = 3};
    struct block page_break = {.kind = BLOCK_PAGE_BREAK, .next = &contents};
    struct block fill = {.kind = BLOCK_SPACE, .space.fill = true, .next = &page_break};
    struct block space = {.kind = BLOCK_SPACE, .space.height = 500, .next = &fill};
    struct block keep = {.kind = BLOCK_KEEP, .keep.blocks = &text, .keep_previous = true, .next = &space};
    struct block side = {.kind = BLOCK_COLUMNS,
                         .columns.items = columns,
                         .columns.count = 2,
                         .columns.gap = 9000,
                         .next = &keep};
    struct furniture header = {.kind = FURNITURE_HEADER, .blocks = &text};
    struct section second = {.page = &pages[0]};
    const struct section section = {
        .page = &pages[0], .blocks = &side, .furniture = &header, .next = &second};

    (void)state;
    expect(&section, "section A4\n"
                     "  header\n"
                     "    p body:\n"
                     "  columns gap=9pt\n"
                     "    column 1\n"
                     "      p body:\n"
                     "    column 2\n"
                     "  keep keep-previous\n"
                     "    p body:\n"
                     "  space 0.5pt\n"
                     "  space fill\n"
                     "  page-break\n"
                     "  contents depth=3\n"
                     "section A4\n");
}

static void test_lists_and_going_through_them(void **state)
{
    struct block last = {.kind = BLOCK_SPACE, .space.height = 500};
    struct block deep[] = {{.paragraph.style = &paragraphs[1]}, {.paragraph.style = &paragraphs[0]}};
    struct list_item inner[] = {{.label = {"1）", 4}, .blocks = &deep[0]}, {.blocks = &deep[1]}};
    struct block list = {.kind = BLOCK_LIST, .list.items = inner};
    struct block text = {.paragraph.style = &paragraphs[0], .next = &list};
    struct list_item outer = {.label = {"（1）", 7}, .blocks = &text};
    struct block first = {.kind = BLOCK_LIST, .list.items = &outer, .next = &last};
    const struct section section = {.page = &pages[0], .blocks = &first};
    const struct block *const blocks[] = {&text, &deep[0], &deep[1], &last};
    const int depths[] = {1, 2, 2, 0};
    struct block_walk walk = block_walk(&first);

    (void)state;
    inner[0].next = &inner[1];
    expect(&section, "section A4\n"
                     "  list\n"
                     "    item （1）\n"
                     "      p body:\n"
                     "      list\n"
                     "        item 1）\n"
                     "          p 表:\n"
                     "        item\n"
                     "          p body:\n"
                     "  space 0.5pt\n");
    for (size_t i = 0; i < ARRAY_COUNT(blocks); i++, block_walk_next(&walk)) {
        assert_ptr_equal(walk.block, blocks[i]);
        assert_int_equal(walk.depth, depths[i]);
        assert_true(walk.depth == 0 || walk.items[0] == &outer);
    }
    assert_null(walk.block);
    assert_null(block_walk(NULL).block);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_styles_are_found_by_name),
        cmocka_unit_test(test_inlines),
        cmocka_unit_test(test_tabs_spread_text_and_notes),
        cmocka_unit_test(test_rules_signs_breaks_and_furniture),
        cmocka_unit_test(test_pictures),
        cmocka_unit_test(test_overrides_and_headings),
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_table_looks),
        cmocka_unit_test(test_other_blocks),
        cmocka_unit_test(test_lists_and_going_through_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
