#!/usr/bin/env python3
"""A copy for the public: nothing of what a kind declares personal is left in it, wherever it stood.

usage: check_public.py PROGRAM [RUNS [SEED]]

Random papers of a kind that puts personal values wherever a text can stand: cells, sums at page turns, forms put together by formulas, headings and the list of
them, captions, alternative texts, charts, photographs, notes, running heads, a watermark, links, signing places, properties; and prose with values written in every
way that the manual promises to find (divided by blanks, line ends, hyphens, characters that nobody sees, styles; full-width; as small letters).

Read by programs that are not ours: qpdf takes the file apart, all its streams decoded, and all its strings are read here; poppler and mutool give text and
outline.  No value is left, nor any of the letters of given names and addresses, which stand nowhere else in these papers (not in maps of fonts either); of numbers no
six digits with a hidden one among them.  Pages are as many as those of the paper, with the same figures.  A short name, or a piece of a number, stops the paper.
"""
import itertools
import os
import random
import re
import subprocess
import sys
import tempfile
import unicodedata

import pictures

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MODEL = """<model kind="case" label="个案">
  <document title="{title}" subject="{first(helped).name}的个案" author="{worker}" date="date"/>
  <text name="title"/><text name="worker" personal="name"/><date name="date"/><text name="office" personal="no"/>
  <text name="company" personal="text"/>
  <list name="helped" min="1" personal="text">
    <text name="name" personal="name"/><text name="id_number" personal="id"/><text name="phone" personal="phone"/>
    <text name="address" personal="address"/><text name="account" personal="account"/><text name="ill"/>
    <number name="paid" unit="元" min="0"/><text name="state" one-of="在访|结案" default="'在访'"/>
    <text name="line" is="name + '（' + phone + '），' + text(paid) + '元'" personal="no"/>
  </list>
  <number name="total" unit="元" is="sum(helped.paid)"/>
  <prose name="story"/>
</model>"""
LAYOUT = """<layout>
  <straddle party="{worker}" width="20pt" height="60pt"/>
  <section page="page">
    <header><current/>：{worker}</header><footer>{first(helped).phone} <page/></footer><watermark>{first(helped).name}</watermark>
    <if test="public()"><p>【公开版】</p></if>
    <contents depth="2"/>
    <heading level="1" id="h">{title}</heading>
    <prose of="story"/>
    <for each="sorted(helped, name, 'surnames')" as="h"><heading level="2">{h.name}与{worker}</heading><p>{h.line}，见<ref to="h" as="title"/>。住{h.address}<note>{h.name}，{h.id_number}</note></p></for>
    <table each="helped" as="h"><caption>{first(helped).name}等</caption><column width="*" head="姓名" of="h.name"/><column width="110pt" head="电话" of="h.phone"/>
      <column width="90pt" head="元" of="h.paid" as="money" sum="yes"/></table>
    <table columns="* *"><for each="helped"><row><cell>{account}</cell><cell>{ill}<br/>{id_number}</cell></row></for></table>
    <list><for each="helped"><item><p>{name}：{join(each(helped, name), '、')}</p></item></for></list>
    <chart kind="column" of="helped" as="h" label="h.name" value="h.paid"><caption>{worker}所办</caption></chart>
    <picture file="a.png" width="20pt" alt="{first(helped).name}的照片"/>
    <p>{company}</p>
    <keep><sign party="{first(helped).name}" keyword="{first(helped).name}（签）" width="60pt" height="30pt"><space height="40pt"/><p>{first(helped).name}（签）</p></sign></keep>
  </section>
</layout>"""
STYLE = """<styles><use file="../common/page.xml"/>
  <page name="page" width="400pt" height="500pt" top="40pt" bottom="60pt" left="30pt" right="30pt" header-at="20pt" footer-at="20pt"/></styles>"""

# Letters that stand in no other word of these papers.
GIVEN = "菁骞曦皓琬翎祺霖榕黛芮筱珩璟昱煊"
SURNAMES = ("张", "王", "李", "欧阳", "司徒", "陈")
STREETS = "榆槐樱栀蔷薇茉"
COMPANIES = ("赑屃鳌鼋鼍", "耄耋饕餮蚩")
ILLS = ("疣赘疡", "痈疽疔", "瘿瘰疬")


def digits(rng, count):
    return "".join(rng.choice("0123456789") for _ in range(count))


