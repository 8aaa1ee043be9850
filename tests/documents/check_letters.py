#!/usr/bin/env python3
"""公函 measured: what GB/T 9704—2012 says in millimetres, 字 and lines, from the dumped pages of made-up letters.

usage: check_letters.py PROGRAM

The page of 22 lines of 28 characters; heads of both forms; 发文机关署名 and 成文日期 for every combination of name, date and seal; the seal's
room; 附件说明; 版记 and page numbers; a signature never alone; what a letter must not say.

Each check_… says what is to be set and which verify_… then looks at the pages; all letters are set in one run.
"""
import itertools
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import together

MM = 72 / 25.4
EM = 156 * MM / 28      # 一字
LINE = 225 * MM / 22    # 一行
TOP, BOTTOM = 37 * MM, (297 - 35) * MM
CLOSE = 0.06            # 字, 1 pt: digits are half their type size wide, not half a 字
FIRST = TOP + (LINE - 16) / 2 + 0.88 * 16  # baseline of the first line

failures = []
waiting = []  # letters to be set: (xml, verify, its arguments behind the pages)


def fail(what):
    failures.append(what)
    print("FAILED", what)


def near(found, wanted, what, slack=0.05):
    if abs(found - wanted) > slack:
        fail(f"{what}: {found:.3f}, not {wanted:.3f}")


class Page:
    """number as printed (0: none); lines (x, baseline, width, text); rules (x, y, width, height); circles (x, y, diameter);
    marks: artifact texts (x, baseline, width, text); pieces: the other texts, likewise."""

    def __init__(self, place, number):
        self.number, self.lines, self.rules, self.circles, self.marks, self.pieces = number, [], [], [], [], []
        self.left = (28 if place % 2 else 26) * MM
        self.right = self.left + 156 * MM

    def line(self, text):
        found = [line for line in self.lines if line[3] == text]
        return found[0] if found else None


def letter(body, **given):
    fields = dict(form="letter", date="2026-07-09", serial="12", code="平社函", issuer="深圳市坪山区民政局", to="平湖街道办事处", more="")
    fields.update(given)
    inner = "".join(text if text.startswith("<") else f"<p>{text}</p>" for text in body)
    more = fields.pop("more")
    to = fields.pop("to")
    title = fields.pop("title", "关于社区服务的函")
    attributes = " ".join(f'{name}="{value}"' for name, value in fields.items())
    return (f'<official-letter {attributes}><title_line words="{title}"/><addressee name="{to}"/>'
            f"<body>{inner}</body>{more}</official-letter>")


def later(xml, verify, *args):
    """Sets the letter together with all others; verify(pages, *args) then looks at it."""
    waiting.append((xml, verify, args))


def set_all(program):
    with tempfile.TemporaryDirectory() as folder:
        paths = together.write(folder, [xml for xml, _, _ in waiting])
        (lines, said), (items, _) = (together.dump(program, stage, paths) for stage in ("lines", "pages"))
    for path, one, other, (xml, verify, args) in zip(paths, lines, items, waiting, strict=True):
        if one is None or other is None:
            fail(f"{xml[:200]}: {[row for row in said.splitlines() if row.startswith(path)]}")
        else:
            verify(read_pages(one, other), *args)


def check_said(program, cases):
    """Of each (xml, status, message): does check end so, and say so?"""
    with tempfile.TemporaryDirectory() as folder:
        found = together.check(program, together.write(folder, [xml for xml, _, _ in cases]))
    for (xml, status, message), result in zip(cases, found, strict=True):
        said = "\n".join(result["messages"])
        if result["good"] != (status == 0) or message not in said:
            fail(f"{xml[:200]}: good {result['good']}, no “{message}” in: {said}")


NUMBER = r"(-?[\d.]+)"


