"""Rules of the structure tree: complete, of the standard's types, tables regular, its text that of the description.

Element: what an object of the tree is.  Its kids are elements, marked contents (page, number) and annotations, in order.
"""
import collections
import re

from archive_reader import Stream, number_of, text_of
from archive_rules import LANGUAGE, rule

BLOCKS = "P H1 H2 H3 H4 H5 H6 L Table Figure Form Note FENote Reference Link TOC Sect Part Div Caption Formula BlockQuote Quote Span"
INLINES = "Reference Note FENote Link Span Lbl Quote Form Figure"
HOLDS = {"Document": "Part Sect Div Art " + BLOCKS, "Part": "Sect " + BLOCKS, "Sect": BLOCKS, "Div": BLOCKS, "P": INLINES, **{f"H{level}": INLINES for level in range(1, 7)},
         "L": "LI Caption L", "LI": "Lbl LBody", "Lbl": "Span Link Reference", "LBody": BLOCKS, "Table": "THead TBody TFoot TR Caption", "THead": "TR", "TBody": "TR", "TFoot": "TR", "TR": "TH TD",
         "TH": BLOCKS, "TD": BLOCKS, "Caption": BLOCKS, "Figure": "Caption", "Note": BLOCKS + " Lbl", "FENote": BLOCKS + " Lbl", "Reference": "Link Lbl Span", "Link": "Span", "TOC": "TOCI TOC Caption", "TOCI": "Lbl Reference P TOC NonStruct",
         "Form": "", "Span": INLINES, "Formula": "", "Quote": INLINES, "BlockQuote": BLOCKS}
# In PDF 2.0 each type is of a namespace: these have none in the newer one, nor these in the older (ISO 32000-2, 14.8.6; ISO/TS 32005).
SPACES = ("http://iso.org/pdf/ssn", "http://iso.org/pdf2/ssn")
OLD = "TOC TOCI Reference Note Quote BlockQuote Art Code Index Private BibEntry NonStruct".split()
NEW = "FENote Aside Title Sub Em Strong DocumentFragment".split()
HOLDERS = "Document Part Sect L LI Table THead TBody TFoot TR TOC".split() # no text of their own


class Element:
    def __init__(self, number, entries, parent):
        self.number, self.entries, self.parent = number, entries, parent
        self.type = str(entries.get("/S", "/"))[1:]
        self.kids = []       # Element, (page object, MCID), or ("object", annotation)
        self.attributes = {} # of all owners; /O says which
        self.column, self.row = None, None

    def all(self):
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.all()

    def below(self, kind):
        return [kid for kid in self.kids if isinstance(kid, Element) and kid.type in kind.split()]

    def around(self, kind):
        element = self
        while element is not None and element.type != kind:
            element = element.parent
        return element

    def marks(self):
        """The marked contents of its own."""
        return [kid for kid in self.kids if isinstance(kid, tuple) and kid[0] != "object"]


