"""What stands in a workbook; with `fill` a row in each sheet, as filled.xlsx; with `keys` only what tells papers apart, in every sheet."""
import re
import sys
import zipfile

CELLS = {1: ["N1", "标题一", "甲", "2026-08-02", "12.5", "否"], 2: ["N1", "纸", "12.5"]}
with zipfile.ZipFile(sys.argv[1]) as book:
    parts = {name: book.read(name).decode() for name in book.namelist() if name.endswith(("xml", "rels", "vml"))}
strings = re.findall(r"<si><t[^>]*>(.*?)</t></si>", parts["xl/sharedStrings.xml"])
names = re.findall(r'<sheet name="([^"]*)"', parts["xl/workbook.xml"])
if sys.argv[2:]:
    with zipfile.ZipFile("filled.xlsx", "w") as book:
        for name, text in parts.items():
            keys = {at: ["N1"] for at, sheet in enumerate(names, 1) if sheet != "说明"}
            for number, values in (keys if sys.argv[2] == "keys" else CELLS).items():
                if name == f"xl/worksheets/sheet{number}.xml":
                    row = "".join(f'<c r="{chr(65 + at)}2" t="inlineStr"><is><t>{value}</t></is></c>' for at, value in enumerate(values))
                    text = text.replace("</sheetData>", f'<row r="2">{row}</row></sheetData>')
            book.writestr(name, text)
    sys.exit()
for number, name in enumerate(names, 1):
    text = parts[f"xl/worksheets/sheet{number}.xml"]
    print(name, [strings[int(at)] for at in re.findall(r't="s"><v>(\d+)</v>', text)])
    for rule in re.findall(r"<dataValidation .*?</dataValidation>", text):
        print("  ", re.search(r'type="(\w+)"', rule).group(1), re.search(r'sqref="(\w+)', rule).group(1), *re.findall(r"<formula1>(.*?)</formula1>", rule))
for name in sorted(parts):
    if "comments" in name:
        print(name, re.findall(r"<t[^>]*>(.*?)</t>", parts[name], re.S)[:4])