def read_pages(lines, items):
    """The pages of two dumps, --stage=lines and --stage=pages."""
    pages = []
    for row in lines.splitlines():
        head = re.match(r"page (\d+)(?: number (\d+))?", row)
        if head:
            pages.append(Page(len(pages) + 1, int(head.group(2) or 0)))
        found = re.match(rf'  line x {NUMBER} y {NUMBER} width {NUMBER} .*?"(.*)"$', row)
        if found:
            pages[-1].lines.append((*map(float, found.groups()[:3]), found.group(4)))
    place = -1
    for row in items.splitlines():
        place += row.startswith("page ")
        rule = re.match(rf"  rectangle artifact x {NUMBER} y {NUMBER} width {NUMBER} height {NUMBER}", row)
        circle = re.match(rf"  circle artifact x {NUMBER} y {NUMBER} width {NUMBER}", row)
        mark = re.match(rf'  glyphs artifact x {NUMBER} y {NUMBER} width {NUMBER} .*"(.*)"$', row)
        piece = re.match(rf'  glyphs (?!artifact).*? x {NUMBER} y {NUMBER} width {NUMBER} .*?"(.*)"$', row)
        if piece:
            pages[place].pieces.append((*map(float, piece.groups()[:3]), piece.group(4)))
        if rule:
            pages[place].rules.append(tuple(map(float, rule.groups())))
        if circle:
            pages[place].circles.append(tuple(map(float, circle.groups())))
        if mark:
            pages[place].marks.append((*map(float, mark.groups()[:3]), mark.group(4)))
    return pages


def check_full_page():
    """Page 2 of nothing but text; then paragraphs of 1 to 26 characters with a heading and a table in between: always the same grid."""
    later(letter(["府" * 2600]), verify_full_page)
    indented = ["府" * n for n in range(1, 27)]
    table = '<table columns="* *"><row><cell>甲</cell><cell>乙</cell></row></table>'
    later(letter(indented[:20] + ['<section title="甲"><p>府</p></section>', table] + indented[20:]), verify_grid)


def verify_full_page(pages):
    full = pages[1]
    if len(full.lines) != 22:
        fail(f"a full page has {len(full.lines)} lines, not 22")
    for i, (x, y, width, text) in enumerate(full.lines):
        if len(text) != 28:
            fail(f"line {i + 1} has {len(text)} characters, not 28")
        near(x, full.left, f"line {i + 1} begins")
        near(width, 156 * MM, f"line {i + 1} is wide", 0.1)
        near(y, full.lines[0][1] + i * LINE, f"line {i + 1} stands", 0.1)
    near(full.lines[0][1], FIRST, "the first line")
    near(pages[0].lines[-1][1], FIRST + 22 * LINE, "the first page ends with line 23", 0.1)
    above = max(pages[0].rules, key=lambda rule: rule[1])[1] - 1.75 - pages[0].lines[-1][1] - 0.12 * 16
    near(above, 14, "the second red pair is 7/8 of a character below (10.1)", 2.1)


def verify_grid(pages):
    for page in pages:
        for x, y, width, text in page.lines:
            if set(text) == {"府"}:
                near(width, len(text) * EM, f"{len(text)} characters are wide", 0.3)
                near(x, page.left + 2 * EM, "a paragraph begins")
                lines = (y - FIRST) / LINE
                near(lines, round(lines), f"line of {len(text)} characters on the grid", 0.01)


NAMES = ["区民政局", "坪山区财政局", "坪山街道办事处", "区人力资源局党委", "深圳市坪山区坪山街道办事处", "深圳市坪山区人民政府办公室会", "深圳市坪山区精神文明建设委员会办公室",
         "深圳市坪山区新型冠状病毒肺炎疫情防控指挥部办公室综合"]
DATES = {"2026-07-09": ("2026年7月9日", 6), "2026-12-29": ("2026年12月29日", 7)}


def check_sign_off():
    for name, given, sealed in itertools.product(NAMES, DATES, ("yes", "no")):
        later(letter(["正文。"], date=given, signatory=name, sealed=sealed, seal_guide=sealed), verify_sign_off, name, *DATES[given], sealed)


def verify_sign_off(pages, name, date, wide, sealed):
    where, page = f"{name}, {date}, sealed {sealed}", pages[0]
    if not page.line(name) or not page.line(date):
        fail(f"{where}: no signature")
    else:
        check_lines(page, page.line(name), page.line(date), wide, sealed == "yes", where)


def check_lines(page, name, date, wide, sealed, where):
    length = len(name[3])
    left = (name[0] - page.left) / EM
    right = (page.right - name[0] - name[2]) / EM
    begins = (date[0] - page.left) / EM
    ends = (page.right - date[0] - date[2]) / EM
    text = page.line("正文。")
    near(date[1] - name[1], LINE, f"{where}: date under the name")
    near(name[1] - text[1], (3 if sealed else 2) * LINE, f"{where}: blank lines above")
    if left < -CLOSE or right < -CLOSE or ends < -CLOSE:
        fail(f"{where}: beyond the text area")
    if sealed:
        near(ends, 4, f"{where}: 成文日期右空四字", CLOSE)
        near(right, max(0, 4 + (wide - length) / 2), f"{where}: 署名 over the date's middle", CLOSE)
        check_seal(page, text, name, date, where)
    elif wide > length:
        near(ends, 2, f"{where}: 成文日期右空二字", CLOSE)
        near(begins - left, 2, f"{where}: date two 字 right of the name", CLOSE)
    else:
        near(right, 2, f"{where}: 署名右空二字", CLOSE)
        near(begins - left, 2, f"{where}: date two 字 right of the name", CLOSE)


