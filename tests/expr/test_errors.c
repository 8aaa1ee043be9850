/* Every message of compiling and evaluating, with its column and the names in it. */
#include "world.h"
#include "expr/messages.def"

static void spelling(void **state)
{
    struct world *w = *state;
    refuse(w, "", MSG_EXPR_EMPTY, 1, "");
    refuse(w, "  ", MSG_EXPR_EMPTY, 1, "");
    refuse(w, "1 + ", MSG_EXPR_EXPECTED, 5, "结尾");
    refuse(w, "1 + * 2", MSG_EXPR_EXPECTED, 5, "“*”");
    refuse(w, "total # 2", MSG_EXPR_CHARACTER, 7, "#");
    refuse(w, "评价 ＋ 评价", MSG_EXPR_WIDE, 4, "写成“+”");
    refuse(w, "（1）", MSG_EXPR_WIDE, 1, "（");
    refuse(w, "1.2.3", MSG_EXPR_NUMBER, 1, "1.2.3");
    refuse(w, "12元", MSG_EXPR_NUMBER, 1, "12元");
    refuse(w, "'评价", MSG_EXPR_TEXT_OPEN, 1, "引号");
    refuse(w, "(1 + 2", MSG_EXPR_BRACKET_OPEN, 1, "“(”");
    refuse(w, "2 * max(1, (2 + 3)", MSG_EXPR_BRACKET_OPEN, 8, "“(”");
    refuse(w, "item[amount > 1", MSG_EXPR_BRACKET_OPEN, 5, "“[”");
    refuse(w, "item[amount > 1)", MSG_EXPR_EXPECTED, 16, "“]”");
    refuse(w, "(1 2)", MSG_EXPR_EXPECTED, 4, "“)”");
    refuse(w, "max(1 2)", MSG_EXPR_EXPECTED, 7, "“,”或“)”");
    refuse(w, "1 2", MSG_EXPR_REST, 3, "“2”");
    refuse(w, "1)", MSG_EXPR_REST, 2, "“)”");
    refuse(w, "1 < 2 < 3", MSG_EXPR_COMPARE_CHAIN, 7, "");
    refuse(w, "original.", MSG_EXPR_EXPECTED, 10, "字段名");
    refuse(w, "1 = not yes", MSG_EXPR_EXPECTED, 5, "not");
}

static void names(void **state)
{
    struct world *w = *state;
    refuse(w, "评价 + totl", MSG_EXPR_UNKNOWN, 6, "是不是“total”");
    refuse(w, "1 + something", MSG_EXPR_UNKNOWN, 5, "something");
    refuse(w, "original.percent", MSG_EXPR_NO_FIELD, 10, "“original”");
    refuse(w, "original.amont", MSG_EXPR_NO_FIELD, 10, "是不是“amount”");
    refuse(w, "item.nam", MSG_EXPR_NO_FIELD, 6, "是不是“name”");
    refuse(w, "total.x", MSG_EXPR_NO_FIELDS, 7, "“total”是数");
    refuse(w, "each(item, nmae1)", MSG_EXPR_UNKNOWN, 12, "nmae1");
    refuse(w, "each(item, it)", MSG_EXPR_UNKNOWN, 12, "it");
    refuse(w, "it", MSG_EXPR_UNKNOWN, 1, "it");
    refuse(w, "item[knd = 'x']", MSG_EXPR_UNKNOWN, 6, "“kind”");
    refuse(w, "amount", MSG_EXPR_UNKNOWN, 1, "amount");
    refuse(w, "summ(item.amount)", MSG_EXPR_FUNCTION, 1, "是不是“sum”");
    refuse(w, "1 + average(item.amount)", MSG_EXPR_FUNCTION, 5, "average");
}

