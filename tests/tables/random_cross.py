#!/usr/bin/env python3
"""Random tables whose columns depend on data: an independent reader finds which columns there must be, and adds up what is printed.

usage: random_cross.py PROGRAM [--tables N] [--seed N] [--only NUMBER] [--keep FOLDER]

N tables (default 160) of groups and rows, whose columns are a random tree of <column>, <columns>, <for> over records and over numbers, and <if>, one in
another; sums with and without names, texts in foot and subtotals that name them, cells that show nothing, page turns.  From the pages:
  heads   each column has the heads that its turns of the <for>s say, over as many columns as are there
  cells   each says what its row and its turns come to
  sums    foot, subtotals and rows at page turns say what the printed figures above them add up to, column by column; so do texts that name a sum
  fit     all that pages.py looks at: boxes, the text area, rules
"""
import random
import re
from fractions import Fraction

import pages
import randoms

BATCH = 20   # tables a document
MOST = 24    # columns
FIGURE = re.compile(r"-?[\d,]+(\.\d+)?")
GROUP = '<column at="h" width="40pt" head="组">{h.name}</column>'
NAME = '<column width="60pt" head="名" foot="合计">{x.name}</column>'


def plain(value):
    """As {…} prints it: all its decimals, of which there are two at most."""
    hundredths = abs(value * 100)
    whole, rest = divmod(int(hundredths), 100)
    return ("-" if value < 0 else "") + (f"{whole}.{rest:02}".rstrip("0") if rest else str(whole))


def money(value):
    sign, text = ("-" if value < 0 else ""), f"{int(abs(value * 100)):03}"
    return f"{sign}{int(text[:-2]):,}.{text[-2:]}"


def read_number(text):
    return Fraction(text.replace(",", "")) if text and FIGURE.fullmatch(text) else None


class Column:
    """One that is there: what it prints of a row, None for nothing, and whether that is summed."""
    def __init__(self, part, env, heads, frame):
        self.part, self.env, self.heads, self.frame = part, env, heads, frame


class One:
    """A <column>: figures, a text, or a running number."""
    def __init__(self, chance, number, variables, names):
        self.kind = chance.choice(("n", "n", "money", "text", "count"))
        self.factor = chance.choice(variables) if variables else None
        self.record = "k" if "i" in variables and chance.random() < 0.7 else None
        self.when = self.kind in ("n", "money") and chance.random() < 0.3
        self.sum = self.kind in ("n", "money") and chance.random() < 0.8
        self.name = f"s{number}" if self.sum and chance.random() < 0.5 else None
        self.says = chance.choice(names) if names and not self.sum and chance.random() < 0.7 else None
        self.head = f"列{number}"

    def xml(self, subtotals):
        turn = "".join("{%s}" % name for name in (self.factor, self.record and "k.name") if name)
        times = f" * {self.factor}" if self.factor else ""
        attrs = f' head="{self.head}{turn}" width="{"90pt" if self.says else "auto"}" align="{"right" if self.sum else "left"}"'
        if self.kind == "n":
            attrs += f' of="x.n{times}{" + k.n" if self.record else ""}"'
        elif self.kind == "money":
            attrs += f' of="default(x.amount, 0){times}" as="money"'
        elif self.kind == "count":
            attrs += ' count="yes"'
        attrs += ' when="x.n &gt; 0" none="—"' if self.when else ""
        attrs += f' sum="{self.name or "yes"}"' if self.sum else ""
        if self.says:
            attrs += f' foot="={{{self.says}}}"' + (f' subtotal="={{{self.says}}}"' if subtotals else "")
        return f"<column{attrs}>" + ("{x.name}" + turn if self.kind == "text" else "") + "</column>"

    def turn(self, env):
        return (str(env[self.factor]) if self.factor else "") + (env["k"]["name"] if self.record else "")

    def cell(self, column, row, number):
        """The text of the cell."""
        env = column.env
        if self.kind == "text":
            return row["name"] + self.turn(env)
        if self.kind == "count":
            return str(number)
        if self.when and row["n"] <= 0:
            return "—"
        times = env[self.factor] if self.factor else 1
        if self.kind == "money":
            return money((row["amount"] or 0) * times)
        return plain(row["n"] * times + (env["k"]["n"] if self.record else 0))


