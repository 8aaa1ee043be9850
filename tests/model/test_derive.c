/* Lists that the model makes: of numbers, of records for the elements of another list, of months. */
#include "failing.h"
#include "model/job.h"
#include "expr/messages.def"
#include "model/messages.def"
#include "schema/messages.def"

struct fault {
    const char *model, *input;
    const struct message *code;
    uint32_t line, column;
    const char *part;
};

#define ITEMS "<list name='item'><text name='name'/><number name='amount' unit='元'/></list>\n"

static const struct fault faults[] = {
    {"<model kind='k'><numbers name='a'/></model>", NULL, MSG_SCHEMA_ATTRIBUTE_MISSING, 1, 17, "is"},
    {"<model kind='k'><numbers name='a' is='1'/></model>", NULL, MSG_MODEL_NUMBERS, 1, 39, ""},
    {"<model kind='k'>" ITEMS "<numbers name='a' unit='人' is='item.amount'/></model>", NULL,
     MSG_MODEL_FORMULA_UNIT, 2, 32, "元"},
    {"<model kind='k'>" ITEMS "<list name='c' for='item'><number name='n' is='1'/></list></model>", NULL,
     MSG_SCHEMA_ATTRIBUTE_MISSING, 2, 1, "as"},
    {"<model kind='k'><list name='c' as='x' for='1'/></model>", NULL, MSG_MODEL_DERIVED_NO_LIST, 1, 44, ""},
    {"<model kind='k'>" ITEMS "<list name='c' for='item' as='x' max='2'/></model>", NULL,
     MSG_MODEL_DERIVED_ATTRIBUTE, 2, 39, "max"},
    {"<model kind='k'>" ITEMS "<list name='c' for='item' as='a-b'/></model>", NULL, MSG_MODEL_NAME, 2, 31,
     "a-b"},
    {"<model kind='k'>" ITEMS "<list name='c' for='item' as='x'>\n<text name='t'/></list></model>", NULL,
     MSG_MODEL_DERIVED_FIELD, 3, 1, "“t”"},
    {"<model kind='k'>" ITEMS "<list name='c' for='item' as='x'>\n<text name='t' is='x.nam'/></list></model>",
     NULL, MSG_EXPR_NO_FIELD, 3, 22, "name"},
    {"<model kind='k'><text name='this'/></model>", NULL, MSG_MODEL_NAME, 1, 29, "this"},
    {"<model kind='k'><schedule name='s'/></model>", NULL, MSG_MODEL_SCHEDULE_EMPTY, 1, 17, ""},
    {"<model kind='k'><month name='m'/><schedule name='s' from='m'>\n<part months='1'/></schedule></model>",
     NULL, MSG_MODEL_SCHEDULE_PART, 2, 1, ""},
    {"<model kind='k'><month name='m'/><schedule name='s' from='m'>\n"
     "<part months='1' each='1' rest='last'/></schedule></model>",
     NULL, MSG_MODEL_SCHEDULE_PART, 2, 1, ""},
    {"<model kind='k'><month name='m'/><schedule name='s' from='1'>\n"
     "<part months='1' each='1'/></schedule></model>",
     NULL, MSG_MODEL_FORMULA_KIND, 1, 59, "日期"},
    {"<model kind='k'><month name='m'/><text name='s_runs'/>\n<schedule name='s' from='m'>"
     "<part months='1' each='1'/></schedule></model>",
     NULL, MSG_MODEL_NAME_TWICE, 2, 1, "s_runs"},
    {"<model kind='k'>" ITEMS "<numbers name='a' is='item.amount'/></model>", "<k><a>1</a></k>",
     MSG_MODEL_CONSTANT, 1, 4, "“a”"},
    /* a circle: the list is made from itself */
    {"<model kind='k'>" ITEMS
     "<list name='c' for='each(item, sum(d.n))' as='x'><number name='n' is='x'/></list>"
     "<list name='d' for='c' as='y'><number name='n' is='y.n'/></list></model>",
     "<k><item name='a' amount='1'/></k>", MSG_EXPR_CIRCLE, 2, 21, "c → d"},
};

