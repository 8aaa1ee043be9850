/* What is current and what is not, one change at a time; manifests of anybody; one run at a time; what is left over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "failing.h"
#include "manifest/manifest_int.h"
#include "manifest/messages.def"

/* In place of the C library's: no disk is waited for here. */
int fsync(int fd)
{
    return fd < 0 ? -1 : 0;
}

static char folder[64];
static struct arena *arena;
static struct diag *diag;
static struct manifest_fact facts[] = {{"program", {"chengwen 1", 10}, false}, {"proof", {"no", 2}, false}};
static const char *form = "pdf";
static const char *const NOT_THERE = "/nothing/here";

static int set_up(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/chengwen-mani-XXXXXX");
    arena = arena_new(0);
    diag = arena != NULL ? diag_new(arena) : NULL;
    facts[1].value = STR("no");
    form = "pdf";
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

static void age(const char *name, int64_t ns)
{
    const struct timespec old[2] = {{ns / 1000000000, ns % 1000000000}, {ns / 1000000000, ns % 1000000000}};
    assert_int_equal(utimensat(AT_FDCWD, in_folder(name), old, 0), 0);
}

enum { OLD = 1600000000 };
#define OLD_NS (OLD * INT64_C(1000000000))

/* In place, so that the inode stays; long ago, so that the stamp is firm. */
static void put(const char *name, const char *text)
{
    FILE *file = fopen(in_folder(name), "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    age(name, OLD_NS);
}

static struct manifest *open_it(bool by_digest)
{
    struct manifest *manifest;
    struct file_kept roles = {.path = in_folder("roles")}, none = {.next = &roles, .path = NOT_THERE};
    assert_int_equal(manifest_open(arena, diag, &(struct manifest_place){folder, NULL}, by_digest, &manifest),
                     OK);
    assert_true(file_stamp_find(roles.path, &roles.stamp));
    assert_int_equal(manifest_set_up(manifest, &(struct manifest_setup){.form = str_of(form),
                                                                        .facts = facts,
                                                                        .fact_count = ARRAY_COUNT(facts),
                                                                        .files = &none}),
                     OK);
    return manifest;
}

static void close_it(struct manifest *manifest)
{
    assert_int_equal(manifest_write(manifest, diag), OK);
    manifest_close(manifest);
}

/* What who makes a paper tells: of an input, one more file and the kind's. */
static struct str tell(const char *input, const char *date)
{
    struct arena *read = arena_new(0), *kind = arena_new(0);
    struct str bytes, told;
    struct buf files = BUF(MANIFEST_MAX_MADE), made = BUF(MANIFEST_MAX_MADE);
    const struct str paper = STR("%PDF"), kept = STR("abc");
    const struct digest record = digest_of(&kept, 1);
    assert_int_equal(file_read(read, diag, in_folder(input), 100, &bytes), OK);
    assert_int_equal(file_read(read, diag, in_folder("part"), 100, &bytes), OK);
    assert_int_equal(file_read(kind, diag, in_folder("model"), 100, &bytes), OK);
    manifest_add_files(&files, arena_files(kind));
    manifest_add_making(&made, &(struct manifest_making){.input = in_folder(input),
                                                         .kind = STR("memo"),
                                                         .date = date,
                                                         .digest = digest_of(&paper, 1),
                                                         .record = &record,
                                                         .files = arena_files(read),
                                                         .kind_files = buf_str(&files)});
    buf_clear(&files);
    assert_int_equal(buf_keep(&made, arena, &told), OK);
    arena_free(read);
    arena_free(kind);
    return told;
}

static const char RECORD[] = "r.json";

static void note(struct manifest *manifest, const char *name, struct str told, bool failed)
{
    struct manifest_made made = {.name = name, .told = told, .failed = failed, .record = in_folder(RECORD)};
    if (file_exists(in_folder(RECORD)))
        assert_true(file_stamp_find(in_folder(RECORD), &made.record_stamp));
    if (file_exists(in_folder(name)))
        assert_true(file_stamp_find(in_folder(name), &made.stamp));
    manifest_note(manifest, &made);
}

static const char NAME[] = "a.pdf";

static void make_files(void)
{
    static const char *const names[] = {"a.xml", "part", "model", "roles", RECORD};
    for (size_t i = 0; i < ARRAY_COUNT(names); i++)
        put(names[i], "abc");
    put(NAME, "%PDF");
}

/* One paper is made, and written down. */
static void make_paper(const char *date)
{
    make_files();
    struct manifest *manifest = open_it(false);
    note(manifest, NAME, tell("a.xml", date), false);
    close_it(manifest);
}

static bool is_current(struct manifest *manifest, const char *date)
{
    const struct manifest_paper paper = {
        .name = NAME, .input = in_folder("a.xml"), .date = date, .record = in_folder(RECORD)};
    return manifest_is_current(manifest, &paper);
}

static bool is_current_now(bool by_digest)
{
    struct manifest *manifest = open_it(by_digest);
    bool current = is_current(manifest, "2026-11-29");
    manifest_close(manifest);
    return current;
}

static void test_a_paper_is_current(void **state)
{
    (void)state;
    assert_false((make_files(), is_current_now(false)));
    make_paper(NULL);
    assert_true(is_current_now(false) && is_current_now(true));
    struct manifest *manifest = open_it(false);
    assert_true(is_current(manifest, NULL));
    assert_false(manifest_is_current(manifest,
                                     &(struct manifest_paper){.name = "b.pdf", .input = in_folder("a.xml")}));
    assert_false(
        manifest_is_current(manifest, &(struct manifest_paper){.name = NAME, .input = in_folder("part")}));
    assert_false(manifest_is_current(manifest, &(struct manifest_paper){.name = NAME, .input = "-"}));
    assert_true(manifest_is_current(
        manifest, &(struct manifest_paper){.name = NAME,
                                           .input = in_folder("./a.xml"), /* it is called so, too */
                                           .record = in_folder("./r.json")}));
    /* Another record is wanted, or none. */
    assert_false(manifest_is_current(
        manifest,
        &(struct manifest_paper){.name = NAME, .input = in_folder("a.xml"), .record = in_folder("part")}));
    assert_false(
        manifest_is_current(manifest, &(struct manifest_paper){.name = NAME, .input = in_folder("a.xml")}));
    manifest_close(manifest);
    assert_int_equal(diag_count(diag, SEVERITY_WARNING), 0);
}

static void test_one_change_is_enough(void **state)
{
    (void)state;
    static const char *const names[] = {"a.xml", "part", "model", "roles", NAME, RECORD};
    for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
        make_paper(NULL);
        age(names[i], OLD_NS + 1); /* another time, the same bytes */
        assert_false(is_current_now(false));
        assert_true(is_current_now(true));
        make_paper(NULL);
        put(names[i], "abcdefg"); /* another size */
        assert_false(is_current_now(false) || is_current_now(true));
        make_paper(NULL);
        put(names[i], strcmp(names[i], NAME) == 0 ? "%PDX" : "abx"); /* only bytes tell */
        assert_true(is_current_now(false));
        assert_false(is_current_now(true));
        make_paper(NULL);
        assert_int_equal(rename(in_folder(names[i]), in_folder("moved")), 0);
        put(names[i], strcmp(names[i], NAME) == 0 ? "%PDF" : "abc"); /* another file, with all of the first */
        assert_false(is_current_now(false));
        assert_true(is_current_now(true));
        assert_int_equal(unlink(in_folder("moved")), 0);
        make_paper(NULL);
        if (strcmp(names[i], "roles") != 0) { /* without it there is no run */
            assert_int_equal(unlink(in_folder(names[i])), 0);
            assert_false(is_current_now(false) || is_current_now(true));
        }
    }
}

static void test_other_options(void **state)
{
    (void)state;
    make_paper(NULL);
    facts[1].value = STR("yes");
    assert_false(is_current_now(false) || is_current_now(true));
    facts[1].value = STR("no");
    assert_true(is_current_now(false));
    form = "html";
    assert_false(is_current_now(false));
}

static void test_the_day_counts_where_it_was_asked_for(void **state)
{
    (void)state;
    make_paper("2026-11-29");
    struct manifest *manifest = open_it(false);
    assert_true(is_current(manifest, "2026-11-29"));
    assert_false(is_current(manifest, "2026-11-30"));
    assert_false(is_current(manifest, NULL));
    manifest_close(manifest);
}

static void test_what_was_found_by_digest_is_known_by_stamp(void **state)
{
    (void)state;
    make_paper(NULL);
    age("part", OLD_NS + 7);
    age("roles", OLD_NS + 7);
    struct manifest *manifest = open_it(true);
    assert_true(is_current(manifest, NULL));
    close_it(manifest);
    assert_true(is_current_now(false));
}

/* Changed in the step of the clock in which it was read: size, time and inode are the same. */
static void test_a_stamp_that_is_loose(void **state)
{
    (void)state;
    make_files();
    struct timespec now[2];
    assert_int_equal(clock_gettime(CLOCK_REALTIME, &now[0]), 0);
    now[1] = now[0];
    assert_int_equal(utimensat(AT_FDCWD, in_folder("a.xml"), now, 0), 0);
    struct manifest *manifest = open_it(false);
    note(manifest, NAME, tell("a.xml", NULL), false);
    close_it(manifest);
    assert_true(is_current_now(false));
    put("a.xml", "abx");
    assert_int_equal(utimensat(AT_FDCWD, in_folder("a.xml"), now, 0), 0);
    assert_false(is_current_now(false));
    /* Read again when the step is over, it is firm: from then on nothing is read. */
    put("a.xml", "abc");
    assert_int_equal(utimensat(AT_FDCWD, in_folder("a.xml"), now, 0), 0);
    usleep(60000);
    manifest = open_it(false);
    assert_true(is_current(manifest, NULL));
    close_it(manifest);
    put("a.xml", "abx");
    assert_int_equal(utimensat(AT_FDCWD, in_folder("a.xml"), now, 0), 0);
    assert_true(is_current_now(false));
}

/* What was read counts, not what stands there when it is written down. */
static void test_changed_while_it_was_made(void **state)
{
    (void)state;
    make_files();
    struct manifest *manifest = open_it(false);
    struct str told = tell("a.xml", NULL);
    put("a.xml", "abcd");
    note(manifest, NAME, told, false);
    close_it(manifest);
    assert_false(is_current_now(false) || is_current_now(true));
}

static void test_failed_is_not_current(void **state)
{
    (void)state;
    make_paper(NULL);
    struct manifest *manifest = open_it(false);
    note(manifest, NAME, STR(""), true);
    close_it(manifest);
    assert_false(is_current_now(false) || is_current_now(true));
    manifest = open_it(false);
    note(manifest, NAME, tell("a.xml", NULL), true); /* a draft with errors */
    close_it(manifest);
    assert_false(is_current_now(false));
    manifest = open_it(false);
    note(manifest, NAME, tell("a.xml", NULL), false);
    close_it(manifest);
    assert_true(is_current_now(false));
}

static void test_what_was_absent_may_come(void **state)
{
    (void)state;
    make_paper(NULL);
    struct manifest *manifest = open_it(false);
    for (size_t i = 0; i < manifest->source_count; i++)
        if (manifest->sources[i].was == FILE_WAS_ABSENT)
            manifest->sources[i].path = str_of(in_folder("roles")); /* as if it had come */
    manifest->setups[0].now = NOW_UNKNOWN;
    assert_false(is_current(manifest, NULL));
    manifest_close(manifest);
}

/* --- of anybody --- */

static struct str whole(void)
{
    struct str text;
    assert_int_equal(file_read(arena, diag, in_folder(MANIFEST_NAME), 1 << 20, &text), OK);
    return text;
}

/* Nothing is current, which is said; the run goes on, and writes a good one. */
static void refuses(struct str text)
{
    size_t before = diag_count(diag, SEVERITY_WARNING);
    assert_int_equal(file_write_atomic(diag, in_folder(MANIFEST_NAME), text), OK);
    struct manifest *manifest = open_it(false);
    assert_false(is_current(manifest, NULL));
    assert_int_equal(manifest->paper_count, 0);
    assert_int_equal(diag_count(diag, SEVERITY_WARNING), before + 1);
    assert_int_equal(diag_count(diag, SEVERITY_ERROR), 0);
    close_it(manifest);
    manifest = open_it(false);
    assert_int_equal(diag_count(diag, SEVERITY_WARNING), before + 1);
    manifest_close(manifest);
    diag = diag_new(arena);
}

static void test_cut_off(void **state)
{
    (void)state;
    make_paper(NULL);
    const struct str text = whole();
    for (size_t len = 0; len + 2 < text.len; len += len % 7 + 1)
        refuses(str_slice(text, 0, len));
}

/* `text` with the first `old` behind `from` replaced. */
static struct str replaced(struct str text, const char *from, const char *old, const char *fresh)
{
    const char *start = strstr(text.ptr, from), *at = start != NULL ? strstr(start, old) : NULL;
    assert_non_null(at);
    return arena_printf(arena, "%.*s%s%s", (int)(at - text.ptr), text.ptr, fresh, at + strlen(old));
}

static void test_other_values(void **state)
{
    (void)state;
    static const struct {
        const char *from, *old, *fresh;
    } cases[] = {
        {"{", "outputs 1", "outputs 2"},
        {"{", "\"files\":[", "\"files\":{"},
        {"{", "\"setups\":[", "\"setups\":[3,"},
        {"{", "\"papers\":[", "\"papers\":[\"x\","},
        {"{", "\"papers\"", "\"paper\""},
        {"{", "\"path\":\"", "\"path\":\"\",\"was\":\""},
        {"{", "\"path\":", "\"path\":7,\"was\":"},
        {"{", "\"size\":3", "\"size\":-3"},
        {"{", "\"size\":3", "\"size\":1e3"},
        {"{", "\"size\":3", "\"size\":99999999999999999999"},
        {"{", "\"size\":3", "\"size\":[3]"},
        {"{", "\"time\":\"1", "\"time\":\"x"},
        {"{", "\"inode\":\"", "\"inode\":\" "},
        {"{", "\"sha256\":\"", "\"sha256\":\"0"},
        {"{", "\"sha256\":\"", "\"sha256\":\"x\",\"was\":\""},
        {"{", "\"absent\":true", "\"absent\":1"},
        {"papers", "a.pdf", "../a.pdf"},
        {"papers", "a.pdf", ".."},
        {"papers", "a.pdf", ""},
        {"papers", "\"setup\":0", "\"setup\":1"},
        {"papers", "\"setup\":0", "\"setup\":4294967296"},
        {"papers", "\"setup\":0", "\"setup\":null"},
        {"papers", "\"input\":", "\"input\":9"},
        {"papers", "\"files\":[", "\"files\":[99,"},
        {"papers", "\"files\":[", "\"files\":[\"\","},
        {"papers", "\"kind\":\"memo\"", "\"kind\":{}"},
        {"papers", "\"date\":", "\"was\":"},
        {"setups", "\"facts\":", "\"facts\":7,\"was\":"},
        {"setups", "\"form\":", "\"was\":"},
        {"papers", "]}\n]}", "]}\n]}]"},
    };
    make_paper(NULL);
    const struct str text = whole();
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
        refuses(replaced(text, cases[i].from, cases[i].old, cases[i].fresh));
    const char *paper = strstr(text.ptr, "{\"name\""), *end = strstr(paper, "\n]}");
    refuses(arena_printf(arena, "%.*s,\n%s", (int)(end - text.ptr), text.ptr, paper)); /* one name twice */
    refuses(STR("\xFF\xFE"));
    refuses(STR("[]"));
}

static void test_what_is_no_file(void **state)
{
    (void)state;
    make_files();
    assert_int_equal(mkdir(in_folder(MANIFEST_NAME), 0700), 0);
    struct manifest *manifest = open_it(false);
    assert_int_equal(diag_count(diag, SEVERITY_WARNING), 1);
    note(manifest, NAME, tell("a.xml", NULL), false);
    assert_int_equal(manifest_write(manifest, diag), FAILED);
    assert_int_equal(diag_count(diag, SEVERITY_ERROR), 1);
    manifest_close(manifest);
}

static void test_too_large(void **state)
{
    (void)state;
    make_files();
    put(MANIFEST_NAME, "");
    assert_int_equal(truncate(in_folder(MANIFEST_NAME), (off_t)MANIFEST_MAX_BYTES + 1), 0);
    struct manifest *manifest = open_it(false);
    assert_int_equal(diag_count(diag, SEVERITY_WARNING), 1);
    manifest_close(manifest);
}

/* A worker that talks nonsense spoils its own paper alone. */
static void test_told_by_anybody(void **state)
{
    (void)state;
    make_paper(NULL);
    const struct str told = tell("a.xml", NULL);
    const struct str cases[] = {STR(""),
                                STR("{"),
                                STR("[]"),
                                STR("{\"input\":7}"),
                                replaced(told, "{", "\"kind\"", "\"was\""),
                                replaced(told, "{", "\"files\":[", "\"files\":[7,"),
                                replaced(told, "{", "\"files\":[", "\"files\":{\"a\":["),
                                replaced(told, "input", "\"path\":", "\"was\":"),
                                str_slice(told, 0, told.len - 1)};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        make_paper(NULL);
        struct manifest *manifest = open_it(false);
        note(manifest, "b.pdf", cases[i], false);
        assert_null(manifest_paper_lookup(manifest, "b.pdf"));
        assert_true(is_current(manifest, NULL));
        note(manifest, NAME, cases[i], false);
        assert_false(is_current(manifest, NULL));
        note(manifest, "../b.pdf", told, false);
        assert_int_equal(manifest->paper_count, 1);
        close_it(manifest);
    }
}