class Tree:
    """What stands among the columns."""
    def __init__(self, chance, keys):
        self.chance, self.keys, self.number = chance, keys, 0
        self.parts = self.make_parts(0, [], [], chance.randrange(1, 4))

    def make_parts(self, depth, variables, names, count):
        return [self.make_part(depth, variables, names) for _ in range(count)]

    def make_part(self, depth, variables, names):
        chance = self.chance
        kind = chance.choice(("one", "one", "heads", "if", "for", "range")) if depth < 3 else "one"
        self.number += 1
        own = self.number
        if kind == "one" or (kind == "for" and "i" in variables) or (kind == "range" and "m" in variables):
            part = One(chance, own, variables, names)
            if part.name:
                names.append(part.name)
            return part
        count = chance.randrange(1, 4)
        if kind == "heads":
            factor = chance.choice(variables) if variables else None
            return ("heads", f"上{own}", factor, self.make_parts(depth + 1, variables, names, count))
        if kind == "if":
            over = chance.choice(variables) if variables else None
            return ("if", over, chance.randrange(0, 3), self.make_parts(depth + 1, variables, names, count))
        inner = list(names)  # what gets a name in the <for> is not seen behind it
        variable = "i" if kind == "for" else "m"
        return (kind, variable, chance.randrange(1, 4), self.make_parts(depth + 1, variables + [variable], inner, count))

    def xml(self, subtotals, parts=None):
        text = ""
        for part in self.parts if parts is None else parts:
            if isinstance(part, One):
                text += part.xml(subtotals)
                continue
            kind, word, value, inside = part
            inside = self.xml(subtotals, inside)
            if kind == "heads":
                text += f'<columns head="{word}{"{" + value + "}" if value else ""}">{inside}</columns>'
            elif kind == "if":
                text += f'<if test="{word or 1} &gt; {value}">{inside}</if>'
            else:
                text += ('<for each="first(g.b).c" as="k" index="i">' if kind == "for" else f'<for each="range({value})" as="m">') + inside + "</for>"
        return text

    def columns(self, parts=None, env=None, heads=(), frame=()):
        """Those that are there, in their order.  heads: (a key of the head, its text), from above."""
        found = []
        for at, part in enumerate(self.parts if parts is None else parts):
            env = env or {}
            if isinstance(part, One):
                found.append(Column(part, env, heads + ((object(), part.head + part.turn(env)),), frame))
                continue
            kind, word, value, inside = part
            if kind == "heads":
                found += self.columns(inside, env, heads + ((object(), word + (str(env[value]) if value else "")),), frame)
            elif kind == "if":
                found += self.columns(inside, env, heads, frame) if (env[word] if word else 1) > value else []
            else:
                turns = enumerate(self.keys, 1) if kind == "for" else ((m, None) for m in range(1, value + 1))
                for turn, key in turns:
                    own = dict(env, **({"i": turn, "k": key} if kind == "for" else {"m": turn}))
                    found += self.columns(inside, own, heads, frame + ((at, id(part), turn),))
        return found


class Table:
    def __init__(self, seed, number):
        self.number, chance = number, random.Random(f"cross {seed} {number}")
        self.grouped = chance.random() < 0.5
        self.subtotals = self.grouped and chance.random() < 0.6
        self.groups = [{"name": self.name(chance), "rows": [self.row(chance) for _ in range(chance.randrange(1, 7))]} for _ in range(chance.randrange(1, 4))]
        keys = self.groups[0]["rows"] = self.groups[0]["rows"][:4]
        while True:
            tree = Tree(chance, keys)
            self.columns = tree.columns()
            if len(self.columns) <= MOST:
                break
        self.subtotals = self.subtotals and " sum=" in tree.xml(False)
        self.sums = any(column.part.sum for column in self.columns)
        self.says = self.sums or any(column.part.says for column in self.columns)
        written = tree.xml(self.subtotals)
        turns = '<page-head label="承前"/><page-foot label="本页" on="pages"/>' if " sum=" in written and chance.random() < 0.5 else ""
        self.turns = bool(turns) and self.sums
        self.first = 2 if self.grouped else 1
        self.height = chance.randrange(160, 400)
        subtotal = ' subtotal="小计"' if self.subtotals else ""
        self.layout = (f'<section page="t{number}"><for each="a" as="g" index="z"><if test="z = {{K}}"><table style="t{number}"><level each="g.b" as="h"{subtotal}/>'
                       f'<level each="h.c" as="x"/>{turns}{GROUP if self.grouped else ""}{NAME}{written}</table></if></for></section>\n')
        self.style = (f'<page name="t{number}" width="2400pt" height="{self.height}pt" top="15pt" bottom="15pt" left="7.5pt" right="7.5pt"/>'
                      f'<table-style name="t{number}" base="table"/>')
        self.input = f'<a name="{number}">' + "".join(
            f'<b name="{group["name"]}">' + "".join(
                f'<c name="{row["name"]}" n="{plain(row["n"])}"' + ("" if row["amount"] is None else f' amount="{plain(row["amount"])}"') + "/>"
                for row in group["rows"]) + "</b>" for group in self.groups) + "</a>\n"

    @staticmethod
    def name(chance):
        return "".join(chr(0x4E00 + chance.randrange(2000)) for _ in range(chance.randrange(1, 4)))

    def row(self, chance):
        return {"name": self.name(chance), "n": Fraction(chance.randrange(-300, 3000), chance.choice((1, 1, 100, 20))),
                "amount": Fraction(chance.randrange(0, 10 ** 6), 100) if chance.random() < 0.7 else None}

    def heads(self):
        """(row, column): text of all cells of the head."""
        first, depth = self.first, max([len(column.heads) for column in self.columns], default=1)
        cells = {(0, first - 1): "名"}
        if self.grouped:
            cells[0, 0] = "组"
        seen = set()
        for at, column in enumerate(self.columns):
            for row, (key, text) in enumerate(column.heads):
                if key not in seen:
                    cells[row, first + at] = text
                seen.add(key)
        return depth, cells

    def body(self):
        """The rows behind the head: (sort, {column: text}, group); rows of sums have what is not added up from the pages."""
        numbers, rows = [0] * len(self.columns), []
        for group in self.groups:
            for row in group["rows"]:
                cells = {self.first - 1: row["name"]}
                for at, column in enumerate(self.columns):
                    numbers[at] += column.part.kind == "count"
                    cells[self.first + at] = column.part.cell(column, row, numbers[at])
                rows.append(("row", cells, group))
            if self.subtotals and self.says:
                rows.append(("小计", None, group))
        rows.append(("合计", None, None))
        return rows

    def sum_of(self, column, name, figures):
        """The sum of that name as the column sees it: of the nearest frame around it."""
        for at, other in enumerate(self.columns):
            if other.part.name == name and column.frame[:len(other.frame)] == other.frame:
                return figures[at]
        return Fraction(0)


