/*
 * Which slices stand on the next page.
 *
 * Slices are taken while they fit; else the page ends at the last place where no slice keeps with the next.
 * A chain of keeps that no page can hold is broken, first against wishes (KEEP, keep-together, keep-next of a
 * style), only then against rules (孤行, a heading with its text, a caption with its table: keep_line), and not
 * carried to a new page in vain.  A page takes at least one slice; it retreats over at most a page: linear.
 *
 * Footnotes take their height from the room.  A line has the beginning of its notes on its own page: all but
 * the last whole, of that its first lines.  A note is not cut for the sake of lines without a mark, unless
 * they keep with its own; what is left of the notes goes to the foot of the next page before anything else,
 * but never behind a page break that was asked for.  On a page without text or carried notes the first slice
 * is taken even if its notes find no room beside it.
 *
 * Where the next page would have one line only, a second one goes along.  A table is asked for parts, set on
 * a page of their own making until the plan is carried out.
 */
#include "layout/pages/pages_int.h"
#include "layout/messages.def"

enum fit { FIT_NO, FIT_PART, FIT_WHOLE };

bool plan_carries_notes(const struct plan *plan)
{
    return plan->page_notes.to < plan->carried.all;
}

/* What stands on the page so far asks of its foot. */
static struct note_demand plan_demand(const struct plan *plan)
{
    return plan->count > 0 ? plan->entries[plan->count - 1].demand : plan->carried;
}

/* The same, with the slice. */
static struct note_demand slice_demand(const struct plan *plan, const struct slice *slice)
{
    if (slice->note_count == 0)
        return plan_demand(plan);
    const struct note *last = note_of(plan->layout, slice->notes[slice->note_count - 1]);
    return (struct note_demand){.least = last->least, .all = last->end};
}

/* Room for what comes next, when the notes up to `to` stand on the page. */
static length room_above(const struct plan *plan, size_t to)
{
    return plan->room - plan->used - notes_height(plan->notes, plan->page_notes.from, to);
}

/* Does slice `at` keep with a line of this page that has a mark? */
static bool keeps_with_mark(const struct plan *plan, size_t at)
{
    size_t first = plan->count > 0 ? plan->entries[0].slice : at;
    for (size_t i = at; i > first && plan->flow->slices[i - 1].keep_next; i--)
        if (plan->flow->slices[i - 1].note_count > 0)
            return true;
    return false;
}

/* The notes that must stand on the page when slice `at` does: the last one is cut only for the sake of its
 * own mark and what keeps with that. */
static size_t notes_beside(const struct plan *plan, size_t at)
{
    const struct slice *slice = &plan->flow->slices[at];
    struct note_demand demand = slice_demand(plan, slice);
    bool may_cut = slice->note_count > 0 || (!slice->space && keeps_with_mark(plan, at));
    return may_cut ? demand.least : demand.all;
}

/* Neither text nor carried notes. */
static bool plan_is_empty(const struct plan *plan)
{
    return plan->count == 0 && plan->page_notes.from == plan->carried.all;
}

static enum status plan_enter(struct plan *plan, struct plan_entry entry)
{
    entry.demand = slice_demand(plan, &plan->flow->slices[entry.slice]);
    plan->used += entry.before + entry.height;
    return ARENA_APPEND(plan->layout->job, plan->entries, plan->count, plan->capacity, &entry);
}

/* The height that a slice wants at least; a table, more than `most`: somewhat more. */
static length slice_wants(const struct slice *slice, length most)
{
    if (slice->table == NULL)
        return slice->height;
    return slice->keep_whole ? table_total_height(slice->table, most) : table_first_height(slice->table);
}

/* How high the slices are that must follow slice `at`, at most: a line grid may want a line more than their
 * white.  More than `limit`: somewhat more. */
static length chain_height(const struct flow *flow, size_t at, length limit)
{
    length height = 0;
    for (size_t i = at + 1; i < flow->count && flow->slices[i - 1].keep_next && height <= limit; i++) {
        const struct slice *slice = &flow->slices[i];
        height += slice->before + slice->grid + slice_wants(slice, limit);
    }
    return height;
}

/* Which keeps must give way. */
enum strength { ALL_HOLD, WISHES_GIVE, COMPANY_GIVES };

static bool keep_holds(const struct slice *slice, enum strength strength)
{
    return slice->keep_next &&
           (strength == ALL_HOLD || slice->keep_line || (strength == WISHES_GIVE && slice->keep_company));
}

/* How much of an empty page slice `at` wants with all that must follow it, their notes too; more than the
 * page: somewhat more. */
static length chain_wants(const struct plan *plan, size_t at, enum strength strength)
{
    const struct flow *flow = plan->flow;
    length height = slice_wants(&flow->slices[at], plan->full), notes = 0;
    struct note_range range = {0};
    for (size_t i = at; height + notes <= plan->full; i++) {
        const struct slice *slice = &flow->slices[i];
        if (slice->note_count > 0) {
            range.from = range.to > 0 ? range.from : note_of(plan->layout, slice->notes[0])->begin;
            range.to = slice_demand(plan, slice).least;
            notes = notes_height(plan->notes, range.from, range.to);
        }
        if (!keep_holds(slice, strength) || i + 1 == flow->count)
            break;
        height += slice_white(&slice[1], height) + slice_wants(&slice[1], plan->full);
    }
    return height + notes;
}

