#!/bin/bash
# Guess: where a font has no anchor for a combining mark on a letter, HarfBuzz places the mark by the letter's box, as it does
#        in fonts without such tables; or it says that it could not.
# What happens: neither.  A font that has anchors for some pairs is trusted for all: the mark stays at the pen, with the
#        same zero offset that a well placed one may have, and nothing in the result tells the two apart.  Only shaping a
#        second time without the feature `mark` does: what an anchor had placed moves, what was never placed does not.
# Versions: Debian 12, libharfbuzz-bin 6.0.0+dfsg-3, fonts-dejavu-core 2.37-6.
# Why it matters here: a letter with a tone mark in a name would print with the mark beside it, or over the next character,
#        and no step of the run would have failed.  A mark that no anchor places is refused, with the pair.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -q libharfbuzz-bin=6.0.0+dfsg-3 libharfbuzz0b=6.0.0+dfsg-3 fonts-dejavu-core=2.37-6 >/dev/null
for package in ./*.deb; do
    dpkg -x "$package" root
done
libraries=$(dirname "$(find root -name 'libharfbuzz.so.0' | head -n 1)")
shape() {
    LD_LIBRARY_PATH=$libraries root/usr/bin/hb-shape "$@" root/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf
}
caron=$(printf '\xcc\x8c')
for letter in q 1; do
    echo "$letter: $(echo "$letter$caron" | shape), without mark: $(echo "$letter$caron" | shape --features=-mark)"
done | tee seen
cat >expected <<'SEEN'
q: [q=0+1300|uni030C=0@-165,0+0], without mark: [q=0+1300|uni030C=0+0]
1: [one=0+1303|uni030C=0+0], without mark: [one=0+1303|uni030C=0+0]
SEEN
cmp seen expected || exit 1
