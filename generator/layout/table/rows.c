/*
 * Measuring a table: row heights, what a first part wants, the height of the whole.
 *
 * A row is as high as the cells that end in it need: a cell of one row its text and padding, a cell of
 * several rows what the rows above have not given it.  So the last row of a span is the one that grows.  The
 * same rule serves the whole table and every part of it: what differs is only how much of each cell's text
 * stands on earlier pages already.
 */
#include "layout/table/table_int.h"

/* First parts are asked to hold a first row this high whole; of a higher one, its first lines. */
static const length FIRST_ROW_WHOLE = LENGTH_MM(70);

/* What `cell`, which ends in `row`, wants of that row's height.  A row in which only cells from above have
 * text still gets a line of its own. */
static length cell_wants(const struct table_part *part, const struct table_cell_flow *cell, size_t row,
                         bool *has_text)
{
    size_t next = table_cell_next(part, cell);
    if (next == cell->text->flow.count)
        return 0;
    *has_text = *has_text || cell->row == row;
    length above = part->y[table_part_index(part, row)] - part->y[table_part_index(part, cell->row)];
    return part->pad_top + table_cell_height(cell, next, cell->text->flow.count) + part->pad_bottom - above;
}

length table_row_height(const struct table_flow *flow, const struct table_part *part, size_t row)
{
    bool begins = row != part->first_row || !part->continued, has_text = false;
    length height = 0;
    for (size_t column = 0; column < flow->table->column_count;) {
        const struct table_cell_flow *cell = table_grid_cell(flow, row, column);
        if (table_cell_ends(cell, row))
            height = length_max(height, cell_wants(part, cell, row, &has_text));
        column = table_cell_behind(cell);
    }
    if (!begins)
        return height;
    length least = has_text ? 0 : part->pad_top + flow->empty_line + part->pad_bottom;
    least = length_max(least, length_max(flow->table->rows[row].height, flow->table->style->min_row));
    return length_max(height, least);
}

/* The first lines of the row: what its cells need to begin, all of them. */
static length first_lines(const struct table_flow *flow, size_t row)
{
    length height = 0;
    for (uint32_t i = flow->row_cells[row]; i < flow->row_cells[row + 1]; i++) {
        const struct table_cell_flow *cell = &flow->cells[i];
        size_t to = 1;
        while (to < cell->text->flow.count && cell->text->flow.slices[to - 1].keep_next)
            to++;
        height = length_max(height, cell->text->flow.count > 0 ? table_cell_height(cell, 0, to) : 0);
    }
    return height + flow->table->style->pad_top + flow->table->style->pad_bottom;
}

/* The first row of the body that is no title; of a table with so many rows a page, the last one of the first. */
static size_t first_row(const struct table *table)
{
    size_t row = table->head_rows;
    for (size_t rows = 1; rows < table->page_rows && row + 1 < table_body_end(table); rows++)
        if (table->rows[++row].page_break != BREAK_NONE)
            return row - 1;
    if (table->page_rows > 0)
        return row;
    while (row + 1 < table_body_end(table) && table->rows[row].keep_next)
        row++;
    return row;
}

/* Two rows, or all three of a table that has no more, stand together where they are not higher than this share of the page (28 mm
 * of A4): a row alone is poor company for a head, but much white is poorer. */
enum { COMPANY_SHARE = 8 };

/* So many rows may stand together at the beginning, from `first` on: none that begins a page is among them. */
static size_t company_most(const struct table *table, size_t first)
{
    enum { ALL_OF = 3, MOST = 2 };
    const size_t end = table_body_end(table), rows = end > first ? end - first : 0;
    size_t most = table->page_rows > 0 ? 1 : rows == ALL_OF ? ALL_OF : rows < MOST ? rows : MOST;
    for (size_t row = first + 1; row < first + most; row++)
        if (table->rows[row].page_break != BREAK_NONE)
            most = row - first;
    return most;
}

/* Head, title rows, and of the other rows what must stand with them; of a table with so many rows a page, all these.  The edges
 * are known up to `end`. */
