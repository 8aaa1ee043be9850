/*
 * Paragraphs a line longer or shorter, where pages are the better for it.
 *
 * Two things are mended, both before anything of the pages is placed:
 *  - The section ends in sight, at most PAGES_MOST pages from here, and its last page is less than a third full: some
 *    paragraphs, the cheapest first, get a line shorter until a page is saved; if three are not enough, none.
 *  - The page just planned has white at its foot for the sake of lines that stay together: one paragraph, the cheapest,
 *    gets a line longer to fill it, or shorter, so that what did not fit does.  What stands behind is planned later.
 *
 * What a change costs is found out only then (text_loose.c), and only where a line would help.  Plans are tried with
 * what is set already, the window of body.c, as far as it is text: no table is tried, and for the end no note.  An asked
 * page break ends a text as the end of its section does.  A paragraph that has begun on an earlier page stays.
 */
#include "layout/pages/pages_int.h"

enum {
    PAGES_MOST = 4,   /* that are looked at for the sake of the last one */
    SHORT_PART = 3,   /* a last page is short that is full to less than such a part */
    SHORTER_MOST = 3, /* paragraphs that get shorter for its sake */
    WHITE_LINES = 3,  /* at a foot: with so much white more is amiss than a line */
    FOOT_TRIES = 4,   /* paragraphs that are tried for its sake */
    /* What a change may cost each line of its paragraph: squeezed to some two thirds; a twentieth of an em a gap, so
     * that pages stay as calm as they are. */
    FEWER_COST = 2000,
    MORE_COST = 300,
    CHANGES = 64
};

/* A paragraph in another number of lines. */
struct change {
    size_t at; /* its first slice */
    size_t lines, was;
    int64_t cost;
};

struct changes {
    struct change items[CHANGES]; /* the cheapest first */
    size_t count;
};

static void add_change(struct changes *changes, const struct change *change)
{
    const int64_t most = change->lines < change->was ? FEWER_COST : MORE_COST;
    if (change->cost < 0 || change->cost > most * (int64_t)change->was || changes->count == CHANGES)
        return;
    size_t i = changes->count++;
    for (; i > 0 && changes->items[i - 1].cost > change->cost; i--)
        changes->items[i] = changes->items[i - 1];
    changes->items[i] = *change;
}

struct wanted {
    bool fewer, more; /* lines */
};

/* All that the paragraphs that begin in [from, to) can do. */
static enum status collect_changes(const struct flow *flow, size_t from, size_t to, struct wanted wanted,
                                   struct changes *changes)
{
    enum status status = OK;
    for (size_t i = from; i < to && status == OK; i++) {
        const size_t lines = paragraph_begins(flow, i);
        struct text_looseness looseness;
        if (lines == 0)
            continue;
        status = paragraph_looseness(flow, i, &looseness);
        if (status == OK && wanted.fewer)
            add_change(changes,
                       &(struct change){.at = i, .lines = lines - 1, .was = lines, .cost = looseness.fewer});
        if (status == OK && wanted.more)
            add_change(changes,
                       &(struct change){.at = i, .lines = lines + 1, .was = lines, .cost = looseness.more});
    }
    return status;
}

/* Makes change `index`, or takes it back; the others know where their paragraphs are then. */
static enum status make_change(struct body *body, struct changes *changes, size_t index, bool back)
{
    const struct change change = changes->items[index];
    const size_t before = body->flow.count;
    enum status status = body_change(body, change.at, back ? 0 : change.lines);
    for (size_t i = 0; i < changes->count; i++)
        if (changes->items[i].at > change.at)
            changes->items[i].at = changes->items[i].at + body->flow.count - before;
    return status;
}

static length white_at_foot(const struct plan *plan)
{
    return plan->room - plan->used - notes_height(plan->notes, plan->page_notes.from, plan->page_notes.to);
}

/* --- the end of a section --- */

/* Where the text ends that begins with slice `from`: before an asked page break, or the section's end; SIZE_MAX: not in
 * sight, or something stands before it that a plan may not be tried with. */
static size_t find_end(const struct plan *plan, const struct body *body, size_t from)
{
    const struct flow *flow = plan->flow;
    for (size_t i = from; i < flow->count; i++) {
        const struct slice *slice = &flow->slices[i];
        if (i > from && slice->page_break)
            return i;
        if (slice->table != NULL || slice->note_count > 0 || slice->height > plan->full / 2 ||
            (i > from && slice->parity != PARITY_ANY))
            return SIZE_MAX;
    }
    return body->next.block == NULL ? flow->count : SIZE_MAX;
}

/* How many pages there are to the end, which `behind` slices follow, at most one more than are looked at, and how full
 * the last one is. */
static enum status count_pages(struct plan *plan, size_t behind, size_t *ret_pages, length *ret_used)
{
    struct plan trial = *plan;
    enum status status = OK;
    *ret_pages = 0;
    while (trial.next + behind < trial.flow->count && *ret_pages <= PAGES_MOST && status == OK) {
        status = plan_page(&trial);
        trial.room = trial.full;
        trial.number++;
        ++*ret_pages;
    }
    *ret_used = trial.used;
    plan->entries = trial.entries; /* they may have grown */
    plan->capacity = trial.capacity;
    return status;
}

/* What is to be saved: the last of so many pages. */
struct saving {
    struct plan *plan;
    struct body *body;
    size_t pages, behind;
    struct changes changes;
};

