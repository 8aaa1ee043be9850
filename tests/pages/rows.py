"""Measures of feet, of the line grid and of tables: what stays white, rows that labels made higher, cells cut badly, points that do not stand over each other.

Each takes a paper and gives its events, (page, amount, text), and how many there could have been.
"""
import collections
import re

from paper import MM

BODY = ("cell", "row-head", "head-cell", "paragraph", "heading", "item", "label", "note", "caption", "entry", "contents", "link")
PITCH, TYPE = 225 / 22 * MM, 16  # of the line grid, of its text
DECIMAL = re.compile(r"[+-]?[0-9][0-9,]*\.[0-9]+%?$")
FIGURE = re.compile(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?%?$|—|-|/|$")
ANNEX = "附件"  # begins a page, whatever is white before
GROWN, POINT = 1.5, 0.5  # pt: less is no difference


# --- feet ---

def foot(page):
    """The lowest line, or rule not far below one, and the last text and the first: their part and table."""
    texts = [text for text in page.texts if text.part in BODY]
    if not texts:
        return None
    lowest = max(text.y for text in texts)
    rules = [rule.y + rule.height for rule in page.across if rule.y + rule.height <= lowest + 25 * MM]
    return max([lowest] + rules), max(texts, key=lambda text: text.y), min(texts, key=lambda text: text.y)


def feet(paper, of_tables):
    """White from the lowest line or rule of a page to the lowest of all pages of that size, where a section goes on overleaf, at the head of the page there."""
    found = [foot(page) for page in paper.pages]
    lowest, events, count = collections.defaultdict(float), [], 0
    for page, one in zip(paper.pages, found):
        if one:
            lowest[page.width, page.height] = max(lowest[page.width, page.height], one[0])
    for page, one, behind in zip(paper.pages, found, found[1:]):
        if one is None or behind is None or (page.number, page.number + 1) not in paper.going_on:
            continue
        last, first = one[1], behind[2]
        if first.y > page.height / 2:
            continue
        in_table = last.table is not None and last.table == first.table
        in_text = last.table is None and first.table is None and first.part != "heading" and not first.text.startswith(ANNEX)
        if in_table if of_tables else in_text:
            count += 1
            events.append((page.number, (lowest[page.width, page.height] - one[0]) / MM, last.text))
    return events, count


def table_feet(paper):
    return feet(paper, True)


def text_feet(paper):
    return feet(paper, False)


def off_grid(paper):
    """Justified lines of 三号 that do not stand where, counted by the pitch of the grid, most of the paper's stand."""
    lines = [line for page in paper.pages for line in page.lines if line.justified and line.cell is None and line.size == TYPE]
    places = collections.Counter(round(line.y % PITCH * 2) / 2 for line in lines)
    grid = max(places, key=places.get, default=0)
    events = []
    for line in lines:
        away = abs(line.y % PITCH - grid)
        if min(away, PITCH - away) > 1.5:
            events.append((line.page, min(away, PITCH - away), line.text))
    return events, len(lines)


def pages(paper):
    return [(page.number, 1, "") for page in paper.pages], len(paper.pages)


# --- cells ---

class Part:
    """What of a cell stands on a page: its lines, and the rules around."""

    def __init__(self, page, lines):
        self.page, self.lines, self.line = page, lines, lines[0]
        self.box = page.box(lines[0].start + lines[0].column / 2, lines[0].y - lines[0].size / 3)

    def slack(self):
        """Of the box's height, what the lines but one leave."""
        return self.box[3] - self.box[1] - (self.lines[-1].y - self.lines[0].y)


def parts(paper):
    """Of each page, by cell; those in no box, or in one with another, have none."""
    if not hasattr(paper, "parts"):
        paper.parts = []
        for page in paper.pages:
            cells = collections.defaultdict(list)
            for line in page.lines:
                if line.cell is not None:
                    cells[line.cell].append(line)
            here = {cell: Part(page, lines) for cell, lines in cells.items()}
            boxes = collections.Counter(part.box for part in here.values())
            for part in here.values():
                part.box = part.box if part.box and boxes[part.box] == 1 else None
            paper.parts.append(here)
    return paper.parts


def label_rows(paper):
    """mm by which rows of a later part are higher than their own text wants, beside a label that stands again."""
    usual, events, count = {}, [], 0
    for here in parts(paper):
        for (table, _, _), part in here.items():
            if part.box and part.line.rows == 1:
                usual[table] = min(usual.get(table, 1000), part.slack())
    seen = set()
    for here in parts(paper):
        begun = {cell[0] for cell in here}
        for table in begun & seen:
            for row, part in rows_of(here, table):
                if not beside_label(part):
                    continue
                count += 1
                more = part.slack() - usual[table]
                if more > GROWN and not own_span(here, table, part, usual[table]):
                    events.append((part.page.number, more / MM, part.line.text))
        seen |= begun
    return events, count


def rows_of(here, table):
    """(row, the part of it that leaves least white)"""
    rows = {}
    for (one, row, _), part in here.items():
        if one == table and part.box and part.line.rows == 1 and part.line.part != "head-cell":
            if row not in rows or part.slack() < rows[row].slack():
                rows[row] = part
    return rows.items()


def beside_label(part):
    """Is there, left of it and in a box that reaches over its height, a text that stands again?"""
    for text in part.page.texts:
        if text.part == "artifact" and text.x < part.box[0]:
            box = part.page.box(text.x + text.width / 2, text.y - text.size / 3)
            if box and box[1] <= part.box[1] + 1 and box[3] >= part.box[3] - 1:
                return True
    return False


def own_span(here, table, row, usual):
    """Is it a cell over several rows that wants the height?"""
    return any(cell[0] == table and part.box and part.line.rows > 1 and part.slack() < usual + GROWN and part.box[1] <= row.box[1] + 1 and part.box[3] >= row.box[3] - 1 for cell, part in here.items())


def slivers(paper):
    """Cells of which a line stands alone on a page, and divided ones of less than four lines."""
    cells = collections.defaultdict(list)
    for here in parts(paper):
        for cell, part in here.items():
            cells[cell].append(part)
    bad = [found for found in cells.values() if len(found) > 1 and (sum(len(part.lines) for part in found) < 4 or min(len(found[0].lines), len(found[-1].lines)) < 2)]
    return [(found[0].page.number, 1, found[0].lines[-1].text + "|" + found[1].line.text) for found in bad], len(cells)


def decimals(paper):
    """Columns of figures whose points stand in several places from the page's leftmost rule; the amount is how far apart, in pt."""
    columns = collections.defaultdict(list)
    edge = {page.number: min((rule.x for rule in page.across + page.upright), default=0) for page in paper.pages}
    for page in paper.pages:
        for line in page.lines:
            if line.cell and line.part != "head-cell" and line.columns == 1:
                columns[line.cell[0], line.cell[2]].append(line)
    events, count = [], 0
    for lines in columns.values():
        points = [(line.at[line.text.index(".")] - edge[line.page], line) for line in lines if DECIMAL.match(line.text) and len(line.at) == len(line.text)]
        if len(points) < 2 or not all(FIGURE.match(line.text) for line in lines):
            continue
        count += 1
        apart = max(points, key=lambda one: one[0])[0] - min(points, key=lambda one: one[0])[0]
        if apart > POINT:
            events.append((points[0][1].page, apart, points[0][1].text))
    return events, count
