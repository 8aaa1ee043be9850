/*
 * The unit of a number in running text, with the multiplier before it, and what the label of a field says of
 * its unit and its name.  The words stand in expr/unit_words.c.  White between number and unit does not part
 * them.
 */
#include "prose/prose_int.h"

enum { WAN_TIMES = 10000 };

/* Behind Arabic digits. */
static const struct {
    const char *word;
    int64_t times;
} MULTIPLIERS[] = {{"万亿", 1000000000000}, {"亿", 100000000}, {"千万", 10000000}, {"百万", 1000000},
                   {"十万", 100000},        {"万", WAN_TIMES}, {"千", 1000},       {"百", 100}};

/* The ends of labels that say what is counted, not what is meant; and the counter that they stand for. */
static const struct {
    struct str end, unit;
} LABEL_ENDS[] = {{WORD("总人数"), WORD("人")},   {WORD("人数"), WORD("人")}, {WORD("天数"), WORD("天")},
                  {WORD("月数"), WORD("个月")},   {WORD("年数"), WORD("年")}, {WORD("份数"), WORD("份")},
                  {WORD("次数"), WORD("次")},     {WORD("场数"), WORD("场")}, {WORD("场次"), WORD("场次")},
                  {WORD("户数"), WORD("户")},     {WORD("家数"), WORD("家")}, {WORD("个数"), WORD("个")},
                  {WORD("期数"), WORD("期")},     {WORD("页数"), WORD("页")}, {WORD("总数"), WORD("")},
                  {WORD("小时数"), WORD("小时")}, {WORD("数量"), WORD("")},   {WORD("数"), WORD("")},
                  {WORD("日期"), WORD("")}};

/* 余 多 几 between number and unit. */
static bool skip_about(struct str text, size_t *at)
{
    return skip_word(text, at, "余") || skip_word(text, at, "多") || skip_word(text, at, "几");
}

static void skip_white(struct str text, size_t *at)
{
    do
        while (*at < text.len && char_is_white(text.ptr[*at]))
            (*at)++;
    while (skip_word(text, at, "　"));
}

bool unit_read(struct str text, size_t *at, struct measure *ret_measure)
{
    struct measure measure = {.times = 1};
    size_t next = *at;
    skip_white(text, &next);
    measure.about = skip_about(text, &next);
    measure.unit = unit_at(text, &next, true);
    for (size_t i = 0; measure.unit == NULL && i < ARRAY_COUNT(MULTIPLIERS); i++) {
        size_t behind = next;
        if (!skip_word(text, &behind, MULTIPLIERS[i].word))
            continue;
        measure.about = skip_about(text, &behind) || measure.about;
        measure.unit = unit_at(text, &behind, true);
        measure.times = MULTIPLIERS[i].times;
        next = behind;
    }
    if (measure.unit == NULL)
        return false;
    *at = next;
    *ret_measure = measure;
    return true;
}

bool money_read(struct str text, size_t *at, bool priced, struct measure *ret_measure)
{
    static const char *const ends[] = {"，", "。", "；", "、", "）", "（", "：", ",", ";", ")", "(", "\4"};
    size_t next = *at, yuan = 0;
    skip_white(text, &next);
    for (size_t i = 0; i < ARRAY_COUNT(MULTIPLIERS); i++) {
        size_t behind = next;
        if (MULTIPLIERS[i].times < WAN_TIMES || !skip_word(text, &behind, MULTIPLIERS[i].word))
            continue;
        size_t end = behind;
        if (!priced && behind < text.len && !skip_any(text, &end, ends, ARRAY_COUNT(ends)))
            return false;
        (void)unit_read(STR("元"), &yuan, ret_measure);
        ret_measure->times = MULTIPLIERS[i].times;
        *at = behind;
        return true;
    }
    return false;
}

/* --- labels --- */

/* What stands in （） at the end of the label; empty: nothing. */
static struct str in_brackets(struct str label, struct str *ret_before)
{
    const struct str open = STR("（"), close = STR("）");
    *ret_before = label;
    size_t at = ends_with(label, close) ? last_of(label, 0, label.len, open) : SIZE_MAX;
    if (at == SIZE_MAX)
        return STR("");
    *ret_before = str_slice(label, 0, at);
    return str_slice(label, at + open.len, label.len - close.len);
}

static bool whole_unit(struct str word, struct measure *ret_measure)
{
    size_t at = 0;
    return word.len > 0 && unit_read(word, &at, ret_measure) && at == word.len;
}

struct measure unit_of_field(const struct field *field)
{
    struct measure measure = {.times = 1};
    struct str before;
    if (whole_unit(field->type.unit, &measure) || whole_unit(in_brackets(field->label, &before), &measure))
        return measure;
    for (size_t i = 0; i < ARRAY_COUNT(LABEL_ENDS); i++)
        if (ends_with(before, LABEL_ENDS[i].end) && whole_unit(LABEL_ENDS[i].unit, &measure))
            return measure;
    return (struct measure){.times = 1};
}

struct measure unit_of_name(struct str name)
{
    struct measure measure;
    struct str before;
    return whole_unit(in_brackets(name, &before), &measure) ? measure : (struct measure){.times = 1};
}

struct str name_without_unit(struct str name)
{
    struct str before;
    (void)in_brackets(name, &before);
    return unit_of_name(name).unit == NULL ? name : before;
}

bool label_is_ordinal(struct str label)
{
    static const struct str ends[] = {WORD("季度"), WORD("年度"), WORD("年份"), WORD("月份"),
                                      WORD("序号"), WORD("编号"), WORD("名次"), WORD("排名"),
                                      WORD("位次"), WORD("顺序"), WORD("条次"), WORD("届次")};
    struct str before;
    (void)in_brackets(label, &before);
    for (size_t i = 0; i < ARRAY_COUNT(ends); i++)
        if (ends_with(before, ends[i]))
            return true;
    return false;
}

struct str label_core(struct str label)
{
    enum { LEAST = 2 };
    struct str core;
    (void)in_brackets(label, &core);
    for (size_t i = 0; i < ARRAY_COUNT(LABEL_ENDS); i++)
        if (ends_with(core, LABEL_ENDS[i].end)) {
            core.len -= LABEL_ENDS[i].end.len;
            break;
        }
    return utf8_count(core) < LEAST ? STR("") : core;
}
