/*
 * Tables from data when a document is made: the loops over their levels, and what stands in a column: values,
 * running numbers, sums.
 *
 * A value is added where it is printed (run_sums.c), so that a sum is about what stands above it: a cell
 * whose `when` does not hold, or whose field was not given, adds nothing.  Each loop has a row of sums, of
 * the rows within the record around it; when a record is done its row is printed, if it has a subtotal, and
 * added to the row of the loop around.
 */
#include "template/table/data_int.h"
#include "template/messages.def"

#include <string.h>

/* --- columns --- */

static enum status column_width(struct run *run, const struct column_data *column, struct record *scope,
                                const struct paragraph_style *cell, struct table_column *ret_column)
{
    struct str width;
    enum status status = frame_scope(run, column->frame, VIEW_HEAD, scope, &scope);
    if (status == OK)
        status = READ(run, scope, NULL, {&column->width, &width});
    if (status != OK)
        return status;
    if (column_parse(width, cell, ret_column))
        return READ(run, scope, cell, {&column->rule_left, &ret_column->rule_left});
    return diag_report(run->eval->diag, MSG_TABLE_WIDTH, column->width.place, STR_ARGS(width));
}

/* The table and its instructions, of this document alone. */
static enum status make_own(struct run *run, const struct data_plan *plan, struct record *scope,
                            struct table_build *build)
{
    struct data_making *making = ARENA_NEW(run->arena, struct data_making);
    struct data_table *data = NULL;
    struct instr *body = NULL;
    if (making == NULL)
        return NO_MEMORY;
    making->arena = run->arena;
    making->diag = run->eval->diag;
    making->run = run;
    making->scope = scope;
    making->plan = plan;
    enum status status = data_make(making, &data, &body);
    build->data = data;
    build->body = body;
    return status;
}

enum status data_columns(struct run *run, const struct instr *instr, struct record *scope,
                         struct table_build *build)
{
    const struct table_data *written = instr->data;
    build->data = written->data;
    build->body = instr->body;
    enum status status = written->plan == NULL ? OK : make_own(run, written->plan, scope, build);
    if (status != OK || build->body == NULL)
        return status;
    const struct data_table *data = build->data;
    struct table *table = build->table;
    const struct paragraph_style *cell = cell_style(run->styles, table->style, PART_BODY);
    int64_t labels = (int64_t)data->labels;
    struct str like = STR("");
    status = READ(run, scope, NULL, {&written->labels, &labels}, {&written->columns, &like});
    table->columns = ARENA_NEW_ARRAY(run->arena, data->column_count, struct table_column);
    table->column_count = data->column_count;
    if (table->columns == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < data->column_count && status != NO_MEMORY; i++)
        status = status_worse(status, column_width(run, data->columns[i], scope, cell, &table->columns[i]));
    if (status == OK)
        status = columns_check_whole(run->eval->diag, instr->place, table->columns, table->column_count);
    if (status == OK && like.len > 0)
        status = table_take_like(run, written->columns.place, like, table);
    if (status == OK)
        status =
            columns_label(run->eval->diag, &written->labels, labels, table->columns, table->column_count);
    return status;
}

enum status data_apply(struct run *run, struct record *scope, struct sink *sink)
{
    const struct data_table *data = sink->table->data;
    struct data_run *outer = run->data;
    struct data_run own = {.data = data};
    struct turn_marks turns = {.count = 0};
    own.sums = ARENA_NEW_ARRAY(run->arena, data->loop_count * data->column_count, struct data_sum);
    own.counts = ARENA_NEW_ARRAY(run->arena, data->column_count, int64_t);
    own.figures = ARENA_NEW_ARRAY(run->arena, data->column_count, struct record *);
    own.cuts = ARENA_NEW_ARRAY(run->arena, data->column_count, struct data_cut);
    if (own.sums == NULL || own.counts == NULL || own.figures == NULL || own.cuts == NULL)
        return NO_MEMORY;
    sink->table->marks = data->written;
    if (data->turns != NULL) {
        turns.so_far = ARENA_NEW_ARRAY(run->arena, data->column_count, struct turn_sum);
        own.turns = &turns;
        if (turns.so_far == NULL)
            return NO_MEMORY;
    }
    run->data = &own;
    enum status status = apply_body(run, sink->table->body, scope, sink);
    if (status == OK && sink->table->table->foot_rows == 0)
        status = table_fill_page(run, sink->table);
    if (status == OK && data->turns != NULL)
        status = turns_make(run, scope, sink->table);
    if (status == OK)
        status = data_sums_note(run, scope, sink->table);
    run->data = outer;
    return status;
}

