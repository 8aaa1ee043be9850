/*
 * Any PDF, read: small ones written here, of two revisions, as tables and as streams; cut at every byte; with one thing wrong each; with
 * circles; changed by chance; with every allocation failing in turn.  Whatever comes, it is looked at to the end or refused with one message.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "failing.h"
#include "random.h"
#include "sign/changes/changes.h"
#include "sign/file/file.h"
#include "sign/messages.def"
#include "sign/proof/proof.h"
#include "sign/sign_int.h"

enum { MEMORY = 40000, NUMBERS = 12 };

/* A file grows in it, an object after the other. */
struct paper {
    char text[MEMORY];
    size_t len, places[NUMBERS], before;
};

static void add(struct paper *paper, const char *text)
{
    const size_t len = strlen(text);
    assert_true(paper->len + len < MEMORY);
    memcpy(paper->text + paper->len, text, len);
    paper->len += len;
}

#define ADD(paper, ...)                                                                                      \
    do {                                                                                                     \
        char text_[100];                                                                                     \
        (void)snprintf(text_, sizeof text_, __VA_ARGS__);                                                    \
        add((paper), text_);                                                                                 \
    } while (false)

static void add_object(struct paper *paper, size_t number, const char *value)
{
    paper->places[number] = paper->len;
    ADD(paper, "%zu 0 obj\n", number);
    add(paper, value);
    add(paper, "\nendobj\n");
}

/* With the objects since the last one. */
static void end_revision(struct paper *paper, const char *trailer)
{
    const size_t table = paper->len;
    add(paper, "xref\n");
    for (size_t i = 1; i < NUMBERS; i++)
        if (paper->places[i] > 0) {
            ADD(paper, "%zu 1\n", i);
            ADD(paper, "%010zu 00000 n\r\n", paper->places[i]);
            paper->places[i] = 0;
        }
    add(paper, "trailer\n<</Size 12 /Root 1 0 R ");
    add(paper, trailer);
    if (paper->before > 0)
        ADD(paper, " /Prev %zu", paper->before);
    ADD(paper, ">>\nstartxref\n%zu\n%%%%EOF", table);
    paper->before = table;
}

static const char *const PLAIN[NUMBERS] = {
    [1] = "<</Type /Catalog /Pages 2 0 R /AcroForm 5 0 R>>",
    [2] = "<</Type /Pages /Kids [3 0 R 8 0 R] /Count 2>>",
    [3] = "<</Type /Page /Parent 2 0 R /Contents 4 0 R /Annots [6 0 R 7 0 R]>>",
    [4] = "<</Length 9 0 R>>\nstream\nq Q\nendstream",
    [5] = "<</Type /AcroForm /Fields [6 0 R 10 0 R]>>",
    [6] = "<</FT /Sig /T (one) /Type /Annot /Subtype /Widget /P 3 0 R>>",
    [7] = "<</Type /Annot /Subtype /Widget /Parent 10 0 R>>",
    [8] = "<</Type /Page /Parent 2 0 R /Contents [4 0 R]>>",
    [9] = "3",
    [10] = "<</T (two) /FT /Tx /Kids [7 0 R 11 0 R] /V (\\101\\\n\\))>>",
    [11] = "<</T <FEFF7532> /Parent 10 0 R>>"};

/* With the object `number` so, and one more revision, with it so, too. */
static void write_paper(struct paper *paper, size_t number, const char *first, const char *second)
{
    *paper = (struct paper){.len = 0};
    add(paper, "%PDF-1.7\n");
    for (size_t i = 1; i < NUMBERS; i++)
        add_object(paper, i, i == number && first != NULL ? first : PLAIN[i]);
    end_revision(paper, "");
    add(paper, "\n");
    add_object(paper, number, second);
    end_revision(paper, "");
}

/* The one message; "" for none. */
static const char *said(const struct diag *diag)
{
    const struct diag_entry *entries;
    const size_t count = diag_entries(diag, &entries);
    assert_true(count <= 1);
    return count == 0 ? "" : entries[0].code->name;
}

