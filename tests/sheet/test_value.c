/* Numbers as files write them, formats that show dates, days of spreadsheets, dates after ISO 8601, escapes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "sheet/sheet_int.h"

static void numbers(void **state)
{
    static const struct {
        const char *text, *printed;
    } cases[] = {
        {"0.87109999999999999", "0.8711"},
        {"0.30000000000000004", "0.3"},
        {"5", "5"},
        {"-5.50", "-5.5"},
        {"+007", "7"},
        {" 12\n", "12"},
        {".5", "0.5"},
        {"5.", "5"},
        {"-0", "0"},
        {"0.000", "0"},
        {"0E99999999999", "0"},
        {"1.0E-3", "0.001"},
        {"8.7110000000000003E-2", "0.08711"},
        {"1.234567e+6", "1234567"},
        {"123456789012345", "123456789012345"},
        {"123456789.1234565", "123456789.123457"},
        {"123456789.1234564999999", "123456789.123456"},
        {"0.9999999999999995", "1"},
        {"99999999999999.96", "100000000000000"},
        {"0.000000000000001", "0.000000000000001"},
        {"0.0000000000000012345678901234567", "0.00000000000000123456789012346"},
        {"46112.35416666666", "46112.3541666667"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct decimal decimal;
        char room[DECIMAL_ROOM + 1] = "";
        if (decimal_parse(str_of(cases[i].text), &decimal) != FAULT_NONE)
            fail_msg("%s", cases[i].text);
        room[decimal_print(&decimal, room)] = '\0';
        assert_string_equal(room, cases[i].printed);
    }
}

static void no_numbers(void **state)
{
    static const struct {
        const char *text;
        enum fault fault;
    } cases[] = {
        {"1000000000000000", FAULT_LONG},
        {"1.1010119900307101E+17", FAULT_LONG},
        {"999999999999999.9", FAULT_LONG},
        {"1e999999999999", FAULT_LONG},
        {"-1e16", FAULT_LONG},
        {"9.9e-16", FAULT_TINY},
        {"5.5511151231257827E-17", FAULT_TINY},
        {"-1e-99999999", FAULT_TINY},
        {"", FAULT_NUMBER},
        {"+", FAULT_NUMBER},
        {"-", FAULT_NUMBER},
        {".", FAULT_NUMBER},
        {"1e", FAULT_NUMBER},
        {"1e+", FAULT_NUMBER},
        {"1,5", FAULT_NUMBER},
        {"NaN", FAULT_NUMBER},
        {"INF", FAULT_NUMBER},
        {"1 2", FAULT_NUMBER},
        {"+-1", FAULT_NUMBER},
        {"0x10", FAULT_NUMBER},
        {"１", FAULT_NUMBER},
        {"1..2", FAULT_NUMBER},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct decimal decimal;
        if (decimal_parse(str_of(cases[i].text), &decimal) != cases[i].fault)
            fail_msg("%s", cases[i].text);
    }
}

static void formats(void **state)
{
    static const struct {
        const char *code;
        enum format format;
    } cases[] = {
        {"General", FORMAT_PLAIN},
        {"G/通用格式", FORMAT_PLAIN},
        {"[Red]General;[Blue]-General", FORMAT_PLAIN},
        {"0.00_);(0.00)", FORMAT_PLAIN},
        {"0.00E+00", FORMAT_PLAIN},
        {"#,##0.00\"元\"", FORMAT_PLAIN},
        {"\"day\"0", FORMAT_PLAIN},
        {"\\d0", FORMAT_PLAIN},
        {"_d0*m", FORMAT_PLAIN},
        {"[$¥-804]#,##0", FORMAT_PLAIN},
        {"@", FORMAT_PLAIN},
        {"0;yyyy", FORMAT_PLAIN},
        {"\"unclosed yyyy", FORMAT_PLAIN},
        {"\\", FORMAT_PLAIN},
        {"[", FORMAT_PLAIN},
        {"", FORMAT_PLAIN},
        {"0.00%", FORMAT_PERCENT},
        {"0\"%\"", FORMAT_PLAIN},
        {"yyyy-mm-dd", FORMAT_DATE},
        {"yyyy\"年\"m\"月\"d\"日\"", FORMAT_DATE},
        {"yyyy年m月d日", FORMAT_DATE},
        {"[$-804]aaaa\\ d", FORMAT_DATE},
        {"[DBNum1][$-804]m\"月\"", FORMAT_DATE},
        {"[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", FORMAT_DATE},
        {"e", FORMAT_DATE},
        {"m/d/yy h:mm", FORMAT_DATE},
        {"[=0]\"-\";yyyy/m/d", FORMAT_DATE},
        {"h:mm", FORMAT_TIME},
        {"mm:ss.0", FORMAT_TIME},
        {"上午/下午h\"时\"mm\"分\"", FORMAT_TIME},
        {"h:mm AM/PM", FORMAT_TIME},
        {"[h]:mm", FORMAT_ELAPSED},
        {"[SS]", FORMAT_ELAPSED},
        {"[>100]h", FORMAT_TIME},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
        if (format_of_code(str_of(cases[i].code)) != cases[i].format)
            fail_msg("%s: %d", cases[i].code, (int)format_of_code(str_of(cases[i].code)));
    for (uint32_t id = 27; id <= 58; id++)
        assert_int_equal(format_built_in(id) != FORMAT_PLAIN, id <= 36 || (id >= 45 && id <= 47) || id >= 50);
    static const struct {
        const char *code;
        uint8_t zeros;
    } padded[] = {{"000", 3}, {"#,##0.00", 1}, {"00-00", 4}, {"\"00\"0", 1}, {"0;000", 1}, {"General", 0}};
    for (size_t i = 0; i < ARRAY_COUNT(padded); i++)
        assert_int_equal(format_zeros(str_of(padded[i].code)), padded[i].zeros);
    assert_int_equal(format_built_in(46), FORMAT_ELAPSED);
    assert_int_equal(format_built_in(49), FORMAT_PLAIN);
    assert_int_equal(format_built_in(14), FORMAT_DATE);
}

static void days(void **state)
{
    static const struct {
        const char *serial;
        enum format format;
        bool since_1904;
        const char *date; /* NULL: */
        enum fault fault;
    } cases[] = {
        {"46112", FORMAT_DATE, false, "2026-03-31", FAULT_NONE},
        {"44650", FORMAT_DATE, true, "2026-03-31", FAULT_NONE},
        {"1", FORMAT_DATE, false, "1900-01-01", FAULT_NONE},
        {"59", FORMAT_DATE, false, "1900-02-28", FAULT_NONE},
        {"60", FORMAT_DATE, false, NULL, FAULT_LEAP_DAY},
        {"60.5", FORMAT_TIME, false, NULL, FAULT_LEAP_DAY},
        {"59.999999", FORMAT_DATE, false, NULL, FAULT_LEAP_DAY},
        {"61", FORMAT_DATE, false, "1900-03-01", FAULT_NONE},
        {"60", FORMAT_DATE, true, "1904-03-01", FAULT_NONE},
        {"0", FORMAT_DATE, true, "1904-01-01", FAULT_NONE},
        {"0", FORMAT_DATE, false, NULL, FAULT_DAY},
        {"0.5", FORMAT_DATE, false, NULL, FAULT_DAY},
        {"-1", FORMAT_DATE, false, NULL, FAULT_DAY},
        {"2958465", FORMAT_DATE, false, "9999-12-31", FAULT_NONE},
        {"2958466", FORMAT_DATE, false, NULL, FAULT_DAY},
        {"2957003", FORMAT_DATE, true, "9999-12-31", FAULT_NONE},
        {"2957004", FORMAT_DATE, true, NULL, FAULT_DAY},
        {"99999999999999", FORMAT_DATE, false, NULL, FAULT_DAY},
        {"46112.354166666664", FORMAT_DATE, false, "2026-03-31 08:30:00", FAULT_NONE},
        {"46112.999999", FORMAT_DATE, false, "2026-04-01", FAULT_NONE},
        {"0.35416666666666669", FORMAT_TIME, false, "08:30:00", FAULT_NONE},
        {"0", FORMAT_TIME, false, "00:00:00", FAULT_NONE},
        {"0.9999999", FORMAT_TIME, false, "23:59:59", FAULT_NONE},
        {"46112.5", FORMAT_TIME, false, "2026-03-31 12:00:00", FAULT_NONE},
        {"0.5", FORMAT_ELAPSED, false, "12:00:00", FAULT_NONE},
        {"1.25", FORMAT_ELAPSED, false, NULL, FAULT_DURATION},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        char room[DATE_ROOM] = "";
        uint8_t kind = SHEET_EMPTY;
        struct decimal serial;
        assert_int_equal(decimal_parse(str_of(cases[i].serial), &serial), FAULT_NONE);
        enum fault fault = date_of_serial(&serial, cases[i].format, cases[i].since_1904, room, &kind);
        if (fault != cases[i].fault || (cases[i].date != NULL && strcmp(room, cases[i].date) != 0))
            fail_msg("%s: %d %s", cases[i].serial, (int)fault, room);
    }
}

