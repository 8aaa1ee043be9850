/* template: what the pages of a section carry, and blocks that draw: rules, circles, page breaks; what a
 * paragraph's attributes change of its style. */
#include "kit.h"
#include "template/messages.def"
#include "schema/messages.def"

#define MODEL         "<text name='t'/><number name='n'/><prose name='body' optional='yes'/>"
#define INPUT         "<k t='张三' n='2.5'/>"
#define SECTION(body) "<section page='body'>" body "</section>"

static void gives(const char *sheet, const char *layout, const char *expected)
{
    kit_kind(MODEL, sheet, layout);
    kit_gives(INPUT, expected);
}

static void test_furniture(void **state)
{
    (void)state;
    gives("<style name='body' size='10pt'/><style name='small' base='body'/>",
          SECTION(
              "<header on='first odd'>甲</header><header on='rest' style='small'/>"
              "<footer on='odd'><page/></footer><footer on='even'>{t}</footer>"
              "<watermark>样</watermark>"
              "<fixed top='30mm' on='first'><p>头</p><rule/><if test='yes'><space height='1字'/></if></fixed>"
              "<fixed bottom='{n}字'><columns><column><p>左</p></column></columns></fixed>"
              "<fixed top='1mm'><if test='no'><p>无</p></if></fixed><p>文</p>"),
          "section body\n"
          "  watermark 样\n"
          "  header odd first\n"
          "    p header: 甲\n"
          "  header rest\n"
          "    p small:\n"
          "  footer odd\n"
          "    p footer: <page/>\n"
          "  footer even\n"
          "    p footer: 张三\n"
          "  fixed top=85.039pt first\n"
          "    p body: 头\n"
          "    rule column weight=0.5pt color=000000 left\n"
          "    space 10pt\n"
          "  fixed bottom=25pt\n"
          "    columns gap=20pt\n"
          "      column 1\n"
          "        p body: 左\n"
          "  p body: 文\n");
}

/* A section that begins with page 1 has an odd first page: no even page is its first. */
static void test_first_page_of_known_parity(void **state)
{
    (void)state;
    gives("",
          "<section page='body' restart='1'><footer on='first'>a</footer><footer on='even'>b</footer>"
          "<footer on='odd rest'>c</footer></section>",
          "section body restart=1\n  footer first\n    p footer: a\n  footer even\n    p footer: b\n"
          "  footer odd rest\n    p footer: c\n");
}

static void test_drawn_blocks(void **state)
{
    (void)state;
    gives(
        "<style name='body' size='10pt' line='20pt'/>",
        SECTION("<rule width='170mm' weight='1pt' color='FF0000' align='center'/><rule width='{n}字'/>"
                "<sign party='甲' width='42mm' right='6字' rise='-1行'/><keep><sign party='{t}' kind='date' "
                "keyword=' k ' width='{n * 2}字' height='1字' left='0' drop='1字' guide='yes' "
                "color='{\"00FF00\"}'><p>x</p></sign></keep><page-break/><page-break to='odd'/><page-break "
                "to='{\"even\"}'/><table columns='*'><row><cell><rule/></cell></row></table>"),
        "section body\n"
        "  rule 481.89pt weight=1pt color=FF0000 center\n"
        "  rule 25pt weight=0.5pt color=000000 left\n"
        "  sign seal 甲 width=119.055pt height=119.055pt right=60pt rise=-20pt\n"
        "  keep\n"
        "    sign date 张三 width=50pt height=10pt left=0pt drop=10pt guide=00FF00 keyword=k\n"
        "      p body: x\n"
        "  page-break\n"
        "  page-break to=odd\n"
        "  page-break to=even\n"
        "  table table columns=1*\n"
        "    row\n"
        "      cell 1\n"
        "        rule column weight=0.5pt color=000000 left\n");
}

static void test_paragraph_attributes(void **state)
{
    (void)state;
    gives("<style name='body' size='10pt' line='20pt' first-indent='2字'/>",
          SECTION("<p first-indent='-1字' left='1行' right='{4 + n / 2}字'>甲</p>"
                  "<p first-indent='2字' left='0'>乙</p><p first-indent='{n - 3}字' align='{\"right\"}'/>"
                  "<clause right='3mm' indent='no'/><heading level='1' left='{n}字'/>"),
          "section body\n"
          "  p body indent=-10pt left=20pt right=52.5pt: 甲\n"
          "  p body: 乙\n"
          "  p body align=right indent=-5pt:\n"
          "  p clause indent=0pt right=8.504pt: 第一条　\n"
          "  p heading1 left=25pt heading=1:\n");
}

