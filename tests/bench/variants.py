"""Papers to measure with: different reports of one kind, and any paper of ours as a source of Typst.

reports(folder, count)            descriptions of `count` reports, the same for the same number: input/pingshan-report.xml with sentences of other papers of the
                                  tree drawn anew, names of people of their own, and scores; its figures agree, and all have as many characters
typst(dump, faces)                what `dump --stage=content` prints of a paper in the language of Typst, as somebody would write it who knows it: headings, outline,
                                  tables with heads that stand again, page numbers, watermark; the sizes and line feeds of templates/common

A face is a name or (name, weight), a row of faces one a role.
"""
import decimal
import os
import random
import re

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SAMPLE = os.path.join(ROOT, "input", "pingshan-report.xml")
SENTENCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "sentences.txt")
LENGTH = 3900  # characters of the centres' work: so many that a report has 17 pages
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄"
GIVEN = ("伟刚勇毅俊峰强军平保东文辉力明永健世广志义兴良海山仁波宁贵福生龙元全国胜学祥才发武新利清飞彬富顺信子杰涛昌成康星光天达安岩中茂进林有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆磊民友裕河哲江超浩亮政谦亨奇固之轮翰朗伯宏言若鸣朋斌梁栋维启克伦翔旭鹏泽晨辰士以建家致树炎德行时泰盛雄琛钧冠策腾楠榕风航弘秀娟英华慧巧美娜静淑惠珠翠雅芝玉萍红娥玲芬芳燕彩春菊兰凤洁梅琳素云莲真环雪荣爱妹霞香月莺媛艳瑞凡佳嘉琼勤珍贞莉桂娣叶璧璐娅琦晶妍茜秋珊莎锦黛青倩婷姣婉娴瑾颖露瑶怡婵雁蓓纨仪荷丹蓉眉君琴蕊薇菁梦岚苑婕馨瑗琰韵融园艺咏卿聪澜纯毓悦昭冰爽琬茗羽希宁欣飘育滢馥筠柔竹霭凝晓欢霄枫芸菲寒伊亚宜可姬舒影荔枝思丽")


# --- reports ---

def sentences():
    """What random papers are written of: of papers of the tree, but a list of its own, for a sample more or a word changed in one would make others of all of them, and the
    limits of tests/pages know these.  Without figures and quotes, all in GB 2312, which every face has; over eight characters each, in order."""
    with open(SENTENCES, encoding="utf-8") as file:
        return file.read().splitlines()


def name(chance):
    return chance.choice(SURNAMES) + "".join(chance.choice(GIVEN) for _ in range(chance.choice((1, 2, 2))))


def work(chance, pool, length):
    """Paragraphs of so many characters for one centre."""
    text, paragraphs = "", []
    while length > 0:
        text += chance.choice(pool) if chance.random() < 0.92 else f"{name(chance)}、{name(chance)}和{name(chance)}参加了访谈。"
        if len(text) >= min(length, 380):
            text = text[:length - 1].rstrip("。，、；：") + "。" if len(text) > length else text
            paragraphs.append(f"<p>{text}</p>")
            length -= len(text)
            text = ""
    return "<work>" + "".join(paragraphs) + "</work>"


def scored(chance, tag):
    """A centre with another score for its material, the total with it."""
    change = decimal.Decimal(chance.randint(0, 9)) / 10
    for field in ("material", "total"):
        tag = re.sub(rf'\b{field}="([\d.]+)"', lambda old: f'{field}="{(decimal.Decimal(old.group(1)) - change).normalize():f}"', tag)
    return tag


