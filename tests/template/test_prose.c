/* template: prose of the input: its elements, its scope, and faults placed in the input. */
#include "kit.h"
#include "template/messages.def"
#include "schema/messages.def"

#define MODEL                                                                                                \
    "<number name='total'/><prose name='body' optional='yes'/>"                                              \
    "<group name='old'><text name='word'/><prose name='more'/></group>"                                      \
    "<list name='part'><text name='name'/><prose name='note'/></list>"
#define SECTION(body) "<section page='body'>" body "</section>"
#define INPUT(body)                                                                                          \
    "<k total='7'><body>" body "</body><old word='旧'><more><p>{word}{total}</p></more></old>"              \
    "<part name='甲'><note><p>{name}{position()}</p></note></part>"                                         \
    "<part name='乙'><note><p>{name}{total}</p></note></part></k>"

static void gives(const char *layout, const char *input, const char *expected)
{
    kit_kind(MODEL, "<numbering name='heading2' format='{n}.'/>", layout);
    kit_gives(input, expected);
}

static void fails(const char *layout, const char *input, const struct message *code, const char *expected)
{
    kit_kind(MODEL, "", layout);
    kit_apply_fails(input, code, expected);
}

static void test_all_elements(void **state)
{
    (void)state;
    gives(SECTION("<prose of='body' heading-level='2'/>"),
          INPUT("<section title='甲{total}'><p>文\n  字<b>粗</b><br/>后</p><section title='子'>"
                "<list><item>一</item><item>二</item></list><list><item>三</item></list>"
                "<list kind='plain'><item>四</item></list></section></section>"
                "<section title='乙'><table columns='* 2字'><head><row><cell span='2'>头</cell></row></head>"
                "<row><cell align='right'>{total}</cell><cell><p>段</p></cell></row></table></section>"),
          "section body\n"
          "  p heading2 heading=2 number=1.: 1.甲7\n"
          "  p body: 文字<b>粗</b><br/>后\n"
          "  p heading3 heading=3: 子\n"
          "  list\n"
          "    item （1）\n"
          "      p list: （1）一\n"
          "    item （2）\n"
          "      p list: （2）二\n"
          "  list\n"
          "    item （1）\n"
          "      p list: （1）三\n"
          "  list\n"
          "    item\n"
          "      p list: 四\n"
          "  p heading2 heading=2 number=2.: 2.乙\n"
          "  table table columns=1*,24pt\n"
          "    head-row\n"
          "      cell 1 span=2\n"
          "        p table-head: 头\n"
          "    row\n"
          "      cell 1 align=right\n"
          "        p table-cell: 7\n"
          "      cell 2\n"
          "        p table-cell: 段\n");
}

static void test_the_first_paragraph_takes_the_number(void **state)
{
    (void)state;
    kit_kind(
        MODEL, "<numbering name='clause' format='{han(n)}、'/><style name='own' align='right'/>",
        SECTION("<clause>前</clause><prose of='body' numbering='clause' style='own'/><clause>后</clause>"));
    kit_gives(INPUT("<p>文</p><p>段</p><list><item>项</item></list>"), "section body\n"
                                                                       "  p clause: 一、　前\n"
                                                                       "  p own: 二、　文\n"
                                                                       "  p own: 段\n"
                                                                       "  list\n"
                                                                       "    item （1）\n"
                                                                       "      p list: （1）项\n"
                                                                       "  p clause: 三、　后\n");
}

static void test_a_number_wants_a_paragraph(void **state)
{
    (void)state;
    fails(SECTION("<prose of='body' numbering='list'/>"), INPUT("<section title='题'><p>x</p></section>"),
          MSG_TEMPLATE_PROSE_NUMBER, "input.xml:1:20");
}

static void test_scope_is_the_record_of_the_field(void **state)
{
    (void)state;
    gives(SECTION("<prose of='old.more'/><for each='part' as='total'><prose of='note'/></for>"
                  "<for each='part' as='x'><prose of='x.note'/></for>"),
          INPUT("<p>x</p>"),
          "section body\n  p body: 旧7\n  p body: 甲1\n  p body: 乙7\n  p body: 甲1\n  p body: 乙7\n");
}

