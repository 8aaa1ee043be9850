#!/usr/bin/env python3
"""Hostile PDFs: files of ours, changed in one way or several, given to `extract`, `verify` and `signatures`.

usage: pdfs.py PROGRAM [--rounds N] [--seed N] [--only WAY] [--keep FOLDER]

The files are of every form (FORMS): with attachments, with the kind's files, of PDF 2.0, compact, without attachments.  Each row of WAYS changes one: bytes, or objects
whose table is made anew, so that the reader goes on behind it.  Whatever was done, a run ends with 0 or 1 within SECONDS of CPU and MEMORY, says one thing,
and leaves nothing but what was extracted, plain files in the one folder.  A file cut short is never extracted from.
"""
import argparse
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import zlib

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SOURCE = os.path.join(ROOT, "input", "pinghu-notice.xml")
SECONDS, MEMORY = 5, 2 << 20  # KiB: what ARCHITECTURE.md says
ALTERED = ("在生成以后改动过", "已不在文件里", "不能核对")  # such files are given back, and told
SANITIZED = 99                # exit status of a sanitizer that found something
FORMS = {"3a": ["--attach"], "4f": ["--conformance=pdfa-4f+ua-2"], "compact": ["--attach", "--compact"], "kind": ["--attach=kind"], "2a": []}
NUMBERS = (0, 1, 2, 7, 50, 255, 10**6, 2**31 - 1, 2**31, 2**32, 2**63, 10**30)
WORDS = rb"\d+ 0 R|/Length \d+|/Size \d+|/N \d+|/First \d+|\d+ 0 obj|<<|>>|\[|\]|/\w+|endobj|endstream|stream|xref|trailer|%%EOF"
NAMES = ("../../evil", "/tmp/evil", "..", ".", "", "a/b", "a\\b", "\0", "\u202e", "data.json", "chengwen.json", "𠮷" * 2000, "\ud800", "con", "-o", "~", "a\nb")
BROKEN_JSON = (b"", b"null", b"[]", b"{}", b"[" * 100000, b'{"a":' * 5000, b'"' + b"x" * 10**6, b"\xff\xfe", b'{"files":[]}', b'{"model":1e999}')
BROKEN_XML = (b"", b"<", b"<a>" * 100000, b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]><a>&c;</a>', b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', b"\0" * 1000, b"\xff\xfe<\0a\0")


def is_altered(told):
    return any(words in told for words in ALTERED)


