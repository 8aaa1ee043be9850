#!/usr/bin/env python3
"""Random Chinese prose in columns of 8 to 40 字, looked at line by line.

usage: random_prose.py PROGRAM [--documents N] [--seed N] [--keep FOLDER]

N documents (default 30) of random paragraphs: Chinese with marks, nested quotes and brackets, several of them in a row, numbers with units, dates, ranges,
times, money, codes, telephone numbers, addresses, Latin words and sentences; in some of them the style changes anywhere, also inside numbers and pairs.
All are built in one run with the faces that ./dev installs; then the lines of each are read back, with those faces and with the square font:
  lost      the characters of a paragraph do not come back, each once and in order
  column    a line stands out of its column
  kinsoku   a mark that must not start or end a line does (sets of this script's own), and it is not the last resort: between three marks in a row
  ragged    a line with another behind it is narrower than its column, though half an em in every gap would fill it (a tenth in columns under 12 字, .15 in those under 20)
  torn      a number, a unit or a code is divided although it would go into a line, with the marks that hang on it
  overlap   square font: the boxes of two glyphs overlap (of a mark, the half that its ink takes)
The same seed gives the same documents.  --keep leaves them and their PDFs there.
"""
import argparse
import os
import random
import re
import subprocess
import sys
import tempfile

import setting

WIDTHS = range(8, 41)
INDENT = 2
NO_START = set("，。、；：！？％）》〉」』】〕〗”’…—·,.;:!?%)]}‰℃㎡～")
NO_END = set("（《〈「『【〔〖“‘([{￥¥＄$第")
LEFT_INK, RIGHT_INK = set("，。、；：！？）》〉」』】〕〗”’"), set("（《〈「『【〔〖“‘")
WIDE_AMBIGUOUS = set("—…·“”‘’")
WIDE_LATIN = set("mw@%‰℃№×±≥²ABCDEFGHIJKLMNOPQRSTUVWXYZ")
ROUNDING = 0.0021  # 字: lengths are whole thousandths of a point
PULLED = ((20, 1 / 2), (12, 0.15), (0, 0.1))  # in columns so wide (字) lines are pulled apart so far at most (em a gap)

WORDS = ("服务 项目 合同 经费 预算 街道 社区 中心 评估 报告 居民 老人 青少年 活动 小组 个案 探访 档案 财务 支出 收入 比例 人员 社工 督导 培训 管理 制度 "
         "甲方 乙方 双方 约定 协议 变更 支付 拨付 按月 按照 根据 有关 规定 应当 不得 可以 以及 或者 但是 如果 由于 因此 其中 同时 此外 目前 已经 继续 "
         "开展 完成 提供 组织 参加 覆盖 提高 改善 建议 加强 完善 落实 监督 检查 验收 整改 买买提·江 𠮷平 䶮坑 的 了 和 与 在 对 为 是 有 及 等 均 各 该 本 龙岗区 深圳市 平湖").split()
QUOTES = ("“”", "（）", "《》", "‘’", "“”", "（）", "〈〉", "「」", "【】")
NESTED = {"“": "‘’", "‘": "“”", "《": "〈〉", "〈": "《》", "「": "「」"}
ADDRESSES = ("https://www.szlg.gov.cn/bmzz/mzj/index.html", "http://sz.example.com/a?id=2026&page=3", "www.example-house.org.cn", "lg-service@example.com", "zhang_san.2026@sz.gov.cn")
ADDRESS_PART = re.compile(r"(?:[a-z]+://)?[^/?&@]+[/?&@]?")
SENTENCES = ("The parties shall agree on the annual budget in writing.", "No payment falls due before the report is accepted", "service hours (not less than 40 a week)", "it’s the agency’s duty")
EXACT = ("0755-84600018", "（0755）84600018", "13800138000", "400-830-8888", "2026-03-01", "V3.1.2", "GB 50016—2014", "A4×3", "№12", "25‰", "-3℃", "36.5℃", "〔2022〕18号", "第三至五条", "三分之二",
         "9:00—11:30", "14：30", "3—5个", "3～5天", "10%～20%", "￥1,234,567.89", "¥3,000", "1,234,567,890.12元", "±0.5", "≥90", "3,000.50元/月", "1:500", "100m²", "CO2", "AED12台", "＋５％")
