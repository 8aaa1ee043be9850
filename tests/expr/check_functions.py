#!/usr/bin/env python3
"""The functions of the trade against computations of Python's own: fractions, decimal, datetime, and Unihan where it is installed.

usage: check_functions.py PROGRAM [CASES [SEED]]

Each family is a paper of as many records as there are cases, with edges among them; `dump --stage=record` prints what the program
computes.  The tests run 1,000 cases of each; by hand 20,000.
"""
import bz2
import datetime
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from decimal import Decimal, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, localcontext
from fractions import Fraction
from pathlib import Path
from xml.sax.saxutils import quoteattr

HERE = Path(__file__).resolve().parent
STYLE = HERE.parent / "documents/quarter/templates/quarter/style.xml"
UNIHAN = Path("/usr/share/unicode/Unihan_IRGSources.txt.bz2")
LAYOUT = '<layout><section page="sheet"><p>x</p></section></layout>'


# --- numbers as the program prints them ---

def rounded(number, digits, how=ROUND_HALF_UP):
    """A fraction to so many decimals, as an exact decimal."""
    with localcontext() as context:
        context.prec = 400
        scaled = Fraction(number) * 10 ** digits
        whole = scaled.numerator // scaled.denominator
        rest = scaled - whole
        if how == ROUND_CEILING and rest > 0:
            whole += 1
        elif how == ROUND_HALF_UP and (rest > Fraction(1, 2) or (rest == Fraction(1, 2) and scaled > 0)):
            whole += 1
        return Decimal(whole).scaleb(-digits)


def shown(number):
    number = Fraction(number)
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{rounded(number, 12):f}…"
    text = f"{rounded(number, 60):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def some(random_, digits=4, least=-3000, most=10 ** 7):
    """A number of the input: often small, so that there are ties."""
    decimals = random_.choice((0, 0, 1, 2, digits))
    value = random_.choice((random_.randint(0, 5), random_.randint(least, most)))
    return Fraction(value * random_.choice((1, 10 ** decimals)), 10 ** decimals)


# --- families: fields of a record, what it says, what comes out ---

class Numbers:
    fields = """
      <list name="x" min="1"><number name="v" unit="元"/><number name="w"/></list><number name="high"/><number name="low"/>
      <number name="mean" is="mean(x.v)"/><number name="weighted" is="if(sum(x.w) > 0, weighted_mean(x.v, x.w), 0)"/>
      <number name="median" is="median(x.v)"/><number name="trimmed" is="if(count(x) > high + low, trimmed_mean(x.v, high, low), 0)"/>
      <number name="alike" is="if(count(x) > 2 * high, trimmed_mean(x.v, high), 0)"/>
      <yesno name="exact" is="mean(x.v) * count(x) = sum(x.v)"/>"""

    @staticmethod
    def case(r):
        values = [(some(r), Fraction(r.randint(0, 4), r.choice((1, 10)))) for _ in range(r.choice((1, 2, 3, r.randint(1, 9))))]
        high, low = r.randint(0, 3), r.randint(0, 3)
        inside = "".join(f'<x v="{shown(v)}" w="{shown(w)}"/>' for v, w in values)
        numbers = sorted(v for v, _ in values)
        weight = sum(w for _, w in values)

        def trimmed(highest, lowest):
            left = numbers[lowest:len(numbers) - highest]
            return Fraction(sum(left), len(left)) if left else 0
        return f'high="{high}" low="{low}"', inside, {
            "mean": Fraction(sum(numbers), len(numbers)), "weighted": sum(v * w for v, w in values) / weight if weight > 0 else 0,
            "median": statistics.median(numbers), "trimmed": trimmed(high, low) if len(numbers) > high + low else 0,
            "alike": trimmed(high, high), "exact": "yes"}


class Ranks:
    fields = """
      <list name="x" min="1"><number name="v" unit="分"/><number name="place" is="rank(x.v, v, 'highest')"/></list>
      <numbers name="highest" is="ranks(x.v, 'highest')"/><numbers name="lowest" is="ranks(x.v, 'lowest')"/>
      <numbers name="highest_dense" is="ranks(x.v, 'highest-dense')"/><numbers name="lowest_dense" is="ranks(x.v, 'lowest-dense')"/>
      <number name="last" is="rank(x.v, last(x.v), 'lowest-dense')"/>"""

    @staticmethod
    def case(r):
        values = [some(r, 1, 60, 100) for _ in range(r.choice((1, 2, r.randint(1, 8))))]
        high = [1 + sum(v > w for v in values) for w in values]
        dense = [1 + sum(v < w for v in set(values)) for w in values]
        return "", "".join(f'<x v="{shown(v)}"/>' for v in values), {
            "highest": ", ".join(map(str, high)), "lowest": ", ".join(str(1 + sum(v < w for v in values)) for w in values),
            "highest_dense": ", ".join(str(1 + sum(v > w for v in set(values))) for w in values),
            "lowest_dense": ", ".join(map(str, dense)), "last": dense[-1],
            **{f"x[{i + 1}].place": place for i, place in enumerate(high)}}


