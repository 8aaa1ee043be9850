/*
 * Forms when a document is made: the cells of a row, and those that grow to the right and downwards.
 *
 * Of each column it is known which cell stands in it, in the row being filled and in the one above.  A cell that grows
 * must stay a rectangle: in its first row it may become wider; below it takes all of its columns, or none.
 */
#include "template/table/table_int.h"
#include "template/messages.def"

#include <string.h>

/* The cell that stands in a column. */
struct owner {
    size_t row, cell;
    bool known; /* else something is wrong there, and was told */
    bool same;  /* goes on below where the same is printed */
};

struct form_grid {
    struct owner *above, *now;
    size_t column; /* the next of the row being filled */
};

enum status form_begin(struct run *run, struct table_build *build)
{
    struct form_grid *grid = ARENA_NEW(run->arena, struct form_grid);
    if (grid == NULL)
        return NO_MEMORY;
    grid->above = ARENA_NEW_ARRAY(run->arena, build->table->column_count, struct owner);
    grid->now = ARENA_NEW_ARRAY(run->arena, build->table->column_count, struct owner);
    build->form = grid;
    return grid->above != NULL && grid->now != NULL ? OK : NO_MEMORY;
}

enum status run_form_row(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct row_data *data = instr->data;
    const struct table *table = sink->table->table;
    struct form_grid *grid = sink->table->form;
    int64_t times = 1;
    enum status status = READ(run, scope, NULL, {&data->times, &times});
    for (int64_t i = 0; i < times && status == OK; i++) {
        struct owner *above = grid->above;
        grid->above = grid->now;
        grid->now = above;
        grid->column = 0;
        memset(grid->now, 0, table->column_count * sizeof *grid->now);
        status = run_row(run, instr, scope, sink);
    }
    return status;
}

static bool is_one(const struct owner *a, const struct owner *b)
{
    return a->known && b->known && a->row == b->row && a->cell == b->cell;
}

static struct table_cell *cell_of(const struct table_build *build, const struct owner *owner)
{
    return owner->row == build->table->row_count ? &build->row->cells[owner->cell]
                                                 : &build->table->rows[owner->row].cells[owner->cell];
}

/* The cell, from a row above, takes some of its columns in this one, but not all. */
static enum status refuse_shape(const struct run *run, const struct table_build *build,
                                const struct owner *owner, struct place place)
{
    const struct table_cell *cell = cell_of(build, owner);
    return diag_report(run->eval->diag, MSG_FORM_SHAPE, place, owner->row + 1, cell->column + 1,
                       cell->column_span, build->table->row_count + 1);
}

/* Is there no row above that cells may be one with? */
static bool is_first(const struct table_build *build)
{
    const struct table *table = build->table;
    return table->row_count == (build->part == PART_BODY ? table->head_rows : 0);
}

/* --- what cells do --- */

static enum status join_left(struct run *run, const struct table_build *build, struct place place)
{
    struct form_grid *grid = build->form;
    const size_t column = grid->column++;
    struct owner *owner = &grid->now[column];
    *owner = grid->now[column - 1];
    if (!owner->known)
        return FAILED;
    struct table_cell *cell = cell_of(build, owner);
    if (owner->row == build->table->row_count)
        cell->column_span++;
    else if (column >= cell->column + cell->column_span) {
        owner->known = false;
        return diag_report(run->eval->diag, MSG_FORM_SHAPE_WIDE, place, owner->row + 1, cell->column + 1,
                           cell->column_span, build->table->row_count + 1, column + 1);
    }
    return OK;
}

static enum status join_above(struct run *run, const struct table_build *build, struct place place)
{
    struct form_grid *grid = build->form;
    const size_t column = grid->column++;
    struct owner *owner = &grid->now[column];
    if (is_first(build))
        return diag_report(run->eval->diag, MSG_FORM_ABOVE, place);
    *owner = grid->above[column];
    if (!owner->known)
        return FAILED;
    struct table_cell *cell = cell_of(build, owner);
    if (column > cell->column && !is_one(owner, &grid->now[column - 1])) {
        owner->known = false;
        return refuse_shape(run, build, owner, place);
    }
    cell->row_span += column == cell->column;
    return OK;
}

