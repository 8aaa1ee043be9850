/*
 * Which slices stand on the next page.
 *
 * Slices are taken while they fit.  When one does not, the page ends at the last place where no slice keeps
 * with the next.  There are two strengths of keeping: wishes (KEEP, keep-together, keep-next of a style) and
 * rules (孤行, a heading with its text, a signature with a line of text, a caption with its table:
 * keep_line).  A chain of keeps that no page can hold is broken, first against the wishes, only then against
 * the rules, and not carried to a new page in vain.  A page takes at least one slice, so this ends.  What a
 * page retreats over is at most a page, so the whole is linear.
 *
 * A table is asked for parts, set on a page of their own making until the plan is carried out.  Where the
 * table may end on this page, the room for what must stand below its last part (notes) is held back.
 */
#include "layout/document_int.h"

enum fit { FIT_NO, FIT_PART, FIT_WHOLE };

static enum status plan_enter(struct plan *plan, struct plan_entry entry)
{
    void *entries = plan->entries;
    struct arena *arena = plan->layout->arena;
    if (arena_grow(arena, &entries, plan->count, &plan->capacity, sizeof entry) != OK) {
        return NO_MEMORY;
    }
    plan->entries = entries;
    plan->entries[plan->count++] = entry;
    plan->used += entry.before + entry.height;
    return OK;
}

/* The height that a slice wants at least. */
static length slice_wants(const struct slice *slice)
{
    if (!slice->table) {
        return slice->height;
    }
    return slice->keep_whole ? table_total_height(slice->table) : table_first_height(slice->table);
}

/* How high the slices are that must follow slice `at`; more than `limit`: somewhat more. */
static length chain_height(const struct flow *flow, size_t at, length limit)
{
    length height = 0;
    for (size_t i = at + 1; i < flow->count && flow->slices[i - 1].keep_next && height <= limit; i++) {
        height += flow->slices[i].before + slice_wants(&flow->slices[i]);
    }
    return height;
}

/* Which keeps must give way. */
enum strength { ALL_HOLD, WISHES_GIVE, COMPANY_GIVES };

static bool keep_holds(const struct slice *slice, enum strength strength)
{
    switch (strength) {
    case ALL_HOLD:
        return slice->keep_next;
    case WISHES_GIVE:
        return slice->keep_next && (slice->keep_line || slice->keep_company);
    case COMPANY_GIVES:
        return slice->keep_next && slice->keep_line;
    }
    return false;
}

/* The last place after `first` and not after `at` where a page may end; 0: none. */
static size_t find_break(const struct flow *flow, size_t first, size_t at, enum strength strength)
{
    for (size_t i = at; i > first; i--) {
        if (!keep_holds(&flow->slices[i - 1], strength)) {
            return i;
        }
    }
    return 0;
}

/* Slice `at` did not fit: where the page ends. */
static size_t choose_break(const struct plan *plan, size_t first, size_t at)
{
    const struct flow *flow = plan->flow;
    size_t best = find_break(flow, first, at, ALL_HOLD);
    if (best > 0 && slice_wants(&flow->slices[best]) + chain_height(flow, best, plan->room) <= plan->room) {
        return best;
    }
    for (enum strength strength = WISHES_GIVE; strength <= COMPANY_GIVES; strength++) {
        size_t weaker = find_break(flow, first, at, strength);
        if (weaker > best) {
            return weaker;
        }
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
    diag_report(plan->layout->diag, MSG_LAYOUT_TOO_HIGH, slice->place, (long long)(height / LENGTH_POINT),
                (long long)(room / LENGTH_POINT));
    return FAILED;
}

/* A table that would be cut here although a page can hold it whole. */
static bool should_wait(const struct plan *plan, const struct slice *slice, size_t at, length room)
{
    if (!slice->keep_whole || plan->count == 0) {
        return false;
    }
    length whole = table_total_height(slice->table) + chain_height(plan->flow, at, plan->room);
    return whole > room && whole <= plan->room &&
           find_break(plan->flow, plan->entries[0].slice, at, ALL_HOLD) > 0;
}

static enum status take_part(struct plan *plan, size_t at, const struct table_room *room, length *ret_height)
{
    return table_place(plan->layout, plan->flow->slices[at].table, &plan->cursor, room, ret_height);
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
    if (status != OK || !plan->cursor.finished || tail <= height - *ret_height || tail > plan->room / 2) {
        return status;
    }
    plan->cursor = before;
    room->page->item_count = 0;
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

static enum status place_part(struct plan *plan, size_t at, length before, enum fit *ret_fit)
{
    const struct slice *slice = &plan->flow->slices[at];
    length room = plan->room - plan->used - before;
    struct page *part = ARENA_NEW(plan->layout->arena, struct page);
    length height = 0;
    if (!part) {
        return NO_MEMORY;
    }
    part->height = plan->sheet;
    if (!plan->table_open) {
        plan->cursor = (struct table_cursor){0};
    }
    struct table_room offer = {.page = part, .height = room, .must = plan->count == 0};
    enum status status = take_part_with_tail(plan, at, &offer, &height);
    if (status != OK) {
        return status;
    }
    if (height == 0 && !plan->cursor.finished) {
        *ret_fit = FIT_NO;
        return plan->count > 0 ? OK : report_high(plan, slice, table_first_height(slice->table), room);
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
        .slice = at, .before = plan->count > 0 ? slice->before : 0, .height = slice->height};
    length room = plan->room - plan->used - entry.before;
    *ret_fit = FIT_NO;
    if (slice->table) {
        return should_wait(plan, slice, at, room) ? OK : place_part(plan, at, entry.before, ret_fit);
    }
    if (slice->space && entry.height > room) {
        entry.before = room < 0 ? 0 : entry.before;
        entry.height = room < 0 ? 0 : room;
    }
    if (entry.height > room && !slice->space) {
        if (plan->count > 0) {
            return OK;
        }
        if (entry.height > plan->sheet) {
            return report_high(plan, slice, entry.height, plan->room);
        }
    }
    *ret_fit = FIT_WHOLE;
    return plan_enter(plan, entry);
}

enum status plan_page(struct plan *plan)
{
    size_t first = plan->next, at = first;
    enum fit fit = FIT_WHOLE;
    plan->count = 0;
    plan->used = 0;
    while (at < plan->flow->count && fit == FIT_WHOLE) {
        if (plan->flow->slices[at].page_break && plan->count > 0) {
            break;
        }
        enum status status = plan_slice(plan, at, &fit);
        if (status != OK) {
            return status;
        }
        at += fit == FIT_WHOLE ? 1 : 0;
    }
    if (fit == FIT_NO) {
        at = choose_break(plan, first, at);
        plan_cut(plan, at);
    }
    plan->next = at;
    return OK;
}
