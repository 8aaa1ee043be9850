/* Font files that are damaged in a way that shows late, and files that change while a run reads them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "font/program/program_int.h"
#include "font/real_roles.h"
#include "font/messages.def"

#include <ft2build.h>
#include FT_FREETYPE_H

#define FANDOL SOURCE_DIR "/fonts/debian/FandolHei-Bold.otf"

enum { HAN = 0x4E00, LATER = 0x9F99, MAX_FONT = 1 << 24 };

/* A copy of the font in a folder of its own, and a set whose one role has it before DejaVu Sans. */
struct copied {
    char folder[32], path[64];
    struct arena *arena;
    struct diag *diag;
    struct font_set *set;
};

static void copy_font(const struct copied *copied, void (*doctor)(char *bytes, size_t size))
{
    struct str font;
    assert_int_equal(file_read(copied->arena, copied->diag, FANDOL, MAX_FONT, &font), OK);
    char *bytes = malloc(font.len);
    assert_non_null(bytes);
    memcpy(bytes, font.ptr, font.len);
    if (doctor != NULL)
        doctor(bytes, font.len);
    FILE *file = fopen(copied->path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, font.len, file), font.len);
    assert_int_equal(fclose(file), 0);
    free(bytes);
}

static struct copied open_copy(void (*doctor)(char *bytes, size_t size))
{
    struct copied copied = {.folder = "/tmp/chengwen-font-XXXXXX", .arena = arena_new(0)};
    copied.diag = diag_new(copied.arena);
    assert_non_null(mkdtemp(copied.folder));
    setenv("XDG_CACHE_HOME", copied.folder, 1);
    snprintf(copied.path, sizeof copied.path, "%s/copy.otf", copied.folder);
    copy_font(&copied, doctor);
    const struct font_role role = {
        .name = STR("黑体"),
        .chain = {{.names = STR("FandolHei"), .style = STR("Bold")}, CANDIDATE("Noto Sans CJK SC", "")},
        .chain_count = 2};
    const char *const folders[] = {copied.folder};
    const struct font_request request = {&role, 1, folders, 1, NULL};
    assert_int_equal(font_set_load(copied.diag, &request, &copied.set), OK);
    return copied;
}

static void close_copy(struct copied *copied)
{
    char command[64];
    font_set_free(copied->set);
    arena_free(copied->arena);
    snprintf(command, sizeof command, "rm -r %s", copied->folder);
    assert_int_equal(system(command), 0);
    unsetenv("XDG_CACHE_HOME");
}

static struct str family_of(const struct copied *copied, uint32_t code)
{
    struct font_glyph glyph;
    struct font_face_facts facts;
    assert_true(font_glyph_lookup(copied->set, 0, code, false, &glyph));
    font_face_facts(copied->set, glyph.face, &facts);
    return facts.family;
}

/* A table's bytes, *ret_len of them. */
static char *table_in(char *bytes, const char *tag, size_t *ret_len)
{
    const unsigned char *head = (const unsigned char *)bytes;
    size_t count = (size_t)head[4] << 8 | head[5];
    for (size_t i = 0; i < count; i++) {
        const unsigned char *entry = head + 12 + 16 * i;
        size_t at = 0, len = 0;
        for (size_t j = 0; j < 4; j++) {
            at = at << 8 | entry[8 + j];
            len = len << 8 | entry[12 + j];
        }
        *ret_len = len;
        if (memcmp(entry, tag, 4) == 0)
            return bytes + at;
    }
    fail();
    return NULL;
}

/* Twice as many units an em as its outlines have: no PDF could show them as they were measured. */
static void change_units(char *bytes, size_t size)
{
    (void)size;
    size_t len = 0;
    memcpy(table_in(bytes, "head", &len) + 18, (const unsigned char[]){0x07, 0xD0}, 2);
}

/* Its charstring begins with these bytes.  code 0: of .notdef. */
static void change_charstring(char *bytes, size_t size, uint32_t code, const unsigned char *with, size_t len)
{
    FT_Library library;
    FT_Face ft;
    struct cff cff;
    struct str table, charstring;
    struct arena *arena = arena_new(0);
    assert_int_equal(FT_Init_FreeType(&library), 0);
    assert_int_equal(FT_New_Memory_Face(library, (const FT_Byte *)bytes, (FT_Long)size, 0, &ft), 0);
    table.ptr = table_in(bytes, "CFF ", &table.len);
    assert_int_equal(cff_read(arena, table, 1000, &cff), OK);
    uint32_t glyph = code == 0 ? 0 : FT_Get_Char_Index(ft, code);
    assert_true(cff_index_item(&cff.charstrings, glyph, &charstring));
    FT_Done_Face(ft);
    FT_Done_FreeType(library);
    arena_free(arena);
    assert_true(charstring.len >= len);
    memcpy(bytes + (charstring.ptr - bytes), with, len);
}