class Pdf:
    """A file of ours taken apart: its objects, one behind another, and what stands around them."""

    def __init__(self, data):
        table = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
        self.compact = not data.startswith(b"xref", table)
        end = data.rindex(b"startxref") if self.compact else table
        begin = data.index(b"1 0 obj\n") if not self.compact else re.search(rb"\d+ 0 obj\n", data).start()
        self.head, self.objects = data[:begin], re.split(rb"(?<=\nendobj\n)(?=\d+ 0 obj\n)", data[begin:end])
        self.trailer = b"" if self.compact else data[data.index(b"trailer", table):data.rindex(b"startxref")]
        self.table = None  # changes the lines of the table

    def write(self):
        out, offsets = bytearray(self.head), {}
        for whole in self.objects:
            number = int((re.match(rb"(\d{1,6}) 0 obj", whole) or [0, 0])[1])
            offsets[number], last = len(out), len(out)
            out += whole
        if self.compact:
            return bytes(out + b"startxref\n%d\n%%%%EOF\n" % last)
        offsets.pop(0, None)
        table, size = len(out), max(offsets, default=0) + 1
        free = [n for n in range(size) if n not in offsets]
        following = dict(zip(free, free[1:] + [0]))
        lines = [b"%010d 00000 n\r\n" % offsets[n] if n in offsets else b"%010d %05d f\r\n" % (following[n], 1 if n else 65535) for n in range(size)]
        lines = self.table(lines) if self.table else lines
        return bytes(out + b"xref\n0 %d\n" % size + b"".join(lines) + self.trailer + b"startxref\n%d\n%%%%EOF\n" % table)

    def find(self, pattern):
        """Which objects have it."""
        return [i for i, whole in enumerate(self.objects) if re.search(pattern, whole.split(b"stream\r\n")[0], re.S)]

    def stream(self, at):
        head, data = self.objects[at].split(b"stream\r\n", 1)
        data = data[:data.rindex(b"\nendstream")]
        return zlib.decompress(data) if b"/FlateDecode" in head else data

    def set_stream(self, at, data, size=None, times=1, filters=b"/FlateDecode"):
        """The data deflated so many times; `size`: what is said of them."""
        head = re.sub(rb"/Size \d+", b"/Size %d" % (len(data) if size is None else size), self.objects[at].split(b"stream\r\n", 1)[0])
        for _ in range(times):
            data = zlib.compress(data, 1)
        head = re.sub(rb"/Filter ?/FlateDecode", b"/Filter " + filters, head) if b"/Filter" in head else head.replace(b"<<", b"<</Filter " + filters, 1)
        self.objects[at] = re.sub(rb"/Length \d+", b"/Length %d" % len(data), head) + b"stream\r\n" + data + b"\nendstream\nendobj\n"

    def streams(self, pattern=rb"/Length \d+"):
        return [at for at in self.find(pattern) if b"stream\r\n" in self.objects[at] and b"/DCTDecode" not in self.objects[at]]

    def held(self, at):
        """The numbers and values of a stream of objects."""
        data, (count, first) = self.stream(at), (int(re.search(key + rb" ?(\d+)", self.objects[at])[1]) for key in (rb"/N", rb"/First"))
        index = list(map(int, data[:first].split()))[:2 * count]
        return index[::2], [data[first + a:first + b] for a, b in zip(index[1::2], index[3::2] + [len(data) - first])]

    def places(self, pattern):
        """Where dictionaries have it: (object, which of those that it holds, or None)."""
        own = [(at, None) for at in self.find(pattern)]
        return own + [(at, k) for at in (self.streams(rb"/ObjStm") if self.compact else []) for k, value in enumerate(self.held(at)[1]) if re.search(pattern, value, re.S)]

    def change(self, place, pattern, made, limit=1):
        """In the dictionary there."""
        at, k = place
        change = lambda text: re.sub(pattern, made if callable(made) else lambda _: made, text, count=limit, flags=re.S)
        if k is None:
            head, mark, data = self.objects[at].partition(b"stream\r\n")
            self.objects[at] = change(head) + mark + data
            return
        numbers, values = self.held(at)
        values[k] = change(values[k])
        index = b"".join(b"%d %d " % (number, sum(map(len, values[:i]))) for i, number in enumerate(numbers))
        self.objects[at] = re.sub(rb"/First \d+", b"/First %d" % len(index), self.objects[at], count=1)
        self.set_stream(at, index + b"".join(values))


# --- bytes ---

def bits(data, chance):
    data = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def cut(data, chance):
    return data[:chance.randrange(len(data) - 1)]


def stretches(data, chance):
    """Gone, twice, or elsewhere."""
    at, other, size = chance.randrange(len(data)), chance.randrange(len(data)), chance.choice((1, 20, 300, 5000))
    piece = data[other:other + size]
    return chance.choice((data[:at] + data[at + size:], data[:at] + piece + data[at:], data[:at] + piece + data[at + size:]))


def words(data, chance):
    found = list(re.finditer(WORDS, data))
    for word in sorted(chance.sample(found, min(len(found), chance.choice((1, 1, 2, 5)))), key=lambda word: -word.start()):
        new = re.sub(rb"\d+", b"%d" % chance.choice(NUMBERS), word.group())
        new = new if new != word.group() else chance.choice((b"", b"<<", b"[", b"(", b"/Kids", b"1 0 R", chance.choice(found).group()))
        data = data[:word.start()] + new + data[word.end():]
    return data


