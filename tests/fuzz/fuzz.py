#!/usr/bin/env python3
"""Runs harnesses of tests/fuzz.

    fuzz.py [--minutes M] BUILD [HARNESS…]        libFuzzer, one after the other, M minutes each; a table of what came of it
    fuzz.py --replay N BUILD HARNESS              a harness built with replay.c: its seeds, and N inputs made of them
    fuzz.py --seeds FOLDER BUILD HARNESS          writes its seeds there

Seeds are made of what stands in the tree: samples, kinds, the cases of tests/golden, and the files of corpus/HARNESS, among them what was
found once.  All are text; archives, PDFs and fonts are put together when they are needed.  What libFuzzer finds worth keeping stays in
BUILD/corpus/HARNESS and is taken up again by the next run; inputs that end the program lie in BUILD/finds/HARNESS.
"""
import argparse
import os
import re
import resource
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CASES = ROOT / "tests/golden/cases"
MOST = 200_000  # bytes of an input
SHORT = {"expr": 4_000, "text": 8_000, "prose": 8_000, "markdown": 8_000, "cff": 8_000, "deflate": 40_000, "csv": 20_000, "json": 20_000, "font": 20_000, "picture": 20_000}  # of what is no XML


def kind_files(folder, taken):
    """The three files of a kind, and those that they use: path from the folder of all kinds -> text."""
    def take(path):
        name = os.path.relpath(path, folder.parent)
        if name in taken or not path.is_file():
            return
        taken[name] = path.read_text(encoding="utf-8")
        for used in re.findall(r'<use file="([^"]+)"', taken[name]):
            take(Path(os.path.normpath(path.parent / used)))
    for name in ("model.xml", "layout.xml", "style.xml"):
        take(folder / name)
    return taken


def parts(files):
    """Several files as one text (fuzz.h)."""
    return "".join(f"--- {name}\n{text.rstrip()}\n" for name, text in files.items()).encode()


