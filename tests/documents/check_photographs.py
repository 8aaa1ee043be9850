#!/usr/bin/env python3
"""Photographs: how they lie, their colours, what is left out of them, how many pixels go in, rows of them; files good and bad.

usage: check_photographs.py PROGRAM MAKE_JPEG
"""
import base64
import os
import re
import struct
import subprocess
import sys
import tempfile
import zlib

import pictures

WANTED = {"R": (200, 40, 40), "G": (40, 160, 40), "B": (40, 40, 200), "W": (230, 230, 230)}
MODEL = """<model kind="shown" label="图"><list name="photo"><text name="file"/><text name="caption" default="''"/><text name="alt" default="''"/></list></model>"""
STYLE = """<styles><page name="page" width="200mm" height="200mm" top="10mm" bottom="10mm" left="10mm" right="10mm" header-at="5mm" footer-at="5mm"/>
<style name="body" role="宋体" size="10pt" line="20pt"/><numbering name="photo" format="图{n}" after="　"/></styles>"""
# The stored corners, upper left, upper right, lower left, lower right, of what upright is RGBW.
LYING = {1: "RGBW", 2: "GRWB", 3: "WBGR", 4: "BWRG", 5: "RBGW", 6: "GWRB", 7: "WGBR", 8: "BRWG"}
failures = []


def fail(what):
    failures.append(what)
    print("FAILED", what)


# --- files ---

class Maker:
    def __init__(self, program, folder):
        self.program, self.path = program, os.path.join(folder, "made.jpg")

    def __call__(self, width, height, corners="RGBW", mode="-", grain=0):
        subprocess.run([self.program, self.path, str(width), str(height), corners, mode, str(grain)], check=True)
        with open(self.path, "rb") as file:
            return file.read()


def tiff(turn=1, place=False, little=False):
    e = "<" if little else ">"
    entries = [struct.pack(e + "HHIHH", 0x112, 3, 1, turn, 0)]
    gps = 8 + 2 + 24 + 4
    if place:
        entries.append(struct.pack(e + "HHII", 0x8825, 4, 1, gps))
    head = (b"II*\0" if little else b"MM\0*") + struct.pack(e + "I", 8) + struct.pack(e + "H", len(entries)) + b"".join(entries) + bytes(4)
    if place:
        head += struct.pack(e + "H", 2) + struct.pack(e + "HHII", 2, 5, 3, 200) + struct.pack(e + "HHII", 4, 5, 3, 200) + bytes(4)
    return head


def with_parts(jpeg, *parts):
    """Segments (code, data) behind the first marker."""
    return jpeg[:2] + b"".join(pictures.segment(code, data) for code, data in parts) + jpeg[2:]


def exif(*what, **more):
    return 0xE1, b"Exif\0\0" + tiff(*what, **more)


XMP = 0xE1, b"http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude='22,41N'/>"
DROPPED = [(0xE1, b"Exif\0\0" + tiff(1, True)), XMP, (0xED, b"Photoshop 3.0\0SECRET"), (0xFE, b"SECRET comment"), (0xEC, b"Ducky SECRET"), (0xE2, b"MPF\0SECRET")]


def profile(space=b"RGB ", version=0x0240, kind=b"mntr", spoil=None):
    xyz = lambda *v: b"XYZ \0\0\0\0" + struct.pack(">3i", *(int(x * 65536) for x in v))
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, 563) + b"\0\0"
    desc = b"desc\0\0\0\0" + struct.pack(">I", 5) + b"test\0" + bytes(79)
    tags = [(b"desc", desc), (b"cprt", b"text\0\0\0\0none\0\0\0\0"), (b"wtpt", xyz(.9642, 1, .8249))]
    tags += [(b"kTRC", curve)] if space == b"GRAY" else [(b"rXYZ", xyz(.436, .2225, .0139)), (b"gXYZ", xyz(.3851, .7169, .0971)), (b"bXYZ", xyz(.1431, .0606, .7141)),
                                                         (b"rTRC", curve), (b"gTRC", curve), (b"bTRC", curve)]
    table, data, at = struct.pack(">I", len(tags)), b"", 132 + 12 * len(tags)
    for name, value in tags:
        value += bytes(-len(value) % 4)
        table += name + struct.pack(">II", at + len(data), len(value))
        data += value
    size = 132 + 12 * len(tags) + len(data)
    head = struct.pack(">I4sHH4s4s4s", size, b"none", version, 0, kind, space, b"XYZ ").ljust(36, b"\0") + b"acsp" + bytes(28) + struct.pack(">3i", 63190, 65536, 54061)
    bytes_ = head.ljust(128, b"\0") + table + data
    return spoil(bytes_) if spoil else bytes_


