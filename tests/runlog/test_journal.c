/* A journal only grows, whoever writes; and whatever is changed in it afterwards shows. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "failing.h"
#include "faulty.h"
#include "base/messages.def"
#include "runlog/messages.def"
#include "runlog/runlog.h"

FAULTY(ssize_t, -1, pread, (int fd, void *bytes, size_t size, off_t at), (fd, bytes, size, at))

static char folder[] = "/tmp/chengwen-journal-XXXXXX", path[64], paper[64];
static struct arena *arena;
static struct diag *diag;

static int set_up(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL)
        return 1;
    snprintf(path, sizeof path, "%s/run.log", folder);
    snprintf(paper, sizeof paper, "%s/a.pdf", folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(path);
    unlink(paper);
    return rmdir(folder);
}

static int begin_test(void **state)
{
    (void)state;
    unlink(path);
    arena = arena_new(0);
    diag = arena != NULL ? diag_new(arena) : NULL;
    return diag == NULL;
}

static int end_test(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void write_text(const char *name, struct str text)
{
    FILE *file = fopen(name, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text.ptr, 1, text.len, file), text.len);
    fclose(file);
}

static struct str read_text(const char *name)
{
    struct str text;
    assert_int_equal(file_read(arena, diag, name, 1 << 24, &text), OK);
    return text;
}

/* The lines of a run of so many papers. */
static void add_run(struct buf *out, const char *id, size_t papers)
{
    const struct runlog_stamp stamp = {str_of(id), STR("2026-11-29T03:00:00Z")};
    const struct runlog_begin begin = {
        .command = "build", .folder = STR("/srv"), .options = STR("{}"), .papers = papers};
    const struct runlog_end end = {.status = "good", .papers = papers, .said = STR("")};
    runlog_add_begin(out, &stamp, &begin);
    for (size_t i = 0; i < papers; i++) {
        const struct runlog_paper one = {
            .number = i + 1,
            .input = "a.xml",
            .file = "a.xml",
            .output = "a.pdf",
            .status = "good",
            .sha256 = STR("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"), /* abc */
            .facts = STR(",\"kind\":\"memo\",\"kind_sha256\":\"\",\"inputs\":[{\"file\":\"a.xml\",\"sha256\":"
                         "\"12\"}]")};
        runlog_add_paper(out, &stamp, &one);
    }
    runlog_add_end(out, &stamp, &end);
}

static enum status append_run(const char *id, size_t papers)
{
    struct buf lines = BUF(1 << 20);
    add_run(&lines, id, papers);
    enum status status = buf_status(&lines);
    if (status == OK)
        status = journal_append(diag, path, buf_str(&lines));
    buf_clear(&lines);
    return status;
}

static enum status check(const char *file, struct buf *out)
{
    return journal_check(diag, path, file, out);
}

static void a_journal_is_whole_and_knows_its_papers(void **state)
{
    (void)state;
    struct buf out = BUF(1 << 16);
    assert_int_equal(journal_append(diag, path, STR("")), OK);
    assert_int_equal(append_run("one", 2), OK);
    assert_int_equal(append_run("two", 0), OK);
    assert_int_equal(check(NULL, &out), OK);
    assert_non_null(strstr(out.ptr, "6 行，2 次运行，2 份"));
    write_text(paper, STR("abc"));
    buf_reset(&out);
    assert_int_equal(check(paper, &out), OK);
    assert_non_null(strstr(out.ptr, "a.pdf：2026-11-29T03:00:00Z 由 chengwen "));
    assert_non_null(strstr(out.ptr, "来自 a.xml，SHA-256 12"));
    write_text(paper, STR("abd"));
    assert_int_equal(check(paper, &out), FAILED);
    assert_true(diag_has(diag, MSG_RUNLOG_UNKNOWN));
    buf_clear(&out);
}

/* The n-th line, from 0 on. */
static struct str line_of(struct str text, size_t n)
{
    size_t from = 0;
    while (n-- > 0)
        from = (size_t)((const char *)memchr(text.ptr + from, '\n', text.len - from) - text.ptr) + 1;
    const char *end = memchr(text.ptr + from, '\n', text.len - from);
    return str_slice(text, from, (size_t)(end - text.ptr) + 1);
}

/* With the line left out. */
static void drop_line(size_t n)
{
    struct str text = read_text(path), line = line_of(text, n);
    const struct str before = {text.ptr, (size_t)(line.ptr - text.ptr)};
    const struct str behind = str_slice(text, before.len + line.len, text.len);
    write_text(path, arena_join(arena, before, behind));
}

static void a_line_that_is_missing_shows(void **state)
{
    (void)state;
    static const size_t lines = 5;
    const struct message *const told[] = {MSG_RUNLOG_HEADLESS, MSG_RUNLOG_CHANGED, MSG_RUNLOG_CHANGED,
                                          MSG_RUNLOG_CHANGED, MSG_RUNLOG_NO_END};
    for (size_t n = 0; n < lines; n++) {
        struct buf out = BUF(1 << 16);
        begin_test(NULL);
        assert_int_equal(append_run("one", 3), OK);
        drop_line(n);
        assert_int_equal(check(NULL, &out), n < lines - 1 ? FAILED : OK); /* that may be a run that goes on */
        assert_true(diag_has(diag, told[n]));
        buf_clear(&out);
        if (n < lines - 1)
            arena_free(arena);
    }
}

