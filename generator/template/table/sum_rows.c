/*
 * The rows that follow from the columns of a table made from data: the head, whose spans are those of the
 * columns under it, the foot, and the subtotals of levels.
 *
 * They are instructions like those of rows written out, made once when the kind is loaded.  A row of sums
 * begins with its label, which goes on to the first column that has something to say.
 */
#include "template/table/data_int.h"
#include "template/messages.def"
#include "schema/messages.def"

/* --- cells --- */

static struct setting fixed_count(const char *name, size_t count, struct place place)
{
    struct setting setting = {
        .kind = VALUE_NUMBER, .given = true, .fixed = true, .name = name, .place = place};
    setting.value.count = (int64_t)count;
    return setting;
}

/* A cell over so many columns and rows. */
static enum status make_cell(struct compiler *compiler, size_t span, size_t rows, struct place place,
                             struct cell_data **ret_data, struct instr **ret_cell)
{
    struct cell_data *data = ARENA_NEW(compiler->arena, struct cell_data);
    struct instr *cell = instr_make(compiler, run_cell, data, place);
    if (data == NULL || cell == NULL)
        return NO_MEMORY;
    data->span = fixed_count("span", span, place);
    data->rows = fixed_count("rows", rows, place);
    *ret_data = data;
    *ret_cell = cell;
    return OK;
}

static enum status make_row(struct compiler *compiler, const struct instr_list *cells, struct place place,
                            struct instr **ret_row)
{
    struct row_data *looks = ARENA_NEW(compiler->arena, struct row_data);
    struct instr *row = instr_make(compiler, run_row, looks, place);
    if (looks == NULL || row == NULL)
        return NO_MEMORY;
    row->body = cells->first;
    *ret_row = row;
    return OK;
}

/* A sum stands under its column: aligned as the column, where that holds for all rows. */
static void take_looks(const struct column_data *column, struct cell_data *cell)
{
    const struct cell_data *looks = &column->cell;
    if (looks->align.fixed)
        cell->align = looks->align;
    else if (!looks->align.given && looks->style.fixed) {
        cell->align = looks->style;
        cell->align.kind = VALUE_CELL_ALIGN;
        cell->align.value.word = (int)looks->style.value.style->align;
    }
    if (looks->none.fixed)
        cell->none = looks->none;
}

/* --- head --- */

/* What `head`, or the <head> inside, says. */
static enum status compile_head_text(struct compiler *compiler, const struct node *node,
                                     struct data_build *build, struct instr **ret_body)
{
    const struct attr *attr = node_attr(node, "head");
    const struct node *inside = head_node(node);
    if (attr != NULL && inside != NULL)
        return diag_report(compiler->diag, MSG_SCHEMA_DUPLICATE, inside->place, STR_ARGS(inside->name));
    build->headed = build->headed || attr != NULL || inside != NULL;
    if (attr != NULL)
        return compile_text_attr(compiler, attr, build->site->scope, ret_body);
    if (inside == NULL)
        return OK;
    enum status status = schema_check(compiler->diag, inside, schema_element(LANGUAGE_LAYOUT, inside->name));
    return status_worse(status, compile_children(compiler, inside, build->site, IN_INLINE, ret_body));
}

enum status data_head_add(struct compiler *compiler, struct data_build *build, const struct node *node,
                          size_t column, bool leaf)
{
    struct cell_data *data;
    struct instr *cell;
    if (build->head_count == ARRAY_COUNT(build->heads))
        return diag_report(compiler->diag, MSG_TEMPLATE_MANY_HEAD_CELLS, node->place,
                           (long long)ARRAY_COUNT(build->heads));
    enum status status = make_cell(compiler, 1, 1, node->place, &data, &cell);
    if (status != OK)
        return status;
    build->heads[build->head_count++] = (struct data_head){cell, data, build->depth, column, 1, leaf};
    return compile_head_text(compiler, node, build, &cell->body);
}

