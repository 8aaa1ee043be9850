/*
 * Files of our own read again: small ones written here, as the writer writes them and with one thing wrong each; cut
 * at every byte; with circles; with every allocation failing in turn.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "archive/archive_int.h"
#include "failing.h"
#include "random.h"

#define HEAD    "%PDF-1.7\n%\xE6\x88\x90\xE6\x96\x87\n"
#define CATALOG "<</Type /Catalog /Pages 2 0 R /Names <</EmbeddedFiles <</Names [<FEFF0061> 5 0 R]>>>>>>"
#define PAGES   "<</Type /Pages /Kids [3 0 R] /Count 1>>"
#define PAGE    "<</Type /Page /Parent 2 0 R /Contents [4 0 R]>>"
#define CONTENT "<</Length 3>>\nstream\r\nq Q\nendstream"
#define SPEC    "<</Type /Filespec /UF <FEFF0061> /EF <</F 6 0 R>>>>"
#define FILE_A  "<</Type /EmbeddedFile /Params <</Size 5>> /Length 5>>\nstream\r\nhello\nendstream"

enum { OBJECTS = 6 };
static const char *const PLAIN[OBJECTS] = {CATALOG, PAGES, PAGE, CONTENT, SPEC, FILE_A};

/* The file with these objects. */
static struct str write_file(const char *const objects[OBJECTS], char *to, size_t size)
{
    size_t offsets[OBJECTS], len = 0;
#define ADD(...) len += (size_t)snprintf(to + len, size - len, __VA_ARGS__)
    ADD("%s", HEAD);
    for (size_t i = 0; i < OBJECTS; i++) {
        offsets[i] = len;
        ADD("%zu 0 obj\n%s\nendobj\n", i + 1, objects[i]);
    }
    const size_t table = len;
    ADD("xref\n0 %d\n0000000000 65535 f\r\n", OBJECTS + 1);
    for (size_t i = 0; i < OBJECTS; i++)
        ADD("%010zu 00000 n\r\n", offsets[i]);
    ADD("trailer\n<</Root 1 0 R /Size %d>>\nstartxref\n%zu\n%%%%EOF\n", OBJECTS + 1, table);
#undef ADD
    return (struct str){to, len};
}

/* The one message; "" for none. */
static const char *said(const struct diag *diag)
{
    const struct diag_entry *entries;
    size_t count = diag_entries(diag, &entries);
    assert_true(count <= 1);
    return count == 0 ? "" : entries[0].code->name;
}

static enum status open_all(struct arena *arena, struct str bytes, const char **ret_said,
                            struct archive **ret_archive, struct archive_files *ret_files)
{
    struct diag *diag = diag_new(arena);
    *ret_said = "";
    if (diag == NULL)
        return NO_MEMORY;
    enum status status = archive_open(arena, diag, "a.pdf", bytes, ret_archive);
    if (status == OK)
        status = archive_files(*ret_archive, ret_files);
    *ret_said = said(diag);
    return status;
}

static void test_whole(void **state)
{
    (void)state;
    char memory[2000];
    struct str bytes = write_file(PLAIN, memory, sizeof memory);
    struct archive *archive;
    struct archive_files files;
    const char *message;
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        struct arena *arena = arena_new(0);
        base_fail_allocation(n);
        struck = memory_struck(open_all(arena, bytes, &message, &archive, &files));
        if (!struck) {
            assert_int_equal(archive_length(archive), bytes.len);
            assert_int_equal(archive_page_count(archive), 1);
            assert_int_equal(files.count, 1);
            assert_true(str_is(files.items[0].name, "a") && str_is(files.items[0].bytes, "hello"));
            assert_non_null(archive_file_lookup(&files, "a"));
            assert_null(archive_file_lookup(&files, "b"));
        }
        arena_free(arena);
    }
}

