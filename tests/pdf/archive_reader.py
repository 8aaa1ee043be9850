"""A PDF as its reader sees it: objects (by qpdf), pages with what is marked on them, fonts with their programs.

Values stay as qpdf's JSON has them: names "/Name", references "12 0 R", texts "u:…", bytes "b:hex".
"""
import base64
import collections
import json
import re
import struct
import subprocess
import tempfile
import zlib

REFERENCE = re.compile(r"(\d+) \d+ R$")
STRING = rb"\((?:\\.|[^\\()])*\)"
TOKEN = re.compile(rb"\s*(?:%[^\r\n]*[\r\n]\s*)*(?:(?P<number>[-+]?(?:\d+\.?\d*|\.\d+))(?=[\s\[\]<>/()]|$)|(?P<operator>[A-Za-z'\"][A-Za-z0-9*]*)|/(?P<name>[^\s/<>\[\]()]*)|<<(?P<dictionary>(?:[^<>(]|<[^<>]*>|" +
                   STRING + rb")*)>>|<(?P<hex>[0-9A-Fa-f\s]*)>|(?P<string>" + STRING + rb")|\[(?P<array>(?:[^\]\(]|" + STRING + rb")*)\])")
SHOWN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(" + STRING + rb")")
UNIT = (1, 0, 0, 1, 0, 0)


class Broken(Exception):
    """The file cannot be read."""


def number_of(value):
    """Of the object that a reference leads to, else None."""
    match = REFERENCE.match(value) if isinstance(value, str) else None
    return int(match[1]) if match else None


def text_of(value):
    """A text string as text, else None."""
    if not isinstance(value, str):
        return None
    if value.startswith("u:"):
        return value[2:]
    if value.startswith("b:"):
        return bytes.fromhex(value[2:]).decode("latin-1")
    return None


def literal(data):
    """The bytes of a string that stands in a content stream, brackets included."""
    codes = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
    return re.sub(rb"\\([0-7]{1,3}|\r\n|.)", lambda m: bytes([int(m[1], 8) & 255]) if m[1].isdigit() else codes.get(m[1], m[1].strip(b"\r\n")), data[1:-1], flags=re.S)


def hexadecimal(data):
    data = b"".join(data.split())
    return bytes.fromhex((data + b"0" * (len(data) % 2)).decode())


def string_text(data):
    """Text of a PDF string's bytes."""
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", "replace")
    return data.decode("latin-1")


def times(a, b):
    """The matrix that does a, then b."""
    return (a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3], a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3],
            a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5])


def reading(matrix):
    """Where text of this matrix begins: along its line, and up across it."""
    a, b, _, _, x, y = matrix
    length = (a * a + b * b) ** 0.5 or 1
    return (x * a + y * b) / length, (y * a - x * b) / length


class Stream(dict):
    """Its dictionary, and the bytes behind it; `data` undoes FlateDecode."""

    def __init__(self, entries, raw):
        super().__init__(entries)
        self.raw, self.kept = raw, None

    @property
    def data(self):
        if self.kept is None:
            try:
                self.kept = zlib.decompress(self.raw) if "/FlateDecode" in str(self.get("/Filter")) else self.raw
            except zlib.error as error:
                raise Broken(f"a stream cannot be inflated: {error}") from None
        return self.kept


def overlap(box, clip):
    if clip is None:
        return box
    return max(box[0], clip[0]), max(box[1], clip[1]), min(box[2], clip[2]), min(box[3], clip[3])


class Marked:
    """A marked content: its text, where its lines begin, the boxes of pictures in it, the points of paths."""

    def __init__(self, page, number):
        self.page, self.number = page, number
        self.texts, self.spots, self.boxes, self.points, self.drawn = [], [], [], [], False

    @property
    def text(self):
        return "".join(self.texts)


class Page:
    def __init__(self, number, index, entries):
        self.number, self.index, self.entries = number, index, entries
        self.contents = {}   # by MCID
        self.faults = []     # (clause, message) of its content streams
        self.operators = set()
        self.artifacts = []  # (entries, text, spots)
        self.languages = []  # that marked contents say
        self.depth = 0       # of q


