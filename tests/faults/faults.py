#!/usr/bin/env python3
"""The program, with each call of the system failing in turn: the first, the second, the third … with each error that it can have.

usage: faults.py PROGRAM SHIM [--share N] [--only SCENARIO[:CALL[:N[:ERROR[:WHO[:HOW]]]]]] [--jobs N] [--verbose]

Each scenario (scenarios.py) is run without a fault first: what it reads, makes and says is the reference.  Then, for each call, by who makes
it (the process that was started, or its workers), and each error, the first one fails, the second … until the run comes through without
meeting the fault; the lasting ones (LASTING) fail from there on.  Of equal calls on one file in a row, or on files of the system (/usr, /etc,
/var), the first fails, the second, and the last.  After each run:

* it ended by itself, in time, with 0, 1, 2 or 3;
* every file is as it was, or as the reference has it, whole; a report or a journal can be read to its end;
* no other file is there, but a temporary one that could not be removed; nor anything in $TMPDIR;
* with 0, all is there, byte by byte, and the same was said, warnings apart; else a message says why in words, with the reason of the
  error that was met, and names a file;
* no file got its name before it was on the disk, and with 0 no folder of papers was left unsynced; no descriptor was left open;
* the same command once more, without the fault, makes everything as the reference has it, and leaves nothing else.

--share N: only each N-th of the faults, the same ones each time, and each third of those that once came to harm (FOUND).
"""
import argparse
import collections
import concurrent.futures
import dataclasses
import errno
import hashlib
import itertools
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zlib

import scenarios

TIME_LIMIT = 30
FRESH = 3  # seconds: nothing is noted down of fonts that have just come (generator/font/cache.c)
BY = ("main", "worker")
CALLS = re.findall(r"^CALL\((\w+)\)", open(os.path.join(scenarios.TREE, "tests/faults/calls.def"), encoding="utf-8").read(), re.M)
TEXT = 256
NOTED = 512
HEAD = struct.Struct(f"<4I64I64I{TEXT}s{TEXT}s2I")  # struct state of shim.c
WATCHED = struct.Struct(f"<2Q2I{TEXT}s")
SUBJECTS = HEAD.size + 1024 * WATCHED.size
STATE_SIZE = SUBJECTS + 4 * NOTED * len(CALLS)
UNKNOWN = "0" * 64
OF_FOUND = 3
IN_PLACE = ("journal.log", ".chengwen.lock")
TEMPORARY = re.compile(r"\.chengwen-\d+-.{6}$")
# fontconfig does not say why it could not read a font, and tries nothing twice: this is said instead, of faults in what it reads.
FONTS = re.compile(r"^(/usr|/etc|/var)/|fonts")
OF_NO_PATH = ("mmap", "getcwd")  # calls of fontconfig that are of none
LIBRARY = "[ERROR] "  # so libxlsxwriter begins what it prints itself, in its own words, before we say it in ours
WITHOUT_FONTS = "没有任何可用的字体"
REASONS = dict(re.findall(r"^    \{(E\w+), (?:true|false), \"([^\"]+)\"\}", open(os.path.join(scenarios.TREE, "generator/base/file.c"), encoding="utf-8").read(), re.M))


@dataclasses.dataclass
class Fault:
    scenario: str
    call: str
    number: int
    error: str
    who: str
    how: str

    def wish(self):
        return f"{self.call} {self.number} {scenarios.number(self.error)} {self.who} {self.how}"

    def name(self):
        return f"{self.scenario}:{self.call}:{self.number}:{self.error}:{self.who}:{self.how}"

    def is_of(self, pattern):
        return all(part in ("", there) for part, there in zip(pattern.split(":"), self.name().split(":")))

    def is_harmless(self):
        """Nobody may notice it."""
        return self.error in ("SHORT", "EINTR")


@dataclasses.dataclass
class Run:
    status: int
    out: str
    said: str
    state: dict
    files: dict


