#!/usr/bin/env python3
"""A finance clerk's paper that uses what no shipped kind does (tests/documents/settlement): it is printed as it should be, and each
figure or word that is changed is refused by the check that proves it.

usage: check_settlement.py PROGRAM
"""
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
FONTS = os.path.join(HERE, "..", "..", "fonts")
PRINTED = ("二〇二五年度①莲塘站、②黄贝站共2个站点", "（大写：陆拾叁万壹仟壹佰贰拾元零伍角整），为合同金额的97.10%", "考核91分，等次为优。", "小计326,630.5051.75%50.25%", "合计631,120.50100.00%97.10%",
           "第三期2026-04-16210,374.50", "（二）定标2024年12月10日—", "（三）签发二〇二六年一月十六日打印于2026-06-01")
# What is written instead, and what the message says.
WRONG = (("审核报告", "审核报告", ""), ("账目齐全，", "账目" + "齐全" * 30, "摘要有 72 字，至多 60 字"), ('opened="2024-12-03"', 'opened="2024-12-10"', "应早于"), ('months="12"', 'months="11"', "月数与起止日期一致"),
         ("二〇二六年一月", "二〇二六年二月", "汉字日期与数字日期一致"), ('cut="18879.50"', 'cut="18879.40"', "差额相符"), ('ratio="0.9710"', 'ratio="0.9711"', "比例＝部分÷基数"),
         ('percent="97.10"', 'percent="97.11"', "百分比＝部分÷基数"), ('audited="631120.50"', 'audited="631120.40"', "审定金额＝各站金额之和"), ("贰拾元伍角", "贰拾元肆角", "大写是 631120.40 元"),
         ('meals="21449"', 'meals="21448"', "上级数＝下级数之和"), ('amount="106216"', 'amount="106217"', "乘积相符"), ('meals="6248" price="17" amount="106216"', 'meals="0" price="17" amount="0"', "不小于下限"),
         ('<level label="良" min="75"', '<level label="良" min="76"', "空缺 1"))


def run(program, command, folder, text, *options):
    path = os.path.join(folder, "settlement.xml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    templates = os.path.join(HERE, "settlement", "templates")
    return subprocess.run([program, command, "--quiet", "--date", "2026-06-01", "--templates", templates, "--fonts", FONTS, *options, path], capture_output=True, text=True, check=False)


def main():
    program, failures = os.path.abspath(sys.argv[1]), []
    with open(os.path.join(HERE, "settlement", "settlement.xml"), encoding="utf-8") as file:
        text = file.read()
    with tempfile.TemporaryDirectory() as folder:
        done = run(program, "build", folder, text, "-o", folder)
        printed = subprocess.run(["pdftotext", "-layout", os.path.join(folder, "settlement.pdf"), "-"], capture_output=True, text=True, check=False).stdout
        printed = re.sub(r"\s+", "", printed)
        failures += [f"not printed: {words}" for words in PRINTED if words not in printed] + done.stderr.splitlines()
        for old, new, says in WRONG:
            said = run(program, "check", folder, text.replace(old, new)).stderr
            if text.count(old) != 1 or (says not in said if says else said != ""):
                failures.append(f"{new}: {said or 'nothing was said'}")
    print(*failures, f"{len(PRINTED)} texts, {len(WRONG)} changes, {len(failures)} failures", sep="\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
