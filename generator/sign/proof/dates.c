/*
 * Dates as seconds since 1970, without the clock or the place of the machine.
 */
#include "sign/proof/proof_int.h"

enum { DAY = 86400, HOUR = 3600, MINUTE = 60 };

/* Years begin in March, so that the day of the leap year is the last. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    const int64_t y = month <= 2 ? year - 1 : year, era = (y >= 0 ? y : y - 399) / 400,
                  of_era = y - era * 400;
    const int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

int64_t proof_seconds(const struct tm *date)
{
    return days_of((int64_t)date->tm_year + 1900, (int64_t)date->tm_mon + 1, date->tm_mday) * DAY +
           (int64_t)date->tm_hour * HOUR + (int64_t)date->tm_min * MINUTE + date->tm_sec;
}

/* So many digits at *at; what lacks at the end of the text is `unsaid`. */
static bool take_digits(struct str text, size_t *at, size_t digits, int64_t unsaid, int64_t *ret_value)
{
    *ret_value = unsaid;
    if (*at >= text.len || text.ptr[*at] < '0' || text.ptr[*at] > '9')
        return unsaid >= 0;
    const struct str part = str_slice(text, *at, *at + digits);
    *at += digits;
    return part.len == digits && digits_parse(part, digits, ret_value);
}

int64_t proof_date_parse(struct str text)
{
    int64_t year, month, day, hour, minute, second, by_hours = 0, by_minutes = 0;
    size_t at = str_starts(text, "D:") ? 2 : 0;
    if (!take_digits(text, &at, 4, -1, &year) || !take_digits(text, &at, 2, 1, &month) ||
        !take_digits(text, &at, 2, 1, &day) || !take_digits(text, &at, 2, 0, &hour) ||
        !take_digits(text, &at, 2, 0, &minute) || !take_digits(text, &at, 2, 0, &second) || month < 1 ||
        month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60)
        return PROOF_NO_TIME;
    const char side = at < text.len ? text.ptr[at++] : 'Z';
    if (strchr("Z+-", side) == NULL)
        return PROOF_NO_TIME;
    if (side == '+' || side == '-') {
        if (!take_digits(text, &at, 2, 0, &by_hours))
            return PROOF_NO_TIME;
        at += at < text.len && text.ptr[at] == '\'' ? 1 : 0;
        if (!take_digits(text, &at, 2, 0, &by_minutes))
            return PROOF_NO_TIME;
    }
    const int64_t by = (by_hours * HOUR + by_minutes * MINUTE) * (side == '-' ? -1 : 1);
    return days_of(year, month, day) * DAY + hour * HOUR + minute * MINUTE + second - by;
}

void proof_date_write(int64_t time, int64_t east, struct buf *out)
{
    const int64_t local = time + east, days = local >= 0 ? local / DAY : (local - DAY + 1) / DAY;
    const int64_t rest = local - days * DAY, z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
    const int64_t of_era = z - era * 146097;
    const int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const int64_t of_year = of_era - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;
    const int values[] = {(int)(year + era * 400 + (month >= 10 ? 1 : 0)),
                          (int)(month + (month < 10 ? 3 : -9)),
                          (int)(of_year - (153 * month + 2) / 5 + 1),
                          (int)(rest / HOUR),
                          (int)(rest / MINUTE % MINUTE),
                          (int)(rest % MINUTE)};
    buf_printf(out, "%04d-%02d-%02d %02d:%02d:%02d", values[0], values[1], values[2], values[3], values[4],
               values[5]);
}
