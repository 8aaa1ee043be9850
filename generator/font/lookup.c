/*
 * Role + code point -> face and glyph: the role's Latin faces first where the caller says so, else its chain
 * first.
 *
 * Faces do not agree where the body of a Chinese character sits above the baseline, so a fallback glyph is
 * shifted by the difference, measured on a character that both faces have.  Latin faces are never shifted.
 */
#include "font/font_int.h"

#include <assert.h>

/* The role's own two faces; all others stand in for them. */
static bool is_fallback(const struct role *role, int face)
{
    return face != role->chain.items[0].face && (role->latin.count == 0 || face != role->latin.items[0].face);
}

/* Twice the height of the centre of the character's outline above the baseline, 1/1000 em. */
static bool body_centre(const struct font_set *set, struct font_face *face, uint32_t code, int32_t *ret_twice)
{
    struct face_glyph glyph;
    hb_glyph_extents_t extents;
    if (!font_face_lookup(set, face, code, &glyph) ||
        !hb_font_get_glyph_extents(face->font, glyph.glyph, &extents))
        return false;
    *ret_twice = font_per_mille(face, 2 * (int64_t)extents.y_bearing + extents.height);
    return true;
}

static int32_t measure_shift(const struct font_set *set, int own, int fallback)
{
    static const uint32_t probes[] = {0x56FD /* 国 */, 0x20BB7 /* 𠮷 */};
    for (size_t i = 0; i < ARRAY_COUNT(probes); i++) {
        int32_t own_twice, fallback_twice;
        if (body_centre(set, set->faces[own], probes[i], &own_twice) &&
            body_centre(set, set->faces[fallback], probes[i], &fallback_twice))
            return (own_twice - fallback_twice) / 2;
    }
    return 0;
}

static int32_t member_shift(const struct font_set *set, int own, struct role_member *member)
{
    if (!member->shift_known) {
        member->shift = member->face == own ? 0 : measure_shift(set, own, member->face);
        member->shift_known = !set->faces[own]->is_short && !set->faces[member->face]->is_short;
    }
    return member->shift;
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
        int32_t shift =
            faces == &role->chain ? member_shift(set, role->chain.items[0].face, &faces->items[i]) : 0;
        *ret_glyph = (struct font_glyph){index, glyph.glyph, glyph.advance, shift, is_fallback(role, index)};
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
    *ret_glyph = (struct font_glyph){index, glyph->glyph, glyph->advance, 0, false};
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
