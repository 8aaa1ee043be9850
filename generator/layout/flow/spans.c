/*
 * Inlines to text: the styles of paragraph and span resolved, roles looked up, and the text made once.
 *
 * The texts of paragraphs are kept by block as long as the arena that they are made in: a table asks for the
 * widths of its cells before it sets them, a contents entry asks whether its heading is sound, and the faults
 * of a text must be reported once.  Those of headings are kept to the end.  The keeping is an open-addressed
 * table of block pointers; only looked up, never walked, so that addresses do not touch the result.
 */
#include <assert.h>
#include <string.h>

#include "layout/flow/flow_int.h"
#include "layout/messages.def"

static const uint32_t DOUBTFUL_COLOR = 0xC00000;

struct missing_role {
    struct missing_role *next;
    struct str role;
};

struct text_entry {
    const struct block *block;
    struct text_paragraph *text; /* NULL: it failed, and that was reported */
};

static enum status report_role(const struct where *where, struct str role, struct place place)
{
    for (const struct missing_role *missing = where->layout->texts->missing; missing != NULL;
         missing = missing->next)
        if (str_equal(missing->role, role))
            return FAILED;
    struct missing_role *missing = ARENA_NEW(where->layout->job, struct missing_role);
    if (missing == NULL)
        return NO_MEMORY;
    missing->role = role;
    missing->next = where->layout->texts->missing;
    where->layout->texts->missing = missing;
    return diag_report(where->layout->diag, MSG_LAYOUT_ROLE_UNKNOWN, place, STR_ARGS(role));
}

enum status role_lookup(const struct where *where, struct str role, bool bold, struct place place,
                        int *ret_role)
{
    int found = font_role_lookup(where->layout->fonts, role, bold);
    if (found < 0)
        return report_role(where, role, place);
    *ret_role = found;
    return OK;
}

static enum status number_span(const struct where *where, const struct text_source *source,
                               const struct inline_item *item, struct text_span *span)
{
    if (source->numbers == NULL)
        return diag_report(where->layout->diag, MSG_LAYOUT_PAGE_NUMBER_IN_BODY, item->place);
    bool is_count = item->kind == INLINE_PAGE_COUNT;
    span->text =
        arena_printf(where->arena, "%d", is_count ? source->numbers->count : source->numbers->number);
    return span->text.ptr != NULL ? OK : NO_MEMORY;
}

static enum status current_span(const struct where *where, const struct text_source *source,
                                const struct inline_item *item, struct text_span *span)
{
    if (source->numbers == NULL)
        return diag_report(where->layout->diag, MSG_LAYOUT_PAGE_NUMBER_IN_BODY, item->place);
    const struct page_heads *heads = source->numbers->heads;
    span->text = heads == NULL     ? heading_longest(where->layout, item->level)
                 : item->underline ? heads->last[item->level - 1]
                                   : heads->first[item->level - 1];
    span->rules = 0;
    return OK;
}

static enum text_tab tab_of(enum align align)
{
    return align == ALIGN_CENTER ? TEXT_TAB_CENTER : align == ALIGN_RIGHT ? TEXT_TAB_RIGHT : TEXT_TAB_LEFT;
}

static enum status span_kind(const struct where *where, const struct text_source *source,
                             const struct inline_item *item, struct text_span *span)
{
    switch (item->kind) {
    case INLINE_TEXT:
        span->whole = item->whole;
        span->code = item->code;
        span->spread = item->spread;
        span->tail = item->tail;
        span->width = item->spread > 0 ? item->width : 0;
        break;
    case INLINE_BREAK:
    case INLINE_SLANT:
        span->kind = TEXT_SPAN_BREAK;
        span->text = STR("");
        break;
    case INLINE_BLANK:
        span->kind = TEXT_SPAN_BLANK;
        span->text = STR("");
        span->width = item->width;
        span->rules |= item->bar ? TEXT_RULE_BAR : 0;
        break;
    case INLINE_TAB:
        span->kind = TEXT_SPAN_TAB;
        span->width = item->width;
        span->tab = tab_of(item->align);
        break;
    case INLINE_CUT:
        span->kind = TEXT_SPAN_CUT;
        span->text = STR("");
        break;
    case INLINE_NOTE:
        span->note = note_register(where->layout, item->note);
        return span->note > 0 ? OK : NO_MEMORY;
    case INLINE_PAGE_OF:
        span->whole = item->whole;
        break;
    case INLINE_CURRENT:
        return current_span(where, source, item, span);
    case INLINE_PAGE_NUMBER:
    case INLINE_PAGE_COUNT:
        return number_span(where, source, item, span);
    }
    return OK;
}