static void iso_dates(void **state)
{
    static const struct {
        const char *text, *date;
        enum fault fault;
    } cases[] = {
        {"2026-03-31", "2026-03-31", FAULT_NONE},
        {"2026-03-31T00:00:00.000", "2026-03-31", FAULT_NONE},
        {"2026-03-31T08:30", "2026-03-31 08:30:00", FAULT_NONE},
        {"08:30:05.9", "08:30:05", FAULT_NONE},
        {"2024-02-29", "2024-02-29", FAULT_NONE},
        {"2026-02-29", NULL, FAULT_DATE},
        {"2026-13-01", NULL, FAULT_DATE},
        {"2026-00-01", NULL, FAULT_DATE},
        {"0000-01-01", NULL, FAULT_DATE},
        {"2026-3-1", NULL, FAULT_DATE},
        {"2026-03-31T24:00:00", NULL, FAULT_DATE},
        {"2026-03-31T", NULL, FAULT_DATE},
        {"2026-03-31 08:30", NULL, FAULT_DATE},
        {"", NULL, FAULT_DATE},
        {"46112", NULL, FAULT_DATE},
        {"2026-03-30T16:00:00.000Z", NULL, FAULT_ZONE},
        {"2026-03-30T16:00:00+08:00", NULL, FAULT_ZONE},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        char room[DATE_ROOM] = "";
        uint8_t kind;
        enum fault fault = date_of_iso(str_of(cases[i].text), room, &kind);
        if (fault != cases[i].fault || (cases[i].date != NULL && strcmp(room, cases[i].date) != 0))
            fail_msg("%s: %d %s", cases[i].text, (int)fault, room);
    }
}

