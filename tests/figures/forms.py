#!/usr/bin/env python3
"""Rows of a workbook as so many forms: what each 自评表 prints against an independent computation (Python's decimal), and which boxes are ticked.

usage: forms.py PROGRAM [--rows N]   (default: 12 rows; 200 by hand)

The workbook is written by hand (tests/cli/small_books.py): a sheet of projects, one of their funds, one of their indicators; `chengwen run` makes the papers
of a plan.  In each PDF must stand, cell behind cell: the sums of the funds, their share and its score, each indicator with its values and score, the total; and ☑ before the
right words alone.  A project whose figures contradict each other has no paper, and the others have.
"""
import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from decimal import ROUND_HALF_UP, Decimal

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TREE, "tests/cli"))
import small_books

SHAPE = [("产出指标", "数量", 20), ("产出指标", "数量", 15), ("产出指标", "质量", 15), ("效益指标", "社会", 20), ("效益指标", "影响", 10), ("满意度指标", "满意", 10)]
PLAN = """<plan><run name="自评" data="forms.xlsx" kind="self-evaluation" mapping="mapping.xml" output="out"/></plan>
"""
MAPPING = """<mapping name="{项目编号}"><skip head="项目编号"/></mapping>
"""


def rounded(number):
    return number.quantize(Decimal("0.01"), ROUND_HALF_UP)


class Project:
    def __init__(self, seed, number):
        chance = random.Random(f"{seed} {number}")
        self.key, self.unit = f"P{number:04}", f"第{number}中心"
        self.changed, self.open = chance.random() < 0.5, chance.random() < 0.5
        self.funds = []
        for name in ("当年财政拨款", "上年结转资金")[:chance.randrange(1, 3)]:
            budget = Decimal(chance.randrange(1000, 999999)) / 100
            adjusted = budget - Decimal(chance.randrange(0, 500)) / 100
            self.funds.append((name, budget, adjusted, (adjusted * chance.randrange(4000, 10001) / 10000).quantize(Decimal("0.000001"))))
        self.indicators = []
        for at, (first, second, points) in enumerate(SHAPE):
            planned = Decimal(chance.randrange(1, 500))
            self.indicators.append((first, second, f"指标{at + 1}", planned, planned * chance.randrange(70, 130) // 100, Decimal(points)))

    def sums(self):
        return [sum(fund[at] for fund in self.funds) for at in (1, 2, 3)]

    def score(self, indicator):
        planned, actual, points = indicator[3:]
        return rounded(points * min(Decimal(1), actual / planned))

    def lines(self):
        """What must stand in the text of the paper, blanks apart."""
        budget, adjusted, spent = self.sums()
        funds = rounded(spent / adjusted * 10)
        yield f"年度资金总额{rounded(budget)}{rounded(adjusted)}{rounded(spent)}10{rounded(spent / adjusted * 100)}%{funds}"
        for name, *amounts in self.funds:
            yield name + "".join(str(rounded(amount)) for amount in amounts)
        total = funds + sum(self.score(indicator) for indicator in self.indicators)
        for indicator in self.indicators:
            yield f"{indicator[2]}≥{indicator[3]}项{indicator[4]}项{indicator[5]}{self.score(indicator)}"
        grade = next(word for word, least in (("优", 90), ("良", 80), ("中", 60), ("差", 0)) if total >= least)
        yield f"总分100{total}自评等级：" + "".join(("☑" if word == grade else "☐") + word for word in "优良中差")
        for label, yes in (("绩效目标年中是否调整", self.changed), ("自评结果是否公开", self.open)):
            yield label + ("☑是☐否" if yes else "☐是☑否")


def workbook(path, projects):
    heads = ["项目编号", "年度", "项目名称", "主管部门", "实施单位", "填报日期", "预期目标", "实际完成情况", "绩效目标年中是否调整", "自评结果是否公开"]
    rows = [[project.key, 2025, "社会工作服务", "水门街道", project.unit, ("date", 46045), "略。", "略。", *("是" if yes else "否" for yes in (project.changed, project.open))] for project in projects]
    funds = [[project.key, fund[0], *(float(amount) for amount in fund[1:])] for project in projects for fund in project.funds]
    indicators = [[project.key, *indicator[:3], *(float(number) for number in indicator[3:5]), "项", float(indicator[5]), "略" if project.score(indicator) < indicator[5] else None]
                  for project in projects for indicator in project.indicators]
    small_books.book(path, {
        "绩效自评表": small_books.sheet([heads, *rows]),
        "资金来源": small_books.sheet([["项目编号", "来源", "年初预算数（万元）", "全年预算数（万元）", "全年执行数（万元）"], *funds]),
        "绩效指标": small_books.sheet([["项目编号", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "计量单位", "分值", "偏差原因分析及改进措施"], *indicators])})



def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--rows", type=int, default=12)
    parser.add_argument("--seed", default="forms")
    args = parser.parse_args()
    projects = [Project(args.seed, number) for number in range(1, args.rows + 1)]
    wrong = Project(args.seed, args.rows + 1)
    wrong.funds = [("当年财政拨款", Decimal(10), Decimal(10), Decimal(11))]  # more spent than there was
    with tempfile.TemporaryDirectory() as folder:
        workbook(os.path.join(folder, "forms.xlsx"), [*projects, wrong])
        for name, text in (("plan.xml", PLAN), ("mapping.xml", MAPPING)):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(text)
        begun = time.monotonic()
        done = subprocess.run([os.path.abspath(args.program), "run", "-q", "--date", "2026-02-01", "--templates", os.path.join(TREE, "templates"), "--fonts", os.path.join(TREE, "fonts"), "plan.xml"],
                              cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        took = time.monotonic() - begun
        papers = sorted(os.listdir(os.path.join(folder, "out"))) if os.path.isdir(os.path.join(folder, "out")) else []
        if done.returncode != 1 or papers != [project.key + ".pdf" for project in projects] or "全年执行合计" not in done.stderr:
            sys.exit(f"status {done.returncode}, {len(papers)} papers: {done.stderr[:3000]}")
        for project in projects:
            text = subprocess.run(["pdftotext", "-raw", os.path.join(folder, "out", project.key + ".pdf"), "-"], capture_output=True, text=True, check=True).stdout
            text = re.sub(r"\s", "", text)
            for line in project.lines():
                if line not in text:
                    sys.exit(f"{project.key}: not in the paper: {line}\n{text}")
    print(f"{len(projects)} forms in {took:.2f} s, {sum(len(list(project.lines())) for project in projects)} lines of figures as computed; one that contradicts itself refused")


if __name__ == "__main__":
    main()
