/*
 * The amounts of a printed text, in digits and in words, and whether two beside each other are one.
 *
 * Two are one where nothing but words of a closed list stands between them, and these say so: 大写 before the words, or 小写 or
 * ¥ before the digits, whatever marks and brackets stand around; or 即 or / alone; or a bracket that holds nothing but the
 * second.  An amount and another one meet in one sentence, too: parts of it in brackets (壹拾万元整（30000元预付款…）), what all
 * of it is beside one of several (每人叁拾元，计31,000元), so each word of the list says what else must stand there.
 *
 * Words that are no 大写 as the rule of the People's Bank has them count all the same where nobody can mistake them for
 * something else: 拾壹万元整, 贰万柒千元整, 一百一十元整.
 */
#include "prose/printed/printed_int.h"

#include <string.h>

/* --- what may stand there --- */

enum role {
    ROLE_PART, /* says nothing of the two */
    ROLE_OPEN, /* brackets */
    ROLE_CLOSE,
    ROLE_COMMA,  /* parts of a sentence */
    ROLE_STOP,   /* sentences, or things side by side: only 大写 or 小写 leads across */
    ROLE_WORDS,  /* 大写 */
    ROLE_DIGITS, /* 小写 */
    ROLE_SIGN,   /* ¥ */
    ROLE_SAME,   /* says alone that both are one */
    ROLE_SUM,    /* 计: what several amounts come to, unless 大写 and ¥ stand there */
    ROLE_IS,     /* 为: after 大写 or 小写 */
    ROLE_TAX     /* of the amount before: a mark follows, or another amount may be meant */
};

static const struct {
    const char *word;
    enum role role;
} ROLES[] = {
    {"大写", ROLE_WORDS}, {"小写", ROLE_DIGITS}, {"人民币", ROLE_PART},    {"金额", ROLE_PART},
    {"数额", ROLE_PART},  {"整", ROLE_PART},     {"正", ROLE_PART},        {"元", ROLE_PART},
    {"¥", ROLE_SIGN},     {"￥", ROLE_SIGN},     {"RMB", ROLE_SIGN},       {"CNY", ROLE_SIGN},
    {"（", ROLE_OPEN},    {"(", ROLE_OPEN},      {"【", ROLE_OPEN},        {"〔", ROLE_OPEN},
    {"［", ROLE_OPEN},    {"[", ROLE_OPEN},      {"〖", ROLE_OPEN},        {"｛", ROLE_OPEN},
    {"{", ROLE_OPEN},     {"）", ROLE_CLOSE},    {")", ROLE_CLOSE},        {"】", ROLE_CLOSE},
    {"〕", ROLE_CLOSE},   {"］", ROLE_CLOSE},    {"]", ROLE_CLOSE},        {"〗", ROLE_CLOSE},
    {"｝", ROLE_CLOSE},   {"}", ROLE_CLOSE},     {"“", ROLE_PART},         {"”", ROLE_PART},
    {"‘", ROLE_PART},     {"’", ROLE_PART},      {"\"", ROLE_PART},        {"「", ROLE_PART},
    {"」", ROLE_PART},    {"：", ROLE_PART},     {":", ROLE_PART},         {"_", ROLE_PART},
    {"＿", ROLE_PART},    {"⊗", ROLE_PART},      {"　", ROLE_PART},        {"，", ROLE_COMMA},
    {",", ROLE_COMMA},    {"；", ROLE_STOP},     {";", ROLE_STOP},         {"。", ROLE_STOP},
    {"、", ROLE_STOP},    {"即", ROLE_SAME},     {"／", ROLE_SAME},        {"/", ROLE_SAME},
    {"计", ROLE_SUM},     {"为", ROLE_IS},       {"不含税价", ROLE_TAX},   {"含税价", ROLE_TAX},
    {"不含税", ROLE_TAX}, {"含税", ROLE_TAX},    {"不含增值税", ROLE_TAX}, {"含增值税", ROLE_TAX},
};

/* Moves *at behind the word that stands there. */
static bool role_read(struct str text, size_t *at, enum role *ret_role)
{
    for (size_t i = 0; i < ARRAY_COUNT(ROLES); i++)
        if (skip_word(text, at, ROLES[i].word)) {
            *ret_role = ROLES[i].role;
            return true;
        }
    return false;
}

/* --- the amounts of a text --- */

