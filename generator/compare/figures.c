/* Values, and what became of them, in words: 2,690,000元, +10,000元, +0.37%, 晚12天. */
#include "compare/compare_int.h"

#include <string.h>

enum {
    DECIMALS_MOST = 6,
    PERCENT_DECIMALS = 2,
    PERCENT_MOST = 1000000 /* more has no room, and tells nobody anything */
};

/* Of a field that has none, but is called 占比（%）, that. */
static struct str unit_of(const struct twig *twig)
{
    const struct field *field = twig_field(twig);
    if (field == NULL)
        return STR("");
    return field->type.unit.len == 0 && str_ends(field->label, "（%）") ? STR("%") : field->type.unit;
}

/* Decimals that a number has; DECIMALS_MOST + 1: more, or without end. */
static int decimals_of(const struct number *number, struct buf *out)
{
    struct buf text = BUF(COMPARE_MAX_TEXT);
    const bool ends = number_print(number, &text);
    const char *point = ends && text.len > 0 ? memchr(text.ptr, '.', text.len) : NULL;
    const size_t decimals = point == NULL ? 0 : (size_t)(text.ptr + text.len - point - 1);
    out->failed = out->failed || text.failed;
    buf_clear(&text);
    return ends && decimals <= DECIMALS_MOST ? (int)decimals : DECIMALS_MOST + 1;
}

/* All decimals that a number has, `least` at least; of one with more, or without end, so many, behind 约.  With + where it is
 * above zero, if signs are wanted. */
static void add_number(struct buf *out, const struct number *number, bool with_sign, int least)
{
    const int decimals = decimals_of(number, out);
    const bool exact = decimals <= DECIMALS_MOST;
    buf_add_text(out, exact ? "" : "约");
    buf_add_text(out, with_sign && number_sign(number) > 0 ? "+" : "");
    number_print_fixed(number, !exact ? DECIMALS_MOST : decimals > least ? decimals : least, true, out);
}

static bool is_month(const struct twig *twig)
{
    const struct field *field = twig_field(twig);
    return field != NULL && field->month;
}

void twig_words(const struct twig *twig, struct buf *out)
{
    const struct value *value = &twig->value;
    const struct str unit = unit_of(twig);
    if (value->kind == TYPE_NUMBER) {
        add_number(out, value->number, false, 0);
        buf_add_str(out, unit);
    } else if (value->kind == TYPE_DATE) {
        buf_printf(out, "%d年%d月", value->date.year, value->date.month);
        if (!is_month(twig))
            buf_printf(out, "%d日", value->date.day);
    } else if (value->kind == TYPE_YESNO) {
        buf_add_text(out, value->yesno ? "是" : "否");
    } else if (value->kind == TYPE_LIST) {
        for (size_t i = 0; i < value->list.count; i++) {
            buf_add_text(out, i == 0 ? "" : "、");
            add_number(out, value->list.items[i].number, false, 0);
        }
        buf_add_str(out, unit);
    } else {
        buf_add_str(out, twig->text);
    }
}

static bool both_are(const struct difference *change, enum type_kind kind)
{
    const struct twig *old = change->twigs[COMPARE_OLD], *now = change->twigs[COMPARE_NOW];
    return change->sort == SORT_CHANGED && old->value.kind == kind && now->value.kind == kind;
}

/* So many decimals both papers print of it as a percent; -1: they do not. */
static int percent_decimals(const struct difference *change)
{
    const int old = change->forms[COMPARE_OLD], now = change->forms[COMPARE_NOW];
    if (!both_are(change, TYPE_NUMBER) || unit_of(change->twigs[COMPARE_NOW]).len > 0 ||
        old < PRINTED_PERCENT || now < PRINTED_PERCENT)
        return -1;
    return (old > now ? old : now) - PRINTED_PERCENT;
}

static bool is_percent(const struct difference *change)
{
    return str_is(unit_of(change->twigs[COMPARE_NOW]), "%") || percent_decimals(change) >= 0;
}

/* 0.0425 as 4.25, where it is printed so. */
static enum status number_of_side(struct arena *arena, const struct difference *change, int side,
                                  const struct number **ret_number)
{
    const struct number *number = change->twigs[side]->value.number, *hundred;
    const int decimals = percent_decimals(change);
    if (decimals < 0) {
        *ret_number = number;
        return OK;
    }
    enum status status = number_of(arena, 100, &hundred);
    if (status == OK)
        status = number_apply(arena, NUMBER_MULTIPLY, number, hundred, &number);
    return status == OK ? number_round(arena, number, decimals, ROUND_SHARE, ret_number) : status;
}

/* Numbers side by side, both with decimals, have as many: 2.81, 2.80; of percents also 87.00, 86.68. */
static enum status decimals_of_both(struct arena *arena, const struct difference *change, int *ret_decimals)
{
    struct buf none = BUF(COMPARE_MAX_TEXT);
    int decimals[COMPARE_SIDES] = {0};
    enum status status = OK;
    *ret_decimals = 0;
    for (int side = 0; side < COMPARE_SIDES && status == OK && both_are(change, TYPE_NUMBER); side++) {
        const struct number *number;
        status = number_of_side(arena, change, side, &number);
        decimals[side] = status == OK ? decimals_of(number, &none) : 0;
    }
    if (status != OK || none.failed)
        return status == OK ? NO_MEMORY : status;
    const int old = decimals[COMPARE_OLD], now = decimals[COMPARE_NOW], most = old > now ? old : now;
    if (most <= DECIMALS_MOST && both_are(change, TYPE_NUMBER) &&
        (is_percent(change) || (old > 0 && now > 0)))
        *ret_decimals = most > percent_decimals(change) ? most : percent_decimals(change);
    return OK;
}

