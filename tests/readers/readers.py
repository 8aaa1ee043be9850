#!/usr/bin/env python3
"""What other programs read in the finished PDFs of input/, held against what was typed: a table, one row a reader.

usage: readers.py PROGRAM [--only NAME] [--show]     (--show: what is not as typed, a line each)

What was typed, and what stands on which page, comes from `dump --stage=pages`: the pieces of a node in their order.  A node that a page turn
divides is looked for page by page; a line may end where ours does, and a space may stand where a gap is meant (blank, tab: more than ¾ em, beside a
number or colon 0.2 em).

spaces      false spaces between a Han character and a Latin letter or digit, in running text (outside tables, contents lists, headers, footers):
            each of our lines is looked for with all spaces left aside, then those are counted that nobody typed; beside it, how many a page
other       the same between any other characters of running text: Han taken apart, spaces beside signs
lost        lines of running text that cannot be found so, since something stands inside them
gone        characters of a page that are read less often than they stand there
paragraphs  share of the nodes of running text that are read character by character as typed, line ends aside
cells       the same of the cells of tables, heads included
closing     lines read that begin with a closing mark
mixed       nodes of running text that are found only when characters of the watermark between their own are skipped
marked      pages whose text has more of the watermark's characters than what else stands there
contents    share of the entries of contents lists that are read as title, then number, no dots before or behind it
"""
import argparse
import collections
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.dirname(HERE))
import shipped
import together

NPM = os.path.join(ROOT, "build", "peers")  # where ./dev readers puts what npm brings
JAVA = [f"/usr/share/java/{name}.jar" for name in ("pdfbox2", "fontbox2", "commons-logging")]
DATE = "2026-06-01"

# Name; command, to which a PDF is added, or all where it takes many; what must be there besides the command; who brings it.
# Each ends every page with a form feed.
Reader = collections.namedtuple("Reader", "name command many needs install")
READERS = (
    Reader("pdftotext", ["pdftotext", "{}", "-"], False, [], "apt-get install poppler-utils"),
    Reader("pdftotext -layout", ["pdftotext", "-layout", "{}", "-"], False, [], "apt-get install poppler-utils"),
    Reader("pdftotext -raw", ["pdftotext", "-raw", "{}", "-"], False, [], "apt-get install poppler-utils"),
    Reader("mutool", ["mutool", "draw", "-q", "-F", "txt", "{}"], False, [], "apt-get install mupdf-tools"),
    Reader("pdf.js", ["node", f"{HERE}/pdfjs.mjs", NPM, "{}"], True, [f"{NPM}/node_modules/pdfjs-dist"], "./dev readers"),
    Reader("PDFium", ["node", f"{HERE}/pdfium.mjs", NPM, "{}"], True, [f"{NPM}/node_modules/@hyzyla/pdfium"], "./dev readers"),
    Reader("PDFBox", ["java", "-cp", ":".join(JAVA), f"{HERE}/PdfBox.java", "{}"], True, JAVA, "./dev readers"),
    Reader("pdfminer", ["pdf2txt", "{}"], False, [], "apt-get install python3-pdfminer"),
)

RUNNING = ("paragraph", "heading", "item-body", "note", "caption")
CELLS = ("cell", "head-cell", "row-head")
CLOSING = "，。、；：？！）》〉”’】〕〗」』｝］％…"
HAN = r"[\u3400-\u9fff\uf900-\ufaff〇\U00020000-\U0003ffff]"
WORD = r"[0-9A-Za-z]"
HAN_WORD = re.compile(f"{HAN}{WORD}|{WORD}{HAN}")
KEYWORD = re.compile(r'  sign .* keyword "(.*)"$')
PIECE = re.compile(r'  [a-z]+ ([a-z-]+)(?: \d+)?(?: node (\d+))?(?: table .*?)? x (\S+) y (\S+) width (\S+)(.*?) size (\S+)(?: [a-z]+(?: \d+)?)* "(.*)"$')
GAP = 0.75  # em
BREAK, GAPPED = "\n", "\t"  # in what was typed: our line ends; a broad gap, as of characters spread over a width


# --- what was typed ---

class Node:
    """What stands of one node on one page: characters, BREAK and GAPPED among them."""

    def __init__(self, key, part):
        self.key, self.part, self.pieces, self.text, self.end = key, part, [], "", None

    def add(self, x, y, width, size, text):
        if self.end is not None:
            before, line = self.end
            self.text += BREAK if y != line else GAPPED if x - before > GAP * size else ""
        self.pieces.append(text)
        self.text += text
        self.end = (x + width, y)


class Page:
    def __init__(self):
        self.nodes, self.watermark, self.all = {}, "", collections.Counter()
        self.keywords = {}  # of the signing places of the paper: how often it stands on this page

    def of(self, parts):
        return [node for node in self.nodes.values() if node.part in parts]


def holders(tree):
    """Of each node that stands in the text of another: that one."""
    found, above = {}, []  # above: (depth, number), the outermost first
    for depth, number, kind in re.findall(r"^( *)([0-9]+) ([a-z-]+)", tree, re.M):
        while above and above[-1][0] >= len(depth):
            above.pop()
        if kind in ("link", "reference", "code") and above:
            found[number] = found.get(above[-1][1], above[-1][1])
        above.append((len(depth), number))
    return found


