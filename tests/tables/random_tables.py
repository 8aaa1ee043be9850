#!/usr/bin/env python3
"""Random tables on pages of all heights: nothing lost, nothing twice, nothing over anything, all rules closed.

usage: random_tables.py PROGRAM [--tables N] [--seed N] [--only NUMBER] [--keep FOLDER]

N tables (default 300): spans of both directions, groups in groups, heads and feet of several rows, captions, notes, titles of later parts, fills, rules
of one row, title rows, rows left out by condition, label columns, lists, paragraphs, pictures, long words and tables (with heads) in cells, decimal
columns, columns of all sorts, tables wider than their page; each on pages of its own height, some turned, many tables a document.  Then, from the pages:
  text       every cell's text is there once, in order; on later pages nothing stands but whole heads, labels and titles, each once a page
             (of tables split by columns: every text is there once)
  labels     beside rows that a label names it stands, with its mark or without, or its first lines
  slivers    on high pages no line of a cell stands alone, and no cell of less than four lines is divided
  pictures   all are there
  pages.py   boxes of cells, the text area, rules, reading order
Table N is the same for the same seed; --only makes it alone, --keep leaves its files there.
"""
import collections
import os
import random

import pages
import randoms
import run

BATCH = 90           # tables a document
WIDTH, SIDE = 205, 7.5
HIGH = 300  # pt: such a page holds two lines of every cell of a row
LINE, BOTTOM = 10000, 15000  # of a text; below the text area
FIRST, COUNT = 0x4E00, 20000
CONTINUED = "（续）"


