/*
 * The door: a source, and the glyphs read of it so far; what is the same for both kinds of outlines.
 *
 * A glyph is kept when it was read wholly, its components before it, so that a failure of memory leaves nothing
 * half done.  Its number in the source never changes.
 */
#include "font/program/program_int.h"

#include <assert.h>
#include <string.h>

/* --- bytes --- */

bool bytes_read(struct str bytes, size_t at, unsigned size, uint32_t *ret_value)
{
    uint32_t value = 0;
    if (at > bytes.len || size > bytes.len - at)
        return false;
    for (unsigned i = 0; i < size; i++)
        value = value << 8 | (unsigned char)bytes.ptr[at + i];
    *ret_value = value;
    return true;
}

bool bytes_slice(struct str bytes, size_t from, size_t len, struct str *ret_slice)
{
    if (from > bytes.len || len > bytes.len - from)
        return false;
    *ret_slice = (struct str){bytes.ptr + from, len};
    return true;
}

void bytes_put(struct bytes_writer *out, uint32_t value, unsigned size)
{
    for (unsigned i = size; i > 0; i--)
        *out->at++ = (unsigned char)(value >> (8 * (i - 1)) & 0xFF);
}

void bytes_copy(struct bytes_writer *out, struct str bytes)
{
    if (bytes.len > 0)
        memcpy(out->at, bytes.ptr, bytes.len);
    out->at += bytes.len;
}

/* --- the source --- */

/* How many widths hmtx has. */
static bool read_metric_count(struct program_source *source)
{
    return bytes_read(source->tables.hhea, 34, 2, &source->metric_count) && source->metric_count > 0;
}

enum status program_source_make(struct arena *arena, const struct font_face *face,
                                const struct program_tables *tables, struct program_source **ret_source)
{
    struct program_source *source = ARENA_NEW(arena, struct program_source);
    if (source == NULL)
        return NO_MEMORY;
    *source = (struct program_source){.arena = arena, .face = face, .tables = *tables, .count = 1};
    if (face->outline == FONT_CFF) {
        enum status status = cff_read(arena, tables->cff, face->units, &source->cff);
        if (status != OK)
            return status;
        source->glyph_count = source->cff.charstrings.count;
        source->room = arena_alloc_bytes(arena, CHARSTRING_ROOM);
        if (source->room == NULL)
            return NO_MEMORY;
    } else if (!glyf_open(source)) {
        return FAILED;
    }
    if (!read_metric_count(source) || source->glyph_count == 0)
        return FAILED;
    source->numbers = ARENA_NEW_ARRAY(arena, source->glyph_count, uint16_t);
    source->capacity = 64;
    source->glyphs = ARENA_NEW_ARRAY(arena, source->capacity, struct program_glyph);
    if (source->numbers == NULL || source->glyphs == NULL)
        return NO_MEMORY;
    *ret_source = source;
    return OK;
}

/* --- metrics --- */

/* hmtx: widths with bearings, then, for glyphs as wide as the last, bearings alone. */
static bool read_metrics(const struct program_source *source, struct program_glyph *glyph)
{
    const struct str hmtx = source->tables.hmtx;
    uint32_t last = source->metric_count - 1, advance = 0, bearing = 0;
    uint32_t wide = glyph->glyph < last ? glyph->glyph : last;
    if (!bytes_read(hmtx, (size_t)wide * 4, 2, &advance))
        return false;
    size_t at = glyph->glyph <= last ? (size_t)glyph->glyph * 4 + 2
                                     : (size_t)last * 4 + 4 + (size_t)(glyph->glyph - last - 1) * 2;
    glyph->advance = (uint16_t)advance;
    if (source->face->outline == FONT_CFF)
        return true;
    if (!bytes_read(hmtx, at, 2, &bearing))
        return false;
    glyph->bearing = (int16_t)bearing;
    return true;
}

int32_t program_units(const struct program_source *source, int32_t per_mille)
{
    int64_t twice = 2 * (int64_t)per_mille * source->face->units + 1000;
    return (int32_t)(twice >= 0 ? twice / 2000 : -((1999 - twice) / 2000));
}

int32_t program_advance(const struct program_source *source, const struct font_piece *piece,
                        const struct program_glyph *glyph)
{
    bool own = font_per_mille(source->face, glyph->advance) == piece->advance;
    return own ? glyph->advance : program_units(source, piece->advance);
}

/* --- glyphs --- */

static enum status read_outline(struct program_source *source, struct program_glyph *glyph, int nesting)
{
    struct str outline;
    if (!read_metrics(source, glyph))
        return FAILED;
    if (source->face->outline == FONT_TRUETYPE)
        return glyf_read(source, glyph, nesting);
    if (!charstring_flatten(&source->cff, glyph->glyph, source->room, &outline, &glyph->is_blank))
        return FAILED;
    glyph->outline = arena_copy(source->arena, outline);
    return glyph->outline.ptr != NULL ? OK : NO_MEMORY;
}

enum status program_glyph_take(struct program_source *source, uint32_t glyph, int nesting, size_t *ret_number)
{
    struct program_glyph read = {.glyph = glyph};
    if (glyph >= source->glyph_count || nesting > PROGRAM_MAX_NESTING)
        return FAILED;
    if (source->numbers[glyph] != 0) {
        *ret_number = source->numbers[glyph];
        return OK;
    }
    enum status status = read_outline(source, &read, nesting);
    if (status != OK)
        return status;
    size_t number = source->count;
    status = ARENA_APPEND(source->arena, source->glyphs, source->count, source->capacity, &read);
    if (status != OK)
        return status;
    source->numbers[glyph] = (uint16_t)number;
    *ret_number = number;
    return OK;
}

enum status program_glyph_prove(struct program_source *source, uint32_t glyph, size_t *ret_size)
{
    size_t number = 0;
    enum status status = program_glyph_take(source, glyph, 0, &number);
    const struct program_glyph *read = &source->glyphs[number];
    *ret_size = read->is_blank ? 0 : read->outline.len;
    return status;
}

enum status program_outline(struct program_source *source, uint32_t glyph, struct str *ret_outline)
{
    size_t number = 0;
    enum status status = program_glyph_take(source, glyph, 0, &number);
    *ret_outline = source->glyphs[number].outline;
    return status;
}

void **program_kept(struct program_source *source)
{
    return &source->kept;
}

/* --- a program --- */

enum status program_make(struct program_source *source, struct font_pieces pieces, struct arena *arena,
                         struct font_program *ret_program)
{
    struct program_plan plan = {.source = source, .pieces = pieces, .arena = arena};
    if (pieces.count > PROGRAM_MAX_GLYPHS)
        return FAILED;
    plan.numbers = ARENA_NEW_ARRAY(arena, pieces.count, size_t);
    if (plan.numbers == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < pieces.count; i++) {
        enum status status = program_glyph_take(source, pieces.items[i].glyph, 0, &plan.numbers[i]);
        if (status != OK)
            return status;
    }
    plan.counts = ARENA_NEW_ARRAY(arena, source->count, uint32_t);
    if (plan.counts == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < pieces.count; i++)
        plan.counts[plan.numbers[i]]++;
    return source->face->outline == FONT_CFF ? cff_write(&plan, ret_program) : glyf_write(&plan, ret_program);
}
