/* Files: what is read and what is refused, calls that are cut short, and where paths lead. */
#define _GNU_SOURCE /* dirent, syscall */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"
#include "base/messages.def"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* After so many that work, the next call of this name fails, with this errno, so many times. */
static struct {
    const char *call;
    int reason, after, times, made;
} fault;

static bool strikes(const char *call)
{
    if (fault.call == NULL || strcmp(fault.call, call) != 0)
        return false;
    fault.made++;
    if (fault.times == 0 || fault.after-- > 0)
        return false;
    fault.times--;
    fault.after = 0;
    errno = fault.reason;
    return true;
}

/* In place of the C library's. */
int fsync(int fd)
{
    return strikes("fsync") ? -1 : (int)syscall(SYS_fsync, fd);
}

int rename(const char *from, const char *to)
{
    return strikes("rename") ? -1 : (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
    return strikes("linkat") ? -1 : (int)syscall(SYS_linkat, from_folder, from, to_folder, to, flags);
}

int fchmod(int fd, mode_t mode)
{
    return strikes("fchmod") ? -1 : (int)syscall(SYS_fchmod, fd, mode);
}

int fchown(int fd, uid_t owner, gid_t group)
{
    return strikes("fchown") ? -1 : (int)syscall(SYS_fchown, fd, owner, group);
}

/* The file is closed all the same, as Linux does it. */
int close(int fd)
{
    int result = (int)syscall(SYS_close, fd);
    return strikes("close") ? -1 : result;
}

int open(const char *path, int flags, ...)
{
    return strikes("open") ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, flags, 0600);
}

int mkstemp(char *name)
{
    static const char made[] = "ABCDEF"; /* the name is filled in, whatever comes of it */
    size_t len = strlen(name);
    if (strcmp(name + len - 6, "XXXXXX") != 0) {
        errno = EINVAL;
        return -1;
    }
    memcpy(name + len - 6, made, sizeof made);
    return strikes("mkstemp") ? -1
                              : (int)syscall(SYS_openat, AT_FDCWD, name, O_RDWR | O_CREAT | O_EXCL, 0600);
}

static char folder[64];
static struct arena *arena;
static struct diag *diag;

static int set_up(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/chengwen-file-XXXXXX");
    arena = arena_new(0);
    diag = arena != NULL ? diag_new(arena) : NULL;
    memset(&fault, 0, sizeof fault);
    return diag == NULL || mkdtemp(folder) == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    memset(&fault, 0, sizeof fault);
    arena_free(arena);
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static const char *in_folder(const char *name)
{
    return path_join(arena, folder, name).ptr;
}

static void put(const char *name)
{
    assert_int_equal(file_write_atomic(diag, in_folder(name), STR("x")), OK);
}

static mode_t mode_of(const char *name)
{
    struct stat facts;
    assert_int_equal(stat(in_folder(name), &facts), 0);
    return facts.st_mode & 07777;
}

/* --- cut short --- */

static void test_a_call_cut_short_is_made_again(void **state)
{
    (void)state;
    static const char *const calls[] = {"mkstemp", "fchmod", "fsync", "rename", "open"};
    struct str bytes;
    for (size_t i = 0; i < ARRAY_COUNT(calls); i++) {
        fault.call = calls[i];
        fault.reason = EINTR;
        fault.times = 3;
        assert_int_equal(file_write_atomic(diag, in_folder("x"), STR("x")), OK);
        assert_int_equal(file_read(arena, diag, in_folder("x"), 5, &bytes), OK);
        assert_int_equal(file_sync_directory(folder), 0);
        assert_int_equal(fault.times, 0);
    }
    assert_int_equal(diag_count(diag, SEVERITY_ERROR), 0);
}

/* Made again, it might close another file. */
static void test_close_is_not_made_again(void **state)
{
    (void)state;
    fault.call = "close";
    fault.reason = EINTR;
    fault.times = 100;
    assert_int_equal(file_write_atomic(diag, in_folder("x"), STR("x")), OK);
    assert_int_equal(fault.made, 2); /* the file's, and that of the descriptor that holds its lock */
    fault.reason = EIO;
    assert_int_equal(file_write_atomic(diag, in_folder("y"), STR("x")), SYSTEM);
    assert_false(file_exists(in_folder("y")));
}

static void test_a_folder_that_is_not_synced_is_told(void **state)
{
    (void)state;
    assert_int_equal(file_sync_directory(folder), 0);
    assert_int_equal(file_sync_directory(in_folder("none")), ENOENT);
    fault.call = "fsync";
    fault.times = 1;
    fault.reason = EIO;
    assert_int_equal(file_sync_directory(folder), EIO);
    fault.times = 1;
    fault.reason = EINVAL; /* the file system has no such thing */
    assert_int_equal(file_sync_directory(folder), 0);
}

/* --- files without a name --- */

static size_t names_in_folder(void)
{
    size_t count = 0;
    DIR *directory = opendir(folder);
    assert_non_null(directory);
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;)
        count += entry->d_name[0] != '.' || strlen(entry->d_name) > 2;
    closedir(directory);
    return count;
}