static void test_appended(void **state)
{
    (void)state;
    char memory[2000];
    struct str bytes = write_file(PLAIN, memory, sizeof memory);
    struct arena *arena = arena_new(0);
    struct archive *archive;
    struct archive_files files;
    const char *message;
    memcpy(memory + bytes.len, "garbage %%EOF", 13);
    assert_int_equal(open_all(arena, (struct str){memory, bytes.len + 13}, &message, &archive, &files), OK);
    assert_int_equal(archive_length(archive), bytes.len);
    arena_free(arena);
}

static void test_cut(void **state)
{
    (void)state;
    char memory[2000];
    struct str bytes = write_file(PLAIN, memory, sizeof memory);
    for (size_t len = 0; len + 1 < bytes.len; len++) {
        struct arena *arena = arena_new(0);
        struct archive *archive;
        struct archive_files files;
        const char *message;
        assert_int_equal(open_all(arena, str_slice(bytes, 0, len), &message, &archive, &files), FAILED);
        assert_string_equal(message, len < 17 ? "MSG_ARCHIVE_NO_PDF" : "MSG_ARCHIVE_SHORT");
        arena_free(arena);
    }
}

/* With the object `number` so. */
static void expect_other(int number, const char *value, const char *wanted)
{
    static char memory[20000];
    const char *objects[OBJECTS];
    struct arena *arena = arena_new(0);
    struct archive *archive;
    struct archive_files files;
    const char *message;
    memcpy(objects, PLAIN, sizeof objects);
    objects[number - 1] = value;
    struct str bytes = write_file(objects, memory, sizeof memory);
    enum status status = open_all(arena, bytes, &message, &archive, &files);
    assert_string_equal(message, wanted);
    assert_int_equal(status, wanted[0] == '\0' ? OK : FAILED);
    if (status == OK) {
        struct buf out = BUF(1000);
        (void)archive_page_count(archive);
        bool contents;
        assert_int_equal(archive_compare(archive, archive, &out, &contents), OK);
        buf_clear(&out);
    }
    arena_free(arena);
}

static void test_wrong(void **state)
{
    (void)state;
    static const char broken[] = "MSG_ARCHIVE_BROKEN";
    expect_other(1, "<</Type /Page>>", broken);
    expect_other(1, "<</Type /Catalog /Pages 1 0 R>>", "");
    expect_other(1, "<</Type /Catalog /Pages 9 0 R /Names 1 0 R>>", "");
    expect_other(1, "<</Type /Catalog >> >>", broken);
    expect_other(1, "<</Type /Catalog /A [>> ]", broken);
    expect_other(2, "<</Type /Pages /Kids [2 0 R 2 0 R 3 0 R] /Count 1>>", "");
    expect_other(2, "<</Kids 2 0 R>>", "");
    expect_other(2, "(((\\))", broken);
    expect_other(3, "<</Type /Page /Contents [3 0 R 4 0 R 4 0 R] /Resources 3 0 R>>", "");
    expect_other(4, "<</Length 6>>\nstream\r\nq Q\nendstream", broken);
    expect_other(4, "<</Length 2>>\nstream\r\nq Q\nendstream", broken);
    expect_other(4, "<</Length 99999999>>\nstream\r\nq Q\nendstream", broken);
    expect_other(4, "<</Length 99999999999999999999>>\nstream\r\nq Q\nendstream", broken);
    expect_other(4, "<</Length -3>>\nstream\r\nq Q\nendstream", broken);
    expect_other(4, "<<>>\nstream\r\nq Q\nendstream", broken);
    expect_other(5, "<</EF 5 0 R>>", broken);
    expect_other(5, "<</EF <</F 5 0 R>>>>", broken);
    expect_other(5, "12", broken);
    expect_other(6, "<</Type /EmbeddedFile /Params <</Size 6>> /Length 5>>\nstream\r\nhello\nendstream",
                 broken);
    expect_other(6,
                 "<</Type /EmbeddedFile /Params <</Size 999999999>> /Length 5>>\nstream\r\nhello\nendstream",
                 broken);
    expect_other(6, "<</Type /EmbeddedFile /Length 5>>\nstream\r\nhello\nendstream", broken);
    expect_other(6,
                 "<</Type /EmbeddedFile /Filter /FlateDecode /Params <</Size 5>> /Length "
                 "5>>\nstream\r\nhello\nendstream",
                 broken);
    expect_other(6,
                 "<</Type /EmbeddedFile /Filter /LZWDecode /Params <</Size 5>> /Length "
                 "5>>\nstream\r\nhello\nendstream",
                 broken);
    expect_other(6, "5\nendobj\n5 0 obj\n6", broken); /* twice */
}