/* --- one at a time --- */

static void test_the_second_is_told_who_is_there(void **state)
{
    (void)state;
    int ends[2];
    char said = 0;
    make_files();
    assert_int_equal(pipe(ends), 0);
    pid_t holder = fork();
    if (holder == 0) {
        (void)open_it(false);
        _exit(write(ends[1], "x", 1) != 1 ? 1 : pause());
    }
    assert_int_equal(read(ends[0], &said, 1), 1);
    struct manifest *manifest;
    struct buf text = BUF(10000);
    char who[64];
    assert_int_equal(manifest_open(arena, diag, &(struct manifest_place){folder, NULL}, false, &manifest),
                     SYSTEM);
    diag_print(diag, &text);
    snprintf(who, sizeof who, "进程 %ld，主机 ", (long)holder);
    assert_true(diag_has(diag, MSG_MANIFEST_HELD));
    assert_non_null(strstr(text.ptr, who));
    buf_clear(&text);
    assert_int_equal(kill(holder, SIGKILL), 0);
    assert_int_equal(waitpid(holder, NULL, 0), holder);
    manifest_close(open_it(false)); /* the lock of a dead process is none */
    close(ends[0]);
    close(ends[1]);
}

static void test_the_lock_is_no_way_out(void **state)
{
    (void)state;
    struct manifest *manifest;
    assert_int_equal(symlink("/tmp/nothing-of-that-name", in_folder(MANIFEST_LOCK)), 0);
    assert_int_equal(manifest_open(arena, diag, &(struct manifest_place){folder, NULL}, false, &manifest),
                     SYSTEM);
    assert_false(file_exists("/tmp/nothing-of-that-name"));
    assert_int_equal(
        manifest_open(arena, diag, &(struct manifest_place){in_folder("none"), NULL}, false, &manifest),
        SYSTEM);
    assert_int_equal(diag_count(diag, SEVERITY_ERROR), 2);
}

