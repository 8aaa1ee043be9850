/* previous=: fields that take their value from the record of the period before. */
#include "failing.h"
#include "model/job.h"
#include "model/messages.def"
#include "expr/messages.def"
#include "reader/messages.def"
#include "schema/messages.def"

static const char MODEL[] =
    "<model kind='k'><number name='total' unit='元' is='sum(center.spent)'/>"
    "<number name='before' label='上期合计' unit='元' previous='total' optional='yes'/>"
    "<number name='ratio' is='total / 3'/><number name='ratio1' unit='元' previous='ratio' optional='yes'/>"
    "<month name='end' optional='yes'/><month name='end1' previous='end' optional='yes'/>"
    "<date name='day' optional='yes'/><date name='day1' previous='day' optional='yes'/>"
    "<yesno name='open' optional='yes'/><yesno name='open1' previous='open' optional='yes'/>"
    "<text name='words' lines='yes' optional='yes'/><text name='words1' lines='yes' previous='words' "
    "optional='yes'/>"
    "<group name='who'><text name='head' optional='yes'/><text name='head1' previous='head' optional='yes'/>"
    "<text name='unit1' previous='inner.name' optional='yes'/><group name='inner'><text name='name' "
    "optional='yes'/>"
    "</group></group>"
    "<list name='center'><text name='made' is='name'/><text name='name'/><number name='spent' unit='元'/>"
    "<number name='spent1' label='上期支出' unit='元' previous='spent' optional='yes'/>"
    "<list name='row' key='id'><text name='id'/><number name='n'/><number name='n1' previous='n' "
    "optional='yes'/>"
    "</list></list></model>";

/* The same with fields that are needed. */
static const char NEEDED[] = "<model kind='k'><number name='total' unit='元'/>"
                             "<number name='before' label='上期合计' unit='元' previous='total'/>"
                             "<list name='item'><text name='name'/><number name='n'/>"
                             "<number name='n1' label='上期数' previous='n'/></list></model>";

struct line {
    const char *path;
    enum type_kind type;
    const char *unit, *value;
};

/* As the record of a file old.json, a figure a line. */
static enum status make_past(struct arena *arena, const char *kind, const struct line *lines, size_t count,
                             struct model_past *ret_past)
{
    *ret_past =
        (struct model_past){.arena = arena, .file = "old.json", .is_there = true, .kind = str_of(kind)};
    enum status status = OK;
    for (size_t i = 0; i < count && status == OK; i++) {
        const struct model_past_figure figure = {.path = str_of(lines[i].path),
                                                 .type = lines[i].type,
                                                 .unit = str_of(lines[i].unit),
                                                 .value = str_of(lines[i].value),
                                                 .place = {"old.json", (uint32_t)i + 2, 1}};
        status = model_past_add(ret_past, &figure);
    }
    return status;
}

/* In the folder of the model that was written. */
static void read_with(struct job *job, const char *input, const struct model_past *past)
{
    struct node *root = NULL;
    job_read(job, NULL);
    if (job->status == OK)
        job->status = reader_read_bytes(job->arena, job->diag, "in.xml", str_of(input), &root);
    if (job->status != OK)
        return;
    const struct model_reading reading = {.model = job->model,
                                          .eval = &job->eval,
                                          .findings = job->findings,
                                          .draft = job->draft,
                                          .past = past};
    job->status = model_read(&reading, root, &job->record);
}

static struct job job_with(const char *model, const char *input, const struct line *lines, size_t count)
{
    struct job job;
    struct model_past past;
    job_write_model(model);
    job_begin(&job);
    assert_int_equal(make_past(job.arena, "k", lines, count, &past), OK);
    read_with(&job, input, lines != NULL ? &past : NULL);
    job_remove_model();
    buf_add_text(&job.messages, "");
    diag_print(job.diag, &job.messages);
    return job;
}

static void expect(struct job *job, const char *const *wanted, size_t count)
{
    struct buf out = BUF(1 << 20);
    if (job->status != OK)
        fail_msg("status %d\n%s", (int)job->status, job_messages(job));
    assert_int_equal(model_dump(&job->eval, job->record, &out), OK);
    for (size_t i = 0; i < count; i++)
        if (strstr(out.ptr, wanted[i]) == NULL)
            fail_msg("%s in\n%s", wanted[i], out.ptr);
    buf_clear(&out);
    job_end(job);
}

