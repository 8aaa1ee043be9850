"""Picture files made for tests, byte by byte: every sort of PNG, and JPEG whose blocks have one colour each.

The picture is always the same: four quarters, red green / blue gray (in gray: dark to light), and with alpha the
right half transparent.
"""
import functools
import struct
import zlib

COLORS = [(200, 40, 40), (40, 160, 40), (40, 40, 200), (150, 150, 150)]
GRAYS = [30, 90, 150, 220]
GRAY, RGB, PALETTE, GRAY_ALPHA, RGB_ALPHA = 0, 2, 3, 4, 6
CHANNELS = {GRAY: 1, RGB: 3, PALETTE: 1, GRAY_ALPHA: 2, RGB_ALPHA: 4}
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]  # Adam7: x y dx dy


def sample(kind, depth, which, right):
    """The channels of a pixel."""
    most = (1 << depth) - 1
    scale = lambda value: value * most // 255
    if kind == PALETTE:
        return [which if depth > 1 else which % 2]
    channels = [scale(GRAYS[which])] if kind in (GRAY, GRAY_ALPHA) else [scale(value) for value in COLORS[which]]
    if kind in (GRAY_ALPHA, RGB_ALPHA):
        channels.append(0 if right else most)
    return channels


@functools.lru_cache
def row_of(kind, depth, width, low, columns):
    """low: in the lower half."""
    bits = "".join(format(value, f"0{depth}b") for x in columns
                   for value in sample(kind, depth, (x >= width / 2) + 2 * low, x >= width / 2))
    bits += "0" * (-len(bits) % 8)
    return b"\0" + int(bits, 2).to_bytes(len(bits) // 8, "big")


def chunk(name, data=b""):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(kind=RGB, depth=8, width=16, height=16, interlaced=False, clear=None):
    """clear: tRNS, the bytes of the chunk."""
    if interlaced:
        rows = [row_of(kind, depth, width, y >= height / 2, range(x0, width, dx))
                for x0, y0, dx, dy in PASSES for y in range(y0, height, dy) if x0 < width]
    else:
        rows = [row_of(kind, depth, width, y >= height / 2, range(width)) for y in range(height)]
    head = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, int(interlaced))
    colors = COLORS if depth > 1 else COLORS[:2]
    palette = chunk(b"PLTE", bytes(value for color in colors for value in color)) if kind == PALETTE else b""
    clear = chunk(b"tRNS", clear) if clear else b""
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + palette + clear +
            chunk(b"IDAT", zlib.compress(b"".join(rows))) + chunk(b"IEND"))


def segment(code, data):
    return bytes([0xFF, code]) + struct.pack(">H", len(data) + 2) + data


def ycc(color):
    red, green, blue = color
    return [round(0.299 * red + 0.587 * green + 0.114 * blue), round(128 - 0.168736 * red - 0.331264 * green + 0.5 * blue),
            round(128 + 0.5 * red - 0.418688 * green - 0.081312 * blue)]


def number_bits(value):
    """A difference of DC: its category in four bits, then the value."""
    size = abs(value).bit_length()
    return format(size, "04b") + (format(value if value > 0 else value + (1 << size) - 1, f"0{size}b") if size else "")


def scan(components, first, last, bits):
    bits += "1" * (-len(bits) % 8)
    head = bytes([len(components)]) + b"".join(bytes([i + 1, 0]) for i in components) + bytes([first, last, 0])
    return segment(0xDA, head) + int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\0")


def jpeg(gray=False, progressive=False, width=16, height=16, components=None, precision=8, code=None):
    """Blocks of 8 × 8, each of the colour of its quarter.  components, precision, code: lies in the frame's head."""
    count = 1 if gray else 3
    bits, last = "", [0] * count
    for y in range(0, height, 8):
        for x in range(0, width, 8):
            which = (x >= width / 2) + 2 * (y >= height / 2)
            values = [GRAYS[which]] if gray else ycc(COLORS[which])
            for i, value in enumerate(values):
                bits += number_bits(value - 128 - last[i]) + ("" if progressive else "0")
                last[i] = value - 128
    scans = scan(range(count), 0, 0 if progressive else 63, bits)
    if progressive:  # the rest of the coefficients: nothing in any block
        blocks = (height // 8) * (width // 8)
        scans += b"".join(scan([i], 1, 63, "0" * blocks) for i in range(count))
    parts = components or count
    frame = struct.pack(">BHHB", precision, height, width, parts) + b"".join(bytes([i + 1, 0x11, 0]) for i in range(parts))
    tables = b"\0" + bytes([0, 0, 0, 12] + [0] * 12) + bytes(range(12)) + b"\x10" + bytes([1] + [0] * 15) + b"\0"
    return (b"\xff\xd8" + segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0") + segment(0xDB, b"\0" + bytes([8] * 64)) +
            segment(code or (0xC2 if progressive else 0xC0), frame) + segment(0xC4, tables) + scans + b"\xff\xd9")
