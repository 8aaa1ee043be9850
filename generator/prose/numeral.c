/*
 * Numbers as Chinese texts write them -> values in millionths: 1,234.50 and ２０ (Arabic), 三十二 and
 * 二〇二二 (Han), 贰佰元整 (大写, read by expr).  What is not well formed is no number.
 */
#include "prose/prose_int.h"

#include <string.h>

bool value_scale(int64_t *value, int64_t times, int64_t part)
{
    int64_t scaled;
    if (__builtin_mul_overflow(*value, times, &scaled))
        return false;
    *value = scaled / part;
    return true;
}

/* --- Arabic --- */

/* The digit at `at`, ASCII or full-width, and behind it; -1: none. */
static int digit_at(struct str text, size_t at, size_t *ret_end)
{
    if (at >= text.len)
        return -1;
    unsigned char c = (unsigned char)text.ptr[at];
    if (c >= '0' && c <= '9') {
        *ret_end = at + 1;
        return c - '0';
    }
    if (c != 0xEF || at + 2 >= text.len || (unsigned char)text.ptr[at + 1] != 0xBC)
        return -1;
    unsigned char last = (unsigned char)text.ptr[at + 2];
    if (last < 0x90 || last > 0x99)
        return -1;
    *ret_end = at + 3;
    return last - 0x90;
}

bool is_arabic_digit(struct str text, size_t at)
{
    size_t end;
    return digit_at(text, at, &end) >= 0;
}

/* Digits side by side from *at; how many.  Their number goes into *value; false in *fits: too large. */
static size_t digits_read(struct str text, size_t *at, int64_t *value, bool *fits)
{
    size_t count = 0, end = *at;
    for (int digit; (digit = digit_at(text, *at, &end)) >= 0; count++) {
        *at = end;
        *fits = *fits && !__builtin_mul_overflow(*value, 10, value) &&
                !__builtin_add_overflow(*value, digit, value);
    }
    return count;
}

/* Between groups: a comma, also a wide one, or a single blank. */
static bool group_begins(struct str text, size_t *at)
{
    static const char *const marks[] = {",", "，", " ", "\u00a0", "\u2009", "\u202f"};
    return skip_any(text, at, marks, ARRAY_COUNT(marks));
}

/* ",234" as often as it stands there; other marks than the comma separate words and numbers, too. */
static bool groups_read(struct str text, size_t *at, struct numeral *numeral, bool *fits)
{
    enum { GROUP = 3 };
    for (size_t next = *at; group_begins(text, &next); *at = next) {
        int64_t value = 0;
        bool group_fits = true;
        if (digits_read(text, &next, &value, &group_fits) != GROUP)
            return text.ptr[*at] != ',';
        *fits = *fits && !__builtin_mul_overflow(numeral->value, 1000, &numeral->value) &&
                !__builtin_add_overflow(numeral->value, value, &numeral->value);
        numeral->digits += GROUP;
        numeral->grouped = true;
    }
    return true;
}

/* The decimals behind the point; more than six make it huge unless they are 0. */
static void decimals_read(struct str text, size_t *at, struct numeral *numeral, bool *fits)
{
    size_t next = *at, end;
    int64_t unit = FIGURE_ONE / 10;
    if (!(skip_word(text, &next, ".") || skip_word(text, &next, "．")) || digit_at(text, next, &end) < 0)
        return;
    for (int digit; (digit = digit_at(text, next, &end)) >= 0; next = end) {
        *fits = *fits && (unit > 0 || digit == 0) &&
                !__builtin_add_overflow(numeral->value, digit * unit, &numeral->value);
        unit /= 10;
        numeral->places++;
    }
    numeral->decimal = true;
    *at = next;
}

bool arabic_read(struct str text, size_t *at, struct numeral *ret_numeral)
{
    struct numeral numeral = {0};
    bool fits = true;
    size_t next = *at;
    numeral.digits = digits_read(text, &next, &numeral.value, &fits);
    if (numeral.digits == 0)
        return false;
    size_t plain = next;
    if (numeral.digits <= 3 && numeral.value > 0 && !groups_read(text, &next, &numeral, &fits))
        next = plain;
    fits = fits && !__builtin_mul_overflow(numeral.value, FIGURE_ONE, &numeral.value);
    if (next < text.len)
        decimals_read(text, &next, &numeral, &fits);
    numeral.huge = !fits;
    numeral.value = fits ? numeral.value : 0;
    *at = next;
    *ret_numeral = numeral;
    return true;
}

