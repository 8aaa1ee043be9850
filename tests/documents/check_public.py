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
  <text name="code" default="''"/>
  <list name="public_words"><text name="words" personal="no"/></list>
  <number name="total" unit="元" is="sum(helped.paid)"/>
  <prose name="story"/>
</model>"""
LAYOUT = """<layout><!-- 如李建设 -->
  <straddle party="{worker}" width="20pt" height="60pt"/>
  <section page="page">
    <header><current/>：{worker}，<current level="2"/>至<current level="2" last="yes"/></header><footer>{first(helped).phone} <page/></footer><watermark>{first(helped).name}</watermark>
    <if test="public()"><p>【公开版】</p></if>
    <contents depth="2"/>
    <heading level="1" id="h">{title}</heading>
    <prose of="story"/>
    <for each="sorted(helped, name, 'surnames')" as="h"><heading level="2" id="of-{h.name}">{h.name}与{worker}</heading><p>{h.line}，见<ref to="h" as="title"/>、<ref to="of-{first(helped).name}" as="title"/>、<link to="of-{h.name}">{h.phone}</link>，<strike>{h.name}</strike>。住{h.address}<note>{h.name}，{h.id_number}</note></p></for>
    <table each="helped" as="h"><caption>{first(helped).name}等</caption><caption repeat="yes">{worker}制表</caption><note repeat="yes">{worker}审核，{first(helped).phone}</note>
      <page-head><row><cell span="3">承{first(helped).name}页</cell></row></page-head><page-foot on="always"><row><cell span="3">{worker}经手，{first(helped).id_number}</cell></row></page-foot><column width="*" head="姓名" of="h.name"/><column width="110pt" head="电话" of="h.phone"/>
      <column width="90pt" head="元" of="h.paid" as="money" sum="yes"/></table>
    <table columns="* *"><for each="helped"><row><cell>{account}</cell><cell>{ill}<br/>{id_number}</cell></row></for></table>
    <list><for each="helped"><item><p>{name}：{join(each(helped, name), '、')}</p></item></for></list>
    <chart kind="column" of="helped" as="h" label="h.name" value="h.paid"><caption>{worker}所办</caption></chart>
    <chart kind="bar" of="helped" as="h" label="h.phone"><series name="{worker}" value="h.paid"/><series name="{first(helped).name}" value="h.paid"/><line at="first(helped).paid" label="{worker}线"/></chart>
    <form columns="22mm * 30mm *"><caption>{worker}填</caption><for each="helped"><row>{name} | <tick of="state"/> | {phone} | <tick of="state = '在访'" words="{first(helped).name} | {worker}"/></row></for></form>
    <photos of="helped" file="a.png" columns="2">{name}家</photos>
    <columns><column><p>{worker}</p></column><column><p><u>{first(helped).address}</u></p></column></columns>
    <picture file="a.png" width="20pt" alt="{first(helped).name}的照片"/>
    <p>{company}，{office}</p><if test="code != ''"><qr text="{code}" alt="二维码"/></if>
    <keep><sign party="{first(helped).name}" keyword="{first(helped).name}（签）" width="60pt" height="30pt"><space height="40pt"/><p>{first(helped).name}（签）</p></sign></keep>
  </section>
</layout>"""
# A deed that stands on an earlier one, as a second agreement on the first.
DEED = """<model kind="deed" label="协议">
  <document title="{title}"/><text name="title"/><list name="person"><text name="name" personal="name"/></list>
  <group name="original" file="base deed" state="result"><text name="words"/></group>
  <group name="result"><text name="words" is="original.words"/></group>
