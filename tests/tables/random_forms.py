#!/usr/bin/env python3
"""Random forms: no cell over another, no hole, each named cell printed once, heads where they belong; marks that are wrong are refused, never worse.

usage: random_forms.py PROGRAM [--forms N] [--seed N]

A grid is cut into random rectangles; each is written down as its row would be: a value by name ({nth(a, 17).name}) or a label, + and ++ and ^ for what is
one with it, in a way chosen by chance where there are several.  N such forms (default 400) are made in documents of 50; what `dump --stage=content` says must be
the rectangles, each with its text.  Then forms of one document each with one mark changed by chance: either a message with a place, or again a grid
without hole or overlap.
"""
import argparse
import os
import random
import re
import sys
import tempfile

import run

sys.path.insert(0, os.path.dirname(run.HERE))
import together

BATCH = 50
CELL = re.compile(r"cell (\d+)(?: span=(\d+))?(?: rows=(\d+))?(.*)")


def cut(chance, rows, columns):
    """Rectangles (row, column, rows, columns) that fill the grid."""
    free = {(row, column) for row in range(rows) for column in range(columns)}
    while free:
        row, column = min(free)
        wide = 1
        while wide < columns and (row, column + wide) in free and chance.random() < 0.45:
            wide += 1
        high = 1
        while row + high < rows and all((row + high, column + i) in free for i in range(wide)) and chance.random() < 0.3:
            high += 1
        free -= {(row + i, column + k) for i in range(high) for k in range(wide)}
        yield row, column, high, wide


def marks(chance, rows, columns, cells, texts):
    """The rows of the form, as lists of what stands between |."""
    grid = [[""] * columns for _ in range(rows)]
    for (row, column, high, wide), text in zip(cells, texts, strict=True):
        for i in range(high):
            for k in range(wide):
                first = text if i == 0 else "^"
                grid[row + i][column + k] = first if k == 0 else "+" if i == 0 else chance.choice("+^")
    for row in grid:
        edge = columns
        while edge > 0 and row[edge - 1] == "+":
            edge -= 1
        if edge < columns and chance.random() < 0.5:
            row[edge:] = ["++"]
    return grid


def is_head(cells, rows, number, labels):
    """What the label names: its row where a value, or a cell of fewer rows, stands at its right, or nothing below it."""
    row, column, high, wide = cells[number]
    beside = next((i for i, (r, c, h, _) in enumerate(cells) if c == column + wide and r <= row < r + h), None)
    if row + high == rows or (beside is not None and (beside not in labels or cells[beside][2] < high)):
        return "row"
    return "column"


class Form:
    def __init__(self, seed, number):
        chance = random.Random(f"{seed} {number}")
        self.rows, self.columns = chance.randrange(1, 9), chance.randrange(1, 9)
        self.cells = []
        while len({row for row, *_ in self.cells}) < self.rows:  # each row has a cell of its own
            self.cells = list(cut(chance, self.rows, self.columns))
        self.labels = {i for i in range(len(self.cells)) if chance.random() < 0.4}
        self.texts = [f"名{number}之{chr(0x4E00 + i)}" if i in self.labels else f"值{number}.{i}" for i in range(len(self.cells))]
        shown = [text if i in self.labels else f"{{nth(a, {i + 1}).name}}" for i, text in enumerate(self.texts)]
        self.grid = marks(chance, self.rows, self.columns, self.cells, shown)

    def layout(self):
        columns = " ".join(["20pt"] * self.columns)
        body = "\n".join("<row>" + " | ".join(row) + "</row>" for row in self.grid)
        return f'<form columns="{columns}">\n{body}\n</form>'

    def expected(self):
        """{(row, column): (rows, columns, text, what it heads)}"""
        return {(row, column): (high, wide, self.texts[i], is_head(self.cells, self.rows, i, self.labels) if i in self.labels else None)
                for i, (row, column, high, wide) in enumerate(self.cells)}


