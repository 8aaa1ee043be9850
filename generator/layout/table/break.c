/*
 * Ending a part of a table: inside a row, or above one.
 *
 * A row is broken between slices, where all its cells can begin here.  The end that was chosen (ends.c) moves up
 * while it parts what belongs together: a title row and the row below it, the foot and the row above it; with
 * keep_groups, an outermost group that a page holds, when a third of this page stays filled.
 */
#include "layout/table/table_int.h"

enum { FEW_LINES = 8 };

static const size_t NO_ROW = SIZE_MAX;

length table_cell_top(const struct part_plan *plan, const struct table_cell_flow *cell)
{
    return plan->part.y[table_part_index(&plan->part, cell->row)] + plan->part.pad_top;
}

static void row_break_add(const struct part_plan *plan, const struct table_cell_flow *cell,
                          struct table_row_break *broken)
{
    size_t from = table_cell_next(&plan->part, cell), count = cell->text->flow.count;
    length top = table_cell_top(plan, cell), space = plan->part.limit - plan->part.pad_bottom - top;
    if (from == count)
        return;
    size_t to = table_cell_fit(cell, from, space, plan->part.keeps);
    if (plan->part.forced && to == from)
        to++;
    broken->left = broken->left || to < count;
    if (to == from) {
        broken->delayed = broken->delayed || from == 0;
        return;
    }
    broken->placed = true;
    broken->labels += to < count && cell->cell->is_label;
    broken->few += to < count && !cell->cell->is_label && count < FEW_LINES;
    broken->bottom =
        length_max(broken->bottom, top + table_cell_height(cell, from, to) + plan->part.pad_bottom);
}

/* May a row without text be cut to what is left of the page? */
static bool plan_cut_white(const struct part_plan *plan)
{
    length left = plan->room->height - plan->part.y[plan->part.count];
    if (plan->strictness >= WITHOUT_HEAD)
        return left > 0;
    return left >= plan->part.pad_top + plan->flow->empty_line + plan->part.pad_bottom;
}

bool table_row_break_find(const struct part_plan *plan, size_t row, struct table_row_break *ret_broken)
{
    const struct table_part *part = &plan->part;
    const length top = part->y[table_part_index(part, row)];
    struct table_row_break broken = {.bottom = top};
    for (size_t column = 0; column < plan->flow->table->column_count;) {
        const struct table_cell_flow *cell = table_grid_cell(plan->flow, row, column);
        if (table_cell_ends(cell, row))
            row_break_add(plan, cell, &broken);
        column = table_cell_behind(cell);
    }
    if (!broken.left && !part->forced) /* all text goes in; only white is cut off */
        broken.bottom = plan->room->height;
    *ret_broken = broken;
    const bool counted = plan->flow->turn_rows > 0; /* all figures of a row stand where it begins */
    if (broken.delayed && counted && plan->strictness < FORCED)
        return false;
    if (plan->strictness == STRICT && (broken.delayed || !broken.left))
        return false;
    if (!broken.placed && (broken.left || !plan_cut_white(plan)))
        return false;
    return broken.bottom != top || part->forced; /* else only texts that stand above it */
}

void table_part_break(struct part_plan *plan, const struct table_row_break *broken)
{
    plan->part.cut = broken->left;
    plan->part.y[++plan->part.count] = broken->bottom;
}

void table_part_cut(struct part_plan *plan, size_t row)
{
    plan->part.count = table_part_index(&plan->part, row);
    plan->part.cut = false;
}

/* A group that begins the page is not moved: the next one holds no more of it. */
static bool row_may_move(const struct part_plan *plan, size_t row)
{
    return row >= plan->least_cut || !plan->room->must;
}

/* The row behind the group that begins in `row`: as far as its label spans, with a single row below that,
 * its subtotal; without a label, up to the next group. */
static size_t group_end(const struct table *table, size_t row)
{
    size_t span = 1, end = row + 1;
    for (size_t i = 0; i < table->rows[row].cell_count; i++) {
        const struct table_cell *cell = &table->rows[row].cells[i];
        span = cell->row_span > span ? cell->row_span : span;
    }
    while (end < table_body_end(table) && !table->rows[end].group_begins)
        end++;
    return span == 1 || end <= row + span + 1 ? end : row + span;
}

