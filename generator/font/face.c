/*
 * One face: opening it, and code point -> glyph and advance.
 *
 * Opening maps the file.  When the first glyph is wanted the face is proved: what FreeType cannot read, or
 * says otherwise than HarfBuzz, has no glyphs from then on.  So is each glyph: what no font program can have is
 * missing.  Glyphs are kept in pages of 256 code points;
 * when memory for one is short the font is asked each time.  When the font itself is short of memory, nothing
 * it says is kept (memory.c).  A glyph without outline counts as missing unless the character shows nothing:
 * some fonts map ideographs to blanks.  Full-width — … · are Noto's fwid forms, shaped once a face; other
 * Chinese text is never shaped.
 */
#include "font/font_int.h"

#include <errno.h>
#include <hb-ot.h>
#include <stdlib.h>
#include <string.h>

static const uint32_t full_width_codes[FACE_FULL_WIDTH_COUNT] = {0x2014, 0x2026, 0xB7,  0x201C,
                                                                 0x201D, 0x2018, 0x2019};

int font_full_width_index(uint32_t code)
{
    for (int i = 0; i < FACE_FULL_WIDTH_COUNT; i++)
        if (full_width_codes[i] == code)
            return i;
    return -1;
}

int32_t font_per_mille(const struct font_face *face, int64_t value)
{
    int64_t twice = 2 * value * 1000 + face->units, divisor = 2 * (int64_t)face->units;
    int64_t quotient = twice / divisor;
    return (int32_t)(twice % divisor < 0 ? quotient - 1 : quotient);
}

static bool has_table(hb_face_t *face, hb_tag_t tag)
{
    hb_blob_t *blob = hb_face_reference_table(face, tag);
    bool present = hb_blob_get_length(blob) > 0;
    hb_blob_destroy(blob);
    return present;
}

/* OS/2 fsType: 2 alone forbids embedding; 0x100 forbids subsets, 0x200 allows bitmaps only. */
static bool may_embed(hb_face_t *face)
{
    hb_blob_t *blob = hb_face_reference_table(face, HB_TAG('O', 'S', '/', '2'));
    unsigned size = 0;
    const unsigned char *bytes = (const unsigned char *)hb_blob_get_data(blob, &size);
    unsigned type = size >= 10 ? (unsigned)bytes[8] << 8 | bytes[9] : 0;
    hb_blob_destroy(blob);
    return (type & 0xF) != 2 && (type & 0x300) == 0;
}

/* Why a file could not be mapped. */
static enum face_fitness fitness_of_file(int reason)
{
    if (reason == ENOMEM || reason == EAGAIN)
        return FACE_NO_MEMORY;
    const bool unreadable =
        reason == EMFILE || reason == ENFILE || reason == EIO || reason == ESTALE || reason == ENODEV;
    return unreadable ? FACE_UNREADABLE : FACE_BROKEN;
}

enum face_fitness font_face_open(struct font_face *face)
{
    font_memory_watch();
    face->blob = font_file_map(face->path.ptr);
    if (face->blob == NULL)
        return fitness_of_file(errno);
    font_memory_watch();
    face->outline = FONT_NONE;
    face->source = hb_face_create(face->blob, (unsigned)face->index);
    if (has_table(face->source, HB_TAG('C', 'F', 'F', ' ')))
        face->outline = FONT_CFF;
    else if (has_table(face->source, HB_TAG('g', 'l', 'y', 'f')))
        face->outline = FONT_TRUETYPE;
    enum face_fitness fitness = FACE_FIT;
    if (hb_face_get_glyph_count(face->source) == 0 || face->outline == FONT_NONE)
        fitness = FACE_BROKEN;
    else if (!may_embed(face->source))
        fitness = FACE_RESTRICTED;
    if (fitness == FACE_FIT) {
        face->units = (int)hb_face_get_upem(face->source);
        face->font = hb_font_create(face->source);
        if (face->font == hb_font_get_empty())
            fitness = FACE_BROKEN;
    }
    if (font_memory_short())
        fitness = FACE_NO_MEMORY;
    if (fitness != FACE_FIT)
        font_face_close(face);
    return fitness;
}

