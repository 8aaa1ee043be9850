/* Font programs: what they draw, against the installed faces, drawn by FreeType in font units; their bytes. */
#include "font/outlines.h"
#include "font/messages.def"

#include <stdlib.h>
#include <string.h>

enum { CHUNK = 3000 };

static uint32_t word_at(struct str bytes, size_t at)
{
    uint32_t word = 0;
    for (size_t i = 0; i < 4; i++)
        word = word << 8 | (at + i < bytes.len ? (unsigned char)bytes.ptr[at + i] : 0);
    return word;
}

static uint32_t sum_of(struct str bytes)
{
    uint32_t sum = 0;
    for (size_t at = 0; at < bytes.len; at += 4)
        sum += word_at(bytes, at);
    return sum;
}

/* As the directory says, and all together what they have to be (OpenType, the table head). */
static void assert_sums(struct str file)
{
    const size_t count = word_at(file, 4) >> 16;
    for (size_t i = 0; i < count; i++) {
        const size_t entry = 12 + 16 * i, at = word_at(file, entry + 8), len = word_at(file, entry + 12);
        const bool is_head = word_at(file, entry) == 0x68656164;
        const uint32_t sum = sum_of(str_slice(file, at, at + len)) - (is_head ? word_at(file, at + 8) : 0);
        assert_int_equal(sum, word_at(file, entry + 4));
    }
    assert_int_equal(sum_of(file), 0xB1B0AFBA);
}

static struct str program_of(const struct faces *faces, int face, const struct font_piece *pieces,
                             size_t count)
{
    struct font_program program = {0};
    assert_int_equal(font_program_make(faces->set, face, (struct font_pieces){pieces, count}, faces->arena,
                                       faces->diag, &program),
                     OK);
    assert_true(program.bytes.len > 0);
    for (size_t i = 0, end = 0; i < program.outline_count; i++) { /* one behind the other */
        const struct font_outline_span *outline = &program.outlines[i];
        assert_in_range(outline->at, end, program.bytes.len);
        end = outline->at + outline->len;
        assert_in_range(end, outline->at + 1, program.bytes.len);
        assert_null(*outline->kept);
    }
    if (word_at(program.bytes, 0) == 0x10000)
        assert_sums(program.bytes);
    return program.bytes;
}

static struct font_piece piece_of(const struct faces *faces, int face, uint32_t glyph)
{
    return (struct font_piece){glyph, font_face_advance(faces->set, face, glyph), 0};
}

/* Every `stride`-th glyph, in programs of CHUNK, the last ones first. */
static void compare_face(const struct faces *faces, int face, uint32_t stride)
{
    static struct font_piece pieces[CHUNK];
    FT_Face original = open_original(faces->set, face);
    for (uint32_t next = 1; next < (uint32_t)original->num_glyphs;) {
        size_t count = 1;
        pieces[0] = piece_of(faces, face, 0);
        for (; count < CHUNK && next < (uint32_t)original->num_glyphs; next += stride)
            pieces[count++] = piece_of(faces, face, (uint32_t)original->num_glyphs - next);
        FT_Face made = open_program(program_of(faces, face, pieces, count));
        assert_int_equal(made->units_per_EM, original->units_per_EM);
        for (size_t i = 0; i < count; i++)
            assert_drawn(original, pieces[i].glyph, made, (uint32_t)i, 0,
                         advance_of(original, pieces[i].glyph));
        FT_Done_Face(made);
    }
    FT_Done_Face(original);
}

/* CHENGWEN_ALL_GLYPHS=1: all glyphs of all faces; else some thousands of each. */
static void test_outlines(void **state)
{
    const struct faces *faces = *state;
    bool all = getenv("CHENGWEN_ALL_GLYPHS") != NULL;
    assert_true(font_face_count(faces->set) >= 12);
    for (size_t i = 0; i < font_face_count(faces->set); i++) {
        struct font_face_facts facts;
        font_face_facts(faces->set, (int)i, &facts);
        compare_face(faces, (int)i, all || facts.glyph_count < CHUNK ? 1 : facts.glyph_count / CHUNK * 2 + 1);
    }
}

/* --- copies --- */

static FT_Pos units_of(FT_Face face, int32_t per_mille)
{
    FT_Pos twice = 2 * (FT_Pos)per_mille * face->units_per_EM + 1000;
    return twice >= 0 ? twice / 2000 : -((1999 - twice) / 2000);
}

static void compare_copies(const struct faces *faces, int face)
{
    FT_Face original = open_original(faces->set, face);
    uint32_t glyphs[3] = {(uint32_t)original->num_glyphs / 2, (uint32_t)original->num_glyphs / 3,
                          FT_Get_Char_Index(original, 0xE9)}; /* é: often a composite */
    int32_t own[3];
    for (size_t i = 0; i < 3; i++)
        own[i] = font_face_advance(faces->set, face, glyphs[i]);
    const struct font_piece pieces[] = {
        piece_of(faces, face, 0),    {glyphs[0], own[0] + 125, 0}, /* the first of it is a wider one */
        {glyphs[2], own[2], -250}, /* moved, and nothing else has the outline yet */
        {glyphs[0], own[0], 0},      {glyphs[1], 500, -250},       {glyphs[0], own[0], 0}, /* another text */
        {glyphs[2], own[2] + 16, 0}, {glyphs[2], 0, 40},           {glyphs[1], own[1] + 31, 300},
    };
    FT_Face made = open_program(program_of(faces, face, pieces, ARRAY_COUNT(pieces)));
    for (uint32_t i = 0; i < ARRAY_COUNT(pieces); i++) {
        bool is_own = pieces[i].advance == font_face_advance(faces->set, face, pieces[i].glyph);
        FT_Pos advance =
            is_own ? advance_of(original, pieces[i].glyph) : units_of(original, pieces[i].advance);
        assert_drawn(original, pieces[i].glyph, made, i, units_of(original, pieces[i].shift), advance);
    }
    FT_Done_Face(made);
    FT_Done_Face(original);
}

