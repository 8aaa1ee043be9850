/*
 * What is drawn with a line and is no part of its text, as pieces marked as decoration: dots of emphasis, the
 * hyphen of a divided word, the leaders of tabs.  Dots are rows of spots; so are leaders, one row for each spot
 * of their glyph, unless it is more than spots.
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
        if (atom->class == CLASS_TAB)
            count += LEADER_SPOTS;
        else
            count += paragraph->dots != NULL && paragraph->spans[atom->span].emphasis;
    }
    return count;
}

static struct text_piece *next_piece(struct text_setter *setter, const struct text_span *span, length x)
{
    assert(setter->decor != NULL);
    struct text_piece *piece = &setter->decor[setter->decor_count++];
    *piece =
        (struct text_piece){.face = -1, .role = span->role, .x = x, .color = span->color, .decoration = true};
    return piece;
}

/* NULL: no memory, noted in the setter. */
static struct text_piece *add_glyphs(struct text_setter *setter, const struct text_span *span,
                                     const struct text_extra *extra, length x, size_t capacity)
{
    struct text_glyph *glyphs = ARENA_NEW_ARRAY(setter->arena, capacity, struct text_glyph);
    if (glyphs == NULL) {
        setter->no_memory = true;
        return NULL;
    }
    struct text_piece *piece = next_piece(setter, span, x);
    piece->face = extra->face;
    piece->fallback = extra->fallback;
    piece->size = extra->size;
    piece->rise = span->rise;
    piece->stroke = span->stroke;
    piece->glyphs = glyphs;
    return piece;
}

/* Does the row go on with a dot at x?  A hundredth of a point is seen by nobody. */
static bool row_takes(struct text_piece *row, const struct text_dot *dot, const struct text_span *span,
                      length x)
{
    struct text_spots *spots = &row->spots;
    const length step = spots->count > 1 ? spots->step : x - row->x,
                 off = row->x + row->width - dot->size + step - x;
    if (spots->width != dot->size || row->rise != span->rise + dot->rise || row->color != span->color ||
        step < dot->size || off < -LENGTH_POINT / 100 || off > LENGTH_POINT / 100)
        return false;
    spots->step = step;
    return true;
}

void text_decor_emphasize(struct text_setter *setter, const struct text_atom *atom, length x)
{
    const struct text_paragraph *paragraph = setter->paragraph;
    const struct text_span *span = &paragraph->spans[atom->span];
    if (paragraph->dots == NULL || paragraph->dots[atom->span].size == 0 || atom->glyph_count == 0 ||
        atom->joined || !(atom->marks & (MARK_HAN | MARK_LETTER | MARK_DIGIT)))
        return;
    const struct text_dot *dot = &paragraph->dots[atom->span];
    const length at = x + (atom->advance - dot->size) / 2;
    if (setter->dots == NULL || !row_takes(setter->dots, dot, span, at)) {
        setter->dots = next_piece(setter, span, at);
        setter->dots->rise = span->rise + dot->rise;
        setter->dots->spots =
            (struct text_spots){.width = dot->size, .height = dot->size, .step = dot->size, .round = true};
    }
    struct text_spots *spots = &setter->dots->spots;
    setter->dots->width = (length)spots->count++ * spots->step + dot->size;
}

void text_decor_hyphen(struct text_setter *setter, size_t atom, length x)
{
    uint32_t index = setter->paragraph->atoms[atom].span;
    const struct text_span *span = &setter->paragraph->spans[index];
    const struct text_extra *hyphen = &setter->paragraph->hyphens[index];
    struct text_piece *piece = hyphen->face >= 0 ? add_glyphs(setter, span, hyphen, x, 1) : NULL;
    if (piece == NULL)
        return;
    piece->width = hyphen->advance;
    piece->glyphs[piece->glyph_count++] = (struct text_glyph){.glyph = hyphen->glyph};
}

static length round_up(length value, length unit)
{
    return value <= 0 ? 0 : (value + unit - 1) / unit * unit;
}

struct leader {
    const struct text_span *span;
    const struct text_drawn *drawn;
    length x, cell, advance; /* of the first glyph; from one to the next */
    length count;
};

static void add_rows(struct text_setter *setter, const struct leader *leader, const struct text_leader *made)
{
    for (size_t i = 0; i < made->count; i++) {
        const struct text_spot *spot = &made->spots[i];
        const struct text_span *span = leader->span;
        const length width = spot->width + span->stroke, heavier = span->stroke / 2;
        struct text_piece *piece = next_piece(setter, span, leader->x + spot->left - heavier);
        piece->rise = span->rise + spot->bottom - heavier;
        piece->width = (leader->count - 1) * leader->cell + width;
        piece->spots = (struct text_spots){.width = width,
                                           .height = spot->height + span->stroke,
                                           .step = leader->cell,
                                           .count = (size_t)leader->count,
                                           .round = spot->round};
    }
}

static void repeat_glyph(struct text_setter *setter, const struct leader *leader)
{
    const struct text_drawn *drawn = leader->drawn;
    const struct text_extra extra = {
        .face = drawn->face, .fallback = drawn->fallback, .size = leader->span->size};
    struct text_piece *piece = add_glyphs(setter, leader->span, &extra, leader->x, (size_t)leader->count);
    if (piece == NULL)
        return;
    piece->width = (leader->count - 1) * leader->cell + leader->advance;
    for (length i = 0; i < leader->count; i++)
        piece->glyphs[piece->glyph_count++] =
            (struct text_glyph){.glyph = drawn->glyph, .x = i * leader->cell};
}

void text_decor_leader(struct text_setter *setter, const struct text_part *part)
{
    const struct text_paragraph *paragraph = setter->paragraph;
    const struct text_atom *tab = &paragraph->atoms[part->tab];
    const struct text_span *span = &paragraph->spans[tab->span];
    if (tab->glyph_count < 2 || span->size < 4)
        return;
    const length cell = round_up(tab->advance, span->size / 2);
    if (cell == 0)
        return;
    const length edge = text_tabs_right_edge(paragraph), air = span->size / 4;
    const length right = edge - round_up(edge - (part->extent.natural > 0 ? part->x - air : part->x), cell);
    const length count = (right - part->before - air) / cell;
    const struct leader leader = {.span = span,
                                  .drawn = &paragraph->glyphs[tab->first_glyph + 1],
                                  .x = right - count * cell + (cell - tab->advance) / 2,
                                  .cell = cell,
                                  .advance = tab->advance,
                                  .count = count};
    if (count <= 0)
        return;
    if (paragraph->leaders[tab->span].count > 0)
        add_rows(setter, &leader, &paragraph->leaders[tab->span]);
    else
        repeat_glyph(setter, &leader);
}
