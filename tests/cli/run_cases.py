#!/usr/bin/env python3
"""The whole program, run as a user runs it.

usage: run_cases.py PROGRAM [--update] [CASE…]

A case is a folder cases/NAME:
  cmd      a shell script (sh -u), run in a fresh copy of the case's folder; `chengwen` is the program, $T the test templates
  stdout, stderr, status   what must come out; a missing file stands for nothing, or status 0
  files    one path a line that must exist afterwards; with ! in front: that must not
  needs    what not everybody has; without it the case is left out, and named:
           `confinement`: it compares what is said on the way, or bounds memory, which the sanitized program, confining no process, does otherwise
           `mount`: it makes a small disk
Everything else in the folder is input.  --update writes down what came out: read the difference before keeping it.
"""
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import case_runner
from case_runner import read, write

ROOT = os.path.dirname(os.path.dirname(HERE))
CASES = os.path.join(HERE, "cases")
EXPECTED = ("stdout", "stderr", "status")
TIME_LIMIT = 120


def is_confined(program):
    """The sanitized program is not: what it says of that in other cases is no part of them."""
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    return not told.rstrip().endswith("没有")


def without_warning(data):
    return b"".join(line for line in data.splitlines(True) if not line.startswith("warning: 这个系统不让加限制".encode()))


def run_case(program, name, folder, confined):
    """Runs the case in `folder`; gives what came out, by the name of the file that expects it."""
    environment = {key: value for key, value in os.environ.items() if key != "CHENGWEN_HOME"}
    environment.update(PATH=os.path.dirname(program) + ":" + os.environ["PATH"], LC_ALL="C.UTF-8",
                       T=os.path.join(HERE, "templates"), HOME_TREE=ROOT, PYTHONPATH=HERE)
    done = subprocess.run(["sh", "-u", "cmd"], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=TIME_LIMIT)

    def text(data):
        text = (data if confined else without_warning(data)).decode("utf-8", "backslashreplace")
        return text.replace(folder, "{DIR}").replace(HERE, "{TESTS}").replace(ROOT, "{TREE}")

    return {"stdout": text(done.stdout), "stderr": text(done.stderr), "status": "%d\n" % done.returncode}


def compare(name, actual):
    for kind in EXPECTED:
        expected = read(os.path.join(CASES, name, kind), "0\n" if kind == "status" else "")
        if expected != actual[kind]:
            yield case_runner.difference(kind, expected, actual[kind])


def check_files(name, folder):
    for line in read(os.path.join(CASES, name, "files"), "").split():
        wanted = not line.startswith("!")
        if os.path.exists(os.path.join(folder, line.lstrip("!"))) != wanted:
            yield "%s %s\n" % (line.lstrip("!"), "is missing" if wanted else "must not be there")


def update(name, actual):
    for kind in EXPECTED:
        path = os.path.join(CASES, name, kind)
        if actual[kind] not in ("", "0\n"):
            write(path, actual[kind])
        elif os.path.exists(path):
            os.remove(path)


def can_mount():
    return subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False).returncode == 0


def needs(name):
    return set(read(os.path.join(CASES, name, "needs"), "").split())


def prepare(program, names):
    lacks = {"confinement": not is_confined(program), "mount": not can_mount()}
    lacks = {what for what, so in lacks.items() if so}
    for name in names:
        if needs(name) & lacks:
            print(f"left out: {name} needs {', '.join(sorted(needs(name) & lacks))}")
    return program, lacks


def test(prepared, name, updating):
    """Gives the faults as text; nothing when all is as expected."""
    program, lacks = prepared
    if needs(name) & lacks:
        return ""
    with tempfile.TemporaryDirectory(prefix="case-") as scratch:
        folder = os.path.join(os.path.realpath(scratch), "work")
        shutil.copytree(os.path.join(CASES, name), folder)
        for kind in EXPECTED + ("files", "needs"):
            path = os.path.join(folder, kind)
            if os.path.exists(path):
                os.remove(path)
        try:
            actual = run_case(program, name, folder, "confinement" not in lacks)
        except subprocess.TimeoutExpired:
            return f"not done after {TIME_LIMIT} seconds\n"
        if updating:
            update(name, actual)
        return "".join([*compare(name, actual), *check_files(name, folder)])


if __name__ == "__main__":
    case_runner.main(__doc__, CASES, test, prepare)
