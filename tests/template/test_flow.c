/* template: for, if, choose, define, call, slot, use, and the names that each of them sees. */
#include "kit.h"
#include "reader/messages.def"
#include "template/messages.def"
#include "schema/messages.def"

#define MODEL                                                                                                \
    "<text name='title'/><number name='total'/><text name='note' optional='yes'/>"                           \
    "<list name='party'><text name='name'/><number name='amount'/>"                                          \
    "<list name='item'><text name='what'/></list></list>"                                                    \
    "<group name='old'><text name='label'/><list name='part'><text name='word'/></list></group>"
#define INPUT                                                                                                \
    "<k title='题' total='3'>"                                                                              \
    "<party name='甲' amount='1'><item what='笔'/><item what='纸'/></party>"                              \
    "<party name='乙' amount='2'/>"                                                                         \
    "<old label='旧'><part word='子'/><part word='丑'/></old></k>"
#define SECTION(body) "<section page='body'>" body "</section>"

static void gives(const char *layout, const char *expected)
{
    kit_kind(MODEL, "", layout);
    kit_gives(INPUT, expected);
}

static void load_fails(const char *layout, const struct message *code, const char *expected)
{
    kit_kind(MODEL, "", layout);
    kit_load_fails(code, expected);
}

static void test_for_sees_the_element_and_what_is_around(void **state)
{
    (void)state;
    gives(SECTION("<for each='party'><p>{title}{name}{amount}</p></for>"),
          "section body\n  p body: 题甲1\n  p body: 题乙2\n");
}

static void test_for_as_and_index(void **state)
{
    (void)state;
    gives(SECTION("<for each='party' as='x' index='i'><for each='item' as='y' index='j'>"
                  "<p>{x.name}{i}{name}{y.what}{what}{j}</p></for></for>"),
          "section body\n  p body: 甲1甲笔笔1\n  p body: 甲1甲纸纸2\n");
}

static void test_for_over_a_list_in_a_group_sees_the_group(void **state)
{
    (void)state;
    gives(
        SECTION(
            "<for each='party' as='x'><for each='old.part'><p>{x.name}{label}{word}{title}{position()}</p>"
            "</for></for>"),
        "section body\n  p body: 甲旧子题1\n  p body: 甲旧丑题2\n  p body: 乙旧子题1\n  p body: 乙旧丑题2\n");
}

static void test_for_over_a_filter_and_over_values(void **state)
{
    (void)state;
    gives(SECTION("<for each='party[amount &gt; 1]' index='i'><p>{i}{name}{position()}</p></for>"
                  "<for each='party.name' as='n' index='i'><p>{i}{n}</p></for>"),
          "section body\n  p body: 1乙2\n  p body: 1甲\n  p body: 2乙\n");
}

static void test_inner_names_hide_outer_ones(void **state)
{
    (void)state;
    gives(SECTION("<for each='party' as='title' index='name'><p>{title.name}{name}</p></for>"),
          "section body\n  p body: 甲1\n  p body: 乙2\n");
}

static void test_if_and_choose(void **state)
{
    (void)state;
    gives(
        SECTION("<if test='total &gt; 2'><p>多</p></if><if test='has(note)'><p>{note}</p></if>"
                "<for each='party'><choose><when test=\"name = '甲'\"><p>一</p></when>"
                "<when test='amount &gt; 5'><p>二</p></when><otherwise><p>三</p></otherwise></choose></for>"),
        "section body\n  p body: 多\n  p body: 一\n  p body: 三\n");
}

static void test_control_inside_a_line(void **state)
{
    (void)state;
    gives(SECTION("<p>有<for each='party' index='i'><if test='i &gt; 1'>、</if>{name}</for>。</p>"),
          "section body\n  p body: 有甲、乙。\n");
}

static void test_control_around_sections(void **state)
{
    (void)state;
    gives("<for each='party'>" SECTION("<p>{name}</p>") "</for>",
          "section body\n  p body: 甲\nsection body\n  p body: 乙\n");
}