class Person:
    def __init__(self, rng, letters):
        self.name = rng.choice(SURNAMES) + "".join(letters)
        self.given = "".join(letters)
        self.id_number = "4403" + digits(rng, 13) + rng.choice("0123456789X")
        self.phone = "1" + rng.choice("3578") + digits(rng, 9) if rng.random() < 0.7 else "0755-" + digits(rng, 8)
        self.street = "".join(rng.sample(STREETS, 3))
        self.address = "广东省深圳市坪山区" + self.street + "路" + digits(rng, 2) + "号"
        self.account = digits(rng, rng.choice((16, 19)))
        self.ill = rng.choice(ILLS)
        self.paid = rng.randrange(1, 10000000) / 100

    def values(self):
        return [self.name, self.id_number, self.phone, self.address, self.account]


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def wide(text):
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def written(rng, value):
    """The value, in one of the ways in which it may stand in prose."""
    way = rng.randrange(9)
    cut = rng.randrange(1, len(value))
    parts = escape(value[:cut]), escape(value[cut:])
    if way == 0:
        return "&#8203;".join(parts)
    if way == 1:
        return "<b>" + parts[0] + "</b>" + parts[1]
    if way == 2:
        return parts[0] + "<br/>" + parts[1]
    if way == 3:
        return wide(value)
    if way == 4:
        return " ".join(parts)
    if way == 5:
        return (" " if value[0] > "z" else "-").join(value)
    if way == 6:
        return value.lower()
    if way == 7:
        return "\u3000".join(parts)
    return escape(value)


def story(rng, people):
    paragraphs = []
    for _ in range(rng.randrange(1, 6)):
        sentence = "。社区于2026年安排服务"
        for value in rng.sample([v for p in people for v in p.values()], rng.randrange(1, 4)):
            sentence += "，联系" + written(rng, value) + "；"
        paragraphs.append("<p>" + sentence[1:] + "</p>")
    return "".join(paragraphs)


def paper(rng):
    letters = list(GIVEN)
    rng.shuffle(letters)
    people = [Person(rng, [letters.pop() for _ in range(rng.choice((1, 2, 2)))]) for _ in range(rng.randrange(1, 6))]
    worker = rng.choice(SURNAMES) + letters.pop() + letters.pop()
    helped = "".join(f'<helped name="{p.name}" id_number="{p.id_number}" phone="{p.phone}" address="{p.address}" account="{p.account}" ill="{p.ill}" paid="{p.paid:.2f}"/>'
                     for p in people)
    head = escape(rng.choice(people).name) + "的个案"
    company = rng.choice(COMPANIES)
    return people, worker, company, [head, helped, story(rng, people)]


def description(worker, company, parts, more=""):
    head, helped, words = parts
    return f'<case title="{head}" worker="{worker}" date="2026-08-02" office="坪山社区中心" company="{company}">{helped}<story>{words}{more}</story></case>'


# --- reading ---

STRING = re.compile(rb"<([0-9A-Fa-f\s]*)>|\(((?:[^\\()]|\\.)*)\)", re.S)


def texts_of(data):
    """All texts of the file's objects and streams: strings in either form, what maps of fonts lead to."""
    found = []
    for match in STRING.finditer(data):
        hexed = re.sub(rb"\s", b"", match.group(1) or b"")
        raw = bytes.fromhex(hexed.decode()) if hexed and len(hexed) % 2 == 0 else re.sub(rb"\\([()\\])", rb"\1", match.group(2) or b"")
        found.append(raw[2:].decode("utf-16-be", "ignore") if raw.startswith(b"\xfe\xff") else raw.decode("utf-8", "ignore"))
    for table in re.findall(rb"beginbfchar(.*?)endbfchar", data, re.S):
        found += (bytes.fromhex(to.decode()).decode("utf-16-be", "ignore") for to in re.findall(rb"<[0-9A-Fa-f]+>\s*<([0-9A-Fa-f]+)>", table))
    return found


def run(*argv):
    return subprocess.run(argv, capture_output=True, check=False)


def read_pdf(path, folder):
    plain = os.path.join(folder, "plain.pdf")
    run("qpdf", "--qdf", "--object-streams=disable", path, plain)
    with open(plain, "rb") as file:
        data = file.read()
    text = run("pdftotext", path, "-").stdout.decode()
    metadata = re.findall(rb"<x:xmpmeta.*?</x:xmpmeta>", data, re.S)
    rest = [text.replace("\n", ""), run("mutool", "show", path, "outline").stdout.decode(), run("pdfinfo", path).stdout.decode()]
    return data, text, "\n".join(texts_of(data) + text.split("\n") + rest + [m.decode() for m in metadata])


