/* options_parse: what goes where, what is refused; help lists every option of a command and no other's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "cli/cli_int.h"
#include "page/page.h"
#include "batch/messages.def"
#include "cli/messages.def"

enum { MOST = 12 };

struct parsed {
    struct arena *arena;
    struct diag *diag;
    struct options options;
    enum status status;
};

/* Parses a command line given as words with one space between. */
static struct parsed parse(const char *line)
{
    struct parsed parsed = {.arena = arena_new(0)};
    assert_non_null(parsed.arena);
    parsed.diag = diag_new(parsed.arena);
    assert_non_null(parsed.diag);
    char **arguments = ARENA_NEW_ARRAY(parsed.arena, MOST + 1, char *);
    assert_non_null(arguments);
    char *rest = (char *)arena_copy(parsed.arena, str_of(line)).ptr;
    int count = 0;
    for (char *word = strtok_r(rest, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest)) {
        assert_true(count < MOST);
        arguments[count++] = word;
    }
    parsed.status = options_parse(count, arguments, parsed.diag, &parsed.options);
    return parsed;
}

static void test_good(void **state)
{
    (void)state;
    struct parsed p = parse("chengwen --date 2026-08-02 build a.xml -oout --quiet b.xml -- -c.xml");
    assert_int_equal(p.status, OK);
    assert_int_equal(p.options.command, COMMAND_BUILD);
    assert_string_equal(p.options.run.output, "out");
    assert_string_equal(p.options.run.date, "2026-08-02");
    assert_true(p.options.quiet);
    assert_false(p.options.run.square_font);
    assert_int_equal(p.options.file_count, 3);
    assert_string_equal(p.options.files[0], "a.xml");
    assert_string_equal(p.options.files[2], "-c.xml");
    arena_free(p.arena);
    p = parse("chengwen dump --stage=pages a.xml");
    assert_int_equal(p.status, OK);
    assert_int_equal(p.options.stage, BATCH_PAGES);
    arena_free(p.arena);
    p = parse("chengwen --format html -o check build a.xml");
    assert_int_equal(p.status, OK);
    assert_int_equal(p.options.command, COMMAND_BUILD);
    assert_int_equal(p.options.run.writer, BATCH_WRITER_html);
    assert_int_equal(p.options.format, -1);
    arena_free(p.arena);
    p = parse("chengwen --all --format=json -- check a.xml");
    assert_int_equal(p.status, OK);
    assert_int_equal(p.options.format, 1);
    assert_int_equal(p.options.run.writer, -1);
    arena_free(p.arena);
    static const struct {
        const char *line;
        int attach, conformance;
    } attached[] = {
        {"chengwen build a.xml", -1, -1},
        {"chengwen --attach build a.xml", BATCH_ATTACH_SOURCE, -1},
        {"chengwen build --attach=kind a.xml", BATCH_ATTACH_KIND, -1},
        {"chengwen build --attach=source --conformance=none a.xml", BATCH_ATTACH_SOURCE, PAGE_PLAIN}};
    for (size_t i = 0; i < ARRAY_COUNT(attached); i++) {
        p = parse(attached[i].line);
        assert_int_equal(p.status, OK);
        assert_int_equal(p.options.file_count, 1);
        assert_int_equal(p.options.run.attach, attached[i].attach);
        assert_int_equal(p.options.run.conformance, attached[i].conformance);
        arena_free(p.arena);
    }
    p = parse("chengwen build --help");
    assert_int_equal(p.status, OK);
    assert_true(p.options.help);
    arena_free(p.arena);
}

static void test_bad(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        const struct message *message;
    } cases[] = {
        {"chengwen", MSG_CLI_NO_COMMAND},
        {"chengwen chekc a.xml", MSG_CLI_COMMAND},
        {"chengwen translate a.xml", MSG_CLI_COMMAND},
        {"chengwen build", MSG_CLI_NO_FILES},
        {"chengwen build --attach=all a.xml", MSG_CLI_WORD},
        {"chengwen build --attach kind a.xml", MSG_CLI_BLANK},
        {"chengwen build --attach --conformance pdfa-2a a.xml", MSG_CLI_ATTACH},
        {"chengwen check --attach a.xml", MSG_CLI_MISPLACED},
        {"chengwen extract", MSG_CLI_NO_FILES},
        {"chengwen extract a.pdf b.pdf", MSG_CLI_SURPLUS},
        {"chengwen verify a.pdf a.xml b.xml", MSG_CLI_SURPLUS},
        {"chengwen build --outptu x a.xml", MSG_CLI_OPTION},
        {"chengwen build --squar-font a.xml", MSG_CLI_OPTION},
        {"chengwen build -z a.xml", MSG_CLI_OPTION},
        {"chengwen build a.xml -o", MSG_CLI_VALUE},
        {"chengwen build --date= a.xml", MSG_CLI_VALUE},
        {"chengwen check --quiet=1 a.xml", MSG_CLI_NO_VALUE},
        {"chengwen check -o x a.xml", MSG_CLI_MISPLACED},
        {"chengwen fonts --templates x", MSG_CLI_MISPLACED},
        {"chengwen dump --stage=line a.xml", MSG_CLI_WORD},
        {"chengwen build --format=text a.xml", MSG_CLI_WORD},
        {"chengwen check --format html a.xml", MSG_CLI_WORD},
        {"chengwen build --format=md --compact a.xml", MSG_CLI_PDF_ONLY},
        {"chengwen dump --format=text a.xml", MSG_CLI_WORD},
        {"chengwen fonts a.xml", MSG_CLI_SURPLUS},
        {"chengwen build --date 2026-13-01 a.xml", MSG_BATCH_DATE},
        {"chengwen build --this-option-is-longer-than-any-name-in-the-table a.xml", MSG_CLI_OPTION},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct parsed p = parse(cases[i].line);
        if (p.status != FAILED || !diag_has(p.diag, cases[i].message))
            fail_msg("%s: not %s", cases[i].line, cases[i].message->name);
        assert_int_equal(diag_count(p.diag, SEVERITY_ERROR), 1);
        arena_free(p.arena);
    }
}

static void test_help(void **state)
{
    (void)state;
    struct buf out = BUF(1 << 16);
    options_help(COMMAND_BUILD, &out);
    assert_int_equal(buf_status(&out), OK);
    assert_non_null(strstr(out.ptr, "-o, --output 目录"));
    assert_null(strstr(out.ptr, "--stage"));
    assert_null(strstr(out.ptr, "--square-font"));
    buf_clear(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_good), cmocka_unit_test(test_bad),
                                       cmocka_unit_test(test_help)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
