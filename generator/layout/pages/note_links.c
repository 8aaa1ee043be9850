/*
 * Notes and their marks lead to each other, where both stand on one page: the mark to the note, and the mark with
 * which the note begins back to the text.
 */
#include "layout/pages/pages_int.h"

/* The first LINK in the part; 0: none. */
static uint32_t link_in(const struct page_structure *structure, uint32_t part)
{
    const uint32_t child = part > 0 ? page_node_of(structure, part)->child : 0;
    return child > 0 && page_node_of(structure, child)->part == PART_LINK ? child : 0;
}

/* The link that begins the note whose mark is the LINK `node`; 0: that is no mark. */
static uint32_t label_of(const struct page_structure *structure, uint32_t node)
{
    const struct page_node *link = page_node_of(structure, node);
    const uint32_t note =
        link->part == PART_LINK && link->parent > 0 ? page_node_of(structure, link->parent)->next : 0;
    if (note == 0 || page_node_of(structure, link->parent)->part != PART_REFERENCE ||
        page_node_of(structure, note)->part != PART_NOTE)
        return 0;
    const uint32_t label = page_node_of(structure, note)->child;
    return label > 0 && page_node_of(structure, label)->part == PART_LABEL ? link_in(structure, label) : 0;
}

static const struct page_item *find_item(const struct page *page, uint32_t node)
{
    for (size_t i = 0; i < page->item_count; i++)
        if (page->items[i].tag.node == node && page->items[i].kind == PAGE_GLYPHS)
            return &page->items[i];
    return NULL;
}

/* Its em box. */
static struct page_box em_box(const struct page_item *item)
{
    return (struct page_box){item->x, item->y - item->size * 88 / 100, item->width, item->size};
}

static enum status add_note_link(const struct layout *layout, struct page *page, const struct page_item *from,
                                 const struct page_item *to)
{
    const struct page_box box = em_box(from);
    struct str title = STR("");
    for (size_t i = 0; i < from->glyph_count; i++)
        title = arena_printf(layout->job, "%.*s%.*s", STR_ARGS(title), STR_ARGS(from->glyphs[i].text));
    if (title.ptr == NULL)
        return NO_MEMORY;
    const struct page_link link = {
        .x = box.x,
        .y = box.y,
        .width = box.width,
        .height = box.height,
        .page = (size_t)(page - layout->document->pages),
        .target_y = em_box(to).y,
        .title = title,
        .node = from->tag.node,
        .target = page_node_of(layout->document->structure,
                               page_node_of(layout->document->structure, to->tag.node)->parent)
                      ->parent};
    return page_add_link(layout->job, page, &link);
}

enum status note_links_add(const struct layout *layout, struct page *page)
{
    const struct page_structure *structure = layout->document->structure;
    enum status status = OK;
    for (size_t i = 0; i < page->item_count && status == OK; i++) {
        const struct page_item *mark = &page->items[i];
        const uint32_t label = mark->kind == PAGE_GLYPHS && !page_tag_is_artifact(mark->tag)
                                   ? label_of(structure, mark->tag.node)
                                   : 0;
        const struct page_item *begin = label > 0 ? find_item(page, label) : NULL;
        if (begin == NULL)
            continue;
        status = add_note_link(layout, page, mark, begin);
        if (status == OK)
            status = add_note_link(layout, page, begin, mark);
    }
    return status;
}
