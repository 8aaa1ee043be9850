/* Computed fields, proofs, checks, types, bands, and the document's properties. */
#include "model/job.h"
#include "expr/messages.def"
#include "model/messages.def"

static void computed_in_any_order(void **state)
{
    (void)state;
    struct job job = job_of("<model kind='k'>"
                            "<number name='share' is='round(a / total, 4)'/>"
                            "<number name='total' is='a + sum(row.sub)'/>"
                            "<number name='a'/>"
                            "<list name='row'><number name='sub' is='n * price'/><number name='n'/></list>"
                            "<number name='price' default='2.5'/>"
                            "<group name='figures'><number name='twice' is='total * 2'/></group></model>",
                            "<k a='1'><row n='2'/><row n='4'/></k>");
    job_expect_dump(&job, "share = 0.0625 (computed)\n"
                          "total = 16 (computed)\n"
                          "a = 1\n"
                          "row[1]\n"
                          "  row[1].sub = 5 (computed)\n"
                          "  row[1].n = 2\n"
                          "row[2]\n"
                          "  row[2].sub = 10 (computed)\n"
                          "  row[2].n = 4\n"
                          "price = 2.5 (default)\n"
                          "figures\n"
                          "  figures.twice = 32 (computed)\n");
}

static void money_units_convert(void **state)
{
    (void)state;
    struct job job =
        job_of("<model kind='k'><number name='a' unit='元'/><number name='w' unit='万元' is='a'/></model>",
               "<k a='2527273' w='252.7273'/>");
    job_expect_dump(&job, "a = 2527273\nw = 252.7273 (computed)\n");
}

static void a_circle_is_named(void **state)
{
    (void)state;
    struct job job =
        job_of("<model kind='k'><number name='a' is='b + 1'/><number name='b' is='a + 1'/></model>", "<k/>");
    assert_int_equal(job.status, FAILED);
    assert_true(diag_has(job.diag, MSG_EXPR_CIRCLE));
    assert_int_equal(diag_count(job.diag, SEVERITY_ERROR), 1);
    assert_non_null(strstr(job_messages(&job), "a → b → a"));
    job_end(&job);
}

static const char TABLES[] = "<model kind='k'><list name='center'><list name='row'>"
                             "<number name='x'/><number name='y'/>"
                             "<number name='total' label='合计' is='x + y'/></list></list>"
                             "<number name='all' is='sum(center.row.total)' tolerance='0.01'/></model>";

static void statements_are_proved(void **state)
{
    (void)state;
    struct job job = job_of(
        TABLES, "<k all='402233.285'><center><row x='402233' y='0.28' total='402,233.280'/></center></k>");
    assert_int_equal(job.status, OK);
    job_end(&job);
    job = job_of(TABLES, "<k all='402233.28'><center/><center/><center>\n"
                         "<row x='402233' y='0.28' total='402233.38'/></center></k>");
    job_expect_fault(&job, MSG_MODEL_FIGURE_DISAGREES, 2, 33,
                     "“合计”（center[3].row[1].total）写为 402,233.38，按公式计算为 402,233.28，相差 0.10");
    job = job_of(TABLES, "<k all='1.98'><center><row x='2' y='0'/></center></k>");
    job_expect_fault(&job, MSG_MODEL_FIGURE_DISAGREES, 1, 9, "写为 1.98，按公式计算为 2.00，相差 0.02");
}

static void an_endless_figure_is_proved_exactly(void **state)
{
    (void)state;
    struct job job = job_of("<model kind='k'><number name='a' is='1 / 3'/></model>", "<k a='0.33'/>");
    job_expect_fault(&job, MSG_MODEL_FIGURE_DISAGREES, 1, 7,
                     "写为 0.33，按公式计算为 约 0.333333，相差 约 0.003333");
}

