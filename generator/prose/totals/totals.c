/*
 * Tables typed in prose: what a row calls 合计 or 小计 is the sum of the rows above it, or of those below; then what columns
 * call so (across.c), shares (shares.c) and parts (parts.c).
 *
 * Here the numbers are gathered, column by column: of plain numbers in one unit, to the end or to a cell that is no number; not
 * shares, prices, balances, codes and what else nobody adds up, by the words of their head.  Then each total is judged
 * (judge.c).  Behind 其中 nobody says which rows are parts and which are the next whole, so a total is right where it is for
 * any end of the parts; also where they are counted.
 */
#include "prose/totals/totals_int.h"

#include <string.h>

static void note_columns(struct grid *own, enum status status)
{
    own->status = status_worse(own->status, status);
}

static bool fits(struct adding *adding, const struct measure *measure)
{
    if (measure->unit == NULL)
        return true;
    if (adding->unit.unit == NULL)
        adding->unit = *measure;
    return measure->unit == adding->unit.unit && measure->times == adding->unit.times &&
           (measure->unit->quantity != QUANTITY_PERCENT || adding->column->weights);
}

/* --- 其中 --- */

enum { GROUPS = 8, TRIES = 256 };

/* Rows behind one with 其中 that are parts with it: its own, `least`, to `most`. */
struct parts {
    size_t from, least, most, end;
};

struct trial {
    struct parts groups[GROUPS];
    size_t count;
    bool counted; /* all parts are */
};

static bool ends_parts(const struct grid *own, size_t whole, size_t row)
{
    const struct row *at = &own->rows[row];
    return at->kind == ROW_PART || at->kind == ROW_TOTAL ||
           (at->level > 0 && own->rows[whole].level > 0 && at->level <= own->rows[whole].level) ||
           (row + 1 < own->row_count && own->rows[row + 1].of);
}

/* false: more than are tried. */
static bool find_parts(const struct grid *own, struct trial *trial)
{
    size_t tries = 1;
    for (size_t row = 0; row < own->row_count; row++) {
        if (!own->rows[row].of)
            continue;
        struct parts parts = {.from = row};
        while (row < own->row_count && own->rows[row].of)
            row++;
        parts.least = parts.most = row;
        while (parts.most < own->row_count &&
               !ends_parts(own, parts.from > 0 ? parts.from - 1 : 0, parts.most))
            parts.most++;
        parts.end = parts.least;
        row = parts.most > row ? parts.most - 1 : row - 1;
        tries *= parts.most - parts.least + 1;
        if (trial->count == GROUPS || tries > TRIES)
            return false;
        trial->groups[trial->count++] = parts;
    }
    return true;
}

/* The next choice of ends; false: that was the last. */
static bool try_next(struct trial *trial)
{
    if (trial->counted || trial->count == 0)
        return false;
    for (size_t i = 0; i < trial->count; i++) {
        if (trial->groups[i].end++ < trial->groups[i].most)
            return true;
        trial->groups[i].end = trial->groups[i].least;
    }
    trial->counted = true;
    return true;
}

static bool is_part(const struct trial *trial, size_t row)
{
    for (size_t i = 0; i < trial->count && !trial->counted; i++)
        if (row >= trial->groups[i].from && row < trial->groups[i].end)
            return true;
    return false;
}

/* --- columns --- */

static void gather(struct grid *own, size_t at, const struct trial *trial, struct adding *adding,
                   bool *left_out)
{
    adding->column = &own->columns[at];
    adding->count = 0;
    adding->unit = (struct measure){.unit = NULL};
    adding->cut = false;
    adding->left_out = left_out;
    for (size_t row = 0; row < own->row_count && !adding->cut; row++) {
        const struct typed *cell = grid_cell(own, row, at);
        left_out[row] = is_part(trial, row);
        if (cell->sort == CELL_EMPTY || cell->sort == CELL_NOTHING || left_out[row])
            continue;
        adding->cut = cell->sort == CELL_OTHER || !fits(adding, &cell->measure);
        if (adding->cut)
            break;
        const struct item item = {(uint32_t)row, cell->value, cell};
        note_columns(own, ARENA_APPEND(own->arena, adding->items, adding->count, adding->capacity, &item));
    }
    for (size_t i = 0; i < adding->count; i++)
        adding->wrong[i] = false;
}

