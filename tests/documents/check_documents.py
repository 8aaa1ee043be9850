#!/usr/bin/env python3
"""The sample documents as finished PDFs, looked at with other programs.

usage: check_documents.py PROGRAM [SAMPLE…]

For every file of input/ (or the ones named): it is built twice with equal bytes; qpdf finds no fault; every font is embedded, subset and has
a Unicode map; pdftotext gives back every sentence and every cell of the input.  Then figures: the reference's own
figures stand in the text, one changed amount changes every place that depends on it, a wrong row total stops the report.
"""
import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# Fields whose words are not printed as they stand: numbers, dates, codes of yes and no.
WORDS = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
PIECE = 12

failures = []


def fail(what):
    failures.append(what)
    print("FAILED", what)


def run(*argv, **kw):
    return subprocess.run(argv, capture_output=True, text=True, **kw)


def squash(text):
    return re.sub(r"\s+", "", text)


def build_all(program, sources, folder):
    """All in one run; gives what it said, and the PDFs, None where there is none."""
    done = run(program, "build", "--date", "2026-06-01", "-o", folder, *sources)
    pdfs = [os.path.join(folder, os.path.basename(source)[:-4] + ".pdf") for source in sources]
    pdfs = [pdf if os.path.exists(pdf) else None for pdf in pdfs]
    if done.returncode != (0 if all(pdfs) else 1):
        fail(f"{len(sources)} files, {pdfs.count(None)} failed, status {done.returncode}: {done.stderr}")
    return done.stderr, pdfs


def build(program, source, folder):
    done = run(program, "build", "--date", "2026-06-01", "-o", folder, source)
    return done, os.path.join(folder, os.path.basename(source)[:-4] + ".pdf")


def sentences(source):
    """Every text of the description that stands on paper as written: prose and fields, cut at {expressions}."""
    for element in ET.parse(source).iter():
        if element.tag == "watermark":
            continue
        texts = [v for k, v in element.attrib.items() if k != "watermark"] + [element.text or "", element.tail or ""]
        for text in texts:
            for piece in re.split(r"\{[^}]*\}", text):
                if WORDS.search(piece):
                    yield squash(piece)


@functools.cache
def pdf_text(pdf):
    return run("pdftotext", "-raw", pdf, "-").stdout


def found(piece, text):
    """The piece stands in the text, whole or cut in two by a page turn."""
    if piece in text:
        return True
    return any(piece[:i] in text and piece[i:] in text for i in range(1, len(piece)))


def check_text(source, pdf):
    text = squash(pdf_text(pdf))
    count = lost = 0
    for mark in ET.parse(source).iter("watermark"):
        letters = squash(mark.text)[:4]
        if letters in text or "\n".join(letters) in pdf_text(pdf):
            fail(f"{os.path.basename(pdf)}: its watermark is read back among the text")
    for sentence in sentences(source):
        for i in range(0, len(sentence), PIECE):
            count += 1
            if not found(sentence[i:i + PIECE], text):
                lost += 1
                if lost <= 5:
                    fail(f"{os.path.basename(pdf)}: not read back: {sentence[i:i + PIECE]}")
    print(f"{os.path.basename(pdf)}: {count} pieces of the input looked for, {lost} lost")


def check_structure(pdf):
    done = run("qpdf", "--check", pdf)
    if done.returncode != 0:
        fail(f"{pdf}: qpdf --check: {done.stdout}{done.stderr}")
    rows = run("pdffonts", pdf).stdout.splitlines()[2:]
    if not rows:
        fail(f"{pdf}: no fonts")
    for row in rows:
        marks = re.search(r"\s(yes|no)\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+\s*$", row)
        if marks is None or "no" in marks.groups():
            fail(f"{pdf}: font not embedded, subset and mapped: {row}")


def check_samples(program, samples, folder):
    """Gives the PDFs by the name of the sample."""
    said, pdfs = build_all(program, samples, os.path.join(folder, "one"))
    _, again = build_all(program, samples, os.path.join(folder, "two"))
    for source, pdf, other in zip(samples, pdfs, again, strict=True):
        if pdf is None or other is None:
            fail(f"{source}: no PDF\n{said}")
            continue
        with open(pdf, "rb") as a, open(other, "rb") as b:
            if a.read() != b.read():
                fail(f"{source}: two runs, two files")
        check_structure(pdf)
        check_text(source, pdf)
    return {os.path.basename(source): pdf for source, pdf in zip(samples, pdfs)}


def write_changed(source, changes, folder, name):
    """The description with its changes, and what it refers to."""
    with open(source, encoding="utf-8") as f:
        text = f.read()
    for old, new in changes:
        if old not in text:
            sys.exit(f"check_documents: {old} is not in {source}")
        text = text.replace(old, new)
    for href in re.findall(r'href="([^"]+\.xml)"', text):
        shutil.copy(os.path.join(os.path.dirname(source), href), folder)
    changed = os.path.join(folder, name)
    with open(changed, "w", encoding="utf-8") as f:
        f.write(text)
    return changed


