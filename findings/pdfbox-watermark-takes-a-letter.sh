#!/bin/bash
# Guess: a pale watermark in large type behind a text adds its letters to what is extracted; the text itself is read as it stands.
# What happens: PDFBox's text extraction drops a letter of the TEXT.  It takes two equal letters whose origins lie within a third
#        of the letter's width of each other for one letter printed twice (to look bold), whatever their sizes, and keeps
#        the one that was painted first: the watermark's.  The same mark painted after the text takes nothing of it: then the
#        mark loses its own letter.
# Versions: Debian 12, libpdfbox2-java 2.0.27-2, libfontbox2-java 2.0.27-2, libcommons-logging-java 1.2-3; any Java 17.
# Why it matters here: of a report with 网上公示专用 across its pages the name 妇女舞蹈公益课 was read back without 公, in one reader out
#        of eight, on pages that show nothing wrong.  A watermark is drawn as outlines, and is in nobody's text.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -q libpdfbox2-java=2.0.27-2 libfontbox2-java=2.0.27-2 libcommons-logging-java=1.2-3 >/dev/null
for package in ./*.deb; do
    dpkg -x "$package" root
done
command -v java >/dev/null || { echo "needs a Java: apt-get install openjdk-17-jre-headless"; exit 2; }
classes=$(find root/usr/share/java -name '*.jar' | tr '\n' ':')

# page FILE CONTENT: one page that shows the content with Helvetica as /F.
page() {
    python3 - "$@" <<'PY'
import sys
parts = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
         "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
         f"<</Length {len(sys.argv[2])}>>\nstream\n{sys.argv[2]}\nendstream",
         "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"]
out, places = "%PDF-1.4\n", []
for number, part in enumerate(parts, 1):
    places.append(len(out))
    out += f"{number} 0 obj\n{part}\nendobj\n"
table = "".join(f"{place:010d} 00000 n \n" for place in places)
out += f"xref\n0 6\n0000000000 65535 f \n{table}trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n"
open(sys.argv[1], "w").write(out)
PY
}
text='0 g BT /F 12 Tf 20 100 Td (COURSE) Tj ET'   # its U stands at 38.0
mark() { echo ".9 g BT /F 60 Tf $1 98 Td (U) Tj ET"; }
page alone.pdf "$text"
page before.pdf "$(mark 39) $text"
page after.pdf "$text $(mark 39)"
page apart.pdf "$(mark 60) $text"
for name in alone before after apart; do
    read_back=$(java -cp "$classes" org.apache.pdfbox.tools.ExtractText -console $name.pdf 2>/dev/null | tr -d '\n ')
    echo "$name: $read_back"
done | tee seen
cat >expected <<'SEEN'
alone: COURSE
before: UCORSE
after: COURSE
apart: UCOURSE
SEEN
cmp seen expected || exit 1
