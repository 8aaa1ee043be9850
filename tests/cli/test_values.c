/* Amounts of options: numbers, sizes, durations; their bounds and how these are told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "failing.h"
#include "cli/cli_int.h"
#include "cli/messages.def"

static void test_amounts(void **state)
{
    (void)state;
    static const struct {
        enum option_type type;
        const char *text;
        int64_t value; /* -1: none */
    } cases[] = {
        {OPTION_NUMBER, "0", 0},
        {OPTION_NUMBER, "007", 7},
        {OPTION_NUMBER, "9223372036854775807", INT64_MAX},
        {OPTION_NUMBER, "9223372036854775808", -1},
        {OPTION_NUMBER, "99999999999999999999999999", -1},
        {OPTION_NUMBER, "", -1},
        {OPTION_NUMBER, "-1", -1},
        {OPTION_NUMBER, "+1", -1},
        {OPTION_NUMBER, " 1", -1},
        {OPTION_NUMBER, "1 ", -1},
        {OPTION_NUMBER, "1.5", -1},
        {OPTION_NUMBER, "0x10", -1},
        {OPTION_NUMBER, "４", -1},
        {OPTION_NUMBER, "4K", -1},
        {OPTION_SIZE, "4096", 4096},
        {OPTION_SIZE, "4096B", 4096},
        {OPTION_SIZE, "64k", 64 << 10},
        {OPTION_SIZE, "64M", 64 << 20},
        {OPTION_SIZE, "2G", (int64_t)2 << 30},
        {OPTION_SIZE, "8589934591G", (int64_t)8589934591 << 30},
        {OPTION_SIZE, "8589934592G", -1},
        {OPTION_SIZE, "M", -1},
        {OPTION_SIZE, "64 M", -1},
        {OPTION_SIZE, "64s", -1},
        {OPTION_DURATION, "30", 30000},
        {OPTION_DURATION, "30s", 30000},
        {OPTION_DURATION, "500ms", 500},
        {OPTION_DURATION, "2min", 120000},
        {OPTION_DURATION, "1h", 3600000},
        {OPTION_DURATION, "1m", -1},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        int64_t value = -1;
        bool good = option_value_parse(cases[i].type, cases[i].text, &value);
        if (good != (cases[i].value >= 0) || value != cases[i].value)
            fail_msg("%s: %lld", cases[i].text, (long long)value);
    }
}

static void test_shares(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t value, of; /* 0: none */
    } cases[] = {{"1/1", 1, 1},
                 {"3/10", 3, 10},
                 {"10/10", 10, 10},
                 {"007/010", 7, 10},
                 {"1/10000", 1, 10000},
                 {"10000/10000", 10000, 10000},
                 {"1/10001", 0, 0},
                 {"0/10", 0, 0},
                 {"11/10", 0, 0},
                 {"0/0", 0, 0},
                 {"", 0, 0},
                 {"/", 0, 0},
                 {"3", 0, 0},
                 {"3/", 0, 0},
                 {"/10", 0, 0},
                 {"3/10/2", 0, 0},
                 {"3 /10", 0, 0},
                 {"3/ 10", 0, 0},
                 {"-1/10", 0, 0},
                 {"3/10s", 0, 0},
                 {"1/99999999999999999999", 0, 0},
                 {"３/10", 0, 0}};
    static const struct option_kind kind = {.type = OPTION_SHARE, .most = 10000};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct arena *arena = arena_new(0);
        struct diag *diag = diag_new(arena);
        struct option_amount amount = {.given = false};
        const struct diag_entry *entries;
        const bool good = cases[i].of > 0;
        enum status status = value_set(diag, "shard", &kind, cases[i].text, &amount);
        if (status != (good ? OK : FAILED) || amount.given != good || amount.value != cases[i].value ||
            amount.of != cases[i].of)
            fail_msg("%s: %lld of %lld", cases[i].text, (long long)amount.value, (long long)amount.of);
        assert_int_equal(diag_entries(diag, &entries), good ? 0 : 1);
        if (!good)
            assert_int_equal(entries[0].code, MSG_CLI_SHARE);
        arena_free(arena);
    }
}

static void test_written(void **state)
{
    (void)state;
    static const struct {
        enum option_type type;
        int64_t value;
        const char *text;
    } cases[] = {
        {OPTION_NUMBER, 0, "0"},          {OPTION_NUMBER, 1024, "1024"},     {OPTION_SIZE, 0, "0"},
        {OPTION_SIZE, 1000, "1000B"},     {OPTION_SIZE, 1 << 20, "1M"},      {OPTION_SIZE, 1536, "1536B"},
        {OPTION_SIZE, 3 << 10, "3K"},     {OPTION_DURATION, 1500, "1500ms"}, {OPTION_DURATION, 90000, "90s"},
        {OPTION_DURATION, 7200000, "2h"}, {OPTION_DURATION, 60000, "1min"}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct buf out;
        int64_t back = -1;
        out = BUF(100);
        value_write(cases[i].type, cases[i].value, &out);
        assert_string_equal(out.ptr, cases[i].text);
        assert_true(option_value_parse(cases[i].type, out.ptr, &back));
        assert_int_equal(back, cases[i].value);
        buf_clear(&out);
    }
}

static const struct option_kind kind = {.type = OPTION_DURATION, .least = 500, .most = 60 * 60 * 1000};

static void test_bounds(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool good;
    } cases[] = {{"500ms", true}, {"1h", true}, {"499ms", false}, {"3601", false}, {"bald", false}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct arena *arena = arena_new(0);
        struct diag *diag = diag_new(arena);
        struct option_amount amount = {.value = 7};
        const struct diag_entry *entries;
        enum status status = value_set(diag, "timeout", &kind, cases[i].text, &amount);
        assert_int_equal(status, cases[i].good ? OK : FAILED);
        assert_int_equal(amount.given, cases[i].good);
        assert_int_equal(diag_entries(diag, &entries), cases[i].good ? 0 : 1);
        if (!cases[i].good) {
            assert_int_equal(amount.value, 7);
            assert_int_equal(entries[0].code, MSG_CLI_AMOUNT);
            assert_non_null(strstr(entries[0].text.ptr, "须写时长，如 30s；最小 500ms，最大 1h"));
        }
        arena_free(arena);
    }
}

static void test_every_failing_allocation(void **state)
{
    (void)state;
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        struct arena *arena = arena_new(0);
        struct diag *diag = diag_new(arena);
        struct option_amount amount = {0};
        base_fail_allocation(n);
        enum status status = value_set(diag, "timeout", &kind, "2h", &amount);
        struck = base_allocation_failed();
        base_fail_allocation(0);
        assert_false(amount.given);
        assert_true(status == FAILED || (struck && status == NO_MEMORY));
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_amounts),
        cmocka_unit_test(test_shares),
        cmocka_unit_test(test_written),
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