/* As who has one file to write does it: at once where none can wait without a name. */
static enum status write_waiting(const char *path, struct str bytes, struct file_unnamed *ret_file)
{
    enum status status = file_try_unnamed(diag, path, bytes, ret_file);
    return status == OK && ret_file->fd < 0 ? file_write_stamped(diag, path, bytes, &ret_file->stamp)
                                            : status;
}

static void write_unnamed(struct file_unnamed *files, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char name[24];
        snprintf(name, sizeof name, "%zu", i);
        assert_int_equal(write_waiting(in_folder(name), STR("x"), &files[i]), OK);
    }
}

static void test_many_files_are_synced_together(void **state)
{
    (void)state;
    enum { FILES = 40 };
    struct file_unnamed files[FILES];
    struct str bytes;
    write_unnamed(files, FILES);
    assert_int_equal(names_in_folder(), 0);
    file_sync_unnamed(files, FILES);
    file_drop(&files[7]);
    for (size_t i = 0; i < FILES; i++)
        assert_int_equal(file_give_name(diag, &files[i]), OK);
    assert_int_equal(names_in_folder(), FILES - 1);
    assert_int_equal(file_read(arena, diag, in_folder("39"), 5, &bytes), OK);
    assert_int_equal(mode_of("39"), mode_of("0"));
    assert_false(file_exists(in_folder("7")));
}

static void test_a_file_that_is_not_synced_gets_no_name(void **state)
{
    (void)state;
    struct file_unnamed files[1];
    put("0");
    write_unnamed(files, 1);
    fault.call = "fsync";
    fault.times = 1;
    fault.reason = EIO;
    file_sync_unnamed(files, 1);
    assert_int_equal(file_give_name(diag, &files[0]), SYSTEM);
    assert_true(diag_has(diag, MSG_FILE_UNWRITABLE));
    fault.call = "rename";
    fault.times = 1;
    fault.reason = EACCES;
    write_unnamed(files, 1);
    assert_int_equal(file_give_name(diag, &files[0]), FAILED);
    assert_int_equal(names_in_folder(), 1);
}

/* A paper and its record: none is new without the other, but where the second cannot be renamed. */
static void test_two_that_go_together(void **state)
{
    (void)state;
    struct file_unnamed files[2];
    static const struct {
        const char *call;
        int which;
        bool first;
    } faults[] = {{"linkat", 1, false}, {"linkat", 2, false}, {"rename", 1, false}, {"rename", 2, true}};
    for (size_t i = 0; i < ARRAY_COUNT(faults); i++) {
        struct str bytes;
        assert_int_equal(file_write_atomic(diag, in_folder("0"), STR("old")), OK);
        assert_int_equal(file_write_atomic(diag, in_folder("1"), STR("old")), OK);
        write_unnamed(files, 2);
        file_sync_unnamed(files, 2);
        fault.call = faults[i].call;
        fault.times = 1;
        fault.after = faults[i].which - 1;
        fault.reason = EACCES;
        assert_int_equal(file_give_names(diag, &files[0], &files[1]), FAILED);
        assert_int_equal(files[0].stamp.inode != 0, faults[i].first);
        assert_int_equal(files[1].stamp.inode, 0);
        assert_int_equal(names_in_folder(), 2);
        assert_int_equal(file_read(arena, diag, in_folder("0"), 5, &bytes), OK);
        assert_int_equal(str_is(bytes, "x"), faults[i].first);
    }
    write_unnamed(files, 2);
    assert_int_equal(file_give_names(diag, &files[0], &files[1]), OK);
    assert_int_equal(names_in_folder(), 2);
}

static void test_without_such_files_each_is_written_at_once(void **state)
{
    (void)state;
    struct file_unnamed files[2];
    fault.call = "open";
    fault.times = 3;
    fault.reason = EOPNOTSUPP;
    assert_int_equal(file_try_unnamed(diag, in_folder("0"), STR("x"), &files[0]), OK);
    assert_true(files[0].fd < 0 && names_in_folder() == 0);
    write_unnamed(files, 2);
    assert_int_equal(names_in_folder(), 2);
    file_sync_unnamed(files, 2);
    assert_int_equal(file_give_name(diag, &files[1]), OK);
}

