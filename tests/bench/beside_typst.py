#!/usr/bin/env python3
"""What our papers cost beside Typst's, in one run on one machine: CPU, memory, wall clock, bytes, and how many times Typst's CPU is ours.

usage: tests/bench/beside_typst.py [PROGRAM] [--reports N] [--rounds N]   (default: build/chengwen, 100 reports, 3 rounds)

Cases: different reports of 17 pages (variants.py) in one run; one of them, and the agreement of input/, in a run of its own; a table of 2,360 rows (tables.py).
The same texts go to both: ours as descriptions that must be read and proved, Typst's as finished sources.  Both take the same faces: three of TrueType
where Debian's fonts-arphic-gbsn00lp, fonts-arphic-gkai00mp and fonts-wqy-zenhei are installed, and those that the program ships.
Ours and Typst's are run in turn, round by round, a single paper five times in a row; of CPU (user + system, by the kernel's account of the children) and wall clock the medians count, of the
ratio that of the rounds' own.  A run counts whole, start-up too, divided by its papers.  Typst is npm's, which node starts: what node costs alone is said.
Typst writes a tree of tags unless it is told not to; as we do not, it is measured both ways, and the aims are those of its own way.
Aims are those that the project has set itself.
"""
import argparse
import collections
import os
import shutil
import statistics
import sys
import tempfile
import time

import tables
import variants

ROOT = tables.ROOT
sys.path.insert(0, os.path.join(ROOT, "tests"))
import together

DATE = ["--date", "2026-06-01"]
ROWS = 2360
IN_A_ROW = 5  # runs of one paper, before the other's turn
# What the project wants: Typst's CPU divided by ours; memory (MB) and wall clock (times CPU) at most.
AIMS = {"reports, three faces": 20, "reports, shipped faces": 17, "cold report": 15, "table": 30, "memory": 60, "wall": 2, "check": 138}  # check: 0.5 ms where Typst took 69 for a report
ZEN = "WenQuanYi Zen Hei"  # has 〇, which the others lack
THREE = {"宋体": "AR PL SungtiL GB|" + ZEN, "小标宋": "AR PL SungtiL GB|" + ZEN, "仿宋": "AR PL SungtiL GB|" + ZEN, "楷体": "AR PL KaitiM GB|" + ZEN, "黑体": ZEN, "粗黑": ZEN}
THREE_FILES = ["/usr/share/fonts/truetype/" + name for name in ("arphic-gbsn00lp/gbsn00lp.ttf", "arphic-gkai00mp/gkai00mp.ttf", "wqy/wqy-zenhei.ttc")]
NOTO = "/usr/share/fonts/opentype/noto/Noto"
SHIPPED = {"宋体": "Liberation Serif|Noto Serif CJK SC", "小标宋": ("Liberation Serif|Noto Serif CJK SC", "bold"), "仿宋": "Liberation Serif|FandolFang R|FandolFang",
           "楷体": "Liberation Serif|FandolKai", "黑体": "Noto Sans CJK SC"}
SHIPPED_FILES = [f"{NOTO}SerifCJK-Regular.ttc", f"{NOTO}SerifCJK-Bold.ttc", f"{NOTO}SansCJK-Regular.ttc", tables.FANG, tables.FANG.replace("FandolFang", "FandolKai"),
                 tables.LATIN, tables.LATIN.replace("Regular", "Bold")]
SCRIPT = """const { NodeCompiler } = require(process.argv[2] + '/node_modules/@myriaddreamin/typst-ts-node-compiler');
const [fonts, tags, ...sources] = process.argv.slice(3), fs = require('fs');
const compiler = NodeCompiler.create({ workspace: '/', fontArgs: [{ fontPaths: [fonts] }] });
for (const source of sources) {
    fs.writeFileSync(source.replace(/typ$/, 'pdf'), compiler.pdf({ mainFilePath: source }, { pdfTags: tags === 'tagged' }));
    compiler.evictCache(10);
}
"""
Run = collections.namedtuple("Run", "cpu wall memory")
Case = collections.namedtuple("Case", "name count commands pdfs")  # by who: command; PDFs, chengwen's and Typst's
WHO = ("chengwen", "Typst", "untagged")