void font_face_reopen(struct font_face *face)
{
    font_face_close(face);
    face->is_short = font_face_open(face) != FACE_FIT;
    if (face->is_short) { /* HarfBuzz's own empty objects: they may be asked anything */
        face->source = hb_face_get_empty();
        face->font = hb_font_get_empty();
    }
}

void font_face_close(struct font_face *face)
{
    hb_font_destroy(face->font);
    hb_face_destroy(face->source);
    hb_blob_destroy(face->blob);
    face->blob = NULL;
    face->is_proved = false;
    face->source = NULL;
    face->program = NULL;
    face->font = NULL;
}

/* Characters that show nothing by their nature: spaces, joiners, marks of direction, variation selectors. */
static bool is_blank_by_nature(uint32_t code)
{
    static const uint32_t ranges[][2] = {
        {0x20, 0x20},     {0xA0, 0xA0},     {0xAD, 0xAD},     {0x1680, 0x1680},
        {0x2000, 0x200F}, {0x2028, 0x202F}, {0x205F, 0x206F}, {0x2800, 0x2800},
        {0x3000, 0x3000}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF},
    };
    for (size_t i = 0; i < ARRAY_COUNT(ranges); i++)
        if (code >= ranges[i][0] && code <= ranges[i][1])
            return true;
    return false;
}

/* Letters and ideographs that go on: with no width they would all stand on one spot. */
static bool has_width_by_nature(uint32_t code)
{
    return (code > ' ' && code < 0x7F) || (code >= 0x3400 && code <= 0x9FFF);
}

/* Before its first glyph is given out: can FreeType read the face, so that a document with it can be written?
 * And before each: can it stand there? */
static bool is_sound(const struct font_set *set, struct font_face *face, uint32_t glyph, bool *ret_blank)
{
    face->is_short = face->is_short || font_memory_short(); /* proving watches anew */
    enum status status = font_face_prove(set, face);
    face->is_broken = status == FAILED;
    return status == OK && font_face_draws(face, glyph, ret_blank);
}

/* A font that leads to an outline which is not there, or cannot be read, or to no width, is damaged. */
static struct face_glyph read_glyph(const struct font_set *set, struct font_face *face, uint32_t code)
{
    struct face_glyph missing = {0, 0, FACE_GLYPH_MISSING};
    hb_codepoint_t glyph = 0;
    bool blank = false;
    if (!hb_font_get_nominal_glyph(face->font, code, &glyph) || glyph == 0 || glyph > 0xFFFF)
        return missing;
    int64_t advance = hb_font_get_glyph_h_advance(face->font, glyph);
    if (advance < (has_width_by_nature(code) ? 1 : 0) || advance > (int64_t)FACE_MAX_ADVANCE * face->units)
        face->is_damaged = true;
    else if (is_sound(set, face, glyph, &blank) && (!blank || is_blank_by_nature(code)))
        return (struct face_glyph){font_per_mille(face, advance), (uint16_t)glyph, FACE_GLYPH_PRESENT};
    return missing;
}

void font_face_ask_characters(struct font_face *face)
{
    if (face->is_asked)
        return;
    hb_set_t *codes = hb_set_create();
    hb_face_collect_unicodes(face->source, codes);
    if (hb_set_allocation_successful(codes) && hb_set_is_empty(codes) && !font_memory_short())
        face->is_damaged = true;
    hb_set_destroy(codes);
    face->is_asked = true;
}

static struct face_glyph ask_font(const struct font_set *set, struct font_face *face, uint32_t code)
{
    font_memory_watch();
    font_face_ask_characters(face);
    struct face_glyph glyph = read_glyph(set, face, code);
    face->is_short = face->is_short || font_memory_short();
    return glyph;
}

