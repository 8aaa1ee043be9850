#!/bin/bash
# Guess: --sourcepos says where in the file each part of the text stands, in cells of tables too: `**c**` behind `a \| b` stands where
#        an editor shows it, for elsewhere columns count a backslash before a mark as the character that it is.
# What happens: in a cell the backslash before a bar is dropped before the cell is read, so all behind it in that cell is told one column
#        too far left, each such bar one more.  The next cell of the row is right again, and so is the same text in a paragraph (`\*`).
# Versions: Debian 12, cmark-gfm, libcmark-gfm0.29.0.gfm.6 and libcmark-gfm-extensions0.29.0.gfm.6, all 0.29.0.gfm.6-6.
# Why it matters here: a message about Markdown says line and column, and an editor jumps there.  The reader of Markdown is md4c, which
#        points into the source.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -q cmark-gfm=0.29.0.gfm.6-6 libcmark-gfm0.29.0.gfm.6=0.29.0.gfm.6-6 libcmark-gfm-extensions0.29.0.gfm.6=0.29.0.gfm.6-6 >/dev/null 2>&1
for package in ./*.deb; do
    dpkg -x "$package" root
done
libraries=$(dirname "$(find root -name 'libcmark-gfm.so.*' | head -n 1)")
cat >table.md <<'MD'
| a \| b **c** | d **c** |
| ------------ | ------- |
| \|\| **c**   | e       |
| a **c**      | f       |

a \* b **c**
MD
for line in 1 3 4 6; do
    echo "line $line, in the file: $(sed -n "${line}p" table.md | grep -bo '\*\*c' | awk -F: '{ print $1 + 1 }' | paste -sd ' ')"
    echo "line $line, told:        $(LD_LIBRARY_PATH=$PWD/$libraries root/usr/bin/cmark-gfm --sourcepos -t xml -e table table.md |
        sed -n "s/.*<strong sourcepos=\"$line:\([0-9]*\)-.*/\1/p" | paste -sd ' ')"
done | tee seen
cat >expected <<'SEEN'
line 1, in the file: 10 20
line 1, told:        9 20
line 3, in the file: 8
line 3, told:        6
line 4, in the file: 5
line 4, told:        5
line 6, in the file: 8
line 6, told:        8
SEEN
cmp -s seen expected || { echo "this has changed"; exit 1; }
