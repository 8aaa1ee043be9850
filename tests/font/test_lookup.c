/* Characters in the fonts of Debian: faces, widths, fallback, shift, bold, shaping. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "font/fixture.h"

static struct font_glyph glyph_of(const struct font_set *set, int role, uint32_t code, bool latin)
{
    struct font_glyph glyph;
    if (!font_glyph_lookup(set, role, code, latin, &glyph))
        fail_msg("U+%04X is in no face", (unsigned)code);
    return glyph;
}

static struct font_face_facts facts_of(const struct font_set *set, int face)
{
    struct font_face_facts facts;
    font_face_facts(set, face, &facts);
    return facts;
}

static void assert_str(struct str text, const char *expected)
{
    if (!str_is(text, expected))
        fail_msg("\"%.*s\" is not \"%s\"", STR_ARGS(text), expected);
}

/* The fonts of ./dev are all there: nothing was replaced. */
static void test_no_warning(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(diag_count(fixture->diag, SEVERITY_WARNING), 0);
    assert_int_equal(diag_count(fixture->diag, SEVERITY_ERROR), 0);
}

static void test_roles(void **state)
{
    const struct font_set *set = ((struct fixture *)*state)->set;
    assert_int_equal(font_role_lookup(set, STR("仿宋"), false), REAL_FANG);
    assert_int_equal(font_role_lookup(set, STR("仿宋"), true), REAL_HEI);
    assert_int_equal(font_role_lookup(set, STR("黑体"), true), REAL_HEI);
    assert_int_equal(font_role_lookup(set, STR("宋体"), true), REAL_TITLE);
    assert_int_equal(font_role_lookup(set, STR("隶书"), false), -1);
    assert_int_equal(font_role_count(set), REAL_ROLE_COUNT);
}

static void test_faces(void **state)
{
    const struct font_set *set = ((struct fixture *)*state)->set;
    struct font_face_facts fang = facts_of(set, glyph_of(set, REAL_FANG, 0x4E00, false).face);
    assert_str(fang.postscript_name, "FandolFang-Regular");
    assert_int_equal(fang.outline, FONT_CFF);
    struct font_face_facts song = facts_of(set, glyph_of(set, REAL_SONG, 0x4E00, false).face);
    assert_str(song.postscript_name, "NotoSerifCJKsc-Regular");
    assert_int_equal(song.index, 2);
    assert_true(song.descent < 0 && song.ascent > 0 && song.cap_height > 0);
    struct font_face_facts title = facts_of(set, glyph_of(set, REAL_TITLE, 0x4E00, false).face);
    assert_str(title.postscript_name, "NotoSerifCJKsc-Bold");
    assert_true(title.stem_v > song.stem_v);
    struct font_face_facts latin = facts_of(set, glyph_of(set, REAL_TITLE, '8', true).face);
    assert_str(latin.postscript_name, "LiberationSerif-Bold");
    assert_int_equal(latin.outline, FONT_TRUETYPE);
}

static void test_widths(void **state)
{
    const struct font_set *set = ((struct fixture *)*state)->set;
    for (uint32_t digit = '0'; digit <= '9'; digit++)
        assert_int_equal(glyph_of(set, REAL_FANG, digit, true).advance, 500);
    static const uint32_t wide[] = {0x2014, 0x2026, 0xB7,   0x201C, 0x201D,
                                    0x2018, 0x2019, 0x3002, 0xFF0C, 0x56FD};
    for (int role = 0; role < REAL_ROLE_COUNT; role++) {
        for (size_t i = 0; i < ARRAY_COUNT(wide); i++) {
            struct font_glyph glyph = glyph_of(set, role, wide[i], false);
            assert_int_equal(glyph.advance, 1000);
            assert_int_equal(font_face_advance(set, glyph.face, glyph.glyph), 1000);
        }
    }
    assert_int_equal(glyph_of(set, REAL_FANG, 0x201C, true).advance, 444);
    assert_int_equal(glyph_of(set, REAL_FANG, 0x20, true).advance, 250);
}

/* —— is one stroke: Noto's dash has a gap at either end, its box-drawing line has none; Fandol's dash needs
 * no help. */
static void test_dash(void **state)
{
    const struct font_set *set = ((struct fixture *)*state)->set;
    static const int noto[] = {REAL_SONG, REAL_HEI, REAL_TITLE};
    for (size_t i = 0; i < ARRAY_COUNT(noto); i++) {
        uint32_t line = glyph_of(set, noto[i], 0x2500, false).glyph;
        assert_int_equal(glyph_of(set, noto[i], 0x2014, false).glyph, line);
    }
    uint32_t plain = glyph_of(set, REAL_HEI, 0x2014, true).glyph;
    assert_int_not_equal(glyph_of(set, REAL_HEI, 0x2014, false).glyph, plain);
    assert_int_not_equal(glyph_of(set, REAL_FANG, 0x2014, false).glyph,
                         glyph_of(set, REAL_FANG, 0x2500, false).glyph);
}

