/* Circles of formulas are found when the kind is loaded, once, at the formula that stands first; what is no
 * circle for every input is not. */
#include "model/job.h"
#include "expr/messages.def"

static const struct {
    const char *fields;
    uint32_t column; /* behind <model kind='k'>, from 1 */
    const char *path;
} circles[] = {
    {"<number name='a' is='b'/><number name='b' is='a'/>", 22, "：a → b → a。"},
    {"<number name='a' is='a + 1'/>", 22, "：a → a。"},
    {"<text name='a' is='b'/><text name='b' is='a + c'/><text name='c' is='text(1)'/>", 20, "：a → b → a。"},
    {"<number name='x' is='a'/><number name='a' is='b'/><number name='b' is='c'/><number name='c' is='a'/>",
     47, "：a → b → c → a。"},
    {"<number name='a' is='if(b &gt; 0, 1, 2)'/><number name='b' is='default(a, 1)'/>", 22, "：a → b → a。"},
    {"<yesno name='a' is='b and yes'/><yesno name='b' is='not has(a)'/>", 21, "：a → b → a。"},
    {"<group name='g'><number name='a' is='b'/></group><number name='b' is='g.a'/>", 38, "：g.a → b → g.a。"},
    {"<list name='i'><number name='a' is='t'/></list><number name='t' is='sum(i.a)'/>", 37,
     "：i.a → t → i.a。"},
    {"<list name='i'><number name='a' is='t'/></list><number name='t' is='sum(each(i, a))'/>", 37,
     "：i.a → t → i.a。"},
    {"<list name='i'><number name='a' is='count(t)'/><number name='n'/></list><numbers name='t' is='i[a &gt; "
     "0].n'/>",
     37, "t → i.a"},
    {"<list name='i'><number name='a' is='b'/><number name='b' is='a'/></list>", 37, "：i.a → i.b → i.a。"},
    {"<list name='c' for='d' as='x'/><list name='d' for='c' as='y'/>", 21, "：c → d → c。"},
    {"<month name='m'/><schedule name='s' from='m'><part months='1' each='t'/></schedule>"
     "<number name='t' is='sum(s.amount)'/>",
     43, "：s → t → s。"},
    {"<month name='m' is='first(s_runs).from'/><schedule name='s' from='m'><part months='1' "
     "each='1'/></schedule>",
     21, "：m → s_runs → s → m。"},
    /* both ways lead round, or the only one that can be gone */
    {"<yesno name='c'/><number name='a' is='if(c, b, b + 1)'/><number name='b' is='a'/>", 39,
     "：a → b → a。"},
    {"<yesno name='c'/><number name='a' is='if(c, 1 + if(c, b, b * 2), b)'/><number name='b' is='a'/>", 39,
     "：a → b → a。"},
    {"<number name='a' is='if(yes, b, 2)'/><number name='b' is='a'/>", 22, "：a → b → a。"},
    {"<yesno name='c'/><number name='a' is='if(not (no or yes) and c, 2, b)'/><number name='b' is='a'/>", 39,
     "：a → b → a。"},
    {"<yesno name='a' is='yes and b'/><yesno name='b' is='a'/>", 21, "：a → b → a。"},
    {"<yesno name='a' is='no or b'/><yesno name='b' is='a'/>", 21, "：a → b → a。"},
    /* one record of a list that must be there, or the record itself */
    {"<list name='r'><number name='x' is='t'/></list><number name='t' is='first(r).x'/>", 37,
     "：r.x → t → r.x。"},
    {"<list name='r'><number name='x' is='t'/></list><number name='t' is='last(r).x'/>", 37,
     "：r.x → t → r.x。"},
    {"<list name='r'><number name='x' is='t'/></list><number name='t' is='nth(r, 2).x'/>", 37,
     "：r.x → t → r.x。"},
    {"<list name='r'><number name='x' is='nth(r, position()).x + 1'/></list>", 37, "：r.x → r.x。"},
    {"<list name='r'><text name='k'/><number name='x' is='sum(r[k = this.k].x)'/></list>", 53,
     "：r.x → r.x。"},
    {"<list name='r'><text name='k'/><number name='n'/><number name='x' is='sum(r[this.k = k and n = "
     "this.n].x)'/></list>",
     71, "：r.x → r.x。"},
    /* of a list with a record every filter is asked */
    {"<list name='r' min='1'><number name='x'/></list><number name='a' is='sum(r[x &gt; a].x)'/>", 70,
     "：a → a。"},
    {"<list name='r' min='1'><number name='x'/></list><number name='a' is='sum(each(r, x * b))'/><number "
     "name='b' is='a'/>",
     70, "：a → b → a。"},
    /* the one default in a circle can never be used */
    {"<number name='a' default='b'/><number name='b' is='a * 2'/>", 27, "：a → b → a。"},
    {"<number name='a' default='a'/>", 27, "：a → a。"},
};

static void a_circle_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(circles); i++) {
        char model[2000];
        snprintf(model, sizeof(model), "<model kind='k'>%s</model>", circles[i].fields);
        struct job job = job_of(model, NULL);
        job_expect_fault(&job, MSG_EXPR_CIRCLE, 1, 16 + circles[i].column, circles[i].path);
    }
}