/* 整 behind words that the scanner read as a number. */
static bool ends_whole(struct str text, size_t *at)
{
    return skip_word(text, at, "整") || skip_word(text, at, "正");
}

/* Read as money, and begins with a Han numeral. */
static bool is_words(struct str text, const struct spoken *spoken, enum number_start *ret_start)
{
    size_t at = spoken->from;
    *ret_start = number_start(utf8_next(text, &at));
    return spoken->capital ||
           (spoken->quantity == QUANTITY_MONEY && (*ret_start == START_HAN || *ret_start == START_CAPITAL));
}

/* 不超过10万元: the bound is exact, and so are its words. */
static bool is_bound(struct str text, size_t at)
{
    static const struct str words[] = {WORD("不超过"), WORD("不高于"), WORD("不多于"), WORD("不低于"),
                                       WORD("不少于"), WORD("至少"),   WORD("至多"),   WORD("最多"),
                                       WORD("≤"),      WORD("≥")};
    return behind_any(text, at, words, ARRAY_COUNT(words));
}

static struct amount amount_of(struct str text, const struct spoken *spoken)
{
    enum number_start start;
    struct amount amount = {.from = spoken->from,
                            .to = spoken->to,
                            .value = spoken->value,
                            .sort = AMOUNT_DIGITS,
                            .money = spoken->quantity == QUANTITY_MONEY,
                            .bare = spoken->bare,
                            .minus = spoken->negative};
    if (is_words(text, spoken, &start)) {
        amount.sort = AMOUNT_WORDS;
        const bool whole = !spoken->capital && ends_whole(text, &amount.to);
        amount.small = start == START_HAN && !whole;
    }
    if (spoken->huge || (spoken->about && !spoken->negative && !is_bound(text, spoken->from)) ||
        (spoken->quantity != QUANTITY_MONEY && spoken->quantity != QUANTITY_NONE))
        amount.sort = AMOUNT_OTHER;
    return amount;
}

/* A number in text[*at, to) that is no figure: it has no unit.  Moves *at behind it, or to the end. */
static bool plain_read(struct str text, size_t *at, size_t to, struct amount *ret_amount)
{
    enum { LETTERS = 0x80, WIDE = 0xEF /* begins １ */ };
    for (; *at < to; ++*at) {
        struct numeral numeral;
        size_t end = *at;
        const unsigned char lead = (unsigned char)text.ptr[*at];
        if ((lead >= LETTERS && lead != WIDE) || !is_arabic_digit(text, *at) ||
            !number_read(text, &end, &numeral) || end > to)
            continue;
        *ret_amount = (struct amount){.from = *at,
                                      .to = end,
                                      .value = numeral.value,
                                      .sort = numeral.huge ? AMOUNT_OTHER : AMOUNT_DIGITS,
                                      .bare = !numeral.decimal && !numeral.grouped};
        *at = end;
        return true;
    }
    return false;
}

/* --- units that stand elsewhere --- */

static const struct {
    const char *word;
    int64_t yuan;
} SCALES[] = {
    {"亿元", 100000000}, {"百万元", 1000000}, {"万元", 10000}, {"千元", 1000}, {"元", 1},
};

int64_t label_scale(struct str label)
{
    for (size_t i = 0; i < ARRAY_COUNT(SCALES); i++)
        if (label_says(label, SCALES[i].word))
            return SCALES[i].yuan;
    return 0;
}

bool label_says(struct str label, const char *word)
{
    return last_of(label, 0, label.len, str_of(word)) != SIZE_MAX;
}

bool amounts_same(const struct amount *digits, const struct amount *words, struct str label)
{
    enum { A_WAN = 10000 };
    int64_t value = digits->value;
    const int64_t scale = label_scale(label);
    if (digits->money || digits->value == words->value)
        return digits->value == words->value;
    if (scale > 1)
        return value_scale(&value, scale, 1) && value == words->value;
    return scale == 0 && words->value % A_WAN == 0 && digits->value == words->value / A_WAN;
}

