/*
 * What the pages of a section carry: headers and footers, and blocks at fixed places of the sheet.
 *
 * A header or footer is one paragraph as wide as the text area, an artifact, set when the page is done, or,
 * if it prints where the numbering run ends, when all pages are known.  Blocks at fixed places are text, set
 * before the page's body.  All are tried once before, so that what is wrong with them is reported once.
 */
#include <assert.h>

#include "layout/pages/pages_int.h"
#include "layout/messages.def"

bool furniture_is_faulty(const struct layout *layout, const struct section *section)
{
    return layout->furniture->section == section;
}

/* The first page of its section that is not left blank. */
static bool is_first_sheet(const struct layout *layout, size_t index)
{
    const struct sheet *sheets = sheet_at(layout, 0);
    while (index > 0 && sheets[index - 1].section == sheets[index].section)
        if (!sheets[--index].blank)
            return false;
    return true;
}

bool furniture_stands(const struct furniture *furniture, const struct page_stand *stand)
{
    const unsigned number = stand->number % 2 != 0 ? PAGES_ODD : PAGES_EVEN;
    const unsigned place = stand->first ? PAGES_FIRST : PAGES_REST;
    const unsigned numbers = furniture->pages & (PAGES_ODD | PAGES_EVEN);
    const unsigned places = furniture->pages & (PAGES_FIRST | PAGES_REST);
    return (numbers == 0 || (numbers & number) != 0) && (places == 0 || (places & place) != 0) &&
           (!stand->bare || furniture_is_fixed(furniture));
}

/* Does it stand on this page?  Headers and footers, where the page is not bare. */
static bool stands_on(const struct layout *layout, const struct furniture *furniture, size_t index)
{
    const struct page_stand stand = {.number = sheet_at(layout, index)->number,
                                     .first = is_first_sheet(layout, index)};
    return furniture_stands(furniture, &stand);
}

bool furniture_is_fixed(const struct furniture *furniture)
{
    return furniture->kind == FURNITURE_AT_TOP || furniture->kind == FURNITURE_AT_BOTTOM;
}

bool block_has_inline(const struct block *block, enum inline_kind kind)
{
    for (size_t i = 0; block->kind == BLOCK_PARAGRAPH && i < block->paragraph.inline_count; i++)
        if (block->paragraph.inlines[i].kind == kind)
            return true;
    return false;
}

/* In a header or footer of the page. */
static bool page_prints(const struct layout *layout, size_t index, enum inline_kind kind)
{
    const struct furniture *furniture = sheet_at(layout, index)->section->furniture;
    for (; furniture != NULL; furniture = furniture->next)
        if (!furniture_is_fixed(furniture) && stands_on(layout, furniture, index) &&
            block_has_inline(furniture->blocks, kind))
            return true;
    return false;
}

bool furniture_prints_number(const struct layout *layout)
{
    return page_prints(layout, sheets_count(layout) - 1, INLINE_PAGE_NUMBER);
}

static length text_width(const struct section *section)
{
    const struct upright upright = upright_of(section->page);
    return upright.width - upright.left - upright.right;
}

static length left_of(const struct sheet *sheet)
{
    const struct upright upright = upright_of(sheet->section->page);
    return sheet->section->page->mirror && sheet->number % 2 == 0 ? upright.right : upright.left;
}

/* Header or footer. */
static enum status set_paragraph(const struct where *where, const struct section *section,
                                 const struct block *block, const struct page_numbers *numbers,
                                 struct flow *flow)
{
    assert(block->kind == BLOCK_PARAGRAPH);
    const struct text_source source = {.block = block, .style = block->paragraph.style, .numbers = numbers};
    struct text_paragraph *text = NULL;
    enum status status = text_make(where, &source, &text);
    if (status != OK)
        return status;
    const struct paragraph paragraph = {.block = block,
                                        .style = block->paragraph.style,
                                        .text = text,
                                        .align = block->paragraph.style->align};
    flow->width = text_width(section);
    return paragraph_add_lines(where, flow, &paragraph, NULL);
}

