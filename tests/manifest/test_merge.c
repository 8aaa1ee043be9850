/* Shards of a run, told as one: what each says of its papers, what they say together, manifests of anybody. */
#define _GNU_SOURCE
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
#include <sys/stat.h>
#include <time.h>

#include "failing.h"
#include "faulty.h"
#include "manifest/manifest_int.h"
#include "manifest/messages.def"
#include "base/messages.def"

FAULTY(struct dirent *, NULL, readdir, (DIR * directory), (directory))
FAULTY(char *, NULL, realpath, (const char *path, char *resolved), (path, resolved))
FAULTY(int, -1, stat, (const char *path, struct stat *facts), (path, facts))

/* No disk is waited for here.  Weak: where all units of the room are one program, another file has one of its own. */
__attribute__((weak)) int fsync(int fd)
{
    return fd < 0 ? -1 : 0;
}

enum { PAPERS = 3 };
static const char *const NAMES[PAPERS] = {"a.pdf", "b.pdf", "c.pdf"};
static char folder[64];
static struct arena *arena;
static struct diag *diag;

static const char *in_folder(const char *name)
{
    return path_join(arena, folder, name).ptr;
}

static void put(const char *name, struct str text)
{
    assert_int_equal(file_write_atomic(diag, in_folder(name), text), OK);
}

static struct str text_of(const char *name)
{
    struct str text;
    assert_int_equal(file_read(arena, diag, in_folder(name), 1 << 20, &text), OK);
    return text;
}

static struct str replaced(struct str text, const char *old, const char *fresh)
{
    const char *at = strstr(text.ptr, old);
    assert_non_null(at);
    return arena_printf(arena, "%.*s%s%s", (int)(at - text.ptr), text.ptr, fresh, at + strlen(old));
}

static struct digest digest_of_names(void)
{
    struct buf names = BUF(1000);
    for (size_t i = 0; i < PAPERS; i++)
        manifest_add_name(&names, str_of(NAMES[i]));
    const struct str all = buf_str(&names);
    struct digest digest = digest_of(&all, 1);
    buf_clear(&names);
    return digest;
}

static struct str tell(void)
{
    struct arena *read = arena_new(0);
    struct str bytes, told;
    struct buf made = BUF(MANIFEST_MAX_MADE);
    const struct str paper = STR("%PDF");
    assert_int_equal(file_read(read, diag, in_folder("in.xml"), 100, &bytes), OK);
    manifest_add_making(&made, &(struct manifest_making){.input = in_folder("in.xml"),
                                                         .kind = STR("memo"),
                                                         .digest = digest_of(&paper, 1),
                                                         .files = arena_files(read),
                                                         .kind_files = STR("")});
    assert_int_equal(buf_keep(&made, arena, &told), OK);
    arena_free(read);
    return told;
}

/* Long ago, so that the stamp is firm. */
static void age(const char *name, time_t seconds)
{
    const struct timespec old[2] = {{1600000000 + seconds, 1}, {1600000000 + seconds, 1}};
    assert_int_equal(utimensat(AT_FDCWD, in_folder(name), old, 0), 0);
}

/* How a paper of the run goes: made, failed, or not at all; failed without a word; made of nobody knows what. */
enum goes { MADE, BAD, NOT, SILENT, UNTOLD };

static void note(struct manifest *manifest, size_t place, enum goes goes)
{
    struct manifest_made made = {.name = NAMES[place - 1], .place = place, .told = STR("")};
    if (goes == NOT)
        return;
    if (goes == MADE) {
        put(made.name, STR("%PDF"));
        age(made.name, 0);
        assert_true(file_stamp_find(in_folder(made.name), &made.stamp));
        made.told = tell();
    } else {
        made.failed = goes != UNTOLD;
        made.messages = goes == BAD ? STR("in.xml:1:1: error: 不对\n") : STR("");
    }
    manifest_note(manifest, &made);
}

/* Shard `number` of 2: the first has the first paper and the last. */
static void run_shard(int64_t number, enum goes goes)
{
    static const struct manifest_fact facts[] = {{"program", {"chengwen 1", 10}, false}};
    const struct manifest_shard shard = {number, 2, PAPERS, digest_of_names()};
    const struct manifest_place place = {folder, &shard};
    struct manifest *manifest;
    assert_int_equal(manifest_open(arena, diag, &place, false, &manifest), OK);
    assert_int_equal(
        manifest_set_up(manifest,
                        &(struct manifest_setup){.form = STR("pdf"), .facts = facts, .fact_count = 1}),
        OK);
    for (size_t at = (size_t)number; at <= PAPERS; at += 2) {
        const struct manifest_paper paper = {.name = NAMES[at - 1],
                                             .input = in_folder("in.xml"),
                                             .part = at == 3 ? "in.xml!3" : NULL,
                                             .place = at};
        assert_int_equal(manifest_claim(manifest, &paper), OK);
    }
    for (size_t at = (size_t)number; at <= PAPERS; at += 2)
        note(manifest, at, at == 3 ? MADE : goes);
    assert_int_equal(manifest_write(manifest, diag), OK);
    manifest_close(manifest);
}

