/* Periods, and want of memory; the rest is the case `plan` of tests/cli. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "plan/plan.h"

static char path[] = "/tmp/chengwen-plan-XXXXXX";

static void write_plan(const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void periods(void **state)
{
    static const struct {
        const char *period;
        struct date date;
        const char *expected;
    } cases[] = {
        {"this-month", {2026, 2, 3}, "2026 1 02, 2026 1 01, 2025"},
        {"last-month", {2026, 1, 31}, "2025 4 12, 2025 4 11, 2024"},
        {"last-month", {2026, 2, 3}, "2026 1 01, 2025 4 12, 2025"},
        {"this-quarter", {2026, 12, 31}, "2026 4 10, 2026 3 07, 2025"},
        {"last-quarter", {2026, 2, 3}, "2025 4 10, 2025 3 07, 2024"},
        {"last-quarter", {2026, 4, 1}, "2026 1 01, 2025 4 10, 2025"},
        {"this-year", {2026, 7, 1}, "2026 1 01, 2025 1 01, 2025"},
        {"last-year", {2026, 7, 1}, "2025 1 01, 2024 1 01, 2024"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        char text[400];
        struct arena *arena = arena_new(0);
        struct plan plan;
        snprintf(text, sizeof text,
                 "<plan><run name='a' period='%s' output='x'><input path='{year} {quarter} "
                 "{month}, {before-year} {before-quarter} {before-month}, {year-ago}'/></run></plan>",
                 cases[i].period);
        write_plan(text);
        assert_int_equal(plan_read(arena, diag_new(arena), path, cases[i].date, &plan), OK);
        assert_int_equal(plan.runs[0].count, 5);
        assert_string_equal(plan.runs[0].arguments[2], "--output=x");
        assert_string_equal(plan.runs[0].arguments[4], cases[i].expected);
        arena_free(arena);
    }
}

static void want_of_memory(void **state)
{
    (void)state;
    enum status status = NO_MEMORY;
    write_plan("<plan><run name='a' output='out/{date}' proof='yes'><input path='{run}'/></run></plan>");
    for (uint64_t n = 1; status == NO_MEMORY; n++) {
        struct arena *arena = arena_new(0);
        struct diag *diag = diag_new(arena);
        struct plan plan;
        base_fail_allocation(n);
        status = plan_read(arena, diag, path, (struct date){2026, 7, 1}, &plan);
        base_fail_allocation(0);
        arena_free(arena);
    }
    assert_int_equal(status, OK);
}

static int set_up(void **state)
{
    (void)state;
    int file = mkstemp(path);
    return file < 0 ? -1 : close(file);
}

static int tear_down(void **state)
{
    (void)state;
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(periods), cmocka_unit_test(want_of_memory)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
