/* Folders and files that the system does not give: a call that was interrupted is made again, and no failure is taken for an end, or for
 * another kind of file. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base.h"
#include "faulty.h"

FAULTY(DIR *, NULL, opendir, (const char *path), (path))
FAULTY(struct dirent *, NULL, readdir, (DIR * folder), (folder))
FAULTY(int, -1, stat, (const char *path, struct stat *facts), (path, facts))

static void an_interrupted_call_is_made_again(void **state)
{
    (void)state;
    faulty_next_opendir(2, EINTR);
    DIR *folder = file_open_folder(SOURCE_DIR "/tests/base");
    assert_non_null(folder);
    closedir(folder);
    faulty_next_opendir(1, EMFILE);
    assert_null(file_open_folder(SOURCE_DIR "/tests/base"));
    assert_int_equal(errno, EMFILE);
}

static void a_failure_is_no_end(void **state)
{
    (void)state;
    DIR *folder = file_open_folder(SOURCE_DIR "/tests/base");
    assert_non_null(folder);
    assert_non_null(file_next_entry(folder));
    faulty_next_readdir(1, EIO);
    assert_null(file_next_entry(folder));
    assert_int_equal(errno, EIO);
    while (file_next_entry(folder) != NULL)
        errno = EBADF;
    assert_int_equal(errno, 0);
    closedir(folder);
}

static void what_cannot_be_known_is_no_file(void **state)
{
    (void)state;
    static const struct {
        int reason, told; /* 0: it is none, and reading will say why */
    } cases[] = {{ENOENT, 0}, {ENOTDIR, 0},     {ENAMETOOLONG, 0}, {EACCES, EACCES},
                 {EIO, EIO},  {ENOMEM, ENOMEM}, {ESTALE, ESTALE}};
    assert_true(file_is_folder(SOURCE_DIR "/tests/base"));
    assert_int_equal(errno, 0);
    assert_false(file_is_folder(__FILE__));
    assert_int_equal(errno, 0);
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        faulty_next_stat(1, cases[i].reason);
        assert_false(file_is_folder(SOURCE_DIR "/tests/base"));
        assert_int_equal(errno, cases[i].told);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_interrupted_call_is_made_again),
        cmocka_unit_test(a_failure_is_no_end),
        cmocka_unit_test(what_cannot_be_known_is_no_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
