"""What of templates/ and input/ came with the program: tests prove that, and leave alone what somebody has put beside it.

In a repository it is what git knows; elsewhere the kinds that docs/gallery.md lists, and all of input/.
"""
import re
import subprocess
from pathlib import Path

TREE = Path(__file__).resolve().parents[1]


def known(pattern):
    """The paths that git knows, in order; none where it knows nothing here."""
    try:
        told = subprocess.run(["git", "-C", TREE, "ls-files", "-z", "--", pattern], capture_output=True, text=True, check=False).stdout
    except FileNotFoundError:
        told = ""
    return [TREE / name for name in told.split("\0") if name and (TREE / name).exists()]


def kinds():
    """Their names, in order."""
    listed = re.search(r"<!-- table: gallery -->(.*?)<!-- end -->", (TREE / "docs/gallery.md").read_text(encoding="utf-8"), re.S).group(1)
    names = {path.parent.name for path in known("templates/*/model.xml")} or set(re.findall(r"^\| \[?([\w-]+)", listed, re.M))
    return sorted(path.parent.name for path in TREE.glob("templates/*/model.xml") if path.parent.name in names)


def samples():
    """Their paths, as texts."""
    return sorted(str(path) for path in known("input/*.xml") or TREE.glob("input/*.xml"))