/* Names are why fallback is not optional. */
static void test_fallback(void **state)
{
    const struct font_set *set = ((struct fixture *)*state)->set;
    static const uint32_t rare[] = {0x4DAE /* 䶮 */, 0x20BB7 /* 𠮷 */, 0x2CB4E /* 𬭎 */, 0x9555 /* 镕 */,
                                    0x9FEB /* 鿫 */};
    int own = glyph_of(set, REAL_FANG, 0x4E00, false).face;
    for (size_t i = 0; i < ARRAY_COUNT(rare); i++) {
        struct font_glyph glyph = glyph_of(set, REAL_FANG, rare[i], false);
        assert_int_not_equal(glyph.face, own);
        assert_str(facts_of(set, glyph.face).family, "BabelStone Han");
        assert_int_equal(glyph.advance, 1000);
        assert_true(glyph.fallback);
        struct font_glyph again = glyph_of(set, REAL_FANG, rare[i], false);
        assert_int_equal(glyph.face, again.face);
        assert_int_equal(glyph.glyph, again.glyph);
    }
    assert_str(facts_of(set, glyph_of(set, REAL_FANG, 0x2611, false).face).family, "DejaVu Sans");
}

static void test_missing(void **state)
{
    const struct font_set *set = ((struct fixture *)*state)->set;
    static const uint32_t missing[] = {0, 0x0378, 0xE1000, 0x10FFFF, 0x110000, UINT32_MAX};
    struct font_glyph glyph = {.face = 77};
    for (size_t i = 0; i < ARRAY_COUNT(missing); i++) {
        if (font_glyph_lookup(set, REAL_SONG, missing[i], false, &glyph))
            fail_msg("U+%04X is glyph %u of face %d", (unsigned)missing[i], (unsigned)glyph.glyph,
                     glyph.face);
        assert_false(font_glyph_lookup(set, REAL_SONG, missing[i], true, &glyph));
    }
    assert_int_equal(glyph.face, 77);
    assert_true(font_glyph_lookup(set, REAL_SONG, 0x3000, false, &glyph)); /* blank by nature */
}

static void test_shape(void **state)
{
    const struct font_set *set = ((struct fixture *)*state)->set;
    int latin = glyph_of(set, REAL_SONG, 'A', true).face;
    struct font_shaped glyphs[8];
    size_t count;
    assert_int_equal(font_shape(set, latin, STR("AVA"), glyphs, 8, &count), OK);
    assert_int_equal(count, 3);
    assert_true(glyphs[0].advance < font_face_advance(set, latin, glyphs[0].glyph)); /* kerned */
    assert_int_equal(font_shape(set, latin, STR("office"), glyphs, 8, &count), OK);
    assert_int_equal(count, 6); /* no ligature */
    assert_int_equal(glyphs[5].cluster, 5);
    assert_int_equal(font_shape(set, latin, STR("office"), glyphs, 5, &count), FAILED);
    assert_int_equal(font_shape(set, latin, STR(""), glyphs, 5, &count), OK);
    assert_int_equal(count, 0);
}

/* Figures stand below each other: none is narrower beside another, alone or in a word, which is kerned else. */
static void test_figures(void **state)
{
    static const char *const texts[] = {"11", "1,111.11", "(11)", "AV11", "11AV", "GB11111-2011.1%AV"};
    const struct font_set *set = ((struct fixture *)*state)->set;
    const int faces[] = {glyph_of(set, REAL_SONG, 'A', true).face, glyph_of(set, REAL_HEI, 'A', true).face};
    for (size_t face = 0; face < ARRAY_COUNT(faces); face++)
        for (size_t i = 0; i < ARRAY_COUNT(texts); i++) {
            struct font_shaped glyphs[20];
            size_t count;
            assert_int_equal(font_shape(set, faces[face], str_of(texts[i]), glyphs, 20, &count), OK);
            assert_int_equal(count, strlen(texts[i]));
            for (size_t k = 0; k < count; k++) {
                assert_int_equal(glyphs[k].cluster, k);
                assert_int_equal(glyphs[k].x_offset, 0);
                if (texts[i][k] < 'A')
                    assert_int_equal(glyphs[k].advance, font_face_advance(set, faces[face], glyphs[k].glyph));
            }
        }
    struct font_shaped glyphs[2];
    size_t count;
    assert_int_equal(font_shape(set, faces[0], STR("111"), glyphs, 2, &count), FAILED);
}

static void test_print(void **state)
{
    const struct font_set *set = ((struct fixture *)*state)->set;
    struct buf out = BUF(1 << 20);
    font_set_print(set, &out);
    assert_int_equal(buf_status(&out), OK);
    assert_non_null(strstr(out.ptr, "FandolFang"));
    assert_non_null(strstr(out.ptr, "NotoSerifCJK-Regular.ttc#2"));
    assert_non_null(strstr(out.ptr, "  7942/20992"));
    assert_non_null(strstr(out.ptr, "字心 306  抬高  69"));
    assert_non_null(strstr(out.ptr, "字心   -  抬高   0"));
    buf_clear(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_warning), cmocka_unit_test(test_roles), cmocka_unit_test(test_faces),
        cmocka_unit_test(test_widths),     cmocka_unit_test(test_dash),  cmocka_unit_test(test_fallback),
        cmocka_unit_test(test_missing),    cmocka_unit_test(test_shape), cmocka_unit_test(test_figures),
        cmocka_unit_test(test_print),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
