/*
 * What a font dictionary needs to know of a face, through FreeType; asked for once a face.
 *
 * Faces with Han characters stand as these do, from 0.88 to -0.12 em: their own ascent and descent (Noto's make
 * 1.44 em) say how far apart lines stand, and readers take them for the height of the text.
 * A descent with the wrong sign is put right; the thickness of stems is estimated from the
 * weight, for it is in no table that is always there.  A face that FreeType cannot read gives no glyphs
 * (face.c), so no status is needed.
 */
#include "font/font_int.h"
#include "font/program/program.h"

#include <assert.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_ERRORS_H
#include FT_MODULE_H
#include FT_SYSTEM_H
#include FT_TRUETYPE_TABLES_H

struct freetype {
    FT_Library library;
    struct FT_MemoryRec_ memory;
};

/* --- FreeType --- */

static void *ft_alloc(FT_Memory memory, long size)
{
    (void)memory;
    return base_malloc((size_t)size);
}

static void ft_free(FT_Memory memory, void *block)
{
    (void)memory;
    base_free(block);
}

static void *ft_realloc(FT_Memory memory, long old_size, long size, void *block)
{
    (void)memory;
    (void)old_size;
    return base_realloc(block, (size_t)size);
}

enum status font_freetype_open(struct arena *arena, struct freetype **ret_freetype)
{
    struct freetype *freetype = ARENA_NEW(arena, struct freetype);
    if (freetype == NULL)
        return NO_MEMORY;
    freetype->memory = (struct FT_MemoryRec_){NULL, ft_alloc, ft_free, ft_realloc};
    if (FT_New_Library(&freetype->memory, &freetype->library) != 0)
        return NO_MEMORY;
    *ret_freetype = freetype;
    FT_Add_Default_Modules(freetype->library); /* says nothing when memory fails: look whether they came */
    static const char *const modules[] = {"truetype", "cff", "sfnt", "psnames"};
    for (size_t i = 0; i < ARRAY_COUNT(modules); i++)
        if (FT_Get_Module(freetype->library, modules[i]) == NULL)
            return NO_MEMORY;
    return OK;
}

void font_freetype_close(struct freetype *freetype)
{
    if (freetype != NULL)
        FT_Done_Library(freetype->library);
}

static enum status status_of(FT_Error error)
{
    if (FT_ERROR_BASE(error) == FT_Err_Out_Of_Memory)
        return NO_MEMORY;
    return error == 0 ? OK : FAILED;
}

/* --- a face --- */

static int stem_width(int weight)
{
    return 50 + weight * weight / (65 * 65);
}

/* PANOSE: Latin text faces with serifs are 2 to 10, those without 11 to 15. */
static bool is_serif(const TT_OS2 *os2)
{
    return os2->panose[0] != 2 || os2->panose[1] < 11;
}

static void read_os2(const struct font_face *face, FT_Face ft, struct font_face_facts *facts)
{
    int weight = 400;
    const TT_OS2 *os2 = FT_Get_Sfnt_Table(ft, FT_SFNT_OS2);
    if (os2 != NULL && os2->version != 0xFFFF) {
        weight = os2->usWeightClass;
        facts->is_serif = is_serif(os2);
        if (os2->version >= 2 && os2->sCapHeight > 0)
            facts->cap_height = font_per_mille(face, os2->sCapHeight);
    }
    facts->stem_v = stem_width(weight < 1000 ? weight : 1000);
    const TT_Postscript *post = FT_Get_Sfnt_Table(ft, FT_SFNT_POST);
    if (post != NULL)
        facts->italic_angle = (int)(post->italicAngle / 65536);
}

static bool has_han(const struct font_face *face)
{
    hb_codepoint_t glyph = 0;
    return hb_font_get_nominal_glyph(face->font, 0x4E00, &glyph) != 0;
}

/* Where the middle of Han characters is: the mean of their outlines' boxes, of frequent ones that fill their em, and of
 * one for faces of rare characters alone. */
