#!/usr/bin/env python3
"""The pages of docs/kinds, carried out as they stand (examples.py).  Each page names every list and group that the kind's description may have, and each kind of docs/kinds is there.
A <section> in running text is of the level below the heading that it stands under.

usage: check_kinds.py PROGRAM
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

from examples import TREE, run_page

PAGES = os.path.join(TREE, "docs", "kinds")
SECTIONS = {  # of a sample: fields whose text becomes a section 小节, and the number that it should have
    "yulan-survey": {"background": "（一）", "overview": "（一）", "finding": "1. ", "advice": "（一）"},
    "yulan-assessment": {"opinion": "（一）"}, "pinghu-acceptance": {"finding": "（一）"}, "pinghu-settlement": {"background": "（一）", "basis": "（一）"},
    "pinghu-contract": {"service": "（一）"}, "pinghu-agreement": {"reason": "（一）"}, "yulan-performance": {"background": "（一）", "work": "（一）"}, "yulan-minutes": {"discussion": "（一）"},
}


def sections(program, folder):
    faults = []
    shutil.copytree(os.path.join(TREE, "input", "photos"), os.path.join(folder, "photos"))
    for sample, fields in SECTIONS.items():
        with open(os.path.join(TREE, "input", sample + ".xml"), encoding="utf-8") as file:
            text = file.read()
        for field in fields:
            text = re.sub(rf"<{field}>.*?</{field}>", f'<{field}><section title="小节{field}"><p>略。</p></section></{field}>', text, count=1, flags=re.S)
        path = os.path.join(folder, sample + ".xml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        built = subprocess.run([program, "build", "-q", path, "-o", folder], capture_output=True, text=True)
        if built.returncode != 0:
            faults.append(f"{sample}: {built.stderr.strip()}")
            continue
        pages = subprocess.run(["pdftotext", "-layout", os.path.join(folder, sample + ".pdf"), "-"], capture_output=True, text=True).stdout
        lines = [line.strip() for line in pages.splitlines()]
        faults += [f"{sample}: no line “{number}小节{field}”, but {[line for line in lines if '小节' + field in line]}" for field, number in fields.items() if f"{number}小节{field}" not in lines]
    return faults


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
    with tempfile.TemporaryDirectory() as folder:
        faults += sections(program, folder)
    print(*faults, f"{len(pages)} pages, {count} commands, {len(faults)} faults", sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
