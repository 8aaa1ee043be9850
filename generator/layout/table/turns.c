/*
 * Rows at page turns: sums of what stands on a page, or so far (struct table_turns).
 *
 * They are rows of the grid behind those of the table, drawn as its foot is.  How high they come is known from the widest that
 * they can say, so their room is kept while a part is planned (split.c); what they say is asked for when the part's end is
 * found, and set anew for each part.  A row counts where it begins: there all its figures stand.
 *
 * A part may be tried and thrown away: what it placed names no node of the structure yet, but the place of its cell among
 * those of the part.  When its page is made (table_settle), the rows become part of the structure, in the foot, page by page.
 */
#include "layout/table/table_int.h"
#include "layout/messages.def"

/* Items of cells without a node have this one and the cell's number, from 0. */
static const uint32_t NODE_AWAITED = UINT32_C(1) << 31;

struct turn_part {
    struct turn_part *next;
    const struct page *page;
    struct table_row *rows;
    size_t count;
};

size_t table_turn_rows(const struct table *table)
{
    return table->turns != NULL ? table->turns->head_count + table->turns->foot_count : 0;
}

/* --- before any part --- */

static enum status rows_measure(struct table_flow *flow)
{
    const struct table_style *style = flow->table->style;
    const size_t first = flow->table->row_count;
    const struct table_part part = {
        .y = flow->turn_y, .first_row = first, .pad_top = style->pad_top, .pad_bottom = style->pad_bottom};
    enum status status = table_turns_set(flow, 0);
    for (size_t i = 0; i < flow->turn_rows && status == OK; i++)
        flow->turn_y[i + 1] = flow->turn_y[i] + table_row_height(flow, &part, first + i);
    return status;
}

static enum status foot_make(const struct where *where, struct table_flow *flow, enum table_turn_on on)
{
    const struct table_turns *turns = flow->table->turns;
    struct turn_foot *foot = &flow->feet[on];
    foot->rows = ARENA_NEW_ARRAY(where->arena, turns->foot_count + 1, uint32_t);
    if (foot->rows == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < turns->foot_count; i++) {
        const size_t row = turns->head_count + i;
        if (turns->on[i] < on)
            continue;
        foot->rows[foot->count++] = (uint32_t)(flow->table->row_count + row);
        foot->height += flow->turn_y[row + 1] - flow->turn_y[row];
    }
    return OK;
}

enum status table_turns_begin(const struct where *where, struct table_flow *flow)
{
    flow->turn_y = ARENA_NEW_ARRAY(where->arena, flow->turn_rows + 1, length);
    if (flow->turn_y == NULL)
        return NO_MEMORY;
    enum status status = rows_measure(flow);
    for (int on = TURN_GOES_ON; on <= TURN_ALWAYS && status == OK; on++)
        status = foot_make(where, flow, (enum table_turn_on)on);
    flow->first_height += flow->feet[TURN_GOES_ON].height;
    return status;
}

/* --- a part --- */

/* Its cells stand for the awaited node `node`. */
static void cell_await(const struct table_cell *cell, uint32_t node)
{
    uint16_t number = 0;
    for (struct block *block = cell->blocks; block != NULL; block = block->next) {
        block->node = node;
        if (block->kind != BLOCK_PARAGRAPH)
            continue;
        for (size_t i = 0; i < block->paragraph.inline_count; i++) {
            struct portions *shown = block->paragraph.inlines[i].shown;
            for (size_t k = 0; shown != NULL && k < shown->count; k++)
                shown->items[k].number = ++number;
        }
    }
}

/* What the rows say from now on. */
static enum status rows_take(const struct where *where, struct table_flow *flow, const struct table_row *rows,
                             struct turn_part *part)
{
    const struct table *table = flow->table;
    uint32_t index = flow->row_cells[table->row_count], node = NODE_AWAITED;
    enum status status = OK;
    part->count = flow->turn_rows;
    part->rows = ARENA_NEW_ARRAY(where->arena, part->count, struct table_row);
    if (part->rows == NULL)
        return NO_MEMORY;
    for (size_t r = 0; r < part->count && status == OK; r++) {
        status = table_row_cut(where, table, &rows[r], &part->rows[r]);
        for (size_t i = 0; i < part->rows[r].cell_count && status == OK; i++, index++) {
            flow->cells[index].cell = &part->rows[r].cells[i];
            flow->cells[index].text = &flow->empty;
            cell_await(flow->cells[index].cell, node++);
        }
    }
    return status;
}

/* A row that is higher than was kept for it. */
static enum status check_heights(const struct where *where, const struct table_flow *flow)
{
    const struct table_style *style = flow->table->style;
    const size_t first = flow->table->row_count;
    for (uint32_t i = flow->row_cells[first]; i < flow->row_cells[first + flow->turn_rows]; i++) {
        const struct table_cell_flow *cell = &flow->cells[i];
        const length height = table_cell_height(cell, 0, cell->text->flow.count),
                     kept = flow->turn_y[cell->row - first + 1] - flow->turn_y[cell->row - first] -
                            style->pad_top - style->pad_bottom;
        if (height > kept)
            return diag_report(where->layout->diag, MSG_LAYOUT_TURN_HIGH, cell->cell->place);
    }
    return OK;
}