static void test_depth(void **state)
{
    (void)state;
    char deep[400];
    for (size_t depth = SYNTAX_MAX_DEPTH; depth <= SYNTAX_MAX_DEPTH + 1; depth++) {
        memset(deep, '[', depth);
        memset(deep + depth, ']', depth);
        deep[2 * depth] = '\0';
        expect_other(3, deep, depth == SYNTAX_MAX_DEPTH ? "" : "MSG_ARCHIVE_BROKEN");
    }
}

/* Changed by chance: pieces put elsewhere, numbers and marks instead of others.  Each copy has the room that it needs, so that the sanitizer
 * sees who reads behind it. */
static void test_mutated(void **state)
{
    (void)state;
    static const char *const pieces[] = {"0",
                                         "1",
                                         "6",
                                         "99999",
                                         "-1",
                                         "99999999999999999999",
                                         "<<",
                                         ">>",
                                         "[",
                                         "]",
                                         "(",
                                         ")",
                                         "<",
                                         ">",
                                         "/",
                                         "%",
                                         "\\",
                                         "R",
                                         " 1 0 R ",
                                         "obj",
                                         "endobj",
                                         "stream\n",
                                         "xref",
                                         "/Kids",
                                         "/Names",
                                         "/Filter/FlateDecode",
                                         "/Length",
                                         "%%EOF",
                                         "/Type/XRef",
                                         "/Type/ObjStm/N 1/First 4",
                                         ""};
    char memory[2000];
    const struct str plain = write_file(PLAIN, memory, sizeof memory);
    size_t opened = 0;
    for (size_t round = 0; round < 3000; round++) {
        struct arena *arena = arena_new(0);
        struct archive *archive;
        struct archive_files files;
        struct buf text = BUF(4000), out = BUF(4000);
        bool contents;
        const char *message;
        const size_t at = strlen(HEAD) + random_next() % (plain.len - strlen(HEAD)), gone = random_next() % 6,
                     from = random_next() % plain.len;
        const size_t next = at + gone < plain.len ? at + gone : plain.len;
        buf_add_str(&text, str_slice(plain, 0, at));
        if (round % 4 == 0)
            buf_add_str(&text, str_slice(plain, from, from + 20 < plain.len ? from + 20 : plain.len));
        else
            buf_add_text(&text, pieces[random_next() % ARRAY_COUNT(pieces)]);
        buf_add_str(&text, str_slice(plain, next, plain.len));
        char *exact = malloc(text.len);
        memcpy(exact, text.ptr, text.len);
        const enum status status = open_all(arena, (struct str){exact, text.len}, &message, &archive, &files);
        assert_true(status == OK ? message[0] == '\0' : status == FAILED && message[0] != '\0');
        if (status == OK)
            assert_int_equal(archive_compare(archive, archive, &out, &contents), OK);
        opened += status == OK;
        free(exact);
        buf_clear(&out);
        buf_clear(&text);
        arena_free(arena);
    }
    assert_in_range(opened, 10, 2900);
}

