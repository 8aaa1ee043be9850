#!/usr/bin/env python3
"""Random tables with sums at page turns: what is printed is added up, page by page, by somebody else.

usage: random_turns.py PROGRAM [--tables N] [--seed N] [--only NUMBER] [--keep FOLDER]

N tables (default 120) from data or written cell by cell: groups and subtotals or none, names of one line or many, figures with and without decimals, below zero,
as money, missing; any <page-head>, <page-foot>s, a foot; so many rows a page, with empty ones or without; a page turn before each group, with sums that go on
or begin anew; columns with figures always there, or made for the document by a <for> or <if>; a caption and a note beside every part; on pages of their own height.  From the pages:
  rows    each page has the rows that its turns ask for, in their order, and no others
  sums    each says what the figures of the page, or of the pages so far, add up to; the foot what all do
  pages   each has its count of rows (of a page with empty ones, by its rules), a group begins a page, what stands beside every part does so once
  fit     all that pages.py looks at: boxes, the text area, rules
"""
import random
from fractions import Fraction

import pages
import randoms

BATCH = 40  # tables a document


class Table:
    def __init__(self, seed, number):
        self.number, chance = number, random.Random(f"turns {seed} {number}")
        self.height = chance.randrange(140, 420)
        self.grouped = chance.random() < 0.5
        subtotal = ' subtotal="小计"' if self.grouped and chance.random() < 0.5 else ""
        self.head = chance.choice(("", "承前", "承前页"))
        self.feet = [(f"脚{'一二三'[i]}", chance.choice(("page", "so-far")), chance.choice(("turns", "pages", "always"))) for i in range(chance.randrange(0, 4))]
        self.decimals, long = chance.choice((0, 0, 2, 4)), chance.random() < 0.3
        self.first = 2 if self.grouped else 1  # column with figures
        money = chance.random() < 0.6
        self.written, self.turn, self.rows, self.blank = chance.random() < 0.3, chance.choice(("no", "no", "yes", "anew")), 0, False
        padding = chance.choice((2, 5))
        kept = random.Random(f"columns {seed} {number}").choice((("", ""), ("<if test=\"count(b) &gt; 0\">", "</if>"), ("<for each=\"range(1)\" as=\"turn\">", "</for>")))
        self.beside = [text for text in ("单位：元", "来源：账簿") if chance.random() < 0.3]
        self.height = max(self.height, 280) if self.beside else self.height  # where it has room
        if chance.random() < 0.4:  # what is left beside head, foot, turns, titles
            most = (self.height - 30 - 60) // (10 + 2 * padding) - 4 - len(self.feet)
            self.rows, self.blank, long = chance.randrange(1, most + 1) if most > 0 else 0, chance.random() < 0.5, long and most <= 0
        if self.written:
            subtotal = ""
        self.subtotal = subtotal != ""
        rows = (f' rows-a-page="{self.rows}"' if self.rows else "") + (' blank-rows="yes"' if self.rows and self.blank else "")
        self.blank = self.blank and self.rows > 0
        caption = '<caption>题</caption><caption repeat="yes">单位：元</caption>' if "单位：元" in self.beside else ""
        note = '<note style="body">注</note><note style="body" repeat="yes">来源：账簿</note>' if "来源：账簿" in self.beside else ""
        turns = (f'<page-head label="{self.head}"/>' if self.head else "") + "".join(
            f'<page-foot label="{label}" sums="{sums}" on="{on}"/>' for label, sums, on in self.feet)
        level = f'<level each="b" as="g" page-break="{self.turn}"{subtotal if self.grouped else ""}/>'
        group = '<column head="组" at="g">{g.name}</column>' if self.grouped else ""
        align = chance.choice(("right", "decimal", "left"))
        width = chance.choice(("auto", "*" if self.rows else "40pt", "*"))
        self.layout = (f'<section page="t{number}"><for each="a" index="k"><if test="k = {{K}}"><table style="t{number}" each="g.c" as="x"{rows}>{caption}{level}{turns}{group}'
                       f'<column width="{width}" head="名" foot="合计">{{x.name}}</column>'
                       f'{kept[0]}<column head="数" of="x.n" sum="yes" align="{align}"/>'
                       f'<column head="额" of="x.amount" sum="yes" align="{align}"{" as=" + chr(34) + "money" + chr(34) if money else ""}/>{kept[1]}{note}</table></if></for></section>\n')
        if self.written:
            self.layout = self.cells(rows, caption, note, width, align, money)
        self.repeats = chance.choice((True, True, False))
        self.style = (f'<page name="t{number}" width="340pt" height="{self.height}pt" top="15pt" bottom="15pt" left="7.5pt" right="7.5pt"/>'
                      f'<table-style name="t{number}" base="table" padding-y="{padding}pt" repeat-head="{"yes" if self.repeats else "no"}" '
                      f'keep-groups="{chance.choice(("yes", "no"))}" continued-title="{chance.choice(("", "续表"))}"/>')
        self.input, self.groups = f'<a name="{number}">', []
        for _ in range(chance.randrange(1, 6)):
            self.input += f'<b name="{self.name(chance, False)}">'
            self.groups.append(chance.randrange(1, 18))
            for _ in range(self.groups[-1]):
                n = self.figure(chance, self.decimals)
                amount = f' amount="{self.figure(chance, 2)}"' if chance.random() < 0.8 else ""
                self.input += f'<c name="{self.name(chance, long)}" n="{n}"{amount}/>'
            self.input += "</b>"
        self.input += "</a>\n"

    def cells(self, rows, caption, note, width, align, money):
        """The table written out."""
        amount = "{money(amounts)}" if money else "{amounts}"
        before = "<cell/>" if self.grouped else ""

        def turn(name, label, attributes):
            return (f'<{name}{attributes}><row><cell>{label}</cell>{before}<cell align="{align}">{{numbers}}</cell><cell align="{align}">{amount}</cell></row></{name}>')

        turns = (turn("page-head", self.head, "") if self.head else "") + "".join(
            turn("page-foot", label, f' sums="{sums}" on="{on}"') for label, sums, on in self.feet)
        if not turns:
            self.written = False
            return self.layout
        body = (f'<for each="c" index="i"><row page-break="{{if(i = 1, \'{self.turn}\', \'no\')}}"><cell>{{name}}</cell><cell of="n" sum="numbers" align="{align}"/>'
                f'<cell of="amount" sum="amounts" align="{align}"{" as=" + chr(34) + "money" + chr(34) if money else ""}/></row></for>')
        group = f"<group><cell>{{name}}</cell>{body}</group>" if self.grouped else body
        head = "<cell>组</cell>" if self.grouped else ""
        return (f'<section page="t{self.number}"><for each="a" index="k"><if test="k = {{K}}"><table style="t{self.number}" columns="{"auto " if self.grouped else ""}{width} auto auto"{rows}>'
                f'{caption}<head><row>{head}<cell>名</cell><cell>数</cell><cell>额</cell></row></head>{turns}<for each="b">{group}</for>'
                f'<foot><row>{before}<cell>合计</cell><cell/><cell/></row></foot>{note}</table></if></for></section>\n')

    def series(self):
        """The group of each row of the body."""
        return [group for group, count in enumerate(self.groups) for _ in range(count + (self.grouped and self.subtotal))]

    @staticmethod
    def figure(chance, decimals):
        whole = chance.choice((0, 1, 9, 99, 999999, 12345678))
        value = chance.randrange(-whole - 1, 10 * whole + 2)
        return f"{value}.{chance.randrange(10 ** decimals):0{decimals}d}" if decimals and chance.random() < 0.8 else str(value)

    @staticmethod
    def name(chance, long):
        return "".join(chr(0x4E00 + chance.randrange(2000)) for _ in range(chance.choice((1, 3, 30, 200)) if long else chance.randrange(1, 5)))


