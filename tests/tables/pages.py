"""Pages of tables, read back from `chengwen dump --stage=pages`: drawn with letters, and checked.

The picture has half a character (5 pt) a column and a line (10 pt) a row; see kind/style.xml.  What must hold is stated in 1/1000 pt.
A cell's box is what the rules say: from a text of the cell straight to the next rule on the left, right, above and below.
"""
import re
import unicodedata

ITEM = re.compile(r'  (glyphs|rectangle|picture|path) (\S+)(?: (\d+))??(?: node (\d+))?(?: table (\d+) row (\d+) column (\d+)(?: spans (\d+) (\d+))?)?'
                  r' x (\S+) y (\S+) width (\S+)(?: height (\S+))?(?: color (\S+))?(?: stroke \S+)?(?: angle (\d+))?((?: (?:from|to) \S+ \S+)*)(?: face \d+(?: fallback)? size (\S+)[a-z0-9 ]* "(.*)")?(?: (?:png|jpeg) \d+ \d+ ".*")?$')
UNIT, LINE, LEFT, TOP = 5000, 10000, 5000, 10000  # a column, a row of the picture; where it begins
NEAR = 1000  # a rule may reach so far beyond its corner
ASCENT = 880                                      # of the square font, 1/1000 em
ARMS = {0: " ", 1: "╵", 2: "╷", 3: "│", 4: "╴", 5: "┘", 6: "┐", 7: "┤", 8: "╶", 9: "└", 10: "┌", 11: "├", 12: "─", 13: "┴", 14: "┬", 15: "┼"}
NO_BREAK_HALF = set("（《〈「『【〔〖“‘")

TURN_ROW = 1 << 24  # rows of sums at page turns are counted from here


def milli(text):
    return round(float(text) * 1000)