/* More operands than any renderer takes, but HarfBuzz. */
static void crowd_operands(char *bytes, size_t size)
{
    unsigned char with[62] = {[60] = 5, [61] = 14}; /* rlineto, endchar */
    memset(with, 0x8C, 60);                         /* 1 */
    change_charstring(bytes, size, LATER, with, sizeof with);
}

static void lose_operands(char *bytes, size_t size)
{
    change_charstring(bytes, size, LATER, (const unsigned char[]){5, 14}, 2);
}

static void draw_point(char *bytes, size_t size)
{
    change_charstring(bytes, size, LATER, (const unsigned char[]){139, 139, 5, 14}, 4);
}

static void draw_line(char *bytes, size_t size)
{
    change_charstring(bytes, size, LATER, (const unsigned char[]){239, 6, 14}, 3);
}

static void spoil_notdef(char *bytes, size_t size)
{
    change_charstring(bytes, size, 0, (const unsigned char[]){5, 14}, 2);
}

/* One glyph fewer than there are outlines: HarfBuzz, who draws watermarks, takes none of them. */
static void count_less(char *bytes, size_t size)
{
    (void)size;
    size_t len = 0;
    char *last = table_in(bytes, "maxp", &len) + 5;
    *last = (char)(*last - 1);
}

/* What has no area shows nothing, and is looked for in the next face. */
static void test_without_area(void **state)
{
    (void)state;
    static void (*const doctors[])(char *, size_t) = {draw_point, draw_line};
    for (size_t i = 0; i < ARRAY_COUNT(doctors); i++) {
        struct copied copied = open_copy(doctors[i]);
        assert_true(str_is(family_of(&copied, HAN), "FandolHei"));
        assert_true(str_is(family_of(&copied, LATER), "Noto Sans CJK SC"));
        close_copy(&copied);
    }
}

/* A face with which no program can be made, or whose outlines nobody draws, is broken. */
static void test_whole_face(void **state)
{
    (void)state;
    static void (*const doctors[])(char *, size_t) = {spoil_notdef, count_less};
    for (size_t i = 0; i < ARRAY_COUNT(doctors); i++) {
        struct copied copied = open_copy(doctors[i]);
        assert_true(str_is(family_of(&copied, HAN), "Noto Sans CJK SC"));
        assert_int_equal(font_set_check(copied.set, copied.diag), OK);
        assert_true(diag_has(copied.diag, MSG_FONT_BROKEN_LATE));
        close_copy(&copied);
    }
}

/* One glyph that no PDF could show: that character comes from the next face, all others do not. */
static void test_one_glyph(void **state)
{
    (void)state;
    static void (*const doctors[])(char *, size_t) = {crowd_operands, lose_operands};
    for (size_t i = 0; i < ARRAY_COUNT(doctors); i++) {
        struct copied copied = open_copy(doctors[i]);
        assert_true(str_is(family_of(&copied, HAN), "FandolHei"));
        assert_true(str_is(family_of(&copied, LATER), "Noto Sans CJK SC"));
        assert_int_equal(font_set_check(copied.set, copied.diag), OK);
        assert_true(diag_has(copied.diag, MSG_FONT_DAMAGED));
        close_copy(&copied);
    }
}

static void test_other_units(void **state)
{
    (void)state;
    struct copied copied = open_copy(change_units);
    assert_true(str_is(family_of(&copied, HAN), "Noto Sans CJK SC"));
    assert_int_equal(font_set_check(copied.set, copied.diag), OK);
    assert_true(diag_has(copied.diag, MSG_FONT_BROKEN_LATE));
    assert_int_equal(font_set_check(copied.set, copied.diag), OK);
    assert_int_equal(diag_count(copied.diag, SEVERITY_WARNING), 1); /* once */
    close_copy(&copied);
}

/* The last third of the file, where outlines are, is nothing but the same byte. */
static void spoil_outlines(char *bytes, size_t size)
{
    memset(bytes + size / 3, '\xFE', size / 3);
}

static void test_spoilt_outlines(void **state)
{
    (void)state;
    struct copied copied = open_copy(spoil_outlines);
    for (uint32_t code = HAN; code < HAN + 3000; code++)
        family_of(&copied, code);
    assert_int_equal(font_set_check(copied.set, copied.diag), OK);
    assert_true(diag_has(copied.diag, MSG_FONT_DAMAGED) || diag_has(copied.diag, MSG_FONT_BROKEN_LATE));
    close_copy(&copied);
}

/* All bytes of a table are nothing, as in a file with a hole. */
static void blank_table(char *bytes, const char *tag)
{
    size_t len = 0;
    char *table = table_in(bytes, tag, &len);
    memset(table, 0, len);
}

