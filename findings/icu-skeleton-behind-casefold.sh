#!/bin/bash
# Guess: text that is compared for likeness is first normalised (NFKC_Casefold), then given to the confusable skeleton of
#        UTS #39: folding more before can only join more.
# What happens: folding case first takes pairs apart that the skeleton alone joins: "A1" and "AI" are alike (1 and I are both
#        l), but "a1" and "ai" are not, since i is not l.  And full-width brackets, which folding joins, the skeleton alone
#        keeps apart.  So neither order will do: each has to be asked by itself.
# Versions: Debian 12, python3-icu 2.10.2-1+b3, libicu72 72.1-3+deb12u1 (its updates give the same).
# Why it matters here: names of items that look alike are warned of, names that are the same to a reader refused; one fold
#        for both would have missed A1 beside AI in a budget.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -q python3-icu=2.10.2-1+b3 libicu72 >/dev/null
for package in ./*.deb; do
    dpkg -x "$package" root
done
libraries=$(dirname "$(find root -name 'libicuuc.so.72' | head -n 1)")
cat >alike.py <<'PY'
import icu
checker = icu.SpoofChecker()
fold = icu.Normalizer2.getNFKCCasefoldInstance()
def skeleton(text):
    return checker.getSkeleton(0, text)
def same(a, b):
    return "alike" if a == b else "apart"
for a, b in (("A1", "AI"), ("B0", "BO"), ("甲（一）", "甲(一)")):
    print(f"{a} {b}: skeleton {same(skeleton(a), skeleton(b))}, "
          f"folded {same(fold.normalize(a), fold.normalize(b))}, "
          f"skeleton of folded {same(skeleton(fold.normalize(a)), skeleton(fold.normalize(b)))}")
PY
LD_LIBRARY_PATH=$libraries PYTHONPATH=root/usr/lib/python3/dist-packages /usr/bin/python3 alike.py | tee seen
cat >expected <<'SEEN'
A1 AI: skeleton alike, folded apart, skeleton of folded apart
B0 BO: skeleton alike, folded apart, skeleton of folded apart
甲（一） 甲(一): skeleton apart, folded alike, skeleton of folded alike
SEEN
cmp seen expected || exit 1
