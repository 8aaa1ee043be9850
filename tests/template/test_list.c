/* template: lists in layout and prose: numbers by depth, marks, items of blocks. */
#include "kit.h"
#include "template/messages.def"
#include "schema/messages.def"

#define MODEL                                                                                                \
    "<text name='t'/><prose name='body' optional='yes'/><list name='part'><text name='name'/></list>"
#define PARTS         "<part name='甲'/><part name='乙'/>"
#define SECTION(body) "<section page='body'>" body "</section>"
#define SHEET         "<style name='body' size='10pt' line='20pt' first-indent='2字'/>"

static void gives(const char *layout, const char *prose, const char *expected)
{
    char input[4000];

    snprintf(input, sizeof input, "<k t='张三'><body>%s</body>" PARTS "</k>", prose);
    kit_kind(MODEL, SHEET, layout);
    kit_gives(input, expected);
}

/* The same in a layout and in prose. */
static void both_give(const char *list, const char *expected)
{
    char layout[4000];

    snprintf(layout, sizeof layout, SECTION("%s"), list);
    gives(layout, "<p>x</p>", expected);
    gives(SECTION("<prose of='body'/>"), list, expected);
}

static void test_lists_nest(void **state)
{
    (void)state;
    both_give("<list><item>一</item><item><p>二</p><list><item><p>甲</p><list><item>子</item><item>丑</item>"
              "</list></item><item>乙</item></list></item><item><p>三</p><list><item>丙</item></list>"
              "<list><item>丁</item></list></item></list><list><item>又</item></list>",
              "section body\n"
              "  list\n"
              "    item （1）\n"
              "      p list: （1）一\n"
              "    item （2）\n"
              "      p list: （2）二\n"
              "      list\n"
              "        item 1）\n"
              "          p list2: 1）甲\n"
              "          list\n"
              "            item ①\n"
              "              p list3: ①子\n"
              "            item ②\n"
              "              p list3: ②丑\n"
              "        item 2）\n"
              "          p list2: 2）乙\n"
              "    item （3）\n"
              "      p list: （3）三\n"
              "      list\n"
              "        item 1）\n"
              "          p list2: 1）丙\n"
              "      list\n"
              "        item 1）\n"
              "          p list2: 1）丁\n"
              "  list\n"
              "    item （1）\n"
              "      p list: （1）又\n");
}

static void test_kinds(void **state)
{
    (void)state;
    both_give(
        "<list kind='bullet'><item>一</item><item><p>二</p><list kind='bullet'><item><p>甲</p>"
        "<list kind='plain'><item>子</item></list></item></list><list kind='numbered'><item>乙</item>"
        "</list></item></list><list kind='plain'><item><p>三</p><list><item>丙</item></list></item></list>",
        "section body\n"
        "  list\n"
        "    item ——\n"
        "      p bullet: ——一\n"
        "    item ——\n"
        "      p bullet: ——二\n"
        "      list\n"
        "        item ——\n"
        "          p bullet2: ——甲\n"
        "          list\n"
        "            item\n"
        "              p list3: 子\n"
        "      list\n"
        "        item 1）\n"
        "          p list2: 1）乙\n"
        "  list\n"
        "    item\n"
        "      p list: 三\n"
        "      list\n"
        "        item 1）\n"
        "          p list2: 1）丙\n");
}

static void test_items_of_blocks(void **state)
{
    (void)state;
    both_give(
        "<list kind='bullet'><item><p>一</p><p>续</p><table columns='*'><row><cell><list><item>格</item>"
        "</list></cell></row></table></item></list><list><item><p>二</p><p>续</p></item></list>",
        "section body\n"
        "  list\n"
        "    item ——\n"
        "      p bullet: ——一\n"
        "      p bullet indent=0pt: 续\n"
        "      table table columns=1*\n"
        "        row\n"
        "          cell 1\n"
        "            list\n"
        "              item 1）\n"
        "                p table-cell: 1）格\n"
        "  list\n"
        "    item （1）\n"
        "      p list: （1）二\n"
        "      p list: 续\n");
}

