"""A paper as the measures see it, out of `dump --stage=glyphs`, `pages` and `structure`.

All places are points as the page is read: on a turned page x runs up the sheet.
"""
import collections
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests"))
import together  # noqa: E402

MM = 72 / 25.4
DATE = "2026-06-01"
LINE = re.compile(r'  line x (\S+) y (\S+) width (\S+) letters (\d+)(?: strain (\S+))?(?: broken (\w+))?((?: cell| last| overfull)*) "(.*)"$')
OF = re.compile(r"    of (\S+)(?: \d+)?? node (\d+)(?: table (\d+) row (\d+) column (\d+)(?: spans (\d+) (\d+))?)? in (\S+) (\S+)(?: left (\S+))?(?: right (\S+))?((?: justified| forced)*) size (\S+)$")
PAGE = re.compile(r"page (\d+) size (\S+) (\S+)( turned)?")
ITEM = re.compile(r"  (glyphs|rectangle|picture|path|circle|spots|sign) (\S+)(.*)")
NUMBER = re.compile(r" (x|y|width|height|table|node|size) (-?[\d.]+)")
SECTION = re.compile(r"  \d+ section pages? (\d+)(?:-(\d+))?")
THICK = 3  # pt: no rule is thicker
Rule = collections.namedtuple("Rule", "x y width height")
Text = collections.namedtuple("Text", "part table node x y width size text")


class Line:
    """`at`: x of each character; `room`: what its paragraph leaves it, but for a first line's indent; `cell`: (table, row, column) or None."""

    def __init__(self, page, match):
        x, y, width, _, strain, self.broken, words, text = match.groups()
        self.page, self.x, self.y, self.width = page, float(x), float(y), float(width)
        self.strain, self.last = float(strain or 0), "last" in words
        self.text, self.at = re.sub(r'\\(["\\])', r"\1", text), []

    def belongs(self, match):
        self.part, node, table, row, column, rows, columns, start, column_width, left, right, words, size = match.groups()
        self.node, self.cell = int(node), None if table is None else (int(table), int(row), int(column))
        self.rows, self.columns = int(rows or 1), int(columns or 1)
        self.start, self.column = float(start), float(column_width)
        self.room = self.column - float(left or 0) - float(right or 0)
        self.justified, self.forced, self.size = "justified" in words, "forced" in words, float(size)


class Page:
    """`texts`: what is written, artifacts too; `across`, `upright`: rules; `tables`: the numbers of those that have text here."""

    def __init__(self, number, width, height, turned):
        self.number, self.turned, self.lines = number, turned, []
        self.width, self.height = (height, width) if turned else (width, height)
        self.texts, self.across, self.upright = [], [], []

    def add(self, kind, part, rest):
        values = {name: float(value) for name, value in NUMBER.findall(" " + rest.split('"')[0])}
        x, y, width, height = (values.get(name, 0) for name in ("x", "y", "width", "height"))
        if kind == "glyphs":
            if self.turned:
                x, y = self.width - y, x
            text = re.search(r'"(.*)"$', rest)
            self.texts.append(Text(part, int(values["table"]) if "table" in values else None, int(values.get("node", 0)), x, y, width, values["size"], text[1]))
        elif kind == "rectangle" and part == "artifact":
            if self.turned:
                x, y, width, height = self.width - y - height, x, height, width
            if min(width, height) <= THICK:
                (self.across if height <= width else self.upright).append(Rule(x, y, width, height))

    def box(self, x, y):
        """(left, top, right, bottom) of the rules around a place, inside of them; None: it is not closed."""
        above = max((rule.y + rule.height for rule in self.across if rule.y < y and rule.x - 1 <= x <= rule.x + rule.width + 1), default=None)
        below = min((rule.y for rule in self.across if rule.y > y and rule.x - 1 <= x <= rule.x + rule.width + 1), default=None)
        left = max((rule.x + rule.width for rule in self.upright if rule.x < x and rule.y - 1 <= y <= rule.y + rule.height + 1), default=None)
        right = min((rule.x for rule in self.upright if rule.x > x and rule.y - 1 <= y <= rule.y + rule.height + 1), default=None)
        return None if None in (above, below, left, right) else (left, above, right, below)


class Paper:
    """`paragraphs`: their lines, over pages; `going_on`: pairs of pages between which a section goes on; `columns`: {(table, column): decimal?}."""

    def __init__(self, name, path, glyphs, pages, structure):
        self.name, self.path, self.pages = name, path, []
        self.read_pages(pages)
        self.read_lines(glyphs)
        found = (SECTION.match(line) for line in structure.splitlines())
        self.going_on = {(page, page + 1) for match in found if match and match[2] for page in range(int(match[1]), int(match[2]))}
        by_node = collections.defaultdict(list)
        for page in self.pages:
            for line in page.lines:
                by_node[line.node].append(line)
        self.paragraphs = []
        for lines in by_node.values():
            begin = 0
            for i, line in enumerate(lines):
                if line.last or i + 1 == len(lines):
                    self.paragraphs.append(lines[begin:i + 1])
                    begin = i + 1

    def read_pages(self, dumped):
        for row in dumped.splitlines():
            if row.startswith("page "):
                match = PAGE.match(row)
                self.pages.append(Page(int(match[1]), float(match[2]), float(match[3]), bool(match[4])))
            elif self.pages:
                match = ITEM.match(row)
                if match:
                    self.pages[-1].add(*match.groups())

    def read_lines(self, dumped):
        page = None
        for row in dumped.splitlines():
            if row.startswith("page "):
                page = self.pages[int(row.split()[1]) - 1]
            elif row.startswith("  line "):
                page.lines.append(Line(page.number, LINE.match(row)))
            elif row.startswith("    of "):
                page.lines[-1].belongs(OF.match(row))
            elif row.startswith("    at"):
                page.lines[-1].at = [float(x) for x in row.split()[1:]]


def read(program, named):
    """Papers of (name, path), all dumped in one run a stage; what cannot be set ends the test."""
    paths = [path for _, path in named]
    stages = []
    for stage in ("glyphs", "pages", "structure"):
        texts, error = together.dump(program, stage, paths, "--date", DATE)
        for path, text in zip(paths, texts):
            if text is None:
                sys.exit(f"{path} cannot be set: {error[:2000]}")
        stages.append(texts)
    return [Paper(name, path, *texts) for (name, path), *texts in zip(named, *stages)]