/* --- Han --- */

/* What a character is worth: digits from 1 on, then the powers. */
enum { WORTH_DIGIT = 1, WORTH_POWER = 11 };
#define DIGIT(start, digit) ((start) | (WORTH_DIGIT + (digit)) << START_BITS)
#define POWER(start, row)   ((start) | (WORTH_POWER + (row)) << START_BITS)

static const int64_t POWERS[] = {10, 100, 1000, 10000, 100000000};

/* Asked of every Han character of a text. */
const unsigned char numeral_signs[NUMERAL_PLANE] = {
    [u'〇'] = DIGIT(START_HAN, 0),     [u'零'] = DIGIT(START_HAN, 0),     [u'○'] = DIGIT(START_WITHIN, 0),
    [u'一'] = DIGIT(START_HAN, 1),     [u'壹'] = DIGIT(START_CAPITAL, 1), [u'二'] = DIGIT(START_HAN, 2),
    [u'两'] = DIGIT(START_HAN, 2),     [u'贰'] = DIGIT(START_CAPITAL, 2), [u'貳'] = DIGIT(START_CAPITAL, 2),
    [u'三'] = DIGIT(START_HAN, 3),     [u'叁'] = DIGIT(START_CAPITAL, 3), [u'叄'] = DIGIT(START_CAPITAL, 3),
    [u'四'] = DIGIT(START_HAN, 4),     [u'肆'] = DIGIT(START_CAPITAL, 4), [u'五'] = DIGIT(START_HAN, 5),
    [u'伍'] = DIGIT(START_CAPITAL, 5), [u'六'] = DIGIT(START_HAN, 6),     [u'陆'] = DIGIT(START_CAPITAL, 6),
    [u'陸'] = DIGIT(START_CAPITAL, 6), [u'七'] = DIGIT(START_HAN, 7),     [u'柒'] = DIGIT(START_CAPITAL, 7),
    [u'八'] = DIGIT(START_HAN, 8),     [u'捌'] = DIGIT(START_CAPITAL, 8), [u'九'] = DIGIT(START_HAN, 9),
    [u'玖'] = DIGIT(START_CAPITAL, 9), [u'十'] = POWER(START_HAN, 0),     [u'拾'] = POWER(START_CAPITAL, 0),
    [u'百'] = POWER(START_PART, 1),    [u'佰'] = POWER(START_WITHIN, 1),  [u'千'] = POWER(START_PART, 2),
    [u'仟'] = POWER(START_WITHIN, 2),  [u'万'] = POWER(START_WITHIN, 3),  [u'萬'] = POWER(START_WITHIN, 3),
    [u'亿'] = POWER(START_WITHIN, 4),  [u'億'] = POWER(START_WITHIN, 4)};

/* -1: none. */
static int han_digit(uint32_t code)
{
    int worth = code < NUMERAL_PLANE ? numeral_signs[code] >> START_BITS : 0;
    return worth < WORTH_POWER ? worth - WORTH_DIGIT : -1;
}

/* Of what is no digit. */
static int64_t han_power(uint32_t code)
{
    return POWERS[(numeral_signs[code] >> START_BITS) - WORTH_POWER];
}

bool is_han_digit(uint32_t code)
{
    enum number_start start = number_start(code);
    return start == START_HAN || start == START_CAPITAL;
}

struct han {
    int64_t total, section, digit; /* with 万 and 亿; what has none yet; the last digit */
    int64_t power;                 /* the last one in the section: they fall */
    int64_t large;                 /* the last of 万 and 亿; 0: none */
    size_t digits, powers;
    bool waits; /* `digit` has no power yet */
    bool huge;
    int64_t line; /* digits one by one */
};

enum { TEN_THOUSAND = 10000 };

