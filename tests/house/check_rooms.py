#!/usr/bin/env python3
"""House rules that no compiler checks: names every breach in generator/, with file and line.

    check_rooms.py [TREE]      exit status 1 when there is a breach

Rooms and what they may include come from cmake/rooms.cmake, the same lines that the build links by; so do the wings
of a room, folders in it with a door each.
"""
import re
import sys
from fnmatch import fnmatch
from pathlib import Path

FUNCTION_LINES = 60
FILE_LINES = 600
FOLDER_FILES = 25  # .c and .h

# First part of an outside header -> the package (as rooms.cmake names it) that a room must use to include it.
LIBRARIES = [
    (r"libxml/", "libxml-2.0"),
    (r"md4c\.h", "md4c"),
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
    (r"jpeglib\.h|jerror\.h", "libjpeg"),
    (r"qrencode\.h", "libqrencode"),
    (r"zlib\.h", "zlib"),
    (r"minizip/", "minizip"),
    (r"openssl/ssl\.h", "libssl"),
    (r"openssl/", "libcrypto"),
    (r"p11-kit/", "p11-kit-1"),
    (r"sha2\.h", "libmd"),
    (r"seccomp\.h", "libseccomp"),
    (r"xlsxwriter\.h", "xlsxwriter"),
]
# The C and POSIX libraries, and the compiler's own: free to all rooms.
SYSTEM = set("""assert.h ctype.h dirent.h elf.h errno.h fcntl.h glob.h inttypes.h iso646.h limits.h locale.h malloc.h netdb.h poll.h pthread.h setjmp.h
dlfcn.h signal.h spawn.h linux/landlock.h linux/sched.h link.h stdalign.h stdarg.h stdbool.h stddef.h stdint.h stdio.h stdlib.h stdnoreturn.h string.h strings.h time.h
termios.h unistd.h sys/auxv.h sys/file.h sys/ioctl.h sys/mman.h sys/prctl.h sys/resource.h sys/select.h sys/socket.h sys/stat.h sys/statvfs.h sys/syscall.h sys/time.h sys/types.h sys/uio.h sys/wait.h
sys/inotify.h sanitizer/asan_interface.h""".split())

HEAP = r"malloc|calloc|realloc|free|strdup|strndup|getline|asprintf"
OUTPUT = r"printf|fprintf|vprintf|vfprintf|puts|fputs|putchar|fputc|perror|stdout|stderr|exit"
NO_FLOATS = {"expr", "model", "template", "layout", "content"}
# What differs from day to day and machine to machine, and the files that may ask for it: none of them puts it into what is made.
WORLD = [
    (r"(?:time|clock|clock_gettime|gettimeofday|timespec_get|localtime\w*|gmtime\w*|mktime|strftime|tzset)\s*\(", "no clock", {"font/cache.c", "batch/waiting.c", "base/file_stamp.c", "manifest/lock.c", "cli/clock.c", "make/clock.c", "cms/program.c"}),
    (r"(?:setlocale|newlocale|uselocale|nl_langinfo|localeconv|uloc_getDefault|uloc_setDefault)\s*\(", "no locale", {"embed/call.c"}),
    (r"(?:getpid|getlogin\w*|getpw\w+|gethostname|uname|rand|random|getrandom|arc4random\w*|mkstemp|mkdtemp)\s*\(", "nothing by chance or of the machine", {"base/file_temporary.c", "base/file_folder.c", "workers/workers.c", "manifest/lock.c", "cli/clock.c", "cli/signals.c"}),
    (r"getenv\s*\(", "nothing from the environment", {"font/config.c", "font/cache.c", "cli/folders.c", "base/file_folder.c"}),
]


def read_rooms(tree):
    """name -> (rooms it may include, packages it may use)"""
    text = (tree / "cmake/rooms.cmake").read_text(encoding="utf-8")
    rooms = {}
    for name, rest in re.findall(r"^room\((\w+)([^)]*)\)", text, re.M):
        may, _, uses = rest.replace("LOADS", "USES").partition("USES")
        rooms[name] = (set(may.replace("MAY", "").split()), set(uses.split()))
    for name, library in re.findall(r"target_link_libraries\((\w+) PRIVATE \$\{(\w+)_LIBRARY\}\)", text):
        rooms[name][1].add(library.lower())
    return rooms


def read_wings(tree):
    """room -> wing -> wings of the room whose door it may include"""
    text = (tree / "cmake/rooms.cmake").read_text(encoding="utf-8")
    wings = {}
    for room, name, may in re.findall(r"^wing\((\w+) (\w+)([^)]*)\)", text, re.M):
        wings.setdefault(room, {})[name] = set(may.replace("MAY", "").split())
    return wings


