/*
 * Merged ranges: each cell of one says what its first cell says.
 *
 * Rows that the file does not have are not made for it: a row of nothing but a merged cell from above says nothing.  A covered
 * cell that has a value of its own, another one, which nobody sees, is a fault of that cell.  Ranges that overlap, or cover
 * more than all limits allow, are refused; what a range costs is counted, so that absurd ones cost no time.
 */
#include "sheet/sheet_int.h"
#include "sheet/messages.def"

bool range_parse(struct str text, struct range *ret_range)
{
    const char *colon = text.len == 0 ? NULL : memchr(text.ptr, ':', text.len);
    size_t at = colon == NULL ? text.len : (size_t)(colon - text.ptr);
    struct range range;
    if (!reference_parse(str_slice(text, 0, at), &range.top, &range.left))
        return false;
    range.bottom = range.top;
    range.right = range.left;
    if (colon != NULL && !reference_parse(str_slice(text, at + 1, text.len), &range.bottom, &range.right))
        return false;
    *ret_range = range;
    return range.top <= range.bottom && range.left <= range.right;
}

/* The first row of this number or a later one. */
static size_t find_row(const struct sheet *sheet, uint32_t number)
{
    size_t from = 0, to = sheet->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (sheet->rows[middle].number < number)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static enum status widen(struct book *book, struct sheet_row *row, size_t width)
{
    if (row->count >= width)
        return OK;
    enum status status = book_count(book, width - row->count);
    struct sheet_cell *cells = status == OK ? ARENA_NEW_ARRAY(book->arena, width, struct sheet_cell) : NULL;
    if (cells == NULL)
        return status == OK ? NO_MEMORY : status;
    memcpy(cells, row->cells, row->count * sizeof *cells);
    for (size_t i = row->count; i < width; i++)
        cells[i] = (struct sheet_cell){.row = row->number, .column = (uint32_t)i + 1};
    row->cells = cells;
    row->count = width;
    return OK;
}

static bool says_the_same(const struct sheet_cell *a, const struct sheet_cell *b)
{
    return a->kind == b->kind && b->text.ptr != NULL && str_equal(a->text, b->text);
}

/* false: another range has covered it. */
static bool cover(struct sheet_cell *cell, const struct sheet_row *row, size_t column,
                  const struct sheet_cell *first)
{
    if (cell->row != row->number || cell->column != column)
        return false;
    if (cell->kind == SHEET_EMPTY || says_the_same(cell, first)) {
        *cell = *first;
        return true;
    }
    cell->kind = SHEET_FAULT;
    cell->fault = FAULT_COVERED;
    return true;
}

static enum status refuse_overlap(struct book *book, const struct sheet *sheet, const struct range *range)
{
    struct place place = sheet_place(book->workbook, sheet, range->top, range->left);
    return diag_report(book->diag, MSG_SHEET_OVERLAP, place);
}

static enum status cover_row(struct book *book, const struct sheet *sheet, struct sheet_row *row,
                             const struct range *range, const struct sheet_cell *first)
{
    enum status status = first->kind == SHEET_EMPTY ? OK : widen(book, row, range->right);
    for (size_t column = range->left; status == OK && column <= range->right && column <= row->count;
         column++) {
        bool is_first = row->number == range->top && column == range->left;
        if (!is_first && !cover(&row->cells[column - 1], row, column, first))
            status = refuse_overlap(book, sheet, range);
    }
    return status;
}

static enum status merge_one(struct book *book, struct sheet *sheet, const struct range *range)
{
    size_t at = find_row(sheet, range->top);
    struct sheet_cell first = {.row = range->top, .column = range->left};
    if (at < sheet->count && sheet->rows[at].number == range->top && range->left <= sheet->rows[at].count)
        first = sheet->rows[at].cells[range->left - 1];
    if (first.row != range->top || first.column != range->left)
        return refuse_overlap(book, sheet, range);
    if (at < sheet->count && sheet->rows[at].number == range->top && sheet->rows[at].last < range->bottom)
        sheet->rows[at].last = range->bottom;
    enum status status = OK;
    for (; status == OK && at < sheet->count && sheet->rows[at].number <= range->bottom; at++)
        status = cover_row(book, sheet, &sheet->rows[at], range, &first);
    return status;
}

/* Cells that the ranges reach, in rows that are there. */
static bool is_absurd(const struct sheet *sheet, const struct range *ranges, size_t count)
{
    uint64_t reached = 0;
    for (size_t i = 0; i < count && reached <= SHEET_MAX_CELLS; i++) {
        uint64_t rows = find_row(sheet, ranges[i].bottom + 1) - find_row(sheet, ranges[i].top);
        reached += rows * (ranges[i].right - ranges[i].left + 1);
    }
    return reached > SHEET_MAX_CELLS;
}

enum status merge_apply(struct book *book, struct sheet *sheet, const struct range *ranges, size_t count)
{
    enum status status = OK;
    if (is_absurd(sheet, ranges, count))
        return diag_report(book->diag, MSG_SHEET_CELLS, ((struct place){book->workbook->path, 0, 0}),
                           (int)SHEET_MAX_CELLS);
    for (size_t i = 0; status == OK && i < count; i++)
        status = merge_one(book, sheet, &ranges[i]);
    return status;
}
