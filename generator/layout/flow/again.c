/*
 * Paragraphs of a page body set anew, a line longer or shorter (text_loose.c), for the sake of the page that they stand
 * on.
 *
 * The lines know their paragraph; its text stays as long as they do.  What else was said of the first and the last line
 * – white, page breaks, keeps – is taken over.  Left alone is what others count on: headings, lines with notes, blocks
 * of a KEEP (flow.c), lines that do not fit the grid one by one.
 */
#include <assert.h>
#include <string.h>

#include "layout/flow/flow_int.h"

static bool may_change(const struct flow *flow, size_t from, const struct paragraph *paragraph)
{
    const struct paragraph_style *style = paragraph->style;
    const length off = style->line - flow->grid;
    const bool fits =
        flow->grid == 0 || !style->grid || (off <= LENGTH_POINT / 2 && off >= -LENGTH_POINT / 2);
    bool may = flow->page_level && fits && !paragraph->is_heading && !paragraph->in_cell &&
               paragraph->align == ALIGN_JUSTIFY && flow->count - from > 1;
    for (size_t i = from; i < flow->count && may; i++)
        may = flow->slices[i].note_count == 0;
    return may;
}

static enum status let_know(const struct where *where, struct flow *flow, size_t from,
                            const struct paragraph *paragraph)
{
    struct paragraph *copy = arena_alloc_bytes(where->arena, sizeof *copy);
    if (copy == NULL)
        return NO_MEMORY;
    *copy = *paragraph;
    for (size_t i = from; i < flow->count; i++)
        flow->slices[i].paragraph = copy;
    return OK;
}

enum status paragraph_may_change(const struct where *where, struct flow *flow, size_t from,
                                 const struct paragraph *paragraph)
{
    return may_change(flow, from, paragraph) ? let_know(where, flow, from, paragraph) : OK;
}

size_t paragraph_begins(const struct flow *flow, size_t at)
{
    const struct paragraph *paragraph = flow->slices[at].paragraph;
    size_t end = at;
    if (paragraph == NULL || (at > 0 && flow->slices[at - 1].paragraph == paragraph))
        return 0;
    while (end < flow->count && flow->slices[end].paragraph == paragraph)
        end++;
    return end - at;
}

enum status paragraph_looseness(const struct flow *flow, size_t at, struct text_looseness *ret_looseness)
{
    const struct paragraph *paragraph = flow->slices[at].paragraph;
    const struct text_measure measure = paragraph_measure(flow, paragraph);
    *ret_looseness = (struct text_looseness){TEXT_LOOSE_NEVER, TEXT_LOOSE_NEVER};
    return paragraph->lines > 0 ? OK
                                : text_paragraph_looseness(paragraph->text, &measure,
                                                           paragraph_begins(flow, at), ret_looseness);
}

/* What the new lines have of the old ones beside their text. */
static void take_over(const struct slice *old, size_t old_count, struct slice *lines, size_t count)
{
    lines[0].before = old->before;
    lines[0].grid = old->grid;
    lines[0].above = old->above;
    lines[0].page_break = old->page_break;
    lines[0].parity = old->parity;
    const struct slice *last = &old[old_count - 1];
    lines[count - 1].keep_next = last->keep_next;
    lines[count - 1].keep_company = last->keep_company;
    lines[count - 1].keep_line = last->keep_line;
}

enum status paragraph_change(const struct where *where, struct flow *flow, size_t at, size_t lines)
{
    const size_t count = paragraph_begins(flow, at), behind = at + count;
    struct paragraph paragraph = *flow->slices[at].paragraph;
    struct flow own = {.width = flow->width, .page = flow->page, .grid = flow->grid};
    paragraph.lines = lines;
    enum status status = paragraph_add_lines(where, &own, &paragraph, NULL);
    if (status != OK)
        return status;
    status = let_know(where, &own, 0, &paragraph);
    if (status == OK && own.count > count)
        status =
            arena_grow(where->layout->job, &flow->slices, flow->count, &flow->capacity, sizeof *flow->slices);
    if (status != OK)
        return status;
    assert(own.count <= count + 1);
    take_over(&flow->slices[at], count, own.slices, own.count);
    memmove(&flow->slices[at + own.count], &flow->slices[behind],
            (flow->count - behind) * sizeof *flow->slices);
    memcpy(&flow->slices[at], own.slices, own.count * sizeof *own.slices);
    flow->count = flow->count - count + own.count;
    return OK;
}
