#!/bin/bash
# Guess: kerning a pair makes the first glyph's advance smaller (or larger) and leaves the second as it is, so whoever wants a
#        pair unkerned again gives the first glyph its own advance back.
# What happens: so it is where kerning comes from GPOS.  Where it comes from a table `kern`, as in Liberation Serif, HarfBuzz
#        gives half of it to each glyph: both advances change, and the second glyph gets an offset besides.  With the
#        first advance set right, the second stands half a kern too near, and what follows the pair does too.
# Versions: Debian 12, libharfbuzz-bin 6.0.0+dfsg-3, fonts-liberation2 2.1.5-1, fonts-dejavu-core 2.37-6.
# Why it matters here: Times New Roman and its likes kern 1 and 1, so in a column of figures 1,111.11 is narrower than
#        2,222.22 and the digits do not stand below each other.  Kerning must be off for the figure when it is shaped, by
#        a range of the feature; to mend the advances afterwards leaves figures askew that look right by their widths.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -q libharfbuzz-bin=6.0.0+dfsg-3 libharfbuzz0b=6.0.0+dfsg-3 fonts-liberation2=2.1.5-1 fonts-dejavu-core=2.37-6 >/dev/null
for package in ./*.deb; do
    dpkg -x "$package" root
done
libraries=$(dirname "$(find root -name 'libharfbuzz.so.0' | head -n 1)")
fonts=root/usr/share/fonts/truetype
# shape FONT TEXT OPTION...
shape() {
    font=$1 text=$2
    shift 2
    echo "$text" | LD_LIBRARY_PATH=$libraries root/usr/bin/hb-shape "$@" "$fonts/$font.ttf"
}
{
    echo "kern, 112:     $(shape liberation2/LiberationSerif-Regular 112)"
    echo "off:           $(shape liberation2/LiberationSerif-Regular 112 --features=-kern)"
    echo "off for one:   $(shape liberation2/LiberationSerif-Regular 112 '--features=kern[0:1]=0')"
    echo "GPOS, AVA:     $(shape dejavu/DejaVuSans AVA)"
    echo "off:           $(shape dejavu/DejaVuSans AVA --features=-kern)"
} | tee seen
cat >expected <<'SEEN'
kern, 112:     [one=0+986|one=1@-38,0+986|two=2+1024]
off:           [one=0+1024|one=1+1024|two=2+1024]
off for one:   [one=0+1024|one=1+1024|two=2+1024]
GPOS, AVA:     [A=0+1270|V=1+1270|A=2+1401]
off:           [A=0+1401|V=1+1401|A=2+1401]
SEEN
cmp seen expected || exit 1
