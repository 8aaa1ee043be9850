/*
 * A flow onto the pages of its section, as plan.c says: the watermark first, so that it lies behind, then the
 * slices from the top margin down, and the footnotes at the foot.  What is left of a page is shared equally
 * among its fills.  A slice higher than the text area is moved up into the margin.
 *
 * Before a slice that asks for an odd or an even page a page may stay blank, but for the mark of a draft;
 * behind one for the sake of a KEEP (the 版记 of GB/T 9704 7.5) stand neither header nor footer.
 */
#include <assert.h>

#include "layout/pages/pages_int.h"
#include "layout/messages.def"

/* The upper left corner of the text area.  On even pages of mirrored masters the margins at the sheet's sides have
 * changed places; the area gives way to what the page carries: at its head, on turned pages at its side. */
static void text_corner(const struct plan *plan, const struct page_master *master, length *ret_x,
                        length *ret_y)
{
    const bool other = master->mirror && sheet_last(plan->layout)->number % 2 == 0;
    *ret_x = master->turned ? master->left + plan->taken.below : other ? master->right : master->left;
    *ret_y = !master->turned ? master->top + plan->taken.above : other ? master->bottom : master->top;
}

static enum status copy_part(const struct layout *layout, const struct page *part, struct page *page,
                             length x, length y)
{
    enum status status = OK;
    for (size_t i = 0; i < part->line_count && status == OK; i++) {
        struct page_line line = part->lines[i];
        line.x += x;
        line.y += y;
        status = page_add_line(page_arena(layout), page, &line);
    }
    for (size_t i = 0; i < part->item_count && status == OK; i++) {
        struct page_item item = part->items[i];
        item.x += x;
        item.y += y;
        status = page_add_item(page_arena(layout), page, &item);
    }
    return status;
}

static length plan_fills(const struct plan *plan)
{
    length fills = 0;
    for (size_t i = 0; i < plan->count; i++)
        fills += plan->flow->slices[plan->entries[i].slice].fill ? 1 : 0;
    return fills;
}

static enum status place_plan(const struct plan *plan, const struct page_master *master, struct page *page)
{
    const struct note_range *notes = &plan->page_notes;
    length room = plan->room - notes_height(plan->notes, notes->from, notes->to);
    length left = room > plan->used ? room - plan->used : 0;
    length fills = plan_fills(plan);
    const struct where where = where_now(plan->layout);
    length x, top;
    text_corner(plan, master, &x, &top);
    length y = top;
    if (y + plan->used > plan->sheet)
        y = plan->sheet > plan->used ? plan->sheet - plan->used : 0;
    for (size_t i = 0; i < plan->count; i++) {
        const struct plan_entry *entry = &plan->entries[i];
        const struct slice *slice = &plan->flow->slices[entry->slice];
        y += entry->before;
        enum status status = slice->table != NULL ? table_settle(&where, slice->table, entry->part) : OK;
        if (status == OK)
            status = entry->part != NULL ? copy_part(plan->layout, entry->part, page, x, y)
                                         : slice_place(&where, slice, page, x, y);
        if (status != OK)
            return status;
        y += entry->height;
        if (slice->fill) {
            length more = left / fills--;
            left -= more;
            y += more;
        }
    }
    return notes_place(plan->layout, plan->notes, notes, page, x, top + plan->room);
}

bool parity_is(int number, enum parity parity)
{
    return parity == PARITY_ANY || (number % 2 != 0) == (parity == PARITY_ODD);
}

static enum status place_watermark(const struct layout *layout, const struct slice *watermark,
                                   struct page *page)
{
    const struct where where = where_now(layout);
    const struct turn turn = turn_begin(page);
    enum status status = watermark != NULL ? slice_place(&where, watermark, page, 0, 0) : OK;
    turn_end(page, &turn);
    return status;
}

/* How far a section has got. */
struct progress {
    const struct section *section;
    const struct slice *watermark;
    bool begun;    /* has a page; the first begins a run of numbers, if the section does */
    bool has_text; /* one that is not blank */
    size_t placed; /* slices */
};

static int next_number(const struct plan *plan, const struct progress *progress)
{
    return sheet_next_number(plan->layout, progress->section, !progress->begun);
}

static enum status next_sheet(const struct plan *plan, struct progress *progress, struct page **ret_page)
{
    enum status status = sheet_begin(plan->layout, progress->section, !progress->begun, ret_page);
    progress->begun = true;
    return status;
}

/* A page that carries nothing, or the mark of a draft, where the next slice asks for a page of the other
 * parity. */
