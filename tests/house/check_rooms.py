#!/usr/bin/env python3
"""House rules that no compiler checks: names every breach in generator/, with file and line.

    check_rooms.py [TREE]      exit status 1 when there is a breach

Rooms and what they may include come from cmake/rooms.cmake, the same lines that the build links by.
"""
import re
import sys
from fnmatch import fnmatch
from pathlib import Path

FUNCTION_LINES = 60
FILE_LINES = 600

# First part of an outside header -> the package (as rooms.cmake names it) that a room must use to include it.
LIBRARIES = [
    (r"libxml/", "libxml-2.0"),
    (r"gmp\.h", "gmp"),
    (r"fontconfig/", "fontconfig"),
    (r"hb-subset", "harfbuzz-subset"),
    (r"hb(-[\w-]+)?\.h", "harfbuzz"),
    (r"(ft2build\.h|freetype|FT_)", "freetype2"),
    (r"unicode/", "icu-uc"),
    (r"libdeflate\.h", "libdeflate"),
    (r"hpdf", "hpdf"),
    (r"hyphen\.h", "hyphen"),
    (r"png\.h", "libpng"),
    (r"zlib\.h", "zlib"),
]
# The C and POSIX libraries: free to all rooms.
SYSTEM = set("""assert.h ctype.h dirent.h errno.h fcntl.h glob.h inttypes.h iso646.h limits.h locale.h poll.h setjmp.h
signal.h spawn.h stdalign.h stdarg.h stdbool.h stddef.h stdint.h stdio.h stdlib.h stdnoreturn.h string.h strings.h time.h
unistd.h sys/mman.h sys/resource.h sys/select.h sys/stat.h sys/time.h sys/types.h sys/wait.h""".split())

HEAP = r"malloc|calloc|realloc|free|strdup|strndup|getline|asprintf"
OUTPUT = r"printf|fprintf|vprintf|vfprintf|puts|fputs|putchar|fputc|perror|stdout|stderr|exit"
NO_FLOATS = {"expr", "model", "template", "layout", "content"}


def read_rooms(tree):
    """name -> (rooms it may include, packages it may use)"""
    text = (tree / "cmake/rooms.cmake").read_text(encoding="utf-8")
    rooms = {}
    for name, rest in re.findall(r"^room\((\w+)([^)]*)\)", text, re.M):
        may, _, uses = rest.partition("USES")
        rooms[name] = (set(may.replace("MAY", "").split()), set(uses.split()))
    for name, library in re.findall(r"target_link_libraries\((\w+) PRIVATE \$\{(\w+)_LIBRARY\}\)", text):
        rooms[name][1].add(library.lower())
    return rooms