static int set_up(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/chengwen-merg-XXXXXX");
    arena = arena_new(0);
    diag = arena != NULL ? diag_new(arena) : NULL;
    if (diag == NULL || mkdtemp(folder) == NULL)
        return -1;
    put("in.xml", STR("abc"));
    run_shard(1, MADE);
    run_shard(2, MADE);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    char command[128];
    arena_free(arena);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static enum status merge_by(bool by_digest, struct manifest_merge **ret_merge)
{
    const char *const paths[] = {folder};
    return manifest_merge(diag, &(struct manifest_sources){paths, 1, by_digest}, ret_merge);
}

static enum status merge_folder(struct manifest_merge **ret_merge)
{
    return merge_by(false, ret_merge);
}

static struct manifest_sum sum_by(bool by_digest)
{
    struct manifest_merge *merge = NULL;
    struct manifest_sum sum;
    assert_int_equal(merge_by(by_digest, &merge), OK);
    manifest_merge_sum(merge, &sum);
    manifest_merge_free(merge);
    return sum;
}

static struct manifest_sum sum_up(void)
{
    return sum_by(false);
}

static void test_all_are_there(void **state)
{
    (void)state;
    const struct manifest_sum sum = sum_up();
    assert_true(sum.agrees && !sum.is_unread);
    assert_int_equal(sum.papers, PAPERS);
    assert_int_equal(sum.states[MANIFEST_MADE], PAPERS);
    assert_int_equal(diag_count(diag, SEVERITY_ERROR), 0);
}

struct told {
    size_t count;
    char text[1000];
};

static void hear(void *context, const struct manifest_merged *paper)
{
    struct told *told = context;
    told->count++;
    size_t used = strlen(told->text);
    snprintf(told->text + used, sizeof told->text - used, "%zu %d %lld %.*s\n%.*s", paper->place,
             (int)paper->state, (long long)paper->shard, STR_ARGS(paper->part), STR_ARGS(paper->messages));
}

static void test_each_is_told(void **state)
{
    (void)state;
    struct manifest_merge *merge = NULL;
    struct told told = {0};
    run_shard(1, BAD);
    run_shard(2, NOT);
    assert_int_equal(unlink(in_folder("c.pdf")), 0);
    assert_int_equal(merge_folder(&merge), OK);
    assert_int_equal(manifest_merge_each(merge, hear, &told), OK);
    const char *expected =
        arena_printf(
            arena,
            "1 %d 1 \nin.xml:1:1: error: 不对\n"
            "2 %d 2 \n%s/b.pdf: error: 第 2 片没有做到这一份。提示：做完这一片（--if-changed 只做余下的）\n"
            "3 %d 1 in.xml!3\n%s/c.pdf: error: 第 1 "
            "片生成了这一份，现在没有这个文件。提示：取来它，或重做这一片\n",
            MANIFEST_FAILED, MANIFEST_OPEN, folder, MANIFEST_GONE, folder)
            .ptr;
    assert_string_equal(told.text, expected);
    assert_int_equal(told.count, PAPERS);
    manifest_merge_free(merge);
}

static bool tells(const char *words)
{
    struct manifest_merge *merge = NULL;
    struct told told = {0};
    assert_int_equal(merge_folder(&merge), OK);
    assert_int_equal(manifest_merge_each(merge, hear, &told), OK);
    manifest_merge_free(merge);
    return strstr(told.text, words) != NULL;
}

static void test_nothing_is_passed_over(void **state)
{
    (void)state;
    run_shard(2, SILENT);
    assert_true(tells("第 2 片没有生成这一份，清单里没有记下原因"));
    run_shard(2, UNTOLD);
    assert_true(tells("第 2 片生成了这一份，清单里却没有它的来历"));
    /* Lines as long as anybody likes, and what moves a terminal. */
    const struct str text = text_of(".chengwen-2of2.json");
    char *many = arena_alloc(arena, 3000000);
    memset(many, 'x', 2999999);
    const char *shown = arena_printf(arena, "\"failed\":true,\"messages\":\"a\\u001b\\n%s", many).ptr;
    put(".chengwen-2of2.json", replaced(text, "\"made\":true", arena_printf(arena, "%s\"", shown).ptr));
    assert_true(tells("2 1 2 \na"));
    assert_false(tells("\x1B"));
}

/* A paper that this run did not come to is not the one of an earlier run, nor is one that fails now. */
static void test_what_was_made_before_counts_no_more(void **state)
{
    (void)state;
    run_shard(2, NOT);
    assert_int_equal(sum_up().states[MANIFEST_OPEN], 1);
    run_shard(2, BAD);
    assert_int_equal(sum_up().states[MANIFEST_FAILED], 1);
    run_shard(2, MADE);
    assert_int_equal(sum_up().states[MANIFEST_MADE], PAPERS);
}

/* Another stamp says nothing, if the bytes are the same; the same stamp all, unless digests are asked for. */
static void test_the_file_is_the_one_that_was_made(void **state)
{
    (void)state;
    age("a.pdf", 7);
    assert_int_equal(sum_up().states[MANIFEST_MADE], PAPERS);
    FILE *file = fopen(in_folder("b.pdf"), "r+");
    assert_non_null(file);
    assert_int_equal(fputs("%PDX", file) < 0 ? 1 : fclose(file), 0);
    age("b.pdf", 0);
    assert_int_equal(sum_up().states[MANIFEST_MADE], PAPERS);
    assert_int_equal(sum_by(true).states[MANIFEST_ALTERED], 1);
    age("b.pdf", 1);
    assert_int_equal(sum_up().states[MANIFEST_ALTERED], 1);
}

static void test_written_as_one(void **state)
{
    (void)state;
    struct manifest_merge *merge = NULL;
    struct manifest *whole;
    const struct manifest_place place = {folder, NULL};
    assert_int_equal(merge_folder(&merge), OK);
    assert_int_equal(manifest_merge_write(merge, diag), OK);
    assert_string_equal(manifest_merge_folder(merge), folder);
    manifest_merge_free(merge);
    assert_null(strstr(text_of(MANIFEST_NAME).ptr, "share"));
    assert_int_equal(manifest_open(arena, diag, &place, false, &whole), OK);
    assert_int_equal(whole->paper_count, PAPERS);
    assert_int_equal(whole->setup_count, 1);
    assert_int_equal(whole->source_count, 1);
    manifest_close(whole);
    assert_int_equal(diag_count(diag, SEVERITY_WARNING) + diag_count(diag, SEVERITY_ERROR), 0);
}

/* --- of anybody --- */

#define FIRST ".chengwen-1of2.json"

/* It counts as missing, which is said. */
static void is_refused(struct str text)
{
    put(FIRST, text);
    diag = diag_new(arena);
    const struct manifest_sum sum = sum_up();
    assert_true(diag_has(diag, MSG_MANIFEST_NOT_SHARD));
    assert_true(diag_has(diag, MSG_MANIFEST_MISSING));
    assert_int_equal(sum.states[MANIFEST_NOBODY], 2);
    diag = diag_new(arena);
}

static void test_manifests_of_anybody(void **state)
{
    (void)state;
    static const struct {
        const char *old, *fresh;
    } cases[] = {
        {"\"shard\":{", "\"was\":{"},
        {"\"number\":1", "\"number\":0"},
        {"\"number\":1", "\"number\":3"},
        {"\"number\":1", "\"number\":\"x\""},
        {"\"count\":2", "\"count\":10001"},
        {"\"count\":2", "\"was\":2"},
        {"\"papers\":3", "\"papers\":1000001"},
        {"\"papers\":3", "\"papers\":99999999999999999999"},
        {"\"papers\":3", "\"papers\":2"},
        {"\"names\":\"", "\"names\":\"x"},
        {"\"share\":[", "\"share\":{\"x\":["},
        {"\"share\":[", "\"share\":[7,"},
        {"\"share\":[", "\"was\":["},
        {"\"place\":1", "\"place\":0"},
        {"\"place\":1", "\"place\":3"},
        {"\"place\":3", "\"place\":4"},
        {"\"place\":3", "\"place\":-3"},
        {"\"name\":\"a.pdf\"", "\"name\":\"\""},
        {"\"name\":\"a.pdf\"", "\"name\":\"../a.pdf\""},
        {"\"name\":\"a.pdf\"", "\"name\":7"},
        {"\"made\":true", "\"made\":1"},
        {"\"made\":true", "\"messages\":7"},
        {"\"part\":", "\"part\":{},\"was\":"},
    };
    const struct str text = text_of(FIRST);
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
        is_refused(replaced(text, cases[i].old, cases[i].fresh));
    for (size_t len = 0; len + 2 < text.len; len += len % 31 + 1)
        is_refused(str_slice(text, 0, len));
}

/* Each is right for itself. */
static void test_shards_that_contradict(void **state)
{
    (void)state;
    static const struct {
        const char *old, *fresh;
        const struct message *told;
    } cases[] = {
        {"\"count\":2", "\"count\":3", MSG_MANIFEST_OTHER_COUNT},
        {"\"papers\":3", "\"papers\":4", MSG_MANIFEST_OTHER_PAPERS},
        {"\"names\":\"",
         "\"names\":\"0000000000000000000000000000000000000000000000000000000000000000\",\"was\":\"",
         MSG_MANIFEST_OTHER_NAMES},
        {"\"number\":1", "\"number\":2", MSG_MANIFEST_SHARD_TWICE},
        {"\"place\":1", "\"place\":2", MSG_MANIFEST_PAPER_TWICE},
        {"{\"place\":1,\"name\":\"a.pdf\"", "{\"place\":1,\"name\":\"d.pdf\"", MSG_MANIFEST_OTHER_PLACES},
        {"chengwen 1", "chengwen 2", MSG_MANIFEST_OTHER_SETUP},
        {"\"form\":\"pdf\"", "\"form\":\"html\"", MSG_MANIFEST_OTHER_SETUP},
        {"\"sha256\":\"",
         "\"sha256\":\"0000000000000000000000000000000000000000000000000000000000000000\",\"was\":\"",
         MSG_MANIFEST_OTHER_FILE},
    };
    const struct str text = text_of(FIRST);
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct manifest_merge *merge = NULL;
        struct manifest_sum sum;
        put(FIRST, replaced(text, cases[i].old, cases[i].fresh));
        diag = diag_new(arena);
        assert_int_equal(merge_folder(&merge), OK);
        manifest_merge_sum(merge, &sum);
        assert_true(diag_has(diag, cases[i].told));
        assert_false(sum.agrees);
        assert_int_equal(manifest_merge_write(merge, diag), FAILED);
        manifest_merge_free(merge);
        assert_false(file_exists(in_folder(MANIFEST_NAME)));
        diag = diag_new(arena);
    }
}

