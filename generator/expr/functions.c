/*
 * The functions of the language, one table, sorted by name; and what all of them use for arguments and
 * results. What each does is written for authors in templates/README.md; where it is done: functions_list.c,
 * functions_number.c, functions_share.c, functions_date.c.
 */
#include "expr/expr_int.h"
#include "expr/messages.h"

static const struct function functions[] = {
    {"abs", "n", RESULT_FIRST, SHOWS_VALUE, function_abs, NULL, "abs(数)"},
    {"adddays", "dD", RESULT_DATE, SHOWS_NOTHING, function_adddays, NULL, "adddays(日期, 天数)"},
    {"addmonths", "dM", RESULT_DATE, SHOWS_NOTHING, function_addmonths, NULL, "addmonths(日期, 月数)"},
    {"all", "**", RESULT_YESNO, SHOWS_NOTHING, function_all, expr_check_all_any, "all(列表, 条件)"},
    {"any", "**", RESULT_YESNO, SHOWS_NOTHING, function_any, expr_check_all_any, "any(列表, 条件)"},
    {"apportion", "****", RESULT_FIRST, SHOWS_NOTHING, function_apportion, expr_check_apportion,
     "apportion(数的列表, 总数, 小数位数, '方式')"},
    {"band", "**", RESULT_TEXT, SHOWS_NOTHING, function_band, expr_check_band, "band(分档列表, 数)"},
    {"ceil", "n|c", RESULT_FIRST, SHOWS_VALUE, function_ceil, NULL, "ceil(数) 或 ceil(数, 位数)"},
    {"circled", "n", RESULT_TEXT, SHOWS_VALUE, function_circled, NULL, "circled(整数)"},
    {"count", "l", RESULT_NUMBER, SHOWS_NOTHING, function_count, NULL, "count(列表)"},
    {"date", "d", RESULT_TEXT, SHOWS_VALUE, function_date, NULL, "date(日期)"},
    {"day", "d", RESULT_NUMBER, SHOWS_VALUE, function_day, NULL, "day(日期)"},
    {"days", "dd", RESULT_NUMBER, SHOWS_NOTHING, function_days, NULL, "days(开始日期, 结束日期)"},
    {"default", "**", RESULT_FIRST, SHOWS_VALUE, function_default, expr_check_default,
     "default(字段, 另一个值)"},
    {"dotdate", "d", RESULT_TEXT, SHOWS_VALUE, function_dotdate, NULL, "dotdate(日期)"},
    {"each", "**", RESULT_FIRST, SHOWS_PARTS, function_each, expr_check_each, "each(列表, 表达式)"},
    {"ems", "t", RESULT_NUMBER, SHOWS_NOTHING, function_ems, NULL, "ems(文字)"},
    {"first", "*", RESULT_FIRST, SHOWS_VALUE, function_first, expr_check_first_last, "first(列表)"},
    {"floor", "n|c", RESULT_FIRST, SHOWS_VALUE, function_floor, NULL, "floor(数) 或 floor(数, 位数)"},
    {"fullmonths", "dd", RESULT_NUMBER, SHOWS_NOTHING, function_fullmonths, NULL,
     "fullmonths(开始日期, 结束日期)"},
    {"grouped", "n|c", RESULT_FIGURE, SHOWS_VALUE, function_grouped, NULL,
     "grouped(数) 或 grouped(数, 小数位数)"},
    {"han", "n", RESULT_FIGURE, SHOWS_VALUE, function_han, NULL, "han(整数)"},
    {"handate", "d", RESULT_TEXT, SHOWS_VALUE, function_handate, NULL, "handate(日期)"},
    {"handigits", "n", RESULT_FIGURE, SHOWS_VALUE, function_handigits, NULL, "handigits(整数)"},
    {"hanmonth", "d", RESULT_TEXT, SHOWS_VALUE, function_hanmonth, NULL, "hanmonth(日期)"},
    {"has", "*", RESULT_YESNO, SHOWS_NOTHING, function_has, expr_check_has, "has(字段)"},
    {"if", "***", RESULT_FIRST, SHOWS_PARTS, function_if, expr_check_if, "if(条件, 一个值, 另一个值)"},
    {"instalments", "****", RESULT_FIRST, SHOWS_NOTHING, function_instalments, expr_check_instalments,
     "instalments(总数, 期数, 小数位数, 'last'、'first' 或第几期)"},
    {"is_rmb", "t", RESULT_YESNO, SHOWS_NOTHING, function_is_rmb, NULL, "is_rmb(文字)"},
    {"iso", "d", RESULT_TEXT, SHOWS_VALUE, function_iso, NULL, "iso(日期)"},
    {"join", "Tt|t", RESULT_FIGURE, SHOWS_PARTS, function_join, NULL,
     "join(文字列表, 分隔) 或 join(文字列表, 分隔, 末尾分隔)"},
    {"last", "*", RESULT_FIRST, SHOWS_VALUE, function_last, expr_check_first_last, "last(列表)"},
    {"length", "t", RESULT_NUMBER, SHOWS_NOTHING, function_length, NULL, "length(文字)"},
    {"max", "*+", RESULT_FIRST, SHOWS_NOTHING, function_max, expr_check_min_max,
     "max(列表) 或 max(数, 数, …)"},
    {"min", "*+", RESULT_FIRST, SHOWS_NOTHING, function_min, expr_check_min_max,
     "min(列表) 或 min(数, 数, …)"},
    {"mod", "**", RESULT_NUMBER, SHOWS_NOTHING, function_mod, expr_check_mod, "mod(被除数, 除数)"},
    {"money", "n", RESULT_FIGURE, SHOWS_VALUE, function_money, NULL, "money(金额)"},
    {"month", "d", RESULT_TEXT, SHOWS_VALUE, function_month, NULL, "month(日期)"},
    {"monthof", "d", RESULT_NUMBER, SHOWS_VALUE, function_monthof, NULL, "monthof(日期)"},
    {"months", "dd", RESULT_NUMBER, SHOWS_NOTHING, function_months, NULL, "months(开始日期, 结束日期)"},
    {"nth", "**", RESULT_FIRST, SHOWS_VALUE, function_nth, expr_check_nth, "nth(列表, 第几项)"},
    {"percent", "p|c", RESULT_TEXT, SHOWS_VALUE, function_percent, NULL,
     "percent(比率) 或 percent(比率, 小数位数)"},
    {"percent_part", "p|c", RESULT_TEXT, SHOWS_VALUE, function_percent_part, NULL,
     "percent_part(比率) 或 percent_part(比率, 小数位数)"},
    {"percent_short", "p", RESULT_TEXT, SHOWS_VALUE, function_percent_short, NULL, "percent_short(比率)"},
    {"plain", "n|c", RESULT_FIGURE, SHOWS_VALUE, function_plain, NULL, "plain(数) 或 plain(数, 小数位数)"},
    {"position", "", RESULT_NUMBER, SHOWS_NOTHING, function_position, expr_check_position, "position()"},
    {"quotes", "**", RESULT_YESNO, SHOWS_NOTHING, function_quotes, expr_check_quotes,
     "quotes(正文字段, 数或日期)"},
    {"rmb", "m", RESULT_TEXT, SHOWS_VALUE, function_rmb, NULL, "rmb(金额)"},
    {"rmb_full", "m", RESULT_TEXT, SHOWS_VALUE, function_rmb_full, NULL, "rmb_full(金额)"},
    {"rmb_value", "t", RESULT_MONEY, SHOWS_VALUE, function_rmb_value, NULL, "rmb_value(大写金额)"},
    {"round", "n|c", RESULT_FIRST, SHOWS_VALUE, function_round, NULL, "round(数) 或 round(数, 位数)"},
    {"round_even", "n|c", RESULT_FIRST, SHOWS_VALUE, function_round_even, NULL,
     "round_even(数) 或 round_even(数, 位数)"},
    {"run_length", "Vc", RESULT_NUMBER, SHOWS_NOTHING, function_run_length, NULL, "run_length(列表, 第几项)"},
    {"run_starts", "V", RESULT_NUMBERS, SHOWS_NOTHING, function_run_starts, NULL, "run_starts(列表)"},
    {"stated", "*", RESULT_YESNO, SHOWS_NOTHING, function_stated, expr_check_has, "stated(字段)"},
    {"sum", "*", RESULT_NUMBER, SHOWS_NOTHING, function_sum, expr_check_sum, "sum(数的列表)"},
    {"text", "s", RESULT_FIGURE, SHOWS_VALUE, function_text, NULL, "text(数、文字或日期)"},
    {"today", "", RESULT_DATE, SHOWS_NOTHING, function_today, NULL, "today()"},
    {"unique", "V", RESULT_YESNO, SHOWS_NOTHING, function_unique, NULL, "unique(列表)"},
    {"upper", "n", RESULT_FIGURE, SHOWS_VALUE, function_upper, NULL, "upper(整数)"},
    {"wan", "m", RESULT_WAN, SHOWS_VALUE, function_wan, NULL, "wan(金额)"},
    {"wan_or_yuan", "m", RESULT_TEXT, SHOWS_VALUE, function_wan_or_yuan, NULL, "wan_or_yuan(金额)"},
    {"year", "d", RESULT_NUMBER, SHOWS_VALUE, function_year, NULL, "year(日期)"},
    {"yuan", "m", RESULT_YUAN, SHOWS_VALUE, function_yuan, NULL, "yuan(金额)"},
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
