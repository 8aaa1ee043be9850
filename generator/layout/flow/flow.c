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

enum status flow_begin(struct layout *layout)
{
    layout->numbers = ARENA_NEW(layout->job, struct numbers);
    layout->texts = ARENA_NEW(layout->job, struct texts);
    layout->headings = ARENA_NEW(layout->job, struct headings);
    layout->contents = ARENA_NEW(layout->job, struct contents);
    layout->notes = ARENA_NEW(layout->job, struct notes);
    if (layout->numbers == NULL || layout->texts == NULL || layout->headings == NULL ||
        layout->contents == NULL || layout->notes == NULL)
        return NO_MEMORY;
    return OK;
}

struct slice *flow_add_slice(const struct where *where, struct flow *flow)
{
    struct arena *arena = flow->page_level ? where->layout->job : where->arena;
    if (arena_grow(arena, &flow->slices, flow->count, &flow->capacity, sizeof *flow->slices) != OK)
        return NULL;
    struct slice *slice = &flow->slices[flow->count++];
    *slice = (struct slice){.before = flow->pending,
                            .page_break = flow->pending_break && flow->count > 1,
                            .parity = flow->pending_parity};
    flow->pending = 0;
    flow->pending_break = false;
    flow->pending_parity = PARITY_ANY;
    return slice;
}

struct page_tag setting_tag(const struct setting *setting, const struct block *block)
{
    return (struct page_tag){
        .node = block->node, .repeated = setting->repeated, .artifact = setting->repeated};
}

enum status slice_add_draw(const struct where *where, struct slice *slice, const struct draw *draw)
{
    struct draw *added = arena_alloc_bytes(where->arena, sizeof *added);
    if (added == NULL)
        return NO_MEMORY;
    *added = *draw;
    slice_append_draws(slice, added, 0, 0);
    return OK;
}

void slice_append_draws(struct slice *slice, struct draw *draws, length x, length y)
{
    if (draws == NULL)
        return;
    if (slice->last_draw != NULL)
        slice->last_draw->next = draws;
    else
        slice->draws = draws;
    for (struct draw *draw = draws; draw != NULL; draw = draw->next) {
        draw->item.x += x;
        draw->item.y += y;
        slice->last_draw = draw;
    }
}

length flow_height(const struct flow *flow, size_t from, size_t to)
{
    length height = 0;
    for (size_t i = from; i < to; i++)
        height += flow->slices[i].height + (i > from ? flow->slices[i].before : 0);
    return height;
}

void flow_shift(struct flow *flow, length x)
{
    for (size_t i = 0; x != 0 && i < flow->count; i++)
        for (struct draw *draw = flow->slices[i].draws; draw != NULL; draw = draw->next)
            draw->item.x += x;
}

static enum status draw_place(const struct where *where, const struct draw *draw, struct page *page, length x,
                              length y)
{
    if (page_add_item(where->page_arena, page, &draw->item) != OK)
        return NO_MEMORY;
    struct page_item *item = &page->items[page->item_count - 1];
    item->x += x;
    item->y += y;
    if (draw->on_sheet) {
        item->width = item->width < page->width ? item->width : page->width;
        item->x = (page->width - item->width) / 2;
    }
    return OK;
}

static enum status draw_place_line(const struct where *where, const struct draw *draw, struct page *page,
                                   length x, length y)
{
    struct page_line line = *draw->line;
    line.x = draw->item.x + x;
    line.y = draw->item.y + y;
    return page_add_line(where->page_arena, page, &line);
}

static bool draw_shows(const struct draw *draw, struct slice_ends ends)
{
    const bool shows[] = {[DRAW_ALWAYS] = true,
                          [DRAW_INSIDE] = !ends.first,
                          [DRAW_AT_BEGIN] = ends.first,
                          [DRAW_AT_END] = ends.last};
    return shows[draw->when];
}

enum status slice_place(const struct where *where, const struct slice *slice, struct page *page, length x,
                        length y)
{
    return slice_place_cut(where, slice, page, x, y, (struct slice_ends){.first = false});
}

enum status slice_place_cut(const struct where *where, const struct slice *slice, struct page *page, length x,
                            length y, struct slice_ends ends)
{
    if (slice->heading > 0)
        heading_place(where->layout, slice->heading, page, y);
    for (const struct draw *draw = slice->draws; draw != NULL; draw = draw->next) {
        if (draw->heading > 0) {
            heading_place(where->layout, draw->heading, page, y + draw->item.y);
            continue;
        }
        if (!draw_shows(draw, ends))
            continue;
        enum status status = draw->line != NULL ? draw_place_line(where, draw, page, x, y)
                                                : draw_place(where, draw, page, x, y);
        if (status != OK)
            return status;
    }
    return slice->contents_link > 0 ? contents_note(where->layout, slice, page, x, y) : OK;
}

void flow_keep_with_previous(struct flow *flow)
{
    for (size_t i = flow->count; i > 0; i--) {
        struct slice *slice = &flow->slices[i - 1];
        slice->keep_next = true;
        slice->keep_company = true;
        if (!slice->space)
            return;
    }
}

