/* Two states of one thing: base=, key=, remove; another file as a part of this one: href=. */
#include "failing.h"
#include "model/files.h"
#include "expr/messages.def"
#include "model/messages.def"
#include "schema/messages.def"
#include "reader/messages.def"

#include <sys/stat.h>

struct fault {
    const char *input;
    const struct message *code;
    uint32_t line, column;
    const char *part;
};

static const char MODEL[] =
    "<model kind='change'>"
    "<type name='terms'><text name='title'/><text name='note' optional='yes'/><number name='rate' "
    "default='2'/>"
    "<group name='who' label='甲方'><text name='name'/><text name='place' optional='yes'/></group>"
    "<list name='item' key='name'><text name='name' label='项目'/><number name='amount' label='金额'/>"
    "<number name='twice' is='amount * 2'/></list>"
    "<list name='line'><text name='words'/></list>"
    "<number name='total' label='合计' is='sum(item.amount)'/><prose name='body' optional='yes'/></type>"
    "<group name='after' type='terms' base='before'/>"
    "<group name='before' type='terms' file='terms'/>"
    "</model>";

#define BEFORE                                                                                                      \
    "<before title='旧' note='注'><who name='某' place='此处'/><item name='甲' amount='1'/><item name='乙' " \
    "amount='2'/><item name='丙' amount='3'/><line words='一'/><line "                                            \
    "words='二'/><body><p>x</p></body></before>"

#define AS_TERMS                                                                                                   \
    "<terms title='旧' note='注'><who name='某' place='此处'/><item name='甲' amount='1'/><item name='乙' " \
    "amount='2'/><item name='丙' amount='3'/><line words='一'/><line "                                           \
    "words='二'/><body><p>x</p></body></terms>"

/* --- files --- */

static const char *const files[] = {
    "in/sub/deep.xml", "in/old.xml", "in/wrong.xml", "in/link.xml", "in/inner.xml",
    "in/broken.xml",   "in/a.xml",   "out.xml",      "in/sub",      "in"};

static int make_files(void **state)
{
    (void)state;
    make_root();
    assert_int_equal(mkdir(in_root("in"), 0700), 0);
    assert_int_equal(mkdir(in_root("in/sub"), 0700), 0);
    static const char terms[] = "<terms title='旧'>\n<who name='某'/><item name='甲' amount='1'/></terms>";
    write_file("in/old.xml", terms);
    write_file("out.xml", terms);
    write_file("in/sub/deep.xml", terms);
    write_file("in/wrong.xml", "<memo/>");
    write_file("in/broken.xml", "<terms title='旧'>\n<who name='某'/><item name='甲' amount='x'/></terms>");
    char target[160];
    snprintf(target, sizeof(target), "%s", in_root("out.xml"));
    assert_int_equal(symlink(target, in_root("in/link.xml")), 0);
    assert_int_equal(symlink("old.xml", in_root("in/inner.xml")), 0);
    return 0;
}

static int remove_files(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(files); i++)
        (void)remove(in_root(files[i]));
    return rmdir(root);
}

/* As job_of, with the input in a file of its own. */
static struct job job_given(const char *model, const char *input)
{
    write_file("in/a.xml", input);
    return job_in(model, "in/a.xml");
}

static void what_is_left_out_comes_from_the_base(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "after.title = \"旧\"",         "after.note = \"注\"",         "after.rate = 2 (default)",
        "after.who.name = \"某\"",      "after.item[3].name = \"丙\"", "after.item[3].twice = 6 (computed)",
        "after.line[2].words = \"二\"", "after.total = 6 (computed)",  "after.body = prose @1:"};
    struct job job = job_of(MODEL, "<change>" BEFORE "</change>");
    dump_has(&job, lines, ARRAY_COUNT(lines));
}

static void what_is_given_replaces_it_by_key(void **state)
{
    (void)state;
    static const char *const lines[] = {"after.title = \"新\"",
                                        "before.title = \"旧\"",
                                        "after.who.name = \"某\"",
                                        "after.who.place = \"别处\"",
                                        "before.who.place = \"此处\"",
                                        "after.item[1].name = \"甲\"",
                                        "after.item[1].amount = 10",
                                        "after.item[2].name = \"丙\"",
                                        "after.item[3].name = \"丁\"",
                                        "!after.item[4]",
                                        "after.total = 18 (computed)",
                                        "before.total = 6 (computed)",
                                        "after.line[1].words = \"三\"",
                                        "!after.line[2]",
                                        "before.line[2]"};
    /* the changes may stand before what they change */
    write_file("in/old.xml", AS_TERMS);
    struct job job =
        job_given(MODEL, "<change><after title='新' total='18'><item name='丁' amount='5'/>"
                         "<item><name> 甲 </name><amount>10</amount></item><item name='乙' remove='yes'/>"
                         "<who place='别处'/><line words='三'/></after><before href='old.xml'/></change>");
    dump_has(&job, lines, ARRAY_COUNT(lines));
}

