#!/bin/bash
# Guess: a program that writes a PDF's table of objects anew begins it with the entry that every such table begins with: object 0,
#        free, of generation 65535, the highest that there is and one that is never counted on (ISO 32000-1, 7.5.4).
# What happens: mutool clean counts every free entry on, that one too: 65536, a number that a generation cannot be.  Of a file that it
#        has cleaned it makes 1 (65536 does not fit where it is kept), of that one 2: the head of the chain then looks like any free object.
# Versions: Debian 12, mupdf-tools 1.21.1+ds2-1+deb12u1.
# Why it matters here: papers go through such programs before they are signed, and who looks at signatures reads their tables strictly: a
#        generation that is too large was refused as damage.  Of free entries the number means nothing; it is read up to five digits.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -q mupdf-tools=1.21.1+ds2-1+deb12u1 libgumbo1 libmujs2 libjbig2dec0 libopenjp2-7 libjpeg62-turbo libharfbuzz0b libfreetype6 >/dev/null
for package in ./*.deb; do
    dpkg -x "$package" root
done
LD_LIBRARY_PATH=$PWD/$(dirname "$(find root -name 'libgumbo.so.1' | head -n 1)")
export LD_LIBRARY_PATH
# Object 4 is free: of generation 1, if it is used again.
objects=('<</Type /Catalog /Pages 2 0 R>>' '<</Type /Pages /Kids [3 0 R] /Count 1>>' '<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 200]>>')
printf '%%PDF-1.7\n' >made.pdf
table='0000000004 65535 f \n'
for i in "${!objects[@]}"; do
    table+=$(printf '%010d 00000 n \\n' "$(wc -c <made.pdf)")
    printf '%d 0 obj\n%s\nendobj\n' $((i + 1)) "${objects[$i]}" >>made.pdf
done
start=$(wc -c <made.pdf)
printf "xref\n0 5\n${table}0000000000 00001 f \ntrailer\n<</Size 5 /Root 1 0 R>>\nstartxref\n$start\n%%%%EOF\n" >>made.pdf
root/usr/bin/mutool clean made.pdf once.pdf 2>/dev/null
root/usr/bin/mutool clean once.pdf twice.pdf 2>/dev/null
root/usr/bin/mutool clean twice.pdf thrice.pdf 2>/dev/null
for name in made once twice thrice; do
    echo "$name: $(grep -a ' f *$' $name.pdf | tr '\n' ';')"
done | tee seen
cat >expected <<'SEEN'
made: 0000000004 65535 f ;0000000000 00001 f ;
once: 0000000004 65536 f ;0000000000 00002 f ;
twice: 0000000004 00001 f ;0000000000 00003 f ;
thrice: 0000000004 00002 f ;0000000000 00004 f ;
SEEN
cmp seen expected || exit 1
