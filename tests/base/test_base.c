/* base: arenas, strings, lengths, buffers, diagnostics, files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <signal.h>
#include <unistd.h>

#ifdef CHENGWEN_SANITIZE
#include <sanitizer/asan_interface.h>
#endif

#include "base/base.h"
#include "base/messages.def"
#include "messages_here.h"

static void holds(void **state)
{
    (void)state;
    assert_true(str_holds(STR("完成率（%）"), "%"));
    assert_true(str_holds(STR("87％"), "％"));
    assert_false(str_holds(STR("占比"), "％"));
    assert_false(str_holds((struct str){NULL, 0}, "%")); /* a label that nobody wrote */
}

static void test_arena_gives_zeroed_aligned_memory(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    for (size_t size = 0; size < 200000; size = size * 2 + 1) {
        char *memory = arena_alloc(arena, size);
        assert_non_null(memory);
        assert_int_equal((uintptr_t)memory % 16, 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(memory[i], 0);
        memset(memory, 0xAA, size);
    }
    arena_free(arena);
}

static void test_arena_keeps_its_limit(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1000);
    assert_null(arena_alloc(arena, 1001));
    assert_non_null(arena_alloc(arena, 900));
    assert_null(arena_alloc(arena, 200));
    assert_null(arena_alloc_array(arena, SIZE_MAX / 2, 4));
    arena_free(arena);
}

static void test_arena_is_empty_after_reset(void **state)
{
    (void)state;
    struct arena *arena = arena_new(100000);
    arena_reset(arena);
    for (int round = 0; round < 50; round++) {
        for (size_t size = 1; size < 5000; size += 1000) {
            char *memory = arena_alloc(arena, size);
            assert_non_null(memory);
            assert_int_equal(memory[0] | memory[size - 1], 0);
            memset(memory, 1, size);
        }
        assert_non_null(arena_alloc(arena, 80000));
        arena_reset(arena);
    }
    arena_free(arena);
}

/* The sanitizer knows each request by itself: what lies around it, and what was forgotten, may not be touched;
 * each may fail. */
static void test_arena_is_watched(void **state)
{
    (void)state;
#ifdef CHENGWEN_SANITIZE
    struct arena *arena = arena_new(0);
    for (size_t size = 1; size < 100000; size = size * 3 + 1) {
        char *first = arena_alloc(arena, size), *second = arena_alloc(arena, size);
        assert_false(__asan_address_is_poisoned(first) || __asan_address_is_poisoned(first + size - 1));
        assert_true(__asan_address_is_poisoned(first + size) && __asan_address_is_poisoned(second + size));
    }
    arena_reset(arena);
    char *again = arena_alloc(arena, 1);
    arena_reset(arena);
    assert_true(__asan_address_is_poisoned(again));
    assert_non_null(arena_alloc(arena, 1));
    base_fail_allocation(3);
    assert_true(arena_alloc(arena, 1) != NULL && arena_alloc(arena, 1) != NULL);
    assert_null(arena_alloc(arena, 1));
    base_fail_allocation(0);
    arena_free(arena);
#endif
}

static void test_arena_survives_failure(void **state)
{
    (void)state;
    base_fail_allocation(1);
    assert_null(arena_new(0));
    assert_true(base_allocation_failed());
    base_fail_allocation(0);
}

static void test_arena_append_adds_or_changes_nothing(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    int *items = NULL;
    size_t count = 0, capacity = 0;
    for (int i = 0; i < 100; i++)
        assert_int_equal(ARENA_APPEND(arena, items, count, capacity, &i), OK);
    assert_true(count == 100 && items[0] == 0 && items[99] == 99);
    arena_free(arena);
    arena = arena_new(1);
    int one = 1, *none = NULL;
    count = capacity = 0;
    assert_int_equal(ARENA_APPEND(arena, none, count, capacity, &one), NO_MEMORY);
    assert_true(none == NULL && count == 0 && capacity == 0);
    arena_free(arena);
}