static const struct fault faults[] = {
    {"<change><before href='old.xml'/>\n<after><item name='戊' remove='yes'/></after></change>",
     MSG_MODEL_REMOVE_UNKNOWN, 2, 8, "“戊”"},
    {"<change><before href='old.xml'/>\n<after><item name='甲' remove='yes' amount='1'/></after></change>",
     MSG_MODEL_REMOVE_MORE, 2, 8, "“甲”"},
    {"<change><before href='old.xml'/>\n<after>\n<item name='甲'/><item name='甲'/></after></change>",
     MSG_MODEL_KEY_TWICE, 3, 29, "第 3 行"},
    {"<change><before href='old.xml'/>\n<after><item name='丁'/></after></change>", MSG_MODEL_MISSING, 2, 8,
     "“金额”"},
    {"<change><before href='old.xml'/>\n<after total='7'/></change>", MSG_MODEL_FIGURE_DISAGREES, 2, 15,
     "写为 7"},
    {"<change>\n<before title='t'><who name='a'/><item name='甲' remove='yes'/></before></change>",
     MSG_MODEL_UNKNOWN, 2, 54, "“remove”"},
    {"<change><before href='none.xml'/>\n<after/></change>", MSG_MODEL_HREF_MISSING, 1, 23, "none.xml"},
    {"<change><before href='old.xml'/>\n<after href='x.xml'/></change>", MSG_MODEL_UNKNOWN, 2, 14, "“href”"},
};

static void each_fault_has_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(faults); i++) {
        write_file("in/old.xml", AS_TERMS);
        struct job job = job_given(MODEL, faults[i].input);
        const struct diag_entry *entries = NULL;
        if (faults[i].code == MSG_MODEL_UNKNOWN && i == 5) {
            /* the missing amount is told as well */
            assert_int_equal(diag_entries(job.diag, &entries), 2);
            assert_int_equal(entries[0].code, MSG_MODEL_UNKNOWN);
            job_end(&job);
            continue;
        }
        job_expect_fault(&job, faults[i].code, faults[i].line, faults[i].column, faults[i].part);
    }
}