/* The last place after `first` and not after `at` where a page may end; 0: none. */
static size_t find_break(const struct flow *flow, size_t first, size_t at, enum strength strength)
{
    for (size_t i = at; i > first; i--)
        if (!keep_holds(&flow->slices[i - 1], strength))
            return i;
    return 0;
}

/* A page with carried notes may be left to them, for the sake of a chain that the next page holds whole. */
static bool may_leave_to_notes(const struct plan *plan, size_t first, enum strength strength)
{
    return plan->page_notes.from < plan->carried.all && plan->flow->slices[first].table == NULL &&
           chain_wants(plan, first, strength) <= plan->full;
}

/* Slice `at` did not fit: where the page ends. */
static size_t choose_break(const struct plan *plan, size_t first, size_t at)
{
    const struct flow *flow = plan->flow;
    size_t best = find_break(flow, first, at, ALL_HOLD);
    if (best > 0 && chain_wants(plan, best, ALL_HOLD) <= plan->full)
        return best;
    if (best == 0 && may_leave_to_notes(plan, first, ALL_HOLD))
        return first;
    for (enum strength strength = WISHES_GIVE; strength <= COMPANY_GIVES; strength++) {
        size_t weaker = find_break(flow, first, at, strength);
        if (weaker > best)
            return weaker;
        if (weaker == 0 && may_leave_to_notes(plan, first, strength))
            return first;
    }
    return best > 0 ? best : at;
}

static void plan_cut(struct plan *plan, size_t at)
{
    while (plan->count > 0 && plan->entries[plan->count - 1].slice >= at) {
        const struct plan_entry *entry = &plan->entries[--plan->count];
        plan->used -= entry->before + entry->height;
    }
    plan->table_open = false;
}

static enum status report_high(const struct plan *plan, const struct slice *slice, length height, length room)
{
    return diag_report(plan->layout->diag, MSG_LAYOUT_TOO_HIGH, slice->place,
                       (long long)(height / LENGTH_POINT), (long long)(room / LENGTH_POINT));
}

/* A table that would be cut here although a page can hold it whole. */
static bool should_wait(const struct plan *plan, const struct slice *slice, size_t at, length room)
{
    if (!slice->keep_whole || plan_is_empty(plan))
        return false;
    length whole = table_total_height(slice->table, plan->full) + chain_height(plan->flow, at, plan->full);
    return whole > room && whole <= plan->full &&
           (plan->count == 0 || find_break(plan->flow, plan->entries[0].slice, at, ALL_HOLD) > 0);
}

static enum status take_part(struct plan *plan, size_t at, const struct table_room *room, length *ret_height)
{
    const struct where where = where_now(plan->layout);
    return table_place(&where, plan->flow->slices[at].table, &plan->cursor, room, ret_height);
}

/* A part of the table into `room`.  Where it would end here without room below for what must follow, it gets
 * less, so that some of it comes along; unless that leaves an empty page empty. */
static enum status take_part_with_tail(struct plan *plan, size_t at, struct table_room *room,
                                       length *ret_height)
{
    const struct table_cursor before = plan->cursor;
    bool must = room->must;
    length tail = chain_height(plan->flow, at, plan->room / 2), height = room->height;
    enum status status = take_part(plan, at, room, ret_height);
    if (status != OK || !plan->cursor.finished || tail <= height - *ret_height || tail > plan->room / 2)
        return status;
    plan->cursor = before;
    room->page->item_count = room->page->line_count = 0;
    room->height = height - tail;
    room->must = false;
    status = take_part(plan, at, room, ret_height);
    if (status == OK && *ret_height == 0 && must) {
        plan->cursor = before;
        room->height = height;
        room->must = true;
        status = take_part(plan, at, room, ret_height);
    }
    return status;
}

static enum status enter_part(struct plan *plan, size_t at, length before, enum fit *ret_fit)
{
    const struct slice *slice = &plan->flow->slices[at];
    length room = room_above(plan, notes_beside(plan, at)) - before;
    struct page *part = ARENA_NEW(page_arena(plan->layout), struct page);
    length height = 0;
    if (part == NULL)
        return NO_MEMORY;
    part->height = plan->sheet;
    if (!plan->table_open)
        plan->cursor = (struct table_cursor){0};
    struct table_room offer = {.page = part, .height = room, .full = plan->full, .must = plan_is_empty(plan)};
    enum status status = take_part_with_tail(plan, at, &offer, &height);
    if (status != OK)
        return status;
    if (height == 0 && !plan->cursor.finished) {
        *ret_fit = FIT_NO;
        return plan_is_empty(plan) ? report_high(plan, slice, table_first_height(slice->table), room) : OK;
    }
    plan->table_open = !plan->cursor.finished;
    *ret_fit = plan->table_open ? FIT_PART : FIT_WHOLE;
    return plan_enter(plan,
                      (struct plan_entry){.slice = at, .before = before, .height = height, .part = part});
}

