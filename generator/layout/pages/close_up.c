/*
 * White that is left in a line where a number that was waited for is narrower than its room.
 *
 * What stands behind the number moves up to it, as far as the line's alignment says: all that is before it moves by a
 * half or by all of the white where lines are centred or stand at the right, and in a line that is as long as its
 * column the white goes evenly to the gaps between Han characters.  Lines with tabs, and full lines with too few such
 * gaps, stay as they are: the number stands in the middle of its room.  No line end changes.
 *
 * Places are taken along the line; on turned sheets that is up.
 */
#include "layout/pages/pages_int.h"

#include "unicode/unicode.h"

enum { GAP_MOST = 10 /* a gap takes a tenth of an em at most */ };

struct extent {
    length begin, end;
};

/* What moves how far. */
struct closing {
    const struct layout *layout;
    struct page *page;
    const struct page_item *room;
    struct extent white; /* from where the number will end to where its room ends */
    length lead;         /* what all of the line moves */
    length *gaps;        /* full lines: where the characters behind them begin */
    size_t gap_count, gap_capacity;
};

static struct extent glyphs_extent(const struct page_item *item)
{
    const length begin = item->angle == 90 ? -item->y : item->x;
    return (struct extent){begin, begin + item->width};
}

/* `end`: of what ends there, else of what begins there. */
static length shift_at(const struct closing *closing, length at, bool end)
{
    const struct extent *white = &closing->white;
    const length all = white->end - white->begin;
    size_t gaps = 0;
    while (gaps < closing->gap_count && closing->gaps[gaps] < at + !end)
        gaps++;
    const length given = gaps > 0 ? all * (length)gaps / (length)closing->gap_count : 0;
    const length taken = at <= white->begin ? 0 : at >= white->end ? all : at - white->begin;
    return closing->lead + given - taken;
}

static bool is_on_line(const struct closing *closing, const struct page_item *item)
{
    return item->line == closing->room->line;
}

/* --- where a full line gives way --- */

static bool is_han(struct str text)
{
    size_t offset = 0;
    const uint32_t code = text.len > 0 ? utf8_next(text, &offset) : 0;
    return unicode_width(code) == UNICODE_WIDE && unicode_is_alphabetic(code);
}

static enum status find_gaps(struct closing *closing)
{
    enum status status = OK;
    bool before = false;
    for (size_t i = 0; i < closing->page->item_count && status == OK; i++) {
        const struct page_item *item = &closing->page->items[i];
        if (item->kind != PAGE_GLYPHS || !is_on_line(closing, item))
            continue;
        for (size_t k = 0; k < item->glyph_count && status == OK; k++) {
            const bool han = is_han(item->glyphs[k].text);
            const length at = glyphs_extent(item).begin + item->glyphs[k].x;
            if (han && before)
                status = ARENA_APPEND(closing->layout->job, closing->gaps, closing->gap_count,
                                      closing->gap_capacity, &at);
            before = han;
        }
    }
    return status;
}

/* --- moving --- */

static enum status move_glyphs(const struct closing *closing, struct page_item *item)
{
    struct page_glyph *glyphs = ARENA_NEW_ARRAY(closing->layout->job, item->glyph_count, struct page_glyph);
    const struct extent extent = glyphs_extent(item);
    const length first = shift_at(closing, extent.begin, false);
    if (glyphs == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < item->glyph_count; i++) {
        glyphs[i] = item->glyphs[i];
        glyphs[i].x += shift_at(closing, extent.begin + glyphs[i].x, false) - first;
    }
    item->glyphs = glyphs;
    item->width += shift_at(closing, extent.end, true) - first;
    item->x += item->angle == 90 ? 0 : first;
    item->y -= item->angle == 90 ? first : 0;
    return OK;
}

