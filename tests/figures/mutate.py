#!/usr/bin/env python3
"""Every figure of the full samples changed by one in its last digit, one at a time: does `check` see it?  And every name that
an amendment refers by, changed by a character that a reader does not see, or takes for another.

usage: mutate.py PROGRAM

A figure is a run of digits (with point and grouping commas) anywhere in a description: in a field or in running text.  A
figure that is computed from, proved by or compared with another must be caught.  Free are base values, which only their author
knows; they stand in free.txt beside this script, one field path a line with the reason, and the test fails when a
figure is neither caught nor listed, and when a listed path is no longer free.

Then the figures of running text: the share that is quoted or equal to a field is told, and each one typed that is equal must
be equal to that field no more when its last digit is another.  So must those of TYPED, expressions of the samples written
out by hand; and of these, whose fields are named beside them, each must be warned of.
"""
import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SAMPLES = ["pinghu-contract.xml", "pinghu-agreement.xml", "pingshan-report.xml", "pingshan-letter.xml"]
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
SKIP = {"href", "code", "phone", "decimals"}


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


def is_caught(program, folder, sample, text, number):
    """Each mutant stands in a folder of its own with copies of all inputs, so that references lead somewhere."""
    own = os.path.join(folder, str(number))
    shutil.copytree(os.path.join(ROOT, "input"), own)
    target = os.path.join(own, sample)
    with open(target, "w", encoding="utf-8") as f:
        f.write(text)
    # The samples as they stand have neither error nor warning: what speaks up has seen the change.
    done = subprocess.run([program, "check", target], capture_output=True, text=True, timeout=60)
    shutil.rmtree(own)
    if done.returncode not in (0, 1):
        sys.exit(f"mutate: {sample}: check ended with {done.returncode}: {done.stderr}")
    return done.returncode == 1 or "warning:" in done.stderr


def read_free():
    free = {}
    with open(os.path.join(HERE, "free.txt"), encoding="utf-8") as f:
        for line in f:
            line = line.split("#")[0].strip()
            if line:
                path, _, reason = line.partition(" ")
                free[path] = reason.strip()
    return free


def run_sample(program, sample, free):
    with open(os.path.join(ROOT, "input", sample), encoding="utf-8") as f:
        text = f.read()
    kind = re.search(r"<([a-z][\w-]*)[\s>]", re.sub(r"<!--.*?-->|<\?.*?\?>", "", text, flags=re.S)).group(1)
    all_figures = list(figures(text))
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = [pool.submit(is_caught, program, folder, sample, changed(text, offset), n)
                for n, (offset, _, _) in enumerate(all_figures)]
        caught = [job.result() for job in jobs]
    missed = [(kind + ":" + path, figure) for (_, path, figure), c in zip(all_figures, caught) if not c]
    share = 100 * sum(caught) / len(caught)
    print(f"{sample}: {len(caught)} figures changed, {sum(caught)} caught ({share:.1f} %), {len(missed)} not")
    counts = Counter(path for path, _ in missed)
    for path in sorted(counts):
        print(f"  free {counts[path]:3} x {path}  {free.get(path, '')}")
    wrong = sorted({f"{path} = {figure}: neither caught nor free" for path, figure in missed if path not in free})
    stale = sorted(p + ": listed as free, but caught or gone" for p in free if p.startswith(kind + ":") and p not in counts)
    return wrong + stale


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
    with open(os.path.join(ROOT, "input", sample), encoding="utf-8") as f:
        text = f.read()
    mutants = [text[:m.start(1)] + form + text[m.end(1):]
               for m in re.finditer(rf'<{element} name="([^"]+)"', text) for form in alike(m.group(1))]
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        caught = list(pool.map(lambda n: is_caught(program, folder, sample, mutants[n], n), range(len(mutants))))
    print(f"{sample}: {len(mutants)} names changed unseen, {sum(caught)} caught")
    return [f"{sample}: a name changed unseen passes" for c in caught if not c] + ([] if mutants else ["no names"])


