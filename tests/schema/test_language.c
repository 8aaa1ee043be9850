/* The tables of the language agree with themselves: each default is a value of its kind, each name stands once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "schema/schema.h"

struct line {
    enum { LINE_ELEMENT, LINE_ATTRIBUTE } what;
    const char *name;
    enum value_kind kind;
    const char *otherwise, *help;
};

#define ELEMENT(language, name, places, holds, help)     {LINE_ELEMENT, name, VALUE_TEXT, "", help},
#define PLACED(id, languages, name, places, holds, help) {LINE_ELEMENT, name, VALUE_TEXT, "", help},
#define FIELD(name, holds, help)                         {LINE_ELEMENT, name, VALUE_TEXT, "", help},
#define PROOF(name, help)                                {LINE_ELEMENT, name, VALUE_TEXT, "", help},
#define ATTRIBUTE(name, kind, otherwise, help)           {LINE_ATTRIBUTE, name, VALUE_##kind, otherwise, help},
#define NEEDED(name, kind, help)                         {LINE_ATTRIBUTE, name, VALUE_##kind, "", help},
#define COMPUTED(name, kind, help)                       {LINE_ATTRIBUTE, name, VALUE_##kind, "", help},
static const struct line lines[] = {
#include "schema/layout.def"
#include "schema/model.def"
#include "schema/style.def"
#include "schema/roles.def"
};

static void test_defaults_are_values(void **state)
{
    (void)state;
    union attr_value value;
    for (size_t i = 0; i < ARRAY_COUNT(lines); i++)
        if (lines[i].otherwise[0] != '\0' && !value_parse(lines[i].kind, str_of(lines[i].otherwise), &value))
            fail_msg("%s=\"%s\"", lines[i].name, lines[i].otherwise);
}

static void test_attributes_stand_once(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(lines); i++)
        for (size_t k = i + 1; k < ARRAY_COUNT(lines) && lines[k].what == LINE_ATTRIBUTE; k++)
            if (lines[i].what == LINE_ATTRIBUTE && strcmp(lines[i].name, lines[k].name) == 0)
                fail_msg("%s stands twice", lines[i].name);
}

static void test_lookup(void **state)
{
    (void)state;
    const struct schema_row *row = schema_placed(LANGUAGE_LAYOUT, STR("note"), IN_TABLE);
    assert_non_null(row);
    assert_int_equal(row->id, ELEMENT_NOTE);
    assert_int_equal(schema_placed(LANGUAGE_LAYOUT, STR("note"), IN_INLINE)->id, ELEMENT_FOOTNOTE);
    assert_null(schema_placed(LANGUAGE_PROSE, STR("heading"), ~0u));
    assert_null(schema_element(LANGUAGE_STYLE, STR("p")));
    row = schema_element(LANGUAGE_STYLE, STR("page"));
    assert_int_equal(schema_attribute(row, STR("text-width"))->row, ROW_COMPUTED);
    assert_null(schema_attribute(row, STR("role"))); /* of the element before */
    assert_int_equal(schema_attribute(schema_element(LANGUAGE_LAYOUT, STR("call")), STR("who"))->kind,
                     VALUE_FORMULA);
    assert_int_equal(schema_attribute(schema_element(LANGUAGE_MODEL, STR("unique")), STR("when"))->kind,
                     VALUE_CONDITION);
}

static void test_values(void **state)
{
    (void)state;
    static const struct {
        enum value_kind kind;
        const char *text;
        bool good;
    } cases[] = {
        {VALUE_LENGTH, "2字", true},
        {VALUE_LENGTH, "0", true},
        {VALUE_LENGTH, "-1mm", false},
        {VALUE_LENGTH, "1.5", false},
        {VALUE_EXTENT, "0mm", false},
        {VALUE_INDENT, "-2字", true},
        {VALUE_SIZE, "0.9pt", false},
        {VALUE_SIZE, "1pt", true},
        {VALUE_SIZE, "2字", false},
        {VALUE_SIZE, "0字", false},
        {VALUE_LINE, "0.5", true},
        {VALUE_LINE, "0.4", false},
        {VALUE_LINE, "0.5pt", false},
        {VALUE_LINE, "1行", false},
        {VALUE_RULE, "none", true},
        {VALUE_RULE, "-1pt", false},
        {VALUE_OFFSET, "0", true},
        {VALUE_OFFSET, "0字", false},
        {VALUE_STROKE, "2pt", true},
        {VALUE_STROKE, "2.001pt", false},
        {VALUE_SCALE, "0.2", true},
        {VALUE_SCALE, "0.199", false},
        {VALUE_SCALE, "0", false},
        {VALUE_SCALE, "1pt", false},
        {VALUE_RAISE, "-1", true},
        {VALUE_RAISE, "0", true},
        {VALUE_RAISE, "1.001", false},
        {VALUE_COUNT, "0", true},
        {VALUE_COUNT, "1234567890", false},
        {VALUE_NUMBER, "0", false},
        {VALUE_LINES, "200", true},
        {VALUE_LINES, "201", false},
        {VALUE_COLOR, "none", false},
        {VALUE_FILL, "none", true},
        {VALUE_FILL, "F2F2F", false},
        {VALUE_ROLE, " ", false},
        {VALUE_LANG, "en", true},
        {VALUE_LANG, "zh-CN", true},
        {VALUE_LANG, "zh-Hant-TW", true},
        {VALUE_LANG, "zh-cmn-Hans-CN", true},
        {VALUE_LANG, "es-419", true},
        {VALUE_LANG, "de-CH-1901", true},
        {VALUE_LANG, "sl-rozaj-biske", true},
        {VALUE_LANG, "en-a-bbb-c-dd-x-e", true},
        {VALUE_LANG, "x-whatever", true},
        {VALUE_LANG, "", false},
        {VALUE_LANG, "英文", false},
        {VALUE_LANG, "e", false},
        {VALUE_LANG, "x", false},
        {VALUE_LANG, "en_US", false},
        {VALUE_LANG, "en-", false},
        {VALUE_LANG, "-en", false},
        {VALUE_LANG, "en--US", false},
        {VALUE_LANG, "en-x", false},
        {VALUE_LANG, "en-a", false},
        {VALUE_LANG, "en-a-x-b", false},
        {VALUE_LANG, "en-US-GB", false},
        {VALUE_LANG, "en-US-Latn", false},
        {VALUE_LANG, "english-abc", false},
        {VALUE_LANG, "zh-aaa-bbb-ccc-ddd", false},
        {VALUE_LANG, "abcdefghi", false},
        {VALUE_LANG, "en-123456789", false},
        {VALUE_TEXT, "", true},
        {VALUE_YESNO, "Yes", false},
        {VALUE_BLOCK_ALIGN, "justify", false},
        {VALUE_CELL_ALIGN, "decimal", true},
        {VALUE_ALIGN, "decimal", false},
    };
    union attr_value value;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
        if (value_parse(cases[i].kind, str_of(cases[i].text), &value) != cases[i].good)
            fail_msg("%zu: %s", i, cases[i].text);
    assert_true(value_parse(VALUE_RULE, STR("0"), &value));
    assert_int_equal(value.measure.value, -1);
    assert_true(value_parse(VALUE_FILL, STR("FFFFFF"), &value));
    assert_int_equal(value.color, FILL_WHITE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults_are_values),
        cmocka_unit_test(test_attributes_stand_once),
        cmocka_unit_test(test_lookup),
        cmocka_unit_test(test_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