static void test_what_cannot_be_read(void **state)
{
    (void)state;
    struct manifest_merge *merge = NULL;
    assert_int_equal(unlink(in_folder(FIRST)), 0);
    assert_int_equal(mkdir(in_folder(FIRST), 0700), 0);
    assert_true(sum_up().is_unread);
    assert_int_equal(rmdir(in_folder(FIRST)), 0);
    assert_int_equal(unlink(in_folder(".chengwen-2of2.json")), 0);
    put(".chengwen-1of2.jsonx", STR("{"));
    put(".chengwen-xof2.json", STR("{"));
    diag = diag_new(arena);
    assert_int_equal(merge_folder(&merge), FAILED);
    assert_true(diag_has(diag, MSG_MANIFEST_NO_SHARDS));
    manifest_merge_free(merge);
}

/* --- memory --- */

static enum status attempt(void)
{
    struct manifest_merge *merge = NULL;
    struct told told = {0};
    enum status status = merge_folder(&merge);
    if (status == OK)
        status = manifest_merge_each(merge, hear, &told);
    if (status == OK)
        status = manifest_merge_write(merge, diag);
    manifest_merge_free(merge);
    return status;
}

static void test_failing_memory(void **state)
{
    (void)state;
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        diag = diag_new(arena);
        base_fail_allocation(n);
        enum status status = attempt();
        struck = base_allocation_failed();
        base_fail_allocation(0);
        assert_int_equal(status == OK, !struck);
        assert_int_equal(sum_up().states[MANIFEST_MADE], PAPERS); /* what it reads is never spoilt */
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* A part of a folder may lack a shard, and a shard whose place is not known its papers. */
static void test_what_the_disk_does_not_give(void **state)
{
    (void)state;
    struct manifest_merge *merge = NULL;
    faulty_next_readdir(1, EIO);
    assert_int_equal(merge_folder(&merge), SYSTEM);
    assert_true(diag_has(diag, MSG_FILE_UNREADABLE));
    manifest_merge_free(merge);
    faulty_next_stat(1, EACCES);
    assert_int_equal(merge_folder(&merge), SYSTEM);
    manifest_merge_free(merge);
    faulty_next_realpath(1, EIO);
    assert_true(sum_up().is_unread);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_all_are_there),
        TEST(test_each_is_told),
        TEST(test_nothing_is_passed_over),
        TEST(test_what_was_made_before_counts_no_more),
        TEST(test_the_file_is_the_one_that_was_made),
        TEST(test_written_as_one),
        TEST(test_manifests_of_anybody),
        TEST(test_shards_that_contradict),
        TEST(test_what_cannot_be_read),
        TEST(test_what_the_disk_does_not_give),
        TEST(test_failing_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