static void each_fault_has_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(faults); i++) {
        const struct fault *fault = &faults[i];
        struct job job = job_of(fault->model, fault->input);
        job_expect_fault(&job, fault->code, fault->line, fault->column, fault->part);
    }
}

static const char CHANGES[] =
    "<model kind='k'>"
    "<list name='old'><text name='name'/><number name='amount' unit='元'/></list>"
    "<list name='new'><text name='name'/><number name='amount' unit='元'/></list>"
    "<numbers name='amounts' unit='元' is='new.amount'/>"
    "<list name='change' label='变更' for='new' as='now'>"
    "<text name='name' is='now.name'/>"
    "<number name='before' label='原金额' unit='元' is='sum(old[name = this.name].amount)'/>"
    "<number name='more' unit='元' is='now.amount - before'/>"
    "</list>"
    "<list name='half' for='amounts' as='x'><number name='n' unit='元' is='x / 2'/></list>"
    "<number name='sum' unit='元' is='sum(change.more)'/>"
    "<check that='all(change, more &gt;= 0)' at='change'>减少了{join(change[more &lt; 0].name, '、')}</check>"
    "</model>";

#define OLD "<old name='甲' amount='10'/><old name='乙' amount='20'/>"

static void records_are_made_for_the_elements_of_a_list(void **state)
{
    (void)state;
    struct job job = job_of(CHANGES, "<k>" OLD "<new name='甲' amount='12'/><new name='丙' amount='5'/></k>");
    job_expect_dump(&job, "old[1]\n  old[1].name = \"甲\"\n  old[1].amount = 10\n"
                          "old[2]\n  old[2].name = \"乙\"\n  old[2].amount = 20\n"
                          "new[1]\n  new[1].name = \"甲\"\n  new[1].amount = 12\n"
                          "new[2]\n  new[2].name = \"丙\"\n  new[2].amount = 5\n"
                          "amounts = 12, 5 (computed)\n"
                          "change[1]\n  change[1].now = new[1]\n  change[1].name = \"甲\" (computed)\n"
                          "  change[1].before = 10 (computed)\n  change[1].more = 2 (computed)\n"
                          "change[2]\n  change[2].now = new[2]\n  change[2].name = \"丙\" (computed)\n"
                          "  change[2].before = 0 (computed)\n  change[2].more = 5 (computed)\n"
                          "half[1]\n  half[1].x = 12\n  half[1].n = 6 (computed)\n"
                          "half[2]\n  half[2].x = 5\n  half[2].n = 2.5 (computed)\n"
                          "sum = 7 (computed)\n");
}

static void an_empty_list_gives_an_empty_list(void **state)
{
    (void)state;
    struct job job = job_of(CHANGES, "<k/>");
    job_expect_dump(&job, "amounts (computed)\nsum = 0 (computed)\n");
}