def behind(data, chance):
    """Something follows, that ends as we do or not."""
    more = chance.choice((b"\0" * 5000, data, b"7 0 obj\n<<>>\nendobj\nxref\n0 0\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n", b"%%EOF" * 1000))
    return data + more if chance.random() < 0.7 else data[:chance.randrange(20, len(data))] + more


# --- objects ---

def swapped(pdf, chance):
    a, b = chance.sample(range(len(pdf.objects)), 2)
    numbers = [pdf.objects[at].partition(b" 0 obj") for at in (a, b)]
    pdf.objects[a], pdf.objects[b] = numbers[0][0] + b"".join(numbers[1][1:]), numbers[1][0] + b"".join(numbers[0][1:])


def dropped(pdf, chance):
    at = chance.randrange(len(pdf.objects))
    pdf.objects[at:at + 1] = [] if chance.random() < 0.5 else [pdf.objects[at]] * chance.choice((2, 3, 1000))


def numbered(pdf, chance):
    at = chance.randrange(len(pdf.objects))
    pdf.objects[at] = re.sub(rb"\A\d+ 0", chance.choice((b"0 0", b"1 0", b"5 1", b"8388607 0", b"8388608 0", b"%d 0" % 10**30, b"-1 0")), pdf.objects[at])


def referred(pdf, chance):
    """To itself, to the catalog, to what is not there, in a circle of two."""
    place = chance.choice(pdf.places(rb"\d+ 0 R"))
    own = pdf.objects[place[0]].split(b" ", 1)[0] if place[1] is None else b"%d" % pdf.held(place[0])[0][place[1]]
    pdf.change(place, rb"\d+ 0 R", lambda found: chance.choice((found.group(), chance.choice((own, own, b"1", b"2", b"99999", b"8388608")) + b" 0 R")), chance.choice((1, 5, 0)))


def lengths(pdf, chance):
    lie = lambda found: b"/Length %d" % chance.choice((*NUMBERS, int(found[1]) + 1, max(int(found[1]) - 1, 0)))
    pdf.change(chance.choice(pdf.places(rb"/Length (\d+)")), rb"/Length (\d+)", chance.choice((lie, b"/Length -1", b"/Length 1 0 R", b"/Length[1]", b"", b"/Length 5/Length 6")))


def nested(pdf, chance):
    depth, (a, b) = chance.choice((60, 63, 64, 65, 1000, 200000)), chance.choice(((b"[", b"]"), (b"<</A", b">>"), (b"(", b")"), (b"<</A [", b"]>>"), (b"[", b""), (b"<<", b"")))
    pdf.change(chance.choice(pdf.places(rb"<<")), rb"<<", b"<</Deep " + a * depth + (b" 1 " if b"A" in a else b"") + b * depth + b" ")


def filtered(pdf, chance):
    at = chance.choice(pdf.streams(rb"/EmbeddedFile|/ObjStm|/XRef|/Metadata"))
    times = chance.choice((1, 2, 8, 200))
    names = chance.choice((b"[" + b"/FlateDecode " * times + b"]", b"/LZWDecode", b"/FlateDecode/DecodeParms<</Predictor 15/Columns 2147483647>>", b"/Crypt", b"[]", b"[[[[/FlateDecode]]]]", b"/FlateDecode"))
    pdf.set_stream(at, pdf.stream(at), times=times, filters=names)


