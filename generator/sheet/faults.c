/*
 * What is told of a cell that has no value.
 */
#include "sheet/sheet_int.h"
#include "sheet/messages.def"

enum status sheet_report_fault(struct diag *diag, struct place place, const struct sheet_cell *cell)
{
    static const struct message *const told[FAULT_COUNT] = {
        [FAULT_ERROR] = MSG_CELL_ERROR,       [FAULT_NO_RESULT] = MSG_CELL_NO_RESULT,
        [FAULT_NUMBER] = MSG_CELL_NUMBER,     [FAULT_NULL_RESULT] = MSG_CELL_NULL_RESULT,
        [FAULT_LONG] = MSG_CELL_LONG,         [FAULT_TINY] = MSG_CELL_TINY,
        [FAULT_LEAP_DAY] = MSG_CELL_LEAP_DAY, [FAULT_DAY] = MSG_CELL_DAY,
        [FAULT_DATE] = MSG_CELL_DATE,         [FAULT_DURATION] = MSG_CELL_DURATION,
        [FAULT_ZONE] = MSG_CELL_ZONE,         [FAULT_TYPE] = MSG_CELL_TYPE,
        [FAULT_COVERED] = MSG_CELL_COVERED,   [FAULT_OLD_RESULT] = MSG_CELL_OLD_RESULT,
    };
    if ((cell->kind == SHEET_FAULT && cell->fault == FAULT_CHARACTERS) || cell->doubtful)
        return reader_tell_text(diag, place, cell->text);
    if (cell->kind != SHEET_FAULT)
        return OK;
    if (cell->fault == FAULT_NO_RESULT || cell->fault == FAULT_NULL_RESULT || cell->fault == FAULT_LEAP_DAY)
        return diag_report_plain(diag, told[cell->fault], place);
    return diag_report_like(diag, told[cell->fault], MSG_CELL_ERROR, place, STR_ARGS(cell->text));
}
