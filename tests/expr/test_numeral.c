/* 大写, by the cases of the rule and of known mistakes, and by reading a thousand amounts back; counts,
 * capitals, digits. */
#include "world.h"
#include "random.h"

static void expect_money(struct arena *arena, const char *amount, const char *expected)
{
    const struct number *n;
    assert_int_equal(number_parse(arena, str_of(amount), &n), OK);
    struct buf out = BUF(1000);
    assert_true(numeral_money(n, &out));
    if (!str_is(buf_str(&out), expected))
        fail_msg("%s gives %s, not %s", amount, out.ptr, expected);
    buf_clear(&out);
}

static void full_form(void **state)
{
    static const char *const cases[][2] = {
        {"107000.53", "壹拾万零柒仟元零伍角叁分"},
        {"1000.50", "壹仟元零伍角整"},
        {"1680.32", "壹仟陆佰捌拾元零叁角贰分"},
        {"16409.02", "壹万陆仟肆佰零玖元零贰分"},
        {"1234.50", "壹仟贰佰叁拾肆元伍角整"},
        {"100000", "壹拾万元整"},
        {"1050000000", "壹拾亿零伍仟万元整"},
        {"0", "零元整"},
        {"0.50", "伍角整"},
        {"0.05", "伍分"},
    };
    struct arena *arena = arena_new(0);
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        const struct number *n;
        struct buf out;
        out = BUF(1000);
        assert_int_equal(number_parse(arena, str_of(cases[i][0]), &n), OK);
        assert_true(numeral_money_full(n, &out));
        assert_string_equal(out.ptr, cases[i][1]);
        buf_clear(&out);
    }
    arena_free(arena);
}

static void money(void **state)
{
    static const char *const cases[][2] = {
        {"0", "零元整"},
        {"0.05", "伍分"},
        {"0.50", "伍角"},
        {"0.53", "伍角叁分"},
        {"1", "壹元整"},
        {"1.05", "壹元零伍分"},
        {"10", "壹拾元整"},
        {"10.05", "壹拾元零伍分"},
        {"100000", "壹拾万元整"},
        {"1409.50", "壹仟肆佰零玖元伍角"},
        {"6007.14", "陆仟零柒元壹角肆分"},
        {"1680.32", "壹仟陆佰捌拾元零叁角贰分"},
        {"107000.53", "壹拾万柒仟元零伍角叁分"},
        {"16409.02", "壹万陆仟肆佰零玖元零贰分"},
        {"325.04", "叁佰贰拾伍元零肆分"},
        {"1000.50", "壹仟元伍角"},
        {"12000.01", "壹万贰仟元零壹分"},
        {"309825", "叁拾万玖仟捌佰贰拾伍元整"},
        {"100005", "壹拾万零伍元整"},
        {"2690000", "贰佰陆拾玖万元整"},
        {"2527273", "贰佰伍拾贰万柒仟贰佰柒拾叁元整"},
        {"100000000", "壹亿元整"},
        {"200000000", "贰亿元整"},
        {"100001000", "壹亿零壹仟元整"},
        {"100010000", "壹亿零壹万元整"},
        {"100010001", "壹亿零壹万零壹元整"},
        {"100100000", "壹亿零壹拾万元整"},
        {"110000000", "壹亿壹仟万元整"},
        {"300000001.08", "叁亿零壹元零捌分"},
        {"10000000000", "壹佰亿元整"},
        {"1000000000000", "壹万亿元整"},
        {"2000000000000", "贰万亿元整"},
        {"1000100000000", "壹万零壹亿元整"},
        {"1000000000001", "壹万亿零壹元整"},
        {"1000010000000", "壹万亿零壹仟万元整"},
        {"9999999999999999.99", "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"},
        {"-1234.5", "负壹仟贰佰叁拾肆元伍角"},
    };
    struct world *w = *state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
        expect_money(w->arena, cases[i][0], cases[i][1]);
}

static void money_limit(void **state)
{
    struct world *w = *state;
    static const char *const beyond[] = {"10000000000000000", "-10000000000000000", "9999999999999999.995",
                                         "123456789012345678901234567890",
                                         /* parts of a 分 */
                                         "2.345", "0.001", "-0.005", "100.0000000001"};
    for (size_t i = 0; i < ARRAY_COUNT(beyond); i++) {
        struct value n = number_text(w, beyond[i]);
        struct buf out;
        out = BUF(1000);
        assert_false(numeral_money(n.number, &out));
        assert_int_equal(out.len, 0);
        buf_clear(&out);
    }
}

/* --- an independent reader: digits times places, sections folded into 万 and 亿; gives 分, or -1 --- */

static int64_t reader_digit(uint32_t code)
{
    static const struct str digits = {"零壹贰叁肆伍陆柒捌玖", 30};
    size_t at = 0;
    for (int64_t value = 0; at < digits.len; value++)
        if (utf8_next(digits, &at) == code)
            return value;
    return -1;
}

