#!/usr/bin/env python3
"""What tables cost: 1,000, 10,000 and 100,000 rows of 6 columns, here and, with --peers, in other typesetters.

usage: tests/bench/tables.py [PROGRAM] [--peers] [--rows N,N,…]   (default: build/chengwen; 1000,10000,100000)

One table on A4 pages: fixed columns, 10.5 pt 仿宋 (FandolFang) and Liberation Serif, rules round every cell, the head on every page, a total row.
The same rows go to every program, each in the language that it reads; CPU (user + system) and peak memory come from the kernel's account of the child
and are those of the whole run, start-up and fonts included; of 1,000 rows the best of five runs, ours made
again beside each peer's, since the pace of a machine changes within minutes.  A cell is one of the 6 × N; marks are those that the project has set itself.
A peer gets PATIENCE seconds for one table, and none that would take it longer at its pace; what is not installed or does not come to an end is said.
"""
import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PEER_FOLDER = os.path.join(ROOT, "build", "peers")  # where ./dev bench --peers puts what npm brings
FANG = os.path.join(ROOT, "fonts", "debian", "FandolFang-Regular.otf")
LATIN = subprocess.run(["fc-match", "-f", "%{file}", "Liberation Serif:style=Regular"], capture_output=True, text=True).stdout
WIDTHS = (16, 50, 18, 20, 26, 30)  # mm
HEADS = ("序号", "项目名称", "单位", "数量", "单价（元）", "金额（元）")
COLUMNS = len(WIDTHS)
MARKS = {"cell": 15.0, "linear": 1.3, "faster": 10.0}
PATIENCE = 300
SHORT, SHORT_RUNS = 1000, 5  # of so few rows, the best of some runs counts, for everyone: start-up is most of it
NAMES = "居家养老服务 社区活动场地 青少年课后托管 志愿者培训 残疾人康复 宣传资料印制 督导与评估 应急物资 档案整理 设备维护".split()
UNITS = "人次 场 小时 项 套".split()


def rows_of(count):
    """The same rows for all: six texts each, and the total."""
    rows, total = [], 0
    for i in range(1, count + 1):
        quantity, price = i * 7 % 240 + 1, i * 1237 % 99900 + 100
        total += quantity * price
        rows.append((str(i), f"{NAMES[i % 10]}第{i % 97 + 1}期", UNITS[i % 5], str(quantity), f"{price // 100}.{price % 100:02}", f"{quantity * price // 100}.{quantity * price % 100:02}"))
    return rows, f"{total // 100}.{total % 100:02}"