enum status change_prints_alike(struct arena *arena, const struct difference *change, bool *ret_alike)
{
    const struct number *old, *now;
    *ret_alike = false;
    if (percent_decimals(change) < 0)
        return OK;
    enum status status = number_of_side(arena, change, COMPARE_OLD, &old);
    if (status == OK)
        status = number_of_side(arena, change, COMPARE_NOW, &now);
    *ret_alike = status == OK && number_compare(old, now) == 0;
    return status;
}

enum status change_side_words(struct arena *arena, const struct difference *change, int side, struct buf *out)
{
    const struct number *number;
    int decimals;
    if (!both_are(change, TYPE_NUMBER)) {
        twig_words(change->twigs[side], out);
        return buf_status(out);
    }
    enum status status = decimals_of_both(arena, change, &decimals);
    if (status == OK)
        status = number_of_side(arena, change, side, &number);
    if (status != OK)
        return status;
    add_number(out, number, false, decimals);
    buf_add_str(out, percent_decimals(change) >= 0 ? STR("%") : unit_of(change->twigs[side]));
    return buf_status(out);
}

enum status change_difference(struct arena *arena, const struct difference *change,
                              const struct number **ret_number)
{
    *ret_number = NULL;
    if (!both_are(change, TYPE_NUMBER))
        return OK;
    enum status status = number_apply(arena, NUMBER_SUBTRACT, change->twigs[COMPARE_NOW]->value.number,
                                      change->twigs[COMPARE_OLD]->value.number, ret_number);
    return status == FAILED ? OK : status;
}

enum status change_growth(struct arena *arena, const struct difference *change,
                          const struct number **ret_percent)
{
    const struct number *difference, *hundred, *rate;
    *ret_percent = NULL;
    enum status status = change_difference(arena, change, &difference);
    if (status != OK || difference == NULL)
        return status;
    const struct number *old = change->twigs[COMPARE_OLD]->value.number;
    if (number_without_rate(change->twigs[COMPARE_NOW]->value.number, old) != NULL ||
        str_is(unit_of(change->twigs[COMPARE_NOW]), "%"))
        return OK;
    status = number_of(arena, 100, &hundred);
    if (status == OK)
        status = number_apply(arena, NUMBER_MULTIPLY, difference, hundred, &rate);
    if (status == OK)
        status = number_apply(arena, NUMBER_DIVIDE, rate, old, ret_percent);
    return status == FAILED ? OK : status;
}

/* As many months or days as they are apart; of dates that are months, months. */
static void add_dates_apart(const struct difference *change, struct buf *out)
{
    const struct twig *twig = change->twigs[COMPARE_NOW];
    const struct date old = change->twigs[COMPARE_OLD]->value.date, now = twig->value.date;
    const bool months = is_month(twig);
    const int64_t apart = months ? (int64_t)(now.year - old.year) * 12 + (now.month - old.month)
                                 : date_days(now) - date_days(old);
    buf_printf(out, "%s%lld%s", apart > 0 ? "晚" : "早", (long long)(apart > 0 ? apart : -apart),
               months ? "个月" : "天");
}

enum status change_difference_words(struct arena *arena, const struct difference *change, struct buf *out)
{
    const struct number *old, *now, *difference;
    int decimals;
    if (both_are(change, TYPE_DATE))
        add_dates_apart(change, out);
    if (!both_are(change, TYPE_NUMBER))
        return buf_status(out);
    enum status status = number_of_side(arena, change, COMPARE_OLD, &old);
    if (status == OK)
        status = number_of_side(arena, change, COMPARE_NOW, &now);
    if (status == OK)
        status = decimals_of_both(arena, change, &decimals);
    if (status == OK)
        status = number_apply(arena, NUMBER_SUBTRACT, now, old, &difference);
    if (status != OK)
        return status == FAILED ? OK : status;
    add_number(out, difference, true, is_percent(change) ? decimals : 0);
    buf_add_str(out, is_percent(change) ? STR("个百分点") : unit_of(change->twigs[COMPARE_NOW]));
    return buf_status(out);
}

static enum status add_percent(struct arena *arena, const struct number *percent, struct buf *out)
{
    const struct number *shown, *most, *least;
    enum status status = number_round(arena, percent, PERCENT_DECIMALS, ROUND_SHARE, &shown);
    if (status == OK)
        status = number_of(arena, PERCENT_MOST, &most);
    if (status == OK)
        status = number_of(arena, -PERCENT_MOST, &least);
    if (status != OK)
        return status;
    if (number_compare(shown, most) > 0 || number_compare(shown, least) < 0) {
        buf_printf(out, "%s逾100万%%", number_sign(shown) > 0 ? "增" : "减");
        return buf_status(out);
    }
    if (number_sign(shown) == 0) {
        buf_add_text(out, "不足0.01%");
        return buf_status(out);
    }
    buf_add_text(out, number_sign(shown) > 0 ? "+" : "");
    number_print_fixed(shown, PERCENT_DECIMALS, false, out);
    buf_add_char(out, '%');
    return buf_status(out);
}

enum status change_growth_words(struct arena *arena, const struct difference *change, struct buf *out)
{
    const struct number *percent;
    if (!both_are(change, TYPE_NUMBER) || is_percent(change))
        return OK;
    const char *none = number_without_rate(change->twigs[COMPARE_NOW]->value.number,
                                           change->twigs[COMPARE_OLD]->value.number);
    if (none != NULL)
        buf_add_text(out, none);
    enum status status = change_growth(arena, change, &percent);
    return status == OK && percent != NULL ? add_percent(arena, percent, out) : status;
}
