/* Heads, values, joins and names of a workbook's papers; records of a description's; want of memory everywhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "failing.h"
#include "series/series_int.h"
#include "series/messages.def"

struct job {
    struct arena *arena;
    struct diag *diag;
    struct shape *shape;
    struct series *series;
};

static struct type plain(enum type_kind kind, struct str unit)
{
    return (struct type){.kind = kind, .unit = unit};
}

static void add(struct job *job, struct shape *shape, const char *name, const char *label, struct type type)
{
    struct field *field = shape_add(job->arena, shape, str_of(name), type);
    assert_non_null(field);
    field->label = str_of(label);
    field->month = str_is(field->name, "month");
}

/* A paper with a party, a share, and items. */
static struct job begin(void)
{
    struct job job = {.arena = arena_new(0)};
    job.diag = diag_new(job.arena);
    job.shape = shape_make(job.arena, STR("paper"), NULL);
    struct shape *party = shape_make(job.arena, STR("party"), job.shape),
                 *item = shape_make(job.arena, STR("item"), job.shape);
    struct type *of = ARENA_NEW(job.arena, struct type);
    *of = (struct type){.kind = TYPE_RECORD, .shape = item};
    add(&job, job.shape, "title", "标题", plain(TYPE_TEXT, STR("")));
    add(&job, job.shape, "amount", "金额", plain(TYPE_NUMBER, STR("元")));
    add(&job, job.shape, "share", "占比", plain(TYPE_NUMBER, STR("")));
    add(&job, job.shape, "percent", "完成率（%）", plain(TYPE_NUMBER, STR("")));
    add(&job, job.shape, "day", "日期", plain(TYPE_DATE, STR("")));
    add(&job, job.shape, "month", "月份", plain(TYPE_DATE, STR("")));
    add(&job, job.shape, "sealed", "盖章", plain(TYPE_YESNO, STR("")));
    add(&job, job.shape, "words", "正文", plain(TYPE_PROSE, STR("")));
    add(&job, job.shape, "party", "甲方", (struct type){.kind = TYPE_RECORD, .shape = party});
    add(&job, job.shape, "item", "项目", (struct type){.kind = TYPE_LIST, .of = of});
    add(&job, party, "name", "名称", plain(TYPE_TEXT, STR("")));
    /* computed: in no way of a table before what can be stated */
    static const struct expr *const formula = (const struct expr *)&formula;
    add(&job, job.shape, "party_name", "甲方名称", plain(TYPE_TEXT, STR("")));
    job.shape->fields[job.shape->field_count - 1].is = formula;
    add(&job, job.shape, "points", "得分", plain(TYPE_NUMBER, STR("分")));
    add(&job, job.shape, "per_head", "人均", plain(TYPE_NUMBER, STR("元/人")));
    add(&job, job.shape, "place", "地点", plain(TYPE_TEXT, STR("")));
    add(&job, job.shape, "site", "地点", plain(TYPE_TEXT, STR("")));
    add(&job, item, "name", "名称", plain(TYPE_TEXT, STR("")));
    return job;
}

static enum status make(struct job *job, struct str csv)
{
    struct workbook *workbook;
    enum status status = workbook_read(job->arena, job->diag, "in/t.csv", csv, &workbook);
    if (status != OK)
        return status;
    const struct series_source source = {.workbook = workbook, .kind = STR("paper"), .shape = job->shape};
    return series_of_workbook(job->arena, job->diag, &source, &job->series);
}

/* The tree of one paper, without line ends. */
static void check_tree(struct job *job, size_t number, const char *expected)
{
    struct node *root;
    struct buf out = BUF(1 << 16);
    assert_int_equal(series_tree(job->series, number, job->arena, job->diag, &root), OK);
    node_write_xml(root, &out);
    const char *begin = strstr(out.ptr, "?>\n") + 3;
    out.ptr[out.len - 1] = '\0';
    assert_string_equal(begin, expected);
    buf_clear(&out);
}

