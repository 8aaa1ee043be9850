#!/usr/bin/env python3
"""HTML and Markdown of the documents say what the paper says: samples, those of `inputs/`, drafts, the cases of tests/tables, random ones.

usage: check_markup.py PROGRAM

Each is read by a reader that knows nothing of the program: html.parser, which also sees that every element is closed where it should be, and one for
the Markdown that is used here (where cmark-gfm is installed, its HTML is read as well).  Texts are compared block by block, in order, notes apart: with
the content (`dump --stage=content`), and with the structure of the PDF (`dump --stage=structure`).  White counts between letters of ASCII alone.
Contents lists lead to the headings that they name, notes and references to each other; every table has the rectangle that its spans make.
"""
import glob
import html
import html.parser
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.dirname(HERE))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "tables"))
import run as table_cases
import together

RANDOM = 150
VOID = {"meta", "br", "img", "hr", "input"}
INLINE = {"a", "sup", "sub", "span", "del", "ins", "u", "br", "strong", "code", "em"}


def plain(text):
    """Without white that is not between letters of ASCII; forced line ends stay."""
    text = re.sub(r"[​­]", "", text).replace(" ", " ")
    text = re.sub(r"第(?:<page-of \d/>|\d+)页", "第页", text)  # known when pages are
    lines = [re.sub(r"[ \t\u3000]+", " ", line).strip() for line in text.split("\n")]
    return re.sub(r"(?<![!-~]) | (?![!-~])", "", "\n".join(lines)).strip("\n ")


def texts(blocks):
    return [text for text in map(plain, blocks) if text]


# --- what should be said ---

SLANT = "／"  # between the labels of a 斜线表头: no character of the text
CONTENT_TAG = re.compile(r"</?(?:stated|wrong|derived|spread(?: [\d.]+pt)?|link [^>]*|[a-z][a-z0-9-]*)>|<cut/>")


def content_text(inlines):
    inlines = re.sub(r"<note (.*?)/>", r"\1", inlines).replace("<br/>", "\n").replace("<slant/>", SLANT)
    return CONTENT_TAG.sub("", re.sub(r"<(?:tab|blank) .*?/>", " ", inlines))


def of_content(dump):
    """Blocks of text, and those of notes."""
    body, notes, aside, in_note = [], [], None, None
    # A heading in the line of its paragraph is a part of its own, as far as its span goes.
    dump = re.sub(r"^( *p [^ :]+)( heading=.* run-in=.*?: )(<heading\d>.*?</heading\d>)", r"\1\2\3\n\1: ", dump, flags=re.M)
    for line in dump.splitlines():
        depth = len(line) - len(line.lstrip(" "))
        if aside is not None and depth > aside:
            continue
        aside = None
        if in_note is not None and depth <= in_note:
            in_note = None
        if re.match(r"  (?:header|footer)\b", line) and depth == 2:
            aside = depth
        elif re.match(r" *note$", line):
            in_note = depth
        found = re.match(r" *p [^ :]+(?: [a-z-]+(?:=[^ ]*)?)*: (.*)$", line)
        picture = re.match(r" *(?:picture .*?\d+x\d+.*?|chart .*?): (.*)$", line)
        if found:
            (notes if in_note is not None else body).append(content_text(found.group(1)))
        elif picture:
            body.append("图：" + picture.group(1))
    return texts(body), texts(notes)


def of_structure(dump):
    """The same of the structure, where contents lists have their numbers: without those lists."""
    body, notes, depth_of_note, skipped, label, before = [], [], None, None, "", ""
    for line in dump.splitlines():
        found = re.match(r'( *)\d+ ([a-z-]+)(?: (?:\d+|decimal|ordered|unordered|turn))?(?: spans \d+ \d+)?(?: heads(?: \d+)+)?(?: lang [^ :]+)?(?: "(.*)")?(?: pages? [\d-]+)?(?: again [\d-]+)?(?:: (.*))?$', line)
        if not found:
            continue
        depth, part, shows, text = len(found.group(1)), found.group(2), found.group(3), found.group(4) or ""
        text = re.sub(r'\\(["\\])', r"\1", text)
        if skipped is not None and depth > skipped:
            continue
        skipped = None
        if depth_of_note is not None and depth <= depth_of_note:
            depth_of_note = None
        if part == "contents" or (part == "row" and line.split()[2:3] == ["turn"]):  # sums at page turns: here are no pages
            skipped = depth
        elif part == "label":
            label = text
        elif part == "link" and before == "label":
            notes[-1] = text + notes[-1]
        elif part == "reference" or (part == "link" and before == "reference"):
            pass
        elif part == "figure":
            body.append("图：" + shows)
        else:
            if part == "note" and before == "reference":
                depth_of_note = depth
            if text:
                (notes if depth_of_note is not None else body).append(label + text)
                label = ""
        before = part
    return [letters(text) for text in texts(body)], [letters(text) for text in texts(notes)]


