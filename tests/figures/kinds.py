#!/usr/bin/env python3
"""Kinds that come with the program, filled from spreadsheets: what each paper computes against an independent computation (Python's decimal).

usage: kinds.py PROGRAM [--rows N] [--seed TEXT] [KIND…]   (default: 200 rows, all kinds)

Each kind has a class: it invents the rows, writes a table of them (CSV, or a workbook where a row is a paper and its lists are sheets) and what all rows share
as a description, and yields for each paper the figures that the record of it (build --keep-record) must have, and texts that its pages must have.
"""
import argparse
import csv
import datetime
import json
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
import forms
import small_books

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = {"仟": 1000, "佰": 100, "拾": 10, "角": Decimal("0.1"), "分": Decimal("0.01")}
READ_EVERY = 10  # of many papers so many have their pages read
SECTIONS = {"亿": 100000000, "万": 10000, "元": 1}


def rounded(number, decimals=2):
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def of_words(words):
    """The amount that a 大写 says, read from left to right."""
    total = section = digit = Decimal(0)
    for c in words:
        if c in DIGITS:
            digit = Decimal(DIGITS.index(c))
        elif c in PLACES:
            section, digit = section + digit * PLACES[c], Decimal(0)
        elif c in SECTIONS:
            total, section, digit = total + (section + digit) * SECTIONS[c], Decimal(0), Decimal(0)
        elif c != "整":
            return None
    return total + section + digit


def write_csv(path, heads, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads, *rows])


class Assessment:
    """A workbook: a service a row, its deductions and praises in sheets of their own; the items are those of all."""
    kind, table = "quarterly-assessment", "table.xlsx"
    ITEMS = [("质量", "食品", "30"), ("质量", "菜品", "20"), ("配送", "准时", "25.5"), ("配送", "探视", "14.5"), ("管理", "台账", "10")]
    POINTS = ("甲点", "", "乙点")  # of a paper with any, those without one are 未写, which stands between them
    GRADES = [("优秀", 90, None, "1"), ("良好", 80, 90, "0.9575"), ("合格", 60, 80, "0.8"), ("不合格", None, 60, "0.3333")]

    def __init__(self, chance, rows):
        self.papers = []
        for number in range(1, rows + 1):
            lost = {}
            for _ in range(chance.randrange(0, 9)):
                name, full = chance.choice([item[1:] for item in self.ITEMS])
                points = Decimal(chance.randrange(1, 60)) / 10
                if sum(lost.get(name, [])) + points <= Decimal(full):
                    lost.setdefault(name, []).append(points)
            gained = [Decimal(chance.randrange(1, 40)) / 10 for _ in range(chance.choice((0, 0, 1, 3)))]
            places = [chance.choice(self.POINTS) for all_points in lost.values() for _ in all_points]
            self.papers.append((f"P{number:04}", Decimal(chance.randrange(100000, 99999999)) / 100, lost, gained, places))

    def base(self):
        items = "".join(f'<item sort="{sort}" name="{name}" full="{full}" standard="按合同"/>' for sort, name, full in self.ITEMS)
        grades = "".join(f'<agreed label="{label}"' + (f' min="{least}"' if least is not None else "") + (f' max="{most}"' if most else "") + f' value="{value}"/>' for label, least, most, value in self.GRADES)
        members = "".join(f'<member name="{name}" post="组员"/>' for name in ("方文娟", "陆志远", "施小禾"))
        return f'<quarterly-assessment project="助餐服务" buyer="玉兰街道" from="2026-04" date="2026-07-06">{items}{grades}{members}</quarterly-assessment>'

    @staticmethod
    def each(lost, places):
        return [(name, points, place) for (name, points), place in zip(((name, points) for name, all_points in lost.items() for points in all_points), places, strict=True)]

    def write(self, path):
        rows = [[key, f"{key}单位", float(fee)] for key, fee, *_ in self.papers]
        lost = [[key, name, ("date", 46150), place, "不符", f"记录{number}", float(points)] for key, _, lost, _, places in self.papers
                for number, (name, points, place) in enumerate(self.each(lost, places), 1)]
        gained = [[key, ("date", 46150), "表扬", "来信", float(points)] for key, _, _, gained, _ in self.papers for points in gained]
        small_books.book(path, {"季度履约考核": small_books.sheet([["合同编号", "服务单位", "季度服务费（元）"], *rows]),
                                "扣分记录": small_books.sheet([["合同编号", "考核项目", "发现日期", "服务点", "扣分事由", "依据", "扣分"], *lost]),
                                "加分记录": small_books.sheet([["合同编号", "日期", "加分事由", "依据", "加分"], *gained])})

    mapping = '<mapping name="{合同编号}"/>'

    def expected(self):
        for key, fee, lost, gained, places in self.papers:
            fields = {f"item[{at}].score": Decimal(full) - sum(lost.get(name, [])) for at, (_, name, full) in enumerate(self.ITEMS, 1)}
            left = sum(fields.values())
            score = min(Decimal(100), left + sum(gained))
            label, share = next((label, Decimal(share)) for label, least, _, share in self.GRADES if score >= (least or 0))
            payable = rounded(fee * share)
            fields |= {"full": Decimal(100), "lost": 100 - left, "gained": Decimal(sum(gained)), "score": score, "grade": label, "share": share, "payable": payable, "held": fee - payable, "words": payable}
            of_places = [(name or "未写", sum(points for _, points, place in self.each(lost, places) if place == name)) for name in self.POINTS if name in places and any(places)]
            for at, (name, points) in enumerate(of_places, 1):
                fields |= {f"point[{at}].name": name, f"point[{at}].lost": Decimal(points)}
            fields[f"point[{len(of_places) + 1}].name"] = None
            yield key, fields, [f"应付{payable:,.2f}元（大写：", f"考核得分{score.normalize():f}分，等次为{label}"]


