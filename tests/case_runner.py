"""Tests that are folders of cases, with what is expected of each beside it: run.py of golden and tables, run_cases.py of cli."""
import concurrent.futures
import difflib
import os
import sys


def read(path, default=None):
    """The text of the file; the default where there is none."""
    if default is not None and not os.path.exists(path):
        return default
    with open(path, encoding="utf-8") as file:
        return file.read()


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def difference(name, expected, actual):
    return "".join(difflib.unified_diff(expected.splitlines(True), actual.splitlines(True), name + " expected", name + " actual"))


def main(usage, folder, test, prepare=lambda program, names: program):
    """PROGRAM [--update] [CASE…]; test(program, case, updating) gives the faults of a case as text.  For cases that go together in one run:
    test gets what prepare(program, names) makes of the program."""
    arguments = [argument for argument in sys.argv[1:] if argument != "--update"]
    if not arguments:
        sys.exit(usage)
    program, updating = os.path.abspath(arguments[0]), "--update" in sys.argv[1:]
    names, failed = arguments[1:] or sorted(os.listdir(folder)), 0
    prepared = prepare(program, names)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for name, faults in zip(names, pool.map(lambda name: test(prepared, name, updating), names)):
            if faults:
                failed += 1
                print(f"FAILED {name}\n{faults}", end="")
    print(f"{len(names)} cases, {failed} failed")
    sys.exit(1 if failed else 0)
