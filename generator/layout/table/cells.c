/*
 * The text of cells: set once (texts.c), placed in portions.
 *
 * Every cell is a flow for its inner width.  With the running sums of its slices' heights, "how high is the
 * rest" costs nothing and "how much goes in here" only what it places, so that a table is linear in its text
 * whatever the number of parts. A cell that a page turn cuts goes on where it stopped.  A label whose text is
 * all on earlier pages stands again, the larger of its sizes (labels.c) that goes in.
 */
#include "layout/table/table_int.h"

/* A cell of so many lines is not divided so that one of them stands alone; of less, not at all. */
enum { MANY_LINES = 4 };

/* --- measuring --- */

length table_cell_height(const struct table_cell_flow *cell, size_t from, size_t to)
{
    if (from == to)
        return 0;
    const struct slice *first = &cell->text->flow.slices[from];
    return cell->text->sums[to] - cell->text->sums[from] - first->before + (from > 0 ? first->again : 0);
}

static bool slice_keeps(const struct slice *slice, enum table_keeps keeps)
{
    return keeps == KEEPS_ALL ? slice->keep_next : keeps == KEEPS_LINES && slice->keep_line;
}

static size_t stop_before(const struct table_cell_flow *cell, size_t from, size_t to, enum table_keeps keeps)
{
    while (to > from && slice_keeps(&cell->text->flow.slices[to - 1], keeps))
        to--;
    return to;
}

static bool is_few_lines(const struct table_cell_flow *cell)
{
    const struct flow *flow = &cell->text->flow;
    for (size_t i = 0; i < flow->count && flow->count < MANY_LINES; i++)
        if (flow->slices[i].picture || flow->slices[i].again > 0)
            return false;
    return flow->count < MANY_LINES;
}

size_t table_cell_fit(const struct table_cell_flow *cell, size_t from, length space, enum table_keeps keeps)
{
    size_t to = from;
    while (to < cell->text->flow.count && table_cell_height(cell, from, to + 1) <= space)
        to++;
    if (to == cell->text->flow.count || keeps == KEEPS_NONE)
        return to;
    to = stop_before(cell, from, to, keeps);
    if (cell->text->flow.count < MANY_LINES)
        return keeps == KEEPS_ALL && is_few_lines(cell) ? from : to;
    if (to + 1 == cell->text->flow.count && to >= from + 3)
        to = stop_before(cell, from, to - 1, keeps);
    return from == 0 && to == 1 ? from : to;
}

/* --- placing --- */

/* Where a cell's box lies on the page. */
struct cell_box {
    struct page *page;
    length x, top, bottom; /* of the inner box: padding taken off */
    bool artifact;         /* a repetition */
};

/* The texts that slices point to will be given back: the page keeps what it has of them. */
static enum status slices_place(const struct where *where, const struct flow *flow, size_t from, size_t to,
                                const struct cell_box *box, length y)
{
    enum status status = OK;
    for (size_t i = from; i < to && status == OK; i++) {
        const struct slice *slice = &flow->slices[i];
        y += i > from ? slice->before : from > 0 ? slice->again : 0;
        size_t first = box->page->item_count, lines = box->page->line_count;
        const struct slice_ends ends = {.first = i == from, .last = i + 1 == to};
        status = slice_place_cut(where, slice, box->page, box->x, y, ends);
        for (size_t k = first; k < box->page->item_count && status == OK; k++) {
            struct page_item *item = &box->page->items[k];
            item->tag.repeated = item->tag.repeated || box->artifact;
            item->tag.artifact = item->tag.artifact || box->artifact;
            status = page_item_keep(where->page_arena, item);
        }
        box->page->line_count = box->artifact ? lines : box->page->line_count;
        y += slice->height;
    }
    return status;
}