def typed_pages(document, dump, links):
    pages, label, keywords = [], [], []
    for line in dump.splitlines():
        if line.startswith("page "):
            pages.append(Page())
        sign = KEYWORD.match(line)
        if sign:
            keywords.append((squeezed(sign[1]), pages[-1]))
        piece = PIECE.match(line)
        if not piece:
            continue
        part, number, x, y, width, rest, size, text = piece.groups()
        text = re.sub(r"\\(.)", r"\1", text)
        if part == "artifact" and " angle " in rest:
            pages[-1].watermark = re.sub(r"\s", "", text)
            continue
        pages[-1].all.update(text)
        place = (float(x), float(y), float(width), float(size), text)
        if part == "label":  # it begins the text behind it
            label.append(place)
        elif part != "artifact":
            number = links.get(number, number)
            node = pages[-1].nodes.setdefault(number, Node((document, number), part))
            for begin in [*label, place]:
                node.add(*begin)
            label = []
    for keyword, own in keywords:
        for page in pages:
            page.keywords[keyword] = page is own
    return pages


# --- what is read ---

def missing(reader):
    return not shutil.which(reader.command[0]) or not all(os.path.exists(path) for path in reader.needs)


def read_with(reader, pdfs):
    """The pages of all PDFs, one after another."""
    text = ""
    for some in [pdfs] if reader.many else [[pdf] for pdf in pdfs]:
        command = [word for part in reader.command for word in (some if part == "{}" else [part])]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=600, check=False)
        if done.returncode != 0:
            sys.exit(f"{reader.name} ended with {done.returncode}: {done.stderr[:1000].decode(errors='replace')}")
        text += done.stdout.decode("utf-8", errors="replace")
    return text.replace("\r\n", "\n").split("\f")[:-1]


class Reading:
    """A page as it is read; and the same without spaces, with the place of each character."""

    def __init__(self, text):
        self.text = text
        self.places = [i for i, c in enumerate(text) if not c.isspace()]
        self.compact = "".join(text[i] for i in self.places)
        self.at, self.taken = 0, bytearray(len(self.compact))

    def find(self, text, start):
        """Where it stands from there on, and nothing that was asked for before does; below 0: nowhere."""
        start = self.compact.find(text, start)
        while start >= 0 and any(self.taken[start:start + len(text)]):
            start = self.compact.find(text, start + 1)
        return start

    def places_of(self, text):
        """Where its characters stand, best behind those asked for before; None."""
        start = self.find(text, self.at)
        start = self.find(text, 0) if start < 0 else start
        if start < 0:
            return None
        self.at = start + len(text)
        self.taken[start:self.at] = b"\1" * len(text)
        return self.places[start:self.at]


# --- the measures ---

def as_typed(text):
    """A pattern for a text: line ends where ours are, white where it is typed, as tabs and blanks are."""
    parts = re.split(r"(\s+)", text.strip())
    return "".join(re.escape(part) if i % 2 == 0 else r"\s*" if set(part) <= {BREAK, GAPPED} else r"\s+" for i, part in enumerate(parts))


def squeezed(text):
    return re.sub(r"\s", "", text)


def false_spaces(line, reading):
    """Of a line of ours: pairs of characters that a space stands between though nobody typed one; None: it is not found."""
    own = [(c, i > 0 and line[i - 1].isspace()) for i, c in enumerate(line) if not c.isspace()]
    places = reading.places_of("".join(c for c, _ in own))
    if places is None:
        return None
    return [own[i - 1][0] + own[i][0] for i in range(1, len(own)) if places[i] > places[i - 1] + 1 and not own[i][1]]


def is_mixed(node, watermark, reading):
    text = squeezed(node.text)
    if not watermark or text in reading.compact:
        return False
    return re.search(f"[{re.escape(watermark)}]*?".join(re.escape(c) for c in text), reading.compact) is not None


def entry_is_read(node, reading):
    title, number = squeezed("".join(node.pieces[:-1])), node.pieces[-1].strip()
    pattern = r"\s*".join(re.escape(c) for c in title) + r"\s*" + re.escape(number) + r"(?!\d)(?!\s*\.)"
    return re.search(pattern, reading.text) is not None


