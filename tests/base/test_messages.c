/* Every message of the program, with hostile text in every place where it takes text: one line, whole
 * characters, nothing unseen, however the text is cut.  And what may be shown of any bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/base.h"
#include "messages_here.h"

static const struct {
    struct message message[1];
    const char *format;
} messages[] = {
#undef MESSAGE
#define MESSAGE(code, severity, text, help) {{{#code, text, help, severity}}, text},
#include "base/messages.def"
#include "reader/messages.def"
#include "sheet/messages.def"
#include "expr/messages.def"
#include "model/messages.def"
#include "series/messages.def"
#include "form/messages.def"
#include "plan/messages.def"
#include "prose/messages.def"
#include "compare/messages.def"
#include "figure/messages.def"
#include "picture/messages.def"
#include "schema/messages.def"
#include "style/messages.def"
#include "template/messages.def"
#include "font/messages.def"
#include "hide/messages.def"
#include "roles/messages.def"
#include "text/messages.def"
#include "layout/messages.def"
#include "pdf/messages.def"
#include "markup/messages.def"
#include "archive/messages.def"
#include "sign/messages.def"
#include "attach/messages.def"
#include "manifest/messages.def"
#include "batch/messages.def"
#include "runlog/messages.def"
#include "explain/messages.def"
#include "watch/messages.def"
#include "cli/messages.def"
#include "embed/messages.def"
#undef MESSAGE
};

enum { ARGUMENTS_MAX = 24 };

/* The arguments that a format takes: integers and pointers alone, which pass through variable arguments
 * alike. */
struct arguments {
    uintptr_t values[ARGUMENTS_MAX];
    size_t count;
};

static void add_argument(struct arguments *arguments, uintptr_t value)
{
    assert_true(arguments->count < ARGUMENTS_MAX);
    arguments->values[arguments->count++] = value;
}

/* One conversion, behind its %; returns what stands behind it. */
static const char *add_conversion(struct arguments *arguments, const char *at, struct str text)
{
    bool bounded = false;
    for (; strchr("0123456789.*lzh", *at) != NULL; at++)
        bounded = bounded || *at == '*';
    if (*at == 's' && bounded)
        add_argument(arguments, text.len);
    if (*at == 's') {
        add_argument(arguments, (uintptr_t)text.ptr);
    } else if (*at != '%') {
        assert_non_null(strchr("duXc", *at));
        add_argument(arguments, 7);
    }
    return at + 1;
}

/* `text` must end with NUL: some messages take it as a string. */
static void report(struct diag *diag, size_t i, struct str text)
{
    struct arguments arguments = {{0}, 0};
    const char *format = messages[i].format;
    for (const char *at = format; *at != '\0';)
        at = *at == '%' ? add_conversion(&arguments, at + 1, text) : at + 1;
    const uintptr_t *v = arguments.values;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat" /* the arguments were made for this format */
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    diag_report_text(diag, messages[i].message, (struct place){"甲\n\x1B[2J\xE4\xB8.xml", 1, 1}, NO_HINT,
                     format, v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10], v[11], v[12],
                     v[13], v[14], v[15], v[16], v[17], v[18], v[19], v[20], v[21], v[22], v[23]);
#pragma GCC diagnostic pop
}

static void check_shown(struct str text, const char *what)
{
    uint32_t code = 0;
    for (size_t offset = 0, len; offset < text.len; offset += len) {
        len = utf8_decode(text, offset, &code);
        if (len == 0 || code < ' ' || (code >= 0x7F && code <= 0xA0) || code == 0x200B || code == 0x202E ||
            code == 0x2028)
            fail_msg("%s: byte %zu of “%.*s”", what, offset, STR_ARGS(text));
    }
}

static void check_message(size_t i, struct str text)
{
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    const struct diag_entry *entries;
    struct buf out = BUF(1 << 16);
    report(diag, i, text);
    assert_int_equal(diag_entries(diag, &entries), 1);
    check_shown(entries[0].text, messages[i].message->name);
    diag_print(diag, &out);
    assert_true(out.ptr[out.len - 1] == '\n');
    check_shown((struct str){out.ptr, out.len - 1}, messages[i].message->name);
    buf_clear(&out);
    arena_free(arena);
}

/* Cut behind every byte of one sample, so that it ends in half a character in every way; then far beyond the
 * longest message. */
