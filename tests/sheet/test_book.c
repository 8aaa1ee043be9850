/* An xlsx whose parts the test writes: cells of every sort, merged ranges, what is refused, limits, failing memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "books.h"
#include "failing.h"
#include "sheet/sheet_int.h"
#include "reader/messages.def"
#include "sheet/messages.def"

struct job {
    struct arena *arena;
    struct diag *diag;
    struct workbook *workbook;
    enum status status;
    struct buf bytes;
};

static struct job read_bytes(struct buf bytes)
{
    struct job job = {.arena = arena_new(0), .bytes = bytes};
    job.diag = diag_new(job.arena);
    job.status = workbook_read(job.arena, job.diag, "t.xlsx", buf_str(&job.bytes), &job.workbook);
    return job;
}

static struct job read_files(const struct file *files, size_t count, uint32_t flags)
{
    struct buf bytes = BUF(1 << 26);
    write_zip(&bytes, files, count, flags);
    return read_bytes(bytes);
}

static void end(struct job *job)
{
    arena_free(job->arena);
    buf_clear(&job->bytes);
}

static void check_cell(const struct job *job, size_t row, uint32_t column, enum sheet_kind kind,
                       const char *text)
{
    struct sheet_cell cell = sheet_cell_at(&job->workbook->sheets[0].rows[row], column);
    if (cell.kind != kind || !str_is(cell.text, text))
        fail_msg("row %zu column %u: %d %.*s", row, column, cell.kind, STR_ARGS(cell.text));
}

static void cells(void **state)
{
    (void)state;
    const struct file files[FILES] = FILES_OF(
        SHEET_OF("<row r='2' hidden='1'><c r='B2' t='s'><v>0</v></c><c t='s'><v>1</v></c><c "
                 "r='E2'><v>0.87109999999999999</v></c>"
                 "<c r='F2' s='1'><v>46112</v></c><c r='G2' s='2'><v>46112.5</v></c><c r='H2' "
                 "s='3'><v>0.5</v></c></row>"
                 "<row><c t='inlineStr'><is><r><t>甲</t></r><rPh><t>jia</t></rPh><r><t>&amp;</t></r></is></c>"
                 "<c t='b'><v>1</v></c><c t='str'><f>A1</f><v>x</v></c><c t='str'><f>A1</f><v></v></c><c><f "
                 "t='shared' si='0'/><v>5</v></c>"
                 "<c t='d'><v>2026-03-31</v></c></row><row r='9'/><row r='10'><c r='A10' s='1'/></row>"));
    struct job job = read_files(files, FILES, 0);
    assert_int_equal(job.status, OK);
    const struct sheet *sheet = &job.workbook->sheets[0];
    assert_true(str_is(sheet->name, "表"));
    assert_int_equal(sheet->count, 2);
    assert_true(sheet->rows[0].hidden && !sheet->rows[1].hidden);
    assert_int_equal(sheet->rows[1].number, 3);
    check_cell(&job, 0, 1, SHEET_EMPTY, "");
    check_cell(&job, 0, 2, SHEET_TEXT, "甲");
    check_cell(&job, 0, 3, SHEET_TEXT, "乙\n");
    check_cell(&job, 0, 5, SHEET_NUMBER, "0.8711");
    check_cell(&job, 0, 6, SHEET_DATE, "2026-03-31");
    check_cell(&job, 0, 7, SHEET_DATE, "2026-03-31 12:00:00");
    check_cell(&job, 0, 8, SHEET_NUMBER, "0.5");
    assert_true(sheet_cell_at(&sheet->rows[0], 8).percent);
    check_cell(&job, 1, 1, SHEET_TEXT, "甲&");
    check_cell(&job, 1, 2, SHEET_TRUTH, "是");
    check_cell(&job, 1, 3, SHEET_TEXT, "x");
    check_cell(&job, 1, 4, SHEET_EMPTY, "");
    check_cell(&job, 1, 5, SHEET_NUMBER, "5");
    assert_true(sheet_cell_at(&sheet->rows[1], 5).computed);
    check_cell(&job, 1, 6, SHEET_DATE, "2026-03-31");
    struct place place = sheet_place(job.workbook, sheet, 3, 28);
    struct buf said = BUF(100);
    buf_add_place(&said, place);
    assert_string_equal(said.ptr, "t.xlsx!表!AB3");
    buf_clear(&said);
    end(&job);
}

static void faults(void **state)
{
    static const struct {
        const char *cell;
        const struct message *code;
    } cases[] = {
        {"<c t='e'><v>#N/A</v></c>", MSG_CELL_ERROR},
        {"<c><f>1</f></c>", MSG_CELL_NO_RESULT},
        {"<c><f>1</f><v/></c>", MSG_CELL_NO_RESULT},
        {"<c t='str'><f>1</f></c>", MSG_CELL_NO_RESULT},
        {"<c><v>x</v></c>", MSG_CELL_NUMBER},
        {"<c><v>110101199003071234</v></c>", MSG_CELL_LONG},
        {"<c><v>5E-17</v></c>", MSG_CELL_TINY},
        {"<c s='1'><v>60</v></c>", MSG_CELL_LEAP_DAY},
        {"<c s='1'><v>-1</v></c>", MSG_CELL_DAY},
        {"<c t='d'><v>2026-02-30</v></c>", MSG_CELL_DATE},
        {"<c t='d'><v>2026-02-20T16:00:00Z</v></c>", MSG_CELL_ZONE},
        {"<c t='s'><v>2</v></c>", MSG_CELL_TYPE},
        {"<c t='s'><v>-1</v></c>", MSG_CELL_TYPE},
        {"<c t='b'><v>2</v></c>", MSG_CELL_TYPE},
        {"<c t='x'><v>2</v></c>", MSG_CELL_TYPE},
        {"<c t='abcdefghijklmnopqrst'><v>2</v></c>", MSG_CELL_TYPE},
        {"<c t='inlineStr'><is><t>_x0001_</t></is></c>", MSG_READER_CONTROL},
        {"<c t='inlineStr'><is><t>&#xE000;</t></is></c>", MSG_READER_PRIVATE},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct buf sheet = BUF(1 << 16);
        buf_printf(&sheet, "<worksheet xmlns='" MAIN "'><sheetData><row>%s</row></sheetData></worksheet>",
                   cases[i].cell);
        const struct file files[FILES] = FILES_OF(sheet.ptr);
        struct job job = read_files(files, FILES, 0);
        assert_int_equal(job.status, OK);
        struct sheet_cell cell = sheet_cell_at(&job.workbook->sheets[0].rows[0], 1);
        assert_int_equal(cell.kind, SHEET_FAULT);
        assert_int_equal(sheet_report_fault(job.diag, (struct place){"p", 0, 0}, &cell), FAILED);
        if (!diag_has(job.diag, cases[i].code))
            fail_msg("%s", cases[i].cell);
        end(&job);
        buf_clear(&sheet);
    }
}

/* Who computes nothing says so, in one of two ways; what is not 0 was given to it. */
static void nobody_computed(void **state)
{
    static const char *const about =
        "<Properties xmlns='http://schemas.openxmlformats.org/officeDocument/2006/extended-properties'>"
        "<Application>Apache POI</Application></Properties>";
    static const char *const root =
        "<Relationships xmlns='" PACKAGE "'><Relationship Id='r' Type='" OFFICE
        "/officeDocument' Target='/xl/workbook.xml'/>"
        "<Relationship Id='a' Type='" OFFICE "/extended-properties' Target='app.xml'/></Relationships>";
    (void)state;
    for (int way = 0; way < 3; way++) {
        struct file files[FILES + 1] =
            FILES_OF(SHEET_OF("<row><c><f>1</f><v>0</v></c><c><f>1</f><v>2</v></c><c><v>0</v></c></row>"));
        files[FILES] = (struct file){"app.xml", about};
        if (way == 1)
            files[1].text = "<workbook xmlns='" MAIN "' xmlns:r='" OFFICE
                            "'><sheets><sheet name='表' r:id='r1'/></sheets>"
                            "<calcPr fullCalcOnLoad='1'/></workbook>";
        if (way == 2)
            files[0].text = root;
        struct job job = read_files(files, FILES + 1, 0);
        assert_int_equal(job.status, OK);
        check_cell(&job, 0, 1, way == 0 ? SHEET_NUMBER : SHEET_FAULT, "0");
        check_cell(&job, 0, 2, SHEET_NUMBER, "2");
        check_cell(&job, 0, 3, SHEET_NUMBER, "0");
        end(&job);
    }
}

