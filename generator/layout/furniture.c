/*
 * Header and footer: one paragraph each, on every page of its section, an artifact.
 *
 * The header's first baseline is `header_at` under the top edge, the footer's last one `footer_at` above the
 * bottom edge, both as wide as the text area.  They are set once all pages are known, because they print
 * where the numbering run ends. They are tried once before that, so that what is wrong with them is
 * reported once and not on every page.
 */
#include <assert.h>

#include "layout/document_int.h"

static bool prints_number(const struct block *block)
{
    for (size_t i = 0; block && i < block->inline_count; i++) {
        if (block->inlines[i].kind == INLINE_PAGE_NUMBER) {
            return true;
        }
    }
    return false;
}

static const struct block *find(const struct section *section, enum furniture_kind kind)
{
    for (const struct furniture *furniture = section->furniture; furniture; furniture = furniture->next) {
        if (furniture->kind == kind) {
            return furniture->blocks;
        }
    }
    return NULL;
}

bool section_is_numbered(const struct section *section)
{
    return prints_number(find(section, FURNITURE_HEADER)) || prints_number(find(section, FURNITURE_FOOTER));
}

static enum status set_block(struct layout *layout, const struct section *section, const struct block *block,
                             const struct page_numbers *numbers, struct flow *flow)
{
    assert(block->kind == BLOCK_PARAGRAPH);
    const struct text_source source = {.block = block, .style = block->style, .numbers = numbers};
    struct text_paragraph *text = NULL;
    enum status status = text_make(layout, &source, &text);
    if (status != OK) {
        return status;
    }
    const struct paragraph paragraph = {
        .block = block,
        .style = block->style,
        .text = text,
        .align = block->style->align,
        .tag = {.meaning = MEANING_ARTIFACT},
    };
    flow->width = section->page->width - section->page->left - section->page->right;
    return paragraph_add_lines(layout, flow, &paragraph, NULL);
}

enum status furniture_check(struct layout *layout, const struct section *section)
{
    const struct page_numbers numbers = {1, 1};
    const struct block *head = find(section, FURNITURE_HEADER), *foot = find(section, FURNITURE_FOOTER);
    struct flow header = {0}, footer = {0};
    enum status top = OK, bottom = OK;
    if (head) {
        top = set_block(layout, section, head, &numbers, &header);
    }
    if (foot && top != NO_MEMORY && top != SYSTEM) {
        bottom = set_block(layout, section, foot, &numbers, &footer);
    }
    return bottom != OK ? bottom : top;
}

/* `y`: of the first baseline. */
static enum status place_lines(struct layout *layout, const struct flow *flow,
                               const struct paragraph_style *style, struct page *page, length x, length y)
{
    length top = y - style_baseline(style);
    for (size_t i = 0; i < flow->count; i++) {
        enum status status = slice_place(layout, &flow->slices[i], page, x, top);
        if (status != OK) {
            return status;
        }
        top += flow->slices[i].height;
    }
    return OK;
}

static enum status add_to_page(struct layout *layout, const struct section *section,
                               const struct page_numbers *numbers, struct page *page)
{
    const struct page_master *master = section->page;
    const struct block *header = find(section, FURNITURE_HEADER), *footer = find(section, FURNITURE_FOOTER);
    const length left = page_left(master, numbers->number);
    struct flow top = {0}, bottom = {0};
    enum status status = OK;
    if (header) {
        status = set_block(layout, section, header, numbers, &top);
    }
    if (header && status == OK) {
        status = place_lines(layout, &top, header->style, page, left, master->header_at);
    }
    if (footer && status == OK) {
        status = set_block(layout, section, footer, numbers, &bottom);
    }
    if (footer && status == OK) {
        length y = master->height - master->footer_at - (length)(bottom.count - 1) * footer->style->line;
        status = place_lines(layout, &bottom, footer->style, page, left, y);
    }
    return status;
}

/* Where the numbering run that begins at `first` ends. */
static size_t run_end(const struct layout *layout, size_t first)
{
    size_t end = first + 1;
    while (end < layout->sheet_count && !layout->sheets[end].begins_run) {
        end++;
    }
    return end;
}

enum status furniture_add(struct layout *layout)
{
    assert(layout->sheet_count == layout->document->page_count);
    for (size_t first = 0; first < layout->sheet_count;) {
        size_t end = run_end(layout, first);
        for (size_t i = first; i < end; i++) {
            const struct sheet *sheet = &layout->sheets[i];
            if (sheet->blank) {
                continue;
            }
            const struct page_numbers numbers = {.number = sheet->number,
                                                 .count = layout->sheets[end - 1].number};
            enum status status = add_to_page(layout, sheet->section, &numbers, &layout->document->pages[i]);
            if (status != OK) {
                return status;
            }
        }
        first = end;
    }
    return OK;
}
