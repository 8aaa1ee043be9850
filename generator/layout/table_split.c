/*
 * Placing a table part by part.
 *
 * table_place plans a part (which rows, where it is cut), then has table_rules and table_cells draw it.
 * Rows go in whole as long as they fit.  The first that does not is broken inside, between slices, if it is
 * not short and all its cells can begin here; else the cut is above it.  A cut that would split a label is
 * moved up above the label's first row when little is lost by it, and one that would leave a single row for
 * the last page takes one more along.  On an empty page something must go, so
 * there the rules give way one after the other (enum strictness): keeps, the repeated head, padding; at last
 * one slice is placed although it does not fit, and reported. Every part either places text or finishes a
 * row, so the table always ends; a row ends only when the texts of all cells that end in it are placed, so no
 * text is lost.
 */
#include "layout/table_int.h"

/* A row up to this high, or a quarter of the sheet (a third of its text) if that is less, goes to the next
 * page whole. */
static const length SHORT_ROW = LENGTH_MM(70);

/* So many rows stay on a page that gives its last one to the next. */
enum { LEAST_ROWS_LEFT = 3 };

enum strictness {
    STRICT,       /* all rules */
    BREAK_KEEPS,  /* paragraphs that want to stay together may part; some cells of a row may begin later than
                     others */
    BREAK_LINES,  /* lines too */
    WITHOUT_HEAD, /* the head is not repeated; it may itself be broken, or stand alone */
    WITHOUT_PADDING,
    FORCED /* one slice a cell, although it stands out of the page */
};

struct plan {
    const struct table_flow *flow;
    struct table_part part;
    enum strictness strictness;
    const struct table_room *room;
    length short_row;
    size_t least_cut; /* no cut above this row, nor inside a row before it less one */
};

/* --- planning --- */

static void plan_begin(struct plan *plan, const struct table_cursor *cursor)
{
    const struct table *table = plan->flow->table;
    static const enum table_keeps keeps[] = {KEEPS_ALL,  KEEPS_LINES, KEEPS_NONE,
                                             KEEPS_NONE, KEEPS_NONE,  KEEPS_NONE};
    bool padded = plan->strictness < WITHOUT_PADDING;
    bool in_body = cursor->row >= table->head_rows;
    bool head = table->style->repeat_head && cursor->parts > 0 && in_body && plan->strictness < WITHOUT_HEAD;
    plan->part = (struct table_part){.y = plan->flow->part_y,
                                     .head_count = head ? table->head_rows : 0,
                                     .count = head ? table->head_rows : 0,
                                     .first_row = cursor->row,
                                     .continued = cursor->row_begun,
                                     .keeps = keeps[plan->strictness],
                                     .forced = plan->strictness == FORCED,
                                     .pad_top = padded ? table->style->pad_top : 0,
                                     .pad_bottom = padded ? table->style->pad_bottom : 0,
                                     .next = cursor->next,
                                     .room = plan->room};
    for (size_t row = 0; row <= plan->part.count; row++)
        plan->part.y[row] = plan->flow->head_y[row];
    plan->least_cut = cursor->row + 1;
    if (!in_body && plan->strictness < WITHOUT_HEAD)
        plan->least_cut = table->head_rows + 1;
}

/* Where the text of a cell begins within the part. */
static length cell_top(const struct plan *plan, const struct table_cell_flow *cell)
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

static void row_break_add(const struct plan *plan, uint32_t index, struct row_break *broken)
{
    const struct table_cell_flow *cell = &plan->flow->cells[index];
    size_t from = table_cell_next(plan->flow, &plan->part, index);
    length top = cell_top(plan, cell), space = plan->room->height - plan->part.pad_bottom - top;
    if (from == cell->flow.count)
        return;
    size_t to = table_cell_fit(cell, from, space, plan->part.keeps);
    if (plan->part.forced && to == from)
        to++;
    if (to < cell->flow.count)
        broken->left = true;
    if (to == from) {
        broken->delayed = broken->delayed || from == 0;
        return;
    }
    broken->placed = true;
    length bottom = top + table_cell_height(cell, from, to) + plan->part.pad_bottom;
    if (bottom > broken->bottom)
        broken->bottom = bottom;
}

