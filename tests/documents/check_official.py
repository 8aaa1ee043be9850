#!/usr/bin/env python3
"""Official papers of every sort measured, as check_letters.py does: what GB/T 9704—2012 asks of the elements that only some papers have.

usage: check_official.py PROGRAM

份号, 密级, 紧急程度; 签发人; the mark, the names and the seals of several organs; 签名章; the 版记 and its page; a sign-off of any sort with text above
it, wherever the text ends; what contradicts itself.
"""
import itertools
import math
import os
import sys

import check_letters as letters
from check_letters import EM, LINE, MM, TOP, BOTTOM, CLOSE, fail, later, letter, near

TEXT = "正文。"
ORGANS = ["区委组织部", "坪山区民政局", "坪山区财政局", "坪山街道办事处", "坪山区文化广电旅游体育局", "深圳市坪山区人民政府坪山街道办事处", "深圳市坪山区精神文明建设委员会办公室办"]
DATES = {"2026-07-09": ("2026年7月9日", 6), "2026-07-29": ("2026年7月29日", 6.5), "2026-12-29": ("2026年12月29日", 7)}


def document(body=(TEXT,), **given):
    fields = dict(form="document", printer="坪山区民政局办公室", printed="2026-12-30")
    fields.update(given)
    return letter(body, **fields)


def jointly(names, **given):
    more = given.pop("more", "")
    organs = "".join(f'<organ name="{name}"/>' for name in names)
    return document(issuer=names[0], more=organs + more, **given)


def width(text):
    return sum(0.5 if ord(c) < 128 else 1 for c in text)


# --- the head ---


def check_head_lines():
    """7.2.1 to 7.2.3, 10.1: at the left edge, in this order, a line each."""
    said = [("copy_number", "000012", "000012"), ("secrecy", "秘密", "秘密★1年"), ("urgency", "特急", "特急")]
    for form, given in itertools.product(("letter", "document"), itertools.product((False, True), repeat=3)):
        if given[1] and not given[0]:
            continue
        fields = {name: value for (name, value, _), yes in zip(said, given) if yes}
        if given[1]:
            fields["secret_years"] = "1"
        wanted = [text for (_, _, text), yes in zip(said, given) if yes]
        later(letter([TEXT] * 3, **fields) if form == "letter" else document(**fields), verify_head, form, wanted)


def verify_head(pages, form, wanted):
    where, page = f"{form}: {wanted}", pages[0]
    number = piece_at_end(page, "号")
    top = TOP + (LINE - 16) / 2 if form == "document" else page.rules[1][1] + page.rules[1][3] + 14
    for i, text in enumerate(wanted):
        found = [line for line in page.lines if line[3].startswith(text)]
        if not found:
            fail(f"{where}: no {text}")
            continue
        near(found[0][0], page.left, f"{where}: {text} at the left edge", 0.1)
        near(found[0][1] - 0.88 * 16, top + i * LINE, f"{where}: {text}", 0.1)
    if form == "letter":
        near(number[1] - 0.88 * 16, top, f"{where}: number on the first line", 0.1)
        near(number[0] + number[2], page.right, f"{where}: number at the right edge", 0.1)
        letters.check_title(page, number[1] + 0.12 * 16 + max(0, len(wanted) - 1) * LINE, where)
    else:
        letters.check_title(page, page.rules[0][1] + page.rules[0][3], where)


def piece_at_end(page, text):
    return [piece for piece in page.pieces if piece[3].endswith(text)][0]


def check_approvers():
    """7.2.5, 7.2.6: two lines under the mark, one 字 from both edges; two names on a line, under each other; the number level with the last."""
    people = ["李明", "陈志远", "欧阳文华", "王小川", "周敏"]
    for count, first in itertools.product(range(1, 6), (0, 1)):
        names = (people[first:] + people)[:count]
        later(document(issuer="坪山街道办事处", more="".join(f'<approver name="{name}"/>' for name in names)), verify_approvers, names)


