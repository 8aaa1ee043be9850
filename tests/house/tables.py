#!/usr/bin/env python3
"""What is made from the program's own lists: tables of the manuals, the man page, the completions of shells.

usage: tables.py [--update]

Between <!-- table: NAME --> and <!-- end --> stands what NAME gives here; docs/chengwen.1, docs/chengwen.5, docs/reference.md and docs/chengwen.bash,
.zsh, .fish are made as a whole.  --update writes them.
"""
import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import completions
import reference

TREE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TREE / "tests"))
import shipped

STRING = r'"((?:[^"\\\\]|\\\\.)*)"'
MANUALS = ("templates/README.md", "SECURITY.md", "docs/signing.md", "docs/public.md", "docs/gallery.md", "docs/embedding.md")


def plain(text):
    return text.replace('\\"', '"').replace("\\\\", "\\")


def kinds():
    """Of every kind in templates/: (folder, what people call it, a sentence about it, its page or None).  The sentence is the first of its page in docs/kinds, else of what the comment in its
    model.xml says behind its label and a colon; a kind of one's own may have none."""
    for path in sorted(TREE.glob("templates/*/model.xml")):
        kind, text = path.parent.name, path.read_text(encoding="utf-8")
        label = ET.fromstring(text.encode()).get("label") or kind
        page = TREE / "docs/kinds" / (kind + ".md")
        begun = re.search(rf"^`templates/{kind}`, (.*)", page.read_text(encoding="utf-8"), re.M) if page.exists() else re.search(rf"<!--\s*{re.escape(label)}[:：]\s*(.*?)(?:-->|<model)", text, re.S)
        sentence = re.match(r".*?(?:。|[.](?=\s|$)|$)", re.sub(r"\s+", " ", begun.group(1)).strip()).group(0) if begun else ""
        yield kind, label, sentence[:1].upper() + sentence[1:], page if page.exists() else None


def gallery_table():
    yield "| kind | paper | |"
    yield "| --- | --- | --- |"
    own = set(shipped.kinds())
    for kind, label, sentence, page in kinds():
        if kind not in own:
            continue
        yield f"| {f'[{kind}](kinds/{kind}.md)' if page else kind} | {label} | {sentence} |"


