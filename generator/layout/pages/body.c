/*
 * The body of a section, set as its pages need it: in stretches of some slices, each with an arena and a
 * keeping of texts of its own, which go when their pages are done.  So many are set before a page is planned
 * that the planner never sees the end of what is set before the end of the section.  Where pages are kept,
 * all is made in the job's arena and stays.
 *
 * The array of slices begins with one of an earlier page: who asks whether something stands before, finds it.
 */
#include <assert.h>
#include <string.h>

#include "layout/pages/pages_int.h"

enum {
    STRETCH_SLICES = 64, /* more only where one block has more */
    PAGES_AHEAD =
        4, /* the page, what did not fit, and a chain that no page can hold; what balance.c looks at */
    SLICES_BEHIND = 256 /* so many are on earlier pages before the array is moved up */
};

struct stretch {
    struct stretch *next;
    struct arena *arena;
    size_t end; /* of its slices */
};

void body_begin(struct body *body, const struct layout *layout, const struct section *section, length width)
{
    const length room = section->page->height - section->page->top - section->page->bottom;
    *body = (struct body){.layout = layout,
                          .next = block_walk(section->blocks),
                          .flow = {.width = width,
                                   .page = room,
                                   .page_level = true,
                                   .text_wide = true,
                                   .grid = section->page->line_pitch},
                          .notes = {.flow = {.width = width, .page = room}},
                          .room = room};
}

static enum status set_blocks(struct body *body, const struct where *where)
{
    const struct setting setting = {.repeated = false};
    const size_t from = body->flow.count;
    enum status result = OK;
    while (body->next.block != NULL && !status_stops(result) && body->flow.count < from + STRETCH_SLICES)
        result = status_worse(result, flow_set_next(where, &body->flow, &body->next, &setting));
    return result;
}

static enum status add_stretch(struct body *body, struct stretch **ret_stretch)
{
    struct stretch *stretch = body->spare;
    if (stretch != NULL) {
        body->spare = stretch->next;
        stretch->next = NULL;
    } else {
        stretch = ARENA_NEW(body->layout->job, struct stretch);
        if (stretch == NULL)
            return NO_MEMORY;
        stretch->arena = arena_new(0);
        if (stretch->arena == NULL)
            return NO_MEMORY;
    }
    *(body->newest != NULL ? &body->newest->next : &body->oldest) = stretch;
    body->newest = stretch;
    *ret_stretch = stretch;
    return OK;
}

/* The next blocks in an arena of their own. */
static enum status set_stretch(struct body *body)
{
    struct where where = where_now(body->layout);
    struct text_cache texts = {0};
    struct stretch *stretch = NULL;
    if (body->layout->sink == NULL)
        return set_blocks(body, &where);
    enum status status = add_stretch(body, &stretch);
    if (status != OK)
        return status;
    where.arena = where.page_arena = stretch->arena;
    where.texts = &texts;
    status = set_blocks(body, &where);
    stretch->end = body->flow.count;
    return status;
}

/* The height of text that is set from slice `at` on. */
static length set_ahead(const struct body *body, size_t at)
{
    length height = 0;
    for (size_t i = at; i < body->flow.count; i++) {
        const struct slice *slice = &body->flow.slices[i];
        if (!slice->space && slice->table == NULL)
            height += slice->height < body->room ? slice->height : body->room;
    }
    return height;
}

enum status body_reach(struct body *body, size_t at)
{
    enum status result = OK;
    while (body->next.block != NULL && !status_stops(result) &&
           set_ahead(body, at) <= PAGES_AHEAD * body->room) {
        const size_t from = body->flow.count;
        enum status status = set_stretch(body);
        if (status == OK)
            status = notes_set(body->layout, &body->flow, from, &body->notes);
        result = status_worse(result, status);
    }
    return result;
}

/* Those that end before slice `at`. */
static void drop_stretches(struct body *body, size_t at)
{
    while (body->oldest != NULL && body->oldest->end < at) {
        struct stretch *stretch = body->oldest;
        body->oldest = stretch->next;
        body->newest = body->oldest != NULL ? body->newest : NULL;
        body->first = stretch->end;
        arena_reset(stretch->arena);
        stretch->next = body->spare;
        body->spare = stretch;
    }
}

size_t body_release(struct body *body, size_t at)
{
    if (body->layout->sink == NULL || at == 0)
        return 0;
    drop_stretches(body, at);
    if (at <= SLICES_BEHIND)
        return 0;
    struct flow *flow = &body->flow;
    const size_t gone = at - 1;
    flow->count -= gone;
    body->first = 0;
    memmove(flow->slices, &flow->slices[gone], flow->count * sizeof *flow->slices);
    for (struct stretch *stretch = body->oldest; stretch != NULL; stretch = stretch->next)
        stretch->end -= gone;
    return gone;
}

/* Tables are set with their pages: where there are none to be, their faults are looked for here. */
static enum status check_tables(struct body *body)
{
    enum status status = OK;
    for (size_t i = body->first; i < body->flow.count && !status_stops(status); i++)
        if (body->flow.slices[i].table != NULL)
            status = table_check(body->flow.slices[i].table);
    return status_stops(status) ? status : OK;
}

enum status body_check(struct body *body)
{
    enum status status = check_tables(body);
    while (status == OK && body->next.block != NULL) {
        drop_stretches(body, SIZE_MAX);
        body->flow.count = body->first = 0;
        status = set_stretch(body);
        if (status == OK || status == FAILED)
            status = check_tables(body);
    }
    return status;
}

/* In the arena of the stretch that the paragraph is of. */
enum status body_change(struct body *body, size_t at, size_t lines)
{
    struct where where = where_now(body->layout);
    struct stretch *of = body->oldest;
    const size_t before = body->flow.count;
    while (of != NULL && of->end <= at)
        of = of->next;
    if (of != NULL)
        where.arena = where.page_arena = of->arena;
    enum status status = paragraph_change(&where, &body->flow, at, lines);
    for (; of != NULL && status == OK; of = of->next)
        of->end = of->end + body->flow.count - before;
    return status;
}

void body_end(struct body *body)
{
    for (struct stretch *stretch = body->oldest; stretch != NULL; stretch = stretch->next)
        arena_free(stretch->arena);
    for (struct stretch *stretch = body->spare; stretch != NULL; stretch = stretch->next)
        arena_free(stretch->arena);
}
