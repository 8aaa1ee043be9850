/*
 * Turned pages: landscape text on an upright sheet (GB/T 9704 8), its head at the sheet's left edge.
 *
 * What is read on a turned page is placed as if the sheet were landscape, between turn_begin and turn_end,
 * which carries it over: (x, y) to x' = y, y' = width - x, running upwards.  What the page carries is upright
 * like the sheet, and the margins are turned along, so that page numbers stand where those of upright pages
 * do.
 */
#include "layout/pages/pages_int.h"

struct upright upright_of(const struct page_master *master)
{
    if (!master->turned) {
        return (struct upright){.width = master->width,
                                .height = master->height,
                                .left = master->left,
                                .right = master->right,
                                .top = master->top,
                                .bottom = master->bottom};
    }
    return (struct upright){.width = master->height,
                            .height = master->width,
                            .left = master->top,
                            .right = master->bottom,
                            .top = master->right,
                            .bottom = master->left};
}

static void swap(length *a, length *b)
{
    length kept = *a;
    *a = *b;
    *b = kept;
}

struct turn turn_begin(struct page *page)
{
    if (page->turned)
        swap(&page->width, &page->height);
    return (struct turn){.items = page->item_count, .links = page->link_count};
}

/* Places that are given by their baseline, or turned round their first corner. */
static void turn_item(struct page_item *item, length width)
{
    const length x = item->x;
    item->x = item->y;
    switch (item->shape >= PAGE_SEGMENTS ? PAGE_PICTURE : item->kind) {
    case PAGE_GLYPHS:
    case PAGE_PICTURE:
        item->y = width - x;
        item->angle += 90;
        break;
    case PAGE_PATH:
    case PAGE_SIGN:
        item->y = width - x - item->width;
        swap(&item->width, &item->height);
        break;
    }
}

static void turn_link(struct page_link *link, length width)
{
    const length x = link->x;
    link->x = link->y;
    link->y = width - x - link->width;
    swap(&link->width, &link->height);
}

void turn_end(struct page *page, const struct turn *turn)
{
    if (!page->turned)
        return;
    for (size_t i = turn->items; i < page->item_count; i++)
        turn_item(&page->items[i], page->width);
    for (size_t i = turn->links; i < page->link_count; i++)
        turn_link(&page->links[i], page->width);
    swap(&page->width, &page->height);
}
