/*
 * Lengths from text: decimal number and unit, or a 字号 name.  Integer arithmetic: the digits are read as a
 * fraction value / scale, multiplied by the unit in 1/1000 pt over a divisor, rounded half up. 字号 values
 * are those of Word and the official papers (typesetting: 三号 16 pt).
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

bool length_parse(struct str text, length *ret_length)
{
    for (size_t i = 0; i < ARRAY_COUNT(type_sizes); i++)
        if (str_is(text, type_sizes[i].name)) {
            *ret_length = type_sizes[i].size;
            return true;
        }
    int64_t value, scale;
    struct str rest = text;
    if (!parse_decimal(&rest, &value, &scale))
        return false;
    if (rest.len == 0 && value == 0) {
        *ret_length = 0;
        return true;
    }
    for (size_t i = 0; i < ARRAY_COUNT(units); i++)
        if (str_is(rest, units[i].name)) {
            int64_t top = value * units[i].numerator, bottom = scale * units[i].denominator;
            *ret_length = (2 * top + (top < 0 ? -bottom : bottom)) / (2 * bottom);
            return true;
        }
    return false;
}
