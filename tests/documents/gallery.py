#!/usr/bin/env python3
"""A page with a picture of every kind in templates/: its first pages, as its sample has them (docs/gallery.md).

usage: gallery.py PROGRAM [FOLDER]

Writes FOLDER/gallery.html, FOLDER/gallery/KIND.pdf and the pictures.  The sample of a kind is the largest description of it in input/, else in the cases of the tests: a kind without any is a
fault.  Without FOLDER all is made in a temporary one and looked at: each kind has its heading, a sentence, pictures that are there.
"""
import html
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TREE / "tests/house"))
import tables

PAGES, DPI = 3, 60
SAMPLES = ("input/*.xml", "tests/golden/cases/*/input.xml", "tests/figures/reach/*.xml")
HEAD = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>文种一览</title>
<style>body{font:16px/1.6 serif;margin:2em auto;max-width:70em;padding:0 1em}h2{margin:2em 0 0}h2 small{font-weight:normal;color:#666}img{width:32%;border:1px solid #999;margin-right:1%;vertical-align:top}</style></head><body>
<h1>文种一览</h1>
"""


def sample_of(kind):
    for where in SAMPLES:
        own = [path for path in TREE.glob(where) if re.match(rf"(?:\s|<\?.*?\?>|<!--.*?-->)*<{kind}[\s>]", path.read_text(encoding="utf-8"), re.S)]
        if own:
            return max(own, key=lambda path: (path.stat().st_size, path.name))
    sys.exit(f"{kind}: no description of this kind in {', '.join(SAMPLES)}")


def draw(program, kind, sample, folder):
    """The names of its pictures, in order."""
    with tempfile.TemporaryDirectory() as made:
        done = subprocess.run([program, "build", "-q", "--date", "2026-06-01", "--templates", TREE / "templates", "--fonts", TREE / "fonts", "-o", made, sample], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{kind}: {done.stderr}")
        os.replace(next(Path(made).glob("*.pdf")), folder / f"{kind}.pdf")
    subprocess.run(["pdftoppm", "-r", str(DPI), "-l", str(PAGES), "-png", folder / f"{kind}.pdf", folder / kind], check=True)
    return sorted(path.name for path in folder.glob(f"{kind}-*.png") if re.fullmatch(rf"{kind}-\d+\.png", path.name))


def section(program, entry, folder, home):
    kind, label, sentence, page = entry
    sample = sample_of(kind)
    pictures = draw(program, kind, sample, folder)
    links = [("gallery/" + kind + ".pdf", "PDF"), (os.path.relpath(sample, home), sample.name)] + ([(os.path.relpath(page, home), page.name)] if page else [])
    images = "".join(f'<img src="gallery/{name}" alt="{label}，第{number}页">' for number, name in enumerate(pictures, 1))
    return (f"<h2>{label} <small>{kind}</small></h2>\n<p>{html.escape(sentence)}<br>" + " · ".join(f'<a href="{html.escape(to)}">{html.escape(words)}</a>' for to, words in links) + "</p>\n"
            f'<p><a href="gallery/{kind}.pdf">{images}</a></p>\n')


def write(program, home):
    folder = home / "gallery"
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.png"):
        path.unlink()
    entries = list(tables.kinds())
    (home / "gallery.html").write_text(HEAD + "".join(section(program, entry, folder, home) for entry in entries) + "</body></html>\n", encoding="utf-8")
    return entries


def look(home, entries):
    """What is wrong with the page."""
    text = (home / "gallery.html").read_text(encoding="utf-8")
    kinds = sorted(path.parent.name for path in (TREE / "templates").glob("*/model.xml"))
    faults = [] if [entry[0] for entry in entries] == kinds else ["not every kind of templates/"]
    for kind, label, sentence, _ in entries:
        if f"<h2>{label} <small>{kind}</small></h2>" not in text or len(sentence) < 20 or f'src="gallery/{kind}-' not in text:
            faults.append(f"{kind}: no heading, sentence or picture")
    for name in re.findall(r'(?:src|href)="([^"]+)"', text):
        if not (home / name).is_file() or (home / name).stat().st_size == 0:
            faults.append(f"{name} is not there")
    return faults


def main():
    program = os.path.abspath(sys.argv[1])
    if len(sys.argv) > 2:
        entries = write(program, Path(sys.argv[2]).resolve())
        print(f"{sys.argv[2]}/gallery.html: {len(entries)} kinds")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder).resolve()
        entries = write(program, home)
        faults = look(home, entries)
    print(*faults, f"{len(entries)} kinds, {len(faults)} faults", sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
