#!/usr/bin/env python3
"""Whether the program's PDFs are what they claim to be, PDF/A and PDF/UA: a reader of our own, on qpdf's JSON.

usage: archive.py PROGRAM [--random N] [--seed N] [--keep FOLDER]
       archive.py --files FILE.pdf …

Documents: the samples (also as drafts and --compact), the others' documents, both with each --conformance, golden cases, tables, the torture
document, random ones (default 48, 24 to a file).  Each rule is a function of archive_rules.py (file, metadata, colours, fonts, pages) or archive_tree.py (structure), below its clause.
What is printed: FILE: object N: what is wrong (clause).  With --files a file is asked for what it claims.
"""
import argparse
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import archive_documents as documents
import archive_reader as reader
import archive_rules as rules
import archive_tree as tree

# What the metadata must say: the part, level and year of ISO 19005, part and year of 14289.
CLAIMS = {"pdfa-2a": ("2", "A", None, "1", None), "pdfa-3a": ("3", "A", None, "1", None), "pdfa-4f+ua-2": ("4", "F", "2020", "2", "2024")}
MOST = 20  # faults told of a file


def faults(path, structure=None, claim=None, compact=False):
    """(object, what is wrong, clause), one a fault; claim None: what the file says."""
    try:
        pdf = reader.Pdf(path)
    except (reader.Broken, KeyError, TypeError, ValueError, AttributeError) as error:
        return [(None, f"it cannot be read: {error!r}", "ISO 32000-1, 7")]
    claimed = next((said for said in CLAIMS.values() if said[0] == pdf.part), CLAIMS["pdfa-2a"])
    pdf.structure, pdf.expected, pdf.compact, pdf.tree, pdf.grids = structure, CLAIMS.get(claim, claimed), compact, None, None
    pdf.is_new = pdf.expected[0] == "4"
    found = []
    for clauses, function in rules.RULES:
        clause = clauses[pdf.is_new]
        if clause is None:
            continue
        try:
            found += [(number, message, clause) for number, message in function(pdf)]
        except (reader.Broken, KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            found.append((None, f"{function.__name__} cannot be looked at: {error!r}", clause))
    return found


def show(fault):
    number, message, clause = fault
    return (f"object {number}: " if number is not None else "") + message + (f" ({clause})" if clause else "")


def groups(program, folder, wish):
    """(documents, claim, compact)"""
    yield documents.samples(program, folder), "pdfa-2a", False
    yield documents.samples(program, folder, "--draft"), "pdfa-2a", False
    yield documents.samples(program, folder, "--compact"), "pdfa-2a", True
    yield documents.everything(program, folder, "--fields"), "pdfa-2a", False
    for claim in list(CLAIMS)[1:]:
        yield documents.samples(program, folder, "--fields", "--conformance", claim), claim, False
        yield documents.everything(program, folder, "--fields", "--conformance", claim), claim, False
        yield documents.inputs(program, folder, "--conformance", claim), claim, False
        yield documents.golden(program, folder, "--conformance", claim), claim, False
    yield documents.inputs(program, folder), "pdfa-2a", False
    yield documents.golden(program, folder), "pdfa-2a", False
    yield documents.table_cases(program, folder), "pdfa-2a", False
    yield documents.torture_lines(program, folder), "pdfa-2a", False
    yield documents.random_documents(program, folder, wish.random, wish.seed), "pdfa-2a", False


def check(program, folder, wish):
    count = failed = 0
    for made, claim, compact in groups(program, folder, wish):
        for document in made:
            found = faults(document.path, document.structure, claim, compact)
            count, failed = count + 1, failed + bool(found)
            for fault in found[:MOST]:
                print(f"{document.name}: {show(fault)}")
    print(f"{count} files, {len(rules.RULES)} rules, {failed} failed")
    return 1 if failed or not count else 0


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1][7:], add_help=False)
    parser.add_argument("program", nargs="?")
    parser.add_argument("--random", type=int, default=48)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep")
    parser.add_argument("--files", nargs="+")
    wish = parser.parse_args()
    if wish.files:
        told = [f"{path}: {show(fault)}" for path in wish.files for fault in faults(path)]
        print("\n".join(told + [f"{len(wish.files)} files, {len(told)} faults"]))
        return 1 if told else 0
    with tempfile.TemporaryDirectory() as scratch:
        return check(os.path.abspath(wish.program), wish.keep or scratch, wish)


if __name__ == "__main__":
    sys.exit(main())
