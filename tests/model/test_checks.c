/* Check elements, findings, rounding, 大写 in every legal form, drafts. */
#include "model/job.h"
#include "expr/messages.def"
#include "model/messages.def"
#include "schema/messages.def"

static const char FIELDS[] =
    "<number name='a' default='0'/><number name='b' default='0'/><number name='c' default='0'/>"
    "<number name='yuan' unit='元' default='0'/><number name='wan' unit='万元' default='0'/>"
    "<date name='d' default='today()'/><date name='e' default='today()'/>"
    "<text name='t' default='\"\"'/><text name='s' default='\"\"'/><text name='u' default='\"\"'/>"
    "<list name='row'><text name='name' default='\"\"'/><number name='n' default='0'/>"
    "<number name='x' default='0'/><number name='y' default='0'/>"
    "<number name='min' optional='yes'/><number name='max' optional='yes'/></list>"
    "<bands name='grades'><band min='90' label='优'/><band max='90' label='良'/></bands>";

static struct job job_with(const char *checks, const char *input)
{
    char model[8192];
    snprintf(model, sizeof(model), "<model kind='k'>%s\n%s</model>", FIELDS, checks);
    struct job job;
    job_write_model(model);
    job_begin(&job);
    job.eval.today = (struct date){2026, 8, 2};
    struct findings findings = {.all = true};
    job.findings = &findings;
    job_read(&job, input);
    job_remove_model();
    buf_add_text(&job.messages, "");
    diag_print(job.diag, &job.messages);
    job.findings = NULL;
    return job;
}

