/*
 * What a reading of a total comes to in a row, and whether that is what stands there.
 */
#include "prose/totals/across.h"

bool is_sum_row(const struct across *across, size_t row)
{
    const enum row_kind kind = across->own->rows[row].kind;
    return kind == ROW_PART || kind == ROW_TOTAL;
}

/* Of whole millionths; what is less than one is cut off.  false: too large. */
static bool multiply_exactly(int64_t a, int64_t b, int64_t *ret_product)
{
    const __int128 product = (__int128)a * b / FIGURE_ONE;
    *ret_product = (int64_t)product;
    return product == *ret_product;
}

struct added {
    int64_t sum, slack; /* of a product: what rounded prices may make */
    size_t cells;
    bool known;
};

/* A price with decimals may have been rounded. */
static void multiply_by(const struct typed *cell, struct added *added)
{
    const int64_t half = cell->decimals > 1 ? last_digit(cell) / 2 : 0;
    int64_t more, other;
    added->sum = added->cells == 0 ? FIGURE_ONE : added->sum;
    added->known = multiply_exactly(added->sum, half, &more) &&
                   multiply_exactly(added->slack, cell->value, &other) &&
                   multiply_exactly(added->sum, cell->value, &added->sum) &&
                   !__builtin_add_overflow(more, other, &added->slack);
}

static void add_cell(const struct across *across, const struct reading *reading, size_t row, size_t column,
                     struct added *added)
{
    const struct typed *cell = grid_cell(across->own, row, column);
    const struct typed *total = grid_cell(across->own, row, across->total);
    if (reading->sort == READ_PRODUCT && is_sum_row(across, row))
        added->known = false;
    if (cell->sort == CELL_OTHER || (cell->sort == CELL_NUMBER && reading->sort != READ_PRODUCT &&
                                     !measures_agree(&cell->measure, &total->measure)))
        added->known = false;
    if (cell->sort != CELL_NUMBER || !added->known)
        return;
    int64_t value = (reading->subtract & column_bit(column)) != 0 ? -cell->value : cell->value;
    if (reading->sort == READ_PRODUCT)
        multiply_by(cell, added);
    else if (__builtin_add_overflow(added->sum, value, &added->sum))
        added->known = false;
    added->cells += cell->value != 0 || reading->sort == READ_PRODUCT;
}

static struct added add_up(const struct across *across, const struct reading *reading, size_t row)
{
    struct added added = {.known = true};
    const uint64_t set = reading->add | reading->subtract;
    for (uint64_t rest = set; rest != 0 && added.known; rest &= rest - 1)
        add_cell(across, reading, row, (size_t)__builtin_ctzll(rest), &added);
    if (reading->sort == READ_PRODUCT && added.cells < column_count(set))
        added.known = false;
    return added;
}

/* Ten thousands and hundreds aside: 元 × 人 in 万元, percents. */
static bool is_product(int64_t value, const struct added *added, int64_t step)
{
    enum { PERCENT = 100, TEN_THOUSAND = 10000 };
    for (int64_t scale = 1; scale <= (int64_t)PERCENT * TEN_THOUSAND; scale *= PERCENT) {
        const int64_t product = added->sum / scale, off = off_by(value, product);
        const int64_t slack =
            added_up(product % step != 0 || added->sum % scale != 0 ? step : 0, added->slack / scale);
        if (off <= slack && -off <= slack)
            return true;
    }
    return false;
}

enum row_outcomes row_outcome(const struct across *across, const struct reading *reading, size_t row,
                              int64_t *ret_sum)
{
    const struct typed *cell = grid_cell(across->own, row, across->total);
    const struct added added = add_up(across, reading, row);
    *ret_sum = added.sum;
    if (!added.known || added.cells == 0)
        return OUT_NONE;
    bool right;
    if (reading->sort == READ_PRODUCT)
        right = is_product(cell->value, &added, last_digit(cell));
    else if (reading->sort == READ_MEAN) {
        const int64_t off = off_by(cell->value, added.sum / (int64_t)added.cells);
        right = off <= last_digit(cell) && -off <= last_digit(cell);
    } else
        right = is_sum(across->own, &across->own->columns[across->total], cell, added.sum, added.cells);
    if (!right)
        return OUT_WRONG;
    return added.cells < 2 ? OUT_SLIGHT : OUT_RIGHT;
}
