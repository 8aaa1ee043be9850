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

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "batch/batch.h"
#include "batch/batch_int.h"

/* In place of the C library's: files of this size, or folders, cannot be synced. */
static off_t unsyncable;
enum { FOLDERS = -1 };

int fsync(int fd)
{
    struct stat facts;
    bool found = unsyncable != 0 && fstat(fd, &facts) == 0;
    if (found && (unsyncable == FOLDERS ? S_ISDIR(facts.st_mode) : facts.st_size == unsyncable)) {
        errno = EIO;
        return -1;
    }
    return (int)syscall(SYS_fsync, fd);
}

static char folder[] = "/tmp/batch-XXXXXX";
static char input[64], bad_input[64];

static const char GOOD[] = "<memo><title>备忘</title><author>甲</author><written>2026-08-02</written>"
                           "<item name='纸' amount='12.50'/></memo>";
static const char LONGER[] = "<memo><title>备忘录</title><author>甲</author><written>2026-08-02</written>"
                             "<item name='纸' amount='12.50'/><item name='笔' amount='1'/></memo>";
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
    struct output_met met;
    const struct task task = {.input = name, .file = name};
    assert_int_equal(outputs_add(outputs, &task, &found, &met), OK);
    assert_string_equal(found.ptr, path);
    assert_int_equal(met.input != NULL, taken);
}