def root_of(path):
    return re.search(r"<([\w-]+)", re.sub(r"<\?.*?\?>|<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.S)).group(1)


def describe(_build):
    kinds = {path.name for path in (ROOT / "templates").iterdir()}
    found = [*ROOT.glob("input/*.xml"), *ROOT.glob("tests/documents/inputs/*.xml"), *CASES.glob("*/input.xml")]
    for path in found:
        if root_of(path) in kinds:
            yield path.parent.name + "-" + path.name, path.read_bytes()


def kind(_build):
    """A kind with a description of it, as files of one text."""
    for case in sorted(CASES.iterdir()):
        folder = case / "templates" / root_of(case / "input.xml") if (case / "templates").is_dir() else None
        if folder is not None and folder.is_dir():
            yield case.name, parts(kind_files(folder, {}) | {"input.xml": (case / "input.xml").read_text(encoding="utf-8")})
    for path in sorted(ROOT.glob("input/*.xml")):
        folder = ROOT / "templates" / root_of(path)
        yield path.name, parts(kind_files(folder, {}) | {"input.xml": path.read_text(encoding="utf-8")})


def expr(_build):
    """The examples of all functions, four a file."""
    found = re.findall(r'"((?:[^"\\\n]|\\.)*)", "(?:[^"\\\n]|\\.)*"\)$', (ROOT / "generator/expr/functions.def").read_text(encoding="utf-8"), re.M)
    for i in range(0, len(found), 4):
        yield f"functions-{i}", "\n".join(found[i:i + 4]).replace("\\\"", '"').encode()


def markdown(_build):
    """Pieces of the documents, and a golden case."""
    for path in (*sorted((ROOT / "docs").glob("*.md")), CASES / "listings/more.md"):
        text = path.read_text(encoding="utf-8")
        for i, piece in enumerate([text, *re.split(r"^## ", text, flags=re.M)[1:4]]):
            yield f"{path.name}-{i}", piece[:3000].encode()


def prose(_build):
    """The running text of samples, without its tags."""
    for path in ROOT.glob("input/*.xml"):
        text = re.sub(r"<[^>]*>|\{[^}]*\}", "", path.read_text(encoding="utf-8"))
        lines = [line.strip() for line in text.splitlines() if re.search(r"[0-9一二三四五六七八九]", line)]
        yield path.name, "\n".join(lines[:40]).encode()


def xlsx(_build):
    """As several programs write them: the parts, to be packed by the harness."""
    sys.path.insert(0, str(ROOT / "tests/sheet"))
    import workbooks
    for name, changes in workbooks.VARIANTS.items():
        yield name.replace("/", "-"), parts(workbooks.Writer(**changes).parts())


def run(build, folder, *words):
    subprocess.run([build / "chengwen", *words, "--date", "2026-06-01", "--templates", ROOT / "tests/cli/templates", "--fonts", ROOT / "fonts"], cwd=folder, check=True,
                   stdout=subprocess.DEVNULL)


def make_memo(folder):
    (folder / "m.xml").write_text("<memo><title>备忘</title><author>甲</author><written>2026-08-02</written><item name='纸' amount='12.50'/></memo>", encoding="utf-8")


def taken_apart(data):
    """A PDF of ours as the harness puts it together: a part an object, streams inflated."""
    out = [b"--- head\n" + data[:data.index(b"1 0 obj")]]
    for number, body in re.findall(rb"(?<=\n)(\d+) 0 obj\r?\n(.*?)endobj", data, re.S):
        dictionary, mark, stream = body.partition(b"\nstream\r\n" if b"\nstream\r\n" in body else b"\nstream\n")
        if mark:
            stream = stream[:int(re.search(rb"/Length (\d+)", dictionary).group(1))]
            body = dictionary + b"\nstream\n" + (zlib.decompress(stream) if b"/FlateDecode" in dictionary else stream)
        out.append(b"--- " + number + b"\n" + body)
    out.append(b"--- trailer\n" + re.search(rb"trailer\s+(.*?)startxref", data, re.S).group(1))
    return b"".join(part if part.endswith(b"\n") else part + b"\n" for part in out)


def pdf(build):
    """A short paper in every form, whole and taken apart."""
    forms = {"2a": [], "3a": ["--attach"], "kind": ["--attach=kind"], "4f": ["--conformance=pdfa-4f+ua-2"], "compact": ["--attach", "--compact"]}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_memo(folder)
        for form, options in forms.items():
            run(build, folder, "build", "-q", *options, "-o", ".", "m.xml")
            data = (folder / "m.pdf").read_bytes()
            yield form, data
            if b"\ntrailer" in data:
                yield form + ".parts", taken_apart(data)


def revisions(data):
    """A signed paper as the harness puts it together: objects as they are, a part trailer at the end of each revision."""
    out, at = [b"--- head\n%PDF-1.7\n"], 0
    for match in re.finditer(rb"(?<=\n)(?:(\d+) 0 obj\r?\n(.*?)endobj|trailer\s+(.*?)startxref)", data[at:], re.S):
        number, body, trailer = match.groups()
        if number:
            body = re.sub(rb"/Contents <0*[0-9A-Fa-f]*>", b"/Contents <00>", body)
            out.append(b"--- " + number + b"\n" + body)
        else:
            out.append(b"--- trailer\n" + re.sub(rb"/Prev \d+", b"", trailer))
    return b"".join(part if part.endswith(b"\n") else part + b"\n" for part in out)


def sign(build):
    """A signed paper, twice signed, each whole and taken apart; the signature by itself."""
    sys.path.insert(0, str(ROOT / "tests/sign"))
    import signed
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_memo(folder)
        signer = signed.Signer(folder, "one", "/C=CN/O=甲公司/CN=张三", key=("EC", "ec_paramgen_curve:P-256"))
        for form, options in {"2a": [], "compact": ["--compact"]}.items():
            run(build, folder, "build", "-q", *options, "-o", ".", "m.xml")
            paper = signed.Paper((folder / "m.pdf").read_bytes())
            signed.add_fields(paper, ["one", "two"])
            for field in ("one", "two"):
                signed.sign(paper, field, signer, room=1500)
                yield f"{form}-{field}", paper.data
            if form == "2a":
                yield f"{form}.parts", revisions(paper.data)
        yield "cms", signer.cms(b"something else")


def json(build):
    """What a run leaves for programs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_memo(folder)
        run(build, folder, "build", "-q", "--attach=kind", "--if-changed", "--journal", "journal", "-o", "out", "m.xml")
        run(build, folder, "build", "-q", "--shard", "1/1", "--if-changed", "-o", "shard", "m.xml")
        subprocess.run([build / "chengwen", "extract", "-o", "files", "out/m.pdf"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        for path in (folder / "journal", *folder.rglob("*.json"), *folder.rglob(".*.json")):
            yield f"{path.parent.name}-{path.name}", path.read_bytes()


def deflate(_build):
    """Bytes that repeat as texts do, and as outlines do; the first eight say what the harness does."""
    for path in (ROOT / "templates/common/style.xml", ROOT / "generator/base/json.c", ROOT / "fonts/roles.xml"):
        yield path.name, b"\x80\x55\1\x17\3\x40.." + path.read_bytes()[:12_000]


def picture(_build):
    """PNG of every colour type and depth, IDAT not compressed (the harness does); a JPEG without tables."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
    for color, depth in ((0, 1), (0, 8), (0, 16), (2, 8), (2, 16), (3, 2), (3, 8), (4, 8), (6, 8), (6, 16)):
        for interlaced in (0, 1):
            width, height = 5, 4
            row = b"\1" + bytes(range(1 + (width * channels[color] * depth + 7) // 8 - 1))
            extra = chunk(b"PLTE", bytes(range(12))) if color == 3 else b""
            extra += chunk(b"tRNS", b"\0\x80") if color in (0, 3) else b""
            yield f"{color}-{depth}-{interlaced}.png", b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, interlaced)) + \
                extra + chunk(b"pHYs", bytes(9)) + chunk(b"IDAT", row * (height + interlaced * 6)) + chunk(b"IEND", b"")
    # Whole ones, with what cameras say: how it lies, where it was; a profile, as short as one may be.
    sys.path.insert(0, str(ROOT / "tests/documents"))
    import pictures
    tiff = b"MM\0*\0\0\0\x08\0\2" + struct.pack(">HHIHHHHII", 0x112, 3, 1, 6, 0, 0x8825, 4, 1, 38) + bytes(4) + struct.pack(">HHHII", 1, 2, 5, 3, 0)
    profile = lambda space: struct.pack(">I4sI4s4s4s", 144, b"none", 0x02400000, b"mntr", space, b"XYZ ").ljust(36, b"\0") + b"acsp" + bytes(88) + struct.pack(">I4sII", 1, b"desc", 128, 4)
    for name, gray in (("camera", False), ("gray", True)):
        parts = pictures.segment(0xE1, b"Exif\0\0" + tiff) + pictures.segment(0xE2, b"ICC_PROFILE\0\1\1" + profile(b"GRAY" if gray else b"RGB ")) + pictures.segment(0xFE, b"said")
        for more in ({}, {"progressive": True}):
            made = pictures.jpeg(gray=gray, width=48, height=40, **more)
            yield f"{name}-{len(more)}.jpg", made[:2] + parts + made[2:]
    yield "camera.png", b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 5, 4, 8, 2, 0, 0, 0)) + chunk(b"iCCP", b"p\0\0" + zlib.compress(profile(b"RGB "))) + chunk(b"eXIf", tiff) + chunk(b"IDAT", bytes(64)) + chunk(b"IEND", b"")
    yield "small.jpg", bytes.fromhex("ffd8ffffe000046162ffc0000b080008000901011100ffda0008010100003f0012ff00ffd034ffffd9")