static void escapes(void **state)
{
    static const struct {
        const char *text, *clean;
    } cases[] = {
        {"a_x000D_\nb", "a\nb"},
        {"a\rb", "a\nb"},
        {"_x005F_x000D_", "_x000D_"},
        {"_x4E2D_", "中"},
        {"_xD83D_", "_xD83D_"},
        {"_xFFFE_", "_xFFFE_"},
        {"_x12_", "_x12_"},
        {"_x000G_", "_x000G_"},
        {"_x4E2D", "_x4E2D"},
        {"a_b", "a_b"},
        {"_", "_"},
        {"", ""},
    };
    (void)state;
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
        assert_true(str_is(string_clean(arena, str_of(cases[i].text)), cases[i].clean));
    arena_free(arena);
}

static void references(void **state)
{
    static const char *const bad[] = {"",      "A",  "1",   "A0",  "A1048577", "XFE1",
                                      "AAAA1", "a1", "A-1", "A1 ", "$A$1",     "A99999999"};
    static const char *const bad_ranges[] = {"B1:A1", "A2:A1", "A1:", ":", "A1:B2:C3", ""};
    uint32_t row, column;
    struct range range;
    (void)state;
    assert_true(reference_parse(STR("XFD1048576"), &row, &column));
    assert_int_equal(row, 1048576);
    assert_int_equal(column, 16384);
    assert_true(reference_parse(STR("AA10"), &row, &column));
    assert_int_equal(column, 27);
    for (size_t i = 0; i < ARRAY_COUNT(bad); i++)
        assert_false(reference_parse(str_of(bad[i]), &row, &column));
    for (size_t i = 0; i < ARRAY_COUNT(bad_ranges); i++)
        assert_false(range_parse(str_of(bad_ranges[i]), &range));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers),    cmocka_unit_test(no_numbers), cmocka_unit_test(formats),
        cmocka_unit_test(days),       cmocka_unit_test(iso_dates),  cmocka_unit_test(escapes),
        cmocka_unit_test(references),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
