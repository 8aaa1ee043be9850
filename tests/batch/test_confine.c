/* What a worker may ask for: only what its document, its kind and the run name. */
#define _XOPEN_SOURCE 700 /* mkdtemp */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include <sys/stat.h>

#include "batch/workers/workers_int.h"

static char home[] = "/tmp/confine-XXXXXX";

static void make(const char *path)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fclose(file);
}

static int set_up(void **state)
{
    (void)state;
    if (mkdtemp(home) == NULL || chdir(home) != 0)
        return -1;
    const char *const folders[] = {"kinds",       "kinds/memo", "kinds/shared", "in",
                                   "in/pictures", "out",        "elsewhere"};
    for (size_t i = 0; i < ARRAY_COUNT(folders); i++)
        assert_int_equal(mkdir(folders[i], 0700), 0);
    const char *const files[] = {"kinds/memo/model.xml",
                                 "kinds/shared/style.xml",
                                 "in/a.xml",
                                 "in/pictures/p.png",
                                 "in/b.xml",
                                 "elsewhere/model.xml",
                                 "secret"};
    for (size_t i = 0; i < ARRAY_COUNT(files); i++)
        make(files[i]);
    assert_int_equal(symlink("../elsewhere", "kinds/linked"), 0);
    assert_int_equal(symlink("../secret", "in/leads-out.png"), 0);
    assert_int_equal(symlink("../../secret", "kinds/memo/leads-out.xml"), 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    char command[100];
    snprintf(command, sizeof command, "rm -rf %s", home);
    return chdir("/") != 0 || system(command) != 0;
}

static void test_what_is_allowed(void **state)
{
    (void)state;
    const struct batch batch = {.options = {.templates = "kinds", .output = "out"}};
    const struct task task = {.input = "in/a.xml", .file = "in/a.xml", .path = "out/a.pdf"};
    const struct {
        enum file_wish wish;
        const char *path;
        bool allowed;
    } cases[] = {
        {FILE_WISH_READ, "in/a.xml", true},
        {FILE_WISH_READ, "in/pictures/p.png", true},
        {FILE_WISH_READ, "in/nowhere.png", true}, /* there is none, which may be known */
        {FILE_WISH_READ, "in/leads-out.png", false},
        {FILE_WISH_READ, "in/../secret", false},
        {FILE_WISH_READ, "in/pictures/../../secret", false},
        {FILE_WISH_READ, "secret", false},
        {FILE_WISH_READ, "/etc/passwd", false},
        {FILE_WISH_READ, "inn/a.xml", false},
        {FILE_WISH_READ, "", false},
        {FILE_WISH_READ, "kinds/memo/model.xml", true},
        {FILE_WISH_READ, "kinds/memo/../shared/style.xml", true},
        {FILE_WISH_READ, "kinds/memo/leads-out.xml", false},
        {FILE_WISH_READ, "kinds/linked/model.xml", true}, /* the folder of a kind may be a link */
        {FILE_WISH_READ, "kinds/../secret", false},
        {FILE_WISH_READ, "kinds/linked/../secret", false},
        {FILE_WISH_WHERE, "kinds/memo", true},
        {FILE_WISH_WHERE, "kinds", true},
        {FILE_WISH_WHERE, "in", true},
        {FILE_WISH_READ, "./in//a.xml", true},
        {FILE_WISH_READ, "in/./pictures//p.png", true},
        {FILE_WISH_READ, ".//secret", false},
        {FILE_WISH_READ, "./kinds//memo/./model.xml", true},
        {FILE_WISH_WHERE, "./in/", true},
        {FILE_WISH_WHERE, ".", false},
        {FILE_WISH_WHERE, "/", false},
        {FILE_WISH_WHERE, "elsewhere", false},
        {FILE_WISH_LIST, "kinds", true},
        {FILE_WISH_LIST, "in", false},
        {FILE_WISH_USABLE, "out", true},
        {FILE_WISH_USABLE, "in", false},
        {FILE_WISH_WRITE, "out/a.pdf", true},
        {FILE_WISH_WRITE, "out/b.pdf", false},
        {FILE_WISH_WRITE, "in/a.xml", false},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        const struct file_asked asked = {cases[i].wish, cases[i].path, "x"};
        if (confine_allows(&batch, &task, &asked) != cases[i].allowed)
            fail_msg("%d of “%s” is %s", (int)cases[i].wish, cases[i].path,
                     cases[i].allowed ? "refused" : "allowed");
    }
}

/* The record of the period before: this paper's. */
static void test_the_record_before(void **state)
{
    (void)state;
    static const struct {
        const char *record;
        bool is_folder;
        const char *path;
        bool allowed;
    } cases[] = {
        {"old", true, "old/a.json", true},       {"old", true, "old/a.pdf", true},
        {"old/", true, "old/a.json", true},      {"old", true, "old/b.json", false},
        {"old", true, "old/a.json/../x", false}, {"old", true, "old", false},
        {"old.json", false, "old.json", true},   {"old.pdf", false, "old.pdf", true},
        {"old.json", false, "old.pdf", false},   {NULL, false, "old/a.json", false},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        const struct batch batch = {.options = {.templates = "kinds", .record = cases[i].record},
                                    .record_is_folder = cases[i].is_folder};
        const struct task task = {.input = "in/a.xml", .file = "in/a.xml"};
        const struct file_asked asked = {FILE_WISH_READ, cases[i].path, NULL};
        if (confine_allows(&batch, &task, &asked) != cases[i].allowed)
            fail_msg("“%s” of “%s” is %s", cases[i].path, cases[i].record,
                     cases[i].allowed ? "refused" : "allowed");
    }
}

/* However the input is written. */
static void test_beside_the_input(void **state)
{
    (void)state;
    static const struct {
        const char *input, *path;
        bool allowed;
    } cases[] = {
        {"a.xml", "b.xml", true},        {"./a.xml", "./b.xml", true},
        {"./a.xml", "b.xml", true},      {"in//a.xml", "in//b.xml", true},
        {"in//a.xml", "in/b.xml", true}, {"./in/a.xml", "./in/b.xml", true},
        {"-", "./b.xml", true},          {"/dev/stdin", "./in/b.xml", true},
        {"/dev/fd/63", "./b.xml", true}, {"/dev/stdin", "/dev/zero", false},
        {"/a.xml", "/b.xml", true},      {"in/a.xml", "./b.xml", false},
        {"a.xml", "../b.xml", false},    {"a.xml", "/b.xml", false},
    };
    const struct batch batch = {.options = {.templates = "kinds"}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        const struct task task = {.input = cases[i].input, .file = cases[i].input};
        const struct file_asked asked = {FILE_WISH_READ, cases[i].path, NULL};
        if (confine_allows(&batch, &task, &asked) != cases[i].allowed)
            fail_msg("“%s” beside “%s” is %s", cases[i].path, cases[i].input,
                     cases[i].allowed ? "refused" : "allowed");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_what_is_allowed),
                                       cmocka_unit_test(test_the_record_before),
                                       cmocka_unit_test(test_beside_the_input)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
