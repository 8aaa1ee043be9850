/*
 * Where figures are printed.
 *
 * An item of a page points to its node, and each glyph to its run there, which shows a figure; so a place is a node,
 * a run and a box, taken while the page stands: its glyphs go when it is done.  Which figure that is, is looked up at
 * the end, when the structure is complete.  Pieces of a line that follow each other are one place: a number and its
 * unit are of two faces.  Where a text was put together, what stands in a figure's place stands in the text's, too:
 * a text has a place a line, whatever is in it.  What a page repeats, and what is no text of the paper, is no place.
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

/* Stands the item on the line of the last place? */
static bool is_on_line(const struct attach *attach, const struct place_open *open,
                       const struct page_item *item)
{
    if (open->item == NULL)
        return false;
    const struct place_printed *last = &attach->places[open->place];
    const bool up = item->angle == 90;
    return last->node == item->tag.node && open->item->line == item->line &&
           open->item->angle == item->angle && (up ? open->item->x == item->x : open->item->y == item->y);
}

/* Goes the place on from the last one: the same run on the same line? */
static bool goes_on(const struct attach *attach, const struct place_open *open, const struct page_item *item,
                    uint16_t run)
{
    return is_on_line(attach, open, item) && attach->places[open->place].run == run;
}

/* 万元; 万 and another: 万人 */
static size_t unit_length(struct str text)
{
    size_t at = 0;
    const struct unit *unit = unit_at(text, &at, false);
    if (unit == NULL)
        unit = unit_at(text, &at, true);
    if (unit != NULL && unit->quantity == QUANTITY_NONE)
        (void)unit_at(text, &at, true);
    return at;
}

/* What stands right behind a number is its unit, if it is one: that says in which scale it is printed. */
static enum status note_unit(struct attach *attach, struct place_open *open, const struct page_item *item,
                             size_t first)
{
    enum { GLYPHS = 4, BYTES = 64 };
    struct place_printed *last = &attach->places[open->place];
    char bytes[BYTES];
    struct str behind = {bytes, 0};
    const char end = last->text.len > 0 ? last->text.ptr[last->text.len - 1] : '\0';
    open->just = false;
    if (end < '0' || end > '9')
        return OK;
    for (size_t i = first; i < item->glyph_count && i < first + GLYPHS; i++)
        for (size_t k = 0; k < item->glyphs[i].text.len && behind.len < BYTES; k++)
            bytes[behind.len++] = item->glyphs[i].text.ptr[k];
    behind.len = unit_length(behind);
    if (behind.len > 0)
        last->unit = arena_copy(attach->arena, behind);
    return behind.len > 0 && last->unit.ptr == NULL ? NO_MEMORY : OK;
}

