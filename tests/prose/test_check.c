/* prose: what is quoted, equal, nearly equal and unmatched; what is declared free; places; limits. */
#include "model/job.h"

#include "failing.h"
#include "prose/prose.h"
#include "model/messages.def"
#include "prose/messages.def"

#define MODEL                                                                                                \
    "<model kind='k' label='K'>"                                                                             \
    "<prose name='words' label='正文' optional='yes'/>"                                                    \
    "<text name='note' label='备注' optional='yes'/>"                                                      \
    "<text name='rule' label='规定' optional='yes' figures='free'/>"                                       \
    "<text name='choice' label='选择' optional='yes' one-of='3人|4人'/>"                                 \
    "<prose name='clause' label='条款' optional='yes' figures='proved'/>"                                  \
    "<prose name='law' label='法规' optional='yes' figures='free'/>"                                       \
    "<number name='total' label='经费总额' unit='元' default='2527273'/>"                               \
    "<number name='mark' label='综合得分' unit='分' default='75.2'/>"                                   \
    "<number name='before' label='上季度得分' unit='分' default='91.5'/>"                              \
    "<number name='due' label='应付金额' unit='元' default='917700'/>"                                  \
    "<number name='share' label='占比' is='2201616 / 2527273'/>"                                           \
    "<number name='quarter' label='季度' default='2'/>"                                                    \
    "<date name='assessed' label='考核日期' default='adddays(start, -27)'/>"                             \
    "<number name='months' label='支付月数' default='12'/>"                                              \
    "<date name='signed' label='签订日期' default='addmonths(start, 0)'/>"                               \
    "<date name='start' label='开始日期'/>"                                                              \
    "<number name='staff' label='在岗总人数' unit='人' is='sum(center.staff)'/>"                       \
    "<list name='center' label='中心'>"                                                                    \
    "<text name='name' label='简称'/>"                                                                     \
    "<number name='staff' label='在岗人数' unit='人'/>"                                                 \
    "<number name='left' label='流动人数' unit='人' default='0'/>"                                      \
    "<number name='junior' label='助理社会工作师' unit='人' default='0'/>"                           \
    "<number name='senior' label='社会工作师（中级）' unit='人' default='0'/>"                     \
    "<number name='score' label='得分' unit='分' default='97.85'/>"                                       \
    "<number name='branches' label='分站点数' default='2'/>"                                             \
    "<prose name='work' label='成效' optional='yes'/>"                                                     \
    "</list></model>"

#define CENTERS                                                                                              \
    "<center name='六和' staff='9' left='4' junior='5' senior='1'>%s</center><center name='坪山' "       \
    "staff='27'/>"

struct checked {
    struct job job;
    struct prose_report report;
};

static struct checked check_kind(const char *kind, const char *input, bool all, bool strict)
{
    struct checked checked = {.report = {.all = all, .strict = strict}};
    struct job *job = &checked.job;
    struct typed_texts texts = {0};
    struct node *root = NULL;
    job_write_model(kind);
    job_begin(job);
    assert_int_equal(model_load(job->arena, job->diag, job_folder, &job->model), OK);
    job_remove_model();
    assert_int_equal(reader_read_bytes(job->arena, job->diag, "in.xml", str_of(input), &root), OK);
    const struct model_reading reading = {.model = job->model, .eval = &job->eval, .texts = &texts};
    job->status = model_read(&reading, root, &job->record);
    if (job->status == OK)
        assert_int_equal(prose_check(&job->eval, job->record, &texts, &checked.report), OK);
    diag_print(job->diag, &job->messages);
    return checked;
}

static struct checked check_input(const char *input, bool all, bool strict)
{
    return check_kind(MODEL, input, all, strict);
}

/* A paragraph of the outermost record and one of the first centre. */
static struct checked check_words(const char *words, const char *work)
{
    char inside[20000], input[40000];
    (void)snprintf(inside, sizeof inside, *work == '\0' ? "" : "<work>%s</work>", work);
    (void)snprintf(input, sizeof input,
                   *words == '\0' ? "<k start='2025-08-02'>%s" CENTERS "</k>"
                                  : "<k start='2025-08-02'><words>%s</words>" CENTERS "</k>",
                   words, inside);
    return check_input(input, true, false);
}

/* "引用 1 相等 2 …" in short: four counts, then what is near. */
static void describe(const struct prose_report *report, struct buf *out)
{
    for (size_t i = 0; i < PROSE_VERDICTS; i++)
        buf_printf(out, "%s%zu", i > 0 ? " " : "", report->counts[i]);
    for (size_t i = 0; i < report->count; i++) {
        const struct prose_figure *figure = &report->items[i];
        if (figure->verdict == PROSE_NEAR)
            buf_printf(out, "; %.*s, %.*s %.*s", STR_ARGS(figure->text), STR_ARGS(figure->path),
                       STR_ARGS(figure->value));
    }
}

static void expect(struct checked *checked, const char *words, const char *expected)
{
    struct buf out = BUF(10000);
    describe(&checked->report, &out);
    if (checked->job.status != OK || strcmp(out.ptr, expected) != 0)
        fail_msg("%s\n  gives   %s\n  expects %s\n%s", words, out.ptr, expected, job_messages(&checked->job));
    buf_clear(&out);
    job_end(&checked->job);
}

struct row {
    const char *words, *expected;
};

static void outermost_give(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char paragraph[4000];
        (void)snprintf(paragraph, sizeof paragraph, "<p>%s</p>", rows[i].words);
        struct checked checked = check_words(paragraph, "");
        expect(&checked, rows[i].words, rows[i].expected);
    }
}

/* What a clause says of money and shares is the record's; elsewhere an amount may be a fact of its own. */
static void test_proved(void **state)
{
    (void)state;
    static const char INPUT[] = "<k start='2025-08-02'><words><p>另付800元。</p></words>"
                                "<clause><p>另付800元，折扣95%，共9次。</"
                                "p><p>{total}元，252.7273万元，<free>500元</free>。</p></clause></k>";
    for (int strict = 0; strict < 2; strict++) {
        struct checked checked = check_input(INPUT, false, strict != 0);
        const struct message *code = strict ? MSG_PROSE_UNPROVED_STRICT : MSG_PROSE_UNPROVED;
        const struct diag_entry *entries = NULL;
        assert_int_equal(diag_entries(checked.job.diag, &entries), 2);
        assert_int_equal(entries[0].code, code);
        assert_int_equal(entries[1].code, code);
        assert_non_null(strstr(job_messages(&checked.job), "条款写“800元”"));
        assert_non_null(strstr(job_messages(&checked.job), "条款写“95%”"));
        job_end(&checked.job);
    }
}

/* A part of a label counts where it is said of the whole paper; a longer label beside the number is another field's; a label of
 * a list's records tells nothing where none of them is named. */
static void test_partly_named(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"总体得分75.6分。", "0 0 1 0; 75.6分, 综合得分 75.2分"},
        {"本季度得分76.2分，应付917,000元。", "0 0 1 1; 76.2分, 综合得分 75.2分"},
        {"应付917,000元。", "0 0 1 0; 917,000元, 应付金额 917700元"},
        {"本季度应付共917,000元。", "0 0 1 0; 917,000元, 应付金额 917700元"},
        {"环境维度得分75.6分。", "0 0 0 1"},
        {"环境最好，得分75.6分。", "0 0 0 1"},
        {"其中得分75.6分。", "0 0 0 1"},
        {"上季度得分97.95分。", "0 0 0 1"},
        {"得分97.95分。", "0 0 0 1"},
        {"六和得分97.95分。", "0 0 1 0; 97.95分, 中心“六和” › 得分 97.85分"},
        {"上季度得分91.4分。", "0 0 1 0; 91.4分, 上季度得分 91.5分"},
    };
    outermost_give(rows, ARRAY_COUNT(rows));
}

