#!/usr/bin/env python3
"""The same papers, made wherever and whenever: every byte is the same.

usage: check_same_bytes.py PROGRAM

The samples as PDF with what is attached, as PDF/A-4f, as HTML and as Markdown; then again in another time zone, as somebody else in another folder, with another mask and cache; in another
locale; on another day (a clock put before that of the C library, and files of another age); and by another user, where it is root who asks and that user may read the tree.
"""
import glob
import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.path.abspath(sys.argv[1])
FORMS = (["--attach"], ["--conformance=pdfa-4f+ua-2", "--compact"], ["--format=html"], ["--format=md"])
# What asks for the time here is answered as if it were 400 days later.
CLOCK = r"""
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
enum { LATER = 400 * 86400 };
int clock_gettime(clockid_t id, struct timespec *ret)
{
    int error = (int)syscall(SYS_clock_gettime, id, ret);
    ret->tv_sec += LATER;
    return error;
}
time_t time(time_t *ret)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return ret ? *ret = now.tv_sec : now.tv_sec;
}
int gettimeofday(struct timeval *ret, void *zone)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    (void)zone;
    *ret = (struct timeval){now.tv_sec, now.tv_nsec / 1000};
    return 0;
}
"""
ELSEWHERE = {"TZ": "Pacific/Kiritimati", "HOME": "/dev/null", "USER": "某人", "LOGNAME": "某人", "XDG_CACHE_HOME": "cache", "TMPDIR": "tmp"}
LOCALE = {"LC_ALL": "tr_TR.UTF-8", "LANG": "ja_JP.eucJP", "LANGUAGE": "ja"}
OTHER = 65534 # nobody


def make(place, environment, relative=False, **more):
    """name -> bytes of all that is made in a folder of its own"""
    os.makedirs(os.path.join(place, "tmp"))
    inputs = shutil.copytree(os.path.join(ROOT, "input"), os.path.join(place, "input"))
    for entry in glob.glob(os.path.join(place, "**"), recursive=True) if "user" in more else []:
        os.chown(entry, more["user"], more["group"])
    for path in glob.glob(os.path.join(inputs, "*")):
        os.utime(path, (10**9, 10**9) if environment else None)
    made = {}
    for number, form in enumerate(FORMS):
        paths = sorted(glob.glob(os.path.join(inputs, "*.xml")))
        paths = [os.path.relpath(path, place) for path in paths] if relative else paths
        done = subprocess.run([PROGRAM, "build", "-q", "--date=2026-08-02", *form, "-o", f"out{number}", *paths], cwd=place, capture_output=True, text=True, check=False,
                              env={**os.environ, "CHENGWEN_HOME": ROOT, **environment}, **more)
        if done.returncode != 0:
            sys.exit(f"{place}: exit status {done.returncode}: {done.stderr[:1000]}")
        for path in glob.glob(os.path.join(place, f"out{number}", "*")):
            with open(path, "rb") as file:
                made[os.path.relpath(path, place)] = file.read()
    return made


def clock(folder):
    """The variables that put the other day's clock there."""
    source, library = os.path.join(folder, "clock.c"), os.path.join(folder, "clock.so")
    with open(source, "w", encoding="utf-8") as file:
        file.write(CLOCK)
    done = subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"the other clock: {done.stderr}")
    return {"LD_PRELOAD": library, "ASAN_OPTIONS": "verify_asan_link_order=0:detect_leaks=0", "XDG_CACHE_HOME": folder}


def other_user(folder):
    """A user who may read the tree, or none."""
    able = os.geteuid() == 0 and subprocess.run(["cat", os.path.join(ROOT, "fonts", "roles.xml"), PROGRAM], user=OTHER, group=OTHER, extra_groups=[],
                                             capture_output=True, check=False).returncode == 0
    if not able:
        return None
    os.chmod(folder, 0o711)
    place = os.path.join(folder, "another")
    os.mkdir(place)
    os.chown(place, OTHER, OTHER)
    return place


def worlds(folder):
    """(what is other, what is made)"""
    yield "elsewhere", make(os.path.join(folder, "else", "文件夹"), ELSEWHERE, relative=True, umask=0o077)
    yield "another locale", make(os.path.join(folder, "locale"), LOCALE)
    yield "another day", make(os.path.join(folder, "day"), clock(folder))
    place = other_user(folder)
    if place is not None:
        yield "another user", make(os.path.join(place, "own"), {"HOME": place, "XDG_CACHE_HOME": place}, user=OTHER, group=OTHER, extra_groups=[])


def main():
    faults = count = 0
    with tempfile.TemporaryDirectory() as folder:
        first = make(os.path.join(folder, "first"), {})
        for what, made in worlds(folder):
            count += 1
            other = sorted(name for name in first.keys() | made.keys() if first.get(name) != made.get(name))
            faults += bool(other)
            if other:
                print(f"{what}: {len(other)} of {len(first)} are not the same: {', '.join(other[:5])}")
    print(f"{len(first)} files made again {count} times, {faults} times not the same")
    return 1 if faults or not first else 0


if __name__ == "__main__":
    sys.exit(main())
