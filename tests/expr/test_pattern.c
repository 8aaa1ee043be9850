/* Text with {expressions} in it: cutting, braces, places, what can be printed. */
#include "world.h"
#include "expr/messages.def"

static const struct pattern *cut(struct world *w, const char *text)
{
    const struct pattern *pattern = NULL;
    struct pattern_source source = {.text = str_of(text), .place = source_place};
    if (pattern_compile(w->arena, w->diag, source, w->root, &pattern) != OK) {
        print_messages(w);
        fail_msg("does not compile: %s", text);
    }
    return pattern;
}

static void expect_pattern(struct world *w, const char *text, const char *expected)
{
    struct buf out = BUF(10000);
    assert_int_equal(pattern_eval(cut(w, text), &w->eval, w->record, &out), OK);
    if (!str_is(buf_str(&out), expected))
        fail_msg("%s gives %.*s", text, STR_ARGS(buf_str(&out)));
    buf_clear(&out);
}

static void refuse_pattern(struct world *w, const char *text, const struct message *code, uint32_t column,
                           const char *part)
{
    const struct diag_entry *entries;
    size_t before = diag_entries(w->diag, &entries);
    const struct pattern *pattern;
    struct pattern_source source = {.text = str_of(text), .place = source_place};
    assert_int_equal(pattern_compile(w->arena, w->diag, source, w->root, &pattern), FAILED);
    expect_message(w, text, before, code, column, part);
}

static void texts(void **state)
{
    struct world *w = *state;
    expect_pattern(w, "", "");
    expect_pattern(w, "无表达式", "无表达式");
    expect_pattern(w, "{title}", "补充协议");
    expect_pattern(w, "金额{wan(total)}万元（大写：{rmb(total)}）。",
                   "金额252.7273万元（大写：贰佰伍拾贰万柒仟贰佰柒拾叁元整）。");
    expect_pattern(w, "{from}起{title}{people}人", "2025年8月2日起补充协议12人");
    expect_pattern(w, "{{{title}}}", "{补充协议}");
    expect_pattern(w, "{{}}", "{}");
    expect_pattern(w, "a{{b", "a{b");
    expect_pattern(w, "a}}", "a}");
    expect_pattern(w, "甲}}乙{{丙{title}丁}}{{}}", "甲}乙{丙补充协议丁}{}");
    expect_pattern(w, "{'}' + '{'}", "}{");
    expect_pattern(w, "{\"'}\"}", "'}");
}

static void parts(void **state)
{
    struct world *w = *state;
    const struct pattern_part *list;
    assert_int_equal(pattern_parts(cut(w, "甲{{{title}乙"), &list), 3);
    assert_true(str_is(list[0].literal, "甲{"));
    assert_int_equal(list[0].offset, 0);
    assert_non_null(list[1].expr);
    assert_int_equal(list[1].offset, 5);
    assert_int_equal(expr_place(list[1].expr).column, source_place.column + 4);
    assert_true(str_is(list[2].literal, "乙"));
    assert_int_equal(list[2].offset, 12);
    assert_int_equal(pattern_parts(cut(w, ""), &list), 0);
}

static void faults(void **state)
{
    struct world *w = *state;
    refuse_pattern(w, "总额{total", MSG_EXPR_BRACE_OPEN, 3, "");
    refuse_pattern(w, "总额{'total}", MSG_EXPR_BRACE_OPEN, 3, "");
    refuse_pattern(w, "总额}", MSG_EXPR_BRACE_CLOSE, 3, "");
    refuse_pattern(w, "总额{}", MSG_EXPR_EMPTY, 4, "");
    refuse_pattern(w, "总额{ totl }元", MSG_EXPR_UNKNOWN, 5, "total");
    refuse_pattern(w, "总额{agreed}", MSG_EXPR_NOT_PRINTABLE, 4, "“agreed”是yes/no");
    refuse_pattern(w, "{item.amount}", MSG_EXPR_NOT_PRINTABLE, 2, "数（元）的列表");
    refuse_pattern(w, "{original}", MSG_EXPR_NOT_PRINTABLE, 2, "记录");
    refuse_pattern(w, "{story}", MSG_EXPR_NOT_PRINTABLE, 2, "正文");
    const struct diag_entry *entries;
    size_t before = diag_entries(w->diag, &entries);
    struct buf out = BUF(10000);
    assert_int_equal(pattern_eval(cut(w, "比例{total / 9}"), &w->eval, w->record, &out), FAILED);
    expect_message(w, "比例{total / 9}", before, MSG_EXPR_NUMBER_ENDLESS, 4, "280808.111111");
    buf_clear(&out);
}

static void values(void **state)
{
    struct world *w = *state;
    struct buf out = BUF(10000);
    struct value yes = {.kind = TYPE_YESNO, .yesno = true};
    assert_int_equal(value_print(&yes, &w->eval, source_place, &out), FAILED);
    assert_int_equal(last_message(w)->code, MSG_EXPR_NOT_PRINTABLE);
    buf_clear(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {WORLD_TEST(texts), WORLD_TEST(parts), WORLD_TEST(faults),
                                       WORLD_TEST(values)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
