/* template: tables: columns, spans, groups, and every way in which cells can fail to fill the grid. */
#include "kit.h"
#include "template/messages.def"
#include "schema/messages.def"

#define MODEL                                                                                                \
    "<number name='n'/><list name='a'><text name='name'/><list name='b'><text name='name'/>"                 \
    "<list name='c'><text name='v'/></list></list></list>"
#define INPUT                                                                                                \
    "<k n='2'><a name='甲'><b name='子'><c v='1'/><c v='2'/></b><b name='丑'><c v='3'/></b><b "           \
    "name='空'/></a>"                                                                                       \
    "<a name='无'/></k>"
#define TABLE(columns, body) "<section page='body'><table columns='" columns "'>" body "</table></section>"

static void gives(const char *layout, const char *expected)
{
    kit_kind(MODEL, "<table-style name='t' cell='note' align='right'/>", layout);
    kit_gives(INPUT, expected);
}

static void fails(const char *layout, const struct message *code, const char *expected)
{
    kit_kind(MODEL, "", layout);
    kit_apply_fails(INPUT, code, expected);
}

static void load_fails(const char *layout, const struct message *code, const char *expected)
{
    kit_kind(MODEL, "", layout);
    kit_load_fails(code, expected);
}

static void test_head_spans_caption_note(void **state)
{
    (void)state;
    gives(TABLE("30mm * 2* 2字", "<caption>表{n}</caption><head><row><cell rows='2'>一</cell><cell span='3' "
                                 "align='left'>二</cell></row>"
                                 "<row><cell>三</cell><cell span='{n}'/></row></head>"
                                 "<row><cell valign='top'>a</cell><cell "
                                 "style='note'>b</cell><cell>\n</cell><cell><p>c</p><p>d</p></cell>"
                                 "</row><note>注</note>"),
          "section body\n"
          "  table table columns=85.039pt,1*,2*,24pt\n"
          "    caption\n"
          "      p caption: 表2\n"
          "    head-row\n"
          "      cell 1 rows=2\n"
          "        p table-head: 一\n"
          "      cell 2 span=3 align=left\n"
          "        p table-head: 二\n"
          "    head-row\n"
          "      cell 2\n"
          "        p table-head: 三\n"
          "      cell 3 span=2\n"
          "    row\n"
          "      cell 1 valign=top\n"
          "        p table-cell: a\n"
          "      cell 2 align=justify\n"
          "        p note: b\n"
          "      cell 3\n"
          "      cell 4\n"
          "        p table-cell: c\n"
          "        p table-cell: d\n"
          "    notes\n"
          "      p note: 注\n");
}

/* What spans rows names them, wherever it is written; not in the head. */
static void test_cells_over_rows_are_labels(void **state)
{
    (void)state;
    gives(TABLE("* *",
                "<head><row><cell rows='2'>一</cell><cell>二</cell></row><row><cell>三</cell></row></head>"
                "<row><cell rows='2'>四</cell><cell>五</cell></row><row><cell>六</cell></row>"),
          "section body\n"
          "  table table columns=1*,1*\n"
          "    head-row\n"
          "      cell 1 rows=2\n"
          "        p table-head: 一\n"
          "      cell 2\n"
          "        p table-head: 二\n"
          "    head-row\n"
          "      cell 2\n"
          "        p table-head: 三\n"
          "    row\n"
          "      cell 1 rows=2 label\n"
          "        p table-cell: 四\n"
          "      cell 2\n"
          "        p table-cell: 五\n"
          "    row\n"
          "      cell 2\n"
          "        p table-cell: 六\n");
}

static void test_cell_style_comes_from_the_table_style(void **state)
{
    (void)state;
    gives("<section page='body'><table style='t' columns='*'><row><cell>a</cell></row></table></section>",
          "section body\n  table t columns=1*\n    row\n      cell 1\n        p note: a\n");
}

static void test_groups_nest_and_empty_ones_vanish(void **state)
{
    (void)state;
    gives(TABLE("* * *", "<for each='a'><group><cell>{name}</cell><for each='b'><group><cell>{name}</cell>"
                         "<for each='c'><row><cell>{v}</cell></row></for></group></for></group></for>"),
          "section body\n"
          "  table table columns=1*,1*,1*\n"
          "    row group\n"
          "      cell 1 rows=3 label\n"
          "        p table-cell: 甲\n"
          "      cell 2 rows=2 label\n"
          "        p table-cell: 子\n"
          "      cell 3\n"
          "        p table-cell: 1\n"
          "    row\n"
          "      cell 3\n"
          "        p table-cell: 2\n"
          "    row\n"
          "      cell 2 label\n"
          "        p table-cell: 丑\n"
          "      cell 3\n"
          "        p table-cell: 3\n");
}

