#!/usr/bin/env python3
"""Many mixed descriptions, some of them bad in ten ways, in one run: the good ones become what each becomes alone, each bad one its error.

usage: mixed.py PROGRAM [--papers N] [--bad M] [--alone K] [--rounds R]   (default: 120 papers, 20 of them bad, 12 looked at alone, 3 runs by one process; by hand
2,000, 40, 2,000)
"""
import argparse
import os
import random
import re
import resource
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import zlib

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
KINDS = os.path.join(TREE, "tests/cli/templates")
GOOD = """<memo>
  <title>备忘第{number}号</title><author>{author}</author><written>2026-{month:02}-{day:02}</written>
  <words>{words}</words>
  {items}
</memo>
"""


def good(chance, number, more="", words=""):
    items = "".join(f'<item name="第{at}项" amount="{chance.randint(1, 99999)}.{chance.randint(0, 99):02}"/>' for at in range(1, chance.randint(2, 9)))
    text = "".join(f"<p>{chance.choice(['会议决定', '经核对', '另附'])}{{count(item)}}项，合计{{money(total)}}元。</p>" for _ in range(chance.randint(1, 12)))
    return GOOD.format(number=number, author=chance.choice("甲乙丙丁"), month=chance.randint(1, 12), day=chance.randint(1, 28), words=text + words, items=items + more)


def picture(folder):
    """A PNG that says it is 60,000 x 60,000."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    with open(os.path.join(folder, "large.png"), "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b""))


# A way to be bad: its name, the description, what its message says.
WAYS = [
    ("figure", lambda chance, number: good(chance, number).replace("<memo>", '<memo total="1">'), "按公式计算为"),
    ("glyph", lambda chance, number: good(chance, number).replace("第1项", "第1项\U00012000"), "没有字形|字体"),
    ("work", lambda chance, number: good(chance, number, words="<p>{if(" + "all(item, " * 4 + "amount &gt;= 0" + ")" * 4 + ", '是', '否')}</p>", more='<item name="多" amount="1"/>' * 400), "计算量|步|上限"),
    ("picture", lambda chance, number: good(chance, number, words='<picture file="large.png" width="30mm"/>'), "large.png"),
    ("crash", good, "信号 9"),
    ("hang", good, "超过"),
    ("broken", lambda chance, number: good(chance, number).replace("</memo>", ""), "结束|</memo>"),
    ("kind", lambda chance, number: good(chance, number).replace("memo>", "memorandum>"), "没有“memorandum”这一文种"),
    ("field", lambda chance, number: good(chance, number).replace("author>", "autor>"), "autor"),
    ("large", lambda chance, number: good(chance, number, more="".join(f'<item name="纸{at}" amount="1"/>' for at in range(60000))), "内存|太大|上限"),
]


def build(program, out, files, *options):
    return subprocess.run([program, "build", "-q", "--templates", KINDS, *options, "-o", out, *files], capture_output=True, text=True)


def faults_of(given, folder):
    chance = random.Random(given.papers)
    kinds = {}
    for number in range(given.papers):
        kinds[number] = WAYS[number % len(WAYS)] if number < given.bad else None
    order = list(kinds)
    chance.shuffle(order)
    names = {}
    for place, number in enumerate(order):
        way = kinds[number]
        names[number] = os.path.join(folder, f"{place:05}-{way[0] if way else 'good'}.xml")
        with open(names[number], "w", encoding="utf-8") as file:
            file.write(way[1](chance, number) if way else good(chance, number))
    picture(folder)
    files, out, alone = sorted(names.values()), os.path.join(folder, "out"), os.path.join(folder, "alone")
    begun = time.monotonic()
    done = build(given.program, out, files, "-j", "2", "--timeout", "2s", "--memory", "16M", "--fault", "crash=-crash,hang=-hang")
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{given.papers} papers, {given.bad} bad: {time.monotonic() - begun:.1f} s, {usage.ru_utime + usage.ru_stime:.1f} s CPU, at most {usage.ru_maxrss // 1024} MB a process")
    if done.returncode != 1:
        yield f"exit status {done.returncode}"
    if f"共 {given.papers} 份：生成 {given.papers - given.bad} 份，有误 {given.bad} 份" not in done.stderr:
        yield f"told: {done.stderr.splitlines()[-1:]}"
    made = set(os.listdir(out))
    for number, path in names.items():
        pdf, way = os.path.basename(path)[:-4] + ".pdf", kinds[number]
        lines = [line for line in done.stderr.splitlines() if line.startswith(path)]
        if (pdf in made) == bool(way):
            yield f"{pdf}: {'made' if way else 'not made'}: {lines}"
        if way and not any(re.search(way[2], line) for line in lines):
            yield f"{pdf}: its message: {lines[:3]}"
        if not way and lines:
            yield f"{pdf}: told of: {lines[0]}"
    whole = [number for number in names if not kinds[number]]
    for number in chance.sample(whole, min(given.alone, len(whole))):
        pdf = os.path.basename(names[number])[:-4] + ".pdf"
        build(given.program, alone, [names[number]])
        with open(os.path.join(alone, pdf), "rb") as one, open(os.path.join(out, pdf), "rb") as other:
            if one.read() != other.read():
                yield f"{pdf}: not as it is alone"
    if len(made) != len(whole):
        yield f"{len(made)} files in the folder: {sorted(made)[:3]}"
    # One process after the other: those behind a document that took all memory find enough.
    behind = os.path.join(folder, "behind")
    for _ in range(given.rounds):
        build(given.program, behind, [path for path in files if "-hang" not in path], "-j", "1", "--memory", "16M", "--fault", "crash=-crash")
        if set(os.listdir(behind)) != made:
            yield f"one process: {sorted(made ^ set(os.listdir(behind)))[:3]}"
        shutil.rmtree(behind)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--papers", type=int, default=120)
    parser.add_argument("--bad", type=int, default=20)
    parser.add_argument("--alone", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        faults = list(faults_of(given, folder))
    print("\n".join(faults[:20]))
    print(f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
