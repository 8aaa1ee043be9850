/*
 * The rows that follow from the columns of a table made from data: the head, whose spans are those of the
 * columns under it, the foot, and the subtotals of levels.
 *
 * They are instructions like those of rows written out, made once when the kind is loaded, or, where columns depend on
 * data, for each document; what their texts say is compiled when the kind is loaded.  A row of sums begins with its label,
 * which goes on to the first column that has something to say.  Where no column has, there is no such row.
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

enum status cell_new(struct arena *arena, size_t span, size_t rows, struct place place,
                     struct cell_data **ret_data, struct instr **ret_cell)
{
    struct cell_data *data = ARENA_NEW(arena, struct cell_data);
    struct instr *cell = instr_make(arena, run_cell, data, place);
    if (data == NULL || cell == NULL)
        return NO_MEMORY;
    data->span = fixed_count("span", span, place);
    data->rows = fixed_count("rows", rows, place);
    *ret_data = data;
    *ret_cell = cell;
    return OK;
}

static enum status make_row(struct arena *arena, const struct instr_list *cells, struct place place,
                            struct instr **ret_row)
{
    struct row_data *looks = ARENA_NEW(arena, struct row_data);
    struct instr *row = instr_make(arena, run_row, looks, place);
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

static enum status head_row(struct data_making *making, size_t row, size_t rows, struct instr **ret_row)
{
    struct instr_list cells = {NULL, NULL};
    struct place place = {0};
    for (size_t i = 0; i < making->head_count; i++) {
        struct data_head *head = &making->heads[i];
        if (head->row != row)
            continue;
        head->data->span.value.count = (int64_t)head->span;
        head->data->rows.value.count = (int64_t)(head->leaf ? rows - row : 1);
        place = cells.first == NULL ? head->cell->place : place;
        instr_append(&cells, head->cell);
    }
    return make_row(making->arena, &cells, place, ret_row);
}

enum status data_head_rows(struct data_making *making, struct instr_list *list)
{
    struct instr_list rows = {NULL, NULL};
    size_t count = 0;
    for (size_t i = 0; i < making->head_count; i++)
        count = making->heads[i].row >= count ? making->heads[i].row + 1 : count;
    if (!making->headed)
        return OK;
    struct instr *head = instr_make(making->arena, run_head, NULL, making->heads[0].cell->place), *row;
    if (head == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        enum status status = head_row(making, i, count, &row);
        if (status != OK)
            return status;
        instr_append(&rows, row);
    }
    head->body = rows.first;
    instr_append(list, head);
    return OK;
}

/* --- rows of sums: what is written --- */

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

static bool has_subtotals(const struct data_build *build)
{
    for (size_t i = 0; i < build->plan.loop_count; i++)
        if (node_attr(build->plan.loops[i].node, "subtotal") != NULL)
            return true;
    return false;
}

static enum status check_subtotals(struct compiler *compiler, const struct data_build *build)
{
    const bool any = has_subtotals(build) || build->turn_count > 0;
    enum status status = OK;
    for (size_t i = 0; i < build->column_count; i++) {
        const struct attr *text = node_attr(build->nodes[i], "subtotal");
        const struct column_data *column = build->columns[i];
        const struct message *why = column->sum                                 ? MSG_TABLE_SUBTOTAL_BY_SUM
                                    : column->loop + 1 < build->plan.loop_count ? MSG_TABLE_SUBTOTAL_OUTER
                                    : !any                                      ? MSG_TABLE_SUBTOTAL_NO_LEVEL
                                                                                : NULL;
        if (text != NULL && why != NULL)
            status = diag_report_plain(compiler->diag, why, text->place);
    }
    return status;
}

/* The text of an attribute, if it is there, by the names that are seen from such a row. */
static enum status compile_sum_text(struct compiler *compiler, struct data_build *build,
                                    const struct attr *attr, struct column_loop *loop, int view,
                                    struct sum_text *text)
{
    const struct scope *scope;
    if (attr == NULL)
        return OK;
    text->given = true;
    text->place = attr->place;
    enum status status = view_scope(compiler, build, loop, view, &scope);
    return status == OK ? compile_text_attr(compiler, attr, scope, &text->body) : status;
}

static enum status level_texts(struct compiler *compiler, struct data_build *build, size_t level)
{
    struct data_loop *loop = &build->plan.loops[level];
    const struct attr *attr = node_attr(loop->node, "subtotal");
    const int view = VIEW_SUBTOTALS + (int)level;
    if (attr == NULL)
        return OK;
    if (level + 1 == build->plan.loop_count)
        return diag_report_plain(compiler->diag, MSG_TABLE_SUBTOTAL_INNERMOST, attr->place);
    enum status status = compile_sum_text(compiler, build, attr, NULL, view, &loop->subtotal);
    for (size_t i = 0; i < build->column_count && status != NO_MEMORY; i++) {
        struct column_data *column = build->columns[i];
        attr = node_attr(build->nodes[i], "subtotal");
        if (attr == NULL)
            continue;
        if (column->subtotals == NULL)
            column->subtotals = ARENA_NEW_ARRAY(compiler->arena, TEMPLATE_MAX_LEVELS, struct sum_text);
        if (column->subtotals == NULL)
            return NO_MEMORY;
        status = status_worse(
            status, compile_sum_text(compiler, build, attr, column->around, view, &column->subtotals[level]));
    }
    return status;
}

