#!/usr/bin/env python3
"""What a designer would measure on the pages of our papers.

usage: tests/pages/measure.py [PROGRAM] [INPUT…]   (default: build/chengwen, all of input/)

Printed a paper, from `dump --stage=pages`; lengths in mm:
  table feet   white below a part of a table that goes on overleaf: on how many pages, in all, the most
  text feet    white below text of a section that goes on overleaf, without a table at the turn: the same
  off grid     lines of running text (三号) that do not stand where, counted by the pitch of the grid, most of the paper's stand: of how many
White counts from the lowest line or rule of a page to the lowest of all pages of that size in the paper.
"""
import collections
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MM = 72 / 25.4
BODY = ("cell", "row-head", "head-cell", "paragraph", "heading", "item", "label", "note", "caption", "entry")
PITCH, TYPE = 225 / 22 * MM, 16  # of the line grid, of its text
Page = collections.namedtuple("Page", "number size first last bottom lines")
ITEM = re.compile(r"  (glyphs|rectangle|picture|path) (\S+)(.*)")
NUMBER = re.compile(r" (x|y|width|height|table|node|size) (-?[\d.]+)")
SECTION = re.compile(r"  \d+ section pages? (\d+)(?:-(\d+))?")


def dump(program, path, stage):
    argv = [program, "dump", "--date", "2026-06-01", "--stage", stage, path]
    return subprocess.run(argv, capture_output=True, text=True, check=True).stdout.splitlines()


def pages_of(dumped):
    """Of each page: its size, the first and last item of the body as (part, table), and the lowest line or rule."""
    pages, items, lines, size, number = [], [], set(), None, 0

    def end():
        if size is not None and items:
            rules = [bottom for part, _, bottom in items if part == "rule"]
            texts = [item for item in items if item[0] != "rule"]
            lowest = max((bottom for _, _, bottom in texts), default=0)
            inside = max([bottom for bottom in rules if bottom <= lowest + 25 * MM], default=0)
            pages.append(Page(number, size, texts[0][:2] if texts else None, max(texts, key=lambda one: one[2])[:2] if texts else None, max(lowest, inside), lines))

    for line in dumped:
        if line.startswith("page "):
            end()
            size, items, lines, number = " ".join(line.split()[2:5]), [], set(), int(line.split()[1])
            continue
        match = ITEM.match(line)
        if match is None:
            continue
        kind, part, rest = match.groups()
        values = {name: float(value) for name, value in NUMBER.findall(" " + rest)}
        if kind == "rectangle" and values.get("height", 0) < 100 * MM:
            items.append(("rule", None, values["y"] + values["height"]))
        elif kind == "glyphs" and part in BODY:
            items.append((part, values.get("table"), values["y"]))
            if part in ("paragraph", "item") and values["size"] == TYPE:
                lines.add(values["y"])
    end()
    return pages


def sections_of(dumped):
    """Pairs of neighbouring pages between which a section goes on."""
    found = (SECTION.match(line) for line in dumped)
    return {(page, page + 1) for match in found if match and match[2] for page in range(int(match[1]), int(match[2]))}


def off_grid(pages):
    """(lines off the grid, all) of running text; the grid is where most lines of the paper are."""
    lines = [y % PITCH for page in pages for y in page.lines]
    places = collections.Counter(round(y * 2) / 2 for y in lines)
    grid = max(places, key=places.get, default=0)
    return sum(min(abs(y - grid), PITCH - abs(y - grid)) > 1.5 for y in lines), len(lines)


def feet(pages, going_on):
    lowest = collections.defaultdict(float)
    for page in pages:
        lowest[page.size] = max(lowest[page.size], page.bottom)
    found = {"table": [], "text": []}
    for page, behind in zip(pages, pages[1:]):
        if page.last is None or behind.first is None or (page.number, behind.number) not in going_on:
            continue
        white = (lowest[page.size] - page.bottom) / MM
        if page.last[1] is not None and page.last[1] == behind.first[1]:
            found["table"].append(white)
        elif page.last[1] is None and behind.first[1] is None and behind.first[0] != "heading":
            found["text"].append(white)
    return found


def main():
    program = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else os.path.join(ROOT, "build", "chengwen")
    paths = sys.argv[2:] or sorted(os.path.join(ROOT, "input", name) for name in os.listdir(os.path.join(ROOT, "input")) if name.endswith(".xml"))
    print(f"{'':<22}{'pages':>6}{'table feet':>24}{'text feet':>24}{'off grid':>14}")
    for path in paths:
        try:
            pages = pages_of(dump(program, path, "pages"))
        except subprocess.CalledProcessError as error:
            sys.exit(f"{path}: {error.stderr}")
        going_on = sections_of(dump(program, path, "structure"))
        cells = [f"{len(white)}: {sum(white):6.1f}, most {max(white, default=0):5.1f}" for white in feet(pages, going_on).values()]
        print(f"{os.path.basename(path)[:-4]:<22}{len(pages):>6}" + "".join(f"{cell:>24}" for cell in cells) + "{:>9} of {}".format(*off_grid(pages)))


if __name__ == "__main__":
    main()
