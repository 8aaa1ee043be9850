/* Records of lists that are called 合计: refused, left out, or meant. */
#include "model/job.h"
#include "model/messages.def"

static const char MODEL[] =
    "<model kind='k'>"
    "<list name='item' label='项'><text name='sort' optional='yes'/><text name='name' default=\"'—'\"/>"
    "<number name='twice' is='default(amount, 0) * 2'/><number name='amount' optional='yes'/>"
    "<text name='note' optional='yes'/></list>"
    "<number name='total' is='sum(item.twice)'/>"
    "<list name='row'><text name='name'/><list name='cell'><number name='n'/></list></list>"
    "<number name='cells' is='sum(each(row[count(cell) &gt; 0], first(cell).n))'/>"
    "<list name='sheet'><text name='name'/><group name='in'><number name='n'/></group></list>"
    "<number name='n' is='count(sheet)'/>"
    "<list name='meant' totals='yes'><text name='name'/><number name='n'/></list>"
    "<number name='m' is='sum(meant.n)'/>"
    "<list name='placed'><text name='name'/><number name='at' is='position()'/><number name='n'/></list>"
    "<list name='told' help='合计写在列上'><text name='name'/><number name='n'/></list>"
    "<list name='made' for='item' as='i'><text name='name' is='i.name'/><number name='n' "
    "is='i.twice'/></list>"
    "</model>";

static const struct {
    const char *input;
    const struct message *code; /* NULL: nothing is told */
    uint32_t column;            /* 0: any */
    const char *part;
} cases[] = {
    {"<k><item name='甲' amount='1'/><item name='合计' amount='1'/></k>", MSG_MODEL_TOTAL, 43, "“合计”"},
    {"<k><item name=' 小　计： ' amount='1'/></k>", MSG_MODEL_TOTAL, 17, "“小　计：”"},
    {"<k><item sort='甲' name='总计' amount='1'/></k>", MSG_MODEL_TOTAL, 25, "“总计”"},
    {"<k><item><name>共计</name><amount>0</amount></item></k>", MSG_MODEL_TOTAL, 16, "“共计”"},
    {"<k><item name='合计' twice='0'/></k>", MSG_MODEL_TOTAL, 16, "合计"}, /* stated, though computed */
    {"<k><row name='合计'><cell n='1'/></row></k>", MSG_MODEL_TOTAL, 15, "合计"},
    {"<k><sheet name='合计'><in n='1'/></sheet></k>", MSG_MODEL_TOTAL, 17, "合计"},
    /* by a longer name, or another word, and figures: sums, those of a part, those of one, a mean */
    {"<k><item name='甲' amount='1'/><item name='乙' amount='2.50'/><item name='人工费小计' "
     "amount='3.5'/></k>",
     MSG_MODEL_TOTAL, 0, "“人工费小计”"},
    {"<k><item name='甲' amount='1'/><item name='乙' amount='2'/><item name='总经费' amount='3'/></k>",
     MSG_MODEL_TOTAL, 0, "“总经费”"},
    {"<k><item name='甲' amount='1'/><item name='乙' amount='2'/><item name='经费总额' amount='3'/></k>",
     MSG_MODEL_TOTAL, 0, "“经费总额”"},
    {"<k><item name='甲' amount='1'/><item name='乙' amount='2'/><item name='累计' amount='3'/></k>",
     MSG_MODEL_TOTAL, 0, "“累计”"},
    {"<k><item name='甲' amount='1'/><item name='乙' amount='2'/><item name='平均' amount='1.5'/></k>",
     MSG_MODEL_TOTAL, 0, "“平均”"},
    {"<k><item name='甲' amount='7'/><item name='财政资金小计' amount='7'/></k>", MSG_MODEL_TOTAL, 0,
     "“财政资金小计”"},
    {"<k><item name='①合计（一＋二）' amount='7'/></k>", MSG_MODEL_TOTAL, 16, "①合计（一＋二）"},
    {"<k><row name='甲'><cell n='1'/><cell n='2'/></row><row name='乙'><cell n='3'/><cell n='5'/></row>"
     "<row name='前两项合计'><cell n='4'/><cell n='7'/></row></k>",
     MSG_MODEL_TOTAL, 0, "“前两项合计”"},
    /* figures that are not: where it is summed */
    {"<k><item name='甲' amount='1'/><item name='乙' amount='2'/><item name='人工费小计' amount='4'/></k>",
     MSG_MODEL_TOTAL_LIKE, 0, "“人工费小计”"},
    {"<k><item name='甲' amount='1'/><item name='累计' amount='4'/></k>", MSG_MODEL_TOTAL_LIKE, 0, "“累计”"},
    {"<k><item name='甲' amount='1'/><item name='累计' amount='4' note='全年'/></k>", NULL, 0, ""},
    {"<k><item name='人工费小计' amount='1'/><item name='物资小计' amount='1'/></k>", NULL, 0, ""},
    {"<k><item sort='全年' name='甲' amount='1'/><item sort='全年' name='乙' amount='1'/></k>", NULL, 0, ""},
    {"<k><sheet name='甲'><in n='1'/></sheet><sheet name='累计'><in n='4'/></sheet></k>", NULL, 0, ""},
    {"<k><item name='甲' amount='3'/><item name='总务科' amount='3'/></k>", NULL, 0, ""},
    {"<k><item name='甲' amount='1'/><item name='乙' amount='2'/><item name='总务科' amount='4'/></k>", NULL,
     0, ""},
    {"<k><item name='甲' amount='1'/><item name='乙' amount='2'/><item name='数据汇总' amount='4'/></k>",
     NULL, 0, ""},
    /* those behind it have their places without it */
    {"<k><placed name='甲' n='1'/><placed name='合计' n='1'/><placed name='乙' at='2' n='5'/></k>",
     MSG_MODEL_TOTAL, 0, "合计"},
    {"<k><told name='合计' n='1'/></k>", MSG_MODEL_TOTAL_HELP, 16, "不是数据；这里是这样填的：合计写在列上"},
    {"<k><item name='合计'/><row name='合计'/></k>", NULL, 0, ""}, /* a head */
    {"<k><item name='合计数据中心' amount='1'/></k>", NULL, 0, ""},
    {"<k><item name='甲' amount='1' note='合计'/></k>", NULL, 0, ""}, /* no name */
    {"<k><meant name='合计' n='1'/><meant name='其中：甲' n='1'/></k>", NULL, 0, ""},
    {"<k><row name='其中：乙'><cell n='1'/></row></k>", MSG_MODEL_PART_OF, 15, "“其中：乙”"},
    {"<k><item name='其中乙' amount='1'/></k>", MSG_MODEL_PART_OF, 16, "“其中乙”"},
    {"<k><item name='其中'/></k>", NULL, 0, ""},
    {"<k><sheet name='其中乙'><in n='1'/></sheet></k>", NULL, 0, ""}, /* nothing sums it */
};

