/* Profiles: which values are compared, what a deviation says and where, and what a profile may not say. */
#include "kit.h"
#include "schema/messages.def"
#include "style/messages.def"

static const char *deviations(const char *sheet)
{
    kit_kind("", sheet, "<section page='body'><p>文</p></section>");
    if (kit_load() != OK)
        fail_msg("%s", kit_messages());
    template_report_deviations(kit.template, kit.diag);
    return kit_messages();
}

/* One message a deviation, without the folder in front. */
static void expect(const char *sheet, const char *expected)
{
    struct buf wanted;
    const char *found = deviations(sheet);

    wanted = BUF(1 << 16);
    for (const char *line = expected; *line != '\0';) {
        const char *end = strchr(line, '\n');
        buf_printf(&wanted, "%s/%.*s\n", kit.folder, (int)(end - line), line);
        line = end + 1;
    }
    assert_string_equal(found, wanted.len > 0 ? wanted.ptr : "");
    buf_clear(&wanted);
}

#define PROFILE(values) "<profile name='公文' source='GB/T 9704—2012'>" values "</profile>"
#define VALUE(rest)     PROFILE("<value " rest " strength='一般'/>")
#define PLACE(text)     "style.xml:" text ": notice: 版式“公文”（GB/T 9704—2012，一般）："

static void test_what_agrees_is_not_told(void **state)
{
    (void)state;
    expect(
        "<page name='p' left='27.5mm' landscape='no' lines='22'/>"
        "<style name='t' base='body' pitch='156mm/28' autospace='no'/>"
        "<span name='s' color='FF0000' scale='0.5'/><table-style name='g' padding='1mm' cell='t'/>" PROFILE(
            "<value page='p' attribute='left' is='28mm' within='1mm' strength='规定'/>"
            "<value page='p' attribute='text-height' is='225mm' strength='规定'/>"
            "<value page='p' attribute='text-width' is='15.6cm' within='0.5mm' strength='规定'/>"
            "<value page='p' attribute='paper' is='A4' strength='规定'/>"
            "<value page='p' attribute='lines' is='22' strength='规定'/>"
            "<value page='p' attribute='footer-at' is='28mm' strength='规定'/>"
            "<value style='t' attribute='role' is='仿宋' strength='一般'/>"
            "<value style='t' attribute='size' is='16pt' strength='一般'/>"
            "<value style='t' attribute='pitch' is='156mm/28' strength='一般'/>"
            "<value style='t' attribute='first-indent' is='2字' strength='一般'/>"
            "<value style='t' attribute='autospace' is='no' strength='一般'/>"
            "<value style='heading1' attribute='pitch' is='1字' strength='一般'/>"
            "<value style='nowhere' attribute='role' is='黑体' strength='规定'/>"
            "<value span='s' attribute='color' is='ff0000' strength='推荐'/>"
            "<value span='s' attribute='scale' is='0.5' strength='推荐'/>"
            "<value table-style='g' attribute='padding' is='1mm' strength='推荐'/>"
            "<value table-style='g' attribute='cell' is='t' strength='推荐'/>"
            "<value numbering='clause' attribute='format' is='第{han(n)}条' strength='推荐'/>"),
        "");
}

/* A length is told in the unit that the profile uses, everything else as style.xml has it. */
static void test_values_are_told_in_the_profiles_unit(void **state)
{
    (void)state;
    expect(
        "<style name='t' role='宋体' size='四号' first-indent='1字' before='30pt' line='30pt'/>"
        "\n" VALUE("style='t' attribute='role' is='仿宋'") "\n" VALUE("style='t' attribute='size' is='小二'")
            VALUE("style='t' attribute='size' is='15pt'") VALUE("style='t' attribute='first-indent' is='2字'")
                VALUE("style='t' attribute='before' is='2行'") VALUE("style='t' attribute='line' is='1.5'")
                    VALUE("style='t' attribute='after' is='3mm'")
                        VALUE("style='t' attribute='align' is='left'")
                            VALUE("style='t' attribute='color' is='FF0000'")
                                VALUE("style='t' attribute='bold' is='yes'")
                                    VALUE("style='t' attribute='autospace' is='no'")
                                        VALUE("style='t' attribute='shape' is='diamond'"),
        PLACE("1:9") "段落样式 t 的 role 应为 仿宋，这里是 宋体\n"       /* */
        PLACE("1:9") "段落样式 t 的 size 应为 小二，这里是 四号\n"       /* */
        PLACE("1:9") "段落样式 t 的 size 应为 15pt，这里是 14pt\n"       /* */
        PLACE("1:9") "段落样式 t 的 first-indent 应为 2字，这里是 1字\n" /* */
        PLACE("1:9") "段落样式 t 的 before 应为 2行，这里是 1行\n"       /* */
        PLACE("1:9") "段落样式 t 的 line 应为 1.5，这里是 2.14\n"        /* */
        PLACE("1:9") "段落样式 t 的 after 应为 3mm，这里是 0mm\n"        /* */
        PLACE("1:9") "段落样式 t 的 align 应为 left，这里是 justify\n"   /* */
        PLACE("1:9") "段落样式 t 的 color 应为 FF0000，这里是 000000\n"  /* */
        PLACE("1:9") "段落样式 t 的 bold 应为 yes，这里是 no\n"          /* */
        PLACE("1:9") "段落样式 t 的 autospace 应为 no，这里是 yes\n"     /* */
        PLACE("1:9") "段落样式 t 的 shape 应为 diamond，这里是 free\n");
}

