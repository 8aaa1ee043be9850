"""Signed PDFs for the tests, made of our own papers by incremental updates: fields, signatures by openssl's command line, and changes after them.

    paper = Paper(bytes)                  a file with one cross-reference table, or with streams of them
    paper.update({12: "<<…>>"})           appends a revision with these objects
    add_fields(paper, ["甲方盖章", …])    empty signature fields as the program lays them out
    sign(paper, "甲方盖章", signer)       fills one
"""
import re
import subprocess
import zlib
from pathlib import Path

ROOM = 16384  # bytes of /Contents


def run(*arguments, data=None):
    done = subprocess.run([str(argument) for argument in arguments], input=data, capture_output=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, arguments))}: {done.stderr.decode(errors='replace')}")
    return done.stdout


def text_string(text):
    return "<" + (b"\xfe\xff" + text.encode("utf-16-be")).hex().upper() + ">"


class Paper:
    """A PDF, whose objects are looked up in the plain text of the file: those in object streams are unpacked."""

    def __init__(self, data):
        self.data = data

    def trailer(self):
        table = int(re.findall(rb"startxref\s+(\d+)", self.data)[-1])
        rest = self.data[table:]
        return (rest[rest.rindex(b"trailer") + 7:] if rest.startswith(b"xref") else rest).decode("latin-1")

    def entry(self, key):
        return re.search(rf"/{key}\s*(\d+ 0 R|\d+|\[[^\]]*\])", self.trailer()).group(1)

    def is_compact(self):
        return not self.data[int(re.findall(rb"startxref\s+(\d+)", self.data)[-1]):].startswith(b"xref")

    def object(self, number):
        """The value of the object, as it is last written."""
        found = None
        for match in re.finditer(rb"(?<!\d)(\d+) 0 obj\s", self.data):
            end = self.data.index(b"endobj", match.end())
            if int(match.group(1)) == number:
                found = self.data[match.end():end].strip()
            if b"/ObjStm" in self.data[match.end():min(end, match.end() + 200)]:
                found = self.held(self.data[match.end():end], number) or found
        return found.decode("latin-1")

    @staticmethod
    def held(body, number):
        head, _, stream = body.partition(b"stream")
        first = int(re.search(rb"/First (\d+)", head).group(1))
        text = zlib.decompressobj().decompress(stream.lstrip(b"\r\n")) if b"/FlateDecode" in head else stream.lstrip(b"\r\n")
        pairs = list(map(int, text[:first].split()))
        places = dict(zip(pairs[::2], pairs[1::2]))
        if number not in places:
            return None
        ends = sorted(place for place in places.values() if place > places[number])
        return text[first + places[number]:first + ends[0] if ends else None].strip()

    def next_number(self):
        return int(self.entry("Size"))

    def update(self, objects, removed=(), trailer=""):
        """Appends a revision.  An object is text, or a pair of its dictionary's inside and the bytes of its stream."""
        size = max([self.next_number(), *(number + 1 for number in objects)])
        previous = int(re.findall(rb"startxref\s+(\d+)", self.data)[-1])
        kept = f"/Root {self.entry('Root')} /ID {self.entry('ID')} /Prev {previous}"
        if "/Info" in self.trailer():
            kept += f" /Info {self.entry('Info')}"
        out = bytearray(self.data)
        if not out.endswith(b"\n"):
            out += b"\n"
        places = {}
        for number, value in sorted(objects.items()):
            places[number] = len(out)
            if isinstance(value, tuple):
                out += f"{number} 0 obj\n<<{value[0]} /Length {len(value[1])}>>\nstream\n".encode() + value[1] + b"\nendstream\nendobj\n"
            else:
                out += f"{number} 0 obj\n{value}\nendobj\n".encode("latin-1")
        table = len(out)
        if self.is_compact():
            places[size] = table
            rows = sorted([*((number, 1, place) for number, place in places.items()), *((number, 0, 0) for number in removed)])
            stream = b"".join(bytes([kind]) + place.to_bytes(4, "big") + b"\0" for _, kind, place in rows)
            index = " ".join(f"{number} 1" for number, _, _ in rows)
            out += f"{size} 0 obj\n<</Type /XRef /Size {size + 1} /W [1 4 1] /Index [{index}] {kept} {trailer} /Length {len(stream)}>>\nstream\n".encode("latin-1")
            out += stream + b"\nendstream\nendobj\n"
        else:
            rows = sorted([*((number, f"{place:010} 00000 n") for number, place in places.items()), *((number, "0000000000 00001 f") for number in removed)])
            out += b"xref\n" + "".join(f"{number} 1\n{row}\r\n" for number, row in rows).encode()
            out += f"trailer\n<</Size {size} {kept} {trailer}>>\n".encode("latin-1")
        out += f"startxref\n{table}\n%%EOF".encode()
        self.data = bytes(out)


def pages(paper):
    tree = paper.object(int(re.search(r"/Pages (\d+)", paper.object(int(paper.entry("Root").split()[0]))).group(1)))
    return [int(number) for number in re.findall(r"(\d+) 0 R", re.search(r"/Kids\s*\[([^\]]*)\]", tree).group(1))]


