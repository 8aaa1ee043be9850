/*
 * Functions on dates: their parts, their written forms, spans between them; and what the run is asked for: its day, the
 * digest of the paper's figures.
 */
#include "expr/functions/functions.h"
#include "expr/values/values.h"
#include "expr/messages.def"

FUNCTION_IS(function_year, expr_number_value(call, call->args[0].date.year, ret_value))
FUNCTION_IS(function_monthof, expr_number_value(call, call->args[0].date.month, ret_value))
FUNCTION_IS(function_day, expr_number_value(call, call->args[0].date.day, ret_value))
FUNCTION_IS(function_quarter, expr_number_value(call, (call->args[0].date.month + 2) / 3, ret_value))
FUNCTION_IS(function_halfyear, expr_number_value(call, call->args[0].date.month <= 6 ? 1 : 2, ret_value))

enum status function_today(struct call *call, struct value *ret_value)
{
    if (call->eval->today.year == 0)
        return eval_report(call->eval, MSG_EXPR_NO_TODAY, call->ast->place);
    if (call->eval->dated != NULL)
        *call->eval->dated = true;
    *ret_value = (struct value){.kind = TYPE_DATE, .date = call->eval->today};
    return OK;
}

/* A draft's figures are nothing that a digest could vouch for. */
enum status function_digest(struct call *call, struct value *ret_value)
{
    enum {
        GROUP = 4,
        LEAST = 4,
        MOST = 16,
        USUAL = 8
    }; /* 8: two papers of one digest cannot be made, not by their author either */
    static const struct range groups_range = {LEAST, MOST, USUAL};
    const struct eval *eval = call->eval;
    struct buf text = BUF(EXPR_MAX_TEXT);
    struct str digits;
    int64_t groups;
    enum status status = expr_argument_int(call, 0, groups_range, &groups);
    if (status == OK && (eval->draft || eval->as_stated)) {
        buf_add_text(&text, "〔草稿〕");
        return expr_text_value(call, &text, ret_value);
    }
    if (status == OK && eval->digest.find == NULL)
        return diag_report(eval->diag, MSG_EXPR_DIGEST_MODEL, call->ast->place);
    if (status == OK)
        status = eval->digest.find(eval->digest.context, &digits);
    if (status != OK)
        return status;
    for (size_t i = 0; i < (size_t)groups * GROUP; i++) {
        const char c = digits.ptr[i];
        if (i > 0 && i % GROUP == 0)
            buf_add_char(&text, '-');
        buf_add_char(&text, c >= 'a' ? (char)(c - 'a' + 'A') : c);
    }
    return expr_text_value(call, &text, ret_value);
}

enum status function_public(struct call *call, struct value *ret_value)
{
    *ret_value = (struct value){.kind = TYPE_YESNO, .yesno = call->eval->is_public};
    return OK;
}

/* --- written forms --- */

#define DATE_FORM(name, ...)                                                                                 \
    enum status name(struct call *call, struct value *ret_value)                                             \
    {                                                                                                        \
        struct date d = call->args[0].date;                                                                  \
        struct buf text = BUF(EXPR_MAX_TEXT);                                                                \
        buf_printf(&text, __VA_ARGS__);                                                                      \
        return expr_text_value(call, &text, ret_value);                                                      \
    }

DATE_FORM(function_date, "%d年%d月%d日", d.year, d.month, d.day)
DATE_FORM(function_month, "%d年%d月", d.year, d.month)
DATE_FORM(function_dotdate, "%d.%d.%d", d.year, d.month, d.day)
DATE_FORM(function_iso, "%04d-%02d-%02d", d.year, d.month, d.day)

static enum status han_date(struct call *call, bool day, struct value *ret_value)
{
    struct date d = call->args[0].date;
    struct buf text = BUF(EXPR_MAX_TEXT);
    text.failed |= !numeral_digits(d.year, &text);
    buf_add_text(&text, "年");
    text.failed |= !numeral_count(d.month, &text);
    buf_add_text(&text, "月");
    if (day) {
        text.failed |= !numeral_count(d.day, &text);
        buf_add_text(&text, "日");
    }
    return expr_text_value(call, &text, ret_value);
}

