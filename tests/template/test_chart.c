/* template: charts: what they are made of, how their figures are printed and proved, and what is refused; small bars. */
#include "kit.h"

#include "expr/messages.def"
#include "schema/messages.def"
#include "template/messages.def"

#define MODEL                                                                                                  \
    "<list name='m'><text name='n'/><number name='v' unit='分' optional='yes'/><number name='w' unit='人'/>" \
    "<number name='y' unit='元' optional='yes'/><number name='r' optional='yes'/>"                            \
    "<list name='p'><text name='n'/><number name='v' unit='人' optional='yes'/></list></list>"                \
    "<number name='all' unit='人' optional='yes'/><number name='money' unit='元' optional='yes'/>"           \
    "<number name='goal' unit='分' default='85'/>"
#define SECTION(body) "<section page='body'>" body "</section>"
#define SHEET         "<style name='body' size='10pt' line='20pt'/>"
#define INPUT                                                                                                \
    "<k all='7'><m n='甲' v='86.5' w='3'><p n='是' v='1'/><p n='否' v='2'/></m>"                          \
    "<m n='乙' w='4'><p n='是' v='4'/><p n='否'/></m></k>"

static void gives(const char *layout, const char *input, const char *expected)
{
    kit_kind(MODEL, SHEET, layout);
    kit_gives(input, expected);
}

/* --- what it is made of --- */

static void test_points(void **state)
{
    (void)state;
    gives(
        SECTION("<chart kind='column' of='m' label='n' value='v' width='80pt' height='50pt' align='left'>"
                "<line at='goal' label='目标{goal}分'/><caption>图</caption></chart>"),
        INPUT,
        "section body\n"
        "  chart column style=table-cell width=80pt height=50pt labelled from-zero 单位：分: 柱形图：图。甲 "
        "86.5分；乙 —；"
        "横线 85分：目标85分。\n"
        "    line 85.0 目标85分\n"
        "    甲: 86.5 86.5\n"
        "    乙: missing —\n"
        "  p caption keep-next: 图\n");
}

static void test_series(void **state)
{
    (void)state;
    gives(SECTION(
              "<chart kind='bar' of='m' as='x' index='i' label=\"text(i) + x.n\" stacked='whole' labels='no' "
              "title='问卷'><series of='p' name='答{n}' value='v'/></chart>"),
          INPUT,
          "section body\n"
          "  chart bar style=table-cell whole from-zero 单位：人: 堆积条形图：问卷。1甲 答是 1人、答否 2人；"
          "2乙 答是 4人、答否 —。\n"
          "    series 答是\n"
          "    series 答否\n"
          "    1甲: 1 1; 2 2\n"
          "    2乙: 4 4; missing —\n");
    gives(SECTION("<chart kind='line' of='m[w &gt; 3]' label='n' zero='no' none='缺' least='0' most='100'>"
                  "<series name='一' value='v'/><series name='二' value='goal'/></chart>"),
          INPUT,
          "section body\n"
          "  chart line style=table-cell labelled axis=0..100 单位：分: 折线图。乙 一 缺、二 85分。\n"
          "    series 一\n"
          "    series 二\n"
          "    乙: missing 缺; 85 85\n");
}

/* A value is drawn in the unit that is printed. */
static void test_printed(void **state)
{
    static const char input[] = "<k><m n='甲' w='1' y='1234567.8' r='0.12345'/></k>";

    (void)state;
    gives(SECTION("<chart kind='bar' of='m' label='n' value='y' print='wan'/>"
                  "<chart kind='bar' of='m' label='n' value='y' print='money'/>"
                  "<chart kind='bar' of='m' label='n' value='r' print='percent'/>"
                  "<chart kind='bar' of='m' label='n' value='r' print='percent(r, 1)'/>"
                  "<chart kind='bar' of='m' label='n' value='w' print='plain(w, 1)'/>"
                  "<chart kind='bar' of='m' label='n' value='r' unit='倍'/>"),
          input,
          "section body\n"
          "  chart bar style=table-cell labelled from-zero 单位：万元: 条形图。甲 123.45678万元。\n"
          "    甲: 123.45678 123.45678\n"
          "  chart bar style=table-cell labelled from-zero 单位：元: 条形图。甲 1,234,567.80元。\n"
          "    甲: 1234567.8 1,234,567.80\n"
          "  chart bar style=table-cell labelled from-zero 单位：%: 条形图。甲 12.35%。\n"
          "    甲: 12.345 12.35%\n"
          "  chart bar style=table-cell labelled from-zero 单位：%: 条形图。甲 12.3%。\n"
          "    甲: 12.345 12.3%\n"
          "  chart bar style=table-cell labelled from-zero 单位：人: 条形图。甲 1.0人。\n"
          "    甲: 1 1.0\n"
          "  chart bar style=table-cell labelled from-zero 单位：倍: 条形图。甲 0.12345倍。\n"
          "    甲: 0.12345 0.12345\n");
}

