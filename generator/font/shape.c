/*
 * Shaping a run of one face with HarfBuzz: Latin words, where pairs are kerned, and characters with combining
 * marks, which the face has composed or places by its own table, or does not.  Ligatures are off: they
 * would tie characters together that justification and text extraction want apart.
 *
 * Words and figures come again and again: what a face makes of short ones is kept for the run, in a place that
 * their bytes give, until another one takes it.
 *
 * Language and direction are set, never guessed, so that the result does not depend on the locale.
 */
#include "font/font_int.h"

#include <assert.h>
#include <string.h>

static enum status shape_square(struct str text, struct font_shaped *glyphs, size_t capacity,
                                size_t *ret_count)
{
    size_t count = 0;
    for (size_t offset = 0; offset < text.len; count++) {
        if (count == capacity)
            return FAILED;
        uint32_t cluster = (uint32_t)offset, code = utf8_next(text, &offset);
        glyphs[count] = (struct font_shaped){code, cluster, font_square_advance(code), 0, 0};
    }
    *ret_count = count;
    return OK;
}

/* `marks`: combining marks go where the face says; else they stay where the pen is. */
static void shape_buffer(hb_buffer_t *buffer, hb_font_t *font, struct str text, bool marks)
{
    const hb_feature_t features[] = {
        {HB_TAG('k', 'e', 'r', 'n'), 1, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
        {HB_TAG('l', 'i', 'g', 'a'), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
        {HB_TAG('c', 'l', 'i', 'g'), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
        {HB_TAG('m', 'a', 'r', 'k'), marks, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
        {HB_TAG('m', 'k', 'm', 'k'), marks, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
    };
    hb_buffer_reset(buffer);
    hb_buffer_add_utf8(buffer, text.ptr, (int)text.len, 0, (int)text.len);
    hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
    hb_buffer_set_language(buffer, hb_language_from_string("en", -1));
    hb_buffer_guess_segment_properties(buffer); /* the script only: the rest is set */
    hb_shape(font, buffer, features, ARRAY_COUNT(features));
}

/* NULL: it is too long to be kept, or there is no memory for that. */
static struct shaped_word *word_of(const struct font_set *set, struct font_face *face, struct str text)
{
    if (text.len > SHAPED_BYTES)
        return NULL;
    if (face->words == NULL)
        face->words = ARENA_NEW_ARRAY(set->arena, SHAPED_WORDS, struct shaped_word);
    return face->words == NULL ? NULL : &face->words[str_hash(text) % SHAPED_WORDS];
}

static enum status shape_text(const struct font_set *set, struct font_face *face, struct str text,
                              struct font_shaped *glyphs, size_t capacity, size_t *ret_count)
{
    font_memory_watch();
    shape_buffer(set->buffer, face->font, text, true);
    face->is_short = face->is_short || font_memory_short();
    if (face->is_short || !hb_buffer_allocation_successful(set->buffer))
        return NO_MEMORY;
    unsigned count = 0;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(set->buffer, &count);
    const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(set->buffer, &count);
    if (count > capacity)
        return FAILED;
    for (unsigned i = 0; i < count; i++) {
        glyphs[i] = (struct font_shaped){
            infos[i].codepoint, infos[i].cluster, font_per_mille(face, positions[i].x_advance),
            font_per_mille(face, positions[i].x_offset), font_per_mille(face, positions[i].y_offset)};
    }
    *ret_count = count;
    return OK;
}

enum status font_shape(const struct font_set *set, int face, struct str text, struct font_shaped *glyphs,
                       size_t capacity, size_t *ret_count)
{
    if (set->is_square)
        return shape_square(text, glyphs, capacity, ret_count);
    assert(face >= 0 && (size_t)face < set->face_count && text.len <= INT32_MAX);
    struct font_face *own = set->faces[face];
    struct shaped_word *word = word_of(set, own, text);
    bool known = word != NULL && text.len > 0 && str_equal((struct str){word->text, word->len}, text);
    if (known && word->count <= capacity) {
        memcpy(glyphs, word->glyphs, word->count * sizeof *glyphs);
        *ret_count = word->count;
        return OK;
    }
    enum status status = shape_text(set, own, text, glyphs, capacity, ret_count);
    if (status != OK || word == NULL || *ret_count > SHAPED_BYTES)
        return status;
    memcpy(word->text, text.ptr, text.len);
    memcpy(word->glyphs, glyphs, *ret_count * sizeof *glyphs);
    word->len = (uint8_t)text.len;
    word->count = (uint8_t)*ret_count;
    return OK;
}

enum { MARKED_GLYPHS = 32 /* of one character; with more marks nobody looks */ };

/* Both ways; what the face places is what differs. */
static bool all_placed(hb_buffer_t *buffer, hb_font_t *font, struct str text)
{
    hb_glyph_position_t plain[MARKED_GLYPHS];
    unsigned count = 0, placed_count = 0;
    shape_buffer(buffer, font, text, false);
    const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(buffer, &count);
    if (count == 0 || count > MARKED_GLYPHS)
        return false;
    memcpy(plain, positions, count * sizeof *plain);
    shape_buffer(buffer, font, text, true);
    positions = hb_buffer_get_glyph_positions(buffer, &placed_count);
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(buffer, &placed_count);
    bool placed = placed_count == count;
    for (unsigned i = 0; i < placed_count && placed; i++)
        placed = infos[i].codepoint != 0 && (i == 0 || positions[i].x_offset != plain[i].x_offset ||
                                             positions[i].y_offset != plain[i].y_offset);
    return placed;
}

enum status font_marks_placed(const struct font_set *set, int face, struct str text, bool *ret_placed)
{
    *ret_placed = false;
    if (set->is_square)
        return FAILED;
    assert(face >= 0 && (size_t)face < set->face_count && text.len <= INT32_MAX);
    struct font_face *own = set->faces[face];
    font_memory_watch();
    *ret_placed = all_placed(set->buffer, own->font, text);
    own->is_short = own->is_short || font_memory_short();
    return own->is_short || !hb_buffer_allocation_successful(set->buffer) ? NO_MEMORY : OK;
}
