/*
 * Days of a spreadsheet -> dates; dates after ISO 8601.
 *
 * Day 1 is 1900-01-01, and day 60 a 29 February that 1900 did not have (Lotus 1-2-3 thought so, and all have kept it), so from
 * 1 March on days are counted from 1899-12-30; or day 0 is 1904-01-01.  What stands behind the point is the time, rounded to
 * the second.
 */
#include "sheet/sheet_int.h"

#include <stdio.h>

enum { LEAP_DAY = 60, LAST_YEAR = 9999, MINUTE = 60, HOUR = 3600, DAY = 86400 };

struct moment {
    int64_t year, month, day, seconds; /* of the day */
};

static bool is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int64_t days_of_month(int64_t year, int64_t month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
}

/* `days` behind the first of January; false: beyond the last year. */
static bool date_of_days(int64_t year, int64_t days, struct moment *moment)
{
    for (; days >= (is_leap(year) ? 366 : 365); year++)
        days -= is_leap(year) ? 366 : 365;
    int64_t month = 1;
    for (; days >= days_of_month(year, month); month++)
        days -= days_of_month(year, month);
    moment->year = year;
    moment->month = month;
    moment->day = days + 1;
    return year <= LAST_YEAR;
}

static uint8_t print_moment(const struct moment *moment, bool has_date, char room[DATE_ROOM])
{
    char time[DATE_ROOM];
    int hours = (int)(moment->seconds / HOUR % 24), minutes = (int)(moment->seconds / MINUTE % 60),
        seconds = (int)(moment->seconds % MINUTE);
    snprintf(time, sizeof time, "%02d:%02d:%02d", hours, minutes, seconds);
    if (!has_date) {
        memcpy(room, time, sizeof time);
        return SHEET_TIME;
    }
    int year = (int)(moment->year % (LAST_YEAR + 1)), month = (int)(moment->month % 100),
        day = (int)(moment->day % 100);
    if (moment->seconds == 0)
        snprintf(room, DATE_ROOM, "%04d-%02d-%02d", year, month, day);
    else
        snprintf(room, DATE_ROOM, "%04d-%02d-%02d %.8s", year, month, day, time);
    return SHEET_DATE;
}

enum fault date_of_serial(const struct decimal *serial, enum format format, bool since_1904,
                          char room[DATE_ROOM], uint8_t *ret_kind)
{
    enum { LARGEST = 3000000 };
    const int64_t trillion = 1000000000000;
    struct moment moment = {0};
    int64_t days, rest;
    if (!decimal_split(serial, &days, &rest) || days > LARGEST)
        return FAULT_DAY;
    bool is_time = format != FORMAT_DATE && days == 0;
    moment.seconds = (rest * DAY + trillion / 2) / trillion;
    if (is_time && moment.seconds == DAY)
        moment.seconds--; /* a time of day has no next day */
    days += moment.seconds / DAY;
    moment.seconds %= DAY;
    if (format == FORMAT_ELAPSED && days > 0)
        return FAULT_DURATION;
    if (!is_time && !since_1904 && days == LEAP_DAY)
        return FAULT_LEAP_DAY;
    if (!is_time && !since_1904 && days == 0)
        return FAULT_DAY;
    if (!since_1904)
        days -= days > LEAP_DAY ? 2 : 1;
    if (!is_time && !date_of_days(since_1904 ? 1904 : 1900, days, &moment))
        return FAULT_DAY;
    *ret_kind = print_moment(&moment, !is_time, room);
    return FAULT_NONE;
}

/* --- ISO 8601 --- */

/* So many digits from *at on. */
static bool take_number(struct str text, size_t *at, size_t digits, int64_t *ret_number)
{
    bool good =
        digits_parse(str_slice(text, *at, *at + digits), digits, ret_number) && text.len >= *at + digits;
    *at += digits;
    return good;
}

static bool take_mark(struct str text, size_t *at, char mark)
{
    bool here = *at < text.len && text.ptr[*at] == mark;
    *at += here ? 1 : 0;
    return here;
}

static bool take_date(struct str text, size_t *at, struct moment *moment)
{
    return take_number(text, at, 4, &moment->year) && take_mark(text, at, '-') &&
           take_number(text, at, 2, &moment->month) && take_mark(text, at, '-') &&
           take_number(text, at, 2, &moment->day) && moment->year > 0 && moment->month >= 1 &&
           moment->month <= 12 && moment->day >= 1 &&
           moment->day <= days_of_month(moment->year, moment->month);
}

/* With parts of a second, which are cut off; programs write thousandths that are nothing. */
static bool take_time(struct str text, size_t *at, struct moment *moment)
{
    int64_t hours, minutes, seconds = 0;
    if (!take_number(text, at, 2, &hours) || !take_mark(text, at, ':') || !take_number(text, at, 2, &minutes))
        return false;
    if (take_mark(text, at, ':') && !take_number(text, at, 2, &seconds))
        return false;
    if (take_mark(text, at, '.'))
        while (*at < text.len && text.ptr[*at] >= '0' && text.ptr[*at] <= '9')
            *at += 1;
    moment->seconds = hours * HOUR + minutes * MINUTE + seconds;
    return hours < 24 && minutes < 60 && seconds < 60;
}

enum fault date_of_iso(struct str text, char room[DATE_ROOM], uint8_t *ret_kind)
{
    struct moment moment = {0};
    struct str trimmed = str_trim(text);
    size_t at = 0;
    bool has_date = memchr(trimmed.ptr, '-', trimmed.len < 5 ? trimmed.len : 5) != NULL;
    if (has_date && !take_date(trimmed, &at, &moment))
        return FAULT_DATE;
    if (!has_date || take_mark(trimmed, &at, 'T'))
        if (!take_time(trimmed, &at, &moment))
            return FAULT_DATE;
    if (at < trimmed.len)
        return strchr("Z+-", trimmed.ptr[at]) != NULL ? FAULT_ZONE : FAULT_DATE;
    *ret_kind = print_moment(&moment, has_date, room);
    return FAULT_NONE;
}
