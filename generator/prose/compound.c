/*
 * A number as texts write it, made of numerals: 8, 25万2727.3, 3万五千, 七点三, 捌, ⑧, 8（八）.
 *
 * What stands right behind a number and belongs to a number (a digit of another sort, 1/3, 3×5, 1,23) makes
 * it one that cannot be read: it is taken as a whole and said to be huge, so that no part of it is ever held
 * for a figure.
 */
#include "prose/prose_int.h"

/* --- one character for a number --- */

bool is_enclosed_number(uint32_t code, int64_t *ret_value)
{
    static const struct {
        uint32_t first, last;
        int64_t value; /* of the first */
    } rows[] = {
        {0x2160, 0x216B, 1}, {0x2170, 0x217B, 1},  {0x2460, 0x2473, 1},  {0x2474, 0x2487, 1},
        {0x2488, 0x249B, 1}, {0x24EA, 0x24EA, 0},  {0x24EB, 0x24F4, 11}, {0x24F5, 0x24FE, 1},
        {0x24FF, 0x24FF, 0}, {0x2776, 0x277F, 1},  {0x2780, 0x2789, 1},  {0x278A, 0x2793, 1},
        {0x3220, 0x3229, 1}, {0x3251, 0x325F, 21}, {0x3280, 0x3289, 1},  {0x32B1, 0x32BF, 36},
    };
    bool possible = (code >= 0x2160 && code <= 0x2793) || (code >= 0x3220 && code <= 0x32BF);
    for (size_t i = 0; possible && i < ARRAY_COUNT(rows); i++)
        if (code >= rows[i].first && code <= rows[i].last) {
            *ret_value = rows[i].value + (code - rows[i].first);
            return true;
        }
    return false;
}

static bool enclosed_read(struct str text, size_t *at, struct numeral *ret_numeral)
{
    size_t next = *at;
    int64_t value = 0;
    if (next >= text.len || !is_enclosed_number(utf8_next(text, &next), &value))
        return false;
    *ret_numeral = (struct numeral){.value = value * FIGURE_ONE, .digits = 1, .enclosed = true};
    *at = next;
    return true;
}

static bool numeral_read(struct str text, size_t *at, struct numeral *ret_numeral)
{
    if (is_arabic_digit(text, *at))
        return arabic_read(text, at, ret_numeral);
    return *at < text.len && (han_read(text, at, ret_numeral) || enclosed_read(text, at, ret_numeral));
}

/* --- 25万2727.3, 3万五千 --- */

static int64_t multiplier_read(struct str text, size_t *at)
{
    static const struct {
        const char *word;
        int64_t times;
    } multipliers[] = {{"亿", 100000000}, {"万", 10000}, {"千", 1000}, {"百", 100}};
    for (size_t i = 0; i < ARRAY_COUNT(multipliers); i++)
        if (skip_word(text, at, multipliers[i].word))
            return multipliers[i].times;
    return 0;
}

static bool number_begins(struct str text, size_t at)
{
    size_t next = at;
    return is_arabic_digit(text, at) || (at < text.len && is_han_digit(utf8_next(text, &next)));
}

/* 1亿2千5百万: hundreds and thousands make a section, which 万 or 亿 takes as a whole. */
struct sum {
    int64_t settled, section, last; /* the last number waits for its multiplier */
    int64_t large, small;           /* the multipliers before it; they fall */
    bool fits;
};

enum { WAN = 10000 };

static bool sum_takes(const struct sum *sum, int64_t times)
{
    return times > 0 && times < (times >= WAN ? sum->large : sum->small);
}

static void sum_settle(struct sum *sum, int64_t times)
{
    bool large = times >= WAN;
    int64_t part = sum->last + (large ? sum->section : 0);
    sum->fits = sum->fits && !__builtin_mul_overflow(part, times, &part) &&
                !__builtin_add_overflow(part, large ? sum->settled : sum->section, &part);
    sum->settled = large ? part : sum->settled;
    sum->section = large ? 0 : part;
    sum->large = large ? times : sum->large;
    sum->small = large ? WAN : times;
    sum->last = 0;
}

/* The number behind a multiplier.  3万5 is said for 35,000 and written for 30,005: neither is taken. */
static bool rest_read(struct str text, size_t *at, struct sum *sum, bool *ret_decimal)
{
    struct numeral rest;
    size_t next = *at, behind;
    bool zero = skip_word(text, &next, "零") || skip_word(text, &next, "〇");
    next = zero && !number_begins(text, next) ? *at : next;
    if (!numeral_read(text, &next, &rest))
        return false;
    behind = next;
    bool alone = rest.digits == 1 && rest.value < 10 * (int64_t)FIGURE_ONE && !zero && !rest.decimal;
    int64_t times = multiplier_read(text, &behind);
    bool clear = !alone || sum_takes(sum, times);
    sum->fits = sum->fits && !rest.huge && clear && rest.value / FIGURE_ONE < sum->small;
    sum->last = rest.value;
    *ret_decimal = rest.decimal;
    *at = next;
    return true;
}

static bool is_measured_in_thousands(struct str text, size_t at)
{
    return skip_word(text, &at, "米") || skip_word(text, &at, "克");
}

