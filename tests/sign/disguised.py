"""Changes that call themselves something else: an object that a signature claims for its own, or that stands in two places; what holds others replaced; a box
without an area that is seen all the same; fields that their pages do not show any more."""
import re
import zlib

from looking import bad, failures, good
from signed import Paper, field_number, form_of, pages, sign, stream_number, text_string, with_entry, with_more

LOOK = ("/Type /XObject /Subtype /Form /BBox [0 0 60 30]", b"0 0 10 10 re f")
OTHER_LOOK = (LOOK[0], b"0 0 60 30 re f")


def root_of(paper):
    return int(paper.entry("Root").split()[0])


def listing(paper, numbers):
    """The first page with these as annotations."""
    page = pages(paper)[0]
    return {page: re.sub(r"/Annots\s*\[", f"/Annots [{' '.join(f'{n} 0 R' for n in numbers)} ", paper.object(page))}


def fielding(paper, numbers):
    return {form_of(paper): re.sub(r"/Fields\s*\[", f"/Fields [{' '.join(f'{n} 0 R' for n in numbers)} ", paper.object(form_of(paper)))}


def text_field(paper, name, look, value=""):
    return f"<</Type /Annot /Subtype /Widget /FT /Tx /T ({name}) {value} /Rect [100 300 170 330] /P {pages(paper)[0]} 0 R /AP <</N {look} 0 R>>>>"


class Rich:
    """A paper with a layer, an attachment, a remark and a text field, by the numbers of what is of them."""

    def __init__(self, world, **how):
        self.paper = paper = world.paper(**how)
        first = paper.next_number()
        self.layer, self.shown, self.file, self.remark_look, self.remark, self.field, self.field_look = range(first, first + 7)
        root = root_of(paper)
        paper.update({
            self.layer: "<</Type /OCG /Name (x)>>", self.shown: f"<</ON [{self.layer} 0 R] /OFF []>>", self.file: ("/Type /EmbeddedFile", b"hello"), self.remark_look: LOOK, self.field_look: LOOK,
            self.remark: f"<</Type /Annot /Subtype /Stamp /Rect [10 300 70 330] /P {pages(paper)[0]} 0 R /AP <</N {self.remark_look} 0 R>>>>",
            self.field: text_field(paper, "amount", self.field_look, "/V (100)"), **fielding(paper, [self.field]), **listing(paper, [self.remark, self.field]),
            root: with_more(paper.object(root), f"/OCProperties <</OCGs [{self.layer} 0 R] /D {self.shown} 0 R>> "
                                                f"/Names <</EmbeddedFiles <</Names [(a) <</Type /Filespec /F (a) /EF <</F {self.file} 0 R>>>>]>>>>")})

    def hidden(self):
        return f"<</ON [] /OFF [{self.layer} 0 R]>>"


def check_taken(check, world):
    """A new signature that nobody sees leads to what is something else, and brings it anew."""
    cases = (("a layer", lambda r: (r.shown, r.hidden()), "catalog!"), ("an attachment", lambda r: (r.file, ("/Type /EmbeddedFile", b"HELLO")), "attachment!"),
             ("the look of a remark", lambda r: (r.remark_look, OTHER_LOOK), "annotation!"), ("the look of a field", lambda r: (r.field_look, OTHER_LOOK), "field-appearance!"))
    for name, make, kind in cases:
        for by_value in (True, False):
            rich = Rich(world, lock="/Action /All")
            sign(rich.paper, "甲方盖章", world.ec)
            number, value = make(rich)
            lead = f"/Foo {number} 0 R"
            sign(rich.paper, "new", world.rsa, box="[0 0 0 0]" + ("" if by_value else lead), extra=lead if by_value else "", also={number: value})
            check.expect(f"{name} taken by a signature, by its value {by_value}", rich.paper, 1, [bad("不许", kind, "signed-unseen"), good()])
    rich = Rich(world, lock="/Action /All")  # what it leads to and leaves as it is stays what it was
    sign(rich.paper, "甲方盖章", world.ec)
    sign(rich.paper, "new", world.rsa, box=f"[0 0 0 0] /Foo {rich.field_look} 0 R", extra=f"/Foo {rich.shown} 0 R")
    check.expect("a signature that leads to much", rich.paper, 0, [good("signed-unseen"), good()])


