/*
 * Tables in cells and columns: slices of the flow around them, each a band of rows into which no span reaches
 * from outside.  A table of up to half a page is one band; bands keep together where a page can hold them
 * all.
 *
 * Every band draws its own fills, rules and texts; of the rules between two it has both kinds, that inside
 * the table and those where a page ends between them (draw_when).  Where one begins a part, the head stands
 * again above it (slice.again), if both take no more than half a page.
 */
#include "layout/flow/flow.h"
#include "layout/table/table_int.h"
#include "layout/messages.def"

/* The rows `first` … `end` - 1. */
struct band {
    size_t first, end;
    bool is_last;
};

/* May the table be divided above `row`? */
static bool is_divisible(const struct table_flow *flow, size_t row)
{
    const struct table *table = flow->table;
    if (row <= table->head_rows || row >= table_body_end(table) || table->rows[row - 1].keep_next)
        return false;
    for (size_t column = 0; column < table->column_count; column++)
        if (table_grid_cell(flow, row - 1, column) == table_grid_cell(flow, row, column))
            return false;
    return true;
}

static enum status draw_items(const struct where *where, struct slice *slice, const struct page *page,
                              enum draw_when when)
{
    enum status status = OK;
    for (size_t i = 0; i < page->item_count && status == OK; i++) {
        const struct draw draw = {.item = page->items[i], .when = when};
        status = slice_add_draw(where, slice, &draw);
    }
    for (size_t i = 0; i < page->line_count && status == OK; i++) {
        const struct page_line *line = &page->lines[i];
        const struct draw draw = {.line = line, .item = {.x = line->x, .y = line->y}};
        status = slice_add_draw(where, slice, &draw);
    }
    return status;
}

/* Draws one kind of the band's rules. */
static enum status band_rules(const struct where *where, const struct table_flow *flow,
                              const struct table_part *part, unsigned edges, enum draw_when when,
                              struct slice *slice)
{
    struct page page = {0};
    const struct table_room room = {.page = &page};
    struct table_part ruled = *part;
    ruled.room = &room;
    enum status status = table_rules_draw(where, flow, &ruled, edges);
    return status == OK ? draw_items(where, slice, &page, when) : status;
}

/* The head that stands again above the band, from above its upper edge down to it: an empty row of the band
 * lies below, so that the rule between them is the one that wins there. */
static enum status head_draw(const struct where *where, struct table_flow *flow,
                             const struct table_part *band, struct slice *slice)
{
    size_t rows = flow->table->head_rows;
    struct page page = {0};
    const struct table_room room = {.page = &page};
    struct table_part part = *band;
    part.y = ARENA_NEW_ARRAY(where->arena, rows + 2, length);
    part.head_count = rows;
    part.count = rows + 1;
    part.room = &room;
    if (part.y == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i <= rows; i++)
        part.y[i] = flow->head_y[i] - flow->head_y[rows];
    enum status status = band_rules(where, flow, &part, EDGE_TOP | EDGE_SIDES, DRAW_AT_BEGIN, slice);
    if (status == OK)
        status = table_head_place(where, flow, &part);
    return status == OK ? draw_items(where, slice, &page, DRAW_AT_BEGIN) : status;
}

/* What is above a band that does not begin the table. */
static enum status band_open(const struct where *where, struct table_flow *flow,
                             const struct table_part *part, struct slice *slice)
{
    enum status status = band_rules(where, flow, part, EDGE_ABOVE, DRAW_INSIDE, slice);
    if (status != OK)
        return status;
    return slice->again > 0 ? head_draw(where, flow, part, slice)
                            : band_rules(where, flow, part, EDGE_TOP, DRAW_AT_BEGIN, slice);
}

static enum status band_draw(const struct where *where, struct table_flow *flow, const struct band *band,
                             const struct table_part *part, struct slice *slice)
{
    bool begins = band->first == 0;
    uint32_t *next = ARENA_NEW_ARRAY(where->arena, flow->table->column_count, uint32_t);
    enum status status = next != NULL ? OK : NO_MEMORY;
    if (status == OK)
        status = band_rules(where, flow, part,
                            EDGE_SIDES | (begins ? EDGE_TOP : 0) | (band->is_last ? EDGE_BOTTOM : 0),
                            DRAW_ALWAYS, slice);
    if (status == OK && !begins)
        status = band_open(where, flow, part, slice);
    if (status == OK && !band->is_last)
        status = band_rules(where, flow, part, EDGE_BOTTOM, DRAW_AT_END, slice);
    if (status == OK)
        status = table_cells_place(where, flow, part, next);
    return status == OK ? draw_items(where, slice, part->room->page, DRAW_ALWAYS) : status;
}

/* How high the head is that stands again above a band `height` high. */
static length again_height(const struct table_flow *flow, const struct band *band, length height)
{
    length head = flow->head_y[flow->table->head_rows], page = flow->page;
    bool again = band->first > 0 && table_head_repeats(flow, page) && head + height <= page / 2;
    return again ? head : 0;
}

/* The band becomes a slice. */
static enum status band_add(const struct where *where, struct flow *around, struct table_flow *flow,
                            const struct band *band)
{
    const struct table_style *style = flow->table->style;
    struct page page = {0};
    const struct table_room room = {.page = &page};
    size_t count = band->end - band->first;
    struct slice *slice = flow_add_slice(where, around);
    length *y = ARENA_NEW_ARRAY(where->arena, count + 1, length);
    if (slice == NULL || y == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i <= count; i++)
        y[i] = flow->part_y[band->first + i] - flow->part_y[band->first];
    slice->height = y[count];
    slice->again = again_height(flow, band, y[count]);
    slice->place = flow->table->place;
    const struct table_part part = {.y = y,
                                    .count = count,
                                    .first_row = band->first,
                                    .pad_top = style->pad_top,
                                    .pad_bottom = style->pad_bottom,
                                    .room = &room};
    return band_draw(where, flow, band, &part, slice);
}

static enum status bands_add(const struct where *where, struct flow *around, struct table_flow *flow)
{
    length whole = table_total_height(flow, INT64_MAX), page = flow->page > 0 ? flow->page : INT64_MAX;
    size_t first = around->count;
    struct band band = {0};
    if (flow->status != OK)
        return table_check(flow);
    for (size_t row = 1; row <= flow->table->row_count; row++) {
        if (row < flow->table->row_count && (whole <= page / 2 || !is_divisible(flow, row)))
            continue;
        band = (struct band){.first = band.end, .end = row, .is_last = row == flow->table->row_count};
        enum status status = band_add(where, around, flow, &band);
        if (status != OK)
            return status;
    }
    for (size_t i = first; i < around->count; i++)
        around->slices[i].keep_next = i + 1 < around->count ? whole <= page : flow->table->notes != NULL;
    return OK;
}

enum status table_add_inner(const struct where *where, struct flow *flow, const struct table *table)
{
    struct table_flow *made = NULL;
    if (table->turns != NULL)
        return diag_report(where->layout->diag, MSG_LAYOUT_TURNS_INSIDE, table->place);
    if (table->page_rows > 0 || table->turned)
        return diag_report(where->layout->diag, MSG_LAYOUT_BREAKS_INSIDE, table->place);
    enum status status = table_flow_make(where, table, flow, &made);
    if (status != OK)
        return status;
    struct where inside = *where;
    inside.page_arena = where->arena; /* it becomes part of the flow */
    status = bands_add(&inside, flow, made);
    table_release(made, SIZE_MAX);
    return status;
}
