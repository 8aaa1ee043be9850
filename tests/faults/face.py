"""A face as small as one can be: a square for each character.  Reading it takes few calls, and who reads it all need not read much."""
import struct

EM, LEFT, RIGHT, BOTTOM, TOP = 1000, 50, 450, -100, 800


def square(right):
    flags = bytes([1, 1, 1, 1])  # on the curve, coordinates of two bytes each
    across, up = (LEFT, 0, right - LEFT, 0), (BOTTOM, TOP - BOTTOM, 0, BOTTOM - TOP)
    return struct.pack(">hhhhh", 1, LEFT, BOTTOM, right, TOP) + struct.pack(">HH", 3, 0) + flags + struct.pack(">8h", *across, *up) + b"\0\0"


def names(family):
    texts = {1: family, 2: "Regular", 4: family, 6: family.replace(" ", "")}
    records, kept = b"", b""
    for number, text in texts.items():
        text = text.encode("utf-16-be")
        records += struct.pack(">6H", 3, 1, 0x409, number, len(text), len(kept))
        kept += text
    return struct.pack(">HHH", 0, len(texts), 6 + len(records)) + records + kept


def cmap(codes):
    groups = b"".join(struct.pack(">III", code, code, glyph) for glyph, code in enumerate(codes, 1))
    return struct.pack(">HHHHI", 0, 1, 3, 10, 12) + struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(codes)) + groups


def check(data):
    data += bytes(-len(data) % 4)
    return sum(struct.unpack(f">{len(data) // 4}I", data)) & 0xFFFFFFFF


def face(family, characters):
    """The bytes of a TrueType file."""
    codes = sorted(map(ord, characters))
    widths = [EM] + [EM if code > 0x2000 else EM // 2 for code in codes]
    glyphs = [square(RIGHT + width - EM // 2) for width in widths]
    places = [0]
    for glyph in glyphs:
        places.append(places[-1] + len(glyph))
    count = len(glyphs)
    tables = {
        b"OS/2": struct.pack(">HhHHH11h10sIIII4sHHHhhhHHIIhhHHH", 4, EM, 400, 5, 0, *[100] * 10, 0, bytes(10), 0, 0, 0, 0, b"FLTS", 64, min(codes[0], 65535),
                             min(codes[-1], 65535), TOP, BOTTOM, 0, TOP, -BOTTOM, 1, 0, 500, 700, 0, 32, 1),
        b"cmap": cmap(codes),
        b"glyf": b"".join(glyphs),
        b"head": struct.pack(">IIIIHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, EM, 0, 0, LEFT, BOTTOM, EM - LEFT, TOP, 0, 8, 2, 1, 0),
        b"hhea": struct.pack(">IhhhHhhhhhh8xhH", 0x10000, TOP, BOTTOM, 0, EM, LEFT, LEFT, EM - LEFT, 1, 0, 0, 0, count),
        b"hmtx": b"".join(struct.pack(">Hh", width, LEFT) for width in widths),
        b"loca": struct.pack(f">{count + 1}I", *places),
        b"maxp": struct.pack(">IH13H", 0x10000, count, 4, 1, 0, 0, 2, *[0] * 8),
        b"name": names(family),
        b"post": struct.pack(">IIhhIIIII", 0x30000, 0, -100, 50, 0, 0, 0, 0, 0),
    }
    head, body = struct.pack(">IHHHH", 0x10000, len(tables), 128, 3, len(tables) * 16 - 128), b""
    for tag, data in tables.items():
        head += tag + struct.pack(">III", check(data), 12 + 16 * len(tables) + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    return head + body