length style_baseline(const struct paragraph_style *style)
{
    return (style->line - style->size) / 2 + style->size * EM_ABOVE / 100;
}

/* What the span's style changes of the paragraph's. */
static void span_change(const struct paragraph_style *style, const struct span_style *change,
                        struct text_span *span)
{
    length size = change->size > 0 ? change->size : style->size;
    span->size = change->scale > 0 ? size * change->scale / 1000 : size;
    span->rise = style->size * change->raise / 1000;
    span->stroke = change->embolden != 0 ? length_max(change->embolden, 0) : span->stroke;
    span->color = change->has_color ? change->color : span->color;
    span->rules |= (change->underline ? TEXT_RULE_UNDER : 0) | (change->strike ? TEXT_RULE_THROUGH : 0);
    span->emphasis = change->emphasis;
}

static enum status span_role(const struct where *where, const struct paragraph_style *style,
                             const struct span_style *change, struct place place, int *ret_role)
{
    struct str role = change != NULL && change->role.len > 0 ? change->role : style->role;
    return role_lookup(where, role, style->bold || (change != NULL && change->bold), place, ret_role);
}

/* Drafts: what disagrees is red, as stated struck through, as computed underlined; what hangs on it keeps its
 * colour above a broken line.  All three can be told in black and white. */
static void span_doubt(enum doubtful doubtful, struct text_span *span)
{
    static const unsigned rules[] = {[DOUBTFUL_STATED] = TEXT_RULE_THROUGH,
                                     [DOUBTFUL_WRONG] = TEXT_RULE_UNDER,
                                     [DOUBTFUL_DERIVED] = TEXT_RULE_DASHED};
    span->rules |= rules[doubtful];
    if (doubtful == DOUBTFUL_STATED || doubtful == DOUBTFUL_WRONG)
        span->color = DOUBTFUL_COLOR;
}

static enum status span_make(const struct where *where, const struct text_source *source,
                             const struct inline_item *item, struct text_span *span)
{
    const struct paragraph_style *style = source->style;
    *span = (struct text_span){.kind = TEXT_SPAN_TEXT,
                               .text = item->text,
                               .size = style->size,
                               .tracking = style->tracking,
                               .stroke = style->embolden,
                               .color = style->color,
                               .rules = item->underline ? TEXT_RULE_UNDER : 0,
                               .place = item->place};
    if (item->style != NULL)
        span_change(style, item->style, span);
    span_doubt(item->doubtful, span);
    span->pitch = span->size == style->size ? style->pitch : 0;
    enum status status = span_role(where, style, item->style, item->place, &span->role);
    return status == OK ? span_kind(where, source, item, span) : status;
}

size_t text_drop_cuts(char *bytes, size_t len)
{
    const struct str cut = STR("\u200B");
    size_t kept = 0;
    for (size_t i = 0; i < len;)
        if (len - i >= cut.len && memcmp(bytes + i, cut.ptr, cut.len) == 0)
            i += cut.len;
        else
            bytes[kept++] = bytes[i++];
    return kept;
}

bool is_of_title(const struct inline_item *item)
{
    return item->doubtful != DOUBTFUL_STATED && item->doubtful != DOUBTFUL_GAP;
}

static enum status plain_text(const struct where *where, const struct inline_item *item, struct str *ret_text)
{
    if (!is_of_title(item)) {
        *ret_text = STR("");
        return OK;
    }
    if (item->kind != INLINE_TEXT) {
        *ret_text = item->kind == INLINE_BREAK || item->kind == INLINE_TAB ? STR(" ") : STR("");
        return OK;
    }
    char *bytes = arena_alloc(where->arena, item->text.len);
    if (bytes == NULL)
        return NO_MEMORY;
    if (item->text.len > 0)
        memcpy(bytes, item->text.ptr, item->text.len);
    const size_t len = text_drop_cuts(bytes, item->text.len);
    *ret_text =
        len == item->text.len ? item->text : (struct str){bytes, len}; /* its stretches, where it can */
    return OK;
}

/* For the contents list: all in the paragraph's style and on one line, white where the heading has a line end
 * or a tab, neither blanks nor the marks of notes; of what a draft has twice, the computed value. */
static enum status span_make_plain(const struct where *where, const struct text_source *source,
                                   const struct inline_item *item, struct text_span *span)
{
    const struct paragraph_style *style = source->style;
    *span = (struct text_span){.kind = TEXT_SPAN_TEXT,
                               .size = style->size,
                               .pitch = style->pitch,
                               .stroke = style->embolden,
                               .color = style->color,
                               .place = item->place};
    enum status status = plain_text(where, item, &span->text);
    return status == OK ? span_role(where, style, NULL, item->place, &span->role) : status;
}

