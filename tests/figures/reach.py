#!/usr/bin/env python3
"""Whatever a description may state reaches the page or a proof: no input is read and then silently dropped.

usage: reach.py PROGRAM

The fields of every kind that an input may state and no formula proves are found in model.xml.  For each, a description that
states it is looked for among input/, tests/documents/inputs, the golden cases and reach/ beside this script; there its value is changed,
and what stands on the pages (`dump --stage=content`) or what is said (`check`) must change with it.  {Expressions} of running text are taken out before,
so that a field counts only where the kind itself prints or checks it.  A field that changes neither is silent: it fails the test unless it stands in
silent.txt, one path a line with the reason (`group/*`: all in it, untried).  A field that no description states fails it too.

The changes of a field are tried one after the other until one shows; those of all fields go together, a change of each in one run.
"""
import datetime
import glob
import os
import re
import shutil
import sys
import tempfile
import xml.etree.ElementTree as ET

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import shipped
import together

ROOT = os.path.dirname(os.path.dirname(HERE))
TEMPLATES = os.path.join(ROOT, "templates")
SCALARS = {"text", "number", "date", "month", "yesno", "prose"}
PROVED = {"period_clause", "price_clause", "budget_clause", "payment_clause"}  # these must say their figures
EXPRESSION = re.compile(r"\{[^}]*\}")
TRIES = 4


class Kind:
    """The stateable fields of a kind: path -> declaration."""

    def __init__(self, name):
        folder = os.path.join(TEMPLATES, name)
        root = ET.parse(os.path.join(folder, "model.xml")).getroot()
        self.types = {}
        for use in root.iter("use"):
            self.learn_types(ET.parse(os.path.join(folder, use.get("file"))).getroot())
        self.learn_types(root)
        self.fields = {}
        self.unfold(root, ())

    def learn_types(self, root):
        self.types.update({node.get("name"): node for node in root.iter("type")})

    def unfold(self, node, path):
        for name in (node.get("type") or "").split():
            self.unfold(self.types[name], path)
        for child in node:
            inner = path + (child.get("name"),)
            if child.tag in SCALARS:
                self.fields.pop("/".join(inner), None)  # override="yes": the last declaration holds
                if child.get("is") is None:
                    self.fields["/".join(inner)] = child
            elif child.tag in ("group", "list") and child.get("for") is None:
                self.unfold(child, inner)


def statements(node, path=()):
    """(path, element, attribute or None) of everything that stands in a description."""
    for attribute in node.attrib:
        yield "/".join(path + (attribute,)), node, attribute
    for child in node:
        yield "/".join(path + (child.tag,)), child, None
        yield from statements(child, path + (child.tag,))


def others(declaration, text):
    """Other values of the same kind: a near one, and far ones that a check may catch."""
    kind, text = declaration.tag, (text or "").strip()
    if kind == "number":
        number = text.replace(",", "")
        return [number[:-1] + str((int(number[-1]) + 1) % 10), "9" + number]
    if kind == "date":
        date = datetime.date.fromisoformat(text)
        return [(date + datetime.timedelta(days)).isoformat() for days in (1, 9999, -9999)]
    if kind == "month":
        return [f"{text[:5]}{int(text[5:]) % 12 + 1:02}"]
    if kind == "yesno":
        return ["no" if text == "yes" else "yes"]
    choices = [choice for choice in (declaration.get("one-of") or "").split("|") if choice not in ("", text)]
    return choices or ["改" + text]


def changes(declaration, element, attribute):
    """Makes one change after the other, for as long as it is asked."""
    if attribute is not None:
        for value in others(declaration, element.get(attribute)):
            element.set(attribute, value)
            yield
    elif declaration.tag == "prose":
        ET.SubElement(element, "p").text = "改。"
        yield
    else:
        for value in others(declaration, element.text):
            element.text = value
            yield


def without_expressions(root):
    kept = {id(inner) for clause in root.iter() if clause.tag in PROVED for inner in clause.iter()}
    for element in root.iter():
        if id(element) not in kept:
            for name in ("text", "tail"):
                setattr(element, name, EXPRESSION.sub("某", getattr(element, name) or ""))


PLACE = re.compile(r":\d+(:\d+)?")


