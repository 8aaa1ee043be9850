"""Small workbooks, written by hand after ECMA-376."""
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
# cell formats: 0 plain, 1 a date (14), 2 a Chinese date that has no format code in the file (31), 3 percent, 4 shown with three digits
FORMATS = ('<numFmts count="1"><numFmt numFmtId="164" formatCode="000"/></numFmts>'
           '<cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="31"/><xf numFmtId="10"/><xf numFmtId="164"/></cellXfs>')


def cell(place, value):
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
    kind, text = value if isinstance(value, tuple) else ("", value)
    if kind == "e":
        return f'<c r="{place}" t="e"><v>{text}</v></c>'
    if kind == "f":
        return f'<c r="{place}"><f>A1+1</f></c>'
    return f'<c r="{place}" s="{ {"": 0, "date": 1, "day": 2, "%": 3, "000": 4}[kind] }"><v>{text}</v></c>'


def merged(*ranges):
    return "<mergeCells>%s</mergeCells>" % "".join(f'<mergeCell ref="{range}"/>' for range in ranges)


def sheet(rows, more=""):
    lines = []
    for number, row in enumerate(rows, 1):
        hidden = ' hidden="1"' if row and row[0] == "hidden" else ""
        cells = "".join(cell(f"{chr(65 + at)}{number}", value) for at, value in enumerate(row[1:] if hidden else row) if value is not None)
        lines.append(f'<row r="{number}"{hidden}>{cells}</row>')
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData>{more}</worksheet>'


def book(path, sheets, hidden=()):
    def hide(name):
        return ' state="hidden"' if name in hidden else ""

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}content-types"><Default Extension="xml" ContentType="application/xml"/></Types>')
        file.writestr("_rels/.rels", f'<Relationships xmlns="{PACKAGE}relationships"><Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        names = "".join(f'<sheet name="{name}" sheetId="{at}" r:id="r{at}"{hide(name)}/>' for at, name in enumerate(sheets, 1))
        file.writestr("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{names}</sheets></workbook>')
        relations = "".join(f'<Relationship Id="r{at}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{at}.xml"/>' for at in range(1, len(sheets) + 1))
        relations += f'<Relationship Id="s" Type="{RELATIONS}/styles" Target="styles.xml"/>'
        file.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}relationships">{relations}</Relationships>')
        file.writestr("xl/styles.xml", f'<styleSheet xmlns="{MAIN}">{FORMATS}</styleSheet>')
        for at, text in enumerate(sheets.values(), 1):
            file.writestr(f"xl/worksheets/sheet{at}.xml", text)
