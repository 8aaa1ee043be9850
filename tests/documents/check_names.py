#!/usr/bin/env python3
"""Characters beyond the BMP (𠮷, 𬭎) in all that a PDF says beside its pages, read back by other programs.

usage: check_names.py PROGRAM

A paper whose title, headings, author, subject, alt, notes and file name have them, in each conformance and form: its information by pdfinfo, its metadata by an XML
parser, its outline by qpdf and mutool, what links, figures and attachments say, and page labels, by qpdf; the same in HTML and Markdown.
Not by pdfdetach: poppler lists such a name as two surrogates, each in UTF-8.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

import pictures

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TITLE, SUBJECT, AUTHOR, ALT, NAME = "𠮷祥𬭎评估〈甲〉&《𫍯》", "𬭎项目", "徐𠮷、王𬭎", "𠮷家图", "𠮷𬭎"
HEADINGS = ["第一章　𠮷祥社区", "第二章　𬭎与㐂𪚥"]
MODEL = f"""<model kind="rare" label="样">
  <text name="head"/>
  <document title="{TITLE.replace('&', '&amp;')}" subject="{SUBJECT}" author="{AUTHOR}"/>
</model>"""
LAYOUT = f"""<layout><section page="page" restart="5"><footer><page/></footer><contents depth="1"/>
<heading level="1">{{head}}</heading><p>见𠮷<note>注𬭎。</note>。</p><picture file="a.png" width="20pt" alt="{ALT}"/><heading level="1">{HEADINGS[1][4:]}</heading></section></layout>"""
NAMESPACES = {"dc": "http://purl.org/dc/elements/1.1/", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "pdf": "http://ns.adobe.com/pdf/1.3/"}

failures = []


def expect(what, found, wanted):
    if found != wanted:
        failures.append(what)
        print(f"FAILED {what}: {found!r}, not {wanted!r}")


def said(*argv):
    return subprocess.run(argv, capture_output=True, text=True, encoding="utf-8", check=False).stdout


def paper(folder):
    kind = os.path.join(folder, "templates", "rare")
    os.makedirs(kind)
    os.makedirs(os.path.join(folder, "templates", "common"))
    shutil.copy(os.path.join(ROOT, "tests", "golden", "common", "page.xml"), os.path.join(folder, "templates", "common"))
    for name, text in (("model.xml", MODEL), ("layout.xml", LAYOUT), ("style.xml", '<styles><use file="../common/page.xml"/></styles>')):
        with open(os.path.join(kind, name), "w", encoding="utf-8") as file:
            file.write(text)
    with open(os.path.join(kind, "a.png"), "wb") as file:
        file.write(pictures.png(pictures.GRAY))
    source = os.path.join(folder, NAME + ".xml")
    with open(source, "w", encoding="utf-8") as file:
        file.write(f'<rare head="{HEADINGS[0][4:]}"/>')
    return source


def objects(pdf):
    """Of qpdf's JSON: its texts are Unicode behind u:."""
    found = json.loads(said("qpdf", "--json=2", "--json-key=qpdf", pdf))["qpdf"][1].values()
    return [one.get("value", one.get("stream", {}).get("dict")) for one in found]


def texts(value, key):
    """All values of the key, in whatever they stand."""
    if isinstance(value, list):
        return [text for one in value for text in texts(one, key)]
    if not isinstance(value, dict):
        return []
    own = [value[key][2:]] if isinstance(value.get(key), str) and value[key].startswith("u:") else []
    return own + [text for one in value.values() for text in texts(one, key)]


def check_metadata(what, pdf, is_new):
    if not is_new: # which has no document information but the date
        facts = dict(line.split(":", 1) for line in said("pdfinfo", pdf).splitlines() if ":" in line)
        expect(f"{what}: pdfinfo", [facts.get(key, "").strip() for key in ("Title", "Subject", "Author")], [TITLE, SUBJECT, AUTHOR])
    root = ET.fromstring(said("pdfinfo", "-meta", pdf))
    found = ["".join(item.text or "" for item in root.iterfind(f".//dc:{key}//rdf:li", NAMESPACES)) for key in ("title", "description", "creator")]
    expect(f"{what}: XMP", found, [TITLE, SUBJECT, AUTHOR])


def check_pdf(what, pdf, is_new):
    check_metadata(what, pdf, is_new)
    everything = objects(pdf)
    outline = [one["/Title"][2:] for one in everything if isinstance(one, dict) and "/Title" in one and "/Parent" in one]
    expect(f"{what}: outline", outline, HEADINGS)
    expect(f"{what}: mutool", re.findall(r'"([^"]*)"', said("mutool", "show", pdf, "outline")), HEADINGS)
    expect(f"{what}: links", [text for text in texts(everything, "/Contents") if text in HEADINGS], HEADINGS)
    expect(f"{what}: alt", texts(everything, "/Alt"), [ALT])
    labels = json.loads(said("qpdf", "--json=2", "--json-key=pagelabels", pdf))["pagelabels"]
    expect(f"{what}: labels", [(label["index"], label["label"].get("/St")) for label in labels], [(0, 5)])
    tree = said("pdfinfo", "-struct-text", pdf).replace("\n", "")
    wanted = (*HEADINGS, "见𠮷") if is_new else (*HEADINGS, "见𠮷", "注𬭎。") # poppler passes over FENote
    expect(f"{what}: tree", [text for text in wanted if text not in tree], [])
    if is_new or "3a" in what:
        expect(f"{what}: attached", NAME + ".xml" in texts(everything, "/UF"), True)


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        source = paper(folder)
        common = ["--quiet", "--templates", os.path.join(folder, "templates"), "--fonts", os.path.join(ROOT, "fonts"), "--date", "2026-06-01"]
        for options in (["--conformance=pdfa-2a"], ["--conformance=pdfa-2a", "--compact"], ["--conformance=pdfa-3a"], ["--conformance=pdfa-4f+ua-2"]):
            out = os.path.join(folder, "-".join(options).replace("=", "-"))
            done = subprocess.run([program, "build", *common, *options, "-o", out, source], capture_output=True, text=True, check=False)
            expect(" ".join(options), done.stderr, "")
            check_pdf(" ".join(options), os.path.join(out, NAME + ".pdf"), "4f" in options[0])
        for form, wanted in (("html", f"<title>{TITLE.replace('&', '&amp;')}</title>"), ("md", f'title: "{TITLE}"')):
            subprocess.run([program, "build", *common, "--format", form, "-o", folder, source], check=False)
            with open(os.path.join(folder, f"{NAME}.{form}"), encoding="utf-8") as file:
                text = file.read()
            expect(form, [wanted in text, *(heading in text for heading in HEADINGS), ALT in text], [True] * 4)
    print(f"characters beyond the BMP: {len(failures)} faults")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