def read_state(path):
    with open(path, "rb") as file:
        data = file.read()
    head = HEAD.unpack_from(data)
    state = dict(zip(("struck", "open", "early", "crowded"), head))
    state["counts"] = {who: dict(zip(CALLS, head[4 + 64 * at:])) for at, who in enumerate(BY)}
    state["what"], state["early_name"] = (part.split(b"\0")[0].decode(errors="replace") for part in head[132:134])
    subjects = memoryview(data)[SUBJECTS:].cast("I")
    state["subjects"] = {call: subjects[NOTED * at:NOTED * (at + 1)] for at, call in enumerate(CALLS)}
    state["unsynced"] = []
    for at in range(head[135]):
        _, _, is_folder, is_dirty, name = WATCHED.unpack_from(data, HEAD.size + at * WATCHED.size)
        if is_folder and is_dirty:
            state["unsynced"].append(name.split(b"\0")[0].decode(errors="replace"))
    return state


def ends_of_rows(state, call, who):
    """The calls that fail: of equal ones in a row the first, the second, the last."""
    count = state["counts"][who][call]
    subjects = state["subjects"][call] if who == "main" else []

    def same(n, other):
        return 1 <= min(n, other) and max(n, other) <= min(count, len(subjects)) and subjects[n - 1] == subjects[other - 1] != 0
    return [n for n in range(1, count + 1) if not (same(n, n - 1) and same(n, n - 2) and same(n, n + 1))]


def plain(text):
    """Without what is another each time."""
    text = re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\dZ?", "TIME", text)
    text = re.sub(r'"(run|ms|program|previous|sha256|journal)":("[^"]*"|\d+)', r'"\1":0', text)
    text = re.sub(r"\.chengwen-\d+-\w{6}", ".chengwen-TEMPORARY", text)
    return re.sub(r"\d+(\.\d+)? ?(ms|毫秒|秒)", "TIME", text)


def without_warnings(text):
    """Those of --log json, which stand in it."""
    return re.sub(r',?\{"severity":"warning"[^{}]*\}', "", text)


def snapshot(folder):
    """{path: bytes}; of folders, whose paths end with /, none."""
    found = {}
    for where, folders, files in os.walk(folder):
        inner = os.path.relpath(where, folder)
        for name in folders:
            found[os.path.normpath(os.path.join(inner, name)) + "/"] = b""
        for name in files:
            path = os.path.normpath(os.path.join(inner, name))
            found[path] = scenarios.read(os.path.join(where, name))
    return found


def is_settled(path):
    """Whose bytes are the same each time."""
    name = os.path.basename(path)
    return not (name.startswith(".chengwen") or name.startswith("report.") or name == "journal.log" or path.startswith("cache/"))


def lines_of_journal(text):
    """What is wrong with it; a last line may be cut."""
    last = b""
    lines = text.split(b"\n")
    for at, line in enumerate(lines):
        if at == len(lines) - 1:
            return None
        try:
            told = json.loads(line)
        except ValueError:
            told = None
        if told is not None and told["previous"] != (hashlib.sha256(last).hexdigest() if last else ""):
            return f"line {at + 1} does not follow the one before"
        last = line
    return None


def is_of_run(path):
    """It says what was done, and not what is there."""
    return os.path.basename(path).startswith(("report.", "journal.")) or path.endswith(".lock")


def essence(path, text):
    """What must be the same each time of files that are another each time; None: nothing."""
    name = os.path.basename(path)
    if name.startswith(".chengwen") and name.endswith(".json"):
        told = json.loads(text)
        return ({(paper["name"], paper["part"], paper["kind"], paper["sha256"]) for paper in told["papers"]},
                {os.path.basename(file["path"]): file["sha256"] for file in told["files"] if file["path"].endswith(".xml")})
    if name == "report.json":
        told = json.loads(text)
        return told["messages"], [(run["end"]["status"], [(paper["input"], paper["status"], paper["output"]) for paper in run["papers"]]) for run in told["runs"]]
    if name == "journal.log":
        return [(line["event"], line.get("status"), line.get("output"), line.get("sha256")) for line in map(json.loads, text.splitlines())]
    return None


def is_same(there, wanted):
    """Of a manifest a digest may be unknown: whatever comes of that file is made anew the next time."""
    if not isinstance(there, tuple) or not isinstance(there[1], dict):
        return there == wanted
    return there[0] == wanted[0] and set(there[1]) == set(wanted[1]) and all(digest in (wanted[1][name], UNKNOWN) for name, digest in there[1].items())


def is_as_after(files, wanted):
    """Does the next run meet what it meets after a run without a fault?  What is only told of a run it does not read."""
    return all(path in files and (files[path] == text or is_of_run(path) or (essence(path, text) is not None and not is_broken(path, files[path])
                                                                            and essence(path, files[path]) == essence(path, text)))
               for path, text in wanted.items())