static void merged(void **state)
{
    (void)state;
    const struct file files[FILES] = FILES_OF(
        "<worksheet xmlns='" MAIN "'><sheetData><row><c><v>1</v></c></row><row><c/><c/><c><v>3</v></c></row>"
        "<row r='4'><c r='B4'><v>1</v></c></row><row r='5'><c r='D5'><v>7</v></c></row></sheetData>"
        "<mergeCells><mergeCell ref='A1:B4'/><mergeCell ref='E1:F9'/><mergeCell "
        "ref='C5:D5'/></mergeCells></worksheet>");
    struct job job = read_files(files, FILES, 0);
    assert_int_equal(job.status, OK);
    assert_int_equal(job.workbook->sheets[0].count, 4);
    check_cell(&job, 0, 2, SHEET_NUMBER, "1");
    check_cell(&job, 1, 1, SHEET_NUMBER, "1");
    check_cell(&job, 1, 2, SHEET_NUMBER, "1");
    check_cell(&job, 1, 3, SHEET_NUMBER, "3");
    check_cell(&job, 2, 2, SHEET_NUMBER, "1");
    struct sheet_cell cell = sheet_cell_at(&job.workbook->sheets[0].rows[2], 2);
    assert_true(cell.row == 1 && cell.column == 1);
    check_cell(&job, 3, 3, SHEET_EMPTY, "");
    check_cell(&job, 3, 4, SHEET_FAULT, "7"); /* nobody sees it */
    cell = sheet_cell_at(&job.workbook->sheets[0].rows[3], 4);
    assert_int_equal(sheet_report_fault(job.diag, (struct place){"p", 0, 0}, &cell), FAILED);
    assert_true(diag_has(job.diag, MSG_CELL_COVERED));
    end(&job);
}