/* All that stands over the column, from above: 六和中心／人次. */
static enum status heads_over(struct run *run, const struct heads_said *said, const struct table *table,
                              size_t column, struct str *ret_words)
{
    struct buf words = BUF(TEMPLATE_MAX_TEXT);
    size_t cells[2 * TEMPLATE_MAX_COLUMNS] = {0}; /* of each row, to the left */
    enum status status = OK;
    for (size_t i = 0; i < said->count && status == OK; i++) {
        const struct data_head *head = &said->heads[i];
        const struct table_cell *cell = &table->rows[head->row].cells[cells[head->row]++];
        struct str own = STR("");
        if (column - head->column >= head->span)
            continue;
        status = cell_words(run, cell, &own);
        if (words.len > 0 && own.len > 0)
            buf_add_text(&words, "／");
        buf_add_str(&words, own);
    }
    if (status == OK)
        return buf_keep(&words, run->arena, ret_words);
    buf_clear(&words);
    return status;
}

/* Columns of a document are called as their heads, which stand now, say. */
enum status run_heads_said(struct run *run, const struct instr *instr, struct record *scope,
                           struct sink *sink)
{
    const struct data_table *data = run->data->data;
    enum status status = OK;
    (void)scope;
    for (size_t i = 0; i < data->column_count && status == OK; i++)
        status = heads_over(run, instr->data, sink->table->table, i, &data->columns[i]->head);
    return status;
}

/* --- what stands in a cell --- */

/* The column that an instruction of a cell is of. */
static const struct column_data *column_of(const struct run *run, const struct instr *instr)
{
    return run->data->column != NULL ? run->data->column : instr->data;
}

enum status data_figure_print(struct run *run, const struct column_data *column, const struct slot *slot)
{
    struct record **figure = &run->data->figures[column->index];
    buf_reset(&run->text);
    if (column->as == NULL)
        return slot_print(slot, run->eval, expr_place(column->of), &run->text);
    if (*figure == NULL || (*figure)->shape != column->figure) {
        *figure = record_make(run->arena, column->figure, NULL);
        if (*figure == NULL)
            return NO_MEMORY;
    }
    (*figure)->place = column->place;
    (*figure)->slots[0] = *slot;
    return expr_print(column->as, run->eval, *figure, expr_place(column->of), &run->text);
}

static enum status take_figure(struct run *run, const struct column_data *column, const struct slot *slot,
                               struct str *ret_text)
{
    enum status status = data_figure_print(run, column, slot);
    if (status == OK)
        status = run_take_text(run, column->place, ret_text);
    if (status == OK && memchr(ret_text->ptr, '\n', ret_text->len) != NULL)
        return diag_report(run->eval->diag, MSG_TEMPLATE_NEWLINE, expr_place(column->of));
    return status;
}

/* Is `of` a field that was not given? */
static bool is_missing(struct run *run, const struct expr *of, struct record *scope)
{
    struct record *record;
    int slot;
    return expr_origin_field(of, run->eval, scope, &record, &slot) &&
           record->slots[slot].state == SLOT_MISSING;
}

/* The number that was just printed; one that is summed is proved with its sum. */
static enum status tell_cell(struct run *run, const struct column_data *column, struct record *scope)
{
    const struct expr *printed = column->as != NULL ? column->as : column->of;
    const struct type *type = expr_printed_type(printed);
    const struct number *exact = NULL;
    struct record *record = column->as != NULL ? run->data->figures[column->index] : scope;
    enum status status = OK;
    if (expr_figure(printed) != FIGURE_DIGITS)
        return OK;
    if (type->kind == TYPE_TEXT && !column->sum)
        status = expr_figure_number(printed, run->eval, record, &exact);
    figure_in_cell(run, type, exact);
    return status;
}

