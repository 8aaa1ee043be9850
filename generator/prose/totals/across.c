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
#include "prose/totals/totals_int.h"

#include <string.h>

enum { READINGS = 320, FACTORS = 8 };

enum reading_sort { READ_SUM, READ_MEAN, READ_PRODUCT };
enum rank { RANK_NATURAL, RANK_RUN /* told by rows alone */, RANK_OTHER };

struct reading {
    uint64_t add, subtract; /* columns */
    enum reading_sort sort;
    enum rank rank;
    size_t right, wrong; /* rows */
};

struct across {
    struct grid *own;
    size_t total; /* the column */
    bool sure;    /* it is called 合计; else 应发合计, 全年 */
    bool priced;  /* 金额: a product */
    bool left;    /* 结余: a difference */
    bool periods; /* months, quarters are added */
    /* Columns: amounts; with those that are none by their heads; totals; all with numbers. */
    uint64_t plain, wide, sums, numbers;
    struct reading readings[READINGS];
    size_t count;
    int64_t told, told_since; /* by how much the rows that were told are off; those since the last total */
};

static uint64_t bit(size_t column)
{
    return (uint64_t)1 << column;
}

static size_t bits(uint64_t set)
{
    return (size_t)__builtin_popcountll(set);
}

static uint64_t before(size_t column)
{
    return bit(column) - 1;
}

static uint64_t behind(size_t column)
{
    return ~before(column) & ~bit(column);
}

/* --- columns --- */

static bool is_period(struct str head)
{
    static const char *const ends[] = {"月", "月份", "季度", "季", "上半年", "下半年", "年", "年度", "周", "日", "天"};
    for (size_t i = 0; i < ARRAY_COUNT(ends); i++)
        if (str_ends(head, ends[i]) && !str_holds(head, "合计"))
            return true;
    return false;
}

static bool is_month(struct str head)
{
    return str_ends(head, "月") || str_ends(head, "月份");
}

/* 第一季度, 上半年 beside months. */
static bool is_larger_period(struct str head)
{
    static const char *const words[] = {"季度", "上半年", "下半年", "全年"};
    return text_holds_any(head, words, ARRAY_COUNT(words));
}

static bool has_months(const struct grid *own)
{
    size_t months = 0;
    for (size_t i = 0; i < own->width; i++)
        months += is_month(own->columns[i].head);
    return months > 1;
}

static bool says_total(struct str head)
{
    return text_total(head) != TOTAL_NONE || str_starts(head, "总") || str_holds(head, "累计");
}

static bool is_sum_column(const struct grid *own, const struct heads *column)
{
    return says_total(column->head) || says_total(column->above) ||
           (is_larger_period(column->head) && has_months(own));
}

static bool is_of(const struct heads *column)
{
    return column->of || column->of_parent;
}

static bool is_share(struct str head)
{
    static const char *const words[] = {"率", "比", "%", "％", "序", "编号", "均"};
    return text_holds_any(head, words, ARRAY_COUNT(words));
}

static bool units_agree(const struct measure *a, const struct measure *b)
{
    return a->unit == NULL || b->unit == NULL || (a->unit == b->unit && a->times == b->times);
}

static void sort_columns(struct across *across)
{
    const struct grid *own = across->own;
    for (size_t i = 1; i < own->width; i++) {
        const struct heads *column = &own->columns[i];
        if (column->numbers == 0 || i == across->total)
            continue;
        across->numbers |= bit(i);
        if (!units_agree(&column->unit, &own->columns[across->total].unit) || is_of(column))
            continue;
        if (is_sum_column(own, column))
            across->sums |= bit(i);
        else if (!is_share(column->head))
            across->wide |= bit(i);
        if (!is_sum_column(own, column) && !column->no_sum)
            across->plain |= bit(i);
        across->periods = across->periods || is_period(column->head) || is_period(column->above);
    }
}

/* --- readings --- */

static bool units_mix(const struct grid *own, uint64_t set)
{
    const struct measure *unit = NULL;
    for (size_t i = 0; i < own->width; i++) {
        const struct measure *other = &own->columns[i].unit;
        if ((set & bit(i)) == 0 || other->unit == NULL)
            continue;
        if (unit != NULL && !units_agree(unit, other))
            return true;
        unit = other;
    }
    return false;
}

