#define _GNU_SOURCE /* AT_EMPTY_PATH */
/*
 * Runs with a manifest on systems that fail: one call of the system after the other, once and for good.  Whatever stands
 * under a name is whole, nothing temporary stays, one error says why; the next run makes what is missing, and the one
 * after it has nothing to do.
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
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "batch/batch_int.h"

/* The calls of this name from the `after`th on fail, `times` of them. */
static struct {
    const char *call;
    int reason, after, times;
    bool struck;
    bool vanishes, is_read_only; /* the folder */
    int stop;                    /* a signal comes as the file of this number is made */
} fault;

static char folder[64], out[80];

static bool strikes(const char *call)
{
    if (fault.call == NULL || strcmp(fault.call, call) != 0 || --fault.after > 0 || fault.times == 0)
        return false;
    fault.times--;
    fault.struck = true;
    errno = fault.reason;
    return true;
}

static bool refuses(bool writes)
{
    errno = EROFS;
    return writes && fault.is_read_only;
}

/* In place of the C library's. */
ssize_t write(int fd, const void *bytes, size_t size)
{
    return fd > 2 && strikes("write") ? -1 : (ssize_t)syscall(SYS_write, fd, bytes, size);
}

/* No disk is waited for here.  Weak: where all units of the room are one program, another file has one of its own. */
__attribute__((weak)) int fsync(int fd)
{
    return fd < 0 || strikes("fsync") ? -1 : 0;
}

int rename(const char *from, const char *to)
{
    return refuses(true) || strikes("rename") ? -1
                                              : (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
    char gone[100];
    snprintf(gone, sizeof gone, "%s/gone", folder);
    if (fault.vanishes && rename(out, gone) == 0)
        fault.vanishes = false;
    return refuses(true) || strikes("linkat")
               ? -1
               : (int)syscall(SYS_linkat, from_folder, from, to_folder, to, flags);
}

int fchmod(int fd, mode_t mode)
{
    return strikes("fchmod") ? -1 : (int)syscall(SYS_fchmod, fd, mode);
}

int fstat(int fd, struct stat *facts)
{
    return strikes("fstat") ? -1 : fstatat(fd, "", facts, AT_EMPTY_PATH);
}

int open(const char *path, int flags, ...)
{
    const bool writes = (flags & (O_WRONLY | O_RDWR | O_CREAT)) != 0;
    if ((flags & O_TMPFILE) == O_TMPFILE && fault.stop > 0 && --fault.stop == 0)
        assert_true(batch_stop(SIGTERM));
    return refuses(writes) || strikes("open") ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, flags, 0600);
}

int mkstemp(char *name)
{
    static unsigned made;
    snprintf(name + strlen(name) - 6, 7, "%06u", made++);
    return refuses(true) || strikes("mkstemp")
               ? -1
               : (int)syscall(SYS_openat, AT_FDCWD, name, O_RDWR | O_CREAT | O_EXCL, 0600);
}

int access(const char *path, int what)
{
    return refuses((what & W_OK) != 0) || strikes("access") ? -1 : (int)syscall(SYS_access, path, what);
}

/* --- a run --- */

enum { PAPERS = 3 };
static char inputs[PAPERS][96];

static const char MEMO[] = "<memo><title>备忘</title><author>甲</author><written>2026-08-02</written>"
                           "<item name='纸' amount='12.50'/></memo>";