def verify_approvers(pages, names):
    page, where = pages[0], f"签发人 {names}"
    rows = [[piece for piece in page.pieces if piece[3] in names[i:i + 2]] for i in range(0, len(names), 2)]
    label = piece_at_end(page, "签发人：")
    mark = page.line("坪山街道办事处文件")
    near(label[1] - 0.88 * 16, mark[1] + 0.12 * 42 + 2 * LINE, f"{where}: two lines under the mark", 0.1)
    columns = [names[0::2], names[1::2]]
    for i, row in enumerate(rows):
        for j, piece in enumerate(row):
            near(piece[1], label[1] + i * LINE, f"{where}: {piece[3]} on its line", 0.1)
            near(piece[0], rows[0][j][0], f"{where}: {piece[3]} under the first", 0.1)
            if piece[3] != columns[j][i]:
                fail(f"{where}: {piece[3]} in the place of {columns[j][i]}")
    near((rows[0][0][0] - label[0]) / EM, 4, f"{where}: the name behind the colon", CLOSE)
    near((page.right - rows[0][-1][0] - rows[0][-1][2]) / EM, 1, f"{where}: 居右空一字", CLOSE)
    number = [piece for piece in page.pieces if piece[3].startswith("平社函〔")][0]
    near((number[0] - page.left) / EM, 1, f"{where}: 发文字号居左空一字", CLOSE)
    near(number[1], label[1] + (len(rows) - 1) * LINE, f"{where}: number level with the last", 0.1)
    near(page.rules[0][1], number[1] + 0.12 * 16 + 4 * MM, f"{where}: rule 4 mm under the number", 0.1)
    letters.check_title(page, page.rules[0][1] + page.rules[0][3], where)


def names_of(count, length):
    """So many names, the longest of so many characters."""
    return ["区" * (length if i == 1 else max(2, length - 2 * (i % 3) - 1)) + "甲乙丙丁戊己庚辛"[i] for i in range(count)]


def check_joint_mark():
    """7.2.4: the names one below the other, as wide as the longest, 文件 at the right in the middle; 7.3.2: text on the first page."""
    for count, length in itertools.product((2, 3, 4, 5, 8), (4, 7, 12, 19)):
        names = names_of(count, length)
        later(jointly(names, body=[TEXT] * 30, more='<approver name="李明"/><approver name="陈志远"/>'), verify_joint_mark, names, length)


def verify_joint_mark(pages, names, length):
    page, where = pages[0], f"mark of {len(names)} organs, {length + 1} 字"
    if not page.line(TEXT):
        fail(f"{where}: no text on the first page")
        return
    lines = [page.line(name) for name in names]
    word = page.line("文件")
    size = word[2] / 2
    near(lines[0][1] - 0.88 * size, TOP + 35 * MM, f"{where}: under the text area's edge", 0.1)
    for line in lines:
        near(line[0], lines[0][0], f"{where}: {line[3]} begins", 0.1)
        near(line[2], lines[1][2], f"{where}: {line[3]} as wide as the longest", 0.2)
    near(word[1], (lines[0][1] + lines[-1][1]) / 2, f"{where}: 文件 in the middle", 0.1)
    if word[0] < lines[0][0] + lines[0][2] + 1:
        fail(f"{where}: 文件 touches the names")
    near(lines[0][0] - page.left, page.right - word[0] - word[2], f"{where}: in the middle of the page", 2)
    label = piece_at_end(page, "签发人：")
    near(label[1] - 0.88 * 16, lines[-1][1] + 0.12 * size + 2 * LINE, f"{where}: number two lines below", 0.1)
    letters.check_title(page, page.rules[0][1] + page.rules[0][3], where)


# --- the sign-off ---


def check_seals():
    for count, seal, given in itertools.product(range(2, 7), (42, 45, 50), DATES):
        for first in range(len(ORGANS)):
            names = [name + "甲乙丙丁戊己庚"[i] if i >= len(ORGANS) else name for i, name in enumerate((ORGANS[first:] + ORGANS)[:count])]
            later_sealed(names, seal, given)
        later_sealed([f"坪山区{c}局" for c in "甲乙丙丁戊己"[:count]], seal, given)


def later_sealed(names, seal, given):
    xml = jointly(names, joint_mark="no", mark_name="坪山", date=given, seal=str(seal), seal_guide="yes", to="市直各单位")
    later(xml, verify_seals, names, seal, DATES[given][0])


