"""What is run with faults, and with which errors each call may fail."""
import errno
import os
import shutil
import struct
import sys
import zlib

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TREE, "tests/cli"))
import face
import small_books

SHORT = 0  # less than was asked
OPENING = "EACCES EMFILE ENFILE ENOMEM EIO ESTALE EINTR"
# call: the errors that Linux has for it on local disks, NFS and FUSE
ERRORS = {
    "open": OPENING + " ENOSPC EDQUOT EROFS",
    "opendir": OPENING,
    "readdir": "EIO ESTALE",
    "fopen": OPENING.replace(" EINTR", ""),  # /proc alone is opened so, ours and libxlsxwriter's: that is in memory, and never interrupted
    "read": "SHORT EIO ESTALE EINTR ENOMEM",
    "pread": "SHORT EIO ESTALE EINTR",
    "write": "SHORT EIO ENOSPC EDQUOT EFBIG EINTR ESTALE",
    "pwrite": "SHORT EIO ENOSPC EDQUOT EINTR",
    "fsync": "EIO ENOSPC EDQUOT EINTR",
    "ftruncate": "EIO EINTR ENOSPC",
    "close": "EIO ENOSPC EDQUOT EINTR",
    "mmap": "ENOMEM EACCES ENODEV",
    "stat": "EACCES EIO ENOMEM ESTALE",
    "fstat": "EIO ESTALE ENOMEM",
    "access": "EACCES EIO EROFS ESTALE",
    "readlink": "EACCES EIO ESTALE",
    "realpath": "EACCES EIO ESTALE ENOMEM",
    "getcwd": "ENOENT ENOMEM",
    "mkdir": "EACCES ENOSPC EDQUOT EROFS EIO EINTR",
    "mkdtemp": "EACCES ENOSPC EDQUOT EROFS EIO",
    "mkstemp": "EACCES ENOSPC EDQUOT EROFS EIO EMFILE ENFILE EINTR",
    "memfd": "EMFILE ENFILE ENOMEM",
    "rename": "EACCES ENOSPC EDQUOT EROFS EIO ENOMEM ESTALE EBUSY EINTR",
    "link": "EACCES ENOSPC EDQUOT EROFS EIO ENOMEM ESTALE EINTR EPERM ENOENT",
    "unlink": "EACCES EROFS EIO ESTALE EINTR",
    "fchmod": "EPERM EROFS EIO EINTR",
    "fchown": "EPERM EIO EDQUOT EINTR",
    "dup": "EMFILE",
    "lock": "ENOLCK EINTR EIO",
    "fork": "EAGAIN ENOMEM",
    "socketpair": "EMFILE ENFILE ENOMEM",
    "pipe": "EMFILE ENFILE",
    "send": "SHORT EINTR ENOMEM",
    "receive": "SHORT EINTR ENOMEM",
    "poll": "EINTR ENOMEM",
    "wait": "EINTR",
    "thread": "EAGAIN",
}
# From the n-th on all calls fail so: the disk stays full, the limit is reached.
LASTING = {
    "open": "EMFILE EIO", "read": "SHORT EIO", "pread": "SHORT", "write": "SHORT ENOSPC EIO", "fsync": "EIO", "close": "EIO", "mmap": "ENOMEM",
    "mkstemp": "ENOSPC", "rename": "ENOSPC EIO", "link": "ENOSPC EPERM", "unlink": "EIO", "fork": "EAGAIN", "socketpair": "EMFILE",
    "dup": "EMFILE", "lock": "ENOLCK", "thread": "EAGAIN", "opendir": "EMFILE", "readdir": "EIO", "memfd": "EMFILE", "mkdir": "EROFS",
}


# What once came to harm, in the order of finding (scenario:call:n:error:who:how, a part left empty is any): each third is in every share.
FOUND = [
    "several:readdir::EIO:main:once",  # a part of a folder was taken for all of it
    "merge:readdir::EIO:main:once",
    "workers:send::ENOMEM:main:once",  # the last paper was given to a worker that nobody began: the run hung
    "workers:send::ENOMEM:worker:once",  # a worker went on behind half a sentence
    "workers:receive::ENOMEM:main:once",  # a worker was ended that had said nothing wrong
    "csv:open::EIO:main:once",  # a table that could be read once and not again: the paper was called gone
    "xlsx:open::EIO:main:once",
    "changed:pread::EIO:main:once",  # a journal that could not be read was begun anew
    "changed:pread::SHORT:main:once",
    "new:pread::SHORT:main:once",  # half a workbook was short of memory
    "changed:lock::EINTR:main:once",
    "changed:open::EINTR:main:once",
    "verify-journal:open::EINTR:main:once",
    "one:open::EMFILE:main:once",  # the name of a face was freed before it was told
    "several:stat::EIO:main:once",  # a folder that could not be looked at was told to be no file
    "merge:stat::EIO:main:once",  # a paper that could not be read was another one
    "merge:realpath::EIO:main:once",  # one folder was called several
    "check-workers:socketpair::EMFILE:main:once",  # no line of JSON for a paper that was lost, so nothing was said at all
    "check-workers:send:7:ENOMEM:worker:once",
    "xlsx:socketpair::EMFILE:main:once",  # that no worker could list the papers of a table was told to nobody
    "kept:send::ENOMEM:worker:once",  # two workers shared a socket, and took each other's answers
    "verify-kind:rename::EACCES:main:once",  # why the paper could not be made again was cut out with the name of our folder
    "verify-kind:mkdir::EINTR:main:once",
    "changed:readdir::EIO:main:once",  # papers of a folder that could not be read were listed by --prune
    "changed:stat::EACCES:main:once",  # a folder that may not be looked at was a wrong command line
    "new:access::EIO:main:once",  # a folder of fonts that could not be looked at was told as missing
]


