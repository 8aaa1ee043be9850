#!/usr/bin/env python3
"""Disks that are full: a run with manifest, report and journal into a tmpfs of 4 KiB, 8 KiB … until all has room; then of 1, 2 … files.

usage: full.py PROGRAM [--step PAGES]

Each run ends with 0, or with 3 and 磁盘已满; every paper is old or new, whole; nothing else is there; with room, the same command then makes
all.  Mounting wants root, or user namespaces (unshare); where there is neither, that is said and nothing is done.
"""
import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile

import scenarios

UNSHARE = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-rm"]
OURS = re.compile(r"\.chengwen\.(json|lock)$|report\.(json|html)$|journal\.log$")
ROOM = "size=8m,nr_inodes=1k"


def snapshot(folder):
    return {os.path.relpath(os.path.join(where, name), folder): open(os.path.join(where, name), "rb").read() for where, _, files in os.walk(folder) for name in files}


class Disk:
    def __init__(self, program, folder):
        self.folder, self.disk = folder, os.path.join(folder, "disk")
        self.faults, self.full, self.runs = [], 0, 0
        os.makedirs(self.disk)
        os.makedirs(os.path.join(folder, "work"))
        scenarios.beside(folder)
        os.chdir(os.path.join(folder, "work"))
        scenarios.base()
        out = os.path.join(self.disk, "out")
        self.command = [program, "build", *scenarios.HELD, "-o", out, "--manifest", "--report", os.path.join(self.disk, "report/"),
                        "--journal", os.path.join(self.disk, "journal.log")]

    def mount(self, options):
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", self.disk], check=True)

    def run(self, more):
        self.runs += 1
        return subprocess.run([*self.command, *more, "in"], capture_output=True, text=True, timeout=60, check=False, env=os.environ | {"TMPDIR": self.disk})

    def look(self, when, done, settled):
        there = snapshot(self.disk)
        for path, text in there.items():
            if not OURS.search(path) and text not in ([] if settled else [b"old"]) + [self.papers.get(path)]:
                self.faults.append(f"{when}: {path} is {'broken' if path in self.papers else 'left over'}")
            elif text and path.endswith((".json", ".html", ".log")) and not text.rstrip().endswith((b"}", b"</html>")):
                self.faults.append(f"{when}: {path} is cut")
        if settled and set(self.papers) - set(there):
            self.faults.append(f"{when}: missing are {' '.join(set(self.papers) - set(there))}")
        if settled and done.returncode != 0:
            self.faults.append(f"{when}: ended with {done.returncode}: {done.stderr}")
        if not settled and (done.returncode not in (0, 3) or (done.returncode == 3 and "磁盘已满" not in done.stderr)):
            self.faults.append(f"{when}: ended with {done.returncode}: {done.stderr}")
        if done.returncode == 0 and not settled:
            self.look(when, done, True)

    def one(self, options, more):
        """Was there room?"""
        when = f"{options} {' '.join(more)}"
        self.mount(options)
        try:
            try:
                scenarios.write(os.path.join(self.disk, "out/a.pdf"), "old")
            except OSError:
                return False
            done = self.run(more)
            self.look(when, done, False)
            self.full += done.returncode != 0
            subprocess.run(["mount", "-o", "remount," + ROOM, "tmpfs", self.disk], check=True)
            self.look(when + ", again", self.run(more), True)
            return done.returncode == 0
        finally:
            subprocess.run(["umount", self.disk], check=True)

    def all(self, step):
        self.mount(ROOM)
        done = self.run([])
        self.papers = {path: text for path, text in snapshot(self.disk).items() if not OURS.search(path)}
        subprocess.run(["umount", self.disk], check=True)
        if done.returncode != 0 or len(self.papers) != 3:
            sys.exit(f"with room it ended with {done.returncode}: {done.stderr}")
        for more in ([], ["-j", "2"]):
            kilobytes = 4
            while not self.one(f"size={kilobytes}k,nr_inodes=1k", more):
                kilobytes += 4 * step
            files = 2
            while not self.one(f"size=8m,nr_inodes={files}", more):
                files += 1


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--step", type=int, default=1, help="pages of 4 KiB from one size to the next")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        disk = Disk(options.program, options.inside)
        disk.all(options.step)
        print(f"{disk.runs} runs, {disk.full} of them on a full disk, {len(disk.faults)} faults")
        sys.exit("\n".join(disk.faults[:20]) or 0)
    can = subprocess.run([*UNSHARE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False) if shutil.which("unshare") else None
    if can is None or can.returncode != 0:
        print("skipped: to mount a small file system wants root, or user namespaces")
        return
    with tempfile.TemporaryDirectory(prefix="full-") as folder:
        sys.exit(subprocess.run([*UNSHARE, sys.executable, os.path.abspath(__file__), os.path.abspath(options.program), "--step", str(options.step), "--inside", folder],
                                check=False).returncode)


if __name__ == "__main__":
    main()
