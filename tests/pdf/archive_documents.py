"""The documents that archive.py reads: built in as few runs as there are folders of kinds, each with the text of its structure tree."""
import glob
import os
import random
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS, ROOT = os.path.dirname(HERE), os.path.dirname(os.path.dirname(HERE))
for name in (TESTS, os.path.join(TESTS, "tables"), os.path.join(TESTS, "torture"), os.path.join(TESTS, "documents")):
    sys.path.insert(0, name)

import lines
import pictures
import random_prose
import random_tables
import run as tables
import setting
import shipped
import together

# Golden cases with what no other document has, each with kinds of its own.
TOGETHER = 24  # small ones a document: qpdf's start costs more than they do
GOLDEN = ("elements", "footnotes", "table-notes", "columns", "turned-pages", "watermark", "signatures", "page-numbers", "mirrored-pages", "forms", "references")


class Document:
    """A PDF, and what `dump --stage=structure` tells of its description (None: not asked)."""

    def __init__(self, name, path, structure):
        self.name, self.path, self.structure = name, path, structure


def build(program, group, paths, folder, templates, *options):
    """One run for all; those that the program refuses are left out."""
    common = ["--date", "2026-06-01", "--templates", templates, "--fonts", os.path.join(ROOT, "fonts")]
    draft = [option for option in options if option == "--draft"]
    out = os.path.join(folder, "-".join(["pdf", group, *(option.strip("-") for option in options)]))
    os.makedirs(out)
    done = subprocess.run([program, "build", "--quiet", *common, *options, "-o", out, *paths], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"build of {group} ended with {done.returncode}: {done.stderr[:2000]}")
    dumped = together.dump(program, "structure", paths, *common, *draft)[0]
    found = []
    for path, structure in zip(paths, dumped):
        name = os.path.splitext(os.path.basename(path))[0]
        made = os.path.join(out, name + ("-草稿.pdf" if draft else ".pdf"))
        if (structure is None) == os.path.exists(made):
            sys.exit(f"{group}/{name}: dump and build do not agree whether it can be set: {done.stderr[:2000]}")
        if structure is not None:
            found.append(Document(" ".join([f"{group}/{name}", *options]), made, structure))
    return found


def samples(program, folder, *options):
    paths = shipped.samples()
    return build(program, "input", paths, folder, os.path.join(ROOT, "templates"), *options)


def inputs(program, folder, *options):
    paths = sorted(glob.glob(os.path.join(TESTS, "documents", "inputs", "*.xml")))
    return build(program, "inputs", paths, folder, os.path.join(ROOT, "templates"), *options)


def golden(program, folder, *options):
    for case in GOLDEN:
        path = os.path.join(TESTS, "golden", "cases", case)
        yield from build(program, case, [os.path.join(path, "input.xml")], folder, os.path.join(path, "templates"), *options)


def everything(program, folder, *options):
    """The document with every element."""
    home = os.path.join(folder, "-".join(["everything", *(option.strip("-") for option in options)]))
    shutil.copytree(os.path.join(HERE, "everything"), home)
    os.makedirs(os.path.join(home, "templates", "common"))
    shutil.copy(os.path.join(TESTS, "golden", "common", "page.xml"), os.path.join(home, "templates", "common"))
    for name, data in (("gray.png", pictures.png(pictures.GRAY)), ("alpha.png", pictures.png(pictures.RGB_ALPHA)), ("palette.png", pictures.png(pictures.PALETTE)), ("photo.jpeg", pictures.jpeg())):
        with open(os.path.join(home, "templates", "everything", name), "wb") as file:
            file.write(data)
    return build(program, "everything", [os.path.join(home, "everything.xml")], folder, os.path.join(home, "templates"), *options)


def sections_of(case):
    """What the layout holds, if nothing else makes the case and it can be set."""
    root = ET.fromstring(tables.read(os.path.join(tables.CASES, case, "case.xml")))
    layout, fails = root.find("layout"), tables.read(os.path.join(tables.CASES, case, "expected.txt")).endswith("status 1\n")
    plain = root.find("style") is None and root.find("input") is None and all(element.tag == "section" for element in layout)
    return "".join(ET.tostring(element, encoding="unicode") for element in layout) if plain and not fails else None


def table_cases(program, folder, together=TOGETHER, *options):
    """Those that only have a layout stand together in documents of so many."""
    home, cases, paths = os.path.join(folder, "cases"), sorted(os.listdir(tables.CASES)), []
    sections = [(case, sections_of(case)) for case in cases] if together > 1 else []
    plain = [text for _, text in sections if text is not None]
    os.mkdir(home)
    for number in range(0, len(plain), together):
        kind = f"t-{number}"
        tables.write_kind(home, kind, f"<layout>{''.join(plain[number:number + together])}</layout>")
        tables.write_picture(os.path.join(home, "templates", kind, "picture.png"))
        tables.write(os.path.join(home, kind + ".xml"), tables.read(os.path.join(tables.KIND, "input.xml")).replace("table-case", kind))
        paths.append(os.path.join(home, kind + ".xml"))
    merged = {case for case, text in sections if text is not None}
    paths += [os.path.join(home, tables.write_case(home, case, "t-" + case)) for case in cases if case not in merged]
    return build(program, "tables", paths, folder, os.path.join(home, "templates"), *options)


def torture_lines(program, folder, *options):
    home = os.path.join(folder, "lines")
    cases, paths = lines.read_cases(), []
    os.mkdir(home)
    for level in sorted({case.level for case in cases}):
        lines.make_level(os.path.join(home, "templates"), level, [case for case in cases if case.level == level])
        setting.write(home, level + ".xml", f"<{level}/>\n")
        paths.append(os.path.join(home, level + ".xml"))
    return build(program, "lines", paths, folder, os.path.join(home, "templates"), *options)


def random_documents(program, folder, count, seed, together=TOGETHER, *options):
    """Two thirds of them tables, one third prose: so many to a document."""
    home, names, chance = os.path.join(folder, "random"), [], random.Random(seed)
    made = [random_tables.Table(seed, number) for number in range(count - count // 3)]
    for number in range(0, len(made), together):
        names.append(f"table{number}")
        random_tables.make_document(home, made[number:number + together], names[-1])
    for number in range(0, count // 3, together):
        names.append(f"prose{number}")
        random_prose.write_document(chance, home, names[-1], [random_prose.make_paragraph(chance) for _ in range(8 * min(together, count // 3 - number))])
    paths = [os.path.join(home, name + ".xml") for name in names]
    return build(program, "random", paths, folder, os.path.join(home, "templates"), *options)