static int measure_middle(const struct font_face *face)
{
    static const hb_codepoint_t probes[] = {
        0x56FD /* 国 */, 0x4E2D /* 中 */, 0x5728 /* 在 */, 0x6709 /* 有 */, 0x5E74 /* 年 */, 0x4F1A /* 会 */,
        0x52A1 /* 务 */, 0x793E /* 社 */, 0x533A /* 区 */, 0x670D /* 服 */, 0x6C11 /* 民 */, 0x62A5 /* 报 */,
        0x9879 /* 项 */, 0x8D39 /* 费 */, 0x91CF /* 量 */, 0x7B2C /* 第 */, 0x20BB7 /* 𠮷 */};
    int64_t twice = 0, count = 0;
    for (size_t i = 0; i < ARRAY_COUNT(probes); i++) {
        hb_codepoint_t glyph = 0;
        hb_glyph_extents_t ink;
        if (!hb_font_get_nominal_glyph(face->font, probes[i], &glyph) || glyph == 0 ||
            !hb_font_get_glyph_extents(face->font, glyph, &ink) || ink.height == 0)
            continue;
        twice += 2 * (int64_t)ink.y_bearing + ink.height;
        count++;
    }
    return count > 0 ? font_per_mille(face, twice / (2 * count)) : 0;
}

static enum status read_ft(const struct font_face *face, FT_Face ft, struct font_face_facts *facts)
{
    if (ft->num_glyphs <= 0 || ft->units_per_EM != face->units)
        return FAILED;
    if (!has_han(face)) {
        facts->ascent = font_per_mille(face, ft->ascender);
        facts->descent = font_per_mille(face, ft->descender > 0 ? -ft->descender : ft->descender);
    }
    const FT_Pos box[4] = {ft->bbox.xMin, ft->bbox.yMin, ft->bbox.xMax, ft->bbox.yMax};
    for (int i = 0; i < 4; i++)
        facts->bbox[i] = font_per_mille(face, box[i]);
    read_os2(face, ft, facts);
    facts->middle = measure_middle(face);
    return OK;
}

/* FreeType needs half a megabyte for a large face: it is closed at once. */
static enum status ask_freetype(const struct font_set *set, struct font_face *face)
{
    hb_blob_t *blob = hb_face_reference_blob(face->source);
    unsigned size = 0;
    const FT_Byte *bytes = (const FT_Byte *)hb_blob_get_data(blob, &size);
    FT_Face ft = NULL;
    enum status status =
        status_of(FT_New_Memory_Face(set->freetype->library, bytes, (FT_Long)size, face->index, &ft));
    if (status == OK) {
        status = read_ft(face, ft, &face->facts);
        FT_Done_Face(ft);
    }
    hb_blob_destroy(blob);
    return status;
}

struct font_face_facts font_plain_facts(const struct font_face *face)
{
    return (struct font_face_facts){
        .postscript_name = face->postscript_name,
        .family = face->family,
        .style = face->style,
        .path = face->path,
        .index = face->index,
        .outline = face->outline,
        .ascent = 880,
        .descent = -120,
        .cap_height = 700,
        .stem_v = stem_width(400),
        .bbox = {0, -120, 1000, 880},
        .is_serif = true,
        .glyph_count = face->source != NULL ? hb_face_get_glyph_count(face->source) : 0,
    };
}

/* .notdef stands in every program; and what is drawn from outlines, a watermark, HarfBuzz reads. */
static enum status prove_outlines(struct font_face *face)
{
    hb_glyph_extents_t ink;
    size_t size = 0;
    enum status status = program_glyph_prove(face->program, 0, &size);
    if (status == OK && !hb_font_get_glyph_extents(face->font, 0, &ink))
        status = FAILED;
    return status;
}

static enum status prove(const struct font_set *set, struct font_face *face)
{
    if (!face->facts_known) {
        face->facts = font_plain_facts(face);
        enum status status = face->is_short ? NO_MEMORY : ask_freetype(set, face);
        if (status != OK)
            return status;
        face->facts_known = true;
    }
    enum status status = font_face_open_program(set, face);
    return status == OK ? prove_outlines(face) : status;
}

enum status font_face_prove(const struct font_set *set, struct font_face *face)
{
    if (face->is_proved)
        return face->proof;
    face->is_proved = true;
    font_memory_watch(); /* FreeType does without some tables when it cannot have memory for them */
    face->proof = prove(set, face);
    if (font_memory_short())
        face->proof = NO_MEMORY;
    if (face->proof == NO_MEMORY) {
        face->is_short = true;
        face->facts_known = false;
    }
    return face->proof;
}

void font_face_facts(const struct font_set *set, int face, struct font_face_facts *ret_facts)
{
    assert(face >= 0 && (size_t)face < set->face_count);
    struct font_face *own = set->faces[face];
    if (set->is_square) {
        *ret_facts = font_plain_facts(own);
        return;
    }
    /* A failure comes out in font_program_make, without which no document is written. */
    enum status status = font_face_prove(set, own);
    (void)status;
    *ret_facts = own->facts;
    if (own->units > 0)
        ret_facts->widest = (own->outline == FONT_CFF ? INT16_MAX : UINT16_MAX) * 1000 / own->units;
}