static void test_equal(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"六和中心在岗9人，流动4名。", "0 2 0 0"},
        {"总额252.7273万元，即2,527,273.00元，贰佰伍拾贰万柒仟贰佰柒拾叁元整", "0 3 0 0"},
        {"占87.11%，占87%，百分之八十七点一一", "0 3 0 0"},
        {"得97.85分", "0 1 0 0"},
        {"2025年8月2日，2025年8月，2025年，8月2日，二〇二五年八月二日，2025-08-02", "0 6 0 0"},
        {"六和中心分站点2个，2个中心，支付12个月", "0 3 0 0"},
        {"在岗三十六人", "0 1 0 0"},
        {"2个月，2个，12场", "0 0 0 3"}, /* without a name and a unit in common */
        {"{count(center)}个，{total}，{first(center).name}", "2 0 0 0"},
        {"没有数字，第9条，一方面", "0 0 0 0"},
        {"开始日期为2025年8月2日，在岗总人数：36，总额：人民币2,527,273.00", "0 3 0 0"},
        {"总额25万2727.3元，2 527 273元，2，527，273元，252万7273元",
         "0 3 1 0; 25万2727.3元, 经费总额 2527273元"},
        {"六和中心在岗9(九)人，玖人，〇九人，在岗⑨人，9&#x200B;人", "0 5 0 0"},
        {"编号：5，共为3，在2处", "0 0 0 1"},
    };
    outermost_give(rows, ARRAY_COUNT(rows));
}

static void test_near(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"六和中心在岗8人。", "0 0 1 0; 8人, 中心“六和” › 在岗人数 9人"},
        {"六和中心8人。", "0 0 1 0; 8人, 中心“六和” › 在岗人数 9人"},
        {"六和中心有3名社工流动", "0 0 1 0; 3名, 中心“六和” › 流动人数 4人"},
        {"六和中心流动9名", "0 0 1 0; 9名, 中心“六和” › 流动人数 4人"}, /* the name beats the value */
        {"六和中心流动三名", "0 0 1 0; 三名, 中心“六和” › 流动人数 4人"},
        {"在岗人数：六和中心10人，坪山中心28人",
         "0 0 2 0; 10人, 中心“六和” › 在岗人数 9人; 28人, 中心“坪山” › 在岗人数 27人"},
        {"六和中心助理社会工作师1名", "0 0 1 0; 1名, 中心“六和” › 助理社会工作师 5人"},
        {"共在岗35人", "0 0 1 0; 35人, 在岗总人数 36人"},
        {"经费总额252.7274万元", "0 0 1 0; 252.7274万元, 经费总额 2527273元"},
        {"经费总额252727.3元", "0 0 1 0; 252727.3元, 经费总额 2527273元"},
        {"经费为2527237元", "0 0 1 0; 2527237元, 经费总额 2527273元"},
        {"六和中心得分97.58分", "0 0 1 0; 97.58分, 中心“六和” › 得分 97.85分"},
        {"于2025年8月3日签订", "0 0 1 0; 2025年8月3日, 签订日期 2025年8月2日"},
        {"六和\n      中心在\n      岗8人", "0 0 1 0; 8人, 中心“六和” › 在岗人数 9人"},
        {"<b>六和</b>中心<em>在岗</em>8<u>人</u>", "0 0 1 0; 8人, 中心“六和” › 在岗人数 9人"},
    };
    outermost_give(rows, ARRAY_COUNT(rows));
}

/* The name of another record, or of another field, beside a figure that is somewhere equal; what changed is named before 由. */
static void test_mistaken(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"六和中心27人，坪山中心9人。",
         "0 0 2 0; 27人, 中心“六和” › 在岗人数 9人; 9人, 中心“坪山” › 在岗人数 27人"},
        {"六和在岗人数27人。", "0 0 1 0; 27人, 中心“六和” › 在岗人数 9人"},
        {"六和中心得分97.85分，另有27人。", "0 2 0 0"},
        {"应付金额2,527,273元。", "0 0 1 0; 2,527,273元, 应付金额 917700元"},
        {"本季度应付金额为2,527,273元。", "0 0 1 0; 2,527,273元, 应付金额 917700元"},
        {"项目的应付金额2,527,273元。", "0 1 0 0"}, /* perhaps not the whole */
        {"上季度综合得分91.5分。", "0 1 0 0"},
        {"综合得分91.5分。", "0 0 1 0; 91.5分, 综合得分 75.2分"},
        {"约为综合得分，近91.5分。", "0 1 0 0"},
        {"经费总额由2,427,273元增至2,527,237元。", "0 0 1 1; 2,527,237元, 经费总额 2527273元"},
        {"经费总额从240万元调整为252.7274万元。", "0 0 1 1; 252.7274万元, 经费总额 2527273元"},
        {"经费总额增至252.7273万元。", "0 1 0 0"},
        {"共5,000,000元，其中经费总额2,527,237元。", "0 0 1 1; 2,527,237元, 经费总额 2527273元"},
        {"经费总额252.7273万，即252.7274万；2万科技人员。", "0 1 1 0; 252.7274万, 经费总额 2527273元"},
        {"经费总额252.7274万。", "0 0 1 0; 252.7274万, 经费总额 2527273元"},
        {"六和在岗人数增至8人。", "0 0 1 0; 8人, 中心“六和” › 在岗人数 9人"},
    };
    outermost_give(rows, ARRAY_COUNT(rows));
    static const struct row own[] = {
        {"两个中心在岗总人数36人，在岗总人数为36人。", "0 2 0 0"},
        {"在岗人数36人。", "0 0 1 0; 36人, 中心“六和” › 在岗人数 9人"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(own); i++) {
        char paragraph[400];
        (void)snprintf(paragraph, sizeof paragraph, "<p>%s</p>", own[i].words);
        struct checked checked = check_words("", paragraph);
        expect(&checked, own[i].words, own[i].expected);
    }
}

