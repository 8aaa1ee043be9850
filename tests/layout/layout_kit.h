/*
 * For the layout tests: a document written down in a few lines, laid with the square font, and read as one
 * line a page.
 *
 * Type is 10 pt on 12 pt.  The text area of page master "page" holds 10 lines of 20 Han characters: 200 pt
 * wide from x 30, 120 pt high from y 20, on a sheet of 260 × 180 pt.
 */
#ifndef CHENGWEN_TESTS_LAYOUT_KIT_H
#define CHENGWEN_TESTS_LAYOUT_KIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "failing.h"
#include "layout/layout.h"

enum { PT = 1000 };
enum {
    STYLE_BODY,
    STYLE_HEADING,
    STYLE_TOGETHER,
    STYLE_CONTENTS1,
    STYLE_CONTENTS2,
    STYLE_NEXT,
    STYLE_NOTE,
    STYLE_COUNT
};

struct kit {
    struct arena *arena;
    struct diag *diag;
    struct font_set *fonts;
    struct paragraph_style styles[STYLE_COUNT];
    struct page_master page;
    struct table_style table_style;
    struct style_sheet sheet;
    struct content content;
    struct section *last_section;
    struct block **end; /* where the next block goes */
    struct page_document *document;
};

static inline void kit_style(struct kit *kit, size_t index, struct str name)
{
    kit->styles[index] = (struct paragraph_style){
        .name = name, .role = STR("宋体"), .size = 10 * PT, .line = 12 * PT, .align = ALIGN_LEFT};
}

static inline void kit_open(struct kit *kit)
{
    memset(kit, 0, sizeof *kit);
    assert_int_equal(font_set_square("𠀀", &kit->fonts), OK);
    kit->arena = arena_new(0);
    assert_non_null(kit->arena);
    kit->diag = diag_new(kit->arena);
    assert_non_null(kit->diag);
    kit_style(kit, STYLE_BODY, STR("body"));
    kit_style(kit, STYLE_HEADING, STR("heading1"));
    kit_style(kit, STYLE_TOGETHER, STR("together"));
    kit_style(kit, STYLE_CONTENTS1, STR("contents1"));
    kit_style(kit, STYLE_CONTENTS2, STR("contents2"));
    kit_style(kit, STYLE_NEXT, STR("next"));
    kit_style(kit, STYLE_NOTE, STR("footnote"));
    kit->styles[STYLE_NOTE].size = 8 * PT;
    kit->styles[STYLE_NOTE].line = 10 * PT;
    kit->styles[STYLE_TOGETHER].keep_together = true;
    kit->styles[STYLE_NEXT].keep_next = true;
    kit->styles[STYLE_CONTENTS1].leader = true;
    kit->styles[STYLE_CONTENTS2].leader = true;
    kit->styles[STYLE_CONTENTS2].left = 20 * PT;
    kit->page = (struct page_master){.name = STR("page"),
                                     .width = 260 * PT,
                                     .height = 180 * PT,
                                     .top = 20 * PT,
                                     .bottom = 40 * PT,
                                     .left = 30 * PT,
                                     .right = 30 * PT,
                                     .header_at = 15 * PT,
                                     .footer_at = 20 * PT,
                                     .header_reach = 30 * PT,
                                     .footer_reach = 30 * PT};
    kit->table_style = (struct table_style){.name = STR("table"),
                                            .head_style = STR("body"),
                                            .cell_style = STR("body"),
                                            .outer_rule = 500,
                                            .inner_rule = 500,
                                            .head_fill = 0xFFFFFF,
                                            .foot_fill = 0xFFFFFF,
                                            .stripe_fill = 0xFFFFFF,
                                            .repeat_head = true};
    kit->sheet = (struct style_sheet){.paragraphs = kit->styles,
                                      .paragraph_count = STYLE_COUNT,
                                      .tables = &kit->table_style,
                                      .table_count = 1,
                                      .pages = &kit->page,
                                      .page_count = 1};
    kit->content.styles = &kit->sheet;
}

static inline void kit_close(struct kit *kit)
{
    arena_free(kit->arena);
    font_set_free(kit->fonts);
}

