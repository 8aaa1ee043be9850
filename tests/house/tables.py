#!/usr/bin/env python3
"""Tables of the manuals that are made from the program's own lists.

usage: tables.py [--update]

Between <!-- table: NAME --> and <!-- end --> stands what NAME gives here; --update writes it there.
"""
import re
import sys
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
STRING = r'"((?:[^"\\\\]|\\\\.)*)"'
MANUALS = ("templates/README.md",)


def plain(text):
    return text.replace('\\"', '"').replace("\\\\", "\\")


def functions():
    text = (TREE / "generator/expr/functions.def").read_text(encoding="utf-8")
    yield "| function | gives | for example |"
    yield "| --- | --- | --- |"
    for row in re.finditer(r"^FUNCTION\(\w+, [^\n]*?, " + ",\\s+".join([STRING] * 4) + r"\)", text, re.M):
        usage, help, example, gives = (plain(part).replace("|", "\\|") for part in row.groups())
        usage = " · ".join(f"`{form}`" for form in usage.split(" 或 "))
        yield f"| {usage} | {help} | `{example}` → {gives} |"


def rows(name):
    """The elements of schema/NAME.def: (element, help, [(attribute, kind, default, help)])"""
    text = (TREE / f"generator/schema/{name}.def").read_text(encoding="utf-8")
    found = []
    for row in re.finditer(r"^(ELEMENT|ATTRIBUTE|COMPUTED)\((\w+)?,? ?" + STRING + r", (.*?)\)$", text, re.M | re.S):
        parts = [plain(part) for part in re.findall(STRING, row.group(4))]
        if row.group(1) == "ELEMENT":
            found.append((row.group(3), parts[-1], []))
        elif row.group(1) == "ATTRIBUTE":
            found[-1][2].append((row.group(3), row.group(4).split(",")[0], *parts))
    return found


def words():
    """kind of value -> what it may be, in words"""
    choices, kinds = {}, {}
    for source in ("base/words.c", "content/words.c", "schema/values.c"):
        text = (TREE / "generator" / source).read_text(encoding="utf-8")
        arrays = {name: re.findall(r'\{"([^"]+)"', body) for name, body
                  in re.findall(r"struct choice (\w+)\[\] = \{(.*?)\};", text, re.S)}
        for name, array in re.findall(r"struct words (words_\w+) = WORDS\((\w+)\)", text):
            choices[name] = arrays[array]
        for name, array, first, last in re.findall(
                r"struct words (words_\w+) = \{(\w+)(?: \+ (\d+))?, (?:ARRAY_COUNT\(\w+\) - )?(\d+)\}", text):
            start = int(first or 0)
            choices[name] = arrays[array][start:start + int(last)] if first else arrays[array][:-int(last)]
    text = (TREE / "generator/schema/values.def").read_text(encoding="utf-8")
    for kind, table, label in re.findall(r"^VALUE\((\w+), \w+, (?:&(words_\w+)|NULL), .*?" + STRING + r"\)$", text, re.M | re.S):
        kinds[kind] = " ".join(f"`{word}`" for word in choices[table]) if table else label.strip().split("，如")[0]
    return kinds


def cells(*texts):
    return "| " + " | ".join(text.replace("|", "\\|") for text in texts) + " |"


def elements(name):
    def table():
        kinds = words()
        yield "| element, attribute | value | default | |"
        yield "| --- | --- | --- | --- |"
        for element, help, attributes in rows(name):
            told = [row for row in attributes if row[3] or row[2] not in ("", "no")]
            plainly = "".join(f" `{row[0]}`" for row in attributes if row not in told)
            yield cells(f"**`<{element}>`**{plainly}", "", "", help)
            for attribute, kind, default, what in told:
                yield cells(f"`{attribute}`", kinds[kind], f"`{default}`" if default else "", what)
    return table


TABLES = {"functions": functions} | {name: elements(name) for name in ("style", "model")}


def filled(text):
    def table(match):
        rows = "\n".join(TABLES[match.group(1)]())
        return f"<!-- table: {match.group(1)} -->\n{rows}\n<!-- end -->"
    return re.sub(r"<!-- table: (\w+) -->\n.*?<!-- end -->", table, text, flags=re.S)


def main():
    update, failed = sys.argv[1:] == ["--update"], 0
    for name in MANUALS:
        text = (TREE / name).read_text(encoding="utf-8")
        wanted = filled(text)
        if update:
            (TREE / name).write_text(wanted, encoding="utf-8")
        elif wanted != text:
            failed += 1
            print(f"{name}: a table is not what the program's lists say: python3 tests/house/tables.py --update")
    print(f"{len(MANUALS)} manuals, {failed} with other tables")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