class Tree:
    """Of a file: elements by object, what is wrong with how they hang together."""

    def __init__(self, pdf):
        self.pdf, self.by_number, self.faults = pdf, {}, []
        self.root = pdf.at(pdf.catalog.get("/StructTreeRoot")) or {}
        self.root_number = number_of(pdf.catalog.get("/StructTreeRoot"))
        self.tops = self.kids_of(self.root.get("/K"), None, None, 0)
        self.tops = [kid for kid in self.tops if isinstance(kid, Element)]
        self.marks = {(page.number, number): content for page in pdf.pages for number, content in page.contents.items()}

    def all(self):
        return [element for top in self.tops for element in top.all()]

    def kids_of(self, value, element, page, depth):
        value, out = value if isinstance(value, list) else [value], []
        for kid in value:
            entry = self.pdf.at(kid)
            if isinstance(kid, (int, float)):
                out.append((page, kid))
            elif isinstance(entry, dict) and entry.get("/Type") == "/MCR":
                out.append((number_of(entry.get("/Pg", "")) or page, entry.get("/MCID")))
            elif isinstance(entry, dict) and entry.get("/Type") == "/OBJR":
                out.append(("object", number_of(entry.get("/Obj"))))
            elif isinstance(entry, dict) and "/S" in entry:
                out.append(self.element(number_of(kid), entry, element, depth))
            elif kid is not None:
                self.faults.append((element and element.number, f"it holds {kid}, which is no element"))
        return out

    def class_of(self, number, name):
        """Its attributes (ISO 32000-1, 14.7.5.2)."""
        known = self.pdf.at(self.root.get("/ClassMap")) or {}
        if name not in known:
            self.faults.append((number, f"its class {name} is none"))
        return self.pdf.at(known.get(name)) or []

    def element(self, number, entries, parent, depth):
        element = Element(number, entries, parent)
        if number in self.by_number or depth > 200:
            self.faults.append((number, "it stands in two places"))
            return element
        self.by_number[number] = element
        if number_of(entries.get("/P")) != (parent.number if parent else self.root_number):
            self.faults.append((number, "its /P is not what holds it"))
        names = entries.get("/C", [])
        classes = [self.class_of(number, name) for name in (names if isinstance(names, list) else [names])]
        for owned in [*classes, self.pdf.at(entries.get("/A")) or []]:  # what it says itself stands
            for own in owned if isinstance(owned, list) else [owned]:
                element.attributes.update(self.pdf.at(own))
        element.kids = self.kids_of(entries.get("/K"), element, number_of(entries.get("/Pg", "")), depth + 1)
        return element


def tree_of(pdf):
    if pdf.tree is None:
        pdf.tree = Tree(pdf)
    return pdf.tree


# --- complete ---

@rule("ISO 32000-1, 14.7.2", "ISO 32000-2, 14.7.2; ISO 14289-2, 8.2.5.2")
def hangs_together(pdf):
    tree = tree_of(pdf)
    yield from tree.faults
    if [top.type for top in tree.tops] != ["Document"]:
        yield tree.root_number, f"the tree has {[top.type for top in tree.tops]} for its top"


@rule("ISO 32000-1, 14.7.4; ISO 14289-1, 7.1", "ISO 32000-2, 14.7.5; ISO 14289-2, 8.2.2")
def reached(pdf):
    tree = tree_of(pdf)
    counts = collections.Counter()
    for element in tree.all():
        for mark in element.marks():
            counts[mark] += 1
            if mark not in tree.marks:
                yield element.number, f"the marked content {mark[1]} of page object {mark[0]} is nowhere"
    for (page, number), content in tree.marks.items():
        if counts[(page, number)] != 1:
            yield page, f"the marked content {number} “{content.text[:20]}” is reached {counts[(page, number)]} times"


@rule("ISO 32000-1, 14.7.4.4", "ISO 32000-2, 14.7.5.4")
def parents(pdf):
    tree = tree_of(pdf)
    pairs, faults = pdf.numbers(tree.root.get("/ParentTree"))
    yield from faults
    keys = [key for key, _ in pairs]
    if keys != sorted(set(keys)):
        yield tree.root_number, "the keys of the parent tree are not in order"
    if keys and tree.root.get("/ParentTreeNextKey", 0) <= keys[-1]:
        yield tree.root_number, "the next key of the parent tree is taken"
    found, used = dict(pairs), set()
    owners = {mark: element.number for element in tree.all() for mark in element.marks()}
    for page in pdf.pages:
        key = page.entries.get("/StructParents")
        row = pdf.at(found.get(key)) if key is not None else None
        used.add(key)
        if page.contents and not isinstance(row, list):
            yield page.number, f"its /StructParents {key} leads to nothing"
            continue
        for number in page.contents:
            own = number_of(row[number]) if number < len(row) else None
            if own != owners.get((page.number, number)):
                yield page.number, f"the parent tree gives object {own} for the marked content {number}, which {owners.get((page.number, number))} holds"
        if len(row or []) > len(page.contents):
            yield page.number, f"the parent tree has {len(row)} contents for it, the page {len(page.contents)}"
    yield from annotations_held(pdf, tree, found, used)
    if set(keys) - used:
        yield tree.root_number, f"the parent tree has keys that nothing has: {sorted(set(keys) - used)[:5]}"


