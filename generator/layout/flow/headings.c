/*
 * The headings of the document: collected from the content before anything is set, because a contents list
 * stands before them; given their page when they are placed; at the end the outline.
 *
 * Headings are found in sections, LIST, KEEP and COLUMNS, in the order in which they will be set; heading_take
 * walks along with the setting.  A paragraph in a table cell is a cell, not a heading of the document.
 */
#include <assert.h>
#include <string.h>

#include "layout/flow/flow_int.h"

size_t headings_count(const struct layout *layout)
{
    return layout->headings->count;
}

const struct heading_target *heading_at(const struct layout *layout, size_t index)
{
    return &layout->headings->items[index];
}

static enum status make_title(const struct layout *layout, const struct block *block, struct str *ret_title)
{
    size_t size = 0;
    for (size_t i = 0; i < block_title_count(&block->paragraph); i++)
        size += block->paragraph.inlines[i].kind == INLINE_TEXT ? block->paragraph.inlines[i].text.len : 1;
    char *bytes = arena_alloc(layout->job, size);
    if (bytes == NULL)
        return NO_MEMORY;
    size_t len = 0;
    for (size_t i = 0; i < block_title_count(&block->paragraph); i++) {
        const struct inline_item *item = &block->paragraph.inlines[i];
        if (!is_of_title(item))
            continue;
        if (item->kind == INLINE_TEXT && item->text.len > 0) {
            memcpy(bytes + len, item->text.ptr, item->text.len);
            len += item->text.len;
        } else if (item->kind == INLINE_BREAK || item->kind == INLINE_TAB) {
            bytes[len++] = ' ';
        }
    }
    *ret_title = str_trim((struct str){bytes, text_drop_cuts(bytes, len)});
    return OK;
}

static enum status collect_heading(const struct layout *layout, const struct block *block)
{
    struct headings *headings = layout->headings;
    struct heading_target target = {.block = block};
    enum status status = make_title(layout, block, &target.title);
    return status == OK
               ? ARENA_APPEND(layout->job, headings->items, headings->count, headings->capacity, &target)
               : status;
}

static enum status collect(const struct layout *layout, const struct block *blocks)
{
    enum status status = OK;
    struct block_walk walk = block_walk(blocks);
    for (; walk.block != NULL && status == OK; block_walk_next(&walk)) {
        const struct block *block = walk.block;
        if (block->kind == BLOCK_PARAGRAPH && block->paragraph.heading > 0)
            status = collect_heading(layout, block);
        else if (block->kind == BLOCK_KEEP)
            status = collect(layout, block->keep.blocks);
        else if (block->kind == BLOCK_SIGN)
            status = collect(layout, block->sign.blocks);
        else if (block->kind == BLOCK_COLUMNS)
            for (size_t i = 0; i < block->columns.count && status == OK; i++)
                status = collect(layout, block->columns.items[i].blocks);
    }
    return status;
}

enum status headings_collect(const struct layout *layout)
{
    enum status status = OK;
    const struct section *section = layout->content->sections;
    for (; section != NULL && status == OK; section = section->next)
        status = collect(layout, section->blocks);
    return status;
}

int heading_take(const struct layout *layout, const struct block *block)
{
    struct headings *headings = layout->headings;
    if (headings->next >= headings->count || headings->items[headings->next].block != block)
        return 0;
    return (int)++headings->next;
}

void heading_place(const struct layout *layout, int heading, const struct page *page, length y)
{
    struct heading_target *target = &layout->headings->items[heading - 1];
    ptrdiff_t index = page - layout->document->pages;
    assert(!target->placed && index >= 0 && (size_t)index < layout->document->page_count);
    target->placed = true;
    target->page = (size_t)index;
    target->y = y;
}

/* --- what pages are under --- */

struct str heading_longest(const struct layout *layout, int level)
{
    struct str longest = STR("");
    for (size_t i = 0; i < layout->headings->count; i++) {
        const struct heading_target *target = &layout->headings->items[i];
        if (target->block->paragraph.heading == level && target->title.len > longest.len)
            longest = target->title;
    }
    return longest;
}

/* A heading ends what those of deeper levels began. */
static void enter(struct page_heads *heads, const struct heading_target *target)
{
    const int level = target->block->paragraph.heading;
    heads->last[level - 1] = target->title;
    for (int deeper = level; deeper < HEADING_LEVELS; deeper++)
        heads->last[deeper] = STR("");
}

void headings_of_page(const struct layout *layout, size_t page, struct page_heads *ret_heads)
{
    struct headings *headings = layout->headings;
    if (page < headings->under_page) {
        headings->under = (struct page_heads){0};
        headings->under_next = 0;
    }
    headings->under_page = page;
    size_t next = headings->under_next;
    for (; next < headings->count && headings->items[next].placed && headings->items[next].page < page;
         next++)
        enter(&headings->under, &headings->items[next]);
    headings->under_next = next;
    struct page_heads heads = headings->under;
    struct str first[HEADING_LEVELS] = {{NULL, 0}};
    for (; next < headings->count && headings->items[next].placed && headings->items[next].page == page;
         next++) {
        const struct heading_target *target = &headings->items[next];
        struct str *begun = &first[target->block->paragraph.heading - 1];
        *begun = begun->ptr == NULL ? target->title : *begun;
        enter(&heads, target);
    }
    bool ended = false; /* by a heading above it, on this page */
    for (int i = 0; i < HEADING_LEVELS; i++) {
        heads.first[i] = first[i].ptr != NULL ? first[i] : ended ? STR("") : headings->under.last[i];
        ended = ended || first[i].ptr != NULL;
    }
    *ret_heads = heads;
}

enum status outlines_add(const struct layout *layout)
{
    int open[HEADING_LEVELS]; /* levels of the headings around */
    int depth = 0;
    for (size_t i = 0; i < layout->headings->count; i++) {
        const struct heading_target *target = &layout->headings->items[i];
        assert(target->placed);
        if (target->title.len == 0)
            continue;
        while (depth > 0 && (open[depth - 1] >= target->block->paragraph.heading || depth == HEADING_LEVELS))
            depth--;
        open[depth++] = target->block->paragraph.heading;
        const struct page_outline outline = {.title = target->title,
                                             .level = depth,
                                             .page = target->page,
                                             .y = target->y,
                                             .node = target->block->paragraph.head};
        if (page_add_outline(layout->job, layout->document, &outline) != OK)
            return NO_MEMORY;
    }
    return OK;
}
