/*
 * Which sort of file; cells and places of what was read.
 */
#include "sheet/sheet_int.h"
#include "sheet/messages.def"

bool workbook_is_named(const char *path)
{
    return sort_by_name(path) != SORT_NONE;
}

enum status workbook_read(struct arena *arena, struct diag *diag, const char *path, struct str bytes,
                          struct workbook **ret_workbook)
{
    struct workbook *workbook = ARENA_NEW(arena, struct workbook);
    enum sort sort = sort_by_name(path);
    if (workbook == NULL)
        return NO_MEMORY;
    workbook->path = path;
    enum status status = sort_check(diag, path, bytes, sort);
    if (status == OK)
        status = sort == SORT_CSV ? csv_read(arena, diag, bytes, workbook)
                                  : book_read(arena, diag, bytes, workbook);
    if (status == OK)
        *ret_workbook = workbook;
    return status;
}

struct sheet_cell sheet_cell_at(const struct sheet_row *row, uint32_t column)
{
    if (column >= 1 && column <= row->count)
        return row->cells[column - 1];
    return (struct sheet_cell){.row = row->number, .column = column};
}

struct place sheet_place(const struct workbook *workbook, const struct sheet *sheet, uint32_t row,
                         uint32_t column)
{
    if (sheet->begins != NULL)
        return csv_place(workbook, sheet, row, column);
    return (struct place){sheet->file, row, column};
}