static void test_matrix(void **state)
{
    (void)state;
    gives(
        SECTION(
            "<chart kind='matrix' of='m' label='n' across='横' upward='纵'><series value='w'/>"
            "<series value='goal'/><class axis='across' from='1'/><class axis='across' from='4' label='多'/>"
            "<class axis='upward' from='0'/><class axis='upward' from='60' levels='2 4'/></chart>"),
        INPUT,
        "section body\n"
        "  chart matrix style=table-cell labelled from-zero: 矩阵图。甲 3、85；乙 4、85。\n"
        "    across 1 \n"
        "    across 4 多\n"
        "    upward 0 \n"
        "    upward 60 \n"
        "    甲: 3 3; 85 85\n"
        "    乙: 4 4; 85 85\n");
}

/* Of many points the ends are told. */
static void test_words(void **state)
{
    char input[8000] = "<k>", expected[400];

    (void)state;
    for (int i = 1; i <= 60; i++)
        snprintf(input + strlen(input), sizeof input - strlen(input), "<m n='点%d' w='%d'/>", i, i % 7);
    strcat(input, "</k>");
    kit_kind(MODEL, SHEET, SECTION("<chart kind='line' of='m' label='n' value='w'/>"));
    kit_put("input.xml", input);
    assert_int_equal(kit_load(), OK);
    assert_int_equal(kit_apply(), OK);
    const struct str alt = kit.content->sections->blocks->chart.alt;
    snprintf(expected, sizeof expected, "%.*s", STR_ARGS(alt));
    assert_string_equal(expected,
                        "折线图。共 60 点；始于 点1 1人，终于 点60 4人，最低 点7 0人，最高 点6 6人。");
}

/* --- the whole --- */

static void test_shares(void **state)
{
    (void)state;
    gives(SECTION("<chart kind='pie' of='m' label='n' value='w' total='all' shares='1'/>"),
          "<k all='7'><m n='甲' w='3'/><m n='乙' w='4'/></k>",
          "section body\n"
          "  chart pie style=table-cell labelled from-zero: 饼图。甲 3人（42.9%）；乙 4人（57.1%）。\n"
          "    甲: 3 3人（42.9%）\n"
          "    乙: 4 4人（57.1%）\n");
    kit_kind(MODEL, SHEET, SECTION("<chart kind='pie' of='m' label='n' value='w' shares='0'/>"));
    kit_apply_fails("<k><m n='甲' w='1'/><m n='乙' w='1'/><m n='丙' w='1'/></k>", MSG_CHART_SHARES,
                    "相加是 99%，与 100% 相差 1");
}

static void test_rounding(void **state)
{
    static const char input[] = "<k money='10.02'><m n='甲' w='1' y='5.006'/><m n='乙' w='1' y='5.014'/></k>";
    static const char other[] = "<k money='10.01'><m n='甲' w='1' y='5.005'/><m n='乙' w='1' y='5.005'/></k>";

    (void)state;
    kit_kind(MODEL, SHEET,
             SECTION("<chart kind='ring' of='m' label='n' value='y' print='money' total='money'/>"));
    kit_gives(input, "section body\n"
                     "  chart ring style=table-cell labelled from-zero: 环形图。甲 5.01元；乙 5.01元。\n"
                     "    甲: 5.006 5.01元\n"
                     "    乙: 5.014 5.01元\n");
    kit_stop(NULL);
    assert_int_equal(kit_start(NULL), 0);
    kit_apply_fails(other, MSG_CHART_PRINTED, "相加是 10.02，合计却印作 10.01，相差 0.01");
}

