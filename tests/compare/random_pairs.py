#!/usr/bin/env python3
"""Descriptions changed at random, and what `compare` tells of them: every difference once, and none that is not.

usage: random_pairs.py PROGRAM [--pairs N] [--seed S] [--keep DIR]   (default: 60 pairs; 1,000 by hand)

The samples are changed: figures, words, rows and paragraphs dropped, added, moved.  What comes of it is not asked of the program, but found by
two independent comparisons:

* the data: `dump --stage=record` of both, as paths and values.  The list of changes is carried out on the old record – records dropped, added and
  moved, fields changed, each by its old and new path – and must give the new one, field by field; and each field that differs must be told once, with
  the values of both dumps, and no other.  As many records came, went and moved as were added, dropped and moved in the input.
* the words: `dump --stage=content` of both, as paragraphs.  Those of the old paper, less what clauses tell before, more what they tell after, must be
  those of the new one, and no paragraph may be told that stands in both.

Then the paper itself is made of some of them: nothing fails, and each text that is marked stands in it.
"""
import argparse
import collections
import contextlib
import copy
import html.parser
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TREE, "tests"))
import together

SAMPLES = ["pinghu-contract", "pingshan-report", "yulan-report", "pinghu-rules", "shuimen-self-evaluation", "pinghu-notice", "yulan-survey", "pinghu-acceptance", "pinghu-settlement", "shuimen-result", "yulan-minutes", "yulan-performance"]
# What is stated of what is computed: left out, so that the rest may change.
STATED = {"total", "words", "staff_total", "staff_percent", "percent", "copies", "monthly", "last_month", "centers", "branches", "staff", "senior", "junior", "members", "left", "score"}
WORDS = "服务 社区 合同 评估 居民 指标 经费 监督 档案 培训 提升 落实 核查 定期 按季度 书面 第三方 12名 36场 2.5% 应当 不得 及时".split()
PROSE = {"p", "item"}
failures = []


def fail(what):
    failures.append(what)
    print("FAILED", what)


# --- changing ---


def strip(root):
    """Some of what follows from other figures, where the sample states it on the outermost elements and in rows."""
    for element in root.iter():
        for name in list(element.attrib):
            outer = element is root or element.tag in ("budget", "item", "row", "center")
            own = element.tag == "center" and name != "total"
            kept = root.tag == "service-contract" and name in ("name", "staff") or own
            if outer and name in STATED and not kept and re.fullmatch(r"[\d.]+|[零壹贰叁肆伍陆柒捌玖拾佰仟万元整角分]+", element.get(name)):
                del element.attrib[name]


def prose_texts(root):
    return [element for element in root.iter() if element.tag in PROSE and element.text and len(element.text.strip()) > 8]


def change_words(rng, root):
    found = prose_texts(root)
    if not found:
        return None
    element = rng.choice(found)
    text = element.text.strip()
    if "{" in text:
        return None
    at = rng.randrange(1, len(text))
    how = rng.randrange(3)
    if how == 0:
        text = text[:at] + rng.choice(WORDS) + text[at:]
    elif how == 1:
        text = text[:at] + text[min(len(text), at + rng.randrange(1, 6)):]
    else:
        text = text[:at] + rng.choice(WORDS) + text[min(len(text), at + 3):]
    element.text = text
    return ("words",)


def change_attribute(rng, root):
    found = [(element, name) for element in root.iter() for name in element.attrib if name not in ("id", "href", "to", "title", "of")]
    if not found:
        return None
    element, name = rng.choice(found)
    value = element.get(name)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        value = value[:-1] + str(rng.randrange(1, 9))
    elif re.fullmatch(r"\d+(\.\d+)?", value):
        value = value[:-1] + str(rng.randrange(1, 10))
    elif value in ("yes", "no"):
        value = "no" if value == "yes" else "yes"
    elif len(value) > 3 and re.search("[\u4e00-\u9fff]", value):
        at = rng.randrange(1, len(value))
        value = value[:at] + rng.choice(WORDS) + value[at:]
    else:
        return None
    element.set(name, value)
    return ("attribute", name)


