/*
 * Sums at page turns: <page-head>, <page-foot>.
 *
 * Each row of data, or row written out, leaves a mark, the exact sums of all rows so far, so that those of any rows between two page turns are
 * one subtraction.  Which these are is known when pages are made: layout asks (turns_print) with all that was there when the
 * document was made, which lives as long as its arena does.  A figure that its column cuts could add up on one division of
 * pages and not on another, so it is told when its row is made, or the table gets its note.
 *
 * How wide such sums can come, columns want to know before: the largest and the least sum of any rows that stand together,
 * all its digits eights, with as many behind the point as any of the figures has.
 */
#include "template/table/data_int.h"
#include "template/messages.def"
#include "expr/messages.def"

struct turns {
    struct table_turns door; /* what layout sees */
    struct run run;
    struct data_run data;
    struct turn_marks marks;
    const struct table *table;
    const struct paragraph_style *styles[TABLE_PARTS];
    struct record *scope;
    const struct number **largest; /* of each column, as wide as its sums come */
};

/* --- what rows leave --- */

static enum status turn_grow(struct run *run, const struct number **sum, const struct number *more,
                             struct place place)
{
    enum status status = OK;
    if (more != NULL && *sum != NULL)
        status = number_apply(run->arena, NUMBER_ADD, *sum, more, sum);
    else
        *sum = more != NULL ? more : *sum;
    return status == FAILED ? diag_report(run->eval->diag, MSG_EXPR_NUMBER_LARGE, place, STR_ARGS(STR("")))
                            : status;
}

enum status turns_add(struct run *run, const struct column_data *column, const struct data_sum *more,
                      bool cut, struct place place)
{
    struct turn_sum *sum = &run->data->turns->so_far[column->index];
    struct data_cut *told = &run->data->cuts[column->index];
    if (cut && column->noted)
        told->noted = true;
    else if (cut && !told->told) {
        told->told = true;
        if (run->data->data->written)
            diag_report(run->eval->diag, MSG_TABLE_TURN_CUT_CELL, place, STR_ARGS(column->head));
        else
            diag_report(run->eval->diag, MSG_TABLE_TURN_CUT, place, STR_ARGS(column->head));
        if (!run->eval->draft)
            return FAILED;
        run->eval->tolerated++;
    }
    sum->figures++;
    sum->unknown += more->unknown;
    enum status status = turn_grow(run, &sum->total, more->total, column->place);
    return status == OK ? turn_grow(run, &sum->stated, more->stated, column->place) : status;
}

