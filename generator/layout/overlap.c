/*
 * The last look at a page: no text, picture or rule lies over a text, nothing out of the sheet.
 *
 * Paragraphs, tables and notes never do; what stands outside the flow may (blocks at fixed places, headers,
 * circles), and so may type larger than its line, dots of emphasis in tight lines, rules thicker than the
 * white around them.  One such place a section is told.  The text that is named first is
 * the one to be moved: the header or footer, else what came on the page first, which is what stands at a
 * fixed place.
 */
#include "layout/document_int.h"

enum { SHOWN = 12 /* characters of a text */ };

/* What is no text, by its name; empty: it is one. */
static struct str drawn_name(const struct page_item *item)
{
    switch (item->kind) {
    case PAGE_PICTURE:
        return item->picture->path;
    case PAGE_RECTANGLE:
        return item->layer == PAGE_FILLS && item->line == 0 ? STR("底色") : STR("线条");
    case PAGE_CIRCLE:
        return STR("圆圈");
    default:
        return STR("");
    }
}

/* The beginning of the text from the item on to the end of its line, of dots from the line's beginning; of
 * what is no text its name. */
static enum status item_excerpt(struct layout *layout, const struct page *page, const struct page_item *item,
                                struct str *ret_text)
{
    const uint32_t line = item->line;
    struct str text = drawn_name(item);
    size_t shown = 0;
    if (text.len > 0) {
        *ret_text = text;
        return OK;
    }
    const bool dots = item->glyphs[0].text.len == 0;
    while (dots && line > 0 && item > page->items && item[-1].line == line) {
        item--;
    }
    for (; item < page->items + page->item_count && item->line == line; item++) {
        for (size_t i = 0; i < item->glyph_count && shown <= SHOWN; i++, shown++) {
            struct str next = shown < SHOWN ? item->glyphs[i].text : STR("…");
            text = arena_printf(layout->page_arena, "%.*s%.*s", STR_ARGS(text), STR_ARGS(next));
            if (!text.ptr) {
                return NO_MEMORY;
            }
        }
    }
    *ret_text = dots ? arena_printf(layout->page_arena, "%.*s的着重号", STR_ARGS(text)) : text;
    return ret_text->ptr ? OK : NO_MEMORY;
}

static enum status report_outside(struct layout *layout, size_t index, const struct page_overlap *overlap)
{
    struct str text;
    enum status status = item_excerpt(layout, &layout->document->pages[index], overlap->item, &text);
    if (status != OK) {
        return status;
    }
    diag_report(layout->diag, MSG_LAYOUT_OFF_SHEET, overlap->item->place, index + 1, STR_ARGS(text),
                LENGTH_MM_ARGS(overlap->by));
    return FAILED;
}

static enum status report_overlap(struct layout *layout, size_t index, const struct page_overlap *overlap)
{
    const struct page_item *one = overlap->item, *other = overlap->other;
    const bool one_in_margin = one->tag.meaning == MEANING_ARTIFACT,
               other_in_margin = other->tag.meaning == MEANING_ARTIFACT;
    if (one_in_margin == other_in_margin ? other < one : other_in_margin) {
        one = overlap->other;
        other = overlap->item;
    }
    const struct page *page = &layout->document->pages[index];
    struct str moved, kept;
    enum status status = item_excerpt(layout, page, one, &moved);
    if (status == OK) {
        status = item_excerpt(layout, page, other, &kept);
    }
    if (status != OK) {
        return status;
    }
    const struct place place = one->place.file ? one->place : other->place;
    diag_report(layout->diag, MSG_LAYOUT_OVERLAP, place, index + 1, STR_ARGS(moved), STR_ARGS(kept),
                other->place.file ? other->place.file : "-", (unsigned)other->place.line,
                LENGTH_MM_ARGS(overlap->by));
    return FAILED;
}

enum status overlap_check(struct layout *layout, size_t index)
{
    struct page_overlap first;
    size_t count = 0;
    enum status status = page_overlaps(layout->page_arena, &layout->document->pages[index], &count, &first);
    if (status != OK || count == 0) {
        return status;
    }
    return first.other ? report_overlap(layout, index, &first) : report_outside(layout, index, &first);
}
