/*
 * Font programs for documents: the door of program/, with what concerns the face.
 */
#include "font/font_int.h"
#include "font/messages.def"
#include "font/program/program.h"

#include <assert.h>

/* Mapped: face->source keeps the bytes alive. */
static struct str table_of(const struct font_face *face, hb_tag_t tag)
{
    hb_blob_t *blob = hb_face_reference_table(face->source, tag);
    unsigned size = 0;
    const char *bytes = hb_blob_get_data(blob, &size);
    hb_blob_destroy(blob);
    return (struct str){bytes, size};
}

enum status font_face_open_program(const struct font_set *set, struct font_face *face)
{
    bool cff = face->outline == FONT_CFF;
    const struct str none = {NULL, 0};
    const struct program_tables tables = {
        .cff = cff ? table_of(face, HB_TAG('C', 'F', 'F', ' ')) : none,
        .glyf = cff ? none : table_of(face, HB_TAG('g', 'l', 'y', 'f')),
        .loca = cff ? none : table_of(face, HB_TAG('l', 'o', 'c', 'a')),
        .head = table_of(face, HB_TAG('h', 'e', 'a', 'd')),
        .hhea = table_of(face, HB_TAG('h', 'h', 'e', 'a')),
        .hmtx = table_of(face, HB_TAG('h', 'm', 't', 'x')),
        .maxp = table_of(face, HB_TAG('m', 'a', 'x', 'p')),
    };
    return program_source_make(set->arena, face, &tables, &face->program);
}

/* Of a few bytes: a line alone, or a curve that ends where it begins. */
static bool is_without_area(const struct font_face *face, uint32_t glyph)
{
    hb_glyph_extents_t ink;
    return hb_font_get_glyph_extents(face->font, glyph, &ink) && (ink.width == 0 || ink.height == 0);
}

bool font_face_draws(struct font_face *face, uint32_t glyph, bool *ret_blank)
{
    enum { DOUBTFUL = 24 };
    size_t size = 0;
    enum status status = program_glyph_prove(face->program, glyph, &size);
    *ret_blank = size == 0 || (size < DOUBTFUL && is_without_area(face, glyph));
    face->is_damaged = face->is_damaged || status == FAILED;
    face->is_short = face->is_short || status == NO_MEMORY;
    return status == OK;
}

enum status font_program_make(const struct font_set *set, int face, struct font_pieces pieces,
                              struct arena *arena, struct diag *diag, struct str *ret_program)
{
    assert(!set->is_square && face >= 0 && (size_t)face < set->face_count);
    assert(pieces.count > 0 && pieces.items[0].glyph == 0);
    struct font_face *own = set->faces[face];
    enum status status = font_face_prove(set, own);
    if (status == OK)
        status = program_make(own->program, pieces, arena, ret_program);
    if (status == FAILED)
        diag_report(diag, MSG_FONT_SUBSET, (struct place){0}, own->path.ptr);
    return status;
}