/* A record is known by its short name, by its whole one, and by the short one with an end of that. */
static void test_called(void **state)
{
    (void)state;
    static const char KIND[] =
        "<model kind='k' label='K'><prose name='words' label='正文'/><text name='site' label='称呼'/>"
        "<list name='center' label='中心'><text name='name' label='简称'/>"
        "<text name='called' label='全称' default='name + site'/>"
        "<number name='staff' label='在岗人数' unit='人'/><number name='total' label='总分' unit='分'/>"
        "</list></model>";
    static const struct row rows[] = {
        {"青禾服务站总分90.1分，在岗15人。",
         "0 0 2 0; 90.1分, 中心“青禾” › 总分 90分; 15人, 中心“青禾” › 在岗人数 14人"},
        {"青禾服务站总分90分，在岗14人；白榆长者之家在岗9人，青禾站在岗14人。", "0 4 0 0"},
        {"白榆服务站总分90分。", "0 1 0 0"}, /* it is not called so */
        {"白榆长者之家总分90分，在岗14人。",
         "0 0 2 0; 90分, 中心“白榆” › 总分 84.5分; 14人, 中心“白榆” › 在岗人数 9人"},
        {"青禾站在岗15人，白榆之家8人。",
         "0 0 2 0; 15人, 中心“青禾” › 在岗人数 14人; 8人, 中心“白榆” › 在岗人数 9人"},
        {"青禾服务站、白榆长者之家在岗人数分别为14人和8人。", "0 1 1 0; 8人, 中心“白榆” › 在岗人数 9人"},
        {"青禾街道总分90.1分，青禾站前15人，白榆家长8人。", "0 0 0 3"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        char input[2000];
        (void)snprintf(input, sizeof input,
                       "<k site='服务站'><words><p>%s</p></words><center name='青禾' staff='14' total='90'/>"
                       "<center name='白榆' called='白榆长者之家' staff='9' total='84.5'/></k>",
                       rows[i].words);
        struct checked checked = check_kind(KIND, input, true, false);
        expect(&checked, rows[i].words, rows[i].expected);
    }
}

/* Sums and cells without a unit, as those of a letter's annexes: their record, or their label and many digits, must be named. */
static void test_unitless(void **state)
{
    (void)state;
    static const char KIND[] =
        "<model kind='k' label='K'><prose name='words' label='正文'/>"
        "<list name='figure' label='数据' totals='yes'><text name='name' label='名称'/><number name='value' "
        "label='数'/>"
        "</list><list name='column' label='表列' totals='yes'><text name='name' label='列名'/>"
        "<number name='total' label='合计'/></list><list name='row' label='表行'>"
        "<text name='name' label='名称'/><list name='cell' label='格'><text name='words' label='文字' "
        "default='&apos;—&apos;'/><number name='number' label='数'/></list></list></model>";
    static const struct row rows[] = {
        {"总额为336650.05元。", "0 0 1 0; 336650.05元, 数据“总额” › 数 336650.5元"},
        {"总额为336650.5元，合计336650.50元，即33.665万元，约33.67万元。", "0 1 0 3"},
        {"本季度合计336650.05元。", "0 0 1 0; 336650.05元, 表列“小计” › 合计 336650.5元"},
        {"其中人员经费261500元、活动经费76150.50元。",
         "0 0 1 1; 261500元, 表列“人员经费（元）” › 合计 260500元"},
        {"人员经费26.15万元，设备61.55万元。", "0 0 2 0; 26.15万元, 表列“人员经费（元）” › 合计 260500元; "
                                               "61.55万元, 表列“设备（万元）” › 合计 605500元"},
        {"人员经费2605人，设备60.55万元，人员经费260500元。", "0 0 0 3"},
        {"锦绣社工站申请154700.05元，临江社工站申请102510元。",
         "0 0 2 0; 154700.05元, 表行“锦绣社工站” › 格“—” › 数 154700.5元; "
         "102510元, 表行“临江社工站” › 格“—” › 数 102150元"},
        {"锦绣社工站人员经费125100元。", "0 0 1 0; 125100元, 表行“锦绣社工站” › 格“—” › 数 121500元"},
        {"总额33.665万元，总额为33.67万元，总额336651元。", "0 0 0 3"}, /* rounded */
        {"锦绣社工站121500元，临江社工站102150元。", "0 0 0 2"},
        {"锦绣社工站上季度125100元，古桥社工站125100元，另付125100元，锦绣社工站11人。", "0 0 0 4"},
        {"二标段总额为336560.5元，小计为336650.05元，活动经费76150.05元。", "0 0 0 3"},
        {"上年合计336650.05元，人员经费由259500元增至260600元。", "0 0 0 3"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        char input[3000];
        (void)snprintf(
            input, sizeof input,
            "<k><words><p>%s</p></words><figure name='总额' value='336650.5'/>"
            "<column name='人员经费（元）' total='260500'/><column name='活动经费（元）' total='76150.50'/>"
            "<column name='小计' total='336650.50'/><column name='设备（万元）' total='60.55'/>"
            "<row name='锦绣社工站'><cell number='121500'/><cell number='33200.50'/>"
            "<cell number='154700.50'/></row><row name='临江社工站'><cell number='102150'/></row></k>",
            rows[i].words);
        struct checked checked = check_kind(KIND, input, true, false);
        expect(&checked, rows[i].words, rows[i].expected);
    }
}

/* The whole label and a number are all of the clause: any other number is told, whoever else has it. */
static void test_whole(void **state)
{
    (void)state;
    static const char KIND[] =
        "<model kind='k' label='K'><prose name='words' label='正文'/>"
        "<list name='center' label='中心'><text name='name' label='简称'/>"
        "<number name='staff' label='在岗人数' unit='人'/><number name='junior' label='助理社会工作师' "
        "unit='人'/><number name='left' label='流动人数' unit='人'/><prose name='work' label='成效' "
        "optional='yes'/></list>"
        "<number name='staff' label='在岗总人数' unit='人' is='sum(center.staff)'/>"
        "<number name='junior' label='助理社会工作师总人数' unit='人' is='sum(center.junior)'/>"
        "<number name='left' label='流动总人数' unit='人' is='sum(center.left)'/>"
        "<number name='present' label='出席人数' unit='人' default='5'/>"
        "<number name='due' label='应到人数' unit='人' default='6'/>"
        "<number name='fee' label='服务费' unit='元' default='900'/>"
        "<number name='pleased' label='总体满意度' unit='%' default='92.5'/><number name='took' "
        "label='审核历时（天）' default='53'/></model>";
    static const struct row rows[] = {
        {"助理社会工作师总人数2人。", "0 0 1 0; 2人, 助理社会工作师总人数 5人"},
        {"在岗总人数14人。", "0 0 1 0; 14人, 在岗总人数 23人"},
        {"流动总人数9人。", "0 0 1 0; 9人, 流动总人数 3人"},
        {"流动总人数30人。", "0 0 1 0; 30人, 流动总人数 3人"},
        {"本年度流动总人数为30人。", "0 0 1 0; 30人, 流动总人数 3人"},
        {"出席9人。会议认为可行。", "0 0 1 0; 9人, 出席人数 5人"},
        {"出席人数14人。", "0 0 1 0; 14人, 出席人数 5人"},
        {"应到6人，出席人数30人。", "0 1 1 0; 30人, 出席人数 5人"},
        {"审核历时97天。", "0 0 1 0; 97天, 审核历时（天） 53天"},
        {"总体满意度81%。", "0 0 1 0; 81%, 总体满意度 92.5%"},
        {"助理社会工作师总人数5人，在岗总人数23人，流动总人数3人，出席5人。", "0 4 0 0"},
        {"在岗14人，助理社会工作师2人。", "0 2 0 0"}, /* of one of the centres, perhaps */
        {"居民议事会出席32人。", "0 0 0 1"},
        {"召开居民议事会。出席32人。", "0 0 0 1"},
        {"召开居民议事会，出席人数32人。", "0 0 0 1"},
        {"上年流动总人数30人，上次会议的出席人数30人。", "0 0 0 2"},
        {"出席人数30人以上的方可表决，出席人数不足30人。", "0 0 0 2"},
        {"服务费500元，材料费300元。", "0 0 0 2"},
        {"总体满意度达到95%。", "0 0 0 1"},
        {"总体满意度93%。", "0 0 0 1"}, /* rounded */
        {"若增员，流动总人数30人。", "0 0 0 1"},
    };
    static const struct row own[] = {
        /* in the text of a centre */
        {"出席人数14人。", "0 0 1 0; 14人, 出席人数 5人"},
        {"在岗总人数14人，在岗14人。", "0 2 0 0"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(own); i++) {
        char input[2000];
        (void)snprintf(input, sizeof input,
                       "<k><words><p>好。</p></words><center name='青禾' staff='14' junior='3' "
                       "left='2'><work><p>%s</p></work>"
                       "</center><center name='白榆' staff='9' junior='2' left='1'/></k>",
                       own[i].words);
        struct checked checked = check_kind(KIND, input, true, false);
        expect(&checked, own[i].words, own[i].expected);
    }
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        char input[2000];
        (void)snprintf(input, sizeof input,
                       "<k><words><p>%s</p></words><center name='青禾' staff='14' junior='3' left='2'/>"
                       "<center name='白榆' staff='9' junior='2' left='1'/></k>",
                       rows[i].words);
        struct checked checked = check_kind(KIND, input, true, false);
        expect(&checked, rows[i].words, rows[i].expected);
    }
}

/* Of the paper itself, in whatever words; one word more, and it is perhaps another thing. */
static void test_of_whole(void **state)
{
    (void)state;
    static const char KIND[] =
        "<model kind='k' label='K'><text name='meeting' label='会议名称'/><date name='held' "
        "label='会议日期'/>"
        "<prose name='text' label='正文'/>"
        "<date name='assessed' label='考核日期' default='held'/><list name='item' label='议题'>"
        "<text name='title' label='议题'/><prose name='words' label='讨论情况'/>"
        "<number name='due' label='应到人数' default='8'/></list>"
        "<list name='member' label='考核小组成员'><text name='name' label='姓名'/></list>"
        "<number name='present' label='出席人数' unit='人' default='5'/>"
        "<number name='away' label='请假人数' unit='人' default='1'/>"
        "<number name='due' label='应到人数' unit='人' optional='yes'/>"
        "<number name='carried' label='预算执行得分' unit='分' default='9.5'/>"
        "<number name='before' label='上季度得分' unit='分' default='91'/>"
        "<number name='score' label='综合得分' unit='分' default='86'/></model>";
    static const struct row rows[] = {
        {"本次会议出席人数9人。", "0 0 1 0; 9人, 出席人数 5人"},
        {"大家都来了。本次会议出席人数为12人。", "0 0 1 0; 12人, 出席人数 5人"},
        {"会议应到6人，实到9人。", "0 1 1 0; 9人, 出席人数 5人"},
        {"应到12人，出席9人，符合规定。", "0 0 2 0; 12人, 应到人数 6人; 9人, 出席人数 5人"},
        {"应到6人，实到5人，缺席1人。", "0 3 0 0"},
        {"应到6人，实到5人，缺席3人。", "0 2 1 0; 3人, 请假人数 1人"},
        {"本次会议共有9人出席。", "0 0 1 0; 9人, 出席人数 5人"},
        {"兰亭议事会出席会议的有9人。", "0 0 1 0; 9人, 出席人数 5人"},
        {"居民代表会应到32人，实到30人。", "0 0 0 2"},
        {"召开居民代表会。应到32人，实到30人，缺席2人。", "0 0 0 3"},
        {"会前召开居民代表会，应到32人，实到30人。", "0 0 0 2"},
        {"上次会议应到9人，实到8人；上次会议出席人数4人。", "0 1 0 2"},
        {"会议应出席32人，出席过的有30人。", "0 0 0 2"},
        {"实到9人（含列席4人），出席人数达到30人。", "0 0 0 3"},
        {"考核小组共3人。", "0 0 1 0; 3人, 考核小组成员（个数） 2人"},
        {"好。考核小组由3人组成，考核小组成员3人。",
         "0 0 2 0; 3人, 考核小组成员（个数） 2人; 3人, 考核小组成员（个数） 2人"},
        {"考核小组由2人组成，考核小组3人到场。", "0 0 0 2"},
        {"得92.55分。", "0 0 1 0; 92.55分, 综合得分 86分"},
        {"好。经综合考核，本项目得92.55分（满分100分）。", "0 0 1 1; 92.55分, 综合得分 86分"},
        {"好。考核结果：综合得分为92.55分，等级为优。", "0 0 1 0; 92.55分, 综合得分 86分"},
        {"总分为92.55分。", "0 0 1 0; 92.55分, 综合得分 86分"},
        {"2026年度最终得分79.2分。", "0 1 1 0; 79.2分, 综合得分 86分"},
        {"最终得分86分，得86分，总分86.0分。", "0 3 0 0"},
        {"总分100分，得86分；得92.55分（折合95分）。", "0 1 0 3"},
        {"产出指标得92.55分，好。得92.55分。", "0 0 0 2"},
        {"资料齐全，得92.55分；按时完成，得10分；得10分。", "0 0 0 3"},
        {"得91分。", "0 1 0 0"},
        {"综合得分90分（含）以上的为优，综合得分达到79.5分，综合得分90分（含）。", "0 0 0 3"},
        {"第一季度考核得分92.55分，2023年度综合得分92.55分，自评得分92.55分。", "0 0 0 4"},
        {"经费使用规范，得92.55分，第三方评价得92.55分。", "0 0 0 2"},
        {"本次会议到会9人，其中列席4人；会议出席、列席人员共9人。", "0 0 0 3"},
        {"会议全年请假3人。", "0 0 0 1"},
        {"经专家打分，本项目得92.55分；经考核组核定，本项目得86分。", "0 1 0 1"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        char input[3000];
        (void)snprintf(input, sizeof input,
                       "<k held='2026-05-12' meeting='兰亭议事会' due='6'><text><p>%s</p></text>"
                       "<item title='路灯'><words><p>好。</p></words></item>"
                       "<member name='甲'/><member name='乙'/></k>",
                       rows[i].words);
        struct checked checked = check_kind(KIND, input, true, false);
        expect(&checked, rows[i].words, rows[i].expected);
    }
}

/* In a paper of that, 经自评 is no one else's mark. */
static void test_own_rating(void **state)
{
    (void)state;
    static const char KIND[] =
        "<model kind='k' label='K'><date name='rated' label='自评日期'/><prose name='text' label='正文'/>"
        "<number name='score' label='总分' unit='分' default='97.55'/></model>";
    static const struct row rows[] = {
        {"经自评，本项目得96.55分，等级为优。", "0 0 1 0; 96.55分, 总分 97.55分"},
        {"经综合自评，综合得分97.55分。", "0 1 0 0"},
        {"经自评和初审，本项目得96.55分。", "0 0 0 1"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        char input[1000];
        (void)snprintf(input, sizeof input, "<k rated='2026-05-12'><text><p>%s</p></text></k>",
                       rows[i].words);
        struct checked checked = check_kind(KIND, input, true, false);
        expect(&checked, rows[i].words, rows[i].expected);
    }
}

/* A count of another meeting, in the text of a record that has such a count itself. */
static void test_other_meetings(void **state)
{
    (void)state;
    static const char KIND[] =
        "<model kind='k' label='K'><text name='meeting' label='会议名称'/><list name='item' label='议题'>"
        "<text name='title' label='议题'/><prose name='words' label='讨论情况'/>"
        "<number name='due' label='应到人数' unit='人' default='8'/>"
        "<number name='present' label='实到人数' unit='人' default='7'/></list></model>";
    static const struct row rows[] = {
        {"居民代表会应到32人，实到30人。", "0 0 0 2"},
        {"会前开了居民代表会，应到32人，实到30人。", "0 0 0 2"},
        {"消防培训实到30人；上次会议应到9人，实到6人。", "0 0 0 3"},
        {"应到32人，实到7人。", "0 1 1 0; 32人, 议题“路灯” › 应到人数 8人"},
        {"议事会应到32人。", "0 0 1 0; 32人, 议题“路灯” › 应到人数 8人"},
        {"会议应到32人。", "0 0 1 0; 32人, 议题“路灯” › 应到人数 8人"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        char input[2000];
        (void)snprintf(input, sizeof input,
                       "<k meeting='兰亭议事会'><item title='路灯'><words><p>%s</p></words></item></k>",
                       rows[i].words);
        struct checked checked = check_kind(KIND, input, true, false);
        expect(&checked, rows[i].words, rows[i].expected);
    }
}

/* A contract before and after a change. */
#define CHANGED                                                                                              \
    "<model kind='k' label='K'><prose name='words' label='正文'/>"                                         \
    "<type name='terms'><number name='total' label='经费总额' unit='元' is='sum(item.amount)'/>"        \
    "<list name='item' label='经费项目'><text name='name' label='项目'/><number name='amount' "        \
    "label='金额' unit='元'/></list></type>"                                                              \
    "<group name='original' label='原合同' type='terms'/>"                                                \
    "<group name='amended' label='变更后' type='terms'/>"                                                 \
    "<number name='score' label='考核得分' unit='分' default='86.5'/>"                                  \
    "<number name='last' label='上季度得分' unit='分' default='88'/>"                                  \
    "<number name='submitted' label='送审价' unit='元' default='1480234.35'/>"                           \
    "<number name='approved' label='审定价' unit='元' default='1383188.92'/>"                            \
    "<number name='price' label='合同价' unit='元' default='1428000'/>"                                  \
    "<number name='monthly' label='每月服务费用' unit='元' default='224166'/>"                        \
    "<number name='issued' label='发放问卷' default='80'/><number name='returned' label='回收问卷' " \
    "default='74'/>"                                                                                         \
    "<number name='fee' label='季度服务费' unit='元' default='486000'/>"                               \
    "<number name='payable' label='应付金额' unit='元' default='437400'/></model>"

static void changed_give(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char input[4000];
        (void)snprintf(
            input, sizeof input,
            "<k><words><p>%s</p></words><original><item name='厨师经费' amount='252000'/><item "
            "name='食材补贴' amount='96000'/><item name='税费' amount='30000.50'/></original><amended>"
            "<item name='厨师经费' amount='288000'/><item name='食材补贴' amount='118500'/><item "
            "name='税费' amount='30000.50'/></amended></k>",
            rows[i].words);
        struct checked checked = check_kind(CHANGED, input, true, false);
        expect(&checked, rows[i].words, rows[i].expected);
    }
}

/* What changed from what to what: the first is of before, the second of then. */
static void test_changes(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"经费总额由378000.50元增至436500.50元。", "0 2 0 0"},
        {"经费总额由436500.50元变更为378000.50元。",
         "0 0 2 0; 436500.50元, 原合同 › 经费总额 378000.5元; 378000.50元, 变更后 › 经费总额 436500.5元"},
        {"服务费总额由436500.50元变更为378000.50元。", /* what it is called, nobody knows; both amounts tell */
         "0 1 1 0; 436500.50元, 原合同 › 经费总额 378000.5元"},
        {"厨师经费由252000元（大写：贰拾伍万贰仟元整）相应增至288000元，食材补贴从96000元提高到118500元。",
         "0 5 0 0"},
        {"厨师经费由288000元减至252000元。",
         "0 0 2 0; 288000元, 原合同 › 经费项目“厨师经费” › 金额 252000元; "
         "252000元, 变更后 › 经费项目“厨师经费” › 金额 288000元"},
        {"厨师经费由255000元增至288000元。",
         "0 1 1 0; 255000元, 原合同 › 经费项目“厨师经费” › 金额 252000元"},
        {"食材补贴不变，仍为96000元。", "0 0 1 0; 96000元, 变更后 › 经费项目“食材补贴” › 金额 118500元"},
        {"食材补贴保持118500元不变。", "0 0 1 0; 118500元, 原合同 › 经费项目“食材补贴” › 金额 96000元"},
        {"食材补贴96000元不变的部分，经费总额378000.50元不变期间。", "0 2 0 0"},
        {"税费不变，仍为30000.50元；税费维持30000.50元不变。", "0 2 0 0"},
        {"得分由上季度的88分降至86.5分，得分由88分降至86.5分。", "0 4 0 0"},
        {"考核得分由上季度的86.5分升至88分。", "0 1 1 0; 86.5分, 上季度得分 88分"},
        {"上季度得分保持88分不变，送审价1480234.35元不变。", "0 2 0 0"},
        {"送审价1480234.35元核为1383188.92元，由1480234.35元核减为1383188.92元。", "0 4 0 0"},
        {"送审价1500000元，后由1500000元调整为1480234.35元。", "0 1 0 2"},
        {"合同价未变，仍为1428000元，合同价由1428000元调整为1500000元。", "0 2 0 1"},
        {"合同价不变，仍为1482000元。", "0 0 1 0; 1482000元, 合同价 1428000元"},
        {"应付金额由486000元减为437400元，从486000元调整为437400元。", "0 4 0 0"},
        {"应付金额由437400元变更为486000元。", "0 1 1 0; 486000元, 应付金额 437400元"},
        {"应付金额为486000元乘以90%，即437400元。", "0 2 0 1"},
        {"应付金额486000元×0.9，应付金额为486000元的90%。", "0 2 0 2"},
        {"应付金额由437500元减为437400元，由近438000元减至437400元。", "0 2 0 2"},
    };
    changed_give(rows, ARRAY_COUNT(rows));
}

/* Known figures in each other's places, wherever in the clause; what is not sure stays silent. */
static void test_exchanged(void **state)
{
    (void)state;
    static const struct row amounts[] = {
        {"本工程送审价为1480234.35元，经审核审定价为1383188.92元。", "0 2 0 0"},
        {"本工程送审价为1383188.92元，审定价为1480234.35元。",
         "0 0 2 0; 1383188.92元, 送审价 1480234.35元; 1480234.35元, 审定价 1383188.92元"},
        {"经审核审定价为1480234.35元。", "0 0 1 0; 1480234.35元, 审定价 1383188.92元"},
        {"审定价与送审价1480234.35元相比，原审定价1480234.35元。", "0 2 0 0"},
        {"项目的审定价1480234.35元，上年审定价1480234.35元。", "0 2 0 0"},
        {"施工单位报送的送审价1480243.35元。", "0 0 1 0; 1480243.35元, 送审价 1480234.35元"},
        {"施工单位报送的审定价1383198.92元。", "0 0 0 1"},
        {"扣除质保金后，应付金额437500元。", "0 0 1 0; 437500元, 应付金额 437400元"},
        {"发放问卷80份，回收问卷74份。", "0 2 0 0"},
        {"发放问卷74份，回收80份。", "0 0 1 1; 74份, 发放问卷 80份"},
        {"发放问卷74份给长者，部分发放问卷74份，其余发放问卷74份。", "0 0 0 3"},
        {"每月服务费224616元。", "0 0 1 0; 224616元, 每月服务费用 224166元"},
        {"每人服务费224616元，每户服务费224616元。", "0 0 0 2"},
        {"本项目合同价486000元。", "0 1 0 0"}, /* a round amount may be another one */
    };
    changed_give(amounts, ARRAY_COUNT(amounts));
    static const struct row days[] = {
        {"考核日期为2025年8月2日。", "0 0 1 0; 2025年8月2日, 考核日期 2025年7月6日"},
        {"于2025年8月2日考核，2025年7月6日签订。", "0 1 1 0; 2025年8月2日, 考核日期 2025年7月6日"},
        {"考核日期为2025年7月6日，考核结果于2025年8月2日公示，2025年8月2日考核组到场。", "0 3 0 0"},
        {"初步考核日期为2025年8月2日，计划考核日期为2025年7月5日。", "0 1 0 1"},
        {"于2025年8月2日签订，于2025年8月2日再次考核，签订合同后2025年8月2日考核。", "0 3 0 0"},
    };
    outermost_give(days, ARRAY_COUNT(days));
}

/* 六和得91分, where 坪山 has 91. */
static void test_scores(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"六和得88分，坪山得91分。", "0 2 0 0"},
        {"六和得91分，坪山得88分。", "0 0 2 0; 91分, 中心“六和” › 得分 88分; 88分, 中心“坪山” › 得分 91分"},
        {"六和、坪山分别得91分、88分。",
         "0 0 2 0; 91分, 中心“六和” › 得分 88分; 88分, 中心“坪山” › 得分 91分"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        char input[1000];
        (void)snprintf(input, sizeof input,
                       "<k start='2025-08-02'><words><p>%s</p></words><center name='六和' staff='9' "
                       "score='88'/><center name='坪山' staff='27' score='91'/></k>",
                       rows[i].words);
        struct checked checked = check_input(input, true, false);
        expect(&checked, rows[i].words, rows[i].expected);
    }
}

/* What several records are called means all of them. */
static void test_twins(void **state)
{
    (void)state;
    struct checked checked = check_input(
        "<k "
        "start='2025-08-02'><words><p>六和在岗10人，六和10人，六和在岗9人，坪山在岗28人。</p></words><center "
        "name='六和' staff='9' left='0'/><center name='六和' staff='11' left='0'/><center name='坪山' "
        "staff='27' "
        "left='0'/></k>",
        true, false);
    expect(&checked, "twins", "0 1 1 2; 28人, 中心“坪山” › 在岗人数 27人");
}

/* How long a period is said to be. */
static void test_periods(void **state)
{
    (void)state;
    static const char *const wrong[] = {"服务期自2026年1月1日至2026年12月31日，共11个月",
                                        "自2026年1月1日起至12月31日止，共13个月",
                                        "自2025年8月11日至2025年12月20日，共135天",
                                        "保修期为2025年12月20日至2027年12月19日，共三年",
                                        "2026年1月至12月，为期11个月",
                                        "自2026年1月至2026年3月（共4个月）",
                                        "服务期自2026年1月1日至2026年12月31日，共11个月，每年一签。停办除外"};
    static const char *const right[] = {"服务期自2026年1月1日至2026年12月31日，共12个月",
                                        "自2025年8月11日至2025年12月20日，共132天",
                                        "工期自2025年8月11日至2025年12月20日，共131天",
                                        "保修期自2025年12月20日至2027年12月20日，共2年",
                                        "培训自2026年3月1日至3月31日，共8天",
                                        "自2026年1月1日至12月31日，共服务11个月",
                                        "服务期自2026年1月1日至2026年12月31日，共11个月（8月停办）",
                                        "工期自2025年8月11日至2025年12月20日，共130天（已扣除停工2天）",
                                        "实习期自2026年3月1日至2026年5月31日，共60天，每周5天",
                                        "租期自2026年1月1日至2026年12月31日，计11个月租金",
                                        "服务期限自2026年3月2日至2026年3月31日，为期10天的集中服务",
                                        "培训期自2026年3月2日至2026年3月31日，共10天",
                                        "服务期自2026年1月5日至2026年12月31日，共12个月",
                                        "服务期自2026年1月1日至2026年12月31日，共250个工作日",
                                        "自2026年1月1日至12月31日，约13个月，其中13个月",
                                        "2026年1月至12月，共12个月，2025年12月31日至2026年1月1日，共2天"};
    for (size_t i = 0; i < ARRAY_COUNT(wrong) + ARRAY_COUNT(right); i++) {
        const bool is_wrong = i < ARRAY_COUNT(wrong);
        char paragraph[400];
        (void)snprintf(paragraph, sizeof paragraph, "<p>%s。</p>",
                       is_wrong ? wrong[i] : right[i - ARRAY_COUNT(wrong)]);
        struct checked checked = check_words(paragraph, "");
        if ((strstr(job_messages(&checked.job), "起止日期是") != NULL) != is_wrong)
            fail_msg("%s: %s", paragraph, job_messages(&checked.job));
        job_end(&checked.job);
    }
}

/* In 万元 what is shown counts. */
static void test_rounded(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"经费总额由37.8万元增至43.65万元。", "0 2 0 0"},
        {"审定价138.32万元，审定价138.31万元，审定价为138.3189万元，审定价138万元。", "0 4 0 0"},
        {"审定价138.42万元。", "0 0 1 0; 138.42万元, 审定价 1383188.92元"},
        {"审定价139.32万元。", "0 0 1 0; 139.32万元, 审定价 1383188.92元"},
        {"审定价139.3189万元。", "0 0 1 0; 139.3189万元, 审定价 1383188.92元"},
        {"审定价138.23万元。", "0 0 1 0; 138.23万元, 审定价 1383188.92元"},
        {"审定价142.8万元。", "0 0 1 0; 142.8万元, 审定价 1383188.92元"},
        {"审定价约138万元，合同价￥142.8万。", "0 2 0 0"},
        {"设备费138万元，审核费1.4万元。", "0 0 0 2"},
        {"经费总额由37.8万元增至45.65万元。", "0 1 1 0; 45.65万元, 变更后 › 经费总额 436500.5元"},
    };
    changed_give(rows, ARRAY_COUNT(rows));
}