static const struct line OLD[] = {
    {"total", TYPE_NUMBER, "元", "1000.50"},
    {"ratio", TYPE_NUMBER, "元", "1000/3"},
    {"end", TYPE_DATE, "", "2026-03-01"},
    {"day", TYPE_DATE, "", "2026-03-31"},
    {"open", TYPE_YESNO, "", "yes"},
    {"words", TYPE_TEXT, "", "一行\xE2\x80\xA8二行"},
    {"who.head", TYPE_TEXT, "", "李明"},
    {"who.inner.name", TYPE_TEXT, "", "本部"},
    {"center[1].made", TYPE_TEXT, "", "乙"},
    {"center[1].name", TYPE_TEXT, "", "乙"},
    {"center[1].spent", TYPE_NUMBER, "元", "0.1"},
    {"center[1].row[1].id", TYPE_TEXT, "", "a"},
    {"center[1].row[1].n", TYPE_NUMBER, "", "11"},
    {"center[1].row[2].id", TYPE_TEXT, "", "b"},
    {"center[1].row[2].n", TYPE_NUMBER, "", "12"},
    {"center[2].name", TYPE_TEXT, "", "甲"},
    {"center[2].spent", TYPE_NUMBER, "元", "7"},
    {"center[2].row[1].id", TYPE_TEXT, "", "b"},
    {"center[2].row[1].n", TYPE_NUMBER, "", "22"},
};

#define INPUT                                                                                                \
    "<k><center name='甲' spent='1'><row id='a' n='1'/><row id='b' n='2'/></center>"                        \
    "<center name='乙' spent='2'><row id='b' n='3'/></center><center name='丙' spent='3'/></k>"

static void values_come_from_the_same_record(void **state)
{
    (void)state;
    static const char *const wanted[] = {"\nbefore = 1000.5 (previous)\n",
                                         "ratio1 = 333.333333333333… (previous)",
                                         "end1 = 2026-03-01 (previous)",
                                         "day1 = 2026-03-31 (previous)",
                                         "open1 = yes (previous)",
                                         "words1 = \"一行\xE2\x80\xA8二行\" (previous)",
                                         "who.head1 = \"李明\" (previous)",
                                         "who.unit1 = \"本部\" (previous)",
                                         "center[1].spent1 = 7 (previous)",
                                         "center[1].row[1].n1 (missing)",
                                         "center[1].row[2].n1 = 22 (previous)",
                                         "center[2].spent1 = 0.1 (previous)",
                                         "center[2].row[1].n1 = 12 (previous)",
                                         "center[3].spent1 (missing)"};
    struct job job = job_with(MODEL, INPUT, OLD, ARRAY_COUNT(OLD));
    expect(&job, wanted, ARRAY_COUNT(wanted));
}

static void without_a_record_they_are_missing(void **state)
{
    (void)state;
    static const char *const wanted[] = {"\nbefore (missing)", "who.head1 (missing)",
                                         "center[1].spent1 (missing)"};
    struct job job = job_with(MODEL, INPUT, NULL, 0);
    expect(&job, wanted, ARRAY_COUNT(wanted));
}

/* What the input states stands; it is proved. */
static void a_statement_goes_first_and_is_proved(void **state)
{
    (void)state;
    static const char *const wanted[] = {"\nbefore = 1000.5\n", "center[1].spent1 = 7\n"};
    static const char good[] = "<k before='1,000.5'><center name='甲' spent='1' spent1='7.0'/></k>";
    static const char bad[] = "<k before='1000.5'>\n<center name='甲' spent='1' spent1='8'/></k>";
    struct findings findings = {.all = true};
    struct job job = job_with(MODEL, good, OLD, ARRAY_COUNT(OLD));
    expect(&job, wanted, ARRAY_COUNT(wanted));
    job = job_with(MODEL, bad, OLD, ARRAY_COUNT(OLD));
    job_expect_fault(&job, MSG_MODEL_PREVIOUS_DISAGREES, 2, 36, "center[2].spent 为 7（old.json 第 18 行）");
    struct model_past past;
    job_write_model(MODEL);
    job_begin(&job);
    job.findings = &findings;
    job.draft = true;
    assert_int_equal(make_past(job.arena, "k", OLD, ARRAY_COUNT(OLD), &past), OK);
    read_with(&job, bad, &past);
    job_remove_model();
    assert_int_equal(job.status, OK);
    assert_int_equal(findings.bad, 1);
    assert_int_equal(findings.items[1].verdict, VERDICT_ERROR);
    assert_true(str_is(findings.items[1].stated, "8") && str_is(findings.items[1].computed, "7"));
    job_end(&job);
}

