"""Rules of the file, its metadata, colours, fonts and pages: each a function that yields (object, what is wrong).

A rule stands under two clauses: of ISO 19005-2 (part 3 has the same number), 14289-1, 32000-1, and of ISO 19005-4, 14289-2, 32000-2 for files of PDF 2.0; None: these have no such rule.
Where a message has two numbers, the second is of the newer ones.
"""
import re
import struct
import xml.etree.ElementTree as ET

from archive_reader import Broken, Stream, number_of, text_of

RULES = []
LANGUAGE = r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*"


def rule(clause, newer):
    def keep(function):
        RULES.append(((clause, newer), function))
        return function
    return keep


# --- file ---

@rule("ISO 19005-2, 6.1.2", "ISO 19005-4, 6.1.2")
def header(pdf):
    begin = b"%PDF-2.0\n" if pdf.is_new else b"%PDF-1.7\n"
    if not pdf.bytes.startswith(begin):
        yield None, f"the file begins with {pdf.bytes[:9]!r}"
    second = pdf.bytes[9:14]
    if second[:1] != b"%" or min(second[1:], default=0) < 128:
        yield None, "the second line is no comment of four bytes above 127"


@rule("ISO 32000-1, 7.5", "ISO 32000-2, 7.5")
def mended(pdf):
    """What qpdf had to mend."""
    if pdf.warning:
        yield None, pdf.warning[:300]


@rule("ISO 19005-2, 6.1.3", "ISO 19005-4, 6.1.3")
def trailer(pdf):
    names = pdf.trailer.get("/ID")
    if not isinstance(names, list) or len(names) != 2 or any(len(name) < (34 if name[:2] == "b:" else 18) for name in names):  # by chance they are text
        yield None, "the trailer has no /ID of two names"
    if "/Encrypt" in pdf.trailer:
        yield None, "the file is encrypted"
    if not re.search(rb"%%EOF\r?\n?\Z", pdf.bytes):
        yield None, "something stands behind %%EOF"
    info = pdf.at(pdf.trailer.get("/Info"))
    if not pdf.is_new and info is None:
        yield None, "the file has no document information"
    if pdf.is_new and "/Info" in pdf.trailer and ("/PieceInfo" not in pdf.catalog or set(info or {}) - {"/ModDate"}):
        yield None, "the file has document information, beside /ModDate for a /PieceInfo"


@rule("ISO 19005-2, 6.1.4", "ISO 19005-4, 6.1.4")
def table(pdf):
    """Classic, with lines of 20 bytes, each leading to its object; compact files have a stream."""
    at = int((re.findall(rb"startxref\s+(\d+)", pdf.bytes[-100:]) or [b"0"])[-1])
    if not pdf.compact and pdf.bytes[at:at + 5] != b"xref\n":
        yield None, "startxref leads to no cross-reference table"
    match = re.compile(rb"xref\n0 (\d+)\n").match(pdf.bytes, at)
    if match is None:
        return
    for number in range(1, int(match[1])):
        line = pdf.bytes[match.end() + 20 * number:match.end() + 20 * number + 20]
        if not re.fullmatch(rb"\d{10} \d{5} [nf](?: \n|\r\n)", line):
            yield number, f"its line in the table is {line!r}"
        elif line[17:18] == b"n" and not pdf.bytes.startswith(b"%d 0 obj" % number, int(line[:10])):
            yield number, "the table does not lead to it"
    if match and not re.match(rb"trailer\s", pdf.bytes[match.end() + 20 * int(match[1]):]):
        yield None, "the table has not as many lines as it says"


