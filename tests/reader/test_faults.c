/* What reader refuses, each with its message at its place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "reader/reader.h"
#include "reader/messages.def"

struct fault {
    const char *source;
    size_t len; /* 0: as long as the string */
    const struct message *code;
    uint32_t line, column;
};

static const struct fault faults[] = {
    {"", 0, MSG_READER_EMPTY, 1, 1},
    {"\xEF\xBB\xBF", 0, MSG_READER_EMPTY, 1, 1},
    {" \n ", 0, MSG_READER_EMPTY, 1, 1},
    {"%PDF-1.4\n%\xE2\xE3\xCF\xD3\n", 0, MSG_READER_SORT, 1, 1},
    {"PK\x03\x04\x14", 0, MSG_READER_SORT, 1, 1},
    {"\xD0\xCF\x11\xE0\xA1\xB1", 0, MSG_READER_SORT, 1, 1},
    {"\x89PNG\r\n", 0, MSG_READER_SORT, 1, 1},
    {"abc", 0, MSG_READER_NO_XML, 1, 1},
    {"<a/>\n<b/>", 0, MSG_READER_BEHIND_ROOT, 2, 1},
    {"<a>\n中文<b>x</c></a>", 0, MSG_READER_TAG_MISMATCH, 2, 7},
    {"<a>\n <b>", 0, MSG_READER_UNCLOSED, 2, 2},
    {"<a>\n <b x='1'", 0, MSG_READER_TAG_OPEN, 2, 2},
    {"<a", 0, MSG_READER_TAG_OPEN, 1, 1},
    {"<a></a", 0, MSG_READER_TAG_OPEN, 1, 4},
    {"<a b='1' b='2'/>", 0, MSG_READER_ATTRIBUTE_TWICE, 1, 10},
    {"<a b=c/>", 0, MSG_READER_UNQUOTED, 1, 6},
    {"<a b='c/>", 0, MSG_READER_QUOTE_OPEN, 1, 1},
    {"<a b/>", 0, MSG_READER_NO_VALUE, 1, 5},
    {"<a b='1'c='2'/>", 0, MSG_READER_NO_SPACE, 1, 9},
    {"<a b='x<y'/>", 0, MSG_READER_LESS_THAN, 1, 8},
    {"<a>x < y</a>", 0, MSG_READER_LESS_THAN, 1, 6},
    {"<a 1='x'/>", 0, MSG_READER_TAG_BROKEN, 1, 4},
    {"<a>\xF0\xA0\xAE\xB7 & y</a>", 0, MSG_READER_AMPERSAND, 1, 6},
    {"<a>&foo;</a>", 0, MSG_READER_REFERENCE, 1, 4},
    {"<a>甲乙&丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉</a>", 0, MSG_READER_REFERENCE, 1, 6},
    {"<a>甲&乙-丙;丁</a>", 0, MSG_READER_REFERENCE, 1, 5},
    {"<a>甲&—乙</a>", 0, MSG_READER_AMPERSAND, 1, 5},
    {"<a b='&foo;'/>", 0, MSG_READER_REFERENCE, 1, 7},
    {"<a b='甲&乙;'/>", 0, MSG_READER_REFERENCE, 1, 8},
    {"<a>&#x;</a>", 0, MSG_READER_REFERENCE, 1, 4},
    {"<a>]]></a>", 0, MSG_READER_CDATA_END, 1, 4},
    {"<a><!-- <b> </a>", 0, MSG_READER_COMMENT_OPEN, 1, 4},
    {"<a><!-- a -- b --></a>", 0, MSG_READER_HYPHENS, 1, 11},
    {"<a><![CDATA[ <b> </a>", 0, MSG_READER_CDATA_OPEN, 1, 4},
    {"<!DOCTYPE a><a/>", 0, MSG_READER_DOCTYPE, 1, 1},
    {"<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", 0,
     MSG_READER_DOCTYPE, 2, 1},
    {"<a x:b='1'/>", 0, MSG_READER_PREFIX, 1, 4},
    {"<a><x:b/></a>", 0, MSG_READER_PREFIX, 1, 4},
    {"<?xml version='1.0' encoding='GB18030'?><a/>", 0, MSG_READER_ENCODING, 1, 31},
    {"\xFF\xFE<\0a\0/\0>\0", 10, MSG_READER_ENCODING, 1, 1},
    {"\0<\0a\0/\0>", 8, MSG_READER_ENCODING, 1, 1},
    {"<a>\r\n\xD6\xD0</a>", 0, MSG_READER_UTF8, 2, 1},
    {"<a>\xED\xA0\x80</a>", 0, MSG_READER_UTF8, 1, 4},
    {"<a>\xC0\xAF</a>", 0, MSG_READER_UTF8, 1, 4},
    {"<a>\xF4\x90\x80\x80</a>", 0, MSG_READER_UTF8, 1, 4},
    {"<a/>\xE4\xB8", 0, MSG_READER_CUT, 1, 5},
    {"<a>\n中\xE4", 0, MSG_READER_CUT, 2, 2},
    {"<a b='\xF0\xA0\xAE", 0, MSG_READER_CUT, 1, 7},
    {"<a>\xE0\x80", 0, MSG_READER_CUT, 1, 4},
    {"<a>\xFF", 0, MSG_READER_UTF8, 1, 4},
    {"\n<?xml version='1.0'?>\n<a/>", 0, MSG_READER_DECLARATION_BEHIND_LINES, 1, 1},
    {"\xEF\xBB\xBF  <?xml version='1.0'?><a/>", 0, MSG_READER_DECLARATION_BEHIND_BLANKS, 1, 1},
    {"<!-- 甲 -->\n<?xml version='1.0'?>\n<a/>", 0, MSG_READER_DECLARATION_LATE, 2, 1},
    {"<a>\n<?xml version='1.0'?></a>", 0, MSG_READER_DECLARATION_LATE, 2, 1},
    {"<a/>\n<?XML version='1.0'?>", 0, MSG_READER_DECLARATION_LATE, 2, 1},
    {"甲<?xml version='1.0'?><a/>", 0, MSG_READER_NO_XML, 1, 1},
    {"\u3000<?xml version='1.0'?><a/>", 0, MSG_READER_BLANK_BEFORE, 1, 1},
    {"<?xml version='1.0'?>\n \u00A0<a/>", 0, MSG_READER_BLANK_BEFORE, 2, 2},
    {"<?xml?><a/>", 0, MSG_READER_DECLARATION, 1, 1},
    {"<?xml version?><a/>", 0, MSG_READER_DECLARATION, 1, 1},
    {"<?xml version='1.0><a/>", 0, MSG_READER_DECLARATION, 1, 1},
    {"<?xml version='1.0' encoding='UTF-8' ><a/>", 0, MSG_READER_DECLARATION, 1, 1},
    {"<?xml version='1.0' standalone='maybe'?><a/>", 0, MSG_READER_DECLARATION, 1, 1},
    {"<?xml encoding='UTF-8'?><a/>", 0, MSG_READER_DECLARATION, 1, 1},
    {"<?xml version=“1.0”?><a/>", 0, MSG_READER_DECLARATION, 1, 1},
    {"<?p ", 0, MSG_READER_INSTRUCTION_OPEN, 1, 1},
    {"<a><?p x</a>", 0, MSG_READER_INSTRUCTION_OPEN, 1, 4},
    {"<a><? x?></a>", 0, MSG_READER_INSTRUCTION, 1, 4},
    {"<a>中\0</a>", 11, MSG_READER_CONTROL, 1, 5},
    {"<a>\x0B</a>", 0, MSG_READER_CONTROL, 1, 4},
    {"<a>\x7F</a>", 0, MSG_READER_CONTROL, 1, 4},
    {"<a>\xC2\x85</a>", 0, MSG_READER_CONTROL, 1, 4},
    {"<a>&#0;</a>", 0, MSG_READER_CONTROL, 1, 4},
    {"<a b='&#x9F;'/>", 0, MSG_READER_CONTROL, 1, 7},
    {"<a>\xEE\x80\x80</a>", 0, MSG_READER_PRIVATE, 1, 4},
    {"<a>\xF3\xB0\x80\x80</a>", 0, MSG_READER_PRIVATE, 1, 4},
    {"<a>&#xF8FF;</a>", 0, MSG_READER_PRIVATE, 1, 4},
    {"<a>&#1048576;</a>", 0, MSG_READER_PRIVATE, 1, 4},
    {"<!-- \xEE\x80\x80 --><a/>", 0, MSG_READER_PRIVATE, 1, 6},
    {"<a>\xEF\xBF\xBE</a>", 0, MSG_READER_NO_CHARACTER, 1, 4},
    {"<a>&#xFDD0;</a>", 0, MSG_READER_NO_CHARACTER, 1, 4},
    {"<a>&#xD800;</a>", 0, MSG_READER_NO_CHARACTER, 1, 4},
    {"<a>&#x110000;</a>", 0, MSG_READER_NO_CHARACTER, 1, 4},
    {"<a>&#x200B;\u00AD&#xAD;\u200B</a>", 0, MSG_READER_UNSEEN, 1, 19},
    {"<a>甲\u200B</a>", 0, MSG_READER_UNSEEN, 1, 5},
    {"<a>\uFEFF</a>", 0, MSG_READER_UNSEEN, 1, 4},
    {"\uFEFF\uFEFF<a/>", 0, MSG_READER_UNSEEN, 1, 1},
    {"<a b='\uFFFC'/>", 0, MSG_READER_UNSEEN, 1, 7},
    {"<a>\uFFFD</a>", 0, MSG_READER_UNSEEN, 1, 4},
    {"<a>&#x2060;</a>", 0, MSG_READER_UNSEEN, 1, 4},
    {"<a>\u3164</a>", 0, MSG_READER_UNSEEN, 1, 4},
    {"<a>\u115F</a>", 0, MSG_READER_UNSEEN, 1, 4},
    {"<a>\u1160</a>", 0, MSG_READER_UNSEEN, 1, 4},
    {"<a>\u202A</a>", 0, MSG_READER_UNSEEN, 1, 4},
    {"<a>\u202E</a>", 0, MSG_READER_UNSEEN, 1, 4},
    {"<a>\u2066</a>", 0, MSG_READER_UNSEEN, 1, 4},
    {"<a>\u2069</a>", 0, MSG_READER_UNSEEN, 1, 4},
    {"<a>\u200E</a>", 0, MSG_READER_UNSEEN, 1, 4},
    {"<a>\u200F</a>", 0, MSG_READER_UNSEEN, 1, 4},
    {"<a>\u2028</a>", 0, MSG_READER_UNSEEN, 1, 4},
    {"<a>\u2029</a>", 0, MSG_READER_UNSEEN, 1, 4},
    {"<a>\U0001BCA0</a>", 0, MSG_READER_UNSEEN, 1, 4},
    {"<a>&#x99999999999999999999;</a>", 0, MSG_READER_NO_CHARACTER, 1, 4},
    {"<a>&#99999999999999999999;</a>", 0, MSG_READER_NO_CHARACTER, 1, 4},
};

