/* template: the inline elements beside plain text: styled spans, cuts, tabs, spread text, footnotes. */
#include "kit.h"
#include "template/messages.def"
#include "schema/messages.def"

#define MODEL         "<text name='t'/><number name='n'/><prose name='body' optional='yes'/>"
#define INPUT         "<k t='张三' n='2.5'><body><p>{t}<i>斜</i><cut/><note>注</note></p></body></k>"
#define SECTION(body) "<section page='body'>" body "</section>"

static void gives(const char *sheet, const char *layout, const char *expected)
{
    kit_kind(MODEL, sheet, layout);
    kit_gives(INPUT, expected);
}

/* One paragraph of this text gives this one (and what stands below it). */
static void text_gives(const char *text, const char *expected)
{
    char layout[4000], dump[4000];

    snprintf(layout, sizeof layout, SECTION("<p>%s</p>"), text);
    snprintf(dump, sizeof dump, "section body\n  p body: %s\n", expected);
    gives("<span name='red' color='C00000'/><style name='body' size='10pt'/>", layout, dump);
}

static void test_named_spans(void **state)
{
    (void)state;
    text_gives("<i>一</i><u>二</u><em>三</em><sub>四</sub><sup>五</sup><b>六</b>",
               "<i>一</i><u>二</u><em>三</em><sub>四</sub><sup>五</sup><b>六</b>");
    text_gives("x<sup>2<i>n</i></sup>", "x<sup>2</sup><sup+i>n</sup+i>");
}

static const struct span_style *only_span(const char *text)
{
    char layout[2000];

    snprintf(layout, sizeof layout, SECTION("<p>%s</p>"), text);
    kit_kind(MODEL,
             "<span name='small' scale='0.5' raise='0.1' embolden='0.2pt'/>"
             "<span name='heavy' embolden='0.4pt' emphasis='yes'/>",
             layout);
    kit_put("input.xml", INPUT);
    if (kit_load() != OK || kit_apply() != OK)
        fail_msg("%s", kit_messages());
    return kit.content->sections->blocks->paragraph.inlines[0].style;
}

static void test_spans_in_spans_add_up(void **state)
{
    const struct span_style *span;

    (void)state;
    span = only_span("<sub>x</sub>");
    assert_int_equal(span->scale, 600);
    assert_int_equal(span->raise, -150);
    span = only_span("<sup><sup>x</sup></sup>");
    assert_int_equal(span->scale, 640);
    span = only_span("<sup><sub>x</sub></sup>");
    assert_int_equal(span->scale, 384);
    assert_int_equal(span->raise, 315 - 96);
    span = only_span("<span style='small'><em>x</em></span>");
    assert_int_equal(span->scale, 500);
    assert_int_equal(span->raise, 100);
    assert_int_equal(span->embolden, 200);
    assert_true(span->emphasis);
    span = only_span("<span style='heavy'><span style='small'>x</span></span>");
    assert_int_equal(span->embolden, 200);
    assert_true(span->emphasis);
}

static void test_cut(void **state)
{
    (void)state;
    text_gives("甲乙<cut/>丙丁", "甲乙<cut/>丙丁");
    text_gives("甲乙\n<cut/>\n丙丁", "甲乙<cut/>丙丁");
    text_gives("a <cut/>b", "a <cut/>b");
    text_gives("<cut/> a<cut/>", "<cut/>a<cut/>");
    text_gives("甲&#x200B;乙&#8203;", "甲<cut/>乙<cut/>");
    text_gives("{\"甲&#x200B;乙\"}<spread width='5字'>a&#x200B;b</spread>",
               "甲<cut/>乙<spread 50pt>ab</spread>");
}

static void test_tab(void **state)
{
    (void)state;
    text_gives("甲 <tab/> 乙", "甲<tab right/>乙");
    text_gives("甲<tab at='20字' leader='…'/>\n乙", "甲<tab 200pt left …/>乙");
    text_gives("甲<tab at='{n * 2}字' align='center' leader='{\".\"}'/>乙", "甲<tab 50pt center ./>乙");
    text_gives("甲<tab align='right'/>乙<tab at='12pt' align='{\"right\"}'/>",
               "甲<tab right/>乙<tab 12pt right/>");
}