static enum status add_blank(const struct plan *plan, struct progress *progress, bool *ret_bare)
{
    struct page *page = NULL;
    if (plan->table_open || plan_carries_notes(plan) || plan->next >= plan->flow->count ||
        parity_is(next_number(plan, progress), plan->flow->slices[plan->next].parity))
        return OK;
    enum status status = next_sheet(plan, progress, &page);
    if (status == OK) {
        page->number = 0;
        sheet_last(plan->layout)->blank = true;
        *ret_bare = plan->flow->slices[plan->next].keep_parity;
        status = progress->section->draft ? place_watermark(plan->layout, progress->watermark, page) : OK;
    }
    return status == OK ? page_done(plan->layout) : status;
}

/* How high the text area is of the next page, and of the one behind it. */
static enum status plan_room(struct plan *plan, const struct section *section, const struct page_stand *stand)
{
    const struct page_master *master = section->page;
    const struct page_stand behind = {.number = stand->number + 1, .ahead = true};
    const length height = master->height - master->top - master->bottom;
    struct margins_taken next = {0};
    const length more = stand->first && !master->turned ? master->first_more : 0;
    plan->full = height;
    plan->room = height + more;
    if (section->furniture == NULL)
        return OK;
    struct margins_taken taken = {0};
    enum status status = margins_take(plan->layout, section, stand, &taken);
    if (status != OK || master->turned)
        return status; /* the text is as wide as any page leaves it */
    status = margins_take(plan->layout, section, &behind, &next);
    plan->taken = taken;
    plan->room = height + more - taken.above - taken.below;
    plan->full = height - next.above - next.below;
    return status;
}

/* What the page holds of tables need not be set any longer. */
static void release_tables(const struct plan *plan)
{
    for (size_t i = 0; i < plan->count; i++) {
        struct table_flow *table = plan->flow->slices[plan->entries[i].slice].table;
        bool open = plan->table_open && i + 1 == plan->count;
        if (table != NULL)
            table_release(table, open ? plan->cursor.row : SIZE_MAX);
    }
}

static enum status fill_page(const struct plan *plan, const struct progress *progress, struct page *page)
{
    enum status status = place_watermark(plan->layout, progress->watermark, page);
    if (status == OK)
        status = furniture_place_fixed(plan->layout, page);
    if (status != OK)
        return status;
    const struct turn turn = turn_begin(page);
    status = place_plan(plan, progress->section->page, page);
    if (status == OK && notes_count(plan->layout) > 0)
        status = note_links_add(plan->layout, page);
    if (status == OK)
        status = links_add(plan->layout, page);
    if (status == OK)
        status = cited_pages_add(plan->layout, page);
    turn_end(page, &turn);
    return status == OK ? page_done(plan->layout) : status;
}

/* The page as planned. */
static enum status make_page(const struct plan *plan, struct progress *progress, bool bare)
{
    struct page *page = NULL;
    enum status status = next_sheet(plan, progress, &page);
    if (status != OK)
        return status;
    sheet_last(plan->layout)->taken = plan->taken;
    if (bare) {
        page->number = 0;
        sheet_last(plan->layout)->bare = true;
    }
    progress->has_text = true;
    return fill_page(plan, progress, page);
}

/* The next page, with a blank one before it where its parity wants that. */
static enum status next_page(struct plan *plan, struct progress *progress, struct body *body)
{
    bool bare = false;
    enum status status = add_blank(plan, progress, &bare);
    if (status == OK) {
        plan->number = next_number(plan, progress);
        const struct page_stand stand = {.number = plan->number, .first = !progress->has_text, .bare = bare};
        status = plan_room(plan, progress->section, &stand);
    }
    const bool balance = progress->section->page->balance;
    if (status == OK && balance)
        status = balance_end(plan, body);
    const struct plan before = *plan;
    if (status == OK)
        status = plan_page(plan);
    if (status == OK && balance)
        status = balance_foot(&before, plan, body);
    return status == OK ? make_page(plan, progress, bare) : status;
}

static enum status paginate(struct plan *plan, struct progress *progress, struct body *body)
{
    enum status status = body_reach(body, plan->next);
    while (status == OK && (!progress->begun || plan->next < plan->flow->count || plan_carries_notes(plan))) {
        status = next_page(plan, progress, body);
        if (status != OK)
            return status;
        release_tables(plan);
        progress->placed += plan->count - (plan->count > 0 && plan->table_open ? 1 : 0);
        const size_t gone = body_release(body, plan->next);
        plan->next -= gone;
        progress->placed -= gone;
        status = body_reach(body, plan->next);
    }
    assert(status != OK || progress->placed == plan->flow->count);
    return status;
}

enum status paginate_section(const struct layout *layout, const struct section *section, struct body *body,
                             const struct margins_taken *turned)
{
    const struct page_master *master = section->page;
    struct slice *watermark = NULL;
    struct progress progress = {.section = section};
    struct plan plan = {.layout = layout,
                        .flow = &body->flow,
                        .notes = &body->notes,
                        .sheet = master->height,
                        .taken = *turned};
    enum status status = watermark_make(layout, section, &watermark);
    progress.watermark = watermark;
    return status == OK ? paginate(&plan, &progress, body) : status;
}
