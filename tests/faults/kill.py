#!/usr/bin/env python3
"""A run with a manifest, killed at any moment, then the same command again.

usage: kill.py PROGRAM [--kills N] [--papers N] [--seed N] [--folder FOLDER]

Each round writes some inputs anew (in place, and as long as before), deletes and alters some papers, begins a run, and kills -9 the supervisor, a worker, or all
of them after a while; sometimes it sends SIGTERM instead.  At once, every paper that stands there must be whole, and the paper of
this text of its input or of the one before.  The same command again must end well, leave every paper as a plain run of
everything makes it, and nothing else in the folder; once more, and it must have nothing to do.
--folder: where the papers lie (another file system).
"""
import argparse
import collections
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
VARIANTS = 5
MEMO = "<memo><title>备忘{0}</title><author>甲</author><written>2026-08-02</written><item name='纸' amount='12.5{0}'/></memo>"
FACE = '<face names="Noto Serif CJK SC"/>'
ROLES = f'<roles><role name="宋体" bold="黑体">{FACE}</role><role name="黑体">{FACE}</role></roles>'
OURS = {".chengwen.json", ".chengwen.lock"}


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def read(path):
    with open(path, "rb") as file:
        return file.read()


class Rounds:
    def __init__(self, options, scratch, out):
        self.options, self.scratch, self.out = options, scratch, out
        self.random = random.Random(options.seed)
        self.faults = []
        self.names = [f"p{number:04}" for number in range(options.papers)]
        self.folder = os.path.join(scratch, "in")
        os.makedirs(self.folder)
        os.makedirs(os.path.join(scratch, "fonts"))
        write(os.path.join(scratch, "fonts", "roles.xml"), ROLES)
        self.now = {name: 0 for name in self.names}
        self.before = dict(self.now)
        for name in self.names:
            self.write_input(name)
        self.expected = self.make_expected()

    def write_input(self, name):
        write(os.path.join(self.folder, name + ".xml"), MEMO.format(self.now[name]))

    def command(self, out, *more):
        return [self.options.program, "build", "--fonts", os.path.join(self.scratch, "fonts"), "--templates",
                os.path.join(ROOT, "tests/cli/templates"), "-o", out, *more]

    def make_expected(self):
        variants = os.path.join(self.scratch, "variants")
        os.makedirs(variants)
        for number in range(VARIANTS):
            write(os.path.join(variants, f"{number}.xml"), MEMO.format(number))
        subprocess.run(self.command(variants, "-q", variants), check=True)
        return [read(os.path.join(variants, f"{number}.pdf")) for number in range(VARIANTS)]

    def fault(self, text):
        self.faults.append(text)

    def change(self):
        self.before = dict(self.now)
        for name in self.random.sample(self.names, self.random.randrange(len(self.names) // 2, len(self.names))):
            self.now[name] = self.random.randrange(VARIANTS)
            self.write_input(name)
        for name in self.random.sample(self.names, 3):
            path = os.path.join(self.out, name + ".pdf")
            if not os.path.exists(path):
                continue
            if self.random.random() < 0.5:
                os.remove(path)
            else:
                write(path, "altered")

    def look(self, when, settled):
        """Every paper is whole, and of a text that its input has or had; `settled`: has, and nothing else is there."""
        altered = b"altered"
        for entry in sorted(os.listdir(self.out)):
            stem, end = os.path.splitext(entry)
            if end == ".pdf" and stem in self.now:
                bytes_there = read(os.path.join(self.out, entry))
                good = [self.expected[self.now[stem]]] + ([] if settled else [self.expected[self.before[stem]], altered])
                if bytes_there not in good:
                    stale = bytes_there in self.expected
                    self.fault(f"{when}: {entry} is {'stale' if stale else 'broken'}")
            elif entry not in OURS and settled:
                self.fault(f"{when}: {entry} is left over")
        if settled:
            for name in self.names:
                if not os.path.exists(os.path.join(self.out, name + ".pdf")):
                    self.fault(f"{when}: {name}.pdf is missing")

    def strike(self, run, how):
        try:
            with open(f"/proc/{run.pid}/task/{run.pid}/children", encoding="ascii") as file:
                workers = [int(word) for word in file.read().split()]
        except OSError:
            workers = []
        victims = {"worker": workers[:1], "all": workers + [run.pid]}.get(how, [run.pid])
        for pid in victims:
            try:
                os.kill(pid, signal.SIGTERM if how == "term" else signal.SIGKILL)
            except ProcessLookupError:
                pass

    def round(self, number, longest):
        self.change()
        how = self.random.choice(["supervisor", "supervisor", "worker", "all", "term"])
        command = self.command(self.out, "-q", "--if-changed", *self.random.choice([[], ["-j", "2"], ["-j", "3"]]), self.folder)
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        time.sleep(self.random.random() * longest)
        self.strike(run, how)
        said = run.communicate()[1].decode()
        when = f"round {number} ({how}, {' '.join(command[-4:-1])}, {run.returncode})"
        if run.returncode not in (0, 1, -signal.SIGKILL, -signal.SIGTERM) or (run.returncode == 1 and how != "worker"):
            self.fault(f"{when}: it said {said}")
        self.look(when, False)
        again = subprocess.run(command, capture_output=True, text=True, check=False)
        if again.returncode != 0 or again.stderr:
            self.fault(f"{when}: the next run ended with {again.returncode}: {again.stderr}")
        self.look(when + ", again", True)
        third = subprocess.run([word for word in command if word != "-q"], capture_output=True, text=True, check=False)
        if f"未变 {len(self.names)} 份" not in third.stdout:
            self.fault(f"{when}: the run after it: {third.stdout[-200:]}")
        return how, run.returncode

    def run(self):
        subprocess.run(self.command(self.out, "-q", "--manifest", self.folder), check=True) # which reads all of the faces
        begun = time.monotonic()
        subprocess.run(self.command(self.out, "-q", "--manifest", self.folder), check=True)
        longest = 0.8 * (time.monotonic() - begun)
        seen = collections.Counter(self.round(number, longest) for number in range(self.options.kills))
        for (how, code), count in sorted(seen.items()):
            print(f"{count:4} {how}, ended with {code}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--papers", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder")
    options = parser.parse_args()
    options.program = os.path.abspath(options.program)
    with tempfile.TemporaryDirectory(prefix="kill-") as scratch:
        out = tempfile.mkdtemp(prefix="chengwen-kill-", dir=options.folder or scratch)
        try:
            rounds = Rounds(options, scratch, out)
            rounds.run()
        finally:
            shutil.rmtree(out, ignore_errors=True)
    print(f"{options.kills} kills, {options.papers} papers, {len(rounds.faults)} faults")
    if rounds.faults:
        sys.exit("\n".join(rounds.faults[:20]) or 0)


if __name__ == "__main__":
    main()
