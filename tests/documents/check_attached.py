#!/usr/bin/env python3
"""What is attached to PDFs, given back, and PDFs verified: of every sample, and after each change of one thing.

usage: check_attached.py PROGRAM

The samples with their descriptions attached: extract gives every byte back, verify says yes, with nothing beside the file; without, it says
yes with the description beside it.  Boxes of data.json hold the text that they say, as poppler reads it.  Then one thing at a time is
changed, in the file or around it, and verify must name it.  (Files changed by chance: torture/pdfs.py.)
"""
import html
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zlib
from fractions import Fraction
from pathlib import Path

from parts_of_pdf import Pdf

TREE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TREE / "tests"))
import shipped

PROGRAM, faults = sys.argv[1], []
TIME_LIMIT = 60


def run(*arguments, **more):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, errors="replace", timeout=TIME_LIMIT,
                          **more)


def check(good, what):
    if not good:
        faults.append(what)
        print(what)


def places_of(figures):
    return [place for figure in figures for place in figure.get("printed", [])]


def check_boxes(folder, pdf, name):
    """Some places of data.json, as poppler reads them; of those within a text or without a field more than by chance."""
    data = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    chance = random.Random(name)
    texts = places_of(field for field in data["fields"] if field["type"] == "text")
    numbers = places_of(field for field in data["fields"] if field["type"] != "text")
    inside = [place for place in numbers if any(lies_in(place, text) for text in texts)]
    chosen = []
    for places in (texts + numbers, inside, places_of(data["figures"])):
        chosen += chance.sample(places, min(8, len(places)))
    for place in chosen:
        size = re.search(r"size:\s+([\d.]+) x ([\d.]+)", subprocess.run(
            ["pdfinfo", "-f", str(place["page"]), "-l", str(place["page"]), pdf], capture_output=True, text=True).stdout)
        x, y, width, height = place["box"]
        top = float(size.group(2)) - y - height
        text = subprocess.run(["pdftotext", "-r", "720", "-f", str(place["page"]), "-l", str(place["page"]), "-x", str(int(x * 10) - 5), "-y",
                               str(int(top * 10)), "-W", str(int(width * 10) + 10), "-H", str(int(height * 10) + 1), pdf, "-"],
                              capture_output=True, text=True).stdout
        bare = [re.sub(r"\s", "", part) for part in (place["text"], text)]
        check(bare[0] in bare[1], f"{name}: page {place['page']} has “{text.strip()}” where data.json says “{place['text']}”")


def lies_in(place, text):
    return place["page"] == text["page"] and text["box"][0] - 0.1 <= place["box"][0] and abs(place["box"][1] - text["box"][1]) < 0.1 \
        and place["box"][0] + place["box"][2] <= text["box"][0] + text["box"][2] + 0.1


NUMBER = re.compile(r"\d[\d,.]*\d|\d|[壹贰叁肆伍陆柒捌玖拾佰仟萬零]{2,}|[〇一二三四五六七八九十]{2,}")