def strip(text):
    """Comments, strings and character constants become blanks; lines stay where they are."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match.group())
    pattern = r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''
    return re.sub(pattern, blank, text, flags=re.S)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


class Place:
    """Where a file stands: its room, and its wing or None."""
    def __init__(self, path, tree, wings):
        parts = path.relative_to(tree / "generator").parts
        self.room = parts[0]
        self.wing = "/".join(parts[1:-1]) or None
        self.is_header = path.suffix == ".h"
        self.wings = wings.get(self.room, {})


def check_wing_include(place, target):
    """An include of the same room."""
    _, wing, *rest = target.split("/")
    if not rest or wing == place.wing:
        return None
    if wing not in place.wings:
        return f'"{target}" is in no wing of room {place.room}'
    if place.wing is None and place.is_header:
        return f"a header that all wings may include may not include wing {wing}"
    if place.wing is not None and wing not in place.wings[place.wing]:
        return f"wing {place.wing} may not include wing {wing}"
    if rest != [wing + ".h"]:
        return f'"{target}" is an inner header of wing {wing}'
    return None


def check_own_include(place, target, rooms):
    first, _, rest = target.partition("/")
    if not rest:
        return f'"{target}": write "room/header.h"'
    if first == place.room:
        return check_wing_include(place, target)
    if first not in rooms:
        return f'"{target}" is in no room'
    if first not in rooms[place.room][0]:
        return f"room {place.room} may not include room {first}"
    if rest not in (first + ".h", "messages.def") and target != "base/message.h":
        return f'"{target}" is an inner header of room {first}'
    return None


def check_outside_include(room, target, rooms):
    if target in SYSTEM or target == "ROOM_MESSAGES": # base/messages.c
        return None
    for pattern, package in LIBRARIES:
        if re.match(pattern, target):
            return None if package in rooms[room][1] else f"room {room} may not use {package} (<{target}>)"
    return f"<{target}> is of no library that the house knows"


def check_includes(place, text, rooms):
    # Comments go, strings stay: an include names its file in one.
    code = re.sub(r"/\*.*?\*/|//[^\n]*", lambda m: re.sub(r"[^\n]", " ", m.group()), text, flags=re.S)
    for match in re.finditer(r'^[ \t]*#[ \t]*include[ \t]+(?:"([^"]+)"|<([^>]+)>|(\w+))', code, re.M):
        own, outside, macro = match.groups()
        if own is not None:
            fault = check_own_include(place, own, rooms)
        else:
            fault = check_outside_include(place.room, outside or macro, rooms)
        if fault:
            yield line_of(code, match.start()), fault


def check_words(room, name, code):
    rules = []
    if room not in ("base", "cli"):
        rules.append((rf"(?<![\w.>])(?:{HEAP})\b", "memory comes from base"))
        rules.append((rf"(?<![\w.>])(?:{OUTPUT})\b", "printing and exit belong to cli"))
    if room in NO_FLOATS:
        rules.append((r"\b(?:float|double)\b", "no floats here: integers and exact numbers"))
        rules.append((r"(?<![\w.])\d+(?:\.\d*(?:[eE][+-]?\d+)?|[eE][+-]?\d+)", "no floats here: integers and exact numbers"))
    rules.append((r"\b(?:strtok|gets|sprintf|strcpy|strcat|alloca)\b", "unsafe"))
    rules += [(rf"(?<![\w.>]){pattern}", f"{why}: equal input gives equal bytes") for pattern, why, may in WORLD if name not in may]
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


def folders(tree, rooms, wings):
    """(folder, its name for people, the .c that is its door)"""
    for room in rooms:
        yield tree / "generator" / room, f"room {room}", room + ".c"
        for wing in wings.get(room, {}):
            yield tree / "generator" / room / wing, f"wing {wing}", wing + ".c"


def check_maps(tree, rooms, wings):
    """A header or table (.def) of the room or wing names every file of it, as name.c or na*.c; but the door, room.c, and main.c."""
    for folder, name, door in folders(tree, rooms, wings):
        text = "\n".join(path.read_text(encoding="utf-8") for path in [*folder.glob("*.h"), *folder.glob("*.def")])
        named = re.findall(r"[\w*]+\.c\b", text)
        for path in sorted(folder.glob("*.c")):
            if path.name not in (door, "main.c") and not any(fnmatch(path.name, pattern) for pattern in named):
                yield path, 1, f"no header of {name} names this file"


def check_folders(tree, rooms, wings):
    for folder, name, _ in folders(tree, rooms, wings):
        count = len(list(folder.glob("*.[ch]")))
        if count > FOLDER_FILES:
            yield folder, 1, f"{name} has {count} files, more than {FOLDER_FILES}: give it wings"


def circle(may):
    """Names that may include each other, in a circle; []: none."""
    done = set()

    def walk(name, way):
        if name in way:
            return way[way.index(name):] + [name]
        if name in done:
            return []
        for other in sorted(may.get(name, ())):
            found = walk(other, way + [name])
            if found:
                return found
        done.add(name)
        return []

    return next((found for found in (walk(name, []) for name in sorted(may)) if found), [])


def check_circles(tree, rooms, wings):
    graphs = {"rooms": {name: may for name, (may, _) in rooms.items()}}
    graphs.update({f"wings of {room}": may for room, may in wings.items()})
    for what, may in graphs.items():
        found = circle(may)
        if found:
            yield tree / "cmake/rooms.cmake", 1, f"{what} in a circle: {', '.join(found)}"


def check_file(path, place, rooms):
    text = path.read_text(encoding="utf-8")
    code = strip(text)
    yield from check_includes(place, text, rooms)
    yield from check_words(place.room, "/".join(path.parts[-2:]), code)
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
    rooms, wings = read_rooms(tree), read_wings(tree)
    sources = []
    for path in sorted((tree / "generator").rglob("*.[ch]")):
        place = Place(path, tree, wings)
        if place.room not in rooms:
            yield path, 1, f"{place.room} is no room of cmake/rooms.cmake"
            continue
        if place.wing and place.wing not in place.wings:
            yield path, 1, f"{place.wing} is no wing of room {place.room} in cmake/rooms.cmake"
            continue
        sources.append(strip(path.read_text(encoding="utf-8")))
        for line, fault in check_file(path, place, rooms):
            yield path, line, fault
    yield from check_maps(tree, rooms, wings)
    yield from check_folders(tree, rooms, wings)
    yield from check_circles(tree, rooms, wings)
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
