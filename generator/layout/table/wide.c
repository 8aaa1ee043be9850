/*
 * Tables wider than their page, in a style with split_columns: set as several, one after the other, each with
 * the label columns and some of the others, in order.
 *
 * They are as few as can be; of the ways to cut, the one that divides the fewest cells, and of these the one
 * that leaves the tables most alike in width.  A cell that spans a cut stands on both sides of it; it and
 * labels are read aloud once.  The caption stands above the first table, the notes below the last; what of them is repeated,
 * at all.
 */
#include "layout/table/columns.h"
#include "layout/messages.def"

/* The tables from a column on: how many, how many cells their cuts divide, the squares of the widths that
 * they leave, added; where the next table begins. */
struct division {
    size_t tables; /* 0: a column does not fit */
    size_t divided;
    uint64_t white;
    size_t next;
};

struct cut {
    const struct where *where;
    const struct table *table;
    const struct column_need *needs;
    length width;
    bool *in, *before;          /* [column]: stands in the table at hand, in one before it */
    size_t *divided;            /* [column]: cells that a cut left of it divides */
    struct division *divisions; /* [column]: the best from it on; column_count + 1 of them */
};

static length needs_together(const struct cut *cut, enum need_width which)
{
    const struct table *table = cut->table;
    length sum = 0;
    for (size_t i = 0; i < table->column_count; i++)
        sum += cut->in[i] && !table_column_share(&table->columns[i]) ? cut->needs[i].width[which] : 0;
    return sum + table_shares_need(table, cut->needs, cut->in, which);
}

/* Each width may have been rounded up. */
static bool fits(const struct cut *cut, enum need_width which)
{
    return needs_together(cut, which) <= cut->width + (length)cut->table->column_count;
}

/* --- where to cut --- */

/* From `column` on, the first that is no label. */
static size_t next_plain(const struct table *table, size_t column)
{
    while (column < table->column_count && table->columns[column].label)
        column++;
    return column;
}

/* The labels and the columns from … to - 1. */
static void cut_take(struct cut *cut, size_t from, size_t to)
{
    for (size_t i = 0; i < cut->table->column_count; i++)
        cut->in[i] = cut->table->columns[i].label || (i >= from && i < to);
}

static bool is_better(const struct division *a, const struct division *b)
{
    if (b->tables == 0 || a->tables != b->tables)
        return b->tables == 0 || a->tables < b->tables;
    if (a->divided != b->divided)
        return a->divided < b->divided;
    return a->white <= b->white;
}

/* The best division from `from` on, those further right being known.  A column that fits alone only with its
 * words divided has a table of its own. */
static struct division best_division(struct cut *cut, size_t from)
{
    struct division best = {0};
    for (size_t end = from + 1; end <= cut->table->column_count; end++) {
        cut_take(cut, from, end);
        if (end > from + 1 && !fits(cut, NEED_MIN))
            break;
        size_t next = next_plain(cut->table, end);
        const struct division *rest = &cut->divisions[next];
        if (next < cut->table->column_count && rest->tables == 0)
            continue;
        length white = cut->width - needs_together(cut, NEED_MIN);
        uint64_t points = white > 0 ? (uint64_t)(white / LENGTH_POINT) : 0;
        struct division division = {.tables = rest->tables + 1,
                                    .divided = rest->divided + cut->divided[next],
                                    .white = rest->white + points * points,
                                    .next = next};
        if (is_better(&division, &best))
            best = division;
    }
    return best;
}

/* How many cells a cut left of each column divides; none, right of the last. */
static void count_divided(const struct cut *cut)
{
    for (size_t row = 0; row < cut->table->row_count; row++)
        for (size_t i = 0; i < cut->table->rows[row].cell_count; i++) {
            const struct table_cell *cell = &cut->table->rows[row].cells[i];
            for (size_t column = cell->column + 1; column < cell->column + cell->column_span; column++)
                cut->divided[column]++;
        }
}

/* --- the table of the columns at hand --- */

/* What of the cell is in the table; column_span 0: nothing. */
static struct table_cell cell_cut(const struct cut *cut, const struct table_cell *cell)
{
    struct table_cell part = *cell;
    part.column = 0;
    part.column_span = 0;
    for (size_t i = 0; i < cell->column; i++)
        part.column += cut->in[i];
    for (size_t i = cell->column; i < cell->column + cell->column_span; i++) {
        part.column_span += cut->in[i];
        part.repeated = part.repeated || cut->before[i];
    }
    return part;
}

static enum status row_cut(const struct cut *cut, const struct table_row *row, struct table_row *ret_row)
{
    *ret_row = *row;
    ret_row->cells = ARENA_NEW_ARRAY(cut->where->arena, row->cell_count, struct table_cell);
    ret_row->cell_count = 0;
    if (ret_row->cells == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < row->cell_count; i++) {
        ret_row->cells[ret_row->cell_count] = cell_cut(cut, &row->cells[i]);
        ret_row->cell_count += ret_row->cells[ret_row->cell_count].column_span > 0;
    }
    return OK;
}

enum status table_row_cut(const struct where *where, const struct table *table, const struct table_row *row,
                          struct table_row *ret_row)
{
    const struct cut cut = {.where = where, .in = table->shown, .before = table->before};
    *ret_row = *row;
    return table->shown == NULL ? OK : row_cut(&cut, row, ret_row);
}