static void test_spread(void **state)
{
    (void)state;
    text_gives("名<spread width='5字'>{t}</spread>字", "名<spread 50pt>张三</spread>字");
    text_gives("<spread width='5字'>张<b>三</b></spread><spread width='5字'>李四</spread>",
               "<spread 50pt>张<b>三</b></spread><spread 50pt>李四</spread>");
    text_gives("a <spread width='{n}字'> b <if test='yes'>c</if> </spread> d",
               "a <spread 25pt>b c</spread> d");
    text_gives("<b>a<spread width='5字'>b</spread></b>", "<b>a</b><spread 50pt><b>b</b></spread>");
}

static void test_note(void **state)
{
    (void)state;
    text_gives("甲 <note>\n 注{t} \n</note>，乙<note><b>二</b></note>",
               "甲<note-mark><note ①/></note-mark>，乙<note-mark><note ②/></note-mark>\n"
               "    note\n"
               "      p footnote: ①<blank 5.25pt/>注张三\n"
               "    note\n"
               "      p footnote: ②<blank 5.25pt/><b>二</b>");
    text_gives("<span style='red'>甲<note>注</note></span>",
               "<red>甲</red><red+note-mark><note ①/></red+note-mark>\n"
               "    note\n"
               "      p footnote: ①<blank 5.25pt/>注");
}

static void test_notes_in_columns_items_and_prose(void **state)
{
    (void)state;
    gives("<numbering name='footnote' format='[{n}]'/>",
          SECTION("<columns><column><keep><p>甲<note>一</note></p></keep></column></"
                  "columns><list><item>乙<note>二</note></item></list>"
                  "<prose of='body'/><restart numbering='footnote'/><p><note>三</note></p>"),
          "section body\n"
          "  columns gap=32pt\n"
          "    column 1\n"
          "      keep\n"
          "        p body: 甲<note-mark><note [1]/></note-mark>\n"
          "          note\n"
          "            p footnote: [1]<blank 5.25pt/>一\n"
          "  list\n"
          "    item （1）\n"
          "      p list: （1）乙<note-mark><note [2]/></note-mark>\n"
          "        note\n"
          "          p footnote: [2]<blank 5.25pt/>二\n"
          "  p body: 张三<i>斜</i><cut/><note-mark><note [3]/></note-mark>\n"
          "    note\n"
          "      p footnote: [3]<blank 5.25pt/>注\n"
          "  p body: <note-mark><note [1]/></note-mark>\n"
          "    note\n"
          "      p footnote: [1]<blank 5.25pt/>三\n");
}

KIT_LOAD_FAULT(fault_note_in_heading, "\n<heading level='1'>甲<note>x</note></heading>",
               MSG_TEMPLATE_NOTE_IN_HEADING, "layout.xml:2:21: error: 脚注不能放在标题里")
KIT_LOAD_FAULT(fault_note_in_cell, "<table columns='*'><row><cell><p><note>x</note></p></cell></row></table>",
               MSG_TEMPLATE_NOTE_IN_TABLE, "表格")
KIT_LOAD_FAULT(fault_note_in_caption, "<table columns='*'><caption><note>x</note></caption></table>",
               MSG_TEMPLATE_NOTE_IN_TABLE, "表格")
KIT_LOAD_FAULT(fault_note_in_header, "<header><note>x</note></header>", MSG_TEMPLATE_NOTE_IN_MARGIN,
               "页眉页脚")
KIT_LOAD_FAULT(fault_link_in_footer, "<footer><b><link to='x'>甲</link></b></footer>", MSG_SCHEMA_ELEMENT,
               "<link>")
KIT_LOAD_FAULT(fault_note_in_note, "<p><note>x<note>y</note></note></p>", MSG_TEMPLATE_NOTE_IN_NOTE, "脚注里")
KIT_LOAD_FAULT(fault_note_in_spread, "<p><spread width='2字'><note>x</note></spread></p>", MSG_SCHEMA_ELEMENT,
               "<note>；可用：b i u strike em code sub sup span")
