/*
 * The grid of a table: the proof that the cells fill it.
 *
 * Row by row: what spans from above keeps its columns, the row's own cells take the free ones from left to
 * right.  Every column of every row must be taken exactly once.  Head, body and foot are filled each by
 * itself: no cell reaches out of its part.  One pass, time linear in rows times columns.
 */
#include "template/table/table_int.h"
#include "template/messages.def"

struct grid {
    struct diag *diag;
    struct table *table;
    size_t row;    /* being filled */
    size_t *taken; /* for each column: rows still covered from above, this one counted */
    size_t column; /* the next to look at */
};

/* Is the cell within the rows of its part, head, body or foot? */
static enum status check_height(const struct grid *grid, const struct table_cell *cell)
{
    const struct table *table = grid->table;
    size_t foot = table->row_count - table->foot_rows;
    bool in_head = grid->row < table->head_rows, in_body = !in_head && grid->row < foot;
    size_t end = in_head ? table->head_rows : in_body ? foot : table->row_count;
    if (cell->row_span <= end - grid->row)
        return OK;
    if (in_head)
        diag_report(grid->diag, MSG_TABLE_HEAD_SPAN, cell->place, grid->row + 1, cell->row_span,
                    table->head_rows);
    else if (in_body && table->foot_rows > 0)
        diag_report(grid->diag, MSG_TABLE_BODY_SPAN, cell->place, grid->row + 1, cell->row_span, foot);
    else
        diag_report(grid->diag, MSG_TABLE_END, cell->place, grid->row + 1, cell->row_span, table->row_count);
    return FAILED;
}

/* A cell with diagonals names what stands below it and at its right. */
static enum status check_slant_place(const struct grid *grid, const struct table_cell *cell)
{
    const bool stands_on_body = grid->row + cell->row_span == grid->table->head_rows;
    if (cell->slants == 0 || (stands_on_body && grid->column < grid->table->column_count))
        return OK;
    return diag_report(grid->diag, MSG_TABLE_SLANT_SPAN, cell->place, cell->row_span, cell->column_span);
}

static enum status place_cell(struct grid *grid, struct table_cell *cell)
{
    const struct table *table = grid->table;
    while (grid->column < table->column_count && grid->taken[grid->column] > 0)
        grid->column++;
    if (cell->column_span > table->column_count - grid->column)
        return diag_report(grid->diag, MSG_TABLE_EDGE, cell->place, grid->row + 1, table->column_count);
    cell->column = grid->column;
    for (size_t i = 0; i < cell->column_span; i++, grid->column++) {
        if (grid->taken[grid->column] > 0)
            return diag_report(grid->diag, MSG_TABLE_OVERLAP, cell->place, grid->row + 1, grid->column + 1);
        grid->taken[grid->column] = cell->row_span;
    }
    bool in_body = grid->row >= table->head_rows && grid->row < table->row_count - table->foot_rows;
    if (in_body && table->columns[grid->column - 1].label) /* not a title row over labels and others */
        cell->is_label = true;
    return status_worse(check_height(grid, cell), check_slant_place(grid, cell));
}

static enum status check_gap(const struct grid *grid)
{
    for (size_t i = 0; i < grid->table->column_count; i++)
        if (grid->taken[i] == 0)
            return diag_report(grid->diag, MSG_TABLE_GAP, grid->table->rows[grid->row].place, grid->row + 1,
                               i + 1, grid->table->column_count);
    return OK;
}

static enum status check_row(struct grid *grid)
{
    struct table_row *row = &grid->table->rows[grid->row];
    if (row->cell_count == 0)
        return diag_report(grid->diag, MSG_TABLE_ROW_EMPTY, row->place, grid->row + 1);
    grid->column = 0;
    for (size_t i = 0; i < row->cell_count; i++) {
        enum status status = place_cell(grid, &row->cells[i]);
        if (status != OK)
            return status;
    }
    enum status status = check_gap(grid);
    for (size_t i = 0; i < grid->table->column_count; i++)
        grid->taken[i] -= status == OK;
    return status;
}

/* Stops at the first row that is wrong: those below would only follow from it. */
enum status grid_check(struct run *run, const struct table_build *build)
{
    struct table *table = build->table;
    size_t taken[TEMPLATE_MAX_COLUMNS] = {0};
    struct grid grid = {.diag = run->eval->diag, .table = table, .taken = taken};
    enum status status = OK;
    if (table->row_count == table->head_rows + table->foot_rows) {
        if (build->empty != NULL)
            diag_report(grid.diag, MSG_TABLE_EMPTY_LIST, expr_place(build->empty),
                        STR_ARGS(expr_source(build->empty)));
        else
            diag_report(grid.diag, MSG_TABLE_EMPTY, table->place);
        return FAILED;
    }
    for (; grid.row < table->row_count && status == OK; grid.row++)
        status = check_row(&grid);
    return status;
}
