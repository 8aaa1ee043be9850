/*
 * Units and counters: a table, longest first where one begins another; and what the label of a field says of
 * its unit and its name.
 *
 * A one-character counter often begins a word that is no counter (人民, 项目, 分站点): the characters that
 * make such a word stand in the table.  White between number and unit does not part them.
 */
#include "prose/prose_int.h"

#include <string.h>

#define COUNTER(word, not_before)                                                                            \
    {                                                                                                        \
        word, QUANTITY_COUNT, 1, 1, not_before                                                               \
    }

static const struct unit UNITS[] = {
    {"人民币", QUANTITY_NONE, 0, 1, ""}, /* stands before an amount */
    COUNTER("人次", ""),
    {"人", QUANTITY_PEOPLE, 1, 1, "民员才群格口际类"},
    {"名", QUANTITY_PEOPLE, 1, 1, "称录额字"},
    {"位", QUANTITY_PEOPLE, 1, 1, "于置"},
    {"元", QUANTITY_MONEY, 1, 1, "旦素首宵"},
    {"圆", QUANTITY_MONEY, 1, 1, "形满桌"},
    {"块钱", QUANTITY_MONEY, 1, 1, ""},
    {"角", QUANTITY_MONEY, 1, 10, "度落色"},
    {"%", QUANTITY_PERCENT, 1, 1, ""},
    {"％", QUANTITY_PERCENT, 1, 1, ""},
    {"‰", QUANTITY_PERCENT, 1, 10, ""},
    {"个百分点", QUANTITY_PERCENT, 1, 1, ""},
    {"百分点", QUANTITY_PERCENT, 1, 1, ""},
    {"分钟", QUANTITY_TIME, 1, 1, ""},
    {"分", QUANTITY_POINTS, 1, 1, "站别类析局享中支公项期批散配工部店校管布组段裂级"},
    {"个小时", QUANTITY_TIME, 60, 1, ""},
    {"小时", QUANTITY_TIME, 60, 1, ""},
    {"个自然日", QUANTITY_DAYS, 1, 1, ""},
    {"自然日", QUANTITY_DAYS, 1, 1, ""},
    COUNTER("个工作日", ""),
    COUNTER("工作日", ""),
    {"天", QUANTITY_DAYS, 1, 1, "然气空津"},
    {"日", QUANTITY_DAYS, 1, 1, "常程报照"},
    {"个月", QUANTITY_MONTHS, 1, 1, ""},
    {"年", QUANTITY_YEARS, 1, 1, "级轻代"},
    {"周岁", QUANTITY_YEARS, 1, 1, ""},
    {"周年", QUANTITY_YEARS, 1, 1, ""},
    {"岁", QUANTITY_YEARS, 1, 1, "月"},
    {"平方米", QUANTITY_AREA, 1, 1, ""},
    {"平方公里", QUANTITY_AREA, 1000000, 1, ""},
    {"㎡", QUANTITY_AREA, 1, 1, ""},
    {"m²", QUANTITY_AREA, 1, 1, ""},
    {"公顷", QUANTITY_AREA, 10000, 1, ""},
    {"亩", QUANTITY_AREA, 2000, 3, ""},
    {"公里", QUANTITY_LENGTH, 1000, 1, ""},
    {"千米", QUANTITY_LENGTH, 1000, 1, ""},
    {"km", QUANTITY_LENGTH, 1000, 1, ""},
    {"厘米", QUANTITY_LENGTH, 1, 100, ""},
    {"毫米", QUANTITY_LENGTH, 1, 1000, ""},
    {"米", QUANTITY_LENGTH, 1, 1, ""},
    {"千克", QUANTITY_WEIGHT, 1000, 1, ""},
    {"公斤", QUANTITY_WEIGHT, 1000, 1, ""},
    {"kg", QUANTITY_WEIGHT, 1000, 1, ""},
    {"克", QUANTITY_WEIGHT, 1, 1, "服"},
    {"吨", QUANTITY_WEIGHT, 1000000, 1, ""},
    {"个人", QUANTITY_PEOPLE, 1, 1, "信所账档"},
    COUNTER("个", ""),
    COUNTER("家", "庭具务乡"),
    COUNTER("户", "籍口主"),
    COUNTER("场次", ""),
    COUNTER("场", "所地景面"),
    COUNTER("次", "数"),
    COUNTER("份", "额"),
    COUNTER("节", "日目约假能"),
    COUNTER("期", "间限满末望"),
    COUNTER("项目", ""),
    COUNTER("项", ""),
    COUNTER("支", "部付出"),
    COUNTER("条", "例件款"),
    COUNTER("台", "账"),
    COUNTER("辆", ""),
    COUNTER("间", "接"),
    COUNTER("所", "有属以"),
    COUNTER("页", "面"),
    COUNTER("字", "体符"),
    COUNTER("批", "准评"),
    COUNTER("类", "型别似"),
    COUNTER("种", "植子"),
    COUNTER("本", "人项协合"),
    COUNTER("册", ""),
    COUNTER("套", "餐"),
    COUNTER("件", ""),
    COUNTER("课时", ""),
    COUNTER("学时", ""),
    COUNTER("篇", ""),
    COUNTER("幅", ""),
    COUNTER("张", "贴"),
    COUNTER("例", "如会"),
    COUNTER("宗", "旨"),
    COUNTER("起", "草来点始"),
    COUNTER("轮", ""),
    COUNTER("处", "理于分置室"),
    COUNTER("栋", ""),
    COUNTER("班", "子长"),
    COUNTER("组", "织建"),
    COUNTER("队", "伍"),
    COUNTER("周", "末边围密"),
    COUNTER("星期", ""),
    COUNTER("季度", ""),
    COUNTER("盒", ""),
    COUNTER("箱", ""),
    COUNTER("瓶", ""),
    COUNTER("棵", ""),
    COUNTER("株", ""),
};