class Pdf:
    """The file; `part`: of ISO 19005, as its metadata have it ("" for none)."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.bytes = file.read()
        with tempfile.TemporaryFile() as out: # qpdf writes small pieces, which a pipe hands over one by one
            done = subprocess.run(["qpdf", "--json=2", "--json-key=qpdf", "--json-stream-data=inline", "--decode-level=none", path], stdout=out, stderr=subprocess.PIPE, check=False)
            out.seek(0)
            told = out.read()
        self.warning = done.stderr.decode("utf-8", "replace").strip() if done.returncode == 3 else ""
        if done.returncode not in (0, 3):
            raise Broken(f"qpdf: {done.stderr.decode('utf-8', 'replace').strip()[:300]}")
        self.objects = {}
        for name, entry in json.loads(told)["qpdf"][1].items():
            if name == "trailer":
                self.trailer = entry["value"]
                continue
            stream = entry.get("stream")
            self.objects[int(name[4:].split()[0])] = entry["value"] if stream is None else Stream(stream["dict"], base64.b64decode(stream["data"]))
        self.catalog = self.at(self.trailer.get("/Root")) or {}
        metadata = self.at(self.catalog.get("/Metadata"))
        xmp = metadata.data.decode("utf-8", "replace") if isinstance(metadata, Stream) else ""
        said = re.search(r"<pdfaid:part>(\d)</", xmp)
        self.part = said[1] if said else ""
        self.fonts = {}      # by object
        self.used = collections.defaultdict(dict)  # by font object: code → whether its text matters
        self.pages = [Page(number, index, self.objects[number]) for index, number in enumerate(self.page_numbers(self.catalog.get("/Pages"), 0))]
        for page in self.pages:
            Walk(self, page).run()

    def at(self, value):
        """What a value is, a reference followed."""
        number = number_of(value)
        return value if number is None else self.objects.get(number)

    def page_numbers(self, node, depth):
        entries, number = self.at(node), number_of(node)
        if not isinstance(entries, dict) or number is None or depth > 32:
            raise Broken("the tree of pages is broken")
        if entries.get("/Type") != "/Pages":
            return [number]
        return [found for kid in entries.get("/Kids", []) for found in self.page_numbers(kid, depth + 1)]

    def font(self, value):
        number = number_of(value)
        if number is not None and number not in self.fonts:
            self.fonts[number] = Font(self, number)
        return self.fonts.get(number)

    def numbers(self, value, key="/Nums"):
        """The pairs of a number or name tree, and the faults of its shape."""
        node, pairs, faults = self.at(value) or {}, [], []
        for kid in node.get("/Kids", []):
            more, worse = self.numbers(kid, key)
            limits = [self.at(kid).get("/Limits")] if isinstance(self.at(kid), dict) else [None]
            if more and limits[0] != [more[0][0], more[-1][0]]:
                faults.append((number_of(kid), f"/Limits {limits[0]}, but its keys are {more[0][0]} to {more[-1][0]}"))
            pairs, faults = pairs + more, faults + worse
        own = node.get(key, [])
        pairs += list(zip(own[::2], own[1::2]))
        return pairs, faults


class Walk:
    """Goes through the contents of a page, and the forms that it shows."""

    def __init__(self, pdf, page):
        self.pdf, self.page = pdf, page
        self.stack, self.matrix, self.saved = [], UNIT, []  # of marked contents: [kind, contents, in text, whether another text stands for it]
        self.in_text, self.line, self.font, self.render, self.starts = False, UNIT, None, 0, False
        self.clip, self.path = None, None
        self.spare = Marked(page, None)

    def fault(self, clause, message):
        if (clause, message) not in self.page.faults:
            self.page.faults.append((clause, message))

    def run(self):
        contents = self.pdf.at(self.page.entries.get("/Contents"))
        parts = [self.pdf.at(part) for part in contents] if isinstance(contents, list) else [contents]
        self.resources = self.pdf.at(self.page.entries.get("/Resources")) or {}
        self.content(b"\n".join(part.data for part in parts if isinstance(part, Stream)))
        if self.stack:
            self.fault("ISO 32000-1, 14.6.1", f"{len(self.stack)} marked contents are not ended")
        if self.in_text:
            self.fault("ISO 32000-1, 9.4.1", "a text object is not ended")
        if self.saved:
            self.fault("ISO 32000-1, 8.4.2", "a q has no Q")

    def content(self, data):
        operands, at, end = [], 0, len(data.rstrip())
        while at < end:
            match = TOKEN.match(data, at)
            if match is None:
                raise Broken(f"page {self.page.index + 1}: its content cannot be read at {data[at:at + 20]!r}")
            at = match.end()
            kind = match.lastgroup
            if kind != "operator":
                operands.append(match[kind] if kind != "number" else float(match[kind]))
                continue
            self.operator(match[kind], operands)
            operands = []

    # --- what it is in ---

    @property
    def marked(self):
        """The innermost that is a part of the text, or none."""
        return next((entry[1] for entry in reversed(self.stack) if entry[0] == "content"), None)

    def is_hidden(self):
        return any(entry[3] for entry in self.stack)

    def needs_mark(self, what):
        if not any(entry[0] in ("content", "artifact") for entry in self.stack):
            self.fault("ISO 14289-1, 7.1", f"{what} stands neither in a part of the text nor in an artifact")
        elif self.marked is not None:
            self.marked.drawn = True

    def begin(self, operator, operands):
        tag, own = operands[0] if operands else b"", operands[1] if len(operands) > 1 else b""
        if operator == b"BDC" and b"/" not in own: # a name
            own = self.property(own)
        hidden = self.is_hidden()
        number, inside = re.search(rb"/MCID\s+(\d+)", own), [entry[0] for entry in self.stack]
        if tag == b"Artifact":
            if "content" in inside:
                self.fault("ISO 14289-1, 7.1", "an artifact stands in a part of the text")
            self.stack.append(["artifact", [own, "", []], self.in_text])
            self.page.artifacts.append(self.stack[-1][1])
        elif number:
            if "content" in inside or "artifact" in inside:
                self.fault("ISO 14289-1, 7.1", f"the marked content {int(number[1])} stands in another or in an artifact")
            if int(number[1]) in self.page.contents:
                self.fault("ISO 32000-1, 14.7.4.2", f"the number {int(number[1])} marks two contents")
            self.stack.append(["content", Marked(self.page, int(number[1])), self.in_text])
            self.page.contents[int(number[1])] = self.stack[-1][1]
        text = re.search(rb"/ActualText\s*(?:<([0-9A-Fa-f\s]*)>|(" + STRING + rb"))", own, re.S)
        if text and not hidden:
            self.add_text(string_text(hexadecimal(text[1]) if text[1] is not None else literal(text[2])))
        language = re.search(rb"/Lang\s*\(([^)]*)\)", own)
        if language:
            self.page.languages.append(language[1].decode("latin-1"))
        if tag != b"Artifact" and not number:
            self.stack.append(["span", None, self.in_text])
        self.stack[-1].append(text is not None)

    def property(self, name):
        found = self.pdf.at((self.pdf.at(self.resources.get("/Properties")) or {}).get("/" + name.decode("latin-1")))
        return b"/MCID %d" % found["/MCID"] if isinstance(found, dict) and "/MCID" in found else b""

    def add_text(self, text):
        if self.marked is not None:
            self.marked.texts.append(text)
        for entry in self.stack:
            if entry[0] == "artifact":
                entry[1][1] += text

    # --- operators ---

    def operator(self, operator, operands):
        self.page.operators.add(operator)
        act = OPERATORS.get(operator)
        if act is not None:
            act(self, operator, operands)
        elif operator not in KNOWN:
            self.fault("ISO 19005, 6.2.2", f"the operator {operator.decode('latin-1')} is not of ISO 32000")

    def save(self, _operator, _operands):
        self.saved.append((self.matrix, self.font, self.render, self.clip))
        self.page.depth = max(self.page.depth, len(self.saved))

    def restore(self, _operator, _operands):
        if not self.saved:
            self.fault("ISO 32000-1, 8.4.2", "a Q has no q")
            return
        self.matrix, self.font, self.render, self.clip = self.saved.pop()

    def turn(self, _operator, operands):
        self.matrix = times(operands[-6:], self.matrix)

    def end_mark(self, _operator, _operands):
        if not self.stack:
            self.fault("ISO 32000-1, 14.6.1", "an EMC has no BMC or BDC")
            return
        if self.stack.pop()[2] != self.in_text:
            self.fault("ISO 32000-1, 14.6.1", "a marked content and a text object cross")

    def text_begin(self, _operator, _operands):
        if self.in_text:
            self.fault("ISO 32000-1, 9.4.1", "a text object stands in another")
        self.in_text, self.line, self.starts = True, UNIT, True

    def text_end(self, _operator, _operands):
        if not self.in_text:
            self.fault("ISO 32000-1, 9.4.1", "an ET has no BT")
        if self.stack and self.stack[-1][2]:
            self.fault("ISO 32000-1, 14.6.1", "a marked content and a text object cross")
        self.in_text = False

    def move(self, _operator, operands):
        self.line, self.starts = times((1, 0, 0, 1, *operands[-2:]), self.line), True

    def place(self, _operator, operands):
        self.line, self.starts = tuple(operands[-6:]), True

    def choose(self, _operator, operands):
        fonts = self.pdf.at(self.resources.get("/Font")) or {}
        self.font = self.pdf.font(fonts.get("/" + operands[0].decode("latin-1")))
        if self.font is None:
            self.fault("ISO 32000-1, 7.8.3", f"the font {operands[0].decode('latin-1')} is not among the page's resources")

    def rendering(self, _operator, operands):
        self.render = operands[0]

    def show(self, operator, operands):
        if not self.in_text:
            self.fault("ISO 32000-1, 9.4.3", "text is shown outside a text object")
        self.needs_mark("text")
        if self.starts:
            place = reading(times(self.line, self.matrix))
            self.starts = False
            (self.marked or self.spare).spots.append(place)
            for entry in self.stack:
                if entry[0] == "artifact":
                    entry[1][2].append(place)
        if self.font is None:
            return
        data = operands[-1] if operands else b""
        parts = SHOWN.findall(data) if operator == b"TJ" else [(data, b"") if not data.startswith(b"(") else (b"", data)]
        codes = b"".join(literal(plain) if plain else hexadecimal(digits) for digits, plain in parts)
        hidden, used, out = self.is_hidden(), self.pdf.used[self.font.number], []
        seen = any(entry[0] == "content" for entry in self.stack)
        for (code,) in struct.iter_unpack(">H", codes[:len(codes) // 2 * 2]):
            used[code] = used.get(code, False) or (seen and not hidden)
            out.append(self.font.texts.get(code, ""))
        if not hidden:
            self.add_text("".join(out))

    def go(self, _operator, operands):
        x, y = operands[-2:]
        if self.marked is not None:
            self.marked.points.append((x * self.matrix[0] + y * self.matrix[2] + self.matrix[4], x * self.matrix[1] + y * self.matrix[3] + self.matrix[5]))

    def paint(self, operator, _operands):
        self.path = None
        self.needs_mark("a drawing" if operator != b"sh" else "a shading")
        if self.in_text:
            self.fault("ISO 32000-1, 8.2", "a path is drawn in a text object")

    def box(self, x, y, width, height):
        corners = [(u * self.matrix[0] + v * self.matrix[2] + self.matrix[4], u * self.matrix[1] + v * self.matrix[3] + self.matrix[5]) for u in (x, x + width) for v in (y, y + height)]
        xs, ys = zip(*corners)
        return min(xs), min(ys), max(xs), max(ys)

    def rectangle(self, _operator, operands):
        self.path = (self.path or []) + [self.box(*operands[-4:])]

    def cut(self, _operator, _operands): # by a picture's box; of several boxes nothing is known
        if self.path and len(self.path) == 1:
            self.clip = overlap(self.path[0], self.clip)

    def end_path(self, _operator, _operands):
        self.path = None

    def paint_object(self, _operator, operands):
        objects = self.pdf.at(self.resources.get("/XObject")) or {}
        shown = self.pdf.at(objects.get("/" + operands[0].decode("latin-1")))
        if not isinstance(shown, Stream):
            self.fault("ISO 32000-1, 7.8.3", f"the picture {operands[0].decode('latin-1')} is not among the page's resources")
            return
        self.needs_mark("a picture")
        if shown.get("/Subtype") != "/Form":
            (self.marked or self.spare).boxes.append(overlap(self.box(0, 0, 1, 1), self.clip))
            return
        if len(self.saved) > 40:
            raise Broken("forms stand in themselves")
        kept, resources, depth = (self.in_text, self.line, len(self.stack)), self.resources, len(self.saved)
        self.save(None, None)
        self.matrix = times(tuple(shown.get("/Matrix", UNIT)), self.matrix)
        self.resources = self.pdf.at(shown.get("/Resources")) or {}
        self.content(shown.data)
        if len(self.stack) != depth and kept[2] != len(self.stack) or len(self.saved) != depth + 1:
            self.fault("ISO 32000-1, 14.6.1", "a form does not end what it begins")
        self.resources, (self.in_text, self.line) = resources, kept[:2]
        self.restore(None, None)


OPERATORS = {b"q": Walk.save, b"Q": Walk.restore, b"cm": Walk.turn, b"BMC": Walk.begin, b"BDC": Walk.begin, b"EMC": Walk.end_mark, b"BT": Walk.text_begin, b"ET": Walk.text_end,
             b"Td": Walk.move, b"TD": Walk.move, b"Tm": Walk.place, b"Tf": Walk.choose, b"Tr": Walk.rendering, b"Tj": Walk.show, b"TJ": Walk.show, b"Do": Walk.paint_object, b"m": Walk.go, b"l": Walk.go, b"c": Walk.go,
             b"re": Walk.rectangle, b"W": Walk.cut, b"n": Walk.end_path,
             **{name: Walk.paint for name in (b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"sh")}}
KNOWN = set(b"w J j M d ri i gs m l c v y h re n W W* Tc Tw Tz TL Ts T* CS cs SC SCN sc scn G g RG rg K k MP DP BX EX".split())


# --- fonts ---

class Font:
    """A composite font: texts of its codes; widths as /W and as the program have them."""

    def __init__(self, pdf, number):
        self.pdf, self.number, self.entries = pdf, number, pdf.objects[number]
        below = pdf.at(self.entries.get("/DescendantFonts")) or [{}]
        self.below_number, self.below = number_of(below[0]), pdf.at(below[0]) or {}
        self.descriptor = pdf.at(self.below.get("/FontDescriptor")) or pdf.at(self.entries.get("/FontDescriptor")) or {}
        key = next((key for key in ("/FontFile2", "/FontFile3", "/FontFile") if key in self.descriptor), None)
        self.key, self.file = key, pdf.at(self.descriptor.get(key)) if key else None
        cmap = pdf.at(self.entries.get("/ToUnicode"))
        self.texts = read_cmap(cmap.data) if isinstance(cmap, Stream) else {}
        self.program = None

    def widths(self):
        out, listed, at = {}, self.pdf.at(self.below.get("/W")) or [], 0
        while at + 1 < len(listed):
            second = self.pdf.at(listed[at + 1])
            if isinstance(second, list):
                out.update(enumerate(second, listed[at]))
                at += 2
            else:
                out.update(dict.fromkeys(range(listed[at], second + 1), listed[at + 2]))
                at += 3
        return out

    def open(self):
        """The program: None where its format is unknown."""
        if self.program is None and isinstance(self.file, Stream):
            self.program = TrueType(self.file.data) if self.key == "/FontFile2" else Cff(self.file.data)
        return self.program

    def glyph_of(self, code):
        """The glyph of a CID in the program; None: it has none."""
        if self.key != "/FontFile2":
            return self.program.glyphs.get(code)
        mapped = self.pdf.at(self.below.get("/CIDToGIDMap"))
        if isinstance(mapped, Stream):
            code = int.from_bytes(mapped.data[2 * code:2 * code + 2], "big")
        return code if code < self.program.count else None


def utf16(digits):
    return hexadecimal(digits).decode("utf-16-be", "surrogatepass")


def read_cmap(data):
    texts = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", data, re.S):
        for code, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f\s]*)>", block):
            texts[int(code, 16)] = utf16(text)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", data, re.S):
        ranges = rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*\[([^\]]*)\]"
        for first, last, listed in re.findall(ranges, block):
            texts.update(zip(range(int(first, 16), int(last, 16) + 1), map(utf16, re.findall(rb"<([0-9A-Fa-f\s]*)>", listed))))
        for first, last, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", re.sub(ranges, b"", block)):
            for code in range(int(first, 16), int(last, 16) + 1):
                begin = utf16(text)
                texts[code] = begin[:-1] + chr(ord(begin[-1]) + code - int(first, 16))
    return texts


class TrueType:
    def __init__(self, data):
        count = struct.unpack_from(">H", data, 4)[0]
        rows = [struct.unpack_from(">4sIII", data, 12 + 16 * i) for i in range(count)]
        self.tables = {name: data[at:at + size] for name, _, at, size in rows}
        self.units = struct.unpack_from(">H", self.tables[b"head"], 18)[0]
        self.count = struct.unpack_from(">H", self.tables[b"maxp"], 4)[0]
        self.metrics = struct.unpack_from(">H", self.tables[b"hhea"], 34)[0]

    def width(self, glyph):
        return struct.unpack_from(">H", self.tables[b"hmtx"], 4 * min(glyph, self.metrics - 1))[0] * 1000 / self.units


class Cff:
    """A CFF program keyed by CIDs (Adobe's Technical Note 5176); widths as charstrings begin with them (5177)."""

    def __init__(self, data):
        self.data = data
        at = self.index(data[2])[1]
        tops, at = self.index(at)
        _, at = self.index(at)
        self.global_calls = self.index(at)[0]
        top = self.dictionary(*tops[0])
        self.is_keyed = (12, 30) in top
        self.units = 1 / top.get((12, 7), [0.001])[0]
        self.strings = self.index(top[17][0])[0]
        self.glyphs = self.charset(top.get(15, [0])[0])
        self.parts = [self.dictionary(*part) for part in self.index(top[(12, 36)][0])[0]] if self.is_keyed else [top]
        self.select = self.selector(top[(12, 37)][0]) if self.is_keyed else lambda glyph: 0
        self.privates = [self.private(part) for part in self.parts]
        self.count = len(self.strings)

    def index(self, at):
        """Begin and end of each, and where the index ends."""
        count = struct.unpack_from(">H", self.data, at)[0]
        if count == 0:
            return [], at + 2
        size = self.data[at + 2]
        offsets = [int.from_bytes(self.data[at + 3 + size * i:at + 3 + size * (i + 1)], "big") for i in range(count + 1)]
        base = at + 2 + size * (count + 1)
        return [(base + a, base + b) for a, b in zip(offsets, offsets[1:])], base + offsets[-1]

    def dictionary(self, at, end):
        out, operands = {}, []
        while at < end:
            b = self.data[at]
            if b <= 21:
                key = b if b != 12 else (12, self.data[at + 1])
                out[key], operands, at = operands, [], at + (2 if b == 12 else 1)
            elif b == 30:
                text, at = "", at + 1
                while not text.endswith("f"):
                    text, at = text + f"{self.data[at]:02x}", at + 1
                    if "f" in text:
                        text = text[:text.index("f") + 1]
                operands.append(float(text[:-1].replace("a", ".").replace("c", "E-").replace("b", "E").replace("e", "-")))
            else:
                value, at = self.number(at)
                operands.append(value)
        return out

    def number(self, at):
        b = self.data[at]
        if b == 28:
            return struct.unpack_from(">h", self.data, at + 1)[0], at + 3
        if b == 29:
            return struct.unpack_from(">i", self.data, at + 1)[0], at + 5
        if b == 255:
            return struct.unpack_from(">i", self.data, at + 1)[0] / 65536, at + 5
        if b < 247:
            return b - 139, at + 1
        return ((b - 247) * 256 + self.data[at + 1] + 108 if b < 251 else -(b - 251) * 256 - self.data[at + 1] - 108), at + 2

    def charset(self, at):
        glyphs, count = {0: 0}, len(self.strings)
        if at <= 2:
            return {glyph: glyph for glyph in range(count)}
        kind, at, glyph = self.data[at], at + 1, 1
        while glyph < count:
            first, at = struct.unpack_from(">H", self.data, at)[0], at + 2
            left = 0
            if kind:
                left, at = int.from_bytes(self.data[at:at + kind], "big"), at + kind
            for name in range(first, first + left + 1):
                glyphs[name], glyph = glyph, glyph + 1
        return glyphs

    def selector(self, at):
        if self.data[at] == 0:
            return lambda glyph: self.data[at + 1 + glyph]
        count = struct.unpack_from(">H", self.data, at + 1)[0]
        rows = [struct.unpack_from(">HB", self.data, at + 3 + 3 * i) for i in range(count)]
        return lambda glyph: next(part for first, part in reversed(rows) if first <= glyph)

    def private(self, part):
        size, at = part.get(18, [0, 0])
        found = self.dictionary(at, at + size)
        calls = self.index(at + found[19][0])[0] if 19 in found else []
        return found.get(20, [0])[0], found.get(21, [0])[0], calls

    def width(self, glyph):
        default, nominal, calls = self.privates[self.select(glyph)]
        extra = self.first(self.strings[glyph], calls, [], 0)
        return (default if extra is None else nominal + extra) * 1000 / self.units

    def first(self, span, calls, stack, depth):
        """What stands before the operands of the first operator, if anything."""
        at, end = span
        while at < end:
            b = self.data[at]
            if b >= 32 or b == 28:
                value, at = self.number(at)
                stack.append(value)
                continue
            if b in (10, 29):
                among = calls if b == 10 else self.global_calls
                bias = 107 if len(among) < 1240 else 1131 if len(among) < 33900 else 32768
                place = int(stack.pop()) + bias
                if depth > 10 or not 0 <= place < len(among):
                    raise Broken("a charstring calls what is not there")
                return self.first(among[place], calls, stack, depth + 1)
            if b == 14:
                return stack[0] if len(stack) in (1, 5) else None
            return stack[0] if len(stack) > {21: 2, 22: 1, 4: 1}.get(b, len(stack) // 2 * 2) else None
        return None