static void declarations_are_checked(void **state)
{
    (void)state;
    static const struct fault wrong[] = {
        {"<model kind='k'><list name='a' key='n'><number name='n'/></list></model>", MSG_MODEL_KEY, 1, 37,
         "“n”"},
        {"<model kind='k'><list name='a' key='m'><text name='n'/></list></model>", MSG_MODEL_KEY, 1, 37,
         "“m”"},
        {"<model kind='k'><text name='t'/><group name='a' base='t'/></model>", MSG_MODEL_BASE, 1, 55, "“t”"},
        {"<model kind='k'><group name='a' base='a'/></model>", MSG_MODEL_BASE, 1, 39, "“a”"},
        {"<model kind='k'><group name='a' base='b'/></model>", MSG_EXPR_UNKNOWN, 1, 39, "b"},
        {"<model kind='k'><use/></model>", MSG_SCHEMA_ATTRIBUTE_MISSING, 1, 17, "file"},
        {"<model kind='k'><use file='none.xml'/></model>", MSG_USE_MISSING, 1, 28, "none.xml"},
        {"<model kind='k'><use file='model.xml'/></model>", MSG_SCHEMA_ROOT, 1, 1, "<model>"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(wrong); i++) {
        struct job job = job_of(wrong[i].input, NULL);
        job_expect_fault(&job, wrong[i].code, wrong[i].line, wrong[i].column, wrong[i].part);
    }
}

static void write_old(void)
{
    write_file("in/old.xml", "<terms title='旧'>\n<who name='某'/><item name='甲' amount='1'/></terms>");
}

static void two_states_in_one_file_are_both_whole(void **state)
{
    (void)state;
    static const char *const lines[] = {"before.total = 6", "after.item[1].name = \"丙\"", "!after.item[2]",
                                        "after.total = 4 (computed)"};
    struct job job = job_of(MODEL, "<change>" BEFORE "<after><item name='丙' amount='4'/></after></change>");
    dump_has(&job, lines, ARRAY_COUNT(lines));
}

static void another_file_is_the_group(void **state)
{
    (void)state;
    write_old();
    static const char *const lines[] = {"before.title = \"旧\"", "after.item[1].amount = 5",
                                        "before.item[1].amount = 1"};
    static const char *const good[] = {"old.xml", "./sub/../old.xml", "sub/deep.xml", "inner.xml"};
    for (size_t i = 0; i < ARRAY_COUNT(good); i++) {
        char input[200];
        snprintf(input, sizeof(input),
                 "<change><after><item name='甲' amount='5'/></after><before href='%s'/></change>", good[i]);
        struct job job = job_given(MODEL, input);
        dump_has(&job, lines, ARRAY_COUNT(lines));
    }
}

static void no_file_outside_is_read(void **state)
{
    (void)state;
    static const struct {
        const char *href;
        const struct message *code;
        const char *part;
    } cases[] = {
        {"../out.xml", MSG_MODEL_HREF_OUTSIDE, "a.xml:2:"},
        {"sub/../../out.xml", MSG_MODEL_HREF_OUTSIDE, "a.xml:2:"},
        {"../in/old.xml", MSG_MODEL_HREF_OUTSIDE, "a.xml:2:"},
        {"/etc/passwd", MSG_MODEL_HREF_OUTSIDE, "a.xml:2:"},
        {"link.xml", MSG_MODEL_HREF_OUTSIDE, "link.xml"},
        {"", MSG_MODEL_HREF_OUTSIDE, "a.xml:2:"},
        {".", MSG_MODEL_HREF_OUTSIDE, "a.xml:2:"},
        {"none.xml", MSG_MODEL_HREF_MISSING, "in/none.xml"},
        {"sub", MSG_MODEL_HREF_UNREAD, "in/sub 不能读：这是目录"},
        {"wrong.xml", MSG_MODEL_HREF_KIND, "wrong.xml:1:1: error"},
        {"a.xml", MSG_MODEL_HREF_CIRCLE, "a.xml"},
        {"broken.xml", MSG_MODEL_NOT_NUMBER, "broken.xml:2:"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        char input[200];
        snprintf(input, sizeof(input), "<change>\n<before href='%s'/></change>", cases[i].href);
        struct job job = job_given(MODEL, input);
        const struct diag_entry *entries = NULL;
        bool told = job.status == FAILED && diag_entries(job.diag, &entries) >= 1 &&
                    entries[0].code == cases[i].code && strstr(job_messages(&job), cases[i].part) != NULL;
        if (!told)
            fail_msg("%s: status %d\n%s", cases[i].href, (int)job.status, job_messages(&job));
        job_end(&job);
    }
    struct job job = job_given(MODEL, "<change>\n<before href='old.xml' title='x'/></change>");
    assert_true(diag_has(job.diag, MSG_MODEL_HREF_MORE));
    job_end(&job);
}

static void files_that_name_each_other_are_a_circle(void **state)
{
    (void)state;
    static const char model[] = "<model kind='j'><type name='t'/><group name='a' file='k' optional='yes'>"
                                "<group name='a' file='k' optional='yes'><group name='a' file='k' "
                                "optional='yes'/></group></group></model>";
    write_file("in/old.xml", "<k><a href='sub/deep.xml'/></k>");
    write_file("in/sub/deep.xml", "<k><a href='../old.xml'/></k>");
    struct job job = job_given(model, "<j><a href='old.xml'/></j>");
    assert_true(diag_has(job.diag, MSG_MODEL_HREF_CIRCLE));
    assert_non_null(strstr(job_messages(&job), "in/sub/deep.xml:1:"));
    job_end(&job);
}

static void want_of_memory_is_no_crash(void **state)
{
    (void)state;
    bool struck = true;
    write_old();
    write_file("in/a.xml",
               "<change><after><item name='甲' amount='5'/></after><before href='old.xml'/></change>");
    char path[160];
    snprintf(path, sizeof(path), "%s", in_root("in/a.xml"));
    job_write_model(MODEL);
    for (uint64_t n = 1; struck; n++) {
        struct job job;
        struct node *node = NULL;
        job_begin(&job);
        base_fail_allocation(n);
        job_read(&job, NULL);
        if (job.status == OK)
            job.status = reader_read_file(job.arena, job.diag, path, &node);
        if (job.status == OK) {
            struct model_reading reading = {.model = job.model, .eval = &job.eval};
            job.status = model_read(&reading, node, &job.record);
        }
        struck = memory_struck(job.status);
        job_end(&job);
    }
    job_remove_model();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_left_out_comes_from_the_base),
        cmocka_unit_test(what_is_given_replaces_it_by_key),
        cmocka_unit_test(two_states_in_one_file_are_both_whole),
        cmocka_unit_test(each_fault_has_its_place),
        cmocka_unit_test(declarations_are_checked),
        cmocka_unit_test(another_file_is_the_group),
        cmocka_unit_test(no_file_outside_is_read),
        cmocka_unit_test(want_of_memory_is_no_crash),
        cmocka_unit_test(files_that_name_each_other_are_a_circle),
    };
    return cmocka_run_group_tests(tests, make_files, remove_files);
}
