/*
 * Measuring a table: cell flows, row heights, the height of the whole.
 *
 * A row is as high as the cells that end in it need: a cell of one row its text and padding, a cell of
 * several rows what the rows above have not given it.  So the last row of a span is the one that grows.  The
 * same rule serves the whole table and every part of it: what differs is only how much of each cell's text
 * stands on earlier pages already.
 */
#include "layout/table_int.h"

/* First parts are asked to hold a first row this high whole; of a higher one, its first lines. */
static const length FIRST_ROW_WHOLE = LENGTH_MM(70);

/* What `cell`, which ends in `row`, wants of that row's height.  A row in which only cells from above have
 * text still gets a line of its own. */
static length cell_wants(const struct table_flow *flow, const struct table_part *part, uint32_t index,
                         size_t row, bool *has_text)
{
    const struct table_cell_flow *cell = &flow->cells[index];
    size_t next = table_cell_next(flow, part, index);
    if (next == cell->flow.count)
        return 0;
    *has_text = *has_text || cell->row == row;
    length above = part->y[table_part_index(part, row)] - part->y[table_part_index(part, cell->row)];
    return part->pad_top + table_cell_height(cell, next, cell->flow.count) + part->pad_bottom - above;
}

length table_row_height(const struct table_flow *flow, const struct table_part *part, size_t row)
{
    bool begins = row != part->first_row || !part->continued, has_text = false;
    length height = 0;
    for (size_t column = 0; column < flow->table->column_count;) {
        uint32_t index = table_grid_cell(flow, row, column);
        const struct table_cell_flow *cell = &flow->cells[index];
        if (table_cell_ends(cell, row)) {
            length wanted = cell_wants(flow, part, index, row, &has_text);
            if (wanted > height)
                height = wanted;
        }
        column = cell->cell->column + cell->cell->column_span;
    }
    if (!begins)
        return height;
    length least = has_text ? 0 : part->pad_top + flow->empty_line + part->pad_bottom;
    if (least < flow->table->style->min_row)
        least = flow->table->style->min_row;
    return height > least ? height : least;
}

/* The first lines of the row: what its cells need to begin, all of them. */
static length first_lines(const struct table_flow *flow, size_t row)
{
    length height = 0;
    for (uint32_t i = flow->row_cells[row]; i < flow->row_cells[row + 1]; i++) {
        const struct table_cell_flow *cell = &flow->cells[i];
        size_t to = 1;
        while (to < cell->flow.count && cell->flow.slices[to - 1].keep_next)
            to++;
        length lines = cell->flow.count ? table_cell_height(cell, 0, to) : 0;
        if (lines > height)
            height = lines;
    }
    return height + flow->table->style->pad_top + flow->table->style->pad_bottom;
}

/* Head, title rows, and of the first other row what must stand with them. */
static void first_height(struct table_flow *flow, const length *y)
{
    const struct table *table = flow->table;
    size_t row = table->head_rows, end = table_body_end(table);
    while (row + 1 < end && table->rows[row].keep_next)
        row++;
    flow->first_height = y[row];
    if (row == table->row_count)
        return;
    length whole = y[row + 1] - y[row], lines = first_lines(flow, row);
    bool all = whole <= FIRST_ROW_WHOLE || whole < lines;
    flow->first_height += all ? whole : lines;
    if (all && row + 1 >= end)
        flow->first_height += y[table->row_count] - y[row + 1];
}

/* Lays the whole table without a page in mind. */
static enum status measure(struct layout *layout, struct table_flow *flow)
{
    const struct table *table = flow->table;
    flow->part_y = ARENA_NEW_ARRAY(layout->arena, table->row_count + table->head_rows + 1, length);
    flow->head_y = ARENA_NEW_ARRAY(layout->arena, table->head_rows + 1, length);
    if (!flow->part_y || !flow->head_y)
        return NO_MEMORY;
    struct table_part whole = {
        .y = flow->part_y, .pad_top = table->style->pad_top, .pad_bottom = table->style->pad_bottom};
    for (size_t row = 0; row < table->row_count; row++)
        whole.y[row + 1] = whole.y[row] + table_row_height(flow, &whole, row);
    for (size_t row = 0; row <= table->head_rows; row++)
        flow->head_y[row] = whole.y[row];
    flow->total_height = whole.y[table->row_count];
    first_height(flow, whole.y);
    return OK;
}

enum status table_flow_make(struct layout *layout, const struct table *table, length width,
                            struct table_flow **ret_flow)
{
    struct table_flow *flow = ARENA_NEW(layout->arena, struct table_flow);
    if (!flow)
        return NO_MEMORY;
    flow->table = table;
    flow->number = layout->next_table++;
    const struct paragraph_style *style = style_paragraph(layout->content->styles, table->style->cell_style);
    flow->empty_line = style ? style->line : 0;
    enum status status = table_grid_make(layout, flow);
    if (!status)
        status = table_columns_make(layout, flow, width);
    if (!status)
        status = table_cells_make(layout, flow);
    if (!status)
        status = measure(layout, flow);
    if (!status)
        *ret_flow = flow;
    return status;
}

length table_first_height(const struct table_flow *flow)
{
    return flow->first_height;
}

length table_total_height(const struct table_flow *flow)
{
    return flow->total_height;
}
