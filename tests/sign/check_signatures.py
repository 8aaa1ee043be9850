#!/usr/bin/env python3
"""What `chengwen signatures` says of papers signed by openssl's command line: true ones of each algorithm, one after another; one byte changed; each sort of
change after a signature; locks; certificates; time stamps; SM2; ranges that cover something else; files made to do harm.

usage: check_signatures.py PROGRAM
"""
import hashlib
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import der
import disguised
from looking import TREE, Checker, World, bad, failures, good
from signed import Paper, Register, Signer, add_fields, add_validation, field_number, form_of, pages, run, sign, stream_number, text_string, with_entry, with_more


def check_true_ones(check, world):
    for compact in (False, True):
        paper = world.paper(compact=compact)
        for i, (field, signer) in enumerate((("甲方盖章", world.rsa), ("乙方盖章", world.ec), ("丙方盖章", world.third))):
            sign(paper, field, signer)
            wanted = [good(*(["signed"] if k < i else [])) for k in range(i + 1)]
            told = check.expect(f"{field}, compact {compact}", paper, 0, wanted, "--roots", world.root.certificate)
            check.expect_pdfsig(field, i + 1)
            if [one["field"] for one in told] != ["甲方盖章", "乙方盖章", "丙方盖章"][:i + 1] or not told[-1]["whole"] or any(one["whole"] for one in told[:-1]):
                failures.append(f"order and extent after {field}: {told}")
            if told and (told[0]["signer"], told[0]["organisation"], told[0]["issuer"], told[0]["chain"]) != ("张三", "平湖公司", "测试根", "good"):
                failures.append(f"signer: {told[0]}")
    for name, options in (("PSS", ("-cades", "-keyopt", "rsa_padding_mode:pss")), ("SHA-512", ("-cades", "-md", "sha512"))):
        paper = world.paper()
        sign(paper, "甲方盖章", world.rsa, make=lambda data, o=options: world.rsa.cms(data, o))
        check.expect(name, paper, 0, [good()])
        check.expect_pdfsig(name, 1)
    for name, options, time in (("plain PKCS #7", (), "signer"), ("without attributes", ("-noattr",), "paper")):
        paper = world.paper()
        sign(paper, "甲方盖章", world.rsa, "adbe.pkcs7.detached", make=lambda data, o=options: world.rsa.cms(data, o))
        told = check.expect(name, paper, 0 if time == "signer" else 1, [good()] if time == "signer" else [bad("还没有生效")])
        if told and (told[0]["time_by"] != time or (time == "paper" and told[0]["time"] != "2026-06-01 04:00:00")):
            failures.append(f"{name}: {told[0]}")
    paper = world.paper()
    sign(paper, "甲方盖章", world.rsa, make=lambda data: world.rsa.cms(data, ()))
    check.expect("CAdES that names no certificate", paper, 1, [bad("哪张证书")])
    paper = world.paper()
    sign(paper, "甲方盖章", world.rsa, "adbe.pkcs7.detached", make=lambda data: world.rsa.cms(data, ("-signer", world.ec.certificate, "-inkey", world.ec.key)))
    check.expect("two signers", paper, 1, [bad("不止一个签名者")])
    paper = world.paper()
    sign(paper, "甲方盖章", world.rsa, make=lambda data: world.rsa.cms(data, ("-cades", "-md", "sha1")))
    check.expect("SHA-1", paper, 1, [bad("太弱")])
    check.expect("none", world.paper(), 1, [])


def check_own_fields(check, world):
    """The fields that the program itself lays out."""
    for options in ([], ["--compact"], ["--conformance=pdfa-4f+ua-2"]):
        folder = check.folder / ("own" + "".join(options))
        run(check.program, "build", "--fields", "--date", "2026-06-01", *options, "-o", folder, TREE / "input/pinghu-contract.xml")
        paper = Paper(next(folder.glob("*.pdf")).read_bytes())
        for i, field in enumerate(("甲方盖章", "乙方签字", "乙方盖章", "甲方签字")):
            sign(paper, field, (world.ec, world.rsa)[i % 2])
            check.expect(f"{field}, {options}", paper, 0, [good(*(["signed"] if k < i else [])) for k in range(i + 1)], "--roots", world.root.certificate)
        paper.update({stream_number(paper, 2): ("", b"q Q")})
        check.expect(f"content of a paper of four signatures, {options}", paper, 1, [bad("不许", "content!", *(["signed"] if k < 3 else [])) for k in range(4)])