/* --- writing a document down --- */

static inline struct section *kit_section(struct kit *kit)
{
    struct section *section = ARENA_NEW(kit->arena, struct section);
    assert_non_null(section);
    section->page = &kit->page;
    section->place = (struct place){.file = "layout.xml", .line = 3, .column = 1};
    if (kit->last_section != NULL)
        kit->last_section->next = section;
    else
        kit->content.sections = section;
    kit->last_section = section;
    kit->end = &section->blocks;
    return section;
}

static inline struct block *kit_block(struct kit *kit, enum block_kind kind)
{
    struct block *block = ARENA_NEW(kit->arena, struct block);
    assert_non_null(block);
    block->kind = kind;
    block->place = (struct place){.file = "layout.xml", .line = 9, .column = 5};
    *kit->end = block;
    kit->end = &block->next;
    return block;
}

static inline struct inline_item *kit_inline(struct kit *kit, struct block *block, enum inline_kind kind,
                                             const char *text)
{
    struct inline_item *inlines =
        ARENA_NEW_ARRAY(kit->arena, block->paragraph.inline_count + 1, struct inline_item);
    assert_non_null(inlines);
    if (block->paragraph.inline_count > 0)
        memcpy(inlines, block->paragraph.inlines, block->paragraph.inline_count * sizeof *inlines);
    block->paragraph.inlines = inlines;
    struct inline_item *item = &inlines[block->paragraph.inline_count++];
    *item = (struct inline_item){
        .kind = kind, .text = str_of(text), .place = {.file = "input.xml", .line = 20, .column = 4}};
    return item;
}

static inline struct block *kit_text(struct kit *kit, int style, const char *text)
{
    struct block *block = kit_block(kit, BLOCK_PARAGRAPH);
    block->paragraph.style = &kit->styles[style];
    kit_inline(kit, block, INLINE_TEXT, text);
    return block;
}

/* A paragraph of lines "甲1" "甲2" "甲3" … */
static inline struct block *kit_lines(struct kit *kit, int style, const char *name, int count)
{
    struct block *block = kit_block(kit, BLOCK_PARAGRAPH);
    block->paragraph.style = &kit->styles[style];
    for (int i = 1; i <= count; i++) {
        struct str line = arena_printf(kit->arena, "%s%d", name, i);
        assert_non_null(line.ptr);
        if (i > 1)
            kit_inline(kit, block, INLINE_BREAK, "");
        kit_inline(kit, block, INLINE_TEXT, line.ptr);
    }
    return block;
}

static inline struct block *kit_heading(struct kit *kit, int level, const char *text)
{
    struct block *block = kit_text(kit, STYLE_HEADING, text);
    block->paragraph.heading = level;
    return block;
}

/* A square in the right margin, beside the line above. */
static inline void kit_sign(struct kit *kit, int points)
{
    struct block *block = kit_block(kit, BLOCK_SIGN);
    block->sign.party = STR("甲方");
    block->sign.width = block->sign.height = (length)points * PT;
    block->sign.aside = -block->sign.width;
    block->sign.guide = true;
}

static inline void kit_space(struct kit *kit, int points, bool fill)
{
    struct block *block = kit_block(kit, BLOCK_SPACE);
    block->space = (struct block_space){(length)points * PT, fill};
}

/* Blocks written from here to kit_leave go inside. */
static inline struct block **kit_enter(struct kit *kit, struct block **inside)
{
    struct block **outside = kit->end;
    kit->end = inside;
    return outside;
}

static inline void kit_leave(struct kit *kit, struct block **outside)
{
    kit->end = outside;
}

static inline struct block *kit_columns(struct kit *kit, size_t count, int gap)
{
    struct block *block = kit_block(kit, BLOCK_COLUMNS);
    block->columns.items = ARENA_NEW_ARRAY(kit->arena, count, struct column);
    assert_non_null(block->columns.items);
    block->columns.count = count;
    block->columns.gap = (length)gap * PT;
    for (size_t i = 0; i < count; i++)
        block->columns.items[i].share = 1;
    return block;
}

