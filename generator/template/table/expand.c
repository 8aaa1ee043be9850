/*
 * Columns of a table from data, made of what is written: once when the kind is loaded, or, where a <for> or <if> stands
 * around columns, for each document.
 *
 * The tree of parts is gone through.  Each turn of a <for> is a frame: its record or value, by its names.  A column made for
 * a document is a copy of the written one, with its own place, sums and figures; what was compiled is not copied, but
 * carried out within the column's frame (run_framed).  A frame's records are made once for each place that its names
 * are seen from, and hung behind the row at hand.  What follows – head, loops, foot, rows at page turns – is made by
 * the same code in both cases, so a table whose columns depend on data is one like all others from there on.
 */
#include "template/table/data_int.h"
#include "template/messages.def"

#include <assert.h>

/* --- frames --- */

/* The records of a frame, as seen from one place. */
struct frame_view {
    struct loop loop;
    struct record *totals; /* NULL: none */
};

static enum status frame_view_make(struct run *run, const struct column_frame *frame, int view,
                                   struct record *scope, struct frame_view **ret_view)
{
    const struct column_view *written = &frame->loop->views[view];
    struct frame_view *made = ARENA_NEW(run->arena, struct frame_view);
    if (made == NULL)
        return NO_MEMORY;
    enum status status = loop_make(run, &written->loop, scope, &made->loop);
    if (status == OK)
        status = loop_enter(run, &written->loop, &made->loop, frame->list, frame->index);
    for (size_t i = 0; i < written->loop.view_count && status == OK; i++)
        made->loop.views[i].aside = true;
    if (status == OK && written->totals.shape != NULL) {
        made->totals = locals_make(run->arena, written->totals.shape, made->loop.scope);
        status = made->totals != NULL ? OK : NO_MEMORY;
    }
    *ret_view = made;
    return status;
}

enum status frame_scope(struct run *run, struct column_frame *frame, int view, struct record *scope,
                        struct record **ret_scope)
{
    *ret_scope = scope;
    if (frame == NULL)
        return OK;
    struct frame_view *made = frame->views[view];
    enum status status = frame_scope(run, frame->outer, view, scope, &scope);
    if (status == OK && made == NULL)
        status = frame_view_make(run, frame, view, scope, &made);
    if (status != OK)
        return status;
    assert(made != NULL);
    frame->views[view] = made;
    loop_move(&made->loop, &frame->loop->views[view].loop, scope);
    *ret_scope = made->totals != NULL ? made->totals : made->loop.scope;
    return made->totals != NULL ? totals_fill(run, &frame->loop->views[view].totals, frame, made->totals)
                                : OK;
}

struct framed_data {
    struct column_frame *frame;
    const struct column_data *column; /* NULL: of a head over several */
    int view;
};

enum status framed_make(const struct data_making *making, struct column_frame *frame,
                        const struct column_data *column, int view, struct instr *body,
                        struct instr **ret_body)
{
    *ret_body = body;
    if (making->run == NULL || body == NULL)
        return OK;
    struct framed_data *data = ARENA_NEW(making->arena, struct framed_data);
    struct instr *instr = instr_make(making->arena, run_framed, data, body->place);
    if (data == NULL || instr == NULL)
        return NO_MEMORY;
    *data = (struct framed_data){frame, column, view};
    instr->body = body;
    *ret_body = instr;
    return OK;
}

enum status run_framed(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct framed_data *data = instr->data;
    const struct column_data *outer = run->data->column;
    const bool derived = run->derived;
    enum status status = frame_scope(run, data->frame, data->view, scope, &scope);
    if (status != OK)
        return status;
    run->data->column = data->column;
    run->derived = derived || (data->column != NULL && data->column->doubtful);
    status = apply_body(run, instr->body, scope, sink);
    run->data->column = outer;
    run->derived = derived;
    return status;
}

/* --- columns and heads --- */

static enum status make_parts(struct data_making *making, const struct data_part *part,
                              struct column_frame *frame);

static enum status head_add(struct data_making *making, const struct data_part *part,
                            struct column_frame *frame, const struct column_data *column)
{
    struct cell_data *data;
    struct instr *cell;
    if (making->head_count == ARRAY_COUNT(making->heads))
        return diag_report(making->diag, MSG_TEMPLATE_MANY_HEAD_CELLS, part->place,
                           (long long)ARRAY_COUNT(making->heads));
    enum status status = cell_new(making->arena, 1, 1, part->place, &data, &cell);
    if (status != OK)
        return status;
    making->heads[making->head_count++] =
        (struct data_head){cell, data, making->depth, making->column_count, 1, column != NULL};
    making->headed = making->headed || part->headed;
    return framed_make(making, frame, column, VIEW_HEAD, part->head, &cell->body);
}

