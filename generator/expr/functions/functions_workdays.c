/*
 * Working days from one day to another, both counted, by a calendar that is data: a group with the years that it covers,
 * the days off, and the Saturdays and Sundays that are worked (调休).  A period that leaves these years is an error: nobody
 * knows their days off before they are published.
 *
 * Each day of the period is marked once, so a day that stands twice counts once, and one that is off and worked is seen.
 */
#include "expr/functions/functions.h"
#include "expr/values/values.h"
#include "expr/messages.def"

enum { DAY_FREE, DAY_WORKED, DAY_OFF, DAY_SHIFTED }; /* the last two: the calendar says so */

struct period {
    struct date from, to;
    int64_t first; /* date_days */
    size_t count;
    char *days;
};

static enum status field_of(struct call *call, struct record *record, const char *name, bool soft,
                            struct found *ret_found)
{
    return expr_slot_find(record, shape_lookup(record->shape, str_of(name)), call->eval, call->ast->place,
                          soft, ret_found);
}

/* The calendar has the years that the period touches. */
static enum status check_years(struct call *call, struct record *calendar, const struct period *period)
{
    enum { LEAST = 1000, MOST = 9999 };
    struct found first, last;
    int64_t from = 0, to = 0;
    enum status status = field_of(call, calendar, "first", false, &first);
    if (status == OK)
        status = field_of(call, calendar, "last", false, &last);
    if (status != OK)
        return status;
    if (number_as_int(first.value.number, &from) && number_as_int(last.value.number, &to) && from >= LEAST &&
        to <= MOST && period->from.year >= from && period->to.year <= to)
        return OK;
    struct buf span = BUF(EXPR_MAX_TEXT), years = BUF(EXPR_MAX_TEXT);
    expr_add_iso(&span, period->from);
    buf_add_text(&span, " 至 ");
    expr_add_iso(&span, period->to);
    number_print_exact(first.value.number, &years);
    buf_add_text(&years, " 年至 ");
    number_print_exact(last.value.number, &years);
    eval_report(call->eval, MSG_EXPR_CALENDAR_YEARS, call->ast->place, STR_ARGS(buf_str(&span)),
                STR_ARGS(buf_str(&years)));
    buf_clear(&years);
    buf_clear(&span);
    return FAILED;
}

static enum status period_make(struct call *call, struct period *period)
{
    period->first = date_days(period->from);
    period->count = (size_t)(date_days(period->to) - period->first) + 1;
    enum status status = expr_eval_count(call->eval, period->count, call->ast->place);
    if (status != OK)
        return status;
    period->days = arena_alloc_bytes(call->eval->arena, period->count);
    if (period->days == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < period->count; i++)
        period->days[i] = date_is_weekend(period->first + (int64_t)i) ? DAY_FREE : DAY_WORKED;
    return OK;
}

static enum status fail_both(struct call *call, struct date day)
{
    struct buf shown = BUF(EXPR_MAX_TEXT);
    expr_add_iso(&shown, day);
    eval_report(call->eval, MSG_EXPR_CALENDAR_DAY, call->ast->place, STR_ARGS(buf_str(&shown)));
    buf_clear(&shown);
    return FAILED;
}

/* Days of the calendar within the period become `what`. */
static enum status mark_days(struct call *call, struct period *period, struct date from, struct date to,
                             char what)
{
    int64_t at = date_days(from) - period->first, end = date_days(to) - period->first + 1;
    at = at > 0 ? at : 0;
    end = end < (int64_t)period->count ? end : (int64_t)period->count;
    enum status status = end > at ? expr_eval_count(call->eval, (size_t)(end - at), call->ast->place) : OK;
    for (; status == OK && at < end; at++) {
        if (what == DAY_SHIFTED && period->days[at] == DAY_OFF)
            return fail_both(call, from);
        period->days[at] = what;
    }
    return status;
}

static enum status mark_off(struct call *call, struct record *calendar, struct period *period)
{
    struct found list, from, to;
    enum status status = field_of(call, calendar, "off", false, &list);
    for (size_t i = 0; status == OK && i < list.value.list.count; i++) {
        struct record *record = list.value.list.items[i].record;
        status = field_of(call, record, "from", false, &from);
        if (status == OK)
            status = field_of(call, record, "to", true, &to);
        if (status != OK)
            return status;
        const struct date last = to.missing ? from.value.date : to.value.date;
        if (date_compare(last, from.value.date) < 0)
            return expr_fail_order(call, from.value.date, last);
        status = mark_days(call, period, from.value.date, last, DAY_OFF);
    }
    return status;
}

static enum status mark_worked(struct call *call, struct record *calendar, struct period *period)
{
    struct found list, day;
    enum status status = field_of(call, calendar, "work", false, &list);
    for (size_t i = 0; status == OK && i < list.value.list.count; i++) {
        status = field_of(call, list.value.list.items[i].record, "day", false, &day);
        if (status == OK)
            status = mark_days(call, period, day.value.date, day.value.date, DAY_SHIFTED);
    }
    return status;
}

enum status function_workdays(struct call *call, struct value *ret_value)
{
    struct value from, to, calendar;
    enum status status = expr_argument_value(call, 0, &from);
    if (status == OK)
        status = expr_argument_value(call, 1, &to);
    if (status == OK && date_compare(to.date, from.date) < 0)
        return expr_fail_order(call, from.date, to.date);
    if (status == OK)
        status = expr_argument_value(call, 2, &calendar);
    if (status != OK)
        return status;
    struct period period = {.from = from.date, .to = to.date};
    status = check_years(call, calendar.record, &period);
    if (status == OK)
        status = period_make(call, &period);
    if (status == OK)
        status = mark_off(call, calendar.record, &period);
    if (status == OK)
        status = mark_worked(call, calendar.record, &period);
    int64_t count = 0;
    for (size_t i = 0; status == OK && i < period.count; i++)
        count += period.days[i] == DAY_WORKED || period.days[i] == DAY_SHIFTED ? 1 : 0;
    return status == OK ? expr_number_value(call, count, ret_value) : status;
}
