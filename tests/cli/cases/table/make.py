"""Small workbooks, written by hand after ECMA-376."""
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
# cell formats: 0 plain, 1 a date (14), 2 a Chinese date that has no format code in the file (31), 3 percent
FORMATS = '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="31"/><xf numFmtId="10"/></cellXfs>'


def cell(place, value):
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
    kind, text = value if isinstance(value, tuple) else ("", value)
    if kind == "e":
        return f'<c r="{place}" t="e"><v>{text}</v></c>'
    if kind == "f":
        return f'<c r="{place}"><f>A1+1</f></c>'
    return f'<c r="{place}" s="{ {"": 0, "date": 1, "day": 2, "%": 3}[kind] }"><v>{text}</v></c>'


def sheet(rows, more=""):
    lines = []
    for number, row in enumerate(rows, 1):
        hidden = ' hidden="1"' if row and row[0] == "hidden" else ""
        cells = "".join(cell(f"{chr(65 + at)}{number}", value) for at, value in enumerate(row[1:] if hidden else row) if value is not None)
        lines.append(f'<row r="{number}"{hidden}>{cells}</row>')
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData>{more}</worksheet>'


def book(path, sheets):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}content-types"><Default Extension="xml" ContentType="application/xml"/></Types>')
        file.writestr("_rels/.rels", f'<Relationships xmlns="{PACKAGE}relationships"><Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        names = "".join(f'<sheet name="{name}" sheetId="{at}" r:id="r{at}"/>' for at, name in enumerate(sheets, 1))
        file.writestr("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{names}</sheets></workbook>')
        relations = "".join(f'<Relationship Id="r{at}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{at}.xml"/>' for at in range(1, len(sheets) + 1))
        relations += f'<Relationship Id="s" Type="{RELATIONS}/styles" Target="styles.xml"/>'
        file.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}relationships">{relations}</Relationships>')
        file.writestr("xl/styles.xml", f'<styleSheet xmlns="{MAIN}">{FORMATS}</styleSheet>')
        for at, text in enumerate(sheets.values(), 1):
            file.writestr(f"xl/worksheets/sheet{at}.xml", text)


book("list.xlsx", {
    "备忘录": sheet([["二〇二六年备忘录"], ["编号", "标题", "作者", "日期", "注明打印日期"],
                     ["A1", "第一", "甲", ("date", 46236), "否"], ["A2", "第二", "乙", ("day", 46237), "否"], ["hidden", "A/3", "第三", "丙", ("date", 46238), None]]),
    "项目": sheet([["编号", "名称", "金额（元）"], ["A2", "纸", 0.86999999999999999], ["A1", "笔", 1200], ["A2", "墨", "1,200.50"], ["A/3", "砚", 3]]),
    "说明": sheet([["随便写"]])})
book("bad.xlsx", {"表": sheet([["编号", "标题", "作者", "日期", "备注", "注明打印日期"],
                               ["B1", "第一", 440301199001011234, ("date", 46236), "x"], ["B2", ("e", "#N/A"), "甲", 46236, None], ["B3", "三", ("f", ""), ("date", 60), None],
                               ["B4", "四", "甲", "2026-02-30", None, "对"]])})
book("orphan.xlsx", {"备忘录": sheet([["编号", "标题", "作者", "日期"], ["A1", "一", "甲", ("date", 46236)], ["A1", "二", "甲", ("date", 46236)]]),
                     "项目": sheet([["编号", "名称", "金额（万元）"], ["A9", "纸", 1], [None, "笔", 2]])})
book("other.xlsx", {"表": sheet([["号", "题", "写的人", "备注"], ["1", "甲", "子", "x"], ["2", "乙", "丑", "y"]]),
                    "明细": sheet([["号码", "物", "金额（万元）"], ["2", "纸", 0.25], ["1", "笔", 3]])})
with open("gb.csv", "wb") as file:
    file.write("标题,作者,日期\n丁,戊,2026.8.2\n".encode("gb18030"))
