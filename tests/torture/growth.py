#!/usr/bin/env python3
"""How work grows with what is written: every sort of input at n, 2n and 4n, the instructions of each document counted by valgrind.

usage: growth.py PROGRAM [--all] [--only NAME] [--table]

The step from 2n to 4n over the step from n to 2n is 2 for work that grows like n, 2.1 to 2.3 for n log n, 4 for n². More than MOST fails. What a document costs in any case drops
out of the differences, and so does the machine: instructions are the same however busy it is. Where the work goes by steps (pages, a table that grows, a dictionary that is
read at first use), n is large enough that they do not show. --table prints all numbers.

Starting under valgrind costs a second: so all documents with one command go through one run, and the count is written down whenever the next one begins (MARK). ./dev test
takes the sorts of OFTEN, one or two of each station; --all takes all of them.
"""
import argparse
import concurrent.futures
import glob
import os
import re
import struct
import subprocess
import sys
import tempfile
import zlib

MOST = 2.6
MARK = "job_open"  # the function of batch with which each document begins
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


def figures(more, step):
    """Figures of running text beside fields of that name, each by `more` another."""
    return lambda n: kind('<prose name="a"/><list name="r"><text name="n"/><number name="x" label="在岗人数" unit="人"/></list>', '<prose of="a"/>',
                          "<a>" + "".join(f"<p>{han(5, i)}在岗{step * i + more}人，{han(4)}。</p>" for i in range(n)) + "</a>"
                          + "".join(f"<r><n>{han(3, i)}{i}</n><x>{step * i}</x></r>" for i in range(n)))


def nested(count):
    return "".join(f'<list><item><p>{han(6, i)}</p><list><item><p>{han(6, i + 1)}</p></item></list></item></list>' for i in range(count))


TABLE_CELLS = '<column head="名" of="n"/><column head="数" of="x" as="money" sum="yes"/>'
RECORD = "<n>{han}{i}</n><x>{i}.50</x>"
CHANGED = """<model kind="change" label="变"><document title="变"/><group name="original" file="k">
<list name="r" key="n"><text name="n"/><number name="x" unit="元"/></list></group><group name="amended" base="original">
<list name="r" key="n"><text name="n"/><number name="x" unit="元"/></list></group></model>"""