/* All that can be looked at, of every revision. */
static enum status look_at_all(struct arena *arena, struct diag *diag, struct str bytes, struct buf *out)
{
    struct sign_file *file;
    struct sign_pages pages;
    struct sign_fields fields;
    enum status status = sign_file_open(arena, diag, "a.pdf", bytes, &file);
    const size_t count = status == OK ? sign_file_facts(file)->count : 0;
    struct changes *changes = arena_alloc_array(arena, count, sizeof *changes);
    if (status == OK)
        status = changes_find_since(arena, file, 1, changes);
    for (size_t i = 0; i < count && status == OK; i++) {
        status = sign_pages((struct sign_view){file, i}, &pages);
        if (status == OK)
            status = sign_fields((struct sign_view){file, i}, &fields);
        for (size_t k = 0; i > 0 && status == OK && k < changes[i].count; k++) {
            change_write(&changes[i].items[k], out);
            buf_add_char(out, '\n');
        }
    }
    return status;
}

static void expect(struct str bytes, const char *message, const char *changes)
{
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    struct buf out = BUF(MEMORY), told = BUF(MEMORY);
    /* So that a sanitizer sees who reads behind it. */
    char *exact = malloc(bytes.len + 1);
    memcpy(exact, bytes.ptr, bytes.len);
    exact = realloc(exact, bytes.len > 0 ? bytes.len : 1);
    const enum status status = look_at_all(arena, diag, (struct str){exact, bytes.len}, &out);
    if (message != NULL) {
        assert_string_equal(said(diag), message);
        assert_int_equal(status, message[0] == '\0' ? OK : FAILED);
    } else {
        assert_int_equal(status == OK, said(diag)[0] == '\0');
        assert_false(status_stops(status));
    }
    if (changes != NULL)
        assert_string_equal(out.ptr == NULL ? "" : out.ptr, changes);
    struct diag *again = diag_new(arena);
    const struct sign_run run = {NULL, 0, arena, again, &told, NULL};
    const enum sign_exit result = sign_look_bytes(&run, "a.pdf", (struct str){exact, bytes.len});
    assert_true(result == SIGN_GOOD || result == SIGN_BAD);
    free(exact);
    buf_clear(&out);
    buf_clear(&told);
    arena_free(arena);
}

static void expect_change(size_t number, const char *value, const char *changes)
{
    struct paper paper;
    write_paper(&paper, number, NULL, value);
    expect((struct str){paper.text, paper.len}, "", changes);
}

static void test_changes(void **state)
{
    (void)state;
    expect_change(1, "<<  /AcroForm 5 0 R/Pages 2 0 R /Ty#70e /Catalog>>", "");
    expect_change(10, "<</T (tw\\157) /FT /Tx /Kids [7 0 R 11 0 R] /V <4129>>>", "");
    expect_change(10, "<</T (two) /FT /Tx /Kids [7 0 R 11 0 R] /V (B)>>", "填写了“two.甲”\n");
    expect_change(1, "<</Type /Catalog /Pages 2 0 R /AcroForm 5 0 R /Lang (zh)>>", "改了文件目录“Lang”\n");
    expect_change(2, "<</Type /Pages /Kids [8 0 R] /Count 1>>", "第 1 页被去掉了\n");
    expect_change(2, "<</Type /Pages /Kids [8 0 R 3 0 R] /Count 2>>", "改了各页的次序\n");
    expect_change(4, "<</Length 3>>\nstream\nq q\nendstream", "第 1 页改了内容\n");
    expect_change(9, "3.0", "");
    expect_change(9, "2", "第 1 页改了内容\n");
    expect_change(6, "<</FT /Sig /T (one) /Type /Annot /Subtype /Widget /P 3 0 R /V <<>>>>", "签署了“one”\n");
    expect_change(5, "<</Type /AcroForm /Fields [10 0 R]>>", "去掉了字段“one”\n");
    expect_change(5, "<</Type /AcroForm /Fields [6 0 R 10 0 R] /XFA (x)>>", "改了表单的设置“XFA”\n");
    expect_change(3, "<</Type /Page /Parent 2 0 R /Contents 4 0 R /Annots [7 0 R]>>", "“one”改了外观\n");
    expect_change(3, "<</Type /Page /Parent 2 0 R /Contents 4 0 R /Annots [6 0 R]>>",
                  "第 1 页改了批注或链接\n");
    expect_change(3, "<</Type /Page /Parent 2 0 R /Contents 4 0 R /Annots [7 0 R 6 0 R]>>",
                  "第 1 页改了批注或链接\n");
    expect_change(8, "<</Type /Page /Parent 2 0 R /Contents [4 0 R] /Tabs /S>>", "");
    expect_change(8, "<</Type /Page /Parent 2 0 R /Contents [] /AA <<>>>>",
                  "第 2 页改了内容\n第 2 页改了页的设置\n");
}