def verify_seals(pages, names, seal, date):
    where = f"{names}, {seal} mm, {date}"
    pages = [page for page in pages if page.circles]
    if len(pages) != 1 or len(pages[0].circles) != len(names):
        fail(f"{where}: not one seal for each organ on one page")
        return
    page = pages[0]
    centres = [(x + d / 2, y + d / 2) for x, y, d in page.circles]
    for (x, y, d), centre in zip(page.circles, centres):
        near(d, seal * MM, f"{where}: seal", 0.1)
        if x < page.left - 0.1 or x + d > page.right + 0.1 or y + d > 297 * MM:
            fail(f"{where}: seal beyond the text area")
    for one, other in itertools.combinations(centres, 2):
        if math.dist(one, other) <= seal * MM + 0.5:
            fail(f"{where}: seals touch")
    if sorted(centres, key=lambda c: (round(c[1]), c[0])) != centres:
        fail(f"{where}: seals not in the order of the organs")
    rows = sorted({round(y, 1) for _, y in centres})
    if any(sum(abs(y - row) < 0.2 for _, y in centres) > 3 for row in rows):
        fail(f"{where}: more than three in a row")
    under_text = page.line(TEXT)[1] + 0.12 * 16
    if not under_text < page.circles[0][1] < under_text + LINE:
        fail(f"{where}: the first seals begin {page.circles[0][1] - under_text:.1f} pt under the text")
    check_names(page, names, centres, where)
    day = page.line(date)
    near((page.right - day[0] - day[2]) / EM, 4, f"{where}: 成文日期右空四字", 0.08)
    near(day[0] + day[2] / 2, centres[-1][0], f"{where}: last seal on the date's middle", 0.6)
    if not 0 < day[1] - 0.38 * 16 - centres[-1][1] < 40:
        fail(f"{where}: the date is not under the last seal's centre")


def check_names(page, names, centres, where):
    """Every name, on one line or two, centred on its seal, its lines about the centre; none touches another."""
    left = [line for line in page.lines if line[1] > page.line(TEXT)[1]]
    boxes = []
    for name, (x, y) in zip(names, centres):
        lines = [line for line in left if line[3] and line[3] in name and abs(line[0] + line[2] / 2 - x) < 1 and abs(line[1] - y) < 30]
        if "".join(line[3] for line in lines) != name:
            fail(f"{where}: {name} not on its seal")
            continue
        middle = (lines[0][1] + lines[-1][1]) / 2 - 0.38 * 16
        if abs(middle - y) > LINE * 0.6:
            fail(f"{where}: {name} stands {middle - y:.1f} pt below its seal's centre")
        boxes += [(line[0], line[0] + line[2], line[1]) for line in lines]
    for one, other in itertools.combinations(boxes, 2):
        if abs(one[2] - other[2]) < 10 and one[0] < other[1] + 0.4 * EM and other[0] < one[1] + 0.4 * EM:
            fail(f"{where}: names touch")


def check_unsealed():
    """7.3.5.2: one below the other, the longest 2字 from the right edge, the date 2字 right of where they begin."""
    for count, given, first in itertools.product(range(2, 6), DATES, range(len(ORGANS))):
        names = (ORGANS[first:] + ORGANS)[:count]
        later(jointly(names, joint_mark="no", mark_name="坪山", date=given, sealed="no"), verify_unsealed, names, *DATES[given])


def verify_unsealed(pages, names, date, wide):
    where, page = f"{names}, {date}, unsealed", pages[0]
    if not page.line(date):
        fail(f"{where}: no date")
        return
    lines, day = [page.line(name) for name in names], page.line(date)
    for i, line in enumerate(lines):
        near(line[0], lines[0][0], f"{where}: {line[3]} begins", 0.1)
        near(line[1] - page.line(TEXT)[1], (2 + i) * LINE, f"{where}: {line[3]} below the text", 0.1)
    near((day[0] - lines[0][0]) / EM, 2, f"{where}: the date 2字 to the right", CLOSE)
    near(day[1] - lines[-1][1], LINE, f"{where}: the date on the next line", 0.1)
    last = day if wide > max(map(width, names)) else max(lines, key=lambda line: line[2])
    near((page.right - last[0] - last[2]) / EM, 2, f"{where}: 右空二字", CLOSE)


