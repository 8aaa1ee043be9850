#!/usr/bin/env python3
"""Runs with workers, killed at any moment, then the same command again.

usage: kill.py PROGRAM [--kills N] [--papers N] [--seed N] [--folder FOLDER] [--only RUN]

Each round writes some inputs anew (in place, and as long as before), deletes and alters some papers, begins one of RUNS, and after a while
kills with SIGKILL who was started, or one of its workers, or all of them, wherever they are.  A round in which nobody was left to be killed is
counted beside the kills; so are those, one in ten, that send SIGTERM instead, as an operator does.  At once, every paper that stands there must be
whole, and the paper of this text of its input or of the one before.  The same command again must end well, leave every paper as a plain run of
everything makes it, and nothing else in the folder, a journal that goes on, a report that is whole; with --if-changed it must have nothing to do
the next time.
--folder: where it is done (another file system).
"""
import argparse
import collections
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time

import faults
from scenarios import MAPPING, TREE, read, write

VARIANTS = 5
MEMO = "<memo><title>备忘{0}</title><author>甲</author><written>2026-08-02</written><item name='纸' amount='12.5{0}'/></memo>"
HEADS, ROW = "编号,标题,作者,日期\n", "{1},备忘{0},甲,2026-08-02\n"
FACE = '<face names="Noto Serif CJK SC"/>'
ROLES = f'<roles><role name="宋体" bold="黑体">{FACE}</role><role name="黑体">{FACE}</role></roles>'
PLAN = """<plan>
  <run name="甲" output="one"><input path="in"/></run>
  <run name="乙" output="two" kind="memo" mapping="mapping.xml" data="list.csv"/>
</plan>
"""
OURS = re.compile(r"\.chengwen\.(json|lock)$|report\.(json|html)$|journal\.log$")
TABLE = ["--kind", "memo", "--mapping", "mapping.xml", "--data", "list.csv"]
TOLD = ["--report", "report/", "--journal", "journal.log"]
# name: command; which folders of papers come from descriptions, which from a table
RUNS = {
    "descriptions": (["build", "-o", "one", "--if-changed", "in"], ["one"], []),
    "descriptions, all": (["build", "-o", "one", *TOLD, "in"], ["one"], []),
    "table": (["build", "-o", "two", "--if-changed", *TABLE], [], ["two"]),
    "table, all": (["build", "-o", "two", "--manifest", *TABLE], [], ["two"]),
    "plan": (["run", "--if-changed", *TOLD, "plan.xml"], ["one"], ["two"]),
}
HOW = ["supervisor", "worker", "all"]
ALTERED = b"altered"


def workers_of(pid):
    try:
        return [int(word) for word in read(f"/proc/{pid}/task/{pid}/children").split()]
    except OSError:
        return []


def kill(pid, number):
    """Was it there to be killed?"""
    try:
        alive = read(f"/proc/{pid}/stat").rpartition(b")")[2].split()[0] not in (b"Z", b"X")
        os.kill(pid, number)
    except OSError:
        return False
    return alive


