/*
 * Labels that stand again: a row head whose text is all on earlier pages is repeated beside the rows that it
 * spans on this one, as an artifact, with the style's mark （续） or without.
 *
 * table_labels_make sets those that a part will want.  In the plan the last row of what a label spans here
 * grows, where the rows above are too low for it.  The mark is left out where it would not fit, or would make
 * a row grow by more than half a page; a label stays out only where the page cannot hold it.
 */
#include "layout/table/table_int.h"

/* The label's paragraphs with `suffix` at the end of the last one; no headings, so that none is counted
 * twice, no pictures and tables: they name no row. */
static enum status label_blocks(const struct where *where, const struct block *blocks, struct str suffix,
                                struct block **ret_blocks)
{
    struct block **end = ret_blocks, *last = NULL;
    *end = NULL;
    for (struct block_walk walk = block_walk(blocks); walk.block != NULL; block_walk_next(&walk)) {
        const struct block *block = walk.block;
        if (block->kind != BLOCK_PARAGRAPH)
            continue;
        struct block copy = {.kind = BLOCK_PARAGRAPH,
                             .keep_previous = block->keep_previous,
                             .place = block->place,
                             .paragraph = block->paragraph};
        copy.paragraph.heading = 0;
        *end = last = block_make(where->arena, &copy);
        if (last == NULL)
            return NO_MEMORY;
        end = &last->next;
    }
    return last != NULL && suffix.len > 0 ? table_append_text(where->arena, last, suffix) : OK;
}

/* The label in one of its sizes. */
static enum status label_set(const struct where *where, struct table_flow *flow,
                             const struct table_cell_flow *cell, struct str suffix, struct flow *label)
{
    struct block *blocks;
    enum status status = label_blocks(where, cell->cell->blocks, suffix, &blocks);
    if (status != OK)
        return status;
    enum align align = table_cell_align(where->layout, flow, cell);
    length shift = 0;
    label->width = cell->text->flow.width;
    label->page = flow->page;
    status = table_decimal_align(where, flow, cell->cell, false, &align, &shift);
    if (status == OK)
        status = flow_set_blocks(where, label, blocks, &(struct setting){true, true, align, true});
    flow_shift(label, shift);
    return status;
}

static enum status label_make(const struct where *where, struct table_flow *flow,
                              const struct table_cell_flow *cell)
{
    const struct str suffixes[LABEL_SIZES] = {[LABEL_MARKED] = flow->table->style->continued};
    struct table_label *label = ARENA_NEW(where->arena, struct table_label);
    enum status status = label != NULL ? OK : NO_MEMORY;
    for (size_t size = 0; status == OK && size < LABEL_SIZES; size++) {
        struct flow *made = &label->flows[size];
        status = label_set(where, flow, cell, suffixes[size], made);
        label->heights[size] = flow_height(made, 0, made->count);
    }
    if (status == OK)
        cell->text->label = label;
    return status;
}

/* Is the cell a label whose text stands on earlier pages? */
static bool label_stands_again(const struct table_flow *flow, const struct table_part *part,
                               const struct table_cell_flow *cell)
{
    if (!cell->cell->is_label || !flow->table->style->repeat_labels || cell->text->flow.count == 0)
        return false;
    return table_cell_next(part, cell) == cell->text->flow.count;
}

enum status table_labels_make(const struct where *where, struct table_flow *flow,
                              const struct table_cursor *cursor)
{
    const struct table_part part = {
        .first_row = cursor->row, .continued = cursor->row_begun, .next = cursor->next};
    struct text_cache texts = {0};
    struct where around = *where;
    enum status status = OK;
    around.texts = &texts;
    flow->labels_end = 0;
    for (size_t column = 0; status == OK && column < flow->table->column_count;) {
        const struct table_cell_flow *cell = table_grid_cell(flow, cursor->row, column);
        column = table_cell_behind(cell);
        if (!label_stands_again(flow, &part, cell))
            continue;
        size_t end = table_cell_below(cell);
        flow->labels_end = end > flow->labels_end ? end : flow->labels_end;
        around.arena = table_cell_arena(flow, cell);
        status = cell->text->label != NULL ? OK : label_make(&around, flow, cell);
    }
    return status;
}

/* Down to where the part must reach, at least to `bottom`, that the label has room in it. */
static length label_bottom(const struct table_flow *flow, const struct table_part *part,
                           const struct table_cell_flow *cell, length bottom)
{
    const struct table_room *room = part->room;
    length most = room->full > 0 ? room->full / 2 : room->height / 2;
    length padding = part->pad_top + part->pad_bottom;
    if (!label_stands_again(flow, part, cell))
        return bottom;
    for (size_t size = part->bare_labels ? LABEL_BARE : LABEL_MARKED; size < LABEL_SIZES; size++) {
        length wanted =
            part->y[table_part_index(part, cell->row)] + cell->text->label->heights[size] + padding;
        bool grows_much = size == LABEL_MARKED && wanted - bottom > most;
        if (wanted <= room->height && !grows_much)
            return wanted > bottom ? wanted : bottom;
    }
    return bottom;
}

length table_labels_bottom(const struct table_flow *flow, const struct table_part *part, size_t row,
                           length bottom)
{
    if (row >= flow->labels_end || part->next == NULL)
        return bottom;
    for (size_t column = 0; column < flow->table->column_count;) {
        const struct table_cell_flow *cell = table_grid_cell(flow, row, column);
        if (table_cell_ends(cell, row))
            bottom = label_bottom(flow, part, cell, bottom);
        column = table_cell_behind(cell);
    }
    return bottom;
}

/* As label_bottom, for a label that has text left. */
static length rest_bottom(const struct table_part *part, const struct table_cell_flow *cell, length bottom)
{
    size_t next = table_cell_next(part, cell), count = cell->text->flow.count;
    if (!cell->cell->is_label || next == count)
        return bottom;
    length wanted = part->y[table_part_index(part, cell->row)] + part->pad_top +
                    table_cell_height(cell, next, count) + part->pad_bottom;
    return wanted > bottom && wanted <= part->room->height ? wanted : bottom;
}

void table_labels_grow(const struct table_flow *flow, struct table_part *part)
{
    length *bottom = &part->y[part->count];
    size_t last = table_part_row(part, part->count - 1);
    for (size_t column = 0; column < flow->table->column_count;) {
        const struct table_cell_flow *cell = table_grid_cell(flow, last, column);
        column = table_cell_behind(cell);
        bool ends = table_cell_ends(cell, last);
        if (!ends || part->cut)
            *bottom = label_bottom(flow, part, cell, *bottom);
        if (!ends)
            *bottom = rest_bottom(part, cell, *bottom);
    }
}
