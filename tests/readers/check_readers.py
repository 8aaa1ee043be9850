#!/usr/bin/env python3
"""The samples as poppler and MuPDF read them: no measure of readers.py may be worse than its limit here.

usage: check_readers.py PROGRAM

The limits are what was measured last.  Who makes a measure better lowers its limit in the same commit (raises it, of a share); it is said which could be.
"""
import os
import sys
import tempfile

import readers

#                    spaces other lost closing mixed marked, then shares: paragraphs cells contents
LIMITS = {
    "pdftotext":         (0, 0, 3, 0, 0, 0, 99.0, 84.2, 100.0),
    "pdftotext -layout": (0, 0, 0, 0, 0, 0, 100.0, 76.5, 100.0),
    "pdftotext -raw":    (0, 0, 0, 0, 0, 0, 100.0, 100.0, 100.0),
    "mutool":            (0, 0, 0, 0, 0, 0, 100.0, 100.0, 100.0),
}
MEASURES = ("spaces", "other", "lost", "closing", "mixed", "marked", "paragraphs", "cells", "contents")
SHARES = MEASURES[-3:]


def main():
    program, failed = os.path.abspath(sys.argv[1]), 0
    with tempfile.TemporaryDirectory() as folder:
        pdfs, pages = readers.documents(program, folder)
        for reader in readers.READERS:
            if reader.name not in LIMITS:
                continue
            if readers.missing(reader):
                sys.exit(f"{reader.name} is not installed: {reader.install}")
            row = readers.measure(reader, pdfs, pages).row()
            for name, limit in zip(MEASURES, LIMITS[reader.name]):
                worse = row[name] < limit if name in SHARES else row[name] > limit
                failed += worse
                if row[name] != limit:
                    print(f"{reader.name}: {name} {row[name]}, {'worse than' if worse else 'better: may become'} the limit {limit}")
    print(f"{len(pdfs)} samples, {len(LIMITS)} readers, {failed} measures worse than their limit")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
