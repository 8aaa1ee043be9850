/* Subsets: the same bytes each time, codes, outlines kept, bad glyphs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "font/fixture.h"
#include "font/messages.def"

enum { FANDOL_FIRST_OTHER_CID = 8896 };

static int face_of(const struct font_set *set, int role, uint32_t code, bool latin, uint32_t *ret_glyph)
{
    struct font_glyph glyph;
    assert_true(font_glyph_lookup(set, role, code, latin, &glyph));
    *ret_glyph = glyph.glyph;
    return glyph.face;
}

static struct font_subset subset_of(const struct fixture *fixture, int face, const uint32_t *glyphs,
                                    size_t count)
{
    struct font_subset subset;
    assert_int_equal(font_subset_make(fixture->set, face, (struct font_glyph_list){glyphs, count},
                                      fixture->arena, fixture->diag, &subset),
                     OK);
    assert_true(subset.program.len > 0);
    return subset;
}

/* Another subset in between changes nothing. */
static void assert_repeatable(const struct fixture *fixture, int face, const uint32_t *glyphs, size_t count)
{
    struct font_subset first = subset_of(fixture, face, glyphs, count);
    const uint32_t other[] = {5, 9};
    subset_of(fixture, face, other, 2);
    struct font_subset second = subset_of(fixture, face, glyphs, count);
    assert_true(str_equal(first.program, second.program));
    assert_memory_equal(first.codes, second.codes, count * sizeof first.codes[0]);
}

static void test_noto(void **state)
{
    const struct fixture *fixture = *state;
    uint32_t glyphs[2];
    int face = face_of(fixture->set, REAL_SONG, 0x4E00, false, &glyphs[0]);
    face_of(fixture->set, REAL_SONG, 0x56FD, false, &glyphs[1]);
    struct font_subset subset = subset_of(fixture, face, glyphs, 2);
    assert_int_equal(subset.codes[0], glyphs[0]);
    assert_int_equal(subset.codes[1], glyphs[1]);
    assert_int_equal(subset.program.ptr[0], 1); /* a bare CFF table: version 1.0 */
    assert_int_equal(subset.program.ptr[1], 0);
    assert_in_range(subset.program.len, 200, 20000);
    assert_repeatable(fixture, face, glyphs, 2);
}

static void test_fandol(void **state)
{
    const struct fixture *fixture = *state;
    uint32_t first;
    int face = face_of(fixture->set, REAL_FANG, 0x4E00, false, &first);
    const uint32_t glyphs[] = {first, 9000};
    assert_true(first < FANDOL_FIRST_OTHER_CID);
    struct font_subset subset = subset_of(fixture, face, glyphs, 2);
    assert_int_equal(subset.codes[0], first);
    assert_int_not_equal(subset.codes[1], 9000);
    assert_repeatable(fixture, face, glyphs, 2);
}

static void test_truetype(void **state)
{
    const struct fixture *fixture = *state;
    uint32_t glyphs[2];
    int face = face_of(fixture->set, REAL_SONG, 'A', true, &glyphs[0]);
    face_of(fixture->set, REAL_SONG, 0xE9, true, &glyphs[1]); /* é: composite, its parts come along */
    struct font_subset subset = subset_of(fixture, face, glyphs, 2);
    assert_memory_equal(subset.program.ptr, "\0\1\0\0", 4);
    assert_int_equal(subset.codes[0], 1);
    assert_true(subset.codes[1] > 1);
    assert_repeatable(fixture, face, glyphs, 2);
}

static void test_large(void **state)
{
    const struct fixture *fixture = *state;
    uint32_t glyphs[2000], unused;
    for (uint32_t i = 0; i < ARRAY_COUNT(glyphs); i++)
        glyphs[i] = 20 * (i + 1);
    int face = face_of(fixture->set, REAL_TITLE, 0x4E00, false, &unused);
    struct font_subset subset = subset_of(fixture, face, glyphs, ARRAY_COUNT(glyphs));
    for (size_t i = 0; i < ARRAY_COUNT(glyphs); i++)
        assert_int_equal(subset.codes[i], glyphs[i]);
}

static void test_none(void **state)
{
    const struct fixture *fixture = *state;
    uint32_t unused;
    int face = face_of(fixture->set, REAL_SONG, 'A', true, &unused);
    subset_of(fixture, face, NULL, 0);
}

static void test_glyph_beyond(void **state)
{
    struct fixture *fixture = *state;
    uint32_t unused;
    const uint32_t glyphs[] = {65535};
    struct font_subset subset = {{"untouched", 9}, NULL};
    int face = face_of(fixture->set, REAL_FANG, 0x4E00, false, &unused);
    assert_int_equal(font_subset_make(fixture->set, face, (struct font_glyph_list){glyphs, 1}, fixture->arena,
                                      fixture->diag, &subset),
                     FAILED);
    assert_true(diag_has(fixture->diag, MSG_FONT_SUBSET));
    assert_true(str_is(subset.program, "untouched"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_noto),  cmocka_unit_test(test_fandol), cmocka_unit_test(test_truetype),
        cmocka_unit_test(test_large), cmocka_unit_test(test_none),   cmocka_unit_test(test_glyph_beyond),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
