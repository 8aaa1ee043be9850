/* What stays of values, where they are found, and what the proof calls a trace. */
#include "failing.h"
#include "hide/hide.h"
#include "page/page.h"

struct fixture {
    struct arena *arena;
    struct diag *diag;
    struct hide *hide;
};

static struct fixture begin(void)
{
    struct fixture f = {.arena = arena_new(0)};
    f.diag = diag_new(f.arena);
    f.hide = hide_new(f.arena, f.diag);
    assert_non_null(f.hide);
    return f;
}

static void end(struct fixture *f)
{
    hide_free(f->hide);
    arena_free(f->arena);
}

static enum status add(struct fixture *f, enum personal personal, const char *text)
{
    const struct hide_value value = {.text = str_of(text), .personal = personal, .path = STR("姓名")};
    return hide_add(f->hide, &value);
}

static void expect(struct fixture *f, const char *text, const char *wanted)
{
    struct str found = str_of(text);
    assert_int_equal(hide_text(f->hide, &found), OK);
    assert_string_equal(arena_copy(f->arena, found).ptr, wanted);
}

/* Is something left in a paper of this title? */
static bool is_left(struct fixture *f, const char *title)
{
    const struct page_document document = {.title = str_of(title)};
    enum status status = hide_prove(f->hide, &document, STR(""));
    assert_true(status == OK || status == FAILED);
    return status == FAILED;
}

/* Or in one whose only page has the text? */
static bool is_left_on_page(struct fixture *f, const char *text)
{
    struct page_glyph glyph = {.text = str_of(text)};
    struct page_item item = {.kind = PAGE_GLYPHS, .tag.node = 1, .glyphs = &glyph, .glyph_count = 1};
    const struct page page = {.items = &item, .item_count = 1};
    assert_int_equal(hide_page(f->hide, &page, 0), OK);
    return is_left(f, "");
}