/* As many names of one large description as there may be: it is not walked over for each. */
static void test_looks(void **state)
{
    (void)state;
    enum { LARGE = 200000, FILES = 401 };
    static char memory[LARGE + 40000], specification[LARGE + 100], catalog[FILES * 20 + 100];
    const char *objects[OBJECTS], *message;
    struct arena *arena = arena_new(0);
    struct archive *archive;
    struct archive_files files;
    memcpy(objects, PLAIN, sizeof objects);
    (void)snprintf(specification, sizeof specification, "<</X (%0*d) /EF <</F 6 0 R>>>>", LARGE, 0);
    size_t len = (size_t)snprintf(catalog, sizeof catalog,
                                  "<</Type /Catalog /Pages 2 0 R /Names <</EmbeddedFiles <</Names [");
    for (size_t i = 0; i < FILES; i++)
        len += (size_t)snprintf(catalog + len, sizeof catalog - len, "<61> 5 0 R ");
    (void)snprintf(catalog + len, sizeof catalog - len, "]>>>>>>");
    objects[0] = catalog;
    assert_int_equal(open_all(arena, write_file(objects, memory, sizeof memory), &message, &archive, &files),
                     OK);
    assert_int_equal(files.count, FILES);
    objects[4] = specification;
    struct str bytes = write_file(objects, memory, sizeof memory);
    assert_int_equal(open_all(arena, bytes, &message, &archive, &files), FAILED);
    assert_string_equal(message, "MSG_ARCHIVE_BROKEN");
    arena_free(arena);
}

/* The values of an object stream, behind one another. */
static void test_holder(void **state)
{
    (void)state;
    static const struct {
        const char *list;
        enum status wanted;
    } cases[] = {
        {"1 0 2 20", OK}, {"1 0 2 19", OK}, {"1 0 2 18", FAILED}, {"1 0 2 00", FAILED}, {"1 20 2 0", FAILED}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        char memory[1000];
        struct arena *arena = arena_new(0);
        struct archive *archive;
        struct archive_files files;
        const char *message;
        const int table = snprintf(memory, sizeof memory,
                                   "%s8 0 obj\n<</Type /ObjStm /N 2 /First 9 /Length 33>>\nstream\n%-8s "
                                   "<</Type /Catalog >> <<>>\nendstream\nendobj\n",
                                   HEAD, cases[i].list);
        const int len =
            table + snprintf(memory + table, sizeof memory - (size_t)table,
                             "9 0 obj\n<</Type /XRef /Root 1 0 R /Length 0>>\nstream\n\nendstream\n"
                             "endobj\nstartxref\n%d\n%%%%EOF\n",
                             table);
        struct str bytes = {memory, (size_t)len};
        assert_int_equal(open_all(arena, bytes, &message, &archive, &files), cases[i].wanted);
        assert_string_equal(message, cases[i].wanted == OK ? "" : "MSG_ARCHIVE_BROKEN");
        arena_free(arena);
    }
}

static void test_foreign(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct archive *archive;
    struct archive_files files;
    const char *message;
    (void)open_all(arena, STR("%PDF-1.4\n%\xE2\xE3\xCF\xD3\n1 0 obj\n"), &message, &archive, &files);
    assert_string_equal(message, "MSG_ARCHIVE_FOREIGN");
    (void)open_all(arena, STR("hello, this is no such file"), &message, &archive, &files);
    assert_string_equal(message, "MSG_ARCHIVE_NO_PDF");
    arena_free(arena);
}

static void test_compare(void **state)
{
    (void)state;
    static const struct {
        int number;
        const char *value, *wanted;
    } cases[] = {
        {4, "<</Length 3>>\nstream\r\nq q\nendstream", "第 1 页的内容"},
        {6, "<</Type /EmbeddedFile /Params <</Size 5>> /Length 5>>\nstream\r\nhallo\nendstream", "附件 a"},
        {2, "<</Type /Pages /Kids [ 3 0 R] /Count 1>>", "页面目录"},
        {1, CATALOG " ", "交叉引用表或对象之间的字节"}};
    char memory[2][2000];
    struct str plain = write_file(PLAIN, memory[0], sizeof memory[0]);
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        const char *objects[OBJECTS];
        struct arena *arena = arena_new(0);
        struct archive *archive, *other;
        struct archive_files files;
        struct buf out = BUF(1000);
        const char *message;
        memcpy(objects, PLAIN, sizeof objects);
        objects[cases[i].number - 1] = cases[i].value;
        struct str bytes = write_file(objects, memory[1], sizeof memory[1]);
        assert_int_equal(open_all(arena, plain, &message, &archive, &files), OK);
        assert_int_equal(open_all(arena, bytes, &message, &other, &files), OK);
        bool contents;
        assert_int_equal(archive_compare(other, archive, &out, &contents), OK);
        assert_string_equal(out.ptr, cases[i].wanted);
        buf_clear(&out);
        arena_free(arena);
    }
}

