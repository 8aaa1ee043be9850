#!/bin/bash
# Guess: what is appended to a PDF ends with a trailer whose /Prev leads to the table before it (ISO 32000-1, 7.5.6), whatever sort that
#        is; PoDoFo, which signs so, does it behind a classic table: three small sections and /Prev.
# What happens: behind a cross-reference stream it appends one classic table of all objects, without /Prev.  Every reader opens it, and
#        pdfsig calls the signature valid; but what the file was before, its table included, is reached from nowhere any more.
# Versions: Debian 12, libpodofo-utils and libpodofo0.9.8 0.9.8+dfsg-3+b1.
# Why it matters here: who looks at signatures goes from revision to revision by /Prev.  Of such a file `signatures` finds no revision
#        that ends where an earlier signature does, and calls that one invalid; papers to be signed have classic tables unless one says
#        --compact.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -q libpodofo-utils=0.9.8+dfsg-3+b1 libpodofo0.9.8=0.9.8+dfsg-3+b1 >/dev/null
for package in ./*.deb; do
    dpkg -x "$package" root
done
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -days 30 -subj /CN=signer 2>/dev/null
python3 - <<'MAKE'
import struct

OBJECTS = [b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [3 0 R] /Count 1>>", b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Resources <<>> /Contents 4 0 R>>",
           b"<</Length 600>>\nstream\n" + b" " * 600 + b"\nendstream"]
for name in ("table", "stream"):
    out, places = b"%PDF-1.5\n", []
    for number, value in enumerate(OBJECTS, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    places.append(len(out))
    if name == "table":
        out += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places[:4]) + b"trailer\n<</Size 5 /Root 1 0 R>>\n"
    else:
        rows = b"\0\0\0\xff" + b"".join(struct.pack(">BHB", 1, place, 0) for place in places)
        out += b"5 0 obj\n<</Type /XRef /Size 6 /W [1 2 1] /Root 1 0 R /Length %d>>\nstream\n%s\nendstream\nendobj\n" % (len(rows), rows)
    open(name + ".pdf", "wb").write(out + b"startxref\n%d\n%%%%EOF\n" % places[4])
MAKE
LD_LIBRARY_PATH=$PWD/$(dirname "$(find root -name 'libpodofo.so.0.9.8')")
export LD_LIBRARY_PATH
for name in table stream; do
    root/usr/bin/podofosign -in $name.pdf -out signed.pdf -cert certificate.pem -pkey key.pem
    size=$(wc -c <$name.pdf)
    cmp -n "$size" $name.pdf signed.pdf && echo "$name: appended"
    tail -c +$((size + 1)) signed.pdf | tr '\r' '\n' >appended
    echo "$name: sections $(sed -n '/^xref/,/^trailer/p' appended | grep -a -c -E '^[0-9]+ [0-9]+ *$'), /Prev $(grep -a -c -o '/Prev [0-9]' appended || true)"
done | tee seen
cat >expected <<'SEEN'
table: appended
table: sections 3, /Prev 1
stream: appended
stream: sections 1, /Prev 0
SEEN
cmp seen expected || exit 1