static void every_message_shows_whole_characters(void **state)
{
    (void)state;
    static const char sample[] =
        "中𠮷é\n\t\r\x1B[31m\x7F\xC2\x85\u00A0\u200B\u202E\u2028\uFEFF字\xFF\xC0\xAF\xED\xA0\x80\xD6\xD0";
    char cut[sizeof sample], endless[3 * DIAG_TEXT_MAX];
    for (size_t i = 0; i < ARRAY_COUNT(messages); i++) {
        for (size_t len = 0; len < sizeof sample; len++) {
            memcpy(cut, sample, len);
            cut[len] = '\0';
            check_message(i, (struct str){cut, len});
        }
        for (size_t shift = 0; shift < 4; shift++) {
            memset(endless, 'x', shift);
            for (size_t at = shift; at < sizeof endless; at++)
                endless[at] = "𠮷"[(at - shift) % 4];
            endless[sizeof endless - 1] = '\0';
            check_message(i, (struct str){endless, sizeof endless - 1});
        }
    }
}

static void what_is_shown(void **state)
{
    (void)state;
    static const struct {
        const char *text, *shown;
    } cases[] = {{"甲 乙　丙", "甲 乙　丙"},
                 {"a\u00A0b", "a‹U+00A0›b"},
                 {"a\nb\tc\rd", "a\\nb\\tc‹U+000D›d"},
                 {"\xE4\xB8", "\\xE4\\xB8"},
                 {"\xED\xA0\x80", "\\xED\\xA0\\x80"},
                 {"𠮷\u202Ex", "𠮷‹U+202E›x"},
                 {"葛\uFE00\U000E0100", "葛‹U+FE00›‹U+E0100›"},
                 {"", ""}};
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct str shown = str_visible(arena, str_of(cases[i].text));
        assert_true(str_is(shown, cases[i].shown));
        struct buf out;
        out = BUF(256);
        buf_add_visible(&out, str_of(cases[i].text));
        assert_true(str_equal(buf_str(&out), shown));
        buf_clear(&out);
    }
    base_fail_allocation(1);
    assert_null(str_visible(arena, STR("\n")).ptr);
    base_fail_allocation(0);
    arena_free(arena);
}

static void a_cut_keeps_characters_whole(void **state)
{
    (void)state;
    static const size_t kept[] = {0, 1, 1, 1, 4, 4, 4, 4, 8, 8};
    struct str text = STR("a中𠮷");
    for (size_t max = 0; max < ARRAY_COUNT(kept); max++)
        assert_int_equal(str_cut(text, max).len, kept[max]);
}

/* What the format quotes is shortened, between characters as people count them; what it only names is not. */
static void what_is_quoted_is_shortened(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    const struct diag_entry *entries;
    char longer[5 * (QUOTED_MAX + 2)] = "";
    for (int i = 0; i <= QUOTED_MAX; i++)
        strcat(longer, "e\u0301");
    struct str exact = str_slice(str_of(longer), 0, 3 * QUOTED_MAX);
    diag_report(diag, MSG_HERE_QUOTED, ((struct place){0}), STR_ARGS(exact), "x");
    diag_report(diag, MSG_HERE_QUOTED, ((struct place){0}), STR_ARGS(str_of(longer)), "x");
    diag_report(diag, MSG_HERE_FAILED, ((struct place){0}), longer);
    assert_int_equal(diag_entries(diag, &entries), 3);
    assert_null(strstr(entries[0].text.ptr, "…"));
    assert_non_null(strstr(entries[1].text.ptr, "e\u0301…”"));
    assert_true(str_is(entries[2].text, longer));
    assert_true(str_equal(str_quoted(arena, exact), exact));
    assert_int_equal(str_quoted(arena, str_of(longer)).len, exact.len + strlen("…"));
    assert_int_equal(str_shorten(STR("\U0001F469\u200D\U0001F469x"), 1).len, 11);
    assert_int_equal(str_shorten(STR("\xFF\xFE"), 1).len, 1);
    arena_free(arena);
}

static void messages_can_wait(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    struct diag_entry taken[DIAG_LIMIT];
    const struct diag_entry *entries;
    diag_report(diag, MSG_HERE_FAILED, ((struct place){0}), "a");
    diag_report(diag, MSG_HERE_WARNING, ((struct place){0}), "b");
    diag_report(diag, MSG_HERE_FAILED, ((struct place){0}), "c");
    assert_int_equal(diag_take(diag, 1, taken), 2);
    assert_int_equal(diag_count(diag, SEVERITY_ERROR), 1);
    assert_int_equal(diag_count(diag, SEVERITY_WARNING), 0);
    diag_put(diag, &taken[1]);
    assert_int_equal(diag_entries(diag, &entries), 2);
    assert_true(str_is(entries[1].text, "c"));
    assert_int_equal(diag_count(diag, SEVERITY_ERROR), 2);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_message_shows_whole_characters),
        cmocka_unit_test(what_is_shown),
        cmocka_unit_test(a_cut_keeps_characters_whole),
        cmocka_unit_test(what_is_quoted_is_shortened),
        cmocka_unit_test(messages_can_wait),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
