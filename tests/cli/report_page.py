"""For cases that make a report: is the page what it says it is?

page(path) reads it as XML and as HTML, and gives its faults: elements within others that may not hold them, names that stand
twice, links that lead nowhere, anything that would be fetched, heads of tables without scope, fields without label.
"""
import html.parser
import os
import re
import sys
import urllib.parse
import xml.etree.ElementTree as tree

SPACE = "{http://www.w3.org/1999/xhtml}"
DRAWN = "{http://www.w3.org/2000/svg}"
VOID = {"meta", "br", "input", "link", "img", "rect"}
PHRASING = {"a", "b", "br", "code", "span", "time", "input", "label", "select", "option", "output", "svg", "rect", "text"}
KNOWN = PHRASING | set("html head meta title style body header h1 h2 main section p ul li figure figcaption div details summary table thead "
                       "tbody tr th td dl dt dd pre form script".split())
ONLY_PHRASING = {"p", "h1", "h2", "summary", "b", "span", "code", "a", "pre", "time", "label", "figcaption"}
HOLDS = {"ul": {"li"}, "dl": {"dt", "dd"}, "table": {"thead", "tbody"}, "thead": {"tr"}, "tbody": {"tr"}, "tr": {"th", "td"},
         "select": {"option"}, "html": {"head", "body"}, "svg": {"rect", "text"}}


class Tags(html.parser.HTMLParser):
    """What a reader of HTML meets: each element begins and ends as in XML."""
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.faults = [], []

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        if len(set(names)) < len(names):
            self.faults.append(f"<{tag}> has an attribute twice")
        self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        if tag not in VOID:
            self.faults.append(f"<{tag}/> does not end in HTML")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> where another ends")


def name_of(element):
    """Elements of other spaces keep them, and are none that the page knows."""
    name = element.tag.removeprefix(SPACE)
    drawn = element.tag.removeprefix(DRAWN)
    return drawn if drawn in ("svg", "rect", "text") else name


def nesting(element, name):
    for child in element:
        inner = name_of(child)
        if name in HOLDS and inner not in HOLDS[name]:
            yield f"<{inner}> in <{name}>"
        if name in ONLY_PHRASING and inner not in PHRASING:
            yield f"<{inner}> in <{name}>"
        yield from nesting(child, inner)


def of_element(element, name, ids, folder):
    if name not in KNOWN:
        yield f"<{name}>"
    if name == "th" and element.get("scope") not in ("col", "row", "rowgroup"):
        yield "a head without scope"
    if name == "svg" and not element.get("aria-label"):
        yield "a picture without a text"
    for attribute, value in element.attrib.items():
        if attribute.startswith("on") or attribute in ("src", "srcset", "action", "style"):
            yield f"{attribute} in <{name}>"
        for wanted in value.split() if attribute in ("aria-labelledby", "for") else ():
            if wanted not in ids:
                yield f"nothing has the id {wanted}"
    href = element.get("href")
    if href and href.startswith("#") and href[1:] not in ids:
        yield f"{href} leads nowhere"
    if href and not href.startswith("#") and not os.path.exists(os.path.join(folder, urllib.parse.unquote(href))):
        yield f"{href} leads nowhere"


def page(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    root, tags = tree.fromstring(text), Tags()
    elements = [(element, name_of(element)) for element in root.iter()]
    ids = [element.get("id") for element, _ in elements if element.get("id")]
    tags.feed(text)
    tags.close()
    faults = tags.faults + [f"<{tag}> does not end" for tag in tags.open if tag not in VOID]
    if not text.startswith("<!DOCTYPE html>\n<html lang=\"zh-CN\""):
        faults.append("how it begins")
    faults += [f"the id {name} twice" for name in {name for name in ids if ids.count(name) > 1}]
    faults += [f"{found} is fetched" for found in re.findall(r"url\(|@import|(?<!=\")https?://[^\s\"]*", text)]
    for element, name in elements:
        faults += of_element(element, name, set(ids), os.path.dirname(path))
    faults += nesting(root, "html")
    labels = [sum(1 for field in element.iter() if field.tag in (SPACE + "input", SPACE + "select")) for element, name in elements if name == "label"]
    if sum(labels) != sum(1 for _, name in elements if name in ("input", "select")):
        faults.append("a field without label")
    return sorted(set(faults))


if __name__ == "__main__":
    for path in sys.argv[1:]:
        for fault in page(path):
            print(f"{path}: {fault}")
