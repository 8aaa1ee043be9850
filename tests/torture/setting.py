"""Kinds made for a test, and the lines of their pages read back: used by lines.py and random_prose.py.

Every paragraph of these kinds stands in 宋体 of 10 pt on a text area 40 字 wide, in a column made narrower by a right indent, so that
one 字 is 10 pt and a line of width w ends at 10 w pt.
"""
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import together

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WIDEST, EM, MARGIN = 40, 10, 30  # 字, pt, pt
TIME_LIMIT = 120

STYLE = """<styles kinsoku="{level}">
  <page name="page" width="460pt" height="{height}pt" top="30pt" bottom="30pt" left="30pt" right="30pt" header-at="10pt" footer-at="10pt"/>
  <style name="body" role="宋体" size="10pt" line="20pt" align="justify" first-indent="0"/>
  <style name="table-cell" base="body"/>
  <style name="table-head" base="body"/>
{styles}</styles>
"""

LINE = re.compile(r'  line x (\S+) y (\S+) width (\S+) letters (\d+)(?: strain (\S+))?(?: broken (\w+))?((?: cell| last| overfull)*) "(.*)"$')


class Line:
    """x, width in 字 from the column's left edge; places: of the glyphs, where they were dumped."""

    def __init__(self, page, match):
        x, _, width, letters, strain, broken, words, text = match.groups()
        self.page, self.x, self.width = page, (float(x) - MARGIN) / EM, float(width) / EM
        self.letters, self.strain, self.broken = int(letters), float(strain or 0), broken
        self.last, self.overfull = "last" in words, "overfull" in words
        self.text = re.sub(r'\\(["\\])', r"\1", text)
        self.places = []


def write(folder, name, text):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text)


def make_kind(templates, name, level, styles, layout, fields="", height=840):
    """A kind `name`: `styles` are elements for style.xml, `layout` the blocks of its one section, `fields` of its model."""
    folder = os.path.join(templates, name)
    os.makedirs(folder)
    write(folder, "style.xml", STYLE.format(level=level, styles=styles, height=height))
    write(folder, "layout.xml", f'<layout><section page="page">\n{layout}</section></layout>\n')
    write(folder, "model.xml", f'<model kind="{name}" label="试排"><document title="试排"/>{fields}</model>\n')


def read_lines(out):
    """Every line of the dumped pages, in order, and what is none (empty: nothing)."""
    lines, page, error = [], 0, ""
    for row in out.splitlines():
        match = LINE.match(row)
        if match:
            lines.append(Line(page, match))
        elif row.startswith("    at"):
            lines[-1].places = [(float(x) - MARGIN) / EM for x in row.split()[1:]]
        elif row.startswith("    of"):
            continue
        elif row.startswith("page "):
            page = int(row.split()[1])
        else:
            error += f"not a line: {row}\n"
    return lines, error


def lines_of(program, templates, paths, square, stage="lines"):
    """Of every description, all set in one run: its lines, and what went wrong (empty: nothing)."""
    options = ["--templates", templates, "--fonts", os.path.join(ROOT, "fonts"), *(["--square-font"] if square else [])]
    shown, said = together.dump(program, stage, paths, *options)
    for out in shown:
        lines, error = read_lines(out or "")
        yield lines, said + error if out is None or error else ""