static void types(void **state)
{
    struct world *w = *state;
    refuse(w, "total + title", MSG_EXPR_UNLIKE, 9, "“total”是数（元），“title”是文字");
    refuse(w, "title + total", MSG_EXPR_UNLIKE, 9, "“title”是文字");
    refuse(w, "title - title", MSG_EXPR_KIND, 1, "需要数，“title”却是文字");
    refuse(w, "2 * title", MSG_EXPR_KIND, 5, "“title”");
    refuse(w, "-title", MSG_EXPR_KIND, 2, "负号");
    refuse(w, "not total", MSG_EXPR_KIND, 5, "yes/no");
    refuse(w, "from + 1", MSG_EXPR_KIND, 1, "日期");
    refuse(w, "yes and 1", MSG_EXPR_KIND, 9, "“1”");
    refuse(w, "1 = '1'", MSG_EXPR_UNLIKE, 5, "文字");
    refuse(w, "title < '甲'", MSG_EXPR_COMPARE_KIND, 1, "“title”是文字");
    refuse(w, "agreed > no", MSG_EXPR_COMPARE_KIND, 1, "yes/no");
    refuse(w, "item = item", MSG_EXPR_COMPARE_KIND, 1, "列表");
    refuse(w, "total[1 = 1]", MSG_EXPR_KIND, 1, "列表");
    refuse(w, "item[amount]", MSG_EXPR_KIND, 6, "yes/no");
    refuse(w, "if(1, 2, 3)", MSG_EXPR_KIND, 4, "if 的条件");
    refuse(w, "if(yes, 2, 'x')", MSG_EXPR_UNLIKE, 12, "if");
    refuse(w, "sum(total)", MSG_EXPR_KIND, 5, "数的列表");
    refuse(w, "sum(item.name)", MSG_EXPR_KIND, 5, "文字的列表");
    refuse(w, "min(item.name)", MSG_EXPR_KIND, 5, "数或日期");
    refuse(w, "min('a', 'b')", MSG_EXPR_KIND, 5, "数或日期");
    refuse(w, "join(item.amount, '、')", MSG_EXPR_KIND, 6, "文字的列表");
    refuse(w, "join(item.name, 1)", MSG_EXPR_KIND, 17, "join需要文字");
    refuse(w, "unique(item)", MSG_EXPR_KIND, 8, "列表");
    refuse(w, "count(total)", MSG_EXPR_KIND, 7, "列表");
    refuse(w, "each(total, 1)", MSG_EXPR_KIND, 6, "列表");
    refuse(w, "all(item, amount)", MSG_EXPR_KIND, 11, "yes/no");
    refuse(w, "first(total)", MSG_EXPR_KIND, 7, "列表");
    refuse(w, "month(total)", MSG_EXPR_KIND, 7, "month需要日期");
    refuse(w, "money(title)", MSG_EXPR_KIND, 7, "money需要数");
    refuse(w, "text(agreed)", MSG_EXPR_KIND, 6, "数、文字或日期");
    refuse(w, "text(story)", MSG_EXPR_KIND, 6, "正文");
    refuse(w, "mod('a', 1)", MSG_EXPR_KIND, 5, "mod");
    refuse(w, "band(total, 1)", MSG_EXPR_KIND, 6, "分档");
    refuse(w, "band(item, 1)", MSG_EXPR_BAND_FIELDS, 6, "label");
    refuse(w, "band(grades, 'x')", MSG_EXPR_KIND, 14, "band");
}