static enum status set_fixed(const struct where *where, const struct section *section,
                             const struct furniture *furniture, struct flow *flow)
{
    const length height = section->page->height - section->page->top - section->page->bottom;
    *flow = (struct flow){.width = text_width(section), .page = height, .text_wide = true};
    return flow_set_blocks(where, flow, furniture->blocks, &(struct setting){.repeated = false});
}

enum status furniture_try_alone(const struct layout *layout, const struct section *section,
                                const struct furniture *furniture, const struct page_numbers *numbers,
                                struct flow *flow)
{
    struct numbers apart = *layout->numbers;
    struct layout trial = *layout;
    trial.numbers = &apart;
    const struct where where = where_now(&trial);
    return furniture_is_fixed(furniture) ? set_fixed(&where, section, furniture, flow)
                                         : set_paragraph(&where, section, furniture->blocks, numbers, flow);
}

static enum status check_fixed(const struct layout *layout, const struct section *section,
                               const struct furniture *furniture, const struct flow *flow)
{
    length height = flow_height(flow, 0, flow->count),
           room = upright_of(section->page).height - furniture->at;
    if (height <= room)
        return OK;
    return diag_report(layout->diag, MSG_LAYOUT_FIXED_HIGH, furniture->blocks->place, LENGTH_MM_ARGS(height),
                       LENGTH_MM_ARGS(room > 0 ? room : 0));
}

enum status furniture_check(const struct layout *layout, const struct section *section)
{
    const struct page_numbers numbers = {.number = 1, .count = 1};
    const struct furniture *furniture = section->furniture;
    const size_t notes = notes_count(layout);
    enum status result = OK;
    for (; furniture != NULL && !status_stops(result); furniture = furniture->next) {
        struct flow flow = {0};
        enum status status = furniture_try_alone(layout, section, furniture, &numbers, &flow);
        if (status == OK && furniture_is_fixed(furniture))
            status = check_fixed(layout, section, furniture, &flow);
        result = status_worse(result, status);
    }
    if (status_stops(result))
        return result;
    if (result != OK || notes_count(layout) > notes) /* notes are reported at the end: notes_check */
        layout->furniture->section = section;
    return result;
}

/* On an earlier page of the section than the one just begun. */
static bool stood_before(const struct layout *layout, const struct furniture *furniture)
{
    const struct sheet *sheets = sheet_at(layout, 0);
    for (size_t i = sheets_count(layout) - 1; i > 0 && sheets[i - 1].section == sheets[i].section; i--)
        if (!sheets[i - 1].blank && stands_on(layout, furniture, i - 1))
            return true;
    return false;
}

/* The slices of the flow, one below the other from `y` down. */
static enum status place_flow(const struct where *where, const struct flow *flow, struct page *page, length x,
                              length y)
{
    enum status status = OK;
    for (size_t i = 0; i < flow->count && status == OK; i++) {
        y += i > 0 ? flow->slices[i].before : 0;
        status = slice_place(where, &flow->slices[i], page, x, y);
        y += flow->slices[i].height;
    }
    return status;
}

static enum status place_fixed(const struct layout *layout, const struct sheet *sheet,
                               const struct furniture *furniture, struct page *page)
{
    struct flow flow = {0};
    const size_t from = page->item_count;
    const struct where where = where_now(layout);
    enum status status = set_fixed(&where, sheet->section, furniture, &flow);
    length y = furniture->kind == FURNITURE_AT_TOP
                   ? furniture->at
                   : page->height - furniture->at - flow_height(&flow, 0, flow.count);
    if (status == OK)
        status = place_flow(&where, &flow, page, left_of(sheet), y);
    const bool again = stood_before(layout, furniture);
    for (size_t i = from; i < page->item_count; i++) {
        struct page_item *item = &page->items[i];
        item->line = furniture->over ? 0 : item->line;
        item->tag.repeated = again && item->tag.node > 0;
        if (furniture->again)
            item->tag.aside = furniture->kind == FURNITURE_AT_TOP ? PAGE_HEADER : PAGE_FOOTER;
    }
    return status;
}