def prose_of(program, folder, sample, text, number):
    """What check --all says of the figures in running text."""
    own = os.path.join(folder, str(number))
    shutil.copytree(os.path.join(ROOT, "input"), own)
    target = os.path.join(own, sample)
    with open(target, "w", encoding="utf-8") as f:
        f.write(text)
    done = subprocess.run([program, "check", "--all", "--format=json", target], capture_output=True, text=True, timeout=60, check=False)
    shutil.rmtree(own)
    return json.loads(done.stdout.splitlines()[0])["prose"]


def last_digit(text, item):
    """The offset in the description of the figure's last digit."""
    start = sum(len(line) + 1 for line in text.split("\n")[:item["line"] - 1]) + item["column"] - 1
    return start + max(m.start() for m in re.finditer(r"\d", item["text"]))


def same_figure(item, other):
    return (item["line"], item["column"], item["path"]) == (other["line"], other["column"], other["path"]) and other["verdict"] == "equal"


def run_prose(program, sample, text, what, least):
    """least: of so many changed figures check must warn."""
    faults, warned = [], 0
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        before = prose_of(program, folder, sample, text, "before")
        equal = [item for item in before["items"] if item["verdict"] == "equal"]
        jobs = [pool.submit(prose_of, program, folder, sample, changed(text, last_digit(text, item)), n) for n, item in enumerate(equal)]
        for item, job in zip(equal, jobs):
            after = job.result()["items"]
            near = any(other["verdict"] == "near" and (other["line"], other["column"]) == (item["line"], item["column"]) for other in after)
            warned += near
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


def run_other_forms(program, sample):
    """Typed figures with something before them that makes another number."""
    with open(os.path.join(ROOT, "input", sample), encoding="utf-8") as f:
        text = f.read()
    for start, typed in TYPED[sample]:
        at = text.index("{" + start)
        text = text[:at] + typed + text[text.index("}", at) + 1:]
    with tempfile.TemporaryDirectory() as folder:
        items = [item for item in prose_of(program, folder, sample, text, "before")["items"]
                 if item["verdict"] == "equal" and re.fullmatch(r"\d+[人名]", item["text"])]
        faults, tried = [], 0
        for n, item in enumerate(items):
            start = sum(len(line) + 1 for line in text.split("\n")[:item["line"] - 1]) + item["column"] - 1
            for m, form in enumerate(NOT_THE_FIGURE):
                other = text[:start] + form.format(text[start:start + len(item["text"])]) + text[start + len(item["text"]):]
                tried += 1
                where = (item["line"], range(item["column"], item["column"] + len(form)))
                if any(i["verdict"] == "equal" and i["line"] == where[0] and i["column"] in where[1] and i["path"] == item["path"]
                       for i in prose_of(program, folder, sample, other, f"{n}-{m}")["items"]):
                    faults.append(f"{sample}:{item['line']}:{item['column']}: {form.format(item['text'])} is still {item['path']}")
    print(f"{sample}: {tried} figures made others by what stands before them, {tried - len(faults)} seen")
    return faults + ([] if tried else ["no figures"])


def run_typed(program, sample):
    with open(os.path.join(ROOT, "input", sample), encoding="utf-8") as f:
        text = f.read()
    for start, typed in TYPED[sample]:
        at = text.index("{" + start)
        text = text[:at] + typed + text[text.index("}", at) + 1:]
    figures = sum(len(FIGURE.findall(typed)) for _, typed in TYPED[sample])
    return run_prose(program, sample, text, sample + ", typed out", figures)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    program = os.path.abspath(sys.argv[1])
    free = read_free()
    faults = [f for sample in SAMPLES for f in run_sample(program, sample, free)]
    faults += run_keys(program, "pinghu-agreement.xml", "item")
    for sample in FULL:
        with open(os.path.join(ROOT, "input", sample), encoding="utf-8") as f:
            faults += run_prose(program, sample, f.read(), sample, 0)
        faults += run_typed(program, sample)
    faults += run_other_forms(program, "pingshan-report.xml")
    for fault in faults:
        print("FAILED", fault)
    print(f"{len(faults)} failures")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
