/*
 * The contents list when all pages are made.
 *
 * The way to the number and the number are put into the page right after the items of the entry's last line:
 * in reading order the number follows its title.  Every line of an entry is a link to its heading.
 */
#include <assert.h>

#include "layout/pages/pages_int.h"

/* The face of the numbers: of all levels alike where the span style says one, else that of the entry. */
static enum status number_role(const struct where *where, const struct paragraph_style *style, int *ret_role)
{
    const struct span_style *own = style_span(where->layout->content->styles, STR("contents-number"));
    const bool is_own = own != NULL && own->role.len > 0;
    return role_lookup(where, is_own ? own->role : style->role, is_own ? own->bold : style->bold,
                       (struct place){0}, ret_role);
}

/* The way to the number, dotted where the style has it so, and the number; on one line as wide as the room,
 * or as it needs. */
static enum status set_number(const struct layout *layout, const struct contents_line *line,
                              length *ret_width, struct text_line **ret_line)
{
    const struct paragraph_style *style = line->style;
    struct text_span spans[] = {{.kind = TEXT_SPAN_TAB, .tab = TEXT_TAB_RIGHT},
                                {.kind = TEXT_SPAN_TEXT, .size = style->size, .color = style->color}};
    struct text_span *way = &spans[0], *number = &spans[1];
    const struct where where = where_now(layout);
    struct text_paragraph *text = NULL;
    size_t count = 0;
    number->text = arena_printf(
        layout->job, "%d", sheet_at(layout, heading_at(layout, (size_t)line->heading - 1)->page)->number);
    if (number->text.ptr == NULL)
        return NO_MEMORY;
    enum status status = number_role(&where, style, &number->role);
    if (status != OK)
        return status;
    way->role = number->role;
    way->size = number->size;
    way->color = number->color;
    way->text = style->leader ? STR(".") : STR("");
    const struct text_spans both = {.items = spans, .count = ARRAY_COUNT(spans)};
    status = text_paragraph_make(layout->job, layout->diag, layout->fonts, &both, &text);
    struct text_widths widths = {0};
    if (status == OK)
        status = text_paragraph_widths(text, &widths);
    if (status != OK)
        return status;
    const length room = line->right - line->left, natural = widths.natural;
    const struct text_measure measure = {.width = room > natural ? room : natural, .align = TEXT_LEFT};
    *ret_width = measure.width;
    return text_paragraph_break(text, layout->job, &measure, ret_line, &count);
}

static enum status add_number(const struct layout *layout, struct page *page,
                              const struct contents_line *line)
{
    struct text_line *set = NULL;
    const struct where where = where_now(layout);
    struct slice slice = {0};
    length width = 0;
    enum status status = set_number(layout, line, &width, &set);
    if (status == OK) {
        const struct text_owner owner = {.tag = line->tag, .says = PAGE_FOLIO};
        status = paragraph_draw_line(&where, &slice, set, style_baseline(line->style), &owner);
    }
    for (struct draw *draw = slice.draws; draw != NULL && page->item_count > 0; draw = draw->next)
        draw->item.line = page->items[page->item_count - 1].line; /* one line with the title */
    return status == OK ? slice_place(&where, &slice, page, line->right - width, line->y) : status;
}

static enum status add_link(const struct layout *layout, struct page *page, const struct contents_line *line)
{
    const struct heading_target *target = heading_at(layout, (size_t)line->heading - 1);
    const struct page_link link = {.x = line->x,
                                   .y = line->y,
                                   .width = line->right - line->x,
                                   .height = line->height,
                                   .page = target->page,
                                   .target_y = target->y,
                                   .title = target->title,
                                   .node = line->tag.node,
                                   .target = target->block->paragraph.head};
    return page_add_link(layout->job, page, &link);
}

static enum status copy_items(const struct layout *layout, struct page *page, const struct page *from,
                              size_t begin, size_t end)
{
    enum status status = OK;
    for (size_t i = begin; i < end && status == OK; i++)
        status = page_add_item(page_arena(layout), page, &from->items[i]);
    return status;
}

/* Builds the items of one page anew, with what its lines lacked. */
static enum status finish_page(const struct layout *layout, struct page *page,
                               const struct contents_line *lines, size_t count)
{
    struct page old = *page;
    size_t copied = 0;
    page->items = NULL;
    page->item_count = page->item_capacity = 0;
    for (size_t i = 0; i < count; i++) {
        const struct contents_line *line = &lines[i];
        assert(heading_at(layout, (size_t)line->heading - 1)->placed);
        enum status status = copy_items(layout, page, &old, copied, line->item);
        copied = line->item;
        const struct turn turn = turn_begin(page);
        if (status == OK && line->last)
            status = add_number(layout, page, line);
        if (status == OK)
            status = add_link(layout, page, line);
        turn_end(page, &turn);
        if (status != OK)
            return status;
    }
    return copy_items(layout, page, &old, copied, old.item_count);
}

enum status contents_finish(const struct layout *layout)
{
    size_t count;
    const struct contents_line *lines = contents_lines(layout, &count);
    for (size_t first = 0; first < count;) {
        size_t end = first + 1;
        while (end < count && lines[end].page == lines[first].page)
            end++;
        const size_t index = lines[first].page;
        enum status status = finish_page(layout, &layout->document->pages[index], &lines[first], end - first);
        if (status == OK)
            status = overlap_check(layout, index);
        if (status == OK)
            status = signing_check(layout, index);
        if (status == OK)
            status = straddle_look(layout, index);
        if (status == OK)
            status = page_seal(layout, index);
        if (status != OK)
            return status;
        first = end;
    }
    return OK;
}
