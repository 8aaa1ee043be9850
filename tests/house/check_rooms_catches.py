#!/usr/bin/env python3
"""Plants one breach of each house rule in a small tree and sees that check_rooms.py names it, and nothing else."""
import contextlib
import io
import sys
import tempfile
from pathlib import Path

import check_rooms

ROOMS = """room(base)
room(reader MAY base USES libxml-2.0)
room(layout MAY base)
room(pdf    MAY base USES libdeflate)
room(cli    MAY base)
wing(layout low)
wing(layout high MAY low)
    target_link_libraries(pdf PRIVATE ${HPDF_LIBRARY})
"""
CLEAN = {
    "cmake/rooms.cmake": ROOMS,
    "generator/base/base.h": "#include <stdint.h>\n",
    "generator/base/base.c": '/* Top. */\n#include "base/base.h"\n#include <stdlib.h>\nvoid f(void)\n{\n    free(0); /* MSG_B */\n}\n',
    "generator/base/messages.def": 'MESSAGE(MSG_A, SEVERITY_ERROR, "x", "y")\n',
    "generator/reader/reader.h": '#include "base/base.h"\n',
    "generator/reader/reader.c": '/* No malloc, no printf, no double here. */\n#include <libxml/parser.h>\n'
                                 '#include "reader/reader_int.h"\nconst char *text = "free printf"; int code = MSG_A;\n',
    "generator/reader/reader_int.h": "int f = x->free(y.malloc);\n",
    "generator/layout/layout_int.h": "/* a.c: planted below */\n",
    "generator/layout/low/low.h": '#include "layout/layout_int.h"\n',
    "generator/layout/low/low_int.h": '#include "layout/low/low.h"\n/* a.c */\n',
    "generator/layout/low/low.c": '/* Top. */\n#include "layout/low/low_int.h"\n',
    "generator/layout/high/high.h": '#include "layout/low/low.h"\n/* a.c */\n',
    "generator/layout/layout.c": '/* Top. */\n#include "layout/high/high.h"\n',
    "generator/pdf/pdf_int.h": "/* a*.c */\n",
    "generator/cli/cli_int.h": "/* a.c */\n",
    "generator/pdf/pdf.c": "/* Top. */\n#include <hpdf.h>\n#include <libdeflate.h>\n",
    "generator/cli/main.c": "/* Top. */\n#include <stdio.h>\nint main(void)\n{\n    printf(0);\n}\n",
}


def function(lines):
    return "/* Top. */\nvoid f(void)\n{\n" + "    g();\n" * (lines - 2) + "}\n"