FOLLOW = "组织 个案 名单 人员 时间 部门 项目 条件 次日 家庭".split()
LATIN = "service agreement project budget Longgang SAC online Word Excel APP ISO team manager standard".split()
UNITS = "元 万元 人 人次 个 名 小时 个月 平方米 ㎡ 次 场 份 户 % ％ 天 周年 亿元 公里 分钟".split()


class Paragraph:
    """`written` as in the description, `text` without spaces; whole: (from, to) in `text` of what must not be divided."""

    def __init__(self, width):
        self.width, self.written, self.text, self.whole = width, "", "", []

    def add(self, written, whole=False):
        text = written.replace(" ", "")
        if whole:
            self.whole.append((len(self.text), len(self.text) + len(text)))
        self.written += written
        self.text += text


def number(chance):
    kind = chance.randrange(5)
    if kind == 0:
        return str(chance.randrange(1, 100))
    if kind == 1:
        return f"{chance.randrange(1, 999)}.{chance.randrange(100):02d}"
    if kind == 2:
        return f"{chance.randrange(1000, 9999999):,}"
    if kind == 3:
        return str(chance.randrange(1000, 99999))
    return f"{chance.randrange(1, 99)},{chance.randrange(1000):03d}.{chance.randrange(100):02d}"


def add_hard(chance, paragraph):
    """What stands in papers beside plain numbers; a counter may seem to follow."""
    kind = chance.randrange(8)
    if kind == 0:
        for part in ADDRESS_PART.findall(chance.choice(ADDRESSES)):
            paragraph.add(part, True)
    elif kind == 1:
        for word in chance.choice(SENTENCES).split():
            paragraph.add(word, True)
            paragraph.add(" ")
    else:
        paragraph.add(chance.choice(EXACT), True)
    if chance.randrange(2) == 0:
        paragraph.add(chance.choice(FOLLOW))


def add_figure(chance, paragraph):
    if chance.randrange(3) == 0:
        add_hard(chance, paragraph)
        return
    kind = chance.randrange(8)
    small = str(chance.randrange(1, 100))
    if kind < 3:
        paragraph.add(number(chance) + chance.choice(UNITS), True)
    elif kind == 3:
        for part in (f"{chance.randrange(2015, 2030)}年", f"{chance.randrange(1, 13)}月", f"{chance.randrange(1, 29)}日"):
            paragraph.add(part, True)
    elif kind == 4:
        paragraph.add(chance.choice((f"第{small}条", f"{small}%", f"￥{number(chance)}", "第十二条", f"{chance.randrange(10, 24)}:{chance.randrange(10, 60)}")), True)
    elif kind == 5:
        paragraph.add(f"{small}～{int(small) + 20}{chance.choice('元人个次')}", True)
    elif kind == 6:
        paragraph.add(chance.choice(("GB/T 9704—2012", "(ABC)", f"LG{chance.randrange(2015, 2030)}-A", "ISO9001", f"A{small}-{small}")), True)
    else:
        paragraph.add(chance.choice(LATIN), True)
        for _ in range(chance.randrange(3)):
            paragraph.add(" ")
            paragraph.add(chance.choice(LATIN), True)


def add_phrase(chance, paragraph, depth):
    """Words and figures, now and then in quotes or brackets."""
    for _ in range(chance.randrange(1, 6)):
        kind = chance.randrange(14)
        if kind < 9:
            paragraph.add("".join(chance.choice(WORDS) for _ in range(chance.randrange(1, 4))))
        elif kind < 11:
            paragraph.add(chance.choice(WORDS))
            add_figure(chance, paragraph)
            paragraph.add(chance.choice(WORDS))
        elif kind == 11:
            paragraph.add(chance.choice(("——", "……", "、")) if paragraph.text and paragraph.text[-1] not in NO_END | NO_START else chance.choice(WORDS))
            paragraph.add(chance.choice(WORDS))
        elif kind == 12 and depth < 2:
            opening, closing = chance.choice(QUOTES)
            inner = NESTED.get(opening, "“”") if chance.randrange(3) == 0 else ("", "")
            paragraph.add(chance.choice(("", "", "：", "，")) + opening + inner[0] if paragraph.text and paragraph.text[-1] not in NO_END | NO_START else opening + inner[0])
            add_phrase(chance, paragraph, depth + 1)
            paragraph.add(inner[1] + chance.choice(("", "", "", "。", "！", "……", "！！", "？！")) + closing)
        else:
            paragraph.add(chance.choice(WORDS) + "、" + chance.choice(WORDS))


