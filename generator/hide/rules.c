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

/* --- where somebody lives --- */

static const struct {
    const char *province, *brief, *cities, *others;
} regions[] = {
#define REGION(...) {__VA_ARGS__},
#include "hide/regions.def"
#undef REGION
};

/* Behind the name that stands at `at`; `at`: another one does. */
static size_t behind_name(const struct fold *fold, size_t at, struct str name)
{
    size_t end = at;
    for (size_t i = 0; i < name.len; end++)
        if (end >= fold->count || utf8_next(name, &i) != fold->codes[end])
            return at;
    return end;
}

/* Of names with a space between them; the city itself, or its name with what stands behind it. */
static size_t behind_one(const struct fold *fold, size_t at, const char *names)
{
    size_t best = at;
    for (struct str rest = str_of(names), name; rest.len > 0;) {
        const char *space = memchr(rest.ptr, ' ', rest.len);
        name = str_slice(rest, 0, space != NULL ? (size_t)(space - rest.ptr) : rest.len);
        rest = str_slice(rest, name.len + (space != NULL ? 1 : 0), rest.len);
        const size_t end = behind_name(fold, at, name);
        best = end > best ? end : best;
    }
    return best;
}

static bool is_one_of(uint32_t code, const char *letters)
{
    for (size_t i = 0; letters[i] != '\0';)
        if (utf8_next(str_of(letters), &i) == code)
            return true;
    return false;
}

bool rule_ends_region(uint32_t code)
{
    return is_one_of(code, "省市州盟区县旗");
}

/* May the letter at `at` end a district's name that begins at `from`?  小区, 社区, 园区, 军区, 二区, 花园东区 are none, nor is what goes on
 * as 红旗路, 菜市场, 府前; 旗 stand in Inner Mongolia alone. */
static bool is_district(const struct fold *fold, size_t from, size_t at, bool is_below, bool has_banners)
{
    enum { ALONE_MOST = 3, CITY_MOST = 3 };
    const uint32_t code = fold->codes[at], before = fold->codes[at - 1];
    const size_t count = at - from;
    if (at + 1 < fold->count && is_one_of(fold->codes[at + 1], "路街巷道里弄场府村庄院坊厂口渠"))
        return false;
    if (is_one_of(code, "市"))
        return is_below && count >= 2 && count <= CITY_MOST &&
               !is_one_of(before, "城都花菜超夜集门书米灯鱼闹");
    if (is_one_of(code, "旗"))
        return is_below && has_banners && count >= 2;
    if (is_one_of(before, "小社园校片厂景院军营业宅属活墅一二三四五六七八九十") ||
        (is_one_of(before, "东西南北中上下前后") && count != 2))
        return false;
    return (is_below || count <= ALONE_MOST) && (count >= 2 || is_one_of(code, "县"));
}

/* The end of a district, county, county-level city or banner that begins at `from`; `from`: none does.  Too little rather than too
 * much stays. */
static size_t behind_district(const struct fold *fold, size_t from, bool is_below, bool has_banners)
{
    enum { LONGEST = 8 };
    for (size_t i = from + 1; i < fold->count && i < from + LONGEST && !is_latin_code(fold->codes[i]); i++) {
        if (is_one_of(fold->codes[i], "区县旗市"))
            return is_district(fold, from, i, is_below, has_banners) ? i + 1 : from;
        if (is_one_of(fold->codes[i], "街巷弄号村院栋社组") ||
            (i > from + 1 && is_one_of(fold->codes[i], "路道镇乡园里楼庄坊")))
            return from;
    }
    return from;
}

/* A city with 市, or one whose district follows at once: 广州天河区, but not 广州大道. */
static size_t behind_city(const struct fold *fold, size_t at)
{
    for (size_t i = 0; i < ARRAY_COUNT(regions); i++) {
        const size_t other = behind_one(fold, at, regions[i].others);
        const size_t city = behind_one(fold, at, regions[i].cities);
        if (other > at)
            return other;
        if (city == at)
            continue;
        if (city < fold->count && is_one_of(fold->codes[city], "市"))
            return city + 1;
        if (behind_district(fold, city, true, false) > city)
            return city;
    }
    return at;
}

static size_t behind_province(const struct fold *fold, bool *ret_has_banners)
{
    for (size_t i = 0; i < ARRAY_COUNT(regions); i++) {
        const size_t whole = behind_name(fold, 0, str_of(regions[i].province));
        const size_t brief = behind_name(fold, 0, str_of(regions[i].brief));
        *ret_has_banners = brief > 0 && str_is(str_of(regions[i].brief), "内蒙古");
        if (whole > 0)
            return whole;
        if (brief > 0 && behind_city(fold, brief) > brief)
            return brief;
    }
    return 0;
}

/* Province, city, district.  What is nothing but one, with its province or city, is no address of anybody. */
static size_t region_of(const struct fold *fold)
{
    bool has_banners = false;
    const size_t province = behind_province(fold, &has_banners);
    const size_t city = behind_city(fold, province);
    const size_t district = behind_district(fold, city, city > 0, has_banners);
    return district < fold->count || city > 0 ? district : 0;
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
    return width == UNICODE_WIDE && (personal == PERSONAL_NAME || personal == PERSONAL_CALLED) ? STR("某")
                                                                                               : STR("＊");
}