def build_changed(program, source, changes, folder):
    return build(program, write_changed(source, changes, folder, os.path.basename(source)), folder)


AGREEMENT = ["269万元", "贰佰陆拾玖万元整", "252.7273万元", "贰佰伍拾贰万柒仟贰佰柒拾叁元整", "2340384元", "87%", "61.81%", "25.20%", "1.87%",
             "2.94%", "8.18%", "2201616元", "87.11%", "60.30%", "26.82%", "1.83%", "8.11%", "224166元", "224174元", "200920元", "200923元",
             "一式肆份", "2025年7月30日", "2025年8月2日", "2026年8月1日", "2025年8月至2026年6月", "2026年1月至2026年6月"]
CONTRACT = ["269万元", "贰佰陆拾玖万元整", "2340384元", "87%", "61.81%", "224166元", "224174元", "第九条服务费用及支付", "共12个月", "一式肆份"]
REPORT = ["97.85", "88.7", "93.4", "94.45", "“优秀”“良好”“优秀”“优秀”", "511,198.50", "85.77%", "596,010.00", "400,095.75", "85.75%", "466,603.08",
          "478,240.00", "402,233.28", "85.20%", "472,100.00", "356,800.00", "100.00%", "二〇二二年五月", "2022年5月16日", "合计27人"]


def check_figures(pdf, figures):
    text = squash(pdf_text(pdf))
    for figure in figures:
        if figure not in text:
            fail(f"{os.path.basename(pdf)}: figure {figure} is not in the document")


def check_change(program):
    """1,523,856 becomes 1,500,000, and nothing that follows from it is stated: shares, totals, words and payments follow."""
    source = os.path.join(ROOT, "input", "pinghu-agreement.xml")
    changes = [('amount="1523856"', 'amount="1500000"'), ('total="2527273" words="贰佰伍拾贰万柒仟贰佰柒拾叁元整" staff_total="2201616" staff_percent="87.11"', ""),
               *((f' percent="{p}"', "") for p in ("60.30", "26.82", "1.83", "2.94", "8.11")),
               (' monthly="200920" last_month="200923"', "")]
    with tempfile.TemporaryDirectory() as folder:
        done, pdf = build_changed(program, source, changes, folder)
        if done.returncode != 0:
            fail(f"changed amount: {done.stderr}")
            return
        text = squash(pdf_text(pdf))
    for gone in ("1523856", "252.7273", "2201616", "60.30%", "200920", "200923", "贰佰伍拾贰万柒仟贰佰柒拾叁"):
        if gone in text:
            fail(f"changed amount: {gone} is still there")
    # 2503417 in all; less 5 x 224166 leaves 1382587: six months of 197512 and 197515
    for there in ("1500000元", "250.3417万元", "贰佰伍拾万叁仟肆佰壹拾柒元整", "2177760元", "86.99%", "59.92%", "197512元", "197515元"):
        if there not in text:
            fail(f"changed amount: {there} is not there")


def check_wrong_total(program):
    source = os.path.join(ROOT, "input", "pingshan-report.xml")
    with tempfile.TemporaryDirectory() as folder:
        done, pdf = build_changed(program, source, [('total="402233.28"', 'total="402233.38"')], folder)
        if done.returncode != 1 or os.path.exists(pdf):
            fail(f"wrong total: status {done.returncode}, file {os.path.exists(pdf)}")
        with open(os.path.join(folder, "pingshan-report.xml"), encoding="utf-8") as f:
            line = next(n for n, l in enumerate(f, 1) if "402233.38" in l)
        for want in (f"pingshan-report.xml:{line}:", "error:", "402,233.38", "402,233.28", "0.10"):
            if want not in done.stderr:
                fail(f"wrong total: message lacks {want}: {done.stderr}")


OWN_WORDS = "../tests/documents/inputs/own-words-agreement.xml"

