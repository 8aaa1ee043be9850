/* Failing memory in HarfBuzz, FreeType and fontconfig: it must show as NO_MEMORY, never as another face, a
 * missing character or a broken font.  The address space is limited and used up but for a given rest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include <cmocka.h>

#include "font/real_roles.h"

static struct rlimit whole;
static void *hoard; /* blocks, linked by their first word */

static void release_memory(void)
{
    setrlimit(RLIMIT_AS, &whole);
    for (void *block = hoard, *next; block != NULL; block = next) {
        next = *(void **)block;
        free(block);
    }
    hoard = NULL;
}

/* From here on, `rest` more bytes of address space can be had, and nothing of the heap. */
static void limit_memory(size_t rest)
{
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%lu", &pages), 1);
    fclose(file);
    void *kept = rest > 0 ? malloc(rest) : NULL;
    getrlimit(RLIMIT_AS, &whole);
    struct rlimit limit = whole;
    limit.rlim_cur = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + rest;
    assert_int_equal(setrlimit(RLIMIT_AS, &limit), 0);
    for (size_t size = 1 << 20; size >= 16;) {
        void **block = malloc(size);
        if (block == NULL) {
            size /= 2;
            continue;
        }
        *block = hoard;
        hoard = block;
    }
    free(kept);
}

/* What the fonts say of a few characters and words; with all faces that the roles can lead to. */
struct answers {
    struct font_glyph glyphs[12];
    bool found[12];
    struct font_shaped shaped[8];
    size_t shaped_count;
    enum status status;
};

static void ask(const struct font_set *set, struct answers *ret_answers)
{
    static const uint32_t codes[12] = {0x4E00, 0x56FD, 0x9555, 0x3402, 0x2014, 0x201C,
                                       0x2026, 0x2611, 'A',    '8',    0xE9,   0x20BB7};
    memset(ret_answers, 0, sizeof *ret_answers);
    for (size_t i = 0; i < ARRAY_COUNT(codes); i++)
        ret_answers->found[i] =
            font_glyph_lookup(set, REAL_SONG, codes[i], i == 8 || i == 9, &ret_answers->glyphs[i]);
    if (ret_answers->found[8])
        ret_answers->status = font_shape(set, ret_answers->glyphs[8].face, STR("AVAre"), ret_answers->shaped,
                                         8, &ret_answers->shaped_count);
}

static enum status load(struct diag *diag, struct font_set **ret_set)
{
    *ret_set = NULL;
    return font_set_load(diag, &real_request, ret_set);
}

static void assert_silent(const struct diag *diag)
{
    const struct diag_entry *entries;
    if (diag_entries(diag, &entries) > 0)
        fail_msg("%.*s", STR_ARGS(entries[0].text));
}

/* 0, 4 KB, 8 KB, ... */
static size_t larger(size_t rest)
{
    return rest == 0 ? 4096 : rest * 2;
}

static void test_load(void **state)
{
    (void)state;
    unsigned short_of = 0;
    for (size_t rest = 0; rest <= (size_t)1 << 29; rest = larger(rest)) {
        struct arena *arena = arena_new(0);
        struct diag *diag = diag_new(arena);
        struct font_set *set;
        limit_memory(rest);
        enum status status = load(diag, &set);
        release_memory();
        assert_silent(diag);
        assert_true(status == OK || status == NO_MEMORY);
        short_of += status == NO_MEMORY;
        if (rest == (size_t)1 << 29)
            assert_int_equal(status, OK);
        font_set_free(set);
        arena_free(arena);
    }
    assert_in_range(short_of, 10, 18);
}

static void test_lookup(void **state)
{
    (void)state;
    struct answers right, now;
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    struct font_set *set;
    assert_int_equal(load(diag, &set), OK);
    ask(set, &right);
    font_set_free(set);
    unsigned short_of = 0;
    for (size_t rest = 0; rest <= 32 << 20; rest = larger(rest)) {
        assert_int_equal(load(diag, &set), OK);
        limit_memory(rest);
        ask(set, &now);
        bool failed = font_memory_failed(set);
        release_memory();
        if (!failed)
            assert_memory_equal(&now, &right, sizeof now);
        short_of += failed;
        (void)!font_memory_failed(
            set); /* the faces are opened anew where there was no memory even for that */
        assert_false(font_memory_failed(set));
        ask(set, &now);
        assert_memory_equal(&now, &right, sizeof now); /* the next document is not harmed */
        font_set_free(set);
    }
    assert_in_range(short_of, 1, 13);
    arena_free(arena);
}

static void test_program(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct diag *diag = diag_new(arena);
    struct font_set *set;
    const struct font_piece pieces[] = {{0, 1000, 0}, {7, 1000, 0}, {700, 1000, 0}, {7000, 1000, 0}};
    const struct font_pieces wanted = {pieces, ARRAY_COUNT(pieces)};
    struct str right = {NULL, 0};
    struct font_program now;
    unsigned short_of = 0;
    for (size_t rest = 0; rest <= 64 << 20; rest = larger(rest)) {
        assert_int_equal(load(diag, &set), OK); /* what was read of a face stays */
        limit_memory(rest);
        enum status status = font_program_make(set, 0, wanted, arena, diag, &now);
        bool failed = font_memory_failed(set);
        release_memory();
        assert_int_equal(diag_count(diag, SEVERITY_ERROR), 0);
        assert_true(status == NO_MEMORY || (status == OK && !failed));
        struct str first = now.bytes;
        short_of += status == NO_MEMORY;
        (void)!font_memory_failed(set);
        assert_int_equal(font_program_make(set, 0, wanted, arena, diag, &now), OK);
        right = right.ptr == NULL ? now.bytes : right;
        assert_true(str_equal(now.bytes, right));
        assert_true(status == NO_MEMORY || str_equal(first, right));
        font_set_free(set);
    }
    assert_in_range(short_of, 1, 14);
    arena_free(arena);
}

int main(void)
{
#ifdef CHENGWEN_SANITIZE
    return 0; /* a sanitizer needs the address space itself */
#endif
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_load),
        cmocka_unit_test(test_lookup),
        cmocka_unit_test(test_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
