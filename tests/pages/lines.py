"""Measures of lines: where they end, how evenly they are squeezed, how far they are stretched, what room they leave to sign.

Each takes a paper and gives its events, (page, amount, text), and how many there could have been.
"""
import collections
import re
import statistics

from paper import MM
from words import Words

NARROW = 12  # 字: columns under it
HEADS = ("heading", "head-cell", "contents", "caption")
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
CLOSING, STOPS, OPENING = "，、；：）》〉〕】」』”’", "。！？", "（《〈〔【「『“‘"
MARKS = CLOSING + STOPS + OPENING
LATIN = re.compile(r"[0-9A-Za-z]")
TEXT, CELLS = 0.1, 0.15  # em a gap: more is loose
CODE = re.compile(r"[（“《〔]*[0-9A-Za-z][0-9A-Za-z.,:/()_@%—～〔〕\-]{4,}|——|……")  # what no line divides
NUMBER_END = re.compile(r"(?:^|[^0-9A-Za-z.\-])([0-9][0-9,.]*)$")
UNIT = re.compile(r"[百千万亿]*元|[万亿]|人次|人(?![民员才群格口际类])|名(?![称录额字])|个月|个(?![人别案性])|户(?!籍)|次(?!日)|场(?!地)|份|分钟|小时|天|日|月|年|周年|周岁|岁|"
                  r"%|％|‰|平方米|㎡|公里|节(?!约|目)|篇|期(?!间|满|限)|家(?![庭属长])|项(?!目)|条(?!件)|支|本(?![人项次])|处(?!理)")
ENUMERATOR = re.compile(r"(?:^|[。；：])(?:[0-9]{1,2}[.、．]|（[0-9一二三四五六七八九十]{1,3}）|[一二三四五六七八九十]{1,3}、|[①-⑳])$")
SIGNING = re.compile(r"签[字名][）)]?[：:]$")
SIGN = 35  # mm
WORDS = Words()


def ends(paper):
    """(paragraph, index, line) of each line that ends because it is full."""
    for lines in paper.paragraphs:
        for i, line in enumerate(lines[:-1]):
            if not line.forced and line.text:
                yield lines, i, line


def words(paper):
    events, count = [], 0
    for lines, i, line in ends(paper):
        if line.part not in HEADS and line.room >= NARROW * line.size:
            continue
        count += 1
        place = sum(len(one.text) for one in lines[:i + 1])
        text = "".join(one.text for one in lines)
        if HAN.match(text[place - 1]) and HAN.match(text[place]) and place not in WORDS.begins(text):
            events.append((line.page, 1, f"{line.text}|{lines[i + 1].text}"))
    return events, count


def units(paper):
    """Also of a line that cannot hold both: those are few, and seen."""
    events, count = [], 0
    for lines, i, line in ends(paper):
        number = NUMBER_END.search(line.text)
        count += 1
        unit = UNIT.match(lines[i + 1].text) if number else None
        if unit and (len(number[1]) / 2 + len(unit[0])) * line.size < line.room:
            events.append((line.page, 1, f"{line.text}|{lines[i + 1].text}"))
    return events, count


def enumerators(paper):
    found = [line for _, _, line in ends(paper)]
    return [(line.page, 1, line.text) for line in found if ENUMERATOR.search(line.text)], len(found)


# --- gaps ---

def kind(line):
    return line.size, line.cell is not None


def advances(line):
    """Of each Han character before another."""
    return [line.at[i + 1] - line.at[i] for i in range(len(line.at) - 1) if HAN.match(line.text[i]) and HAN.match(line.text[i + 1])]


def natural(paper):
    """How wide a Han character is that nothing pulls apart: the least of all lines."""
    if not hasattr(paper, "natural"):
        paper.natural = collections.defaultdict(lambda: 1000.0)
        for lines in paper.paragraphs:
            for line in lines:
                if len(line.text) == len(line.at) and advances(line):
                    paper.natural[kind(line)] = min(paper.natural[kind(line)], statistics.median(advances(line)))
    return paper.natural


def stretched(paper, in_cells):
    """(paragraph, index, line, em that a gap was widened by) of the justified lines."""
    wide = natural(paper)
    for lines, i, line in ends(paper):
        if line.justified and (line.cell is not None) == in_cells and len(line.text) == len(line.at):
            steps = advances(line)
            yield lines, i, line, max(0, (statistics.median(steps) - wide[kind(line)]) / line.size if steps else line.strain)


def stretch_text(paper):
    events = [(line.page, amount, line.text) for _, _, line, amount in stretched(paper, False)]
    return events, len(events)


def stretch_cells(paper):
    events = [(line.page, amount, line.text) for _, _, line, amount in stretched(paper, True)]
    return events, len(events)


def loose_text(paper):
    """But where a code that no line divides begins in the first half of one of the next two."""
    found = list(stretched(paper, False))
    return [(line.page, amount, line.text) for lines, i, line, amount in found if amount > TEXT and not any(CODE.search(line.text[:12]) for line in lines[i + 1:i + 3])], len(found)


def loose_cells(paper):
    found = list(stretched(paper, True))
    return [(line.page, amount, line.text) for _, _, line, amount in found if amount > CELLS], len(found)


def taken(line, wide):
    """Of what each mark, and each gap before or behind a number, could give, how much it gave: two lists of (part, what is left in em)."""
    marks, gaps, text, at = [], [], line.text, line.at
    for i in range(1, len(text) - 1):
        beside = text[i + 1] if text[i] not in OPENING else text[i - 1]
        if text[i] in MARKS and HAN.match(text[i - 1]) and HAN.match(text[i + 1]) and HAN.match(beside):
            width = (at[i + 1] - at[i - 1] - wide) / line.size
            marks.append(((wide / line.size - width) * 2, width, text[i] in STOPS))
        elif HAN.match(text[i]) and LATIN.match(text[i + 1]):
            width = (at[i + 1] - at[i] - wide) / line.size
            gaps.append(((0.25 - width) * 8, width))
        elif text[i].isdigit() and HAN.match(text[i + 1]):
            width = (at[i + 1] - at[i]) / line.size - 0.5
            gaps.append(((0.25 - width) * 8, width))
    return marks, gaps


def squeezed(paper):
    wide = natural(paper)
    for _, _, line in ends(paper):
        if line.justified and line.strain < -0.01 and len(line.text) == len(line.at):
            yield line, *taken(line, wide[kind(line)])


def uneven(paper):
    """Lines of which one mark or gap gave its all or nearly so, and another less than half of that share.  Where a stop ends a sentence it may give less, not more."""
    events, count = [], 0
    for line, marks, gaps in squeezed(paper):
        shares = [share for share, _, stop in marks if not stop] + [share for share, _ in gaps]
        count += 1
        if len(shares) > 1 and max(shares) - min(shares) > 0.35:
            events.append((line.page, max(shares) - min(shares), line.text))
    return events, count


def tight(paper):
    """A mark under .6 em beside a gap over .22 em."""
    events, count = [], 0
    for line, marks, gaps in squeezed(paper):
        count += 1
        if marks and gaps and min(width for _, width, _ in marks) < 0.6 and max(width for _, width in gaps) > 0.22:
            events.append((line.page, 1, line.text))
    return events, count


# --- signatures ---

def signing(paper):
    """mm that fail of the room to sign."""
    events, count = [], 0
    for lines in paper.paragraphs:
        line = lines[-1]
        if line.cell is None and SIGNING.search(line.text):
            count += 1
            room = (line.start + line.column - line.x - line.width) / MM
            if room < SIGN:
                events.append((line.page, SIGN - room, line.text))
    return events, count
