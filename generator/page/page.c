/*
 * The page tray's arrays, in the job's arena: a full one is copied to one twice as large, so that an earlier
 * pointer into it is stale after the next add.
 */
#include "page/page.h"

struct page *page_add(struct arena *arena, struct page_document *document)
{
    if (arena_grow(arena, &document->pages, document->page_count, &document->page_capacity,
                   sizeof *document->pages) != OK)
        return NULL;
    document->pages[document->page_count] = (struct page){0};
    return &document->pages[document->page_count++];
}

struct page_item *page_add_item(struct arena *arena, struct page *page)
{
    if (arena_grow(arena, &page->items, page->item_count, &page->item_capacity, sizeof *page->items) != OK)
        return NULL;
    page->items[page->item_count] = (struct page_item){0};
    return &page->items[page->item_count++];
}

struct page_link *page_add_link(struct arena *arena, struct page *page)
{
    if (arena_grow(arena, &page->links, page->link_count, &page->link_capacity, sizeof *page->links) != OK)
        return NULL;
    page->links[page->link_count] = (struct page_link){0};
    return &page->links[page->link_count++];
}

struct page_line *page_add_line(struct arena *arena, struct page *page)
{
    if (arena_grow(arena, &page->lines, page->line_count, &page->line_capacity, sizeof *page->lines) != OK)
        return NULL;
    page->lines[page->line_count] = (struct page_line){0};
    return &page->lines[page->line_count++];
}

struct page_outline *page_add_outline(struct arena *arena, struct page_document *document)
{
    if (arena_grow(arena, &document->outlines, document->outline_count, &document->outline_capacity,
                   sizeof *document->outlines) != OK)
        return NULL;
    document->outlines[document->outline_count] = (struct page_outline){0};
    return &document->outlines[document->outline_count++];
}
