/*
 * The contents list.
 *
 * Each listed heading becomes a paragraph in style contents1, contents2, … with room kept at its right for
 * the page number, so that the list has its final height before any page is known.  When all pages are made,
 * the way to the number and the number are put into the page right after the items of the entry's last line:
 * in reading order the number follows its title.  Every line of an entry is a link to its heading.
 */
#include <assert.h>

#include "layout/document_int.h"
#include "layout/messages.h"

static enum status find_style(struct layout *layout, const struct block *block, int level,
                              const struct paragraph_style **ret_style)
{
    struct str name = arena_printf(layout->arena, "contents%d", level);
    if (!name.ptr) {
        return NO_MEMORY;
    }
    *ret_style = style_paragraph(layout->content->styles, name);
    if (!*ret_style) {
        diag_report(layout->diag, MSG_LAYOUT_CONTENTS_STYLE, block->place, level, level);
        return FAILED;
    }
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
static enum status make_entry_text(struct layout *layout, const struct block *heading,
                                   const struct paragraph_style *style, struct text_paragraph **ret_text)
{
    const struct text_source source = {.block = heading, .style = style, .plain = true};
    struct text_paragraph *own = NULL;
    enum status status = text_of_block(layout, heading, &own);
    return status == OK ? text_make(layout, &source, ret_text) : status;
}

static enum status add_entry(struct layout *layout, struct flow *flow, size_t index,
                             const struct paragraph_style *style)
{
    const struct block *heading = layout->headings[index].block;
    struct text_paragraph *text = NULL;
    enum status status = make_entry_text(layout, heading, style, &text);
    if (status != OK) {
        return status;
    }
    const struct paragraph paragraph = {
        .block = heading,
        .style = style,
        .text = text,
        .align = style->align,
        .reserved = style->size * 5 / 2, /* three digits and one em */
        .tag = {.meaning = MEANING_CONTENTS, .level = heading->heading, .block = layout->next_block++},
    };
    size_t from = flow->count;
    length text_right = 0;
    status = paragraph_add_lines(layout, flow, &paragraph, &text_right);
    if (status == OK) {
        mark_entry(flow, from, (int)index + 1, &paragraph, text_right);
    }
    return status;
}

enum status flow_add_contents(struct layout *layout, struct flow *flow, const struct block *block)
{
    enum { LEVELS = 7 };
    const struct paragraph_style *styles[LEVELS] = {NULL};
    enum status result = OK;
    if (!flow->page_level) {
        diag_report(layout->diag, MSG_LAYOUT_CONTENTS_PLACE, block->place);
        return FAILED;
    }
    for (size_t i = 0; i < layout->heading_count; i++) {
        const struct block *heading = layout->headings[i].block;
        int level = heading->heading;
        if (heading->unlisted || level > block->depth || level >= LEVELS ||
            layout->headings[i].title.len == 0) {
            continue;
        }
        enum status status = styles[level] ? OK : find_style(layout, block, level, &styles[level]);
        if (status != OK) {
            return status;
        }
        status = add_entry(layout, flow, i, styles[level]);
        if (status_stops(status)) {
            return status;
        }
        result = status_worse(result, status);
    }
    return result;
}

enum status contents_note(struct layout *layout, const struct slice *slice, const struct page *page, length x,
                          length y)
{
    void *lines = layout->contents_lines;
    struct contents_line line = {
        .page = (size_t)(page - layout->document->pages),
        .item = page->item_count,
        .heading = slice->contents_link,
        .last = slice->contents_entry > 0,
        .x = x,
        .y = y,
        .height = slice->height,
        .left = x + slice->contents_left,
        .right = x + slice->contents_right,
        .style = slice->contents_style,
        .tag = slice->contents_tag,
    };
    if (arena_grow(layout->arena, &lines, layout->contents_line_count, &layout->contents_line_capacity,
                   sizeof line) != OK) {
        return NO_MEMORY;
    }
    layout->sheets[line.page].has_contents = true;
    layout->contents_lines = lines;
    layout->contents_lines[layout->contents_line_count++] = line;
    return OK;
}

/* The way to the number, dotted where the style has it so, and the number; on one line as wide as the room,
 * or as it needs. */
static enum status set_number(struct layout *layout, const struct contents_line *line, length *ret_width,
                              struct text_line **ret_line)
{
    const struct paragraph_style *style = line->style;
    struct text_span spans[] = {{.kind = TEXT_SPAN_TAB, .tab = TEXT_TAB_RIGHT},
                                {.kind = TEXT_SPAN_TEXT, .size = style->size, .color = style->color}};
    struct text_span *way = &spans[0], *number = &spans[1];
    struct text_paragraph *text = NULL;
    size_t count = 0;
    number->text = arena_printf(layout->arena, "%d", layout->headings[line->heading - 1].number);
    if (!number->text.ptr) {
        return NO_MEMORY;
    }
    enum status status = role_lookup(layout, style->role, style->bold, number->place, &number->role);
    if (status != OK) {
        return status;
    }
    way->role = number->role;
    way->size = number->size;
    way->color = number->color;
    way->text = style->leader ? STR(".") : STR("");
    const struct text_spans both = {.items = spans, .count = ARRAY_COUNT(spans)};
    status = text_paragraph_make(layout->arena, layout->diag, layout->fonts, &both, &text);
    if (status != OK) {
        return status;
    }
    const length room = line->right - line->left, natural = text_paragraph_widths(text).natural;
    const struct text_measure measure = {.width = room > natural ? room : natural, .align = TEXT_LEFT};
    *ret_width = measure.width;
    return text_paragraph_break(text, layout->arena, &measure, ret_line, &count);
}

static enum status add_number(struct layout *layout, struct page *page, const struct contents_line *line)
{
    struct text_line *set = NULL;
    struct slice slice = {0};
    length width = 0;
    enum status status = set_number(layout, line, &width, &set);
    if (status == OK) {
        status = paragraph_draw_line(layout, &slice, set, style_baseline(line->style), &line->tag,
                                     (struct place){0});
    }
    const size_t from = page->item_count;
    if (status == OK) {
        status = slice_place(layout, &slice, page, line->right - width, line->y);
    }
    return status == OK ? blocks_renumber(layout, page, from) : status;
}

static enum status add_link(struct layout *layout, struct page *page, const struct contents_line *line)
{
    const struct heading_target *target = &layout->headings[line->heading - 1];
    struct page_link *link = page_add_link(layout->arena, page);
    if (!link) {
        return NO_MEMORY;
    }
    *link = (struct page_link){
        .x = line->x,
        .y = line->y,
        .width = line->right - line->x,
        .height = line->height,
        .page = target->page,
        .target_y = target->y,
        .title = target->title,
    };
    return OK;
}

static enum status copy_items(struct layout *layout, struct page *page, const struct page *from, size_t begin,
                              size_t end)
{
    for (size_t i = begin; i < end; i++) {
        struct page_item *item = page_add_item(layout->page_arena, page);
        if (!item) {
            return NO_MEMORY;
        }
        *item = from->items[i];
    }
    return OK;
}

/* Builds the items of one page anew, with what the lines `first` to `end` lacked. */
static enum status finish_page(struct layout *layout, struct page *page, size_t first, size_t end)
{
    struct page old = *page;
    size_t copied = 0;
    page->items = NULL;
    page->item_count = page->item_capacity = 0;
    for (size_t i = first; i < end; i++) {
        const struct contents_line *line = &layout->contents_lines[i];
        assert(layout->headings[line->heading - 1].placed);
        enum status status = copy_items(layout, page, &old, copied, line->item);
        copied = line->item;
        const struct turn turn = turn_begin(page);
        if (status == OK && line->last) {
            status = add_number(layout, page, line);
        }
        if (status == OK) {
            status = add_link(layout, page, line);
        }
        turn_end(page, &turn);
        if (status != OK) {
            return status;
        }
    }
    return copy_items(layout, page, &old, copied, old.item_count);
}

enum status contents_finish(struct layout *layout)
{
    const struct contents_line *lines = layout->contents_lines;
    for (size_t first = 0; first < layout->contents_line_count;) {
        size_t end = first + 1;
        while (end < layout->contents_line_count && lines[end].page == lines[first].page) {
            end++;
        }
        const size_t index = lines[first].page;
        enum status status = finish_page(layout, &layout->document->pages[index], first, end);
        if (status == OK) {
            status = overlap_check(layout, index);
        }
        if (status == OK) {
            status = page_seal(layout, index);
        }
        if (status != OK) {
            return status;
        }
        first = end;
    }
    return OK;
}
