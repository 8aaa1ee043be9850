#!/usr/bin/env python3
"""Fonts of one's own win: every name by which a role's font is known, Chinese or English, is found and comes before the fonts of Debian.

    check_names.py PROGRAM

For each name a stand-in is made: Liberation Serif with a name table of its own, which says the name in the language it is written in and
something else in the other.  Two of them, neighbours in the list, are installed for each role at once; `chengwen fonts` must take the first.
"""
import os
import re
import struct
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

HERE = os.path.dirname(os.path.abspath(__file__))
FONTS = os.path.join(os.path.dirname(os.path.dirname(HERE)), "fonts")
ENGLISH, CHINESE = 0x409, 0x804

# What the fonts that people own are called; roles.xml must know all of them.
KNOWN = {
    "仿宋": "仿宋_GB2312|FangSong_GB2312|仿宋|FangSong|方正仿宋_GB2312|方正仿宋_GBK|FZFangSong-Z02|方正仿宋简体|FZFangSong-Z02S|华文仿宋|STFangsong|Adobe Fangsong Std",
    "小标宋": "方正小标宋简体|FZXiaoBiaoSong-B05S|FZXBSJW--GB1-0|方正小标宋_GBK|FZXiaoBiaoSong-B05|华文中宋|STZhongsong",
    "宋体": "宋体|SimSun|新宋体|NSimSun|方正书宋_GBK|FZShuSong-Z01|FZShuSong-Z01S|华文宋体|STSong|Songti SC",
    "黑体": "黑体|SimHei|方正黑体_GBK|FZHei-B01|FZHei-B01S|华文黑体|STHeiti|Heiti SC",
    "楷体": "楷体_GB2312|KaiTi_GB2312|楷体|KaiTi|方正楷体_GBK|FZKai-Z03|FZKai-Z03S|华文楷体|STKaiti|Kaiti SC",
}


def name_table(names):
    """Format 0; `names`: {language: family}.  Family, style, full and PostScript name, sorted as the format asks."""
    entries = []
    for language, family in names.items():
        plain = re.sub("[^A-Za-z0-9-]", "", family) or "StandIn"
        for number, text in ((1, family), (2, "Regular"), (4, family), (6, plain)):
            entries.append((3, 1, language, number, text.encode("utf-16-be")))
    entries.sort(key=lambda entry: entry[:4])
    records, strings = b"", b""
    for platform, encoding, language, number, text in entries:
        records += struct.pack(">6H", platform, encoding, language, number, len(text), len(strings))
        strings += text
    return struct.pack(">3H", 0, len(entries), 6 + len(records)) + records + strings


def write_stand_in(path, font, name):
    chinese = not name.isascii()
    other = "Stand-in of " + os.path.basename(path) if chinese else "替身" + os.path.basename(path)
    table = name_table({CHINESE: name, ENGLISH: other} if chinese else {ENGLISH: name, CHINESE: other})
    bytes_ = bytearray(font + b"\0" * (-len(font) % 4))
    count = struct.unpack_from(">H", bytes_, 4)[0]
    for record in range(12, 12 + 16 * count, 16):
        if bytes_[record:record + 4] == b"name":
            struct.pack_into(">2I", bytes_, record + 8, len(bytes_), len(table))
    with open(path, "wb") as file:
        file.write(bytes_ + table)


def owned_names(face):
    """The names in front of Debian's."""
    names = [name.strip() for name in face.get("names").split("|")]
    return names[:names.index(face.get("default"))]


def faces_taken(program, home):
    done = subprocess.run([program, "fonts", "--fonts", FONTS], capture_output=True, text=True, timeout=60,
                          env=dict(os.environ, XDG_DATA_HOME=home, XDG_CACHE_HOME=home, LC_ALL="C.UTF-8"))
    taken = {}
    for line in done.stdout.splitlines():
        words = line.split()
        if words[1] == "本体":
            taken[words[0]] = os.path.basename(words[-1].split("#")[0])
    return taken, done.stderr


def main():
    program = os.path.abspath(sys.argv[1])
    roles = {role.get("name"): owned_names(role.find("face")) for role in ElementTree.parse(os.path.join(FONTS, "roles.xml")).iter("role")}
    faults = [f"roles.xml: {role} does not know {name}" for role, names in KNOWN.items() for name in names.split("|") if name not in roles[role]]
    with open(subprocess.run(["fc-match", "-f", "%{file}", "Liberation Serif:style=Regular"], capture_output=True, text=True, check=True).stdout, "rb") as file:
        font = file.read()
    for turn in range(max(map(len, roles.values()))):
        with tempfile.TemporaryDirectory() as home:
            os.mkdir(os.path.join(home, "fonts"))
            wanted = {}
            for number, (role, names) in enumerate(roles.items()):
                for at in range(turn, min(turn + 2, len(names))):
                    write_stand_in(os.path.join(home, "fonts", f"{number}-{at}.ttf"), font, names[at])
                    wanted.setdefault(role, (f"{number}-{turn}.ttf", names[turn]))
            taken, messages = faces_taken(program, home)
            for role, (path, name) in wanted.items():
                if taken.get(role) != path:
                    faults.append(f"{role}: “{name}” is installed, but {taken.get(role)} was taken\n{messages}")
    for fault in faults:
        print(fault)
    print(f"{sum(map(len, roles.values()))} names, {len(faults)} faults")
    sys.exit(1 if faults else 0)


main()
