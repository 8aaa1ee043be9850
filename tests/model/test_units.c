/* Units on every way that a value takes through a kind: kept, converted, or refused when the kind is loaded.
 */
#include "model/job.h"
#include "expr/messages.def"
#include "model/messages.def"

/* Fields, the record's attributes, and the lines that come out. */
static const struct {
    const char *fields, *input, *dump;
} kept[] = {
    {"<number name='a' unit='万元'/><number name='b' is='a'/><number name='c' unit='元' is='b'/>",
     "<k a='13'/>", "a = 13\nb = 13 (computed)\nc = 130000 (computed)\n"},
    /* used before it is declared, through several fields */
    {"<number name='e' unit='元' is='d'/><number name='d' is='round(c + 0)'/><number name='c' is='b'/>"
     "<number name='b' is='if(a &gt; 5, a, 0)'/><number name='a' unit='万元'/>",
     "<k a='13'/>",
     "e = 130000 (computed)\nd = 13 (computed)\nc = 13 (computed)\nb = 13 (computed)\na = 13\n"},
    /* lists of numbers, mapped lists, functions of lists */
    {"<list name='i'><number name='a' unit='万元'/><number name='b' is='a * 2'/></list>"
     "<numbers name='n' is='i.b'/><numbers name='y' unit='元' is='n'/>"
     "<number name='s' is='sum(n)'/><number name='t' unit='元' is='s'/><number name='m' unit='元' "
     "is='max(i.b)'/>",
     "<k><i a='1'/><i a='2'/></k>",
     "i[1]\n  i[1].a = 1\n  i[1].b = 2 (computed)\ni[2]\n  i[2].a = 2\n  i[2].b = 4 (computed)\n"
     "n = 2, 4 (computed)\ny = 20000, 40000 (computed)\ns = 6 (computed)\nt = 60000 (computed)\n"
     "m = 40000 (computed)\n"},
    /* derived lists, of records and of plain values, above what they are made from */
    {"<list name='c' for='i' as='x'><number name='b' is='x.b'/><number name='y' unit='元' is='b'/></list>"
     "<list name='d' for='i.b' as='v'><number name='y' unit='元' is='v'/></list>"
     "<list name='i'><number name='a' unit='万元'/><number name='b' is='a'/></list>",
     "<k><i a='1'/></k>",
     "c[1]\n  c[1].x = i[1]\n  c[1].b = 1 (computed)\n  c[1].y = 10000 (computed)\nd[1]\n  d[1].v = 1\n"
     "  d[1].y = 10000 (computed)\ni[1]\n  i[1].a = 1\n  i[1].b = 1 (computed)\n"},
    /* instalments and shares */
    {"<number name='a' unit='万元'/><numbers name='n' is='instalments(a, 2, 0, \"last\")'/>"
     "<number name='f' unit='元' is='nth(n, 1)'/>",
     "<k a='13'/>", "a = 13\nn = 6, 7 (computed)\nf = 60000 (computed)\n"},
    /* a statement of what is computed is in its unit, and so are its limits */
    {"<number name='a' unit='万元'/><number name='b' is='a' max='y' tolerance='y'/><number name='y' "
     "unit='元'/>",
     "<k a='13' b='14' y='140000'/>", "a = 13\nb = 13 (computed)\ny = 140000\n"},
    /* defaults */
    {"<number name='w' unit='万元'/><number name='y' unit='元' default='w'/>", "<k w='13'/>",
     "w = 13\ny = 130000 (default)\n"},
    /* counts, percentages, rates */
    {"<list name='i'/><number name='n' unit='人' is='count(i)'/><number name='f' unit='元/人'/>"
     "<number name='t' unit='元' is='f * n'/><number name='p' unit='%' is='t / (t * 8) * 100'/>",
     "<k f='50'><i/><i/></k>",
     "i[1]\ni[2]\nn = 2 (computed)\nf = 50\nt = 100 (computed)\np = 12.5 (computed)\n"},
    /* two branches, if chooses; the circle is none */
    {"<yesno name='x'/><number name='a' is='if(x, 1, b)'/><number name='b' is='if(x, a, 2)'/>",
     "<k x='yes'/>", "x = yes\na = 1 (computed)\nb = 1 (computed)\n"},
    /* a field of a type, declared anew */
    {"<type name='t'><number name='a' unit='元'/><number name='b' is='a'/></type>"
     "<group name='g' type='t'><number name='a' unit='万元' override='yes'/></group><number name='c' "
     "unit='元' is='g.b'/>",
     "<k><g a='13'/></k>", "g\n  g.a = 13\n  g.b = 13 (computed)\nc = 130000 (computed)\n"},
    {"<type name='t'><number name='b'/></type><number name='w' unit='万元'/>"
     "<group name='g' type='t'><number name='b' is='w' override='yes'/></group><number name='c' unit='元' "
     "is='g.b'/>",
     "<k w='13'><g/></k>", "w = 13\ng\n  g.b = 13 (computed)\nc = 130000 (computed)\n"},
    /* of an earlier paper: lists that are computed here are not taken, whatever their units */
    {"<group name='a' file='k' state='r' optional='yes'><list name='l' for='w' as='x'><number name='n' "
     "is='x.v'/></list>"
     "</group><group name='r'><list name='l' for='w' as='x'><number name='n' is='x.u'/></list></group>"
     "<list name='w'><number name='v' unit='元'/><number name='u' unit='万元'/></list>",
     "<k><r/></k>", "a (missing)\nr\n"},
    /* checks of both units */
    {"<number name='y' unit='元'/><number name='w' unit='万元'/><list name='i'><number name='w' "
     "unit='万元'/></list>"
     "<equal of='y' to='w'/><sum of='i.w' is='y' tolerance='w'/><cap of='w' "
     "at-most='y'/>"
     "<range of='y' min='w' max='w'/><order of='y; w; y'/><refers of='y' to='i.w'/><words of='w' is='t'/>"
     "<text name='t'/><crossfoot rows='i.w' columns='w' is='y'/><ratio of='y' base='w' is='q'/><number "
     "name='q'/>"
     "<percent of='y' base='w' is='p'/><number name='p' unit='%'/><difference of='y' less='w' is='z'/>"
     "<number name='z' unit='元'/><same of='y; w'/><instalments of='i.w' is='y'/>",
     "<k y='130000' w='13' t='壹拾叁万元整' q='1' p='100' z='0'><i w='13'/></k>",
     "y = 130000\nw = 13\ni[1]\n  i[1].w = 13\nt = \"壹拾叁万元整\"\nq = 1\np = 100\nz = 0\n"},
};

