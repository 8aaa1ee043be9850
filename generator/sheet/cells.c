/*
 * A sheet: its rows and their cells, as they stand in the file; then its merged ranges.
 *
 * Rows and cells say where they are, or stand behind the one before.  They rise; a file in which they do not is damaged.  A row
 * is put together in one line for all rows, and kept without the empty cells at its end.
 */
#include "sheet/sheet_int.h"
#include "sheet/messages.def"

enum { WORKSHEET = 1, DATA, ROW, CELL, VALUE, FORMULA, INLINE, INLINE_RUN, INLINE_TEXT, MERGES, MERGE };

struct cells {
    struct book *book;
    struct sheet *sheet;
    struct str part;
    size_t capacity;
    uint32_t row, column, width; /* width: cells of the line */
    bool hidden;
    char type[12]; /* of the cell; longer ones do not exist */
    struct stored stored;
    struct buf value;
    struct range *ranges;
    size_t range_count, range_capacity;
};

enum status book_count(struct book *book, size_t cells)
{
    book->cell_count += cells;
    if (book->cell_count <= SHEET_MAX_CELLS)
        return OK;
    return diag_report(book->diag, MSG_SHEET_CELLS, ((struct place){book->workbook->path, 0, 0}),
                       (int)SHEET_MAX_CELLS);
}

bool reference_parse(struct str text, uint32_t *ret_row, uint32_t *ret_column)
{
    enum { LETTERS = 26, MOST_LETTERS = 3, MOST_DIGITS = 7 };
    uint32_t column = 0;
    size_t i = 0;
    int64_t row;
    for (; i < text.len && i < MOST_LETTERS && text.ptr[i] >= 'A' && text.ptr[i] <= 'Z'; i++)
        column = column * LETTERS + (uint32_t)(text.ptr[i] - 'A') + 1;
    if (!digits_parse(str_slice(text, i, text.len), MOST_DIGITS, &row) || row < 1 || row > SHEET_MAX_ROWS ||
        column < 1 || column > SHEET_MAX_COLUMNS)
        return false;
    *ret_row = (uint32_t)row;
    *ret_column = column;
    return true;
}

static enum status refuse_order(struct cells *cells, struct str what)
{
    return diag_report(cells->book->diag, MSG_SHEET_ORDER, part_place(cells->book, cells->part),
                       STR_ARGS(what));
}

static enum status enter_row(struct cells *cells, const struct walk_element *element)
{
    struct str number = element_value(element, "r");
    int64_t row = (int64_t)cells->row + 1;
    if (number.len > 0 && (!digits_parse(number, 9, &row) || row <= cells->row))
        return refuse_order(cells, number);
    if (row > SHEET_MAX_ROWS)
        return diag_report(cells->book->diag, MSG_SHEET_ROWS, part_place(cells->book, cells->part),
                           (int)SHEET_MAX_ROWS);
    cells->row = (uint32_t)row;
    cells->column = cells->width = 0;
    cells->hidden = element_is_set(element, "hidden");
    return OK;
}

static enum status enter_cell(struct cells *cells, const struct walk_element *element)
{
    struct str reference = element_value(element, "r"), type = element_value(element, "t");
    uint32_t row = cells->row, column = cells->column + 1;
    int64_t style;
    if (reference.len > 0 &&
        (!reference_parse(reference, &row, &column) || row != cells->row || column <= cells->column))
        return refuse_order(cells, reference);
    if (column > SHEET_MAX_COLUMNS)
        return diag_report(cells->book->diag, MSG_SHEET_COLUMNS, part_place(cells->book, cells->part),
                           (int)SHEET_MAX_COLUMNS);
    cells->column = column;
    type.len = type.len < sizeof cells->type ? type.len : sizeof cells->type;
    if (type.len > 0)
        memcpy(cells->type, type.ptr, type.len);
    cells->stored = (struct stored){.type = {cells->type, type.len}};
    if (digits_parse(element_value(element, "s"), 9, &style))
        cells->stored.style = (uint32_t)style;
    buf_reset(&cells->value);
    return OK;
}

