#!/usr/bin/env python3
"""Do the schemas say of descriptions what the reader says?  Descriptions of every kind, changed at random, are given to
`chengwen`, to jing and `xmllint --relaxng` with the kind's RELAX NG, and to `xmllint --schema` with its XSD.

usage: agree.py CHENGWEN [--mutants N] [--seed N] [--kind KIND…] [--no-jing] [--show N]

What the reader says is told by its messages: those of READING are about what stands where and looks how, all others are
of proofs, formulas, other files and the layout, which no schema knows.  The two validators of RELAX NG must agree on every
file, and with the reader but for what LOOSER names; XSD must refuse nothing that RELAX NG takes.  jing is asked where it is
installed, in one run a kind.  The authors' files of the tree must be valid, too, and spoilt ones not.
"""
import argparse
import copy
import random
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]

# Messages of reading, by name; of a name that ends with * all that begin so.
READING = """BATCH_UNKNOWN_KIND READER_* SCHEMA_ELEMENT SCHEMA_ATTRIBUTE SCHEMA_ATTRIBUTE_MISSING SCHEMA_TEXT SCHEMA_VALUE MODEL_WRONG_KIND MODEL_UNKNOWN MODEL_FIGURES
MODEL_PROSE_ATTRIBUTE MODEL_PROSE_BLANK MODEL_STRAY_TEXT MODEL_NOT_ATTRIBUTE MODEL_CONSTANT MODEL_LINES MODEL_ONLY_TEXT MODEL_TWICE MODEL_EMPTY
MODEL_MISSING MODEL_TOO_FEW MODEL_TOO_MANY MODEL_NOT_NUMBER MODEL_NUMBER_* MODEL_UNIT_WRITTEN MODEL_UNIT_OTHER MODEL_UNIT_CONVERTED MODEL_DECIMALS
MODEL_DECIMALS_WAN MODEL_NOT_INTEGER MODEL_NOT_DATE MODEL_DATE_* MODEL_NOT_MONTH MODEL_MONTH_* MODEL_NOT_YESNO MODEL_YESNO_* MODEL_NEAR_ONE_OF
MODEL_NOT_ONE_OF MODEL_PATTERN MODEL_BRACES MODEL_HREF_MORE TEMPLATE_TYPED TEMPLATE_PROSE_TITLE TEMPLATE_PROSE_EMPTY TEMPLATE_LIST_EMPTY MODEL_LINE_END_WRITTEN""".split()
# What only the reader says, and why the schema does not.
LOOSER = {
    "TEMPLATE_PROSE_EMPTY": "a paragraph or item without a word: RELAX NG cannot ask for text between elements",
    "TEMPLATE_LIST_EMPTY": "a list without items", "TEMPLATE_PROSE_TITLE": "an empty title of a section: the registry calls it any text",
    "MODEL_LINE_END_WRITTEN": "&#10; between two Han characters",
    "READER_SCRIPT": "a script that is not set", "READER_MARKS": "combining characters in a heap", "READER_PRIVATE": "a character of private use",
    "READER_UNSEEN": "a character that nobody sees", "READER_NO_CHARACTER": "no character",
    "MODEL_MISSING": "in a group that takes what is left out from another, which lacks it as well",
    "OTHER": "refused by both, by the reader for a fault (two records of one key, a formula) behind which it read no prose",
    "MODEL_NUMBER_LONG": "more digits than a number may have",
    "SCHEMA_ELEMENT": "prose that is printed in a narrow place (a cell, a column), where a section may not stand",
}

VALUES = ["", " ", "　", "x", "0", "-0", "-5", "+5", "12", " 12 ", "　12", "12\u200b", "1,234", "12,34", "1,2345", "1234,567.5", "1,234.50", "1.", ".5",
          "1.5", "1.25", "1.255", "1.00", "1.0000000", "00012", "１２", "1e3", "12元", "87%", "2026-08-02", " 2026-08-02\n", "2026-02-29", "2024-02-29",
          "1900-02-29", "2000-02-29", "2026-04-31", "2026-13-01", "0999-01-01", "2026-8-2", "2026/08/02", "2026-08", "2026-00", "2026年8月2日", "yes", "no",
          "Yes", "是", "yes ", "yes　", "true", "𠮷", "𠮷野家", "{total}", "{", "a{b", "}a{", "}{}", "{}", "甲|乙", "甲\n乙", "A B", "-", "（", "&<>\"'",
          "\u00a0", "\u2003x", "\u3164", "12\U000E0001", "9" * 40, "人民币壹元整", "ABC-1", "第1期", "free", "proved"]
ELEMENTS = ["p", "b", "section", "table", "list", "item", "note", "br", "x", "name", "row", "cell", "free", "href", "total", "date", "new"]
ATTRIBUTES = ["x", "name", "href", "new", "remove", "figures", "title", "amount", "date", "total", "id", "base"]