static void check_fault(const struct fault *fault)
{
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    struct node *root = NULL;
    struct str bytes = {fault->source, fault->len > 0 ? fault->len : strlen(fault->source)};
    enum status status = reader_read_bytes(arena, diag, "t.xml", bytes, &root);
    const struct diag_entry *entries = NULL;
    size_t count = diag_entries(diag, &entries);
    if (status != FAILED || count != 1 || entries[0].code != fault->code ||
        entries[0].place.line != fault->line || entries[0].place.column != fault->column) {
        fail_msg("%s: status %d, %zu messages, %s at %u:%u", fault->source, (int)status, count,
                 count > 0 ? entries[0].code->name : "-", count > 0 ? entries[0].place.line : 0,
                 count > 0 ? entries[0].place.column : 0);
    }
    assert_null(root);
    arena_free(arena);
}

static void each_fault_has_its_message_and_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(faults); i++)
        check_fault(&faults[i]);
}

static void a_mismatch_names_both_tags(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    struct node *root = NULL;
    struct buf out = BUF(4096);
    assert_int_equal(reader_read_bytes(arena, diag, "t.xml", STR("<甲>\n<乙>\n</丙></甲>"), &root), FAILED);
    diag_print(diag, &out);
    assert_non_null(
        strstr(out.ptr, "t.xml:3:1: error: 结束标记 </丙> 与第 2 行的 <乙> 不相配，这里应是 </乙>"));
    buf_clear(&out);
    arena_free(arena);
}