static void texts_and_dates_are_proved(void **state)
{
    (void)state;
    const char *model =
        "<model kind='k'><number name='n'/><date name='d' is='addmonths(e, 1)'/><date name='e'/>"
        "<month name='m' is='e'/><text name='t' is='upper(n)'/></model>";
    struct job job = job_of(model, "<k n='4' e='2025-01-31' d='2025-02-28' t='肆'/>");
    assert_int_equal(job.status, OK);
    job_end(&job);
    job = job_of(model, "<k n='4' e='2025-01-31' t='伍'/>");
    job_expect_fault(&job, MSG_MODEL_VALUE_DISAGREES, 1, 28, "写为“伍”，按公式计算为“肆”");
    job = job_of(model, "<k n='4' e='2025-01-31' d='2025-03-03'/>");
    job_expect_fault(&job, MSG_MODEL_VALUE_APART, 1, 28,
                     "写为“2025-03-03”，按公式计算为“2025-02-28”，相差 3 天");
}

/* One wrong value is one message: formulas that need it stay silent. */
static void faults_do_not_multiply(void **state)
{
    (void)state;
    struct job job = job_of(TABLES, "<k all='5'><center><row x='bad' y='1' total='7'/></center></k>");
    job_expect_fault(&job, MSG_MODEL_NOT_NUMBER, 1, 28, "bad");
    job = job_of(TABLES, "<k all='3'><center><row x='1' total='7'/></center></k>");
    job_expect_fault(&job, MSG_MODEL_MISSING, 1, 20, "center[1].row[1].y");
    job = job_of(TABLES, "<k all='3'><center><row x='1' y='2' total='7'/></center></k>");
    job_expect_fault(&job, MSG_MODEL_FIGURE_DISAGREES, 1, 44, "相差 4");
}

static void checks_run_in_every_record(void **state)
{
    (void)state;
    const char *model =
        "<model kind='k'><number name='total'/>"
        "<check that='sum(row.n) = total' at='total' severity='warning'>\n  合计 {total}\n  不是 "
        "{sum(row.n)}\n</check>"
        "<list name='row'><number name='n'/><check that='n &lt; 5'>第 {position()} 行过大</check>"
        "<check that='n &gt; 1' severity='notice' at='n'>过小</check></list></model>";
    struct job job = job_of(model, "<k total='9'>\n<row n='1'/>\n<row n='7'/></k>");
    assert_int_equal(job.status, FAILED);
    assert_string_equal(job_messages(&job), "in.xml:1:11: warning: 合计 9 不是 8\n"
                                            "in.xml:2:9: notice: 过小\n"
                                            "in.xml:3:1: error: 第 2 行过大\n");
    job_end(&job);
    job = job_of(model, "<k total='2'><row n='1'/></k>");
    assert_int_equal(job.status, OK);
    assert_int_equal(diag_count(job.diag, SEVERITY_WARNING), 1);
    assert_int_equal(diag_count(job.diag, SEVERITY_NOTICE), 1);
    job_end(&job);
}

/* A check at a computed field points into the input, not into model.xml. */
static void a_check_points_into_the_input(void **state)
{
    (void)state;
    struct job job =
        job_of("<model kind='k'>\n\n<number name='a' is='1'/><check that='a = 2' at='a'>错</check></model>",
               "<!-- --><k/>");
    job_expect_fault(&job, MSG_CHECK_FAILED, 1, 9, "in.xml");
}

static void each_use_of_a_type_sees_its_surroundings(void **state)
{
    (void)state;
    struct job job =
        job_of("<model kind='k'><type name='p'><number name='x' is='base * 2'/></type>"
               "<number name='base' default='1'/><group name='g' type='p'/>"
               "<list name='l' type='p'/>"
               "<group name='h'><number name='base' default='10'/><group name='i' type='p'/></group></model>",
               "<k><l/></k>");
    job_expect_dump(&job, "base = 1 (default)\n"
                          "g\n"
                          "  g.x = 2 (computed)\n"
                          "l[1]\n"
                          "  l[1].x = 2 (computed)\n"
                          "h\n"
                          "  h.base = 10 (default)\n"
                          "  h.i\n"
                          "    h.i.x = 20 (computed)\n");
}