static void test_copies(void **state)
{
    const struct faces *faces = *state;
    for (size_t i = 0; i < font_face_count(faces->set); i++)
        compare_copies(faces, (int)i);
}

/* Subroutines in their thousands, for each face; and what a copy costs. */
static void test_many_copies(void **state)
{
    enum { GLYPHS = 2500 };
    static struct font_piece pieces[1 + 2 * GLYPHS];
    const struct faces *faces = *state;
    for (size_t face = 0; face < font_face_count(faces->set); face += 3) {
        FT_Face original = open_original(faces->set, (int)face);
        size_t count = (size_t)original->num_glyphs - 1 < GLYPHS ? (size_t)original->num_glyphs - 1 : GLYPHS;
        pieces[0] = piece_of(faces, (int)face, 0);
        for (size_t i = 1; i <= count; i++) {
            pieces[i] = piece_of(faces, (int)face, (uint32_t)i);
            pieces[count + i] = pieces[i];
            pieces[count + i].advance += 63;
        }
        struct str once = program_of(faces, (int)face, pieces, 1 + count);
        struct str twice = program_of(faces, (int)face, pieces, 1 + 2 * count);
        assert_in_range(twice.len - once.len, 0, 28 * count);
        FT_Face made = open_program(twice);
        for (size_t i = 1; i <= 2 * count; i++)
            assert_drawn(original, pieces[i].glyph, made, (uint32_t)i, 0,
                         i > count ? units_of(original, pieces[i].advance)
                                   : advance_of(original, pieces[i].glyph));
        FT_Done_Face(made);
        FT_Done_Face(original);
    }
}

/* --- bytes --- */

/* What was made before, and in which run, changes nothing. */
static void test_repeatable(void **state)
{
    const struct faces *faces = *state;
    struct faces other = *faces;
    assert_int_equal(font_set_load(faces->diag, &all_request, &other.set), OK);
    for (size_t i = 0; i < font_face_count(faces->set); i++) {
        int face = (int)i;
        const struct font_piece pieces[] = {piece_of(faces, face, 0),
                                            piece_of(faces, face, 70),
                                            piece_of(faces, face, 7),
                                            {70, 1111, -20},
                                            piece_of(faces, face, 100)};
        const struct font_piece before[] = {
            piece_of(faces, face, 0), piece_of(faces, face, 9), {100, 3, 0}, {100, 4, 0}};
        struct str first = program_of(faces, face, pieces, ARRAY_COUNT(pieces));
        program_of(&other, face, before, ARRAY_COUNT(before));
        assert_true(str_equal(first, program_of(&other, face, pieces, ARRAY_COUNT(pieces))));
        assert_true(str_equal(first, program_of(faces, face, pieces, ARRAY_COUNT(pieces))));
    }
    font_set_free(other.set);
}

/* .notdef alone. */
static void test_none(void **state)
{
    const struct faces *faces = *state;
    for (size_t i = 0; i < font_face_count(faces->set); i++) {
        const struct font_piece pieces[] = {piece_of(faces, (int)i, 0)};
        FT_Face made = open_program(program_of(faces, (int)i, pieces, 1));
        assert_int_equal(FT_Load_Glyph(made, 0, FT_LOAD_NO_SCALE), 0);
        FT_Done_Face(made);
    }
}

/* A glyph that is not there, and more glyphs than have numbers. */
static void test_refused(void **state)
{
    const struct faces *faces = *state;
    static struct font_piece many[0x10001];
    const struct font_piece beyond[] = {{0, 0, 0}, {65535, 1000, 0}};
    const struct font_piece wide[] = {{0, 0, 0}, {1, 100000, 0}};
    const struct font_pieces bad[] = {{beyond, 2}, {wide, 2}, {many, ARRAY_COUNT(many)}};
    for (size_t i = 0; i < font_face_count(faces->set); i++) {
        for (size_t k = 0; k < ARRAY_COUNT(bad); k++) {
            struct font_program program = {.bytes = STR("untouched")};
            struct diag *diag = diag_new(faces->arena);
            assert_int_equal(font_program_make(faces->set, (int)i, bad[k], faces->arena, diag, &program),
                             FAILED);
            assert_true(diag_has(diag, MSG_FONT_SUBSET));
            assert_true(str_is(program.bytes, "untouched"));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_outlines),   cmocka_unit_test(test_copies), cmocka_unit_test(test_many_copies),
        cmocka_unit_test(test_repeatable), cmocka_unit_test(test_none),   cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, setup_all, teardown_all);
}