/* --- left over --- */

static void claim(struct manifest *manifest, const char *name, const char *input)
{
    const struct manifest_paper paper = {.name = name, .input = in_folder(input)};
    assert_int_equal(manifest_claim(manifest, &paper), OK);
}

static bool is_alone(const char *input)
{
    return strstr(input, ".csv") != NULL;
}

static void leaves(struct manifest *manifest, const char *expected)
{
    struct buf names = BUF(1000);
    manifest_add_leftovers(manifest, is_alone, &names);
    assert_int_equal(buf_status(&names), OK);
    assert_string_equal(names.ptr != NULL ? names.ptr : "", expected);
    buf_clear(&names);
}

static void test_what_is_left_over(void **state)
{
    (void)state;
    static const char *const names[] = {"c.pdf", "b.pdf", NAME, "a-draft.pdf"};
    make_files();
    put("b.xml", "b");
    struct manifest *manifest = open_it(false);
    for (size_t i = 0; i < 3; i++) {
        put(names[i], "%PDF");
        note(manifest, names[i], tell(i == 2 ? "a.xml" : "b.xml", NULL), false);
    }
    close_it(manifest);
    form = "pdf draft";
    put("a-draft.pdf", "%PDF");
    manifest = open_it(false);
    note(manifest, "a-draft.pdf", tell("a.xml", NULL), false);
    close_it(manifest);
    form = "pdf";
    put("foreign.pdf", "%PDF");
    manifest = open_it(false);
    claim(manifest, NAME, "a.xml");
    leaves(manifest, "b.pdf\nc.pdf\n"); /* the draft is of an input that is still there */
    put("c.pdf", "mine!");              /* replaced by somebody's own */
    put("b.pdf", "%PDF");
    age("b.pdf", OLD_NS + 9); /* copied back */
    leaves(manifest, "b.pdf\n");
    assert_int_equal(unlink(in_folder("b.pdf")), 0);
    leaves(manifest, "");
    note(manifest, NAME, tell("a.xml", NULL), false);
    assert_int_equal(manifest->paper_count, 4);
    close_it(manifest);
    manifest = open_it(false);
    assert_int_equal(manifest->paper_count, 3); /* b.pdf is gone, and forgotten */
    claim(manifest, "other.pdf", "b.xml");
    leaves(manifest, "a-draft.pdf\na.pdf\n");
    manifest_close(manifest);
}

