/* Means, places, sorted lists, terms, workdays, tax, growth: edges, units, faults.  Many cases of each stand beside Python's own
 * computations in check_functions.py. */
#include "world.h"
#include "expr/messages.def"

#include <stdio.h>

static void means(void **state)
{
    struct world *w = *state;
    expect(w, "mean(range(4))", "2.5");
    expect(w, "mean(range(1))", "1");
    expect(w, "round(mean(item.amount), 2)", "133.33");
    expect(w, "mean(item.amount) * 3 = sum(item.amount)", "yes");
    expect(w, "median(range(4))", "2.5");
    expect(w, "median(range(5))", "3");
    expect(w, "median(item.part.n)", "1");
    expect(w, "weighted_mean(range(2), range(3, 4)) = 11 / 7", "yes");
    expect(w, "weighted_mean(range(3), each(range(3), if(it = 2, 5, 0)))", "2");
    expect(w, "trimmed_mean(range(5), 0)", "3");
    expect(w, "trimmed_mean(range(5), 2)", "3");
    expect(w, "trimmed_mean(range(5), 3, 1)", "2");
    expect(w, "trimmed_mean(range(5), 0, 4)", "5");
    /* Two are the highest: one of them goes. */
    expect(w, "trimmed_mean(each(range(4), min(it, 3)), 1)", "2.5");
}

static void means_fail(void **state)
{
    struct world *w = *state;
    stumble(w, "mean(none.amount)", MSG_EXPR_LIST_EMPTY, 1, "mean");
    stumble(w, "median(none.amount)", MSG_EXPR_LIST_EMPTY, 1, "median");
    stumble(w, "weighted_mean(none.amount, range(0))", MSG_EXPR_LIST_EMPTY, 1, "weighted_mean");
    stumble(w, "1 + mean(item.weight)", MSG_EXPR_MISSING_AT, 15, "权重");
    stumble(w, "weighted_mean(range(2), range(3))", MSG_EXPR_WEIGHTS_COUNT, 1, "有 2 个数，却有 3 个权重");
    stumble(w, "weighted_mean(range(2), each(range(2), 1 - it))", MSG_EXPR_WEIGHT_SIGN, 1,
            "第 2 个权重是 -1");
    stumble(w, "weighted_mean(range(2), each(range(2), 0))", MSG_EXPR_WEIGHTS_ZERO, 1, "零");
    stumble(w, "trimmed_mean(item.amount, 2)", MSG_EXPR_TRIM, 1, "有 3 个数，去掉 2 个最高、2 个最低");
    stumble(w, "trimmed_mean(item.amount, 3, 0)", MSG_EXPR_TRIM, 1, "3 个最高、0 个最低");
    stumble(w, "trimmed_mean(none.amount, 0)", MSG_EXPR_TRIM, 1, "有 0 个数");
    stumble(w, "trimmed_mean(item.amount, 0.5)", MSG_EXPR_NOT_WHOLE, 27, "0.5");
    stumble(w, "trimmed_mean(item.amount, 0 - 1)", MSG_EXPR_NOT_WHOLE, 29, "-1");
    refuse(w, "mean(total)", MSG_EXPR_KIND, 6, "数的列表");
    refuse(w, "mean(item.name)", MSG_EXPR_KIND, 6, "数的列表");
    refuse(w, "trimmed_mean(item.amount, total)", MSG_EXPR_UNIT, 27, "个数");
    refuse(w, "weighted_mean(item.amount)", MSG_EXPR_ARGUMENTS, 1, "weighted_mean(数的列表, 权重的列表)");
}

static void places(void **state)
{
    struct world *w = *state;
    expect(w, "ranks(each(range(4), if(it = 3, 2, it)), 'highest')", "[4|2|2|1]");
    expect(w, "ranks(each(range(4), if(it = 3, 2, it)), 'highest-dense')", "[3|2|2|1]");
    expect(w, "ranks(each(range(4), if(it = 3, 2, it)), 'lowest')", "[1|2|2|4]");
    expect(w, "ranks(each(range(4), if(it = 3, 2, it)), 'lowest-dense')", "[1|2|2|3]");
    expect(w, "ranks(none.amount, 'lowest')", "[]");
    expect(w, "each(item, rank(this.item.amount, amount, 'highest'))", "[2|1|3]");
    expect(w, "ranks(each(item, addmonths(from, position())), 'highest')", "[3|2|1]");
}