/* Rules and links: `at` and `size` along the line as the sheet lies. */
static void move_box(const struct closing *closing, length *at, length *size)
{
    const bool up = closing->room->angle == 90;
    const struct extent extent = {up ? -*at - *size : *at, up ? -*at : *at + *size};
    const length first = shift_at(closing, extent.begin, false), last = shift_at(closing, extent.end, true);
    *size += last - first;
    *at += up ? -last : first;
}

static enum status move_item(const struct closing *closing, struct page_item *item)
{
    const bool up = closing->room->angle == 90;
    if (item->kind == PAGE_GLYPHS)
        return move_glyphs(closing, item);
    if (item->shape == PAGE_SPOTS) {
        const length by = shift_at(closing, glyphs_extent(item).begin, false);
        item->x += up ? 0 : by;
        item->y -= up ? by : 0;
    } else {
        move_box(closing, up ? &item->y : &item->x, up ? &item->height : &item->width);
    }
    return OK;
}

/* Those that lie over the line. */
static void move_links(const struct closing *closing, const struct extent *line)
{
    const struct page_item *room = closing->room;
    const bool up = room->angle == 90;
    const length across = up ? room->x : room->y;
    for (size_t i = 0; i < closing->page->link_count; i++) {
        struct page_link *link = &closing->page->links[i];
        const length top = up ? link->x : link->y, high = up ? link->width : link->height;
        const length begin = up ? -link->y - link->height : link->x;
        if (top <= across && across <= top + high && begin >= line->begin && begin < line->end)
            move_box(closing, up ? &link->y : &link->x, up ? &link->height : &link->width);
    }
}

static enum status move_line(const struct closing *closing, struct page_line *line)
{
    struct extent extent = {closing->white.begin, closing->white.end};
    enum status status = OK;
    for (size_t i = 0; i < closing->page->item_count; i++) {
        const struct page_item *item = &closing->page->items[i];
        if (!is_on_line(closing, item) || item->kind != PAGE_GLYPHS)
            continue;
        const length begin = glyphs_extent(item).begin;
        extent.begin = begin < extent.begin ? begin : extent.begin;
        extent.end = length_max(extent.end, glyphs_extent(item).end);
    }
    move_links(closing, &extent);
    const struct page_item room = *closing->room; /* it moves, too */
    struct closing still = *closing;
    still.room = &room;
    for (size_t i = 0; i < closing->page->item_count && status == OK; i++)
        if (is_on_line(&still, &closing->page->items[i]))
            status = move_item(&still, &closing->page->items[i]);
    line->x += closing->lead;
    line->inset += closing->lead;
    line->width -= closing->gap_count > 0 ? 0 : closing->white.end - closing->white.begin;
    return status;
}

static struct page_line *line_of(const struct page *page, uint32_t number)
{
    size_t i = 0;
    while (i < page->line_count && page->lines[i].number != number)
        i++;
    return i < page->line_count ? &page->lines[i] : NULL;
}

enum status close_up(const struct layout *layout, struct page *page, const struct room *room,
                     bool *ret_closed)
{
    const length begin = glyphs_extent(room->item).begin, spare = room->width - room->wanted;
    struct page_line *line = line_of(page, room->item->line);
    struct closing closing = {.layout = layout,
                              .page = page,
                              .room = room->item,
                              .white = {begin + room->wanted, begin + room->width}};
    enum status status = OK;
    *ret_closed = false;
    if (line == NULL || spare == 0)
        return OK;
    if (line->closes == PAGE_CLOSES_FULL)
        status = find_gaps(&closing);
    closing.lead = line->closes == PAGE_CLOSES_MIDDLE  ? spare / 2
                   : line->closes == PAGE_CLOSES_RIGHT ? spare
                                                       : 0;
    *ret_closed = line->closes == PAGE_CLOSES_FULL
                      ? (length)closing.gap_count * room->item->size / GAP_MOST >= spare
                      : line->closes != PAGE_CLOSES_NOT;
    return status == OK && *ret_closed ? move_line(&closing, line) : status;
}
