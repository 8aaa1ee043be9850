#!/usr/bin/env python3
"""<picture>: every sort of file as other programs see it in the PDF, sizes and places, and what must not be.

usage: check_pictures.py PROGRAM
"""
import os
import random
import re
import struct
import subprocess
import sys
import tempfile
import zlib

import pictures
from pictures import GRAY, GRAY_ALPHA, PALETTE, RGB, RGB_ALPHA, jpeg, png

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MM = 72 / 25.4
WHITE = (255, 255, 255)

MODEL = """<model kind="shown" label="图"><list name="shot"><text name="name"/></list><prose name="more" optional="yes"/>
<text name="logo" optional="yes"/></model>"""
STYLE = """<styles><page name="page" width="120mm" height="100mm" top="10mm" bottom="10mm" left="10mm" right="10mm" header-at="5mm"
footer-at="5mm"/><style name="body" role="宋体" size="10pt" line="20pt"/><style name="table-cell" base="body"/>
<style name="table-head" base="body"/><table-style name="table" before="0" after="0"/></styles>"""

failures = []


def fail(what):
    failures.append(what)
    print("FAILED", what)


def near(found, wanted, what, slack=0.01):
    if abs(found - wanted) > slack:
        fail(f"{what}: {found}, not {wanted}")


class Case:
    """A folder with a kind and its input; build() makes the PDF, or shows the message."""

    def __init__(self, program, folder, layout, inner="", files=()):
        self.program, self.folder = program, folder
        for name, text in {"templates/shown/model.xml": MODEL, "templates/shown/style.xml": STYLE,
                           "templates/shown/layout.xml": f'<layout><section page="page">{layout}</section></layout>',
                           "in/a.xml": f"<shown>{inner}</shown>", **dict(files)}.items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(text if isinstance(text, bytes) else text.encode())

    def run(self, *command):
        return subprocess.run([self.program, *command, "--templates", "templates", "in/a.xml"], cwd=self.folder, capture_output=True,
                              text=True, timeout=120)

    def build(self):
        return self.run("build", "--date", "2026-06-01", "-o", "out")

    def items(self):
        """Pictures of the pages: (page, meaning, x, y, width, height)."""
        done, found, page = self.run("dump", "--stage=pages", "--square-font"), [], 0
        if done.returncode != 0:
            fail(done.stderr)
        for row in done.stdout.splitlines():
            page += row.startswith("page ")
            match = re.match(r"  picture (\w+).* x (\S+) y (\S+) width (\S+) height (\S+)", row)
            if match:
                found.append((page, match.group(1), *(float(value) for value in match.groups()[1:])))
        return found


def pixels(folder, dpi=72):
    subprocess.run(["pdftoppm", "-r", str(dpi), "out/a.pdf", "page"], cwd=folder, check=True, capture_output=True)
    images = []
    for name in sorted(os.listdir(folder)):
        if name.startswith("page-"):
            with open(os.path.join(folder, name), "rb") as file:
                _, size, _, data = file.read().split(b"\n", 3)
            width, height = map(int, size.split())
            images.append((width, height, data))
    return images


def color_at(image, x, y):
    width, _, data = image
    start = 3 * (int(y) * width + int(x))
    return tuple(data[start:start + 3])


