/* What tells a file from what it was; temporary files: those of the dead go, those of the living stay. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/file_int.h"

static char folder[64];
static struct arena *arena;
static struct diag *diag;

static int set_up(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/chengwen-temp-XXXXXX");
    arena = arena_new(0);
    diag = arena != NULL ? diag_new(arena) : NULL;
    return diag == NULL || mkdtemp(folder) == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    char command[128];
    arena_free(arena);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static const char *in_folder(const char *name)
{
    return path_join(arena, folder, name).ptr;
}

static void make(const char *name)
{
    int fd = open(in_folder(name), O_WRONLY | O_CREAT | O_EXCL, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "x", 1), 1);
    close(fd);
}

static size_t entries(void)
{
    DIR *directory = opendir(folder);
    size_t count = 0;
    assert_non_null(directory);
    while (readdir(directory) != NULL)
        count++;
    closedir(directory);
    return count - 2;
}

static char *new_name(const char *where)
{
    struct str name = file_temporary_name(arena, where);
    assert_non_null(name.ptr);
    return (char *)name.ptr;
}

static void test_those_of_the_dead_go(void **state)
{
    (void)state;
    static const char *const others[] = {".chengwen-123456",  ".chengwen-1-ABCDE", ".chengwen-1-ABCDEFG",
                                         ".chengwen--ABCDEF", "chengwen-1-ABCDEF", ".chengwen.json"};
    make(".chengwen-1-ABCDEF");
    make(".chengwen-99999999-00000a");
    for (size_t i = 0; i < ARRAY_COUNT(others); i++)
        make(others[i]);
    assert_int_equal(mkdir(in_folder(".chengwen-2-ABCDEF"), 0700), 0);
    assert_int_equal(symlink("/etc/passwd", in_folder(".chengwen-3-ABCDEF")), 0);
    assert_int_equal(mkfifo(in_folder(".chengwen-4-ABCDEF"), 0600), 0);
    file_remove_dead(folder);
    file_remove_dead(in_folder("nothing"));
    assert_false(file_exists(in_folder(".chengwen-1-ABCDEF")));
    assert_int_equal(entries(), ARRAY_COUNT(others) + 3);
}

/* Of another process, or here; whatever number stands in the name. */
static void test_those_of_the_living_stay(void **state)
{
    (void)state;
    int ends[2];
    char said;
    assert_int_equal(pipe(ends), 0);
    pid_t writer = fork();
    if (writer == 0)
        _exit(file_temporary_make(new_name(folder), -1) < 0 || write(ends[1], "x", 1) != 1 ? 1 : pause());
    assert_int_equal(read(ends[0], &said, 1), 1);
    assert_int_equal(mkdir(in_folder("other"), 0700), 0);
    char *const name = new_name(folder), *const other = new_name(in_folder("other"));
    int mine = file_temporary_make(name, -1), too = file_temporary_make(other, -1);
    assert_true(mine >= 0);
    file_remove_dead(folder);
    assert_int_equal(entries(), 3);
    assert_int_equal(kill(writer, SIGKILL), 0);
    assert_int_equal(waitpid(writer, NULL, 0), writer);
    file_remove_dead(folder);
    assert_int_equal(entries(), 2);
    file_abandon(); /* both are given up */
    file_temporary_done(name);
    file_temporary_done(other);
    assert_int_equal(entries(), 1);
    assert_false(file_exists(other));
    close(mine);
    close(too);
    close(ends[0]);
    close(ends[1]);
}

/* A file without a name gets another, where one of a dead run with our number stands in the way. */
static void test_a_number_comes_again(void **state)
{
    (void)state;
    struct file_unnamed file;
    char first[64];
    for (unsigned i = 0; i < 3; i++) {
        snprintf(first, sizeof first, ".chengwen-%ld-%06x", (long)getpid(), i);
        make(first);
    }
    assert_int_equal(file_try_unnamed(diag, in_folder("x"), STR("x"), &file), OK);
    assert_int_equal(file_give_name(diag, &file), OK);
    assert_int_equal(entries(), 4);
    file_remove_dead(folder);
    assert_int_equal(entries(), 1);
}

static void test_a_stamp(void **state)
{
    (void)state;
    struct file_stamp written, found, later;
    struct timespec old[2] = {{1600000000, 5}, {1600000000, 5}};
    assert_int_equal(file_write_stamped(diag, in_folder("x"), STR("abc"), &written), OK);
    assert_true(file_stamp_find(in_folder("x"), &found));
    assert_true(file_stamp_same(&written, &found));
    assert_true(found.is_loose && found.size == 3 && found.inode != 0);
    assert_int_equal(utimensat(AT_FDCWD, in_folder("x"), old, 0), 0);
    assert_true(file_stamp_find(in_folder("x"), &later));
    assert_false(file_stamp_same(&written, &later));
    assert_true(!later.is_loose && later.time == 1600000000000000005);
    assert_int_equal(file_write_stamped(diag, in_folder("x"), STR("abc"), &written), OK);
    assert_true(written.inode != later.inode);
    assert_false(file_stamp_find(folder, &found));
    assert_false(file_stamp_find(in_folder("none"), &found));
    assert_int_equal(errno, ENOENT);
}

/* The stamp of what was read, not of what stands there afterwards. */
static void test_a_file_read_has_its_stamp(void **state)
{
    (void)state;
    struct file_stamp written;
    struct str bytes;
    assert_int_equal(file_write_stamped(diag, in_folder("x"), STR("abc"), &written), OK);
    assert_int_equal(file_read(arena, diag, in_folder("x"), 5, &bytes), OK);
    assert_int_equal(file_write_atomic(diag, in_folder("x"), STR("abcd")), OK);
    assert_true(file_stamp_same(&arena_files(arena)->stamp, &written));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_those_of_the_dead_go, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_those_of_the_living_stay, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_number_comes_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_stamp, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_file_read_has_its_stamp, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