/* Rows of the foot go in above those behind the part's body. */
static void insert_foot(struct part_plan *plan, const struct turn_foot *foot, size_t above)
{
    const struct table_flow *flow = plan->flow;
    struct table_part *part = &plan->part;
    const size_t at = table_part_index(part, above);
    const size_t count = foot->count;
    for (size_t i = part->count; i > at; i--)
        part->y[i + count] = part->y[i] + foot->height;
    for (size_t i = 0; i < count; i++) {
        const size_t row = foot->rows[i] - flow->table->row_count;
        part->y[at + i + 1] = part->y[at + i] + flow->turn_y[row + 1] - flow->turn_y[row];
    }
    part->count += count;
    part->foot = foot;
    part->foot_above = above;
}

enum status table_turns_take(const struct where *where, struct part_plan *plan,
                             const struct table_cursor *cursor)
{
    struct table_flow *flow = plan->flow;
    const struct table *table = flow->table;
    struct table_part *part = &plan->part;
    struct turn_part *own = ARENA_NEW(where->arena, struct turn_part);
    const size_t from = part->first_row + (part->continued ? 1 : 0), to = table_part_behind(part);
    const enum table_turn_on on =
        table_turn_of(part->cut ? GOES_ON : table_part_closes(table, to), cursor->sums_parts);
    const size_t above = to < table_body_end(table) ? to : table_body_end(table);
    const struct table_row *rows = NULL;
    if (own == NULL)
        return NO_MEMORY;
    enum status status = table->turns->make(table->turns, cursor->sums_row, from, to, &rows);
    if (status == OK)
        status = rows_take(where, flow, rows, own);
    if (status == OK)
        status = table_turns_set(flow, part->first_row);
    if (status == OK)
        status = check_heights(where, flow);
    if (flow->feet[on].count > 0)
        insert_foot(plan, &flow->feet[on], above > part->first_row ? above : part->first_row);
    own->page = plan->room->page;
    own->next = flow->turn_parts;
    flow->turn_parts = own;
    return status;
}

static enum status row_place(const struct where *where, struct table_flow *flow,
                             const struct table_part *part, size_t index)
{
    const size_t row = table_part_row(part, index);
    enum status status = OK;
    for (uint32_t i = flow->row_cells[row]; i < flow->row_cells[row + 1] && status == OK; i++)
        status = table_turn_cell_place(where, flow, part, &flow->cells[i], index);
    return status;
}

enum status table_turns_place(const struct where *where, struct table_flow *flow,
                              const struct table_part *part)
{
    enum status status = OK;
    for (size_t i = part->head_count - part->turn_heads; i < part->head_count && status == OK; i++)
        status = row_place(where, flow, part, i);
    for (size_t i = 0; part->foot != NULL && i < part->foot->count && status == OK; i++)
        status =
            row_place(where, flow, part, table_part_index(part, part->foot_above) - part->foot->count + i);
    return status;
}

/* --- the part stays --- */

/* Which rows have something on the page. */
static void mark_rows(const struct turn_part *part, const struct page *page, bool *shown)
{
    for (size_t i = 0; i < page->item_count; i++) {
        uint32_t cell = page->items[i].tag.node & ~NODE_AWAITED;
        size_t row = 0;
        if ((page->items[i].tag.node & NODE_AWAITED) == 0)
            continue;
        while (row < part->count && cell >= part->rows[row].cell_count)
            cell -= (uint32_t)part->rows[row++].cell_count;
        if (row < part->count)
            shown[row] = true;
    }
}

static void give_node(uint32_t *node, const uint32_t *nodes)
{
    if ((*node & NODE_AWAITED) != 0)
        *node = nodes[*node & ~NODE_AWAITED];
}

enum status table_settle(const struct where *where, struct table_flow *flow, struct page *page)
{
    const struct turn_part *part = flow->turn_parts;
    struct arena *arena = where->arena;
    size_t cells = 0, cell = 0;
    while (part != NULL && part->page != page)
        part = part->next;
    if (part == NULL)
        return OK;
    for (size_t r = 0; r < part->count; r++)
        cells += part->rows[r].cell_count;
    bool *shown = ARENA_NEW_ARRAY(arena, part->count, bool);
    uint32_t *nodes = ARENA_NEW_ARRAY(arena, cells, uint32_t);
    enum status status = OK;
    if (shown == NULL || nodes == NULL)
        return NO_MEMORY;
    mark_rows(part, page, shown);
    for (size_t r = 0; r < part->count && status == OK; r++) {
        if (shown[r])
            status = structure_add_turn(where->layout, flow->table, &part->rows[r], &flow->turn_node,
                                        &nodes[cell]);
        cell += part->rows[r].cell_count;
    }
    for (size_t i = 0; i < page->item_count && status == OK; i++)
        give_node(&page->items[i].tag.node, nodes);
    for (size_t i = 0; i < page->line_count && status == OK; i++)
        give_node(&page->lines[i].node, nodes);
    flow->turn_parts = NULL;
    return status;
}
