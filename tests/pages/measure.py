#!/usr/bin/env python3
"""What a designer would measure on the pages of our papers, held against limits that only shrink.

usage: measure.py [PROGRAM] [--random N] [--ink] [--update] [--worst FOLDER] [--show MEASURE] [GROUP…] [FILE.xml…]

Groups are `samples` (input/), `documents` (tests/documents/inputs) and, with --random N (the limits know 30 and 300), `random`; without any all of them; FILEs are a group of
their own without limits.  Printed are the measures, a column a group, and with few papers a column a paper.  limits.txt holds `MEASURE GROUP GREATEST`; what is above it fails,
with the paper, the page and the line that are worst; what is below is told, and --update writes it.  --ink draws pages too, for the optical middle of cells.  --worst puts the
ten worst pages of the random papers into FOLDER, as PNG.  --show prints all events of a measure.
"""
import argparse
import collections
import os
import statistics
import subprocess
import sys
import tempfile

import documents
import ink
import lines
import paper as papers
import rows
import shipped

ROOT = papers.ROOT
LIMITS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "limits.txt")
BATCH = 60  # papers in a run of the program
SLACK = 0.005  # half of what is printed
# How events become a figure: their number, their share of what was looked at in %, the sum of amounts, the greatest, or that of so many % of all.
COUNT, SHARE, SUM, MOST, HALF, NINE = "count", "share", "sum", "most", "p50", "p90"
Measure = collections.namedtuple("Measure", "name figure unit weight events what")
# weight: what an event, or one of its unit, is worth when the worst pages are looked for; events: of which measure above, if of another name
MEASURES = (
    Measure("pages", COUNT, "", 0, rows.pages, "pages"),
    Measure("table-feet", SUM, "mm", 0.03, rows.table_feet, "white below parts of tables that go on overleaf"),
    Measure("table-foot", MOST, "mm", 0, rows.table_feet, "the most of it on a page"),
    Measure("text-feet", SUM, "mm", 0.05, rows.text_feet, "white below text that goes on overleaf"),
    Measure("text-foot", MOST, "mm", 0, rows.text_feet, "the most of it on a page"),
    Measure("off-grid", COUNT, "lines", 0.3, rows.off_grid, "lines of running text beside the line grid"),
    Measure("words", SHARE, "%", 1, lines.words, "line ends inside words: narrow columns, titles, heads, contents"),
    Measure("uneven", COUNT, "lines", 1, lines.uneven, "lines squeezed unevenly"),
    Measure("tight-wide", COUNT, "lines", 1, lines.tight, "a mark under .6 em beside a gap over .22 em"),
    Measure("text-p50", HALF, "em", 0, lines.stretch_text, "what a gap of justified text is stretched by"),
    Measure("text-p90", NINE, "em", 0, lines.stretch_text, "the same"),
    Measure("text-most", MOST, "em", 0, lines.stretch_text, "the same"),
    Measure("text-loose", COUNT, "lines", 2, lines.loose_text, "over .1 em a gap, no code being the cause"),
    Measure("cells-p50", HALF, "em", 0, lines.stretch_cells, "what a gap of justified cells is stretched by"),
    Measure("cells-p90", NINE, "em", 0, lines.stretch_cells, "the same"),
    Measure("cells-most", MOST, "em", 0, lines.stretch_cells, "the same"),
    Measure("cells-loose", COUNT, "lines", 2, lines.loose_cells, "over .15 em a gap"),
    Measure("units", COUNT, "ends", 2, lines.units, "numbers parted from their units"),
    Measure("enumerators", COUNT, "ends", 2, lines.enumerators, "lines that end with an enumerator"),
    Measure("label-rows", SUM, "mm", 0.2, rows.label_rows, "height that repeated labels added to rows"),
    Measure("slivers", COUNT, "cells", 2, rows.slivers, "a line of a cell alone, or few lines divided"),
    Measure("decimals", COUNT, "columns", 2, rows.decimals, "figures whose points do not stand over each other"),
    Measure("signing", MOST, "mm", 0.2, lines.signing, "what fails of 35 mm to sign"),
    Measure("middle", MOST, "mm", 0, None, "white above and below in cells: the difference"),
)


