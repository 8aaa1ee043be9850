/*
 * Names spread over a box (分散对齐): spans of one number, side by side, are one piece as wide as asked.
 *
 * What the characters leave free goes in equal parts into the gaps between them, so that the first and the
 * last stand at the box's edges; words keep together.  Where there is no gap (one character, one word) it
 * goes to both sides.  What is wider than its box keeps its natural width.  A box is never divided but where
 * it is wider than the column.
 */
#include "text/text_int.h"

static uint32_t box_of(const struct text_paragraph *paragraph, size_t atom)
{
    const struct text_span *span = &paragraph->spans[paragraph->atoms[atom].span];
    return span->kind == TEXT_SPAN_TEXT ? span->spread : 0;
}

/* Makes the gaps of the box unyielding; gives its width, and the gaps that may be widened. */
static length hold(const struct text_paragraph *paragraph, size_t from, size_t to, uint32_t *ret_gaps)
{
    length width = paragraph->atoms[from].advance;
    *ret_gaps = 0;
    for (size_t i = from + 1; i < to; i++) {
        struct text_gap *gap = &paragraph->gaps[i];
        width += gap->width + paragraph->atoms[i].advance;
        *ret_gaps += !text_gap_is_rigid(&paragraph->atoms[i - 1], &paragraph->atoms[i]);
        gap->stretch = gap->further = gap->shrink = 0;
        gap->stretch_kind = STRETCH_NONE;
        gap->hyphen = gap->cut = false;
        text_worsen(paragraph, i, LEVEL_DESPERATE);
    }
    return width;
}

static void widen(const struct text_paragraph *paragraph, size_t from, size_t to, length slack, uint32_t gaps)
{
    length given = 0;
    uint32_t seen = 0;
    for (size_t i = from + 1; i < to; i++) {
        if (text_gap_is_rigid(&paragraph->atoms[i - 1], &paragraph->atoms[i]))
            continue;
        length share = slack * ++seen / gaps - given;
        given += share;
        paragraph->gaps[i].width += share;
    }
}

static void center(const struct text_paragraph *paragraph, size_t from, size_t to, length slack)
{
    struct text_atom *first = &paragraph->atoms[from], *last = &paragraph->atoms[to - 1];
    for (size_t i = 0; i < first->glyph_count; i++)
        paragraph->glyphs[first->first_glyph + i].x += slack / 2;
    first->advance += slack / 2;
    last->advance += slack - slack / 2;
}

static void set_box(const struct text_paragraph *paragraph, size_t from, size_t to)
{
    uint32_t gaps;
    length width = paragraph->spans[paragraph->atoms[from].span].width;
    length slack = width - hold(paragraph, from, to, &gaps);
    if (slack > 0 && gaps > 0)
        widen(paragraph, from, to, slack, gaps);
    else if (slack > 0)
        center(paragraph, from, to, slack);
}

void text_spread_make(const struct text_paragraph *paragraph)
{
    for (size_t i = 0; i < paragraph->atom_count;) {
        uint32_t box = box_of(paragraph, i);
        size_t to = i + 1;
        while (box != 0 && to < paragraph->atom_count && box_of(paragraph, to) == box)
            to++;
        if (box != 0)
            set_box(paragraph, i, to);
        i = to;
    }
}
