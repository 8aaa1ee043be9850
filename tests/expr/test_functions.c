/* Every function, with its edges. */
#include "world.h"

#include <stdio.h>

/* What the manual shows. */
static void examples(void **state)
{
    struct world *w = *state;
#define FUNCTION(name, params, result, shows, check, usage, help, example, gives) expect(w, example, gives);
#include "expr/functions.def"
#undef FUNCTION
}

static void lists(void **state)
{
    struct world *w = *state;
    expect(w, "sum(item.amount)", "400");
    expect(w, "sum(none.amount)", "0");
    expect(w, "count(item)", "3");
    expect(w, "count(none)", "0");
    expect(w, "count(item[kind = 'plain'])", "2");
    expect(w, "min(item.amount)", "49.5");
    expect(w, "max(item.amount)", "250.5");
    expect(w, "min(3, 1, 2)", "1");
    expect(w, "max(from, to)", "2026年8月1日");
    expect(w, "all(item, amount > 0)", "yes");
    expect(w, "all(item, amount > 60)", "no");
    expect(w, "all(none, no)", "yes");
    expect(w, "any(item, kind = 'surplus')", "yes");
    expect(w, "any(none, yes)", "no");
    expect(w, "first(item.name)", "甲");
    expect(w, "last(item).name", "丙");
    expect(w, "each(item, position() * 10)", "[10|20|30]");
    expect(w, "each(item[kind = 'plain'], position())", "[1|3]");
    expect(w, "each(item, each(part, position()))", "[1|1|2]");
    expect(w, "each(item, part.n)", "[1|1|2]");
    expect(w, "each(item.amount, it * 2)", "[200|501|99]");
    expect(w, "unique(item.name)", "yes");
    expect(w, "unique(item.kind)", "no");
    expect(w, "unique(item.amount)", "yes");
    expect(w, "unique(item.part.n)", "no");
    expect(w, "unique(none.name)", "yes");
    expect(w, "sum(each(item, if(kind = 'plain', amount, 0)))", "149.5");
}

static void joining(void **state)
{
    struct world *w = *state;
    expect(w, "join(item.name, '、')", "甲、乙、丙");
    expect(w, "join(item.name, '、', '和')", "甲、乙和丙");
    expect(w, "join(item[kind = 'plain'].name, '、', '和')", "甲和丙");
    expect(w, "join(item[kind = 'surplus'].name, '、', '和')", "乙");
    expect(w, "join(none.name, '、')", "");
    expect(w, "join(each(item, '“' + name + '”'), '')", "“甲”“乙”“丙”");
    expect(w, "length('中文abc')", "5");
    expect(w, "length('')", "0");
    expect(w, "digits('')", "0");
    expect(w, "digits('九人/：—')", "0");
    expect(w, "digits('/09:')", "2");
    expect(w, "digits('／０９：')", "2");
    expect(w, "ems('')", "0");
    expect(w, "ems('中文，')", "3");
    expect(w, "ems('2026年7月29日')", "6.5");
    expect(w, "ems('~ é')", "2");
    expect(w, "ends_with('末期评估', '评估')", "yes");
    expect(w, "ends_with('评估', '评估')", "yes");
    expect(w, "ends_with('年中', '评估')", "no");
    expect(w, "ends_with('估', '评估')", "no");
    expect(w, "ends_with('评估（末期）', '评估')", "no");
    expect(w, "ends_with('', '')", "yes");
    expect(w, "text(1.50) + text(from) + text('x')", "1.52025年8月2日x");
}

static void optional(void **state)
{
    struct world *w = *state;
    expect(w, "has(note)", "no");
    expect(w, "has(title)", "yes");
    expect(w, "has(extra)", "no");
    expect(w, "has(extra.amount)", "no");
    expect(w, "has(original.signed)", "no");
    expect(w, "has(original.amount)", "yes");
    expect(w, "has(item)", "yes");
    expect(w, "has(none)", "no");
    expect(w, "has(item.weight)", "yes");
    expect(w, "has(item[kind = 'surplus'].weight)", "no");
    expect(w, "has(first(item).weight)", "yes");
    expect(w, "default(note, '无')", "无");
    expect(w, "default(title, '无')", "补充协议");
    expect(w, "default(extra.amount, 0)", "0");
    expect(w, "sum(each(item, default(weight, 1)))", "5");
    expect(w, "sum(item[has(weight)].weight)", "3");
    expect(w, "if(has(note), note, 'x')", "x");
    expect(w, "if(zero = 0, 0, 1 / zero)", "0");
}