static enum status check_order(const struct data_making *making, const struct data_part *part)
{
    const size_t count = making->column_count;
    return count == 0 ? OK : column_check_order(making->diag, part->column, making->columns[count - 1]);
}

static enum status make_column(struct data_making *making, const struct data_part *part,
                               struct column_frame *frame)
{
    struct column_data *column = part->column;
    struct instr *cell;
    if (making->column_count == TEMPLATE_MAX_COLUMNS)
        return diag_report(making->diag, MSG_TEMPLATE_MANY_TABLE_COLUMNS, part->place,
                           (long long)TEMPLATE_MAX_COLUMNS);
    if (making->run != NULL) {
        column = ARENA_NEW(making->arena, struct column_data);
        if (column == NULL)
            return NO_MEMORY;
        *column = *part->column;
        column->written = part->column;
        column->frame = frame;
        column->doubtful = making->doubtful;
    }
    enum status status = check_order(making, part);
    column->index = making->column_count;
    if (status == OK)
        status = head_add(making, part, frame, column);
    making->columns[making->column_count++] = column;
    if (status == OK)
        status = framed_make(making, frame, column, VIEW_CELLS + (int)column->loop, part->cell, &cell);
    if (status == OK)
        instr_append(&making->cells[column->loop], cell);
    return status;
}

/* A head over columns of which there are none is left out. */
static enum status make_heads(struct data_making *making, const struct data_part *part,
                              struct column_frame *frame)
{
    const size_t first = making->column_count, index = making->head_count;
    enum status status = head_add(making, part, frame, NULL);
    if (status != OK)
        return status;
    making->depth++;
    status = make_parts(making, part->first, frame);
    making->depth--;
    making->heads[index].span = making->column_count - first;
    if (making->column_count == first)
        making->head_count = index;
    return status;
}

/* --- for, if --- */

static enum status make_for(struct data_making *making, const struct data_part *part,
                            struct column_frame *frame)
{
    struct run *run = making->run;
    const struct expr *each = part->loop->views[VIEW_HEAD].loop.each;
    struct slot *list = ARENA_NEW(making->arena, struct slot);
    struct record *scope;
    const size_t errors = run_errors(run);
    enum status status = list != NULL ? frame_scope(run, frame, VIEW_HEAD, making->scope, &scope) : NO_MEMORY;
    if (status == OK)
        status = expr_eval_slot(each, run->eval, scope, list);
    if (run_lacks(run, status, errors)) {
        making->lacks = true;
        return OK;
    }
    if (status == OK && list->value.list.count == 0)
        return diag_report(making->diag, MSG_TABLE_COLUMNS_EMPTY, expr_place(each),
                           STR_ARGS(expr_source(each)));
    for (size_t i = 0; status == OK && i < list->value.list.count; i++) {
        struct column_frame *turn = ARENA_NEW(making->arena, struct column_frame);
        if (turn == NULL)
            return NO_MEMORY;
        *turn = (struct column_frame){.outer = frame, .loop = part->loop, .list = list, .index = i};
        status = make_parts(making, part->first, turn);
    }
    return status;
}

static enum status make_if(struct data_making *making, const struct data_part *part,
                           struct column_frame *frame)
{
    struct run *run = making->run;
    const bool doubtful = making->doubtful;
    const size_t errors = run_errors(run);
    struct record *scope;
    struct slot test;
    enum status status = frame_scope(run, frame, VIEW_HEAD, making->scope, &scope);
    if (status == OK)
        status = expr_eval_slot(part->test, run->eval, scope, &test);
    if (run_lacks(run, status, errors)) {
        making->lacks = true;
        return OK;
    }
    if (status != OK || !test.value.yesno)
        return status;
    making->doubtful = doubtful || slot_differs(&test);
    status = make_parts(making, part->first, frame);
    making->doubtful = doubtful;
    return status;
}