static void test_call_with_arguments(void **state)
{
    (void)state;
    gives("<define name='d' params='role who'><p>{role}{who.name}{title}</p></define>" SECTION(
              "<for each='party' as='x'><call name='d' role=\"'方'\" who='x'/></for>"),
          "section body\n  p body: 方甲题\n  p body: 方乙题\n");
}

static void test_slot_in_loops(void **state)
{
    (void)state;
    gives("<define name='d' params='given'><for "
          "each='old.part'><p>{word}{given}</p><slot/></for></define>" SECTION(
              "<for each='party[amount = 2]'><call name='d' given='title'><p>{name}</p></call></for>"),
          "section body\n  p body: 子题\n  p body: 乙\n  p body: 丑题\n  p body: 乙\n");
}

static void test_a_call_inside_what_a_call_holds(void **state)
{
    (void)state;
    gives("<define name='d'><keep><slot/></keep></define>" SECTION(
              "<call name='d'><call name='d'><p>文</p></call></call>"),
          "section body\n  keep\n    keep\n      p body: 文\n");
}

static void test_used_defines(void **state)
{
    (void)state;
    kit_put("blocks.xml",
            "<layout><define name='a'><p>用{title}</p></define><define name='b'><p>共</p></define>"
            "<define name='never'><p>{nothing}</p></define></layout>");
    gives("<use file='blocks.xml'/><define name='b'><p>自</p></define>" SECTION(
              "<call name='a'/><call name='b'/>"),
          "section body\n  p body: 用题\n  p body: 自\n");
    assert_int_equal(diag_count(kit.diag, SEVERITY_WARNING), 0);
}

static void test_an_unused_define_is_a_warning(void **state)
{
    (void)state;
    gives("<define name='a'><p>{nothing}</p></define>" SECTION("<p/>"), "section body\n  p body:\n");
    assert_true(diag_has(kit.diag, MSG_TEMPLATE_DEFINE_UNUSED));
    /* <note> is two elements: of a table, with a style, and inline, without */
    gives("<define name='a'><p><note>x</note></p><table columns='*'><note "
          "style='note'>x</note></table></define>" SECTION("<p/>"),
          "section body\n  p body:\n");
    /* what a <when> holds stands where its <choose> does; <column> is two, of columns and of a table from data */
    gives("<define name='a'><choose><when test='x'><keep><p/></keep></when><otherwise><columns><column>"
          "<sign party='甲' width='1mm' right='0'/></column></columns></otherwise></choose></define>" SECTION(
              "<p/>"),
          "section body\n  p body:\n");
}

#define FAULT(name, layout, code, expected)                                                                  \
    static void name(void **state)                                                                           \
    {                                                                                                        \
        (void)state;                                                                                         \
        load_fails(layout, code, expected);                                                                  \
    }

FAULT(fault_field_in_a_branch_not_taken, SECTION("<if test='no'><p>甲{titel}</p></if>"), NULL,
      "layout.xml:1:49")
FAULT(fault_field_in_otherwise,
      SECTION("<choose><when test='yes'/><otherwise><p>{nam}</p></otherwise></choose>"), NULL, "nam")
FAULT(fault_field_in_a_define, "<define name='d'>\n<p>{nam}</p></define>" SECTION("<call name='d'/>"), NULL,
      "layout.xml:2:5")