static void test_rules(void **state)
{
    static const struct {
        enum personal personal;
        const char *value, *shown;
    } cases[] = {
        {PERSONAL_NAME, "张建国", "张某某"},
        {PERSONAL_NAME, "张三", "张某"},
        {PERSONAL_NAME, "欧阳修", "欧阳某"},
        {PERSONAL_NAME, "欧阳", "欧某"},
        {PERSONAL_NAME, "尉迟敬德", "尉迟某某"},
        {PERSONAL_NAME, "单雄信", "单某某"},
        {PERSONAL_NAME, "阿依古丽·买买提", "阿某某某·某某某"},
        {PERSONAL_NAME, "𬭎铁", "𬭎某"},
        {PERSONAL_NAME, "John Smith", "J*** *****"},
        {PERSONAL_NAME, "张三、李四", "张某、李某"},
        {PERSONAL_CALLED, "小建国、芳姨", "某某某、某某"},
        {PERSONAL_ID, "44030119900307123X", "4403**********123X"},
        {PERSONAL_ID, "440301900307123", "440*********123"},
        {PERSONAL_ID, "E12345678", "E1*****78"},
        {PERSONAL_PHONE, "13800000001", "138****0001"},
        {PERSONAL_PHONE, "0755-82001234", "0755-****1234"},
        {PERSONAL_PHONE, "82001234", "****1234"},
        {PERSONAL_PHONE, "12345", "***45"},
        {PERSONAL_PHONE, "１３８００００００01", "１３８＊＊＊＊００01"},
        {PERSONAL_PHONE, "13800000001（家属）", "138****0001（＊＊）"},
        {PERSONAL_PHONE, "0755-82001234转801", "0755-****1234＊***"},
        {PERSONAL_PHONE, "电话待补充", "＊＊＊＊＊"},
        {PERSONAL_ADDRESS, "广东省深圳市福田区莲花路12号", "广东省深圳市福田区＊＊＊**＊"},
        {PERSONAL_ADDRESS, "莲花小区5栋", "＊＊＊＊*＊"},
        {PERSONAL_ADDRESS, "成都市锦江花园东区8号", "成都市＊＊＊＊＊＊*＊"},
        {PERSONAL_ADDRESS, "武汉市泰康苑二区9栋", "武汉市＊＊＊＊＊*＊"},
        {PERSONAL_ADDRESS, "深圳市红旗路12号", "深圳市＊＊＊**＊"},
        {PERSONAL_ADDRESS, "广州市菜市场后巷", "广州市＊＊＊＊＊"},
        {PERSONAL_ADDRESS, "深圳市海军军区大院", "深圳市＊＊＊＊＊＊"},
        {PERSONAL_ADDRESS, "福州市省府路9号", "福州市＊＊＊*＊"},
        {PERSONAL_ADDRESS, "重庆市江北区建新路3号", "重庆市江北区＊＊＊*＊"},
        {PERSONAL_ADDRESS, "深圳市福田区", "深圳市福田区"},
        {PERSONAL_ADDRESS, "海南省儋州市那大镇3号", "海南省儋州市＊＊＊*＊"},
        {PERSONAL_ADDRESS, "阳光新区", "＊＊＊＊"},
        {PERSONAL_ADDRESS, "深圳市南山区科技园小区5栋", "深圳市南山区＊＊＊＊＊*＊"},
        {PERSONAL_ADDRESS, "罗湖区东门都市心海岸3栋", "罗湖区＊＊＊＊＊＊＊*＊"},
        {PERSONAL_ADDRESS, "龙华区万科城市花园12栋", "龙华区＊＊＊＊＊＊**＊"},
        {PERSONAL_ADDRESS, "福田区神州花园3栋", "福田区＊＊＊＊*＊"},
        {PERSONAL_ADDRESS, "福田区上步州际公寓", "福田区＊＊＊＊＊＊"},
        {PERSONAL_ADDRESS, "玉兰社区杭州花园3栋", "＊＊＊＊＊＊＊＊*＊"},
        {PERSONAL_ADDRESS, "深圳市中海城市广场2座", "深圳市＊＊＊＊＊＊*＊"},
        {PERSONAL_ADDRESS, "龙华街道都市阳光名苑", "＊＊＊＊＊＊＊＊＊＊"},
        {PERSONAL_ADDRESS, "北京市东花市大街12号", "北京市＊＊＊＊＊**＊"},
        {PERSONAL_ADDRESS, "北京市菜市口大街9号", "北京市＊＊＊＊＊*＊"},
        {PERSONAL_ADDRESS, "深圳市红旗渠花园", "深圳市＊＊＊＊＊"},
        {PERSONAL_ADDRESS, "广州大道中12号", "＊＊＊＊＊**＊"},
        {PERSONAL_ADDRESS, "广州天河区体育西路9号", "广州天河区＊＊＊＊*＊"},
        {PERSONAL_ADDRESS, "广东深圳市福田区莲花路", "广东深圳市福田区＊＊＊"},
        {PERSONAL_ADDRESS, "东花市大街12号", "＊＊＊＊＊**＊"},
        {PERSONAL_ADDRESS, "苏州市昆山市玉山镇", "苏州市昆山市＊＊＊"},
        {PERSONAL_ADDRESS, "凉山州西昌市长安路", "凉山州西昌市＊＊＊"},
        {PERSONAL_ADDRESS, "广西壮族自治区南宁市青秀区民族大道", "广西壮族自治区南宁市青秀区＊＊＊＊"},
        {PERSONAL_ADDRESS, "内蒙古自治区锡林郭勒盟阿巴嘎旗那仁路", "内蒙古自治区锡林郭勒盟阿巴嘎旗＊＊＊"},
        {PERSONAL_ADDRESS, "哈尔滨市道里区中央大街", "哈尔滨市道里区＊＊＊＊"},
        {PERSONAL_ADDRESS, "长春苑东区5栋", "＊＊＊＊＊*＊"},
        {PERSONAL_ADDRESS, "长春苑东区", "＊＊＊＊＊"},
        {PERSONAL_ADDRESS, "中山大学区", "＊＊＊＊＊"},
        {PERSONAL_ADDRESS, "六安茶区", "＊＊＊＊"},
        {PERSONAL_ADDRESS, "杨美新区12号", "＊＊＊＊**＊"},
        {PERSONAL_ADDRESS, "深圳市桃源居甲区", "深圳市＊＊＊＊＊"},
        {PERSONAL_ADDRESS, "深圳市东门旧市", "深圳市＊＊＊＊"},
        {PERSONAL_ADDRESS, "内蒙古通辽市三面红旗小区", "内蒙古通辽市＊＊＊＊＊＊"},
        {PERSONAL_ADDRESS, "深圳", "深圳"},
        {PERSONAL_ADDRESS, "湖南邵阳", "湖南邵阳"},
        {PERSONAL_ADDRESS, "北京市石景山区八角西街", "北京市石景山区＊＊＊＊"},
        {PERSONAL_ADDRESS, "西宁市城东区共和路", "西宁市城东区＊＊＊"},
        {PERSONAL_PHONE, "13812345678 13987654321", "*********** *******4321"},
        {PERSONAL_PHONE, "13812345678（Anna）", "138****5678（****）"},
        {PERSONAL_ID, "44030119900307123X（Anna）", "4403**********123X（****）"},
        {PERSONAL_ADDRESS, "朝阳区朝阳路9号", "朝阳区＊＊＊*＊"},
        {PERSONAL_ADDRESS, "沈阳市东城区街3号", "沈阳市＊＊＊＊*＊"},
        {PERSONAL_ACCOUNT, "6222021234567890123", "***************0123"},
        {PERSONAL_ACCOUNT, "6222021234567890（坪山支行）", "************7890（＊＊＊＊）"},
        {PERSONAL_TEXT, "肢体残疾（二级）", "＊＊＊＊（＊＊）"},
        {PERSONAL_NAME, "张某某", "张某某"},
        {PERSONAL_PHONE, "138****0001", "138****0001"},
        {PERSONAL_TEXT, "＿＿＿", "＿＿＿"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct fixture f = begin();
        assert_int_equal(add(&f, cases[i].personal, cases[i].value), OK);
        assert_int_equal(hide_settle(f.hide), OK);
        expect(&f, cases[i].value, cases[i].shown);
        end(&f);
    }
}

static void test_too_short(void **state)
{
    static const char *const values[] = {"王", "8", "1234"};
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(values); i++) {
        struct fixture f = begin();
        assert_int_equal(add(&f, PERSONAL_TEXT, values[i]), FAILED);
        end(&f);
    }
}

