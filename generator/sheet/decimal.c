/*
 * Numbers as a file writes them -> decimals of 15 digits, without a double in between.
 *
 * "0.87109999999999999", "8.7110000000000003E-2": digits, a point, an exponent.  The sixteenth digit rounds, half away from
 * zero; what follows it changes nothing.
 */
#include "sheet/sheet_int.h"

enum { EXPONENT_MAX = 100000 };

struct scan {
    struct str text;
    size_t at;
};

static bool is_at(const struct scan *scan, char first, char last)
{
    return scan->at < scan->text.len && scan->text.ptr[scan->at] >= first && scan->text.ptr[scan->at] <= last;
}

static bool take(struct scan *scan, char c)
{
    bool here = is_at(scan, c, c);
    scan->at += here ? 1 : 0;
    return here;
}

static void round_up(struct decimal *decimal)
{
    int i = decimal->count - 1;
    while (i >= 0 && decimal->digits[i] == '9')
        decimal->digits[i--] = '0';
    if (i >= 0) {
        decimal->digits[i]++;
    } else {
        decimal->digits[0] = '1';
        decimal->exponent++;
    }
}

/* Digits of either side of the point; false: there are none. */
static bool take_digits(struct scan *scan, struct decimal *decimal, bool behind_point, bool *round)
{
    bool any = false;
    for (; is_at(scan, '0', '9'); scan->at++, any = true) {
        char digit = scan->text.ptr[scan->at];
        bool leading = decimal->count == 0 && digit == '0';
        if (!leading && decimal->count <= DECIMAL_DIGITS) {
            *round = decimal->count == DECIMAL_DIGITS && digit >= '5';
            decimal->digits[decimal->count++] = digit; /* the sixteenth only counts */
        }
        if (leading && behind_point)
            decimal->exponent--;
        else if (!leading && !behind_point)
            decimal->exponent++;
    }
    return any;
}

static bool take_exponent(struct scan *scan, int *exponent)
{
    int value = 0;
    if (!take(scan, 'e') && !take(scan, 'E'))
        return true;
    bool negative = take(scan, '-');
    if (!negative)
        (void)take(scan, '+');
    if (!is_at(scan, '0', '9'))
        return false;
    for (; is_at(scan, '0', '9'); scan->at++)
        value = value < EXPONENT_MAX ? value * 10 + (scan->text.ptr[scan->at] - '0') : value;
    *exponent += negative ? -value : value;
    return true;
}

enum fault decimal_parse(struct str text, struct decimal *ret_decimal)
{
    struct scan scan = {str_trim(text), 0};
    struct decimal decimal = {.negative = take(&scan, '-')};
    bool round = false;
    if (scan.text.len > EXPONENT_MAX || (!decimal.negative && take(&scan, '+') && scan.at == scan.text.len))
        return FAULT_NUMBER;
    bool any = take_digits(&scan, &decimal, false, &round);
    if (take(&scan, '.'))
        any = take_digits(&scan, &decimal, true, &round) || any;
    if (!any || !take_exponent(&scan, &decimal.exponent) || scan.at != scan.text.len)
        return FAULT_NUMBER;
    decimal.count = decimal.count > DECIMAL_DIGITS ? DECIMAL_DIGITS : decimal.count;
    if (round)
        round_up(&decimal);
    while (decimal.count > 0 && decimal.digits[decimal.count - 1] == '0')
        decimal.count--;
    decimal.negative = decimal.negative && decimal.count > 0;
    decimal.exponent = decimal.count > 0 ? decimal.exponent : 0;
    *ret_decimal = decimal;
    if (decimal.exponent > DECIMAL_DIGITS)
        return FAULT_LONG;
    return decimal.exponent <= -DECIMAL_DIGITS ? FAULT_TINY : FAULT_NONE;
}

/* The digit of this power of ten. */
static char digit_of(const struct decimal *decimal, int power)
{
    int i = decimal->exponent - 1 - power;
    return i >= 0 && i < decimal->count ? decimal->digits[i] : '0';
}

size_t decimal_print(const struct decimal *decimal, char room[DECIMAL_ROOM])
{
    size_t len = 0;
    int lowest = decimal->exponent - decimal->count;
    if (decimal->negative)
        room[len++] = '-';
    for (int power = decimal->exponent > 0 ? decimal->exponent - 1 : 0; power >= 0; power--)
        room[len++] = digit_of(decimal, power);
    if (lowest < 0)
        room[len++] = '.';
    for (int power = -1; power >= lowest; power--)
        room[len++] = digit_of(decimal, power);
    return len;
}

bool decimal_split(const struct decimal *decimal, int64_t *ret_whole, int64_t *ret_rest)
{
    enum { WHOLE = 9, REST = 12 };
    int64_t whole = 0, rest = 0;
    if (decimal->negative || decimal->exponent > WHOLE)
        return false;
    for (int power = WHOLE - 1; power >= 0; power--)
        whole = whole * 10 + (digit_of(decimal, power) - '0');
    for (int power = -1; power >= -REST; power--)
        rest = rest * 10 + (digit_of(decimal, power) - '0');
    *ret_whole = whole;
    *ret_rest = rest;
    return true;
}