def annotations_held(pdf, tree, found, used):
    """Each by one element, both ways."""
    owners = collections.defaultdict(list)
    for element in tree.all():
        for kid in element.kids:
            if isinstance(kid, tuple) and kid[0] == "object":
                owners[kid[1]].append(element)
    for page in pdf.pages:
        for value in pdf.at(page.entries.get("/Annots")) or []:
            number, entry = number_of(value), pdf.at(value)
            key, held = entry.get("/StructParent"), owners.pop(number, [])
            used.add(key)
            if len(held) != 1 or held[0].type != {"/Link": "Link", "/Widget": "Form"}.get(entry.get("/Subtype"), "Annot"):
                yield number, f"the annotation is held by {[element.type for element in held]} (ISO 14289-1, 7.18.1, 7.18.5)"
            elif number_of(found.get(key)) != held[0].number:
                yield number, f"the parent tree gives object {number_of(found.get(key))} for it, which {held[0].number} holds"
    for number in owners:
        yield owners[number][0].number, f"it holds annotation {number}, which stands on no page"


@rule("ISO 32000-1, 14.7.2", "ISO 32000-2, 14.7.2")
def names(pdf):
    tree = tree_of(pdf)
    pairs, faults = pdf.numbers(tree.root.get("/IDTree"), "/Names")
    yield from faults
    keys = [key for key, _ in pairs]
    if keys != sorted(set(keys), key=lambda key: (text_of(key) or "").encode("latin-1", "replace")):
        yield tree.root_number, "the names of elements are not in order, or stand twice"
    own = collections.Counter(element.entries["/ID"] for element in tree.all() if "/ID" in element.entries)
    listed = {key: number_of(value) for key, value in pairs}
    for element in tree.all():
        key = element.entries.get("/ID")
        if key is not None and (own[key] > 1 or listed.get(key) != element.number):
            yield element.number, f"its name {key} is not its alone, or not in the tree of names"
    for key in listed.keys() - own.keys():
        yield tree.root_number, f"the name {key} is nobody's"


# --- PDF 2.0 ---

@rule(None, "ISO 32000-2, 14.7.4 and 14.8.6; ISO 14289-2, 8.2.4")
def namespaces(pdf):
    """Each listed by the root, each element of one that has its type; none maps a type to one of its own."""
    tree = tree_of(pdf)
    listed = {number_of(value): pdf.at(value) or {} for value in pdf.at(tree.root.get("/Namespaces")) or []}
    for number, entry in listed.items():
        if text_of(entry.get("/NS")) not in SPACES:
            yield number, f"the namespace is {entry.get('/NS')}"
        for name, other in (pdf.at(entry.get("/RoleMapNS")) or {}).items():
            if not isinstance(other, list) or number_of(other[1]) == number or number_of(other[1]) not in listed:
                yield number, f"{name} is mapped to {other}"
    for element in tree.all():
        said = element.entries.get("/NS")
        space = SPACES[0] if said is None else text_of(listed.get(number_of(said), {}).get("/NS"))
        if space is None:
            yield element.number, f"its namespace {said} is not listed"
        elif element.type in (NEW if space == SPACES[0] else OLD):
            yield element.number, f"{element.type} is no type of {space}"
    for top in tree.tops:
        if "/NS" not in top.entries:
            yield top.number, "the top is not of the newer namespace (ISO 14289-2, 8.2.5.2)"
    mapped = {name[1:]: str(other)[1:] for name, other in (pdf.at(tree.root.get("/RoleMap")) or {}).items()}
    if mapped != {"FENote": "Note"}:
        yield tree.root_number, f"for older readers {mapped} is mapped"


