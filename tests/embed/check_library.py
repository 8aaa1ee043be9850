#!/usr/bin/env python3
"""libchengwen as another program has it: what `cmake --install` lays there, found by pkg-config, compiled against, run.

usage: check_library.py CHENGWEN [FLAG…]      flags of the compiler, as the library was compiled with

The same descriptions, options and faults as on the command line give the same bytes and the same messages.  The example of
docs/embedding.md is compiled and run as it stands there.
"""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tests"))
import shipped

NAMES = {"chengwen_build", "chengwen_check", "chengwen_close", "chengwen_open", "chengwen_result_free", "chengwen_version"}
OPTIONS = (
    [], ["--conformance=pdfa-3a"], ["--attach=kind"], ["--draft"], ["--proof", "--audit"], ["--compact", "--fields"], ["--strict-prose"], ["--format=html"],
    ["--places"], ["--conformance=pdfa-4f+ua-2"], ["--public"],
)
DATE = "--date=2026-06-01"


def run(*argv, **more):
    return subprocess.run([str(part) for part in argv], capture_output=True, text=True, **more)


def install(program, tree):
    """The compiler's flags; what is wrong with the tree."""
    laid = run("cmake", "--install", program.parent, "--prefix", tree)
    if laid.returncode != 0:
        return None, laid.stderr
    folders = ":".join(str(path.parent) for path in tree.rglob("chengwen.pc"))
    environment = {**os.environ, "PKG_CONFIG_PATH": folders}
    flags = run("pkg-config", "--cflags", "--libs", "chengwen", env=environment)
    if flags.returncode != 0:
        return None, flags.stderr
    library = next(tree.rglob("libchengwen.so"))
    shown = {line.split()[-1] for line in run("nm", "-D", "--defined-only", library).stdout.splitlines()}
    sanitized = {name for name in shown if name.startswith(("__asan", "__odr", "__ubsan"))}
    if shown - sanitized != NAMES:
        return None, f"names that are seen: {' '.join(sorted(shown ^ NAMES))}"
    if "libchengwen.so.0" not in run("readelf", "-d", library).stdout:
        return None, "it has no SONAME"
    return [*flags.stdout.split(), f"-Wl,-rpath,{library.parent}", "-lpthread"], ""


