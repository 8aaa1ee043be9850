"""A PDF of ours taken apart and put together again, for tests that change something in it."""
import re
import zlib


class Pdf:
    """A file of ours taken apart: the bytes of each object, and what stands around them."""

    def __init__(self, data):
        self.data = data
        table = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
        entries = re.findall(rb"(\d{10}) \d{5} ([nf])", data[table:])
        offsets = {i: int(at) for i, (at, kind) in enumerate(entries) if kind == b"n"}
        self.head = data[:min(offsets.values())]
        self.order = sorted(offsets, key=offsets.get)
        ends = [offsets[n] for n in self.order[1:]] + [table]
        self.objects = {n: data[offsets[n]:end] for n, end in zip(self.order, ends)}
        self.end = data[data.rindex(b"%%EOF"):]
        self.trailer = re.search(rb"trailer\s*(<<.*>>)\s*startxref", data[table:], re.S).group(1)

    def stream(self, number):
        whole = self.objects[number]
        start = re.search(rb"stream\r?\n", whole).end()
        raw = whole[start:start + int(re.search(rb"/Length (\d+)", whole).group(1))]
        return zlib.decompress(raw) if b"/FlateDecode" in whole else raw

    def set_stream(self, number, data):
        whole, packed = self.objects[number], zlib.compress(data)
        head = whole[:whole.index(b"stream")]
        head = re.sub(rb"/Length \d+", b"/Length %d" % len(packed), head)
        head = re.sub(rb"/Size \d+", b"/Size %d" % len(data), head)
        self.objects[number] = head + b"stream\r\n" + packed + b"\nendstream\nendobj\n"

    def attached(self):
        """name -> number of its stream"""
        found = {}
        for whole in self.objects.values():
            if b"/Filespec" in whole:
                name = bytes.fromhex(re.search(rb"/UF <FEFF([0-9A-F]*)>", whole).group(1).decode()).decode("utf-16-be")
                found[name] = int(re.search(rb"/EF <</F (\d+)", whole).group(1))
        return found

    def contents(self):
        """the numbers of the pages' first content streams"""
        return [int(re.search(rb"/Contents \[(\d+)", self.objects[n]).group(1)) for n in sorted(self.objects)
                if re.search(rb"/Type /Page\b", self.objects[n])]

    def write(self):
        out, offsets = bytearray(self.head), {}
        for number in self.order:
            offsets[number] = len(out)
            out += self.objects[number]
        table = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f\r\n" % (max(offsets) + 1)
        for number in range(1, max(offsets) + 1):
            out += b"%010d 00000 n\r\n" % offsets[number]
        return bytes(out + b"trailer\n" + self.trailer + b"\nstartxref\n%d\n" % table + self.end)
