/* The square font: widths, missing characters, shaping. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "failing.h"
#include "font/font.h"

static int32_t advance_of(const struct font_set *set, uint32_t code, bool latin)
{
    struct font_glyph glyph;
    assert_true(font_glyph_lookup(set, 0, code, latin, &glyph));
    assert_int_equal(glyph.face, 0);
    assert_int_equal(glyph.glyph, code);
    assert_int_equal(font_shift(set, 0, 0), 0);
    return glyph.advance;
}

static void test_widths(void **state)
{
    (void)state;
    static const struct {
        uint32_t code;
        int32_t advance, latin_advance;
    } cases[] = {
        {'A', 500, 500},      {' ', 500, 500},       {0xE9, 500, 500},     {0x4E00, 1000, 1000},
        {0x9FFF, 1000, 1000}, {0x20BB7, 1000, 1000}, {0x3002, 1000, 1000}, {0xFF01, 1000, 1000},
        {0xFF60, 1000, 1000}, {0xFF61, 500, 500},    {0x303F, 500, 500},   {0x3000, 1000, 1000},
        {0x2014, 1000, 500},  {0x201C, 1000, 500},   {0xB7, 1000, 500},    {0x2610, 500, 500},
        {0x10FFFF, 500, 500}, {0xAC00, 1000, 1000},  {0x10FF, 500, 500},   {0x1100, 1000, 1000},
    };
    struct font_set *set;
    assert_int_equal(font_set_square(NULL, &set), OK);
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        assert_int_equal(advance_of(set, cases[i].code, false), cases[i].advance);
        assert_int_equal(advance_of(set, cases[i].code, true), cases[i].latin_advance);
    }
    assert_int_equal(font_role_lookup(set, STR("随便"), true), 0);
    assert_int_equal(font_role_count(set), 1);
    assert_int_equal(font_face_count(set), 1);
    struct font_face_facts facts;
    font_face_facts(set, 0, &facts);
    assert_int_equal(facts.outline, FONT_NONE);
    font_set_free(set);
}

static void test_without(void **state)
{
    (void)state;
    struct font_set *set;
    struct font_glyph glyph;
    assert_int_equal(font_set_square("䶮x", &set), OK);
    assert_false(font_glyph_lookup(set, 0, 0x4DAE, false, &glyph));
    assert_false(font_glyph_lookup(set, 0, 'x', true, &glyph));
    assert_true(font_glyph_lookup(set, 0, 'y', true, &glyph));
    font_set_free(set);
}

static void test_shape(void **state)
{
    (void)state;
    struct font_set *set;
    struct font_shaped glyphs[3];
    size_t count = 99;
    assert_int_equal(font_set_square(NULL, &set), OK);
    assert_int_equal(font_shape(set, 0, STR("é一x"), glyphs, 3, &count), OK);
    assert_int_equal(count, 3);
    assert_int_equal(glyphs[1].cluster, 2);
    assert_int_equal(glyphs[1].advance, 1000);
    assert_int_equal(glyphs[2].glyph, 'x');
    count = 99;
    assert_int_equal(font_shape(set, 0, STR("abcd"), glyphs, 3, &count), FAILED);
    assert_int_equal(count, 99);
    font_set_free(set);
}

static void test_no_memory(void **state)
{
    (void)state;
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        struct font_set *set = NULL;
        base_fail_allocation(n);
        struck = memory_struck(font_set_square("䶮", &set));
        font_set_free(set);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_widths),
        cmocka_unit_test(test_without),
        cmocka_unit_test(test_shape),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