static void units(void **state)
{
    struct world *w = *state;
    refuse(w, "total + people", MSG_EXPR_UNLIKE, 9, "“total”是数（元），“people”是数（人）");
    refuse(w, "people < wan_total", MSG_EXPR_UNLIKE, 10, "数（万元）");
    refuse(w, "total * wan_total", MSG_EXPR_UNLIKE, 9, "“wan_total”");
    refuse(w, "total * rate", MSG_EXPR_UNLIKE, 9, "数（%）");
    refuse(w, "people / total", MSG_EXPR_UNLIKE, 10, "“people”");
    refuse(w, "max(total, people)", MSG_EXPR_UNLIKE, 12, "max");
    refuse(w, "max(1, total, people)", MSG_EXPR_UNLIKE, 15, "people");
    refuse(w, "mod(total, people)", MSG_EXPR_UNLIKE, 12, "mod");
    refuse(w, "if(yes, total, people)", MSG_EXPR_UNLIKE, 16, "if");
    refuse(w, "rmb(people)", MSG_EXPR_UNIT, 5, "“people”的单位却是“人”");
    refuse(w, "wan(rate)", MSG_EXPR_UNIT, 5, "%");
    refuse(w, "percent(total)", MSG_EXPR_UNIT, 9, "元");
}

static void arguments(void **state)
{
    struct world *w = *state;
    refuse(w, "1 + round()", MSG_EXPR_ARGUMENTS, 5, "round(数, 位数)，这里有 0 个");
    refuse(w, "round(1, 2, 3)", MSG_EXPR_ARGUMENTS, 1, "3 个");
    refuse(w, "if(yes, 1)", MSG_EXPR_ARGUMENTS, 1, "if(");
    refuse(w, "min()", MSG_EXPR_ARGUMENTS, 1, "min(");
    refuse(w, "today(1)", MSG_EXPR_ARGUMENTS, 1, "today()");
    refuse(w, "join(item.name)", MSG_EXPR_ARGUMENTS, 1, "join(");
    refuse(w, "has(1)", MSG_EXPR_NOT_PATH, 5, "“1”");
    refuse(w, "default(1 + 2, 3)", MSG_EXPR_NOT_PATH, 9, "“1 + 2”");
    refuse(w, "default(item.weight, 3)", MSG_EXPR_DEFAULT_LIST, 9, "item.weight");
    refuse(w, "default(note, 3)", MSG_EXPR_UNLIKE, 15, "default");
    refuse(w, "position()", MSG_EXPR_POSITION, 1, "");
    refuse(w, "digest(4, 4)", MSG_EXPR_ARGUMENTS, 1, "digest(组数)");
}

/* What it gives would be one of the figures that it is made of. */
static void digest_in_model(void **state)
{
    struct world *w = *state;
    const struct pattern_source source = {
        .text = STR("1 + length(digest())"), .place = source_place, .of_model = true};
    const struct expr *expr;
    const struct pattern *pattern;
    size_t before = diag_count(w->diag, SEVERITY_ERROR);
    assert_int_equal(expr_compile_source(w->arena, w->diag, source, w->root, &expr), FAILED);
    const struct pattern_source text = {
        .text = STR("校验 {digest()}"), .place = source_place, .of_model = true};
    assert_int_equal(pattern_compile(w->arena, w->diag, text, w->root, &pattern), FAILED);
    const struct diag_entry *entries;
    assert_int_equal(diag_entries(w->diag, &entries), before + 2);
    for (size_t i = before; i < before + 2; i++)
        assert_ptr_equal(entries[i].code, MSG_EXPR_DIGEST_MODEL);
}

