/*
 * Totals among the rows of a table: by what a row is called, and by what its figures are.
 *
 * A cell is a total by a table of words: all of it is made of them, with days, numbers and brackets between (本年合计, 1～6月累计), or
 * it ends with one (人工费小计).  合计数据中心 is neither.  Words that a record may have as well (全年, 平均) count where nothing else
 * is said beside the figures, or where these are the sums or means of the rows above.  Without any word a last row is one
 * owner_of figures all are the sums of the rows above.  Figures are added as the sheet shows them, in millionths.
 */
#include "series/series_int.h"

#include <string.h>

/* --- figures --- */

enum { PLACES = 6, ONE = 1000000 };
static const int64_t MOST = INT64_MAX / 100;

/* 1,200.50, 40%; what is none is not added. */
static bool figure_of(struct str text, int64_t *ret_value)
{
    int64_t value = 0;
    int places = -1; /* behind the point */
    text = str_trim(text);
    const bool minus = text.len > 0 && text.ptr[0] == '-';
    bool digits = false;
    for (size_t i = minus; i < text.len; i++) {
        const char c = text.ptr[i];
        if ((c == ',' && places < 0) || (c == '%' && i + 1 == text.len))
            continue;
        if (c == '.' && places < 0) {
            places = 0;
            continue;
        }
        if (c < '0' || c > '9' || places == PLACES || value > MOST)
            return false;
        digits = true;
        value = value * 10 + (c - '0');
        places += places >= 0;
    }
    for (int i = places < 0 ? 0 : places; i < PLACES; i++, value *= 10)
        if (value > MOST)
            return false;
    *ret_value = minus ? -value : value;
    return digits;
}

/* Those that are fields, then those that are records. */
static const struct series_column *column_at(const struct series_columns *columns, size_t i)
{
    return i < columns->count ? &columns->items[i] : &columns->others[i - columns->count];
}

static bool figure_at(const struct series_columns *columns, const struct sheet_row *row, size_t i,
                      int64_t *ret_value)
{
    const struct series_column *column = column_at(columns, i);
    const struct sheet_cell cell = sheet_cell_at(row, column->number);
    return column->target.field->type.kind == TYPE_NUMBER &&
           (cell.kind == SHEET_TEXT || cell.kind == SHEET_NUMBER) && figure_of(cell.text, ret_value);
}

static const struct running_figure *figures_of(const struct totals *totals, const struct sheet_row *row)
{
    for (size_t i = 0; i < totals->sums.count; i++)
        totals->row[i].is_said = figure_at(totals->columns, row, i, &totals->row[i].value);
    return totals->row;
}

enum status totals_init(struct totals *totals, struct arena *arena, const struct series_columns *columns)
{
    const size_t count = columns->count + columns->other_count;
    *totals = (struct totals){.columns = columns};
    totals->row = ARENA_NEW_ARRAY(arena, count, struct running_figure);
    return totals->row != NULL ? running_sums_init(&totals->sums, arena, count) : NO_MEMORY;
}

static struct str owner_of(const struct totals *totals, const struct sheet_row *row)
{
    return totals->columns->key > 0 ? str_trim(sheet_cell_at(row, totals->columns->key).text) : STR("");
}

void totals_begin(struct totals *totals, const struct sheet_row *row)
{
    const struct str key = owner_of(totals, row);
    if (str_equal(key, totals->key))
        return;
    totals->key = key;
    running_sums_begin(&totals->sums);
}

void totals_end_part(struct totals *totals)
{
    running_sums_end_part(&totals->sums);
}

void totals_add(struct totals *totals, const struct sheet_row *row)
{
    running_sums_add(&totals->sums, figures_of(totals, row));
}

bool totals_fit(const struct totals *totals, const struct sheet_row *row, bool all)
{
    const struct running_figure *figures = figures_of(totals, row);
    return running_sums_fit(&totals->sums, figures, all) ||
           (!all && running_sums_repeat(&totals->sums, figures));
}

/* Is it another sum than those of the columns before? */
static bool is_new_sum(const struct totals *totals, size_t i)
{
    for (size_t before = 0; before < i; before++)
        if (totals->sums.all[before] == totals->sums.all[i])
            return false;
    return true;
}

struct totals_sums totals_are_sums(const struct totals *totals, const struct sheet_row *row)
{
    enum { CHANCE = 100 }; /* sums below it may be equal by chance, in several columns too */
    struct totals_sums sums = {.column = NULL};
    size_t large = 0;
    for (size_t i = 0; i < totals->sums.count && totals->sums.rows >= 2; i++) {
        int64_t value;
        if (!figure_at(totals->columns, row, i, &value))
            continue;
        if (value != totals->sums.all[i])
            return (struct totals_sums){.column = NULL};
        if (value != 0 && sums.column == NULL)
            sums.column = column_at(totals->columns, i);
        large += is_new_sum(totals, i) && (value >= CHANCE * (int64_t)ONE || value <= -CHANCE * (int64_t)ONE);
    }
    sums.is_sure = large >= 2;
    return sums;
}