static void a_change_shows(void **state)
{
    (void)state;
    struct buf out = BUF(1 << 16);
    assert_int_equal(append_run("one", 3), OK);
    struct str text = read_text(path), line = line_of(text, 2);
    char *number = strstr(line.ptr, "\"number\":2");
    assert_non_null(number);
    number[9] = '7';
    write_text(path, text);
    assert_int_equal(check(NULL, &out), FAILED);
    assert_true(diag_has(diag, MSG_RUNLOG_CHANGED));
    buf_clear(&out);
}

static void papers_taken_away_with_their_run_going_on_show(void **state)
{
    (void)state;
    struct buf out = BUF(1 << 16), lines = BUF(1 << 16);
    add_run(&lines, "one", 2);
    const struct str all = buf_str(&lines), end = line_of(all, 3);
    /* As if one had cut the journal behind the first paper, and the rest of the run had come later. */
    assert_int_equal(journal_append(diag, path, str_slice(all, 0, all.len - end.len - line_of(all, 2).len)),
                     OK);
    assert_int_equal(journal_append(diag, path, end), OK);
    assert_int_equal(check(NULL, &out), FAILED);
    assert_true(diag_has(diag, MSG_RUNLOG_COUNT));
    buf_clear(&out);
    buf_clear(&lines);
}

static void a_line_that_was_cut_is_closed(void **state)
{
    (void)state;
    for (size_t left = 1; left < 40; left += 9) {
        struct buf out = BUF(1 << 16);
        begin_test(NULL);
        assert_int_equal(append_run("one", 1), OK);
        struct str text = read_text(path), last = line_of(text, 2);
        write_text(path, str_slice(text, 0, text.len - last.len + left));
        assert_int_equal(append_run("two", 1), OK);
        assert_true(diag_has(diag, MSG_RUNLOG_CUT));
        assert_int_equal(check(NULL, &out), OK);
        assert_true(diag_has(diag, MSG_RUNLOG_LINE));
        assert_true(diag_has(diag, MSG_RUNLOG_NO_END));
        buf_clear(&out);
        if (left + 9 < 40)
            arena_free(arena);
    }
}

static void other_files_are_left_alone(void **state)
{
    (void)state;
    static const char *const others[] = {"x", "hello\n", "{\"event\":\"begin\"}\n[1]\n", "\n",
                                         "{\"events\":1}"};
    for (size_t i = 0; i < ARRAY_COUNT(others); i++) {
        write_text(path, str_of(others[i]));
        assert_int_equal(append_run("one", 1), FAILED);
        assert_string_equal(read_text(path).ptr, others[i]);
    }
    assert_true(diag_has(diag, MSG_RUNLOG_FOREIGN));
    unlink(path);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(append_run("one", 1), SYSTEM);
    rmdir(path);
}

static void many_write_at_once(void **state)
{
    (void)state;
    enum { WRITERS = 4, RUNS = 10 };
    pid_t children[WRITERS];
    struct buf out = BUF(1 << 16);
    for (size_t i = 0; i < WRITERS; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        for (size_t n = 0; children[i] == 0 && n < RUNS; n++) {
            char id[20];
            snprintf(id, sizeof id, "%zu-%zu", i, n);
            if (append_run(id, 2) != OK)
                _exit(1);
        }
        if (children[i] == 0)
            _exit(0);
    }
    for (size_t i = 0; i < WRITERS; i++) {
        int how = 1;
        assert_int_equal(waitpid(children[i], &how, 0), children[i]);
        assert_int_equal(how, 0);
    }
    assert_int_equal(check(NULL, &out), OK);
    assert_non_null(strstr(out.ptr, "160 行，40 次运行，80 份"));
    buf_clear(&out);
}

static void memory_may_fail(void **state)
{
    (void)state;
    bool struck = true;
    struct buf out = BUF(1 << 16);
    assert_int_equal(append_run("one", 1), OK);
    for (uint64_t n = 1; struck; n++) {
        base_fail_allocation(n);
        struck = memory_struck(append_run("two", 1));
    }
    struck = true;
    for (uint64_t n = 1; struck; n++) {
        buf_clear(&out);
        out = BUF(1 << 16);
        base_fail_allocation(n);
        struck = memory_struck(check(NULL, &out));
    }
    buf_clear(&out);
}

/* It may be anything, and nothing is appended to it. */
static void a_journal_that_cannot_be_read_stays(void **state)
{
    (void)state;
    assert_int_equal(append_run("first", 1), OK);
    const struct str before = read_text(path);
    faulty_next_pread(1, EIO);
    assert_int_equal(append_run("second", 1), SYSTEM);
    assert_true(diag_has(diag, MSG_FILE_UNREADABLE));
    assert_true(str_equal(read_text(path), before));
    faulty_next_pread(3, EINTR);
    assert_int_equal(append_run("third", 1), OK);
    struct buf out = BUF(1 << 16);
    assert_int_equal(check(NULL, &out), OK);
    buf_clear(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_journal_is_whole_and_knows_its_papers, begin_test, end_test),
        cmocka_unit_test_setup_teardown(a_line_that_is_missing_shows, NULL, end_test),
        cmocka_unit_test_setup_teardown(a_change_shows, begin_test, end_test),
        cmocka_unit_test_setup_teardown(papers_taken_away_with_their_run_going_on_show, begin_test, end_test),
        cmocka_unit_test_setup_teardown(a_line_that_was_cut_is_closed, NULL, end_test),
        cmocka_unit_test_setup_teardown(other_files_are_left_alone, begin_test, end_test),
        cmocka_unit_test_setup_teardown(a_journal_that_cannot_be_read_stays, begin_test, end_test),
        cmocka_unit_test_setup_teardown(many_write_at_once, begin_test, end_test),
        cmocka_unit_test_setup_teardown(memory_may_fail, begin_test, end_test)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