def read_forms(dump):
    """The forms of a dump, as Form.expected has them."""
    forms = []
    for line in dump.splitlines():
        text = line.strip()
        if text.startswith("form "):
            forms.append({})
            row = -1
        elif text.startswith("row"):
            row += 1
        elif match := CELL.fullmatch(text):
            heads = re.search(r"heads=(\w+)", match[4])
            last = (row, int(match[1]) - 1)
            forms[-1][last] = (int(match[3] or 1), int(match[2] or 1), "", heads and heads[1])
        elif forms and text.startswith("p "):
            high, wide, words, heads = forms[-1][last]
            forms[-1][last] = (high, wide, words + text.split(": ", 1)[1], heads)
    return forms


def is_filled(form, rows, columns):
    taken = [(row + i, column + k) for (row, column), (high, wide, *_) in form.items() for i in range(high) for k in range(wide)]
    return len(taken) == len(set(taken)) == rows * columns


def dumped(program, layouts, records):
    """What comes out of each layout, set for its records, and all messages."""
    kinds = [f"case-{number:05}" for number in range(len(layouts))]
    with tempfile.TemporaryDirectory() as folder:
        for kind, layout, names in zip(kinds, layouts, records, strict=True):
            run.write_kind(folder, kind, f'<layout>{layout}</layout>')
            run.write(os.path.join(folder, kind + ".xml"), f"<{kind}>" + "".join(f'<a name="{name}"/>' for name in names) + f"</{kind}>")
        options = ["--square-font", "--templates", "templates", "--fonts", os.path.join(run.ROOT, "fonts")]
        return together.dump(program, "content", [kind + ".xml" for kind in kinds], *options, cwd=folder)


def section(body):
    return f'<section page="h30">{body}</section>'


def check_good(program, forms):
    """Each form, set with records of its own: a section a form would be dear, so forms of a document share a list."""
    layouts, records = [], []
    for start in range(0, len(forms), BATCH):
        batch, names, bodies = forms[start:start + BATCH], [], []
        for form in batch:
            base = len(names)
            names += form.texts
            bodies.append(re.sub(r"nth\(a, (\d+)\)", lambda match: f"nth(a, {base + int(match[1])})", form.layout()))
        layouts.append(section("".join(bodies)))
        records.append(names)
    found, said = dumped(program, layouts, records)
    if None in found:
        sys.exit(said[:2000])
    made = [form for dump in found for form in read_forms(dump)]
    for number, (form, got) in enumerate(zip(forms, made, strict=True)):
        if got != form.expected():
            sys.exit(f"form {number}:\n{form.layout()}\nwanted {form.expected()}\ngot    {got}")
        if not is_filled(got, form.rows, form.columns):
            sys.exit(f"form {number} has holes or cells over others:\n{form.layout()}")


def check_bad(program, forms, seed):
    chance, refused = random.Random(seed), 0
    for form in forms:
        row = chance.choice(form.grid)
        at = chance.randrange(len(row))
        if chance.random() < 0.2:
            del row[at]
        else:
            row[at:at + 1] = chance.choice((["+"], ["++"], ["^"], ["字"], ["+3"], ["字", "+"], ["{1}"]))
    found, said = dumped(program, [section(form.layout()) for form in forms], [form.texts for form in forms])
    for number, (form, dump) in enumerate(zip(forms, found, strict=True)):
        told = re.search(rf"templates/case-{number:05}/layout\.xml:\d+:\d+: error: ", said)
        if (dump is None) != bool(told):
            sys.exit(f"neither made nor refused with a place:\n{form.layout()}\n{said[:1000]}")
        refused += dump is None
        if dump is not None and not is_filled(read_forms(dump)[0], form.rows, form.columns):
            sys.exit(f"holes or cells over others:\n{form.layout()}")
    return refused


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--forms", type=int, default=400)
    parser.add_argument("--seed", default="forms")
    args = parser.parse_args()
    program = os.path.abspath(args.program)
    check_good(program, [Form(args.seed, number) for number in range(args.forms)])
    wrong = [Form(args.seed, number) for number in range(args.forms, args.forms + args.forms // 2)]
    print(f"{args.forms} forms, {sum(len(Form(args.seed, n).cells) for n in range(args.forms))} cells; of {len(wrong)} with a changed mark {check_bad(program, wrong, args.seed)} refused")
