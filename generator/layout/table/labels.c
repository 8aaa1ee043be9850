/*
 * Labels that stand again: a row head whose text is all on earlier pages is repeated beside the rows that it
 * spans on this one, as an artifact, with the style's mark （续） or without.
 *
 * table_labels_make sets those that a part will want.  No row grows for one: where the rows here are too low
 * for all of it, its first lines stand there, and the mark below them.
 */
#include "layout/table/table_int.h"

/* The label's paragraphs with the mark at the end of the last one; no headings, so that none is counted twice,
 * no pictures and tables: they name no row. */
static enum status label_blocks(const struct where *where, const struct block *blocks, struct str mark,
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
    return last != NULL && mark.len > 0 ? table_append_text(where->arena, last, mark) : OK;
}

/* The last paragraph, with nothing but the mark. */
static void mark_alone(struct block **blocks)
{
    while (*blocks != NULL && (*blocks)->next != NULL)
        *blocks = (*blocks)->next;
    if (*blocks == NULL)
        return;
    struct block_paragraph *own = &(*blocks)->paragraph;
    own->inlines += own->inline_count - 1;
    own->inline_count = 1;
}

static enum status label_set(const struct where *where, struct table_flow *flow,
                             const struct table_cell_flow *cell, enum label_size size, struct flow *label)
{
    const struct str mark = flow->table->style->continued;
    struct block *blocks;
    if (size == LABEL_MARK && mark.len == 0)
        return OK;
    enum status status =
        label_blocks(where, cell->cell->blocks, size == LABEL_BARE ? STR("") : mark, &blocks);
    if (status != OK)
        return status;
    if (size == LABEL_MARK)
        mark_alone(&blocks);
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
    struct table_label *label = ARENA_NEW(where->arena, struct table_label);
    enum status status = label != NULL ? OK : NO_MEMORY;
    for (int size = 0; status == OK && size < LABEL_SIZES; size++) {
        struct flow *made = &label->flows[size];
        status = label_set(where, flow, cell, (enum label_size)size, made);
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
    for (size_t column = 0; status == OK && column < flow->table->column_count;) {
        const struct table_cell_flow *cell = table_grid_cell(flow, cursor->row, column);
        column = table_cell_behind(cell);
        if (!label_stands_again(flow, &part, cell))
            continue;
        around.arena = table_cell_arena(flow, cell);
        status = cell->text->label != NULL ? OK : label_make(&around, flow, cell);
    }
    return status;
}

/* Down to where the part must reach, at least to `bottom`, that the rest of a label's text has room in it. */
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
        if (!table_cell_ends(cell, last))
            *bottom = rest_bottom(part, cell, *bottom);
    }
}