def expected(kind, depth, which, jpeg_file):
    if kind in (GRAY, GRAY_ALPHA):
        value = pictures.GRAYS[which] if depth >= 8 else (pictures.GRAYS[which] * ((1 << depth) - 1) // 255) * 255 // ((1 << depth) - 1)
        return (value,) * 3
    if kind == PALETTE and depth == 1:
        which %= 2
    return pictures.COLORS[which]


SORTS = ([(f"gray{d}", png(GRAY, d), GRAY, d, False) for d in (1, 2, 4, 8, 16)] +
         [(f"palette{d}", png(PALETTE, d), PALETTE, d, False) for d in (1, 2, 4, 8)] +
         [(f"rgb{d}", png(RGB, d), RGB, d, False) for d in (8, 16)] +
         [(f"gray-alpha{d}", png(GRAY_ALPHA, d), GRAY_ALPHA, d, True) for d in (8, 16)] +
         [(f"rgb-alpha{d}", png(RGB_ALPHA, d), RGB_ALPHA, d, True) for d in (8, 16)] +
         [(f"interlaced{k}", png(k, 8, interlaced=True), k, 8, k in (GRAY_ALPHA, RGB_ALPHA)) for k in (GRAY, RGB, PALETTE, GRAY_ALPHA, RGB_ALPHA)] +
         [("interlaced-gray2", png(GRAY, 2, interlaced=True), GRAY, 2, False),
          ("palette-clear", png(PALETTE, 4, clear=b"\xff\0\xff\0"), PALETTE, 4, True),
          ("palette-one-clear", png(PALETTE, 1, clear=b"\xff\0"), PALETTE, 1, True),
          ("gray-clear", png(GRAY, 8, clear=b"\0\1"), GRAY, 8, False),
          ("jpeg", jpeg(), RGB, 8, False), ("jpeg-gray", jpeg(gray=True), GRAY, 8, False),
          ("jpeg-progressive", jpeg(progressive=True), RGB, 8, False)])


def check_sorts(program, folder):
    """Each sort of file on a page of its own, 40 mm wide at the left: the colours of its quarters."""
    files = {f"in/{name}": data for name, data, *_ in SORTS}
    case = Case(program, folder, '<for each="shot"><picture file="{name}" width="40mm" align="left"/><page-break/></for>',
                "".join(f'<shot name="{name}"/>' for name, *_ in SORTS), files)
    done = case.build()
    if done.returncode != 0:
        return fail(done.stderr)
    for (name, data, kind, depth, clear), image in zip(SORTS, pixels(folder), strict=True):
        for which in range(4):
            x, y = (10 + 10 + 20 * (which % 2)) * MM, (10 + 10 + 20 * (which // 2)) * MM
            want = WHITE if clear and which % 2 else expected(kind, depth, which, name)
            found = color_at(image, x, y)
            if max(abs(a - b) for a, b in zip(found, want)) > 6:
                fail(f"{name}, quarter {which}: {found}, not {want}")
        if color_at(image, 52 * MM, 20 * MM) != WHITE or color_at(image, 20 * MM, 52 * MM) != WHITE:
            fail(f"{name} stands out of its box")
    checked = subprocess.run(["qpdf", "--check", "out/a.pdf"], cwd=folder, capture_output=True, text=True)
    if checked.returncode != 0:
        fail(checked.stdout + checked.stderr)


def check_sizes(program, folder):
    """One measure, both, none; a small one; in a cell, columns, an item, a fixed block, prose."""
    small, wide = png(width=30, height=15), png(GRAY, 1, 3000, 1500)
    layout = """<fixed top="2mm" on="first"><picture file="logo.png" height="6mm" align="right" alt="徽"/></fixed>
      <picture file="{logo}" width="60mm"/><picture file="{logo}" width="50mm" height="20mm" align="left"/><picture file="{logo}" alt="小图"/>
      <page-break/><picture file="sub/wide.png"/>
      <keep><table columns="40mm 30mm *"><row><cell align="right"><picture file="logo.png" width="10mm"/></cell>
      <cell><p>前</p><picture file="logo.png" width="20mm" alt="格里"/></cell><cell>字</cell></row></table></keep>
      <columns><column><picture file="logo.png" width="10mm"/></column><column><p>乙</p></column></columns>
      <page-break/><list kind="plain"><item><p>项</p><picture file="logo.png" width="10mm"/></item></list><prose of="more"/>"""
    case = Case(program, folder, layout, '<logo>sub/logo.png</logo><more><p>文</p><picture file="sub/logo.png" width="12mm" alt="稿"/></more>',
                {"templates/shown/logo.png": small, "in/sub/logo.png": small, "templates/shown/sub/wide.png": wide})
    items = case.items()
    by_page = {page: [item for item in items if item[0] == page] for page in (1, 2, 3)}
    fixed, sixty, both, none = by_page[1]
    for item, x, width, height, what in ((fixed, 98, 12, 6, "height alone"), (sixty, 30, 60, 30, "width alone"), (both, 10, 50, 20, "both"),
                                         (none, 60 - 1.27, 2.54, 1.27, "none: 300 dots an inch")):
        near(item[2], x * MM, what + ": x")
        near(item[4], width * MM, what + ": width")
        near(item[5], height * MM, what + ": height")
    if [item[1] for item in by_page[1]] != ["figure", "artifact", "artifact", "figure"]:
        fail(f"meanings {[item[1] for item in by_page[1]]}")
    whole, right, cell, column = by_page[2]
    near(whole[4], 100 * MM, "none: at most the column")
    near(whole[5], 50 * MM, "none: its height")
    if not 10 * MM + 28 * MM < right[2] < 40 * MM or cell[1] != "cell" or cell[3] < right[3]:
        fail(f"cells: {right}, {cell}")
    if not 10 * MM < column[2] < 55 * MM:
        fail(f"column: {column}")
    if len(by_page[3]) != 2 or by_page[3][1][1] != "figure":
        fail(f"item and prose: {by_page[3]}")
    if case.build().returncode != 0:
        return fail("sizes: no PDF")
    with open(os.path.join(folder, "out/a.pdf"), "rb") as file:
        if file.read().count(b"/Subtype /Image") != 2:
            fail("a file that stands several times is not one object")


def sized(width, height):
    """A file whose head says so."""
    return png()[:16] + struct.pack(">II", width, height) + png()[24:]


FAULTS = [
    # what, the element, files, message
    ("absolute", '<picture file="/etc/passwd"/>', {}, "不在这里的文件夹之内"),
    ("upwards", '<picture file="../model.xml"/>', {}, "不在这里的文件夹之内"),
    ("upwards from the input", "<picture file=\"{'sub/../../in/a.xml'}\"/>", {}, "不在这里的文件夹之内"),
    ("missing", "<picture file=\"{'no.png'}\"/>", {}, "找不到图片文件 in/no.png"),
    ("empty", "<picture file=\"{''}\"/>", {}, "这是目录，不是文件"),
    ("folder", "<picture file=\"{'sub'}\"/>", {"in/sub/x": b""}, "这是目录，不是文件"),
    ("no picture", "<picture file=\"{'a.xml'}\"/>", {}, "既不是 JPEG 文件，也不是 PNG 文件"),
    ("nothing in it", "<picture file=\"{'x'}\"/>", {"in/x": b""}, "是空文件，一个字节也没有"),
    ("PNG cut", "<picture file=\"{'x'}\"/>", {"in/x": png()[:-20]}, "不完整"),
    ("JPEG cut", "<picture file=\"{'x'}\"/>", {"in/x": jpeg()[:-2]}, "不完整"),
    ("PNG checksum", "<picture file=\"{'x'}\"/>", {"in/x": png()[:45] + b"?" + png()[46:]}, "图片“x”已损坏"),
    ("CMYK", "<picture file=\"{'x'}\"/>", {"in/x": jpeg(components=4)}, "四色"),
    ("12 bits", "<picture file=\"{'x'}\"/>", {"in/x": jpeg(precision=12)}, "不止 8 位"),
    ("lossless", "<picture file=\"{'x'}\"/>", {"in/x": jpeg(code=0xC3)}, "无损"),
    ("pixels", "<picture file=\"{'x'}\"/>", {"in/x": sized(16384, 16384)}, "16384 × 16384 像素，超过上限：共 10000 万像素，每边 65535 像素"),
    ("pixels in a row", "<picture file=\"{'x'}\"/>", {"in/x": sized(65536, 1)}, "65536 × 1 像素，超过上限"),
    ("pixels in a column", "<picture file=\"{'x'}\"/>", {"in/x": sized(1, 65536)}, "1 × 65536 像素，超过上限"),
    ("bytes", "<picture file=\"{'x'}\"/>", {"in/x": bytes((16 << 20) + 1)}, "文件有 16777217 字节，超过上限 16777216 字节"),
    ("too wide", "<picture file=\"{'x'}\" width=\"100.1mm\"/>", {"in/x": png()}, "图片“x”宽 100.1 毫米，这里只有 100.0 毫米宽"),
    ("too wide by its height", "<picture file=\"{'x'}\" height=\"101mm\"/>", {"in/x": png()}, "图片“x”宽 101.0 毫米"),
    ("too high", "<picture file=\"{'x'}\" width=\"81mm\"/>", {"in/x": png()}, "高 81.0 毫米，一页只有 80.0 毫米可用"),
    ("too high in columns", "<columns><column><picture file=\"{'x'}\" width=\"30mm\" height=\"81mm\"/></column></columns>", {"in/x": png()}, "高 81.0 毫米，一页"),
    ("too high in a cell", "<table columns=\"*\"><row><cell><picture file=\"{'x'}\" width=\"30mm\" height=\"81mm\"/></cell></row></table>", {"in/x": png()}, "高 81.0 毫米，一页"),
    ("no file", "<picture/>", {}, "缺少属性 file"),
    ("align", '<picture file="{\'x\'}" align="justify"/>', {"in/x": png()}, "left、center、right"),
    ("something in it", "<picture file=\"{'x'}\">文</picture>", {"in/x": png()}, "不能直接写文字"),
    ("inside a paragraph", "<p>文<picture file=\"{'x'}\"/></p>", {"in/x": png()}, "此处不能用 <picture>"),
]


def check_faults(program, folder):
    for number, (what, element, files, message) in enumerate(FAULTS):
        case = Case(program, os.path.join(folder, str(number)), element, "", files)
        done = case.build()
        lines = [line for line in done.stderr.splitlines() if line.startswith("templates/")]
        if done.returncode == 0 or len(lines) != 1 or message not in lines[0] or not lines[0].startswith("templates/shown/layout.xml:1:"):
            fail(f"{what}: {done.stderr}")
        if os.path.exists(os.path.join(case.folder, "out/a.pdf")):
            fail(f"{what}: a PDF was written")
    link = Case(program, os.path.join(folder, "link"), "<picture file=\"{'x.png'}\"/>", "", {"out.png": png()})
    os.symlink("../out.png", os.path.join(link.folder, "in/x.png"))
    if "不在这里的文件夹之内" not in link.build().stderr:
        fail("a link that leads out")


def streamed(kind, width, height, row, interlaced=False, behind=b"", chunks=()):
    """A large file, coded row by row; row(y, x0, dx): the samples of the row's pixels from x0 on, each dx-th."""
    coder, data = zlib.compressobj(6), []
    for x0, y0, dx, dy in pictures.PASSES if interlaced else [(0, 0, 1, 1)]:
        data += [coder.compress(b"\0" + row(y, x0, dx)) for y in range(y0, height, dy)]
    data = b"".join(data) + coder.flush() + behind
    head = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, int(interlaced))
    return b"\x89PNG\r\n\x1a\n" + b"".join(pictures.chunk(*c) for c in ((b"IHDR", head), *chunks, (b"IDAT", data), (b"IEND",))), data


def check_large(program, folder):
    """What a picture takes in memory has nothing to do with its pixels; the file's own bytes are taken where ours are no fewer,
    also when that is known early, but not when something odd comes later."""
    side = 5000
    with open(program, "rb") as binary:
        most = (400 if b"__asan_init" in binary.read() else 80) << 10  # the sanitizer keeps what was freed; this test takes 40 itself
    stripes = lambda channels: lambda y, x0, dx: bytes([y // 20 % 250] * channels * len(range(x0, side, dx)))
    noise = random.Random(1).randbytes(3 * 700 * 700)
    noisy = lambda y, x0, dx: noise[3 * 700 * y:3 * 700 * (y + 1)]
    long = lambda y, x0, dx: bytes(4 * len(range(x0, 65535, dx)))
    files = {"row": streamed(RGB_ALPHA, 65535, 1, long), "rows": streamed(RGB_ALPHA, 65535, 100, long, True), "rgb-alpha": streamed(RGB_ALPHA, side, side, stripes(4)), "passes": streamed(RGB, side, side, stripes(3), True),
             "noise": streamed(RGB, 700, 700, noisy), "odd": streamed(RGB, 700, 700, noisy, behind=b"?" * 9),
             "texts": streamed(RGB, 16, 16, lambda y, x0, dx: bytes(3 * len(range(x0, 16, dx))), True, chunks=[(b"zTXt", b"k\0\0" + zlib.compress(b"a" * 7900000))] * 60)}
    for name, (file, data) in files.items():
        case = Case(program, os.path.join(folder, name), '<picture file="{logo}" width="70mm" height="70mm"/>', "<logo>x</logo>", {"in/x": file})
        run = subprocess.Popen([program, "build", "--templates", "templates", "-o", "out", "in/a.xml"], cwd=case.folder, stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(run.pid, 0)
        run.returncode = status
        if status != 0:
            fail(f"large, {name}: status {status}")
            continue
        if used.ru_maxrss > most:
            fail(f"large, {name}: {used.ru_maxrss} KB")
        with open(os.path.join(case.folder, "out/a.pdf"), "rb") as pdf:
            if (data in pdf.read()) != (name == "noise"):
                fail(f"large, {name}: the file's own bytes")
    shown = [pixels(os.path.join(folder, name)) for name in ("noise", "odd")]
    if shown[0] != shown[1]:
        fail("large: own bytes and ours show different pictures")


def main():
    program = os.path.abspath(sys.argv[1])
    for check in (check_sorts, check_sizes, check_faults, check_large):
        with tempfile.TemporaryDirectory() as folder:
            check(program, folder)
    print(f"{len(SORTS)} sorts of files, {len(FAULTS) + 1} faults, {len(failures)} failures")
    sys.exit(1 if failures else 0)


main()