/* --- what is refused --- */

static void check_refused(const struct file *files, size_t count, uint32_t flags, const struct message *code)
{
    struct job job = read_files(files, count, flags);
    const struct diag_entry *entries;
    size_t told = diag_entries(job.diag, &entries);
    if (job.status != FAILED || told != 1 || entries[0].code != code)
        fail_msg("%s: %d, %s", code->name, (int)job.status, told > 0 ? entries[0].code->name : "-");
    end(&job);
}

static void refused_sheets(void **state)
{
    static const struct {
        const char *sheet;
        const struct message *code;
    } cases[] = {
        {"<worksheet xmlns='" MAIN "'><sheetData>", MSG_READER_PART_MALFORMED},
        {"", MSG_READER_PART_MALFORMED},
        {"<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet xmlns='" MAIN "'/>", MSG_READER_DOCTYPE},
        {"<?xml version='1.0' encoding='GBK'?><worksheet xmlns='" MAIN "'/>", MSG_READER_PART_ENCODING},
        {"<worksheet/>", MSG_SHEET_ROOT},
        {"<styleSheet xmlns='" MAIN "'/>", MSG_SHEET_ROOT},
        {SHEET_OF("<row r='0'/>"), MSG_SHEET_ORDER},
        {SHEET_OF("<row r='2'/><row r='2'/>"), MSG_SHEET_ORDER},
        {SHEET_OF("<row r='1048577'/>"), MSG_SHEET_ROWS},
        {SHEET_OF("<row r='1048576'/><row/>"), MSG_SHEET_ROWS},
        {SHEET_OF("<row><c r='B1'/><c r='A1'/></row>"), MSG_SHEET_ORDER},
        {SHEET_OF("<row><c r='A2'/></row>"), MSG_SHEET_ORDER},
        {SHEET_OF("<row><c r='XFD1'/><c/></row>"), MSG_SHEET_COLUMNS},
        {SHEET_OF("<row><c><v>1</v><v>2</v></c></row>"), MSG_SHEET_ORDER},
        {"<worksheet xmlns='" MAIN
         "'><sheetData><row><c><v>1</v></c></row></sheetData><mergeCells><mergeCell ref='A1:B2'/>"
         "<mergeCell ref='B1:C1'/></mergeCells></worksheet>",
         MSG_SHEET_OVERLAP},
        {"<worksheet xmlns='" MAIN
         "'><sheetData><row><c><v>1</v></c></row></sheetData><mergeCells><mergeCell ref='A1:B2'/>"
         "<mergeCell ref='A1:B2'/></mergeCells></worksheet>",
         MSG_SHEET_OVERLAP},
        {"<worksheet xmlns='" MAIN "'><mergeCells><mergeCell ref='B2:A1'/></mergeCells></worksheet>",
         MSG_SHEET_ORDER},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        const struct file files[FILES] = FILES_OF(cases[i].sheet);
        check_refused(files, FILES, 0, cases[i].code);
    }
}