def check_seal(page, text, name, date, where):
    """7.3.5.1: on the middle of the date, both lines somewhat below its centre, its top within a line of the text, not on it."""
    if len(page.circles) != 1:
        fail(f"{where}: {len(page.circles)} circles")
        return
    x, y, wide = page.circles[0]
    near(wide, 42 * MM, f"{where}: seal")
    near(x + wide / 2, date[0] + date[2] / 2, f"{where}: seal on the date's middle", 0.5)
    under_text = text[1] + 0.12 * 16
    if not under_text < y < under_text + LINE:
        fail(f"{where}: the seal's top is {y - under_text:.1f} pt under the text")
    middle = (name[1] + date[1]) / 2 - 0.38 * 16
    if not 3 < middle - (y + wide / 2) < 15:
        fail(f"{where}: name and date stand {middle - y - wide / 2:.1f} pt below the seal's centre")


def check_never_alone():
    """Wherever the text ends, name and date stand on one page with a line of text above them."""
    for paragraphs, sealed in itertools.product(range(1, 24), ("yes", "no")):
        later(letter(["正文。"] * paragraphs, sealed=sealed), verify_never_alone, f"{paragraphs} paragraphs, sealed {sealed}")


def verify_never_alone(pages, where):
    holds = [p for p in pages if p.line("2026年7月9日")]
    if len(holds) != 1 or not holds[0].line("深圳市坪山区民政局") or not holds[0].line("正文。"):
        fail(f"{where}: the signature is alone or divided")


def check_letter_head():
    for issuer in ("区民政局", "深圳市坪山区民政局", "深圳市坪山区坪山街道办事处", "深圳市坪山区人民政府坪山街道办事处", "深圳市坪山区精神文明建设委员会办公室"):
        later(letter(["正文"] * 30, issuer=issuer, urgency="特急"), verify_letter_head, issuer)


def verify_letter_head(pages, issuer):
    first = pages[0]
    size = first.line(issuer)[2] / len(issuer)
    top = first.line(issuer)[1] - 0.88 * size
    near(top, 30 * MM, f"{issuer}: mark under the sheet's edge", 0.1)
    if first.line(issuer)[2] > 156 * MM:
        fail(f"{issuer}: mark wider than the text area")
    thick, thin, low_thin, low_thick = first.rules
    near(thick[1], top + size + 4 * MM, f"{issuer}: 4 mm to the double rule", 0.1)
    for rule in first.rules:
        near(rule[2], 170 * MM, f"{issuer}: double rule")
        near(rule[0], 20 * MM, f"{issuer}: double rule in the sheet's middle", 0.1)
    if not (thick[3] > thin[3] and thick[1] < thin[1] and low_thick[3] > low_thin[3] and low_thick[1] > low_thin[1]):
        fail(f"{issuer}: thick and thin rules changed")
    near(low_thick[1] + low_thick[3], (297 - 20) * MM, f"{issuer}: rule above the sheet's lower edge", 0.1)
    number = [line for line in first.lines if line[3].endswith("平社函〔2026〕12号")][0]
    near(number[1] - 0.88 * 16, thin[1] + thin[3] + 14, f"{issuer}: number under the rule", 0.1)
    near(number[0] + number[2], first.right, f"{issuer}: number at the right edge", 0.1)
    check_title(first, number[1] + 0.12 * 16, issuer)
    if first.number or first.marks:
        fail(f"{issuer}: the first page carries a number")
    check_page_number(pages[1])


def check_title(page, above, where):
    """Two lines blank above, one below, to half a line."""
    title = [line for line in page.lines if line[3] == "关于社区服务的函"][0]
    to = [line for line in page.lines if line[3].endswith("：")][0]
    near((title[1] - 0.88 * 22 - above) / LINE, 2, f"{where}: lines above the title", 0.5)
    near((to[1] - 0.88 * 16 - title[1] - 0.12 * 22) / LINE, 1 + 13 / 29, f"{where}: lines below the title", 0.5)


