#!/usr/bin/env python3
"""The table of workbooks.py as programs themselves write it: the same values are read of all.

    written.py PRINT_WORKBOOK WRITE_WORKBOOK [--soffice SOFFICE]

libxlsxwriter (write_workbook.c), openpyxl and XlsxWriter, each in its ways (days from 1904, ISO 8601, in little memory); what of
them is not installed is left out, and told.  With --soffice, by hand: LibreOffice reads each of these files and writes it anew, as
xlsx, and what is read then is the same but for what it computes itself (README.md).
"""
import argparse
import datetime
import subprocess
import sys
import tempfile
from pathlib import Path

from workbooks import EXPECTED, run

HEADS = ("名称", "合价", "比例", "日期", "编号")
DAY, MOMENT = datetime.date(2026, 3, 31), datetime.datetime(2026, 3, 31, 8, 30)
DAY_CODE, MOMENT_CODE = 'yyyy"年"m"月"d"日"', "yyyy/m/d h:mm"
ERROR, COMPUTED, TRUTH = "C2 fault #DIV/0! MSG_CELL_ERROR\n", "C2 fault #DIV/0! computed MSG_CELL_ERROR\n", "B2 truth 是\n"
UNCOMPUTED, PASSED_ON = "C2 fault 0 computed MSG_CELL_NULL_RESULT\n", "C2 number 0 computed\n"


def by_openpyxl(path, iso_dates=False, since_1904=False):
    import openpyxl
    book = openpyxl.Workbook()
    book.iso_dates = iso_dates
    if since_1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet = book.active
    sheet.title = "明细"
    rows = {1: HEADS, 2: ("甲 & 乙\n二", 1234567.89, 0.8711, DAY, "007"), 3: ("<丙>\u00a0", 0.1 - 0.4, 0, MOMENT, "110101199003071234"),
            5: ("合计", None, 1)}
    for number, row in rows.items():
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column, value)
            if column == 3 and number > 1:
                cell.number_format = "0.00%"
    sheet["D2"].number_format, sheet["D3"].number_format = DAY_CODE, MOMENT_CODE
    sheet.merge_cells("A5:B6")
    sheet.row_dimensions[2].hidden = True
    draft = book.create_sheet("底稿")
    draft["B2"], draft["C2"] = True, "#DIV/0!"
    draft.sheet_state = "hidden"
    book.save(path)


def by_xlsxwriter(path, **options):
    import xlsxwriter
    with xlsxwriter.Workbook(path, options) as book:
        sheet, draft = book.add_worksheet("明细"), book.add_worksheet("底稿")
        percent, day, moment = (book.add_format({"num_format": code}) for code in ("0.00%", DAY_CODE, MOMENT_CODE))
        sheet.write_row(0, 0, HEADS)
        sheet.set_row(1, None, None, {"hidden": True})
        for row, (name, amount, share, date, code, form) in enumerate(
                (("甲 & 乙\n二", 1234567.89, 0.8711, DAY, "007", day), ("<丙>\u00a0", 0.1 - 0.4, 0, MOMENT, "110101199003071234", moment)), 1):
            sheet.write_string(row, 0, name)
            sheet.write_number(row, 1, amount)
            sheet.write_number(row, 2, share, percent)
            sheet.write_datetime(row, 3, date, form)
            sheet.write_string(row, 4, code)
        if options.get("constant_memory"):  # it has written the row below before it would write the corner
            sheet.write_string(4, 0, "合计")
            sheet.write_number(4, 2, 1, percent)
        else:
            sheet.merge_range("A5:B6", "合计")
            sheet.write_number(4, 2, 1, percent)
        draft.write_boolean("B2", True)
        draft.write_formula("C2", "=1/0", None, "#DIV/0!")
        draft.hide()


def by_libxlsxwriter(path, program):
    subprocess.run([program, path], check=True)


def writers(program):
    """name, what writes it, what is read where that is not EXPECTED"""
    computed = {ERROR: COMPUTED}
    yield "libxlsxwriter", lambda path: by_libxlsxwriter(path, program), {ERROR: UNCOMPUTED}
    yield "openpyxl", by_openpyxl, {}
    yield "openpyxl, ISO 8601", lambda path: by_openpyxl(path, iso_dates=True), {}
    yield "openpyxl, 1904", lambda path: by_openpyxl(path, since_1904=True), {}
    yield "XlsxWriter", by_xlsxwriter, computed
    yield "XlsxWriter, 1904", lambda path: by_xlsxwriter(path, date_1904=True), computed
    yield "XlsxWriter, in little memory", lambda path: by_xlsxwriter(path, constant_memory=True), computed | {"B5 text 合计 from 5,1\n": ""}


def changed(text, changes):
    for before, after in changes.items():
        text = text.replace(before, after)
    return text


def read(program, path):
    code, told = run(program, path.parent, [path.name])
    return code, changed(told, {f"{path.parent}/": "", f"{path.name}!明细!": "", f"{path.name}!底稿!": ""})


def written_anew(soffice, path):
    """What is true, and an error, LibreOffice writes as a formula.  It computes nothing that says a result: the 0 that libxlsxwriter puts
    behind each formula, =1/0 too, it passes on as its own, and nothing in its file tells that from a 0 that is one."""
    out = path.parent / "anew"
    subprocess.run([soffice, "--headless", f"-env:UserInstallation=file://{path.parent}/profile", "--convert-to", "xlsx", "--outdir", out, path],
                   check=True, capture_output=True, timeout=300)
    return out / path.name


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("print_workbook")
    parser.add_argument("write_workbook")
    parser.add_argument("--soffice")
    given = parser.parse_args()
    faults, count, lacking = 0, 0, set()
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, write, changes) in enumerate(writers(given.write_workbook)):
            path = Path(folder) / f"t{number}.xlsx"
            try:
                write(str(path))
            except ImportError as error:
                lacking.add(error.name)
                continue
            looks = [(name, path, changed(EXPECTED, changes))]
            if given.soffice:
                anew = changes | {ERROR: PASSED_ON if changes.get(ERROR) == UNCOMPUTED else COMPUTED, TRUTH: TRUTH.replace("\n", " computed\n")}
                looks.append((name + ", by LibreOffice", written_anew(given.soffice, path), changed(EXPECTED, anew)))
            for who, file, expected in looks:
                code, told = read(given.print_workbook, file)
                count += 1
                if code != 0 or told != expected:
                    faults += 1
                    print(f"{who}: {code}\n{told}")
    if lacking:
        print(f"written: not installed, and left out: {', '.join(sorted(lacking))}")
    print(f"written: {faults} faults" if faults else f"written: {count} workbooks, the same values")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