static void refused_archives(void **state)
{
    static const struct {
        const char *name;
        const struct message *code;
    } cases[] = {
        {"xl/vbaProject.bin", MSG_SHEET_MACROS},
        {"xl/macrosheets/sheet1.xml", MSG_SHEET_MACROS},
        {"xl/externalLinks/externalLink1.xml", MSG_SHEET_LINKS},
        {"XL/Sheet.xml", MSG_SHEET_TWICE},
        {"xl\\sheet.xml", MSG_SHEET_TWICE},
        {"../a", MSG_SHEET_TRICK},
        {"xl\\..\\a", MSG_SHEET_TRICK},
        {"/etc/passwd", MSG_SHEET_TRICK},
        {"C:a", MSG_SHEET_TRICK},
        {"xl//a", MSG_SHEET_TRICK},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct file files[FILES + 1] = FILES_OF(SHEET_OF(""));
        files[FILES] = (struct file){cases[i].name, "x"};
        check_refused(files, FILES + 1, 0, cases[i].code);
    }
    const struct file files[FILES] = FILES_OF(SHEET_OF(""));
    check_refused(files, FILES - 1, 0, MSG_SHEET_PART_MISSING);
    check_refused(files + 1, FILES - 1, 0, MSG_SHEET_SORT);
    check_refused(files, FILES, 1, MSG_SHEET_ENCRYPTED);
}

static void refused_relations(void **state)
{
    static const struct {
        const char *relations;
        const struct message *code;
    } cases[] = {
        {"<Relationship Id='r1' Type='" OFFICE "/worksheet' Target='http://a/b.xml' TargetMode='External'/>",
         MSG_SHEET_LOST},
        {"<Relationship Id='r1' Type='" OFFICE "/worksheet' Target='../../b.xml'/>", MSG_SHEET_LOST},
        {"<Relationship Id='r9' Type='" OFFICE "/worksheet' Target='sheet.xml'/>", MSG_SHEET_LOST},
        {"<Relationship Id='r1' Type='" OFFICE "/worksheet' Target='none.xml'/>", MSG_SHEET_PART_MISSING},
        {"<Relationship Id='r7' Type='" OFFICE "/externalLink' Target='x.xml'/>", MSG_SHEET_LINKS},
        {"<Relationship Id='r7' Type='http://schemas.microsoft.com/office/2006/relationships/vbaProject' "
         "Target='v'/>",
         MSG_SHEET_MACROS},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct buf relations = BUF(1 << 16);
        struct file files[FILES] = FILES_OF(SHEET_OF(""));
        buf_printf(&relations, "<Relationships xmlns='" PACKAGE "'>%s</Relationships>", cases[i].relations);
        files[2].text = relations.ptr;
        check_refused(files, FILES, 0, cases[i].code);
        buf_clear(&relations);
    }
}

/* Cut anywhere, or with one byte of its directory changed: refused, or read; never worse. */
static void damaged(void **state)
{
    (void)state;
    const struct file files[FILES] = FILES_OF(SHEET_OF("<row><c><v>1</v></c></row>"));
    struct buf whole = BUF(1 << 20);
    write_zip(&whole, files, FILES, 0);
    for (size_t len = 0; len < whole.len; len += 7) {
        struct buf cut = BUF(1 << 20);
        buf_add(&cut, whole.ptr, len);
        struct job job = read_bytes(cut);
        assert_int_equal(job.status, FAILED);
        assert_int_equal(diag_count(job.diag, SEVERITY_ERROR), 1);
        end(&job);
    }
    for (size_t at = 0; at < whole.len; at += 3) {
        struct buf changed = BUF(1 << 20);
        buf_add(&changed, whole.ptr, whole.len);
        changed.ptr[at] ^= 0x55;
        struct job job = read_bytes(changed);
        assert_true(job.status == OK || diag_count(job.diag, SEVERITY_ERROR) == 1);
        end(&job);
    }
    buf_clear(&whole);
}

