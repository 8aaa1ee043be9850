/*
 * The functions of the language, one table, sorted by name; and what all of them use for arguments and
 * results. What each does is written for authors in templates/README.md; where it is done: functions_list.c,
 * functions_number.c, functions_date.c.
 */
#include "expr/expr_int.h"

static const struct function functions[] = {
    {"abs", "n", RESULT_FIRST, run_abs, NULL, "abs(数)"},
    {"adddays", "dn", RESULT_DATE, run_adddays, NULL, "adddays(日期, 天数)"},
    {"addmonths", "dn", RESULT_DATE, run_addmonths, NULL, "addmonths(日期, 月数)"},
    {"all", "**", RESULT_YESNO, run_all, check_all_any, "all(列表, 条件)"},
    {"any", "**", RESULT_YESNO, run_any, check_all_any, "any(列表, 条件)"},
    {"band", "**", RESULT_TEXT, run_band, check_band, "band(分档列表, 数)"},
    {"ceil", "n|n", RESULT_FIRST, run_ceil, NULL, "ceil(数) 或 ceil(数, 位数)"},
    {"count", "l", RESULT_NUMBER, run_count, NULL, "count(列表)"},
    {"date", "d", RESULT_TEXT, run_date, NULL, "date(日期)"},
    {"day", "d", RESULT_NUMBER, run_day, NULL, "day(日期)"},
    {"days", "dd", RESULT_NUMBER, run_days, NULL, "days(开始日期, 结束日期)"},
    {"default", "**", RESULT_FIRST, run_default, check_default, "default(字段, 另一个值)"},
    {"dotdate", "d", RESULT_TEXT, run_dotdate, NULL, "dotdate(日期)"},
    {"each", "**", RESULT_FIRST, run_each, check_each, "each(列表, 表达式)"},
    {"first", "*", RESULT_FIRST, run_first, check_first_last, "first(列表)"},
    {"floor", "n|n", RESULT_FIRST, run_floor, NULL, "floor(数) 或 floor(数, 位数)"},
    {"fullmonths", "dd", RESULT_NUMBER, run_fullmonths, NULL, "fullmonths(开始日期, 结束日期)"},
    {"grouped", "n|n", RESULT_TEXT, run_grouped, NULL, "grouped(数) 或 grouped(数, 小数位数)"},
    {"han", "n", RESULT_TEXT, run_han, NULL, "han(整数)"},
    {"handate", "d", RESULT_TEXT, run_handate, NULL, "handate(日期)"},
    {"handigits", "n", RESULT_TEXT, run_handigits, NULL, "handigits(整数)"},
    {"hanmonth", "d", RESULT_TEXT, run_hanmonth, NULL, "hanmonth(日期)"},
    {"has", "*", RESULT_YESNO, run_has, check_has, "has(字段)"},
    {"if", "***", RESULT_FIRST, run_if, check_if, "if(条件, 一个值, 另一个值)"},
    {"iso", "d", RESULT_TEXT, run_iso, NULL, "iso(日期)"},
    {"join", "Tt|t", RESULT_TEXT, run_join, NULL, "join(文字列表, 分隔) 或 join(文字列表, 分隔, 末尾分隔)"},
    {"last", "*", RESULT_FIRST, run_last, check_first_last, "last(列表)"},
    {"length", "t", RESULT_NUMBER, run_length, NULL, "length(文字)"},
    {"max", "*+", RESULT_FIRST, run_max, check_min_max, "max(列表) 或 max(数, 数, …)"},
    {"min", "*+", RESULT_FIRST, run_min, check_min_max, "min(列表) 或 min(数, 数, …)"},
    {"mod", "**", RESULT_NUMBER, run_mod, check_mod, "mod(被除数, 除数)"},
    {"money", "n", RESULT_TEXT, run_money, NULL, "money(金额)"},
    {"month", "d", RESULT_TEXT, run_month, NULL, "month(日期)"},
    {"monthof", "d", RESULT_NUMBER, run_monthof, NULL, "monthof(日期)"},
    {"months", "dd", RESULT_NUMBER, run_months, NULL, "months(开始日期, 结束日期)"},
    {"percent", "p|n", RESULT_TEXT, run_percent, NULL, "percent(比率) 或 percent(比率, 小数位数)"},
    {"percent_short", "p", RESULT_TEXT, run_percent_short, NULL, "percent_short(比率)"},
    {"plain", "n|n", RESULT_TEXT, run_plain, NULL, "plain(数) 或 plain(数, 小数位数)"},
    {"position", "", RESULT_NUMBER, run_position, check_position, "position()"},
    {"rmb", "m", RESULT_TEXT, run_rmb, NULL, "rmb(金额)"},
    {"round", "n|n", RESULT_FIRST, run_round, NULL, "round(数) 或 round(数, 位数)"},
    {"sum", "*", RESULT_NUMBER, run_sum, check_sum, "sum(数的列表)"},
    {"text", "s", RESULT_TEXT, run_text, NULL, "text(数、文字或日期)"},
    {"today", "", RESULT_DATE, run_today, NULL, "today()"},
    {"unique", "V", RESULT_YESNO, run_unique, NULL, "unique(列表)"},
    {"upper", "n", RESULT_TEXT, run_upper, NULL, "upper(整数)"},
    {"wan", "m", RESULT_TEXT, run_wan, NULL, "wan(金额)"},
    {"year", "d", RESULT_NUMBER, run_year, NULL, "year(日期)"},
};

const struct function *function_lookup(struct str name)
{
    for (size_t i = 0; i < ARRAY_COUNT(functions); i++)
        if (str_is(name, functions[i].name))
            return &functions[i];
    return NULL;
}

struct str function_nearest(struct str name)
{
    struct nearest nearest = {.name = name};
    for (size_t i = 0; i < ARRAY_COUNT(functions); i++)
        nearest_offer(&nearest, str_of(functions[i].name));
    return nearest.best;
}

enum status argument_value(struct call *call, size_t index, struct value *ret_value)
{
    return eval_node(call->ast->args[index], call->eval, call->frame, ret_value);
}

enum status argument_int(struct call *call, size_t index, struct range range, int64_t *ret_value)
{
    if (index >= call->ast->arg_count) {
        *ret_value = range.otherwise;
        return OK;
    }
    int64_t value;
    const struct number *number = call->args[index].number;
    if (number_as_int(number, &value) && value >= range.min && value <= range.max) {
        *ret_value = value;
        return OK;
    }
    struct buf shown;
    buf_init(&shown, EXPR_MAX_TEXT);
    if (!number_print(number, &shown))
        number_print_fixed(number, 6, false, &shown);
    eval_report(call->eval, MSG_EXPR_NOT_WHOLE, call->ast->args[index]->place, call->ast->function->name,
                index + 1, (long long)range.min, (long long)range.max, STR_ARGS(buf_str(&shown)));
    buf_clear(&shown);
    return FAILED;
}

enum status text_value(struct call *call, struct buf *buf, struct value *ret_value)
{
    enum status status = buf_status(buf);
    if (status == OK) {
        *ret_value = (struct value){.kind = TYPE_TEXT, .text = arena_copy(call->eval->arena, buf_str(buf))};
        if (!ret_value->text.ptr)
            status = NO_MEMORY;
    }
    buf_clear(buf);
    return status;
}