static void bands(void **state)
{
    struct world *w = *state;
    expect(w, "band(grades, 100)", "优秀");
    expect(w, "band(grades, 90)", "优秀");
    expect(w, "band(grades, 89.999)", "良好");
    expect(w, "band(grades, 75)", "良好");
    expect(w, "band(grades, 60)", "合格");
}

static void rounding(void **state)
{
    struct world *w = *state;
    expect(w, "round(2.5)", "3");
    expect(w, "round(-2.5)", "-3");
    expect(w, "round(2.4999)", "2");
    expect(w, "round(1.005, 2)", "1.01");
    expect(w, "round(1 / 3, 2)", "0.33");
    expect(w, "round(1234567, -4)", "1230000");
    expect(w, "floor(-1.1)", "-2");
    expect(w, "floor(1.999, 2)", "1.99");
    expect(w, "ceil(1.1)", "2");
    expect(w, "ceil(1.001, 2)", "1.01");
    expect(w, "abs(-3)", "3");
    expect(w, "abs(3)", "3");
    expect(w, "mod(7, 3)", "1");
    expect(w, "mod(-7, 3)", "2");
    expect(w, "mod(7.5, 2)", "1.5");
    expect(w, "mod(total, wan_total)", "0");
}

static void figures(void **state)
{
    struct world *w = *state;
    expect(w, "money(402233.28)", "402,233.28");
    expect(w, "money(1)", "1.00");
    expect(w, "money(-1234.565)", "-1,234.57");
    expect(w, "money(999.995)", "1,000.00");
    expect(w, "money(wan_total)", "252.73");
    expect(w, "plain(1234.50)", "1234.5");
    expect(w, "plain(1234.50, 2)", "1234.50");
    expect(w, "plain(0.005, 2)", "0.01");
    expect(w, "plain(2/3, 0)", "1");
    expect(w, "plain(-0.001, 2)", "0.00");
    expect(w, "grouped(1234567.5)", "1,234,567.5");
    expect(w, "grouped(-123)", "-123");
    expect(w, "grouped(-1234)", "-1,234");
    expect(w, "grouped(1234567.5, 0)", "1,234,568");
    expect(w, "wan(total)", "252.7273");
    expect(w, "wan(wan_total)", "252.7273");
    expect(w, "wan(20000)", "2");
    expect(w, "wan_or_yuan(total)", "252.7273万元");
    expect(w, "wan_or_yuan(wan_total)", "252.7273万元");
    expect(w, "wan_or_yuan(10000)", "1万元");
    expect(w, "wan_or_yuan(9999.99)", "9999.99元");
    expect(w, "wan_or_yuan(1059482.71)", "1059482.71元"); /* 角 and 分 are none of 万元 */
    expect(w, "wan_or_yuan(1059482.5)", "1059482.50元");
    expect(w, "wan_or_yuan(0 - 1059482.71)", "-1059482.71元");
    expect(w, "wan_or_yuan(1059482)", "105.9482万元");
    expect(w, "wan_or_yuan(0)", "0元");
    expect(w, "wan_or_yuan(0 - 9999.5)", "-9999.50元");
    expect(w, "wan_or_yuan(0 - 10000)", "-1万元");
    expect(w, "yuan(30000.5)", "30000.50");
    expect(w, "yuan(0.05)", "0.05");
    expect(w, "yuan(0 - 0)", "0");
    expect(w, "yuan(224166)", "224166");
    expect(w, "yuan(1.005)", "1.005");
    expect(w, "yuan(wan_total)", "2527273");
    expect(w, "percent_part(0)", "0.00%");
    expect(w, "percent_part(1)", "100.00%");
    expect(w, "percent_part(0.00004)", "不足0.01%");
    expect(w, "percent_part(0.00005)", "0.01%");
    expect(w, "percent_part(0.99995)", "超过99.99%");
    expect(w, "percent_part(0.999949)", "99.99%");
    expect(w, "percent_part(0 - 0.99999)", "超过99.99%");
    expect(w, "percent_part(0 - 0.00001)", "不足0.01%");
    expect(w, "percent_part(0 - 0.25)", "-25.00%");
    expect(w, "percent_part(1.00001)", "100.00%");
    expect(w, "percent_part(0.004, 0)", "不足1%");
    expect(w, "percent_part(0.996, 0)", "超过99%");
    expect(w, "percent_part(1/3, 1)", "33.3%");
    expect(w, "percent_part(rate)", "87.50%");
    expect(w, "rmb(total)", "贰佰伍拾贰万柒仟贰佰柒拾叁元整");
    expect(w, "rmb(wan_total)", "贰佰伍拾贰万柒仟贰佰柒拾叁元整");
    expect(w, "percent(ratio)", "87.11%");
    expect(w, "percent(ratio, 0)", "87%");
    expect(w, "percent(rate)", "87.50%");
    expect(w, "percentage(0.125556)", "12.56");
    expect(w, "percentage(0.125556, 0) + rate", "100.5");
    expect(w, "percentage(rate, 0)", "88");
    expect(w, "percent_short(0.87)", "87%");
    expect(w, "percent_short(0.8711)", "87.11%");
    expect(w, "percent_short(0.871)", "87.1%");
    expect(w, "percent_short(1/3)", "33.33%");
    expect(w, "percent_short(rate)", "87.5%");
    expect(w, "han(12)", "十二");
    expect(w, "upper(4)", "肆");
    expect(w, "upper(people)", "壹拾贰");
    expect(w, "handigits(2022)", "二〇二二");
    expect(w, "circled(1) + circled(20)", "①⑳");
    expect(w, "circled(21) + circled(35)", "㉑㉟");
    expect(w, "circled(36) + circled(50)", "㊱㊿");
    expect(w, "circled(51)", "[51]");
}

