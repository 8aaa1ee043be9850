/*
 * The functions of the language, one table, sorted by name; and what all of them use for arguments and
 * results. What each does is written for authors in templates/README.md; where it is done: functions_list.c,
 * functions_number.c, functions_share.c, functions_date.c.
 */
#include "expr/expr_int.h"

static const struct function functions[] = {
    {"abs", "n", RESULT_FIRST, function_abs, NULL, "abs(数)", SHOWS_VALUE},
    {"adddays", "dD", RESULT_DATE, function_adddays, NULL, "adddays(日期, 天数)", SHOWS_NOTHING},
    {"addmonths", "dM", RESULT_DATE, function_addmonths, NULL, "addmonths(日期, 月数)", SHOWS_NOTHING},
    {"all", "**", RESULT_YESNO, function_all, expr_check_all_any, "all(列表, 条件)", SHOWS_NOTHING},
    {"any", "**", RESULT_YESNO, function_any, expr_check_all_any, "any(列表, 条件)", SHOWS_NOTHING},
    {"apportion", "****", RESULT_FIRST, function_apportion, expr_check_apportion,
     "apportion(数的列表, 总数, 小数位数, '方式')", SHOWS_NOTHING},
    {"band", "**", RESULT_TEXT, function_band, expr_check_band, "band(分档列表, 数)", SHOWS_NOTHING},
    {"ceil", "n|c", RESULT_FIRST, function_ceil, NULL, "ceil(数) 或 ceil(数, 位数)", SHOWS_VALUE},
    {"circled", "n", RESULT_TEXT, function_circled, NULL, "circled(整数)", SHOWS_VALUE},
    {"count", "l", RESULT_NUMBER, function_count, NULL, "count(列表)", SHOWS_NOTHING},
    {"date", "d", RESULT_TEXT, function_date, NULL, "date(日期)", SHOWS_VALUE},
    {"day", "d", RESULT_NUMBER, function_day, NULL, "day(日期)", SHOWS_VALUE},
    {"days", "dd", RESULT_NUMBER, function_days, NULL, "days(开始日期, 结束日期)", SHOWS_NOTHING},
    {"default", "**", RESULT_FIRST, function_default, expr_check_default, "default(字段, 另一个值)",
     SHOWS_VALUE},
    {"dotdate", "d", RESULT_TEXT, function_dotdate, NULL, "dotdate(日期)", SHOWS_VALUE},
    {"each", "**", RESULT_FIRST, function_each, expr_check_each, "each(列表, 表达式)", SHOWS_PARTS},
    {"ems", "t", RESULT_NUMBER, function_ems, NULL, "ems(文字)", SHOWS_NOTHING},
    {"first", "*", RESULT_FIRST, function_first, expr_check_first_last, "first(列表)", SHOWS_VALUE},
    {"floor", "n|c", RESULT_FIRST, function_floor, NULL, "floor(数) 或 floor(数, 位数)", SHOWS_VALUE},
    {"fullmonths", "dd", RESULT_NUMBER, function_fullmonths, NULL, "fullmonths(开始日期, 结束日期)",
     SHOWS_NOTHING},
    {"grouped", "n|c", RESULT_FIGURE, function_grouped, NULL, "grouped(数) 或 grouped(数, 小数位数)",
     SHOWS_VALUE},
    {"han", "n", RESULT_FIGURE, function_han, NULL, "han(整数)", SHOWS_VALUE},
    {"handate", "d", RESULT_TEXT, function_handate, NULL, "handate(日期)", SHOWS_VALUE},
    {"handigits", "n", RESULT_FIGURE, function_handigits, NULL, "handigits(整数)", SHOWS_VALUE},
    {"hanmonth", "d", RESULT_TEXT, function_hanmonth, NULL, "hanmonth(日期)", SHOWS_VALUE},
    {"has", "*", RESULT_YESNO, function_has, expr_check_has, "has(字段)", SHOWS_NOTHING},
    {"if", "***", RESULT_FIRST, function_if, expr_check_if, "if(条件, 一个值, 另一个值)", SHOWS_PARTS},
    {"instalments", "****", RESULT_FIRST, function_instalments, expr_check_instalments,
     "instalments(总数, 期数, 小数位数, 'last'、'first' 或第几期)", SHOWS_NOTHING},
    {"is_rmb", "t", RESULT_YESNO, function_is_rmb, NULL, "is_rmb(文字)", SHOWS_NOTHING},
    {"iso", "d", RESULT_TEXT, function_iso, NULL, "iso(日期)", SHOWS_VALUE},
    {"join", "Tt|t", RESULT_FIGURE, function_join, NULL,
     "join(文字列表, 分隔) 或 join(文字列表, 分隔, 末尾分隔)", SHOWS_PARTS},
    {"last", "*", RESULT_FIRST, function_last, expr_check_first_last, "last(列表)", SHOWS_VALUE},
    {"length", "t", RESULT_NUMBER, function_length, NULL, "length(文字)", SHOWS_NOTHING},
    {"max", "*+", RESULT_FIRST, function_max, expr_check_min_max, "max(列表) 或 max(数, 数, …)",
     SHOWS_NOTHING},
    {"min", "*+", RESULT_FIRST, function_min, expr_check_min_max, "min(列表) 或 min(数, 数, …)",
     SHOWS_NOTHING},
    {"mod", "**", RESULT_NUMBER, function_mod, expr_check_mod, "mod(被除数, 除数)", SHOWS_NOTHING},
    {"money", "n", RESULT_FIGURE, function_money, NULL, "money(金额)", SHOWS_VALUE},
    {"month", "d", RESULT_TEXT, function_month, NULL, "month(日期)", SHOWS_VALUE},
    {"monthof", "d", RESULT_NUMBER, function_monthof, NULL, "monthof(日期)", SHOWS_VALUE},
    {"months", "dd", RESULT_NUMBER, function_months, NULL, "months(开始日期, 结束日期)", SHOWS_NOTHING},
    {"nth", "**", RESULT_FIRST, function_nth, expr_check_nth, "nth(列表, 第几项)", SHOWS_VALUE},
    {"percent", "p|c", RESULT_TEXT, function_percent, NULL, "percent(比率) 或 percent(比率, 小数位数)",
     SHOWS_VALUE},
    {"percent_part", "p|c", RESULT_TEXT, function_percent_part, NULL,
     "percent_part(比率) 或 percent_part(比率, 小数位数)", SHOWS_VALUE},
    {"percent_short", "p", RESULT_TEXT, function_percent_short, NULL, "percent_short(比率)", SHOWS_VALUE},
    {"plain", "n|c", RESULT_FIGURE, function_plain, NULL, "plain(数) 或 plain(数, 小数位数)", SHOWS_VALUE},
    {"position", "", RESULT_NUMBER, function_position, expr_check_position, "position()", SHOWS_NOTHING},
    {"quotes", "**", RESULT_YESNO, function_quotes, expr_check_quotes, "quotes(正文字段, 数或日期)",
     SHOWS_NOTHING},
    {"rmb", "m", RESULT_TEXT, function_rmb, NULL, "rmb(金额)", SHOWS_VALUE},
    {"rmb_full", "m", RESULT_TEXT, function_rmb_full, NULL, "rmb_full(金额)", SHOWS_VALUE},
    {"rmb_value", "t", RESULT_MONEY, function_rmb_value, NULL, "rmb_value(大写金额)", SHOWS_VALUE},
    {"round", "n|c", RESULT_FIRST, function_round, NULL, "round(数) 或 round(数, 位数)", SHOWS_VALUE},
    {"round_even", "n|c", RESULT_FIRST, function_round_even, NULL, "round_even(数) 或 round_even(数, 位数)",
     SHOWS_VALUE},
    {"run_length", "Vc", RESULT_NUMBER, function_run_length, NULL, "run_length(列表, 第几项)", SHOWS_NOTHING},
    {"run_starts", "V", RESULT_NUMBERS, function_run_starts, NULL, "run_starts(列表)", SHOWS_NOTHING},
    {"stated", "*", RESULT_YESNO, function_stated, expr_check_has, "stated(字段)", SHOWS_NOTHING},
    {"sum", "*", RESULT_NUMBER, function_sum, expr_check_sum, "sum(数的列表)", SHOWS_NOTHING},
    {"text", "s", RESULT_FIGURE, function_text, NULL, "text(数、文字或日期)", SHOWS_VALUE},
    {"today", "", RESULT_DATE, function_today, NULL, "today()", SHOWS_NOTHING},
    {"unique", "V", RESULT_YESNO, function_unique, NULL, "unique(列表)", SHOWS_NOTHING},
    {"upper", "n", RESULT_FIGURE, function_upper, NULL, "upper(整数)", SHOWS_VALUE},
    {"wan", "m", RESULT_WAN, function_wan, NULL, "wan(金额)", SHOWS_VALUE},
    {"wan_or_yuan", "m", RESULT_TEXT, function_wan_or_yuan, NULL, "wan_or_yuan(金额)", SHOWS_VALUE},
    {"year", "d", RESULT_NUMBER, function_year, NULL, "year(日期)", SHOWS_VALUE},
    {"yuan", "m", RESULT_YUAN, function_yuan, NULL, "yuan(金额)", SHOWS_VALUE},
};