def rows(root):
    """Siblings of one name, three at least, outside prose."""
    found = []
    for parent in root.iter():
        if parent.tag in ("section", "list", "table", "head", "row", "cell", "introduction", "results", "service", "work", "p"):
            continue
        for tag in sorted({child.tag for child in parent} - {"p", "section", "list", "table", "photo", "picture"}):
            children = [child for child in parent if child.tag == tag]
            if len(children) >= 3 and all(child.attrib for child in children):
                found.append((parent, children))
    return found


def drop_row(rng, root):
    found = rows(root)
    if not found:
        return None
    parent, children = rng.choice(found)
    parent.remove(rng.choice(children))
    return ("drop",)


def move_row(rng, root):
    found = rows(root)
    if not found:
        return None
    parent, children = rng.choice(found)
    places = [list(parent).index(child) for child in children]
    i, j = rng.sample(range(len(children)), 2)
    order = list(children)
    order.insert(j, order.pop(i))
    for place, child in zip(places, order):
        parent[place] = child
    return ("move",)


def add_row(rng, root):
    found = rows(root)
    if not found:
        return None
    parent, children = rng.choice(found)
    child = copy.deepcopy(rng.choice(children))
    for name, value in child.attrib.items():
        if re.search("[\u4e00-\u9fff]", value) and len(value) < 30:
            child.set(name, "新增" + rng.choice(WORDS) + value[::-1] + rng.choice(WORDS))
            break
    else:
        return None
    parent.insert(list(parent).index(rng.choice(children)), child)
    return ("add",)


def change_paragraphs(rng, root):
    found = [(parent, child) for parent in root.iter() if parent.tag != "cell" for child in parent if child.tag == "p"]
    if not found:
        return None
    parent, child = rng.choice(found)
    siblings = [one for one in parent if one.tag == "p"]
    how = rng.randrange(3)
    if how == 0 and len(siblings) > 1:
        parent.remove(child)
    elif how == 1:
        new = ET.Element("p")
        new.text = "".join(rng.choice(WORDS) for _ in range(rng.randrange(4, 20))) + "。"
        parent.insert(list(parent).index(child) + rng.randrange(2), new)
    elif len(siblings) > 1:
        place = list(parent).index(child)
        parent.remove(child)
        parent.insert(max(0, place + rng.choice((-1, 1))), child)
    else:
        return None
    return ("paragraph",)


CHANGES = [change_words, change_words, change_attribute, change_attribute, change_attribute, drop_row, add_row, move_row, change_paragraphs]


def make_pair(rng, text):
    old = ET.fromstring(text)
    strip(old)
    now = copy.deepcopy(old)
    done = [change(rng, now) for change in rng.choices(CHANGES, k=rng.choice((0, 1, 1, 2, 3, 4)))]
    return tuple(ET.tostring(root, encoding="unicode") for root in (old, now)), [one for one in done if one]


# --- the data ---

LEAF = re.compile(r"^ *(\S+) = (.*?)( \(computed\)| \(default\)| \(previous\))?$", re.S)


def leaves(dump, source):
    """path -> value, without what is missing and empty texts; prose by its source."""
    found = {}
    root = ET.fromstring(source)
    for line in dump.split("\n"):
        match = LEAF.match(line)
        if not match:
            continue
        path, value = match[1], match[2]
        if value == '""':
            continue
        if value.startswith("prose @"):
            value = "prose " + prose_source(root, path)
        elif re.fullmatch(r"[a-z_0-9.\[\]]+", value) and "[" in value and not value.startswith('"'):
            continue  # a record, which stands elsewhere
        found[path] = value
    return found


def prose_source(root, path):
    element = root
    for name, index in re.findall(r"([^.\[]+)(?:\[(\d+)\])?", path):
        children = element.findall(name)
        if not children:
            return "?"
        element = children[int(index or 1) - 1]
    return re.sub(r"\s+", "", "".join(ET.tostring(child, encoding="unicode") for child in element) + (element.text or ""))


def indexes(paths):
    """Path of a list -> the places of its records."""
    found = collections.defaultdict(set)
    for path in paths:
        for match in re.finditer(r"\[(\d+)\]", path):
            found[path[: match.start()]].add(int(match[1]))
    return found


