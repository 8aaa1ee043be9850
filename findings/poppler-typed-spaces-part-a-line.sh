#!/bin/bash
# Guess: characters shown by one operator stand in one line of what pdftotext gives; spaces among them that were typed, and have
#        their own code, width and ToUnicode entry, are spaces there, however many they are.
# What happens: poppler throws typed spaces away and looks at the white alone.  From two full-width ones (U+3000) on, or two em
#        spaces, the white is taken for that between columns: 签字　　日期 becomes two blocks, and of several such lines one below the other all
#        beginnings come first, then all ends.  One is a space still; -layout and -raw keep the line.  As U+3000 it comes back in no mode.
# Versions: Debian 12, poppler-utils and libpoppler126 22.12.0-2+deb12u3.
# Why it matters here: forms to be signed have such lines (签字　　日期　　), and platforms that look for a keyword read them in this mode.
#        White that is to be written in is no text here but room, and a place's keyword is looked for as poppler gives it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -q poppler-utils=22.12.0-2+deb12u3 libpoppler126=22.12.0-2+deb12u3 >/dev/null
for package in ./*.deb; do
    dpkg -x "$package" root
done
libraries=$(dirname "$(find root -name 'libpoppler.so.126' | head -n 1)")
export LD_LIBRARY_PATH=$PWD/$libraries
# NAME STRING: a page with two lines of the same string; A to D are 签 字 日 期, S a full-width space, all of them an em wide.
page() {
    map='<41> <7B7E> <42> <5B57> <43> <65E5> <44> <671F> <53> <3000>'
    map="/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def 1 begincodespacerange <00> <FF> endcodespacerange 5 beginbfchar $map endbfchar endcmap end end"
    text="BT /F 16 Tf 100 700 Td ($2) Tj 0 -28 Td ($2) Tj ET"
    box='1000 0 0 -120 1000 880 d1 100 0 800 760 re f'
    widths=$(printf '1000 %.0s' {65..83})
    objects=('<</Type /Catalog /Pages 2 0 R>>' '<</Type /Pages /Kids [3 0 R] /Count 1>>'
             '<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources <</Font <</F 4 0 R>>>> /Contents 5 0 R>>'
             "<</Type /Font /Subtype /Type3 /FontBBox [0 -120 1000 880] /FontMatrix [.001 0 0 .001 0 0] /FirstChar 65 /LastChar 83 /Widths [$widths] /Encoding <</Type /Encoding /Differences [65 /box /box /box /box 83 /none]>> /CharProcs <</box 7 0 R /none 8 0 R>> /Resources <<>> /ToUnicode 6 0 R>>")
    for stream in "$text" "$map" "$box" '1000 0 0 0 0 0 d1'; do
        objects+=("<</Length ${#stream}>>stream"$'\n'"$stream"$'\n'endstream)
    done
    printf '%%PDF-1.7\n' >"$1.pdf"
    table=
    for i in "${!objects[@]}"; do
        table+=$(printf '%010d 00000 n \\n' "$(wc -c <"$1.pdf")")
        printf '%d 0 obj\n%s\nendobj\n' $((i + 1)) "${objects[$i]}" >>"$1.pdf"
    done
    start=$(wc -c <"$1.pdf")
    printf "xref\n0 9\n0000000000 65535 f \n${table}trailer\n<</Size 9 /Root 1 0 R>>\nstartxref\n$start\n%%%%EOF\n" >>"$1.pdf"
}
page one ABSCD
page two ABSSCD
for name in one two; do
    for mode in '' -layout -raw; do
        echo "$name ${mode:-default}: $(root/usr/bin/pdftotext $mode $name.pdf - | tr '\n\f' '|.')"
    done
done | tee seen
cat >expected <<'SEEN'
one default: 签字 日期|签字 日期||.
one -layout: 签字 日期|签字 日期|.
one -raw: 签字 日期|签字 日期|.
two default: 签字|签字||日期|日期||.
two -layout: 签字   日期|签字   日期|.
two -raw: 签字 日期|签字 日期|.
SEEN
cmp seen expected || exit 1