/* What an object is besides must not hide that it changed: `made` are objects of the first revision, `number` and `value` that of the second. */
static void expect_twofold(const char *const made[NUMBERS], size_t number, const char *value,
                           const char *changes)
{
    struct paper paper = {.len = 0};
    add(&paper, "%PDF-1.7\n");
    for (size_t i = 1; i < NUMBERS; i++)
        add_object(&paper, i, made[i] != NULL ? made[i] : PLAIN[i]);
    end_revision(&paper, "");
    add(&paper, "\n");
    add_object(&paper, number, value);
    end_revision(&paper, "");
    expect((struct str){paper.text, paper.len}, "", changes);
}

static void test_twofold(void **state)
{
    (void)state;
    static const char drawn[] = "<</Length 3>>\nstream\nq q\nendstream";
    expect_twofold((const char *const[NUMBERS]){[10] = "<</T (two) /FT /Tx /Kids [7 0 R 11 0 R] /V 4 0 R>>"},
                   4, drawn, "填写了“two.甲”\n第 1 页改了内容\n");
    expect_twofold(
        (const char *const[NUMBERS]){[1] = "<</Pages 2 0 R /AcroForm 5 0 R /DSS 4 0 R /Metadata 4 0 R>>"}, 4,
        drawn, "第 1 页改了内容\n");
    expect_twofold(
        (const char *const[NUMBERS]){
            [3] = "<</Type /Page /Parent 2 0 R /Annots [4 0 R 6 0 R 7 0 R] /Contents 4 0 R>>"},
        4, drawn, "第 1 页改了内容\n");
    expect_twofold(
        (const char *const[NUMBERS]){
            [1] = "<</Pages 2 0 R /AcroForm 5 0 R /DSS 9 0 R /OpenAction 9 0 R>>", [9] = "3"},
        9, "<</S /JavaScript>>", "第 1 页改了内容\n");
    expect_twofold(
        (const char *const[NUMBERS]){[1] = "<</Pages 2 0 R /AcroForm 5 0 R /DSS 9 0 R /OpenAction 9 0 R>>",
                                     [4] = "<</Length 3>>\nstream\nq Q\nendstream"},
        9, "<</S /JavaScript>>", "改了文件目录\n");
    expect_twofold(
        (const char *const[NUMBERS]){
            [3] = "<</Type /Page /Parent 2 0 R /Contents 1 0 R>>",
            [1] = "<</Pages 2 0 R /AcroForm 5 0 R /Length 3>>\nstream\nq Q\nendstream"},
        1, "<</Pages 2 0 R /AcroForm 5 0 R /Length 3>>\nstream\nq q\nendstream", "改了别的对象\n");
    expect_twofold(
        (const char *const[NUMBERS]){[6] = "<</FT /Sig /T (one) /V 9 0 R /AP <</N 4 0 R>> /P 3 0 R>>",
                                     [3] = "<</Type /Page /Parent 2 0 R /Annots [6 0 R 7 0 R]>>",
                                     [8] = "<</Type /Page /Parent 2 0 R>>",
                                     [9] = "<</Type /Sig>>",
                                     [4] = "<</Length 3>>\nstream\nq Q\nendstream",
                                     [7] = "<</Subtype /Widget /Parent 10 0 R /AP <</N 4 0 R>>>>"},
        4, drawn, "“one”改了外观\n");
}

static void expect_other(size_t number, const char *value, const char *message)
{
    struct paper paper;
    write_paper(&paper, number, NULL, value);
    expect((struct str){paper.text, paper.len}, message, NULL);
    write_paper(&paper, number, value, "<<>>");
    expect((struct str){paper.text, paper.len}, NULL, NULL);
}