def make_paragraph(chance):
    paragraph = Paragraph(chance.choice(WIDTHS))
    length = chance.randrange(10, 160)
    while len(paragraph.text) < length:
        add_phrase(chance, paragraph, 0)
        paragraph.add(chance.choice("，，，、；：。。？！") if paragraph.text[-1] not in NO_END else chance.choice(WORDS))
    paragraph.add(chance.choice(WORDS) + "。")
    return paragraph


STYLES = "".join(f'  <style name="w{w}" base="body" first-indent="{INDENT}字" right="{setting.WIDEST - w}字"/>\n' for w in WIDTHS)


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("{", "{{").replace("}", "}}")


def markup(chance, paragraph):
    """As written; in every third paragraph the style changes here and there."""
    text, out = paragraph.written, ""
    while chance.randrange(3) == 0 or out:
        start = chance.randrange(30)
        end = start + chance.randrange(1, 12)
        if end >= len(text):
            break
        tag = chance.choice(("b", "i", "u", "em"))
        out += f"{escape(text[:start])}<{tag}>{escape(text[start:end])}</{tag}>"
        text = text[end:]
    return out + escape(text)


def write_document(chance, folder, name, paragraphs):
    """A kind of its own: in layout.xml the text may hold markup."""
    setting.make_kind(os.path.join(folder, "templates"), name, "strict", STYLES, "".join(f'<p style="w{p.width}">{markup(chance, p)}</p>\n' for p in paragraphs))
    setting.write(folder, name + ".xml", f"<{name}/>\n")


# --- what is looked at ---

def width_of(c):
    """In 字, in the square font; quotes, dashes and dots as in Chinese text."""
    return 1 if ord(c) >= 0x2E80 or c in WIDE_AMBIGUOUS else 0.5


def natural(text):
    """At most so wide, also in other faces: squeezed marks take less."""
    quarters = sum(1 for a, b in zip(text, text[1:]) if (ord(a) < 0x2E80) != (ord(b) < 0x2E80))
    return sum(1 if c in WIDE_LATIN else width_of(c) for c in text) + quarters / 4


def hangs_on(text, start, end):
    """The piece with the marks that may not be parted from it."""
    while start > 0 and (text[start - 1] in NO_END or text[start] in NO_START):
        start -= 1
    while end < len(text) and (text[end] in NO_START or text[end - 1] in NO_END):
        end += 1
    return start, end


def check_torn(paragraph, at):
    """`at`: a line ends before this character."""
    for start, end in paragraph.whole:
        if not start < at < end:
            continue
        first, last = hangs_on(paragraph.text, start, end)
        room = paragraph.width - (INDENT if first == 0 else 0)
        if natural(paragraph.text[first:last]) <= room:
            yield f"torn: {paragraph.text[start:at]}|{paragraph.text[at:end]}"


def marks_at(text, at):
    """How many marks stand in a row around this place."""
    start = end = at
    while start > 0 and text[start - 1] in NO_START | NO_END:
        start -= 1
    while end < len(text) and text[end] in NO_START | NO_END:
        end += 1
    return end - start


def check_ends(paragraph, at, line):
    above, below = paragraph.text[:at], paragraph.text[at:]
    if line.broken == "rule" and marks_at(paragraph.text, at) >= 3:
        return
    if below[0] in NO_START:
        yield f"kinsoku: {above[-6:]}|{below[:4]}"
    if above[-1] in NO_END:
        yield f"kinsoku: {above[-6:]}|{below[:4]}"


def check_filled(paragraph, line, text):
    gaps = sum(1 for a, b in zip(text, text[1:]) if ord(a) >= 0x3400 and ord(b) >= 0x3400 and not {a, b} & (NO_START | NO_END))
    missing = paragraph.width - line.x - line.width
    if ROUNDING < missing <= gaps * next(most for width, most in PULLED if paragraph.width >= width):
        yield f"ragged: {line.x:.3f} + {line.width:.3f}: {line.text}"


def ink_of(c, x):
    if c in LEFT_INK:
        return x, x + 0.5
    if c in RIGHT_INK:
        return x + 0.5, x + 1
    if c == "·":
        return x + 0.25, x + 0.75
    return x, x + width_of(c)


