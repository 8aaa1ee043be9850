#!/usr/bin/env python3
"""What docs/night/ holds for runs at night, as far as it can be seen without a running systemd, cron and mail.

The units are good and hardened (systemd-analyze verify, security); each time that they and the manual name comes when it is said
to; the plan is made under the system calls that the unit allows, by workers confined as ever; the crontab and logrotate's file are
read; and each of these looks sees a fault planted.

usage: check_units.py PROGRAM
"""
import base64
import os
import re
import shutil
import subprocess
import sys
import tempfile

import confined

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
NIGHT = os.path.join(ROOT, "docs", "night")
UNITS = ("chengwen@.service", "chengwen@.timer", "chengwen-mail@.service")
MOST_EXPOSED = 1.0

# Each time that docs/night names, and when it comes next after BASE.
BASE = "2026-11-29 12:00:00"
NEXT = {
    "*-*-* 02:30:00": ["2026-11-30 02:30", "2026-12-01 02:30"],
    "*-01,04,07,10-01 03:30:00": ["2027-01-01 03:30", "2027-04-01 03:30"],
    "Mon *-*-* 02:30:00": ["2026-11-30 02:30", "2026-12-07 02:30"],
    "*-*-* 02:30:00 Asia/Shanghai": ["2026-11-29 18:30", "2026-11-30 18:30"],
}
ENVIRONMENT = dict(os.environ, LC_ALL="C.UTF-8", TZ="UTC", CHENGWEN_HOME=ROOT)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def run(arguments, **more):
    return subprocess.run(arguments, text=True, capture_output=True, timeout=60, **{"env": ENVIRONMENT, **more})


# --- units ---

def copy_units(folder, change=lambda text: text):
    """With the scripts of this tree."""
    for name in UNITS:
        write(os.path.join(folder, name), change(read(os.path.join(NIGHT, name))).replace("/usr/local/lib/chengwen", NIGHT))


def with_build(folder, change=lambda text: text):
    """The service as build.conf changes it."""
    beside = os.path.join(folder, UNITS[0] + ".d")
    os.makedirs(beside)
    write(os.path.join(beside, "build.conf"), change(read(os.path.join(NIGHT, "build.conf"))).replace("/usr/local/lib/chengwen", NIGHT))
    return folder


def verify(folder):
    """It warns of an unknown key, and exits with 0."""
    done = run(["systemd-analyze", "verify", "--man=no"] + [os.path.join(folder, name) for name in UNITS],
               env=dict(ENVIRONMENT, SYSTEMD_UNIT_PATH=folder + ":"))
    if done.returncode != 0 or done.stderr:
        yield "verify: %s" % done.stderr.strip()


def exposure(folder):
    # Only a threshold makes it fail; where one is given as a whole number, 10 is 1.0.
    done = run(["systemd-analyze", "security", "--offline=yes", "--threshold=10", "--no-pager",
                os.path.join(folder, UNITS[0])], env=dict(ENVIRONMENT, SYSTEMD_UNIT_PATH=folder + ":"))
    found = re.search(r"exposure level for \S+: ([0-9.]+)", done.stdout)
    if found is None:
        yield "security: %s" % done.stderr.strip()
    elif done.returncode != 0 or float(found.group(1)) >= MOST_EXPOSED:
        yield "security: exposed by %s" % found.group(1)


# --- times ---

def times_named():
    for name in sorted(os.listdir(NIGHT)):
        yield from re.findall(r"OnCalendar=([^\s`][^`\n]*)", read(os.path.join(NIGHT, name)))


def check_times():
    named = set(times_named())
    for lost in sorted(named ^ set(NEXT)):
        yield "a time stands in docs/night and not in this test, or the other way round: %s" % lost
    for time in sorted(named & set(NEXT)):
        done = run(["systemd-analyze", "calendar", "--iterations=2", "--base-time=" + BASE, time])
        found = re.findall(r"(?:Next elapse|Iteration #2|Iter\. #2): (?:\w{3} )?(\S+ \d\d:\d\d)", done.stdout)
        if found != NEXT[time]:
            yield "calendar: %s comes %s, not %s %s" % (time, found, NEXT[time], done.stderr)


# --- the plan, confined ---

MEMO = ('<memo><title>备忘</title><author>甲</author><written>2026-08-02</written>'
        '<item name="纸" amount="12.50"/></memo>')
DATE = BASE.split()[0]
INPUTS = {"reports/2026Q3/甲.xml": MEMO, "reports/2026Q3/乙.xml": MEMO, "agreements/丙.xml": MEMO, "agreements/坏.xml": "<memo/>"}
PAPERS = ["2026-10/丙.pdf", "2026Q3/乙.pdf", "2026Q3/甲.pdf"]