/* Each number of a list is of its own name. */
static void test_spread(void **state)
{
    (void)state;
    static const struct row centers[] = {
        {"六和、坪山中心在岗人数分别为9人、27人。", "0 2 0 0"},
        {"六和和坪山两个中心在岗人数分别为9人和27人，共36人。", "0 3 0 0"},
        {"六和、坪山中心在岗人数分别为27人和9人。",
         "0 0 2 0; 27人, 中心“六和” › 在岗人数 9人; 9人, 中心“坪山” › 在岗人数 27人"},
        {"六和中心在岗人数、流动人数分别为9人、4人。", "0 2 0 0"},
        {"六和中心在岗、流动人数分别为9人、5人。", "0 1 1 0; 5人, 中心“六和” › 流动人数 4人"},
        {"六和、坪山、六联中心在岗人数分别为8人、26人、6人。", "0 0 0 3"}, /* there is no 六联 */
        {"六和、坪山中心在岗人数分别为8人、26人、6人。", "0 0 0 3"},
        {"六和、坪山中心在岗人数分别为8人。", "0 0 0 1"},
        {"两年来综合得分分别为90分、88分、75.3分。", "0 0 0 4"},
        {"签订、考核日期分别为2025年8月2日和2025年7月7日。", "0 1 1 0; 2025年7月7日, 考核日期 2025年7月6日"},
    };
    outermost_give(centers, ARRAY_COUNT(centers));
    static const struct row amounts[] = {
        {"本工程送审价、审定价分别为1480234.35元和1383188.92元。", "0 2 0 0"},
        {"送审价、审定价分别为1383188.92元、1480234.35元。",
         "0 0 2 0; 1383188.92元, 送审价 1480234.35元; 1480234.35元, 审定价 1383188.92元"},
        {"经费总额、合同价依次由5元、6元增至7元、8元。", "0 0 0 4"},
    };
    changed_give(amounts, ARRAY_COUNT(amounts));
}

