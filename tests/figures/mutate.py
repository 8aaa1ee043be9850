#!/usr/bin/env python3
"""Every figure of the samples changed by one in its last digit, one at a time: does `check` see it?  And every name that
an amendment refers by, changed by a character that a reader does not see, or takes for another.

usage: mutate.py PROGRAM

A figure is a run of digits (with point and grouping commas) anywhere in a description: in a field or in running text.  A
figure that is computed from, proved by or compared with another must be caught.  Free are base values, which only their author
knows; they stand in free.txt beside this script, one field path a line with the reason, and the test fails when a
figure is neither caught nor listed, and when a listed path is free in no sample of its kind.  A path of one sample alone (`lanting-minutes.xml:@time,@held reason`)
is free there, where little is stated, and not in the others of the kind.

Then the figures of running text: the share that is quoted or equal to a field is told, and each one typed that is equal must
be equal to that field no more when its last digit is another.  So must those of TYPED, expressions of the samples written
out by hand; and of these, whose fields are named beside them, each must be warned of.
"""
import os
import re
import shutil
import sys
import tempfile
from collections import Counter

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import together

ROOT = os.path.dirname(os.path.dirname(HERE))
SAMPLES = ["pinghu-contract.xml", "pinghu-agreement.xml", "pingshan-report.xml", "pingshan-letter.xml", "shuimen-self-evaluation.xml", "yulan-survey.xml", "pinghu-acceptance.xml", "pinghu-rules.xml", "pingshan-ledger.xml", "pingshan-accounts.xml",
           "yulan-assessment.xml", "pinghu-settlement.xml", "shuimen-result.xml", "yulan-minutes.xml", "yulan-performance.xml", "lanting-self-evaluation.xml", "lanting-survey.xml", "lanting-acceptance.xml",
           "lanting-assessment.xml", "lanting-settlement.xml", "lanting-result.xml", "lanting-minutes.xml", "lanting-performance.xml"]
