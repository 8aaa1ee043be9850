/*
 * Gaps in a line that belong to the advances of its glyphs.
 *
 * What readers of PDF take for spaces is not what a glyph's advance covers: so the glyph before a gap of 0.09 em
 * or more (the smaller em, where the size changes) is written as a copy that is wider by it.  Where glyphs are
 * set closer by as much, a mark gives way: a closing one is narrower on its right, an opening one on its left,
 * with its outline moved; of letters the first.  All in steps of 1/64 em; the pen puts right what is left.
 * Where one face is raised and the other is not, poppler ends a word, and puts spaces by comparing the gaps of a line:
 * there 0.03 em is enough.
 *
 * Glyphs follow each other in an item, and from the last of an item to the first of the next in its line.
 * White that is meant, of tabs and blanks, has a space in it (text_line.c).  A space is as wide as its white; but
 * if the glyph behind it can take what is beyond half an em, it does: broader white is to many readers that
 * between columns, and they tear lines apart.  At the beginning of a line there is nothing to be torn off, and
 * it has up to 2 em.
 *
 * PDFBox takes a character for one that is printed twice, and drops it, where the same was shown within a third
 * of its advance, along the line and across.  So a glyph is never that wide, and never wider than 3.5 em: of the
 * gap the second glyph takes the rest on its left, with its outline moved; if that may not be, the gap stays.
 * One not wider than 2 em, nor than three of its own advances, reaches only what is set before it in its line;
 * for others the page is looked through.
 */
#include "pdf/pdf_int.h"