/* May a row without text be cut to what is left of the page? */
static bool plan_cut_white(const struct plan *plan)
{
    length left = plan->room->height - plan->part.y[plan->part.count];
    if (plan->strictness >= WITHOUT_HEAD)
        return left > 0;
    return left >= plan->part.pad_top + plan->flow->empty_line + plan->part.pad_bottom;
}

/* Breaks `row` inside, if that is sensible; its upper edge is the last known one. */
static bool plan_break_row(struct plan *plan, size_t row)
{
    struct table_part *part = &plan->part;
    struct row_break broken = {.bottom = part->y[part->count]};
    for (size_t column = 0; column < plan->flow->table->column_count;) {
        uint32_t index = table_grid_cell(plan->flow, row, column);
        const struct table_cell_flow *cell = &plan->flow->cells[index];
        if (table_cell_ends(cell, row))
            row_break_add(plan, index, &broken);
        column = cell->cell->column + cell->cell->column_span;
    }
    if (plan->strictness == STRICT && (broken.delayed || !broken.left))
        return false;
    if (!broken.placed && (broken.left || !plan_cut_white(plan)))
        return false;
    part->cut = broken.left;
    if (!broken.left && !part->forced) /* all text goes in; only white is cut off */
        broken.bottom = plan->room->height;
    part->y[++part->count] = broken.bottom;
    return true;
}

/* Ends the part above `row`. */
static void plan_cut_above(struct plan *plan, size_t row)
{
    plan->part.count = table_part_index(&plan->part, row);
    plan->part.cut = false;
}

/* A last page with a single row: one more comes along, when enough stay behind and it is not high. */
static void plan_spare_last_row(struct plan *plan)
{
    const struct table *table = plan->flow->table;
    const struct table_part *part = &plan->part;
    size_t end = table_part_row(part, part->count);
    size_t first = part->first_row > table->head_rows ? part->first_row : table->head_rows;
    bool lonely = !part->cut && end + 1 == table->row_count && end > first + LEAST_ROWS_LEFT;
    if (lonely && part->y[part->count] - part->y[part->count - 1] <= plan->short_row)
        plan_cut_above(plan, end - 1);
}

/* The highest row in which a label begins that the planned cut would split, and which may be moved; SIZE_MAX:
 * none. */
static size_t split_label_row(const struct plan *plan)
{
    const struct table_part *part = &plan->part;
    size_t end = table_part_row(part, part->count), found = SIZE_MAX;
    for (size_t column = 0; column < plan->flow->table->column_count;) {
        uint32_t index = table_grid_cell(plan->flow, end - 1, column);
        const struct table_cell_flow *cell = &plan->flow->cells[index];
        column = cell->cell->column + cell->cell->column_span;
        bool goes_on = cell->row + cell->cell->row_span > end || part->cut;
        if (!goes_on || !cell->cell->is_label || cell->flow.count == 0 || cell->row < part->first_row)
            continue;
        if (table_cell_next(plan->flow, part, index) > 0 || (cell->row == part->first_row && part->continued))
            continue;
        length bottom = part->y[part->count];
        length height = table_cell_height(cell, 0, cell->flow.count) + part->pad_bottom;
        length lost = bottom - part->y[table_part_index(part, cell->row)];
        if (cell_top(plan, cell) + height > bottom && lost <= plan->short_row && cell->row < found)
            found = cell->row;
    }
    return found;
}

/* Moves the cut up until it splits no label.  false: then nothing would be left, and the page is not empty.
 */
static bool plan_spare_labels(struct plan *plan)
{
    for (;;) {
        size_t row = split_label_row(plan);
        if (row == SIZE_MAX || (row < plan->least_cut && plan->room->must))
            return true;
        if (row < plan->least_cut)
            return false;
        plan_cut_above(plan, row);
    }
}