</model>"""
DEED_LAYOUT = """<layout><section page="page"><heading level="1">{title}</heading><p>{original.words}</p></section></layout>"""
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
    # Lines together, for what their ends divide; numbers at the axis of a chart are lines of nobody.
    together = "".join("、" if re.fullmatch(r"\d*0", line) else line for line in text.split("\n"))
    rest = [together, run("mutool", "show", path, "outline").stdout.decode(), run("pdfinfo", path).stdout.decode()]
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
        os.makedirs(os.path.join(folder, "templates"))
        os.symlink(os.path.join(ROOT, "tests", "golden", "common"), os.path.join(folder, "templates", "common"))
        for kind, model, layout in (("case", MODEL, LAYOUT), ("deed", DEED, DEED_LAYOUT)):
            for name, text in (("model.xml", model), ("layout.xml", layout), ("style.xml", STYLE)):
                self.write(os.path.join("templates", kind, name), text)
        with open(os.path.join(folder, "templates", "case", "a.png"), "wb") as file:
            file.write(pictures.png(pictures.GRAY))

    def fail(self, what):
        self.faults += 1
        print("FAILED", what)

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def build(self, text, *options, name="case"):
        source = self.write(name + ".xml", text)
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
        # One paragraph more, and nothing else: the same amounts (those of charts stand in no line, so readers put them in any order).
        money = re.compile(r"\d[\d,]*\.\d\d\b")
        if "--proof" not in options and sorted(money.findall(before)) != sorted(money.findall(after)):
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
        if status != 1 or path is not None or "文件名" not in error or "另起名称" not in error:
            self.fail(f"file name: status {status} {path} {error}")

    def fixed(self, names, story, office="坪山中心", more="", code="", name="case"):
        """A paper of people whose names and words are given: status, messages and text of the copy."""
        helped = "".join(f'<helped name="{name}" id_number="44030119900307123X" phone="13800012345" address="广东省深圳市坪山区榆槐樱路12号" account="6222021234567890" ill="疣赘疡" paid="1"/>'
                         for name in names)
        more = f"<code>{code}</code>" + more if code else more
        story = story if story.startswith("<p>") else f"<p>{story}</p>"
        status, error, path = self.build(f'<case title="甲" worker="王菁骞" date="2026-08-02" office="{office}" company="赑屃鳌鼋鼍">{helped}{more}<story>{story}</story></case>',
                                         "--public", name=name)
        return status, error, "" if path is None else plain_form(read_pdf(path, self.folder)[1])

    def expect(self, what, result, wanted, texts=(), told=()):
        status, error, text = result
        text = text.replace("\n", "")
        for there in texts:
            if there not in text:
                self.fail(f"{what}: {there!r} is not in {text!r} {error}")
        if status != wanted or any(said not in error for said in told):
            self.fail(f"{what}: status {status} {error}")

    def examples(self):
        """A name that a comment of the kind has as an example is somebody's all the same."""
        self.expect("a name of an example", self.fixed(["李建设"], "好", name="李建设"), 1, told=["文件名"])

    def rare_pairs(self, seed):
        """Two letters of an address or another text stop the paper where it has them once or twice; three of an address and four of a text always."""
        rng = random.Random(seed)
        pool = rng.sample(STREETS + GIVEN, 6)
        street = "".join(rng.choice(pool) for _ in range(rng.randrange(2, 6)))
        illness = "".join(rng.choice(pool) for _ in range(rng.randrange(2, 7)))
        words = ["".join(rng.choice(pool) for _ in range(rng.randrange(1, 4))) for _ in range(rng.randrange(1, 60))]
        story = "，".join(words)

        def pieces(text, size):
            return {text[at:at + size] for at in range(len(text) - size + 1)}
        often = [piece for piece in pieces(street + "巷", 3) | pieces("榆槐樱路", 3) | pieces(illness, 4) if piece in story]
        pairs = {piece: len(re.findall(f"(?={piece})", story)) for piece in pieces(street + "巷", 2) | pieces("榆槐樱路", 2) | pieces(illness, 2)}
        wanted = 1 if street in words or illness in words or often or any(1 <= count <= 2 for count in pairs.values()) else 0
        whole = len(illness) in (2, 3) and illness in story  # a value that is there is hidden, and no trace
        if whole or len(street) == 2:
            return
        more = f'<helped name="赵璟珩" id_number="440301199003071235" phone="18837022714" address="广东省深圳市坪山区{street}巷9号" account="6222021234567891" ill="{illness}" paid="1"/>'
        self.expect(f"{seed}: {street} {illness} {pairs}: {story}", self.fixed(["张芃"], story, more=more), wanted)

    def typed_once(self):
        """A heading that the contents list and references repeat is typed once: what it has of a street is as rare as that."""
        def story(more=""):
            return f'<p>好</p><section title="樱路之家" id="s"><p>好，见<ref to="s" as="title"/>与<ref to="s" as="title"/>{more}</p></section>'
        self.expect("a heading repeated", self.fixed(["张芃"], story()), 1, told=["“樱路”"])
        self.expect("three texts", self.fixed(["张芃"], story("，去樱路，回樱路")), 0, ["去樱路,回樱路"])

    def other_regions(self):
        more = '<helped name="赵璟珩" id_number="440301199003071235" phone="18837022714" address="北京市朝阳区蔷薇巷9号" account="6222021234567891" ill="疣赘疡" paid="1"/>' \
               '<helped name="钱璟珩" id_number="440301199003071236" phone="18837022715" address="北京市海淀区朝阳路9号" account="6222021234567892" ill="疣赘疡" paid="1"/>'
        self.expect("a region like a street", self.fixed(["张芃"], "朝阳区来", more=more), 0, ["朝阳区来"])
        self.expect("without its region", self.fixed(["张芃"], "住榆槐樱路12号。"), 0, ["住*******一"])
        self.expect("the street", self.fixed(["张芃"], "朝阳来", more=more), 1, told=["“朝阳”"])

    def public_texts(self):
        words = '<public_words words="福建"/>'
        # A longer text that is public stays whole, and a warning tells of it; the name alone does not.
        self.expect("an office that is called so", self.fixed(["李建设"], "李建设律师事务所派李建设来", office="李建设律师事务所"), 0, ["李建设律师事务所派李某某来"], ["warning", "李建设律师事务所"])
        self.expect("a common word", self.fixed(["文明"], "社区的精神文明，由文明宣传", more='<public_words words="精神文明"/>'), 0, ["社区的精神文明,由文某宣传"])
        self.expect("a public word that is the name", self.fixed(["文明"], "由文明宣传", more='<public_words words="文明"/>'), 0, ["由文某宣传"])
        self.expect("a text that is computed", self.fixed(["李建设"], "李建设（13800012345），1.00元"), 0, ["李某某138****2345,100元"])
        # A trace that only begins in a public word is one.
        self.expect("福建国强", self.fixed(["张建国"], "福建国强", more=words), 1, told=["“建国”"])
        self.expect("福建", self.fixed(["张福建"], "福建来", more=words), 0, ["福建来"])

    def one_in_another(self):
        self.expect("王李明", self.fixed(["王李", "李明"], "王李明来"), 0, ["王某某来"])
        self.expect("李明华", self.fixed(["李明", "李明华"], "说明李明华与李明"), 0, ["说明李某某与李某"])

    def words_beside_numbers(self):
        """A number is hidden in one way, whatever stands beside it: two ways together would tell it."""
        for phone, shown in (("13800012345（家属）", "138****2345**"), ("家属13800012345", "**138****2345"), ("13800012345转801", "138****2345****"), ("+86 138 0001 2345", "86138****2345")):
            more = f'<helped name="赵璟珩" id_number="440301199003071235" phone="{phone}" address="广东省深圳市坪山区榆槐樱路12号" account="6222021234567890（坪山支行）" ill="疣赘疡" paid="1"/>'
            result = self.fixed(["张建国"], "好", more=more)
            self.expect(phone, result, 0, [f"与王某某赵某某{shown},1元,见甲", "************7890****"])
            if "13800" in result[2]:
                self.fail(f"{phone}: 13800 is left")

    def beside_each_other(self):
        """Figures of a chart that stand side by side are none of a number: 77370.22 and 77370.22 are not 370227."""
        more = '<helped name="赵璟珩" id_number="440301199003071235" phone="18837022714" address="广东省深圳市坪山区榆槐樱路12号" account="6222021234567891" ill="疣赘疡" paid="77370.22"/>'
        self.expect("figures side by side", self.fixed(["张建国"], "好", more=more), 0, ["188****2714"])

    def earlier(self):
        """Who was named in the paper that this one stands on is hidden here, too."""
        self.write("base.xml", '<base words="由张建国与李明负责"/>')
        self.write("first.xml", '<deed title="一"><person name="张建国"/><original href="base.xml"/></deed>')
        self.write("second.xml", '<deed title="二"><person name="李明"/><original href="first.xml"/></deed>')
        status, error, path = self.build('<deed title="三"><original href="second.xml"/></deed>', "--public")
        self.expect("an earlier paper", (status, error, "" if path is None else plain_form(read_pdf(path, self.folder)[1])), 0, ["由张某某与李某负责"])

    def codes(self):
        for code in ("找小建国", "电话138 0001"):
            self.expect(f"code {code}", self.fixed(["张建国"], "好", code=code), 1, told=["二维码"])
        self.expect("code", self.fixed(["张建国"], "好", code="https://example.org/2026"), 0)


def main():
    program = os.path.abspath(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 12
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    with tempfile.TemporaryDirectory() as folder:
        tester = Tester(program, folder)
        for seed in itertools.islice(itertools.count(first), runs):
            tester.random_paper(seed)
        for seed in range(first, first + 10 * runs):
            tester.rare_pairs(seed)
        tester.file_names()
        tester.examples()
        tester.public_texts()
        tester.typed_once()
        tester.other_regions()
        tester.one_in_another()
        tester.codes()
        tester.words_beside_numbers()
        tester.beside_each_other()
        tester.earlier()
    print("faults:", tester.faults)
    sys.exit(tester.faults > 0)


main()