static const char GRADES[] =
    "<model kind='k'><bands name='grades'><band min='90' label='优秀'/>"
    "<band min='80' max='90' label='良好'/><band max='80' label='合格'/></bands>"
    "<number name='score'/><text name='grade' label='等级' is='band(grades, score)'/></model>";

static void bands_give_grades(void **state)
{
    (void)state;
    static const struct {
        const char *input, *dump;
    } cases[] = {{"<k score='90'/>", "score = 90\ngrade = \"优秀\" (computed)\n"},
                 {"<k score='89.99' grade='良好'/>", "score = 89.99\ngrade = \"良好\" (computed)\n"},
                 {"<k score='80'/>", "score = 80\ngrade = \"良好\" (computed)\n"},
                 {"<k score='-1'/>", "score = -1\ngrade = \"合格\" (computed)\n"}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct job job = job_of(GRADES, cases[i].input);
        job_expect_dump(&job, cases[i].dump);
    }
    struct job job = job_of(GRADES, "<k score='87.11' grade='优秀'/>");
    job_expect_fault(&job, MSG_MODEL_VALUE_DISAGREES, 1, 25, "“等级”（grade）写为“优秀”，按公式计算为“良好”");
    job = job_of(GRADES, "<k score='87.11'><grades/></k>");
    job_expect_fault(&job, MSG_MODEL_CONSTANT, 1, 18, "grades");
}

/* Units of the values are their own. */
static void bands_give_values(void **state)
{
    (void)state;
    static const char model[] =
        "<model kind='k'><bands name='g' unit='分' value-unit='万元'><band min='90' label='优' value='2.5'/>"
        "<band max='90' label='良' value='0'/></bands><number name='score' unit='分'/>"
        "<number name='paid' is='band_value(g, score)'/><number name='yuan' unit='元' is='band_value(g, "
        "score)'/>"
        "<number name='all' is='sum(g.value)'/></model>";
    struct job job = job_of(model, "<k score='90'/>");
    job_expect_dump(&job,
                    "score = 90\npaid = 2.5 (computed)\nyuan = 25000 (computed)\nall = 2.5 (computed)\n");
    job = job_of(model, "<k score='89.9'/>");
    job_expect_dump(&job, "score = 89.9\npaid = 0 (computed)\nyuan = 0 (computed)\nall = 2.5 (computed)\n");
}

static const char CODES[] = "<model kind='k'><text name='c' form='credit-code' optional='yes'/>"
                            "<text name='i' form='id-number' optional='yes'/></model>";