class Record:
    def __init__(self, changes, old, now):
        self.changes, self.old, self.now = changes, old, now
        self.old_lists, self.now_lists = indexes(old), indexes(now)
        self.dropped = {one["path"] for one in changes if one["sort"] == "dropped" and one["type"] == "record"}
        self.added = {one["path"] for one in changes if one["sort"] == "added" and one["type"] == "record"}
        self.moved = {one.get("before_path", one["path"]): one["path"] for one in changes if one["sort"] == "moved"}

    def pairs(self, old_list, now_list):
        """Old index -> new index of the records that are the same; None: they do not add up."""
        old = sorted(i for i in self.old_lists[old_list] if f"{old_list}[{i}]" not in self.dropped)
        now = sorted(i for i in self.now_lists[now_list] if f"{now_list}[{i}]" not in self.added)
        found = {}
        for i in list(old):
            target = self.moved.get(f"{old_list}[{i}]")
            if target is not None:
                j = int(re.search(r"\[(\d+)\]$", target)[1])
                found[i] = j
                old.remove(i)
                now.remove(j)
        if len(old) != len(now):
            return None
        found.update(zip(old, now))
        return found

    def new_path(self, path):
        """Of a field of the old record; None: it is in one that was dropped."""
        old, now = "", ""
        for part in re.findall(r"[^\[\]]+|\[\d+\]", path):
            if part[0] != "[":
                old, now = old + part, now + part
                continue
            i = int(part[1:-1])
            if f"{old}[{i}]" in self.dropped:
                return None
            pairs = self.pairs(old, now)
            if pairs is None:
                raise ValueError(f"{old}: {len(self.old_lists[old])} records, {len(self.now_lists[now])} now, and those told do not make the difference")
            old, now = f"{old}[{i}]", f"{now}[{pairs[i]}]"
        return now

    def differences(self):
        """(old path or None, new path or None) of fields that differ, outside records that came or went."""
        found, met = set(), set()
        for path, value in self.old.items():
            new = self.new_path(path)
            if new is None:
                continue
            met.add(new)
            if new not in self.now:
                found.add((path, None))
            elif self.now[new] != value:
                found.add((path, new))
        for path in self.now:
            if path not in met and not any(path.startswith(one + ".") for one in self.added):
                found.add((None, path))
        return found


def told_differences(changes):
    found = collections.Counter()
    for one in changes:
        if one["type"] == "record":
            continue
        before = one.get("before_path", one["path"]) if one["sort"] != "added" else None
        after = one["path"] if one["sort"] != "dropped" else None
        found[before, after] += 1
    return found


def same_value(told, dumped, kind):
    if kind == "prose":
        return True
    if kind == "text":
        return dumped == f'"{told}"'
    if kind == "numbers":
        return len(told.split(" ")) == len(dumped.split(", "))
    if "/" in told:
        from fractions import Fraction
        number = Fraction(told)
        return abs(float(number) - float(dumped.rstrip("…"))) < 1e-9
    return told == dumped


def check_record(name, changes, old, now, done):
    record = Record(changes, old, now)
    try:
        wanted = record.differences()
    except (ValueError, KeyError) as fault:
        return fail(f"{name}: {fault!r}")
    told = told_differences(changes)
    for one, times in told.items():
        if times > 1:
            fail(f"{name}: told {times} times: {one}")
    for one, times in collections.Counter((one["sort"], one["path"]) for one in changes if one["type"] == "record").items():
        if times > 1:
            fail(f"{name}: told {times} times: {one}")
    for one in wanted - set(told):
        fail(f"{name}: not told: {one}: {old.get(one[0])} -> {now.get(one[1])}")
    for one in set(told) - wanted:
        fail(f"{name}: told, and no difference: {one}: {old.get(one[0])} -> {now.get(one[1])}")
    for one in changes:
        if one["type"] == "record":
            for field in one.get("fields", []):
                source = now if one["sort"] == "added" else old
                if field["path"] not in source or not same_value(field["value"], source[field["path"]], field["type"]):
                    fail(f"{name}: {field} of {one['path']} is not in the record")
            continue
        if "before" in one and not same_value(one["before"], old.get(one.get("before_path", one["path"]), ""), one["type"]):
            fail(f"{name}: before: {one}")
        if "after" in one and not same_value(one["after"], now.get(one["path"], ""), one["type"]):
            fail(f"{name}: after: {one}")
    counts = collections.Counter(one[0] for one in done)
    for sort in ("dropped", "added", "moved"):
        count = sum(1 for one in changes if one["sort"] == sort and one["type"] == "record" and one["from"] == "stated" and one["path"].count("[") == 1)
        most = counts[{"dropped": "drop", "added": "add", "moved": "move"}[sort]]
        if sort == "moved":  # one that was dropped, and one much like it added elsewhere
            most += min(counts["drop"], counts["add"])
        if count > most:
            fail(f"{name}: {count} records {sort}, but {most} were: {[one['path'] for one in changes if one['sort'] == sort]}")


