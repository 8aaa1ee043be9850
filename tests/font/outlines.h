/* What FreeType draws of a glyph in font units: from an installed face, and from a font program made of it. */
#ifndef CHENGWEN_TESTS_FONT_OUTLINES_H
#define CHENGWEN_TESTS_FONT_OUTLINES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "font/real_roles.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_BBOX_H
#include FT_OUTLINE_H

#define PER_FACE(style_, ...)                                                                                \
    {                                                                                                        \
        .names = STR(__VA_ARGS__), .style = STR(style_)                                                      \
    }

/* Every face that we ship or name, and name-keyed CFF, where it is installed; those that are not are left out. */
static const struct font_role all_roles[] = {
    {.name = STR("Noto"),
     .chain = {PER_FACE("Regular", "Noto Serif CJK SC"), PER_FACE("Bold", "Noto Serif CJK SC"),
               PER_FACE("Regular", "Noto Sans CJK SC"), PER_FACE("Bold", "Noto Sans CJK SC"),
               PER_FACE("Regular", "BabelStone Han"), PER_FACE("Book", "DejaVu Sans"),
               PER_FACE("Bold", "DejaVu Serif"), PER_FACE("Book", "DejaVu Sans Mono")},
     .chain_count = 8},
    {.name = STR("Fandol"),
     .chain = {PER_FACE("Regular", "FandolSong"), PER_FACE("Bold", "FandolSong"),
               PER_FACE("Regular", "FandolHei"), PER_FACE("Bold", "FandolHei"),
               PER_FACE("Regular", "FandolKai"), PER_FACE("Regular", "FandolFang")},
     .chain_count = 6},
    {.name = STR("Latin"),
     .chain = {PER_FACE("Regular", "Liberation Serif"), PER_FACE("Bold", "Liberation Serif"),
               PER_FACE("Italic", "Liberation Serif"), PER_FACE("Regular", "Liberation Sans"),
               PER_FACE("Regular", "Nimbus Roman"), PER_FACE("Italic", "C059"),
               PER_FACE("Regular", "Nimbus Mono PS"), PER_FACE("Regular", "D050000L")},
     .chain_count = 8},
};

static const struct font_request all_request = {all_roles, ARRAY_COUNT(all_roles), real_folders, 1, NULL};

struct faces {
    struct arena *arena;
    struct diag *diag;
    struct font_set *set;
};

static FT_Library library;

static inline int setup_all(void **state)
{
    static struct faces faces;
    faces.arena = arena_new(0);
    faces.diag = diag_new(faces.arena);
    *state = &faces;
    if (FT_Init_FreeType(&library) != 0)
        return -1;
    return font_set_load(faces.diag, &all_request, &faces.set) == OK ? 0 : -1;
}

static inline int teardown_all(void **state)
{
    struct faces *faces = *state;
    font_set_free(faces->set);
    arena_free(faces->arena);
    FT_Done_FreeType(library);
    return 0;
}

static inline FT_Face open_original(const struct font_set *set, int face)
{
    struct font_face_facts facts;
    FT_Face ft = NULL;
    font_face_facts(set, face, &facts);
    assert_int_equal(FT_New_Face(library, facts.path.ptr, facts.index, &ft), 0);
    return ft;
}

static inline FT_Face open_program(struct str program)
{
    FT_Face ft = NULL;
    assert_int_equal(FT_New_Memory_Face(library, (const FT_Byte *)program.ptr, (FT_Long)program.len, 0, &ft),
                     0);
    return ft;
}

static inline bool outlines_equal(const FT_Outline *a, const FT_Outline *b, FT_Pos shift)
{
    if (a->n_points != b->n_points || a->n_contours != b->n_contours)
        return false;
    for (int i = 0; i < a->n_contours; i++)
        if (a->contours[i] != b->contours[i])
            return false;
    for (int i = 0; i < a->n_points; i++)
        if (a->points[i].x + shift != b->points[i].x || a->points[i].y != b->points[i].y ||
            (a->tags[i] & 3) != (b->tags[i] & 3))
            return false;
    return true;
}

/* Its box, which FreeType says without scaling as the file has it, holds all points. */
static inline bool box_holds(const FT_GlyphSlot glyph)
{
    const FT_Glyph_Metrics *box = &glyph->metrics;
    FT_BBox points;
    FT_Outline_Get_BBox(&glyph->outline, &points);
    return glyph->outline.n_points == 0 ||
           (box->horiBearingX <= points.xMin && box->horiBearingX + box->width >= points.xMax &&
            box->horiBearingY >= points.yMax && box->horiBearingY - box->height <= points.yMin);
}

/* Code of `made` against a glyph of `original`: the same, moved by `shift`, and as wide as said. */
static inline void assert_drawn(FT_Face original, uint32_t glyph, FT_Face made, uint32_t code, FT_Pos shift,
                                FT_Pos advance)
{
    if (FT_Load_Glyph(original, glyph, FT_LOAD_NO_SCALE) != 0)
        fail_msg("%s: glyph %u", original->family_name, (unsigned)glyph);
    FT_Error error = FT_Load_Glyph(made, code, FT_LOAD_NO_SCALE);
    if (error != 0)
        fail_msg("%s: glyph %u as code %u: error %d", original->family_name, (unsigned)glyph, (unsigned)code,
                 error);
    if (!outlines_equal(&original->glyph->outline, &made->glyph->outline, shift))
        fail_msg("%s: glyph %u as code %u has another outline", original->family_name, (unsigned)glyph,
                 (unsigned)code);
    if (box_holds(original->glyph) && !box_holds(made->glyph))
        fail_msg("%s: glyph %u as code %u is larger than its box", original->family_name, (unsigned)glyph,
                 (unsigned)code);
    if (made->glyph->metrics.horiAdvance != advance)
        fail_msg("%s: glyph %u as code %u is %ld wide, not %ld", original->family_name, (unsigned)glyph,
                 (unsigned)code, made->glyph->metrics.horiAdvance, advance);
}

static inline FT_Pos advance_of(FT_Face original, uint32_t glyph)
{
    assert_int_equal(FT_Load_Glyph(original, glyph, FT_LOAD_NO_SCALE), 0);
    return original->glyph->metrics.horiAdvance;
}

#endif
