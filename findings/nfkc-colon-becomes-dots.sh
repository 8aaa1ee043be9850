#!/bin/bash
# Guess: compatibility normalisation (NFKC) turns the variants of a colon that Chinese papers hold into the colon itself, as
#        it does with the small, the full-width and the vertical one; so texts normalised first can be compared.
# What happens: ︰ (U+FE30), which readers take for a colon and which code page 950 has at A1 4A, in the row of its marks
#        beside the colon, becomes two full stops: 金額︰500 is 金額..500, and 一︰二 equals 一‥二, not 一:二. ∶ (U+2236)
#        stays as it is. What looks alike on paper ends as three different texts.
# Versions: Debian 12, python3-icu 2.10.2-1+b3, libicu72 72.1-3+deb12u1 (its updates give the same).
# Why it matters here: names of items are compared with NFKC_Casefold; without a row of our own for ︰ an item typed with it
#        in one paper would be another item in the next, and the budget would have both.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -q python3-icu=2.10.2-1+b3 libicu72 >/dev/null
for package in ./*.deb; do
    dpkg -x "$package" root
done
libraries=$(dirname "$(find root -name 'libicuuc.so.72' | head -n 1)")
cat >colons.py <<'PY'
import icu
fold = icu.Normalizer2.getNFKCCasefoldInstance()
for code in (0xFF1A, 0xFE55, 0xFE13, 0xFE30, 0x2236, 0x2025):
    print(f"U+{code:04X} {chr(code)}: {' '.join(f'U+{ord(c):04X}' for c in fold.normalize('一' + chr(code) + '二')[1:-1])}")
print(f"cp950 A1 4A: U+{ord(bytes((0xA1, 0x4A)).decode('cp950')):04X}")
PY
LD_LIBRARY_PATH=$libraries PYTHONPATH=root/usr/lib/python3/dist-packages /usr/bin/python3 colons.py | tee seen
cat >expected <<'SEEN'
U+FF1A ：: U+003A
U+FE55 ﹕: U+003A
U+FE13 ︓: U+003A
U+FE30 ︰: U+002E U+002E
U+2236 ∶: U+2236
U+2025 ‥: U+002E U+002E
cp950 A1 4A: U+FE30
SEEN
cmp seen expected || exit 1
