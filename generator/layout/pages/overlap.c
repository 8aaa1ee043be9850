/*
 * The last look at a page: no text, picture or rule lies over a text, nothing out of the sheet.  What stands
 * outside the flow may, and so may large type, dots of emphasis, thick rules.  One such place a section is
 * told, and the text to be moved named first: header or footer, else what came on the page first.
 *
 * Text that has nearly the colour of the fill under it, or of the paper, is a warning.
 */
#include "layout/pages/pages_int.h"
#include "layout/messages.def"

enum { SHOWN = 12 /* characters of a text */ };

/* What is no text, by its name; empty: it is one. */
static struct str drawn_name(const struct page_item *item)
{
    switch (item->kind) {
    case PAGE_PICTURE:
        return item->picture->file->path;
    case PAGE_PATH:
        return item->shape == PAGE_SPOTS                      ? STR("")
               : item->shape == PAGE_ELLIPSE                  ? STR("圆圈")
               : item->shape == PAGE_SEGMENTS                 ? STR("斜线")
               : item->shape == PAGE_CELLS                    ? STR("二维码")
               : item->layer == PAGE_FILLS && item->line == 0 ? STR("底色")
                                                              : STR("线条");
    default:
        return STR("");
    }
}

/* The beginning of the text from the item on to the end of its line, of dots from the line's beginning, and what
 * dots they are; of what is no text its name. */
static enum status item_excerpt(const struct layout *layout, const struct page *page,
                                const struct page_item *item, struct str *ret_text)
{
    const uint32_t line = item->line;
    struct str text = drawn_name(item);
    size_t shown = 0;
    if (text.len > 0) {
        *ret_text = text;
        return OK;
    }
    const bool dots = item->kind == PAGE_PATH;
    const length height = item->y;
    bool under = false; /* the text; else beside it */
    while (dots && line > 0 && item > page->items && item[-1].line == line)
        item--;
    for (; item < page->items + page->item_count && item->line == line; item++) {
        under = under || (item->kind == PAGE_GLYPHS && height > item->y);
        for (size_t i = 0; i < item->glyph_count && shown <= SHOWN; i++, shown++) {
            struct str next = shown < SHOWN ? item->glyphs[i].text : STR("…");
            text = arena_join(page_arena(layout), text, next);
            if (text.ptr == NULL)
                return NO_MEMORY;
        }
    }
    if (dots)
        text = arena_printf(page_arena(layout), "%.*s的%s", STR_ARGS(text), under ? "着重号" : "前导符");
    *ret_text = text;
    return ret_text->ptr != NULL ? OK : NO_MEMORY;
}

static enum status report_outside(const struct layout *layout, size_t index,
                                  const struct page_overlap *overlap)
{
    struct str text;
    enum status status = item_excerpt(layout, &layout->document->pages[index], overlap->item, &text);
    if (status != OK)
        return status;
    return diag_report(layout->diag, MSG_LAYOUT_OFF_SHEET, overlap->item->place, index + 1, STR_ARGS(text),
                       LENGTH_MM_ARGS(overlap->by));
}

static enum status report_overlap(const struct layout *layout, size_t index,
                                  const struct page_overlap *overlap)
{
    const struct page_item *one = overlap->item, *other = overlap->other;
    const bool one_in_margin = page_tag_is_artifact(one->tag),
               other_in_margin = page_tag_is_artifact(other->tag);
    if (one_in_margin == other_in_margin ? other < one : other_in_margin) {
        one = overlap->other;
        other = overlap->item;
    }
    const struct page *page = &layout->document->pages[index];
    struct str moved, kept;
    enum status status = item_excerpt(layout, page, one, &moved);
    if (status == OK)
        status = item_excerpt(layout, page, other, &kept);
    if (status != OK)
        return status;
    const struct place place = one->place.file != NULL ? one->place : other->place;
    return diag_report(layout->diag, MSG_LAYOUT_OVERLAP, place, index + 1, STR_ARGS(moved), STR_ARGS(kept),
                       other->place.file != NULL ? other->place.file : "-", (unsigned)other->place.line,
                       LENGTH_MM_ARGS(overlap->by));
}