def check_page_number(page):
    """四号, a dash on each side 7 mm under the text area; odd at the right, even at the left, one 字 in."""
    below = [mark for mark in page.marks if mark[1] > BOTTOM]  # a table's labels may stand again
    x, y, _, _ = below[0]
    end = below[-1][0] + below[-1][2]
    if "".join(mark[3] for mark in below) != f"— {page.number} —":
        fail(f"page {page.number}: its number is {below}")
    near(y - 0.38 * 14, BOTTOM + 7 * MM, f"page {page.number}: dash under the text area", 1)
    near(page.right - end if page.number % 2 else x - page.left, 14, f"page {page.number}: one 字 from the edge")


def check_document_form():
    more = '<copy name="区财政局"/><copy name="深圳市坪山区社会工作协会"/>'
    later(letter(["正文"] * 20, form="document", issuer="坪山街道办事处", printer="坪山街道党政综合办公室", printed="2026-07-10", more=more), verify_document_form)


def verify_document_form(pages):
    first, last = pages[0], pages[-1]
    mark = first.line("坪山街道办事处文件")
    near(mark[1] - 0.88 * 42, TOP + 35 * MM, "mark under the text area's edge", 0.1)
    number = first.line("平社函〔2026〕12号")
    near(number[1] - 0.88 * 16, mark[1] + 0.12 * 42 + 2 * LINE, "number two lines under the mark", 0.1)
    near(number[0] + number[2] / 2, (first.left + first.right) / 2, "number in the middle", 0.5)
    rule = first.rules[0]
    near(rule[1], number[1] + 0.12 * 16 + 4 * MM, "rule 4 mm under the number", 0.1)
    near(rule[2], 156 * MM, "rule as wide as the text area")
    check_title(first, rule[1] + rule[3], "文件")
    for page in pages:
        check_page_number(page)
    for found, wanted in zip(last.rules, (0.35, 0.25, 0.35)):
        near(found[3] / MM, wanted, "rules of the 版记", 0.01)
        near(found[2], 156 * MM, "rules of the 版记")
    near(last.rules[-1][1] + last.rules[-1][3], BOTTOM, "版记 at the foot", 0.2)
    copies = last.line("抄送：区财政局，深圳市坪山区社会工作协会。")
    printed = [line for line in last.lines if line[3].endswith("印发")][0]
    for line, above, below in ((copies, *last.rules[:2]), (printed, *last.rules[1:])):
        near(line[1] - 0.38 * 14, (above[1] + above[3] + below[1]) / 2, f"{line[3]} between its rules", 0.2)
        near(below[1] - above[1] - above[3], LINE, f"{line[3]}: a line from rule to rule", 0.1)
    near(copies[0], last.left + 14, "抄送左空一字", 0.1)
    near(printed[0], last.left + 14, "印发机关左空一字", 0.1)
    near(printed[0] + printed[2], last.right - 14, "印发日期右空一字", 0.1)


def check_annexes():
    long = "坪山街道社区党群服务中心续期评估得分和在岗人员情况汇总表及其说明"
    more = f'<annex name="{long}"><content><p>内容</p></content></annex><annex name="名单"><content><p>内容</p></content></annex>'
    for count in (1, 2, 11):
        listed = more + "".join(f'<annex name="另册{i}"/>' for i in range(count - 2)) if count > 1 else more[:more.index("</annex>") + 8]
        later(letter(["正文"], more=listed), verify_annexes, count, long)


def verify_annexes(pages, count, long):
    page, first = next((page, i) for page in pages for i, line in enumerate(page.lines) if line[3].startswith("附件："))
    names, left = page.lines, page.left
    indent = 5 if count == 1 else 5.5 + len(str(count)) / 2
    near((names[first][0] - left) / EM, 2, f"{count} annexes: 附件说明左空二字", CLOSE)
    near((names[first + 1][0] - left) / EM, indent, f"{count} annexes: turn-over under the name", CLOSE)
    printed = names[first][3] + names[first + 1][3]
    if printed != "附件：" + ("" if count == 1 else "1.") + " " + long:
        fail(f"{count} annexes: {printed}")
    for n, page in enumerate(pages[-min(count, 2):], 1):
        label, title = page.lines[0], page.lines[1]
        if label[3] != "附件" + ("" if count == 1 else str(n)):
            fail(f"{count} annexes: label {label[3]}")
        near(label[1] - 0.88 * 16 - (LINE - 16) / 2, TOP, "annex label on line 1", 0.1)
        near(title[1] - 0.88 * 22 - (LINE - 22) / 2, TOP + 2 * LINE, "annex title on line 3", 0.1)


