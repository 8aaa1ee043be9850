/*
 * The figures of a passage: numbers with a unit or counter, percents, dates, amounts in 大写, numbers with a
 * decimal point or grouped, and expressions that stand for one.
 *
 * Not figures: what follows 第, 附件 and the like; codes (digits beside Latin letters), times of day,
 * fractions; names in 《》; years of laws (2021年修订); a lone 一 and small Han numerals before 个, 种
 * (language, not counting); and what is marked free.
 */
#include "prose/prose_int.h"

#include <string.h>

static bool at_word(struct str text, size_t at, const char *word)
{
    return at <= text.len && str_starts(str_slice(text, at, text.len), word);
}

static bool skip_word(struct str text, size_t *at, const char *word)
{
    bool there = at_word(text, *at, word);
    *at += there ? strlen(word) : 0;
    return there;
}

static bool behind_word(struct str text, size_t at, const char *word)
{
    size_t len = strlen(word);
    return at >= len && memcmp(text.ptr + at - len, word, len) == 0;
}

static bool behind_any(struct str text, size_t at, const char *const *words, size_t count)
{
    while (at > 0 && text.ptr[at - 1] == ' ')
        at--;
    for (size_t i = 0; i < count; i++)
        if (behind_word(text, at, words[i]))
            return true;
    return false;
}

static bool is_ordinal(struct str text, size_t at)
{
    static const char *const words[] = {"第", "附件", "附表", "附图", "№", "No.", "编号", "第（"};
    return behind_any(text, at, words, ARRAY_COUNT(words));
}