@rule("ISO 19005-2, 6.1.9", "ISO 19005-4, 6.1.8")
def objects(pdf):
    """Each begins and ends on a line of its own; of compact files qpdf has read them."""
    at = int((re.findall(rb"startxref\s+(\d+)", pdf.bytes[-100:]) or [b"0"])[-1])
    match = re.compile(rb"xref\n0 (\d+)\n").match(pdf.bytes, at)
    if match is None:
        return
    lines = pdf.bytes[match.end() + 20:match.end() + 20 * int(match[1])]
    offsets = sorted(int(lines[i:i + 10]) for i in range(0, len(lines), 20) if lines[i + 17:i + 18] == b"n")
    for begin, end in zip(offsets, offsets[1:] + [at]):
        if not re.compile(rb"\d+ \d+ obj[\r\n]").match(pdf.bytes, begin):
            yield None, f"{pdf.bytes[begin:begin + 16]!r} stands not on a line of its own"
        if not re.search(rb"[\r\n]endobj\r?\n\Z", pdf.bytes[max(begin, end - 12):end]):
            yield None, f"the object at byte {begin} ends with {pdf.bytes[max(begin, end - 12):end]!r}"


@rule("ISO 19005-2, 6.1.7.1", "ISO 19005-4, 6.1.6.1")
def lengths(pdf):
    count = 0
    for match in re.finditer(rb"/Length (\d+)[^>\r\n]*>>\s*stream(?:\r\n|\n)", pdf.bytes):
        end = match.end() + int(match[1])
        count += 1
        if not re.compile(rb"\r?\n?endstream\b").match(pdf.bytes, end) or pdf.bytes[end:end + 1] not in b"\r\n":
            yield None, f"the stream at byte {match.end()} is not {match[1].decode()} bytes long"
    if count < sum(isinstance(entry, Stream) for entry in pdf.objects.values()):
        yield None, "a stream has no length of its own, or its data do not begin on a line"


FORBIDDEN = {  # keys, whatever their value
    "/AA": "6.5.2, 6.6.3, additional actions", "/XFA": "6.4.2, XFA", "/TR": "6.2.5, a transfer function", "/HTP": "6.2.5, a halftone's phase", "/HTO": "6.2.5, a halftone's origin",
    "/OPI": "6.2.8, 6.2.7.1, OPI", "/Alternates": "6.2.8, 6.2.7.1, alternate pictures", "/PS": "6.2.9.1, 6.2.8, PostScript", "/NeedsRendering": "6.4.2, dynamic forms",
    "/Requirements": "6.11, 6.12, requirements", "/AlternatePresentations": "6.10, 6.11, alternate presentations", "/PresSteps": "6.10, 6.11, steps of a presentation",
    "/DestOutputProfileRef": "6.2.3, a profile in another file"}
ACTIONS = ("/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/SetOCGState", "/Rendition", "/Trans", "/GoTo3DView", "/JavaScript")


def walk(value, depth=0):
    """Every dictionary in a value; references are not followed."""
    if isinstance(value, dict):
        yield value
        value = value.values()
    if isinstance(value, list) or not isinstance(value, (str, int, float, type(None))):
        for item in value:
            if isinstance(item, (dict, list)):
                yield from walk(item, depth + 1)


@rule("ISO 19005-2, 6.1 to 6.11", "ISO 19005-4, 6.1 to 6.12")
def forbidden(pdf):
    for number, entry in pdf.objects.items():
        for found in walk(entry):
            for key in found.keys() & FORBIDDEN.keys():
                yield number, f"{key} is forbidden ({FORBIDDEN[key]})"
            if "/S" in found and (found["/S"] in ACTIONS or found["/S"] == "/Named" and found.get("/N") not in ("/NextPage", "/PrevPage", "/FirstPage", "/LastPage")):
                yield number, f"the action {found['/S']} is forbidden (6.5.1, 6.6.1)"
            if found.get("/NeedAppearances") is True:
                yield number, "/NeedAppearances is forbidden (6.4.1)"
            if found.get("/Interpolate") is True:
                yield number, "/Interpolate is forbidden (6.2.8, 6.2.7.1)"
            if isinstance(found, Stream) and "/Ref" in found:
                yield number, "a reference XObject is forbidden (6.2.9.2, 6.2.8.2)"
            if found.get("/Subtype") == "/PS" or found.get("/Subtype2") == "/PS":
                yield number, "a PostScript XObject is forbidden (6.2.9.1, 6.2.8)"
            if found.get("/TR2", "/Default") != "/Default" or "/HT" in found and found["/HT"] != "/Default":
                yield number, "transfer functions and halftones are forbidden (6.2.5)"


