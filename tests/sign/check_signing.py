#!/usr/bin/env python3
"""chengwen sign, as a whole: keys of all sorts, several parties, time stamps, and all that may be wrong.

    check_signing.py CHENGWEN

Keys and certificates are made by openssl's command line; pdfsig, qpdf and `openssl cms` say what they think of the files.
"""
import fcntl
import hashlib
import http.server
import json
import os
import pty
import re
import select
import signal
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
import traceback
import zlib
from pathlib import Path

from signed import Paper, Register, Signer, add_fields, field_number, pages, run, sign as sign_by_hand, with_entry

ROOT = Path(__file__).resolve().parents[2]
SOFTHSM = "/usr/lib/softhsm/libsofthsm2.so"
PARTIES = ["甲方盖章", "乙方盖章", "监理（章）"]
ENVIRONMENT = {key: value for key, value in os.environ.items() if "proxy" not in key.lower()}
VERBOSE = "-v" in sys.argv
NEXT = time.gmtime().tm_year + 1  # a year in which certificates made now are valid
PASSWORD = "秘密-Secret-4711"


class Bench:
    """A folder with papers, keys and certificates."""

    def __init__(self, program, folder):
        self.program, self.folder, self.count = program, folder, 0
        self.make_papers()
        ca = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign"
        self.ca = Signer(folder, "ca", "/C=CN/O=测试机构/CN=Test CA", extensions=ca)
        self.rsa = Signer(folder, "rsa", "/C=CN/O=平湖市建设局/CN=张三", issuer=self.ca)
        self.p256 = Signer(folder, "p256", "/C=CN/O=乙方公司/CN=李四", issuer=self.ca, key=("EC", "ec_paramgen_curve:P-256"))
        self.p256_other = Signer(folder, "p256_other", "/C=CN/O=乙方公司/CN=李四", issuer=self.ca, key=("EC", "ec_paramgen_curve:P-256"))
        self.p384 = Signer(folder, "p384", "/C=CN/O=乙方公司/CN=王五", issuer=self.ca, key=("EC", "ec_paramgen_curve:P-384"))
        self.p521 = Signer(folder, "p521", "/C=CN/O=乙方公司/CN=王五", issuer=self.ca, key=("EC", "ec_paramgen_curve:P-521"))
        self.pss = Signer(folder, "pss", "/C=CN/O=乙方公司/CN=赵六", issuer=self.ca, key=("RSA-PSS", "rsa_keygen_bits:2048"))
        self.sm2 = folder / "sm2.key", folder / "sm2.pem"
        run("openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2", "-out", self.sm2[0])
        run("openssl", "req", "-new", "-x509", "-utf8", "-key", self.sm2[0], "-sm3", "-sigopt", "distid:1234567812345678", "-subj", "/C=CN/O=国密/CN=钱七", "-days", "99", "-out", self.sm2[1])
        (folder / "password").write_text(PASSWORD + "\n不是密码\n", encoding="utf-8")
        (folder / "ring.png").write_bytes(picture())
        (folder / "wrong").write_text("wrong\n", encoding="utf-8")

    def make_papers(self):
        source = self.folder / "in.xml"
        source.write_bytes((ROOT / "input/pinghu-contract.xml").read_bytes())
        for name, options in (("plain", []), ("compact", ["--compact"])):
            run(self.program, "build", source, "-o", self.folder / name, *options)
            paper = Paper((self.folder / name / "in.pdf").read_bytes())
            add_fields(paper, PARTIES)
            (self.folder / f"{name}.pdf").write_bytes(paper.data)

    def path(self, name):
        return self.folder / name

    def sign(self, source, field, *options, status=0, environment=None, keep=()):
        """Signs; what came out, or the message.  A file that was not to be made is not there, and the source is as it was."""
        self.count += 1
        out = self.path(f"out{self.count}.pdf")
        source = self.path(source) if isinstance(source, str) else source
        before = source.read_bytes()
        command = [part if isinstance(part, bytes) else str(part) for part in [self.program, "sign", source, "--field", field, "-o", out, *options]]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env={**ENVIRONMENT, **(environment or {})}, stdin=subprocess.DEVNULL, start_new_session=True,
                              pass_fds=keep)
        said = done.stdout + done.stderr
        assert done.returncode == status, f"exit {done.returncode}: {said}"
        assert source.read_bytes() == before, "the source was changed"
        assert out.exists() == (status == 0), said
        assert not list(self.folder.glob(".chengwen-*")), "a temporary file was left"
        for secret in (PASSWORD, "PRIVATE KEY"):
            assert secret not in said, "a secret in a message"
        if status == 0:
            assert out.read_bytes().startswith(before), "earlier bytes changed"
            assert out.read_bytes().endswith(b"%%EOF"), "does not end with %%EOF"
            run("qpdf", "--check", out)
            return out
        assert said.count("error: ") == 1, said
        return said


def key_of(signer):
    return ["--cert", signer.certificate, "--key", signer.key, "--chain", signer.issuer.certificate]


def pdfsig(path):
    """For each signed field what pdfsig says."""
    text = run("pdfsig", path).decode()
    parts = re.split(r"^Signature #\d+:\n", text, flags=re.M)[1:]
    return {re.search(r"Field Name: (.*)", part).group(1): part for part in parts if "not signed" not in part}


def is_valid(part):
    return "Signature is Valid." in part


def is_whole(part):
    return "- Total document signed" in part


def parts_of(path, which=-1):
    """What is signed, and the CMS."""
    data = path.read_bytes()
    ranges = re.findall(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)", data)
    start, gap, behind, rest = map(int, ranges[which])
    whole = bytes.fromhex(data[gap + 1:behind - 1].decode())
    length = 4 + int.from_bytes(whole[2:4], "big")
    assert whole[:2] == b"\x30\x82" and not whole[length:].strip(b"\0")
    return data[start:gap] + data[behind:behind + rest], whole[:length]


def looked(bench, path, count):
    """`signatures` finds all of them right, and nothing after them that they forbid."""
    said = run(bench.program, "signatures", path, "--roots", bench.ca.certificate).decode()
    assert f"共 {count} 个签名，都有效" in said and "不许" not in said.replace("只许", "").replace("此后锁定的域不许改", ""), said


def cms_verify(bench, path, which=-1):
    content, cms = parts_of(path, which)
    bench.path("content").write_bytes(content)
    bench.path("cms").write_bytes(cms)
    run("openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", bench.path("cms"), "-content", bench.path("content"), "-CAfile", bench.ca.certificate, "-out", "/dev/null")


def asn1(bench, path, which=-1):
    bench.path("cms").write_bytes(parts_of(path, which)[1])
    return run("openssl", "asn1parse", "-inform", "DER", "-in", bench.path("cms")).decode()


def picture(clear=0, alpha=True):
    """A ring, red, the rest transparent, or as it is said."""
    side = 60

    def dot(x, y):
        return bytes([220, 0, 0] + ([255 if 20 < ((x - 30) ** 2 + (y - 30) ** 2) ** 0.5 < 28 else clear] if alpha else []))
    rows = b"".join(b"\0" + b"".join(dot(x, y) for x in range(side)) for y in range(side))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 6 if alpha else 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def halves():
    """Red above, blue below, the rightmost column clear."""
    rows = b"".join(b"\0" + b"".join(bytes([*((220, 0, 0) if y < 30 else (0, 0, 220)), 255 if x < 59 else 0]) for x in range(60)) for y in range(60))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 60, 60, 8, 6, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


# --- what works ---

def check_three_parties(bench):
    for name in ("plain.pdf", "compact.pdf"):
        one = bench.sign(name, PARTIES[0], *key_of(bench.rsa), "--reason", "合同签订", "--location", "平湖", "--time", f"{NEXT}-08-02 10:00")
        two = bench.sign(one, PARTIES[1], *key_of(bench.p256), "--picture", bench.path("ring.png"), "--time", f"{NEXT}-08-03T02:00:00Z")
        three = bench.sign(two, PARTIES[2], *key_of(bench.rsa), "--pss", "--digest", "sha512")
        said = pdfsig(three)
        assert list(said) == PARTIES and all(map(is_valid, said.values())), said
        assert [is_whole(part) for part in said.values()] == [False, False, True], said
        assert is_whole(pdfsig(one)[PARTIES[0]])
        assert "CN=张三" in said[PARTIES[0]] and "ETSI.CAdES.detached" in said[PARTIES[0]]
        data = three.read_bytes()
        assert f"/M (D:{NEXT}0802100000+08'00')".encode() in data and f"/M (D:{NEXT}0803020000+00'00')".encode() in data
        assert b"/Reason <FEFF" + "合同签订".encode("utf-16-be").hex().upper().encode() + b">" in data
        assert data.count(b"/SigFlags 3") == 1 and data.count(b"/TransformMethod /FieldMDP") == 3
        for which in range(3):
            cms_verify(bench, three, which)
        looked(bench, three, 3)
        assert len(set(re.findall(rb"/ID \[(<\w+>)", data[len(bench.path(name).read_bytes()):]))) == 1
        same = bench.sign(bench.path("plain.pdf"), PARTIES[0], *key_of(bench.rsa), "--time", "2026-08-02")
        assert same.read_bytes() == bench.sign("plain.pdf", PARTIES[0], *key_of(bench.rsa), "--time", "2026-08-02").read_bytes()


