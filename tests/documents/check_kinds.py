#!/usr/bin/env python3
"""The pages of docs/kinds, carried out as they stand: what is indented below a line that ends with (`NAME`): is a file, an indented line that begins with chengwen a
command, which must do what it says without an error.  Each page names every list and group that the kind's description may have, and each kind of docs/kinds is there.

usage: check_kinds.py PROGRAM
"""
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PAGES = os.path.join(TREE, "docs", "kinds")
PLACES = ["--templates", os.path.join(TREE, "templates"), "--fonts", os.path.join(TREE, "fonts")]


def blocks(text):
    """(the line before, the lines) of each indented block."""
    for match in re.finditer(r"^(\S[^\n]*)\n\n((?:    [^\n]*\n|\n(?=    ))+)", text, re.M):
        yield match.group(1), [line[4:] for line in match.group(2).rstrip("\n").split("\n")]


def run_page(program, text):
    faults, count = [], 0
    with tempfile.TemporaryDirectory() as folder:
        for before, lines in blocks(text):
            name = re.search(r"\(`([^`]+)`\)[^`]*:$", before) or re.search(r"`([^`]+)`:$", before)
            commands = [line for line in lines if line.startswith("chengwen ")]
            if name:
                with open(os.path.join(folder, name.group(1)), "w", encoding="utf-8") as file:
                    file.write("\n".join(line for line in lines if not line.startswith("chengwen ")) + "\n")
            for command in commands:
                words = command.split("#")[0].split()[1:]
                done = subprocess.run([program, *words, *(PLACES if words[0] != "new" else PLACES[:2])], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
                count += 1
                if done.returncode != 0 or "error" in done.stderr:
                    faults.append(f"{command}: status {done.returncode}: {done.stderr}")
    return faults, count


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
