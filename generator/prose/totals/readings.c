/*
 * What a column that is called 合计 may be made of: sets of other columns, the natural ones first.
 */
#include "prose/totals/across.h"

#include <string.h>

enum { FACTORS = 8, FEW = 3 /* that may be factors, whatever they are called */ };

/* --- columns --- */

static bool is_period(struct str head)
{
    static const char *const ends[] = {"月", "月份", "季度", "季", "上半年", "下半年",
                                       "年", "年度", "周",   "日", "天"};
    for (size_t i = 0; i < ARRAY_COUNT(ends); i++)
        if (str_ends(head, ends[i]) && !str_holds(head, "合计"))
            return true;
    return false;
}

static bool says_month(struct str head)
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
        months += says_month(own->columns[i].head);
    return months > 1;
}

bool head_says_total(struct str head)
{
    return text_total(head) != TOTAL_NONE || str_starts(head, "总") || str_holds(head, "累计");
}

bool is_total_column(const struct grid *own, const struct heads *column)
{
    return head_says_total(column->head) || head_says_total(column->above) ||
           (is_larger_period(column->head) && has_months(own));
}

bool is_part_column(const struct heads *column)
{
    return column->of || column->of_parent;
}

static bool is_no_addend(struct str head)
{
    static const char *const words[] = {"率", "比", "%", "％", "序", "编号", "均"};
    return text_holds_any(head, words, ARRAY_COUNT(words));
}

bool measures_agree(const struct measure *a, const struct measure *b)
{
    return a->unit == NULL || b->unit == NULL || (a->unit == b->unit && a->times == b->times);
}

void across_sort(struct across *across)
{
    const struct grid *own = across->own;
    for (size_t i = 1; i < own->width; i++) {
        const struct heads *column = &own->columns[i];
        if (column->numbers == 0 || i == across->total)
            continue;
        across->numbers |= column_bit(i);
        if (!measures_agree(&column->unit, &own->columns[across->total].unit) || is_part_column(column))
            continue;
        if (is_total_column(own, column))
            across->sums |= column_bit(i);
        else if (!is_no_addend(column->head))
            across->wide |= column_bit(i);
        if (!is_total_column(own, column) && !column->no_sum)
            across->plain |= column_bit(i);
        across->periods = across->periods || is_period(column->head) || is_period(column->above);
    }
}

/* --- readings --- */

static bool units_mix(const struct grid *own, uint64_t set)
{
    const struct measure *unit = NULL;
    for (size_t i = 0; i < own->width; i++) {
        const struct measure *other = &own->columns[i].unit;
        if ((set & column_bit(i)) == 0 || other->unit == NULL)
            continue;
        if (unit != NULL && !measures_agree(unit, other))
            return true;
        unit = other;
    }
    return false;
}

static void add_reading(struct across *across, struct reading reading)
{
    const uint64_t all = reading.add | reading.subtract;
    if (column_count(all) < 2 || across->count == READINGS ||
        (reading.sort != READ_PRODUCT && units_mix(across->own, all)))
        return;
    for (size_t i = 0; i < across->count; i++) {
        const struct reading *other = &across->readings[i];
        if (other->add == reading.add && other->subtract == reading.subtract && other->sort == reading.sort)
            return;
    }
    across->readings[across->count++] = reading;
}

static void add_sum(struct across *across, uint64_t set, enum reading_rank rank)
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
        if (i == across->total || column->numbers == 0 || is_part_column(column))
            continue;
        if (same_parent ? column->parent == total->parent && total->parent != NULL
                        : total->above.len > 0 && column->parent != total->parent &&
                              str_equal(column->head, total->head))
            set |= column_bit(i);
    }
    return set;
}

/* The nearest total before it, SIZE_MAX: none; behind it. */
static size_t total_before(const struct across *across)
{
    const uint64_t set = across->sums & columns_before(across->total);
    return set == 0 ? SIZE_MAX : 63 - (size_t)__builtin_clzll(set);
}

static uint64_t totals_end(const struct across *across)
{
    const uint64_t set = across->sums & columns_behind(across->total);
    return set == 0 ? ~(uint64_t)0 : columns_before((size_t)__builtin_ctzll(set));
}