def with_entry(dictionary, key, value):
    """The dictionary with this entry, in place of the one that it has."""
    plain = re.sub(rf"/{key}\s*(\[[^\]]*\]|\d+ 0 R|/\w+)", "", dictionary, count=1)
    return plain.rstrip()[:-2] + f" /{key} {value}>>"


def add_fields(paper, names, lock="/Action /Exclude", page=0):
    root = int(paper.entry("Root").split()[0])
    form = paper.next_number()
    fields = {name: form + 1 + i for i, name in enumerate(names)}
    locks = {name: form + 1 + len(names) + i for i, name in enumerate(names)}
    look = form + 1 + 2 * len(names)
    target = pages(paper)[page]
    objects = {form: f"<</Type /AcroForm /Fields [{' '.join(f'{n} 0 R' for n in fields.values())}]>>",
               look: ("/Type /XObject /Subtype /Form /BBox [0 0 60 30]", b"")}
    for i, name in enumerate(names):
        others = " ".join(text_string(other) for other in names if other != name)
        objects[fields[name]] = (f"<</Type /Annot /Subtype /Widget /FT /Sig /T {text_string(name)} /TU {text_string(name)} /Rect [{60 + 80 * i} 60 {120 + 80 * i} 90] /F 4 "
                                 f"/P {target} 0 R /AP <</N {look} 0 R>>" + (f" /Lock {locks[name]} 0 R" if lock else "") + ">>")
        if lock:
            objects[locks[name]] = f"<</Type /SigFieldLock {lock}" + (f" /Fields [{others}]" if "All" not in lock else "") + ">>"
    objects[root] = with_entry(paper.object(root), "AcroForm", f"{form} 0 R")
    objects[target] = with_entry(paper.object(target), "Annots", f"[{' '.join(f'{n} 0 R' for n in fields.values())}]")
    paper.update(objects)
    return fields


def field_number(paper, name):
    form = int(re.search(r"/AcroForm (\d+)", paper.object(int(paper.entry("Root").split()[0]))).group(1))
    for number in map(int, re.findall(r"(\d+) 0 R", re.search(r"/Fields\s*\[([^\]]*)\]", paper.object(form)).group(1))):
        if text_string(name) in paper.object(number):
            return number, form
    raise KeyError(name)


def stream_number(paper, page):
    return int(re.search(r"/Contents\s*\[?\s*(\d+)", paper.object(pages(paper)[page])).group(1))


def form_of(paper):
    return field_number(paper, "甲方盖章")[1]


def with_more(dictionary, entries):
    return dictionary.rstrip()[:-2] + f" {entries}>>"


class Signer:
    """A key with a certificate, made by openssl in a folder; issued by `issuer`, else by itself."""

    def __init__(self, folder, name, subject, issuer=None, key=("RSA", "rsa_keygen_bits:2048"), days=3650, extensions="keyUsage=critical,digitalSignature,nonRepudiation",
                 dates=None):
        self.key, self.certificate, self.issuer = folder / f"{name}.key", folder / f"{name}.pem", issuer
        request, extra = folder / f"{name}.csr", folder / f"{name}.ext"
        run("openssl", "genpkey", "-algorithm", key[0], "-pkeyopt", key[1], "-out", self.key)
        run("openssl", "req", "-new", "-utf8", "-key", self.key, "-subj", subject, "-out", request)
        extra.write_text(extensions + "\n", encoding="utf-8")
        if dates:  # only `openssl ca` dates a certificate back
            self.dated(folder, name, request, extra, dates)
            return
        how = ["-CA", issuer.certificate, "-CAkey", issuer.key, "-CAcreateserial"] if issuer else ["-signkey", self.key]
        run("openssl", "x509", "-req", "-in", request, *how, "-days", days, "-extfile", extra, "-out", self.certificate)

    def dated(self, folder, name, request, extra, dates):
        base = folder / f"{name}.ca"
        base.mkdir()
        (base / "index.txt").write_text("")
        (base / "serial").write_text("1000\n")
        config = base / "ca.cnf"
        config.write_text(f"[ca]\ndefault_ca=one\n[one]\ndatabase={base}/index.txt\nserial={base}/serial\nnew_certs_dir={base}\ndefault_md=sha256\npolicy=any\n"
                          "[any]\ncommonName=supplied\norganizationName=optional\ncountryName=optional\n", encoding="utf-8")
        run("openssl", "ca", "-batch", "-utf8", "-config", config, "-cert", self.issuer.certificate, "-keyfile", self.issuer.key, "-in", request, "-out", self.certificate, "-notext",
            "-startdate", dates[0], "-enddate", dates[1], "-extfile", extra)

    def cms(self, data, options=("-cades",)):
        return run("openssl", "cms", "-sign", "-binary", "-outform", "DER", "-signer", self.certificate, "-inkey", self.key, "-md", "sha256", *options,
                   *(["-certfile", self.issuer.certificate] if self.issuer else []), data=data)


