/*
 * Our table of vetoes over ICU's candidates: the level of every gap.
 *
 * ICU lets a line end before — · ～ ㎡, after 第 # and a single —, between a number and its unit, inside
 * codes and ranges; and it leaves quotes open on both sides.  Each row below speaks of the character before
 * the gap, the one behind it and, where needed, the one before both; the first row that fits decides.
 * `across`: the row also holds when spaces stand in the gap.  What the rows cannot say (units of several
 * characters, 第九十条, codes such as LGDL2025000084-A) is done by three passes along the paragraph; they
 * only make levels worse.
 */
#include "text/text_int.h"

struct rule {
    uint32_t before, left, right; /* before 0: whatever stands there */
    bool across;
    enum text_level level;
};

enum {
    AFTER_MARK = MARK_CLOSE | MARK_PAUSE | MARK_STOP | MARK_CALL,
    WORD = MARK_HAN | MARK_LETTER | MARK_DIGIT,
    WORD_END = MARK_LETTER | MARK_DIGIT | MARK_PERCENT
};

static const struct rule rules[] = {
    {0, MARK_ANY, MARK_NO_START, true, LEVEL_DESPERATE},
    {0, MARK_CONNECTOR, MARK_ANY, true, LEVEL_SOFT}, /* 2021.12.1—|2022.4.30 */
    {0, MARK_NO_END, MARK_ANY, true, LEVEL_DESPERATE},
    {0, MARK_DIGIT | MARK_POINT, MARK_DIGIT, true, LEVEL_DESPERATE},            /* 10 000, and 1,|2 */
    {MARK_WIDE_TEXT, MARK_PAUSE, MARK_WIDE_TEXT, false, LEVEL_HARD},            /* ３，０００ */
    {0, MARK_DIGIT, MARK_COUNTER, true, LEVEL_HARD},                            /* 3000元, 3000 元 */
    {WORD_END, MARK_RANGE, MARK_DIGIT, false, LEVEL_SOFT},                      /* 100～|200 */
    {0, MARK_RANGE | MARK_SIGN, MARK_DIGIT, true, LEVEL_HARD},                  /* －5, ≥90 */
    {0, MARK_TORTOISE, MARK_DIGIT, true, LEVEL_HARD},                           /* 〔2026〕12号 */
    {0, MARK_MONEY, MARK_CAPITAL | MARK_DIGIT | MARK_NO_END, true, LEVEL_HARD}, /* 人民币贰佰 */
    {0, MARK_SLASH, MARK_ANY, false, LEVEL_SOFT},                               /* 元/台 */
    {0, MARK_WIDE_TEXT, MARK_WIDE_TEXT, false, LEVEL_HARD},
    {MARK_DIGIT, MARK_YEAR, MARK_DIGIT, true, LEVEL_POOR}, /* 2026年|8月 */
    /* allowed where ICU sees a quote that may be either side's */
    {0, AFTER_MARK, WORD | MARK_OPEN, false, LEVEL_FREE},
    {0, AFTER_MARK | WORD, MARK_OPEN, false, LEVEL_FREE},
};

/* Units of several characters, behind a number. */
static const char *const units[] = {
    "万元", "亿元",   "千元",     "百元",   "万亿元", "元整",     "小时",     "分钟",     "秒钟",   "工作日",
    "个月", "平方米", "平方公里", "立方米", "公里",   "公斤",     "公顷",     "千克",     "千米",   "毫米",
    "厘米", "毫升",   "毫克",     "万人",   "万人次", "人次",     "人天",     "周年",     "年度",   "年级",
    "学时", "课时",   "工时",     "场次",   "百分点", "个百分点", "个工作日", "万平方米", "千瓦时", "摄氏度",
};

static void worsen(struct text_gap *gap, enum text_level level)
{
    if (gap->level < level)
        gap->level = (uint8_t)level;
}

static bool rule_fits(const struct rule *rule, const struct text_atom *left, const struct text_atom *right,
                      uint32_t before, bool spaces)
{
    return (left->marks & rule->left) && (right->marks & rule->right) &&
           (rule->before == 0 || (before & rule->before)) && (rule->across || !spaces);
}

/* Where ICU would not end a line. */
static enum text_level refused(const struct text_atom *left)
{
    return (left->marks & MARK_JOINT) ? LEVEL_SOFT : LEVEL_HARD;
}

