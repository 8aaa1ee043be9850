"""PNGs of 8 × 4: transparent in three ways, opaque in two, broken in its samples."""
import struct
import zlib

WIDTH, HEIGHT = 8, 4


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def write(name, color, samples, more=b"", cut=0):
    data = zlib.compress((b"\0" + samples * WIDTH) * HEIGHT)
    data = data[:len(data) - cut] if cut else data
    with open(name, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, color, 0, 0, 0)) + more + chunk(b"IDAT", data) + chunk(b"IEND", b""))


write("seal.png", 6, b"\xff\x00\x00\x80")
write("gray.png", 4, b"\x00\x80")
write("palette.png", 3, b"\x00", chunk(b"PLTE", b"\xff\x00\x00\xff\xff\xff") + chunk(b"tRNS", b"\x00"))
write("opaque.png", 2, b"\xff\x00\x00")
write("opaque-palette.png", 3, b"\x00", chunk(b"PLTE", b"\xff\x00\x00"))
write("broken.png", 6, b"\xff\x00\x00\x80", cut=9)
