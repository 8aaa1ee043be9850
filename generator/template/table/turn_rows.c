/*
 * <page-head>, <page-foot> compiled; of a table written out also the cells that they sum: <cell of= as= sum=>.
 *
 * Of a table from data they sum columns.  In one written out a cell says what it adds to; the cells of one name are to it what
 * a column is to the other, so that rows, sums and proofs are the same there (turns.c, run_sums.c).
 */
#include "template/table/data_int.h"
#include "template/messages.def"
#include "schema/messages.def"

bool data_is_turn(const struct node *node)
{
    return node_is(node, "page-head") || node_is(node, "page-foot");
}

enum status compile_turn(struct compiler *compiler, const struct node *node, const struct site *site,
                         struct instr *instr, void *memory)
{
    struct turn_data *data = memory;
    data->head = node_is(node, "page-head");
    return data_turn(compiler, site->data, node, site, data, &instr->body);
}

enum status data_keep_turn(struct compiler *compiler, const struct node *node, struct data_build *build)
{
    if (build->turn_count == TEMPLATE_MAX_TURNS)
        return diag_report(compiler->diag, MSG_TEMPLATE_MANY_TURNS, node->place,
                           (long long)TEMPLATE_MAX_TURNS);
    build->turns[build->turn_count++] = node;
    return OK;
}

enum status data_compile_turns(struct compiler *compiler, struct data_build *build, const struct site *site)
{
    struct instr_list list = {NULL, NULL};
    enum status status = OK;
    for (int foot = 0; foot < 2; foot++)
        for (size_t i = 0; i < build->turn_count && status != NO_MEMORY; i++) {
            struct instr *instr = NULL;
            struct site inner = *site;
            inner.scope = build->site->scope;
            if (node_is(build->turns[i], "page-foot") != (foot == 1))
                continue;
            status = status_worse(status, compile_node(compiler, build->turns[i], &inner, &instr));
            if (instr != NULL)
                instr_append(&list, instr);
        }
    build->plan.turns = list.first;
    return status;
}

/* --- tables written out --- */

bool table_has_turns(const struct node *node)
{
    for (const struct node *child = node_first_element(node); child != NULL; child = node_next_element(child))
        if (data_is_turn(child))
            return true;
    return false;
}

/* The cell adds to what an earlier one of this name adds to, or to something new. */
static enum status find_sum(struct compiler *compiler, struct data_build *build, const struct attr *sum,
                            struct column_data *column)
{
    const struct type type = expr_type(column->of);
    for (size_t i = 0; i < build->column_count; i++) {
        if (!str_equal(build->columns[i]->sum_name, sum->value))
            continue;
        const struct str unit = expr_type(build->columns[i]->of).unit;
        column->index = i;
        if (str_equal(unit, type.unit))
            return OK;
        const struct str none = STR("没有单位"), before = unit.len > 0 ? unit : none,
                         here = type.unit.len > 0 ? type.unit : none;
        return diag_report(compiler->diag, MSG_TABLE_SUM_UNITS, expr_place(column->of), STR_ARGS(sum->value),
                           STR_ARGS(before), STR_ARGS(here));
    }
    if (build->column_count == TEMPLATE_MAX_COLUMNS)
        return diag_report(compiler->diag, MSG_TEMPLATE_MANY_CELL_SUMS, sum->place,
                           (long long)TEMPLATE_MAX_COLUMNS);
    column->index = build->column_count;
    build->columns[build->column_count++] = column;
    return OK;
}

/* `of`, `sum`, perhaps `as`, and nothing inside; not of a cell that stands beside several rows. */
static enum status check_cell(struct compiler *compiler, const struct node *node, const struct site *site,
                              struct place place)
{
    const struct attr *sum = node_attr(node, "sum");
    bool content = node_attr(node, "of") == NULL || sum == NULL || site->context == IN_GROUP;
    for (const struct node *child = node->first; child != NULL; child = child->next)
        content = content || child->kind != NODE_TEXT || !node_is_blank(child);
    if (site->data == NULL)
        return diag_report(compiler->diag, MSG_TABLE_CELL_NO_TURNS, place);
    if (content)
        return diag_report(compiler->diag, MSG_TABLE_CELL_SUM, place);
    if (!name_is_valid(sum->value))
        return refuse_value(compiler->diag, sum->place, "sum", sum->value, "这个合计的名称");
    return OK;
}

enum status cell_compile_sum(struct compiler *compiler, const struct node *node, const struct site *site,
                             struct cell_data *cell, struct instr **ret_body)
{
    const struct attr *of = node_attr(node, "of"), *as = node_attr(node, "as"), *sum = node_attr(node, "sum");
    struct column_data *column;
    if (of == NULL && as == NULL && sum == NULL)
        return OK;
    enum status status = check_cell(compiler, node, site,
                                    of != NULL   ? of->place
                                    : as != NULL ? as->place
                                                 : sum->place);
    if (status != OK)
        return status;
    column = ARENA_NEW(compiler->arena, struct column_data);
    *ret_body = instr_make(compiler->arena, run_value, column, node->place);
    if (column == NULL || *ret_body == NULL)
        return NO_MEMORY;
    column->place = node->place;
    column->sum = true;
    column->sum_name = column->head = sum->value;
    column->restart = TEMPLATE_MAX_LEVELS;
    cell->adds = column;
    status = column_compile_of(compiler, node, site, column);
    return status == OK ? find_sum(compiler, site->data, sum, column) : status;
}

enum status compile_foot(struct compiler *compiler, const struct node *node, const struct site *site,
                         struct instr *instr, void *memory)
{
    struct data_build *build = site->data;
    (void)memory;
    return build != NULL && build->written && site->scope == build->site->scope
               ? data_rows_of_sums(compiler, build, node, site, &instr->body)
               : compile_children(compiler, node, site, IN_HEAD, &instr->body);
}

static enum status keep_written(struct compiler *compiler, const struct data_build *build,
                                struct table_data *table)
{
    struct data_table *data = ARENA_NEW(compiler->arena, struct data_table);
    struct column_data **columns =
        ARENA_NEW_ARRAY(compiler->arena, build->column_count, struct column_data *);
    if (data == NULL || columns == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < build->column_count; i++)
        columns[i] = build->columns[i];
    *data = (struct data_table){.columns = columns,
                                .column_count = build->column_count,
                                .loop_count = 1,
                                .turns = build->plan.turns,
                                .written = true};
    table->data = data;
    return OK;
}

enum status compile_written(struct compiler *compiler, const struct node *node, const struct site *site,
                            struct instr *instr, struct table_data *table)
{
    struct data_build *build = ARENA_NEW(compiler->arena, struct data_build);
    struct site inner = *site, outer = *site;
    struct instr_list list = {NULL, NULL};
    enum status status = OK;
    if (build == NULL)
        return NO_MEMORY;
    inner.no_notes = outer.no_notes = MSG_TEMPLATE_NOTE_IN_TABLE;
    inner.context = IN_TABLE;
    inner.data = build;
    outer.data = NULL;
    build->site = &outer;
    build->written = true;
    for (const struct node *child = node->first; child != NULL && status != NO_MEMORY; child = child->next) {
        struct instr *made = NULL;
        status = status_worse(status, data_is_turn(child) ? data_keep_turn(compiler, child, build)
                                                          : compile_node(compiler, child, &inner, &made));
        if (made != NULL)
            instr_append(&list, made);
    }
    instr->body = list.first;
    inner.context = IN_DATA;
    if (status == OK)
        status = data_compile_turns(compiler, build, &inner);
    return status == OK ? keep_written(compiler, build, table) : status;
}