def number(text):
    return Fraction(text.replace(",", "")) if text else None


def add(figures, nothing=None):
    figures = [figure for figure in figures if figure is not None]
    return sum(figures) if figures else nothing


def rows_of(page):
    """(in the foot of turns, row): {column: text}, in the order in which they stand on the page."""
    rows = {}
    for item in sorted(page.texts(), key=lambda item: (item.y, item.x)):
        if item.cell and not item.meaning.startswith("again") and "repeat" not in item.meaning:
            cells = rows.setdefault(item.cell[1], {})
            cells[item.cell[2]] = cells.get(item.cell[2], "") + item.text
    return rows


def groups_of(table, own):
    """Of each page: the groups that have rows on it, and how many rows begin there."""
    known, of, groups = [], table.series(), set()
    for page in own:
        rows = [row for row in rows_of(page) if 0 < row < pages.TURN_ROW]
        fresh = [row for row in rows if row not in known]
        known += [row for row in fresh if "合计" not in rows_of(page)[row].values()]
        groups = {of[known.index(row)] for row in rows if row in known} or groups  # of a page with the foot alone: as before
        yield groups, len([row for row in fresh if row in known])


def check_pages(table, own, groups):
    if sum(count for _, count in groups) != len(table.series()):
        yield f"{sum(count for _, count in groups)} rows are on pages, not {len(table.series())}"
        return
    for index, (page, (of, count)) in enumerate(zip(own, groups)):
        text = "".join(item.text for item in page.texts())
        wanted = sum(1 for group in table.series() if group in of) if table.turn != "no" else len(table.series())
        if table.turn != "no" and len(of) > 1:
            yield f"page {index + 1} has rows of the groups {of}"
        before = sum(more for other, more in groups[:index] if table.turn == "no" or other == of)
        if table.rows and count != min(table.rows, wanted - before):
            yield f"page {index + 1} has {count} rows, not {min(table.rows, wanted - before)}"
        if table.blank:
            edges = {round(rule.middle(), -2) for rule in page.rules() if rule.across()}
            others = 1 + sum(1 for row, cells in rows_of(page).items() if row >= pages.TURN_ROW or "合计" in cells.values())
            heads = int(index == 0 or table.repeats)
            if len(edges) != heads + table.rows + others:
                yield f"page {index + 1} has {len(edges)} rules across, not those of {heads} + {table.rows} + {others - 1} rows"
        for beside in table.beside:
            if text.count(beside) != 1 and not (beside == "来源：账簿" and index + 1 == len(own)):
                yield f"page {index + 1} has {beside} {text.count(beside)} times"


