/*
 * The values that attributes of style.xml and layout.xml hold: measures, counts, colours.
 *
 * A measure keeps 字 and 行 as written; what they come to is known only beside the style that uses them, and
 * a style that inherits "2字" means two of its own characters.  All arithmetic is on integers, rounded half
 * away from zero.
 */
#include "schema/schema.h"

#define MEASURE_LARGEST ((int64_t)20000 * LENGTH_POINT) /* a sheet of PDF is at most 14400 pt */

static bool ends_with(struct str text, const char *suffix, struct str *ret_rest)
{
    struct str end = str_of(suffix);

    if (text.len <= end.len || !str_equal(str_slice(text, text.len - end.len, text.len), end))
        return false;
    *ret_rest = str_slice(text, 0, text.len - end.len);
    return true;
}

/* "-1.5" as thousandths; at most four digits before the point and three behind it. */
static bool thousandths_parse(struct str text, int64_t *ret_value)
{
    int64_t value = 0;
    size_t digits = 0, behind = 0;
    bool negative = text.len > 0 && text.ptr[0] == '-', point = false;

    for (size_t i = negative; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '.' && !point && digits > 0) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9' || digits - behind + !point > 4 || behind == 3)
            return false;
        value = value * 10 + (c - '0');
        digits++;
        behind += point;
    }
    if (digits == 0 || (point && behind == 0))
        return false;
    for (; behind < 3; behind++)
        value *= 10;
    *ret_value = negative ? -value : value;
    return true;
}

bool measure_parse(struct str text, struct measure *ret_measure)
{
    static const struct {
        const char *suffix;
        enum measure_unit unit;
    } units[] = {{"字", MEASURE_SIZES}, {"行", MEASURE_LINES}};
    struct measure measure = {0, MEASURE_LENGTH};
    struct str rest;

    if (length_parse(text, &measure.value)) {
        if (measure.value > MEASURE_LARGEST || measure.value < -MEASURE_LARGEST)
            return false;
        *ret_measure = measure;
        return true;
    }
    measure.unit = MEASURE_TIMES;
    for (size_t i = 0; i < ARRAY_COUNT(units); i++)
        if (ends_with(text, units[i].suffix, &rest)) {
            measure.unit = units[i].unit;
            text = rest;
            break;
        }
    if (!thousandths_parse(text, &measure.value))
        return false;
    *ret_measure = measure;
    return true;
}

length measure_length(struct measure measure, length size, length line)
{
    length unit = measure.unit == MEASURE_LINES ? line : size;
    int64_t product = measure.value * unit;

    if (measure.unit == MEASURE_LENGTH)
        return measure.value;
    return (product + (product < 0 ? -500 : 500)) / 1000;
}

bool count_parse(struct str text, int64_t *ret_count)
{
    int64_t value = 0;

    if (text.len == 0 || text.len > 9)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        value = value * 10 + (text.ptr[i] - '0');
    }
    *ret_count = value;
    return true;
}

bool yesno_parse(struct str text, bool *ret_yes)
{
    int yes;

    if (!words_parse(&words_yesno, text, &yes))
        return false;
    *ret_yes = yes;
    return true;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

bool color_parse(struct str text, uint32_t *ret_color)
{
    uint32_t color = 0;

    if (text.len != 6)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        int digit = hex_digit(text.ptr[i]);
        if (digit < 0)
            return false;
        color = color << 4 | (uint32_t)digit;
    }
    *ret_color = color;
    return true;
}

bool fill_parse(struct str text, uint32_t *ret_fill)
{
    uint32_t color = FILL_NONE;

    if (!str_is(text, "none") && !color_parse(text, &color))
        return false;
    *ret_fill = color == FILL_NONE && !str_is(text, "none") ? FILL_WHITE : color;
    return true;
}

bool rule_parse(struct str text, struct measure *ret_measure)
{
    struct measure measure = {0, MEASURE_LENGTH};

    if (!str_is(text, "none") &&
        (!measure_parse(text, &measure) || measure.unit == MEASURE_TIMES || measure.value < 0))
        return false;
    *ret_measure = measure.value > 0 ? measure : measure_absolute(-1);
    return true;
}

bool word_next(struct str *rest, struct str *ret_word)
{
    size_t len = 0;

    *rest = str_trim(*rest);
    while (len < rest->len && rest->ptr[len] != ' ' && rest->ptr[len] != '\n' && rest->ptr[len] != '\t')
        len++;
    *ret_word = str_slice(*rest, 0, len);
    *rest = str_slice(*rest, len, rest->len);
    return len > 0;
}