bool font_face_lookup(const struct font_set *set, struct font_face *face, uint32_t code,
                      struct face_glyph *ret_glyph)
{
    if (code >= 0x110000 || face->is_broken)
        return false;
    struct face_glyph **page = &face->pages[code / FACE_PAGE_SIZE];
    if (*page == NULL)
        *page = ARENA_NEW_ARRAY(set->arena, FACE_PAGE_SIZE, struct face_glyph);
    struct face_glyph entry = {0};
    if (*page != NULL)
        entry = (*page)[code % FACE_PAGE_SIZE];
    if (entry.state == FACE_GLYPH_UNKNOWN) {
        entry = ask_font(set, face, code);
        if (*page != NULL && !face->is_short)
            (*page)[code % FACE_PAGE_SIZE] = entry;
    }
    if (entry.state == FACE_GLYPH_MISSING)
        return false;
    *ret_glyph = entry;
    return true;
}

void font_shape_code(const struct font_set *set, struct font_face *face, uint32_t code,
                     const hb_feature_t *features, unsigned feature_count)
{
    hb_buffer_reset(set->buffer);
    hb_buffer_add_codepoints(set->buffer, &code, 1, 0, 1);
    hb_buffer_set_direction(set->buffer, HB_DIRECTION_LTR);
    hb_buffer_set_script(set->buffer, HB_SCRIPT_HAN);
    hb_buffer_set_language(set->buffer, hb_language_from_string("zh-hans", -1));
    hb_shape(face->font, set->buffer, features, feature_count);
}

/* The form that fwid gives; the plain one when the font has no other. */
static struct face_glyph shape_full_width(const struct font_set *set, struct font_face *face, uint32_t code,
                                          struct face_glyph plain)
{
    const hb_feature_t features[] = {
        {HB_TAG('f', 'w', 'i', 'd'), 1, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
        {HB_TAG('k', 'e', 'r', 'n'), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
    };
    font_memory_watch();
    font_shape_code(set, face, code, features, ARRAY_COUNT(features));
    face->is_short = face->is_short || font_memory_short();
    unsigned count = 0;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(set->buffer, &count);
    if (count != 1 || infos[0].codepoint == 0 || infos[0].codepoint > 0xFFFF)
        return plain;
    plain.glyph = (uint16_t)infos[0].codepoint;
    plain.advance = font_per_mille(face, hb_font_get_glyph_h_advance(face->font, plain.glyph));
    return plain;
}

/* Two dashes make one stroke (GB/T 15834 4.13).  Noto's full-width dash stops short of the em's edges, and
 * only its ligature closes the gap; its box-drawing line has the same height and thickness and reaches both
 * edges, so that one is set. */
static struct face_glyph join_dash(const struct font_set *set, struct font_face *face, struct face_glyph dash)
{
    struct face_glyph line;
    hb_glyph_extents_t dash_ink, line_ink;
    if (!font_face_lookup(set, face, 0x2500, &line) || line.advance != dash.advance ||
        !hb_font_get_glyph_extents(face->font, dash.glyph, &dash_ink) ||
        !hb_font_get_glyph_extents(face->font, line.glyph, &line_ink))
        return dash;
    int64_t centre = 2 * (int64_t)dash_ink.y_bearing + dash_ink.height;
    int64_t line_centre = 2 * (int64_t)line_ink.y_bearing + line_ink.height;
    int32_t apart = font_per_mille(face, centre - line_centre);
    bool longer = line_ink.x_bearing <= 0 && line_ink.width > dash_ink.width;
    return longer && abs(apart) <= 40 ? line : dash; /* twice the distance: 0.02 em */
}

bool font_face_lookup_wide(const struct font_set *set, struct font_face *face, uint32_t code,
                           struct face_glyph *ret_glyph)
{
    int index = font_full_width_index(code);
    if (index < 0)
        return font_face_lookup(set, face, code, ret_glyph);
    struct face_glyph entry = face->full_width[index];
    if (entry.state == FACE_GLYPH_UNKNOWN) {
        struct face_glyph plain = {0, 0, FACE_GLYPH_MISSING};
        entry = plain;
        if (font_face_lookup(set, face, code, &plain))
            entry = shape_full_width(set, face, code, plain);
        if (code == 0x2014 && entry.state == FACE_GLYPH_PRESENT)
            entry = join_dash(set, face, entry);
        if (!face->is_short)
            face->full_width[index] = entry;
    }
    if (entry.state == FACE_GLYPH_MISSING)
        return false;
    *ret_glyph = entry;
    return true;
}
