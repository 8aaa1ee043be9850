/*
 * What stays of a value in a copy for the public: rules.def, carried out.
 *
 * A surname, of one character or of two; a region (省、市、区), without streets and numbers; ends of numbers.  Half of a
 * number at least is hidden, and of a name all but one character where that is all there is.
 */
#include "hide/hide_int.h"

const struct rule hide_rules[PERSONALS] = {
#define PERSONAL(id, word, keeps, head, hidden, tail, part, weighs, help, example)                           \
    [PERSONAL_##id] = {keeps, weighs, head, hidden, tail, part},
#include "hide/rules.def"
#undef PERSONAL
};

static const struct choice PERSONAL_WORDS[] = {
    {"no", PERSONAL_NO},
#define PERSONAL(id, word, ...) {word, PERSONAL_##id},
#include "hide/rules.def"
#undef PERSONAL
};
const struct words words_personal = WORDS(PERSONAL_WORDS);

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static void hide_range(bool *hidden, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        hidden[i] = true;
}

static void hide_middle(const struct rule *rule, size_t count, bool *hidden)
{
    const size_t head = least(rule->head, count / 4);
    const size_t tail = least(rule->tail, rule->hidden > 0 ? count / 2 : count / 4);
    const size_t rest = count - tail;
    hide_range(hidden, rule->hidden > 0 ? rest - least(rest, rule->hidden) : head, rest);
}

static size_t surname_of(const struct fold *fold)
{
    const bool two =
        fold->count > 2 && unicode_is_compound_surname((uint32_t[]){fold->codes[0], fold->codes[1]});
    return two ? 2 : 1;
}

static bool is_one_of(uint32_t code, const uint32_t *list)
{
    for (; *list != 0; list++)
        if (code == *list)
            return true;
    return false;
}

/* The end of the next part that ends with one of these, from two characters on; `from`: there is none. */
static size_t region_end(const struct fold *fold, size_t from, const uint32_t *ends)
{
    enum { LONGEST = 8 };
    /* 小区, 社区, 园区 … are none */
    static const uint32_t before[] = {0x5C0F, 0x793E, 0x56ED, 0x6821, 0x7247, 0x5382, 0x666F, 0x9662, 0};
    for (size_t i = from + 1; i < fold->count && i < from + LONGEST && !is_latin_code(fold->codes[i]); i++)
        if (is_one_of(fold->codes[i], ends) && !is_one_of(fold->codes[i - 1], before))
            return i + 1;
    return from;
}

static size_t region_of(const struct fold *fold)
{
    static const uint32_t levels[][5] = {{0x7701, 0},                          /* 省 */
                                         {0x5E02, 0x5DDE, 0x76DF, 0},          /* 市 州 盟 */
                                         {0x533A, 0x53BF, 0x65D7, 0x5E02, 0}}; /* 区 县 旗 市 */
    size_t end = 0;
    for (size_t i = 0; i < ARRAY_COUNT(levels); i++)
        end = region_end(fold, end, levels[i]);
    return end < fold->count ? end : 0;
}

void rule_apply(enum personal personal, const struct fold *fold, bool *hidden)
{
    const struct rule *rule = &hide_rules[personal];
    for (size_t i = 0; i < fold->count; i++)
        hidden[i] = false;
    if (rule->keeps == KEEPS_ENDS)
        hide_middle(rule, fold->count, hidden);
    else if (rule->keeps == KEEPS_SURNAME)
        hide_range(hidden, least(surname_of(fold), fold->count - 1), fold->count);
    else
        hide_range(hidden, rule->keeps == KEEPS_REGION ? region_of(fold) : 0, fold->count);
}

struct str rule_sign(enum personal personal, uint32_t code)
{
    const enum unicode_width width = unicode_width(code);
    if (width == UNICODE_NARROW)
        return STR("*");
    return width == UNICODE_WIDE && personal == PERSONAL_NAME ? STR("某") : STR("＊");
}
