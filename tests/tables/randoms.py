"""What the programs of random tables share: the command line, documents of many tables, whose pages are which."""

import argparse
import concurrent.futures
import os
import sys
import tempfile

import pages
import run


def document(program, folder, tables, name):
    """(pages as text, error, status) of a document of these tables (layout, style and input of each)."""
    layout = "".join(table.layout.replace("{K}", str(i + 1)) for i, table in enumerate(tables))
    run.write_kind(folder, name, f"<layout>\n{layout}</layout>\n",
                   '<styles><use file="../common/style.xml"/>\n' + "\n".join(table.style for table in tables) + "</styles>\n")
    run.write(os.path.join(folder, name + ".xml"), f"<{name}>\n{''.join(table.input for table in tables)}</{name}>\n")
    return run.chengwen(program, folder, "pages", name + ".xml", 300)


def look(program, folder, tables, name, check, stray=lambda page: "a page without a table"):
    """(table, fault) for all that is wrong: `check` of a table and its pages, `stray` of a page without a table; pages.py of each page."""
    out, error, status = document(program, folder, tables, name)
    if status != 0:
        return [(tables[0], f"exit status {status}: {error[:1500]}")]
    found, of = [], {}
    for page in pages.read(out):
        cells = [item.cell[0] for item in page.texts() if item.cell]
        if cells:
            of.setdefault(min(cells), []).append(page)
        elif fault := stray(page):
            return [(tables[max(len(of) - 1, 0)], fault)]
    if len(of) != len(tables):
        return [(tables[0], f"{len(of)} tables, not {len(tables)}")]
    for table, key in zip(tables, sorted(of)):
        found += [(table, fault) for fault in check(table, of[key])]
        for page in of[key]:
            found += [(table, fault) for fault in pages.faults(page)]
    return found


def main(usage, make, look_at, name, count, batch):
    """`make`: a table of a seed and its number; `look_at`: as `look` without its last two; `batch` tables a document."""
    parser = argparse.ArgumentParser(usage=usage.split("\n\n")[1][7:], add_help=False)
    parser.add_argument("program")
    parser.add_argument("--tables", type=int, default=count)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int)
    parser.add_argument("--keep")
    wish = parser.parse_args()
    numbers = range(wish.tables) if wish.only is None else [wish.only]
    with tempfile.TemporaryDirectory() as scratch:
        folder = wish.keep or scratch
        batches = [[make(wish.seed, number) for number in numbers[start:start + batch]] for start in range(0, len(numbers), batch)]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            found = list(pool.map(lambda some: look_at(os.path.abspath(wish.program), folder, some, f"{name}{some[0].number}"), batches))
    bad = {}
    for table, fault in (fault for faults in found for fault in faults):
        bad.setdefault(table.number, []).append(fault)
    for number, faults in bad.items():
        print(f"FAILED table {number} of seed {wish.seed}:")
        print("".join(f"  {fault}\n" for fault in faults[:8]), end="")
    print(f"{len(numbers)} tables, {len(bad)} failed")
    sys.exit(1 if bad else 0)