class Item:
    """Of glyphs, the box from the ascent down; of a rectangle, its own."""

    def __init__(self, match):
        kind, self.meaning, _, node, table, row, column, rows, columns, x, y, width, height, color, angle, strokes, size, text = match.groups()
        self.glyphs, self.picture, self.path, self.node = kind == "glyphs", kind == "picture", kind == "path", int(node or 0)
        self.points = [(milli(x), milli(y)) for x, y in re.findall(r"(?:from|to) (\S+) (\S+)", strokes)]  # from the box's corner, in pairs
        self.cell = (int(table), int(row), int(column)) if table else None
        self.spans = (int(rows or 1), int(columns or 1))
        self.x, self.y, self.width, self.color, self.angle = milli(x), milli(y), milli(width), color or "000000", int(angle or 0)
        self.text = re.sub(r'\\(["\\])', r"\1", text or "")
        self.height = milli(size) if self.glyphs else milli(height)
        self.place(self.x, self.y)

    def place(self, x, y):
        """Glyphs: from the baseline."""
        self.x, self.y = x, y - (self.height * ASCENT // 1000 if self.glyphs else 0)
        self.right, self.bottom = self.x + self.width, self.y + self.height

    def turn(self, sheet):
        """As it is read on a sheet so high whose text runs upwards."""
        if self.glyphs or self.picture or self.path:
            base = self.y + (self.height * ASCENT // 1000 if self.glyphs else 0)
            self.place(sheet - base, self.x)
        else:
            x, self.width, self.height = sheet - self.y - self.height, self.height, self.width
            self.place(x, self.x)

    def is_rule(self):
        return not self.glyphs and not self.picture and not self.path and min(self.width, self.height) <= 4000

    def across(self):
        return self.width > self.height

    def middle(self):
        return self.y + self.height // 2 if self.across() else self.x + self.width // 2


class Page:
    """As it is read: a turned page lies on its side."""

    def __init__(self, width, height, turned):
        self.width, self.height, self.turned, self.items = (height if turned else width), (width if turned else height), turned, []

    def add(self, item):
        if self.turned and not item.angle and (item.glyphs or item.picture or item.path):
            return  # header and footer: upright
        if self.turned:
            item.turn(self.width)
        self.items.append(item)

    def texts(self):
        return [item for item in self.items if item.glyphs]

    def rules(self):
        return [item for item in self.items if item.is_rule()]

    def pictures(self):
        return [item for item in self.items if item.picture]

    def fills(self):
        return [item for item in self.items if not item.glyphs and not item.picture and not item.path and not item.is_rule()]

    def diagonals(self):
        """Strokes from the upper left to the lower right, with the box that they stand in."""
        return [((item.x + a[0], item.y + a[1], item.x + b[0], item.y + b[1]), item)
                for item in self.items if item.path for a, b in zip(item.points[::2], item.points[1::2])]


def read(dump, split=False):
    """The pages of a dump; a line that is not understood is an error."""
    pages = []
    for line in dump.splitlines():
        head = re.match(r"page \d+ size (\S+) (\S+)( turned)?", line)
        if head:
            pages.append(Page(milli(head.group(1)), milli(head.group(2)), bool(head.group(3))))
        elif line.startswith("  "):
            match = ITEM.match(line)
            if not match and not line.startswith(("  link", "  circle", "  sign")):
                raise ValueError("not an item: " + line)
            if match:
                pages[-1].add(Item(match))
    number_tables(pages, split)
    return pages


def number_tables(pages, split):
    """Tables count from 1.  With `split`, those that one with too many columns is set as have numbers of their own: there an earlier row has a
    cell that has not been seen, or another column stands further left or lower down."""
    numbers, last, seen, count = {}, {}, set(), 0
    for item in (item for page in pages for item in page.items if item.cell):
        table, row, column = item.cell
        before = last.get(table)
        moved = split and before and (row < before[0] or row == before[0] and column > before[1] and (item.x < before[2] or item.y >= before[3] + 2 * LINE))
        if item.cell not in seen and (not before or moved):
            count += 1
            numbers[table] = count
        last[table] = (row, column, item.x, item.y)
        seen.add(item.cell)
        item.cell = (numbers[table], row, column)


# --- the picture ---

def wide(character):
    return 2 if unicodedata.east_asian_width(character) in "WF" or character in "—…“”‘’·①②③④⑤" else 1


def draw(page):
    """The page as lines of text: rules as lines, a text from the column in which it begins."""
    rows, columns = (page.height - TOP) // LINE, (page.width - LEFT) // UNIT
    arms = [[0] * columns for _ in range(rows)]
    for rule in page.rules():
        draw_rule(arms, rule)
    canvas = [[ARMS[arm] for arm in row] for row in arms]
    for picture in page.pictures():
        for row in range((picture.y - TOP) // LINE, (picture.bottom - TOP) // LINE):
            for column in range((picture.x - LEFT) // UNIT, (picture.right - LEFT) // UNIT):
                canvas[row][column] = "▒"
    for stroke, _ in page.diagonals():
        draw_diagonal(canvas, stroke)
    for item in page.texts():
        draw_text(canvas, item)
    lines = ["".join(row).rstrip() for row in canvas]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def draw_rule(arms, rule):
    start, end = (rule.x, rule.right) if rule.across() else (rule.y, rule.bottom)
    origin, step, fixed, breadth = (LEFT, UNIT, TOP, LINE) if rule.across() else (TOP, LINE, LEFT, UNIT)
    line = (rule.middle() - fixed + NEAR) // breadth
    low, high = (4, 8) if rule.across() else (1, 2)
    first, last = (start - origin + NEAR) // step, (end - origin + NEAR) // step
    for place in range(first, last + 1):
        row, column = (line, place) if rule.across() else (place, line)
        if 0 <= row < len(arms) and 0 <= column < len(arms[0]):
            arms[row][column] |= (low if place > first else 0) | (high if place < last else 0)


def draw_diagonal(canvas, stroke):
    """In each row the half character through which it goes in the row's middle."""
    left, top, right, bottom = stroke
    for row in range((top - TOP) // LINE, (bottom - TOP) // LINE + 1):
        y = TOP + row * LINE + LINE // 2
        column = (left + (right - left) * (y - top) // (bottom - top) - LEFT) // UNIT
        if top < y < bottom and canvas[row][column] == " ":
            canvas[row][column] = "╲"


def draw_text(canvas, item):
    row, column = (item.y + item.height // 2 - TOP) // LINE, (item.x - LEFT + 100) // UNIT
    for number, character in enumerate(item.text):
        if number == 0 and character in NO_BREAK_HALF:  # its blank half lies outside its box
            column += 1
            canvas[row][column] = character
            column += 1
            continue
        if 0 <= row < len(canvas) and 0 <= column < len(canvas[0]):
            canvas[row][column] = character
            if wide(character) == 2 and column + 1 < len(canvas[0]):
                canvas[row][column + 1] = ""
        column += wide(character)

def joined(items):
    """Texts of items that follow one another and belong together, with what they belong to."""
    out = []
    for item in items:
        key = item.cell or (item.meaning, item.node)
        if out and out[-1][0] == key and item.meaning != "artifact":
            out[-1][1] += item.text
        elif out and out[-1][0] == key and item.meaning == "artifact":
            out[-1][1] += " " + item.text
        else:
            out.append([key, item.text])
    return out


def show(pages):
    """The whole document: each page's picture; what stands there again; the order in which cells are read; fills; rules that are not 0.5 pt."""
    out = []
    for number, page in enumerate(pages, 1):
        out.append(f"page {number}" + (" turned" if page.turned else ""))
        out += draw(page)
        again = [item.text for item in page.texts() if item.meaning == "artifact"]
        if again:
            out.append("again: " + " ".join(again))
        order = [f"{'.'.join(map(str, key)) if isinstance(key[0], int) else key[0]} {text}" for key, text in
                 joined([item for item in page.texts() if item.meaning != "artifact"])]
        if order:
            out.append("order: " + " | ".join(order))
        for fill in page.fills():
            out.append(f"fill {fill.color}: lines {(fill.y - TOP) // LINE}–{(fill.bottom - TOP) // LINE}, columns {(fill.x - LEFT) // UNIT}–{(fill.right - LEFT) // UNIT}")
        for rule in page.rules():
            thick = min(rule.width, rule.height)
            if thick != 500:
                name, at = ("line", (rule.middle() - TOP) // LINE) if rule.across() else ("column", (rule.middle() - LEFT) // UNIT)
                begin, end, base, step = (rule.x, rule.right, LEFT, UNIT) if rule.across() else (rule.y, rule.bottom, TOP, LINE)
                out.append(f"rule {thick / 1000:g} pt: {name} {at} from {(begin - base) // step} to {(end - base) // step}")
    return "\n".join(out) + "\n"


# --- what must hold ---

def overlap(a, b, slack=0):
    return a[0] + slack < b[2] and b[0] + slack < a[2] and a[1] + slack < b[3] and b[1] + slack < a[3]


def text_box(item):
    """Ink: the blank half of an opening mark may lie outside."""
    return (item.x + (item.height // 2 if item.text[:1] in NO_BREAK_HALF else 0), item.y, item.right, item.bottom)


def rules_meet(page):
    """Both ends of every rule lie on a rule that crosses it."""
    rules = page.rules()
    for rule in rules:
        for end in (0, 1):
            x = rule.middle() if not rule.across() else (rule.right if end else rule.x)
            y = rule.middle() if rule.across() else (rule.bottom if end else rule.y)
            if not any(other.across() != rule.across() and other.x <= x <= other.right and other.y <= y <= other.bottom for other in rules):
                yield f"the end of a rule at {x / 1000:g}, {y / 1000:g} meets no other"


def rules_once(page):
    """No two rules of one direction lie over each other along a stretch."""
    rules = page.rules()
    for i, a in enumerate(rules):
        for b in rules[:i]:
            if a.across() == b.across() and overlap((a.x, a.y, a.right, a.bottom), (b.x, b.y, b.right, b.bottom)):
                yield f"two rules lie over each other at {a.x / 1000:g}, {a.y / 1000:g}"


def texts_apart(page, area):
    """Texts inside the text area, none over another, none on a rule (captions, and texts beside a table in a cell, touch its outer rule)."""
    left, top, right, bottom = area
    boxes = [(text_box(item), item.text, item.cell) for item in page.texts()] + [(text_box(item), "picture", None) for item in page.pictures()]
    boxes.sort(key=lambda box: box[0][1])
    beside = hosts(page)
    rules = [(rule.x, rule.y, rule.right, rule.bottom) for rule in page.rules()]
    for index, (box, text, cell) in enumerate(boxes):
        if box[0] < left or box[1] < top or box[2] > right or box[3] > bottom:
            yield f"“{text}” stands out of the text area"
        if any(overlap(box, rule, NEAR if not cell or cell in beside else 0) for rule in rules):
            yield f"“{text}” stands on a rule"
        for other, name, _ in boxes[index + 1:]:
            if other[1] >= box[3]:
                break
            if overlap(box, other):
                yield f"“{text}” and “{name}” overlap"


def crosses(stroke, box):
    """Does a stroke down to the right go through the box?  Not if a corner, the lower left or the upper right, lies beside it or on it."""
    left, top, right, bottom = stroke
    def side(x, y):
        return (right - left) * (y - top) - (bottom - top) * (x - left)
    return overlap(stroke, box) and side(box[0], box[3]) > 0 and side(box[2], box[1]) < 0


def diagonals_apart(page):
    """No text on a diagonal; each leaves the upper left corner of a cell, and ends at its lower right one or in the middle of a side."""
    rules = page.rules()
    for stroke, item in page.diagonals():
        for text in page.texts():
            if crosses(stroke, text_box(text)):
                yield f"“{text.text}” stands on a diagonal"
        left, top, right, bottom = stroke
        if (left, top) != (item.x, item.y) or (right - left, bottom - top) not in (
                (item.width, item.height), (item.width // 2, item.height), (item.width, item.height // 2)):
            yield f"a diagonal at {left / 1000:g}, {top / 1000:g} leads nowhere"
        for x, y in ((item.x, item.y), (item.right, item.bottom)):
            if not any(rule.across() and abs(rule.middle() - y) <= 1 and rule.x - 500 <= x <= rule.right + 500 for rule in rules):
                yield f"a diagonal's cell has no rule at {x / 1000:g}, {y / 1000:g}"


def rules_inside(page, area, half):
    left, top, right, bottom = area
    for rule in page.rules():
        if rule.x < left - half or rule.y < top - half or rule.right > right + half or rule.bottom > bottom + half:
            yield f"a rule at {rule.x / 1000:g}, {rule.y / 1000:g} stands out of the text area"


def box_of(item, rules):
    """The box that the rules draw round the middle of a text; None when it is open."""
    x, y = item.x + item.width // 2, item.y + item.height // 2
    across = [rule.middle() for rule in rules if rule.across() and rule.x <= x <= rule.right]
    down = [rule.middle() for rule in rules if not rule.across() and rule.y <= y <= rule.bottom]
    edges = ([edge for edge in down if edge <= x], [edge for edge in across if edge <= y], [edge for edge in down if edge > x], [edge for edge in across if edge > y])
    if not all(edges):
        return None
    return max(edges[0]), max(edges[1]), min(edges[2]), min(edges[3])


def cells_boxed(page):
    """Every cell has one box of its own, all its texts in it; cells that begin in one column or row have one left or upper edge, that end in
    one a right or lower one.  A cell of several columns at the right of its table may be divided by a cut between columns: its right edge is no
    column's then.  Two stretches of columns of a table may stand on one page, each with rows of its own."""
    boxes, edges = {}, {}
    beside = hosts(page)
    rules = page.rules()
    for item in page.texts():
        if not item.cell or item.cell in beside:
            continue
        box = box_of(item, rules)
        if box is None:
            yield f"“{item.text}” stands in no box"
            continue
        if boxes.setdefault(item.cell, box) != box:
            yield f"the texts of cell {item.cell} stand in two boxes"
        table, row, column = item.cell
        names = (("left", column), ("above", row), ("right", column + item.spans[1]), ("below", row + item.spans[0]))
        for name, edge in zip(names, box):
            if name[0] == "right" and item.spans[1] > 1 and edge == rightmost(box, rules):
                continue
            stretch = stretch_of(box, rules) if name[0] in ("above", "below") else None
            if edges.setdefault((table, name, stretch), edge) != edge:
                yield f"cell {item.cell}: its edge {name[0]} is not that of the others"
    cells = list(boxes.items())
    for index, (name, box) in enumerate(cells):
        for other, second in cells[:index]:
            if overlap(box, second):
                yield f"cells {other} and {name} share a box"


def rightmost(box, rules):
    """The right edge of the table in which the box stands."""
    return max(rule.middle() for rule in rules if not rule.across() and rule.y <= box[1] < rule.bottom)


def stretch_of(box, rules):
    """Where the left edge begins of what the box stands in."""
    return min((rule.middle(), rule.y) for rule in rules if not rule.across() and rule.y <= (box[1] + box[3]) // 2 < rule.bottom)[1]


def hosts(page):
    """Cells whose texts see the rules of a table inside: those round the first text of another table."""
    found, last = set(), None
    for item in page.texts():
        if item.cell and last and item.cell[0] != last[0]:
            found.add(last if item.cell[0] > last[0] else item.cell)
        last = item.cell or last
    return found


def order_kept(page):
    """Cells of one table are read row by row as they stand on the page, each row from left to right; sums at page turns by themselves."""
    last, rules = {}, page.rules()
    for item in page.texts():
        box = box_of(item, rules) if item.cell else None
        if box:
            place = (box[1], box[0])
            if item.cell[1] >= TURN_ROW:
                continue
            if last.get(item.cell[0], place) > place:
                yield f"cell {item.cell}, “{item.text}”, is read too late"
            last[item.cell[0]] = place


def faults(page, margins=(7500, 15000, 7500, 15000), half=500, ruled=True):
    """Everything wrong with a page; margins: left, top, right, bottom."""
    area = (margins[0], margins[1], page.width - margins[2], page.height - margins[3])
    yield from rules_inside(page, area, half)
    yield from texts_apart(page, area)
    yield from diagonals_apart(page)
    if ruled:
        yield from order_kept(page)
        yield from rules_meet(page)
        yield from rules_once(page)
        yield from cells_boxed(page)
