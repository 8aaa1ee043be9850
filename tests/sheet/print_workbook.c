/* What sheet reads of the files named: each sheet, each row, each cell with its place, kind and text; or the messages.
 * For workbooks.py.  With --quiet only how many cells there are, for speed. */
#include <stdio.h>
#include <string.h>

#include "sheet/sheet.h"

static const char *const KINDS[] = {"empty", "text", "number", "date", "time", "truth", "fault"};

static void print_fault(struct place place, const struct sheet_cell *cell)
{
    struct arena *arena = arena_new(0);
    struct diag *diag = arena == NULL ? NULL : diag_new(arena);
    const struct diag_entry *entries = NULL;
    enum status status = diag == NULL ? NO_MEMORY : sheet_report_fault(diag, place, cell);
    if (status != NO_MEMORY && diag_entries(diag, &entries) > 0)
        printf(" %s", entries[0].code->name);
    arena_free(arena);
}

static void print_cell(const struct workbook *workbook, const struct sheet *sheet,
                       const struct sheet_row *row, uint32_t column)
{
    struct sheet_cell cell = sheet_cell_at(row, column);
    struct place place = sheet_place(workbook, sheet, row->number, column);
    struct buf said = BUF(1 << 16);
    if (cell.kind == SHEET_EMPTY)
        return;
    buf_add_place(&said, place);
    const char *slash = said.ptr != NULL ? strrchr(said.ptr, '/') : NULL;
    printf("%s", slash == NULL ? said.ptr : slash + 1);
    buf_clear(&said);
    printf(" %s %.*s%s%s", KINDS[cell.kind], STR_ARGS(cell.text), cell.percent ? " percent" : "",
           cell.computed ? " computed" : "");
    if (cell.row != row->number || cell.column != column)
        printf(" from %u,%u", cell.row, cell.column);
    if (cell.kind == SHEET_FAULT || cell.doubtful)
        print_fault(place, &cell);
    printf("\n");
}

static void print_sheet(const struct workbook *workbook, const struct sheet *sheet)
{
    printf("sheet %.*s%s\n", STR_ARGS(sheet->name), sheet->hidden ? " hidden" : "");
    for (size_t i = 0; i < sheet->count; i++) {
        const struct sheet_row *row = &sheet->rows[i];
        if (row->hidden)
            printf("row %u hidden\n", row->number);
        for (uint32_t column = 1; column <= row->count; column++)
            print_cell(workbook, sheet, row, column);
    }
}

static size_t count_cells(const struct workbook *workbook)
{
    size_t count = 0;
    for (size_t i = 0; i < workbook->count; i++)
        for (size_t k = 0; k < workbook->sheets[i].count; k++)
            count += workbook->sheets[i].rows[k].count;
    return count;
}

static int print_workbook(const char *path, bool quiet)
{
    struct arena *arena = arena_new(0);
    struct diag *diag = arena == NULL ? NULL : diag_new(arena);
    struct workbook *workbook = NULL;
    struct buf messages = BUF(1 << 20);
    struct str bytes;
    if (diag == NULL)
        return 3;
    enum status status = file_read(arena, diag, path, (size_t)SHEET_MAX_BYTES * 2, &bytes);
    if (status == OK)
        status = workbook_read(arena, diag, path, bytes, &workbook);
    diag_print(diag, &messages);
    if (messages.len > 0)
        printf("%s", messages.ptr);
    if (status == OK && quiet)
        printf("%zu cells\n", count_cells(workbook));
    for (size_t i = 0; status == OK && !quiet && i < workbook->count; i++)
        print_sheet(workbook, &workbook->sheets[i]);
    buf_clear(&messages);
    arena_free(arena);
    return (int)status;
}

int main(int count, char **arguments)
{
    bool quiet = count > 1 && strcmp(arguments[1], "--quiet") == 0;
    int status = 0;
    for (int i = quiet ? 2 : 1; i < count; i++) {
        int one = print_workbook(arguments[i], quiet);
        status = one > status ? one : status;
    }
    return status;
}
