/*
 * What a column calls 合计 is the sum of others, row by row.
 *
 * Which others, the heads do not say for certain: all before it, those since the last total, those below the same head, those of
 * the same head below others, other totals, those behind it; 单价 × 数量.  Each is a reading, a set of columns.  Which one is
 * meant, the rows say together: where two rows at least come out by one reading, and it fails in a third of them at most, those
 * are wrong (unless another natural reading is right for them).  Where they do not say it, a column that is called 合计
 * itself is wrong in a row that no reading makes right, if one does so for others, or the row is the only one.
 *
 * Rows of means, rates and the like are no sums.  In months and quarters, people, stocks and marks need not add up: the same may be
 * there in all of them.  Such rows are told only by others of their kind.
 */
#include "prose/totals/across.h"

#include <string.h>

static bool is_judged(const struct across *across, size_t row)
{
    const struct typed *cell = grid_cell(across->own, row, across->total);
    static const char *const rates[] = {"率", "%", "％", "满意度", "均", "占比", "比例", "比重"};
    return cell->sort == CELL_NUMBER && across->own->rows[row].kind != ROW_NONE &&
           !text_holds_any(across->own->rows[row].words, rates, ARRAY_COUNT(rates)) &&
           (cell->measure.unit == NULL || cell->measure.unit->quantity != QUANTITY_PERCENT);
}

/* Of months and quarters the same people may be in each; prices, marks and what is there at a time are no sums either. */
static bool is_stock(const struct across *across, size_t row)
{
    static const char *const stocks[] = {
        "人数", "在岗", "在册",   "在住", "在院", "在职", "存量", "余额", "库存", "户数", "床位",
        "会员", "人员", "志愿者", "社工", "长者", "老人", "员工", "党员", "对象", "总数", "满意",
        "分",   "价",   "率",     "比",   "均",   "标准", "温",   "面积", "数量", "账户", "结余"};
    static const char *const flows[] = {"人次", "人天", "新增", "培训", "服务量",
                                        "次数", "费",   "支出", "收入"};
    const struct str words = across->own->rows[row].words;
    return across->periods && text_holds_any(words, stocks, ARRAY_COUNT(stocks)) &&
           !text_holds_any(words, flows, ARRAY_COUNT(flows));
}

static void count_rows(struct across *across, struct reading *reading, bool stocks)
{
    int64_t sum;
    reading->right = reading->wrong = 0;
    for (size_t row = 0; row < across->own->row_count; row++) {
        if (!is_judged(across, row) || is_stock(across, row) != stocks)
            continue;
        const enum row_outcomes outcome = row_outcome(across, reading, row, &sum);
        reading->right += outcome == OUT_RIGHT;
        reading->wrong += outcome == OUT_WRONG && !is_sum_row(across, row);
    }
}

static bool is_better_reading(const struct reading *reading, const struct reading *best)
{
    return best == NULL || reading->right > best->right ||
           (reading->right == best->right && reading->wrong < best->wrong);
}

/* Is the row right by any reading? */
static bool is_right(struct across *across, size_t row)
{
    int64_t sum;
    for (size_t i = 0; i < across->count; i++) {
        const struct reading *reading = &across->readings[i];
        const enum row_outcomes outcome = row_outcome(across, reading, row, &sum);
        if (outcome == OUT_RIGHT || (outcome == OUT_SLIGHT && reading->rank == RANK_NATURAL))
            return true;
    }
    return false;
}

/* Is it right by another natural reading that some row beside it is right by, too?  None excuses it that holds of most other rows
 * as well: income is what was spent and what is left. */
static bool is_excused(struct across *across, const struct reading *best, size_t row)
{
    int64_t sum;
    for (size_t i = 0; i < across->count; i++) {
        const struct reading *reading = &across->readings[i];
        if (reading->rank == RANK_NATURAL && reading->right >= 2 && reading->right * 2 <= best->right &&
            row_outcome(across, reading, row, &sum) == OUT_RIGHT)
            return true;
    }
    return false;
}

/* Its column's total, carried on from rows that are told? */
static bool is_carried(struct across *across, size_t row, int64_t off)
{
    return is_sum_row(across, row) && off != 0 && (off == across->told || off == across->told_since);
}

static enum total_sort sort_of(const struct reading *reading)
{
    return reading->sort == READ_PRODUCT ? TOTAL_PRODUCT
           : reading->subtract != 0      ? TOTAL_DIFFERENCE
                                         : TOTAL_OF_COLUMNS;
}

