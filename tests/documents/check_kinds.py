#!/usr/bin/env python3
"""The pages of docs/kinds, carried out as they stand (examples.py).  Each page names every list and group that the kind's description may have, and each kind of docs/kinds is there.

usage: check_kinds.py PROGRAM
"""
import os
import sys
import xml.etree.ElementTree as ET

from examples import TREE, run_page

PAGES = os.path.join(TREE, "docs", "kinds")


def missing(kind, text):
    root = ET.parse(os.path.join(TREE, "templates", kind, "model.xml")).getroot()
    return [f"{kind}: {node.get('name')} is not named" for node in root if node.tag in ("list", "group") and node.get("for") is None and f"`{node.get('name')}`" not in text]


def main():
    program, faults, count = os.path.abspath(sys.argv[1]), [], 0
    pages = sorted(name for name in os.listdir(PAGES) if name != "README.md")
    for name in pages:
        with open(os.path.join(PAGES, name), encoding="utf-8") as file:
            text = file.read()
        told, ran = run_page(program, text)
        faults += [f"{name}: {fault}" for fault in told] + missing(name[:-3], text) + ([] if ran else [f"{name}: no command"])
        count += ran
    print(*faults, f"{len(pages)} pages, {count} commands, {len(faults)} faults", sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
