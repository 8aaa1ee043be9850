/*
 * The time of a signature.  PAdES has it in the PDF, as what the signer says; so it may be given, and else is the system's.  It is
 * written as China's, which has one zone and no summer time, unless a zone is given.
 */
#include "sign/make/make_int.h"
#include "sign/messages.def"

#include <stdio.h>
#include <time.h>

enum { CHINA = 8 * 3600, YEAR_LEAST = 2000, YEAR_MOST = 2199 };

struct reading {
    struct str text;
    size_t at;
    bool good;
};

static int read_digits(struct reading *reading, size_t count)
{
    int64_t value = 0;
    reading->good = reading->good &&
                    digits_parse(str_slice(reading->text, reading->at, reading->at + count), 9999, &value) &&
                    reading->at + count <= reading->text.len;
    reading->at += count;
    return (int)value;
}

static bool take_char(struct reading *reading, char c)
{
    const bool there = reading->at < reading->text.len && reading->text.ptr[reading->at] == c;
    reading->at += there;
    return there;
}

static void want_char(struct reading *reading, char c)
{
    reading->good = take_char(reading, c) && reading->good;
}

/* Seconds east of Greenwich. */
static int read_zone(struct reading *reading)
{
    if (take_char(reading, 'Z'))
        return 0;
    const int sign = take_char(reading, '-') ? -1 : take_char(reading, '+') ? 1 : 0;
    if (sign == 0)
        return CHINA;
    const int hours = read_digits(reading, 2);
    (void)take_char(reading, ':');
    const int minutes = read_digits(reading, 2);
    reading->good = reading->good && hours <= 14 && minutes < 60;
    return sign * (hours * 3600 + minutes * 60);
}

static bool read_time(struct str text, time_t *ret_time, int *ret_zone)
{
    struct reading reading = {text, 0, true};
    struct tm parts = {.tm_year = read_digits(&reading, 4) - 1900};
    *ret_zone = CHINA;
    want_char(&reading, '-');
    parts.tm_mon = read_digits(&reading, 2) - 1;
    want_char(&reading, '-');
    parts.tm_mday = read_digits(&reading, 2);
    if (reading.good && reading.at < text.len) {
        reading.good = take_char(&reading, 'T') || take_char(&reading, ' ');
        parts.tm_hour = read_digits(&reading, 2);
        want_char(&reading, ':');
        parts.tm_min = read_digits(&reading, 2);
        if (take_char(&reading, ':'))
            parts.tm_sec = read_digits(&reading, 2);
        *ret_zone = read_zone(&reading);
    }
    const struct tm wanted = parts;
    *ret_time = timegm(&parts) - *ret_zone;
    return reading.good && reading.at == text.len && parts.tm_year + 1900 >= YEAR_LEAST &&
           parts.tm_year + 1900 <= YEAR_MOST && parts.tm_mon == wanted.tm_mon &&
           parts.tm_mday == wanted.tm_mday && parts.tm_hour == wanted.tm_hour &&
           parts.tm_min == wanted.tm_min && parts.tm_sec == wanted.tm_sec;
}

enum status sign_time_read(struct diag *diag, const char *text, struct sign_time *ret_time)
{
    time_t seconds = 0;
    int zone = CHINA;
    struct tm parts = {.tm_year = 0};
    if (text == NULL)
        seconds = time(NULL);
    else if (!read_time(str_of(text), &seconds, &zone))
        return diag_report(diag, MSG_SIGN_TIME, ((struct place){"chengwen", 0, 0}), text);
    const time_t local = seconds + zone;
    (void)gmtime_r(&local, &parts);
    ret_time->seconds = (int64_t)seconds;
    const size_t len = strftime(ret_time->pdf, sizeof ret_time->pdf, "D:%Y%m%d%H%M%S", &parts);
    const int minutes = (zone < 0 ? -zone : zone) / 60;
    (void)snprintf(ret_time->pdf + len, sizeof ret_time->pdf - len, "%c%02d'%02d'", zone < 0 ? '-' : '+',
                   minutes / 60, minutes % 60);
    return OK;
}
