#!/bin/bash
# Guess: a program that signs a PDF by an incremental update begins the update on a line of its own, whatever the file ends with:
#        a line end behind %%EOF is optional (ISO 32000-1, 7.5.5), and "12 0 obj" has to begin a line in an archive's file (ISO 19005-2, 6.1.9).
# What happens: pdfsig writes right behind the last byte.  A file that ends with %%EOF alone gets "%%EOF4 0 obj", and says of itself
#        what it is no longer: PDF/A.  With a line end there nothing is wrong.  @signpdf takes that line end away before it signs, which breaks
#        what an earlier signature covers: so no way to end a file is right for both once it is signed.
# Versions: Debian 12, poppler-utils and libpoppler126 22.12.0-2+deb12u3, libnss3 and libnss3-tools 2:3.87.1-1+deb12u4.
# Why it matters here: a paper ends with a line end when it is made, since nothing is signed yet; what `sign` appends ends without.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -q poppler-utils=22.12.0-2+deb12u3 libpoppler126=22.12.0-2+deb12u3 libnss3=2:3.87.1-1+deb12u4 libnss3-tools=2:3.87.1-1+deb12u4 >/dev/null
for package in ./*.deb; do
    dpkg -x "$package" root
done
libraries=$(dirname "$(find root -name 'libpoppler.so.126' | head -n 1)")
export LD_LIBRARY_PATH=$PWD/$libraries:$PWD/$libraries/nss
mkdir keys
root/usr/bin/certutil -N -d keys --empty-password
head -c 2048 /dev/urandom >noise
root/usr/bin/certutil -S -x -d keys -n signer -s CN=signer -t ,, -z noise >/dev/null 2>&1
# A page with an empty signature field; the table says where each object begins.
objects=('<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [4 0 R]>>>>' '<</Type /Pages /Kids [3 0 R] /Count 1>>'
         '<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Annots [4 0 R]>>'
         '<</Type /Annot /Subtype /Widget /FT /Sig /T (seal) /F 4 /Rect [20 20 120 120] /P 3 0 R>>')
printf '%%PDF-1.7\n' >plain.pdf
table=
for i in "${!objects[@]}"; do
    table+=$(printf '%010d 00000 n \\n' "$(wc -c <plain.pdf)")
    printf '%d 0 obj\n%s\nendobj\n' $((i + 1)) "${objects[$i]}" >>plain.pdf
done
start=$(wc -c <plain.pdf)
printf "xref\n0 5\n0000000000 65535 f \n${table}trailer\n<</Size 5 /Root 1 0 R>>\nstartxref\n$start\n%%%%EOF" >>plain.pdf
{ cat plain.pdf; echo; } >line.pdf
for name in plain line; do
    root/usr/bin/pdfsig -nssdir keys -sign seal -nick signer $name.pdf $name-signed.pdf >/dev/null 2>&1 || true
    echo "$name: the file ends with '$(tail -c 6 $name.pdf | tr '\n' '|')', behind it stands '$(tail -c +$(($(wc -c <$name.pdf) + 1)) $name-signed.pdf | head -c 7)'"
done | tee seen
cat >expected <<'SEEN'
plain: the file ends with '|%%EOF', behind it stands '4 0 obj'
line: the file ends with '%%EOF|', behind it stands '4 0 obj'
SEEN
cmp seen expected || exit 1