static void test_arena_grow_keeps_the_items(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    int *items = NULL;
    size_t capacity = 0;
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(arena_grow(arena, (void **)&items, (size_t)i, &capacity, sizeof *items), OK);
        items[i] = i;
    }
    for (int i = 0; i < 1000; i++)
        assert_int_equal(items[i], i);
    arena_free(arena);
}

static void test_utf8_goes_there_and_back(void **state)
{
    (void)state;
    static const uint32_t codes[] = {0x41,   0x7F,   0x80,    0x7FF,   0x800,
                                     0x4E2D, 0xFFFD, 0x10000, 0x20BB7, 0x10FFFF};
    for (size_t i = 0; i < ARRAY_COUNT(codes); i++) {
        char bytes[4];
        struct str text = {bytes, utf8_encode(codes[i], bytes)};
        size_t offset = 0;
        assert_int_equal(utf8_next(text, &offset), codes[i]);
        assert_int_equal(offset, text.len);
        assert_int_equal(utf8_count(text), 1);
    }
}

static void test_utf8_counts_characters(void **state)
{
    static const char text[] = "a\xC2\xA0中\xF0\xA0\xAE\xB7";
    char many[8 * sizeof text];
    (void)state;
    size_t len = 0;
    for (size_t i = 0; i < 8; i++, len += sizeof text - 1)
        memcpy(many + len, text, sizeof text - 1);
    for (size_t from = 0; from < len; from++)
        for (size_t to = from, count = 0; to < len; to++) {
            assert_int_equal(utf8_count((struct str){many + from, to - from}), count);
            count += ((unsigned char)many[to] & 0xC0) != 0x80 ? 1 : 0;
        }
    assert_int_equal(utf8_size_of('a') + utf8_size_of('\xC2') + utf8_size_of('\xE4') + utf8_size_of('\xF0'),
                     10);
}

static void test_texts_are_joined(void **state)
{
    struct arena *arena = arena_new(0);
    (void)state;
    assert_string_equal(arena_join(arena, STR("甲"), STR("乙")).ptr, "甲乙");
    assert_int_equal(arena_join(arena, (struct str){NULL, 0}, STR("")).len, 0);
    arena_free(arena);
}

static void test_lengths(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        length value;
    } good[] = {{"10.5pt", 10500},
                {"25.4mm", 72000},
                {"2.54cm", 72000},
                {"1in", 72000},
                {"三号", 16000},
                {"小四", 12000},
                {"0", 0},
                {"-3pt", -3000},
                {"28.95pt", 28950},
                {"210mm", 595276},
                /* quotients never add up to more than the whole */
                {"156mm/28", 15793},
                {"225mm/22", 28990},
                {"-10pt/3", -3333},
                {"三号/2", 8000},
                {"10pt/1", 10000},
                {"0/7", 0},
                {"2pt/9999", 0}};
    static const char *const bad[] = {
        "",  "12", "pt",    "1.pt x", "1,5mm",    "12345678pt", "1.23456pt", "三",       "mm",    "1e3pt",
        "/", "/2", "10pt/", "10pt/0", "10pt/2.5", "10pt/10000", "10pt/-2",   "10pt/2/2", "10/2pt"};
    for (size_t i = 0; i < ARRAY_COUNT(good); i++) {
        length value = -1;
        assert_true(length_parse(str_of(good[i].text), &value));
        assert_int_equal(value, good[i].value);
    }
    for (size_t i = 0; i < ARRAY_COUNT(bad); i++) {
        length value = 77;
        assert_false(length_parse(str_of(bad[i]), &value));
        assert_int_equal(value, 77);
    }
    assert_int_equal(LENGTH_MM(210), 595276);
}

static void test_buf_stops_at_its_maximum(void **state)
{
    (void)state;
    struct buf buf = BUF(10);
    buf_add_text(&buf, "0123456789");
    assert_int_equal(buf_status(&buf), OK);
    buf_add_char(&buf, 'x');
    assert_int_equal(buf_status(&buf), FAILED);
    assert_int_equal(buf.len, 10);
    buf_clear(&buf);
}