def make_night(program, folder, unit):
    """[exit status, what is said, confinement, files] of a night of the plan in docs/night, with the calls that the unit allows; unit
    None: with all."""
    out = os.path.join(folder, "out")
    for name, text in INPUTS.items():
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        write(os.path.join(folder, name), text)
    write(os.path.join(folder, "plan.xml"), read(os.path.join(NIGHT, "plan.xml")).replace("/var/lib/chengwen/quarterly", out))
    filters = confined.filters(confined.read_unit(unit)) if unit else []
    done = run([os.path.join(NIGHT, "chengwen-night"), os.path.join(folder, "plan.xml"), "--date", DATE, "--templates",
                os.path.join(ROOT, "tests", "cli", "templates")],
               preexec_fn=lambda: confined.confine(filters), env=dict(ENVIRONMENT, CHENGWEN=program))
    version = run([program, "--version"], preexec_fn=lambda: confined.confine(filters))
    files = sorted(os.path.relpath(os.path.join(at, name), out) for at, _, names in os.walk(out) for name in names)
    return [done.returncode, done.stdout + done.stderr, version.stdout, files]


def check_build(program, folder, unit):
    """The command line of build.conf, and that of the crontab which says the same, with the calls that the unit allows."""
    lines = re.findall(r"chengwen-night (build .*)", read(os.path.join(NIGHT, "build.conf")) + read(os.path.join(NIGHT, "chengwen.cron")))
    for name, text in (("甲.xml", MEMO), ("坏.xml", "<memo/>")):
        os.makedirs(os.path.join(folder, "srv", "letters"), exist_ok=True)
        write(os.path.join(folder, "srv", "letters", name), text)
    places = {"/srv/chengwen": folder + "/srv", "/var/lib/chengwen": folder + "/lib", "/var/log/chengwen": folder,
              "%S/chengwen": folder + "/lib", "%L/chengwen": folder, "%i": "letters"}
    os.makedirs(os.path.join(folder, "lib", "letters"))
    for line, last in zip(lines, ("共 2 份：生成 1 份，有误 1 份，未变 0 份", "共 2 份：生成 0 份，有误 1 份，未变 1 份")):
        for place, own in places.items():
            line = line.replace(place, own)
        done = run([os.path.join(NIGHT, "chengwen-night"), *line.split(), "--templates", os.path.join(ROOT, "tests", "cli", "templates")],
                   preexec_fn=lambda: confined.confine(confined.filters(confined.read_unit(unit))), env=dict(ENVIRONMENT, CHENGWEN=program))
        files = sorted(name for name in os.listdir(os.path.join(folder, "lib", "letters")) if name[0] != ".")
        if done.returncode != 1 or done.stdout or last not in done.stderr or files != ["report.html", "甲.pdf"]:
            yield "build: %s %s %s" % (done.returncode, done.stdout + done.stderr, files)
    if len(lines) != 2 or not os.path.exists(os.path.join(folder, "letters.journal")):
        yield "build: %d command lines, or no journal" % len(lines)


def check_night(program, folder, unit):
    free = make_night(program, os.path.join(folder, "free"), None)
    kept = make_night(program, os.path.join(folder, "kept"), unit)
    if free[0] != 1 or free[3] != PAPERS or "共 2 份：生成 1 份，有误 1 份" not in free[1]:
        yield "the night itself: %s" % free
    if free != kept:
        yield "confined as the unit says: %s, not %s" % (kept, free)


# --- the mail ---

def check_mail(folder):
    """With a journal and a sendmail of our own."""
    write(os.path.join(folder, "journalctl"), '#!/bin/sh\nfor last; do :; done\necho "共 2 份 $last"\n')
    write(os.path.join(folder, "sendmail"), '#!/bin/sh\nexec cat\n')
    for name in ("journalctl", "sendmail"):
        os.chmod(os.path.join(folder, name), 0o755)
    done = run([os.path.join(NIGHT, "chengwen-mail"), "quarterly"],
               env=dict(ENVIRONMENT, PATH=folder + ":" + os.environ["PATH"], MAILTO="clerks", MONITOR_INVOCATION_ID="12ab",
                        MONITOR_SERVICE_RESULT="exit-code", MONITOR_EXIT_STATUS="1"))
    head, _, body = done.stdout.partition("\n\n")
    subject = re.search(r"=\?UTF-8\?B\?(.*)\?=", head)
    if subject is None or base64.b64decode(subject.group(1)).decode() != "成文 quarterly 有误（exit-code，1）":
        yield "mail: %s %s" % (head, done.stderr)
    if "To: clerks\n" not in head or body != "共 2 份 _SYSTEMD_INVOCATION_ID=12ab\n":
        yield "mail: %s" % done.stdout


# --- crontab, logrotate ---

FIELDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))


def is_field(text, least, most):
    for part in text.split(","):
        found = re.fullmatch(r"(\*|(\d+)(?:-(\d+))?)(?:/(\d+))?", part)
        if found is None or found.group(4) == "0":
            return False
        bounds = [int(number) for number in found.group(2, 3) if number is not None]
        if bounds != sorted(bounds) or any(not least <= number <= most for number in bounds):
            return False
    return True


