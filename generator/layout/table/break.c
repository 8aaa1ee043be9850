/*
 * Where a part of a table ends.
 *
 * The first row that does not fit is broken between slices, if it is not short and all its cells can begin
 * here; else the cut is above it.  Then the cut moves up while it parts what belongs together: a title row
 * and the row below it, the foot and the row above it; the text of a label; with keep_groups, an outermost
 * group that a page holds, when a third of this page stays filled; and a single row for the last page takes
 * one more along.
 */
#include "layout/table/table_int.h"

/* So many rows stay on a page that gives its last one to the next. */
enum { LEAST_ROWS_LEFT = 3 };

static const size_t NO_ROW = SIZE_MAX;

length table_cell_top(const struct part_plan *plan, const struct table_cell_flow *cell)
{
    return plan->part.y[table_part_index(&plan->part, cell->row)] + plan->part.pad_top;
}

/* What breaking a row inside would give. */
struct row_break {
    length bottom; /* of the part */
    bool placed;   /* at least one slice goes in */
    bool delayed;  /* a cell that wants to begin here cannot */
    bool left;     /* something remains for the next part */
};

static void row_break_add(const struct part_plan *plan, const struct table_cell_flow *cell,
                          struct row_break *broken)
{
    size_t from = table_cell_next(&plan->part, cell);
    length top = table_cell_top(plan, cell), space = plan->part.limit - plan->part.pad_bottom - top;
    if (from == cell->text->flow.count)
        return;
    size_t to = table_cell_fit(cell, from, space, plan->part.keeps);
    if (plan->part.forced && to == from)
        to++;
    if (to < cell->text->flow.count)
        broken->left = true;
    if (to == from) {
        broken->delayed = broken->delayed || from == 0;
        return;
    }
    broken->placed = true;
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

/* Breaks `row` inside, if that is sensible; its upper edge is the last known one. */
static bool plan_break_row(struct part_plan *plan, size_t row)
{
    struct table_part *part = &plan->part;
    struct row_break broken = {.bottom = part->y[part->count]};
    for (size_t column = 0; column < plan->flow->table->column_count;) {
        const struct table_cell_flow *cell = table_grid_cell(plan->flow, row, column);
        if (table_cell_ends(cell, row))
            row_break_add(plan, cell, &broken);
        column = table_cell_behind(cell);
    }
    if (plan->strictness <= BARE_LABELS && (broken.delayed || !broken.left))
        return false;
    if (!broken.placed && (broken.left || !plan_cut_white(plan)))
        return false;
    if (!broken.left && !part->forced) /* all text goes in; only white is cut off */
        broken.bottom = plan->room->height;
    if (broken.bottom == part->y[part->count] && !part->forced) /* only texts that stand above it */
        return false;
    part->cut = broken.left;
    part->y[++part->count] = broken.bottom;
    return true;
}

/* Ends the part above `row`. */
static void plan_cut_above(struct part_plan *plan, size_t row)
{
    plan->part.count = table_part_index(&plan->part, row);
    plan->part.cut = false;
}

/* A last page with a single row: one more comes along, when enough stay behind and it is not high. */
static void plan_spare_last_row(struct part_plan *plan)
{
    const struct table *table = plan->flow->table;
    const struct table_part *part = &plan->part;
    size_t end = table_part_row(part, part->count);
    size_t first = part->first_row > table->head_rows ? part->first_row : table->head_rows;
    bool lonely = !part->cut && end + 1 == table->row_count && end > first + LEAST_ROWS_LEFT;
    if (lonely && part->y[part->count] - part->y[part->count - 1] <= plan->short_row)
        plan_cut_above(plan, end - 1);
}

/* A group that begins the page is not moved: the next one holds no more of it. */
static bool row_may_move(const struct part_plan *plan, size_t row)
{
    return row >= plan->least_cut || !plan->room->must;
}

/* The highest row in which a label begins that the planned cut would split, and which may be moved; NO_ROW:
 * none. */
static size_t split_label_row(const struct part_plan *plan)
{
    const struct table_part *part = &plan->part;
    size_t end = table_part_row(part, part->count), found = NO_ROW;
    for (size_t column = 0; column < plan->flow->table->column_count;) {
        const struct table_cell_flow *cell = table_grid_cell(plan->flow, end - 1, column);
        column = table_cell_behind(cell);
        bool goes_on = table_cell_below(cell) > end || part->cut;
        if (!goes_on || !cell->cell->is_label || cell->text->flow.count == 0 || cell->row < part->first_row)
            continue;
        if (table_cell_next(part, cell) > 0 || (cell->row == part->first_row && part->continued))
            continue;
        length bottom = part->y[part->count];
        length height = table_cell_height(cell, 0, cell->text->flow.count) + part->pad_bottom;
        length lost = bottom - part->y[table_part_index(part, cell->row)];
        bool splits = table_cell_top(plan, cell) + height > bottom && lost <= plan->short_row;
        if (splits && cell->row < found && row_may_move(plan, cell->row))
            found = cell->row;
    }
    return found;
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

/* Does a cut above `row` part what belongs together? */
static bool cut_parts_rows(const struct part_plan *plan, size_t row)
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
    plan_cut_above(plan, row);
    length top = part->y[part->count];
    part->limit = top + table_row_texts_height(plan->flow, part, row) - 1;
    return plan_break_row(plan, row) && part->cut;
}

/* A better place for the cut, further up; NO_ROW: it is right. */
static size_t better_cut(struct part_plan *plan)
{
    size_t end = table_part_row(&plan->part, plan->part.count);
    if (!plan->part.cut && cut_parts_rows(plan, end))
        return end - 1;
    if (plan->strictness > BARE_LABELS)
        return NO_ROW;
    size_t row = split_label_row(plan);
    size_t group = kept_group(plan);
    return group < row ? group : row;
}

/* Moves the cut up until it is right. */
static bool plan_settle(struct part_plan *plan)
{
    for (;;) {
        size_t row = better_cut(plan);
        if (row == NO_ROW)
            return true;
        if (row < plan->least_cut)
            return plan->room->must && row + 1 >= table_body_end(plan->flow->table) &&
                   plan_break_for_foot(plan);
        plan_cut_above(plan, row);
    }
}

bool table_part_end(struct part_plan *plan, size_t row, length height)
{
    bool movable = row_may_move(plan, row);
    bool in_foot = row >= table_body_end(plan->flow->table) && plan->strictness < BREAK_LINES;
    bool breakable = row + 1 >= plan->least_cut && !in_foot && !(movable && height <= plan->short_row);
    if (!(breakable && plan_break_row(plan, row))) {
        if (row < plan->least_cut)
            return false;
        plan_cut_above(plan, row);
        plan_spare_last_row(plan);
    }
    return plan_settle(plan);
}
