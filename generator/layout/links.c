/*
 * Texts that lead to parts of the paper: links, references.
 *
 * Each is a node of its own, known here by its number; so is what it leads to, a paragraph with all that is below its
 * node.  Links are put on a page as it is filled, a rectangle for each line of such a text; what they lead to may stand
 * on a page to come, so that the place is filled in at the end.  Where it stands is where the first of its items is
 * placed, of a heading where its first line is.
 */
#include "layout/flow/flow.h"
#include "layout/layout_int.h"
#include "layout/messages.def"

#include <stdlib.h>

struct text_link {
    uint32_t node;
    const struct inline_link *link;
};

/* What may be led to. */
struct target_place {
    uint32_t first, last; /* its nodes */
    size_t heading;       /* index + 1; 0: none */
    bool wanted, placed;
    size_t page;
    length y;
};

/* A rectangle on a page. */
struct link_place {
    size_t page, index;
    const struct inline_link *link;
};

struct links {
    struct text_link *items; /* by node */
    size_t count, capacity;
    struct target_place *targets; /* by their first nodes */
    size_t target_count, target_capacity;
    size_t left; /* of those, wanted, no headings, and not placed yet */
    struct link_place *places;
    size_t place_count, place_capacity;
};

enum status links_begin(struct layout *layout)
{
    layout->links = ARENA_NEW(layout->job, struct links);
    return layout->links == NULL ? NO_MEMORY : OK;
}

enum status link_begin(const struct layout *layout, const struct inline_link *link, uint32_t node)
{
    struct links *links = layout->links;
    const struct text_link own = {.node = node, .link = link};
    return ARENA_APPEND(layout->job, links->items, links->count, links->capacity, &own);
}

enum status target_begin(const struct layout *layout, const struct block *block)
{
    struct links *links = layout->links;
    const struct target_place own = {.first = block->node, .last = block->node};
    enum status status =
        ARENA_APPEND(layout->job, links->targets, links->target_count, links->target_capacity, &own);
    block->paragraph.target->index = links->target_count;
    return status;
}

void target_end(const struct layout *layout, const struct block *block)
{
    const size_t index = block->paragraph.target->index;
    if (index > 0)
        layout->links->targets[index - 1].last = (uint32_t)page_node_count(layout->document->structure);
}

/* --- what is led to --- */

/* NULL: it stands nowhere. */
static struct target_place *place_of(const struct layout *layout, const struct inline_link *link)
{
    const size_t index = link->target != NULL ? link->target->block->paragraph.target->index : 0;
    return index > 0 ? &layout->links->targets[index - 1] : NULL;
}

static void find_headings(const struct layout *layout)
{
    for (size_t i = 0; i < headings_count(layout); i++) {
        const struct content_target *target = heading_at(layout, i)->block->paragraph.target;
        if (target != NULL && target->index > 0)
            layout->links->targets[target->index - 1].heading = i + 1;
    }
}

enum status links_resolve(const struct layout *layout)
{
    struct links *links = layout->links;
    if (links->count > 0)
        find_headings(layout);
    for (size_t i = 0; i < links->count; i++) {
        struct target_place *place = place_of(layout, links->items[i].link);
        if (place == NULL || place->wanted)
            continue;
        place->wanted = true;
        links->left += place->heading == 0;
    }
    return OK;
}

/* The target that the node is part of, the last that begins before it; NULL: none. */
static struct target_place *target_around(const struct links *links, uint32_t node)
{
    size_t low = 0, high = links->target_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (links->targets[middle].first <= node)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 && links->targets[low - 1].last >= node ? &links->targets[low - 1] : NULL;
}

static void place_targets(const struct layout *layout, const struct page *page)
{
    struct links *links = layout->links;
    for (size_t i = 0; i < page->item_count && links->left > 0; i++) {
        const struct page_item *item = &page->items[i];
        struct target_place *place = page_tag_is_artifact(item->tag) || item->tag.repeated
                                         ? NULL
                                         : target_around(links, item->tag.node);
        if (place == NULL || place->placed || !place->wanted || place->heading > 0)
            continue;
        place->placed = true;
        place->page = (size_t)(page - layout->document->pages);
        place->y = item->kind == PAGE_GLYPHS ? item->y - item->size * EM_ABOVE / 100 : item->y;
        links->left--;
    }
}