const struct function *function_lookup(struct str name)
{
    for (size_t i = 0; i < ARRAY_COUNT(functions); i++)
        if (str_is(name, functions[i].name))
            return &functions[i];
    return NULL;
}

const struct function *function_at(size_t index)
{
    return index < ARRAY_COUNT(functions) ? &functions[index] : NULL;
}

struct str function_nearest(struct str name)
{
    struct nearest nearest = {.name = name};
    for (size_t i = 0; i < ARRAY_COUNT(functions); i++)
        nearest_offer(&nearest, str_of(functions[i].name));
    return nearest.best;
}

enum status expr_argument_value(struct call *call, size_t index, struct value *ret_value)
{
    return expr_eval_node(call->ast->args[index], call->eval, call->frame, ret_value);
}

enum status expr_argument_int(struct call *call, size_t index, struct range range, int64_t *ret_value)
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

enum status expr_text_value(struct call *call, struct buf *buf, struct value *ret_value)
{
    enum status status = buf_status(buf);
    if (status == FAILED)
        eval_report(call->eval, MSG_EXPR_TEXT_LONG, call->ast->place, (int)buf->max);
    if (status == OK) {
        *ret_value = (struct value){.kind = TYPE_TEXT, .text = arena_copy(call->eval->arena, buf_str(buf))};
        if (!ret_value->text.ptr)
            status = NO_MEMORY;
    }
    buf_clear(buf);
    return status;
}

enum status expr_number_value(struct call *call, int64_t n, struct value *ret_value)
{
    *ret_value = (struct value){.kind = TYPE_NUMBER};
    return number_of(call->eval->arena, n, &ret_value->number);
}
