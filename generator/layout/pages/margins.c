/*
 * How much of the text area a page gives to what stands outside the flow: what a header, a footer or a block
 * at a fixed place with `room` needs beyond the margin, up to the page master's reach; more is an error.
 * Between header or footer and text stays the gap that one line of it leaves, up to half its type size; on a
 * line grid the text begins whole lines lower.
 *
 * This is asked before a page is planned, when the numbers that headers print may not be known: they are
 * measured with numbers of as many digits as can come, and are refused if they come to more in the end.
 * Turned pages give at the sides of the text as much as any page of the section may have to.
 */
#include "layout/pages/pages_int.h"
#include "layout/messages.def"

enum { COUNT_OF_PAGES = 88888 /* as wide as the number of pages can be */ };

struct margin_height {
    struct margin_height *next;
    const struct furniture *furniture;
    int digits;    /* of the page number that it prints; 0: none */
    size_t lines;  /* of a header, a footer */
    length height; /* of blocks at a fixed place */
};

static bool is_above(const struct furniture *furniture)
{
    return furniture->kind == FURNITURE_HEADER || furniture->kind == FURNITURE_AT_TOP;
}

/* --- measuring --- */

/* The widest number with as many digits. */
static int widest_number(int number)
{
    int widest = 8;
    for (; number >= 10; number /= 10)
        widest = widest * 10 + 8;
    return widest;
}

static enum status piece_measure(const struct layout *layout, const struct section *section,
                                 const struct furniture *furniture, int number, struct margin_height *height)
{
    const struct page_numbers numbers = {.number = number, .count = COUNT_OF_PAGES};
    struct flow flow = {0};
    enum status status = furniture_try_alone(layout, section, furniture, &numbers, &flow);
    height->lines = flow.count;
    height->height = flow_height(&flow, 0, flow.count);
    return status;
}

/* Made once for each number of digits. */
static enum status height_of(const struct layout *layout, const struct section *section,
                             const struct furniture *furniture, int number,
                             const struct margin_height **ret_height)
{
    const int digits = block_has_inline(furniture->blocks, INLINE_PAGE_NUMBER) ? widest_number(number) : 0;
    struct margin_height *height = layout->margins->heights;
    while (height != NULL && (height->furniture != furniture || height->digits != digits))
        height = height->next;
    if (height == NULL) {
        height = ARENA_NEW(layout->job, struct margin_height);
        if (height == NULL)
            return NO_MEMORY;
        enum status status = piece_measure(layout, section, furniture, digits, height);
        if (status != OK)
            return status;
        height->furniture = furniture;
        height->digits = digits;
        height->next = layout->margins->heights;
        layout->margins->heights = height;
    }
    *ret_height = height;
    return OK;
}

/* --- what it takes --- */

/* Of the text area, for a header or footer of so many lines; the em box of its type is its height. */
static length lines_take(const struct page_master *master, const struct furniture *furniture, size_t lines)
{
    const struct paragraph_style *style = furniture->blocks->paragraph.style;
    const struct upright upright = upright_of(master);
    const bool above = is_above(furniture);
    const length margin = above ? upright.top : upright.bottom;
    const length one = above ? master->header_at + style->size * (100 - EM_ABOVE) / 100
                             : master->footer_at + style->size * EM_ABOVE / 100;
    const length left = margin > one ? margin - one : 0;
    const length gap = left < style->size / 2 ? left : style->size / 2;
    return length_max(one + (length)(lines > 0 ? lines - 1 : 0) * style->line + gap - margin, 0);
}

static length fixed_takes(const struct page_master *master, const struct furniture *furniture, length height)
{
    const struct upright upright = upright_of(master);
    return length_max(furniture->at + height - (is_above(furniture) ? upright.top : upright.bottom), 0);
}

static length reach_allowed(const struct page_master *master, const struct furniture *furniture)
{
    return is_above(furniture) ? master->header_reach : master->footer_reach;
}

/* The longest text of a header or footer: what makes it high. */
static struct place longest_text(const struct block *block)
{
    struct place place = block->place;
    size_t longest = 0;
    for (size_t i = 0; i < block->paragraph.inline_count; i++) {
        const struct inline_item *item = &block->paragraph.inlines[i];
        if (item->kind == INLINE_TEXT && item->text.len > longest && item->place.file != NULL) {
            longest = item->text.len;
            place = item->place;
        }
    }
    return place;
}