static void values(void **state)
{
    static const struct {
        const char *csv, *tree;
    } cases[] = {
        {"标题,金额（万元）\n甲,12.5\n", "<title>甲</title><amount>125000</amount>"},
        {"标题,金额(单位：元)\n甲,\"1,200.50\"\n", "<title>甲</title><amount>1,200.50</amount>"},
        {"标题,占比\n甲,87.11%\n", "<title>甲</title><share>0.8711</share>"},
        {"标题,占比（%）\n甲,87.11\n", "<title>甲</title><share>0.8711</share>"},
        {"标题,完成率（%）\n甲,87.11%\n", "<title>甲</title><percent>87.11</percent>"},
        {"标题,percent\n甲,87.11\n", "<title>甲</title><percent>87.11</percent>"},
        {"标题,日期\n甲,2026/3/1\n", "<title>甲</title><day>2026-03-01</day>"},
        {"标题,日期\n甲,2026年3月1日\n", "<title>甲</title><day>2026-03-01</day>"},
        {"标题,日期\n甲,2026/3-1\n", "<title>甲</title><day>2026/3-1</day>"},
        {"标题,日期\n甲,3/1/2026\n", "<title>甲</title><day>3/1/2026</day>"},
        {"标题,月份\n甲,2026年3月\n", "<title>甲</title><month>2026-03</month>"},
        {"标题,月份\n甲,2026.1\n", "<title>甲</title><month>2026.1</month>"},
        {"标题,月份\n甲,2026.10\n", "<title>甲</title><month>2026-10</month>"},
        {"单位：万元\n标题,金额\n甲,1.5\n", "<title>甲</title><amount>15000</amount>"},
        {"单位：万元\n标题,金额（元）\n甲,1.5\n", "<title>甲</title><amount>1.5</amount>"},
        {"单位：某局\n标题,金额\n甲,1.5\n", "<title>甲</title><amount>1.5</amount>"},
        {"标题,正文\n甲,\"一\n\n二\"\n乙,x\n", "<title>甲</title><words><p>一</p><p>二</p></words>"},
        {"标题,月份\n甲,2026/3/31\n", "<title>甲</title><month>2026-03</month>"},
        {"标题,盖章\n甲,是\n", "<title>甲</title><sealed>yes</sealed>"},
        {"标题,盖章\n甲,对\n", "<title>甲</title><sealed>对</sealed>"},
        {"标题,正文\n甲,\"一\n\n二\"\n", "<title>甲</title><words><p>一</p><p>二</p></words>"},
        {"标题,甲方.名称\n甲,乙\n", "<title>甲</title><party><name>乙</name></party>"},
        {"标题,甲方名称\n甲,乙\n", "<title>甲</title><party><name>乙</name></party>"},
        {"标题,party/name\n甲,乙\n", "<title>甲</title><party><name>乙</name></party>"},
        {"标题,party_name\n甲,乙\n", "<title>甲</title><party_name>乙</party_name>"},
        {"标题,得分（分）,人均（元/人）\n甲,3,2\n",
         "<title>甲</title><points>3</points><per_head>2</per_head>"},
        {"标题,site\n甲,1.38e+10\n", "<title>甲</title><site>1.38e+10</site>"},
        {"标题,site\n甲,1.E+10\n", "<title>甲</title><site>1.E+10</site>"},
        {"标题,site\n甲,E+10\n", "<title>甲</title><site>E+10</site>"},
        {"标题,site\n甲,12E+10\n", "<title>甲</title><site>12E+10</site>"},
        {"标题,site\n甲,2E+5号\n", "<title>甲</title><site>2E+5号</site>"},
        {"标题,site\n甲,46000\n", "<title>甲</title><site>46000</site>"},
        {"标题,日期\n甲,460000\n", "<title>甲</title><day>460000</day>"},
        {"标题,site\n甲,乙\n", "<title>甲</title><site>乙</site>"},
        {"一览表\n标题,金额\n甲,\n", "<title>甲</title>"},
        {"金额,\"标\n题\"\n3,甲\n", "<amount>3</amount><title>甲</title>"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct job job = begin();
        char expected[400];
        snprintf(expected, sizeof expected, "<paper>%s</paper>", cases[i].tree);
        assert_int_equal(make(&job, str_of(cases[i].csv)), OK);
        check_tree(&job, 0, expected);
        arena_free(job.arena);
    }
}

static size_t count_failed(struct job *job)
{
    size_t failed = 0;
    for (size_t i = 0; i < series_count(job->series); i++) {
        struct node *root;
        failed += series_tree(job->series, i, job->arena, job->diag, &root) != OK;
    }
    return failed;
}

static void refused(void **state)
{
    static const struct {
        const char *csv;
        const struct message *code;
        enum { STOPS, FAILS_ONE, GOES_ON } outcome;
    } cases[] = {
        {"标题,金额（人）\n甲,1\n", MSG_SERIES_UNIT, STOPS},
        {"标题,title\n甲,乙\n", MSG_SERIES_SAME_FIELD, STOPS},
        {"标题,地点\n甲,乙\n", MSG_SERIES_SEVERAL, STOPS},
        {"x,y\n1,2\n", MSG_SERIES_NO_HEAD, STOPS},
        {"一览表，2026\n标题\t金额\n甲\t\"1,200\"\n", MSG_SERIES_NO_HEAD_COMMAS, STOPS},
        {"单位：万元\n标题,占比\n甲,1\n", MSG_SERIES_UNIT_ABOVE, GOES_ON},
        {"标题,金额\n", MSG_SERIES_NO_ROWS, STOPS},
        {"标题,金额\n甲,1\n合计,1\n", MSG_SERIES_TOTAL, FAILS_ONE},
        {"标题,备注,金额\n甲,,1\n本期,合　计：,1\n", MSG_SERIES_TOTAL, FAILS_ONE},
        {"标题,金额\n甲,1\n第1季度合计（元）,1\n", MSG_SERIES_TOTAL, FAILS_ONE},
        {"标题,金额\n甲,1\n全年,1\n", MSG_SERIES_TOTAL_LIKE, GOES_ON}, /* of papers no sum is made */
        {"标题,金额,得分\n甲,100,200\n乙,300,400\n丙,400,600\n", MSG_SERIES_SUMS_LIKE, GOES_ON},
        {"标题,金额\n甲,1\n\n乙,1\n", MSG_SERIES_GAP, STOPS},
        {"标题,金额\n甲,1\n 　,\n", MSG_SERIES_BLANK, FAILS_ONE},
        {"标题,金额\n甲,1\n标题,金额\n", MSG_SERIES_HEAD_AGAIN, FAILS_ONE},
        {"标题,金额\n甲,1,200\n", MSG_SERIES_MORE_FIELDS, FAILS_ONE},
        {"标题,金额,日期\n甲,1,200,\n", MSG_SERIES_MORE_FIELDS, FAILS_ONE},
        {"单位：千元\n标题,金额\n甲,1\n", MSG_SERIES_UNIT, STOPS},
        {"标题,占比（万元）\n甲,1\n", MSG_SERIES_UNIT, STOPS},
        {"标题,备注\n甲,1\n", MSG_SERIES_UNUSED, GOES_ON},
        {"标题,site\n甲,1.38E+10\n", MSG_SERIES_CUT_SHORT, FAILS_ONE},
        {"标题,site\n甲, 4E+17\n", MSG_SERIES_CUT_SHORT, FAILS_ONE},
        {"标题,site\n甲,-1.2345E+12\n", MSG_SERIES_CUT_SHORT, FAILS_ONE},
        {"标题,日期\n甲,46000\n", MSG_SERIES_SERIAL, FAILS_ONE},
        {"标题,\n甲,1\n", MSG_SERIES_NO_TITLE, GOES_ON},
        {"标题,金额\n,1\n", MSG_SERIES_NAME_EMPTY, FAILS_ONE},
        {"标题,金额\n..,1\n", MSG_SERIES_NAME_POINTS, FAILS_ONE},
        {"标题,金额\n\". .\",1\n", MSG_SERIES_NAME_POINTS, FAILS_ONE},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct job job = begin();
        assert_int_equal(make(&job, str_of(cases[i].csv)), cases[i].outcome == STOPS ? FAILED : OK);
        assert_int_equal(cases[i].outcome == STOPS ? 1 : count_failed(&job), cases[i].outcome != GOES_ON);
        assert_true(diag_has(job.diag, cases[i].code));
        arena_free(job.arena);
    }
}

static void names(void **state)
{
    (void)state;
    struct job job = begin();
    assert_int_equal(make(&job, STR("标题\na/b:c\nx\nA/B:C\n..y. \n")), OK);
    assert_int_equal(series_count(job.series), 4);
    const struct series_paper *paper = series_paper(job.series, 0);
    assert_string_equal(paper->name.ptr, "t-a／b：c");
    assert_string_equal(paper->label, "in/t.csv:2");
    assert_int_equal(paper->same, 3); /* some systems take small letters for capitals */
    assert_int_equal(series_paper(job.series, 1)->same, 0);
    assert_int_equal(series_paper(job.series, 2)->same, 1);
    assert_string_equal(series_paper(job.series, 3)->name.ptr, "t-..y");
    arena_free(job.arena);
}

static enum status split(struct job *job, struct str text)
{
    struct node *root;
    enum status status = reader_read_bytes(job->arena, job->diag, "r.xml", text, &root);
    return status == OK ? series_of_description(job->arena, job->diag, "r.xml", root, &job->series) : status;
}

static void descriptions(void **state)
{
    (void)state;
    struct job job = begin();
    assert_int_equal(split(&job, STR("<p><a x='1'/></p>")), OK);
    assert_null(job.series);
    assert_int_equal(
        split(&job, STR("<p t='7'><each field='a' name='{t}{name}'><with field='g.b' key='of'/></each>"
                        "<a name='1'/><a name='2'/><g><b of='1'/></g><g><b of='2'/><b of='2'/></g><c/></p>")),
        OK);
    assert_int_equal(series_count(job.series), 2);
    assert_string_equal(series_paper(job.series, 1)->name.ptr, "72");
    assert_string_equal(series_paper(job.series, 1)->label, "r.xml!a!2");
    check_tree(&job, 0, "<p t=\"7\"><a name=\"1\"/><g><b of=\"1\"/></g><c/></p>");
    check_tree(&job, 1, "<p t=\"7\"><a name=\"2\"/><g><b of=\"2\"/><b of=\"2\"/></g><c/></p>");
    assert_int_equal(split(&job, STR("<p><each field='a' name='x{name}'><with field='b' key='of'/></each>"
                                     "<a name='1'/><b of='3'/></p>")),
                     FAILED);
    assert_true(diag_has(job.diag, MSG_SERIES_EACH_OWNER));
    assert_true(diag_has(job.diag, MSG_SERIES_OWNERLESS)); /* any paper may lack it */
    /* a group that has lost one list and not the other; the record itself beside a list */
    assert_int_equal(
        split(&job, STR("<p><each field='g.a' name='{name}'><with field='g.b' key='of'/><with field='g.c' "
                        "key='of'/></each><g><a name='1'/><a name='2'/><b of='1'/></g><g><b of='1'/><c "
                        "of='2'/></g></p>")),
        OK);
    check_tree(&job, 0, "<p><g><a name=\"1\"/><b of=\"1\"/></g><g><b of=\"1\"/></g></p>");
    check_tree(&job, 1, "<p><g><a name=\"2\"/></g><g><c of=\"2\"/></g></p>");
    /* owners that are not told apart */
    assert_int_equal(
        split(&job, STR("<p><each field='a' name='{n}'><with field='b' key='of'/></each><a n='1' "
                        "name='x'/><a n='2' name='x'/><a n='3' name='y'/><b of='x'/></p>")),
        OK);
    assert_int_equal(count_failed(&job), 2);
    assert_true(diag_has(job.diag, MSG_SERIES_EACH_KEY_TWICE));
    assert_int_equal(split(&job, STR("<p><each field='a' name='{n}'><with field='b' key='of'/></each><a "
                                     "n='1'/><b of='1'/></p>")),
                     FAILED);
    assert_true(diag_has(job.diag, MSG_SERIES_EACH_KEY));
    /* what stands in a group beside its records stays, and white goes with the record behind it */
    assert_int_equal(split(&job, STR("<p><each field='a' name='{name}'><with field='g.b' key='of'/></each>"
                                     "<g><y/><b of='2'/></g><a name='1'/> <a name='2'/> </p>")),
                     OK);
    check_tree(&job, 0, "<p><g><y/></g><a name=\"1\"/> </p>");
    check_tree(&job, 1, "<p><g><y/><b of=\"2\"/></g> <a name=\"2\"/> </p>");
    assert_int_equal(split(&job, STR("<p><each field='a' name='{x}'/><a name='1'/></p>")), FAILED);
    assert_true(diag_has(job.diag, MSG_SERIES_NAME_UNKNOWN));
    arena_free(job.arena);
}

static void want_of_memory(void **state)
{
    (void)state;
    enum status status = NO_MEMORY;
    for (uint64_t n = 1; status == NO_MEMORY; n++) {
        struct job job = begin();
        struct node *root;
        base_fail_allocation(n);
        status =
            make(&job, STR("标题,金额（万元）,日期,甲方.名称\na/b,2,2026/3/1,乙\nc,3,2026年3月1日,丙\n"));
        if (status == OK)
            status = series_tree(job.series, 1, job.arena, job.diag, &root);
        if (status == OK)
            status = split(&job, STR("<p><each field='a' name='{name}'><with field='g.b' key='of'/></each>"
                                     "<a name='1'/><a name='1'/><g><b of='1'/></g></p>"));
        if (status == OK && series_tree(job.series, 1, job.arena, job.diag, &root) == NO_MEMORY)
            status = NO_MEMORY;
        base_fail_allocation(0);
        arena_free(job.arena);
    }
    assert_int_equal(status, OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(values), cmocka_unit_test(refused),
                                       cmocka_unit_test(names), cmocka_unit_test(descriptions),
                                       cmocka_unit_test(want_of_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