def plain_form(text):
    """Each line without what nobody sees or may stand between."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in text if unicodedata.category(c)[0] in "LN" or c in "\n*,，、")


def traces(text, people, worker, company):
    form = plain_form(text)
    for person in people:
        hidden = person.given + person.street + person.ill
        yield from (letter for letter in hidden if letter in form)
        for value, first, last in ((person.id_number, 4, -4), (person.phone, -8, -4), (person.account, 0, -4)):
            number = plain_form(value)
            places = range(len(number))[first:last] if first else range(len(number))[:last]
            for at in range(len(number) - 5):
                piece = number[at:at + 6]
                if len(set(piece)) >= 3 and any(i in places for i in range(at, at + 6)) and re.search(piece, form):
                    yield piece
    yield from (letter for letter in worker.lstrip("".join(SURNAMES)) + company if letter in form)


# --- tests ---

class Tester:
    def __init__(self, program, folder):
        self.program, self.folder, self.faults = program, folder, 0
        kind = os.path.join(folder, "templates", "case")
        os.makedirs(kind)
        os.symlink(os.path.join(ROOT, "tests", "golden", "common"), os.path.join(folder, "templates", "common"))
        for name, text in (("model.xml", MODEL), ("layout.xml", LAYOUT), ("style.xml", STYLE)):
            with open(os.path.join(kind, name), "w", encoding="utf-8") as file:
                file.write(text)
        with open(os.path.join(kind, "a.png"), "wb") as file:
            file.write(pictures.png(pictures.GRAY))

    def fail(self, what):
        self.faults += 1
        print("FAILED", what)

    def build(self, text, *options, name="case"):
        source = os.path.join(self.folder, name + ".xml")
        with open(source, "w", encoding="utf-8") as file:
            file.write(text)
        out = os.path.join(self.folder, "out")
        for old in os.listdir(out) if os.path.isdir(out) else []:
            os.remove(os.path.join(out, old))
        done = subprocess.run([self.program, "build", "-q", "--date", "2026-08-02", "--templates", os.path.join(self.folder, "templates"), "--fonts",
                               os.path.join(ROOT, "fonts"), "-o", out, *options, source], capture_output=True, text=True, check=False)
        made = os.listdir(out) if os.path.isdir(out) else []
        return done.returncode, done.stderr, os.path.join(out, made[0]) if made else None

    def random_paper(self, seed):
        rng = random.Random(seed)
        people, worker, company, parts = paper(rng)
        text = description(worker, company, parts)
        _, error, path = self.build(text)
        if path is None:
            self.fail(f"{seed}: the paper itself: {error}")
            return
        _, before, whole = read_pdf(path, self.folder)
        if not list(traces(whole, people, worker, company)):
            self.fail(f"{seed}: the reader finds nothing in the paper itself")
        for options in ((), ("--conformance=none",), ("--compact", "--fields"), ("--proof",), ("--format=html",), ("--format=md",)):
            status, error, path = self.build(text, "--public", *options)
            if status != 0 or path is None or not path.rsplit(".", 1)[0].endswith("-公开版"):
                self.fail(f"{seed} {options}: status {status}, {path}: {error}")
                continue
            if path.endswith(".pdf"):
                data, after, whole = read_pdf(path, self.folder)
                self.look_at_pdf(f"{seed} {options}", options, data, before, after, whole)
            else:
                with open(path, encoding="utf-8") as file:
                    whole = file.read()
            left = sorted(set(traces(whole, people, worker, company)))
            if left:
                self.fail(f"{seed} {options}: {left} left")
            if "公开版" not in whole or "【公开版】" not in whole:
                self.fail(f"{seed} {options}: does not say that it is a copy for the public")
        self.short_names(seed, rng, people, worker, company, parts)

    def look_at_pdf(self, what, options, data, before, after, whole):
        if b"/EmbeddedFile" in data:
            self.fail(f"{what}: something is attached")
        if b"/Keywords" not in data:
            self.fail(f"{what}: no keywords")
        # One paragraph more, and nothing else: the same amounts in the same order.
        money = re.compile(r"\d[\d,]*\.\d\d\b")
        if "--proof" not in options and money.findall(before) != money.findall(after):
            self.fail(f"{what}: other figures")

    def short_names(self, seed, rng, people, worker, company, parts):
        person = rng.choice(people)
        short = [person.phone[-7:], person.id_number[4:12], person.street + "附近"]
        if len(person.given) > 1:
            short += ["小" + person.given, person.given, "阿" + person.given, person.given[0] + " " + person.given[1]]
        piece = rng.choice(short)
        number = plain_form(piece)
        if number.isdigit() and len(set(number[:6])) < 3:
            return
        status, error, path = self.build(description(worker, company, parts, f"<p>又见{piece}说好</p>"), "--public")
        if status != 1 or path is not None or "公开版" not in error:
            self.fail(f"{seed}: {piece!r} of {person.name} does not stop the paper: status {status} {error}")
        told = error.replace(piece, "")
        for value in person.values():
            if value in told:
                self.fail(f"{seed}: the message says {value!r}: {error}")

    def file_names(self):
        rng = random.Random(1)
        people, worker, company, parts = paper(rng)
        status, error, path = self.build(description(worker, company, parts), "--public", name=people[0].name)
        if status != 1 or path is not None or "文件名" not in error:
            self.fail(f"file name: status {status} {path} {error}")


def main():
    program = os.path.abspath(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 12
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    with tempfile.TemporaryDirectory() as folder:
        tester = Tester(program, folder)
        for seed in itertools.islice(itertools.count(first), runs):
            tester.random_paper(seed)
        tester.file_names()
    print("faults:", tester.faults)
    sys.exit(tester.faults > 0)


main()
