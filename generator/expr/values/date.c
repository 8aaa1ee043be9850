/*
 * Dates of the Gregorian calendar, years 1000 to 9999, and the spans between them.
 *
 * Days are counted from 1970-01-01 by whole 400-year cycles of a year that begins in March, so that the leap
 * day is its last. A span of months ends on the day before the corresponding day, or on the month's last day
 * when that month lacks it (Civil Code, article 202, for periods whose first day counts).
 */
#include "expr/values/values.h"

enum {
    YEAR_MIN = 1000,
    YEAR_MAX = 9999,
    CYCLE_DAYS = 146097,
    EPOCH_DAYS = 719468 /* 0000-03-01 to 1970-01-01 */
};

static bool year_is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int date_month_length(int year, int month)
{
    static const int8_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && year_is_leap(year) ? 29 : lengths[month - 1];
}

bool date_parse_month(struct str text, struct date *ret_date)
{
    int64_t year, month;
    if (text.len != 7 || text.ptr[4] != '-' || !digits_parse(str_slice(text, 0, 4), 4, &year) ||
        !digits_parse(str_slice(text, 5, 7), 2, &month) || year < YEAR_MIN || month < 1 || month > 12)
        return false;
    *ret_date = (struct date){(int16_t)year, (int8_t)month, 1};
    return true;
}

bool date_parse(struct str text, struct date *ret_date)
{
    struct date d;
    int64_t day;
    if (text.len != 10 || text.ptr[7] != '-' || !date_parse_month(str_slice(text, 0, 7), &d) ||
        !digits_parse(str_slice(text, 8, 10), 2, &day) || day < 1 || day > date_month_length(d.year, d.month))
        return false;
    d.day = (int8_t)day;
    *ret_date = d;
    return true;
}

int date_compare(struct date a, struct date b)
{
    int64_t difference = date_days(a) - date_days(b);
    return (difference > 0) - (difference < 0);
}

int64_t date_days(struct date d)
{
    int64_t year = d.month <= 2 ? d.year - 1 : d.year;
    int64_t cycle = year / 400, of_cycle = year % 400;
    int64_t month = (d.month + 9) % 12; /* from March */
    int64_t of_year = (153 * month + 2) / 5 + d.day - 1;
    return cycle * CYCLE_DAYS + of_cycle * 365 + of_cycle / 4 - of_cycle / 100 + of_year - EPOCH_DAYS;
}

bool date_add_days(struct date d, int64_t days, struct date *ret_date)
{
    const int64_t span = (int64_t)10000 * 366;
    if (days > span || days < -span)
        return false;
    int64_t total = date_days(d) + days + EPOCH_DAYS;
    if (total < (int64_t)365 * (YEAR_MIN - 1) || total > (int64_t)366 * (YEAR_MAX + 1))
        return false;
    int64_t cycle = total / CYCLE_DAYS, rest = total % CYCLE_DAYS;
    int64_t of_cycle = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365;
    int64_t of_year = rest - (365 * of_cycle + of_cycle / 4 - of_cycle / 100);
    int64_t month = (5 * of_year + 2) / 153;
    int64_t year = cycle * 400 + of_cycle + (month >= 10);
    if (year < YEAR_MIN || year > YEAR_MAX)
        return false;
    *ret_date = (struct date){(int16_t)year, (int8_t)(month < 10 ? month + 3 : month - 9),
                              (int8_t)(of_year - (153 * month + 2) / 5 + 1)};
    return true;
}

bool date_add_months(struct date d, int64_t months, struct date *ret_date)
{
    const int64_t span = (int64_t)10000 * 12;
    if (months > span || months < -span)
        return false;
    int64_t total = (int64_t)d.year * 12 + d.month - 1 + months;
    int64_t year = total / 12;
    if (total < 0 || year < YEAR_MIN || year > YEAR_MAX)
        return false;
    int month = (int)(total % 12) + 1, longest = date_month_length((int)year, month);
    *ret_date = (struct date){(int16_t)year, (int8_t)month, (int8_t)(d.day < longest ? d.day : longest)};
    return true;
}

int64_t date_full_months(struct date from, struct date to)
{
    int64_t months = (int64_t)(to.year - from.year) * 12 + (to.month - from.month);
    int longest = date_month_length(to.year, to.month);
    /* The last day of a span that ends in the month of `to`. */
    int last = from.day <= longest ? from.day - 1 : longest;
    if (to.day < last)
        return months - 1;
    /* One that ends on the last day of this month begins on the first: it counts one more. */
    return from.day == 1 && to.day == longest ? months + 1 : months;
}

bool date_term_end(struct date from, int64_t months, struct date *ret_end)
{
    struct date same;
    if (!date_add_months(from, months, &same))
        return false;
    /* The month has the day: the term ends before it.  It has not: with its last one. */
    if (same.day < from.day) {
        *ret_end = same;
        return true;
    }
    return date_add_days(same, -1, ret_end);
}

int64_t date_age(struct date born, struct date at)
{
    const int64_t years = at.year - born.year;
    struct date birthday;
    return date_add_months(born, 12 * years, &birthday) && date_compare(birthday, at) > 0 ? years - 1 : years;
}

int date_weekday(int64_t days)
{
    enum { THURSDAY = 3, WEEK = 7 }; /* 1970-01-01, counted from Monday */
    return (int)(((days + THURSDAY) % WEEK + WEEK) % WEEK);
}

bool date_is_weekend(int64_t days)
{
    enum { SATURDAY = 5 };
    return date_weekday(days) >= SATURDAY;
}