static void test_wrong(void **state)
{
    (void)state;
    static const char broken[] = "MSG_SIGN_BROKEN_SIGNED";
    expect_other(1, "12", broken);
    expect_other(1, "<</Pages 1 0 R /AcroForm 1 0 R>>", "");
    expect_other(1, "<</Pages 2 0 R /AcroForm <</Fields [6 0 R]>>>>", "");
    expect_other(1, "<</Type /Catalog >> >>", broken);
    expect_other(2, "<</Kids [2 0 R 2 0 R 3 0 R] /Parent 2 0 R>>", "");
    expect_other(2, "<</Kids 2 0 R>>", "");
    expect_other(2, "(((\\))", broken);
    expect_other(3, "<</Parent 3 0 R /Annots [3 0 R 4 0 R]>>", "");
    expect_other(4, "<</Length 5>>\nstream\nq Q\nendstream", broken);
    expect_other(4, "<</Length 99999999>>\nstream\nq Q\nendstream", broken);
    expect_other(4, "<</Length 4 0 R>>\nstream\nq Q\nendstream", broken);
    expect_other(4, "<</Length -3>>\nstream\nq Q\nendstream", broken);
    expect_other(4, "<<>>\nstream\nq Q\nendstream", broken);
    expect_other(5, "<</Fields [5 0 R 5 0 R 6 0 R 6 0 R]>>", "");
    expect_other(6, "<</FT /Sig /V 6 0 R /T (a)>>", "");
    expect_other(6, "<</FT /Sig /V <</ByteRange [0 1 2 3 4] /Contents <>>> /Kids [6 0 R] /T (a)>>", "");
    expect_other(10, "<</Kids [10 0 R 11 0 R] /T (a)>>", "");
    expect_other(11, "5\nendobj\n", "");
}

/* The end of a file is written anew, after `text`. */
static void expect_end(const char *text, const char *message)
{
    struct paper paper;
    write_paper(&paper, 9, NULL, "3");
    while (!str_ends((struct str){paper.text, paper.len}, "9 0 obj\n3\nendobj\n"))
        paper.len--;
    const size_t table = paper.len;
    add(&paper, text);
    ADD(&paper, "\nstartxref\n%zu\n%%%%EOF", table);
    expect((struct str){paper.text, paper.len}, message, NULL);
}

static void test_ends(void **state)
{
    (void)state;
    static const char broken[] = "MSG_SIGN_BROKEN_SIGNED";
    expect_end("xref\n0 0\ntrailer\n<</Root 1 0 R>>", broken); /* nothing is there */
    expect_end("xref\n0 0\ntrailer\n<</Root 1 0 R /Prev 5>>", broken);
    expect_end("xref\n0 0\ntrailer\n<</Root 1 0 R /Prev 999999>>", broken);
    expect_end("xref\n0 0\ntrailer\n<</Root 1 0 R /Prev -1>>", broken);
    expect_end("xref\n0 0\ntrailer\n<</Root 1 0 R /Encrypt 1 0 R>>", "MSG_SIGN_REFUSED");
    expect_end("xref\n0 0\ntrailer\n<</Root 1 0 R /XRefStm 1>>", "MSG_SIGN_REFUSED");
    expect_end("xref\n0 0\ntrailer\n<</Size 1>>", broken);
    expect_end("xref\n0 0\n", broken);
    expect_end("xref\n1 1\n0000000009 00000 n\r\n1 1\n0000000009 00000 n\r\ntrailer\n<</Root 1 0 R>>",
               broken);
    expect_end("xref\n1 1\n0000000009 00001 n\r\ntrailer\n<</Root 1 0 R>>", broken);
    expect_end("xref\n1 1\n9999999999 00000 n\r\ntrailer\n<</Root 1 0 R>>", broken);
    expect_end("xref\n1 99999999\n0000000009 00000 n\r\ntrailer\n<</Root 1 0 R>>", broken);
    expect_end("xref\n8388607 2\n0000000009 00000 n\r\ntrailer\n<</Root 1 0 R>>", broken);
    expect_end("xref\n1 1\n0000000009 00000 n\r\ntrailer\n<</Root 1 0 R>>", "");
    expect_end("12 0 obj\n<</Type /XRef /Root 1 0 R /Size 2 /W [1 2 1] /Length "
               "8>>\nstream\n\0\0\0\0\1\0\11\0\nendstream\nendobj",
               broken);
    expect_end(
        "12 0 obj\n<</Type /XRef /Root 1 0 R /Size 1 /W [0 0 0] /Length 0>>\nstream\n\nendstream\nendobj",
        broken);
    expect_end(
        "12 0 obj\n<</Type /XRef /Root 1 0 R /Size 9 /W [9 9 9] /Length 0>>\nstream\n\nendstream\nendobj",
        broken);
    expect_end("12 0 obj\n<</Type /XRef /Root 1 0 R /Index [1 1] /W [0 1 0] /Length "
               "1>>\nstream\n\t\nendstream\nendobj",
               "");
    expect_end("12 0 obj\n<</Type /XRef /Root 1 0 R /Index [1 1 5] /W [0 1 0] /Length "
               "1>>\nstream\n\t\nendstream\nendobj",
               broken);
    expect_end("12 0 obj\n<</Type /XRef /Root 1 0 R /Index [1 1 12 1] /W [1 1 1] /Length 6>>\nstream\n\1\t "
               "!!!\nendstream\nendobj",
               broken);
}