# --- the words ---

NAMES = r"(?:p|cell|row|head-row|foot-row|table|form|caption|notes?|list|item|keep|columns|column|sign|picture|chart|space|rule|page-break|contents|section|header|footer|fixed|watermark|straddle|blocks)"


def paragraphs(dump):
    """The paragraphs of a content outside cells, headers and footers, without white and marks; the numbers of list items away."""
    found, around = [], []
    for line in dump.split("\n"):
        match = re.match(rf"^( *)({NAMES})\b(.*)$", line)
        if not match:
            if found and line.strip() and around and around[-1][1] == "p":
                fail(f"a line of the content that is none: {line!r}")
            continue
        level = len(match[1])
        while around and around[-1][0] >= level:
            around.pop()
        kinds = [kind for _, kind, _ in around]
        around.append((level, match[2], match[3]))
        if match[2] != "p" or {"cell", "header", "footer", "fixed", "chart"} & set(kinds):
            continue
        head, _, text = match[3].partition(": ")
        text = re.sub(r"<blank [^>]*line/>", "____", text)
        text = squash(re.sub(r"<[^>]*>", "", text))
        label = squash(around[-2][2]) if len(around) > 1 and around[-2][1] == "item" else ""
        if label and text.startswith(label):
            text = text[len(label):]
        if "note" in kinds and "table" not in kinds:
            text = text.lstrip("①②③④⑤⑥⑦⑧⑨⑩")
        if text:
            found.append(text)
    return found


def squash(text):
    return re.sub(r"[\s\u3000\u2028]+", "", text)


def check_words(name, clauses, old, now):
    before, after = collections.Counter(), collections.Counter()
    for one in clauses:
        if one.get("in") == "cell":
            continue
        texts = []
        for number, text, sums in (("before_number", "before", before), ("number", "after", after)):
            if text in one:
                texts.append(("" if one.get("in") == "item" else squash(one.get(number, ""))) + squash(one[text]))
                sums[texts[-1]] += 1
        if one["sort"] in ("changed", "numbered") and texts[0] == texts[1]:
            fail(f"{name}: told as {one['sort']}, and the same: {one}")
    olds, nows = collections.Counter(paragraphs(old)), collections.Counter(paragraphs(now))
    result = olds - before + after
    if before - olds:
        fail(f"{name}: told before, and not there: {list(before - olds)}")
    if result != nows:
        fail(f"{name}: paragraphs do not come out: left over {list(result - nows)}, lacking {list(nows - result)}")


def check_sees(rng, name, told, data, contents, done):
    """What is left out of the list, told twice or told of nothing is seen."""
    before = len(failures)
    for kind in ("changes", "clauses"):
        for fault in range(2):
            found = [one for one in told[kind] if one["sort"] != "moved"]
            if not found or (kind == "clauses" and all(one.get("in") == "cell" for one in found)):
                continue
            one = rng.choice([one for one in found if one.get("in") != "cell"])
            false = copy.deepcopy(told[kind])
            if fault == 0:
                false.remove(one)
            else:
                false.append(one)
            with contextlib.redirect_stdout(io.StringIO()):
                if kind == "changes":
                    check_record(name, false, *data, done)
                else:
                    check_words(name, false, *contents)
            seen = len(failures) > before
            del failures[before:]
            if not seen:
                fail(f"{name}: not seen: {('left out', 'twice')[fault]}: {one}")
                before += 1


# --- the paper ---


class Page(html.parser.HTMLParser):
    """Its text, and what stands in <del> and <u>."""

    def __init__(self, text):
        super().__init__()
        self.text, self.marked, self.open = "", {"del": [], "u": []}, []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag in self.marked:
            self.open.append(tag)
            self.marked[tag].append("")

    def handle_endtag(self, tag):
        if tag in self.marked:
            self.open.remove(tag)

    def handle_data(self, data):
        self.text += data
        for tag in self.open:
            self.marked[tag][-1] += data