class Growth:
    fields = """
      <number name="now" unit="元"/><number name="before" unit="元"/><number name="digits"/>
      <text name="said" is="growth(now, before, digits)"/><text name="two" is="growth(now, before)"/>"""

    @staticmethod
    def words(now, before, digits):
        if now == before:
            return "持平"
        if before <= 0:
            return "基期为零，不可比" if before == 0 else "基期为负，不可比"
        rate = abs(now - before) / before * 100
        near = rounded(rate, digits)
        text = f"{near:f}"
        if near == 0:
            text = f"不足{rounded(rate, digits, ROUND_CEILING):f}"
        elif near == 100 and rate < 100:
            text = f"超过{rounded(rate, digits, ROUND_FLOOR):f}"
        return ("增长" if now > before else "下降") + text + "%"

    @classmethod
    def case(cls, r):
        now, before, digits = some(r), some(r), r.randint(0, 4)
        now = r.choice((now, now, before, before + Fraction(1, 100), before * 2 - Fraction(1, 10000), Fraction(1, 10000)))
        return f'now="{shown(now)}" before="{shown(before)}" digits="{digits}"', "", {
            "said": f'"{cls.words(now, before, digits)}"', "two": f'"{cls.words(now, before, 2)}"'}


class Tax:
    scales = {"yuan": 1, "wan": 10 ** 4, "yi": 10 ** 8}
    fields = """
      <number name="yuan" unit="元"/><number name="wan" unit="万元"/><number name="yi" unit="亿元"/><number name="rate"/><number name="percent" unit="%"/>
      """ + "".join(f"""<number name="{name}_net" is="net({name}, rate)"/><number name="{name}_tax" is="tax({name}, percent)"/>
      <yesno name="{name}_adds" is="net({name}, percent) + tax({name}, rate) = {name}"/>""" for name in scales) + """
      <text name="wan2" is="wan(yuan, 2)"/><text name="wan4" is="wan(wan, 4)"/><text name="wan6" is="wan(yuan, 6)"/>
      <text name="rmb" is="wan(yi)"/>"""

    @classmethod
    def case(cls, r):
        amount = Fraction(r.choice((0, 1, r.randint(-10 ** 6, 10 ** 6), r.randint(0, 10 ** 14))), 100)
        rate = r.choice((Fraction(13, 100), Fraction(9, 100), Fraction(6, 100), Fraction(3, 100), Fraction(0), Fraction(r.randint(0, 999), 1000)))
        stated = {name: amount / scale for name, scale in cls.scales.items()}
        out = {}
        for name, value in stated.items():
            digits = 2 + len(str(cls.scales[name])) - 1
            net = rounded(value / (1 + rate), digits) if value >= 0 else -rounded(-value / (1 + rate), digits)
            out |= {f"{name}_net": Fraction(net), f"{name}_tax": value - Fraction(net), f"{name}_adds": "yes"}

        def wan(digits):
            text = rounded(abs(amount) / 10 ** 4, digits)
            return f'"{"-" if amount < 0 and text != 0 else ""}{text:f}"'
        out |= {"wan2": wan(2), "wan4": wan(4), "wan6": wan(6), "rmb": f'"{shown(amount / 10 ** 4)}"'}
        attributes = " ".join(f'{name}="{shown(value)}"' for name, value in stated.items())
        return f'{attributes} rate="{shown(rate)}" percent="{shown(rate * 100)}"', "", out


