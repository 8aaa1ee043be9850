#!/bin/bash
# Guess: in a tagged file, a span with /ActualText inside a marked content gives its text to the structure like any other: what a screen
#        reader or `pdfinfo -struct-text` is told of the paragraph is what stands before it, the span's text, and what stands behind it.
# What happens: poppler's view of the structure loses what stands BEHIND the span.  With the span's /ActualText nested in the paragraph's marked
#        content (BDC … BDC … EMC … EMC, as ISO 32000-1, 14.9.4 shows it), only what stands before it and the letters of the span are told; the
#        rest of the paragraph is in no element, without a word.  pdftotext on the same file has all of it.  With the span as a
#        marked content of its own, a second number of the same paragraph, nothing is lost (the letters are told, not the /ActualText).
# Versions: Debian 12, poppler-utils 22.12.
# Why it matters here: glyphs that ToUnicode cannot give back (a letter with two marks that a face draws with several glyphs) are wrapped in
#        such spans.  In a tagged file the rest of the paragraph would be silent for whoever hears it read with poppler's
#        view; so each such span is a marked content of its own here, with its own number.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
command -v pdfinfo >/dev/null || { echo "needs pdfinfo: apt-get install poppler-utils"; exit 2; }

# page FILE NUMBERS CONTENT: a paragraph that owns the marked contents with these numbers.
page() {
    python3 - "$@" <<'PY'
import sys
name, numbers, text = sys.argv[1:]
parents = " ".join("8 0 R" for _ in numbers.split())
parts = ["<</Type/Catalog/Pages 2 0 R/StructTreeRoot 6 0 R/MarkInfo<</Marked true>>>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
         "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/StructParents 0/Resources<</Font<</F 5 0 R>>>>>>",
         f"<</Length {len(text)}>>\nstream\n{text}\nendstream",
         "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
         f"<</Type/StructTreeRoot/K 7 0 R/ParentTree<</Nums[0[{parents}]]>>>>",
         "<</S/Document/P 6 0 R/K 8 0 R>>", f"<</S/P/P 7 0 R/Pg 3 0 R/K[{numbers}]>>"]
out, places = "%PDF-1.7\n", []
for number, part in enumerate(parts, 1):
    places.append(len(out))
    out += f"{number} 0 obj\n{part}\nendobj\n"
table = "".join(f"{place:010d} 00000 n \n" for place in places)
out += f"xref\n0 9\n0000000000 65535 f \n{table}trailer\n<</Size 9/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n"
open(name, "w").write(out)
PY
}
read_both() {
    echo "$1: structure [$(pdfinfo -struct-text "$1.pdf" 2>/dev/null | sed -n 's/^ *"\(.*\)"$/\1/p' | tr -d '\n')] pdftotext [$(pdftotext "$1.pdf" - | tr -d '\f\n')]"
}
page nested.pdf "0" "/P <</MCID 0>> BDC BT /F 20 Tf 20 100 Td (one ) Tj /Span <</ActualText (two)>> BDC (2) Tj EMC ( three) Tj ET EMC"
page beside.pdf "0 1 2" "BT /F 20 Tf 20 100 Td /P <</MCID 0>> BDC (one ) Tj EMC /Span <</MCID 1/ActualText (two)>> BDC (2) Tj EMC /P <</MCID 2>> BDC ( three) Tj EMC ET"
page without.pdf "0" "/P <</MCID 0>> BDC BT /F 20 Tf 20 100 Td (one ) Tj (2) Tj ( three) Tj ET EMC"
for file in nested beside without; do
    read_both $file
done | tee seen
cat >expected <<'SEEN'
nested: structure [one 2] pdftotext [one two three]
beside: structure [one 2 three] pdftotext [one two three]
without: structure [one 2 three] pdftotext [one 2 three]
SEEN
diff expected seen && echo "as expected: behind a nested span the structure is silent" || { echo "changed"; exit 1; }
