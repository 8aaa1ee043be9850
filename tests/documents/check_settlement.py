#!/usr/bin/env python3
"""Papers that use what no shipped kind does, a finance clerk's (tests/documents/settlement) and an assessor's (appraisal): they are
printed as they should be, and each figure or word that is changed is refused by what proves it.

usage: check_settlement.py PROGRAM
"""
import os
import re
import shutil
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

APPRAISAL_PRINTED = ("服务期2025年8月31日至2026年2月28日，起于2025年下半年第三季度，共6个月、121个工作日", "3家机构平均85分，中位数82.50分，加权平均86.25分", "姓氏笔画为序：王安、单雨、赵单、曾宁；",
                     "按音序：单雨、王安、曾宁、赵单；", "按拼音：安和社工服务中心、启明星服务社、晴川社工服务中心。", "年龄45～62岁", "90.00优秀500,000.00471,698.1128,301.89增长20.00%",
                     "82.50良好180,000.00169,811.3210,188.68下降4.00%", "82.50良好270,000.50254,717.4515,283.05基期为零，不可比", "第1～3家应付共95.00万元，即95.000050万元", "依次为1、2、2。")
APPRAISAL_WRONG = (('"52440300508823454U"', '"52440300508823454T"', "warning: “统一社会信用代码”（team[1].code）写着“52440300508823454T”，第 18 位是“T”，按前 17 位应是“U”"),
                   ('"52440300508823454U"', '"52440300508823464U"', "第 17 位是“4”，按第 9 至 16 位应是“2”"), ('"52440300508823454U"', '"52440300S08823454U"', "第 9 个字“S”"),
                   ('"52440300508823454U"', '"5244030050882345U"', "有 17 个字，统一社会信用代码应有 18 个"), ('"52440300508823454U"', '"52400300508823454U"', "第 3、4 位“40”不是省"),
                   ('"440305198003141121"', '"440305198003141112"', "第 18 位是“2”，按前 17 位应是"), ('"440305198003141121"', '"440305198002301121"', "“19800230”不是出生日期"),
                   ('"440305198003141121"', '"00440305198003141121"', "有 20 个字，身份证号应有 18 个"), ('months="6"', 'months="17"', "期间 2025-08-31 至 2027-01-30 超出了日历的范围（2025 年至 2026 年）"),
                   ('<expert score="82"/>', "", "至少"), ('rate="6"', 'rate="106"', "net 的税率是 1.06"))
PAPERS = (("settlement", PRINTED, WRONG), ("appraisal", APPRAISAL_PRINTED, APPRAISAL_WRONG))


def run(program, command, folder, name, text, *options):
    path = os.path.join(folder, name + ".xml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return subprocess.run([program, command, "--quiet", "--date", "2026-06-01", "--templates", os.path.join(folder, "templates"), "--fonts", FONTS, *options, path], capture_output=True, text=True, check=False)


def check(program, name, printed_texts, wrong):
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(os.path.join(HERE, name), folder, dirs_exist_ok=True)
        shutil.copytree(os.path.join(HERE, "..", "..", "templates", "common"), os.path.join(folder, "templates", "common"))
        with open(os.path.join(folder, name + ".xml"), encoding="utf-8") as file:
            text = file.read()
        done = run(program, "build", folder, name, text, "-o", folder)
        printed = subprocess.run(["pdftotext", "-layout", os.path.join(folder, name + ".pdf"), "-"], capture_output=True, text=True, check=False).stdout
        printed = re.sub(r"\s+", "", printed)
        failures += [f"not printed: {words}" for words in printed_texts if words not in printed] + done.stderr.splitlines()
        for old, new, says in wrong:
            said = run(program, "check", folder, name, text.replace(old, new)).stderr
            if text.count(old) != 1 or (says not in said if says else said != ""):
                failures.append(f"{new}: {said or 'nothing was said'}")
    return failures


def main():
    program = os.path.abspath(sys.argv[1])
    failures = [failure for name, printed, wrong in PAPERS for failure in check(program, name, printed, wrong)]
    print(*failures, f"{sum(len(paper[1]) for paper in PAPERS)} texts, {sum(len(paper[2]) for paper in PAPERS)} changes, {len(failures)} failures", sep="\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
