/*
 * The contents list.
 *
 * Each listed heading becomes a paragraph in style contents1, contents2, … with room kept at its right for
 * the page number, so that the list has its final height before any page is known.  Where its lines come to
 * stand is noted; pages/contents.c adds the numbers.
 */
#include "layout/flow/flow_int.h"
#include "layout/messages.def"

static enum status find_style(const struct where *where, const struct block *block, int level,
                              const struct paragraph_style **ret_style)
{
    struct str name = arena_printf(where->arena, "contents%d", level);
    if (name.ptr == NULL)
        return NO_MEMORY;
    *ret_style = style_paragraph(where->layout->content->styles, name);
    if (*ret_style == NULL)
        return diag_report(where->layout->diag, MSG_LAYOUT_CONTENTS_STYLE, block->place, level, level);
    return OK;
}

static void mark_entry(struct flow *flow, size_t from, int heading, const struct paragraph *paragraph,
                       length text_right)
{
    for (size_t i = from; i < flow->count; i++) {
        struct slice *slice = &flow->slices[i];
        slice->contents_link = heading;
        slice->contents_entry = i + 1 == flow->count ? heading : 0;
        slice->contents_style = paragraph->style;
        slice->contents_left = text_right;
        slice->contents_right = flow->width - paragraph->style->right;
        slice->contents_tag = paragraph->tag;
    }
}

/* The heading's own text is made first: its faults are reported there, once. */
static enum status make_entry_text(const struct where *where, const struct block *heading,
                                   const struct paragraph_style *style, struct text_paragraph **ret_text)
{
    const struct text_source source = {.block = heading, .style = style, .plain = true};
    struct text_paragraph *own = NULL;
    enum status status = text_of_block(where, heading, &own);
    return status == OK ? text_make(where, &source, ret_text) : status;
}

/* The entry, and the link in it that its text is. */
static enum status add_entry_node(const struct where *where, const struct block *heading,
                                  struct page_cursor *entries, uint32_t *ret_link)
{
    struct page_cursor references = {0}, links = {0};
    const struct page_node *of = page_node_of(where->layout->document->structure, heading->paragraph.head);
    const struct page_node entry = {.part = PART_ENTRY, .level = of->level, .lang = of->lang},
                           reference = {.part = PART_REFERENCE}, link = {.part = PART_LINK, .runs = of->runs};
    enum status status = structure_add(where->layout, entries, &entry, heading->place, &references.parent);
    if (status == OK)
        status = structure_add(where->layout, &references, &reference, heading->place, &links.parent);
    return status == OK ? structure_add(where->layout, &links, &link, heading->place, ret_link) : status;
}

static enum status add_entry(const struct where *where, struct flow *flow, size_t index,
                             const struct paragraph_style *style, struct page_cursor *entries)
{
    const struct block *heading = heading_at(where->layout, index)->block;
    struct text_paragraph *text = NULL;
    uint32_t node = 0;
    enum status status = make_entry_text(where, heading, style, &text);
    if (status == OK)
        status = add_entry_node(where, heading, entries, &node);
    if (status != OK)
        return status;
    const struct paragraph paragraph = {.block = heading,
                                        .style = style,
                                        .text = text,
                                        .align = style->align,
                                        .reserved = style->size * 5 / 2, /* three digits and one em */
                                        .tag = {.node = node}};
    size_t from = flow->count;
    length text_right = 0;
    status = paragraph_add_lines(where, flow, &paragraph, &text_right);
    if (status == OK)
        mark_entry(flow, from, (int)index + 1, &paragraph, text_right);
    return status;
}

enum status flow_add_contents(const struct where *where, struct flow *flow, const struct block *block)
{
    enum { LEVELS = 7 };
    const struct paragraph_style *styles[LEVELS] = {NULL};
    struct page_cursor entries = {.parent = block->node};
    enum status result = OK;
    if (!flow->page_level)
        return diag_report(where->layout->diag, MSG_LAYOUT_CONTENTS_PLACE, block->place);
    for (size_t i = 0; i < headings_count(where->layout); i++) {
        const struct block *heading = heading_at(where->layout, i)->block;
        int level = heading->paragraph.heading;
        if (heading->paragraph.unlisted || level > block->contents.depth || level >= LEVELS ||
            heading_at(where->layout, i)->title.len == 0)
            continue;
        enum status status = styles[level] != NULL ? OK : find_style(where, block, level, &styles[level]);
        if (status != OK)
            return status;
        status = add_entry(where, flow, i, styles[level], &entries);
        if (status_stops(status))
            return status;
        result = status_worse(result, status);
    }
    return result;
}

enum status contents_note(const struct layout *layout, const struct slice *slice, const struct page *page,
                          length x, length y)
{
    struct contents *contents = layout->contents;
    const struct contents_line line = {.page = (size_t)(page - layout->document->pages),
                                       .item = page->item_count,
                                       .heading = slice->contents_link,
                                       .last = slice->contents_entry > 0,
                                       .x = x,
                                       .y = y,
                                       .height = slice->height,
                                       .left = x + slice->contents_left,
                                       .right = x + slice->contents_right,
                                       .style = slice->contents_style,
                                       .tag = slice->contents_tag};
    return ARENA_APPEND(layout->job, contents->lines, contents->count, contents->capacity, &line);
}

const struct contents_line *contents_lines(const struct layout *layout, size_t *ret_count)
{
    *ret_count = layout->contents->count;
    return layout->contents->lines;
}

bool contents_stand_on(const struct layout *layout, size_t page)
{
    const size_t count = layout->contents->count;
    return count > 0 && layout->contents->lines[count - 1].page == page;
}