# What a contract or an agreement must not say: sample, changes, status of the build, what the message says.
CONTRADICTIONS = [
    ("pinghu-contract.xml", [('code="LGDL', 'price_number="20" code="LGDL')], 1, "服务费用的条次与正文一致"),
    ("pinghu-contract.xml", [('<term name="违约责任"', '<term name="违约责任" article="第三条"')], 1, "从“第三条”起依次排列"),
    ("pinghu-contract.xml", [('code="LGDL', 'pay_from="2020-05" code="LGDL')], 1, "首个服务费月份 2020年5月 不在合同期"),
    ("pinghu-contract.xml", [('code="LGDL', 'pay_from="2025-10" code="LGDL')], 0, "服务费付至 2026年9月，合同期却止于 2026年8月1日"),
    ("pinghu-agreement.xml", [('unchanged_until="2025-12"', 'unchanged_until="2025-06"')], 1, "按原标准支付 0 个月"),
    ("pinghu-agreement.xml", [('<original href', '<party_b name="另一家"/><original href')], 0, "原合同的乙方是“深圳市龙岗区正阳社会工作服务中心”"),
    ("pinghu-agreement.xml", [('<amended unch', '<amended code="甲1" unch')], 1, "变更条款里却没有这一项"),
    ("yulan-agreement.xml", [("由乙方承担。", "由乙方承担")], 1, "不合规定的格式“*。”"),
    ("yulan-report.xml", [('<row name=', '<row name="冲销" actual="-1" forecast="1"/><row name=')], None, "“冲销”是支出，却有负数"),
    (OWN_WORDS, [('effect="yes"', 'effect="no"')], 1, "效力条款已经自拟（wording），又写明略去（parts）"),
    (OWN_WORDS, [('<term_clause name="应急服务">', '<term_clause name="应急">')], 1, "自拟了“应急”的变更条款，这一条却没有变更"),
    (OWN_WORDS, [("<parts ", "<reason><p>另一个缘由。</p></reason><parts ")], 1, "它含有缘由"),
    (OWN_WORDS, [('<order of="price"/> ', "")], 1, "六项各写一次"),
    (OWN_WORDS, [('<detail words="邻里节。"/>', '<detail words="邻里节。" standard="1场"/>')], 1, "所属要求、大项或类别又写了统一标准"),
    (OWN_WORDS, [('<detail words="学业陪伴。" standard="不少于20节"/>', '<detail words="学业陪伴。"/>')], 1, "“学业陪伴。”没有量化标准"),
    (OWN_WORDS, [('<detail words="组织党员志愿者入户。"/>', '<detail words="组织党员志愿者入户。" same_cell="yes"/>')], 1, "是第一个"),
    (OWN_WORDS, [('words="协助管理场地。"', 'words="协助管理场地。" standard="每天"')], 1, "同一格或上一级已经有标准"),
    (OWN_WORDS, [('<detail words="邻里节。"/><detail words="旧物交换。"/>', "")], 1, "写且只写一种"),
    ("yulan-agreement.xml", [("    <price_article>第五条第（一）款</price_article>\n", "")], 0, "没有写明原合同的条次"),
]


def check_contradictions(program):
    """Each in a folder of its own, all in one run."""
    with tempfile.TemporaryDirectory() as folder:
        sources = []
        for number, (name, changes, _, _) in enumerate(CONTRADICTIONS):
            own = os.path.join(folder, f"{number:02}")
            os.mkdir(own)
            sources.append(write_changed(os.path.join(ROOT, "input", name), changes, own, f"changed-{number:02}.xml"))
        said, pdfs = build_all(program, sources, os.path.join(folder, "out"))
    for source, pdf, (name, changes, status, message) in zip(sources, pdfs, CONTRADICTIONS, strict=True):
        mine = [row for row in said.splitlines() if row.startswith(os.path.dirname(source))]
        if status not in (None, 0 if pdf else 1) or not any(message in row for row in mine):
            fail(f"{name} {changes}: status {0 if pdf else 1}, no “{message}” in: {mine}")


def check_staff_change(program):
    """An item that is no longer staff cost, its amount the same: the clause on the budget follows."""
    source = os.path.join(ROOT, "input", "yulan-agreement.xml")
    with tempfile.TemporaryDirectory() as folder:
        with open(source, encoding="utf-8") as f:
            budgets = re.findall(r"<budget>.*?</budget>", f.read(), re.S)
        same = budgets[0].replace(' staff="yes"', "").replace('name="食材补贴"', 'name="食材补贴" staff="yes"')
        done, pdf = build_changed(program, source, [(budgets[1], same)], folder)
        if done.returncode != 0:
            fail(f"staff cost: {done.stderr}")
        elif "项目人力费用96000元" not in squash(pdf_text(pdf)):
            fail("staff cost: the clause on the budget does not follow")


def check_rare_names(pdf):
    for name in ("䶮", "𠮷", "𬭎"):
        if name not in pdf_text(pdf):
            fail(f"rare name {name} does not come back")


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    program = os.path.abspath(sys.argv[1])
    folder = os.path.join(ROOT, "input")
    samples = sys.argv[2:] or [os.path.join(folder, n) for n in sorted(os.listdir(folder)) if n.endswith(".xml")]
    with tempfile.TemporaryDirectory() as scratch:
        pdfs = check_samples(program, samples, scratch)
        if len(sys.argv) == 2:
            check_figures(pdfs["pinghu-agreement.xml"], AGREEMENT)
            check_figures(pdfs["pinghu-contract.xml"], CONTRACT)
            check_figures(pdfs["pingshan-report.xml"], REPORT)
            check_rare_names(pdfs["yulan-agreement.xml"])
    if len(sys.argv) == 2:
        check_change(program)
        check_wrong_total(program)
        check_contradictions(program)
        check_staff_change(program)
    print(f"{len(failures)} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
