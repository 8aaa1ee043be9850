#!/usr/bin/env python3
"""Ledgers of several pages (tests/documents/ledger): what their PDFs print is read by pdftotext and added up, page by page; the PDFs are what they claim to be;
sums at page turns are told in data.json, and HTML and Markdown have none.  The second one, of several centres, has twenty rows a page, each centre on pages and
with sums of its own; what stands beside every part stands on each page once, and who hears it, or reads HTML, finds it once, and no empty rows.

usage: check_ledger.py PROGRAM
"""
import json
import os
import re
import subprocess
import sys
import tempfile
from decimal import Decimal

HERE = os.path.dirname(os.path.abspath(__file__))
LEDGER, ROOT = os.path.join(HERE, "ledger"), os.path.dirname(os.path.dirname(HERE))
FIGURE = re.compile(r"-?[\d,]+\.\d\d")
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="[\d.]+">(.*?)</word>')
SUMS = ("承前页", "本页小计", "过次页（累计）", "合计")


def build(program, folder, *options, name="ledger"):
    subprocess.run([program, "build", "-q", "--date", "2026-06-01", "--templates", os.path.join(LEDGER, "templates"), "--fonts", os.path.join(ROOT, "fonts"),
                    "--output", folder, *options, os.path.join(LEDGER, name + ".xml")], check=True, timeout=120)


def lines(path):
    """Of each page: (words before the first figure, figures in the columns 收入 and 支出)."""
    text = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, check=True).stdout.decode("utf-8")
    for page in text.split("<page ")[1:]:
        words = [(float(top), (float(left) + float(right)) / 2, word) for left, top, right, word in WORD.findall(page)]
        if not any(word == "收入" for _, _, word in words):
            continue  # of the summary
        edge = sum(next(middle for _, middle, word in words if word == head) for head in ("收入", "支出")) / 2
        rows = {}
        for top, middle, word in words:  # on the line of a figure: what stands as high, but for faces that reach higher
            if FIGURE.fullmatch(word):
                rows.setdefault(round(top), [Decimal(0), Decimal(0)])[middle > edge] = Decimal(word.replace(",", ""))
        yield [("".join(word for top, _, word in words if abs(top - at) < 4 and not FIGURE.fullmatch(word)), figures) for at, figures in sorted(rows.items())]


def check(wrong, ok, message):
    if not ok:
        wrong.append(message)


def look(wrong, pages):
    so_far, foot = [Decimal(0), Decimal(0)], False
    for index, rows in enumerate(pages):
        here, said = [Decimal(0), Decimal(0)], []
        for words, figures in rows:
            if words not in SUMS and not words.endswith("小计"):
                here = [a + b for a, b in zip(here, figures)]
                continue
            said.append(words)
            after = [a + b for a, b in zip(so_far, here)]
            wanted = {"承前页": so_far, "本页小计": here, "过次页（累计）": after, "合计": after}.get(words)
            check(wrong, wanted is None or wanted == figures, f"page {index + 1}: {words} says {figures}, the figures add up to {wanted}")
        so_far = [a + b for a, b in zip(so_far, here)]
        last = index + 1 == len(pages)
        kept = [words for words in said if words in SUMS]
        check(wrong, kept == ([] if index == 0 else ["承前页"]) + (["本页小计", "合计"] if last else ["本页小计", "过次页（累计）"]), f"page {index + 1} has {kept}")
        foot = foot or "合计" in said
    check(wrong, foot and len(pages) > 2, f"{len(pages)} pages, with a foot: {foot}")
    return so_far


def look_centres(wrong, pages):
    """Of each page: the rows; a centre ends behind its own sum."""
    so_far, all_rows, begins = [Decimal(0), Decimal(0)], [Decimal(0), Decimal(0)], True
    for index, rows in enumerate(pages):
        here, count, closed = [Decimal(0), Decimal(0)], 0, False
        before = so_far
        for words, figures in rows:
            sums = {"承前页": before, "本页小计": here, "过次页（累计）": so_far, "总计": all_rows}.get(words)
            centre = words.endswith("中心合计")
            check(wrong, not (words == "承前页" and begins), f"page {index + 1} has 承前页, though a centre begins")
            if sums is not None or centre:
                check(wrong, figures == (so_far if centre else sums), f"page {index + 1}: {words} says {figures}, the figures add up to {so_far if centre else sums}")
                closed, count = closed or centre, count + centre
                continue
            count += 1
            check(wrong, not closed, f"page {index + 1}: a row stands behind the sum of its centre")
            here, so_far, all_rows = ([a + b for a, b in zip(sum_of, figures)] for sum_of in (here, so_far, all_rows))
        said = [words for words, _ in rows]
        check(wrong, closed or count == 20, f"page {index + 1} has {count} rows")
        check(wrong, ("过次页（累计）" in said) == (not closed), f"page {index + 1} goes on, or does not: {said}")
        begins, so_far = closed, [Decimal(0), Decimal(0)] if closed else so_far
    return sum(words.endswith("中心合计") for rows in pages for words, _ in rows)