static void first_height(struct table_flow *flow, size_t row, size_t end)
{
    const struct table *table = flow->table;
    const length *y = flow->part_y;
    flow->first_height = y[row];
    if (row == table->row_count)
        return;
    length whole = y[end] - y[row], lines = first_lines(flow, row);
    bool all = end > row + 1 || table->page_rows > 0 || whole <= FIRST_ROW_WHOLE || whole < lines;
    flow->first_end = end;
    flow->first_height += all ? whole : lines;
    if (all && end >= table_body_end(table))
        flow->first_height += y[table->row_count] - y[end];
}

/* The edges in part_y of the rows above `end`, without a page in mind, or down to the first one below `most`;
 * *ret_bottom is the last. */
static enum status edges_measure(struct table_flow *flow, size_t end, length most, length *ret_bottom)
{
    const struct table_style *style = flow->table->style;
    struct table_part whole = {.y = flow->part_y, .pad_top = style->pad_top, .pad_bottom = style->pad_bottom};
    size_t row = 0;
    whole.y[0] = 0;
    for (; row < end && whole.y[row] <= most; row++) {
        enum status status = table_row_make(flow, row);
        if (status != OK)
            return status;
        whole.y[row + 1] = whole.y[row] + table_row_height(flow, &whole, row);
    }
    *ret_bottom = whole.y[row];
    return OK;
}

/* The edges above `end`, and of the foot that stands below. */
static enum status measure_to(struct table_flow *flow, size_t end)
{
    const struct table *table = flow->table;
    length bottom;
    return edges_measure(flow, end < table_body_end(table) ? end : table->row_count, INT64_MAX, &bottom);
}

/* Where the rows end that stand together from `first` on; no further one is measured than may. */
static enum status measure_company(struct table_flow *flow, size_t first, size_t *ret_end)
{
    const size_t most = company_most(flow->table, first);
    const length highest = flow->page / COMPANY_SHARE, *y = flow->part_y;
    size_t end = first + 1;
    enum status status = measure_to(flow, end);
    while (status == OK && end < first + most && y[end] - y[first] <= highest) {
        status = measure_to(flow, end + 1);
        if (status != OK || y[end + 1] - y[first] > highest)
            break;
        end++;
    }
    *ret_end = end;
    return status;
}

/* Head and first rows. */
static enum status measure_first(const struct where *where, struct table_flow *flow)
{
    const struct table *table = flow->table;
    const size_t first = first_row(table);
    size_t end;
    flow->part_y =
        ARENA_NEW_ARRAY(where->arena, table->row_count + table->head_rows + flow->turn_rows + 1, length);
    flow->head_y = ARENA_NEW_ARRAY(where->arena, table->head_rows + 1, length);
    if (flow->part_y == NULL || flow->head_y == NULL)
        return NO_MEMORY;
    enum status status = measure_company(flow, first, &end);
    if (status != OK)
        return status;
    for (size_t row = 0; row <= table->head_rows; row++)
        flow->head_y[row] = flow->part_y[row];
    first_height(flow, first, end);
    return OK;
}

enum status table_flow_make(const struct where *where, const struct table *table, const struct flow *around,
                            struct table_flow **ret_flow)
{
    struct table_flow *flow = ARENA_NEW(where->arena, struct table_flow);
    if (flow == NULL)
        return NO_MEMORY;
    flow->table = table;
    flow->layout = where->layout;
    flow->room = around->width;
    flow->page = around->page;
    const struct paragraph_style *style =
        style_paragraph(where->layout->content->styles, table->style->cell_style);
    flow->empty_line = style != NULL ? style->line : 0;
    enum status status = table_grid_make(where, flow);
    if (status == OK)
        status = table_columns_make(where, flow, around->width);
    if (status != OK)
        return status;
    status = measure_first(where, flow);
    if (status == OK && table->notes != NULL)
        status = table_below_make(where, flow);
    if (status == OK && flow->turn_rows > 0)
        status = table_turns_begin(where, flow);
    flow->first_height += flow->below_height;
    if (status == FAILED)
        return table_check(flow);
    if (status == OK)
        *ret_flow = flow;
    return status;
}

length table_first_height(const struct table_flow *flow)
{
    return flow->first_height;
}

length table_total_height(struct table_flow *flow, length most)
{
    length height = 0;
    enum status status = edges_measure(flow, flow->table->row_count, most, &height);
    height += flow->feet[TURN_ALWAYS].height;
    return status == OK ? height : 0; /* the flow keeps the status: table_place says it */
}
