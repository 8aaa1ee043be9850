/*
 * Words out of a list: one table reads them, prints them and tells what they are.
 *
 * In Chinese a Latin word stands between blanks, a Chinese one does not.
 *
 * Here, too, is what rows of totals are known by, in tables and in descriptions: the words that they are called, and figures that
 * are sums or means of those above.  Rows are added as they come, in all and since the last total; nothing is told of
 * sums that are larger than what holds them.
 */
#include "base/base.h"

#include <stdio.h>
#include <string.h>

static const struct choice yesno[] = {{"yes", true}, {"no", false}};
const struct words words_yesno = WORDS(yesno);

static const struct choice severities[] = {
    {"error", SEVERITY_ERROR}, {"warning", SEVERITY_WARNING}, {"notice", SEVERITY_NOTICE}};
const struct words words_severity = WORDS(severities);

bool words_parse(const struct words *words, struct str text, int *ret_value)
{
    for (size_t i = 0; i < words->count; i++)
        if (str_is(text, words->items[i].text)) {
            *ret_value = words->items[i].value;
            return true;
        }
    return false;
}

const char *words_print(const struct words *words, int value)
{
    for (size_t i = 0; i < words->count; i++)
        if (words->items[i].value == value)
            return words->items[i].text;
    return "";
}

const char *words_label(const struct words *words, char ret_label[WORDS_LABEL_MAX])
{
    bool latin = (unsigned char)words->items[0].text[0] < 0x80, pair = words->count == 2;
    const char *blank = latin ? " " : "", *between = pair ? "或" : "、";
    size_t len = (size_t)snprintf(ret_label, WORDS_LABEL_MAX, "%s%s", blank, words->items[0].text);
    for (size_t i = 1; i < words->count && len < WORDS_LABEL_MAX; i++)
        len += (size_t)snprintf(ret_label + len, WORDS_LABEL_MAX - len, "%s%s%s%s", pair ? blank : "",
                                between, pair ? blank : "", words->items[i].text);
    if (words->count > 2 && len < WORDS_LABEL_MAX)
        snprintf(ret_label + len, WORDS_LABEL_MAX - len, "%s之一", blank);
    return ret_label;
}

/* --- rows of totals --- */

enum word_sort {
    WORD_BESIDE, /* stands beside one: of when, of what */
    WORD_LIKE,   /* a record may be called so */
    WORD_SURE
};

static const struct word {
    const char *text; /* small letters */
    enum word_sort sort;
} words[] = {
    {"合计", WORD_SURE},     {"总计", WORD_SURE},     {"小计", WORD_SURE},     {"共计", WORD_SURE},
    {"总合计", WORD_SURE},   {"total", WORD_SURE},    {"subtotal", WORD_SURE}, {"grandtotal", WORD_SURE},
    {"累计", WORD_LIKE},     {"汇总", WORD_LIKE},     {"总和", WORD_LIKE},     {"总数", WORD_LIKE},
    {"平均", WORD_LIKE},     {"均值", WORD_LIKE},     {"月均", WORD_LIKE},     {"年均", WORD_LIKE},
    {"全年", WORD_LIKE},     {"全年度", WORD_LIKE},   {"sum", WORD_LIKE},      {"average", WORD_LIKE},
    {"总额", WORD_LIKE},     {"总分", WORD_LIKE},     {"总价", WORD_LIKE},     {"总量", WORD_LIKE},
    {"本年", WORD_BESIDE},   {"本年度", WORD_BESIDE}, {"年度", WORD_BESIDE},   {"当年", WORD_BESIDE},
    {"本月", WORD_BESIDE},   {"当月", WORD_BESIDE},   {"月度", WORD_BESIDE},   {"本季", WORD_BESIDE},
    {"本季度", WORD_BESIDE}, {"季度", WORD_BESIDE},   {"上半年", WORD_BESIDE}, {"下半年", WORD_BESIDE},
    {"半年", WORD_BESIDE},   {"本期", WORD_BESIDE},   {"本页", WORD_BESIDE},   {"本表", WORD_BESIDE},
    {"本次", WORD_BESIDE},   {"本项", WORD_BESIDE},   {"以上", WORD_BESIDE},   {"各项", WORD_BESIDE},
    {"含税", WORD_BESIDE},   {"不含税", WORD_BESIDE}, {"全部", WORD_BESIDE},   {"金额", WORD_BESIDE},
    {"费用", WORD_BESIDE},   {"人数", WORD_BESIDE},   {"数", WORD_BESIDE},     {"值", WORD_BESIDE},
    {"额", WORD_BESIDE},     {"万元", WORD_BESIDE},   {"元", WORD_BESIDE},     {"人", WORD_BESIDE},
    {"第", WORD_BESIDE},     {"年", WORD_BESIDE},     {"季", WORD_BESIDE},     {"月", WORD_BESIDE},
    {"日", WORD_BESIDE},     {"至", WORD_BESIDE},     {"一", WORD_BESIDE},     {"二", WORD_BESIDE},
    {"三", WORD_BESIDE},     {"四", WORD_BESIDE},     {"五", WORD_BESIDE},     {"六", WORD_BESIDE},
    {"七", WORD_BESIDE},     {"八", WORD_BESIDE},     {"九", WORD_BESIDE},     {"十", WORD_BESIDE},
};