def centres(wrong, program, folder):
    build(program, folder, name="centres")
    path = os.path.join(folder, "centres.pdf")
    pages = list(lines(path))
    check(wrong, look_centres(wrong, pages) == 4, "not every centre has its sum")
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout.decode("utf-8").replace(" ", "")
    drawn = subprocess.run(["pdftotext", "-layout", "-f", str(len(pages) + 1), path, "-"], capture_output=True, check=True).stdout.decode("utf-8")
    sums = [Decimal(figure.replace(",", "")) for figure in re.findall(r"本页小计 +([\d,.]+)", drawn)]
    totals = next(figures for words, figures in pages[-1] if words == "总计")
    check(wrong, sums == totals, f"the pages of the summary sum {sums}, not {totals}")
    check(wrong, text.count("单位：元") == text.count("负责人：") == len(pages) + 2, "what stands beside every part does not stand on every page")
    archive = subprocess.run([sys.executable, os.path.join(HERE, "..", "pdf", "archive.py"), "--files", path], capture_output=True, text=True)
    check(wrong, archive.returncode == 0, archive.stdout)
    told = subprocess.run(["pdfinfo", "-struct-text", path], capture_output=True, check=True).stdout.decode("utf-8")
    with open(os.path.join(LEDGER, "centres.xml"), encoding="utf-8") as file:
        rows = file.read().count("<entry ") + 4 + 2 + 1 + 2 + 2 * 4  # with those of the centres, head, foot; the summary
    turns = sum(told.count(f'"{words}"') for words in ("承前页", "本页小计", "过次页（累计）"))
    check(wrong, told.count("单位") == told.count("负责人") == told.count("Table (block)") == 2, "what is heard says more than once what stands beside every part")
    check(wrong, len(re.findall(r"\bTR\b", told)) == rows + turns, f"{rows} rows and {turns} at page turns are not all that is heard")
    build(program, folder, "--format", "html", name="centres")
    with open(os.path.join(folder, "centres.html"), encoding="utf-8") as file:
        text = file.read()
    check(wrong, text.count("<tr") == rows and text.count("单位：元") == 2, f"HTML has {text.count('<tr')} rows, not {rows}")
    return len(pages)


def main():
    program, wrong = os.path.abspath(sys.argv[1]), []
    with tempfile.TemporaryDirectory() as folder:
        build(program, folder)
        pages = list(lines(os.path.join(folder, "ledger.pdf")))
        total = look(wrong, pages)
        archive = subprocess.run([sys.executable, os.path.join(HERE, "..", "pdf", "archive.py"), "--files", os.path.join(folder, "ledger.pdf")], capture_output=True, text=True)
        check(wrong, archive.returncode == 0, archive.stdout)
        for format in ("html", "md"):
            build(program, folder, "--format", format)
            with open(os.path.join(folder, "ledger." + format), encoding="utf-8") as file:
                text = file.read()
            check(wrong, "本页小计" not in text and "承前页" not in text and f"{total[0]:,}" in text, f"{format} has sums at page turns, or no foot")
        build(program, folder, "--attach", "--keep-record", folder)
        subprocess.run(["pdfdetach", "-saveall", "-o", folder, os.path.join(folder, "ledger.pdf")], check=True, capture_output=True)
        with open(os.path.join(folder, "data.json"), encoding="utf-8") as file:
            data = json.load(file)
        told = json.dumps(data, ensure_ascii=False)
        check(wrong, told.count('"本页小计"') == 2 * len(pages) and told.count('"承前页"') == 2 * (len(pages) - 1), f"data.json tells {told.count('本页小计')} 本页小计, {told.count('承前页')} 承前页")
        for stage in ("node", "record", "content", "pages", "lines", "glyphs", "structure"):
            dump = subprocess.run([program, "dump", "--stage=" + stage, "--templates", os.path.join(LEDGER, "templates"), os.path.join(LEDGER, "ledger.xml")], capture_output=True, text=True)
            check(wrong, dump.returncode == 0 and dump.stdout, f"dump --stage={stage} ended with {dump.returncode}")
            check(wrong, stage != "glyphs" or dump.stdout.count("本页小计") == len(pages) and "of decoration" not in dump.stdout, "a line of a row at a page turn is part of nothing")
        more = centres(wrong, program, folder)
    print("".join(f"FAILED {message}\n" for message in wrong), end="")
    print(f"{len(pages)} and {more} pages, {sum(len(rows) for rows in pages)} lines with figures, {len(wrong)} faults")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
