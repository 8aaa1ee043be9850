/*
 * The watermark: light grey behind the text, turned 45 degrees counter-clockwise round the middle of the
 * sheet. What it looks like on fills and pictures: paint.c.
 *
 * The type is as large as makes the line 60 % of the sheet's diagonal long, but not larger than 72 pt (on A4;
 * on larger sheets in proportion to their shorter side) and never so long that a corner of it would leave the
 * sheet.  A text that would so become smaller than 36 pt, on other sheets in proportion, is set in two lines,
 * as large as they can be; less than 24 pt nobody would see: that is refused.  Integers only: sine and cosine
 * of 45 degrees are 7071/10000.
 */
#include "layout/pages/pages_int.h"
#include "layout/messages.def"

static const uint32_t WATERMARK_COLOR = 0xE6E6E6;
enum { LINE_PITCH = 130 /* hundredths of the size */ };

/* On A4. */
static const length WATERMARK_SIZE = 72 * LENGTH_POINT, SHEET_WIDTH = LENGTH_MM(210);

static length narrow_side(const struct page_master *page)
{
    return page->width < page->height ? page->width : page->height;
}

/* As large on the sheet as WATERMARK_SIZE is on A4. */
static length fair_size(const struct page_master *page)
{
    return WATERMARK_SIZE * narrow_side(page) / SHEET_WIDTH;
}

static length square_root(length value)
{
    length low = 0, high = INT64_C(3037000499); /* the root of the largest value */
    while (low < high) {
        length middle = low + (high - low + 1) / 2;
        if (middle <= value / middle)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

/* The longest that a line may be, `high` the height of all lines. */
static length longest(const struct page_master *page, length high)
{
    length diagonal = square_root(page->width * page->width + page->height * page->height) * 60 / 100;
    length narrow = narrow_side(page);
    length inside = length_max(narrow * UNIT / DIAGONAL - high, narrow / 2);
    return diagonal < inside ? diagonal : inside;
}

static enum status make_text(const struct layout *layout, const struct section *section, length size,
                             struct text_paragraph **ret_text)
{
    int role = font_role_lookup(layout->fonts, STR("黑体"), false);
    const struct text_span span = {.kind = TEXT_SPAN_TEXT,
                                   .text = section->watermark,
                                   .role = role < 0 ? 0 : role,
                                   .size = size,
                                   .color = WATERMARK_COLOR,
                                   .place = section->place};
    const struct text_spans spans = {.items = &span, .count = 1};
    return text_paragraph_make(layout->job, layout->diag, layout->fonts, &spans, ret_text);
}

/* The lines of a watermark. */
struct mark {
    struct text_line *lines;
    size_t count;
    length size, width; /* width: of the column they are set in */
};

static enum status set_lines(const struct layout *layout, const struct section *section, struct mark *mark)
{
    struct text_paragraph *text = NULL;
    enum status status = make_text(layout, section, mark->size, &text);
    const struct text_measure measure = {.width = mark->width, .align = TEXT_LEFT};
    return status == OK ? text_paragraph_break(text, layout->job, &measure, &mark->lines, &mark->count)
                        : status;
}

/* As large as two lines can be; size 0: they would be too small. */
static enum status set_two_lines(const struct layout *layout, const struct section *section,
                                 struct mark *mark)
{
    const length most = fair_size(section->page) / 2, least = fair_size(section->page) / 3;
    enum status status = OK;
    for (mark->size = most; mark->size >= least; mark->size -= LENGTH_POINT) {
        mark->width = longest(section->page, 2 * mark->size * LINE_PITCH / 100);
        status = set_lines(layout, section, mark);
        if (status != OK || mark->count <= 2)
            return status;
    }
    return diag_report(layout->diag, MSG_LAYOUT_WATERMARK_LONG, section->place, STR_ARGS(section->watermark),
                       LENGTH_MM_ARGS(mark->width), (long long)(least / LENGTH_POINT));
}

static enum status set_mark(const struct layout *layout, const struct section *section, struct mark *mark)
{
    struct text_paragraph *text = NULL;
    const length most = length_max(WATERMARK_SIZE, fair_size(section->page));
    const length room = longest(section->page, most);
    struct text_widths widths = {0};
    enum status status = make_text(layout, section, most, &text);
    if (status == OK)
        status = text_paragraph_widths(text, &widths);
    if (status != OK)
        return status;
    const length natural = widths.natural;
    mark->size = natural > room ? most * room / natural : most;
    if (mark->size < fair_size(section->page) / 2)
        return set_two_lines(layout, section, mark);
    mark->width = natural + most;
    return set_lines(layout, section, mark);
}

/* Turns what stands on a baseline of its own, `drop` under the middle of the sheet, round that middle. */
static void turn(struct draw *draws, const struct page_master *page, length width, length drop)
{
    for (struct draw *draw = draws; draw != NULL; draw = draw->next) {
        length along = draw->item.x - width / 2;
        length down = draw->item.y + drop;
        draw->item.x = page->width / 2 + (along + down) * DIAGONAL / UNIT;
        draw->item.y = page->height / 2 + (down - along) * DIAGONAL / UNIT;
        draw->item.angle = 45;
        draw->item.line = 0; /* behind the text on purpose */
        draw->item.layer = PAGE_MARK;
        draw->item.tag.aside = PAGE_WATERMARK;
    }
}

/* Line `index`, its em box as far from the middle as its place among all lines says. */
static enum status draw_line(const struct layout *layout, const struct section *section,
                             const struct mark *mark, size_t index, struct slice *slice)
{
    const struct text_owner owner = {.place = section->place};
    struct text_line *line = &mark->lines[index];
    const length pitch = mark->size * LINE_PITCH / 100, lower = mark->size * 38 / 100; /* the baseline under
                                                                     the middle of the em box */
    const length drop = lower + (2 * (length)index + 1 - (length)mark->count) * pitch / 2;
    struct draw *before = slice->last_draw;
    const struct where where = where_now(layout);
    enum status status = paragraph_draw_line(&where, slice, line, 0, &owner);
    if (status == OK)
        turn(before != NULL ? before->next : slice->draws, section->page, line->x + line->width, drop);
    return status;
}

enum status watermark_make(const struct layout *layout, const struct section *section,
                           struct slice **ret_slice)
{
    struct mark mark = {0};
    *ret_slice = NULL;
    if (section->watermark.len == 0)
        return OK;
    struct slice *slice = ARENA_NEW(layout->job, struct slice);
    if (slice == NULL)
        return NO_MEMORY;
    enum status status = set_mark(layout, section, &mark);
    for (size_t i = 0; i < mark.count && status == OK; i++)
        status = draw_line(layout, section, &mark, i, slice);
    *ret_slice = status == OK ? slice : NULL;
    return status;
}
