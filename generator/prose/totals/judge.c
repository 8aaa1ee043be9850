/*
 * Is what a typed table calls 合计 or 小计 one of all sums that it may naturally be?
 *
 * A 小计 is that of the rows since the one before it, or of those behind it; a 合计 that of these too, of all rows, of all
 * 小计, what is left of the first of two or of the first row, that of the numbered rows (一、, （一）), half of all (rows stand
 * below the sum of their group), the product (单价, 数量); of marks the mean, or what they are by a column 权重; of spans of
 * time what they may come to where they overlap.  One that is any of these is right: a false warning is worse than a slip
 * that by chance is another sum.
 */
#include "prose/totals/totals_int.h"

#include <string.h>

/* Of the rows above a total, or below. */
struct sums {
    int64_t since,
        since_raw;    /* of plain rows since the last total; with those that are no amount as a rule */
    int64_t all, raw; /* of all plain rows; with these, and those that were taken for a part */
    int64_t parts, levels[LEVELS]; /* of 小计; of numbered rows: 一、, （一） */
    int64_t first_part, last_part, first_row, greatest;
    int64_t product; /* of all plain rows; 0: too large */
    size_t recent, rows, part_count, level_counts[LEVELS];
    bool over, gap,
        total_before; /* too large; a row without a number since the last total; that was just before */
};

static void add_to(struct sums *sums, int64_t *sum, int64_t value)
{
    sums->over = __builtin_add_overflow(*sum, value, sum) || sums->over;
}

/* Of two whole millionths; what is less than one is cut off, too large a product is 0. */
static int64_t multiply(int64_t a, int64_t b)
{
    int64_t whole = a / FIGURE_ONE, rest = a % FIGURE_ONE, product;
    return __builtin_mul_overflow(whole, b, &product) || __builtin_mul_overflow(rest, b, &rest) ||
                   __builtin_add_overflow(product, rest / FIGURE_ONE, &product)
               ? 0
               : product;
}

static void add_plain(struct sums *sums, int64_t value, unsigned char level)
{
    sums->first_row = sums->rows == 0 ? value : sums->first_row;
    sums->greatest = sums->rows == 0 || value > sums->greatest ? value : sums->greatest;
    sums->product = sums->rows == 0 ? value : multiply(sums->product, value);
    sums->recent++;
    sums->rows++;
    add_to(sums, &sums->since, value);
    add_to(sums, &sums->since_raw, value);
    add_to(sums, &sums->all, value);
    add_to(sums, &sums->raw, value);
    if (level > 0) {
        add_to(sums, &sums->levels[level - 1], value);
        sums->level_counts[level - 1]++;
    }
    sums->total_before = false;
}

static void end_part(struct sums *sums)
{
    sums->recent = 0;
    sums->since = 0;
    sums->since_raw = 0;
    sums->gap = false;
}

static void add_part(struct sums *sums, int64_t value)
{
    add_to(sums, &sums->parts, value);
    sums->first_part = sums->part_count++ == 0 ? value : sums->first_part;
    sums->last_part = value;
    end_part(sums);
}

int64_t last_digit(const struct typed *cell)
{
    int64_t step = FIGURE_ONE;
    for (size_t i = cell->decimals; i > 0 && step > 1; i--)
        step /= 10;
    return step;
}

/* In 万元, or with one decimal, each may have been rounded. */
bool is_rounded(const struct grid *grid, const struct heads *heads, const struct typed *cell)
{
    return grid->rounded || cell->decimals == 1 ||
           ((cell->measure.times > 1 || heads->large || grid->large) && cell->decimals > 0);
}

bool is_sum(const struct grid *grid, const struct heads *heads, const struct typed *total, int64_t sum,
            size_t rows)
{
    int64_t off;
    if (__builtin_sub_overflow(total->value, sum, &off) || off == INT64_MIN)
        return false;
    off = off < 0 ? -off : off;
    return off == 0 || (is_rounded(grid, heads, total) && off <= last_digit(total) * (int64_t)(rows + 1) / 2);
}

/* Rows below the sums of their groups are counted twice, people by sex, age and place three times; two rows are that only
 * where both are the same. */
static bool is_counted_again(const struct sums *sums, int64_t value, int64_t sum)
{
    enum { MOST = 4 };
    int64_t times;
    if (sums->rows == 2 && sums->first_row != value)
        return false;
    for (int64_t i = 2; i <= MOST && (i == 2 || sums->rows >= 2 * (size_t)i); i++)
        if (!__builtin_mul_overflow(value, i, &times) && times == sum)
            return true;
    return false;
}

/* --- a total --- */

struct judged {
    struct grid *own;
    struct adding *column;
    const struct adding *columns;
    size_t at; /* of its items */
    enum row_kind kind;
    const struct sums *sums; /* of the items above it */
    struct str text;         /* its cell's */
};

