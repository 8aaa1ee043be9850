#!/usr/bin/env python3
"""That archive.py sees what is wrong: a file that is right, spoilt on purpose, in one way at a time.

usage: archive_catches.py PROGRAM [--keep FOLDER] [NAME…]

Each row of SPOILT is a name, what is done to the file's objects, and words that one of the faults told must have.  The file is that of the document with every element, as the claim
above the rows has it; its objects are changed as bytes, and the cross-reference table is made anew.  --keep leaves the files there, so that other programs may look at them.
"""
import argparse
import os
import re
import sys
import tempfile
import zlib

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import archive
import archive_documents as documents


class File:
    """Objects as bytes, by number; `head`, `tail` and `move` change what stands around them."""

    def __init__(self, data):
        at = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
        count = int(re.compile(rb"xref\n0 (\d+)\n").match(data, at)[1])
        begin = data.index(b"\n", data.index(b"\n", at) + 1) + 1
        lines = {number: data[begin + 20 * number:][:20] for number in range(1, count)}
        offsets = {number: int(line[:10]) for number, line in lines.items() if line[17:18] == b"n"}
        self.free = {number: line for number, line in lines.items() if number not in offsets}
        ends = dict(zip(sorted(offsets.values()), sorted(offsets.values())[1:] + [at]))
        self.head = data[:min(ends)]
        self.objects = {number: data[offset:ends[offset]] for number, offset in offsets.items()}
        self.trailer = re.search(rb"trailer\n<<\n(.*?)>>\n", data[at:], re.S)[1]
        self.tail, self.move = b"", 0

    def bytes(self):
        out, lines = self.head, dict(self.free)
        for number, data in self.objects.items():
            lines[number] = b"%010d 00000 n\r\n" % (len(out) + self.move)
            out += data
        rows = b"".join(lines[number] for number in sorted(lines))
        return out + b"xref\n0 %d\n%010d 65535 f\r\n" % (len(lines) + 1, min(self.free, default=0)) + rows + b"trailer\n<<\n" + self.trailer + b">>\nstartxref\n%d\n%%%%EOF\n" % len(out) + self.tail

    def change(self, pattern, made, count=1):
        """The first object where the pattern is found, streams' data aside."""
        for number, data in self.objects.items():
            end = data.find(b"stream\r\n") % (len(data) + 1)
            new, found = re.subn(pattern, made, data[:end], count, re.S)
            if found:
                self.objects[number] = new + data[end:]
                return
        raise LookupError(f"no object has {pattern!r}")

    def stream(self, number, work):
        """A deflated stream's data as `work` makes them."""
        head, data = re.fullmatch(rb"(.*?)stream\r\n(.*)\nendstream\nendobj\n", self.objects[number], re.S).groups()
        packed = b"/FlateDecode" in head
        new = work(zlib.decompress(data) if packed else data)
        new = zlib.compress(new) if packed else new
        self.objects[number] = re.sub(rb"/Length \d+", b"/Length %d" % len(new), head) + b"stream\r\n" + new + b"\nendstream\nendobj\n"

    def number(self, pattern):
        return int(self.group(pattern))

    def group(self, pattern):
        """What the pattern's group has, of the first object where it is found."""
        for data in self.objects.values():
            match = re.search(pattern, data[:data.find(b"stream\r\n") % (len(data) + 1)], re.S)
            if match:
                return match[1]
        raise LookupError(f"no object has {pattern!r}")


def objects(pattern, made, count=1):
    return lambda file: file.change(pattern, made, count)


def trailer(pattern, made):
    def work(file):
        file.trailer = re.sub(pattern, made, file.trailer, flags=re.S)
    return work


def head(pattern, made):
    def work(file):
        file.head = file.head.replace(pattern, made)
    return work


def replaced(data, pattern, made):
    new, found = re.subn(pattern, made, data, 1, re.S)
    if not found:
        raise LookupError(f"a stream has no {pattern!r}")
    return new