FAULT(fault_local_outside, SECTION("<for each='party' as='x'/><p>{x.name}</p>"), NULL, "x")
FAULT(fault_test, SECTION("<if test='total'/>"), MSG_TEMPLATE_TEST, "layout.xml:1:40")
FAULT(fault_no_test, SECTION("<if/>"), MSG_SCHEMA_ATTRIBUTE_MISSING, "test")
FAULT(fault_each, SECTION("<for each='title'/>"), MSG_TEMPLATE_EACH, "layout.xml:1:41")
FAULT(fault_each_values, SECTION("<for each='party.name'/>"), MSG_TEMPLATE_EACH_VALUES, "as")
FAULT(fault_as, SECTION("<for each='party' as='1x'/>"), MSG_TEMPLATE_NAME, "1x")
FAULT(fault_as_twice, SECTION("<for each='party' as='x' index='x'/>"), MSG_SCHEMA_DUPLICATE, "“x”")
FAULT(fault_element, SECTION("<para/>"), MSG_SCHEMA_ELEMENT, "<para>")
FAULT(fault_attribute, SECTION("<p stlye='body'/>"), MSG_SCHEMA_ATTRIBUTE, "stlye，是不是“style”？")
FAULT(fault_other_attribute, SECTION("<p colour='red'/>"), MSG_SCHEMA_ATTRIBUTE, "可用：style align")
FAULT(fault_missing_near, SECTION("<if tset='no'/>"), MSG_SCHEMA_ATTRIBUTE, "tset，是不是“test”？")
FAULT(fault_define_near, "<define name='party'/>" SECTION("<call name='parti'/>"), MSG_SCHEMA_UNKNOWN,
      "是不是“party”？")
FAULT(fault_argument_near, "<define name='d' params='total'/>" SECTION("<call name='d' totl='1'/>"),
      MSG_TEMPLATE_ARGUMENT_UNKNOWN, "totl，是不是“total”？")
FAULT(fault_style, SECTION("<if test='no'><p style='bodi'/></if>"), MSG_SCHEMA_UNKNOWN, "“bodi”")
FAULT(fault_page_master, "<section page='boby'/>", MSG_SCHEMA_UNKNOWN, "layout.xml:1:24")
FAULT(fault_no_master, "<section/>", MSG_SCHEMA_ATTRIBUTE_MISSING, "page")
FAULT(fault_numbering, SECTION("<p numbering='x'/>"), MSG_SCHEMA_UNKNOWN, "编号")
FAULT(fault_no_section, "", MSG_TEMPLATE_SECTION_MISSING, "section")
FAULT(fault_stray_text, SECTION("<keep>\n 文</keep>"), MSG_SCHEMA_TEXT, "layout.xml:2:2")
FAULT(fault_no_define, SECTION("<call name='x'/>"), MSG_SCHEMA_UNKNOWN, "定义")
FAULT(fault_argument_missing, "<define name='d' params='a b'/>" SECTION("<call name='d' a='1'/>"),
      MSG_TEMPLATE_ARGUMENT_MISSING, " b")
FAULT(fault_argument_unknown, "<define name='d' params='a'/>" SECTION("<call name='d' a='1' c='2'/>"),
      MSG_TEMPLATE_ARGUMENT_UNKNOWN, " c")
FAULT(fault_define_twice, "<define name='d'/><define name='d'/>" SECTION("<call name='d'/>"),
      MSG_SCHEMA_DUPLICATE, "“d”")
FAULT(fault_param_name, "<define name='d' params='a 1'/>" SECTION("<call name='d' a='1'/>"),
      MSG_TEMPLATE_NAME, "layout.xml:1:36")
FAULT(fault_call_circle, "<define name='d'><call name='d'/></define>" SECTION("<call name='d'/>"),
      MSG_TEMPLATE_CALL_CIRCLE, "“d”")
FAULT(fault_calls,
      "<define name='x0'><call name='x1'/></define><define name='x1'><call name='x2'/></define><d"
      "efine name='x2'><call name='x3'/></define><define name='x3'><call name='x4'/></define><def"
      "ine name='x4'><call name='x5'/></define><define name='x5'><call name='x6'/></define><defin"
      "e name='x6'><call name='x7'/></define><define name='x7'><call name='x8'/></define><define "
      "name='x8'><call name='x9'/></define><define name='x9'><call name='x10'/></define><define n"
      "ame='x10'><call name='x11'/></define><define name='x11'><call name='x12'/></define><define"
      " name='x12'><call name='x13'/></define><define name='x13'><call name='x14'/></define><defi"
      "ne name='x14'><call name='x15'/></define><define name='x15'><call name='x16'/></define><de"
      "fine name='x16'><call name='x17'/></define><define name='x17'/>" SECTION("<call name='x0'/>"),
      MSG_TEMPLATE_CALLS, "“x16”")