/* 一亿三千万: one below the other; 三万五千亿: the larger one behind is of all before it. */
static bool han_add_large(struct han *han, int64_t power)
{
    const int64_t section = han->section + (han->powers == 0 ? han->line : han->waits ? han->digit : 0);
    const bool is_above = han->large > 0 && power > han->large;
    int64_t part = is_above ? han->total + section : section;
    if (part == 0 || (!is_above && section == 0))
        return false;
    han->huge = han->huge || power == han->large /* 两万三万: nobody knows */ ||
                __builtin_mul_overflow(part, power, &part) ||
                __builtin_add_overflow(is_above ? 0 : han->total, part, &han->total);
    han->large = power;
    han->section = 0;
    han->power = TEN_THOUSAND;
    return true;
}

static bool han_add_power(struct han *han, int64_t power)
{
    if (power >= TEN_THOUSAND) {
        if (!han_add_large(han, power))
            return false;
    } else {
        bool several = han->powers == 0 && han->line >= 10; /* 三五百 */
        if (several || power >= han->power || (!han->waits && (power != 10 || han->digits + han->powers > 0)))
            return false;
        han->section += (han->waits ? han->digit : 1) * power;
        han->power = power;
    }
    han->waits = false;
    han->powers++;
    return true;
}

static bool han_add_digit(struct han *han, int digit)
{
    enum { LONGEST = 8 };
    if (han->waits && han->powers > 0 && han->digit != 0)
        return false;
    if (++han->digits > LONGEST && han->powers == 0)
        return false;
    han->line = han->powers == 0 ? han->line * 10 + digit : 0;
    han->digit = digit;
    han->waits = true;
    return true;
}

bool han_read(struct str text, size_t *at, struct numeral *ret_numeral)
{
    struct han han = {.power = 10000};
    size_t next = *at;
    bool capital = false, zero = false;
    while (next < text.len) {
        size_t end = next;
        uint32_t code = utf8_next(text, &end);
        if (number_start(code) == START_NONE)
            break;
        int digit = han_digit(code);
        capital = capital || number_start(code) == START_CAPITAL;
        zero = zero || digit == 0;
        int64_t power = digit < 0 ? han_power(code) : 0;
        if (digit >= 0 ? !han_add_digit(&han, digit) : !han_add_power(&han, power))
            return false;
        next = end;
    }
    if (han.digits + han.powers == 0)
        return false;
    bool listed = han.powers == 0 && han.digits > 1;
    int64_t value = listed ? han.line : han.total + han.section + (han.waits ? han.digit : 0);
    struct numeral numeral = {.value = value,
                              .digits = han.digits,
                              .han = true,
                              .listed = listed,
                              .loose = listed && han.digits == 2 && !zero,
                              .capital = capital};
    numeral.huge = __builtin_mul_overflow(value, FIGURE_ONE, &numeral.value) || han.huge;
    *at = next;
    *ret_numeral = numeral;
    return true;
}

/* --- 大写 --- */

static const char CAPITALS[] = "零壹贰叁肆伍陆柒捌玖貳叄陸拾佰仟万亿元圆角分整正"; /* of three bytes each */

static size_t capitals_end(struct str text, size_t at)
{
    enum { BYTES = 3 };
    for (bool found = true; found && at + BYTES <= text.len;) {
        found = false;
        for (const char *one = CAPITALS; *one != '\0' && !found; one += BYTES)
            found = memcmp(one, text.ptr + at, BYTES) == 0;
        at += found ? BYTES : 0;
    }
    return at;
}

enum status capital_read(struct arena *arena, struct str text, size_t *at, struct numeral *ret_numeral)
{
    size_t end = capitals_end(text, *at);
    const struct number *amount;
    struct numeral_fault fault;
    bool exact;
    enum status status = numeral_money_read(arena, str_slice(text, *at, end), &amount, &fault);
    if (status != OK)
        return status;
    struct numeral numeral = {.han = true};
    numeral.huge = !number_scaled(amount, FIGURE_DECIMALS, &numeral.value, &exact);
    *at = end;
    *ret_numeral = numeral;
    return OK;
}