def within(where, pattern, made):
    """In the stream to whose object `where` leads."""
    return lambda file: file.stream(file.number(where), lambda data: replaced(data, pattern, made))


def named_as(first, pattern, made):
    """What `first` finds is %s in the pattern and in what is made of it."""
    def work(file):
        name = file.group(first)
        file.change(pattern.replace(b"%s", name), made.replace(b"%s", name))
    return work


def outside(what, size):
    def work(file):
        setattr(file, what, size)
    return work


# Page 3: the fourth sheet is blank, this one has text, pictures and a table.
PAGE, METADATA, PROFILE = rb"/Contents \[(\d+) 0 R\]/StructParents 2", rb"/Metadata (\d+) 0 R", rb"/DestOutputProfile (\d+) 0 R"
MAP, NAMESPACE = rb"/ToUnicode (\d+) 0 R", rb"/Namespaces\[(\d+) 0 R"


def page(pattern, made):
    return within(PAGE, pattern, made)


SPOILT = {"pdfa-2a": [
    ("version", head(b"%PDF-1.7", b"%PDF-1.4"), "begins with"),
    ("comment", head(b"\n%\xe6\x88\x90\xe6", b"\n%cheng"), "second line"),
    ("no id", trailer(rb"/ID .*?\]\n", b""), "no /ID"),
    ("no information", trailer(rb"/Info \d+ 0 R\n", b""), "no document information"),
    ("behind the end", outside("tail", b"more"), "behind %%EOF"),
    ("table", outside("move", 1), "table does not lead"),
    ("line of an object", objects(rb"\nendobj\n", b" endobj\n"), "ends with"),
    ("length", objects(rb"/Length (\d+)", b"/Length 1"), "bytes long"),
    ("javascript", objects(rb"(/Catalog)", rb"\1/OpenAction<</S/JavaScript/JS(1)>>"), "/JavaScript is forbidden"),
    ("additional actions", objects(rb"(/StructParents 2)", rb"\1/AA<<>>"), "/AA is forbidden"),
    ("launch", objects(rb"/Dest \[.*?\]", b"/A<</S/Launch/F(x)>>"), "/Launch is forbidden"),
    ("transfer", objects(rb"(/StructParents 2)", rb"\1/X<</TR/Identity>>"), "/TR is forbidden"),
    ("xfa", objects(rb"/AcroForm \d+ 0 R", rb"/AcroForm<</Fields[]/XFA[]>>"), "/XFA is forbidden"),
    ("appearances", objects(rb"/AcroForm \d+ 0 R", rb"/AcroForm<</Fields[]/NeedAppearances true>>"), "NeedAppearances"),
    ("interpolated", objects(rb"(/Subtype */Image)", rb"\1/Interpolate true"), "/Interpolate"),
    ("lzw", objects(rb"(/Subtype */Image.*?)/FlateDecode", rb"\1/LZWDecode"), "LZWDecode"),
    ("other file", objects(rb"(/Subtype */Image)", rb"\1/F(x)"), "another file"),
    ("embedded", objects(rb"(/Catalog)", rb"\1/Names<</EmbeddedFiles<</Names[]>>>>"), "part 2 allows"),
    ("long name", objects(rb"(/StructParents 2)", rb"\1/X/" + b"n" * 128), "127 bytes"),
    ("deep q", page(rb"\A", b"q " * 29 + b"Q " * 29), "29 deep"),
    ("page size", objects(rb"/MediaBox \[0 0 220 260", b"/MediaBox [0 0 220 20000"), "its size is"),
    ("metadata", within(METADATA, rb"</rdf:RDF>", b""), "not well-formed"),
    ("other claim", within(METADATA, rb"conformance>A<", b"conformance>B<"), "claim"),
    ("no ua", within(METADATA, rb"<pdfuaid:part>.*?</pdfuaid:part>", b""), "claim"),
    ("no schema", within(METADATA, rb"<pdfaExtension:schemas>.*</pdfaExtension:schemas>", b""), "no schema describes"),
    ("other title", objects(rb"/Subject <FEFF", b"/Subject <FEFF0041"), "/Subject is"),
    ("no title", within(METADATA, rb"<dc:title>.*?</dc:title>", b""), "no title"),
    ("no language", objects(rb"/Lang \(zh-CN\)", b""), "language"),
    ("element's language", objects(rb"/Lang\(en\)", b"/Lang(e_n)"), "language is e_n"),
    ("other language", objects(rb"/Lang\(en\)", b"/Lang(fr)"), "in the description en"),
    ("content's language", within(rb"/Contents \[(\d+) 0 R\]/StructParents 12", rb"/Lang\(en\)", b"/Lang(e_n)"), "language is e_n"),
    ("numbering", objects(rb"/ListNumbering/Decimal", b""), "its numbering is"),
    ("window's title", objects(rb"DisplayDocTitle true", b"DisplayDocTitle false"), "window shows"),
    ("not tagged", objects(rb"/Marked true", b"/Marked false"), "not said to be tagged"),
    ("no intent", objects(rb"/GTS_PDFA1", b"/GTS_OTHER"), "no output intent"),
    ("profile's size", within(PROFILE, rb"\A....", b"\0\0\0\1"), "profile's head"),
    ("profile's tag", within(PROFILE, rb"rXYZ", b"xXYZ"), "rXYZ is missing"),
    ("four colours", page(rb"\A", b"0 0 0 1 k "), "has 4 colours"),
    ("width", objects(rb"/W \[5 \[1500", b"/W [5 [1400"), "in the program"),
    ("not embedded", objects(rb"/FontFile3 \d+ 0 R", b""), "not embedded"),
    ("other characters", objects(rb"/Ordering\(Identity\)", b"/Ordering(GB1)"), "its encoding of Identity"),
    ("no map", objects(rb"/CIDToGIDMap /Identity", b""), "no /CIDToGIDMap"),
    ("no text", within(MAP, rb"(beginbfchar\n<....> )<[^>]*>", rb"\1<FEFF>"), "stands for"),
    ("private", within(MAP, rb"(beginbfchar\n<....> )<[^>]*>", rb"\1<E000>"), "nobody's"),
    ("notdef", page(rb"\[\((\\?.){2}", rb"[(\000\000"), "shows .notdef"),
    ("no glyph", page(rb"\[\((\\?.){2}", rb"[(\377\360"), "no glyph for"),
    ("unmarked", page(rb"/P<</MCID 6>>BDC(.*?)EMC", rb"\1"), "neither in a part"),
    ("not ended", page(rb"EMC(?!.*EMC)", b""), "not ended"),
    ("crossed", page(rb"EMC\nET", b"ET\nEMC"), "cross"),
    ("two of a number", page(rb"/MCID 6>>", b"/MCID 5>>"), "marks two contents"),
    ("dropped", objects(rb"(/S/LI/P \d+ 0 R/K\[\d+ 0 R) \d+ 0 R", rb"\1"), "is reached 0 times"),
    ("twice", objects(rb"(/S/Caption.*?/K )(\d+)", rb"\1[\2 \2]"), "is reached 2 times"),
    ("two places", objects(rb"(/S/TR/P \d+ 0 R/K\[)(\d+ 0 R)", rb"\1\2 \2"), "in two places"),
    ("other parent", objects(rb"(/S/Caption/P) \d+", rb"\1 1"), "not what holds it"),
    ("parent tree", objects(rb"(/Nums\[0\[)\d+", b"\\g<1>1"), "the parent tree gives"),
    ("parent tree's key", objects(rb"/StructParents 2", b"/StructParents 200"), "leads to nothing"),
    ("limits", objects(rb"/Limits\[0 13\]", b"/Limits[0 12]"), "/Limits"),
    ("unknown type", objects(rb"/S/Caption", b"/S/Legend"), "no type"),
    ("wrong place", objects(rb"/S/TR/", b"/S/P/"), "stands in"),
    ("item", objects(rb"/S/LBody", b"/S/P"), "P stands in LI"),
    ("same name", named_as(rb"/S/Note[^>]*/ID\((\d+)\)", rb"(/S/Note[^>]*/ID)\((?!%s)\d+\)", rb"\1(%s)"), "not its alone"),
    ("no name", objects(rb"(/S/Note/P \d+ 0 R)/ID\(\d+\)", rb"\1"), "note has no name"),
    ("name tree", objects(rb"(/Names\[\()[-\w]+", rb"\g<1>zzz"), "not in order"),
    ("link", objects(rb"<</Type/OBJR[^>]*>>", b""), "the annotation is held by"),
    ("no form", objects(rb"/AcroForm \d+ 0 R", b""), "the catalog knows no form"),
    ("form in the catalog", objects(rb"/AcroForm \d+ 0 R", b"/AcroForm <</Fields []>>"), "do not find the form"),
    ("field not listed", objects(rb"(/Type /AcroForm /Fields \[)\d+ 0 R", rb"\1"), "the form has 0 fields"),
    ("field without a name", objects(rb"(/FT /Sig.*?)/T <[^>]*>", rb"\1"), "its name is"),
    ("field of text", objects(rb"/FT /Sig", b"/FT /Tx"), "no empty signature field"),
    ("field not described", objects(rb"(/FT /Sig.*?)/TU <[^>]*>", rb"\1"), "what it is for"),
    ("field elsewhere", objects(rb"(/FT /Sig.*?/P) \d+", rb"\1 1"), "another page than it says"),
    ("field without appearance", objects(rb"(/FT /Sig.*?)/AP <<[^>]*>>", rb"\1"), "no appearance"),
    ("field locks nothing", objects(rb"/Type /SigFieldLock", b""), "it locks nothing"),
    ("no alt", objects(rb"(/S/Figure[^>]*?)/Alt *<[^>]*>", rb"\1"), "is not said"),
    ("figure's box", objects(rb"/BBox\[100 ", b"/BBox[90 "), "figure's box"),
    ("level", objects(rb"/S/H2", b"/S/H4"), "H4 stands below"),
    ("rows", objects(rb"(/S/TH.*?)/RowSpan 2", rb"\1/RowSpan 3"), "beyond its THead"),
    ("columns", objects(rb"/ColSpan 2", b"/ColSpan 1"), "columns"),
    ("overlap", objects(rb"/ColSpan 2", b"/ColSpan 3"), "columns"),
    ("no scope", objects(rb"/Scope/Column", b""), "scope is"),
    ("no head", objects(rb"/Headers\[\([-\w]+\)", b"/Headers[(7777777)"), "no head of its table"),
    ("other head", named_as(rb"/S/TH[^>]*/ID\(([-\w]+)\)", rb"/Headers\[\((?!%s)[-\w]+\)\(", rb"/Headers[(%s)("), "neither above nor left"),
    ("missing head", objects(rb"/Headers\[\([-\w]+\)\(", b"/Headers[("), "does not name its heads"),
    ("no class", objects(rb"(/ClassMap<<)/0<<.*?>>", rb"\1"), "its class /0 is none"),
    ("class of others", objects(rb"(/ClassMap<<[^[]*/O/Table/Headers\[)\([-\w]+\)", rb"\1"), "does not name its heads"),
    ("cells turned round", objects(rb"(/S/TR/P \d+ 0 R/K\[)(\d+ 0 R) (\d+ 0 R)\]", rb"\1\3 \2]"), "which stands before it"),
    ("tabs", objects(rb"/Tabs/S", b""), "follows not the structure"),
    ("hidden link", objects(rb"(/Subtype /Link) /F 4", rb"\1 /F 2"), "flags"),
    ("silent link", objects(rb"(/Subtype /Link.*?)/Contents <[^>]*>", rb"\1"), "where it leads"),
    ("link to nowhere", objects(rb"(/Subtype /Link.*?/Dest \[)\d+", rb"\g<1>1"), "no place on a page"),
    ("outline", objects(rb"(/Title.*?)/Dest *\[[^\]]*\]", rb"\1"), "no place on a page"),
    ("outline's links", objects(rb"/Prev \d+", b"/Prev 1"), "not linked back"),
    ("labels", objects(rb"/PageLabels <</Nums \[0", b"/PageLabels <</Nums [1"), "page labels begin"),
    ("number of a page", page(rb"/Artifact *<<[^>]*/Footer[^>]*>> *BDC", b"/Artifact BMC"), "neither header nor footer"),
    ("order of text", objects(rb"(/S/P[^<]*?/K\[\d+) (\d+ 0 R) (\d+ 0 R)", rb"\1 \3 \2"), "the description has"),
    ("text", within(rb"/Contents \[(\d+) 0 R\]/StructParents 4", rb"/ActualText *<FEFF", b"/ActualText <FEFF0041"), "its text is"),
], "pdfa-4f+ua-2": [
    ("older version", head(b"%PDF-2.0", b"%PDF-1.7"), "begins with"),
    ("catalog's version", objects(rb"(/Catalog)", rb"\1/Version/1.7"), "its version is"),
    ("information", trailer(rb"/Root", b"/Info<</Title(x)/ModDate(D:2026)>>/Root"), "document information"),
    ("other part", within(METADATA, rb"pdfaid:part>4<", b"pdfaid:part>3<"), "claim"),
    ("other level", within(METADATA, rb"conformance>F<", b"conformance>E<"), "claim"),
    ("no year", within(METADATA, rb"<pdfaid:rev>.*?</pdfaid:rev>", b""), "claim"),
    ("other year", within(METADATA, rb"<pdfuaid:rev>2024", b"<pdfuaid:rev>2023"), "claim"),
    ("older ua", within(METADATA, rb"pdfuaid:part>2<", b"pdfuaid:part>1<"), "claim"),
    ("no file", objects(rb"/Names <</EmbeddedFiles <<.*?>>>>", b""), "no file is embedded"),
    ("not associated", objects(rb"(/AF \[\d+ 0 R) \d+ 0 R", rb"\1"), "no associated file"),
    ("no relation", objects(rb"/AFRelationship /Source", b""), "no /AFRelationship"),
    ("other relation", objects(rb"/AFRelationship /Source", b"/AFRelationship /Origin"), "of the paper"),
    ("file not described", objects(rb"(/Filespec.*?)/Desc *<[^>]*>", rb"\1"), "no /Desc"),
    ("no media type", objects(rb"(/EmbeddedFile) /Subtype /[^ ]*", rb"\1"), "no media type"),
    ("names of files", objects(rb"(/EmbeddedFiles <</Names \[)<FEFF0063", rb"\1<FEFF0066"), "not in order"),
    ("no namespaces", objects(rb"/Namespaces\[\d+ 0 R\]", b""), "is not listed"),
    ("other namespace", objects(rb"iso.org/pdf2/ssn", b"iso.org/pdf3/ssn"), "the namespace is"),
    ("top's namespace", objects(rb"(/S/Document/P \d+ 0 R)/NS \d+ 0 R", rb"\1"), "the top is not"),
    ("note's namespace", objects(rb"(/S/FENote/P \d+ 0 R)/NS \d+ 0 R", rb"\1"), "FENote is no type of"),
    ("contents' namespace", named_as(NAMESPACE, rb"(/S/TOC/P \d+ 0 R)", rb"\1/NS %s 0 R"), "TOC is no type of"),
    ("mapped to its own", named_as(NAMESPACE, rb"(/Type/Namespace)", rb"\1/RoleMapNS<</Legend[/P %s 0 R]>>"), "is mapped to"),
    ("no map of types", objects(rb"/RoleMap<<.*?>>", b""), "for older readers"),
    ("older note", objects(rb"/S/FENote", b"/S/Note"), "no type that we write"),
    ("note refers not", objects(rb"(/S/FENote[^>]*?)/Ref\[\d+ 0 R\]", rb"\1"), "does not refer back"),
    ("mark refers not", named_as(rb"/S/FENote[^>]*?/Ref\[(\d+) 0 R\]", rb"\A(%s 0 obj.*?)/Ref\[\d+ 0 R\]", rb"\1"), "does not refer to it"),
    ("type of note", objects(rb"(/S/FENote/P \d+ 0 R)", rb"\1/A<</O/FENote/NoteType/Marginal>>"), "note's type"),
    ("refers to nothing", objects(rb"(/S/Link[^>]*?/Ref\[)\d+", rb"\g<1>1"), "not all in the tree"),
    ("entry refers not", named_as(rb"/S/TOCI/[^>]*?/K (\d+) 0 R", rb"(/S/Link/P %s 0 R[^>]*?)/Ref\[\d+ 0 R\]", rb"\1"), "refer to its heading"),
    ("no structure destination", objects(rb"(/Subtype /Link.*?)/SD \[.*?\]", rb"\1"), "which is no element"),
    ("outline's destination", objects(rb"(/Title.*?)/A *<<.*?/D (\[.*?\]).*?>>", rb"\1/Dest \2"), "which is no element"),
    ("other page", named_as(rb"/Type /Pages.*?/Kids \[(\d+)", rb"(/Subtype /Link.*?/D \[)\d+", rb"\g<1>%s"), "on page object"),
    ("other element", named_as(rb"/StructTreeRoot/K (\d+)", rb"(/Subtype /Link.*?/SD \[)\d+", rb"\g<1>%s"), "its link refers to"),
    ("labels not said", objects(rb"/A<</O/List/ListNumbering/Ordered>>", b""), "not said to have any"),
    ("unordered", objects(rb"/ListNumbering/Ordered", b"/ListNumbering/Unordered"), "its numbering is"),
    ("halftone's origin", objects(rb"(/StructParents 2)", rb"\1/X<</HTO[0 0]>>"), "/HTO is forbidden"),
    ("reference object", objects(rb"(/Subtype */Form)", rb"\1/Ref<<>>"), "reference XObject"),
]}


