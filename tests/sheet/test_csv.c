/* CSV: fields, records, encodings, places, what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "failing.h"
#include "sheet/sheet_int.h"
#include "reader/messages.def"
#include "sheet/messages.def"

struct job {
    struct arena *arena;
    struct diag *diag;
    struct workbook *workbook;
    enum status status;
};

static struct job read_csv(struct str bytes)
{
    struct job job = {.arena = arena_new(0)};
    job.diag = diag_new(job.arena);
    job.status = workbook_read(job.arena, job.diag, "t.csv", bytes, &job.workbook);
    return job;
}

/* Cells with | between them, rows with / . */
static void check(struct str bytes, const char *expected)
{
    struct job job = read_csv(bytes);
    struct buf out = BUF(1 << 16);
    assert_int_equal(job.status, OK);
    const struct sheet *sheet = &job.workbook->sheets[0];
    for (size_t i = 0; i < sheet->count; i++) {
        buf_printf(&out, "%s%u:", i > 0 ? " / " : "", sheet->rows[i].number);
        for (size_t k = 0; k < sheet->rows[i].count; k++)
            buf_printf(&out, "%s%.*s", k > 0 ? "|" : "", STR_ARGS(sheet->rows[i].cells[k].text));
    }
    buf_add_char(&out, '.');
    assert_string_equal(out.ptr, expected);
    buf_clear(&out);
    arena_free(job.arena);
}

static void fields_and_records(void **state)
{
    (void)state;
    check(STR("a,b\r\nc,d\r\n"), "1:a|b / 2:c|d.");
    check(STR("a,b\rc,d"), "1:a|b / 2:c|d.");
    check(STR("\xEF\xBB\xBF名称,数\n甲,1\n"), "1:名称|数 / 2:甲|1.");
    /* Two programs, one after the other, each put one in front; and one of GB 18030 is four bytes. */
    check(STR("\xEF\xBB\xBF\xEF\xBB\xBF名称,数\n甲,1\n"), "1:名称|数 / 2:甲|1.");
    check(STR("\x84\x31\x95\x33\xC3\xFB\xB3\xC6,\xCA\xFD\n\xBC\xD7,1"), "1:名称|数 / 2:甲|1.");
    check(STR("\"a,b\",\"c\"\"d\"\"\"\n"), "1:a,b|c\"d\".");
    check(STR("\"a\r\nb\rc\",x\ny"), "1:a\nb\nc|x / 4:y.");
    check(STR("5\" 管,a\"b\n"), "1:5\" 管|a\"b.");
    check(STR("a,,\n,,b,\n\n,,\n\"\"\n x ,'007"), "1:a / 2:||b / 6: x |'007.");
    check(STR("1.50,１２,\u00A0a,=1+1,1e5"), "1:1.50|１２|\u00A0a|=1+1|1e5.");
    check(STR(",\n"), ".");
    check(STR("\xC3\xFB\xB3\xC6,\xCA\xFD\n\xBC\xD7,\x95\x32\x82\x36"), "1:名称|数 / 2:甲|\U00020000.");
}

static void check_refused(struct str bytes, const struct message *code, uint32_t line, uint32_t column)
{
    struct job job = read_csv(bytes);
    const struct diag_entry *entries;
    assert_int_equal(job.status, FAILED);
    assert_int_equal(diag_entries(job.diag, &entries), 1);
    assert_string_equal(entries[0].code->name, code->name);
    assert_int_equal(entries[0].place.line, line);
    assert_int_equal(entries[0].place.column, column);
    arena_free(job.arena);
}

static void refused(void **state)
{
    (void)state;
    check_refused(STR(""), MSG_SHEET_VOID, 0, 0);
    check_refused(STR(" \r\n"), MSG_SHEET_VOID, 0, 0);
    check_refused(STR("a\0b"), MSG_SHEET_UTF16, 0, 0);
    check_refused(STR("\xFF\xFE"
                      "a\0,\0b\0"),
                  MSG_SHEET_UTF16, 0, 0);
    check_refused(STR("PK\3\4xxx"), MSG_SHEET_SORT, 0, 0);
    check_refused(STR("<html><table>"), MSG_SHEET_SORT, 0, 0);
    check_refused(STR("%PDF-1.4"), MSG_SHEET_SORT, 0, 0);
    check_refused(STR("a\tb\n1\t2\n"), MSG_SHEET_SEPARATOR, 1, 0);
    check_refused(STR("a;b\r\n1;2\r\n"), MSG_SHEET_SEPARATOR, 1, 0);
    check_refused(STR("名称，数\n甲，1"), MSG_SHEET_SEPARATOR, 1, 0);
    check_refused(STR("a,b\n甲,\"x\ny"), MSG_SHEET_QUOTE_OPEN, 2, 3);
    check_refused(STR("a,b\n甲,\"x\"y,z"), MSG_SHEET_QUOTE_BEHIND, 2, 6);
    check_refused(STR("\"a\r\n乙\" ,b"), MSG_SHEET_QUOTE_BEHIND, 2, 3);
    check_refused(STR("a,b\n甲, \"x,y\""), MSG_SHEET_QUOTE_BLANK, 2, 4);
    check_refused(STR("a,b\n\t\"甲\",x"), MSG_SHEET_QUOTE_BLANK, 2, 2);
    check_refused(STR("名称,公司,地址\n甲\xFF,1"), MSG_READER_DAMAGED, 2, 2);
    check_refused(STR("名称,公司\n甲\xE4\xB8"), MSG_READER_CUT, 2, 2);
    check_refused(STR("\xC3\xFB,b\n\xC3\n\xC3\xFB"), MSG_SHEET_ENCODING, 2, 0);
}

