/*
 * Units and counters, once: those that running text is read with (TYPED), those that are looked for beside a
 * printed number (BESIDE), and those of both.
 *
 * A one-character counter often begins a word that is no counter (人民, 项目, 分站点): the characters that
 * make such a word stand in the table, those that do so only behind a printed number (人均) apart.
 */
#include "expr/values/values.h"

#define UNIT(word, quantity, times, part, not_before, beside, typed)                                         \
    {                                                                                                        \
        word, not_before, beside, QUANTITY_##quantity, times, part, typed                                    \
    }
#define TYPED(word, quantity, times, part, not_before)                                                       \
    UNIT(word, quantity, times, part, not_before, NULL, true)
#define COUNTER(word, not_before) TYPED(word, COUNT, 1, 1, not_before)
#define BOTH(word, quantity, times, part, not_before, more)                                                  \
    UNIT(word, quantity, times, part, not_before, more, true)
#define BESIDE(word, quantity, not_before) UNIT(word, quantity, 1, 1, not_before, "", false)

static const struct unit units[] = {
    COUNTER("人次", ""),
    BOTH("人", PEOPLE, 1, 1, "民员才群格口际类", "均"),
    BOTH("名", PEOPLE, 1, 1, "称录额字", "单"),
    TYPED("位", PEOPLE, 1, 1, "于置"),
    BOTH("元", MONEY, 1, 1, "旦素首宵", ""),
    TYPED("圆", MONEY, 1, 1, "形满桌"),
    TYPED("块钱", MONEY, 1, 1, ""),
    TYPED("角", MONEY, 1, 10, "度落色"),
    BOTH("%", PERCENT, 1, 1, "", ""),
    BOTH("％", PERCENT, 1, 1, "", ""),
    BOTH("‰", PERCENT, 1, 10, "", ""),
    TYPED("个百分点", PERCENT, 1, 1, ""),
    TYPED("百分点", PERCENT, 1, 1, ""),
    BOTH("分钟", TIME, 1, 1, "", ""),
    TYPED("分", POINTS, 1, 1, "站别类析局享中支公项期批散配工部店校管布组段裂级"),
    TYPED("个小时", TIME, 60, 1, ""),
    BOTH("小时", TIME, 60, 1, "", ""),
    TYPED("个自然日", DAYS, 1, 1, ""),
    TYPED("自然日", DAYS, 1, 1, ""),
    COUNTER("个工作日", ""),
    COUNTER("工作日", ""),
    BOTH("天", DAYS, 1, 1, "然气空津", ""),
    BOTH("日", DAYS, 1, 1, "常程报照", "期"),
    BOTH("个月", MONTHS, 1, 1, "", ""),
    BOTH("年", YEARS, 1, 1, "级轻代", "度底末初"),
    TYPED("周岁", YEARS, 1, 1, ""),
    TYPED("周年", YEARS, 1, 1, ""),
    TYPED("岁", YEARS, 1, 1, "月"),
    BOTH("平方米", AREA, 1, 1, "", ""),
    TYPED("平方公里", AREA, 1000000, 1, ""),
    BOTH("㎡", AREA, 1, 1, "", ""),
    TYPED("m²", AREA, 1, 1, ""),
    TYPED("公顷", AREA, 10000, 1, ""),
    TYPED("亩", AREA, 2000, 3, ""),
    TYPED("公里", LENGTH, 1000, 1, ""),
    TYPED("千米", LENGTH, 1000, 1, ""),
    TYPED("km", LENGTH, 1000, 1, ""),
    TYPED("厘米", LENGTH, 1, 100, ""),
    TYPED("毫米", LENGTH, 1, 1000, ""),
    TYPED("米", LENGTH, 1, 1, ""),
    TYPED("千克", WEIGHT, 1000, 1, ""),
    TYPED("公斤", WEIGHT, 1000, 1, ""),
    TYPED("kg", WEIGHT, 1000, 1, ""),
    TYPED("克", WEIGHT, 1, 1, "服"),
    TYPED("吨", WEIGHT, 1000000, 1, ""),
    TYPED("个人", PEOPLE, 1, 1, "信所账档"),
    COUNTER("个", ""),
    COUNTER("家", "庭具务乡"),
    BOTH("户", COUNT, 1, 1, "籍口主", "型"),
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
    BESIDE("千元", MONEY, ""),
    BESIDE("万元", MONEY, ""),
    BESIDE("百万元", MONEY, ""),
    BESIDE("亿元", MONEY, ""),
    BESIDE("千万元", MONEY, ""),
    BESIDE("万", NONE, ""),
    BESIDE("亿", NONE, ""),
    BESIDE("月", MONTHS, "底末初中薪"),
};

_Static_assert(ARRAY_COUNT(units) < 255, "a unit's number is a byte");

unsigned char unit_number(const struct unit *unit)
{
    return unit == NULL ? 0 : (unsigned char)(unit - units + 1);
}

const struct unit *unit_numbered(unsigned char number)
{
    return number == 0 ? NULL : &units[number - 1];
}

static bool stands_at(struct str text, size_t at, const char *word, size_t *ret_end)
{
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

/* Units whose words begin with bytes of one sum, in the order of the table: rows + 1, 0 ends them. */
struct unit_rows {
    unsigned char first[256], next[ARRAY_COUNT(units)];
    bool made;
};

static size_t sum_of_first(const char *word, size_t len)
{
    const unsigned char *bytes = (const unsigned char *)word;
    return len < 3 || bytes[0] < 0xE0 ? bytes[0] : (bytes[0] ^ bytes[1] * 7U ^ bytes[2] * 31U) & 0xFF;
}

static const struct unit_rows *rows_by_first(void)
{
    static struct unit_rows rows;
    for (size_t i = ARRAY_COUNT(units); i-- > 0 && !rows.made;) {
        unsigned char *first = &rows.first[sum_of_first(units[i].word, strlen(units[i].word))];
        rows.next[i] = *first;
        *first = (unsigned char)(i + 1);
    }
    rows.made = true;
    return &rows;
}

const struct unit *unit_at(struct str text, size_t *at, bool typed)
{
    const struct unit *found = NULL;
    const struct unit_rows *rows = rows_by_first();
    size_t longest = *at;
    size_t row = *at < text.len ? rows->first[sum_of_first(text.ptr + *at, text.len - *at)] : 0;
    for (; row != 0; row = rows->next[row - 1]) {
        const struct unit *unit = &units[row - 1];
        size_t end = *at;
        if ((typed ? unit->typed : unit->beside != NULL) && stands_at(text, *at, unit->word, &end) &&
            end > longest && !is_among(text, end, unit->not_before) &&
            (typed || !is_among(text, end, unit->beside))) {
            longest = end;
            found = unit;
        }
    }
    *at = longest;
    return found;
}
