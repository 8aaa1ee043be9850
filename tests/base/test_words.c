/* Words out of a list, read, printed and told from one table; and what a name that is not known may have
 * been. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/base.h"
#include "messages_here.h"

static const struct choice latin[] = {{"left", 1}, {"center", 2}, {"right", 3}};
static const struct choice chinese[] = {{"规定", 1}, {"一般", 2}, {"推荐", 3}};
static const struct choice two[] = {{"甲", 1}, {"乙", 2}};

static void words_are_read_and_printed(void **state)
{
    (void)state;
    static const struct words words = WORDS(latin);
    int value = 7;
    assert_false(words_parse(&words, STR("centre"), &value));
    assert_false(words_parse(&words, STR(""), &value));
    assert_false(words_parse(&words, STR("lef"), &value));
    assert_int_equal(value, 7);
    assert_true(words_parse(&words, STR("center"), &value));
    assert_int_equal(value, 2);
    assert_string_equal(words_print(&words, 3), "right");
    assert_string_equal(words_print(&words_yesno, true), "yes");
    assert_string_equal(words_print(&words_severity, SEVERITY_NOTICE), "notice");
}

static void words_are_told(void **state)
{
    (void)state;
    static const struct {
        struct words words;
        const char *label;
    } cases[] = {{WORDS(latin), " left、center、right 之一"},
                 {WORDS(chinese), "规定、一般、推荐之一"},
                 {WORDS(two), "甲或乙"},
                 {{latin, 1}, " left"}};
    char label[WORDS_LABEL_MAX];
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
        assert_string_equal(words_label(&cases[i].words, label), cases[i].label);
    assert_string_equal(words_label(&words_yesno, label), " yes 或 no");
}

/* A list that is longer than a label is cut, not run over. */
static void a_label_has_an_end(void **state)
{
    (void)state;
    struct choice many[60];
    for (size_t i = 0; i < ARRAY_COUNT(many); i++)
        many[i] = (struct choice){"trapezoid", (int)i};
    const struct words words = WORDS(many);
    char label[WORDS_LABEL_MAX];
    assert_int_equal(strlen(words_label(&words, label)), WORDS_LABEL_MAX - 1);
}

static void expect_printed(const struct diag *diag, const char *expected)
{
    struct buf out = BUF(1 << 16);
    diag_print(diag, &out);
    assert_string_equal(out.ptr, expected);
    buf_clear(&out);
}

/* The near name stands for the help; the first message without one has it, wherever it comes. */
static void a_near_name_is_offered(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    const struct place nowhere = {0};
    diag_report_near(diag, MSG_HERE_UNKNOWN, nowhere, ((struct hint){STR("total"), "total sum"}), "totl");
    diag_report_near(diag, MSG_HERE_UNKNOWN, nowhere, ((struct hint){.known = "total sum"}), "x");
    diag_report_near(diag, MSG_HERE_UNKNOWN, nowhere, ((struct hint){.known = ""}), "y");
    diag_report_near(diag, MSG_HERE_UNKNOWN, nowhere, ((struct hint){0}), "z");
    expect_printed(diag, "error: 没有“totl”，是不是“total”？\n"
                         "error: 没有“x”；可用：total sum。提示：改正名称\n"
                         "error: 没有“y”；可用：（无）\n"
                         "error: 没有“z”\n");
    assert_int_equal(diag_count(diag, SEVERITY_ERROR), 4);
    arena_free(arena);
}

/* Both the name and what it may have been are quoted, and shortened; beyond the longest message nothing is
 * added, and a full list of messages still counts. */
static void a_long_name_is_shortened(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    const struct diag_entry *entries;
    char name[3 * DIAG_TEXT_MAX];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    struct hint hint = {.near = str_of(name)};
    for (int i = 0; i <= DIAG_LIMIT; i++)
        diag_report_near(diag, MSG_HERE_UNKNOWN, ((struct place){0}), hint, name);
    assert_int_equal(diag_entries(diag, &entries), DIAG_LIMIT);
    assert_int_equal(diag_count(diag, SEVERITY_ERROR), DIAG_LIMIT + 1);
    assert_non_null(strstr(entries[0].text.ptr, "x…”，是不是“x"));
    assert_non_null(strstr(entries[0].text.ptr, "x…”？"));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_read_and_printed), cmocka_unit_test(words_are_told),
        cmocka_unit_test(a_label_has_an_end),         cmocka_unit_test(a_near_name_is_offered),
        cmocka_unit_test(a_long_name_is_shortened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
