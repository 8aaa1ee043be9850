"""Small fonts for the harness of font files: a few glyphs of an installed TrueType face, composites too, and a face with CFF written here."""
import struct

CHARACTERS = "AB1.-\u00e9fi \u4e00\u3002"


def tables_of(data):
    count = struct.unpack(">H", data[4:6])[0]
    entries = (struct.unpack(">4sIII", data[12 + 16 * i:28 + 16 * i]) for i in range(count))
    return {tag.decode(): data[at:at + size] for tag, _, at, size in entries}


def file_of(tables, version):
    head, body = struct.pack(">4sHHHH", version, len(tables), 16, 0, 0), b""
    for tag, data in sorted(tables.items()):
        head += struct.pack(">4sIII", tag.encode(), 0, 12 + 16 * len(tables) + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    return head + body


def name_table():
    texts = [(1, "Fuzz"), (2, "Regular"), (4, "Fuzz Regular"), (6, "Fuzz-Regular")]
    records, strings = b"", b""
    for number, text in texts:
        data = text.encode("utf-16-be")
        records += struct.pack(">HHHHHH", 3, 1, 0x409, number, len(data), len(strings))
        strings += data
    return struct.pack(">HHH", 0, len(texts), 6 + len(records)) + records + strings


def cmap_table(glyphs):
    """code -> glyph, as format 4, a segment a character."""
    codes = sorted(glyphs) + [0xFFFF]
    deltas = [(glyphs[code] - code) % 65536 if code in glyphs else 1 for code in codes]
    words = [*codes, 0, *codes, *deltas, *([0] * len(codes))]
    table = struct.pack(">HHHHHHH", 4, 14 + 2 * len(words), 0, 2 * len(codes), 2, 0, 0) + struct.pack(f">{len(words)}H", *words)
    return struct.pack(">HHHHI", 0, 1, 3, 1, 12) + table


def format4(table):
    """The format 4 subtable of a cmap: code -> glyph."""
    for i in range(struct.unpack(">H", table[2:4])[0]):
        at = struct.unpack(">I", table[8 + 8 * i:12 + 8 * i])[0]
        if struct.unpack(">H", table[at:at + 2])[0] == 4:
            break
    count = struct.unpack(">H", table[at + 6:at + 8])[0] // 2
    ends, starts, deltas, offsets = (struct.unpack(f">{count}H", table[at + begin:at + begin + 2 * count]) for begin in (14, 16 + 2 * count, 16 + 4 * count, 16 + 6 * count))
    found = {}
    for i, (end, start, delta, offset) in enumerate(zip(ends, starts, deltas, offsets)):
        for code in range(start, end + 1):
            place = at + 16 + 6 * count + 2 * i + offset + 2 * (code - start)
            glyph = (code + delta) % 65536 if offset == 0 else struct.unpack(">H", table[place:place + 2])[0]
            found[code] = glyph
    return found


def components(outline):
    """Places of the glyph numbers in a composite."""
    if len(outline) < 10 or struct.unpack(">h", outline[:2])[0] >= 0:
        return
    at, flags = 10, 0x20
    while flags & 0x20:
        flags = struct.unpack(">H", outline[at:at + 2])[0]
        yield at + 2
        at += 4 + (4 if flags & 1 else 2) + (2 if flags & 8 else 4 if flags & 0x40 else 8 if flags & 0x80 else 0)


def truetype(path):
    tables = tables_of(path.read_bytes())
    long_loca = struct.unpack(">h", tables["head"][50:52])[0]
    loca = struct.unpack(f">{len(tables['loca']) // (4 if long_loca else 2)}{'I' if long_loca else 'H'}", tables["loca"])
    metrics = struct.unpack(">H", tables["hhea"][34:36])[0]
    def outline(glyph):
        scale = 1 if long_loca else 2
        return tables["glyf"][loca[glyph] * scale:loca[glyph + 1] * scale]
    codes = {code: glyph for code, glyph in format4(tables["cmap"]).items() if chr(code) in CHARACTERS}
    order = [0]
    for glyph in codes.values():
        order += [glyph] if glyph not in order else []
    for glyph in order: # it grows
        order += [part for part in (struct.unpack(">H", outline(glyph)[at:at + 2])[0] for at in components(outline(glyph))) if part not in order]
    glyf, places, hmtx = b"", [0], b""
    for glyph in order:
        data = bytearray(outline(glyph))
        for at in components(bytes(data)):
            data[at:at + 2] = struct.pack(">H", order.index(struct.unpack(">H", data[at:at + 2])[0]))
        glyf += bytes(data) + bytes(-len(data) % 4)
        places.append(len(glyf))
        hmtx += tables["hmtx"][4 * min(glyph, metrics - 1):][:4]
    kept = {tag: tables[tag] for tag in ("head", "hhea", "maxp", "OS/2", "post")}
    kept["head"] = kept["head"][:50] + b"\0\1" + kept["head"][52:]
    kept["hhea"] = kept["hhea"][:34] + struct.pack(">H", len(order))
    kept["maxp"] = kept["maxp"][:4] + struct.pack(">H", len(order)) + kept["maxp"][6:]
    kept["post"] = b"\0\3\0\0" + kept["post"][4:32]
    kept.update(glyf=glyf, loca=struct.pack(f">{len(places)}I", *places), hmtx=hmtx, name=name_table(), cmap=cmap_table({code: order.index(glyph) for code, glyph in codes.items()}))
    return file_of(kept, b"\0\1\0\0"), kept


def index(items):
    ends = [1]
    for item in items:
        ends.append(ends[-1] + len(item))
    return struct.pack(">H", len(items)) + (b"\2" + struct.pack(f">{len(ends)}H", *ends) + b"".join(items) if items else b"")


def number(value):
    return bytes([29]) + struct.pack(">i", value)


def opentype(tables):
    """The same characters, as squares and curves."""
    def short(*values):
        return b"".join(b"\x1c" + struct.pack(">h", value) for value in values)
    square = short(500, 100, 0) + bytes([21]) + short(300, 400, -300) + bytes([6, 14])
    curve = short(50, 20) + bytes([21]) + short(10, 200, 30, 40, 300, -60) + bytes([8]) + short(-107) + bytes([10, 14])
    count = len(tables["hmtx"]) // 4
    charstrings = index([square if i % 2 == 0 else curve for i in range(count)])
    private = number(6) + bytes([19])
    head = b"\1\0\4\4" + index([b"Fuzz-Regular"])
    size = len(head) + len(index([bytes(17)])) + 4
    top = number(size) + bytes([17]) + number(len(private)) + number(size + len(charstrings)) + bytes([18])
    cff = head + index([top]) + index([]) + index([]) + charstrings + private + index([short(5, 500) + bytes([5, 11])])
    kept = {tag: data for tag, data in tables.items() if tag not in ("glyf", "loca")}
    kept["maxp"] = b"\0\0\x50\0" + kept["maxp"][4:6]
    kept["head"] = kept["head"][:18] + struct.pack(">H", 1000) + kept["head"][20:]
    kept["CFF "] = cff
    return file_of(kept, b"OTTO")
