/*
 * Fills and rules of one part of a table, as artifacts, drawn before its texts.
 *
 * A rule lies where two neighbouring places belong to different cells; so spans have none inside.  Pieces
 * that continue each other become one rectangle.  Rules have no part in the geometry: each is centred on its
 * grid line and runs from line to line, where the crossing rule's own width covers its end; the outer rules
 * reach half their width further, so that the corners are square. Every part is closed and opened with the
 * outer rule, at a cut too.
 */
#include "layout/table_int.h"

/* What is being drawn. */
struct rules {
    struct layout *layout;
    const struct table_flow *flow;
    const struct table_part *part;
};

static enum status rectangle_add(const struct rules *rules, length x, length y, length width, length height,
                                 uint32_t color)
{
    if (width <= 0 || height <= 0)
        return OK;
    struct page_item *item = page_add_item(rules->layout->arena, rules->part->room->page);
    if (!item)
        return NO_MEMORY;
    *item = (struct page_item){.kind = PAGE_RECTANGLE,
                               .tag = {.meaning = MEANING_ARTIFACT},
                               .x = rules->part->room->x + x,
                               .y = rules->part->room->y + y,
                               .width = width,
                               .height = height,
                               .color = color};
    return OK;
}

/* A horizontal rule `rule` wide, centred on y. */
static enum status rule_across(const struct rules *rules, length from, length to, length y, length rule)
{
    if (rule <= 0 || from == to)
        return OK;
    return rectangle_add(rules, from, y - rule / 2, to - from, rule, rules->flow->table->style->rule_color);
}

static enum status rule_down(const struct rules *rules, length x, length from, length to, length rule)
{
    if (rule <= 0 || from == to)
        return OK;
    return rectangle_add(rules, x - rule / 2, from, rule, to - from, rules->flow->table->style->rule_color);
}

static uint32_t part_cell(const struct rules *rules, size_t index, size_t column)
{
    return table_grid_cell(rules->flow, table_part_row(rules->part, index), column);
}

static bool is_head_row(const struct rules *rules, size_t index)
{
    return table_part_row(rules->part, index) < rules->flow->table->head_rows;
}

static enum status fill_draw(const struct rules *rules)
{
    const struct table *table = rules->flow->table;
    size_t rows = 0;
    while (rows < rules->part->count && is_head_row(rules, rows))
        rows++;
    if (table->style->head_fill == 0xFFFFFF || rows == 0)
        return OK;
    return rectangle_add(rules, 0, 0, rules->flow->column_x[table->column_count], rules->part->y[rows],
                         table->style->head_fill);
}

/* The rules between the part's rows `index` - 1 and `index`. */
static enum status row_rules_draw(const struct rules *rules, size_t index)
{
    const struct table *table = rules->flow->table;
    const length *edges = rules->flow->column_x;
    bool under_head = is_head_row(rules, index - 1) && !is_head_row(rules, index);
    length rule = under_head ? table->style->head_rule : table->style->inner_rule;
    length y = rules->part->y[index];
    size_t from = 0;
    for (size_t column = 0; column <= table->column_count; column++) {
        bool ruled = column < table->column_count &&
                     part_cell(rules, index - 1, column) != part_cell(rules, index, column);
        if (ruled)
            continue;
        enum status status = rule_across(rules, edges[from], edges[column], y, rule);
        if (status)
            return status;
        from = column + 1;
    }
    return OK;
}

/* The rules left of `column`. */
static enum status column_rules_draw(const struct rules *rules, size_t column)
{
    const length *edges = rules->part->y;
    length x = rules->flow->column_x[column], rule = rules->flow->table->style->inner_rule;
    size_t from = 0;
    for (size_t index = 0; index <= rules->part->count; index++) {
        bool ruled = index < rules->part->count &&
                     part_cell(rules, index, column - 1) != part_cell(rules, index, column);
        if (ruled)
            continue;
        enum status status = rule_down(rules, x, edges[from], edges[index], rule);
        if (status)
            return status;
        from = index + 1;
    }
    return OK;
}

static enum status outer_rules_draw(const struct rules *rules)
{
    length rule = rules->flow->table->style->outer_rule, half = rule / 2;
    length right = rules->flow->column_x[rules->flow->table->column_count],
           bottom = rules->part->y[rules->part->count];
    enum status status = rule_across(rules, -half, right + rule - half, 0, rule);
    if (!status)
        status = rule_across(rules, -half, right + rule - half, bottom, rule);
    if (!status)
        status = rule_down(rules, 0, 0, bottom, rule);
    if (!status)
        status = rule_down(rules, right, 0, bottom, rule);
    return status;
}

enum status table_rules_draw(struct layout *layout, const struct table_flow *flow,
                             const struct table_part *part)
{
    const struct rules rules = {.layout = layout, .flow = flow, .part = part};
    enum status status = fill_draw(&rules);
    for (size_t index = 1; !status && index < part->count; index++)
        status = row_rules_draw(&rules, index);
    if (flow->table->style->vertical_rules) {
        for (size_t column = 1; !status && column < flow->table->column_count; column++)
            status = column_rules_draw(&rules, column);
    }
    return status ? status : outer_rules_draw(&rules);
}