@rule("ISO 19005-2, 6.1.7", "ISO 19005-4, 6.1.6")
def streams(pdf):
    for number, entry in pdf.objects.items():
        if not isinstance(entry, Stream):
            continue
        for key in ("/F", "/FFilter", "/FDecodeParms"):
            if key in entry:
                yield number, f"{key}: its data stand in another file (6.1.7.1, 6.1.6.1)"
        filters = entry.get("/Filter", [])
        for name in filters if isinstance(filters, list) else [filters]:
            if name not in ("/FlateDecode", "/DCTDecode", "/ASCIIHexDecode", "/ASCII85Decode", "/RunLengthDecode", "/CCITTFaxDecode", "/JBIG2Decode", "/JPXDecode"):
                yield number, f"the filter {name} is forbidden (6.1.7.2, 6.1.6.2)"


@rule("ISO 19005-2, 6.5.1", "ISO 19005-4, 6.6.1")
def open_action(pdf):
    action = pdf.at(pdf.catalog.get("/OpenAction"))
    if isinstance(action, dict) and action.get("/S") != "/GoTo":
        yield number_of(pdf.trailer.get("/Root")), "the file acts when it is opened"


@rule("ISO 19005-2, 6.1.13", None)
def limits(pdf):
    for number, entry in pdf.objects.items():
        for found in walk([entry]):
            for key, value in found.items():
                for item in (key, value) if isinstance(value, str) else [key]:
                    if item[:1] == "/" and len(item.encode()) > 128:
                        yield number, f"the name {item[:20]}… has more than 127 bytes"
                if isinstance(value, str) and value[:2] in ("u:", "b:") and (len(value) - 2) * (2 if value[0] == "u" else 0.5) > 32765:
                    yield number, f"the text of {key} has more than 32767 bytes"
    for page in pdf.pages:
        if page.depth > 28:
            yield page.number, f"q stands in q {page.depth} deep"


@rule("ISO 19005-2, 6.1.13", "ISO 32000-2, Annex C")
def page_sizes(pdf):
    for page in pdf.pages:
        box = page.entries.get("/MediaBox")
        if not box or not all(3 <= box[i + 2] - box[i] <= 14400 for i in (0, 1)):
            yield page.number, f"its size is {box}"


@rule("ISO 19005-2 and -3, 6.8", "ISO 19005-4, 6.9; ISO 14289-2, 8.14.1")
def attached(pdf):
    names, root = pdf.at(pdf.catalog.get("/Names")) or {}, number_of(pdf.trailer.get("/Root"))
    if pdf.expected[0] == "2":
        if "/EmbeddedFiles" in names or "/AF" in pdf.catalog:
            yield root, "files are embedded, which part 2 allows for PDF/A alone"
        return
    related = pdf.at(pdf.catalog.get("/AF")) or []
    pairs, worse = pdf.numbers(names.get("/EmbeddedFiles"), "/Names")
    yield from worse
    if pdf.expected[1] == "F" and not pairs:
        yield root, "no file is embedded"
    if [key for key, _ in pairs] != sorted({key for key, _ in pairs}, key=lambda key: (text_of(key) or "").encode("utf-16-be")):
        yield root, "the names of embedded files are not in order"
    listed = {number_of(value) for _, value in pairs}
    if listed - {number_of(value) for value in related}:
        yield root, "an embedded file is no associated file"
    for number in listed:
        entry = pdf.objects.get(number) or {}
        for key in ("/F", "/UF", "/AFRelationship", "/EF", "/Desc"):
            if key not in entry:
                yield number, f"the file's specification has no {key}"
        if entry.get("/AFRelationship") not in ("/Source", "/Data", "/Alternative", "/Supplement", "/EncryptedPayload", "/FormData", "/Schema", "/Unspecified"):
            yield number, f"the file is {entry.get('/AFRelationship')} of the paper (ISO 32000-2, 7.11.3)"
        data = pdf.at((entry.get("/EF") or {}).get("/F"))
        if not isinstance(data, Stream) or "/Subtype" not in data:
            yield number, "the embedded file has no media type"