static void other_files(void **state)
{
    static const struct {
        struct str bytes;
        const struct message *code;
    } cases[] = {
        {STR(""), MSG_SHEET_VOID},
        {STR("a,b\n"), MSG_SHEET_SORT},
        {STR("\xD0\xCF\x11\xE0xxxx"), MSG_SHEET_SORT},
        {STR("\xD0\xCF\x11\xE0..E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"), MSG_SHEET_SORT},
        {STR("<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><Workbook "
             "xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>"),
         MSG_SHEET_SORT},
        {STR("\xEF\xBB\xBF\r\n<HTML>"), MSG_SHEET_SORT},
        {STR("PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), MSG_SHEET_ARCHIVE},
        {STR("PK\3\4"), MSG_SHEET_ARCHIVE},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct buf bytes = BUF(1 << 16);
        buf_add_str(&bytes, cases[i].bytes);
        struct job job = read_bytes(bytes);
        assert_int_equal(job.status, FAILED);
        assert_true(diag_has(job.diag, cases[i].code));
        end(&job);
    }
}

static void limits(void **state)
{
    (void)state;
    struct buf sheet = BUF(1 << 25);
    const struct file files[FILES] = FILES_OF(SHEET_OF(""));
    struct file many[FILES];
    memcpy(many, files, sizeof many);
    buf_add_text(&sheet, "<worksheet xmlns='" MAIN "'><sheetData>");
    for (int i = 1; i <= SHEET_MAX_CELLS / SHEET_MAX_COLUMNS + 1; i++)
        buf_printf(&sheet, "<row><c r='XFD%d'><v>1</v></c></row>", i);
    buf_add_text(&sheet, "</sheetData></worksheet>");
    many[SHEET_FILE].text = sheet.ptr;
    check_refused(many, FILES, 0, MSG_SHEET_CELLS);
    buf_reset(&sheet);
    buf_add_text(&sheet, "<worksheet xmlns='" MAIN "'><sheetData>");
    for (int i = 0; i < 300; i++)
        buf_add_text(&sheet, "<row><c><v>1</v></c></row>");
    buf_add_text(&sheet, "</sheetData><mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells></worksheet>");
    many[SHEET_FILE].text = sheet.ptr;
    check_refused(many, FILES, 0, MSG_SHEET_CELLS);
    buf_clear(&sheet);
}

static void long_texts(void **state)
{
    (void)state;
    for (int over = 0; over <= 1; over++) {
        struct buf sheet = BUF(1 << 22);
        buf_add_text(&sheet, "<worksheet xmlns='" MAIN "'><sheetData><row><c t='inlineStr'><is><t>");
        for (int i = 0; i < PART_MAX_TEXT + over; i++)
            buf_add_char(&sheet, 'x');
        buf_add_text(&sheet, "</t></is></c></row></sheetData></worksheet>");
        const struct file files[FILES] = FILES_OF(sheet.ptr);
        struct job job = read_files(files, FILES, 0);
        assert_int_equal(job.status, over == 0 ? OK : FAILED);
        assert_int_equal(diag_has(job.diag, MSG_SHEET_TEXT_LONG), over == 1);
        end(&job);
        buf_clear(&sheet);
    }
}

static void entries(void **state)
{
    enum { ROOM = 16 };
    static struct file files[PACKAGE_MAX_ENTRIES + 1];
    static char names[PACKAGE_MAX_ENTRIES + 1][ROOM];
    (void)state;
    for (int i = 0; i <= PACKAGE_MAX_ENTRIES; i++) {
        snprintf(names[i], ROOM, "x%d", i);
        files[i] = (struct file){names[i], ""};
    }
    check_refused(files, PACKAGE_MAX_ENTRIES, 0, MSG_SHEET_SORT);
    check_refused(files, PACKAGE_MAX_ENTRIES + 1, 0, MSG_SHEET_ENTRIES);
}

static enum status attempt(struct str bytes)
{
    struct arena *arena = arena_new(0);
    struct diag *diag = arena == NULL ? NULL : diag_new(arena);
    struct workbook *workbook;
    enum status status = diag == NULL ? NO_MEMORY : workbook_read(arena, diag, "t.xlsx", bytes, &workbook);
    arena_free(arena);
    return status;
}

static void memory(void **state)
{
    (void)state;
    const struct file files[FILES] =
        FILES_OF("<worksheet xmlns='" MAIN "'><sheetData><row><c t='s'><v>1</v></c><c "
                 "s='1'><v>46112</v></c><c t='inlineStr'><is><t>甲</t></is></c>"
                 "</row><row/></sheetData><mergeCells><mergeCell ref='C1:F2'/></mergeCells></worksheet>");
    struct buf bytes = BUF(1 << 20);
    write_zip(&bytes, files, FILES, 0);
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        base_fail_allocation(n);
        struck = memory_struck(attempt(buf_str(&bytes)));
    }
    buf_clear(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells),
        cmocka_unit_test(faults),
        cmocka_unit_test(nobody_computed),
        cmocka_unit_test(merged),
        cmocka_unit_test(refused_sheets),
        cmocka_unit_test(refused_archives),
        cmocka_unit_test(refused_relations),
        cmocka_unit_test(damaged),
        cmocka_unit_test(other_files),
        cmocka_unit_test(limits),
        cmocka_unit_test(long_texts),
        cmocka_unit_test(entries),
        cmocka_unit_test(memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