static void tell_row(struct across *across, const struct reading *reading, size_t row)
{
    int64_t sum;
    const struct heads *column = &across->own->columns[across->total];
    const struct typed *cell = grid_cell(across->own, row, across->total);
    if (row_outcome(across, reading, row, &sum) != OUT_WRONG)
        return;
    const int64_t off = off_by(cell->value, sum);
    if (is_carried(across, row, off))
        return;
    if (!is_sum_row(across, row)) {
        across->told = added_up(across->told, off);
        across->told_since = added_up(across->told_since, off);
    }
    grid_fault(across->own, row, across->total,
               &(struct total){.sort = sort_of(reading),
                               .row = across->own->rows[row].words,
                               .label = head_says_total(column->head) || column->above.len == 0
                                            ? column->head
                                            : column->above,
                               .other = STR(""),
                               .sum = sum});
}

/* Two rows at least say which reading it is. */
static bool is_said_by_rows(const struct reading *best)
{
    return best->right >= 2 && best->wrong * 2 <= best->right && best->sort != READ_MEAN;
}

/* Of a row whose total alone is known: it is in the total below, and in none of the columns. */
static void carry_row(struct across *across, const struct reading *reading, size_t row)
{
    int64_t sum;
    if (is_sum_row(across, row) || !is_judged(across, row) ||
        row_outcome(across, reading, row, &sum) != OUT_NONE)
        return;
    const int64_t value = grid_cell(across->own, row, across->total)->value;
    across->told = added_up(across->told, value);
    across->told_since = added_up(across->told_since, value);
}

static void judge_proved(struct across *across, const struct reading *best, bool stocks)
{
    across->told = across->told_since = 0;
    for (size_t row = 0; row < across->own->row_count; row++) {
        carry_row(across, best, row);
        if (is_judged(across, row) && is_stock(across, row) == stocks && !is_excused(across, best, row))
            tell_row(across, best, row);
        if (is_sum_row(across, row))
            across->told_since = 0;
    }
}

/* By half at most: what is farther off may be another thing. */
static bool is_near_total(const struct across *across, size_t row, int64_t sum)
{
    const int64_t value = grid_cell(across->own, row, across->total)->value;
    const int64_t off = off_by(value, sum);
    return off <= value / 2 && -off <= value / 2;
}

/* Called 合计, but the rows do not say of what: wrong is what nothing makes right. */
static void judge_called(struct across *across, const struct reading *best)
{
    size_t right = 0, wrong = 0;
    for (size_t row = 0; row < across->own->row_count; row++) {
        int64_t sum;
        if (!is_judged(across, row) || is_stock(across, row))
            continue;
        if (is_right(across, row))
            right++;
        else
            wrong += row_outcome(across, best, row, &sum) == OUT_WRONG && !is_sum_row(across, row);
    }
    if (wrong > right && (right > 0 || wrong > 1 || !across->sure))
        return;
    across->told = across->told_since = 0;
    for (size_t row = 0; row < across->own->row_count; row++) {
        int64_t sum;
        carry_row(across, best, row);
        if (is_judged(across, row) && !is_stock(across, row) && !is_right(across, row) &&
            row_outcome(across, best, row, &sum) == OUT_WRONG &&
            (across->sure || is_near_total(across, row, sum)))
            tell_row(across, best, row);
        if (is_sum_row(across, row))
            across->told_since = 0;
    }
}

/* Prices, counts and shares among the columns: what a total is made of is open, unless all of them multiplied are it. */
static bool is_plain_sum(const struct across *across, const struct reading *best)
{
    static const char *const words[] = {"价",   "标准", "率",   "比",   "系数", "权重",
                                        "数量", "天数", "月数", "次数", "面积", "月薪"};
    const uint64_t set = across->numbers & columns_before(across->total);
    if (best->sort == READ_PRODUCT)
        return across->sure && best->add == set && best->right > 0;
    for (size_t i = 1; i < across->total; i++)
        if ((set & column_bit(i)) != 0 &&
            text_holds_any(across->own->columns[i].head, words, ARRAY_COUNT(words)))
            return false;
    return best->rank == RANK_NATURAL && best->sort == READ_SUM && (across->sure || best->right > 0);
}

/* NULL: there is no reading, or the table is too large for all of its totals. */
static const struct reading *find_best(struct across *across, bool stocks)
{
    enum { TRIES = 1 << 23 };
    const struct reading *best = NULL;
    across->own->tried += across->count * across->own->row_count;
    for (size_t i = 0; i < across->count && across->own->tried < TRIES; i++) {
        struct reading *reading = &across->readings[i];
        count_rows(across, reading, stocks);
        if (is_better_reading(reading, best))
            best = reading;
    }
    return best;
}

