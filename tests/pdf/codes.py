#!/usr/bin/env python3
"""QR codes of a paper are read back by zbar as they were written, each on a page of its own; they are figures.

usage: codes.py PROGRAM [--texts N]   (default: 40 texts of 1 to 40 characters; 200 by hand)
"""
import argparse
import collections
import html
import os
import random
import re
import subprocess
import sys
import tempfile
from xml.sax.saxutils import quoteattr

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SLIP = {
    "model.xml": '<model kind="slip" label="条"><document title="条" subject="条" author="甲" date="{day}"/><date name="day" label="日期"/>'
                 '<list name="code" label="码"><text name="text" label="文字"/></list></model>',
    "layout.xml": '<layout><section page="sheet"><heading level="1" number="no">条</heading><for each="code"><page-break/><qr text="{text}" size="20mm" align="left"/></for>'
                  '<page-break/><table style="table" columns="30mm"><row><cell><qr text="ABC-123"/></cell></row></table></section>'
                  '<section page="turned"><heading level="1" number="no">横</heading><qr text="横 90" size="15mm"/></section></layout>',
}
PAGES = ('<page name="sheet" width="40mm" height="40mm" top="3mm" bottom="3mm" left="3mm" right="3mm"/>'
         '<page name="turned" base="sheet" width="50mm" landscape="yes" turned="yes"/>')
MORE = ["坪街办〔2022〕15号", "金额2,690,000.00元", "𠮷野", "https://example.org/v?n=", "0755-84600018", "①②③", "％、。", "é", "Ω"]


def text(chance, length):
    han = [chr(code) for code in range(0x4E00, 0x9FA5) if chr(code).encode("gb2312", "ignore")]
    pools = (han, han, "0123456789", "ABCxyz-/:.", "".join(MORE))
    return "".join(chance.choice(chance.choice(pools)) for _ in range(length))


def write_kind(folder):
    kind = os.path.join(folder, "kinds", "slip")
    os.makedirs(kind)
    with open(os.path.join(TREE, "tests/cli/templates/memo/style.xml"), encoding="utf-8") as file:
        style = re.sub(r'<page name="sheet".*/>', PAGES, file.read())
    for name, data in {**SLIP, "style.xml": style}.items():
        with open(os.path.join(kind, name), "w", encoding="utf-8") as file:
            file.write(data)


def read_codes(folder):
    subprocess.run(["pdftoppm", "-r", "200", "-png", "in.pdf", "page"], cwd=folder, check=True)
    pages = sorted(name for name in os.listdir(folder) if name.startswith("page"))
    done = subprocess.run(["zbarimg", "-q", "--raw", "--nodbus", *pages], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return [line for line in done.stdout.split("\n") if line]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--texts", type=int, default=40)
    given = parser.parse_args()
    chance = random.Random(7)
    texts = [text(chance, 1 + number % 40) for number in range(given.texts)]
    with tempfile.TemporaryDirectory() as folder:
        write_kind(folder)
        with open(os.path.join(folder, "in.xml"), "w", encoding="utf-8") as file:
            file.write("<slip><day>2026-01-02</day>" + "".join(f"<code text={quoteattr(one)}/>" for one in texts) + "</slip>")
        subprocess.run([os.path.abspath(given.program), "build", "-q", "--templates", "kinds", "--fonts", os.path.join(TREE, "fonts"), "-o", ".", "in.xml"],
                       cwd=folder, check=True)
        found = read_codes(folder)
        for form in ("html", "md"):
            subprocess.run([os.path.abspath(given.program), "build", "-q", "--format", form, "--templates", "kinds", "--fonts", os.path.join(TREE, "fonts"), "-o", ".", "in.xml"],
                           cwd=folder, check=True, stderr=subprocess.DEVNULL)
            with open(os.path.join(folder, "in." + form), encoding="utf-8") as file:
                page = html.unescape(file.read())
            said = [one for one in ("ABC-123", "横 90") if "二维码：" + one not in page]
            if said or page.count("二维码：") != len(texts) + 2:
                sys.exit(f"{form}: {page.count('二维码：')} codes said, without {said}")
        told = subprocess.run(["pdfinfo", "-struct", os.path.join(folder, "in.pdf")], stdout=subprocess.PIPE, text=True, check=True).stdout
    wanted = collections.Counter([*texts, "ABC-123", "横 90"])
    lost, more = wanted - collections.Counter(found), collections.Counter(found) - wanted
    figures = told.count("Figure")
    print(f"{len(found)} of {sum(wanted.values())} codes read, {figures} figures")
    for one in lost:
        print(f"  not read: {one}")
    for one in more:
        print(f"  read, and not written: {one}")
    sys.exit(1 if lost or more or figures != sum(wanted.values()) else 0)


main()