static const struct typed *cell_of(const struct judged *total)
{
    return total->column->items[total->at].cell;
}

static bool is_sum_of(const struct judged *total, int64_t sum, size_t rows)
{
    struct typed cell = *cell_of(total);
    cell.measure = total->column->unit;
    return is_sum(total->own, total->column->column, &cell, sum, rows);
}

static enum row_kind kind_at(const struct judged *total, size_t i)
{
    return total->own->rows[total->column->items[i].row].kind;
}

/* Rows below it, to the next total; to the end, for a whole.  *ret_made: the first of them come to `value`, others say it in another
 * way (by sex, then members of the party). */
static struct sums sums_below(const struct judged *total, int64_t value, bool *ret_made)
{
    struct sums sums = {0};
    *ret_made = false;
    for (size_t i = total->at + 1; i < total->column->count; i++) {
        const enum row_kind kind = kind_at(total, i);
        if (kind == ROW_TOTAL || (kind == ROW_PART && total->kind == ROW_PART))
            break;
        const struct item *item = &total->column->items[i];
        if (kind == ROW_PART)
            add_part(&sums, item->value);
        else
            add_plain(&sums, item->value, total->own->rows[item->row].level);
        *ret_made = *ret_made || (sums.rows > 1 && sums.all == value);
    }
    return sums;
}

/* What is left: of the first of two parts, of the first row. */
static bool is_rest(const struct sums *sums, int64_t value)
{
    int64_t rest, twice;
    if (sums->part_count == 2 && !__builtin_sub_overflow(sums->first_part, sums->last_part, &rest) &&
        value == rest)
        return true;
    return sums->rows > 1 && !__builtin_mul_overflow(sums->first_row, 2, &twice) &&
           !__builtin_sub_overflow(twice, sums->all, &rest) && value == rest;
}

static bool is_of_level(const struct judged *total, const struct sums *sums)
{
    for (size_t i = 0; i < LEVELS; i++)
        if (sums->level_counts[i] > 0 && is_sum_of(total, sums->levels[i], sums->level_counts[i]))
            return true;
    return false;
}

/* Of marks the mean; of spans of time also the longest, and up to the sum, since some may overlap. */
static bool is_no_addition(const struct judged *total, const struct sums *sums, int64_t value)
{
    int64_t whole, off;
    if (sums->rows < 2 || (!total->column->column->marks && !total->column->column->spans))
        return false;
    if (total->column->column->spans && value >= sums->greatest && value <= sums->all)
        return true;
    const int64_t rows = (int64_t)sums->rows;
    return !__builtin_mul_overflow(value, rows, &whole) && !__builtin_sub_overflow(whole, sums->all, &off) &&
           off < last_digit(cell_of(total)) * rows && -off < last_digit(cell_of(total)) * rows;
}

static bool is_whole_of(const struct judged *total, const struct sums *sums, int64_t value)
{
    return is_sum_of(total, sums->all, sums->rows) || is_sum_of(total, sums->raw, sums->rows) ||
           is_sum_of(total, sums->parts, sums->part_count) || is_counted_again(sums, value, sums->all) ||
           is_counted_again(sums, value, sums->raw) || is_of_level(total, sums) ||
           is_no_addition(total, sums, value) || is_rest(sums, value) ||
           (sums->rows > 1 && value != 0 && value == sums->product);
}

/* Marks by the weights of another column: 90 × 0.4 ＋ 80 × 0.6; weights may be percents. */
static bool is_weighted(const struct judged *total, const struct adding *weights, int64_t value)
{
    int64_t sum = 0, all = 0, product, expected;
    size_t w = 0;
    for (size_t i = 0; i < total->at; i++) {
        const struct item *item = &total->column->items[i];
        while (w < weights->count && weights->items[w].row < item->row)
            w++;
        if (kind_at(total, i) != ROW_PLAIN || w == weights->count || weights->items[w].row != item->row)
            continue;
        const int64_t weight = weights->items[w].value / (FIGURE_ONE / 1000);
        if (__builtin_mul_overflow(item->value, weight, &product) ||
            __builtin_add_overflow(sum, product, &sum) || __builtin_add_overflow(all, weight, &all))
            return false;
    }
    if (all <= 0)
        return false;
    expected = sum / all;
    const int64_t step = last_digit(cell_of(total));
    return !__builtin_sub_overflow(value, expected, &product) && product <= step && product >= -step;
}

static bool is_by_weight(const struct judged *total, int64_t value)
{
    for (size_t i = 0; i < total->own->width && total->column->column->marks; i++)
        if (total->own->columns[i].weights && is_weighted(total, &total->columns[i], value))
            return true;
    return false;
}