def number(name):
    return SHORT if name == "SHORT" else getattr(errno, name)


def write(path, text):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "wb" if isinstance(text, bytes) else "w", **({} if isinstance(text, bytes) else {"encoding": "utf-8"})) as file:
        file.write(text)


def read(path):
    with open(path, "rb") as file:
        return file.read()


MEMO = '<memo><title>备忘{0}</title><author>甲</author><written>2026-08-02</written><words><p>共{{count(item)}}项。</p>{1}</words><item name="纸" amount="12.5{0}"/></memo>\n'
FAMILY = "Faults Square"
FACE = f'<face names="{FAMILY}"/>'
ROLES = f'<roles><role name="宋体" bold="黑体">{FACE}</role><role name="黑体">{FACE}</role></roles>'
PAPERS = [["编号", "标题", "作者", "日期"], ["甲一", "备忘一", "甲", "2026-08-02"], ["乙二", "备忘二", "乙", "2026-08-03"], ["丙三", "备忘三", "丙", "2026-08-04"]]
ITEMS = [["编号", "名称", "金额"], ["甲一", "纸", "12.51"], ["乙二", "笔", "12.52"], ["丙三", "墨", "12.53"]]
MAPPING = '<mapping name="{编号}"/>'
PLAN = """<plan>
  <run name="甲" output="out/{year}"><input path="in"/></run>
  <run name="乙" output="two" jobs="2"><input path="in/a.xml"/><input path="b"/></run>
</plan>
"""


def png():
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(bytes(14))) + chunk(b"IEND", b"")


def jpeg(size, value):
    """One gray pixel, and pixels coded in so many bytes that nobody decodes."""
    head = b"\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0" + b"\xff\xda\0\x08\x01\x01\0\0\x3f\0"
    return b"\xff\xd8" + head + bytes([value]) * size + b"\xff\xd9"


def characters(folder):
    """All that any paper may print."""
    texts = [MEMO, PLAN, MAPPING, str(PAPERS), str(ITEMS), "一二三四五六七八九十百千万亿元年月日第页共（）、。", "".join(map(chr, range(32, 127)))]
    for name in os.listdir(os.path.join(folder, "kinds/memo")):
        with open(os.path.join(folder, "kinds/memo", name), encoding="utf-8") as file:
            texts.append(file.read())
    return set("".join(texts)) - set("\n\r\t")


def beside(folder):
    """What no run changes: a kind, roles of fonts, a face."""
    shutil.copytree(os.path.join(TREE, "tests/cli/templates/memo"), os.path.join(folder, "kinds/memo"))
    write(os.path.join(folder, "fonts/roles.xml"), ROLES)
    write(os.path.join(folder, "fonts/debian/square.ttf"), face.face(FAMILY, characters(folder)))


def base():
    """What all of them have, in the working folder."""
    write("in/a.xml", MEMO.format(1, '<picture file="a.png" width="10mm" alt="图"/>'))
    write("in/a.png", png() + bytes(70_000))  # large enough to be read again when it is written
    write("in/b.xml", MEMO.format(2, ""))
    write("in/c.xml", MEMO.format(3, ""))
    write("b/d.xml", MEMO.format(4, ""))
    write("plan.xml", PLAN)
    for folder in ("tmp", "out", "out/2026", "two", "cache"):
        os.makedirs(folder)
    for path in ("out/a.pdf", "out/c.pdf", "out/2026/b.pdf", "two/d.pdf"):
        write(path, "old " + path)


def large():
    """A file whose first bytes are written while the rest is made (pdf/file.c), and the rest in another piece."""
    write("big/e.xml", MEMO.format(6, "".join(f'<picture file="{n}.jpg" width="10mm" alt="图"/>' for n in range(2))))
    for n in range(2):
        write(f"big/{n}.jpg", jpeg(2_200_000, n))
    write("out/e.pdf", "old out/e.pdf")


