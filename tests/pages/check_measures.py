#!/usr/bin/env python3
"""Each measure sees a page that is not as it should be, and nothing on the same page put right: made-up dumps, a few lines each.

usage: check_measures.py
"""
import sys

import lines
import measure
import paper
import rows

failures = []
STRUCTURE = "1 document pages 1-2\n  2 section pages 1-2\n"


def places(text, start, steps):
    """`at` of a text whose characters are 16 pt wide, or as `steps` says of them."""
    at, x = [], start
    for character in text:
        at.append(f"{x:.3f}")
        x += steps.get(character, 16)
    return " ".join(at)


def line(text, y=100.0, last=False, strain=0.0, steps=None, of="paragraph node 5", justified=True, column=442.2, size=16, width=400):
    words = (" strain " + f"{strain:.3f}" if strain else "") + (" cell" if "table" in of else "") + (" last" if last else "")
    return (f'  line x 80.000 y {y:.3f} width {width:.3f} letters 9{words} "{text}"\n    of {of} in 80.000 {column:.3f}' + (" justified" if justified else "") + (" forced" if last else "") +
            f" size {size:.3f}\n    at {places(text, 80, steps or {})}\n")


def made(first, second="", items="", more=""):
    """A paper of two pages: their lines, and what else stands on them."""
    pages = f"page 1 size 595.000 842.000 number 1\n{items}page 2 size 595.000 842.000 number 2\n{more}"
    return paper.Paper("made-up", "", f"page 1\n{first}page 2\n{second}", pages, STRUCTURE)


def see(name, wrong, right):
    """The measure has events of the one paper, and none of the other, though it looked."""
    take = next(one.events for one in measure.MEASURES if one.name == name)
    if not take(wrong)[0]:
        failures.append(name)
        print(f"FAILED {name}: the fault is not seen")
    events, count = take(right)
    if [event for event in events if event[1] > 0.01] or count == 0:
        failures.append(name)
        print(f"FAILED {name}: of {count} there are {events} where nothing is wrong")


def text(first, second, **how):
    return made(line(first, **how) + line(second, y=129, last=True))


def cell(row, column, spans=""):
    return f"cell node {row * 10 + column + 20} table 9 row {row} column {column}{spans}"


def rules(across, upright, top, bottom, left=80, right=380):
    return ("".join(f"  rectangle artifact x {left:.3f} y {y:.3f} width {right - left:.3f} height 0.500\n" for y in across) +
            "".join(f"  rectangle artifact x {x:.3f} y {top:.3f} width 0.500 height {bottom - top:.3f}\n" for x in upright))


def glyphs(text, x, y, of="artifact"):
    return f'  glyphs {of} x {x:.3f} y {y:.3f} width 21.000 face 0 size 10.500 "{text}"\n'


# --- lines ---

def check_ends():
    narrow = {"column": 96, "justified": False, "of": "cell node 5 table 9 row 1 column 0"}
    see("words", text("社区居民服", "务", **narrow), text("社区居民", "服务", **narrow))
    see("units", text("共有12", "人参加"), text("共有", "12人参加"))
    see("enumerators", text("如下。（一）", "补足人员"), text("如下。", "（一）补足人员"))


def check_gaps():
    known = line("甲乙丙丁", y=50, last=True)
    wide, narrow = dict.fromkeys("甲乙丙", 18), dict.fromkeys("甲乙丙", 17)
    see("text-loose", made(known + line("甲乙丙甲乙", steps=wide) + line("丁戊", y=129, last=True)), made(known + line("甲乙丙甲乙", steps=narrow) + line("丁戊", y=129, last=True)))
    of = {"of": cell(1, 1)}
    inside = line("甲乙丙丁", y=50, last=True, of=cell(0, 0))
    see("cells-loose", made(inside + line("甲乙丙甲乙", steps=dict.fromkeys("甲乙丙", 19), **of) + line("丁戊", y=129, last=True, **of)),
        made(inside + line("甲乙丙甲乙", steps=wide, **of) + line("丁戊", y=129, last=True, **of)))
    squeezed = "甲乙，丙丁戊有1人"
    see("uneven", made(known + line(squeezed, strain=-0.4, steps={"，": 8.5, "有": 20, "1": 12}) + line("甲", y=129, last=True)),
        made(known + line(squeezed, strain=-0.2, steps={"，": 12, "有": 19, "1": 11}) + line("甲", y=129, last=True)))
    see("tight-wide", made(known + line(squeezed, strain=-0.4, steps={"，": 8.5, "有": 20, "1": 12}) + line("甲", y=129, last=True)),
        made(known + line(squeezed, strain=-0.4, steps={"，": 8.5, "有": 18, "1": 10}) + line("甲", y=129, last=True)))


def check_signing():
    see("signing", made(line("代表（签字）：", last=True, justified=False, column=200, width=150)), made(line("代表（签字）：", last=True, justified=False, column=200, width=84)))


# --- pages ---

def check_feet():
    def items(y, of):
        return glyphs("甲乙", 80, 100, of) + glyphs("丙丁", 80, y, of)

    node, table = "paragraph node 5", "cell node 21 table 9 row 1 column 0"
    see("text-feet", made("", items=items(500, node), more=items(700, node)), made("", items=items(700, node), more=items(700, node)))
    see("table-feet", made("", items=items(500, table), more=items(700, table)), made("", items=items(700, table), more=items(700, table)))


def check_grid():
    def column(last):
        return made("".join(line("甲乙丙", y=100 + number * rows.PITCH) for number in range(4)) + line("丁", y=100 + last * rows.PITCH, last=True))

    see("off-grid", column(4.5), column(4))


def check_rows():
    """Two rows a page, in a table of a label and a text."""
    def part(heights, label, spans=""):
        first, second = 100 + heights[0], 100 + heights[0] + heights[1]
        bars = rules((100, second), (80, 140, 380), 100, second) + rules((first,), (), 0, 0, left=140)
        out = "".join(line("甲乙", y=y, last=True, of=cell(row, 1), size=10.5, column=200, justified=False).replace("in 80.000", "in 145.000") for row, y in label)
        return out, bars

    first, bars = part((20, 20), ((1, 114), (2, 134)))
    grown, grown_bars = part((20, 60), ((3, 114), (4, 150)))
    whole, whole_bars = part((20, 20), ((3, 114), (4, 134)))
    again = glyphs("社区（续）", 85, 120)
    see("label-rows", made(first, grown, bars, grown_bars + again), made(first, whole, bars, whole_bars + again))
    alone = line("甲乙", of=cell(1, 1), y=114, column=200), line("丙", of=cell(1, 1), y=114, last=True, column=200)
    two = [line("甲乙", of=cell(1, 1), y=y, column=200) for y in (100, 114)], [line("丙", of=cell(1, 1), y=y, last=y > 100, column=200) for y in (100, 114)]
    see("slivers", made(*alone), made("".join(two[0]), "".join(two[1])))
    figures = [line(figure, y=y, last=True, of=cell(y, 1), steps=dict.fromkeys("0123456789.", 8)) for y, figure in ((100, "12.50"), (120, "7.25"))]
    see("decimals", made("".join(figures), items=rules((90,), (80,), 90, 130)),
        made(figures[0] + figures[1].replace("at 80.000 88.000 96.000 104.000", "at 88.000 96.000 104.000 112.000"), items=rules((90,), (80,), 90, 130)))


def main():
    check_ends()
    check_gaps()
    check_signing()
    check_feet()
    check_grid()
    check_rows()
    print(f"{len(failures)} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
