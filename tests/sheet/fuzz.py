#!/usr/bin/env python3
"""Workbooks and CSV changed by chance, into a sanitized print_workbook: never a crash, a hang, or a refusal without words.

    fuzz.py build-asan/tests/print_workbook [--minutes 3] [--seed 1] [--keep FOLDER]

The archive's bytes are changed, the XML in it (and packed again), or the bytes of a CSV.  Not in the list of tests: it takes time.
"""
import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import workbooks

PIECES = ["<c>", "<row r='1'/>", "<v>1e999</v>", "<f/>", " r='XFD1048576'", " t='s'", " s='99999999'", "&#xE000;", "_x000D_", "<!DOCTYPE a>",
          "<mergeCell ref='A1:XFD1048576'/>", "]]>", "<![CDATA[", "\x00", "\xff", " xmlns='u'", "<a " + "".join(f"a{i}='' " for i in range(80)) + "/>",
          "<x>" * 70, "99999999999999999999", "-1", "60", "1E-400", "2026-02-30T99:00:00Z", "\"", "\r", ",", "\u202e", "[h]", "\\"]
CSVS = ['名称,数\r\n"甲\r\n乙","1""2"\r\n,,\r\n'.encode(), "名称,数\n甲,1\n".encode("gb18030"), "a\tb\nc\td\n".encode("utf-16")]


def change_bytes(random_, data):
    data = bytearray(data)
    for _ in range(random_.choice((1, 1, 2, 5, 20))):
        at = random_.randrange(len(data) or 1)
        way = random_.randrange(5)
        if way == 0 and data:
            data[at] ^= 1 << random_.randrange(8)
        elif way == 1 and data:
            data[at] = random_.choice((0, 1, 0x7F, 0x80, 0xFF, random_.randrange(256)))
        elif way == 2:
            del data[at:at + random_.randrange(1, 9)]
        elif way == 3:
            data[at:at] = random_.choice(PIECES).encode("utf-8", "surrogateescape")
        else:
            other = random_.randrange(len(data) or 1)
            data[at:at] = data[other:other + random_.randrange(1, 200)]
    return bytes(data)


def change_text(random_, text):
    """Anywhere, or where a tag begins or ends."""
    places = [i for i, c in enumerate(text) if c in "<>'\""] if random_.random() < 0.8 else range(len(text) + 1)
    for _ in range(random_.choice((1, 1, 2, 4))):
        at = random_.choice(places or [0])
        way = random_.randrange(3)
        if way == 0:
            text = text[:at] + random_.choice(PIECES) + text[at:]
        elif way == 1:
            text = text[:at] + text[at + random_.randrange(1, 30):]
        else:
            other = random_.choice(places or [0])
            text = text[:at] + text[other:other + random_.randrange(1, 300)] + text[at:]
    return text


def one(random_):
    """(end of its name, bytes)"""
    way = random_.randrange(4)
    if way == 0:
        return "csv", change_bytes(random_, random_.choice(CSVS))
    writer = workbooks.Writer(**random_.choice(list(workbooks.VARIANTS.values())))
    if way == 1:
        writer.method = random_.choice((workbooks.zipfile.ZIP_STORED, workbooks.zipfile.ZIP_DEFLATED))
        return "xlsx", change_bytes(random_, writer.bytes())
    parts = writer.parts()
    for name in random_.sample(sorted(parts), random_.choice((1, 1, 2))):
        changed = change_text(random_, parts[name])
        parts[name] = changed.encode("utf-8", "replace") if way == 2 else change_bytes(random_, changed.encode("utf-8", "replace"))
    return "xlsx", workbooks.pack(parts)


def run(program, folder, count, random_, keep):
    names = []
    for i in range(count):
        end, data = one(random_)
        names.append(folder / f"{i}.{end}")
        names[-1].write_bytes(data)
    done = subprocess.run([program, *names], capture_output=True, timeout=300)
    if done.returncode in (0, 1) and b"ERROR" not in done.stderr and b"runtime error" not in done.stderr:
        return True
    print(done.returncode, done.stderr.decode("utf-8", "replace")[-3000:])
    for name in names:
        alone = subprocess.run([program, name], capture_output=True, timeout=300)
        if alone.returncode not in (0, 1) or alone.stderr:
            (keep / name.name).write_bytes(name.read_bytes())
            print("kept:", keep / name.name)
    return False


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("."))
    given = parser.parse_args()
    random_ = random.Random(given.seed)
    end, rounds, batch = time.monotonic() + given.minutes * 60, 0, 60
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < end:
            if not run(given.program, Path(folder), batch, random_, given.keep):
                return 1
            rounds += batch
    print(f"fuzz: {rounds} files, no fault")
    return 0


if __name__ == "__main__":
    sys.exit(main())
