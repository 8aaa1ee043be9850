/*
 * A period and how long it is said to be: 服务期自2026年1月1日至2026年12月31日，共12个月.  Its last day may count or not; months and
 * years are told only where the period is whole ones, and what is less only of a 服务期 and the like: 培训自3月1日至3月31日，共8天.
 */
#include "prose/prose_int.h"

#include <string.h>

/* Nothing but `words`, each once or not at all, in order, stands in text[from, to). */
static bool is_only(struct str text, size_t from, size_t to, const char *const *words, size_t count)
{
    const struct str between = str_slice(text, 0, to);
    for (size_t i = 0; i < count; i++) {
        skip_blanks(between, &from);
        (void)skip_word(between, &from, words[i]);
    }
    skip_blanks(between, &from);
    return from == to;
}

static bool is_range(struct str text, size_t from, size_t to)
{
    static const char *const words[] = {"（含）", "起", "，"};
    const struct str between = str_slice(text, 0, to);
    for (size_t i = 0; i < ARRAY_COUNT(words); i++)
        (void)skip_word(between, &from, words[i]);
    return range_read(between, &from) && from == to;
}

static bool is_length_of(struct str text, size_t from, size_t to)
{
    static const char *const words[] = {"（含）", "止",   "，",   "（",   "总工期", "工期", "历时", "为期",
                                        "期限",   "共计", "合计", "总计", "共",     "计",   "为"};
    return from < to && is_only(text, from, to, words, ARRAY_COUNT(words));
}

/* Is it a time that goes on from day to day: 工期, 期限 before the first, 为期 before its length? */
static bool goes_on(struct str text, size_t from, size_t said)
{
    static const struct str links[] = {WORD("自"), WORD("从"), WORD("为"), WORD("是"), WORD("：")};
    static const struct str others[] = {WORD("培训期"),   WORD("培训期间"), WORD("活动期"),
                                        WORD("活动期间"), WORD("实习期"),   WORD("实习期间")};
    static const struct str terms[] = {WORD("期"), WORD("期限"), WORD("期间")};
    static const struct str words[] = {WORD("为期"), WORD("工期"),   WORD("历时"),
                                       WORD("期限"), WORD("期限为"), WORD("工期为")};
    for (size_t i = 0; i < ARRAY_COUNT(links); i++)
        from -= ends_with(str_slice(text, 0, from), links[i]) ? links[i].len : 0;
    return (behind_any(text, from, terms, ARRAY_COUNT(terms)) &&
            !behind_any(text, from, others, ARRAY_COUNT(others))) ||
           behind_any(text, said, words, ARRAY_COUNT(words));
}

/* Is something else said of it, behind?  11个月租金, 10天的集中服务; 130天（已扣除停工2天）, 60天，每周5天. */
static bool is_less_as_said(struct str text, size_t at)
{
    static const struct str words[] = {WORD("扣除"), WORD("停"),   WORD("免"),   WORD("每周"),   WORD("每月"),
                                       WORD("有效"), WORD("不含"), WORD("不计"), WORD("不包括"), WORD("除")};
    static const char *const marks[] = {"，", "（", "(", "）", ")", "。", "；", "、", ",", ";", "止", "整"};
    size_t end = at, mark = at;
    if (at < text.len && !skip_any(text, &mark, marks, ARRAY_COUNT(marks)))
        return (unsigned char)text.ptr[at] >= 0x80;
    while (end < text.len && !at_word(text, end, "。") && !at_word(text, end, "；"))
        (void)utf8_next(text, &end);
    for (size_t i = 0; i < ARRAY_COUNT(words); i++)
        if (last_of(text, at, end, words[i]) != SIZE_MAX)
            return true;
    return false;
}

/* The day that a date of a passage says; a month alone: its first. */
static bool day_of(const struct spoken *spoken, struct date *ret_date)
{
    const bool month = spoken->quantity == QUANTITY_DATE_YEAR_MONTH;
    if ((spoken->quantity != QUANTITY_DATE && !month) || spoken->no_day)
        return false;
    const int64_t value = month ? spoken->value * 100 + 1 : spoken->value;
    *ret_date = (struct date){(int16_t)(value / 10000), (int8_t)(value / 100 % 100), (int8_t)(value % 100)};
    return true;
}

static struct date next_day(struct date day)
{
    if (day.day < date_month_length(day.year, day.month))
        return (struct date){day.year, day.month, (int8_t)(day.day + 1)};
    const bool december = day.month == 12;
    return (struct date){(int16_t)(day.year + (december ? 1 : 0)), (int8_t)(december ? 1 : day.month + 1), 1};
}

/* Whole months from `from` to the day `end`; -1: they are none. */
static int64_t months_between(struct date from, struct date end)
{
    return from.day == end.day ? (end.year - from.year) * 12 + end.month - from.month : -1;
}

/* How long the period is in the unit, with its last day and without; -1: not in whole ones.  False: it is no such period. */
static bool lengths_of(const struct spoken *from, const struct spoken *to, enum quantity quantity,
                       int64_t lengths[2])
{
    struct date first, last;
    if (!day_of(from, &first) || !day_of(to, &last) || from->quantity != to->quantity ||
        date_compare(first, last) >= 0)
        return false;
    struct date end = next_day(last);
    if (from->quantity == QUANTITY_DATE_YEAR_MONTH) { /* its last month counts */
        end = (struct date){(int16_t)(last.year + (last.month == 12 ? 1 : 0)), (int8_t)(last.month % 12 + 1),
                            1};
        last = end;
    }
    if (quantity == QUANTITY_DAYS) {
        lengths[0] = date_days(end) - date_days(first);
        lengths[1] = date_days(last) - date_days(first);
        return from->quantity == QUANTITY_DATE;
    }
    const int64_t unit = quantity == QUANTITY_YEARS ? 12 : 1;
    lengths[0] = months_between(first, end);
    lengths[1] = months_between(first, last);
    for (int i = 0; i < 2; i++)
        lengths[i] = lengths[i] % unit == 0 ? lengths[i] / unit : -1;
    return true;
}

bool period_is_wrong(struct str text, const struct spoken *from, const struct spoken *to,
                     const struct spoken *said, int64_t *ret_right)
{
    const bool measured = said->quantity == QUANTITY_DAYS || said->quantity == QUANTITY_MONTHS ||
                          said->quantity == QUANTITY_YEARS;
    int64_t lengths[2];
    if (!measured || said->about || said->huge || said->negative || !is_range(text, from->to, to->from) ||
        !is_length_of(text, to->to, said->from) || !lengths_of(from, to, said->quantity, lengths))
        return false;
    if (is_less_as_said(text, said->to))
        return false;
    const int64_t whole = lengths[0] > 0 ? lengths[0] : lengths[1];
    *ret_right = whole;
    return whole > 0 && said->value != lengths[0] * FIGURE_ONE && said->value != lengths[1] * FIGURE_ONE &&
           (said->value > whole * FIGURE_ONE || goes_on(text, from->from, said->from));
}
