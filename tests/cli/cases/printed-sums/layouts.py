"""One layout after the other over the same records."""
import os
import shutil
import subprocess
import sys

LEVELS = '<level each="g" as="g" subtotal="小计"/><level each="g.x" as="e"/><column at="g" head="组" foot="合计">{g.n}</column>'
FLAT = '<level each="g" as="g"/><level each="g.x" as="e"/><column head="项" of="e.n" foot="合计"/>'


def table(levels, column, text=""):
    return f'<table>{levels}<column head="金额" of="e.v" {column}/></table><p>{text}</p>'


CASES = (("rows and foot", table(FLAT, 'as="money" sum="yes"')),
         ("a name for the sum", table(FLAT, 'as="money" sum="s"')),
         ("subtotals", table(LEVELS.replace("<column at", '<column at').replace("小计", "小计"), 'as="money" sum="yes"').replace('<column head="金额"', '<column head="项" of="e.n"/><column head="金额"')),
         ("all that there is", table(FLAT, 'sum="yes"')),
         ("exact words", table(FLAT, 'as="yuan" sum="yes"')),
         ("percent", table(FLAT, 'as="percent" sum="yes"').replace("e.v", "e.v / 7 / total")),
         ("noted", table(FLAT, 'as="money" sum="yes" rounding="noted"')),
         ("noted, with the style's own words", table(FLAT, 'as="money" sum="yes" rounding="noted"').replace("<table>", '<table style="own">')),
         ("noted without a sum", table(FLAT, 'as="money" rounding="noted"')),
         ("words of a part of a 分", "<p>{rmb(total)}{rmb_full(total)}</p>"),
         ("words of what was rounded", "<p>{rmb(round(total, 2))}{rmb(0)}{rmb(round(0 - total, 2))}</p>"),
         ("words of what does not end", "<p>{rmb(total / 7)}</p>"))
os.makedirs("t/k", exist_ok=True)
shutil.copy("model.xml", "t/k")
with open("t/k/style.xml", "w") as file:
    file.write('<styles><page name="sheet"/><table-style name="own" rounding-note="尾差以分计。"/></styles>')
for name, layout in CASES:
    with open("t/k/layout.xml", "w") as file:
        file.write(f'<layout><section page="sheet">{layout}</section></layout>')
    print("==", name, flush=True)
    for source in ("a.xml", "whole.xml") if name == "noted" else ("a.xml",):
        done = subprocess.run(["chengwen", "dump", "--stage=content", "--square-font", "--templates=t", source], capture_output=True, text=True)
        print(*(line.strip() for line in done.stdout.splitlines() if " p " in line), *done.stderr.splitlines(), sep="\n    ")
