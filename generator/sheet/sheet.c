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

/* "D", "AA": at most three letters. */
static void name_column(uint32_t column, char ret_name[4])
{
    enum { LETTERS = 26 };
    char reversed[4];
    size_t len = 0;
    for (; column > 0 && len < sizeof reversed - 1; column = (column - 1) / LETTERS)
        reversed[len++] = (char)('A' + (column - 1) % LETTERS);
    for (size_t i = 0; i < len; i++)
        ret_name[i] = reversed[len - 1 - i];
    ret_name[len] = '\0';
}

struct place sheet_place(struct arena *arena, const struct workbook *workbook, const struct sheet *sheet,
                         uint32_t row, uint32_t column)
{
    char name[4];
    if (sheet->begins != NULL)
        return csv_place(workbook, sheet, row, column);
    name_column(column, name);
    struct str file = arena_printf(arena, "%s!%.*s!%s%u", workbook->path, STR_ARGS(sheet->name), name, row);
    return (struct place){file.ptr == NULL ? workbook->path : file.ptr, 0, 0};
}
