/* XML of other formats as a walk; texts of other files; encodings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "failing.h"
#include "reader/reader.h"
#include "reader/messages.def"

static enum status on_start(void *context, const struct walk_element *element)
{
    struct buf *out = context;
    buf_printf(out, "<%.*s{%.*s}", STR_ARGS(element->name), STR_ARGS(element->space));
    for (size_t i = 0; i < element->attr_count; i++)
        buf_printf(out, " %.*s{%.*s}=%.*s", STR_ARGS(element->attrs[i].name),
                   STR_ARGS(element->attrs[i].space), STR_ARGS(element->attrs[i].value));
    buf_add_char(out, '>');
    return walk_attr(element, "stop") == NULL ? buf_status(out) : FAILED;
}

static enum status on_text(void *context, struct str text)
{
    buf_add_str(context, text);
    return buf_status(context);
}

static enum status on_end(void *context)
{
    buf_add_text(context, "</>");
    return buf_status(context);
}

static enum status walk(struct buf *out, struct diag *diag, struct str bytes)
{
    const struct walker walker = {out, on_start, on_text, on_end};
    return reader_walk(diag, "t.xml", bytes, &walker);
}

static void elements_texts_ends(void **state)
{
    struct arena *arena = arena_new(0);
    struct buf out = BUF(1 << 16);
    (void)state;
    assert_int_equal(walk(&out, diag_new(arena),
                          STR("<?xml version='1.0'?><p:a xmlns='d' xmlns:p='u' p:x='1' "
                              "y='&amp;&#10;&lt;'><b>一&amp;<!-- - -->"
                              "<![CDATA[<二>]]>\r\n&#x4E09;</b></p:a>")),
                     OK);
    assert_string_equal(out.ptr, "<a{u} x{u}=1 y{}=&\n<><b{d}>一&<二>\n三</></>");
    buf_clear(&out);
    arena_free(arena);
}

static void who_walks_may_stop(void **state)
{
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    struct buf out = BUF(1 << 16);
    (void)state;
    assert_int_equal(walk(&out, diag, STR("<a><b stop=''>x<c/></b></a>")), FAILED);
    assert_string_equal(out.ptr, "<a{}><b{} stop{}=>");
    assert_int_equal(diag_count(diag, SEVERITY_ERROR), 0); /* it has to tell itself */
    buf_clear(&out);
    arena_free(arena);
}

static void check_fault(struct str bytes, const struct message *code, uint32_t line)
{
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    const struct diag_entry *entries = NULL;
    struct buf out = BUF(1 << 24);
    enum status status = walk(&out, diag, bytes);
    if (status != FAILED || diag_entries(diag, &entries) != 1 || entries[0].code != code ||
        entries[0].place.line != line)
        fail_msg("%.40s: %d", bytes.ptr, (int)status);
    buf_clear(&out);
    arena_free(arena);
}

/* An element of so many attributes, `inside` before them. */
static void check_crowd(int count, enum status expected)
{
    struct buf source = BUF(1 << 16), out = BUF(1 << 16);
    struct arena *arena = arena_new(0);
    buf_add_text(&source, "<!-- <x a=\" --><a");
    for (int i = 0; i < count; i++)
        buf_printf(&source, " a%d='>\"'", i);
    buf_add_text(&source, "/>");
    assert_int_equal(walk(&out, diag_new(arena), buf_str(&source)), expected);
    buf_clear(&source);
    buf_clear(&out);
    arena_free(arena);
}

static void faults_and_limits(void **state)
{
    (void)state;
    check_fault(STR(""), MSG_READER_PART_MALFORMED, 0);
    check_fault(STR("<a>\n<b></a>"), MSG_READER_PART_MALFORMED, 2);
    check_fault(STR("<a/><b/>"), MSG_READER_PART_MALFORMED, 1);
    check_fault(STR("<a>&b;</a>"), MSG_READER_PART_MALFORMED, 1);
    check_fault(STR("<a>\xFF</a>"), MSG_READER_PART_MALFORMED, 1);
    check_fault(STR("<a p:b='1'><c></a>"), MSG_READER_PART_MALFORMED, 1);
    check_fault(
        STR("<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"),
        MSG_READER_DOCTYPE, 2);
    check_fault(STR("<?xml version='1.0' encoding='GB2312'?><a/>"), MSG_READER_PART_ENCODING, 1);
    check_fault(STR("\xFF\xFE<\0a\0/\0>\0"), MSG_READER_PART_ENCODING, 1);
    check_crowd(READER_MAX_ATTRIBUTES, OK);
    check_crowd(READER_MAX_ATTRIBUTES + 1, FAILED);
    struct buf deep = BUF(1 << 16);
    for (int i = 0; i <= READER_MAX_DEPTH; i++)
        buf_add_text(&deep, "<a>");
    check_fault(buf_str(&deep), MSG_READER_PART_LIMIT, 1);
    buf_clear(&deep);
}