/* Puts slice `at` on the page, if it fits. */
static enum status plan_slice(struct plan *plan, size_t at, enum fit *ret_fit)
{
    const struct slice *slice = &plan->flow->slices[at];
    struct plan_entry entry = {
        .slice = at, .before = plan->count > 0 ? slice_white(slice, plan->used) : 0, .height = slice->height};
    length room = room_above(plan, notes_beside(plan, at)) - entry.before;
    *ret_fit = FIT_NO;
    if (slice->table != NULL)
        return should_wait(plan, slice, at, room) ? OK : enter_part(plan, at, entry.before, ret_fit);
    if (slice->space && entry.height > room) {
        entry.before = room < 0 ? 0 : entry.before;
        entry.height = room < 0 ? 0 : room;
    }
    if (entry.height > room && !slice->space) {
        if (!plan_is_empty(plan))
            return OK;
        if (slice->picture)
            return diag_report(plan->layout->diag, MSG_LAYOUT_PICTURE_HIGH, slice->place,
                               LENGTH_MM_ARGS(entry.height), LENGTH_MM_ARGS(plan->room));
        if (entry.height > plan->sheet)
            return report_high(plan, slice, entry.height, plan->room);
    }
    *ret_fit = FIT_WHOLE;
    return plan_enter(plan, entry);
}

/* The page that begins with slice `at` has only that line, and no note of it: the end follows, a page break,
 * or what does not go in below it. */
static bool is_only_line(const struct plan *plan, size_t at)
{
    const struct flow *flow = plan->flow;
    const struct slice *slice = &flow->slices[at];
    if (at == flow->count || slice->page_break || slice->parity != PARITY_ANY || slice->table != NULL ||
        slice->space || slice->note_count > 0 || slice->keep_next || slice->height > plan->full / 4)
        return false;
    size_t next = at + 1;
    while (next < flow->count && flow->slices[next].space && !flow->slices[next].page_break)
        next++;
    if (next == flow->count || flow->slices[next].page_break)
        return true;
    length wants = chain_wants(plan, next, ALL_HOLD);
    wants = wants <= plan->full ? wants : slice_wants(&flow->slices[next], plan->full);
    return slice->height + wants > plan->full;
}

/* Where to end the page instead of `at`, so that no line stands alone on the next one: a line
 * or a paragraph of two or three goes along, if this page keeps as much. */
static size_t spare_line(const struct plan *plan, size_t first, size_t at)
{
    enum { MOST = 3 };
    const struct flow *flow = plan->flow;
    if (!is_only_line(plan, at))
        return at;
    size_t end = find_break(flow, first, at - 1, ALL_HOLD);
    if (end < first + MOST || at - end > MOST)
        return at;
    for (size_t i = end; i < at; i++)
        if (flow->slices[i].table != NULL || flow->slices[i].space || flow->slices[i].fill)
            return at;
    return end;
}

/* Nothing more may stand on the page before slice `at`: it begins a page, wants one of the other parity, or
 * the notes need the rest. */
static bool plan_ends(const struct plan *plan, size_t at)
{
    const struct slice *slice = &plan->flow->slices[at];
    if (plan->count == 0) {
        bool carries = plan->page_notes.from < plan->carried.all;
        return carries && (slice->page_break || room_above(plan, plan->carried.all) < 0);
    }
    if (slice->page_break || !parity_is(plan->number, slice->parity))
        return true;
    size_t all = plan_demand(plan).all;
    return plan->page_notes.from < all && room_above(plan, all) < 0 && !slice[-1].keep_next;
}

/* The notes get what the text leaves. */
static enum status plan_notes(struct plan *plan)
{
    size_t all = plan_demand(plan).all, from = plan->page_notes.from;
    plan->page_notes.to = notes_fill(plan->notes, from, all, plan->room - plan->used);
    plan->carried = (struct note_demand){.least = all, .all = all};
    if (plan->count == 0 && from < all && plan->page_notes.to == from) {
        return report_high(plan, &plan->notes->flow.slices[from], notes_height(plan->notes, from, from + 1),
                           plan->room);
    }
    return OK;
}

enum status plan_page(struct plan *plan)
{
    size_t first = plan->next, at = first;
    enum fit fit = FIT_WHOLE;
    plan->count = 0;
    plan->used = 0;
    plan->page_notes.from = plan->page_notes.to;
    while (at < plan->flow->count && fit == FIT_WHOLE && !plan_ends(plan, at)) {
        enum status status = plan_slice(plan, at, &fit);
        if (status != OK)
            return status;
        at += fit == FIT_WHOLE ? 1 : 0;
    }
    if (fit == FIT_NO && plan->count > 0) {
        at = choose_break(plan, first, at);
        plan_cut(plan, at);
    }
    if (fit != FIT_PART && plan->count > 0) {
        at = spare_line(plan, first, at);
        plan_cut(plan, at);
    }
    plan->next = at;
    return plan_notes(plan);
}