def run(argv):
    start = time.monotonic()
    cpu, memory, status, error = tables.run(argv, tables.PATIENCE)
    if status != 0:
        sys.exit(f"{' '.join(argv[:3])} … ended with {status}: {error}")
    return Run(1000 * cpu, 1000 * (time.monotonic() - start), memory)


# --- the cases ---

class Faces:
    """A set of faces as both take them: our folder of fonts, Typst's."""

    def __init__(self, folder, name, faces, files, roles):
        self.name, self.faces, self.typst = name, faces, os.path.join(folder, name + "-typst")
        self.ours = os.path.join(ROOT, "fonts")
        os.mkdir(self.typst)
        for file in files:
            os.symlink(file, os.path.join(self.typst, os.path.basename(file)))
        if roles:
            self.ours = os.path.join(folder, name)
            os.mkdir(self.ours)
            rows = ((role, names.split("|")) for role, names in faces.items())
            tables.write(self.ours, "roles.xml", "<roles>" + "".join(
                f'<role name="{role}"><face names="{names[0]}" default="{names[0]}"/><fallback names="{names[-1]}"/></role>\n' for role, names in rows) + "</roles>\n")


def face_sets(folder):
    sets = [Faces(folder, "shipped", SHIPPED, SHIPPED_FILES, False)]
    if all(os.path.exists(file) for file in THREE_FILES):
        sets.insert(0, Faces(folder, "three", THREE, THREE_FILES, True))
    else:
        print("left out: three faces of TrueType; apt-get install fonts-arphic-gbsn00lp fonts-arphic-gkai00mp fonts-wqy-zenhei")
    return sets


class Papers:
    """Descriptions, and the same as sources of Typst, in a folder for each set of faces."""

    def __init__(self, program, folder, count):
        self.program, self.folder = program, folder
        self.script = tables.write(folder, "typst.js", SCRIPT)
        self.reports = variants.reports(folder, count)
        for name in ("pinghu-agreement.xml", "pinghu-contract.xml"):
            shutil.copy(os.path.join(ROOT, "input", name), folder)
        self.agreement = os.path.join(folder, "pinghu-agreement.xml")
        paths = [*self.reports, self.agreement]
        self.dumps = dict(zip(paths, together.dump(program, "content", paths, *DATE, "--templates", os.path.join(ROOT, "templates"))[0]))

    def typst(self, faces, sources):
        return {who: ["node", self.script, tables.PEER_FOLDER, faces.typst, tags, *sources] for who, tags in (("Typst", "tagged"), ("untagged", "untagged"))}

    def case(self, name, faces, paths):
        own = tempfile.mkdtemp(dir=self.folder)
        names = [os.path.basename(path)[:-4] for path in paths]
        sources = [tables.write(own, name + ".typ", variants.typst(self.dumps[path], faces.faces)) for name, path in zip(names, paths)]
        ours = [self.program, "build", "--quiet", *DATE, "--templates", os.path.join(ROOT, "templates"), "--fonts", faces.ours, "-o", os.path.join(own, "out"), *paths]
        return Case(name, len(paths), {"chengwen": ours, **self.typst(faces, sources)},
                    ([os.path.join(own, "out", name + ".pdf") for name in names], [os.path.join(own, name + ".pdf") for name in names]))

    def table(self, faces):
        ours, pdf = tables.chengwen(os.path.join(self.folder, "ours"), ROWS, self.program)
        own = os.path.join(self.folder, "theirs")
        tables.typst(own, ROWS, None)
        return Case("table", 1, {"chengwen": ours, **self.typst(faces, [os.path.join(own, "table.typ")])}, ([pdf], [os.path.join(own, "table.pdf")]))

    def cases(self):
        sets = face_sets(self.folder)
        found = [self.case(f"reports, {faces.name} faces", faces, self.reports) for faces in sets]
        return [*found, self.case("cold report", sets[0], self.reports[:1]), self.case("agreement", sets[0], [self.agreement]), self.table(sets[-1])]


