#!/usr/bin/env python3
"""A table is read once and shared by the workers that make its papers: what each has for itself is small.  Without the process that keeps it the
run goes on.

usage: kept.py PROGRAM
"""
import glob
import os
import signal
import subprocess
import sys
import tempfile
import time

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
KINDS = os.path.join(TREE, "tests/cli/templates")
ROWS, WORKERS = 40000, 3
OWN_MOST = 16 << 10  # KiB that a worker may have for itself


def children(pid):
    """In the order in which they began: the keeper, then workers."""
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        return sorted((int(child) for child in file.read().split()), key=lambda child: (begun(child), child))


def begun(pid):
    with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
        return int(file.read().rsplit(")", 1)[1].split()[19])


def memory(pid):
    """KiB in all, and of its own."""
    sizes = {}
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
        for line in file:
            name, _, rest = line.partition(":")
            if rest.endswith("kB\n"):
                sizes[name] = int(rest.split()[0])
    return sizes["Rss"], sizes["Private_Clean"] + sizes["Private_Dirty"]


def table(path, rows):
    with open(path, "w", encoding="utf-8") as file:
        file.write("标题,作者,日期\n")
        for number in range(1, rows + 1):
            file.write(f"第{number}份,甲,2026-08-02\n")


def begin(program, folder, book):
    return subprocess.Popen([program, "build", "-q", "-j", str(WORKERS), "--templates", KINDS, "--kind", "memo", "--data", book, "-o", os.path.join(folder, "out")],
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def crew_of(run, folder):
    """Its processes, when papers are being made."""
    deadline = time.monotonic() + 60
    while run.poll() is None and time.monotonic() < deadline:
        if glob.glob(os.path.join(folder, "out", "*")):
            return children(run.pid)
        time.sleep(0.02)
    sys.exit(f"no papers: {run.stderr.read() if run.poll() is not None else 'in a minute'}")


def shared(program, folder):
    book = os.path.join(folder, "long.csv")
    table(book, ROWS)
    run = begin(program, folder, book)
    keeper, *workers = crew_of(run, folder)
    sizes = {pid: memory(pid) for pid in (keeper, *workers)}
    run.send_signal(signal.SIGTERM)
    run.wait()
    print(f"keeper {sizes[keeper][0] >> 10} MB; of their own, KiB: {[sizes[pid][1] for pid in workers]}")
    return len(workers) == WORKERS and sizes[keeper][0] > 2 * OWN_MOST and all(sizes[pid][1] < OWN_MOST for pid in workers)


def without(program, folder):
    book, rows = os.path.join(folder, "short.csv"), 600
    table(book, rows)
    run = begin(program, folder, book)
    keeper, *workers = crew_of(run, folder)
    os.kill(keeper, signal.SIGKILL)
    os.kill(workers[0], signal.SIGKILL)
    said = run.stderr.read()
    run.wait()
    made = len(glob.glob(os.path.join(folder, "out", "*.pdf")))
    lost = said.count("信号 9")
    print(f"without keeper: status {run.returncode}, {made} made, {lost} lost")
    return lost <= 1 and made == rows - lost and run.returncode == (1 if lost else 0)


def main():
    good = []
    for case in (shared, without):
        with tempfile.TemporaryDirectory() as folder:
            good.append(case(sys.argv[1], folder))
    sys.exit(0 if all(good) else 1)


main()