def strip(text):
    """Comments, strings and character constants become blanks; lines stay where they are."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match.group())
    pattern = r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''
    return re.sub(pattern, blank, text, flags=re.S)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def check_own_include(room, target, rooms):
    first, _, rest = target.partition("/")
    if not rest:
        return f'"{target}": write "room/header.h"'
    if first == room:
        return None
    if first not in rooms:
        return f'"{target}" is in no room'
    if first not in rooms[room][0]:
        return f"room {room} may not include room {first}"
    if rest not in (first + ".h", "messages.h") and target != "base/message.h":
        return f'"{target}" is an inner header of room {first}'
    return None


def check_outside_include(room, target, rooms):
    if target in SYSTEM:
        return None
    for pattern, package in LIBRARIES:
        if re.match(pattern, target):
            return None if package in rooms[room][1] else f"room {room} may not use {package} (<{target}>)"
    return f"<{target}> is of no library that the house knows"


def check_includes(room, text, rooms):
    # Comments go, strings stay: an include names its file in one.
    code = re.sub(r"/\*.*?\*/|//[^\n]*", lambda m: re.sub(r"[^\n]", " ", m.group()), text, flags=re.S)
    for match in re.finditer(r'^[ \t]*#[ \t]*include[ \t]+(?:"([^"]+)"|<([^>]+)>|(\w+))', code, re.M):
        own, outside, macro = match.groups()
        if own is not None:
            fault = check_own_include(room, own, rooms)
        else:
            fault = check_outside_include(room, outside or macro, rooms)
        if fault:
            yield line_of(code, match.start()), fault


def check_words(room, code):
    rules = []
    if room not in ("base", "cli"):
        rules.append((rf"(?<![\w.>])(?:{HEAP})\b", "memory comes from base"))
        rules.append((rf"(?<![\w.>])(?:{OUTPUT})\b", "printing and exit belong to cli"))
    if room in NO_FLOATS:
        rules.append((r"\b(?:float|double)\b", "no floats here: integers and exact numbers"))
        rules.append((r"(?<![\w.])\d+(?:\.\d*(?:[eE][+-]?\d+)?|[eE][+-]?\d+)", "no floats here: integers and exact numbers"))
    rules.append((r"\b(?:strtok|gets|sprintf|strcpy|strcat|setlocale|alloca)\b", "unsafe or dependent on the machine"))
    for pattern, why in rules:
        for match in re.finditer(pattern, code):
            yield line_of(code, match.start()), f"{match.group()}: {why}"


def check_sizes(path, text, code):
    lines = code.split("\n")
    count = text.count("\n")
    if count > FILE_LINES:
        yield 1, f"the file has {count} lines, more than {FILE_LINES}"
    start = None
    for number, line in enumerate(lines, 1):
        if line.startswith("{"):
            start = number
        elif line.startswith("}") and start is not None:
            if number - start + 1 > FUNCTION_LINES:
                yield start, f"the function has {number - start + 1} lines, more than {FUNCTION_LINES}"
            start = None
    if path.suffix == ".c" and not text.startswith("/*"):
        yield 1, "no comment on top that says what the file does"


def check_maps(tree, rooms):
    """A header of the room names every file of it, as name.c or na*.c; but the door, room.c, and main.c."""
    for room in rooms:
        folder = tree / "generator" / room
        text = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.h"))
        named = re.findall(r"[\w*]+\.c\b", text)
        for path in sorted(folder.glob("*.c")):
            if path.name not in (room + ".c", "main.c") and not any(fnmatch(path.name, name) for name in named):
                yield path, 1, f"no header of room {room} names this file"


def check_file(path, room, rooms):
    text = path.read_text(encoding="utf-8")
    code = strip(text)
    yield from check_includes(room, text, rooms)
    yield from check_words(room, code)
    yield from check_sizes(path, text, code)
    for match in re.finditer(r"\b(?:TODO|FIXME|XXX)\b", text):
        yield line_of(text, match.start()), f"{match.group()} in the tree"


CONVERSIONS = ("s", ".*s", "d", "u", "zu", "lld", "02X", "04X", "06X")


def check_messages(tree, sources):
    tested = tree / "tests/base/test_messages.c"
    tested = tested.read_text(encoding="utf-8") if tested.exists() else ""
    used = set(re.findall(r"\bMSG_\w+", "\n".join(sources)))
    for path in sorted(tree.glob("generator/*/messages.def")):
        text = path.read_text(encoding="utf-8")
        if tested and f'"{path.parent.name}/messages.def"' not in tested:
            yield path, 1, "tests/base/test_messages.c does not try these messages"
        for match in re.finditer(r"^MESSAGE\((MSG_\w+)", text, re.M):
            if match.group(1) not in used:
                yield path, line_of(text, match.start()), f"{match.group(1)} is reported nowhere"
        for match in re.finditer(r"%(?!%)([-+ #0-9.*hlzjt]*[a-zA-Z])|%%", text):
            if match.group(1) and match.group(1) not in CONVERSIONS:
                yield path, line_of(text, match.start()), f"%{match.group(1)} is no conversion that base/quote.c knows"


def breaches(tree):
    rooms = read_rooms(tree)
    sources = []
    for path in sorted((tree / "generator").rglob("*.[ch]")):
        room = path.relative_to(tree / "generator").parts[0]
        if room not in rooms:
            yield path, 1, f"{room} is no room of cmake/rooms.cmake"
            continue
        sources.append(strip(path.read_text(encoding="utf-8")))
        for line, fault in check_file(path, room, rooms):
            yield path, line, fault
    yield from check_maps(tree, rooms)
    yield from check_messages(tree, sources)


def main(tree):
    count = 0
    for path, line, fault in breaches(tree):
        print(f"{path.relative_to(tree)}:{line}: {fault}")
        count += 1
    print(f"house rules: {count} breaches" if count else "house rules: kept")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]))
