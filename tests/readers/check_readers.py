#!/usr/bin/env python3
"""The samples, and white of every sort, as poppler and MuPDF read them: no measure of readers.py may be worse than its limit here.

usage: check_readers.py PROGRAM

The limits are what was measured last.  Who makes a measure better lowers its limit in the same commit (raises it, of a share); it is said which could be.
"""
import os
import sys
import tempfile

import readers

#                    spaces other lost gone closing mixed marked keywords, then shares: paragraphs cells contents
# pdftotext joins cells that stand on a line, the nearer the more: their lines are 15.5 pt apart for the sake of others (templates/common/style.xml).
LIMITS = {
    "samples": {
        "pdftotext":         (0, 0, 5, 0, 0, 0, 0, 0, 99.3, 96.2, 100.0),
        "pdftotext -layout": (0, 0, 0, 0, 0, 0, 0, 0, 100.0, 92.4, 100.0),
        "pdftotext -raw":    (0, 0, 0, 0, 0, 0, 0, 0, 100.0, 100.0, 100.0),
        "mutool":            (0, 0, 0, 0, 0, 0, 0, 0, 100.0, 100.0, 100.0),
    },
    "white": {
        "pdftotext":         (0, 1, 0, 0, 0, 0, 0, 0, 95.2, 66.7, 100.0),
        "pdftotext -layout": (0, 1, 0, 0, 0, 0, 0, 0, 95.2, 66.7, 100.0),
        "pdftotext -raw":    (0, 0, 0, 0, 0, 0, 0, 0, 100.0, 100.0, 100.0),
        "mutool":            (0, 0, 0, 0, 0, 0, 0, 0, 100.0, 100.0, 100.0),
    },
}
MEASURES = ("spaces", "other", "lost", "gone", "closing", "mixed", "marked", "keywords", "paragraphs", "cells", "contents")
SHARES = MEASURES[-3:]


def check(name, pdfs, pages):
    failed = 0
    for reader in readers.READERS:
        if reader.name not in LIMITS[name]:
            continue
        if readers.missing(reader):
            sys.exit(f"{reader.name} is not installed: {reader.install}")
        row = readers.measure(reader, pdfs, pages).row()
        for measure, limit in zip(MEASURES, LIMITS[name][reader.name]):
            worse = row[measure] < limit if measure in SHARES else row[measure] > limit
            failed += worse
            if row[measure] != limit:
                print(f"{name}, {reader.name}: {measure} {row[measure]}, {'worse than' if worse else 'better: may become'} the limit {limit}")
    print(f"{name}: {len(pdfs)} papers, {len(LIMITS[name])} readers, {failed} measures worse than their limit")
    return failed


def main():
    failed = 0
    for name in LIMITS:
        with tempfile.TemporaryDirectory() as folder:
            failed += check(name, *readers.documents(os.path.abspath(sys.argv[1]), folder, name))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
