#!/usr/bin/env python3
"""Hostile inputs, hostile templates.

usage: torture.py PROGRAM [ASAN-PROGRAM] [--seed N] [--rounds N] [--seconds N] [--keep FOLDER]

Made from the samples in input/ and the kinds in templates/, always the same for the same seed:
  bytes    flipped, deleted, doubled, inserted, cut off
  shapes   deep nesting, a million siblings, huge attributes, entity bombs, external entities, odd encodings
  numbers  every figure of a sample replaced by odd ones
  words    hostile characters and expressions in the texts
  kinds    the same done to the files of a copy of templates/

Whatever comes in, every run must keep these promises:
  the exit status is 0 or 1, never a signal, never after more than 10 seconds of CPU, which other
  work on the machine does not change (120 seconds by the clock: hung);
  each input has either a line "error:" or a PDF, whole from %PDF to %%EOF; 1: one of them has an error;
  no file is left over, nothing else stands beside the PDFs.
Starting the program costs more than most inputs do: small ones go through one run together, and each alone once more when that broke a promise.
With ASAN-PROGRAM every fourth run is made by that one.  A program built with the sanitizer has 60 seconds of CPU.  --rounds: how many random cases of each
sort; the fixed cases run always.  --seconds stops between two runs.  --keep saves the inputs that broke a promise.
"""
import argparse
import concurrent.futures
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
INPUTS = os.path.join(ROOT, "input")
TEMPLATES = os.path.join(ROOT, "templates")
SMALL = ("yulan-agreement.xml", "yulan-report.xml")
LIMIT, ASAN_LIMIT, HUNG = 10, 60, 120
TOGETHER, SMALL_BYTES = 16, 300000  # inputs in one run, if they are no larger

NUMBERS = ["", " ", "-0", "-1", "+5", "0", "00", ".5", "5.", "1e9", "1E-9", "٣", "１２", "1,2,3", "1,000", ",1", "1,", "1,00,000", "10^60",
           "9" * 60, "9" * 100000, "0." + "0" * 5000 + "1", "0x10", "NaN", "inf", "1 2", "一百", "1/0", "--1", "1.2.3", "{1/0}", "{total}", "-" * 9999,
           "0.01", "0.001", "999999999999.99", "9999999999999999.99", "1\t", "1&#x200B;", "−1", "2026-13-01", "2026-02-30", "0000-00-00", "9999-12-31",
           "0001-01-01", "10000-01-01", "2026-1-1", "1582-10-10", "-2026-01-01"]

WORDS = ["", "　", "\u200b", "\u202e倒写", "\ufeff", "\u0301", "a\u0301" * 50, "𠮷䶮𬭎", "👨‍👩‍👧‍👦", "\U000e0041", "\uffff", "\ue000", "\u2028", "{", "}", "{{", "}}", "{}", "{'", "{1/0}",
         "{" + "(" * 5000 + "1" + ")" * 5000 + "}", "{" + "-" * 5000 + "1}", "{" + "1+" * 20000 + "1}", "{sum(1)}", "{name}", "{nothing}", "{rmb(10)}",
         "{" + "not " * 5000 + "yes}", "{" + "if(yes," * 2000 + "1" + ",1)" * 2000 + "}", "{join(each(title_line, words + words), words)}", "{title_line[title_line[yes]]}",
         "{money(" + "9" * 30 + "*" + "9" * 30 + ")}", "{round(1/3, 1000000)}", "{plain(1/3, 999999999)}", "{percent(1/3, -5)}", "{addmonths(today(), 999999999999)}", "{adddays(today(), -99999999)}",
         "{han(99999999999999999999)}", "{upper(-1)}", "{handigits(1.5)}", "{band(grades, 5)}", "{today()}", "{text(title_line)}", "{'" + "长" * 100000 + "'}", "长" * 200000,
         "x" * 200000, "，" * 500, "（" * 500, "…" * 501, "《" * 300 + "》" * 300, "http://" + "a" * 3000, "a-" * 3000, "&#9;", "&#13;", "&#10;" * 5000, "&lt;b>",
         "&amp;" * 3000, "नमस्ते", "مرحبا", "ไทย" * 200, "한국어", "\U0002f800", "ﬀ", "\u00ad" * 100]


def read(path):
    with open(path, "rb") as file:
        return file.read()


def samples():
    return {name: read(os.path.join(INPUTS, name)) for name in sorted(os.listdir(INPUTS)) if name.endswith(".xml")}


