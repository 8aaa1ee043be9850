#!/usr/bin/env python3
"""One table as each of the programs writes it that people have, all by hand: the same values are read, at the same places.

    workbooks.py PRINT_WORKBOOK

What differs in the wild, and was looked at with openpyxl 3.0, XlsxWriter 3.0, libxlsxwriter 1.1 and LibreOffice 7.4: where strings
stand, prefixes, the strict form, what a double looks like, whether cells say where they are, how a date is shown (a code, a
number that everybody knows, the Chinese ones of ECMA-376, ISO 8601), from which year days are counted, how a part is packed, and
what a formula leaves behind.  Archives that are refused, too.
"""
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

TRANSITIONAL = {
    "main": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "office": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
STRICT = {
    "main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "office": "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

# The table: what is read of it, for every writer.
EXPECTED = """\
sheet 明细
A1 text 名称
B1 text 合价
C1 text 比例
D1 text 日期
E1 text 编号
row 2 hidden
A2 text 甲 & 乙
二
B2 number 1234567.89
C2 number 0.8711 percent
D2 date 2026-03-31
E2 text 007
A3 text <丙>\u00a0
B3 number -0.3
C3 number 0 percent
D3 date 2026-03-31 08:30:00
E3 text 110101199003071234
A5 text 合计
B5 text 合计 from 5,1
C5 number 1 percent
sheet 底稿 hidden
B2 truth 是
C2 fault #DIV/0! MSG_CELL_ERROR
"""


class Writer:
    """How one program writes; each variant changes a little of it."""
    spaces = TRANSITIONAL
    prefix = ""             # of elements: "x:"
    shared = True           # strings in a part of their own
    says_where = True       # r="A1"
    numbers = {"1234567.89": "1234567.89", "0.8711": "0.8711", "-0.3": "-0.3"}
    date_code, time_code = "yyyy\\-mm\\-dd", "yyyy/m/d\\ h:mm"
    date_id = time_id = None  # a number that everybody knows
    iso_dates = False
    since_1904 = False
    percent_code = None     # else 10
    absolute = False        # targets of relations
    folder = "xl/"
    rich = False
    phonetic = False
    method = zipfile.ZIP_DEFLATED
    calculation = ""
    application = None
    around = ("", "")       # of the sheet's data
    hidden = "1"
    state = "hidden"
    bom = False

    def __init__(self, **changes):
        for name, value in changes.items():
            if not hasattr(Writer, name):
                raise AttributeError(name)
            setattr(self, name, value)
        self.strings = []

    def text(self, text):
        escaped = text.replace("&", "&amp;").replace("<", "&lt;")
        space = ' xml:space="preserve"' if text != text.strip() else ""
        p = self.prefix
        if self.rich:
            half = len(text) // 2
            escaped = [part.replace("&", "&amp;").replace("<", "&lt;") for part in (text[:half], text[half:])]
            return "".join(f"<{p}r><{p}rPr><{p}b/></{p}rPr><{p}t xml:space='preserve'>{part}</{p}t></{p}r>" for part in escaped)
        aloud = f'<{p}rPh sb="0" eb="1"><{p}t>jia</{p}t></{p}rPh><{p}phoneticPr fontId="1"/>' if self.phonetic else ""
        return f"<{p}t{space}>{escaped}</{p}t>{aloud}"

    def cell(self, where, kind, value, style=0):
        p = self.prefix
        at = f' r="{where}"' if self.says_where else ""
        style = f' s="{style}"' if style else ""
        if kind == "text" and self.shared:
            self.strings.append(value)
            return f'<{p}c{at}{style} t="s"><{p}v>{len(self.strings) - 1}</{p}v></{p}c>'
        if kind == "text":
            return f'<{p}c{at}{style} t="inlineStr"><{p}is>{self.text(value)}</{p}is></{p}c>'
        if kind == "empty":
            return f"<{p}c{at}{style}/>"
        kind = {"number": "", "truth": ' t="b"', "error": ' t="e"', "date": ' t="d"'}[kind]
        return f"<{p}c{at}{style}{kind}><{p}v>{value}</{p}v></{p}c>"

    def date(self, where, serial, iso, style):
        if self.iso_dates:
            return self.cell(where, "date", iso)
        return self.cell(where, "number", serial - 1462 if self.since_1904 else serial, style)

    def row(self, number, cells, hidden=False):
        p = self.prefix
        at = f' r="{number}" spans="1:5"' if self.says_where or number in (5, 2) else ""
        return f'<{p}row{at}{f" hidden={self.hidden!r}" if hidden else ""}>{"".join(cells)}</{p}row>'

    def sheet(self, rows, merged=""):
        p = self.prefix
        space = f'xmlns:{p[:-1]}="{self.spaces["main"]}"' if p else f'xmlns="{self.spaces["main"]}"'
        before, behind = self.around
        return f'<{p}worksheet {space}>{before}<{p}sheetData>{"".join(rows)}</{p}sheetData>{merged}{behind}</{p}worksheet>'

    def first_sheet(self):
        number, p = self.numbers, self.prefix
        rows = [
            self.row(1, [self.cell(w, "text", t) for w, t in zip(("A1", "B1", "C1", "D1", "E1"), ("名称", "合价", "比例", "日期", "编号"))]),
            self.row(2, [self.cell("A2", "text", "甲 & 乙\n二"), self.cell("B2", "number", number["1234567.89"]),
                         self.cell("C2", "number", number["0.8711"], 3), self.date("D2", 46112, "2026-03-31", 1),
                         self.cell("E2", "text", "007")], hidden=True),
            self.row(3, [self.cell("A3", "text", "<丙>\u00a0"), self.cell("B3", "number", number["-0.3"]), self.cell("C3", "number", "0", 3),
                         self.date("D3", 46112.354166666664, "2026-03-31T08:30:00", 2), self.cell("E3", "text", "110101199003071234")]),
            self.row(5, [self.cell("A5", "text", "合计"), self.cell("B5", "empty", None, 1), self.cell("C5", "number", "1", 3)]),
        ]
        return self.sheet(rows, f'<{p}mergeCells count="1"><{p}mergeCell ref="A5:B6"/></{p}mergeCells>')

    def second_sheet(self):
        return self.sheet([self.row(2, [self.cell("A2", "empty", None), self.cell("B2", "truth", "1"), self.cell("C2", "error", "#DIV/0!")])])

    def styles(self):
        def code_of(number, code, value):
            return f'<numFmt numFmtId="{number}" formatCode="{code.replace(chr(34), "&quot;")}"/>' if code and value is None else ""
        percent = 170 if self.percent_code else 10
        codes = code_of(164, self.date_code, self.date_id) + code_of(165, self.time_code, self.time_id) + code_of(170, self.percent_code, None)
        ids = (0, self.date_id or 164, self.time_id or 165, percent)
        return (f'<styleSheet xmlns="{self.spaces["main"]}"><numFmts>{codes}</numFmts><cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs>'
                f'<cellXfs>{"".join(f"<xf numFmtId={chr(34)}{i}{chr(34)}/>" for i in ids)}</cellXfs>'
                '<dxfs><dxf><numFmt numFmtId="10" formatCode="yyyy"/></dxf></dxfs></styleSheet>')

    def relation(self, name, kind, target):
        base = "/" + self.folder if self.absolute else ""
        return f'<Relationship Id="{name}" Type="{self.spaces["office"]}/{kind}" Target="{base}{target}"/>'

    def parts(self):
        first, second = self.first_sheet(), self.second_sheet()
        strings = "".join(f"<{self.prefix}si>{self.text(text)}</{self.prefix}si>" for text in self.strings)
        p = self.prefix
        space = f'xmlns:{p[:-1]}="{self.spaces["main"]}"' if p else f'xmlns="{self.spaces["main"]}"'
        about = self.relation("a", "extended-properties", "x").replace('"x"', '"docProps/app.xml"') if self.application else ""
        about = about.replace(f"/{self.folder}x", "docProps/app.xml")
        return {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r" Type="{self.spaces["office"]}/officeDocument" '
                           f'Target="{"/" if self.absolute else ""}{self.folder}workbook.xml"/>{about}</Relationships>',
            **({"docProps/app.xml": '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
                                    f"<Application>{self.application}</Application></Properties>"} if self.application else {}),
            f"{self.folder}_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
                + self.relation("rId1", "worksheet", "worksheets/sheet1.xml") + self.relation("rId2", "chartsheet", "chartsheets/sheet1.xml")
                + self.relation("rId3", "worksheet", "worksheets/sheet2.xml") + self.relation("rId4", "styles", "styles.xml")
                + (self.relation("rId5", "sharedStrings", "sharedStrings.xml") if self.shared else "")
                + '<Relationship Id="rId6" Type="x/hyperlink" Target="mailto:a@b" TargetMode="External"/></Relationships>',
            f"{self.folder}workbook.xml": f'<{p}workbook {space} xmlns:r="{self.spaces["office"]}"><{p}workbookPr date1904="{int(self.since_1904)}"/>'
                f'<{p}sheets><{p}sheet name="明细" sheetId="1" r:id="rId1"/><{p}sheet name="图" sheetId="2" r:id="rId2"/>'
                f'<{p}sheet name="底稿" sheetId="3" state="{self.state}" r:id="rId3"/></{p}sheets>{self.calculation}</{p}workbook>',
            f"{self.folder}styles.xml": self.styles(),
            f"{self.folder}worksheets/sheet1.xml": first,
            f"{self.folder}worksheets/sheet2.xml": second,
            **({f"{self.folder}sharedStrings.xml": f"<{p}sst {space}>{strings}</{p}sst>"} if self.shared else {}),
        }

    def bytes(self):
        return pack(self.parts(), self.method, self.bom)


def pack(parts, method=zipfile.ZIP_DEFLATED, bom=False):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, text in parts.items():
            data = text if isinstance(text, bytes) else ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n' + text).encode()
            archive.writestr(name, b"\xef\xbb\xbf" * bom + data)
    return out.getvalue()


EXACT = {"1234567.89": "1234567.8899999999", "0.8711": "0.87109999999999999", "-0.3": "-0.30000000000000004"}
EXPONENTS = {"1234567.89": "1.23456789E6", "0.8711": "8.7110000000000003E-1", "-0.3": "-3E-01"}
AROUND = ('<sheetPr/><dimension ref="A1:E5"/><sheetViews><sheetView workbookViewId="0"/></sheetViews><cols><col min="1" max="1" width="9"/></cols>',
          '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x14">'
          f'<sheetData xmlns="{TRANSITIONAL["main"]}"><row><c><v>9</v></c></row></sheetData></mc:Choice></mc:AlternateContent>'
          '<extLst><ext uri="{1}"><sheetData><row r="1"/></sheetData></ext></extLst>')
VARIANTS = {
    "plain": {},
    "Excel": {"numbers": EXACT, "around": AROUND, "phonetic": True, "date_id": 14, "time_id": 22},
    "openpyxl": {"shared": True, "absolute": True, "application": "Microsoft Excel", "calculation": '<calcPr calcId="124519" fullCalcOnLoad="1"/>'},
    "libxlsxwriter": {"numbers": {"1234567.89": "1234567.89", "0.8711": "0.87109999999999999", "-0.3": "-0.3"},
                      "calculation": '<calcPr calcId="124519" fullCalcOnLoad="1"/>'},
    "XlsxWriter, in little memory": {"shared": False},
    "LibreOffice": {"hidden": "true", "percent_code": "0.00%", "date_code": "yyyy\\-mm\\-dd", "time_code": "[$-804]yyyy/m/d\\ h:mm;@",
                    "application": "LibreOffice/7.4"},
    "POI": {"numbers": EXPONENTS, "absolute": True, "application": "Apache POI"},
    "zh-CN, numbers that everybody knows": {"date_id": 31, "time_id": 22},
    "zh-CN, others of them": {"date_id": 57, "time_id": 27},
    "zh-CN, codes": {"date_code": 'yyyy"年"m"月"d"日"', "time_code": 'yyyy"年"m"月"d"日" 上午/下午h"时"mm"分"'},
    "zh-CN, codes without quotes": {"date_code": "yyyy年m月d日;@", "time_code": "[DBNum1][$-804]yyyy年m月d日 h:mm"},
    "strict": {"spaces": STRICT, "iso_dates": True},
    "strict, days": {"spaces": STRICT},
    "prefixes": {"prefix": "x:", "calculation": ""},
    "1904": {"since_1904": True},
    "cells that do not say where": {"says_where": False},
    "runs": {"rich": True},
    "runs in the cells": {"rich": True, "shared": False},
    "another folder": {"folder": "data/", "absolute": True},
    "stored": {"method": zipfile.ZIP_STORED},
    "a mark before each part": {"bom": True},
    "very hidden": {"state": "veryHidden"},
}


def run(program, folder, names):
    done = subprocess.run([program, *(str(folder / name) for name in names)], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout


def read(program, folder, data, name="t.xlsx"):
    (folder / name).write_bytes(data)
    code, told = run(program, folder, [name])
    return code, told.replace(f"{folder}/", "").replace(f"{name}!明细!", "").replace(f"{name}!底稿!", "")


def check_variants(program, folder):
    for name, changes in VARIANTS.items():
        code, told = read(program, folder, Writer(**changes).bytes())
        if code != 0 or told != EXPECTED:
            yield f"{name}: {code}\n{told}"


# What a formula leaves: the cell -> what is read of it, in a file of who computes, of who does not, and of who had not when he saved.
FORMULAS = [
    ("<c r='A1'><f>1+1</f><v>2</v></c>", "number 2 computed", "number 2 computed", "fault 2 computed MSG_CELL_OLD_RESULT"),
    ("<c r='A1'><f>1-1</f><v>0</v></c>", "number 0 computed", "fault 0 computed MSG_CELL_NULL_RESULT", "fault 0 computed MSG_CELL_OLD_RESULT"),
    ("<c r='A1'><f>1+1</f></c>", *["fault  computed MSG_CELL_NO_RESULT"] * 3),
    ("<c r='A1'><f>1+1</f><v></v></c>", *["fault  computed MSG_CELL_NO_RESULT"] * 3),
    ("<c r='A1' t='str'><f>\"\"</f><v></v></c>", None, "fault  computed MSG_CELL_NO_RESULT", "fault  computed MSG_CELL_OLD_RESULT"),
    ("<c r='A1' t='str'><f>\"x\"</f><v>x</v></c>", "text x computed", "text x computed", "fault x computed MSG_CELL_OLD_RESULT"),
    ("<c r='A1'><f t='shared' si='0'/><v>3</v></c>", "number 3 computed", "number 3 computed", "fault 3 computed MSG_CELL_OLD_RESULT"),
    ("<c r='A1'><f t='array' ref='A1'>A2</f><v>3</v></c>", "number 3 computed", "number 3 computed", "fault 3 computed MSG_CELL_OLD_RESULT"),
    ("<c r='A1' t='e'><f>NA()</f><v>#N/A</v></c>", *["fault #N/A computed MSG_CELL_ERROR"] * 2, "fault #N/A computed MSG_CELL_OLD_RESULT"),
    ("<c r='A1'><v>0</v></c>", *["number 0"] * 3),
]
WAYS = ({}, {"calculation": '<calcPr calcId="124519" fullCalcOnLoad="1"/>'},
        {"calculation": '<calcPr calcId="191029" calcMode="manual" calcCompleted="0" calcOnSave="0"/>'})


def check_formulas(program, folder):
    for cell, *wanted in FORMULAS:
        for changes, expected in zip(WAYS, wanted):
            parts = Writer(**changes).parts()
            parts["xl/worksheets/sheet1.xml"] = f'<worksheet xmlns="{TRANSITIONAL["main"]}"><sheetData><row>{cell}</row></sheetData></worksheet>'
            code, told = read(program, folder, pack(parts))
            line = next((line for line in told.splitlines() if line.startswith("A1")), None)
            if code != 0 or line != (f"A1 {expected}" if expected else None):
                yield f"{cell}: {code} {told}"


def check_refused(program, folder):
    """What is refused as a whole, and the words that say so."""
    good = Writer().parts()
    bomb = Writer().parts() | {"xl/sharedStrings.xml": "<sst>" + " " * (20 << 20) + "</sst>"}
    cases = [
        ("macros", pack(good | {"xl/vbaProject.bin": "x"}), "带有宏"),
        ("links", pack(good | {"xl/externalLinks/externalLink1.xml": "x"}), "引用了别的工作簿"),
        ("a bomb", pack(bomb), "大得不寻常"),
        ("a path", pack(good | {"xl/../../a": "x"}), "名称可疑"),
        ("a DTD", pack(good | {"xl/styles.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}), "DOCTYPE"),
        ("a sum that is wrong", pack(good, zipfile.ZIP_STORED).replace("合计".encode(), "总计".encode()), "解不开"),
        ("xlsb", pack({"xl/workbook.bin": "x"}), ".xlsb"),
        ("ods", pack({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), ".ods"),
        ("docx", pack({"[Content_Types].xml": "", "word/document.xml": ""}), "Word"),
        ("numbers", pack({"Index/Document.iwa": "x"}), "Numbers"),
        ("some zip", pack({"a": "x"}), "别的压缩文件"),
        ("bzip2", pack(good, zipfile.ZIP_BZIP2), "解不开"),
    ]
    for name, data, words in cases:
        code, told = read(program, folder, data)
        if code != 1 or words not in told or len(told.splitlines()) != 1:
            yield f"{name}: {code} {told}"


def check_many(program, folder):
    """150,000 cells, and three of another sheet: they are all there."""
    cells = '<c><v>0.87109999999999999</v></c><c t="inlineStr"><is><t>项目名称</t></is></c><c s="1"><v>46112</v></c>' * 5
    parts = Writer().parts() | {"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{TRANSITIONAL["main"]}"><sheetData>'
                                                            f'{f"<row>{cells}</row>" * 10000}</sheetData></worksheet>'}
    (folder / "many.xlsx").write_bytes(pack(parts))
    done = subprocess.run([program, "--quiet", str(folder / "many.xlsx")], capture_output=True, text=True, timeout=60)
    if done.returncode != 0 or done.stdout != "150003 cells\n":
        yield f"many: {done.returncode} {done.stdout}"


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        checks = (check_variants, check_formulas, check_refused, check_many)
        faults = [fault for check in checks for fault in check(program, Path(folder))]
    for fault in faults:
        print(fault)
    print(f"workbooks: {len(faults)} faults" if faults else f"workbooks: {len(VARIANTS)} variants, the same values")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
