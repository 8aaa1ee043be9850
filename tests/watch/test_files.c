/* What is noted wakes, whatever is done to it; all else does not.  Where the system does not tell, files are looked at. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "failing.h"
#include "faulty.h"
#include "watch/messages.def"
#include "watch/watch.h"

FAULTY(int, -1, inotify_init1, (int flags), (flags))
FAULTY(int, -1, inotify_add_watch, (int fd, const char *path, uint32_t mask), (fd, path, mask))

enum { SOON = 2000, NEVER = 30 /* ms; what was done before is told at once */ };

static char folder[] = "/tmp/chengwen-watch-XXXXXX", before[4096];
static struct arena *arena;
static struct diag *diag;
static struct watch *watch;

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
    assert_non_null(getcwd(before, sizeof before));
    return mkdtemp(folder) == NULL || chdir(folder) != 0;
}

static int tear_down(void **state)
{
    (void)state;
    return chdir(before) != 0 || rmdir(folder) != 0;
}

static int begin_test(void **state)
{
    (void)state;
    arena = arena_new(0);
    diag = arena != NULL ? diag_new(arena) : NULL;
    put("a.xml", "<a/>");
    return diag == NULL;
}

static int end_test(void **state)
{
    (void)state;
    watch_close(watch);
    watch = NULL;
    arena_free(arena);
    unlink("a.xml");
    return 0;
}

static void note_all(const char *const *paths)
{
    watch_begin(watch);
    for (; *paths != NULL; paths++)
        watch_note(watch, *paths);
    assert_int_equal(watch_settle(watch, diag), OK);
}

static void open_with(const char *const *paths)
{
    assert_int_equal(watch_open(diag, &watch), OK);
    note_all(paths);
}

/* News of many steps may come in parts. */
static void expect(enum watch_news news, int ms)
{
    assert_int_equal(watch_wait(watch, ms, NULL), news);
    while (watch_wait(watch, NEVER, NULL) == WATCH_CHANGED)
        ;
}

static void noted_files_wake(void **state)
{
    (void)state;
    open_with((const char *[]){"a.xml", NULL});
    assert_int_equal(watch_count(watch), 1);
    expect(WATCH_QUIET, NEVER);
    put("a.xml", "<b/>");
    expect(WATCH_CHANGED, SOON);
    put("new", "<c/>");
    expect(WATCH_QUIET, NEVER); /* nobody has asked for it */
    assert_int_equal(rename("new", "a.xml"), 0);
    expect(WATCH_CHANGED, SOON);
    put("a.xml", "<d/>"); /* the new one, too */
    expect(WATCH_CHANGED, SOON);
    unlink("a.xml");
    expect(WATCH_CHANGED, SOON);
    assert_true(watch_is_unfinished(watch));
    put("a.xml", "");
    expect(WATCH_CHANGED, SOON);
    assert_true(watch_is_unfinished(watch));
    put("a.xml", "<e/>");
    expect(WATCH_CHANGED, SOON);
    assert_false(watch_is_unfinished(watch));
}

static void what_the_program_writes_is_no_news(void **state)
{
    (void)state;
    assert_int_equal(watch_open(diag, &watch), OK);
    watch_begin(watch);
    watch_ignore(watch, "./a.pdf");
    watch_note_folder(watch, ".", "");
    watch_note(watch, "./a.pdf"); /* read again */
    assert_int_equal(watch_settle(watch, diag), OK);
    put("./a.pdf", "1");
    put("./.hidden", "1");
    expect(WATCH_QUIET, NEVER);
    put("./b.xml", "1");
    expect(WATCH_CHANGED, SOON);
    unlink("a.pdf");
    unlink(".hidden");
    unlink("b.xml");
}

static void what_is_not_there_is_waited_for(void **state)
{
    (void)state;
    static const char *const paths[] = {"x/y/z.png", NULL};
    open_with(paths);
    assert_int_equal(mkdir("y", 0777), 0);
    expect(WATCH_QUIET, NEVER);
    assert_int_equal(mkdir("x", 0777), 0);
    expect(WATCH_CHANGED, SOON);
    note_all(paths);
    assert_int_equal(rename("y", "x/y"), 0);
    expect(WATCH_CHANGED, SOON);
    note_all(paths);
    put("x/y/z.png", "1");
    expect(WATCH_CHANGED, SOON);
    note_all(paths);
    assert_int_equal(rename("x", "w"), 0); /* with all that is in it */
    expect(WATCH_CHANGED, SOON);
    unlink("w/y/z.png");
    rmdir("w/y");
    rmdir("w");
}

static void what_is_noted_no_more_is_no_news(void **state)
{
    (void)state;
    assert_int_equal(mkdir("d", 0777), 0);
    put("d/b.xml", "1");
    open_with((const char *[]){"a.xml", "d/b.xml", NULL});
    note_all((const char *[]){"a.xml", NULL});
    put("d/b.xml", "2");
    expect(WATCH_QUIET, NEVER);
    unlink("d/b.xml");
    rmdir("d");
}

static void links_are_followed(void **state)
{
    (void)state;
    assert_int_equal(mkdir("d", 0777), 0);
    put("d/b.xml", "1");
    assert_int_equal(symlink("d/b.xml", "l.xml"), 0);
    open_with((const char *[]){"l.xml", NULL});
    put("d/b.xml", "2");
    expect(WATCH_CHANGED, SOON);
    unlink("l.xml");
    expect(WATCH_CHANGED, SOON);
    unlink("d/b.xml");
    rmdir("d");
}

static void reached_limits_are_told_and_done_without(void **state)
{
    (void)state;
    struct buf text = BUF(4096);
    faulty_next_inotify_init1(1, EMFILE);
    open_with((const char *[]){"a.xml", NULL});
    diag_print(diag, &text);
    assert_true(str_holds(buf_str(&text), "fs.inotify.max_user_instances"));
    assert_true(watch_step(watch) < 500);
    expect(WATCH_QUIET, NEVER);
    put("a.xml", "<longer/>");
    expect(WATCH_CHANGED, NEVER);
    watch_close(watch);
    buf_clear(&text);
    diag = diag_new(arena);
    faulty_next_inotify_add_watch(1, ENOSPC);
    open_with((const char *[]){"a.xml", NULL});
    note_all((const char *[]){"a.xml", NULL}); /* told once */
    diag_print(diag, &text);
    assert_true(str_holds(buf_str(&text), "fs.inotify.max_user_watches"));
    assert_int_equal(diag_count(diag, SEVERITY_WARNING), 1);
    put("a.xml", "<b/>");
    expect(WATCH_CHANGED, SOON);
    buf_clear(&text);
}

static enum status open_and_note(void)
{
    struct watch *own = NULL;
    enum status status = watch_open(diag, &own);
    if (status != OK)
        return status;
    watch_begin(own);
    watch_ignore(own, "a.pdf");
    watch_note(own, "a.xml");
    watch_note(own, "x/y.xml");
    watch_note_folder(own, ".", ".xml");
    status = watch_settle(own, diag);
    watch_close(own);
    return status;
}

static void memory_may_fail(void **state)
{
    (void)state;
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        base_fail_allocation(n);
        struck = memory_struck(open_and_note());
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin_test, end_test)
    const struct CMUnitTest tests[] = {TEST(noted_files_wake),
                                       TEST(what_the_program_writes_is_no_news),
                                       TEST(what_is_not_there_is_waited_for),
                                       TEST(what_is_noted_no_more_is_no_news),
                                       TEST(links_are_followed),
                                       TEST(reached_limits_are_told_and_done_without),
                                       TEST(memory_may_fail)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