def write(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


# --- the table in every language: gives the command, and the file that must come out ---

def chengwen(folder, count, program):
    names = ("number", "name", "unit", "quantity", "price", "amount")
    fields = "".join(f'<text name="{name}" label="{head}"/>' for name, head in zip(names, HEADS))
    write(folder, "templates/table/model.xml",
          f'<model kind="table" label="表"><document title="表"/><text name="total" label="合计"/><list name="item" label="项">{fields}</list></model>\n')
    write(folder, "templates/table/style.xml", """<styles>
  <page name="page" paper="A4" top="20mm" bottom="20mm" left="25mm" right="25mm"/>
  <style name="body" role="仿宋" size="10.5pt" line="15pt" align="left" first-indent="0"/>
  <style name="table-cell" base="body"/> <style name="table-head" base="body"/>
  <table-style name="table" padding="1mm" outer-rule="0.5pt" inner-rule="0.5pt" head-rule="0.5pt" vertical-rules="yes" repeat-head="yes"/>
</styles>
""")
    right = 'align="right"'
    cells = "".join(f'<cell {right if i > 2 else ""}>{{i.{name}}}</cell>' for i, name in enumerate(names))
    write(folder, "templates/table/layout.xml", f"""<layout><section page="page"><table columns="{" ".join(f"{width}mm" for width in WIDTHS)}">
<head><row>{"".join(f"<cell>{head}</cell>" for head in HEADS)}</row></head>
<for each="item" as="i"><row>{cells}</row></for>
<foot><row><cell span="5">合计</cell><cell {right}>{{total}}</cell></row></foot>
</table></section></layout>
""")
    rows, total = rows_of(count)
    items = "\n".join("<item " + " ".join(f'{name}="{value}"' for name, value in zip(names, row)) + "/>" for row in rows)
    source = write(folder, "table.xml", f'<table total="{total}">\n{items}\n</table>\n')
    return [program, "build", "--quiet", "--date", "2026-06-01", "--templates", os.path.join(folder, "templates"), "--fonts", os.path.join(ROOT, "fonts"),
            "-o", os.path.join(folder, "out"), source], os.path.join(folder, "out", "table.pdf")


def typst(folder, count, _):
    rows, total = rows_of(count)
    cells = "\n".join(", ".join(f"[{text}]" for text in row) + "," for row in rows)
    columns = ", ".join(f"{width}mm" for width in WIDTHS)
    write(folder, "table.typ", f"""#set page(paper: "a4", margin: (x: 25mm, y: 20mm))
#set text(font: ("Liberation Serif", "FandolFang R", "FandolFang"), size: 10.5pt, lang: "zh", top-edge: 11.5pt, bottom-edge: -3.5pt)
#table(columns: ({columns}), align: (x, y) => if x > 2 {{ right }} else {{ left }}, inset: 1mm, stroke: 0.5pt,
  table.header({", ".join(f"[{head}]" for head in HEADS)}),
{cells}
  table.footer(repeat: false, table.cell(colspan: 5)[合计], [{total}]))
""")
    script = write(folder, "typst.js", f"""const {{ NodeCompiler }} = require({PEER_FOLDER!r} + '/node_modules/@myriaddreamin/typst-ts-node-compiler');
const compiler = NodeCompiler.create({{ workspace: {folder!r}, fontArgs: [{{ fontPaths: [{os.path.dirname(FANG)!r}, {os.path.dirname(LATIN)!r}] }}] }});
require('fs').writeFileSync({folder!r} + '/out.pdf', compiler.pdf({{ mainFilePath: {folder!r} + '/table.typ' }}));
""")
    return ["node", "--max-old-space-size=16000", script], os.path.join(folder, "out.pdf")


def weasyprint(folder, count, _):
    rows, total = rows_of(count)
    body = "\n".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows)
    columns = "".join(f'<col style="width: {width}mm">' for width in WIDTHS)
    source = write(folder, "table.html", f"""<!DOCTYPE html><html lang="zh"><meta charset="utf-8"><style>
@page {{ size: A4; margin: 20mm 25mm }}
@font-face {{ font-family: Fang; src: url("file://{FANG}") }}
body {{ font: 10.5pt/15pt "Liberation Serif", Fang; margin: 0 }}
table {{ border-collapse: collapse; table-layout: fixed; width: {sum(WIDTHS)}mm }}
td, th {{ border: 0.5pt solid; padding: 1mm; font-weight: normal; text-align: left }}
td:nth-child(n+4), tr.total td:nth-child(2) {{ text-align: right }}
</style><table><colgroup>{columns}</colgroup><thead><tr>{"".join(f"<th>{head}</th>" for head in HEADS)}</tr></thead><tbody>
{body}
<tr class="total"><td colspan="5">合计</td><td>{total}</td></tr></tbody></table></html>
""")
    return ["weasyprint", "-q", source, os.path.join(folder, "out.pdf")], os.path.join(folder, "out.pdf")


def fop(folder, count, _):
    rows, total = rows_of(count)

    def cell(text, right=False, span=""):
        return f'<fo:table-cell border="0.5pt solid black" padding="1mm"{span}><fo:block{" text-align=%send%s" % (chr(34), chr(34)) if right else ""}>{text}</fo:block></fo:table-cell>'

    body = "\n".join("<fo:table-row>" + "".join(cell(text, i > 2) for i, text in enumerate(row)) + "</fo:table-row>" for row in rows)
    columns = "".join(f'<fo:table-column column-width="{width}mm"/>' for width in WIDTHS)
    source = write(folder, "table.fo", f"""<?xml version="1.0" encoding="UTF-8"?>
<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format" font-family="Liberation Serif, Fang" font-size="10.5pt" line-height="15pt" font-selection-strategy="character-by-character">
<fo:layout-master-set><fo:simple-page-master master-name="page" page-width="210mm" page-height="297mm" margin="20mm 25mm"><fo:region-body/></fo:simple-page-master></fo:layout-master-set>
<fo:page-sequence master-reference="page"><fo:flow flow-name="xsl-region-body"><fo:table table-layout="fixed" width="{sum(WIDTHS)}mm" border-collapse="collapse">{columns}
<fo:table-header><fo:table-row>{"".join(cell(head) for head in HEADS)}</fo:table-row></fo:table-header>
<fo:table-body>
{body}
<fo:table-row>{cell("合计", span=' number-columns-spanned="5"')}{cell(total, True)}</fo:table-row></fo:table-body></fo:table></fo:flow></fo:page-sequence></fo:root>
""")
    faces = "".join(f'<font embed-url="file://{file}"><font-triplet name="{name}" style="normal" weight="normal"/></font>' for name, file in (("Fang", FANG), ("Liberation Serif", LATIN)))
    settings = write(folder, "fop.xconf", f'<fop version="1.0"><renderers><renderer mime="application/pdf"><fonts>{faces}</fonts></renderer></renderers></fop>\n')
    return ["fop", "-q", "-c", settings, "-fo", source, "-pdf", os.path.join(folder, "out.pdf")], os.path.join(folder, "out.pdf")


PEERS = (("Typst", typst), ("WeasyPrint", weasyprint), ("FOP", fop))


# --- measuring ---

