#include "sheet/sheet.h"
bool workbook_is_named(const char *path){(void)path;return false;}
enum status workbook_read(struct arena *arena, struct diag *diag, const char *path, struct str bytes, struct workbook **ret_workbook){(void)arena;(void)diag;(void)path;(void)bytes;(void)ret_workbook;return NO_MEMORY;}
struct sheet_cell sheet_cell_at(const struct sheet_row *row, uint32_t column){(void)row;(void)column;return (struct sheet_cell){0};}
struct place sheet_place(struct arena *arena, const struct workbook *workbook, const struct sheet *sheet, uint32_t row, uint32_t column){(void)arena;(void)workbook;(void)sheet;(void)row;(void)column;return (struct place){0};}
enum status sheet_report_fault(struct diag *diag, struct place place, const struct sheet_cell *cell){(void)diag;(void)place;(void)cell;return NO_MEMORY;}
