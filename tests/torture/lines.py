#!/usr/bin/env python3
"""The torture document: every rule of the line, each case a paragraph in a column of its own.

usage: lines.py PROGRAM [--update] [CASE…]

lines.xml holds the cases; every one says why it is there.  All cases of one kinsoku level are one document, a case a page.
  <case name why width [level] [attributes of a style] …>text with inline markup</case>
    lines="甲乙|丙"   what the rules ask of the square font (Chinese 1 em, Latin ½ em): where lines end
    natural="3.5"     how wide the last line is, in 字; x="2": where its ink begins
  <keep left right [level] why/>   a line that would end between the two does not: both go to the next line, or part of `left` stays behind where it says so by "|"
  <part left right [level] why/>   a line that must be allowed to end there
`level`: one or more of strict gb basic none; default strict.

The answers in lines.xml are written by the rules.  Beside them expected/square.txt and expected/real.txt hold each line's text, place and width as
they come out with the square font and with the faces that ./dev installs; --update writes them anew: read the difference before committing it.
"""
import difflib
import os
import re
import sys
import tempfile
import xml.etree.ElementTree as ET

import setting

HERE = os.path.dirname(os.path.abspath(__file__))
LEVELS = ("strict", "gb", "basic", "none")
OWN = ("name", "why", "width", "level", "lines", "natural", "x")
FILL, REST = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉", "戌亥东南西北"
PAIR_WIDTH = 20
HALF = re.compile(r"[\x21-\x7e°′–±−×]")


class Case:
    def __init__(self, name, level, why, width):
        self.name, self.level, self.why, self.width = name, level, why, width
        self.style, self.content, self.lines, self.natural, self.x = {}, "", None, None, None


def natural_width(text):
    """In the square font, with a quarter between Chinese and Latin."""
    quarters = sum(1 for a, b in zip(text, text[1:]) if bool(HALF.match(a)) != bool(HALF.match(b)) and all(c.isalnum() for c in (a, b)))
    return sum(0.5 if HALF.match(c) or c == "·" else 1 for c in text) + quarters / 4


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("{", "{{").replace("}", "}}")


def pair_case(element, level, number):
    """As many Chinese characters in front as let the line end behind `left`."""
    left, right = element.get("left"), element.get("right")
    bare = left.replace("|", "")
    case = Case(f"{element.tag}-{number}-{level}", level, element.get("why", ""), PAIR_WIDTH)
    count = PAIR_WIDTH
    while natural_width(FILL[:count] + bare) > PAIR_WIDTH:
        count -= 1
    fill = FILL[:count]
    case.content = escape(fill + bare + right + REST)
    if element.tag == "part":
        case.lines = [fill + bare, right + REST]
    else:
        stays, goes = left.split("|") if "|" in left else ("", left)
        case.lines = [fill + stays, goes + right + REST]
    return case


def inner(element):
    """The markup inside an element, as written but for white space at line ends."""
    text = ET.tostring(element, encoding="unicode").replace("\u00ad", "&#xAD;")
    return text[text.index(">") + 1:text.rindex("<")] if len(element) or element.text else ""


def read_cases():
    number = 0
    for element in ET.parse(os.path.join(HERE, "lines.xml")).getroot():
        number += 1
        for level in element.get("level", "strict").split():
            if element.tag in ("keep", "part"):
                yield pair_case(element, level, number)
                continue
            several = len(element.get("level", "strict").split()) > 1
            case = Case(element.get("name") + (f"-{level}" if several else ""), level, element.get("why"), int(element.get("width")))
            case.style = {key: value for key, value in element.attrib.items() if key not in OWN}
            case.content = inner(element)
            if element.get("lines"):
                case.lines = element.get("lines").split("|")
            case.natural = float(element.get("natural")) if element.get("natural") else None
            case.x = float(element.get("x")) if element.get("x") else None
            yield case


def make_level(templates, level, cases):
    styles = layout = ""
    for number, case in enumerate(cases):
        attributes = dict({"base": "body", "right": f"{(setting.WIDEST - case.width) * setting.EM}pt"}, **case.style)
        styles += f'  <style name="c{number}" page-break-before="yes" ' + " ".join(f'{k}="{v}"' for k, v in attributes.items()) + "/>\n"
        layout += f'<p style="c{number}">{case.content}</p>\n'
    setting.make_kind(templates, level, level, styles, layout)


def set_cases(program, cases, square):
    """By case: its lines."""
    found, faults = {}, ""
    with tempfile.TemporaryDirectory(prefix="lines-") as folder:
        for level in LEVELS:
            mine = [case for case in cases if case.level == level]
            if not mine:
                continue
            make_level(os.path.join(folder, "templates"), level, mine)
            setting.write(folder, level + ".xml", f"<{level}/>\n")
            lines, fault = next(setting.lines_of(program, os.path.join(folder, "templates"), [os.path.join(folder, level + ".xml")], square))
            faults += fault.replace(folder + "/", "")
            for number, case in enumerate(mine):
                found[case.name] = [line for line in lines if line.page == number + 1]
    return found, faults


def describe(case, lines):
    text = f"== {case.name} ({case.level}, {case.width} 字)\n"
    for line in lines:
        text += f"{line.x:6.3f} {line.width:7.3f}{' broken ' + line.broken if line.broken else ''} |{line.text}|\n"
    return text


def trim(text):
    return text.strip(" \u3000")


def check_rules(case, lines):
    texts = [trim(line.text) for line in lines]
    if case.lines is not None and texts != [trim(text) for text in case.lines]:
        yield f"{case.name}: {'|'.join(texts)}, by the rules {'|'.join(case.lines)}  ({case.why})"
    if case.natural is not None and lines and abs(lines[-1].width - case.natural) > 0.0011:
        yield f"{case.name}: the last line is {lines[-1].width:.3f} wide, by the rules {case.natural}  ({case.why})"
    if case.x is not None and lines and abs(lines[0].x - case.x) > 0.0011:
        yield f"{case.name}: the ink begins at {lines[0].x:.3f}, by the rules {case.x}  ({case.why})"
    for line in lines:
        if line.overfull or (line.x + line.width > case.width + 0.002 and "hang" not in case.style):
            yield f"{case.name}: stands out of its column: {line.text}"


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--update"]
    updating = "--update" in sys.argv[1:]
    if not arguments:
        sys.exit(__doc__)
    program, wanted = os.path.abspath(arguments[0]), arguments[1:]
    cases = [case for case in read_cases() if not wanted or case.name in wanted]
    faults = []
    for font in ("square", "real"):
        found, fault = set_cases(program, cases, font == "square")
        if fault:
            faults.append(f"{font}: {fault}")
        if font == "square":
            faults += [text for case in cases for text in check_rules(case, found[case.name])]
        actual = "".join(describe(case, found[case.name]) for case in cases)
        path = os.path.join(HERE, "expected", font + ".txt")
        if wanted:
            print(f"--- {font}\n{actual}")
        elif updating:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            setting.write(os.path.dirname(path), os.path.basename(path), actual)
        else:
            with open(path, encoding="utf-8") as file:
                faults += list(difflib.unified_diff(file.read().splitlines(), actual.splitlines(), f"{font} expected", f"{font} actual", "", "", 1, ""))
    print("\n".join(faults + [f"{len(cases)} cases, {len(faults)} faults"]))
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