static void test_noted(void **state)
{
    (void)state;
    kit_kind(MODEL,
             SHEET
             "<style name='note' size='9pt' line='12pt'/><table-style name='table' rounding-note='有尾差'/>",
             SECTION("<chart kind='pie' of='m' label='n' value='w' shares='0' rounding='noted'/>"));
    kit_gives("<k><m n='甲' w='1'/><m n='乙' w='1'/><m n='丙' w='1'/></k>",
              "section body\n"
              "  chart pie style=table-cell labelled from-zero: 饼图。甲 1人（33%）；乙 1人（33%）；丙 "
              "1人（33%）。\n"
              "    甲: 1 1人（33%）\n"
              "    乙: 1 1人（33%）\n"
              "    丙: 1 1人（33%）\n"
              "  p note: 有尾差\n");
}

KIT_APPLY_FAULT(test_total, "<chart kind='pie' of='m' label='n' value='w' total='all + 1'/>", MSG_CHART_TOTAL,
                "图里的各部分相加是 7，“值”却是 8，相差 1")
KIT_APPLY_FAULT(test_total_constant, "<chart kind='pie' of='m' label='n' value='w' total='8'/>",
                MSG_CHART_TOTAL, "图里的各部分相加是 7，“值”却是 8，相差 1")
KIT_APPLY_FAULT(test_total_stacked,
                "<chart kind='bar' stacked='yes' of='m[w = 3]' label='n' total='w + 1'><series of='p' "
                "name='{n}' value='v'/>"
                "</chart>",
                MSG_CHART_TOTAL, "相加是 3，“值”却是 4，相差 1")

/* A line is in the unit of the values, and drawn as they are. */
static void test_line_units(void **state)
{
    (void)state;
    gives(SECTION("<chart kind='bar' of='m' label='n' value='y' print='wan' most='300000'><line at='money'/>"
                  "<line at='200000' label='二十万'/></chart>"
                  "<chart kind='bar' of='m' label='n' value='r' print='percent'><line at='0.5'/></chart>"),
          "<k money='150000'><m n='甲' w='1' y='100000' r='0.25'/></k>",
          "section body\n"
          "  chart bar style=table-cell labelled from-zero axis=0..30 单位：万元: 条形图。甲 10万元；横线 "
          "15万元；横线 20万元：二十万。\n"
          "    line 15 \n"
          "    line 20 二十万\n"
          "    甲: 10 10\n"
          "  chart bar style=table-cell labelled from-zero 单位：%: 条形图。甲 25.00%；横线 50%。\n"
          "    line 50 \n"
          "    甲: 25 25.00%\n");
}

KIT_LOAD_FAULT(test_line_unit, "<chart kind='bar' of='m' label='n' value='w'><line at='goal'/></chart>",
               MSG_CHART_UNITS, "“w”的单位是“人”，“goal”的是“分”")

/* --- what is refused --- */

KIT_LOAD_FAULT(test_unknown, "<chart kind='bar' of='m' label='n' value='vv'/>", NULL, "“vv”")
KIT_LOAD_FAULT(test_kind, "<chart kind='cake' of='m' label='n' value='v'/>", NULL, "cake")
KIT_LOAD_FAULT(test_text, "<chart kind='bar' of='m' label='n' value='n'/>", MSG_CHART_VALUE, "“n”不是数")
KIT_LOAD_FAULT(test_no_list, "<chart kind='bar' of='goal' label='goal' value='goal'/>", MSG_TEMPLATE_EACH, "")
KIT_LOAD_FAULT(test_label, "<chart kind='bar' of='m' label='p' value='v'/>", MSG_CHART_LABEL, "")
KIT_LOAD_FAULT(test_print, "<chart kind='bar' of='m' label='n' value='y' print='rmb'/>", MSG_CHART_PRINT,
               "rmb")