def figure(measure, found):
    """Of what several papers gave: (events, count) each."""
    amounts = sorted(amount for events, _ in found for _, amount, _ in events)
    if measure.figure == COUNT:
        return len(amounts)
    if measure.figure == SHARE:
        return 100 * len(amounts) / max(1, sum(count for _, count in found))
    if measure.figure == SUM:
        return sum(amounts)
    if not amounts:
        return 0
    return {MOST: amounts[-1], HALF: statistics.median(amounts), NINE: amounts[len(amounts) * 9 // 10 - (len(amounts) % 10 == 0)]}[measure.figure]


def measured(program, named, with_ink, folder):
    """{measure: [(paper, events, count)]}"""
    result = collections.defaultdict(list)
    for start in range(0, len(named), BATCH):
        batch = papers.read(program, named[start:start + BATCH])
        for measure in MEASURES:
            if measure.events:
                result[measure.name] += [(one.name, *measure.events(one)) for one in batch]
        if with_ink:
            result["middle"] += [(one.name, *found) for one, found in zip(batch, ink.middles(program, folder, batch))]
    return result


def xml_of(folder):
    return [(name[:-4], os.path.join(folder, name)) for name in sorted(os.listdir(folder)) if name.endswith(".xml")]


def groups_of(wish, folder):
    """{group: [(name, path)]}"""
    known = {"samples": lambda: [(os.path.basename(path)[:-4], path) for path in shipped.samples()], "documents": lambda: xml_of(os.path.join(ROOT, "tests", "documents", "inputs")),
             "random": lambda: documents.random_documents(folder, wish.random)}
    files = [(os.path.basename(path)[:-4], os.path.abspath(path)) for path in wish.groups if path not in known]
    named = [name for name in wish.groups if name in known] or ([] if files else [name for name in known if name != "random" or wish.random])
    groups = {name if name != "random" else f"random-{wish.random}": known[name]() for name in named}
    if files:
        groups["files"] = files
    return groups


def table(groups, found):
    columns = [(name, [name] if name == "files" or len(named) < 12 else []) for name, named in groups.items()]
    shown = [(group, one) for group, _ in columns for one in [None] + ([name for name, _ in groups[group]] if len(groups[group]) < 12 and len(groups) == 1 else [])]
    print(f"{'':<13}{'':<8}" + "".join(f"{(one or group)[-18:]:>20}" for group, one in shown))
    for measure in MEASURES:
        cells = [[(events, count) for name, events, count in found[group].get(measure.name, []) if one in (None, name)] for group, one in shown]
        texts = [f"{figure(measure, cell):.2f}".removesuffix(".00") if cell else "" for cell in cells]
        counts = [f" of {sum(count for _, count in cell)}" if cell and measure.figure in (COUNT, SHARE) and measure.name != "pages" else "" for cell in cells]
        if any(texts):
            print(f"{measure.name:<13}{measure.unit:<8}" + "".join(f"{text + count:>20}" for text, count in zip(texts, counts)) + "  " + measure.what)


# --- limits ---

def read_limits():
    limits = {}
    with open(LIMITS, encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                name, group, greatest = line.split()
                limits[name, group] = float(greatest)
    return limits


def write_limits(limits):
    with open(LIMITS, encoding="utf-8") as file:
        head = [line for line in file if line.startswith("#")]
    order = {measure.name: number for number, measure in enumerate(MEASURES)}
    rest = [f"{name:<13}{group:<12}{greatest:.2f}\n" for (name, group), greatest in sorted(limits.items(), key=lambda one: (order[one[0][0]], one[0][1]))]
    with open(LIMITS, "w", encoding="utf-8") as file:
        file.writelines(head + rest)


def compare(groups, found, update):
    """True: nothing is above its limit."""
    limits, good = read_limits(), True
    for measure in MEASURES:
        for group in groups:
            results, limit = found[group].get(measure.name), limits.get((measure.name, group))
            if not results or group == "files":
                continue
            value = round(figure(measure, [result[1:] for result in results]), 2)
            if limit is None:
                print(f"{measure.name} of {group} has no limit; it is {value:.2f}")
            elif value > limit + SLACK:
                good = False
                print(f"FAILED {measure.name} of {group}: {value:.2f}, not {limit:.2f}; the worst:")
                print("".join(f"  {name} page {page}: {amount:.2f} {text}\n" for amount, name, page, text in worst(results)), end="")
            elif value < limit - SLACK and not update:
                print(f"{measure.name} of {group} is {value:.2f}: its limit, {limit:.2f}, can be lowered (--update)")
            if limit is None or value < limit:
                limits[measure.name, group] = value
    if update:
        write_limits(limits)
    return good


def worst(results, count=5):
    return sorted(((amount, name, page, text) for name, events, _ in results for page, amount, text in events), reverse=True)[:count]


# --- pages ---

def worst_pages(result, count=10):
    """(sum, paper, page, what is wrong there) of those with the most that is not as it should be."""
    sums, said = collections.Counter(), collections.defaultdict(collections.Counter)
    for measure in MEASURES:
        for name, events, _ in result.get(measure.name, []):
            for page, amount, _ in events:
                worth = measure.weight * (1 if measure.figure in (COUNT, SHARE) else amount)
                sums[name, page] += worth
                if worth > 0.5:
                    said[name, page][measure.name] += 1
    return [(total, name, page, ", ".join(f"{count} {what}" for what, count in said[name, page].items())) for (name, page), total in sums.most_common(count)]


def draw_worst(program, folder, named, result):
    os.makedirs(folder, exist_ok=True)
    paths = dict(named)
    for total, name, page, said in worst_pages(result):
        print(f"{total:6.1f} {name} page {page}: {said}")
        subprocess.run([program, "build", "--quiet", "--date", papers.DATE, "-o", folder, paths[name]], check=True, capture_output=True)
        subprocess.run(["pdftoppm", "-r", "100", "-png", "-f", str(page), "-l", str(page), os.path.join(folder, name + ".pdf"), os.path.join(folder, name)], check=True)


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1][7:], add_help=False)
    parser.add_argument("groups", nargs="*")
    parser.add_argument("--random", type=int, default=0)
    parser.add_argument("--ink", action="store_true")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--worst")
    parser.add_argument("--show")
    wish = parser.parse_args()
    program = os.path.abspath(wish.groups.pop(0)) if wish.groups and os.access(wish.groups[0], os.X_OK) and not wish.groups[0].endswith(".xml") else os.path.join(ROOT, "build", "chengwen")
    with tempfile.TemporaryDirectory() as folder:
        groups = groups_of(wish, folder)
        found = {group: measured(program, named, wish.ink and not group.startswith("random"), folder) for group, named in groups.items()}
        table(groups, found)
        if wish.show:
            for group in groups:
                print("".join(f"{group} {name} page {page}: {amount:.2f} {text}\n" for amount, name, page, text in worst(found[group][wish.show], 200)), end="")
        if wish.worst:
            for group in [group for group in groups if group.startswith("random")] or groups:
                draw_worst(program, wish.worst, groups[group], found[group])
        good = compare(groups, found, wish.update)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
