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
    if (cursor->sums_parts > 0 && in_body && table->turns != NULL) {
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
    if (cursor->parts == 0 && plan->strictness == STRICT && plan->flow->first_end > plan->least_cut)
        plan->least_cut = plan->flow->first_end;
}

/* Where the part ends because its page has the rows that it shall have: below these, or with the foot. */
static size_t page_end(const struct table *table, size_t first)
{
    const size_t end = table_body_end(table);
    return table->page_rows > 0 && first < end && end - first > table->page_rows ? first + table->page_rows
                                                                                 : table->row_count;
}

bool table_part_fill(struct part_plan *plan, size_t *ret_row)
{
    const struct table *table = plan->flow->table;
    struct table_part *part = &plan->part;
    const size_t first = part->first_row > table->head_rows ? part->first_row : table->head_rows,
                 end = page_end(table, first);
    for (size_t row = part->first_row;; row++) {
        *ret_row = row;
        if (row == end || (row > first && table->rows[row].page_break != BREAK_NONE))
            return true;
        if (table_row_make(plan->flow, row) != OK)
            return false;
        length height = table_row_height(plan->flow, part, row);
        if (part->y[part->count] + height > plan->room->height)
            return false;
        part->y[part->count + 1] = part->y[part->count] + height;
        part->count++;
    }
}

/* Room for what stands below the rows is kept. */
static void keep_room(struct part_plan *plan, const struct table_room *room, length height)
{
    plan->less = *room;
    plan->less.height -= height;
    plan->less.full -= room->full > 0 ? height : 0;
    plan->room = &plan->less;
}

/* What stands below the rows of a part that closes this. */
static length below_height(const struct table_flow *flow, const struct table_cursor *cursor,
                           enum part_close closes)
{
    return flow->feet[table_turn_of(closes, cursor->sums_parts)].height +
           (closes != CLOSES_TABLE ? flow->below_height : 0);
}

/* The part with room below it for one that closes this; what it closes itself, more or less, or how far it has come
 * (GOES_ON): *ret_row is as of table_part_fill. */
static enum part_close fill_closing(struct part_plan *plan, const struct table_cursor *cursor,
                                    const struct table_room *room, enum part_close closes, bool *ret_filled,
                                    size_t *ret_row)
{
    const struct table_flow *flow = plan->flow;
    const length below = below_height(flow, cursor, closes);
    plan->room = room;
    if (below > 0)
        keep_room(plan, room, below);
    table_part_begin(plan, cursor);
    *ret_filled = table_part_fill(plan, ret_row);
    return *ret_filled ? table_part_closes(flow->table, *ret_row) : GOES_ON;
}

/* One part, as strict as the plan is: less may stand below it the more it closes. */
static bool try_part(struct part_plan *plan, const struct table_cursor *cursor, const struct table_room *room)
{
    const struct table_flow *flow = plan->flow;
    const bool below = flow->turn_rows > 0 || flow->below != NULL;
    enum part_close closes = below ? CLOSES_TABLE : GOES_ON, found;
    bool filled;
    size_t row;
    for (;; closes = found) {
        found = fill_closing(plan, cursor, room, closes, &filled, &row);
        if (found <= closes || flow->status != OK)
            break;
    }
    if (flow->status != OK || filled)
        return flow->status == OK;
    return flow->table->page_rows == 0 && table_part_end(plan, row);
}

static bool plan_part(struct part_plan *plan, const struct table_cursor *cursor)
{
    const struct table_room *room = plan->room;
    const bool gives_way = room->must && plan->flow->table->page_rows == 0;
    for (int strictness = STRICT; strictness <= (gives_way ? FORCED : STRICT); strictness++) {
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

/* Where rules have given way, is it what shall stand beside every part that takes the room?  FAILED, reported, where that is
 * more than half a page: captions that would be left out with the head, or all of it, beside which no row goes. */
static enum status report_repeated(const struct where *where, const struct part_plan *plan,
                                   const struct table_cursor *cursor, const struct table_room *room)
{
    const struct table_flow *flow = plan->flow;
    const struct table_turns *turns = flow->table->turns;
    length height = 0;
    if (plan->strictness >= WITHOUT_HEAD && cursor->parts > 0 && table_captions_repeat(flow->table))
        height += flow->title_height;
    if (plan->strictness == FORCED)
        height += below_height(flow, cursor, GOES_ON);
    if (plan->strictness == FORCED && cursor->sums_parts > 0 && turns != NULL)
        height += flow->turn_y[turns->head_count];
    return height <= room->height / 2
               ? OK
               : diag_report(where->layout->diag, MSG_LAYOUT_REPEATED_HIGH, flow->table->place,
                             LENGTH_MM_ARGS(height), LENGTH_MM_ARGS(room->height));
}

static void cursor_move(struct table_cursor *cursor, const struct part_plan *plan, const uint32_t *next)
{
    const struct table_part *part = &plan->part;
    cursor->row = table_part_behind(part) - (part->cut ? 1 : 0);
    cursor->row_begun = part->cut;
    cursor->next = next;
    cursor->parts++;
    cursor->sums_parts++;
    cursor->finished = cursor->row == plan->flow->table->row_count;
    if (!part->cut && table_part_closes(plan->flow->table, cursor->row) == CLOSES_SUMS) {
        cursor->sums_row = cursor->row;
        cursor->sums_parts = 0;
    }
}

/* The rows that shall stand on a page do not go on an empty one. */
static enum status report_page_rows(const struct where *where, struct part_plan *plan,
                                    const struct table_cursor *cursor, const struct table_room *room)
{
    const struct table *table = plan->flow->table;
    const struct table_room high = {.page = room->page, .height = INT64_MAX / 2};
    const size_t first = cursor->row > table->head_rows ? cursor->row : table->head_rows;
    size_t row;
    bool filled;
    const enum part_close closes = fill_closing(plan, cursor, &high, GOES_ON, &filled, &row);
    const length height = plan->part.y[plan->part.count] + below_height(plan->flow, cursor, closes);
    fill_closing(plan, cursor, room, closes, &filled, &row);
    if (plan->flow->status != OK)
        return table_check(plan->flow);
    return diag_report(where->layout->diag, MSG_LAYOUT_PAGE_ROWS, table->place, table->page_rows,
                       cursor->parts + 1, row > first ? row - first : 0, LENGTH_MM_ARGS(height),
                       LENGTH_MM_ARGS(room->height));
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
    if (!plan_part(&plan, cursor)) {
        const bool lacks = flow->status == OK && flow->table->page_rows > 0 && room->must;
        return lacks                ? report_page_rows(where, &plan, cursor, room)
               : flow->status == OK ? OK
                                    : table_check(flow);
    }
    status = report_repeated(where, &plan, cursor, room);
    if (status != OK)
        return status;
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
    if (flow->below != NULL && !cursor->finished) {
        status = table_beside_place(where, flow->below, room, *ret_height + flow->below->slices[0].before);
        *ret_height += flow->below_height;
    }
    return status == OK ? fit : status;
}
