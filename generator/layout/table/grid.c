/*
 * Which cell covers each place of a table.
 *
 * Takes the rows of content, each with only the cells that begin in it; gives one flat list of cells in
 * reading order and a dense array of cell indices, four bytes a place.  Dense, because everything later asks
 * "who is here?" and "is it the same above, to the left?": a rule is drawn where two neighbours differ.
 * Linear in the number of places. The template has checked that spans neither overlap nor leave gaps nor
 * leave the table; here that is asserted.
 */
#include "layout/table/table_int.h"
#include "layout/messages.def"

#include <assert.h>

static const uint32_t NO_CELL = UINT32_MAX;

static enum status grid_check_size(const struct where *where, const struct table *table)
{
    size_t columns = table->column_count;
    assert(columns > 0 && table->head_rows + table->foot_rows <= table->row_count);
    if (table->row_count <= TABLE_MAX_GRID / columns)
        return OK;
    return diag_report(where->layout->diag, MSG_LAYOUT_TABLE_LARGE, table->place, table->row_count, columns,
                       (size_t)TABLE_MAX_GRID);
}

static void grid_cover(struct table_flow *flow, size_t row, const struct table_cell *cell, uint32_t index)
{
    const struct table *table = flow->table;
    uint32_t *grid = flow->grid;
    assert(cell->row_span > 0 && cell->column_span > 0);
    assert(cell->row_span <= table->row_count - row || row >= table->row_count);
    assert(cell->column < table->column_count && cell->column_span <= table->column_count - cell->column);
    assert(row >= table->head_rows || row + cell->row_span <= table->head_rows);
    for (size_t r = row; r < row + cell->row_span; r++) {
        for (size_t c = cell->column; c < cell->column + cell->column_span; c++) {
            assert(grid[r * table->column_count + c] == NO_CELL);
            grid[r * table->column_count + c] = index;
        }
    }
}

static enum status grid_allocate(const struct where *where, struct table_flow *flow)
{
    const struct table *table = flow->table;
    const size_t rows = table->row_count + flow->turn_rows, places = rows * table->column_count;
    for (size_t row = 0; row < rows; row++)
        flow->cell_count += table->rows[row].cell_count;
    assert(flow->cell_count <= places);
    flow->grid = ARENA_NEW_ARRAY(where->arena, places, uint32_t);
    flow->row_cells = ARENA_NEW_ARRAY(where->arena, rows + 1, uint32_t);
    flow->cells = ARENA_NEW_ARRAY(where->arena, flow->cell_count, struct table_cell_flow);
    if (flow->grid == NULL || flow->row_cells == NULL || flow->cells == NULL)
        return NO_MEMORY;
    for (size_t place = 0; place < places; place++)
        flow->grid[place] = NO_CELL;
    return OK;
}

enum status table_grid_make(const struct where *where, struct table_flow *flow)
{
    const struct table *table = flow->table;
    flow->turn_rows = table_turn_rows(table);
    enum status status = grid_check_size(where, table);
    if (status == OK)
        status = grid_allocate(where, flow);
    if (status != OK)
        return status;
    const struct table_style *style = table->style;
    const uint32_t none = FILL_NONE;
    const size_t rows = table->row_count + flow->turn_rows;
    flow->has_fills = style->head_fill != none || style->foot_fill != none || style->stripe_fill != none;
    uint32_t index = 0;
    flow->empty.sums = &flow->empty_sum;
    for (size_t row = 0; row < rows; row++) {
        flow->row_cells[row] = index;
        for (size_t i = 0; i < table->rows[row].cell_count; i++, index++) {
            flow->cells[index].cell = &table->rows[row].cells[i];
            flow->cells[index].row = (uint32_t)row;
            flow->cells[index].text = &flow->empty;
            grid_cover(flow, row, &table->rows[row].cells[i], index);
            flow->has_fills = flow->has_fills || table->rows[row].cells[i].has_fill;
        }
        flow->has_fills = flow->has_fills || table->rows[row].has_fill;
    }
    flow->row_cells[rows] = index;
    for (size_t place = 0; place < rows * table->column_count; place++)
        assert(flow->grid[place] != NO_CELL);
    return OK;
}
