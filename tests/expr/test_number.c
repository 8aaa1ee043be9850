/* Exact numbers: reading, arithmetic, rounding, printing, limits, failing memory. */
#include "world.h"

#include <stdio.h>

#include "random.h"

static const struct number *number(struct arena *arena, const char *text)
{
    const struct number *n = NULL;
    if (number_parse(arena, str_of(text), &n) != OK)
        fail_msg("not read: %s", text);
    return n;
}

static void expect_print(const struct number *n, const char *expected)
{
    struct buf out = BUF(5000);
    assert_true(number_print(n, &out));
    assert_string_equal(out.ptr, expected);
    buf_clear(&out);
}

static void expect_fixed(const struct number *n, int digits, bool grouped, const char *expected)
{
    struct buf out = BUF(5000);
    number_print_fixed(n, digits, grouped, &out);
    assert_string_equal(out.ptr, expected);
    buf_clear(&out);
}

static void reading(void **state)
{
    struct arena *arena = ((struct world *)*state)->arena;
    static const char *const good[][2] = {{"0", "0"},
                                          {"-0", "0"},
                                          {"007", "7"},
                                          {"1234.50", "1234.5"},
                                          {"1,234.50", "1234.5"},
                                          {"-12,345,678", "-12345678"},
                                          {"123,456", "123456"},
                                          {"0.0001", "0.0001"}};
    for (size_t i = 0; i < ARRAY_COUNT(good); i++)
        expect_print(number(arena, good[i][0]), good[i][1]);
    static const char *const bad[] = {"",       "-",       ".",       "1.",       ".5",   "1..2",
                                      "1.2.3",  "+1",      " 1",      "1 ",       "1e5",  "１",
                                      "1,23",   "12,34.5", "1,234,5", "1234,567", ",123", "1,",
                                      "1,234,", "0.1,234", "1,,234",  "一",       "--1",  "1,234."};
    for (size_t i = 0; i < ARRAY_COUNT(bad); i++) {
        const struct number *n;
        if (number_parse(arena, str_of(bad[i]), &n) != FAILED)
            fail_msg("read: %s", bad[i]);
    }
}

static void digits_limit(void **state)
{
    struct arena *arena = ((struct world *)*state)->arena;
    char text[NUMBER_MAX_DIGITS + 3];
    memset(text, '9', sizeof text);
    text[NUMBER_MAX_DIGITS] = '\0';
    expect_print(number(arena, text), text);
    text[NUMBER_MAX_DIGITS] = '9';
    text[NUMBER_MAX_DIGITS + 1] = '\0';
    const struct number *n;
    assert_int_equal(number_parse(arena, str_of(text), &n), FAILED);
    text[20] = '.';
    expect_print(number(arena, text), text);
}

static void bits_limit(void **state)
{
    struct arena *arena = ((struct world *)*state)->arena;
    const struct number *n = number(arena, "2"), *two = n;
    size_t bits = 2;
    enum status status = OK;
    while (status == OK && bits < 10000) {
        status = number_apply(arena, NUMBER_MULTIPLY, n, two, &n);
        bits += status == OK;
    }
    assert_int_equal(status, FAILED);
    assert_int_equal(bits, NUMBER_MAX_BITS);
    struct buf out = BUF(5000);
    assert_false(number_print(n, &out));
    number_print_fixed(n, 60, true, &out);
    assert_int_equal(out.len, 1233 + 410 + 61);
    buf_clear(&out);
}

