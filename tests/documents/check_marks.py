#!/usr/bin/env python3
"""The draft mark 草稿 as it is seen: on every page, also on fills, broad rules and pictures; and what pages name as their resources.

usage: check_marks.py PROGRAM

A draft and the finished paper are rendered; where they differ, there the mark is.  On all pages of one size it is the same, so no page
may lack what another shows of it.
"""
import glob
import os
import re
import subprocess
import sys
import tempfile

import pictures

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
LEAST = 8  # levels of one colour at least by which the mark stands off its ground
FILLS = "000000 1F4E79 C00000 808080 A0A0A0 E6E6E6 F2F2F2 FFFF00 00FF00 0000FF FFFFFF 404040".split()

MODEL = '<model kind="marked" label="标"><text name="name"/></model>'
STYLE = """<styles><page name="page" width="120mm" height="120mm" top="10mm" bottom="10mm" left="10mm" right="10mm" header-at="5mm"
footer-at="5mm"/><page name="turned" base="page" width="121mm" turned="yes"/>
<style name="body" role="宋体" size="10pt" line="20pt"/><style name="table-cell" base="body"/><style name="table-head" base="body"/>
<table-style name="plain" base="table" inner-rule="0" outer-rule="0" head-rule="0" padding="0"/>
<table-style name="striped" base="plain" head-fill="1F4E79" stripe-fill="E6E6E6" foot-fill="FFE0E0"/></styles>"""


def table(fill, inner='<space height="98mm"/>'):
    return f'<table style="plain" columns="*"><row><cell fill="{fill}">{inner}</cell></row></table>'


def striped():
    rows = "".join(f'<row><cell><space height="6mm"/></cell></row>' for _ in range(14))
    return f'<table style="striped" columns="*"><head><row><cell>头</cell></row></head>{rows}<foot><row><cell>尾</cell></row></foot></table>'


def page(blocks, master="page"):
    return f'<section page="{master}">{blocks}</section>'


SHOT = '<picture file="{}" width="90mm" height="90mm"/>'
# The first and the last but one show what the mark looks like on white paper, upright and turned.
PAGES = ([page("<p>{name}</p>"), page("<p>1</p><page-break to='even'/><page-break to='even'/><p>2</p>")] +
         [page(table(fill)) for fill in FILLS] +
         [page(striped()), page(table("FFE0E0", table("E6E6E6", table("FFFFFF")))), page('<rule weight="95mm" color="C00000"/>'),
          page(SHOT.format("rgb.png")), page(SHOT.format("gray.png")), page(SHOT.format("photo.jpg")),
          page(table("FFE0E0", SHOT.format("clear.png"))),
          page('<columns><column><picture file="rgb.png" width="45mm" height="90mm"/></column><column><picture file="gray.png" width="20mm" height="90mm"/></column></columns>'),
          page(table("1F4E79"), "turned"), page(SHOT.format("rgb.png"), "turned"), page("<p>3</p>", "turned"),
          page('<fixed top="10mm" over="yes">' + SHOT.format("gray.png") + '</fixed><p>4</p>')])

failures = []


def fail(what):
    failures.append(what)
    print("FAILED", what)


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(text if isinstance(text, bytes) else text.encode())


def build(program, templates, paths, folder):
    """Of each path the finished paper and its draft."""
    for options in ([], ["--draft"]):
        done = subprocess.run([program, "build", "-q", "--date", "2026-06-01", "--templates", templates, *options, "-o", folder, *paths],
                              capture_output=True, text=True, timeout=120)
        if done.returncode != 0:
            sys.exit(f"{paths}: {done.stderr}")
    names = [os.path.splitext(os.path.basename(path))[0] for path in paths]
    return [(f"{folder}/{name}.pdf", f"{folder}/{name}-草稿.pdf") for name in names]


def render(pdf, folder):
    """Pages as (width, height, samples)."""
    for old in glob.glob(f"{folder}/shot*"):
        os.remove(old)
    subprocess.run(["pdftoppm", "-r", "40", pdf, f"{folder}/shot"], check=True, timeout=120)
    found = []
    for path in sorted(glob.glob(f"{folder}/shot*")):
        with open(path, "rb") as file:
            data = file.read()
        head = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", data)
        found.append((int(head[1]), int(head[2]), data[head.end():]))
    return found