enum status overlap_check(const struct layout *layout, size_t index)
{
    struct page_overlap first;
    size_t count = 0;
    enum status status = page_overlaps(page_arena(layout), &layout->document->pages[index], &count, &first);
    if (status != OK || count == 0)
        return status;
    return first.other != NULL ? report_overlap(layout, index, &first)
                               : report_outside(layout, index, &first);
}

/* --- colours --- */

enum { CONTRAST = 40, LIGHTEST = 255 /* luma */, PAPER = 0xFFFFFF };

static bool covers(const struct page_item *item, length x, length y)
{
    return item->x <= x && x < item->x + item->width && item->y <= y && y < item->y + item->height;
}

/* Fills and pictures of a page, in their order. */
struct grounds {
    const struct page_item **items;
    size_t count;
};

static enum status grounds_collect(const struct layout *layout, const struct page *page,
                                   struct grounds *grounds)
{
    *grounds = (struct grounds){
        .items = ARENA_NEW_ARRAY(page_arena(layout), page->item_count, const struct page_item *)};
    for (size_t i = 0; i < page->item_count && grounds->items != NULL; i++) {
        const enum page_layer layer = page->items[i].layer;
        if (layer == PAGE_FILLS || layer == PAGE_PICTURES)
            grounds->items[grounds->count++] = &page->items[i];
    }
    return grounds->items != NULL ? OK : NO_MEMORY;
}

/* The colour under the middle of the text; false: a picture. */
static bool ground_of(const struct grounds *grounds, const struct page_item *text, uint32_t *ret_color)
{
    const length along = text->width / 2, up = text->size / 3;
    const length x = text->angle == 0 ? text->x + along : text->x - up,
                 y = text->angle == 0 ? text->y - up : text->y - along;
    *ret_color = PAPER;
    for (size_t i = grounds->count; i > 0; i--) {
        const struct page_item *item = grounds->items[i - 1];
        if (covers(item, x, y)) {
            *ret_color = item->color;
            return item->layer != PAGE_PICTURES;
        }
    }
    return true;
}

static bool is_told(const struct faint_colors *faint, uint32_t ink, uint32_t ground)
{
    for (size_t i = 0; i < faint->count; i++)
        if (faint->items[i].ink == ink && faint->items[i].ground == ground)
            return true;
    return faint->count == FAINT_MAX;
}

static enum status look_at_ink(const struct layout *layout, size_t index, const struct grounds *grounds,
                               const struct page_item *item)
{
    uint32_t ground;
    if (!ground_of(grounds, item, &ground))
        return OK;
    const int apart = luma_of(item->color) - luma_of(ground);
    if (apart >= CONTRAST || apart <= -CONTRAST || is_told(layout->faint, item->color, ground))
        return OK;
    struct str text;
    enum status status = item_excerpt(layout, &layout->document->pages[index], item, &text);
    if (status != OK)
        return status;
    layout->faint->items[layout->faint->count++] = (struct faint){item->color, ground};
    diag_report(layout->diag, MSG_LAYOUT_FAINT, item->place, index + 1, STR_ARGS(text), (unsigned)item->color,
                (unsigned)ground);
    return OK;
}

enum status contrast_check(const struct layout *layout, size_t index)
{
    const struct page *page = &layout->document->pages[index];
    struct grounds grounds;
    enum status status = grounds_collect(layout, page, &grounds);
    for (size_t i = 0; i < page->item_count && status == OK; i++) {
        const struct page_item *item = &page->items[i];
        bool light = luma_of(item->color) > LIGHTEST - CONTRAST;
        if (item->layer == PAGE_TEXT && item->kind == PAGE_GLYPHS && item->line > 0 &&
            (grounds.count > 0 || light))
            status = look_at_ink(layout, index, &grounds, item);
    }
    return status;
}
