/* Reading 大写: the printed cases of the rule, every legal form of many amounts, a great many random amounts,
 * and wrong forms: a list by hand with the fault named, and all small changes of right ones.  What is legal
 * is said here a second time, by writing all forms of an amount instead of reading one. */
#include "world.h"
#include "random.h"

static bool read_fen(struct arena *arena, struct str text, int64_t *ret_fen, struct numeral_fault *ret_fault)
{
    const struct number *amount, *hundred, *fen;
    enum status status = numeral_money_read(arena, text, &amount, ret_fault);
    if (status == FAILED)
        return false;
    assert_int_equal(status, OK);
    assert_int_equal(number_of(arena, 100, &hundred), OK);
    assert_int_equal(number_apply(arena, NUMBER_MULTIPLY, amount, hundred, &fen), OK);
    assert_true(number_as_int(fen, ret_fen));
    return true;
}

static void printed(void **state)
{
    static const struct {
        const char *text;
        int64_t fen;
    } cases[] = {
        {"零元整", 0},
        {"人民币零元正", 0},
        {"伍分", 5},
        {"伍角", 50},
        {"伍角整", 50},
        {"伍角叁分", 53},
        {"壹拾元零伍分", 1005},
        {"壹仟肆佰零玖元伍角", 140950},
        {"壹仟肆佰零玖元伍角整", 140950},
        {"陆仟零柒元壹角肆分", 600714},
        {"壹仟陆佰捌拾元零叁角贰分", 168032},
        {"壹仟陆佰捌拾元叁角贰分", 168032},
        {"壹拾万柒仟元零伍角叁分", 10700053},
        {"壹拾万零柒仟元伍角叁分", 10700053},
        {"壹万陆仟肆佰零玖元零贰分", 1640902},
        {"叁佰贰拾伍元零肆分", 32504},
        {"壹仟元伍角", 100050},
        {"壹仟元零伍角正", 100050},
        {"壹拾万元整", 10000000},
        {"壹万贰仟元零壹分", 1200001},
        {"叁拾万玖仟捌佰贰拾伍元整", 30982500},
        {"叁拾万零玖仟捌佰贰拾伍元整", 30982500},
        {"壹拾万零伍元整", 10000500},
        {"贰佰陆拾玖万元整", 269000000},
        {"人民币贰佰伍拾贰万柒仟贰佰柒拾叁元整", 252727300},
        {"人民幣貳佰伍拾貳萬柒仟貳佰柒拾參圓正", 252727300},
        {"贰亿圆整", 20000000000},
        {"叁億零壹圓零捌分", 30000000108},
        {"叄拾陸元整", 3600},
        {"壹佰亿元整", 1000000000000},
        {"壹亿零壹万元整", 10001000000},
        {"壹亿零壹万零壹元整", 10001000100},
        {"壹亿零壹拾万元整", 10010000000},
        {"壹亿壹仟万元整", 11000000000},
        {"壹拾亿零伍仟万元整", 105000000000},
        {"壹拾亿伍仟万元整", 105000000000},
        {"壹亿零壹仟元整", 10000100000},
        {"壹万亿元整", 100000000000000},
        {"壹万零壹亿元整", 100010000000000},
        {"壹万亿零壹元整", 100000000000100},
        {"玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分", 999999999999999999},
        {"负壹仟贰佰叁拾肆元伍角", -123450},
        {"人民币負伍分", -5},
    };
    struct world *w = *state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        int64_t fen;
        struct numeral_fault fault;
        if (!read_fen(w->arena, str_of(cases[i].text), &fen, &fault))
            fail_msg("%s: character %zu: %s", cases[i].text, fault.position, fault.why);
        if (fen != cases[i].fen)
            fail_msg("%s is %lld, not %lld", cases[i].text, (long long)fen, (long long)cases[i].fen);
    }
}

