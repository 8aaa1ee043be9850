/*
 * Fills and rules of one part of a table, as artifacts, drawn before its texts: fills first, in a layer of
 * their own (page.h).
 *
 * A rule lies where two neighbouring places belong to different cells; so spans have none inside.  Pieces
 * that continue each other become one rectangle.  Rules have no part in the geometry: each is centred on its
 * grid line and runs from line to line, where the crossing rule's own width covers its end; the outer rules
 * reach half their width further, so that the corners are square. Every part is closed and opened with the
 * outer rule, at a cut too.
 */
#include "layout/table/table_int.h"

/* What is being drawn. */
struct rules {
    const struct where *where;
    const struct table_flow *flow;
    const struct table_part *part;
};

/* What a rectangle is. */
struct ink {
    enum page_layer layer;
    uint32_t color;
};

static enum status rectangle_add(const struct rules *rules, struct page_box box, struct ink ink)
{
    if (box.width <= 0 || box.height <= 0)
        return OK;
    const struct table_room *room = rules->part->room;
    const struct page_item item = {.kind = PAGE_PATH,
                                   .layer = ink.layer,
                                   .x = room->x + box.x,
                                   .y = room->y + box.y,
                                   .width = box.width,
                                   .height = box.height,
                                   .color = ink.color,
                                   .line = ink.layer == PAGE_FILLS ? 0 : number_line(rules->where->layout),
                                   .place = rules->flow->table->place};
    return page_add_item(rules->where->page_arena, room->page, &item);
}

static struct ink rule_ink(const struct rules *rules)
{
    return (struct ink){PAGE_TEXT, rules->flow->table->style->rule_color};
}

/* A horizontal rule `rule` wide, centred on y. */
static enum status rule_across(const struct rules *rules, length from, length to, length y, length rule)
{
    return rectangle_add(rules, (struct page_box){from, y - rule / 2, to - from, rule}, rule_ink(rules));
}

static enum status rule_down(const struct rules *rules, length x, length from, length to, length rule)
{
    return rectangle_add(rules, (struct page_box){x - rule / 2, from, rule, to - from}, rule_ink(rules));
}

static const struct table_cell_flow *part_cell(const struct rules *rules, size_t index, size_t column)
{
    return table_grid_cell(rules->flow, table_part_row(rules->part, index), column);
}

/* What the place is filled with: the cell's own fill wins over its row's, this over that of head and foot,
 * this over the stripe.  A cell over several rows goes by the first of them, and has no stripe. */
static uint32_t place_fill(const struct rules *rules, size_t index, size_t column)
{
    const struct table *table = rules->flow->table;
    const struct table_cell_flow *cell = part_cell(rules, index, column);
    if (cell->cell->has_fill)
        return cell->cell->fill;
    if (table->rows[cell->row].has_fill)
        return table->rows[cell->row].fill;
    if (cell->row < table->head_rows)
        return table->style->head_fill;
    if (cell->row >= table_body_end(table))
        return table->style->foot_fill;
    bool striped = (cell->row - table->head_rows) % 2 == 1 && cell->cell->row_span == 1;
    return striped ? table->style->stripe_fill : FILL_NONE;
}

/* Where the run of places of one fill ends that begins at `column`. */
static size_t fill_end(const struct rules *rules, size_t index, size_t column)
{
    uint32_t fill = place_fill(rules, index, column);
    do
        column++;
    while (column < rules->flow->table->column_count && place_fill(rules, index, column) == fill);
    return column;
}

/* Is from … to a run of this fill in that row, too? */
static bool fill_goes_on(const struct rules *rules, size_t index, size_t from, size_t to, uint32_t fill)
{
    bool begins = from == 0 || place_fill(rules, index, from - 1) != fill;
    return begins && place_fill(rules, index, from) == fill && fill_end(rules, index, from) == to;
}

/* The fills that begin in the row; each goes down as far as it has the same breadth, so that no seam shows.
 */
static enum status row_fills_draw(const struct rules *rules, size_t index)
{
    const length *x = rules->flow->column_x, *y = rules->part->y;
    size_t to;
    enum status status = OK;
    for (size_t from = 0; from < rules->flow->table->column_count && status == OK; from = to) {
        uint32_t fill = place_fill(rules, index, from);
        to = fill_end(rules, index, from);
        if (fill == FILL_NONE || (index > 0 && fill_goes_on(rules, index - 1, from, to, fill)))
            continue;
        size_t end = index + 1;
        while (end < rules->part->count && fill_goes_on(rules, end, from, to, fill))
            end++;
        const struct page_box box = {x[from], y[index], x[to] - x[from], y[end] - y[index]};
        status = rectangle_add(rules, box, (struct ink){PAGE_FILLS, fill & 0xFFFFFF});
    }
    return status;
}

/* Which of the rules that meet above the part's row wins: the row's own, then the foot's, the head's, the
 * group's, the inner one.  At the edges of the part it is always the outer one. */
