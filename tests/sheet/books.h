/* For tests: an xlsx of parts that the test writes, stored in a zip archive without compression. */
#ifndef CHENGWEN_TESTS_SHEET_BOOKS_H
#define CHENGWEN_TESTS_SHEET_BOOKS_H

#include <string.h>
#include <zlib.h>

#include "base/base.h"

struct file {
    const char *name, *text;
};

static void add_number(struct buf *out, uint32_t number, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buf_add_char(out, (char)(number >> 8 * i & 0xFF));
}

/* What the local and the central header share. */
static void add_header(struct buf *out, const struct file *file, uint32_t flags)
{
    uint32_t len = (uint32_t)strlen(file->text);
    add_number(out, 20, 2); /* version */
    add_number(out, flags, 2);
    add_number(out, 0, 2); /* stored */
    add_number(out, 0, 4); /* when */
    add_number(out, (uint32_t)crc32(0, (const Bytef *)file->text, len), 4);
    add_number(out, len, 4);
    add_number(out, len, 4);
    add_number(out, (uint32_t)strlen(file->name), 2);
    add_number(out, 0, 2); /* extra */
}

static void write_zip(struct buf *out, const struct file *files, size_t count, uint32_t flags)
{
    struct buf directory = BUF(1 << 24);
    for (size_t i = 0; i < count; i++) {
        uint32_t at = (uint32_t)out->len;
        buf_add(out, "PK\3\4", 4);
        add_header(out, &files[i], flags);
        buf_add_text(out, files[i].name);
        buf_add_text(out, files[i].text);
        buf_add(&directory, "PK\1\2", 4);
        add_number(&directory, 20, 2);
        add_header(&directory, &files[i], flags);
        buf_add(&directory, "\0\0\0\0\0\0\0\0\0\0", 10); /* comment, disk, attributes */
        add_number(&directory, at, 4);
        buf_add_text(&directory, files[i].name);
    }
    uint32_t at = (uint32_t)out->len;
    buf_add(out, directory.ptr, directory.len);
    buf_add(out, "PK\5\6\0\0\0\0", 8);
    add_number(out, (uint32_t)count, 2);
    add_number(out, (uint32_t)count, 2);
    add_number(out, (uint32_t)directory.len, 4);
    add_number(out, at, 4);
    add_number(out, 0, 2);
    buf_clear(&directory);
}

#define MAIN    "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OFFICE  "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/relationships"
#define ROOT_RELATIONS                                                                                       \
    "<Relationships xmlns='" PACKAGE "'><Relationship Id='r' Type='" OFFICE                                  \
    "/officeDocument' Target='xl/workbook.xml'/></Relationships>"
#define BOOK_RELATIONS                                                                                       \
    "<Relationships xmlns='" PACKAGE "'><Relationship Id='r1' Type='" OFFICE                                 \
    "/worksheet' Target='sheet.xml'/><Relationship Id='r2' Type='" OFFICE                                    \
    "/styles' Target='/xl/styles.xml'/><Relationship Id='r3' Type='" OFFICE                                  \
    "/sharedStrings' Target='strings.xml'/></Relationships>"
#define BOOK                                                                                                 \
    "<workbook xmlns='" MAIN "' xmlns:r='" OFFICE "'><sheets><sheet name='表' "                             \
    "r:id='r1'/></sheets></workbook>"
#define STYLES                                                                                               \
    "<styleSheet xmlns='" MAIN "'><numFmts><numFmt numFmtId='200' formatCode='yyyy\"年\"'/></numFmts>"      \
    "<cellXfs><xf/><xf numFmtId='31'/><xf numFmtId='200'/><xf numFmtId='10'/></cellXfs></styleSheet>"
#define STRINGS                                                                                              \
    "<sst xmlns='" MAIN "'><si><t>甲</t></si><si><r><t>乙</t></r><r><t>_x000D_\n</t></r></si></sst>"

enum { FILES = 6, SHEET_FILE = 5 };
#define FILES_OF(sheet)                                                                                      \
    {                                                                                                        \
        {"_rels/.rels", ROOT_RELATIONS}, {"xl/workbook.xml", BOOK},                                          \
            {"xl/_rels/workbook.xml.rels", BOOK_RELATIONS}, {"xl/styles.xml", STYLES},                       \
            {"xl/strings.xml", STRINGS},                                                                     \
        {                                                                                                    \
            "xl/sheet.xml", sheet                                                                            \
        }                                                                                                    \
    }
#define SHEET_OF(rows) "<worksheet xmlns='" MAIN "'><sheetData>" rows "</sheetData></worksheet>"

#endif
