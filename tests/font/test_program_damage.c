/* Tables with bytes that are wrong, and memory that fails: a program or a clear no, never a crash.  The tables
 * are copies of just their size, so that a sanitizer sees what is read beyond. */
#include "font/outlines.h"
#include "font/program/program_int.h"
#include "failing.h"
#include "random.h"

#include <stdlib.h>
#include <string.h>
#include FT_TRUETYPE_TABLES_H

enum { TABLES = 7, PIECES = 300 };

/* A face's tables, heap copies. */
struct copy {
    struct font_face face;
    struct str tables[TABLES]; /* as struct program_tables has them */
};

static struct str copy_table(FT_Face ft, const char *tag)
{
    FT_ULong name = 0, size = 0;
    for (int i = 0; i < 4; i++)
        name = name << 8 | (unsigned char)tag[i];
    if (FT_Load_Sfnt_Table(ft, name, 0, NULL, &size) != 0)
        return (struct str){NULL, 0};
    FT_Byte *bytes = malloc(size);
    assert_non_null(bytes);
    assert_int_equal(FT_Load_Sfnt_Table(ft, name, 0, bytes, &size), 0);
    return (struct str){(const char *)bytes, size};
}

static struct copy copy_face(const struct font_set *set, int face)
{
    static const char *const tags[TABLES] = {"CFF ", "glyf", "loca", "head", "hhea", "hmtx", "maxp"};
    struct font_face_facts facts;
    FT_Face ft = open_original(set, face);
    font_face_facts(set, face, &facts);
    struct copy copy = {.face = {.outline = facts.outline,
                                 .units = ft->units_per_EM,
                                 .postscript_name = facts.postscript_name}};
    for (size_t i = 0; i < TABLES; i++)
        copy.tables[i] = copy_table(ft, tags[i]);
    FT_Done_Face(ft);
    return copy;
}

static void free_copy(struct copy *copy)
{
    for (size_t i = 0; i < TABLES; i++)
        free((char *)copy->tables[i].ptr);
}

static struct program_tables tables_of(const struct copy *copy)
{
    const struct str *t = copy->tables;
    return (struct program_tables){t[0], t[1], t[2], t[3], t[4], t[5], t[6]};
}

static enum status make(const struct copy *copy, struct arena *arena, struct font_pieces pieces)
{
    struct program_source *source = NULL;
    struct font_program program;
    const struct program_tables tables = tables_of(copy);
    enum status status = program_source_make(arena, &copy->face, &tables, &source);
    return status == OK ? program_make(source, pieces, arena, &program) : status;
}

static void fill_pieces(struct font_piece *pieces)
{
    pieces[0] = (struct font_piece){0, 1000, 0};
    for (size_t i = 1; i < PIECES; i++)
        pieces[i] = (struct font_piece){1 + (uint32_t)random_below(i < 20 ? 2000 : 300), 500, 0};
    for (size_t i = 1; i < PIECES; i += 7)
        pieces[i].shift = random_below(500) - 250;
}

/* A few bytes of one table, mostly near its head, are others for a while. */
static void try_damage(const struct copy *copy, const struct font_piece *pieces)
{
    char *at[6], old[6];
    size_t count = 1 + (size_t)random_below(6);
    for (size_t i = 0; i < count; i++) {
        struct str table = {NULL, 0};
        while (table.len == 0)
            table = copy->tables[random_below(TABLES)];
        size_t near = random_below(3) == 0 ? table.len : table.len < 3000 ? table.len : 3000;
        at[i] = (char *)table.ptr + random_next() % near;
        old[i] = *at[i];
        *at[i] = (char)(random_below(2) == 0 ? random_below(256) : (int)(random_next() % 2 * 255));
    }
    struct arena *arena = arena_new(0);
    enum status status = make(copy, arena, (struct font_pieces){pieces, PIECES});
    assert_true(status == OK || status == FAILED);
    arena_free(arena);
    for (size_t i = count; i > 0; i--)
        *at[i - 1] = old[i - 1];
}

/* A table that ends too early, at each of its first ends and at some others. */
static void try_shortened(const struct copy *whole, const struct font_piece *pieces)
{
    for (size_t i = 0; i < TABLES; i++) {
        struct copy copy = *whole;
        size_t len = whole->tables[i].len;
        for (size_t size = 0; size < len; size += 1 + size / 7) {
            struct arena *arena = arena_new(0);
            char *bytes = malloc(size + (size == 0));
            assert_non_null(bytes);
            memcpy(bytes, whole->tables[i].ptr, size);
            copy.tables[i] = (struct str){bytes, size};
            enum status status = make(&copy, arena, (struct font_pieces){pieces, PIECES});
            assert_true(status == OK || status == FAILED);
            arena_free(arena);
            free(bytes);
        }
    }
}