def marks(finished, draft):
    """The pixels where the two differ by LEAST or more."""
    return {i // 3 for i, (a, b) in enumerate(zip(finished, draft)) if a != b and abs(a - b) >= LEAST}


def dark(samples, pixel):
    return max(samples[3 * pixel:3 * pixel + 3]) < 40


def check_seen(name, finished, draft, white=None, over=(), known=None):
    """`white`: pages, from 0, that show the whole mark on white paper; then no page has text over it, and black is a fill.  `over`: of each page, whether the mark lies
    over something, with a line around it.  `known`: the marks of papers before, by the size of the page: of a paper whose pages all have something under the mark."""
    if [p[:2] for p in finished] != [p[:2] for p in draft]:
        return fail(f"{name}: the draft has other pages")
    seen, shape = [marks(a[2], b[2]) for a, b in zip(finished, draft)], {}
    for size in {p[:2] for p in finished}:
        shape[size] = max((s for i, (s, p) in enumerate(zip(seen, finished)) if p[:2] == size and (white is None or i in white) and not (i < len(over) and over[i])), key=len, default=set())
        if known is not None:
            shape[size] = shape[size] or known.get(size, set())
            known[size] = max(known.get(size, set()), shape[size], key=len)
    for number, (page, pixels) in enumerate(zip(finished, seen)):
        wanted = {i for i in shape[page[:2]] if white is not None or not dark(page[2], i)}
        if len(wanted) < 50:
            fail(f"{name} page {number + 1}: no mark")
        elif len(wanted & pixels) < 0.65 * len(wanted):
            fail(f"{name} page {number + 1}: {len(wanted & pixels)} of {len(wanted)} pixels of the mark are seen")
    return None


COVERED = {"yulan-survey.xml", "lanting-survey.xml", "yulan-performance.xml", "pinghu-acceptance.xml"}  # samples with charts and photographs, which the mark lies over


def objects(pdf, folder):
    """Number -> text, uncompressed."""
    path = f"{folder}/plain.pdf"
    subprocess.run(["qpdf", "--qdf", "--object-streams=disable", pdf, path], check=True, timeout=120)
    with open(path, "rb") as file:
        return {int(n): body for n, body in re.findall(rb"\n(\d+) 0 obj\n(.*?)\nendobj", file.read(), re.S)}


def check_resources(name, pdf, folder):
    """Every page's own resources name what it uses, and nothing else.  Gives for each page whether something is translucent."""
    found, translucent = objects(pdf, folder), []
    for page in (body for body in found.values() if re.search(rb"/Type /Page\b", body)):
        contents = b"".join(found[int(n)] for n in re.findall(rb"(\d+) 0 R", re.search(rb"/Contents (\[[^]]*\]|\d+ 0 R)|$", page)[1] or b""))
        used = set(re.findall(rb"/(F[\d.]+) [\d.]+ Tf", contents)) | set(re.findall(rb"/(P\d+) Do", contents))
        used |= set(re.findall(rb"/(G\d+) gs", contents))
        resources = re.search(rb"/Resources (<<.*)", page, re.S)
        named = set(re.findall(rb"/([FPG]\d[\d.]*) ", resources[1])) if resources else {"shared"}
        if named != used:
            fail(f"{name}: a page names {sorted(named)} and uses {sorted(used)}")
        if (b"/ca " in page) != (b"/G0 gs" in contents):
            fail(f"{name}: a transparent state is named where none is used, or the other way round")
        translucent.append(b"/ca " in page)
    if any(b"/Resources" in body for body in found.values() if b"/Type /Pages" in body):
        fail(f"{name}: resources that pages inherit")
    return translucent


def check_own(program, folder):
    write(f"{folder}/templates/marked/model.xml", MODEL)
    write(f"{folder}/templates/marked/style.xml", STYLE)
    write(f"{folder}/templates/marked/layout.xml", f"<layout>{''.join(PAGES)}</layout>")
    write(f"{folder}/templates/marked/rgb.png", pictures.png(pictures.RGB))
    write(f"{folder}/templates/marked/gray.png", pictures.png(pictures.GRAY))
    write(f"{folder}/templates/marked/clear.png", pictures.png(pictures.RGB_ALPHA))
    write(f"{folder}/templates/marked/photo.jpg", pictures.jpeg())
    write(f"{folder}/in/a.xml", '<marked name="名"/>')
    [(finished, draft)] = build(program, f"{folder}/templates", [f"{folder}/in/a.xml"], f"{folder}/out")
    shots = render(finished, folder)
    check_seen("fills and pictures", shots, render(draft, folder), {0, len(shots) - 2})
    if any(check_resources("finished", finished, folder)):
        fail("a finished paper without watermark is translucent somewhere")
    over = sum(page.count("<picture") > 0 for page in PAGES)
    found = sum(check_resources("draft", draft, folder))
    if found != over:
        fail(f"{found} pages of the draft are translucent, not {over}")


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        check_own(program, folder)
        paths, known = sorted(glob.glob(f"{ROOT}/input/*.xml")), {}
        for path, (finished, draft) in zip(paths, build(program, f"{ROOT}/templates", paths, f"{folder}/samples"), strict=True):
            name = os.path.basename(path)
            over = check_resources(name, draft, folder)
            check_seen(name, render(finished, folder), render(draft, folder), over=over, known=known)
            if any(over) != (name in COVERED):
                fail(f"{name}: the draft is translucent somewhere, or its charts and photographs have no mark over them")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
