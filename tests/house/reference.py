"""The reference of the language, out of the program's own lists: what files may hold, functions of formulas, messages.  One account of it, printed as
the man page chengwen(5) and as docs/reference.md.

A section is (title, note, groups); a group is (heading, what it is, entries); an entry is (term, value, default, what it is): texts in Markdown, as
the lists have them, default None where a value is needed.
"""
import re
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
FILES = (
    ("model", "model.xml", "What a kind's descriptions hold: fields, formulas, proofs."),
    ("layout", "layout.xml", "What stands where on the paper; what of it prose may hold, too."),
    ("style", "style.xml", "What it looks like."),
    ("mapping", "mapping.xml", "What the columns of a table are; and, in a description, of which several papers are made."),
    ("plan", "plan.xml", "Runs, for `chengwen run`."),
    ("roles", "fonts/roles.xml", "Which faces the roles of styles are."),
)
SEVERITIES = {"NOTICE": "notice", "WARNING": "warning", "ERROR": "error"}


def plain(text):
    return text.replace('\\"', '"').replace("\\\\", "\\")


def literal(text):
    """As Markdown that says just that."""
    return re.sub(r"([\\`*_<>\[\]{}|#~$^&])", r"\\\1", text)


def file_groups(rows, kinds):
    for element, help, attributes in rows:
        yield f"`<{element}>`", help, [(f"`{name}`", kinds.get(kind, ""), default, what) for name, kind, default, what in attributes]


def function_entries(functions):
    for usage, help, example, gives in functions:
        yield " · ".join(f"`{form}`" for form in usage.split(" 或 ")), "", "", f"{help}; `{example}` → {gives}" if help else f"`{example}` → {gives}"


def message_groups():
    string = r'((?:"(?:[^"\\]|\\.)*"\s*)+)'
    for path in sorted(TREE.glob("generator/*/messages.def")):
        text = path.read_text(encoding="utf-8")
        found = re.findall(rf"^MESSAGE\(MSG_(\w+),\s*SEVERITY_(\w+),\s*{string},\s*{string}\)", text, re.M)
        if len(found) != len(re.findall(r"^MESSAGE\(", text, re.M)):
            raise SystemExit(f"{path}: a message is not written as the others")
        joined = [(code, SEVERITIES[severity], *("".join(re.findall(r'"((?:[^"\\]|\\.)*)"', part)) for part in parts)) for code, severity, *parts in found]
        yield f"{path.parent.name.upper()}_", "", [(f"`{code}`", severity, "", literal(message_text(text)) + (f" — {literal(plain(help))}" if help else ""))
                                                   for code, severity, text, help in joined]


def message_text(text):
    """With … where the program puts what it found."""
    return re.sub(r"%[-+ 0#]*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:hh|h|ll|l|z|j|t)?[a-zA-Z]", "…", plain(text).replace("\\n", " ")).replace("%%", "%").strip()


def sections(rows, kinds, functions):
    for name, title, note in FILES:
        yield title, note, list(file_groups(rows(name), kinds))
    yield "Functions of formulas", "What a formula, a condition and braces in a text may call.", [("", "", list(function_entries(functions)))]
    yield ("Messages", "By code, as `--log=json`, reports and libchengwen say it; … is what was found. Behind —: what to do. Texts may change from version to version, codes rarely.",
           list(message_groups()))


# --- Markdown ---

def cells(*texts):
    return "| " + " | ".join(texts) + " |"


def bar(text):
    """A bar that no escape stands before."""
    return re.sub(r"(?<!\\)\|", r"\\|", text)


def markdown(account):
    yield "# Reference"
    yield ""
    yield "Made from the lists that the program itself reads by (`tests/house/reference.py`); the same as a man page: `man 5 chengwen`. How it is used stands in [templates/README.md](../templates/README.md) and the [cookbook](cookbook.md)."
    for title, note, groups in account:
        yield f"\n## {title}\n\n{note}"
        for heading, help, entries in groups:
            if heading:
                yield f"\n### {heading}\n"
            if help:
                yield help
            rows = [("", "value", "default", "")] + [(term, value, "needed" if default is None else f"`{default}`" if default else "", what)
                                                     for term, value, default, what in entries]
            used = [i for i in range(4) if i in (0, 3) or any(row[i] for row in rows[1:])]
            for number, row in enumerate(rows if entries else []):
                yield ("" if number else "\n") + cells(*(bar(row[i]) for i in used)) + ("" if number else "\n" + cells(*("---" for _ in used)))


# --- the man page ---

def roff(text):
    """A line: code in bold, what means something to roff as itself."""
    parts = re.split(r"(`[^`]*`)", re.sub(r"\\([`])", "\0", text))
    shown = []
    for part in parts:
        code = part.startswith("`") and part.endswith("`") and len(part) > 1
        part = part.strip("`") if code else re.sub(r"\\([\\*_<>\[\]{}|#~$^&])", r"\1", part)
        part = part.replace("\0", "`").replace("\\", "\\e").replace("**", "")
        shown.append(f"\\fB{part}\\fR" if code and part else part)
    line = re.sub(r"\]\([^)]*\)", "]", "".join(shown))
    return ("\\&" if line[:1] in ".'" else "") + line


def man(account):
    yield ".TH CHENGWEN 5 2026-11-29 chengwen"
    yield ".ad l"
    yield ".nh"
    yield ".SH NAME"
    yield "chengwen \\- files of kinds, functions of formulas, messages"
    yield ".SH DESCRIPTION"
    yield roff("The files that make a kind of paper for `chengwen`(1), element by element; functions of formulas; messages, with what to do. Attributes in the order in which the program's own list has them: value, default.")
    for title, note, groups in account:
        yield f".SH {title.upper()}"
        yield roff(note)
        for heading, help, entries in groups:
            if heading:
                yield f".SS {heading.strip('`')}"
            if help:
                yield roff(help)
            for term, value, default, what in entries:
                yield f".TP\n{roff(term)}"
                facts = [part for part in (value, "needed" if default is None else f"default `{default}`" if default else "") if part]
                yield roff("; ".join([*facts, what] if what else facts)) or "\\&"
    yield ".SH SEE ALSO"
    yield roff("`chengwen`(1), `chengwen-sign`(1)")
