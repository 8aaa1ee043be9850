/* What the line on a terminal says, and what of it there is room for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "failing.h"
#include "cli/cli_int.h"

static void the_line_says_what_there_is_room_for(void **state)
{
    (void)state;
    static const struct {
        struct progress_state state;
        size_t width;
        const char *line;
    } cases[] = {{{50, 0, 200, 1000}, 80, "已处理 50/200 份，每秒 50 份，还需约 3 秒"},
                 {{50, 2, 200, 1000}, 80, "已处理 50/200 份，有误 2 份，每秒 50 份，还需约 3 秒"},
                 {{50, 2, 200, 1000}, 57, "已处理 50/200 份，有误 2 份，每秒 50 份，还需约 3 秒"},
                 {{50, 2, 200, 1000}, 53, "已处理 50/200 份，有误 2 份，每秒 50 份，还需约 3 秒"},
                 {{50, 2, 200, 1000}, 52, "已处理 50/200 份，有误 2 份，每秒 50 份"},
                 {{50, 2, 200, 1000}, 18, "已处理 50/200 份"},
                 {{50, 2, 200, 1000}, 16, ""},
                 {{50, 2, 200, 1000}, 0, ""},
                 {{3, 0, 100, 2000}, 80, "已处理 3/100 份，每秒 1.5 份，还需约 1 分 5 秒"},
                 {{1, 0, 10000, 9000}, 80, "已处理 1/10000 份，每秒 0.1 份，还需约 24 小时 59 分"},
                 {{0, 0, 10, 9000}, 80, "已处理 0/10 份，每秒 0 份"},
                 {{10, 0, 10, 0}, 80, "已处理 10/10 份，每秒 10000 份，还需约 0 秒"}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct buf line = BUF(1000);
        progress_write(&cases[i].state, cases[i].width, &line);
        assert_string_equal(line.ptr != NULL ? line.ptr : "", cases[i].line);
        buf_clear(&line);
    }
}

static void what_was_given_is_told(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    struct options options;
    struct buf out = BUF(1000);
    char *arguments[] = {"chengwen", "build",    "-j",     "2",          "--timeout=1500ms",
                         "--draft",  "--attach", "--date", "2026-08-02", "--report=\"x\".html",
                         "a.xml"};
    assert_int_equal(options_parse((int)ARRAY_COUNT(arguments), arguments, diag, &options), OK);
    options_add_json(&options, &out);
    assert_string_equal(out.ptr,
                        "{\"date\":\"2026-08-02\",\"draft\":true,\"attach\":\"source\",\"jobs\":\"2\","
                        "\"timeout\":\"1500ms\",\"report\":\"\\\"x\\\".html\"}");
    buf_clear(&out);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_line_says_what_there_is_room_for),
                                       cmocka_unit_test(what_was_given_is_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
