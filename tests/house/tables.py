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


TABLES = {"functions": functions}


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