static void refused(void **state)
{
    static const struct {
        const char *text;
        size_t position;
        const char *why;
    } cases[] = {
        {"", 1, "没有写金额"},
        {"人民币", 4, "没有写金额"},
        {"负", 2, "没有写金额"},
        {"壹佰元", 4, "后面缺“整”"},
        {"人民币壹佰元", 7, "后面缺“整”"},
        {"零元", 1, "“零”后面缺数字"},
        {"负零元整", 2, "零元"},
        {"零角", 1, "“零”后面缺数字"},
        {"零元伍角", 1, "“零”后面缺数字"},
        {"壹万陆仟肆佰万零玖元零贰分", 3, "先后"},
        {"壹亿陆仟亿零玖元零贰分", 3, "先后"},
        {"零伍分", 1, "不该有“零”"},
        {"一百元整", 1, "不是大写"},
        {"壹佰二拾元整", 3, "不是大写"},
        {"壹〇元整", 2, "不是大写"},
        {"两亿元整", 1, "不是大写"},
        {"壹佰 元整", 3, "不是大写"},
        {"￥壹佰元整", 1, "不是大写"},
        {"人民币：壹佰元整", 4, "不是大写"},
        {"壹佰元整。", 5, "不是大写"},
        {"伍分捌厘", 4, "不是大写"},
        {"壹兆元整", 2, "不是大写"},
        {"负人民币壹元整", 2, "不是大写"},
        {"拾万元整", 1, "前面缺数字"},
        {"壹佰拾元整", 3, "前面缺数字"},
        {"壹拾万零元整", 4, "“零”后面缺数字"},
        {"壹万贰仟零零零圆零角壹分", 6, "“零”只写一个"},
        {"陆仟零零柒元壹角肆分", 4, "“零”只写一个"},
        {"叁佰贰拾伍元肆分", 7, "缺“零”"},
        {"陆仟柒元壹角肆分", 3, "缺“零”"},
        {"壹亿壹万元整", 3, "缺“零”"},
        {"壹拾万伍元整", 4, "缺“零”"},
        {"壹佰贰拾叁元零伍角", 7, "不该有“零”"},
        {"壹拾贰万零叁仟元整", 5, "不该有“零”"},
        {"壹佰零贰拾叁元整", 3, "不该有“零”"},
        {"壹元零伍角叁分", 3, "不该有“零”"},
        {"壹元伍角零叁分", 5, "不该有“零”"},
        {"壹元零角叁分", 3, "“零”后面缺数字"},
        {"贰佰壹仟元整", 3, "先后"},
        {"贰拾叁佰元整", 3, "先后"},
        {"壹佰万贰拾万元整", 4, "先后"},
        {"壹亿贰亿元整", 3, "先后"},
        {"壹元贰元整", 3, "先后"},
        {"伍分贰角", 3, "先后"},
        {"伍角壹元整", 3, "先后"},
        {"壹亿贰万亿元整", 3, "先后"},
        {"壹万万元整", 3, "放错了位置"},
        {"壹亿亿元整", 3, "放错了位置"},
        {"壹亿万元整", 3, "放错了位置"},
        {"万元整", 1, "前面缺数字"},
        {"元整", 1, "前面缺数字"},
        {"角", 1, "前面缺数字"},
        {"壹元元整", 3, "前面缺数字"},
        {"整", 1, "只能写在"},
        {"壹元伍角叁分整", 7, "只能写在"},
        {"壹元整伍角", 4, "不能再有字"},
        {"壹元整整", 4, "不能再有字"},
        {"壹佰贰拾", 5, "缺“元”"},
        {"壹佰伍角元整", 3, "缺“元”"},
        {"壹佰", 3, "缺“元”"},
        {"壹佰伍角", 3, "缺“元”"},
        {"壹", 2, "缺数位"},
        {"壹贰叁元整", 2, "缺数位"},
        {"壹零贰元整", 2, "缺数位"},
        {"壹佰整", 3, "缺“元”"},
        {"壹佰元伍", 5, "缺数位"},
        {"壹佰元伍整", 5, "缺数位"},
        {"壹佰元伍拾角", 4, "先后"},
        {"壹佰元零", 4, "“零”后面缺数字"},
    };
    struct world *w = *state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        int64_t fen;
        struct numeral_fault fault;
        if (read_fen(w->arena, str_of(cases[i].text), &fen, &fault))
            fail_msg("%s is read as %lld", cases[i].text, (long long)fen);
        if (fault.position != cases[i].position || strstr(fault.why, cases[i].why) == NULL)
            fail_msg("%s: character %zu: %s", cases[i].text, fault.position, fault.why);
    }
}

/* --- all forms of an amount, written --- */