# --- bytes ---

def mutate(data, chance):
    """One to six small disasters."""
    data = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        if not data:
            break
        at = chance.randrange(len(data))
        size = min(chance.choice((1, 1, 2, 5, 40, 400)), len(data) - at)
        act = chance.randrange(6)
        if act == 0:
            data[at] ^= 1 << chance.randrange(8)
        elif act == 1:
            del data[at:at + size]
        elif act == 2:
            data[at:at] = data[at:at + size] * chance.choice((1, 2, 50))
        elif act == 3:
            data[at:at] = bytes(chance.randrange(256) for _ in range(size))
        elif act == 4:
            data[at:at] = chance.choice((b"<", b">", b"&", b'"', b"\0", b"{", b"}", b"]]>", b"<!--", b"<?x", b"<![CDATA[", b"</p>", b"<p>", b"\xed\xa0\x80", b"\xf4\x90\x80\x80"))
        else:
            to = chance.randrange(len(data))
            data[at:at + size], data[to:to + size] = data[to:to + size], data[at:at + size]
    return bytes(data)


def swap_elements(data, chance):
    """Well-formed still: an element doubled many times, or removed, or its attributes taken away or doubled under another name."""
    text = data.decode("utf-8")
    leaves = list(re.finditer(r"<([\w-]+)((?:\s+[\w-]+=\"[^\"<]*\")*)\s*(?:/>|>[^<]*</\1>)", text))
    for _ in range(chance.randint(1, 3)):
        leaf = chance.choice(leaves)
        old = leaf.group(0)
        if old not in text:
            continue
        new = chance.choice((old * 2, old * chance.choice((30, 3000)), "", f"<{leaf.group(1)}/>", f"<{leaf.group(1)}>{old}</{leaf.group(1)}>", f"<zzz>{old}</zzz>",
                             re.sub(r"\s[\w-]+=\"[^\"]*\"", "", old, 1), chance.choice(leaves).group(0)))
        text = text.replace(old, new, 1)
    return text.encode("utf-8")


# --- fixed shapes ---

def document(body, attributes="", kind="evaluation-report", before=""):
    return f'<?xml version="1.0" encoding="UTF-8"?>{before}<{kind}{attributes}>{body}</{kind}>'.encode("utf-8")


def nested(depth, name="section", attribute=' title="深"'):
    return f"<{name}{attribute}>" * depth + "<p>底</p>" + f"</{name}>" * depth


def bomb(levels, width):
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * width if i else "哈"}">' for i in range(levels))
    return document(f"<name>&e{levels - 1};</name>", before=f"<!DOCTYPE evaluation-report [{entities}]>")


