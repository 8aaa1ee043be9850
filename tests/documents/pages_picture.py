#!/usr/bin/env python3
"""The picture of pages in README.md, docs/pages.svg: what the program sets of a few samples, drawn by `dump --stage=pages`.

usage: pages_picture.py PROGRAM [--update]

Each sheet, rule, fill, chart and run of letters stands where the PDF has it, to a tenth of a point; letters are text, in the faces that who looks has, as wide as those of the paper (textLength).
Without --update: is docs/pages.svg what the samples give today, is it XML that loads nothing, and does README.md show it?
"""
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from xml.sax.saxutils import escape

TREE = Path(__file__).resolve().parents[2]
PICTURE = TREE / "docs/pages.svg"
MOST = 120_000  # bytes
# Sample, page, what it is.
SHEETS = (("pingshan-letter", 1, "公函"), ("yulan-agreement", 1, "补充协议"), ("yulan-assessment", 1, "履约考核"), ("yulan-survey", 2, "满意度调查报告"), ("shuimen-self-evaluation", 1, "绩效自评表"))
GAP = 28
# Face of ours -> its class, and what stands for it elsewhere.
FACES = {
    "Liberation Serif Regular": ("l", "font-family:'Times New Roman','Liberation Serif',serif"),
    "Liberation Serif Bold": ("L", "font-family:'Times New Roman','Liberation Serif',serif;font-weight:bold"),
    "Noto Serif CJK SC Regular": ("s", "font-family:'Noto Serif CJK SC','Source Han Serif SC',SimSun,'Songti SC',serif"),
    "Noto Serif CJK SC Bold": ("S", "font-family:'Noto Serif CJK SC','Source Han Serif SC',SimSun,'Songti SC',serif;font-weight:bold"),
    "FandolFang Regular": ("f", "font-family:FandolFang,FangSong,STFangsong,'Noto Serif CJK SC',serif"),
    "FandolKai Regular": ("k", "font-family:FandolKai,KaiTi,STKaiti,'Noto Serif CJK SC',serif"),
    "Noto Sans CJK SC Regular": ("h", "font-family:'Noto Sans CJK SC','Source Han Sans SC',SimHei,'Heiti SC',sans-serif"),
    "Noto Sans CJK SC Bold": ("H", "font-family:'Noto Sans CJK SC','Source Han Sans SC',SimHei,'Heiti SC',sans-serif;font-weight:bold"),
    "DejaVu Sans Book": ("d", "font-family:'DejaVu Sans','Segoe UI Symbol',sans-serif"),
    "BabelStone Han Regular": ("b", "font-family:'BabelStone Han','Noto Serif CJK SC',serif"),
}
UNSEEN = ("link", "sign")  # of the page, and no ink
# Words of an item behind its kind that say nothing of its look, and how many follow them.
MEANING = {"artifact": 0, "node": 1, "table": 1, "row": 1, "column": 1, "spans": 2, "breaks": 1, "folio": 0, "lang": 1, "fallback": 0}
LOOK = ("x", "y", "width", "height", "color", "pen", "stroke", "face", "lift", "size", "round", "square", "step")
SEGMENTS = {"from": ("M", 2), "to": ("L", 2), "by": ("C", 6), "back": ("Z", 0)}


def say(*arguments):
    done = subprocess.run([str(argument) for argument in arguments], capture_output=True, text=True, check=False, cwd=TREE)
    if done.returncode != 0:
        sys.exit(f"{arguments[1]}: {done.stderr}")
    return done.stdout


def faces(program):
    """Names of the faces, by the numbers that pages have them under: role by role, its chain and then its Latin face."""
    roles = {}
    for line in say(program, "fonts").splitlines():
        role, part, *rest = re.split(r"\s{2,}", line)
        if part in ("西文", "本体", "后备"):
            roles.setdefault(role, []).append((part == "西文", rest[0]))
    return list(dict.fromkeys(name for chain in roles.values() for _, name in sorted(chain, key=lambda face: face[0])))


def short(number):
    return f"{round(float(number), 1):g}"


def parts(line):
    """(kind, {word: value}, [(segment, numbers)], text) of an item."""
    text = None
    if line.endswith('"'):
        line, _, text = line[:-1].partition(' "')
        text = re.sub(r"\\(.)", r"\1", text)
    kind, _, *words = line.split()
    look, path = {}, []
    while words:
        word = words.pop(0)
        count = SEGMENTS[word][1] if word in SEGMENTS else 1 if word in LOOK else MEANING.get(word)
        if count is None and re.fullmatch(r"\d", word):
            continue  # the level of a heading
        if count is None or len(words) < count:
            sys.exit(f"{word}: what is that of a page? {line}")
        values = [words.pop(0) for _ in range(count)]
        if word in SEGMENTS:
            path.append((word, [float(value) for value in values]))
        elif word in LOOK:
            look[word] = values[0]
    return kind, look, path, text


def paint(look):
    """Fill and line; a line without a pen of its own is all there is."""
    color, stroke = "#" + look.get("color", "000000"), look.get("stroke")
    if stroke is None:
        return "" if color == "#000000" else f' fill="{color}"'
    if "pen" not in look:
        return f' fill="none" stroke="{color}" stroke-width="{float(stroke):g}"'
    return f' fill="{color}" stroke="#{look["pen"]}" stroke-width="{float(stroke):g}"'


