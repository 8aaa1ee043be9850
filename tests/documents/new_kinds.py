#!/usr/bin/env python3
"""What `new KIND` writes can be read and checks, for every kind that comes along: its examples agree with each other, and nothing is warned of but words to be replaced.

usage: new_kinds.py PROGRAM

A kind in LEFT has so many errors that only its author can mend: what to change is said by the author alone.
"""
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests"))
import shipped

TEMPLATES = os.path.join(ROOT, "templates")
LEFT = {"supplementary-agreement": 1}


def main():
    program = os.path.abspath(sys.argv[1])
    kinds = shipped.kinds()
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        for kind in kinds:
            options = ["--templates", TEMPLATES]
            made = subprocess.run([program, "new", *options, kind], cwd=folder, capture_output=True, text=True, check=False)
            options += ["--fonts", os.path.join(ROOT, "fonts"), "--date", "2026-08-02"]
            done = subprocess.run([program, "check", *options, kind + ".xml"], cwd=folder, capture_output=True, text=True, check=False)
            errors = [line for line in done.stderr.splitlines() if ": error: " in line and "未完成" not in line]
            errors += [line for line in done.stderr.splitlines() if ": warning: " in line and "还写着" not in line and "roles.xml" not in line]
            if made.returncode != 0 or len(errors) != LEFT.get(kind, 0):
                faults += 1
                print("FAILED", kind, made.stderr, *errors, sep="\n  ")
    print(len(kinds), "kinds,", faults, "faults")
    sys.exit(faults > 0 or len(kinds) < 17)


main()