enum { LONGEST = 72 }; /* bytes of a cell that may be a total */

/* Blanks, brackets, signs and numbers of items (①, ㈠) are nothing; letters are small. */
static bool is_nothing(uint32_t code)
{
    static const uint32_t marks[] = {0xA0,   0x3000, 0xFF1A, 0xFF08, 0xFF09, 0x3010, 0x3011, 0x201C,
                                     0x201D, 0x3001, 0xFF5E, 0x2014, 0x2013, 0x2026, 0xFF0B, 0xFF1D};
    if ((code >= 0x2460 && code <= 0x249B) || (code >= 0x3220 && code <= 0x3229))
        return true;
    for (size_t i = 0; i < ARRAY_COUNT(marks); i++)
        if (code == marks[i])
            return true;
    return code < 0x80 && (code <= ' ' || strchr(":()[]<>*-~./_\"+=", (int)code) != NULL);
}

static struct str bare(struct str text, char room[LONGEST])
{
    size_t len = 0;
    for (size_t at = 0; at < text.len;) {
        const size_t from = at;
        const uint32_t code = utf8_next(text, &at);
        if (is_nothing(code))
            continue;
        if (len + (at - from) > LONGEST)
            return STR("");
        memcpy(room + len, text.ptr + from, at - from);
        if (code >= 'A' && code <= 'Z')
            room[len] = (char)(room[len] - 'A' + 'a');
        len += at - from;
    }
    return (struct str){room, len};
}

/* The longest word that stands there; NULL: none. */
static const struct word *word_at(struct str text, size_t at)
{
    const struct str rest = str_slice(text, at, text.len);
    const struct word *longest = NULL;
    for (size_t i = 0; i < ARRAY_COUNT(words); i++)
        if (str_starts(rest, words[i].text) &&
            (longest == NULL || strlen(words[i].text) > strlen(longest->text)))
            longest = &words[i];
    return longest;
}

/* All of the text is words of the table, one of them a total's. */
static enum total_word chain_of_words(struct str text)
{
    enum word_sort most = WORD_BESIDE;
    for (size_t at = 0; at < text.len;) {
        const struct word *word = word_at(text, at);
        if (word == NULL && (text.ptr[at] < '0' || text.ptr[at] > '9'))
            return TOTAL_NONE;
        most = word != NULL && word->sort > most ? word->sort : most;
        at += word != NULL ? strlen(word->text) : 1;
    }
    return most == WORD_SURE ? TOTAL_SURE : most == WORD_LIKE ? TOTAL_LIKE : TOTAL_NONE;
}