/* --- what a file hands on --- */

static void test_a_replaced_file_keeps_its_mode(void **state)
{
    (void)state;
    mode_t before = umask(022);
    put("x");
    assert_int_equal(mode_of("x"), 0644);
    assert_int_equal(chmod(in_folder("x"), 0600), 0);
    put("x");
    assert_int_equal(mode_of("x"), 0600);
    assert_int_equal(chmod(in_folder("x"), 0664), 0);
    put("x");
    assert_int_equal(mode_of("x"), 0664);
    fault.call = "fchown"; /* of another group, which we may not give it: only what all may */
    fault.reason = EPERM;
    fault.times = 2;
    put("x");
    assert_int_equal(mode_of("x"), 0644);
    umask(before);
}

/* --- what is read --- */

static void test_only_ordinary_files_are_read(void **state)
{
    (void)state;
    struct str bytes;
    assert_int_equal(mkfifo(in_folder("pipe"), 0600), 0);
    fault.call = "open";
    static const char *const names[] = {"pipe", "/dev/null", "/dev/zero", "."};
    static const char *const said[] = {"命名管道", "设备", "设备", "目录"};
    for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
        const struct diag_entry *entries;
        assert_int_equal(file_read(arena, diag, in_folder(names[i]), 5, &bytes), SYSTEM);
        size_t count = diag_entries(diag, &entries);
        assert_non_null(strstr(entries[count - 1].text.ptr, said[i]));
    }
    assert_int_equal(fault.made, 0); /* not even opened */
}

/* The system says that it is empty. */
static void test_a_file_of_proc_is_read(void **state)
{
    (void)state;
    struct str bytes;
    assert_int_equal(file_read(arena, diag, "/proc/self/status", 100000, &bytes), OK);
    assert_true(str_starts(bytes, "Name:"));
    assert_int_equal(bytes.ptr[bytes.len], '\0');
    assert_int_equal(file_read(arena, diag, "/proc/self/status", 20, &bytes), FAILED);
    assert_true(diag_has(diag, MSG_FILE_ENDLESS));
    assert_int_equal(file_read(arena, diag, in_folder("none"), 20, &bytes), SYSTEM);
}

static void test_a_stream_is_read_to_its_end(void **state)
{
    (void)state;
    int ends[2];
    struct str bytes;
    char name[32];
    assert_int_equal(pipe(ends), 0);
    snprintf(name, sizeof name, "/dev/fd/%d", ends[0]);
    assert_true(file_is_stream(name));
    assert_int_equal(write(ends[1], "一二", 6), 6);
    close(ends[1]);
    assert_int_equal(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
    assert_int_equal(file_read_input(arena, diag, name, 6, &bytes), OK);
    assert_true(str_is(bytes, "一二"));
    close(ends[0]);
    assert_int_equal(file_read_input(arena, diag, name, 6, &bytes), SYSTEM);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "一二三", 9), 9);
    assert_int_equal(file_read_input(arena, diag, name, 6, &bytes),
                     FAILED); /* and does not wait for the end */
    static const char *const files[] = {"/dev/fd/", "/dev/fd/x", "/dev/fd/1x", "/dev/fd/12345678901",
                                        "./-",      "-x"};
    for (size_t i = 0; i < ARRAY_COUNT(files); i++)
        assert_false(file_is_stream(files[i]));
    assert_true(str_is(path_directory(arena, "/dev/fd/3"), "."));
}

/* --- where paths lead --- */

static enum file_where where(const char *from, const char *inner)
{
    const char *reason;
    return file_where(in_folder(from), inner, &reason);
}

