/*
 * Shaping a run of one face with HarfBuzz: Latin words, where pairs are kerned, and characters with combining
 * marks, which the face has composed or places by its own table, or does not.  Ligatures are off: they
 * would tie characters together that justification and text extraction want apart.
 *
 * Figures are never kerned among themselves: they stand below each other in columns, where 11 may not be narrower than
 * 22 (as in Times New Roman and its likes).  So a text of figures alone needs no HarfBuzz, if that gives this face's
 * figures their own glyphs; that is tried once, on every pair of them.
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

/* --- figures --- */

static inline bool is_figure(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= '+' && byte <= '.') || byte == '(' || byte == ')' ||
           byte == '%';
}

/* --- HarfBuzz --- */

enum { FEATURES = 5, STRETCHES = 64 /* of figures, in a text; those behind are kerned */ };

/* Kerning is off for each figure before another: who kerns a pair asks its first glyph. */
static unsigned unkern_figures(struct str text, hb_feature_t features[STRETCHES])
{
    unsigned count = 0;
    for (size_t i = 0; i + 1 < text.len && count < STRETCHES; i++) {
        const size_t from = i;
        while (i + 1 < text.len && is_figure(text.ptr[i]) && is_figure(text.ptr[i + 1]))
            i++;
        if (i > from)
            features[count++] = (hb_feature_t){HB_TAG('k', 'e', 'r', 'n'), 0, (unsigned)from, (unsigned)i};
    }
    return count;
}

/* `marks`: combining marks go where the face says; else they stay where the pen is. */
static void shape_buffer(hb_buffer_t *buffer, hb_font_t *font, struct str text, bool marks)
{
    hb_feature_t features[FEATURES + STRETCHES] = {
        {HB_TAG('k', 'e', 'r', 'n'), 1, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
        {HB_TAG('l', 'i', 'g', 'a'), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
        {HB_TAG('c', 'l', 'i', 'g'), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
        {HB_TAG('m', 'a', 'r', 'k'), marks, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
        {HB_TAG('m', 'k', 'm', 'k'), marks, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
    };
    const unsigned unkerned = unkern_figures(text, features + FEATURES);
    hb_buffer_reset(buffer);
    hb_buffer_add_utf8(buffer, text.ptr, (int)text.len, 0, (int)text.len);
    hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
    hb_buffer_set_language(buffer, hb_language_from_string("en", -1));
    hb_buffer_guess_segment_properties(buffer); /* the script only: the rest is set */
    hb_shape(font, buffer, features, FEATURES + unkerned);
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

/* Each pair of them, the first behind all before it: no glyph is another, or moved, for what stands beside it. */
static enum status try_figures(const struct font_set *set, struct font_face *face, struct face_figures *own)
{
    enum { FIGURES = 20, MOST = FIGURES * FIGURES * 2 };
    char figures[FIGURES], pairs[MOST];
    struct font_shaped shaped[MOST];
    size_t figure_count = 0, len = 0, count = 0;
    for (int code = 0; code < FIGURE_CODES && figure_count < FIGURES; code++)
        if (is_figure((char)code))
            figures[figure_count++] = (char)code;
    for (size_t i = 0; i < figure_count; i++)
        for (size_t k = 0; k < figure_count; k++) {
            pairs[len++] = figures[i];
            pairs[len++] = figures[k];
        }
    enum status status = shape_text(set, face, (struct str){pairs, len}, shaped, MOST, &count);
    own->are_plain = status == OK && count == len;
    for (size_t i = 0; i < count && own->are_plain; i++) {
        struct font_shaped *known = &own->glyphs[(unsigned char)pairs[i]];
        if (known->glyph == 0)
            *known = shaped[i];
        own->are_plain = shaped[i].glyph != 0 && shaped[i].cluster == i && shaped[i].glyph == known->glyph &&
                         shaped[i].advance == known->advance && shaped[i].x_offset == 0 &&
                         shaped[i].y_offset == 0;
    }
    return status == FAILED ? OK : status;
}

/* *ret_done false: it is no text of figures, or they are not plain. */
static enum status shape_figures(const struct font_set *set, struct font_face *face, struct str text,
                                 struct font_shaped *glyphs, size_t capacity, bool *ret_done)
{
    enum status status = OK;
    *ret_done = false;
    if (text.len > capacity)
        return OK;
    for (size_t i = 0; i < text.len; i++)
        if (!is_figure(text.ptr[i]))
            return OK;
    if (face->figures == NULL) {
        struct face_figures *own = ARENA_NEW(set->arena, struct face_figures);
        status = own == NULL ? NO_MEMORY : try_figures(set, face, own);
        face->figures = status == OK ? own : NULL;
    }
    if (status != OK || !face->figures->are_plain)
        return status;
    for (size_t i = 0; i < text.len; i++) {
        glyphs[i] = face->figures->glyphs[(unsigned char)text.ptr[i]];
        glyphs[i].cluster = (uint32_t)i;
    }
    *ret_done = true;
    return OK;
}

enum status font_shape(const struct font_set *set, int face, struct str text, struct font_shaped *glyphs,
                       size_t capacity, size_t *ret_count)
{
    if (set->is_square)
        return shape_square(text, glyphs, capacity, ret_count);
    assert(face >= 0 && (size_t)face < set->face_count && text.len <= INT32_MAX);
    struct font_face *own = set->faces[face];
    bool is_done = false;
    enum status status = shape_figures(set, own, text, glyphs, capacity, &is_done);
    *ret_count = text.len;
    if (status != OK || is_done)
        return status;
    struct shaped_word *word = word_of(set, own, text);
    bool known = word != NULL && text.len > 0 && str_equal((struct str){word->text, word->len}, text);
    if (known && word->count <= capacity) {
        memcpy(glyphs, word->glyphs, word->count * sizeof *glyphs);
        *ret_count = word->count;
        return OK;
    }
    status = shape_text(set, own, text, glyphs, capacity, ret_count);
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