/* Not every tab or semicolon is a separator. */
static void other_marks_in_texts(void **state)
{
    (void)state;
    check(STR("说明\na;b\nc"), "1:说明 / 2:a;b / 3:c.");
    check(STR("a;b,c\n"), "1:a;b|c.");
    check(STR("a\tb\n1\n"), "1:a\tb / 2:1.");
}

static void check_place(const struct job *job, uint32_t row, uint32_t column, uint32_t line,
                        uint32_t character)
{
    struct place place = sheet_place(job->workbook, &job->workbook->sheets[0], row, column);
    assert_string_equal(place.file, "t.csv");
    assert_int_equal(place.line, line);
    assert_int_equal(place.column, character);
}

static void places(void **state)
{
    (void)state;
    struct job job = read_csv(STR("\xEF\xBB\xBF名称,数\n\n\"甲\n乙\",\"x\",z\nw\n"));
    assert_int_equal(job.status, OK);
    check_place(&job, 1, 1, 1, 1);
    check_place(&job, 1, 2, 1, 4);
    check_place(&job, 3, 1, 3, 1);
    check_place(&job, 3, 2, 4, 4);
    check_place(&job, 3, 3, 4, 8);
    check_place(&job, 3, 9, 4, 9); /* it has no such field */
    check_place(&job, 5, 1, 5, 1);
    check_place(&job, 2, 7, 2, 1); /* there is no such record */
    arena_free(job.arena);
}

static void faults(void **state)
{
    (void)state;
    struct job job = read_csv(STR("a\x01,\u202E,\uE000,\u2F08,\u0645,ok\n"));
    assert_int_equal(job.status, OK);
    static const struct message *const told[] = {MSG_READER_CONTROL, MSG_READER_UNSEEN, MSG_READER_PRIVATE,
                                                 MSG_READER_RADICAL, MSG_READER_SCRIPT_HERE};
    const struct sheet_row *row = &job.workbook->sheets[0].rows[0];
    for (uint32_t i = 0; i < ARRAY_COUNT(told); i++) {
        struct sheet_cell cell = sheet_cell_at(row, i + 1);
        struct place place = sheet_place(job.workbook, &job.workbook->sheets[0], 1, i + 1);
        assert_int_equal(sheet_report_fault(job.diag, place, &cell), cell.doubtful ? OK : FAILED);
        assert_int_equal(cell.kind, cell.doubtful ? SHEET_TEXT : SHEET_FAULT);
        assert_true(diag_has(job.diag, told[i]));
    }
    struct sheet_cell good = sheet_cell_at(row, 6), none = sheet_cell_at(row, 7);
    assert_int_equal(sheet_report_fault(job.diag, (struct place){0}, &good), OK);
    assert_int_equal(none.kind, SHEET_EMPTY);
    arena_free(job.arena);
}

static void limits(void **state)
{
    (void)state;
    struct buf text = BUF(1 << 25);
    for (int i = 1; i < SHEET_MAX_COLUMNS; i++)
        buf_add_char(&text, ',');
    buf_add_char(&text, 'x');
    struct job job = read_csv(buf_str(&text));
    assert_int_equal(job.status, OK);
    arena_free(job.arena);
    buf_add_char(&text, ',');
    check_refused(buf_str(&text), MSG_SHEET_COLUMNS, 1, 0);
    buf_reset(&text);
    for (int i = 0; i < SHEET_MAX_ROWS; i++)
        buf_add_text(&text, "x\n");
    job = read_csv(buf_str(&text));
    assert_int_equal(job.status, OK);
    arena_free(job.arena);
    buf_add_text(&text, "x\n");
    check_refused(buf_str(&text), MSG_SHEET_ROWS, SHEET_MAX_ROWS + 1, 0);
    buf_clear(&text);
}

static enum status attempt(struct str bytes)
{
    struct arena *arena = arena_new(0);
    struct diag *diag = arena == NULL ? NULL : diag_new(arena);
    struct workbook *workbook;
    enum status status = diag == NULL ? NO_MEMORY : workbook_read(arena, diag, "t.csv", bytes, &workbook);
    arena_free(arena);
    return status;
}

static void memory(void **state)
{
    (void)state;
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        base_fail_allocation(n);
        struck = memory_struck(attempt(STR("\xC3\xFB,\"a\"\"b\"\nc\n")));
    }
}

static void names(void **state)
{
    (void)state;
    static const char *const read[] = {"a.csv", "a.CSV", "b/a.xlsx",  "a.XLSX", "a.xls",
                                       "a.et",  "a.ods", "a.numbers", "a.xlsm"};
    static const char *const not_read[] = {"a.xml", "a", "csv", ".csv", "-", "a.csv.xml"};
    for (size_t i = 0; i < ARRAY_COUNT(read); i++)
        assert_true(workbook_is_named(read[i]));
    for (size_t i = 0; i < ARRAY_COUNT(not_read); i++)
        assert_false(workbook_is_named(not_read[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_and_records),
        cmocka_unit_test(refused),
        cmocka_unit_test(other_marks_in_texts),
        cmocka_unit_test(places),
        cmocka_unit_test(faults),
        cmocka_unit_test(limits),
        cmocka_unit_test(memory),
        cmocka_unit_test(names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