def font(_build):
    """TrueType and CFF, small."""
    import seed_fonts
    for name in ("DejaVu Sans:style=Book", "Liberation Serif:style=Regular"):
        path = Path(subprocess.run(["fc-match", "-f", "%{file}", name], capture_output=True, text=True, check=True).stdout)
        data, tables = seed_fonts.truetype(path)
        yield path.name, data
    yield "cff.otf", seed_fonts.opentype(tables)


# Of each harness, from the build folder: (name, bytes) …
SEEDS = {"describe": describe, "model": kind, "layout": kind, "style": kind, "expr": expr, "prose": prose, "markdown": markdown, "xlsx": xlsx, "pdf": pdf, "sign": sign, "json": json,
         "picture": picture, "deflate": deflate, "font": font}


def used_files(path):
    """What a kind of the corpus uses of templates/common."""
    names = re.findall(r'<use file="\.\./(common/[^"]+)"', path.read_text(encoding="utf-8", errors="replace"))
    return parts({name: (ROOT / "templates" / name).read_text(encoding="utf-8") for name in names})


def write_seeds(build, harness, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in SEEDS.get(harness, lambda _build: ())(build):
        if len(data) <= MOST:
            (folder / name).write_bytes(data)
    for shared in (HERE / "corpus").glob("*"):
        if harness in shared.name.split("+"):  # model+layout+style: of all three
            for path in shared.iterdir():
                (folder / path.name).write_bytes(path.read_bytes() + used_files(path))


def replay(build, harness, count):
    """The sanitizer's exit status; what was tried last is kept only when it fails."""
    with tempfile.TemporaryDirectory() as folder:
        write_seeds(build, harness, Path(folder) / "seeds")
        find = build / f"find-{harness}"
        done = subprocess.run([build / "tests/fuzz" / f"fuzz_{harness}", "--mutations", str(count), Path(folder) / "seeds"], env=dict(os.environ, TMPDIR=folder, FUZZ_FIND=str(find)))
        if done.returncode == 0:
            find.unlink(missing_ok=True)
        else:
            print(f"fuzz.py: {find}, unless a seed did it")
        return done.returncode


def cpu():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def fuzz(build, harness, minutes):
    """A line of the table."""
    corpus, seeds, finds = (build / name / harness for name in ("corpus", "seeds", "finds"))
    for folder in (corpus, finds):
        folder.mkdir(parents=True, exist_ok=True)
    write_seeds(build, harness, seeds)
    known = set(finds.iterdir())
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None) as folder:
        command = [build / "tests/fuzz" / f"fuzz_{harness}", f"-max_total_time={int(minutes * 60)}", f"-max_len={SHORT.get(harness, MOST)}", "-len_control=0", "-timeout=100", "-report_slow_units=100",
                   "-rss_limit_mb=3000", "-print_final_stats=1", "-reload=0", f"-artifact_prefix={finds}/", corpus, seeds]
        before = cpu()
        done = subprocess.run(command, env=dict(os.environ, TMPDIR=folder), stderr=subprocess.PIPE)
    log = done.stderr.decode("utf-8", "replace")
    (build / f"log-{harness}").write_text(log, encoding="utf-8")
    figures = re.findall(r"#(\d+)\s+\w+\s+cov: (\d+) ft: (\d+)", log)
    count, edges, _ = figures[-1] if figures else ("0", "0", "0")
    executed = re.search(r"number_of_executed_units: (\d+)", log)
    grown = re.findall(r"#(\d+)\s+(?:NEW|INITED)\s+cov: (\d+)", log)
    last = next((number for number, cov in grown if cov == edges), count)
    new = sorted(set(finds.iterdir()) - known)
    print(f"{harness:10} {cpu() - before:6.0f} s of CPU {executed.group(1) if executed else count:>9} executions {edges:>6} edges, the last at {last:>9}  {len(new)} finds"
          + ("" if new or done.returncode == 0 else f", and ended with {done.returncode}: log-{harness}"), flush=True)
    for path in new:
        print(f"    {path}")
    return not new and done.returncode == 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=Path)
    parser.add_argument("harness", nargs="*")
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--replay", type=int)
    parser.add_argument("--seeds", type=Path)
    given = parser.parse_args()
    build = given.build.resolve()
    harnesses = given.harness or sorted(path.name[5:] for path in (build / "tests/fuzz").glob("fuzz_*") if not path.suffix)
    if given.seeds is not None:
        return write_seeds(build, harnesses[0], given.seeds)
    if given.replay is not None:
        return replay(build, harnesses[0], given.replay)
    good = [fuzz(build, harness, given.minutes) for harness in harnesses]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
