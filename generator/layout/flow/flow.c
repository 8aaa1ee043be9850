/*
 * Blocks to slices, one below the other, for a given width.  Page bodies, cells and columns are flows alike;
 * only in a page body (flow->page_level) may a table be divided and do page breaks count.
 *
 * White: `before` and `after` add up and stand above the next slice, so that a page break swallows both.  A
 * SPACE is a slice of its own; it hands on the keep of the line before it, so that a heading does not lose
 * its paragraph over a space, and whoever reaches back (keep_previous) reaches through it to the last line of
 * text. A faulty block does not stop the others: all faults are found in one run.
 */
#include <assert.h>

#include "layout/flow/flow_int.h"
#include "layout/table/table.h"

struct slice *flow_add_slice(struct layout *layout, struct flow *flow)
{
    void *slices = flow->slices;
    struct arena *arena = flow->page_level ? layout->job : layout->arena;
    if (arena_grow(arena, &slices, flow->count, &flow->capacity, sizeof *flow->slices) != OK) {
        return NULL;
    }
    flow->slices = slices;
    struct slice *slice = &flow->slices[flow->count++];
    *slice = (struct slice){.before = flow->pending,
                            .page_break = flow->pending_break && flow->count > 1,
                            .parity = flow->pending_parity};
    flow->pending = 0;
    flow->pending_break = false;
    flow->pending_parity = PARITY_ANY;
    return slice;
}

struct draw *slice_add_draw(struct layout *layout, struct slice *slice)
{
    struct draw *draw = ARENA_NEW(layout->arena, struct draw);
    if (draw) {
        slice_append_draws(slice, draw, 0, 0);
    }
    return draw;
}

void slice_append_draws(struct slice *slice, struct draw *draws, length x, length y)
{
    if (!draws) {
        return;
    }
    if (slice->last_draw) {
        slice->last_draw->next = draws;
    } else {
        slice->draws = draws;
    }
    for (struct draw *draw = draws; draw; draw = draw->next) {
        draw->item.x += x;
        draw->item.y += y;
        slice->last_draw = draw;
    }
}

length flow_height(const struct flow *flow, size_t from, size_t to)
{
    length height = 0;
    for (size_t i = from; i < to; i++) {
        height += flow->slices[i].height + (i > from ? flow->slices[i].before : 0);
    }
    return height;
}

static enum status draw_place(struct layout *layout, const struct draw *draw, struct page *page, length x,
                              length y)
{
    struct page_item *item = page_add_item(layout->page_arena, page);
    if (!item) {
        return NO_MEMORY;
    }
    *item = draw->item;
    item->x += x;
    item->y += y;
    if (draw->on_sheet) {
        item->width = item->width < page->width ? item->width : page->width;
        item->x = (page->width - item->width) / 2;
    }
    return OK;
}

static enum status draw_place_line(struct layout *layout, const struct draw *draw, struct page *page,
                                   length x, length y)
{
    struct page_line *line = page_add_line(layout->page_arena, page);
    if (!line) {
        return NO_MEMORY;
    }
    *line = *draw->line;
    line->x = draw->item.x + x;
    line->y = draw->item.y + y;
    return OK;
}

static bool draw_shows(const struct draw *draw, struct slice_ends ends)
{
    switch (draw->when) {
    case DRAW_ALWAYS:
        return true;
    case DRAW_INSIDE:
        return !ends.first;
    case DRAW_AT_BEGIN:
        return ends.first;
    case DRAW_AT_END:
        return ends.last;
    }
    return true;
}

enum status slice_place(struct layout *layout, const struct slice *slice, struct page *page, length x,
                        length y)
{
    return slice_place_cut(layout, slice, page, x, y, (struct slice_ends){.first = false});
}

enum status slice_place_cut(struct layout *layout, const struct slice *slice, struct page *page, length x,
                            length y, struct slice_ends ends)
{
    if (slice->heading > 0) {
        heading_place(layout, slice->heading, page, y);
    }
    for (const struct draw *draw = slice->draws; draw; draw = draw->next) {
        if (draw->heading > 0) {
            heading_place(layout, draw->heading, page, y + draw->item.y);
            continue;
        }
        if (!draw_shows(draw, ends)) {
            continue;
        }
        enum status status =
            draw->line ? draw_place_line(layout, draw, page, x, y) : draw_place(layout, draw, page, x, y);
        if (status != OK) {
            return status;
        }
    }
    return slice->contents_link > 0 ? contents_note(layout, slice, page, x, y) : OK;
}

void flow_keep_with_previous(struct flow *flow)
{
    for (size_t i = flow->count; i > 0; i--) {
        struct slice *slice = &flow->slices[i - 1];
        slice->keep_next = true;
        slice->keep_company = true;
        if (!slice->space) {
            return;
        }
    }
}

static enum status add_space(struct layout *layout, struct flow *flow, const struct block *block)
{
    struct slice *slice = flow_add_slice(layout, flow);
    if (!slice) {
        return NO_MEMORY;
    }
    slice->height = block->height;
    slice->fill = block->fill;
    slice->space = true;
    slice->place = block->place;
    if (flow->count > 1 && !slice->page_break) {
        slice->keep_next = slice[-1].keep_next;
        slice->keep_company = slice[-1].keep_company;
        slice->keep_line = slice[-1].keep_line;
    }
    return OK;
}

/* Of several breaks in a row, the last that asks for a parity decides. */
static void add_page_break(struct flow *flow, const struct block *block)
{
    flow->pending_break = flow->page_level;
    if (flow->page_level && block->parity != PARITY_ANY) {
        flow->pending_parity = block->parity;
    }
}

