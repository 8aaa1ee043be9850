#!/usr/bin/env python3
"""Feet and words of our pages beside Typst's, the same texts in the same faces, read out of both PDFs by MuPDF.

usage: beside_typst.py [PROGRAM] [INPUT.xml…]   (default: build/chengwen; the contract, agreements and reports of input/)

Printed a paper and in all, ours and Typst's: pages; white, in mm, from the lowest line of a page to the lower edge of the text area where the next page begins with neither a
title nor an annex; line ends inside words in columns under 12 字, of how many: lines near below each other are taken for a cell's.  `./dev bench` brings Typst; which elements of ours it is given: tests/bench/variants.py.
"""
import collections
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

import paper
from lines import HAN, NARROW, WORDS

sys.path.insert(0, os.path.join(paper.ROOT, "tests", "bench"))
import beside_typst as bench  # noqa: E402
import tables  # noqa: E402
import variants  # noqa: E402

BOTTOM = 842 - 35 * paper.MM  # of the text area, in both
TITLE = 17  # pt: larger type begins a page
FEED = 18  # pt: lines of a cell are nearer to each other, those of two cells are not
Piece = collections.namedtuple("Piece", "left right y size text")


def pieces_of(line):
    """A line of MuPDF's, divided where more than an em is white: it may go over several cells."""
    chars = [(float(char.get("quad").split()[0]), float(char.get("quad").split()[2]), char.get("c")) for char in line.iter("char") if char.get("c").strip()]
    size, y = max(float(font.get("size")) for font in line.iter("font")), float(line.get("bbox").split()[3])
    begin = 0
    for i in range(1, len(chars) + 1):
        if i == len(chars) or chars[i][0] - chars[i - 1][1] > size:
            if begin < i:
                yield Piece(chars[begin][0], chars[i - 1][1], y, size, "".join(c for _, _, c in chars[begin:i]))
            begin = i


def pages_of(pdf):
    """Of each page the pieces of lines in the text area, from above."""
    text = subprocess.run(["mutool", "draw", "-q", "-F", "stext", pdf], check=True, capture_output=True, text=True).stdout
    text = re.sub(r"&#x?0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]?);", "", text)
    pages = [[piece for line in page.iter("line") for piece in pieces_of(line) if piece.y < BOTTOM + 8] for page in ET.fromstring(text).iter("page")]
    return [sorted(page, key=lambda piece: (piece.y, piece.left)) for page in pages]


def cells_of(page):
    """Pieces that stand below each other like lines of one cell: lists of two and more."""
    rest, cells = list(page), []
    while rest:
        cell = [rest.pop(0)]
        for piece in list(rest):
            above = cell[-1]
            if 5 < piece.y - above.y < FEED and piece.left < above.right and above.left < piece.right and abs(piece.size - above.size) < 1:
                cell.append(piece)
                rest.remove(piece)
        cells.append(cell)
    return [cell for cell in cells if len(cell) > 1 and max(piece.right for piece in cell) - min(piece.left for piece in cell) < NARROW * cell[0].size]


def measures(pdf):
    pages = pages_of(pdf)
    white, inside, ends = 0.0, 0, 0
    for here, behind in zip(pages, pages[1:]):
        if here and behind and behind[0].size < TITLE and not behind[0].text.startswith("附件") and here[0].size < 30:
            white += max(0, BOTTOM - max(piece.y for piece in here)) / paper.MM
    for cell in (cell for page in pages for cell in cells_of(page)):
        text, place = "".join(piece.text for piece in cell), 0
        for piece in cell[:-1]:
            place += len(piece.text)
            ends += 1
            inside += bool(HAN.match(text[place - 1]) and HAN.match(text[place:]) and place not in WORDS.begins(text))
    return collections.Counter(pages=len(pages), white=white, inside=inside, ends=ends)


def show(name, found):
    print(f"{name:<22}" + "".join(f"{who:>10}: {one['pages']:>3} pages, feet {one['white']:6.1f} mm, inside words {one['inside']:>3} of {one['ends']:<4}" for who, one in found.items()))


def main():
    arguments = sys.argv[1:]
    program = os.path.abspath(arguments.pop(0)) if arguments and not arguments[0].endswith(".xml") else os.path.join(paper.ROOT, "build", "chengwen")
    folder_of = os.path.join(paper.ROOT, "input")
    paths = arguments or [os.path.join(folder_of, name) for name in sorted(os.listdir(folder_of)) if re.search(r"-(contract|agreement|report)\.xml$", name)]
    sums = {"ours": collections.Counter(), "Typst": collections.Counter()}
    with tempfile.TemporaryDirectory() as folder:
        faces = bench.Faces(folder, "shipped", bench.SHIPPED, bench.SHIPPED_FILES, False)
        script = tables.write(folder, "typst.js", bench.SCRIPT)
        names = [os.path.basename(path)[:-4] for path in paths]
        dumps = paper.together.dump(program, "content", paths, "--date", paper.DATE)[0]
        sources = [tables.write(folder, name + ".typ", variants.typst(dump, faces.faces)) for name, dump in zip(names, dumps)]
        subprocess.run([program, "build", "--quiet", "--date", paper.DATE, "-o", os.path.join(folder, "ours"), *paths], check=True, capture_output=True)
        subprocess.run(["node", script, tables.PEER_FOLDER, faces.typst, "tagged", *sources], check=True)
        for name in names:
            found = {"ours": measures(os.path.join(folder, "ours", name + ".pdf")), "Typst": measures(os.path.join(folder, name + ".pdf"))}
            show(name, found)
            for who, one in found.items():
                sums[who].update(one)
    show("all", sums)


if __name__ == "__main__":
    main()