enum status run_value(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct column_data *column = column_of(run, instr);
    struct slot slot;
    struct str text;
    struct portions *shown = NULL;
    if (is_missing(run, column->of, scope))
        return OK;
    enum status status = expr_eval_slot(column->of, run->eval, scope, &slot);
    if (status != OK)
        return status;
    struct place origin = expr_origin(column->of, run->eval, scope);
    if (column->sum)
        status = data_sum_add(run, column, &slot, origin);
    if (status == OK)
        status = take_figure(run, column, &slot, &text);
    if (status == OK && run->eval->shows)
        status = expr_shown(column->of, run->eval, scope, text, &shown);
    const struct place place = origin.line > 0 ? origin : expr_place(column->of);
    if (status == OK)
        status = inlines_marked(run, sink->inlines, text, place, shown);
    return status == OK ? tell_cell(run, column, scope) : status;
}

static enum status sum_shown(struct run *run, const struct column_data *column, const struct slot *slot,
                             struct record *scope, struct str text, struct portions **ret_shown)
{
    struct paper_figure *made = ARENA_NEW(run->arena, struct paper_figure);
    struct shown *shown = ARENA_NEW(run->arena, struct shown);
    const struct str of = expr_source(column->of);
    if (made == NULL || shown == NULL)
        return NO_MEMORY;
    *made = (struct paper_figure){.value = slot->value,
                                  .unit = expr_type(column->of).unit,
                                  .formula = arena_printf(run->arena, "sum(%.*s)", STR_ARGS(of)),
                                  .label = column->head,
                                  .row = STR("")};
    *shown = (struct shown){.record = record_in_model(scope), .made = made, .slot = -1};
    *ret_shown = portions_whole(run->arena, text, shown);
    return made->formula.ptr == NULL || *ret_shown == NULL ? NO_MEMORY : OK;
}

/* As wide as a column's sums come, while that is measured. */
static struct data_sum widest_sum(const struct turn_marks *turns, size_t column)
{
    const struct number *widest = turns != NULL && turns->widest != NULL ? turns->widest[column] : NULL;
    return (struct data_sum){.total = widest, .stated = widest};
}

enum status run_sum(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct column_data *column = instr->data;
    struct data_sum *sum = data_sum_of(run->data, run->data->shown, column->index);
    struct slot slot;
    struct str text;
    struct portions *shown = NULL;
    const struct turn_marks *turns = run->data->turns;
    const bool widest = turns != NULL && turns->widest != NULL;
    const struct data_sum wide = widest_sum(turns, column->index);
    if (widest ? wide.total == NULL : sum->total == NULL)
        return OK;
    enum status status = widest ? OK : data_sum_prove(run, column, sum);
    if (status == OK)
        status = data_sum_slot(run, widest ? &wide : sum, &slot);
    if (status == OK)
        status = take_figure(run, column, &slot, &text);
    if (status == OK && run->eval->shows)
        status = sum_shown(run, column, &slot, scope, text, &shown);
    const bool derived = run->derived;
    run->derived = derived || column->doubtful;
    if (status == OK)
        status = inlines_marked(run, sink->inlines, text, column->place, shown);
    run->derived = derived;
    return status;
}

/* The place of a written column, in the frame; column_count: there is no such column there. */
static size_t column_in(const struct data_table *data, const struct column_data *written,
                        const struct column_frame *frame)
{
    size_t i = data->varies ? 0 : written->index;
    while (data->varies && i < data->column_count &&
           (data->columns[i]->written != written || data->columns[i]->frame != frame))
        i++;
    return i;
}