class Table:
    """One random table: `xml`, and what must come out of it.  cells: {(row, column): text}, of this and of tables inside, one dictionary each."""

    def __init__(self, seed, number):
        self.chance, self.number = random.Random(f"{seed} {number}"), number
        self.next, self.inner = self.chance.randrange(COUNT), []
        self.pictures, self.note = 0, ""
        self.width = WIDTH + self.chance.randrange(0, 250)
        self.nests = self.chance.random() < 0.15
        self.height = self.chance.randrange(260 if self.nests else 90, 420)
        self.turned, self.splits = self.height < self.width and self.chance.random() < 0.3, not self.nests and self.chance.random() < 0.08
        self.style = self.make_style() + (" before=\"5pt\"" if self.splits else "")
        self.columns, self.head_rows = self.chance.randrange(8, 16) if self.splits else self.chance.randrange(1, 7), 0
        self.labels = 1 if self.columns > 1 and self.chance.random() < (0.8 if self.splits else 0.2) else 0
        self.decimal = self.chance.randrange(1, self.columns) if self.columns > 1 and self.chance.random() < 0.25 else None
        self.cells, self.again, self.names, self.row = {}, set(), {}, 0
        self.xml = self.make_table()

    # --- styles ---

    def make_style(self):
        chance = self.chance
        weights = [chance.choice(("0.5pt", "0.5pt", "1pt", "1.5pt")) for _ in range(3)]
        self.ruled = chance.random() < 0.9
        self.half = 750
        self.title = chance.choice(("", "", "续表", CONTINUED))
        values = {"outer-rule": weights[0], "inner-rule": weights[1], "head-rule": weights[2], "valign": chance.choice(("top", "middle", "bottom")),
                  "align": chance.choice(("left", "center", "right")), "padding-y": chance.choice(("2pt", "5pt")), "repeat-head": chance.choice(("yes", "yes", "no")),
                  "continued": chance.choice((CONTINUED, CONTINUED, "")), "vertical-rules": "yes" if self.ruled else "no",
                  "head-fill": chance.choice(("FFFFFF", "EEEEEE")), "min-row": chance.choice(("0pt", "0pt", "25pt")),
                  "group-rule": chance.choice(("0.5pt", "1pt")), "foot-rule": chance.choice(("0.5pt", "2pt")), "continued-title": self.title,
                  "foot-fill": chance.choice(("FFFFFF", "DDDDDD")), "stripe-fill": chance.choice(("FFFFFF", "F5F5F5")), "keep-groups": chance.choice(("yes", "no")), "split-columns": "yes" if self.splits else "no"}
        self.continued, self.padding = values["continued"], pages.milli(values["padding-y"][:-2])
        return " ".join(f'{name}="{value}"' for name, value in values.items())

    # --- texts ---

    def text(self, most=12):
        """Characters that no other cell of the table has; sometimes many, sometimes none."""
        length = self.chance.randrange(most + 1) if self.chance.randrange(10) else self.chance.randrange(20, 40 + 10 * most)
        made = "".join(chr(FIRST + (self.next + i) % COUNT) for i in range(length))
        self.next += length
        return made

    def figure(self):
        """A number that the narrowest column holds on one line."""
        return self.chance.choice((f"{self.chance.randrange(1, 10)}.{self.chance.randrange(10)}", str(self.chance.randrange(1000)), "—"))

    def cell(self, row, column, rows, columns, label=False, plain=False):
        """The element, its text noted."""
        likely = 0.8 if column == self.decimal and columns == 1 else 0.08
        figure = not label and not plain and rows == 1 and column >= self.labels and self.chance.random() < likely
        text = self.figure() if figure else self.text()
        attributes = (f' rows="{rows}"' if rows > 1 and not label else "") + (f' span="{columns}"' if columns > 1 else "")
        if self.chance.random() < 0.1:
            attributes += ' fill="DDEEFF"'
        if self.chance.random() < 0.1:
            attributes += f' valign="{self.chance.choice(("top", "middle", "bottom"))}"'
        if figure:
            attributes += ' align="decimal"'
        if text:
            self.cells[(row, column)] = text
        body = text if plain or figure else self.body(text, row, column, columns)
        if (label or rows > 1 or column + columns <= self.labels) and row >= self.head_rows and text:
            if "<picture" not in body:  # which may be what goes on
                self.names[(row, column)] = self.cells[(row, column)]
            self.again |= {self.cells[(row, column)] + self.continued, self.cells[(row, column)]}
        return f"<cell{attributes}>{body}</cell>"

    def body(self, text, row, column, columns):
        """The text as it is, as paragraphs, as a list, with a picture, a long word or a table behind it."""
        kind = self.chance.randrange(14)
        if kind == 0 and len(text) > 2:
            return f"<p>{text[:len(text) // 2]}</p><p>{text[len(text) // 2:]}</p>"
        if kind == 1 and len(text) > 2:
            return f'<list kind="plain"><item>{text[:1]}</item><item>{text[1:]}</item></list>'
        if kind == 5 and len(text) > 2 and columns == self.columns:
            self.cells[(row, column)] = f"——{text[:1]}——{text[1:]}"
            return f'<list kind="bullet"><item>{text[:1]}</item><item>{text[1:]}</item></list>'
        if kind == 6 and column >= self.labels:
            self.pictures += 1
            return (f"<p>{text}</p>" if text else "") + f'<picture file="picture.png" width="{self.chance.randrange(5, 17)}pt"/>'
        if kind == 7 and text and column >= self.labels:
            word = "".join(self.chance.choice("abcdefgh") for _ in range(self.chance.randrange(2, 60)))  # also wider than its column, or the page
            self.cells[(row, column)] = text + word
            return text + word
        if self.nests and kind < 5 and columns == self.columns and row >= self.head_rows:
            return (f"<p>{text}</p>" if text else "") + self.inner_table()
        return text

    def inner_table(self):
        heads = self.chance.choice((0, 1, 1, 2))
        cells, rows, xml = {}, heads + self.chance.choice((1, 2, 3, 3, 12)), ""
        for row in range(rows):
            xml += "<row>"
            for column in range(2):
                cells[(row, column)] = chr(FIRST + self.next % COUNT) * 2
                xml += f"<cell>{cells[(row, column)]}</cell>"
                self.next += 1
            xml += "</row>" + ("</head>" if row + 1 == heads else "")
        self.again |= {text for (row, _), text in cells.items() if row < heads}
        self.inner.append(cells)
        return f'<table style="inner" columns="40pt *">{"<head>" if heads else ""}{xml}</table>'

    # --- rows ---

    def row_attributes(self):
        chance, out = self.chance, ""
        if chance.random() < 0.05:
            out += f' rule-above="{chance.choice(("2pt", "none"))}"'
            self.ruled = self.ruled and "none" not in out
        if chance.random() < 0.05:
            out += ' fill="FFEEDD"'
        if chance.random() < 0.05:
            out += ' keep-next="yes"'
        return out

    def grid(self, rows, first=0, plain=False):
        """Rows of cells that span both ways from column `first` on; one column is never spanned from above, so that every row has a cell of its own."""
        chance, out = self.chance, []
        free, taken = chance.randrange(first, self.columns), set()
        for row in range(rows):
            column, xml = first, ""
            while column < self.columns:
                if (row, column) in taken:
                    column += 1
                    continue
                wide, most = 1, chance.choice((1, 1, 1, 2, 3))
                while wide < most and column + wide < self.columns and (row, column + wide) not in taken:
                    wide += 1
                covers_free = column <= free < column + wide
                high = 1 if covers_free or chance.randrange(3) else chance.randrange(1, rows - row + 1)
                taken |= {(r, c) for r in range(row, row + high) for c in range(column, column + wide)}
                xml += self.cell(self.row, column, high, wide, plain=plain)
                column += wide
            out.append(xml)
            self.row += 1
        made = [f"<row{'' if plain else self.row_attributes()}>{xml}</row>" for xml in out]
        return made if plain or self.chance.random() < 0.8 else self.conditions(made, first)

    def conditions(self, rows, first):
        """The same rows under a condition that holds, and one more under one that does not."""
        cells = "".join(f"<cell>无{number}</cell>" for number in range(first, self.columns))
        return ['<if test="1 = 1">'] + rows + [f'</if><if test="1 = 2"><row>{cells}</row></if>']

    def group(self, first):
        """A group: its cell left of rows, or of groups."""
        row, column = self.row, first
        place = len(self.cells)
        inside = []
        label = self.cell(row, column, 2, 1, label=True, plain=True)
        if first + 2 < self.columns and self.chance.random() < 0.4:
            for _ in range(self.chance.randrange(1, 4)):
                inside.append(self.group(first + 1))
        else:
            inside += self.grid(self.chance.choice((1, 2, 3, 4, 5, 5, 15)), first + 1)
        assert place <= len(self.cells)
        return f"<group>{label}{''.join(inside)}</group>"

    def column_list(self):
        """Those of a table that is split: fixed, and more of them than fit."""
        out = []
        if self.splits:
            return " ".join(f"{self.chance.randrange(28, 70)}pt" for _ in range(self.columns))
        kinds = ("*", "*", "2*", "pt", "auto", "%")
        for _ in range(self.columns):
            kind = self.chance.choice(kinds)
            out.append({"pt": f"{self.chance.randrange(25, 35)}pt", "%": f"{self.chance.randrange(11, 15)}%"}.get(kind, kind))
        if "*" not in "".join(out):
            out[self.chance.randrange(self.columns)] = "*"
        return " ".join(out)

    def make_table(self):
        chance, out = self.chance, ""
        columns = self.column_list()
        caption = ""
        if chance.random() < 0.3:
            caption = chr(FIRST + self.next % COUNT) * 3
            self.next += 1
            out += f"<caption>{caption}</caption>"
        self.caption = caption
        if self.title:
            self.again.add(caption + ("" if self.title == CONTINUED else "　") + self.title if caption else self.title)
        heads = chance.choice((0, 1, 1, 2))
        if heads:
            self.head_rows = heads
            self.row = 0
            out += "<head>" + "".join(self.grid(heads, plain=True)) + "</head>"
            self.again |= set(self.cells.values())
        for _ in range(chance.randrange(1, 7)):
            if self.columns > 1 and chance.random() < 0.5:
                out += self.group(0)
            else:
                out += "".join(self.grid(chance.randrange(1, 7)))
        if chance.random() < 0.4:
            before, names = set(self.again), dict(self.names)
            out += "<foot>" + "".join(self.grid(chance.randrange(1, 3), plain=True)) + "</foot>"
            self.again, self.names = before, names
        if chance.random() < 0.2:
            self.note = "注" + chr(FIRST + self.next % COUNT) * chance.randrange(1, 60)
            self.next += 1
            out += f"<note>{self.note}</note>"
        labels = f' labels="{self.labels}"' if self.labels else ""
        return f'<table style="t{self.number}" columns="{columns}"{labels}>{out}</table>'

    # --- the kind ---

    def page_element(self):
        """The page's width tells which table stands there: a hundredth of a point for each."""
        place = self.number % BATCH + 1
        return (f'<page name="p{self.number}" width="{self.width + 2 * SIDE + place / 100:.2f}pt" height="{self.height}pt" top="15pt" bottom="15pt" '
                f'left="{SIDE}pt" right="{SIDE + place / 100:.2f}pt" turned="{"yes" if self.turned else "no"}"/>')

    def style_element(self):
        return f'<table-style name="t{self.number}" base="table" {self.style}/>'

    # --- what came out ---

    def faults(self, found):
        margins = (7500, 15000, 7500 + (self.number % BATCH + 1) * 10, 15000)
        for number, page in enumerate(found, 1):
            for fault in pages.faults(page, margins, half=self.half + 1, ruled=self.ruled):
                yield f"page {number}: {fault}"
            yield from (f"page {number}: {fault}" for fault in ([] if self.splits else self.repeats(page, number)))
        yield from [] if self.splits else self.missing(found)
        yield from self.slivers(found) if self.height >= HIGH and not self.splits and "<foot>" not in self.xml else []  # what no page holds gives way
        shown, note = sum(len(page.pictures()) for page in found), "".join(item.text for page in found for item in page.texts() if item.meaning == "note")
        if not self.splits and shown != self.pictures:
            yield f"{shown} pictures of {self.pictures}"
        if note != self.note:
            yield f"the note “{self.note}” became “{note}”"
        texts = collections.defaultdict(lambda: collections.defaultdict(str))
        for page in found:
            for item in page.texts():
                if item.cell:
                    texts[item.cell[0]][item.cell[1:]] += item.text
        yield from self.lost([dict(cells) for _, cells in sorted(texts.items())])

    def lost(self, made):
        if self.splits:
            wanted, shown = (collections.Counter(text for cells in tables for text in cells.values()) for tables in ([self.cells], made))
            yield from (f"“{text}” is there {shown[text]} times, not {wanted[text]}" for text in sorted(wanted | shown) if wanted[text] != shown[text])
            return
        wanted = [cells for cells in [self.cells] + self.inner if cells]
        for cells in wanted:
            if cells in made:
                made.remove(cells)
                continue
            nearest = max(made, key=lambda other: len(cells.items() & other.items()), default={})
            for place in sorted(cells.keys() | nearest.keys()):
                if cells.get(place) != nearest.get(place):
                    yield f"cell {place}: “{cells.get(place)}” became “{nearest.get(place)}”"
        if len(made) > 0 and len(wanted) == 0:
            yield "cells that nobody wrote"

    def missing(self, found):
        """Labels of which nothing stands beside rows of theirs, their own text being on earlier pages."""
        table = min((item.cell[0] for page in found for item in page.texts() if item.cell), default=0)
        rows = [[item for item in page.texts() if item.cell and item.cell[0] == table and item.cell[1] >= self.head_rows] for page in found]
        last = {item.cell[1:]: number for number, shown in enumerate(rows) for item in shown}
        ends = {item.cell[1:]: item.cell[1] + item.spans[0] for shown in rows for item in shown}
        for number, (page, shown) in enumerate(zip(found, rows)):
            again = "".join(item.text for item in page.texts() if item.meaning == "artifact")
            for place, text in ((place, text) for place, text in self.names.items() if place in last):
                beside = any(place[0] <= item.cell[1] and ends[item.cell[1:]] <= ends[place] for item in shown)
                if last[place] < number and beside and text[:1] not in again:
                    yield f"page {number + 1}: the label “{text}” is missing"

    def slivers(self, found):
        """Cells of which one line stands alone on a page, and cells of few lines that are divided, where pages are high enough to do better.  The first
        row stands below its heads, if these leave room for no more than a line."""
        table = min((item.cell[0] for page in found for item in page.texts() if item.cell), default=0)
        lines = collections.defaultdict(list)
        first_row = set()
        for page in found:
            here = collections.defaultdict(set)
            heads = [item.y for item in page.texts() if item.cell and item.cell[0] == table and item.cell[1] < self.head_rows]
            if heads and max(heads) > page.height - BOTTOM - 5 * LINE:
                first_row.add(self.head_rows)
            for item in page.texts():
                if item.cell and item.cell[0] == table and item.cell[1] >= self.head_rows:
                    here[item.cell[1:]].add(item.y)
            for place, shown in here.items():
                lines[place].append(len(shown))
        for place, parts in lines.items():
            if len(parts) > 1 and place[0] not in first_row and (sum(parts) < 4 or min(parts[0], parts[-1]) < 2):
                yield f"cell {place} stands in parts of {parts} lines"

    def repeats(self, page, number):
        """What is no text of the document: whole heads and titles, labels or their first lines, with their mark or without; each once."""
        rest, seen = "".join(item.text for item in page.texts() if item.meaning == "artifact"), set()
        if rest and number == 1:
            yield f"“{rest}” stands again on the first page"
        while rest:
            found = max((text for text in self.again if rest.startswith(text)), key=len, default=None)
            if not found:
                found = max((os.path.commonprefix([text, rest]) for text in self.again), key=len, default="")
                found += self.continued if rest[len(found):].startswith(self.continued) else ""
            if not found:
                yield f"“{rest}” is neither head nor label"
                return
            if found in seen:
                yield f"“{found}” stands twice"
            seen.add(found)
            rest = rest[len(found):]