KIT_LOAD_FAULT(test_none, "<chart kind='bar' of='m' label='n'/>", MSG_CHART_NO_SERIES, "")
KIT_LOAD_FAULT(test_twice, "<chart kind='bar' of='m' label='n' value='v'><series value='v'/></chart>",
               MSG_CHART_VALUE_TWICE, "")
KIT_LOAD_FAULT(
    test_units,
    "<chart kind='bar' of='m' label='n'><series value='v' name='一'/><series value='w' name='二'/></chart>",
    MSG_CHART_UNITS, "“v”的单位是“分”，“w”的是“人”")
KIT_LOAD_FAULT(test_unit, "<chart kind='bar' of='m' label='n' value='w' total='goal'/>", MSG_CHART_UNITS,
               "“w”的单位是“人”，“goal”的是“分”")
KIT_LOAD_FAULT(test_pie, "<chart kind='pie' of='m' label='n'><series value='v'/><series value='v'/></chart>",
               MSG_CHART_ONE_SERIES, "")
KIT_LOAD_FAULT(test_total_of,
               "<chart kind='bar' of='m' label='n' total='goal'><series name='一' value='v'/><series "
               "name='二' value='v'/>"
               "</chart>",
               MSG_CHART_TOTAL_OF, "")
KIT_LOAD_FAULT(test_rounding_alone, "<chart kind='bar' of='m' label='n' value='v' rounding='noted'/>",
               MSG_CHART_ROUNDING, "")
KIT_LOAD_FAULT(test_fixed, "<chart kind='{if(goal > 1, \"bar\", \"pie\")}' of='m' label='n' value='v'/>",
               MSG_CHART_FIXED, "kind")
KIT_LOAD_FAULT(test_line, "<chart kind='bar' of='m' label='n' value='v'><line at='m'/></chart>",
               MSG_CHART_NUMBER, "at")
KIT_LOAD_FAULT(test_inside, "<chart kind='bar' of='m' label='n' value='v'><p>甲</p></chart>", NULL, "<p>")
KIT_LOAD_FAULT(test_matrix_series, "<chart kind='matrix' of='m' label='n' value='v'/>", MSG_CHART_MATRIX, "")

KIT_LOAD_FAULT(test_print_other, "<chart kind='bar' of='m' label='n' value='v' print='plain(w, 1)'/>",
               MSG_CHART_PRINT_OTHER, "“v”")
KIT_LOAD_FAULT(test_nameless,
               "<chart kind='bar' of='m' label='n'><series name='一' value='v'/><series value='v'/></chart>",
               MSG_CHART_NAMELESS, "")
KIT_LOAD_FAULT(test_nested_nameless, "<chart kind='bar' of='m' label='n'><series of='p' value='v'/></chart>",
               MSG_CHART_NAMELESS, "")
KIT_LOAD_FAULT(test_stacked_line, "<chart kind='line' stacked='yes' of='m' label='n' value='v'/>",
               MSG_CHART_STACKED, "")
KIT_LOAD_FAULT(test_line_in_pie, "<chart kind='pie' of='m' label='n' value='w'><line at='3'/></chart>",
               MSG_CHART_LINES, "")
KIT_LOAD_FAULT(test_line_in_radar, "<chart kind='radar' of='m' label='n' value='w'><line at='3'/></chart>",
               MSG_CHART_LINES, "")
KIT_LOAD_FAULT(test_titles, "<chart kind='bar' of='m' label='n' value='v' upward='影响'/>", MSG_CHART_TITLES,
               "")
KIT_LOAD_FAULT(test_line_of_shares,
               "<chart kind='bar' stacked='whole' of='m' label='n' value='w'><line at='all'/></chart>",
               MSG_CHART_UNITS, "“all”的是“人”")
KIT_APPLY_FAULT(
    test_named_twice,
    "<chart kind='bar' of='m' label='n'><series name='一' value='v'/><series name='一' value='v'/></chart>",
    MSG_CHART_NAMED_TWICE, "“一”")
KIT_APPLY_FAULT(
    test_two_captions,
    "<chart kind='bar' of='m' label='n' value='v'><caption>一</caption><caption>二</caption></chart>",
    MSG_CHART_CAPTION_TWICE, "")