/* Blocks written from here to kit_leave go into the only item of a list. */
static inline struct block **kit_item(struct kit *kit)
{
    struct block *block = kit_block(kit, BLOCK_LIST);
    block->list.items = ARENA_NEW(kit->arena, struct list_item);
    assert_non_null(block->list.items);
    return kit_enter(kit, &block->list.items->blocks);
}

/* A table of one column: one cell a row, "表1" "表2" … */
static inline struct block *kit_table(struct kit *kit, size_t rows)
{
    struct block *block = kit_block(kit, BLOCK_TABLE);
    struct table *table = ARENA_NEW(kit->arena, struct table);
    assert_non_null(table);
    table->style = &kit->table_style;
    table->columns = ARENA_NEW(kit->arena, struct table_column);
    table->rows = ARENA_NEW_ARRAY(kit->arena, rows, struct table_row);
    assert_true(table->columns && table->rows);
    table->columns[0].share = 1;
    table->column_count = 1;
    table->row_count = rows;
    table->place = block->place;
    block->table = table;
    for (size_t i = 0; i < rows; i++) {
        struct table_cell *cell = ARENA_NEW(kit->arena, struct table_cell);
        struct str text = arena_printf(kit->arena, "表%d", (int)i + 1);
        assert_true(cell && text.ptr);
        cell->column_span = cell->row_span = 1;
        struct block **outside = kit_enter(kit, &cell->blocks);
        kit_text(kit, STYLE_BODY, text.ptr);
        kit_leave(kit, outside);
        table->rows[i] = (struct table_row){.cells = cell, .cell_count = 1, .place = block->place};
    }
    return block;
}

/* A block outside the flow of blocks: header, footer, caption, note. */
static inline struct block *kit_apart(struct kit *kit, const char *text)
{
    struct block *block = NULL;
    struct block **outside = kit_enter(kit, &block);
    kit_text(kit, STYLE_BODY, text);
    kit_leave(kit, outside);
    return block;
}

/* A footnote at the end of the block: its mark, and lines "注1" "注2" … at the foot. */
static inline void kit_note(struct kit *kit, struct block *block, const char *mark, const char *name,
                            int lines)
{
    struct inline_item *item = kit_inline(kit, block, INLINE_NOTE, mark);
    struct block **outside = kit_enter(kit, &item->note);
    kit_lines(kit, STYLE_NOTE, name, lines);
    kit_leave(kit, outside);
}

/* Something that the section's pages carry, behind what they carry already; returns it. */
static inline struct furniture *kit_carry(struct kit *kit, struct section *section, enum furniture_kind kind,
                                          unsigned pages, struct block *blocks)
{
    struct furniture *furniture = ARENA_NEW(kit->arena, struct furniture);
    struct furniture **end = &section->furniture;
    assert_non_null(furniture);
    while (*end != NULL)
        end = &(*end)->next;
    *furniture = (struct furniture){.kind = kind, .pages = pages, .blocks = blocks};
    *end = furniture;
    return furniture;
}

/* Header or footer of all pages of the section; returns the block. */
static inline struct block *kit_furniture(struct kit *kit, struct section *section, enum furniture_kind kind,
                                          struct block *blocks)
{
    return kit_carry(kit, section, kind, 0, blocks)->blocks;
}

/* --- laying it out and reading it --- */

static inline enum status kit_lay(struct kit *kit)
{
    return layout_document(kit->arena, kit->diag, kit->fonts, &kit->content, NULL, &kit->document);
}

static inline struct str kit_item_text(struct kit *kit, const struct page_item *item)
{
    struct str all = STR("");
    for (size_t i = 0; i < item->glyph_count; i++) {
        all = arena_printf(kit->arena, "%.*s%.*s", STR_ARGS(all), STR_ARGS(item->glyphs[i].text));
        assert_non_null(all.ptr);
    }
    return all;
}

/* The node that says what the item is part of. */
static inline const struct page_node *kit_node(const struct kit *kit, const struct page_item *item)
{
    const struct page_structure *structure = kit->document->structure;
    return page_node_of(structure, page_node_around(structure, item->tag.node));
}
static inline enum page_part kit_part(const struct kit *kit, const struct page_item *item)
{
    return page_tag_is_artifact(item->tag) ? PART_NONE : (enum page_part)kit_node(kit, item)->part;
}

