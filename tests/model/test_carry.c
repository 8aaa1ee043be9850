/* A paper that stands on earlier ones of its own kind: state=; and schedules that keep the months of another.
 */
#include "model/files.h"
#include "model/messages.def"

#include <sys/stat.h>

static const char MODEL[] =
    "<model kind='change'>"
    "<type name='terms'><text name='title'/><text name='note' optional='yes'/><month name='from'/>"
    "<list name='item' key='name'><text name='name' label='项目'/><number name='amount' label='金额' "
    "unit='元'/>"
    "</list><number name='total' label='合计' unit='元' is='sum(item.amount)'/></type>"
    "<group name='before' label='原来' type='terms' file='terms change' state='result'>"
    "<number name='papers' is='0'/><text name='who' default=\"'某'\"/><text name='aside' optional='yes'/>"
    "<group name='place' optional='yes'><text name='town'/></group>"
    "<list name='sum' for='item' as='it_is'><number name='twice' unit='元' is='it_is.amount * 2'/></list>"
    "<schedule name='pay' label='付款' from='from'><part months='3' total='total'/></schedule></group>"
    "<group name='after' label='后来' type='terms' base='before'>"
    "<schedule name='pay' label='付款' from='from'><part months='2' of='before.pay'/>"
    "<part months='2' total='total - first(before.pay).amount - nth(before.pay, "
    "2).amount'/></schedule></group>"
    "<number name='limit' label='上限' default='1000'/>"
    "<cap of='after.total' at-most='limit' label='不超过上限'/>"
    "<group name='result'><text name='title' is='after.title'/><month name='from' is='after.from'/>"
    "<number name='papers' is='before.papers + 1'/><text name='who' is=\"before.who + '、某'\"/>"
    "<text name='note' is=\"default(after.note, '')\"/><text name='aside' is=\"'旁'\"/>"
    "<group name='place'><text name='town' is=\"'城'\"/></group>"
    "<list name='item' for='after.item' as='new'><text name='name' is='new.name'/>"
    "<number name='amount' unit='元' is='new.amount'/></list>"
    "<list name='pay' for='after.pay' as='new'><month name='month' is='new.month'/>"
    "<number name='amount' unit='元' is='new.amount'/><number name='part' is='new.part'/></list></group>"
    "</model>";

static const char TERMS[] =
    "<terms title='约' from='2025-01'><item name='甲' amount='60'/><item name='乙' amount='30'/></terms>";
static const char FIRST[] =
    "<change><before href='old.xml'/>\n<after total='100'><item name='甲' amount='70'/></after></change>";
static const char SECOND[] = "<change><before href='first.xml'/><after><item name='乙' remove='yes'/><item "
                             "name='丙' amount='50'/></after></change>";

enum { CHAIN = 50 /* files that name files */ };

static int make_files(void **state)
{
    (void)state;
    make_root();
    write_file("old.xml", TERMS);
    write_file("first.xml", FIRST);
    write_file("second.xml", SECOND);
    return 0;
}

static int remove_files(void **state)
{
    (void)state;
    static const char *const names[] = {"old.xml", "first.xml", "second.xml"};
    for (size_t i = 0; i < ARRAY_COUNT(names); i++)
        (void)remove(in_root(names[i]));
    return rmdir(root);
}

static void what_the_earlier_paper_came_to_is_the_base(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "before.papers = 1", "before.who = \"某、某\"", "before.note (missing)", "before.aside = \"旁\"",
        "before.place.town = \"城\"", "before.item[1].amount = 70", "before.item[2].amount = 30",
        "before.total = 100 (computed)", "before.sum[2].twice = 60 (computed)",
        /* the months of the earlier paper, not those of the formula here */
        "before.pay[1].amount = 30", "before.pay[3].amount = 20", "before.pay[4].amount = 20",
        "before.pay_runs[2].months = 2", "!before.pay[5]", "after.item[1].amount = 70",
        "after.item[2].name = \"丙\"", "!after.item[3]", "after.total = 120 (computed)",
        "after.pay[2].amount = 30", "after.pay[3].amount = 30", "result.papers = 2 (computed)"};
    struct job job = job_in(MODEL, "second.xml");
    dump_has(&job, lines, ARRAY_COUNT(lines));
}