static enum status make_parts(struct data_making *making, const struct data_part *part,
                              struct column_frame *frame)
{
    static enum status (*const makers[])(struct data_making *, const struct data_part *,
                                         struct column_frame *) = {[COLUMN_ONE] = make_column,
                                                                   [COLUMN_HEADS] = make_heads,
                                                                   [COLUMN_FOR] = make_for,
                                                                   [COLUMN_IF] = make_if};
    enum status status = OK;
    for (; part != NULL && status == OK; part = part->next)
        status = makers[part->kind](making, part, frame);
    return status;
}

/* --- the table --- */

/* Rows written out are shared by all documents. */
static enum status add_written(struct data_making *making, const struct instr_list *written,
                               struct instr_list *list)
{
    if (written->first == NULL)
        return OK;
    struct instr *instr = instr_make(making->arena, run_sequence, NULL, written->first->place);
    if (instr == NULL)
        return NO_MEMORY;
    instr->body = written->first;
    instr_append(list, instr);
    return OK;
}

/* Loop in loop; in the innermost a row. */
static enum status make_loops(struct data_making *making, struct instr_list *list)
{
    const struct data_plan *plan = making->plan;
    struct instr *inner = NULL;
    for (size_t i = plan->loop_count; i-- > 0;) {
        const struct data_loop *loop = &plan->loops[i];
        const bool innermost = i + 1 == plan->loop_count;
        struct level_data *data = ARENA_NEW(making->arena, struct level_data);
        struct instr *instr = instr_make(making->arena, run_level, data, loop->place);
        if (data == NULL || instr == NULL)
            return NO_MEMORY;
        *data = *loop->data;
        data->innermost = innermost;
        if (innermost) {
            struct row_data *looks = ARENA_NEW(making->arena, struct row_data);
            inner = instr_make(making->arena, run_row, looks, loop->place);
            if (looks == NULL || inner == NULL)
                return NO_MEMORY;
            inner->body = making->cells[i].first;
            instr->body = inner;
        } else {
            instr_append(&making->cells[i], inner);
            instr->body = making->cells[i].first;
        }
        enum status status = data_subtotal(making, i, &data->subtotal);
        if (status != OK)
            return status;
        inner = instr;
    }
    instr_append(list, inner);
    return OK;
}

static enum status make_data(const struct data_making *making, struct data_table **ret_data)
{
    const size_t count = making->column_count;
    struct data_table *data = ARENA_NEW(making->arena, struct data_table);
    struct column_data **columns = ARENA_NEW_ARRAY(making->arena, count, struct column_data *);
    if (data == NULL || columns == NULL)
        return NO_MEMORY;
    *data = (struct data_table){.columns = columns,
                                .column_count = count,
                                .loop_count = making->plan->loop_count,
                                .varies = making->run != NULL};
    for (size_t i = 0; i < count; i++) {
        columns[i] = making->columns[i];
        data->labels += columns[i]->labelled;
    }
    if (data->labels == count)
        data->labels--;
    *ret_data = data;
    return OK;
}

/* Behind the head of a document's table: what its columns are called (run_heads_said). */
static enum status add_said(struct data_making *making, struct instr_list *list)
{
    struct heads_said *said = ARENA_NEW(making->arena, struct heads_said);
    struct instr *instr = instr_make(making->arena, run_heads_said, said, making->plan->place);
    if (said == NULL || instr == NULL)
        return NO_MEMORY;
    said->heads = making->heads;
    said->count = making->head_count;
    instr_append(list, instr);
    return OK;
}

static enum status make_body(struct data_making *making, struct instr **ret_body)
{
    struct instr_list list = {NULL, NULL};
    enum status status = data_head_rows(making, &list);
    if (status == OK && making->run != NULL && making->headed)
        status = add_said(making, &list);
    if (status == OK)
        status = add_written(making, &making->plan->body, &list);
    if (status == OK)
        status = make_loops(making, &list);
    if (status == OK)
        status = data_foot_rows(making, &list);
    if (status == OK)
        status = add_written(making, &making->plan->feet, &list);
    *ret_body = list.first;
    return status;
}

enum status data_make(struct data_making *making, struct data_table **ret_data, struct instr **ret_body)
{
    enum status status = make_parts(making, making->plan->parts, NULL);
    *ret_body = NULL;
    if (status == OK && making->column_count == 0)
        return making->lacks ? OK : diag_report(making->diag, MSG_TABLE_COLUMNS_NONE, making->plan->place);
    if (status == OK)
        status = make_data(making, ret_data);
    if (status == OK)
        status = data_turn_rows(making, &(*ret_data)->turns);
    return status == OK ? make_body(making, ret_body) : status;
}
