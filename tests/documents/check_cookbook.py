#!/usr/bin/env python3
"""The first hour, the cookbook, the traps and the page for administrators, carried out as they stand (examples.py): every file is written, every command given, and what is shown as printed is
what is printed.  The cookbook has forty tasks at least, and each of its tasks shows something; the documents link to each other.

usage: check_cookbook.py PROGRAM
"""
import os
import re
import sys

from examples import TREE, read, run_page

PAGES = {"first-hour.md": 15, "cookbook.md": 60, "traps.md": 25, "administration.md": 9} # and how many commands and pages looked at there are at least
TASKS = 40


def main():
    faults = []
    for name, least in PAGES.items():
        text = read(os.path.join(TREE, "docs", name))
        told, ran = run_page(sys.argv[1], text)
        faults += [f"{name}: {fault}" for fault in told] + ([f"{name}: only {ran} commands"] if ran < least else [])
        print(f"{name}: {ran} commands")
    tasks = re.split(r"^## ", read(os.path.join(TREE, "docs", "cookbook.md")), flags=re.M)[1:]
    faults += [f"cookbook.md: nothing is shown: {task.splitlines()[0]}" for task in tasks if "On the page:" not in task and not re.search(r"^    chengwen ", task, re.M)]
    if len(tasks) < TASKS:
        faults.append(f"cookbook.md: only {len(tasks)} tasks")
    print(*faults, f"{len(tasks)} tasks, {len(faults)} faults", sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
