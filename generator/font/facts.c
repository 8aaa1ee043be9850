/*
 * What a font dictionary needs to know of a face, through FreeType; asked for once a face.
 *
 * A descent with the wrong sign (FandolSong) is put right; the thickness of stems is estimated from the
 * weight, for it is in no table that is always there.  A face that FreeType cannot read gives no glyphs
 * (face.c), so no status is needed.
 */
#include "font/font_int.h"

#include <assert.h>
#include FT_ERRORS_H
#include FT_TRUETYPE_TABLES_H

static enum status status_of(FT_Error error)
{
    if (FT_ERROR_BASE(error) == FT_Err_Out_Of_Memory)
        return NO_MEMORY;
    return error == 0 ? OK : FAILED;
}

static enum status open_ft(const struct font_set *set, struct font_face *face)
{
    hb_blob_t *blob = hb_face_reference_blob(face->source);
    unsigned size = 0;
    const FT_Byte *bytes = (const FT_Byte *)hb_blob_get_data(blob, &size);
    /* face->source keeps the mapped bytes alive, and is closed after FreeType's face. */
    FT_Error error = FT_New_Memory_Face(set->library, bytes, (FT_Long)size, face->index, &face->ft);
    hb_blob_destroy(blob);
    if (error != 0)
        face->ft = NULL;
    return status_of(error);
}

static int stem_width(int weight)
{
    return 50 + weight * weight / (65 * 65);
}

/* PANOSE: Latin text faces with serifs are 2 to 10, those without 11 to 15. */
static bool is_serif(const TT_OS2 *os2)
{
    return os2->panose[0] != 2 || os2->panose[1] < 11;
}

static void read_os2(struct font_face *face, struct font_face_facts *facts)
{
    int weight = 400;
    const TT_OS2 *os2 = FT_Get_Sfnt_Table(face->ft, FT_SFNT_OS2);
    if (os2 != NULL && os2->version != 0xFFFF) {
        weight = os2->usWeightClass;
        facts->is_serif = is_serif(os2);
        if (os2->version >= 2 && os2->sCapHeight > 0)
            facts->cap_height = font_per_mille(face, os2->sCapHeight);
    }
    facts->stem_v = stem_width(weight < 1000 ? weight : 1000);
    const TT_Postscript *post = FT_Get_Sfnt_Table(face->ft, FT_SFNT_POST);
    if (post != NULL)
        facts->italic_angle = (int)(post->italicAngle / 65536);
}

static enum status read_ft(struct font_face *face, struct font_face_facts *facts)
{
    FT_Face ft = face->ft;
    if (ft->num_glyphs <= 0 || ft->units_per_EM != face->units)
        return FAILED;
    facts->ascent = font_per_mille(face, ft->ascender);
    facts->descent = font_per_mille(face, ft->descender > 0 ? -ft->descender : ft->descender);
    const FT_Pos box[4] = {ft->bbox.xMin, ft->bbox.yMin, ft->bbox.xMax, ft->bbox.yMax};
    for (int i = 0; i < 4; i++)
        facts->bbox[i] = font_per_mille(face, box[i]);
    read_os2(face, facts);
    return OK;
}

/* What is true of any face; stands when FreeType cannot read this one. */
static struct font_face_facts plain_facts(const struct font_face *face)
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

enum status font_face_read_facts(const struct font_set *set, struct font_face *face)
{
    if (face->facts_known)
        return face->facts_status;
    face->facts = plain_facts(face);
    face->facts_known = true;
    font_memory_watch(); /* FreeType does without some tables when it cannot have memory for them */
    face->facts_status = face->is_short ? NO_MEMORY : open_ft(set, face);
    if (face->facts_status == OK)
        face->facts_status = read_ft(face, &face->facts);
    if (face->facts_status == OK)
        face->facts_status = font_face_open_program(set, face);
    if (font_memory_short())
        face->facts_status = NO_MEMORY;
    if (face->facts_status == NO_MEMORY)
        face->is_short = true;
    return face->facts_status;
}

void font_face_facts(const struct font_set *set, int face, struct font_face_facts *ret_facts)
{
    assert(face >= 0 && (size_t)face < set->face_count);
    struct font_face *own = set->faces[face];
    if (set->is_square) {
        *ret_facts = plain_facts(own);
        return;
    }
    /* A failure comes out in font_program_make, without which no document is written. */
    enum status status = font_face_read_facts(set, own);
    (void)status;
    *ret_facts = own->facts;
}