/* Linearised: the section of the first page, object 1, object 2, the section of the rest. */
struct linear {
    const char *said, *trailer,
        *behind; /* the first object; what the first trailer says; behind the last section */
    bool is_stream, is_cut, is_open; /* the first section has no end; the last has none */
    int64_t closing, prev;           /* what is added to where startxref and /Prev lead */
};

static void add_section(struct paper *paper, const struct linear *how, bool first, size_t place,
                        int64_t before)
{
    const int number = first ? 1 : 2;
    if (how->is_stream) {
        ADD(paper, "%d 0 obj\n<</Type /XRef /Index [%d 1] /W [1 2 1] /Length 4 ", first ? 8 : 9, number);
    } else {
        ADD(paper, "xref\n%d 1\n%010zu 00000 n\r\n", number, place);
        add(paper, "trailer\n<<");
    }
    if (first)
        ADD(paper, "%s /Prev %06d", how->trailer, (int)before);
    add(paper, ">>\n");
    if (how->is_stream) {
        add(paper, "stream\n");
        const char row[] = {1, (char)(place >> 8), (char)place, 0};
        memcpy(paper->text + paper->len, row, sizeof row);
        paper->len += sizeof row;
        add(paper, "\nendstream\nendobj\n");
    }
}

/* Written twice: once to know where all stands. */
static void write_linear(struct paper *paper, const struct linear *how)
{
    size_t first = 0, rest = 0, one = 0, two = 0;
    for (int round = 0; round < 2; round++) {
        *paper = (struct paper){.len = 0};
        ADD(paper, "%%PDF-1.7\n7 0 obj\n<<%s>>\nendobj\n     \n", how->said);
        first = paper->len;
        add_section(paper, how, true, one, (int64_t)rest + how->prev);
        if (!how->is_cut)
            add(paper, "startxref\n0\n%%EOF\n");
        one = paper->len;
        add(paper, "1 0 obj\n<</Type /Catalog /Pages 2 0 R>>\nendobj\n");
        two = paper->len;
        add(paper, "2 0 obj\n<</Type /Pages /Kids [] /Count 0>>\nendobj\n");
        rest = paper->len;
        add_section(paper, how, false, two, 0);
        add(paper, how->behind);
        if (!how->is_open)
            ADD(paper, "startxref\n%d\n%%%%EOF\n", (int)((int64_t)first + how->closing));
    }
    paper->before = first;
}

/* What is said of it depends on how often it ends, as if it were appended to. */
static const char *broken_as(const struct paper *paper)
{
    size_t ends = 0;
    for (size_t i = 0; i + 5 <= paper->len; i++)
        ends += memcmp(paper->text + i, "%%EOF", 5) == 0;
    return ends > 1 ? "MSG_SIGN_BROKEN_SIGNED" : "MSG_SIGN_BROKEN";
}

