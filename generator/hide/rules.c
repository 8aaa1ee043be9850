/*
 * What stays of a value in a copy for the public: rules.def, carried out.
 *
 * A surname, of one character or of two; a region (省、市、区), without streets and numbers; ends of numbers, without words beside them.  Half of a
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

/* Of 13800000001（家属）, 0755-82001234转801 and 6222…（某支行） the number itself: the longest part between letters. */
static void number_of(const struct fold *fold, size_t *ret_from, size_t *ret_to)
{
    *ret_from = *ret_to = 0;
    for (size_t from = 0, at = 0; at <= fold->count; at++) {
        const uint32_t code = at < fold->count ? fold->codes[at] : 0;
        if (code != 0 && (is_latin_code(code) || !unicode_is_alphabetic(code)))
            continue;
        if (at - from > *ret_to - *ret_from) {
            *ret_from = from;
            *ret_to = at;
        }
        from = at + 1;
    }
}

/* What stands beside the number is hidden, too. */
static void hide_number(const struct rule *rule, const struct fold *fold, bool *hidden)
{
    size_t from, to;
    number_of(fold, &from, &to);
    hide_range(hidden, 0, from);
    hide_range(hidden, to, fold->count);
    hide_middle(rule, to - from, hidden + from);
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

/* Is the letter at `at`, of a part that begins at `from`, the end of a region's name?  Too little rather than too much stays: 小区, 社区, 园区, 军区, 二区,
 * 花园东区 are none (江北区 is one), nor is what goes on as 红旗路, 菜市场, 省府. */
static bool ends_region(const struct fold *fold, size_t from, size_t at)
{
    enum { SHORT_NAME = 2 /* letters before 区 */ };
    static const uint32_t never[] = {0x5C0F, 0x793E, 0x56ED, 0x6821, 0x7247, 0x5382, 0x666F, 0x9662, 0x519B,
                                     0x8425, 0x4E1A, 0x5B85, 0x5C5E, 0x6D3B, 0x5885, 0x4E00, 0x4E8C, 0x4E09,
                                     0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341, 0};
    static const uint32_t sides[] = {0x4E1C, 0x897F, 0x5357, 0x5317, 0x4E2D,
                                     0x4E0A, 0x4E0B, 0x524D, 0x540E, 0};
    static const uint32_t behind[] = {0x8DEF, 0x8857, 0x5DF7, 0x9053, 0x91CC, 0x5F04, 0x573A,
                                      0x5E9C, 0x6751, 0x5E84, 0x9662, 0x574A, 0x5382, 0};
    const uint32_t before = fold->codes[at - 1];
    if (is_one_of(before, never) || (is_one_of(before, sides) && at - from != SHORT_NAME))
        return false;
    return at + 1 == fold->count || !is_one_of(fold->codes[at + 1], behind);
}

/* The end of the next part that ends with one of these, from two characters on; `from`: there is none. */
static size_t region_end(const struct fold *fold, size_t from, const uint32_t *ends)
{
    enum { LONGEST = 8 };
    for (size_t i = from + 1; i < fold->count && i < from + LONGEST && !is_latin_code(fold->codes[i]); i++)
        if (is_one_of(fold->codes[i], ends) && ends_region(fold, from, i))
            return i + (i + 1 < fold->count && is_one_of(fold->codes[i + 1], ends) ? 2 : 1); /* 广州市 */
    return from;
}

enum { LEVELS = 3 };
static const uint32_t levels[LEVELS][5] = {{0x7701, 0},                          /* 省 */
                                           {0x5E02, 0x5DDE, 0x76DF, 0},          /* 市 州 盟 */
                                           {0x533A, 0x53BF, 0x65D7, 0x5E02, 0}}; /* 区 县 旗 市 */

bool rule_ends_region(uint32_t code)
{
    return is_one_of(code, levels[0]) || is_one_of(code, levels[1]) || is_one_of(code, levels[2]);
}

/* What is nothing but one, with its province or city, is no address of anybody. */
static size_t region_of(const struct fold *fold)
{
    size_t ends[LEVELS + 1] = {0};
    for (size_t i = 0; i < LEVELS; i++)
        ends[i + 1] = region_end(fold, ends[i], levels[i]);
    const size_t end = ends[LEVELS];
    return end < fold->count || ends[2] > 0 ? end : 0;
}

void rule_apply(enum personal personal, const struct fold *fold, bool *hidden)
{
    const struct rule *rule = &hide_rules[personal];
    for (size_t i = 0; i < fold->count; i++)
        hidden[i] = false;
    if (rule->keeps == KEEPS_ENDS)
        hide_number(rule, fold, hidden);
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