static void test_columns_of_every_kind(void **state)
{
    (void)state;
    gives(
        "<section page='body'><table columns='20mm 12.5% 3* * auto auto(1字..40mm) auto(10pt..) auto(..2字)' "
        "labels='{n}'><row><cell span='8'/></row></table></section>",
        "section body\n"
        "  table table columns=56.693pt!,12.5%!,3*,1*,auto,auto(12pt..113.386pt),auto(10pt..),auto(..24pt)\n"
        "    row\n"
        "      cell 1 span=8\n");
}

static void test_foot_in_the_foot_style(void **state)
{
    (void)state;
    kit_kind(MODEL, "<table-style name='t' foot='note'/>",
             "<section page='body'><table style='t' columns='* *'><row><cell/><cell/></row>"
             "<foot><row><cell rows='2'>合计</cell><cell>1</cell></row><row><cell>2</cell></row></foot>"
             "</table></section>");
    kit_gives(INPUT, "section body\n"
                     "  table t columns=1*,1*\n"
                     "    row\n"
                     "      cell 1\n"
                     "      cell 2\n"
                     "    foot-row\n"
                     "      cell 1 rows=2\n"
                     "        p note: 合计\n"
                     "      cell 2\n"
                     "        p note: 1\n"
                     "    foot-row\n"
                     "      cell 2\n"
                     "        p note: 2\n");
}

static void test_rows_and_cells_say_how_they_look(void **state)
{
    (void)state;
    gives(TABLE("* *",
                "<row rule-above='1pt' fill='F2F2F2' keep-next='yes'><cell fill='00FF00'/><cell "
                "align='decimal'>1.5</cell></row>"
                "<for each='a' index='i'><row rule-above='{if(i = 1, \"none\", \"0.5字\")}' "
                "fill='00000{i}'><cell fill='{if(i = 1, \"AAAAAA\", \"BBBBBB\")}'/><cell/></row></for>"),
          "section body\n"
          "  table table columns=1*,1*\n"
          "    row rule-above=1pt fill=F2F2F2 keep-next\n"
          "      cell 1 fill=00FF00\n"
          "      cell 2 align=decimal\n"
          "        p table-cell: 1.5\n"
          "    row rule-above=none fill=000001\n"
          "      cell 1 fill=AAAAAA\n"
          "      cell 2\n"
          "    row rule-above=6pt fill=000002\n"
          "      cell 1 fill=BBBBBB\n"
          "      cell 2\n");
}

/* An empty cell shows `none`; white and values without text are empty.  A number stands before it. */
static void test_none_and_numbers_of_cells(void **state)
{
    (void)state;
    kit_kind(MODEL, "<numbering name='row' format='{n}.' after=' '/>",
             TABLE("* * * * *",
                   "<row><cell none='—'> {\"\"} </cell><cell none='{n}次'/><cell none='—'>文</cell>"
                   "<cell none='无'><if test='no'><p/></if></cell><cell none='无'><p/></cell></row>"
                   "<row><cell numbering='row'/><cell numbering='row'>文</cell>"
                   "<cell numbering='row' none='—'/><cell numbering='row'><p>段</p><p/></cell>"
                   "<cell numbering='row'><if test='no'><p/></if></cell></row>"));
    kit_gives(INPUT, "section body\n"
                     "  table table columns=1*,1*,1*,1*,1*\n"
                     "    row\n"
                     "      cell 1\n"
                     "        p table-cell: —\n"
                     "      cell 2\n"
                     "        p table-cell: 2次\n"
                     "      cell 3\n"
                     "        p table-cell: 文\n"
                     "      cell 4\n"
                     "        p table-cell: 无\n"
                     "      cell 5\n"
                     "        p table-cell:\n"
                     "    row\n"
                     "      cell 1\n"
                     "        p table-cell: 1. \n"
                     "      cell 2\n"
                     "        p table-cell: 2. 文\n"
                     "      cell 3\n"
                     "        p table-cell: 3. —\n"
                     "      cell 4\n"
                     "        p table-cell: 4. 段\n"
                     "        p table-cell:\n"
                     "      cell 5\n"
                     "        p table-cell: 5. \n");
}