static length rule_above(const struct rules *rules, size_t index)
{
    const struct table *table = rules->flow->table;
    const struct table_style *style = table->style;
    size_t row = table_part_row(rules->part, index), upper = table_part_row(rules->part, index - 1);
    bool begins = row > rules->part->first_row || index < rules->part->head_count || !rules->part->continued;
    if (begins && table->rows[row].rule_above != 0)
        return table->rows[row].rule_above;
    const struct turn_foot *foot = rules->part->foot;
    const bool turns = foot != NULL && foot->count > 0 && row == foot->rows[0];
    if ((turns || row == table_body_end(table)) && (style->foot_rule > 0 || style->has_foot_rule))
        return style->foot_rule;
    if (upper < table->head_rows && row >= table->head_rows)
        return style->head_rule;
    if (table->rows[row].group_begins && (style->group_rule > 0 || style->has_group_rule))
        return style->group_rule;
    return style->inner_rule;
}

/* The rules between the part's rows `index` - 1 and `index`. */
static enum status row_rules_draw(const struct rules *rules, size_t index)
{
    const struct table *table = rules->flow->table;
    const length *edges = rules->flow->column_x;
    length y = rules->part->y[index], rule = rule_above(rules, index);
    enum status status = OK;
    size_t from = 0;
    for (size_t column = 0; column <= table->column_count && status == OK; column++) {
        if (column < table->column_count &&
            part_cell(rules, index - 1, column) != part_cell(rules, index, column))
            continue;
        status = rule_across(rules, edges[from], edges[column], y, rule);
        from = column + 1;
    }
    return status;
}

/* How wide the rule left of `column` is; `left`: the column beside it.  The column's own wins over the label
 * rule, this over the inner one. */
static length column_rule(const struct rules *rules, size_t left, size_t column)
{
    const struct table *table = rules->flow->table;
    if (table->columns[column].rule_left != 0)
        return table->columns[column].rule_left;
    bool behind_labels = table->columns[left].label && !table->columns[column].label;
    if (behind_labels && (table->style->label_rule > 0 || table->style->has_label_rule))
        return table->style->label_rule;
    return table->style->vertical_rules ? table->style->inner_rule : 0;
}

/* The rules left of `column`.  Columns without any width (by content, without padding) have their edges in
 * one place: one rule stands for them, and none at the table's edge. */
static enum status column_rules_draw(const struct rules *rules, size_t column)
{
    const length *edges = rules->part->y, *columns = rules->flow->column_x;
    size_t left = column - 1;
    if (columns[column] == columns[column + 1] || columns[column] == columns[0])
        return OK;
    while (columns[left] == columns[column])
        left--;
    length x = columns[column], rule = column_rule(rules, left, column);
    enum status status = OK;
    size_t from = 0;
    for (size_t index = 0; index <= rules->part->count && status == OK; index++) {
        if (index < rules->part->count && part_cell(rules, index, left) != part_cell(rules, index, column))
            continue;
        status = rule_down(rules, x, edges[from], edges[index], rule);
        from = index + 1;
    }
    return status;
}

static enum status outer_rules_draw(const struct rules *rules, unsigned edges)
{
    const struct table_style *style = rules->flow->table->style;
    bool sides = edges & EDGE_SIDES && !style->open_sides;
    length rule = style->outer_rule, over = style->open_sides ? 0 : rule; /* corners are square */
    length right = rules->flow->column_x[rules->flow->table->column_count], top = rules->part->y[0],
           bottom = rules->part->y[rules->part->count];
    enum status status = OK;
    if (edges & EDGE_TOP)
        status = rule_across(rules, -(over / 2), right + over - over / 2, top, rule);
    if (status == OK && edges & EDGE_BOTTOM)
        status = rule_across(rules, -(over / 2), right + over - over / 2, bottom, rule);
    if (status == OK && sides)
        status = rule_down(rules, 0, top, bottom, rule);
    if (status == OK && sides)
        status = rule_down(rules, right, top, bottom, rule);
    return status;
}

/* Fills, and rules between rows and columns. */
static enum status inner_rules_draw(const struct rules *rules)
{
    const struct table_flow *flow = rules->flow;
    enum status status = OK;
    for (size_t index = 0; status == OK && flow->has_fills && index < rules->part->count; index++)
        status = row_fills_draw(rules, index);
    for (size_t index = 1; status == OK && index < rules->part->count; index++)
        status = row_rules_draw(rules, index);
    for (size_t column = 1; status == OK && column < flow->table->column_count; column++)
        status = column_rules_draw(rules, column);
    return status;
}

/* The rule that stands above the part's first row inside the table. */
static enum status upper_rule_draw(const struct rules *rules)
{
    length y[3] = {rules->part->y[0], rules->part->y[0], rules->part->y[0]};
    struct table_part part = *rules->part;
    const struct rules upper = {.where = rules->where, .flow = rules->flow, .part = &part};
    part.y = y;
    part.first_row--;
    part.count = 2;
    return row_rules_draw(&upper, 1);
}

enum status table_rules_draw(const struct where *where, const struct table_flow *flow,
                             const struct table_part *part, unsigned edges)
{
    const struct rules rules = {.where = where, .flow = flow, .part = part};
    enum status status = edges & EDGE_ABOVE ? upper_rule_draw(&rules) : OK;
    if (status == OK && edges & EDGE_SIDES)
        status = inner_rules_draw(&rules);
    return status == OK ? outer_rules_draw(&rules, edges) : status;
}