static enum status add_keep(struct layout *layout, struct flow *flow, const struct block *block,
                            const struct setting *setting)
{
    size_t from = flow->count;
    enum status status = flow_set_blocks(layout, flow, block->children, setting);
    for (size_t i = from; i < flow->count; i++) {
        struct slice *slice = &flow->slices[i];
        slice->keep_next = slice->keep_next || i + 1 < flow->count;
        slice->keep_whole = slice->table != NULL;
    }
    if (from < flow->count && flow->page_level && flow->slices[from].parity == PARITY_ANY) {
        flow->slices[from].parity = block->parity;
        flow->slices[from].keep_parity = block->parity != PARITY_ANY;
    }
    return status;
}

/* Blocks around a table, each line kept with the next. */
static enum status add_beside_table(struct layout *layout, struct flow *flow, const struct block *blocks,
                                    enum meaning meaning, uint32_t table)
{
    const struct page_tag tag = {.meaning = meaning, .table = table};
    const struct setting setting = {.tag = &tag};
    size_t from = flow->count;
    enum status status = flow_set_blocks(layout, flow, blocks, &setting);
    size_t to = meaning != MEANING_NOTE ? flow->count : flow->count > from ? flow->count - 1 : from;
    for (size_t i = from; i < to; i++) {
        flow->slices[i].keep_next = true;
        flow->slices[i].keep_company = meaning == MEANING_NOTE;
        flow->slices[i].keep_line = flow->slices[i].keep_line || meaning != MEANING_NOTE;
    }
    return status;
}

static enum status add_page_table(struct layout *layout, struct flow *flow, const struct table *table)
{
    struct table_flow *made = NULL;
    enum status status = table_flow_make(layout, table, flow->width, &made);
    if (status != OK) {
        return status;
    }
    struct slice *slice = flow_add_slice(layout, flow);
    if (!slice) {
        return NO_MEMORY;
    }
    slice->table = made;
    slice->place = table->place;
    slice->keep_next = table->notes != NULL;
    slice->keep_company = slice->keep_next;
    return OK;
}

/* What stands above a table: its caption; above one that goes on with more columns, the title of a later one.
 */
static enum status add_caption(struct layout *layout, struct flow *flow, const struct table *table,
                               bool goes_on)
{
    uint32_t number = layout->next_table; /* the one that table_flow_make takes */
    struct block *title = NULL;
    if (!goes_on) {
        return add_beside_table(layout, flow, table->caption, MEANING_CAPTION, number);
    }
    if (table->style->continued_title.len == 0) {
        return OK;
    }
    enum status status = table_title_block(layout, table, &title);
    return status == OK ? add_beside_table(layout, flow, title, MEANING_ARTIFACT, number) : status;
}

static enum status add_one_table(struct layout *layout, struct flow *flow, const struct table *table,
                                 bool goes_on)
{
    uint32_t number = layout->next_table;
    size_t from = flow->count;
    flow->pending += table->style->before;
    enum status caption = add_caption(layout, flow, table, goes_on);
    size_t to = flow->count;
    if (status_stops(caption)) {
        return caption;
    }
    enum status body =
        flow->page_level ? add_page_table(layout, flow, table) : flow_add_inner_table(layout, flow, table);
    if (status_stops(body)) {
        return body;
    }
    if (flow->page_level && body == OK) {
        table_caption_follow(layout, table, flow, from, to, table_width(flow->slices[to].table));
    }
    enum status notes = add_beside_table(layout, flow, table->notes, MEANING_NOTE, number);
    flow->pending += table->style->after;
    return notes != OK ? notes : body != OK ? body : caption;
}

static enum status add_table(struct layout *layout, struct flow *flow, const struct table *table)
{
    const struct table *tables = table;
    size_t count = 1;
    enum status result = flow->page_level ? table_wide_cut(layout, table, flow->width, &tables, &count) : OK;
    size_t from = flow->count;
    for (size_t i = 0; result == OK && i < count; i++) {
        result = add_one_table(layout, flow, &tables[i], i > 0);
    }
    for (size_t i = from; count > 1 && i < flow->count; i++) {
        flow->slices[i].keep_whole = flow->slices[i].table != NULL;
    }
    return result;
}

enum status flow_set_block(struct layout *layout, struct flow *flow, const struct block *block,
                           const struct setting *setting)
{
    if (block->keep_previous && !flow->pending_break) {
        flow_keep_with_previous(flow);
    }
    switch (block->kind) {
    case BLOCK_PARAGRAPH:
        return flow_add_paragraph(layout, flow, block, setting);
    case BLOCK_TABLE:
        return add_table(layout, flow, block->table);
    case BLOCK_COLUMNS:
        return flow_add_columns(layout, flow, block, setting);
    case BLOCK_KEEP:
        return add_keep(layout, flow, block, setting);
    case BLOCK_SPACE:
        return add_space(layout, flow, block);
    case BLOCK_PAGE_BREAK:
        add_page_break(flow, block);
        return OK;
    case BLOCK_RULE:
        return flow_add_rule(layout, flow, block);
    case BLOCK_PICTURE:
        return flow_add_picture(layout, flow, block, setting);
    case BLOCK_CIRCLE:
        return flow_add_circle(layout, flow, block);
    case BLOCK_CONTENTS:
        return flow_add_contents(layout, flow, block);
    }
    assert(false);
    return FAILED;
}

enum status flow_set_blocks(struct layout *layout, struct flow *flow, const struct block *blocks,
                            const struct setting *setting)
{
    enum status result = OK;
    for (const struct block *block = blocks; block; block = block->next) {
        enum status status = flow_set_block(layout, flow, block, setting);
        if (status_stops(status)) {
            return status;
        }
        result = status_worse(result, status);
    }
    return result;
}