static void test_other_kinds_of_styles(void **state)
{
    (void)state;
    expect("<page name='p' paper='A3'/><span name='s' raise='-0.35'/><table-style name='g' padding='1mm' "
           "padding-y='2mm'/>" VALUE("page='p' attribute='paper' is='A4'")
               VALUE("page='p' attribute='lines' is='22'") VALUE("span='s' attribute='raise' is='0.3'")
                   VALUE("span='s' attribute='color' is='FF0000'")
                       VALUE("span='s' attribute='role' is='黑体'")
                           VALUE("span='s' attribute='embolden' is='0.3pt'")
                               VALUE("table-style='g' attribute='padding' is='1mm'")
                                   VALUE("table-style='g' attribute='valign' is='top'")
                                       VALUE("table-style='g' attribute='head' is='body'")
                                           VALUE("numbering='clause' attribute='format' is='{n}.'"),
           PLACE("1:9") "版面 p 的 paper 应为 A4，这里是 297mm×420mm\n"      /* */
           PLACE("1:9") "版面 p 的 lines 应为 22，这里是 0\n"                /* */
           PLACE("1:36") "字符样式 s 的 raise 应为 0.3，这里是 -0.35\n"      /* */
           PLACE("1:36") "字符样式 s 的 color 应为 FF0000，这里是 （空）\n"  /* */
           PLACE("1:36") "字符样式 s 的 role 应为 黑体，这里是 （空）\n"     /* */
           PLACE("1:36") "字符样式 s 的 embolden 应为 0.3pt，这里是 0pt\n"   /* */
           PLACE("1:66") "表格样式 g 的 padding 应为 1mm，这里是 2mm\n"      /* */
           PLACE("1:66") "表格样式 g 的 valign 应为 top，这里是 middle\n"    /* */
           PLACE("1:66") "表格样式 g 的 head 应为 body，这里是 table-head\n" /* */
           PLACE("1:1") "编号 clause 的 format 应为 {n}.，这里是 第{han(n)}条\n");
}

/* At the element that makes the value, in whatever file; what is 规定 is a warning; `within` is told. */
static void test_places_and_strengths(void **state)
{
    (void)state;
    kit_put("blocks.xml", "<styles>\n<style name='body' role='宋体'/>\n"
                          "<page name='p' left='20mm'/></styles>");
    expect("<use file='blocks.xml'/>\n<style name='t' base='body' bold='yes'/>\n<page name='q' base='p' "
           "landscape='yes'/>"
           "<profile name='院标'>"
           "<value style='t' attribute='role' is='仿宋' strength='推荐'/>"
           "<value style='t' attribute='bold' is='no' strength='推荐' clause='3'/>"
           "<value style='heading1' attribute='size' is='四号' strength='推荐'/>"
           "<value page='q' attribute='left' is='28mm' within='1mm' strength='规定'/>"
           "<value page='q' attribute='height' is='297mm' strength='规定'/>"
           "<value page='q' attribute='text-width' is='156mm' strength='规定'/></profile>",
           "blocks.xml:2:1: notice: 版式“院标”（推荐）：段落样式 t 的 role 应为 仿宋，这里是 宋体\n"
           "style.xml:2:1: notice: 版式“院标”（3，推荐）：段落样式 t 的 bold 应为 no，这里是 yes\n"
           "style.xml:1:1: notice: 版式“院标”（推荐）：段落样式 heading1 的 size 应为 四号，这里是 三号\n"
           "blocks.xml:3:1: warning: 版式“院标”（规定）：版面 q 的 left 应为 28mm（±1mm），这里是 20mm\n"
           "style.xml:3:1: warning: 版式“院标”（规定）：版面 q 的 height 应为 297mm，这里是 210mm\n"
           "style.xml:3:1: warning: 版式“院标”（规定）：版面 q 的 text-width 应为 156mm，这里是 251mm\n");
}