/* false: it is not placed yet. */
static bool target_stands(const struct layout *layout, const struct inline_link *link, size_t *ret_page,
                          length *ret_y)
{
    const struct target_place *place = place_of(layout, link);
    const struct heading_target *heading =
        place != NULL && place->heading > 0 ? heading_at(layout, place->heading - 1) : NULL;
    if (place == NULL || !(heading != NULL ? heading->placed : place->placed))
        return false;
    *ret_page = heading != NULL ? heading->page : place->page;
    *ret_y = heading != NULL ? heading->y : place->y;
    return true;
}

/* --- on pages --- */

static int compare_links(const void *a, const void *b)
{
    const struct text_link *x = a, *y = b;
    return (x->node > y->node) - (x->node < y->node);
}

static const struct text_link *text_link_of(const struct layout *layout, const struct page_item *item)
{
    const struct text_link wanted = {.node = item->tag.node};
    return item->kind != PAGE_GLYPHS || page_tag_is_artifact(item->tag) || item->tag.repeated
               ? NULL
               : bsearch(&wanted, layout->links->items, layout->links->count, sizeof wanted, compare_links);
}

/* Behind the text before, in its line. */
static bool is_same_line(const struct page *page, const struct page_item *item, size_t begun)
{
    const struct page_link *last = page->link_count > begun ? &page->links[page->link_count - 1] : NULL;
    return last != NULL && last->node == item->tag.node &&
           last->y + last->height > item->y - item->size / 2 && last->y < item->y && item->x >= last->x;
}

static uint32_t target_node(const struct block *block)
{
    return block->paragraph.heading > 0 ? block->paragraph.head : block->node;
}

/* What it is, for those who hear the paper read: of a heading all of it, else its number, else its first words. */
static struct str title_of(const struct layout *layout, const struct content_target *target)
{
    enum { SHOWN = 120 /* bytes */ };
    const struct target_place *place = &layout->links->targets[target->block->paragraph.target->index - 1];
    if (place->heading > 0)
        return heading_at(layout, place->heading - 1)->title;
    return target->number.len > 0 ? target->number : str_cut(target->title, SHOWN);
}

static enum status place_link(const struct layout *layout, struct page *page, const struct page_item *item,
                              const struct text_link *link)
{
    struct links *links = layout->links;
    const struct content_target *target = link->link->target;
    const struct link_place place = {(size_t)(page - layout->document->pages), page->link_count, link->link};
    const struct page_link own = {.x = item->x,
                                  .y = item->y - item->size * EM_ABOVE / 100,
                                  .width = item->width,
                                  .height = item->size,
                                  .title = title_of(layout, target),
                                  .node = item->tag.node,
                                  .target = target_node(target->block)};
    enum status status = page_add_link(layout->job, page, &own);
    return status == OK
               ? ARENA_APPEND(layout->job, links->places, links->place_count, links->place_capacity, &place)
               : status;
}

enum status links_add(const struct layout *layout, struct page *page)
{
    const size_t begun = page->link_count;
    enum status status = OK;
    place_targets(layout, page);
    for (size_t i = 0; i < page->item_count && layout->links->count > 0 && status == OK; i++) {
        const struct page_item *item = &page->items[i];
        const struct text_link *link = text_link_of(layout, item);
        if (link == NULL)
            continue;
        if (is_same_line(page, item, begun))
            page->links[page->link_count - 1].width =
                item->x + item->width - page->links[page->link_count - 1].x;
        else
            status = place_link(layout, page, item, link);
    }
    return status;
}

const struct inline_link *link_of_node(const struct layout *layout, uint32_t node)
{
    const struct text_link wanted = {.node = node};
    const struct text_link *found =
        bsearch(&wanted, layout->links->items, layout->links->count, sizeof wanted, compare_links);
    return found != NULL ? found->link : NULL;
}

bool link_page(const struct layout *layout, const struct inline_link *link, size_t *ret_page)
{
    length y;
    return target_stands(layout, link, ret_page, &y);
}

enum status links_finish(const struct layout *layout)
{
    const struct links *links = layout->links;
    enum status status = OK;
    for (size_t i = 0; i < links->place_count; i++) {
        const struct link_place *place = &links->places[i];
        struct page_link *link = &layout->document->pages[place->page].links[place->index];
        if (!target_stands(layout, place->link, &link->page, &link->target_y))
            status = diag_report(layout->diag, MSG_LAYOUT_TARGET_NOWHERE, place->link->place,
                                 STR_ARGS(place->link->to));
    }
    return status;
}