static const char *const digit_words[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
/* From 千万亿 down to 分; and what stands behind the place when its section of four is done. */
static const char *const place_words[18] = {"仟", "佰", "拾", "",   "仟", "佰", "拾", "",   "仟",
                                            "佰", "拾", "",   "仟", "佰", "拾", "",   "角", "分"};

/* Behind the digit of place i: 万 of 万亿, 亿, 万, 元. */
static void add_section_end(const int digits[18], int i, struct buf *out)
{
    static const char *const ends[4] = {"万", "亿", "万", "元"};
    if (i > 15 || i % 4 != 3)
        return;
    bool section = false, above = false;
    for (int j = 0; j <= i; j++) {
        above = above || digits[j] > 0;
        section = section || (j > i - 4 && digits[j] > 0);
    }
    if (i % 8 == 3 ? section : above)
        buf_add_text(out, ends[i / 4]);
}

/* The form of `fen` > 0 whose open 零 are written where `choice` has a bit; 角 without 整.  Gives how many
 * are open. */
static int write_form(int64_t fen, unsigned choice, struct buf *out)
{
    int digits[18], open = 0, zeros = 0;
    for (int i = 17; i >= 0; i--, fen /= 10)
        digits[i] = (int)(fen % 10);
    bool begun = false;
    for (int i = 0; i < 18; i++) {
        if (digits[i] > 0) {
            bool free_choice = i == 4 || i == 8 || i == 12 || i == 16;
            if (zeros > 0 && (!free_choice || (choice >> open & 1) != 0))
                buf_add_text(out, "零");
            open += zeros > 0 && free_choice;
            buf_add_text(out, digit_words[digits[i]]);
            buf_add_text(out, place_words[i]);
            begun = true;
            zeros = 0;
        } else if (begun) {
            zeros++;
        }
        add_section_end(digits, i, out);
    }
    if (digits[16] == 0 && digits[17] == 0)
        buf_add_text(out, "整");
    return open;
}

static struct str without_prefix(struct str text, const char *prefix, bool *ret_skipped)
{
    *ret_skipped = str_starts(text, prefix);
    return str_slice(text, *ret_skipped ? strlen(prefix) : 0, text.len);
}

/* Simplified characters, 元 and 整; without 人民币, 负, and 整 behind 角.  True: 负 was there. */
static bool normalize(struct str text, struct buf *out)
{
    static const char *const variants[][2] = {{"圆", "元"}, {"圓", "元"}, {"正", "整"},
                                              {"貳", "贰"}, {"叄", "叁"}, {"參", "叁"},
                                              {"陸", "陆"}, {"萬", "万"}, {"億", "亿"}};
    bool skipped, negative;
    text = without_prefix(text, "人民币", &skipped);
    if (!skipped)
        text = without_prefix(text, "人民幣", &skipped);
    text = without_prefix(text, "负", &negative);
    if (!negative)
        text = without_prefix(text, "負", &negative);
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        utf8_next(text, &at);
        struct str word = str_slice(text, from, at);
        for (size_t i = 0; i < ARRAY_COUNT(variants); i++)
            if (str_is(word, variants[i][0]))
                word = str_of(variants[i][1]);
        buf_add_str(out, word);
    }
    static const char tail[] = "角整";
    if (out->len >= strlen(tail) && strcmp(out->ptr + out->len - strlen(tail), tail) == 0)
        out->ptr[out->len -= strlen("整")] = '\0';
    return negative;
}

struct folded {
    uint64_t above, wan, section, digit, fen; /* 亿, 万, below it, the digit that waits for its place */
};

static uint64_t fold_place(uint32_t code)
{
    return code == U'拾' ? 10 : code == U'佰' ? 100 : code == U'仟' ? 1000 : 0;
}

static void fold_word(struct folded *f, struct str word)
{
    size_t at = 0;
    uint32_t code = utf8_next(word, &at);
    for (size_t i = 0; i < 10; i++)
        if (str_is(word, digit_words[i])) {
            f->digit = i;
            return;
        }
    uint64_t sum = f->section + f->digit;
    f->section += f->digit * fold_place(code);
    if (code == U'万')
        f->wan = sum * 10000;
    if (code == U'亿')
        f->above = (f->wan + sum) * 100000000;
    if (code == U'元')
        f->fen = (f->above + f->wan + sum) * 100;
    if (code == U'角')
        f->fen += f->digit * 10;
    if (code == U'分')
        f->fen += f->digit;
    if (code == U'亿')
        f->wan = 0;
    if (fold_place(code) == 0)
        f->section = 0;
    f->digit = 0;
}

/* Whatever the text is, its words folded as if it were an amount; -1: no amount is that large. */
static int64_t fold(struct str text)
{
    struct folded f = {0};
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        utf8_next(text, &at);
        fold_word(&f, str_slice(text, from, at));
    }
    return f.fen < 1000000000000000000U ? (int64_t)f.fen : -1;
}