/* Faults of the chain: what stands in first.xml, and the one message of second.xml. */
static void faults_have_their_own_place(void **state)
{
    (void)state;
    static const struct {
        const char *first;
        const struct message *code;
        const char *part;
    } cases[] = {
        {"<change><before href='old.xml'/>\n<after total='101'><item name='甲' "
         "amount='70'/></after></change>",
         MSG_MODEL_FIGURE_DISAGREES,
         "first.xml:2:15: error: “合计”（after.total）写为 101，按公式计算为 100，相差 1"},
        {"<change limit='99'><before href='old.xml'/>\n<after><item name='甲' amount='70'/></after></change>",
         MSG_CHECK_FAILED, "first.xml:2:"},
        {"<change><before href='old.xml'/>\n<after><item name='甲' amount='x'/></after></change>",
         MSG_MODEL_NOT_NUMBER, "first.xml:2:"},
        {"<change><before href='second.xml'/>\n<after/></change>", MSG_MODEL_HREF_CIRCLE, "first.xml:1:"},
        {"<change><before href='first.xml'/>\n<after/></change>", MSG_MODEL_HREF_CIRCLE, "first.xml:1:"},
        {"<change><before href='none.xml'/>\n<after/></change>", MSG_MODEL_HREF_MISSING, "none.xml"},
        {"<memo/>", MSG_MODEL_HREF_KIND, "<terms change>"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        write_file("first.xml", cases[i].first);
        struct job job = job_in(MODEL, "second.xml");
        const struct diag_entry *entries = NULL;
        size_t count = diag_entries(job.diag, &entries);
        bool told = job.status == FAILED && count >= 1 && entries[0].code == cases[i].code &&
                    strstr(job_messages(&job), cases[i].part) != NULL;
        if (!told || count != 1)
            fail_msg("case %zu: status %d\n%s", i, (int)job.status, job_messages(&job));
        job_end(&job);
    }
    write_file("first.xml", FIRST);
}

static void chains_have_a_limit(void **state)
{
    (void)state;
    char name[32], text[200];
    for (int i = 0; i <= CHAIN; i++) {
        snprintf(name, sizeof(name), "c%d.xml", i);
        snprintf(text, sizeof(text), "<change><before href='c%d.xml'/></change>", i + 1);
        write_file(name, i == CHAIN ? TERMS : text);
    }
    struct job job = job_in(MODEL, "c0.xml");
    assert_false(diag_has(job.diag, MSG_MODEL_HREF_DEPTH));
    assert_int_equal(job.status, OK);
    job_end(&job);
    snprintf(name, sizeof(name), "c%d.xml", CHAIN);
    write_file(name, text);
    write_file("c51.xml", TERMS);
    job = job_in(MODEL, "c0.xml");
    assert_int_equal(job.status, FAILED);
    assert_true(diag_has(job.diag, MSG_MODEL_HREF_DEPTH));
    job_end(&job);
    for (int i = 0; i <= CHAIN + 1; i++) {
        snprintf(name, sizeof(name), "c%d.xml", i);
        (void)remove(in_root(name));
    }
}

static void declarations_are_checked(void **state)
{
    (void)state;
    static const struct {
        const char *model;
        const struct message *code;
        uint32_t column;
        const char *part;
    } wrong[] = {
        {"<model kind='k'><group name='a' file='k'/></model>", MSG_MODEL_STATE, 17, "“k”"},
        {"<model kind='k'><group name='a' file='j' state='b'/><group name='b'/></model>", MSG_MODEL_STATE, 17,
         "“b”"},
        {"<model kind='k'><group name='a' file='k' state='t'/><text name='t'/></model>", MSG_MODEL_STATE, 17,
         "“t”"},
        {"<model kind='k'><month name='m'/><list name='l'><text name='month'/><number name='amount' "
         "unit='元'/>"
         "</list><schedule name='s' from='m'><part months='1' of='l'/></schedule></model>",
         MSG_MODEL_SCHEDULE_OF, 157, "month"},
        {"<model kind='k'><month name='m'/><schedule name='s' from='m'>"
         "<part months='1' of='s' each='1'/></schedule></model>",
         MSG_MODEL_SCHEDULE_PART, 62, "of"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(wrong); i++) {
        struct job job = job_of(wrong[i].model, NULL);
        job_expect_fault(&job, wrong[i].code, 1, wrong[i].column, wrong[i].part);
    }
}

static void months_that_are_not_there_are_told(void **state)
{
    (void)state;
    struct job job =
        job_of("<model kind='k'><month name='m'/><month name='n'/>"
               "<schedule name='s' from='m'><part months='2' each='5'/></schedule>"
               "<schedule name='t' label='付款' from='n'><part months='2' of='s'/></schedule></model>",
               "<k m='2025-11' n='2025-12'/>");
    job_expect_fault(&job, MSG_MODEL_SCHEDULE_NOT_OF, 1, 1, "“付款”要照原来的月份支付，2026年1月却不在");
}

static void want_of_memory_is_no_crash(void **state)
{
    (void)state;
    bool struck = true;
    job_write_model(MODEL);
    for (uint64_t n = 1; struck; n++) {
        struct job job;
        job_begin(&job);
        base_fail_allocation(n);
        read_file(&job, "second.xml");
        struck = base_allocation_failed();
        base_fail_allocation(0);
        assert_int_equal(job.status, struck ? NO_MEMORY : OK);
        job_end(&job);
    }
    job_remove_model();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_earlier_paper_came_to_is_the_base),
        cmocka_unit_test(faults_have_their_own_place),
        cmocka_unit_test(chains_have_a_limit),
        cmocka_unit_test(declarations_are_checked),
        cmocka_unit_test(months_that_are_not_there_are_told),
        cmocka_unit_test(want_of_memory_is_no_crash),
    };
    return cmocka_run_group_tests(tests, make_files, remove_files);
}
