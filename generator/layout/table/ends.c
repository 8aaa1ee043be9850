/*
 * Which end of a part of a table is taken.
 *
 * The first row that does not fit may be broken inside, or the part ends above it, or above one of the rows before.
 * Each end has its price: the white below it, and what stands there divided, said as so much white.  Where even the
 * cheapest costs something, the next page is looked at too: of the ends that cost little more, the one is taken that
 * costs least with the best end of the part behind it.
 */
#include "layout/table/table_int.h"

/* What an end costs, in shares of a page as high as this one is at most; white costs itself, and twice beyond the
 * first. */
enum {
    WHITE_FREE = 12,  /* 19 mm of A4 */
    ROW_DIVIDED = 20, /* 11 mm of A4; and for each cell in it that has few lines: */
    FEW_DIVIDED = 60,
    LABEL_AGAIN = 80,   /* a label goes on overleaf */
    LABEL_DIVIDED = 30, /* its text does */
    LABEL_LATE = 3,     /* its text begins there, though its rows begin here */
    ROW_ALONE = 3,      /* the last row stands alone on the last page, which leaves here at least: */
    ROWS_LEFT = 2
};
/* The next page is looked at for ends that cost more than the first, but less than the second beyond the cheapest. */
enum { LITTLE = 30, MUCH = 8, MOST_ENDS = 8 };

struct end {
    size_t row;
    bool inside; /* `row`, broken so: */
    struct table_row_break broken;
    length cost;
};

struct ends {
    struct end items[MOST_ENDS];
    size_t count, best;
};

static length page_height(const struct part_plan *plan)
{
    return plan->room->full > 0 ? plan->room->full : plan->room->height;
}

static length price(const struct part_plan *plan, int share)
{
    return page_height(plan) / share;
}

static length white_cost(const struct part_plan *plan, length bottom)
{
    const length white = plan->room->height - bottom, beyond = white - price(plan, WHITE_FREE);
    return beyond > 0 ? white + beyond : white;
}

/* A label that goes on behind the part, whose rows here end at `bottom`. */
static length label_cost(const struct part_plan *plan, const struct table_cell_flow *cell, length bottom)
{
    const struct table_part *part = &plan->part;
    size_t next = table_cell_next(part, cell), count = cell->text->flow.count;
    length top = table_cell_top(plan, cell) + part->pad_bottom;
    if (!cell->cell->is_label || count == 0)
        return 0;
    if (next == count || table_cell_height(cell, next, count) <= plan->room->height - top) /* see labels.c */
        return price(plan, LABEL_AGAIN);
    const bool begins = table_cell_fit(cell, next, bottom - top, part->keeps) > next;
    return price(plan, begins ? LABEL_DIVIDED : LABEL_LATE);
}

/* Of the labels that an end of the part divides behind `row`, the last one that has something here. */
static length labels_cost(const struct part_plan *plan, size_t row, length bottom)
{
    length cost = 0;
    for (size_t column = 0; column < plan->flow->table->column_count;) {
        const struct table_cell_flow *cell = table_grid_cell(plan->flow, row, column);
        cost += table_cell_ends(cell, row) ? 0 : label_cost(plan, cell, bottom);
        column = table_cell_behind(cell);
    }
    return cost;
}

/* What it costs to end above `row`. */
static length cut_cost(const struct part_plan *plan, size_t row)
{
    const struct table *table = plan->flow->table;
    const length bottom = plan->part.y[table_part_index(&plan->part, row)];
    const size_t first = plan->part.first_row > table->head_rows ? plan->part.first_row : table->head_rows;
    const bool ends = row + 1 == table->row_count || table->rows[row + 1].page_break != BREAK_NONE;
    const bool alone = ends && row > first + ROWS_LEFT;
    return white_cost(plan, bottom) + (alone ? price(plan, ROW_ALONE) : 0) +
           labels_cost(plan, row - 1, bottom);
}

/* What it costs to break `row` so. */
static length break_cost(const struct part_plan *plan, size_t row, const struct table_row_break *broken)
{
    return white_cost(plan, broken->bottom) + price(plan, ROW_DIVIDED) +
           (length)broken->labels * price(plan, LABEL_DIVIDED) +
           (length)broken->few * price(plan, FEW_DIVIDED) + labels_cost(plan, row, broken->bottom);
}