def make_document(folder, tables, name):
    layout = "".join(f'<section page="p{table.number}">{table.xml}</section>\n' for table in tables)
    style = "".join(table.page_element() + table.style_element() + "\n" for table in tables)
    run.write_kind(folder, name, f"<layout>\n{layout}</layout>\n", f'<styles><use file="../common/style.xml"/>\n{style}</styles>\n')
    run.write(os.path.join(folder, name + ".xml"), f"<{name}/>\n")
    run.write_picture(os.path.join(folder, "templates", name, "picture.png"))


def look(program, folder, tables, name):
    """(table, fault) for all that is wrong with these tables."""
    make_document(folder, tables, name)
    out, error, status = run.chengwen(program, folder, "pages", name + ".xml", 300)
    if status != 0:
        if len(tables) == 1:
            return [(tables[0], f"status {status}: {error}")]
        return [fault for table in tables for fault in look(program, folder, [table], f"{name}n{table.number}")]
    by_place = collections.defaultdict(list)
    for page in pages.read(out):
        by_place[page.width % 1000 // 10].append(page)
    return [(table, fault) for table in tables for fault in table.faults(by_place[table.number % BATCH + 1])]


if __name__ == "__main__":
    randoms.main(__doc__, Table, look, "random", 300, BATCH)