def check_cron(text):
    """A file of /etc/cron.d."""
    if not text.endswith("\n"):
        yield "crontab: the last line does not end, cron leaves it out"
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#") or re.match(r"\w+\s*=", line):
            continue
        words = line.split(None, 6)
        if len(words) < 7 or not all(is_field(word, *bounds) for word, bounds in zip(words, FIELDS)):
            yield "crontab:%d: no time, user and command" % number
        elif "*" not in (words[2][0], words[4][0]):
            yield "crontab:%d: a day of the month and one of the week, either of which will do" % number
        elif "%" in words[6].replace("\\%", ""):
            yield "crontab:%d: %% ends the command" % number
        elif words[5] != "chengwen" or not os.access(words[6].split()[0].replace("/usr/local/lib/chengwen", NIGHT), os.X_OK):
            yield "crontab:%d: user or command" % number


def check_logrotate(folder, text):
    """logrotate, on a journal in our folder: put aside, begun anew with its mode, and packed only the next time."""
    logs, state, config = (os.path.join(folder, name) for name in ("log", "state", "config"))
    os.makedirs(logs)
    write(os.path.join(logs, "quarterly.journal"), "甲\n")
    os.chmod(os.path.join(logs, "quarterly.journal"), 0o600)
    owner = subprocess.run(["id", "-un"], text=True, capture_output=True).stdout.strip()
    group = subprocess.run(["id", "-gn"], text=True, capture_output=True).stdout.strip()
    write(config, text.replace("/var/log/chengwen", logs).replace("chengwen chengwen", owner + " " + group))
    os.chmod(config, 0o644)  # it refuses one that others may write
    done = run(["/usr/sbin/logrotate", "--force", "--state", state, config])
    files = sorted(os.listdir(logs))
    if done.returncode != 0 or done.stderr or len(files) != 2:
        yield "logrotate: %s %s" % (files, done.stderr)
    elif read(os.path.join(logs, files[1])) != "甲\n" or os.stat(os.path.join(logs, files[0])).st_mode & 0o777 != 0o640:
        yield "logrotate: %s: the old journal is another, or the new one's mode" % files


# --- and each fault is seen ---

def units_with(folder, name, change):
    copy = os.path.join(folder, name)
    os.makedirs(copy)
    copy_units(copy, change)
    return copy


def check_catches(program, folder):
    service = "SystemCallFilter=~@privileged"
    faults = {
        "an unknown key": verify(units_with(folder, "key", lambda text: text.replace("ProtectHome=", "ProtectHouse="))),
        "a unit that is open": exposure(units_with(folder, "open", lambda text: re.sub("(?m)^(Protect|Capability).*", "", text))),
        "a call that is missing": check_night(program, os.path.join(folder, "pipe"), os.path.join(
            units_with(folder, "ipc", lambda text: text.replace(service, "SystemCallFilter=~@ipc\n" + service)), UNITS[0])),
        "no Landlock": check_night(program, os.path.join(folder, "lock"), os.path.join(
            units_with(folder, "landlock", lambda text: text.replace(service, "SystemCallFilter=~landlock_create_ruleset\n" + service)), UNITS[0])),
        "a program that is not there": verify(with_build(units_with(folder, "none", lambda text: text), lambda text: text.replace("chengwen-night build", "chengwen-knight build"))),
        "a field of cron": check_cron("30 24 * * * chengwen /usr/local/lib/chengwen/chengwen-night x\n"),
        "no user": check_cron("30 2 * * * /usr/local/lib/chengwen/chengwen-night x\n"),
        "two days": check_cron("30 2 1 * 1 chengwen /usr/local/lib/chengwen/chengwen-night x\n"),
        "a percent": check_cron("30 2 1 * * chengwen /usr/local/lib/chengwen/chengwen-night $(date +%F)\n"),
    }
    for name, told in faults.items():
        if not list(told):
            yield "not seen: " + name


def check(program, folder):
    units = os.path.join(folder, "units")
    os.makedirs(units)
    copy_units(units)
    yield from verify(units)
    yield from exposure(units)
    yield from check_times()
    yield from check_night(program, folder, os.path.join(units, UNITS[0]))
    yield from verify(with_build(units_with(folder, "build-units", lambda text: text)))
    yield from check_build(program, os.path.join(folder, "build"), os.path.join(units, UNITS[0]))
    yield from check_mail(units)
    yield from check_cron(read(os.path.join(NIGHT, "chengwen.cron")))
    yield from check_logrotate(os.path.join(folder, "rotate"), read(os.path.join(NIGHT, "chengwen.logrotate")))
    yield from check_catches(program, folder)


def main():
    folder = tempfile.mkdtemp()
    try:
        faults = list(check(os.path.abspath(sys.argv[1]), folder))
    finally:
        shutil.rmtree(folder)
    for fault in faults:
        print(fault)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