/* Is the text one of the forms of the amount that it could be?  If so, *ret_fen. */
static bool is_legal(struct str text, int64_t *ret_fen)
{
    struct buf plain, form;
    plain = BUF(4000);
    form = BUF(4000);
    bool negative = normalize(text, &plain);
    int64_t fen = fold(buf_str(&plain));
    bool legal = fen == 0 && !negative && str_is(buf_str(&plain), "零元整");
    int open = 0;
    for (unsigned choice = 0; !legal && fen > 0 && choice < 1U << open; choice++) {
        buf_reset(&form);
        open = write_form(fen, choice, &form);
        legal = str_equal(buf_str(&plain), buf_str(&form));
    }
    buf_clear(&form);
    buf_clear(&plain);
    *ret_fen = negative ? -fen : fen;
    return legal;
}

static void expect_fen(struct arena *arena, struct str text, int64_t expected)
{
    int64_t fen;
    struct numeral_fault fault;
    if (!read_fen(arena, text, &fen, &fault))
        fail_msg("%.*s: character %zu: %s", STR_ARGS(text), fault.position, fault.why);
    if (fen != expected)
        fail_msg("%.*s is %lld, not %lld", STR_ARGS(text), (long long)fen, (long long)expected);
}

static const int64_t amounts[] = {
    1,
    10,
    11,
    100,
    101,
    110,
    1005,
    1050,
    32504,
    100050,
    168032,
    600714,
    1640902,
    10000500,
    10700053,
    30982500,
    252727300,
    105000000000,
    10001000100,
    10000100000,
    100010000000000,
    110010001000110,
    105050505050505050,
    100000000000000001,
    900000000900000090,
    999999999999999999,
};

/* Every choice of 零, with and without 人民币 and 负, in simplified and in traditional characters, 角 with
 * 整. */
static void every_form(void **state)
{
    struct world *w = *state;
    static const char *const heads[] = {"", "人民币", "人民幣", "负", "人民币负", "人民幣負"};
    size_t forms = 0;
    for (size_t i = 0; i < ARRAY_COUNT(amounts); i++) {
        int open = 0;
        for (unsigned choice = 0; choice < 1U << open; choice++) {
            struct buf form;
            form = BUF(4000);
            open = write_form(amounts[i], choice, &form);
            for (size_t j = 0; j < ARRAY_COUNT(heads); j++) {
                bool whole = form.len > 3 && strcmp(form.ptr + form.len - 3, "角") == 0;
                int64_t fen = j < 3 ? amounts[i] : -amounts[i];
                expect_fen(w->arena, arena_printf(w->arena, "%s%s", heads[j], form.ptr), fen);
                if (whole)
                    expect_fen(w->arena, arena_printf(w->arena, "%s%s正", heads[j], form.ptr), fen);
                forms += whole ? 2 : 1;
            }
            buf_clear(&form);
        }
    }
    assert_true(forms > 400);
}

/* --- small changes of right forms --- */

static const char *const alphabet[] = {"零", "壹", "贰", "伍", "玖", "拾", "佰", "仟",
                                       "万", "亿", "元", "角", "分", "整", "负", "人民币",
                                       "一", "〇", "十", "百", "千", "圆", "正", "陸"};

struct mutant_count {
    size_t legal, wrong;
};

static void check_mutant(struct str text, struct mutant_count *count)
{
    struct arena *arena = arena_new(0);
    int64_t expected, fen = 0;
    struct numeral_fault fault;
    bool legal = is_legal(text, &expected);
    if (read_fen(arena, text, &fen, &fault) != legal)
        fail_msg("%.*s: %s", STR_ARGS(text), legal ? fault.why : "is read, but is no legal form");
    if (legal && fen != expected)
        fail_msg("%.*s is %lld, not %lld", STR_ARGS(text), (long long)fen, (long long)expected);
    if (!legal)
        assert_in_range(fault.position, 1, utf8_count(text) + 1);
    count->legal += legal;
    count->wrong += !legal;
    arena_free(arena);
}

/* text with the bytes from..to replaced */
static void try_replaced(struct str text, size_t from, size_t to, const char *by, struct mutant_count *count)
{
    struct buf mutant = BUF(4000);
    buf_add_str(&mutant, str_slice(text, 0, from));
    buf_add_text(&mutant, by);
    buf_add_str(&mutant, str_slice(text, to, text.len));
    check_mutant(buf_str(&mutant), count);
    buf_clear(&mutant);
}