/* libxml2's own sentences may not come through; what is quoted from the file or of XML itself may be Latin.
 */
static void check_words(struct str text, const char *source)
{
    static const char *const english[] = {"expected", "Start",  "allowed", "parse",    "Parse",     "invalid",
                                          "Invalid",  "finish", "Comment", "required", "Malformed", "Extra"};
    uint32_t code = 0;
    for (size_t offset = 0, size; offset < text.len; offset += size) {
        size = utf8_decode(text, offset, &code);
        assert_true(size > 0 && code >= ' ');
    }
    for (size_t i = 0; i < ARRAY_COUNT(english); i++)
        if (strstr(text.ptr, english[i]) != NULL)
            fail_msg("%s: %s", source, text.ptr);
}

static void check_broken(struct str bytes)
{
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    struct node *root = NULL;
    const struct diag_entry *entries = NULL;
    enum status status = reader_read_bytes(arena, diag, "t.xml", bytes, &root);
    size_t count = diag_entries(diag, &entries);
    assert_true(status == OK || count > 0);
    for (size_t i = 0; i < count; i++) {
        check_words(arena_copy(arena, entries[i].text), bytes.ptr);
        assert_int_not_equal(entries[i].code, MSG_READER_MALFORMED);
    }
    arena_free(arena);
}

