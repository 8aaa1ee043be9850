/*
 * Full-width characters in their cells.
 *
 * A full-width character stands in a cell of 1 em, or as wide as the character grid has it, its glyph in the
 * middle.  A mark fills half of its cell; how much of the other half may be taken off says the face
 * (font_mark_blank), in proportion to the cell.  ！！ ！？ ？！ share one em, three of them take two
 * (GB/T 15834-2011 4.3 and 4.4); 间隔号 takes half an em (5.1) and keeps it.  The glyphs of —— and …… meet
 * also where the grid is wider than they are, and the six dots stand at one distance.  A face without a Latin
 * one beside it may have “ ” · only full-width: in English they take the half with the ink.
 */
#include "text/text_int.h"

enum { FULL_WIDTH = 900, /* 1/1000 em: a glyph at least so wide is full-width */ DOT_BLANK = 250 };

static struct text_drawn *glyphs_of(const struct text_paragraph *paragraph, const struct text_atom *atom)
{
    return &paragraph->glyphs[atom->first_glyph];
}

static void shift_glyphs(const struct text_paragraph *paragraph, const struct text_atom *atom, length shift)
{
    for (size_t i = 0; i < atom->glyph_count; i++)
        glyphs_of(paragraph, atom)[i].x += shift;
}

static bool is_full_width(const struct text_atom *atom, length size)
{
    return !atom->latin && !atom->joined && atom->class < CLASS_BLANK && atom->class != CLASS_SPACE &&
           atom->advance * 1000 >= size * FULL_WIDTH;
}

/* On the grid: the cell is `pitch` wide, that of ⸺ twice. */
static void set_pitch(const struct text_paragraph *paragraph, struct text_atom *atom, length pitch,
                      length size)
{
    length cell = atom->advance * 1000 >= size * 2 * FULL_WIDTH ? 2 * pitch : pitch;
    shift_glyphs(paragraph, atom, (cell - atom->advance) / 2);
    atom->advance = cell;
}

/* How much too far apart the dots of two ellipses stand, against those of one: three dots as high as wide. */
static length loose_dots(const struct font_set *fonts, const struct text_paragraph *paragraph,
                         const struct text_atom *atom)
{
    if (atom->glyph_count == 0 || (atom->code != 0x2026 && atom->code != 0x22ef))
        return 0;
    const struct text_drawn *drawn = glyphs_of(paragraph, atom);
    struct font_ink ink = font_glyph_ink(fonts, drawn->face, drawn->glyph);
    int32_t step = (ink.right - ink.left - (ink.top - ink.bottom)) / 2;
    int32_t excess = 1000 - 3 * step;
    bool usual = step > 200 && excess > 0;
    return usual ? text_scale(paragraph->spans[atom->span].size, excess) : 0;
}

/* Dashes of one run keep together in the middle of their cells, and the dots of …… at one distance. */
static void join_dashes(const struct font_set *fonts, const struct text_paragraph *paragraph, size_t from,
                        size_t to)
{
    const struct text_atom *first = &paragraph->atoms[from];
    const struct text_span *span = &paragraph->spans[first->span];
    if (to - from < 2 || !is_full_width(first, span->size))
        return;
    length apart = span->pitch > span->size ? span->pitch - span->size : 0;
    apart += span->tracking + loose_dots(fonts, paragraph, first); /* track() comes later */
    for (size_t i = from; i < to && apart > 0; i++) {
        length steps = (length)(from + to - 1) - 2 * (length)i; /* halves of `apart` towards the middle */
        shift_glyphs(paragraph, &paragraph->atoms[i], steps * apart / 2);
    }
}

static void set_blanks(const struct font_set *fonts, const struct text_paragraph *paragraph,
                       struct text_atom *atom)
{
    int32_t left, right;
    if (atom->glyph_count == 0)
        return;
    font_mark_blank(fonts, glyphs_of(paragraph, atom)->face, atom->code, &left, &right);
    if (atom->class == CLASS_MIDDLE) {
        left = left < DOT_BLANK ? left : DOT_BLANK;
        right = right < DOT_BLANK ? right : DOT_BLANK;
    }
    if (atom->class != CLASS_CLOSE && atom->class != CLASS_PAUSE && atom->class != CLASS_STOP)
        atom->blank_left = text_scale(atom->advance, left);
    if (atom->class != CLASS_OPEN)
        atom->blank_right = text_scale(atom->advance, right);
}