# --- measuring ---

def facts(runs, count, pdfs):
    cpu, wall = (statistics.median(getattr(one, field) for one in runs) for field in ("cpu", "wall"))
    pages = sorted({tables.pages_of(pdf) for pdf in pdfs[:10]})
    size = sum(map(os.path.getsize, pdfs)) // len(pdfs)
    return {"cpu": cpu / count, "wall": wall / cpu, "memory": max(one.memory for one in runs), "bytes": size, "pages": "/".join(pages)}


def kept(name, value, at_least=False):
    if name not in AIMS:
        return ""
    return f"   aim {AIMS[name]}: {'kept' if (value >= AIMS[name] if at_least else value <= AIMS[name]) else 'missed'}"


def show(case, who, found, runs, ours):
    ratio = ""
    if who != "chengwen":
        times = [other.cpu / one.cpu for one, other in zip(runs["chengwen"], runs[who])]
        ratio = f"   ours 1 : {statistics.median(times):.1f} of CPU ({min(times):.1f} to {max(times):.1f}), 1 : {found['bytes'] / ours['bytes']:.2f} of bytes"
        ratio += kept(case.name, statistics.median(times), True) if who == "Typst" else ""
    print(f"  {who:<9}{found['cpu']:9.2f} ms CPU, wall clock {found['wall']:5.2f} times that {found['memory']:6.0f} MB {found['bytes']:>10,} bytes {found['pages']:>3} pages{ratio}", flush=True)


def measure(case, rounds, everyone):
    """What was found, by who."""
    runs, found, ours = {who: [] for who in everyone}, {}, None
    for number in range(rounds):
        for who in everyone:
            # The first run after a large program of another kind pays for memory that the system takes from that one.
            for _ in range(1 if case.count > 1 else IN_A_ROW):
                runs[who].append(run(case.commands[who]))
            if number == rounds - 1:  # the next one writes over the PDFs
                found[who] = facts(runs[who], case.count, case.pdfs[who != "chengwen"])
    print(f"{case.name}: papers {case.count}, rounds {rounds}, load {os.getloadavg()[0]:.1f}")
    for who in everyone:
        ours = ours or found[who]
        show(case, who, found[who], runs, ours)
    if case.count > 1:
        print(f"  memory{kept('memory', ours['memory'])}; wall clock{kept('wall', ours['wall'])}")
    return found


def measure_check(papers, rounds, report):
    """`report`: what one cost Typst without tags, in ms; None: not known."""
    argv = [papers.program, "check", "--quiet", "--templates", os.path.join(ROOT, "templates"), "--fonts", os.path.join(ROOT, "fonts"), *papers.reports * 10]
    each = statistics.median(run(argv).cpu for _ in range(rounds)) / len(papers.reports) / 10
    ratio = f", 1 : {report / each:.0f} of a report of Typst's{kept('check', report / each, True)}" if report else ""
    print(f"check of {len(papers.reports)} reports, ten times in one run: {each:.2f} ms CPU each{ratio}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", nargs="?", default=os.path.join(ROOT, "build", "chengwen"))
    parser.add_argument("--reports", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    wish = parser.parse_args()
    peer = tables.version_of("Typst")
    print(f"beside Typst: {f'npm {peer}, node alone ' + format(min(run(['node', '-e', '0']).cpu for _ in range(3)), '.0f') + ' ms' if peer else 'not installed'}")
    with tempfile.TemporaryDirectory() as folder:
        papers = Papers(os.path.abspath(wish.program), folder, wish.reports)
        found = [measure(case, wish.rounds, WHO if peer else WHO[:1]) for case in papers.cases()]
        measure_check(papers, wish.rounds, found[0]["untagged"]["cpu"] if peer else None)


if __name__ == "__main__":
    main()