FIELD = "“.*?”（[^（），]*）"


def messages():
    """[(name, regular expression of its text)] of those of READING"""
    found = []
    for room in ("batch", "reader", "schema", "model", "template"):
        text = (TREE / f"generator/{room}/messages.def").read_text(encoding="utf-8")
        for name, said in re.findall(r'^MESSAGE\(MSG_(\w+), SEVERITY_ERROR, "((?:[^"\\]|\\.)*)"', text, re.M):
            if any(name == row or (row[-1] == "*" and name.startswith(row[:-1])) for row in READING):
                said = said.replace('\\"', '"').replace("\\\\", "\\")
                parts = re.split(r"%(?:\.\*s|s|d|u|zu|lld|04X|02X|02d|\.\*d|c)", said)
                parts = [re.escape(part.replace("%%", "%")) for part in parts]
                if room == "model" and parts[0] in ("", "缺少"):  # a field: “合计”（item[2].total）
                    parts[:2] = [parts[0] + FIELD + parts[1]]
                found.append((name, re.compile(".*".join(parts) + ("(。提示|$)" if name == "MODEL_MISSING" else ""), re.S)))
    return found


# --- changing ---

def all_of(root):
    """[(element, its parent)], the root first"""
    return [(root, None)] + [(child, parent) for parent in root.iter() for child in parent]


def drop(rng, root):
    element, parent = rng.choice(all_of(root)[1:])
    parent.remove(element)


def repeat(rng, root):
    element, parent = rng.choice(all_of(root)[1:])
    at = rng.choice([list(parent).index(element), rng.randrange(len(parent) + 1)])
    parent.insert(at, copy.deepcopy(element))


def rename(rng, root):
    element, _ = rng.choice(all_of(root))
    element.tag = rng.choice([element.tag + "x", rng.choice(ELEMENTS), rng.choice([other.tag for other in root.iter()])])


def move(rng, root):
    element, parent = rng.choice(all_of(root)[1:])
    inside = set(element.iter())
    parent.remove(element)
    to = rng.choice([one for one in root.iter() if one not in inside] + [root])
    to.insert(rng.randrange(len(to) + 1), element)


def shuffle(rng, root):
    holders = [one for one in root.iter() if len(one) > 1]
    if holders:
        one = rng.choice(holders)
        children = list(one)
        rng.shuffle(children)
        one[:] = children


def add(rng, root):
    one = rng.choice(list(root.iter()))
    new = ET.Element(rng.choice(ELEMENTS + [other.tag for other in root.iter()]))
    new.text = rng.choice(VALUES)
    one.insert(rng.randrange(len(one) + 1), new)


def drop_attribute(rng, root):
    holders = [one for one in root.iter() if one.attrib]
    if holders:
        one = rng.choice(holders)
        del one.attrib[rng.choice(list(one.attrib))]


def add_attribute(rng, root):
    one = rng.choice(list(root.iter()))
    known = [name for other in root.iter(one.tag) for name in other.attrib]
    one.set(rng.choice(ATTRIBUTES + known), rng.choice(VALUES))


def rename_attribute(rng, root):
    holders = [one for one in root.iter() if one.attrib]
    if holders:
        one = rng.choice(holders)
        name = rng.choice(list(one.attrib))
        one.set(rng.choice([name + "x", rng.choice(ATTRIBUTES)]), one.attrib.pop(name))


def spoil(rng, root):
    holders = [(one, name) for one in root.iter() for name in one.attrib]
    holders += [(one, None) for one in root.iter() if len(one) == 0 and one.text]
    one, name = rng.choice(holders)
    old = one.get(name) if name else one.text
    value = rng.choice([rng.choice(VALUES), old + rng.choice(VALUES), rng.choice(VALUES) + old, old.replace(".", ",", 1), old[:-1], old.replace("-", "/")])
    if name:
        one.set(name, value)
    else:
        one.text = value


def stray(rng, root):
    one = rng.choice(list(root.iter()))
    if len(one) and rng.random() < 0.5:
        rng.choice(list(one)).tail = rng.choice(VALUES)
    else:
        one.text = (one.text or "") + rng.choice(VALUES)


def turn(rng, root):
    """An attribute becomes an element, or an element an attribute."""
    one = rng.choice(list(root.iter()))
    leaves = [child for child in one if len(child) == 0 and not child.attrib]
    if leaves and rng.random() < 0.5:
        leaf = rng.choice(leaves)
        one.remove(leaf)
        one.set(leaf.tag, leaf.text or "")
    elif one.attrib:
        name = rng.choice(list(one.attrib))
        new = ET.Element(name)
        new.text = one.attrib.pop(name)
        one.insert(rng.randrange(len(one) + 1), new)