enum status furniture_place_fixed(const struct layout *layout, struct page *page)
{
    const size_t index = sheets_count(layout) - 1;
    const struct sheet *sheet = sheet_at(layout, index);
    const struct furniture *furniture = sheet->section->furniture;
    enum status status = OK;
    for (; furniture != NULL && status == OK && !furniture_is_faulty(layout, sheet->section);
         furniture = furniture->next)
        if (furniture_is_fixed(furniture) && stands_on(layout, furniture, index))
            status = place_fixed(layout, sheet, furniture, page);
    return status;
}

static enum status place_paragraph(const struct layout *layout, const struct sheet *sheet,
                                   const struct furniture *furniture, const struct page_numbers *numbers,
                                   struct page *page)
{
    const struct page_master *master = sheet->section->page;
    const struct paragraph_style *style = furniture->blocks->paragraph.style;
    struct flow flow = {0};
    struct where where = where_now(layout);
    struct page_heads heads;
    struct page_numbers own = *numbers;
    where.arena = where.page_arena; /* set anew on each page */
    if (block_has_inline(furniture->blocks, INLINE_CURRENT)) {
        headings_of_page(layout, (size_t)(page - layout->document->pages), &heads);
        own.heads = &heads;
    }
    enum status status = set_paragraph(&where, sheet->section, furniture->blocks, &own, &flow);
    if (status == OK)
        status = margins_hold(layout, sheet, furniture, flow.count);
    if (status != OK)
        return status;
    length baseline = furniture->kind == FURNITURE_HEADER
                          ? master->header_at
                          : page->height - master->footer_at - (length)(flow.count - 1) * style->line;
    const size_t from = page->item_count;
    status = place_flow(&where, &flow, page, left_of(sheet), baseline - style_baseline(style));
    for (size_t i = from; i < page->item_count; i++)
        page->items[i].tag.aside = furniture->kind == FURNITURE_HEADER ? PAGE_HEADER : PAGE_FOOTER;
    return status;
}

static enum status add_to_page(const struct layout *layout, size_t index, const struct page_numbers *numbers)
{
    const struct sheet *sheet = sheet_at(layout, index);
    const struct furniture *furniture = sheet->section->furniture;
    enum status status = OK;
    for (; furniture != NULL && status == OK && !sheet->blank && !sheet->bare; furniture = furniture->next)
        if (!furniture_is_fixed(furniture) && stands_on(layout, furniture, index))
            status = place_paragraph(layout, sheet, furniture, numbers, &layout->document->pages[index]);
    return status;
}

enum status furniture_begin(const struct layout *layout, size_t index)
{
    const struct sheet *sheet = sheet_at(layout, index);
    const struct page_numbers numbers = {.number = sheet->number};
    if (furniture_is_faulty(layout, sheet->section) || page_prints(layout, index, INLINE_PAGE_COUNT))
        return OK;
    sheet_last(layout)->furnished = true;
    return add_to_page(layout, index, &numbers);
}

enum status furniture_try(const struct layout *layout, size_t index)
{
    const struct sheet *sheet = sheet_at(layout, index);
    const struct page_numbers numbers = {.number = sheet->number, .count = sheet->number};
    if (sheet->furnished || furniture_is_faulty(layout, sheet->section))
        return OK;
    return add_to_page(layout, index, &numbers);
}

/* Where the numbering run that begins at `first` ends. */
static size_t run_end(const struct layout *layout, size_t first)
{
    size_t end = first + 1;
    while (end < sheets_count(layout) && !sheet_at(layout, end)->begins_run)
        end++;
    return end;
}

enum status furniture_add(const struct layout *layout)
{
    assert(sheets_count(layout) == layout->document->page_count);
    enum status status = OK;
    for (size_t first = 0; first < sheets_count(layout) && status == OK;) {
        size_t end = run_end(layout, first);
        for (size_t i = first; i < end && status == OK; i++) {
            const struct page_numbers numbers = {.number = sheet_at(layout, i)->number,
                                                 .count = sheet_at(layout, end - 1)->number};
            if (sheet_at(layout, i)->furnished)
                continue;
            status = add_to_page(layout, i, &numbers);
            if (status == OK)
                status = page_seal(layout, i);
        }
        first = end;
    }
    return status;
}