/* Every word that makes a total has one of these characters, or is in Latin letters: most names are told by that. */
static bool may_be_total(struct str text)
{
    static const uint32_t marks[] = {0x8BA1 /* 计 */, 0x603B /* 总 */, 0x5747 /* 均 */, 0x5168 /* 全 */};
    for (size_t at = 0; at < text.len;) {
        const uint32_t code = utf8_next(text, &at);
        if ((code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z'))
            return true;
        for (size_t i = 0; i < ARRAY_COUNT(marks); i++)
            if (code == marks[i])
                return true;
    }
    return false;
}

enum total_word text_total(struct str text)
{
    char room[LONGEST];
    if (!may_be_total(text))
        return TOTAL_NONE;
    const struct str whole = bare(text, room);
    const enum total_word chain = chain_of_words(whole);
    if (chain != TOTAL_NONE)
        return chain;
    enum total_word most = str_starts(whole, "总") ? TOTAL_HINT : TOTAL_NONE;
    for (size_t i = 0; i < ARRAY_COUNT(words); i++)
        if (words[i].sort != WORD_BESIDE && (unsigned char)words[i].text[0] >= 0x80 &&
            str_ends(whole, words[i].text)) {
            const enum total_word end = words[i].sort == WORD_SURE ? TOTAL_LIKE : TOTAL_HINT;
            most = end > most ? end : most;
        }
    return most;
}

/* --- figures of such rows --- */

static const int64_t ONE = 1000000;

enum status running_sums_init(struct running_sums *sums, struct arena *arena, size_t count)
{
    *sums = (struct running_sums){.count = count};
    sums->all = ARENA_NEW_ARRAY(arena, count, int64_t);
    sums->part = ARENA_NEW_ARRAY(arena, count, int64_t);
    return sums->all != NULL && sums->part != NULL ? OK : NO_MEMORY;
}

void running_sums_begin(struct running_sums *sums)
{
    sums->rows = 0;
    for (size_t i = 0; i < sums->count; i++)
        sums->all[i] = 0;
    running_sums_end_part(sums);
}

void running_sums_end_part(struct running_sums *sums)
{
    sums->part_rows = 0;
    for (size_t i = 0; i < sums->count; i++)
        sums->part[i] = 0;
}

static void add_to(int64_t *sum, int64_t value)
{
    if (__builtin_add_overflow(*sum, value, sum))
        *sum = 0;
}

void running_sums_add(struct running_sums *sums, const struct running_figure *row)
{
    sums->rows++;
    sums->part_rows++;
    for (size_t i = 0; i < sums->count; i++)
        if (row[i].is_said) {
            add_to(&sums->all[i], row[i].value);
            add_to(&sums->part[i], row[i].value);
        }
}

/* The sum of the rows above, or of those since the last total; their mean, to two decimals. */
static bool is_made_of(const struct running_sums *sums, size_t i, int64_t value)
{
    const int64_t rows = (int64_t)sums->rows;
    int64_t times;
    if (sums->rows >= 2 && value == sums->all[i])
        return true;
    if (sums->part_rows >= 2 && value == sums->part[i])
        return true;
    if (sums->rows < 2 || __builtin_mul_overflow(value, rows, &times) ||
        __builtin_sub_overflow(times, sums->all[i], &times))
        return false;
    return times <= rows * (ONE / 200) && -times <= rows * (ONE / 200);
}

bool running_sums_fit(const struct running_sums *sums, const struct running_figure *row, bool all)
{
    size_t said = 0, made = 0;
    bool something = false;
    for (size_t i = 0; i < sums->count; i++) {
        if (!row[i].is_said)
            continue;
        const bool is_made = is_made_of(sums, i, row[i].value);
        said++;
        made += is_made;
        something = something || (is_made && row[i].value != 0);
    }
    return something && (!all || made == said);
}

bool running_sums_repeat(const struct running_sums *sums, const struct running_figure *row)
{
    bool something = false;
    for (size_t i = 0; i < sums->count; i++) {
        if (row[i].is_said && row[i].value != sums->part[i])
            return false;
        something = something || (row[i].is_said && row[i].value != 0);
    }
    return something && sums->part_rows == 1;
}