static void places_fail(void **state)
{
    struct world *w = *state;
    stumble(w, "rank(item.amount, 100.01, 'highest')", MSG_EXPR_RANK, 1, "没有 100.01 元，");
    stumble(w, "rank(none.amount, 100, 'highest')", MSG_EXPR_RANK, 1, "没有 100 元，");
    stumble(w, "rank(each(item, from), to, 'highest')", MSG_EXPR_RANK, 1, "没有 2026-08-01");
    refuse(w, "rank(item.amount, 100, 'best')", MSG_EXPR_WORD, 24, "highest");
    refuse(w, "rank(item.amount, 100, title)", MSG_EXPR_WORD, 24, "title");
    refuse(w, "rank(item.amount, people, 'highest')", MSG_EXPR_UNLIKE, 19, "人");
    refuse(w, "rank(item.name, 100, 'highest')", MSG_EXPR_KIND, 6, "数或日期的列表");
    refuse(w, "ranks(item, 'highest')", MSG_EXPR_KIND, 7, "数或日期的列表");
}

static void sorting(void **state)
{
    struct world *w = *state;
    expect(w, "sorted(item, amount, 'rising').name", "[丙|甲|乙]");
    expect(w, "sorted(item, kind, 'pinyin').name", "[甲|丙|乙]");
    expect(w, "sorted(item, kind, 'pinyin', amount, 'rising').name", "[丙|甲|乙]");
    expect(w, "sorted(item, name, 'pinyin').name", "[丙|甲|乙]");
    expect(w, "sorted(item, name, 'strokes').name", "[乙|丙|甲]");
    expect(w, "sorted(item.name, it, 'strokes')", "[乙|丙|甲]");
    expect(w, "sorted(none, amount, 'rising')", "[]");
    expect(w, "each(sorted(item, amount, 'falling'), position())", "[2|1|3]");
    expect(w, "first(sorted(item[amount < 200], amount, 'falling')).name", "甲");
    expect(w, "sorted(each(range(3), adddays(from, -it)), it, 'rising')",
           "[2025年7月30日|2025年7月31日|2025年8月1日]");
    refuse(w, "sorted(item, amount)", MSG_EXPR_ARGUMENTS, 1, "sorted(列表, 按什么, '方式', …)");
    refuse(w, "sorted(item, amount, 'rising', name)", MSG_EXPR_ARGUMENTS, 1, "4 个");
    refuse(w, "sorted(item, amount, 'pinyin')", MSG_EXPR_WORD, 22, "rising");
    refuse(w, "sorted(item, name, 'falling')", MSG_EXPR_WORD, 20, "surnames");
    refuse(w, "sorted(item, amount > 3, 'rising')", MSG_EXPR_SORT_KEY, 14, "yes/no");
    refuse(w, "sorted(item, part, 'rising')", MSG_EXPR_SORT_KEY, 14, "列表");
    refuse(w, "sorted(title, it, 'pinyin')", MSG_EXPR_KIND, 8, "列表");
    refuse(w, "sorted(item, nmae, 'pinyin')", MSG_EXPR_UNKNOWN, 14, "nmae");
    stumble(w, "sorted(item, weight, 'rising')", MSG_EXPR_MISSING_AT, 14, "权重");
}

static void running_numbers(void **state)
{
    struct world *w = *state;
    expect(w, "range(0)", "[]");
    expect(w, "range(3)", "[1|2|3]");
    expect(w, "range(-1, 1)", "[-1|0|1]");
    expect(w, "range(3, 2)", "[]");
    expect(w, "range(people)", "[1|2|3|4|5|6|7|8|9|10|11|12]");
    expect(w, "count(range(100000))", "100000");
    expect(w, "ranges(range(0))", "");
    expect(w, "ranges(range(1))", "1");
    expect(w, "ranges(range(2))", "1、2");
    expect(w, "ranges(each(range(9), if(it > 5, it + 1, it))[it != 3])", "1、2、4、5、7～10");
    expect(w, "span(3, 3)", "3");
    expect(w, "span(2.5, 3)", "2.5～3");
    expect(w, "span(rate, rate)", "87.5%");
    expect(w, "span(0, rate)", "0%～87.5%");
    stumble(w, "range(-1)", MSG_EXPR_NOT_WHOLE, 7, "0 到");
    stumble(w, "range(3, 1)", MSG_EXPR_NOT_WHOLE, 10, "2 到");
    stumble(w, "range(1.5)", MSG_EXPR_NOT_WHOLE, 7, "1.5");
    stumble(w, "ranges(each(range(3), 4 - it))", MSG_EXPR_RANGES, 1, "第 2 个却是 2");
    stumble(w, "ranges(each(range(2), it / 2))", MSG_EXPR_RANGES, 1, "第 1 个却是 0.5");
    stumble(w, "span(3, 2)", MSG_EXPR_SPAN, 1, "3 大于第二个数 2");
    refuse(w, "span(rate, people)", MSG_EXPR_UNLIKE, 12, "人");
    refuse(w, "range(total)", MSG_EXPR_UNIT, 7, "个数");
}