static void every_element_proves(void **state)
{
    (void)state;
    static const struct {
        const char *check, *good, *bad, *message;
    } cases[] = {
        {"<sum of='row.n' is='a'/>", "<k a='3'><row n='1'/><row n='2'/></k>",
         "<k a='3.1'><row n='1'/><row n='2'/></k>", "合计＝各项之和：a为 3.1，应为 3.0，相差 0.1"},
        {"<children of='row.n' is='a'/>", "<k/>", "<k a='1'/>", "上级数＝下级数之和"},
        {"<instalments of='row.n' is='a'/>", "<k/>", "<k a='1'/>", "总额＝各期之和"},
        {"<crossfoot rows='row.n' columns='sum(row.x) + sum(row.y)' is='a'/>",
         "<k a='3'><row n='3' x='1' y='2'/></k>", "<k a='3'><row n='3' x='1' y='3'/></k>",
         "总计＝各列合计之和：a为 3，应为 4，相差 1"},
        {"<equal of='a' to='b'/>", "<k/>", "<k a='1000'/>", "a为 1,000，应为 0，相差 1,000"},
        {"<equal of='t' to='s'/>", "<k t='甲' s='甲'/>", "<k t='甲' s='乙'/>", "t为“甲”，应为“乙”"},
        {"<difference of='a' less='b' is='c'/>", "<k a='3' b='2' c='1'/>", "<k a='3' b='2' c='2'/>", "差额"},
        {"<product of='a' by='b' is='c'/>", "<k a='3' b='2' c='6'/>", "<k a='3' b='2' c='5'/>", "乘积"},
        {"<remainder of='a' less='b * 11' is='c'/>", "<k a='100' b='8' c='12'/>", "<k a='100' b='8' c='8'/>",
         "末期"},
        {"<equal of='wan' to='yuan'/>", "<k yuan='2527273' wan='252.7273'/>",
         "<k yuan='2527273' wan='252.7274'/>", "wan为 252.7274，应为 252.7273，相差 0.0001"},
        {"<ratio of='a' base='b' is='c'/>", "<k a='1' b='4' c='0.25'/>", "<k a='1' b='4' c='0.3'/>", "比例"},
        {"<ratio of='a' base='b' is='c' decimals='2'/>", "<k a='1' b='3' c='0.33'/>",
         "<k a='1' b='3' c='0.34'/>", "应为 0.33"},
        {"<percent of='a' base='b' is='c'/>", "<k a='2' b='3' c='66.67'/>", "<k a='2' b='3' c='66.66'/>",
         "应为 66.67"},
        {"<percent-total of='row.n'/>", "<k><row n='33.33'/><row n='33.33'/><row n='33.33'/></k>",
         "<k><row n='33.33'/><row n='33.33'/><row n='33.32'/></k>", "相差 0.02"},
        {"<percent-total of='row.n' whole='1' decimals='4'/>", "<k><row n='0.5'/><row n='0.4999'/></k>",
         "<k><row n='0.5'/><row n='0.4998'/></k>", "应为 1.0000"},
        {"<cap of='a' at-most='b'/>", "<k a='5' b='5'/>", "<k a='5.01' b='5'/>",
         "a为 5.01，应不大于 5.00（b），相差 0.01"},
        {"<at-most of='a' full='b'/>", "<k a='4' b='5'/>", "<k a='6' b='5'/>", "不超过满分"},
        {"<range of='a' min='1' max='b'/>", "<k a='1' b='1'/>", "<k a='0' b='1'/>", "应不小于 1"},
        {"<range of='a' max='b'/>", "<k/>", "<k a='1'/>", "应不大于 0"},
        {"<bands-join of='row'/>", "<k><row min='9'/><row min='5' max='9'/><row max='5'/></k>",
         "<k><row min='9'/><row min='5' max='8'/><row max='5'/></k>", "各档衔接"},
        {"<bands-join of='row'/>", "<k><row max='5'/><row min='5' max='9'/></k>",
         "<k><row max='5'/><row min='5' max='9'/><row min='8'/></k>", "row第3项"},
        {"<grade of='a' bands='grades' is='t'/>", "<k a='90' t='优'/>", "<k a='89.9' t='优'/>", "应为“良”"},
        {"<words of='yuan' is='t'/>", "<k yuan='1680.32' t='壹仟陆佰捌拾元零叁角贰分'/>",
         "<k yuan='1680.32' t='壹仟陆佰捌拾元叁角壹分'/>", "相差 0.01"},
        {"<handate of='d' is='t'/>", "<k d='2022-05-16' t='二〇二二年五月十六日'/>",
         "<k d='2022-05-16' t='二〇二二年五月十七日'/>", "应为“二〇二二年五月十六日”"},
        {"<order of='d; e'/>", "<k d='2026-01-02' e='2026-01-02'/>", "<k d='2026-01-03' e='2026-01-02'/>",
         "d为“2026-01-03”，应不晚于“2026-01-02”（e）"},
        {"<before of='a; b; c'/>", "<k a='1' b='2' c='3'/>", "<k a='1' b='2' c='2'/>", "b为 2，应小于 2"},
        {"<period from='d' to='e' months='a'/>", "<k d='2025-08-02' e='2026-08-01' a='12'/>",
         "<k d='2025-08-02' e='2026-07-31' a='12'/>", "应为 11"},
        {"<copies of='a + b' is='c'/>", "<k a='2' b='2' c='4'/>", "<k a='2' b='2' c='5'/>", "总份数"},
        {"<counted of='row' is='a'/>", "<k a='1'><row/></k>", "<k a='2'><row/></k>", "应为 1"},
        {"<same of='t; s; u'/>", "<k t='表' s='表' u='表'/>", "<k t='表' s='表' u='表格'/>", "u为“表格”"},
        {"<unique of='row.name'/>", "<k><row name='一'/><row name='二'/></k>",
         "<k><row name='一'/><row name='二'/><row name='一'/></k>",
         "in.xml:1:45: error: “各不相同”不成立（row“一” › name：一）"},
        {"<refers of='t' to='row.name'/>", "<k t='二'><row name='一'/><row name='二'/></k>",
         "<k t='三'><row name='一'/><row name='二'/></k>", "t：三"},
        {"<check that='a = b' label='相等'>甲 {a} 乙 {b}</check>", "<k/>", "<k a='1'/>", "甲 1 乙 0"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct job job = job_with(cases[i].check, cases[i].good);
        if (job.status != OK || job.messages.len > 0)
            fail_msg("%s\n%s\n%s", cases[i].check, cases[i].good, job_messages(&job));
        job_end(&job);
        job = job_with(cases[i].check, cases[i].bad);
        if (job.status != FAILED || diag_count(job.diag, SEVERITY_ERROR) != 1 ||
            strstr(job_messages(&job), cases[i].message) == NULL) {
            fail_msg("%s\n%s\nwanted: %s\ngot: %s", cases[i].check, cases[i].bad, cases[i].message,
                     job_messages(&job));
        }
        job_end(&job);
    }
}

static void what_all_elements_have(void **state)
{
    (void)state;
    struct job job = job_with("<equal of='a' to='b' tolerance='0.5'/>", "<k a='0.5'/>");
    assert_int_equal(job.status, OK);
    job_end(&job);
    job = job_with("<equal of='a' to='b' tolerance='0.5'/>", "<k a='0.51'/>");
    job_expect_fault(&job, MSG_CHECK_FAILED, 1, 7, "相差 0.51");
    job = job_with("<equal of='a' to='b' when='c = 1'/>", "<k a='1'/>");
    assert_int_equal(job.status, OK);
    job_end(&job);
    job = job_with("<equal of='a' to='b' severity='warning' label='两数' at='c'>{a} 与 {b}</equal>",
                   "<k a='1' c='3'/>");
    assert_int_equal(job.status, OK);
    assert_string_equal(job_messages(&job), "in.xml:1:13: warning: 1 与 0\n");
    job_end(&job);
}

static void faulty_declarations(void **state)
{
    (void)state;
    static const struct {
        const char *check;
        const struct message *code;
        const char *part;
    } cases[] = {
        {"<sum of='row.n'/>", MSG_SCHEMA_ATTRIBUTE_MISSING, "is"},
        {"<sum of='row.m' is='a'/>", MSG_EXPR_NO_FIELD, "model.xml:2:14"},
        {"<order of='d'/>", MSG_MODEL_CHAIN, "model.xml:2:12"},
        {"<order of='d;'/>", MSG_MODEL_CHAIN, ""},
        {"<range of='a'/>", MSG_SCHEMA_ATTRIBUTE_MISSING, "min"},
        {"<cap of='t' at-most='s'/>", MSG_MODEL_FORMULA_KIND, "文字"},
        {"<bands-join of='row.n'/>", MSG_MODEL_FORMULA_KIND, "列表"},
        {"<equal of='a' to='b' when='c'/>", MSG_MODEL_FORMULA_KIND, "是否"},
        {"<equal of='a' to='b' tolerance='t'/>", MSG_MODEL_FORMULA_KIND, "数"},
        {"<equal of='a' too='b'/>", MSG_SCHEMA_ATTRIBUTE, "to"},
        {"<equl of='a' to='b'/>", MSG_SCHEMA_ELEMENT, "equal"},
        {"<equal of='a' to='b' severity='fatal'/>", MSG_SCHEMA_VALUE, "fatal"},
        {"<check that='a = b'/>", MSG_MODEL_NO_MESSAGE, ""},
        {"<number name='r' is='a' rounding='half-up'/>", MSG_MODEL_ROUND, ""},
        {"<number name='r' round='2'/>", MSG_MODEL_ROUND, ""},
        {"<number name='r' is='a' round='2' rounding='up'/>", MSG_SCHEMA_VALUE, "up"},
        {"<text name='r' reads='rmb'/>", MSG_MODEL_READS, ""},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct job job = job_with(cases[i].check, NULL);
        bool kind = diag_has(job.diag, cases[i].code);
        if (job.status != FAILED || !kind || strstr(job_messages(&job), cases[i].part) == NULL)
            fail_msg("%s\nwanted %s\n%s", cases[i].check, cases[i].code->name, job_messages(&job));
        job_end(&job);
    }
}

static void unlike_units_are_refused_when_loaded(void **state)
{
    (void)state;
    struct job job = job_with("<number name='p' unit='人' default='0'/><equal of='yuan' to='p'/>", NULL);
    assert_int_equal(job.status, FAILED);
    assert_non_null(strstr(job_messages(&job), "元"));
    assert_non_null(strstr(job_messages(&job), "人"));
    job_end(&job);
}

static void computed_numbers_are_rounded(void **state)
{
    (void)state;
    struct job job = job_of("<model kind='k'><number name='a'/>"
                            "<number name='up' is='a / 2' round='2'/>"
                            "<number name='even' is='a / 2' round='2' rounding='half-even'/>"
                            "<number name='exact' is='a / 2'/></model>",
                            "<k a='0.25' up='0.13' even='0.12' exact='0.125'/>");
    job_expect_dump(&job,
                    "a = 0.25\nup = 0.13 (computed)\neven = 0.12 (computed)\nexact = 0.125 (computed)\n");
}

static const char WORDS[] = "<model kind='k'><number name='a' unit='元'/>"
                            "<text name='w' label='大写' is='rmb(a)' reads='rmb'/></model>";

static void words_are_proved_by_amount(void **state)
{
    (void)state;
    static const char *const good[] = {"<k a='107000.53' w='壹拾万柒仟元零伍角叁分'/>",
                                       "<k a='107000.53' w='壹拾万零柒仟元伍角叁分'/>",
                                       "<k a='107000.53' w='人民币壹拾萬柒仟圓伍角叁分'/>"};
    for (size_t i = 0; i < ARRAY_COUNT(good); i++) {
        struct job job = job_of(WORDS, good[i]);
        if (job.status != OK)
            fail_msg("%s\n%s", good[i], job_messages(&job));
        job_end(&job);
    }
    struct job job = job_of(WORDS, "<k a='100000' w='壹拾万零壹元整'/>");
    job_expect_fault(&job, MSG_MODEL_VALUE_APART, 1, 18, "壹拾万元整”，相差 1 元");
    job = job_of(WORDS, "<k a='100000' w='拾万元整'/>");
    job_expect_fault(&job, MSG_MODEL_WORDS_ILLEGAL, 1, 18, "“大写”");
}

static const char SHEET[] = "<model kind='k'><list name='part' label='分项'><text name='name' label='名称'/>"
                            "<number name='n' label='金额' min='0'/></list>"
                            "<number name='total' label='合计' is='sum(part.n)'/>"
                            "<number name='half' label='一半' is='total / 2'/>"
                            "<number name='other' label='其他' default='7'/>"
                            "<cap of='total' at-most='other' severity='notice'/></model>";

static void findings_tell_place_path_and_values(void **state)
{
    (void)state;
    struct job job;
    struct findings findings = {.all = true};
    job_write_model(SHEET);
    job_begin(&job);
    job.findings = &findings;
    job_read(&job, "<k total='5.00'>\n<part name='纸' n='1'/><part name='笔' n='2'/></k>");
    assert_int_equal(job.status, FAILED);
    assert_int_equal(findings.count, 4);
    assert_int_equal(findings.proved, 4);
    assert_int_equal(findings.bad, 1);
    const struct finding *finding = &findings.items[2];
    assert_true(str_is(finding->path, "合计"));
    assert_true(str_is(finding->stated, "5.00"));
    assert_true(str_is(finding->computed, "3.00"));
    assert_true(str_is(finding->difference, "2.00"));
    assert_int_equal(finding->verdict, VERDICT_ERROR);
    assert_int_equal(finding->place.column, 11);
    assert_true(finding->message.len > 0);
    assert_int_equal(findings.items[3].verdict, VERDICT_OK);
    job_remove_model();
    job_end(&job);
}

/* A limit that the input breaks is the fault: what is summed up from it is not told, nor a finding. */
static void a_limit_silences_what_hangs_on_it(void **state)
{
    (void)state;
    struct job job;
    struct findings findings = {.limit = 10};
    job_write_model(SHEET);
    job_begin(&job);
    job.findings = &findings;
    job_read(&job, "<k total='5.00'>\n<part name='纸' n='1'/><part name='笔' n='-2'/></k>");
    assert_int_equal(job.status, FAILED);
    assert_int_equal(findings.count, 1);
    const struct finding *finding = &findings.items[0];
    assert_true(str_is(finding->path, "分项“笔” › 金额"));
    assert_true(str_is(finding->check, "不小于下限"));
    assert_int_equal(finding->verdict, VERDICT_ERROR);
    assert_int_equal(finding->place.line, 2);
    assert_int_equal(diag_count(job.diag, SEVERITY_ERROR), 1);
    job_remove_model();
    job_end(&job);
}

static void findings_keep_to_their_limit(void **state)
{
    (void)state;
    struct job job;
    struct findings findings = {.all = true, .limit = 1};
    job_write_model(SHEET);
    job_begin(&job);
    job.findings = &findings;
    job_read(&job, "<k total='5'><part name='纸' n='5'/></k>");
    assert_int_equal(job.status, OK);
    assert_int_equal(findings.count, 1);
    assert_int_equal(findings.proved, 3);
    job_remove_model();
    job_end(&job);
}

static bool is_doubtful(const struct job *job, const char *name)
{
    return job->record->slots[shape_lookup(job->record->shape, str_of(name))].doubt != NULL;
}

static void a_draft_marks_what_hangs_on_the_figure(void **state)
{
    (void)state;
    struct job job;
    job_write_model(SHEET);
    job_begin(&job);
    job.draft = true;
    job_read(&job, "<k total='5'><part name='纸' n='1'/></k>");
    assert_int_equal(job.status, OK);
    assert_int_equal(diag_count(job.diag, SEVERITY_ERROR), 1);
    assert_true(is_doubtful(&job, "total"));
    assert_true(is_doubtful(&job, "half"));
    assert_false(is_doubtful(&job, "other"));
    job_end(&job);
    job_begin(&job);
    job.draft = true;
    job_read(&job, "<k><part name='纸' n='x'/></k>"); /* no figure at all */
    assert_int_equal(job.status, FAILED);
    job_remove_model();
    job_end(&job);
}

/* What is stated and agrees is printed as it is, whatever it is computed from. */
static void a_draft_leaves_what_was_stated_right(void **state)
{
    (void)state;
    struct job job;
    job_write_model("<model kind='k'><number name='a'/><number name='b' is='a * 2'/>"
                    "<text name='words' is='rmb(b)' reads='rmb'/><text name='said' is=\"words + '。'\"/>"
                    "<number name='c' is='b + 1'/></model>");
    job_begin(&job);
    job.draft = true;
    job_read(&job, "<k a='6' b='13' words='壹拾贰元整'/>");
    assert_int_equal(job.status, OK);
    assert_true(is_doubtful(&job, "b"));
    assert_true(is_doubtful(&job, "c"));
    assert_false(is_doubtful(&job, "words"));
    assert_false(is_doubtful(&job, "said"));
    job_end(&job);
    job_begin(&job);
    job.draft = true;
    job_read(&job, "<k a='6' b='13' words='壹拾叁元整'/>"); /* follows from what is wrong */
    assert_true(is_doubtful(&job, "words"));
    assert_true(is_doubtful(&job, "said"));
    job_remove_model();
    job_end(&job);
}

/* Doubt goes on through a computed list. */
static void doubt_passes_through_lists_of_numbers(void **state)
{
    (void)state;
    struct job job;
    job_write_model("<model kind='k'><number name='a'/><number name='b' is='a * 2'/>"
                    "<numbers name='parts' is='instalments(b, 3, 2, \"last\")'/>"
                    "<number name='last' is='last(parts)'/><number name='c' is='a + 1'/></model>");
    job_begin(&job);
    job.draft = true;
    job_read(&job, "<k a='6' b='13'/>");
    assert_int_equal(job.status, OK);
    assert_true(is_doubtful(&job, "last"));
    assert_false(is_doubtful(&job, "c"));
    job_remove_model();
    job_end(&job);
}

/* A failed condition without `at`: all that it reads is marked, and what hangs on it. */
static void a_draft_marks_what_a_condition_reads(void **state)
{
    (void)state;
    struct job job;
    job_write_model("<model kind='k'><number name='a'/><number name='b'/><number name='c'/>"
                    "<number name='twice' is='a * 2'/><check that='a = b'>不等</check></model>");
    job_begin(&job);
    job.draft = true;
    job_read(&job, "<k a='1' b='2' c='3'/>");
    assert_int_equal(job.status, OK);
    assert_true(is_doubtful(&job, "a"));
    assert_true(is_doubtful(&job, "b"));
    assert_true(is_doubtful(&job, "twice"));
    assert_false(is_doubtful(&job, "c"));
    job_remove_model();
    job_end(&job);
}

/* Roots, what follows from them, a number that explains two, faults that wait. */
static void memory_may_fail_where_causes_are_sought(void **state)
{
    (void)state;
    static const char model[] =
        "<model kind='k'><list name='i'><text name='n'/><number name='x' min='0'/></list>"
        "<number name='t' is='sum(i.x)'/><number name='h' is='sum(i.x) * 1'/><number name='r' is='t + 1'/>"
        "<number name='z' is='1 / (t - t)'/><number name='q' is='1 / (t - t)'/><text name='w'/>"
        "<refers of='w' to='i.n'/><cap of='t' at-most='9'/></model>";
    static const char *const inputs[] = {
        "<k t='7' h='7' r='8' q='1' w='丙'><i n='甲' x='5'/></k>",
        "<k t='7' h='7' r='9' w='丙'><i n='甲' x='-5'/><i n='乙' x='6'/></k>"};
    for (size_t i = 0; i < 2 * ARRAY_COUNT(inputs); i++) {
        bool struck = true;
        struct job whole = job_of(model, inputs[i % ARRAY_COUNT(inputs)]);
        size_t errors = diag_count(whole.diag, SEVERITY_ERROR);
        job_end(&whole);
        job_write_model(model);
        for (uint64_t n = 1; struck; n++) {
            struct job job;
            job_begin(&job);
            job.draft = i >= ARRAY_COUNT(inputs);
            base_fail_allocation(n);
            job_read(&job, inputs[i % ARRAY_COUNT(inputs)]);
            struck = base_allocation_failed();
            base_fail_allocation(0);
            bool told = diag_count(job.diag, SEVERITY_ERROR) == errors; /* only what nobody reads was lost */
            assert_true(struck ? job.status == NO_MEMORY || told : job.status == (job.draft ? OK : FAILED));
            job_end(&job);
        }
        job_remove_model();
    }
}

static void memory_may_fail_anywhere(void **state)
{
    (void)state;
    char model[8192];
    snprintf(model, sizeof(model),
             "<model kind='k'>%s<sum of='row.n' is='a'/><same of='t; s'/><unique of='row.name'/>"
             "<percent-total of='row.n'/><text name='w' is='rmb(a)' reads='rmb'/></model>",
             FIELDS);
    job_write_model(model);
    bool failed = true;
    for (uint64_t n = 1; failed; n += n < 40 ? 1 : 7) {
        struct findings findings = {.all = true};
        struct job job;
        job_begin(&job);
        job.eval.today = (struct date){2026, 8, 2};
        job.findings = &findings;
        job.draft = n % 2 == 0;
        base_fail_allocation(n);
        job_read(&job, "<k a='4' t='甲' s='乙' w='叁元整'><row n='1' name='一'/><row n='2' name='一'/></k>");
        failed = base_allocation_failed();
        base_fail_allocation(0);
        if (failed)
            assert_int_equal(job.status, NO_MEMORY);
        else
            assert_int_equal(job.status, job.draft ? OK : FAILED);
        job_end(&job);
    }
    job_remove_model();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_element_proves),
        cmocka_unit_test(what_all_elements_have),
        cmocka_unit_test(faulty_declarations),
        cmocka_unit_test(unlike_units_are_refused_when_loaded),
        cmocka_unit_test(computed_numbers_are_rounded),
        cmocka_unit_test(words_are_proved_by_amount),
        cmocka_unit_test(findings_tell_place_path_and_values),
        cmocka_unit_test(a_limit_silences_what_hangs_on_it),
        cmocka_unit_test(findings_keep_to_their_limit),
        cmocka_unit_test(a_draft_marks_what_hangs_on_the_figure),
        cmocka_unit_test(a_draft_marks_what_a_condition_reads),
        cmocka_unit_test(a_draft_leaves_what_was_stated_right),
        cmocka_unit_test(doubt_passes_through_lists_of_numbers),
        cmocka_unit_test(memory_may_fail_anywhere),
        cmocka_unit_test(memory_may_fail_where_causes_are_sought),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
