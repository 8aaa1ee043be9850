/*
 * Texts that lead to headings of the paper.
 *
 * Each is a node of its own, known here by its number; the heading that it names is looked up once, when headings are
 * collected.  Links are put on a page as it is filled, a rectangle for each line of such a text; the heading may stand
 * on a page to come, so that the place is filled in at the end.
 */
#include "layout/flow/flow.h"
#include "layout/layout_int.h"
#include "layout/messages.def"

#include <stdlib.h>

struct text_link {
    uint32_t node;
    const struct inline_link *link;
    size_t heading;
};

/* A rectangle on a page. */
struct link_place {
    size_t page, index, heading;
};

struct links {
    struct text_link *items; /* by node */
    size_t count, capacity;
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

/* --- where they lead --- */

/* Names of headings; a name of two leads to neither. */
static enum status collect_heading_names(const struct layout *layout, struct str_index *names)
{
    enum status status = OK;
    for (size_t i = 0; i < headings_count(layout) && !status_stops(status); i++) {
        const struct block *block = heading_at(layout, i)->block;
        const struct str name = block->paragraph.name;
        if (name.len == 0)
            continue;
        if (str_index_lookup(names, name) != STR_INDEX_NONE)
            status = diag_report(layout->diag, MSG_LAYOUT_NAME_TWICE, block->place, STR_ARGS(name));
        else
            status = status_worse(status, str_index_put(names, name, (int64_t)i));
    }
    return status;
}

enum status links_resolve(const struct layout *layout)
{
    const struct links *links = layout->links;
    struct str_index names = {.arena = layout->job};
    enum status status = links->count > 0 ? collect_heading_names(layout, &names) : OK;
    for (size_t i = 0; i < links->count && !status_stops(status); i++) {
        const struct inline_link *link = links->items[i].link;
        const int64_t heading = str_index_lookup(&names, link->to);
        links->items[i].heading = heading == STR_INDEX_NONE ? 0 : (size_t)heading;
        if (heading == STR_INDEX_NONE)
            status = diag_report(layout->diag, MSG_LAYOUT_NO_HEADING, link->place, STR_ARGS(link->to));
    }
    return status;
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

static enum status place_link(const struct layout *layout, struct page *page, const struct page_item *item,
                              const struct text_link *link)
{
    struct links *links = layout->links;
    const struct heading_target *target = heading_at(layout, link->heading);
    const struct link_place place = {(size_t)(page - layout->document->pages), page->link_count,
                                     link->heading};
    const struct page_link own = {.x = item->x,
                                  .y = item->y - item->size * EM_ABOVE / 100,
                                  .width = item->width,
                                  .height = item->size,
                                  .title = target->title,
                                  .node = item->tag.node,
                                  .target = target->block->node};
    enum status status = page_add_link(layout->job, page, &own);
    return status == OK
               ? ARENA_APPEND(layout->job, links->places, links->place_count, links->place_capacity, &place)
               : status;
}

enum status links_add(const struct layout *layout, struct page *page)
{
    const size_t begun = page->link_count;
    enum status status = OK;
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

enum status links_finish(const struct layout *layout)
{
    const struct links *links = layout->links;
    for (size_t i = 0; i < links->place_count; i++) {
        const struct link_place *place = &links->places[i];
        const struct heading_target *target = heading_at(layout, place->heading);
        struct page_link *link = &layout->document->pages[place->page].links[place->index];
        link->page = target->page;
        link->target_y = target->y;
    }
    return OK;
}