static enum status head_row(struct compiler *compiler, struct data_build *build, size_t row, size_t rows,
                            struct instr **ret_row)
{
    struct instr_list cells = {NULL, NULL};
    struct place place = {0};
    for (size_t i = 0; i < build->head_count; i++) {
        struct data_head *head = &build->heads[i];
        if (head->row != row)
            continue;
        head->data->span.value.count = (int64_t)head->span;
        head->data->rows.value.count = (int64_t)(head->leaf ? rows - row : 1);
        place = cells.first == NULL ? head->cell->place : place;
        instr_append(&cells, head->cell);
    }
    return make_row(compiler, &cells, place, ret_row);
}

enum status data_head_rows(struct compiler *compiler, struct data_build *build, struct instr_list *list)
{
    struct instr_list rows = {NULL, NULL};
    size_t count = 0;
    for (size_t i = 0; i < build->head_count; i++)
        count = build->heads[i].row >= count ? build->heads[i].row + 1 : count;
    if (!build->headed)
        return OK;
    struct instr *head = instr_make(compiler, run_head, NULL, build->heads[0].cell->place), *row;
    if (head == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        enum status status = head_row(compiler, build, i, count, &row);
        if (status != OK)
            return status;
        instr_append(&rows, row);
    }
    head->body = rows.first;
    instr_append(list, head);
    return OK;
}

/* --- rows of sums --- */

/* A row of sums being made: what its texts are called, what they see, its cells. */
struct sum_row {
    const char *texts; /* "foot", "subtotal" */
    const struct scope *scope;
    struct instr *totals; /* around the row; NULL: no sum has a name */
    struct instr_list cells;
};

/* The sums that have names stand in front of what is visible around the row. */
static enum status sum_row_begin(struct compiler *compiler, const struct data_build *build,
                                 struct sum_row *row)
{
    struct arena *arena = compiler->arena;
    struct totals_data *totals = ARENA_NEW(arena, struct totals_data);
    struct shape *shape = locals_shape(arena, row->scope);
    if (totals == NULL || shape == NULL)
        return NO_MEMORY;
    totals->columns = ARENA_NEW_ARRAY(arena, build->column_count, const struct column_data *);
    if (totals->columns == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < build->column_count; i++) {
        const struct column_data *column = build->columns[i];
        if (column->sum_name.len == 0)
            continue;
        totals->columns[shape->field_count] = column;
        if (locals_add(arena, shape, column->sum_name, expr_type(column->of), column->place) != OK)
            return NO_MEMORY;
    }
    if (shape->field_count == 0)
        return OK;
    totals->shape = shape;
    row->scope = scope_make(arena, SCOPE_LOCALS, shape, row->scope);
    row->totals = instr_make(compiler, run_totals, totals, build->columns[0]->place);
    return row->scope == NULL || row->totals == NULL ? NO_MEMORY : OK;
}

static enum status sum_row_end(struct compiler *compiler, const struct sum_row *row, struct place place,
                               struct instr **ret_row)
{
    struct instr *instr;
    enum status status = make_row(compiler, &row->cells, place, &instr);
    if (status != OK)
        return status;
    if (row->totals != NULL)
        row->totals->body = instr;
    *ret_row = row->totals != NULL ? row->totals : instr;
    return OK;
}

/* The first column from `from` on that has a sum or a text for such a row; column_count: none. */
static size_t next_said(const struct data_build *build, size_t from, const char *texts)
{
    while (from < build->column_count && !build->columns[from]->sum &&
           node_attr(build->nodes[from], texts) == NULL)
        from++;
    return from;
}

/* The cell of one column behind the label. */
static enum status sum_cell(struct compiler *compiler, const struct data_build *build, size_t index,
                            struct sum_row *row)
{
    const struct column_data *column = build->columns[index];
    const struct attr *text = node_attr(build->nodes[index], row->texts);
    struct cell_data *data;
    struct instr *cell;
    enum status status = make_cell(compiler, 1, 1, text != NULL ? text->place : column->place, &data, &cell);
    if (status != OK)
        return status;
    instr_append(&row->cells, cell);
    if (text == NULL && !column->sum)
        return OK;
    take_looks(column, data);
    if (text != NULL)
        return compile_text_attr(compiler, text, row->scope, &cell->body);
    cell->body = instr_make(compiler, run_sum, column, column->place);
    return cell->body == NULL ? NO_MEMORY : OK;
}

