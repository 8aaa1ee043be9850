/*
 * For the table tests: tables written down in a few lines, laid on pages with the square font, and what must
 * hold for every table on any pages.  Type is 10 pt on 12 pt: a Han character is 10 pt wide, a line 12 pt
 * high.
 */
#ifndef CHENGWEN_TESTS_TABLE_KIT_H
#define CHENGWEN_TESTS_TABLE_KIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "layout/table/table_int.h"
#include "pages.h"

enum { PT = 1000, KIT_X = 50 * PT, KIT_Y = 60 * PT, KIT_CELLS = 4096 };

struct kit {
    struct arena *arena;
    struct diag *diag;
    struct font_set *fonts;
    struct paragraph_style paragraph;
    struct style_sheet sheet;
    struct table_style style;
    struct content content;
    struct page_document document;
    struct layout layout;
    struct text_cache texts;
    struct where where;
    length page; /* height of the pages that tables in cells have in mind */
    struct table table;
    struct table_flow *flow;
    length heights[2000]; /* of the parts, one a page */
    size_t parts;
};

static inline void kit_open(struct kit *kit)
{
    memset(kit, 0, sizeof *kit);
    assert_int_equal(font_set_square("", &kit->fonts), OK);
    kit->arena = arena_new(0);
    assert_non_null(kit->arena);
    kit->diag = diag_new(kit->arena);
    assert_non_null(kit->diag);
    kit->paragraph = (struct paragraph_style){
        .name = STR("cell"), .role = STR("宋体"), .size = 10 * PT, .line = 12 * PT, .align = ALIGN_LEFT};
    kit->sheet = (struct style_sheet){.paragraphs = &kit->paragraph, .paragraph_count = 1};
    kit->content.styles = &kit->sheet;
    kit->style = (struct table_style){.cell_style = STR("cell"),
                                      .head_style = STR("cell"),
                                      .align = ALIGN_LEFT,
                                      .head_align = ALIGN_LEFT,
                                      .pad_left = 3 * PT,
                                      .pad_right = 3 * PT,
                                      .pad_top = 2 * PT,
                                      .pad_bottom = 2 * PT,
                                      .outer_rule = 750,
                                      .inner_rule = 500,
                                      .head_rule = 501,
                                      .vertical_rules = true,
                                      .head_fill = 0xFFFFFF,
                                      .foot_fill = 0xFFFFFF,
                                      .stripe_fill = 0xFFFFFF,
                                      .repeat_head = true,
                                      .repeat_labels = true,
                                      .continued = STR("（续）")};
    kit->layout = (struct layout){.job = kit->arena,
                                  .diag = kit->diag,
                                  .fonts = kit->fonts,
                                  .content = &kit->content,
                                  .tables = &tables_in_flows,
                                  .document = &kit->document};
    assert_int_equal(flow_begin(&kit->layout), OK);
    assert_int_equal(table_begin(&kit->layout), OK);
    kit->where = (struct where){
        .layout = &kit->layout, .arena = kit->arena, .page_arena = kit->arena, .texts = &kit->texts};
}

static inline void kit_close(struct kit *kit)
{
    table_end(&kit->layout);
    arena_free(kit->arena);
    font_set_free(kit->fonts);
}

/* --- writing a table down --- */

/* `count` different Han characters; no two cells of a table share one when `seed` differs by 300. */
static inline struct str kit_text(struct kit *kit, size_t seed, size_t count)
{
    char *bytes = arena_alloc(kit->arena, count * 3 + 1);
    assert_non_null(bytes);
    for (size_t i = 0; i < count; i++)
        utf8_encode((uint32_t)(0x4E00 + (seed + i) % 20000), bytes + 3 * i);
    return (struct str){bytes, count * 3};
}

static inline struct block *kit_blocks(struct kit *kit, struct str text)
{
    struct block *block = ARENA_NEW(kit->arena, struct block);
    struct inline_item *item = ARENA_NEW(kit->arena, struct inline_item);
    assert_true(block && item);
    *item = (struct inline_item){.kind = INLINE_TEXT, .text = text};
    *block = (struct block){.kind = BLOCK_PARAGRAPH,
                            .paragraph.style = &kit->paragraph,
                            .paragraph.inlines = item,
                            .paragraph.inline_count = 1};
    return text.len ? block : NULL;
}

/* A table of equal columns without cells. */
static inline void kit_table(struct kit *kit, size_t rows, size_t columns, size_t head_rows)
{
    kit->table = (struct table){.style = &kit->style,
                                .columns = ARENA_NEW_ARRAY(kit->arena, columns, struct table_column),
                                .column_count = columns,
                                .rows = ARENA_NEW_ARRAY(kit->arena, rows, struct table_row),
                                .row_count = rows,
                                .head_rows = head_rows,
                                .place = {.file = "t.xml", .line = 7, .column = 3}};
    assert_true(kit->table.columns && kit->table.rows);
    for (size_t i = 0; i < columns; i++)
        kit->table.columns[i].share = 1;
    for (size_t row = 0; row < rows; row++) {
        kit->table.rows[row].cells = ARENA_NEW_ARRAY(kit->arena, columns, struct table_cell);
        assert_non_null(kit->table.rows[row].cells);
    }
}