def check_own_fields(bench):
    """The fields that `build --fields` lays out, all of them, each with a picture; with a table and with streams."""
    for options in ([], ["--compact"]):
        folder = bench.path("own" + "".join(options))
        run(bench.program, "build", bench.path("in.xml"), "--fields", "-o", folder, *options)
        path = folder / "in.pdf"
        done = subprocess.run([bench.program, "sign", path, *key_of(bench.rsa)], capture_output=True, text=True, check=False)
        names = re.search(r"可用：([^。\n]*)", done.stderr).group(1).split("、")
        assert len(names) > 1 and done.returncode == 1, done
        for i, name in enumerate(names):
            path = bench.sign(path, name, *key_of([bench.rsa, bench.p256][i % 2]), "--picture", bench.path("ring.png"))
        said = pdfsig(path)
        assert len(said) == len(names) and all(map(is_valid, said.values())) and is_whole(said[names[-1]]), said
        looked(bench, path, len(names))


def check_algorithms(bench):
    for signer, options, digest, seen in ((bench.rsa, [], "sha256", True), (bench.rsa, ["--digest", "sha384"], "sha384", True), (bench.p384, [], "sha384", True),
                                          (bench.p521, [], "sha512", True), (bench.pss, [], "sha256", False)):
        out = bench.sign("plain.pdf", PARTIES[0], *key_of(signer), *options)
        cms_verify(bench, out)
        text = asn1(bench, out)
        assert f":{digest}" in text and "id-smime-aa-signingCertificateV2" in text and "signingTime" not in text, text
        if seen:  # of a key that is for PSS alone pdfsig proves nothing, whoever signed with it
            assert is_valid(pdfsig(out)[PARTIES[0]])


def check_sm2(bench):
    """OpenSSL 3.0 proves no CMS with SM2: the raw signature is proved, with the identity, and the digest."""
    key, certificate = bench.sm2
    out = bench.sign("plain.pdf", PARTIES[0], "--cert", certificate, "--key", key)
    prove_sm2(bench, out)
    again = bench.sign(out, PARTIES[1], *key_of(bench.rsa))
    assert is_valid(pdfsig(again)[PARTIES[1]])


def walk(data, at, end):
    while at < end:
        length, head = data[at + 1], 2
        if length & 0x80:
            head += length & 0x7F
            length = int.from_bytes(data[at + 2:at + head], "big")
        yield data[at], data[at:at + head + length], at + head, at + head + length
        at += head + length


def inside(value):
    tag, _, at, end = next(walk(value, 0, len(value)))
    return list(walk(value, at, end))


def prove_sm2(bench, path):
    content, cms = parts_of(path)
    signed = inside(inside(inside(cms)[1][1])[0][1])
    info = inside(inside(signed[-1][1])[0][1])
    attributes = next(value for tag, value, _, _ in info if tag == 0xA0)
    bench.path("attributes").write_bytes(b"\x31" + attributes[1:])
    bench.path("raw").write_bytes(next(inside_of for tag, value, at, end in info if tag == 4 for inside_of in [value[-(end - at):]]))
    assert hashlib.new("sm3", content).digest() in attributes
    run("openssl", "x509", "-in", bench.sm2[1], "-noout", "-pubkey", "-out", bench.path("public"))
    run("openssl", "pkeyutl", "-verify", "-pubin", "-inkey", bench.path("public"), "-rawin", "-digest", "sm3", "-in", bench.path("attributes"), "-sigfile", bench.path("raw"),
        "-pkeyopt", "distid:1234567812345678")


def check_files(bench):
    """Certificates and keys as they come: DER, encrypted, PKCS#12; passwords from a file, from a descriptor."""
    rsa, folder = bench.rsa, bench.folder
    run("openssl", "x509", "-in", rsa.certificate, "-outform", "DER", "-out", folder / "rsa.cer")
    run("openssl", "pkcs8", "-topk8", "-nocrypt", "-in", rsa.key, "-outform", "DER", "-out", folder / "rsa.der")
    run("openssl", "pkcs8", "-topk8", "-in", rsa.key, "-passout", f"pass:{PASSWORD}", "-out", folder / "locked.pem")
    run("openssl", "pkcs8", "-topk8", "-in", rsa.key, "-passout", f"pass:{PASSWORD}", "-outform", "DER", "-out", folder / "locked.der")
    run("openssl", "pkcs12", "-export", "-in", rsa.certificate, "-inkey", rsa.key, "-certfile", bench.ca.certificate, "-passout", f"pass:{PASSWORD}", "-out", folder / "rsa.p12")
    run("openssl", "pkcs12", "-export", "-in", rsa.certificate, "-inkey", rsa.key, "-passout", "pass:", "-out", folder / "open.p12")
    password = ["--password-file", folder / "password"]
    for options in (["--cert", folder / "rsa.cer", "--key", folder / "rsa.der"], ["--cert", rsa.certificate, "--key", folder / "locked.pem", *password],
                    ["--cert", rsa.certificate, "--key", folder / "locked.der", *password], ["--p12", folder / "rsa.p12", *password], ["--p12", folder / "open.p12"]):
        assert is_valid(pdfsig(bench.sign("plain.pdf", PARTIES[0], *options))[PARTIES[0]]), options
    read, write = os.pipe()
    os.write(write, PASSWORD.encode() + b"\n")
    os.close(write)
    bench.sign("plain.pdf", PARTIES[0], "--p12", folder / "rsa.p12", "--password-file", f"fd:{read}", keep=(read,))
    os.close(read)
    for options in (["--cert", rsa.certificate, "--key", folder / "locked.pem"], ["--cert", rsa.certificate, "--key", folder / "locked.der"], ["--p12", folder / "rsa.p12"]):
        assert "密码不对" in bench.sign("plain.pdf", PARTIES[0], *options, "--password-file", folder / "wrong", status=1)
        assert "没有可以输入的终端" in bench.sign("plain.pdf", PARTIES[0], *options, status=1)


def check_passwords(bench):
    """The first line counts, however much follows it; a descriptor is nobody else's."""
    run("openssl", "pkcs8", "-topk8", "-in", bench.rsa.key, "-passout", f"pass:{PASSWORD}", "-out", bench.path("shut.pem"))
    key = ["--cert", bench.rsa.certificate, "--key", bench.path("shut.pem")]
    bench.path("long").write_text(PASSWORD + "\n" + "x" * 9999, encoding="utf-8")
    bench.sign("plain.pdf", PARTIES[0], *key, "--password-file", bench.path("long"))
    for written in ("\ufeff" + PASSWORD, "\ufeff" + PASSWORD + "\r\n"):  # as editors of Windows save it
        bench.path("marked").write_text(written, encoding="utf-8", newline="")
        bench.sign("plain.pdf", PARTIES[0], *key, "--password-file", bench.path("marked"))
    bench.path("marked").write_text("\ufeff\ufeff" + PASSWORD, encoding="utf-8")
    assert "密码不对" in bench.sign("plain.pdf", PARTIES[0], *key, "--password-file", bench.path("marked"), status=1)
    bench.path("long").write_text("x" * 9999, encoding="utf-8")
    bench.sign("plain.pdf", PARTIES[0], *key, "--password-file", bench.path("long"), status=1)
    assert "fd:x: error: 这不是描述符" in bench.sign("plain.pdf", PARTIES[0], *key, "--password-file", "fd:x", status=2)
    read, write = os.pipe()
    os.close(write)
    nosy = program_of(bench, "nosy-signer", f"ls /proc/self/fd > \"$0.fds\"; openssl pkeyutl -sign -inkey {bench.p256.key} -in \"$0.digest\"")
    other = os.dup2(read, 77)
    bench.sign("plain.pdf", PARTIES[0], "--cert", bench.p256.certificate, "--signer", nosy, "--password-file", f"fd:{other}", keep=(other,))
    assert str(other) not in bench.path("nosy-signer.fds").read_text().split()
    os.close(read)
    os.close(other)


