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

static bool is_ordinal(struct str text, size_t at)
{
    static const struct str words[] = {WORD("第"), WORD("附件"), WORD("附表"), WORD("附图"),
                                       WORD("№"),  WORD("No."),  WORD("编号"), WORD("第（")};
    return behind_any(text, at, words, ARRAY_COUNT(words));
}

static bool is_about(struct str text, size_t at)
{
    static const struct str words[] = {
        WORD("≥"),    WORD("≤"),      WORD("＞"),     WORD("＜"),     WORD(">"),    WORD("<"),
        WORD("≈"),    WORD("约"),     WORD("近"),     WORD("大概"),   WORD("超过"), WORD("超"),
        WORD("逾"),   WORD("不足"),   WORD("不少于"), WORD("不低于"), WORD("至少"), WORD("至多"),
        WORD("最多"), WORD("不多于"), WORD("不超过"), WORD("不高于")};
    return behind_any(text, at, words, ARRAY_COUNT(words));
}

/* --- numbers with units --- */

/* Behind a time of day, 8时30分, 14:30, 8点; or `at`. */
static size_t clock_end(struct str text, size_t at, const struct numeral *numeral)
{
    enum { HOURS = 24 };
    size_t next = at;
    struct numeral minutes;
    if ((whole_number(numeral, HOURS) == 0 && numeral->value != 0) || numeral->decimal)
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
    static const char FAMILY[] = "家"; /* 陆家嘴 */
    if (numeral->capital)
        return numeral->digits <= 1 && strcmp(measure->unit->word, FAMILY) == 0;
    return (numeral->han && value == 1) || (lone && measure->unit->quantity == QUANTITY_POINTS) ||
           (lone && value != SMALL) || numeral->loose || (small && measure->unit->quantity == QUANTITY_COUNT);
}

/* Bounds: 以上, 左右 behind the unit. */
static bool ends_about(struct str text, size_t at)
{
    static const char *const words[] = {"以上", "以下", "以内", "左右", "上下", "余", "多"};
    return skip_any(text, &at, words, ARRAY_COUNT(words));
}

/* 两年半, 9个半月: another value, which is not read. */
static bool is_half_more(struct str text, size_t at, const struct measure *measure)
{
    enum quantity quantity = measure->unit->quantity;
    bool halves = quantity == QUANTITY_COUNT || (quantity >= QUANTITY_YEARS && quantity <= QUANTITY_TIME);
    return halves && at_word(text, at, "半");
}

/* What the last digit is worth that is shown of 138.32万元, 100元; 0: it may be all that there is of the amount. */
static int64_t step_of(const struct numeral *numeral, const struct measure *measure)
{
    enum { WAN = 10000 };
    int64_t step = FIGURE_ONE;
    if (measure->unit->quantity != QUANTITY_MONEY || measure->times < WAN ||
        numeral->places > FIGURE_DECIMALS || (numeral->decimal && numeral->places == 0))
        return 0;
    for (size_t i = 0; i < numeral->places; i++)
        step /= 10;
    return value_scale(&step, measure->times, 1) ? step : 0;
}

static bool say_measured(const struct scanner *scanner, const struct numeral *numeral,
                         const struct measure *measure, size_t to, struct spoken *spoken)
{
    struct str text = scanner->text;
    if (is_language(numeral, measure) && (!scanner->asked || numeral->loose))
        return false;
    spoken->value = spoken->number = numeral->value;
    spoken->huge = numeral->huge ||
                   !value_scale(&spoken->value, measure->times * measure->unit->times, measure->unit->part);
    spoken->huge = spoken->huge || is_half_more(text, to, measure);
    spoken->step = step_of(numeral, measure);
    spoken->unit = measure->unit;
    spoken->quantity = measure->unit->quantity;
    spoken->to = to;
    spoken->about = measure->about || is_about(text, spoken->from) || ends_about(text, to);
    spoken->slight = (numeral->han || numeral->enclosed) && numeral->digits + 1 <= 2 &&
                     numeral->value <= 10 * (int64_t)FIGURE_ONE;
    return true;
}

