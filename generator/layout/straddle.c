/*
 * Seals over the edges of all pages (骑缝章): a strip of each on every page, at the sheet's right edge as it lies in the
 * stack, all strips of a seal equally wide.  How many pages there are is known at the end; pages have left memory then,
 * so what each leaves free at that edge is noted while it is there.
 */
#include "layout/layout_int.h"
#include "layout/messages.def"

static const length STRIP_EDGE = 567 /* 0.2 mm */,
                    APART = 284 /* 0.1 mm: from a place, so that the message shows it */;

struct straddles {
    length *room; /* of each page, at its right edge: for every straddle, one behind the other */
    size_t count, capacity;
    struct page_sign *signs; /* one a straddle */
    size_t kinds;
};

enum status straddle_begin(struct layout *layout)
{
    struct straddles *all = ARENA_NEW(layout->job, struct straddles);
    layout->straddles = all;
    if (all == NULL)
        return NO_MEMORY;
    for (const struct straddle *s = layout->content->straddles; s != NULL; s = s->next)
        all->kinds++;
    all->signs = ARENA_NEW_ARRAY(layout->job, all->kinds, struct page_sign);
    return all->signs != NULL ? OK : NO_MEMORY;
}

static length top_of(const struct straddle *straddle, const struct page *page)
{
    return straddle->has_top ? straddle->top : (page->height - straddle->height) / 2;
}

/* A strip may stand beside a text, but not touch a signing place. */
static bool box_beside(const struct page_item *item, struct page_box *ret_box)
{
    *ret_box = (struct page_box){item->x, item->y, item->width + APART, item->height};
    return item->kind == PAGE_SIGN || (signing_is_read(item) && page_item_box(item, ret_box));
}

/* From the right edge to what stands nearest, as far as the seal is high. */
static length free_of(const struct straddle *straddle, const struct page *page)
{
    const length top = top_of(straddle, page), bottom = top + straddle->height;
    length right = 0;
    for (size_t i = 0; i < page->item_count; i++) {
        struct page_box box;
        if (box_beside(&page->items[i], &box) && box.y < bottom && box.y + box.height > top)
            right = length_max(right, box.x + box.width);
    }
    return page->width - right;
}

enum status straddle_look(const struct layout *layout, size_t index)
{
    struct straddles *all = layout->straddles;
    const struct page *page = &layout->document->pages[index];
    size_t at = index * all->kinds;
    enum status status = OK;
    for (const struct straddle *s = layout->content->straddles; s != NULL && status == OK;
         s = s->next, at++) {
        const length room = free_of(s, page);
        if (at < all->count)
            all->room[at] = room < all->room[at] ? room : all->room[at];
        while (at >= all->count && status == OK) /* pages before that were faulty are not seen */
            status = ARENA_APPEND(layout->job, all->room, all->count, all->capacity, &room);
    }
    return status;
}

/* What one seal is shared out among. */
struct sharing {
    const struct straddle *straddle;
    const struct page_sign *sign;
    size_t kind;  /* which straddle */
    size_t pages; /* that have a strip */
    size_t seals;
};

/* The number of the first page of a seal among those that have a strip: seals have equally many, the first ones one more. */
static size_t first_of(const struct sharing *sharing, size_t seal)
{
    return (sharing->pages * seal + sharing->seals - 1) / sharing->seals;
}

static enum status draw_guide(const struct layout *layout, struct arena *arena,
                              const struct straddle *straddle, const struct page_place *place)
{
    struct page *page = &layout->document->pages[place->page];
    const struct page_item item = {.kind = PAGE_PATH,
                                   .x = place->box.x,
                                   .y = place->box.y,
                                   .width = place->box.width,
                                   .height = place->box.height,
                                   .hollow = true,
                                   .pen = straddle->color,
                                   .stroke = STRIP_EDGE,
                                   .tag = {.artifact = true},
                                   .place = straddle->place};
    if (layout->sink == NULL)
        return page_add_item(layout->job, page, &item);
    struct page part = *page;
    part.items = NULL;
    part.item_count = part.item_capacity = part.line_count = 0;
    enum status status = page_add_item(arena, &part, &item);
    return status == OK ? layout->sink->seal(layout->sink->context, &part, place->page) : status;
}