class Settlement:
    """A CSV: an item a row, all of one paper."""
    kind, table, mapping = "settlement-review", "table.csv", '<mapping list="item" name="结算"/>'
    PARTS, REASONS = ("土建", "装饰", "安装"), ("工程量多计", "单价不符", "签证漏计")

    def __init__(self, chance, rows):
        self.items = []
        for number in range(1, rows + 1):
            quantity, price = Decimal(chance.randrange(1, 2000000)) / 1000, Decimal(chance.randrange(100, 200000)) / 100
            why = chance.choice(("", *self.REASONS))
            approved = [quantity, price]
            if why:
                at = why == "单价不符"
                approved[at] = (approved[at] * chance.randrange(60, 95) / 100 if why != "签证漏计" else approved[at] * 110 / 100).quantize(Decimal("0.01" if at else "0.001"))
            if rounded(quantity * price) == rounded(approved[0] * approved[1]):
                why, approved = "", [quantity, price]
            self.items.append((self.PARTS[number % 3], f"项目{number}", quantity, price, *approved, why))

    def base(self):
        parts = "".join(f'<part name="{name}"/>' for name in self.PARTS)
        reasons = "".join(f'<reason name="{name}"><words><p>略。</p></words></reason>' for name in self.REASONS)
        prose = "".join(f"<{name}><p>略。</p></{name}>" for name in ("background", "basis"))
        return ('<settlement-review project="工程" code="1" builder="甲" contractor="乙" auditor="丙" checker="冯立群" rechecker="谭雅文" begun="2025-01-01" finished="2025-06-01" received="2025-07-01"'
                f' date="2025-08-01" contract="900000000" paid="1000">{parts}{reasons}{prose}</settlement-review>')

    def write(self, path):
        write_csv(path, ["项目名称", "单位工程", "单位", "送审工程量", "送审单价（元）", "审定工程量", "审定单价（元）", "核增核减原因"],
                  [[name, part, "项", quantity, price, approved, approved_price, why] for part, name, quantity, price, approved, approved_price, why in self.items])

    def expected(self):
        amounts = [(part, rounded(quantity * price), rounded(approved * approved_price), why) for part, _, quantity, price, approved, approved_price, why in self.items]
        fields = {f"item[{at}].{name}": value for at, (_, submitted, approved, _) in enumerate(amounts, 1)
                  for name, value in (("submitted", submitted), ("approved", approved), ("cut", max(submitted - approved, Decimal(0))))}
        for at, part in enumerate(self.PARTS, 1):
            fields[f"part[{at}].submitted"] = sum(submitted for of, submitted, _, _ in amounts if of == part)
            fields[f"part[{at}].approved"] = sum(approved for of, _, approved, _ in amounts if of == part)
        for at, reason in enumerate(self.REASONS, 1):
            fields[f"reason[{at}].cut"] = sum(max(submitted - approved, Decimal(0)) for _, submitted, approved, why in amounts if why == reason)
        submitted, approved = (sum(amount[at] for amount in amounts) for at in (1, 2))
        retention = rounded(approved * 3 / 100)
        rate = rounded((submitted - approved) / submitted * 100)
        fields |= {"submitted": submitted, "approved": approved, "net": submitted - approved, "rate": rate, "words": approved, "retention": retention, "payable": approved - 1000 - retention}
        yield "结算", fields, [f"{submitted:,.2f}{approved:,.2f}", f"净核减率{rate}%"]