/* Each character dropped, replaced, doubled, swapped with the next; each word put in everywhere. */
static void mutate(struct str text, struct mutant_count *count)
{
    for (size_t at = 0; at <= text.len; at += 3) {
        for (size_t i = 0; i < ARRAY_COUNT(alphabet); i++) {
            try_replaced(text, at, at, alphabet[i], count);
            if (at < text.len)
                try_replaced(text, at, at + 3, alphabet[i], count);
        }
        if (at < text.len)
            try_replaced(text, at, at + 3, "", count);
        if (at + 6 > text.len)
            continue;
        char swapped[7] = {0};
        memcpy(swapped, text.ptr + at + 3, 3);
        memcpy(swapped + 3, text.ptr + at, 3);
        try_replaced(text, at, at + 6, swapped, count);
    }
}

static void mutants(void **state)
{
    (void)state;
    struct mutant_count count = {0};
    for (size_t i = 0; i < ARRAY_COUNT(amounts); i++) {
        struct buf form;
        form = BUF(4000);
        write_form(amounts[i], (unsigned)i, &form);
        mutate(buf_str(&form), &count);
        buf_clear(&form);
    }
    assert_true(count.wrong > 10000);
    assert_true(count.legal > 500);
}

/* Words by chance. */
static void word_soup(void **state)
{
    (void)state;
    struct mutant_count count = {0};
    random_seed = 20260802;
    for (int i = 0; i < 20000; i++) {
        struct buf soup;
        soup = BUF(4000);
        for (uint32_t left = random_below(9); left > 0; left--)
            buf_add_text(&soup, alphabet[random_below(14)]);
        check_mutant(buf_str(&soup), &count);
        buf_clear(&soup);
    }
    assert_true(count.wrong > 10000);
    assert_true(count.legal > 10);
}

/* --- there and back --- */

static void there_and_back(int64_t fen)
{
    struct arena *arena = arena_new(0);
    const struct number *n, *hundred, *amount;
    struct buf words = BUF(4000);
    assert_int_equal(number_of(arena, fen, &n), OK);
    assert_int_equal(number_of(arena, 100, &hundred), OK);
    assert_int_equal(number_apply(arena, NUMBER_DIVIDE, n, hundred, &amount), OK);
    assert_true(numeral_money(amount, &words));
    expect_fen(arena, buf_str(&words), fen);
    buf_reset(&words);
    assert_true(numeral_money_full(amount, &words));
    expect_fen(arena, buf_str(&words), fen);
    buf_clear(&words);
    arena_free(arena);
}

#ifdef CHENGWEN_SANITIZE
enum { RANDOM_AMOUNTS = 20000 };
#else
enum { RANDOM_AMOUNTS = 1000000 };
#endif

/* Up to 9,999,999,999,999.99: half of them of any size, half with many zeros. */
static void random_amounts(void **state)
{
    (void)state;
    random_seed = 4711;
    for (int i = 0; i < RANDOM_AMOUNTS; i++) {
        uint64_t random = (uint64_t)random_next() << 31 | random_next();
        int64_t fen = (int64_t)(random % 1000000000000000U);
        for (int64_t scale = 1; (i & 1) != 0 && scale < 1000000000000000; scale *= 10, random >>= 1)
            if (random & 1)
                fen -= fen / scale % 10 * scale;
        there_and_back(fen);
    }
}

/* About every power of ten and of the sections; all amounts of few digits. */
static void boundary_amounts(void **state)
{
    (void)state;
    for (int64_t scale = 1; scale <= 100000000000000000; scale *= 10)
        for (int64_t digit = 1; digit < 10; digit++)
            for (int64_t off = -11; off <= 11; off++)
                if (scale * digit + off >= 0)
                    there_and_back(scale * digit + off);
    for (int64_t fen = 0; fen < 3000; fen++)
        there_and_back(fen);
    for (int64_t yuan = 0; yuan < 3000; yuan++)
        there_and_back(-(yuan * 1000000 + yuan));
    there_and_back(999999999999999999);
}

static void too_long(void **state)
{
    struct world *w = *state;
    struct buf text = BUF(4000);
    for (int i = 0; i < 41; i++)
        buf_add_text(&text, "壹");
    int64_t fen;
    struct numeral_fault fault;
    assert_false(read_fen(w->arena, buf_str(&text), &fen, &fault));
    assert_int_equal(fault.position, 41);
    assert_non_null(strstr(fault.why, "太长"));
    buf_clear(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(printed),
        WORLD_TEST(refused),
        WORLD_TEST(every_form),
        cmocka_unit_test(mutants),
        cmocka_unit_test(word_soup),
        cmocka_unit_test(random_amounts),
        cmocka_unit_test(boundary_amounts),
        WORLD_TEST(too_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