static enum status leave_cell(struct cells *cells)
{
    struct sheet_cell cell;
    struct sheet_cell *line = cells->book->line;
    enum status status = buf_status(&cells->value);
    cells->stored.value = buf_str(&cells->value);
    if (status == OK)
        status = value_make(cells->book, &cells->stored, &cell);
    if (status != OK || cell.kind == SHEET_EMPTY)
        return status;
    while (cells->width < cells->column) {
        line[cells->width] = (struct sheet_cell){.row = cells->row, .column = cells->width + 1};
        cells->width++;
    }
    cell.row = cells->row;
    cell.column = cells->column;
    line[cells->column - 1] = cell;
    return OK;
}

static enum status leave_row(struct cells *cells)
{
    struct book *book = cells->book;
    if (cells->width == 0)
        return OK;
    enum status status = book_count(book, cells->width);
    size_t size = cells->width * sizeof(struct sheet_cell);
    struct sheet_row row = {
        .number = cells->row, .last = cells->row, .count = cells->width, .hidden = cells->hidden};
    row.cells = status == OK ? arena_alloc_bytes(book->arena, size) : NULL;
    if (row.cells == NULL)
        return status == OK ? NO_MEMORY : status;
    memcpy(row.cells, book->line, size);
    return ARENA_APPEND(book->arena, cells->sheet->rows, cells->sheet->count, cells->capacity, &row);
}

static enum status enter_merge(struct cells *cells, const struct walk_element *element)
{
    struct str reference = element_value(element, "ref");
    struct range range;
    if (!range_parse(reference, &range))
        return refuse_order(cells, reference);
    return ARENA_APPEND(cells->book->arena, cells->ranges, cells->range_count, cells->range_capacity, &range);
}

static enum status enter_part(void *context, int state, const struct walk_element *element)
{
    struct cells *cells = context;
    if (state == ROW)
        return enter_row(cells, element);
    if (state == CELL)
        return enter_cell(cells, element);
    if (state == MERGE)
        return enter_merge(cells, element);
    if ((state == VALUE || state == INLINE) && cells->stored.has_value)
        return refuse_order(cells, element->name);
    cells->stored.has_formula = cells->stored.has_formula || state == FORMULA;
    cells->stored.has_value = cells->stored.has_value || state == VALUE || state == INLINE;
    return OK;
}

static enum status leave_part(void *context, int state, struct str text)
{
    struct cells *cells = context;
    if (state == VALUE || state == INLINE_TEXT)
        buf_add_str(&cells->value, text);
    if (state == CELL)
        return leave_cell(cells);
    return state == ROW ? leave_row(cells) : OK;
}

enum status cells_read(struct book *book, struct str name, struct sheet *sheet)
{
    static const struct step steps[] = {{ROW, CELL, "c"},
                                        {CELL, VALUE, "v"},
                                        {CELL, FORMULA, "f"},
                                        {DATA, ROW, "row"},
                                        {OUTSIDE, WORKSHEET, "worksheet"},
                                        {WORKSHEET, DATA, "sheetData"},
                                        {CELL, INLINE, "is"},
                                        {INLINE, INLINE_TEXT, "t"},
                                        {INLINE, INLINE_RUN, "r"},
                                        {INLINE_RUN, INLINE_TEXT, "t"},
                                        {WORKSHEET, MERGES, "mergeCells"},
                                        {MERGES, MERGE, "mergeCell"}};
    struct cells cells = {.book = book, .sheet = sheet, .part = name, .value = BUF(PACKAGE_MAX_UNPACKED)};
    struct part part = {steps,  ARRAY_COUNT(steps), TEXT_OF(VALUE) | TEXT_OF(INLINE_TEXT),
                        &cells, enter_part,         leave_part};
    enum status status = part_walk(book, name, &part);
    buf_clear(&cells.value);
    return status == OK ? merge_apply(book, sheet, cells.ranges, cells.range_count) : status;
}