/* The unit in front: ￥252,727.31, 人民币252,727.31. */
static bool is_price(struct str text, size_t at)
{
    static const struct str words[] = {WORD("¥"),        WORD("￥"),       WORD("人民币"),
                                       WORD("人民币："), WORD("RMB"),      WORD("RMB￥"),
                                       WORD("CNY"),      WORD("（元）："), WORD("（元）")};
    return behind_any(text, at, words, ARRAY_COUNT(words));
}

/* May a number in front of which a unit stands be an amount of it?  年, 月, 日 may name one: 时间（年）. */
static bool may_stand_in_front(const struct measure *measure)
{
    const enum quantity quantity = measure->unit->quantity;
    return quantity != QUANTITY_YEARS && quantity != QUANTITY_MONTHS &&
           strcmp(measure->unit->word, "日") != 0;
}

/* 金额（万元）：12.5, and nothing behind it that may be another unit: as the head of a column says it of its cells. */
static bool unit_in_front(struct str text, size_t from, size_t to, struct measure *ret_measure)
{
    static const char *const behind[] = {"，", "。", "；", "、", "）", "（", ",", ";", ")", "(", "\4"};
    static const struct str links[] = {WORD("："), WORD(":"), WORD(" "), WORD("\4")};
    static const struct str opens[] = {WORD("（"), WORD("(")}, closes[] = {WORD("）"), WORD(")")};
    enum { LONGEST = 30 }; /* bytes */
    const size_t least = from > LONGEST ? from - LONGEST : 0;
    if (to < text.len && !skip_any(text, &to, behind, ARRAY_COUNT(behind)))
        return false;
    for (size_t i = 0; i < ARRAY_COUNT(links); i++)
        if (ends_with(str_slice(text, 0, from), links[i])) {
            from -= links[i].len;
            i = SIZE_MAX; /* from the first again */
        }
    for (size_t i = 0; i < ARRAY_COUNT(closes) && from > least; i++) {
        size_t at = last_of(text, least, from, opens[i]);
        if (!behind_word(text, from, closes[i].ptr) || at == SIZE_MAX)
            continue;
        at += opens[i].len;
        (void)skip_word(text, &at, "单位：");
        return unit_read(text, &at, ret_measure) && at + closes[i].len == from &&
               may_stand_in_front(ret_measure);
    }
    return false;
}

