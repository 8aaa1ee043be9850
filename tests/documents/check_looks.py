#!/usr/bin/env python3
"""What a careful clerk looks at on the pages of shipped kinds: dates and titles that are cut, words said twice, figures without their unit, a list of one.

usage: check_looks.py PROGRAM

Each case is a sample with a few of its words changed, and patterns that its pages (pdftotext -layout, a form feed after each) have, or have not.
"""
import os
import re
import subprocess
import sys
import tempfile

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LINES = ("<title_line words=\"玉兰街道社区长者服务中心\"/>", "<title_line words=\"2026年度评估报告\"/>")
CENTER = '<center name="{}" material="33.5" committee="17.25" buyer="18" community="16.5" staff="4" senior="1" junior="3" members="2"><work><p>开展活动36场。</p></work></center>\n  <introduction>'
DOWN = ("<results>", "<results>" + "<p>评估材料齐全。</p>" * 4)   # so that the table of scores begins at the foot of a page


def centers(names):
    return ("<introduction>", "".join(CENTER.format(name).replace("<introduction>", "") for name in names) + "<introduction>")


# What is looked at; a sample; what of it is written instead; what its pages have; what they have not.
CASES = (
    ("a day of two figures in a column of dates", "yulan-minutes", (('by="2026-07-10"', 'by="2026-12-31"'),), (r"^ *\d+ +12月31日",), (r"12月 *\n *31日",)),
    ("a year of its own stands above the day", "yulan-minutes", (('by="2026-07-10"', 'by="2027-02-25"'),), (r"^ *2月25日 ",), (r"2027年2月 ",)),
    ("one task is no list", "lanting-minutes", (), ("会议议定，居民委员会于2026年4月30日前",), ("（一）",)),
    ("several tasks are", "yulan-minutes", (), ("会议议定：", "（一）市政服务中心"), ()),
    ("one indicator is no list", "lanting-performance", (), (r"扣分的指标是绿地养护达标率（C3）权重35分",), ("（1）绿地",)),
    ("a cover is cut as the title", "yulan-report", (("<name>2026", "<name>玉兰街道社区长者服务中心2026"),), (r"\A(?s:[^\f]*)^ *玉兰街道社区长者服务中心\n *2026年度评估报告\n",), ()),
    ("long lines too", "yulan-report", (("<name>2026", "<name>玉兰街道及分站点社区长者服务中心2026"), (LINES[0], LINES[0].replace("街道", "街道及分站点"))),
     (r"\A(?s:[^\f]*)^ *玉兰街道及分站点社区长者服务中心\n *2026年度评估报告\n",), ()),
    ("a cover of one line", "yulan-report", (), (r"\A(?s:[^\f]*)^ *2026年度评估报告\n",), (r"\A(?s:[^\f]*)玉兰街道社区长者服务中心\n *2026",)),
    ("a long name is cut between words", "yulan-report", (("<name>2026年度评估", "<name>云栖街道社区社会工作服务站点2026年度末期评估"),), (r"\A(?s:[^\f]*)^ *末期评估报告\n",), (r"\A(?s:[^\f]*)^ *报告\n",)),
    ("titles of ledgers are balanced", "pingshan-accounts", (("残疾人社区服务项目收支明细账", "云栖街道残疾人社区社会工作服务站点2026年度专项经费收支明细账"),), (r"^ *2026年度专项经费收支明细账$",), ()),
    ("and those of chapters", "pinghu-rules", (('title="总则"', 'title="云栖街道社区社会工作服务站点运营考核的内容和方式方法"'),), (r"^ *站点运营考核的内容和方式方法$",), (r"^ *方法$",)),
    ("a stage that says it", "yulan-report", (("<stage>年度", "<stage>末期评估"),), (r"第二部分 +末期评估情况", r"末\s*期\s*评\s*估\s*结\s*果\s*为"), (r"评\s*估\s*评\s*估",)),
    ("a stage that does not", "yulan-report", (), (r"第二部分 +年度评估情况", r"年\s*度\s*评\s*估\s*结\s*果\s*为"), ()),
    ("a centre that is called so", "yulan-report", (('name="玉兰"', 'name="玉兰中心"'), ('of="玉兰"', 'of="玉兰中心"')), ("玉兰中心",), ("中心中心",)),
    ("money has its unit", "yulan-report", (), (r"^ *1\. 玉兰中心 +单位：元$",), ()),
    ("the scores of a few centres stay together", "yulan-report", (DOWN, centers("甲乙")), (r"(?s)多方评价[^\f]*玉兰[^\f]*乙 ",), ("续表",)),
    ("a table that goes on says so", "yulan-report", (DOWN, centers("甲乙丙丁戊己庚辛")), (r"\f(?s:[^\f]{0,60})续表\n(?s:[^\f]*)多方评价",), ()),
    ("nothing is printed in one form", "pinghu-settlement", (), (r"^ *装饰工程 +920,180.10 +860,331.07 +— +59,849.03 +6.50%",), (r"装饰工程 +920,180.10 +860,331.07 +0.00",)),
    ("amounts of a list have their unit", "pinghu-settlement", (), ("（单价、合价、核增额、核减额：元）",), ()),
)


def pages(program, folder, sample, instead):
    with open(os.path.join(TREE, "input", sample + ".xml"), encoding="utf-8") as file:
        text = file.read()
    for old, new in instead:
        if old not in text:
            return None, f"{sample} has no {old}"
        text = text.replace(old, new)
    path = os.path.join(folder, sample + ".xml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    built = subprocess.run([program, "build", "-q", "--templates", os.path.join(TREE, "templates"), "--fonts", os.path.join(TREE, "fonts"), path, "-o", folder], capture_output=True, text=True)
    if built.returncode != 0:
        return None, built.stderr.strip()
    return subprocess.run(["pdftotext", "-layout", os.path.join(folder, sample + ".pdf"), "-"], capture_output=True, text=True).stdout, None


def main():
    program, faults = os.path.abspath(sys.argv[1]), []
    with tempfile.TemporaryDirectory() as folder:
        for what, sample, instead, has, lacks in CASES:
            text, fault = pages(program, folder, sample, instead)
            if fault:
                faults.append(f"{what}: {fault}")
                continue
            faults += [f"{what}: {sample} has no {pattern}" for pattern in has if not re.search(pattern, text, re.M)]
            faults += [f"{what}: {sample} has {pattern}" for pattern in lacks if re.search(pattern, text, re.M)]
    print(*faults, f"{len(CASES)} cases, {len(faults)} faults", sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
