#!/bin/bash
# Guess: an incremental save, made so that nothing of a signed file changes, writes the catalog again with what was set in it, and all
#        its other entries as they were.
# What happens: PDFBox writes each dictionary that stands directly in an array of the catalog as a new object of its own, and a
#        reference in its place, although nobody touched it: /Nums [0 <</S /r>>] of the page labels becomes /Nums [0 5 0 R], and
#        so do /OutputIntents.  A dictionary that stands directly in a dictionary, and one whose reference was there, stay.
# Versions: Debian 12, libpdfbox2-java 2.0.27-2, libfontbox2-java 2.0.27-2, libcommons-logging-java 1.2-3; any JDK 17.
# Why it matters here: whoever signs one of our papers with it (every one has page labels and an output intent) changes entries of the
#        catalog in writing, not in what they say.  `signatures` held the two texts against each other and called earlier
#        signatures invalid; it compares what they say.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -q libpdfbox2-java=2.0.27-2 libfontbox2-java=2.0.27-2 libcommons-logging-java=1.2-3 >/dev/null
for package in ./*.deb; do
    dpkg -x "$package" root
done
command -v javac >/dev/null || { echo "needs a JDK: apt-get install openjdk-17-jdk-headless"; exit 2; }
classes=$(find root/usr/share/java -name '*.jar' | tr '\n' ':')

python3 - <<'PY'
parts = ["<</Type/Catalog/Pages 2 0 R/PageLabels<</Nums[0 <</S/r>>]>>/OutputIntents[<</S/GTS_PDFA1>>]/ViewerPreferences<</DisplayDocTitle true>>/PieceInfo<</A<</B[4 0 R]>>>>>>",
         "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>",
         "<</C 1>>"]
out, places = "%PDF-1.7\n", []
for number, part in enumerate(parts, 1):
    places.append(len(out))
    out += f"{number} 0 obj\n{part}\nendobj\n"
table = "".join(f"{place:010d} 00000 n \n" for place in places)
out += f"xref\n0 5\n0000000000 65535 f \n{table}trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n"
open("before.pdf", "w").write(out)
PY
cat >Update.java <<'JAVA'
import java.io.File;
import java.io.FileOutputStream;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.pdmodel.PDDocument;

class Update {
    public static void main(String[] names) throws Exception {
        try (PDDocument document = PDDocument.load(new File(names[0])); FileOutputStream out = new FileOutputStream(names[1])) {
            COSDictionary catalog = document.getDocumentCatalog().getCOSObject();
            catalog.setString("Note", "one entry more");
            catalog.setNeedToBeUpdated(true);
            document.saveIncremental(out);
        }
    }
}
JAVA
javac -cp "$classes" Update.java
java -cp "$classes:." Update before.pdf after.pdf 2>/dev/null
python3 - <<'PY' | tee seen
import re
before, after = (open(name, "rb").read().decode("latin-1") for name in ("before.pdf", "after.pdf"))
assert after.startswith(before)
new = after[len(before):]
print("new objects:", len(re.findall(r"\d+ 0 obj", new)))
catalog = re.search(r"1 0 obj(.*?)endobj", new, re.S)[1]
for key in ("PageLabels", "OutputIntents", "ViewerPreferences", "PieceInfo"):
    found = re.search(rf"/{key}\s*(<<(?:[^<>]|<<(?:[^<>]|<<[^<>]*>>)*>>)*>>|\[[^]]*\])", catalog)
    print(key, "".join(found[1].split()))
PY
cat >expected <<'SEEN'
new objects: 3
PageLabels <</Nums[050R]>>
OutputIntents [60R]
ViewerPreferences <</DisplayDocTitletrue>>
PieceInfo <</A<</B[40R]>>>>
SEEN
cmp seen expected || exit 1