def referred(tree, element):
    """The elements that it refers to."""
    return [tree.by_number.get(number_of(value)) for value in tree.pdf.at(element.entries.get("/Ref")) or []]


@rule(None, "ISO 32000-2, 14.7.2; ISO 14289-2, 8.2.5.8 and 8.2.5.14")
def references(pdf):
    """A note and its marks refer to each other; an entry of a contents list to its heading."""
    tree = tree_of(pdf)
    for element in tree.all():
        found = referred(tree, element)
        if None in found or "/Ref" in element.entries and not found:
            yield element.number, f"it refers to {element.entries['/Ref']}, which is not all in the tree"
        for note in found:
            if note and note.type == "FENote" and element not in referred(tree, note):
                yield element.number, f"the note {note.number} does not refer back to it"
        if element.type == "FENote":
            yield from ((element.number, f"object {mark.number}, where it is noted, does not refer to it") for mark in found if mark and element not in referred(tree, mark))
            if element.attributes.get("/NoteType", "/None") not in ("/Footnote", "/Endnote", "/None"):
                yield element.number, f"the note's type is {element.attributes['/NoteType']}"
            if element.below("Lbl") and not found:
                yield element.number, "the note is not noted anywhere"
        if element.type == "TOCI" and not any(referred(tree, kid) for kid in element.all()):
            yield element.number, "the entry does not refer to its heading"


def first_page(element):
    """Where it begins: the page of its first content."""
    return next((mark[0] for kid in element.all() for mark in kid.marks()), None)


@rule(None, "ISO 32000-2, 12.3.2.3; ISO 14289-2, 8.8")
def destinations(pdf):
    """What leads somewhere leads to an element, on the page that readers of 1.7 go to."""
    tree = tree_of(pdf)
    links = {kid[1]: element for element in tree.all() for kid in element.kids if isinstance(kid, tuple) and kid[0] == "object"}
    for number, entry in pdf.objects.items():
        if not isinstance(entry, dict) or isinstance(entry, Stream) or entry.get("/Subtype") != "/Link" and not {"/Title", "/Parent"} <= entry.keys():
            continue
        action = pdf.at(entry.get("/A")) or {}
        if "/URI" in action:
            continue
        target = action.get("/SD") or [None]
        element = tree.by_number.get(number_of(target[0]))
        if element is None:
            yield number, f"it leads to {target}, which is no element"
            continue
        if first_page(element) not in (None, number_of((action.get("/D") or [None])[0])):
            yield number, f"it leads to object {element.number} on page object {first_page(element)}, and to {action.get('/D')}"
        if number in links and element not in referred(tree, links[number]):
            yield number, f"it leads to object {element.number}, its link refers to {links[number].entries.get('/Ref')}"


# --- types ---

@rule("ISO 32000-1, 14.8.4; ISO 14289-1, 7.1", "ISO 32000-2, 14.8.4; ISO/TS 32005")
def types(pdf):
    for element in tree_of(pdf).all():
        if element.type not in HOLDS or element.type in ("Note", "Reference") and pdf.is_new or element.type in NEW and not pdf.is_new:
            yield element.number, f"{element.type} is no type that we write"
            continue
        for kid in element.kids:
            if isinstance(kid, Element) and kid.type not in HOLDS[element.type].split():
                yield kid.number, f"{kid.type} stands in {element.type}"
        if element.type in HOLDERS and element.marks():
            yield element.number, f"{element.type} has a text of its own"


