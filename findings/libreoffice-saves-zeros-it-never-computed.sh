#!/bin/bash
# Guess: a workbook that asks whoever opens it to compute all formulas (fullCalcOnLoad="1", as XlsxWriter, libxlsxwriter and openpyxl
#        write it) is trustworthy again once LibreOffice has opened and saved it: "open it and save it" is the advice everywhere.
# What happens: LibreOffice computes only the formulas that have no value, and keeps the 0 that XlsxWriter writes for all others. It
#        saves that 0 as a result of its own, says "LibreOffice" where the workbook said it had not been computed, and the mark
#        is gone: of two cells with the same formula one is 10, the other 0, and nothing in the file tells which was computed. So
#        does --convert-to csv.
# Versions: Debian 12, libreoffice-calc 4:7.4.7-1+deb12u14, python3-xlsxwriter 3.0.2-2.
# Why it matters here: a formula's 0 is refused only while the file says who wrote it. The advice must name Ctrl+Shift+F9 for
#        LibreOffice, and a workbook must never be passed through `soffice --convert-to` to be made readable.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
command -v soffice >/dev/null || apt-get install -y -q --no-install-recommends libreoffice-calc >/dev/null
apt-get download -q python3-xlsxwriter=3.0.2-2 >/dev/null
dpkg -x python3-xlsxwriter_*.deb root
cat >write.py <<'PY'
import xlsxwriter
with xlsxwriter.Workbook("book.xlsx") as book:
    sheet = book.add_worksheet()
    sheet.write("A1", 5)
    sheet.write_formula("B1", "=A1*2", None, "")  # without a value
    sheet.write_formula("C1", "=A1*2")            # its 0
PY
PYTHONPATH=root/usr/lib/python3/dist-packages /usr/bin/python3 write.py
HOME=$folder soffice --headless --convert-to xlsx:"Calc MS Excel 2007 XML" --outdir saved book.xlsx >/dev/null 2>&1
HOME=$folder soffice --headless --convert-to csv --outdir saved book.xlsx >/dev/null 2>&1
cat >look.py <<'PY'
import re, zipfile
for name in ("book.xlsx", "saved/book.xlsx"):
    archive = zipfile.ZipFile(name)
    cells = re.findall(r'<c r="(\w+)".*?</c>', archive.read("xl/worksheets/sheet1.xml").decode())
    text = archive.read("xl/worksheets/sheet1.xml").decode()
    values = [re.search(rf'<c r="{cell}".*?<v>(.*?)</v>', text).group(1) for cell in cells]
    asked = "fullCalcOnLoad" in archive.read("xl/workbook.xml").decode()
    print(name, *(f"{cell}={value or 'nothing'}" for cell, value in zip(cells, values)), "to be computed" if asked else "computed")
print("saved/book.csv", open("saved/book.csv").read().strip())
PY
python3 look.py | tee seen
cat >expected <<'SEEN'
book.xlsx A1=5 B1=nothing C1=0 to be computed
saved/book.xlsx A1=5 B1=10 C1=0 computed
saved/book.csv 5,10,0
SEEN
cmp seen expected || exit 1
