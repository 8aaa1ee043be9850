#!/usr/bin/env python3
"""Runs harnesses of tests/fuzz.

    fuzz.py [--minutes M] BUILD [HARNESS…]        libFuzzer, one after the other, M minutes each; a table of what came of it
    fuzz.py --replay N BUILD HARNESS              a harness built with replay.c: its seeds, and N inputs made of them
    fuzz.py --seeds FOLDER BUILD HARNESS          writes its seeds there

Seeds are made of what stands in the tree: samples, kinds, the cases of tests/golden, and the files of corpus/HARNESS, among them what was
found once.  All are text; archives, PDFs and fonts are put together when they are needed.  What libFuzzer finds worth keeping stays in
BUILD/corpus/HARNESS and is taken up again by the next run; inputs that end the program lie in BUILD/finds/HARNESS.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CASES = ROOT / "tests/golden/cases"
MOST = 200_000  # bytes of an input
SHORT = {"expr": 4_000, "text": 8_000, "prose": 8_000, "cff": 8_000, "deflate": 40_000, "csv": 20_000, "json": 20_000}  # of what is no XML


def kind_files(folder, taken):
    """The three files of a kind, and those that they use: path from the folder of all kinds -> text."""
    def take(path):
        name = os.path.relpath(path, folder.parent)
        if name in taken or not path.is_file():
            return
        taken[name] = path.read_text(encoding="utf-8")
        for used in re.findall(r'<use file="([^"]+)"', taken[name]):
            take(Path(os.path.normpath(path.parent / used)))
    for name in ("model.xml", "layout.xml", "style.xml"):
        take(folder / name)
    return taken


def parts(files):
    """Several files as one text (fuzz.h)."""
    return "".join(f"--- {name}\n{text.rstrip()}\n" for name, text in files.items()).encode()


def root_of(path):
    return re.search(r"<([\w-]+)", re.sub(r"<\?.*?\?>|<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.S)).group(1)


def describe():
    kinds = {path.name for path in (ROOT / "templates").iterdir()}
    found = [*ROOT.glob("input/*.xml"), *ROOT.glob("tests/documents/inputs/*.xml"), *CASES.glob("*/input.xml")]
    for path in found:
        if root_of(path) in kinds:
            yield path.parent.name + "-" + path.name, path.read_bytes()


def kind():
    """A kind with a description of it, as files of one text."""
    for case in sorted(CASES.iterdir()):
        folder = case / "templates" / root_of(case / "input.xml") if (case / "templates").is_dir() else None
        if folder is not None and folder.is_dir():
            yield case.name, parts(kind_files(folder, {}) | {"input.xml": (case / "input.xml").read_text(encoding="utf-8")})
    for path in sorted(ROOT.glob("input/*.xml")):
        folder = ROOT / "templates" / root_of(path)
        yield path.name, parts(kind_files(folder, {}) | {"input.xml": path.read_text(encoding="utf-8")})


def expr():
    """The examples of all functions, four a file."""
    found = re.findall(r'"((?:[^"\\\n]|\\.)*)", "(?:[^"\\\n]|\\.)*"\)$', (ROOT / "generator/expr/functions.def").read_text(encoding="utf-8"), re.M)
    for i in range(0, len(found), 4):
        yield f"functions-{i}", "\n".join(found[i:i + 4]).replace("\\\"", '"').encode()


SEEDS = {"expr": expr, "describe": describe, "model": kind, "layout": kind, "style": kind}


def write_seeds(build, harness, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in SEEDS.get(harness, lambda: ())():
        if len(data) <= MOST:
            (folder / name).write_bytes(data)
    for shared in (HERE / "corpus").glob("*"):
        if harness in shared.name.split("+"):  # model+layout+style: of all three
            for path in shared.iterdir():
                (folder / path.name).write_bytes(path.read_bytes())


def replay(build, harness, count):
    """The sanitizer's exit status; what was tried last is kept only when it fails."""
    with tempfile.TemporaryDirectory() as folder:
        write_seeds(build, harness, Path(folder) / "seeds")
        find = build / f"find-{harness}"
        done = subprocess.run([build / "tests/fuzz" / f"fuzz_{harness}", "--mutations", str(count), Path(folder) / "seeds"], env=dict(os.environ, TMPDIR=folder, FUZZ_FIND=str(find)))
        if done.returncode == 0:
            find.unlink(missing_ok=True)
        else:
            print(f"fuzz.py: {find}, unless a seed did it")
        return done.returncode


def fuzz(build, harness, minutes):
    """A line of the table."""
    corpus, seeds, finds = (build / name / harness for name in ("corpus", "seeds", "finds"))
    for folder in (corpus, finds):
        folder.mkdir(parents=True, exist_ok=True)
    write_seeds(build, harness, seeds)
    known = set(finds.iterdir())
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None) as folder:
        command = [build / "tests/fuzz" / f"fuzz_{harness}", f"-max_total_time={int(minutes * 60)}", f"-max_len={SHORT.get(harness, MOST)}", "-len_control=0", "-timeout=25",
                   "-rss_limit_mb=3000", "-print_final_stats=1", "-reload=0", f"-artifact_prefix={finds}/", corpus, seeds]
        done = subprocess.run(command, env=dict(os.environ, TMPDIR=folder), stderr=subprocess.PIPE)
    log = done.stderr.decode("utf-8", "replace")
    (build / f"log-{harness}").write_text(log, encoding="utf-8")
    figures = re.findall(r"#(\d+)\s+\w+\s+cov: (\d+) ft: (\d+)", log)
    count, edges, _ = figures[-1] if figures else ("0", "0", "0")
    executed = re.search(r"number_of_executed_units: (\d+)", log)
    grown = re.findall(r"#(\d+)\s+(?:NEW|INITED)\s+cov: (\d+)", log)
    last = next((number for number, cov in grown if cov == edges), count)
    new = sorted(set(finds.iterdir()) - known)
    print(f"{harness:10} {executed.group(1) if executed else count:>9} executions {edges:>6} edges, the last at {last:>9}  {len(new)} finds", flush=True)
    for path in new:
        print(f"    {path}")
    return not new and done.returncode == 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=Path)
    parser.add_argument("harness", nargs="*")
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--replay", type=int)
    parser.add_argument("--seeds", type=Path)
    given = parser.parse_args()
    build = given.build.resolve()
    harnesses = given.harness or sorted(path.name[5:] for path in (build / "tests/fuzz").glob("fuzz_*") if not path.suffix)
    if given.seeds is not None:
        return write_seeds(build, harnesses[0], given.seeds)
    if given.replay is not None:
        return replay(build, harnesses[0], given.replay)
    good = [fuzz(build, harness, given.minutes) for harness in harnesses]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