FAULT(fault_slot_outside, SECTION("<slot/>"), MSG_TEMPLATE_SLOT_OUTSIDE, "slot")
FAULT(fault_slot_missing, "<define name='d'/>" SECTION("<call name='d'><p/></call>"),
      MSG_TEMPLATE_SLOT_MISSING, "“d”")
FAULT(fault_unused_define_names, "<define name='d'><q/></define>" SECTION(""), MSG_SCHEMA_ELEMENT, "<q>")
FAULT(fault_unused_define_choose, "<define name='d'><choose><p/></choose></define>" SECTION(""),
      MSG_SCHEMA_ELEMENT, "<p>；可用：when otherwise")
FAULT(fault_choose_empty, SECTION("<choose/>"), MSG_TEMPLATE_EMPTY, "when")
FAULT(fault_choose_text, SECTION("<choose>文<when test='yes'/></choose>"), MSG_SCHEMA_TEXT, "choose")
FAULT(fault_otherwise, SECTION("<choose><when test='yes'/><otherwise/><when test='no'/></choose>"),
      MSG_TEMPLATE_OTHERWISE, "otherwise")
FAULT(fault_when_outside, SECTION("<when test='yes'/>"), MSG_SCHEMA_ELEMENT, "<when>")
FAULT(fault_page_number_in_body, SECTION("<p><page/></p>"), MSG_SCHEMA_ELEMENT, "<page>")
FAULT(fault_use, "<use file='none.xml'/>" SECTION(""), MSG_USE_MISSING, "layout.xml:1:20")
FAULT(fault_use_circle, "<use file='layout.xml'/>" SECTION(""), MSG_SCHEMA_USE_CIRCLE, "layout.xml:1:20")

static void test_all_faults_are_shown(void **state)
{
    (void)state;
    kit_kind(MODEL, "", SECTION("<p style='x'>{y}</p><q/><heading level='9'>{z}</heading>"));
    assert_int_equal(kit_load(), FAILED);
    assert_int_equal(diag_count(kit.diag, SEVERITY_ERROR), 5);
}