static void test_nothing_new_is_not_written(void **state)
{
    (void)state;
    struct file_stamp before, after;
    make_paper(NULL);
    assert_true(file_stamp_find(in_folder(MANIFEST_NAME), &before));
    struct manifest *manifest = open_it(false);
    assert_true(is_current(manifest, NULL));
    close_it(manifest);
    assert_true(file_stamp_find(in_folder(MANIFEST_NAME), &after));
    assert_true(file_stamp_same(&before, &after));
}

static void test_it_is_due_now_and_then(void **state)
{
    (void)state;
    enum { MANY = 2000 };
    size_t written = 0;
    make_files();
    struct manifest *manifest = open_it(false);
    const struct str told = tell("a.xml", NULL);
    for (size_t i = 0; i < MANY; i++) {
        note(manifest, arena_printf(arena, "%zu.pdf", i).ptr, told, false);
        if (!manifest_is_due(manifest))
            continue;
        assert_int_equal(manifest_write(manifest, diag), OK);
        written++;
    }
    assert_true(written >= 4 && written <= 10);
    manifest_close(manifest); /* killed */
    manifest = open_it(false);
    assert_true(manifest->paper_count >= MANY * 4 / 5);
    manifest_close(manifest);
}

/* Names that are no UTF-8 cannot be written down: they are never current, and never somebody else's. */
static void test_names_of_any_bytes(void **state)
{
    (void)state;
    make_files();
    put("\xE4.xml", "abc");
    put("\xE4.pdf", "%PDF");
    struct manifest *manifest = open_it(false);
    note(manifest, "\xE4.pdf", tell("\xE4.xml", NULL), false);
    note(manifest, NAME, tell("\xE4.xml", NULL), false);
    close_it(manifest);
    manifest = open_it(false);
    assert_int_equal(manifest->paper_count, 1);
    assert_false(manifest_is_current(manifest,
                                     &(struct manifest_paper){.name = NAME, .input = in_folder("\xE4.xml")}));
    manifest_close(manifest);
}