def shape(kind, look, path):
    x, y, width = (float(look[name]) for name in ("x", "y", "width"))
    if kind == "rectangle":
        height = float(look["height"])
        return f'<rect x="{short(x)}" y="{short(y)}" width="{max(width, .4):.4g}" height="{max(height, .4):.4g}"{paint(look)}/>'
    if kind == "circle":
        return f'<circle cx="{short(x + width / 2)}" cy="{short(y + width / 2)}" r="{short(width / 2)}"{paint(look)}/>'
    if kind == "path":
        steps = "".join(SEGMENTS[word][0] + " ".join(short(value + (x, y)[place % 2]) for place, value in enumerate(values)) for word, values in path)
        return f'<path d="{steps}"{paint(look)}/>'
    sys.exit(f"{kind}: this picture draws none; take another page")


def sheet(program, sample, number, names):
    """(width, height, elements) of a page."""
    pages = re.split(r"^page ", say(program, "dump", "--stage=pages", "--date=2026-06-01", f"input/{sample}.xml"), flags=re.M)
    head, *lines = next(page for page in pages if page.startswith(f"{number} ")).splitlines()
    width, height = (float(size) for size in re.search(r"size (\S+) (\S+)", head).groups())
    made, last = [], None
    for line in lines:
        if not line.startswith("  ") or line.split()[0] in UNSEEN:
            continue
        kind, look, path, text = parts(line)
        if kind != "glyphs":
            new, element = None, shape(kind, look, path)
        elif not text.strip():
            continue
        else:
            new = (FACES[names[int(look["face"])]][0], short(look["size"]), look.get("color"))
            length = f' textLength="{short(look["width"])}"' if len(text) > 1 else ""
            element = f'<text x="{short(look["x"])}" y="{short(float(look["y"]) - float(look.get("lift", 0)))}"{length}>{escape(text)}</text>'
        if new != last:
            made += ["</g>"] if last else []
            made += [f'<g class="{new[0]}" font-size="{new[1]}"' + (f' fill="#{new[2]}"' if new[2] else "") + ">"] if new else []
        last = new
        made.append(element)
    return width, height, made + (["</g>"] if last else [])


def draw(program):
    names = faces(program)
    sheets = [sheet(program, sample, number, names) for sample, number, _ in SHEETS]
    wide = round(sum(width for width, _, _ in sheets) + GAP * (len(sheets) + 1))
    high = round(max(height for _, height, _ in sheets) + 2 * GAP)
    labels = "；".join(f"{label}（input/{sample}.xml，第{number}页）" for sample, number, label in SHEETS)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" xml:lang="zh-CN" width="{round(wide / 2.5)}" height="{round(high / 2.5)}" viewBox="0 0 {wide} {high}" role="img" aria-labelledby="t d">',
           '<title id="t">chengwen 写的几页</title>', f'<desc id="d">{labels}</desc>',
           "<style>text{white-space:pre}" + "".join(f".{name}{{{style}}}" for name, style in FACES.values()) + "</style>", f'<rect width="{wide}" height="{high}" fill="#e8eaed"/>']
    left = GAP
    for width, height, made in sheets:
        out += [f'<g transform="translate({short(left)} {short((high - height) / 2)})">', f'<rect x="4" y="5" width="{short(width)}" height="{short(height)}" fill="#b9bec5"/>',
                f'<rect width="{short(width)}" height="{short(height)}" fill="#fff" stroke="#9aa0a6"/>', *made, "</g>"]
        left += width + GAP
    return "\n".join(out + ["</svg>", ""])


def look_at(text):
    """What is wrong with the picture."""
    faults = [] if len(text.encode()) <= MOST else [f"{len(text.encode())} bytes, more than {MOST}"]
    root = ElementTree.fromstring(text)
    for element in root.iter():
        if element.tag.rpartition("}")[2] in ("script", "image", "use", "foreignObject", "a") or any("href" in name or name.startswith("on") for name in element.attrib):
            faults.append(f"<{element.tag}> in a picture that loads nothing")
    if "url(" in text or "@import" in text:
        faults.append("it loads something")
    if sum(1 for element in root.iter() if element.tag.endswith("}text")) < 100:
        faults.append("hardly any text")
    if not re.search(r"!\[[^\]]{20,}\]\(docs/pages\.svg\)", (TREE / "README.md").read_text(encoding="utf-8")):
        faults.append("README.md does not show it with words for who cannot see it")
    return faults


def main():
    program = Path(sys.argv[1]).resolve()
    text = draw(program)
    if "--update" in sys.argv[2:]:
        PICTURE.write_text(text, encoding="utf-8")
    faults = look_at(text)
    if not PICTURE.exists() or PICTURE.read_text(encoding="utf-8") != text:
        faults.append("docs/pages.svg is not what the samples give: tests/documents/pages_picture.py PROGRAM --update")
    print("\n".join(faults) or f"{len(SHEETS)} pages, {len(text.encode())} bytes")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
