/*
 * What of a table its structure tells: which columns say what rows are of; all rows but blank ones.
 */
#include "layout/layout_int.h"

/* Does the column say what rows are of?  The first does if any of its cells spans rows, or is declared so; a further
 * one if all are: a figure may span rows, too. */
static bool is_label_column(const struct table *table, size_t column)
{
    bool any = false, all = true;
    for (size_t i = table->head_rows; i < table->row_count - table->foot_rows; i++)
        for (size_t k = 0; k < table->rows[i].cell_count && table->rows[i].cells[k].column <= column; k++) {
            const struct table_cell *cell = &table->rows[i].cells[k];
            any = any || (cell->column == column && cell->is_label);
            all = all && (cell->column != column || cell->is_label || table->rows[i].blank);
        }
    return any && (all || column == 0);
}

size_t structure_labels(const struct table *table)
{
    size_t count = 0;
    while (!table->form && count < table->column_count && is_label_column(table, count))
        count++;
    return count < table->column_count ? count : 0;
}

size_t structure_rows(const struct table *table, size_t index, size_t count)
{
    size_t blank = 0;
    for (size_t i = index; table->blank_rows > 0 && i < index + count; i++)
        blank += table->rows[i].blank;
    return count - blank;
}