static void test_paths(void **state)
{
    (void)state;
    static const struct {
        const char *here, *path, *is;
    } cases[] = {
        {"/a/b", "c.xml", "/a/b/c.xml"},
        {"/a/b", "./c//./d", "/a/b/c/d"},
        {"/a/b", "../c", "/a/c"},
        {"/a/b", "../../../c", "/c"},
        {"/a/b", "c/../d", "/a/b/c/../d"},
        {"/a/b", "./.././c", "/a/c"},
        {"", "c", "/c"},
        {"", "../c", "/c"},
        {"/a/b", "/../c//d", "/c/d"},
        {"/a/b", "/c/./../d/", "/c/../d"},
        {"/a/b", "..c/.d", "/a/b/..c/.d"},
        {"/a/b", "..", "/a"},
    };
    make_files();
    struct manifest *manifest = open_it(false);
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        manifest->here = str_of(cases[i].here);
        assert_string_equal(manifest_path(manifest, str_of(cases[i].path)).ptr, cases[i].is);
    }
    manifest_close(manifest);
}

/* --- memory --- */

static enum status attempt(struct str told, const char *roles_path, const char *input)
{
    struct manifest *manifest;
    struct file_kept roles = {.path = roles_path};
    const struct manifest_setup setup = {
        .form = STR("pdf"), .facts = facts, .fact_count = 2, .files = &roles};
    struct manifest_made made = {.name = NAME, .told = told};
    enum status status = manifest_open(arena, diag, &(struct manifest_place){folder, NULL}, false, &manifest);
    if (status != OK)
        return status;
    status = manifest_set_up(manifest, &setup);
    if (status == OK)
        status = manifest_claim(manifest, &(struct manifest_paper){.name = NAME, .input = input});
    if (status == OK) {
        (void)manifest_is_current(manifest, &(struct manifest_paper){.name = NAME, .input = input});
        manifest_note(manifest, &made);
        status = manifest_write(manifest, diag);
    }
    manifest_close(manifest);
    return status;
}