class Notice:
    """A CSV: a mark a row, 40 candidates of 5 judges at 200 rows; scores often equal, bids now and then."""
    kind, table, mapping = "review-result-notice", "table.csv", '<mapping list="score" name="公示"/>'
    JUDGES = ("苏文清", "罗启航", "姚佩珊", "戴明轩", "邱雨桐")

    def __init__(self, chance, rows):
        self.candidates = [(f"候选{number:03}", Decimal(chance.randrange(10, 14) * 10000), [Decimal(chance.randrange(160, 201)) / 2 for _ in self.JUDGES]) for number in range(1, rows // 5 + 1)]
        # The best one stands alone, so that it is clear who is chosen.
        self.candidates.append(("独占", Decimal(1), [Decimal(100)] * 5))

    def base(self):
        judges = "".join(f'<judge name="{name}" post="专家"/>' for name in self.JUDGES)
        candidates = "".join(f'<candidate name="{name}" bid="{bid}"/>' for name, bid, _ in self.candidates)
        return ('<review-result-notice project="服务" code="1" buyer="街道办事处" reviewed="2026-09-16" date="2026-09-18" from="2026-09-18" to="2026-09-24" contact="采购办" phone="65550188" address="水门路"'
                f' supervisor="监察室" supervisor_phone="65550199">{judges}{candidates}</review-result-notice>')

    def write(self, path):
        write_csv(path, ["候选人", "评委", "评分（分）"], [[name, judge, mark] for name, _, marks in self.candidates for judge, mark in zip(self.JUDGES, marks, strict=True)])

    def expected(self):
        fields, places = {}, [(-rounded(sum(sorted(marks)[1:-1]) / 3), bid, name) for name, bid, marks in self.candidates]
        ranks = {name: 1 + sum(other[:2] < (score, bid) for other in places) for score, bid, name in places}
        for at, ((score, _, name), (_, _, marks)) in enumerate(zip(places, self.candidates, strict=True), 1):
            fields |= {f"candidate[{at}].final": -score, f"candidate[{at}].rank": Decimal(ranks[name]), f"candidate[{at}].total": sum(marks)}
        # The rows stand in order: rank, name, bid, score.
        order = sorted(places, key=lambda place: (ranks[place[2]], place[2]))
        yield "公示", fields | {"period": Decimal(7)}, ["".join(f"{ranks[name]}{name}{bid:,.2f}{-score}" + ("拟中选" if ranks[name] == 1 else "") for score, bid, name in order[:12])]


class Minutes:
    """A CSV: a task a row, all of one meeting; the paper has them by their dates, those of one day as they stand."""
    kind, table, mapping = "minutes", "table.csv", '<mapping list="task" name="纪要"/>'
    UNITS, ITEMS = ("城市管理办公室", "公共服务办公室", "财政办公室"), ("排水", "助餐", "电梯")

    def __init__(self, chance, rows):
        self.tasks = [(self.ITEMS[number % 3], f"办结事项{number}", chance.choice(self.UNITS), datetime.date(2026, 5, 12) + datetime.timedelta(chance.randrange(0, 90))) for number in range(1, rows + 1)]
        self.votes = [(due, present, agree, chance.randrange(0, present - agree + 1)) for due in (7, 9, 12) for present in [chance.randrange(due // 2 + 1, min(due, 9) + 1)] for agree in [chance.randrange(0, present + 1)]]

    def base(self):
        people = "".join(f'<attendee unit="{self.UNITS[at % 3]}" name="同事{at}" part="{("出席", "列席", "请假")[at // 9]}"/>' for at in range(22))
        items = "".join(f'<item title="{title}"><vote due="{due}" present="{present}" agree="{agree}" against="{against}" abstain="{present - agree - against}"/></item>'
                        for title, (due, present, agree, against) in zip(self.ITEMS, self.votes, strict=True))
        return f'<minutes meeting="办公会议" number="第1期" issuer="街道办" date="2026-05-14" held="2026-05-12" place="会议室" host="同事0" recorder="同事1">{people}{items}</minutes>'

    def write(self, path):
        write_csv(path, ["议题", "任务", "责任单位", "完成时限"], self.tasks)

    def expected(self):
        fields = {"present": Decimal(9), "observers": Decimal(9), "absent": Decimal(4)}
        for at, (due, present, agree, _) in enumerate(self.votes, 1):
            fields |= {f"item[{at}].vote.votes": Decimal(present), f"item[{at}].vote.pass": Decimal(due // 2 + 1), f"item[{at}].vote.result": "通过" if 2 * agree > due else "未通过"}
        order = sorted(self.tasks, key=lambda task: task[3])
        row = "{}{}月{}日{}{}{}".format
        yield "纪要", fields, [row(at, task[3].month, task[3].day, task[1], task[2], "一二三"[self.ITEMS.index(task[0])]) for at, task in enumerate(order, 1)]


class Performance:
    """A CSV: an indicator of the third level a row, all of one report; the levels above are derived from the rows."""
    kind, table, mapping = "performance-evaluation", "table.csv", '<mapping list="indicator" name="报告"/>'
    AREAS, GRADES = ("决策", "过程", "产出", "效益"), (("优", 90), ("良", 80), ("中", 60), ("差", 0))

    def __init__(self, chance, rows):
        cents = [10000 // rows + (at < 10000 % rows) for at in range(rows)]
        for at in range(0, rows - 1, 2):
            moved = chance.randrange(0, cents[at] // 2)
            cents[at], cents[at + 1] = cents[at] - moved, cents[at + 1] + moved
        self.rows = []
        for at, weight in enumerate(cents):
            lost = chance.choice((0, 0, chance.randrange(0, weight)))
            self.rows.append((self.AREAS[at * 4 // rows], f"方面{at * 20 // rows}", f"指标{at + 1:03}", Decimal(weight) / 100, Decimal(weight - lost) / 100))
        self.funds = [(name, *(Decimal(chance.randrange(1, 90000)) / 10000 + more for more in (30, 20, 10))) for name in ("市级", "区级", "街道")]

    def base(self):
        funds = "".join(f'<fund name="{name}" budget="{budget}" allocated="{allocated}" spent="{spent}"/>' for name, budget, allocated, spent in self.funds)
        return ('<performance-evaluation scheme="项目" place="区" evaluator="评价公司" date="2026-04-20" department="民政局" operator="街道" from="2025-01-01" to="2025-12-31">'
                f'<parts cover="no" contents="no"/>{funds}<background><p>略。</p></background><work><p>略。</p></work></performance-evaluation>')

    def write(self, path):
        write_csv(path, ["一级指标", "二级指标", "三级指标", "评价标准", "权重（分）", "得分（分）", "扣分原因"],
                  [[area, aspect, name, "按规定", weight, score, "" if score == weight else "未达到"] for area, aspect, name, weight, score in self.rows])

    def expected(self):
        fields = {f"indicator[{at}].rate": rounded(score / weight * 100) for at, (_, _, _, weight, score) in enumerate(self.rows, 1)}
        for level, place in (("area", 0), ("aspect", 1)):
            for at, name in enumerate(dict.fromkeys(row[place] for row in self.rows), 1):
                weight, score = (sum(row[column] for row in self.rows if row[place] == name) for column in (3, 4))
                fields |= {f"{level}[{at}].weight": weight, f"{level}[{at}].score": score, f"{level}[{at}].rate": rounded(score / weight * 100)}
        score = sum(row[4] for row in self.rows)
        grade = next(label for label, least in self.GRADES if score >= least)
        budget, allocated, spent = (sum(fund[at] for fund in self.funds) for at in (1, 2, 3))
        fields |= {"full": Decimal(100), "score": score, "grade": grade, "budget": budget, "allocated": allocated, "spent": spent,
                   "arrived": rounded(allocated / budget * 100), "executed": rounded(spent / allocated * 100)}
        yield "报告", fields, [f"综合得分{score.normalize():f}分，评价等级为“{grade}”", f"预算执行率{fields['executed']}%"]


class SelfEvaluation:
    """A workbook: a project a row, as in forms.py; the papers have its lines."""
    kind, table, mapping = "self-evaluation", "table.xlsx", forms.MAPPING

    def __init__(self, chance, rows):
        self.projects = [forms.Project(chance.random(), number) for number in range(1, rows + 1)]

    def base(self):
        return '<self-evaluation year="2025"/>'

    def write(self, path):
        forms.workbook(path, self.projects)

    def expected(self):
        for project in self.projects:
            budget, adjusted, spent = project.sums()
            scores = [project.score(indicator) for indicator in project.indicators]
            funds_score = rounded(spent / adjusted * 10)
            total = funds_score + sum(scores)
            grade = next(word for word, least in (("优", 90), ("良", 80), ("中", 60), ("差", 0)) if total >= least)
            fields = {"budget": budget, "adjusted": adjusted, "spent": spent, "rate": rounded(spent / adjusted * 100), "funds_score": funds_score, "full": Decimal(100), "total": total, "grade": grade}
            fields |= {f"indicator[{at}].score": score for at, score in enumerate(scores, 1)}
            fields |= {f"indicator[{at}].reached": rounded(indicator[4] / indicator[3] * 100) for at, indicator in enumerate(project.indicators, 1)}
            yield project.key, fields, list(project.lines())


class Acceptance:
    """A CSV: an item a row, all of one paper; some came short."""
    kind, table, mapping = "acceptance-record", "table.csv", '<mapping list="item" name="验收书"/>'

    def __init__(self, chance, rows):
        self.items = [(f"货物{number:03}", agreed, max(0, agreed - chance.choice((0, 0, 0, 1, 5))), Decimal(chance.randrange(1, 5000000)) / 100) for number in range(1, rows + 1) for agreed in [chance.randrange(1, 90)]]
        self.signed = datetime.date(2026, 1, 1) + datetime.timedelta(chance.randrange(0, 60))
        self.term, self.late = chance.randrange(1, 60), chance.choice((0, 9))

    def base(self):
        due = self.signed + datetime.timedelta(self.term)
        delivered = due + datetime.timedelta(self.late)
        delay = ' delay="扣违约金"' if self.late else ""
        members = "".join(f'<member name="{name}" post="组员"/>' for name in ("周启明", "李婉仪", "郑国栋"))
        return (f'<acceptance-record project="设备" code="1" buyer="街道" supplier="公司" signed="{self.signed}" due="{due}" delivered="{delivered}"{delay} date="{delivered}" place="仓库">'
                f"<finding><p>略。</p></finding>{members}</acceptance-record>")

    def write(self, path):
        write_csv(path, ["名称", "规格型号", "单位", "合同数量", "实收数量", "单价（元）"], [[name, "标准", "件", agreed, arrived, price] for name, agreed, arrived, price in self.items])

    def expected(self):
        total = sum(agreed * price for _, agreed, _, price in self.items)
        complete = all(agreed == arrived for _, agreed, arrived, _ in self.items)
        fields = {"total": total, "words": total, "term": Decimal(self.term), "late": Decimal(self.late), "verdict": "合格" if complete else "不合格"}
        for at, (_, agreed, arrived, price) in enumerate(self.items, 1):
            fields |= {f"item[{at}].amount": agreed * price, f"item[{at}].finding": "合格" if agreed == arrived else "数量不足"}
        yield "验收书", fields, [f"合计{total:,.2f}", f"设备{fields['verdict']}", f"签约后{self.term}天内", f"逾期{self.late}天" if self.late else "没有逾期"]


class Survey:
    """A CSV: how many gave an answer, a row; at 200 rows 20 questions of five options, of all who were asked, of classes of them, or of both; all of one paper."""
    kind, table, mapping = "survey-report", "table.csv", '<mapping list="tally" name="调查"/>'
    OPTIONS, PARTS = (("很满意", 100), ("满意", 80), ("一般", 60), ("不满意", 25), ("很不满意", 0)), ("人员", "活动", "场地")
    CLASSES = (("长者", 300), ("外地", 0), ("青年", 137))
    ASKED = sum(size for _, size in CLASSES)

    def __init__(self, chance, rows):
        self.questions = []
        for number in range(1, max(3, rows // 10) + 1):
            of_classes = {}
            for name, size in self.CLASSES:
                cuts = sorted(chance.randrange(0, size + 1) for _ in self.OPTIONS[1:])
                of_classes[name] = [high - low for low, high in zip([0, *cuts], [*cuts, size], strict=True)]
            counts = [sum(column) for column in zip(*of_classes.values(), strict=True)]
            self.questions.append((f"问题{number:02}", self.PARTS[number % 3], counts, of_classes if number % 3 != 2 else {}, number % 3 != 1))

    def score(self, counts):
        return rounded(Decimal(sum(count * score for count, (_, score) in zip(counts, self.OPTIONS, strict=True))) / sum(counts), 1)

    def scores(self):
        """Of the questions and of the parts, by part; the whole."""
        of_questions = [self.score(counts) for _, _, counts, _, _ in self.questions]
        of_parts = []
        for name in self.PARTS:
            own = [score for score, question in zip(of_questions, self.questions, strict=True) if question[1] == name]
            of_parts.append(rounded(sum(own) / len(own), 1))
        return of_questions, of_parts, rounded(sum(of_parts) / len(of_parts), 1)

    def base(self):
        people = "".join(f'<people name="{name}" count="{count}"/>' for name, count in self.CLASSES)
        options = "".join(f'<option name="{name}" score="{score}"/>' for name, score in self.OPTIONS)
        questions = "".join(f'<question title="{title}" part="{part}"/>' for title, part, *_ in self.questions)
        parts = "".join(f'<dimension name="{name}" last="80"/>' for name in self.PARTS)
        prose = "".join(f"<{name}><p>略。</p></{name}>" for name in ("background", "overview", "advice"))
        return (f'<survey-report surveyor="协会" date="2026-07-08" from="2026-06-02" to="2026-06-26" target="85" issued="480" returned="452" valid="{self.ASKED}"><title_line words="调查报告"/>{people}{options}{questions}{parts}'
                f'<quarter from="2026-01"/><quarter from="2026-04"/><risk name="流失" likely="4" grave="4"><answer>补员。</answer></risk>{prose}</survey-report>')

    def write(self, path):
        rows = []
        for title, _, counts, of_classes, whole in self.questions:
            for name, own in [*of_classes.items(), *([("", counts)] if whole else [])]:
                rows += [[title, name, option, count] for (option, _), count in zip(self.OPTIONS, own, strict=True) if count > 0]
        write_csv(path, ["问题", "类别", "选项", "人数"], rows)

    def shares(self, counts):
        """In tenths of a percent, 1000 in all: those with the largest remainders get one more, of equal ones the larger count, then the first."""
        asked = sum(counts)
        least = [count * 1000 // asked for count in counts]
        order = sorted(range(len(counts)), key=lambda at: (-(counts[at] * 1000 % asked), -counts[at], at))
        return [Decimal(tenths + (at in order[:1000 - sum(least)])) / 10 for at, tenths in enumerate(least)]

    def answered(self, path, counts):
        fields = {f"{path}.total": Decimal(sum(counts)), f"{path}.score": self.score(counts), f"{path}.satisfied": rounded(Decimal(sum(counts[:2]) * 100) / sum(counts), 1)}
        for place, (count, share) in enumerate(zip(counts, self.shares(counts), strict=True), 1):
            fields |= {f"{path}.answer[{place}].count": Decimal(count), f"{path}.answer[{place}].share": share}
        return fields

    def expected(self):
        of_questions, of_parts, whole = self.scores()
        fields = {"score": whole, "asked": Decimal(self.ASKED), "return_rate": rounded(Decimal(45200) / 480, 1), "valid_rate": rounded(Decimal(self.ASKED * 100) / 452, 1),
                  "satisfied": rounded(Decimal(sum(sum(counts[:2]) for _, _, counts, *_ in self.questions) * 100) / (self.ASKED * len(self.questions)), 1)}
        tables = []
        for at, (_, _, counts, of_classes, _) in enumerate(self.questions, 1):
            fields |= self.answered(f"question[{at}]", counts)
            own = [(name, of_class) for name, of_class in of_classes.items() if sum(of_class) > 0]
            for place, (name, of_class) in enumerate(own, 1):
                fields |= {f"question[{at}].group[{place}].name": name} | self.answered(f"question[{at}].group[{place}]", of_class)
                tables.append("占比（%）" + "".join(f"{share:.1f}" for share in self.shares(of_class)) + "100.0")
            fields[f"question[{at}].group[{len(own) + 1}].name"] = None
        for at, score in enumerate(of_parts, 1):
            fields |= {f"dimension[{at}].score": score, f"dimension[{at}].change": score - 80}
        yield "调查", fields, [f"综合得分本期{whole:.1f}分，{'达到' if whole >= 85 else '未达到'}目标分85分", *(f"得分{score:.1f}分，满意率" for score in of_questions[:5]), *tables, "外地人数————————"]


class Replies(Survey):
    """The same one by one, as programs for questionnaires export them: a row a person, a column a question; at 200 rows 312 people and 8 questions."""
    mapping = '<mapping list="reply" name="调查"><skip head="提交时间"/><others head="of" cell="said"/></mapping>'

    def __init__(self, chance, rows):
        people = rows * 312 // 200
        self.sheets = [(chance.choice(("长者", "青年", "青年")), [chance.choices(self.OPTIONS, (9, 6, 3, 2, 1))[0][0] for _ in range(8)]) for _ in range(people)]
        self.ASKED = people
        self.CLASSES = tuple((name, sum(of == name for of, _ in self.sheets)) for name in ("长者", "外地", "青年"))
        self.questions = []
        for place in range(8):
            of_classes = {name: [sum(of == name and said[place] == option for of, said in self.sheets) for option, _ in self.OPTIONS] for name, _ in self.CLASSES}
            self.questions.append((f"问题{place + 1:02}", self.PARTS[place % 3], [sum(column) for column in zip(*of_classes.values(), strict=True)], of_classes, False))

    def base(self):
        return re.sub(r'(<people name="[^"]*") count="[0-9]*"', r"\1", super().base())  # how many there are of a class is counted, too

    def write(self, path):
        write_csv(path, ["答卷编号", "提交时间", "受访者类别", *(title for title, *_ in self.questions)],
                  [[number, "2026-06-03 10:20", of, *said] for number, (of, said) in enumerate(self.sheets, 1)])


KINDS = {kind.kind: kind for kind in (Assessment, Settlement, Notice, Minutes, Performance, SelfEvaluation, Acceptance, Survey)} | {"survey-report of replies": Replies}


def record_of(path):
    with open(path, encoding="utf-8") as file:
        return {field["path"]: field["value"] for field in json.load(file)["fields"]}


def same(value, expected):
    """Numbers are equal as numbers, an amount in words as what it says."""
    if value is None or not isinstance(expected, Decimal):
        return value == expected
    return (of_words(value) if value[0] in DIGITS else Decimal(value)) == expected


def run_kind(program, kind, rows, seed, folder):
    made = KINDS[kind](random.Random(f"{seed} {kind}"), rows)
    made.write(os.path.join(folder, made.table))
    for name, text in (("base.xml", made.base()), ("mapping.xml", made.mapping)):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
    begun = time.monotonic()
    done = subprocess.run([program, "build", "-q", "--date", "2026-06-01", "--templates", os.path.join(TREE, "templates"), "--fonts", os.path.join(TREE, "fonts"),
                           "--mapping", "mapping.xml", "--keep-record", "records", "-o", "out", "base.xml", "--data", made.table],
                          cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    took = time.monotonic() - begun
    if done.returncode != 0:
        sys.exit(f"{kind}: status {done.returncode}: {done.stderr[:3000]}")
    figures = papers = 0
    for name, fields, texts in made.expected():
        record = record_of(os.path.join(folder, "records", name + ".json"))
        for path, value in fields.items():
            if not same(record.get(path), value):
                sys.exit(f"{kind}, {name}: {path} is {record.get(path)}, not {value}")
        figures, papers = figures + len(fields), papers + 1
        if papers % READ_EVERY != 1:
            continue
        pages = re.sub(r"\s", "", subprocess.run(["pdftotext", "-raw", os.path.join(folder, "out", name + ".pdf"), "-"], capture_output=True, text=True, check=True).stdout)
        for text in texts:
            if text not in pages:
                sys.exit(f"{kind}, {name}: not in the paper: {text}")
        figures += len(texts)
    if papers != len(os.listdir(os.path.join(folder, "out"))):
        sys.exit(f"{kind}: {os.listdir(os.path.join(folder, 'out'))}")
    print(f"{kind}: {rows} rows, {papers} papers in {took:.2f} s, {figures} figures as computed")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("kind", nargs="*", choices=[*KINDS, []])
    parser.add_argument("--rows", type=int, default=200)
    parser.add_argument("--seed", default="kinds")
    args = parser.parse_args()
    for kind in args.kind or KINDS:
        with tempfile.TemporaryDirectory() as folder:
            run_kind(os.path.abspath(args.program), kind, args.rows, args.seed, folder)


if __name__ == "__main__":
    main()