FULL = ["pinghu-agreement.xml", "pingshan-report.xml"]
# What expressions of the samples print, as a clerk would type it.
TYPED = {
    "pinghu-agreement.xml": [("wan(original.budget.total)", "269"), ("wan(amended.budget.total)", "252.7273")],
    "pingshan-report.xml": [
        ("join(each(center, name + '中心' + if(", "六和中心及分站点9人，六联中心及分站点6人，坪山中心及分站点7人，和平中心5人"),
        ("sum(center.staff)", "27"),
        ("join(each(center, name + '中心社会工作师", "六和中心社会工作师（中级）4名、助理社会工作师4名、中共党员1名；六联中心社会工作师（中级）1名、助理社会工作师4名、中共党员1名；"
         "坪山中心社会工作师（中级）2名、助理社会工作师4名、中共党员0名；和平中心社会工作师（中级）2名、助理社会工作师3名、中共党员3名"),
        ("join(each(center[left > 0]", "六联中心有4名社工流动，空岗18个自然日；坪山中心有1名社工流动，空岗31个自然日"),
    ],
}
# One token of a description: tag, comment or text; attributes are looked for inside tags.
TOKEN = re.compile(r"<!--.*?-->|<\?.*?\?>|<[^>]*>|[^<]+", re.S)
ATTRIBUTE = re.compile(r"([\w.-]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
EXPRESSION = re.compile(r"\{[^}]*\}")
# Numbers that are names or addresses, not figures of the paper.
SKIP = {"href", "code", "phone", "decimals", "file"}


def figures(text):
    """(offset of the last digit, field path, figure) of every figure of a description."""
    path = []
    for token in TOKEN.finditer(text):
        piece, at = token.group(0), token.start()
        if piece.startswith(("<!--", "<?")):
            continue
        if piece.startswith("</"):
            path.pop()
            continue
        if piece.startswith("<"):
            path.append(re.match(r"<([^\s/>]+)", piece).group(1))
            for m in ATTRIBUTE.finditer(piece):
                yield from found(m.group(2), at + m.start(2), path, m.group(1))
            if piece.endswith("/>"):
                path.pop()
            continue
        yield from found(piece, at, path, None)


def found(text, at, path, attribute):
    if attribute in SKIP or (path and path[-1] in SKIP):
        return
    hidden = EXPRESSION.sub(lambda m: " " * len(m.group(0)), text)
    name = "/".join(path[1:]) + ("@" + attribute if attribute else "")
    for m in FIGURE.finditer(hidden):
        yield at + m.end() - 1, name, m.group(0)


def changed(text, offset):
    digit = int(text[offset])
    return text[:offset] + str(digit + 1 if digit < 9 else digit - 1) + text[offset + 1:]


def check(program, texts, *options):
    """What check says of each text, all in one run; they stand beside copies of all inputs, so that references lead somewhere."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(os.path.join(ROOT, "input"), folder, dirs_exist_ok=True)
        return together.check(program, together.write(folder, texts), *options)


def caught(program, texts):
    """The samples as they stand have neither error nor warning: what speaks up has seen the change."""
    return [not result["good"] or any("warning:" in message for message in result["messages"]) for result in check(program, texts)]


def read_sample(sample):
    with open(os.path.join(ROOT, "input", sample), encoding="utf-8") as f:
        return f.read()


def read_free():
    free = {}
    with open(os.path.join(HERE, "free.txt"), encoding="utf-8") as f:
        for line in f:
            line = line.split("#")[0].strip()
            if line:
                paths, _, reason = line.partition(" ")
                whose, _, paths = paths.partition(":")
                free.update({f"{whose}:{path}": reason.strip() for path in paths.split(",")})
    return free


def run_sample(program, sample, free):
    text = read_sample(sample)
    kind = re.search(r"<([a-z][\w-]*)[\s>]", re.sub(r"<!--.*?-->|<\?.*?\?>", "", text, flags=re.S)).group(1)
    all_figures = list(figures(text))
    seen = caught(program, [changed(text, offset) for offset, _, _ in all_figures])
    named = {path: sample if f"{sample}:{path}" in free else kind for _, path, _ in all_figures}
    missed = [(f"{named[path]}:{path}", figure) for (_, path, figure), c in zip(all_figures, seen, strict=True) if not c]
    share = 100 * sum(seen) / len(seen)
    print(f"{sample}: {len(seen)} figures changed, {sum(seen)} caught ({share:.1f} %), {len(missed)} not")
    counts = Counter(path for path, _ in missed)
    for path in sorted(counts):
        print(f"  free {counts[path]:3} x {path}  {free.get(path, '')}")
    return kind, counts, sorted({f"{path} = {figure}: neither caught nor free" for path, figure in missed if path not in free})


def run_samples(program):
    free, kinds, found, faults = read_free(), set(), set(), []
    for sample in SAMPLES:
        kind, counts, wrong = run_sample(program, sample, free)
        kinds.add(kind)
        found.update(counts)
        faults += wrong
    return faults + sorted(p + ": listed as free, but caught or gone" for p in free if p.split(":")[0] in kinds | set(SAMPLES) and p not in found)


# Put behind the first character, and in place of another.
UNSEEN = [" ", "\u00a0", "\u3000", "\u2009", "&#x200B;", "&#xAD;", "\ufe00", "\t"]
TAKEN_FOR = {"（": "(﹙", "）": ")﹚", "、": "､丶", "一": "⼀", "人": "⼈", "税": "稅", "户": "戶", "长": "⻓", "0": "０", "·": "・", "—": "-"}


def alike(name):
    """The name in all forms that look the same."""
    for unseen in UNSEEN:
        yield name[0] + unseen + name[1:]
    for at, c in enumerate(name):
        for form in TAKEN_FOR.get(c, ""):
            yield name[:at] + form + name[at + 1:]


def run_keys(program, sample, element):
    """Names of the elements of an amendment that change something by key."""
    text = read_sample(sample)
    mutants = [text[:m.start(1)] + form + text[m.end(1):]
               for m in re.finditer(rf'<{element} name="([^"]+)"', text) for form in alike(m.group(1))]
    seen = caught(program, mutants)
    print(f"{sample}: {len(mutants)} names changed unseen, {sum(seen)} caught")
    return [f"{sample}: a name changed unseen passes" for c in seen if not c] + ([] if mutants else ["no names"])


def prose_of(program, texts):
    """What check --all says of the figures in running text, text by text."""
    return [result["prose"] for result in check(program, texts, "--all")]


def offset_of(text, item):
    """Where the figure begins in the description."""
    return sum(len(line) + 1 for line in text.split("\n")[:item["line"] - 1]) + item["column"] - 1


def last_digit(text, item):
    """The offset in the description of the figure's last digit."""
    return offset_of(text, item) + max(m.start() for m in re.finditer(r"\d", item["text"]))


def same_figure(item, other):
    return (item["line"], item["column"], item["path"]) == (other["line"], other["column"], other["path"]) and other["verdict"] == "equal"


def run_prose(program, text, what, least):
    """least: of so many changed figures check must warn."""
    faults, warned = [], 0
    before = prose_of(program, [text])[0]
    equal = [item for item in before["items"] if item["verdict"] == "equal"]
    changes = prose_of(program, [changed(text, last_digit(text, item)) for item in equal])
    for item, after in zip(equal, (prose["items"] for prose in changes), strict=True):
        warned += any(other["verdict"] == "near" and (other["line"], other["column"]) == (item["line"], item["column"]) for other in after)
        if any(same_figure(item, other) for other in after):
            faults.append(f"{what}:{item['line']}:{item['column']}: {item['text']} changed is still {item['path']}")
    accounted = before["quoted"] + before["equal"]
    print(f"{what}: {before['figures']} figures in running text, {before['quoted']} quoted, {before['equal']} equal to a field ({100 * accounted / before['figures']:.1f} % accounted for); "
          f"{len(equal)} changed, {len(equal) - len(faults)} seen, {warned} of them with a warning")
    if warned < least:
        faults.append(f"{what}: {warned} changed figures give a warning, not {least}")
    return faults


# A figure typed in the sample, and what is not it, whatever it holds of it: never equal to the field that it was equal to.
NOT_THE_FIGURE = ["-{}", "负{}", "1,{}", "1/{}", "1×{}", "三百{}", ".{}"]


def typed_out(sample):
    """The sample with its expressions of TYPED written out by hand."""
    text = read_sample(sample)
    for start, typed in TYPED[sample]:
        at = text.index("{" + start)
        text = text[:at] + typed + text[text.index("}", at) + 1:]
    return text


def run_other_forms(program, sample):
    """Typed figures with something before them that makes another number."""
    text, tried, others = typed_out(sample), [], []
    for item in prose_of(program, [text])[0]["items"]:
        if item["verdict"] == "equal" and re.fullmatch(r"\d+[人名]", item["text"]):
            start, end = offset_of(text, item), offset_of(text, item) + len(item["text"])
            tried += [(item, form) for form in NOT_THE_FIGURE]
            others += [text[:start] + form.format(text[start:end]) + text[end:] for form in NOT_THE_FIGURE]
    faults = []
    for (item, form), after in zip(tried, prose_of(program, others), strict=True):
        line, columns = item["line"], range(item["column"], item["column"] + len(form))
        if any(i["verdict"] == "equal" and i["line"] == line and i["column"] in columns and i["path"] == item["path"] for i in after["items"]):
            faults.append(f"{sample}:{line}:{item['column']}: {form.format(item['text'])} is still {item['path']}")
    print(f"{sample}: {len(tried)} figures made others by what stands before them, {len(tried) - len(faults)} seen")
    return faults + ([] if tried else ["no figures"])


def run_typed(program, sample):
    figures = sum(len(FIGURE.findall(typed)) for _, typed in TYPED[sample])
    return run_prose(program, typed_out(sample), sample + ", typed out", figures)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    program = os.path.abspath(sys.argv[1])
    faults = run_samples(program)
    faults += run_keys(program, "pinghu-agreement.xml", "item")
    for sample in FULL:
        faults += run_prose(program, read_sample(sample), sample, 0)
        faults += run_typed(program, sample)
    faults += run_other_forms(program, "pingshan-report.xml")
    for fault in faults:
        print("FAILED", fault)
    print(f"{len(faults)} failures")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
