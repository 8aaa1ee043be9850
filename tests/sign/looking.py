"""What `chengwen signatures` says of a paper, against what is wanted; keys and papers that the cases share."""
import json
import subprocess
from pathlib import Path

from signed import Paper, Signer, add_fields, run, sign

TREE = Path(__file__).resolve().parents[2]
failures = []


class Checker:
    def __init__(self, program, folder):
        self.program, self.folder, self.count = program, folder, 0

    def look(self, paper, *options):
        path = self.folder / "paper.pdf"
        path.write_bytes(paper.data if isinstance(paper, Paper) else paper)
        return subprocess.run([self.program, "signatures", *options, path], capture_output=True, check=False)

    def expect(self, case, paper, status, signatures, *options):
        """signatures: of each whether it is valid, what must be said of it, and the kinds of what changed after it."""
        self.count += 1
        done = self.look(paper, "--format=json", *options)
        try:
            told = json.loads(done.stdout)["signatures"]
        except (ValueError, KeyError):
            told = []
        seen = [(one["valid"], "；".join(one["faults"]), sorted({change["kind"] + ("" if change["allowed"] else "!") for change in one["changes"]})) for one in told]
        good = done.returncode == status and len(seen) == len(signatures)
        for (valid, faults, changes), (valid_wanted, words, changes_wanted) in zip(seen, signatures):
            good = good and valid == valid_wanted and (words in faults if words else not faults) and (changes_wanted is None or changes == sorted(changes_wanted))
        if not good:
            failures.append(f"{case}: {done.returncode}, wanted {status}; {seen}, wanted {signatures}; {done.stderr.decode(errors='replace')}")
        return told

    def expect_pdfsig(self, case, signatures):
        """Another program's word on the paper that was looked at last."""
        said = run("pdfsig", self.folder / "paper.pdf").decode()
        if said.count("Signature is Valid.") != signatures or said.count("- Total document signed") != 1 or said.count("- Not total document signed") != signatures - 1:
            failures.append(f"{case}: pdfsig says {said}")


def good(*changes):
    return True, "", list(changes)


def bad(words, *changes):
    return False, words, list(changes) if changes else None


class World:
    """Keys, certificates and papers that the cases share."""

    def __init__(self, program, folder):
        run(program, "build", "--date", "2026-06-01", "-o", folder / "plain", TREE / "input/pinghu-contract.xml")
        run(program, "build", "--date", "2026-06-01", "--compact", "--attach", "-o", folder / "compact", TREE / "input/pinghu-contract.xml")
        self.plain = next((folder / "plain").glob("*.pdf")).read_bytes()
        self.compact = next((folder / "compact").glob("*.pdf")).read_bytes()
        keys = folder / "keys"
        keys.mkdir()
        self.keys = keys
        authority = "basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign"
        self.root = Signer(keys, "root", "/C=CN/O=测试机构/CN=测试根", extensions=authority)
        self.other_root = Signer(keys, "other", "/C=CN/CN=别的根", extensions=authority, key=("EC", "ec_paramgen_curve:P-256"))
        self.rsa = Signer(keys, "rsa", "/C=CN/O=平湖公司/CN=张三", issuer=self.root)
        self.ec = Signer(keys, "ec", "/C=CN/O=乙公司/CN=李四", issuer=self.root, key=("EC", "ec_paramgen_curve:P-256"))
        self.third = Signer(keys, "third", "/C=CN/O=丙公司", issuer=self.root, key=("EC", "ec_paramgen_curve:P-384"))

    def paper(self, fields=("甲方盖章", "乙方盖章", "丙方盖章"), lock="/Action /Exclude", compact=False):
        paper = Paper(self.compact if compact else self.plain)
        add_fields(paper, fields, lock)
        return paper

    def signed(self, **how):
        paper = self.paper(**how)
        sign(paper, "甲方盖章", self.ec)
        return paper
