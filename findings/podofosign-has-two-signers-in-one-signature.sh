#!/bin/bash
# Guess: a program that signs a PDF with one key and one certificate puts one signer into the signature, as a PDF wants it (ETSI
#        EN 319 142-1, 5.3); with another digest wished for, that of the one signer is another.
# What happens: podofosign first has OpenSSL sign with what it takes by itself, SHA-256, and then adds a signer with the digest that is wished
#        for (SHA-512, unless one says so): two signers of the same key, and the certificate twice.  pdfsig looks at the first alone, so
#        that it says SHA-256, whatever was wished for, and calls the signature valid.
# Versions: Debian 12, libpodofo-utils and libpodofo0.9.8 0.9.8+dfsg-3+b1; poppler-utils 22.12.
# Why it matters here: who proves a signature must refuse one with several signers, or one of them could be anybody; `signatures` said that it
#        could not be read, and says now what is wrong.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -q libpodofo-utils=0.9.8+dfsg-3+b1 libpodofo0.9.8=0.9.8+dfsg-3+b1 >/dev/null
for package in ./*.deb; do
    dpkg -x "$package" root
done
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -days 30 -subj /CN=signer 2>/dev/null
objects=('<</Type /Catalog /Pages 2 0 R>>' '<</Type /Pages /Kids [3 0 R] /Count 1>>' '<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Resources <<>> /Contents 4 0 R>>'
    "<</Length 600>>
stream
$(printf '%600s' '')
endstream")
printf '%%PDF-1.7\n' >made.pdf
table='0000000000 65535 f \n'
for i in "${!objects[@]}"; do
    table+=$(printf '%010d 00000 n \\n' "$(wc -c <made.pdf)")
    printf '%d 0 obj\n%s\nendobj\n' $((i + 1)) "${objects[$i]}" >>made.pdf
done
start=$(wc -c <made.pdf)
printf "xref\n0 5\n${table}trailer\n<</Size 5 /Root 1 0 R>>\nstartxref\n$start\n%%%%EOF\n" >>made.pdf
library=$PWD/$(dirname "$(find root -name 'libpodofo.so.0.9.8')")
for digest in SHA512 SHA256; do
    LD_LIBRARY_PATH=$library root/usr/bin/podofosign -in made.pdf -out signed.pdf -cert certificate.pem -pkey key.pem -digest $digest
    python3 -c 'import re, sys; sys.stdout.buffer.write(bytes.fromhex(re.search(rb"/Contents<([0-9a-fA-F]+)>", open("signed.pdf", "rb").read())[1].decode()))' >signature.der
    openssl cms -cmsout -print -noout -inform DER -in signature.der >printed
    echo "$digest wished for: signers $(sed -n '/signerInfos:/,$p' printed | grep -c 'signatureAlgorithm:'), certificates $(grep -c 'd.certificate:' printed), digests $(sed -n '/signerInfos:/,$p' printed |
        sed -n '/digestAlgorithm:/{n;s/.*algorithm: \(sha[0-9]*\).*/\1/p}' | tr '\n' ' ')"
    pdfsig -nocert signed.pdf 2>/dev/null | sed -n 's/^  - \(Signing Hash Algorithm\|Signature Validation\)/  pdfsig: \1/p'
done | tee seen
cat >expected <<'SEEN'
SHA512 wished for: signers 2, certificates 2, digests sha256 sha512 
  pdfsig: Signing Hash Algorithm: SHA-256
  pdfsig: Signature Validation: Signature is Valid.
SHA256 wished for: signers 2, certificates 2, digests sha256 sha256 
  pdfsig: Signing Hash Algorithm: SHA-256
  pdfsig: Signature Validation: Signature is Valid.
SEEN
cmp seen expected || exit 1