def check_twofold(check, world):
    """Objects made to be two things before the signature: each counts as the graver one."""
    def changed(prepare, change):
        paper = world.paper(lock="")
        number = paper.next_number()
        paper.update(prepare(paper, number))
        sign(paper, "甲方盖章", world.ec)
        paper.update(change(paper, number))
        return paper

    def page_with(paper, page, key, value):
        return {pages(paper)[page]: with_more(re.sub(rf"/{key}\s*(\[[^\]]*\]|\d+ 0 R)", "", paper.object(pages(paper)[page])), f"/{key} {value}")}

    def in_two(first, key, value):
        """An object that is an entry of the first page, and that the second lists, or is its list, as annotations."""
        return lambda paper, number: {number: value(paper), **page_with(paper, 0, key, f"{number} 0 R"), **page_with(paper, 1, "Annots", first.format(number))}

    cases = (("contents", in_two("{} 0 R", "Contents", lambda p: f"[{stream_number(p, 0)} 0 R]"), lambda p, n: {n: f"[{stream_number(p, 1)} 0 R]"}, ["content!"]),
             ("a box", in_two("{} 0 R", "MediaBox", lambda p: "[0 0 595 842]"), lambda p, n: {n: "[0 0 595 300]"}, ["content!"]),
             ("a unit", in_two("[{} 0 R]", "UserUnit", lambda p: "1.0"), lambda p, n: {n: "2.0"}, ["content!"]),
             ("layers", lambda p, n: {n: "<</Type /OCG /Name (x)>>", n + 1: "<</OFF []>>", **page_with(p, 1, "Annots", f"[{n + 1} 0 R]"),
                                      root_of(p): with_more(p.object(root_of(p)), f"/OCProperties <</OCGs [{n} 0 R] /D {n + 1} 0 R>>")}, lambda p, n: {n + 1: f"<</OFF [{n} 0 R]>>"}, ["catalog!"]),
             ("a look of two fields", lambda p, n: {n: LOOK, n + 1: text_field(p, "a", n), n + 2: text_field(p, "b", n, "/V (100)"), **fielding(p, [n + 1, n + 2]), **listing(p, [n + 1, n + 2])},
              lambda p, n: {n + 1: text_field(p, "a", n, "/V (x)"), n: OTHER_LOOK}, ["field-appearance!", "filled"]),
             ("a look of two fields, both filled in", lambda p, n: {n: LOOK, n + 1: text_field(p, "a", n), n + 2: text_field(p, "b", n), **fielding(p, [n + 1, n + 2]), **listing(p, [n + 1, n + 2])},
              lambda p, n: {n + 1: text_field(p, "a", n + 60, "/V (x)"), n + 2: text_field(p, "b", n, "/V (x)"), n + 60: LOOK, n: OTHER_LOOK}, ["filled", "filled"]))
    for name, prepare, change, kinds in cases:
        forbidden = any(kind.endswith("!") for kind in kinds)
        check.expect(f"twofold: {name}", changed(prepare, change), 1 if forbidden else 0, [(not forbidden, "不许" if forbidden else "", sorted(set(kinds)))])


