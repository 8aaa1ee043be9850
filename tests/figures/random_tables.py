#!/usr/bin/env python3
"""Random spending tables against an independent computation (Python's decimal).

usage: random_tables.py PROGRAM [COUNT [SEED]]

Every table is written as an evaluation report that states each figure as computed here: row totals, column totals, grand total and the
percent column under each policy.  `check` must agree with all of them.  Then one stated figure is changed by one in its last
digit, and `check` must name exactly that one.
"""
import os
import random
import re
import sys
import tempfile
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import together

CENT, BASIS = Decimal("0.01"), Decimal("0.0001")
POLICIES = ["independent", "largest-remainder", "last-takes-rest"]

REPORT = """<?xml version="1.0" encoding="UTF-8"?>
<evaluation-report date="2026-05-20">
  <name>评估报告</name><scheme>服务中心</scheme><stage>年度</stage><place>某街道</place><evaluator>某协会</evaluator>
  <title_line words="评估报告"/><committee_name>区民政局</committee_name>
  <full material="40" committee="20" buyer="20" community="20"/>
  <center name="甲" material="33.5" committee="17.25" buyer="18" community="16.5" staff="4" senior="1" junior="3" members="2"><work><p>略。</p></work></center>
  <introduction><p>略。</p></introduction><results><p>略。</p></results><conclusion><p>略。</p></conclusion><advice><p>略。</p></advice>
  <work_preface><p>略。</p></work_preface><staffing><p>略。</p></staffing><targets><p>略。</p></targets><achievements><p>略。</p></achievements>
  <sheet>
%s
  </sheet>
</evaluation-report>
"""


def shares(parts, base, policy):
    """Ratios to four decimals; by largest remainder ties go to the larger part, then to the earlier."""
    exact = [p / base for p in parts]
    if policy == "independent":
        return [e.quantize(BASIS, ROUND_HALF_UP) for e in exact]
    whole = (sum(parts) / base).quantize(BASIS, ROUND_HALF_UP)
    if policy == "last-takes-rest":
        shown = [e.quantize(BASIS, ROUND_HALF_UP) for e in exact]
        return shown[:-1] + [whole - sum(shown[:-1])]
    shown = [e.quantize(BASIS, ROUND_DOWN) for e in exact]
    missing = int((whole - sum(shown)) / BASIS)
    order = sorted(range(len(parts)), key=lambda i: (-(exact[i] - shown[i]), -parts[i], i))
    for i in order[:missing]:
        shown[i] += BASIS
    return shown


def random_amount(rng):
    return Decimal(rng.randrange(1, 10 ** rng.choice([3, 5, 7, 9, 11]))) * CENT


def table(rng, policy):
    rows = [(random_amount(rng), random_amount(rng)) for _ in range(rng.randrange(1, 9))]
    totals = [a + f for a, f in rows]
    base = sum(totals)
    ratio = shares(totals, base, policy)
    if policy == "last-takes-rest" and ratio[-1] < 0:
        return table(rng, policy)
    lines = [f'    <spending of="甲" actual_period="一" forecast_period="二" percent_policy="{policy}" actual="{sum(a for a, _ in rows)}"'
             f' forecast="{sum(f for _, f in rows)}" total="{base}" cap="{base}">']
    for n, ((a, f), t, s) in enumerate(zip(rows, totals, ratio)):
        lines.append(f'      <row name="第{n + 1}项" actual="{a}" forecast="{f}" total="{t}" percent="{s * 100:.2f}"/>')
    return "\n".join(lines + ["    </spending>"])


def change_one(rng, text):
    """One stated (not base) figure, changed by one in its last digit."""
    places = [m for m in re.finditer(r'(?:total|percent)="([\d.]+)"|<spending[^>]* (?:actual|forecast)="([\d.]+)"', text)]
    m = rng.choice(places)
    end = m.end() - 2
    digit = int(text[end])
    return text[:end] + str(digit + 1 if digit < 9 else 8) + text[end + 1:]


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    program = os.path.abspath(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 120
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    failures, texts = 0, []
    for n in range(count):
        texts.append(REPORT % table(rng, POLICIES[n % 3]))
        texts.append(change_one(rng, texts[-1]))
    with tempfile.TemporaryDirectory() as folder:
        results = together.check(program, together.write(folder, texts))
    for n, (right, changed) in enumerate(zip(results[0::2], results[1::2], strict=True)):
        if not right["good"]:
            failures += 1
            print(f"FAILED table {n} ({POLICIES[n % 3]}): right figures refused: {right}\n{texts[2 * n]}")
        wrong = [finding for finding in changed["findings"] if finding["verdict"] == "error"]
        if changed["good"] or len(wrong) != 1:
            failures += 1
            print(f"FAILED table {n} ({POLICIES[n % 3]}): one wrong figure gives {len(wrong)} findings, good {changed['good']}: {wrong}")
    print(f"{count} tables, {failures} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
