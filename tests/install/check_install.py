#!/usr/bin/env python3
"""An installed tree: what `cmake --install` lays there makes the samples as the built program does, byte by byte, from wherever the tree
stands; kinds of the machine in etc/chengwen/templates, beside links to those that came; units name paths of the tree; what its documents lead to is there.

usage: check_install.py BUILD
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
WANTED = (
    "bin/chengwen bin/chengwen-sign share/chengwen/fonts/roles.xml share/chengwen/templates/common/blocks.xml share/man/man1/chengwen.1"
    " share/man/man1/chengwen-sign.1 share/man/man5/chengwen.5 include/chengwen.h share/bash-completion/completions/chengwen lib/systemd/system/chengwen@.service lib/sysusers.d/chengwen.conf"
).split()


def run(*argv):
    environment = {name: value for name, value in os.environ.items() if name != "CHENGWEN_HOME"}
    return subprocess.run([str(part) for part in argv], capture_output=True, text=True, env=environment)


def build(program, out, *inputs):
    made = run(program, "build", "-q", "--date", "2026-06-01", "-o", out, *inputs)
    return made.stderr if made.returncode != 0 else ""


def lost(tree):
    """Each link of a document, and each picture, to which there is no file; documents are read where they lie and where a folder that is linked shows them."""
    for folder, _, names in os.walk(tree / "share", followlinks=True):
        for name in (name for name in names if name.endswith(".md")):
            text = re.sub(r"^    .*$|`[^`\n]*`", "", (Path(folder) / name).read_text(encoding="utf-8"), flags=re.M)
            for link in re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'(?:src|href)="([^"]+)"', text):
                if "://" not in link and not link.startswith("#") and not os.path.exists(os.path.normpath(os.path.join(folder, link.split("#")[0]))):
                    yield f"{os.path.relpath(folder, tree)}/{name}: {link} leads nowhere"


def faults(program, work):
    tree = work / "moved" / "usr"
    laid = run("cmake", "--install", program.parent, "--prefix", work / "usr")
    if laid.returncode != 0:
        yield laid.stderr
        return
    (work / "moved").mkdir()
    shutil.move(work / "usr", tree)
    yield from (f"{name} is not there" for name in WANTED if not (tree / name).is_file())
    yield from lost(tree)
    samples = sorted((TOP / "input").glob("pingshan-*.xml"))
    yield build(program, work / "built", *samples)
    yield build(tree / "bin/chengwen", work / "installed", *samples)
    for paper in sorted((work / "built").glob("*.pdf")):
        if paper.read_bytes() != (work / "installed" / paper.name).read_bytes():
            yield f"{paper.name} is not what the built program makes"
    # The machine's own, as the Debian package lays it.
    own = work / "moved/etc/chengwen/templates"
    own.mkdir(parents=True)
    for kind in sorted((tree / "share/chengwen/templates").iterdir()):
        (own / kind.name).symlink_to(os.path.relpath(kind, own))
    shutil.copytree(own / "official-letter", own / "our-letter")
    for part in (own / "our-letter").glob("*.xml"):
        part.write_text(part.read_text().replace("official-letter", "our-letter"))
    ours = work / "ours.xml"
    ours.write_text((TOP / "input/pingshan-letter.xml").read_text().replace("official-letter", "our-letter"))
    for jobs in ("", "-j2"):
        made = run(tree / "bin/chengwen", "build", "-q", *filter(None, [jobs]), "--date", "2026-06-01", "-o", work / f"own{jobs}", ours, *samples)
        if made.returncode != 0 or len(list((work / f"own{jobs}").glob("*.pdf"))) != len(samples) + 1:
            yield f"with kinds of the machine {jobs}: {made.stdout}{made.stderr}"
    unit = (tree / "lib/systemd/system/chengwen@.service").read_text()
    if "/opt/chengwen" in unit or "/bin/chengwen\n" not in unit:
        yield "the unit starts another program"


def main():
    program = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as work:
        found = [fault for fault in faults(program, Path(work)) if fault]
    print("\n".join(found) if found else "the installed tree makes what the built program makes")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