def all_read(name, text, macros, seen):
    """A row that is not written as the others would be left out in silence."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    if seen != len(re.findall(rf"^[ \t]*(?:{macros})[ \t]*\(", text, re.M)):
        sys.exit(f"{name}: a row is not written as the others")


def personal():
    """Of hide/rules.def: [(word, part, weighs, what stays, example)]"""
    text = (TREE / "generator/hide/rules.def").read_text(encoding="utf-8")
    found = re.findall(r"^PERSONAL\(\w+, " + STRING + r", \w+, \d+, \d+, \d+, (\d+), (\w+), " + STRING + ", " + STRING + r"\)$", text, re.M)
    all_read("rules.def", text, "PERSONAL", len(found))
    return found


def personal_table():
    yield "| `personal=` | stays | for example | a trace |"
    yield "| --- | --- | --- | --- |"
    for word, part, weighs, help, example in personal():
        yield f"| `{word}` | {help} | {example} | {part} characters in a row" + (", or two where they are rare; unless a short text of the paper has them |" if weighs == "true" else " |")


def function_rows():
    """Of expr/functions.def: [(usage, help, example, what it gives)]"""
    text = (TREE / "generator/expr/functions.def").read_text(encoding="utf-8")
    found = re.findall(r"^FUNCTION\(\w+, [^\n]*?, " + ",\\s+".join([STRING] * 4) + r"\)$", text, re.M)
    all_read("functions.def", text, "FUNCTION", len(found))
    return [tuple(plain(part) for part in row) for row in found]


def functions():
    yield "| function | gives | for example |"
    yield "| --- | --- | --- |"
    for row in function_rows():
        usage, help, example, gives = (part.replace("|", "\\|") for part in row)
        usage = " · ".join(f"`{form}`" for form in usage.split(" 或 "))
        yield f"| {usage} | {help} | `{example}` → {gives} |"


def expanded(text):
    """Rows that a macro of the list makes, written out."""
    for name, names, body in re.findall(r"^#define (\w+)\(([\w, ]+)\) \\\n((?:.*\\\n)*.*\n)", text, re.M):
        body = re.sub(r" *\\$", "", body, flags=re.M)
        for call in re.findall(rf"^{name}\((.*)\)$", text, re.M):
            made = body
            for argument, value in zip(names.split(", "), re.findall(r'"(?:[^"\\]|\\.)*"', call)):
                made = re.sub(rf"\b{argument}\b(?=[,)])", lambda _, value=value: value, made)
            text = text.replace(f"{name}({call})\n", re.sub(r"^ +", "", made, flags=re.M))
        text = re.sub(rf"^#define {name}\(.*\\\n(?:.*\\\n)*.*\n", "", text, flags=re.M)
    return text


def rows(name):
    """The elements of schema/NAME.def: (element, help, [(attribute, kind, default, help)]); default None: needed"""
    text = expanded((TREE / f"generator/schema/{name}.def").read_text(encoding="utf-8"))
    found, macros = [], "ELEMENT|PLACED|FIELD|PROOF|ATTRIBUTE|NEEDED"
    parsed = [(what, inside) for what, inside in re.findall(rf"^({macros})\((.*?)\)$", text, re.M | re.S) if not re.search(rf"\n\s*(?:{macros})\(", inside)]
    all_read(f"{name}.def", text, macros, len(parsed))
    for what, inside in parsed:
        parts = [plain(part) for part in re.findall(STRING, inside)]
        if what in ("ELEMENT", "PLACED", "FIELD", "PROOF"):
            named = [("name", "TEXT", None, ""), ("label", "TEXT", "", "")] if what == "FIELD" else []
            found.append((parts[0], parts[-1], named))
        else:
            kind = re.match(STRING + r",\s*(\w+)", inside).group(2)
            found[-1][2].append((parts[0], kind, parts[1] if what == "ATTRIBUTE" else None, parts[-1]))
    return found


def words():
    """kind of value -> what it may be, in words"""
    choices, kinds = {}, {}
    for source in ("base/words.c", "content/words.c", "schema/values.c"):
        text = (TREE / "generator" / source).read_text(encoding="utf-8")
        arrays = {name: re.findall(r'\{"([^"]+)"', body) for name, body
                  in re.findall(r"struct choice (\w+)\[\] = \{(.*?)\};", text, re.S)}
        for name, array in re.findall(r"struct words (words_\w+) = WORDS\((\w+)\)", text):
            choices[name] = arrays[array]
        for name, array, first, last in re.findall(
                r"struct words (words_\w+) = \{(\w+)(?: \+ (\d+))?, (?:ARRAY_COUNT\(\w+\) - )?(\d+)\}", text):
            start = int(first or 0)
            choices[name] = arrays[array][start:start + int(last)] if first else arrays[array][:-int(last)]
    choices["words_personal"] = ["no"] + [row[0] for row in personal()]
    text = (TREE / "generator/schema/values.def").read_text(encoding="utf-8")
    for kind, table, label in re.findall(r"^VALUE\((\w+), \w+, (?:&(words_\w+)|NULL), .*?" + STRING + r"\)$", text, re.M | re.S):
        kinds[kind] = " ".join(f"`{word}`" for word in choices[table]) if table else label.strip().split("，如")[0]
    return kinds


# What is not trusted, and how much of it is taken: what SECURITY.md calls it, and the constants of the program.
LIMITS = [
    ("description: bytes, elements in elements, attributes, nodes", ["READER_MAX_BYTES", "READER_MAX_DEPTH", "READER_MAX_ATTRIBUTES", "READER_MAX_NODES"], "reader/reader.h"),
    ("formula: bytes, nesting, steps a document", ["EXPR_MAX_SOURCE", "EXPR_MAX_DEPTH", "EXPR_MAX_STEPS"], "expr/expr.h"),
    ("number: digits, bits of a numerator", ["NUMBER_MAX_DIGITS", "NUMBER_MAX_BITS"], "expr/expr.h"),
    ("table (xlsx, CSV): bytes, sheets, rows, columns, cells", ["SHEET_MAX_BYTES", "SHEET_MAX_SHEETS", "SHEET_MAX_ROWS", "SHEET_MAX_COLUMNS", "SHEET_MAX_CELLS"], "sheet/sheet.h"),
    ("archive of an xlsx: entries, bytes unpacked, times as large as packed", ["PACKAGE_MAX_ENTRIES", "PACKAGE_MAX_UNPACKED", "PACKAGE_MAX_RATIO"], "sheet/sheet_int.h"),
    ("papers of an input", ["SERIES_MAX_PAPERS"], "series/series.h"),
    ("picture: bytes, pixels, pixels a side", ["PICTURE_MAX_BYTES", "PICTURE_MAX_PIXELS", "PICTURE_MAX_SIDE"], "picture/picture.h"),
    ("what a kind makes of a document: instructions carried out, blocks, rows of a table, pages", ["TEMPLATE_MAX_STEPS", "TEMPLATE_MAX_BLOCKS", "TEMPLATE_MAX_ROWS", "LAYOUT_MAX_PAGES"],
     "template/template_int.h layout/layout.h"),
    ("PDF that is written: bytes", ["PDF_MAX_BYTES"], "pdf/pdf.h"),
    ("PDF into `extract` and `verify`: bytes, objects, nesting", ["ARCHIVE_MAX_BYTES", "SYNTAX_MAX_OBJECTS", "SYNTAX_MAX_DEPTH"], "archive/archive.h syntax/syntax.h"),
    ("PDF into `signatures` and `sign`: bytes, revisions, objects of all of them, bytes inflated", ["SIGN_MAX_BYTES", "SIGN_MAX_REVISIONS", "SIGN_MAX_ENTRIES", "SIGN_MAX_INFLATED"], "sign/file/file.h"),
    ("what is attached to it: files, bytes of one, of all", ["ARCHIVE_MAX_FILES", "ARCHIVE_MAX_FILE", "ARCHIVE_MAX_ALL"], "archive/archive.h"),
    ("memory for it, with what is attached", ["BATCH_ARCHIVE_MEMORY"], "batch/batch_int.h"),
    ("JSON: nesting; a manifest of papers: bytes; a line of a journal: bytes", ["JSON_MAX_DEPTH", "MANIFEST_MAX_BYTES", "RUNLOG_MAX_LINE"], "base/base.h manifest/manifest.h runlog/runlog.h"),
    ("messages of a document: how many, bytes", ["DIAG_LIMIT", "BATCH_MAX_MESSAGES"], "base/base.h batch/batch_int.h"),
]


def constant(name, text):
    """Its value, as people read it."""
    found = re.search(rf"\b{name}\s*=\s*(\w+)(?:\s*<<\s*(\d+))?\s*[,/}}\n]", text)
    if found is None:
        sys.exit(f"{name}: not found as a constant")
    value = 2**31 if found.group(1) == "INT32_MAX" else int(found.group(1)) << int(found.group(2) or 0)
    for unit, size in (("GiB", 2**30), ("MiB", 2**20)):
        if value % size == 0:
            return f"{value // size} {unit}" if "ROWS" not in name else f"{value:,}"
    return f"{value:,}"


def limits():
    yield "| of what | at most |"
    yield "| --- | --- |"
    for what, names, headers in LIMITS:
        text = "".join((TREE / "generator" / header).read_text(encoding="utf-8") for header in headers.split())
        yield cells(what, ", ".join(constant(name, text) for name in names).replace(", ", "; "))


def cells(*texts):
    return "| " + " | ".join(text.replace("|", "\\|") for text in texts) + " |"


def elements(name):
    def table():
        kinds = words()
        yield "| element, attribute | value | default | |"
        yield "| --- | --- | --- | --- |"
        for element, help, attributes in rows(name):
            told = [row for row in attributes if row[3] or row[2] not in ("", "no")]
            plainly = "".join(f" `{row[0]}`" for row in attributes if row not in told)
            yield cells(f"**`<{element}>`**{plainly}", "", "", help)
            for attribute, kind, default, what in told:
                value = "needed" if default is None else f"`{default}`" if default else ""
                yield cells(f"`{attribute}`", kinds[kind], value, what)
    return table


def changes():
    """What may have changed from one revision to the next."""
    text = (TREE / "generator/sign/changes/kinds.def").read_text(encoding="utf-8")
    found = re.findall(r"^CHANGE\(\w+, (\w+), (\w+), " + ", ".join([STRING] * 2) + r"\)$", text, re.M)
    all_read("kinds.def", text, "CHANGE", len(found))
    yield "| `kind` | in words | with | least level (DocMDP) |"
    yield "| --- | --- | --- | --- |"
    for level, beside, name, words in found:
        yield cells(f"`{name}`", words, {"PAGE": "`page`", "FIELD": "`name` of the field", "ENTRY": "`name` of the entry"}.get(beside, ""), level.lower())


def command_line():
    """Of cli/options.def: [(command, arguments, help)], [(option, letter, commands, value, words, help)]"""
    text = (TREE / "generator/cli/options.def").read_text(encoding="utf-8")
    macro = dict(re.findall(r"^#define (\w+) (.*)$", text, re.M))
    source = "".join((TREE / "generator" / name).read_text(encoding="utf-8") for name in ("cli/options.c", "page/page.c", "batch/file.c"))
    lists = {name.lower()[:-1]: re.findall(r'\{"([^"]+)"', body) for name, body
             in re.findall(r"struct choice (\w+)\[\] = \{(.*?)\};", source, re.S)}
    writers = (TREE / "generator/batch/writers.def").read_text(encoding="utf-8")
    lists["writer"] = re.findall(r"^WRITER\((\w+)\)", writers, re.M)
    commands = [(command[0], *(plain(part) for part in command[1:])) for command
                in re.findall(r"^COMMAND\((\w+), " + ", ".join([STRING] * 3), text, re.M)]
    options, seen = [], 0
    library = []
    for name, letter, of, kind, value, help in re.findall(
            r"^OPTION\(" + STRING + r", (0|'\w'), ([^,]*), (\w+(?:\([^)]*\))?), [\w.]+, (NULL|\"[^\"]*\"),\s+" + STRING
            + r"\)", text, re.M):
        for word, meaning in macro.items():
            of = of.replace(word, meaning)
        choices = lists[re.match(r"\w+\((\w+)", kind).group(1)] if kind.startswith(("WORD", "LOOSE")) else []
        value = f"[={value.strip(chr(34))}]" if kind.startswith("LOOSE") else value  # it may be left out
        seen += 1
        takers = re.findall(r"ON\((\w+)\)", of)
        option = (name, letter.strip("'0"), [taker for taker in takers if taker != "LIBRARY"], value.strip('"'), choices, plain(help))
        options += [option] if help else []
        library += [option] if help and "LIBRARY" in takers else []
    all_read("options.def", text, "OPTION", seen)
    return commands, options, library


def library_table():
    """Options of libchengwen."""
    yield "| option | |"
    yield "| --- | --- |"
    for name, _, _, value, choices, help in command_line()[2]:
        yield cells(f"`--{name}" + (value if value[0] == "[" else f"={value}" if value != "NULL" else "") + "`", help + ("：" + "、".join(choices) if choices else ""))


def man_page():
    commands, options, _ = command_line()
    yield ".TH CHENGWEN 1 2026-11-29 chengwen"
    yield ".ad l"
    yield ".nh"
    yield ".SH 名称"
    yield "chengwen \\- 由 XML 描述生成正式的中文 PDF"
    yield ".SH 用法"
    yield "chengwen 命令 [选项] [文件…]"
    yield ".SH 命令"
    for _, name, arguments, help in commands:
        yield f".TP\n.B {name} {arguments}".rstrip()
        yield help
    yield ".SH 选项"
    for name, letter, of, value, choices, help in options:
        short = f"\\-{letter}, " if letter else ""
        yield f".TP\n.B {short}\\-\\-{name}" + (value if value[0] == "[" else f" {value}" if value != "NULL" else "")
        yield help.replace("\\", "\\e") + ("：" + "、".join(choices) if choices else "") + (f"（{'、'.join(command.lower() for command in of)}）" if of else "")
    yield ".SH 退出状态"
    yield "0 全部完成；1 部分文件有误，其余已完成；2 命令行有误，什么也没做；3 系统故障，中止。"
    yield "sign：0 已签；1 没有签，什么也没写。signatures：0 有签名，都有效；1 有一个无效，或没有签名，或文件读不了。"
    yield "watch：0 由 Ctrl-C 或 kill 结束。"
    yield ".SH 环境"
    yield "CHENGWEN_HOME：templates/ 和 fonts/ 所在的目录；不设则依次在程序所在目录的上一级、../etc/chengwen（/usr/bin 的为 /etc/chengwen）、../share/chengwen 里找。"
    yield ".SH 参见"
    yield "chengwen(5)：文种各文件可以怎样写，算式的函数，各条消息；chengwen\\-sign(1)"


TABLES = {"functions": functions, "limits": limits, "changes": changes, "personal": personal_table, "gallery": gallery_table, "library": library_table} | {name: elements(name) for name in ("layout", "style", "model", "mapping")}
def account():
    return reference.sections(rows, words(), function_rows())


WHOLE = {
    "docs/chengwen.5": lambda: reference.man(account()),
    "docs/reference.md": lambda: map(in_words, reference.markdown(account())),
    "docs/chengwen.1": man_page,
    "docs/chengwen.bash": lambda: completions.bash(*command_line()[:2]),
    "docs/chengwen.zsh": lambda: completions.zsh(*command_line()[:2]),
    "docs/chengwen.fish": lambda: completions.fish(*command_line()[:2]),
}


def in_words(row):
    """Braces outside code are words: to the program that sets these files a formula would begin there."""
    parts = row.split("`")
    return "`".join(re.sub(r"(?<!\\)[{}]", r"\\\g<0>", part) if i % 2 == 0 else part for i, part in enumerate(parts))


def filled(text):
    def table(match):
        rows = "\n".join(in_words(row) for row in TABLES[match.group(1)]())
        return f"<!-- table: {match.group(1)} -->\n{rows}\n<!-- end -->"
    return re.sub(r"<!-- table: (\w+) -->\n.*?<!-- end -->", table, text, flags=re.S)


def main():
    update, failed = sys.argv[1:] == ["--update"], 0
    wanted = {name: filled((TREE / name).read_text(encoding="utf-8")) for name in MANUALS}
    wanted |= {name: "\n".join(make()) + "\n" for name, make in WHOLE.items()}
    for name, text in wanted.items():
        if update:
            (TREE / name).write_text(text, encoding="utf-8")
        elif not (TREE / name).exists() or (TREE / name).read_text(encoding="utf-8") != text:
            failed += 1
            print(f"{name}: not what the program's lists say: python3 tests/house/tables.py --update")
    print(f"{len(wanted)} files, {failed} out of date")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
