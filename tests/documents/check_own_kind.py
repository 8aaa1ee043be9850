#!/usr/bin/env python3
"""The kind of one's own that templates/README.md shows, built from the text of the manual: what it overrides holds, all else is as shipped.

usage: check_own_kind.py PROGRAM
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CODE = 'credit_code="91440300MA5FABCD12"'


def write_kind(templates):
    """The indented blocks behind “`templates/NAME/FILE`:” of the manual."""
    for name in ("common", "supplementary-agreement", "service-contract", "evaluation-report", "official-letter"):
        shutil.copytree(os.path.join(ROOT, "templates", name), os.path.join(templates, name))
    with open(os.path.join(ROOT, "templates", "README.md"), encoding="utf-8") as file:
        manual = file.read()
    found = re.findall(r"`templates/([\w-]+/\w+\.xml)`:\n\n((?:    .*\n|\n)+)", manual)
    for path, text in found:
        target = os.path.join(templates, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w", encoding="utf-8") as file:
            file.write(re.sub(r"^    ", "", text, flags=re.M))
    letter = re.search(r"and a letter of it:\n\n((?:    .*\n)+)", manual).group(1)
    return len(found), re.sub(r"^    ", "", letter, flags=re.M)


def write_input(folder, changes, sample="yulan-agreement.xml", kinds=("supplementary-agreement", "street-agreement")):
    with open(os.path.join(ROOT, "input", sample), encoding="utf-8") as file:
        text = file.read().replace(*kinds)
    for old, new in changes:
        text = text.replace(old, new)
    path = os.path.join(folder, "in.xml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def build(program, folder, changes, *sample):
    return build_file(program, folder, write_input(folder, changes, *sample))


def build_file(program, folder, path):
    """The messages, and the text of the PDF if there is one."""
    options = ["--quiet", "--date", "2026-06-01", "--templates", os.path.join(folder, "templates"), "--fonts", os.path.join(ROOT, "fonts"), "-o", folder]
    done = subprocess.run([program, "build", *options, path], capture_output=True, text=True, check=False)
    pdf = os.path.join(folder, "in.pdf")
    text = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True).stdout if done.returncode == 0 else ""
    return done.stderr, re.sub(r"\s+", "", text)


def main():
    program = os.path.abspath(sys.argv[1])
    code, office = ('name="𬭎德社会工作服务社"', 'name="𬭎德社会工作服务社" ' + CODE), ('copies_a="3"', 'office="社会事务科" copies_a="3"')
    with tempfile.TemporaryDirectory() as folder:
        files, letter = write_kind(os.path.join(folder, "templates"))
        said, text = build(program, folder, [code, office])
        without_code, _ = build(program, folder, [office])
        report_said, report = build(program, folder, [("<district-report", '<district-report reviewer="林工"')], "yulan-report.xml", ("evaluation-report", "district-report"))
        without_reviewer, _ = build(program, folder, [], "yulan-report.xml", ("evaluation-report", "district-report"))
        wrong_code, _ = build(program, folder, [(code[0], code[1].replace("12\"", "\"")), office])
        path = os.path.join(folder, "in.xml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(letter)
        letter_said, letter = build_file(program, folder, path)
    wanted = [(files == 9, "nine files in the manual"), ("由社会事务科经办，与原合同一并执行" in text, "the define of the kind stands"),
              ("构成原合同的一部分" not in text, "the shipped one does not"), (text.count("授权代表（签字）：") == 2 and "法定代表人" not in text, "the default is the kind's"),
              ("统一社会信用代码" in text and "变更对照表" in text, "all else is as shipped"),
              ("缺少“统一社会信用代码”" in without_code, "the code is no longer optional"), ("不合规定的格式" in wrong_code, "the pattern holds"),
              ("本报告由林工复核" in report and "概述" in report and "评估介绍" not in report, "the pieces of a report are replaced"),
              ("社区居委会" in report and "社区党委" not in report, "its default is the kind's"), ("资金使用情况表" in report, "all else of it is as shipped"),
              (not letter_said and "合计1546.50元（大写：壹仟伍佰肆拾陆元伍角" in letter and letter.endswith("2026年6月1日（联系人：林敏，84620001）"), f"a letter of one's own: {letter_said}{letter}"),
              ("缺少“复核人”" in without_reviewer, "its own field is wanted")]
    failed = [what for good, what in wanted if not good]
    for what in failed:
        print("FAILED", what)
    if failed:
        print(said, without_code, wrong_code, report_said, without_reviewer)
    print(f"{len(wanted)} things of a kind of one's own, {len(failed)} failures")
    sys.exit(1 if failed else 0)


main()
