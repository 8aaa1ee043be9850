#!/usr/bin/env python3
"""Every figure of the full samples changed by one in its last digit, one at a time: does `check` see it?  And every name that
an amendment refers by, changed by a character that a reader does not see, or takes for another.

usage: mutate.py PROGRAM

A figure is a run of digits (with point and grouping commas) anywhere in a description: in a field or in running text.  A
figure that is computed from, proved by or compared with another must be caught.  Free are base values, which only their author
knows; they stand in free.txt beside this script, one field path a line with the reason, and the test fails when a
figure is neither caught nor listed, and when a listed path is no longer free.
"""
import concurrent.futures
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
TAKEN_FOR = {"（": "(", "）": ")", "、": "､", "一": "⼀", "人": "⼈", "0": "０", "·": "・", "—": "-"}


def alike(name):
    """The name in all forms that look the same."""
    for unseen in UNSEEN:
        yield name[0] + unseen + name[1:]
    for at, c in enumerate(name):
        if c in TAKEN_FOR:
            yield name[:at] + TAKEN_FOR[c] + name[at + 1:]


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


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    free = read_free()
    faults = [f for sample in SAMPLES for f in run_sample(os.path.abspath(sys.argv[1]), sample, free)]
    faults += run_keys(os.path.abspath(sys.argv[1]), "pinghu-agreement.xml", "item")
    for fault in faults:
        print("FAILED", fault)
    print(f"{len(faults)} failures")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
