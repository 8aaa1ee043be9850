#!/usr/bin/env python3
"""Strokes of Han (generator/unicode/strokes.def) are those of Unihan's kTotalStrokes, from Debian's package unicode-data.

usage: strokes.py [--update]

Where a character has two counts the first is that of mainland China.  --update writes the table.  Without the package, or where it
is of another version of Unicode (so Debian 13's), there is nothing to compare with: exit status 77, which ctest takes for skipped.
"""
import bz2
import sys
from pathlib import Path

SOURCE = Path("/usr/share/unicode/Unihan_IRGSources.txt.bz2")
TABLE = Path(__file__).resolve().parents[2] / "generator/unicode/strokes.def"
BLOCKS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x2A6DF), (0x2A700, 0x323AF))  # not those that NFC makes others of
ROW = 256
LETTERS = "-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"  # 0 (none known), 1, 2 … 62 and more
HEAD = """/*
 * Strokes of Han, as Unihan's kTotalStrokes counts them (simplified forms as such; Unicode 15.0, unicode-data of Debian 12):
 *
 *     STROKES(first character, a letter for each from there on)
 *
 * - none is known, A 1, B 2 … Z 26, a 27 … 9 62 or more.  Written by tests/unicode/strokes.py --update, which the tests compare it with.
 * Data: Copyright 1991-2022 Unicode, Inc., https://www.unicode.org/license.txt
 */
"""


def counts():
    found = {}
    with bz2.open(SOURCE, "rt", encoding="utf-8") as lines:
        for line in lines:
            parts = line.rstrip("\n").split("\t")
            if len(parts) == 3 and parts[1] == "kTotalStrokes":
                found[int(parts[0][2:], 16)] = int(parts[2].split()[0])
    return found


def table():
    strokes = counts()
    rows = []
    for first, last in BLOCKS:
        for start in range(first, last + 1, ROW):
            codes = range(start, min(start + ROW, last + 1))
            rows.append(f'STROKES(0x{start:x}, "{"".join(LETTERS[min(strokes.get(code, 0), len(LETTERS) - 1)] for code in codes)}")')
    return HEAD + "\n".join(rows) + "\n"


def main():
    if not SOURCE.exists() or "# Unicode version: 15.0." not in bz2.open(SOURCE, "rt", encoding="utf-8").read(1000):
        print(f"{SOURCE} of Unicode 15.0 is not there: nothing to compare with")
        return 77
    made = table()
    if sys.argv[1:] == ["--update"]:
        TABLE.write_text(made, encoding="utf-8")
        return 0
    same = TABLE.read_text(encoding="utf-8") == made
    print("the same" if same else f"{TABLE.name} is not what kTotalStrokes says: strokes.py --update")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