static void test_outputs(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct outputs outputs;
    assert_int_equal(outputs_init(&outputs, arena, &(struct output_names){"/tmp", "", ".pdf"}, NULL), OK);
    add_output(&outputs, "in/a.xml", "/tmp/a.pdf", false);
    add_output(&outputs, "b.pdf", "/tmp/b.pdf.pdf", false);
    add_output(&outputs, ".xml", "/tmp/.xml.pdf", false);
    add_output(&outputs, "other/a.xml", "/tmp/a.pdf", true);
    add_output(&outputs, "caf\u00e9.xml", "/tmp/caf\u00e9.pdf", false);
    add_output(&outputs, "cafe\u0301.xml", "/tmp/cafe\u0301.pdf", true);
    add_output(&outputs, "cafe\u0301\xff.xml", "/tmp/cafe\u0301\xff.pdf", false);
    add_output(&outputs, "caf\u00e9\xff.xml", "/tmp/caf\u00e9\xff.pdf", false);
    assert_int_equal(outputs_init(&outputs, arena, &(struct output_names){NULL, "", ".pdf"}, NULL), OK);
    add_output(&outputs, "a.xml", "a.pdf", false);
    add_output(&outputs, "/tmp/a.xml", "/tmp/a.pdf", false);
    add_output(&outputs, "./a.xml", "./a.pdf", true);
    assert_int_equal(outputs_init(&outputs, arena, &(struct output_names){NULL, "-草稿", ".txt"}, NULL), OK);
    add_output(&outputs, "in/a.xml", "in/a-草稿.txt", false);
    struct batch_written *written;
    assert_int_equal(batch_written_new(arena, &written), OK);
    assert_int_equal(outputs_init(&outputs, arena, &(struct output_names){"/tmp", "", ".pdf"}, written), OK);
    add_output(&outputs, "in/a.xml", "/tmp/a.pdf", false);
    assert_int_equal(outputs_init(&outputs, arena, &(struct output_names){"/", "", ".pdf"}, written), OK);
    add_output(&outputs, "in/a.xml", "/a.pdf", false);
    assert_int_equal(outputs_init(&outputs, arena, &(struct output_names){"/tmp", "", ".pdf"}, written), OK);
    add_output(&outputs, "in/a.xml", "/tmp/a.pdf", true); /* the run before last has it */
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

/* What is told of seven inputs in all shards: each of them once, whichever turn it is. */
static void check_shards(int64_t count, size_t turn)
{
    const char *const inputs[] = {input, bad_input, input, input, input, bad_input, input};
    int counts[4] = {0};
    for (int64_t number = 1; number <= count; number++) {
        struct batch_options options = run_options();
        options.shard = (struct batch_shard){number, count, turn};
        struct buf messages = BUF(1 << 16);
        struct batch *batch;
        const int before = counts[OK] + counts[FAILED];
        assert_int_equal(batch_open(&options, &messages, &batch), OK);
        enum status status = batch_check(batch, inputs, ARRAY_COUNT(inputs), count_report, counts);
        assert_true(status == OK || status == FAILED);
        assert_int_equal(batch_paper_count(batch), ARRAY_COUNT(inputs));
        const int64_t own = counts[OK] + counts[FAILED] - before, all = ARRAY_COUNT(inputs);
        assert_in_range(own, all / count, (all + count - 1) / count);
        batch_close(batch);
        buf_clear(&messages);
    }
    assert_int_equal(counts[OK], 5);
    assert_int_equal(counts[FAILED], 2);
}

static void test_shards(void **state)
{
    (void)state;
    for (int64_t count = 1; count <= 9; count += 2)
        for (size_t turn = 0; turn < 3; turn++)
            check_shards(count, turn);
    check_shards(7, 1000001);
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

/* With the record of the period before. */
static bool record_failing(uint64_t n, const char *record, const char *quarter)
{
    struct batch_options options = run_options();
    options.templates = SOURCE_DIR "/tests/documents/quarter/templates";
    options.record = record;
    struct buf messages = BUF(1 << 20);
    struct batch *batch = NULL;
    enum status reported = OK;
    base_fail_allocation(n);
    enum status status = batch_open(&options, &messages, &batch);
    if (status == OK) {
        status = batch_check(batch, &quarter, 1, ignore_report, &reported);
        batch_close(batch);
    }
    bool struck = base_allocation_failed();
    base_fail_allocation(0);
    buf_clear(&messages);
    if (struck != (status != OK))
        fail_msg("allocation %llu: status %d", (unsigned long long)n, status);
    return struck;
}

static void test_failing_record(void **state)
{
    (void)state;
    char record[64], quarter[64];
    snprintf(record, sizeof record, "%s/old.json", folder);
    snprintf(quarter, sizeof quarter, "%s/quarter.xml", folder);
    write_file(quarter, "<quarter title='季报'><center name='甲' spent='1'/></quarter>");
    write_file(record, "{\"format\":\"chengwen data 1\",\"kind\":\"quarter\",\"fields\":[\n"
                       "{\"path\":\"total\",\"type\":\"number\",\"unit\":\"元\",\"value\":\"7\"},\n"
                       "{\"path\":\"center[1].name\",\"type\":\"text\",\"value\":\"甲\"}]}");
    for (uint64_t n = 1; record_failing(n, record, quarter);)
        n += n < 50 ? 1 : 7;
    unlink(record);
    unlink(quarter);
}

/* The same with real fonts up to the PDF, in larger steps: a file is written whole or not at all. */
static bool build_failing(uint64_t n, const char *pdf)
{
    struct batch_options options = run_options();
    options.square_font = false;
    options.attach = n % 2 == 0 ? BATCH_ATTACH_KIND : BATCH_ATTACH_NONE;
    options.keep_record = folder;
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
    char record[64];
    snprintf(record, sizeof record, "%s/good.json", folder);
    bool written = access(pdf, F_OK) == 0, kept = access(record, F_OK) == 0;
    unlink(record);
    if (struck != (status != OK) || written != (status == OK) || kept != written)
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

/* --- files that were made --- */

static enum status build_attached(enum batch_attach attach)
{
    struct batch_options options = run_options();
    struct buf messages = BUF(1 << 20);
    struct batch *batch = NULL;
    enum status reported = OK;
    const char *const inputs[] = {input};
    options.square_font = false;
    options.attach = attach;
    enum status status = batch_open(&options, &messages, &batch);
    if (status == OK)
        status = batch_build(batch, inputs, 1, ignore_report, &reported);
    batch_close(batch);
    buf_clear(&messages);
    return status;
}

/* Verified and extracted with the n-th allocation and all later ones failing; nothing is left behind.  Without a worker,
 * whose allocations another process counts. */
static bool read_failing(uint64_t n, const char *pdf)
{
    struct batch_options options = run_options();
    options.no_sandbox = true;
    char out_folder[80], manifest[120];
    options.square_font = false;
    snprintf(out_folder, sizeof out_folder, "%s/out", folder);
    snprintf(manifest, sizeof manifest, "%s/chengwen.json", out_folder);
    const struct batch_verification verification = {.file = pdf, .kind_from_file = true};
    const struct batch_extraction extraction = {.file = pdf, .folder = out_folder, .force = true};
    struct buf out = BUF(1 << 20), messages = BUF(1 << 20);
    base_fail_allocation(n);
    enum status extracted = batch_extract(&extraction, &out, &messages);
    enum status status = batch_verify(&options, &verification, &out, &messages);
    bool struck = base_allocation_failed();
    base_fail_allocation(0);
    if (struck != (status != OK || extracted != OK))
        fail_msg("allocation %llu: status %d, %d: %s", (unsigned long long)n, status, extracted,
                 messages.ptr);
    if (!struck)
        assert_int_equal(access(manifest, F_OK), 0);
    buf_clear(&out);
    buf_clear(&messages);
    return struck;
}

/* The same with a worker: wherever memory ends, here or there, it is never said to agree without having been made. */
static bool confined_failing(uint64_t n, const char *pdf)
{
    struct batch_options options = run_options();
    options.square_font = false;
    const struct batch_verification verification = {.file = pdf, .kind_from_file = true};
    struct buf out = BUF(1 << 20), messages = BUF(1 << 20);
    base_fail_allocation(n);
    enum status status = batch_verify(&options, &verification, &out, &messages);
    bool struck = base_allocation_failed();
    base_fail_allocation(0);
    assert_true(!struck || status != OK);
    assert_true((status == OK) == (out.ptr != NULL && str_starts(buf_str(&out), "一致")));
    buf_clear(&out);
    buf_clear(&messages);
    return status != OK;
}

/* The same of a file that differs from its description: it is never said to agree. */
static bool compare_failing(uint64_t n, const char *pdf, const char *source)
{
    struct batch_options options = run_options();
    options.square_font = false;
    const struct batch_verification verification = {.file = pdf, .source = source};
    struct buf out = BUF(1 << 20), messages = BUF(1 << 20);
    base_fail_allocation(n);
    enum status status = batch_verify(&options, &verification, &out, &messages);
    bool struck = base_allocation_failed();
    base_fail_allocation(0);
    assert_int_not_equal(status, OK);
    if (!struck)
        assert_non_null(strstr(out.ptr, "  文字：第 1 页“备忘”不同于重新生成的“备忘录”\n"));
    buf_clear(&out);
    buf_clear(&messages);
    return struck;
}

static size_t entries_of(const char *path)
{
    size_t count = 0;
    DIR *directory = opendir(path);
    assert_non_null(directory);
    while (readdir(directory) != NULL)
        count++;
    closedir(directory);
    return count;
}

static void empty_folder(const char *path)
{
    DIR *directory = opendir(path);
    for (struct dirent *entry; directory != NULL && (entry = readdir(directory)) != NULL;) {
        char file[400];
        snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
        unlink(file);
    }
    if (directory != NULL)
        closedir(directory);
    rmdir(path);
}

static void test_files_read_again(void **state)
{
    (void)state;
    char pdf[64], temporary[64], out_folder[64];
    snprintf(pdf, sizeof pdf, "%s/good.pdf", folder);
    snprintf(temporary, sizeof temporary, "%s/tmp", folder);
    snprintf(out_folder, sizeof out_folder, "%s/out", folder);
    assert_int_equal(build_attached(BATCH_ATTACH_KIND), OK);
    assert_int_equal(mkdir(temporary, 0700), 0);
    setenv("TMPDIR", temporary, 1);
    uint64_t n = 1;
    while (read_failing(n, pdf))
        n += n < 60 ? 1 : 37;
    assert_true(n > 60);
    for (n = 1; confined_failing(n, pdf);)
        n += n < 30 ? 7 : 97;
    assert_true(n > 30);
    for (enum batch_attach attach = BATCH_ATTACH_NONE; attach <= BATCH_ATTACH_SOURCE; attach++) {
        char other[64];
        snprintf(other, sizeof other, "%s/other.xml", folder);
        write_file(other, LONGER);
        assert_int_equal(build_attached(attach), OK);
        for (n = 1; compare_failing(n, pdf, other);)
            n += n < 30 ? 1 : 97;
        assert_true(n > 30);
        unlink(other);
    }
    assert_int_equal(entries_of(temporary), 2);
    unsetenv("TMPDIR");
    rmdir(temporary);
    empty_folder(out_folder);
    unlink(pdf);
}

/* --- what waits for the disk --- */

enum { RUN_INPUTS = 100 };

struct told {
    size_t count, written, warned;
    enum status last;
};

static void note_told(void *context, const struct batch_result *result)
{
    struct told *told = context;
    char expected[64];
    snprintf(expected, sizeof expected, "%s/%zu.xml", folder, told->count++);
    assert_string_equal(result->input, expected); /* in their order */
    told->written += result->output != NULL && access(result->output, F_OK) == 0;
    told->warned += result->messages.len > 0;
    told->last = result->status;
}

/* 100 inputs, of which the 70th makes a longer file than the others. */
static enum status build_many(struct told *told)
{
    static char paths[RUN_INPUTS][64];
    const char *inputs[RUN_INPUTS];
    struct batch_options options = run_options();
    struct buf messages = BUF(1 << 20);
    struct batch *batch = NULL;
    options.square_font = false;
    *told = (struct told){0};
    for (size_t i = 0; i < RUN_INPUTS; i++) {
        snprintf(paths[i], sizeof paths[i], "%s/%zu.xml", folder, i);
        write_file(paths[i], i == 70 ? LONGER : GOOD);
        inputs[i] = paths[i];
    }
    assert_int_equal(batch_open(&options, &messages, &batch), OK);
    buf_clear(&messages);
    enum status status = batch_build(batch, inputs, RUN_INPUTS, note_told, told);
    batch_close(batch);
    return status;
}

static off_t size_of_70(void)
{
    char path[64];
    struct stat facts;
    snprintf(path, sizeof path, "%s/70.pdf", folder);
    assert_int_equal(stat(path, &facts), 0);
    return facts.st_size;
}

static void remove_many(void)
{
    char path[64];
    for (size_t i = 0; i < 2 * RUN_INPUTS; i++) {
        snprintf(path, sizeof path, "%s/%zu.%s", folder, i / 2, i % 2 == 0 ? "pdf" : "xml");
        unlink(path);
    }
}

static void test_what_waits_for_the_disk(void **state)
{
    (void)state;
    struct told told;
    assert_int_equal(build_many(&told), OK);
    assert_int_equal(told.count, RUN_INPUTS);
    assert_int_equal(told.written, RUN_INPUTS);
    assert_int_equal(told.warned, 0);
    unsyncable = FOLDERS; /* told once a run */
    assert_int_equal(build_many(&told), OK);
    assert_int_equal(told.written, RUN_INPUTS);
    assert_int_equal(told.warned, 1);
    off_t size = size_of_70();
    remove_many();
    unsyncable = size; /* the next would meet it, too: the run stops there */
    assert_int_equal(build_many(&told), SYSTEM);
    assert_int_equal(told.count, 71);
    assert_int_equal(told.written, 70);
    assert_int_equal(told.last, SYSTEM);
    unsyncable = 0;
    char path[64];
    snprintf(path, sizeof path, "%s/71.pdf", folder);
    assert_int_not_equal(access(path, F_OK), 0);
    remove_many();
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_outputs),
                                       cmocka_unit_test(test_check),
                                       cmocka_unit_test(test_shards),
                                       cmocka_unit_test(test_dates),
                                       cmocka_unit_test(test_failing_record),
                                       cmocka_unit_test(test_failing_memory),
                                       cmocka_unit_test(test_failing_build),
                                       cmocka_unit_test(test_files_read_again),
                                       cmocka_unit_test(test_what_waits_for_the_disk)};
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
