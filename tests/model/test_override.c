/* override="yes": fields of a type declared anew where the type is used. */
#include "failing.h"
#include "model/job.h"
#include "expr/messages.def"
#include "model/messages.def"
#include "schema/messages.def"

#define TYPE                                                                                                 \
    "<type name='t'><text name='who' label='名称' optional='yes'/><number name='n' label='数' "           \
    "is='count(row)'/><yesno name='on' default='no'/>"                                                       \
    "<list name='row' label='行'><text name='name'/><number name='twice' is='n * 2'/></list>"               \
    "<group name='in'><text name='a'/></group><text name='end' is='who'/></type>"

struct fault {
    const char *model, *at; /* the place is where `at` stands last */
    const struct message *code;
    const char *part;
};

/* Behind <model kind='k'>TYPE on line 2. */
static const struct fault faults[] = {
    {"<group name='g' type='t'><text name='whom' override='yes'/></group>", "whom",
     MSG_MODEL_OVERRIDE_UNKNOWN, "是不是“who”"},
    {"<group name='g'><text name='who' override='yes'/></group>", "who", MSG_MODEL_OVERRIDE_UNKNOWN, "“who”"},
    {"<group name='g' type='t'><number name='who' override='yes'/></group>", "<number",
     MSG_MODEL_OVERRIDE_KIND, "文字，不能改写成数"},
    {"<group name='g' type='t'><bands name='row' override='yes'><band label='x'/></bands></group>", "<bands",
     MSG_MODEL_OVERRIDE_KIND, "列表"},
    {"<group name='g' type='t'><text name='who'/></group>", "who", MSG_MODEL_NAME_TWICE, "override"},
    {"<group name='g' type='t'><text name='who' override='yes'/><text name='who' override='yes'/></group>",
     "who", MSG_MODEL_NAME_TWICE, "第 2 行"},
    {"<group name='g' type='t'><text name='x'/><text name='x' override='yes'/></group>", "x' o",
     MSG_MODEL_NAME_TWICE, "第 2 行"},
    {"<group name='g' type='t'><list name='row' override='yes' key='name'/></group>", "name'/>",
     MSG_MODEL_OVERRIDE_ATTRIBUTE, "key"},
    {"<group name='g' type='t'><text name='who' override='ja'/></group>", "ja", MSG_SCHEMA_VALUE, "ja"},
    {"<group name='g' type='t'><text override='yes'/></group>", "<text", MSG_SCHEMA_ATTRIBUTE_MISSING,
     "name"},
    {"<group name='g' type='t'><number name='n' is='count(rows)' override='yes'/></group>", "rows",
     MSG_EXPR_UNKNOWN, "row"},
    {"<schedule name='s' from='d' override='yes'><part months='1' each='1'/></schedule><date name='d'/>",
     "yes", MSG_SCHEMA_ATTRIBUTE, "override"},
};

static uint32_t column_of(const char *text, const char *at)
{
    const char *last = NULL;
    for (const char *found = strstr(text, at); found != NULL; found = strstr(found + 1, at))
        last = found;
    assert_non_null(last);
    return (uint32_t)(last - text) + 1;
}

static void each_slip_is_told_at_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(faults); i++) {
        char model[2000];
        snprintf(model, sizeof(model), "<model kind='k'>" TYPE "\n%s</model>", faults[i].model);
        struct job job = job_of(model, NULL);
        job_expect_fault(&job, faults[i].code, 2, column_of(faults[i].model, faults[i].at), faults[i].part);
    }
}

#define OVERRIDDEN                                                                                           \
    "<model kind='k' type='t'>" TYPE "<text name='who' label='机构' pattern='*会' override='yes'/>"       \
    "<number name='n' is='7' override='yes'/><yesno name='on' default='yes' override='yes'/>"                \
    "<list name='row' label='条' min='1' override='yes'><text name='name' optional='yes' override='yes'/>"  \
    "<text name='more'/></list>"                                                                             \
    "<group name='in' optional='yes' override='yes'/></model>"

static void the_new_declaration_stands_and_what_names_the_field_follows(void **state)
{
    (void)state;
    struct job job = job_of(OVERRIDDEN, "<k who='某会'><row more='又'/></k>");
    job_expect_dump(&job,
                    "who = \"某会\"\nn = 7 (computed)\non = yes (default)\nrow[1]\n  row[1].name (missing)\n"
                    "  row[1].twice = 14 (computed)\n  row[1].more = \"又\"\nin (missing)\n"
                    "end = \"某会\" (computed)\n");
}

static void what_the_type_allowed_may_be_refused(void **state)
{
    (void)state;
    struct job job = job_of(OVERRIDDEN, "<k><row more='又'/></k>");
    job_expect_fault(&job, MSG_MODEL_MISSING, 1, 1, "机构");
    job = job_of(OVERRIDDEN, "<k who='某社'><row more='又'/></k>");
    job_expect_fault(&job, MSG_MODEL_PATTERN, 1, 9, "*会");
}

static void one_use_of_a_type_leaves_the_others_alone(void **state)
{
    (void)state;
    struct job job = job_of("<model kind='k'><type name='t'><text name='a' default='\"旧\"'/></type>"
                            "<type name='u'><text name='a' default='\"新\"' override='yes'/></type>"
                            "<group name='one' type='t'/><group name='two' type='t u'/></model>",
                            "<k><one/><two/></k>");
    job_expect_dump(&job, "one\n  one.a = \"旧\" (default)\ntwo\n  two.a = \"新\" (default)\n");
}

static void want_of_memory_is_no_crash(void **state)
{
    (void)state;
    bool struck = true;
    job_write_model(OVERRIDDEN);
    for (uint64_t n = 1; struck; n++) {
        struct job job;
        job_begin(&job);
        base_fail_allocation(n);
        job_read(&job, "<k who='某会'><row more='又'/></k>");
        struck = memory_struck(job.status);
        job_end(&job);
    }
    job_remove_model();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_slip_is_told_at_its_place),
        cmocka_unit_test(the_new_declaration_stands_and_what_names_the_field_follows),
        cmocka_unit_test(what_the_type_allowed_may_be_refused),
        cmocka_unit_test(one_use_of_a_type_leaves_the_others_alone),
        cmocka_unit_test(want_of_memory_is_no_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