/* The label, if there is one, over the columns from..to, in the middle where these are several. */
static enum status label_cell(struct compiler *compiler, const struct data_build *build, size_t from,
                              size_t to, const struct attr *label, struct sum_row *row)
{
    struct cell_data *data;
    struct instr *cell;
    enum status status = make_cell(compiler, to - from, 1, build->columns[from]->place, &data, &cell);
    if (status != OK)
        return status;
    instr_append(&row->cells, cell);
    if (label != NULL)
        status = compile_text_attr(compiler, label, row->scope, &cell->body);
    if (to - from == 1) {
        take_looks(build->columns[from], data);
        return status;
    }
    data->align = (struct setting){.kind = VALUE_CELL_ALIGN, .given = true, .fixed = true};
    data->align.value.word = ALIGN_CENTER;
    return status;
}

static enum status sum_cells(struct compiler *compiler, const struct data_build *build, size_t from,
                             struct sum_row *row)
{
    enum status status = OK;
    for (size_t i = from; i < build->column_count && status != NO_MEMORY; i++)
        status = status_worse(status, sum_cell(compiler, build, i, row));
    return status;
}

/* --- foot --- */

static enum status check_foot(struct compiler *compiler, const struct data_build *build)
{
    enum status status = OK;
    for (size_t i = 0; i < build->column_count; i++) {
        const struct attr *foot = node_attr(build->nodes[i], "foot");
        if (foot == NULL || !build->columns[i]->sum)
            continue;
        status = diag_report(compiler->diag, MSG_TABLE_FOOT_SUM, foot->place);
    }
    return status;
}

/* The label is the first text; it stands over the columns without a word at both of its sides. */
static enum status foot_cells(struct compiler *compiler, const struct data_build *build, struct sum_row *row)
{
    size_t first = next_said(build, 0, row->texts), next = first;
    const struct attr *label = node_attr(build->nodes[first], row->texts);
    enum status status = OK;
    if (label != NULL)
        next = next_said(build, first + 1, row->texts);
    if (next == build->column_count) /* nothing but a label: it stays in its column */
        next = first + 1;
    if (next > 0)
        status = label_cell(compiler, build, 0, next, label, row);
    return status_worse(status, sum_cells(compiler, build, next, row));
}

enum status data_foot_rows(struct compiler *compiler, struct data_build *build, struct instr_list *list)
{
    struct sum_row row = {.texts = "foot", .scope = build->site->scope};
    enum status status = check_foot(compiler, build);
    if (status != OK || next_said(build, 0, row.texts) == build->column_count)
        return status;
    struct instr *foot = instr_make(compiler, run_foot, NULL, build->columns[0]->place);
    if (foot == NULL)
        return NO_MEMORY;
    status = sum_row_begin(compiler, build, &row);
    if (status == OK)
        status = foot_cells(compiler, build, &row);
    if (status == OK)
        status = sum_row_end(compiler, &row, foot->place, &foot->body);
    instr_append(list, foot);
    return status;
}

/* --- subtotals --- */

static bool has_subtotals(const struct data_build *build)
{
    for (size_t i = 0; i < build->loop_count; i++)
        if (node_attr(build->loops[i].node, "subtotal") != NULL)
            return true;
    return false;
}

enum status data_subtotals_check(struct compiler *compiler, const struct data_build *build)
{
    const bool any = has_subtotals(build) || build->turn_count > 0;
    enum status status = OK;
    for (size_t i = 0; i < build->column_count; i++) {
        const struct attr *text = node_attr(build->nodes[i], "subtotal");
        const struct column_data *column = build->columns[i];
        const struct message *why = column->sum                            ? MSG_TABLE_SUBTOTAL_BY_SUM
                                    : column->loop + 1 < build->loop_count ? MSG_TABLE_SUBTOTAL_OUTER
                                    : !any                                 ? MSG_TABLE_SUBTOTAL_NO_LEVEL
                                                                           : NULL;
        if (text != NULL && why != NULL)
            status = diag_report_plain(compiler->diag, why, text->place);
    }
    return status;
}