def compiled(source, target, flags):
    warned = ["-std=c17", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror", "-g"]
    made = run("cc", *warned, source, "-o", target, *flags)
    return made.stderr if made.returncode != 0 else ""


def broken(work):
    """Descriptions with a fault each: a figure, a field that lacks, a tag, a picture, a character, nothing."""
    folder = work / "broken"
    folder.mkdir()
    letter = (TOP / "input/pingshan-letter.xml").read_text()
    agreement = (TOP / "input/pinghu-agreement.xml").read_text()
    texts = {
        "figure": re.sub(r"(\d)(</|\")", lambda m: str((int(m.group(1)) + 1) % 10) + m.group(2), agreement, count=40),
        "lacks": re.sub(r"<title>.*?</title>", "", letter, flags=re.S),
        "tag": letter.replace("<title>", "<tittle>", 1).replace("</title>", "</tittle>", 1),
        "cut": letter[: len(letter) // 2],
        "kind": re.sub("official-letter", "no-such-kind", letter),
        "arabic": letter.replace("<title>", "<title>\u0633\u0644\u0627\u0645", 1),
        "nobody": letter.replace("<title>", "<title>\u200b", 1),
        "empty": "",
    }
    for name, text in texts.items():
        (folder / f"{name}.xml").write_text(text)
    return sorted(folder.glob("*.xml"))


def beside(program, press, work, files, options):
    """Of each file, by the program and by the library."""
    out, made = work / "out", work / "made"
    for folder in (out, made):
        subprocess.run(["rm", "-rf", folder], check=True)
        folder.mkdir()
    press_made = run(press, "make", "build", made, len(options) + 1, *options, DATE, *files)
    if press_made.returncode != 0 or press_made.stdout or press_made.stderr:
        yield f"{options}: {press_made.stdout}{press_made.stderr}"
        return
    for number, file in enumerate(files):
        told = run(program, "build", *options, DATE, "-o", out, file)
        lines, shown = (made / f"{number}.lines").read_text(), (made / f"{number}.list").read_text()
        if lines != told.stderr:
            yield f"{file.name} {options}: the library says\n{lines}and the program\n{told.stderr}"
        if lines != shown:
            yield f"{file.name} {options}: the list says\n{shown}and the lines\n{lines}"
        if (made / f"{number}.status").read_text() != str(told.returncode):
            yield f"{file.name} {options}: the library's status is not {told.returncode}"
        paper, other = next(out.glob(f"{file.stem}*"), None), made / f"{number}.pdf"
        if (paper is not None) != other.exists() or (paper is not None and paper.read_bytes() != other.read_bytes()):
            yield f"{file.name} {options}: the files differ"
        if paper is not None:
            paper.unlink()


def checked(program, press, work, files):
    made = work / "made"
    ran = run(press, "make", "check", made, 1, DATE, *files)
    if ran.returncode != 0:
        yield ran.stderr
    for number, file in enumerate(files):
        told = run(program, "check", DATE, file)
        said = re.sub(r"^核对无误 .*\n", "", told.stdout, flags=re.M)
        ours = (made / f"{number}.table").read_text() + (made / f"{number}.printed").read_text()
        if said != ours:
            yield f"{file.name}: check says\n{said}\nand the library\n{ours}"
        if (made / f"{number}.status").read_text() != str(told.returncode):
            yield f"{file.name}: the library's status is not {told.returncode}"


def several(press, work):
    """A description of several papers is refused."""
    each = work / "each.xml"
    each.write_text('<official-letter><each field="addressee" name="a"/></official-letter>')
    run(press, "make", "build", work / "made", 1, DATE, each)
    if "each.xml:1:18: error: 这份描述用 <each> 分成几份" not in (work / "made/0.lines").read_text():
        yield "<each> is not refused"


def example(program, work, flags):
    """docs/embedding.md: the one program there, and what it prints."""
    text = (TOP / "docs/embedding.md").read_text()
    def shown(before):
        """The indented block below the line that ends so."""
        block = re.search(re.escape(before) + r"\n\n((?:    [^\n]*\n|\n(?=    |\n))+)", text).group(1)
        return re.sub(r"^    ", "", block, flags=re.M).rstrip("\n") + "\n"

    (work / "example.c").write_text(shown("(`example.c`):"))
    (work / "slip.xml").write_text(shown("(`slip.xml`):"))
    yield compiled(work / "example.c", work / "example", flags)
    letter = TOP / "input/pingshan-letter.xml"
    made = run(work / "example", letter, "letter.pdf", cwd=work)
    run(program, "build", "-q", DATE, "-o", work, letter)
    if made.returncode != 0 or (work / "letter.pdf").read_bytes() != (work / "pingshan-letter.pdf").read_bytes():
        yield f"the example: {made.stdout}{made.stderr}"
    made = run(work / "example", "slip.xml", "slip.pdf", cwd=work)
    if made.returncode != 1 or made.stdout != shown("status 1, and"):
        yield f"the example with a slip prints\n{made.stdout}{made.stderr}and not\n{shown('status 1, and')}"


def faults(program, work, flags):
    found, fault = install(program, work / "usr")
    if fault:
        yield fault
        return
    press = work / "press"
    yield compiled(TOP / "tests/embed/press.c", press, found + flags)
    samples = [Path(path) for path in shipped.samples()]
    bad = broken(work)
    yield from beside(program, press, work, samples + bad, [])
    yield from checked(program, press, work, samples + bad)
    for options in OPTIONS[1:]:
        yield from beside(program, press, work, [*samples[:4], *samples[-2:], *bad[:3]], options)
    letter, agreement, report = (TOP / f"input/{name}.xml" for name in ("pingshan-letter", "pinghu-agreement", "pinghu-acceptance"))
    for ways in (["usage"], ["process", letter], ["threads", letter, agreement], ["memory", letter], ["memory", report]):
        ran = run(press, *ways)
        if ran.returncode != 0 or ran.stdout or ran.stderr:
            yield f"{ways[0]}: {ran.returncode} {ran.stdout}{ran.stderr}"
    yield from several(press, work)
    yield from example(program, work, found + flags)


def main():
    program = Path(sys.argv[1]).resolve()
    os.environ.pop("CHENGWEN_HOME", None)
    with tempfile.TemporaryDirectory() as work:
        found = [fault for fault in faults(program, Path(work), [flag for flag in sys.argv[2:] if flag]) if fault]
    print("\n".join(found) if found else "the library makes and says what the program does")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
