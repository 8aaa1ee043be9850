#!/usr/bin/env python3
"""The documents as one paper, made by the program itself: it builds without a word of doubt, has all of them, its links lead to their sections,
no line of a listing is lost, and a dead link is an error at its place.

usage: check_manual.py PROGRAM
"""
import html
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MANUAL = "chengwen-manual.xml"
LOOKED_UP = ("reference.md",)  # chengwen(5) and tables that stand in other chapters: not read in a row


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def build(folder, *options):
    said = subprocess.run([PROGRAM, "build", "--date", "2026-06-01", "--templates", os.path.join(ROOT, "templates"), "--fonts", os.path.join(ROOT, "fonts"), "-o", os.path.join(folder, "out"),
                           *options, os.path.join(folder, MANUAL)], capture_output=True, text=True)
    return said.returncode, said.stdout + said.stderr


def listings(text):
    """Lines of fenced and of indented blocks, as they are typed."""
    for block in re.findall(r"^```[^\n]*\n(.*?)^```$", text, re.M | re.S):
        yield from block.splitlines()
    text = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
    for block in re.findall(r"(?:\A|\n\n)((?:    .*\n|\n(?=    ))+)", text):
        before = text[:text.index(block)].rstrip().rsplit("\n\n", 1)[-1]
        if not re.match(r"(- |\d+\. )", before):
            yield from (line[4:] for line in block.splitlines())


def copy_documents(folder):
    manual = read(os.path.join(ROOT, MANUAL))
    names = re.findall(r'href="([^"]+)"', manual)
    for name in (MANUAL, *names):
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        shutil.copy(os.path.join(ROOT, name), os.path.join(folder, name))
    for text in (read(os.path.join(ROOT, name)) for name in names): # what they lead to, beside
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            for base in ("", "docs", "docs/night", "docs/kinds", "templates", "input"):
                found = os.path.normpath(os.path.join(base, target))
                if os.path.isfile(os.path.join(ROOT, found)) and not found.startswith("..") and not os.path.exists(os.path.join(folder, found)):
                    os.makedirs(os.path.dirname(os.path.join(folder, found)), exist_ok=True)
                    shutil.copy(os.path.join(ROOT, found), os.path.join(folder, found))
    return names


def check_whole(names, folder):
    status, said = build(folder, "--format", "html")
    if status != 0 or "warning" in said or "error" in said:
        return [f"status {status}: {said}"]
    page = read(os.path.join(folder, "out", "chengwen-manual.html"))
    text = html.unescape(re.sub(r"<[^>]+>", "", page))
    faults = []
    lines = set(line.rstrip() for line in text.splitlines())
    for name in names:
        source = read(os.path.join(ROOT, name))
        title = re.match(r"# (.*)", source).group(1).replace("`", "")
        if title not in text:
            faults.append(f"{name}: no chapter “{title}”")
        lost = [line for line in listings(source) if line.strip() and line.rstrip() not in lines and line.expandtabs(8).rstrip() not in lines]
        faults += [f"{name}: no line “{line}”" for line in lost[:3]]
    targets = set(re.findall(r' id="(h\d+)"', page))
    links = re.findall(r'<a href="#(h\d+)">', page.split("</nav>")[-1])
    faults += [f"a link leads to {link}, which is nowhere" for link in links if link not in targets]
    if len(links) < 15:
        faults.append(f"only {len(links)} links between documents")
    for folder in ("docs", "docs/kinds"):
        for name in sorted(os.listdir(os.path.join(ROOT, folder))):
            if name.endswith(".md") and name not in LOOKED_UP and f"{folder}/{name}" not in names:
                faults.append(f"{folder}/{name} is no chapter of {MANUAL}")
    return faults


def check_dead(folder):
    """A file that is not there; a heading that is not there, here and in another file."""
    faults = []
    path = os.path.join(folder, "docs", "install.md")
    whole = read(path)
    for link, wanted in (("nowhere.md", "不存在"), ("#nowhere", "没有这样的标题"), ("editors.md#nowhere", "nowhere"), ("../../x.md", "之外")):
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"{whole}\n另见[别处]({link})。\n")
        line = whole.count("\n") + 2
        status, said = build(folder, "--format", "md")
        if status == 0 or f"install.md:{line}:3: error: " not in said or wanted not in said:
            faults.append(f"a link to {link}: status {status}: {said}")
    with open(path, "w", encoding="utf-8") as file:
        file.write(whole)
    return faults


def main():
    with tempfile.TemporaryDirectory() as folder:
        names = copy_documents(folder)
        faults = check_whole(names, folder) + check_dead(folder)
    print("\n".join(faults) or f"{len(names)} documents")
    return 1 if faults else 0


PROGRAM = os.path.abspath(sys.argv[1])
sys.exit(main())