# What is written over the clean tree -> what must be said; "" for nothing.
PLANTED = [
    ({}, ""),
    ({"generator/layout/a.c": '/* Top. */\n#include "reader/reader.h"\n'},
     "generator/layout/a.c:2: room layout may not include room reader"),
    ({"generator/cli/a.c": '/* Top. */\n#include "base/base_int.h"\n'}, "generator/cli/a.c:2: \"base/base_int.h\" is an inner header"),
    ({"generator/cli/a.c": '/* Top. */\n#include "base.h"\n'}, "generator/cli/a.c:2: \"base.h\": write"),
    ({"generator/cli/a.c": '/* Top. */\n#include "attic/attic.h"\n'}, "is in no room"),
    ({"generator/layout/a.h": "#include <libxml/tree.h>\n"}, "generator/layout/a.h:1: room layout may not use libxml-2.0"),
    ({"generator/layout/a.h": "#  include <hb-ot.h>\n"}, "room layout may not use harfbuzz"),
    ({"generator/layout/a.h": "#include FT_FREETYPE_H\n"}, "room layout may not use freetype2"),
    ({"generator/layout/a.h": "#include <hpdf.h>\n"}, "room layout may not use hpdf"),
    ({"generator/layout/a.h": "#include <curl/curl.h>\n"}, "is of no library that the house knows"),
    ({"generator/layout/a.c": "/* Top. */\nvoid *f = malloc(3);\n"}, "generator/layout/a.c:2: malloc: memory comes from base"),
    ({"generator/pdf/a.c": "/* Top. */\nint f = hook(free);\n"}, "generator/pdf/a.c:2: free: memory comes from base"),
    ({"generator/layout/a.c": "/* Top. */\nint f = printf(text);\n"}, "generator/layout/a.c:2: printf: printing"),
    ({"generator/layout/a.c": "/* Top. */\nint f = exit(1);\n"}, "generator/layout/a.c:2: exit: printing and exit"),
    ({"generator/layout/a.c": "/* Top. */\n\ndouble width;\n"}, "generator/layout/a.c:3: double: no floats"),
    ({"generator/layout/a.c": "/* Top. */\nint width = 3 * 1.5;\n"}, "generator/layout/a.c:2: 1.5: no floats"),
    ({"generator/layout/a.c": "/* Top. */\nint width = 1e3;\n"}, "generator/layout/a.c:2: 1e3: no floats"),
    ({"generator/layout/a.c": "/* Top. */\nint a = 0x1e3 + '.' + b[1].x + 1000; char *s = \"1.5\";\n"}, ""),
    ({"generator/pdf/a.c": "/* Top. */\n\ndouble width;\n"}, ""),
    ({"generator/pdf/a.c": "/* Top. */\nint f = sprintf(a, b);\n"}, "sprintf: unsafe"),
    ({"generator/pdf/a.c": "/* Top. */\nint f = time(NULL);\n"}, "generator/pdf/a.c:2: time(: no clock"),
    ({"generator/pdf/a.c": "/* Top. */\nint f = x.time(1) + lifetime (2);\n"}, ""),
    ({"generator/pdf/a.c": "/* Top. */\nint f = setlocale(LC_ALL, text);\n"}, "setlocale(: no locale"),
    ({"generator/pdf/a.c": "/* Top. */\nint f = getpid();\n"}, "getpid(: nothing by chance"),
    ({"generator/pdf/a.c": "/* Top. */\nint f = getenv(name);\n"}, "getenv(: nothing from the environment"),
    ({"generator/pdf/a.c": "/* Top. TO" "DO later */\n"}, "in the tree"),
    ({"generator/pdf/a.c": function(60)}, ""),
    ({"generator/pdf/a.c": function(61)}, "generator/pdf/a.c:3: the function has 61 lines"),
    ({"generator/pdf/a.c": "/* Top. */\n" * 600}, ""),
    ({"generator/pdf/a.c": "/* Top. */\n" * 601}, "generator/pdf/a.c:1: the file has 601 lines"),
    ({"generator/pdf/a.c": "int a;\n"}, "generator/pdf/a.c:1: no comment on top"),
    ({"generator/pdf/b.c": "/* Top. */\n"}, "generator/pdf/b.c:1: no header of room pdf names this file"),
    ({"generator/layout/low/a.c": '/* Top. */\n#include "layout/high/high.h"\n'},
     "generator/layout/low/a.c:2: wing low may not include wing high"),
    ({"generator/layout/high/a.c": '/* Top. */\n#include "layout/low/low_int.h"\n'},
     "generator/layout/high/a.c:2: \"layout/low/low_int.h\" is an inner header of wing low"),
    ({"generator/layout/a.c": '/* Top. */\n#include "layout/low/low_int.h"\n'}, "is an inner header of wing low"),
    ({"generator/layout/high/a.c": '/* Top. */\n#include "layout/attic/attic.h"\n'}, "is in no wing of room layout"),
    ({"generator/layout/a.h": '#include "layout/low/low.h"\n'},
     "generator/layout/a.h:1: a header that all wings may include may not include wing low"),
    ({"generator/pdf/a.c": '/* Top. */\n#include "layout/low/low.h"\n', "cmake/rooms.cmake": ROOMS.replace("pdf    MAY", "pdf    MAY layout")},
     "generator/pdf/a.c:2: \"layout/low/low.h\" is an inner header of room layout"),
    ({"generator/layout/low/b.c": "/* Top. */\n"}, "generator/layout/low/b.c:1: no header of wing low names this file"),
    ({"generator/layout/attic/a.c": "/* Top. */\n"}, "attic is no wing of room layout"),
    ({"generator/layout/low/in/a.c": "/* Top. */\n"}, "low/in is no wing of room layout"),
    ({"cmake/rooms.cmake": ROOMS.replace("layout low)", "layout low MAY high)")}, "wings of layout in a circle: high, low, high"),
    ({"cmake/rooms.cmake": ROOMS.replace("layout MAY base", "layout MAY base cli").replace("cli    MAY base", "cli    MAY base layout")},
     "rooms in a circle: cli, layout, cli"),
    ({f"generator/pdf/a{i}.c": "/* Top. */\n" for i in range(23)}, ""),
    ({f"generator/pdf/a{i}.c": "/* Top. */\n" for i in range(24)}, "room pdf has 26 files, more than 25"),
    ({f"generator/layout/high/a{i}.c": "/* Top. */\n" for i in range(24)} | {"generator/layout/high/high_int.h": "/* a*.c */\n"},
     "wing high has 26 files, more than 25"),
    ({"generator/attic/a.c": "/* Top. */\n"}, "attic is no room"),
    ({"generator/base/messages.def": 'MESSAGE(MSG_A, S, "x", "y")\nMESSAGE(MSG_B, S, "x", "y")\n'},
     "generator/base/messages.def:2: MSG_B is reported nowhere"),
    ({"generator/base/messages.def": 'MESSAGE(MSG_A, S, "%.*s %% %08d", "y")\n'},
     "generator/base/messages.def:1: %08d is no conversion that base/quote.c knows"),
]


def run(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        with contextlib.redirect_stdout(io.StringIO()) as said:
            status = check_rooms.main(Path(folder))
        return status, said.getvalue()


def main():
    failed = 0
    for planted, expected in PLANTED:
        status, said = run({**CLEAN, **planted})
        right = (status == 0) if expected == "" else (status == 1 and expected in said and said.count("\n") == 2)
        if not right:
            failed += 1
            print(f"planted {list(planted)}\nexpected: {expected or 'nothing'}\nstatus {status}, said:\n{said}")
    print(f"{len(PLANTED) - failed} of {len(PLANTED)} as expected")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