def version_of(name):
    """What is installed, or None."""
    command = {"Typst": ["node", "-p", f"require({PEER_FOLDER!r} + '/node_modules/@myriaddreamin/typst-ts-node-compiler/package.json').version"],
               "WeasyPrint": ["weasyprint", "--version"], "FOP": ["fop", "-version"]}[name]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return None
    lines = (done.stdout + done.stderr).strip().splitlines()
    return next((line for line in lines if "ersion" in line), lines[-1])


def run(argv, patience):
    """(CPU in s, peak MB, exit status; None: it was stopped), the child's own children counted in."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        os.environ["JAVA_ARGS"] = "-Xmx8g"
        try:
            done = subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=patience)
            status, error = str(done.returncode), done.stderr[-300:]
        except subprocess.TimeoutExpired:
            status, error = "None", b""
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        os.write(writer, f"{used.ru_utime + used.ru_stime} {used.ru_maxrss / 1024} {status}\n".encode() + error)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8", errors="replace") as file:
        cpu, memory, status = file.readline().split()
        error = file.read()
    os.waitpid(child, 0)
    return float(cpu), float(memory), None if status == "None" else int(status), error


def pages_of(path):
    try:
        done = subprocess.run(["qpdf", "--show-npages", path], capture_output=True, text=True)
    except OSError:
        return "?"
    return done.stdout.strip() or "?"


def measure(make, count, program, patience):
    """(CPU in s, peak MB, pages), or a text that says why not."""
    with tempfile.TemporaryDirectory() as folder:
        argv, out = make(folder, count, program)
        runs = [run(argv, patience) for _ in range(SHORT_RUNS if count <= SHORT else 1)]
        cpu, memory, status, error = min(runs, key=lambda one: (one[2] is None, one[2], one[0]))
        if status is None:
            return f"stopped after {patience} s"
        if status != 0 or not os.path.exists(out):
            return f"failed: {error.strip().splitlines()[-1] if error.strip() else status}"
        return cpu, memory, pages_of(out)


def show(name, count, found):
    if isinstance(found, str):
        print(f"  {name:<12}{count:>8} rows   {found}", flush=True)
    else:
        cpu, memory, pages = found
        print(f"  {name:<12}{count:>8} rows {pages:>6} pages {cpu:9.2f} s CPU {1e6 * cpu / count / COLUMNS:9.2f} µs a cell {memory:8.0f} MB", flush=True)


def bench_own(program, sizes):
    """Every size; whether the marks are kept."""
    found = {}
    for count in sizes:
        found[count] = measure(chengwen, count, program, 10 * PATIENCE)
        show("chengwen", count, found[count])
    times = {count: result[0] / count for count, result in found.items() if not isinstance(result, str)}
    if len(times) < len(sizes):
        return found, False
    largest, before = sizes[-1], sizes[-2] if len(sizes) > 1 else sizes[-1]
    ratio = times[largest] / times[before]
    print(f"  a cell of {largest} rows costs {ratio:.2f} times one of {before}: mark {MARKS['linear']}; {1e6 * times[largest] / COLUMNS:.2f} µs: mark {MARKS['cell']:.0f}")
    return found, ratio <= MARKS["linear"] and 1e6 * times[largest] / COLUMNS <= MARKS["cell"]


def bench_peers(program, own, sizes):
    """Each peer on each size until it fails or has to be stopped; whether ours is as much faster as it shall be."""
    kept = True
    for name, make in PEERS:
        version = version_of(name)
        if version is None:
            print(f"  {name}: not installed")
            continue
        print(f"  {name}: {version}")
        found, before = None, 0
        for count in sizes:
            if found and found[0] * count / before > PATIENCE:
                show(name, count, f"left out: would take more than {PATIENCE} s")
                break
            found, before = measure(make, count, None, PATIENCE), count
            show(name, count, found)
            if isinstance(found, str):
                break
            ours = measure(chengwen, count, program, PATIENCE) if count <= SHORT else own[count]
            if not isinstance(ours, str):
                times = found[0] / ours[0]
                print(f"  {'':<12}{count:>8} rows   {times:.1f} times ours, {found[1] / ours[1]:.1f} times the memory")
                kept = kept and times >= MARKS["faster"]
    return kept


def main():
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("program", nargs="?", default=os.path.join(ROOT, "build", "chengwen"))
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--rows", default="1000,10000,100000")
    wish = parser.parse_args()
    sizes = [int(size) for size in wish.rows.split(",")]
    started = time.monotonic()
    print(f"tables of {COLUMNS} columns, A4, head repeated, total row")
    program = os.path.abspath(wish.program)
    own, good = bench_own(program, sizes)
    if wish.peers:
        good = bench_peers(program, own, sizes) and good
        print(f"  all in {time.monotonic() - started:.0f} s")
    print("all marks of tables kept" if good else "a mark of tables is missed")



if __name__ == "__main__":
    main()