/* Cells of a row must come from left to right. */
static inline struct table_cell *kit_cell(struct kit *kit, size_t row, size_t column, size_t rows,
                                          size_t columns, struct str text)
{
    struct table_cell *cell = &kit->table.rows[row].cells[kit->table.rows[row].cell_count++];
    *cell = (struct table_cell){.column = column,
                                .column_span = columns,
                                .row_span = rows,
                                .blocks = kit_blocks(kit, text),
                                .place = {.file = "t.xml", .line = (uint32_t)(row + 8), .column = 1}};
    return cell;
}

/* --- laying it --- */

static inline enum status kit_flow_make(struct kit *kit, length width, struct table_flow **ret_flow)
{
    const struct flow around = {.width = width, .page = kit->page};
    struct page_cursor sections = {.parent = 1}, cursor = {0};
    const struct page_node section = {.part = PART_SECTION};
    kit->document.structure = page_structure_new(kit->arena);
    if (kit->document.structure == NULL)
        return NO_MEMORY;
    enum status status = page_node_add(kit->document.structure, &sections, &section, &cursor.parent);
    if (status == OK)
        status = structure_add_table(&kit->layout, &cursor, &kit->table);
    if (status != OK)
        return status;
    return table_flow_make(&kit->where, &kit->table, &around, ret_flow);
}

static inline void kit_make(struct kit *kit, length width)
{
    assert_int_equal(kit_flow_make(kit, width, &kit->flow), OK);
}

static inline length kit_total(const struct kit *kit)
{
    return table_total_height(kit->flow, INT64_MAX);
}

/* On empty pages with `room` each; the first page has `first` left. */
static inline void kit_lay(struct kit *kit, length first, length room)
{
    struct table_cursor cursor = {0};
    length left = first;
    kit->parts = 0;
    for (size_t i = 0; !cursor.finished; i++, left = room) {
        assert_true(i < ARRAY_COUNT(kit->heights));
        struct page *page = page_new(kit->arena, &kit->document);
        assert_non_null(page);
        page->height = room * 4 / 3;
        const struct table_room place = {.page = page,
                                         .x = KIT_X,
                                         .y = KIT_Y + room - left,
                                         .height = left,
                                         .full = room,
                                         .must = left == room};
        enum status status = table_place(&kit->where, kit->flow, &cursor, &place, &kit->heights[i]);
        assert_int_equal(status, kit->heights[i] > left ? FAILED : OK); /* stands out of the page */
        assert_true(kit->heights[i] > 0 || left != room);
        table_release(kit->flow, cursor.finished ? SIZE_MAX : cursor.row);
        kit->parts++;
    }
}

/* --- what must hold --- */

/* Where its ink may begin: the blank half of an opening mark lies outside the column. */
static inline length kit_begin(const struct page_item *item)
{
    bool opens = item->kind == PAGE_GLYPHS && item->glyph_count > 0 && str_is(item->glyphs[0].text, "（");
    return item->x + (opens ? item->size / 2 : 0);
}
static inline length kit_end(const struct page_item *item)
{
    return item->x + item->width;
}
static inline length kit_top(const struct page_item *item)
{
    return item->kind == PAGE_GLYPHS ? item->y - item->size * 88 / 100 : item->y;
}
static inline length kit_bottom(const struct page_item *item)
{
    return item->kind == PAGE_GLYPHS ? kit_top(item) + item->size : item->y + item->height;
}
static inline bool kit_overlap(const struct page_item *a, const struct page_item *b)
{
    return kit_begin(a) < kit_end(b) && kit_begin(b) < kit_end(a) && kit_top(a) < kit_bottom(b) &&
           kit_top(b) < kit_bottom(a);
}

/* The node that says what the item is part of. */
static inline const struct page_node *kit_node(const struct kit *kit, const struct page_item *item)
{
    const struct page_structure *structure = kit->document.structure;
    return page_node_of(structure, page_node_around(structure, item->tag.node));
}
static inline enum page_part kit_part(const struct kit *kit, const struct page_item *item)
{
    return page_tag_is_artifact(item->tag) ? PART_NONE : (enum page_part)kit_node(kit, item)->part;
}

static inline uint32_t kit_row_of(const struct kit *kit, const struct page_item *item)
{
    return page_node_of(kit->document.structure, kit_node(kit, item)->parent)->row;
}

/* The characters of a cell, all pages together; artifacts left out. */
static inline struct str kit_cell_text(const struct kit *kit, size_t row, size_t column, struct buf *buf)
{
    buf_reset(buf);
    for (size_t p = 0; p < kit->document.page_count; p++) {
        const struct page *page = &kit->document.pages[p];
        for (size_t i = 0; i < page->item_count; i++) {
            const struct page_item *item = &page->items[i];
            if (item->kind != PAGE_GLYPHS || page_tag_is_artifact(item->tag))
                continue;
            if (kit_row_of(kit, item) != row || kit_node(kit, item)->column != column)
                continue;
            for (size_t g = 0; g < item->glyph_count; g++)
                buf_add_str(buf, item->glyphs[g].text);
        }
    }
    return buf_str(buf);
}