/* Another set of columns that comes to the same: by age beside by sex.  Two columns that do so by chance are none. */
static void judge_second(struct across *across, const struct reading *best)
{
    enum { MANY = 3 };
    const uint64_t taken = best->add | best->subtract;
    const bool right_of = (taken & columns_before(across->total)) == 0;
    const size_t count = across->count, last = 63 - (size_t)__builtin_clzll(taken);
    if (right_of)
        readings_behind(across, last);
    for (size_t i = 0; i < across->count; i++) {
        struct reading *reading = &across->readings[i];
        const uint64_t set = reading->add | reading->subtract;
        if (i >= count)
            count_rows(across, reading, false);
        if (reading->sort == READ_SUM && (set & taken) == 0 && is_said_by_rows(reading) &&
            reading->wrong == 1 && (right_of || (set & columns_behind(across->total)) == 0) &&
            (reading->rank == RANK_NATURAL || (i >= count && reading->right >= MANY)))
            judge_proved(across, reading, false);
    }
}

/* 金额, 合价 behind them. */
static void judge_price(struct across *across)
{
    bool pair;
    if (!across_find_price(across, &pair))
        return;
    readings_of_product(across);
    const struct reading *best = find_best(across, false);
    across->sure = pair;
    if (best != NULL && is_said_by_rows(best))
        judge_proved(across, best, false);
    else if (best != NULL && pair)
        judge_called(across, best);
}

/* 结余, 差额. */
static void judge_left(struct across *across)
{
    readings_of_difference(across);
    const struct reading *best = find_best(across, false);
    if (best != NULL && is_said_by_rows(best))
        judge_proved(across, best, false);
    else if (best != NULL && column_count(across->numbers & columns_before(across->total)) == 2 &&
             best->right > 0)
        judge_called(across, best);
}

static void judge_total(struct across *across)
{
    across_sort(across);
    bool pair;
    if (across->left) {
        judge_left(across);
        return;
    }
    if (across->priced || (across_find_price(across, &pair) && pair)) {
        judge_price(across);
        return;
    }
    readings_make(across);
    const struct reading *best = find_best(across, true);
    if (best != NULL && is_said_by_rows(best))
        judge_proved(across, best, true);
    best = find_best(across, false);
    if (best == NULL)
        return;
    if (is_said_by_rows(best)) {
        judge_proved(across, best, false);
        judge_second(across, best);
    } else if (is_plain_sum(across, best))
        judge_called(across, best);
}

/* What a price and a number come to; 合计 is looked at as a sum, too. */
static bool is_priced(const struct heads *column)
{
    static const char *const words[] = {"金额", "合价", "总价", "价款", "复价"};
    for (size_t i = 0; i < ARRAY_COUNT(words); i++)
        if (str_starts(column->head, words[i]))
            return column->numbers > 0;
    return false;
}

static bool is_left(struct str head)
{
    static const char *const words[] = {"结余", "节余", "差额", "差异", "余额", "剩余",
                                        "增减", "净增", "盈余", "结存", "核减"};
    static const char *const rates[] = {"率", "%", "％", "上年", "期初", "年初"};
    return text_holds_any(head, words, ARRAY_COUNT(words)) &&
           !text_holds_any(head, rates, ARRAY_COUNT(rates));
}

static bool is_candidate(const struct grid *own, const struct heads *column)
{
    static const char *const never[] = {"率", "比", "%", "％", "均", "序", "满意", "排名", "名次"};
    return column->numbers > 0 && is_total_column(own, column) && !is_part_column(column) &&
           !text_holds_any(column->head, never, ARRAY_COUNT(never)) &&
           !text_holds_any(column->above, never, ARRAY_COUNT(never));
}

void totals_across(struct grid *own)
{
    struct across *across = ARENA_NEW(own->arena, struct across);
    if (across == NULL) {
        own->status = NO_MEMORY;
        return;
    }
    for (size_t i = 1; i < own->width && own->status == OK; i++) {
        const struct heads *column = &own->columns[i];
        const bool priced = is_priced(column);
        const bool left = column->numbers > 0 && is_left(column->head);
        if (!priced && !left && !is_candidate(own, column))
            continue;
        *across = (struct across){.own = own, .total = i, .priced = priced, .left = left};
        across->sure = text_total(column->head) == TOTAL_SURE || text_total(column->above) == TOTAL_SURE;
        judge_total(across);
    }
}