ANNEX = '<annex name="甲"><table><column name="数" summed="yes" total="{}"/><row name="一"><cell number="1"/></row><row name="二"><cell number="2"/>{}</row></table></annex>'
GROUPS = ('<annex name="甲"><table><column name="数"{3}/><row name="一" group="{0}"><cell number="1"/></row>'
          '<row name="二" group="{1}"><cell number="2"/></row><row name="三" group="{2}"><cell number="3"/></row></table></annex>')
REFUSED = [
    (dict(year="2025"), "发文年份＝成文日期的年份"),
    (dict(number="平社函〔2026〕13号"), "平社函〔2026〕12号"),
    (dict(printed="2026-07-10"), "信函格式的版记不印"),
    (dict(form="document"), "文件格式的版记要有"),
    (dict(form="document", printer="办公室", printed="2026-07-08"), "印发日期不早于成文日期"),
    (dict(more='<annex name="甲表"><title_line words="乙表"/></annex>'), "附件标题与附件名称一致"),
    (dict(more='<annex name="甲"/><annex name="甲"/>'), "附件名称各不相同"),
    (dict(more='<copy name="平湖街道办事处"/>'), "既是主送机关，又是抄送机关"),
    (dict(more=ANNEX.format(4, "")), "合计"),
    (dict(more=ANNEX.format(3, "").replace('<row name="一">', '<row name="一" total="2">')), "本行合计"),
    (dict(more=ANNEX.format(3, "").replace('<table>', '<table totals="共" total="4">')), "总计"),
    (dict(more=ANNEX.format(3, "").replace('number="2"', 'number="2.5"').replace('total="3"', "")), "2.5 的小数多于“数”一列的 0 位"),
    (dict(more=ANNEX.format(3, '<cell number="2"/>')), "“二”一行有 2 格"),
    (dict(more=GROUPS.format("人员", "场地", "人员", ' summed="yes"')), "“人员”的各行没有排在一起"),
    (dict(more=GROUPS.format("人员", "人员", "场地", "")), "“人员”要小计，但没有一列写着要合计"),
]


MONTHS = ('<annex name="各月数" {}><table row_head="项目" totals="合计">' + "".join(f'<column name="{m}月" summed="yes"/>' for m in range(1, 13)) +
          '<row name="走访（户）">' + '<cell number="1234"/>' * 12 + "</row></table></annex>")


def check_turned():
    """A table of twelve months is turned (8), what follows is upright; 版记 never stands on a turned page."""
    after = '<annex name="名单"><content><p>内容</p></content></annex>'
    copies = '<copy name="区委办"/>'
    for forced, turned in (("", True), ('turned="no"', False)):
        for behind in ("", after):
            later(letter(["正文"], more=MONTHS.format(forced) + behind + copies), verify_turned, turned, bool(behind))


def verify_turned(pages, turned, behind):
    where = f"turned {turned}, behind {behind}"
    if len(pages) != (3 if turned or behind else 2):
        fail(f"{where}: {len(pages)} pages")
    page, last = pages[1], pages[-1]
    check_page_number(page)
    check_page_number(last)
    if [line[3] for line in last.lines][-1] != "抄送：区委办。":
        fail(f"{where}: the last page is {last.lines}")
    if not turned:
        return
    near(page.lines[0][0], 35 * MM, f"{where}: label at the left, as it is read", 0.1)
    near(page.lines[0][1], 26 * MM + (156 * MM / 15 - 16) / 2 + 0.88 * 16, f"{where}: label on line 1 from 切口", 0.6)
    months = [line for line in page.lines if line[3].endswith("月")]
    if len(months) != 12 or any(abs(line[1] - months[0][1]) > 0.1 for line in months):
        fail(f"{where}: the months do not stand beside each other: {months}")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    program = os.path.abspath(sys.argv[1])
    for check in (check_full_page, check_sign_off, check_never_alone, check_letter_head, check_document_form, check_annexes, check_turned):
        check()
    set_all(program)
    right_sums = letter(["正文"], more=ANNEX.format(3, "").replace('<table>', '<table totals="共" total="3">'))
    check_said(program, [(letter(["正文"], **given), 1, message) for given, message in REFUSED] + [(right_sums, 0, "")])
    print(f"{len(failures)} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