static void arithmetic(void **state)
{
    struct arena *arena = ((struct world *)*state)->arena;
    const struct number *one = number(arena, "1"), *three = number(arena, "3"), *zero = number(arena, "0"),
                        *n;
    assert_int_equal(number_apply(arena, NUMBER_DIVIDE, one, three, &n), OK);
    assert_false(number_is_integer(n));
    struct buf out = BUF(100);
    assert_false(number_print(n, &out));
    buf_clear(&out);
    assert_int_equal(number_apply(arena, NUMBER_MULTIPLY, n, three, &n), OK);
    assert_int_equal(number_compare(n, one), 0);
    assert_true(number_is_integer(n));
    assert_int_equal(number_apply(arena, NUMBER_DIVIDE, one, zero, &n), FAILED);
    assert_int_equal(number_apply(arena, NUMBER_SUBTRACT, number(arena, "0.3"), number(arena, "0.1"), &n),
                     OK);
    expect_print(n, "0.2");
    assert_int_equal(number_compare(zero, one), -1);
    assert_int_equal(number_compare(three, one), 1);
    int64_t value;
    assert_true(number_as_int(number(arena, "-9223372036854775808"), &value));
    assert_true(value == INT64_MIN);
    assert_false(number_as_int(number(arena, "9223372036854775808"), &value));
    assert_false(number_as_int(number(arena, "0.5"), &value));
    assert_int_equal(number_of(arena, INT64_MIN, &n), OK);
    expect_print(n, "-9223372036854775808");
}

static void rounding(void **state)
{
    struct arena *arena = ((struct world *)*state)->arena;
    static const struct {
        const char *number;
        int digits;
        const char *half_up, *half_even, *down, *up;
    } cases[] = {{"2.5", 0, "3", "2", "2", "3"},
                 {"3.5", 0, "4", "4", "3", "4"},
                 {"-2.5", 0, "-3", "-2", "-3", "-2"},
                 {"2.499", 0, "2", "2", "2", "3"},
                 {"1.005", 2, "1.01", "1", "1", "1.01"},
                 {"1.0051", 2, "1.01", "1.01", "1", "1.01"},
                 {"-1.005", 2, "-1.01", "-1", "-1.01", "-1"},
                 {"1250", -2, "1300", "1200", "1200", "1300"},
                 {"7", 2, "7", "7", "7", "7"},
                 {"0", 0, "0", "0", "0", "0"},
                 {"0.4", 0, "0", "0", "0", "1"},
                 {"-0.4", 0, "0", "0", "-1", "0"}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        const char *const expected[] = {cases[i].half_up, cases[i].half_even, cases[i].down, cases[i].up};
        for (int how = ROUND_HALF_UP; how <= ROUND_UP; how++) {
            const struct number *n;
            assert_int_equal(number_round(arena, number(arena, cases[i].number), cases[i].digits,
                                          (enum number_rounding)how, &n),
                             OK);
            expect_print(n, expected[how]);
        }
    }
    const struct number *n;
    assert_int_equal(number_round(arena, number(arena, "1"), NUMBER_MAX_DIGITS + 1, ROUND_DOWN, &n), FAILED);
}

static void printing(void **state)
{
    struct arena *arena = ((struct world *)*state)->arena;
    expect_fixed(number(arena, "402233.28"), 2, true, "402,233.28");
    expect_fixed(number(arena, "1234567"), 0, true, "1,234,567");
    expect_fixed(number(arena, "999"), 2, true, "999.00");
    expect_fixed(number(arena, "0.005"), 2, true, "0.01");
    expect_fixed(number(arena, "-0.005"), 2, false, "-0.01");
    expect_fixed(number(arena, "-0.004"), 2, false, "0.00");
    expect_fixed(number(arena, "999999.999"), 2, true, "1,000,000.00");
    expect_fixed(number(arena, "-1000"), 0, true, "-1,000");
    expect_fixed(number(arena, "12345"), 1, true, "12,345.0");
    expect_fixed(number(arena, "123456"), 0, true, "123,456");
    expect_fixed(number(arena, "123456"), 0, false, "123456");
    expect_print(number(arena, "0.000000000000000000000000000001"), "0.000000000000000000000000000001");
}

