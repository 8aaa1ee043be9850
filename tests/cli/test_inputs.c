/* A folder on the command line of which only a part can be read gives nothing, and says why; the others give their own. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "failing.h"
#include "faulty.h"
#include "cli/cli_int.h"
#include "base/messages.def"

FAULTY(struct dirent *, NULL, readdir, (DIR * folder), (folder))
FAULTY(int, -1, stat, (const char *path, struct stat *facts), (path, facts))

static char folder[] = "/tmp/chengwen-inputs-XXXXXX", a[64], b[64];
static struct arena *arena;
static struct diag *diag;
static struct options options;
static const char *given[2];

static int set_up(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL)
        return 1;
    snprintf(a, sizeof a, "%s/a.xml", folder);
    snprintf(b, sizeof b, "%s/b.xml", folder);
    FILE *file = fopen(a, "w"), *other = fopen(b, "w");
    return file == NULL || other == NULL || fclose(file) != 0 || fclose(other) != 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(a);
    unlink(b);
    return rmdir(folder);
}

static int begin_test(void **state)
{
    (void)state;
    arena = arena_new(0);
    diag = arena != NULL ? diag_new(arena) : NULL;
    given[0] = folder;
    given[1] = "other.xml";
    options = (struct options){.files = given, .file_count = 2};
    return diag == NULL;
}

static int end_test(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void a_folder_is_its_descriptions(void **state)
{
    (void)state;
    assert_int_equal(inputs_find(arena, diag, &options), OK);
    assert_int_equal(options.file_count, 3);
    assert_string_equal(options.files[0], a);
    assert_string_equal(options.files[1], b);
    assert_true(options.has_folder && !options.inputs_lack);
}

static void a_part_of_a_folder_is_nothing(void **state)
{
    (void)state;
    faulty_next_readdir(1, EIO);
    assert_int_equal(inputs_find(arena, diag, &options), FAILED);
    assert_int_equal(options.file_count, 1);
    assert_string_equal(options.files[0], "other.xml");
    assert_true(options.has_folder && options.inputs_lack); /* as --prune has to know */
    assert_true(diag_has(diag, MSG_FILE_UNREADABLE));
}

static void what_may_not_be_looked_at_is_no_description(void **state)
{
    (void)state;
    faulty_next_stat(1, EACCES);
    assert_int_equal(inputs_find(arena, diag, &options), FAILED);
    assert_int_equal(options.file_count, 1);
    assert_true(options.has_folder && options.inputs_lack); /* as --prune has to know */
    assert_true(diag_has(diag, MSG_FILE_UNREADABLE));
}

static void an_empty_folder_stays(void **state)
{
    (void)state;
    char empty[] = "/tmp/chengwen-inputs-XXXXXX";
    assert_non_null(mkdtemp(empty));
    given[0] = empty;
    assert_int_equal(inputs_find(arena, diag, &options), OK);
    rmdir(empty);
    assert_int_equal(options.file_count, 2);
    assert_string_equal(options.files[0], empty);
    assert_true(options.has_folder && !options.inputs_lack && options.run.folders_read);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_folder_is_its_descriptions, begin_test, end_test),
        cmocka_unit_test_setup_teardown(a_part_of_a_folder_is_nothing, begin_test, end_test),
        cmocka_unit_test_setup_teardown(what_may_not_be_looked_at_is_no_description, begin_test, end_test),
        cmocka_unit_test_setup_teardown(an_empty_folder_stays, begin_test, end_test),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