class Figures:
    def __init__(self):
        self.count = collections.Counter()
        self.nodes = collections.defaultdict(dict)  # kind → node → whether it is read as typed on all its pages
        self.said = []

    def say(self, what, text):
        self.said.append(f"{what}: {' '.join(text.split())[:80]}")

    def add_line(self, line, reading):
        pairs = false_spaces(line, reading)
        if pairs is None:
            self.count["lost"] += 1
            return self.say("lost", line)
        for pair in pairs:
            what = "spaces" if HAN_WORD.match(pair) else "other"
            self.count[what] += 1
            self.say(what, f"{pair[0]}‸{pair[1]} in {line}")

    def add_nodes(self, kind, nodes, reading):
        for node in nodes:
            found = re.search(as_typed(node.text), reading.text) is not None
            self.nodes[kind][node.key] = self.nodes[kind].get(node.key, True) and found
            if not found:
                self.say(kind, node.text)

    def add_page(self, page, reading):
        self.count["pages"] += 1
        running = page.of(RUNNING)
        for node in running:
            for line in node.text.split(BREAK):
                self.add_line(line, reading)
            if is_mixed(node, page.watermark, reading):
                self.count["mixed"] += 1
        self.add_nodes("paragraphs", running, reading)
        self.add_nodes("cells", page.of(CELLS), reading)
        for line in reading.text.split("\n"):
            if line.strip() and line.strip()[0] in CLOSING:
                self.count["closing"] += 1
                self.say("closing", line)
        read = collections.Counter(reading.compact)
        gone = page.all - read
        self.count["gone"] += sum(n for c, n in gone.items() if not c.isspace())
        if self.count["gone"]:
            self.say("gone", "".join(sorted(gone.elements())))
        self.count["marked"] += any(read[c] > page.all[c] for c in page.watermark)
        for keyword, times in page.keywords.items():
            if reading.compact.count(keyword) != times:
                self.count["keywords"] += 1
                self.say("keywords", keyword)
        for entry in page.of(("contents",)):
            self.nodes["contents"][entry.key] = entry_is_read(entry, reading)

    def share(self, kind):
        found = self.nodes[kind].values()
        return 100 * sum(found) / len(found) if found else 100.0

    def row(self):
        """What the limits of check_readers.py are of."""
        shares = {kind: round(self.share(kind), 1) for kind in ("paragraphs", "cells", "contents")}
        return {**{name: self.count[name] for name in ("spaces", "other", "lost", "gone", "closing", "mixed", "marked", "keywords")}, **shares}


# What is read: the name; inputs, kinds.
SETS = {"samples": (shipped.samples(), os.path.join(ROOT, "templates")),
        "white": ([os.path.join(HERE, "white.xml")], os.path.join(HERE, "templates"))}


def documents(program, folder, name):
    """Builds a set: its PDFs, and what was typed on each page of all of them in order."""
    inputs, templates = SETS[name]
    options = ["--date", DATE, "--templates", templates, "--fonts", os.path.join(ROOT, "fonts")]
    together.run(program, ["build", "--quiet", *options, "-o", folder], inputs)
    (trees, _), (dumps, _) = (together.dump(program, stage, inputs, *options) for stage in ("structure", "pages"))
    pages = [page for path, tree, dump in zip(inputs, trees, dumps) for page in typed_pages(path, dump, holders(tree))]
    if name == "samples" and not any(page.watermark for page in pages):
        sys.exit("no sample has a watermark")
    return [os.path.join(folder, os.path.basename(path)[:-4] + ".pdf") for path in inputs], pages


def measure(reader, pdfs, pages):
    read = read_with(reader, pdfs)
    if len(read) != len(pages):
        sys.exit(f"{reader.name} read {len(read)} pages of {len(pages)}")
    figures = Figures()
    for page, text in zip(pages, read):
        figures.add_page(page, Reading(text))
    return figures


def print_set(name, pdfs, pages, wish):
    """Gives how many characters are gone."""
    gone = 0
    nodes = collections.Counter(kind for kind, parts in (("paragraphs", RUNNING), ("cells", CELLS)) for key in {node.key for page in pages for node in page.of(parts)})
    print(f"{name}: {len(pdfs)} papers, {len(pages)} pages, {nodes['paragraphs']} paragraphs, {nodes['cells']} cells")
    print(f"{'reader':<18}{'spaces':>7}{'a page':>7}{'other':>7}{'lost':>6}{'gone':>6}{'paragraphs':>12}{'cells':>8}{'closing':>9}{'mixed':>7}{'marked':>8}{'keywords':>10}{'contents':>10}")
    for reader in READERS:
        if wish.only and reader.name != wish.only:
            continue
        if missing(reader):
            print(f"{reader.name:<18}not installed: {reader.install}")
            continue
        figures = measure(reader, pdfs, pages)
        row = figures.row()
        gone += row["gone"]
        print(f"{reader.name:<18}{row['spaces']:>7}{row['spaces'] / len(pages):>7.1f}{row['other']:>7}{row['lost']:>6}{row['gone']:>6}{row['paragraphs']:>10.1f} %{row['cells']:>6.1f} %"
              f"{row['closing']:>9}{row['mixed']:>7}{row['marked']:>8}{row['keywords']:>10}{row['contents']:>8.1f} %", flush=True)
        if wish.show:
            print("\n".join("  " + line for line in figures.said))
    return gone


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--only", default="")
    parser.add_argument("--show", action="store_true")
    wish = parser.parse_args()
    gone = 0
    for name in SETS:
        with tempfile.TemporaryDirectory() as folder:
            gone += print_set(name, *documents(os.path.abspath(wish.program), folder, name), wish)
    return 1 if gone else 0


if __name__ == "__main__":
    sys.exit(main())