static enum status table_cut(const struct cut *cut, struct table *ret_table)
{
    const struct table *table = cut->table;
    struct table part = *table;
    part.columns = ARENA_NEW_ARRAY(cut->where->arena, table->column_count, struct table_column);
    part.rows = ARENA_NEW_ARRAY(cut->where->arena, table_measured_rows(table), struct table_row);
    part.shown = ARENA_NEW_ARRAY(cut->where->arena, table->column_count, bool);
    part.before = ARENA_NEW_ARRAY(cut->where->arena, table->column_count, bool);
    part.column_count = 0;
    part.like = part.alike = NULL; /* has not all the columns */
    if (part.columns == NULL || part.rows == NULL || part.shown == NULL || part.before == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < table->column_count; i++) {
        part.shown[i] = cut->in[i];
        part.before[i] = cut->before[i];
    }
    for (size_t i = 0; i < table->column_count; i++)
        if (cut->in[i])
            part.columns[part.column_count++] = table->columns[i];
    for (size_t row = 0; row < table_measured_rows(table); row++)
        if (row_cut(cut, &table->rows[row], &part.rows[row]) != OK)
            return NO_MEMORY;
    *ret_table = part;
    return OK;
}

/* --- all of them --- */

static enum status report_column(const struct cut *cut, size_t column)
{
    return diag_report(cut->where->layout->diag, MSG_LAYOUT_TABLE_SPLIT, cut->table->place, column + 1,
                       LENGTH_MM_ARGS(needs_together(cut, NEED_HARD)), LENGTH_MM_ARGS(cut->width));
}

static enum status tables_cut(struct cut *cut, struct table *tables, size_t *ret_count)
{
    size_t count = 0, columns = cut->table->column_count;
    for (size_t from = next_plain(cut->table, 0), next; from < columns; from = next) {
        next = cut->divisions[from].next;
        cut_take(cut, from, next);
        if (table_cut(cut, &tables[count]) != OK)
            return NO_MEMORY;
        if (next < columns &&
            table_repeated_blocks(cut->where->arena, cut->table->notes, &tables[count].notes) != OK)
            return NO_MEMORY;
        count++;
        for (size_t i = 0; i < columns; i++)
            cut->before[i] = cut->before[i] || cut->in[i];
    }
    *ret_count = count;
    return OK;
}

/* Finds the divisions; FAILED, reported: a column does not fit. */
static enum status divide(struct cut *cut)
{
    size_t columns = cut->table->column_count;
    cut->divided = ARENA_NEW_ARRAY(cut->where->arena, columns + 1, size_t);
    cut->divisions = ARENA_NEW_ARRAY(cut->where->arena, columns + 1, struct division);
    if (cut->divided == NULL || cut->divisions == NULL)
        return NO_MEMORY;
    count_divided(cut);
    for (size_t column = 0; column < columns; column++) {
        cut_take(cut, column, column + 1);
        if (!cut->table->columns[column].label && !fits(cut, NEED_HARD))
            return report_column(cut, column);
    }
    for (size_t column = columns; column-- > 0;)
        if (!cut->table->columns[column].label)
            cut->divisions[column] = best_division(cut, column);
    return OK;
}

static enum status cut_begin(struct cut *cut, const struct table *table)
{
    struct arena *arena = cut->where->arena;
    struct column_need *needs = table_needs_begin(arena, table, cut->width);
    struct table_axis *axes = ARENA_NEW_ARRAY(arena, table->column_count, struct table_axis);
    cut->in = ARENA_NEW_ARRAY(arena, table->column_count, bool);
    cut->before = ARENA_NEW_ARRAY(arena, table->column_count, bool);
    if (needs == NULL || axes == NULL || cut->in == NULL || cut->before == NULL)
        return NO_MEMORY;
    bool given = true;
    for (size_t i = 0; i < table->column_count; i++)
        given = given && needs[i].kind == NEED_GIVEN;
    cut->needs = needs;
    return given ? OK : table_measure(cut->where, table, needs, axes, 0);
}

enum status table_wide_cut(const struct where *where, const struct table *table, length width,
                           const struct table **ret_tables, size_t *ret_count)
{
    struct cut cut = {.where = where, .table = table, .width = width};
    bool labels_only = true;
    for (size_t i = 0; i < table->column_count; i++)
        labels_only = labels_only && table->columns[i].label;
    *ret_tables = table;
    *ret_count = 1;
    if (!table->style->split_columns || labels_only)
        return OK;
    enum status status = cut_begin(&cut, table);
    for (size_t i = 0; status == OK && i < table->column_count; i++)
        cut.in[i] = true;
    if (status != OK || fits(&cut, NEED_MIN))
        return status;
    if (table->turns != NULL) /* its rows would have cells in each of the tables */
        return diag_report(where->layout->diag, MSG_LAYOUT_TURNS_WIDE, table->place);
    status = divide(&cut);
    struct table *tables = ARENA_NEW_ARRAY(where->arena, table->column_count, struct table);
    *ret_tables = tables;
    if (status != OK)
        return status;
    return tables != NULL ? tables_cut(&cut, tables, ret_count) : NO_MEMORY;
}