static void tell_column(struct grid *own, size_t at, const bool *wrong, const int64_t *sums)
{
    for (size_t row = 0; row < own->row_count && own->status == OK; row++)
        if (wrong[row])
            grid_fault(own, row, at,
                       &(struct total){.sort = TOTAL_OF_ROWS,
                                       .row = STR(""),
                                       .label = own->rows[row].words,
                                       .other = STR(""),
                                       .sum = sums[row]});
}

/* Of each row: wrong totals, and what they should be; of one trial, and of all. */
struct verdicts {
    bool *wrong, *left_out;
    int64_t *sums;
};

static void verdicts_make(struct grid *own, struct verdicts *verdicts)
{
    verdicts->wrong = ARENA_NEW_ARRAY(own->arena, own->row_count, bool);
    verdicts->sums = ARENA_NEW_ARRAY(own->arena, own->row_count, int64_t);
    verdicts->left_out = ARENA_NEW_ARRAY(own->arena, own->row_count, bool);
    note_columns(own, verdicts->wrong == NULL || verdicts->left_out == NULL || verdicts->sums == NULL
                          ? NO_MEMORY
                          : OK);
}

static bool is_nearer_sum(int64_t value, int64_t sum, int64_t other)
{
    const int64_t off = off_by(value, sum), other_off = off_by(value, other);
    return (off < 0 ? -off : off) < (other_off < 0 ? -other_off : other_off);
}

/* A row is wrong where it is in every trial; told is the sum that is nearest. */
static void judge_column(struct grid *own, size_t at, struct adding *columns, struct trial trial,
                         const struct verdicts *all)
{
    struct adding *adding = &columns[at];
    for (bool first = true, more = true; more && own->status == OK; first = false) {
        gather(own, at, &trial, adding, all->left_out);
        if (own->status == OK)
            totals_judge(own, adding, columns);
        for (size_t row = 0, i = 0; row < own->row_count; row++) {
            const bool there = i < adding->count && adding->items[i].row == row;
            const bool is_wrong = there && adding->wrong[i];
            if (is_wrong && (first || (!trial.counted && is_nearer_sum(adding->items[i].value,
                                                                       adding->sums[i], all->sums[row]))))
                all->sums[row] = adding->sums[i];
            all->wrong[row] = is_wrong && (first || all->wrong[row]);
            i += there;
        }
        more = try_next(&trial);
    }
    tell_column(own, at, all->wrong, all->sums);
}

static void judge_columns(struct grid *own)
{
    struct trial trial = {.count = 0};
    struct verdicts one, all;
    struct adding *columns = ARENA_NEW_ARRAY(own->arena, COLUMNS, struct adding);
    verdicts_make(own, &one);
    verdicts_make(own, &all);
    note_columns(own, columns == NULL ? NO_MEMORY : OK);
    if (own->status != OK || !find_parts(own, &trial))
        return;
    for (size_t i = 0; i < own->width && own->status == OK; i++) {
        columns[i] = (struct adding){.wrong = one.wrong, .sums = one.sums};
        gather(own, i, &trial, &columns[i], one.left_out);
    }
    for (size_t i = 1; i < own->width && own->status == OK; i++)
        if (!own->columns[i].no_sum && own->columns[i].numbers > 0)
            judge_column(own, i, columns, trial, &all);
}

static enum status look(struct worded_table *table, const struct total_teller *teller)
{
    struct grid *own = ARENA_NEW(table->arena, struct grid);
    if (own == NULL || table->status != OK || table->full)
        return own == NULL ? NO_MEMORY : table->status;
    *own = (struct grid){.arena = table->arena, .teller = teller};
    grid_read(own, table);
    if (own->status == OK && own->row_count > 0 && !own->full) {
        if (!table->printed)
            judge_columns(own);
        totals_across(own);
        totals_shares(own);
        totals_parts(own);
        grid_tell(own);
    }
    return own->status;
}

enum status totals_look(struct arena *arena, const struct node *table, const struct total_teller *teller)
{
    struct worded_table worded = {.arena = arena};
    worded_typed(&worded, table);
    return look(&worded, teller);
}

enum status totals_look_printed(struct arena *arena, const struct table *table,
                                const struct total_teller *teller)
{
    struct worded_table worded = {.arena = arena};
    worded_printed(&worded, table);
    return look(&worded, teller);
}
