"""Memos of typed tables, one table a line of a file: heads and rows by ；, cells by |, `^n` over rows, `>n` over columns.

The first row is the head; where it has several, `；;` ends them.  单位：… in front is a paragraph before the table.
"""
import pathlib
import re
import sys

MOST = 30  # tables of a memo, so that all messages are told


def cell(text):
    spans = "".join(f' {name}="{found.group(1)}"' for name, mark in (("rows", r"\^(\d)"), ("span", r">(\d)"))
                    if (found := re.search(mark, text)))
    words = re.sub(r"[\^>]\d", "", text)
    return f"<cell{spans}>{words}</cell>"


def width(row):
    return sum(int(found.group(1)) if (found := re.search(r">(\d)", text)) else 1 for text in row.split("|"))


def rows(lines):
    return "".join("<row>" + "".join(map(cell, line.split("|"))) + "</row>" for line in lines)


def table(line):
    before = ""
    if line.startswith("单位："):
        unit, line = line.split("；", 1)
        before = f"<p>{unit}</p>"
    parts = line.split("；;")
    heads = parts[0].split("；") if len(parts) == 2 else line.split("；")[:1]
    body = parts[1].split("；") if len(parts) == 2 else line.split("；")[1:]
    columns = " ".join("*" for _ in range(width(heads[0])))
    return f'{before}<table columns="{columns}"><head>{rows(heads)}</head>{rows(body)}</table>'


for name in sys.argv[1:]:
    lines = pathlib.Path(name + ".txt").read_text(encoding="utf-8").split("\n")[:-1]
    for at in range(0, len(lines), MOST):
        text = "\n".join(map(table, lines[at:at + MOST]))
        pathlib.Path(f"{name}{at // MOST + 1}.xml").write_text(
            '<memo title="采购" author="甲" written="2026-08-02"><words>\n' + text +
            '\n</words><item name="纸张" amount="13"/></memo>\n', encoding="utf-8")