def report(sample, pool, number):
    chance = random.Random(number)
    sample = re.sub(r"<center [^>]*>", lambda tag: scored(chance, tag.group()), sample)
    centres = sample.count("<work>")
    return re.sub(r"<work>.*?</work>", lambda _: work(chance, pool, LENGTH // centres), sample, flags=re.S)


def reports(folder, count):
    with open(SAMPLE, encoding="utf-8") as file:
        sample = file.read()
    pool, paths = sentences(), []
    for number in range(count):
        paths.append(os.path.join(folder, f"report-{number:03}.xml"))
        with open(paths[-1], "w", encoding="utf-8") as file:
            file.write(report(sample, pool, number))
    return paths


# --- Typst ---

# Role, size and line feed in pt, how it stands, first line's indent in em; white before and behind in pt, where there is any; "next": with what follows.
STYLES = {
    "cover-scheme": ("黑体", 26, 40, "center", 0), "cover-english": ("宋体", 14, 24, "center", 0), "cover-place": ("楷体", 18, 36, "center", 0, 10),
    "cover-title": ("小标宋", 36, 54, "center", 0), "cover-foot": ("仿宋", 18, 36, "center", 0), "contents-title": ("小标宋", 22, 29, "center", 0, 0, 29),
    "title": ("小标宋", 22, 29, "center", 0, 0, 29), "annex-title": ("小标宋", 22, 29, "center", 0, 29, 14.5), "annex-label": ("黑体", 16, 29, "left", 0, 0, 0, "next"),
    "article": ("黑体", 16, 29, "left", 2, 0, 0, "next"), "heading1": ("黑体", 18, 36, "center", 0), "heading2": ("黑体", 16, 29, "left", 2), "heading3": ("楷体", 16, 29, "left", 2),
    "sheet-title": ("黑体", 18, 36, "center", 0, 0, 6), "sheet-caption": ("黑体", 14, 24, "left", 0, 6, 0, "next"), "caption": ("黑体", 12, 22, "left", 0, 8, 3, "next"),
    "sign-right": ("仿宋", 16, 29, "right", 0), "sign": ("仿宋", 14, 28, "left", 0), "party": ("仿宋", 16, 29, "left", 0), "note": ("仿宋", 10.5, 17, "left", 0, 4),
    "table-cell": ("宋体", 10.5, 15.5, "", 0), "standard": ("宋体", 10.5, 15.5, "left", 0), "label": ("宋体", 10.5, 15.5, "", 0),
    "table-head": ("黑体", 10.5, 15.5, "center", 0), "footer": ("宋体", 14, 18, "center", 0),
}
HEAD = """#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm))
#set text(lang: "zh", region: "cn", size: 16pt, {body}, top-edge: 0.88em, bottom-edge: -0.12em)
#set par(justify: true, leading: 12.99pt, spacing: 12.99pt, first-line-indent: (amount: 2em, all: true))
#set table(inset: (x: 1.7mm, y: 1.78mm), stroke: 0.5pt)
#set outline.entry(fill: repeat[.#h(4pt)])
#show outline: set text(size: 14pt)
#show outline.entry: set block(spacing: 10.4pt)
#show heading: set text(weight: "regular")
#show heading: it => block(sticky: true, text(size: 1em / (1.4, 1.2, 1).at(calc.min(it.level, 3) - 1), it.body))
#let styled(size, line, at, indent, it, ..face) = {{
  set text(size: size, ..face)
  set par(leading: line - size, spacing: line - size, first-line-indent: (amount: indent, all: true), justify: at == none)
  if at == none {{ it }} else {{ align(at, it) }}
}}
"""


def face(faces, role):
    chosen = faces[role]
    names, weight = chosen if isinstance(chosen, tuple) else (chosen, "regular")
    return f'font: ({", ".join(repr(one) for one in names.split("|"))},), weight: "{weight}"'.replace("'", '"')


def inline(text):
    """Characters of ours with a meaning in Typst are escaped; our elements are its calls."""
    calls = {"page": "#context counter(page).display()", "pages": "#context counter(page).final().first()", "br": "#linebreak()"}
    out = ""
    for part in re.split(r"(</?[a-z][^>]*>)", text):
        if re.match(r"</?[a-z]", part):
            width = re.match(r"<blank (\S+?)/?>", part)
            out += f"#h({width.group(1)})" if width else calls.get(part.strip("</>").split()[0], "#h(1em)" if part.startswith("<tab") else "")
        else:
            out += re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", part)
    return out


class Source:
    """Lines of the dump, a level of indent below the line that holds them, become one text each."""

    def __init__(self, faces):
        self.faces = faces

    def blocks(self, lines):
        """[(line, lines below it)] of a level."""
        found = []
        for line in lines:
            if line.startswith("  "):
                found[-1][1].append(line[2:])
            else:
                found.append((line, []))
        return found

    def body(self, lines):
        return "\n".join(self.block(line, below) for line, below in self.blocks(lines))

    def block(self, line, below):
        word = line.split(" ", 1)[0]
        if word in ("list", "item", "sign"):
            return self.body(below)
        make = {"p": self.paragraph, "section": self.section, "table": self.table, "space": self.space, "columns": self.columns, "keep": self.keep}
        if word in make:
            return make[word](line, below)
        return {"page-break": "#pagebreak()", "contents": "#outline(title: none, depth: 3)"}.get(word, "")

    def paragraph(self, line, _):
        head, text = line.split(": ", 1) if ": " in line else (line.rstrip(":"), "")
        style, text = head.split()[1], inline(text)
        level = re.search(r" heading=(\d)", head)
        if level:
            text = f"#heading(level: {level.group(1)})[{text}]"
        if style not in STYLES:
            return text + "\n"
        role, size, feed, at, indent, *more = STYLES[style]
        before, behind, follows = (*more, *(0, 0, "")[len(more):])
        made = f"#styled({size}pt, {feed}pt, {at or 'none'}, {indent}em, {face(self.faces, role)})[{text}]\n"
        if follows or before or behind:
            made = f"#block(sticky: {'true' if follows or level else 'false'}, above: {feed - size + before}pt, below: {feed - size + behind}pt)[{made.strip()}]\n"
        return made

    def section(self, _, below):
        blocks, page = self.blocks(below), ["footer: none"]
        for line, inner in blocks:
            if line.startswith("watermark "):
                page.append(f"background: rotate(-45deg, text(size: 47pt, fill: luma(230))[{inline(line.split(' ', 1)[1])}])")
            if line == "footer":
                page[0] = f"footer: [{self.body(inner).strip()}]"
        restart = "#counter(page).update(1)\n" if "restart=1" in _ else ""
        return f"#set page({', '.join(page)})\n{restart}" + "\n".join(self.block(line, inner) for line, inner in blocks if line != "footer")

    def space(self, line, _):
        return f"#v({line.split()[1].replace('fill', '1fr')})"

    def keep(self, _, below):
        return f"#block(breakable: false)[\n{self.body(below)}\n]"

    def columns(self, _, below):
        columns = [f"[{self.body(inner)}]" for _, inner in self.blocks(below)]
        return f"#grid(columns: {len(columns)}, column-gutter: 1fr, {', '.join(columns)})"

    def cell(self, line, below, at):
        wish = dict(re.findall(r"(rows|span|align)=(\S+)", line))
        options = f"align: {wish.get('align', at)} + horizon"
        options += f", rowspan: {wish['rows']}" if "rows" in wish else ""
        options += f", colspan: {wish['span']}" if "span" in wish else ""
        return f"table.cell({options})[{self.body(below).strip()}]"

    def rows(self, blocks, at):
        return ",\n  ".join(", ".join(self.cell(*cell, at) for cell in self.blocks(cells)) for _, cells in blocks)

    def table(self, line, below):
        widths = [re.sub(r"[(!].*", "", width).replace("*", "fr") for width in re.search(r"columns=(\S+)", line).group(1).split(",")]
        blocks = self.blocks(below)
        head, rows, notes = ([block for block in blocks if re.match(word, block[0])] for word in ("head-row", "row|foot-row", "notes"))
        at = "left" if "indicators" in line else "center" if "scores" in line else "right"
        return (f"#table(columns: ({', '.join(widths)}),\n  table.header({self.rows(head, 'center')}),\n  {self.rows(rows, at)})\n"
                + "\n".join(self.body(inner) for _, inner in notes))


def typst(dump, faces):
    source = Source(faces)
    return HEAD.format(body=face(faces, "仿宋")) + source.body(dump.splitlines()) + "\n"