def check_values(check, world):
    """A value that is an object of its own."""
    for kind, before, after, objects in (("changed", "(100)", "{}", {0: "(200)"}), ("a stream", ("", b"100"), "{}", {0: ("", b"200")}), ("in its place", "(100)", "(200)", {})):
        paper = world.paper(lock="")
        number = paper.next_number()
        value = f"{number} 0 R"
        paper.update({number: before, number + 1: text_field(paper, "a", number + 2, f"/V {value}"), number + 2: LOOK, **fielding(paper, [number + 1]), **listing(paper, [number + 1])})
        sign(paper, "甲方盖章", world.ec)
        paper.update({number + 1: text_field(paper, "a", number + 2, "/V " + after.format(value)), number + 2: OTHER_LOOK, **{number + n: text for n, text in objects.items()}})
        check.expect(f"a value of its own, {kind}", paper, 0, [good("filled")])


def check_lists(check, world):
    """What a page lists as annotations: boxes of fields are shown by it."""
    def without(paper, number):
        page = pages(paper)[0]
        return {page: re.sub(rf"(/Annots\s*\[[^\]]*?)\b{number} 0 R", r"\1", paper.object(page))}

    for name, number, kinds in (("a remark", lambda r: r.remark, ["annotation"]), ("a filled field", lambda r: r.field, ["field-appearance!"]),
                                ("the signature", lambda r: field_number(r.paper, "甲方盖章")[0], ["field-appearance!"])):
        rich = Rich(world, lock="")
        sign(rich.paper, "甲方盖章", world.ec)
        rich.paper.update(without(rich.paper, number(rich)))
        check.expect(f"{name} that its page lists no more", rich.paper, 1 if "!" in kinds[0] else 0, [bad("不许", *kinds) if "!" in kinds[0] else good(*kinds)])
    rich = Rich(world, lock="")
    hidden = rich.paper.next_number()
    rich.paper.update({hidden: text_field(rich.paper, "hidden", rich.field_look, "/V (1)"), **fielding(rich.paper, [hidden])})
    sign(rich.paper, "甲方盖章", world.ec)
    rich.paper.update(listing(rich.paper, [hidden]))
    check.expect("a field that its page lists now", rich.paper, 1, [bad("不许", "field-appearance!")])
    for name, order in (("turned round", "{1} 0 R {0} 0 R"), ("and the first again, over the other", "{0} 0 R {1} 0 R {0} 0 R")):
        rich = Rich(world, lock="/Action /All")
        sign(rich.paper, "甲方盖章", world.ec)
        page = pages(rich.paper)[0]
        rich.paper.update({page: rich.paper.object(page).replace(f"{rich.remark} 0 R {rich.field} 0 R", order.format(rich.remark, rich.field))})
        check.expect(f"annotations {name}", rich.paper, 1, [bad("不许", "annotation!")])
    rich = Rich(world, lock="/Action /All")
    page = pages(rich.paper)[0]
    rich.paper.update({page: re.sub(r"/Annots\s*\[", "/Annots [<</Type /Annot /Subtype /Text /Rect [9 9 20 20] /Contents (1)>> ", rich.paper.object(page))})
    sign(rich.paper, "甲方盖章", world.ec)
    rich.paper.update({page: rich.paper.object(page).replace("/Contents (1)", "/Contents (2)")})
    check.expect("a remark in the list itself, changed", rich.paper, 1, [bad("不许", "annotation!")])


def check_unseen(check, world):
    """A box without an area, of something that is shown without one, or does something."""
    for name, old, new in (("a note", "/Subtype /Widget", "/Subtype /Text"), ("a line", "/Subtype /Widget", "/Subtype /Line /L [9 9 500 500]"), ("with an action", "/F 132", "/F 132 /AA <</PO <</S /JavaScript /JS (x)>>>>")):
        paper = world.paper(lock="/Action /All")
        sign(paper, "甲方盖章", world.ec)
        number = paper.next_number() + 1
        brought = f"<</Type /Annot /Subtype /Widget /FT /Sig /F 132 /T {text_string('new')} /Rect [0 0 0 0] /P {pages(paper)[0]} 0 R>>".replace(old, new)
        sign(paper, "new", world.rsa, box="[0 0 0 0]", also={number: brought})
        check.expect(f"a signature that is {name}", paper, 1, [bad("不许", "field-added!", "signed!"), good()])


