/*
 * Chinese numerals: amounts in words (大写), counts (三千零五十二), capitals (壹拾贰), digit by digit
 * (二〇二二).
 *
 * A number is cut into sections of four digits: 万亿, 亿, 万, ones.  Within a section an inner zero is said
 * once.  Between sections 零 is said when a whole section is zero or the next one has no thousands.  Where
 * the rule of the People's Bank (正确填写票据和结算凭证的基本规定) leaves the 零 open, the first of its own
 * printed forms is the house form: 107000.53 is 壹拾万柒仟元零伍角叁分.  So 零 is not said before thousands
 * that follow a zero, and after a zero 元 only when 分 come too (1000.50 is 壹仟元伍角) or no 角.  整 stands
 * after 元, not after 角.  The full form, for houses that want it, says 零 wherever the rule leaves it open,
 * and 整 after 角 as well: 壹拾万零柒仟元零伍角整.
 */
#include "expr/values/values.h"

struct numerals {
    const char *digits[10];
    const char *places[4]; /* ones, tens, hundreds, thousands */
};

static const struct numerals capital = {{"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"},
                                        {"", "拾", "佰", "仟"}};
static const struct numerals plain = {{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"},
                                      {"", "十", "百", "千"}};

enum { SECTIONS = 4, SECTION = 10000 };
static const int64_t NUMERAL_LIMIT = 10000000000000000; /* 10^16: four sections */

static void section_add(const struct numerals *set, int section, struct buf *out)
{
    static const int scales[] = {1, 10, 100, 1000};
    bool started = false, zero = false;
    for (int place = 3; place >= 0; place--) {
        int digit = section / scales[place] % 10;
        if (digit == 0) {
            zero = started;
            continue;
        }
        if (zero)
            buf_add_text(out, set->digits[0]);
        buf_add_text(out, set->digits[digit]);
        buf_add_text(out, set->places[place]);
        started = true;
        zero = false;
    }
}

/* 0 < n < NUMERAL_LIMIT. */
static void integer_add(const struct numerals *set, int64_t n, bool full, struct buf *out)
{
    int sections[SECTIONS + 1] = {0};
    for (int i = 0; i < SECTIONS; i++, n /= SECTION)
        sections[i] = (int)(n % SECTION);
    bool started = false, zero = false;
    for (int i = SECTIONS - 1; i >= 0; i--) {
        if (sections[i] == 0) {
            zero = started;
        } else {
            bool open = full && sections[i + 1] % 10 == 0;
            if (zero || (started && (sections[i] < 1000 || open)))
                buf_add_text(out, set->digits[0]);
            section_add(set, sections[i], out);
            started = true;
            zero = false;
        }
        if (i % 2 == 1 && sections[i] > 0)
            buf_add_text(out, "万");
        if (i == 2 && started)
            buf_add_text(out, "亿");
    }
}

/* Amount in 分, not negative. */
static void money_add(int64_t fen, bool full, struct buf *out)
{
    int64_t yuan = fen / 100;
    int jiao = (int)(fen / 10 % 10), rest = (int)(fen % 10);
    if (yuan > 0) {
        integer_add(&capital, yuan, full, out);
        buf_add_text(out, "元");
    } else if (fen == 0) {
        buf_add_text(out, "零元");
    }
    if (jiao == 0 && rest == 0) {
        buf_add_text(out, "整");
        return;
    }
    if (yuan > 0 && (full || rest > 0) && (jiao == 0 || yuan % 10 == 0))
        buf_add_text(out, "零");
    if (jiao > 0) {
        buf_add_text(out, capital.digits[jiao]);
        buf_add_text(out, "角");
    }
    if (rest == 0 && full)
        buf_add_text(out, "整");
    if (rest > 0) {
        buf_add_text(out, capital.digits[rest]);
        buf_add_text(out, "分");
    }
}

enum { MONEY_SCRATCH = 16 * 1024 };

static bool money_print(const struct number *amount, bool full, struct buf *out)
{
    struct arena *scratch = arena_new(MONEY_SCRATCH);
    const struct number *hundred, *fen;
    enum status status = scratch != NULL ? number_of(scratch, 100, &hundred) : NO_MEMORY;
    if (status == OK)
        status = number_apply(scratch, NUMBER_MULTIPLY, amount, hundred, &fen);
    int64_t value = 0;
    bool fits = status == OK && number_as_int(fen, &value) && value / 100 < NUMERAL_LIMIT &&
                value / 100 > -NUMERAL_LIMIT;
    arena_free(scratch);
    if (status == NO_MEMORY) {
        out->failed = true;
        return true;
    }
    if (!fits)
        return false;
    if (value < 0)
        buf_add_text(out, "负");
    money_add(value < 0 ? -value : value, full, out);
    return true;
}

bool numeral_money(const struct number *amount, struct buf *out)
{
    return money_print(amount, false, out);
}

bool numeral_money_full(const struct number *amount, struct buf *out)
{
    return money_print(amount, true, out);
}

/* Negative numbers with 负 in front; false beyond the limit. */
static bool signed_add(const struct numerals *set, int64_t n, bool drop_one, struct buf *out)
{
    if (n >= NUMERAL_LIMIT || n <= -NUMERAL_LIMIT)
        return false;
    if (n == 0) {
        buf_add_text(out, set->digits[0]);
        return true;
    }
    if (n < 0)
        buf_add_text(out, "负");
    n = n < 0 ? -n : n;
    int64_t leading = n;
    while (leading >= SECTION)
        leading /= SECTION;
    if (drop_one && leading >= 10 && leading < 20) {
        /* 十二, not 一十二, where the number begins with it. */
        struct buf words = BUF(EXPR_MAX_TEXT);
        integer_add(set, n, false, &words);
        struct str text = buf_str(&words);
        buf_add_str(out, str_slice(text, sizeof "一" - 1, text.len));
        out->failed |= words.failed;
        buf_clear(&words);
    } else {
        integer_add(set, n, false, out);
    }
    return true;
}

bool numeral_count(int64_t n, struct buf *out)
{
    return signed_add(&plain, n, true, out);
}

bool numeral_upper(int64_t n, struct buf *out)
{
    return signed_add(&capital, n, false, out);
}

bool numeral_digits(int64_t n, struct buf *out)
{
    if (n < 0)
        return false;
    int digits[20];
    size_t count = 0;
    do {
        digits[count++] = (int)(n % 10);
        n /= 10;
    } while (n > 0);
    while (count-- > 0)
        buf_add_text(out, digits[count] == 0 ? "〇" : plain.digits[digits[count]]);
    return true;
}
