#!/usr/bin/env python3
"""The digest of a paper's figures: made of data.json by this script it is the one that the paper prints, the code on its page is read back by zbar and taken by
`verify --qr`; each figure that is changed changes it, what is only written otherwise does not; and where file and code differ, verify says in what.

usage: check_digest.py PROGRAM
"""
import hashlib
import json
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from parts_of_pdf import Pdf

TREE = Path(__file__).resolve().parents[2]
PROGRAM, faults = sys.argv[1], []
FONTS = ("--fonts", TREE / "fonts")

MODEL = """<model kind="slip" label="条"><document title="条 {number}" subject="条" author="甲" date="{day}"/>
<date name="day" label="日期"/><text name="number" label="编号"/><text name="note" label="备注" optional="yes"/><month name="first" label="首月"/>
<list name="item" label="项"><text name="name" label="名称"/><number name="amount" label="金额" unit="元"/><number name="count" label="件数"/><yesno name="paid" label="已付" default="no"/></list>
<number name="total" label="合计" unit="元" is="sum(item.amount)"/><number name="third" label="三分之一" unit="元" is="total / 3"/><yesno name="large" label="大额" is="total &gt; 1000000"/></model>"""
LAYOUT = """<layout><section page="sheet"><heading level="1" number="no">条</heading><p>{number}，合计{money(total)}元。</p><qr text="{number} {digest()}" size="20mm" align="left"/>
<p>{digest()} {digest(16)}</p></section></layout>"""


def run(*arguments, **more):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=120, check=False, **more)


def check(good, what):
    if not good:
        faults.append(what)
        print(what)


def digest_of(data):
    """As generator/attach/figures.c says it."""
    def line(members):
        return (json.dumps(members, ensure_ascii=False, separators=(",", ":")) + "\n").encode()

    fields = sorted(line([field["path"], field["type"], field.get("unit", ""), field["value"]]) for field in data["fields"])
    return hashlib.sha256(line(["chengwen figures 1", data["kind"]]) + b"".join(fields)).hexdigest()


def words_of(digest, groups=8):
    return "-".join(digest[i:i + 4].upper() for i in range(0, groups * 4, 4))


# --- papers of the shipped kinds, on paper ---

def with_code(name, folder):
    text = (TREE / "input" / (name + ".xml")).read_text(encoding="utf-8")
    text = text.replace("<official-letter ", '<official-letter digest_code="yes" ').replace("</evaluation-report>", '<parts digest_code="yes"/></evaluation-report>')
    path = folder / (name + ".xml")
    path.write_text(text, encoding="utf-8")
    return path