class Run:
    """One of RUNS, in a folder of its own."""

    def __init__(self, options, name, folder, chance):
        self.name, self.folder, self.random = name, folder, chance
        self.argv, described, listed = RUNS[name]
        self.program = options.program
        stems = [f"p{number:04}" for number in range(options.papers // len(described + listed))]
        self.described = {f"{out}/{stem}.pdf": stem for out in described for stem in stems}
        self.listed = {f"{out}/{stem}.pdf": stem for out in listed for stem in stems}
        self.now = {path: 0 for path in [*self.described, *self.listed]}
        self.before = dict(self.now)
        os.makedirs(folder)
        self.fonts = os.path.join(folder, "fonts")
        for path, text in {"fonts/roles.xml": ROLES, "mapping.xml": MAPPING, "plan.xml": PLAN}.items():
            write(os.path.join(folder, path), text)
        self.expected = {path: papers for paths, papers in ((self.described, self.make([])), (self.listed, self.make(TABLE))) for path in paths}
        self.write_inputs(self.now)
        self.faults = []
        self.start("1").wait()  # which reads all of the faces
        begun = time.monotonic()
        self.change()
        self.start("2").wait()
        self.longest = time.monotonic() - begun

    def make(self, argv):
        """The paper of each variant, as a plain run makes it."""
        for number in range(VARIANTS):
            write(os.path.join(self.folder, f"variants/v{number}.xml"), MEMO.format(number))
        write(os.path.join(self.folder, "list.csv"), HEADS + "".join(ROW.format(number, f"v{number}") for number in range(VARIANTS)))
        self.start(None, ["build", "-o", "variants", *(argv or ["variants"])]).wait()
        return [read(os.path.join(self.folder, f"variants/v{number}.pdf")) for number in range(VARIANTS)]

    def start(self, jobs, argv=None, quiet=True):
        """Without workers where `jobs` is None."""
        argv = argv or self.argv
        command = [self.program, argv[0], "--fonts", self.fonts, "--templates", os.path.join(TREE, "tests/cli/templates"), *(["-q"] if quiet else []),
                   *(["-j", jobs] if jobs else []), *argv[1:]]
        return subprocess.Popen(command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def write_inputs(self, paths):
        for path in paths:
            if path in self.described:
                write(os.path.join(self.folder, f"in/{self.described[path]}.xml"), MEMO.format(self.now[path]))
        if self.listed:
            write(os.path.join(self.folder, "list.csv"), HEADS + "".join(ROW.format(self.now[path], stem) for path, stem in self.listed.items()))

    def change(self):
        self.before = dict(self.now)
        changed = self.random.sample(list(self.now), self.random.randrange(len(self.now) // 2, len(self.now)))
        for path in changed:
            self.now[path] = self.random.randrange(VARIANTS)
        self.write_inputs(changed)
        for path in self.random.sample(list(self.now), 3):
            there = os.path.join(self.folder, path)
            if os.path.exists(there) and self.random.random() < 0.5:
                os.remove(there)
            elif os.path.exists(there):
                write(there, ALTERED)

    def look(self, when, settled):
        """Every paper is whole, and of a text that its input has or had; `settled`: has, and nothing else is there."""
        there = {path: text for path, text in faults.snapshot(self.folder).items() if path.startswith(("one/", "two/", "report/", "journal")) and not path.endswith("/")}
        for path, text in there.items():
            if path in self.now:
                good = [self.expected[path][self.now[path]]] + ([] if settled else [self.expected[path][self.before[path]], ALTERED])
                if text not in good:
                    self.faults.append(f"{when}: {path} is {'stale' if text in self.expected[path] else 'broken'}")
            elif not OURS.search(path):
                if settled:
                    self.faults.append(f"{when}: {path} is left over")
            elif settled and faults.is_broken(path, text):
                self.faults.append(f"{when}: {path} {faults.is_broken(path, text)}")
        if settled:
            self.faults += [f"{when}: {path} is missing" for path in self.now if path not in there]

    def strike(self, run, how):
        workers = workers_of(run.pid)
        if how == "term":
            return kill(run.pid, signal.SIGTERM)
        victims = {"supervisor": [run.pid], "worker": self.random.sample(workers, min(1, len(workers))), "all": [run.pid, *workers]}[how]
        return any([kill(pid, signal.SIGKILL) for pid in victims])

    def round(self, number):
        """What was done, and whether somebody was there."""
        self.change()
        how = self.random.choice(HOW) if self.random.random() < 0.9 else "term"
        jobs = self.random.choice("234")
        run = self.start(jobs)
        time.sleep(self.random.random() * self.longest)
        struck = self.strike(run, how)
        self.longest *= 1.05 if struck else 0.8  # however busy the machine is, most are met, up to the end of the run
        said = run.communicate()[1]
        if how != "worker" and how != "term":
            struck = run.returncode == -signal.SIGKILL  # else it was done, or a worker was left of it alone
        when = f"round {number} ({self.name}, {how}{'' if struck else ' that was gone'}, -j {jobs}, ended with {run.returncode})"
        # Without a worker its papers fail alone, and are told; where nobody was struck all is well.
        allowed = {0, 1} if how == "worker" and struck else {-signal.SIGKILL} if how != "term" and struck else {0, -signal.SIGTERM} if struck else {0}
        if run.returncode not in allowed or (run.returncode == 1 and "信号 9" not in said):
            self.faults.append(f"{when}: it said {said}")
        self.look(when, False)
        again = self.start(jobs)
        said = again.communicate()[1]
        if again.returncode != 0 or said:
            self.faults.append(f"{when}: the next run ended with {again.returncode}: {said}")
        self.look(when + ", again", True)
        if "--if-changed" in self.argv:
            third = self.start(jobs, quiet=False).communicate()[0]
            unchanged = sum(map(int, re.findall(r"未变 (\d+) 份", third)))
            if unchanged != len(self.now):
                self.faults.append(f"{when}: the run after it: {third[-200:]}")
        return how if struck else f"nobody left ({how})"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--papers", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder")
    parser.add_argument("--only", choices=RUNS)
    options = parser.parse_args()
    options.program = os.path.abspath(options.program)
    chance, seen = random.Random(options.seed), collections.Counter()
    with tempfile.TemporaryDirectory(prefix="kill-", dir=options.folder) as scratch:
        runs = [Run(options, name, os.path.join(scratch, name.replace(", ", "-")), chance) for name in RUNS if options.only in (None, name)]
        for number in range(100 * options.kills):
            run = runs[number % len(runs)]
            seen[run.name, run.round(number)] += 1
            if sum(count for (_, how), count in seen.items() if how in HOW) == options.kills:
                break
    kinds = sorted({how for _, how in seen})
    for run in runs:
        print(f"{run.name:18} " + ", ".join(f"{how} {seen[run.name, how]}" for how in kinds))
    found = [fault for run in runs for fault in run.faults]
    print(f"{sum(count for (_, how), count in seen.items() if how in HOW)} kills in {sum(seen.values())} rounds, {options.papers} papers, {len(found)} faults")
    sys.exit("\n".join(found[:20]) or 0)


if __name__ == "__main__":
    main()
