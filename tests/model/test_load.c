/* Faults of model.xml, found when the kind is loaded, before any input. */
#include "model/job.h"
#include "expr/messages.def"
#include "model/messages.def"
#include "schema/messages.def"
#include "reader/messages.def"

struct fault {
    const char *model;
    const struct message *code;
    uint32_t line, column;
    const char *part;
};

static const struct fault faults[] = {
    {"<modle kind='k'/>", MSG_SCHEMA_ROOT, 1, 1, "<modle>"},
    {"<model><text name='a'/></model>", MSG_SCHEMA_ATTRIBUTE_MISSING, 1, 1, "kind"},
    {"<model kind='k'><txt name='a'/></model>", MSG_SCHEMA_ELEMENT, 1, 17, "“text”"},
    {"<model kind='k'><paragraph name='a'/></model>", MSG_SCHEMA_ELEMENT, 1, 17, "<paragraph>"},
    {"<model kind='k'><text name='a' lable='x'/></model>", MSG_SCHEMA_ATTRIBUTE, 1, 39, "label"},
    {"<model kind='k'><text name='a' unit='x'/></model>", MSG_SCHEMA_ATTRIBUTE, 1, 38, "one-of"},
    {"<model kind='k'><text/></model>", MSG_SCHEMA_ATTRIBUTE_MISSING, 1, 17, "name"},
    {"<model kind='k'><text name='a-b'/></model>", MSG_MODEL_NAME, 1, 29, "a-b"},
    {"<model kind='k'>\n<text name='a'/>\n<date name='a'/></model>", MSG_MODEL_NAME_TWICE, 3, 13, "第 2 行"},
    {"<model kind='k'><text name='a' optional='是'/></model>", MSG_SCHEMA_VALUE, 1, 42, "是"},
    {"<model kind='k'><number name='a' decimals='二'/></model>", MSG_MODEL_ATTRIBUTE_NUMBER, 1, 44, "二"},
    {"<model kind='k'><list name='a' max='-1'/></model>", MSG_MODEL_ATTRIBUTE_NUMBER, 1, 37, "-1"},
    {"<model kind='k'>字<text name='a'/></model>", MSG_MODEL_STRAY_TEXT, 1, 17, ""},
    {"<model kind='k'><text name='a'><text name='b'/></text></model>", MSG_SCHEMA_ELEMENT, 1, 32, "<text>"},
    {"<model kind='k'><type name='party'/><group name='a' type='prty'/></model>", MSG_MODEL_NO_TYPE, 1, 59,
     "party"},
    {"<model kind='k'><type name='t'><list name='l' type='t'/></type><group name='a' type='t'/></model>",
     MSG_MODEL_TYPE_CIRCLE, 1, 53, "“t”"},
    {"<model kind='k'><type name='t'/><type name='t'/></model>", MSG_MODEL_NAME_TWICE, 1, 45, "“t”"},
    {"<model kind='k'><number name='total'/><number name='b' is='totl * 2'/></model>", MSG_EXPR_UNKNOWN, 1,
     60, "total"},
    {"<model kind='k'><number name='b' is='1 &lt; c'/></model>", MSG_EXPR_UNKNOWN, 1, 45, "c"},
    {"<model kind='k'><number name='a' is='\"文\"'/></model>", MSG_MODEL_FORMULA_KIND, 1, 38, "文字"},
    {"<model kind='k'><number name='a' unit='元'/><number name='b' unit='人' is='a'/></model>",
     MSG_MODEL_FORMULA_UNIT, 1, 74, "元"},
    {"<model kind='k'><number name='a' is='1' default='2'/></model>", MSG_MODEL_IS_AND_DEFAULT, 1, 50, ""},
    {"<model kind='k'><number name='a' tolerance='1'/></model>", MSG_MODEL_TOLERANCE_ALONE, 1, 45, ""},
    {"<model kind='k'><check that='1 = 1' severity='fatal'>x</check></model>", MSG_SCHEMA_VALUE, 1, 47,
     "fatal"},
    {"<model kind='k'><check that='1 = 1'> </check></model>", MSG_MODEL_NO_MESSAGE, 1, 17, ""},
    {"<model kind='k'><check that='1 + 1'>x</check></model>", MSG_MODEL_FORMULA_KIND, 1, 30, "是否"},
    {"<model kind='k'><check>x</check></model>", MSG_SCHEMA_ATTRIBUTE_MISSING, 1, 17, "that"},
    {"<model kind='k'><check that='1 = 1'>甲\n乙{aa}</check></model>", MSG_EXPR_UNKNOWN, 2, 3, "aa"},
    {"<model kind='k'><document title='{titl}'/><text name='title'/></model>", MSG_EXPR_UNKNOWN, 1, 35,
     "title"},
    {"<model kind='k'><document date='{title}'/><text name='title'/></model>", MSG_MODEL_FORMULA_KIND, 1, 34,
     "日期"},
    {"<model kind='k'><bands name='b'/></model>", MSG_MODEL_NO_BANDS, 1, 17, ""},
    {"<model kind='k'><bands name='b'>字<band label='甲'/></bands></model>", MSG_MODEL_STRAY_TEXT, 1, 33, ""},
    {"<model kind='k'><date name='d'/><schedule name='s' from='d'>字<part months='1' "
     "each='1'/></schedule></model>",
     MSG_MODEL_STRAY_TEXT, 1, 61, ""},
    {"<model kind='k'><bands name='b'><band min='90'/></bands></model>", MSG_SCHEMA_ATTRIBUTE_MISSING, 1, 33,
     "label"},
    {"<model kind='k'><bands name='b'>\n<band min='9' label='甲' value='1'/>\n<band max='9' "
     "label='乙'/></bands></model>",
     MSG_MODEL_BAND_VALUES, 3, 1, "“乙”"},
    {"<model kind='k'><bands name='b' value-unit='元'><band label='甲'/></bands></model>",
     MSG_MODEL_BAND_UNIT, 1, 45, "value-unit"},
    {"<model kind='k'><bands name='b'><band label='甲' value='一'/></bands></model>",
     MSG_MODEL_ATTRIBUTE_NUMBER, 1, 56, "一"},
    {"<model kind='k'><text name='a' form='isbn'/></model>", MSG_SCHEMA_VALUE, 1, 38, "credit-code"},
    {"<model kind='k'><number name='a' min='10' max='5'/></model>", MSG_MODEL_REVERSED, 1, 39,
     "10，大于 max 的 5"},
    {"<model kind='k'><number name='a' unit='元' min='2 * 3' max='5.99'/></model>", MSG_MODEL_REVERSED, 1, 48,
     "2 * 3"},
    {"<model kind='k'><list name='a' min='3' max='2'><number name='n'/></list></model>",
     MSG_MODEL_REVERSED_COUNT, 1, 17, "至少 3 项"},
    {"<model kind='k'><bands name='b'><band min='9' max='9' label='甲'/></bands></model>",
     MSG_MODEL_BAND_EMPTY, 1, 33, "甲"},
    {"<model kind='k'><bands name='b'>\n<band min='90' label='优'/>\n<band min='80' max='89' "
     "label='良'/></bands></model>",
     MSG_MODEL_BAND_GAP, 3, 1, "“优”与“良”"},
    {"<model kind='k'><bands name='b'>\n<band min='90' label='优'/>\n<band min='80' max='91' "
     "label='良'/></bands></model>",
     MSG_MODEL_BAND_GAP, 3, 1, "“优”与“良”"},
    {"<model kind='k'><bands name='b'>\n<band max='60' label='差'/>\n<band min='80' label='优'/>"
     "<band min='60' max='80' label='中'/></bands></model>",
     MSG_MODEL_BAND_GAP, 3, 1, "“差”与“优”"},
};