static void codes_are_proved(void **state)
{
    (void)state;
    static const struct {
        const char *input;
        const struct message *code; /* NULL: nothing is told */
        uint32_t column;
        const char *part;
    } cases[] = {
        {"<k/>", NULL, 0, ""},
        {"<k c='91350100M000100Y43'/>", NULL, 0, ""}, /* the example of GB 32100 */
        {"<k i='11010519491231002X'/>", NULL, 0, ""}, /* that of GB 11643 */
        {"<k i='11010519491231002x'/>", NULL, 0, ""},
        {"<k i='440524188001010014'/>", NULL, 0, ""}, /* its other one */
        {"<k c='91350100M000100Y34'/>", MSG_MODEL_CODE_CHECK, 7, "第 17 位是“3”，按第 9 至 16 位应是“4”"},
        {"<k c='91350100M000100Y44'/>", MSG_MODEL_CODE_CHECK_LAST, 7, "第 18 位是“4”，按前 17 位应是“3”"},
        {"<k c='91350100m000100Y43'/>", MSG_MODEL_CODE_CHARACTER, 7, "第 9 个字“m”"},
        {"<k c='91350100M0OO100Y43'/>", MSG_MODEL_CODE_CHARACTER, 7, "第 11 个字“O”"},
        {"<k c='9135O100M000100Y43'/>", MSG_MODEL_CODE_CHARACTER, 7, "第 5 个字“O”"},
        {"<k c='B1350100M000100Y43'/>", MSG_MODEL_CODE_CHARACTER, 7, "第 1 个字“B”"},
        {"<k c='91990100M000100Y43'/>", MSG_MODEL_CODE_REGION, 7, "第 3、4 位“99”"},
        {"<k c='91350100M000100Y4'/>", MSG_MODEL_CODE_LENGTH, 7, "有 17 个字"},
        {"<k c='９1350100M000100Y43'/>", MSG_MODEL_CODE_CHARACTER, 7, "第 1 个字“９”（U+FF19）"},
        {"<k i='110105194912310021'/>", MSG_MODEL_CODE_CHECK, 7, "第 18 位是“1”，按前 17 位应是“X”"},
        {"<k i='11010519490230002X'/>", MSG_MODEL_ID_DATE, 7, "“19490230”"},
        {"<k i='11010519001131002X'/>", MSG_MODEL_ID_DATE, 7, "“19001131”"},
        {"<k i='11010501491231002X'/>", MSG_MODEL_ID_DATE, 7, "“01491231”"},
        {"<k i='99010519491231002X'/>", MSG_MODEL_CODE_REGION, 7, "第 1、2 位“99”"},
        {"<k i='10010519491231002X'/>", MSG_MODEL_CODE_REGION, 7, "“10”"},
        {"<k i='1101051949123100X2'/>", MSG_MODEL_CODE_CHARACTER, 7, "第 17 个字“X”"},
        {"<k i='110105491231002'/>", MSG_MODEL_CODE_LENGTH, 7, "有 15 个字，身份证号应有 18 个"},
        {"<k i='110105 19491231 002X'/>", MSG_MODEL_CODE_LENGTH, 7, "有 20 个字"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct job job = job_of(CODES, cases[i].input);
        const struct diag_entry *entries;
        const size_t count = diag_entries(job.diag, &entries);
        const bool error = cases[i].code != NULL && cases[i].code->severity == SEVERITY_ERROR;
        if (count != (cases[i].code != NULL) || job.status != (error ? FAILED : OK))
            fail_msg("%s: %zu messages: %.*s", cases[i].input, count, STR_ARGS(buf_str(&job.messages)));
        if (count > 0 && (entries[0].code != cases[i].code || entries[0].place.column != cases[i].column ||
                          strstr(entries[0].text.ptr, cases[i].part) == NULL))
            fail_msg("%s: %.*s", cases[i].input, STR_ARGS(buf_str(&job.messages)));
        job_end(&job);
    }
}

static void the_document_has_properties(void **state)
{
    (void)state;
    struct job job =
        job_of("<model kind='k'><document title='{name}\n 协议' author='{by.name}' date='{signed}'/>"
               "<text name='name'/><group name='by'><text name='name'/></group><date name='signed'/></model>",
               "<k name='补&#x200B;充&#xAD;' signed='2025-07-30'><by name='甲方'/></k>");
    struct model_document document;
    assert_int_equal(job.status, OK);
    assert_int_equal(model_document_of(job.model, &job.eval, job.record, &document), OK);
    assert_true(str_is(document.title, "补充协议"));
    assert_true(str_is(document.subject, ""));
    assert_true(str_is(document.author, "甲方"));
    assert_int_equal(document.date.year, 2025);
    assert_int_equal(document.date.day, 30);
    job_end(&job);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(computed_in_any_order),
        cmocka_unit_test(money_units_convert),
        cmocka_unit_test(a_circle_is_named),
        cmocka_unit_test(statements_are_proved),
        cmocka_unit_test(an_endless_figure_is_proved_exactly),
        cmocka_unit_test(texts_and_dates_are_proved),
        cmocka_unit_test(faults_do_not_multiply),
        cmocka_unit_test(checks_run_in_every_record),
        cmocka_unit_test(a_check_points_into_the_input),
        cmocka_unit_test(each_use_of_a_type_sees_its_surroundings),
        cmocka_unit_test(bands_give_grades),
        cmocka_unit_test(bands_give_values),
        cmocka_unit_test(codes_are_proved),
        cmocka_unit_test(the_document_has_properties),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
