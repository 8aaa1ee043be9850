/*
 * What is drawn but not written, one of each a span that may need it: the dots of emphasis, the hyphens of
 * divided words, the leaders of tabs.
 *
 * A dot of emphasis stands DOT_DEPTH under the middle of the role's characters: clear of the character above,
 * and of the line below where lines are 1.4 em apart or more.
 */
#include "text/text_int.h"

enum { DOT_WIDTH = 180, DOT_DEPTH = 720 /* 1/1000 em */ };
enum { GOES_ON = 0x21A9 /* ↩ */ };

/* Twice the height of the middle of the role's characters above the baseline, 1/1000 em. */
static int32_t twice_middle(const struct font_set *fonts, int role)
{
    struct font_glyph glyph;
    if (!font_glyph_lookup(fonts, role, 0x56fd /* 国 */, false, &glyph))
        return 760;
    struct font_ink ink = font_glyph_ink(fonts, glyph.face, glyph.glyph);
    return ink.bottom + ink.top + 2 * font_shift(fonts, role, glyph.face);
}

static void make_dot(const struct font_set *fonts, const struct text_span *span, struct text_dot *dot)
{
    if (span->kind != TEXT_SPAN_TEXT || !span->emphasis)
        return;
    dot->size = text_scale(span->size, DOT_WIDTH) + span->stroke;
    dot->rise = text_scale(span->size, twice_middle(fonts, span->role) / 2 - DOT_DEPTH) - dot->size / 2;
}

/* Of a divided word, or of a line as typed that goes on in the next one. */
static void make_hyphen(const struct font_set *fonts, const struct text_span *span, uint32_t code,
                        struct text_extra *hyphen)
{
    struct font_glyph glyph;
    hyphen->face = -1;
    if (span->kind != TEXT_SPAN_TEXT || !font_glyph_lookup(fonts, span->role, code, true, &glyph))
        return;
    *hyphen = (struct text_extra){glyph.glyph, (int16_t)glyph.face, glyph.fallback, span->size, 0};
    hyphen->advance = text_scale(span->size, glyph.advance);
}

/* Its spots stand as high as its glyph would be drawn. */
static enum status make_leader(const struct font_set *fonts, const struct text_span *span,
                               const struct text_drawn *drawn, struct text_leader *leader)
{
    enum status status = text_leader_make(fonts, drawn, span->size, leader);
    for (size_t i = 0; i < leader->count; i++)
        leader->spots[i].bottom += text_scale(span->size, font_shift(fonts, span->role, drawn->face));
    return status;
}

static enum status make_leaders(const struct font_set *fonts, const struct text_paragraph *paragraph)
{
    enum status status = OK;
    for (size_t i = 0; i < paragraph->atom_count && status == OK; i++) {
        const struct text_atom *atom = &paragraph->atoms[i];
        if (atom->class == CLASS_TAB && atom->glyph_count > 1)
            status = make_leader(fonts, &paragraph->spans[atom->span],
                                 &paragraph->glyphs[atom->first_glyph + 1], &paragraph->leaders[atom->span]);
    }
    return status;
}

enum status text_extras_make(struct arena *arena, const struct font_set *fonts,
                             struct text_paragraph *paragraph)
{
    const bool typed = paragraph->manner.typed;
    bool dots = false, hyphens = paragraph->manner.hyphenate || paragraph->hyphenated || typed,
         leaders = false;
    for (size_t i = 0; i < paragraph->span_count; i++) {
        dots |= paragraph->spans[i].emphasis;
        leaders |= paragraph->spans[i].kind == TEXT_SPAN_TAB;
    }
    if (dots)
        paragraph->dots = ARENA_NEW_ARRAY(arena, paragraph->span_count, struct text_dot);
    if (hyphens)
        paragraph->hyphens = ARENA_NEW_ARRAY(arena, paragraph->span_count, struct text_extra);
    if (leaders)
        paragraph->leaders = ARENA_NEW_ARRAY(arena, paragraph->span_count, struct text_leader);
    if ((dots && paragraph->dots == NULL) || (hyphens && paragraph->hyphens == NULL) ||
        (leaders && paragraph->leaders == NULL))
        return NO_MEMORY;
    for (size_t i = 0; i < paragraph->span_count; i++) {
        const struct text_span *span = &paragraph->spans[i];
        if (dots)
            make_dot(fonts, span, &paragraph->dots[i]);
        if (hyphens)
            make_hyphen(fonts, span, typed ? GOES_ON : '-', &paragraph->hyphens[i]);
    }
    return leaders ? make_leaders(fonts, paragraph) : OK;
}