static const char *const none[] = {
    /* only one side is evaluated */
    "<yesno name='x'/><number name='a' is='if(x, 1, b)'/><number name='b' is='if(x, a, 2)'/>",
    "<yesno name='x'/><yesno name='a' is='x or b'/><yesno name='b' is='x and a'/>",
    "<number name='o' optional='yes'/><number name='a' is='default(o, b)'/><number name='b' is='default(o, "
    "a)'/>",
    /* one of two is stated */
    "<number name='net' default='gross / 1.06'/><number name='gross' default='net * 1.06'/>",
    "<yesno name='c'/><number name='a' is='if(c, b, d)'/><number name='b' is='if(c, 1, a)'/><number name='d' "
    "is='2'/>",
    "<number name='a' is='if(no, b, 2)'/><number name='b' is='a'/>",
    "<yesno name='a' is='no and b'/><yesno name='b' is='yes or a'/>",
    /* a list that may be empty */
    "<list name='r'><number name='x'/></list><number name='a' is='sum(r[x &gt; a].x)'/>",
    "<list name='r' min='1'><number name='x'/><number name='y' is='sum(r[x &gt; this.x].y)'/></list>",
    "<list name='r' min='1'><text name='k'/><number name='n'/><number name='x' is='n + sum(r[k = this.k and "
    "n "
    "&lt; this.n].x)'/></list>",
    /* other records of the same list */
    "<list name='r'><number name='n'/><number name='x' is='if(position() &gt; 1, nth(r, position() - 1).x, "
    "first(r).n)'/></list>",
    "<list name='r'><number name='n'/><number name='x' is='n - first(r).n'/></list>",
    "<list name='r'><number name='n'/><number name='x' is='n + sum(r[n &lt; this.n].x)'/></list>",
    "<list name='r'><number name='n'/><number name='x' is='if(n = first(r).n, 0, first(r).x)'/></list>",
    "<list name='r'><text name='k'/><text name='up'/><number name='x' is='1 + sum(r[k = "
    "this.up].x)'/></list>",
    "<list name='i'><number name='n'/><number name='b' is='n + if(position() = 1, 0, nth(i, position() - "
    "1).b)'/></list>",
    "<list name='i'><yesno name='x'/><number name='a' is='if(x, 1, sum(i[x].a))'/></list>",
    "<list name='i'><text name='k'/><number name='a' is='sum(i[k = \"x\"].b)'/><number name='b' is='if(k = "
    "\"x\", 1, a)'/></list>",
    /* an optional group may not be there */
    "<group name='g' optional='yes'><number name='a' is='t'/></group><number name='t' is='if(has(g), g.a, "
    "1)'/>",
    "<group name='g' optional='yes'><number name='a' is='t'/></group><number name='t' is='default(g.a, 1)'/>",
    /* the list is there, its sums are not asked for */
    "<list name='i'><number name='a' is='1 / n'/></list><number name='n' is='count(i)'/>",
    "<list name='i'><number name='a'/><number name='share' is='a / t'/></list><number name='t' "
    "is='sum(i.a)'/>",
    /* of an earlier paper, whose figures stand in place of formulas */
    "<group name='o' file='k' state='r'><number name='n' is='m'/></group><number name='m' is='o.n'/>"
    "<group name='r'><number name='n' is='o.n + 1'/></group>",
    /* a check is no formula */
    "<number name='a' is='b'/><number name='b' is='2'/><check that='a = b'>{a}</check><equal of='a' to='b'/>",
};

static void what_is_no_circle_loads(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(none); i++) {
        char model[2000];
        snprintf(model, sizeof(model), "<model kind='k'>%s</model>", none[i]);
        struct job job = job_of(model, NULL);
        if (job.status != OK)
            fail_msg("%s\n%s", none[i], job_messages(&job));
        job_end(&job);
    }
}

/* A type that is used twice is wrong once. */
static void a_type_tells_its_circle_once(void **state)
{
    (void)state;
    struct job job =
        job_of("<model kind='k'><type name='t'><number name='a' is='b'/><number name='b' is='a'/></type>"
               "<group name='g' type='t'/><group name='h' type='t'/></model>",
               NULL);
    job_expect_fault(&job, MSG_EXPR_CIRCLE, 1, 53, "g.a → g.b → g.a");
}

/* Many formulas that wait for each other's units. */
static void long_chains(void **state)
{
    (void)state;
    enum { FIELDS = 3000 };
    struct buf source = BUF(1 << 20);
    buf_add_text(&source, "<model kind='k'>");
    for (int i = 0; i < FIELDS; i++)
        buf_printf(&source, "<number name='f%d' is='f%d'/>", i, i + 1);
    buf_printf(&source, "<number name='f%d' unit='元'/></model>", (int)FIELDS);
    struct job job = job_of(source.ptr, NULL);
    assert_int_equal(job.status, FAILED);
    assert_true(diag_has(job.diag, MSG_EXPR_FIELD_DEPTH));
    assert_int_equal(diag_count(job.diag, SEVERITY_ERROR), 1);
    job_end(&job);
    buf_reset(&source);
    buf_add_text(&source, "<model kind='k'><number name='f0' unit='元'/>");
    for (int i = 1; i < FIELDS; i++)
        buf_printf(&source, "<number name='f%d' is='f%d'/>", i, i - 1);
    buf_add_text(&source, "</model>");
    job = job_of(source.ptr, NULL);
    assert_int_equal(job.status, OK);
    job_end(&job);
    buf_clear(&source);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_circle_is_found),
        cmocka_unit_test(what_is_no_circle_loads),
        cmocka_unit_test(a_type_tells_its_circle_once),
        cmocka_unit_test(long_chains),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
