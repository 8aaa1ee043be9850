/*
 * How much blank a full-width mark has on either side, and where the ink of a glyph lies.
 *
 * What may be taken off is what the face's `halt` feature says, else half the box; where that would cut into
 * ink (Fandol's ？), the rest comes off the other side.  What was found is kept with the face.  The square
 * font's marks have half a box of blank on either side, and their kind tells which half may go.
 */
#include "font/font_int.h"

#include <assert.h>

static int32_t at_most(int32_t value, int32_t limit)
{
    return value < limit ? value : limit;
}

static int32_t at_least_nothing(int32_t value)
{
    return value > 0 ? value : 0;
}

/* The blank on both sides of the glyph's outline, each at most half of its advance. */
static bool measure_ink(const struct font_face *face, const struct face_glyph *glyph, struct face_mark *mark)
{
    hb_glyph_extents_t ink;
    if (!hb_font_get_glyph_extents(face->font, glyph->glyph, &ink))
        return false;
    int32_t half = glyph->advance / 2;
    int32_t left = font_per_mille(face, ink.x_bearing);
    int32_t right = glyph->advance - font_per_mille(face, (int64_t)ink.x_bearing + ink.width);
    mark->left = (int16_t)at_most(at_least_nothing(left), half);
    mark->right = (int16_t)at_most(at_least_nothing(right), half);
    return true;
}

/* What `halt` takes off; nothing where the face has no such form of the glyph. */
static void apply_half_width(const struct font_set *set, struct font_face *face,
                             const struct face_glyph *glyph, struct face_mark *mark)
{
    const hb_feature_t features[] = {
        {HB_TAG('f', 'w', 'i', 'd'), 1, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
        {HB_TAG('h', 'a', 'l', 't'), 1, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
        {HB_TAG('k', 'e', 'r', 'n'), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
    };
    font_shape_code(set, face, mark->code, features, ARRAY_COUNT(features));
    unsigned count = 0;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(set->buffer, &count);
    const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(set->buffer, &count);
    if (count != 1 || infos[0].codepoint != glyph->glyph)
        return;
    int32_t taken = glyph->advance - font_per_mille(face, positions[0].x_advance);
    int32_t left = at_least_nothing(-font_per_mille(face, positions[0].x_offset));
    if (taken <= 0)
        return;
    int32_t ink_left = mark->left, ink_right = mark->right;
    int32_t lacking_left = at_least_nothing(left - ink_left);
    int32_t lacking_right = at_least_nothing(taken - left - ink_right);
    mark->left = (int16_t)at_most(at_most(left, taken) + lacking_right, ink_left);
    mark->right = (int16_t)at_most(at_least_nothing(taken - left) + lacking_left, ink_right);
}

/* The entry of the code point, or the free one for it; NULL: the table is full. */
static struct face_mark *find_entry(struct font_face *face, uint32_t code)
{
    size_t at = (code ^ code >> 8) % FACE_MARK_COUNT;
    for (size_t tried = 0; tried < FACE_MARK_COUNT; tried++) {
        struct face_mark *entry = &face->marks[(at + tried) % FACE_MARK_COUNT];
        if (entry->code == code || entry->code == 0)
            return entry;
    }
    return NULL;
}

static struct face_mark measure_mark(const struct font_set *set, struct font_face *face, uint32_t code)
{
    struct face_mark mark = {.code = code};
    struct face_glyph glyph;
    if (!font_face_lookup_wide(set, face, code, &glyph))
        return mark;
    font_memory_watch();
    if (measure_ink(face, &glyph, &mark))
        apply_half_width(set, face, &glyph, &mark);
    face->is_short = face->is_short || font_memory_short();
    return mark;
}

void font_mark_blank(const struct font_set *set, int face, uint32_t code, int32_t *ret_left,
                     int32_t *ret_right)
{
    assert(face >= 0 && (size_t)face < set->face_count);
    struct font_face *own = set->faces[face];
    struct face_mark mark = {code, 500, 500};
    if (!set->is_square) {
        struct face_mark *entry = find_entry(own, code);
        mark = entry != NULL && entry->code == code ? *entry : measure_mark(set, own, code);
        if (entry != NULL && !own->is_short)
            *entry = mark;
    }
    *ret_left = mark.left;
    *ret_right = mark.right;
}

struct font_ink font_glyph_ink(const struct font_set *set, int face, uint32_t glyph)
{
    assert(face >= 0 && (size_t)face < set->face_count);
    struct font_face *own = set->faces[face];
    if (set->is_square)
        return (struct font_ink){0, font_square_advance(glyph), -120, 880};
    hb_glyph_extents_t ink = {0};
    font_memory_watch();
    bool known = hb_font_get_glyph_extents(own->font, glyph, &ink);
    own->is_short = own->is_short || font_memory_short();
    if (!known)
        return (struct font_ink){0};
    return (struct font_ink){.left = font_per_mille(own, ink.x_bearing),
                             .right = font_per_mille(own, (int64_t)ink.x_bearing + ink.width),
                             .bottom = font_per_mille(own, (int64_t)ink.y_bearing + ink.height),
                             .top = font_per_mille(own, ink.y_bearing)};
}