static void test_diag_prints_places_and_counts(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    diag_report(diag, MSG_HERE_FAILED, ((struct place){"a.xml", 3, 7}), "不符");
    diag_report(diag, MSG_HERE_WARNING, ((struct place){"a.xml", 0, 0}), "偏大");
    struct buf out = BUF(1000);
    diag_print(diag, &out);
    assert_string_equal(out.ptr, "a.xml:3:7: error: 不符\na.xml: warning: 偏大\n");
    assert_int_equal(diag_count(diag, SEVERITY_ERROR), 1);
    for (int i = 0; i < DIAG_LIMIT + 5; i++)
        diag_report(diag, MSG_HERE_FAILED, ((struct place){"a.xml", 1, 1}), "x");
    assert_int_equal(diag_count(diag, SEVERITY_ERROR), DIAG_LIMIT + 6);
    buf_clear(&out);
    arena_free(arena);
}

/* What to do about it stands behind the first message of its code; what is told twice of one place is printed
 * once. */
static void test_diag_helps_once(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    struct place place = {"a.xml", 3, 7};
    diag_report(diag, MSG_HERE_HELPED, place);
    diag_report(diag, MSG_HERE_HELPED, place);
    diag_report(diag, MSG_HERE_HELPED, ((struct place){"a.xml", 3, 8}));
    diag_report(diag, MSG_HERE_FAILED, place, "不符");
    struct buf out = BUF(1000);
    diag_print(diag, &out);
    assert_string_equal(out.ptr, "a.xml:3:7: error: 单独的 & 不能出现在 XML 里。提示：写成 &amp;\n"
                                 "a.xml:3:8: error: 单独的 & 不能出现在 XML 里\n"
                                 "a.xml:3:7: error: 不符\n");
    buf_clear(&out);
    arena_free(arena);
}

static void test_diag_cuts_long_messages(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    struct buf value = BUF(1 << 20);
    while (value.len < 100000)
        buf_add_text(&value, "值");
    for (int shift = 0; shift < 3; shift++)
        diag_report(diag, MSG_HERE_FAILED, ((struct place){"a.xml", 1, 1}), value.ptr + shift * 3);
    const struct diag_entry *entries;
    assert_int_equal(diag_entries(diag, &entries), 3);
    assert_true(entries[0].text.len <= DIAG_TEXT_MAX + 3);
    assert_int_equal(entries[0].text.len % 3, 0);
    assert_memory_equal(entries[0].text.ptr + entries[0].text.len - 3, "…", 3);
    buf_clear(&value);
    arena_free(arena);
}

static void in_temporary_folder(char *folder)
{
    strcpy(folder, "/tmp/chengwen-base-XXXXXX");
    assert_non_null(mkdtemp(folder));
}

static void test_file_round_trip_and_directories(void **state)
{
    (void)state;
    char folder[64], path[128];
    in_temporary_folder(folder);
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    snprintf(path, sizeof path, "%s/a/b", folder);
    assert_int_equal(file_make_directory(diag, path), OK);
    assert_int_equal(file_make_directory(diag, path), OK);
    snprintf(path, sizeof path, "%s/a/b/c.txt", folder);
    assert_int_equal(file_write_atomic(diag, path, STR("内容")), OK);
    struct str bytes;
    assert_int_equal(file_read(arena, diag, path, 100, &bytes), OK);
    assert_true(str_is(bytes, "内容"));
    assert_int_equal(file_read(arena, diag, path, 5, &bytes), FAILED);
    assert_int_equal(file_read(arena, diag, folder, 5, &bytes), SYSTEM);
    assert_int_equal(file_read(arena, diag, "/nowhere/x", 5, &bytes), SYSTEM);
    assert_int_equal(file_write_atomic(diag, "/nowhere/x", STR("x")), SYSTEM);
    snprintf(path, sizeof path, "%s/a/b/c.txt/d", folder);
    assert_int_equal(file_make_directory(diag, path), SYSTEM);
    arena_free(arena);
}