static bool is_about(struct str text, size_t at)
{
    static const char *const words[] = {"约",   "近",   "大概",   "超过",   "超",
                                        "逾",   "不足", "不少于", "不低于", "至少",
                                        "至多", "最多", "不多于", "不超过", "不高于"};
    return behind_any(text, at, words, ARRAY_COUNT(words));
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Behind a code: letters, digits and what joins them. */
static size_t code_end(struct str text, size_t at)
{
    while (at < text.len && (is_letter(text.ptr[at]) || is_digit(text.ptr[at]) ||
                             (strchr("-_/.:@#&=?", text.ptr[at]) != NULL && at + 1 < text.len &&
                              (is_letter(text.ptr[at + 1]) || is_digit(text.ptr[at + 1])))))
        at++;
    return at;
}

/* A connector of ranges: 3—5次, 8月至12月. */
static bool range_read(struct str text, size_t *at)
{
    static const char *const words[] = {"—", "–", "－", "-", "~", "～", "至", "到", "−"};
    size_t next = *at;
    for (size_t i = 0; i < ARRAY_COUNT(words); i++)
        if (skip_word(text, &next, words[i])) {
            (void)skip_word(text, &next, "—");
            *at = next;
            return true;
        }
    return false;
}

/* --- dates --- */

static int whole(const struct numeral *numeral, int most)
{
    bool plain = !numeral->huge && !numeral->decimal && !numeral->grouped;
    int64_t value = numeral->value / FIGURE_ONE;
    return plain && value >= 1 && value <= most ? (int)value : 0;
}

static bool number_read(struct str text, size_t *at, struct numeral *numeral)
{
    return is_arabic_digit(text, *at) ? arabic_read(text, at, numeral)
                                      : *at < text.len && han_read(text, at, numeral);
}

/* "12月" behind a year or alone; 0: none. */
static int part_read(struct str text, size_t *at, const char *word, const char *other, int most)
{
    struct numeral numeral;
    size_t next = *at;
    while (next < text.len && text.ptr[next] == ' ')
        next++;
    int value = number_read(text, &next, &numeral) ? whole(&numeral, most) : 0;
    while (next < text.len && text.ptr[next] == ' ')
        next++;
    if (value == 0 || !(skip_word(text, &next, word) || (other != NULL && skip_word(text, &next, other))))
        return 0;
    *at = next;
    return value;
}

static void say_date(struct scanner *scanner, struct spoken *spoken, struct date date, size_t to)
{
    if (date.year == 0)
        spoken->quantity = date.day == 0 ? QUANTITY_DATE_MONTH : QUANTITY_DATE_MONTH_DAY;
    else if (date.month == 0)
        spoken->quantity = QUANTITY_DATE_YEAR;
    else
        spoken->quantity = date.day == 0 ? QUANTITY_DATE_YEAR_MONTH : QUANTITY_DATE;
    spoken->value = figure_date(spoken->quantity, date);
    spoken->to = to;
    scanner->year = date.year != 0 ? date.year : scanner->year;
    scanner->month = (unsigned char)date.month;
}

static bool is_law_year(struct str text, size_t at)
{
    static const char *const words[] = {"修正", "修订", "版", "代"};
    for (size_t i = 0; i < ARRAY_COUNT(words); i++)
        if (at_word(text, at, words[i]))
            return true;
    return false;
}

enum { YEAR_LEAST = 1900, YEAR_MOST = 2199, MONTHS = 12, DAYS = 31 };

/* 2026年, 2026年8月, 2026年8月2日.  *ret_law: a date all the same, but of a law. */
static bool year_read(struct scanner *scanner, const struct numeral *numeral, size_t at,
                      struct spoken *spoken, bool *ret_law)
{
    struct str text = scanner->text;
    struct date date = {.year = (int16_t)whole(numeral, YEAR_MOST)};
    while (at < text.len && text.ptr[at] == ' ')
        at++;
    if (date.year < YEAR_LEAST || (numeral->han && !numeral->listed))
        return false;
    if (!skip_word(text, &at, "年")) {
        struct numeral last;
        size_t next = at;
        if (!range_read(text, &next) || !number_read(text, &next, &last) ||
            whole(&last, YEAR_MOST) < YEAR_LEAST || !at_word(text, next, "年"))
            return false;
        say_date(scanner, spoken, date, at); /* 2024—2025年 */
        return true;
    }
    date.month = (int8_t)part_read(text, &at, "月", NULL, MONTHS);
    if (date.month != 0)
        date.day = (int8_t)part_read(text, &at, "日", "号", DAYS);
    *ret_law = is_law_year(text, at);
    say_date(scanner, spoken, date, at);
    return true;
}

/* 8月2日; 12月 behind a date takes its year, a day its month. */
static bool month_read(struct scanner *scanner, const struct numeral *numeral, size_t at, bool in_range,
                       struct spoken *spoken)
{
    struct str text = scanner->text;
    struct date date = {.month = (int8_t)whole(numeral, MONTHS)};
    if (in_range && scanner->month != 0 && whole(numeral, DAYS) > 0 && at_word(text, at, "日")) {
        date = (struct date){.year = (int16_t)scanner->year,
                             .month = (int8_t)scanner->month,
                             .day = (int8_t)whole(numeral, DAYS)};
        say_date(scanner, spoken, date, at + strlen("日"));
        return true;
    }
    if (date.month == 0 || !skip_word(text, &at, "月"))
        return false;
    if (at_word(text, at, "饼") || at_word(text, at, "嫂") || at_word(text, at, "供"))
        return false;
    date.day = (int8_t)part_read(text, &at, "日", "号", DAYS);
    date.year = (int16_t)(in_range ? scanner->year : 0);
    say_date(scanner, spoken, date, at);
    return true;
}

/* 2022-08-02, 2021.12.1, 2022/8/2: digits alone, the same mark twice. */
static bool marked_date(struct scanner *scanner, size_t from, struct spoken *spoken)
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

/* --- numbers with units --- */

/* Behind a time of day, 8时30分, 14:30, 8点; or `at`. */
static size_t clock_end(struct str text, size_t at, const struct numeral *numeral)
{
    enum { HOURS = 24 };
    size_t next = at;
    struct numeral minutes;
    if ((whole(numeral, HOURS) == 0 && numeral->value != 0) || numeral->decimal)
        return at;
    if (next + 1 < text.len && text.ptr[next] == ':' && is_digit(text.ptr[next + 1])) {
        next++;
        return arabic_read(text, &next, &minutes) ? next : at;
    }
    if (!skip_word(text, &next, "时") && !skip_word(text, &next, "点"))
        return at;
    size_t behind = next;
    if (number_read(text, &behind, &minutes) && skip_word(text, &behind, "分"))
        return behind;
    return next;
}

/* A lone 一 in 一户一档, 十分, 百年; small Han numerals before 个, 种, 类. */
static bool is_language(const struct numeral *numeral, const struct measure *measure)
{
    enum { SMALL = 10 };
    int64_t value = numeral->value / FIGURE_ONE;
    bool small = numeral->han && value <= SMALL;
    bool lone = numeral->han && numeral->digits == 0;
    return (numeral->han && value == 1) || (lone && measure->unit->quantity == QUANTITY_POINTS) ||
           (lone && value != SMALL) || (numeral->listed) ||
           (small && measure->unit->quantity == QUANTITY_COUNT);
}

/* Bounds: 以上, 左右 behind the unit. */
static bool ends_about(struct str text, size_t at)
{
    static const char *const words[] = {"以上", "以下", "以内", "左右", "上下", "余", "多"};
    for (size_t i = 0; i < ARRAY_COUNT(words); i++)
        if (at_word(text, at, words[i]))
            return true;
    return false;
}

static bool say_measured(const struct numeral *numeral, const struct measure *measure, size_t to,
                         struct str text, struct spoken *spoken)
{
    if (is_language(numeral, measure))
        return false;
    spoken->value = numeral->value;
    spoken->huge = numeral->huge ||
                   !value_scale(&spoken->value, measure->times * measure->unit->times, measure->unit->part);
    spoken->unit = measure->unit;
    spoken->quantity = measure->unit->quantity;
    spoken->to = to;
    spoken->about = measure->about || is_about(text, spoken->from) || ends_about(text, to);
    spoken->slight = numeral->han && numeral->digits + 1 <= 2 && numeral->value <= 10 * (int64_t)FIGURE_ONE;
    return true;
}

/* ￥ or ¥ before it. */
static bool is_price(struct str text, size_t at)
{
    static const char *const words[] = {"¥", "￥"};
    return behind_any(text, at, words, ARRAY_COUNT(words));
}

/* The unit behind the number, or behind the second of a range. */
static bool measure_read(struct scanner *scanner, size_t *at, const struct numeral *numeral,
                         struct measure *measure)
{
    struct str text = scanner->text;
    struct numeral second;
    size_t next = *at;
    if (unit_read(text, at, measure))
        return true;
    if (is_price(text, scanner->at)) {
        size_t yuan = 0;
        return unit_read(STR("元"), &yuan, measure);
    }
    if (!range_read(text, &next) || !number_read(text, &next, &second) || second.listed != numeral->listed)
        return false;
    return unit_read(text, &next, measure);
}

/* 三角五分 behind an amount in 元. */
static void add_small_money(struct str text, struct spoken *spoken, size_t *ret_end)
{
    static const struct {
        const char *word;
        int64_t part;
    } parts[] = {{"角", 10}, {"分", 100}};
    for (size_t i = 0; i < ARRAY_COUNT(parts); i++) {
        struct numeral numeral;
        size_t next = *ret_end;
        if (number_read(text, &next, &numeral) && numeral.value < 10 * (int64_t)FIGURE_ONE &&
            skip_word(text, &next, parts[i].word)) {
            spoken->value += numeral.value / parts[i].part;
            spoken->to = *ret_end = next;
        }
    }
}

/* `spoken->from` and the numeral that ends at `at`: a figure?  *ret_end: where to go on. */
static bool say_number(struct scanner *scanner, const struct numeral *numeral, size_t at,
                       struct spoken *spoken, size_t *ret_end)
{
    struct str text = scanner->text;
    static const char *const connectors[] = {"—", "–", "－", "-", "~", "～", "至", "到"};
    bool in_range = behind_any(text, spoken->from, connectors, ARRAY_COUNT(connectors));
    struct measure measure;
    bool law = false;
    *ret_end = at;
    if (is_ordinal(text, spoken->from) || at_word(text, at, "分之")) {
        size_t next = at + (at_word(text, at, "分之") ? strlen("分之") : 0);
        struct numeral other;
        if (next > at && number_read(text, &next, &other))
            *ret_end = next;
        return false;
    }
    if (year_read(scanner, numeral, at, spoken, &law) || month_read(scanner, numeral, at, in_range, spoken)) {
        *ret_end = spoken->to;
        return !law;
    }
    *ret_end = clock_end(text, at, numeral);
    if (*ret_end != at)
        return false;
    if (measure_read(scanner, &at, numeral, &measure)) {
        *ret_end = at;
        bool said = say_measured(numeral, &measure, at, text, spoken);
        if (said && behind_word(text, at, "元"))
            add_small_money(text, spoken, ret_end);
        return said;
    }
    spoken->value = numeral->value;
    spoken->huge = numeral->huge;
    spoken->to = at;
    return numeral->decimal || numeral->grouped;
}

static bool say_arabic(struct scanner *scanner, struct spoken *spoken, size_t *ret_end)
{
    struct str text = scanner->text;
    struct numeral numeral;
    struct measure measure;
    size_t at = spoken->from, unit;
    if (marked_date(scanner, at, spoken)) {
        *ret_end = spoken->to;
        return true;
    }
    (void)arabic_read(text, &at, &numeral);
    unit = at;
    bool letter = at < text.len && is_letter(text.ptr[at]);
    bool point = at + 1 < text.len && text.ptr[at] == '.' && is_digit(text.ptr[at + 1]);
    if ((letter && !unit_read(text, &unit, &measure)) || point) {
        *ret_end = code_end(text, at);
        return false;
    }
    return say_number(scanner, &numeral, at, spoken, ret_end);
}

/* 百分之八点五, 千分之三 */
static bool say_percent(struct scanner *scanner, size_t at, int64_t part, struct spoken *spoken,
                        size_t *ret_end)
{
    struct str text = scanner->text;
    struct numeral numeral, rest;
    if (!number_read(text, &at, &numeral))
        return false;
    int64_t unit = FIGURE_ONE / 10;
    if (numeral.han && skip_word(text, &at, "点"))
        for (size_t end = at; unit > 0 && end < text.len; unit /= 10) {
            utf8_next(text, &end);
            size_t from = 0;
            if (!han_read(str_slice(text, at, end), &from, &rest) || rest.value >= 10 * (int64_t)FIGURE_ONE)
                break;
            numeral.value += rest.value / FIGURE_ONE * unit;
            at = end;
        }
    *spoken = (struct spoken){.from = spoken->from,
                              .to = at,
                              .value = numeral.value / part,
                              .quantity = QUANTITY_PERCENT,
                              .huge = numeral.huge};
    spoken->about = is_about(text, spoken->from) || ends_about(text, at);
    *ret_end = at;
    return true;
}

static bool say_han(struct scanner *scanner, struct spoken *spoken, size_t *ret_end)
{
    struct numeral numeral;
    size_t at = spoken->from;
    if (!han_read(scanner->text, &at, &numeral)) {
        utf8_next(scanner->text, ret_end);
        while (*ret_end < scanner->text.len) {
            size_t next = *ret_end;
            if (!is_han_digit(utf8_next(scanner->text, &next)))
                break;
            *ret_end = next;
        }
        return false;
    }
    return say_number(scanner, &numeral, at, spoken, ret_end);
}

static bool say_capital(struct scanner *scanner, struct spoken *spoken, size_t *ret_end)
{
    struct numeral numeral;
    size_t yuan = 0, at = spoken->from;
    struct measure measure;
    enum status status = capital_read(scanner->arena, scanner->text, &at, &numeral);
    if (status == NO_MEMORY)
        scanner->status = status;
    if (status != OK || !unit_read(STR("元"), &yuan, &measure))
        return false;
    *spoken = (struct spoken){.from = spoken->from,
                              .to = at,
                              .value = numeral.value,
                              .huge = numeral.huge,
                              .quantity = QUANTITY_MONEY,
                              .unit = measure.unit};
    *ret_end = at;
    return true;
}

/* --- expressions --- */

/* Does the expression print figures?  Its source calls a function for that, or a unit stands behind it. */
static bool say_quote(struct scanner *scanner, struct spoken *spoken)
{
    struct measure measure;
    spoken->quote = true;
    spoken->index = scanner->quotes++;
    spoken->to = spoken->from + 1;
    size_t at = spoken->to;
    if (unit_read(scanner->text, &at, &measure))
        spoken->to = at;
    return true;
}

/* --- the walk --- */

/* Behind the mark that closes what the one at `at` opens; without one, behind the opening. */
static size_t closed_end(struct str text, size_t at, const char *open, const char *close)
{
    size_t from = at + strlen(open);
    for (size_t i = from; i < text.len; i++)
        if (text.ptr[i] == *close && at_word(text, i, close))
            return i + strlen(close);
    return from;
}

/* What may begin at `from`: true, with the figure; else goes on at *ret_end. */
static bool say(struct scanner *scanner, uint32_t code, struct spoken *spoken, size_t *ret_end)
{
    enum { BOOK = 0x300A /* 《 */, HUNDRED = 0x767E, THOUSAND = 0x5343 };
    static const char FREE[] = {MARK_FREE, 0}, FREE_END[] = {MARK_FREE_END, 0};
    struct str text = scanner->text;
    size_t at = spoken->from;
    if (code == MARK_QUOTE)
        return say_quote(scanner, spoken);
    if (code == MARK_FREE || code == BOOK) {
        *ret_end = code == BOOK ? closed_end(text, at, "《", "》") : closed_end(text, at, FREE, FREE_END);
        for (size_t i = at; i < *ret_end; i++)
            scanner->quotes += text.ptr[i] == MARK_QUOTE ? 1 : 0;
        return false;
    }
    if (code < 0x80 && is_letter((char)code)) {
        *ret_end = code_end(text, at);
        return false;
    }
    if (is_arabic_digit(text, at))
        return say_arabic(scanner, spoken, ret_end);
    if (code == HUNDRED && skip_word(text, &at, "百分之"))
        return say_percent(scanner, at, 1, spoken, ret_end);
    if (code == THOUSAND && skip_word(text, &at, "千分之"))
        return say_percent(scanner, at, 10, spoken, ret_end);
    if (is_han_digit(code))
        return say_han(scanner, spoken, ret_end);
    return is_capital(code) && say_capital(scanner, spoken, ret_end);
}

/* Behind the Han characters from `at` on that begin no number. */
static size_t words_end(struct str text, size_t at)
{
    enum { LEAST = 0xE4, MOST = 0xE9, BYTES = 3, HUNDRED = 0x767E, THOUSAND = 0x5343 };
    while (at + BYTES <= text.len) {
        unsigned char lead = (unsigned char)text.ptr[at];
        if (lead < LEAST || lead > MOST)
            return at;
        uint32_t code = (lead & 0xFu) << 12 | ((unsigned char)text.ptr[at + 1] & 0x3Fu) << 6 |
                        ((unsigned char)text.ptr[at + 2] & 0x3Fu);
        if (is_han_digit(code) || is_capital(code) || code == HUNDRED || code == THOUSAND)
            return at;
        at += BYTES;
    }
    return at;
}

bool scan_next(struct scanner *scanner, struct spoken *ret_spoken)
{
    struct str text = scanner->text;
    while ((scanner->at = words_end(text, scanner->at)) < text.len && scanner->status == OK) {
        size_t end = scanner->at;
        struct spoken spoken = {.from = scanner->at};
        uint32_t code = utf8_next(text, &end);
        bool said = say(scanner, code, &spoken, &end);
        scanner->at = said ? spoken.to : end;
        if (said) {
            *ret_spoken = spoken;
            return true;
        }
    }
    return false;
}