/* The labels of a cell with diagonals, and these. */
static enum status slant_place(const struct where *where, const struct table_flow *flow,
                               const struct table_cell_flow *cell, const struct table_part *part,
                               const struct cell_box *box)
{
    const struct table_slant *slant = cell->text->slant;
    const length left = box->x - flow->pad_left, top = box->top - part->pad_top;
    const struct page_box outer = {
        left, top, flow->column_x[table_cell_behind(cell)] - flow->column_x[cell->cell->column],
        box->bottom + part->pad_bottom - top};
    enum status status = table_slant_draw(where, flow, slant, box->page, outer);
    for (size_t i = 0; i < slant->count && status == OK; i++) {
        const struct page_point at = table_slant_at(slant, i, outer.width, outer.height);
        struct cell_box label = *box;
        label.x = left + at.x;
        status = slices_place(where, &slant->flow, i, i + 1, &label, top + at.y);
    }
    return status;
}

/* Top of text `height` high: aligned when it is the whole text, else it begins at the top. */
static length text_top(const struct table_flow *flow, const struct table_cell_flow *cell,
                       const struct cell_box *box, length height, bool whole)
{
    const struct table_style *style = flow->table->style;
    enum valign valign = table_cell_is_head(flow, cell) ? style->head_valign : style->valign;
    length rest = box->bottom - box->top - height;
    if (cell->cell->has_valign)
        valign = cell->cell->valign;
    if (!whole || rest <= 0 || valign == VALIGN_TOP)
        return box->top;
    return box->top + (valign == VALIGN_MIDDLE ? rest / 2 : rest);
}

/* The label again, with its mark or without; or its first lines with the mark below, if they go in. */
static enum status label_place(const struct where *where, const struct table_flow *flow,
                               const struct table_cell_flow *cell, const struct cell_box *box)
{
    const struct table_label *label = cell->text->label;
    const struct flow *flows = label->flows, *text = &flows[LABEL_MARKED];
    const length *heights = label->heights;
    struct cell_box again = *box;
    length space = box->bottom - box->top, mark = 0;
    size_t count = text->count;
    again.artifact = true;
    if (heights[LABEL_MARKED] > space) {
        text = &flows[LABEL_BARE];
        mark = heights[LABEL_BARE] > space ? heights[LABEL_MARK] : 0;
        mark = flow_height(text, 0, 1) + mark > space ? 0 : mark;
        for (count = text->count; count > 0 && flow_height(text, 0, count) + mark > space;)
            count--;
    }
    length height = flow_height(text, 0, count), y = text_top(flow, cell, &again, height + mark, true);
    enum status status = slices_place(where, text, 0, count, &again, y);
    if (status != OK || mark == 0)
        return status;
    return slices_place(where, &flows[LABEL_MARK], 0, flows[LABEL_MARK].count, &again, y + height);
}

/* How high the text of a cell may be that lies so in the part. */
static length cell_space(const struct table_part *part, const struct cell_box *box, bool cut)
{
    length limit = part->room->y + part->limit - part->pad_bottom;
    return (cut && limit < box->bottom ? limit : box->bottom) - box->top;
}

/* The inner box of the cell within the part. */
static struct cell_box cell_box_of(const struct table_flow *flow, const struct table_part *part,
                                   const struct table_cell_flow *cell)
{
    const size_t behind = table_part_behind(part), below = table_cell_below(cell);
    size_t top = table_part_index(part, cell->row),
           bottom = table_part_index(part, (below < behind ? below : behind) - 1) + 1;
    return (struct cell_box){.page = part->room->page,
                             .x = part->room->x + flow->column_x[cell->cell->column] + flow->pad_left,
                             .top = part->room->y + part->y[top] + part->pad_top,
                             .bottom = part->room->y + part->y[bottom] - part->pad_bottom};
}

/* Up to which slice it stands in the part. */
static size_t cell_end(const struct table_part *part, const struct table_cell_flow *cell,
                       const struct cell_box *box)
{
    const size_t last_row = table_part_behind(part) - 1, from = table_cell_next(part, cell);
    const bool ends_at_last = table_cell_ends(cell, last_row);
    size_t to = cell->text->flow.count;
    if (from == to)
        return to;
    if (table_cell_below(cell) > last_row + 1 || (ends_at_last && part->cut))
        to = table_cell_fit(cell, from, cell_space(part, box, ends_at_last), part->keeps);
    return part->forced && ends_at_last && to == from ? to + 1 : to;
}