static void blank_widths(char *bytes, size_t size)
{
    (void)size;
    blank_table(bytes, "hmtx");
}

static void blank_characters(char *bytes, size_t size)
{
    (void)size;
    blank_table(bytes, "cmap");
}

/* What nobody uses is not told, though all faces are looked at before the cache is written; and it is not. */
static void test_unused(void **state)
{
    (void)state;
    struct copied copied = open_copy(blank_characters);
    char cache[96];
    snprintf(cache, sizeof cache, "%s/kept/fonts", copied.folder);
    const struct font_role role = {
        .name = STR("黑体"),
        .chain = {CANDIDATE("Noto Sans CJK SC", ""), {.names = STR("FandolHei"), .style = STR("Bold")}},
        .chain_count = 2};
    const char *const folders[] = {copied.folder};
    const struct font_request request = {&role, 1, folders, 1, cache};
    sleep(3); /* the folder is new: nothing would be kept of it */
    font_set_free(copied.set);
    assert_int_equal(font_set_load(copied.diag, &request, &copied.set), OK);
    assert_int_equal(font_set_check(copied.set, copied.diag), OK);
    assert_int_equal(diag_count(copied.diag, SEVERITY_WARNING), 0);
    assert_true(str_is(family_of(&copied, HAN), "Noto Sans CJK SC"));
    assert_int_not_equal(access(cache, F_OK), 0);
    close_copy(&copied);
}

/* All characters on one spot, or none at all: the next face is taken, and it is told. */
static void test_blank_tables(void **state)
{
    (void)state;
    static void (*const doctors[])(char *, size_t) = {blank_widths, blank_characters};
    for (size_t i = 0; i < ARRAY_COUNT(doctors); i++) {
        struct copied copied = open_copy(doctors[i]);
        assert_true(str_is(family_of(&copied, HAN), "Noto Sans CJK SC"));
        assert_true(str_is(family_of(&copied, 'A'), "Noto Sans CJK SC"));
        assert_int_equal(font_set_check(copied.set, copied.diag), OK);
        assert_true(diag_has(copied.diag, MSG_FONT_DAMAGED));
        close_copy(&copied);
    }
}

/* No bus error, whatever is asked, and the document that was made of it is not kept. */
static void assert_changed(struct copied *copied)
{
    struct font_glyph glyph = {0};
    struct font_program program;
    font_glyph_lookup(copied->set, 0, LATER, false, &glyph);
    const struct font_piece pieces[] = {{0, 1000, 0}, {7, 1000, 0}, {4000, 1000, 0}};
    struct diag *quiet = diag_new(copied->arena);
    enum status status =
        font_program_make(copied->set, 0, (struct font_pieces){pieces, 3}, copied->arena, quiet, &program);
    assert_true(status == OK || status == FAILED);
    assert_int_equal(font_set_check(copied->set, copied->diag), FAILED);
    assert_true(diag_has(copied->diag, MSG_FONT_CHANGED));
}

static void test_shortened(void **state)
{
    (void)state;
    static const off_t sizes[] = {0, 100, 5000, 1000000};
    for (size_t i = 0; i < ARRAY_COUNT(sizes); i++) {
        struct copied copied = open_copy(NULL);
        assert_true(str_is(family_of(&copied, HAN), "FandolHei"));
        assert_int_equal(font_set_check(copied.set, copied.diag), OK);
        assert_int_equal(truncate(copied.path, sizes[i]), 0);
        assert_changed(&copied);
        close_copy(&copied);
    }
}

static void test_written_to(void **state)
{
    (void)state;
    struct copied copied = open_copy(NULL);
    assert_true(str_is(family_of(&copied, HAN), "FandolHei"));
    FILE *file = fopen(copied.path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, 3000000, SEEK_SET), 0);
    assert_int_equal(fputc('x', file), 'x');
    assert_int_equal(fclose(file), 0);
    assert_changed(&copied);
    close_copy(&copied);
}

/* As packages do: the old file lives on until it is closed. */
static void test_replaced(void **state)
{
    (void)state;
    struct copied copied = open_copy(NULL);
    assert_true(str_is(family_of(&copied, HAN), "FandolHei"));
    assert_int_equal(unlink(copied.path), 0);
    copy_font(&copied, spoil_outlines);
    assert_true(str_is(family_of(&copied, LATER), "FandolHei"));
    assert_int_equal(font_set_check(copied.set, copied.diag), OK);
    close_copy(&copied);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_other_units),     cmocka_unit_test(test_one_glyph),
        cmocka_unit_test(test_spoilt_outlines), cmocka_unit_test(test_blank_tables),
        cmocka_unit_test(test_shortened),       cmocka_unit_test(test_written_to),
        cmocka_unit_test(test_replaced),        cmocka_unit_test(test_without_area),
        cmocka_unit_test(test_whole_face),      cmocka_unit_test(test_unused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