/* A file broken at every byte, cut or by every mark: a message of our own each, of whole characters. */
static void no_message_of_the_parser_comes_through(void **state)
{
    (void)state;
    static const char source[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?p q?><!-- 注 -->\n"
                                 "<甲 乙='丙&amp;&#x4E01;' b=\"c\">文<d/>字<![CDATA[<e>]]></甲>\n";
    static const char *const marks[] = {"<",
                                        ">",
                                        "&",
                                        "'",
                                        "\"",
                                        "<?",
                                        "?>",
                                        "<!",
                                        "</",
                                        "--",
                                        "]]>",
                                        "=",
                                        ";",
                                        "&#",
                                        "<!--",
                                        "<![",
                                        "<?xml ",
                                        "<!DOCTYPE",
                                        "中",
                                        "\xE4\xB8",
                                        "\n",
                                        "&中",
                                        "&这是一个很长的名称"};
    char broken[sizeof source + 64];
    for (size_t at = 0; at < sizeof source; at++) {
        int len = snprintf(broken, sizeof broken, "%.*s", (int)at, source);
        check_broken((struct str){broken, (size_t)len});
        for (size_t m = 0; m < ARRAY_COUNT(marks); m++) {
            len = snprintf(broken, sizeof broken, "%.*s%s%s", (int)at, source, marks[m], source + at);
            check_broken((struct str){broken, (size_t)len});
        }
    }
}

/* References are plain text in comments, instructions and CDATA sections. */
static void asides_hold_no_references(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    struct node *root = NULL;
    struct str source = STR("<!-- &#0; --><a b='>'><?p &#0;?><![CDATA[&#0;]]><!-- ' --></a>");
    assert_int_equal(reader_read_bytes(arena, diag, "t.xml", source, &root), OK);
    assert_true(str_is(root->first->text, "&#0;"));
    arena_free(arena);
}

/* ⼈ is not 人: a warning each, at most ten a file; not in comments; variation selectors are fine. */
static void radicals_are_warned_of(void **state)
{
    (void)state;
    static const struct {
        const char *source;
        size_t count;
    } cases[] = {{"<a>人󠄀</a>", 0},
                 {"<!-- \u2F08 --><a b='\u2F08'>\u2E80&#x2FDF;<![CDATA[\u2EFF]]></a>", 4},
                 {"<a>⼈⼈⼈⼈⼈⼈⼈⼈⼈⼈⼈⼈</a>", 10}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct arena *arena = arena_new(0);
        struct diag *diag = diag_new(arena);
        struct node *root = NULL;
        assert_int_equal(reader_read_bytes(arena, diag, "t.xml", str_of(cases[i].source), &root), OK);
        assert_int_equal(diag_count(diag, SEVERITY_WARNING), cases[i].count);
        arena_free(arena);
    }
}

/* Of each script that cannot be set letter by letter, the first character and how many there are; not in
 * comments. */
static void scripts_that_cannot_be_set(void **state)
{
    (void)state;
    static const struct {
        const char *source, *told;
    } cases[] = {
        {"<a>á̂̃̄ 好́̂ é 葛󠄀 ꆈꌠ Ελλ Рус かなカナ 한글 ㄅㄆ</a>", ""},
        {"<!-- مرحبا --><a><?p مر?></a>", ""},
        {"<a>维：ئۇيغۇر</a>", "t.xml:1:6: error: “ئ”（U+0626）是阿拉伯字母（维吾尔文、哈萨克文等）"},
        {"<a b='שלום'>עולם</a>", "t.xml:1:7: error: “ש”（U+05E9）是希伯来文"},
        {"<a>\n中<![CDATA[ᄒᆞᆫ]]></a>", "t.xml:2:11: error: “ᄒ”（U+1112）是古谚文"},
        {"<a>甲&#x627;</a>", "t.xml:1:5: error: “ا”（U+0627）是阿拉伯字母"},
        {"<a>٣</a>", "t.xml:1:4: error: “٣”（U+0663）是阿拉伯字母"},
        {"<a>བོད</a>", "t.xml:1:4: error: “བ”（U+0F56）是藏文"},
        {"<a>ᠮᠣᠩ</a>", "t.xml:1:4: error: “ᠮ”（U+182E）是蒙古文"},
        {"<a>ᥖᥭᥰ</a>", "t.xml:1:4: error: “ᥖ”（U+1956）是德宏傣文"},
        {"<a>ไทย</a>", "t.xml:1:4: error: “ไ”（U+0E44）是泰文"},
        {"<a>हिन्दी</a>", "t.xml:1:4: error: “ह”（U+0939）是天城文"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct arena *arena = arena_new(0);
        struct diag *diag = diag_new(arena);
        struct node *root = NULL;
        struct buf out;
        out = BUF(4096);
        enum status status = reader_read_bytes(arena, diag, "t.xml", str_of(cases[i].source), &root);
        diag_print(diag, &out);
        if (status != (cases[i].told[0] == '\0' ? OK : FAILED) || !str_starts(buf_str(&out), cases[i].told) ||
            diag_count(diag, SEVERITY_ERROR) > 1)
            fail_msg("%s: %s", cases[i].source, buf_str(&out).ptr);
        buf_clear(&out);
        arena_free(arena);
    }
}

static void blank_texts(void **state)
{
    (void)state;
    assert_true(text_is_blank(STR("")));
    assert_true(text_is_blank(STR(" \t\r\n\u3000\u00A0\u2003")));
    assert_false(text_is_blank(STR("\u3000。")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_fault_has_its_message_and_place),
        cmocka_unit_test(a_mismatch_names_both_tags),
        cmocka_unit_test(no_message_of_the_parser_comes_through),
        cmocka_unit_test(asides_hold_no_references),
        cmocka_unit_test(radicals_are_warned_of),
        cmocka_unit_test(scripts_that_cannot_be_set),
        cmocka_unit_test(blank_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