/* Each outermost group begins at its first row, however deep that stands. */
static void test_outermost_groups_begin(void **state)
{
    (void)state;
    gives(TABLE("* *", "<row><cell span='2'/></row><for each='a'><group><cell>{name}</cell>"
                       "<group><row><cell/></row></group><row><cell/></row></group></for>"),
          "section body\n"
          "  table table columns=1*,1*\n"
          "    row\n"
          "      cell 1 span=2\n"
          "    row group\n"
          "      cell 1 rows=2 label\n"
          "        p table-cell: 甲\n"
          "      cell 2\n"
          "    row\n"
          "      cell 2\n"
          "    row group\n"
          "      cell 1 rows=2 label\n"
          "        p table-cell: 无\n"
          "      cell 2\n"
          "    row\n"
          "      cell 2\n");
}

static void test_control_in_a_row(void **state)
{
    (void)state;
    gives(TABLE("* *", "<row><for each='a' index='i'><cell>{i}</cell></for></row>"),
          "section body\n  table table columns=1*,1*\n    row\n      cell 1\n        p table-cell: 1\n"
          "      cell 2\n        p table-cell: 2\n");
}

static void test_a_called_cell_may_hold_blocks(void **state)
{
    (void)state;
    gives(
        "<define name='d'><cell><slot/></cell></define><define name='e'><p>段</p></define>" TABLE(
            "* *",
            "<row><call name='d'><if test='yes'><call name='e'/></if></call><call name='d'>行</call></row>"),
        "section body\n  table table columns=1*,1*\n    row\n      cell 1\n        p table-cell: 段\n"
        "      cell 2\n        p table-cell: 行\n");
}

#define FAULT(name, columns, body, code, expected)                                                           \
    static void name(void **state)                                                                           \
    {                                                                                                        \
        (void)state;                                                                                         \
        fails(TABLE(columns, body), code, expected);                                                         \
    }

#define LOAD_FAULT(name, columns, body, code, expected)                                                      \
    static void name(void **state)                                                                           \
    {                                                                                                        \
        (void)state;                                                                                         \
        load_fails(TABLE(columns, body), code, expected);                                                    \
    }

FAULT(fault_gap, "* *", "\n<row><cell/></row>", MSG_TABLE_GAP, "layout.xml:2:1")
FAULT(fault_edge, "* *", "<row><cell/>\n<cell span='2'/></row>", MSG_TABLE_EDGE, "layout.xml:2:1")
FAULT(fault_one_too_many, "*", "<row><cell/>\n<cell/></row>", MSG_TABLE_EDGE, "layout.xml:2:1")
FAULT(fault_overlap, "* * *", "<row><cell/><cell rows='2'/><cell/></row><row>\n<cell span='2'/><cell/></row>",
      MSG_TABLE_OVERLAP, "layout.xml:2:1")
FAULT(fault_end, "* *", "<row><cell rows='2'/><cell/></row>", MSG_TABLE_END, "共 1 行")
FAULT(fault_head_reaches_body, "* *", "<head><row><cell rows='2'/><cell/></row></head><row><cell/></row>",
      MSG_TABLE_HEAD_SPAN, "共 1 行")
FAULT(fault_covered_row, "*", "<row><cell rows='2'/></row>\n<row/>", MSG_TABLE_ROW_EMPTY, "layout.xml:2:1")
FAULT(fault_empty, "*", "<if test='n &gt; 5'><row><cell/></row></if>", MSG_TABLE_EMPTY, "layout.xml")
FAULT(fault_head_late, "*", "<row><cell/></row><head><row><cell/></row></head>", MSG_TABLE_HEAD_LATE,
      "<head>")
FAULT(fault_group_cell_late, "* *", "<group><cell/><row/><cell/>\n<row><cell/></row></group>",
      MSG_TABLE_GROUP_CELL, "layout.xml:2:1")