static void test_in_cells_the_cell_style_holds(void **state)
{
    (void)state;
    gives(SECTION("<table columns='*'><row><cell><prose of='body'/></cell></row></table>"),
          INPUT("<p>文</p>"),
          "section body\n  table table columns=1*\n    row\n      cell 1\n        p table-cell: 文\n");
}

static void test_as_typed(void **state)
{
    (void)state;
    gives(SECTION("<prose of='body'/>"),
          INPUT("<p>写 <code>{total}  &lt;x></code> 和{total}。<code>a\nb</code></p>"
                "<pre>\n  if {a}\n\n\tb\n  </pre>"
                "<list><item><p>x</p><pre>y</pre></item></list>"),
          "section body\n"
          "  p body: 写 <code>{total}  <x></code> 和7。<code>a b</code>\n"
          "  p code typed:   if {a}<br/><br/>        b\n"
          "  list\n"
          "    item （1）\n"
          "      p list: （1）x\n"
          "      p code typed: y\n");
}

#define FAULT(name, body, code, expected)                                                                    \
    static void name(void **state)                                                                           \
    {                                                                                                        \
        (void)state;                                                                                         \
        fails(SECTION("<prose of='body'/>"), INPUT(body), code, expected);                                   \
    }

FAULT(fault_element, "<p>x</p>\n<h1>x</h1>", MSG_SCHEMA_ELEMENT,
      "input.xml:2:1: error: 此处不能用 <h1>；可用：pre section")
FAULT(fault_layout_element, "<heading level='1'/>", MSG_SCHEMA_ELEMENT, "<heading>")
FAULT(fault_no_title, "<section/>", MSG_SCHEMA_ATTRIBUTE_MISSING, "title")
FAULT(fault_attribute, "<p style='x'>x</p>", MSG_SCHEMA_ATTRIBUTE, "style")
FAULT(fault_text, "x", MSG_SCHEMA_TEXT, "<body>")
FAULT(fault_field, "<p>\n{totl}</p>", NULL, "input.xml:2:2")
FAULT(fault_title_field, "<section title='x{totl}'/>", NULL, "totl")
FAULT(fault_list_kind, "<list kind='x'/>", MSG_SCHEMA_VALUE, "“x”")
FAULT(fault_item_outside, "<item/>", MSG_SCHEMA_ELEMENT, "<item>")
FAULT(fault_grid, "<table columns='* *'>\n<row><cell/></row></table>", MSG_TABLE_GAP, "input.xml:2:1")
FAULT(fault_columns, "<table columns='x'/>", MSG_TABLE_COLUMNS, "“x”")
FAULT(fault_empty_paragraph, "<p>x</p>\n<p/>", MSG_TEMPLATE_PROSE_EMPTY,
      "input.xml:2:1: error: <p> 里没有文字")
FAULT(fault_blank_paragraph, "<p>\n　<b> </b><br/></p>", MSG_TEMPLATE_PROSE_EMPTY, "<p>")
FAULT(fault_empty_listing, "<pre>\n </pre>", MSG_TEMPLATE_PROSE_EMPTY, "<pre>")
FAULT(fault_empty_code, "<p>x<code/></p>", MSG_TEMPLATE_PROSE_EMPTY, "<code>")
FAULT(fault_element_in_listing, "<pre>a\n<b>b</b></pre>", MSG_TEMPLATE_TYPED,
      "input.xml:2:1: error: <pre> 里的文字照原样印出，不能再放元素 <b>")
FAULT(fault_link, "<p><link to='nowhere'>x</link></p>", MSG_TEMPLATE_NO_TARGET, "nowhere")
FAULT(fault_empty_item, "<list><item/></list>", MSG_TEMPLATE_PROSE_EMPTY, "<item>")
FAULT(fault_empty_title, "<section\n title=''/>", MSG_TEMPLATE_PROSE_TITLE, "input.xml:2:9")
FAULT(fault_blank_title, "<section title=' 　'/>", MSG_TEMPLATE_PROSE_TITLE, "title")
KIT_LOAD_FAULT(fault_of, "<prose of='bdy'/>", NULL, "bdy")
KIT_LOAD_FAULT(fault_no_of, "<prose/>", MSG_SCHEMA_ATTRIBUTE_MISSING, "of")
KIT_LOAD_FAULT(fault_of_type, "<prose of='total'/>", MSG_TEMPLATE_PROSE_FIELD, "prose")
KIT_LOAD_FAULT(fault_level, "<prose of='body' heading-level='0'/>", MSG_TEMPLATE_HEADING_LEVEL, "0")