/* --- what pages say --- */

enum { ROOM = 4000 };

static const char *stream_of(char to[ROOM], const char *text)
{
    (void)snprintf(to, ROOM, "<</Length %zu>>\nstream\r\n%s\nendstream", strlen(text), text);
    return to;
}

/* A page with the content, its codes 1 to 5 being 甲 乙 1 2 and nothing; 3 has one whose bytes are escaped. */
static enum status open_page(struct arena *arena, const char *content, struct archive **ret_archive)
{
    static const char map[] = "2 beginbfrange\n<0001> <0002> [<7532><4E59>]\n<0003> <0004> [<0031><0032>]\n"
                              "endbfrange\n1 beginbfchar\n<0005> <200B>\nendbfchar\n"
                              "1 beginbfrange\n<280D> <295C> [<0033>]\nendbfrange\n";
    char streams[2][ROOM];
    char *memory = arena_alloc(arena, 3 * ROOM);
    const char *message;
    struct archive_files files;
    const char *objects[OBJECTS] = {"<</Type /Catalog /Pages 2 0 R>>",
                                    PAGES,
                                    "<</Type /Page /Contents [4 0 R] /Resources <</Font <</F0 5 0 R>>>>>>",
                                    stream_of(streams[0], content),
                                    "<</Type/Font/Subtype/Type0/ToUnicode 6 0 R>>",
                                    stream_of(streams[1], map)};
    return memory == NULL ? NO_MEMORY
                          : open_all(arena, write_file(objects, memory, (size_t)3 * ROOM), &message,
                                     ret_archive, &files);
}

static enum status compare_pages(const char *old, const char *fresh, struct arena *arena, struct buf *out)
{
    struct archive *a, *b;
    enum status status = open_page(arena, old, &a);
    if (status == OK)
        status = open_page(arena, fresh, &b);
    return status == OK ? archive_compare_texts(a, b, out) : status;
}

#define BEGIN "q BT /F0 12 Tf "
#define END   "ET Q"
#define P(n)  "/P<</MCID " #n ">>BDC 0 20 Td "