@rule("ISO 14289-1, 7.2 to 7.9", "ISO 14289-2, 8.2.5")
def shapes(pdf):
    for element in tree_of(pdf).all():
        kinds = [kid.type for kid in element.kids if isinstance(kid, Element)]
        if element.type == "LI" and kinds not in (["Lbl", "LBody"], ["LBody"]):
            yield element.number, f"the item holds {kinds} (7.6, 8.2.5.25)"
        if element.type == "Table" and not (kinds.count("THead") <= 1 and kinds.count("TFoot") <= 1 and "TBody" in kinds and "Caption" not in kinds[1:-1]):
            yield element.number, f"the table holds {kinds} (7.5, 8.2.5.26)"
        if element.type == "Div" and "Caption" in kinds and tree_of(pdf).pdf.is_new:
            yield element.number, "a caption stands among what is around its group (8.2.5.27)"
        if element.type in ("Note", "FENote") and "/ID" not in element.entries:
            yield element.number, "the note has no name (7.9)"
        if element.type == "Link" and not any(isinstance(kid, tuple) and kid[0] == "object" for kid in element.kids):
            yield element.number, "the link leads nowhere (7.18.5, 8.2.5.20)"
        if element.type in ("Figure", "Formula") and not (text_of(element.entries.get("/Alt")) or text_of(element.entries.get("/ActualText"))):
            yield element.number, "what the picture shows is not said (7.3, 8.2.5.28.2)"


@rule("ISO 14289-1, 7.4.2", "ISO 14289-2, 8.2.5.12")
def headings(pdf):
    last = 0
    for element in tree_of(pdf).all():
        if re.fullmatch(r"H[1-6]", element.type):
            level = int(element.type[1])
            if level > last + 1:
                yield element.number, f"{element.type} stands below {'H' + str(last) if last else 'no heading'}"
            last = level


@rule("ISO 32000-1, 14.8.5.4.3; ISO 14289-1, 7.3", "ISO 32000-2, 14.8.5.4.3; ISO 14289-2, 8.2.5.28")
def boxes(pdf):
    """A figure's box is that of its picture; what is drawn as paths stands in it."""
    tree = tree_of(pdf)
    for element in tree.all():
        if element.type != "Figure":
            continue
        shown = [box for mark in element.marks() if mark in tree.marks for box in tree.marks[mark].boxes]
        said = element.attributes.get("/BBox")
        if element.attributes.get("/O") != "/Layout" or not isinstance(said, list) or len(said) != 4:
            yield element.number, "the figure has no /BBox"
        elif not shown and any(points := [point for mark in element.marks() if mark in tree.marks for point in tree.marks[mark].points]):
            if any(not (said[0] - 0.5 <= x <= said[2] + 0.5 and said[1] - 0.5 <= y <= said[3] + 0.5) for x, y in points):
                yield element.number, f"the figure's box is {said}, and something is drawn outside of it"
        elif len(shown) != 1 or any(abs(a - b) > 0.5 for a, b in zip(said, shown[0])):
            yield element.number, f"the figure's box is {said}, its picture's {shown}"


@rule("ISO 19005-2, 6.7.4; ISO 14289-1, 7.2", "ISO 14289-2, 8.4.4")
def languages(pdf):
    said = [(element.number, text_of(element.entries["/Lang"])) for element in tree_of(pdf).all() if "/Lang" in element.entries]
    said += [(page.number, lang) for page in pdf.pages for lang in page.languages]
    for number, lang in said:
        if not re.fullmatch(LANGUAGE, lang or ""):
            yield number, f"its language is {lang}"


@rule("ISO 32000-1, 14.8.5.5", "ISO 32000-2, 14.8.5.5; ISO 14289-2, 8.2.5.25")
def numberings(pdf):
    for element in tree_of(pdf).all():
        if element.type == "L" and element.attributes.get("/O", "/List") != "/List":
            yield element.number, "what is said of a list is not /List's"
        labelled = any(item.below("Lbl") for item in element.below("LI"))
        if element.type == "L" and element.attributes.get("/ListNumbering", "/None") != "/None" and not labelled:
            yield element.number, "a list without labels is said to be numbered"
        if element.type == "L" and element.attributes.get("/ListNumbering", "/None") == "/None" and labelled and pdf.is_new:
            yield element.number, "a list with labels is not said to have any"