static void test_calls_that_multiply(void **state)
{
    struct buf layout;

    (void)state;
    layout = BUF(1 << 16);
    buf_add_text(&layout, "<define name='a0'><p/></define>");
    for (int i = 1; i < 8; i++)
        buf_printf(
            &layout,
            "<define name='a%d'><call name='a%d'/><call name='a%d'/><call name='a%d'/><call name='a%d'/>"
            "<call name='a%d'/><call name='a%d'/></define>",
            i, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    buf_add_text(&layout, SECTION("<table columns='*'><row><cell><call name='a7'/></cell></row></table>"));
    load_fails(layout.ptr, MSG_TEMPLATE_MANY_ELEMENTS, "200000");
    buf_clear(&layout);
}

static void test_pieces_of_a_paragraph(void **state)
{
    struct buf input;

    (void)state;
    input = BUF(1 << 16);
    buf_add_text(&input, "<k title='题' total='1'><old label='旧'/>");
    for (int i = 0; i < 37; i++)
        buf_add_text(&input, "<party name='a' amount='1'/>");
    buf_add_text(&input, "</k>");
    kit_kind(
        MODEL, "",
        SECTION("<p><for each='party'><for each='party'><for each='party'>{name}</for></for></for></p>"));
    kit_apply_fails(input.ptr, MSG_TEMPLATE_MANY_INLINES, "50000");
    buf_clear(&input);
}

static void test_missing_value_names_the_place(void **state)
{
    (void)state;
    kit_kind(MODEL, "", SECTION("<p>{note}</p>"));
    kit_apply_fails(INPUT, NULL, "layout.xml:1:34");
}

static void test_every_failing_allocation(void **state)
{
    (void)state;
    kit_put("blocks.xml", "<layout><define name='a' params='b'><p>{b}<slot/></p></define></layout>");
    kit_kind(
        MODEL, "<numbering name='heading1' format='{han(n)}、'/>",
        "<use file='blocks.xml'/><section "
        "page='body'><header>第<page/>页</header><fixed top='1mm' "
        "on='first'><p>定</p></fixed><watermark>{title}</watermark>"
        "<heading level='1'>甲 <b>乙</b></heading><for each='party' as='x' index='i'>"
        "<p align='right'>{x.name}\n{i}<blank width='2字'/></p></for>"
        "<columns><column><p/></column><column/></columns><space height='1行'/>"
        "<table columns='* 2*'><head><row><cell>一</cell><cell>二</cell></row></head>"
        "<group><cell>组</cell><for each='party'><row><cell><p>{name}</p></cell></row></for></group></table>"
        "<p left='{1 + 1}字'>甲<i><sup>乙</sup></i><cut/><tab leader='…'/><spread width='4字'>丙 "
        "丁</spread><note>注</note></p><rule/><sign party='甲' width='1mm'><p>丁</p></sign><page-break "
        "to='odd'/>"
        "<list kind='bullet'><item>甲</item><item><p>乙</p><list><item>丙</item></list></item></list>"
        "</section>");
    kit_fail_allocations(INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(test_for_sees_the_element_and_what_is_around),
        KIT_TEST(test_for_as_and_index),
        KIT_TEST(test_for_over_a_list_in_a_group_sees_the_group),
        KIT_TEST(test_for_over_a_filter_and_over_values),
        KIT_TEST(test_inner_names_hide_outer_ones),
        KIT_TEST(test_if_and_choose),
        KIT_TEST(test_control_inside_a_line),
        KIT_TEST(test_control_around_sections),
        KIT_TEST(test_call_with_arguments),
        KIT_TEST(test_slot_in_loops),
        KIT_TEST(test_a_call_inside_what_a_call_holds),
        KIT_TEST(test_used_defines),
        KIT_TEST(test_an_unused_define_is_a_warning),
        KIT_TEST(fault_field_in_a_branch_not_taken),
        KIT_TEST(fault_field_in_otherwise),
        KIT_TEST(fault_field_in_a_define),
        KIT_TEST(fault_local_outside),
        KIT_TEST(fault_test),
        KIT_TEST(fault_no_test),
        KIT_TEST(fault_each),
        KIT_TEST(fault_each_values),
        KIT_TEST(fault_as),
        KIT_TEST(fault_as_twice),
        KIT_TEST(fault_element),
        KIT_TEST(fault_attribute),
        KIT_TEST(fault_other_attribute),
        KIT_TEST(fault_missing_near),
        KIT_TEST(fault_define_near),
        KIT_TEST(fault_argument_near),
        KIT_TEST(fault_style),
        KIT_TEST(fault_page_master),
        KIT_TEST(fault_no_master),
        KIT_TEST(fault_numbering),
        KIT_TEST(fault_no_section),
        KIT_TEST(fault_stray_text),
        KIT_TEST(fault_no_define),
        KIT_TEST(fault_argument_missing),
        KIT_TEST(fault_argument_unknown),
        KIT_TEST(fault_define_twice),
        KIT_TEST(fault_param_name),
        KIT_TEST(fault_call_circle),
        KIT_TEST(fault_calls),
        KIT_TEST(fault_slot_outside),
        KIT_TEST(fault_slot_missing),
        KIT_TEST(fault_unused_define_names),
        KIT_TEST(fault_unused_define_choose),
        KIT_TEST(fault_choose_empty),
        KIT_TEST(fault_choose_text),
        KIT_TEST(fault_otherwise),
        KIT_TEST(fault_when_outside),
        KIT_TEST(fault_page_number_in_body),
        KIT_TEST(fault_use),
        KIT_TEST(fault_use_circle),
        KIT_TEST(test_all_faults_are_shown),
        KIT_TEST(test_calls_that_multiply),
        KIT_TEST(test_pieces_of_a_paragraph),
        KIT_TEST(test_missing_value_names_the_place),
        KIT_TEST(test_every_failing_allocation),
    };

    return cmocka_run_group_tests(tests, kit_open, kit_close);
}