/* （万元） behind digits. */
static void take_unit(struct str text, struct amount *amount)
{
    size_t from = amount->to;
    enum role role;
    if (amount->sort != AMOUNT_DIGITS || amount->money || !role_read(text, &from, &role) || role != ROLE_OPEN)
        return;
    for (size_t i = 0; i < ARRAY_COUNT(SCALES); i++) {
        size_t at = from;
        if (!skip_word(text, &at, SCALES[i].word) || !role_read(text, &at, &role) || role != ROLE_CLOSE)
            continue;
        amount->money = true;
        amount->bare = false;
        amount->to = at;
        if (!value_scale(&amount->value, SCALES[i].yuan, 1))
            amount->sort = AMOUNT_OTHER;
        return;
    }
}

bool amount_next(struct amount_reader *reader, struct amount *ret_amount)
{
    const struct str text = reader->scanner.text;
    if (!reader->waits && !reader->ended) {
        reader->waits = scan_next(&reader->scanner, &reader->spoken);
        reader->ended = !reader->waits;
    }
    if (!plain_read(text, &reader->at, reader->waits ? reader->spoken.from : text.len, ret_amount)) {
        if (!reader->waits)
            return false;
        reader->waits = false;
        *ret_amount = amount_of(text, &reader->spoken);
    }
    take_unit(text, ret_amount);
    reader->at = ret_amount->to;
    return true;
}

/* --- what stands between --- */

/* 500元/人（大写：…）: behind what the rate is of, where a bracket follows; else `at`. */
static size_t rate_end(struct str text, size_t at)
{
    enum { MOST = 18 /* bytes */ };
    enum role role;
    size_t end = at;
    if (!skip_word(text, &end, "/") && !skip_word(text, &end, "／"))
        return at;
    for (const size_t from = end; end < text.len && end - from < MOST;) {
        size_t next = end;
        if (role_read(text, &next, &role))
            return role == ROLE_OPEN && end > from ? end : at;
        (void)utf8_next(text, &end);
    }
    return at;
}

struct between {
    unsigned roles; /* 1 << of each */
    bool opens;     /* with a bracket */
    int depth;      /* brackets that are open */
    bool taxed;     /* the last word is of tax */
    bool rated;     /* the first is a rate */
};

static bool has_role(const struct between *between, enum role role)
{
    return (between->roles & 1U << role) != 0;
}

/* false: another word stands there. */
static bool between_read(struct str text, struct between *between)
{
    *between = (struct between){0};
    for (size_t at = 0; at < text.len;) {
        enum role role;
        skip_blanks(text, &at);
        if (at == text.len)
            break;
        if (!role_read(text, &at, &role))
            return false;
        if (between->taxed && role != ROLE_OPEN && role != ROLE_CLOSE && role != ROLE_COMMA)
            return false;
        between->opens = between->opens || (between->roles == 0 && role == ROLE_OPEN);
        between->taxed = role == ROLE_TAX;
        between->roles |= 1U << role;
        between->depth += role == ROLE_OPEN ? 1 : role == ROLE_CLOSE && between->depth > 0 ? -1 : 0;
    }
    return true;
}

bool amount_is_alone(struct str around)
{
    struct between between;
    return between_read(around, &between);
}

/* 大写 in front of the amount that begins at `at`, in its clause? */
static bool is_marked(struct str text, size_t at)
{
    enum { MOST = 45 /* bytes */ };
    return last_of(text, at < MOST ? 0 : at - MOST, at, STR("大写")) != SIZE_MAX;
}

/* Does a bracket that holds the amount alone end behind it? */
static bool ends_bracket(struct str text, size_t at)
{
    enum role role = ROLE_PART;
    while (at < text.len) {
        skip_blanks(text, &at);
        if (at == text.len || !role_read(text, &at, &role))
            break;
        if (role == ROLE_CLOSE || role == ROLE_TAX)
            return true;
        if (role != ROLE_PART && role != ROLE_COMMA)
            return false;
    }
    return at == text.len && role != ROLE_COMMA;
}

/* ￥70,000.00为尾款: what follows says that it is an amount of its own. */
static bool runs_on(struct str text, size_t at)
{
    static const char *const words[] = {"每", "为", "是", "作为", "全年", "/年", "/月"};
    while (skip_word(text, &at, "元") || skip_word(text, &at, "整"))
        continue;
    return skip_any(text, &at, words, ARRAY_COUNT(words));
}

/* 每人叁拾元，即…: what follows is what they come to. */
static bool is_each(struct str text, size_t at)
{
    enum { MOST = 30 /* bytes */ };
    const size_t from = at < MOST ? 0 : at - MOST;
    return last_of(text, from, at, STR("每")) != SIZE_MAX || last_of(text, from, at, STR("单价")) != SIZE_MAX;
}

