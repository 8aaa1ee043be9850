#!/usr/bin/env python3
"""A page with a picture of every kind in templates/: its first pages, as its sample has them (docs/gallery.md).

usage: gallery.py PROGRAM [FOLDER]

Writes FOLDER/gallery.html, FOLDER/gallery/KIND.pdf and the pictures.  The sample of a kind is the largest description of it in input/, else in the cases of the tests; a kind without any, or
whose sample cannot be built, is named and left out.  Without FOLDER all is made in a temporary one and looked at: each kind that came with the program has its heading, a sentence, pictures that
are there; and of a tree with a kind of one's own, without a comment, and another without a description, the one is in it and the other is named.
"""
import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TREE / "tests/house"), str(TREE / "tests")]
import shipped
import tables

PAGES, DPI = 3, 60
SAMPLES = ("input/*.xml", "tests/golden/cases/*/input.xml", "tests/figures/reach/*.xml")
HEAD = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>文种一览</title>
<style>body{font:16px/1.6 serif;margin:2em auto;max-width:70em;padding:0 1em}h2{margin:2em 0 0}h2 small{font-weight:normal;color:#666}img{width:32%;border:1px solid #999;margin-right:1%;vertical-align:top}</style></head><body>
<h1>文种一览</h1>
"""


class Absent(Exception):
    """Why a kind has no picture."""


def sample_of(kind):
    for where in SAMPLES:
        own = [path for path in TREE.glob(where) if re.match(rf"(?:\s|<\?.*?\?>|<!--.*?-->)*<{kind}[\s>]", path.read_text(encoding="utf-8"), re.S)]
        if own:
            return max(own, key=lambda path: (path.stat().st_size, path.name))
    raise Absent(f"no description of this kind in {', '.join(SAMPLES)}")


def draw(program, kind, sample, folder):
    """The names of its pictures, in order."""
    with tempfile.TemporaryDirectory() as made:
        done = subprocess.run([program, "build", "-q", "--date", "2026-06-01", "--templates", TREE / "templates", "--fonts", TREE / "fonts", "-o", made, sample], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Absent(done.stderr)
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


def write(program, home, entries):
    """Those that are in it."""
    folder = home / "gallery"
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.png"):
        path.unlink()
    sections = {}
    for entry in entries:
        try:
            sections[entry] = section(program, entry, folder, home)
        except Absent as why:
            print(f"{entry[0]} is left out: {why}", file=sys.stderr)
    (home / "gallery.html").write_text(HEAD + "".join(sections.values()) + "</body></html>\n", encoding="utf-8")
    return list(sections)


def look(home, entries):
    """What is wrong with the page."""
    text = (home / "gallery.html").read_text(encoding="utf-8")
    faults = [] if [entry[0] for entry in entries] == shipped.kinds() else ["not every kind of templates/"]
    for kind, label, sentence, _ in entries:
        if f"<h2>{label} <small>{kind}</small></h2>" not in text or len(sentence) < 20 or f'src="gallery/{kind}-' not in text:
            faults.append(f"{kind}: no heading, sentence or picture")
    for name in re.findall(r'(?:src|href)="([^"]+)"', text):
        if not (home / name).is_file() or (home / name).stat().st_size == 0:
            faults.append(f"{name} is not there")
    return faults


def look_at_own(program, folder):
    """The same of a copy of the tree, with one kind that came along and two that did not."""
    for name in ("tests/house", "docs/kinds", "templates/common", "templates/manual", "templates/minutes"):
        shutil.copytree(TREE / name, folder / name)
    for name in ("tests/shipped.py", "tests/documents/gallery.py", "docs/gallery.md", "input/yulan-minutes.xml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(TREE / name, folder / name)
    (folder / "fonts").symlink_to(TREE / "fonts")
    for arguments in (["--kind", "own-note"], ["own-note", "-o", "input"]):
        subprocess.run([program, "new", "--templates", "templates", *arguments], cwd=folder, capture_output=True, check=True)
    done = subprocess.run([sys.executable, "tests/documents/gallery.py", program, "out"], cwd=folder, capture_output=True, text=True, check=False)
    page = folder / "out/gallery.html"
    headings = re.findall(r"<h2>.*<small>(.*?)</small></h2>", page.read_text(encoding="utf-8")) if page.exists() else []
    told = re.findall(r"^(\S+) is left out: no description", done.stderr, re.M)
    return [] if (headings, told) == (["minutes", "own-note"], ["manual"]) else [f"kinds of one's own: {headings}, {told}\n{done.stderr}"]


def main():
    program = os.path.abspath(sys.argv[1])
    if len(sys.argv) > 2:
        entries = list(tables.kinds())
        made = write(program, Path(sys.argv[2]).resolve(), entries)
        print(f"{sys.argv[2]}/gallery.html: {len(made)} kinds")
        return 0 if len(made) == len(entries) else 1
    own = set(shipped.kinds())
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder).resolve()
        entries = write(program, home, [entry for entry in tables.kinds() if entry[0] in own])
        faults = look(home, entries)
    with tempfile.TemporaryDirectory() as folder:
        faults += look_at_own(program, Path(folder).resolve())
    print(*faults, f"{len(entries)} kinds, {len(faults)} faults", sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
