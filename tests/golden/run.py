#!/usr/bin/env python3
"""Golden documents: what a description becomes, as text.

usage: run.py PROGRAM [--update] [CASE…]

A case is a folder cases/NAME:
  README         one line: what the case is for
  input.xml      the description
  templates/     its kinds; without it, those of the project
  record.txt  content.txt  structure.txt  pages.txt   `chengwen dump --stage=…` with the square font (Chinese 1 em, Latin ½ em)
  out.html  out.md  what `chengwen build --format=…` writes, with the same font
  messages.txt   what `chengwen check` says, and its exit status
  draft, public  (empty) the stages are those of a draft, of a copy for the public
Only those of the expected files that the case has are compared, byte for byte; to want another one, make it empty and
--update.  --update writes down what came out: read the difference before keeping it.

The cases' own kinds stand on common/page.xml (templates/common is a link): 20 characters of 10 pt a line, 10 lines of 20 pt a page, so that places can be read
by eye: line n has its baseline at 20 n + 13.8 pt, character m begins at 10 m + 10 pt.
"""
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import case_runner

ROOT = os.path.dirname(os.path.dirname(HERE))
CASES = os.path.join(HERE, "cases")
FORMATS = ("html", "md")
STAGES = ("record", "content", "structure", "pages")
TIME_LIMIT = 60


def chengwen(program, case, *command):
    templates = os.path.join(CASES, case, "templates")
    if not os.path.isdir(templates):
        templates = os.path.join(ROOT, "templates")
    argv = [program, *command, "--square-font", "--date", "2026-06-01", "--templates", templates, "--fonts", os.path.join(ROOT, "fonts"), "input.xml"]
    done = subprocess.run(argv, cwd=os.path.join(CASES, case), stdin=subprocess.DEVNULL, capture_output=True, timeout=TIME_LIMIT,
                          env=dict(os.environ, LC_ALL="C.UTF-8"))
    out, error = (data.decode("utf-8", "backslashreplace").replace(os.path.join(CASES, case), "{CASE}").replace(ROOT, "{TREE}")
                  for data in (done.stdout, done.stderr))
    return out, error, done.returncode


def built(program, case, kind, options):
    with tempfile.TemporaryDirectory() as folder:
        _, error, status = chengwen(program, case, "build", "--format", kind, "-o", folder, *options)
        files = os.listdir(folder)
        return case_runner.read(os.path.join(folder, files[0])) if files else f"{error}status {status}\n"


def expected_file(kind):
    return f"out.{kind}" if kind in FORMATS else f"{kind}.txt"


def outcome(program, case, kind):
    if kind == "messages":
        _, error, status = chengwen(program, case, "check")
        return f"{error}status {status}\n"
    options = ["--" + option for option in ("draft", "public") if os.path.exists(os.path.join(CASES, case, option))]
    if kind in FORMATS:
        return built(program, case, kind, options)
    out, error, status = chengwen(program, case, "dump", "--stage=" + kind, *options)
    return out if status == 0 else f"{out}{error}status {status}\n"


def run_case(program, case, updating):
    """Gives the faults as text; nothing when all is as expected."""
    faults = "" if os.path.exists(os.path.join(CASES, case, "README")) else "no README that says what the case is for\n"
    kinds = [kind for kind in STAGES + FORMATS + ("messages",) if os.path.exists(os.path.join(CASES, case, expected_file(kind)))]
    if not kinds:
        faults += "no expected file\n"
    for kind in kinds:
        path = os.path.join(CASES, case, expected_file(kind))
        expected, actual = case_runner.read(path), outcome(program, case, kind)
        if expected == actual:
            continue
        if updating:
            case_runner.write(path, actual)
            print("written", os.path.relpath(path))
            continue
        faults += case_runner.difference(f"{case}/{expected_file(kind)}", expected, actual)
    return faults


if __name__ == "__main__":
    case_runner.main(__doc__, CASES, run_case)