static void add_reading(struct across *across, struct reading reading)
{
    const uint64_t all = reading.add | reading.subtract;
    if (bits(all) < 2 || across->count == READINGS ||
        (reading.sort != READ_PRODUCT && units_mix(across->own, all)))
        return;
    for (size_t i = 0; i < across->count; i++) {
        const struct reading *other = &across->readings[i];
        if (other->add == reading.add && other->subtract == reading.subtract && other->sort == reading.sort)
            return;
    }
    across->readings[across->count++] = reading;
}

static void add_sum(struct across *across, uint64_t set, enum rank rank)
{
    add_reading(across, (struct reading){.add = set, .rank = rank});
}

/* Columns below the same head, or with the same head below others. */
static uint64_t relatives(const struct across *across, bool same_parent)
{
    const struct grid *own = across->own;
    const struct heads *total = &own->columns[across->total];
    uint64_t set = 0;
    for (size_t i = 1; i < own->width; i++) {
        const struct heads *column = &own->columns[i];
        if (i == across->total || column->numbers == 0 || is_of(column))
            continue;
        if (same_parent ? column->parent == total->parent && total->parent != NULL
                        : total->above.len > 0 && column->parent != total->parent &&
                              str_equal(column->head, total->head))
            set |= bit(i);
    }
    return set;
}

/* The nearest total before it, SIZE_MAX: none; behind it. */
static size_t total_before(const struct across *across)
{
    const uint64_t set = across->sums & before(across->total);
    return set == 0 ? SIZE_MAX : 63 - (size_t)__builtin_clzll(set);
}

static uint64_t totals_end(const struct across *across)
{
    const uint64_t set = across->sums & behind(across->total);
    return set == 0 ? ~(uint64_t)0 : before((size_t)__builtin_ctzll(set));
}

static void add_natural(struct across *across)
{
    const uint64_t left = before(across->total), right = behind(across->total);
    const size_t last = total_before(across);
    const uint64_t since = last == SIZE_MAX ? left : left & behind(last);
    const uint64_t siblings = relatives(across, true), cousins = relatives(across, false);
    add_sum(across, cousins & left, RANK_NATURAL);
    add_sum(across, cousins & right, RANK_NATURAL);
    add_sum(across, siblings & left & ~across->sums, RANK_NATURAL);
    add_sum(across, siblings & right & ~across->sums, RANK_NATURAL);
    add_sum(across, across->plain & since, RANK_NATURAL);
    add_sum(across, across->plain & left, RANK_NATURAL);
    add_sum(across, (across->sums & left) | (across->plain & since), RANK_NATURAL);
    add_sum(across, across->sums & left, RANK_NATURAL);
    add_sum(across, across->plain & right & totals_end(across), RANK_NATURAL);
    add_sum(across, across->plain & right, RANK_NATURAL);
    add_sum(across, across->sums & right, RANK_NATURAL);
    add_sum(across, across->wide & left, RANK_NATURAL);
}

/* Behind 其中：甲 nobody says how many columns more are parts. */
static void add_without_parts(struct across *across)
{
    enum { MOST = 4 };
    const uint64_t left = before(across->total), right = behind(across->total);
    uint64_t parts = 0;
    for (size_t more = 1; more <= MOST; more++) {
        for (size_t i = 1; i + more < across->own->width; i++)
            if (is_of(&across->own->columns[i]))
                parts |= bit(i + more);
        if (parts == 0)
            return;
        add_sum(across, across->plain & ~parts & left, RANK_NATURAL);
        add_sum(across, across->plain & ~parts & right, RANK_NATURAL);
        add_sum(across, (across->plain | across->sums) & ~parts & right & totals_end(across), RANK_NATURAL);
    }
}

/* Some of those before it, to the last; of those behind it, from the first. */
static void add_runs(struct across *across, uint64_t set)
{
    for (size_t i = 1; i < across->own->width; i++) {
        if ((set & bit(i)) == 0)
            continue;
        add_sum(across, i < across->total ? set & before(across->total) & ~before(i)
                                          : set & behind(across->total) & (before(i) | bit(i)),
                RANK_RUN);
    }
}

static bool is_taken_off(struct str head)
{
    static const char *const words[] = {"减", "扣", "退", "支出", "代缴", "优惠", "违约", "罚"};
    return text_holds_any(head, words, ARRAY_COUNT(words));
}