static void test_linear(void **state)
{
    (void)state;
    static const char says[] = "/Linearized 1", root[] = "/Root 1 0 R", broken[] = "broken";
    static const char other[] = "startxref\n9\n%%EOF\n"; /* it begins elsewhere */
    static const struct {
        struct linear how;
        const char *message;
    } cases[] = {{{.said = says, .trailer = root, .behind = "   \n"}, ""},
                 {{.said = says, .trailer = root, .behind = "", .is_cut = true}, ""},
                 {{.said = "/A 1", .trailer = root, .behind = ""}, broken},
                 {{.said = says, .trailer = "", .behind = ""}, broken},
                 {{.said = says, .trailer = root, .behind = "", .is_open = true}, broken},
                 {{.said = says, .trailer = root, .behind = "", .closing = 1}, broken},
                 {{.said = says, .trailer = root, .behind = "", .closing = -9}, broken},
                 {{.said = says, .trailer = root, .behind = "", .prev = 1}, broken},
                 {{.said = says, .trailer = root, .behind = other}, broken},
                 {{.said = says, .trailer = "/Root 1 0 R /Encrypt 3 0 R", .behind = ""}, "MSG_SIGN_REFUSED"}};
    for (size_t i = 0; i < 2 * ARRAY_COUNT(cases); i++) {
        struct paper paper;
        struct linear how = cases[i / 2].how;
        how.is_stream = i % 2 == 1;
        write_linear(&paper, &how);
        const char *message = cases[i / 2].message;
        expect((struct str){paper.text, paper.len}, message == broken ? broken_as(&paper) : message, "");
        for (size_t len = 0; i < 4 && len < paper.len; len++)
            expect((struct str){paper.text, len}, NULL, NULL);
    }
}

/* The facts of a file that can be read. */
static void expect_revisions(const struct paper *paper, size_t count, size_t table, size_t sections)
{
    struct arena *arena = arena_new(0);
    struct sign_file *file = NULL;
    assert_int_equal(
        sign_file_open(arena, diag_new(arena), "a.pdf", (struct str){paper->text, paper->len}, &file), OK);
    const struct sign_file_facts *facts = sign_file_facts(file);
    assert_int_equal(facts->count, count);
    assert_int_equal(facts->revisions[0].table, table);
    assert_int_equal(facts->revisions[0].sections, sections);
    assert_non_null(sign_object((struct sign_view){file, 0}, 1));
    assert_non_null(sign_object((struct sign_view){file, 0}, 2));
    arena_free(arena);
}

/* What is appended leads to the section of the first page; past it, or to another, it must not. */
static void test_linear_further(void **state)
{
    (void)state;
    for (int is_stream = 0; is_stream < 2; is_stream++) {
        struct paper paper;
        const struct linear how = {
            .said = "/Linearized 1", .trailer = "/Root 1 0 R", .behind = "", .is_stream = is_stream == 1};
        write_linear(&paper, &how);
        const size_t first = paper.before;
        expect_revisions(&paper, 1, first, 2);
        add_object(&paper, 2, "<</Type /Pages /Kids [] /Count 0 /A 1>>");
        end_revision(&paper, "");
        expect_revisions(&paper, 2, first, 2);
        size_t rest = 0;
        for (size_t i = 0; i + 7 < paper.len; i++)
            if (memcmp(paper.text + i, is_stream ? "9 0 obj" : "xref\n2 ", 7) == 0 && rest == 0)
                rest = i;
        paper.before = rest;
        add(&paper, "\n");
        end_revision(&paper, "");
        expect((struct str){paper.text, paper.len}, broken_as(&paper), NULL);
    }
}

/* Whoever had the file when it ended there began with another section. */
static void test_begun_elsewhere(void **state)
{
    (void)state;
    struct paper paper;
    write_paper(&paper, 9, NULL, "3");
    for (size_t i = 0; i + 10 < paper.len; i++)
        if (memcmp(paper.text + i, "startxref\n", 10) == 0) {
            paper.text[i + 10] ^= 1;
            break;
        }
    expect((struct str){paper.text, paper.len}, broken_as(&paper), NULL);
}

