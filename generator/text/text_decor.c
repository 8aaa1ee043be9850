/*
 * What is drawn with a line and is no part of its text: dots of emphasis, the hyphen of a divided word, the
 * leaders of tabs, as pieces marked as decoration.
 *
 * Leaders stand on a grid of cells of half an em (as many as the leader is wide) that is counted from the
 * column's right edge and common to all lines, so that the dots of all lines stand below each other.  Only
 * whole cells are filled, and a quarter of an em of air is left beside text.
 */
#include <assert.h>

#include "text/text_int.h"

size_t text_decor_count(const struct text_paragraph *paragraph, size_t from, size_t to)
{
    size_t count = 1; /* a hyphen */
    for (size_t i = from; i < to; i++) {
        const struct text_atom *atom = &paragraph->atoms[i];
        bool dotted = paragraph->dots != NULL && paragraph->spans[atom->span].emphasis;
        count += atom->class == CLASS_TAB || (dotted && (i == from || atom->span != atom[-1].span));
    }
    return count;
}

/* NULL: no memory, noted in the setter. */
static struct text_piece *add_piece(struct text_setter *setter, const struct text_span *span,
                                    const struct text_extra *extra, length x, size_t capacity)
{
    struct text_glyph *glyphs = ARENA_NEW_ARRAY(setter->arena, capacity, struct text_glyph);
    if (glyphs == NULL) {
        setter->no_memory = true;
        return NULL;
    }
    assert(setter->decor != NULL);
    struct text_piece *piece = &setter->decor[setter->decor_count++];
    *piece = (struct text_piece){.face = extra->face,
                                 .fallback = extra->fallback,
                                 .role = span->role,
                                 .size = extra->size,
                                 .x = x,
                                 .rise = span->rise + extra->rise,
                                 .ink_above = extra->ink_above,
                                 .ink_below = extra->ink_below,
                                 .color = span->color,
                                 .stroke = span->stroke,
                                 .decoration = true,
                                 .glyphs = glyphs};
    setter->dots = false;
    return piece;
}

/* How many dots a piece may get: one for every atom of the span in this line. */
static size_t atoms_of_span(const struct text_setter *setter, const struct text_atom *atom)
{
    const struct text_atom *end = atom;
    while (end < setter->paragraph->atoms + setter->to && end->span == atom->span)
        end++;
    return (size_t)(end - atom);
}

void text_decor_emphasize(struct text_setter *setter, const struct text_atom *atom, length x)
{
    const struct text_paragraph *paragraph = setter->paragraph;
    const struct text_span *span = &paragraph->spans[atom->span];
    if (paragraph->dots == NULL || !span->emphasis || atom->glyph_count == 0 || atom->joined ||
        !(atom->marks & (MARK_HAN | MARK_LETTER | MARK_DIGIT)))
        return;
    const struct text_extra *dot = &paragraph->dots[atom->span];
    if (dot->face < 0 || setter->no_memory)
        return;
    length at = x + atom->advance / 2 - dot->centre;
    struct text_piece *piece = setter->decor_count > 0 ? &setter->decor[setter->decor_count - 1] : NULL;
    if (piece == NULL || !setter->dots || setter->dot_span != atom->span) {
        piece = add_piece(setter, span, dot, at, atoms_of_span(setter, atom));
        if (piece == NULL)
            return;
        setter->dots = true;
        setter->dot_span = atom->span;
    }
    piece->glyphs[piece->glyph_count++] = (struct text_glyph){.glyph = dot->glyph, .x = at - piece->x};
    piece->width = at + dot->advance - piece->x;
}

void text_decor_hyphen(struct text_setter *setter, size_t atom, length x)
{
    uint32_t index = setter->paragraph->atoms[atom].span;
    const struct text_span *span = &setter->paragraph->spans[index];
    const struct text_extra *hyphen = &setter->paragraph->hyphens[index];
    struct text_piece *piece = hyphen->face >= 0 ? add_piece(setter, span, hyphen, x, 1) : NULL;
    if (piece == NULL)
        return;
    piece->width = hyphen->advance;
    piece->glyphs[piece->glyph_count++] = (struct text_glyph){.glyph = hyphen->glyph};
}

static length round_up(length value, length unit)
{
    return value <= 0 ? 0 : (value + unit - 1) / unit * unit;
}

void text_decor_leader(struct text_setter *setter, const struct text_part *part)
{
    const struct text_paragraph *paragraph = setter->paragraph;
    const struct text_atom *tab = &paragraph->atoms[part->tab];
    const struct text_span *span = &paragraph->spans[tab->span];
    if (tab->glyph_count == 0 || span->size < 4)
        return;
    length cell = round_up(tab->advance, span->size / 2);
    if (cell == 0)
        return;
    length edge = text_tabs_right_edge(paragraph), air = span->size / 4;
    length right = edge - round_up(edge - (part->extent.natural > 0 ? part->x - air : part->x), cell);
    length count = (right - part->before - air) / cell;
    const struct text_drawn *drawn = &paragraph->glyphs[tab->first_glyph];
    const struct text_extra leader = {
        .face = drawn->face, .fallback = drawn->fallback, .size = span->size, .rise = drawn->rise};
    struct text_piece *piece =
        count > 0 ? add_piece(setter, span, &leader, right - count * cell, (size_t)count) : NULL;
    if (piece == NULL)
        return;
    piece->width = count * cell;
    for (length i = 0; i < count; i++)
        piece->glyphs[piece->glyph_count++] =
            (struct text_glyph){.glyph = drawn->glyph, .x = i * cell + (cell - tab->advance) / 2};
}
