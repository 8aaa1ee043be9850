/*
 * Placing a table part by part: which rows, where it ends (ends.c), then what is drawn (rules.c, cells.c).
 *
 * On an empty page something must go, so there the rules give way one after the other (enum strictness); at
 * last one slice is placed although it does not fit, and reported.  Every part places text or finishes a row,
 * so the table ends; a row ends only when the texts of all cells that end in it are placed.
 */
#include "layout/table/table_int.h"
#include "layout/messages.def"

/* --- planning --- */

void table_part_begin(struct part_plan *plan, const struct table_cursor *cursor)
{
    const struct table *table = plan->flow->table;
    static const enum table_keeps keeps[] = {KEEPS_ALL,  KEEPS_LINES, KEEPS_NONE,
                                             KEEPS_NONE, KEEPS_NONE,  KEEPS_NONE};
    bool padded = plan->strictness < WITHOUT_PADDING;
    bool in_body = cursor->row >= table->head_rows;
    bool later = cursor->parts > 0 && plan->strictness < WITHOUT_HEAD;
    bool head = table_head_repeats(plan->flow, plan->room->height) && later && in_body;
    length top = later ? plan->flow->title_height : 0;
    plan->part = (struct table_part){.y = plan->edges,
                                     .head_count = head ? table->head_rows : 0,
                                     .count = head ? table->head_rows : 0,
                                     .first_row = cursor->row,
                                     .continued = cursor->row_begun,
                                     .keeps = keeps[plan->strictness],
                                     .titled = later && plan->flow->title != NULL,
                                     .limit = plan->room->height,
                                     .forced = plan->strictness == FORCED,
                                     .pad_top = padded ? table->style->pad_top : 0,
                                     .pad_bottom = padded ? table->style->pad_bottom : 0,
                                     .next = cursor->next,
                                     .room = plan->room};
    for (size_t row = 0; row <= plan->part.count; row++)
        plan->part.y[row] = top + plan->flow->head_y[row];
    if (cursor->parts > 0 && in_body && table->turns != NULL) {
        struct table_part *part = &plan->part;
        part->turn_heads = table->turns->head_count;
        part->turn_row = table->row_count;
        for (size_t row = 0; row < part->turn_heads; row++, part->count++)
            part->y[part->count + 1] =
                part->y[part->count] + plan->flow->turn_y[row + 1] - plan->flow->turn_y[row];
        part->head_count = part->count;
    }
    plan->least_cut = cursor->row + 1;
    if (!in_body && plan->strictness < WITHOUT_HEAD)
        plan->least_cut = table->head_rows + 1;
}

bool table_part_fill(struct part_plan *plan, size_t *ret_row)
{
    struct table_part *part = &plan->part;
    for (size_t row = part->first_row; row < plan->flow->table->row_count; row++) {
        *ret_row = row;
        if (table_row_make(plan->flow, row) != OK)
            return false;
        length height = table_row_height(plan->flow, part, row);
        if (part->y[part->count] + height > plan->room->height)
            return false;
        part->y[part->count + 1] = part->y[part->count] + height;
        part->count++;
    }
    return true;
}

/* Room for rows at the page turn is kept. */
static void keep_room(struct part_plan *plan, const struct table_room *room, length height)
{
    plan->less = *room;
    plan->less.height -= height;
    plan->less.full -= room->full > 0 ? height : 0;
    plan->room = &plan->less;
}

/* One part, as strict as the plan is. */
static bool try_part(struct part_plan *plan, const struct table_cursor *cursor, const struct table_room *room)
{
    const struct turn_foot *feet = plan->flow->feet;
    size_t row;
    bool all;
    if (plan->flow->turn_rows > 0)
        keep_room(plan, room, feet[cursor->parts > 0 ? TURN_DIVIDED : TURN_ALWAYS].height);
    table_part_begin(plan, cursor);
    all = table_part_fill(plan, &row);
    if (!all && plan->flow->status == OK && plan->flow->turn_rows > 0) {
        keep_room(plan, room, feet[TURN_GOES_ON].height);
        table_part_begin(plan, cursor);
        all = table_part_fill(plan, &row);
    }
    return plan->flow->status == OK && (all || table_part_end(plan, row));
}

static bool plan_part(struct part_plan *plan, const struct table_cursor *cursor)
{
    const struct table_room *room = plan->room;
    for (int strictness = STRICT; strictness <= (room->must ? FORCED : STRICT); strictness++) {
        plan->strictness = (enum strictness)strictness;
        if (try_part(plan, cursor, room)) {
            table_labels_grow(plan->flow, &plan->part);
            return true;
        }
        if (plan->flow->status != OK)
            return false;
    }
    return false;
}

/* --- placing --- */

/* Slices that the forced row places although the page is too low for them: FAILED when there is one. */
static enum status report_forced(const struct where *where, const struct part_plan *plan)
{
    enum status status = OK;
    size_t last_row = table_part_behind(&plan->part) - 1;
    for (size_t column = 0; column < plan->flow->table->column_count;) {
        const struct table_cell_flow *cell = table_grid_cell(plan->flow, last_row, column);
        size_t from = table_cell_next(&plan->part, cell);
        column = table_cell_behind(cell);
        if (from == cell->text->flow.count || !table_cell_ends(cell, last_row))
            continue;
        length height = table_cell_height(cell, from, from + 1);
        if (table_cell_top(plan, cell) + height <= plan->room->height)
            continue;
        status = diag_report(where->layout->diag, MSG_LAYOUT_CELL_HIGH, cell->cell->place,
                             LENGTH_MM_ARGS(height), LENGTH_MM_ARGS(plan->room->height));
    }
    return status;
}

static void cursor_move(struct table_cursor *cursor, const struct part_plan *plan, const uint32_t *next)
{
    const struct table_part *part = &plan->part;
    cursor->row = table_part_behind(part) - (part->cut ? 1 : 0);
    cursor->row_begun = part->cut;
    cursor->next = next;
    cursor->parts++;
    cursor->finished = cursor->row == plan->flow->table->row_count;
}

enum status table_place(const struct where *where, struct table_flow *flow, struct table_cursor *cursor,
                        const struct table_room *room, length *ret_height)
{
    *ret_height = 0;
    if (flow->status != OK)
        return table_check(flow);
    if (cursor->row == flow->table->row_count) {
        cursor->finished = true;
        return OK;
    }
    struct part_plan plan = {.flow = flow, .arena = where->arena, .room = room, .edges = flow->part_y};
    enum status status = cursor->parts > 0 ? table_title_make(where, flow) : OK;
    if (status == OK)
        status = table_labels_make(where, flow, cursor);
    if (status != OK)
        return status;
    if (!plan_part(&plan, cursor))
        return flow->status == OK ? OK : table_check(flow);
    enum status fit = plan.strictness == FORCED ? report_forced(where, &plan) : OK;
    uint32_t *next = ARENA_NEW_ARRAY(where->arena, flow->table->column_count, uint32_t);
    if (next == NULL)
        return NO_MEMORY;
    if (flow->turn_rows > 0)
        status = table_turns_take(where, &plan, cursor);
    if (status != OK)
        return status;
    status = table_rules_draw(where, flow, &plan.part, EDGES);
    if (status == OK)
        status = table_cells_place(where, flow, &plan.part, next);
    if (status != OK)
        return status;
    cursor_move(cursor, &plan, next);
    *ret_height = plan.part.y[plan.part.count];
    return fit;
}