def icc(bytes_, parts=1):
    step = -(-len(bytes_) // parts)
    return [(0xE2, b"ICC_PROFILE\0" + bytes([i + 1, parts]) + bytes_[i * step:(i + 1) * step]) for i in range(parts)]


def png_with(*chunks, **look):
    made = pictures.png(**look)
    return made[:33] + b"".join(pictures.chunk(*c) for c in chunks) + made[33:]


# --- papers ---

class Paper:
    def __init__(self, program, folder, layout, files, inner=None):
        self.program, self.folder = program, folder
        inner = "".join(f'<photo file="{name}"/>' for name in files) if inner is None else inner
        texts = {"templates/shown/model.xml": MODEL, "templates/shown/style.xml": STYLE, "in/a.xml": f"<shown>{inner}</shown>",
                 "templates/shown/layout.xml": f'<layout><section page="page">{layout}</section></layout>', **{f"in/{name}": data for name, data in files.items()}}
        for name, text in texts.items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(text if isinstance(text, bytes) else text.encode())

    def run(self, *more, env=None, command="build", out="out"):
        return subprocess.run([self.program, command, "--templates", "templates", *(["-o", out] if command == "build" else []), *more, "in/a.xml"], cwd=self.folder,
                              capture_output=True, text=True, timeout=120, env={**os.environ, **(env or {})}, check=False)

    def pdf(self, *more, **how):
        done = self.run(*more, **how)
        if done.returncode != 0:
            fail(f"{self.folder}: {done.stderr}")
            return b"", done.stderr
        with open(os.path.join(self.folder, how.get("out", "out"), "a.pdf"), "rb") as file:
            return file.read(), done.stderr

    def drawn(self):
        """Pages as two programs draw them: rows of pixels."""
        for name in os.listdir(self.folder):
            if name.endswith(".ppm"):
                os.remove(os.path.join(self.folder, name))
        subprocess.run(["pdftoppm", "-r", "72", "out/a.pdf", "poppler"], cwd=self.folder, check=True, capture_output=True)
        subprocess.run(["mutool", "draw", "-q", "-r", "72", "-o", "mupdf-%d.ppm", "out/a.pdf"], cwd=self.folder, check=True, capture_output=True)
        return {who: [read_ppm(os.path.join(self.folder, name)) for name in sorted(os.listdir(self.folder)) if name.startswith(who)] for who in ("poppler", "mupdf")}


def read_ppm(path):
    with open(path, "rb") as file:
        data = file.read()
    head = re.match(rb"P6\s+(?:#.*\n)?(\d+)\s+(\d+)\s+255\s", data)
    return int(head[1]), int(head[2]), data[head.end():]


def color_at(page, x, y):
    width, _, data = page
    return tuple(data[3 * (int(y) * width + int(x)):][:3])


def look_at_corners(pages, left, top, width, height, what, wanted="RGBW"):
    for name, (u, v) in zip(wanted, ((.2, .2), (.8, .2), (.2, .8), (.8, .8))):
        seen = color_at(pages, left + u * width, top + v * height)
        if any(abs(a - b) > 25 for a, b in zip(seen, WANTED[name])):
            fail(f"{what}: {seen} at {u}, {v}, not {name}")


MM = 72 / 25.4


def check_orientation(program, make, folder):
    for sort, side, files in (("reduced", (800, 600), {f"{t}.jpg": with_parts(make(*((600, 800) if t > 4 else (800, 600)), LYING[t]), exif(t, little=t % 2 == 0)) for t in LYING}),
                              ("whole", (80, 60), {f"{t}.jpg": with_parts(make(*((60, 80) if t > 4 else (80, 60)), LYING[t]), exif(t)) for t in LYING})):
        paper = Paper(program, os.path.join(folder, sort), '<for each="photo"><picture file="{file}" width="40mm"/><page-break/></for>', files)
        paper.pdf()
        for who, pages in paper.drawn().items():
            if len(pages) < 8:
                fail(f"{who}: {len(pages)} pages")
            for turn, page in zip(LYING, pages):
                look_at_corners(page, 80 * MM, 10 * MM, 40 * MM, 30 * MM, f"{who}, {sort}, orientation {turn}")
    cropped = Paper(program, os.path.join(folder, "cropped"), '<for each="photo"><picture file="{file}" width="60mm" height="20mm" fit="crop"/><page-break/></for>', files)
    cropped.pdf()
    for who, pages in cropped.drawn().items():
        for turn, page in zip(LYING, pages): # all of its breadth, of its height the middle
            look_at_corners(page, 70 * MM, 10 * MM, 60 * MM, 20 * MM, f"{who}, cropped, orientation {turn}")
            if color_at(page, 100 * MM, 31.5 * MM) != (255, 255, 255) or color_at(page, 100 * MM, 8.5 * MM) != (255, 255, 255):
                fail(f"{who}, cropped, orientation {turn}: it stands out of its box")
    fitted = Paper(program, os.path.join(folder, "fitted"), '<for each="photo"><picture file="{file}" width="60mm" height="20mm" fit="fit"/><page-break/></for>', files)
    fitted.pdf()
    for who, pages in fitted.drawn().items():
        for turn, page in zip(LYING, pages): # all of it, in the middle
            look_at_corners(page, (100 - 40 / 3) * MM, 10 * MM, 80 / 3 * MM, 20 * MM, f"{who}, fitted, orientation {turn}")
    png = {f"{t}.png": png_with((b"eXIf", tiff(t)), width=16, height=8) for t in LYING}
    paper = Paper(program, os.path.join(folder, "png"), '<for each="photo"><picture file="{file}" width="40mm"/><page-break/></for>', png)
    paper.pdf()
    quarters = dict(zip(range(4), pictures.COLORS))
    for who, pages in paper.drawn().items():
        for turn, page in zip(LYING, pages):
            high = 80 if turn > 4 else 20
            order = [LYING[turn].index(c) for c in "RGBW"]
            for place, (u, v) in enumerate(((.2, .2), (.8, .2), (.2, .8), (.8, .8))):
                seen = color_at(page, (80 + 40 * u) * MM, (10 + high * v) * MM)
                if any(abs(a - b) > 12 for a, b in zip(seen, quarters[order[place]])):
                    fail(f"{who}: png, orientation {turn}: {seen} at {u}, {v}")
    html = Paper(program, os.path.join(folder, "html"), '<for each="photo"><picture file="{file}" width="40mm" alt="图"/></for>', {"6.jpg": with_parts(make(60, 80, LYING[6]), exif(6, True)), "6.png": png["6.png"]})
    html.run("--format", "html")
    with open(os.path.join(html.folder, "out/a.html"), encoding="utf-8") as file:
        inside = [base64.b64decode(text) for text in re.findall(r"base64,([^\"]+)", file.read())]
    if b"\x01\x12\0\3\0\0\0\1\0\6" not in inside[0] or b"\x88\x25" in inside[0][:200] or b"eXIf" not in inside[1]:
        fail("html: how pictures lie")


def check_left_out(program, make, folder):
    plain = make(100, 80, grain=60)
    paper = Paper(program, folder, '<for each="photo"><picture file="{file}" width="60mm" alt="图"/></for>', {"a.jpg": with_parts(plain, *DROPPED), "b.jpg": make(90, 80), "c.png": png_with((b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP[1]), (b"tEXt", b"k\0SECRET"))})
    pdf, said = paper.pdf()
    if plain not in pdf:
        fail("a JPEG with enough pixels is not the same but for what is left out")
    if b"SECRET" in pdf or b"GPSLatitude" in pdf or b"Exif" in pdf:
        fail("something of its file is in the PDF")
    if "2 幅图片的文件里记着拍摄地点" not in said:
        fail(f"nothing is said of the place: {said}")
    paper.run("--format", "html")
    with open(os.path.join(folder, "out/a.html"), encoding="utf-8") as file:
        text = file.read()
    for inside in re.findall(r"base64,([^\"]+)", text):
        if b"SECRET" in base64.b64decode(inside) or b"GPS" in base64.b64decode(inside):
            fail("something of its file is in the page of HTML")
    if "原文件仍带着" not in paper.run("--attach").stderr:
        fail("nothing is said of what is attached")
    jfif = plain.index(b"JFIF") - 4
    preview = plain[:jfif] + pictures.segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\2\2SECRETPIXELS") + plain[jfif + 18:]
    pdf, said = Paper(program, os.path.join(folder, "preview"), '<picture file="{\'a.jpg\'}" width="60mm"/>', {"a.jpg": preview}).pdf()
    if b"SECRET" in pdf:
        fail("the preview of JFIF is in the PDF")


def check_profiles(program, make, folder):
    good = profile()
    gray = profile(b"GRAY", 0x0420)
    kept = {"a.jpg": with_parts(make(64, 64), *icc(good)), "b.jpg": with_parts(make(64, 64), *icc(good, 3)), "c.jpg": with_parts(make(900, 900), *icc(good)), "d.jpg": with_parts(make(64, 64, mode="gray"), *icc(gray)),
            "e.png": png_with((b"iCCP", b"p\0\0" + zlib.compress(good))), "f.png": png_with((b"iCCP", b"p\0\0" + zlib.compress(good)), kind=pictures.PALETTE), "g.png": png_with((b"iCCP", b"p\0\0" + zlib.compress(gray)), kind=pictures.GRAY)}
    paper = Paper(program, os.path.join(folder, "kept"), '<for each="photo"><picture file="{file}" width="20mm"/></for>', kept)
    pdf, said = paper.pdf()
    if "ICC" in said:
        fail(f"profiles: {said}")
    if len(re.findall(rb"/N 3 /Alternate", pdf)) != 1 or len(re.findall(rb"/N 1 /Alternate", pdf)) != 1 or len(re.findall(rb"/ICCBased", pdf)) != 7:
        fail("profiles: not one for each sort")
    for page in paper.drawn().values():
        if not page:
            fail("profiles: not drawn")
    cut = lambda b: b[:100]
    table = lambda b: b[:132] + b[132:136] + struct.pack(">I", 1 << 30) + b[140:]
    for what, bytes_, mode, word in (("cut", profile(spoil=cut), "-", "坏了"), ("not one", profile(spoil=lambda b: b[:36] + b"ACSP" + b[40:]), "-", "坏了"), ("a tag outside", profile(spoil=table), "-", "坏了"),
                                     ("a device link", profile(kind=b"link"), "-", "坏了"), ("version 5", profile(version=0x0500), "-", "版本太新"), ("of CMYK", profile(b"CMYK"), "-", "不合"), ("RGB in gray", good, "gray", "不合")):
        paper = Paper(program, os.path.join(folder, what), '<picture file="{\'a.jpg\'}"/>', {"a.jpg": with_parts(make(64, 64, mode=mode), *icc(bytes_))})
        pdf, said = paper.pdf()
        if word not in said or b"/ICCBased" in pdf:
            fail(f"a profile, {what}: {said}")
    for what, parts in (("a part is missing", icc(good, 3)[::2]), ("parts in disorder", icc(good, 2)[::-1])):
        paper = Paper(program, os.path.join(folder, what), '<picture file="{\'a.jpg\'}"/>', {"a.jpg": with_parts(make(64, 64), *parts)})
        if "坏了" not in paper.pdf()[1]:
            fail(what)
    bomb = png_with((b"iCCP", b"p\0\0" + zlib.compress(bytes(50 << 20), 9)))
    paper = Paper(program, os.path.join(folder, "bomb"), '<picture file="{\'a.png\'}"/>', {"a.png": bomb})
    if "坏了" not in paper.pdf()[1]:
        fail("a profile that grows")


def box(kind, rest=b""):
    return struct.pack(">I", 8 + len(kind) + len(rest)) + b"ftyp" + kind + rest


def check_formats(program, make, folder):
    base = make(64, 48)
    depth12 = base.replace(b"\xff\xc0\0\x11\x08", b"\xff\xc1\0\x11\x0c")
    scan = base.index(b"\xff\xda")
    good = {"baseline": base, "progressive": make(64, 48, mode="progressive"), "gray": make(64, 48, mode="gray"), "RGB as such": make(64, 48, mode="rgb"), "large, reduced": make(1200, 900, grain=20),
            "large, progressive": make(1200, 900, mode="progressive"), "large, gray": make(1200, 900, mode="gray"), "large, RGB as such": make(1200, 900, mode="rgb"), "something behind": base + b"\0" * 5000,
            "png": pictures.png(), "png of 16 bit": pictures.png(depth=16), "png, interlaced": pictures.png(interlaced=True), "png with gamma": png_with((b"gAMA", struct.pack(">I", 45455))),
            "png, animated": png_with((b"acTL", struct.pack(">II", 2, 0)), (b"fcTL", bytes(26))), "exif that is nonsense": with_parts(base, (0xE1, b"Exif\0\0II*\0\xff\xff\xff\xff")), "exif cut": with_parts(base, (0xE1, b"Exif\0\0MM")),
            "orientation 9": with_parts(base, exif(9)), "orientation 0": with_parts(base, exif(0)), "jpeg named png": base}
    for what, data in good.items():
        paper = Paper(program, os.path.join(folder, "good", what), '<picture file="{\'x\'}" width="40mm"/>', {"x": data})
        pdf, said = paper.pdf()
        if pdf and ("warning" in said or "error" in said):
            fail(f"{what}: {said}")
        if pdf and any(color_at(pages[0], 90 * MM, 20 * MM) == (255, 255, 255) for pages in paper.drawn().values()):
            fail(f"{what}: nothing is seen")
    bad = {"nothing": (b"", "空文件"), "text": (b"hello", "既不是"), "arithmetic": (make(64, 48, mode="arithmetic"), "算术编码"), "12 bit": (depth12, "每色不止 8 位"), "cut in the scan": (base[:scan + 60], "在中途断了"),
           "cut in a head": (base[:scan - 5], "在中途断了"), "cmyk": (make(64, 48, mode="cmyk"), "四色"), "ycck": (make(64, 48, mode="ycck"), "四色"), "heic": (box(b"heic"), "HEIC"), "avif": (box(b"avif"), "AVIF"),
           "webp": (b"RIFF\x24\0\0\0WEBPVP8 ", "WebP"), "gif": (b"GIF89a\1\0\1\0", "GIF"), "tiff": (b"II*\0\x08\0\0\0", "TIFF"), "bmp": (b"BM\x3a\0\0\0", "BMP"), "jpeg 2000": (b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"),
           "jpeg xl": (b"\xff\x0a\xfa\x7f", "JPEG XL"), "psd": (b"8BPS\0\1", "Photoshop"), "pdf": (b"%PDF-1.7", "PDF"), "svg": (b"<svg xmlns='x'/>", "SVG"), "png cut": (pictures.png()[:-20], "在中途断了"),
           "damaged, reduced": ((lambda b: b[:len(b) // 2] + b[-2:])(make(1200, 900, grain=20)), "已损坏")}
    for what, (data, word) in bad.items():
        paper = Paper(program, os.path.join(folder, "bad", what), '<picture file="{\'x\'}" width="40mm"/>', {"x": data})
        done = paper.run()
        lines = [line for line in done.stderr.splitlines() if ": error: 图片" in line]
        if done.returncode != 1 or len(lines) != 1 or word not in lines[0] or not lines[0].startswith("templates/shown/layout.xml:1:") or "提示：" not in lines[0]:
            fail(f"{what}: {done.returncode} {done.stderr}")
    return len(good), len(bad)


def sizes(pdf):
    return [(int(a), int(b)) for a, b in re.findall(rb"/Subtype /Image /Width (\d+) /Height (\d+)", pdf)]


def check_pixels(program, make, folder):
    big = make(1600, 1200, grain=20)
    layout = '<picture file="{\'a.jpg\'}" width="50.8mm"/><picture file="{\'a.jpg\'}" width="50.8mm" dots="200"/><picture file="{\'a.jpg\'}" width="50.8mm" dots="0"/><picture file="{\'a.jpg\'}" width="50.8mm"/>'
    paper = Paper(program, os.path.join(folder, "bound"), layout, {"a.jpg": big}, "")
    first, said = paper.pdf()
    if sizes(first) != [(600, 450), (400, 300), (1600, 1200)] or big not in first or "2 幅照片的点数多于印出来所需" not in said:
        fail(f"bound: {sizes(first)} {said}")
    more = ("--no-sandbox",) if "--no-sandbox" in sys.argv else ()
    for what, again in (("twice", paper.pdf(out="again")[0]), ("without SIMD", paper.pdf(out="plain", env={"JSIMD_FORCENONE": "1"})[0]), ("by a worker", paper.pdf("-j", "2", *more, out="worker")[0])):
        if again != first:
            fail(f"bound: other bytes {what}")
    with open(os.path.join(paper.folder, "templates/shown/style.xml"), "w", encoding="utf-8") as file:
        file.write(STYLE.replace("<styles>", '<styles dots="100">'))
    if sizes(paper.pdf(out="styled")[0]) != [(200, 150), (400, 300), (1600, 1200)]:
        fail("a bound that the styles say")
    for who, pages in paper.drawn().items():
        look_at_corners(pages[0], 74.6 * MM, 10 * MM, 50.8 * MM, 38.1 * MM, f"{who}: reduced")
    for width, height in ((601, 450), (600, 450), (4801, 3601), (1199, 899), (65000, 16)): # a pixel more, as many, a pixel over 8 times, 2 times
        paper = Paper(program, os.path.join(folder, f"{width}"), '<picture file="{\'a.jpg\'}" width="50.8mm" height="38.1mm"/>', {"a.jpg": make(width, height, grain=9 if width < 2000 else 0)}, "")
        found = sizes(paper.pdf()[0])
        if found not in ([(min(width, 600), min(height, 450))], [(width, height)]):
            fail(f"{width} × {height}: {found}")
        for who, pages in paper.drawn().items():
            if height > 16:
                look_at_corners(pages[0], 74.6 * MM, 10 * MM, 50.8 * MM, 38.1 * MM, f"{who}: {width}")
    tiny = with_parts(make(64, 64), exif(6, True))
    paper = Paper(program, os.path.join(folder, "log"), '<picture file="{\'a.jpg\'}" width="50.8mm"/><picture file="{\'b.jpg\'}" width="50.8mm"/>', {"a.jpg": big, "b.jpg": tiny}, "")
    told = re.search(r'"pictures":(\{[^}]*\})', paper.run("--log", "json").stdout)
    if not told or not re.match(rf'\{{"count":2,"located":1,"reduced":1,"before":{len(big)},"after":\d+\}}$', told[1]):
        fail(f"log: {told and told[1]}")


def check_rows(program, make, folder):
    """Boxes alike, rows whole, a last row at the left, one row in the middle; words below; nothing of an empty list."""
    photo = make(400, 300, grain=9)
    upright = make(300, 400, grain=9)
    files = {f"{i}.jpg": upright if i % 3 == 0 else photo for i in range(1, 8)}
    inner = "".join(f'<photo file="{name}" caption="照片之{name[0]}" alt="{"说明" if name[0] == "2" else ""}"/>' for name in files)
    layout = '<photos of="photo" file="{file}" alt="{alt}" columns="COLUMNS" numbering="photo" FIT>{caption}</photos>'
    boxes = {}
    for name, columns, fit in (("crop", 2, ""), ("fit", 2, 'fit="fit"'), ("one", 9, ""), ("rows", 2, 'rows="2"'), ("low", 2, 'rows="5"')):
        paper = Paper(program, os.path.join(folder, name), layout.replace("COLUMNS", str(columns)).replace("FIT", fit), files, inner)
        paper.pdf("--strict-alt")
        dump = subprocess.run([program, "dump", "--stage=pages", "--square-font", "--templates", "templates", "in/a.xml"], cwd=paper.folder, capture_output=True, text=True, check=False).stdout
        page, rows = 0, []
        for line in dump.splitlines():
            page += line.startswith("page ")
            found = re.match(r"  picture .* x (\S+) y (\S+) width (\S+) height (\S+)", line)
            if found:
                rows.append((page, *(float(v) for v in found.groups())))
        boxes[name] = rows
    alike = lambda rows: len({(round(r[3], 2), round(r[4], 2)) for r in rows}) == 1
    if len(boxes["crop"]) != 7 or not alike(boxes["crop"]) or not alike(boxes["low"]) or alike(boxes["fit"]):
        fail(f"boxes: {boxes}")
    if abs(boxes["crop"][0][3] * 3 - boxes["crop"][0][4] * 4) > 0.1 or boxes["crop"][6][1] != boxes["crop"][0][1]:
        fail(f"boxes, shape or last row: {boxes['crop']}")
    if [row[0] for row in boxes["low"]] != [1] * 7 or boxes["low"][0][3] <= boxes["low"][0][4]:
        fail(f"five rows on a page: {boxes['low']}")
    xs = [row[1] for row in boxes["one"]]
    if len({row[2] for row in boxes["one"]}) != 1 or abs(min(xs) + max(xs) + boxes["one"][0][3] - 200 * MM) > 0.1:
        fail(f"one row is not in the middle: {boxes['one']}")
    for pair in zip(boxes["crop"][::2], boxes["crop"][1::2]):
        if pair[0][0] != pair[1][0] or pair[0][2] != pair[1][2]:
            fail(f"a row is divided: {pair}")
    structure = subprocess.run([program, "dump", "--stage=structure", "--templates", "templates", "in/a.xml"], cwd=os.path.join(folder, "crop"), capture_output=True, text=True, check=False).stdout
    if len(re.findall(r"captioned[^\n]*\n *\d+ figure \"照片之", structure)) != 6 or not re.search(r'figure "说明"[^\n]*\n *\d+ caption[^\n]*: 图2　照片之2', structure):
        fail(f"structure: {structure}")
    empty = Paper(program, os.path.join(folder, "empty"), '<p>前</p><photos of="photo" file="{file}">{caption}</photos><p>后</p>', {}, "")
    if empty.run().returncode != 0:
        fail("an empty list")
    for what, attributes, word in (("no list", 'of="1" file="{file}"', "列表"), ("no file", 'of="photo"', "file"), ("no such field", 'of="photo" file="{fil}"', "fil"), ("a fit", 'of="photo" file="{file}" fit="x"', "fit"), ("rows", 'of="photo" file="{file}" rows="20"', "一页放不下 20 行照片"), ("columns", 'of="photo" file="{file}" columns="65"', "65")):
        paper = Paper(program, os.path.join(folder, "bad", what), f"<photos {attributes}>{{caption}}</photos>", files, inner)
        done = paper.run()
        if done.returncode != 1 or (word not in done.stderr and what != "columns"):
            fail(f"photos, {what}: {done.stderr}")


def check_memory(program, make, folder):
    """One picture is in memory at a time."""
    with open(program, "rb") as binary:
        most = (500 if b"__asan_init" in binary.read() else 100) << 10
    for what, count, made, more in (("many", 40, (2400, 1800, "RGBW", "-", 60), 'columns="2" rows="3"'), ("progressive", 2, (4000, 3000, "RGBW", "progressive", 20), 'columns="2" rows="3"'),
                                    ("kept as they are", 30, (2400, 1800, "RGBW", "-", 60), 'columns="1" rows="1" dots="0"')):
        paper = Paper(program, os.path.join(folder, what), f'<photos of="photo" file="{{file}}" {more}>{{caption}}</photos>', {}, "".join(f'<photo file="{i}.jpg"/>' for i in range(count)))
        data = make(*made)
        for i in range(count): # not kept here: this process must be small when it begins another
            with open(os.path.join(paper.folder, f"in/{i}.jpg"), "wb") as file:
                file.write(data[:-2] + pictures.segment(0xFE, b"%d" % i) + data[-2:])
        run = subprocess.Popen([program, "build", "--templates", "templates", "-o", "out", "in/a.xml"], cwd=paper.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        said = run.stderr.read().decode()
        _, status, used = os.wait4(run.pid, 0)
        run.returncode = status
        if status != 0 or ("dots" not in more and f"{count} 幅照片" not in said):
            fail(f"{what}: {status} {said}")
        if used.ru_maxrss > most:
            fail(f"{what}: {used.ru_maxrss} KB for {count} pictures")
        if subprocess.run(["qpdf", "--check", "out/a.pdf"], cwd=paper.folder, capture_output=True).returncode != 0:
            fail(f"{what}: qpdf finds something")


def main():
    program = os.path.abspath(sys.argv[1])
    counts = (0, 0)
    for check in (check_orientation, check_left_out, check_profiles, check_formats, check_pixels, check_rows, check_memory):
        with tempfile.TemporaryDirectory() as folder:
            counts = check(program, Maker(os.path.abspath(sys.argv[2]), folder), folder) or counts
    print(f"8 orientations, {counts[0]} good files, {counts[1]} bad ones, {len(failures)} failures")
    sys.exit(1 if failures else 0)


main()