def texts_of(own):
    """(row, column): text, over all pages, but for rows at page turns; and by page the rows and those at its turns."""
    cells, by_page = {}, []
    for page in own:
        rows = {}
        for item in sorted(page.texts(), key=lambda item: (item.y, item.x)):
            if item.cell and not item.meaning.startswith("again") and "repeat" not in item.meaning:
                row = rows.setdefault(item.cell[1], {})
                row[item.cell[2]] = row.get(item.cell[2], "") + item.text
        by_page.append(rows)
        for row, found in rows.items():
            if row < pages.TURN_ROW:
                for column, text in found.items():
                    cells[row, column] = cells.get((row, column), "") + text
    return cells, by_page


def check_sums(table, what, found, rows):
    """What a row of sums says against the printed figures of the rows that it is about."""
    figures = [sum((read_number(row.get(table.first + at)) or 0 for row in rows), Fraction(0)) if column.part.sum else None
               for at, column in enumerate(table.columns)]
    for at, column in enumerate(table.columns):
        text, any_figure = found.get(table.first + at), column.part.sum and any(read_number(row.get(table.first + at)) is not None for row in rows)
        if column.part.sum and (read_number(text) or 0) != figures[at] and (any_figure or text):
            yield f"{what} says {text} in column {table.first + at}, the figures add up to {figures[at]}"
        if column.part.sum and any_figure and text is None:
            yield f"{what} says nothing in column {table.first + at}"
        if what in ("合计", "小计") and column.part.says:
            wanted = "=" + plain(table.sum_of(column, column.part.says, figures))
            if text != wanted:
                yield f"{what} says {text} in column {table.first + at}, not {wanted}"


def check(table, own):
    cells, by_page = texts_of(own)
    depth, wanted = table.heads()
    body = table.body()
    for at, text in wanted.items():
        if cells.get(at) != text:
            yield f"the head has {cells.get(at)} at {at}, not {text}"
    for at in cells:
        if at[0] < depth and at not in wanted:
            yield f"the head has {cells[at]} at {at}"
    printed, of_group, group = [], [], None
    for index, (sort, texts, own_group) in enumerate(body):
        row = depth + index
        found = {column: text for (at, column), text in cells.items() if at == row}
        if sort == "row":
            of_group = of_group if own_group is group else []
            group = own_group
            found.pop(0, None) if table.grouped else None
            if found != texts:
                yield f"row {row} has {found}, not {texts}"
            printed.append(found)
            of_group.append(found)
        elif sort not in found.values():
            yield f"row {row} is not {sort}: {found}"
        else:
            yield from check_sums(table, sort, found, of_group if sort == "小计" else printed)
    if max((at[0] for at in cells), default=0) + 1 != depth + len(body):
        yield f"{max(at[0] for at in cells) + 1} rows, not {depth + len(body)}"
    if table.turns:
        yield from check_turns(table, by_page, depth, body)


def check_turns(table, by_page, depth, body):
    before = []
    for index, rows in enumerate(by_page):
        here = [cells for row, cells in rows.items() if depth <= row < pages.TURN_ROW and body[row - depth][0] == "row"]
        turns = [cells for row, cells in rows.items() if row >= pages.TURN_ROW]
        wanted = ([("承前", before)] if index > 0 else []) + ([("本页", here)] if len(by_page) > 1 else [])
        if [cells.get(0) for cells in turns] != [label for label, _ in wanted]:
            yield f"page {index + 1} has {[cells.get(0) for cells in turns]}, not {[label for label, _ in wanted]}"
        else:
            for cells, (label, of) in zip(turns, wanted):
                yield from check_sums(table, label, cells, of)
        before = before + here


def look(program, folder, tables, name):
    return randoms.look(program, folder, tables, name, check)


if __name__ == "__main__":
    randoms.main(__doc__, Table, look, "cross", 160, BATCH)