/* The label stands from the level's own columns on. */
enum status data_subtotal(struct compiler *compiler, struct data_build *build, size_t loop)
{
    const struct data_loop *level = &build->loops[loop];
    const struct attr *attr = node_attr(level->node, "subtotal");
    struct sum_row row = {.texts = "subtotal", .scope = level->scope};
    size_t from = 0, to = next_said(build, 0, row.texts);
    if (attr == NULL)
        return OK;
    if (loop + 1 == build->loop_count)
        return diag_report_plain(compiler->diag, MSG_TABLE_SUBTOTAL_INNERMOST, attr->place);
    if (to == build->column_count)
        return diag_report_plain(compiler->diag, MSG_TABLE_SUBTOTAL_NO_COLUMN, attr->place);
    while (from < build->column_count && build->columns[from]->loop < loop)
        from++;
    if (to <= from)
        return diag_report_plain(compiler->diag, MSG_TABLE_SUBTOTAL_NO_ROOM, attr->place);
    enum status status = sum_row_begin(compiler, build, &row);
    if (status == OK)
        status = label_cell(compiler, build, from, to, attr, &row);
    if (status == OK)
        status = sum_cells(compiler, build, to, &row);
    return status == OK ? sum_row_end(compiler, &row, attr->place, &level->data->subtotal) : status;
}

/* --- rows at page turns --- */

/* One with a label: as a subtotal of the whole. */
static enum status turn_cells(struct compiler *compiler, const struct data_build *build,
                              const struct attr *label, struct sum_row *row)
{
    const size_t to = next_said(build, 0, row->texts);
    if (to == 0)
        return diag_report_plain(compiler->diag, MSG_TABLE_TURN_NO_ROOM, label->place);
    enum status status = label_cell(compiler, build, 0, to, label, row);
    return status == OK ? sum_cells(compiler, build, to, row) : status;
}

static enum status check_turn(struct compiler *compiler, const struct data_build *build,
                              const struct node *node)
{
    const struct attr *label = node_attr(node, "label");
    bool any = false;
    for (size_t i = 0; i < build->column_count; i++)
        any = any || build->columns[i]->sum;
    if (!any && build->written)
        return diag_report(compiler->diag, MSG_TABLE_TURN_NO_CELL, node->place, STR_ARGS(node->name));
    if (!any)
        return diag_report(compiler->diag, MSG_TABLE_TURN_NO_SUM, node->place, STR_ARGS(node->name));
    if (label != NULL && build->written)
        return diag_report(compiler->diag, MSG_TABLE_TURN_LABEL, label->place);
    if ((label != NULL) == (node_first_element(node) != NULL))
        return diag_report(compiler->diag, MSG_TABLE_TURN_CONTENT, node->place, STR_ARGS(node->name));
    return OK;
}

enum status data_turn(struct compiler *compiler, const struct data_build *build, const struct node *node,
                      const struct site *site, struct instr **ret_body)
{
    struct sum_row row = {.texts = "subtotal", .scope = build->site->scope};
    const struct attr *label = node_attr(node, "label");
    struct site inner = *site;
    enum status status = check_turn(compiler, build, node);
    if (status == OK)
        status = sum_row_begin(compiler, build, &row);
    if (status != OK)
        return status;
    inner.scope = row.scope;
    inner.data = NULL;
    if (label == NULL) {
        status = compile_children(compiler, node, &inner, IN_HEAD, ret_body);
        if (row.totals == NULL)
            return status;
        row.totals->body = *ret_body;
        *ret_body = row.totals;
        return status;
    }
    status = turn_cells(compiler, build, label, &row);
    return status == OK ? sum_row_end(compiler, &row, node->place, ret_body) : status;
}