def spoil(file, work, path, structure, claim):
    """What is told of the file after the work."""
    try:
        work(file)
    except LookupError as error:
        return [f"it cannot be spoilt: {error}"]
    with open(path, "wb") as out:
        out.write(file.bytes())
    return [archive.show(fault) for fault in archive.faults(path, structure, claim)]


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1][7:], add_help=False)
    parser.add_argument("program")
    parser.add_argument("--keep")
    parser.add_argument("names", nargs="*")
    wish = parser.parse_args()
    count = failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = wish.keep or scratch
        for claim, rows in SPOILT.items():
            (good,) = documents.everything(os.path.abspath(wish.program), folder, "--fields", "--conformance", claim)
            with open(good.path, "rb") as file:
                data = file.read()
            for name, work, words in [("as it is", lambda file: None, None)] + rows:
                if wish.names and name not in wish.names:
                    continue
                told = spoil(File(data), work, os.path.join(folder, f"{claim} {name}.pdf".replace(" ", "-") if wish.keep else "again.pdf"), good.structure, claim)
                found = any(words in fault for fault in told) if words else not told
                if not found or wish.names:
                    print(f"{'' if found else 'FAILED '}{name}: " + ("\n  ".join(told[:5]) or "nothing is told"))
                count, failed = count + 1, failed + (not found)
    print(f"{count} files, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
