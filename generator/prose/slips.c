/*
 * Which values are near each other, so that one may be a slip for the other: digits, units, days; and what amounts in 万元 show.
 */
#include "prose/prose_int.h"

#include <string.h>

enum { DIGITS_MOST = 24 };

/* From the last to the first; how many. */
static size_t digits_of(int64_t value, char digits[DIGITS_MOST])
{
    size_t count = 0;
    for (; value > 0; value /= 10)
        digits[count++] = (char)(value % 10);
    return count;
}

/* One digit another, or two beside each other changed. */
static bool one_slip(const char *a, const char *b, size_t len)
{
    size_t first = 0, last = len;
    while (first < len && a[first] == b[first])
        first++;
    while (last > first && a[last - 1] == b[last - 1])
        last--;
    return last - first == 1 || (last - first == 2 && a[first] == b[first + 1] && a[first + 1] == b[first]);
}

/* One digit more. */
static bool one_more(const char *longer, const char *shorter, size_t len)
{
    size_t first = 0;
    while (first < len && longer[first] == shorter[first])
        first++;
    return memcmp(longer + first + 1, shorter + first, len - first) == 0;
}

static int64_t without_zeros(int64_t value)
{
    while (value != 0 && value % 10 == 0)
        value /= 10;
    return value;
}

/* Ten, a hundred, a thousand, ten thousand times: the unit slipped. */
static bool is_slip(int64_t larger, int64_t smaller)
{
    enum { TWO_DIGITS = 10 };
    if (smaller == 0 || larger % smaller != 0 || without_zeros(smaller) < TWO_DIGITS)
        return false;
    int64_t times = larger / smaller;
    return times == 10 || times == 100 || times == 1000 || times == 10000;
}

/* Their difference is one digit, or nine times one as when two change places: only then the digits are looked
 * at. */
static bool may_be_slip(int64_t difference)
{
    enum { NINE = 9, NINES = 81 };
    int64_t left = without_zeros(difference);
    return left <= NINE || (left <= NINES && left % NINE == 0);
}

static bool digits_near(int64_t a, int64_t b)
{
    enum { LONG_ENOUGH = 4 };
    char left[DIGITS_MOST], right[DIGITS_MOST];
    while (a % 10 == 0 && b % 10 == 0) {
        a /= 10;
        b /= 10;
    }
    size_t left_len = digits_of(a, left), right_len = digits_of(b, right);
    if (left_len == right_len)
        return left_len > 1 && one_slip(left, right, left_len);
    return left_len == right_len + 1 && right_len >= LONG_ENOUGH && one_more(left, right, right_len);
}

/* One digit another, two changed places, one more or less, the unit slipped; or one off. */
static bool values_near(int64_t a, int64_t b)
{
    enum { MORE = 8 };
    int64_t larger = a > b ? a : b, smaller = a > b ? b : a, difference = larger - smaller;
    if (difference == 0)
        return false;
    if (difference == FIGURE_ONE)
        return true;
    if (larger / MORE > smaller)
        return is_slip(larger, smaller) || (larger / MORE / 2 <= smaller && digits_near(larger, smaller));
    return may_be_slip(difference) && digits_near(larger, smaller);
}

bool dates_are_near(enum quantity quantity, int64_t a, int64_t b)
{
    int differ = 0;
    if (quantity == QUANTITY_DATE_YEAR || quantity == QUANTITY_DATE_MONTH)
        return false;
    for (; a != 0 || b != 0; a /= 100, b /= 100) {
        bool year = quantity != QUANTITY_DATE_MONTH_DAY && a < 10000 && b < 10000 && a > 999;
        if (year)
            return differ + (a != b ? 1 : 0) == 1;
        differ += a % 100 != b % 100 ? 1 : 0;
    }
    return differ == 1;
}

bool figure_is_shown(const struct spoken *spoken, const struct figure *figure)
{
    const int64_t more = figure->value - spoken->value;
    return spoken->step > 0 && figure->quantity == QUANTITY_MONEY && more < spoken->step &&
           more >= -(spoken->step / 2);
}

bool figure_is_rounded(const struct spoken *spoken, const struct figure *figure)
{
    for (int64_t step = 1; step <= FIGURE_ONE; step *= 10)
        if (spoken->value % step == 0 && (figure->value + step / 2) / step * step == spoken->value)
            return true;
    return figure_is_shown(spoken, figure);
}

bool figure_is_near(const struct spoken *spoken, const struct figure *figure)
{
    enum { DIGITS = 100 }; /* three of them */
    const int64_t step = spoken->step;
    if (step == 0 || figure->quantity != QUANTITY_MONEY || spoken->value / step < DIGITS ||
        figure->value > INT64_MAX - step)
        return values_near(figure->value, spoken->value);
    return values_near(figure->value, spoken->value) ||
           values_near((figure->value + step / 2) / step * step, spoken->value);
}

bool value_is_long(int64_t value)
{
    enum { LONG = 10000 };
    return without_zeros(value) >= LONG;
}