/* The unit behind the number, or behind the second of a range; else the one in front: ￥142.8万. */
static bool measure_read(struct scanner *scanner, size_t *at, const struct numeral *numeral,
                         struct measure *measure)
{
    struct str text = scanner->text;
    struct numeral second;
    size_t next = *at;
    if (unit_read(text, at, measure))
        return true;
    const bool priced = is_price(text, scanner->at);
    if (priced && money_read(text, at, priced, measure))
        return true;
    if (range_read(text, &next) && number_read(text, &next, &second) && second.listed == numeral->listed &&
        (unit_read(text, &next, measure) || (priced && money_read(text, &next, priced, measure))))
        return true;
    size_t yuan = 0;
    return (priced && unit_read(STR("元"), &yuan, measure)) || unit_in_front(text, scanner->at, *at, measure);
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

/* 在岗人数：8。 The words before it may name a field. */
static bool is_stated(struct str text, const struct numeral *numeral, const struct spoken *spoken)
{
    static const struct str before[] = {WORD("："), WORD(":"), WORD("为"), WORD("是"), WORD("="), WORD("＝")};
    static const char *const behind[] = {"，", "。", "；", "、", "）", ",", ";", ")", "\4"};
    size_t to = spoken->to;
    return !numeral->han && !numeral->huge && behind_any(text, spoken->from, before, ARRAY_COUNT(before)) &&
           (to == text.len || char_is_white(text.ptr[to]) ||
            skip_any(text, &to, behind, ARRAY_COUNT(behind)));
}

static bool is_shown(struct str text, size_t at)
{
    static const struct str words[] = {WORD("表"), WORD("图")};
    return behind_any(text, at, words, ARRAY_COUNT(words));
}

static void tell_reference(struct scanner *scanner, size_t from, const struct numeral *numeral, size_t to)
{
    struct spoken_reference reference;
    if (scanner->note != NULL && cited_read(scanner->text, from, numeral, to, &reference))
        scanner->note(scanner->context, &reference);
}

/* `spoken->from` and the numeral that ends at `at`: a figure?  *ret_end: where to go on. */
static bool say_number(struct scanner *scanner, const struct numeral *numeral, size_t at,
                       struct spoken *spoken, size_t *ret_end)
{
    struct str text = scanner->text;
    struct measure measure;
    bool law;
    *ret_end = at;
    if (is_ordinal(text, spoken->from) || at_word(text, at, "分之")) {
        tell_reference(scanner, spoken->from, numeral, at);
        size_t next = at + (at_word(text, at, "分之") ? strlen("分之") : 0);
        struct numeral other;
        if (next > at && number_read(text, &next, &other))
            *ret_end = next;
        return false;
    }
    if (is_shown(text, spoken->from))
        tell_reference(scanner, spoken->from, numeral, at);
    if (date_read(scanner, numeral, at, spoken, &law)) {
        *ret_end = spoken->to;
        return !law;
    }
    *ret_end = clock_end(text, at, numeral);
    if (*ret_end != at)
        return false;
    if (measure_read(scanner, &at, numeral, &measure) ||
        (!numeral->han && money_read(text, &at, false, &measure))) {
        *ret_end = at;
        bool said = say_measured(scanner, numeral, &measure, at, spoken);
        if (said && behind_word(text, at, "元"))
            add_small_money(text, spoken, ret_end);
        return said;
    }
    spoken->value = numeral->value;
    spoken->huge = numeral->huge;
    spoken->to = at;
    spoken->bare = !numeral->decimal && !numeral->grouped;
    return !spoken->bare || is_stated(text, numeral, spoken);
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
    (void)number_read(text, &at, &numeral);
    unit = at;
    bool letter = at < text.len && is_latin(text.ptr[at]);
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
    struct numeral numeral;
    if (!number_read(text, &at, &numeral))
        return false;
    point_read(text, &at, false, &numeral);
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
    if (number_read(scanner->text, &at, &numeral))
        return say_number(scanner, &numeral, at, spoken, ret_end);
    *ret_end = number_run_end(scanner->text, at);
    return false;
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
        return say_han(scanner, spoken, ret_end); /* 捌人 */
    *spoken = (struct spoken){.from = spoken->from,
                              .to = at,
                              .value = numeral.value,
                              .huge = numeral.huge,
                              .capital = true,
                              .quantity = QUANTITY_MONEY,
                              .unit = measure.unit};
    *ret_end = at;
    return true;
}

/* ⑧人 in a sentence; before one it numbers the sentence. */
static bool say_enclosed(struct scanner *scanner, uint32_t code, struct spoken *spoken, size_t *ret_end)
{
    int64_t value;
    size_t before = spoken->from;
    if (!is_enclosed_number(code, &value) || before == 0)
        return false;
    while (((unsigned char)scanner->text.ptr[--before] & 0xC0) == 0x80)
        continue;
    enum { FIRST_HAN = 0x3400, LAST_HAN = 0x9FFF };
    uint32_t last = utf8_next(scanner->text, &before);
    return last >= FIRST_HAN && last <= LAST_HAN && say_han(scanner, spoken, ret_end);
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

/* Behind the mark that closes what the one at `at` opens; without one, behind the opening.  *none: there is none, so that
 * nobody looks for it again. */
static size_t closed_end(struct str text, size_t at, const char *open, const char *close, bool *none)
{
    size_t from = at + strlen(open);
    for (size_t i = from; i < text.len && !*none; i++)
        if (text.ptr[i] == *close && at_word(text, i, close))
            return i + strlen(close);
    *none = true;
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
        *ret_end = code == BOOK ? closed_end(text, at, "《", "》", &scanner->no_book_end)
                                : closed_end(text, at, FREE, FREE_END, &scanner->no_free_end);
        for (size_t i = at; i < *ret_end; i++)
            scanner->quotes += text.ptr[i] == MARK_QUOTE ? 1 : 0;
        return false;
    }
    if (code < 0x80 && is_latin((char)code)) {
        static const char *const moneys[] = {"RMB", "CNY"};
        size_t next = at;
        bool money = skip_any(text, &next, moneys, ARRAY_COUNT(moneys)) && is_arabic_digit(text, next);
        *ret_end = money ? next : code_end(text, at);
        return false;
    }
    if (is_arabic_digit(text, at))
        return say_arabic(scanner, spoken, ret_end);
    if (code == HUNDRED && skip_word(text, &at, "百分之"))
        return say_percent(scanner, at, 1, spoken, ret_end);
    if (code == THOUSAND && skip_word(text, &at, "千分之"))
        return say_percent(scanner, at, 10, spoken, ret_end);
    switch (number_start(code)) {
    case START_HAN:
        return say_han(scanner, spoken, ret_end);
    case START_CAPITAL:
        return say_capital(scanner, spoken, ret_end);
    case START_NONE:
        return say_enclosed(scanner, code, spoken, ret_end);
    default:
        return false;
    }
}

static bool is_common_mark(uint32_t code)
{
    return code == 0x3001 || code == 0x3002 || code == 0xFF0C || code == 0xFF08 || code == 0xFF09 ||
           code == 0xFF1A || code == 0xFF1B;
}

/* Behind the Han characters, and the marks between them, from `at` on that begin no number. */
static size_t words_end(struct str text, size_t at)
{
    enum { MARKS = 0xE3, LEAST = 0xE4, MOST = 0xE9, WIDE = 0xEF, BYTES = 3 };
    while (at + BYTES <= text.len) {
        unsigned char lead = (unsigned char)text.ptr[at];
        if (lead < MARKS || (lead > MOST && lead != WIDE))
            return at;
        uint32_t code = (lead & 0xFu) << 12 | ((unsigned char)text.ptr[at + 1] & 0x3Fu) << 6 |
                        ((unsigned char)text.ptr[at + 2] & 0x3Fu);
        if (lead >= LEAST && lead <= MOST ? number_start(code) > START_WITHIN : !is_common_mark(code))
            return at;
        at += BYTES;
    }
    return at;
}

/* -9人, 负9人; not 3人-9人. */
static bool is_negative(const struct scanner *scanner, size_t from)
{
    static const char *const signs[] = {"-", "−", "－", "﹣", "±", "负"};
    struct str text = scanner->text;
    for (size_t i = 0; i < ARRAY_COUNT(signs) && from > 0; i++)
        if (behind_word(text, from, signs[i])) {
            size_t at = from - strlen(signs[i]);
            return at == 0 || (at != scanner->last && text.ptr[at - 1] != '-');
        }
    return false;
}

bool scan_next(struct scanner *scanner, struct spoken *ret_spoken)
{
    struct str text = scanner->text;
    while ((scanner->at = words_end(text, scanner->at)) < text.len && scanner->status == OK) {
        size_t end = scanner->at;
        struct spoken spoken = {.from = scanner->at};
        uint32_t code = utf8_next(text, &end);
        bool said = say(scanner, code, &spoken, &end);
        bool number = said || is_arabic_digit(text, scanner->at);
        spoken.negative = said && spoken.quantity < QUANTITY_DATE && is_negative(scanner, spoken.from);
        spoken.about = spoken.about || spoken.negative;
        spoken.huge = spoken.huge ||
                      (said && (behind_word(text, spoken.from, ".") || behind_word(text, spoken.from, "．")));
        scanner->at = said ? spoken.to : end;
        scanner->last = number ? scanner->at : scanner->last;
        if (said) {
            *ret_spoken = spoken;
            return true;
        }
    }
    return false;
}
