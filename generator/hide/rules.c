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

/* Of what is longer than a number with its country two were written, and no head stays. */
static void hide_middle(const struct rule *rule, size_t count, bool *hidden)
{
    enum { LONGEST = 13 };
    const size_t head = least(rule->head, count / 4);
    const size_t tail = least(rule->tail, rule->hidden > 0 ? count / 2 : count / 4);
    const size_t rest = count - tail;
    hide_range(hidden, rule->hidden > 0 && count <= LONGEST ? rest - least(rest, rule->hidden) : head, rest);
}

static bool is_letter_code(uint32_t code)
{
    return is_latin_code(code) && !is_digit_code(code);
}

/* Three Latin letters side by side are a word. */
static bool is_in_word(const struct fold *fold, size_t at)
{
    enum { WORD = 3 };
    size_t from = at, to = at;
    while (to < fold->count && is_letter_code(fold->codes[to]) &&
           (to == at || fold->origins[to].gap == GAP_NONE))
        to++;
    while (from > 0 && to > at && fold->origins[from].gap == GAP_NONE &&
           is_letter_code(fold->codes[from - 1]))
        from--;
    return to - from >= WORD;
}

/* Of 13800000001（家属）, 0755-82001234转801 and 6222…（某支行） the number itself: the longest part between words. */
static void number_of(const struct fold *fold, size_t *ret_from, size_t *ret_to)
{
    *ret_from = *ret_to = 0;
    for (size_t from = 0, at = 0; at <= fold->count; at++) {
        const uint32_t code = at < fold->count ? fold->codes[at] : 0;
        if (code != 0 && (is_latin_code(code) ? !is_in_word(fold, at) : !unicode_is_alphabetic(code)))
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

bool rule_ends_region(uint32_t code)
{
    return is_one_of(code, "省市州盟区县旗");
}

/* Districts and county-level cities that the rule below leaves out. */
static const char known[] = "石景山 门头沟 浦东新 滨海新 雄安新 西咸新 天府新 贵安新 两江新 鲅鱼圈 弓长岭 "
                            "双台子 兴隆台 太子河 清河门 八公山 "
                            "谢家集 曹妃甸 达坂城 大武口 鼓楼 道里 平房 香坊 九里 都江堰 公主岭 满洲里 "
                            "阿尔山 张家港 牙克石 扎兰屯 井冈山 "
                            "武夷山 峨眉山 海城 丰城 邹城 韩城 凤城 桐城 麻城 诸城 邓州";

/* May the letter at `at` end a district's name that begins at `from`?  Of two letters, as most are; 小区, 社区, 园区, 军区, 二区, 苑东区 are
 * none (城东区 is one), nor is what goes on as 红旗路, 菜市场, 府前; 旗 stand in Inner Mongolia alone. */
static bool is_district(const struct fold *fold, size_t from, size_t at, bool is_below, bool has_banners)
{
    const uint32_t code = fold->codes[at], before = fold->codes[at - 1];
    const size_t count = at - from;
    if (at + 1 < fold->count && is_one_of(fold->codes[at + 1], "路街巷道里弄场府村庄院坊厂口渠小"))
        return false;
    if (behind_one(fold, from, known) == at)
        return is_below || is_one_of(code, "区");
    if (is_one_of(code, "旗"))
        return is_below && has_banners && count >= 2 && !is_one_of(before, "红军国彩");
    if (count != 2)
        return is_one_of(code, "县") && (is_below || is_one_of(before, "治"));
    if (is_one_of(code, "市"))
        return is_below && !is_one_of(before, "城都花菜超夜集门书米灯鱼闹旧老新");
    if (is_one_of(before, "东西南北中上下前后"))
        return is_one_of(fold->codes[from], "城市路桥河江渝浦海");
    return !is_one_of(before, "小社园校片厂景院军营业宅属活墅苑居甲乙丙丁学商住师村馆店湾新旧里楼庄房坊区"
                              "一二三四五六七八九十");
}

/* The end of a district, county, county-level city or banner that begins at `from`; `from`: none does.  Too little rather than too
 * much stays. */
static size_t behind_district(const struct fold *fold, size_t from, bool is_below, bool has_banners)
{
    enum { LONGEST = 10 };
    for (size_t i = from + 1; i < fold->count && i < from + LONGEST && !is_latin_code(fold->codes[i]); i++) {
        if (is_one_of(fold->codes[i], "区县旗市"))
            return is_district(fold, from, i, is_below, has_banners) ? i + 1 : from;
        if (is_one_of(fold->codes[i], "街巷弄号村院栋社组"))
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
        if (city == fold->count || behind_district(fold, city, false, false) > city)
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
        if (brief > 0 && (brief == fold->count || behind_city(fold, brief) > brief))
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
    return district < fold->count || city > 0 ? district : 0; /* city: or province */
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