void table_cells_next(const struct table_flow *flow, const struct table_part *part, uint32_t *next)
{
    const size_t last_row = table_part_row(part, part->count - 1);
    for (size_t column = 0; column < flow->table->column_count;) {
        const struct table_cell_flow *cell = table_grid_cell(flow, last_row, column);
        const struct cell_box box = cell_box_of(flow, part, cell);
        next[cell->cell->column] = (uint32_t)cell_end(part, cell, &box);
        column = table_cell_behind(cell);
    }
}

/* Places what of the cell belongs to the part. */
static enum status cell_place(const struct where *where, struct table_flow *flow,
                              const struct table_part *part, const struct table_cell_flow *cell,
                              uint32_t *next)
{
    const struct cell_box cell_box = cell_box_of(flow, part, cell), *box = &cell_box;
    const size_t from = table_cell_next(part, cell), to = cell_end(part, cell, box);
    next[cell->cell->column] = (uint32_t)to;
    if (from == cell->text->flow.count)
        return cell->text->label == NULL ? OK : label_place(where, flow, cell, box);
    if (cell->text->slant != NULL)
        return to > from ? slant_place(where, flow, cell, part, box) : OK;
    const bool whole = from == 0 && to == cell->text->flow.count;
    length y = text_top(flow, cell, box, table_cell_height(cell, from, to), whole);
    return slices_place(where, &cell->text->flow, from, to, box, y);
}

enum status table_beside_place(const struct where *where, const struct flow *flow,
                               const struct table_room *room, length y)
{
    const struct cell_box box = {.page = room->page, .x = room->x, .artifact = true};
    return slices_place(where, flow, 0, flow->count, &box, room->y + y);
}

enum status table_head_place(const struct where *where, const struct table_flow *flow,
                             const struct table_part *part)
{
    struct table_part head = *part;
    head.count = part->head_count - part->turn_heads;
    head.head_count = head.turn_heads = 0;
    head.first_row = 0;
    head.foot = NULL;
    enum status status = OK;
    for (uint32_t index = 0; index < flow->row_cells[head.count] && status == OK; index++) {
        const struct table_cell_flow *cell = &flow->cells[index];
        struct cell_box box = cell_box_of(flow, &head, cell);
        box.artifact = true;
        if (cell->text->slant != NULL) {
            status = slant_place(where, flow, cell, &head, &box);
            continue;
        }
        length height = table_cell_height(cell, 0, cell->text->flow.count);
        status = slices_place(where, &cell->text->flow, 0, cell->text->flow.count, &box,
                              text_top(flow, cell, &box, height, true));
    }
    return status;
}

enum status table_turn_cell_place(const struct where *where, struct table_flow *flow,
                                  const struct table_part *part, const struct table_cell_flow *cell,
                                  size_t index)
{
    const struct cell_box box = {.page = part->room->page,
                                 .x = part->room->x + flow->column_x[cell->cell->column] + flow->pad_left,
                                 .top = part->room->y + part->y[index] + part->pad_top,
                                 .bottom = part->room->y + part->y[index + 1] - part->pad_bottom};
    const size_t count = cell->text->flow.count;
    return slices_place(where, &cell->text->flow, 0, count, &box,
                        text_top(flow, cell, &box, table_cell_height(cell, 0, count), true));
}

enum status table_cells_place(const struct where *where, struct table_flow *flow,
                              const struct table_part *part, uint32_t *next)
{
    enum status status = part->titled ? table_beside_place(where, flow->title, part->room, 0) : OK;
    if (status == OK && part->head_count > 0)
        status = table_head_place(where, flow, part);
    for (size_t column = 0; status == OK && column < flow->table->column_count;) { /* all in the first row */
        const struct table_cell_flow *cell = table_grid_cell(flow, part->first_row, column);
        status = cell_place(where, flow, part, cell, next);
        column = table_cell_behind(cell);
    }
    if (status == OK && flow->turn_rows > 0)
        status = table_turns_place(where, flow, part);
    size_t end = table_part_behind(part);
    for (uint32_t i = flow->row_cells[part->first_row + 1]; status == OK && i < flow->row_cells[end]; i++)
        status = cell_place(where, flow, part, &flow->cells[i], next);
    return status;
}