def shapes():
    small = read(os.path.join(INPUTS, "yulan-report.xml")).decode("utf-8")

    def with_prose(blocks):
        return re.sub(r"<achievements>.*?</achievements>", lambda _: f"<achievements>{blocks}</achievements>", small, flags=re.S).encode("utf-8")

    for depth in (10, 100, 1000, 10000, 100000):
        yield f"sections {depth} deep", with_prose(nested(depth))
        yield f"b {depth} deep", with_prose("<p>" + nested(depth, "b", "").replace("<p>底</p>", "底") + "</p>")
        yield f"unknown {depth} deep", document(nested(depth, "x", ""))
    yield "lists deep", with_prose("<list><item>" * 500 + "底" + "</item></list>" * 500)
    yield "1000000 unknown siblings", document("<x/>" * 1000000)
    yield "1000000 known siblings", document('<title_line words="题"/>' * 1000000)
    yield "60000 attributes", document("", "".join(f' a{i}="1"' for i in range(60000)))
    yield "same attribute twice", document("", ' date="2026-05-20" date="2026-05-20"')
    yield "attribute of 20 MB", document("", f' date="{"9" * 20000000}"')
    yield "text of 20 MB", with_prose(f"<p>{'长' * 7000000}</p>")
    yield "30000 paragraphs", with_prose("<p>短。</p>" * 30000)
    yield "name of 100000 characters", document("", kind="k" * 100000)
    for levels, width in ((3, 10), (10, 10), (30, 2)):
        yield f"entities {levels} x {width}", bomb(levels, width)
    yield "entity of itself", document("<name>&e;</name>", before='<!DOCTYPE x [<!ENTITY e "&e;">]>')
    yield "entity from a file", document("<name>&e;</name>", before='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>')
    yield "parameter entity from a file", document("<name/>", before='<!DOCTYPE x [<!ENTITY % e SYSTEM "file:///etc/passwd"> %e;]>')
    yield "table of 2000 columns", with_prose(f'<table columns="{"* " * 2000}"><row>{"<cell>1</cell>" * 2000}</row></table>')
    yield "table of 5000 rows", with_prose(f'<table columns="* *"><head><row><cell>甲</cell><cell>乙</cell></row></head>{"<row><cell>1</cell><cell>2</cell></row>" * 5000}</table>')
    yield "table without rows", with_prose('<table columns="* *"></table>')
    yield "table with a head only", with_prose('<table columns="*"><head><row><cell>甲</cell></row></head></table>')
    yield "table with a head higher than a page", with_prose(f'<table columns="*"><head>{"<row><cell>甲</cell></row>" * 100}</head>{"<row><cell>甲</cell></row>" * 3}</table>')
    yield "table of one narrow column", with_prose('<table columns="1pt *"><row><cell>' + "窄" * 200 + "</cell><cell>x</cell></row></table>")
    yield "table wider than the page", with_prose('<table columns="900mm *"><row><cell>宽</cell><cell>x</cell></row></table>')
    yield "table with one cell of 40 pages", with_prose(f'<table columns="*"><row><cell>{"高" * 40000}</cell></row></table>')
    yield "table in a cell", with_prose('<table columns="*"><row><cell><table columns="*"><row><cell>1</cell></row></table></cell></row></table>')
    for columns in ("", "0", "-1*", "0*", "999999999*", "*" * 500, "1e9mm", "1mm1mm", "٣*", "* , *", "99999999999999999999mm"):
        yield f"columns {columns[:12]}", with_prose(f'<table columns="{columns}"><row><cell>1</cell></row></table>')
    for span in ("0", "-1", "99999999999", "2", "1.5", "x", "{1/0}"):
        yield f"span {span}", with_prose(f'<table columns="* *"><row><cell span="{span}">1</cell></row></table>')
        yield f"rows {span}", with_prose(f'<table columns="* *"><row><cell rows="{span}">1</cell><cell>2</cell></row></table>')
    yield "empty file", b""
    yield "only a declaration", b'<?xml version="1.0"?>'
    yield "only NULs", b"\0" * 1000
    yield "two roots", small.encode() + small.encode()
    yield "a PDF", b"%PDF-1.7\n%%EOF"
    yield "UTF-16", small.replace("UTF-8", "UTF-16").encode("utf-16")
    yield "UTF-32", small.replace("UTF-8", "UTF-32").encode("utf-32")
    yield "GB18030, said so", small.replace("UTF-8", "GB18030").encode("gb18030")
    yield "GB18030, not said", small.encode("gb18030")
    yield "UTF-7", small.replace("UTF-8", "UTF-7").encode("utf-7")
    yield "unknown encoding", small.replace("UTF-8", "klingon").encode()
    yield "byte order mark", b"\xef\xbb\xbf" + small.encode()
    yield "XML 1.1", small.replace('version="1.0"', 'version="1.1"').encode()
    yield "kind with a path", document("", kind="_..").replace(b"_..", b"../../input")
    yield "kind common", document("", kind="common")
    yield "namespace", small.replace("<evaluation-report ", '<evaluation-report xmlns="urn:x" ').encode()
    yield "prefix", small.replace("evaluation-report", "a:evaluation-report").encode()


def replaced(data, pattern, values, chance, count):
    """The sample with one place replaced: random place, each value in turn."""
    text = data.decode("utf-8")
    places = list(re.finditer(pattern, text))
    for i in range(count):
        place, value = chance.choice(places), values[i % len(values)]
        value = value.replace('"', "&quot;").replace("<", "&lt;")
        yield value[:12], (text[:place.start(1)] + value + text[place.end(1):]).encode("utf-8", "surrogatepass")