KIT_LOAD_FAULT(fault_on_never, "\n<header on='odd even'/>", MSG_TEMPLATE_PAGES_NONE,
               "layout.xml:2:13: error: on=“odd even”里的词要同时成立")
KIT_LOAD_FAULT(fault_on_first_rest, "<footer on='rest odd first'/>", MSG_TEMPLATE_PAGES_NONE,
               "rest odd first")
KIT_LOAD_FAULT(fault_on_word, "<fixed top='1mm' on='second'/>", MSG_TEMPLATE_PAGES,
               "“second”不对，每个词应是 odd、even、first、rest")
KIT_LOAD_FAULT(fault_on_empty, "<header on=' '/>", MSG_TEMPLATE_PAGES, "on")
KIT_LOAD_FAULT(fault_two_headers, "<header/>\n<header on='odd'/>", MSG_TEMPLATE_HEADER_TWICE,
               "layout.xml:2:1: error: 这一节有的页会有两个页眉")
KIT_LOAD_FAULT(fault_two_footers, "<footer on='first'/><footer on='even'/>", MSG_TEMPLATE_FOOTER_TWICE,
               "页脚")
KIT_LOAD_FAULT(fault_header_attribute, "<header odd='yes'/>", MSG_SCHEMA_ATTRIBUTE, "style on")
KIT_LOAD_FAULT(fault_header_style, "<header style='x'/>", MSG_SCHEMA_UNKNOWN, "“x”")
KIT_LOAD_FAULT(fault_watermark_attribute, "<watermark on='odd'>x</watermark>", MSG_SCHEMA_ATTRIBUTE, "（无）")
KIT_LOAD_FAULT(fault_header_late, "<p/><header/>", MSG_TEMPLATE_FURNITURE_LATE, "<header>")
KIT_LOAD_FAULT(fault_fixed_nowhere, "<fixed on='odd'/>", MSG_TEMPLATE_FIXED, "top 或 bottom")
KIT_LOAD_FAULT(fault_fixed_twice, "<fixed top='1mm' bottom='1mm'/>", MSG_TEMPLATE_FIXED, "top 或 bottom")
KIT_LOAD_FAULT(fault_fixed_at, "<fixed top='1'/>", MSG_SCHEMA_VALUE, "长度")
KIT_LOAD_FAULT(fault_fixed_attribute, "<fixed top='1mm' left='1mm'/>", MSG_SCHEMA_ATTRIBUTE, "top bottom on")
KIT_LOAD_FAULT(fault_fixed_heading, "<fixed top='1mm'><heading level='1'>x</heading></fixed>",
               MSG_SCHEMA_ELEMENT,
               "<heading>；可用：p pre columns space rule sign picture qr chart for if choose call slot")
KIT_LOAD_FAULT(fault_fixed_fill, "<fixed top='1mm'><space fill='yes'/></fixed>", MSG_TEMPLATE_FILL, "fill")
KIT_LOAD_FAULT(fault_fixed_note, "<fixed top='1mm'><p><note>x</note></p></fixed>", MSG_TEMPLATE_NOTE_IN_FIXED,
               "固定位置")
KIT_LOAD_FAULT(fault_fixed_text, "<fixed top='1mm'>x</fixed>", MSG_SCHEMA_TEXT, "<fixed>")
KIT_LOAD_FAULT(fault_rule_align, "<rule align='spread'/>", MSG_SCHEMA_VALUE, "“spread”")
KIT_LOAD_FAULT(fault_rule_color, "<rule color='red'/>", MSG_SCHEMA_VALUE, "“red”不对，应是六位十六进制的颜色")
KIT_LOAD_FAULT(fault_rule_weight, "<rule weight='0'/>", MSG_SCHEMA_VALUE, "大于 0")
KIT_LOAD_FAULT(fault_rule_width, "<rule width='-1mm'/>", MSG_SCHEMA_VALUE, "“-1mm”")
KIT_LOAD_FAULT(fault_sign_width, "<sign party='甲'/>", MSG_SCHEMA_ATTRIBUTE_MISSING, "width")
KIT_LOAD_FAULT(fault_sign_party, "<sign width='1mm'/>", MSG_SCHEMA_ATTRIBUTE_MISSING, "party")
KIT_LOAD_FAULT(fault_sign_sides, "<sign party='甲' width='1mm' left='0' right='0'/>", MSG_TEMPLATE_SIGN_SIDES,
               "left")
