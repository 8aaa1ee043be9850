/*
 * The pages so far, one sheet each, and the arena of the one being filled.
 *
 * Numbering: pages count on through all sections; a section with `restart` begins a new run.  A page knows
 * its running number also when nothing prints it (the contents list needs it); page->number is set only where
 * header or footer print it.
 */
#include "layout/pages/pages_int.h"
#include "layout/messages.def"

enum { SPARE = 8 /* of so many one more */ };

struct sheets {
    struct sheet *items;
    size_t count, capacity;
    bool keep;                     /* all pages stay: their arena is the job's */
    struct arena *page_arena;      /* of the page being filled */
    struct text_cache texts;       /* made in the job's arena */
    size_t item_count, line_count; /* of the last page that was done */
};

struct sheets *sheets_new(struct arena *arena, bool keep)
{
    struct sheets *sheets = ARENA_NEW(arena, struct sheets);
    if (sheets == NULL)
        return NULL;
    sheets->keep = keep;
    sheets->page_arena = keep ? arena : arena_new(0);
    return sheets->page_arena != NULL ? sheets : NULL;
}

void pages_end(const struct layout *layout)
{
    const struct sheets *sheets = layout->sheets;
    if (sheets == NULL || sheets->keep)
        return;
    for (size_t i = 0; i < sheets->count; i++)
        arena_free(sheets->items[i].arena);
    arena_free(sheets->page_arena);
}

size_t sheets_count(const struct layout *layout)
{
    return layout->sheets->count;
}

const struct sheet *sheet_at(const struct layout *layout, size_t index)
{
    return &layout->sheets->items[index];
}

struct sheet *sheet_last(const struct layout *layout)
{
    return &layout->sheets->items[layout->sheets->count - 1];
}

struct arena *page_arena(const struct layout *layout)
{
    return layout->sheets->page_arena;
}

enum status sheet_keep_arena(const struct layout *layout)
{
    struct arena *next = arena_new(0);
    if (next == NULL)
        return NO_MEMORY;
    sheet_last(layout)->arena = layout->sheets->page_arena;
    layout->sheets->page_arena = next;
    return OK;
}

void sheet_release(const struct layout *layout, size_t index)
{
    struct sheet *sheet = &layout->sheets->items[index];
    arena_free(sheet->arena);
    sheet->arena = NULL;
    arena_reset(layout->sheets->page_arena);
}

void sheet_done(const struct layout *layout, const struct page *page)
{
    layout->sheets->item_count = page->item_count;
    layout->sheets->line_count = page->line_count;
}

/* Most pages have about as much as the one before: an array that grows is copied again and again. */
static enum status page_expect(const struct layout *layout, struct page *page)
{
    const struct sheets *sheets = layout->sheets;
    if (sheets->keep || sheets->item_count == 0)
        return OK;
    page->item_capacity = sheets->item_count + sheets->item_count / SPARE;
    page->line_capacity = sheets->line_count + sheets->line_count / SPARE;
    page->items = arena_alloc_bytes(sheets->page_arena, page->item_capacity * sizeof *page->items);
    page->lines = arena_alloc_bytes(sheets->page_arena, page->line_capacity * sizeof *page->lines);
    return page->items != NULL && page->lines != NULL ? OK : NO_MEMORY;
}

struct where where_now(const struct layout *layout)
{
    return (struct where){.layout = layout,
                          .arena = layout->job,
                          .page_arena = layout->sheets->page_arena,
                          .texts = &layout->sheets->texts};
}

int sheet_next_number(const struct layout *layout, const struct section *section, bool is_first)
{
    if (is_first && section->restart > 0)
        return section->restart;
    return layout->sheets->count > 0 ? sheet_last(layout)->number + 1 : 1;
}

enum status sheet_begin(const struct layout *layout, const struct section *section, bool is_first,
                        struct page **ret_page)
{
    if (layout->document->page_count >= LAYOUT_MAX_PAGES)
        return diag_report(layout->diag, MSG_LAYOUT_PAGES, section->place, (int)LAYOUT_MAX_PAGES);
    struct sheets *sheets = layout->sheets;
    const struct sheet sheet = {.section = section,
                                .number = sheet_next_number(layout, section, is_first),
                                .begins_run = (is_first && section->restart > 0) || sheets->count == 0};
    if (ARENA_APPEND(layout->job, sheets->items, sheets->count, sheets->capacity, &sheet) != OK)
        return NO_MEMORY;
    const struct upright upright = upright_of(section->page);
    const struct page page = {.width = upright.width,
                              .height = upright.height,
                              .turned = section->page->turned,
                              .number = furniture_prints_number(layout) ? sheet.number : 0};
    if (page_add(layout->job, layout->document, &page) != OK)
        return NO_MEMORY;
    *ret_page = &layout->document->pages[layout->document->page_count - 1];
    return page_expect(layout, *ret_page);
}
