/*
 * The values that attributes hold, by the kinds of values.def: words, measures, counts, colours.
 *
 * A measure keeps 字 and 行 as written; what they come to is known only beside the style that uses them, and
 * a style that inherits "2字" means two of its own characters.  All arithmetic is on integers, rounded half
 * away from zero.
 */
#include "schema/schema.h"
#include "hide/hide.h"

#include <string.h>

#define MEASURE_MOST ((int64_t)20000 * LENGTH_POINT) /* a sheet of PDF is at most 14400 pt */

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
    if (length_parse(text, &measure.value)) {
        if (measure.value > MEASURE_MOST || measure.value < -MEASURE_MOST)
            return false;
        *ret_measure = measure;
        return true;
    }
    measure.unit = MEASURE_TIMES;
    for (size_t i = 0; i < ARRAY_COUNT(units); i++)
        if (str_ends(text, units[i].suffix)) {
            measure.unit = units[i].unit;
            text.len -= strlen(units[i].suffix);
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

bool yesno_parse(struct str text, bool *ret_yes)
{
    int yes;
    if (!words_parse(&words_yesno, text, &yes))
        return false;
    *ret_yes = yes;
    return true;
}

static bool color_parse(struct str text, uint32_t *ret_color)
{
    uint32_t color = 0;
    if (text.len != 6)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        int digit = hex_digit(text.ptr[i]);
        if (digit > 15)
            return false;
        color = color << 4 | (uint32_t)digit;
    }
    *ret_color = color;
    return true;
}

/* --- the kinds --- */

static const struct choice papers[] = {{"A4", 0}, {"A3", 1}, {"B5", 2}};
static const struct words words_paper = WORDS(papers);
static const struct choice strengths[] = {{"规定", true}, {"一般", false}, {"推荐", false}};
static const struct words words_strength = WORDS(strengths);
static const struct choice list_words[] = {
    {"numbered", LIST_NUMBERED}, {"bullet", LIST_BULLET}, {"plain", LIST_PLAIN}};
static const struct words words_list = WORDS(list_words);

static const struct choice stacked_words[] = {{"no", 0}, {"yes", 1}, {"whole", 2}};
static const struct words words_stacked = WORDS(stacked_words);
static const struct choice sums_words[] = {{"page", 0}, {"so-far", 1}};
static const struct words words_sums = WORDS(sums_words);
static const struct choice axis_words[] = {{"across", 0}, {"upward", 1}};
static const struct words words_axis = WORDS(axis_words);

static const struct choice periods[] = {{"this-month", PERIOD_MONTH},
                                        {"this-quarter", PERIOD_QUARTER},
                                        {"this-year", PERIOD_YEAR},
                                        {"last-month", PERIOD_MONTH + PERIOD_LAST},
                                        {"last-quarter", PERIOD_QUARTER + PERIOD_LAST},
                                        {"last-year", PERIOD_YEAR + PERIOD_LAST}};
static const struct words words_period = WORDS(periods);

enum {
    ABSOLUTE = 1 << MEASURE_LENGTH,
    SIZES = 1 << MEASURE_SIZES,
    LINES = 1 << MEASURE_LINES,
    TIMES = 1 << MEASURE_TIMES,
    OR_NONE = 1 << 4
};

static const struct {
    const struct words *words;
    enum value_form form;
    unsigned units; /* that it may have */
    int64_t least, least_of, most;
    const char *label;
} kinds[] = {
#define VALUE(kind, form, words, ...) [VALUE_##kind] = {words, form, __VA_ARGS__},
#include "schema/values.def"
#undef VALUE
};

enum value_form value_form(enum value_kind kind)
{
    return kinds[kind].form;
}

const struct words *value_words(enum value_kind kind)
{
    return kinds[kind].words;
}

const char *value_label(enum value_kind kind)
{
    return kinds[kind].label;
}

static void add_measure_regex(enum value_kind kind, struct buf *out)
{
    static const struct {
        unsigned unit;
        const char *regex;
    } others[] = {{SIZES, "|-?[0-9]{1,4}(\\.[0-9]{1,3})?字"},
                  {LINES, "|-?[0-9]{1,4}(\\.[0-9]{1,3})?行"},
                  {TIMES, "|-?[0-9]{1,4}(\\.[0-9]{1,3})?"},
                  {OR_NONE, "|none"}};
    if (kinds[kind].units & ABSOLUTE)
        length_add_regex(out);
    else
        buf_add_text(out, "0");
    for (size_t i = 0; i < ARRAY_COUNT(others); i++)
        if (kinds[kind].units & others[i].unit)
            buf_add_text(out, others[i].regex);
}

