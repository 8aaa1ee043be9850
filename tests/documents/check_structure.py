#!/usr/bin/env python3
"""The structure of the documents: samples and those of `inputs/`, drafts too.

usage: check_structure.py PROGRAM

Every item of every page points to a node that may have it, or is an artifact; nodes hold what the table of page/structure.h lets them; what has a
text stands on a page; what stands there for the first time follows the order in which it is read, but for notes, blocks at fixed places, and what
stands side by side or in a table divided by columns; a cell below a head has head cells.
"""
import glob
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.dirname(HERE))
import together

NODE = re.compile(r'( *)(\d+) ([a-z-]+)(?: turn)?(?: (\d+|decimal|ordered|unordered))?(?: spans (\d+) (\d+))?(?: heads((?: \d+)+))?(?: lang [^ :]+)?(?: ".*?")?(?: pages? (\d+)(?:-(\d+))?)?(?: again (\d+)(?:-(\d+))?)?(?:: (.*))?$')
ITEM = re.compile(r"  (glyphs|rectangle|circle|path|spots|picture|sign) ([a-z-]+)(?: \d+)??(?: node (\d+))?(?: table \d+ row \d+ column \d+(?: spans \d+ \d+)?)? x ")
BLOCKS = "paragraph list table figure captioned signature reference note link"
HOLDS = {"document": "section", "section": BLOCKS + " heading contents", "heading": "reference note link", "paragraph": "reference note link", "list": "item", "item": "label item-body", "label": "link", "item-body": BLOCKS,
         "table": "caption head body foot", "head": "row", "body": "row", "foot": "row", "row": "head-cell row-head cell", "head-cell": BLOCKS, "row-head": BLOCKS, "cell": BLOCKS, "figure": "", "captioned": "figure caption",
         "caption": BLOCKS, "note": BLOCKS + " label", "reference": "link", "link": "", "contents": "entry", "entry": "reference", "signature": ""}
TEXT = "heading paragraph label item-body head-cell row-head cell caption note reference link".split()


class Node:
    def __init__(self, match, parent):
        self.parent, self.children = parent, []
        self.id, self.part, self.heads, self.page, self.text = int(match.group(2)), match.group(3), match.group(7), match.group(8), match.group(12)

    def around(self, part):
        node = self
        while node and node.part != part:
            node = node.parent
        return node


def read(dump):
    nodes, open_nodes = {}, []
    for line in dump.splitlines():
        match = NODE.match(line)
        if not match:
            if not line.lstrip().startswith("field "):
                raise ValueError("not a node: " + line)
            continue
        depth = len(match.group(1)) // 2
        node = Node(match, open_nodes[depth - 1] if depth else None)
        del open_nodes[depth:]
        open_nodes.append(node)
        nodes[node.id] = node
        if node.parent:
            node.parent.children.append(node)
    return nodes


def faults_of_tree(nodes):
    for node in nodes.values():
        if node.parent and node.part not in HOLDS[node.parent.part].split():
            yield f"{node.parent.part} holds {node.id} {node.part}"
        if node.part in ("heading", "link", "reference", "figure") and not node.page:
            yield f"{node.id} {node.part} stands on no page"
        table = node.around("table")
        if node.part == "cell" and any(part.part == "head" for part in table.children) and not node.heads:
            yield f"cell {node.id} has no head cells"


def faults_of_pages(nodes, dump):
    """Of notes, cells and what stands in them, only that they are there."""
    last = 0
    for line in dump.splitlines():
        match = ITEM.match(line)
        if not match:
            if line.startswith("  ") and not line.startswith("  link"):
                yield "not an item: " + line
            continue
        kind, said, number = match.groups()
        if said == "artifact":
            continue
        node = nodes[int(number)]
        if node.part != "figure" if kind == "picture" else node.part not in TEXT + ["figure"]:  # a chart is drawn and lettered
            yield f"{kind} of {node.id} {node.part}"
        if node.around("table") or node.around("note") or node.part == "link" or node.around("contents"):
            continue
        if node.id < last:
            yield f"{node.id} {node.part} stands behind {last}"
        last = node.id


def inputs():
    paths = [os.path.join(ROOT, "input", "*.xml"), os.path.join(HERE, "inputs", "*.xml")]
    return sorted(path for pattern in paths for path in glob.glob(pattern))


def main():
    program, failed = sys.argv[1], 0
    options = ["--date", "2026-06-01", "--templates", os.path.join(ROOT, "templates"), "--fonts", os.path.join(ROOT, "fonts")]
    paths, marked = inputs(), 0
    structures, pages = ([text for draft in ([], ["--draft"]) for text in together.dump(program, stage, paths, *options, *draft)[0]] for stage in ("structure", "pages"))
    for path, structure, page in zip(paths * 2, structures, pages):
        nodes = read(structure)
        marked += len(re.findall(r" again \d", structure))
        for fault in [*faults_of_tree(nodes), *faults_of_pages(nodes, page)]:
            print(f"{os.path.basename(path)}: {fault}")
            failed += 1
    print(f"{len(paths)} documents, {marked} nodes stand again, {failed} faults")
    return 1 if failed or not marked else 0


if __name__ == "__main__":
    sys.exit(main())