/* Everything once, with every allocation failing in turn; GMP's too. */
static enum status everything(void)
{
    struct arena *arena = arena_new(0);
    if (arena == NULL)
        return NO_MEMORY;
    const struct number *a, *b, *n;
    struct buf out = BUF(5000);
    enum status status = number_parse(arena, STR("123456789012345678901234567890.123456789012345"), &a);
    if (status == OK)
        status = number_of(arena, 7, &b);
    for (int op = NUMBER_ADD; status == OK && op <= NUMBER_DIVIDE; op++)
        status = number_apply(arena, (enum number_op)op, a, b, &n);
    for (int how = ROUND_HALF_UP; status == OK && how <= ROUND_UP; how++)
        status = number_round(arena, n, 3, (enum number_rounding)how, &n);
    if (status == OK) {
        assert_int_equal(number_compare(a, n), 1);
        assert_true(number_print(a, &out));
        number_print_fixed(a, 2, true, &out);
        assert_true(numeral_money(b, &out));
        assert_true(numeral_count(12, &out));
        status = buf_status(&out);
    }
    buf_clear(&out);
    arena_free(arena);
    return status;
}

static void failing_memory(void **state)
{
    (void)state;
    uint64_t n = 0;
    bool struck = true;
    while (struck) {
        base_fail_allocation(++n);
        enum status status = everything();
        struck = base_allocation_failed();
        base_fail_allocation(0);
        if (struck && status == OK)
            continue; /* GMP's reserve served where the result needs no memory of its own */
        assert_int_equal(status, struck ? NO_MEMORY : OK);
    }
    assert_true(n > 20);
}

static const struct number *apply(struct arena *arena, enum number_op op, const struct number *a,
                                  const struct number *b)
{
    const struct number *n = NULL;
    assert_int_equal(number_apply(arena, op, a, b, &n), OK);
    return n;
}

/* One that needs a word for each part, often nearly all of it. */
static const struct number *random_fraction(struct arena *arena)
{
    char text[24];
    const int64_t whole = (int64_t)(random_next() << 32 | random_next() << 1) >> random_below(64);
    const int64_t parts = (int64_t)((random_next() << 31 | random_next()) >> random_below(62)) + 1;
    snprintf(text, sizeof text, "%lld", (long long)(random_below(2) == 0 ? whole : -whole));
    const struct number *n = number(arena, text);
    snprintf(text, sizeof text, "%lld", (long long)parts);
    return apply(arena, NUMBER_DIVIDE, n, number(arena, text));
}

/* In machine words comes out what comes out on a way round far beyond them. */
static void words_and_more(void **state)
{
    struct arena *arena = ((struct world *)*state)->arena;
    const struct number *far = number(arena, "10000000000000000000000000000000000000000");
    for (int i = 0; i < 20000; i++) {
        const struct number *a = random_fraction(arena), *b = random_fraction(arena), *near, *back;
        enum number_op op = (enum number_op)random_below(4);
        if (op == NUMBER_DIVIDE && number_sign(b) == 0)
            continue;
        bool sum = op == NUMBER_ADD || op == NUMBER_SUBTRACT;
        back = apply(arena, op, apply(arena, sum ? NUMBER_ADD : NUMBER_MULTIPLY, a, far), b);
        back = apply(arena, sum ? NUMBER_SUBTRACT : NUMBER_DIVIDE, back, far);
        assert_int_equal(number_compare(apply(arena, op, a, b), back), 0);
        int digits = random_below(20);
        enum number_rounding how = (enum number_rounding)random_below(4);
        enum number_op away = number_sign(a) < 0 ? NUMBER_SUBTRACT : NUMBER_ADD;
        assert_int_equal(number_round(arena, a, digits, how, &near), OK);
        assert_int_equal(number_round(arena, apply(arena, away, a, far), digits, how, &back), OK);
        back = apply(arena, away == NUMBER_ADD ? NUMBER_SUBTRACT : NUMBER_ADD, back, far);
        assert_int_equal(number_compare(near, back), 0);
        struct buf out = BUF(200);
        number_print_fixed(a, digits, false, &out);
        assert_int_equal(number_round(arena, a, digits, ROUND_HALF_UP, &near), OK);
        assert_int_equal(number_compare(number(arena, out.ptr), near), 0);
        buf_clear(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {WORLD_TEST(reading),        WORLD_TEST(digits_limit),
                                       WORLD_TEST(bits_limit),     WORLD_TEST(arithmetic),
                                       WORLD_TEST(rounding),       WORLD_TEST(printing),
                                       WORLD_TEST(words_and_more), cmocka_unit_test(failing_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
