/*
 * Lengths from text: decimal number and unit, or a 字号 name; either may be divided by a whole number.
 * Integer arithmetic: the digits are read as a fraction value / scale, multiplied by the unit in 1/1000 pt
 * over a divisor, rounded half up; a quotient is rounded towards zero, so that so many of them never come to
 * more than the whole. 字号 values are those of Word and the official papers (typesetting: 三号 16 pt).
 */
#include "base/base.h"

static const struct {
    const char *name;
    length size;
} type_sizes[] = {
    {"初号", 42000}, {"小初", 36000}, {"一号", 26000}, {"小一", 24000}, {"二号", 22000}, {"小二", 18000},
    {"三号", 16000}, {"小三", 15000}, {"四号", 14000}, {"小四", 12000}, {"五号", 10500}, {"小五", 9000},
    {"六号", 7500},  {"小六", 6500},  {"七号", 5500},  {"八号", 5000},
};

static const struct {
    const char *name;
    int64_t numerator, denominator; /* in 1/1000 pt */
} units[] = {{"mm", 720000, 254}, {"cm", 7200000, 254}, {"pt", 1000, 1}, {"in", 72000, 1}};

/* Reads "-12.345" from the front of `text`; false: no number there, or more than 7 digits before or 4 behind
 * the point. */
static bool parse_decimal(struct str *text, int64_t *ret_value, int64_t *ret_scale)
{
    size_t i = 0, whole = 0, behind = 0;
    bool negative = text->len > 0 && text->ptr[0] == '-';
    int64_t value = 0, scale = 1;
    for (i = negative; i < text->len && text->ptr[i] >= '0' && text->ptr[i] <= '9'; i++, whole++)
        value = whole < 8 ? value * 10 + (text->ptr[i] - '0') : value;
    if (whole > 0 && i < text->len && text->ptr[i] == '.')
        for (i++; i < text->len && text->ptr[i] >= '0' && text->ptr[i] <= '9'; i++, behind++)
            if (behind < 5) {
                value = value * 10 + (text->ptr[i] - '0');
                scale *= 10;
            }
    if (whole == 0 || whole > 7 || behind > 4)
        return false;
    *text = str_slice(*text, i, text->len);
    *ret_value = negative ? -value : value;
    *ret_scale = scale;
    return true;
}

/* A length as top / bottom, in 1/1000 pt. */
struct fraction {
    int64_t top, bottom;
};

static bool parse_fraction(struct str text, struct fraction *ret_fraction)
{
    for (size_t i = 0; i < ARRAY_COUNT(type_sizes); i++)
        if (str_is(text, type_sizes[i].name)) {
            *ret_fraction = (struct fraction){type_sizes[i].size, 1};
            return true;
        }
    int64_t value, scale;
    if (!parse_decimal(&text, &value, &scale))
        return false;
    if (text.len == 0 && value == 0) {
        *ret_fraction = (struct fraction){0, 1};
        return true;
    }
    for (size_t i = 0; i < ARRAY_COUNT(units); i++)
        if (str_is(text, units[i].name)) {
            *ret_fraction = (struct fraction){value * units[i].numerator, scale * units[i].denominator};
            return true;
        }
    return false;
}

/* "/28" at the end: 1 to 9999; text without it is divided by 1. */
static bool split_divisor(struct str *text, int64_t *ret_divisor)
{
    size_t slash = text->len;
    while (slash > 0 && text->ptr[slash - 1] != '/')
        slash--;
    *ret_divisor = 1;
    if (slash == 0)
        return true;
    bool good = digits_parse(str_slice(*text, slash, text->len), 4, ret_divisor) && *ret_divisor > 0;
    *text = str_slice(*text, 0, slash - 1);
    return good;
}

bool length_parse(struct str text, length *ret_length)
{
    int64_t divisor;
    struct fraction whole;
    if (!split_divisor(&text, &divisor) || !parse_fraction(text, &whole))
        return false;
    if (divisor > 1)
        *ret_length = whole.top / (whole.bottom * divisor);
    else
        *ret_length = (2 * whole.top + (whole.top < 0 ? -whole.bottom : whole.bottom)) / (2 * whole.bottom);
    return true;
}

void length_add_regex(struct buf *out)
{
    buf_add_text(out, "(");
    for (size_t i = 0; i < ARRAY_COUNT(type_sizes); i++)
        buf_printf(out, "%s|", type_sizes[i].name);
    buf_add_text(out, "-?0+(\\.0+)?|-?[0-9]{1,7}(\\.[0-9]{1,4})?(");
    for (size_t i = 0; i < ARRAY_COUNT(units); i++)
        buf_printf(out, "%s%s", i > 0 ? "|" : "", units[i].name);
    buf_add_text(out, "))(/[0-9]{1,4})?");
}

const char *type_size_name(length size)
{
    for (size_t i = 0; i < ARRAY_COUNT(type_sizes); i++)
        if (type_sizes[i].size == size)
            return type_sizes[i].name;
    return NULL;
}

int64_t length_tenths(length value)
{
    return (value * 254 + 36000) / 72000;
}