/* The mark without its blank, for good. */
static void narrow(const struct text_paragraph *paragraph, struct text_atom *atom)
{
    shift_glyphs(paragraph, atom, -atom->blank_left);
    atom->advance -= atom->blank_left + atom->blank_right;
    atom->blank_left = atom->blank_right = 0;
    atom->narrow = true;
}

/* ！！ and the like: two by two in one em; one that is left over takes its own. */
static void narrow_calls(const struct text_paragraph *paragraph, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        struct text_atom *atom = &paragraph->atoms[i];
        length half = atom->advance / 2;
        if (i + 1 < to || (to - from) % 2 == 0) {
            if (atom->blank_left + atom->blank_right > half) /* both sides are offered: the ink is left */
                atom->blank_left = half - atom->blank_right;
            narrow(paragraph, atom);
        } else {
            atom->blank_left = 0;
        }
    }
}

static size_t marks_end(const struct text_paragraph *paragraph, size_t from)
{
    const struct text_atom *first = &paragraph->atoms[from];
    size_t to = from + 1;
    while (to < paragraph->atom_count && paragraph->atoms[to].class == first->class &&
           (first->class == CLASS_CALL ||
            (paragraph->atoms[to].code == first->code && paragraph->atoms[to].span == first->span)))
        to++;
    return to;
}

/* Latin quotes and dots of a face that has them only full-width: the half with the ink. */
static void set_latin_cell(const struct font_set *fonts, const struct text_paragraph *paragraph,
                           struct text_atom *atom)
{
    bool opens = atom->code == 0x2018 || atom->code == 0x201c;
    bool closes = atom->code == 0x2019 || atom->code == 0x201d;
    if (!opens && !closes && atom->code != 0xb7)
        return;
    atom->class = opens ? CLASS_OPEN : closes ? CLASS_CLOSE : CLASS_MIDDLE;
    set_blanks(fonts, paragraph, atom);
    atom->class = CLASS_OTHER;
    narrow(paragraph, atom);
}

static void set_cell(const struct font_set *fonts, const struct text_paragraph *paragraph,
                     struct text_atom *atom)
{
    const struct text_span *span = &paragraph->spans[atom->span];
    if (atom->class == CLASS_HAN && span->pitch == 0)
        return;
    if (atom->latin && atom->advance * 1000 >= span->size * FULL_WIDTH && !atom->joined)
        set_latin_cell(fonts, paragraph, atom);
    if (!is_full_width(atom, span->size))
        return;
    if (span->pitch > 0)
        set_pitch(paragraph, atom, span->pitch, span->size);
    if (atom->class >= CLASS_OPEN && atom->class <= CLASS_MIDDLE)
        set_blanks(fonts, paragraph, atom);
    if (atom->class == CLASS_MIDDLE)
        narrow(paragraph, atom);
}

/* A character and the marks on it keep together. */
static void track(const struct text_paragraph *paragraph)
{
    bool any = false;
    for (size_t i = 0; i < paragraph->span_count; i++)
        any = any || paragraph->spans[i].tracking > 0;
    for (size_t i = 0; any && i < paragraph->atom_count; i++) {
        struct text_atom *atom = &paragraph->atoms[i];
        const length tracking = paragraph->spans[atom->span].tracking;
        if (tracking == 0 || atom->class >= CLASS_BLANK || atom->joined)
            continue;
        shift_glyphs(paragraph, atom, tracking / 2);
        atom->advance += tracking;
    }
}

void text_cells_make(const struct font_set *fonts, struct text_paragraph *paragraph)
{
    if (paragraph->manner.typed) /* every character as wide as its face has it */
        return;
    for (size_t i = 0; i < paragraph->atom_count; i++)
        set_cell(fonts, paragraph, &paragraph->atoms[i]);
    for (size_t i = 0; i < paragraph->atom_count;) {
        size_t to = i + 1;
        enum text_class class = paragraph->atoms[i].class;
        if (class == CLASS_CALL || class == CLASS_DASH)
            to = marks_end(paragraph, i);
        if (class == CLASS_CALL)
            narrow_calls(paragraph, i, to);
        else if (class == CLASS_DASH)
            join_dashes(fonts, paragraph, i, to);
        i = to;
    }
    track(paragraph);
}
