/*
 * Dates of a passage: 2026年8月2日, 二〇二二年五月, 8月2日, 2026年8月至12月, 2022-08-02.
 */
#include "prose/prose_int.h"

#include <string.h>

int whole_number(const struct numeral *numeral, int most)
{
    bool plain = !numeral->huge && !numeral->decimal && !numeral->grouped;
    int64_t value = numeral->value / FIGURE_ONE;
    return plain && value >= 1 && value <= most ? (int)value : 0;
}

/* "12月" behind a year or alone; 0: none. */
static int part_read(struct str text, size_t *at, const char *word, const char *other, int most)
{
    struct numeral numeral;
    size_t next = *at;
    skip_blanks(text, &next);
    int value = number_read(text, &next, &numeral) ? whole_number(&numeral, most) : 0;
    skip_blanks(text, &next);
    if (value == 0 || !(skip_word(text, &next, word) || (other != NULL && skip_word(text, &next, other))))
        return 0;
    *at = next;
    return value;
}

enum { YEAR_LEAST = 1900, YEAR_MOST = 2199, MONTHS = 12, DAYS = 31, A_LEAP_YEAR = 2000 };
enum { TWO_DIGITS = 99 }; /* 13月1日 and 12月32日 are written as days, too */

/* The day behind a month, also one that no month has. */
static int day_read(struct str text, size_t *at)
{
    const int day = part_read(text, at, "日", "号", DAYS);
    return day != 0 ? day : part_read(text, at, "日", NULL, TWO_DIGITS);
}

/* Is it a month, or, with a day behind it, one that there is not? */
static bool is_month(struct str text, size_t behind, int month)
{
    return month > 0 && (month <= MONTHS || day_read(text, &behind) > 0);
}

static void say_date(struct scanner *scanner, struct spoken *spoken, struct date date, size_t to)
{
    const int year = date.year != 0 ? date.year : A_LEAP_YEAR;
    spoken->no_day = date.month > MONTHS || (date.day > 0 && date.day > date_month_length(year, date.month));
    if (date.year == 0)
        spoken->quantity = date.day == 0 ? QUANTITY_DATE_MONTH : QUANTITY_DATE_MONTH_DAY;
    else if (date.month == 0)
        spoken->quantity = QUANTITY_DATE_YEAR;
    else
        spoken->quantity = date.day == 0 ? QUANTITY_DATE_YEAR_MONTH : QUANTITY_DATE;
    spoken->value = figure_date(spoken->quantity, date);
    spoken->to = to;
    scanner->year = date.year != 0 ? date.year : scanner->year;
    scanner->month = date.month > MONTHS ? 0 : (unsigned char)date.month;
}

static bool is_law_year(struct str text, size_t at)
{
    static const char *const words[] = {"修正", "修订", "版", "代"};
    return skip_any(text, &at, words, ARRAY_COUNT(words));
}

/* 2026年, 2026年8月, 2026年8月2日. */
static bool year_read(struct scanner *scanner, const struct numeral *numeral, size_t at,
                      struct spoken *spoken, bool *ret_law)
{
    struct str text = scanner->text;
    struct date date = {.year = (int16_t)whole_number(numeral, YEAR_MOST)};
    skip_blanks(text, &at);
    if (date.year < YEAR_LEAST || (numeral->han && !numeral->listed))
        return false;
    if (!skip_word(text, &at, "年")) {
        struct numeral last;
        size_t next = at;
        if (!range_read(text, &next) || !number_read(text, &next, &last) ||
            whole_number(&last, YEAR_MOST) < YEAR_LEAST || !at_word(text, next, "年"))
            return false;
        say_date(scanner, spoken, date, at); /* 2024—2025年 */
        return true;
    }
    size_t behind = at;
    const int month = part_read(text, &behind, "月", NULL, TWO_DIGITS);
    if (is_month(text, behind, month)) {
        date.month = (int8_t)month;
        date.day = (int8_t)day_read(text, &behind);
        at = behind;
    }
    *ret_law = is_law_year(text, at);
    say_date(scanner, spoken, date, at);
    return true;
}

/* 8月2日; 12月 behind a date takes its year, a day its month. */
static bool month_read(struct scanner *scanner, const struct numeral *numeral, size_t at, bool in_range,
                       struct spoken *spoken)
{
    struct str text = scanner->text;
    struct date date = {.month = (int8_t)whole_number(numeral, TWO_DIGITS)};
    if (in_range && scanner->month != 0 && whole_number(numeral, DAYS) > 0 && at_word(text, at, "日")) {
        date = (struct date){.year = (int16_t)scanner->year,
                             .month = (int8_t)scanner->month,
                             .day = (int8_t)whole_number(numeral, DAYS)};
        say_date(scanner, spoken, date, at + strlen("日"));
        return true;
    }
    if (date.month == 0 || !skip_word(text, &at, "月") || !is_month(text, at, date.month))
        return false;
    if (at_word(text, at, "饼") || at_word(text, at, "嫂") || at_word(text, at, "供"))
        return false;
    date.day = (int8_t)day_read(text, &at);
    date.year = (int16_t)(in_range ? scanner->year : 0);
    say_date(scanner, spoken, date, at);
    return true;
}

/* Digits alone, the same mark twice. */
bool marked_date(struct scanner *scanner, size_t from, struct spoken *spoken)
{
    struct str text = scanner->text;
    int parts[3] = {0};
    size_t at = from, digits = 0;
    char mark = 0;
    for (size_t part = 0; part < ARRAY_COUNT(parts); part++) {
        for (digits = 0; at < text.len && is_digit(text.ptr[at]) && digits < 5; digits++)
            parts[part] = parts[part] * 10 + (text.ptr[at++] - '0');
        if (digits == 0 || (part == 0 ? digits != 4 : digits > 2))
            return false;
        if (part == 2)
            break;
        if (at == text.len || strchr("-./", text.ptr[at]) == NULL || (mark != 0 && mark != text.ptr[at]))
            return false;
        mark = text.ptr[at++];
    }
    if (parts[0] < YEAR_LEAST || parts[0] > YEAR_MOST || parts[1] < 1 || parts[1] > MONTHS || parts[2] < 1 ||
        parts[2] > DAYS || code_end(text, at) != at)
        return false;
    say_date(scanner, spoken, (struct date){(int16_t)parts[0], (int8_t)parts[1], (int8_t)parts[2]}, at);
    return true;
}

bool date_read(struct scanner *scanner, const struct numeral *numeral, size_t at, struct spoken *spoken,
               bool *ret_law)
{
    static const struct str connectors[] = {WORD("—"), WORD("–"),  WORD("－"), WORD("-"),
                                            WORD("~"), WORD("～"), WORD("至"), WORD("到")};
    bool in_range = behind_any(scanner->text, spoken->from, connectors, ARRAY_COUNT(connectors));
    *ret_law = false;
    return year_read(scanner, numeral, at, spoken, ret_law) ||
           month_read(scanner, numeral, at, in_range, spoken);
}