static void a_unit_is_kept(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(kept); i++) {
        char model[2000];
        snprintf(model, sizeof(model), "<model kind='k'>%s</model>", kept[i].fields);
        struct job job = job_of(model, kept[i].input);
        struct buf out;
        out = BUF(1 << 20);
        if (job.status != OK)
            fail_msg("%s\n%s", kept[i].fields, job_messages(&job));
        assert_int_equal(model_dump(&job.eval, job.record, &out), OK);
        if (strcmp(out.ptr, kept[i].dump) != 0)
            fail_msg("%s\n  gives\n%s", kept[i].fields, out.ptr);
        buf_clear(&out);
        job_end(&job);
    }
}

static const struct {
    const char *fields;
    const struct message *code;
    const char *part;
} refused[] = {
    {"<number name='a' unit='万元'/><number name='b' default='a'/>", MSG_MODEL_FIELD_NO_UNIT, "万元"},
    {"<number name='a' unit='人'/><number name='b' default='a'/>", MSG_MODEL_FIELD_NO_UNIT, "人"},
    {"<number name='a' unit='万元'/><number name='b' max='a'/>", MSG_MODEL_FIELD_NO_UNIT, "max"},
    {"<number name='b'/><number name='a' unit='万元' is='b'/>", MSG_MODEL_FORMULA_NO_UNIT, "万元"},
    {"<number name='b' is='13'/><number name='a' unit='万元' is='b'/>", MSG_MODEL_FORMULA_NO_UNIT, "万元"},
    {"<number name='a' unit='元'/><number name='p' unit='%' is='a / a'/>", MSG_MODEL_FORMULA_NO_UNIT, "%"},
    {"<number name='b'/><number name='a' unit='万元'/><number name='c' is='a + b'/>", MSG_EXPR_UNLIKE,
     "无单位"},
    {"<number name='w' unit='万元'/><number name='r' unit='人' is='b'/><number name='b' is='w'/>",
     MSG_MODEL_FORMULA_UNIT, "万元"},
    {"<list name='i'><number name='w' unit='万元'/></list><numbers name='n' unit='人' is='i.w'/>",
     MSG_MODEL_FORMULA_UNIT, "万元"},
    {"<number name='w' unit='万元'/><bands name='b'><band min='1' label='甲'/></bands><text name='t' "
     "is='band(b, "
     "w)'/>",
     MSG_EXPR_UNLIKE, "band"},
    {"<number name='y' unit='元'/><number name='w' unit='万元'/><number name='r' unit='人'/>"
     "<equal of='y' to='w' tolerance='r'/>",
     MSG_MODEL_FORMULA_UNIT, "tolerance"},
    {"<number name='n'/><number name='w' unit='万元'/><equal of='n' to='w'/>", MSG_EXPR_UNLIKE, "万元"},
    {"<list name='i'><number name='min' unit='元'/><number name='max' unit='万元'/></list><bands-join "
     "of='i'/>",
     MSG_EXPR_BAND_UNITS, "万元"},
    {"<month name='m'/><number name='r' unit='%'/><schedule name='s' from='m'><part months='r' "
     "each='1'/></schedule>",
     MSG_MODEL_FIELD_NO_UNIT, "months"},
    {"<group name='a'><number name='x' unit='万元'/></group><group name='b' base='a'><number name='x' "
     "unit='元'/>"
     "</group>",
     MSG_MODEL_STATE_UNIT, "“x”的单位是“元”"},
    {"<group name='a'><list name='l'><number name='x' unit='万元'/></list></group>"
     "<group name='b' base='a'><list name='l'><number name='x'/></list></group>",
     MSG_MODEL_STATE_UNIT, "“x”的单位是“无”"},
    {"<group name='a' file='k' state='r'><number name='x' unit='元'/></group>"
     "<group name='r'><number name='x' is='w'/></group><number name='w' unit='万元'/>",
     MSG_MODEL_STATE_UNIT, "“r”里的同名字段，那里的单位却是“万元”"},
    {"<yesno name='x'/><number name='w' unit='万元'/><number name='a' is='if(x, w, b)'/>"
     "<number name='b' is='if(x, a, 2)'/>",
     MSG_MODEL_UNIT_OPEN, "“a”"},
    {"<number name='w' unit='万元'/><text name='t' is='plain(w) + \"元\"'/>", MSG_EXPR_UNIT_BEHIND, "万元"},
    {"<number name='w' unit='万元'/><check that='w &gt; 0'>{w}元太少</check>", MSG_EXPR_UNIT_BEHIND, "万元"},
    {"<number name='m' unit='个月'/><text name='t' is='text(m) + \"月\"'/>", MSG_EXPR_UNIT_BEHIND, "月"},
    {"<number name='d' unit='工作日'/><check that='d &gt; 0'>{d}日太少</check>", MSG_EXPR_UNIT_BEHIND,
     "工作日"},
    {"<month name='m'/><check that='m = m'>{m}年</check>", MSG_EXPR_DATE_BEHIND, "年"},
};

static void a_lost_unit_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(refused); i++) {
        char model[2000];
        snprintf(model, sizeof(model), "<model kind='k'>%s</model>", refused[i].fields);
        struct job job = job_of(model, NULL);
        if (!diag_has(job.diag, refused[i].code) || diag_count(job.diag, SEVERITY_ERROR) != 1 ||
            strstr(job_messages(&job), refused[i].part) == NULL)
            fail_msg("%s: expected %s with %s, got\n%s", refused[i].fields, refused[i].code->name,
                     refused[i].part, job_messages(&job));
        job_end(&job);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_unit_is_kept),
        cmocka_unit_test(a_lost_unit_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