# --- metadata ---

RDF, X = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}", "{http://www.w3.org/XML/1998/namespace}"
SPACES = {"http://purl.org/dc/elements/1.1/": "dc", "http://ns.adobe.com/xap/1.0/": "xmp", "http://ns.adobe.com/pdf/1.3/": "pdf", "http://www.aiim.org/pdfa/ns/id/": "pdfaid",
          "http://www.aiim.org/pdfua/ns/id/": "pdfuaid", "http://www.aiim.org/pdfa/ns/extension/": "pdfaExtension"}
PREDEFINED = ("dc", "xmp", "pdf", "pdfaid", "pdfaExtension")


def properties(pdf):
    """By prefixed name: the element."""
    metadata = pdf.at(pdf.catalog.get("/Metadata"))
    if not isinstance(metadata, Stream):
        return {}
    try:
        root = ET.fromstring(metadata.data)
    except ET.ParseError:
        return {}
    out = {}
    for item in (item for entry in root.iter(RDF + "Description") for item in entry):
        space, _, name = item.tag[1:].partition("}")
        out.setdefault(SPACES.get(space, space) + ":" + name, item)
    return out


def value_of(element):
    """The text of a property; of a list, its items."""
    if element is None:
        return None
    items = list(element.iter(RDF + "li"))
    return "; ".join(item.text or "" for item in items) if items else element.text or ""


@rule("ISO 19005-2, 6.6.2.1", "ISO 19005-4, 6.7.2.1")
def metadata_stream(pdf):
    number = number_of(pdf.catalog.get("/Metadata"))
    metadata = pdf.objects.get(number)
    if not isinstance(metadata, Stream):
        yield number_of(pdf.trailer.get("/Root")), "the catalog has no metadata"
        return
    if "/Filter" in metadata or metadata.get("/Type") != "/Metadata" or metadata.get("/Subtype") != "/XML":
        yield number, "the metadata are not plain XML"
    if re.match(rb"<\?xpacket[^>]*(bytes|encoding)=", metadata.data):
        yield number, "the packet's head says bytes or encoding"
    try:
        ET.fromstring(metadata.data.decode("utf-8"))
    except (ET.ParseError, UnicodeDecodeError) as error:
        yield number, f"the metadata are not well-formed: {error}"


@rule("ISO 19005-2, 6.6.4; ISO 14289-1, 5", "ISO 19005-4, 6.7.3; ISO 14289-2, 5")
def claims(pdf):
    found, number = properties(pdf), number_of(pdf.catalog.get("/Metadata"))
    said = tuple(value_of(found.get(name)) for name in ("pdfaid:part", "pdfaid:conformance", "pdfaid:rev", "pdfuaid:part", "pdfuaid:rev"))
    if said != pdf.expected:
        yield number, f"the metadata claim {said}, not {pdf.expected}"


@rule("ISO 19005-2, 6.6.2.3", None)
def schemas(pdf):
    found, number = properties(pdf), number_of(pdf.catalog.get("/Metadata"))
    extension = found.get("pdfaExtension:schemas")
    text = "" if extension is None else ET.tostring(extension, encoding="unicode")
    described = {re.search(r"[^#/]*[#/]?$", uri)[0] and uri for uri in re.findall(r"namespaceURI>([^<]*)<", text)}
    for name in found:
        space = next((uri for uri, prefix in SPACES.items() if name.startswith(prefix + ":")), None)
        if name.partition(":")[0] not in PREDEFINED and (space not in described or f"name>{name.partition(':')[2]}<" not in text):
            yield number, f"no schema describes {name}"


SAME = {"/Title": "dc:title", "/Author": "dc:creator", "/Subject": "dc:description", "/Keywords": "pdf:Keywords", "/Creator": "xmp:CreatorTool", "/Producer": "pdf:Producer",
        "/CreationDate": "xmp:CreateDate", "/ModDate": "xmp:ModifyDate"}


@rule("ISO 19005-2, 6.6.3", None)
def information(pdf):
    found, info, number = properties(pdf), pdf.at(pdf.trailer.get("/Info")) or {}, number_of(pdf.trailer.get("/Info"))
    for key, name in SAME.items():
        own, other = text_of(info.get(key)), value_of(found.get(name))
        if own is not None and key.endswith("Date"):
            own = re.sub(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)([-+]\d\d)'(\d\d)'", r"\1-\2-\3T\4:\5:\6\7:\8", own)
        if own != other and (own is not None or key != "/Keywords"):
            yield number, f"{key} is “{own}”, {name} “{other}”"


@rule("ISO 14289-1, 7.1 and 7.2", "ISO 14289-2, 6.2, 8.4.4 and 8.11")
def catalog(pdf):
    number = number_of(pdf.trailer.get("/Root"))
    if not value_of(properties(pdf).get("dc:title")):
        yield number_of(pdf.catalog.get("/Metadata")), "the document has no title"
    if (pdf.at(pdf.catalog.get("/ViewerPreferences")) or {}).get("/DisplayDocTitle") is not True:
        yield number, "the title is not what the window shows"
    marks = pdf.at(pdf.catalog.get("/MarkInfo")) or {}
    if marks.get("/Marked") is not True or marks.get("/Suspects") is True:
        yield number, "the document is not said to be tagged"
    if not re.fullmatch(LANGUAGE, text_of(pdf.catalog.get("/Lang")) or ""):
        yield number, f"its language is {pdf.catalog.get('/Lang')}"
    if "/StructTreeRoot" not in pdf.catalog:
        yield number, "it has no structure tree"
    if pdf.is_new and not pdf.catalog.get("/Version", "/2.0").startswith("/2."):
        yield number, f"its version is {pdf.catalog['/Version']} (ISO 19005-4, 6.1.12)"


# --- colours ---

def profile(pdf):
    """The object of the profile of the output intent, and its dictionary."""
    for intent in pdf.at(pdf.catalog.get("/OutputIntents")) or []:
        intent = pdf.at(intent)
        if intent.get("/S") == "/GTS_PDFA1" and "/OutputConditionIdentifier" in intent:
            number = number_of(intent.get("/DestOutputProfile"))
            return number, pdf.objects.get(number)
    return None, None


@rule("ISO 19005-2, 6.2.3", "ISO 19005-4, 6.2.3")
def intent(pdf):
    number, found = profile(pdf)
    if not isinstance(found, Stream):
        yield number_of(pdf.trailer.get("/Root")), "no output intent says what colours mean"
        return
    data = found.data
    if len(data) < 132 or struct.unpack_from(">I", data)[0] != len(data) or data[36:40] != b"acsp":
        yield number, "the profile's head is wrong"
        return
    if data[8] not in (2, 4) or data[12:16] not in (b"mntr", b"prtr") or data[16:20] != {1: b"GRAY", 3: b"RGB ", 4: b"CMYK"}.get(found.get("/N")) or data[20:24] != b"XYZ ":
        yield number, f"it is no profile of {found.get('/N')} colours: {data[8:24]!r}"
    count = struct.unpack_from(">I", data, 128)[0]
    tags = {data[132 + 12 * i:136 + 12 * i]: struct.unpack_from(">II", data, 136 + 12 * i) for i in range(min(count, 100))}
    for name in (b"desc", b"cprt", b"wtpt", b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC", b"chad"):
        at, size = tags.get(name, (0, 0))
        if at < 132 + 12 * count or at % 4 or at + size > len(data):
            yield number, f"the profile's {name.decode()} is missing or out of it"


@rule("ISO 19005-2, 6.2.4.3", "ISO 19005-4, 6.2.4.3")
def colours(pdf):
    _, found = profile(pdf)
    meant = (found or {}).get("/N")
    uses = {b"rg": 3, b"RG": 3, b"k": 4, b"K": 4}
    spaces = {"/DeviceRGB": 3, "/DeviceCMYK": 4}
    for page in pdf.pages:
        for operator, count in uses.items():
            if operator in page.operators and count != meant:
                yield page.number, f"{operator.decode()} has {count} colours, the output intent {meant}"
        if page.operators & {b"g", b"G"} and meant is None:
            yield page.number, "grey means nothing without an output intent"
    for number, entry in pdf.objects.items():
        for found in walk(entry):
            space = pdf.at(found.get("/ColorSpace", found.get("/CS")))
            base = space[1] if isinstance(space, list) and space[0] in ("/Indexed", "/Separation") and len(space) > 1 else space
            if isinstance(base, str) and spaces.get(base, meant) != meant:
                yield number, f"{base} has other colours than the output intent"


# --- fonts ---

def fonts(pdf):
    return [(number, pdf.fonts[number]) for number in pdf.used]


@rule("ISO 19005-2, 6.2.11.3", "ISO 19005-4, 6.2.10.3")
def composite(pdf):
    for number, font in fonts(pdf):
        if font.entries.get("/Subtype") != "/Type0" or font.entries.get("/Encoding") != "/Identity-H":
            yield number, "it is no composite font of Identity-H"
        system = pdf.at(font.below.get("/CIDSystemInfo")) or {}
        if text_of(system.get("/Registry")) != "Adobe" or text_of(system.get("/Ordering")) != "Identity":
            yield font.below_number, f"its characters are of {system.get('/Registry')}-{system.get('/Ordering')}, its encoding of Identity"
        if font.key == "/FontFile2" and font.below.get("/CIDToGIDMap") != "/Identity" and not isinstance(pdf.at(font.below.get("/CIDToGIDMap")), Stream):
            yield font.below_number, "no /CIDToGIDMap leads to its glyphs"
        if font.entries.get("/BaseFont", "").split("-Identity")[0] != font.below.get("/BaseFont") or font.descriptor.get("/FontName") != font.below.get("/BaseFont"):
            yield number, "its names differ"


@rule("ISO 19005-2, 6.2.11.4.1", "ISO 19005-4, 6.2.10.4.1")
def embedded(pdf):
    kinds = {"/FontFile2": ("/CIDFontType2", None), "/FontFile3": ("/CIDFontType0", "/CIDFontType0C")}
    for number, font in fonts(pdf):
        if not isinstance(font.file, Stream):
            yield number, "it is not embedded"
        elif (font.below.get("/Subtype"), font.file.get("/Subtype")) != kinds.get(font.key):
            yield number, "its program is of another kind"


@rule("ISO 19005-2, 6.2.11.5", "ISO 19005-4, 6.2.10.5")
def widths(pdf):
    for number, font in fonts(pdf):
        try:
            program = font.open()
            if program is None:
                continue
            said, usual = font.widths(), font.below.get("/DW", 1000)
            for code in sorted(pdf.used[number]):
                glyph = font.glyph_of(code)
                if glyph is None:
                    yield number, f"the program has no glyph for {code:04X} (6.2.11.4.1)"
                elif abs(said.get(code, usual) - program.width(glyph)) > 1:
                    yield number, f"{code:04X} is {said.get(code, usual)} wide, in the program {program.width(glyph):g}"
        except (struct.error, IndexError, KeyError, Broken) as error:
            yield number, f"its program cannot be read: {error!r} (6.2.11.4.1)"


@rule("ISO 19005-2, 6.2.11.7.2; ISO 14289-1, 7.21.7", "ISO 19005-4, 6.2.10.7; ISO 14289-2, 8.4.5.8")
def unicode(pdf):
    for number, font in fonts(pdf):
        for code, matters in pdf.used[number].items():
            text = font.texts.get(code)
            if not text or any(c in "\0\ufffe\ufeff" for c in text):
                yield number, f"{code:04X} stands for {'nothing' if not text else ascii(text)}"
            elif matters and any(0xE000 <= ord(c) <= 0xF8FF or ord(c) >= 0xF0000 or 0xD800 <= ord(c) <= 0xDFFF for c in text):
                yield number, f"{code:04X} stands for {ascii(text)}, which is nobody's (6.2.11.7.3)"


@rule("ISO 19005-2, 6.2.11.8", "ISO 19005-4, 6.2.10.9")
def notdef(pdf):
    for number, font in fonts(pdf):
        for code in pdf.used[number]:
            if code == 0 or font.open() is not None and font.glyph_of(code) == 0:
                yield number, f"{code:04X} shows .notdef"


# --- pages ---

@rule("", "")
def contents(pdf):
    for page in pdf.pages:
        for clause, message in page.faults:
            yield page.number, f"{message} ({clause})"


def widget(pdf, page, entry):
    """An empty signature field, which is its own widget."""
    name, lock = text_of(entry.get("/T")), entry.get("/Lock")
    if entry.get("/FT") != "/Sig" or "/V" in entry:
        yield "it is no empty signature field"
    if not name or "." in name:
        yield f"its name is “{name}”"
    if not text_of(entry.get("/TU")) or (pdf.is_new and not text_of(entry.get("/Contents"))):
        yield "it does not say what it is for (7.18.1, 8.10.2.3)"
    if number_of(entry.get("/P")) != page.number:
        yield "it is on another page than it says"
    if (pdf.at((entry.get("/AP") or {}).get("/N")) or {}).get("/Subtype") != "/Form" and number_of((entry.get("/AP") or {}).get("/N")) is None:
        yield "it has no appearance (ISO 19005-2, 6.3.3)"
    if number_of(lock) is None or (pdf.at(lock) or {}).get("/Type") != "/SigFieldLock":
        yield "it locks nothing"


@rule("ISO 32000-1, 12.7", "ISO 32000-2, 12.7")
def fields(pdf):
    """All widgets are fields of the form, which stands in an object of its own, and no name twice."""
    held = [number_of(value) for page in pdf.pages for value in pdf.at(page.entries.get("/Annots")) or [] if pdf.at(value).get("/Subtype") == "/Widget"]
    form = pdf.at(pdf.catalog.get("/AcroForm"))
    if form is None and held:
        yield None, "the catalog knows no form"
    if form is None or pdf.compact:
        return
    if number_of(pdf.catalog.get("/AcroForm")) is None or not re.search(rb"<<\s*/Type /AcroForm /Fields \[\d", pdf.bytes):
        yield None, "signing programs do not find the form"
    listed = [number_of(value) for value in form.get("/Fields", [])]
    if sorted(listed) != sorted(held):
        yield None, f"the form has {len(listed)} fields, the pages {len(held)}"
    names = [text_of(pdf.at(value).get("/T")) for value in form.get("/Fields", [])]
    if len(set(names)) < len(names):
        yield None, "two fields have one name"


@rule("ISO 14289-1, 7.18", "ISO 14289-2, 8.9")
def annotations(pdf):
    for page in pdf.pages:
        listed = pdf.at(page.entries.get("/Annots")) or []
        if listed and page.entries.get("/Tabs") != "/S":
            yield page.number, "what can be reached by tabs follows not the structure (7.18.3)"
        for value in listed:
            number, entry = number_of(value), pdf.at(value)
            if entry.get("/F", 0) & 0b1101111 != 4 and entry.get("/Subtype") != "/Popup":
                yield number, f"its flags are {entry.get('/F', 0)}, not those of what is printed and seen (ISO 19005-2, 6.3.2)"
            if entry.get("/Subtype") == "/Widget":
                yield from ((number, fault) for fault in widget(pdf, page, entry))
            elif not text_of(entry.get("/Contents")):
                yield number, "it does not say where it leads (7.18.1, 7.18.5)"
            if entry.get("/Subtype") not in ("/Link", "/Widget"):
                yield number, f"{entry.get('/Subtype')} is nothing that we write (ISO 19005-2, 6.3.1)"
            if entry.get("/Subtype") == "/Link" and "/URI" not in (pdf.at(entry.get("/A")) or {}):
                yield from ((number, fault) for fault in leads(pdf, entry))


def leads(pdf, entry):
    """What is wrong with where something leads to."""
    place = pdf.at(entry.get("/Dest", (pdf.at(entry.get("/A")) or {}).get("/D")))
    numbers = {page.number for page in pdf.pages}
    if not isinstance(place, list) or len(place) < 2 or number_of(place[0]) not in numbers or place[1] not in ("/XYZ", "/Fit", "/FitH", "/FitV", "/FitR"):
        yield f"it leads to {place}, which is no place on a page (ISO 32000-1, 12.3.2)"


@rule("ISO 32000-1, 12.3.3", "ISO 32000-2, 12.3.3")
def outline(pdf):
    root = pdf.at(pdf.catalog.get("/Outlines"))
    if root is not None:
        yield from branches(pdf, number_of(pdf.catalog.get("/Outlines")), root, set())


def branches(pdf, number, node, seen):
    before, at = None, node.get("/First")
    while at is not None:
        own, entry = number_of(at), pdf.at(at)
        if own in seen or not isinstance(entry, dict):
            yield number, "the outline goes in a circle, or nowhere"
            return
        seen.add(own)
        if number_of(entry.get("/Parent")) != number or number_of(entry.get("/Prev")) != before:
            yield own, "the outline's entry is not linked back"
        if not text_of(entry.get("/Title")):
            yield own, "the outline's entry has no title"
        yield from ((own, fault) for fault in leads(pdf, entry))
        yield from branches(pdf, own, entry, seen)
        before, at = own, entry.get("/Next")
    if number_of(node.get("/Last")) != before:
        yield number, "the outline's last entry is another"


@rule("ISO 32000-1, 12.4.2", "ISO 32000-2, 12.4.2")
def labels(pdf):
    found = pdf.catalog.get("/PageLabels")
    if found is None:
        return
    pairs, faults = pdf.numbers(found)
    yield from faults
    keys = [key for key, _ in pairs]
    if keys[:1] != [0] or keys != sorted(set(keys)) or keys[-1] >= len(pdf.pages):
        yield number_of(pdf.trailer.get("/Root")), f"page labels begin at {keys}"


@rule("ISO 14289-1, 7.8", "ISO 32000-2, 14.8.2.2")
def furniture(pdf):
    """What stands alike on pages, outside the text, is said to be a header or footer.  A number beyond the pages is of a head that stands again."""
    for page in pdf.pages:
        for entries, text, spots in page.artifacts:
            kind = re.search(rb"/Type\s*/(\w+)", entries)
            if kind and kind[1] not in (b"Pagination", b"Layout", b"Page", b"Background"):
                yield page.number, f"an artifact is of type {kind[1].decode()}"
            height = page.entries["/MediaBox"][3]
            number = re.fullmatch(r"[—－\-\s]*(\d+)[—－\-\s]*", text)
            numbered = int(number[1]) <= len(pdf.pages) if number else re.search(r"第.{1,9}页", text)
            if numbered and spots and not kind and not 60 < spots[0][1] < height - 60:
                yield page.number, f"“{text}” is neither header nor footer"