KIT_APPLY_FAULT(test_radar_points, "<chart kind='radar' of='m' label='n' value='w'/>", MSG_CHART_RADAR,
                "2 个")

KIT_APPLY_FAULT(test_empty, "<chart kind='bar' of='m[w &gt; 9]' label='n' value='v'/>", MSG_CHART_EMPTY,
                "m[w > 9]")
KIT_APPLY_FAULT(test_unit_said, "<chart kind='bar' of='m' label='n' value='w' unit='分'/>", MSG_CHART_UNIT,
                "“分”，值的单位却是“人”")
KIT_APPLY_FAULT(test_shares_of, "<chart kind='bar' of='m' label='n' value='w' shares='1'/>",
                MSG_CHART_SHARES_KIND, "")
KIT_APPLY_FAULT(test_classes,
                "<chart kind='bar' of='m' label='n' value='w'><class axis='across' from='1'/></chart>",
                MSG_CHART_NO_CLASSES, "")
KIT_APPLY_FAULT(test_class_order,
                "<chart kind='matrix' of='m' label='n'><series value='w'/><series value='w'/><class "
                "axis='across' from='2'/>"
                "<class axis='across' from='2'/></chart>",
                MSG_CHART_CLASSES, "")
KIT_APPLY_FAULT(test_levels,
                "<chart kind='matrix' of='m' label='n'><series value='w'/><series value='w'/><class "
                "axis='across' from='1'/>"
                "<class axis='across' from='2'/><class axis='upward' from='1' levels='0 5'/><class "
                "axis='upward' from='2'/>"
                "</chart>",
                MSG_CHART_LEVELS, "“0 5”")

static void test_lengths(void **state)
{
    (void)state;
    kit_kind(MODEL, SHEET,
             SECTION("<chart kind='bar' of='m' label='n'><series of='p' name='{n}' value='v'/></chart>"));
    kit_apply_fails(
        "<k><m n='甲' w='1'><p n='是' v='1'/><p n='否' v='2'/></m><m n='乙' w='1'><p n='是' v='1'/></m></k>",
        MSG_CHART_LENGTHS, "“乙”有 1 组值，前面各点有 2 组");
}

static void test_names(void **state)
{
    (void)state;
    kit_kind(MODEL, SHEET,
             SECTION("<chart kind='bar' of='m' label='n'><series of='p' name='{n}' value='v'/></chart>"));
    kit_apply_fails("<k><m n='甲' w='1'><p n='是' v='1'/></m><m n='乙' w='1'><p n='否' v='1'/></m></k>",
                    MSG_CHART_NAMES, "第 1 组值在“乙”处叫“否”，在前面叫“是”");
}

static const char *points(int count)
{
    static char input[8000];
    strcpy(input, "<k>");
    for (int i = 1; i <= count; i++)
        snprintf(input + strlen(input), sizeof input - strlen(input), "<m n='点%d' w='1'/>", i);
    return strcat(input, "</k>");
}

static void test_limits(void **state)
{
    (void)state;
    kit_kind(MODEL, SHEET, SECTION("<chart kind='bar' of='m' label='n' value='w'/>"));
    kit_apply_fails(points(61), MSG_CHART_POINTS_MANY, "61 个点，最多画 60 个");
    kit_stop(NULL);
    assert_int_equal(kit_start(NULL), 0);
    kit_kind(MODEL, SHEET,
             SECTION("<chart kind='line' of='m' label='n'><series name='是' value='w'/>"
                     "<series name='否' value='w'/></chart>"));
    kit_apply_fails(points(51), MSG_CHART_LABELS_MANY, "折线图里要印 102 个数，最多印 100 个");
}

static void test_large(void **state)
{
    (void)state;
    kit_kind(MODEL, SHEET, SECTION("<chart kind='bar' of='m' label='n' value='w'/>"));
    kit_gives("<k><m n='甲' w='1000000000000'/></k>",
              "section body\n"
              "  chart bar style=table-cell labelled from-zero 单位：人: 条形图。甲 1000000000000人。\n"
              "    甲: 1000000000000 1000000000000\n");
    kit_stop(NULL);
    assert_int_equal(kit_start(NULL), 0);
    kit_apply_fails("<k><m n='甲' w='1000000000001'/></k>", MSG_CHART_LARGE, "大于一万亿");
}