KIT_LOAD_FAULT(fault_note_attribute, "<p><note style='note'>x</note></p>", MSG_SCHEMA_ATTRIBUTE, "style")
KIT_LOAD_FAULT(fault_blocks_in_note, "<p><note><p>x</p></note></p>", MSG_SCHEMA_ELEMENT, "<p>")
KIT_LOAD_FAULT(fault_cut_content, "<p><cut>x</cut></p>", MSG_SCHEMA_TEXT, "<cut>")
KIT_LOAD_FAULT(fault_spread_width, "<p><spread>x</spread></p>", MSG_SCHEMA_ATTRIBUTE_MISSING, "width")
KIT_LOAD_FAULT(fault_spread_zero, "<p><spread width='0字'>x</spread></p>", MSG_SCHEMA_VALUE, "大于 0 的长度")
KIT_LOAD_FAULT(fault_spread_blank, "<p><spread width='1字'><blank width='1字'/></spread></p>",
               MSG_SCHEMA_ELEMENT, "<blank>")
KIT_LOAD_FAULT(fault_tab_at, "<p><tab at='0'/></p>", MSG_SCHEMA_VALUE, "大于 0 的长度")
KIT_LOAD_FAULT(fault_tab_align, "<p><tab at='2字' align='justify'/></p>", MSG_SCHEMA_VALUE,
               "“justify”不对，应是 left、center、right 之一")
KIT_LOAD_FAULT(fault_tab_edge, "<p><tab align='center'/></p>", MSG_TEMPLATE_TAB_EDGE, "没有写 at")
KIT_LOAD_FAULT(fault_tab_leader, "<p><tab leader='..'/></p>", MSG_SCHEMA_VALUE, "“..”不对，应是一个字符")
KIT_LOAD_FAULT(fault_tab_content, "<p><tab>x</tab></p>", MSG_SCHEMA_TEXT, "<tab>")
KIT_LOAD_FAULT(fault_span_attribute, "<p><i style='x'>x</i></p>", MSG_SCHEMA_ATTRIBUTE, "（无）")
KIT_APPLY_FAULT(fault_tab_at_value, "<p><tab at='{n - 3}字'/></p>", MSG_SCHEMA_VALUE, "“-0.5字”")
KIT_APPLY_FAULT(fault_tab_align_value, "<p><tab at='2字' align='{\"spread\"}'/></p>", MSG_SCHEMA_VALUE,
                "“spread”")
KIT_APPLY_FAULT(fault_tab_edge_value, "<p><tab align='{\"left\"}'/></p>", MSG_TEMPLATE_TAB_EDGE, "没有写 at")
KIT_APPLY_FAULT(fault_tab_leader_value, "<p><tab leader='{t}'/></p>", MSG_SCHEMA_VALUE, "“张三”")
KIT_APPLY_FAULT(fault_empty_note, "\n<p>甲<note> </note></p>", MSG_TEMPLATE_PROSE_EMPTY,
                "layout.xml:2:5: error: <note> 里没有文字")

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(test_named_spans),
        KIT_TEST(test_spans_in_spans_add_up),
        KIT_TEST(test_cut),
        KIT_TEST(test_tab),
        KIT_TEST(test_spread),
        KIT_TEST(test_note),
        KIT_TEST(test_notes_in_columns_items_and_prose),
        KIT_TEST(fault_note_in_heading),
        KIT_TEST(fault_note_in_cell),
        KIT_TEST(fault_note_in_caption),
        KIT_TEST(fault_note_in_header),
        KIT_TEST(fault_note_in_note),
        KIT_TEST(fault_link_in_footer),
        KIT_TEST(fault_note_in_spread),
        KIT_TEST(fault_note_attribute),
        KIT_TEST(fault_blocks_in_note),
        KIT_TEST(fault_cut_content),
        KIT_TEST(fault_spread_width),
        KIT_TEST(fault_spread_zero),
        KIT_TEST(fault_spread_blank),
        KIT_TEST(fault_tab_at),
        KIT_TEST(fault_tab_align),
        KIT_TEST(fault_tab_edge),
        KIT_TEST(fault_tab_leader),
        KIT_TEST(fault_tab_content),
        KIT_TEST(fault_span_attribute),
        KIT_TEST(fault_tab_at_value),
        KIT_TEST(fault_tab_align_value),
        KIT_TEST(fault_tab_edge_value),
        KIT_TEST(fault_tab_leader_value),
        KIT_TEST(fault_empty_note),
    };

    return cmocka_run_group_tests(tests, kit_open, kit_close);
}
