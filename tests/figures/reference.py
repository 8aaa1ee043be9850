#!/usr/bin/env python3
"""The figures of the two real papers that the samples follow, as they were printed and signed.

usage: reference.py PROGRAM

The agreement's figures agree with each other in every place.  The report's do not: in the table of 六联 the row 人力成本 is
402,233.38 where its parts add to 402,233.28, and the error runs into the 小计 of that column, 472,100.10, while the
cap one line below is 472,100.00.  Check must name these two, and nothing else.
"""
import json
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PRINTED = [('total="402233.28"', 'total="402233.38"'), ('total="472100.00"', 'total="472100.10"')]
EXPECTED = {("402,233.38", "402,233.28", "0.10"), ("472,100.10", "472,100.00", "0.10")}


def check(program, path):
    done = subprocess.run([program, "check", "--format=json", path], capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    program = os.path.abspath(sys.argv[1])
    faults = []
    for result in check(program, os.path.join(ROOT, "input", "pinghu-agreement.xml")):
        faults += [f"agreement: {f}" for f in result["findings"] + result["messages"]]
        print(f"agreement: {result['proved']} proved, {len(result['findings'])} findings")
    with open(os.path.join(ROOT, "input", "pingshan-report.xml"), encoding="utf-8") as f:
        text = f.read()
    for ours, printed in PRINTED:
        if text.count(ours) != 1:
            sys.exit(f"reference: {ours} stands {text.count(ours)} times in the sample")
        text = text.replace(ours, printed)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "report.xml")
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        for result in check(program, path):
            found = {(f["stated"], f["computed"], f["difference"]) for f in result["findings"]}
            for f in result["findings"]:
                print("report:", f["path"], f["stated"], f["computed"], f["difference"])
            if found != EXPECTED or len(result["findings"]) != len(EXPECTED):
                faults.append(f"report: {result['findings']}")
    for fault in faults:
        print("FAILED", fault)
    print(f"{len(faults)} failures")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