def check(table, own):
    """Faults of its pages."""
    groups = list(groups_of(table, own))
    faults = list(check_pages(table, own, groups))
    yield from faults
    if faults:
        return
    columns, so_far = (table.first, table.first + 1), []
    everything = []
    for index, page in enumerate(own):
        rows = rows_of(page)
        begins, last = index == 0, index + 1 == len(own)
        if table.turn == "anew":
            begins, last = begins or groups[index][0] != groups[index - 1][0], last or groups[index][0] != groups[index + 1][0]
            so_far = [] if begins else so_far
        figures = {row: cells for row, cells in rows.items() if row < pages.TURN_ROW and row > 0}
        sums = {row for row, cells in figures.items() if cells.get(table.first - 1) in ("合计", "小计") or cells.get(0) in ("合计", "小计") or cells.get(1) == "小计"}
        here = [tuple(number(cells.get(column)) for column in columns) for row, cells in figures.items() if row not in sums]
        before, so_far, everything = so_far, so_far + here, everything + here
        wanted = [(table.head, before)] if table.head and not begins else []
        wanted += [(label, here if sums_of == "page" else so_far) for label, sums_of, on in table.feet
                   if not last or on == "always" or (on == "pages" and not begins)]
        turns = [cells for row, cells in rows.items() if row >= pages.TURN_ROW]
        if [cells.get(0) for cells in turns] != [label for label, _ in wanted]:
            yield f"page {index + 1} has {[cells.get(0) for cells in turns]}, not {[label for label, _ in wanted]}"
            continue
        for cells, (label, of) in zip(turns, wanted):
            for i, column in enumerate(columns):
                nothing = Fraction(0) if table.written else None  # a sum that is called by name
                if number(cells.get(column)) != add((figure[i] for figure in of), nothing):
                    yield f"page {index + 1}: {label} says {cells.get(column)} in column {column}, the figures add up to {add(figure[i] for figure in of)}"
        for row in sums:
            if figures[row].get(0) == "合计" and not table.written:
                for i, column in enumerate(columns):
                    if number(figures[row].get(column)) != add(figure[i] for figure in everything):
                        yield f"the foot says {figures[row].get(column)}, all figures add up to {add(figure[i] for figure in everything)}"
    if not any("合计" in cells.values() for page in own for cells in rows_of(page).values()):
        yield "there is no foot"


def stray(page):
    """The notes found no room below the last part, nor a row that would go with them."""
    text = "".join(item.text for item in page.texts())
    return None if text and text in "注来源：账簿" else f"a page without a table: {text}"


def look(program, folder, tables, name):
    return randoms.look(program, folder, tables, name, check, stray)


if __name__ == "__main__":
    randoms.main(__doc__, Table, look, "turns", 120, BATCH)
