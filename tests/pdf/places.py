#!/usr/bin/env python3
"""The signing places of the samples, and of a golden case with turned pages, as other programs see them in the PDFs.

usage: places.py PROGRAM

Of each paper, built with --places and --fields: the places lie in their sheets; the signature fields have the same boxes on the same pages, names of their own,
and lock all but each other; no word of another part stands in a box; each keyword is found once, by poppler in its three modes and by MuPDF, where it is
said to be; the strips of each straddle seal are the whole seal.  data.json and the log say the same places.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
from xml.etree import ElementTree

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TREE, "tests"))
import shipped

PROGRAM = os.path.abspath(sys.argv[1])
CASE = os.path.join(TREE, "tests", "golden", "cases", "signing")
READERS = (("pdftotext", "{}", "-"), ("pdftotext", "-layout", "{}", "-"), ("pdftotext", "-raw", "{}", "-"), ("mutool", "draw", "-q", "-F", "text", "{}"))
NAMES = {"seal": "盖章", "signature": "签字"}
CLOSING = "）》〉」』】〕”’，。、；：！？"
HAIR = 0.01  # pt
faults = []


def check(good, what):
    if not good:
        faults.append(what)
        print(what)


def run(*argv, cwd=None):
    return subprocess.run(argv, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True, timeout=120).stdout


def dense(text):
    return re.sub(r"[\s\u200b\u00ad]+", "", text)


def own_texts(content):
    """Of each sign, in their order: who, what, all texts that it holds; and the straddles with the width of each."""
    signs, open_signs, straddles = [], [], []
    for line in content.split("\n"):
        level, told = len(line) - len(line.lstrip()), line.strip()
        while open_signs and open_signs[-1][0] >= level:
            open_signs.pop()
        sign = re.match(r"sign (\w+) (.*?) width=", told)
        straddle = re.match(r"straddle (.*?) width=([\d.]+)pt", told)
        if straddle and level == 0:
            straddles.append((straddle.group(1), float(straddle.group(2))))
        elif sign:
            signs.append({"party": sign.group(2), "kind": sign.group(1), "text": ""})
            open_signs.append((level, signs[-1]))
        else:
            for _, holds in open_signs:
                holds["text"] += dense(re.sub(r"<[^>]*>", "", told)) + "\n"
    return signs, straddles


def words(pdf, places):
    """By page: boxes from the lower left of the sheet as it lies in the stack, texts."""
    pages = {}
    tree = ElementTree.fromstring(run("pdftotext", "-bbox", pdf, "-").replace("\f", "").replace('xmlns="http://www.w3.org/1999/xhtml"', ""))
    rotated = {place["page"]: place["rotate"] for place in places}
    for number, page in enumerate(tree.iter("page"), 1):
        height = float(page.get("width" if rotated.get(number) == 90 else "height"))
        for word in page.iter("word"):
            left, top, right, bottom = (float(word.get(name)) for name in ("xMin", "yMin", "xMax", "yMax"))
            shrink = (bottom - top) * 0.18  # a font's box is higher than its ink; the right half of a closing mark is white
            right -= (right - left) / len(word.text) / 2 if word.text[-1] in CLOSING else 0
            top, bottom = top + shrink, bottom - shrink
            # Seen turned clockwise: what is at (x, y) of the page seen is at (y, sheet's height - x) of the sheet, from above.
            box = (top, left, bottom, right) if rotated.get(number) == 90 else (left, height - bottom, right, height - top)
            pages.setdefault(number, []).append((box, word.text or ""))
    return pages


def meet(box, place):
    left, bottom, right, top = box
    return left < place["x"] + place["width"] and place["x"] < right and bottom < place["y"] + place["height"] and place["y"] < top


def check_free(name, places, signs, pages):
    for place in places:
        own = place["kind"] != "straddle" and next(sign for sign in signs if sign["party"] == place["party"] and sign["kind"] == place["kind"])
        if own:
            signs.remove(own)
        for box, text in pages.get(place["page"], []):
            if meet(box, place) and not (own and dense(text) in own["text"]):
                check(False, f"{name}: “{text}” stands where {place['party']} ({place['kind']}) signs on page {place['page']}")


def check_keywords(name, pdf, places, pages):
    for place in places:
        keyword = place.get("keyword")
        if keyword is None:
            continue
        for reader in READERS:
            found = dense(run(*(part.format(pdf) for part in reader))).count(dense(keyword["text"]))
            check(found == 1, f"{name}: “{keyword['text']}” is found {found} times by {' '.join(reader[:-2])}")
        near = "".join(dense(text) for box, text in pages[place["page"]] if meet(box, keyword))
        check(dense(keyword["text"]) in near, f"{name}: “{keyword['text']}” stands elsewhere: {near}")


def check_sheets(name, places, count):
    for place in places:
        check(1 <= place["page"] <= count and place["width"] > 0 and place["height"] > 0, f"{name}: {place}")
        for box in [place, place.get("keyword", place)]:
            check(box["x"] >= 0 and box["y"] >= 0 and box["x"] + box["width"] <= place["page_width"] + HAIR and
                  box["y"] + box["height"] <= place["page_height"] + HAIR, f"{name}: out of the sheet: {place}")


def check_straddles(name, places, straddles, count):
    strips = [place for place in places if place["kind"] == "straddle"]
    for party, width in straddles:
        own = [strip for strip in strips if strip["party"] == party]
        check(sorted(strip["page"] for strip in own) == (list(range(1, count + 1)) if count > 1 else []), f"{name}: not a strip of {party} on each page")
        for seal in sorted({strip["seal"] for strip in own}):
            parts = [strip for strip in own if strip["seal"] == seal]
            check([part["strip"] for part in parts] == list(range(1, parts[0]["strips"] + 1)), f"{name}: strips of {party}: {parts}")
            check(abs(sum(part["width"] for part in parts) - width) < HAIR, f"{name}: the strips of {party} are not the seal")
            check(all(abs(part["x"] + part["width"] - part["page_width"]) < HAIR for part in parts), f"{name}: not at the edge")
    check(len(strips) == (sum(1 for _ in straddles) * count if count > 1 else 0), f"{name}: {len(strips)} strips")


def check_fields(name, pdf, places):
    told = json.loads(run("qpdf", "--json=2", "--json-key=qpdf", "--json-key=pages", pdf))
    objects = {key: entry.get("value") for key, entry in told["qpdf"][1].items()}
    at = lambda value: objects["obj:" + value] if isinstance(value, str) and re.fullmatch(r"\d+ 0 R", value) else value
    wanted = [place for place in places if place["kind"] in NAMES]
    form = at(at(objects["trailer"]["/Root"]).get("/AcroForm", {"/Fields": []}))
    fields = [at(field) for field in form["/Fields"]]
    check(len(fields) == len(wanted), f"{name}: {len(fields)} fields, {len(wanted)} places to sign")
    names = [field["/T"] for field in fields]
    check(len(set(names)) == len(names) and not any("." in one for one in names), f"{name}: names of fields {names}")
    sheets = {page["object"]: number for number, page in enumerate(told["pages"], 1)}
    for field, place in zip(fields, wanted):
        box = [place["x"], place["y"], place["x"] + place["width"], place["y"] + place["height"]]
        check(all(abs(a - b) < HAIR for a, b in zip(field["/Rect"], box)), f"{name}: field {field['/T']} stands at {field['/Rect']}, not at {box}")
        check(sheets[field["/P"]] == place["page"], f"{name}: field {field['/T']} is on another page")
        check(field["/T"][2:].startswith(place["party"].replace(".", "-") + NAMES[place["kind"]]), f"{name}: field {field['/T']} of {place['party']}")
        lock = at(field["/Lock"])
        others = sorted(one for one in names if one != field["/T"])
        check(sorted(lock.get("/Fields", [])) == others and lock["/Action"] == ("/Exclude" if others else "/All"), f"{name}: lock {lock}")
        annotations = at(objects["obj:" + field["/P"]]["/Annots"])
        check(any(at(one) is field for one in annotations), f"{name}: field {field['/T']} is no annotation of its page")


def check_paper(path, folder, *options):
    name = os.path.basename(path)
    common = ["--date", "2026-06-01", "--fonts", os.path.join(TREE, "fonts"), *options]
    line = json.loads(run(PROGRAM, "build", "-q", "--places", "--fields", "--attach", *common, "-o", folder, path))
    log = run(PROGRAM, "build", "--log", "json", *common, "-o", os.path.join(folder, "x"), path)
    places, count = line["places"], line["pages"]
    pdf = os.path.join(folder, os.path.splitext(name)[0] + ".pdf")
    signs, straddles = own_texts(run(PROGRAM, "dump", "--stage=content", *common, path))
    check(line["input"] == path, f"{name}: {line['input']}")
    check(sorted((sign["party"], sign["kind"]) for sign in signs) ==
          sorted((place["party"], place["kind"]) for place in places if place["kind"] != "straddle"), f"{name}: not every <sign> has a place")
    pages = words(pdf, places)
    check_sheets(name, places, count)
    check_straddles(name, places, straddles, count)
    check_fields(name, pdf, places)
    check_free(name, places, signs, pages)
    check_keywords(name, pdf, places, pages)
    run(PROGRAM, "extract", "-q", "-o", os.path.join(folder, "x"), pdf)
    with open(os.path.join(folder, "x", "data.json"), encoding="utf-8") as file:
        check(json.load(file).get("places", []) == places, f"{name}: data.json says other places")
    logged = [one.get("places", []) for one in map(json.loads, log.splitlines()) if one["event"] == "paper"]
    check(logged == [places], f"{name}: the log says other places")
    return len(places)


def main():
    count = 0
    samples = shipped.samples()
    for path in [*samples, os.path.join(CASE, "input.xml")]:
        with tempfile.TemporaryDirectory() as folder:
            count += check_paper(path, folder, "--templates", os.path.join(CASE if path.startswith(CASE) else TREE, "templates"))
    print(f"{len(samples) + 1} papers, {count} places, {len(faults)} faults")
    sys.exit(1 if faults else 0)


main()
