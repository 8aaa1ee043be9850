"""Each line, and what is said of it or drawn."""
import re

import at_once

BESIDE = ('<p style="b">文<span style="s">字</span></p><table style="t" columns="* *" labels="1"><row><cell>1</cell><cell>2</cell></row>'
          '<group><cell>3</cell><row><cell>4</cell></row></group><foot><row><cell>5</cell><cell>6</cell></row></foot></table>')


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


layouts, styles = read("layout").splitlines(), read("styles").splitlines()
KIND = {"model.xml": read("kind/model.xml"), "base.xml": read("kind/base.xml")}
trials = [({**KIND, "layout.xml": f'<layout><section page="page">{layout}</section></layout>',
            "style.xml": f'<styles><use file="base.xml"/>{style}</styles>'}, read("a.xml"))
          for layout, style in [(line, "") for line in layouts] + [(BESIDE, line) for line in styles]]
outcomes = at_once.run(["dump", "--stage=pages", "--square-font"], trials)
for number, (line, outcome) in enumerate(zip(layouts + styles, outcomes)):
    told = [re.sub("^.*error: ", "  ", said) for said in outcome.messages if "未完成" not in said] + [drawn for drawn in outcome.printed if not drawn.startswith("page")]
    if number >= len(layouts):
        told = [drawn for drawn in told if not re.search("glyphs.*(cell|row-head)", drawn)]
    print(line, *told, sep="\n")