static struct text_manner manner_of(const struct where *where, const struct paragraph_style *style,
                                    bool typed)
{
    static const enum text_kinsoku levels[] = {
        [KINSOKU_STRICT] = TEXT_KINSOKU_STRICT,
        [KINSOKU_GB] = TEXT_KINSOKU_GB,
        [KINSOKU_BASIC] = TEXT_KINSOKU_BASIC,
        [KINSOKU_NONE] = TEXT_KINSOKU_NONE,
    };
    static const enum text_shape shapes[] = {
        [SHAPE_FREE] = TEXT_SHAPE_FREE,
        [SHAPE_TRAPEZOID] = TEXT_SHAPE_TRAPEZOID,
        [SHAPE_DIAMOND] = TEXT_SHAPE_DIAMOND,
    };
    if (typed)
        return (struct text_manner){.typed = true, .close = true};
    return (struct text_manner){.kinsoku = levels[where->layout->content->styles->kinsoku],
                                .shape = shapes[style->shape],
                                .close = style->close,
                                .hang = style->hang,
                                .hyphenate = style->hyphenate};
}

enum status text_make(const struct where *where, const struct text_source *source,
                      struct text_paragraph **ret_text)
{
    const struct block *block = source->block;
    const size_t count = source->plain ? block_title_count(&block->paragraph) : block->paragraph.inline_count;
    struct text_span *spans = ARENA_NEW_ARRAY(where->arena, count, struct text_span);
    if (spans == NULL)
        return NO_MEMORY;
    enum status result = OK;
    for (size_t i = 0; i < count && !status_stops(result); i++) {
        const struct inline_item *item = &block->paragraph.inlines[i];
        result = status_worse(result, source->plain ? span_make_plain(where, source, item, &spans[i])
                                                    : span_make(where, source, item, &spans[i]));
    }
    if (result != OK)
        return result;
    const struct text_spans made = {
        .items = spans, .count = count, .manner = manner_of(where, source->style, block->paragraph.typed)};
    return text_paragraph_make(where->arena, where->layout->diag, where->layout->fonts, &made, ret_text);
}

/* The entry of the block, or the free one where it belongs. */
static struct text_entry *cache_slot(const struct text_cache *cache, const struct block *block)
{
    uint64_t hash = ((uint64_t)(uintptr_t)block >> 4) * UINT64_C(0x9E3779B97F4A7C15);
    size_t at = (size_t)(hash >> 20) & (cache->capacity - 1);
    while (cache->entries[at].block != NULL && cache->entries[at].block != block)
        at = (at + 1) & (cache->capacity - 1);
    return &cache->entries[at];
}

static enum status cache_reserve(const struct where *where)
{
    struct text_cache *cache = where->texts;
    if (cache->capacity >= 2 * (cache->count + 1))
        return OK;
    struct text_cache larger = {.count = cache->count,
                                .capacity = cache->capacity > 0 ? 2 * cache->capacity : 64};
    larger.entries = ARENA_NEW_ARRAY(where->arena, larger.capacity, struct text_entry);
    if (larger.entries == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < cache->capacity; i++)
        if (cache->entries[i].block != NULL)
            *cache_slot(&larger, cache->entries[i].block) = cache->entries[i];
    *cache = larger;
    return OK;
}

static enum status cached_text(const struct where *where, const struct block *block,
                               struct text_paragraph **ret_text)
{
    assert(block->paragraph.style != NULL);
    enum status status = cache_reserve(where);
    if (status != OK)
        return status;
    struct text_entry *entry = cache_slot(where->texts, block);
    if (entry->block == NULL) {
        const struct text_source source = {.block = block, .style = block->paragraph.style};
        struct text_paragraph *text = NULL;
        status = text_make(where, &source, &text);
        if (status_stops(status))
            return status;
        *entry = (struct text_entry){.block = block, .text = text};
        where->texts->count++;
    }
    if (entry->text == NULL)
        return FAILED;
    *ret_text = entry->text;
    return OK;
}

enum status text_of_block(const struct where *where, const struct block *block,
                          struct text_paragraph **ret_text)
{
    if (block->paragraph.heading == 0)
        return cached_text(where, block, ret_text);
    struct where lasting = *where;
    lasting.arena = where->layout->job;
    lasting.texts = &where->layout->texts->headings;
    return cached_text(&lasting, block, ret_text);
}