class Register:
    """What an authority says of certificates: lists of revoked ones, and answers."""

    def __init__(self, folder, name, authority):
        self.folder, self.authority = folder_of(folder / name), authority
        (self.folder / "ca.cnf").write_text(f"[ca]\ndefault_ca=one\n[one]\ndatabase={self.folder}/index.txt\ndefault_md=sha256\ndefault_crl_days=30\n", encoding="utf-8")
        self.revoke()

    def revoke(self, *revoked):
        """From now on these: a signer and since when, 200101000000Z or with a reason behind it."""
        rows = []
        for signer, since in revoked:
            serial = run("openssl", "x509", "-in", signer.certificate, "-noout", "-serial").decode().strip().split("=")[1]
            rows.append(f"R\t20991231000000Z\t{since}\t{serial}\tunknown\t/CN=x\n")
        (self.folder / "index.txt").write_text("".join(rows))

    def list(self, days=(), extensions=""):
        """days: since when and until when it holds, 20260101000000Z; extensions: of the list."""
        (self.folder / "list.cnf").write_text((self.folder / "ca.cnf").read_text(encoding="utf-8") + "[more]\n" + extensions + "\n[points]\n" + "fullname=URI:http://a.example/1.crl\n", encoding="utf-8")
        more = ["-crl_lastupdate", days[0], "-crl_nextupdate", days[1]] if days else []
        more += ["-crlexts", "more"] if extensions else []
        run("openssl", "ca", "-gencrl", *more, "-config", self.folder / "list.cnf", "-cert", self.authority.certificate, "-keyfile", self.authority.key, "-out", self.folder / "list.pem")
        return run("openssl", "crl", "-in", self.folder / "list.pem", "-outform", "DER")

    def answer(self, signer, responder=None):
        responder = responder or self.authority
        run("openssl", "ocsp", "-index", self.folder / "index.txt", "-rsigner", responder.certificate, "-rkey", responder.key, "-CA", self.authority.certificate, "-issuer",
            self.authority.certificate, "-cert", signer.certificate, "-no_nonce", "-ndays", "7", "-reqout", self.folder / "request", "-respout", self.folder / "answer.der", "-noverify")
        return (self.folder / "answer.der").read_bytes()


def add_validation(paper, lists=(), answers=()):
    """/DSS with these, in a revision of its own."""
    root, first = int(paper.entry("Root").split()[0]), paper.next_number()
    parts = {first + i: ("", part) for i, part in enumerate([*lists, *answers])}
    numbers = [f"{number} 0 R" for number in parts]
    entry = f"<</Type /DSS /CRLs [{' '.join(numbers[:len(lists)])}] /OCSPs [{' '.join(numbers[len(lists):])}]>>"
    paper.update({**parts, root: with_entry(paper.object(root), "DSS", entry)})


def new_field(paper, name, box, number):
    """A field that the update brings: its objects, the field's and the form's."""
    form = field_number(paper, "甲方盖章")[1]
    page = pages(paper)[0]
    return {number: f"<</Type /Annot /Subtype /Widget /FT /Sig /F 132 /T {text_string(name)} /Rect {box} /P {page} 0 R>>",
            form: re.sub(r"/Fields\s*\[", f"/Fields [{number} 0 R ", paper.object(form)), page: re.sub(r"/Annots\s*\[", f"/Annots [{number} 0 R ", paper.object(page))}, form


def sign(paper, name, signer, filter_name="ETSI.CAdES.detached", make=None, extra="", time="D:20260601120000+08'00'", also=None, room=ROOM, box=None, kind="Sig"):
    """Fills the field, or with `box` a new one; `make` gives the bytes of /Contents for those that are signed; `also`: what else the update brings."""
    seal = paper.next_number()
    if box:
        number = seal + 1
        brought, form = new_field(paper, name, box, number)
    else:
        brought, (number, form) = {}, field_number(paper, name)
    brought = {**brought, **(also or {})}
    said_time = f"/M ({time})" if time else ""
    objects = {seal: f"<</Type /{kind} /Filter /Adobe.PPKLite /SubFilter /{filter_name} {said_time} {extra} /ByteRange [0 0000000000 0000000000 0000000000] /Contents <{'0' * 2 * room}>>>",
               **brought, number: with_entry(brought.get(number) or paper.object(number), "V", f"{seal} 0 R"),
               form: with_entry(brought.get(form) or paper.object(form), "SigFlags", "3")}
    before = len(paper.data)
    paper.update(objects)
    data = bytearray(paper.data)
    gap = data.index(b"/Contents <" + b"0" * 2 * room, before) + 10
    behind = gap + 2 * room + 2
    place = data.index(b"/ByteRange [", before) + 12
    data[place:place + 34] = f"0 {gap:010} {behind:010} {len(data) - behind:010}".encode()
    contents = (make or signer.cms)(bytes(data[:gap] + data[behind:]))
    data[gap + 1:gap + 1 + 2 * len(contents)] = contents.hex().encode()
    paper.data = bytes(data)


def folder_of(path):
    folder = Path(path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