static enum status add_space(const struct where *where, struct flow *flow, const struct block *block)
{
    struct slice *slice = flow_add_slice(where, flow);
    if (slice == NULL)
        return NO_MEMORY;
    slice->height = block->space.height;
    slice->fill = block->space.fill;
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
    if (flow->page_level && block->page_break.parity != PARITY_ANY)
        flow->pending_parity = block->page_break.parity;
}

enum status flow_add_kept(const struct where *where, struct flow *flow, const struct block *blocks,
                          const struct setting *setting)
{
    const size_t from = flow->count;
    const enum status status = flow_set_blocks(where, flow, blocks, setting);
    for (size_t i = from; i < flow->count; i++) {
        struct slice *slice = &flow->slices[i];
        slice->keep_next = slice->keep_next || i + 1 < flow->count;
        slice->keep_whole = slice->table != NULL;
        slice->paragraph = NULL;
    }
    return status;
}

static enum status add_keep(const struct where *where, struct flow *flow, const struct block *block,
                            const struct setting *setting)
{
    const size_t from = flow->count;
    const enum status status = flow_add_kept(where, flow, block->keep.blocks, setting);
    if (from < flow->count && flow->page_level && flow->slices[from].parity == PARITY_ANY) {
        flow->slices[from].parity = block->keep.parity;
        flow->slices[from].keep_parity = block->keep.parity != PARITY_ANY;
    }
    return status;
}

enum status flow_set_block(const struct where *where, struct flow *flow, const struct block *block,
                           const struct setting *setting)
{
    if (block->keep_previous && !flow->pending_break)
        flow_keep_with_previous(flow);
    switch (block->kind) {
    case BLOCK_PARAGRAPH:
        return flow_add_paragraph(where, flow, block, setting);
    case BLOCK_TABLE:
        return where->layout->tables->add(where, flow, block->table);
    case BLOCK_COLUMNS:
        return flow_add_columns(where, flow, block, setting);
    case BLOCK_KEEP:
        return add_keep(where, flow, block, setting);
    case BLOCK_SPACE:
        return add_space(where, flow, block);
    case BLOCK_PAGE_BREAK:
        add_page_break(flow, block);
        return OK;
    case BLOCK_RULE:
        return flow_add_rule(where, flow, block);
    case BLOCK_PICTURE:
        return flow_add_picture(where, flow, block, setting);
    case BLOCK_CHART:
        return flow_add_chart(where, flow, block, setting);
    case BLOCK_SIGN:
        return flow_add_sign(where, flow, block, setting);
    case BLOCK_CONTENTS:
        return flow_add_contents(where, flow, block);
    case BLOCK_LIST:
        break;
    }
    assert(false);
    return FAILED;
}

/* Does the paragraph end with a colon?  Marks of notes stand behind it. */
static bool ends_with_colon(const struct block *block)
{
    if (block->kind != BLOCK_PARAGRAPH)
        return false;
    size_t count = block->paragraph.inline_count;
    while (count > 0 && block->paragraph.inlines[count - 1].kind == INLINE_NOTE)
        count--;
    const struct inline_item *last = count > 0 ? &block->paragraph.inlines[count - 1] : NULL;
    return last != NULL && last->kind == INLINE_TEXT &&
           (str_ends(str_trim(last->text), "：") || str_ends(str_trim(last->text), ":"));
}

/* What a colon in front of it announces: a table, a picture; of a list it is known that it begins. */
static bool is_announced(const struct block *block)
{
    switch (block->kind) {
    case BLOCK_TABLE:
    case BLOCK_PICTURE:
    case BLOCK_CHART:
        return true;
    case BLOCK_KEEP:
        return block->keep.blocks != NULL && is_announced(block_walk(block->keep.blocks).block);
    default:
        return false;
    }
}

/* Does the block announce what follows it?  White between them does not part them. */
static bool announces(const struct block_walk *walk)
{
    struct block_walk next = *walk;
    if (!ends_with_colon(walk->block))
        return false;
    do
        block_walk_next(&next);
    while (next.block != NULL && next.block->kind == BLOCK_SPACE);
    return next.block != NULL && (next.depth > walk->depth || is_announced(next.block));
}

enum status flow_set_next(const struct where *where, struct flow *flow, struct block_walk *walk,
                          const struct setting *setting)
{
    const bool keeps = flow->page_level && announces(walk);
    const enum status status = flow_set_block(where, flow, walk->block, setting);
    if (keeps && status == OK)
        flow_keep_with_previous(flow);
    block_walk_next(walk);
    return status;
}

enum status flow_set_blocks(const struct where *where, struct flow *flow, const struct block *blocks,
                            const struct setting *setting)
{
    enum status result = OK;
    struct block_walk walk = block_walk(blocks);
    while (walk.block != NULL && !status_stops(result))
        result = status_worse(result, flow_set_next(where, flow, &walk, setting));
    return result;
}
