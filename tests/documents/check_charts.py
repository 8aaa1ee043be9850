#!/usr/bin/env python3
"""Charts in finished papers: every example of docs/charts.md builds; a chart stands wherever a picture may, whole and with its
caption; what is printed in it is told to programs and read aloud once; drafts mark it; parts that do not add are refused.

usage: check_charts.py PROGRAM
"""
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SAMPLE = os.path.join(ROOT, "input", "yulan-survey.xml")
LAYOUT = '<?xml version="1.0"?>\n<layout><section page="formal">{}</section></layout>\n'
faults = []


def expect(truth, words):
    if not truth:
        faults.append(words)


class Kind:
    """The shipped kind with another layout, in a folder of its own."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        os.makedirs(os.path.join(folder, "templates"), exist_ok=True)
        os.symlink(os.path.join(ROOT, "templates", "common"), os.path.join(folder, "templates", "common"))
        self.kind = os.path.join(folder, "templates", "survey-report")
        os.makedirs(self.kind)
        for name in ("model.xml", "style.xml"):
            with open(os.path.join(ROOT, "templates", "survey-report", name), encoding="utf-8") as f:
                self.put(os.path.join(self.kind, name), f.read())

    @staticmethod
    def put(path, text):
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)

    def run(self, command, blocks, *options, changes=()):
        with open(SAMPLE, encoding="utf-8") as f:
            text = f.read()
        for old, new in changes:
            if old not in text:
                sys.exit(f"{old!r} is not in the sample")
            text = text.replace(old, new, 1)
        source = os.path.join(self.folder, "in.xml")
        self.put(source, text)
        if blocks is not None:
            self.put(os.path.join(self.kind, "layout.xml"), LAYOUT.format(blocks))
        templates = os.path.join(self.folder if blocks is not None else ROOT, "templates")
        return subprocess.run([self.program, command, "--templates", templates, "--fonts", os.path.join(ROOT, "fonts"), *options, source],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False)

    def dump(self, stage, blocks, *options, changes=()):
        done = self.run("dump", blocks, f"--stage={stage}", *options, changes=changes)
        expect(done.returncode == 0, f"{blocks[:60] if blocks else 'sample'}: {done.stderr or done.stdout}")
        return done.stdout


def examples():
    with open(os.path.join(ROOT, "docs", "charts.md"), encoding="utf-8") as f:
        found = re.findall(r"(?:^    .*\n)+", f.read(), re.M)
    expect(len(found) > 8, "docs/charts.md has hardly an example")
    return found


def check_examples(kind):
    for example in examples():
        text = kind.dump("content", example)
        expect("chart " in text or " bar=" in text, f"no chart in {example}")


CHART = '<chart kind="column" of="dimension" label="name" value="score" height="40mm"><caption>各维度得分</caption></chart>'


def check_places(kind):
    """Everywhere, and one box."""
    for around in ("{}", "<keep>{}</keep>", "<columns><column>{}</column><column><p>右</p></column></columns>",
                   '<list kind="plain"><item><p>一</p>{}</item></list>',
                   '<table columns="* *"><row><cell>{}</cell><cell>右</cell></row></table>'):
        pages = kind.dump("pages", around.format(CHART))
        expect(pages.count("87.3") == 1, f"chart in {around}: its value stands {pages.count('87.3')} times")
    fixed = kind.dump("pages", f'<fixed top="20mm">{CHART}</fixed><p>甲</p>')
    expect("87.3" in fixed, "no chart in <fixed>")


def check_whole(kind):
    """A chart at every height of the page: never without its caption, never divided."""
    for lines in range(0, 22, 3):
        pages = kind.dump("pages", "<p>甲</p>" * lines + CHART)
        page = [p for p in pages.split("\npage ") if "87.3" in p]
        expect(len(page) == 1 and "各维度得分" in page[0] and "76.2" in page[0], f"{lines} lines before a chart divide it from its caption")


def check_structure(kind):
    tree = kind.dump("structure", CHART)
    expect(re.search(r'figure "柱形图：各维度得分。人员 87.3分；活动 81.4分；回应 81.7分；场地 76.2分。"', tree), f"words of a chart: {tree}")
    for n, value in enumerate(("87.3", "81.4", "81.7", "76.2"), 1):
        expect(f'field dimension[{n}].score "{value}"' in tree, f"figure {value} of a chart is not told")
    done = kind.run("build", CHART, "--format=md", "-o", kind.folder)
    with open(os.path.join(kind.folder, "in.md"), encoding="utf-8") as f:
        text = f.read()
    expect(done.returncode == 0 and text.count("87.3") == 1 and "柱形图" in text, f"Markdown: {text}")


def check_data(kind):
    done = kind.run("build", CHART, "--attach", "-o", kind.folder)
    expect(done.returncode == 0, done.stderr)
    out = os.path.join(kind.folder, "attached")
    subprocess.run([kind.program, "extract", os.path.join(kind.folder, "in.pdf"), "-o", out], check=True, capture_output=True)
    with open(os.path.join(out, "data.json"), encoding="utf-8") as f:
        data = json.load(f)
    fields = {field["path"]: field for field in data["fields"] if "path" in field}
    printed = fields.get("dimension[1].score", {}).get("printed", [])
    expect([place["text"] for place in printed] == ["87.3"] and printed[0]["page"] == 1, f"data.json: {printed}")


def check_draft(kind):
    """A stated score that is wrong: the computed one is drawn, and marked."""
    changes = [('score="89.3"', 'score="88.3"')]
    blocks = '<chart kind="bar" of="question" label="title" value="score"/>'
    content = kind.dump("content", blocks, "--draft", changes=changes)
    expect("社工的服务态度: 89.3 89.3 wrong" in content, f"draft: {content}")
    pages = kind.dump("pages", blocks, "--draft", changes=changes)
    expect("C00000" in pages, "a wrong figure of a draft's chart is not red")
    expect("88.3" in pages, "what is stated instead stands nowhere in the draft")


def check_ink(kind):
    """A figure in a dark bar is white, elsewhere in the ink of its series."""
    pages = kind.dump("pages", '<chart kind="bar" stacked="whole" of="question" label="title"><series of="answer" name="{name}" value="count"/></chart>')
    expect(re.search(r'glyphs [^\n]*color FFFFFF[^\n]* "262"', pages), "a figure in a dark bar is not white")
    expect(re.search(r'glyphs [^\n]*color 333333[^\n]* "131"', pages), "a figure in a light bar is not dark")


def check_stacked_narrow(kind):
    """A legend of several rows takes nothing from the bars: figures stand in them."""
    pages = kind.dump("pages", '<columns shares="1 1"><column><chart kind="bar" stacked="whole" of="question[score &gt; 81.5]" label="title"><series of="answer" name="{name}" value="count"/></chart>'
                      '</column><column><p>右</p></column></columns>')
    expect(re.search(r'glyphs [^\n]*color FFFFFF[^\n]* "262"', pages), "a legend of two rows leaves bars too thin for their figures")


def check_many(kind):
    """Sixty lying bars stand on one page, with their caption."""
    first = '<quarter from="2025-01" score="79.4"/>'
    changes = [(first, "".join(f'<quarter from="{n // 4}-{n % 4 * 3 + 1:02}" name="第{n}个季度" score="80"/>' for n in range(2025 * 4 - 54, 2025 * 4)) + first)]
    pages = kind.dump("pages", '<p>甲</p><chart kind="bar" of="quarter" label="name" value="score"><caption>各季度得分</caption></chart>', changes=changes)
    page = [p for p in pages.split("\npage ") if "各季度得分" in p]
    expect(len(page) == 1 and page[0].count("个季度") == 54, "sixty lying bars do not stand on one page")


def check_caption_in_cell(kind):
    """In the middle, as on a page, whatever the cell does with its texts; the chart, too."""
    chart = CHART.replace("<caption>", ' width="60mm"><caption>', 1).replace('height="40mm">', 'height="40mm"', 1)
    middles = []
    for around in ('<columns shares="1 1"><column>{}</column><column><p>右</p></column></columns>', '<table columns="* *"><row><cell>{}</cell><cell>右</cell></row></table>'):
        pages = kind.dump("pages", around.format(chart))
        middles.append([float(x) + float(width) / 2 for x, width in re.findall(r'glyphs [^\n]*? x (\S+) y \S+ width (\S+) [^\n]*"各维度得分"', pages)])
    expect(len(middles[0]) == len(middles[1]) == 1 and abs(middles[0][0] - middles[1][0]) < 30, f"a caption in a cell stands elsewhere: {middles}")


def check_grouped(kind):
    """Numbers at the axis have commas where the values have them."""
    for printed, wanted in (("grouped(total * 100)", "40,000"), ("plain(total * 100)", "40000")):
        pages = kind.dump("pages", f'<chart kind="column" of="question" label="title" value="total * 100" print="{printed}" labels="no" height="60mm"/>')
        expect(f'"{wanted}"' in pages, f"numbers at an axis beside {printed}: no {wanted}")


REFUSED = [
    ('<chart kind="pie" of="people" label="name" value="count" total="asked + 1"/>', "各部分相加是 436"),
    ('<chart kind="pie" of="dimension" label="name" value="change"/>', "各部分不能是负数"),
    ('<chart kind="column" of="question" label="title" value="total" width="20mm" height="20mm"/>', "放不下"),
    ('<chart kind="column" of="question" label="title" value="total" width="200mm"/>', "这里只有 156.0 毫米宽"),
    ('<chart kind="column" of="dimension" label="name" value="score" most="80"/>', "超出了图的范围"),
    ('<chart kind="column" of="dimension" label="name" value="score" least="100" most="50"/>', "least 不小于 most"),
    ('<chart kind="column" of="dimension" label="name" value="score" most="90"><line at="85"/><line at="95" label="优秀"/></chart>', "第 2 条横线“优秀”"),
    ('<chart kind="bar" stacked="whole" of="question" label="title"><series of="answer" name="{name}" value="count"/><line at="101"/></chart>', "第 1 条横线“”"),
    ('<chart kind="pie" of="people" label="name" value="count - count"/>', "都是 0"),
    ('<chart kind="pie" of="quarter[not(has(score))]" label="name" value="score"/>', "都没有给出"),
]


def check_refused(kind):
    for blocks, words in REFUSED:
        done = kind.run("build", blocks, "-o", kind.folder)
        said = done.stderr + done.stdout
        expect(done.returncode == 1 and words in said and said.count("error:") <= 2, f"{blocks}: {said}")


def check_turned(kind):
    """On a sheet whose text runs up it, too."""
    with open(os.path.join(kind.kind, "style.xml"), encoding="utf-8") as f:
        style = f.read()
    kind.put(os.path.join(kind.kind, "style.xml"),
             style.replace("</styles>", '<page name="wide" paper="A4" landscape="yes" turned="yes" top="30mm" bottom="30mm" left="30mm" right="30mm"/></styles>'))
    body = kind.dump("pages", '<p>甲</p></section><section page="wide">' + CHART +
                     '<chart kind="matrix" of="risk" label="name" across="可能性" upward="影响"><series value="likely"/><series value="grave"/>'
                     '<class axis="across" from="1"/><class axis="across" from="3"/><class axis="upward" from="1"/><class axis="upward" from="3"/></chart>')
    expect("87.3" in body, "no chart on a turned page")


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        kind = Kind(program, folder)
        for check in (check_examples, check_places, check_whole, check_structure, check_data, check_draft, check_ink, check_stacked_narrow, check_many, check_caption_in_cell, check_grouped, check_refused, check_turned):
            check(kind)
    for fault in faults:
        print("FAILED", fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