static void add_differences(struct across *across)
{
    const uint64_t left = across->wide & before(across->total), totals = across->sums & before(across->total);
    uint64_t off = 0;
    for (size_t i = 2; i < across->total; i++)
        off |= is_taken_off(across->own->columns[i].head) ? bit(i) : 0;
    const uint64_t all[] = {left, totals, left | totals};
    for (size_t i = 0; i < ARRAY_COUNT(all); i++) {
        if (all[i] == 0)
            continue;
        const uint64_t first = bit((size_t)__builtin_ctzll(all[i]));
        if ((all[i] & off) != 0)
            add_reading(across, (struct reading){all[i] & ~off, all[i] & off, READ_SUM, RANK_NATURAL, 0, 0});
        add_reading(across, (struct reading){first, all[i] & ~first, READ_SUM, RANK_OTHER, 0, 0});
        add_reading(across, (struct reading){all[i], 0, READ_MEAN, RANK_OTHER, 0, 0});
    }
}

/* 人数 × 标准 × 月数: of the columns before it, any. */
static void add_products(struct across *across)
{
    size_t columns[FACTORS], count = 0;
    for (size_t i = 1; i < across->total; i++)
        if ((across->numbers & bit(i)) != 0) {
            if (count == FACTORS)
                return;
            columns[count++] = i;
        }
    for (size_t choice = 1; choice < (size_t)1 << count; choice++) {
        uint64_t set = 0;
        for (size_t i = 0; i < count; i++)
            set |= (choice >> i & 1) != 0 ? bit(columns[i]) : 0;
        add_reading(across, (struct reading){set, 0, READ_PRODUCT, RANK_OTHER, 0, 0});
    }
}

static void add_readings(struct across *across)
{
    const struct grid *own = across->own;
    uint64_t parts = 0;
    add_natural(across);
    add_without_parts(across);
    add_runs(across, across->plain);
    add_runs(across, across->sums);
    add_runs(across, across->wide);
    add_differences(across);
    for (size_t i = across->total + 1; i < own->width && is_of(&own->columns[i]); i++)
        parts |= own->columns[i].numbers > 0 ? bit(i) : 0;
    add_sum(across, parts, RANK_RUN);
    add_products(across);
}

/* --- rows --- */

enum outcome { OUT_NONE /* it cannot be said */, OUT_RIGHT, OUT_SLIGHT /* right, of one number */, OUT_WRONG };

/* It is as wrong as the rows that it sums. */
static bool is_sum_row(const struct across *across, size_t row)
{
    const enum row_kind kind = across->own->rows[row].kind;
    return kind == ROW_PART || kind == ROW_TOTAL;
}

/* Of whole millionths; what is less than one is cut off.  false: too large. */
static bool multiply(int64_t a, int64_t b, int64_t *ret_product)
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
    added->known = multiply(added->sum, half, &more) && multiply(added->slack, cell->value, &other) &&
                   multiply(added->sum, cell->value, &added->sum) &&
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
                                     !units_agree(&cell->measure, &total->measure)))
        added->known = false;
    if (cell->sort != CELL_NUMBER || !added->known)
        return;
    int64_t value = (reading->subtract & bit(column)) != 0 ? -cell->value : cell->value;
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
    if (reading->sort == READ_PRODUCT && added.cells < bits(set))
        added.known = false;
    return added;
}

/* Ten thousands and hundreds aside: 元 × 人 in 万元, percents. */
static bool is_product(int64_t value, const struct added *added, int64_t step)
{
    enum { PERCENT = 100, WAN = 10000 };
    for (int64_t scale = 1; scale <= PERCENT * WAN; scale *= PERCENT) {
        const int64_t product = added->sum / scale, off = value - product;
        const int64_t slack = (product % step != 0 || added->sum % scale != 0 ? step : 0) + added->slack / scale;
        if (off <= slack && -off <= slack)
            return true;
    }
    return false;
}

static enum outcome outcome_of(struct across *across, const struct reading *reading, size_t row,
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
        const int64_t off = cell->value - added.sum / (int64_t)added.cells;
        right = off <= last_digit(cell) && -off <= last_digit(cell);
    } else
        right = is_sum(across->own, &across->own->columns[across->total], cell, added.sum, added.cells);
    if (!right)
        return OUT_WRONG;
    return added.cells < 2 ? OUT_SLIGHT : OUT_RIGHT;
}

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
        "人数", "在岗", "在册", "在住", "在院", "在职", "存量", "余额", "库存", "户数", "床位", "会员",
        "人员", "志愿者", "社工", "长者", "老人", "员工", "党员", "对象", "总数", "满意", "分", "价",
        "率",   "比",     "均",   "标准", "温",   "面积", "数量", "账户", "结余"};
    static const char *const flows[] = {"人次", "人天", "新增", "培训", "服务量", "次数", "费", "支出", "收入"};
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
        const enum outcome outcome = outcome_of(across, reading, row, &sum);
        reading->right += outcome == OUT_RIGHT;
        reading->wrong += outcome == OUT_WRONG && !is_sum_row(across, row);
    }
}

