/*
 * Footnotes: what stands at the foot of the page, under a short rule.
 *
 * The notes of a section become one flow in the order of their marks; the planner asks for stretches of it,
 * slices [from, to), by differences of sums.  A note may be divided between lines, but neither its first nor
 * its last line stands alone.  Above the first line stand half a line of white, the rule and a quarter of a
 * line.  A note whose mark stands in no page body never gets a place: that is reported before the pages are
 * finished.
 */
#include "layout/pages/pages_int.h"
#include "layout/messages.def"

static const length RULE_THICK = LENGTH_POINT / 2;

/* The first place where the stretch may end: flow->count at the latest. */
static size_t first_end(const struct flow *flow, size_t begin)
{
    size_t end = begin;
    while (end < flow->count && (end == begin || flow->slices[end - 1].keep_line))
        end++;
    return end;
}

static enum status set_note(const struct layout *layout, uint32_t id, struct flow *flow)
{
    const struct setting setting = {.repeated = false};
    const struct where where = where_now(layout);
    size_t begin = flow->count;
    enum status status = flow_set_blocks(&where, flow, note_of(layout, id)->blocks, &setting);
    if (flow->count > begin)
        flow->slices[flow->count - 1].keep_line = false;
    note_settle(layout, id, begin, first_end(flow, begin), flow->count);
    return status;
}

static enum status sum_heights(const struct layout *layout, struct note_flow *notes)
{
    const struct flow *flow = &notes->flow;
    for (size_t i = notes->top_count; i < flow->count; i++) {
        length top = flow->slices[i].before + (i > 0 ? notes->tops[i - 1] + flow->slices[i - 1].height : 0);
        if (ARENA_APPEND(layout->job, notes->tops, notes->top_count, notes->top_capacity, &top) != OK)
            return NO_MEMORY;
    }
    notes->line = flow->count > 0 ? flow->slices[0].height : 0;
    return OK;
}

enum status notes_set(const struct layout *layout, const struct flow *body, size_t from,
                      struct note_flow *notes)
{
    enum status result = OK;
    for (size_t i = from; i < body->count; i++)
        for (size_t k = 0; k < body->slices[i].note_count && !status_stops(result); k++)
            result = status_worse(result, set_note(layout, body->slices[i].notes[k], &notes->flow));
    return result == OK ? sum_heights(layout, notes) : result;
}

static length height_above(const struct note_flow *notes)
{
    return notes->line / 2 + RULE_THICK + notes->line / 4;
}

length notes_height(const struct note_flow *notes, size_t from, size_t to)
{
    if (from >= to)
        return 0;
    return height_above(notes) + notes->tops[to - 1] + notes->flow.slices[to - 1].height - notes->tops[from];
}

size_t notes_fill(const struct note_flow *notes, size_t from, size_t to, length room)
{
    size_t at = from, stop = from;
    while (at < to && notes_height(notes, from, at + 1) <= room) {
        at++;
        stop = notes->flow.slices[at - 1].keep_line ? stop : at;
    }
    return stop > from ? stop : at;
}

static enum status place_rule(const struct layout *layout, const struct note_flow *notes, struct page *page,
                              length x, length y)
{
    const struct page_item item = {.kind = PAGE_PATH,
                                   .x = x,
                                   .y = y,
                                   .width = notes->flow.width / 3,
                                   .height = RULE_THICK,
                                   .line = number_line(layout)};
    return page_add_item(page_arena(layout), page, &item);
}

enum status notes_place(const struct layout *layout, const struct note_flow *notes,
                        const struct note_range *range, struct page *page, length x, length bottom)
{
    if (range->from == range->to)
        return OK;
    length top = bottom - notes_height(notes, range->from, range->to);
    const struct where where = where_now(layout);
    enum status status = place_rule(layout, notes, page, x, top + notes->line / 2);
    top += height_above(notes);
    for (size_t i = range->from; i < range->to && status == OK; i++) {
        length y = top + notes->tops[i] - notes->tops[range->from];
        status = slice_place(&where, &notes->flow.slices[i], page, x, y);
    }
    return status;
}

enum status notes_check(const struct layout *layout)
{
    enum status status = OK;
    for (size_t i = 1; i <= notes_count(layout); i++) {
        const struct note *note = note_of(layout, (uint32_t)i);
        if (!note->is_set)
            status = diag_report(layout->diag, MSG_LAYOUT_NOTE_PLACE, note->blocks->place);
    }
    return status;
}