static void test_in_a_cell_the_cell_style_holds(void **state)
{
    (void)state;
    both_give("<table columns='*'><row><cell align='right'><list kind='bullet'><item><p>一</p><p>续</p><list>"
              "<item>内</item></list></item></list><list><item>二</item></list></cell></row></table>",
              "section body\n"
              "  table table columns=1*\n"
              "    row\n"
              "      cell 1 align=right\n"
              "        list\n"
              "          item ——\n"
              "            p table-cell indent=-24pt left=24pt: ——一\n"
              "            p table-cell left=24pt: 续\n"
              "            list\n"
              "              item 1）\n"
              "                p table-cell left=48pt: 1）内\n"
              "        list\n"
              "          item （1）\n"
              "            p table-cell: （1）二\n");
}

static void test_what_only_a_layout_has(void **state)
{
    (void)state;
    gives("<define name='one'><item><p>“<slot/>”</p></item></define>" SECTION(
              "<list><for each='part'><item>{name}</item></for><if test='no'><item>无</item></if>"
              "<call name='one'>{t}</call><item><keep><p style='body' "
              "align='right'>丙</p></keep><p>续</p></item>"
              "<item/><item><if test='yes'><p first-indent='0'>丁</p></if><space height='1行'/><rule/></item>"
              "<item><prose of='body'/></item></list>"),
          "<p>文</p><list><item>子</item></list>",
          "section body\n"
          "  list\n"
          "    item （1）\n"
          "      p list: （1）甲\n"
          "    item （2）\n"
          "      p list: （2）乙\n"
          "    item （3）\n"
          "      p list: （3）“张三”\n"
          "    item （4）\n"
          "      keep\n"
          "        p body align=right: （4）丙\n"
          "      p list: 续\n"
          "    item （5）\n"
          "      p list: （5）\n"
          "    item （6）\n"
          "      p list indent=0pt: （6）丁\n"
          "      space 20pt\n"
          "      rule column weight=0.5pt color=000000 left\n"
          "    item （7）\n"
          "      p list: （7）文\n"
          "      list\n"
          "        item 1）\n"
          "          p list2: 1）子\n");
}

static void test_looks_are_those_of_the_sheet(void **state)
{
    const struct paragraph_style *style;

    (void)state;
    gives(SECTION("<list kind='bullet'><item>一</item></list>"), "<p>x</p>",
          "section body\n"
          "  list\n"
          "    item ——\n"
          "      p bullet: ——一\n");
    style = block_walk(kit.content->sections->blocks).block->paragraph.style;
    assert_int_equal(style->left, 40000);
    assert_int_equal(style->first_indent, -20000);
    kit_kind(MODEL, "<numbering name='bullet' format='●' after='　'/><numbering name='list2' format='{n}.'/>",
             SECTION("<list kind='bullet'><item><p>一</p><list><item>二</item></list></item></list>"));
    kit_gives("<k t='x'>" PARTS "</k>", "section body\n"
                                        "  list\n"
                                        "    item ●\n"
                                        "      p bullet: ●　一\n"
                                        "      list\n"
                                        "        item 1.\n"
                                        "          p list2: 1.二\n");
}

#define PROSE_FAULT(name, prose, code, expected)                                                             \
    static void name(void **state)                                                                           \
    {                                                                                                        \
        (void)state;                                                                                         \
        kit_kind(MODEL, "", SECTION("<prose of='body'/>"));                                                  \
        kit_apply_fails("<k t='x'><body>" prose "</body></k>", code, expected);                              \
    }

KIT_LOAD_FAULT(fault_kind, "<list kind='dots'/>", MSG_SCHEMA_VALUE,
               "“dots”不对，应是 numbered、bullet、plain 之一")