static enum status report_reach(const struct layout *layout, const struct furniture *furniture,
                                const struct page_master *master, int number, length height, length take)
{
    const length reach = reach_allowed(master, furniture), room = length_max(height - (take - reach), 0);
    const bool fixed = furniture_is_fixed(furniture);
    const struct place place = fixed ? furniture->blocks->place : longest_text(furniture->blocks);
#define REPORT(code)                                                                                         \
    diag_report(layout->diag, code, place, number, LENGTH_MM_ARGS(height), LENGTH_MM_ARGS(room),             \
                LENGTH_MM_ARGS(reach))
    if (fixed)
        REPORT(MSG_LAYOUT_FIXED_REACH);
    else if (furniture->kind == FURNITURE_HEADER)
        REPORT(MSG_LAYOUT_HEADER_HIGH);
    else
        REPORT(MSG_LAYOUT_FOOTER_HIGH);
#undef REPORT
    return FAILED;
}

static length takes(const struct page_master *master, const struct furniture *furniture,
                    const struct margin_height *height)
{
    return furniture_is_fixed(furniture) ? fixed_takes(master, furniture, height->height)
                                         : lines_take(master, furniture, height->lines);
}

/* A first page may have more text below than the others, and so less of a margin: what it takes of that. */
static length takes_of_more(const struct section *section, const struct page_stand *stand,
                            const struct furniture *furniture, const struct margin_height *height)
{
    struct page_master master = *section->page;
    if (stand->first && !master.turned && !is_above(furniture))
        master.bottom -= master.first_more;
    return takes(&master, furniture, height);
}

/* What one piece takes, at most what it may. */
static enum status take_of(const struct layout *layout, const struct section *section,
                           const struct furniture *furniture, const struct page_stand *stand,
                           length *ret_take)
{
    const struct page_master *master = section->page;
    const struct margin_height *height;
    enum status status = height_of(layout, section, furniture, stand->number, &height);
    if (status != OK)
        return status;
    const length take = takes(master, furniture, height), reach = reach_allowed(master, furniture);
    *ret_take = take > reach ? reach : takes_of_more(section, stand, furniture, height);
    if (take <= reach || stand->ahead)
        return OK;
    if (furniture_is_fixed(furniture))
        return report_reach(layout, furniture, master, stand->number, height->height, take);
    const struct paragraph_style *style = furniture->blocks->paragraph.style;
    return report_reach(layout, furniture, master, stand->number,
                        style->size + (length)(height->lines - 1) * style->line, take);
}

enum status margins_take(const struct layout *layout, const struct section *section,
                         const struct page_stand *stand, struct margins_taken *ret_taken)
{
    struct margins_taken taken = {0};
    enum status result = OK;
    const struct furniture *furniture = furniture_is_faulty(layout, section) ? NULL : section->furniture;
    for (; furniture != NULL && !status_stops(result); furniture = furniture->next) {
        length take = 0;
        if ((furniture_is_fixed(furniture) && !furniture->room) || !furniture_stands(furniture, stand))
            continue;
        result = status_worse(result, take_of(layout, section, furniture, stand, &take));
        length *side = is_above(furniture) ? &taken.above : &taken.below;
        *side = length_max(*side, take);
    }
    const length grid = section->page->line_pitch;
    if (!section->page->turned && grid > 0)
        taken.above = (taken.above + grid - 1) / grid * grid;
    *ret_taken = taken;
    return result;
}

enum status margins_take_turned(const struct layout *layout, const struct section *section,
                                struct margins_taken *ret_taken)
{
    struct margins_taken most = {0};
    for (int kind = 0; kind < 4 && section->page->turned; kind++) {
        const struct page_stand stand = {
            .number = COUNT_OF_PAGES - kind % 2, .first = kind / 2 == 0, .ahead = true};
        struct margins_taken taken;
        enum status status = margins_take(layout, section, &stand, &taken);
        if (status != OK)
            return status;
        most.above = length_max(most.above, taken.above);
        most.below = length_max(most.below, taken.below);
    }
    *ret_taken = most;
    return OK;
}

enum status margins_hold(const struct layout *layout, const struct sheet *sheet,
                         const struct furniture *furniture, size_t lines)
{
    const struct page_master *master = sheet->section->page;
    const struct paragraph_style *style = furniture->blocks->paragraph.style;
    const length take = lines_take(master, furniture, lines);
    if (take <= (is_above(furniture) ? sheet->taken.above : sheet->taken.below))
        return OK;
    return report_reach(layout, furniture, master, sheet->number,
                        style->size + (length)(lines - 1) * style->line, take);
}