/* The words say that it falls, the numbers that it rises. */
static void test_turned(void **state)
{
    (void)state;
    static const char *const wrong[] = {"由5人减为8人",           "从3.5%（含税）上升到2.1%",
                                        "由60分钟缩短至2小时",    "由3万元提高至25000元",
                                        "由4个社区扩大到2个社区", "由4个社区扩大到2个"};
    static const char *const right[] = {"由8人减为5人",   "由每周5次减为每月8次", "由5人调整为8人",
                                        "由约5人减为8人", "时限由20天提高到10天", "由3元/斤降至5元/公斤",
                                        "由5人减为8个",   "由5人组成，减为8人",   "由4个社区扩大到2个街道"};
    for (size_t i = 0; i < ARRAY_COUNT(wrong) + ARRAY_COUNT(right); i++) {
        const bool is_wrong = i < ARRAY_COUNT(wrong);
        char paragraph[400];
        (void)snprintf(paragraph, sizeof paragraph, "<p>%s。</p>",
                       is_wrong ? wrong[i] : right[i - ARRAY_COUNT(wrong)]);
        struct checked checked = check_words(paragraph, "");
        const bool told = strstr(job_messages(&checked.job), "后一个数却更") != NULL;
        if (told != is_wrong)
            fail_msg("%s: %s", paragraph, job_messages(&checked.job));
        job_end(&checked.job);
    }
}

