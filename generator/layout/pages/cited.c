/*
 * The numbers of pages that the text refers to (第5页).
 *
 * Lines are made before pages, so a reference has room for as many digits as it says; where the number has fewer, the
 * rest of its line closes up (close_up.c), or it stands in the middle of the room: no page ever changes another.  A number of more digits is refused.  Where the page that is meant stands
 * already, the number is put in when this page is done; else this page keeps its arena and waits.  Waiting pages leave
 * memory in their order, each as soon as all its numbers are known.
 */
#include "layout/pages/pages_int.h"
#include "layout/messages.def"

struct cited_pages {
    size_t *waiting; /* pages, in order */
    size_t count, capacity;
    size_t first; /* those before are sealed */
};

struct cited_pages *cited_pages_new(struct arena *arena)
{
    return ARENA_NEW(arena, struct cited_pages);
}

/* --- one number --- */

static enum status shape_digits(const struct layout *layout, const struct page_item *item, struct str digits,
                                const struct text_piece **ret_piece)
{
    struct text_span span = {.kind = TEXT_SPAN_TEXT, .text = digits, .size = item->size, .role = item->role};
    if (span.text.ptr == NULL)
        return NO_MEMORY;
    const struct text_spans spans = {.items = &span, .count = 1};
    struct text_paragraph *text = NULL;
    struct text_widths widths = {0};
    struct text_line *line = NULL;
    size_t count = 0;
    enum status status = text_paragraph_make(layout->job, layout->diag, layout->fonts, &spans, &text);
    if (status == OK)
        status = text_paragraph_widths(text, &widths);
    const struct text_measure measure = {.width = widths.natural, .align = TEXT_LEFT};
    if (status == OK)
        status = text_paragraph_break(text, layout->job, &measure, &line, &count);
    if (status == OK)
        *ret_piece = &line->pieces[0];
    return status;
}

/* The digits that the room was made of are as wide as it, without the gap that its item has behind them. */
static enum status room_width(const struct layout *layout, const struct page_item *item, length *ret_width)
{
    static const char room[] = "88888";
    const struct text_piece *piece = NULL;
    enum status status = shape_digits(layout, item, (struct str){room, item->glyph_count}, &piece);
    *ret_width = status == OK ? piece->width < item->width ? piece->width : item->width : 0;
    return status;
}

static enum status put_number(const struct layout *layout, struct page_item *item,
                              const struct text_piece *piece, length aside)
{
    struct page_glyph *glyphs = ARENA_NEW_ARRAY(layout->job, piece->glyph_count, struct page_glyph);
    if (glyphs == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < piece->glyph_count; i++)
        glyphs[i] = (struct page_glyph){
            .glyph = piece->glyphs[i].glyph, .x = piece->glyphs[i].x, .text = piece->glyphs[i].text};
    item->x += item->angle == 90 ? 0 : aside;
    item->y -= item->angle == 90 ? aside : 0;
    item->face = piece->face;
    item->width = piece->width;
    item->glyphs = glyphs;
    item->glyph_count = piece->glyph_count;
    item->says &= (uint16_t)~PAGE_AWAITED;
    return OK;
}

/* The room becomes the number.  Digits of a role are of one face: the room was of digits. */
static enum status fill_room(const struct layout *layout, struct page *page, struct page_item *item,
                             const struct inline_link *link, int number)
{
    const struct text_piece *piece = NULL;
    const struct str digits = arena_printf(layout->job, "%d", number);
    length width = 0;
    bool closed = false;
    if (digits.ptr == NULL)
        return NO_MEMORY;
    enum status status = shape_digits(layout, item, digits, &piece);
    if (status == OK)
        status = room_width(layout, item, &width);
    if (status != OK)
        return status;
    if (piece->width > width)
        return diag_report(layout->diag, MSG_LAYOUT_CITED_PAGE_LONG, link->place, number, item->glyph_count);
    const struct room room = {item, width, piece->width};
    status = close_up(layout, page, &room, &closed);
    return status == OK ? put_number(layout, item, piece, closed ? 0 : (width - piece->width) / 2) : status;
}

/* --- pages --- */

/* What is known.  *ret_left: something is not. */
static enum status fill_rooms(const struct layout *layout, struct page *page, bool *ret_left)
{
    enum status status = OK;
    *ret_left = false;
    for (size_t i = 0; i < page->item_count && status == OK; i++) {
        struct page_item *item = &page->items[i];
        if (item->kind != PAGE_GLYPHS || (item->says & PAGE_AWAITED) == 0)
            continue;
        const struct inline_link *link = link_of_node(layout, item->tag.node);
        size_t target;
        if (link != NULL && link_page(layout, link, &target))
            status = fill_room(layout, page, item, link, sheet_at(layout, target)->number);
        else
            *ret_left = true;
    }
    return status;
}

enum status cited_pages_add(const struct layout *layout, struct page *page)
{
    struct cited_pages *cited = layout->cited;
    const size_t index = (size_t)(page - layout->document->pages);
    bool left = false;
    enum status status = layout->content->cites_pages ? fill_rooms(layout, page, &left) : OK;
    return status == OK && left
               ? ARENA_APPEND(layout->job, cited->waiting, cited->count, cited->capacity, &index)
               : status;
}

bool cited_pages_wait(const struct layout *layout, size_t index)
{
    const struct cited_pages *cited = layout->cited;
    return cited->count > 0 && cited->waiting[cited->count - 1] == index;
}

static bool has_contents(const struct layout *layout, size_t index)
{
    size_t count;
    const struct contents_line *lines = contents_lines(layout, &count);
    for (size_t i = 0; i < count && lines[i].page <= index; i++)
        if (lines[i].page == index)
            return true;
    return false;
}

/* From the first that waits on, as long as all is known that they wait for; at the end of the document that is so of
 * all but those whose targets stand nowhere, which is told. */
static enum status seal_filled(const struct layout *layout, bool last)
{
    struct cited_pages *cited = layout->cited;
    enum status status = OK;
    bool left = false;
    while (cited->first < cited->count && status == OK && !left) {
        const size_t index = cited->waiting[cited->first];
        status = fill_rooms(layout, &layout->document->pages[index], &left);
        left = left && !last;
        if (status == OK && !left && !has_contents(layout, index))
            status = page_seal(layout, index);
        cited->first += !left;
    }
    return status;
}

enum status cited_pages_try(const struct layout *layout)
{
    return seal_filled(layout, false);
}

enum status cited_pages_finish(const struct layout *layout)
{
    return seal_filled(layout, true);
}
