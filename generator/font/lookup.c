/*
 * Role + code point -> face and glyph: the role's Latin faces first where the caller says so, else its chain
 * first.
 *
 * Faces do not agree where the body of a Chinese character sits above the baseline, so each is shifted to one
 * height, by what was measured of it (facts.c).  Latin faces have no such body, and stay.
 */
#include "font/font_int.h"

#include <assert.h>
#include <stdlib.h>

/* The role's own two faces; all others stand in for them. */
static bool is_fallback(const struct role *role, int face)
{
    return face != role->chain.items[0].face && (role->latin.count == 0 || face != role->latin.items[0].face);
}

/* A hundredth of an em is seen by nobody, and a face that stays shares its baseline with Latin letters. */
int32_t font_member_shift(const struct font_set *set, const struct role_member *member)
{
    enum { MIDDLE = 375 /* as in Noto's faces; 1/1000 em, as all here */, UNSEEN = 10 };
    const int middle = set->faces[member->face]->facts.middle;
    const bool stays = middle == 0 || abs(MIDDLE - middle) <= UNSEEN;
    return member->has_raise ? member->raise : stays ? 0 : MIDDLE - middle;
}

static const struct role_member *find_member(const struct role_faces *faces, int face)
{
    for (size_t i = 0; i < faces->count; i++)
        if (faces->items[i].face == face)
            return &faces->items[i];
    return NULL;
}

int32_t font_shift(const struct font_set *set, int role, int face)
{
    if (set->is_square || role < 0 || face < 0)
        return 0;
    const struct role *own = &set->roles[role];
    const struct role_member *member = find_member(&own->chain, face);
    if (member == NULL)
        member = find_member(&own->latin, face);
    return member != NULL ? font_member_shift(set, member) : 0;
}

/* The first of the role's Latin faces, or of its chain, that has it. */
static bool lookup_faces(const struct font_set *set, struct role *role, struct role_faces *faces,
                         uint32_t code, bool wide, struct font_glyph *ret_glyph)
{
    for (size_t i = 0; i < faces->count; i++) {
        struct face_glyph glyph;
        int index = faces->items[i].face;
        struct font_face *face = set->faces[index];
        if (!(wide ? font_face_lookup_wide(set, face, code, &glyph)
                   : font_face_lookup(set, face, code, &glyph)))
            continue;
        *ret_glyph = (struct font_glyph){index, glyph.glyph, glyph.advance, is_fallback(role, index)};
        return true;
    }
    return false;
}

/* The first face of the chain has it and was asked before, as it is for nearly all characters; those of which there are
 * full-width forms stand below FIRST. */
static inline bool lookup_known(const struct font_set *set, const struct role *role, uint32_t code,
                                struct font_glyph *ret_glyph)
{
    enum { FIRST = 0x2E80 /* the radicals, before all Han characters */ };
    const int index = role->chain.items[0].face;
    const struct font_face *face = set->faces[index];
    const struct face_glyph *page =
        code >= FIRST && code < 0x110000 && !face->is_broken ? face->pages[code / FACE_PAGE_SIZE] : NULL;
    if (page == NULL || page[code % FACE_PAGE_SIZE].state != FACE_GLYPH_PRESENT)
        return false;
    const struct face_glyph *glyph = &page[code % FACE_PAGE_SIZE];
    *ret_glyph = (struct font_glyph){index, glyph->glyph, glyph->advance, false};
    return true;
}

bool font_glyph_lookup(const struct font_set *set, int role, uint32_t code, bool latin,
                       struct font_glyph *ret_glyph)
{
    if (set->is_square)
        return font_square_lookup(set, code, latin, ret_glyph);
    assert(role >= 0 && (size_t)role < set->role_count);
    struct role *own = &set->roles[role];
    if (latin)
        return lookup_faces(set, own, &own->latin, code, false, ret_glyph) ||
               lookup_faces(set, own, &own->chain, code, false, ret_glyph);
    return lookup_known(set, own, code, ret_glyph) ||
           lookup_faces(set, own, &own->chain, code, true, ret_glyph) ||
           lookup_faces(set, own, &own->latin, code, false, ret_glyph);
}

int font_role_lookup(const struct font_set *set, struct str name, bool bold)
{
    if (set->is_square)
        return 0;
    for (size_t i = 0; i < set->role_count; i++)
        if (str_equal(set->roles[i].name, name))
            return bold ? set->roles[i].bold : (int)i;
    return -1;
}

size_t font_role_count(const struct font_set *set)
{
    return set->role_count;
}

struct str font_role_name(const struct font_set *set, int role)
{
    return set->is_square ? STR("") : set->roles[role].name;
}

size_t font_face_count(const struct font_set *set)
{
    return set->face_count;
}

static int32_t ask_advance(struct font_face *face, uint32_t glyph)
{
    font_memory_watch();
    int32_t advance = font_per_mille(face, hb_font_get_glyph_h_advance(face->font, glyph));
    face->is_short = face->is_short || font_memory_short();
    return advance;
}

int32_t font_face_advance(const struct font_set *set, int face, uint32_t glyph)
{
    if (set->is_square)
        return font_square_advance(glyph);
    assert(face >= 0 && (size_t)face < set->face_count);
    struct font_face *own = set->faces[face];
    if (own->advances == NULL)
        own->advances = ARENA_NEW_ARRAY(set->arena, FACE_ADVANCES, struct face_advance);
    if (own->advances == NULL)
        return ask_advance(own, glyph);
    struct face_advance *kept = &own->advances[glyph % FACE_ADVANCES];
    if (kept->next != glyph + 1) {
        const int32_t advance = ask_advance(own, glyph);
        if (own->is_short)
            return advance;
        *kept = (struct face_advance){glyph + 1, advance};
    }
    return kept->advance;
}