/* What is not the field's figure is never counted as if it were. */
static void test_never_equal(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"六和中心在岗-9人，负9人，9（八）人，9/2人，2+9人，2,9人，三百9人", "0 0 0 7"},
        {"{9}人，{'9人'}，{8}人，{4 + 4}人，{text(8)}", "0 2 0 3"},
        {"六和中心在岗{8}人", "0 0 1 0; 8人, 中心“六和” › 在岗人数 9人"},
        {"在岗人数：六和中心10，开始日期为2025年8月3日", "0 0 1 0; 2025年8月3日, 开始日期 2025年8月2日"},
        {"在岗总人数：35", "0 0 1 0; 35, 在岗总人数 36人"},
        {"总额人民币2,527,237.00，", "0 0 1 0; 2,527,237.00, 经费总额 2527273元"},
    };
    outermost_give(rows, ARRAY_COUNT(rows));
    struct checked checked =
        check_words("<p>甲</p>", "<p>坪山中心在岗{staff}人，六和中心在岗{staff}人，{staff}人</p>");
    expect(&checked, "of another", "2 0 1 0; {staff}人, 中心“坪山” › 在岗人数 27人");
}

/* The cell beside a number names it, or its row and the head of its column. */
static void test_cells(void **state)
{
    (void)state;
    static const char *const words[] = {
        "<table columns='* *'><row><cell>在岗总人数</cell><cell>35</cell></row><row><cell>支付月数</cell>"
        "<cell>12</cell></row></table>",
        "<table columns='* *'><head><row><cell>中心</cell><cell>在岗人数</cell></row></head>"
        "<row><cell>六和</cell><cell>8</cell></row><row><cell>坪山</cell><cell>27人</cell></row></table>",
        "<table columns='* * "
        "*'><head><row><cell>中心</cell><cell>2021年在岗</cell><cell>2025年在岗</cell></row>"
        "</head><row><cell>六和</cell><cell>8人</cell><cell>9人</cell></row></table>",
        "<table columns='* "
        "*'><head><row><cell>街道</cell><cell>综合得分</cell></row></head><row><cell>玉兰</cell>"
        "<cell>75.3分</cell></row><row><cell>本街道</cell><cell>75.3分</cell></row></table>",
        "<table columns='* "
        "*'><head><row><cell>街道</cell><cell>综合得分</cell></row></head><row><cell>玉兰</cell>"
        "<cell>75.3分</cell></row></table>",
        "<table columns='* "
        "*'><head><row><cell>项目</cell><cell>结果</cell></row></head><row><cell>综合得分</cell>"
        "<cell>75.3分</cell></row><row><cell>评价</cell><cell>良</cell></row></table>",
    };
    static const char *const expected[] = {"0 1 1 0; 35, 在岗总人数 36人",
                                           "0 1 1 0; 8, 中心“六和” › 在岗人数 9人",
                                           "0 2 0 2",
                                           "0 0 1 1; 75.3分, 综合得分 75.2分",
                                           "0 0 1 0; 75.3分, 综合得分 75.2分",
                                           "0 0 1 0; 75.3分, 综合得分 75.2分"};
    for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
        struct checked checked = check_words(words[i], "");
        expect(&checked, words[i], expected[i]);
    }
}