/* Of two profiles both hold, and a used file's counts as one's own. */
static void test_two_profiles(void **state)
{
    (void)state;
    kit_put("blocks.xml", "<styles><profile name='甲'><value style='body' attribute='role' is='宋体' "
                          "strength='推荐'/></profile>"
                          "</styles>");
    const char *found = deviations("<use file='blocks.xml'/><profile name='乙'><value style='body' "
                                   "attribute='role' is='楷体' strength='推荐'/></profile>");
    assert_non_null(strstr(found, "版式“甲”（推荐）：段落样式 body 的 role 应为 宋体，这里是 仿宋"));
    assert_non_null(strstr(found, "版式“乙”（推荐）：段落样式 body 的 role 应为 楷体，这里是 仿宋"));
    assert_int_equal(diag_count(kit.diag, SEVERITY_NOTICE), 2);
}

#define FAULT(name, sheet, code, expected)                                                                   \
    static void name(void **state)                                                                           \
    {                                                                                                        \
        (void)state;                                                                                         \
        kit_kind("", sheet, "<section page='body'><p>文</p></section>");                                     \
        kit_load_fails(code, expected);                                                                      \
    }

FAULT(fault_no_name, "<profile/>", MSG_SCHEMA_ATTRIBUTE_MISSING, "<profile> 缺少属性 name")
FAULT(fault_profile_attribute, "<profile name='a' clause='1'/>", MSG_SCHEMA_ATTRIBUTE, "name source")
FAULT(fault_child, "<profile name='a'><style name='b'/></profile>", MSG_SCHEMA_ELEMENT, "可用：value")
FAULT(fault_text, "<profile name='a'>文</profile>", MSG_SCHEMA_TEXT, "<profile>")
FAULT(fault_no_target, VALUE("attribute='role' is='仿宋'"), MSG_STYLE_WISH_TARGET, "style.xml:1:")
FAULT(fault_two_targets, VALUE("style='body' page='body' attribute='role' is='仿宋'"), MSG_STYLE_WISH_TARGET,
      "之中的一个")
FAULT(fault_value_attribute, VALUE("style='body' atribute='role' is='仿宋'"), MSG_SCHEMA_ATTRIBUTE,
      "没有属性 atribute")
FAULT(fault_no_attribute, VALUE("style='body' is='仿宋'"), MSG_SCHEMA_ATTRIBUTE_MISSING, "attribute")
FAULT(fault_no_is, VALUE("style='body' attribute='role'"), MSG_SCHEMA_ATTRIBUTE_MISSING, "is")
FAULT(fault_unknown_attribute, VALUE("page='body' attribute='breadth' is='1mm'"), MSG_SCHEMA_VALUE,
      "mirror lines first-more balance turned text-width text-height 之一")
FAULT(fault_style_has_no_text_width, VALUE("style='body' attribute='text-width' is='1mm'"), MSG_SCHEMA_VALUE,
      "text-width")
FAULT(fault_is, VALUE("style='body' attribute='size' is='大号'"), MSG_SCHEMA_VALUE,
      "属性 is 的值“大号”不对，应是字号或长度")
FAULT(fault_within_no_length, VALUE("style='body' attribute='role' is='仿宋' within='1mm'"),
      MSG_STYLE_WISH_WITHIN, "role 不是长度")
FAULT(fault_within, VALUE("style='body' attribute='left' is='1mm' within='1字'"), MSG_SCHEMA_VALUE, "within")
FAULT(fault_no_strength, "<profile name='a'><value style='body' attribute='left' is='0'/></profile>",
      MSG_SCHEMA_ATTRIBUTE_MISSING, "strength")
FAULT(fault_strength,
      "<profile name='a'><value style='body' attribute='left' is='0' strength='应当'/></profile>",
      MSG_SCHEMA_VALUE, "规定、一般、推荐之一")

static void test_every_failing_allocation(void **state)
{
    (void)state;
    kit_kind("",
             "<style name='t' base='body' bold='yes'/>" VALUE("style='t' attribute='role' is='宋体'")
                 VALUE("page='body' attribute='left' is='2mm' within='1mm'"),
             "<section page='body'><p>文</p></section>");
    kit_fail_allocations("<k/>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(test_what_agrees_is_not_told),
        KIT_TEST(test_values_are_told_in_the_profiles_unit),
        KIT_TEST(test_other_kinds_of_styles),
        KIT_TEST(test_places_and_strengths),
        KIT_TEST(test_two_profiles),
        KIT_TEST(fault_no_name),
        KIT_TEST(fault_profile_attribute),
        KIT_TEST(fault_child),
        KIT_TEST(fault_text),
        KIT_TEST(fault_no_target),
        KIT_TEST(fault_two_targets),
        KIT_TEST(fault_value_attribute),
        KIT_TEST(fault_no_attribute),
        KIT_TEST(fault_no_is),
        KIT_TEST(fault_unknown_attribute),
        KIT_TEST(fault_style_has_no_text_width),
        KIT_TEST(fault_is),
        KIT_TEST(fault_within_no_length),
        KIT_TEST(fault_within),
        KIT_TEST(fault_no_strength),
        KIT_TEST(fault_strength),
        KIT_TEST(test_every_failing_allocation),
    };

    return cmocka_run_group_tests(tests, kit_open, kit_close);
}