def check_stamps():
    """7.3.5.3: room of 40 mm from the date's right edge, the post 2字 left of it; the first stamp after two blank lines, the date after one."""
    for count, wide in itertools.product((1, 2, 3), (30, 40)):
        posts = ["坪山街道办事处主任", "坪山区民政局局长", "坪山区财政局局长"][:count]
        more = "".join(f'<signer post="{post}"/>' for post in posts)
        given = dict(stamp_width=str(wide), joint_mark="no")
        later(jointly(ORGANS[:count], more=more, **given) if count > 1 else document(more=more, stamp_width=str(wide)), verify_stamps, posts, wide)


def verify_stamps(pages, posts, wide):
    page = [page for page in pages if page.line("2026年7月9日")][0]
    where = f"{len(posts)} 签名章"
    for i, post in enumerate(posts):
        line = page.line(post)
        near((page.right - line[0] - line[2]) / EM, 6 + wide * MM / EM, f"{where}: {post} 2字 left of the stamp", CLOSE)
        near((line[1] - page.line(TEXT)[1]) / LINE, 3.5 + 3 * i, f"{where}: {post} level with its stamp", 0.02)
    day = page.line("2026年7月9日")
    near((page.right - day[0] - day[2]) / EM, 4, f"{where}: 成文日期右空四字", CLOSE)
    near((day[1] - page.line(posts[-1])[1]) / LINE, 2.5, f"{where}: date after a blank line", 0.02)


# --- pages ---


ENDINGS = {
    "seal": dict(),
    "no seal": dict(sealed="no"),
    "two seals": dict(names=ORGANS[1:3]),
    "five seals": dict(names=ORGANS[:5]),
    "five organs": dict(names=ORGANS[:5], sealed="no"),
    "stamp": dict(more='<signer post="坪山街道办事处主任"/>'),
}


def check_pages():
    """Wherever the text ends: the sign-off whole, with a line of text above it on its page; the 版记 last, at the foot of an even page."""
    for (sort, given), lines, annexes in itertools.product(ENDINGS.items(), range(1, 31, 1), (0, 1, 4)):
        if annexes and lines % 5:
            continue
        given = dict(given)
        names = given.pop("names", ["坪山区民政局"])
        more = given.pop("more", "") + '<remark words="此件公开发布"/><copy name="区财政局"/>'
        more += "".join(f'<annex name="表{i}"><content><p>内容</p></content></annex>' for i in range(annexes))
        given.update(seal_guide="yes" if "seals" in sort or sort == "seal" else "no", joint_mark="no", body=[TEXT] * lines)
        xml = jointly(names, more=more, **given) if len(names) > 1 else document(more=more, issuer=names[0], **given)
        later(xml, verify_ending, names, f"{sort}, {lines} lines, {annexes} annexes", "stamp" not in sort, annexes)


def verify_ending(pages, names, where, named, annexes):
    signed = [page for page in pages if page.line("2026年7月9日")]
    if len(signed) != 1 or not signed[0].line(TEXT) and not annexes:
        fail(f"{where}: the sign-off is alone or divided")
        return
    if not signed[0].line(TEXT) and not [line for line in signed[0].lines if line[3].startswith("附件：")]:
        fail(f"{where}: the sign-off is alone")
    shown = "".join(line[3] for line in signed[0].lines)
    if named and not all(name in shown for name in names if width(name) <= 12) or "（此件公开发布）" not in shown:
        fail(f"{where}: the sign-off is divided")
    last = pages[-1]
    if len(pages) % 2 or not last.rules:
        fail(f"{where}: the 版记 is not on an even page")
        return
    near(last.rules[-1][1] + last.rules[-1][3], BOTTOM, f"{where}: 版记 at the foot", 0.2)
    for x, y, d in last.circles:
        if y + d > last.rules[-3][1]:
            fail(f"{where}: a seal lies on the 版记")
    blank = not pages[-2].lines
    numbers = [page.number for page in pages]
    if numbers != [i + 1 if not blank or i < len(pages) - 2 else 0 for i in range(len(pages))]:
        fail(f"{where}: pages are numbered {numbers}")
    if blank and (last.marks or pages[-2].marks or len(last.lines) != 2):
        fail(f"{where}: blank page and 版记 carry something")
    if any(not page.lines for page in pages[:-2]):
        fail(f"{where}: a blank page in between")