static bool has_labelled_turns(const struct data_build *build)
{
    for (size_t i = 0; i < build->turn_count; i++)
        if (node_attr(build->turns[i], "label") != NULL)
            return true;
    return false;
}

/* Of the foot, and of rows at page turns. */
static enum status table_texts(struct compiler *compiler, struct data_build *build)
{
    const bool turns = has_labelled_turns(build);
    enum status status = OK;
    for (size_t i = 0; i < build->column_count && status != NO_MEMORY; i++) {
        const struct node *node = build->nodes[i];
        struct column_data *column = build->columns[i];
        status = status_worse(status, compile_sum_text(compiler, build, node_attr(node, "foot"),
                                                       column->around, VIEW_SUMS, &column->foot));
        if (turns)
            status = status_worse(status, compile_sum_text(compiler, build, node_attr(node, "subtotal"),
                                                           column->around, VIEW_SUMS, &column->turn));
    }
    return status;
}

enum status data_texts(struct compiler *compiler, struct data_build *build)
{
    enum status status = check_subtotals(compiler, build);
    for (size_t i = 0; i < build->plan.loop_count && status != NO_MEMORY; i++)
        status = status_worse(status, level_texts(compiler, build, i));
    status = status_worse(status, check_foot(compiler, build));
    return status == OK ? table_texts(compiler, build) : status;
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

/* The sums that have names, around rows that see them. */
static enum status with_totals(struct arena *arena, const struct totals_data *totals, struct place place,
                               struct instr *body, struct instr **ret_body)
{
    *ret_body = body;
    if (totals->shape == NULL)
        return OK;
    struct instr *around = instr_make(arena, run_totals, totals, place);
    if (around == NULL)
        return NO_MEMORY;
    around->body = body;
    *ret_body = around;
    return OK;
}

enum status data_rows_of_sums(struct compiler *compiler, struct data_build *build, const struct node *node,
                              const struct site *site, struct instr **ret_body)
{
    struct site inner = *site;
    struct instr *rows;
    enum status status = view_scope(compiler, build, NULL, VIEW_SUMS, &inner.scope);
    if (status == OK)
        status = compile_children(compiler, node, &inner, IN_HEAD, &rows);
    return status == OK ? with_totals(compiler->arena, &build->plan.views[VIEW_SUMS].totals, node->place,
                                      rows, ret_body)
                        : status;
}

enum status data_turn(struct compiler *compiler, struct data_build *build, const struct node *node,
                      const struct site *site, struct turn_data *turn, struct instr **ret_body)
{
    const struct attr *label = node_attr(node, "label");
    struct site inner = *site;
    enum status status = check_turn(compiler, build, node);
    if (status != OK)
        return status;
    inner.data = NULL;
    if (label != NULL)
        return compile_sum_text(compiler, build, label, NULL, VIEW_SUMS, &turn->label);
    return data_rows_of_sums(compiler, build, node, &inner, ret_body);
}

/* --- rows of sums: made --- */

/* A row of sums being made. */
struct sum_row {
    int view;
    bool foot;
    struct instr_list cells;
};

static const struct sum_text *sum_text_of(const struct column_data *column, const struct sum_row *row)
{
    static const struct sum_text none;
    if (row->view == VIEW_SUMS)
        return row->foot ? &column->foot : &column->turn;
    return column->subtotals != NULL ? &column->subtotals[row->view - VIEW_SUBTOTALS] : &none;
}

/* The first column from `from` on that has a sum or a text for such a row; column_count: none. */
static size_t next_said(const struct data_making *making, size_t from, const struct sum_row *row)
{
    while (from < making->column_count && !making->columns[from]->sum &&
           !sum_text_of(making->columns[from], row)->given)
        from++;
    return from;
}

static enum status sum_row_end(struct data_making *making, const struct sum_row *row, struct place place,
                               struct instr **ret_row)
{
    struct instr *instr;
    enum status status = make_row(making->arena, &row->cells, place, &instr);
    return status == OK
               ? with_totals(making->arena, &making->plan->views[row->view].totals, place, instr, ret_row)
               : status;
}

/* The cell of one column behind the label. */
static enum status sum_cell(struct data_making *making, size_t index, struct sum_row *row)
{
    const struct column_data *column = making->columns[index];
    const struct sum_text *text = sum_text_of(column, row);
    struct cell_data *data;
    struct instr *cell;
    enum status status =
        cell_new(making->arena, 1, 1, text->given ? text->place : column->place, &data, &cell);
    if (status != OK)
        return status;
    instr_append(&row->cells, cell);
    if (!text->given && !column->sum)
        return OK;
    take_looks(column, data);
    if (text->given)
        return framed_make(making, column->frame, column, row->view, text->body, &cell->body);
    cell->body = instr_make(making->arena, run_sum, column, column->place);
    return cell->body == NULL ? NO_MEMORY : OK;
}

/* The label, if there is one, over the columns from..to, in the middle where these are several. */
static enum status label_cell(struct data_making *making, size_t from, size_t to, struct instr *label,
                              struct sum_row *row)
{
    struct cell_data *data;
    struct instr *cell;
    enum status status = cell_new(making->arena, to - from, 1, making->columns[from]->place, &data, &cell);
    if (status != OK)
        return status;
    instr_append(&row->cells, cell);
    cell->body = label;
    if (to - from == 1) {
        take_looks(making->columns[from], data);
        return OK;
    }
    data->align = (struct setting){.kind = VALUE_CELL_ALIGN, .given = true, .fixed = true};
    data->align.value.word = ALIGN_CENTER;
    return OK;
}

static enum status sum_cells(struct data_making *making, size_t from, struct sum_row *row)
{
    enum status status = OK;
    for (size_t i = from; i < making->column_count && status == OK; i++)
        status = sum_cell(making, i, row);
    return status;
}

/* The label is the first text; it stands over the columns without a word at both of its sides. */
static enum status foot_cells(struct data_making *making, struct sum_row *row)
{
    const size_t first = next_said(making, 0, row);
    const struct column_data *column = making->columns[first];
    struct instr *label = NULL;
    size_t next = first;
    enum status status = OK;
    if (column->foot.given) {
        next = next_said(making, first + 1, row);
        status = framed_make(making, column->frame, column, VIEW_SUMS, column->foot.body, &label);
    }
    if (next == making->column_count) /* nothing but a label: it stays in its column */
        next = first + 1;
    if (status == OK && next > 0)
        status = label_cell(making, 0, next, label, row);
    return status == OK ? sum_cells(making, next, row) : status;
}

enum status data_foot_rows(struct data_making *making, struct instr_list *list)
{
    struct sum_row row = {.view = VIEW_SUMS, .foot = true};
    if (next_said(making, 0, &row) == making->column_count)
        return OK;
    struct instr *foot = instr_make(making->arena, run_foot, NULL, making->columns[0]->place);
    if (foot == NULL)
        return NO_MEMORY;
    enum status status = foot_cells(making, &row);
    if (status == OK)
        status = sum_row_end(making, &row, foot->place, &foot->body);
    instr_append(list, foot);
    return status;
}

/* The label stands from the level's own columns on. */
enum status data_subtotal(struct data_making *making, size_t loop, struct instr **ret_row)
{
    const struct sum_text *label = &making->plan->loops[loop].subtotal;
    struct sum_row row = {.view = VIEW_SUBTOTALS + (int)loop};
    size_t from = 0, to = next_said(making, 0, &row);
    *ret_row = NULL;
    if (!label->given || (to == making->column_count && making->run != NULL))
        return OK;
    if (to == making->column_count)
        return diag_report_plain(making->diag, MSG_TABLE_SUBTOTAL_NO_COLUMN, label->place);
    while (from < making->column_count && making->columns[from]->loop < loop)
        from++;
    if (to <= from)
        return diag_report_plain(making->diag, MSG_TABLE_SUBTOTAL_NO_ROOM, label->place);
    enum status status = label_cell(making, from, to, label->body, &row);
    if (status == OK)
        status = sum_cells(making, to, &row);
    return status == OK ? sum_row_end(making, &row, label->place, ret_row) : status;
}

/* --- rows at page turns --- */

/* One with a label: as a subtotal of the whole. */
static enum status turn_row(struct data_making *making, const struct sum_text *label, struct place place,
                            struct instr **ret_row)
{
    struct sum_row row = {.view = VIEW_SUMS};
    const size_t to = next_said(making, 0, &row);
    if (to == 0)
        return diag_report_plain(making->diag, MSG_TABLE_TURN_NO_ROOM, label->place);
    enum status status = label_cell(making, 0, to, label->body, &row);
    if (status == OK)
        status = sum_cells(making, to, &row);
    return status == OK ? sum_row_end(making, &row, place, ret_row) : status;
}

static bool any_sum(const struct data_making *making)
{
    for (size_t i = 0; i < making->column_count; i++)
        if (making->columns[i]->sum)
            return true;
    return false;
}

enum status data_turn_rows(struct data_making *making, const struct instr **ret_turns)
{
    const struct instr *written = any_sum(making) ? making->plan->turns : NULL;
    struct instr_list list = {NULL, NULL};
    enum status status = OK;
    for (; written != NULL && status == OK; written = written->next) {
        const struct turn_data *turn = written->data;
        struct instr *made = instr_make(making->arena, written->run, turn, written->place);
        if (made == NULL)
            return NO_MEMORY;
        made->body = written->body;
        if (turn->label.given)
            status = turn_row(making, &turn->label, written->place, &made->body);
        instr_append(&list, made);
    }
    *ret_turns = list.first;
    return status;
}