def check_printed(folder):
    """Three papers: scanned, as far as zbar goes."""
    for name, what in (("pingshan-letter", "坪街办函〔2022〕18号"), ("pingshan-joint", "坪民〔2022〕46号"), ("pingshan-report", "2022年度续期评估报告")):
        source = with_code(name, folder)
        done = run("build", "-q", *FONTS, "--attach", "-o", folder, source)
        check(done.returncode == 0 and not done.stderr, f"{name}: {done.stderr}")
        pdf = source.with_suffix(".pdf")
        run("extract", "-q", "-o", folder / name, pdf)
        data = json.loads((folder / name / "data.json").read_text(encoding="utf-8"))
        wanted = f"{what} {words_of(digest_of(data))}"
        check(data.get("codes") == [wanted], f"{name}: {data.get('codes')} instead of {wanted}")
        pages = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
        last = re.search(r"Pages:\s+(\d+)", pages).group(1)
        subprocess.run(["pdftoppm", "-r", "200", "-f", last, "-l", last, "-png", "-singlefile", pdf, folder / name / "last"], check=True)
        scanned = subprocess.run(["zbarimg", "-q", "--nodbus", folder / name / "last.png"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False).stdout
        check(wanted in scanned, f"{name}: zbar reads {scanned}")
        for file in (pdf, source):
            done = run("verify", *FONTS, "--qr", "-", file, input=scanned)
            check(done.returncode == 0 and done.stdout.startswith("一致"), f"{name}: verify --qr - {file}: {done.stdout}{done.stderr}")


# --- each figure ---

def write_kind(folder):
    kind = folder / "kinds" / "slip"
    kind.mkdir(parents=True)
    (kind / "model.xml").write_text(MODEL, encoding="utf-8")
    (kind / "layout.xml").write_text(LAYOUT, encoding="utf-8")
    (kind / "style.xml").write_text((TREE / "tests/cli/templates/memo/style.xml").read_text(encoding="utf-8"), encoding="utf-8")
    return folder / "kinds"


def random_paper(chance):
    """Its values, by where they stand."""
    paper = {"day": f"2026-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}", "number": f"坪〔2026〕{chance.randint(1, 99)}号", "first": f"2025-{chance.randint(1, 12):02}"}
    if chance.random() < 0.5:
        paper["note"] = chance.choice(["写“好”\\的", "a 'b' c", "𠮷野", "—"])
    for i in range(chance.randint(1, 4)):
        paper[i, "name"] = f"第{i}项{chance.choice('甲乙丙')}"
        paper[i, "amount"] = f"{chance.randint(0, 10**chance.randint(1, 9))}.{chance.randint(0, 99):02}"
        paper[i, "count"] = str(chance.randint(1, 99))
        paper[i, "paid"] = chance.choice(["yes", "no"])
    return paper


def quoted(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def described(paper, chance=None):
    """The description; with `chance` written in one of many ways that mean the same."""
    def mixed(members):
        return chance.sample(members, len(members)) if chance else members

    def gap():
        return chance.choice([" ", "\n  ", "  "]) if chance else " "

    def element(name, value):
        return f'{name}="{quoted(value)}"'

    rows = {}
    for key, value in paper.items():
        rows.setdefault(key[0] if isinstance(key, tuple) else None, []).append((key[1] if isinstance(key, tuple) else key, value))
    own, inside = [], []
    for name, value in mixed(rows.pop(None)):
        if chance and chance.random() < 0.5:
            inside.append(f"<{name}>{gap() if chance.random() < 0.5 else ''}{quoted(value)}</{name}>")
        else:
            own.append(element(name, value))
    for row in rows.values():
        inside.append(f"<item{gap()}{gap().join(element(*member) for member in mixed(row))}{gap()}/>")
    return f"<slip{gap()}{gap().join(own)}>{gap()}{gap().join(inside)}{gap()}</slip>"


def changed_value(key, value, chance):
    name = key[1] if isinstance(key, tuple) else key
    if name == "paid":
        return "no" if value == "yes" else "yes"
    if name in ("day", "first"):
        return ("2027" if value.startswith("2026") else "2024") + value[4:]
    if name in ("amount", "count"):
        digits = [i for i, c in enumerate(value) if c.isdigit()]
        at = chance.choice(digits)
        return value[:at] + str((int(value[at]) + chance.randint(1, 9)) % 10) + value[at + 1:]
    return value + "之一"


def digests_of(folder, kinds, texts):
    paths = []
    for i, text in enumerate(texts):
        paths.append(folder / f"slip{i}.xml")
        paths[-1].write_text(text, encoding="utf-8")
    done = run("dump", "--stage=content", "--square-font", *FONTS, "--templates", kinds, *paths)
    check(done.returncode == 0, f"dump: {done.stderr}")
    return re.findall(r"p body: (?:[0-9A-F]{4}-){7}[0-9A-F]{4} ((?:[0-9A-F]{4}-){15}[0-9A-F]{4})", done.stdout)


def check_changes(folder, kinds):
    """Every value of some papers, changed by itself; and the papers written otherwise."""
    chance, counted = random.Random(5), 0
    for _ in range(6):
        paper = random_paper(chance)
        others = [dict(paper, **{}) for _ in paper]
        for other, key in zip(others, paper):
            other[key] = changed_value(key, paper[key], chance)
        if "note" in paper:
            others.append({key: value for key, value in paper.items() if key != "note"})
        same = [described(paper, chance) for _ in range(5)]
        digests = digests_of(folder, kinds, [described(paper), *same, *(described(other) for other in others)])
        check(len(digests) == 1 + len(same) + len(others), f"{len(digests)} digests")
        check(len(set(digests[:6])) == 1, f"written otherwise, another digest: {digests[:6]} of {[described(paper), *same]}")
        rest = digests[6:]
        check(len(set(rest)) == len(rest) and digests[0] not in rest, f"two papers of one digest: {described(paper)}")
        counted += len(rest)
    return counted


# --- a file whose data were changed, and its description ---

def check_forged(folder, kinds):
    source = folder / "slip.xml"
    source.write_text(described({"day": "2026-01-02", "number": "坪〔2026〕1号", "first": "2025-01", (0, "name"): "甲", (0, "amount"): "200.00", (0, "count"): "2", (0, "paid"): "no"}),
                      encoding="utf-8")
    options = (*FONTS, "--templates", kinds)
    check(run("build", "-q", *options, "--attach", "-o", folder, source).returncode == 0, "build --attach")
    pdf = Pdf((folder / "slip.pdf").read_bytes())
    number = pdf.attached()["data.json"]
    genuine = pdf.stream(number)
    code = json.loads(genuine)["codes"][0]
    forged = genuine.replace(b'"value":"200"', b'"value":"900"').replace(b'"value":"200/3"', b'"value":"300"')
    pdf.set_stream(number, forged)
    (folder / "forged.pdf").write_bytes(pdf.write())
    done = run("verify", *options, "--qr", code, folder / "forged.pdf")
    check(done.returncode == 1 and "改动过的是附着的数据" in done.stdout and "（item[1].amount）文件里是“900元”，重新生成是“200元”" in done.stdout, f"forged data: {done.stdout}{done.stderr}")
    forged_code = f"坪〔2026〕1号 {words_of(digest_of(json.loads(forged)))}"
    done = run("verify", *options, "--qr", forged_code, folder / "forged.pdf")
    check(done.returncode == 1 and "给出的文字却不是它的二维码上的" in done.stdout, f"a code of forged data: {done.stdout}{done.stderr}")
    pdf.set_stream(number, forged.replace(code.encode(), forged_code.encode()))
    (folder / "forged.pdf").write_bytes(pdf.write())
    done = run("verify", *options, "--qr", forged_code, folder / "forged.pdf")
    check(done.returncode == 1 and "PDF 却在生成以后改动过" in done.stdout, f"forged data with their code: {done.stdout}{done.stderr}")
    for wrong in (b"{}", b"[", genuine.replace(b'"fields":[', b'"fields":{"a":[').replace(b'],"figures"', b']},"figures"'), genuine.replace(b'"path":"day",', b"")):
        pdf.set_stream(number, wrong)
        (folder / "forged.pdf").write_bytes(pdf.write())
        done = run("verify", *options, "--qr", code, folder / "forged.pdf")
        check(done.returncode == 1 and "附着的 data.json 不是成文写的样子" in done.stderr, f"no data: {wrong[:60]}: {done.stdout}{done.stderr}")


def main():
    with tempfile.TemporaryDirectory(prefix="digest-") as scratch:
        folder = Path(scratch)
        kinds = write_kind(folder)
        check_printed(folder)
        counted = check_changes(folder, kinds)
        check_forged(folder, kinds)
    print(f"{counted} changes, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
