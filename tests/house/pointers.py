#!/usr/bin/env python3
"""Pointers in conditions are compared with NULL; whether it holds needs types, so libclang looks.

usage: pointers.py BUILD FILE.c…     BUILD has compile_commands.json

Told is every pointer that is itself a condition, or a side of && or ||, or what ! denies.
"""
import json
import shlex
import sys

from clang.cindex import Config, CursorKind, Index, TypeKind

Config.set_library_file("/usr/lib/llvm-14/lib/libclang.so.1")
INCLUDES = ["-I/usr/lib/llvm-14/lib/clang/14.0.6/include"]  # stddef.h and its like


def is_pointer(cursor):
    return cursor.type.get_canonical().kind == TypeKind.POINTER


def inside(cursor):
    """What stands in brackets and under conversions."""
    while cursor.kind in (CursorKind.UNEXPOSED_EXPR, CursorKind.PAREN_EXPR):
        children = list(cursor.get_children())
        if len(children) != 1:
            break
        cursor = children[0]
    return cursor


def operator(cursor, children):
    """Of what a macro made: "", so that it is passed over."""
    if cursor.kind == CursorKind.UNARY_OPERATOR:
        return next((token.spelling for token in cursor.get_tokens()), "")
    if cursor.kind == CursorKind.BINARY_OPERATOR:
        behind = children[0].extent.end.offset
        return next((token.spelling for token in cursor.get_tokens() if token.extent.start.offset >= behind), "")
    return ""


def conditions(cursor):
    """The expressions of which this cursor asks whether they are so."""
    children = list(cursor.get_children())
    if cursor.kind in (CursorKind.IF_STMT, CursorKind.WHILE_STMT, CursorKind.CONDITIONAL_OPERATOR):
        return children[:1]
    if cursor.kind == CursorKind.DO_STMT:
        return children[-1:]
    if cursor.kind == CursorKind.FOR_STMT:
        return [child for child in children[:-1] if is_pointer(inside(child)) and inside(child).kind in (CursorKind.DECL_REF_EXPR, CursorKind.MEMBER_REF_EXPR)]
    if operator(cursor, children) in ("!", "&&", "||"):
        return children
    return []


def faults(cursor, path):
    for condition in conditions(cursor):
        shown = inside(condition)
        if is_pointer(shown) and shown.location.file and shown.location.file.name == path:
            yield shown.location.line, shown.spelling
    for child in cursor.get_children():
        yield from faults(child, path)


def main():
    build, paths = sys.argv[1], set(sys.argv[2:])
    with open(f"{build}/compile_commands.json", encoding="utf-8") as file:
        commands = json.load(file)
    index, count = Index.create(), 0
    for entry in commands:
        name = next((path for path in paths if entry["file"].endswith("/" + path)), None)
        if name is None:
            continue
        words = shlex.split(entry["command"])
        words = [word for word in words[1:words.index("-o")] if word.startswith(("-I", "-isystem", "-D", "-std", "/"))]
        unit = index.parse(entry["file"], args=words + INCLUDES)
        for cursor in unit.cursor.get_children():
            if cursor.location.file and cursor.location.file.name == entry["file"]:
                for line, what in faults(cursor, entry["file"]):
                    count += 1
                    print(f"{name}:{line}: compare {what} with NULL")
    print(f"{len(paths)} files, {count} pointers not compared with NULL")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
