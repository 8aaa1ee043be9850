/*
 * The check elements: what each proves, as data.
 *
 * A row is one relation between two expressions; {name} in them stands for the attribute of that name as the
 * author wrote it.  An element with several relations has several rows.  check_compile.c puts the attributes
 * in and compiles; checks.c evaluates.  A chain ("a; b; c" in `of`) is one relation for each two neighbours,
 * {a} and {b}.  {half} is half a unit of the last of `decimals` decimals.
 *
 * An element that proves what another proves, in the words of some trade, is a row that names it, with a label
 * and attributes of its own; `names` says how it calls those of the other.
 */
#include "model/check_kinds.h"

#include <string.h>

#define PROOF(of, stated, relates, computed, points, says, ...)                                              \
    {                                                                                                        \
        .element = of, .left = stated, .relation = RELATION_##relates, .right = computed, .at = points,      \
        .label = says, __VA_ARGS__                                                                           \
    }

static const struct check_kind kinds[] = {
    PROOF("check", "{that}", HOLDS, NULL, NULL, "", .own_message = true),

    /* sums and other arithmetic */
    PROOF("sum", "{is}", EQUAL, "sum({of})", "{is}", "合计＝各项之和"),
    PROOF("crossfoot", "{is}", EQUAL, "sum({rows})", "{is}", "总计＝各行合计之和"),
    PROOF("crossfoot", "{is}", EQUAL, "{columns}", "{is}", "总计＝各列合计之和"),
    PROOF("equal", "{of}", EQUAL, "{to}", "{of}", "两处一致"),
    PROOF("difference", "{is}", EQUAL, "({of}) - ({less})", "{is}", "差额相符"),
    PROOF("product", "{is}", EQUAL, "({of}) * ({by})", "{is}", "乘积相符"),

    /* shares */
    PROOF("ratio", "{is}", EQUAL, "({of}) / ({base})", "{is}", "比例＝部分÷基数", .without = "decimals"),
    PROOF("ratio", "{is}", EQUAL, "round_share(({of}) / ({base}), {decimals})", "{is}", "比例＝部分÷基数",
          .needs = "decimals"),
    PROOF("percent", "{is}", EQUAL, "round_share(({of}) / ({base}) * 100, {decimals})", "{is}",
          "百分比＝部分÷基数", .chain = false),
    PROOF("percent-total", "sum({of})", EQUAL, "{whole}", NULL, "各项比例之和＝整体",
          .tolerance = "count({of}) * {half}"),

    /* limits */
    PROOF("cap", "{of}", AT_MOST, "{at-most}", "{of}", "不超过总额"),
    PROOF("range", "{of}", AT_LEAST, "{min}", "{of}", "不小于下限", .needs = "min"),
    PROOF("range", "{of}", AT_MOST, "{max}", "{of}", "不大于上限", .needs = "max"),
    PROOF("bands-join", "{of}", BANDS, NULL, NULL, "各档衔接，无空缺、无重叠"),
    PROOF("grade", "{is}", EQUAL, "band({bands}, {of})", "{is}", "等级与得分相符"),

    /* words, dates, counts */
    PROOF("words", "rmb_value({is})", EQUAL, "{of}", "{is}", "大写与数字一致"),
    PROOF("handate", "{is}", EQUAL, "handate({of})", "{is}", "汉字日期与数字日期一致"),
    PROOF("order", "{a}", AT_MOST, "{b}", "{a}", "先后次序", .chain = true),
    PROOF("before", "{a}", LESS, "{b}", "{a}", "先后次序", .chain = true),
    PROOF("period", "{months}", EQUAL, "fullmonths({from}, {to})", "{months}", "月数与起止日期一致",
          .chain = false),
    PROOF("counted", "{is}", EQUAL, "count({of})", "{is}", "写明的个数＝实有个数"),

    /* texts and keys */
    PROOF("same", "{b}", EQUAL, "{a}", "{b}", "各处文字一致", .chain = true),
    PROOF("unique", "unique({of})", HOLDS, "{of}", NULL, "各不相同"),
    PROOF("refers", "any({to}, it = ({of}))", HOLDS, "{of}", "{of}", "所引的确有其项", .among = "{to}"),

    /* what another proves, in other words */
    {.element = "children", .is = "sum", .label = "上级数＝下级数之和"},
    {.element = "instalments", .is = "sum", .label = "总额＝各期之和"},
    {.element = "remainder", .is = "difference", .label = "末期＝总额－此前各期"},
    {.element = "copies", .is = "equal", .label = "总份数＝各方份数之和", .names = "of=is to=of"},
    {.element = "at-most", .is = "cap", .label = "不超过满分", .names = "at-most=full"},
};

size_t check_kinds_of(struct str element, const struct check_kind **ret_first)
{
    size_t first = 0;
    size_t count = 0;
    while (first < ARRAY_COUNT(kinds) && !str_is(element, kinds[first].element))
        first++;
    while (first + count < ARRAY_COUNT(kinds) && str_is(element, kinds[first + count].element))
        count++;
    *ret_first = count == 0 ? NULL : &kinds[first];
    return count;
}

const struct check_kind *check_kind_meant(const struct check_kind *kind)
{
    const struct check_kind *meant = kind;
    if (kind->is != NULL)
        (void)check_kinds_of(str_of(kind->is), &meant);
    return meant;
}

void check_kinds_list(struct buf *out)
{
    for (size_t i = 0; i < ARRAY_COUNT(kinds); i++)
        if (i == 0 || strcmp(kinds[i].element, kinds[i - 1].element) != 0)
            buf_printf(out, " %s", kinds[i].element);
}
