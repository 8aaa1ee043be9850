/* Writes the table of workbooks.py (EXPECTED) with libxlsxwriter, as a program would that has it: write_workbook FILE.xlsx.
 * It has no cells with errors, and computes nothing: C2 of the second sheet is a formula whose result is its 0. */
#include <xlsxwriter.h>

enum { PERCENT = 10 }; /* the format that everybody knows */

static lxw_format *format(lxw_workbook *workbook, const char *code)
{
    lxw_format *format = workbook_add_format(workbook);
    if (code != NULL)
        format_set_num_format(format, code);
    else
        format_set_num_format_index(format, PERCENT);
    return format;
}

static lxw_error first_sheet(lxw_workbook *workbook)
{
    static const char *const heads[] = {"名称", "合价", "比例", "日期", "编号"};
    lxw_worksheet *sheet = workbook_add_worksheet(workbook, "明细");
    lxw_format *percent = format(workbook, NULL), *day = format(workbook, "yyyy\"年\"m\"月\"d\"日\""),
               *moment = format(workbook, "yyyy/m/d h:mm");
    lxw_datetime end = {2026, 3, 31, 0, 0, 0}, later = {2026, 3, 31, 8, 30, 0};
    lxw_row_col_options hidden = {.hidden = LXW_TRUE};
    lxw_error error = LXW_NO_ERROR;
    for (lxw_col_t i = 0; i < 5; i++)
        error |= worksheet_write_string(sheet, 0, i, heads[i], NULL);
    error |= worksheet_write_string(sheet, 1, 0, "甲 & 乙\n二", NULL);
    error |= worksheet_write_number(sheet, 1, 1, 1234567.89, NULL);
    error |= worksheet_write_number(sheet, 1, 2, 0.8711, percent);
    error |= worksheet_write_datetime(sheet, 1, 3, &end, day);
    error |= worksheet_write_string(sheet, 1, 4, "007", NULL);
    error |= worksheet_set_row_opt(sheet, 1, LXW_DEF_ROW_HEIGHT, NULL, &hidden);
    error |= worksheet_write_string(sheet, 2, 0, "<丙>\u00a0", NULL);
    error |= worksheet_write_number(sheet, 2, 1, 0.1 - 0.4, NULL);
    error |= worksheet_write_number(sheet, 2, 2, 0, percent);
    error |= worksheet_write_datetime(sheet, 2, 3, &later, moment);
    error |= worksheet_write_string(sheet, 2, 4, "110101199003071234", NULL);
    error |= worksheet_merge_range(sheet, 4, 0, 5, 1, "合计", NULL);
    error |= worksheet_write_number(sheet, 4, 2, 1, percent);
    return error;
}

static lxw_error second_sheet(lxw_workbook *workbook)
{
    lxw_worksheet *sheet = workbook_add_worksheet(workbook, "底稿");
    lxw_error error = worksheet_write_boolean(sheet, 1, 1, 1, NULL);
    error |= worksheet_write_formula(sheet, 1, 2, "=1/0", NULL);
    worksheet_hide(sheet);
    return error;
}

int main(int count, char **arguments)
{
    lxw_workbook *workbook = count == 2 ? workbook_new(arguments[1]) : NULL;
    if (workbook == NULL)
        return 2;
    lxw_error error = first_sheet(workbook);
    error |= second_sheet(workbook);
    error |= workbook_close(workbook);
    return error == LXW_NO_ERROR ? 0 : 1;
}