static void terms(void **state)
{
    struct world *w = *state;
    struct record *record = w->record;
    static const char *const ends[][3] = {
        {"2026-01-31", "1", "2026年2月28日"},  {"2024-01-31", "1", "2024年2月29日"},
        {"2026-01-30", "1", "2026年2月28日"},  {"2026-01-29", "1", "2026年2月28日"},
        {"2024-01-29", "1", "2024年2月28日"},  {"2026-01-01", "1", "2026年1月31日"},
        {"2026-03-31", "1", "2026年4月30日"},  {"2026-12-31", "2", "2027年2月28日"},
        {"2024-02-29", "12", "2025年2月28日"}, {"2024-02-29", "48", "2028年2月28日"},
        {"2025-12-01", "1", "2025年12月31日"}};
    for (size_t i = 0; i < ARRAY_COUNT(ends); i++) {
        char source[80];
        set_date(record, "from", ends[i][0]);
        snprintf(source, sizeof source, "period_end(from, %s)", ends[i][1]);
        expect(w, source, ends[i][2]);
        snprintf(source, sizeof source, "fullmonths(from, period_end(from, %s))", ends[i][1]);
        expect(w, source, ends[i][1]);
    }
    set_date(record, "from", "2000-02-29");
    set_date(record, "to", "2026-02-27");
    expect(w, "age(from, to)", "25");
    set_date(record, "to", "2026-02-28");
    expect(w, "age(from, to)", "26");
    set_date(record, "to", "2028-02-28");
    expect(w, "age(from, to)", "27");
    expect(w, "age(from, from)", "0");
    stumble(w, "age(to, from)", MSG_EXPR_DATE_ORDER, 1, "age：结束日期 2000-02-29");
    stumble(w, "period_end(from, 0)", MSG_EXPR_NOT_WHOLE, 18, "1 到");
    stumble(w, "period_end(from, 100000)", MSG_EXPR_DATE_RANGE, 1, "9999");
}

static void workdays(void **state)
{
    struct world *w = *state;
    struct record *record = w->record;
    static const char *const spans[][3] = {
        {"2025-12-31", "2026-01-04", "2"}, /* 2 January is off, Sunday the 4th worked */
        {"2026-02-14", "2026-02-24", "2"}, /* Saturday the 14th worked, then nine days off */
        {"2026-08-01", "2026-08-02", "0"}, /* a weekend */
        {"2025-01-01", "2025-01-01", "1"}, /* the first day of the calendar: it has no day off there */
        {"2026-12-31", "2026-12-31", "1"}};
    for (size_t i = 0; i < ARRAY_COUNT(spans); i++) {
        set_date(record, "from", spans[i][0]);
        set_date(record, "to", spans[i][1]);
        expect(w, "workdays(from, to, calendar)", spans[i][2]);
    }
    stumble(w, "workdays(from, adddays(to, 1), calendar)", MSG_EXPR_CALENDAR_YEARS, 1,
            "期间 2026-12-31 至 2027-01-01 超出了日历的范围（2025 年至 2026 年）");
    stumble(w, "workdays(addmonths(from, -24), to, calendar)", MSG_EXPR_CALENDAR_YEARS, 1, "2024-12-31");
    stumble(w, "workdays(to, adddays(from, -1), calendar)", MSG_EXPR_DATE_ORDER, 1, "workdays");
    refuse(w, "workdays(from, to, original)", MSG_EXPR_CALENDAR, 20, "“original”");
    refuse(w, "workdays(from, to, item)", MSG_EXPR_CALENDAR, 20, "“item”");
    refuse(w, "workdays(from, 3, calendar)", MSG_EXPR_KIND, 16, "日期");
    struct record *calendar = record->slots[shape_lookup(record->shape, STR("calendar"))].value.record;
    const struct value *work = &calendar->slots[shape_lookup(calendar->shape, STR("work"))].value;
    set_date(work->list.items[0].record, "day", "2026-01-02");
    stumble(w, "workdays(adddays(from, -365), to, calendar)", MSG_EXPR_CALENDAR_DAY, 1,
            "2026-01-02 既放假又上班");
}

static void net_and_tax(void **state)
{
    struct world *w = *state;
    expect(w, "net(113, 0.13)", "100");
    expect(w, "tax(113, 0.13)", "13");
    expect(w, "net(0.01, 0.13)", "0.01");
    expect(w, "tax(0.01, 0.13)", "0");
    expect(w, "net(-1000, 0.13)", "-884.96");
    expect(w, "net(1000, 0)", "1000");
    expect(w, "net(wan_total, 0.06)", "238.421981"); /* 2384219.81 元 */
    expect(w, "net(wan_total, 0.06) + tax(wan_total, 0.06) = wan_total", "yes");
    expect(w, "net(total, rate)", "1347878.93");
    stumble(w, "net(100, 13)", MSG_EXPR_TAX_RATE, 1, "net 的税率是 13");
    stumble(w, "tax(100, 0 - 0.13)", MSG_EXPR_TAX_RATE, 1, "tax 的税率是 -0.13");
    stumble(w, "tax(100, 1)", MSG_EXPR_TAX_RATE, 1, "小于 1");
    refuse(w, "net(people, 0.13)", MSG_EXPR_UNIT, 5, "元、万元");
    refuse(w, "net(total, people)", MSG_EXPR_UNIT, 12, "比率");
}