static void values(void **state)
{
    struct world *w = *state;
    stumble(w, "total / zero", MSG_EXPR_DIVIDE_ZERO, 7, "零");
    stumble(w, "mod(1, zero)", MSG_EXPR_DIVIDE_ZERO, 1, "零");
    stumble(w, "change(1, zero)", MSG_EXPR_CHANGE, 1, "上期的数是 0");
    stumble(w, "change(1, -2.5)", MSG_EXPR_CHANGE, 1, "-2.500000");
    stumble(w, "title + note", MSG_EXPR_MISSING_AT, 9, "缺少“备注”（note");
    stumble(w, "extra.amount", MSG_EXPR_MISSING_AT, 1, "extra");
    stumble(w, "sum(item.weight)", MSG_EXPR_MISSING_AT, 10,
            "缺少“权重”（item[2].weight，应在 input.xml 第 51 行");
    stumble(w, "min(none.amount)", MSG_EXPR_LIST_EMPTY, 1, "min");
    stumble(w, "first(none)", MSG_EXPR_LIST_EMPTY, 1, "first");
    stumble(w, "band(grades, 59.9)", MSG_EXPR_NO_BAND, 1, "59.9 不在“grades”（grades）的任何一档里");
    stumble(w, "han(1.5)", MSG_EXPR_NOT_WHOLE, 5, "1.5");
    stumble(w, "han(1 / 3)", MSG_EXPR_NOT_WHOLE, 7, "0.333333");
    stumble(w, "circled(0)", MSG_EXPR_NOT_WHOLE, 9, "0");
    stumble(w, "handigits(-1)", MSG_EXPR_NOT_WHOLE, 11, "-1");
    stumble(w, "han(10000000000000000)", MSG_EXPR_NOT_WHOLE, 5, "");
    stumble(w, "round(1, 31)", MSG_EXPR_NOT_WHOLE, 10, "第 2 个");
    stumble(w, "plain(1, 0 - 1)", MSG_EXPR_NOT_WHOLE, 12, "-1");
    stumble(w, "rmb(10000000000000000)", MSG_EXPR_MONEY_RANGE, 1, "10000000000000000.00");
    stumble(w, "months(to, from)", MSG_EXPR_DATE_ORDER, 1, "2025-08-02 早于开始日期 2026-08-01");
    stumble(w, "fullmonths(to, from)", MSG_EXPR_DATE_ORDER, 1, "fullmonths");
    stumble(w, "addmonths(from, 100000)", MSG_EXPR_DATE_RANGE, 1, "9999");
    stumble(w, "adddays(from, -9000000)", MSG_EXPR_DATE_RANGE, 1, "1000");
    stumble(w, "addmonths(from, 0.5)", MSG_EXPR_NOT_WHOLE, 17, "0.5");
    stumble(w, "text(1 / 3)", MSG_EXPR_NUMBER_ENDLESS, 8, "0.333333");
    stumble(w, "plain(1 / 3)", MSG_EXPR_NUMBER_ENDLESS, 1, "round");
    w->record->place.file = NULL;
    stumble(w, "title + note", MSG_EXPR_MISSING, 9, "缺少“备注”（note）");
    w->eval.today.year = 0;
    stumble(w, "today()", MSG_EXPR_NO_TODAY, 1, "--date");
    stumble(w, "digest(3)", MSG_EXPR_NOT_WHOLE, 8, "3");
    stumble(w, "digest(17)", MSG_EXPR_NOT_WHOLE, 8, "17");
    w->eval.digest.find = NULL;
    stumble(w, "digest()", MSG_EXPR_DIGEST_MODEL, 1, "");
}

/* Columns go on in the next line; a mapping is asked for every place. */
static struct place tenfold(const void *context, size_t offset)
{
    return (struct place){context, 3, (uint32_t)offset * 10};
}

static void places(void **state)
{
    struct world *w = *state;
    const struct expr *expr;
    assert_int_equal(expr_compile(w->arena, w->diag, STR("1 +\n  totl"), source_place, w->root, &expr),
                     FAILED);
    assert_int_equal(last_message(w)->place.line, source_place.line + 1);
    assert_int_equal(last_message(w)->place.column, 3);
    struct pattern_source source = {.text = STR("1 + totl"), .place_of = tenfold, .context = "mapped.xml"};
    assert_int_equal(expr_compile_source(w->arena, w->diag, source, w->root, &expr), FAILED);
    assert_int_equal(last_message(w)->place.column, 40);
    assert_string_equal(last_message(w)->place.file, "mapped.xml");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(spelling),  WORLD_TEST(names),           WORLD_TEST(types),  WORLD_TEST(units),
        WORLD_TEST(arguments), WORLD_TEST(digest_in_model), WORLD_TEST(values), WORLD_TEST(places)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