LOAD_FAULT(fault_span_zero, "*", "<row><cell span='0'/></row>", MSG_SCHEMA_VALUE, "span")
FAULT(fault_span_given_wrong, "*", "<row><cell span='{n}x'/></row>", MSG_SCHEMA_VALUE, "2x")
FAULT(fault_style_given_wrong, "*", "<row><cell style='s{n}'/></row>", MSG_SCHEMA_UNKNOWN, "“s2”")
FAULT(fault_columns_given_wrong, "{n}", "<row><cell/></row>", MSG_TABLE_COLUMNS, "“2”")
FAULT(fault_number_without_paragraph, "*",
      "<row><cell numbering='clause'><list><item>项</item></list></cell></row>", MSG_TABLE_CELL_NUMBER,
      "layout.xml")
FAULT(fault_only_head, "*", "<head><row><cell/></row></head>", MSG_TABLE_EMPTY, "layout.xml")
FAULT(fault_only_foot, "*", "<foot><row><cell/></row></foot>", MSG_TABLE_EMPTY, "layout.xml")
FAULT(fault_foot_early, "*", "<row><cell/></row><foot><row><cell/></row></foot>\n<row><cell/></row>",
      MSG_TABLE_FOOT_EARLY, "layout.xml:2:1")
FAULT(fault_body_reaches_foot, "* *", "<row><cell/>\n<cell rows='2'/></row><foot><row><cell/></row></foot>",
      MSG_TABLE_BODY_SPAN, "layout.xml:2:1")
FAULT(fault_rule_given_wrong, "*", "<row rule-above='{n}'><cell/></row>", MSG_SCHEMA_VALUE, "“2”")
LOAD_FAULT(fault_rule, "*", "<row rule-above='-1pt'/>", MSG_SCHEMA_VALUE, "none")
LOAD_FAULT(fault_fill, "*", "<row><cell fill='red'/></row>", MSG_SCHEMA_VALUE, "red")
LOAD_FAULT(fault_numbering, "*", "<row><cell numbering='无'/></row>", MSG_SCHEMA_UNKNOWN, "编号")
LOAD_FAULT(fault_decimal_in_paragraph, "*", "<row><cell><p align='decimal'/></cell></row>", MSG_SCHEMA_VALUE,
           "decimal")
LOAD_FAULT(fault_percent, "0%", "", MSG_TABLE_COLUMNS, "0%")
LOAD_FAULT(fault_percent_large, "101% *", "", MSG_TABLE_COLUMNS, "101%")
LOAD_FAULT(fault_percent_sum, "60% 40.1% *", "", MSG_TABLE_PERCENT, "100.1%")
LOAD_FAULT(fault_auto_word, "autos", "", MSG_TABLE_COLUMNS, "autos")
LOAD_FAULT(fault_auto_unclosed, "auto(1mm..2mm", "", MSG_TABLE_COLUMNS, "auto(1mm")
LOAD_FAULT(fault_auto_empty, "auto(..)", "", MSG_TABLE_COLUMNS, "auto(..)")
LOAD_FAULT(fault_auto_nothing, "auto()", "", MSG_TABLE_COLUMNS, "auto()")
LOAD_FAULT(fault_auto_one, "auto(5mm)", "", MSG_TABLE_COLUMNS, "auto(5mm)")
LOAD_FAULT(fault_auto_turned, "auto(5mm..4mm)", "", MSG_TABLE_COLUMNS, "auto(5mm..4mm)")
LOAD_FAULT(fault_auto_zero, "auto(0..4mm)", "", MSG_TABLE_COLUMNS, "auto(0..4mm)")
LOAD_FAULT(fault_labels, "* *' labels='2", "", MSG_TABLE_LABELS, "共 2 列")
FAULT(fault_labels_given_wrong, "* *' labels='{n}", "<row><cell span='2'/></row>", MSG_TABLE_LABELS,
      "共 2 列")