# --- tables ---

def span_of(cell, key):
    return cell.attributes.get(key, 1)


def grid_of(table):
    """Places cells; gives {(row, column): cell}, heads' row count, and faults."""
    grid, faults, row = {}, [], 0
    for group in table.below("THead TBody TFoot"):
        rows = group.below("TR")
        end = row + len(rows)
        for line in rows:
            column = 0
            for cell in line.below("TH TD"):
                while (row, column) in grid:
                    column += 1
                cell.row, cell.column = row, column
                high, wide = span_of(cell, "/RowSpan"), span_of(cell, "/ColSpan")
                if row + high > end:
                    faults.append((cell.number, f"the cell spans {high} rows, beyond its {group.type}"))
                for place in ((r, c) for r in range(row, min(row + high, end)) for c in range(column, column + wide)):
                    if place in grid:
                        faults.append((cell.number, f"the cell covers row {place[0]}, column {place[1]}, where object {grid[place].number} stands"))
                    grid[place] = cell
                column += wide
            row += 1
    columns = max((column for _, column in grid), default=-1) + 1
    for number in range(row):
        there = sum((number, column) in grid for column in range(columns))
        if there != columns:
            faults.append((table.number, f"its row {number} has {there} of {columns} columns"))
    return grid, faults


def tables_of(pdf):
    if pdf.grids is None:
        pdf.grids = [(table, *grid_of(table)) for table in tree_of(pdf).all() if table.type == "Table"]
    return pdf.grids


@rule("ISO 14289-1, 7.5; ISO 32000-1, 14.8.5.7", "ISO 14289-2, 8.2.5.26; ISO 32000-2, 14.8.5.7")
def regular(pdf):
    for table, grid, faults in tables_of(pdf):
        yield from faults
        loose = not table.below("THead") or not any("/Headers" in cell.attributes for cell in grid.values())
        for cell in set(grid.values()):
            if cell.attributes and cell.attributes.get("/O") != "/Table":
                yield cell.number, f"what is said of the cell is owned by {cell.attributes.get('/O')}"
            if cell.type == "TH" and cell.attributes.get("/Scope") not in scopes(cell, loose):
                yield cell.number, f"the head's scope is {cell.attributes.get('/Scope')}"
            if cell.type == "TD" and "/Scope" in cell.attributes:
                yield cell.number, "a cell that is no head has a scope"
            if cell.around("THead") and cell.around("THead").parent is table and cell.type != "TH":
                yield cell.number, "a cell of the head is no head"


def scopes(cell, loose):
    """Of a head in the head; of one whose table has no head rows, or whose cells name no heads: a form, where each is of what is next to it; of others."""
    return ["/Column"] if cell.around("THead") else ["/Row", "/Column"] if loose else ["/Row"]


def spans(cell):
    return cell.row, cell.row + span_of(cell, "/RowSpan"), cell.column, cell.column + span_of(cell, "/ColSpan")


@rule("ISO 32000-1, 14.8.5.7; ISO 14289-1, 7.5", "ISO 32000-2, 14.8.5.7; ISO 14289-2, 8.2.5.26")
def heads(pdf):
    for table, grid, _ in tables_of(pdf):
        named = {cell.entries["/ID"]: cell for cell in set(grid.values()) if "/ID" in cell.entries}
        for cell in set(grid.values()):
            said = cell.attributes.get("/Headers", [])
            if len(set(said)) != len(said):
                yield cell.number, "a head is named twice"
            for name in said:
                head = named.get(name)
                if head is None or head.type != "TH":
                    yield cell.number, f"its head {name} is no head of its table"
                    continue
                a, b = spans(head), spans(cell)
                above = a[1] <= b[0] and a[2] < b[3] and b[2] < a[3]
                left = a[3] <= b[2] and a[0] < b[1] and b[0] < a[1]
                if not (above and head.attributes.get("/Scope") == "/Column" or left and head.attributes.get("/Scope") == "/Row"):
                    yield cell.number, f"its head {name} stands neither above nor left of it"
        yield from missing_heads(table, grid)


