#!/usr/bin/env python3
"""How work grows with what is written: every sort of input at n, 2n and 4n, the instructions of each run counted by valgrind.

usage: growth.py PROGRAM [--only NAME] [--table]     by hand: it needs Debian's valgrind, and two minutes

The step from 2n to 4n over the step from n to 2n is 2 for work that grows like n, 2.1 to 2.3 for n log n, 4 for n². More than MOST fails. What a run costs in any case drops
out of the differences. --table prints all numbers.
"""
import argparse
import concurrent.futures
import os
import re
import subprocess
import sys
import tempfile

MOST = 2.6
HAN = "服务项目合同经费预算街道社区中心评估报告居民老人青少年活动小组个案探访档案财务支出收入比例人员社工督导培训管理制度"
STYLE = '<styles><page name="sheet"/></styles>'


def han(count, salt=0):
    return "".join(HAN[(i * i + salt * 7 + i) % len(HAN)] for i in range(count))


def prose(count, salt=0):
    return "".join(han(11 + i % 5, i + salt) + "，。、；"[i % 4] for i in range(max(1, count // 14)))


def kind(fields, layout, record, style=STYLE, inner=""):
    """Files of one kind and its input."""
    return {"t/k/model.xml": f'<model kind="k" label="试"><document title="题"/>{inner}{fields}</model>', "t/k/style.xml": style,
            "t/k/layout.xml": f'<layout><section page="sheet">{layout}</section></layout>', "k.xml": f"<k>{record}</k>"}


def paragraph(text):
    return kind('<text name="a"/>', "<p>{a}</p>", f"<a>{text}</a>")


def blocks(block, prepare=""):
    return kind('<prose name="a"/>', f'{prepare}<prose of="a"/>', f"<a>{block}</a>")


def rows(count, columns, record, fields='<text name="n"/><number name="x" unit="元"/>', **more):
    return kind(f'<list name="r" {more.get("key", "")}>{fields}</list>{more.get("checks", "")}', f'<table each="r">{columns}</table>',
                "".join(f"<r>{record.format(i=i, han=han(4, i))}</r>" for i in range(count)))


def words(count):
    parts = ["service", "agreement", "organisation", "responsibility", "of", "the", "community", "development", "and", "administration"]
    return " ".join(parts[i * 3 % 10] for i in range(count))


def checked(check, fields='<text name="n"/><number name="x" unit="元"/>', record="<n>{han}{i}</n><x>{i}</x>"):
    return lambda n: kind(f'<list name="r">{fields}</list>{check}', "<p>甲</p>", "".join(f"<r>{record.format(i=i, han=han(4, i))}</r>" for i in range(n)))


def nested(count):
    return "".join(f'<list><item><p>{han(6, i)}</p><list><item><p>{han(6, i + 1)}</p></item></list></item></list>' for i in range(count))


TABLE_CELLS = '<column head="名" of="n"/><column head="数" of="x" as="money" sum="yes"/>'
RECORD = "<n>{han}{i}</n><x>{i}.50</x>"
# name: (n, files for n)
CASES = {
    "Han in a paragraph": (1500, lambda n: paragraph(prose(n))),
    "Han without marks": (1500, lambda n: paragraph(han(n))),
    "marks in a paragraph": (400, lambda n: paragraph("“甲”、《乙》（丙）——" * (n // 12))),
    "Latin words": (300, lambda n: paragraph(words(n))),
    "words that are hyphenated": (250, lambda n: kind('<text name="a"/>', '<p style="h">{a}</p>', f"<a>{words(n)}</a>", STYLE.replace("</styles>", '<style name="h" base="body" hyphenate="yes"/></styles>'))),
    "one Latin word": (300, lambda n: paragraph("a" * n)),
    "letters with marks": (200, lambda n: paragraph("é́́" * n)),
    "soft hyphens": (300, lambda n: paragraph("ab&#xAD;" * n)),
    "an address": (300, lambda n: paragraph("https://www.example.com/" + "ab/" * (n // 3))),
    "figures with units": (200, lambda n: paragraph("".join(f"{i}人、{i}.5万元，" for i in range(n // 2)))),
    "paragraphs": (120, lambda n: blocks("".join(f"<p>{prose(40, i)}</p>" for i in range(n)))),
    "sections and contents": (60, lambda n: blocks("".join(f'<section title="{han(8, i)}"><p>{han(20, i)}</p></section>' for i in range(n)), "<contents/>")),
    "notes": (40, lambda n: blocks("".join(f"<p>{han(20, i)}<note>{han(12, i)}</note></p>" for i in range(n)))),
    "notes in one paragraph": (20, lambda n: blocks("<p>" + "".join(f"{han(9, i)}<note>{han(5, i)}</note>" for i in range(n)) + "</p>")),
    "pieces of a paragraph": (300, lambda n: blocks("<p>" + "".join(f"{han(3, i)}<b>{han(2, i)}</b>" for i in range(n)) + "</p>")),
    "line ends": (200, lambda n: blocks("<p>" + "".join(f"{han(3, i)}<br/>" for i in range(n)) + "甲</p>")),
    "lists": (60, lambda n: blocks(nested(n))),
    "figures in prose": (150, lambda n: kind('<prose name="a"/><list name="r"><text name="n"/><number name="x" label="在岗人数" unit="人"/></list>', '<prose of="a"/>',
                                             "<a>" + "".join(f"<p>{han(5, i)}在岗{i + 7}人，{han(4)}。</p>" for i in range(n)) + "</a>" + "".join(f"<r><n>{han(3, i)}{i}</n><x>{i}</x></r>" for i in range(n)))),
    "rows of a table": (150, lambda n: rows(n, TABLE_CELLS, RECORD)),
    "rows with automatic columns": (150, lambda n: rows(n, TABLE_CELLS.replace("<column ", '<column width="auto" '), RECORD)),
    "one cell": (1000, lambda n: rows(1, '<column head="名" of="n"/>', f"<n>{prose(n)}</n><x>1</x>")),
    "cells over rows": (60, lambda n: kind('<list name="g"><text name="n"/><list name="x"><text name="m"/></list></list>',
                                           '<table><level each="g" as="g"/><level each="g.x" as="e"/><column at="g" head="组">{g.n}</column><column head="项" of="e.m"/></table>',
                                           "".join(f"<g><n>{han(4, i)}</n><x><m>{han(3, i)}</m></x><x><m>乙</m></x></g>" for i in range(n)))),
    "a cell over all rows": (80, lambda n: kind('<list name="g"><text name="n"/><list name="x"><text name="m"/></list></list>',
                                                '<table><level each="g" as="g"/><level each="g.x" as="e"/><column at="g" head="组">{g.n}</column><column head="项" of="e.m"/></table>',
                                                "<g><n>甲</n>" + "".join(f"<x><m>{han(3, i)}</m></x>" for i in range(n)) + "</g>")),
    "tables": (30, lambda n: blocks("".join(f'<table columns="* *"><row><cell>{han(4, i)}</cell><cell>{i}</cell></row></table>' for i in range(n)))),
    "records": (400, checked("")),
    "records with keys": (250, lambda n: rows(n, TABLE_CELLS, RECORD, key='key="n"')),
    "unique": (300, checked('<check that="unique(r.n)">两个相同</check>')),
    "refers": (200, lambda n: kind('<list name="r"><text name="n"/></list><list name="s"><text name="m"/><refers of="m" to="r.n"/></list>', "<p>甲</p>",
                                   "".join(f"<r><n>{han(4, i)}{i}</n></r>" for i in range(n)) + "".join(f"<s><m>{han(4, i)}{i}</m></s>" for i in range(n)))),
    "sums": (400, checked('<number name="t" unit="元" is="sum(r.x)"/>')),
    "runs": (300, checked('<text name="t" is="join(each(run_starts(r.x), text(it)), \'、\')"/>')),
    "fields of a kind": (120, lambda n: kind("".join(f'<number name="f{i}" is="{"1" if i == 0 else f"f{i // 2} + 1"}"/>' for i in range(n)), "<p>甲</p>", "")),
    "texts of a layout": (150, lambda n: kind('<text name="a"/>', "".join(f"<p>{han(5, i)}{{a}}</p>" for i in range(n)), "<a>甲</a>")),
    "styles": (60, lambda n: kind('<text name="a"/>', "<p>{a}</p>", "<a>甲</a>", STYLE.replace("</styles>", "".join(f'<style name="s{i}" base="{"body" if i == 0 else f"s{i // 2}"}"/>' for i in range(n)) + "</styles>"))),
    "messages": (100, lambda n: kind('<text name="a"/>', "<p>{a}</p>", "<a>甲</a>" + "".join(f"<b{i}>乙</b{i}>" for i in range(n)))),
    "unseen characters": (300, lambda n: paragraph("甲\u00a0乙" * n)),
}


def count(program, files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(text)
        command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, "dump", "--stage=pages", "--square-font", "--templates=t", "k.xml"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace")
        found = re.search(r"Collected : (\d+)", done.stderr)
        if not found:
            sys.exit(f"valgrind gave no count:\n{done.stderr[-2000:]}")
        said = [line for line in done.stderr.splitlines() if not line.startswith("==")]
        return int(found.group(1)), done.returncode, said


def measure(program, name):
    n, make = CASES[name]
    counts = [count(program, make(size)) for size in (n, 2 * n, 4 * n)]
    return name, counts


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--only")
    parser.add_argument("--table", action="store_true")
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    names = [name for name in CASES if not options.only or options.only in name]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, counts in pool.map(lambda name: measure(program, name), names):
            (a, status, said), (b, _, _), (c, _, _) = counts
            growth = (c - b) / max(1, b - a)
            bad = growth > MOST or (status != 0 and name != "messages")
            failed += bad
            if bad or options.table:
                print(f"{'FAILED ' if bad else ''}{name}: n = {CASES[name][0]}: {a:,} {b:,} {c:,}: {growth:.2f}, exit {status}", *said[:2 if status else 0], sep="\n    ")
    print(f"{len(names)} sorts of input, {failed} grow faster than n log n or fail")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