def bombs(pdf, chance):
    """What becomes large: up to 64 MiB, or what is deflated twice; true sizes, and lies."""
    at = chance.choice(pdf.streams(rb"/EmbeddedFile|/ObjStm|/XRef|/Metadata"))
    many = chance.choice((1, 1, 1, 8, 8, 64)) << 20
    unit = chance.choice((b"\0", b"[", b"1 0 ", b"<<", b"\n"))
    before = pdf.stream(at) if chance.random() < 0.5 else b""
    pdf.set_stream(at, before + unit * (many // len(unit)), chance.choice((None, None, *NUMBERS)), chance.choice((1, 1, 2)))


def sizes(pdf, chance):
    pattern = rb"/(Size|N|First|Count|Columns) ?(\d+)"
    pdf.change(chance.choice(pdf.places(pattern)), pattern, lambda found: b"/%b %d" % (found[1], chance.choice((*NUMBERS, int(found[2]) + 1))))


def name_tree(pdf, chance):
    """Names of attached files, and their tree."""
    (place,) = pdf.places(rb"/Type /Catalog")
    files, wanted = [b"<FEFF0061> %d 0 R" % number for number in range(1, 4)], rb"/Type /Catalog"
    if pdf.places(rb"/EmbeddedFiles"):
        wanted = rb"/EmbeddedFiles <<.*?>>"
        pdf.change(place, rb"<[0-9A-F]+> \d+ 0 R", lambda found: files.append(found.group()) or found.group(), 0)
    names = [b"<FEFF%b>" % name.encode("utf-16-be", "surrogatepass").hex().upper().encode() for name in NAMES] + [b"(" + name.encode("utf-8", "surrogatepass").replace(b"\\", b"\\\\") + b")" for name in NAMES]
    tree = chance.choice((
        lambda: b"/Names [" + b" ".join(re.sub(rb"<.*?>", lambda _: chance.choice(names), file) for file in files * chance.choice((1, 2, 60, 134, 200))) + b"]",
        lambda: b"/Kids [1 0 R]",
        lambda: b"/Names [" + b" ".join(files) + b" (x)]",
        lambda: b"/Names " + b"[" * 70 + b"]" * 70,
        lambda: b"/Names 1 0 R",
        lambda: b"/Names [" + b"(a) 1 0 R " * 100000 + b"]"))()
    pdf.change(place, wanted, b"/EmbeddedFiles <<" + tree + b">>" if b"Emb" in wanted else wanted + b"/Names <</EmbeddedFiles <<" + tree + b">>>>")


def json_changed(data, chance):
    if chance.random() < 0.3:
        return chance.choice(BROKEN_JSON)
    at = chance.choice(list(re.finditer(rb'"(?:\\.|[^"\\])*"|[{}\[\],:]|-?\d+', data)))
    new = chance.choice((b"", b"{", b"]", b"null", b"1e400", b'"' + chance.choice(NAMES).encode("utf-8", "surrogatepass").replace(b"\\", b"\\\\") + b'"', at.group() * 2, b"-9" * 30, b'"\\ud800"'))
    return data[:at.start()] + new + data[at.end():]


def attached(pdf, chance):
    """What is attached, changed: descriptions, kinds, manifest, data; or bytes of streams of objects."""
    at = chance.choice(pdf.streams(rb"/EmbeddedFile|/ObjStm|/XRef") or pdf.streams())
    data = pdf.stream(at)
    if data[:1] == b"{":
        data = json_changed(data, chance)
    elif chance.random() < 0.2 and data[:1] == b"<":
        data = chance.choice(BROKEN_XML)
    else:
        data = chance.choice((bits, cut, stretches, words))(data + b" 1 0 R/A [ <<", chance)
    pdf.set_stream(at, data)


def doubled(count, first, more):
    """Definitions, each of which is made of the one before twice."""
    return "".join(more.format(own=f"x{i}", before=f"x{i - 1}" if i else first) for i in range(count))


HOSTILE_MODELS = (
    '<use file="{out}"/>', '<use file="model.xml"/>', '<use file="/dev/zero"/>',
    doubled(60, "'ab'", '<text name="{own}" label="x" is="{before} + {before}"/>'),
    doubled(60, "'ab'", '<text name="{own}" label="x" is="join(each(instalments(1, 100, 0, \'last\'), {before}), {before})"/>'),
    doubled(60, "7", '<number name="{own}" label="x" is="{before} * {before}"/>'),
    doubled(60, "7", '<number name="{own}" label="x" is="1 / ({before} * {before} + 1 / 3)"/>'),
    '<number name="x" label="x" is="x + 1"/>', '<number name="x" label="x" is="y"/><number name="y" label="y" is="x"/>',
    '<number name="x" label="x" is="' + "(" * 3000 + "1" + ")" * 3000 + '"/>', '<number name="x" label="x" is="' + "-" * 3900 + '1"/>',
    '<text name="x" label="x" pattern="(((a*)*)*)*b" default="\'' + "a" * 3000 + '\'"/>', '<text name="x" label="x" pattern="' + "(" * 3000 + '" default="\'a\'"/>',
    "".join(f'<group name="g{i}" label="x">' for i in range(62)) + '<text name="t" label="t"/>' + "</group>" * 62,
    "".join(f'<number name="n{i}" label="n" is="{i}"/>' for i in range(25000)),
    '<list name="many" label="x" for="item[1 = 1]" as="i"><number name="v" label="v" is="count(item[amount &gt; 0])"/></list>',
    '<number name="x" label="x" is="sum(each(instalments(1, 10000, 0, \'last\'), sum(each(instalments(1, 10000, 0, \'last\'), it))))"/>',
    '<number name="x" label="x" is="count(each(run_starts(instalments(1, 10000, 0, \'last\')), sum(instalments(1, 10000, 0, \'last\'))))"/>')
HOSTILE_LAYOUTS = (
    '<use file="{out}"/>', '<use file="layout.xml"/>', '<use file="/dev/zero"/>',
    '<define name="d"><call name="d"/></define><section page="sheet"><call name="d"/></section>',
    '<define name="d"><call name="e"/></define><define name="e"><call name="d"/></define><section page="sheet"><call name="e"/></section>',
    '<define name="x0"><p>a</p></define>' + "".join(f'<define name="x{i}"><call name="x{i - 1}"/><call name="x{i - 1}"/></define>' for i in range(1, 60)) + '<section page="sheet"><call name="x59"/></section>',
    '<section page="sheet"><picture file="{out}" alt="a"/></section>', '<section page="sheet"><picture file="/dev/zero" alt="a"/></section>',
    '<section page="sheet">' + '<for each="instalments(1, 10000, 0, \'last\')" as="i">' * 6 + "<p>a</p>" + "</for>" * 6 + "</section>",
    '<section page="sheet">' + '<for each="instalments(1, 10000, 0, \'last\')" as="i">' * 2 + "</for>" * 2 + "</section>",
    '<section page="sheet"><for each="instalments(1, 10000, 0, \'last\')" as="i"><page-break/><p>a</p></for></section>',
    '<section page="sheet"><space height="99999999mm"/></section>', '<section page="sheet"><space height="-99999999999999999999mm"/></section>',
    '<section page="sheet"><table columns="' + "* " * 64 + '">' + "<row>" + "<cell>a</cell>" * 64 + "</row>" * 1 + "</table></section>",
    '<section page="sheet"><table columns="*">' + "<row><cell><table columns='*'>" * 30 + "<row><cell>a</cell></row>" + "</table></cell></row>" * 30 + "</table></section>",
    '<section page="sheet"><table columns="* *"><row><cell rows="2000000000" span="2000000000">a</cell></row></table></section>',
    '<section page="sheet"><p>' + "<b>" * 58 + "a" + "</b>" * 58 + "</p></section>", '<section page="sheet"><p>' + "字" * 60000 + "</p></section>",
    '<section page="sheet"><p>' + "<br/>" * 40000 + "</p></section>", "<section page='sheet'>" + "<keep>" * 55 + "<p>a</p>" + "</keep>" * 55 + "</section>",
    "<section page='sheet'><footer>" + "<page/>" * 5000 + "</footer><p>a</p></section>")


def kinds(pdf, chance):
    """The kind that comes with it is well-formed, and means no good."""
    chosen = chance.choice((("model", HOSTILE_MODELS), ("layout", HOSTILE_LAYOUTS)))
    for at in pdf.streams(rb"/EmbeddedFile"):
        data = pdf.stream(at)
        found = re.search(rb"<%b\b[^>]*>" % chosen[0].encode(), data)
        if found and b"</%b>" % chosen[0].encode() in data:
            text = chance.choice(chosen[1]).replace("{out}", chance.choice(("/etc/passwd", "../" * 12 + "etc/passwd", "../common/../../input/yulan-report.xml", "./", "")))
            data = data[:found.end()] + text.encode() + (data[found.end():] if chosen[0] == "model" else b"</layout>\n")
            pdf.set_stream(at, data)


def tables(pdf, chance):
    def lines(rows):
        at, other = chance.randrange(len(rows)), chance.choice(rows)
        rows[at] = chance.choice((other, b"9999999999 00000 n\r\n", b"0000000000 00000 f\r\n", b"%010d 00000 n\r\n" % chance.randrange(10**5), b"short\r\n"))
        return rows if chance.random() < 0.7 else rows * chance.choice((0, 2))
    pdf.table = lines


def trailers(pdf, chance):
    if pdf.compact:
        pdf.change((len(pdf.objects) - 1, None), rb".*", lambda found: words(found.group(), chance))
        return
    pdf.trailer = chance.choice((words(pdf.trailer + b"/A 1 0 R", chance), b"trailer\n<</Root 2 0 R>>\n", b"trailer\n<</Root 99 0 R>>\n", b"trailer\n<<" + b"/A[" * 1000 + b">>\n", b"trailer\n<</Root<</Type/Catalog/Names 1 0 R>>>>\n", b""))


BYTES = (bits, cut, stretches, words, behind)
OBJECTS = (swapped, dropped, numbered, referred, lengths, nested, filtered, bombs, sizes, name_tree, attached, kinds, tables, trailers)
WAYS = {way.__name__: way for way in BYTES + OBJECTS}


def mutation(forms, number, wish):
    """Form, way and bytes of the number-th."""
    chance = random.Random(f"{wish.seed} {number}")
    form = list(FORMS)[number % len(FORMS)]
    way = WAYS[wish.only or list(WAYS)[number // len(FORMS) % len(WAYS)]]
    if way in BYTES:
        return form, way.__name__, way(forms[form], chance)
    pdf = Pdf(forms[form])
    way(pdf, chance)
    if chance.random() < 0.1:
        chance.choice(OBJECTS)(pdf, chance)
    return form, way.__name__, pdf.write()


# --- what comes of it ---

class Runner:
    def __init__(self, program, folder):
        self.program, self.folder, self.seen, self.peak, self.slowest = program, folder, {}, 0, 0
        self.environment = {**os.environ, "TMPDIR": self.path("tmp"), "ASAN_OPTIONS": f"exitcode={SANITIZED}:detect_leaks=1", "UBSAN_OPTIONS": f"halt_on_error=1:exitcode={SANITIZED}", "CHENGWEN_HOME": ROOT}
        for name in ("tmp", "here"):
            os.mkdir(self.path(name))

    def path(self, name):
        return os.path.join(self.folder, name)

    def run(self, *arguments):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        try:
            done = subprocess.run([self.program, *arguments], cwd=self.path("here"), env=self.environment, capture_output=True, timeout=60, check=False)
        except subprocess.TimeoutExpired:
            return None, "", ["it hangs"]
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds, faults = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, []
        self.slowest = max(self.slowest, seconds)
        if seconds > SECONDS:
            faults.append(f"it takes {seconds:.1f} s")
        if after.ru_maxrss > max(self.peak, MEMORY):
            faults.append(f"it takes {after.ru_maxrss >> 10} MiB")
        self.peak = after.ru_maxrss
        return done.returncode, done.stdout.decode("utf-8", "backslashreplace"), faults + self.judge(done)

    def judge(self, done):
        self.told = told = done.stderr.decode("utf-8", "backslashreplace")
        errors = [line for line in told.splitlines() if " error: " in line]
        if done.returncode not in (0, 1) or "Sanitizer" in told or "runtime error" in told:
            return [f"exit status {done.returncode}: {told[:3000]}"]
        if bool(errors) != (done.returncode == 1) and not done.stdout.startswith("不一致".encode()):
            return [f"exit status {done.returncode}, but says {(done.stdout + done.stderr).decode('utf-8', 'backslashreplace')[:600]!r}"]
        # of a description that is made again there may be many, and of attached files
        if len(errors) > 1 and not all(is_altered(line) for line in errors) and "原因见上" not in errors[-1] and not done.stdout.startswith("不一致".encode()):
            return [f"it says {len(errors)} things: {errors[:3]}"]
        return []

    def extract(self, path, way):
        status, listed, faults = self.run("extract", "-o", self.path("out"), path)
        status = 0 if status == 1 and is_altered(self.told) else status
        if os.path.exists(self.path("out")):
            made = list(os.scandir(self.path("out")))
            if status != 0 or len(made) != listed.count("\n") or not all(entry.is_file(follow_symlinks=False) for entry in made):
                faults.append(f"exit status {status}, and there are {[entry.name for entry in made][:5]}")
            shutil.rmtree(self.path("out"))
        elif status == 0:
            faults.append("nothing is extracted")
        if status == 0 and way == "cut":
            faults.append("it extracts from a file that was cut short")
        return faults

    def verify(self, path, form):
        more = [SOURCE] if form == "2a" else ["--kind-from-file"] if form == "kind" else []
        status, said, faults = self.run("verify", "--date=2026-08-02", path, *more) if form == "2a" else self.run("verify", *more[:1], path)
        if status == 0 and not said.startswith("一致"):
            faults.append(f"it says {said[:300]!r}")
        return faults

    def verify_code(self, path):
        """A digest that no figures have."""
        status, said, faults = self.run("verify", "--qr", "0000-0000-0000-0000", path)
        return faults + ([f"it says {said[:300]!r}"] if status == 0 else [])

    def left(self):
        there = sorted(os.listdir(self.folder))
        wanted = sorted({"tmp", "here", "hostile.pdf", *FORMS})
        return [f"{name} is left" for name in set(there) - set(wanted)] + [f"{name} has {os.listdir(self.path(name))}" for name in ("tmp", "here") if os.listdir(self.path(name))]


def build(program, folder):
    """Each form's bytes."""
    out = {}
    for form, options in FORMS.items():
        done = subprocess.run([program, "build", "-q", "--date=2026-08-02", *options, "-o", os.path.join(folder, form), SOURCE], capture_output=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{form} cannot be built: {done.stderr.decode('utf-8', 'replace')}")
        with open(os.path.join(folder, form, os.path.basename(SOURCE).replace(".xml", ".pdf")), "rb") as file:
            out[form] = file.read()
        if Pdf(out[form]).write() != out[form]:
            sys.exit(f"{form}: put together again it is another")
    return out


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1][7:], add_help=False)
    parser.add_argument("program")
    parser.add_argument("--rounds", type=int, default=len(FORMS) * len(WAYS))
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--only", choices=WAYS)
    parser.add_argument("--keep")
    wish = parser.parse_args()
    count = 0
    with tempfile.TemporaryDirectory() as folder:
        forms, runner = build(os.path.abspath(wish.program), folder), Runner(os.path.abspath(wish.program), folder)
        for number in range(wish.rounds):
            form, way, data = mutation(forms, number, wish)
            path = runner.path("hostile.pdf")
            with open(path, "wb") as file:
                file.write(data)
            faults = [("extract", fault) for fault in runner.extract(path, way)] + [("verify", fault) for fault in runner.verify(path, form)] + [("verify --qr", fault) for fault in runner.verify_code(path)]
            faults += [("signatures", fault) for fault in runner.run("signatures", path)[2]] + [("all", fault) for fault in runner.left()]
            for command, fault in faults:
                print(f"{number}: {form}, {way}: {command}: {fault}", flush=True)
            if faults and wish.keep:
                shutil.copy(path, os.path.join(wish.keep, f"{number}-{form}-{way}.pdf"))
            count += bool(faults)
            for name in set(os.listdir(folder)) - {"tmp", "here", "hostile.pdf", *FORMS}:
                shutil.rmtree(runner.path(name), ignore_errors=True)
    print(f"{wish.rounds} mutations, {count} with faults; at most {runner.slowest:.1f} s, {runner.peak >> 10} MiB")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