static void test_lines(void **state)
{
    (void)state;
    static const struct {
        const char *old, *fresh, *wanted;
    } cases[] = {
        {BEGIN P(0) "[<00010002> -3 <00030004>] TJ EMC " END, BEGIN P(0) "[<0001000200030004>] TJ EMC " END,
         ""},
        /* strings that are not hexadecimal, as we write them, with what is escaped in them */
        {BEGIN P(0) "[<0003280D>] TJ EMC " END, BEGIN P(0) "[<0003>-3(\\(\\r)] TJ EMC " END, ""},
        {BEGIN P(0) "[(\\(\\r\\)\\\\)] TJ EMC " END, BEGIN P(0) "[<280D>] TJ EMC " END, ""},
        {BEGIN P(0) "[<0001000200030004>] TJ EMC " END, BEGIN P(0) "[<0001000200030003>] TJ EMC " END,
         "  文字：第 1 页“甲乙12”不同于重新生成的“甲乙11”\n"},
        /* a paragraph of two lines; cells of a row */
        {BEGIN P(0) "[<0001>] TJ 0 -20 Td [<0002>] TJ EMC " END, BEGIN P(0) "[<00010002>] TJ EMC " END, ""},
        {BEGIN P(0) "[<0001>] TJ EMC /P<</MCID 1>>BDC 60 0 Td [<0003>] TJ EMC " END,
         BEGIN P(0) "[<0001>] TJ EMC /P<</MCID 1>>BDC 60 0 Td [<0004>] TJ EMC " END,
         "  文字：第 1 页“甲 1”不同于重新生成的“甲 2”\n"},
        /* a content that has its own text divides a paragraph; languages; what stands for nothing */
        {BEGIN P(0) "[<0001>] TJ EMC /Span <</MCID 1/ActualText <FEFF4E59>>> BDC [<00050005>] TJ EMC "
                    "/P<</MCID 2>>BDC [<0003>] TJ EMC " END,
         BEGIN P(0) "/Span<</Lang(en)>>BDC [<000100020003>] TJ EMC EMC " END, ""},
        /* without marks a line is one; a number is shown as a whole; what only one has */
        {BEGIN "0 20 Td [<0001>] TJ 0 -20 Td [<0003000300030004>] TJ " END,
         BEGIN "0 20 Td [<0001>] TJ 0 -20 Td [<0003000300030003>] TJ " END,
         "  文字：第 1 页“1112”不同于重新生成的“1111”\n"},
        {BEGIN "0 20 Td [<0001>] TJ 0 -20 Td [<0002>] TJ 0 -20 Td [<0003>] TJ " END,
         BEGIN "0 20 Td [<0001>] TJ 0 -20 Td [<0003>] TJ " END, "  文字：第 1 页“乙”，重新生成的没有\n"},
        {BEGIN "0 20 Td [<0001>] TJ " END, BEGIN "0 20 Td [<0001>] TJ 0 -20 Td [<0003>] TJ " END,
         "  文字：重新生成的第 1 页有“1”，文件里没有\n"},
        /* nobody wrote this */
        {"EMC EMC [ TJ ( ] /F9 1 Tf [<0001>] TJ", "q Q", ""},
        {"/F0 1 Tf <<>> BDC /Span <</X 5>> BDC [(a) <00> <FFFF0001000>] TJ", "q Q",
         "  文字：第 1 页“甲”，重新生成的没有\n"}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        bool struck = true;
        for (uint64_t n = 1; struck; n++) {
            struct arena *arena = arena_new(0);
            struct buf out = BUF(10000);
            base_fail_allocation(n);
            struck = memory_struck(compare_pages(cases[i].old, cases[i].fresh, arena, &out));
            if (!struck)
                assert_string_equal(out.len > 0 ? out.ptr : "", cases[i].wanted);
            buf_clear(&out);
            arena_free(arena);
        }
    }
}

/* Of many lines the first are told, and how many more there are. */
static void test_many_lines(void **state)
{
    (void)state;
    static char texts[2][ROOM - 200];
    size_t len[2] = {0, 0};
    for (int i = 0; i < 24; i++)
        for (int side = 0; side < 2; side++)
            len[side] +=
                (size_t)snprintf(texts[side] + len[side], sizeof texts[side] - len[side],
                                 "%s0 20 Td /F0 1 Tf [<%s>] TJ 0 20 Td [<0001>] TJ ", i == 0 ? "BT " : "",
                                 side == 0 || i % 4 > 0 ? "00020003" : "00020004");
    struct arena *arena = arena_new(0);
    struct buf out = BUF(10000);
    assert_int_equal(compare_pages(texts[0], texts[1], arena, &out), OK);
    assert_non_null(strstr(out.ptr, "“乙1”不同于重新生成的“乙2”\n  文字：还有 1 处不同\n"));
    buf_clear(&out);
    assert_int_equal(
        compare_pages(texts[0],
                      "BT 0 1 Td /F0 1 Tf [<0004>] TJ 0 20 Td [<00040004>] TJ 0 20 Td [<00040004>] TJ", arena,
                      &out),
        OK);
    assert_non_null(strstr(out.ptr, "像是另一份文书\n"));
    buf_clear(&out);
    arena_free(arena);
}