/* The glyphs from `first` to before `end`, which are of one run. */
static enum status add_place(struct attach *attach, const struct page_item *item, size_t first, size_t end,
                             struct place_open *open)
{
    struct place_printed place = {.node = item->tag.node, .page = (uint32_t)open->index, .line = item->line};
    place.run = item->glyphs[first].run;
    const bool more = goes_on(attach, open, item, place.run);
    const struct str before = more ? attach->places[open->place].text : STR("");
    set_box(&place, open->page, item, extent_of(item, first, end));
    enum status status =
        keep_text(attach, before, item, (struct extent){(length)first, (length)end}, &place.text);
    if (status != OK)
        return status;
    open->item = item;
    open->just = true;
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
        if (open->just && is_on_line(attach, open, item) && !goes_on(attach, open, item, run))
            status = note_unit(attach, open, item, i);
        if (run != 0 && status == OK)
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

/* --- by figure --- */

/* A view has the fields of another record. */
static const struct record *plain_record(const struct record *record)
{
    while (record != NULL && record->origin != NULL)
        record = record->origin;
    return record;
}

static struct figure_printed key_of(const struct shown *shown)
{
    return (struct figure_printed){.record = shown->made != NULL ? (const void *)shown->made
                                                                 : plain_record(shown->record),
                                   .slot = shown->made != NULL ? -1 : shown->slot};
}

/* Its entry, or the free one where it belongs. */
static struct figure_printed *find(const struct attach *attach, const struct shown *shown)
{
    const struct figure_printed key = key_of(shown);
    const size_t mask = attach->figure_capacity - 1;
    size_t at =
        ((uintptr_t)key.record / sizeof(struct record *) * 31 + (size_t)key.slot) * 0x9E3779B97F4A7C15u >>
            16 &
        mask;
    struct figure_printed *figure;
    while ((figure = &attach->figures[at])->record != NULL &&
           (figure->record != key.record || figure->slot != key.slot))
        at = (at + 1) & mask;
    return figure;
}

/* The run of that number in the node: they are numbered from 1 as they stand. */
static const struct page_run *run_numbered(const struct page_structure *structure, uint32_t node,
                                           uint16_t number)
{
    const struct page_run *run =
        structure != NULL && number > 0 ? page_run_of(structure, node, number - 1U) : NULL;
    return run != NULL && run->number == number && run->shown != NULL ? run : NULL;
}

/* Goes the figure's last place on with this one, which stands there in order? */
static bool is_next(const struct attach *attach, const struct figure_printed *figure,
                    const struct place_printed *place, const struct page_run *run, size_t order)
{
    if (figure->last == 0)
        return false;
    const struct place_printed *last = &attach->places[figure->last - 1];
    return figure->upto == order && figure->run == run->number && last->page == place->page &&
           last->node == place->node && last->line == place->line;
}

/* The place, `order`-th of all, shows the run's figure: by itself, or as a part of it (`inside`). */
static enum status add_shown(struct attach *attach, uint32_t index, const struct page_run *run, size_t order,
                             bool inside)
{
    const struct shown *shown = run->shown;
    struct figure_printed *figure = find(attach, shown);
    const bool first = figure->record == NULL;
    const struct place_printed place = attach->places[index];
    enum status status = OK;
    if (first)
        *figure = key_of(shown);
    if (is_next(attach, figure, &place, run, order)) {
        struct place_printed *last = &attach->places[figure->last - 1];
        join_box(last, &place);
        last->text = arena_join(attach->arena, last->text, place.text);
        last->unit = place.unit;
        figure->upto = order + 1;
        return last->text.ptr != NULL ? OK : NO_MEMORY;
    }
    if (inside) {
        index = (uint32_t)attach->place_count;
        status =
            ARENA_APPEND(attach->arena, attach->places, attach->place_count, attach->place_capacity, &place);
    }
    if (status == OK && first && shown->made != NULL)
        status = ARENA_APPEND(attach->arena, attach->made, attach->made_count, attach->made_capacity, &shown);
    if (status != OK)
        return status;
    *(first ? &figure->first : &attach->places[figure->last - 1].next) = index + 1;
    figure->last = index + 1;
    figure->upto = order + 1;
    figure->run = run->number;
    return OK;
}

static int compare_places(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

/* By page, and as they came there. */
static uint64_t *places_in_order(const struct attach *attach)
{
    uint64_t *order = ARENA_NEW_ARRAY(attach->arena, attach->place_count, uint64_t);
    for (size_t i = 0; order != NULL && i < attach->place_count; i++)
        order[i] = (uint64_t)attach->places[i].page << 32 | i;
    if (order != NULL)
        qsort(order, attach->place_count, sizeof *order, compare_places);
    return order;
}

/* Room for as many figures as places can show. */
static enum status make_room(struct attach *attach, const struct page_structure *structure)
{
    size_t count = 0;
    for (size_t i = 0; i < attach->place_count; i++) {
        const struct place_printed *place = &attach->places[i];
        const struct page_run *run = run_numbered(structure, place->node, place->run);
        for (; run != NULL; run = run_numbered(structure, place->node, run->within))
            count++;
    }
    for (attach->figure_capacity = 16; attach->figure_capacity < count * 2;)
        attach->figure_capacity *= 2;
    attach->figures = ARENA_NEW_ARRAY(attach->arena, attach->figure_capacity, struct figure_printed);
    return attach->figures != NULL ? OK : NO_MEMORY;
}

enum status places_sort(struct attach *attach, const struct page_document *document)
{
    const struct page_structure *structure = document->structure;
    const size_t count = attach->place_count;
    enum status status = make_room(attach, structure);
    const uint64_t *order = places_in_order(attach);
    if (order == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < count && status == OK; i++) {
        const uint32_t index = (uint32_t)order[i], node = attach->places[index].node;
        const struct page_run *run = run_numbered(structure, node, attach->places[index].run);
        for (bool inside = false; run != NULL && status == OK; inside = true) {
            status = add_shown(attach, index, run, i, inside);
            run = run_numbered(structure, node, run->within);
        }
    }
    return status;
}

const struct place_printed *places_of(const struct attach *attach, const struct shown *shown)
{
    const struct figure_printed *figure = find(attach, shown);
    return figure->record == NULL ? NULL : &attach->places[figure->first - 1];
}

enum status attach_sort(struct attach *attach, const struct page_document *document)
{
    return places_sort(attach, document);
}

bool attach_next_printed(const struct attach *attach, struct record *record, int slot, const void **at,
                         struct attach_printed *ret_printed)
{
    const struct shown shown = {.record = record, .slot = slot};
    const struct place_printed *last = *at;
    const struct place_printed *place = last == NULL ? places_of(attach, &shown) : place_next(attach, last);
    if (place == NULL)
        return false;
    *at = place;
    *ret_printed = (struct attach_printed){place->page + 1, place->text, place->unit};
    return true;
}
