#!/usr/bin/env python3
"""The examples of docs/forms.md: its forms, with its model, set for its input; and what it says that mistakes are told as.

usage: forms_doc.py PROGRAM
"""
import os
import re
import subprocess
import sys
import tempfile

import run


def blocks(text):
    """The indented examples."""
    for match in re.finditer(r"(?:^    .*\n|^\n(?=    ))+", text, re.M):
        yield from re.split(r"\n\n(?=    <(?:leave|form))", match[0].strip("\n"))


def dump(program, folder):
    argv = [program, "dump", "--stage=content", "--square-font", "--templates", os.path.join(folder, "templates"), "--fonts", os.path.join(run.ROOT, "fonts"), os.path.join(folder, "leave.xml")]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    return done.stdout, done.stderr, done.returncode


def main():
    text = run.read(os.path.join(run.ROOT, "docs", "forms.md"))
    found = [re.sub(r"^    ", "", block, flags=re.M) for block in blocks(text)]
    model, = (block for block in found if block.startswith("<model"))
    given, = (block for block in found if block.startswith("<leave"))
    forms = [block for block in found if block.startswith("<form")]
    with tempfile.TemporaryDirectory() as folder:
        def sets(body):
            kind = os.path.join(folder, "templates", "leave")
            run.write(os.path.join(kind, "model.xml"), model)
            run.write(os.path.join(kind, "layout.xml"), f'<layout><section page="page">{body}</section></layout>')
            run.write(os.path.join(kind, "style.xml"), '<styles><page name="page"/><style name="caption" base="body"/></styles>')
            run.write(os.path.join(folder, "leave.xml"), given)
            return dump(program, folder)
        os.makedirs(os.path.join(folder, "templates", "leave"))
        out, said, status = sets("".join(forms))
        if status != 0 or out.count("  form ") != len(forms) or "☑年假 ☐病假 ☐事假" not in out:
            sys.exit(f"{len(forms)} forms, status {status}: {said}{out}")
        wrong = re.findall(r"^\| `([^`]*)`(?: in the first row)?(?: below `([^`]*)`)? \| ((?:…|[“`+]|[\u4e00-\u9fff]).*) \|$", text[text.index("## Mistakes"):], re.M)
        for row, above, message in wrong:
            if row.startswith("columns"):
                continue
            rows = "".join(f"<row>{line}</row>" for line in (above, row) if line).replace("\\|", "|").replace("…", "")
            said = sets(f'<form columns="* * *">{rows}</form>')[1]
            if message.replace("…", "").replace("`", "").strip() not in said:
                sys.exit(f"{row}\nwanted {message}\ngot {said}")
    if len(wrong) < 10:
        sys.exit(f"only {len(wrong)} mistakes found")
    print(f"{len(forms)} forms, {len(wrong)} mistakes")


if __name__ == "__main__":
    program = os.path.abspath(sys.argv[1])
    main()