def input_cases(chance, rounds):
    """(name, bytes of the input)"""
    files = samples()
    small = {name: files[name] for name in SMALL}
    yield from shapes()
    for name, data in small.items():
        yield from ((f"number {what} in {name}", bad) for what, bad in replaced(data, r'="([0-9][0-9.,-]*)"', NUMBERS, chance, max(rounds, len(NUMBERS) // 2)))
        yield from ((f"words {what} in {name}", bad) for what, bad in replaced(data, r'(?:="|>)([^"<>]*[\u4e00-\u9fff]+[^"<>]*)', WORDS, chance, max(rounds, len(WORDS))))
        step = max(1, len(data) // max(1, rounds))
        yield from ((f"{name} cut at {at}", data[:at]) for at in range(0, len(data), step))
    for i in range(rounds):
        for name, data in (files if i % 8 == 0 else small).items():
            yield f"bytes {i} of {name}", mutate(data, chance)
            yield f"elements {i} of {name}", swap_elements(data, chance)


def template_cases(chance, rounds):
    """(name, path below templates/, its new bytes, input): one file of the kinds spoilt."""
    paths = [os.path.relpath(os.path.join(folder, name), TEMPLATES)
             for folder, _, names in sorted(os.walk(TEMPLATES)) for name in sorted(names) if name.endswith(".xml")]
    odd = NUMBERS + ["99999mm", "-5mm", "0pt", "1e9pt", "三号字", "1000000字", "-1字", "0", "{position()}", "{self}", "body", "yes", "{n}", "../../input/x.xml", "/etc/passwd", "layout.xml"]
    for i in range(rounds):
        for path in paths:
            data = read(os.path.join(TEMPLATES, path))
            source = SMALL[0] if path.startswith("supp") or (path.startswith("common") and i % 2) else SMALL[1]
            yield f"bytes {i} of {path}", path, mutate(data, chance), source
            yield f"elements {i} of {path}", path, swap_elements(data, chance), source
            for _, bad in replaced(data, r'="([^"<>]*)"', [chance.choice(odd)], chance, 1):
                yield f"attribute {i} of {path}", path, bad, source


# --- one run ---

class Broken(Exception):
    pass


def run(argv, limit, folder):
    environment = dict(os.environ, TMPDIR=os.path.join(folder, "tmp"), CHENGWEN_HOME=ROOT, LC_ALL="C.UTF-8", ASAN_OPTIONS="detect_leaks=1:allocator_may_return_null=1")
    start = time.monotonic()
    with subprocess.Popen(argv, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as started:
        try:
            # From here, and not by prlimit(1) in front: that would be a second start for each of the runs.
            resource.prlimit(started.pid, resource.RLIMIT_CPU, (limit, limit))
            _, error = started.communicate(timeout=HUNG)
        except subprocess.TimeoutExpired:
            started.kill()
            raise Broken(f"not done after {HUNG} seconds") from None
        except BaseException:
            started.kill()
            raise
    done = subprocess.CompletedProcess(argv, started.returncode, None, error)
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise Broken(f"not done after {limit} seconds of CPU")
    return done, time.monotonic() - start


def check(done, folder, count):
    """Gives the number of PDFs."""
    error = done.stderr.decode("utf-8", "replace")
    out, left = set(os.listdir(os.path.join(folder, "out"))), os.listdir(os.path.join(folder, "tmp"))
    if done.returncode not in (0, 1):
        raise Broken(f"exit status {done.returncode}: {error[:1500]}")
    if "Sanitizer" in error or "runtime error" in error:
        raise Broken(f"sanitizer: {error[:1500]}")
    if left:
        raise Broken(f"left in TMPDIR: {left}")
    if len(error) > 1000000:
        raise Broken(f"{len(error)} characters of messages")
    wanted = {f"a{number}.pdf" for number in range(count)}
    if out - wanted or done.returncode != (out != wanted):
        raise Broken(f"status {done.returncode}, yet {sorted(out)}: {error[:300]!r}")
    for number in range(count):
        told = re.search(rf"(?m)^a{number}\.xml(:\d+)*: error: ", error) is not None
        if told == (f"a{number}.pdf" in out):
            raise Broken(f"a{number}.xml: {'a PDF, yet an error' if told else 'no PDF and no error'}: {error[:300]!r}")
    for name in out:
        pdf = read(os.path.join(folder, "out", name))
        if not pdf.startswith(b"%PDF") or not pdf.rstrip().endswith(b"%%EOF"):
            raise Broken(f"{name} is no whole PDF")
    return len(out)


def attempt(program, limit, inputs, spoilt, kinds):
    """One run with these inputs.  spoilt: (path below templates/, bytes) or None; kinds: a copy of templates/, whose files are linked, not copied, to stand around it."""
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        for name in ("out", "tmp"):
            os.mkdir(os.path.join(folder, name))
        templates = TEMPLATES
        if spoilt is not None:
            templates = os.path.join(folder, "templates")
            shutil.copytree(kinds, templates, copy_function=os.link)
            os.remove(os.path.join(templates, spoilt[0]))
            with open(os.path.join(templates, spoilt[0]), "wb") as file:
                file.write(spoilt[1])
        for number, data in enumerate(inputs):
            with open(os.path.join(folder, f"a{number}.xml"), "wb") as file:
                file.write(data)
        names = [f"a{number}.xml" for number in range(len(inputs))]
        done, seconds = run([program, "build", "--quiet", "--date", "2026-06-01", "--templates", templates, "-o", "out", *names], limit, folder)
        return check(done, folder, len(inputs)), seconds


def cases(seed, rounds):
    """(name, input bytes, spoilt or None), inputs and templates in turn so that a short run sees both."""
    inputs = ((name, data, None) for name, data in input_cases(random.Random(seed), rounds))
    kinds = ((name, read(os.path.join(INPUTS, source)), (path, bad)) for name, path, bad, source in template_cases(random.Random(seed + 1), rounds))
    for case in inputs:
        yield case
        other = next(kinds, None)
        if other is not None:
            yield other
    yield from kinds


def runs(cases):
    """The cases in groups that go through one run."""
    group = []
    for case in cases:
        if case[2] is not None or len(case[1]) > SMALL_BYTES:
            yield [case]
            continue
        group.append(case)
        if len(group) == TOGETHER:
            yield group
            group = []
    if group:
        yield group


def keep(folder, number, data, spoilt):
    if folder is None:
        return
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, f"{number}.xml"), "wb") as file:
        file.write(data)
    if spoilt is not None:
        with open(os.path.join(folder, f"{number}-{spoilt[0].replace(os.sep, '-')}"), "wb") as file:
            file.write(spoilt[1])


def parse_arguments():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("program")
    parser.add_argument("asan", nargs="?")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--keep")
    return parser.parse_args()


def limited(program):
    """The program and its time: the sanitizer makes it slower."""
    return os.path.abspath(program), ASAN_LIMIT if b"__asan_init" in read(program) else LIMIT


def main():
    given = parse_arguments()
    programs = [limited(given.program)]
    if given.asan:
        programs = [limited(given.asan)] + programs * 3
    end, count, made, stopped, slowest, broken = time.monotonic() + given.seconds, 0, 0, 0, (0, ""), 0

    def one(numbered):
        """Gives (number of PDFs, seconds, what broke a promise); None when the time is up."""
        number, group = numbered
        if time.monotonic() > end:
            return None
        program, limit = programs[number % len(programs)]
        name, data, spoilt = group[0]
        try:
            return *attempt(program, limit, [case[1] for case in group], spoilt, kinds), []
        except Broken as fault:
            if len(group) > 1:
                alone = [one((number, [case])) for case in group]
                return 0, 0, [told for result in alone if result for told in result[2]] or [f"{number} {name} and {len(group) - 1} more, only together: {fault}"]
            keep(given.keep, number, data, spoilt)
            return 0, 0, [f"{number} {name}: {os.path.relpath(program)}: {fault}"]

    with tempfile.TemporaryDirectory(prefix="torture-") as kinds, concurrent.futures.ThreadPoolExecutor(2) as pool:
        shutil.copytree(TEMPLATES, kinds, dirs_exist_ok=True)
        for (_, group), result in lazily(pool, one, enumerate(runs(cases(given.seed, given.rounds)))):
            if result is None:
                stopped += len(group)
                continue
            count, made, broken = count + len(group), made + result[0], broken + len(result[2])
            slowest = max(slowest, (result[1], group[0][0]))
            for told in result[2]:
                print(f"BROKEN {told}", flush=True)
    print(f"{count} cases (seed {given.seed}): {made} made a PDF, {broken} broke a promise; {stopped} not reached; slowest run {slowest[0]:.1f} s: {slowest[1]}")
    sys.exit(1 if broken else 0)


def lazily(pool, work, items, ahead=4):
    """Items with what came of them, without holding all in memory."""
    waiting = []
    for item in items:
        waiting.append((item, pool.submit(work, item)))
        if len(waiting) > ahead:
            item, future = waiting.pop(0)
            yield item, future.result()
    for item, future in waiting:
        yield item, future.result()


if __name__ == "__main__":
    main()