FUNCTION_IS(function_hanmonth, han_date(call, false, ret_value))
FUNCTION_IS(function_handate, han_date(call, true, ret_value))

enum status function_weekday(struct call *call, struct value *ret_value)
{
    static const char *const days[] = {"一", "二", "三", "四", "五", "六", "日"};
    struct buf text = BUF(EXPR_MAX_TEXT);
    buf_printf(&text, "星期%s", days[date_weekday(date_days(call->args[0].date))]);
    return expr_text_value(call, &text, ret_value);
}

/* --- spans --- */

void expr_add_unit(struct buf *out, struct str unit)
{
    if (unit.len > 0)
        buf_add_char(out, ' ');
    buf_add_str(out, unit);
}

void expr_add_iso(struct buf *out, struct date d)
{
    buf_printf(out, "%04d-%02d-%02d", d.year, d.month, d.day);
}

enum status expr_fail_order(struct call *call, struct date from, struct date to)
{
    struct buf begins = BUF(EXPR_MAX_TEXT), ends = BUF(EXPR_MAX_TEXT);
    expr_add_iso(&begins, from);
    expr_add_iso(&ends, to);
    eval_report(call->eval, MSG_EXPR_DATE_ORDER, call->ast->place, call->ast->function->name,
                STR_ARGS(buf_str(&ends)), STR_ARGS(buf_str(&begins)));
    buf_clear(&ends);
    buf_clear(&begins);
    return FAILED;
}

enum status function_months(struct call *call, struct value *ret_value)
{
    struct date from = call->args[0].date, to = call->args[1].date;
    int64_t months = (int64_t)(to.year - from.year) * 12 + (to.month - from.month);
    return months < 0 ? expr_fail_order(call, from, to) : expr_number_value(call, months + 1, ret_value);
}

enum status function_fullmonths(struct call *call, struct value *ret_value)
{
    struct date from = call->args[0].date, to = call->args[1].date;
    if (date_compare(to, from) < 0)
        return expr_fail_order(call, from, to);
    return expr_number_value(call, date_full_months(from, to), ret_value);
}

FUNCTION_IS(function_days,
            expr_number_value(call, date_days(call->args[1].date) - date_days(call->args[0].date), ret_value))

/* More than any span of dates that there are. */
static const struct range span_range = {-10000000, 10000000, 0};

static enum status date_moved(struct call *call, bool (*move)(struct date, int64_t, struct date *),
                              struct value *ret_value)
{
    int64_t by;
    enum status status = expr_argument_int(call, 1, span_range, &by);
    if (status != OK)
        return status;
    *ret_value = (struct value){.kind = TYPE_DATE};
    if (move(call->args[0].date, by, &ret_value->date))
        return OK;
    return eval_report(call->eval, MSG_EXPR_DATE_RANGE, call->ast->place, call->ast->function->name);
}

FUNCTION_IS(function_addmonths, date_moved(call, date_add_months, ret_value))
FUNCTION_IS(function_adddays, date_moved(call, date_add_days, ret_value))

enum status function_period_end(struct call *call, struct value *ret_value)
{
    static const struct range term_range = {1, 108000, 0};
    int64_t months;
    enum status status = expr_argument_int(call, 1, term_range, &months);
    if (status != OK)
        return status;
    *ret_value = (struct value){.kind = TYPE_DATE};
    if (date_term_end(call->args[0].date, months, &ret_value->date))
        return OK;
    return eval_report(call->eval, MSG_EXPR_DATE_RANGE, call->ast->place, call->ast->function->name);
}

enum status function_age(struct call *call, struct value *ret_value)
{
    const struct date born = call->args[0].date, at = call->args[1].date;
    if (date_compare(at, born) < 0)
        return expr_fail_order(call, born, at);
    return expr_number_value(call, date_age(born, at), ret_value);
}