static void test_sections_nest_to_level_six(void **state)
{
    (void)state;
    kit_kind(MODEL, "", SECTION("<prose of='body' heading-level='6'/>"));
    kit_put("input.xml", INPUT("<section title='a'/>"));
    assert_int_equal(kit_load(), OK);
    assert_int_equal(kit_apply(), OK);
    kit_apply_fails(INPUT("<section title='a'>\n<section title='b'/></section>"), MSG_TEMPLATE_HEADING_LEVEL,
                    "input.xml:2:1");
}

static void test_no_section_in_a_cell(void **state)
{
    (void)state;
    fails(SECTION("<table columns='*'><row><cell><prose of='body'/></cell></row></table>"),
          INPUT("<section title='a'/>"), MSG_SCHEMA_ELEMENT, "<section>");
}

/* An empty default that a sentence of the input names leaves a hole in it; what the kind computes may be empty, and what
 * the layout names is the kind's own. */
static void test_an_empty_field_is_told(void **state)
{
    static const char fields[] = "<text name='file' label='原附件' default=\"''\"/>"
                                 "<text name='tail' is=\"''\"/><prose name='body'/>";
    (void)state;
    kit_kind(fields, "", SECTION("<p>{file}文</p><prose of='body'/>"));
    kit_gives("<k><body><p>见《{file}》{tail}{if(file = '', '', file)}</p></body></k>",
              "section body\n  p body: 文\n  p body: 见《》\n");
    assert_true(diag_has(kit.diag, MSG_TEMPLATE_EMPTY_IN_PROSE));
    assert_non_null(strstr(kit_messages(), "input.xml:1:16: warning: “原附件”（{file}）是空的"));
    assert_int_equal(diag_count(kit.diag, SEVERITY_WARNING), 1);
}

static void test_a_filled_field_is_not_told(void **state)
{
    (void)state;
    kit_kind("<text name='file' default=\"''\"/><prose name='body'/>", "", SECTION("<prose of='body'/>"));
    kit_gives("<k file='甲'><body><p>见《{file}》</p></body></k>", "section body\n  p body: 见《甲》\n");
    assert_int_equal(diag_count(kit.diag, SEVERITY_WARNING), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(test_all_elements),
        KIT_TEST(test_the_first_paragraph_takes_the_number),
        KIT_TEST(test_a_number_wants_a_paragraph),
        KIT_TEST(test_scope_is_the_record_of_the_field),
        KIT_TEST(test_in_cells_the_cell_style_holds),
        KIT_TEST(fault_element),
        KIT_TEST(fault_layout_element),
        KIT_TEST(fault_no_title),
        KIT_TEST(fault_attribute),
        KIT_TEST(fault_text),
        KIT_TEST(fault_field),
        KIT_TEST(fault_title_field),
        KIT_TEST(fault_list_kind),
        KIT_TEST(fault_item_outside),
        KIT_TEST(fault_grid),
        KIT_TEST(fault_columns),
        KIT_TEST(fault_empty_paragraph),
        KIT_TEST(fault_blank_paragraph),
        KIT_TEST(fault_empty_item),
        KIT_TEST(test_as_typed),
        KIT_TEST(fault_empty_listing),
        KIT_TEST(fault_empty_code),
        KIT_TEST(fault_element_in_listing),
        KIT_TEST(fault_link),
        KIT_TEST(fault_empty_title),
        KIT_TEST(fault_blank_title),
        KIT_TEST(fault_of),
        KIT_TEST(fault_no_of),
        KIT_TEST(fault_of_type),
        KIT_TEST(fault_level),
        KIT_TEST(test_sections_nest_to_level_six),
        KIT_TEST(test_no_section_in_a_cell),
        KIT_TEST(test_an_empty_field_is_told),
        KIT_TEST(test_a_filled_field_is_not_told),
    };

    return cmocka_run_group_tests(tests, kit_open, kit_close);
}