static int64_t reader_place(uint32_t code)
{
    return code == U'拾' ? 10 : code == U'佰' ? 100 : code == U'仟' ? 1000 : 0;
}

struct reader {
    int64_t above, wan, section,
        digit; /* parts of the 元 read so far: 亿, 万, below, the digit waiting for its place */
    int64_t fen;
    bool yuan;
};

static void reader_take(struct reader *r, uint32_t code)
{
    int64_t digit = reader_digit(code), place = reader_place(code);
    if (digit >= 0) {
        r->digit = digit;
        return;
    }
    if (place > 0) {
        r->section += r->digit * place;
    } else if (code == U'万') {
        r->wan = (r->section + r->digit) * 10000;
        r->section = 0;
    } else if (code == U'亿') {
        r->above = (r->wan + r->section + r->digit) * 100000000;
        r->wan = r->section = 0;
    } else if (code == U'元') {
        r->fen = (r->above + r->wan + r->section + r->digit) * 100;
        r->yuan = true;
    } else if (code == U'角') {
        r->fen += r->digit * 10;
    } else if (code == U'分') {
        r->fen += r->digit;
    } else {
        assert_true(code == U'整');
    }
    r->digit = 0;
}

static int64_t read_back(struct str words)
{
    struct reader r = {0};
    for (size_t at = 0; at < words.len;)
        reader_take(&r, utf8_next(words, &at));
    return r.fen;
}

/* What no amount in words may hold. */
static void check_form(struct str words, const char *amount)
{
    static const char *const never[] = {"零零", "零元零", "零万", "零亿", "零拾", "零佰", "零仟",
                                        "零角", "零分",   "零整", "角整", "分整", "万万", "亿亿"};
    for (size_t i = 0; i < ARRAY_COUNT(never); i++)
        if (strstr(words.ptr, never[i]) != NULL)
            fail_msg("%s: %s holds %s", amount, words.ptr, never[i]);
    if (str_starts(words, "零") || str_starts(words, "拾"))
        fail_msg("%s: %s begins wrongly", amount, words.ptr);
}

static void read_back_random(void **state)
{
    struct world *w = *state;
    random_seed = 20260802;
    for (int i = 0; i < 1000; i++) {
        /* All sizes alike often, and many zeros in between. */
        uint64_t fen = 0;
        for (uint64_t digits = 1 + random_next() % 18; digits > 0; digits--)
            fen = fen * 10 + (random_next() % 2 ? random_next() % 10 : 0);
        if (fen == 0)
            continue;
        struct str text = arena_printf(w->arena, "%llu.%02llu", (unsigned long long)(fen / 100),
                                       (unsigned long long)(fen % 100));
        struct value amount = number_text(w, text.ptr);
        struct buf words;
        words = BUF(1000);
        assert_true(numeral_money(amount.number, &words));
        check_form(buf_str(&words), text.ptr);
        if (read_back(buf_str(&words)) != (int64_t)fen)
            fail_msg("%s gives %s", text.ptr, words.ptr);
        buf_clear(&words);
    }
}

static void expect_numeral(bool (*print)(int64_t, struct buf *), int64_t n, const char *expected)
{
    struct buf out = BUF(1000);
    assert_true(print(n, &out));
    assert_string_equal(out.ptr, expected);
    buf_clear(&out);
}

static void counts(void **state)
{
    (void)state;
    static const struct {
        int64_t n;
        const char *words;
    } cases[] = {{0, "零"},
                 {1, "一"},
                 {10, "十"},
                 {12, "十二"},
                 {20, "二十"},
                 {100, "一百"},
                 {105, "一百零五"},
                 {110, "一百一十"},
                 {112, "一百一十二"},
                 {3052, "三千零五十二"},
                 {10000, "一万"},
                 {10010, "一万零一十"},
                 {100000, "十万"},
                 {120000, "十二万"},
                 {107000, "十万七千"},
                 {1100000, "一百一十万"},
                 {1000000000, "十亿"},
                 {200000000, "二亿"},
                 {-12, "负十二"}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
        expect_numeral(numeral_count, cases[i].n, cases[i].words);
    expect_numeral(numeral_upper, 4, "肆");
    expect_numeral(numeral_upper, 12, "壹拾贰");
    expect_numeral(numeral_upper, 0, "零");
    expect_numeral(numeral_digits, 2022, "二〇二二");
    expect_numeral(numeral_digits, 0, "〇");
    expect_numeral(numeral_digits, INT64_MAX, "九二二三三七二〇三六八五四七七五八〇七");
    struct buf out = BUF(100);
    assert_false(numeral_digits(-1, &out));
    assert_false(numeral_count(INT64_MIN, &out));
    assert_false(numeral_upper(10000000000000000, &out));
    buf_clear(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {WORLD_TEST(money), WORLD_TEST(money_limit),
                                       WORLD_TEST(read_back_random), cmocka_unit_test(counts),
                                       cmocka_unit_test(full_form)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