def small(line=b"\n", row_end=b" \n", first=0, split=True, xref_end=b"", number_end=b"", tail=b"", object_end=b""):
    """A page with an empty field, as other makers write files: all of it legal, or read by everybody."""
    objects = [b"<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [4 0 R]>>>>", b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
               b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Annots [4 0 R]>>", b"<</Type /Annot /Subtype /Widget /FT /Sig /T (one) /Rect [9 9 60 60] /F 4 /P 3 0 R>>"]
    out, rows = bytearray(b"%PDF-1.4" + line + b"%\xe2\xe3\xcf\xd3" + line), [b"0000000000 65535 f" + row_end]
    for number, value in enumerate(objects, 1):
        rows.append(b"%010d 00000 n" % len(out) + row_end)
        out += b"%d 0 obj" % number + line + value + line + b"endobj" + object_end + line
    table = len(out)
    out += b"xref" + xref_end + line
    for begin, end in ((first, 2), (2, 3), (3, 5)) if split else ((first, 5),):
        out += b"%d %d" % (begin, end - begin) + xref_end + line + b"".join(rows[begin:end])
    return bytes(out + b"trailer" + line + b"<</Size 5 /Root 1 0 R>>" + line + b"startxref" + number_end + line + b"%d" % table + number_end + line + b"%%EOF" + tail)


def check_odd_files(bench):
    """White and line ends as others write them, and what was left behind the end: read, and signed twice over."""
    cases = {"plain": {}, "CR": {"line": b"\r", "row_end": b" \r"}, "CR LF": {"line": b"\r\n", "row_end": b"\r\n"}, "rows end in LF alone": {"row_end": b"\n"},
             "blanks behind startxref": {"number_end": b"   "}, "blanks behind xref": {"xref_end": b" "}, "no object 0": {"first": 1}, "one subsection": {"split": False},
             "no object 0, one subsection": {"first": 1, "split": False}, "blanks behind endobj": {"object_end": b"  \t"},
             **{f"tail {tail[:8]}, {len(tail)}": {"tail": tail} for tail in (b"\n", b"\r", b"\r\n", b" ", b"  \r\n", b"\n\n\n", b"\0\0\0", b"\n" + bytes(5000), b"\x1a", b"\n<!-- sent by a form -->" * 40)}}
    for name, how in cases.items():
        bench.path("odd.pdf").write_bytes(small(**how))
        done = subprocess.run([bench.program, "signatures", bench.path("odd.pdf")], capture_output=True, text=True, check=False)
        assert done.returncode == 1 and "还没有签名" in done.stderr, (name, done.stderr)
        said = pdfsig(bench.sign("odd.pdf", "one", *key_of(bench.p256)))
        assert is_valid(said["one"]) and is_whole(said["one"]), (name, said)
    for name, tail, words in (("an older startxref", b"\nstartxref\n9\n%%EOF", "读不下去"), ("junk", b"\n" + b"x" * 5000, "末尾没有 startxref")):
        bench.path("odd.pdf").write_bytes(small(tail=tail))
        assert words in bench.sign("odd.pdf", "one", *key_of(bench.p256), status=1), name
    bench.path("odd.pdf").write_bytes(b"\n" + small())
    assert "前面" in bench.sign("odd.pdf", "one", *key_of(bench.p256), status=1)


def makers():
    """How other programs write our file anew; whether its fields are still there."""
    for options in ([], ["--linearize"], ["--object-streams=generate"], ["--object-streams=generate", "--linearize"], ["--object-streams=disable"], ["--qdf"], ["--stream-data=uncompress", "--linearize"],
                    ["--newline-before-endstream"]):
        yield ["qpdf", *options, "SOURCE", "OUT"], True
    for options in ([], ["-gggg"], ["-d"], ["-z"], ["-s"], ["-a"], ["-l"]):
        yield ["mutool", "clean", *options, "SOURCE", "OUT"], True
    yield ["pdftocairo", "-pdf", "SOURCE", "OUT"], False
    yield ["pdfseparate", "-l", "1", "SOURCE", "OUT"], True


def check_makers(bench):
    """Files that other programs wrote, signed by all three: those made to be shown while they are loaded have two sections for one revision."""
    for command, has_fields in makers():
        for source in ("plain", "compact"):
            path = bench.path("made.pdf")
            subprocess.run([{"SOURCE": bench.path(f"{source}.pdf"), "OUT": path}.get(word, word) for word in command], capture_output=True, check=True)
            done = subprocess.run([bench.program, "signatures", path], capture_output=True, text=True, check=False)
            assert done.returncode == 1 and ("空着的签名域有 3 个" if has_fields else "文件没有签名") in done.stderr, (command, done.stderr)
            if not {"--linearize", "-l", "-gggg"} & set(command):
                continue
            for i, name in enumerate(PARTIES):
                path = bench.sign(path, name, *key_of([bench.rsa, bench.p256][i % 2]))
            said = pdfsig(path)
            assert list(said) == PARTIES and all(map(is_valid, said.values())) and is_whole(said[PARTIES[2]]), (command, said)
            looked(bench, path, 3)
            alter(bench, path.read_bytes(), path=bench.path("altered.pdf"))


def alter(bench, data, path):
    """A byte of either section, of what they lead to, or something appended: no signature stays good."""
    tables = [match.start() for match in re.finditer(rb"/Linearized|/Prev|startxref|/Index|/Root", data)][:12]
    files = [data[:at + 3] + bytes([data[at + 3] ^ 1]) + data[at + 4:] for at in [*tables, 20, 3000]]
    paper = Paper(data)
    root = int(paper.entry("Root").split()[0])
    paper.update({root: with_entry(paper.object(root), "Lang", "(en)")})
    skipped = re.sub(rb"/Prev \d+", b"/Prev " + re.findall(rb"/Prev (\d+)", data)[0], paper.data[len(data):])
    for altered in (*files, paper.data, data + skipped):
        path.write_bytes(altered)
        done = subprocess.run([bench.program, "signatures", path], capture_output=True, text=True, check=False)
        assert done.returncode == 1 and "都有效" not in done.stdout, done.stdout


def typed(bench, keys, *options):
    """With a terminal, on which `keys` are typed when it asks: exit status, all that was seen."""
    out = bench.path("typed.pdf")
    out.unlink(missing_ok=True)
    command = [str(part) for part in [bench.program, "sign", bench.path("plain.pdf"), "--field", PARTIES[0], "-o", out, *options]]
    child, terminal = pty.fork()
    if child == 0:
        os.execv(command[0], command)
    seen, asked = b"", False
    ended, status = 0, 0
    until = time.monotonic() + 20
    while not ended and time.monotonic() < until:  # not every system tells that the other end is closed
        ended, status = os.waitpid(child, os.WNOHANG)
        while select.select([terminal], [], [], 0.05)[0]:
            try:
                part = os.read(terminal, 4096)
            except OSError:
                break
            seen += part
            if not part:
                break
        if not asked and "不显示".encode() in seen:
            asked = True
            time.sleep(0.2)  # the echo is switched off, and what was typed before thrown away, before it asks
            os.write(terminal, keys)
    os.close(terminal)
    if not ended:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    assert asked and ended, seen
    return os.waitstatus_to_exitcode(status), seen.decode(), out


def check_terminal(bench):
    run("openssl", "pkcs12", "-export", "-in", bench.rsa.certificate, "-inkey", bench.rsa.key, "-passout", f"pass:{PASSWORD}", "-out", bench.path("typed.p12"))
    status, seen, out = typed(bench, PASSWORD.encode() + "错".encode() + b"\x7f\n", "--p12", bench.path("typed.p12"))
    assert status == 0 and out.exists() and PASSWORD not in seen, seen
    status, seen, out = typed(bench, b"wrong\n", "--p12", bench.path("typed.p12"))
    assert status == 1 and not out.exists() and "密码不对" in seen and "wrong" not in seen, seen
    status, seen, out = typed(bench, b"Secret\x03", "--p12", bench.path("typed.p12"))
    assert status == 1 and not out.exists() and "中断了" in seen and "Secret" not in seen, seen


def check_terminal_signals(bench):
    """A signal that ends it at the prompt leaves a terminal that shows what is typed."""
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        ours, theirs = pty.openpty()
        before = termios.tcgetattr(theirs)
        command = [str(part) for part in [bench.program, "sign", bench.path("plain.pdf"), "--field", PARTIES[0], "-o", bench.path("typed.pdf"), "--p12", bench.path("typed.p12")]]
        child = os.fork()
        if child == 0:
            os.setsid()
            fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)
            os.execv(command[0], command)
        seen = b""
        while "不显示".encode() not in seen and select.select([ours], [], [], 20)[0]:
            seen += os.read(ours, 4096)
        assert not termios.tcgetattr(theirs)[3] & termios.ECHO
        os.kill(child, number)
        assert os.WTERMSIG(os.waitpid(child, 0)[1]) == number
        assert termios.tcgetattr(theirs) == before, f"dumb after {number}"
        os.close(ours)
        os.close(theirs)


def check_picture(bench):
    for name in ("plain.pdf", "compact.pdf"):
        out = bench.sign(name, PARTIES[1], *key_of(bench.p256), "--picture", bench.path("ring.png"))
        assert is_valid(pdfsig(out)[PARTIES[1]])
        before, after = (run("pdftoppm", "-r", "50", "-f", "1", "-l", "1", path) for path in (bench.path(name), out))
        red = [sum(page[i] > 180 and page[i + 1] < 60 and page[i + 2] < 60 for i in range(15, len(page) - 2, 3)) for page in (before, after)]
        assert red[0] == 0 and red[1] > 20, red
    assert "seal.txt" in bench.sign("plain.pdf", PARTIES[0], *key_of(bench.p256), "--picture", bench.path("seal.txt"), status=1)
    bench.path("seal.bad").write_bytes(picture()[:300])
    assert "seal.bad" in bench.sign("plain.pdf", PARTIES[0], *key_of(bench.p256), "--picture", bench.path("seal.bad"), status=1)