/* The n-th page that has a strip. */
static enum status add_strip(const struct layout *layout, struct arena *arena, const struct sharing *sharing,
                             size_t n, size_t index)
{
    const struct straddle *straddle = sharing->straddle;
    const struct page *page = &layout->document->pages[index];
    const size_t seal = n * sharing->seals / sharing->pages;
    const size_t first = first_of(sharing, seal), strip = n - first,
                 strips = first_of(sharing, seal + 1) - first;
    const length from = straddle->width * (length)strip / (length)strips,
                 to = straddle->width * (length)(strip + 1) / (length)strips;
    const struct page_place place = {
        .sign = sharing->sign,
        .page = index,
        .box = {page->width - (to - from), top_of(straddle, page), to - from, straddle->height},
        .seal = seal + 1,
        .strip = strip + 1,
        .strips = strips};
    const length room = layout->straddles->room[index * layout->straddles->kinds + sharing->kind];
    if (place.box.width > room)
        return diag_report(layout->diag, MSG_LAYOUT_STRADDLE_TAKEN, straddle->place, index + 1,
                           LENGTH_MM_ARGS(place.box.width), LENGTH_MM_ARGS(room));
    if (place.box.y + place.box.height > page->height)
        return diag_report(layout->diag, MSG_LAYOUT_SIGN_OUT, straddle->place, index + 1,
                           STR_ARGS(straddle->party), signing_word(sharing->sign));
    struct page_document *document = layout->document;
    enum status status =
        ARENA_APPEND(layout->job, document->places, document->place_count, document->place_capacity, &place);
    return status == OK && straddle->guide ? draw_guide(layout, arena, straddle, &place) : status;
}

static bool has_strip(const struct straddle *straddle, size_t index)
{
    return straddle->parity == PARITY_ANY || (index % 2 == 0) == (straddle->parity == PARITY_ODD);
}

/* One strip alone would be a whole seal on one page. */
static size_t pages_of(const struct layout *layout, const struct straddle *straddle)
{
    size_t pages = 0;
    for (size_t i = 0; i < layout->document->page_count; i++)
        pages += has_strip(straddle, i) ? 1 : 0;
    return pages > 1 ? pages : 0;
}

static struct page_sign sign_of(const struct straddle *straddle)
{
    return (struct page_sign){
        .party = straddle->party, .kind = STR("straddle"), .keyword = STR(""), .place = straddle->place};
}

static enum status add_seals(const struct layout *layout, struct arena *arena,
                             const struct straddle *straddle, size_t kind)
{
    const size_t pages = pages_of(layout, straddle), most = (size_t)straddle->most;
    const size_t fewest = (pages + most - 1) / most;
    struct page_sign *sign = &layout->straddles->signs[kind];
    const struct sharing sharing = {.straddle = straddle,
                                    .sign = sign,
                                    .kind = kind,
                                    .pages = pages,
                                    .seals = fewest <= pages / 2 ? fewest : pages / 2};
    enum status status = OK;
    *sign = sign_of(straddle);
    size_t n = 0;
    for (size_t i = 0; n < pages && status == OK; i++)
        if (has_strip(straddle, i))
            status = add_strip(layout, arena, &sharing, n++, i);
    return status;
}

/* On any page; nor do they touch. */
static enum status look_at_pair(const struct layout *layout, const struct straddle *one,
                                const struct straddle *other)
{
    const struct page_document *document = layout->document;
    if (pages_of(layout, one) == 0 || pages_of(layout, other) == 0)
        return OK;
    for (size_t i = 0; i < document->page_count; i++) {
        const length a = top_of(one, &document->pages[i]), b = top_of(other, &document->pages[i]);
        const length low = a + one->height, other_low = b + other->height;
        const length by = (low < other_low ? low : other_low) - length_max(a, b);
        if (!has_strip(one, i) || !has_strip(other, i) || by < 0)
            continue;
        const struct page_sign first = sign_of(one), second = sign_of(other);
        return signing_report_pair(layout, i, &first, &second, by + STRIP_EDGE);
    }
    return OK;
}

static enum status look_at_pairs(const struct layout *layout, const struct straddle *one)
{
    enum status status = OK;
    for (const struct straddle *other = one->next; other != NULL && status == OK; other = other->next)
        status = look_at_pair(layout, one, other);
    return status;
}

enum status straddle_finish(const struct layout *layout)
{
    enum status status = OK;
    size_t kind = 0;
    struct arena *arena = arena_new(0);
    if (arena == NULL)
        return NO_MEMORY;
    for (const struct straddle *s = layout->content->straddles; s != NULL && status == OK; s = s->next) {
        status = look_at_pairs(layout, s);
        if (status == OK)
            status = add_seals(layout, arena, s, kind++);
    }
    arena_free(arena);
    return status;
}
