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

#define COMMON "severity tolerance label at when "

static const struct check_kind kinds[] = {
    {.element = "check",
     .attributes = COMMON "that",
     .left = "{that}",
     .relation = RELATION_HOLDS,
     .label = "",
     .own_message = true},

    /* sums and other arithmetic */
    {.element = "sum",
     .attributes = COMMON "of is",
     .left = "{is}",
     .right = "sum({of})",
     .relation = RELATION_EQUAL,
     .at = "is",
     .label = "合计＝各项之和"},
    {.element = "crossfoot",
     .attributes = COMMON "rows columns is",
     .left = "{is}",
     .right = "sum({rows})",
     .relation = RELATION_EQUAL,
     .at = "is",
     .label = "总计＝各行合计之和"},
    {.element = "crossfoot",
     .attributes = COMMON "rows columns is",
     .left = "{is}",
     .right = "{columns}",
     .relation = RELATION_EQUAL,
     .at = "is",
     .label = "总计＝各列合计之和"},
    {.element = "equal",
     .attributes = COMMON "of to",
     .left = "{of}",
     .right = "{to}",
     .relation = RELATION_EQUAL,
     .at = "of",
     .label = "两处一致"},
    {.element = "difference",
     .attributes = COMMON "of less is",
     .left = "{is}",
     .right = "({of}) - ({less})",
     .relation = RELATION_EQUAL,
     .at = "is",
     .label = "差额相符"},
    {.element = "product",
     .attributes = COMMON "of by is",
     .left = "{is}",
     .right = "({of}) * ({by})",
     .relation = RELATION_EQUAL,
     .at = "is",
     .label = "乘积相符"},

    /* shares */
    {.element = "ratio",
     .attributes = COMMON "of base is decimals",
     .left = "{is}",
     .right = "({of}) / ({base})",
     .relation = RELATION_EQUAL,
     .at = "is",
     .label = "比例＝部分÷基数",
     .without = "decimals"},
    {.element = "ratio",
     .attributes = COMMON "of base is decimals",
     .left = "{is}",
     .right = "round(({of}) / ({base}), {decimals})",
     .relation = RELATION_EQUAL,
     .at = "is",
     .label = "比例＝部分÷基数",
     .needs = "decimals"},
    {.element = "percent",
     .attributes = COMMON "of base is decimals",
     .left = "{is}",
     .right = "percentage(({of}) / ({base}), {decimals})",
     .relation = RELATION_EQUAL,
     .at = "is",
     .label = "百分比＝部分÷基数",
     .defaults = "decimals=2"},
    {.element = "percent-total",
     .attributes = COMMON "of whole decimals",
     .left = "sum({of})",
     .right = "{whole}",
     .relation = RELATION_EQUAL,
     .tolerance = "count({of}) * {half}",
     .label = "各项比例之和＝整体",
     .defaults = "whole=100 decimals=2"},

    /* limits */
    {.element = "cap",
     .attributes = COMMON "of at-most",
     .left = "{of}",
     .right = "{at-most}",
     .relation = RELATION_AT_MOST,
     .at = "of",
     .label = "不超过总额"},
    {.element = "range",
     .attributes = COMMON "of min max",
     .left = "{of}",
     .right = "{min}",
     .relation = RELATION_AT_LEAST,
     .at = "of",
     .label = "不小于下限",
     .needs = "min"},
    {.element = "range",
     .attributes = COMMON "of min max",
     .left = "{of}",
     .right = "{max}",
     .relation = RELATION_AT_MOST,
     .at = "of",
     .label = "不大于上限",
     .needs = "max"},
    {.element = "bands-join",
     .attributes = COMMON "of",
     .left = "{of}",
     .relation = RELATION_BANDS,
     .label = "各档衔接，无空缺、无重叠"},
    {.element = "grade",
     .attributes = COMMON "of bands is",
     .left = "{is}",
     .right = "band({bands}, {of})",
     .relation = RELATION_EQUAL,
     .at = "is",
     .label = "等级与得分相符"},

    /* words, dates, counts */
    {.element = "words",
     .attributes = COMMON "of is",
     .left = "rmb_value({is})",
     .right = "{of}",
     .relation = RELATION_EQUAL,
     .at = "is",
     .label = "大写与数字一致"},
    {.element = "handate",
     .attributes = COMMON "of is",
     .left = "{is}",
     .right = "handate({of})",
     .relation = RELATION_EQUAL,
     .at = "is",
     .label = "汉字日期与数字日期一致"},
    {.element = "order",
     .attributes = COMMON "of",
     .left = "{a}",
     .right = "{b}",
     .relation = RELATION_AT_MOST,
     .at = "a",
     .label = "先后次序",
     .chain = true},
    {.element = "before",
     .attributes = COMMON "of",
     .left = "{a}",
     .right = "{b}",
     .relation = RELATION_LESS,
     .at = "a",
     .label = "先后次序",
     .chain = true},
    {.element = "period",
     .attributes = COMMON "from to months",
     .left = "{months}",
     .right = "fullmonths({from}, {to})",
     .relation = RELATION_EQUAL,
     .at = "months",
     .label = "月数与起止日期一致"},
    {.element = "counted",
     .attributes = COMMON "of is",
     .left = "{is}",
     .right = "count({of})",
     .relation = RELATION_EQUAL,
     .at = "is",
     .label = "写明的个数＝实有个数"},

    /* texts and keys */
    {.element = "same",
     .attributes = COMMON "of",
     .left = "{b}",
     .right = "{a}",
     .relation = RELATION_EQUAL,
     .at = "b",
     .label = "各处文字一致",
     .chain = true},
    {.element = "unique",
     .attributes = COMMON "of",
     .left = "unique({of})",
     .right = "{of}",
     .relation = RELATION_HOLDS,
     .label = "各不相同"},
    {.element = "refers",
     .attributes = COMMON "of to",
     .left = "any({to}, it = ({of}))",
     .right = "{of}",
     .among = "{to}",
     .relation = RELATION_HOLDS,
     .at = "of",
     .label = "所引的确有其项"},

    /* what another proves, in other words */
    {.element = "children", .is = "sum", .attributes = COMMON "of is", .label = "上级数＝下级数之和"},
    {.element = "instalments", .is = "sum", .attributes = COMMON "of is", .label = "总额＝各期之和"},
    {.element = "remainder",
     .is = "difference",
     .attributes = COMMON "of less is",
     .label = "末期＝总额－此前各期"},
    {.element = "copies",
     .is = "equal",
     .attributes = COMMON "of is",
     .names = "of=is to=of",
     .label = "总份数＝各方份数之和"},
    {.element = "at-most",
     .is = "cap",
     .attributes = COMMON "of full",
     .names = "at-most=full",
     .label = "不超过满分"},
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