enum status turns_mark(struct run *run, const struct table *table)
{
    struct turn_marks *turns = run->data->turns;
    const size_t count = run->data->data->column_count;
    struct turn_mark mark = {.row = table->row_count,
                             .sums = ARENA_NEW_ARRAY(run->arena, count, struct turn_sum)};
    if (mark.sums == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        mark.sums[i] = turns->so_far[i];
    return ARENA_APPEND(run->arena, turns->items, turns->count, turns->capacity, &mark);
}

/* --- sums between two rows --- */

/* What the column has above the table's row. */
static struct turn_sum sum_above(const struct turn_marks *marks, size_t row, size_t column)
{
    size_t low = 0, high = marks->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (marks->items[middle].row <= row)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? marks->items[low - 1].sums[column] : (struct turn_sum){.total = NULL};
}

static enum status take_away(struct run *run, const struct number *sum, const struct number *before,
                             const struct number **ret_rest)
{
    *ret_rest = sum;
    return before != NULL ? number_apply(run->arena, NUMBER_SUBTRACT, sum, before, ret_rest) : OK;
}

static enum status sum_between(struct turns *turns, size_t from, size_t to, size_t column,
                               struct data_sum *ret_sum)
{
    const struct turn_sum before = sum_above(&turns->marks, from, column),
                          after = sum_above(&turns->marks, to, column);
    struct data_sum sum = {.unknown = after.unknown > before.unknown};
    enum status status = OK;
    if (after.figures > before.figures) {
        status = take_away(&turns->run, after.total, before.total, &sum.total);
        if (status == OK)
            status = take_away(&turns->run, after.stated, before.stated, &sum.stated);
        if (status == OK && number_compare(sum.total, sum.stated) == 0)
            sum.stated = sum.total;
    }
    *ret_sum = sum;
    return status;
}

/* --- the rows --- */

/* The rows of data from … to - 1 begin in a part; sums so far begin with `begin`. */
struct turn_range {
    size_t begin, from, to;
};

/* The rows of one element, below those of `made`.  A head of which no row stands above is on no page: it says what it was measured
 * with, since sums of nothing may be no divisors. */
static enum status turn_rows(struct turns *turns, const struct instr *instr, const struct turn_range *range,
                             struct table_build *made)
{
    const struct turn_data *turn = instr->data;
    struct sink sink = {.table = made};
    int so_far = 0;
    enum status status = READ(&turns->run, turns->scope, NULL, {&turn->sums, &so_far});
    const size_t begin = turn->head || so_far != 0 ? range->begin : range->from,
                 end = turn->head ? range->from : range->to;
    for (size_t i = 0; i < turns->data.data->column_count && status == OK; i++)
        status = sum_between(turns, begin, end, i, data_sum_of(&turns->data, 0, i));
    const struct number **widest = turns->marks.widest;
    if (widest == NULL && turn->head && range->begin == range->from)
        turns->marks.widest = turns->largest;
    made->part = PART_FOOT;
    made->as_foot = true;
    if (status == OK)
        status = apply_body(&turns->run, instr->body, turns->scope, &sink);
    turns->marks.widest = widest;
    return status;
}

/* All of them, proved to fill their columns. */
static enum status make_rows(struct turns *turns, const struct turn_range *range, struct table *ret_table)
{
    struct table_build made = {.table = ret_table};
    const struct instr *instr = turns->data.data->turns;
    enum status status = OK;
    *ret_table = *turns->table;
    ret_table->rows = NULL;
    ret_table->row_count = ret_table->head_rows = ret_table->foot_rows = 0;
    for (int part = 0; part < TABLE_PARTS; part++)
        made.styles[part] = turns->styles[part];
    turns->run.data = &turns->data;
    for (; instr != NULL && status == OK; instr = instr->next)
        status = turn_rows(turns, instr, range, &made);
    ret_table->foot_rows = 0;
    if (status == OK)
        status = grid_check(&turns->run, &made);
    for (size_t r = 0; r < ret_table->row_count && status == OK; r++)
        for (size_t i = 0; i < ret_table->rows[r].cell_count && status == OK; i++) {
            struct table_cell *cell = &ret_table->rows[r].cells[i];
            cell->is_label = false;
            if (cell->row_span > 1)
                status = diag_report(turns->run.eval->diag, MSG_TABLE_TURN_SPAN, cell->place);
        }
    return status;
}

/* What figures in them are called: heads stand above them. */
static enum status name_rows(struct turns *turns, const struct table *rows)
{
    const size_t heads = turns->table->head_rows;
    struct table named = *turns->table;
    if (!turns->run.eval->shows)
        return OK;
    named.row_count = heads + rows->row_count;
    named.rows = ARENA_NEW_ARRAY(turns->run.arena, named.row_count, struct table_row);
    if (named.rows == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < named.row_count; i++)
        named.rows[i] = i < heads ? turns->table->rows[i] : rows->rows[i - heads];
    return names_of_figures(&turns->run, &named, turns->data.data);
}

/* Are they cut into cells as those that were measured are? */
static bool is_alike(const struct turns *turns, const struct table *rows)
{
    const struct table_row *measured = turns->table->rows + turns->table->row_count;
    bool alike = rows->row_count == turns->door.head_count + turns->door.foot_count;
    for (size_t r = 0; r < rows->row_count && alike; r++) {
        alike = rows->rows[r].cell_count == measured[r].cell_count;
        for (size_t i = 0; i < rows->rows[r].cell_count && alike; i++)
            alike = rows->rows[r].cells[i].column == measured[r].cells[i].column;
    }
    return alike;
}

/* For layout. */
static enum status turns_print(const struct table_turns *door, size_t begin, size_t from, size_t to,
                               const struct table_row **ret_rows)
{
    const struct turn_range range = {begin, from, to};
    struct turns *turns = door->context;
    struct table rows;
    turns->run.text = BUF(TEMPLATE_MAX_VALUE);
    enum status status = make_rows(turns, &range, &rows);
    if (status == OK && !is_alike(turns, &rows))
        status = diag_report(turns->run.eval->diag, MSG_TABLE_TURN_ROWS, turns->table->place);
    if (status == OK)
        status = name_rows(turns, &rows);
    buf_clear(&turns->run.text);
    if (status == OK)
        *ret_rows = rows.rows;
    return status;
}

/* --- how wide they come --- */

/* As many digits behind the point as the longest has; *most grows. */
static enum status count_decimals(struct run *run, const struct number *figure, size_t *most)
{
    size_t point = 0;
    buf_reset(&run->text);
    if (!number_print(figure, &run->text))
        return buf_status(&run->text);
    const struct str text = buf_str(&run->text);
    while (point < text.len && text.ptr[point] != '.')
        point++;
    *most = point < text.len && text.len - point - 1 > *most ? text.len - point - 1 : *most;
    return OK;
}

/* A number with as many digits before its point, and `decimals` behind it, all of them wide ones. */
static enum status widen(struct run *run, const struct number *number, size_t decimals,
                         const struct number **ret_wide)
{
    const struct number *whole;
    enum status status =
        number_round(run->arena, number, 0, number_sign(number) < 0 ? ROUND_UP : ROUND_DOWN, &whole);
    if (status != OK)
        return status;
    buf_reset(&run->text);
    number_print_exact(whole, &run->text);
    size_t digits = run->text.len - (number_sign(whole) < 0 ? 1 : 0);
    if (buf_status(&run->text) != OK)
        return buf_status(&run->text);
    buf_reset(&run->text);
    if (number_sign(number) < 0)
        buf_add_char(&run->text, '-');
    for (; digits > 0; digits--)
        buf_add_char(&run->text, '8');
    buf_add_text(&run->text, decimals > 0 ? "." : "");
    for (size_t i = 0; i < decimals; i++)
        buf_add_char(&run->text, '8');
    status = buf_status(&run->text);
    return status == OK ? number_parse(run->arena, buf_str(&run->text), ret_wide) : status;
}

/* The largest and the least of all sums of rows that stand together, or NULL: there is none like that. */
struct extremes {
    const struct number *low, *high; /* of what is above a row */
    const struct number *least, *largest;
    size_t decimals;
};

static enum status take_sum(struct run *run, const struct number *sum, struct extremes *ends)
{
    const struct number *up, *down;
    enum status status = count_decimals(run, sum, &ends->decimals);
    if (status == OK)
        status = number_apply(run->arena, NUMBER_SUBTRACT, sum, ends->low, &up);
    if (status == OK)
        status = number_apply(run->arena, NUMBER_SUBTRACT, sum, ends->high, &down);
    if (status != OK)
        return status;
    ends->largest = number_compare(up, ends->largest) > 0 ? up : ends->largest;
    ends->least = number_compare(down, ends->least) < 0 ? down : ends->least;
    ends->low = number_compare(sum, ends->low) < 0 ? sum : ends->low;
    ends->high = number_compare(sum, ends->high) > 0 ? sum : ends->high;
    return OK;
}

static enum status column_widest(struct turns *turns, size_t column, const struct number **ret_largest,
                                 const struct number **ret_least)
{
    struct run *run = &turns->run;
    const struct number *zero;
    struct extremes ends = {.decimals = 0};
    enum status status = number_of(run->arena, 0, &zero);
    ends.low = ends.high = ends.least = ends.largest = zero;
    for (size_t i = 0; i < turns->marks.count && status == OK; i++) {
        const struct turn_sum *sum = &turns->marks.items[i].sums[column];
        if (sum->total != NULL)
            status = take_sum(run, sum->total, &ends);
    }
    if (status == OK)
        status = widen(run, ends.largest, ends.decimals, ret_largest);
    if (status == OK && number_sign(ends.least) < 0)
        status = widen(run, ends.least, ends.decimals, ret_least);
    else if (status == OK)
        *ret_least = *ret_largest;
    return status;
}

/* The rows as wide as they come, behind those of the table. */
static enum status add_measured(struct turns *turns, const struct number **widest, struct table_build *build)
{
    struct table *table = build->table, rows;
    size_t count = table->row_count + turns->door.measured;
    turns->marks.widest = widest;
    enum status status = make_rows(turns, &(struct turn_range){.to = table->row_count}, &rows);
    turns->marks.widest = NULL;
    for (size_t i = 0; status == OK && i < rows.row_count; i++)
        status = ARENA_APPEND(turns->run.arena, table->rows, count, build->capacity, &rows.rows[i]);
    turns->door.measured += status == OK ? rows.row_count : 0;
    return status;
}

/* How many rows each element makes, and where those of the foot stand: with sums as wide as they come, since of no rows they are 0. */
static enum status count_rows(struct turns *turns)
{
    enum table_turn_on *on = NULL;
    size_t capacity = 0;
    enum status status = OK;
    turns->marks.widest = turns->largest;
    for (const struct instr *instr = turns->data.data->turns; instr != NULL && status == OK;
         instr = instr->next) {
        const struct turn_data *turn = instr->data;
        struct table rows = *turns->table;
        struct table_build made = {.table = &rows};
        int word = TURN_GOES_ON;
        rows.rows = NULL;
        rows.row_count = rows.head_rows = rows.foot_rows = 0;
        for (int part = 0; part < TABLE_PARTS; part++)
            made.styles[part] = turns->styles[part];
        status = READ(&turns->run, turns->scope, NULL, {&turn->on, &word});
        if (status == OK)
            status = turn_rows(turns, instr, &(struct turn_range){.to = turns->table->row_count}, &made);
        turns->door.head_count += turn->head ? rows.row_count : 0;
        for (size_t i = 0; i < rows.row_count && status == OK && !turn->head; i++) {
            const enum table_turn_on own = (enum table_turn_on)word;
            status = ARENA_APPEND(turns->run.arena, on, turns->door.foot_count, capacity, &own);
        }
    }
    turns->marks.widest = NULL;
    turns->door.on = on;
    return status;
}

static enum status measure_turns(struct turns *turns, struct table_build *build)
{
    const size_t count = turns->data.data->column_count;
    const struct number **largest = ARENA_NEW_ARRAY(turns->run.arena, count, const struct number *),
                        **least = ARENA_NEW_ARRAY(turns->run.arena, count, const struct number *);
    enum status status = largest != NULL && least != NULL ? OK : NO_MEMORY;
    bool below = false;
    for (size_t i = 0; i < count && status == OK; i++) {
        if (!turns->data.data->columns[i]->sum)
            continue;
        status = column_widest(turns, i, &largest[i], &least[i]);
        below = below || (status == OK && least[i] != largest[i]);
    }
    turns->largest = largest;
    if (status == OK)
        status = count_rows(turns);
    if (status == OK)
        status = add_measured(turns, largest, build);
    return status == OK && below ? add_measured(turns, least, build) : status;
}

/* --- the table --- */

enum status turns_make(struct run *run, struct record *scope, struct table_build *build)
{
    struct turns *turns = ARENA_NEW(run->arena, struct turns);
    const struct cite *cites = run->last_cite;
    if (turns == NULL)
        return NO_MEMORY;
    turns->run = *run;
    turns->data = *run->data;
    turns->marks = *run->data->turns;
    turns->data.turns = &turns->marks;
    turns->run.data = &turns->data;
    turns->run.beside = NULL;
    turns->run.cell = NULL;
    turns->table = build->table;
    for (int part = 0; part < TABLE_PARTS; part++)
        turns->styles[part] = build->styles[part];
    turns->door.make = turns_print;
    turns->door.context = turns;
    turns->run.text = BUF(TEMPLATE_MAX_VALUE);
    enum status status = scope_keep(run->arena, scope, &turns->scope);
    if (status == OK)
        status = measure_turns(turns, build);
    if (status == OK && turns->run.last_cite != cites)
        status = diag_report(run->eval->diag, MSG_TABLE_TURN_REF, build->table->place);
    buf_clear(&turns->run.text);
    build->table->turns = &turns->door;
    return status;
}

enum status run_turn(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    return apply_body(run, instr->body, scope, sink);
}