static void test_where_a_file_is(void **state)
{
    (void)state;
    assert_int_equal(file_make_directory(diag, in_folder("a")), OK);
    put("x");
    put("ab");
    put("a/y");
    static const char *const links[][2] = {{"../x", "a/up"},     {"y", "a/same"},
                                           {"a/y", "down"},      {"/etc/passwd", "abs"},
                                           {"/nowhere", "none"}, {"../../nowhere/x", "far"},
                                           {"round", "round"},   {"a", "folder"}};
    for (size_t i = 0; i < ARRAY_COUNT(links); i++)
        assert_int_equal(symlink(links[i][0], in_folder(links[i][1])), 0);
    assert_int_equal(symlink(in_folder("x"), in_folder("whole")), 0);
    assert_int_equal(mkfifo(in_folder("pipe"), 0600), 0);
    static const struct {
        const char *from, *inner;
        enum file_where where;
    } cases[] = {
        {".", "x", FILE_INSIDE},
        {".", "a/y", FILE_INSIDE},
        {".", "a/../x", FILE_INSIDE},
        {".", "a//./y", FILE_INSIDE},
        {".", "a/up", FILE_INSIDE},
        {"a", "up", FILE_OUTSIDE},
        {"a", "same", FILE_INSIDE},
        {".", "down", FILE_INSIDE},
        {".", "folder/y", FILE_INSIDE},
        {".", "folder/../x", FILE_INSIDE},
        {".", "whole", FILE_INSIDE},
        {".", "abs", FILE_OUTSIDE},
        {".", "none", FILE_OUTSIDE},
        {".", "far", FILE_OUTSIDE},
        {".", "../x", FILE_OUTSIDE},
        {"a", "../ab", FILE_OUTSIDE},
        {".", "/etc/passwd", FILE_OUTSIDE},
        {".", "/nowhere", FILE_OUTSIDE},
        {".", "nix", FILE_MISSING},
        {".", "nix/../../x", FILE_MISSING},
        {"nix", "x", FILE_MISSING},
        {".", "a", FILE_UNFIT},
        {".", "pipe", FILE_UNFIT},
        {".", "round", FILE_UNFIT},
        {".", "x/y", FILE_UNFIT},
        {"folder", "y", FILE_INSIDE},
        {"folder", "up", FILE_OUTSIDE},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
        if (where(cases[i].from, cases[i].inner) != cases[i].where)
            fail_msg("%s from %s", cases[i].inner, cases[i].from);
    const char *reason;
    assert_int_equal(file_where("/", in_folder("x") + 1, &reason), FILE_INSIDE);
}

static void test_paths_of_a_folder(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"k/layout.xml", "../common/x.xml", "common/x.xml"},
        {"k/layout.xml", "x.xml", "k/x.xml"},
        {"", "x.xml", "x.xml"},
        {"a.xml", "./b//c.xml", "b/c.xml"},
        {"k/l.xml", "../../x.xml", ""},
        {"k/l.xml", "/k/x.xml", ""},
        {"", "", ""},
        {"", ".", ""},
        {"a.xml", "b/../../b/x", ""},
        {"a/b/c.xml", "../../x", "x"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct str path = path_inside(arena, str_of(cases[i][0]), str_of(cases[i][1]));
        if (!str_is(path, cases[i][2]) || path.ptr[path.len] != '\0')
            fail_msg("%s beside %s: %.*s", cases[i][1], cases[i][0], STR_ARGS(path));
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* A pipe under the name of what is to be written stays, and what leads to a device. */
static void test_special_files_stay(void **state)
{
    (void)state;
    char own[] = "/tmp/special-XXXXXX", pipe[40], link[40];
    assert_non_null(mkdtemp(own));
    snprintf(pipe, sizeof pipe, "%s/pipe", own);
    snprintf(link, sizeof link, "%s/link", own);
    assert_int_equal(mkfifo(pipe, 0600), 0);
    assert_int_equal(symlink("/dev/null", link), 0);
    const char *const paths[] = {pipe, link};
    for (size_t i = 0; i < ARRAY_COUNT(paths); i++) {
        struct file_unnamed file;
        struct stat facts;
        assert_int_equal(file_write_atomic(diag, paths[i], STR("x")), FAILED);
        assert_int_equal(file_try_unnamed(diag, paths[i], STR("x"), &file), OK);
        assert_int_equal(file.fd >= 0 ? file_give_name(diag, &file) : FAILED, FAILED);
        assert_int_equal(lstat(paths[i], &facts), 0);
        assert_true(i == 0 ? S_ISFIFO(facts.st_mode) : S_ISLNK(facts.st_mode));
        unlink(paths[i]);
    }
    assert_int_equal(rmdir(own), 0); /* no temporary file is left */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_special_files_stay),
        TEST(test_a_call_cut_short_is_made_again),
        TEST(test_close_is_not_made_again),
        TEST(test_a_folder_that_is_not_synced_is_told),
        TEST(test_many_files_are_synced_together),
        TEST(test_a_file_that_is_not_synced_gets_no_name),
        TEST(test_two_that_go_together),
        TEST(test_without_such_files_each_is_written_at_once),
        TEST(test_a_replaced_file_keeps_its_mode),
        TEST(test_only_ordinary_files_are_read),
        TEST(test_a_file_of_proc_is_read),
        TEST(test_a_stream_is_read_to_its_end),
        TEST(test_where_a_file_is),
        TEST(test_paths_of_a_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