def check_paper(program, name, old, now, told, folder):
    out = os.path.join(folder, "paper.html")
    done = subprocess.run([program, "compare", "--square-font", "-o", out, old, now], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return fail(f"{name}: no paper: {done.stderr}")
    if "对照表:" in done.stderr:
        fail(f"{name}: said: {done.stderr}")
    if not told["changes"] and not told["clauses"]:
        if "两版一致" not in done.stdout:
            fail(f"{name}: {done.stdout}")
        return None
    with open(out, encoding="utf-8") as file:
        page = Page(file.read())
    texts = squash(page.text)
    for tag, sign in (("del", "-"), ("u", "+")):
        marked = {squash(one) for one in page.marked[tag]}
        for clause in told["clauses"]:
            for mark, text in clause.get("marks", []):
                if mark == sign and squash(text) and squash(text) not in marked and not any(squash(text) in one for one in marked):
                    fail(f"{name}: {sign} {text!r} is not marked")
    lacking = 0
    for one in told["changes"]:
        if one["type"] == "number" and one["sort"] == "changed" and one["label"] not in texts:
            lacking += 1
            if one["from"] == "stated":
                fail(f"{name}: {one['label']} is not in the paper")
    hidden = re.search(r"另有(\d+)处变动", texts)
    if lacking > (int(hidden.group(1)) if hidden else 0):
        fail(f"{name}: {lacking} computed figures are not in the paper")
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--pairs", type=int, default=60)
    parser.add_argument("--papers", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep")
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    rng = random.Random(options.seed)
    samples = {}
    for name in SAMPLES:
        with open(os.path.join(TREE, "input", name + ".xml"), encoding="utf-8") as file:
            samples[name] = file.read()
    folder = options.keep or tempfile.mkdtemp()
    shutil.copytree(os.path.join(TREE, "input"), os.path.join(folder, "in"), dirs_exist_ok=True)
    pairs = [(name, *make_pair(rng, samples[name])) for name in (SAMPLES[i % len(SAMPLES)] for i in range(options.pairs))]
    paths = []
    for number, (_, texts, _) in enumerate(pairs):
        for side, text in enumerate(texts):
            paths.append(os.path.join(folder, "in", f"{number}-{'ab'[side]}.xml"))
            with open(paths[-1], "w", encoding="utf-8") as file:
                file.write(text)
    records, _ = together.dump(program, "record", paths, "--date", "2026-08-02")
    contents, _ = together.dump(program, "content", paths, "--date", "2026-08-02")
    good = papers = 0
    for number, (name, texts, done) in enumerate(pairs):
        old, now = paths[2 * number], paths[2 * number + 1]
        run = subprocess.run([program, "compare", "--format=json", "--date=2026-08-02", old, now], capture_output=True, text=True, check=False)
        if contents[2 * number] is None or contents[2 * number + 1] is None:
            if run.returncode != 1 or run.stdout:
                fail(f"{number} {name}: one cannot be read, but compare ended with {run.returncode}")
            continue
        if run.returncode != 0:
            fail(f"{number} {name}: {run.stderr}")
            continue
        good += 1
        told = json.loads(run.stdout)
        label = f"{number} {name} {done}"
        data = [leaves(records[2 * number + side], texts[side]) for side in range(2)]
        check_record(label, told["changes"], data[0], data[1], done)
        check_words(label, told["clauses"], contents[2 * number], contents[2 * number + 1])
        check_sees(rng, label, told, data, contents[2 * number : 2 * number + 2], done)
        if not done and (told["changes"] or told["clauses"]):
            fail(f"{label}: nothing was changed, and {run.stdout[:500]}")
        if papers < options.papers:
            papers += 1
            check_paper(program, label, old, now, told, folder)
    print(f"{options.pairs} pairs, {good} of them can be read, {papers} papers made, {len(failures)} failures")
    if good * 2 < options.pairs:
        fail("less than half of the pairs can be read")
    if not options.keep:
        shutil.rmtree(folder)
    sys.exit(1 if failures else 0)


main()