/* Held objects: 1 (the catalog) at 0, 2 behind it. */
static void test_held(void **state)
{
    (void)state;
    static const struct {
        const char *head, *message;
    } cases[] = {{"/N 2 /First 9", ""},
                 {"/N 1 /First 9", "MSG_SIGN_BROKEN"},
                 {"/N 2 /First 8", "MSG_SIGN_BROKEN"},
                 {"/N 9 /First 9", "MSG_SIGN_BROKEN"},
                 {"/N 2", "MSG_SIGN_BROKEN"},
                 {"/N 2 /First 99", "MSG_SIGN_BROKEN"},
                 {"/N 2 /First 9 /Filter /FlateDecode", "MSG_SIGN_BROKEN"},
                 {"/N 2 /First 9 /Filter /LZWDecode", "MSG_SIGN_BROKEN"},
                 {"/N 99999999 /First 9", "MSG_SIGN_BROKEN"}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        char text[1000];
        const int table = snprintf(text, sizeof text,
                                   "%%PDF-1.7\n8 0 obj\n<</Type /ObjStm %s /Length 37>>\nstream\n1 0 2 20 "
                                   "<</Pages 2 0 R    >><</A 1>>\nendstream\nendobj\n",
                                   cases[i].head);
        const int len =
            table +
            snprintf(text + table, sizeof text - (size_t)table,
                     "9 0 obj\n<</Type /XRef /Root 1 0 R /Index [1 2 8 1] /W [1 1 1] /Length 9>>\nstream\n"
                     "\2\10%c\2\10\1\1\t%c\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n",
                     0, 0, table);
        expect((struct str){text, (size_t)len}, cases[i].message, NULL);
    }
}

static void test_cut(void **state)
{
    (void)state;
    struct paper paper;
    write_paper(&paper, 1, NULL, PLAIN[1]);
    const struct str bytes = {paper.text, paper.len};
    for (size_t len = 0; len < bytes.len; len++)
        expect(str_slice(bytes, 0, len), NULL, NULL);
}

static void test_depth(void **state)
{
    (void)state;
    char deep[400];
    for (size_t depth = SYNTAX_MAX_DEPTH; depth <= SYNTAX_MAX_DEPTH + 1; depth++) {
        memset(deep, '[', depth);
        memset(deep + depth, ']', depth);
        deep[2 * depth] = '\0';
        expect_other(8, deep, depth == SYNTAX_MAX_DEPTH ? "" : "MSG_SIGN_BROKEN_SIGNED");
    }
}

/* Changed by chance. */
static void test_mutated(void **state)
{
    (void)state;
    static const char *const pieces[] = {"0",          "1",
                                         "6",          "99999",
                                         "-1",         "99999999999999999999",
                                         "<<",         ">>",
                                         "[",          "]",
                                         "(",          ")",
                                         "<",          ">",
                                         "/",          "%",
                                         "\\",         "R",
                                         " 1 0 R ",    "obj",
                                         "endobj",     "stream\n",
                                         "xref",       "/Kids",
                                         "/Names",     "/Filter/FlateDecode",
                                         "/Length",    "%%EOF",
                                         "/Type/XRef", "/Type/ObjStm/N 1/First 4",
                                         "/V",         "/Annots",
                                         "/Parent",    ""};
    for (size_t round = 0; round < 4000; round++) {
        struct paper paper;
        struct buf text = BUF(MEMORY);
        const size_t number = 1 + random_next() % (NUMBERS - 1);
        const struct linear linear = {.said = "/Linearized 1",
                                      .trailer = "/Root 1 0 R",
                                      .behind = "",
                                      .is_stream = round % 2 == 0,
                                      .is_cut = round % 3 == 0};
        if (round % 5 == 0)
            write_linear(&paper, &linear);
        else
            write_paper(&paper, number, NULL, PLAIN[1 + random_next() % (NUMBERS - 1)]);
        const struct str plain = {paper.text, paper.len};
        const size_t at = random_next() % plain.len, gone = random_next() % 6,
                     from = random_next() % plain.len;
        buf_add_str(&text, str_slice(plain, 0, at));
        if (round % 4 == 0)
            buf_add_str(&text, str_slice(plain, from, from + 20));
        else if (round % 4 < 3)
            buf_add_text(&text, pieces[random_next() % ARRAY_COUNT(pieces)]);
        buf_add_str(&text, str_slice(plain, at + gone, plain.len));
        expect(round % 4 == 3 ? plain : buf_str(&text), NULL, NULL);
        buf_clear(&text);
    }
}