def table():
    write("list.csv", "\n".join(",".join(row) for row in PAPERS) + "\n")
    small_books.book("list.xlsx", {"备忘录": small_books.sheet(PAPERS), "项目": small_books.sheet(ITEMS)})
    write("mapping.xml", MAPPING)


def long_table():
    """So many papers that one process reads it for all workers (batch/workers/keeper.c)."""
    table()
    write("list.csv", "\n".join(",".join(row) for row in [PAPERS[0], *([f"p{number}", *PAPERS[1][1:]] for number in range(16))]) + "\n")


def changed():
    write("in/b.xml", MEMO.format(5, ""))
    os.remove("out/a.pdf")


HELD = ["--fonts", "../fonts", "--templates", "../kinds"]
BUILD = ["build", *HELD, "-o", "out"]
TABLE_OF = ["build", *HELD, "--kind", "memo", "--mapping", "mapping.xml", "-o", "out"]
SHARDS = [["build", "-q", *HELD, "--manifest", "--shard", f"{k}/2", "-o", "out", "in"] for k in (1, 2)]

# name: command; before it: what is run (lists) or done (functions); `input`: what comes through the standard input
SCENARIOS = {
    "one": {"argv": [*BUILD, "in/a.xml"]},
    "several": {"argv": [*BUILD, "in"]},
    "new-folder": {"argv": ["build", *HELD, "-o", "new/er", "in/b.xml", "in/c.xml"]},
    "beside": {"argv": ["build", *HELD, "in/b.xml", "b/d.xml"]},
    "stream": {"argv": [*BUILD, "-"], "input": "in/b.xml"},
    "workers": {"argv": [*BUILD, "-j", "2", "in"]},
    "workers-bounded": {"argv": [*BUILD, "-j", "2", "--timeout", "30s", "--memory", "512M", "--attach", "--keep-record", "records", "in"]},
    "large": {"argv": [*BUILD, "--manifest", "big/e.xml"], "before": [large]},
    "large-workers": {"argv": [*BUILD, "-j", "2", "big/e.xml", "in/b.xml"], "before": [large]},
    "csv": {"argv": [*TABLE_OF, "--data", "list.csv"], "before": [table]},
    "xlsx": {"argv": [*TABLE_OF, "-j", "2", "--data", "list.xlsx"], "before": [table]},
    "kept": {"argv": [*TABLE_OF, "-j", "2", "--data", "list.csv"], "before": [long_table]},
    "plan": {"argv": ["run", *HELD, "--date", "2026-08-02", "--manifest", "--report", "report/", "--journal", "journal.log", "plan.xml"],
             "before": [["build", "-q", *HELD, "--journal", "journal.log", "-o", "out", "in/c.xml"]]},
    "changed": {"argv": [*BUILD, "--if-changed", "--prune", "--report", "report/", "--journal", "journal.log", "in"],
                "before": [[*BUILD, "-q", "--manifest", "--journal", "journal.log", "in"], changed]},
    "changed-workers": {"argv": [*BUILD, "-j", "2", "--if-changed", "--verify", "in"], "before": [[*BUILD, "-q", "--manifest", "in"], changed]},
    "log": {"argv": [*BUILD, "--log", "json", "in/b.xml", "in/c.xml"]},
    "attach": {"argv": [*BUILD, "--attach=kind", "--record", "old", "--keep-record", "records", "in"],
               "before": [[*BUILD, "-q", "--keep-record", "old", "in"]]},
    "html": {"argv": [*BUILD, "--format", "html", "in"]},
    "check": {"argv": ["check", *HELD, "in"]},
    "check-workers": {"argv": ["check", *HELD, "--format", "json", "-j", "2", "in"]},
    "extract": {"argv": ["extract", "--force", "-o", "x", "out/a.pdf"],
                "before": [[*BUILD, "-q", "--attach=kind", "in/a.xml"], lambda: write("x/data.json", "old")]},
    "verify": {"argv": ["verify", *HELD, "out/a.pdf"], "before": [[*BUILD, "-q", "--attach=kind", "in/a.xml"]]},
    "verify-kind": {"argv": ["verify", *HELD, "--kind-from-file", "out/a.pdf"], "before": [[*BUILD, "-q", "--attach=kind", "in/a.xml"]]},
    "verify-journal": {"argv": ["verify", "--journal", "journal.log", "out/b.pdf"], "before": [[*BUILD, "-q", "--journal", "journal.log", "in"]]},
    "new": {"argv": ["new", "--xlsx", "--force", "--templates", "../kinds", "-o", "forms", "memo"], "before": [lambda: write("forms/memo.xlsx", "old")]},
    "merge": {"argv": ["merge", "--manifest", "out"], "before": SHARDS},
    "dump": {"argv": ["dump", "--stage=pages", *HELD, "in/a.xml"]},
    "cold": {"argv": [*BUILD, "in/b.xml"], "cold": True, "without": ["stat"]},  # of files of fonts there are hundreds
}