enum status run_form_join(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct form_join *join = instr->data;
    const struct table_build *build = sink->table;
    enum status status = OK;
    (void)scope;
    if (join->mark == MARK_ABOVE)
        return join_above(run, build, instr->place);
    do
        status = join_left(run, build, instr->place);
    while (status == OK && join->mark == MARK_EDGE && build->form->column < build->table->column_count);
    return status;
}

/* Does the cell go on from the row above?  It prints the same, and so do those at its left that might. */
static enum status goes_on(struct run *run, const struct table_build *build, const struct table_cell *cell,
                           bool *ret_on)
{
    const struct form_grid *grid = build->form;
    const size_t row = build->table->row_count, column = cell->column;
    const struct owner *above = &grid->above[column], *left = column > 0 ? &grid->now[column - 1] : NULL;
    struct str words, other;
    *ret_on = false;
    if (is_first(build) || !above->known || !above->same || cell_of(build, above)->column != column ||
        (left != NULL && left->same && left->row == row))
        return OK;
    enum status status = cell_words(run, cell, &words);
    if (status == OK)
        status = cell_words(run, cell_of(build, above), &other);
    *ret_on = status == OK && str_equal(words, other);
    return status;
}

enum status run_form_cell(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct form_cell *data = instr->data;
    struct table_build *build = sink->table;
    struct form_grid *grid = build->form;
    const size_t column = grid->column, row = build->table->row_count;
    struct table_cell cell = {.column = column, .column_span = 1, .row_span = 1, .place = instr->place};
    bool on = false;
    if (data->label && build->part == PART_BODY)
        cell.head = data->same ? CELL_HEADS_ROW : CELL_HEADS_COLUMN;
    enum status status = cell_make(run, instr, scope, build, data->label ? PART_HEAD : build->part, &cell);
    cell.has_align = cell.has_align || data->label;
    if (status == OK && data->same)
        status = goes_on(run, build, &cell, &on);
    if (status == OK && on)
        return join_above(run, build, instr->place);
    grid->column++;
    grid->now[column] = (struct owner){row, build->row->count, status == OK, data->same};
    return status == OK ? row_add_cell(run, build->row, &cell) : status;
}

/* A cell from above that goes on in this row has all of its columns; told where the first one is another cell's. */
enum status run_form_end(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct table_build *build = sink->table;
    const struct owner *now = build->form->now;
    const size_t row = build->table->row_count;
    (void)scope;
    for (size_t column = 0; column < build->table->column_count; column++) {
        if (!now[column].known || now[column].row == row)
            continue;
        const struct table_cell *cell = cell_of(build, &now[column]);
        for (size_t i = cell->column; i < cell->column + cell->column_span; i++)
            if (!is_one(&now[column], &now[i]))
                return refuse_shape(run, build, &now[column],
                                    now[i].known ? cell_of(build, &now[i])->place : instr->place);
    }
    return OK;
}

/* --- what labels are of --- */

/* The cell that stands there; NULL: none does. */
static const struct table_cell *cell_at(const struct table *table, size_t row, size_t column)
{
    if (column >= table->column_count)
        return NULL;
    for (size_t r = row + 1; r-- > 0;)
        for (size_t i = 0; i < table->rows[r].cell_count; i++) {
            const struct table_cell *cell = &table->rows[r].cells[i];
            if (cell->column <= column && column < cell->column + cell->column_span &&
                r + cell->row_span > row)
                return cell;
        }
    return NULL;
}

/* A label names its row where a value stands beside it, or several rows; else what is below.  The last row has nothing
 * below it. */
void form_end(struct table *table)
{
    for (size_t r = table->head_rows; r < table->row_count; r++)
        for (size_t i = 0; i < table->rows[r].cell_count; i++) {
            struct table_cell *cell = &table->rows[r].cells[i];
            if (cell->head == CELL_NO_HEAD)
                continue;
            const struct table_cell *beside = cell_at(table, r, cell->column + cell->column_span);
            if (r + cell->row_span == table->row_count ||
                (beside != NULL && (beside->head == CELL_NO_HEAD || beside->row_span < cell->row_span)))
                cell->head = CELL_HEADS_ROW;
            cell->is_label = cell->row_span > 1;
        }
}