KIT_LOAD_FAULT(fault_sign_heights, "<sign party='甲' width='1mm' rise='0' drop='0'/>",
               MSG_TEMPLATE_SIGN_SIDES, "drop")
KIT_LOAD_FAULT(fault_sign_kind, "<sign party='甲' width='1mm' kind='stamp'/>", MSG_SCHEMA_VALUE, "seal")
KIT_LOAD_FAULT(fault_sign_in_cell,
               "<table columns='*'><row><cell><sign party='甲' width='1mm'/></cell></row></table>",
               MSG_SCHEMA_ELEMENT, "<sign>")
KIT_LOAD_FAULT(fault_page_break, "<page-break to='left'/>", MSG_SCHEMA_VALUE, "应是 odd 或 even")
KIT_LOAD_FAULT(fault_indent_twice, "\n<p indent='no' first-indent='0'/>", MSG_TEMPLATE_INDENT_TWICE,
               "layout.xml:2:12")
KIT_LOAD_FAULT(fault_left, "<p left='2'/>", MSG_SCHEMA_VALUE, "left")
KIT_APPLY_FAULT(fault_right_value, "<p right='{t}字'/>", MSG_SCHEMA_VALUE, "“张三字”不对，应是长度")
KIT_APPLY_FAULT(fault_rule_align_value, "<rule align='{\"justify\"}'/>", MSG_SCHEMA_VALUE, "“justify”")
KIT_APPLY_FAULT(fault_sign_value, "<sign party='甲' width='{n - 2.5}字'/>", MSG_SCHEMA_VALUE, "大于 0")
KIT_APPLY_FAULT(fault_sign_nobody, "<sign party='{\"\"}' width='1mm'/>", MSG_TEMPLATE_SIGN_PARTY, "party")
KIT_APPLY_FAULT(fault_page_break_value, "<page-break to='{t}'/>", MSG_SCHEMA_VALUE, "“张三”")

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(test_furniture),
        KIT_TEST(test_first_page_of_known_parity),
        KIT_TEST(test_drawn_blocks),
        KIT_TEST(test_paragraph_attributes),
        KIT_TEST(fault_on_never),
        KIT_TEST(fault_on_first_rest),
        KIT_TEST(fault_on_word),
        KIT_TEST(fault_on_empty),
        KIT_TEST(fault_two_headers),
        KIT_TEST(fault_two_footers),
        KIT_TEST(fault_header_attribute),
        KIT_TEST(fault_header_style),
        KIT_TEST(fault_watermark_attribute),
        KIT_TEST(fault_header_late),
        KIT_TEST(fault_fixed_nowhere),
        KIT_TEST(fault_fixed_twice),
        KIT_TEST(fault_fixed_at),
        KIT_TEST(fault_fixed_attribute),
        KIT_TEST(fault_fixed_heading),
        KIT_TEST(fault_fixed_fill),
        KIT_TEST(fault_fixed_note),
        KIT_TEST(fault_fixed_text),
        KIT_TEST(fault_rule_align),
        KIT_TEST(fault_rule_color),
        KIT_TEST(fault_rule_weight),
        KIT_TEST(fault_rule_width),
        KIT_TEST(fault_sign_width),
        KIT_TEST(fault_sign_party),
        KIT_TEST(fault_sign_sides),
        KIT_TEST(fault_sign_heights),
        KIT_TEST(fault_sign_kind),
        KIT_TEST(fault_sign_in_cell),
        KIT_TEST(fault_page_break),
        KIT_TEST(fault_indent_twice),
        KIT_TEST(fault_left),
        KIT_TEST(fault_right_value),
        KIT_TEST(fault_rule_align_value),
        KIT_TEST(fault_sign_value),
        KIT_TEST(fault_sign_nobody),
        KIT_TEST(fault_page_break_value),
    };

    return cmocka_run_group_tests(tests, kit_open, kit_close);
}