static enum status attempt(void)
{
    struct arena *arena = arena_new(0);
    struct diag *diag = arena == NULL ? NULL : diag_new(arena);
    struct buf out = BUF(1 << 16);
    enum status status =
        diag == NULL ? NO_MEMORY : walk(&out, diag, STR("<a b='1'>一<c xmlns='x'>&amp;二</c></a>"));
    buf_clear(&out);
    arena_free(arena);
    return status;
}

static void memory(void **state)
{
    (void)state;
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        base_fail_allocation(n);
        struck = memory_struck(attempt());
    }
}

static void texts(void **state)
{
    static const struct {
        const char *text;
        enum reader_fitness fitness;
        const struct message *told; /* NULL: nothing */
    } cases[] = {
        {"", READER_FIT, NULL},
        {"甲 a\n\t<&>\"'-]?/\u00A0１é\xF0\xA0\xAE\xB7", READER_FIT, NULL},
        {"\u2F08", READER_DOUBTFUL, MSG_READER_RADICAL},
        {"\uF900", READER_DOUBTFUL, MSG_READER_COMPATIBLE},
        {"a\rb", READER_UNFIT, MSG_READER_CONTROL},
        {"a\x0B", READER_UNFIT, MSG_READER_CONTROL},
        {"\x7F", READER_UNFIT, MSG_READER_CONTROL},
        {"\u2F08\uE000", READER_UNFIT, MSG_READER_PRIVATE},
        {"\uFFFE", READER_UNFIT, MSG_READER_NO_CHARACTER},
        {"\u200B", READER_UNFIT, MSG_READER_UNSEEN},
        {"\u202E", READER_UNFIT, MSG_READER_UNSEEN},
        {"\uFFFD", READER_UNFIT, MSG_READER_UNSEEN},
        {"\u0645", READER_UNFIT, MSG_READER_SCRIPT_HERE},
    };
    struct arena *arena = arena_new(0);
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct str text = str_of(cases[i].text);
        struct diag *diag = diag_new(arena);
        enum status status = reader_tell_text(diag, (struct place){"t", 1, 1}, text);
        if (reader_judge_text(text) != cases[i].fitness ||
            status != (cases[i].fitness == READER_UNFIT ? FAILED : OK) ||
            (cases[i].told != NULL && !diag_has(diag, cases[i].told)))
            fail_msg("%zu: %s", i, cases[i].text);
    }
    struct buf pile = BUF(1 << 10);
    for (int i = 0; i < 30; i++)
        buf_add_text(&pile, i == 0 ? "a\u0301" : "\u0301");
    assert_int_equal(reader_judge_text(buf_str(&pile)), READER_FIT);
    buf_add_text(&pile, "\u0301");
    struct diag *diag = diag_new(arena);
    assert_int_equal(reader_judge_text(buf_str(&pile)), READER_UNFIT);
    assert_int_equal(reader_tell_text(diag, (struct place){"t", 1, 1}, buf_str(&pile)), FAILED);
    assert_true(diag_has(diag, MSG_READER_MARKS_HERE));
    buf_clear(&pile);
    arena_free(arena);
}

static void encodings(void **state)
{
    size_t offset = 0;
    (void)state;
    assert_int_equal(reader_judge_encoding(STR(""), &offset), READER_UTF8);
    assert_int_equal(reader_judge_encoding(STR("名称"), &offset), READER_UTF8);
    assert_int_equal(reader_judge_encoding(STR("\xC3\xFB\xB3\xC6"), &offset), READER_NO_UTF8);
    assert_int_equal(offset, 0);
    assert_int_equal(reader_judge_encoding(STR("名称\xFF"), &offset), READER_UTF8_DAMAGED);
    assert_int_equal(offset, 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_texts_ends),
        cmocka_unit_test(who_walks_may_stop),
        cmocka_unit_test(faults_and_limits),
        cmocka_unit_test(memory),
        cmocka_unit_test(texts),
        cmocka_unit_test(encodings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