KIT_LOAD_FAULT(fault_kind_value, "<list kind='{t}'/>", MSG_SCHEMA_VALUE, "{…}")
KIT_LOAD_FAULT(fault_text_in_list, "<list>x</list>", MSG_SCHEMA_TEXT, "<list>")
KIT_LOAD_FAULT(fault_block_in_list, "<list><p>x</p></list>", MSG_SCHEMA_ELEMENT, "<p>；可用：item")
KIT_LOAD_FAULT(fault_item_outside, "<item>x</item>", MSG_SCHEMA_ELEMENT, "<item>")
KIT_LOAD_FAULT(fault_heading_in_item, "<list><item><p>x</p><heading level='1'>y</heading></item></list>",
               MSG_SCHEMA_ELEMENT, "<heading>")
KIT_LOAD_FAULT(fault_text_beside_blocks, "<list><item>x<list><item>y</item></list></item></list>",
               MSG_SCHEMA_TEXT, "<item>")
KIT_LOAD_FAULT(fault_list_in_text, "<p><list><item>y</item></list></p>", MSG_SCHEMA_ELEMENT, "<list>")
PROSE_FAULT(fault_depth,
            "<list><item><p>x</p><list><item><p>x</p><list><item><p>x</p>\n<list><item>x</item></list></item>"
            "</list></item></list></item></list>",
            MSG_TEMPLATE_MANY_LIST_DEPTH, "input.xml:2:1: error: 列表的层数超过上限 3")
PROSE_FAULT(fault_item_without_paragraph, "<list>\n<item><list><item>x</item></list></item></list>",
            MSG_TEMPLATE_ITEM, "input.xml:2:1: error: <item> 的序号没有跟着的文字")
PROSE_FAULT(fault_table_first,
            "<list><item><table columns='*'><row><cell>x</cell></row></table><p>y</p></item></list>",
            MSG_TEMPLATE_ITEM, "<item>")
PROSE_FAULT(fault_empty_item, "<list><item><p> </p></item></list>", MSG_TEMPLATE_PROSE_EMPTY, "<item>")
PROSE_FAULT(fault_section_in_item, "<list><item><p>x</p><section title='y'/></item></list>",
            MSG_SCHEMA_ELEMENT, "<section>")

static void fault_keep_after_table(void **state)
{
    (void)state;
    kit_kind(
        MODEL, "",
        SECTION(
            "<list><item><table columns='*'><row><cell/></row></table><keep><p>y</p></keep></item></list>"));
    kit_apply_fails("<k t='x'/>", MSG_TEMPLATE_ITEM, "<item>");
}

static void fault_numbered_paragraph_first(void **state)
{
    (void)state;
    kit_kind(MODEL, "", SECTION("<list><item><clause>y</clause></item></list>"));
    kit_apply_fails("<k t='x'/>", MSG_TEMPLATE_ITEM, "<item>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(test_lists_nest),
        KIT_TEST(test_kinds),
        KIT_TEST(test_items_of_blocks),
        KIT_TEST(test_in_a_cell_the_cell_style_holds),
        KIT_TEST(test_what_only_a_layout_has),
        KIT_TEST(test_looks_are_those_of_the_sheet),
        KIT_TEST(fault_kind),
        KIT_TEST(fault_kind_value),
        KIT_TEST(fault_text_in_list),
        KIT_TEST(fault_block_in_list),
        KIT_TEST(fault_item_outside),
        KIT_TEST(fault_heading_in_item),
        KIT_TEST(fault_text_beside_blocks),
        KIT_TEST(fault_list_in_text),
        KIT_TEST(fault_depth),
        KIT_TEST(fault_item_without_paragraph),
        KIT_TEST(fault_table_first),
        KIT_TEST(fault_empty_item),
        KIT_TEST(fault_section_in_item),
        KIT_TEST(fault_keep_after_table),
        KIT_TEST(fault_numbered_paragraph_first),
    };

    return cmocka_run_group_tests(tests, kit_open, kit_close);
}
