/*
 * Font programs for documents: the door of program/, with what concerns the face.
 */
#include "font/font_int.h"
#include "font/messages.def"
#include "font/program/program.h"

#include <assert.h>
#include <string.h>

/* Frequent in papers, of many strokes and of few. */
static const char frequent[] =
    "的一是在不了有和人这中大为上个国以要时来用们生到作地于出分对成会可主发年动同工能下过子种面方后多定"
    "行学法所民经三等部度家力理小实加量两体制机业本应开合社事平全表关重新内数建月公提";

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

struct font_version font_face_version(const struct font_set *set, int face)
{
    enum { NUMBER_AT = 4, SUM_AT = 8, LEAST = 12 }; /* OpenType, head */
    assert(face >= 0 && (size_t)face < set->face_count);
    struct font_face *own = set->faces[face];
    uint32_t numbers[2] = {0, 0};
    if (set->is_square)
        return (struct font_version){0, 0};
    font_memory_watch();
    struct str head = table_of(own, HB_TAG('h', 'e', 'a', 'd'));
    own->is_short = own->is_short || font_memory_short();
    for (size_t i = NUMBER_AT; head.len >= LEAST && i < LEAST; i++)
        numbers[i / SUM_AT] = numbers[i / SUM_AT] << 8 | (unsigned char)head.ptr[i];
    return (struct font_version){numbers[0], numbers[1]};
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
                              struct arena *arena, struct diag *diag, struct font_program *ret_program)
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

enum status font_program_sample(const struct font_set *set, int face, struct arena *arena,
                                struct str *ret_bytes)
{
    const struct str characters = STR(frequent);
    struct font_face *own = set->faces[face];
    struct buf bytes = BUF(sizeof frequent << 12);
    enum status status = OK;
    for (size_t at = 0; at < characters.len && status != NO_MEMORY;) {
        hb_codepoint_t glyph = 0;
        struct str outline;
        if (!hb_font_get_nominal_glyph(own->font, utf8_next(characters, &at), &glyph))
            continue;
        status = program_outline(own->program, glyph, &outline);
        if (status == OK)
            buf_add_str(&bytes, outline);
    }
    if (status != NO_MEMORY)
        status = buf_status(&bytes);
    if (status == OK)
        *ret_bytes = arena_copy(arena, buf_str(&bytes));
    buf_clear(&bytes);
    return status != OK ? status : ret_bytes->ptr == NULL ? NO_MEMORY : OK;
}

void **font_face_kept(const struct font_set *set, int face)
{
    return program_kept(set->faces[face]->program);
}

void **font_set_kept(const struct font_set *set)
{
    return set->kept;
}

void *font_keep(const struct font_set *set, size_t size)
{
    return arena_alloc_bytes(set->arena, size);
}
