/*
 * The watermark: one line of light grey behind the text, turned 45 degrees counter-clockwise round the middle
 * of the sheet.  What it looks like on fills and pictures: paint.c.
 *
 * The type is as large as makes the line 60 % of the sheet's diagonal long, but not larger than 72 pt and
 * never so long that a corner of it would leave the sheet.  The text is measured at 72 pt and set again at
 * the size found.  Integers only: sine and cosine of 45 degrees are 7071/10000.
 */
#include "layout/document_int.h"

static const uint32_t WATERMARK_COLOR = 0xE6E6E6;
static const length WATERMARK_SIZE = 72 * LENGTH_POINT;
enum { DIAGONAL = 7071, UNIT = 10000 };

static length square_root(length value)
{
    length low = 0, high = INT64_C(3037000499); /* the root of the largest value */
    while (low < high) {
        length middle = low + (high - low + 1) / 2;
        if (middle <= value / middle) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

/* The longest that the line may be, at a size of at most 72 pt. */
static length longest(const struct page_master *page)
{
    length diagonal = square_root(page->width * page->width + page->height * page->height) * 60 / 100;
    length narrow = page->width < page->height ? page->width : page->height;
    length inside = narrow * UNIT / DIAGONAL - WATERMARK_SIZE;
    if (inside < narrow / 2) {
        inside = narrow / 2;
    }
    return diagonal < inside ? diagonal : inside;
}

static enum status make_text(struct layout *layout, const struct section *section, length size,
                             struct text_paragraph **ret_text)
{
    int role = font_role_lookup(layout->fonts, STR("黑体"), false);
    const struct text_span span = {
        .kind = TEXT_SPAN_TEXT,
        .text = section->watermark,
        .role = role < 0 ? 0 : role,
        .size = size,
        .color = WATERMARK_COLOR,
        .place = section->place,
    };
    const struct text_spans spans = {.items = &span, .count = 1};
    return text_paragraph_make(layout->arena, layout->diag, layout->fonts, &spans, ret_text);
}

static enum status set_line(struct layout *layout, const struct section *section, length *ret_size,
                            struct text_line *ret_line)
{
    struct text_paragraph *text = NULL;
    struct text_line *lines = NULL;
    size_t count = 0;
    length size = WATERMARK_SIZE;
    enum status status = make_text(layout, section, size, &text);
    if (status != OK) {
        return status;
    }
    const length natural = text_paragraph_widths(text).natural;
    if (natural > longest(section->page)) {
        size = size * longest(section->page) / natural;
        status = make_text(layout, section, size, &text);
    }
    if (status == OK) {
        const struct text_measure measure = {.width = natural + WATERMARK_SIZE, .align = TEXT_LEFT};
        status = text_paragraph_break(text, layout->arena, &measure, &lines, &count);
    }
    if (status == OK) {
        *ret_size = size;
        *ret_line = lines[0];
    }
    return status;
}

/* Turns what stands on a baseline from (0, 0) on round the middle of the sheet. */
static void turn(struct slice *slice, const struct page_master *page, length width, length size)
{
    length lower = size * 38 / 100; /* the baseline under the middle of the em box */
    for (struct draw *draw = slice->draws; draw; draw = draw->next) {
        length along = draw->item.x - width / 2;
        length down = draw->item.y + lower;
        draw->item.x = page->width / 2 + (along + down) * DIAGONAL / UNIT;
        draw->item.y = page->height / 2 + (down - along) * DIAGONAL / UNIT;
        draw->item.angle = 45;
        draw->item.line = 0; /* behind the text on purpose */
        draw->item.layer = PAGE_MARK;
    }
}

enum status watermark_make(struct layout *layout, const struct section *section, struct slice **ret_slice)
{
    const struct page_tag tag = {.meaning = MEANING_ARTIFACT};
    struct text_line line = {0};
    length size = 0;
    if (section->watermark.len == 0) {
        *ret_slice = NULL;
        return OK;
    }
    struct slice *slice = ARENA_NEW(layout->arena, struct slice);
    if (!slice) {
        return NO_MEMORY;
    }
    enum status status = set_line(layout, section, &size, &line);
    if (status == OK) {
        status = paragraph_draw_line(layout, slice, &line, 0, &tag, section->place);
    }
    if (status == OK) {
        turn(slice, section->page, line.x + line.width, size);
        *ret_slice = slice;
    }
    return status;
}