static void what_is_needed_and_not_found_is_told(void **state)
{
    (void)state;
    static const struct line here[] = {{"total", TYPE_NUMBER, "元", "1"},
                                       {"item[1].name", TYPE_TEXT, "", "甲"},
                                       {"item[1].n", TYPE_NUMBER, "", "1"}};
    struct job job = job_with(NEEDED, "<k total='1'/>", NULL, 0);
    job_expect_fault(&job, MSG_MODEL_PREVIOUS_NONE, 1, 1, "“上期合计”（before）");
    job = job_with(NEEDED, "<k total='1'/>", here + 1, 2);
    job_expect_fault(&job, MSG_MODEL_PREVIOUS_MISSING, 1, 1, "old.json 里又没有 total");
    job = job_with(NEEDED, "<k total='1'>\n<item name='甲' n='1'/>\n<item name='乙' n='1'/></k>", here, 3);
    job_expect_fault(&job, MSG_MODEL_PREVIOUS_NEW, 3, 1, "“上期数”（item[2].n1）");
    struct model_past none = {.file = "old.json"};
    job_write_model(NEEDED);
    job_begin(&job);
    read_with(&job, "<k total='1'/>", &none);
    job_remove_model();
    buf_add_text(&job.messages, "");
    diag_print(job.diag, &job.messages);
    job_expect_fault(&job, MSG_MODEL_PREVIOUS_ABSENT, 1, 1, "old.json 又不存在");
}