/* Plans as much as goes into the room.  false: nothing sensible does, as strict as we are. */
static bool plan_fill(struct plan *plan)
{
    struct table_part *part = &plan->part;
    for (size_t row = part->first_row; row < plan->flow->table->row_count; row++) {
        length height = table_row_height(plan->flow, part, row);
        if (part->y[part->count] + height <= plan->room->height) {
            part->y[part->count + 1] = part->y[part->count] + height;
            part->count++;
            continue;
        }
        bool movable = row >= plan->least_cut || !plan->room->must;
        bool breakable = row + 1 >= plan->least_cut && !(movable && height <= plan->short_row);
        if (!(breakable && plan_break_row(plan, row))) {
            if (row < plan->least_cut)
                return false;
            plan_cut_above(plan, row);
            plan_spare_last_row(plan);
        }
        return plan->strictness > STRICT || plan_spare_labels(plan);
    }
    return true;
}

static bool plan_part(struct plan *plan, const struct table_cursor *cursor)
{
    for (int strictness = STRICT; strictness <= (plan->room->must ? FORCED : STRICT); strictness++) {
        plan->strictness = (enum strictness)strictness;
        plan_begin(plan, cursor);
        if (plan_fill(plan))
            return true;
    }
    return false;
}

/* --- placing --- */

/* Slices that the forced row places although the page is too low for them: FAILED when there is one. */
static enum status report_forced(struct layout *layout, const struct plan *plan)
{
    enum status status = OK;
    size_t last_row = table_part_row(&plan->part, plan->part.count - 1);
    for (size_t column = 0; column < plan->flow->table->column_count;) {
        uint32_t index = table_grid_cell(plan->flow, last_row, column);
        const struct table_cell_flow *cell = &plan->flow->cells[index];
        size_t from = table_cell_next(plan->flow, &plan->part, index);
        column = cell->cell->column + cell->cell->column_span;
        if (from == cell->flow.count || !table_cell_ends(cell, last_row))
            continue;
        length height = table_cell_height(cell, from, from + 1);
        if (cell_top(plan, cell) + height <= plan->room->height)
            continue;
        diag_report(layout->diag, MSG_LAYOUT_CELL_HIGH, cell->cell->place, LAYOUT_MM(height),
                    LAYOUT_MM(plan->room->height));
        status = FAILED;
    }
    return status;
}

static void cursor_move(struct table_cursor *cursor, const struct plan *plan, const uint32_t *next)
{
    const struct table_part *part = &plan->part;
    cursor->row = table_part_row(part, part->count) - (part->cut ? 1 : 0);
    cursor->row_begun = part->cut;
    cursor->next = next;
    cursor->parts++;
    cursor->finished = cursor->row == plan->flow->table->row_count;
}

enum status table_place(struct layout *layout, struct table_flow *flow, struct table_cursor *cursor,
                        const struct table_room *room, length *ret_height)
{
    *ret_height = 0;
    if (cursor->row == flow->table->row_count) {
        cursor->finished = true;
        return OK;
    }
    length quarter = room->page->height / 4;
    struct plan plan = {.flow = flow, .room = room, .short_row = quarter < SHORT_ROW ? quarter : SHORT_ROW};
    if (!plan_part(&plan, cursor))
        return OK;
    enum status fit = plan.strictness == FORCED ? report_forced(layout, &plan) : OK;
    uint32_t *next = ARENA_NEW_ARRAY(layout->arena, flow->table->column_count, uint32_t);
    if (!next)
        return NO_MEMORY;
    enum status status = table_rules_draw(layout, flow, &plan.part);
    if (!status)
        status = table_cells_place(layout, flow, &plan.part, next);
    if (status)
        return status;
    cursor_move(cursor, &plan, next);
    *ret_height = plan.part.y[plan.part.count];
    return fit;
}
