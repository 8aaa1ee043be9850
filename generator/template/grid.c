/*
 * The grid of a table: its columns, and the proof that the cells fill it.
 *
 * Row by row: what spans from above keeps its columns, the row's own cells take the free ones from left to
 * right.  Every column of every row must be taken exactly once.  One pass, time linear in rows times columns.
 */
#include "template/template_int.h"

/* --- columns --- */

static bool column_parse(struct str word, const struct paragraph_style *cell, struct table_column *ret_column)
{
    struct measure measure;
    int64_t share = 1;

    if (word.ptr[word.len - 1] == '*') {
        struct str count = str_slice(word, 0, word.len - 1);
        if (count.len > 0 && (!count_parse(count, &share) || share < 1 || share > 10000))
            return false;
        *ret_column = (struct table_column){.share = (int)share};
        return true;
    }
    if (!measure_parse(word, &measure) || measure.unit == MEASURE_TIMES)
        return false;
    *ret_column =
        (struct table_column){.width = measure_length(measure, style_em(cell), cell->line), .share = 1};
    return ret_column->width > 0;
}

enum status columns_parse(struct arena *arena, struct diag *diag, const struct columns_source *source,
                          struct table_column **ret_columns, size_t *ret_count)
{
    struct table_column columns[TEMPLATE_MAX_COLUMNS];
    struct str rest = source->text, word;
    size_t count = 0;

    while (word_next(&rest, &word)) {
        if (count == TEMPLATE_MAX_COLUMNS) {
            diag_report(diag, MSG_TEMPLATE_LIMIT, source->place, "表格的列数",
                        (long long)TEMPLATE_MAX_COLUMNS);
            return FAILED;
        }
        if (!column_parse(word, source->cell, &columns[count++])) {
            diag_report(diag, MSG_TABLE_COLUMNS, source->place, count, STR_ARGS(word));
            return FAILED;
        }
    }
    if (count == 0) {
        diag_report(diag, MSG_TABLE_COLUMNS, source->place, (size_t)1, 0, "");
        return FAILED;
    }
    struct table_column *copy = ARENA_NEW_ARRAY(arena, count, struct table_column);
    if (copy == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        copy[i] = columns[i];
    *ret_columns = copy;
    *ret_count = count;
    return OK;
}

enum status columns_check(struct compiler *compiler, const struct table_data *data)
{
    const struct table_style *style = style_table(&compiler->styles->sheet, STR("table"));
    struct table_column *columns;
    size_t count;

    if (!data->columns.fixed)
        return OK;
    if (data->style.fixed)
        style = data->style.value.table;
    const struct columns_source source = {data->columns.value.text, data->columns.place,
                                          cell_style(compiler->styles, style, false)};
    return columns_parse(compiler->arena, compiler->diag, &source, &columns, &count);
}

/* --- cells --- */

struct grid {
    struct diag *diag;
    struct table *table;
    size_t row;    /* being filled */
    size_t *taken; /* for each column: rows still covered from above, this one counted */
    size_t column; /* the next to look at */
};

/* Rows that a cell of this row may reach, itself counted. */
static enum status check_height(const struct grid *grid, const struct table_cell *cell)
{
    const struct table *table = grid->table;
    bool in_head = grid->row < table->head_rows;
    size_t end = in_head ? table->head_rows : table->row_count;

    if (cell->row_span <= end - grid->row)
        return OK;
    if (in_head)
        diag_report(grid->diag, MSG_TABLE_HEAD_SPAN, cell->place, grid->row + 1, cell->row_span,
                    table->head_rows);
    else
        diag_report(grid->diag, MSG_TABLE_END, cell->place, grid->row + 1, cell->row_span, table->row_count);
    return FAILED;
}

static enum status place_cell(struct grid *grid, struct table_cell *cell)
{
    const struct table *table = grid->table;

    while (grid->column < table->column_count && grid->taken[grid->column] > 0)
        grid->column++;
    if (cell->column_span > table->column_count - grid->column) {
        diag_report(grid->diag, MSG_TABLE_EDGE, cell->place, grid->row + 1, table->column_count);
        return FAILED;
    }
    cell->column = grid->column;
    for (size_t i = 0; i < cell->column_span; i++, grid->column++) {
        if (grid->taken[grid->column] > 0) {
            diag_report(grid->diag, MSG_TABLE_OVERLAP, cell->place, grid->row + 1, grid->column + 1);
            return FAILED;
        }
        grid->taken[grid->column] = cell->row_span;
    }
    return check_height(grid, cell);
}

static enum status check_gap(const struct grid *grid)
{
    for (size_t i = 0; i < grid->table->column_count; i++)
        if (grid->taken[i] == 0) {
            diag_report(grid->diag, MSG_TABLE_GAP, grid->table->rows[grid->row].place, grid->row + 1, i + 1,
                        grid->table->column_count);
            return FAILED;
        }
    return OK;
}

static enum status check_row(struct grid *grid)
{
    struct table_row *row = &grid->table->rows[grid->row];

    if (row->cell_count == 0) {
        diag_report(grid->diag, MSG_TABLE_ROW_EMPTY, row->place, grid->row + 1);
        return FAILED;
    }
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
enum status grid_check(struct run *run, struct table *table)
{
    size_t taken[TEMPLATE_MAX_COLUMNS] = {0};
    struct grid grid = {.diag = run->eval->diag, .table = table, .taken = taken};
    enum status status = OK;

    if (table->row_count == 0) {
        diag_report(grid.diag, MSG_TABLE_EMPTY, table->place);
        return FAILED;
    }
    for (; grid.row < table->row_count && status == OK; grid.row++)
        status = check_row(&grid);
    return status;
}