def letters(text):
    return re.sub(r"\s", "", text)


# --- readers ---

class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.blocks, self.notes, self.faults, self.ids, self.links, self.headings, self.entries = [], [], [], [], [], [], {}, []
        self.tables, self.rows, self.now, self.title, self.marks, self.last_id = [], [], "", "", [], None
        self.feed(text)
        self.end()
        self.faults += [f"not closed: {name}" for name, _ in self.open]
        self.faults += [f"no id {to}" for to in self.links if to not in self.ids]
        self.faults += [f"id {name} twice" for name in set(self.ids) if self.ids.count(name) > 1]

    def inside(self, *names):
        return any(name in names or attrs.get("class") in names for name, attrs in self.open)

    def end(self):
        text, self.now = self.now, ""
        if not plain(text) or self.inside("style", "head"):
            return
        heading = next((attrs["id"] for name, attrs in self.open if re.match(r"h\d", name) and "id" in attrs), None)
        if self.inside("nav"):
            self.entries.append(text)
        elif self.inside("notes", "footnotes"):
            self.notes.append(text)
        else:
            self.blocks.append(text)
            if heading:
                self.headings[heading] = plain(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag not in INLINE:
            self.end()
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if tag == "a" and attrs.get("href", "").startswith("#"):
            self.links.append(attrs["href"][1:])
        if tag == "br":
            self.now += "\n"
        if tag == "img":
            self.blocks.append("图：" + attrs["alt"])
            if not attrs["src"].startswith("data:image/"):
                self.faults.append("a picture from elsewhere")
        if tag == "table":
            self.rows.append([])
        if tag == "tr":
            self.rows[-1].append([])
        if tag in ("td", "th"):
            self.rows[-1][-1].append((int(attrs.get("colspan", 1)), int(attrs.get("rowspan", 1))))
        if tag not in VOID:
            self.open.append((tag, attrs))

    def handle_endtag(self, tag):
        if tag not in INLINE:
            self.end()
        if tag == "figure" and self.blocks and self.blocks[-1].startswith("〔"):  # drawn: its words alone
            self.blocks[-1] = "图：" + self.blocks[-1][1:-1]
        if not self.open or self.open[-1][0] != tag:
            self.faults.append(f"</{tag}> ends {self.open[-1:]}")
            return
        self.open.pop()
        if tag == "table":
            self.see_table(self.rows.pop())

    def see_table(self, rows):
        """Every row is as wide as the others, with what hangs down into it."""
        hanging, widths = [], set()
        for row in rows:
            width = sum(span for span, _ in row) + sum(span for span, _ in hanging)
            widths.add(width)
            hanging = [(span, left - 1) for span, left in hanging + row if left > 1]
        if len(widths) > 1 or hanging:
            self.faults.append(f"a table of {sorted(widths)} columns, {len(hanging)} cells hang out")

    def handle_data(self, data):
        self.now += data.replace("\n", " ")


INLINES_MD = re.compile(r"<((?:https?|ftp)://[^<>]*)>|\\([!-/:-@\[-`{-~])|<br>|\\\n|</?(?:del|ins|u|sup|sub|a)\b[^>]*>|\[\^([^\]]*?)(?:-\d+)?\]|\[(?!\^)|\]\(#[^)]*\)|\*\*")


def inline_md(text):
    def said(match):
        if match.group(1):
            return html.unescape(match.group(1))
        if match.group(2):
            return match.group(2)
        return "\n" if match.group(0) in ("<br>", "\\\n") else match.group(3) or ""
    return INLINES_MD.sub(said, text)


def parts_of_md(text):
    """What is Markdown, and tables in HTML with what they hold."""
    part, depth = [], 0
    for line in text.split("\n"):
        begins, ends = (len(re.findall(tag, line)) if depth or line.lstrip().startswith("<table") else 0 for tag in ("<table", "</table>"))
        if begins and not depth:
            yield False, "\n".join(part)
            part = []
        part.append(line)
        if depth and depth + begins == ends:
            yield True, "\n".join(part)
            part = []
        depth += begins - (ends if depth else 0)
    yield False, "\n".join(part)


def of_md(text):
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    blocks, notes, faults, entries = [], [], [], []
    for is_table, part in parts_of_md(text):
        if is_table:
            page = Page(re.sub(r' href="#[^"]*"', "", part))
            blocks += page.blocks
            faults += page.faults
            continue
        lines = []
        for line in part.split("\n"):
            stripped = line.lstrip(" ")
            if lines and len(re.search(r"\\*$", lines[-1])[0]) % 2:
                lines[-1] += "\n" + stripped
            else:
                lines.append(stripped)
        for line in lines:
            line = re.sub(r"^(?:[-*] )+", "", line)
            if re.match(r"\[(?:[^\]\\]|\\.)*\]\(#h\d+\)$", line):
                entries.append(inline_md(line))
            elif re.match(r"\| .*\|$", line, flags=re.S):
                if not re.match(r"(?:\| :?---:? )+\|$", line):
                    blocks += [inline_md(cell) for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            elif line.startswith("[^"):
                mark, said = re.match(r"\[\^(.*?)(?:-\d+)?\]: (.*)", line, flags=re.S).groups()
                notes.append(mark + inline_md(said))
            elif line.startswith('<a id="n'):
                notes.append(inline_md(line))
            else:
                line = inline_md(re.sub(r"^#{1,6} ", "", line))
                blocks.append(line[1:-1] if re.match(r"\[图：.*\]$", line) else line)
    return blocks, notes, faults, entries


def of_cmark(text):
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    done = subprocess.run(["cmark-gfm", "--unsafe", "-e", "table", "-e", "footnotes"], input=text, capture_output=True, text=True, check=True)
    return done.stdout


# --- the comparison ---

def difference(name, wanted, found):
    for number, (one, other) in enumerate(zip(wanted + [None], found + [None])):
        if one != other:
            return [f"{name}: block {number}: {one!r} is {other!r}"]
    return [] if len(wanted) == len(found) else [f"{name}: {len(wanted)} blocks are {len(found)}"]


def beside_structure(structure, page, blocks, said):
    tree_body, tree_notes = of_structure(structure)
    marks = "".join(re.findall(r"^ *\d+ reference page \d+\n *\d+ link page \d+: (.*)\n *\d+ note\b", structure, flags=re.M))
    order = sorted if marks or re.search(r"^ *\d+ link page", structure, flags=re.M) else list  # where in its text a mark stands, the dump does not say
    yield from difference("html beside the structure", order(letters("".join(tree_body) + marks)), order(letters("".join(blocks).replace(SLANT, ""))))
    yield from difference("notes of html beside the structure", tree_notes, [letters(text) for text in said])


def faults_of(content, structure, page_text, md_text):
    body, notes = of_content(content)
    page = Page(page_text)
    blocks, said = texts(page.blocks), texts(page.notes)
    draft = "草稿" if 'class="draft"' in page_text else None
    if draft and blocks.pop(0) != draft:
        yield "html: a draft does not begin so"
    yield from page.faults
    yield from difference("html", body, blocks)
    yield from difference("notes of html", notes, said)
    if "<link " not in content or "<page-of " not in content:  # of a text with references the dump has the pieces, not their order
        yield from beside_structure(structure, page, blocks, said)
    headings = list(page.headings.values())
    for entry in texts(page.entries):
        if letters(entry) not in [letters(heading) for heading in headings]:
            yield f"no heading {entry}"
    md_blocks, md_notes, md_faults, entries = of_md(md_text)
    md_blocks = texts(md_blocks)
    if draft and md_blocks.pop(0) != draft:
        yield "md: a draft does not begin so"
    yield from md_faults
    yield from difference("md", body, md_blocks)
    yield from difference("notes of md", notes, texts(md_notes))
    yield from difference("contents of md", texts(page.entries), texts(entries))
    if shutil.which("cmark-gfm"):
        html_md = of_cmark(md_text)
        seen = Page(re.sub(r'<a href="#fnref[^>]*>.*?</a>|<sup class="footnote-ref">.*?</sup>| href="[^"]*"', "", html_md))
        wanted = letters("".join(body)) if not notes and not entries else None
        found = letters("".join(seen.blocks)).replace("[图：", "图：")
        found = found[len(draft or ""):]
        if wanted is not None and wanted != found.replace("]", "") and wanted != found:
            at = next((i for i, (a, b) in enumerate(zip(wanted, found)) if a != b), min(len(wanted), len(found)))
            yield f"cmark: {wanted[at - 10:at + 30]!r} is {found[at - 10:at + 30]!r}"


HARD = ["1. ", "12) ", "# ", "- ", "+ ", "* ", "> ", "| ", "---", "===", "~~~", "```", "`a`", "&amp;", "\\", "_a_", "**b**", "<B>", "[a](b)", "![c](d)", "[^1]", ":--", "$x$", "  ", "甲", "乙方", "word ",
        "longer words of text ", "internationalization of responsibilities ", "co­operation­al ", "3.5", "“引”", "&", "<", ">", "\"", "'", "（一）", "http://a.b/c_d_e?f=1&g=2", "100%", "1.", "#", "-", "=", "{{", "丙|丁"]


STYLE = """<styles><use file="../common/style.xml"/>
<style name="body" role="宋体" size="10pt" line="10pt" align="justify" first-indent="2字" hyphenate="yes"/>
<style name="table-cell" base="body" first-indent="0"/></styles>"""


def random_text(rng):
    text = "".join(rng.choice(HARD) for _ in range(rng.randint(1, 14))).strip()
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").replace("{", "{{").replace("}", "}}")
    return text or "甲"


def random_layout(rng):
    def paragraph():
        return "<p>" + "<br/>".join(random_text(rng) for _ in range(rng.choice((1, 1, 1, 2, 3)))) + "</p>"

    def listing(depth):
        items = "".join(f"<item>{paragraph()}{listing(depth + 1) if depth < 2 and rng.random() < 0.3 else ''}</item>" for _ in range(rng.randint(1, 4)))
        return items and f"<list>{items}</list>"

    def table():
        columns, rows = rng.randint(1, 4), rng.randint(1, 4)
        head = "".join(f"<cell>{random_text(rng)}</cell>" for _ in range(columns))
        body = "".join("<row>" + "".join(f"<cell>{random_text(rng) if rng.random() < 0.8 else ''}</cell>" for _ in range(columns)) + "</row>" for _ in range(rows))
        head = f"<head><row>{head}</row></head>" if rng.random() < 0.8 else ""
        return f'<table columns="{" ".join("*" * columns)}">{head}{body}</table>'
    return "".join(rng.choice((paragraph, paragraph, lambda: listing(0), table))() for _ in range(rng.randint(3, 14)))


def build(program, folder, paths, options, formats=("html", "md")):
    """By path: the texts of its files."""
    found = {path: [] for path in paths}
    for format_name in formats:
        out = os.path.join(folder, format_name + str(len(os.listdir(folder))))
        together.run(program, ["build", "--format", format_name, "-o", out, *options], paths)
        for path in paths:
            name = os.path.basename(path)[:-4] + ("-草稿" if "--draft" in options else "") + "." + format_name
            file = os.path.join(out, name)
            found[path].append(open(file, encoding="utf-8").read() if os.path.exists(file) else None)
    return found


def compare(program, folder, paths, options):
    dumps = [together.dump(program, stage, paths, *options)[0] for stage in ("content", "structure")]
    built = build(program, folder, paths, options)
    count, failed = 0, 0
    for path, content, structure in zip(paths, *dumps):
        if structure is None and not any(built[path]):
            continue
        count += 1
        for fault in faults_of(content, structure, *built[path]):
            print(f"{path}: {fault}")
            failed += 1
    return count, failed


def documents():
    patterns = [os.path.join(ROOT, "input", "*.xml"), os.path.join(HERE, "inputs", "*.xml")]
    return sorted(path for pattern in patterns for path in glob.glob(pattern))


def main():
    program = sys.argv[1]
    options = ["--date", "2026-06-01", "--templates", os.path.join(ROOT, "templates"), "--fonts", os.path.join(ROOT, "fonts")]
    total = failed = 0
    for more in ([], ["--draft"]):
        with tempfile.TemporaryDirectory() as folder:
            count, faults = compare(program, folder, documents(), options + more)
        total, failed = total + count, failed + faults
    with tempfile.TemporaryDirectory() as folder:
        files = [os.path.join(folder, table_cases.write_case(folder, case, f"case-{number:05}")) for number, case in enumerate(sorted(os.listdir(table_cases.CASES)))]
        rng = random.Random(13)
        for number in range(RANDOM):
            kind = f"random-{number:05}"
            table_cases.write_kind(folder, kind, f'<layout><section page="h{rng.choice((6, 12, 30))}">{random_layout(rng)}</section></layout>', STYLE)
            files.append(os.path.join(folder, kind + ".xml"))
            table_cases.write(files[-1], table_cases.read(os.path.join(table_cases.KIND, "input.xml")).replace("table-case", kind))
        options = ["--date", "2026-06-01", "--templates", os.path.join(folder, "templates"), *options[4:], "--square-font"]
        count, faults = compare(program, folder, files, options)
        total, failed = total + count, failed + faults
    print(f"{total} documents, {failed} faults")
    return 1 if failed or total < 300 else 0


if __name__ == "__main__":
    sys.exit(main())