def missing_heads(table, grid):
    """Where cells name heads, all those above in the head and left that are row heads."""
    cells = set(grid.values())
    if not any("/Headers" in cell.attributes for cell in cells):
        return
    for cell in cells:
        top, end, left, right = spans(cell)
        if cell.type == "TH" and cell.attributes.get("/Scope") == "/Column":
            continue
        wanted = {head.entries.get("/ID") for (row, column), head in grid.items()
                  if head.type == "TH" and head is not cell and (left <= column < right and head.around("THead") and head.attributes.get("/Scope") == "/Column" or
                                                                top <= row < end and column < left and head.attributes.get("/Scope") == "/Row" and head.row <= top)}
        lacking = wanted - set(cell.attributes.get("/Headers", []))
        if lacking:
            yield cell.number, f"the cell does not name its heads {sorted(map(str, lacking))}"


@rule("ISO 14289-1, 7.5 (as printed)", "ISO 14289-2, 8.2.5.26 (as printed)")
def printed(pdf):
    """Of the cells of a row those that stand on one line do so from left to right, of a column those at one edge from above."""
    for _, grid, _ in tables_of(pdf):
        places = {cell: spots_of(pdf, cell) for cell in set(grid.values())}
        by_row, by_column = collections.defaultdict(list), collections.defaultdict(list)
        for (row, column), cell in sorted(grid.items(), key=lambda item: item[0]):
            by_row[row].append(cell)
            by_column[column].append(cell)
        for cells, axis in [(cells, 0) for cells in by_row.values()] + [(cells, 1) for cells in by_column.values()]:
            for a, b in zip(cells, cells[1:]):
                if a is not b and any(is_turned_round(places[a][page], places[b][page], axis) for page in places[a].keys() & places[b].keys()):
                    yield b.number, f"the cell is printed {'left of' if axis == 0 else 'above'} object {a.number}, which stands before it"


def is_turned_round(first, second, axis):
    """Two spots at the same place of the other axis, in the wrong order."""
    near, sign = (6, 1) if axis == 0 else (0.5, -1)
    return any(abs(a[1 - axis] - b[1 - axis]) < near and sign * a[axis] >= sign * b[axis] for a in first for b in second)


def spots_of(pdf, cell):
    """By page: where lines of the cell begin."""
    out, tree = collections.defaultdict(list), tree_of(pdf)
    for element in cell.all():
        if element.around("Table") is not cell.around("Table"):
            continue
        for mark in element.marks():
            if mark in tree.marks and tree.marks[mark].spots:
                out[mark[0]] += tree.marks[mark].spots
    return out


# --- text ---

NODE = re.compile(r'( *)(\d+) ([a-z-]+)(?: (\d+|decimal|ordered|unordered|turn))?(?: spans (\d+) (\d+))?(?: heads((?: \d+)+))?(?: lang (?P<lang>[^ :]+))?(?: (?P<shows>"(?:[^"\\]|\\.)*"))?(?P<page> pages? \d+(?:-\d+)?)?(?: again \d+(?:-\d+)?)?(?:: (?P<text>.*))?$')
TYPES = {"document": "Document", "section": "Sect", "paragraph": "P", "list": "L", "item": "LI", "label": "Lbl", "item-body": "LBody", "table": "Table", "head": "THead", "body": "TBody", "foot": "TFoot",
         "row": "TR", "head-cell": "TH", "row-head": "TH", "cell": "TD", "figure": "Figure", "caption": "Caption", "captioned": "Div", "note": "Note", "reference": "Reference", "link": "Link", "contents": "TOC",
         "entry": "TOCI", "signature": "Form"}