/* Do the words between say that the second is the first?  No 大写, 小写, ¥ is before the second. */
static bool joins_unmarked(const struct between *between, struct str text, const struct amount *first,
                           const struct amount *second)
{
    if (between->rated || has_role(between, ROLE_IS) || has_role(between, ROLE_SUM) ||
        has_role(between, ROLE_STOP) || second->small || first->small)
        return false;
    if (has_role(between, ROLE_SAME))
        return !is_each(text, first->from) && !runs_on(text, second->to) && (first->money && second->money);
    return between->depth > 0 && ends_bracket(text, second->to);
}

static bool joins(const struct between *between, struct str text, const struct amount *first,
                  const struct amount *second)
{
    const bool words = second->sort == AMOUNT_WORDS;
    const bool said = has_role(between, words ? ROLE_WORDS : ROLE_DIGITS);
    const bool sign = !words && has_role(between, ROLE_SIGN);
    const bool marked = !words && is_marked(text, first->from);
    if (!said && !sign)
        return joins_unmarked(between, text, first, second);
    if (has_role(between, ROLE_SUM) && !marked)
        return false;
    if (!said && has_role(between, ROLE_IS))
        return false;
    if (!said && has_role(between, ROLE_STOP) && !marked)
        return false;
    return (said || !runs_on(text, second->to)) && (!first->small || has_role(between, ROLE_WORDS) || marked);
}

/* A number without unit, 31000（大写：…） and …（31000）, may be that of an item: （1）大写：…, …（2）. */
static bool is_meant(const struct between *between, const struct amount *digits, bool digits_first)
{
    enum { LEAST = 100 };
    if (!digits->bare || digits->money || (!digits_first && has_role(between, ROLE_DIGITS)))
        return true;
    return between->opens && digits->value >= LEAST * (int64_t)FIGURE_ONE;
}

bool amounts_joined(struct str text, const struct amount *first, const struct amount *second)
{
    static const char *const signs[] = {"负", "-", "－", "−", "﹣"};
    const struct amount *digits = first->sort == AMOUNT_DIGITS ? first : second;
    struct between between;
    size_t from = first->to, to = second->from;
    if (first->sort == second->sort || first->sort == AMOUNT_OTHER || second->sort == AMOUNT_OTHER ||
        first->minus != second->minus)
        return false;
    for (size_t i = 0; second->minus && i < ARRAY_COUNT(signs); i++)
        if (behind_word(text, to, signs[i]) && to - strlen(signs[i]) >= from) {
            to -= strlen(signs[i]);
            break;
        }
    const size_t rated = first == digits ? rate_end(text, from) : from;
    if (rated > to || !between_read(str_slice(text, rated, to), &between))
        return false;
    between.rated = rated > from;
    return is_meant(&between, digits, digits == first) && joins(&between, text, first, second);
}

/* --- labels --- */

/* What labels of one amount have in different ways: marks, 大写 and 小写, its unit. */
static bool skip_mark(struct str label, size_t *at)
{
    static const char *const words[] = {"人民币", "：", ":", "　", "单位", " ", "\n", "“", "”"};
    enum role role;
    size_t next = *at;
    if (skip_any(label, at, words, ARRAY_COUNT(words)))
        return true;
    for (size_t i = 0; i < ARRAY_COUNT(SCALES); i++)
        if (skip_word(label, at, SCALES[i].word))
            return true;
    if (!role_read(label, &next, &role) || (role != ROLE_WORDS && role != ROLE_DIGITS && role != ROLE_SIGN &&
                                            role != ROLE_OPEN && role != ROLE_CLOSE && role != ROLE_COMMA))
        return false;
    *at = next;
    return true;
}

enum status label_strip(struct arena *arena, struct str label, struct str *ret_core)
{
    char *core = arena_alloc(arena, label.len + 1);
    size_t len = 0;
    if (core == NULL)
        return NO_MEMORY;
    for (size_t at = 0; at < label.len;) {
        const size_t from = at;
        if (skip_mark(label, &at))
            continue;
        (void)utf8_next(label, &at);
        memcpy(core + len, label.ptr + from, at - from);
        len += at - from;
    }
    *ret_core = (struct str){core, len};
    return OK;
}