static bool is_better(const struct reading *reading, const struct reading *best)
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
        const enum outcome outcome = outcome_of(across, reading, row, &sum);
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
            outcome_of(across, reading, row, &sum) == OUT_RIGHT)
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

static void tell(struct across *across, const struct reading *reading, size_t row)
{
    int64_t sum;
    const struct heads *column = &across->own->columns[across->total];
    const struct typed *cell = grid_cell(across->own, row, across->total);
    if (outcome_of(across, reading, row, &sum) != OUT_WRONG)
        return;
    const int64_t off = cell->value - sum;
    if (is_carried(across, row, off))
        return;
    if (!is_sum_row(across, row)) {
        across->told += off;
        across->told_since += off;
    }
    grid_fault(across->own, row, across->total,
              &(struct total){.sort = sort_of(reading),
                              .row = across->own->rows[row].words,
                              .label = says_total(column->head) || column->above.len == 0 ? column->head
                                                                                          : column->above,
                              .other = STR(""),
                              .sum = sum});
}

/* Two rows at least say which reading it is. */
static bool is_proved(const struct reading *best)
{
    return best->right >= 2 && best->wrong * 2 <= best->right && best->sort != READ_MEAN;
}

static void judge_proved(struct across *across, const struct reading *best, bool stocks)
{
    across->told = across->told_since = 0;
    for (size_t row = 0; row < across->own->row_count; row++) {
        if (is_judged(across, row) && is_stock(across, row) == stocks && !is_excused(across, best, row))
            tell(across, best, row);
        if (is_sum_row(across, row))
            across->told_since = 0;
    }
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
            wrong += outcome_of(across, best, row, &sum) == OUT_WRONG && !is_sum_row(across, row);
    }
    if (wrong > right && (right > 0 || wrong > 1 || !across->sure))
        return;
    across->told = across->told_since = 0;
    for (size_t row = 0; row < across->own->row_count; row++) {
        if (is_judged(across, row) && !is_stock(across, row) && !is_right(across, row))
            tell(across, best, row);
        if (is_sum_row(across, row))
            across->told_since = 0;
    }
}

/* Prices, counts and shares among the columns: what a total is made of is open, unless all of them multiplied are it. */
static bool is_plain_sum(const struct across *across, const struct reading *best)
{
    static const char *const words[] = {"价",   "标准", "率",   "比",   "系数", "权重",
                                        "数量", "天数", "月数", "次数", "面积", "月薪"};
    const uint64_t set = across->numbers & before(across->total);
    if (best->sort == READ_PRODUCT)
        return across->sure && best->add == set && best->right > 0;
    for (size_t i = 1; i < across->total; i++)
        if ((set & bit(i)) != 0 && text_holds_any(across->own->columns[i].head, words, ARRAY_COUNT(words)))
            return false;
    return best->rank == RANK_NATURAL && best->sort == READ_SUM && (across->sure || best->right > 0);
}

static const struct reading *find_best(struct across *across, bool stocks)
{
    const struct reading *best = NULL;
    for (size_t i = 0; i < across->count; i++) {
        struct reading *reading = &across->readings[i];
        count_rows(across, reading, stocks);
        if (is_better(reading, best))
            best = reading;
    }
    return best;
}

/* Another set of columns that comes to the same: by age beside by sex.  Two columns that do so by chance are none. */
static void judge_second(struct across *across, const struct reading *best)
{
    enum { MANY = 3 };
    const uint64_t taken = best->add | best->subtract;
    const bool right_of = (taken & before(across->total)) == 0;
    const size_t count = across->count, last = 63 - (size_t)__builtin_clzll(taken);
    if (right_of)
        for (size_t i = last + 1; i < across->own->width; i++)
            add_sum(across, across->plain & behind(last) & (before(i) | bit(i)), RANK_RUN);
    for (size_t i = 0; i < across->count; i++) {
        struct reading *reading = &across->readings[i];
        const uint64_t set = reading->add | reading->subtract;
        if (i >= count)
            count_rows(across, reading, false);
        if (reading->sort == READ_SUM && (set & taken) == 0 && is_proved(reading) && reading->wrong == 1 &&
            (right_of || (set & behind(across->total)) == 0) &&
            (reading->rank == RANK_NATURAL || (i >= count && reading->right >= MANY)))
            judge_proved(across, reading, false);
    }
}