static void add_multiples(struct str text, size_t *at, struct numeral *numeral)
{
    struct sum sum = {.last = numeral->value, .large = INT64_MAX, .small = WAN, .fits = !numeral->huge};
    bool decimal = numeral->decimal, begun = false;
    size_t next = *at;
    for (;;) {
        size_t behind = next;
        int64_t times = multiplier_read(text, &behind);
        bool goes_on = number_begins(text, behind);
        if (!sum_takes(&sum, times) || (!goes_on && (!begun || is_measured_in_thousands(text, behind))))
            break; /* 252.7万元: the multiplier belongs to the unit */
        sum_settle(&sum, times);
        begun = true;
        next = behind;
        if (goes_on && !rest_read(text, &next, &sum, &decimal))
            break;
    }
    if (!begun)
        return;
    sum.fits = sum.fits && !__builtin_add_overflow(sum.settled, sum.section, &sum.settled) &&
               !__builtin_add_overflow(sum.settled, sum.last, &numeral->value);
    numeral->huge = !sum.fits;
    numeral->decimal = decimal;
    numeral->digits++;
    *at = next;
}

/* --- 七点三 --- */

/* 八点三十分 is a time of day; what is measured so is none. */
static bool is_measured_by_parts(struct str text, size_t at, const struct numeral *numeral)
{
    enum { HOURS = 24 };
    struct measure measure;
    if (!unit_read(text, &at, &measure))
        return false;
    enum quantity quantity = measure.unit->quantity;
    return measure.times > 1 || numeral->value > HOURS * (int64_t)FIGURE_ONE || quantity == QUANTITY_MONEY ||
           quantity == QUANTITY_PERCENT || quantity >= QUANTITY_AREA;
}

static int digit_read(struct str text, size_t *at)
{
    struct numeral numeral;
    size_t end = *at, from = 0;
    if (*at >= text.len)
        return -1;
    utf8_next(text, &end);
    struct str one = str_slice(text, *at, end);
    if (!(is_arabic_digit(one, 0) ? arabic_read(one, &from, &numeral) : han_read(one, &from, &numeral)) ||
        numeral.value >= 10 * (int64_t)FIGURE_ONE)
        return -1;
    *at = end;
    return (int)(numeral.value / FIGURE_ONE);
}

void point_read(struct str text, size_t *at, bool measured, struct numeral *numeral)
{
    size_t next = *at;
    int64_t unit = FIGURE_ONE / 10, parts = 0;
    bool digits = false, fits = true;
    if (numeral->decimal || numeral->huge || !skip_word(text, &next, "点"))
        return;
    for (int digit; (digit = digit_read(text, &next)) >= 0; unit /= 10, digits = true) {
        parts += digit * unit;
        fits = fits && (unit > 0 || digit == 0);
    }
    if (!digits || (measured && !is_measured_by_parts(text, next, numeral)))
        return;
    numeral->huge = !fits || __builtin_add_overflow(numeral->value, parts, &numeral->value);
    numeral->decimal = true;
    *at = next;
}

/* --- 8（八）人 --- */

static void bracket_read(struct str text, size_t *at, struct numeral *numeral)
{
    static const char *const open[] = {"（", "("}, *const close[] = {"）", ")"};
    struct numeral other;
    struct measure measure;
    size_t next = *at, unit;
    if (!skip_any(text, &next, open, ARRAY_COUNT(open)) || !numeral_read(text, &next, &other) ||
        !skip_any(text, &next, close, ARRAY_COUNT(close)))
        return;
    unit = next;
    if (!unit_read(text, &unit, &measure))
        return;
    numeral->huge = numeral->huge || other.huge || other.value != numeral->value;
    *at = next;
}

/* --- what cannot be read --- */

/* Joins two numbers into one; blanks may stand around signs of arithmetic. */
static bool joint_read(struct str text, size_t *at)
{
    static const char *const tight[] = {",", "'", "’", "/", "／"};
    static const char *const loose[] = {"+", "＋", "×", "*", "÷"};
    size_t next = *at;
    if (!skip_any(text, &next, tight, ARRAY_COUNT(tight))) {
        skip_blanks(text, &next);
        if (!skip_any(text, &next, loose, ARRAY_COUNT(loose)))
            return false;
        skip_blanks(text, &next);
    }
    if (!number_begins(text, next))
        return false;
    *at = next;
    return true;
}

size_t number_run_end(struct str text, size_t at)
{
    static const char *const parts[] = {"½", "¼", "¾", "²", "³"};
    for (size_t from = SIZE_MAX; from != at;) {
        struct numeral numeral;
        size_t next = at;
        from = at;
        if (is_arabic_digit(text, at))
            (void)arabic_read(text, &at, &numeral);
        else if (at < text.len &&
                 (is_han_digit(utf8_next(text, &next)) || enclosed_read(text, &next, &numeral)))
            at = next;
        else if (!skip_any(text, &at, parts, ARRAY_COUNT(parts)))
            (void)joint_read(text, &at);
    }
    return at;
}

bool number_read(struct str text, size_t *at, struct numeral *ret_numeral)
{
    struct numeral numeral;
    size_t next = *at;
    if (!numeral_read(text, &next, &numeral))
        return false;
    if (!numeral.enclosed && !numeral.han)
        add_multiples(text, &next, &numeral);
    if (!numeral.enclosed)
        point_read(text, &next, true, &numeral);
    bracket_read(text, &next, &numeral);
    size_t end = number_run_end(text, next);
    if (end != next)
        numeral = (struct numeral){.huge = true, .value = FIGURE_ONE};
    *at = end;
    *ret_numeral = numeral;
    return true;
}