/* The rows of the group in which the cut lies stand from … on; NO_ROW: it divides none, or one that began on
 * an earlier page. */
static size_t divided_group(const struct part_plan *plan)
{
    const struct table *table = plan->flow->table;
    const struct table_part *part = &plan->part;
    size_t end = table_part_row(part, part->count), row = end - 1;
    while (row > part->first_row && !table->rows[row].group_begins)
        row--;
    bool begun = row == part->first_row && part->continued;
    if (!table->rows[row].group_begins || begun)
        return NO_ROW;
    size_t behind = group_end(table, row);
    return end < behind || (part->cut && end == behind) ? row : NO_ROW;
}

/* Would the group that begins in `row` go on a page of its own, with title and head? */
static bool group_fits(struct part_plan *plan, size_t row, length full)
{
    const struct table *table = plan->flow->table;
    struct table_part *part = &plan->part;
    size_t at = table_part_index(part, row), behind = group_end(table, row);
    length cut = part->y[part->count], top = part->y[at];
    length most = full - plan->flow->title_height;
    if (table_head_repeats(plan->flow, full) || part->first_row < table->head_rows)
        most -= plan->flow->head_y[table->head_rows];
    do {
        if (table_row_make(plan->flow, row) != OK)
            return false;
        part->y[at + 1] = part->y[at] + table_row_height(plan->flow, part, row);
        at++;
        row++;
    } while (part->y[at] - top <= most && row < behind);
    bool fits = part->y[at] - top <= most;
    part->y[part->count] = cut;
    return fits;
}

/* The first row of a group that is to go to the next page whole; NO_ROW: none. */
static size_t kept_group(struct part_plan *plan)
{
    if (!plan->flow->table->style->keep_groups)
        return NO_ROW;
    size_t row = divided_group(plan);
    length full = plan->room->full > 0 ? plan->room->full : plan->room->height;
    if (row == NO_ROW || !row_may_move(plan, row))
        return NO_ROW;
    length filled = full - plan->room->height + plan->part.y[table_part_index(&plan->part, row)];
    return 3 * filled >= full && group_fits(plan, row, full) ? row : NO_ROW;
}

bool table_cut_parts(const struct part_plan *plan, size_t row)
{
    const struct table *table = plan->flow->table;
    if (row == table->row_count || row <= table->head_rows)
        return false;
    if (row >= table_body_end(table))
        return plan->strictness < BREAK_LINES;
    return plan->strictness < BREAK_KEEPS && table->rows[row - 1].keep_next;
}

/* The foot does not fit below the last row of the body, the only one here: its last lines go along with the
 * foot. */
static bool plan_break_for_foot(struct part_plan *plan)
{
    const struct table *table = plan->flow->table;
    struct table_part *part = &plan->part;
    size_t row = table_body_end(table) - 1;
    if (table_part_row(part, part->count) <= row || row < part->first_row)
        return false;
    table_part_cut(plan, row);
    struct table_row_break broken;
    part->limit = part->y[part->count] + table_row_height(plan->flow, part, row) - 1;
    if (!table_row_break_find(plan, row, &broken) || !broken.left)
        return false;
    table_part_break(plan, &broken);
    return true;
}

/* A better place for the cut, further up; NO_ROW: it is right. */
static size_t better_cut(struct part_plan *plan)
{
    size_t end = table_part_row(&plan->part, plan->part.count);
    if (!plan->part.cut && table_cut_parts(plan, end))
        return end - 1;
    if (plan->strictness != STRICT)
        return NO_ROW;
    return kept_group(plan);
}

bool table_part_settle(struct part_plan *plan)
{
    for (;;) {
        size_t row = better_cut(plan);
        if (row == NO_ROW)
            return true;
        if (row < plan->least_cut)
            return plan->room->must && row + 1 >= table_body_end(plan->flow->table) &&
                   plan_break_for_foot(plan);
        table_part_cut(plan, row);
    }
}