def check_record():
    """主送 moved to the 版记 above 抄送 without a rule between; record_on="last" keeps it under the text; a letter's copies."""
    more = '<copy name="区财政局"/><copy name="区审计局"/>'
    later(document(to_record="yes", record_on="last", more=more), verify_record)
    later(letter([TEXT], record_on="even", more=more), verify_record_of_letter)


def verify_record(pages):
    page = pages[-1]
    if len(pages) != 1 or len([rule for rule in page.rules if rule[3] < 1.5]) != 3:
        fail(f"版记 under the text: {len(pages)} pages, rules {page.rules}")
    to, copies = page.line("主送：平湖街道办事处。"), page.line("抄送：区财政局，区审计局。")
    if not to or not copies:
        fail("主送 or 抄送 missing in the 版记")
    else:
        near(copies[1] - to[1], LINE, "主送 a line above 抄送", 0.1)


def verify_record_of_letter(pages):
    if len(pages) != 2 or not pages[1].line("抄送：区财政局，区审计局。"):
        fail("a letter's 抄送 on an even page")


ORGAN = '<organ name="深圳市坪山区民政局"/><organ name="坪山区财政局"/>'
REFUSED = [
    (letter([TEXT], secrecy="机密"), "涉密公文要标注份号"),
    (letter([TEXT], secret_years="1"), "写了保密期限，没有密级"),
    (letter([TEXT], copy_number="12"), "份号"),
    (letter([TEXT], copy_number="000012", secrecy="机密", secret_years="1", secret_months="6"), "保密期限写了两处"),
    (letter([TEXT], more='<approver name="李明"/>'), "信函格式没有签发人"),
    (document(more='<approver name="李明"/><approver name="李明"/>'), "签发人各不相同"),
    (document(more='<organ name="深圳市坪山区民政局"/>'), "至少有两个机关"),
    (document(more='<organ name="坪山区财政局"/><organ name="深圳市坪山区民政局"/>'), "应当是第一个 organ"),
    (document(more=ORGAN + '<organ name="坪山区财政局"/>'), "联合行文机关各不相同"),
    (document(more=ORGAN, signatory="坪山区民政局"), "不另写 signatory"),
    (document(joint_mark="yes"), "标志只在文件格式的联合行文里列出各机关"),
    (document(more=ORGAN.replace("坪山区财政局", "区" * 21)), "请在 organ 的 mark 里写规范化简称"),
    (document(more=ORGAN.replace("坪山区财政局", "区" * 25), joint_mark="no"), "署名过长"),
    (letter([TEXT], file_word="yes"), "不带“文件”二字"),
    (document(sealed="yes", more='<signer post="局长"/>'), "不再加盖印章"),
    (document(more=ORGAN + '<signer post="局长"/>'), "签名章有1个，发文机关有2个"),
]
WARNED = [
    (letter([TEXT], copy_number="000012", secrecy="秘密", secret_years="11"), "秘密的保密期限一般不超过10年"),
    (document(more='<approver name="李明"/><addressee name="区委"/>'), "上行文一般只主送一个上级机关"),
    (document(more=ORGAN + '<approver name="李明"/>'), "签发人有1名，发文机关有2个"),
]


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    program = os.path.abspath(sys.argv[1])
    for check in (check_head_lines, check_approvers, check_joint_mark, check_seals, check_unsealed, check_stamps, check_pages, check_record):
        check()
    letters.set_all(program)
    letters.check_said(program, [(xml, 1, message) for xml, message in REFUSED] + [(xml, 0, message) for xml, message in WARNED])
    print(f"{len(letters.failures)} failures")
    sys.exit(1 if letters.failures else 0)


if __name__ == "__main__":
    main()