/* The level of the gap before atom i; `left` is the last atom before it that is no space. */
static enum text_level level_of(const struct text_paragraph *paragraph, size_t left, size_t i, bool candidate)
{
    const struct text_atom *atoms = paragraph->atoms;
    const struct text_atom *last = &atoms[i - 1];
    uint32_t before = left > 0 ? atoms[left - 1].marks : 0;
    for (size_t k = 0; k < ARRAY_COUNT(rules); k++) {
        if (!rule_fits(&rules[k], &atoms[left], &atoms[i], before, left + 1 != i))
            continue;
        if (rules[k].level >= LEVEL_DESPERATE || !last->glue_after)
            return rules[k].level;
        return LEVEL_HARD;
    }
    if (last->break_after)
        return LEVEL_FREE;
    return candidate && !last->glue_after ? LEVEL_FREE : refused(last);
}

static void apply_table(const struct text_paragraph *paragraph, const bool *candidates)
{
    const struct text_atom *atoms = paragraph->atoms;
    size_t left = 0;
    bool has_left = false;
    for (size_t i = 0; i < paragraph->atom_count; i++) {
        struct text_gap *gap = &paragraph->gaps[i];
        if (i == 0 || atoms[i].joined || atoms[i].class == CLASS_FORCED || text_is_space(&atoms[i]))
            gap->level = LEVEL_NEVER;
        else if (atoms[i - 1].class == CLASS_FORCED)
            gap->level = LEVEL_FREE;
        else if (!has_left) /* only spaces before it */
            gap->level = LEVEL_DESPERATE;
        else
            gap->level = (uint8_t)level_of(paragraph, left, i, candidates[i]);
        if (atoms[i].class == CLASS_FORCED)
            has_left = false;
        else if (!text_is_space(&atoms[i])) {
            has_left = true;
            left = i;
        }
    }
}

/* How many atoms from i on spell `word`; 0: they do not. */
static size_t match(const struct text_paragraph *paragraph, size_t i, const char *word)
{
    struct str text = str_of(word);
    size_t count = 0;
    for (size_t at = 0; at < text.len; count++) {
        uint32_t code = utf8_next(text, &at);
        if (i + count >= paragraph->atom_count || paragraph->atoms[i + count].code != code)
            return 0;
    }
    return count;
}

/* 252.7273万元, 30 平方米: nothing inside the unit. */
static void hold_units(const struct text_paragraph *paragraph)
{
    const struct text_atom *atoms = paragraph->atoms;
    bool number = false;
    for (size_t i = 0; i < paragraph->atom_count; i++) {
        size_t longest = 0;
        for (size_t k = 0; k < ARRAY_COUNT(units) && number && atoms[i].class == CLASS_HAN; k++) {
            size_t count = match(paragraph, i, units[k]);
            longest = count > longest ? count : longest;
        }
        for (size_t k = 1; k < longest; k++)
            worsen(&paragraph->gaps[i + k], LEVEL_HARD);
        if (!text_is_space(&atoms[i]))
            number = atoms[i].marks & (MARK_DIGIT | MARK_CAPITAL);
    }
}

/* 第九十条, 第 3 款: one piece. */
static void hold_ordinals(const struct text_paragraph *paragraph)
{
    const struct text_atom *atoms = paragraph->atoms;
    bool ordinal = false;
    for (size_t i = 0; i < paragraph->atom_count; i++) {
        bool numeral = atoms[i].marks & (MARK_NUMERAL | MARK_DIGIT);
        if (ordinal && (numeral || (atoms[i].marks & MARK_COUNTER)))
            worsen(&paragraph->gaps[i], LEVEL_HARD);
        if (atoms[i].marks & MARK_ORDINAL)
            ordinal = true;
        else if (!numeral && !text_is_space(&atoms[i]))
            ordinal = false;
    }
}

static bool is_code_part(const struct text_atom *atom)
{
    return atom->latin && (atom->marks & (MARK_LETTER | MARK_DIGIT | MARK_JOINT | MARK_SLASH)) != 0;
}

/* LGDL2025000084-A, 2026-03-01, GB/T: a run of letters, digits and joints that holds a digit is one piece;
 * where it must be cut, ICU's places and the joints come first. */
static void hold_codes(const struct text_paragraph *paragraph, const bool *candidates)
{
    const struct text_atom *atoms = paragraph->atoms;
    for (size_t i = 0; i < paragraph->atom_count;) {
        size_t end = i;
        bool digit = false;
        for (; end < paragraph->atom_count && is_code_part(&atoms[end]); end++)
            digit = digit || (atoms[end].marks & MARK_DIGIT);
        for (size_t k = i + 1; k < end && digit; k++)
            worsen(&paragraph->gaps[k], candidates[k] ? LEVEL_SOFT : refused(&atoms[k - 1]));
        i = end > i ? end : i + 1;
    }
}

void text_rules_apply(const struct text_paragraph *paragraph, const bool *candidates)
{
    apply_table(paragraph, candidates);
    hold_units(paragraph);
    hold_ordinals(paragraph);
    hold_codes(paragraph, candidates);
    text_numbers_hold(paragraph);
}