LOAD_FAULT(fault_columns, "* 3", "", MSG_TABLE_COLUMNS, "第 2 项“3”")
LOAD_FAULT(fault_columns_zero, "0*", "", MSG_TABLE_COLUMNS, "0*")
LOAD_FAULT(fault_columns_none, " ", "", MSG_TABLE_COLUMNS, "1")
LOAD_FAULT(fault_columns_negative, "-3mm", "", MSG_TABLE_COLUMNS, "-3mm")
LOAD_FAULT(fault_cell_outside, "*", "<cell/>", MSG_SCHEMA_ELEMENT, "<cell>")
LOAD_FAULT(fault_group_rows, "* *", "<group><cell rows='2'/></group>", MSG_TABLE_GROUP_CELL, "layout.xml")
LOAD_FAULT(fault_text_beside_blocks, "*", "<row><cell>文<p/></cell></row>", MSG_SCHEMA_TEXT, "<cell>")
LOAD_FAULT(fault_align, "*", "<row><cell align='middle'/></row>", MSG_SCHEMA_VALUE, "middle")
LOAD_FAULT(fault_heading_in_cell, "*", "<row><cell><p/><heading level='1'/></cell></row>", MSG_SCHEMA_ELEMENT,
           "<heading>")

static void test_column_limit(void **state)
{
    struct buf layout;

    (void)state;
    layout = BUF(1 << 16);
    buf_add_text(&layout, "<section page='body'><table columns='");
    for (int i = 0; i < 64; i++)
        buf_add_text(&layout, "* ");
    size_t at_limit = layout.len;
    buf_add_text(&layout, "'><row><cell span='64'/></row></table></section>");
    kit_kind(MODEL, "", layout.ptr);
    assert_int_equal(kit_load(), OK);
    layout.len = at_limit;
    buf_add_text(&layout, "*'><row><cell span='65'/></row></table></section>");
    load_fails(layout.ptr, MSG_TEMPLATE_MANY_TABLE_COLUMNS, "64");
    buf_clear(&layout);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(test_head_spans_caption_note),
        KIT_TEST(test_cells_over_rows_are_labels),
        KIT_TEST(test_cell_style_comes_from_the_table_style),
        KIT_TEST(test_groups_nest_and_empty_ones_vanish),
        KIT_TEST(test_columns_of_every_kind),
        KIT_TEST(test_foot_in_the_foot_style),
        KIT_TEST(test_rows_and_cells_say_how_they_look),
        KIT_TEST(test_none_and_numbers_of_cells),
        KIT_TEST(test_outermost_groups_begin),
        KIT_TEST(test_control_in_a_row),
        KIT_TEST(test_a_called_cell_may_hold_blocks),
        KIT_TEST(fault_gap),
        KIT_TEST(fault_edge),
        KIT_TEST(fault_one_too_many),
        KIT_TEST(fault_overlap),
        KIT_TEST(fault_end),
        KIT_TEST(fault_head_reaches_body),
        KIT_TEST(fault_covered_row),
        KIT_TEST(fault_empty),
        KIT_TEST(fault_head_late),
        KIT_TEST(fault_group_cell_late),
        KIT_TEST(fault_span_zero),
        KIT_TEST(fault_span_given_wrong),
        KIT_TEST(fault_style_given_wrong),
        KIT_TEST(fault_columns_given_wrong),
        KIT_TEST(fault_number_without_paragraph),
        KIT_TEST(fault_only_head),
        KIT_TEST(fault_only_foot),
        KIT_TEST(fault_foot_early),
        KIT_TEST(fault_body_reaches_foot),
        KIT_TEST(fault_rule_given_wrong),
        KIT_TEST(fault_rule),
        KIT_TEST(fault_fill),
        KIT_TEST(fault_numbering),
        KIT_TEST(fault_decimal_in_paragraph),
        KIT_TEST(fault_percent),
        KIT_TEST(fault_percent_large),
        KIT_TEST(fault_percent_sum),
        KIT_TEST(fault_auto_word),
        KIT_TEST(fault_auto_unclosed),
        KIT_TEST(fault_auto_empty),
        KIT_TEST(fault_auto_nothing),
        KIT_TEST(fault_auto_one),
        KIT_TEST(fault_auto_turned),
        KIT_TEST(fault_auto_zero),
        KIT_TEST(fault_labels),
        KIT_TEST(fault_labels_given_wrong),
        KIT_TEST(fault_columns),
        KIT_TEST(fault_columns_zero),
        KIT_TEST(fault_columns_none),
        KIT_TEST(fault_columns_negative),
        KIT_TEST(fault_cell_outside),
        KIT_TEST(fault_group_rows),
        KIT_TEST(fault_text_beside_blocks),
        KIT_TEST(fault_align),
        KIT_TEST(fault_heading_in_cell),
        KIT_TEST(test_column_limit),
    };

    return cmocka_run_group_tests(tests, kit_open, kit_close);
}