static void dates(void **state)
{
    struct world *w = *state;
    expect(w, "from", "2025年8月2日");
    expect(w, "date(from)", "2025年8月2日");
    expect(w, "month(from)", "2025年8月");
    expect(w, "handate(addmonths(from, 4))", "二〇二五年十二月二日");
    expect(w, "handate(adddays(from, 29))", "二〇二五年八月三十一日");
    expect(w, "hanmonth(from)", "二〇二五年八月");
    static const char *const week[] = {"六", "日", "一", "二", "三", "四", "五", "六"};
    for (int i = 0; i < (int)ARRAY_COUNT(week); i++) {
        enum { ROOM = 64 };
        char source[ROOM], day[ROOM];
        snprintf(source, sizeof source, "weekday(adddays(from, %d))", i);
        snprintf(day, sizeof day, "星期%s", week[i]);
        expect(w, source, day);
    }
    expect(w, "weekday(adddays(from, -374377))", "星期三"); /* 1000-07-30 */
    expect(w, "weekday(addmonths(from, 12 * (9999 - 2025)))", "星期一");
    expect(w, "weekday(adddays(from, 0 - 20302 - 1))", "星期三"); /* 1969-12-31 */
    expect(w, "dotdate(from)", "2025.8.2");
    expect(w, "iso(from)", "2025-08-02");
    expect(w, "year(from)", "2025");
    expect(w, "monthof(from)", "8");
    expect(w, "day(from)", "2");
    expect(w, "months(from, to)", "13");
    expect(w, "months(from, from)", "1");
    expect(w, "fullmonths(from, to)", "12");
    expect(w, "days(from, to)", "364");
    expect(w, "days(to, from)", "-364");
    expect(w, "iso(addmonths(from, -20))", "2023-12-02");
    expect(w, "iso(adddays(from, 30))", "2025-09-01");
    expect(w, "iso(today())", "2026-08-02");
}

/* In a draft it vouches for nothing, in neither state. */
static void digests(void **state)
{
    struct world *w = *state;
    expect(w, "digest()", "E3B0-C442-98FC-1C14-9AFB-F4C8-996F-B924");
    expect(w, "digest() = digest(8)", "yes");
    expect(w, "digest(16)",
           "E3B0-C442-98FC-1C14-9AFB-F4C8-996F-B924-27AE-41E4-649B-934C-A495-991B-7852-B855");
    expect(w, "length(digest(4))", "19");
    w->eval.draft = true;
    expect(w, "digest()", "〔草稿〕");
    w->eval.draft = false;
    w->eval.as_stated = true;
    expect(w, "digest(4)", "〔草稿〕");
}

int main(void)
{
    const struct CMUnitTest tests[] = {WORLD_TEST(examples), WORLD_TEST(lists), WORLD_TEST(joining),
                                       WORLD_TEST(optional), WORLD_TEST(bands), WORLD_TEST(rounding),
                                       WORLD_TEST(figures),  WORLD_TEST(dates), WORLD_TEST(digests)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
