#!/bin/bash
# Guess: whether PDFium sees a space between two letters depends on the white between them, measured by the type size: half an
#        em is one, whatever stands before it.
# What happens: the white is measured by the advance of the letter BEHIND it.  Before a letter whose /Widths entry is 3.5 em half an
#        em is no space, and two numbers are read as one; before one of 2.5 em it is one, and how wide the letter in front of the
#        white is does not matter.  poppler, asked beside it, finds the space each time.
# Versions: @hyzyla/pdfium 2.1.13 (npm; any node from 18 on); Debian 12, poppler-utils 22.12.
# Why it matters here: white within a line is kept out of the text by giving it to the advances of the letters beside it.  Where white is
#        meant (第11　12号, 签订日期：　年　月　日), half an em that is left of it beside a letter that had itself become wide was no space any more.  What is
#        meant stands as a space of its own.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @hyzyla/pdfium@2.1.13 >/dev/null
command -v pdftotext >/dev/null || { echo "needs pdftotext: apt-get install poppler-utils"; exit 2; }

# page FILE WIDTH1 WIDTH2 GAP: "1", white of GAP/1000 em behind its advance, "2"; the two letters have these advances.
page() {
    python3 - "$@" <<'PY'
import sys
name, one, two, gap = sys.argv[1], *map(int, sys.argv[2:])
text = f"BT /F 20 Tf 20 100 Td [(1) {-gap} (2)] TJ ET"
parts = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
         "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
         f"<</Length {len(text)}>>\nstream\n{text}\nendstream",
         f"<</Type/Font/Subtype/TrueType/BaseFont/Arial/Encoding/WinAnsiEncoding/FirstChar 49/LastChar 50/Widths[{one} {two}]/FontDescriptor 6 0 R>>",
         "<</Type/FontDescriptor/FontName/Arial/Flags 32/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 900/Descent -200/CapHeight 700/StemV 80>>"]
out, places = "%PDF-1.4\n", []
for number, part in enumerate(parts, 1):
    places.append(len(out))
    out += f"{number} 0 obj\n{part}\nendobj\n"
table = "".join(f"{place:010d} 00000 n \n" for place in places)
out += f"xref\n0 7\n0000000000 65535 f \n{table}trailer\n<</Size 7/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n"
open(name, "w").write(out)
PY
}
cat >read.cjs <<'JS'
const fs = require('fs');
const { PDFiumLibrary } = require('@hyzyla/pdfium');
(async () => {
    const library = await PDFiumLibrary.init();
    const pdf = await library.loadDocument(fs.readFileSync(process.argv[2]));
    for (const page of pdf.pages())
        process.stdout.write(page.getText());
    pdf.destroy();
    library.destroy();
})();
JS
while read -r one two gap; do
    page page.pdf "$one" "$two" "$gap"
    echo "$one $two $gap: PDFium $(node read.cjs page.pdf | tr -d '\r\n' | sed 's/^/[/; s/$/]/') pdftotext [$(pdftotext page.pdf - | tr -d '\f\n')]"
done <<'CASES' | tee seen
556 556 500
3500 556 500
556 1500 500
556 2000 500
556 2500 500
556 3500 500
556 3500 900
3500 3500 500
CASES
cat >expected <<'SEEN'
556 556 500: PDFium [1 2] pdftotext [1 2]
3500 556 500: PDFium [1 2] pdftotext [1 2]
556 1500 500: PDFium [1 2] pdftotext [1 2]
556 2000 500: PDFium [1 2] pdftotext [1 2]
556 2500 500: PDFium [1 2] pdftotext [1 2]
556 3500 500: PDFium [12] pdftotext [1 2]
556 3500 900: PDFium [1 2] pdftotext [1 2]
3500 3500 500: PDFium [12] pdftotext [1 2]
SEEN
cmp seen expected || exit 1
