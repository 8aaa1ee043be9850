/*
 * The square font: every role, one face, glyph = code point; wide characters 1 em, all others ½ em.  Tests
 * lay out pages with it that can be read and counted by eye, on machines without any font.
 *
 * Wide is W or F of UAX #11 (Unicode 15), in ranges that round over unassigned code points.  — … · “ ” ‘ ’
 * are ambiguous there; as in a real set they are 1 em in Chinese, ½ em in Latin text.
 */
#include "font/font_int.h"

#include <string.h>

static bool is_wide(uint32_t code)
{
    static const uint32_t ranges[][2] = {
        {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},   {0x23F0, 0x23F0},
        {0x23F3, 0x23F3},   {0x25FD, 0x25FE},   {0x2614, 0x2615},   {0x2648, 0x2653},   {0x267F, 0x267F},
        {0x2693, 0x2693},   {0x26A1, 0x26A1},   {0x26AA, 0x26AB},   {0x26BD, 0x26BE},   {0x26C4, 0x26C5},
        {0x26CE, 0x26CE},   {0x26D4, 0x26D4},   {0x26EA, 0x26EA},   {0x26F2, 0x26F3},   {0x26F5, 0x26F5},
        {0x26FA, 0x26FA},   {0x26FD, 0x26FD},   {0x2705, 0x2705},   {0x270A, 0x270B},   {0x2728, 0x2728},
        {0x274C, 0x274C},   {0x274E, 0x274E},   {0x2753, 0x2755},   {0x2757, 0x2757},   {0x2795, 0x2797},
        {0x27B0, 0x27B0},   {0x27BF, 0x27BF},   {0x2B1B, 0x2B1C},   {0x2B50, 0x2B50},   {0x2B55, 0x2B55},
        {0x2E80, 0x303E},   {0x3041, 0x3247},   {0x3250, 0x4DBF},   {0x4E00, 0xA4C6},   {0xA960, 0xA97C},
        {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE10, 0xFE19},   {0xFE30, 0xFE6B},   {0xFF01, 0xFF60},
        {0xFFE0, 0xFFE6},   {0x16FE0, 0x18D08}, {0x1AFF0, 0x1B2FB}, {0x1F004, 0x1F004}, {0x1F0CF, 0x1F0CF},
        {0x1F18E, 0x1F18E}, {0x1F191, 0x1F19A}, {0x1F200, 0x1F320}, {0x1F32D, 0x1F335}, {0x1F337, 0x1F37C},
        {0x1F37E, 0x1F393}, {0x1F3A0, 0x1F3CA}, {0x1F3CF, 0x1F3D3}, {0x1F3E0, 0x1F3F0}, {0x1F3F4, 0x1F3F4},
        {0x1F3F8, 0x1F43E}, {0x1F440, 0x1F440}, {0x1F442, 0x1F4FC}, {0x1F4FF, 0x1F53D}, {0x1F54B, 0x1F54E},
        {0x1F550, 0x1F567}, {0x1F57A, 0x1F57A}, {0x1F595, 0x1F596}, {0x1F5A4, 0x1F5A4}, {0x1F5FB, 0x1F64F},
        {0x1F680, 0x1F6C5}, {0x1F6CC, 0x1F6CC}, {0x1F6D0, 0x1F6D2}, {0x1F6D5, 0x1F6DF}, {0x1F6EB, 0x1F6EC},
        {0x1F6F4, 0x1F6FC}, {0x1F7E0, 0x1F7F0}, {0x1F90C, 0x1F93A}, {0x1F93C, 0x1F945}, {0x1F947, 0x1F9FF},
        {0x1FA70, 0x1FAF8}, {0x20000, 0x2FFFD}, {0x30000, 0x3FFFD},
    };
    size_t low = 0, high = ARRAY_COUNT(ranges);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (code > ranges[middle][1])
            low = middle + 1;
        else
            high = middle;
    }
    return low < ARRAY_COUNT(ranges) && code >= ranges[low][0];
}

int32_t font_square_advance(uint32_t code)
{
    return is_wide(code) ? 1000 : 500;
}

bool font_square_lookup(const struct font_set *set, uint32_t code, bool latin, struct font_glyph *ret_glyph)
{
    for (size_t offset = 0; offset < set->without.len;)
        if (utf8_next(set->without, &offset) == code)
            return false;
    bool full = !latin && font_full_width_index(code) >= 0;
    *ret_glyph = (struct font_glyph){0, code, full ? 1000 : font_square_advance(code), 0, false};
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
    if (set == NULL || face == NULL || lacking.ptr == NULL) {
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
    *ret_set = set;
    return OK;
}
