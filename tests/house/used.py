#!/usr/bin/env python3
"""What the language has and no paper uses: functions of functions.def, proofs of model.def, attributes of a table's elements.

usage: used.py

Papers: templates/, input/, tests/documents; a function also where it is used by what the program brings along (built-in styles, proofs).
What is named here is given a paper that needs it, or goes.
"""
import re
import sys
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
SOURCES = ("generator/style/builtin.c", "generator/model/check_kinds.c")
LEAST = {"function": 50, "check": 20, "attribute of a table": 30}


def read(path):
    return (TREE / path).read_text(encoding="utf-8")


def papers():
    for folder in ("templates", "input", "tests/documents"):
        for path in sorted((TREE / folder).rglob("*.xml")):
            yield re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.S)


def source_of(name):
    """The one file of that name, whichever wing it stands in."""
    found = list((TREE / "generator").rglob(name))
    return "\n".join(path.read_text(encoding="utf-8") for path in found)


def functions():
    return re.findall(r"^FUNCTION\((\w+)", source_of("functions.def"), re.M)


def checks():
    return re.findall(r'^PROOF\("([\w-]+)"', source_of("model.def"), re.M)


def table_attributes():
    """(element, attribute): of the tables in schema/layout.def, those of layouts."""
    text = read("generator/schema/layout.def")
    tables = text[text.index("/* --- tables --- */"):text.index("/* --- inline --- */")]
    element = None
    for name, attribute in re.findall(r'^(?:PLACED\([^"]*"([\w-]+)"|(?:ATTRIBUTE|NEEDED)\("([\w-]+)")', tables, re.M):
        element = name or element
        if attribute:
            yield element, attribute


def main():
    text = "\n".join(papers())
    calls = text + "\n".join(source_of(Path(name).name) for name in SOURCES)
    found = {"function": [(name, rf"(?<![\w.]){name}\(|\bas=[\"']{name}[\"']", calls) for name in functions()],
             "check": [(name, rf"<{name}[\s/>]", text) for name in checks()],
             "attribute of a table": [(f"{name} of <{element}>", rf"<{element}(?=\s)[^>]*\s{name}=", text) for element, name in table_attributes()]}
    failures = []
    for what, rows in found.items():
        failures += [f"{what} {name}: used by no paper" for name, pattern, where in rows if not re.search(pattern, where)]
        if len(rows) < LEAST[what]:
            failures.append(f"{what}: only {len(rows)} found; are they declared elsewhere now?")
        print(f"{len(rows)} × {what}")
    print(*failures, sep="\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