/* A content that is damaged is told, and no texts are compared. */
static void test_unreadable(void **state)
{
    (void)state;
    static char memory[2][ROOM];
    static const char damaged[] = "<</Length 3 /Filter /FlateDecode>>\nstream\r\nq Q\nendstream";
    const char *objects[OBJECTS], *message;
    struct arena *arena = arena_new(0);
    struct archive *a, *b;
    struct archive_files files;
    struct buf out = BUF(1000);
    memcpy(objects, PLAIN, sizeof objects);
    assert_int_equal(open_all(arena, write_file(objects, memory[0], ROOM), &message, &a, &files), OK);
    objects[3] = damaged;
    assert_int_equal(open_all(arena, write_file(objects, memory[1], ROOM), &message, &b, &files), OK);
    assert_int_equal(archive_compare_texts(b, a, &out), OK);
    assert_string_equal(out.ptr, "  文字：第 1 页的内容损坏，读不出来\n");
    assert_false(archive_is_intact(a)); /* it has no /ID */
    buf_clear(&out);
    arena_free(arena);
}

static void test_faces(void **state)
{
    (void)state;
    static char memory[ROOM];
    const char *message, *objects[OBJECTS];
    memcpy(objects, PLAIN, sizeof objects);
    objects[4] = "<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Song-Identity-H/DescendantFonts[<</W [1 [500]] "
                 "/FontDescriptor <</Ascent 880 /FontFile2 6 0 R>>>>]>>";
    char program[] =
        "<</Length 40>>\nstream\n....\0\1......head....\0\0\0\x1c....rev.\0\2\x80\0....\nendstream";
    objects[0] = "<</Type /Catalog /Pages 2 0 R>>";
    objects[5] = "<</Length 40>>\nstream\n########################################\nendstream";
    struct str bytes = write_file(objects, memory, sizeof memory);
    memcpy(strchr(memory, '#'), strchr(program, '.'), 40);
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        struct arena *arena = arena_new(0);
        struct archive *archive;
        struct archive_files files;
        struct archive_faces faces;
        base_fail_allocation(n);
        enum status status = open_all(arena, bytes, &message, &archive, &files);
        if (status == OK)
            status = archive_faces(archive, &faces);
        struck = memory_struck(status);
        if (!struck) {
            assert_int_equal(faces.count, 1);
            assert_true(str_is(faces.items[0].name, "Song"));
            assert_true(str_is(faces.items[0].version, "2.5"));
            assert_true(str_is(faces.items[0].widths, "[1 [500]]"));
        }
        arena_free(arena);
    }
}

static void test_texts(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {{"<FEFF4E00D83DDE00>", "一\xF0\x9F\x98\x80"},
                                           {"(a\\)b)", "a)b"},
                                           {"<EFBBBFE4B880>", "一"},
                                           {"<FEFFD83D>", ""},
                                           {"<FEFFDE00>", "\xEF\xBF\xBD"},
                                           {"/Name", ""},
                                           {"<6", ""}};
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < ARRAY_COUNT(pairs); i++)
        assert_string_equal(syntax_text(arena, str_of(pairs[i][0])).ptr, pairs[i][1]);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole),      cmocka_unit_test(test_appended), cmocka_unit_test(test_cut),
        cmocka_unit_test(test_wrong),      cmocka_unit_test(test_depth),    cmocka_unit_test(test_foreign),
        cmocka_unit_test(test_compare),    cmocka_unit_test(test_lines),    cmocka_unit_test(test_many_lines),
        cmocka_unit_test(test_unreadable), cmocka_unit_test(test_faces),    cmocka_unit_test(test_texts),
        cmocka_unit_test(test_looks),      cmocka_unit_test(test_holder),   cmocka_unit_test(test_mutated)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