def outcomes(program, folder, changed):
    """Of each (path of a description, text to stand in its place): what stands on the pages and what is said, without places."""
    paths = []
    for number, (path, text) in enumerate(changed):
        beside = os.path.join(folder, os.path.relpath(os.path.dirname(path), ROOT))
        if not os.path.exists(beside):
            shutil.copytree(os.path.dirname(path), beside)
        paths.append(os.path.join(beside, f"changed-{number}.xml"))
        with open(paths[-1], "wb") as file:
            file.write(text)
    options = ["--square-font", "--date", "2026-06-01", "--templates", TEMPLATES, "--fonts", os.path.join(ROOT, "fonts")]
    shown, _ = together.dump(program, "content", paths, *options)
    said = together.check(program, paths, *options)
    for path, page, result in zip(paths, shown, said, strict=True):
        findings = [(found["verdict"], found["check"], found["path"], found["stated"], found["computed"], found["message"]) for found in result["findings"]]
        told = result["good"], result["proved"], findings, [PLACE.sub("", message.replace(path, "")) for message in result["messages"]]
        yield page and PLACE.sub("", page), told


def examples():
    places = ("tests/figures/reach/*.xml", "input/*.xml", "tests/documents/inputs/*.xml", "tests/documents/inputs/chain/*.xml", "tests/golden/cases/*/input.xml")
    for place in places:
        for path in sorted(glob.glob(os.path.join(ROOT, place))):
            if not os.path.isdir(os.path.join(os.path.dirname(path), "templates")):
                yield path


def occurrences(kinds):
    """kind, path -> [(file, number of the statement in it)]"""
    found = {}
    for path in examples():
        root = ET.parse(path).getroot()
        if root.tag in kinds:
            for number, (field, _, _) in enumerate(statements(root)):
                found.setdefault((root.tag, field), []).append((path, number))
    return found


def description(path):
    root = ET.parse(path).getroot()
    without_expressions(root)
    return root


def tries(declaration, places):
    """(path, text): one change after the other, spread over the descriptions: the first of each file before the second of one."""
    order = sorted(range(len(places)), key=lambda i: (sum(places[j][0] == places[i][0] for j in range(i)), i))
    for path, number in (places[i] for i in order[:TRIES]):
        root = description(path)
        _, element, attribute = list(statements(root))[number]
        for _ in changes(declaration, element, attribute):
            yield path, ET.tostring(root, encoding="utf-8")


def reaching(program, fields):
    """Those of the fields (name -> tries) of which a change shows.  A run has one change of each field that has not shown yet."""
    before, shown = {}, set()
    with tempfile.TemporaryDirectory() as folder:
        while asked := [(field, change) for field, rest in fields.items() if field not in shown and (change := next(rest, None))]:
            new = sorted({path for _, (path, _) in asked} - before.keys())
            unchanged = [(path, ET.tostring(description(path), encoding="utf-8")) for path in new]
            found = list(outcomes(program, folder, unchanged + [change for _, change in asked]))
            before.update(zip(new, found))
            shown |= {field for (field, (path, _)), outcome in zip(asked, found[len(new):], strict=True) if outcome != before[path]}
    return shown


def silent_list():
    path = os.path.join(HERE, "silent.txt")
    with open(path, encoding="utf-8") as file:
        return {line.split()[0] for line in file if line.strip() and not line.startswith("#")}


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    program = os.path.abspath(sys.argv[1])
    names = shipped.kinds()
    kinds = {name: Kind(name) for name in names}
    found, silent, failed = occurrences(kinds), silent_list(), 0
    groups = tuple(path[:-1] for path in silent if path.endswith("/*"))
    jobs = [(name, field) for name in names for field in kinds[name].fields if not f"{name}:{field}/".startswith(groups)]
    fields = {f"{name}:{field}": tries(kinds[name].fields[field], found.get((name, field), [])) for name, field in jobs}
    unstated = {f"{name}:{field}" for name, field in jobs if (name, field) not in found}
    told = fields.keys() - unstated - reaching(program, fields)
    for field in sorted(unstated):
        print("FAILED", field, "stands in no description: add it to tests/figures/reach/")
        failed += 1
    for field in sorted(told - silent):
        print("FAILED", field, "is read, but changes neither page nor message")
        failed += 1
    for field in sorted(silent - told):
        if field.endswith("/*"):
            continue
        print("FAILED", field, "stands in silent.txt, but reaches the page or a proof")
        failed += 1
    print(f"{len(jobs)} fields of {len(names)} kinds, {len(silent)} silent with a reason, {failed} failures")
    sys.exit(1 if failed else 0)


main()