static void fill(struct fixture *f)
{
    assert_int_equal(add(f, PERSONAL_NAME, "张建国"), OK);
    assert_int_equal(add(f, PERSONAL_NAME, "建国强"), OK);
    assert_int_equal(add(f, PERSONAL_NAME, "李建设"), OK);
    assert_int_equal(add(f, PERSONAL_NAME, "John Smith"), OK);
    assert_int_equal(add(f, PERSONAL_PHONE, "13812345678"), OK);
    assert_int_equal(add(f, PERSONAL_PHONE, "0755-82000000"), OK);
    assert_int_equal(add(f, PERSONAL_ID, "44030119900307123X"), OK);
    assert_int_equal(add(f, PERSONAL_ADDRESS, "深圳市福田区莲花路12号"), OK);
    assert_int_equal(add(f, PERSONAL_ADDRESS, "深圳市南山区登良巷9号小区"), OK);
    assert_int_equal(add(f, PERSONAL_TEXT, "视力残疾"), OK);
    assert_int_equal(add(f, PERSONAL_NO, "社区建设服务中心"), OK);
    assert_int_equal(add(f, PERSONAL_UNSAID, "莲花路街道"), OK);
    assert_int_equal(hide_settle(f->hide), OK);
}

static void test_found(void **state)
{
    struct fixture f = begin();
    (void)state;
    fill(&f);
    expect(&f, "请张建国、张 建　国和张\xE2\x80\x8B建国", "请张某某、张 某　某和张\xE2\x80\x8B某某");
    expect(&f, "张建国强", "张某某某");     /* nobody knows which of the two */
    expect(&f, "JOHN SMITH", "J*** *****"); /* however it is written */
    expect(&f, "Johnsmithy", "Johnsmithy"); /* no word of its own */
    expect(&f, "138-1234-5678，(138)1234.5678", "138-****-5678，(138)****.5678");
    expect(&f, "１３８１２３４５６７８", "１３８＊＊＊＊５６７８");
    expect(&f, "82000000", "****0000");               /* without the area code */
    expect(&f, "2138123456789元", "2138123456789元"); /* another number */
    expect(&f, "138,123,456.78元", "138,123,456.78元");
    expect(&f, "44030119900307123x", "4403**********123x");
    expect(&f, "张（建）国", "张（建）国"); /* marks count for something between letters */
    end(&f);
}