/* One list, which all pages have: it is not walked over for each. */
static void test_looks(void **state)
{
    (void)state;
    enum { LARGE = 4 << 20, TIMES = 3000 };
    struct buf text = BUF(64 << 20);
    buf_add_text(&text, "%PDF-1.7\n");
    const size_t first = text.len;
    buf_add_text(&text, "1 0 obj\n<</Pages 2 0 R>>\nendobj\n");
    const size_t second = text.len;
    buf_add_text(&text, "2 0 obj\n<</Kids [");
    for (size_t i = 0; i < TIMES; i++)
        buf_printf(&text, "%zu 0 R ", i + 4);
    buf_add_text(&text, "]>>\nendobj\n");
    const size_t third = text.len;
    buf_add_text(&text, "3 0 obj\n[(");
    for (size_t i = 0; i < LARGE; i++)
        buf_add_char(&text, 'x');
    buf_add_text(&text, ")]\nendobj\n");
    size_t *places = calloc(TIMES, sizeof *places);
    for (size_t i = 0; i < TIMES; i++) {
        places[i] = text.len;
        buf_printf(&text, "%zu 0 obj\n<</Annots 3 0 R>>\nendobj\n", i + 4);
    }
    const size_t table = text.len;
    buf_printf(&text, "xref\n1 %d\n%010zu 00000 n\r\n%010zu 00000 n\r\n%010zu 00000 n\r\n", TIMES + 3, first,
               second, third);
    for (size_t i = 0; i < TIMES; i++)
        buf_printf(&text, "%010zu 00000 n\r\n", places[i]);
    buf_printf(&text, "trailer\n<</Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF", table);
    const size_t again = text.len;
    buf_printf(&text, "\nxref\n0 0\ntrailer\n<</Root 1 0 R /Prev %zu>>\nstartxref\n%zu\n%%%%EOF", table,
               again + 1);
    expect(buf_str(&text), "MSG_SIGN_BROKEN_SIGNED", NULL);
    free(places);
    buf_clear(&text);
}

static enum status attempt(struct str bytes)
{
    struct arena *arena = arena_new(0);
    struct diag *diag = arena == NULL ? NULL : diag_new(arena);
    struct buf out = BUF(MEMORY);
    enum status status = diag == NULL ? NO_MEMORY : look_at_all(arena, diag, bytes, &out);
    status = status == OK && buf_status(&out) != OK ? NO_MEMORY : status;
    buf_clear(&out);
    arena_free(arena);
    return status;
}

static void test_memory(void **state)
{
    (void)state;
    struct paper paper;
    write_paper(&paper, 10, NULL, "<</T (two) /FT /Tx /Kids [7 0 R 11 0 R] /V (B)>>");
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        base_fail_allocation(n);
        struck = memory_struck(attempt((struct str){paper.text, paper.len}));
    }
}

static void test_dates(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t seconds;
    } cases[] = {{"D:19700101000000Z", 0},
                 {"D:20000229120000+00'00'", 951825600},
                 {"D:20260601120000+08'00'", 1780286400},
                 {"D:20260601120000+08'00", 1780286400},
                 {"20260601120000+0800", 1780286400},
                 {"D:20251231193000-05'30'", 1767229200},
                 {"D:2026", 1767225600},
                 {"D:20261301", PROOF_NO_TIME},
                 {"D:2026/06/01", PROOF_NO_TIME},
                 {"", PROOF_NO_TIME}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
        assert_int_equal(proof_date_parse(str_of(cases[i].text)), cases[i].seconds);
    static const struct {
        int64_t seconds;
        const char *text;
    } written[] = {{0, "1970-01-01 00:00:00"},
                   {951782400 - 1, "2000-02-28 23:59:59"},
                   {951782400, "2000-02-29 00:00:00"},
                   {1780286400, "2026-06-01 04:00:00"},
                   {-1, "1969-12-31 23:59:59"}};
    for (size_t i = 0; i < ARRAY_COUNT(written); i++) {
        struct buf out = BUF(100);
        proof_date_write(written[i].seconds, 0, &out);
        assert_string_equal(out.ptr, written[i].text);
        buf_clear(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_changes),
                                       cmocka_unit_test(test_twofold),
                                       cmocka_unit_test(test_wrong),
                                       cmocka_unit_test(test_ends),
                                       cmocka_unit_test(test_linear),
                                       cmocka_unit_test(test_linear_further),
                                       cmocka_unit_test(test_begun_elsewhere),
                                       cmocka_unit_test(test_held),
                                       cmocka_unit_test(test_cut),
                                       cmocka_unit_test(test_depth),
                                       cmocka_unit_test(test_mutated),
                                       cmocka_unit_test(test_looks),
                                       cmocka_unit_test(test_memory),
                                       cmocka_unit_test(test_dates)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