static void each_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct job job = job_of(MODEL, cases[i].input);
        const struct diag_entry *entries = NULL;
        const size_t count = diag_entries(job.diag, &entries);
        const enum status wanted =
            cases[i].code == MSG_MODEL_TOTAL || cases[i].code == MSG_MODEL_TOTAL_HELP ? FAILED : OK;
        const bool told = count == 1 && entries[0].code == cases[i].code &&
                          (cases[i].column == 0 || entries[0].place.column == cases[i].column) &&
                          strstr(job_messages(&job), cases[i].part) != NULL;
        if (job.status != wanted || (cases[i].code == NULL ? count != 0 : !told))
            fail_msg("%s: %s", cases[i].input, job_messages(&job));
        job_end(&job);
    }
}

/* So that what else is wrong is told as it will be without it. */
static void the_total_is_left_out(void **state)
{
    (void)state;
    struct job job =
        job_of(MODEL, "<k total='7'><item name='甲' amount='1'/>\n<item name='合计' amount='1'/></k>");
    assert_int_equal(diag_count(job.diag, SEVERITY_ERROR), 2);
    assert_non_null(strstr(job_messages(&job), "in.xml:2:13: error: 这一项像是合计"));
    assert_non_null(strstr(job_messages(&job), "按公式计算为 2"));
    job_end(&job);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_is_told),
        cmocka_unit_test(the_total_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
