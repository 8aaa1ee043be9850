#define _XOPEN_SOURCE 700 /* mkdtemp */
/*
 * A run over the small kind of tests/cli/templates: names of outputs, reports, failing memory from the first
 * byte to the last. What a user sees of it is tested by tests/cli/cases.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "batch/batch.h"
#include "batch/batch_int.h"

static char folder[] = "/tmp/batch-XXXXXX";
static char input[64], bad_input[64];

static const char GOOD[] = "<memo><title>备忘</title><author>甲</author><written>2026-08-02</written>"
                           "<item name='纸' amount='12.50'/></memo>";
static const char BAD[] = "<memo><title>备忘</title><written>2026-08-02</written></memo>";

static struct batch_options run_options(void)
{
    return (struct batch_options){.templates = SOURCE_DIR "/tests/cli/templates",
                                  .fonts = SOURCE_DIR "/fonts",
                                  .output = folder,
                                  .square_font = true};
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static int make_folder(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL)
        return -1;
    snprintf(input, sizeof input, "%s/good.xml", folder);
    snprintf(bad_input, sizeof bad_input, "%s/bad.xml", folder);
    write_file(input, GOOD);
    write_file(bad_input, BAD);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    char pdf[64];
    snprintf(pdf, sizeof pdf, "%s/good.pdf", folder);
    unlink(pdf);
    unlink(input);
    unlink(bad_input);
    return rmdir(folder);
}

static void add_output(struct outputs *outputs, const char *name, const char *path, bool taken)
{
    struct str found;
    const char *other;
    assert_int_equal(outputs_add(outputs, name, &found, &other), OK);
    assert_string_equal(found.ptr, path);
    assert_int_equal(other != NULL, taken);
}

static void test_outputs(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct outputs outputs;
    assert_int_equal(outputs_init(&outputs, arena, &(struct output_names){"/tmp", false, ".pdf"}, 100), OK);
    add_output(&outputs, "in/a.xml", "/tmp/a.pdf", false);
    add_output(&outputs, "b.pdf", "/tmp/b.pdf.pdf", false);
    add_output(&outputs, ".xml", "/tmp/.xml.pdf", false);
    add_output(&outputs, "other/a.xml", "/tmp/a.pdf", true);
    assert_int_equal(outputs_init(&outputs, arena, &(struct output_names){NULL, false, ".pdf"}, 3), OK);
    add_output(&outputs, "a.xml", "a.pdf", false);
    add_output(&outputs, "/tmp/a.xml", "/tmp/a.pdf", false);
    add_output(&outputs, "./a.xml", "./a.pdf", true);
    assert_int_equal(outputs_init(&outputs, arena, &(struct output_names){NULL, true, ".txt"}, 1), OK);
    add_output(&outputs, "in/a.xml", "in/a-草稿.txt", false);
    arena_free(arena);
}

static void count_report(void *context, const struct batch_result *result)
{
    int *counts = context;
    counts[result->status]++;
    assert_true(result->status == OK || result->messages.len > 0);
}

static void test_check(void **state)
{
    (void)state;
    struct batch_options options = run_options();
    struct buf messages;
    struct batch *batch;
    messages = BUF(1 << 16);
    assert_int_equal(batch_open(&options, &messages, &batch), OK);
    const char *const inputs[] = {input, bad_input, input};
    int counts[4] = {0};
    assert_int_equal(batch_check(batch, inputs, 3, count_report, counts), FAILED);
    assert_int_equal(counts[OK], 2);
    assert_int_equal(counts[FAILED], 1);
    batch_close(batch);
    buf_clear(&messages);
}

static void test_dates(void **state)
{
    (void)state;
    assert_true(batch_date_is_valid("2024-02-29"));
    assert_false(batch_date_is_valid("2026-02-29"));
    assert_false(batch_date_is_valid("2026-2-9"));
    assert_false(batch_date_is_valid(""));
}

static void ignore_report(void *context, const struct batch_result *result)
{
    *(enum status *)context = result->status;
}

/* One run with the n-th allocation and all later ones failing; false: it was never reached. */
static bool run_failing(uint64_t n, enum batch_stage stage, enum batch_table table)
{
    struct batch_options options = run_options();
    options.table = table;
    options.all = options.proof = options.draft = table != BATCH_TABLE_NONE;
    struct buf messages, out;
    struct batch *batch = NULL;
    enum status reported = OK;
    messages = BUF(1 << 20);
    out = BUF(1 << 20);
    base_fail_allocation(n);
    enum status status = batch_open(&options, &messages, &batch);
    if (status == OK) {
        const char *const inputs[] = {input};
        status = batch_check(batch, inputs, 1, ignore_report, &reported);
        enum status dumped = batch_dump(batch, input, stage, &out, &messages);
        status = status == OK ? dumped : status;
        batch_close(batch);
    }
    bool struck = base_allocation_failed();
    base_fail_allocation(0);
    buf_clear(&messages);
    buf_clear(&out);
    if (struck != (status != OK))
        fail_msg("allocation %llu: status %d", (unsigned long long)n, status);
    return struck;
}

static void test_failing_memory(void **state)
{
    (void)state;
    uint64_t n = 1;
    while (run_failing(n, BATCH_PAGES, BATCH_TABLE_NONE))
        n += n < 200 ? 1 : 13;
    assert_true(n > 100);
    for (n = 1; run_failing(n, BATCH_PAGES, BATCH_TABLE_TEXT);)
        n += 5;
    for (n = 1; run_failing(n, BATCH_PAGES, BATCH_TABLE_JSON);)
        n += 11;
}

/* The same with real fonts up to the PDF, in larger steps: a file is written whole or not at all. */
static bool build_failing(uint64_t n, const char *pdf)
{
    struct batch_options options = run_options();
    options.square_font = false;
    struct buf messages;
    struct batch *batch = NULL;
    enum status reported = OK;
    messages = BUF(1 << 20);
    base_fail_allocation(n);
    enum status status = batch_open(&options, &messages, &batch);
    if (status == OK) {
        const char *const inputs[] = {input};
        status = batch_build(batch, inputs, 1, ignore_report, &reported);
        batch_close(batch);
    }
    bool struck = base_allocation_failed();
    base_fail_allocation(0);
    buf_clear(&messages);
    bool written = access(pdf, F_OK) == 0;
    if (struck != (status != OK) || written != (status == OK))
        fail_msg("allocation %llu: status %d, written %d", (unsigned long long)n, status, written);
    return struck;
}

static void test_failing_build(void **state)
{
    (void)state;
    char pdf[64];
    snprintf(pdf, sizeof pdf, "%s/good.pdf", folder);
    uint64_t n = 1;
    while (build_failing(n, pdf))
        n += 61;
    assert_true(n > 61); /* a release build asks rarely: arenas take chunks */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_outputs), cmocka_unit_test(test_check),
                                       cmocka_unit_test(test_dates), cmocka_unit_test(test_failing_memory),
                                       cmocka_unit_test(test_failing_build)};
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