static enum status is_saved(struct saving *saving, bool *ret_saved)
{
    size_t now;
    length used;
    enum status status = count_pages(saving->plan, saving->behind, &now, &used);
    *ret_saved = now < saving->pages;
    return status;
}

/* Takes back those of the first `count` changes without which the page is saved, or not saved, too. */
static enum status take_back(struct saving *saving, size_t count, bool saved)
{
    enum status status = OK;
    for (size_t i = count; i > 0 && status == OK; i--) {
        bool still = saved;
        status = make_change(saving->body, &saving->changes, i - 1, true);
        if (status == OK && saved)
            status = is_saved(saving, &still);
        if (status == OK && still != saved)
            status = make_change(saving->body, &saving->changes, i - 1, false);
    }
    return status;
}

static enum status save_page(struct saving *saving)
{
    const struct flow *flow = &saving->body->flow;
    struct changes *changes = &saving->changes;
    size_t made = 0;
    bool saved = false;
    enum status status = collect_changes(flow, saving->plan->next, flow->count - saving->behind,
                                         (struct wanted){.fewer = true}, changes);
    while (status == OK && !saved && made < changes->count && made < SHORTER_MOST) {
        status = make_change(saving->body, changes, made++, false);
        if (status == OK)
            status = is_saved(saving, &saved);
    }
    return status == OK && made > 0 ? take_back(saving, saved ? made - 1 : made, saved) : status;
}

enum status balance_end(struct plan *plan, struct body *body)
{
    const size_t count = body->flow.count;
    if (plan->next < count && body->flow.slices[plan->next].page_break)
        body->ended = false;
    if (body->ended || plan_carries_notes(plan) || plan->table_open)
        return OK;
    const size_t end = find_end(plan, body, plan->next);
    if (end == SIZE_MAX)
        return OK;
    struct saving saving = {.plan = plan, .body = body, .behind = count - end};
    length used;
    enum status status = count_pages(plan, saving.behind, &saving.pages, &used);
    if (status != OK || saving.pages > PAGES_MOST)
        return status;
    body->ended = true;
    return saving.pages > 1 && used * SHORT_PART < plan->full ? save_page(&saving) : OK;
}

/* --- the foot of a page --- */

/* The height of its lines of text; 0: none of its paragraphs may change, or it cannot be planned anew. */
static length line_of_page(const struct plan *plan)
{
    length line = 0;
    for (size_t i = 0; i < plan->count; i++) {
        const size_t at = plan->entries[i].slice;
        const struct slice *slice = &plan->flow->slices[at];
        if (plan->entries[i].part != NULL || slice->fill)
            return 0;
        if (line == 0 && paragraph_begins(plan->flow, at) > 0)
            line = slice->height;
    }
    return line;
}

/* What would come onto the page if it were so much higher is text alone. */
static bool text_follows(const struct plan *plan, length more)
{
    const struct flow *flow = plan->flow;
    const struct slice *next = &flow->slices[plan->next];
    bool text = !next->page_break && next->parity == PARITY_ANY;
    for (size_t i = plan->next; i < flow->count && more > 0 && text; i++) {
        text = flow->slices[i].table == NULL;
        more -= flow->slices[i].before + flow->slices[i].height;
    }
    return text;
}

/* One line fewer is as good as a page that is a line higher: does it bring in what begins with slice `next`? */
static enum status try_higher(const struct plan *before, size_t next, length line, bool *ret_helps)
{
    struct plan trial = *before;
    trial.room += line;
    enum status status = plan_page(&trial);
    *ret_helps = trial.next > next && white_at_foot(&trial) < line;
    return status;
}

/* The page with the cheapest change that leaves no line of white, and on it all that was there; or as it was. */
static enum status fill_foot(const struct plan *before, struct plan *plan, struct body *body,
                             struct changes *changes, length line)
{
    const size_t next = plan->next;
    enum status status = OK;
    for (size_t i = 0; i < changes->count && i < FOOT_TRIES && status == OK; i++) {
        const struct change *change = &changes->items[i];
        *plan = *before;
        status = make_change(body, changes, i, false);
        if (status == OK)
            status = plan_page(plan);
        if (status == OK && plan->next >= next + change->lines - change->was && white_at_foot(plan) < line)
            return OK;
        if (status == OK)
            status = make_change(body, changes, i, true);
    }
    *plan = *before;
    return status == OK ? plan_page(plan) : status;
}

enum status balance_foot(const struct plan *before, struct plan *plan, struct body *body)
{
    if (plan->table_open || plan->count == 0 || plan->next >= plan->flow->count)
        return OK;
    const length white = white_at_foot(plan), line = line_of_page(plan);
    if (line == 0 || white < line || white >= WHITE_LINES * line || !text_follows(plan, white + line / 2))
        return OK;
    const size_t first = plan->entries[0].slice;
    struct wanted wanted = {.more = white < 2 * line};
    struct changes changes = {.count = 0};
    struct plan again = *before;
    again.entries = plan->entries; /* they may have grown; what is tried is written over them */
    again.capacity = plan->capacity;
    enum status status = try_higher(&again, plan->next, line, &wanted.fewer);
    if (status == OK && (wanted.fewer || wanted.more))
        status = collect_changes(&body->flow, first, plan->next, wanted, &changes);
    return status == OK ? fill_foot(&again, plan, body, &changes, line) : status;
}
