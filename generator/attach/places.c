/*
 * Where fields are printed.
 *
 * An item of a page points to its node, and each glyph to its run there, which a field gave; so a place is a node,
 * a run and a box, taken while the page stands: its glyphs go when it is done.  Which field that is, is looked up at
 * the end, when the structure is complete.  Pieces of a line that follow each other are one place: a number and its
 * unit are of two faces.  What a page repeats, and what is no text of the paper, is no place.
 *
 * Boxes are those of the characters, not of their ink: from 0.12 em below the baseline to 0.88 em above, as the
 * fonts in the file say.
 */
#include "attach/attach_int.h"

#include <stdlib.h>

enum { ABOVE = 880, BELOW = 120 /* 1/1000 em */ };

/* From the origin of the item along its line. */
struct extent {
    length from, to;
};

static struct extent extent_of(const struct page_item *item, size_t first, size_t end)
{
    const length to = end < item->glyph_count ? item->glyphs[end].x : item->width;
    return (struct extent){item->glyphs[first].x, length_max(to, item->glyphs[first].x)};
}

/* Text that runs up the sheet has its line along y. */
static void set_box(struct place_printed *place, const struct page *page, const struct page_item *item,
                    struct extent extent)
{
    const length above = item->size * ABOVE / 1000, below = item->size * BELOW / 1000;
    const length base = page->height - item->y, run = extent.to - extent.from;
    const bool up = item->angle == 90;
    place->x = (int32_t)(up ? item->x - above : item->x + extent.from);
    place->y = (int32_t)(up ? base + extent.from : base - below);
    place->width = (int32_t)(up ? above + below : run);
    place->height = (int32_t)(up ? run : above + below);
}

static void join_box(struct place_printed *place, const struct place_printed *more)
{
    const int32_t right = place->x + place->width, top = place->y + place->height;
    const int32_t more_right = more->x + more->width, more_top = more->y + more->height;
    place->x = more->x < place->x ? more->x : place->x;
    place->y = more->y < place->y ? more->y : place->y;
    place->width = (more_right > right ? more_right : right) - place->x;
    place->height = (more_top > top ? more_top : top) - place->y;
}

static enum status keep_text(struct attach *attach, struct str before, const struct page_item *item,
                             struct extent glyphs, struct str *ret_text)
{
    struct buf text = BUF(ATTACH_MAX_BYTES);
    buf_add_str(&text, before);
    for (length i = glyphs.from; i < glyphs.to; i++)
        buf_add_str(&text, item->glyphs[i].text);
    if (text.len > 0 || text.failed)
        return buf_keep(&text, attach->arena, ret_text);
    *ret_text = STR("");
    return OK;
}

/* Goes the place on from the last one: the same run on the same line? */
static bool goes_on(const struct attach *attach, const struct place_open *open, const struct page_item *item,
                    uint16_t run)
{
    if (open->item == NULL)
        return false;
    const struct place_printed *last = &attach->places[open->place];
    const bool up = item->angle == 90;
    return last->node == item->tag.node && last->run == run && open->item->line == item->line &&
           open->item->angle == item->angle && (up ? open->item->x == item->x : open->item->y == item->y);
}

/* The glyphs from `first` to before `end`, which are of one run. */
static enum status add_place(struct attach *attach, const struct page_item *item, size_t first, size_t end,
                             struct place_open *open)
{
    struct place_printed place = {
        .node = item->tag.node, .page = (uint32_t)open->index, .run = item->glyphs[first].run};
    const bool more = goes_on(attach, open, item, place.run);
    const struct str before = more ? attach->places[open->place].text : STR("");
    set_box(&place, open->page, item, extent_of(item, first, end));
    enum status status =
        keep_text(attach, before, item, (struct extent){(length)first, (length)end}, &place.text);
    if (status != OK)
        return status;
    open->item = item;
    if (more) {
        join_box(&attach->places[open->place], &place);
        attach->places[open->place].text = place.text;
        return OK;
    }
    open->place = attach->place_count;
    return ARENA_APPEND(attach->arena, attach->places, attach->place_count, attach->place_capacity, &place);
}