def check_overlap(line):
    if len(line.places) != len(line.text):
        yield f"overlap: {len(line.text)} characters, {len(line.places)} glyphs: {line.text}"
        return
    end = -1.0
    for c, x in zip(line.text, line.places):
        if c == " ":
            continue
        left, right = ink_of(c, x)
        if left < end - ROUNDING:
            yield f"overlap: {c} in {line.text}"
        end = right


def check_paragraph(paragraph, lines, square):
    texts = [line.text.replace(" ", "") for line in lines]
    if "".join(texts) != paragraph.text:
        yield f"lost: {'|'.join(texts)}"
        return
    at = 0
    for number, (line, text) in enumerate(zip(lines, texts)):
        if line.overfull or line.x < -ROUNDING or line.x + line.width > paragraph.width + ROUNDING:
            yield f"column: {line.x:.3f} + {line.width:.3f}: {line.text}"
        if number > 0:
            yield from check_ends(paragraph, at, lines[number - 1])
            yield from check_filled(paragraph, lines[number - 1], texts[number - 1])
            yield from check_torn(paragraph, at)
        if square:
            yield from check_overlap(line)
        at += len(text)


def split_lines(lines):
    """One list a paragraph."""
    group, groups = [], []
    for line in lines:
        group.append(line)
        if line.last:
            groups.append(group)
            group = []
    return groups


class Report:
    def __init__(self):
        self.faults, self.lines, self.loose, self.short, self.broken = [], 0, 0, 0, 0

    def count(self, paragraph, lines):
        self.lines += len(lines)
        self.broken += sum(1 for line in lines if line.broken)
        self.loose += sum(1 for line in lines if paragraph.width >= 20 and not line.last and line.strain > 0.5)
        self.short += len(lines) > 1 and lines[-1].letters < 2


def check_document(report, name, paragraphs, square, lines, fault):
    groups = split_lines(lines)
    if fault or len(groups) != len(paragraphs):
        report.faults.append(f"{name}: {fault or f'{len(paragraphs)} paragraphs, {len(groups)} come back'}")
        return
    for number, (paragraph, group) in enumerate(zip(paragraphs, groups)):
        report.count(paragraph, group)
        for fault in check_paragraph(paragraph, group, square):
            report.faults.append(f"{name} {'square' if square else 'real'} paragraph {number + 1}, {paragraph.width} 字: {fault}")


def build(program, folder, names):
    argv = [program, "build", "--quiet", "--templates", os.path.join(folder, "templates"), "--fonts", os.path.join(setting.ROOT, "fonts"),
            "-o", os.path.join(folder, "out"), *(os.path.join(folder, name + ".xml") for name in names)]
    done = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=setting.TIME_LIMIT * 3)
    missing = [name for name in names if not os.path.exists(os.path.join(folder, "out", name + ".pdf"))]
    return [] if done.returncode == 0 and not missing and not done.stderr else [f"build: {done.returncode}, {len(missing)} PDFs missing\n{done.stderr}"]


def run(program, folder, documents, seed):
    report, chance = Report(), random.Random(seed)
    os.makedirs(folder, exist_ok=True)
    made = {f"prose{number:03d}": [make_paragraph(chance) for _ in range(12)] for number in range(1, documents + 1)}
    for name, paragraphs in made.items():
        write_document(chance, folder, name, paragraphs)
    report.faults += build(program, folder, list(made))
    paths = [os.path.join(folder, name + ".xml") for name in made]
    for square, stage in ((True, "glyphs"), (False, "lines")):
        found = setting.lines_of(program, os.path.join(folder, "templates"), paths, square, stage)
        for (name, paragraphs), (lines, fault) in zip(made.items(), found, strict=True):
            check_document(report, name, paragraphs, square, lines, fault)
    return report


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("program")
    parser.add_argument("--documents", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="prose-") as scratch:
        report = run(os.path.abspath(given.program), given.keep or scratch, given.documents, given.seed)
    print("\n".join(report.faults[:200]))
    print(f"{given.documents} documents (seed {given.seed}), {report.lines} lines, {len(report.faults)} faults; divided as a last resort: {report.broken}; "
          f"in columns of 20 字 and more, lines with a gap widened by more than half an em: {report.loose}; last lines with less than two characters: {report.short}")
    sys.exit(1 if report.faults else 0)


if __name__ == "__main__":
    main()