def words_of(pdf, page):
    """The words of the page with their boxes, from its lower left corner.  What touches is one: poppler parts a raised face from one that is not."""
    out = subprocess.run(["pdftotext", "-bbox", "-f", str(page), "-l", str(page), pdf, "-"], capture_output=True, text=True).stdout
    height = float(re.search(r'<page width="[\d.]+" height="([\d.]+)"', out).group(1))
    words = []
    for *box, text in re.findall(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', out):
        left, top, right, bottom = map(float, box)
        middle, text = height - (top + bottom) / 2, html.unescape(text)
        if words and abs(left - words[-1][1]) < 1.5 and abs(middle - words[-1][2]) < 3:
            left, _, middle, before = words.pop()
            text = before + text
        words.append((left, right, middle, text))
    return words


def written(source, folder, kind):
    """All that people wrote: the description, what it names, the kind.  What stands around a number there, stands around it on paper."""
    files = [source, *folder.glob("*.xml"), *(TREE / "templates" / kind).glob("*.xml"), *(TREE / "templates/common").glob("*.xml")]
    text = " ".join(path.read_text(encoding="utf-8") for path in files)
    return re.sub(r"\s", "", html.unescape(text + re.sub(r"<[^>]*>", "", text)))


def is_literal(word, found, texts):
    """Written as it stands, with its neighbours; or a label: of a page, a row, a column from data, a list, a table; or a reference to one."""
    if any(word == before + found.group() + behind for before, behind in re.findall(r'head="([^"{}]*)\{\w+\}([^"{}]*)"', texts)):
        return True
    around = word[max(found.start() - 1, 0):found.end() + 1]
    return around in texts and around != found.group() or len(found.group()) < 3 and re.fullmatch(r"\D{0,3}\d+([.、）)].*)?", word) is not None \
        or re.search(r"(?:表|图|附件|第|C)(?:\d+-)?$", word[:found.start()]) is not None \
        or "一" <= found.group()[0] <= "龥" and re.fullmatch(r"[第（]?[一二三四五六七八九十]+[、）章条].*", word) is not None


def check_covered(folder, pdf, source):
    """Every number on the pages that nobody wrote has a place: of a number or a date, not only of the text around it."""
    data = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    texts, count = written(source, folder, data["kind"]), 0
    charted = "<chart" in (TREE / "templates" / data["kind"] / "layout.xml").read_text(encoding="utf-8")
    typed = places_of(field for field in data["fields"] if field["type"] == "text" and field["from"] == "stated")
    places = places_of([field for field in data["fields"] if field["type"] not in ("text", "yesno")] + data["figures"])
    for page in range(1, data["pages"] + 1):
        for left, right, middle, word in words_of(pdf, page):
            near, by_hand = ([re.sub(r"\s", "", place["text"]) for place in some if place["page"] == page and place["box"][0] < right
                              and place["box"][0] + place["box"][2] > left and place["box"][1] < middle < place["box"][1] + place["box"][3]]
                             for some in (places, typed))
            for found in NUMBER.finditer(word):
                parts = found.group().split(".")  # 4.1 may be two figures and a point
                covered = all(any(part in text for text in near) for part in parts)
                count += covered
                literal = any(found.group() in text for text in by_hand) or is_literal(word, found, texts)
                axis = charted and re.fullmatch(r"\d0*%?", word) is not None  # round numbers at an axis are no figures of the paper
                check(covered or literal or axis, f"{source.name}: page {page}: {found.group()} in “{word}” has no place in data.json")
    check(count > 0, f"{source.name}: no number has a place")


def check_scales(out, name):
    """A program that reads what is printed, with its scale, has the value; figures that no field has are called by words."""
    data = json.loads((out / "data.json").read_text(encoding="utf-8"))
    for field in data["fields"] + data["figures"]:
        for place in field.get("printed", []) if field["type"] == "number" else []:
            printed = place["text"].replace(",", "")
            if not re.fullmatch(r"-?\d+(\.\d+)?", printed):
                continue
            scale, step = Fraction(place.get("scale", "1")), Fraction(1, 10 ** len(printed.partition(".")[2]))
            check(abs(abs(Fraction(printed)) * scale - abs(Fraction(field["value"]))) < step * scale,
                  f"{name}: {field['label']}: {place} for {field['value']}")
    for figure in data["figures"]:
        check(figure["label"] != figure.get("formula") and not re.search("[A-Za-z_]{2}", figure["label"]), f"{name}: a figure is called {figure['label']}")
    if name == "pinghu-notice.xml":
        printed = [(place["text"], place.get("unit"), place.get("scale")) for field in data["fields"] + data["figures"] for place in field.get("printed", [])]
        check(("269", "万元", "10000") in printed and ("16.2727", "万元", "10000") in printed, f"{name}: 万元 is not told: {printed}")


def check_sample(folder, source):
    pdf, out = folder / "3a" / (source.stem + ".pdf"), folder / "x" / source.stem
    done = run("verify", pdf)
    check(done.returncode == 0 and done.stdout.startswith("一致"), f"{source.name}: verify: {done.stdout}{done.stderr}")
    done = run("verify", folder / "2a" / pdf.name, source)
    check(done.returncode == 0, f"{source.name}: verify beside its source: {done.stdout}{done.stderr}")
    done = run("verify", folder / "2a" / pdf.name)
    check(done.returncode == 1 and "没有附着描述" in done.stderr, f"{source.name}: verify without any source: {done.stderr}")
    check(run("extract", "-o", out, pdf).returncode == 0, f"{source.name}: extract")
    manifest = json.loads((out / "chengwen.json").read_text(encoding="utf-8"))
    for file in manifest["files"]:
        if file["role"] != "data":
            given, original = (out / file["name"]).read_bytes(), (source.parent / file["path"]).read_bytes()
            check(given == original, f"{source.name}: {file['name']} is not given back as it was")
    check_boxes(out, pdf, source.name)
    check_scales(out, source.name)
    check_covered(out, pdf, source)


def check_changed(folder, what, data, *wanted, options=(), source=()):
    path = folder / "changed.pdf"
    path.write_bytes(data)
    done = run("verify", *options, path, *source)
    said = done.stdout + done.stderr
    check(done.returncode == 1, f"{what}: exit status {done.returncode}: {said}")
    for text in wanted:
        check(text in said, f"{what}: nothing of “{text}” in: {said}")


def changes(folder, data):
    """One thing at a time, in the file."""
    pdf = Pdf(data)
    check(pdf.write() == data, "the file put together again is not the same")
    number = pdf.contents()[1]
    pdf.objects[number] = pdf.objects[number][:80] + bytes([pdf.objects[number][80] ^ 1]) + pdf.objects[number][81:]
    check_changed(folder, "a byte of page 2", pdf.write(), "第 2 页的内容")
    pdf = Pdf(data)
    name, number = next((name, number) for name, number in pdf.attached().items() if name.endswith(".xml"))
    text = pdf.stream(number).decode("utf-8")
    figure = re.search(r'"(\d{2,})"|>(\d{2,})<', text)
    at = figure.start() + 1
    pdf.set_stream(number, (text[:at] + ("8" if text[at] != "8" else "7") + text[at + 1:]).encode())
    check_changed(folder, "a figure of the attached source", pdf.write(), name)
    pdf = Pdf(data)
    number = pdf.attached()["chengwen.json"]
    pdf.set_stream(number, pdf.stream(number).replace(b'"chengwen 0', b'"chengwen 9'))
    check_changed(folder, "another program", pdf.write(), "程序：文件里是 chengwen 9")
    pdf = Pdf(data)
    number = pdf.attached()["chengwen.json"]
    for path in ("../../evil.xml", "/tmp/evil.xml", "a/../b.xml", "", "a\\u0000b.xml"):
        evil = Pdf(data)
        evil.set_stream(number, re.sub(rb'"path":"[^"]*\.xml"', lambda _: b'"path":"%b"' % path.encode(), evil.stream(number)))
        check_changed(folder, f"a path {path}", evil.write(), "")
    pdf.set_stream(number, b"[" * 100000)
    check_changed(folder, "a manifest of brackets", pdf.write(), "chengwen.json")
    pdf = Pdf(data)
    number = pdf.attached()["data.json"]
    bomb = zlib.compress(bytes(200 << 20), 1) # less than a file may have, and more than one of this size
    head = re.sub(rb"/Size \d+", b"/Size %d" % (200 << 20), pdf.objects[number].split(b"stream")[0])
    pdf.objects[number] = re.sub(rb"/Length \d+", b"/Length %d" % len(bomb), head) \
        + b"stream\r\n" + bomb + b"\nendstream\nendobj\n"
    check_changed(folder, "a bomb", pdf.write(), "解压")
    check_changed(folder, "deep arrays", data.replace(b"/Type /Catalog", b"/Deep " + b"[" * 100 + b"]" * 100 + b" /Type /Catalog"), "字节附近")
    check_changed(folder, "another program's file", subprocess.run(["qpdf", "-", "-"], input=data, capture_output=True).stdout
                  or b"%PDF-1.4\nother program", "不是")
    done = run("verify", folder / "appended.pdf") if (folder / "appended.pdf").write_bytes(data + b"7 0 obj\n<<>>\nendobj\nxref\n") else None
    check(done.returncode == 0 and "追加了" in done.stdout, f"appended bytes: {done.stdout}{done.stderr}")
    done = run("verify", "-q", folder / "appended.pdf")
    check(done.returncode == 0 and not done.stdout and "追加了" in done.stderr, f"appended bytes, -q: {done.stdout}{done.stderr}")
    pdf = Pdf(data)
    pdf.set_stream(pdf.attached()[name], b"<" + text.encode())
    check_changed(folder, "an attached source that cannot be read", pdf.write(), "已不能重新生成", f"附件：{name} 在生成以后改动过")
    check("无从核对" not in run("verify", folder / "changed.pdf").stderr, "an attached source that cannot be read: two verdicts")
    pdf = Pdf(data)
    number = pdf.attached()["chengwen.json"]
    pdf.set_stream(number, re.sub(rb'(\{"name":[^}]*\})', rb"\1,\1", pdf.stream(number), count=1))
    check_changed(folder, "a file listed twice", pdf.write(), "chengwen.json")
    pdf = Pdf(data)
    page = next(n for n in sorted(pdf.objects) if re.search(rb"/Type /Page\b", pdf.objects[n]))
    tree = next(n for n in sorted(pdf.objects) if b"/Type /Pages" in pdf.objects[n])
    pdf.objects[page] = pdf.objects[page].replace(b"/Type /Page", b"/X (%b) /Type /Page" % (b"a" * 2000000))
    pdf.objects[tree] = re.sub(rb"/Kids \[", lambda found: found.group() + b"%d 0 R " % page * 300000, pdf.objects[tree])
    check_changed(folder, "a page that is there 300000 times", pdf.write(), "页面目录")


def tables_of(font):
    """tag -> where the table stands in an OpenType file"""
    return {bytes(font[at:at + 4]).decode(): int.from_bytes(font[at + 8:at + 12], "big")
            for at in range(12, 12 + 16 * int.from_bytes(font[4:6], "big"), 16)}


def other_fonts(folder):
    """Folders of fonts: another face, another version of one, another file of one that says nothing of its version."""
    for name in ("face", "version", "file"):
        shutil.copytree(TREE / "fonts", folder / name)
    roles = folder / "face" / "roles.xml"
    roles.write_text(re.sub(r"Liberation Serif|Times New Roman", "DejaVu Sans", roles.read_text(encoding="utf-8")), encoding="utf-8")
    serif = subprocess.run(["fc-match", "-f", "%{file}", "Liberation Serif:style=Regular"], capture_output=True, text=True).stdout
    font = bytearray(Path(serif).read_bytes())
    head = tables_of(font)["head"]
    font[head + 4:head + 8] = b"\0\x09\0\0"
    (folder / "version" / "debian" / Path(serif).name).write_bytes(font)
    fang = next((folder / "file").rglob("FandolFang-Regular.otf"))
    font = bytearray(fang.read_bytes())
    font[tables_of(font)["head"] + 37] ^= 1  # xMin
    fang.write_bytes(font)


def beside(folder, source):
    """The same of a file without attachments, with its description beside it: what is not recorded is told by what is seen."""
    plain = folder / "2a" / (source.stem + ".pdf")
    data, text = plain.read_bytes(), source.read_text(encoding="utf-8")
    pdf = Pdf(data)
    number = pdf.contents()[1]
    pdf.objects[number] = pdf.objects[number][:80] + bytes([pdf.objects[number][80] ^ 1]) + pdf.objects[number][81:]
    check_changed(folder, "2a: a byte of page 2", pdf.write(), "生成以后改动过", "有 1 个字节不同，从第", "第 2 页的内容损坏", source=(source,))
    pdf = Pdf(data)
    number = pdf.contents()[0]
    pdf.set_stream(number, pdf.stream(number).replace(b"(\x00\x01", b"(\x00\x02", 1))
    check_changed(folder, "2a: a character of page 1", pdf.write(), "生成以后改动过", "文字：第 1 页“", source=(source,))
    check_changed(folder, "2a: another program", data.replace(b"(chengwen 0.", b"(chengwen 9.").replace(b">chengwen 0.", b">chengwen 9."),
                  "程序：文件里是 chengwen 9.", source=(source,))
    changed = folder / "beside.xml"
    for old, new, *wanted in (("保持人员队伍稳定", "保障人员队伍稳定", "页“", "保持人员", "保障人员", "PDF 本身生成以后没有改动"),
                              ("2690000", "2790000", "文字：第 1 页“", "269", "不同于重新生成的“", "279")):
        check(old in text, f"2a: no {old} in {source.name}")
        changed.write_text(text.replace(old, new), encoding="utf-8")
        check_changed(folder, f"2a: {new} for {old}", data, *wanted, source=(changed,))
    templates = folder / "looks"
    shutil.copytree(TREE / "templates", templates)
    for style in templates.rglob("*.xml"):
        style.write_text(style.read_text(encoding="utf-8").replace('color="FF0000"', 'color="FE0000"'), encoding="utf-8")
    check_changed(folder, "2a: another look", data, "版面：文字和字体都相同", options=("--templates", templates), source=(source,))
    other_fonts(folder / "faces")
    for name, wanted in (("face", "只有文件用了 LiberationSerif（版本"), ("version", "LiberationSerif 的版本，文件用的是 2.1，这里是 9"),
                         ("file", "FandolFang-Regular 的字体文件与生成时的不同")):
        check_changed(folder, f"2a: other fonts: {name}", data, "字体：", wanted, options=("--fonts", folder / "faces" / name), source=(source,))
        check_changed(folder, f"3a: other fonts: {name}", (folder / "3a" / plain.name).read_bytes(), "字体：",
                      "没有变" if name == "file" else "版本", options=("--fonts", folder / "faces" / name))
    check_changed(folder, "2a: a paper of another kind", data, "像是另一份文书", "页数：文件里有 2 页，重新生成有",
                  source=(TREE / "input" / "pinghu-agreement.xml",))
    for options in (["--proof"], ["--draft"], ["--draft", "--proof"]):
        run("build", "-q", *options, "-o", folder / "wished", source)
        made = next((folder / "wished").glob("*.pdf"))
        wanted = [f"写上 {option}" for option in options]
        check_changed(folder, f"2a: {options}", made.read_bytes(), "它是用别的选项生成的", *wanted, source=(source,))
        check(run("verify", *options, folder / "changed.pdf", source).returncode == 0, f"2a: {options} given")
        made.unlink()
    end = b"1 0 obj\n<<>>\nendobj\nxref\n0 0\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n"
    for count in (1, 2):
        (folder / "appended.pdf").write_bytes(data + end * count)
        done = run("verify", folder / "appended.pdf", source)
        check(done.returncode == 0 and f"追加了 {len(end) * count} 字节，是 {count} 次修订" in done.stdout and f"前 {len(data)} 字节" in done.stdout,
              f"2a: {count} revisions: {done.stdout}{done.stderr}")


def stopped(folder, pdf):
    """Whatever ends the program, nothing of it is left."""
    place = folder / "stopped"
    place.mkdir()
    for number in (signal.SIGTERM, signal.SIGINT):
        for wait in (0, 0.01, 0.05):
            process = subprocess.Popen([PROGRAM, "verify", pdf], stdout=subprocess.DEVNULL, env={**os.environ, "TMPDIR": str(place)})
            while process.poll() is None and not list(place.iterdir()):
                pass
            time.sleep(wait)
            process.send_signal(number)
            check(process.wait() in (-number, 0), f"{number} ends verify: {process.returncode}")
            check(not list(place.iterdir()), f"{number} leaves {list(place.rglob('*'))}")


def odd_names(folder, source):
    """What verify could not put in a folder is not attached."""
    for name in (b"a\nb.xml", b"a\xff.xml", b"a\\b.xml", "a\u200bb.xml".encode()):
        path = os.fsencode(folder) + b"/" + name
        shutil.copy(source, path)
        done = subprocess.run([PROGRAM, "build", "--attach", "-o", folder / "odd", path], capture_output=True)
        said = done.stderr.decode("utf-8", "replace")
        check(done.returncode == 1 and said.count("错误") <= 1 and "不能附在文件里" in said, f"{name}: {said}")


def around(folder, pdf):
    """One thing at a time, around the file."""
    data = pdf.read_bytes()
    templates = folder / "templates"
    shutil.copytree(TREE / "templates", templates)
    kind = json.loads((folder / "x" / pdf.stem / "chengwen.json").read_text(encoding="utf-8"))["kind"]
    layout = templates / kind / "layout.xml"
    layout.write_text(layout.read_text(encoding="utf-8") + "<!-- -->\n", encoding="utf-8")
    check_changed(folder, "another kind", data, "文种的文件", options=("--templates", templates))
    changed = folder / "other.xml"
    text = (TREE / "input" / (pdf.stem + ".xml")).read_text(encoding="utf-8")
    changed.write_text(text.replace("<?xml", "<?xml", 1) + "<!-- -->\n", encoding="utf-8")
    check_changed(folder, "another source", data, "描述：", "与由 ", source=(changed,))
    done = run("verify", "--date=2020-02-02", pdf)
    check(done.returncode == 1 and "--date" in done.stdout, f"another date: {done.stdout}{done.stderr}")
    done = run("build", "-q", "--attach=kind", "-o", folder / "kind", TREE / "input" / (pdf.stem + ".xml"))
    empty = folder / "empty"
    empty.mkdir()
    done = run("verify", "--templates", empty, folder / "kind" / pdf.name)
    check(done.returncode == 1 and "加 --kind-from-file" in done.stderr, f"no such kind here: {done.stdout}{done.stderr}")
    done = run("verify", "--kind-from-file", "--templates", empty, folder / "kind" / pdf.name)
    check(done.returncode == 0, f"the kind of the file: {done.stdout}{done.stderr}")
    done = run("verify", "--kind-from-file", pdf)
    check(done.returncode == 1 and "没有附着文种" in done.stderr, f"no kind in the file: {done.stdout}{done.stderr}")


def other_forms(folder, source):
    """Files of every form that the program writes, with and without what is attached."""
    for number, options in enumerate((["--compact"], ["--conformance=pdfa-4f+ua-2"], ["--conformance=none"], ["--conformance=pdfa-3a", "--compact"])):
        for attach in ([], ["--attach", "--date=2026-08-02", "--proof"]):
            out = folder / f"form{number}{len(attach)}"
            check(run("build", "-q", *options, *attach, "-o", out, source).returncode == 0, f"build {options} {attach}")
            pdf = out / (source.stem + ".pdf")
            done = run("verify", pdf, *([] if attach else [source]))
            check(done.returncode == 0, f"{options} {attach}: {done.stdout}{done.stderr}")


def main():
    samples = [Path(path) for path in shipped.samples()]
    with tempfile.TemporaryDirectory(prefix="attached-") as scratch:
        folder = Path(scratch)
        check(run("build", "-q", "--attach", "-o", folder / "3a", *samples).returncode == 0, "build --attach")
        check(run("build", "-q", "-o", folder / "2a", *samples).returncode == 0, "build")
        for source in samples:
            check_sample(folder, source)
        check(run("build", "-q", "--attach", "--proof", "-o", folder / "proof", TREE / "input/pinghu-contract.xml").returncode == 0
              and run("extract", "-o", folder / "proof/x", folder / "proof/pinghu-contract.pdf").returncode == 0, "build --attach --proof")
        check_boxes(folder / "proof/x", folder / "proof/pinghu-contract.pdf", "--proof")
        pdf = folder / "3a" / "pinghu-notice.pdf"
        changes(folder, pdf.read_bytes())
        around(folder, pdf)
        beside(folder, TREE / "input" / "pinghu-notice.xml")
        stopped(folder, folder / "3a" / "pinghu-agreement.pdf")
        odd_names(folder, TREE / "input" / "pinghu-notice.xml")
        other_forms(folder, TREE / "input" / "pinghu-notice.xml")
    print(f"{len(samples)} samples, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