def wrap(rng, root):
    element, parent = rng.choice(all_of(root)[1:])
    at = list(parent).index(element)
    holder = ET.Element(rng.choice(ELEMENTS + [parent.tag]))
    parent[at] = holder
    holder.append(element)


CHANGES = [drop, drop, repeat, repeat, rename, move, shuffle, add, drop_attribute, add_attribute, rename_attribute, spoil, spoil, spoil, stray, turn, turn, wrap]


def text_of(tree):
    root = ET.tostring(tree, encoding="unicode")
    return "".join(c for c in root if c in "\t\n\r" or c >= " ")


def mutant(rng, bases):
    tree = copy.deepcopy(rng.choice(bases))
    for _ in range(1 if rng.random() < 0.8 else 2):
        if len(tree):
            rng.choice(CHANGES)(rng, tree)
    return text_of(tree)


# --- asking ---

def run(command, folder):
    return subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False).stdout


def ask_reader(args, folder, names, known):
    """name -> messages of reading"""
    said, faults = {}, []
    out = run([args.chengwen, "dump", "--stage=content", "--draft", "--date", "2026-08-02", "--templates", str(TREE / "templates"), "--fonts", str(TREE / "fonts"),
               *names, "readme.xml"], folder)
    for line in out.split("\n"):
        found = re.match(r"file (m\d+\.xml)$", line)
        if found:
            said[found.group(1)] = faults
            faults = []
        elif ": error: " in line:
            text = line.split(": error: ", 1)[1]
            faults += [name for name, regex in known if regex.match(text)][:1] or ["-" + text]
    missing = set(names) - set(said)
    if missing:
        sys.exit(f"the reader said nothing of {sorted(missing)[:3]}: {out[-500:]}")
    return said


def ask_xmllint(option, schema, folder, names):
    """The names of what it refuses."""
    bad, good = set(), set()
    for at in range(0, len(names), 500):
        out = run(["xmllint", "--noout", option, schema, *names[at:at + 500]], folder)
        bad |= set(re.findall(r"^(\S+) fails to validate$", out, re.M))
        good |= set(re.findall(r"^(\S+) validates$", out, re.M))
    if bad | good != set(names):
        sys.exit(f"xmllint {schema}: {len(set(names) - bad - good)} files without an answer: {out[-600:]}")
    return bad


def ask_jing(schema, folder, names):
    out = run(["jing", schema, *names], folder)
    lines = [line for line in out.split("\n") if line and not line.startswith("[warning]")]
    bad = {found.group(1) for found in (re.match(r"(?:\S*/)?(m?[\w-]+\.xml):\d+:\d+: (?:error|fatal)", line) for line in lines) if found}
    other = [line for line in lines if not re.match(r"\S+\.xml:\d+:\d+: (?:error|fatal)", line)]
    if other:
        sys.exit(f"jing {schema}: {other[:3]}")
    return bad


def write_schema(args, folder, name):
    for kind in ("rng", "xsd"):
        made = subprocess.run([args.chengwen, "schema", "--format", kind, "--templates", str(TREE / "templates"), name], stdout=subprocess.PIPE, check=True)
        (folder / f"{name}.{kind}").write_bytes(made.stdout)


def new_description(args, folder, kind):
    """Of a kind without a sample: what `new` writes."""
    subprocess.run([args.chengwen, "new", "--templates", str(TREE / "templates"), "-o", str(folder), kind], stdout=subprocess.DEVNULL, check=True)
    return ET.parse(folder / f"{kind}.xml").getroot()


# --- comparing ---

def compare(verdicts):
    """(what is wrong, what is listed: name -> reason) of a file"""
    faults = [fault for fault in verdicts["reader"] if fault[0] != "-"]
    bad = verdicts["xmllint"]
    if verdicts.get("jing", bad) != bad:
        return f"jing {'refuses' if verdicts['jing'] else 'takes'} it, xmllint does not agree", None
    if verdicts["xsd"] and not bad:
        return "XSD refuses what RELAX NG takes", None
    if bad and not faults and verdicts["reader"]:
        return None, "OTHER"
    if bad and not faults:
        return "the schema refuses what the reader takes", None
    if not bad and faults:
        if all(fault in LOOSER for fault in faults):
            return None, faults[0]
        return f"the reader refuses what the schema takes: {', '.join(faults)}", None
    return None, None