/* A record that an earlier state of the kind wrote, or somebody's hand. */
static void records_are_anybodys(void **state)
{
    (void)state;
    static const struct {
        struct line line;
        const struct message *code;
        const char *part;
    } cases[] = {
        {{"total", TYPE_NUMBER, "万元", "1"}, MSG_MODEL_PREVIOUS_UNIT, "“元”"},
        {{"total", TYPE_NUMBER, "", "1"}, MSG_MODEL_PREVIOUS_UNIT, "“无”"},
        {{"total", TYPE_TEXT, "", "1"}, MSG_MODEL_PREVIOUS_TYPE, "却是文字"},
        {{"total", TYPE_NUMBER, "元", "1/0"}, MSG_MODEL_PREVIOUS_FRACTION, "1/0"},
        {{"total", TYPE_NUMBER, "元", "/"}, MSG_MODEL_PREVIOUS_FRACTION, "“/”"},
        {{"total", TYPE_NUMBER, "元", "1/2/3"}, MSG_MODEL_PREVIOUS_FRACTION, "1/2/3"},
        {{"total", TYPE_NUMBER, "元", "x"}, MSG_MODEL_NOT_NUMBER, "“x”"},
        {{"total", TYPE_NUMBER, "元", ""}, MSG_MODEL_NOT_NUMBER, "“上期合计”"},
        {{"day", TYPE_DATE, "", "2026-02-30"}, MSG_MODEL_DATE_DAYS, "2026-02-30"},
        {{"end", TYPE_DATE, "", "2026-03-31"}, MSG_MODEL_MONTH_WRITE, "2026-03-31"},
        {{"open", TYPE_YESNO, "", "maybe"}, MSG_MODEL_NOT_YESNO, "maybe"},
        {{"who.head", TYPE_TEXT, "", "\x01"}, MSG_READER_CONTROL, ""},
        {{"who.head", TYPE_TEXT, "", "a\xE2\x80\xA8z"}, MSG_READER_UNSEEN, ""},
        {{"who.head", TYPE_TEXT, "", "{total}"}, MSG_MODEL_BRACES, "head1"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct job job = job_with(MODEL, "<k/>", &cases[i].line, 1);
        job_expect_fault(&job, cases[i].code, 2, 1, cases[i].part);
    }
}

static void which_record_is_meant_is_certain(void **state)
{
    (void)state;
    static const struct line several[] = {{"center[1].name", TYPE_TEXT, "", "甲"},
                                          {"center[1].spent", TYPE_NUMBER, "元", "1"},
                                          {"center[2].name", TYPE_TEXT, "", "甲"},
                                          {"center[2].spent", TYPE_NUMBER, "元", "2"},
                                          {"center[3].name", TYPE_TEXT, "", "甲"}};
    static const struct line slip[] = {{"center[1].name", TYPE_TEXT, "", "督导(甲)"},
                                       {"center[1].spent", TYPE_NUMBER, "元", "1"}};
    struct job job = job_with(MODEL, "<k><center name='甲' spent='1'/></k>", several, 5);
    job_expect_fault(&job, MSG_MODEL_PREVIOUS_SEVERAL, 1, 18, "old.json 第 2 行");
    job = job_with(MODEL, "<k><center name='甲' spent='1'/>\n<center name='甲' spent='2'/></k>", several, 2);
    job_expect_fault(&job, MSG_MODEL_PREVIOUS_TWICE, 2, 15, "前一条在第 1 行");
    job = job_with(MODEL, "<k><center name='督导（甲）' spent='1'/></k>", slip, 2);
    job_expect_fault(&job, MSG_EXPR_SAME_TO_READERS, 1, 18, "old.json:2:1");
}

static void a_record_of_another_kind_is_refused(void **state)
{
    (void)state;
    struct job job;
    struct model_past past;
    job_write_model(NEEDED);
    job_begin(&job);
    assert_int_equal(make_past(job.arena, "memo", OLD, ARRAY_COUNT(OLD), &past), OK);
    read_with(&job, "<k total='1'/>", &past);
    job_remove_model();
    buf_add_text(&job.messages, "");
    diag_print(job.diag, &job.messages);
    job_expect_fault(&job, MSG_MODEL_PREVIOUS_KIND, 0, 0, "“memo”");
}

static void a_path_stands_once(void **state)
{
    (void)state;
    static const struct line twice[] = {{"a", TYPE_TEXT, "", "1"}, {"a", TYPE_TEXT, "", "1"}};
    struct arena *arena = arena_new(0);
    struct model_past past;
    assert_int_equal(make_past(arena, "k", twice, 2, &past), FAILED);
    arena_free(arena);
}

static void declarations_are_checked(void **state)
{
    (void)state;
    static const struct {
        const char *fields;
        const struct message *code;
        uint32_t column;
        const char *part;
    } wrong[] = {
        {"<number name='a' previous='b'/>", MSG_MODEL_PREVIOUS_UNKNOWN, 44, "b"},
        {"<number name='total'/><number name='a' previous='totel'/>", MSG_MODEL_PREVIOUS_UNKNOWN, 66,
         "是不是“total”"},
        {"<number name='t'/><number name='a' previous='t.x'/>", MSG_MODEL_PREVIOUS_UNKNOWN, 62, "t.x"},
        {"<text name='t'/><number name='a' previous='t'/>", MSG_MODEL_PREVIOUS_KIND_OF, 60, "t"},
        {"<number name='t' unit='元'/><number name='a' unit='%' previous='t'/>", MSG_MODEL_PREVIOUS_UNIT_OF,
         80, "元"},
        {"<number name='t'/><number name='a' is='1' previous='t'/>", MSG_MODEL_PREVIOUS_FORMULA, 69, "a"},
        {"<list name='l'><number name='t'/><number name='a' previous='t'/></list>", MSG_MODEL_PREVIOUS_LIST,
         77, "l"},
        {"<number name='a' previous=''/>", MSG_MODEL_ATTRIBUTE_EMPTY, 44, "previous"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(wrong); i++) {
        char model[300];
        snprintf(model, sizeof model, "<model kind='k'>%s</model>", wrong[i].fields);
        struct job job = job_of(model, NULL);
        job_expect_fault(&job, wrong[i].code, 1, wrong[i].column, wrong[i].part);
    }
}

static void want_of_memory_is_no_crash(void **state)
{
    (void)state;
    bool struck = true;
    job_write_model(MODEL);
    for (uint64_t n = 1; struck; n++) {
        struct job job;
        struct model_past past;
        job_begin(&job);
        base_fail_allocation(n);
        job.status = make_past(job.arena, "k", OLD, ARRAY_COUNT(OLD), &past);
        if (job.status == OK)
            read_with(&job, INPUT, &past);
        struck = memory_struck(job.status);
        job_end(&job);
    }
    job_remove_model();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_come_from_the_same_record),
        cmocka_unit_test(without_a_record_they_are_missing),
        cmocka_unit_test(a_statement_goes_first_and_is_proved),
        cmocka_unit_test(what_is_needed_and_not_found_is_told),
        cmocka_unit_test(records_are_anybodys),
        cmocka_unit_test(which_record_is_meant_is_certain),
        cmocka_unit_test(a_record_of_another_kind_is_refused),
        cmocka_unit_test(a_path_stands_once),
        cmocka_unit_test(declarations_are_checked),
        cmocka_unit_test(want_of_memory_is_no_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
