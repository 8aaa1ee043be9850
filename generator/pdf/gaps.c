/*
 * Gaps in a line that belong to the advances of its glyphs.
 *
 * What readers of PDF take for spaces is not what a glyph's advance covers: so the glyph before a gap of 0.09 em
 * or more (the smaller em, where the size changes) is written as a copy that is wider by it.  Where glyphs are
 * set closer by as much, a mark gives way: a closing one is narrower on its right, an opening one on its left,
 * with its outline moved; of letters the first.  All in steps of 1/64 em; the pen puts right what is left.
 *
 * Glyphs follow each other in an item, and from the last of an item to the first of the next in its line.
 * Where a blank is between them, a gap of more than 3/4 em is meant: half an em of it is left, which all readers
 * take for a space; broader ones are to many the white between columns, and they tear lines apart.  A space, as
 * tabs are, is as wide as its white.
 *
 * PDFBox takes a character for one that is printed twice, and drops it, where the same stands within a third of
 * its advance to any side: so none is wider than 3.5 em, which reaches no other line.  Of a broader gap the second
 * glyph takes the rest on its left, with its outline moved; if that is not enough, the gap stays.
 */
#include "pdf/pdf_int.h"

enum {
    STEPS = 64, /* of an em */
    /* 1/1000 em: */
    HALF = 500,
    MEANT_GAP = 750,
    SPACE = 500,
    WIDEST = 3500,
    WIDEST_MOVE = 2500
};

static bool is_text(const struct page_item *item)
{
    return item->kind == PAGE_GLYPHS && item->layer == PAGE_TEXT && item->glyph_count > 0 &&
           item->glyphs[0].text.len > 0;
}

bool pdf_is_next(const struct page_item *item, const struct page_item *next)
{
    return item->line != 0 && item->line == next->line && is_text(item) && is_text(next) &&
           item->angle == next->angle && (item->angle == 0 || item->angle == 90);
}

/* From one origin to the other, along the line. */
static length distance(struct pdf_spot first, struct pdf_spot second)
{
    const struct page_item *a = first.item, *b = second.item;
    length between = b->glyphs[second.index].x - a->glyphs[first.index].x;
    if (a == b)
        return between;
    return between + (a->angle == 0 ? b->x - a->x : a->y - b->y);
}

/* In whole steps, rounded to 1/1000 em. */
static int32_t in_steps(int64_t gap, length size)
{
    return (int32_t)pdf_divide(pdf_divide(gap * STEPS, size * 1000) * 1000, STEPS);
}

static uint32_t code_of(struct pdf_spot spot)
{
    size_t offset = 0;
    const struct str text = spot.item->glyphs[spot.index].text;
    return text.len > 0 ? utf8_next(text, &offset) : 0;
}

static bool is_mark(uint32_t code)
{
    return code == 0xB7 || (code >= 0x2010 && code <= 0x2027) || (code >= 0x3001 && code <= 0x301F) ||
           code == 0x30FB || (code >= 0xFF01 && code <= 0xFF0F) || (code >= 0xFF1A && code <= 0xFF1F) ||
           (code >= 0xFF3B && code <= 0xFF3F) || (code >= 0xFF5B && code <= 0xFF65);
}

/* Its white is on its left. */
static bool is_opening(uint32_t code)
{
    switch (code) {
    case 0x2018:
    case 0x201C:
    case 0xFF08:
    case 0xFF3B:
    case 0xFF5B:
    case 0xFF5F:
        return true;
    default:
        return code >= 0x3008 && code <= 0x301A && code % 2 == 0 && code != 0x3012;
    }
}

/* `gap` is below 0. */
static struct pdf_fit squeeze(int32_t advance, int64_t gap, struct pdf_spot first, struct pdf_spot second)
{
    struct pdf_fit fit = {.wider = in_steps(gap, first.item->size)};
    const uint32_t before = code_of(first), behind = code_of(second);
    const int32_t half = -advance / 2;
    bool gives = is_mark(before) && !is_opening(before);
    if (!gives && is_mark(behind))
        fit.wider = 0;
    else if (fit.wider < half)
        fit.wider = gives ? half : 0;
    gap -= fit.wider * first.item->size;
    if (is_mark(behind))
        fit.shift = in_steps(gap, second.item->size);
    if (fit.shift < -HALF || fit.shift > 0)
        fit.shift = 0;
    return fit;
}

/* `gap` is above 0; the first glyph is so wide already. */
static struct pdf_fit widen(int32_t wide, int64_t gap, struct pdf_spot first, struct pdf_spot second)
{
    const int32_t whole = in_steps(gap, first.item->size), room = wide < WIDEST ? WIDEST - wide : 0;
    if (whole <= room)
        return (struct pdf_fit){.wider = whole};
    gap -= room * first.item->size;
    const int32_t rest = in_steps(gap, second.item->size);
    return rest <= WIDEST_MOVE ? (struct pdf_fit){.wider = room, .shift = rest} : (struct pdf_fit){0};
}

struct pdf_fit pdf_gap_share(const struct pdf_face *face, int32_t advance, int32_t moved,
                             struct pdf_spot first, struct pdf_spot second)
{
    const length size = first.item->size;
    const length em = size < second.item->size ? size : second.item->size;
    const int64_t gap = distance(first, second) * 1000 - advance * size; /* 1/1000 of a length */
    if (pdf_is_close(face, gap, em))
        return (struct pdf_fit){0};
    if (gap < 0)
        return squeeze(advance, gap, first, second);
    if (str_is(first.item->glyphs[first.index].text, " "))
        return (struct pdf_fit){.wider = in_steps(gap, size)};
    bool meant = first.item != second.item && !second.item->goes_on && gap > MEANT_GAP * em;
    return widen(advance + moved, meant ? gap - SPACE * em : gap, first, second);
}
