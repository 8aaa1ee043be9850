/*
 * What figures that no field has are called, where they stand in a table: by the head over their column and the label
 * of their row, which is the nearest cell to the left that is no number.
 */
#include "template/table/table_int.h"
#include "unicode/unicode.h"

struct naming {
    struct run *run;
    const struct table *table;
    const struct data_table *own;           /* columns that know what they are called; NULL: they do not */
    struct str heads[TEMPLATE_MAX_COLUMNS]; /* ptr NULL: not looked up */
};

enum status cell_words(struct run *run, const struct table_cell *cell, struct str *ret_words)
{
    struct buf words = BUF(TEMPLATE_MAX_TEXT);
    for (const struct block *block = cell->blocks; block != NULL; block = block->next)
        for (size_t i = 0; block->kind == BLOCK_PARAGRAPH && i < block->paragraph.inline_count; i++)
            if (block->paragraph.inlines[i].kind == INLINE_TEXT)
                buf_add_str(&words, block->paragraph.inlines[i].text);
    return buf_keep(&words, run->arena, ret_words);
}

static enum status head_over(struct naming *naming, size_t column, struct str *ret_head)
{
    struct str *head = &naming->heads[column];
    enum status status = OK;
    *ret_head = *head;
    if (head->ptr != NULL)
        return OK;
    *head = STR("");
    for (size_t r = 0; r < naming->table->head_rows && status == OK; r++) {
        const struct table_row *row = &naming->table->rows[r];
        for (size_t i = 0; i < row->cell_count && status == OK; i++)
            if (row->cells[i].column <= column && column - row->cells[i].column < row->cells[i].column_span)
                status = cell_words(naming->run, &row->cells[i], head);
    }
    *ret_head = *head;
    return status;
}

/* Not what stands where there is nothing: —, ／. */
static bool is_label(struct str words)
{
    for (size_t offset = 0; offset < words.len;) {
        const uint32_t code = utf8_next(words, &offset);
        if (unicode_is_alphabetic(code) || (code >= '0' && code <= '9'))
            return true;
    }
    return false;
}

/* Does the cell begin with a number? */
static bool is_number(const struct table_cell *cell)
{
    const struct block *block = cell->blocks;
    if (cell->figure != NULL)
        return true;
    if (block == NULL || block->kind != BLOCK_PARAGRAPH || block->paragraph.inline_count == 0)
        return false;
    const struct inline_item *first = &block->paragraph.inlines[0];
    const struct shown *shown = first->shown != NULL ? first->shown->items[0].what : NULL;
    return shown != NULL && shown->made != NULL && first->shown->items[0].from == first->text.ptr;
}

static enum status label_beside(struct naming *naming, const struct table_row *row, size_t cell,
                                struct str *ret_label)
{
    enum status status = OK;
    struct str words = STR("");
    while (cell-- > 0 && status == OK && !is_label(words))
        if (!is_number(&row->cells[cell]))
            status = cell_words(naming->run, &row->cells[cell], &words);
    *ret_label = is_label(words) ? words : STR("");
    return status;
}

static enum status name_figure(struct naming *naming, const struct table_row *row, size_t cell,
                               struct paper_figure *made)
{
    struct str head;
    if (made->row.len > 0)
        return OK;
    const size_t column = row->cells[cell].column;
    enum status status = OK;
    if (naming->own != NULL)
        head = naming->own->columns[column]->head;
    else
        status = head_over(naming, column, &head);
    if (status == OK && head.len > 0)
        made->label = head;
    return status == OK ? label_beside(naming, row, cell, &made->row) : status;
}

static enum status name_item(struct naming *naming, const struct table_row *row, size_t cell,
                             const struct inline_item *item)
{
    enum status status = OK;
    for (size_t i = 0; item->shown != NULL && i < item->shown->count && status == OK; i++) {
        const struct shown *shown = item->shown->items[i].what;
        if (shown->made != NULL)
            status = name_figure(naming, row, cell, shown->made);
    }
    return status;
}

enum status names_of_figures(struct run *run, const struct table *table, const struct data_table *data)
{
    struct naming naming = {.run = run, .table = table, .own = data != NULL && data->varies ? data : NULL};
    enum status status = OK;
    for (size_t r = table->head_rows; r < table->row_count; r++)
        for (size_t c = 0; c < table->rows[r].cell_count; c++) {
            const struct block *block = table->rows[r].cells[c].blocks;
            for (; block != NULL && status == OK; block = block->next)
                for (size_t i = 0; block->kind == BLOCK_PARAGRAPH && i < block->paragraph.inline_count; i++)
                    status = status_worse(
                        status, name_item(&naming, &table->rows[r], c, &block->paragraph.inlines[i]));
        }
    return status;
}