static void test_traces(void **state)
{
    static const struct {
        const char *text;
        bool is_left;
    } cases[] = {
        {"小建国来了", true},
        {"建 国", true},
        {"建\xE2\x80\x8B国", true},
        {"张某某", false},
        {"社区建设服务中心", false},
        {"建设", true},
        {"尾号34567", false},
        {"尾号345678", true},
        {"3456-78", true},
        {"４５６７８1", false},
        {"19900307", true},
        {"1990年3月7日", false},
        {"820000001", true},
        {"合计 200000 元", false},
        {"莲花路", false},
        {"花路12号", true},
        {"2138123456789", true},
        {"Mr Smith said", true},
        {"a smithy", false},
        {"深圳市福田区", false},
        {"4403 和 123X", false},
        {"莲花", false},
        {"花路", false},
        {"在登良巷", true},
        {"良巷", true},
        {"巷9", false},
        {"小区", false},
        {"视力", true},
        {"力残", true},
    };
    struct fixture f = begin();
    (void)state;
    fill(&f);
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
        if (is_left(&f, cases[i].text) != cases[i].is_left)
            fail_msg("%s", cases[i].text);
    end(&f);
}

static void test_known(void **state)
{
    struct fixture f = begin();
    (void)state;
    assert_int_equal(add(&f, PERSONAL_NAME, "李建设"), OK);
    assert_int_equal(hide_add_known(f.hide, STR("<p>建设单位</p>")), OK);
    assert_int_equal(hide_settle(f.hide), OK);
    assert_false(is_left(&f, "建设单位"));
    assert_false(is_left(&f, "由建设单价"));
    assert_true(is_left(&f, "社区建设"));
    assert_true(is_left(&f, "建设来访"));
    assert_true(is_left(&f, "李建设"));
    end(&f);
}

/* A short text excuses parts, but not when it says the value. */
static void test_weighing(void **state)
{
    static const struct {
        const char *text, *printed;
        bool is_left;
    } cases[] = {
        {"凤凰大道社区", "凤凰大道", false},          {"凤凰大道88号赵家", "凤凰大道88号赵家", true},
        {"凤凰大道88号赵家", "凤凰大道", true},       {"糖尿病患者互助组", "糖尿病患者", false},
        {"糖尿病并发症患者", "糖尿病并发症患", true}, {"糖尿病人", "糖尿病并发", true},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct fixture f = begin();
        assert_int_equal(add(&f, PERSONAL_ADDRESS, "深圳市龙岗区凤凰大道88号"), OK);
        assert_int_equal(add(&f, PERSONAL_TEXT, "二型糖尿病并发症"), OK);
        assert_int_equal(add(&f, PERSONAL_UNSAID, cases[i].text), OK);
        assert_int_equal(hide_settle(f.hide), OK);
        if (is_left(&f, cases[i].printed) != cases[i].is_left)
            fail_msg("%s: %s", cases[i].text, cases[i].printed);
        end(&f);
    }
}

