#!/usr/bin/env python3
"""Rows of a workbook as contracts, and every figure that they print against an independent computation (Python's decimal).

usage: rows.py PROGRAM [--rows N] [--sample M]   (default: 60 rows, all of them; 10,000 and 200 by hand)

The workbook is written by hand (tests/cli/small_books.py).  Of each contract looked at: what stands in the table of its budget, the amount in
figures and in words, the shares, the monthly instalments; and no other number is on its pages but those of its clauses, dates and pages.
"""
import argparse
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TREE, "tests/cli"))
import small_books

BASE = """<service-contract><service><p>略。</p></service><annex_title>服务指标</annex_title></service-contract>
"""
DIGITS, PLACES, GROUPS = "零壹贰叁肆伍陆柒捌玖", ["", "拾", "佰", "仟"], ["", "万", "亿"]
CENT = Decimal("0.01")
FIRST, LAST = "2025-08-02", "2026-08-01"  # twelve months


def workbook(path, contracts):
    heads = ["编号", "合同名称", "采购项目名称", "项目编号", "签订日期", "合同期起", "合同期止", "甲方.名称", "乙方.名称", "甲方执份数", "乙方执份数"]
    rows = [[key, f"合同{key}", "采购", f"甲乙{key}", ("date", 45868), ("date", 45871), ("day", 46235), "甲办事处", "乙中心", 2, 2] for key in contracts]
    items = [[key, name, float(amount), "是" if staff else "否"] for key, budget in contracts.items() for name, amount, staff in budget]
    small_books.book(path, {"服务合同": small_books.sheet([heads, *rows]), "经费项目": small_books.sheet([["编号", "项目", "金额（元）", "属人力费用"], *items])})


# --- what must be printed ---

def group_words(number):
    """Up to 9999, with 零 where figures are skipped."""
    words, skipped = "", False
    for place in range(3, -1, -1):
        digit = number // 10 ** place % 10
        if digit == 0:
            skipped = bool(words)
            continue
        words += ("零" if skipped else "") + DIGITS[digit] + PLACES[place]
        skipped = False
    return words


def words_of(amount):
    whole, cents = int(amount), int(amount * 100) % 100
    words, gap = "", False
    for place in range(2, -1, -1):
        group = whole // 10000 ** place % 10000
        if group == 0:
            gap = bool(words)
            continue
        words += ("零" if words and (gap or group < 1000) else "") + group_words(group) + GROUPS[place]
        gap = False
    words += "元"
    if cents == 0:
        return words + "整"
    tens, ones = divmod(cents, 10)
    if tens and ones and whole % 10 == 0:
        words += "零"  # which the rule leaves open, and the program writes
    return words + (DIGITS[tens] + "角" if tens else "零") + (DIGITS[ones] + "分" if ones else "")


def plain(amount):
    text = format(amount.normalize(), "f")
    return text


def expected(budget):
    """(texts that must stand on the pages, all numbers that may)"""
    total = sum(amount for _, amount, _ in budget)
    staff = sum(amount for _, amount, own in budget if own)
    yuan = lambda amount: f"{amount:.2f}" if amount % 1 else f"{amount:.0f}"
    large = f"{plain(total / 10000)}万元" if total >= 10000 and total % 1 == 0 else f"{yuan(total)}元"

    def share(amount):
        part = (amount / total * 100).quantize(CENT, ROUND_HALF_UP)
        if part in (0, 100) and amount not in (0, total):
            return "不足0.01%" if part == 0 else "超过99.99%"
        return f"{part}%"

    month = (total / 12).quantize(Decimal(1), ROUND_DOWN)
    last = total - month * 11
    texts = [f"{name}{amount:,.2f}{share(amount)}" for name, amount, _ in budget]
    texts += [f"合计{total:,.2f}100.00%", f"中标成交金额{large}（大写：{words_of(total)}", f"其中人力费用{yuan(staff)}元，占经费总额的{share(staff)}",
              f"2025年8月至2026年7月每月{yuan(month)}元，合计{large}" if month == last else
              f"2025年8月至2026年6月每月{yuan(month)}元，2026年7月{yuan(last)}元，合计{large}"]
    return texts, set(re.findall(r"\d[\d,.]*", " ".join(texts)))


def check(path, key, budget):
    text = re.sub(r"\s", "", subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout)
    texts, numbers = expected(budget)
    yield from (f"{key}: not printed: {wanted}" for wanted in texts if wanted not in text)
    rest = text
    for known in (f"合同{key}", f"甲乙{key}", "2025年8月2日", "2026年8月1日", "12个月", "第1页共2页", "第2页共2页"):
        rest = rest.replace(known, " ")
    yield from (f"{key}: printed, and of nothing: {number}" for number in re.findall(r"\d[\d,.]*", rest) if number.rstrip(".,") not in {n.rstrip(".,") for n in numbers})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--rows", type=int, default=60)
    parser.add_argument("--sample", type=int)
    given = parser.parse_args()
    chance = random.Random(20261129)
    money = lambda: Decimal(chance.choice([chance.randint(1, 99999), chance.randint(10 ** 6, 10 ** 9), chance.randint(1, 9999) * 100, chance.randint(1, 99) * 10 ** 7])) / 100
    contracts = {f"C{number}": [("持证社工", money() + 1, True), ("督导", money(), False)] + [("业务", money(), False)] * chance.randint(0, 1) for number in range(1, given.rows + 1)}
    with tempfile.TemporaryDirectory() as folder:
        book, base, out = (os.path.join(folder, name) for name in ("list.xlsx", "base.xml", "out"))
        workbook(book, contracts)
        with open(base, "w", encoding="utf-8") as file:
            file.write(BASE)
        begun = time.monotonic()
        done = subprocess.run([given.program, "build", "-q", "-j", "2", "--templates", os.path.join(TREE, "templates"), "--data", book, base, "-o", out], capture_output=True, text=True)
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode != 0 or len(os.listdir(out)) != given.rows:
            print(done.stderr[:4000])
            return 1
        keys = chance.sample(list(contracts), min(given.sample or given.rows, given.rows))
        faults = [fault for key in keys for fault in check(os.path.join(out, f"list-{key}.pdf"), key, contracts[key])]
    print("\n".join(faults[:20]))
    print(f"{given.rows} rows, {time.monotonic() - begun:.1f} s, {usage.ru_utime + usage.ru_stime:.1f} s CPU, {usage.ru_maxrss // 1024} MB; every figure of {len(keys)} looked at, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
