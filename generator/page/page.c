/*
 * The page tray's arrays: pages, items, links, outline entries, each appended at the end of an array in the
 * job's arena.
 *
 * An array that is full is copied to one twice as large, so a page costs what it holds; the price is that an
 * earlier pointer into the array is stale after the next add.
 */
#include "page/page.h"

struct page *page_add(struct arena *arena, struct page_document *document)
{
    void *pages = document->pages;
    if (arena_grow(arena, &pages, document->page_count, &document->page_capacity, sizeof(struct page)) != OK)
        return NULL;
    document->pages = pages;
    struct page *page = &document->pages[document->page_count++];
    *page = (struct page){0};
    return page;
}

struct page_item *page_add_item(struct arena *arena, struct page *page)
{
    void *items = page->items;
    if (arena_grow(arena, &items, page->item_count, &page->item_capacity, sizeof(struct page_item)) != OK)
        return NULL;
    page->items = items;
    struct page_item *item = &page->items[page->item_count++];
    *item = (struct page_item){0};
    return item;
}

struct page_link *page_add_link(struct arena *arena, struct page *page)
{
    void *links = page->links;
    if (arena_grow(arena, &links, page->link_count, &page->link_capacity, sizeof(struct page_link)) != OK)
        return NULL;
    page->links = links;
    struct page_link *link = &page->links[page->link_count++];
    *link = (struct page_link){0};
    return link;
}

struct page_line *page_add_line(struct arena *arena, struct page *page)
{
    void *lines = page->lines;
    if (arena_grow(arena, &lines, page->line_count, &page->line_capacity, sizeof(struct page_line)) != OK)
        return NULL;
    page->lines = lines;
    struct page_line *line = &page->lines[page->line_count++];
    *line = (struct page_line){0};
    return line;
}

struct page_outline *page_add_outline(struct arena *arena, struct page_document *document)
{
    void *outlines = document->outlines;
    if (arena_grow(arena, &outlines, document->outline_count, &document->outline_capacity,
                   sizeof(struct page_outline)) != OK)
        return NULL;
    document->outlines = outlines;
    struct page_outline *outline = &document->outlines[document->outline_count++];
    *outline = (struct page_outline){0};
    return outline;
}
