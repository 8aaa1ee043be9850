/*
 * A page is done: what leaves memory, and when.
 *
 * As soon as the body of a page stands, it goes to the sink, which takes what it needs; the arena of its items is
 * emptied for the next page.  Two things need pages that do not stand yet:
 *
 *   header and footer that print the last number of their run: they are set at the end and go to the sink as
 *   the page's second part; all others are set at once and go with the body;
 *   a contents list: its pages keep their arena and wait for the end, because the number follows its title;
 *   so do pages whose text refers to the number of a later page, up to that.
 *
 * So what stays is a page's size, number and links, and the pages that wait.  Without a sink all
 * stays, in the job's arena.
 */
#include "layout/pages/pages_int.h"

enum status page_seal(const struct layout *layout, size_t index)
{
    struct page *page = &layout->document->pages[index];
    if (layout->sink == NULL)
        return OK;
    enum status status = layout->sink->seal(layout->sink->context, page, index);
    sheet_done(layout, page);
    page->items = NULL;
    page->item_count = page->item_capacity = 0;
    page->lines = NULL;
    page->line_count = page->line_capacity = 0;
    sheet_release(layout, index);
    return status;
}

/* What the item points to, in the arena of its page. */
static enum status keep_item(const struct layout *layout, struct page_item *item)
{
    enum status status = page_item_keep(page_arena(layout), item);
    for (size_t i = 0; i < item->glyph_count && status == OK; i++) {
        item->glyphs[i].text = arena_copy(page_arena(layout), item->glyphs[i].text);
        status = item->glyphs[i].text.ptr != NULL ? OK : NO_MEMORY;
    }
    return status;
}

/* The page keeps its arena; the next gets another. */
static enum status page_wait(const struct layout *layout, struct page *page)
{
    for (size_t i = 0; i < page->item_count; i++)
        if (keep_item(layout, &page->items[i]) != OK)
            return NO_MEMORY;
    return sheet_keep_arena(layout);
}

/* As it will be when it has its header and footer. */
static enum status look_at_page(const struct layout *layout, struct page *page, size_t index)
{
    const size_t items = page->item_count, lines = page->line_count;
    enum status status = furniture_try(layout, index);
    if (status == OK)
        status = overlap_check(layout, index);
    if (status == OK)
        status = contrast_check(layout, index);
    if (status == OK)
        status = signing_look(layout, page_arena(layout), index, lines);
    if (status == OK)
        status = straddle_look(layout, index);
    page->item_count = items;
    page->line_count = lines;
    return status;
}

enum status page_done(const struct layout *layout)
{
    const size_t index = sheets_count(layout) - 1;
    struct page *page = &layout->document->pages[index];
    enum status status = page_paint(layout, page);
    if (status == OK)
        status = furniture_begin(layout, index);
    if (status == OK)
        status = look_at_page(layout, page, index);
    if (status != OK)
        return status;
    const bool waits = contents_stand_on(layout, index) || cited_pages_wait(layout, index);
    status = layout->sink != NULL && waits ? page_wait(layout, page) : page_seal(layout, index);
    return status == OK ? cited_pages_try(layout) : status;
}
