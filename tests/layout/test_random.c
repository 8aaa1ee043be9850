/*
 * Documents made at random, from a fixed seed: whatever the blocks, no line is lost, doubled or out of order,
 * none stands outside the text area, no page but the last of its section is without text, no page begins with
 * the last line of a paragraph or ends with the first one, and none ends with a heading.  On a line grid
 * every body line stands on it.  Headers, footers and fixed blocks of one to four lines take their room: no
 * text over another, which layout itself refuses.  What must hold is read off the pages alone.
 */
#include "layout_kit.h"
#include "random.h"

enum { ROUNDS = 400, BLOCKS = 40, PITCH = 15 * PT };

struct line_fact { /* of the n-th line of text, "n" being what it prints */
    bool begins, ends, is_heading;
    bool break_follows; /* asked for */
    bool on_grid;
};

struct story {
    struct kit *kit;
    struct line_fact facts[8192];
    int count;
    bool grid;
    bool boxed; /* in a column or a cell */
};

static void add_paragraph(struct story *story, int lines, int style, int heading)
{
    struct kit *kit = story->kit;
    struct block *block = kit_block(kit, BLOCK_PARAGRAPH);
    block->paragraph.style = &kit->styles[style];
    block->paragraph.heading = heading;
    block->keep_previous = random_below(12) == 0;
    for (int i = 0; i < lines; i++) {
        struct str text = arena_printf(kit->arena, "%d", story->count);
        assert_non_null(text.ptr);
        if (i > 0)
            kit_inline(kit, block, INLINE_BREAK, "");
        kit_inline(kit, block, INLINE_TEXT, text.ptr);
        story->facts[story->count++] =
            (struct line_fact){.begins = i == 0,
                               .ends = i + 1 == lines,
                               .is_heading = heading > 0,
                               .on_grid = story->grid && !story->boxed && style == STYLE_BODY};
    }
}

static void add_columns(struct story *story)
{
    struct block *block = kit_columns(story->kit, 1, 0);
    block->keep_previous = random_below(2) == 0;
    struct block **outside = kit_enter(story->kit, &block->columns.items[0].blocks);
    story->boxed = true;
    for (int lines = 1 + random_below(4); lines > 0; lines--)
        add_paragraph(story, 1, STYLE_BODY, 0);
    story->boxed = false;
    kit_leave(story->kit, outside);
}

static void add_random_table(struct story *story)
{
    size_t rows = (size_t)(1 + random_below(14));
    struct block *block = kit_table(story->kit, rows);
    story->boxed = true;
    for (size_t i = 0; i < rows; i++) {
        struct block **outside = kit_enter(story->kit, &block->table->rows[i].cells->blocks);
        add_paragraph(story, 1, STYLE_BODY, 0);
        kit_leave(story->kit, outside);
    }
    story->boxed = false;
    if (random_below(2) == 0) {
        struct block **outside = kit_enter(story->kit, &block->table->notes);
        add_paragraph(story, 1, STYLE_BODY, 0);
        kit_leave(story->kit, outside);
    }
}

static void add_random_blocks(struct story *story, int count, int depth)
{
    for (int i = 0; i < count; i++) {
        int kind = random_below(depth > 0 ? 12 : 10);
        if (kind < 5) {
            add_paragraph(story, 1 + random_below(kind < 4 ? 6 : 14),
                          random_below(6) == 0 ? STYLE_TOGETHER : STYLE_BODY, 0);
        } else if (kind == 5) {
            add_paragraph(story, 1, STYLE_HEADING, 1 + random_below(3));
        } else if (kind == 6) {
            kit_space(story->kit, random_below(40), random_below(4) == 0 && !story->grid);
        } else if (kind == 7) {
            add_columns(story);
        } else if (kind == 8) {
            add_random_table(story);
        } else if (kind == 9 && depth > 0) {
            kit_block(story->kit, BLOCK_PAGE_BREAK);
            story->facts[story->count > 0 ? story->count - 1 : 0].break_follows = true;
            add_paragraph(story, 1, STYLE_BODY, 0); /* a page of white would be as asked for */
        } else if (kind >= 10) {
            struct block *keep = kit_block(story->kit, BLOCK_KEEP);
            struct block **outside = kit_enter(story->kit, &keep->keep.blocks);
            add_random_blocks(story, 1 + random_below(4), depth - 1);
            kit_leave(story->kit, outside);
        }
    }
}