static void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static int set_up(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/chengwen-chan-XXXXXX");
    memset(&fault, 0, sizeof fault);
    if (mkdtemp(folder) == NULL)
        return -1;
    snprintf(out, sizeof out, "%s/out", folder);
    for (size_t i = 0; i < PAPERS; i++) {
        snprintf(inputs[i], sizeof inputs[i], "%s/%zu.xml", folder, i);
        put(inputs[i], MEMO);
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    char command[128];
    memset(&fault, 0, sizeof fault);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

struct told {
    size_t made, current, errors, warnings;
};

static size_t count(struct str text, const char *word)
{
    size_t found = 0;
    for (size_t at = 0; at < text.len; at++)
        found += str_starts(str_slice(text, at, text.len), word) ? 1 : 0;
    return found;
}

static void hear(void *context, const struct batch_result *result)
{
    struct told *told = context;
    told->made += result->about == BATCH_DOCUMENT && result->status == OK ? 1 : 0;
    told->current += result->about == BATCH_CURRENT ? 1 : 0;
    told->errors += count(result->messages, ": error: ") - count(result->messages, "未完成，原因见上");
    told->errors += count(result->kind_messages, ": error: ");
    told->warnings += count(result->messages, ": warning: ");
}

static enum status run(struct told *told)
{
    const struct batch_options options = {.templates = SOURCE_DIR "/tests/cli/templates",
                                          .fonts = SOURCE_DIR "/fonts",
                                          .output = out,
                                          .square_font = true, /* of which a page in HTML can be made */
                                          .writer = BATCH_WRITER_html,
                                          .conformance = -1,
                                          .attach = -1,
                                          .manifest = true,
                                          .if_changed = true};
    const char *const list[PAPERS] = {inputs[0], inputs[1], inputs[2]};
    struct buf messages = BUF(1 << 16);
    struct batch *batch;
    assert_int_equal(batch_open(&options, &messages, &batch), OK);
    enum status status = batch_build(batch, list, PAPERS, hear, told);
    batch_close(batch);
    buf_clear(&messages);
    return status;
}

static bool is_whole(const char *name)
{
    static const char last[] = "</html>\n";
    char path[400], end[sizeof last] = "";
    snprintf(path, sizeof path, "%s/%s", out, name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_int_equal(fseek(file, 1 - (long)sizeof last, SEEK_END), 0);
    bool whole = fread(end, 1, sizeof last - 1, file) > 0 && strcmp(end, last) == 0;
    assert_int_equal(fclose(file), 0);
    return whole;
}

/* Papers, the manifest and its lock; nothing else. */
static void look_at_folder(void)
{
    DIR *directory = opendir(out);
    if (directory == NULL)
        return;
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        const char *name = entry->d_name;
        bool ours = strcmp(name, MANIFEST_NAME) == 0 || strcmp(name, MANIFEST_LOCK) == 0 ||
                    strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
        assert_true(ours || is_whole(name));
    }
    closedir(directory);
}

/* The next run has the rest to do, and the one after it nothing. */
static void goes_on(void)
{
    struct told told = {0};
    memset(&fault, 0, sizeof fault);
    assert_int_equal(run(&told), OK);
    assert_int_equal(told.made + told.current, PAPERS);
    assert_int_equal(told.errors + told.warnings, 0);
    told = (struct told){0};
    assert_int_equal(run(&told), OK);
    assert_int_equal(told.current, PAPERS);
    look_at_folder();
}

static void empty_out(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", out);
    assert_int_equal(system(command), 0);
}

/* One strike: a document fails, or the run stops, or it does not matter; whatever it is, it is said once. */
static void test_each_call_fails_once(void **state)
{
    (void)state;
    static const char *const calls[] = {"write", "fsync", "rename",  "linkat", "fchmod",
                                        "fstat", "open",  "mkstemp", "access"};
    for (size_t i = 0; i < ARRAY_COUNT(calls); i++)
        for (int after = 1, struck = 1; struck; after++) {
            struct told told = {0};
            empty_out();
            fault.call = calls[i];
            fault.reason = i % 2 == 0 ? EIO : EACCES;
            fault.after = after;
            fault.times = 1;
            fault.struck = false;
            enum status status = run(&told);
            struck = fault.struck;
            if (told.errors != (status == OK ? 0 : 1))
                print_error("%s %d: status %d, %zu errors\n", calls[i], after, status, told.errors);
            assert_int_equal(told.errors, status == OK ? 0 : 1);
            assert_true(status == OK || struck);
            look_at_folder();
            goes_on();
        }
}

static void stops_with_one_error(size_t made)
{
    struct told told = {0};
    assert_int_equal(run(&told), SYSTEM);
    assert_int_equal(told.errors, 1);
    assert_int_equal(told.made, made);
    look_at_folder();
}

static void test_a_full_disk(void **state)
{
    (void)state;
    fault.call = "write";
    fault.reason = ENOSPC;
    fault.times = 1000;
    stops_with_one_error(0);
    goes_on();
}

/* So full that papers have room, and the manifest has none. */
static void test_no_room_for_the_manifest(void **state)
{
    (void)state;
    fault.call = "write";
    fault.reason = ENOSPC;
    fault.after = PAPERS + 1;
    fault.times = 1000;
    stops_with_one_error(PAPERS);
    goes_on();
}

static void test_a_folder_that_takes_nothing(void **state)
{
    (void)state;
    struct told told = {0};
    assert_int_equal(run(&told), OK);
    fault.is_read_only = true;
    stops_with_one_error(0);
    goes_on();
}

static void test_a_folder_that_vanishes(void **state)
{
    (void)state;
    fault.vanishes = true;
    stops_with_one_error(0);
    goes_on();
}

/* What is done is done: it is told and written down; the rest is left. */
static void test_a_signal(void **state)
{
    (void)state;
    struct told told = {0};
    fault.stop = 3; /* of the files without a name the first is the room for the manifest */
    assert_int_equal(run(&told), SYSTEM);
    assert_int_equal(told.made, 2);
    assert_int_equal(told.errors, 0);
    assert_int_equal(batch_stopped_by(), SIGTERM);
    assert_false(batch_stop(SIGTERM)); /* a second one does not wait */
    look_at_folder();
    told = (struct told){0};
    assert_int_equal(run(&told), SYSTEM); /* still stopped */
    assert_int_equal(told.current, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_each_call_fails_once),
        TEST(test_a_full_disk),
        TEST(test_no_room_for_the_manifest),
        TEST(test_a_folder_that_takes_nothing),
        TEST(test_a_folder_that_vanishes),
        TEST(test_a_signal), /* the last: from then on every run is to stop */
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
