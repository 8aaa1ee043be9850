/*
 * What is drawn but not written: the dots of emphasis and the hyphens of divided words, one of each a span
 * that may need it.
 *
 * A dot is a bullet, of the Latin face where there is one, since those of Chinese faces are mere dots in a
 * full em; it is made so small that its ink is DOT_WIDTH wide, and stands DOT_DEPTH under the middle of the
 * role's characters: clear of the character above, and of the line below where lines are 1.4 em apart or
 * more.
 */
#include "text/text_int.h"

enum { DOT_WIDTH = 180, DOT_DEPTH = 720 /* 1/1000 em */ };

/* Twice the height of the middle of the role's characters above the baseline, 1/1000 em. */
static int32_t twice_middle(const struct font_set *fonts, int role)
{
    struct font_glyph glyph;
    if (!font_glyph_lookup(fonts, role, 0x56fd /* 国 */, false, &glyph))
        return 760;
    struct font_ink ink = font_glyph_ink(fonts, glyph.face, glyph.glyph);
    return ink.bottom + ink.top;
}

static void make_dot(const struct font_set *fonts, const struct text_span *span, struct text_extra *dot)
{
    static const uint32_t codes[] = {0x2022, 0xb7, '.'};
    struct font_glyph glyph;
    bool wanted = span->kind == TEXT_SPAN_TEXT && span->emphasis;
    dot->face = -1;
    for (size_t i = 0; i < ARRAY_COUNT(codes) && wanted && dot->face < 0; i++) {
        if (!font_glyph_lookup(fonts, span->role, codes[i], true, &glyph))
            continue;
        struct font_ink ink = font_glyph_ink(fonts, glyph.face, glyph.glyph);
        int32_t width = ink.right - ink.left;
        if (width <= 0)
            continue;
        length size = span->size * DOT_WIDTH / width;
        *dot = (struct text_extra){glyph.glyph, (int16_t)glyph.face, glyph.fallback, size, 0, 0, 0, 0, 0};
        dot->advance = text_scale(size, glyph.advance);
        dot->centre = text_scale(size, ink.left + width / 2);
        dot->ink_above = text_scale(size, ink.top);
        dot->ink_below = -text_scale(size, ink.bottom);
        dot->rise = text_scale(span->size, twice_middle(fonts, span->role) / 2 - DOT_DEPTH) -
                    text_scale(size, (ink.bottom + ink.top) / 2);
    }
}

static void make_hyphen(const struct font_set *fonts, const struct text_span *span, struct text_extra *hyphen)
{
    struct font_glyph glyph;
    hyphen->face = -1;
    if (span->kind != TEXT_SPAN_TEXT || !font_glyph_lookup(fonts, span->role, '-', true, &glyph))
        return;
    *hyphen =
        (struct text_extra){glyph.glyph, (int16_t)glyph.face, glyph.fallback, span->size, 0, 0, 0, 0, 0};
    hyphen->advance = text_scale(span->size, glyph.advance);
    hyphen->rise = text_scale(span->size, glyph.shift);
}

enum status text_extras_make(struct arena *arena, const struct font_set *fonts,
                             struct text_paragraph *paragraph)
{
    bool dots = false, hyphens = paragraph->manner.hyphenate;
    for (size_t i = 0; i < paragraph->span_count; i++)
        dots |= paragraph->spans[i].emphasis;
    for (size_t i = 0; i < paragraph->atom_count; i++)
        hyphens |= paragraph->atoms[i].hyphen_after;
    if (dots)
        paragraph->dots = ARENA_NEW_ARRAY(arena, paragraph->span_count, struct text_extra);
    if (hyphens)
        paragraph->hyphens = ARENA_NEW_ARRAY(arena, paragraph->span_count, struct text_extra);
    if ((dots && paragraph->dots == NULL) || (hyphens && paragraph->hyphens == NULL))
        return NO_MEMORY;
    for (size_t i = 0; i < paragraph->span_count; i++) {
        const struct text_span *span = &paragraph->spans[i];
        if (dots)
            make_dot(fonts, span, &paragraph->dots[i]);
        if (hyphens)
            make_hyphen(fonts, span, &paragraph->hyphens[i]);
    }
    return OK;
}
