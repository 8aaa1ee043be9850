#!/bin/bash
# Guess: a reader of tagged PDF that does not know the type of an element still gives its text: the type is only a label, and a paragraph under
#        an unknown one is a paragraph.
# What happens: poppler leaves out the element with all that it holds.  Its list of types is that of PDF 1.7; of the types that PDF 2.0
#        added (FENote, Aside, Title, Em, Strong) not a letter of the text is in `pdfinfo -struct-text`, though pdftotext has it.  The
#        element's /NS, the namespace that makes the type a standard one (ISO 32000-2, 14.8.6), is not asked for.  A /RoleMap in the
#        root, which a reader of PDF 2.0 has no use for there, brings the text back.
# Versions: Debian 12, poppler-utils 22.12.
# Why it matters here: a PDF/UA-2 file must call its footnotes FENote.  Whoever hears the paper through poppler (okular, evince) would
#        not learn that there are any; so such files carry the map as well.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
command -v pdfinfo >/dev/null || { echo "needs pdfinfo: apt-get install poppler-utils"; exit 2; }

# page TYPE ROLEMAP: three elements, the middle one of this type of PDF 2.0.
page() {
    python3 - "$@" <<'PY'
import sys
kind, roles = sys.argv[1:]
words = ("one ", "two ", "three")
text = "\n".join(f"/P <</MCID {i}>> BDC BT /F 20 Tf 20 {100 - 30 * i} Td ({word}) Tj ET EMC" for i, word in enumerate(words))
element = "<</S/{}/P 7 0 R/Pg 3 0 R/NS 11 0 R/K {}>>".format
parts = ["<</Type/Catalog/Pages 2 0 R/StructTreeRoot 6 0 R/MarkInfo<</Marked true>>>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
         "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/StructParents 0/Resources<</Font<</F 5 0 R>>>>>>",
         f"<</Length {len(text)}>>\nstream\n{text}\nendstream",
         "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
         f"<</Type/StructTreeRoot/K 7 0 R/Namespaces[11 0 R]/ParentTree<</Nums[0[8 0 R 9 0 R 10 0 R]]>>{roles}>>",
         "<</S/Document/P 6 0 R/NS 11 0 R/K[8 0 R 9 0 R 10 0 R]>>", element("P", 0), element(kind, 1), element("P", 2),
         "<</Type/Namespace/NS(http://iso.org/pdf2/ssn)>>"]
out, places = "%PDF-2.0\n", []
for number, part in enumerate(parts, 1):
    places.append(len(out))
    out += f"{number} 0 obj\n{part}\nendobj\n"
table = "".join(f"{place:010d} 00000 n \n" for place in places)
out += f"xref\n0 12\n0000000000 65535 f \n{table}trailer\n<</Size 12/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n"
open("page.pdf", "w").write(out)
PY
}
tell() {
    echo "$1: structure [$(pdfinfo -struct-text page.pdf 2>/dev/null | sed -n 's/^ *"\(.*\)"$/\1/p' | tr -d '\n')] pdftotext [$(pdftotext page.pdf - | tr -s '\f\n' ' ')]"
}
{
    for kind in Note FENote Aside Title Em Strong; do
        page $kind ""
        tell $kind
    done
    page FENote "/RoleMap<</FENote/Note>>"
    tell "FENote, mapped"
} | tee seen
cat >expected <<'SEEN'
Note: structure [one two three] pdftotext [one two three ]
FENote: structure [one three] pdftotext [one two three ]
Aside: structure [one three] pdftotext [one two three ]
Title: structure [one three] pdftotext [one two three ]
Em: structure [one three] pdftotext [one two three ]
Strong: structure [one three] pdftotext [one two three ]
FENote, mapped: structure [one two three] pdftotext [one two three ]
SEEN
cmp seen expected || { echo "changed"; exit 1; }