def ink(path, field, page=1):
    """Dark and red dots in the box of the field: above, below its middle."""
    data = run("pdftoppm", "-r", "144", "-f", page, "-l", page, "-x", 120 + 160 * field, "-y", 2 * 842 - 180, "-W", 120, "-H", 60, path)
    dots = data[data.index(b"255\n") + 4:]
    halves = [dots[i:i + 120 * 30 * 3] for i in (0, 120 * 30 * 3)]
    return [[sum(fits(half[i:i + 3]) for i in range(0, len(half), 3)) for fits in (lambda dot: max(dot) < 100, lambda dot: dot[0] > 180 and dot[1] < 60)] for half in halves]


def check_turned(bench):
    """Upright on a page that is shown turned: a picture red above and blue below, wherever the page's turn is said."""
    bench.path("halves.png").write_bytes(halves())
    for turn in (90, 180, 270, -90):
        for above in (False, True):
            paper = Paper(bench.path("plain.pdf").read_bytes())
            page = pages(paper)[0]
            number = int(re.search(r"/Parent (\d+)", paper.object(page)).group(1)) if above else page
            paper.update({number: with_entry(paper.object(number), "Rotate", str(turn))})
            bench.path("turned.pdf").write_bytes(paper.data)
            out = bench.sign("turned.pdf", PARTIES[0], *key_of(bench.p256), "--picture", bench.path("halves.png"))
            assert is_valid(pdfsig(out)[PARTIES[0]]), pdfsig(out)
            assert f"/MK << /R {turn % 360} >>".encode() in out.read_bytes(), (turn, re.findall(rb"/MK.*", out.read_bytes()), paper.object(number))
            looked(bench, out, 1)
            page = run("pdftoppm", "-r", "36", "-f", "1", "-l", "1", out)
            head = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", page)
            width, dots = int(head.group(1)), page[head.end():]
            rows = {name: [i // 3 // width for i in range(0, len(dots), 3) if fits(dots[i:i + 3])]
                    for name, fits in (("red", lambda dot: dot[0] > 200 and dot[1] < 60 and dot[2] < 60), ("blue", lambda dot: dot[2] > 200 and dot[0] < 60 and dot[1] < 60))}
            assert len(rows["red"]) > 20 and len(rows["blue"]) > 20 and max(rows["red"]) <= min(rows["blue"]) + 1, (turn, above, rows)


def check_text(bench):
    """Name and date in the box, as outlines: no font comes into the file; below a picture; the same each time; the next party signs over it."""
    when = ["--time", f"{NEXT}-08-02 10:00", "--text", "{name}\\n{date}"]
    for name in ("plain.pdf", "compact.pdf"):
        assert ink(bench.path(name), 0) == [[0, 0], [0, 0]]
        one = bench.sign(name, PARTIES[0], *key_of(bench.rsa), *when)
        (above, red), (below, _) = ink(one, 0)
        assert above > 40 and below > 80 and red == 0, (above, below)
        assert run("pdffonts", one) == run("pdffonts", bench.path(name)) and run("pdftotext", one, "-") == run("pdftotext", bench.path(name), "-")
        assert one.read_bytes() == bench.sign(name, PARTIES[0], *key_of(bench.rsa), *when).read_bytes()
        two = bench.sign(one, PARTIES[1], *key_of(bench.p256), *when, "--picture", bench.path("ring.png"))
        (above, red), (below, none) = ink(two, 1)
        assert above == 0 and red > 40 and below > 80 and none == 0, (above, red, below, none)
        assert all(map(is_valid, pdfsig(two).values()))
        looked(bench, two, 2)
    everything = bench.sign("plain.pdf", PARTIES[0], *key_of(bench.p256), "--text", "{organisation}\\n{iso} {time}\\n{reason}·{location}", "--reason", "审批", "--location", "平湖")
    assert min(ink(everything, 0))[0] > 40


def check_text_faults(bench):
    def said(text, *options, status=1):
        return bench.sign("plain.pdf", PARTIES[0], *key_of(bench.rsa), "--text", text, *options, status=status)
    for text, word in (("{nam}\\n{date}", "{nam}"), ("{name", "{name"), ("{}", "{}")):
        assert f"--text 里不能写“{word}”；可用：{{name}}、{{organisation}}、{{date}}、{{iso}}、{{time}}、{{reason}}、{{location}}" in said(text, status=2)
    assert "有 {reason}，而它没有内容" in said("{name}{reason}")
    for text, character in (("a\U000F0000", "（U+F0000）"), ("\u0628\u0639", "（U+0628）"), ("a\tb", "U+0009"), ("q\u0301", "U+0301")):
        assert "签名域里画不出" in said(text) and character in said(text), text
    assert "不是 UTF-8" in said(b"\xff")
    assert "签名域放不下" in said("某某某建设工程监理咨询有限公司") and "只有宽 21.2 mm、高 5.3 mm" in said("a\\nb\\nc", "--picture", bench.path("ring.png"))
    assert "找不到目录" in said("{name}", "--fonts", bench.path("none"), status=2)
    bench.path("roles.xml").write_text('<roles><role name="黑体"><face names="Noto Sans CJK SC"/></role></roles>', encoding="utf-8")
    assert "没有字体角色“宋体”" in said("{name}", "--fonts", bench.folder)


def check_names(bench):
    """Without -o: beside the file, with a name that says it."""
    folder = bench.path("合同夹")
    folder.mkdir()
    (folder / "合同.pdf").write_bytes(bench.path("plain.pdf").read_bytes())
    for source, field, made in (("合同.pdf", 0, "合同-已签.pdf"), ("合同-已签.pdf", 1, "合同-已签2.pdf"), ("合同-已签2.pdf", 2, "合同-已签3.pdf")):
        said = run(bench.program, "sign", folder / source, "--field", PARTIES[field], *key_of(bench.p256)).decode()
        assert (folder / made).exists() and made in said
    done = subprocess.run([bench.program, "sign", folder / "合同.pdf", "--field", PARTIES[0], *key_of(bench.p256)], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "合同-已签.pdf: error: 已有这个文件" in done.stderr, done.stderr


# --- keys elsewhere ---

PROGRAM = """#!/bin/sh
printf '%s' "$1" > "$0.said"
cat > "$0.digest"
{command}
"""


def program_of(bench, name, command):
    path = bench.path(name)
    path.write_text(PROGRAM.format(command=command), encoding="utf-8")
    path.chmod(0o700)
    return path


def check_programs(bench):
    digest = '"$0.digest"'
    good = program_of(bench, "signer", f"ulimit -c > \"$0.core\"; openssl pkeyutl -sign -inkey {bench.p256.key} -in {digest}")
    out = bench.sign("plain.pdf", PARTIES[0], "--cert", bench.p256.certificate, "--signer", good)
    assert is_valid(pdfsig(out)[PARTIES[0]]) and bench.path("signer.said").read_text() == "ecdsa-sha256" and bench.path("signer.digest").stat().st_size == 32
    assert bench.path("signer.core").read_text() == "0\n", "it may leave a core"
    pss = program_of(bench, "pss-signer", f"openssl pkeyutl -sign -inkey {bench.rsa.key} -in {digest} -pkeyopt digest:sha256 -pkeyopt rsa_padding_mode:pss -pkeyopt rsa_pss_saltlen:digest")
    assert is_valid(pdfsig(bench.sign("plain.pdf", PARTIES[0], "--cert", bench.rsa.certificate, "--pss", "--signer", pss))[PARTIES[0]])
    key, certificate = bench.sm2
    sm2 = program_of(bench, "sm2-signer", f"openssl pkeyutl -sign -inkey {key} -in {digest}")
    prove_sm2(bench, bench.sign("plain.pdf", PARTIES[0], "--cert", certificate, "--signer", sm2))
    assert bench.path("sm2-signer.said").read_text() == "sm2-sm3"
    behind = program_of(bench, "left-signer", f"openssl pkeyutl -sign -inkey {bench.p256.key} -in {digest}; sleep 99 2>/dev/null &")
    begun = time.monotonic()
    bench.sign("plain.pdf", PARTIES[0], "--cert", bench.p256.certificate, "--signer", behind)
    assert time.monotonic() - begun < 20, "what it left behind is waited for"
    for command, message in (("exit 7", "签名程序失败（退出码 7）"), ("echo nonsense", "签出的结果用证书核对不上"), ("true", "签名程序什么也没有输出"), ("head -c 99999 /dev/zero; sleep 99", "输出超过 4096 字节"), ("kill -SEGV $$", "被信号 11 终止"), ("exec >&-; exit 3", "退出码 3"),
                             (f"openssl pkeyutl -sign -inkey {bench.p384.key} -in {digest}", "签出的结果用证书核对不上")):
        bad = program_of(bench, "bad-signer", command)
        assert message in bench.sign("plain.pdf", PARTIES[0], "--cert", bench.p256.certificate, "--signer", bad, status=1), command
    assert "无法启动" in bench.sign("plain.pdf", PARTIES[0], "--cert", bench.p256.certificate, "--signer", bench.path("nobody"), status=1)


def check_meanwhile(bench):
    """Two at once: the slower one finds that the other has signed, and takes nothing away; no file is replaced that came meanwhile."""
    slow = program_of(bench, "slow-signer", f"touch \"$0.begun\"; while test ! -e \"$0.go\"; do sleep 0.05; done; openssl pkeyutl -sign -inkey {bench.p256.key} -in \"$0.digest\"")
    for where, message in ((["-o", bench.path("both.pdf")], "both.pdf: error: 文件在签名期间变了"), ([], "both-已签.pdf: error: ")):
        both = bench.path("both.pdf")
        both.write_bytes(bench.path("plain.pdf").read_bytes())
        bench.path("slow-signer.begun").unlink(missing_ok=True)
        bench.path("slow-signer.go").unlink(missing_ok=True)
        command = [str(part) for part in (bench.program, "sign", both, *where, "--field")]
        with subprocess.Popen([*command, PARTIES[0], "--cert", str(bench.p256.certificate), "--signer", str(slow)], stderr=subprocess.PIPE, text=True) as waiting:
            until = time.monotonic() + 20
            while not bench.path("slow-signer.begun").exists() and time.monotonic() < until:
                time.sleep(0.05)
            run(*command, PARTIES[1], *key_of(bench.rsa))
            bench.path("slow-signer.go").touch()
            said = waiting.communicate()[1]
        assert waiting.returncode == 1 and message in said, said
        out = both if where else bench.path("both-已签.pdf")
        assert list(pdfsig(out)) == [PARTIES[1]] and not list(bench.folder.glob(".chengwen-*"))


def check_tokens(bench):
    tokens = bench.path("tokens")
    tokens.mkdir()
    bench.path("softhsm.conf").write_text(f"directories.tokendir = {tokens}\nobjectstore.backend = file\n", encoding="utf-8")
    environment = {"SOFTHSM2_CONF": str(bench.path("softhsm.conf"))}
    os.environ.update(environment)
    run("softhsm2-util", "--init-token", "--free", "--label", "印章", "--so-pin", "12345678", "--pin", "135790")
    for i, (name, signer) in enumerate((("rsa", bench.rsa), ("p256", bench.p256))):
        run("openssl", "pkcs8", "-topk8", "-nocrypt", "-in", signer.key, "-out", bench.path("p8"))
        run("softhsm2-util", "--import", bench.path("p8"), "--token", "印章", "--label", name, "--id", f"0{i + 1}", "--pin", "135790")
    run("openssl", "x509", "-in", bench.p256.certificate, "-outform", "DER", "-out", bench.path("p256.cer"))
    run("pkcs11-tool", "--module", SOFTHSM, "--token-label", "印章", "--login", "--pin", "135790", "--write-object", bench.path("p256.cer"), "--type", "cert", "--id", "02", "--label", "p256")
    bench.path("pin").write_text("135790\n", encoding="utf-8")
    token = ["--pkcs11", SOFTHSM, "--token", "印章"]
    pin = ["--password-file", bench.path("pin")]

    def signed(*options, **more):
        return bench.sign("plain.pdf", PARTIES[0], *token, *options, environment=environment, **more)
    for options in (["--label", "p256"], ["--label", "rsa", "--cert", bench.rsa.certificate], ["--label", "rsa", "--cert", bench.rsa.certificate, "--pss", "--digest", "sha384"]):
        out = signed(*options, *pin)
        assert is_valid(pdfsig(out)[PARTIES[0]])
        cms_verify(bench, out)
    assert "PIN" in signed("--label", "p256", "--password-file", bench.path("wrong"), status=1)
    bench.path("no-pin").write_text("")
    assert "PIN 是空的，没有送给密码设备" in signed("--label", "p256", "--password-file", bench.path("no-pin"), status=1)
    assert "不止一把" in signed(*pin, status=1)
    assert "没有这样的私钥" in signed("--label", "别的", *pin, status=1)
    assert "没有签名人的证书" in signed("--label", "rsa", *pin, status=1)
    assert "私钥与证书不配" in signed("--label", "rsa", "--cert", bench.p256.certificate, *pin, status=1)
    assert "核对不上" in signed("--label", "p256", "--cert", bench.p256_other.certificate, *pin, status=1)
    assert "不是可以装入的 PKCS#11 模块" in bench.sign("plain.pdf", PARTIES[0], "--pkcs11", bench.path("password"), *pin, status=1)
    assert "密码设备有 0 个" in bench.sign("plain.pdf", PARTIES[0], "--pkcs11", SOFTHSM, "--token", "另一个", *pin, environment=environment, status=1)


# --- time stamps ---

STAMPS = """[tsa]
default_tsa = one
[one]
serial = {folder}/tsa.serial
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
ordering = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


class Stamps(http.server.BaseHTTPRequestHandler):
    """Answers as its path says."""
    bench = None

    def do_POST(self):
        question = self.rfile.read(int(self.headers["Content-Length"]))
        how = self.path.strip("/")
        kind = "application/timestamp-reply"
        if how == "silent":
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        if how == "missing":
            self.send_error(404)
            return
        answer = {"nonsense": b"\x30\x03abc", "large": b"\x30\x83\x0f\xff\xff" + bytes(1 << 20)}.get(how) or self.stamp(question, how)
        if how == "page":
            kind, answer = "text/html", b"<html></html>"
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        try:
            self.wfile.write(answer)
        except OSError:
            pass

    def stamp(self, question, how):
        folder = self.bench.folder
        if how == "other":
            question = run("openssl", "ts", "-query", "-digest", "00" * 32, "-sha256", "-cert")
        (folder / "question").write_bytes(question)
        signer = folder / ("p256" if how == "unfit" else "tsa")
        answer = run("openssl", "ts", "-reply", "-config", folder / ("named.cnf" if how == "named" else "tsa.cnf"), "-queryfile", folder / "question", "-inkey", f"{signer}.key", "-signer", f"{signer}.pem")
        if how == "altered":
            answer = answer[:-5] + bytes([answer[-5] ^ 1]) + answer[-4:]
        return answer

    def log_message(self, *_):
        pass


def check_stamps(bench):
    folder = bench.folder
    tsa = Signer(folder, "tsa", "/C=CN/O=授时机构/CN=TSA", issuer=bench.ca, extensions="keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping")
    (folder / "tsa.cnf").write_text(STAMPS.format(folder=folder), encoding="utf-8")
    (folder / "named.cnf").write_text(STAMPS.format(folder=folder) + "tsa_name = yes\n", encoding="utf-8")
    (folder / "tsa.serial").write_text("01\n")
    Stamps.bench = bench
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stamps)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/"
    try:
        for name in ("plain.pdf", "compact.pdf"):
            out = bench.sign(name, PARTIES[0], *key_of(bench.rsa), "--tsa", url + "good")
            assert is_valid(pdfsig(out)[PARTIES[0]])
            cms_verify(bench, out)
            assert "id-smime-aa-timeStampToken" in asn1(bench, out)
            prove_stamp(bench, out, tsa)
            looked(bench, out, 1)
        named = bench.sign("plain.pdf", PARTIES[0], *key_of(bench.rsa), "--tsa", url + "named")
        prove_stamp(bench, named, tsa)
        looked(bench, named, 1)
        bench.sign("plain.pdf", PARTIES[0], *key_of(bench.rsa), "--tsa", url.replace("http", "HTTP") + "good")
        dated_by_stamp(bench, url)
        secure(bench)
        for how, message in (("nonsense", "回答读不懂"), ("silent", "没有给出可用的回答"), ("missing", "没有给出可用的回答"), ("page", "没有给出可用的回答"), ("large", "没有给出可用的回答"),
                             ("other", "不是对这次签名的"), ("altered", "时间戳的签名不对")):
            begun = time.monotonic()
            said = bench.sign("plain.pdf", PARTIES[0], *key_of(bench.rsa), "--tsa", url + how, status=1)
            if VERBOSE:
                print(f"{time.monotonic() - begun:6.1f} {how}: {said.strip()}")
            assert message in said, f"{how}: {said}"
    finally:
        server.shutdown()
    server.server_close()
    for wrong, reason in ((url, "连接被拒绝"), ("http://nobody.invalid/", "找不到这个主机"), ("ftp://127.0.0.1/", "地址要以 http")):
        assert f"没有给出可用的回答（{reason}" in (said := bench.sign("plain.pdf", PARTIES[0], *key_of(bench.rsa), "--tsa", wrong, status=1)).replace("那里没有这样的服务，", ""), said
    assert "没有给出可用的回答" in bench.sign("plain.pdf", PARTIES[0], *key_of(bench.rsa), "--tsa", "一个网址", status=1)


def dated_by_stamp(bench, url):
    """The time of the stamp counts, not what the signer says: so does the warning."""
    expired = Signer(bench.folder, "past", "/C=CN/O=x/CN=past", issuer=bench.ca, dates=("20200101000000Z", "20210101000000Z"))
    done = plain_run(bench, *key_of(expired), "--tsa", url + "good", "--time", "2020-06-01")
    assert done.returncode == 0 and "warning: 证书到 2021-01-01 已过期" in done.stderr, done
    assert subprocess.run([bench.program, "signatures", "-q", str(bench.path("plainly.pdf"))], capture_output=True, check=False).returncode == 1
    assert "证书到 2021-01-01 已过期" in bench.sign("plain.pdf", PARTIES[0], *key_of(expired), "--tsa", url + "good", "--time", "2020-06-01", "--strict", status=1)
    for time_said in ("2020-06-01", "2040-06-01"):  # ten years of validity from now on
        done = plain_run(bench, *key_of(bench.rsa), "--tsa", url + "good", "--time", time_said, "--strict")
        assert done.returncode == 0 and not done.stderr, done
        looked(bench, bench.path("plainly.pdf"), 1)


def secure(bench):
    """https: only with a certificate that a root of the system vouches for, and for that host."""
    host = Signer(bench.folder, "host", "/CN=localhost", issuer=bench.ca, extensions="subjectAltName=DNS:localhost")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stamps)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(host.certificate, host.key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    roots = {"SSL_CERT_FILE": str(bench.ca.certificate)}
    try:
        bench.sign("plain.pdf", PARTIES[0], *key_of(bench.rsa), "--tsa", f"https://localhost:{server.server_port}/good", environment=roots)
        for name, environment in (("localhost", {}), ("127.0.0.1", roots)):
            said = bench.sign("plain.pdf", PARTIES[0], *key_of(bench.rsa), "--tsa", f"https://{name}:{server.server_port}/good", environment=environment, status=1)
            assert "没有给出可用的回答（服务器的证书通不过核对）" in said, said
    finally:
        server.shutdown()
    server.server_close()


def prove_stamp(bench, path, tsa):
    """openssl ts says so, too: the token is of the raw signature."""
    _, cms = parts_of(path)
    info = inside(inside(inside(inside(inside(cms)[1][1])[0][1])[-1][1])[0][1])
    raw = next(value[-(end - at):] for tag, value, at, end in info if tag == 4)
    unsigned = next(value for tag, value, _, _ in info if tag == 0xA1)
    token = inside(inside(inside(unsigned)[0][1])[1][1])[0][1]
    bench.path("token").write_bytes(token)
    bench.path("raw").write_bytes(raw)
    run("openssl", "ts", "-verify", "-token_in", "-in", bench.path("token"), "-data", bench.path("raw"), "-CAfile", bench.ca.certificate, "-untrusted", tsa.certificate)


def check_validation(bench):
    """Lists and certificates go behind the signature, which stays whole; the next party signs over them."""
    folder, proofs = bench.folder, bench.path("proofs")
    proofs.mkdir()
    base = folder / "crl"
    base.mkdir()
    (base / "index.txt").write_text("")
    (base / "ca.cnf").write_text(f"[ca]\ndefault_ca=one\n[one]\ndatabase={base}/index.txt\ndefault_md=sha256\ndefault_crl_days=30\n", encoding="utf-8")
    run("openssl", "ca", "-gencrl", "-config", base / "ca.cnf", "-cert", bench.ca.certificate, "-keyfile", bench.ca.key, "-out", proofs / "list.pem")
    (proofs / "ca.pem").write_bytes(bench.ca.certificate.read_bytes())
    run("openssl", "ocsp", "-index", base / "index.txt", "-rsigner", bench.ca.certificate, "-rkey", bench.ca.key, "-CA", bench.ca.certificate, "-issuer", bench.ca.certificate, "-cert", bench.rsa.certificate,
        "-no_nonce", "-ndays", "7", "-reqout", base / "request", "-respout", proofs / "answer.der", "-noverify")
    for name in ("plain.pdf", "compact.pdf"):
        out = bench.sign(name, PARTIES[0], *key_of(bench.rsa), "--validation", proofs)
        data = out.read_bytes()
        key = hashlib.sha1(bytes.fromhex(re.search(rb"/Contents <([0-9a-f]+)>", data).group(1).decode())).hexdigest().upper()
        for part in (b"/DSS", b"/Certs [", b"/CRLs [", b"/OCSPs [", b"/VRI", f"/{key} <<".encode()):
            assert part in data, part
        assert is_valid(pdfsig(out)[PARTIES[0]])
        again = bench.sign(out, PARTIES[1], *key_of(bench.p256), "--validation", proofs / "list.pem")
        said = pdfsig(again)
        assert is_valid(said[PARTIES[0]]) and is_valid(said[PARTIES[1]])
        assert again.read_bytes().count(b"/Type /DSS") == 2
        looked(bench, again, 2)
    done = plain_run(bench, *key_of(bench.rsa), "--validation", proofs)
    assert "证书 3 张，吊销列表 1 份，OCSP 回答 1 份" in done.stdout, done
    bench.path("nothing").mkdir()
    assert "这个目录里没有文件" in bench.sign("plain.pdf", PARTIES[0], *key_of(bench.rsa), "--validation", bench.path("nothing"), status=1)
    assert "没有证书、吊销列表" in bench.sign("plain.pdf", PARTIES[0], *key_of(bench.rsa), "--validation", folder / "password", status=1)


def check_revoked(bench):
    """A list that is given, or lies in the file already, and has the signer in it: told, with --strict an error."""
    register, proofs = Register(bench.folder, "revocations", bench.ca), bench.path("revoked")
    proofs.mkdir()
    for since, later in (("200101000000Z", False), ("480101000000Z", True)):
        register.revoke((bench.rsa, since))
        message = f"吊销列表里有签名人的证书：它从 20{since[:2]}-01-01 起被吊销"
        for name, data in (("list.der", register.list()), ("answer.der", register.answer(bench.rsa))):
            for old in proofs.iterdir():
                old.unlink()
            (proofs / name).write_bytes(data)
            done = plain_run(bench, *key_of(bench.rsa), "--validation", proofs)
            assert done.returncode == 0 and f"rsa.pem: warning: {message}" in done.stderr, done
            told = json.loads(subprocess.run([bench.program, "signatures", "--format=json", str(bench.path("plainly.pdf"))], capture_output=True, text=True, check=False).stdout)
            assert told["valid"] == later and told["signatures"][0]["revocation"] == ("good" if later else "bad"), told
            assert message in bench.sign("plain.pdf", PARTIES[0], *key_of(bench.rsa), "--validation", proofs, "--strict", status=1)
            other = bench.sign("plain.pdf", PARTIES[0], *key_of(bench.p256), "--validation", proofs, "--strict")  # it has another
            done = subprocess.run([bench.program, "sign", str(other), "--field", PARTIES[1], "-o", str(bench.path("revoked.pdf")), *map(str, key_of(bench.rsa))], capture_output=True, text=True, check=False)
            assert done.returncode == 0 and message in done.stderr, done
            assert message in bench.sign(other, PARTIES[1], *key_of(bench.rsa), "--strict", status=1)


# --- what is wrong ---

def check_certificates(bench):
    expired = Signer(bench.folder, "old", "/C=CN/O=x/CN=old", issuer=bench.ca, dates=("20200101000000Z", "20210101000000Z"))
    early = Signer(bench.folder, "new", "/C=CN/O=x/CN=new", issuer=bench.ca, dates=("20990101000000Z", "20991231000000Z"))
    unfit = Signer(bench.folder, "enc", "/C=CN/O=x/CN=enc", issuer=bench.ca, extensions="keyUsage=critical,keyEncipherment")
    for signer, message in ((expired, "证书到 2021-01-01 已过期"), (early, "证书从 2099-01-01 起才有效"), (unfit, "证书的用途里没有签名")):
        assert message in bench.sign("plain.pdf", PARTIES[0], *key_of(signer), "--strict", status=1)
        command = [str(part) for part in [bench.program, "sign", bench.path("plain.pdf"), "--field", PARTIES[0], "-o", bench.path("warned.pdf"), *key_of(signer)]]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert "warning: " + message in done.stderr and "chengwen signatures 会说这个签名无效" in done.stderr, done.stderr
        looked_at = subprocess.run([bench.program, "signatures", str(bench.path("warned.pdf"))], capture_output=True, text=True, check=False)
        assert looked_at.returncode == 1 and "结论：无效" in looked_at.stdout, looked_at
    bench.sign("plain.pdf", PARTIES[0], *key_of(expired), "--strict", "--time", "2020-06-01")


def check_opaque_pictures(bench):
    """What hides the text below is warned of; with --strict it is an error."""
    (bench.folder / "white.png").write_bytes(picture(alpha=False))
    (bench.folder / "full.png").write_bytes(picture(clear=255))
    for name, message in (("white.png", "图片没有透明的底"), ("full.png", "图片没有透明的底"), ("ring.png", "")):
        options = ["--picture", bench.path(name), *key_of(bench.p256)]
        done = plain_run(bench, *options)
        assert done.returncode == 0 and (f"{name}: warning: {message}" in done.stderr if message else not done.stderr), done
        said = bench.sign("plain.pdf", PARTIES[0], *options, "--strict", status=1 if message else 0)
        assert not message or message in said, said


def plain_run(bench, *options):
    out = bench.path("plainly.pdf")
    command = [part if isinstance(part, bytes) else str(part) for part in [bench.program, "sign", bench.path("plain.pdf"), "--field", PARTIES[0], *([] if "-o" in options else ["-o", out]), *options]]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRONMENT)


def check_quiet(bench):
    done = plain_run(bench, "-q", *key_of(bench.p256), "--validation", bench.ca.certificate)
    assert done.returncode == 0 and not done.stdout + done.stderr, done
    look = [bench.program, "signatures", str(bench.path("plainly.pdf")), "-q", "--roots"]
    done = subprocess.run([*look, str(bench.ca.certificate)], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and not done.stdout + done.stderr, done
    done = subprocess.run([*look, str(bench.p384.certificate)], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "结论：无效" in done.stdout, done


def check_said(bench):
    """Reason and place are shown, to people and to programs."""
    for options, words in ((["--reason", "合同签订", "--location", "平湖"], ("合同签订", "平湖")), ([], (None, None))):
        out = bench.sign("plain.pdf", PARTIES[0], *key_of(bench.rsa), *options)
        told = json.loads(run(bench.program, "signatures", "--format=json", out))["signatures"][0]
        assert (told.get("reason"), told.get("location")) == words, told
        text = run(bench.program, "signatures", out).decode()
        assert ("  原因：“合同签订”\n  地点：“平湖”\n" in text) == bool(options) and ("原因" in text) == bool(options), text


def check_words(bench):
    """Reason and place as texts of a description: nothing unseen, nothing that turns what stands beside it."""
    for text, message in (("合同\u202e订签", "U+202E"), ("a\nb", "控制字符"), ("a\x1bb", "控制字符"), ("a\x7fb", "U+007F"), (b"\xc4\xe3", "不是 UTF-8"), ("a\ue000", "U+E000"), ("\u200b", "U+200B")):
        for option in ("--reason", "--location"):
            done = plain_run(bench, *key_of(bench.rsa), option, text)
            assert done.returncode == 2 and f"{option}: error: " in done.stderr and message in done.stderr and done.stderr.count("error: ") == 1, done


def check_keys(bench):
    for options, message in (
            (["--cert", bench.rsa.certificate, "--key", bench.p256.key], "私钥与证书不配"),
            (["--cert", bench.rsa.certificate, "--key", bench.rsa.certificate], "没有可以读的私钥"),
            (["--cert", bench.path("password"), "--key", bench.rsa.key], "没有可以读的证书"),
            (["--p12", bench.rsa.certificate], "不是可以读的 PKCS#12")):
        assert message in bench.sign("plain.pdf", PARTIES[0], *options, status=1), message
    for options, message in (
            (["--key", bench.rsa.key], "没有签名人的证书"),
            ([], "要写一种"),
            ([*key_of(bench.rsa), "--p12", bench.rsa.key], "要写一种"),
            ([*key_of(bench.rsa), "--time", "昨天"], "的时间"),
            ([*key_of(bench.rsa), "--time", "1999-01-01"], "这不是 2000 年到 2199 年的时间"),
            ([*key_of(bench.rsa), "--time", "2026-02-30"], "的时间")):
        assert message in bench.sign("plain.pdf", PARTIES[0], *options, status=2), message
    assert "无法读取" in bench.sign("plain.pdf", PARTIES[0], "--cert", bench.rsa.certificate, "--key", bench.path("none"), status=1)
    for options, message in ((["--cert", bench.folder], "这是目录"), (["--picture", bench.path("none.png")], "none.png: error: 无法读取文件：没有这个文件")):
        said = bench.sign("plain.pdf", PARTIES[0], *key_of(bench.rsa), *options, status=1) if "--picture" in options else bench.sign("plain.pdf", PARTIES[0], *options, "--key", bench.rsa.key, status=1)
        assert message in said, said
    missing = subprocess.run([bench.program, "sign", "missing.pdf", "--field", "x", *map(str, key_of(bench.rsa))], capture_output=True, text=True, check=False)
    assert missing.returncode == 1 and "无法读取" in missing.stderr, missing
    ed = Signer(bench.folder, "ed", "/C=CN/O=x/CN=ed", issuer=bench.ca, key=("EC", "ec_paramgen_curve:P-256"))
    run("openssl", "genpkey", "-algorithm", "ED25519", "-out", ed.key)
    run("openssl", "req", "-new", "-x509", "-key", ed.key, "-subj", "/CN=ed", "-out", ed.certificate)
    odd = Signer(bench.folder, "odd", "/C=CN/O=x/CN=odd", issuer=bench.ca, key=("EC", "ec_paramgen_curve:secp256k1"))
    assert "不能用来签名" in bench.sign("plain.pdf", PARTIES[0], *key_of(odd), status=1)
    paper = Paper(bench.path("plain.pdf").read_bytes())
    sign_by_hand(paper, PARTIES[0], odd)
    bench.path("odd.pdf").write_bytes(paper.data)
    looked_at = subprocess.run([bench.program, "signatures", str(bench.path("odd.pdf"))], capture_output=True, text=True, check=False)
    assert looked_at.returncode == 1 and "所用的算法不认识" in looked_at.stdout, looked_at
    for options in (["--digest", "sha256"], ["--pss"]):
        assert "签名只用 SM3" in bench.sign("plain.pdf", PARTIES[0], "--cert", bench.sm2[1], "--key", bench.sm2[0], *options, status=1)
    short = Signer(bench.folder, "short", "/CN=short", issuer=bench.ca, key=("RSA", "rsa_keygen_bits:1024"))
    assert "只有 1024 位" in bench.sign("plain.pdf", PARTIES[0], *key_of(short), status=1)
    assert "不能用来签名" in bench.sign("plain.pdf", PARTIES[0], *key_of(ed), status=1)


def check_fields(bench):
    key = key_of(bench.p256)
    said = bench.sign("plain.pdf", "甲方签章", *key, status=1)
    assert "没有签名域“甲方签章”，是不是“甲方盖章”？" in said, said
    assert all(name in bench.sign("plain.pdf", "xyz", *key, status=1) for name in PARTIES)
    bare = bench.path("bare.pdf")
    bare.write_bytes((bench.folder / "plain/in.pdf").read_bytes())
    assert "文件里没有签名域。" in bench.sign(bare, PARTIES[0], *key, status=1)
    one = bench.sign("plain.pdf", PARTIES[0], *key)
    said = bench.sign(one, PARTIES[0], *key, status=1)
    assert f"签名域“甲方盖章”已经签过；可用：{PARTIES[1]}、{PARTIES[2]}\n" in said, said
    said = bench.sign(one, "乙方签章", *key, status=1)
    assert "是不是“乙方盖章”？" in said, said
    two = bench.sign(bench.sign(one, PARTIES[1], *key), PARTIES[2], *key)
    assert "签名域都已经签过" in bench.sign(two, "别的", *key, status=1)
    done = subprocess.run([bench.program, "signatures", str(bench.path("plain.pdf"))], capture_output=True, text=True, check=False)
    assert f"文件还没有签名；空着的签名域有 3 个：{'、'.join(PARTIES)}\n" in done.stderr, done
    for path, empty in ((bench.path("plain.pdf"), PARTIES), (one, PARTIES[1:]), (two, [])):  # before anything else is asked for
        path.with_name(path.stem + "-已签.pdf").write_bytes(b"taken")
        for options in ([], key, ["--p12", bench.path("none.p12")]):
            done = subprocess.run([bench.program, "sign", str(path), *map(str, options)], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, start_new_session=True)
            assert done.returncode == 1 and done.stderr.count("error: ") == 1, done
            assert (f"没有说签在哪个签名域；可用：{'、'.join(empty)}。" if empty else "签名域都已经签过") in done.stderr, done
    for path, message in ((bare, "文件里没有签名域。"), (bench.path("missing.pdf"), "无法读取")):
        done = subprocess.run([bench.program, "sign", str(path)], capture_output=True, text=True, check=False)
        assert done.returncode == 1 and message in done.stderr and done.stderr.count("error: ") == 1, done


def check_changed(bench):
    key = key_of(bench.p256)
    one = bench.sign("plain.pdf", PARTIES[0], *key_of(bench.rsa))
    data = bytearray(one.read_bytes())
    at = data.index(b"/Rect [60 60")
    data[at + 7] ^= 1
    changed = bench.path("changed.pdf")
    changed.write_bytes(data)
    assert "Signature is Invalid" in pdfsig(changed)[PARTIES[0]] or "Digest Mismatch" in pdfsig(changed)[PARTIES[0]]
    assert "签名域“甲方盖章”的签名与文件对不上" in bench.sign(changed, PARTIES[1], *key, status=1)
    paper = Paper(one.read_bytes())
    paper.update({pages(paper)[1]: with_entry(paper.object(pages(paper)[1]), "Rotate", "90")})
    changed.write_bytes(paper.data)
    assert is_valid(pdfsig(changed)[PARTIES[0]])
    assert "签名域“甲方盖章”签后，文件有它所不许的改动" in bench.sign(changed, PARTIES[1], *key, status=1)
    for tail in (b"% hi\n", b"hello", b"\n%%EOF\n", b"aGVsbG8K" * 200, b"\n9999 0 obj\n(x)\nendobj\n"):
        changed.write_bytes(one.read_bytes() + tail)
        assert "签名域“甲方盖章”签后，文件有它所不许的改动" in bench.sign(changed, PARTIES[1], *key, status=1)
        changed.write_bytes(bench.path("plain.pdf").read_bytes() + tail)  # that is what the first one signs
        looked(bench, bench.sign(changed, PARTIES[0], *key), 1)
    changed.write_bytes(one.read_bytes() + b"\r\n\n")
    looked(bench, bench.sign(changed, PARTIES[1], *key), 2)
    cut = bench.path("cut.pdf")
    cut.write_bytes(one.read_bytes()[:-400])
    bench.sign(cut, PARTIES[1], *key, status=1)
    cut.write_bytes(b"not a pdf")
    bench.sign(cut, PARTIES[1], *key, status=1)


def check_lost(bench):
    """A signature that was taken away, or changed for another one, is named, and nobody signs behind it."""
    key = key_of(bench.p256)

    def refused(paper, name):
        bench.path("lost.pdf").write_bytes(paper.data)
        message = f"签名域“{name}”在第 "
        done = subprocess.run([bench.program, "signatures", str(bench.path("lost.pdf"))], capture_output=True, text=True, check=False)
        assert done.returncode == 1 and message in done.stderr and "被去掉或换掉了" in done.stderr, done
        told = json.loads(subprocess.run([bench.program, "signatures", "--format=json", str(bench.path("lost.pdf"))], capture_output=True, text=True, check=False).stdout)
        assert not told["valid"] and message in told["error"], told
        assert message in bench.sign("lost.pdf", PARTIES[2], *key, status=1)
    for name in ("plain.pdf", "compact.pdf"):
        one = bench.sign(name, PARTIES[0], *key)
        two = bench.sign(one, PARTIES[1], *key)
        for signed, party in ((one, PARTIES[0]), (two, PARTIES[0]), (two, PARTIES[1])):
            paper = Paper(signed.read_bytes())
            number = field_number(paper, party)[0]
            paper.update({number: re.sub(r"/V \d+ 0 R", "", paper.object(number))})
            refused(paper, party)
            paper = Paper(signed.read_bytes())
            number = int(re.search(r"/V (\d+) 0 R", paper.object(field_number(paper, party)[0])).group(1))
            paper.update({number: "null"})
            refused(paper, party)
            paper = Paper(signed.read_bytes())
            paper.update({number: paper.object(number).replace("/Filter", "/Reason (x) /Filter")})
            refused(paper, party)
        skip_signatures(bench, bench.path(name).read_bytes(), two.read_bytes(), key)


def skip_signatures(bench, plain, signed, key):
    """A table that leads past the revisions of signatures, or to none at all: they are in the file, and nobody finds them."""
    def led(paper, previous):
        before = len(paper.data)
        paper.update({paper.next_number() + 50: "(x)"})
        return paper.data[:before] + re.sub(rb"/Prev \d+", previous, paper.data[before:])

    first = re.findall(rb"startxref\s+(\d+)", plain)[-1]
    for data in (led(Paper(signed), b"/Prev " + first), led(Paper(led(Paper(signed), b"/Prev " + first)), b"/Prev " + first)):
        bench.path("skipped.pdf").write_bytes(data)
        done = subprocess.run([bench.program, "signatures", str(bench.path("skipped.pdf"))], capture_output=True, text=True, check=False)
        assert done.returncode == 1 and done.stderr.count("交叉引用表跳过了它") == 2 and "还没有签名" not in done.stderr, done
        assert "交叉引用表跳过了它，不能再签" in bench.sign("skipped.pdf", PARTIES[0], *key, status=1)
    paper = Paper(plain)  # what looks like one, and is none
    paper.update({paper.next_number(): ("", b"/ByteRange [0 10 20 30] /Contents <00>"), paper.next_number() + 1: "<</ByteRange [0 0 0 0]>>"})
    bench.path("skipped.pdf").write_bytes(paper.data + b"\n% /ByteRange [0 10 20 30]\n")
    bench.sign("skipped.pdf", PARTIES[0], *key)


def check_locks(bench):
    key = key_of(bench.p256)
    for lock, field, allowed in (("/Action /All", 1, False), ("/Action /Include", 1, False), ("/Action /Exclude", 1, True)):
        paper = Paper((bench.folder / "plain/in.pdf").read_bytes())
        add_fields(paper, PARTIES, lock=lock)
        bench.path("locked.pdf").write_bytes(paper.data)
        one = bench.sign("locked.pdf", PARTIES[0], *key)
        if allowed:
            bench.sign(one, PARTIES[field], *key)
        else:
            assert "签名域“甲方盖章”的签名规定，签后不许再签签名域“乙方盖章”" in bench.sign(one, PARTIES[field], *key, status=1)
    paper = Paper(bench.path("plain.pdf").read_bytes())
    sign_by_hand(paper, PARTIES[0], bench.rsa, extra="/Reference [<</Type /SigRef /TransformMethod /DocMDP /TransformParams <</Type /TransformParams /P 1 /V /1.2>>>>]")
    bench.path("certified.pdf").write_bytes(paper.data)
    assert "签后不许再签" in bench.sign("certified.pdf", PARTIES[1], *key, status=1)


def check_streams(bench):
    """What cannot be told, on a full or a closed stream, is called that."""
    command = [bench.program, "signatures", str(bench.sign("plain.pdf", PARTIES[0], *key_of(bench.rsa)))]
    for how, reason in ((">/dev/full", "磁盘已满"), (">&-", "没有打开")):
        done = subprocess.run(["bash", "-c", f'exec "$@" {how}', "bash", *command], stderr=subprocess.PIPE, text=True, check=False)
        assert done.returncode == 3 and f"stdout: error: 无法写入文件：{reason}" in done.stderr and "内存" not in done.stderr, done


def check_outputs(bench):
    """What signing needs is not replaced; there is no stream to write to."""
    rsa, kept = bench.rsa, bench.path("kept")
    options = {"key": ["--cert", rsa.certificate], "cert": ["--key", rsa.key], "chain": key_of(rsa)[:4], "picture": key_of(rsa), "password-file": key_of(rsa)}
    sources = {"key": rsa.key, "cert": rsa.certificate, "chain": bench.ca.certificate, "picture": bench.path("ring.png"), "password-file": bench.path("password")}
    for name, others in options.items():
        kept.write_bytes(sources[name].read_bytes())
        done = plain_run(bench, *others, f"--{name}", kept, "-o", kept)
        assert done.returncode == 2 and f"kept: error: 这个文件是签名要用的（--{name}）" in done.stderr, done
        assert kept.read_bytes() == sources[name].read_bytes()
    for name in ("/dev/stdout", "-", "/dev/fd/1"):
        done = plain_run(bench, *key_of(rsa), "-o", name)
        assert done.returncode == 2 and "不能写到标准输出" in done.stderr and not done.stdout, done
    assert Path("/dev/stdout").is_symlink()


def check_disk(bench):
    """Where it cannot be written, everything is as it was."""
    shut = bench.path("没有的目录/out.pdf")
    command = [str(part) for part in [bench.program, "sign", bench.path("plain.pdf"), "--field", PARTIES[0], "-o", shut, *key_of(bench.p256)]]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 3 and done.stderr.count("error: ") == 1 and "无法写入文件" in done.stderr, done.stderr
    limited = subprocess.run(["bash", "-c", 'ulimit -f 64; trap "" XFSZ; exec "$@"', "bash", *command[:5], "-o", str(bench.path("full.pdf")), *command[7:]], capture_output=True, text=True, check=False)
    assert limited.returncode in (1, 3) and "无法写入文件" in limited.stderr and not bench.path("full.pdf").exists(), limited.stderr
    assert not list(bench.folder.glob(".chengwen-*"))
    same = bench.path("same.pdf")
    same.write_bytes(bench.path("plain.pdf").read_bytes())
    run(*command[:2], same, *command[3:5], "-o", same, *command[7:])
    assert is_valid(pdfsig(same)[PARTIES[0]])


def main(program):
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(str(Path(program).resolve()), Path(folder))
        for name, check in [(name, check) for name, check in globals().items() if name.startswith("check_")]:
            begun = time.monotonic()
            try:
                check(bench)
                if VERBOSE:
                    print(f"{time.monotonic() - begun:6.1f} {name}")
            except Exception:  # pylint: disable=broad-except
                failed += 1
                print(f"{name}:")
                traceback.print_exc(limit=3, file=sys.stdout)
    print(f"signing: {failed} failed" if failed else "signing: good")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