class Node:
    def __init__(self, match):
        self.part, self.level, self.rows, self.columns = match[3], match[4], int(match[5] or 1), int(match[6] or 1)
        self.page, self.text, self.kids = match["page"], match["text"] or "", []
        self.shows, self.lang = match["shows"], match["lang"]

    def is_told(self):
        return self.part in ("document", "row", "head-cell", "row-head", "cell") or bool(self.page) or any(kid.is_told() for kid in self.kids)


def read_structure(dump):
    open_nodes = []
    for line in dump.splitlines():
        match = NODE.match(line)
        if match is None:
            if line.lstrip().startswith("field "):
                continue
            raise ValueError(f"not a node: {line}")
        node, depth = Node(match), len(match[1]) // 2
        del open_nodes[depth:]
        if open_nodes:
            open_nodes[-1].kids.append(node)
        open_nodes.append(node)
    return open_nodes[0]


def visible(text):
    """As the dump prints a text: no line of its own breaks it."""
    return text.replace("\u200b", "")


@rule("ISO 32000-1, 14.8.2.3 (the text of the description)", "ISO 32000-2, 14.8.2.5 (the text of the description)")
def texts(pdf):
    tree = tree_of(pdf)
    if pdf.structure is not None and tree.tops:
        yield from compare(tree, tree.tops[0], read_structure(pdf.structure))


def wanted_type(tree, node, element):
    if node.part == "heading":
        return "H" + node.level
    if tree.pdf.is_new and node.part in ("note", "reference"):
        return "FENote" if node.part == "note" else "P"
    if tree.pdf.is_new and node.part == "caption" and element.parent.type == "Div":
        return "P"
    if node.part in ("head", "foot") and not any(kid.type in ("THead", "TFoot") for kid in element.parent.below("THead TFoot")):
        return "TBody"
    return TYPES[node.part]


def kids_told(tree, node, types):
    """Those of the element that has kids of these types.  In PDF 2.0 a reference that is no contents entry's is the link in it; of a place for a seal
    the field is told, if it has one."""
    at = 0
    for kid in node.kids:
        if not kid.is_told() or kid.part == "signature" and types[at:at + 1] != ["Form"]:
            continue
        told = kid.kids if tree.pdf.is_new and kid.part == "reference" and node.part != "entry" else [kid]
        yield from told
        at += len(told)


def compare(tree, element, node):
    wanted = wanted_type(tree, node, element)
    text = "".join(tree.marks[mark].text for mark in element.marks() if mark in tree.marks)
    if element.type != wanted:
        yield element.number, f"{element.type}, but the description has {node.part}"
    if visible(text) != visible(node.text):
        yield element.number, f"its text is “{text[:60]}”, in the description “{node.text[:60]}”"
    if text_of(element.entries.get("/Lang", "u:")) != (node.lang or ""):
        yield element.number, f"its language is {element.entries.get('/Lang')}, in the description {node.lang}"
    numbering = "/" + node.level.capitalize() if node.level and (tree.pdf.is_new or node.level == "decimal") else None
    if wanted == "L" and element.attributes.get("/ListNumbering") != numbering:
        yield element.number, f"its numbering is {element.attributes.get('/ListNumbering')}, in the description {node.level}"
    if wanted in ("TH", "TD") and (span_of(element, "/RowSpan"), span_of(element, "/ColSpan")) != (node.rows, node.columns):
        yield element.number, f"the cell spans {span_of(element, '/RowSpan')} × {span_of(element, '/ColSpan')}, in the description {node.rows} × {node.columns}"
    kids = [kid for kid in element.kids if isinstance(kid, Element)]
    nodes = list(kids_told(tree, node, [kid.type for kid in kids]))
    if len(kids) != len(nodes):
        yield element.number, f"it holds {len(kids)} elements ({' '.join(kid.type for kid in kids[:8])}), in the description {len(nodes)}"
        return
    for kid, below in zip(kids, nodes):
        yield from compare(tree, kid, below)