/* Behind Arabic digits. */
static const struct {
    const char *word;
    int64_t times;
} MULTIPLIERS[] = {{"万亿", 1000000000000}, {"亿", 100000000}, {"千万", 10000000}, {"百万", 1000000},
                   {"十万", 100000},        {"万", 10000},     {"千", 1000},       {"百", 100}};

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

_Static_assert(ARRAY_COUNT(UNITS) < 255, "a unit's number is a byte");

unsigned char unit_number(const struct unit *unit)
{
    return unit == NULL ? 0 : (unsigned char)(unit - UNITS + 1);
}

const struct unit *unit_numbered(unsigned char number)
{
    return number == 0 ? NULL : &UNITS[number - 1];
}

/* Told by the first three bytes, or by the one that the word has. */
static bool may_stand_at(struct str text, size_t at, const char *word)
{
    enum { BYTES = 3 };
    if (at == text.len || text.ptr[at] != word[0])
        return false;
    return word[1] == '\0' ||
           (text.len - at >= BYTES && text.ptr[at + 1] == word[1] && text.ptr[at + 2] == word[2]);
}

static bool stands_at(struct str text, size_t at, const char *word, size_t *ret_end)
{
    if (!may_stand_at(text, at, word))
        return false;
    for (; *word != '\0'; word++, at++)
        if (at == text.len || text.ptr[at] != *word)
            return false;
    *ret_end = at;
    return true;
}

/* Does the character at `at` stand in the list? */
static bool is_among(struct str text, size_t at, const char *list)
{
    size_t end = at;
    if (*list == '\0' || at == text.len)
        return false;
    utf8_next(text, &end);
    struct str rest = str_of(list);
    for (size_t offset = 0; offset < rest.len;) {
        size_t from = offset;
        utf8_next(rest, &offset);
        if (str_equal(str_slice(rest, from, offset), str_slice(text, at, end)))
            return true;
    }
    return false;
}

static const struct unit *plain_unit(struct str text, size_t *at)
{
    const struct unit *found = NULL;
    size_t longest = *at;
    for (size_t i = 0; i < ARRAY_COUNT(UNITS); i++) {
        size_t end;
        if (UNITS[i].times > 0 && stands_at(text, *at, UNITS[i].word, &end) && end > longest &&
            !is_among(text, end, UNITS[i].not_before)) {
            longest = end;
            found = &UNITS[i];
        }
    }
    *at = longest;
    return found;
}

/* 余 多 几 between number and unit. */
static bool skip_about(struct str text, size_t *at)
{
    return stands_at(text, *at, "余", at) || stands_at(text, *at, "多", at) || stands_at(text, *at, "几", at);
}

static void skip_white(struct str text, size_t *at)
{
    while (*at < text.len && (char_is_white(text.ptr[*at]) || stands_at(text, *at, "　", at)))
        *at += char_is_white(text.ptr[*at]) ? 1 : 0;
}

bool unit_read(struct str text, size_t *at, struct measure *ret_measure)
{
    struct measure measure = {.times = 1};
    size_t next = *at;
    skip_white(text, &next);
    measure.about = skip_about(text, &next);
    measure.unit = plain_unit(text, &next);
    for (size_t i = 0; measure.unit == NULL && i < ARRAY_COUNT(MULTIPLIERS); i++) {
        size_t behind;
        if (!stands_at(text, next, MULTIPLIERS[i].word, &behind))
            continue;
        measure.about = skip_about(text, &behind) || measure.about;
        measure.unit = plain_unit(text, &behind);
        measure.times = MULTIPLIERS[i].times;
        next = behind;
    }
    if (measure.unit == NULL)
        return false;
    *at = next;
    *ret_measure = measure;
    return true;
}

/* --- labels --- */

static bool ends_with(struct str text, struct str end)
{
    return text.len >= end.len && memcmp(text.ptr + text.len - end.len, end.ptr, end.len) == 0;
}

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
