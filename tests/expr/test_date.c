/* Dates: reading, counting days, months with their ends, leap years, the limits of the calendar. */
#include "world.h"

#include "expr/values/values.h"

static struct date date_of(const char *text)
{
    struct date d = {0};
    if (!date_parse(str_of(text), &d))
        fail_msg("not read: %s", text);
    return d;
}

static void reading(void **state)
{
    (void)state;
    static const char *const good[] = {"2026-08-02", "2024-02-29", "2000-02-29", "1000-01-01", "9999-12-31"};
    for (size_t i = 0; i < ARRAY_COUNT(good); i++)
        date_of(good[i]);
    static const char *const bad[] = {
        "",           "2026-8-2",   "2026-02-29", "1900-02-29",  "2026-13-01", "2026-00-01", "2026-01-00",
        "2026-04-31", "0999-12-31", "2026/08/02", "2026-08-02 ", "26-08-02",   "2026-08",    "２０２6-08"};
    struct date d = {0};
    for (size_t i = 0; i < ARRAY_COUNT(bad); i++)
        if (date_parse(str_of(bad[i]), &d))
            fail_msg("read: %s", bad[i]);
    assert_int_equal(d.year, 0);
    assert_true(date_parse_month(STR("2026-08"), &d));
    assert_int_equal(d.day, 1);
    assert_false(date_parse_month(STR("2026-13"), &d));
    assert_false(date_parse_month(STR("2026-8"), &d));
}

static void days(void **state)
{
    (void)state;
    assert_int_equal(date_days(date_of("1970-01-01")), 0);
    assert_int_equal(date_days(date_of("2000-03-01")), 11017);
    assert_int_equal(date_days(date_of("1969-12-31")), -1);
    assert_int_equal(date_compare(date_of("2026-01-01"), date_of("2025-12-31")), 1);
    /* Every day from the first to the last: one after the other, and back again. */
    struct date d = date_of("1000-01-01");
    int64_t count = date_days(d);
    for (;;) {
        struct date again;
        assert_true(date_add_days(date_of("1970-01-01"), count, &again));
        if (date_compare(d, again) != 0 || date_days(d) != count)
            fail_msg("%d-%d-%d", d.year, d.month, d.day);
        if (d.year == 9999 && d.month == 12 && d.day == 31)
            break;
        count++;
        if (d.day < date_month_length(d.year, d.month))
            d.day++;
        else
            d = d.month == 12 ? (struct date){(int16_t)(d.year + 1), 1, 1}
                              : (struct date){d.year, (int8_t)(d.month + 1), 1};
    }
    assert_false(date_add_days(d, 1, &d));
    assert_false(date_add_days(date_of("1000-01-01"), -1, &d));
    assert_false(date_add_days(d, INT64_MAX, &d));
}

static void expect_months(const char *from, int64_t months, const char *expected)
{
    struct date d;
    assert_true(date_add_months(date_of(from), months, &d));
    if (date_compare(d, date_of(expected)) != 0)
        fail_msg("%s + %d: %d-%d-%d", from, (int)months, d.year, d.month, d.day);
}

static void adding_months(void **state)
{
    (void)state;
    expect_months("2025-01-31", 1, "2025-02-28");
    expect_months("2024-01-31", 1, "2024-02-29");
    expect_months("2024-02-29", 12, "2025-02-28");
    expect_months("2025-08-31", 1, "2025-09-30");
    expect_months("2025-12-15", 1, "2026-01-15");
    expect_months("2025-01-15", -1, "2024-12-15");
    expect_months("2025-03-31", -13, "2024-02-29");
    expect_months("2025-03-31", 0, "2025-03-31");
    struct date d;
    assert_false(date_add_months(date_of("9999-12-01"), 1, &d));
    assert_false(date_add_months(date_of("1000-01-01"), -1, &d));
    assert_false(date_add_months(date_of("2025-01-01"), INT64_MIN, &d));
}

static void full_months(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
        int64_t months;
    } cases[] = {
        {"2025-08-02", "2026-08-01", 12}, {"2025-08-02", "2026-07-31", 11}, {"2025-08-02", "2025-08-02", 0},
        {"2025-08-01", "2025-08-31", 1},  {"2025-08-01", "2025-08-30", 0},  {"2025-08-01", "2025-12-31", 5},
        {"2025-02-01", "2025-02-28", 1},  {"2024-02-01", "2024-02-28", 0},  {"2024-02-01", "2024-02-29", 1},
        {"2025-01-31", "2025-02-28", 1},  {"2025-01-31", "2025-02-27", 0},  {"2025-01-30", "2025-02-28", 1},
        {"2024-01-30", "2024-02-28", 0},  {"2024-01-30", "2024-02-29", 1},  {"2025-01-29", "2025-02-27", 0},
        {"2025-01-29", "2025-02-28", 1},  {"2025-01-28", "2025-02-27", 1},  {"2025-01-31", "2025-03-30", 2},
        {"2024-02-29", "2025-02-28", 12}, {"2025-12-16", "2026-01-15", 1},  {"2025-12-16", "2026-01-14", 0},
        {"2025-01-01", "2025-12-31", 12}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        int64_t months = date_full_months(date_of(cases[i].from), date_of(cases[i].to));
        if (months != cases[i].months)
            fail_msg("%s to %s: %d", cases[i].from, cases[i].to, (int)months);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reading), cmocka_unit_test(days),
                                       cmocka_unit_test(adding_months), cmocka_unit_test(full_months)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