/* A unit in the head of a column, or in the caption, is that of its cells. */
static void test_units_of_tables(void **state)
{
    (void)state;
#define HEADED(about, head, label, cell)                                                                     \
    about "<head><row><cell>项目</cell><cell>" head "</cell></row></head><row><cell>" label                  \
          "</cell><cell>" cell "</cell></row>"                                                               \
          "<row><cell>好</cell><cell>—</cell></row></table>"
#define TABLE "<table columns='* *'>"
    static const struct row rows[] = {
        {HEADED(TABLE, "金额（万元）", "经费总额", "252.7273"), "0 1 0 0"},
        {HEADED(TABLE, "金额（万元）", "经费总额", "252.8273"), "0 0 1 0; 252.8273, 经费总额 2527273元"},
        {HEADED(TABLE, "金额（元）", "经费总额", "2527273"), "0 1 0 0"},
        {HEADED(TABLE, "金额（元）", "经费总额", "2527373"), "0 0 1 0; 2527373, 经费总额 2527273元"},
        {HEADED(TABLE, "金额(元)", "经费总额", "2527373"), "0 0 1 0; 2527373, 经费总额 2527273元"},
        {HEADED(TABLE, "金额（万元）", "经费总额", "125"), "0 0 1 0; 125, 经费总额 2527273元"},
        {HEADED(TABLE, "上年（万元）", "经费总额", "125"), "0 0 0 1"},
        {"<p>经费总额（万元）：125；单价（元）：125。</p>", "0 0 1 1; 125, 经费总额 2527273元"},
        {HEADED(TABLE, "金额（元）", "其他街道经费总额", "2527373"), "0 0 0 1"},
        {HEADED(TABLE, "金额（元）", "经费总额", "252.7273万"), "0 1 0 0"},
        {HEADED(TABLE, "在岗人数（人）", "六和", "9"), "0 1 0 0"},
        {HEADED(TABLE, "在岗人数（人）", "六和", "18"), "0 0 1 0; 18, 中心“六和” › 在岗人数 9人"},
        {HEADED(TABLE, "服务（人次）", "六和", "1283"), "0 0 0 1"},
        {HEADED(TABLE, "得分（分）", "六和", "97.95"), "0 0 1 0; 97.95, 中心“六和” › 得分 97.85分"},
        {HEADED(TABLE, "六和得分（分）", "莲塘", "80"),
         "0 0 0 1"}, /* what the head names is not of the row */
        {HEADED(TABLE, "时间（年）", "六和", "2025"), "0 0 0 0"},
        {HEADED("<p>单位：万元</p>" TABLE, "金额", "经费总额", "252.7273"), "0 1 0 0"},
        {HEADED("<p>单位：万元</p>" TABLE, "金额", "经费总额", "252.8273"),
         "0 0 1 0; 252.8273, 经费总额 2527273元"},
        {HEADED("<p>单位：元</p>" TABLE, "在岗人数", "六和", "9"), "0 1 0 0"},
        {HEADED(TABLE "<caption>中心</caption>", "在岗人数", "六和", "8"),
         "0 0 1 0; 8, 中心“六和” › 在岗人数 9人"},
        {HEADED(TABLE "<caption>经费（单位：元）</caption>", "金额", "经费总额", "2527373"),
         "0 0 1 0; 2527373, 经费总额 2527273元"},
        {HEADED(TABLE "<caption>经费（单位：元）</caption>", "占比", "经费总额", "2527373"), "0 0 0 0"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct checked checked = check_words(rows[i].words, "");
        expect(&checked, rows[i].words, rows[i].expected);
    }
}

/* A warning that is wrong costs more than one that is missing. */
static void test_not_near(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"其余8人，六和中心约8人，六和中心至少在岗8人，六和中心缺在岗8人", "0 0 0 4"},
        {"六和街道8人", "0 0 0 1"},
        {"居民8人，志愿者610人", "0 0 0 2"},
        {"六和中心组织居民10人", "0 0 0 1"},
        {"3个分站点", "0 0 0 1"}, /* whose? */
        {"六和中心3个分站点", "0 0 1 0; 3个, 中心“六和” › 分站点数 2个"},
        {"其余3个分站点", "0 0 0 1"},
        {"经费核减7万元", "0 0 0 1"},
        {"各中心在岗8人", "0 0 0 1"},
        {"2026年8月2日", "0 0 0 1"},
    };
    outermost_give(rows, ARRAY_COUNT(rows));
}

/* Once a figure is stated, what follows in the sentence are its parts, or other things. */
static void test_parts(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"六和中心在岗9人，其中专科2人，本科8人。", "0 1 0 2"},
        {"六和中心在岗人数9人（专科2人、本科8人）。", "0 1 0 2"},
        {"六和中心在岗9人：女8人，男2人。", "0 1 0 2"},
        {"六和中心在岗人数为9人，持证8人，协议要求10人。", "0 1 0 2"},
        {"六和中心流动4名社工，补充3名社工。", "0 1 0 1"},
        {"六和中心得分97.85分，扣除加分2分后为95.85分。", "0 1 0 2"},
        {"经费总额2527273元，财政承担2517273元，基金承担10000元。", "0 1 0 2"},
        {"经费总额252.7273万元，财政承担251.7273万元。", "0 1 0 1"},
        {"经费总额{total}元，财政承担2517273元，经费总额{yuan(total)}元，财政承担2517273元。", "2 0 0 2"},
        {"六和中心在岗9人中，主站在岗8人。", "0 1 0 1"},
        {"六和中心在岗9人，坪山中心28人。", "0 1 1 0; 28人, 中心“坪山” › 在岗人数 27人"},
        {"六和中心在岗9人，在岗人数8人。", "0 1 1 0; 8人, 中心“六和” › 在岗人数 9人"},
        {"经费总额2527273元（2517273元）。", "0 1 1 0; 2517273元, 经费总额 2527273元"},
        {"经费总额252.7273万元，即2517273元。", "0 1 1 0; 2517273元, 经费总额 2527273元"},
        {"经费总额2527273元（大写：贰佰伍拾壹万柒仟贰佰柒拾叁元整）。",
         "0 1 1 0; 贰佰伍拾壹万柒仟贰佰柒拾叁元整, 经费总额 2527273元"},
        {"在岗总人数36人，其中六和中心9人，坪山中心28人。", "0 2 1 0; 28人, 中心“坪山” › 在岗人数 27人"},
        {"六和中心在岗9人。在岗8人的是六和中心。", "0 1 1 0; 8人, 中心“六和” › 在岗人数 9人"},
    };
    outermost_give(rows, ARRAY_COUNT(rows));
}

/* Another time, place, source, stage. */
static void test_apart(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"2021年度经费总额2517273元。", "0 0 0 2"},
        {"2021年六和中心得分95.6分、在岗人数10人，2025年在岗9人。", "0 2 0 3"},
        {"2021年，六和中心在岗8人。", "0 0 0 2"},
        {"截至2022年3月，六和中心在岗人数为8人。", "0 0 0 2"},
        {"4月底六和中心在岗人数8人，5月中旬9人。", "0 1 0 3"},
        {"上季度六和中心在岗8人，前年在岗8人。", "0 0 0 2"},
        {"全市经费总额2517273元，二标段经费总额2517273元。", "0 0 0 2"},
        {"施工单位申报的经费总额2517273元，监理认定经费总额为2517273元。", "0 0 0 2"},
        {"甲方初步核算的经费总额2517273元，更正前经费总额2517273元。", "0 0 0 2"},
        {"协议要求六和中心27人，建议六和中心在岗人数增至10人。", "0 1 0 1"},
        {"若维持原标准，经费总额为2517273元；经费总额，如补足为2517273元。", "0 0 0 2"},
        {"如满足条件，六和中心在岗27人。", "0 1 0 0"},
        {"2025年经费总额2517273元。", "0 1 1 0; 2517273元, 经费总额 2527273元"},
        {"2021年立项，经费总额2517273元。", "0 0 1 1; 2517273元, 经费总额 2527273元"},
        {"2021年在岗8人，本年度经费总额2517273元。", "0 0 1 2; 2517273元, 经费总额 2527273元"},
        {"截至2025年8月2日，经费总额2517273元。", "0 1 1 0; 2517273元, 经费总额 2527273元"},
        {"经测算经费总额2517273元。", "0 0 1 0; 2517273元, 经费总额 2527273元"},
        {"如下：经费总额2517273元。", "0 0 1 0; 2517273元, 经费总额 2527273元"},
        {"以上月份经费总额2517273元。", "0 0 1 0; 2517273元, 经费总额 2527273元"},
        {"安全区域经费总额2517273元。", "0 0 1 0; 2517273元, 经费总额 2527273元"},
        {"上季度得分91.4分。", "0 0 1 0; 91.4分, 上季度得分 91.5分"},
        {"综合得分由上季度的91.5分降至75.3分。", "0 1 1 0; 75.3分, 综合得分 75.2分"},
    };
    outermost_give(rows, ARRAY_COUNT(rows));
}

/* What is counted beside a record's name may be something else than its figure. */
static void test_counted(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"六和中心有8名困境儿童，六和中心8人参加培训。", "0 0 0 2"},
        {"六和中心有3个，坪山中心有1个。", "0 0 0 2"},
        {"六和中心在岗8人时即补充。", "0 0 0 1"},
        {"男性六和中心得分97.83分，家属对六和中心得分97.83分。", "0 0 0 2"},
        {"受访者对六和中心得分97.83分。", "0 0 1 0; 97.83分, 中心“六和” › 得分 97.85分"},
        {"六和中心8名社工，坪山中心28人。",
         "0 0 2 0; 8名, 中心“六和” › 在岗人数 9人; 28人, 中心“坪山” › 在岗人数 27人"},
    };
    outermost_give(rows, ARRAY_COUNT(rows));
}

/* The number of a quarter counts nothing. */
static void test_ordinals(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"本季度3起投诉，本季度1人次。", "0 0 0 2"},
        {"本季度为3个社区供餐，共3起，本季度2起。", "0 0 0 3"},
    };
    outermost_give(rows, ARRAY_COUNT(rows));
}