static void ends_add(struct ends *ends, const struct end *end)
{
    if (ends->count == 0 || end->cost < ends->items[ends->best].cost)
        ends->best = ends->count;
    ends->items[ends->count++] = *end;
}

/* The ends that part nothing that belongs together: those that may be the cheapest, with the next page or without. */
static void find_ends(const struct part_plan *plan, size_t row, struct ends *ret_ends)
{
    const bool in_foot = row >= table_body_end(plan->flow->table) && plan->strictness < BREAK_LINES;
    struct end end = {.row = row, .inside = true};
    ret_ends->count = ret_ends->best = 0;
    if (row + 1 >= plan->least_cut && !in_foot && table_row_break_find(plan, row, &end.broken)) {
        end.cost = break_cost(plan, row, &end.broken);
        ends_add(ret_ends, &end);
    }
    for (end.inside = false; end.row >= plan->least_cut && ret_ends->count < MOST_ENDS; end.row--) {
        const length white = plan->room->height - plan->part.y[table_part_index(&plan->part, end.row)];
        if (ret_ends->count > 0 && white >= ret_ends->items[ret_ends->best].cost + price(plan, MUCH))
            break;
        if (table_cut_parts(plan, end.row))
            continue;
        end.cost = cut_cost(plan, end.row);
        ends_add(ret_ends, &end);
    }
}

static void take_end(struct part_plan *plan, const struct end *end)
{
    if (end->inside)
        table_part_break(plan, &end->broken);
    else
        table_part_cut(plan, end->row);
}

/* What the best end of the part behind this one costs; 0: the table ends there. */
static length next_cost(const struct part_plan *plan, const struct end *end)
{
    struct table_flow *flow = plan->flow;
    const struct table_room room = {
        .page = plan->room->page, .height = page_height(plan), .full = page_height(plan), .must = true};
    struct part_plan ended = *plan, next = {.flow = flow, .room = &room, .edges = flow->next_y};
    struct table_part *part = &ended.part;
    struct ends ends;
    size_t row;
    take_end(&ended, end);
    const length bottom = part->y[part->count]; /* the edges are those of `plan` */
    table_labels_grow(flow, part);
    table_cells_next(flow, part, flow->next_slices);
    part->y[part->count] = bottom;
    table_part_begin(&next,
                     &(struct table_cursor){.row = table_part_row(part, part->count) - (part->cut ? 1 : 0),
                                            .parts = 1,
                                            .sums_parts = 1,
                                            .next = flow->next_slices,
                                            .row_begun = part->cut});
    if (table_part_fill(&next, &row) || flow->status != OK)
        return 0;
    find_ends(&next, row, &ends);
    return ends.count == 0 ? 0 : ends.items[ends.best].cost;
}

static enum status make_room(const struct part_plan *plan)
{
    struct table_flow *flow = plan->flow;
    const struct table *table = flow->table;
    if (flow->next_y != NULL)
        return OK;
    flow->next_slices = ARENA_NEW_ARRAY(plan->arena, table->column_count, uint32_t);
    flow->next_y =
        ARENA_NEW_ARRAY(plan->arena, table->row_count + table->head_rows + flow->turn_rows + 1, length);
    return flow->next_slices != NULL && flow->next_y != NULL ? OK : NO_MEMORY;
}

/* The best of several, with the next page in mind. */
static void look_ahead(const struct part_plan *plan, struct ends *ends)
{
    const length most = ends->items[ends->best].cost + price(plan, MUCH);
    length least = INT64_MAX;
    for (size_t i = 0; i < ends->count && plan->flow->status == OK; i++) {
        const struct end *end = &ends->items[i];
        const length cost = end->cost < most ? end->cost + next_cost(plan, end) : INT64_MAX;
        if (cost < least) {
            least = cost;
            ends->best = i;
        }
    }
}

bool table_part_end(struct part_plan *plan, size_t row)
{
    struct ends ends;
    find_ends(plan, row, &ends);
    if (ends.count > 1 && plan->strictness == STRICT && ends.items[ends.best].cost > price(plan, LITTLE)) {
        plan->flow->status = make_room(plan);
        look_ahead(plan, &ends);
    }
    if (plan->flow->status != OK || (ends.count == 0 && row < plan->least_cut))
        return false;
    if (ends.count > 0)
        take_end(plan, &ends.items[ends.best]);
    else
        table_part_cut(plan, row);
    return table_part_settle(plan);
}