def check_changed_bytes(check, world):
    paper = world.signed()
    gap = paper.data.rindex(b"/Contents <") + 10
    end = paper.data.index(b">", gap)
    for at in [20, 1000, len(world.plain) // 2, gap - 60, *range(end + 1, len(paper.data) - 30, 60)]:
        data = bytearray(paper.data)
        data[at] ^= 1
        told = check.look(bytes(data))
        if told.returncode != 1 or "都有效".encode() in told.stdout:
            failures.append(f"byte {at} changed: {told.returncode} {told.stdout.decode(errors='replace')[-300:]}")
    stream = paper.data.index(b"stream\r\n", 5000) + 20
    data = bytearray(paper.data)
    data[stream] ^= 1
    check.expect("a byte of a stream changed", bytes(data), 1, [bad("摘要不符")])
    size = 4 + int(paper.data[gap + 5:gap + 9], 16)
    for at in (gap + 1 + 40, gap + 1 + 2 * (size - 3), gap + 1 + 2 * (size - 30)):
        data = bytearray(paper.data)
        data[at] = ord("1") if data[at] != ord("1") else ord("2")
        if check.look(bytes(data)).returncode != 1:
            failures.append(f"byte {at} of the signature changed: valid all the same")


def changed(paper, objects, **how):
    paper.update(objects, **how)
    return paper


def check_changes(check, world):
    def root_with(paper, key, value):
        root = int(paper.entry("Root").split()[0])
        return {root: with_entry(paper.object(root), key, value)}

    def page_with(paper, page, key, value):
        number = pages(paper)[page]
        return {number: with_entry(paper.object(number), key, value)}

    def tree(paper, numbers):
        number = int(re.search(r"/Pages (\d+)", paper.object(int(paper.entry("Root").split()[0]))).group(1))
        value = with_entry(paper.object(number), "Kids", "[" + " ".join(f"{n} 0 R" for n in numbers) + "]")
        return {number: re.sub(r"/Count \d+", f"/Count {len(numbers)}", value)}

    def remark(paper):
        number = paper.next_number()
        page = pages(paper)[1]
        return {number: f"<</Type /Annot /Subtype /Text /Rect [9 9 20 20] /Contents (x) /P {page} 0 R>>", **page_with(paper, 1, "Annots", f"[{number} 0 R]")}

    def field(paper, kind="/Tx", with_page=True):
        number, form = paper.next_number(), field_number(paper, "甲方盖章")[1]
        value = re.sub(r"/Fields\s*\[", f"/Fields [{number} 0 R ", paper.object(form))
        page = pages(paper)[0]
        listed = re.sub(r"/Annots\s*\[", f"/Annots [{number} 0 R ", paper.object(page))
        return {number: f"<</Type /Annot /Subtype /Widget /FT {kind} /T (new) /Rect [1 1 9 9] /P {page} 0 R>>", form: value, **({page: listed} if with_page else {})}

    cases = [
        ("nothing but a rewritten catalog", lambda p: {int(p.entry("Root").split()[0]): " " + p.object(int(p.entry("Root").split()[0])).replace("/", "  /")}, []),
        ("content", lambda p: {stream_number(p, 1): ("", b"q Q")}, ["content!"]),
        ("another content", lambda p: {p.next_number(): ("", b"q Q"), **page_with(p, 0, "Contents", f"[{p.next_number()} 0 R]")}, ["content!"]),
        ("a box", lambda p: page_with(p, 0, "MediaBox", "[0 0 100 100]"), ["content!"]),
        ("turned", lambda p: page_with(p, 0, "Rotate", "90"), ["content!"]),
        ("an action", lambda p: page_with(p, 0, "AA", "<</O <</S /Named /N /NextPage>>>>"), ["page!"]),
        ("a page gone", lambda p: tree(p, pages(p)[:-1]), ["page-removed!"]),
        ("a page more", lambda p: {p.next_number(): f"<</Type /Page /Parent {re.search(r'/Parent (.*?) R', p.object(pages(p)[0])).group(1)} R /MediaBox [0 0 9 9]>>",
                                   **tree(p, [*pages(p), p.next_number()])}, ["page-added!"]),
        ("pages turned round", lambda p: tree(p, pages(p)[::-1]), ["pages!"]),
        ("a remark", remark, ["annotation!"]),
        ("a field", field, ["field-added!"]),
        ("metadata", lambda p: {int(re.search(r"/Metadata (\d+)", p.object(int(p.entry("Root").split()[0]))).group(1)): ("/Type /Metadata /Subtype /XML", b"<x/>")}, ["metadata"]),
        ("an attachment", lambda p: root_with(p, "AF", "[]"), ["attachment!"]),
        ("an action at opening", lambda p: root_with(p, "OpenAction", "<</S /JavaScript /JS (x)>>"), ["catalog!"]),
        ("data for proofs", lambda p: root_with(p, "DSS", "<</Type /DSS>>"), ["validation"]),
        ("the rectangle of a field", lambda p: {field_number(p, "甲方盖章")[0]: with_entry(p.object(field_number(p, "甲方盖章")[0]), "Rect", "[0 0 500 500]")}, ["field-changed!"]),
        ("the name of a field", lambda p: {field_number(p, "乙方盖章")[0]: p.object(field_number(p, "乙方盖章")[0]).replace("/T ", "/TT ") [:-2] + "/T (x)>>"}, ["field-changed!"]),
        ("the look of the signature", lambda p: {p.next_number(): ("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", b"0 0 9 9 re f"),
                                                 field_number(p, "甲方盖章")[0]: re.sub(r"/AP <</N \d+ 0 R>>", f"/AP <</N {p.next_number()} 0 R>>", p.object(field_number(p, "甲方盖章")[0]))},
         ["field-appearance!"]),
        ("no signature any more in the field of another", lambda p: {field_number(p, "乙方盖章")[0]: p.object(field_number(p, "乙方盖章")[0])[:-2] + "/X 1>>"}, ["field-changed!"]),
        *((f"the form's {key}", lambda p, key=key, value=value: {p.next_number() + 1: ("", b"<x/>"), form_of(p): with_entry(p.object(form_of(p)), key, value.format(p.next_number() + 1))}, ["form!"])
          for key, value in (("XFA", "(x)"), ("XFA", "{} 0 R"), ("NeedAppearances", "true"), ("DA", "(/F 1 Tf)"), ("DR", "<</Font <<>>>>"), ("CO", "[]"))),
        ("the form's flags", lambda p: {form_of(p): with_entry(p.object(form_of(p)), "SigFlags", "1")}, []),
        ("a font", lambda p: {int(re.search(r"/Font\s*<<\s*/\w+ (\d+)", resources(p)).group(1)): "<</Type /Font /Subtype /Type1 /BaseFont /Courier>>"}, ["content!"]),
        *((f"moved, {name}", make, kinds) for name, make, kinds in moves()),
        ("an object that nobody refers to", lambda p: {p.next_number() + 50: "(x)"}, []),
    ]
    for compact in (False, True):
        for name, make, kinds in cases:
            paper = world.signed(compact=compact)
            paper = changed(paper, make(paper))
            forbidden = any(kind.endswith("!") for kind in kinds)
            check.expect(f"{name}, compact {compact}", paper, 1 if forbidden else 0, [(not forbidden, "不许的改动" if forbidden else "", kinds)])
    for case, value, other, kinds in (("a dictionary", "<</S /D /St 1>>", "<</S /D /St 1>>", ["catalog!"]), ("an array", "[0 <</S /D /St 1>>]", "[0 <</S /D /St 1>>]", []),
                                      ("another array", "[0 <</S /D /St 1>>]", "[0 <</S /D /St 2>>]", ["catalog!"])):
        paper = world.paper()  # a dictionary may be known by its number
        root, number = int(paper.entry("Root").split()[0]), paper.next_number()
        paper.update({number: value, root: paper.object(root)[:-2] + f" /X {number} 0 R>>"})
        sign(paper, "甲方盖章", world.ec)
        paper.update({root: paper.object(root).replace(f"/X {number} 0 R", f"/X {other}")})
        check.expect(f"{case} that was an object", paper, 1 if kinds else 0, [bad("不许", *kinds) if kinds else good()])
    paper = world.paper()  # to an object that was there, and that something else names
    root, number = int(paper.entry("Root").split()[0]), paper.next_number()
    paper.update({number: "<</Type /OCG /Name (x)>>", root: paper.object(root)[:-2] + f" /Y [{number} 0 R] /X <</Type /OCG /Name (x)>>>>"})
    sign(paper, "甲方盖章", world.ec)
    paper.update({root: paper.object(root).replace("/X <</Type /OCG /Name (x)>>", f"/X {number} 0 R")})
    check.expect("a layer that is another one now", paper, 1, [bad("不许", "catalog!")])
    paper = world.signed(lock="")
    check.expect("a remark, nothing locked", changed(paper, remark(paper)), 0, [good("annotation")])
    paper = world.signed(lock="")
    check.expect("a field, nothing locked", changed(paper, field(paper)), 0, [good("field-added")])
    for lock in ("/Action /Exclude", "/Action /All"):
        paper = world.signed(lock=lock)
        sign(paper, "new", world.third, box="[0 0 0 0]")
        check.expect(f"a signature that nobody sees, {lock}", paper, 0, [good("signed-unseen"), good()])
        paper = world.signed(lock=lock)
        sign(paper, "new", world.third, box="[9 9 90 90]")
        check.expect(f"a signature over the text, {lock}", paper, 1, [bad("不许", "field-added!", "signed!"), good()])
    for box, kinds in (("[0.0 0.0 0 0]", ["signed"]), ("[9 9 90 90]", ["field-changed!", "signed"])):  # PDFBox takes the box away where nothing is to be shown
        paper = world.signed()
        number = field_number(paper, "乙方盖章")[0]
        sign(paper, "乙方盖章", world.rsa, also={number: with_entry(paper.object(number), "Rect", box)})
        check.expect(f"signed, and its box made {box}", paper, len(kinds) - 1, [bad("不许", *kinds) if len(kinds) > 1 else good(*kinds), good()])
    paper = world.signed()
    told = check.expect("content of page 2", changed(paper, {stream_number(paper, 1): ("", b"q Q")}), 1, [bad("不许", "content!")])
    if told and told[0]["changes"][0]["text"] != "第 2 页改了内容":
        failures.append(f"content of page 2: {told[0]['changes']}")
    paper = world.signed()
    check.expect("an object taken away", changed(paper, {}, removed=[stream_number(paper, 0)]), 1, [bad("不许", "content!")])
    paper = world.signed()
    paper.data += b"\nmore"
    check.expect("something behind the end", paper, 1, [bad("不许", "tail!")])
    for name, tail in tails(paper.data):  # whoever appends a revision behind it does not heal it
        paper = world.signed()
        paper.data += tail
        check.expect(f"{name} behind the end", paper, 1, [bad("不许", "tail!")])
        paper.data = append_plainly(paper.data)
        between = good() if name == "a remark" else bad("不许", "tail!")  # as some programs write it in front of what they append
        check.expect(f"{name} between two revisions", paper, 0 if name == "a remark" else 1, [between])
    for case, remark_between, right in (("two remarks", b"\n%\r% Written by MuPDF 1.28.1\n\n", True), ("one that ends with the file", b"\n% %%EOF\n", False), ("one that begins a file", b"\n%PDF-1.7\n", False),
                                        ("one with a startxref", b"\n% startxref\n", False), ("one, and a word", b"\n% hi\nhello\n", False)):
        paper = world.signed()
        paper.data += remark_between
        paper.data = append_plainly(paper.data)
        check.expect(f"remarks between two revisions: {case}", paper, 0 if right else 1, [good() if right else bad("不许", "tail!")])
    paper = world.signed()
    before = paper.data
    paper.data += b"\n% one\n"
    at = len(paper.data)
    paper.update({paper.next_number() + 50: "(x)"})
    paper.data = paper.data.replace(b"\n%010d 00000 n" % at, b"\n%010d 00000 n" % (len(before) + 1))
    check.expect("a remark that the table takes for the beginning of an object", paper, 1, [bad("不许", "tail!")])
    for blank in (b"\n", b"\r\n\r\n", b" \n"):
        paper = world.signed()
        paper.data += blank
        paper.data = append_plainly(paper.data)
        check.expect("white between two revisions", paper, 0, [good()])
    paper = world.signed()
    paper.data += b"\r\n"
    check.expect("a line end behind the end", paper, 0, [good()])
    paper = world.signed()
    changed(paper, {stream_number(paper, 0): ("", b"q Q")})
    sign(paper, "乙方盖章", world.rsa)
    check.expect("content between two signatures", paper, 1, [bad("不许", "content!", "signed"), good()])


def check_settings(check, world):
    """Fonts that programs put into the form when they sign: /DR and /DA, with which nothing is drawn."""
    helvetica = "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"

    def signed(before, after, objects=(), field="乙方盖章", filled=""):
        """The form has `before` at the first signature, and `after` at the second, both with {0} for a new object."""
        paper = world.paper()
        form, font = form_of(paper), paper.next_number()
        changed(paper, {font: helvetica, form: with_settings(paper.object(form), before.format(font))})
        if filled:
            brought = paper.next_number()
            page = pages(paper)[0]
            look = int(re.search(r"/AP <</N (\d+)", paper.object(field_number(paper, "甲方盖章")[0])).group(1))
            changed(paper, {brought: filled.format(page, look), form: re.sub(r"/Fields\s*\[", f"/Fields [{brought} 0 R ", paper.object(form)) if "/T (" in filled else paper.object(form),
                            page: re.sub(r"/Annots\s*\[", f"/Annots [{brought} 0 R ", paper.object(page))})
        sign(paper, "甲方盖章", world.ec)
        fresh = paper.next_number() + 1
        value = with_settings(plain_form(paper.object(form)), after.format(fresh, font))
        more = {form: value, fresh: helvetica.replace("Helvetica", "Courier"), **{number + fresh: text.format(fresh, font) for number, text in objects}}
        if field:
            sign(paper, field, world.rsa, also={**more, form: value[:-2] + " /SigFlags 3>>"})
        else:
            changed(paper, more)
        return paper

    def plain_form(text):
        return re.sub(r" ?/SigFlags \d| ?/NeedAppearances true| ?/DA \(.*?\)| ?/DR (<<.*?>>>>|\d+ 0 R)", "", text)

    def with_settings(text, settings):
        return text.rstrip()[:-2] + " " + settings + ">>"

    text_field = "<</Type /Annot /Subtype /Widget /FT /Tx /T (text) /Rect [1 1 9 9] /P {0} 0 R%s>>"
    for case, right, how in (
            ("both come", True, {"before": "", "after": "/DA (/Helv 0 Tf 0 g) /DR <</Font <</Helv {0} 0 R>>>>"}), ("a new object", True, {"before": "", "after": "/DR {0} 0 R", "objects": [(0, "<</Font <</Helv {1} 0 R>>>>")]}),
            ("a name more", True, {"before": "/DR <</Font <</Helv {0} 0 R>>>>", "after": "/DR <</Font <</Helv {1} 0 R /F2 {0} 0 R>>>>"}),
            ("a font under a name that was there", False, {"before": "/DR <</Font <</Helv {0} 0 R>>>>", "after": "/DR <</Font <</Helv {0} 0 R>>>>"}),
            ("a name twice", False, {"before": "/DR <</Font <</Helv {0} 0 R>>>>", "after": "/DR <</Font <</Helv {1} 0 R /Helv {0} 0 R>>>>"}),
            ("a name gone", False, {"before": "/DR <</Font <</Helv {0} 0 R>>>>", "after": "/DR <</Font <</F2 {0} 0 R>>>>"}),
            ("pictures", False, {"before": "", "after": "/DR <</XObject <</X {0} 0 R>>>>"}),
            ("without a signature", False, {"before": "", "after": "/DR <</Font <</Helv {0} 0 R>>>>", "field": ""}),
            ("another /DA", False, {"before": "/DA (/Helv 0 Tf 0 g)", "after": "/DA (/Helv 0 Tf 1 g)"}),
            ("something else beside it", False, {"before": "", "after": "/NeedAppearances true /DR <</Font <</Helv {0} 0 R>>>>"}),
            ("an empty text", True, {"before": "", "after": "/DA (/Helv 0 Tf 0 g)", "filled": text_field % ""}),
            ("a filled text", False, {"before": "", "after": "/DA (/Helv 0 Tf 0 g)", "filled": text_field % " /V (x)"}),
            ("a button", False, {"before": "", "after": "/DA (/Helv 0 Tf 0 g)", "filled": (text_field % " /MK <</CA (x)>>").replace("/Tx", "/Btn")}),
            ("a filled text with a look of its own", True, {"before": "", "after": "/DR <</Font <</Helv {0} 0 R>>>>", "filled": text_field % " /V (x) /AP <</N {1} 0 R>>"}),
            ("one that is to be shown anew", False, {"before": "/NeedAppearances true", "after": "/NeedAppearances true /DR <</Font <</Helv {0} 0 R>>>>", "filled": text_field % " /V (x) /AP <</N {1} 0 R>>"}),
            ("a button with looks of its own", True, {"before": "", "after": "/DR <</Font <</Helv {0} 0 R>>>>", "filled": (text_field % " /AP <</N <</Off {1} 0 R /On {1} 0 R>>>>").replace("/Tx", "/Btn")}),
            ("a text that the form does not list", False, {"before": "", "after": "/DA (/Helv 0 Tf 0 g)", "filled": (text_field % " /V (x)").replace("/T (text)", "")}),
            ("a remark of text", False, {"before": "", "after": "/DR <</Font <</Helv {0} 0 R>>>>", "filled": "<</Type /Annot /Subtype /FreeText /DA (/Helv 9 Tf) /Contents (x) /Rect [1 1 9 9] /P {0} 0 R>>"})):
        paper = signed(**how)
        wanted = ["signed"] if how.get("field", "x") else []
        check.expect(f"settings, {case}", paper, 0 if right else 1, [good(*wanted) if right else bad("不许", "form!", *wanted), *([good()] if wanted else [])])
    for case, right, filled, drawn in (("an empty text", True, " /V (y)", ""), ("nothing", False, "", ""), ("beside a button with lines", True, " /V (y)", "0 0 m 9 9 l S"),
                                       ("beside a button with a font of the form", False, " /V (y)", "BT /Helv 9 Tf (x) Tj ET")):  # as PDFBox brings them when it fills in
        paper = world.paper(lock="")
        form, number = form_of(paper), paper.next_number()
        fields, button = f"{number} 0 R", (text_field % f" /AP <</N <</On {number + 2} 0 R>>>>").replace("/Tx /T (text)", "/Btn /T (button)")
        more = {number + 1: button.format(pages(paper)[0]), number + 2: ("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", drawn.encode())} if drawn else {}
        paper.update({number: (text_field % "").format(pages(paper)[0]), form: re.sub(r"/Fields\s*\[", f"/Fields [{fields}{f' {number + 1} 0 R' if drawn else ''} ", paper.object(form)), **more})
        sign(paper, "甲方盖章", world.ec)
        paper.update({number: (text_field % filled).format(pages(paper)[0]), form: with_settings(paper.object(form), f"/DR <</Font <</Helv {number + 9} 0 R>>>>"), number + 9: helvetica})
        check.expect(f"settings, {case} filled in", paper, 0 if right else 1, [good("filled") if right else bad("不许", "form!", *(["filled"] if filled else []))])


def moves():
    """What stood in an object and is one of its own now, as some programs write it: nothing; where it says something else: what it says."""
    def root_with(paper, text, value, objects=()):
        root = int(paper.entry("Root").split()[0])
        assert text in paper.object(root), paper.object(root)
        return {root: paper.object(root).replace(text, value), **dict(objects)}

    def page_resources(paper, change=lambda text: text):
        page = pages(paper)[0]
        inner = re.search(r"/Resources\s*(<<(?:[^<>]|<<[^<>]*>>)*>>)", paper.object(page)).group(1)
        return {page: paper.object(page).replace(inner, f"{paper.next_number()} 0 R"), paper.next_number(): change(inner)}

    def box(paper, values):
        number = field_number(paper, "乙方盖章")[0]
        return {number: re.sub(r"/Rect \[.*?\]", f"/Rect {paper.next_number()} 0 R", paper.object(number)), paper.next_number(): values}

    def of(paper):
        return paper.next_number() + 1, paper.next_number() + 2

    style, labels = "<</S /D /St 1>>", ["catalog!"]
    return [
        ("labels", lambda p: root_with(p, style, f"{of(p)[0]} 0 R", {of(p)[0]: style}.items()), []),
        ("other labels", lambda p: root_with(p, style, f"{of(p)[0]} 0 R", {of(p)[0]: "<</S /r /St 1>>"}.items()), labels),
        ("labels said twice", lambda p: root_with(p, style, f"{of(p)[0]} 0 R", {of(p)[0]: "<</S /D /S /r /St 1>>"}.items()), labels),
        ("labels of another generation", lambda p: root_with(p, style, f"{of(p)[0]} 1 R", {of(p)[0]: style}.items()), [*labels, "other!"]),
        ("labels in two steps", lambda p: root_with(p, style, f"{of(p)[0]} 0 R", {of(p)[0]: f"<</S /D /St {of(p)[1]} 0 R>>", of(p)[1]: "1"}.items()), []),
        ("labels in a circle", lambda p: root_with(p, style, f"{of(p)[0]} 0 R", {of(p)[0]: f"{of(p)[1]} 0 R", of(p)[1]: f"{of(p)[0]} 0 R"}.items()), labels),
        ("labels with a stream", lambda p: root_with(p, style, f"{of(p)[0]} 0 R", {of(p)[0]: ("/S /D /St 1", b"")}.items()), labels),
        ("labels that are not there", lambda p: root_with(p, style, f"{of(p)[0]} 0 R"), labels),
        ("language", lambda p: root_with(p, "(zh-CN)", f"{of(p)[0]} 0 R", {of(p)[0]: "<7A682D434E>"}.items()), []),
        ("resources", page_resources, []),
        ("other resources", lambda p: page_resources(p, lambda text: text.replace("/F0", "/F00")), ["content!"]),
        ("the box of a field", lambda p: box(p, "[140 60 200 90.0]"), []),
        ("another box of a field", lambda p: box(p, "[140 60 200 91]"), ["field-changed!", "field-appearance!"]),
    ]


def tails(data):
    """What is no revision."""
    table = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    return (("a remark", b"\n% hi\n"), ("a word", b"hello"), ("an end", b"\n%%EOF\n"), ("much", b"\n" + b"aGVsbG8K" * 250 + b"\n"), ("an object", b"\n9999 0 obj\n(x)\nendobj\n"),
            ("an object with the old end", b"\n9999 0 obj\n(x)\nendobj\nstartxref\n%d\n%%%%EOF\n" % table))


def append_plainly(data):
    """A revision right behind all that is there."""
    paper = Paper(data)
    paper.update({paper.next_number() + 50: "(x)"})
    return paper.data


def resources(paper):
    page = paper.object(pages(paper)[0])
    found = re.search(r"/Resources (\d+) 0 R", page)
    return paper.object(int(found.group(1))) if found else page


def tree_of(paper):
    return int(re.search(r"/Pages (\d+)", paper.object(int(paper.entry("Root").split()[0]))).group(1))


def check_doubled(check, world):
    """A key that stands twice: some programs take the first value, others the last."""
    def more(number, entries):
        return lambda p: {number(p): with_more(p.object(number(p)), entries(p) if callable(entries) else entries)}

    def root(paper):
        return int(paper.entry("Root").split()[0])

    def signed_field(paper):
        return field_number(paper, "甲方盖章")[0]

    other = "<</Type /Pages /Kids [] /Count 0>>"
    cases = (("pages of the catalog", lambda p: {p.next_number(): other, **more(root, f"/Pages {p.next_number()} 0 R")(p)}, ""),
             ("pages of the catalog, written otherwise", lambda p: {p.next_number(): other, **more(root, f"/P#61ges {p.next_number()} 0 R")(p)}, ""),
             ("kids", more(tree_of, "/Kids []"), ""), ("count", more(tree_of, "/Count 1"), ""), ("the form", more(root, "/AcroForm <<>>"), ""), ("fields", more(form_of, "/Fields []"), ""),
             ("the value", more(signed_field, "/V null"), ""), ("its box", more(signed_field, "/Rect [0 0 500 500]"), ""), ("names", more(root, "/Names 1 /Names 2"), ""),
             ("remarks of a page", more(lambda p: pages(p)[0], "/Annots []"), ""), ("the catalog itself", lambda p: {p.next_number(): p.object(root(p))}, "/Root {} 0 R"))
    for compact in (False, True):
        for name, make, trailer in cases:
            paper = world.signed(compact=compact)
            paper.update(make(paper), trailer=trailer.format(paper.next_number()))
            check.expect(f"{name} twice, compact {compact}", paper, 1, [])
            if "同一项写了两次" not in check.look(paper).stderr.decode():
                failures.append(f"{name} twice: {check.look(paper)}")
        paper = world.signed(compact=compact)
        paper.update(more(root, f"/Type /Catalog /Pages {tree_of(paper)} 0 R")(paper), trailer=f"/Root {root(paper)} 0 R")
        check.expect(f"the same said twice, compact {compact}", paper, 0, [good()])
    paper = world.paper(lock="")
    paper.update(more(root, "/PageMode /UseNone /PageMode /UseOutlines")(paper))
    sign(paper, "甲方盖章", world.ec)
    check.expect("another key twice, before it was signed", paper, 0, [good()])
    paper = world.paper(lock="")
    sign(paper, "甲方盖章", world.ec)
    sign(paper, "new", world.rsa, box="[0 0 0 0] /Rect [9 9 500 500]")
    check.expect("a box that is seen behind one that is not", paper, 1, [])


def check_page_tree(check, world):
    """The nodes above pages: programs follow /Kids, or /Count, or /Parent, or /Type, and must find the same."""
    def node(paper, kids, number=None, old=0, **entries):
        listed = f"[{' '.join(kid if isinstance(kid, str) else f'{kid} 0 R' for kid in kids)}]"
        value = with_entry(paper.object(old or tree_of(paper)), "Kids", listed)
        for key, entry in entries.items():
            value = re.sub(rf"/{key} \d+", "", value)
            value = with_entry(value, key, entry) if entry else value
        return {number or tree_of(paper): value}

    def nested(inside="", page_parent=False, kids=None, entries=""):
        def make(paper):
            number, listed = paper.next_number(), pages(paper)
            below = listed[:2] if kids is None else kids
            objects = {number: f"<</Type {inside or '/Pages'} /Parent {tree_of(paper)} 0 R /Kids [{' '.join(f'{kid} 0 R' for kid in below)}] /Count {len(below)} {entries}>>"}
            if page_parent:
                objects.update({page: re.sub(r"/Parent \d+", f"/Parent {number}", paper.object(page)) for page in below})
            return {**objects, **node(paper, [number, *listed[len(below):]], Count=str(len(listed) + (not below)))}
        return make

    cases = (("fewer", lambda p: node(p, pages(p), Count="1"), ["page-tree!"]), ("none", lambda p: node(p, pages(p), Count="0"), ["page-tree!"]),
             ("less than none", lambda p: node(p, pages(p), Count="-1"), ["page-tree!"]), ("uncounted", lambda p: node(p, pages(p), Count=""), ["page-tree!"]),
             ("twice", lambda p: node(p, [pages(p)[0], *pages(p)], Count=str(len(pages(p)) + 1)), ["page-tree!"]),
             ("another generation", lambda p: node(p, [f"{pages(p)[0]} 1 R", *pages(p)[1:]]), ["other!", "page-tree!"]),
             ("written into the list", lambda p: node(p, [p.object(pages(p)[0]), *pages(p)], Count=str(len(pages(p)) + 1)), ["page-tree!"]),
             ("nothing", lambda p: node(p, [*pages(p), p.next_number() + 90], Count=str(len(pages(p)) + 1)), ["page-tree!"]),
             ("a root below another", lambda p: node(p, pages(p), Parent=f"{tree_of(p)} 0 R"), ["page-tree!"]),
             ("a node that pages do not name", nested(), ["content!", "page-tree!"]),
             ("a node that pages do not name and that turns them", nested(entries="/Rotate 90"), ["content!", "page-tree!"]),
             ("a node that calls itself a page", nested("/Page"), ["content!", "page-tree!"]), ("a page that is an empty node", nested("/Page", kids=[]), ["content!", "page-tree!"]),
             ("a node that turns its pages", nested(page_parent=True, entries="/Rotate 90"), ["content!"]),
             ("another root, of the same pages", lambda p: {**node(p, pages(p), p.next_number()), int(p.entry("Root").split()[0]):
                                                           re.sub(r"/Pages \d+", f"/Pages {p.next_number()}", p.object(int(p.entry("Root").split()[0])))}, ["content!", "page-tree!"]),
             ("rewritten", lambda p: node(p, pages(p)), []))
    for compact in (False, True):
        for name, make, kinds in cases:
            paper = world.signed(compact=compact)
            paper.update(make(paper))
            check.expect(f"pages: {name}, compact {compact}", paper, 1 if kinds else 0, [bad("不许", *kinds) if kinds else good()])
    paper = world.paper()  # what was so before it was signed is what was signed
    paper.update(node(paper, pages(paper), Count="1"))
    sign(paper, "甲方盖章", world.ec)
    check.expect("pages: counted wrongly before", paper, 0, [good()])
    paper.update({tree_of(paper): " " + paper.object(tree_of(paper))})
    check.expect("pages: counted wrongly before, and rewritten", paper, 0, [good()])
    paper = world.paper()  # a root that nothing leads to until then
    hidden = paper.next_number()
    paper.update(node(paper, pages(paper), hidden, Rotate="90"))
    sign(paper, "甲方盖章", world.ec)
    root = int(paper.entry("Root").split()[0])
    paper.update({root: re.sub(r"/Pages \d+", f"/Pages {hidden}", paper.object(root))})
    check.expect("pages: another root, that was there", paper, 1, [bad("不许", "content!", "page-tree!")])


def check_generations(check, world):
    """5 1 R is not 5 0 R: some programs find nothing there, others do not look at the second number."""
    def root(paper):
        return int(paper.entry("Root").split()[0])

    def renumbered(number, pattern):
        return lambda p: {number(p): re.sub(pattern, r"\g<1>1 R", p.object(number(p)), count=1)}

    cases = (("the form", renumbered(root, r"(/AcroForm \d+ )0 R")), ("a field", renumbered(form_of, r"(/Fields\s*\[\d+ )0 R")), ("a remark", renumbered(lambda p: pages(p)[0], r"(/Annots\s*\[\d+ )0 R")),
             ("the value", renumbered(lambda p: field_number(p, "甲方盖章")[0], r"(/V \d+ )0 R")))
    for compact in (False, True):
        for name, make in cases:
            paper = world.signed(compact=compact)
            paper.update(make(paper))
            check.expect(f"{name} of another generation, compact {compact}", paper, 1, [bad("不许", "other!")])
    paper = world.signed()
    number, before = form_of(paper), len(paper.data)
    paper.update({number: paper.object(number)})
    added = paper.data[before:].replace(b"%d 0 obj" % number, b"%d 1 obj" % number).replace(b" 00000 n", b" 00001 n")
    check.expect("an object in another generation", paper.data[:before] + added, 1, [bad("不许", "other!")])
    paper = world.signed()  # of what may be changed by itself, as MuPDF writes what was held in a stream
    number = int(paper.entry("Info").split()[0])
    before = len(paper.data)
    paper.update({number: paper.object(number)})
    added = paper.data[before:].replace(b"%d 0 obj" % number, b"%d 2 obj" % number).replace(b" 00000 n", b" 00002 n")
    check.expect("metadata in another generation", paper.data[:before] + added, 0, [good("metadata")])
    paper = world.paper(lock="")  # as it was signed, and as it was rewritten since
    paper.update(renumbered(lambda p: pages(p)[0], r"(/Annots\s*\[\d+ )0 R")(paper))
    sign(paper, "甲方盖章", world.ec)
    page = pages(paper)[0]
    paper.update({page: " " + paper.object(page)})
    check.expect("another generation before it was signed", paper, 0, [good()])


def check_locks(check, world):
    for lock, allowed in (("/Action /Include", True), ("/Action /All", False), ("/Action /Exclude", True), ("", True), ("/Action /Exclude /P 1", False), ("/Action /What", False)):
        paper = world.paper(lock=lock)
        if "Include" in lock:  # these, the other fields, are locked
            allowed = False
        sign(paper, "甲方盖章", world.ec)
        sign(paper, "乙方盖章", world.rsa)
        first = good("signed") if allowed else bad("不许的改动", "signed!")
        check.expect(f"signed after lock {lock}", paper, 0 if allowed else 1, [first, good()])
    for level, allowed in ((1, False), (2, True), (3, True)):
        paper = world.paper(lock="")
        sign(paper, "甲方盖章", world.ec, extra=f"/Reference [<</Type /SigRef /TransformMethod /DocMDP /TransformParams <</Type /TransformParams /P {level} /V /1.2>>>>]")
        sign(paper, "乙方盖章", world.rsa)
        check.expect(f"DocMDP {level}", paper, 0 if allowed else 1, [good("signed") if allowed else bad("不许的改动", "signed!"), good()])
    paper = world.paper(lock="")
    sign(paper, "甲方盖章", world.ec,
         extra=f"/Reference [<</TransformMethod /FieldMDP /TransformParams <</Action /Include /Fields [{text_string('乙方盖章')}]>>>>]")
    sign(paper, "丙方盖章", world.rsa)
    check.expect("FieldMDP of another", paper, 0, [good("signed"), good()])
    sign(paper, "乙方盖章", world.rsa)
    check.expect("FieldMDP", paper, 1, [bad("不许的改动", "signed", "signed!"), good("signed"), good()])


def check_certificates(check, world):
    paper = world.signed()
    check.expect("right root", paper, 0, [good()], "--roots", world.root.certificate)
    check.expect("wrong root", paper, 1, [bad("不由给出的根证书担保")], "--roots", world.other_root.certificate)
    expect_words(check, "wrong root", "（签发它的“测试根”是自签的根证书，不在给出的根证书里）", "--roots", world.other_root.certificate)
    own = world.paper()
    sign(own, "甲方盖章", world.root, make=lambda data: world.root.cms(data))
    check.expect("its own root, not given", own, 1, [bad("不由给出的根证书担保")], "--roots", world.other_root.certificate)
    expect_words(check, "its own root, not given", "（证书是自己签发的，不在给出的根证书里）", "--roots", world.other_root.certificate)
    both = world.keys / "both.pem"
    both.write_bytes(world.other_root.certificate.read_bytes() + world.root.certificate.read_bytes())
    check.expect("two roots", paper, 0, [good()], "--roots", both)
    check.expect("the certificate itself", paper, 0, [good()], "--roots", world.ec.certificate)
    for name, dates, words in (("expired", ("20200101000000Z", "20210101000000Z"), "已过期"), ("early", ("20400101000000Z", "20410101000000Z"), "还没有生效")):
        signer = Signer(world.keys, name, "/C=CN/CN=王五", issuer=world.root, key=("EC", "ec_paramgen_curve:P-256"), dates=dates)
        paper = world.paper()
        sign(paper, "甲方盖章", signer)
        check.expect(name, paper, 1, [bad(words)], "--roots", world.root.certificate)
    signer = Signer(world.keys, "tls", "/C=CN/CN=网站", issuer=world.root, key=("EC", "ec_paramgen_curve:P-256"), extensions="keyUsage=critical,keyAgreement")
    paper = world.paper()
    sign(paper, "甲方盖章", signer)
    check.expect("a certificate for something else", paper, 1, [bad("不是用来签名的")])
    paper = world.paper()
    sign(paper, "甲方盖章", world.ec, make=lambda data: world.rsa.cms(data, ("-cades", "-nocerts")))
    check.expect("no certificate", paper, 1, [bad("没有签名人的证书")])
    done = check.look(world.signed(), "--roots", world.keys / "rsa.key")
    if done.returncode != 1 or "没有 PEM 格式的证书" not in done.stderr.decode():
        failures.append(f"roots without certificates: {done}")


def expect_words(check, case, words, *options):
    """In what is told to people of the paper that was looked at last."""
    told = run_anyhow(check, *options).stdout.decode()
    if words not in told:
        failures.append(f"{case}: no “{words}” in {told}")


def run_anyhow(check, *options):
    return subprocess.run([check.program, "signatures", *options, check.folder / "paper.pdf"], capture_output=True, check=False)


def check_damage(check, world):
    """What cannot be read and was signed, or appended to, may have been damaged on the way; JSON says as much as the messages."""
    unsigned = json.loads(check.look(world.paper(), "--format=json").stdout)
    if (unsigned["valid"], unsigned["signatures"], unsigned["empty"]) != (False, [], ["甲方盖章", "乙方盖章", "丙方盖章"]) or "还没有签名" not in unsigned["error"]:
        failures.append(f"JSON of none: {unsigned}")
    signed = bytearray(world.signed().data)
    signed[signed.rindex(b"/Contents <") + 90] = ord("?")
    for case, data, words in (("a byte of the signature", bytes(signed), "文件可能在传送中改过或损坏"), ("a file cut short", world.plain[:-30], "文件可能在传送中改过或损坏"),
                              ("a signed one, cut in its pages", bytes(signed[:20000]), "文件可能在传送中改过或损坏"), ("a signed one, cut in its signature", bytes(signed[:-10000]), "文件可能在传送中改过或损坏"),
                              ("an unsigned one that somebody wrote wrongly", world.plain.replace(b"startxref\n", b"startxref\n1"), "读不下去")):
        done = check.look(data, "--format=json")
        told = json.loads(done.stdout or "{}")
        if done.returncode != 1 or told.get("valid") is not False or words not in told.get("error", "") or told["error"] not in done.stderr.decode() or "signatures" in told:
            failures.append(f"{case}: {done}")
        if ("向对方要原文件" in done.stderr.decode()) != ("传送" in words) or ("另存后再看" in done.stderr.decode()) == ("传送" in words):
            failures.append(f"{case}: {done.stderr.decode()}")
    done = check.look(world.signed(), "--format=json", "--roots", world.keys)
    if done.returncode != 1 or "--roots 要一个文件" not in json.loads(done.stdout or '{"error":""}')["error"] or "--mapping" in done.stderr.decode():
        failures.append(f"roots of a folder: {done}")


def check_several(check, world):
    """Each file by itself, in the order in which they stand; the worst decides."""
    names = {"good.pdf": world.signed().data, "altered.pdf": bytearray(world.signed().data), "none.pdf": world.plain, "text.pdf": b"no PDF"}
    names["altered.pdf"][2000] ^= 1
    for name, data in names.items():
        (check.folder / name).write_bytes(data)

    def looked(*arguments):
        done = subprocess.run([check.program, "signatures", *arguments], capture_output=True, check=False, cwd=check.folder)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    alone = looked("good.pdf")[1]
    status, told, said = looked("good.pdf", "good.pdf")
    if (status, told, said) != (0, f"good.pdf：\n{alone}\ngood.pdf：\n{alone}", "") or "good.pdf" in alone:
        failures.append(f"two good ones: {status} {told} {said}")
    status, told, said = looked("good.pdf", "altered.pdf", "none.pdf", "missing.pdf", "text.pdf", "--roots", world.root.certificate)
    if status != 1 or [line for line in told.splitlines() if line.endswith("：")] != ["good.pdf：", "altered.pdf："] or told.count("结论：有效") != 1 or "摘要不符" not in told:
        failures.append(f"several: {status} {told}")
    if [line.split(": error: ")[0] for line in said.splitlines()] != ["none.pdf", "missing.pdf", "text.pdf"]:
        failures.append(f"several: {said}")
    status, told, said = looked("-q", "good.pdf", "altered.pdf")
    if status != 1 or not told.startswith("altered.pdf：\n") or "good.pdf" in told:
        failures.append(f"several, quietly: {status} {told}")
    status, told, said = looked("--format=json", "none.pdf", "good.pdf", "missing.pdf")
    lines = [json.loads(line) for line in told.splitlines()]
    if status != 1 or [(line["file"], line["valid"], line.get("error", "")[:4]) for line in lines] != [("none.pdf", False, "文件没有"), ("good.pdf", True, ""), ("missing.pdf", False, "无法读取")]:
        failures.append(f"several, JSON: {status} {told}")
    status, told, said = looked("--format=json", "--roots", "none.pdf", "good.pdf", "good.pdf")
    if status != 1 or told.count("没有 PEM 格式的证书") != 2 or said.count("error: ") != 1:
        failures.append(f"several, no roots: {status} {told} {said}")


def check_large(check, world):
    """Many pages, and many signatures behind one another: each revision is compared with the one before."""
    paper = world.paper(lock="")
    tree, first = tree_of(paper), paper.next_number()
    added = range(first, first + 3000)
    page = f"<</Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] /Resources <<>> /Contents {stream_number(paper, 0)} 0 R>>"
    listed = with_entry(paper.object(tree), "Kids", f"[{' '.join(f'{number} 0 R' for number in [*pages(paper), *added])}]")
    paper.update({**dict.fromkeys(added, page), tree: re.sub(r"/Count \d+", f"/Count {len(pages(paper)) + len(added)}", listed)})
    for i in range(13):
        sign(paper, "甲方盖章" if i == 0 else f"new{i}", world.ec, box=None if i == 0 else "[0 0 0 0]", room=4096)
    check.expect("many pages and signatures", paper, 0, [good(*["signed-unseen"] * (i < 12)) for i in range(13)])


def check_stamps(check, world):
    extensions = "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping"
    stamper = Signer(world.keys, "tsa", "/C=CN/CN=测试时间戳", issuer=world.root, extensions=extensions)
    config = world.keys / "tsa.cnf"
    config.write_text(f"[tsa]\ndefault_tsa=one\n[one]\nserial={world.keys}/tsa.serial\ndefault_policy=1.2.3.4\ndigests=sha256,sha512\nsigner_digest=sha256\n"
                      "ess_cert_id_chain=no\ness_cert_id_alg=sha256\n", encoding="utf-8")

    def token(data):
        query, answer, serial = world.keys / "q", world.keys / "a", world.keys / "tsa.serial"
        serial.write_text("01\n")
        query.write_bytes(run("openssl", "ts", "-query", "-digest", hashlib.sha256(data).hexdigest(), "-sha256", "-cert"))
        run("openssl", "ts", "-reply", "-config", config, "-queryfile", query, "-signer", stamper.certificate, "-inkey", stamper.key, "-token_out", "-out", answer)
        return answer.read_bytes()

    def stamped(data, of=None):
        cms = world.rsa.cms(data)
        return der.with_unsigned(cms, der.attribute("1.2.840.113549.1.9.16.2.14", token(of or der.signature_of(cms))))

    paper = world.paper()
    sign(paper, "甲方盖章", world.rsa, make=stamped)
    told = check.expect("a time stamp", paper, 0, [good()], "--roots", world.root.certificate)
    if told and (told[0]["time_by"], told[0]["stamp"], told[0]["stamp_chain"]) != ("stamp", "good", "good"):
        failures.append(f"a time stamp: {told[0]}")
    check.expect("a time stamp, wrong roots", paper, 1, [bad("时间戳的证书")], "--roots", world.other_root.certificate)
    expect_words(check, "a time stamp, wrong roots", "签名人自己写的；另有 测试时间戳 的时间戳，给出的根证书不为它担保", "--roots", world.other_root.certificate)
    paper = world.paper()
    sign(paper, "甲方盖章", world.rsa, make=lambda data: stamped(data, b"another"))
    check.expect("a time stamp of something else", paper, 1, [bad("时间戳不对")])
    expect_words(check, "a time stamp of something else", "签名人自己写的；另有时间戳，但它不对")
    paper = world.signed()
    sign(paper, "丙方盖章", None, "ETSI.RFC3161", make=token, kind="DocTimeStamp", time="")
    told = check.expect("the document's time stamp", paper, 0, [good("stamped-field"), good()], "--roots", world.root.certificate)
    if told and (told[1]["time_by"], told[1]["signer"]) != ("stamp", "测试时间戳"):
        failures.append(f"the document's time stamp: {told[1]}")
    data = bytearray(paper.data)
    data[2000] ^= 1
    check.expect("the document's time stamp of something else", bytes(data), 1, [bad("摘要不符"), bad("摘要不符")])
    check_stamps_seen(check, world, token)


def certify(level):
    return f"/Reference [<</Type /SigRef /TransformMethod /DocMDP /TransformParams <</Type /TransformParams /P {level} /V /1.2>>>>]"


def check_stamps_seen(check, world, token):
    """A time stamp proves when; it may not paint."""
    how = {"make": token, "kind": "DocTimeStamp", "time": ""}
    for level in (1, 2):
        for box, kinds in (("[0 0 0 0]", ["stamped"]), ("[9 9 90 90]", ["field-added!", "stamped"])):
            paper = world.paper(lock="/Action /All" if level == 2 else "")
            sign(paper, "甲方盖章", world.ec, extra=certify(level))
            sign(paper, "new", None, "ETSI.RFC3161", box=box, **how)
            painted = len(kinds) > 1
            check.expect(f"a stamp at {box}, level {level}", paper, 1 if painted else 0, [bad("不许", *kinds) if painted else good(*kinds), good()])
    paper = world.paper(lock="")
    sign(paper, "甲方盖章", world.ec, extra=certify(1))
    sign(paper, "new", world.rsa, box="[0 0 0 0]", kind="DocTimeStamp")
    check.expect("a signature that calls itself a stamp", paper, 1, [bad("不许", "signed-unseen!"), good()])
    for lock, allowed in (("/Action /Exclude", True), ("/Action /All", False), ("/Action /Include", False)):
        paper = world.signed(lock=lock)
        sign(paper, "乙方盖章", None, "ETSI.RFC3161", **how)
        check.expect(f"a stamp in a field of the paper, {lock}", paper, 0 if allowed else 1, [good("stamped-field") if allowed else bad("不许", "stamped-field!"), good()])
    for part in ("a new look", "its look"):
        paper = world.signed(lock="")
        number = field_number(paper, "乙方盖章")[0]
        look = int(re.search(r"/AP <</N (\d+)", paper.object(number)).group(1)) if part == "its look" else paper.next_number() + 40
        also = {look: ("/Type /XObject /Subtype /Form /BBox [0 0 60 30]", b"0 0 60 30 re f"), number: re.sub(r"/AP <</N \d+", f"/AP <</N {look}", paper.object(number))}
        sign(paper, "乙方盖章", None, "ETSI.RFC3161", also=also, **how)
        check.expect(f"a stamp with {part} in a field of the paper", paper, 1, [bad("不许", "field-appearance!", "stamped-field"), good()])


def check_revocations(check, world):
    """What lists and answers in the file say of the signer, without any network."""
    register, roots = Register(world.keys, "register", world.root), ["--roots", world.root.certificate]
    forger = Signer(world.keys, "forger", "/C=CN/O=测试机构/CN=测试根", extensions="basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign")
    forged, other = Register(world.keys, "forged", forger), Register(world.keys, "others", world.other_root)
    cases = (("before", world.ec, "200101000000Z", True), ("later", world.ec, "450101000000Z", False), ("for a reason", world.ec, "200101000000Z,keyCompromise", True),
             ("another's", world.third, "200101000000Z", False))
    for name, signer, since, revoked in cases:
        register.revoke((signer, since), (world.rsa, "210101000000Z"))
        forged.revoke((world.ec, "200101000000Z"))
        other.revoke((world.ec, "200101000000Z"))
        for how, lists, answers in (("list", [register.list()], []), ("answer", [], [register.answer(world.ec)]), ("all", [forged.list(), register.list()], [register.answer(world.ec)])):
            paper = world.signed()
            add_validation(paper, lists, answers)
            for options in ([], roots):
                told = check.expect(f"revoked {name}, {how}, {options}", paper, 1 if revoked else 0, [bad("签名时证书已被吊销", "validation") if revoked else good("validation")], *options)
            if told and (told[0]["revocation"] != ("bad" if revoked else "good") or (told[0].get("revoked_since") or "") != ("" if signer == world.third else f"20{since[:2]}-01-01 00:00:00")):
                if not (how == "answer" and signer == world.third):  # the answer knows none of it
                    failures.append(f"revoked {name}, {how}: {told[0]}")
            if name == "later":
                expect_words(check, name, "吊销：证书从北京时间 2045-01-01 08:00:00 起被吊销，在签名时间之后")
        paper = world.signed()
        add_validation(paper, [forged.list(), other.list()], [forged.answer(world.ec), other.answer(world.ec), b"nothing"])
        told = check.expect(f"lists of others, {name}", paper, 0, [good("validation")], *roots)
        if told and told[0]["revocation"] != "unknown":
            failures.append(f"lists of others: {told[0]}")
    register.revoke((world.ec, "200101000000Z"))
    packed = zlib.compress(register.list())
    paper = world.signed()
    number, root = paper.next_number(), int(paper.entry("Root").split()[0])
    paper.update({number: ("/Filter /FlateDecode", packed), root: with_entry(paper.object(root), "DSS", f"<</CRLs [{number} 0 R {number} 0 R]>>")})
    check.expect("revoked, packed", paper, 1, [bad("签名时证书已被吊销")])
    sign(paper, "乙方盖章", world.rsa)
    check.expect("revoked, and signed by another", paper, 1, [bad("签名时证书已被吊销"), good()])
    paper = world.paper()
    sign(paper, "甲方盖章", world.ec, make=lambda data: der.with_lists(world.ec.cms(data), register.list()))
    check.expect("revoked, in the signature itself", paper, 1, [bad("签名时证书已被吊销")])
    paper = world.paper()
    sign(paper, "甲方盖章", world.ec, make=lambda data: run("openssl", "cms", "-sign", "-binary", "-outform", "DER", "-signer", world.ec.certificate, "-inkey", world.ec.key, "-cades", data=data))
    add_validation(paper, [register.list()])
    check.expect("revoked, by an authority that is not there", paper, 1, [bad("签名时证书已被吊销")])
    for case, entry, changes in (("gone", None, ["validation-removed"]), ("emptied", "<</Type /DSS>>", ["validation-removed"]), ("emptied lists", "<</Type /DSS /CRLs []>>", ["validation-removed"]),
                                 ("another in its place", "<</Type /DSS /CRLs [{0} 0 R]>>", ["validation-removed", "validation"]), ("one more", "<</Type /DSS /CRLs [{1} 0 R {0} 0 R]>>", ["validation"])):
        paper = world.signed()
        add_validation(paper, [register.list()])
        root, number = int(paper.entry("Root").split()[0]), paper.next_number()
        value = re.sub(r" /DSS <<.*?>>", "", paper.object(root))
        assert value != paper.object(root)
        paper.update({number: ("", other.list()), root: value if entry is None else with_entry(value, "DSS", entry.format(number, number - 1))})
        check.expect(f"revoked, and the list is taken away: {case}", paper, 1, [bad("签名时证书已被吊销", "validation", *(["validation-removed"] if "validation-removed" in changes else []))])
        sign(paper, "乙方盖章", world.rsa)
        check.expect(f"revoked, and signed by another, the list is taken away: {case}", paper, 1, [bad("签名时证书已被吊销"), good()])
    paper = world.signed()
    add_validation(paper, [register.list()])
    check.expect("revoked, and the list is no object any more", changed(paper, {}, removed=[paper.next_number() - 1]), 1, [bad("签名时证书已被吊销", "validation", "validation-removed")])
    middle = Signer(world.keys, "middle", "/C=CN/CN=中间机构", issuer=world.root, extensions="basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign")
    leaf = Signer(world.keys, "leaf", "/C=CN/CN=孙八", issuer=middle, key=("EC", "ec_paramgen_curve:P-256"))
    for revoked in (False, True):
        register.revoke((middle if revoked else world.third, "200101000000Z"))
        paper = world.paper()
        sign(paper, "甲方盖章", leaf)
        add_validation(paper, [register.list()])
        check.expect(f"its authority revoked: {revoked}", paper, 1 if revoked else 0, [bad("不由给出的根证书担保") if revoked else good("validation")], *roots)
    expect_words(check, "its authority revoked", "签发者的证书当时已被吊销", *roots)


def check_words(check, world):
    """What lists say by not naming somebody, and of a hold."""
    register, roots = Register(world.keys, "words", world.root), ["--roots", world.root.certificate]
    forger = Register(world.keys, "words-forged", Signer(world.keys, "words-forger", "/C=CN/O=测试机构/CN=测试根", extensions="basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign"))
    placed = Signer(world.keys, "placed", "/C=CN/CN=钱七", issuer=world.root, key=("EC", "ec_paramgen_curve:P-256"),
                    extensions="keyUsage=critical,digitalSignature\ncrlDistributionPoints=URI:http://a.example/1.crl")
    past, before, now, later = ("20250101000000Z", "20250201000000Z"), ("20250101000000Z", "20990101000000Z"), ("20260101000000Z", "20990101000000Z"), ("20980101000000Z", "20990101000000Z")
    scope = "issuingDistributionPoint=critical,"

    def told(case, lists, wanted, since="", signer=world.ec, answers=()):
        paper = world.paper()
        sign(paper, "甲方盖章", signer)
        add_validation(paper, lists, answers)
        for options in ([], roots):
            said = check.expect(f"{case}, {options}", paper, 1 if wanted == "bad" else 0, [bad("签名时证书已被吊销", "validation") if wanted == "bad" else good("validation")], *options)
            if said and (said[0]["revocation"], said[0].get("revoked_since") or "") != (wanted, since):
                failures.append(f"{case}, {options}: {said[0]}")

    register.revoke((world.third, "200101000000Z"))
    for case, days, extensions, wanted in (("all, for now", now, "", "good"), ("all, made later", later, "", "good"), ("one that ended before", past, "", "unknown"),
                                           ("one of authorities", now, scope + "onlyCA:TRUE", "unknown"), ("one of users", now, scope + "onlyuser:TRUE", "good"), ("one of attributes", now, scope + "onlyAA:TRUE", "unknown"),
                                           ("one of some reasons", now, scope + "onlysomereasons:keyCompromise", "unknown"), ("one of another place", now, scope + "@points", "unknown"),
                                           ("one of what changed", now, "2.5.29.27=critical,DER:020101", "unknown"), ("one with something strange", now, "1.2.3.4=critical,ASN1:NULL", "unknown")):
        told(f"not named in {case}", [register.list(days, extensions)], wanted)
    told("not named in the one of its place", [register.list(now, scope + "@points")], "good", signer=placed)
    told("not named in one that ended, nor in one of now", [register.list(past), register.list(now)], "good")
    register.revoke((world.ec, "250101000000Z"))
    for case, days, extensions in (("one that ended before", past, ""), ("one of authorities", now, scope + "onlyCA:TRUE"), ("one of what changed", now, "2.5.29.27=critical,DER:020101")):
        told(f"named in {case}", [register.list(days, extensions)], "bad", "2025-01-01 00:00:00")
    revoked = register.list(before)
    register.revoke((world.ec, "250101000000Z,certificateHold"))
    held, held_now, held_past, held_answer = register.list(before), register.list(now), register.list(past), register.answer(world.ec)
    register.revoke((world.ec, "260101000000Z,removeFromCRL"))
    taken_out = register.list(now, "2.5.29.27=critical,DER:020101")
    register.revoke((world.third, "200101000000Z"))
    free, free_later, free_past, of_authorities, changed_only = (register.list(now), register.list(later), register.list(past), register.list(now, scope + "onlyCA:TRUE"), register.list(now, "2.5.29.27=critical,DER:020101"))
    register.revoke()
    (register.folder / "index.txt").write_text("V\t20991231000000Z\t\t" + run("openssl", "x509", "-in", world.ec.certificate, "-noout", "-serial").decode().strip().split("=")[1] + "\tunknown\t/CN=x\n")
    free_answer = register.answer(world.ec)
    since = "2025-01-01 00:00:00"
    told("held", [held], "bad", since)
    told("held, in a list that ended", [held_past], "bad", since)
    for case, lists in (("", [held, free]), ("the other way round", [free, held]), ("in a list that ended", [held_past, free]), ("by what changed", [held_past, taken_out])):
        told(f"held, then lifted {case}", lists, "good")
    told("held, then lifted by an answer", [held], "good", answers=[free_answer])
    for case, lists in (("by a list that came later", [held, free_later]), ("by one that ended", [held, free_past]), ("by one of authorities", [held, of_authorities]), ("by one of what changed that does not say so", [held, changed_only]),
                        ("by an older list", [held_now, held, register.list(before)]), ("by another's list", [held, forger.list(now)]), ("and revoked", [held, revoked, free])):
        told(f"held, and not lifted {case}", lists, "bad", since)
    paper = world.paper()
    sign(paper, "甲方盖章", world.ec, make=lambda data: run("openssl", "cms", "-sign", "-binary", "-outform", "DER", "-signer", world.ec.certificate, "-inkey", world.ec.key, "-cades", data=data))
    add_validation(paper, [held, free])
    check.expect("held, and not lifted by a list that nobody proves", paper, 1, [bad("签名时证书已被吊销")])
    told("held by an answer, not lifted by an older list", [free], "bad", since, answers=[held_answer])


def sm2_cms(world, data, identity="1234567812345678"):
    """By hand: openssl's cms makes none."""
    key, certificate = world.keys / "sm2.key", world.keys / "sm2.pem"
    if not certificate.exists():
        run("openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2", "-out", key)
        run("openssl", "req", "-x509", "-new", "-utf8", "-key", key, "-sm3", "-sigopt", "distid:1234567812345678", "-subj", "/C=CN/O=国密公司/CN=赵六", "-days", "3650", "-out",
            certificate)
    binary = run("openssl", "x509", "-in", certificate, "-outform", "DER")
    digest = run("openssl", "dgst", "-sm3", "-binary", data=data)
    named = run("openssl", "dgst", "-sha256", "-binary", data=binary)
    attributes = [der.attribute("1.2.840.113549.1.9.3", der.oid(der.DATA)), der.attribute("1.2.840.113549.1.9.4", der.tlv(4, digest)),
                  der.attribute("1.2.840.113549.1.9.5", der.tlv(0x17, b"300601040000Z")),
                  der.attribute("1.2.840.113549.1.9.16.2.47", der.sequence(der.sequence(der.sequence(der.tlv(4, named)))))]
    signed = world.keys / "attributes"
    signed.write_bytes(der.set_of(*attributes))
    signature = run("openssl", "pkeyutl", "-sign", "-inkey", key, "-rawin", "-in", signed, "-digest", "sm3", "-pkeyopt", f"distid:{identity}")
    return der.signed_data([binary], attributes, der.SM3, der.SM2_WITH_SM3, signature)


def check_sm2(check, world):
    paper = world.paper()
    sign(paper, "甲方盖章", None, make=lambda data: sm2_cms(world, data))
    told = check.expect("SM2", paper, 0, [good()])
    if told and (told[0]["key"], told[0]["digest_algorithm"], told[0]["signer"]) != ("SM2", "SM3", "赵六"):
        failures.append(f"SM2: {told[0]}")
    check.expect("SM2 with its certificate", paper, 0, [good()], "--roots", world.keys / "sm2.pem")
    check.expect("SM2, wrong roots", paper, 1, [bad("不由给出的根证书")], "--roots", world.root.certificate)
    sign(paper, "乙方盖章", world.rsa)
    check.expect("SM2, then RSA", paper, 0, [good("signed"), good()])
    data = bytearray(paper.data)
    data[2000] ^= 1
    check.expect("SM2, a byte changed", bytes(data), 1, [bad("摘要不符"), bad("摘要不符")])
    paper = world.paper()
    sign(paper, "甲方盖章", None, make=lambda data: sm2_cms(world, data, "another identity"))
    check.expect("SM2 under another identity", paper, 1, [bad("不是用这张证书的密钥")])


def check_ranges(check, world):
    def edited(old, new, last=True):
        data = world.signed().data
        place = data.rindex(old) if last else data.index(old)
        return data[:place] + new + data[place + len(old):]

    base = world.signed().data
    numbers = re.findall(rb"/ByteRange \[0 (\d{10}) (\d{10}) (\d{10})", base)[-1]
    first, second, third = map(int, numbers)

    def with_range(a, b, c, start=0):
        return re.sub(rb"/ByteRange \[0 \d{10} \d{10} \d{10}", f"/ByteRange [{start} {a:010} {b:010} {c:010}".encode(), base)

    for name, data, words in (("from 1 on", with_range(first - 1, second, third, 1), "不从文件开头"), ("gap too wide", with_range(first - 4, second, third), "空出的"),
                              ("gap too narrow", with_range(first + 4, second, third), "空出的"), ("beyond the end", with_range(first, second, third + 9), "超出"),
                              ("not to the end", with_range(first, second, third - 9), "末尾"), ("overlapping", with_range(first, second - 900, third + 900), "空出的"),
                              ("no numbers", edited(b"/ByteRange [0 ", b"/ByteRange [x "), "没有说清楚")):
        check.expect(name, data, 1, [bad(words)])
    paper = world.signed()  # the signature itself is put in again, elsewhere
    seal = int(re.search(r"/V (\d+)", paper.object(field_number(paper, "甲方盖章")[0])).group(1))
    paper.update({seal: paper.object(seal)})
    check.expect("put in again", paper, 1, [bad("空出的")])
    paper = world.signed()
    seal = int(re.search(r"/V (\d+)", paper.object(field_number(paper, "甲方盖章")[0])).group(1))
    number = field_number(paper, "乙方盖章")[0]
    paper.update({number: with_entry(paper.object(number), "V", f"{seal} 0 R")})
    check.expect("shown in another field too", paper, 1, [good("signed"), bad("不在这个字段里", "signed!")])


SECONDS, MEMORY = 10, 2 << 20  # of CPU; KiB.  The dearest case, a table of 60 MB, takes 3 to 5.3 s, most of it the kernel clearing pages


def look_hard(check, case, data, may_be_good=False):
    """Whatever it is: 0 or 1, one error at most, in time and memory."""
    check.count += 1
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = check.look(data)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = done.stderr.decode(errors="replace")
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if done.returncode not in ((0, 1) if may_be_good else (1,)) or told.count(" error: ") > 1 or not done.stdout + done.stderr or seconds > SECONDS or after.ru_maxrss > MEMORY:
        failures.append(f"{case}: {done.returncode}, {seconds:.1f} s, {after.ru_maxrss >> 10} MiB, {done.stdout[-300:].decode(errors='replace')}{told[:1000]}")


def outside_of_signatures(data):
    return re.sub(rb"/Contents <[^>]*>", b"", data)


def check_hostile(check, world):
    chance = random.Random(17)
    papers = []
    for compact in (False, True):
        paper = world.signed(compact=compact)
        sign(paper, "乙方盖章", world.rsa)
        papers.append(paper.data)
    for data in papers:
        ends = {match.end() for match in re.finditer(rb"%%EOF\n?", data)}
        for at in sorted({chance.randrange(len(data)) for _ in range(40)} | {end + more for end in ends for more in (-6, -1, 1, 40)}):
            look_hard(check, f"cut at {at}", data[:at], may_be_good=at in ends or at - 1 in ends or at + 1 in ends or at >= len(data))
        found = list(re.finditer(rb"\d+ 0 R|/Length \d+|/Prev \d+|/Size \d+|\d+ 0 obj|<<|>>|\[|\]|/\w+|endobj|stream|xref|trailer|%%EOF|startxref\s+\d+|\d{10} ", data))
        for number in range(70):
            changed_data = bytearray(data)
            for word in sorted(chance.sample(found, chance.choice((1, 1, 2, 5))), key=lambda word: -word.start()):
                other = re.sub(rb"\d+", b"%d" % chance.choice((0, 1, 7, 255, 10**6, 2**31, 2**63, 10**30)), word.group())
                changed_data[word.start():word.end()] = other if other != word.group() else chance.choice(found).group()
            same = outside_of_signatures(bytes(changed_data)) == outside_of_signatures(data)
            look_hard(check, f"words {number}", bytes(changed_data), may_be_good=same)

    def file(objects, trailer, times=1):
        out, places = bytearray(b"%PDF-1.7\n"), {}
        for number, value in objects.items():
            places[number] = len(out)
            out += b"%d 0 obj\n" % number + value + b"\nendobj\n"
        before = b""
        for _ in range(times):
            table = len(out)
            out += b"xref\n" + b"".join(b"%d 1\n%010d 00000 n\r\n" % one for one in sorted(places.items())) + b"trailer\n<</Root 1 0 R " + trailer + before
            out += b">>\nstartxref\n%d\n%%%%EOF\n" % table
            before, places = b"/Prev %d" % table, {}
        return bytes(out)

    def stream(head, data):
        packed = zlib.compress(data, 9)
        return b"<<" + head + b" /Filter /FlateDecode /Length %d>>\nstream\n" % len(packed) + packed + b"\nendstream"

    plain = {1: b"<</Pages 2 0 R>>", 2: b"<</Kids []>>"}
    look_hard(check, "many revisions", file(plain, b"", 600))
    look_hard(check, "a chain in a circle", file(plain, b"/Prev 9"))
    for name, value in (("deep", b"[" * 100000), ("brackets", b"(" * 1000000), ("a wide tree", b"<</Kids [" + b"2 0 R " * 1000000 + b"]>>"), ("many keys", b"<<" + b"".join(b"/K%d 1" % i for i in range(200000)) + b">>")):
        look_hard(check, name, file({1: b"<</Pages 2 0 R>>", 2: value}, b""))
    look_hard(check, "many keys, twice", file({1: b"<</Pages 2 0 R " + b"".join(b"/K%d 1" % i for i in range(100000)) + b">>", 2: b"<</Kids []>>"}, b"", 1)[:-1])
    many = Paper(file({1: b"<</Pages 2 0 R /X <<" + b"".join(b"/K%d 1" % i for i in range(60000)) + b">>>>", 2: b"<</Kids []>>"}, b"/Size 3 /ID [<00> <00>]"))
    many.update({1: many.object(1)[:-2] + "/Y 1>>"})
    look_hard(check, "many keys compared", many.data)
    for size in (1 << 20, 60 << 20):
        for name, head, unit in (("table", b"/Type /XRef /Root 1 0 R /Size 8388607 /W [1 0 0]", b"\0"), ("table of used ones", b"/Type /XRef /Root 1 0 R /Size 8388607 /W [1 1 1]", b"\2\1\1")):
            out = b"%PDF-1.7\n9 0 obj\n" + stream(head, unit * (size // len(unit))) + b"\nendobj\nstartxref\n9\n%%EOF"
            look_hard(check, f"a {name} of {size} bytes", out)
        rows = b"\1\0\0\0\x09\0" + b"".join(b"\2\0\0\0\1" + bytes([i]) for i in range(200))
        out = b"%PDF-1.7\n1 0 obj\n" + stream(b"/Type /ObjStm /N 100 /First 1000", b"7 0 " * (size // 4)) + b"\nendobj\n"
        out += b"9 0 obj\n" + stream(b"/Type /XRef /Root 2 0 R /Index [1 201] /W [1 4 1]", rows) + b"\nendobj\nstartxref\n%d\n%%%%EOF" % len(out)
        look_hard(check, f"an object stream of {size} bytes", out)


def main():
    with tempfile.TemporaryDirectory() as folder:
        program = Path(sys.argv[1]).resolve()
        check, world = Checker(program, Path(folder)), World(program, Path(folder))
        for part in (check_true_ones, check_own_fields, check_changed_bytes, check_changes, check_doubled, check_page_tree, check_generations, check_settings, check_locks, check_certificates, check_damage, check_several, check_large, check_stamps, check_revocations, check_words, check_sm2, check_ranges, *disguised.PARTS, check_hostile):
            part(check, world)
    for failure in failures:
        print(failure)
    print(f"{check.count} papers, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