/* Of two values that share a piece each is said by a text that has five letters of it. */
static void test_said(void **state)
{
    static const struct {
        enum personal personal;
        const char *value, *text, *printed;
    } cases[] = {
        {PERSONAL_ADDRESS, "深圳市龙岗区凤凰大道9号", "走访凤凰大道9号", "走访凤凰大道9号"},
        {PERSONAL_ADDRESS, "深圳市龙岗区莲花大道8号", "走访莲花大道8号", "走访莲花大道8号"},
        {PERSONAL_TEXT, "手机13812345678", "致电13812345678", "致电13812345678"},
        {PERSONAL_TEXT, "微信号zhangjianguo88", "加微信zhangjianguo88", "加微信zhangjianguo88"},
        {PERSONAL_ADDRESS, "深圳市福田区莲塘9号", "走访莲塘9号", "走访莲塘9号"},
        {PERSONAL_TEXT, "艾滋病", "走访艾滋病人家", "他有艾滋"},
        {PERSONAL_PHONE, "13812345678（儿子张小军）", "联系儿子张小军", "儿子张小军"},
        {PERSONAL_NAME, "Li Lily", "探望Lily", "探望Lily"},
        {PERSONAL_PHONE, "13812345678", "致电138123", "致电138123"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct fixture f = begin();
        assert_int_equal(add(&f, PERSONAL_ADDRESS, "深圳市龙岗区凤凰大道8号Lily公寓"), OK);
        assert_int_equal(add(&f, PERSONAL_TEXT, "手机13812399999"), OK);
        assert_int_equal(add(&f, cases[i].personal, cases[i].value), OK);
        assert_int_equal(add(&f, PERSONAL_UNSAID, cases[i].text), OK);
        assert_int_equal(hide_settle(f.hide), OK);
        if (!is_left_on_page(&f, cases[i].printed))
            fail_msg("%s", cases[i].text);
        end(&f);
    }
}

/* A name's two letters are a trace however often they stand there, whatever else has the same ones. */
static void test_pairs(void **state)
{
    static const struct {
        const char *name, *address;
        bool name_first;
        const char *text, *typed; /* NULL: as it is printed */
        bool is_left;
    } cases[] = {
        {NULL, "登良巷九号", false, "登良", NULL, true},
        {NULL, "登良巷九号", false, "登良，登良", NULL, true},
        {NULL, "登良巷九号", false, "登良，登良，登良", NULL, false},
        {NULL, "登良巷九号", false, "登良，登良，登良，良巷", NULL, true},
        {"李登良", "登良巷九号", false, "登良，登良，登良", NULL, true},
        {"李登良", "登良巷九号", true, "登良，登良，登良", NULL, true},
        {NULL, "登良巷九号", false, "登良，登良，登良", "登良",
         true}, /* a heading, with its line in the contents */
        {NULL, "登良巷九号", false, "登良", "登良，登良，登良", true}, /* what is not printed */
        {NULL, "登良巷九号", false, "登良，登良，登良", "登良巷九号，登良巷九号，登良巷九号", true},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct fixture f = begin();
        if (cases[i].name != NULL && cases[i].name_first)
            assert_int_equal(add(&f, PERSONAL_NAME, cases[i].name), OK);
        assert_int_equal(add(&f, PERSONAL_ADDRESS, cases[i].address), OK);
        if (cases[i].name != NULL && !cases[i].name_first)
            assert_int_equal(add(&f, PERSONAL_NAME, cases[i].name), OK);
        assert_int_equal(hide_settle(f.hide), OK);
        assert_int_equal(
            hide_add_typed(f.hide, str_of(cases[i].typed != NULL ? cases[i].typed : cases[i].text)), OK);
        if (is_left_on_page(&f, cases[i].text) != cases[i].is_left)
            fail_msg("%zu: %s", i, cases[i].text);
        end(&f);
    }
}

/* What is printed instead of values is no trace of others; a number in words is taken apart by nobody. */
static void test_shown(void **state)
{
    static const struct {
        enum personal first, second;
        const char *a, *b, *text;
        bool is_left;
    } cases[] = {
        {PERSONAL_ADDRESS, PERSONAL_ADDRESS, "北京市朝阳区登良巷9号", "北京市海淀区朝阳路8号", "北京市朝阳区",
         false},
        {PERSONAL_ADDRESS, PERSONAL_ADDRESS, "北京市朝阳区登良巷9号", "北京市海淀区朝阳路8号", "在朝阳区",
         false},
        {PERSONAL_ADDRESS, PERSONAL_ADDRESS, "北京市朝阳区登良巷9号", "北京市海淀区朝阳路8号", "在朝阳",
         true},
        {PERSONAL_ADDRESS, PERSONAL_ADDRESS, "北京市朝阳区登良巷9号", "北京市海淀区朝阳区街8号", "朝阳区街",
         true},
        {PERSONAL_NAME, PERSONAL_NAME, "欧阳修文", "李欧阳", "欧阳某某", false},
        {PERSONAL_NAME, PERSONAL_NAME, "欧阳修文", "李欧阳", "欧阳来", true},
        {PERSONAL_NAME, PERSONAL_ADDRESS, "张建国", "某某路", "某某", false},
        {PERSONAL_NAME, PERSONAL_ADDRESS, "张建国", "某某路", "某路", true},
        {PERSONAL_NAME, PERSONAL_ADDRESS, "张建国", "十二里铺", "二〇二六年十二月", false},
        {PERSONAL_NAME, PERSONAL_ADDRESS, "张建国", "十二里铺", "去十二", true},
        {PERSONAL_NAME, PERSONAL_ADDRESS, "张建国", "三元里9号", "壹佰零三元整", false},
        {PERSONAL_NAME, PERSONAL_ADDRESS, "李元元", "八角西街8号", "元元一家三口", true},
        {PERSONAL_NAME, PERSONAL_ADDRESS, "李元元", "八角西街8号", "八角五号院", true},
        {PERSONAL_NAME, PERSONAL_ADDRESS, "李元元", "九龙路三百三十三号", "住三百三十三栋", true},
        {PERSONAL_NAME, PERSONAL_TEXT, "李元元", "一九六三年五月十二日生", "是一九六三年五月生人", true},
        {PERSONAL_PHONE, PERSONAL_TEXT, "13812345678（儿子张小军）", "视力残疾", "张小军来电", true},
        {PERSONAL_PHONE, PERSONAL_TEXT, "13812345678（儿子张小军）", "视力残疾", "小军来电", false},
        {PERSONAL_PHONE, PERSONAL_TEXT, "13812345678", "患ADHD", "有ADHD的", true},
        {PERSONAL_PHONE, PERSONAL_TEXT, "13812345678", "患ADHD", "有ADHDX的", false},
        {PERSONAL_PHONE, PERSONAL_TEXT, "13812345678", "患病", "138:1234:5678", true},
        {PERSONAL_PHONE, PERSONAL_TEXT, "13812345678", "患病", "138、1234、5678", true},
        {PERSONAL_PHONE, PERSONAL_TEXT, "13812345678", "患病", "1,381,234.56", false},
        {PERSONAL_PHONE, PERSONAL_TEXT, "13812345678", "患病", "13,812,345,678", false},
        {PERSONAL_PHONE, PERSONAL_TEXT, "13812345678 13987654321", "患病", "13812345678", true},
        {PERSONAL_PHONE, PERSONAL_TEXT, "13812345678（Anna）", "患病", "由Anna来", true},
        {PERSONAL_PHONE, PERSONAL_TEXT, "13812345678", "患抑郁症，2025年曾住院", "2025年活动", false},
        {PERSONAL_PHONE, PERSONAL_ADDRESS, "13812345678", "福田区坂田街道莲花路12号",
         "马田街道，〔2025〕12号", false},
        {PERSONAL_PHONE, PERSONAL_ADDRESS, "13812345678", "福田区坂田街道莲花路12号", "坂田", true},
        {PERSONAL_PHONE, PERSONAL_ADDRESS, "13812345678", "坪山区人民路5号", "去人民路", true},
        {PERSONAL_PHONE, PERSONAL_ADDRESS, "13812345678", "坪山区文化路38号", "在文化路说", true},
        {PERSONAL_PHONE, PERSONAL_ADDRESS, "13812345678", "坪山区水北路3号", "住水北路", true},
        {PERSONAL_PHONE, PERSONAL_ADDRESS, "13812345678", "坪山区莲花园3栋", "到莲花园", true},
        {PERSONAL_PHONE, PERSONAL_ADDRESS, "13812345678", "南昌市东湖区八一大道9号", "八一，一九六三年生",
         true},
        {PERSONAL_CALLED, PERSONAL_ADDRESS, "一一", "南昌市东湖区八一大道9号", "二〇一一年", false},
        {PERSONAL_NAME, PERSONAL_ADDRESS, "张建国", "三元里9号", "在三元说", true},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct fixture f = begin();
        assert_int_equal(add(&f, cases[i].first, cases[i].a), OK);
        assert_int_equal(add(&f, cases[i].second, cases[i].b), OK);
        assert_int_equal(hide_settle(f.hide), OK);
        if (is_left_on_page(&f, cases[i].text) != cases[i].is_left)
            fail_msg("%zu: %s", i, cases[i].text);
        end(&f);
    }
}

/* Nothing is told of more than twenty places, and the paper is refused all the same. */
static void test_many(void **state)
{
    enum { TOLD = 20 };
    struct fixture f = begin();
    (void)state;
    fill(&f);
    for (size_t i = 0; i <= TOLD; i++)
        assert_true(is_left(&f, "建国"));
    assert_int_equal(diag_count(f.diag, SEVERITY_ERROR), TOLD);
    end(&f);
}

static enum status attempt(void)
{
    struct arena *arena = arena_new(0);
    struct diag *diag = arena == NULL ? NULL : diag_new(arena);
    struct hide *hide = diag == NULL ? NULL : hide_new(arena, diag);
    const struct hide_value value = {.text = STR("张建国"), .personal = PERSONAL_NAME, .path = STR("姓名")};
    struct str text = STR("“张建国”");
    enum status status = hide == NULL ? NO_MEMORY : hide_add(hide, &value);
    if (status == OK)
        status = hide_settle(hide);
    if (status == OK)
        status = hide_text(hide, &text);
    hide_free(hide);
    arena_free(arena);
    return status;
}

static void test_memory(void **state)
{
    bool struck = true;
    (void)state;
    for (uint64_t n = 1; struck; n++) {
        base_fail_allocation(n);
        struck = memory_struck(attempt());
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules),  cmocka_unit_test(test_too_short), cmocka_unit_test(test_found),
        cmocka_unit_test(test_traces), cmocka_unit_test(test_known),     cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_shown),  cmocka_unit_test(test_said),      cmocka_unit_test(test_weighing),
        cmocka_unit_test(test_many),   cmocka_unit_test(test_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