def is_broken(path, text):
    """Of files that are another each time; what is wrong."""
    name = os.path.basename(path)
    try:
        if name == "journal.log":
            return lines_of_journal(text)
        if name.endswith(".json"):
            json.loads(text)
        if name.endswith(".html") and not text.endswith(b"</html>\n"):
            return "is cut"
    except ValueError as fault:
        return f"is no JSON: {fault}"
    return None


class Place:
    """A folder in which one run at a time is made, and what it is made from, by scenario."""

    def __init__(self, options, root):
        self.options, self.root = options, root
        self.work, self.state = os.path.join(root, "work"), os.path.join(root, "state")
        os.makedirs(root)
        scenarios.beside(root)
        time.sleep(FRESH)
        self.ready = {}
        environment = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "CHENGWEN_HOME") if name in os.environ}
        self.environment = environment | {"LC_ALL": "C.UTF-8", "HOME": "/dev/null", "TMPDIR": os.path.join(self.work, "tmp"),
                                          "XDG_CACHE_HOME": os.path.join(self.work, "cache")}

    def execute(self, argv, given=None, wish=None):
        with open(self.state, "wb") as file:
            file.truncate(STATE_SIZE)
        preload = " ".join(filter(None, [self.options.sanitizer, self.options.shim]))
        environment = self.environment | {"LD_PRELOAD": preload, "FAULT_STATE": self.state} | ({"FAULT": wish} if wish else {})
        if self.options.sanitizer:
            environment["ASAN_OPTIONS"] = "exitcode=99:verify_asan_link_order=0:detect_stack_use_after_return=0:" + os.environ.get("ASAN_OPTIONS", "")
        given = open(os.path.join(self.work, given), "rb") if given else subprocess.DEVNULL
        try:
            done = subprocess.run([self.options.program, *argv], cwd=self.work, env=environment, stdin=given, capture_output=True,
                                  timeout=TIME_LIMIT, check=False)
        except subprocess.TimeoutExpired:
            return Run(-99, "", "", read_state(self.state), {})
        state = read_state(self.state)
        state["unsynced"] = {os.path.relpath(os.path.join(self.work, folder), self.work) for folder in state["unsynced"]}
        return Run(done.returncode, plain(done.stdout.decode(errors="replace")), done.stderr.decode(errors="replace"), state, snapshot(self.work))

    def run(self, scenario, wish=None):
        told = scenarios.SCENARIOS[scenario]
        return self.execute(told["argv"], told.get("input"), wish)

    def prepare(self, scenario):
        """The folder as it is before the run, kept; and the run without a fault."""
        if scenario in self.ready:
            return self.ready[scenario]
        told = scenarios.SCENARIOS[scenario]
        before = os.path.join(self.root, "before-" + scenario)
        shutil.rmtree(self.work, ignore_errors=True)
        os.makedirs(self.work)
        self.enter(scenarios.base)
        for step in told.get("before", []):
            self.enter(step)
        if not told.get("cold"):  # the program's notes of the fonts, which know what is loaded, and from where
            fonts = ["--fonts", os.path.join(self.root, "fonts")] if told["argv"][0] == "run" else []
            self.execute(["build", *scenarios.HELD, *fonts, "-o", "cache", "in/c.xml"])
            os.remove(os.path.join(self.work, "cache/c.pdf"))
        self.copy(self.work, before)
        self.copy(before, self.work)
        reference = self.run(scenario)
        self.ready[scenario] = (before, snapshot(before), reference)
        return self.ready[scenario]

    def enter(self, step):
        if callable(step):
            with self.options.lock:
                here = os.getcwd()
                os.chdir(self.work)
                try:
                    step()
                finally:
                    os.chdir(here)
            return
        subprocess.run([self.options.program, *step], cwd=self.work, env=self.environment, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    @staticmethod
    def copy(from_folder, to_folder):
        """With links: inodes stay, as manifests know them.  What is written in place is a file of its own.  What is there and the same stays."""
        os.makedirs(to_folder, exist_ok=True)
        wanted = {entry.name: entry for entry in os.scandir(from_folder)}
        there = set()
        for entry in os.scandir(to_folder):
            same = wanted.get(entry.name)
            if entry.is_dir(follow_symlinks=False):
                if same is None:
                    shutil.rmtree(entry.path)
            elif same is not None and entry.inode() == same.inode() and entry.name not in IN_PLACE:
                there.add(entry.name)
            else:
                os.unlink(entry.path)
        for name, entry in wanted.items():
            target = os.path.join(to_folder, name)
            if entry.is_dir():
                Place.copy(entry.path, target)
            elif name in IN_PLACE:
                shutil.copy2(entry.path, target)
            elif name not in there:
                os.link(entry.path, target)

    def clear(self, scenario):
        self.copy(self.prepare(scenario)[0], self.work)


class Look:
    """What is wrong after a run."""

    def __init__(self, fault, work, before, reference, run):
        self.fault, self.work, self.before, self.reference, self.run = fault, work, before, reference, run
        self.faults = []

    def say(self, text):
        self.faults.append(text)

    def may_be_left(self, path):
        """What could not be removed: that of which the call failed, and what it lies in; of calls that all fail, any."""
        if self.fault.call != "unlink":
            return False
        return self.fault.how == "on" or os.path.realpath(os.path.join(self.work, self.run.state["what"])).startswith(os.path.realpath(os.path.join(self.work, path)))

    def files(self, settled, again=False):
        """`settled`: all is as the reference has it."""
        wanted = self.reference.files
        for path in sorted(set(self.before) | set(wanted) | set(self.run.files)):
            there, old, new = self.run.files.get(path), self.before.get(path), wanted.get(path)
            if TEMPORARY.search(path) or (path.startswith("tmp/") and path != "tmp/"):
                if there is not None and not self.may_be_left(path):
                    self.say(f"{path} is left over")
            elif not is_settled(path):
                self.file_of_ours(path, there, settled, again)
            elif there is None:
                if old is not None and new is not None or (settled and new is not None):
                    self.say(f"{path} is missing")
            elif there != new and (settled or there != old):
                self.say(f"{path} is {'stale' if there == old else 'left over' if old is None and new is None else 'broken'}")

    def file_of_ours(self, path, there, settled, again):
        old, new = self.before.get(path), self.reference.files.get(path)
        wrong = is_broken(path, there) if there is not None else None
        if wrong:
            self.say(f"{path} {wrong}")
        elif there is None:
            if not path.startswith("cache/") and (old is not None or (settled and new is not None)):
                self.say(f"{path} is gone")
        elif settled and new is not None and not (again and is_of_run(path)):
            if not is_same(essence(path, there), essence(path, new)):
                self.say(f"{path} says {essence(path, there)} instead of {essence(path, new)}")

    def printed(self):
        """What is called good on the standard output is there."""
        for line in self.run.out.splitlines():
            if line.startswith("{"):
                try:
                    told = json.loads(line)
                except ValueError:
                    continue  # it is cut
                output = told.get("output") if told.get("status") == "good" else None
            else:
                if line.startswith("已不再生成") and line not in self.reference.out.splitlines():
                    self.say(f"it is not so: {line}")
                output = (re.match("已生成 (.*?)(（.*）)?$", line) or [None, None])[1]
            if output and self.run.files.get(os.path.relpath(os.path.join(self.work, output), self.work)) != self.reference.files.get(os.path.normpath(output)):
                self.say(f"it says of {output} that it is made")

    def reports(self):
        """What a report calls good is there."""
        for path, text in self.run.files.items():
            if os.path.basename(path) != "report.json" or is_broken(path, text) or text == self.before.get(path):
                continue
            for run in json.loads(text)["runs"]:
                for paper in run["papers"]:
                    output = paper.get("output")
                    if paper["status"] == "good" and output and self.run.files.get(output) != self.reference.files.get(output):
                        self.say(f"the report calls {output} good")

    def is_of_fontconfig(self):
        what = self.run.state["what"]
        return WITHOUT_FONTS in self.run.said and (FONTS.search(what) or (what == "" and self.fault.call in OF_NO_PATH))

    def told_as_json(self):
        try:
            return "".join(text + "\n" for line in self.run.out.splitlines() for text in json.loads(line).get("messages", []))
        except ValueError:
            return ""

    def messages(self):
        fault, said = self.fault, self.run.said or self.told_as_json()
        lines = said.splitlines()
        errors = [line for line in lines if "error: " in line]
        if fault.call == "write" and fault.how == "on" and not errors:
            return  # what comes behind can be written nowhere, and so be told to nobody
        if not errors:
            self.say(f"ended with {self.run.status} and no message: {said!r}")
            return
        if said and not said.endswith("\n"):
            self.say("its last message is cut")
        for line, count in collections.Counter(self.run.said.splitlines()).items():  # lines of JSON each have what their kind is told of
            if count > 1 and fault.how == "once":  # else each paper meets it anew
                self.say(f"a message is said {count} times: {line}")
        for line in errors:
            if not re.match(r"[^:]+(:\d+)*: error: |error: 内存不足", line):
                self.say(f"a message names no file: {line}")
        reason = "进程数到了上限" if fault.call == "fork" and fault.error == "EAGAIN" else REASONS.get(fault.error, f"none is known for {fault.error}")
        if reason not in said and not self.is_of_fontconfig():
            self.say(f"no message gives the reason, {reason}")
        for line in lines:
            if not line.startswith(LIBRARY) and re.search(r": error: [ -~]*$|[A-Z][a-z]+ [a-z]+ [a-z]+|\(null\)", line):
                self.say(f"a message is no sentence of ours: {line}")

    def look(self):
        run, fault = self.run, self.fault
        if run.status == -99:
            return ["it hangs"]
        if run.status not in (0, 1, 3):  # 2: a command line that is wrong, and this one is not
            return [f"it ended with {run.status}: {run.said[-1500:]}"]
        self.files(run.status == self.reference.status)
        self.reports()
        self.printed()
        if run.status == self.reference.status:
            self.said_the_same()
        elif fault.is_harmless() and not self.is_of_fontconfig():
            self.say(f"ended with {run.status}, though nothing failed: {run.said}")
        else:
            self.messages()
        if run.state["early"]:
            self.say(f"{run.state['early_name']} got its name before it was on the disk")
        if run.state["open"] > self.reference.state["open"]:
            self.say(f"{run.state['open'] - self.reference.state['open']} descriptors are left open")
        unsynced = {folder for folder in run.state["unsynced"] if not folder.startswith(("cache", "tmp"))} - self.reference.state["unsynced"]
        if run.status == 0 and unsynced and "无法同步" not in run.said:
            self.say(f"not synced: {' '.join(sorted(unsynced))}")
        return self.faults

    def comparable(self, out):
        if self.fault.call == "getcwd":
            out = re.sub('"folder":"[^"]*"', "", out)  # of a folder that has no name "." is said
        return out if self.fault.is_harmless() else without_warnings(out)

    def said_the_same(self):
        if self.comparable(self.run.out) != self.comparable(self.reference.out):
            self.say(f"it printed {self.run.out!r} instead of {self.reference.out!r}")
        more = [line for line in plain(self.run.said).splitlines() if line not in plain(self.reference.said).splitlines()]
        fewer = [line for line in plain(self.reference.said).splitlines() if line not in plain(self.run.said).splitlines()]
        if fewer and self.fault.call != "write":  # a warning that could not be written is told to nobody
            self.say(f"it did not say {fewer}")
        if any(not re.match(r"(.*: )?warning: ", line) for line in more) and self.reference.status == 0:
            self.say(f"ended with 0, but said {self.run.said!r}")
        if self.fault.is_harmless() and more:
            self.say(f"nothing failed, but it said {self.run.said!r}")


class Driver:
    def __init__(self, options, scratch):
        self.options, self.scratch = options, scratch
        self.places, self.local = [], threading.local()
        self.lock = threading.Lock()
        self.violations = self.runs = self.met = self.again = self.tasks = 0
        self.by_call = collections.Counter()
        self.by_scenario = collections.defaultdict(lambda: [0, 0, 0, 0])  # runs, met, again, violations

    def place(self):
        if not hasattr(self.local, "place"):
            with self.lock:
                self.local.place = Place(self.options, os.path.join(self.scratch, f"p{len(self.places)}"))
                self.places.append(self.local.place)
        return self.local.place

    def chosen(self, fault):
        if self.options.only and not fault.is_of(self.options.only):
            return False
        number = zlib.crc32(fault.name().encode())
        return number % self.options.share == 0 or (number % OF_FOUND == 0 and any(map(fault.is_of, scenarios.FOUND)))

    def one(self, fault):
        """Was the fault met?"""
        place = self.place()
        _, before, reference = place.prepare(fault.scenario)
        place.clear(fault.scenario)
        run = place.run(fault.scenario, fault.wish())
        wrong = Look(fault, place.work, before, reference, run).look()
        again = None
        if wrong or (run.status != -99 and run.files != before and not is_as_after(run.files, reference.files)):
            again = place.run(fault.scenario)
            look = Look(fault, place.work, before, reference, again)
            if again.status != reference.status:
                look.say(f"ended with {again.status}: {again.said}")
            look.files(True, again=True)
            wrong += ["the next run: " + text for text in look.faults]
        with self.lock:
            self.runs += 1
            self.again += again is not None
            self.met += run.state["struck"] > 0
            self.by_call[fault.call] += run.state["struck"] > 0
            for at, count in enumerate((True, run.state["struck"] > 0, again is not None, bool(wrong))):
                self.by_scenario[fault.scenario][at] += count
            if wrong:
                self.violations += 1
                print(f"{fault.name()} ({run.state['what']}; {run.status})\n    " + "\n    ".join(wrong) + f"\n    said: {run.said.strip()[:600]}", flush=True)
        return run.state["struck"] > 0

    def series(self, scenario, call, error, who, how):
        """n = 1, 2, 3 … until it is not met any more."""
        state = self.place().prepare(scenario)[2].state
        counted = state["counts"][who][call]
        for number in ends_of_rows(state, call, who):
            fault = Fault(scenario, call, number, error, who, how)
            if self.chosen(fault):
                self.one(fault)
        for number in itertools.count(counted + 1):  # with a fault there may be more calls, or now and then
            fault = Fault(scenario, call, number, error, who, how)
            if counted == 0 or not self.chosen(fault) or not self.one(fault):
                break

    def scenario(self, scenario, part, parts):
        """Of its series each that is the part's, in a place that is prepared for it: all of them, where there is one part."""
        reference = self.place().prepare(scenario)[2]
        if reference.status != 0 or reference.state["early"] or reference.state["crowded"]:
            sys.exit(f"{scenario} without a fault: {reference.status} {reference.said} {reference.state['early_name']}")
        series = [(call, error, who, how) for call in CALLS if call not in scenarios.SCENARIOS[scenario].get("without", ()) for who in BY
                  for how, errors in (("once", scenarios.ERRORS), ("on", scenarios.LASTING)) for error in errors.get(call, "").split()]
        for one in series[part::parts]:
            self.series(scenario, *one)
        calls = sum(sum(counts.values()) for counts in reference.state["counts"].values())
        with self.lock:
            self.tasks += calls if part == 0 else 0
            if self.options.verbose:
                runs, met, again, violations = self.by_scenario[scenario]
                print(f"{scenario:16} {calls:5} calls {runs:5} runs with a fault {met:5} met {again:5} runs after them {violations:3} violations;"
                      f" left open {reference.state['open']}, not synced {' '.join(sorted(reference.state['unsynced'])) or 'nothing'}", flush=True)

    def run(self):
        """A scenario is one thread's, so that it is prepared once; the last of them have most calls."""
        wanted = [scenario for scenario in reversed(scenarios.SCENARIOS) if self.options.only.split(":")[0] in ("", scenario)]
        parts = self.options.jobs if len(wanted) == 1 else 1
        with concurrent.futures.ThreadPoolExecutor(self.options.jobs) as pool:
            futures = [pool.submit(self.scenario, scenario, part, parts) for scenario in wanted for part in range(parts)]
            for future in futures:
                future.result()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("shim")
    parser.add_argument("--share", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--sanitizer", help="the program is sanitized: libasan.so, which must come first")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    options.program, options.shim, options.lock = os.path.abspath(options.program), os.path.abspath(options.shim), threading.Lock()
    with tempfile.TemporaryDirectory(prefix="faults-") as scratch:
        driver = Driver(options, scratch)
        driver.run()
    if options.verbose:
        print(" ".join(f"{call} {count}" for call, count in driver.by_call.most_common()))
    print(f"{driver.tasks} calls, {driver.runs} runs with a fault, {driver.met} faults met, {driver.again} runs after them, {driver.violations} violations")
    if driver.met == 0:
        print("FAILED: no fault was met: is the shim loaded?")
    sys.exit(1 if driver.violations or driver.met == 0 else 0)


if __name__ == "__main__":
    main()