def month_length(year, month):
    return ((datetime.date(year + month // 12, month % 12 + 1, 1)) - datetime.timedelta(1)).day


class Dates:
    fields = """
      <date name="a"/><date name="b"/><number name="n"/>
      <number name="quarter" is="quarter(a)"/><number name="half" is="halfyear(a)"/><date name="end" is="period_end(a, n)"/>
      <number name="full" is="fullmonths(a, end)"/><number name="short" is="if(end &gt; a, fullmonths(a, adddays(end, -1)), n - 1)"/>
      <number name="age" is="age(a, b)"/><text name="weekday" is="weekday(a)"/>"""

    @staticmethod
    def case(r):
        def day():
            year, month = r.choice((2000, 2023, 2024, 1900, r.randint(1950, 2090))), r.choice((1, 2, 2, 12, r.randint(1, 12)))
            last = month_length(year, month)
            return datetime.date(year, month, r.choice((1, last, max(1, last - 1), r.randint(1, last))))
        a, b = sorted((day(), day()))
        if r.random() < 0.3:  # about a birthday
            b = datetime.date(min(b.year + 1, 2095), a.month, min(a.day, 28)) + datetime.timedelta(r.randint(-2, 3))
        n = r.choice((1, 2, 3, 12, r.randint(1, 700)))
        year, month = divmod(a.year * 12 + a.month - 1 + n, 12)
        month += 1
        end = datetime.date(year, month, a.day) - datetime.timedelta(1) if a.day <= month_length(year, month) \
            else datetime.date(year, month, month_length(year, month))
        birthday = (a.month, a.day) if (a.month, a.day) != (2, 29) or month_length(b.year, 2) == 29 else (2, 28)
        return f'a="{a}" b="{b}" n="{n}"', "", {"quarter": (a.month - 1) // 3 + 1, "half": 1 if a.month < 7 else 2, "end": str(end), "full": n,
                                                "short": n - 1, "age": b.year - a.year - ((b.month, b.day) < birthday),
                                                "weekday": f'"星期{"一二三四五六日"[a.weekday()]}"'}


class Workdays:
    """A calendar made up: nobody's days off, so nothing that the program might know."""
    around = """
      <group name="calendar"><number name="first"/><number name="last"/>
        <list name="off"><date name="from"/><date name="to" optional="yes"/></list><list name="work"><date name="day"/></list></group>"""
    fields = '<date name="a"/><date name="b"/><number name="n" is="workdays(a, b, calendar)"/>'
    first, last = 2015, 2027
    off, work = set(), set()

    @classmethod
    def beside(cls, r):
        days = [datetime.date(cls.first, 1, 1) + datetime.timedelta(i) for i in range(365 * (cls.last - cls.first + 1))]
        text = ""
        cls.off, cls.work = set(), set()
        for _ in range(120):
            at = r.choice(days)
            length = r.choice((1, 1, 3, 8))
            cls.off |= {at + datetime.timedelta(i) for i in range(length)}
            to = f' to="{at + datetime.timedelta(length - 1)}"' if length > 1 or r.random() < 0.5 else ""
            text += f'<off from="{at}"{to}/>'
        cls.work = {day for day in r.sample(days, 300) if day not in cls.off}
        text += "".join(f'<work day="{day}"/>' for day in sorted(cls.work))
        return f'<calendar first="{cls.first}" last="{cls.last}">{text}</calendar>'

    @classmethod
    def case(cls, r):
        days = [datetime.date(cls.first, 1, 1), datetime.date(cls.last, 12, 31)]
        span = (days[1] - days[0]).days
        a = r.choice((days[0], days[0] + datetime.timedelta(r.randint(0, span))))
        b = min(days[1], a + datetime.timedelta(r.choice((0, 1, r.randint(0, 40), r.randint(0, 800)))))
        count = 0
        for i in range((b - a).days + 1):
            day = a + datetime.timedelta(i)
            count += day in cls.work or (day.weekday() < 5 and day not in cls.off)
        return f'a="{a}" b="{b}"', "", {"n": count}


class Sorted:
    """By a number, a date and the strokes of a name; names of common characters, and a few that are rare."""
    fields = """
      <list name="x" min="1"><text name="name"/><number name="score"/><date name="day"/></list>
      <text name="one" is="join(sorted(x, name, 'strokes').name, ' ')"/>
      <text name="three" is="join(sorted(x, score, 'falling', day, 'rising', name, 'strokes').name, ' ')"/>
      <numbers name="down" is="sorted(x.score, it, 'falling')"/>
      <text name="numbers" is="ranges(range(count(x), count(x) + 3)) + '、' + span(count(x), 5 + count(x))"/>"""
    characters = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文一乙卜𬭎㬎A·"
    strokes = {}

    @classmethod
    def beside(cls, _):
        with bz2.open(UNIHAN, "rt", encoding="utf-8") as lines:
            for line in lines:
                parts = line.rstrip("\n").split("\t")
                if len(parts) == 3 and parts[1] == "kTotalStrokes":
                    cls.strokes[chr(int(parts[0][2:], 16))] = int(parts[2].split()[0])
        return ""

    @classmethod
    def case(cls, r):
        names = {"".join(r.choice(cls.characters) for _ in range(r.randint(1, 3))) for _ in range(r.randint(1, 8))}
        people = [(name, r.randint(1, 3), datetime.date(2026, r.randint(1, 2), 1)) for name in sorted(names, key=lambda _: r.random())]

        def by_strokes(person):
            return [(cls.strokes.get(c, 0), ord(c)) for c in person[0]]
        count = len(people)
        scores = sorted((score for _, score, _ in people), reverse=True)
        return "", "".join(f"<x name={quoteattr(name)} score=\"{score}\" day=\"{day}\"/>" for name, score, day in people), {
            "one": f'"{" ".join(p[0] for p in sorted(people, key=by_strokes))}"', "down": ", ".join(map(str, scores)),
            "three": f'"{" ".join(p[0] for p in sorted(people, key=lambda p: (-p[1], p[2], by_strokes(p))))}"',
            "numbers": f'"{count}～{count + 3}、{count}～{count + 5}"'}


class Bands:
    around = """
      <bands name="grade" unit="分" value-unit="元"><band min="90" label="优" value="1000"/><band min="75" max="90" label="良" value="812.5"/><band max="75" label="差" value="-50"/></bands>"""
    fields = '<number name="score" unit="分"/><number name="paid" is="band_value(grade, score)"/><number name="wan" unit="万元" is="band_value(grade, score)"/><text name="label" is="band(grade, score)"/>'

    @staticmethod
    def case(r):
        score = r.choice((Fraction(90), Fraction(75), Fraction(8999, 100), some(r, 3, 50, 110)))
        label, paid = ("优", Fraction(1000)) if score >= 90 else ("良", Fraction(8125, 10)) if score >= 75 else ("差", Fraction(-50))
        return f'score="{shown(score)}"', "", {"paid": paid, "wan": paid / 10000, "label": f'"{label}"'}


# --- codes: a wrong one is a message, and of those a paper has 200 ---

CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
PROVINCES = [*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83]


def organisation_check(code):
    total = sum(int(c, 36) * w for c, w in zip(code, (3, 7, 9, 10, 5, 8, 4, 2)))
    return "0123456789X0"[11 - total % 11]


def credit_check(code):
    total = sum(CREDIT.index(c) * w for c, w in zip(code, (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)))
    return (CREDIT + "0")[31 - total % 31]


def identity_check(code):
    total = sum(int(c) * w for c, w in zip(code, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)))
    return "10X98765432"[total % 11]


def broken(r, code, alphabet):
    at = r.randrange(len(code))
    way = r.choice(("change", "change", "swap", "drop", "none", "none"))
    if way == "change":
        return code[:at] + r.choice(alphabet) + code[at + 1:]
    if way == "swap" and at > 0:
        return code[:at - 1] + code[at] + code[at - 1] + code[at + 1:]
    return code[:at] + code[at + 1:] if way == "drop" else code


def wrong_credit(code):
    """Why it is none, by the part of the message that says so; None: it is one."""
    if len(code) != 18:
        return f"有 {len(code)} 个字"
    for i, c in enumerate(code):
        if not (c in "123456789ANY" if i == 0 else c in CREDIT[:10] if 2 <= i < 8 else c in CREDIT):
            return f"第 {i + 1} 个字"
    if int(code[2:4]) not in (*PROVINCES, 10):
        return "第 3、4 位"
    if code[16] != organisation_check(code[8:16]):
        return f"第 17 位是“{code[16]}”，按第 9 至 16 位应是“{organisation_check(code[8:16])}”"
    return None if code[17] == credit_check(code[:17]) else f"第 18 位是“{code[17]}”，按前 17 位应是“{credit_check(code[:17])}”"


def wrong_identity(code):
    if len(code) != 18:
        return f"有 {len(code)} 个字"
    for i, c in enumerate(code):
        if not (c in CREDIT[:10] or (i == 17 and c in "Xx")):
            return f"第 {i + 1} 个字"
    if int(code[:2]) not in PROVINCES:
        return "第 1、2 位"
    try:
        born = datetime.date(int(code[6:10]), int(code[10:12]), int(code[12:14]))
    except ValueError:
        return "不是出生日期"
    if born.year < 1850:
        return "不是出生日期"
    return None if code[17].upper() == identity_check(code[:17]) else f"第 18 位是“{code[17]}”，按前 17 位应是“{identity_check(code[:17])}”"


def code_case(r, form):
    if form == "credit-code":
        code = r.choice("123456789ANY") + r.choice(CREDIT) + f"{r.choice((*PROVINCES, 10)):02d}" + f"{r.randint(0, 9999):04d}" + "".join(r.choice(CREDIT) for _ in range(8))
        code += organisation_check(code[8:])
        code = broken(r, code + credit_check(code), CREDIT + "IOSVZaＡ9")
        return code, wrong_credit(code)
    born = datetime.date(r.randint(1900, 2026), 1, 1) + datetime.timedelta(r.randint(0, 365))
    code = f"{r.choice(PROVINCES):02d}{r.randint(0, 9999):04d}{born:%Y%m%d}{r.randint(0, 999):03d}"
    code = broken(r, code + identity_check(code), "0123456789X７")
    code = code[:-1] + "x" if code[-1:] == "X" and r.random() < 0.5 else code
    return code, wrong_identity(code)


# --- the program ---

class Papers:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder

    def dump(self, model, text):
        kind = self.folder / "templates/k"
        shutil.rmtree(kind, ignore_errors=True)
        kind.mkdir(parents=True)
        shutil.copy(STYLE, kind / "style.xml")
        (kind / "layout.xml").write_text(LAYOUT, encoding="utf-8")
        (kind / "model.xml").write_text(f'<model kind="k">{model}</model>', encoding="utf-8")
        paper = self.folder / "paper.xml"
        paper.write_text(f"<k>\n{text}\n</k>\n", encoding="utf-8")
        return subprocess.run([self.program, "dump", "--stage=record", "--templates", self.folder / "templates", "--fonts", HERE.parents[1] / "fonts", paper],
                              capture_output=True, text=True, check=False)


def check_family(papers, family, cases, r):
    around = family.beside(r) if hasattr(family, "beside") else ""
    text, wanted = [around], []
    for _ in range(cases):
        attributes, inside, out = family.case(r)
        text.append(f"<c {attributes}>{inside}</c>")
        wanted.append(out)
    fields = re.sub(r'is="([^"]*)"', lambda match: 'is="' + re.sub(r"&(?!gt;)", "&amp;", match[1]).replace(">", "&gt;") + '"', family.fields)
    done = papers.dump(getattr(family, "around", "") + f'<list name="c">{fields}</list>', "\n".join(text))
    if done.returncode != 0:
        return [done.stderr[:2000]]
    found = dict(re.findall(r"^ *(c\[\d+\]\.[\w.\[\]]+) = (.*?)(?: \(computed\))?$", done.stdout, re.M))
    failures = []
    for i, out in enumerate(wanted):
        for name, value in out.items():
            value = value if isinstance(value, str) else shown(value)
            got = found.get(f"c[{i + 1}].{name}")
            if got != value:
                failures.append(f"{family.__name__} {name}: {got}, expected {value}: {text[i + 1]}")
    return failures


def check_codes(papers, form, cases, r):
    failures = []
    for start in range(0, cases, 150):
        made = [code_case(r, form) for _ in range(min(150, cases - start))]
        done = papers.dump(f'<list name="c"><text name="code" form="{form}"/></list>', "\n".join(f'<c code="{code}"/>' for code, _ in made))
        told = {int(line): text for line, text in re.findall(r"paper\.xml:(\d+):\d+: (.*)", done.stderr)}
        for i, (code, why) in enumerate(made):
            text = told.get(i + 2)
            late = form == "credit-code" and why is not None and why.startswith("第 18 位是")
            fits = text is None if why is None else text is not None and why in text and text.startswith("warning" if late else "error")
            if not fits:
                failures.append(f"{form} {code}: {text}, expected {why}")
        if not told:
            failures.append(f"{form}: nothing told: {done.stderr[:500]}")
    return failures


def main():
    program, cases, seed = os.path.abspath(sys.argv[1]), int((sys.argv[2:] or [1000])[0]), int((sys.argv[3:] or [1])[0])
    r, failures = random.Random(seed), []
    with tempfile.TemporaryDirectory() as folder:
        papers = Papers(program, Path(folder))
        families = [Numbers, Ranks, Growth, Tax, Dates, Workdays, Bands] + ([Sorted] if UNIHAN.exists() else [])
        for family in families:
            failures += check_family(papers, family, cases, r)
        for form in ("credit-code", "id-number"):
            failures += check_codes(papers, form, cases, r)
    print(*failures[:20], sep="\n")
    print(f"{len(families)} families and 2 codes, {cases} cases of each, seed {seed}: {len(failures)} differ")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