/* A unit that its cell alone has, as 2户 below the numbers of houses: how many rows there are. */
static bool is_count(const struct judged *total, int64_t value)
{
    size_t at = total->text.len;
    return at > 0 && !is_arabic_digit(total->text, at - 1) &&
           value == (int64_t)total->sums->rows * FIGURE_ONE;
}

/* Enough stands above it that it can be the sum of: two rows, or one, which is all that there is. */
static bool is_reported(const struct judged *total)
{
    const struct sums *sums = total->sums;
    if (sums->total_before)
        return false;
    if (total->kind == ROW_PART)
        return sums->recent > 1 || (sums->recent == 1 && !sums->gap);
    return sums->rows > 1 || sums->part_count > 1 || (sums->rows == 1 && sums->recent == 1 && !sums->gap);
}

static void mark(const struct judged *total, int64_t sum)
{
    total->column->wrong[total->at] = true;
    total->column->sums[total->at] = sum;
}

/* By a tenth; what is farther off may be a part of it. */
static bool is_close(int64_t value, int64_t sum)
{
    int64_t off;
    return !__builtin_sub_overflow(value, sum, &off) && off <= value / 10 && off >= -(value / 10);
}

static void judge(struct judged *total)
{
    const struct sums *sums = total->sums;
    const int64_t value = total->column->items[total->at].value;
    total->text = total->column->items[total->at].cell->worded->words;
    if (cell_of(total)->decimals > FIGURE_DECIMALS || sums->rows > TABLE_ROWS || sums->over ||
        is_sum_of(total, sums->since, sums->recent) || value == sums->since_raw ||
        is_whole_of(total, sums, value) || is_by_weight(total, value) || is_count(total, value))
        return;
    const bool first = total->kind == ROW_TOTAL && total->column->items[total->at].row == 0;
    if (!first && total->kind == ROW_TOTAL) {
        if (is_reported(total))
            mark(total, sums->all);
        return;
    }
    bool made;
    const struct sums below = sums_below(total, value, &made);
    if (below.over || made || (below.rows > 0 && is_whole_of(total, &below, value)))
        return;
    if (first && below.rows > 1 && !total->column->cut && is_close(value, below.all))
        mark(total, below.all);
    else if (!first && is_reported(total))
        mark(total, sums->since);
}

/* It says what those since the last total come to, or all: then it is a total. */
static bool is_maybe_sum(enum row_kind kind, const struct sums *sums, int64_t value)
{
    return (kind == ROW_MAYBE || kind == ROW_WEAK) &&
           ((sums->recent > 1 && value == sums->since) || (sums->rows > 1 && value == sums->all) ||
            (sums->part_count > 1 && value == sums->parts));
}

/* The only total, and the last row of the table. */
static bool is_only_total(const struct grid *own, const struct adding *column, size_t at)
{
    for (size_t i = 0; i + 1 < own->row_count; i++)
        if (own->rows[i].kind != ROW_PLAIN)
            return false;
    return at + 1 == column->count && column->items[at].row + 1 == own->row_count;
}

static void judge_item(struct grid *own, struct adding *column, const struct adding *columns, size_t at,
                       struct sums *sums)
{
    const struct item *item = &column->items[at];
    const struct row *row = &own->rows[item->row];
    struct judged total = {own, column, columns, at, row->kind, sums, STR("")};
    if (row->kind == ROW_WEAK && is_only_total(own, column, at))
        total.kind = ROW_TOTAL;
    if (total.kind == ROW_PART || total.kind == ROW_TOTAL)
        judge(&total);
    if (total.kind == ROW_PART)
        add_part(sums, item->value);
    else if (total.kind == ROW_TOTAL)
        end_part(sums);
    else if (is_maybe_sum(row->kind, sums, item->value)) {
        add_to(sums, &sums->raw, item->value);
        add_part(sums, item->value);
    } else if (row->kind == ROW_NONE) {
        add_to(sums, &sums->raw, item->value);
        add_to(sums, &sums->since_raw, item->value);
    } else
        add_plain(sums, item->value, row->level);
    if (row->kind == ROW_MAYBE) { /* 应发合计, of rows that stand elsewhere */
        sums->recent = 0;
        sums->since = 0;
    }
    sums->total_before = total.kind == ROW_TOTAL;
}

void totals_judge(struct grid *own, struct adding *column, const struct adding *columns)
{
    struct sums sums = {0};
    size_t at = 0;
    for (uint32_t row = 0; row < own->row_count && at < column->count; row++)
        if (column->items[at].row == row)
            judge_item(own, column, columns, at++, &sums);
        else if (own->rows[row].kind == ROW_PLAIN)
            sums.gap = sums.gap || !column->left_out[row];
        else if (own->rows[row].kind != ROW_NONE)
            end_part(&sums);
}