/* 单价 and 数量, or what stands for them, among the columns before it; *ret_pair: these two, and nothing else with numbers. */
static bool find_price(const struct across *across, bool *ret_pair)
{
    static const char *const prices[] = {"单价", "标准", "月薪"}, *const amounts[] = {"数", "量", "月", "天", "次"},
                             *const times[] = {"/", "／", "每", "月", "年", "标准"};
    const struct grid *own = across->own;
    uint64_t price = 0, amount = 0;
    *ret_pair = true;
    for (size_t i = 1; i < across->total; i++) {
        const struct str head = own->columns[i].head;
        if (own->columns[i].numbers == 0)
            continue;
        if (text_holds_any(head, prices, ARRAY_COUNT(prices))) {
            price |= bit(i);
            *ret_pair = *ret_pair && !text_holds_any(head, times, ARRAY_COUNT(times));
        } else if (text_holds_any(head, amounts, ARRAY_COUNT(amounts)))
            amount |= bit(i);
    }
    *ret_pair = *ret_pair && bits(price) == 1 && bits(amount) == 1 &&
                (across->numbers & before(across->total)) == (price | amount);
    return price != 0 && amount != 0;
}

/* 金额, 合价 behind them. */
static void judge_price(struct across *across)
{
    bool pair;
    if (!find_price(across, &pair))
        return;
    add_products(across);
    const struct reading *best = across->count == 0 ? NULL : find_best(across, false);
    across->sure = pair;
    if (best != NULL && is_proved(best))
        judge_proved(across, best, false);
    else if (best != NULL && pair)
        judge_called(across, best);
}

/* 结余, 差额: of two columns before it, or of two and what is added to the first (上年结余, 收入, 支出). */
static void judge_left(struct across *across)
{
    const uint64_t set = (across->wide | across->sums) & before(across->total);
    for (size_t i = 1; i < across->total; i++)
        for (size_t j = 1; j < across->total; j++) {
            if (i == j || (set & bit(i)) == 0 || (set & bit(j)) == 0)
                continue;
            add_reading(across, (struct reading){bit(i), bit(j), READ_SUM, RANK_OTHER, 0, 0});
            const uint64_t more = set & before(i);
            if (more != 0 && i < j)
                add_reading(across, (struct reading){bit(i) | bit(63 - (size_t)__builtin_clzll(more)), bit(j),
                                                     READ_SUM, RANK_OTHER, 0, 0});
        }
    const struct reading *best = across->count == 0 ? NULL : find_best(across, false);
    if (best != NULL && is_proved(best))
        judge_proved(across, best, false);
    else if (best != NULL && bits(across->numbers & before(across->total)) == 2 && best->right > 0)
        judge_called(across, best);
}

static void judge_total(struct across *across)
{
    sort_columns(across);
    bool pair;
    if (across->left) {
        judge_left(across);
        return;
    }
    if (across->priced || (find_price(across, &pair) && pair)) {
        judge_price(across);
        return;
    }
    add_readings(across);
    if (across->count == 0)
        return;
    const struct reading *best = find_best(across, true);
    if (is_proved(best))
        judge_proved(across, best, true);
    best = find_best(across, false);
    if (is_proved(best)) {
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
    static const char *const words[] = {"结余", "节余", "差额", "差异", "余额", "剩余", "增减", "净增", "盈余", "结存", "核减"};
    static const char *const rates[] = {"率", "%", "％", "上年", "期初", "年初"};
    return text_holds_any(head, words, ARRAY_COUNT(words)) && !text_holds_any(head, rates, ARRAY_COUNT(rates));
}

static bool is_candidate(const struct grid *own, const struct heads *column)
{
    static const char *const never[] = {"率", "比", "%", "％", "均", "序", "满意", "排名", "名次"};
    return column->numbers > 0 && is_sum_column(own, column) && !is_of(column) &&
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