static void each_fault_is_found_when_loading(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(faults); i++) {
        const struct fault *fault = &faults[i];
        struct job job = job_of(fault->model, NULL);
        job_expect_fault(&job, fault->code, fault->line, fault->column, fault->part);
    }
}

static void all_faults_are_shown_at_once(void **state)
{
    (void)state;
    struct job job = job_of(
        "<model kind='k'><txt name='a'/><number name='n' is='b'/><check that='c'>x</check></model>", NULL);
    assert_int_equal(job.status, FAILED);
    assert_int_equal(diag_count(job.diag, SEVERITY_ERROR), 3);
    job_end(&job);
}

/* Ten types, each with four of the next: a million fields from a page of XML. */
static void fields_are_limited(void **state)
{
    (void)state;
    struct buf source = BUF(1 << 16);
    buf_add_text(&source, "<model kind='k'>");
    for (int i = 0; i < 10; i++) {
        buf_printf(&source, "<type name='t%d'>", i);
        for (int j = 0; j < 4 && i < 9; j++)
            buf_printf(&source, "<group name='g%d' type='t%d'/>", j, i + 1);
        buf_add_text(&source, "<text name='x'/></type>");
    }
    buf_add_text(&source, "<group name='g' type='t0'/></model>");
    struct job job = job_of(source.ptr, NULL);
    assert_int_equal(job.status, FAILED);
    assert_int_equal(diag_count(job.diag, SEVERITY_ERROR), 1);
    assert_true(diag_has(job.diag, MSG_MODEL_TOO_MANY_FIELDS));
    job_end(&job);
    buf_clear(&source);
}

static void a_missing_model_is_reported(void **state)
{
    (void)state;
    struct job job;
    job_begin(&job);
    assert_int_equal(model_load(job.arena, job.diag, "/nowhere", &job.model), FAILED);
    assert_true(diag_has(job.diag, MSG_USE_MISSING));
    job_end(&job);
}

static void a_good_model_loads(void **state)
{
    (void)state;
    struct job job =
        job_of("<model kind='k' label='文书'><type name='p'><text name='x'/></type>"
               "<document title='{a}' date='{d}'/><text name='a'/><date name='d'/>"
               "<group name='g' type='p'/><list name='l' type='p'/>"
               "<bands name='up'><band max='1' label='低'/><band min='1' label='高'/></bands></model>",
               NULL);
    assert_string_equal(job_messages(&job), "");
    assert_int_equal(job.status, OK);
    assert_int_equal(model_shape(job.model)->field_count, 5);
    job_end(&job);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_fault_is_found_when_loading),
        cmocka_unit_test(all_faults_are_shown_at_once),
        cmocka_unit_test(fields_are_limited),
        cmocka_unit_test(a_missing_model_is_reported),
        cmocka_unit_test(a_good_model_loads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