static void what_is_stated_is_proved_entry_by_entry(void **state)
{
    (void)state;
    static const char good[] = "<k>" OLD "<change name='甲' before='10'/><change more='5'/>"
                               "<new name='甲' amount='12'/><new name='丙' amount='5'/></k>";
    struct job job = job_of(CHANGES, good);
    assert_int_equal(job.status, OK);
    job_end(&job);
    static const struct fault wrong[] = {
        {CHANGES, "<k>" OLD "<new name='甲' amount='12'/>\n<change before='11'/></k>",
         MSG_MODEL_FIGURE_DISAGREES, 2, 17, "“原金额”（change[1].before）写为 11，按公式计算为 10"},
        {CHANGES, "<k>" OLD "<new name='甲' amount='12'/>\n<change/>\n<change/></k>", MSG_MODEL_DERIVED_MANY,
         3, 1, "第 2 项，按公式只有 1 项"},
        {CHANGES, "<k>" OLD "<new name='甲' amount='12'/><new name='乙' amount='20'/>\n<change/></k>",
         MSG_MODEL_DERIVED_FEW, 2, 1, "第 1 项，按公式有 2 项"},
        {CHANGES, "<k>" OLD "<new name='甲' amount='12'/>\n<change now='1'/></k>", MSG_MODEL_NOT_ATTRIBUTE, 2,
         14, "“变更”"},
        {CHANGES, "<k>" OLD "<new name='甲' amount='12'/>\n<change mor='1'/></k>", MSG_MODEL_UNKNOWN, 2, 14,
         "“more”"},
        {CHANGES, "<k>\n" OLD "<new name='甲' amount='9'/></k>", MSG_CHECK_FAILED, 1, 1, "减少了甲"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(wrong); i++) {
        job = job_of(CHANGES, wrong[i].input);
        job_expect_fault(&job, wrong[i].code, wrong[i].line, wrong[i].column, wrong[i].part);
    }
}

/* --- schedules --- */

static const char SCHEDULE[] =
    "<model kind='k'><month name='from'/><number name='kept' integer='yes'/><number name='rate' unit='元'/>"
    "<number name='months'/><number name='total' unit='元'/>"
    "<schedule name='payment' label='付款' from='from'><part months='kept' each='rate'/>"
    "<part months='months - kept' total='total - rate * kept' rest='last'/></schedule>"
    "<text name='words' is=\"join(each(payment_runs, month(from) + '至' + month(to) + plain(amount) + '元'), "
    "'，')\"/>"
    "<number name='paid' unit='元' is='sum(payment.amount)'/>"
    "<check that='paid = total'>付款合计{paid}，应为{total}</check>"
    "</model>";

static void months_get_equal_shares_and_the_rest(void **state)
{
    (void)state;
    struct job job = job_of(SCHEDULE, "<k from='2025-11' kept='2' rate='10' months='5' total='51'/>");
    job_expect_dump(
        &job, "from = 2025-11-01\nkept = 2\nrate = 10\nmonths = 5\ntotal = 51\n"
              "payment[1]\n  payment[1].month = 2025-11-01\n  payment[1].amount = 10\n  payment[1].part = 1\n"
              "payment[2]\n  payment[2].month = 2025-12-01\n  payment[2].amount = 10\n  payment[2].part = 1\n"
              "payment[3]\n  payment[3].month = 2026-01-01\n  payment[3].amount = 10\n  payment[3].part = 2\n"
              "payment[4]\n  payment[4].month = 2026-02-01\n  payment[4].amount = 10\n  payment[4].part = 2\n"
              "payment[5]\n  payment[5].month = 2026-03-01\n  payment[5].amount = 11\n  payment[5].part = 2\n"
              "payment_runs[1]\n  payment_runs[1].from = 2025-11-01\n  payment_runs[1].to = 2026-02-01\n"
              "  payment_runs[1].months = 4\n  payment_runs[1].amount = 10\n  payment_runs[1].total = 40\n"
              "payment_runs[2]\n  payment_runs[2].from = 2026-03-01\n  payment_runs[2].to = 2026-03-01\n"
              "  payment_runs[2].months = 1\n  payment_runs[2].amount = 11\n  payment_runs[2].total = 11\n"
              "words = \"2025年11月至2026年2月10元，2026年3月至2026年3月11元\" (computed)\n"
              "paid = 51 (computed)\n");
}

static void schedules_have_limits_and_are_proved(void **state)
{
    (void)state;
    static const struct fault wrong[] = {
        {SCHEDULE, "<k from='2025-11' kept='2' rate='30' months='5' total='51'/>",
         MSG_MODEL_SCHEDULE_NEGATIVE, 1, 1, "“付款”的金额算得 -9 元"},
        {SCHEDULE, "<k from='2025-11' kept='2' rate='10' months='2' total='51'/>",
         MSG_MODEL_SCHEDULE_NO_MONTH, 1, 1, "还有 31 元"},
        {SCHEDULE, "<k from='2025-11' kept='2' rate='10' months='1' total='51'/>", MSG_MODEL_SCHEDULE_MONTHS,
         1, 1, "-1"},
        {SCHEDULE, "<k from='2025-11' kept='2' rate='10' months='2.5' total='51'/>",
         MSG_MODEL_SCHEDULE_MONTHS, 1, 1, "0.5"},
        {SCHEDULE, "<k from='2025-11' kept='0' rate='0' months='1201' total='51'/>",
         MSG_MODEL_SCHEDULE_MONTHS, 1, 1, "1,201"},
        {SCHEDULE,
         "<k from='2025-11' kept='0' rate='0' months='2' total='5'>\n<payment month='2025-11' amount='2'/>\n"
         "<payment month='2025-12' amount='2'/></k>",
         MSG_MODEL_FIGURE_DISAGREES, 3, 34, "payment[2].amount"},
        {SCHEDULE,
         "<k from='2025-11' kept='0' rate='0' months='2' total='5'>\n<payment month='2025-11' amount='2'/>\n"
         "<payment month='2026-01' amount='3'/></k>",
         MSG_MODEL_VALUE_APART, 3, 17, "“2026-01”，按公式计算为“2025-12”，相差 1 个月"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(wrong); i++) {
        struct job job = job_of(SCHEDULE, wrong[i].input);
        job_expect_fault(&job, wrong[i].code, wrong[i].line, wrong[i].column, wrong[i].part);
    }
    struct job job = job_of(SCHEDULE, "<k from='2025-11' kept='0' rate='0' months='1200' total='1200'/>");
    assert_int_equal(job.status, OK);
    job_end(&job);
    job = job_of(SCHEDULE,
                 "<k from='2025-11' kept='0' rate='0' months='2' total='5'>"
                 "<payment month='2025-11' amount='2'/><payment amount='3'/>"
                 "<payment_runs months='1' total='2'/><payment_runs from='2025-12' to='2025-12'/></k>");
    assert_string_equal(job_messages(&job), "");
    assert_int_equal(job.status, OK);
    job_end(&job);
}

static void the_rest_goes_to_the_month_that_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *rest, *expected;
    } cases[] = {{"first", "4 3 3"}, {"2", "3 4 3"}, {"last", "3 3 4"}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        char model[600];
        snprintf(model, sizeof(model),
                 "<model kind='k'><month name='m'/><schedule name='s' from='m'>"
                 "<part months='3' total='10' rest='%s'/></schedule>"
                 "<text name='t' is=\"join(each(s.amount, plain(it)), ' ')\"/></model>",
                 cases[i].rest);
        struct job job = job_of(model, "<k m='2026-01'/>");
        struct buf out;
        out = BUF(1 << 16);
        assert_int_equal(job.status, OK);
        assert_int_equal(model_dump(&job.eval, job.record, &out), OK);
        assert_non_null(strstr(out.ptr, cases[i].expected));
        buf_clear(&out);
        job_end(&job);
    }
    struct job job = job_of("<model kind='k'><month name='m'/><schedule name='s' from='m'>"
                            "<part months='3' total='10.05' decimals='2' rest='4'/></schedule></model>",
                            "<k m='2026-01'/>");
    job_expect_fault(&job, MSG_MODEL_SCHEDULE_REST, 1, 1, "第 4 个月，这一段只有 3 个月");
}

static void want_of_memory_is_no_crash(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {CHANGES, "<k>" OLD "<new name='甲' amount='12'/><change before='10'/></k>"},
        {SCHEDULE, "<k from='2025-11' kept='1' rate='1' months='3' total='6'><payment amount='1'/><payment/>"
                   "<payment amount='3'/></k>"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        bool struck = true;
        job_write_model(cases[i][0]);
        for (uint64_t n = 1; struck; n++) {
            struct job job;
            job_begin(&job);
            base_fail_allocation(n);
            job_read(&job, cases[i][1]);
            struck = memory_struck(job.status);
            job_end(&job);
        }
        job_remove_model();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_fault_has_its_place),
        cmocka_unit_test(records_are_made_for_the_elements_of_a_list),
        cmocka_unit_test(an_empty_list_gives_an_empty_list),
        cmocka_unit_test(what_is_stated_is_proved_entry_by_entry),
        cmocka_unit_test(months_get_equal_shares_and_the_rest),
        cmocka_unit_test(schedules_have_limits_and_are_proved),
        cmocka_unit_test(the_rest_goes_to_the_month_that_is_named),
        cmocka_unit_test(want_of_memory_is_no_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
