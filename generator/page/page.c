/*
 * The page tray's arrays, in the job's arena: a full one is copied to one twice as large, so that an earlier
 * pointer into it is stale after the next add.
 */
#include "page/page.h"

#include <string.h>

static const struct choice CONFORMANCES[] = {{"pdfa-2a", PAGE_A2A_UA1},
                                             {"pdfa-3a", PAGE_A3A_UA1},
                                             {"pdfa-4f+ua-2", PAGE_A4F_UA2},
                                             {"none", PAGE_PLAIN}};
const struct words words_conformance = WORDS(CONFORMANCES);

enum status page_add(struct arena *arena, struct page_document *document, const struct page *page)
{
    return ARENA_APPEND(arena, document->pages, document->page_count, document->page_capacity, page);
}

enum status page_add_item(struct arena *arena, struct page *page, const struct page_item *item)
{
    return ARENA_APPEND(arena, page->items, page->item_count, page->item_capacity, item);
}

enum status page_add_link(struct arena *arena, struct page *page, const struct page_link *link)
{
    return ARENA_APPEND(arena, page->links, page->link_count, page->link_capacity, link);
}

enum status page_add_line(struct arena *arena, struct page *page, const struct page_line *line)
{
    return ARENA_APPEND(arena, page->lines, page->line_count, page->line_capacity, line);
}

enum status page_add_outline(struct arena *arena, struct page_document *document,
                             const struct page_outline *outline)
{
    return ARENA_APPEND(arena, document->outlines, document->outline_count, document->outline_capacity,
                        outline);
}

enum status page_item_keep(struct arena *arena, struct page_item *item)
{
    struct page_glyph *glyphs = arena_alloc_bytes(arena, item->glyph_count * sizeof *glyphs);
    if (glyphs == NULL)
        return NO_MEMORY;
    if (item->glyph_count > 0)
        memcpy(glyphs, item->glyphs, item->glyph_count * sizeof *glyphs);
    item->glyphs = glyphs;
    if (item->kind != PAGE_PICTURE || item->picture == NULL)
        return OK; /* a sign lives as long as the document */
    struct page_picture *picture = arena_alloc_bytes(arena, sizeof *picture);
    if (picture == NULL)
        return NO_MEMORY;
    *picture = *item->picture;
    item->picture = picture;
    return OK;
}

struct page_box page_picture_box(const struct page_item *item)
{
    const struct page_box *whole = &item->picture->whole;
    return whole->width > 0 ? *whole : (struct page_box){0, 0, item->width, item->height};
}

/* Pixels along it, one at least. */
static int pixels(length along, int dots)
{
    enum { INCH = 72000 };
    const int64_t count = (along * dots + INCH - 1) / INCH;
    return count < 1 ? 1 : count > PICTURE_MAX_SIDE ? PICTURE_MAX_SIDE : (int)count;
}

struct picture_wish page_picture_wish(const struct page_item *item)
{
    const struct page_box box = page_picture_box(item);
    const struct picture_file *file = item->picture->file;
    const int dots = item->picture->dots;
    struct picture_wish wish = {.width = 0};
    if (dots <= 0 || box.width <= 0 || box.height <= 0)
        return wish;
    const int width = pixels(box.width, dots), height = pixels(box.height, dots);
    if (width < file->width || height < file->height) {
        wish.width = width;
        wish.height = height;
    }
    return wish;
}