enum {
    STEPS = 64, /* of an em */
    /* 1/1000 em: */
    HALF = 500,
    MEANT = 750,
    BROAD = 2000,
    WIDEST = 3500,
    INEXACT = 20, /* how far origins may be off, times three */
    LIFTED = 3    /* so much smaller gaps count where one glyph is raised and the other is not */
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

struct origin {
    length along, across;
};

static struct origin origin_of(const struct page_item *item, size_t index)
{
    const length x = item->glyphs[index].x;
    return item->angle == 90 ? (struct origin){x - item->y, item->x} : (struct origin){x + item->x, item->y};
}

/* From one origin to the other, along the line. */
static length distance(struct pdf_spot first, struct pdf_spot second)
{
    return origin_of(second.item, second.index).along - origin_of(first.item, first.index).along;
}

static length apart(length a, length b)
{
    return a < b ? b - a : a - b;
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

/* What is looked for: the glyph's text, shown before its origin or above; how far it must be at least. */
struct search {
    struct pdf_spot spot;
    struct origin origin;
    struct str text;
    length moved, nearest;
};

/* What stands on the right may have its origin moved to the left as far as glyphs can; on the left, marks to the
 * right by half an em. */
static void look_at(struct search *search, const struct page_item *item, size_t index)
{
    const struct origin at = origin_of(item, index);
    const length left = search->origin.along - at.along, across = apart(at.across, search->origin.across);
    const length along = left < 0 ? -left - WIDEST * item->size / 1000 : left - search->moved;
    const length off = along > across ? along : across;
    if (off < search->nearest && str_equal(item->glyphs[index].text, search->text))
        search->nearest = off > 0 ? off : 0;
}

/* Back through the line, as far as it may be. */
static void search_line(struct search *search, const struct page *page)
{
    const struct page_item *item = search->spot.item;
    for (size_t index = search->spot.index;;) {
        while (index > 0) {
            if (search->origin.along - origin_of(item, --index).along - search->moved > search->nearest)
                return;
            look_at(search, item, index);
        }
        if (item == page->items || !pdf_is_next(item - 1, item))
            return;
        index = (--item)->glyph_count;
    }
}

static void search_page(struct search *search, const struct page *page)
{
    const struct page_item *own = search->spot.item;
    for (const struct page_item *item = page->items; item < own; item++) {
        const bool is_level = is_text(item) && item->angle == own->angle;
        if (!is_level || (item->line == own->line && own->line != 0) ||
            apart(origin_of(item, 0).across, search->origin.across) >= search->nearest)
            continue;
        for (size_t i = 0; i < item->glyph_count; i++)
            look_at(search, item, i);
    }
}

/* How wide the glyph may be that is wanted so wide, 1/1000 em. */
static int32_t widest(const struct page *page, struct pdf_spot spot, int32_t wish)
{
    const length em = spot.item->size;
    struct search search = {.spot = spot,
                            .origin = origin_of(spot.item, spot.index),
                            .text = spot.item->glyphs[spot.index].text,
                            .moved = is_mark(code_of(spot)) ? em / 2 : 0,
                            .nearest = ((wish < WIDEST ? wish : WIDEST) + INEXACT) * em / 3000 + 1};
    search.origin.along -= spot.shift * em / 1000;
    search_line(&search, page);
    if (wish > BROAD || wish >= spot.advance * 3)
        search_page(&search, page);
    const length most = search.nearest * 3000 / em - INEXACT;
    return most < WIDEST ? (int32_t)most : WIDEST;
}

/* The first glyph is wider by `room`, and what is left of the gap is the second's, if it may be. */
static struct pdf_fit share(const struct pdf *pdf, const struct page *page, int64_t gap, int32_t room,
                            struct pdf_spot first, struct pdf_spot second)
{
    const struct page_glyph *glyph = &second.item->glyphs[second.index];
    second.shift = in_steps(gap - room * first.item->size, second.item->size);
    const struct pdf_fit shared = {.wider = room, .shift = second.shift};
    if (str_is(glyph->text, " "))
        return shared;
    second.advance = font_face_advance(pdf->fonts, second.item->face, glyph->glyph);
    const int32_t wish = second.advance + second.shift;
    return wish <= WIDEST && wish <= widest(page, second, wish) ? shared : (struct pdf_fit){0};
}

/* `gap` is above 0. */
static struct pdf_fit widen(const struct pdf *pdf, const struct page *page, int64_t gap,
                            struct pdf_spot first, struct pdf_spot second)
{
    const int32_t whole = in_steps(gap, first.item->size), wide = first.advance + first.shift;
    const int32_t most = widest(page, first, wide + whole);
    if (wide + whole <= most)
        return (struct pdf_fit){.wider = whole};
    const int32_t room = most > wide ? (most - wide) * STEPS / 1000 * 1000 / STEPS : 0;
    return share(pdf, page, gap, room, first, second);
}

static bool begins_line(const struct page *page, struct pdf_spot spot)
{
    return spot.index == 0 && (spot.item == page->items || !pdf_is_next(spot.item - 1, spot.item));
}

/* The same of a space. */
static struct pdf_fit widen_space(const struct pdf *pdf, const struct page *page, int64_t gap,
                                  struct pdf_spot first, struct pdf_spot second)
{
    const struct pdf_fit whole = {.wider = in_steps(gap, first.item->size)};
    const int32_t wide = first.advance + first.shift, room = HALF - wide;
    if (wide + whole.wider <= MEANT || (wide + whole.wider <= BROAD && begins_line(page, first)))
        return whole;
    const struct pdf_fit shared = share(pdf, page, gap, room > 0 ? room : 0, first, second);
    return shared.shift > 0 ? shared : whole;
}

struct pdf_fit pdf_gap_share(const struct pdf *pdf, const struct page *page, const struct pdf_face *face,
                             struct pdf_spot first, struct pdf_spot second)
{
    const length size = first.item->size;
    const length em = size < second.item->size ? size : second.item->size;
    const int64_t gap = distance(first, second) * 1000 - first.advance * size; /* 1/1000 of a length */
    const int64_t seen = first.item->lift != second.item->lift ? gap * LIFTED : gap;
    if (pdf_is_close(face, seen, em))
        return (struct pdf_fit){0};
    if (gap < 0)
        return squeeze(first.advance, gap, first, second);
    if (str_is(first.item->glyphs[first.index].text, " "))
        return widen_space(pdf, page, gap, first, second);
    return widen(pdf, page, gap, first, second);
}