/* --- small bars --- */

static void test_bar(void **state)
{
    (void)state;
    gives(SECTION("<for each='m'><p><bar value='w' most='4' width='30pt'/>{w}</p></for>"),
          "<k><m n='甲' w='1'/></k>",
          "section body\n"
          "  p body: <blank 30pt bar=0.250/>1\n");
}

KIT_LOAD_FAULT(test_bar_units, "<p><bar value='goal' most='money'/></p>", MSG_TEMPLATE_BAR_UNITS,
               "“分”，most 的是“元”")
KIT_LOAD_FAULT(test_bar_number, "<p><bar value='m' most='4'/></p>", MSG_TEMPLATE_BAR_NUMBER, "")
KIT_APPLY_FAULT(test_bar_beyond, "<p><bar value='goal' most='80'/></p>", MSG_TEMPLATE_BAR, "")

static void test_no_memory(void **state)
{
    (void)state;
    kit_kind(
        MODEL, SHEET,
        SECTION(
            "<chart kind='bar' of='m' label='n' stacked='yes' total='w'><series of='p' name='{n}' value='v'/>"
            "<line at='3' label='目标'/><caption>图</caption></chart>"
            "<chart kind='pie' of='m' label='n' value='w' shares='1'/>"
            "<p><bar value='goal' most='100'/></p>"));
    kit_fail_allocations(
        "<k><m n='甲' w='3'><p n='是' v='1'/><p n='否' v='2'/></m><m n='乙' w='4'><p n='是' v='4'/>"
        "<p n='否'/></m></k>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(test_points),
        KIT_TEST(test_series),
        KIT_TEST(test_printed),
        KIT_TEST(test_matrix),
        KIT_TEST(test_words),
        KIT_TEST(test_shares),
        KIT_TEST(test_rounding),
        KIT_TEST(test_noted),
        KIT_TEST(test_total),
        KIT_TEST(test_total_constant),
        KIT_TEST(test_total_stacked),
        KIT_TEST(test_unknown),
        KIT_TEST(test_kind),
        KIT_TEST(test_text),
        KIT_TEST(test_no_list),
        KIT_TEST(test_label),
        KIT_TEST(test_print),
        KIT_TEST(test_none),
        KIT_TEST(test_twice),
        KIT_TEST(test_units),
        KIT_TEST(test_unit),
        KIT_TEST(test_print_other),
        KIT_TEST(test_nameless),
        KIT_TEST(test_nested_nameless),
        KIT_TEST(test_stacked_line),
        KIT_TEST(test_line_in_pie),
        KIT_TEST(test_line_in_radar),
        KIT_TEST(test_titles),
        KIT_TEST(test_line_of_shares),
        KIT_TEST(test_named_twice),
        KIT_TEST(test_two_captions),
        KIT_TEST(test_radar_points),
        KIT_TEST(test_pie),
        KIT_TEST(test_total_of),
        KIT_TEST(test_rounding_alone),
        KIT_TEST(test_fixed),
        KIT_TEST(test_line),
        KIT_TEST(test_inside),
        KIT_TEST(test_matrix_series),
        KIT_TEST(test_empty),
        KIT_TEST(test_unit_said),
        KIT_TEST(test_shares_of),
        KIT_TEST(test_classes),
        KIT_TEST(test_class_order),
        KIT_TEST(test_levels),
        KIT_TEST(test_lengths),
        KIT_TEST(test_names),
        KIT_TEST(test_limits),
        KIT_TEST(test_large),
        KIT_TEST(test_bar),
        KIT_TEST(test_bar_units),
        KIT_TEST(test_bar_number),
        KIT_TEST(test_bar_beyond),
        KIT_TEST(test_no_memory),
        KIT_TEST(test_line_units),
        KIT_TEST(test_line_unit),
    };
    return cmocka_run_group_tests(tests, kit_open, kit_close);
}
