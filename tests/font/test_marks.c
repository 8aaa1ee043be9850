/* Full-width marks in the faces of every role: what may be taken off, and that it never is ink; dashes that
 * meet; which face is a fallback, and where it stands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "font/real_roles.h"

static struct arena *arena;
static struct font_set *set;

static int setup(void **state)
{
    (void)state;
    arena = arena_new(0);
    return font_set_load(diag_new(arena), &real_request, &set) == OK ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    font_set_free(set);
    arena_free(arena);
    return 0;
}

static struct font_glyph glyph_of(int role, uint32_t code, bool latin)
{
    struct font_glyph glyph;
    if (!font_glyph_lookup(set, role, code, latin, &glyph))
        fail_msg("U+%04X is in no face of role %d", (unsigned)code, role);
    return glyph;
}

/* The blank of the mark, after a check that it holds no ink. */
static void blank_of(int role, uint32_t code, int32_t *ret_left, int32_t *ret_right)
{
    struct font_glyph glyph = glyph_of(role, code, false);
    struct font_ink ink = font_glyph_ink(set, glyph.face, glyph.glyph);
    font_mark_blank(set, glyph.face, code, ret_left, ret_right);
    int32_t left, right;
    font_mark_blank(set, glyph.face, code, &left, &right); /* kept, and the same */
    if (left != *ret_left || right != *ret_right || left < 0 || right < 0 || left > ink.left ||
        right > glyph.advance - ink.right || left + right > 500)
        fail_msg("U+%04X in role %d: %d, %d; ink %d to %d", (unsigned)code, role, left, right, ink.left,
                 ink.right);
}

static void test_halves(void **state)
{
    (void)state;
    static const char *const marks[] = {"（《〈「『【〔〖［｛‘“", "）》〉」』】〕〗］｝’”，、；：。．！"};
    for (int role = 0; role < REAL_ROLE_COUNT; role++) {
        for (size_t side = 0; side < 2; side++) {
            struct str text = str_of(marks[side]);
            for (size_t at = 0; at < text.len;) {
                int32_t left, right;
                blank_of(role, utf8_next(text, &at), &left, &right);
                assert_int_equal(left, side == 0 ? 500 : 0);
                assert_int_equal(right, side == 0 ? 0 : 500);
            }
        }
    }
}

/* Fandol's question mark stands in the middle: half an em goes, but from both sides. */
static void test_question_mark(void **state)
{
    (void)state;
    int32_t left, right;
    blank_of(REAL_SONG, 0xFF1F, &left, &right);
    assert_int_equal(left, 0);
    assert_int_equal(right, 500);
    blank_of(REAL_FANG, 0xFF1F, &left, &right);
    assert_int_equal(left, 180);
    assert_int_equal(right, 320);
}

static void test_dot(void **state)
{
    (void)state;
    for (int role = 0; role < REAL_ROLE_COUNT; role++) {
        int32_t left, right;
        blank_of(role, 0xB7, &left, &right);
        assert_int_equal(left, 250);
        assert_int_equal(right, 250);
    }
}

/* BabelStone has no `halt`: half the box, by the ink. */
static void test_without_halt(void **state)
{
    (void)state;
    struct font_glyph rare = glyph_of(REAL_FANG, 0x20BB7, false);
    assert_true(rare.fallback);
    int32_t left, right;
    font_mark_blank(set, rare.face, 0xFF0C, &left, &right);
    assert_in_range(right, 400, 500);
    font_mark_blank(set, rare.face, 0xFF08, &left, &right);
    assert_in_range(left, 400, 500);
    font_mark_blank(set, rare.face, 0x56FD, &left, &right);
    assert_true(left < 150 && right < 150);
    font_mark_blank(set, rare.face, 0x10FFFF, &left, &right);
    assert_int_equal(left + right, 0);
}

/* Two dashes are one stroke in every role, also in the fallback faces; two ellipses keep their dots apart
 * evenly enough and are two em. */
static void test_strokes(void **state)
{
    (void)state;
    for (int role = 0; role < REAL_ROLE_COUNT; role++) {
        struct font_glyph dash = glyph_of(role, 0x2014, false);
        struct font_ink ink = font_glyph_ink(set, dash.face, dash.glyph);
        assert_int_equal(dash.advance, 1000);
        assert_true(ink.left + 1000 - ink.right < 30);
        static const uint32_t dots[] = {0x2026, 0x22EF};
        for (size_t i = 0; i < ARRAY_COUNT(dots); i++) {
            struct font_glyph ellipsis = glyph_of(role, dots[i], false);
            ink = font_glyph_ink(set, ellipsis.face, ellipsis.glyph);
            assert_int_equal(ellipsis.advance, 1000);
            assert_in_range(ink.bottom, 200, 350);
            assert_true(ink.left > 0 && ink.right < 1000);
        }
    }
}

/* Han characters of all roles have one middle, whichever of the role's faces they come from, to a hundredth of an em;
 * Latin letters are never moved. */
static void test_middle(void **state)
{
    (void)state;
    enum { MIDDLE = 375, OFF = 10 };
    static const uint32_t codes[] = {0x56FD, 0x9FEB, 0x20BB7};
    for (int role = 0; role < REAL_ROLE_COUNT; role++) {
        for (size_t i = 0; i < ARRAY_COUNT(codes); i++) {
            struct font_glyph glyph;
            struct font_face_facts facts;
            if (!font_glyph_lookup(set, role, codes[i], false, &glyph))
                continue;
            font_face_facts(set, glyph.face, &facts);
            assert_true(facts.middle > 0);
            const int middle = facts.middle + font_shift(set, role, glyph.face);
            assert_in_range(middle, MIDDLE - OFF, MIDDLE + OFF);
        }
        const struct font_glyph letter = glyph_of(role, 'A', true);
        assert_false(letter.fallback);
        assert_int_equal(font_shift(set, role, letter.face), 0);
    }
    const int own = glyph_of(REAL_FANG, 0x56FD, false).face;
    assert_in_range(font_shift(set, REAL_FANG, own), 60, 80); /* Fandol sits low */
    assert_int_equal(font_shift(set, REAL_SONG, glyph_of(REAL_SONG, 0x56FD, false).face), 0);
    const struct font_glyph box = glyph_of(REAL_SONG, 0x2611, false);
    assert_true(box.fallback);
    assert_int_equal(font_shift(set, REAL_SONG, box.face), 0); /* no Han in it */
    assert_int_equal(font_shift(set, -1, own), 0);
}

static void test_square(void **state)
{
    (void)state;
    struct font_set *square;
    int32_t left, right;
    assert_int_equal(font_set_square(NULL, &square), OK);
    font_mark_blank(square, 0, 0xFF0C, &left, &right);
    assert_int_equal(left, 500);
    assert_int_equal(right, 500);
    struct font_ink ink = font_glyph_ink(square, 0, 0x2022);
    assert_int_equal(ink.right - ink.left, 500);
    assert_int_equal(ink.top - ink.bottom, 1000);
    font_set_free(square);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_halves),  cmocka_unit_test(test_question_mark),
        cmocka_unit_test(test_dot),     cmocka_unit_test(test_without_halt),
        cmocka_unit_test(test_strokes), cmocka_unit_test(test_middle),
        cmocka_unit_test(test_square),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