/* What concerns one path only fails that path: the next may be written. */
static void test_faults_of_one_path(void **state)
{
    (void)state;
    char folder[64], path[512], name[256];
    in_temporary_folder(folder);
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    struct str bytes;
    memset(name, 'n', sizeof name);
    name[255] = '\0';
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(file_write_atomic(diag, path, STR("x")), OK); /* the longest name there is */
    snprintf(path, sizeof path, "%s/%sn", folder, name);
    assert_int_equal(file_write_atomic(diag, path, STR("x")), FAILED);
    snprintf(path, sizeof path, "%s/taken.pdf", folder);
    assert_int_equal(file_make_directory(diag, path), OK);
    assert_int_equal(file_write_atomic(diag, path, STR("x")), FAILED);
    snprintf(path, sizeof path, "%s/pipe", folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(file_read(arena, diag, path, 5, &bytes), SYSTEM); /* and does not wait */
    snprintf(path, sizeof path, "%s/loop", folder);
    assert_int_equal(symlink(path, path), 0);
    assert_int_equal(file_read(arena, diag, path, 5, &bytes), SYSTEM);
    assert_int_equal(file_write_new(diag, path, STR("x")), FAILED); /* it stays, though it leads nowhere */
    assert_int_equal(file_write_atomic(diag, path, STR("x")), OK);  /* the link is replaced */
    snprintf(path, sizeof path, "%s/loop/x", folder);
    assert_int_equal(file_write_atomic(diag, path, STR("x")), FAILED);
    arena_free(arena);
}

/* A disk that is full after every number of bytes, as the kernel shows it for a size limit: the old file
 * stays, nothing else is left behind. */
static void test_failed_write_leaves_the_old_file(void **state)
{
    (void)state;
    char folder[64], path[128], command[256];
    in_temporary_folder(folder);
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    snprintf(path, sizeof path, "%s/c.txt", folder);
    assert_int_equal(file_write_atomic(diag, path, STR("old")), OK);
    snprintf(command, sizeof command, "test \"$(ls -A %s)\" = c.txt", folder);
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit before, tight;
    struct str bytes;
    static const char text[300];
    getrlimit(RLIMIT_FSIZE, &before);
    for (size_t room = 0; room <= sizeof text; room++) {
        bool fits = room == sizeof text;
        tight = before;
        tight.rlim_cur = room;
        setrlimit(RLIMIT_FSIZE, &tight);
        enum status status = file_write_atomic(diag, path, (struct str){text, sizeof text});
        setrlimit(RLIMIT_FSIZE, &before);
        assert_int_equal(status, fits ? OK : SYSTEM);
        assert_int_equal(file_read(arena, diag, path, sizeof text, &bytes), OK);
        assert_true(fits ? bytes.len == sizeof text : str_is(bytes, "old"));
        assert_true(room % 50 > 0 || system(command) == 0);
    }
    assert_true(diag_has(diag, MSG_FILE_UNWRITABLE));
    arena_free(arena);
}

static enum status index_all(struct arena *arena, struct str_index *index, int64_t count)
{
    enum status status = OK;
    *index = (struct str_index){.arena = arena};
    for (int64_t i = 0; i < count && status == OK; i++) {
        struct str text = arena_printf(arena, "%lld", (long long)i);
        status = text.ptr == NULL ? NO_MEMORY : str_index_put(index, text, i);
    }
    return status;
}

static void test_index_finds_what_was_put(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct str_index index = {.arena = arena};
    assert_int_equal(str_index_lookup(&index, STR("")), STR_INDEX_NONE);
    assert_int_equal(index_all(arena, &index, 5000), OK);
    for (int64_t i = 0; i < 5000; i++)
        assert_int_equal(str_index_lookup(&index, arena_printf(arena, "%lld", (long long)i)), i);
    assert_int_equal(str_index_lookup(&index, STR("5000")), STR_INDEX_NONE);
    assert_int_equal(str_index_lookup(&index, STR("")), STR_INDEX_NONE);
    assert_int_equal(str_index_put(&index, STR("7"), 8), OK);
    assert_int_equal(str_index_lookup(&index, STR("7")), 8);
    assert_int_equal(index.count, 5000);
    arena_free(arena);
}

/* Texts that somebody chose to have one slot: still found, and it is seen. */
static void test_index_tells_of_a_crowd(void **state)
{
    (void)state;
    enum { CROWD = 300, SLOTS = 1 << 10 };
    struct arena *arena = arena_new(0);
    struct str_index index;
    int64_t count = 0;
    assert_int_equal(index_all(arena, &index, CROWD), OK);
    assert_true(index.longest < 100);
    index = (struct str_index){.arena = arena};
    for (int64_t i = 0; count < CROWD; i++) {
        struct str text = arena_printf(arena, "%lld", (long long)i);
        uint64_t hash = str_hash(text);
        if (((hash ^ hash >> 32) & (SLOTS - 1)) == 7)
            assert_int_equal(str_index_put(&index, text, count++), OK);
    }
    assert_true(index.longest >= CROWD / 2);
    assert_int_equal(str_index_lookup(&index, STR("x")), STR_INDEX_NONE);
    arena_free(arena);
}

static void test_index_survives_failure(void **state)
{
    (void)state;
    bool failed = true;
    for (uint64_t n = 1; failed; n++) {
        struct str_index index;
        struct arena *arena = arena_new(0);
        assert_non_null(arena);
        base_fail_allocation(n);
        enum status status = index_all(arena, &index, 300);
        failed = base_allocation_failed();
        base_fail_allocation(0);
        assert_int_equal(status, failed ? NO_MEMORY : OK);
        arena_free(arena);
    }
}

static void test_digits(void **state)
{
    (void)state;
    int64_t value = 7;
    assert_true(digits_parse(STR("0042"), 4, &value));
    assert_int_equal(value, 42);
    assert_true(digits_parse(STR("9223372036854775807"), 19, &value));
    assert_true(value == INT64_MAX);
    assert_false(digits_parse(STR("9223372036854775808"), 19, &value));
    assert_false(digits_parse(STR("99999999999999999999999"), SIZE_MAX, &value));
    assert_false(digits_parse(STR("12345"), 4, &value));
    assert_false(digits_parse(STR(""), 4, &value));
    assert_false(digits_parse(STR("-1"), 4, &value));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds),
        cmocka_unit_test(test_arena_gives_zeroed_aligned_memory),
        cmocka_unit_test(test_arena_keeps_its_limit),
        cmocka_unit_test(test_arena_is_empty_after_reset),
        cmocka_unit_test(test_arena_is_watched),
        cmocka_unit_test(test_arena_survives_failure),
        cmocka_unit_test(test_arena_append_adds_or_changes_nothing),
        cmocka_unit_test(test_arena_grow_keeps_the_items),
        cmocka_unit_test(test_index_finds_what_was_put),
        cmocka_unit_test(test_index_tells_of_a_crowd),
        cmocka_unit_test(test_index_survives_failure),
        cmocka_unit_test(test_utf8_goes_there_and_back),
        cmocka_unit_test(test_utf8_counts_characters),
        cmocka_unit_test(test_texts_are_joined),
        cmocka_unit_test(test_lengths),
        cmocka_unit_test(test_buf_stops_at_its_maximum),
        cmocka_unit_test(test_diag_prints_places_and_counts),
        cmocka_unit_test(test_diag_helps_once),
        cmocka_unit_test(test_digits),
        cmocka_unit_test(test_diag_cuts_long_messages),
        cmocka_unit_test(test_file_round_trip_and_directories),
        cmocka_unit_test(test_faults_of_one_path),
        cmocka_unit_test(test_failed_write_leaves_the_old_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