static void check_page(struct story *story, const struct page *page, int *next)
{
    struct kit *kit = story->kit;
    int first = *next;
    for (size_t i = 0; i < page->item_count; i++) {
        const struct page_item *item = &page->items[i];
        if (item->kind != PAGE_GLYPHS || str_starts(kit_item_text(kit, item), "边"))
            continue;
        assert_int_equal(atoi(kit_item_text(kit, item).ptr), *next);
        assert_in_range(item->y, 20 * PT + 9800, kit->page.height - kit->page.bottom - 2200);
        if (story->facts[*next].on_grid)
            assert_int_equal((item->y - 20 * PT - 2500 - 8800) % PITCH, 0);
        ++*next;
    }
    assert_true(*next > first || *next == story->count || first == 0);
    if (*next == story->count || *next == first)
        return;
    const struct line_fact *last = &story->facts[*next - 1], *following = &story->facts[*next];
    assert_false(last->begins && !last->ends);
    assert_false(following->ends && !following->begins);
    assert_false(last->is_heading && !last->break_follows);
}

static void open_grid(struct kit *kit)
{
    kit->page.line_pitch = PITCH;
    kit->page.height += 4 * PITCH; /* 12 lines: headings take two each, and three may have to stay together */
    for (int style = STYLE_BODY; style <= STYLE_HEADING; style++) {
        kit->styles[style].grid = true;
        kit->styles[style].before = style == STYLE_HEADING ? 5 * PT : 0;
        kit->styles[style].line = style == STYLE_HEADING ? 13 * PT : PITCH;
    }
}

/* A header, a footer or a fixed block on some pages, which takes the room that it needs. */
static void add_margin(struct kit *kit, struct section *section, enum furniture_kind kind)
{
    static const unsigned pages[] = {0, PAGES_FIRST, PAGES_REST, PAGES_ODD, PAGES_EVEN | PAGES_REST};
    struct block *blocks = NULL;
    struct block **outside = kit_enter(kit, &blocks);
    kit_lines(kit, STYLE_NOTE, "边", 1 + random_below(4));
    kit_leave(kit, outside);
    if (kind == FURNITURE_FOOTER)
        kit_inline(kit, blocks, random_below(2) == 0 ? INLINE_PAGE_COUNT : INLINE_PAGE_NUMBER, "");
    struct furniture *furniture = kit_carry(kit, section, kind, pages[random_below(5)], blocks);
    furniture->room = true;
    furniture->at = 2 * PT;
}

static void add_margins(struct kit *kit, struct section *section)
{
    kit->page.height += 80 * PT; /* however much is taken, there is room as before */
    kit->page.header_reach = kit->page.footer_reach = 40 * PT;
    add_margin(kit, section, random_below(2) == 0 ? FURNITURE_HEADER : FURNITURE_AT_TOP);
    add_margin(kit, section, random_below(2) == 0 ? FURNITURE_FOOTER : FURNITURE_AT_BOTTOM);
}

static void lay_random_document(uint32_t round, bool grid, bool margins)
{
    static struct kit kit;
    static struct story story;
    kit_open(&kit);
    if (grid)
        open_grid(&kit);
    memset(&story, 0, sizeof story);
    story.kit = &kit;
    story.grid = grid;
    random_seed = round;
    struct section *section = kit_section(&kit);
    struct block **body = kit.end;
    if (margins) {
        add_margins(&kit, section);
        kit.end = body;
    }
    add_random_blocks(&story, 1 + random_below(BLOCKS), 2);
    assert_int_equal(kit_lay(&kit), OK);
    int next = 0;
    for (size_t p = 0; p < kit.document->page_count; p++)
        check_page(&story, &kit.document->pages[p], &next);
    assert_int_equal(next, story.count);
    kit_close(&kit);
}

static void test_random_documents(void **state)
{
    (void)state;
    for (uint32_t round = 0; round < ROUNDS; round++)
        lay_random_document(round, false, false);
}

static void test_random_documents_on_a_grid(void **state)
{
    (void)state;
    for (uint32_t round = 0; round < ROUNDS; round++)
        lay_random_document(round, true, false);
}

static void test_random_documents_with_margins(void **state)
{
    (void)state;
    for (uint32_t round = 0; round < ROUNDS; round++)
        lay_random_document(round, round % 2 == 0, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_documents),
                                       cmocka_unit_test(test_random_documents_on_a_grid),
                                       cmocka_unit_test(test_random_documents_with_margins)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