enum status totals_fill(struct run *run, const struct totals_data *totals, const struct column_frame *frame,
                        struct record *record)
{
    const struct data_table *data = run->data->data;
    const struct turn_marks *turns = run->data->turns;
    const bool widest = turns != NULL && turns->widest != NULL;
    enum status status = OK;
    for (size_t i = 0; i < totals->shape->field_count && status == OK; i++) {
        const size_t column = column_in(data, totals->columns[i], frame);
        struct data_sum sum = {.total = NULL};
        if (column < data->column_count)
            sum = widest ? widest_sum(turns, column) : *data_sum_of(run->data, run->data->shown, column);
        status = data_sum_slot(run, &sum, &record->slots[i]);
    }
    return status;
}

/* Around a row of sums: the sums that have names; one to which nothing was added is 0. */
enum status run_totals(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct totals_data *totals = instr->data;
    struct record *locals = locals_make(run->arena, totals->shape, scope);
    if (locals == NULL)
        return NO_MEMORY;
    enum status status = totals_fill(run, totals, NULL, locals);
    return status == OK ? apply_body(run, instr->body, locals, sink) : status;
}

enum status run_count(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct column_data *column = column_of(run, instr);
    struct str text = arena_printf(run->arena, "%lld", (long long)++run->data->counts[column->index]);
    (void)scope;
    return text.ptr == NULL ? NO_MEMORY : inlines_text(run, sink->inlines, text, instr->place);
}

/* --- levels --- */

static void restart_counts(const struct data_run *data, size_t loop)
{
    for (size_t i = 0; i < data->data->column_count; i++)
        if (data->data->columns[i]->restart == loop)
            data->counts[i] = 0;
}

/* What the rows of a record add up to is printed, and added to what the record around has. */
static enum status close_sums(struct run *run, const struct level_data *level, struct record *scope,
                              struct sink *sink)
{
    struct table_build *build = sink->table;
    struct data_run *data = run->data;
    enum status status = OK;
    if (level->subtotal != NULL) {
        build->table->rows[build->table->row_count - 1].keep_next = true;
        build->as_foot = true;
        data->shown = level->index + 1;
        status = apply_body(run, level->subtotal, scope, sink);
        data->shown = 0;
        build->as_foot = false;
    }
    return status == OK ? data_sums_close(run, level) : status;
}

/* A record of an outer level: its cells are a group's.  One without rows leaves nothing, no number either. */
static enum status run_outer(struct run *run, const struct instr *instr, struct record *scope,
                             struct sink *sink)
{
    struct table_build *build = sink->table;
    struct group group = {.outer = build->group};
    struct data_run *data = run->data;
    int64_t counts[TEMPLATE_MAX_COLUMNS];
    memcpy(counts, data->counts, data->data->column_count * sizeof counts[0]);
    build->group = &group;
    enum status status = apply_body(run, instr->body, scope, sink);
    status = group_close(run, build, &group, status);
    if (status == OK && group.placed)
        return close_sums(run, instr->data, scope, sink);
    memcpy(data->counts, counts, data->data->column_count * sizeof counts[0]);
    return status;
}

static enum status level_body(struct run *run, const struct instr *instr, struct record *scope,
                              struct sink *sink, const struct value *item)
{
    const struct level_data *level = instr->data;
    struct table_build *build = sink->table;
    const enum table_break before = build->page_break;
    const size_t rows = build->table->row_count;
    restart_counts(run->data, level->index);
    run->data->item = item->kind == TYPE_RECORD ? item->record : NULL;
    if (before < level->page_break)
        build->page_break = level->page_break;
    if (!level->innermost) {
        enum status outer = run_outer(run, instr, scope, sink);
        if (build->table->row_count == rows)
            build->page_break = before;
        return outer;
    }
    enum status status = apply_body(run, instr->body, scope, sink);
    return status == OK && run->data->turns != NULL ? turns_mark(run, sink->table->table) : status;
}

enum status run_level(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct level_data *level = instr->data;
    struct slot list;
    enum status status = expr_eval_slot(level->loop.each, run->eval, scope, &list);
    return status == OK ? loop_run(run, instr, &list, scope, sink, level_body) : status;
}
