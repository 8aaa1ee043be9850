#!/bin/bash
# Unpacks the Fandol fonts (仿宋, 楷体, 宋体, 黑体) with their licence into fonts/debian/.
# Debian has them only inside texlive-lang-chinese, whose installation would pull in the whole of TeX; so the package is
# downloaded and opened, not installed.  Needs neither root nor sudo.  Does nothing when the fonts are there.
set -eu
cd "$(dirname "$0")"
export LC_ALL=C.UTF-8

target=debian
package=texlive-lang-chinese
complete() {
    [ -s "$1/FandolFang-Regular.otf" ] && [ -s "$1/FandolKai-Regular.otf" ] &&
        [ -s "$1/FandolSong-Regular.otf" ] && [ -s "$1/FandolSong-Bold.otf" ] &&
        [ -s "$1/FandolHei-Regular.otf" ] && [ -s "$1/FandolHei-Bold.otf" ] && [ -s "$1/COPYING" ]
}

if complete "$target"; then
    exit 0
fi
mkdir -p "$target"
unpacked=$(mktemp -d "$PWD/$target/new.XXXXXX")
work=$(mktemp -d)
trap 'rm -rf "$work" "$unpacked"' EXIT
chmod 755 "$work" # apt downloads as the user _apt, who must be able to enter
if [ "$(id -u)" = 0 ] && id _apt >/dev/null 2>&1; then
    chown _apt "$work"
fi

echo "fonts/install.sh: downloading $package (49 MB) for the Fandol fonts"
download() {
    (cd "$work" && apt-get download -q "$package")
}
if ! download; then
    if [ "$(id -u)" = 0 ]; then
        apt-get update -q
    elif command -v sudo >/dev/null; then
        sudo apt-get update -q
    else
        echo "fonts/install.sh: apt-get download failed; as root: apt-get update" >&2
        exit 1
    fi
    download
fi

dpkg-deb --fsys-tarfile "$work/$package"_*.deb | tar -x -C "$work" --wildcards \
    './usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/Fandol[FHKS]*' \
    './usr/share/doc/texlive-doc/fonts/fandol/*'
# Debian may pack documents as .gz or link them elsewhere: take what is a file.
cp "$work"/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/*.otf "$unpacked/"
cp -L "$work"/usr/share/doc/texlive-doc/fonts/fandol/* "$unpacked/"
if ls "$unpacked"/*.gz >/dev/null 2>&1; then
    gunzip -f "$unpacked"/*.gz
fi
if ! complete "$unpacked"; then
    echo "fonts/install.sh: $package does not hold the Fandol fonts with their licence" >&2
    exit 1
fi
chmod 644 "$unpacked"/*
mv -f "$unpacked"/*.otf "$unpacked/README" "$target/"
mv -f "$unpacked/COPYING" "$target/" # last: its presence says that all is there
echo "fonts/install.sh: $(find "$target" -name '*.otf' | wc -l) Fandol fonts in fonts/$target"
