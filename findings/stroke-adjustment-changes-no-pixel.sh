#!/bin/bash
# Guess: thin rules come out uneven on screens because each falls on the pixels otherwise, and /SA true in the graphics state is the cure
#        that PDF has for it (ISO 32000-1, 10.6.5: automatic stroke adjustment); and a rule drawn as a filled box looks like one stroked.
# What happens: in poppler's two renderers and in MuPDF no pixel changes by /SA.  What does change is whether the rule is a box or a stroke,
#        and each its own way: cairo sets strokes on the pixels and leaves boxes grey, splash sets both on the pixels, MuPDF neither.  So of 25
#        rules of half a point at 96 dpi the palest and the darkest box are 33 and 67 % black in cairo, every stroke 100 %; a box with a
#        stroke over it is at least as even as the better of the two in each.
# Versions: Debian 12, poppler-utils 22.12, mupdf-tools 1.21.1.
# Why it matters here: tables have hundreds of such rules, and a reader sees at once when every third is pale.  Rules are a box and a stroke.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for program in pdftoppm pdftocairo mutool; do
    command -v $program >/dev/null || { echo "needs $program: apt-get install poppler-utils mupdf-tools"; exit 2; }
done

# page HOW: 25 rules of half a point, each a little off the place where the one before stood.
page() {
    python3 - "$1" <<'PY'
import sys
how = sys.argv[1]
text = "/G gs 0.5 w\n" if how.endswith("SA") else "0.5 w\n"
for i in range(25):
    y = 290 - 11.13 * i
    box, stroke = f"20 {y:.3f} 160 0.5 re f\n", f"20 {y + .25:.3f} m 180 {y + .25:.3f} l S\n"
    text += {"box": box, "stroke": stroke, "both": box + stroke}[how.split("+")[0]]
parts = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
         "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 300]/Contents 4 0 R/Resources<</ExtGState<</G<</SA true>>>>>>>>",
         f"<</Length {len(text)}>>\nstream\n{text}\nendstream"]
out, places = "%PDF-1.7\n", []
for number, part in enumerate(parts, 1):
    places.append(len(out))
    out += f"{number} 0 obj\n{part}\nendobj\n"
table = "".join(f"{place:010d} 00000 n \n" for place in places)
out += f"xref\n0 5\n0000000000 65535 f \n{table}trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n"
open(how + ".pdf", "w").write(out)
PY
}
# darkness FILE: of the palest and the darkest rule, down the middle of a grey picture (PGM).
darkness() {
    python3 - "$1" <<'PY'
import re, sys
data = open(sys.argv[1], "rb").read()
head = re.match(rb"P5\s+(?:#[^\n]*\n)?(\d+)\s+(\d+)\s+255\s", data)
width, height, at = int(head[1]), int(head[2]), head.end()
column = [255 - data[at + y * width + width // 2] for y in range(height)]
peaks = [max(column[max(0, y - 2):y + 3]) for y in (round((300 - (290 - 11.13 * i + .25)) * 96 / 72) for i in range(25))]
print(f"{min(peaks) * 100 // 255}-{max(peaks) * 100 // 255}", end="")
PY
}
{
    for how in box box+SA stroke stroke+SA both; do
        page $how
        pdftoppm -r 96 -gray $how.pdf splash-$how
        pdftocairo -r 96 -gray -png $how.pdf cairo-$how && python3 - cairo-$how-1.png >cairo-$how.pgm <<'PY'
import struct, sys, zlib
data, at, body = open(sys.argv[1], "rb").read(), 8, b""
while at < len(data):
    size, kind = struct.unpack(">I4s", data[at:at + 8])
    part = data[at + 8:at + 8 + size]
    if kind == b"IHDR":
        width, height, depth, colour = struct.unpack(">IIBB", part[:10])
    body += part if kind == b"IDAT" else b""
    at += size + 12
step = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
raw, last, out = zlib.decompress(body), bytes(width * step), bytearray()
for y in range(height):
    filtered, line = raw[y * (width * step + 1)], bytearray(raw[y * (width * step + 1) + 1:(y + 1) * (width * step + 1)])
    for x in range(width * step):
        a, b, c = line[x - step] if x >= step else 0, last[x], last[x - step] if x >= step else 0
        p = a + b - c
        paeth = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
        line[x] = (line[x] + (0, a, b, (a + b) // 2, paeth)[filtered]) & 255
    last = bytes(line)
    out += last[::step]
sys.stdout.buffer.write(b"P5 %d %d 255\n" % (width, height) + out)
PY
        mutool draw -q -r 96 -c gray -o mupdf-$how.pgm $how.pdf 2>/dev/null
        echo "$how: cairo $(darkness cairo-$how.pgm), splash $(darkness splash-$how-1.pgm), MuPDF $(darkness mupdf-$how.pgm)"
    done
    for pair in box stroke; do
        cmp -s splash-$pair-1.pgm splash-$pair+SA-1.pgm && cmp -s cairo-$pair.pgm cairo-$pair+SA.pgm && cmp -s mupdf-$pair.pgm mupdf-$pair+SA.pgm &&
            echo "$pair: no pixel changed by /SA"
    done
} | tee seen
cat >expected <<'SEEN'
box: cairo 33-67, splash 100-100, MuPDF 40-73
box+SA: cairo 33-67, splash 100-100, MuPDF 40-73
stroke: cairo 100-100, splash 100-100, MuPDF 40-73
stroke+SA: cairo 100-100, splash 100-100, MuPDF 40-73
both: cairo 100-100, splash 100-100, MuPDF 63-93
box: no pixel changed by /SA
stroke: no pixel changed by /SA
SEEN
cmp seen expected || { echo "changed"; exit 1; }
