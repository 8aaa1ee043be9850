/*
 * Inlines to text: the styles of paragraph and span resolved, roles looked up, and the text made once.
 *
 * The texts of paragraphs are kept by block for the length of the job: a table asks for the widths of its
 * cells before it sets them, a contents entry asks whether its heading is sound, and the faults of a text
 * must be reported once.  The keeping is an open-addressed table of block pointers; only looked up, never
 * walked, so that addresses do not touch the result.
 */
#include <assert.h>

#include "layout/document_int.h"

static const uint32_t DOUBTFUL_COLOR = 0xC00000; /* drafts: what disagrees is red and underlined */

struct missing_role {
    struct missing_role *next;
    struct str role;
};

struct text_entry {
    const struct block *block;
    struct text_paragraph *text; /* NULL: it failed, and that was reported */
};

struct text_cache {
    struct text_entry *entries;
    size_t count, capacity; /* a power of two, at least twice the count */
};

static enum status report_role(struct layout *layout, struct str role, struct place place)
{
    for (const struct missing_role *missing = layout->missing_roles; missing; missing = missing->next) {
        if (str_equal(missing->role, role)) {
            return FAILED;
        }
    }
    struct missing_role *missing = ARENA_NEW(layout->arena, struct missing_role);
    if (!missing) {
        return NO_MEMORY;
    }
    missing->role = role;
    missing->next = layout->missing_roles;
    layout->missing_roles = missing;
    diag_report(layout->diag, MSG_LAYOUT_ROLE_UNKNOWN, place, STR_ARGS(role));
    return FAILED;
}

enum status role_lookup(struct layout *layout, struct str role, bool bold, struct place place, int *ret_role)
{
    int found = font_role_lookup(layout->fonts, role, bold);
    if (found < 0) {
        return report_role(layout, role, place);
    }
    *ret_role = found;
    return OK;
}

static enum status number_span(struct layout *layout, const struct text_source *source,
                               const struct inline_item *item, struct text_span *span)
{
    if (!source->numbers) {
        diag_report(layout->diag, MSG_LAYOUT_PAGE_NUMBER_IN_BODY, item->place);
        return FAILED;
    }
    bool is_count = item->kind == INLINE_PAGE_COUNT;
    span->text =
        arena_printf(layout->arena, "%d", is_count ? source->numbers->count : source->numbers->number);
    return span->text.ptr ? OK : NO_MEMORY;
}

static enum status note_span(struct layout *layout, const struct text_source *source,
                             const struct inline_item *item, struct text_span *span)
{
    if (source->plain) {
        span->text = STR("");
        return OK;
    }
    span->note = note_register(layout, item->note);
    return span->note > 0 ? OK : NO_MEMORY;
}

static enum status span_kind(struct layout *layout, const struct text_source *source,
                             const struct inline_item *item, struct text_span *span)
{
    switch (item->kind) {
    case INLINE_TEXT:
        break;
    case INLINE_BREAK:
        span->kind = source->plain ? TEXT_SPAN_TEXT : TEXT_SPAN_BREAK;
        span->text = source->plain ? STR(" ") : STR("");
        break;
    case INLINE_BLANK:
        span->kind = source->plain ? TEXT_SPAN_TEXT : TEXT_SPAN_BLANK;
        span->text = STR("");
        span->width = item->width;
        break;
    case INLINE_TAB:
    case INLINE_CUT:
        break;
    case INLINE_NOTE:
        return note_span(layout, source, item, span);
    case INLINE_PAGE_NUMBER:
    case INLINE_PAGE_COUNT:
        return number_span(layout, source, item, span);
    }
    return OK;
}

static enum status span_make(struct layout *layout, const struct text_source *source,
                             const struct inline_item *item, struct text_span *span)
{
    const struct paragraph_style *style = source->style;
    const struct span_style *change = source->plain ? NULL : item->style;
    struct str role = style->role;
    bool bold = style->bold;
    *span = (struct text_span){
        .kind = TEXT_SPAN_TEXT,
        .text = item->text,
        .size = style->size,
        .color = style->color,
        .underline = item->underline && !source->plain,
        .place = item->place,
    };
    if (change) {
        role = change->role.len > 0 ? change->role : role;
        bold = bold || change->bold;
        span->size = change->size > 0 ? change->size : span->size;
        span->color = change->has_color ? change->color : span->color;
        span->underline = span->underline || change->underline;
    }
    if (item->doubtful && !source->plain) {
        span->color = DOUBTFUL_COLOR;
        span->underline = true;
    }
    enum status status = role_lookup(layout, role, bold, item->place, &span->role);
    if (status != OK) {
        return status;
    }
    return span_kind(layout, source, item, span);
}

enum status text_make(struct layout *layout, const struct text_source *source,
                      struct text_paragraph **ret_text)
{
    const struct block *block = source->block;
    struct text_span *spans = ARENA_NEW_ARRAY(layout->arena, block->inline_count, struct text_span);
    if (!spans) {
        return NO_MEMORY;
    }
    enum status result = OK;
    for (size_t i = 0; i < block->inline_count; i++) {
        enum status status = span_make(layout, source, &block->inlines[i], &spans[i]);
        if (status == NO_MEMORY || status == SYSTEM) {
            return status;
        }
        result = status == OK ? result : status;
    }
    if (result != OK) {
        return result;
    }
    return text_paragraph_make(layout->arena, layout->diag, layout->fonts, &(struct text_manner){0}, spans,
                               block->inline_count, ret_text);
}

/* The entry of the block, or the free one where it belongs. */
static struct text_entry *cache_slot(const struct text_cache *cache, const struct block *block)
{
    uint64_t hash = ((uint64_t)(uintptr_t)block >> 4) * UINT64_C(0x9E3779B97F4A7C15);
    size_t at = (size_t)(hash >> 20) & (cache->capacity - 1);
    while (cache->entries[at].block && cache->entries[at].block != block) {
        at = (at + 1) & (cache->capacity - 1);
    }
    return &cache->entries[at];
}

static enum status cache_reserve(struct layout *layout)
{
    if (!layout->texts) {
        layout->texts = ARENA_NEW(layout->arena, struct text_cache);
        if (!layout->texts) {
            return NO_MEMORY;
        }
    }
    struct text_cache *cache = layout->texts;
    if (cache->capacity >= 2 * (cache->count + 1)) {
        return OK;
    }
    struct text_cache larger = {.count = cache->count,
                                .capacity = cache->capacity > 0 ? 2 * cache->capacity : 64};
    larger.entries = ARENA_NEW_ARRAY(layout->arena, larger.capacity, struct text_entry);
    if (!larger.entries) {
        return NO_MEMORY;
    }
    for (size_t i = 0; i < cache->capacity; i++) {
        if (cache->entries[i].block) {
            *cache_slot(&larger, cache->entries[i].block) = cache->entries[i];
        }
    }
    *cache = larger;
    return OK;
}

enum status text_of_block(struct layout *layout, const struct block *block, struct text_paragraph **ret_text)
{
    assert(block->style);
    enum status status = cache_reserve(layout);
    if (status != OK) {
        return status;
    }
    struct text_entry *entry = cache_slot(layout->texts, block);
    if (!entry->block) {
        const struct text_source source = {.block = block, .style = block->style};
        struct text_paragraph *text = NULL;
        status = text_make(layout, &source, &text);
        if (status == NO_MEMORY || status == SYSTEM) {
            return status;
        }
        *entry = (struct text_entry){.block = block, .text = text};
        layout->texts->count++;
    }
    if (!entry->text) {
        return FAILED;
    }
    *ret_text = entry->text;
    return OK;
}