def holder_of(paper):
    """The first object stream: its number, its head without the length, what it holds."""
    match = next(re.finditer(rb"(\d+) 0 obj\s*<<([^>]*?/ObjStm[^>]*?)>>\s*stream\r?\n", paper.data))
    head = re.sub(r"/(Length|Filter)\s*(/\w+|\d+)", "", match.group(2).decode())
    return int(match.group(1)), head, zlib.decompressobj().decompress(paper.data[match.end():])


def check_holders(check, world):
    """An object stream under the number of one that holds what counts: programs look into the new one."""
    for other in (True, False):
        paper = world.signed(compact=True)
        number, head, held = holder_of(paper)
        paper.update({number: (head, re.sub(rb"/Contents", b"/Contentz", held) if other else held)})
        check.expect(f"an object stream replaced, with something else {other}", paper, 1, [])
        if "对象流后来换了" not in check.look(paper).stderr.decode():
            failures.append(f"an object stream replaced: {check.look(paper)}")
    paper = held_length(world)
    sign(paper, "甲方盖章", world.ec)
    check.expect("an object stream with a length of its own", paper, 0, [good()])
    paper.update({int(re.search(r"/Length (\d+) 0 R", paper.data.decode("latin-1")).group(1)): "10"})
    check.expect("an object stream made shorter", paper, 1, [])
    paper = world.paper(compact=True)
    sign(paper, "甲方盖章", world.ec)
    held = [root_of(paper), paper.object(root_of(paper))]
    for name, texts, right in (("rewritten in one", held, True), ("twice in one", [held[0], held[1].replace("/Pages", "/Pagez"), *held], False)):
        check.expect(f"an object {name}", Paper(holding(paper, texts)), 0 if right else 1, [good()] if right else [])


def held_length(world):
    """A paper whose catalog is held by an object stream with /Length in an object."""
    paper = world.paper(compact=True)
    root = root_of(paper)
    return Paper(holding(paper, [root, paper.object(root)], apart=True))


def holding(paper, texts, apart=False):
    """A revision more, with an object stream of these: number, value, number, value; the last is the one that counts.  apart: its length is an object."""
    first = paper.next_number()
    values = [f"{value} ".encode("latin-1") for value in texts[1::2]]
    places = [sum(map(len, values[:i])) for i in range(len(values))]
    head = " ".join(f"{number} {place}" for number, place in zip(texts[::2], places)).encode() + b" "
    length = len(head) + sum(map(len, values))
    objects = {first: f"<</Type /ObjStm /N {len(values)} /First {len(head)} /Length {f'{first + 1} 0 R' if apart else length}>>\nstream\n".encode() + head + b"".join(values) + b"\nendstream",
               first + 1: b"%d" % length}
    out, rows = bytearray(paper.data + b"\n"), [(texts[-2], 2, first, len(values) - 1)]
    for number, value in objects.items():
        rows.append((number, 1, len(out), 0))
        out += b"%d 0 obj\n" % number + value + b"\nendobj\n"
    rows.append((first + 2, 1, len(out), 0))
    stream = b"".join(bytes([kind]) + place.to_bytes(4, "big") + bytes([last]) for _, kind, place, last in sorted(rows))
    index = " ".join(f"{row[0]} 1" for row in sorted(rows))
    previous = int(re.findall(rb"startxref\s+(\d+)", paper.data)[-1])
    table = len(out)
    out += f"{first + 2} 0 obj\n<</Type /XRef /Size {first + 3} /W [1 4 1] /Index [{index}] /Root {paper.entry('Root')} /ID {paper.entry('ID')} /Prev {previous} ".encode()
    return bytes(out + b"/Length %d>>\nstream\n" % len(stream) + stream + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % table)


PARTS = (check_taken, check_twofold, check_values, check_lists, check_unseen, check_holders)