static enum status add_item(struct attach *attach, const struct page_item *item, struct place_open *open)
{
    enum status status = OK;
    for (size_t i = 0, end; i < item->glyph_count && status == OK; i = end) {
        const uint16_t run = item->glyphs[i].run;
        for (end = i + 1; end < item->glyph_count && item->glyphs[end].run == run;)
            end++;
        if (run != 0)
            status = add_place(attach, item, i, end, open);
    }
    return status;
}

enum status attach_page(struct attach *attach, const struct page *page, size_t index)
{
    struct place_open open = {.page = page, .index = index};
    enum status status = OK;
    for (size_t i = 0; i < page->item_count && status == OK; i++) {
        const struct page_item *item = &page->items[i];
        if (item->kind != PAGE_GLYPHS)
            continue;
        attach->faces[item->face] = true;
        if (!page_tag_is_artifact(item->tag) && !item->tag.repeated)
            status = add_item(attach, item, &open);
    }
    return status;
}

/* --- by field --- */

/* A view has the fields of another record. */
static const struct record *plain_record(const struct record *record)
{
    while (record != NULL && record->origin != NULL)
        record = record->origin;
    return record;
}

static struct field_printed *find(const struct attach *attach, const struct record *record, int slot)
{
    const size_t mask = attach->field_capacity - 1;
    size_t at =
        ((uintptr_t)record / sizeof(struct record *) * 31 + (size_t)slot) * 0x9E3779B97F4A7C15u >> 16 & mask;
    while (attach->fields[at].record != NULL &&
           (attach->fields[at].record != record || attach->fields[at].slot != slot))
        at = (at + 1) & mask;
    return &attach->fields[at];
}

static const struct page_run *run_of_place(const struct page_structure *structure,
                                           const struct place_printed *place)
{
    const struct page_run *run;
    for (size_t i = 0; (run = page_run_of(structure, place->node, i)) != NULL; i++)
        if (run->number == place->run)
            return run;
    return NULL;
}

static int compare_places(const void *a, const void *b)
{
    const struct place_printed *const *x = a, *const *y = b;
    return (*x)->page != (*y)->page ? ((*x)->page > (*y)->page ? -1 : 1) : *x < *y ? 1 : -1;
}

enum status places_sort(struct attach *attach, const struct page_document *document)
{
    struct place_printed **sorted =
        ARENA_NEW_ARRAY(attach->arena, attach->place_count, struct place_printed *);
    attach->field_capacity = 16;
    while (attach->field_capacity < attach->place_count * 2)
        attach->field_capacity *= 2;
    attach->fields = ARENA_NEW_ARRAY(attach->arena, attach->field_capacity, struct field_printed);
    if (attach->fields == NULL || sorted == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < attach->place_count; i++)
        sorted[i] = &attach->places[i];
    qsort(sorted, attach->place_count, sizeof *sorted,
          compare_places); /* the last first: each goes in front */
    for (size_t i = 0; i < attach->place_count && document->structure != NULL; i++) {
        const struct page_run *run = run_of_place(document->structure, sorted[i]);
        const struct record *record = run == NULL ? NULL : plain_record(run->record);
        if (record == NULL)
            continue;
        struct field_printed *field = find(attach, record, run->slot);
        field->record = record;
        field->slot = run->slot;
        sorted[i]->next = field->first;
        field->first = (uint32_t)(sorted[i] - attach->places) + 1;
    }
    return OK;
}

const struct place_printed *places_of(const struct attach *attach, const struct record *record, int slot)
{
    const struct field_printed *field = find(attach, plain_record(record), slot);
    return field->record == NULL ? NULL : &attach->places[field->first - 1];
}