static void add_words_regex(const struct words *words, struct buf *out)
{
    buf_add_text(out, "\\s*(");
    for (int more = 0; more < 2; more++) {
        buf_add_text(out, more ? ")(\\s+(" : "");
        for (size_t i = 0; i < words->count; i++)
            buf_printf(out, "%s%s", i > 0 ? "|" : "", words->items[i].text);
    }
    buf_add_text(out, "))*\\s*");
}

void value_add_regex(enum value_kind kind, struct buf *out)
{
    switch (kinds[kind].form) {
    case FORM_SOLID:
        buf_add_text(out, "[\\s\\S]*\\S[\\s\\S]*");
        break;
    case FORM_LANG:
        buf_add_text(out, "[A-Za-z0-9]+(-[A-Za-z0-9]+)*");
        break;
    case FORM_COUNT:
        buf_add_text(out, kinds[kind].least > 0 ? "0*[1-9][0-9]*" : "[0-9]+");
        break;
    case FORM_MEASURE:
        add_measure_regex(kind, out);
        break;
    case FORM_COLOR:
        buf_add_text(out, kinds[kind].units == 0 ? "[0-9A-Fa-f]{6}" : "[0-9A-Fa-f]{6}|none");
        break;
    default: /* words that stand together; the one word of FORM_WORD says itself */
        if (kinds[kind].form == FORM_TEXT && kinds[kind].words != NULL)
            add_words_regex(kinds[kind].words, out);
    }
}

static bool set_count(enum value_kind kind, struct str text, int64_t *ret_count)
{
    return digits_parse(text, COUNT_DIGITS, ret_count) && *ret_count >= kinds[kind].least &&
           *ret_count <= kinds[kind].most;
}

/* Zero needs no unit. */
static bool set_measure(enum value_kind kind, struct str text, struct measure *ret_measure)
{
    struct measure measure = {0, MEASURE_LENGTH};
    bool none = (kinds[kind].units & OR_NONE) != 0;
    if (!(none && str_is(text, "none")) && !measure_parse(text, &measure))
        return false;
    int64_t least = measure.unit == MEASURE_LENGTH ? kinds[kind].least : kinds[kind].least_of;
    bool known = (kinds[kind].units & 1U << measure.unit) != 0 ||
                 (measure.unit == MEASURE_LENGTH && measure.value == 0);
    if (!known || measure.value < least || measure.value > kinds[kind].most)
        return false;
    *ret_measure = none && measure.value == 0 ? (struct measure){-1, MEASURE_LENGTH} : measure;
    return true;
}

static bool set_color(enum value_kind kind, struct str text, uint32_t *ret_color)
{
    if (kinds[kind].units == 0)
        return color_parse(text, ret_color);
    if (str_is(text, "none")) {
        *ret_color = FILL_NONE;
        return true;
    }
    if (!color_parse(text, ret_color))
        return false;
    *ret_color = *ret_color == FILL_NONE ? FILL_WHITE : *ret_color;
    return true;
}

bool value_parse(enum value_kind kind, struct str text, union attr_value *ret_value)
{
    switch (kinds[kind].form) {
    case FORM_WORD:
        return words_parse(kinds[kind].words, text, &ret_value->word);
    case FORM_COUNT:
        return set_count(kind, text, &ret_value->count);
    case FORM_MEASURE:
        return set_measure(kind, text, &ret_value->measure);
    case FORM_COLOR:
        return set_color(kind, text, &ret_value->color);
    case FORM_LANG:
        ret_value->text = text;
        return language_tag_is(text);
    default:
        ret_value->text = text;
        return kinds[kind].form == FORM_TEXT || str_trim(text).len > 0;
    }
}

enum status refuse_kind(struct diag *diag, struct place place, const char *name, struct str value,
                        enum value_kind kind)
{
    return kinds[kind].words != NULL ? refuse_word(diag, place, name, value, kinds[kind].words)
                                     : refuse_value(diag, place, name, value, kinds[kind].label);
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

bool word_in(struct str name, const char *list)
{
    struct str rest = str_of(list), word;
    while (word_next(&rest, &word))
        if (str_equal(name, word))
            return true;
    return false;
}

static struct place attr_place_of(const void *attr, size_t offset)
{
    return attr_text_place(attr, offset);
}

struct pattern_source attr_source(const struct attr *attr)
{
    return (struct pattern_source){.text = attr->value, .place_of = attr_place_of, .context = attr};
}
