/*
 * The square font: every role, one face, glyph = code point; wide characters 1 em, all others ½ em.  Tests
 * lay out pages with it that can be read and counted by eye, on machines without any font.
 *
 * — … · “ ” ‘ ’ are ambiguous in UAX #11; as in a real set they are 1 em in Chinese, ½ em in Latin text.
 */
#include "font/font_int.h"

#include "unicode/unicode.h"

int32_t font_square_advance(uint32_t code)
{
    return unicode_width(code) == UNICODE_NARROW ? 500 : 1000;
}

bool font_square_lookup(const struct font_set *set, uint32_t code, bool latin, struct font_glyph *ret_glyph)
{
    for (size_t offset = 0; offset < set->without.len;)
        if (utf8_next(set->without, &offset) == code)
            return false;
    bool full = !latin && font_full_width_index(code) >= 0;
    *ret_glyph = (struct font_glyph){0, code, full ? 1000 : font_square_advance(code), false};
    return true;
}

enum status font_set_square(const char *without, struct font_set **ret_set)
{
    struct arena *arena = arena_new(0);
    if (arena == NULL)
        return NO_MEMORY;
    struct font_set *set = ARENA_NEW(arena, struct font_set);
    struct font_face *face = ARENA_NEW(arena, struct font_face);
    struct str lacking = arena_copy(arena, without != NULL ? str_of(without) : STR(""));
    void **kept = ARENA_NEW(arena, void *);
    if (set == NULL || face == NULL || lacking.ptr == NULL || kept == NULL) {
        arena_free(arena);
        return NO_MEMORY;
    }
    face->outline = FONT_NONE;
    face->units = 1000;
    face->path = face->style = STR("");
    face->family = face->name = face->postscript_name = STR("Square");
    set->arena = arena;
    set->faces[0] = face;
    set->face_count = set->role_count = 1;
    set->is_square = true;
    set->without = lacking;
    set->kept = kept;
    *ret_set = set;
    return OK;
}