def png(i):
    """A picture of one pixel, another one for each number."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes([0, i % 251, i // 251, 7]))) + chunk(b"IEND", b"")


def pictures(n):
    files = blocks("".join(f'<picture file="p{i}.png" width="9mm" alt="{i}"/>' for i in range(n)))
    return {**files, **{f"p{i}.png": png(i) for i in range(n)}}


def changed(change):
    """An amendment in a file of its own, of a paper with n records."""
    def make(n):
        old = kind('<list name="r" key="n"><text name="n"/><number name="x" unit="元"/></list>', "<p>甲</p>",
                   "".join(f"<r><n>{han(4, i)}{i}</n><x>{i}</x></r>" for i in range(n)))
        new = "".join(change.format(i=i, han=han(4, i)) for i in range(n))
        return {**old, "old.xml": old["k.xml"], "t/change/model.xml": CHANGED, "t/change/style.xml": STYLE,
                "t/change/layout.xml": '<layout><section page="sheet"><for each="amended.r" as="e"><p>{e.n}{e.x}</p></for></section></layout>',
                "k.xml": f'<change><original href="old.xml"/><amended>{new}</amended></change>'}
    return make


def columns(n, width):
    head = "".join(f'<column width="{width}" head="{han(2, i)}">{{e.n}}</column>' for i in range(n))
    return kind('<list name="r"><text name="n"/></list>', f'<table each="r" as="e">{head}</table>', "".join(f"<r><n>{i}</n></r>" for i in range(6)))


def wide(n):
    """A table that is cut into several."""
    head = "".join(f'<column width="30mm" head="{han(4, i)}">{{e.n}}</column>' for i in range(n))
    return kind('<list name="r"><text name="n"/></list>', f'<table each="r" as="e" labels="1" style="w">{head}</table>', "".join(f"<r><n>{i}</n></r>" for i in range(4)),
                STYLE.replace("</styles>", '<table-style name="w" split-columns="yes"/></styles>'))


def styled(styles, layout="<p>{a}</p>"):
    return kind('<text name="a"/>', layout, "<a>甲</a>", STYLE.replace("</styles>", styles + "</styles>"))


def looked_up(formula, more=""):
    """A list whose records look for records of another one."""
    return lambda n: kind(f'<list name="r"><text name="n"/><number name="x" unit="元"/></list><list name="s"><text name="m"/>{formula}</list>{more}', "<p>甲</p>",
                          "".join(f"<r><n>{han(4, i)}{i}</n><x>{i}</x></r>" for i in range(n)) + "".join(f"<s><m>{han(4, i)}{i}</m></s>" for i in range(n)))


def several(n):
    files = kind('<text name="a"/>', "<p>{a}</p>", "<a>甲</a>")
    return {**files, **{f"in/{i}.xml": files["k.xml"] for i in range(n)}}


PAGES = ["dump", "--stage=pages", "--square-font"]
DRAFT = [*PAGES, "--draft"]
CHECK = ["check", "--square-font"]
ALL = [*CHECK, "--all"]
# name: (n, files for n, if not PAGES the command; 1 where the input has faults on purpose)
CASES = {
    "Han in a paragraph": (700, lambda n: paragraph(prose(n))),
    "Han without marks": (1500, lambda n: paragraph(han(n))),
    "marks in a paragraph": (400, lambda n: paragraph("“甲”、《乙》（丙）——" * (n // 12))),
    "Latin words": (150, lambda n: paragraph(words(n))),
    "words that are hyphenated": (600, lambda n: kind('<text name="a"/>', '<p style="h">{a}</p>', f"<a>{words(n)}</a>", STYLE.replace("</styles>", '<style name="h" base="body" hyphenate="yes"/></styles>'))),
    "one Latin word": (300, lambda n: paragraph("a" * n)),
    "letters with marks": (200, lambda n: paragraph("é́́" * n)),
    "soft hyphens": (300, lambda n: paragraph("ab&#xAD;" * n)),
    "an address": (300, lambda n: paragraph("https://www.example.com/" + "ab/" * (n // 3))),
    "figures with units": (200, lambda n: paragraph("".join(f"{i}人、{i}.5万元，" for i in range(n // 2)))),
    "paragraphs": (120, lambda n: blocks("".join(f"<p>{prose(40, i)}</p>" for i in range(n)))),
    "sections and contents": (30, lambda n: blocks("".join(f'<section title="{han(8, i)}"><p>{han(20, i)}</p></section>' for i in range(n)), "<contents/>")),
    "notes": (40, lambda n: blocks("".join(f"<p>{han(20, i)}<note>{han(12, i)}</note></p>" for i in range(n)))),
    "notes in one paragraph": (20, lambda n: blocks("<p>" + "".join(f"{han(9, i)}<note>{han(5, i)}</note>" for i in range(n)) + "</p>")),
    "pieces of a paragraph": (300, lambda n: blocks("<p>" + "".join(f"{han(3, i)}<b>{han(2, i)}</b>" for i in range(n)) + "</p>")),
    "line ends": (200, lambda n: blocks("<p>" + "".join(f"{han(3, i)}<br/>" for i in range(n)) + "甲</p>")),
    "lists": (60, lambda n: blocks(nested(n))),
    "figures in prose": (400, figures(0, 1), CHECK),
    # Compared are figures that may be meant, PROSE_MAX_COMPARED of them: what is beyond that is only looked up.
    "figures that are near": (4000, figures(1, 10), CHECK),
    "rows of a table": (60, lambda n: rows(n, TABLE_CELLS, RECORD)),
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
    "records with keys": (80, lambda n: rows(n, TABLE_CELLS, RECORD, key='key="n"')),
    "unique": (300, checked('<check that="unique(r.n)">两个相同</check>')),
    "refers": (100, lambda n: kind('<list name="r"><text name="n"/></list><list name="s"><text name="m"/><refers of="m" to="r.n"/></list>', "<p>甲</p>",
                                   "".join(f"<r><n>{han(4, i)}{i}</n></r>" for i in range(n)) + "".join(f"<s><m>{han(4, i)}{i}</m></s>" for i in range(n)))),
    "sums": (400, checked('<number name="t" unit="元" is="sum(r.x)"/>')),
    "runs": (300, checked('<text name="t" is="join(each(run_starts(r.x), text(it)), \'、\')"/>')),
    "fields of a kind": (120, lambda n: kind("".join(f'<number name="f{i}" is="{"1" if i == 0 else f"f{i // 2} + 1"}"/>' for i in range(n)), "<p>甲</p>", "")),
    "texts of a layout": (150, lambda n: kind('<text name="a"/>', "".join(f"<p>{han(5, i)}{{a}}</p>" for i in range(n)), "<a>甲</a>")),
    "styles": (60, lambda n: kind('<text name="a"/>', "<p>{a}</p>", "<a>甲</a>", STYLE.replace("</styles>", "".join(f'<style name="s{i}" base="{"body" if i == 0 else f"s{i // 2}"}"/>' for i in range(n)) + "</styles>"))),
    "messages": (100, lambda n: kind('<text name="a"/>', "<p>{a}</p>", "<a>甲</a>" + "".join(f"<b{i}>乙</b{i}>" for i in range(n))), PAGES, 1),
    "unseen characters": (300, lambda n: paragraph("甲\u00a0乙" * n)),
    "30 marks on a letter": (40, lambda n: paragraph(("e" + "\u0301" * 30) * n)),
    "marks on one letter": (4000, lambda n: paragraph("e" + "\u0301\u0323" * n), PAGES, 1),
    "marks that are put together": (100, lambda n: kind('<list name="r"><text name="n"/></list>', "<p>{join(r.n, '')}</p>", "<r><n>" + "\u0301" * 20 + "</n></r>" * 1 + ("<r><n>" + "\u0301\u0323" * 10 + "</n></r>") * n), PAGES, 1),
    "marks that are compared": (200, lambda n: kind('<list name="r"><text name="n"/></list><yesno name="y" is="join(r.n, \'\') = \'é\' + join(r.n, \'\')"/>', "<p>甲</p>", ("<r><n>" + "\u0301\u0323" * 10 + "</n></r>") * n)),
    "codes": (300, lambda n: paragraph("GB/T9704-2012/AB-" * (n // 6))),
    "a line with tabs": (60, lambda n: kind('<text name="a"/>', "<p>" + "".join(f'{han(2, i)}<tab at="{2 + i % 9 * 3}字"/>{i}<br/>' for i in range(n)) + "</p>", "<a>甲</a>")),
    "links": (40, lambda n: kind('<text name="a"/>', "".join(f'<p>{han(9, i)}<link to="h{n - 1 - i}">{han(5, i)}</link></p><heading level="1" name="h{i}">{han(5, i)}</heading>' for i in range(n)), "<a>甲</a>")),
    "spread names": (80, lambda n: kind('<text name="a"/>', "<p>" + "".join(f'<spread width="5字">{han(3, i)}</spread>' for i in range(n)) + "</p>", "<a>甲</a>")),
    "headings": (60, lambda n: kind('<text name="a"/>', "<contents depth=\"3\"/>" + "".join(f'<heading level="{1 + i % 3}">{han(9, i)}</heading><p>甲</p>' for i in range(n)), "<a>甲</a>")),
    "numbered clauses": (100, lambda n: kind('<text name="a"/>', "".join(f"<clause>{han(9, i)}</clause>" for i in range(n)), "<a>甲</a>", STYLE.replace("</styles>", '<numbering name="clause" format="{n}."/></styles>'))),
    "keeps": (60, lambda n: kind('<text name="a"/>', "".join(f"<keep><p>{han(9, i)}</p><p>乙</p></keep>" for i in range(n)), "<a>甲</a>")),
    "paragraphs that stay together": (60, lambda n: styled('<style name="t" base="body" keep-next="yes"/>', "".join(f'<p style="t">{han(9, i)}</p>' for i in range(n)))),
    "columns side by side": (40, lambda n: kind('<text name="a"/>', "".join(f"<columns><column><p>{han(9, i)}</p></column><column><p>乙</p></column></columns>" for i in range(n)), "<a>甲</a>")),
    "fixed blocks": (30, lambda n: kind('<text name="a"/>', "".join(f'<fixed top="{10 + i}mm" over="yes"><p>{han(2, i)}</p></fixed>' for i in range(n)) + "<p>甲</p>", "<a>甲</a>")),
    "sections of a layout": (20, lambda n: {**kind('<text name="a"/>', "<p>甲</p>", "<a>甲</a>"), "t/k/layout.xml": "<layout>" + f'<section page="sheet"><header>{{a}}</header><footer><page/>/<pages/></footer><p>{{a}}</p></section>' * n + "</layout>"}),
    "pages with head and foot": (400, lambda n: {**paragraph(prose(n * 4)), "t/k/layout.xml": '<layout><section page="sheet"><header>页眉</header><footer><page/>/<pages/></footer><p>' + "{a}</p></section></layout>"}),
    "pictures": (15, pictures),
    "one picture many times": (20, lambda n: {**blocks('<picture file="p.png" width="9mm" alt="甲"/>' * n), "p.png": png(1)}),
    "pictures in a table": (15, lambda n: {**blocks('<table columns="* *">' + '<row><cell><picture file="p.png" width="9mm" alt="甲"/></cell><cell>乙</cell></row>' * n + "</table>"), "p.png": png(1)}),
    "notes below a table": (20, lambda n: kind('<text name="a"/>', '<table columns="* *">' + "<row><cell>甲</cell><cell>乙</cell></row>" * n + "".join(f"<note>{han(9, i)}</note>" for i in range(n)) + "</table>", "<a>甲</a>")),
    "tables in cells": (15, lambda n: kind('<text name="a"/>', '<table columns="* *">' + '<row><cell><table columns="* *"><row><cell>甲</cell><cell>乙</cell></row></table></cell><cell>丙</cell></row>' * n + "</table>", "<a>甲</a>")),
    "columns of a table": (5, lambda n: columns(n, "*")),
    "columns by content": (5, lambda n: columns(n, "auto")),
    "columns beside columns by content": (2, lambda n: kind('<list name="r"><text name="n"/></list>', '<table each="r" as="e">' + '<column width="*" head="甲">{e.n}</column><column width="auto" head="乙">{e.n}</column>' * n + "</table>", "<r><n>3</n></r>")),
    "a wide table": (12, wide),
    "cells over columns": (12, lambda n: kind('<text name="a"/>', f'<table columns="{"auto " * n}">' + "".join(f'<row><cell span="{i}">{han(4, i)}</cell><cell span="{n - i}">乙</cell></row>' for i in range(1, n)) + "</table>", "<a>甲</a>")),
    "groups of rows": (30, lambda n: kind('<text name="a"/>', '<table columns="* *">' + "".join(f"<group><cell>{han(3, i)}</cell><row><cell>甲</cell></row><row><cell>乙</cell></row></group>" for i in range(n)) + "</table>", "<a>甲</a>")),
    "decimal columns": (80, lambda n: rows(n, '<column head="名" of="n"/><column head="数" of="x" as="money" align="decimal" sum="yes"/>', RECORD)),
    "subtotals": (40, lambda n: kind('<list name="g"><text name="n"/><list name="x"><number name="v" unit="元"/></list></list>',
                                     '<table><level each="g" as="g"/><level each="g.x" as="e"/><column at="g" head="组">{g.n}</column><column head="项" of="e.v" sum="yes"/></table>',
                                     "".join(f"<g><n>{han(4, i)}</n><x><v>{i}</v></x><x><v>2</v></x></g>" for i in range(n)))),
    "nested elements": (12, lambda n: blocks("<p>" + "<b>" * n + "甲" + "</b>" * n + "</p>")),
    "nested branches": (12, lambda n: kind('<text name="a"/>', "<if test=\"a = '甲'\">" * n + "<p>{a}</p>" + "</if>" * n, "<a>甲</a>")),
    "nested brackets": (12, lambda n: kind(f'<number name="x" is="{"(" * n}1{")" * n}"/>', "<p>{x}</p>", "")),
    "a long formula": (120, lambda n: kind(f'<number name="x" is="{"1 + " * n}1"/>', "<p>{x}</p>", "")),
    "formulas in a row": (12, lambda n: kind("".join(f'<number name="f{i}" is="{"1" if i == 0 else f"f{i - 1} + 1"}"/>' for i in range(n)), f"<p>{{f{n - 1}}}</p>", "")),
    "several files": (20, several, CHECK),
    "defines": (60, lambda n: {**kind('<text name="a"/>', "", "<a>甲</a>"), "t/k/layout.xml": "<layout>" + "".join(f'<define name="d{i}"><p>{{a}}</p></define>' for i in range(n)) + '<section page="sheet">' + "".join(f'<call name="d{i}"/>' for i in range(n)) + "</section></layout>"}),
    "types of a model": (60, lambda n: kind("".join(f'<type name="t{i}"><text name="a"/></type>' for i in range(n)) + "".join(f'<group name="g{i}" type="t{i}" optional="yes"/>' for i in range(n)), "<p>甲</p>", "")),
    "fields with spans of a style": (60, lambda n: styled("".join(f'<span name="s{i}" base="b"/><numbering name="n{i}" format="{{n}}."/>' for i in range(n)), "".join(f'<p numbering="n{i}"><span style="s{i}">{{a}}</span></p>' for i in range(n)))),
    "wishes of a profile": (60, lambda n: styled("".join(f'<style name="s{i}" base="body"/>' for i in range(n)) + '<profile name="样" source="样">' + "".join(f'<value style="s{i}" attribute="size" is="9pt" strength="规定" clause="1"/>' for i in range(n)) + "</profile>"), CHECK),
    "filters": (200, looked_up('<number name="y" unit="元" is="sum(r[n = this.m].x)"/>')),
    "filters the other way": (200, looked_up('<yesno name="y" is="any(r.n, m = it)"/>')),
    "filters for a name": (100, looked_up('<number name="y" unit="元" is="sum(r[n = m].x)"/>')),
    "keys that look alike": (60, lambda n: rows(n, TABLE_CELLS, "<n>{i}I</n><x>1</x>", key='key="n"')),
    "names that are slips": (60, lambda n: kind('<list name="r" key="n"><text name="n"/></list>', "<p>甲</p>", "".join(f"<r><n>甲{i}</n></r><r><n>甲 {i}</n></r>" for i in range(n))), PAGES, 1),
    "an amendment": (60, changed("<r><n>{han}{i}</n><x>7</x></r>")),
    "an amendment that drops": (150, changed('<r n="{han}{i}" remove="yes"/>')),
    "an amendment that adds": (150, changed("<r><n>新{han}{i}</n><x>7</x></r>")),
    "a list that is carried over": (150, changed("")),
    "changes, told": (100, changed("<r><n>{han}{i}</n><x>7</x></r>"), ALL),
    "proofs, told": (100, checked('<number name="t" unit="元" is="sum(r.x)"/>', '<text name="n"/><number name="x" unit="元"/><range of="x" min="0"/>'), ALL),
    "a draft": (1000, checked('<number name="t" unit="元" is="sum(r.x)"/>', '<text name="n"/><number name="x" unit="元"/><number name="y" unit="元" is="x * 2"/>', "<n>{han}{i}</n><x>{i}</x><y>1</y>"), DRAFT, 1),
    "a draft with lookups": (60, looked_up('<refers of="m" to="r.n"/>'), DRAFT),
    "faults": (60, checked("", '<text name="n"/><number name="x" unit="元"/><range of="x" min="5000"/>'), CHECK, 1),
    "one of many": (60, lambda n: kind(f'<list name="r"><text name="a" one-of="{"|".join(han(3, i) + str(i) for i in range(n))}"/></list>', "<p>甲</p>", "".join(f"<r><a>{han(3, i)}{i}</a></r>" for i in range(n)))),
    "expressions in a text": (150, lambda n: kind('<text name="a"/>', "<p>" + "{a}" * n + "</p>", "<a>甲</a>")),
    "expressions in a prose": (150, lambda n: kind('<prose name="a"/><text name="b"/>', '<prose of="a"/>', "<a><p>" + "{b}甲" * n + "</p></a><b>乙</b>")),
    "texts of lines": (100, lambda n: kind('<text name="a" lines="yes"/>', "<p>{a}</p>", "<a>" + "".join(f"<p>{han(7, i)}</p>" for i in range(n)) + "</a>")),
    "figures quoted": (60, lambda n: kind('<prose name="a"/><number name="x" unit="人"/>', '<prose of="a"/>', "<a>" + "".join(f"<p>{han(5, i)}共{{x}}人。</p>" for i in range(n)) + "</a><x>8</x>")),
}

OFTEN = ["30 marks on a letter", "marks that are put together", "Han in a paragraph", "Latin words", "notes", "sections and contents", "rows of a table", "a wide table", "pictures",
         "records with keys", "refers", "filters for a name", "fields of a kind", "types of a model", "styles", "expressions in a prose", "a long formula", "an amendment", "one of many",
         "a draft with lookups", "figures in prose"]


def write(folder, files):
    for name, text in files.items():
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        with open(os.path.join(folder, name), "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())


def renamed(name, files):
    """The files with kinds and a folder of their own, `name`."""
    def text(old):
        return re.sub(r'(<model kind="|<group name="original" file="|</?)(k|change)(?=[">])', rf"\1\2-{name}", old) if isinstance(old, str) else old
    return {re.sub(r"^t/(k|change)/", rf"t/\1-{name}/", path) if path.startswith("t/") else f"{name}/{path}": text(old) for path, old in files.items()}


def documents(number, name):
    """The sizes of a sort, the least one twice, for what is made at its first use: for each the name of its folder, the files, the inputs."""
    n, make = CASES[name][:2]
    for order, size in enumerate((n, n, 2 * n, 4 * n)):
        folder = f"{number}-{order}"
        files = renamed(folder, make(size))
        yield folder, files, sorted(path for path in files if "/in/" in path) or [f"{folder}/k.xml"]


def count(program, sizes, command):
    """For each size by its folder: the instructions, were there errors, what was said; behind the last comes a document that takes upon it what is done at the end."""
    with tempfile.TemporaryDirectory() as folder:
        sizes = [*sizes, ("last", renamed("last", paragraph("甲")), ["last/k.xml"])]
        for _, files, _ in sizes:
            write(folder, files)
        run = ["valgrind", "--tool=callgrind", "--callgrind-out-file=count", f"--dump-before={MARK}", program, *command, "--templates=t", *(path for size in sizes for path in size[2])]
        done = subprocess.run(run, cwd=folder, capture_output=True, text=True, errors="replace")
        counts = []
        for number in range(2, len(glob.glob(os.path.join(folder, "count.*"))) + 1):
            with open(os.path.join(folder, f"count.{number}")) as file:
                counts.append(int(re.search(r"(?m)^summary: (\d+)", file.read()).group(1)))
        if len(counts) != sum(len(size[2]) for size in sizes) - 1:
            sys.exit(f"valgrind counted {len(counts)} documents (is {MARK} called for each?):\n{done.stderr[-2000:]}")
        told = {}
        for name, _, inputs in sizes[:-1]:
            said = [line for line in done.stderr.splitlines() if re.search(rf"(^|[/-]){name}/", line)]
            told[name] = sum(counts[:len(inputs)]), any(": error: " in line for line in said), said
            del counts[:len(inputs)]
        return told


def measure(program, names, command):
    """For each of these sorts, which all have this command: is it bad, the numbers, what was said of the largest."""
    sizes = {name: list(documents(number, name)) for number, name in enumerate(names)}
    told = count(program, [size for sort in sizes.values() for size in sort], command)
    for name in names:
        wanted = CASES[name][3:] == (1,)
        _, (a, *_), (b, *_), (c, _, said) = runs = [told[folder] for folder, _, _ in sizes[name]]
        growth = (c - b) / max(1, b - a)
        bad = growth > MOST or any(failed != wanted for _, failed, _ in runs)
        yield bad, f"{name}: n = {CASES[name][0]}: {a:,} {b:,} {c:,}: {growth:.2f}" + " with errors" * any(run[1] for run in runs), said


def commands(names, runs):
    """The sorts by their command, in so many runs each."""
    groups = {}
    for name in names:
        groups.setdefault(tuple([*CASES[name], PAGES][2]), []).append(name)
    return [(command, group[start::runs]) for command, group in groups.items() for start in range(runs) if group[start::runs]]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--only")
    parser.add_argument("--table", action="store_true")
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    names = [name for name in (CASES if options.all or options.only else OFTEN) if not options.only or options.only in name]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for sorts in pool.map(lambda group: list(measure(program, group[1], group[0])), commands(names, 2 if options.all else 1)):
            for bad, told, said in sorts:
                failed += bad
                if bad or options.table:
                    print("FAILED " * bad + told, *said[:3 if bad else 0], sep="\n    ")
    print(f"{len(names)} sorts of input, {failed} grow faster than n log n or do not end as they should")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