def check_kind(args, kind, bases, known, folder):
    rng = random.Random(f"{args.seed} {kind}")
    texts = [text_of(base) for base in bases] + [mutant(rng, bases) for _ in range(args.mutants)]
    names = [f"m{i}.xml" for i in range(len(texts))]
    for name, text in zip(names, texts):
        (folder / name).write_text('<?xml version="1.0" encoding="UTF-8"?>\n' + text, encoding="utf-8")
    write_schema(args, folder, kind)
    said = ask_reader(args, folder, names, known)
    rng_bad = ask_xmllint("--relaxng", f"{kind}.rng", folder, names)
    xsd_bad = ask_xmllint("--schema", f"{kind}.xsd", folder, names)
    jing_bad = ask_jing(f"{kind}.rng", folder, names) if args.jing else rng_bad
    wrong, listed, refused = [], Counter(), Counter()
    for name, text in zip(names, texts):
        verdicts = {"reader": said[name], "xmllint": name in rng_bad, "xsd": name in xsd_bad, "jing": name in jing_bad}
        refused.update(what for what in ("xmllint", "xsd", "jing") if verdicts[what])
        refused["reader"] += any(fault[0] != "-" for fault in said[name])
        fault, reason = compare(verdicts)
        if fault:
            wrong.append((name, fault, said[name]))
        elif reason:
            listed[reason] += 1
            if args.keep == reason:
                shutil.copy(folder / name, Path(tempfile.gettempdir()) / f"agree-{kind}-{name}")
    print(f"{kind}: {len(names)} descriptions; refused by the reader {refused['reader']}, xmllint {refused['xmllint']}, "
          + (f"jing {refused['jing']}, " if args.jing else "") + f"XSD {refused['xsd']}; disagreements {len(wrong)}"
          + "".join(f"; {count} listed: {LOOSER[name]}" for name, count in listed.items()))
    for name, fault, faults in wrong[:args.show]:
        kept = Path(tempfile.gettempdir()) / f"agree-{kind}-{name}"
        shutil.copy(folder / name, kept)
        print(f"  {kept}: {fault} {faults[:2]}")
    for name in names:
        (folder / name).unlink()
    return len(wrong)


def check_authors(args, folder):
    """The authors' files of the tree are valid; with an element and an attribute that there are none of they are not."""
    roots, wrong = {"model": "model", "types": "model", "layout": "layout", "styles": "style", "roles": "roles", "mapping": "mapping"}, 0
    files = {}
    for path in [*TREE.glob("templates/*/*.xml"), *TREE.glob("tests/cli/templates/*/*.xml"), TREE / "fonts/roles.xml"]:
        language = roots.get(ET.parse(path).getroot().tag)
        if language:
            files.setdefault(language, []).append(path)
    for language, paths in files.items():
        write_schema(args, folder, language)
        good, spoilt = [], []
        for i, path in enumerate(paths):
            for what in ("good", "element", "attribute"):
                root = ET.parse(path).getroot()
                holders = [one for one in root.iter() if one.tag != "call"]
                if what == "element":
                    holders[len(holders) // 2].append(ET.Element("no-such"))
                elif what == "attribute":
                    holders[len(holders) // 2].set("no-such", "x")
                name = f"m{i}-{what}.xml"
                (folder / name).write_text(text_of(root), encoding="utf-8")
                (good if what == "good" else spoilt).append(name)
        refused = [ask_xmllint("--relaxng", f"{language}.rng", folder, good + spoilt), ask_xmllint("--schema", f"{language}.xsd", folder, good + spoilt)]
        if args.jing:
            refused.append(ask_jing(f"{language}.rng", folder, good + spoilt))
        for bad in refused:
            if bad != set(spoilt):
                wrong += 1
                print(f"{language}: refused though good {sorted(bad - set(spoilt))[:3]}, taken though spoilt {sorted(set(spoilt) - bad)[:3]}")
        print(f"{language}: {len(good)} files good, {len(spoilt)} spoilt")
    return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("chengwen")
    parser.add_argument("--mutants", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", nargs="*")
    parser.add_argument("--no-jing", action="store_true")
    parser.add_argument("--keep", help="keeps the files of this reason (MODEL_MISSING …)")
    parser.add_argument("--show", type=int, default=5)
    args = parser.parse_args()
    args.chengwen = str(Path(args.chengwen).resolve())
    args.jing = shutil.which("jing") is not None and not args.no_jing
    kinds, known, wrong = {}, messages(), 0
    for path in sorted((TREE / "input").glob("*.xml")):
        root = ET.parse(path).getroot()
        kinds.setdefault(root.tag, []).append(root)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(TREE / "input", folder, dirs_exist_ok=True)
        (folder / "readme.xml").write_text("<none/>")  # so that there is more than one file
        for kind in sorted(path.parent.name for path in TREE.glob("templates/*/model.xml") if path.parent.name not in kinds):
            kinds[kind] = [new_description(args, folder, kind)]
        for kind, bases in sorted(kinds.items()):
            if not args.kind or kind in args.kind:
                wrong += check_kind(args, kind, bases, known, folder)
        wrong += 0 if args.kind else check_authors(args, folder)
    print(f"{'jing and xmllint' if args.jing else 'xmllint alone (no jing here)'}; disagreements: {wrong}")
    return wrong > 0


if __name__ == "__main__":
    sys.exit(main())