/* The characters of one page's texts in reading order, artifacts alone or without them. */
static inline bool kit_page_says(const struct kit *kit, size_t page, bool artifacts, const char *text)
{
    struct buf buf = BUF(1 << 20);
    buf_add_text(&buf, "");
    for (size_t i = 0; i < kit->document.pages[page].item_count; i++) {
        const struct page_item *item = &kit->document.pages[page].items[i];
        for (size_t g = 0; page_tag_is_artifact(item->tag) == artifacts && g < item->glyph_count; g++)
            buf_add_str(&buf, item->glyphs[g].text);
    }
    bool same = str_is(buf_str(&buf), text);
    if (!same)
        print_error("page %zu says: %.*s\n", page, STR_ARGS(buf_str(&buf)));
    buf_clear(&buf);
    return same;
}

/* Every cell's text is on the pages exactly once, in order. */
static inline void kit_check_texts(const struct kit *kit)
{
    struct buf buf = BUF(1 << 24);
    for (size_t row = 0; row < kit->table.row_count; row++) {
        for (size_t i = 0; i < kit->table.rows[row].cell_count; i++) {
            const struct table_cell *cell = &kit->table.rows[row].cells[i];
            struct str text = kit_cell_text(kit, row, cell->column, &buf);
            struct str wanted = cell->blocks != NULL ? cell->blocks->paragraph.inlines[0].text : STR("");
            if (!str_equal(text, wanted))
                fail_msg("row %zu, column %zu: “%.*s” became “%.*s”", row, cell->column, STR_ARGS(wanted),
                         STR_ARGS(text));
        }
    }
    buf_clear(&buf);
}

/* Rules are black, fills are not. */
static inline bool kit_is_fill(const struct page_item *item)
{
    return item->kind == PAGE_PATH && item->color != 0;
}

/* Texts stand in their columns (titles in the room of the table) and in the part, and touch neither each
 * other nor a rule. */
static inline void kit_check_boxes(const struct kit *kit, size_t p)
{
    const struct page *page = &kit->document.pages[p];
    const length *edges = kit->flow->column_x;
    for (size_t i = 0; i < page->item_count; i++) {
        const struct page_item *item = &page->items[i];
        if (item->kind != PAGE_GLYPHS)
            continue;
        length left = 0, right = kit->flow->room;
        if (!page_tag_is_artifact(item->tag)) {
            left = edges[kit_node(kit, item)->column];
            right = edges[kit_node(kit, item)->column + kit_node(kit, item)->span.columns];
        }
        if (kit_begin(item) < KIT_X + left || kit_end(item) > KIT_X + right)
            fail_msg("page %zu: item %zu, %lld wide, stands out of its column", p, i, (long long)item->width);
        for (size_t j = 0; j < page->item_count; j++)
            if (j != i && kit_overlap(item, &page->items[j]) && !kit_is_fill(&page->items[j]))
                fail_msg("page %zu: items %zu and %zu overlap", p, i, j);
    }
}

/* Is the point on a rule that is neither `self` nor parallel to it? */
static inline bool kit_on_rule(const struct page *page, const struct page_item *self, length x, length y)
{
    for (size_t i = 0; i < page->item_count; i++) {
        const struct page_item *rule = &page->items[i];
        if (rule == self || rule->kind != PAGE_PATH || kit_is_fill(rule) ||
            (rule->width > rule->height) == (self->width > self->height))
            continue;
        if (x >= rule->x && x <= rule->x + rule->width && y >= rule->y && y <= rule->y + rule->height)
            return true;
    }
    return false;
}

/* Both ends of every rule are on another rule (rules drawn in all directions, head not filled). */
static inline void kit_check_rules(const struct kit *kit, size_t p)
{
    const struct page *page = &kit->document.pages[p];
    for (size_t i = 0; i < page->item_count; i++) {
        const struct page_item *rule = &page->items[i];
        if (rule->kind != PAGE_PATH || kit_is_fill(rule))
            continue;
        assert_true(page_tag_is_artifact(rule->tag));
        bool across = rule->width > rule->height;
        length x = rule->x + (across ? 0 : rule->width / 2), y = rule->y + (across ? rule->height / 2 : 0);
        assert_true(kit_on_rule(page, rule, x, y));
        assert_true(kit_on_rule(page, rule, across ? kit_end(rule) : x, across ? y : rule->y + rule->height));
    }
}

static inline void kit_check(const struct kit *kit, length room)
{
    kit_check_texts(kit);
    for (size_t p = 0; p < kit->document.page_count; p++) {
        assert_true(kit->heights[p] <= room);
        kit_check_boxes(kit, p);
        kit_check_rules(kit, p);
        for (size_t i = 0; i < kit->document.pages[p].item_count; i++) {
            const struct page_item *item = &kit->document.pages[p].items[i];
            assert_true(kit_top(item) >= KIT_Y - kit->style.outer_rule);
            assert_true(kit_bottom(item) <= KIT_Y + room + kit->style.outer_rule);
        }
    }
}

#endif
