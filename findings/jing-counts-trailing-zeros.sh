#!/bin/bash
# Guess: in a schema `fractionDigits` of a decimal bounds its value, as XML Schema defines it: with two of them 2.5, 2.50 and 2.500 are
#        one number, and good.  Two validators of one schema say the same of them.
# What happens: jing counts the digits as they are written: 2.500 has three, and is refused – with a message that speaks of
#        significant digits.  libxml2 takes 2.500 and refuses 2.505.  So does the same schema as XSD, for libxml2.
# Versions: Debian 12, libjing-java 20220510-2, librelaxng-datatype-java 1.0+ds1-3.1, libisorelax-java 20041111-14, libxerces2-java
#        2.12.2-1, libxml-commons-resolver1.1-java 1.2-11, libsaxonhe-java 9.9.1.5+dfsg-1, any Java 17; libxml2-utils and libxml2
#        2.9.14+dfsg-1.3~deb12u6.
# Why it matters here: amounts come out of spreadsheets with zeros behind them, and editors use jing.  Schemas that `chengwen schema`
#        writes have patterns in place of fractionDigits; jing, libxml2 and our reader then agree.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -q libjing-java=20220510-2 librelaxng-datatype-java=1.0+ds1-3.1 libisorelax-java=20041111-14 libxerces2-java=2.12.2-1 \
    libxml-commons-resolver1.1-java=1.2-11 libsaxonhe-java=9.9.1.5+dfsg-1 \
    libxml2-utils=2.9.14+dfsg-1.3~deb12u6 libxml2=2.9.14+dfsg-1.3~deb12u6 >/dev/null
for package in ./*.deb; do
    dpkg -x "$package" root
done
command -v java >/dev/null || { echo "needs a Java: apt-get install openjdk-17-jre-headless"; exit 2; }
classes=$(find root/usr/share/java -name '*.jar' | tr '\n' ':')
libraries=$(dirname "$(find root -name 'libxml2.so.2' | head -n 1)")

cat >amount.rng <<'RNG'
<element name="amount" xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <data type="decimal"><param name="fractionDigits">2</param></data>
</element>
RNG
cat >amount.xsd <<'XSD'
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="amount"><xs:simpleType>
  <xs:restriction base="xs:decimal"><xs:fractionDigits value="2"/></xs:restriction>
</xs:simpleType></xs:element></xs:schema>
XSD
xmllint() { LD_LIBRARY_PATH=$PWD/$libraries root/usr/bin/xmllint "$@"; }
says() { if "$@" >said 2>&1; then echo good; else echo bad; fi; }
for number in 2.5 2.50 2.500 2.505; do
    echo "<amount>$number</amount>" >amount.xml
    jing=$(says java -cp "$classes" com.thaiopensource.relaxng.util.Driver amount.rng amount.xml)
    grep -o 'must be .*' said || true
    echo "$number: jing $jing, libxml2 $(says xmllint --noout --relaxng amount.rng amount.xml), as XSD $(says xmllint --noout --schema amount.xsd amount.xml)"
done | tee seen
cat >expected <<'SEEN'
2.5: jing good, libxml2 good, as XSD good
2.50: jing good, libxml2 good, as XSD good
must be a decimal number with at most 2 significant digits after the decimal point (found 3 digits)
2.500: jing bad, libxml2 good, as XSD good
must be a decimal number with at most 2 significant digits after the decimal point (found 3 digits)
2.505: jing bad, libxml2 bad, as XSD bad
SEEN
cmp seen expected || exit 1