static void test_failing_memory(void **state)
{
    (void)state;
    bool struck = true;
    make_paper(NULL);
    const struct str told = tell("a.xml", NULL);
    const char *roles = in_folder("roles"), *input = in_folder("a.xml");
    for (uint64_t n = 1; struck; n++) {
        diag = diag_new(arena);
        base_fail_allocation(n);
        enum status status = attempt(told, roles, input);
        struck = base_allocation_failed();
        base_fail_allocation(0);
        assert_true(status == OK || struck);
        assert_true(file_exists(in_folder(MANIFEST_NAME)));
        manifest_close(open_it(false));
        assert_false(diag_has(diag, MSG_MANIFEST_UNREAD)); /* whole at any time */
    }
}

static void test_the_program_is_known(void **state)
{
    (void)state;
    struct digest first, second;
    assert_int_equal(manifest_program(arena, &first), OK);
    assert_int_equal(manifest_program(arena, &second), OK);
    assert_true(str_equal(digest_str(&first), digest_str(&second)));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_paper_is_current),
        TEST(test_one_change_is_enough),
        TEST(test_other_options),
        TEST(test_the_day_counts_where_it_was_asked_for),
        TEST(test_what_was_found_by_digest_is_known_by_stamp),
        TEST(test_a_stamp_that_is_loose),
        TEST(test_changed_while_it_was_made),
        TEST(test_failed_is_not_current),
        TEST(test_what_was_absent_may_come),
        TEST(test_cut_off),
        TEST(test_other_values),
        TEST(test_what_is_no_file),
        TEST(test_too_large),
        TEST(test_told_by_anybody),
        TEST(test_the_second_is_told_who_is_there),
        TEST(test_the_lock_is_no_way_out),
        TEST(test_what_is_left_over),
        TEST(test_nothing_new_is_not_written),
        TEST(test_it_is_due_now_and_then),
        TEST(test_names_of_any_bytes),
        TEST(test_paths),
        TEST(test_failing_memory),
        TEST(test_the_program_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