/* Of a note. */
static inline bool kit_is_mark(const struct kit *kit, const struct page_item *item)
{
    return !page_tag_is_artifact(item->tag) &&
           page_node_of(kit->document->structure, item->tag.node)->part == PART_LINK &&
           kit_part(kit, item) != PART_ENTRY;
}

/* One line a page: its texts in order, artifacts in (), rules left out. */
static inline const char *kit_pages(struct kit *kit)
{
    struct buf out = BUF(1 << 20);
    for (size_t p = 0; p < kit->document->page_count; p++) {
        const struct page *page = &kit->document->pages[p];
        for (size_t i = 0; i < page->item_count; i++) {
            const struct page_item *item = &page->items[i];
            if (item->kind != PAGE_GLYPHS)
                continue;
            bool artifact = page_tag_is_artifact(item->tag);
            if (kit_is_mark(kit, item) && out.len > 0)
                out.len--; /* one word with the text before it */
            buf_add_text(&out, artifact ? "(" : "");
            buf_add_str(&out, kit_item_text(kit, item));
            buf_add_text(&out, artifact ? ") " : " ");
        }
        buf_add_text(&out, "\n");
    }
    assert_int_equal(buf_status(&out), OK);
    struct str text = arena_copy(kit->arena, buf_str(&out));
    buf_clear(&out);
    assert_non_null(text.ptr);
    return text.ptr;
}

/* The table around the item. */
static inline uint32_t kit_table_of(const struct kit *kit, const struct page_item *item)
{
    uint32_t node = item->tag.node;
    while (node > 0 && page_node_of(kit->document->structure, node)->part != PART_TABLE)
        node = page_node_of(kit->document->structure, node)->parent;
    return node;
}

static inline const struct page_item *kit_find(struct kit *kit, const char *text)
{
    for (size_t p = 0; p < kit->document->page_count; p++) {
        for (size_t i = 0; i < kit->document->pages[p].item_count; i++) {
            const struct page_item *item = &kit->document->pages[p].items[i];
            if (item->kind == PAGE_GLYPHS && str_is(kit_item_text(kit, item), text))
                return item;
        }
    }
    fail_msg("no item “%s”", text);
    return NULL;
}

/* Lays the document out without fault; the pages are `pages`, as kit_pages writes them. */
static inline void kit_expect(struct kit *kit, const char *pages)
{
    struct buf messages = BUF(1 << 16);
    enum status status = kit_lay(kit);
    diag_print(kit->diag, &messages);
    if (status != OK)
        print_error("%s\n", messages.ptr != NULL ? messages.ptr : "");
    buf_clear(&messages);
    assert_int_equal(status, OK);
    assert_string_equal(kit_pages(kit), pages);
}

/* --- failing memory --- */

/* The document as written so far, with every allocation failing in turn; sink NULL: all pages are kept. */
static inline void kit_fail_allocations(struct kit *kit, const struct layout_sink *sink)
{
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        struct arena *arena = arena_new(0);
        assert_non_null(arena);
        struct page_document *document = NULL;
        base_fail_allocation(n);
        struck = memory_struck(layout_document(arena, kit->diag, kit->fonts, &kit->content, sink, &document));
        assert_true(struck == (document == NULL));
        arena_free(arena);
    }
    assert_int_equal(diag_count(kit->diag, SEVERITY_ERROR), 0);
}

/* The same, with arenas of all sizes that are too small. */
static inline void kit_limit_arena(struct kit *kit)
{
    enum status status = NO_MEMORY;
    for (size_t limit = 4096; status == NO_MEMORY; limit += 1024) {
        struct arena *arena = arena_new(limit);
        assert_non_null(arena);
        struct page_document *document = NULL;
        status = layout_document(arena, kit->diag, kit->fonts, &kit->content, NULL, &document);
        arena_free(arena);
    }
    assert_int_equal(status, OK);
    assert_int_equal(diag_count(kit->diag, SEVERITY_ERROR), 0);
}

#endif