/* A day beside 考核 is 考核日期 only where nothing else is said of it. */
static void test_other_days(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"考核于2025年7月1日至3日进行。", "0 0 0 2"},
        {"考核自2025年7月1日开始，考核结果于7月8日公示。", "0 0 0 2"},
        {"考核时间为2025年7月1日至7月6日，考核办法自2025年1月6日起施行。", "0 1 0 2"},
        {"考核组3人于2025年7月1日到场，下次考核在2025年10月6日。", "0 0 0 3"},
        {"2025年7月5日考核组到场，下次考核日期为2025年10月6日。", "0 0 0 2"},
        {"考核于2025年7月5日。", "0 0 1 0; 2025年7月5日, 考核日期 2025年7月6日"},
        {"于2025年7月5日考核，得75.2分。", "0 1 1 0; 2025年7月5日, 考核日期 2025年7月6日"},
        {"考核日期为2025年7月5日（星期六）。", "0 0 1 0; 2025年7月5日, 考核日期 2025年7月6日"},
        {"签订于2025年8月3日（见附件）。", "0 0 0 1"},
    };
    outermost_give(rows, ARRAY_COUNT(rows));
}

static void test_owner_is_meant(void **state)
{
    (void)state;
    struct checked checked = check_words("<p>在岗人员情况良好。</p>",
                                         "<p>中心在岗8人，流动3名，得97.85分。</p><p>现有中心8人。</p>");
    expect(&checked, "owner",
           "0 1 3 0; 8人, 中心“六和” › 在岗人数 9人; 3名, 中心“六和” › 流动人数 4人; 8人, 中心“六和” › "
           "在岗人数 9人");
}

static void test_declared_free(void **state)
{
    (void)state;
    static const char *const words[] = {
        "<p>六和中心在岗<free>8人</free>。</p>",
        "<p figures='free'>六和中心在岗8人。</p>",
        "<section title='六和中心在岗8人' figures='free'><p>六和中心在岗8人。</p></section>",
        "<list figures='free'><item>六和中心在岗8人</item></list>",
        "<p>甲<b figures='free'>六和中心在岗8人<note>六和中心在岗8人</note></b></p>",
    };
    for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
        struct checked checked = check_words(words[i], "");
        expect(&checked, words[i], "0 0 0 0");
    }
    struct checked kind = check_input(
        "<k start='2025-08-02' rule='六和中心在岗8人' choice='3人'><law><p>六和中心在岗8人</p></law>"
        "<words figures='free'><p>六和中心在岗8人</p></words><center name='六和' staff='9'/></k>",
        true, false);
    expect(&kind, "kind", "0 0 0 0");
}

static void test_everywhere(void **state)
{
    (void)state;
    struct checked checked = check_input(
        "<k start='2025-08-02'><words><section "
        "title='六和中心在岗8人'><p>甲<note>六和中心在岗8人</note></p><list><item>六和中心在岗8人"
        "<list><item>六和中心在岗8人</item></list></item></list><table "
        "columns='*'><row><cell>六和中心在岗8人</cell>"
        "<cell><p>六和中心在岗8人</p></cell></row></table></section></words><note>六和中心在岗8人</note>"
        "<center name='六和' staff='9'/></k>",
        false, false);
    assert_int_equal(checked.report.counts[PROSE_NEAR], 7);
    assert_int_equal(checked.report.count, 7);
    job_end(&checked.job);
}

static void test_places_and_severity(void **state)
{
    (void)state;
    struct checked checked = check_input(
        "<k start='2025-08-02' note='&lt;六和中心&#x5728;岗8人'><words>\n<p>六和&amp;\n  六和中心在岗8人"
        "</p></words><center name='六和' staff='9'/></k>",
        false, true);
    assert_int_equal(checked.report.count, 2);
    assert_string_equal(job_messages(&checked.job),
                        "in.xml:1:46: error: 正文写“8人”，而 中心“六和” › 在岗人数 为 "
                        "9人。提示：改正其中一处，或在正文里写成 {…} "
                        "引用字段；与字段无关的数字标明 figures=\"free\" 或 <free>\n"
                        "in.xml:3:9: error: 正文写“8人”，而 中心“六和” › 在岗人数 为 9人\n");
    assert_int_equal(checked.report.items[0].place.column, 46);
    job_end(&checked.job);
}

static void test_wrong_marks(void **state)
{
    (void)state;
    struct checked value =
        check_input("<k start='2025-08-02'><words figures='no'><p>甲</p></words></k>", true, false);
    job_expect_fault(&value.job, MSG_MODEL_FIGURES, 1, 39, "free");
    struct checked other =
        check_input("<k start='2025-08-02'><words figure='free'><p>甲</p></words></k>", true, false);
    job_expect_fault(&other.job, MSG_MODEL_PROSE_ATTRIBUTE, 1, 38, "figure");
}

/* 1 MiB in one sentence, 40,000 numbers, 30,000 records. */
static void test_much(void **state)
{
    (void)state;
    struct buf input = BUF(READER_MAX_BYTES);
    buf_add_text(&input, "<k start='2025-08-02'><words><p>");
    for (int i = 0; i < 40000; i++)
        buf_printf(&input, "六和中心在岗%d人和", i % 50);
    buf_add_text(&input, "</p></words>");
    for (int i = 0; i < 30000; i++)
        buf_printf(&input, "<center name='六和%d' staff='9'/>", i);
    buf_add_text(&input, "</k>");
    struct checked checked = check_input(buf_str(&input).ptr, true, false);
    size_t total = 0;
    for (size_t i = 0; i < PROSE_VERDICTS; i++)
        total += checked.report.counts[i];
    assert_int_equal(total, 40000);
    assert_int_equal(checked.report.count, PROSE_MAX_KEPT);
    job_end(&checked.job);
    buf_clear(&input);
}

static enum status attempt(void)
{
    static const char INPUT[] =
        "<k start='2025-08-02'><words><p>六和中心在岗8人，{total}元，贰佰元整。</p></words>"
        "<center name='六和' staff='9'/></k>";
    struct arena *arena = arena_new(0);
    struct diag *diag = arena == NULL ? NULL : diag_new(arena);
    struct model *model = NULL;
    struct node *root = NULL;
    struct record *record = NULL;
    struct typed_texts texts = {0};
    struct prose_report report = {.all = true};
    if (diag == NULL) {
        arena_free(arena);
        return NO_MEMORY;
    }
    struct eval eval = {.arena = arena, .diag = diag};
    enum status status = model_load(arena, diag, job_folder, &model);
    if (status == OK)
        status = reader_read_bytes(arena, diag, "in.xml", str_of(INPUT), &root);
    const struct model_reading reading = {.model = model, .eval = &eval, .texts = &texts};
    if (status == OK)
        status = model_read(&reading, root, &record);
    if (status == OK)
        status = prose_check(&eval, record, &texts, &report);
    arena_free(arena);
    return status;
}

static void test_memory(void **state)
{
    (void)state;
    bool struck = true;
    job_write_model(MODEL);
    assert_int_equal(attempt(), OK);
    for (uint64_t n = 1; struck; n++) {
        base_fail_allocation(n);
        struck = memory_struck(attempt());
    }
    job_remove_model();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_proved),         cmocka_unit_test(test_partly_named),
        cmocka_unit_test(test_equal),          cmocka_unit_test(test_near),
        cmocka_unit_test(test_mistaken),       cmocka_unit_test(test_called),
        cmocka_unit_test(test_unitless),       cmocka_unit_test(test_whole),
        cmocka_unit_test(test_of_whole),       cmocka_unit_test(test_own_rating),
        cmocka_unit_test(test_other_meetings), cmocka_unit_test(test_not_near),
        cmocka_unit_test(test_owner_is_meant), cmocka_unit_test(test_declared_free),
        cmocka_unit_test(test_everywhere),     cmocka_unit_test(test_places_and_severity),
        cmocka_unit_test(test_wrong_marks),    cmocka_unit_test(test_much),
        cmocka_unit_test(test_memory),         cmocka_unit_test(test_never_equal),
        cmocka_unit_test(test_cells),          cmocka_unit_test(test_units_of_tables),
        cmocka_unit_test(test_ordinals),       cmocka_unit_test(test_other_days),
        cmocka_unit_test(test_changes),        cmocka_unit_test(test_turned),
        cmocka_unit_test(test_spread),         cmocka_unit_test(test_rounded),
        cmocka_unit_test(test_exchanged),      cmocka_unit_test(test_scores),
        cmocka_unit_test(test_twins),          cmocka_unit_test(test_periods),
        cmocka_unit_test(test_parts),          cmocka_unit_test(test_apart),
        cmocka_unit_test(test_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