static void add_natural(struct across *across)
{
    const uint64_t left = columns_before(across->total), right = columns_behind(across->total);
    const size_t last = total_before(across);
    const uint64_t since = last == SIZE_MAX ? left : left & columns_behind(last);
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
    const uint64_t left = columns_before(across->total), right = columns_behind(across->total);
    uint64_t parts = 0;
    for (size_t more = 1; more <= MOST; more++) {
        for (size_t i = 1; i + more < across->own->width; i++)
            if (is_part_column(&across->own->columns[i]))
                parts |= column_bit(i + more);
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
        if ((set & column_bit(i)) == 0)
            continue;
        add_sum(across,
                i < across->total ? set & columns_before(across->total) & ~columns_before(i)
                                  : set & columns_behind(across->total) & (columns_before(i) | column_bit(i)),
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
    const uint64_t left = across->wide & columns_before(across->total),
                   totals = across->sums & columns_before(across->total);
    uint64_t off = 0;
    for (size_t i = 2; i < across->total; i++)
        off |= is_taken_off(across->own->columns[i].head) ? column_bit(i) : 0;
    const uint64_t all[] = {left, totals, left | totals};
    for (size_t i = 0; i < ARRAY_COUNT(all); i++) {
        if (all[i] == 0)
            continue;
        const uint64_t first = column_bit((size_t)__builtin_ctzll(all[i]));
        if ((all[i] & off) != 0)
            add_reading(across, (struct reading){all[i] & ~off, all[i] & off, READ_SUM, RANK_NATURAL, 0, 0});
        add_reading(across, (struct reading){first, all[i] & ~first, READ_SUM, RANK_OTHER, 0, 0});
        add_reading(across, (struct reading){all[i], 0, READ_MEAN, RANK_OTHER, 0, 0});
    }
}

/* 人数 × 标准 × 月数: of the columns before it, any. */
void readings_of_product(struct across *across)
{
    size_t columns[FACTORS], count = 0;
    for (size_t i = 1; i < across->total; i++)
        if ((across->numbers & column_bit(i)) != 0) {
            if (count == FACTORS)
                return;
            columns[count++] = i;
        }
    for (size_t choice = 1; choice < (size_t)1 << count; choice++) {
        uint64_t set = 0;
        for (size_t i = 0; i < count; i++)
            set |= (choice >> i & 1) != 0 ? column_bit(columns[i]) : 0;
        add_reading(across, (struct reading){set, 0, READ_PRODUCT, RANK_OTHER, 0, 0});
    }
}

void readings_make(struct across *across)
{
    const struct grid *own = across->own;
    uint64_t parts = 0;
    add_natural(across);
    add_without_parts(across);
    add_runs(across, across->plain);
    add_runs(across, across->sums);
    add_runs(across, across->wide);
    add_differences(across);
    for (size_t i = across->total + 1; i < own->width && is_part_column(&own->columns[i]); i++)
        parts |= own->columns[i].numbers > 0 ? column_bit(i) : 0;
    add_sum(across, parts, RANK_RUN);
    bool pair;
    if (across_find_price(across, &pair) ||
        column_count(across->numbers & columns_before(across->total)) <= FEW)
        readings_of_product(across);
}

/* Of the columns behind the last of another reading. */
void readings_behind(struct across *across, size_t last)
{
    for (size_t i = last + 1; i < across->own->width; i++)
        add_sum(across, across->plain & columns_behind(last) & (columns_before(i) | column_bit(i)), RANK_RUN);
}

/* 结余, 差额: of two columns before it, or of two and what is added to the first, wherever it stands (上年结余, 收入, 支出; 核增额). */
static uint64_t adjustments(const struct across *across)
{
    static const char *const words[] = {"增", "减", "加", "扣", "结余", "余额", "期初", "年初", "结转"};
    uint64_t set = 0;
    for (size_t i = 1; i < across->own->width; i++)
        if (i != across->total && text_holds_any(across->own->columns[i].head, words, ARRAY_COUNT(words)))
            set |= column_bit(i);
    return set & (across->wide | across->sums);
}

void readings_of_difference(struct across *across)
{
    const uint64_t set = (across->wide | across->sums) & columns_before(across->total);
    for (size_t i = 1; i < across->total; i++)
        for (size_t j = 1; j < across->total; j++) {
            if (i == j || (set & column_bit(i)) == 0 || (set & column_bit(j)) == 0)
                continue;
            const uint64_t both = column_bit(i) | column_bit(j);
            add_reading(across, (struct reading){column_bit(i), column_bit(j), READ_SUM, RANK_OTHER, 0, 0});
            for (uint64_t more = adjustments(across) & ~both; more != 0; more &= more - 1)
                add_reading(across, (struct reading){column_bit(i) | (more & -more), column_bit(j), READ_SUM,
                                                     RANK_OTHER, 0, 0});
        }
}

bool across_find_price(const struct across *across, bool *ret_pair)
{
    static const char *const prices[] = {"单价", "标准", "月薪"},
                             *const amounts[] = {"数", "量", "月", "天", "次"},
                             *const times[] = {"/", "／", "每", "月", "年", "标准"};
    const struct grid *own = across->own;
    uint64_t price = 0, amount = 0;
    *ret_pair = true;
    for (size_t i = 1; i < across->total; i++) {
        const struct str head = own->columns[i].head;
        if (own->columns[i].numbers == 0)
            continue;
        if (text_holds_any(head, prices, ARRAY_COUNT(prices))) {
            price |= column_bit(i);
            *ret_pair = *ret_pair && !text_holds_any(head, times, ARRAY_COUNT(times));
        } else if (text_holds_any(head, amounts, ARRAY_COUNT(amounts)))
            amount |= column_bit(i);
    }
    *ret_pair = *ret_pair && column_count(price) == 1 && column_count(amount) == 1 &&
                (across->numbers & columns_before(across->total)) == (price | amount);
    return price != 0 && amount != 0;
}