static void test_damage(void **state)
{
    const struct faces *faces = *state;
    static struct font_piece pieces[PIECES];
    for (size_t i = 0; i < font_face_count(faces->set); i += 3) {
        struct copy copy = copy_face(faces->set, (int)i);
        for (int round = 0; round < 150; round++) {
            fill_pieces(pieces);
            try_damage(&copy, pieces);
        }
        try_shortened(&copy, pieces);
        free_copy(&copy);
    }
}

static void test_failing_memory(void **state)
{
    const struct faces *faces = *state;
    static struct font_piece pieces[PIECES];
    for (size_t i = 0; i < font_face_count(faces->set); i += 5) {
        struct copy copy = copy_face(faces->set, (int)i);
        bool struck = true;
        fill_pieces(pieces);
        for (size_t k = 0; k < PIECES; k++)
            pieces[k].glyph %= 60;
        for (uint64_t n = 1; struck; n++) {
            struct arena *arena = arena_new(0);
            base_fail_allocation(n);
            struck = memory_struck(make(&copy, arena, (struct font_pieces){pieces, PIECES}));
            arena_free(arena);
        }
        free_copy(&copy);
    }
}

/* A face of three glyphs: the first shows nothing, the others have 20 bytes each.  A program of the first, and of it with
 * the second. */
static void make_small(const unsigned char glyf[40], enum status *ret_first, enum status *ret_both)
{
    static const unsigned char loca[] = {0, 0, 0, 0, 0, 10, 0, 20};
    unsigned char head[54] = {0}, hhea[36] = {0}, hmtx[12] = {0}, maxp[32] = {0, 1, 0, 0, 0, 3};
    hhea[35] = 3;
    struct copy copy = {.face = {.outline = FONT_TRUETYPE, .units = 1000, .postscript_name = STR("X")},
                        .tables = {{NULL, 0},
                                   {(const char *)glyf, 40},
                                   {(const char *)loca, sizeof loca},
                                   {(const char *)head, sizeof head},
                                   {(const char *)hhea, sizeof hhea},
                                   {(const char *)hmtx, sizeof hmtx},
                                   {(const char *)maxp, sizeof maxp}}};
    const struct font_piece pieces[] = {{0, 0, 0}, {1, 0, 0}};
    struct arena *arena = arena_new(0);
    *ret_first = make(&copy, arena, (struct font_pieces){pieces, 1});
    *ret_both = make(&copy, arena, (struct font_pieces){pieces, 2});
    arena_free(arena);
}

/* A composite that holds itself, by way of another. */
static void test_circle(void **state)
{
    (void)state;
    static const unsigned char glyf[40] = {
        0xFF, 0xFF, 0, 0, 0, 0, 0, 9, 0, 9, 0, 2, 0, 2, 0, 0, 0, 0, 0, 0, /* of 2 */
        0xFF, 0xFF, 0, 0, 0, 0, 0, 9, 0, 9, 0, 2, 0, 1, 0, 0,             /* of 1 */
    };
    enum status first, both;
    make_small(glyf, &first, &both);
    assert_int_equal(first, OK);
    assert_int_equal(both, FAILED);
}

/* Two contours of one point each; FreeType draws none where the second does not end behind the first. */
static void test_contours(void **state)
{
    (void)state;
    static const struct {
        unsigned char end[2];
        enum status status;
    } cases[] = {{{0, 0}, OK}, {{0, 1}, FAILED}, {{0xFF, 0xFF}, FAILED}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        unsigned char glyf[40] = {0, 2, 0, 0, 0, 0, 0, 9, 0, 9, 0, 0, 0, 1, 0, 0};
        enum status first, both;
        memcpy(glyf + 10, cases[i].end, 2);
        glyf[16] = glyf[17] = 0x31; /* flags of points that stand where the one before does */
        make_small(glyf, &first, &both);
        assert_int_equal(first, OK);
        assert_int_equal(both, cases[i].status);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_failing_memory),
        cmocka_unit_test(test_circle),
        cmocka_unit_test(test_contours),
    };
    return cmocka_run_group_tests(tests, setup_all, teardown_all);
}