static void growth(void **state)
{
    struct world *w = *state;
    expect(w, "growth(3, 2, 0)", "增长50%");
    expect(w, "growth(2, 3)", "下降33.33%");
    expect(w, "growth(0, 3)", "下降100.00%");
    expect(w, "growth(-1, 4)", "下降125.00%");
    expect(w, "growth(3, 3)", "持平");
    expect(w, "growth(0, 0)", "持平");
    expect(w, "growth(-2, -2)", "持平");
    expect(w, "growth(1, 0)", "基期为零，不可比");
    expect(w, "growth(1, -2)", "基期为负，不可比");
    expect(w, "growth(-3, -2)", "基期为负，不可比");
    expect(w, "growth(100000.01, 100000)", "增长不足0.01%");
    expect(w, "growth(0.0001, 100)", "下降超过99.99%");
    expect(w, "growth(total, wan_total)", "持平");
    refuse(w, "growth(rate, rate)", MSG_EXPR_GROWTH_PERCENT, 8, "“rate”");
    refuse(w, "growth(total, people)", MSG_EXPR_UNLIKE, 15, "人");
    refuse(w, "growth(total, title)", MSG_EXPR_KIND, 15, "growth");
    expect(w, "wan(total, 4) + ' ' + wan(wan_total, 0)", "252.7273 253");
    expect(w, "wan(0.01, 6)", "0.000001");
    stumble(w, "wan(total, 31)", MSG_EXPR_NOT_WHOLE, 12, "31");
}

static void values_of_bands(void **state)
{
    struct world *w = *state;
    expect(w, "band_value(grades, 90)", "1");
    expect(w, "total * band_value(grades, 60)", "1516363.8");
    stumble(w, "band_value(grades, 59.9)", MSG_EXPR_NO_BAND, 1, "59.9");
    w->bands->fields[shape_lookup(w->bands, STR("value"))].type.kind = TYPE_TEXT;
    refuse(w, "band_value(grades, 60)", MSG_EXPR_BAND_VALUE, 12, "“grades”");
    refuse(w, "band_value(item, 60)", MSG_EXPR_BAND_FIELDS, 12, "“item”");
}

/* No unit is lost, none is made up. */
static void units(void **state)
{
    struct world *w = *state;
    static const char *const cases[][2] = {{"mean(item.amount)", "元"},
                                           {"median(item.amount)", "元"},
                                           {"trimmed_mean(item.amount, 1)", "元"},
                                           {"weighted_mean(item.amount, each(item, people))", "元"},
                                           {"mean(each(item, wan_total))", "万元"},
                                           {"mean(item.part.n)", ""},
                                           {"net(total, 0.06)", "元"},
                                           {"tax(wan_total, 0.06)", "万元"},
                                           {"rank(item.amount, 100, 'highest')", ""},
                                           {"first(sorted(item, amount, 'rising')).amount", "元"},
                                           {"first(sorted(item.amount, it, 'rising'))", "元"},
                                           {"first(range(people))", ""},
                                           {"ranges(each(item, people))", "人"},
                                           {"span(people, people)", "人"},
                                           {"span(rate, rate)", ""},
                                           {"wan(total, 2)", "万元"},
                                           {"growth(total, total)", ""},
                                           {"workdays(from, to, calendar)", ""},
                                           {"band_value(grades, 60)", ""}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        const struct type type = expr_type(compile(w, w->root, cases[i][0]));
        if (!str_is(type.unit, cases[i][1]))
            fail_msg("%s: %.*s, not %s", cases[i][0], STR_ARGS(type.unit), cases[i][1]);
    }
    refuse(w, "mean(item.amount) + people", MSG_EXPR_UNLIKE, 21, "人");
    refuse(w, "text(span(wan_total, wan_total)) + '元'", MSG_EXPR_UNIT_BEHIND, 36, "万元");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(means),       WORLD_TEST(means_fail),      WORLD_TEST(places),
        WORLD_TEST(places_fail), WORLD_TEST(sorting),         WORLD_TEST(running_numbers),
        WORLD_TEST(terms),       WORLD_TEST(workdays),        WORLD_TEST(net_and_tax),
        WORLD_TEST(growth),      WORLD_TEST(values_of_bands), WORLD_TEST(units)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
