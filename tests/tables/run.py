#!/usr/bin/env python3
"""Cases of tables: what stands where, page by page, as a picture made of letters.

usage: run.py PROGRAM [--update] [CASE…]

A case is a folder cases/NAME:
  case.xml       <case purpose="what must come out, and by which rule"> with
                   <layout> … </layout>    as in layout.xml: the section's page is hN, N lines high
                   <style> … </style>      what style.xml says beyond kind/style.xml (optional)
                   <input> … </input>      the description's records (optional: kind/input.xml)
                 picture.png, of 3 × 2 pixels, lies beside the template
                 loose="yes": rules need not close (styles without some of the rules)
  expected.txt   the pages: the picture; "again": what is repeated there, outside the text; "order": the cells (table.row.column) as they are read;
                 fills; rules that are not 0.5 pt.  For a case that must fail: the messages and the exit status
expected.txt is compared byte for byte; besides, pages.py proves for every page that texts and rules keep apart, inside the page and in order.
--update writes down what came out: read it against the purpose before keeping it.
All cases are set in one run, each with a kind of its own: table-case is called case-00000, case-00001, … there.
"""
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
import zlib

import pages

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import case_runner
import together
from case_runner import read, write

ROOT = os.path.dirname(os.path.dirname(HERE))
CASES, KIND = os.path.join(HERE, "cases"), os.path.join(HERE, "kind")
TIME_LIMIT = 60


def element_text(element, name, opening):
    """The element as a file of its own; its text begins in the file's first line."""
    element.tag, element.tail = name, None
    text = ET.tostring(element, encoding="unicode")
    return text if not opening else text.replace(f"<{name}>", f"<{name}>{opening}", 1)


def write_kind(folder, name, layout, style=""):
    """A kind of the shape that kind/ has, with this layout and these styles."""
    kind, common = os.path.join(folder, "templates", name), os.path.join(folder, "templates", "common")
    os.makedirs(kind)
    os.makedirs(common, exist_ok=True)
    shutil.copy(os.path.join(KIND, "style.xml"), os.path.join(kind, "common.xml"))
    os.replace(os.path.join(kind, "common.xml"), os.path.join(common, "style.xml"))  # others may be reading it
    write(os.path.join(kind, "model.xml"), read(os.path.join(KIND, "model.xml")).replace("table-case", name))
    write(os.path.join(kind, "layout.xml"), layout)
    write(os.path.join(kind, "style.xml"), style or '<styles><use file="../common/style.xml"/></styles>')


def write_picture(path):
    """A PNG of 3 × 2 grey pixels."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 3, 2, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(bytes(8))) + chunk(b"IEND", b""))


def chengwen(program, folder, stage, file="input.xml", limit=TIME_LIMIT):
    """Output, messages (without the folder's name) and exit status of a dump."""
    argv = [program, "dump", "--stage=" + stage, "--square-font", "--date", "2026-06-01", "--templates", os.path.join(folder, "templates"),
            "--fonts", os.path.join(ROOT, "fonts"), file]
    done = subprocess.run(argv, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=limit, env=dict(os.environ, LC_ALL="C.UTF-8"))
    out, error = (data.decode("utf-8", "backslashreplace").replace(os.path.join(folder, "templates"), "").replace(folder, "") for data in (done.stdout, done.stderr))
    return out, error, done.returncode


def write_case(folder, case, kind):
    """The kind of this name, and its input; gives the input's name."""
    root = ET.fromstring(read(os.path.join(CASES, case, "case.xml")))
    layout, style, given = (root.find(name) for name in ("layout", "style", "input"))
    style = "" if style is None else element_text(style, "styles", '<use file="../common/style.xml"/>')
    write_kind(folder, kind, element_text(layout, "layout", ""), style)
    text = read(os.path.join(KIND, "input.xml")).replace("table-case", kind) if given is None else element_text(given, kind, "")
    write(os.path.join(folder, kind + ".xml"), text)
    write_picture(os.path.join(folder, "templates", kind, "picture.png"))
    return kind + ".xml"


def set_all(program, cases):
    """By case: the dumped pages (None where there are none) and what is said of it."""
    kinds = [f"case-{number:05}" for number in range(len(cases))]
    with tempfile.TemporaryDirectory() as folder:
        files = [write_case(folder, case, kind) for case, kind in zip(cases, kinds)]
        options = ["--square-font", "--date", "2026-06-01", "--templates", "templates", "--fonts", os.path.join(ROOT, "fonts")]
        found, said = together.dump(program, "pages", files, *options, cwd=folder)
    messages = dict.fromkeys(kinds, "")
    for row in said.splitlines(True):
        kind = re.search(r"case-\d{5}", row)[0]
        messages[kind] += row.replace(kind + ".xml", "input.xml").replace(kind, "table-case").replace("templates/table-case", "/table-case")
    return {case: (out, messages[kind]) for case, kind, out in zip(cases, kinds, found, strict=True)}


def outcome(case, out, error):
    """What comes out, as text, and what is wrong with the pages whatever is expected."""
    if out is None:
        return f"{error}status 1\n", ""
    root = ET.fromstring(read(os.path.join(CASES, case, "case.xml")))
    found = pages.read(out, split=True)
    wrong = [f"page {number}: {fault}\n" for number, page in enumerate(found, 1)
             for fault in pages.faults(page, ruled=root.get("loose") != "yes")]
    purpose = "" if root.get("purpose") else "the case has no purpose\n"
    return error + pages.show(found), purpose + "".join(wrong)


def run_case(shown, case, updating):
    """Gives the faults as text; nothing when all is as expected."""
    actual, wrong = outcome(case, *shown[case])
    path = os.path.join(CASES, case, "expected.txt")
    expected = read(path, "")
    if expected == actual:
        return wrong
    if updating:
        write(path, actual)
        print("written", os.path.relpath(path))
        return wrong
    return wrong + case_runner.difference(case, expected, actual)


if __name__ == "__main__":
    case_runner.main(__doc__, CASES, run_case, set_all)
