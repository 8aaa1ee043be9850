/* template: columns of tables from data that depend on data: <for> and <if> around them.
 */
#include "kit.h"
#include "template/messages.def"
#include "schema/messages.def"

#define MODEL                                                                                                \
    "<number name='n'/><text name='t'/><yesno name='late'/>"                                                 \
    "<list name='kind'><text name='name'/><yesno name='shown' default='yes'/></list>"                        \
    "<list name='r'><text name='name'/><list name='c'><text name='of'/><number name='x' "                    \
    "unit='元'/></list></list>"
#define INPUT                                                                                                \
    "<k n='2' t='题' late='no'><kind name='子'/><kind name='丑'/>"                                        \
    "<r name='甲'><c of='子' x='1.5'/><c of='丑' x='2'/></r><r name='乙'><c of='丑' x='10'/></r></k>"
#define SECTION(table) "<section page='body'>" table "</section>"
#define OF_KIND        "sum(w.c[of = k.name].x)"

static void gives(const char *layout, const char *expected)
{
    kit_kind(MODEL, "", layout);
    kit_gives(INPUT, expected);
}

static void add_words(const struct table_cell *cell, struct buf *out)
{
    for (size_t i = 0; cell->blocks != NULL && i < cell->blocks->paragraph.inline_count; i++)
        buf_add_str(out, cell->blocks->paragraph.inlines[i].text);
    buf_add_text(out, "|");
}

/* What stands in a table, row by row. */
static void shows(const char *table, const char *expected)
{
    struct buf out = BUF(1 << 16);
    kit_kind(MODEL, "", table);
    kit_put("input.xml", INPUT);
    if (kit_load() != OK || kit_apply() != OK)
        fail_msg("%s", kit_messages());
    const struct table *made = kit.content->sections->blocks->table;
    for (size_t r = 0; r < made->row_count; r++) {
        for (size_t c = 0; c < made->rows[r].cell_count; c++)
            add_words(&made->rows[r].cells[c], &out);
        buf_add_text(&out, "\n");
    }
    assert_string_equal(out.ptr, expected);
    buf_clear(&out);
}

static void test_names_are_seen(void **state)
{
    (void)state;
    shows(SECTION("<table each='r' as='w'><column head='{t}'>{w.name}</column>"
                  "<for each='kind' as='k' index='i'><column head='{k.name}{i}{name}' foot='{k.name}{n}'>"
                  "{w.name}{k.name}{i}{n}</column></for></table>"),
          "题|子1子|丑2丑|\n甲|甲子12|甲丑22|\n乙|乙子12|乙丑22|\n子2|丑2|\n");
}

/* The fields of the record that a <for> goes through stand in front of those of the row. */
static void test_names_inside_stand_in_front(void **state)
{
    (void)state;
    shows(SECTION("<table each='r'><column>{name}</column>"
                  "<for each='kind'><column>{name}</column></for></table>"),
          "甲|子|丑|\n乙|子|丑|\n");
}

static void test_sums_of_a_turn(void **state)
{
    (void)state;
    shows(SECTION("<table each='r' as='w'><column head='名' foot='合计'>{w.name}</column>"
                  "<for each='kind' as='k'><column head='{k.name}' of='" OF_KIND "' sum='s'/>"
                  "<for each='range(2)' as='m'><column head='{m}' of='m' sum='own'/>"
                  "<column head='率' foot='{s}/{own}/{all}'>x</column></for></for>"
                  "<column head='全' of='sum(w.c.x)' sum='all'/></table>"),
          "名|子|1|率|2|率|丑|1|率|2|率|全|\n甲|1.5|1|x|2|x|2|1|x|2|x|3.5|\n乙|0|1|x|2|x|10|1|x|2|x|10|\n"
          "合计|1.5|2|1.5/2/13.5|4|1.5/4/13.5|12|2|12/2/13.5|4|12/4/13.5|13.5|\n");
}

/* A sum whose column is not there is 0. */
static void test_sum_left_out(void **state)
{
    (void)state;
    shows(SECTION("<table each='r' as='w'><column foot='{s}'>{w.name}</column>"
                  "<if test='late'><column of='sum(w.c.x)' sum='s'/></if></table>"),
          "甲|\n乙|\n0|\n");
}

static void test_heads_left_out(void **state)
{
    (void)state;
    gives(SECTION("<table each='r' as='w'><column head='名'>{w.name}</column>"
                  "<columns head='上'><columns head='中'><if test='late'><column "
                  "head='下'>x</column></if></columns>"
                  "</columns></table>"),
          "section body\n"
          "  table table columns=auto\n"
          "    head-row\n"
          "      cell 1\n"
          "        p table-head: 名\n"
          "    row\n"
          "      cell 1\n"
          "        p table-cell: 甲\n"
          "    row\n"
          "      cell 1\n"
          "        p table-cell: 乙\n");
}

/* Rows of sums go with the last column that has something to say. */
static void test_rows_of_sums_left_out(void **state)
{
    (void)state;
    shows(SECTION(
              "<table><level each='r' as='w' subtotal='计'/><level each='w.c' as='c'/><page-foot label='页'/>"
              "<column at='w'>{w.name}</column><column>{c.of}</column>"
              "<if test='late'><column of='c.x' sum='yes'/></if></table>"),
          "甲|子|\n丑|\n乙|丑|\n");
}

/* A table in a cell has columns of its own, and sees those around it; so does what a call holds. */
static void test_inside_cells(void **state)
{
    struct buf out = BUF(1 << 12);
    (void)state;
    kit_kind(
        MODEL, "",
        "<define name='d' params='p'><table each='r' as='q'><for each='kind[name = p]' as='z'>"
        "<column of='sum(q.c[of = z.name].x)' sum='s'/><column foot='{s}{p}{z.name}'><slot/></column></for>"
        "</table></define>" SECTION(
            "<table each='r' as='w'><for each='kind' as='k' index='i'>"
            "<column><p>{k.name}</p><call name='d' p='k.name'>{i}{w.name}</call></column>"
            "</for></table>"));
    kit_put("input.xml", INPUT);
    if (kit_load() != OK || kit_apply() != OK)
        fail_msg("%s", kit_messages());
    const struct table *table = kit.content->sections->blocks->table;
    for (size_t r = 0; r < table->row_count; r++)
        for (size_t c = 0; c < table->rows[r].cell_count; c++) {
            const struct table *inner = table->rows[r].cells[c].blocks->next->table;
            for (size_t i = 0; i < inner->row_count; i++)
                for (size_t k = 0; k < inner->rows[i].cell_count; k++)
                    add_words(&inner->rows[i].cells[k], &out);
            buf_add_text(&out, "\n");
        }
    assert_string_equal(out.ptr, "1.5|1甲|0|1甲|1.5|1.5子子|\n2|2甲|10|2甲|12|12丑丑|\n"
                                 "1.5|1乙|0|1乙|1.5|1.5子子|\n2|2乙|10|2乙|12|12丑丑|\n");
    buf_clear(&out);
}

/* data.json: a figure that no field has is called by the head over it and the label of its row. */
static void test_figures_are_called(void **state)
{
    struct buf out = BUF(1 << 12);
    (void)state;
    kit_kind(MODEL, "",
             SECTION("<table each='r' as='w'><column foot='合计'>{w.name}</column><column none='—'/><columns "
                     "head='年'>"
                     "<for each='kind' as='k'><column head='{k.name}月' of='" OF_KIND "' sum='yes'/></for>"
                     "</columns></table>"));
    kit_put("input.xml", INPUT);
    if (kit_load() != OK || kit_apply() != OK)
        fail_msg("%s", kit_messages());
    const struct table *table = kit.content->sections->blocks->table;
    for (size_t r = table->head_rows; r < table->row_count; r++)
        for (size_t c = 1; c < table->rows[r].cell_count; c++) {
            const struct inline_item *item = &table->rows[r].cells[c].blocks->paragraph.inlines[0];
            if (item->shown == NULL)
                continue;
            const struct paper_figure *made = ((const struct shown *)item->shown->items[0].what)->made;
            buf_printf(&out, "%.*s|%.*s|", STR_ARGS(made->label), STR_ARGS(made->row));
            number_print_exact(made->value.number, &out);
            buf_printf(&out, "%.*s\n", STR_ARGS(made->unit));
        }
    assert_string_equal(out.ptr, "年／子月|甲|1.5元\n年／丑月|甲|2元\n年／子月|乙|0元\n年／丑月|乙|10元\n"
                                 "年／子月|合计|1.5元\n年／丑月|合计|12元\n");
    buf_clear(&out);
}

#define LOAD_FAULT(name, table, code, expected)                                                              \
    static void name(void **state)                                                                           \
    {                                                                                                        \
        (void)state;                                                                                         \
        kit_kind(MODEL, "", SECTION(table));                                                                 \
        kit_load_fails(code, expected);                                                                      \
    }
#define FAULT(name, table, code, expected)                                                                   \
    static void name(void **state)                                                                           \
    {                                                                                                        \
        (void)state;                                                                                         \
        kit_kind(MODEL, "", SECTION(table));                                                                 \
        kit_apply_fails(INPUT, code, expected);                                                              \
    }
#define FOR(columns)                                                                                         \
    "<table each='r' as='w'><column>x</column>\n<for each='kind' as='k'>" columns "</for></table>"

#define FOR_ONE(columns)                                                                                     \
    "<table each='r' as='w'><column>x</column>\n<for each='kind[name = \"丑\"]' as='k'>" columns             \
    "</for></table>"

LOAD_FAULT(fault_list_of_row, "<table each='r' as='w'>\n<for each='w.c' as='k'><column/></for></table>", NULL,
           "layout.xml:2:12: error: 没有名为“w”的字段")
LOAD_FAULT(fault_test_of_row, "<table each='r' as='q'>\n<if test='q.name = \"\"'><column/></if></table>",
           NULL, "layout.xml:2:11: error: 没有名为“q”的字段")
LOAD_FAULT(fault_test, FOR("<if test='n'><column/></if>"), MSG_TEMPLATE_TEST, "layout.xml:2:35")
LOAD_FAULT(fault_name_in_cell, FOR("<column>{k.nam}</column>"), NULL, "是不是“name”")
LOAD_FAULT(fault_name_in_width, FOR("<column width='{w.n}'/>"), NULL, "“w”")
LOAD_FAULT(fault_name_in_rule, FOR("<column rule-left='{w.n}pt'/>"), NULL, "“w”")
LOAD_FAULT(fault_name_in_foot, FOR("<column foot='{w.name}'/>"), NULL, "“w”")
LOAD_FAULT(fault_name_behind, FOR("<column/>") "<table each='r'><column foot='{k.name}'/></table>", NULL,
           "“k”")
LOAD_FAULT(fault_sum_behind, FOR("<column of='1' sum='s'/>") "<p>{s}</p>", NULL, "“s”")
LOAD_FAULT(fault_sum_beside,
           "<table each='r' as='w'><for each='kind' as='k'><column of='1' sum='s'/></for>"
           "\n<column foot='{s}'/></table>",
           NULL, "layout.xml:2:16: error: 没有名为“s”的字段")
LOAD_FAULT(fault_without_columns, FOR("<columns head='x'/>"), MSG_TABLE_NO_COLUMNS, "layout.xml:2:25")
LOAD_FAULT(fault_for_without_columns, FOR("<column/><for each='kind' as='z'/>"), MSG_TABLE_NO_COLUMNS,
           "<for>")
LOAD_FAULT(fault_row, FOR("<column/><row/>"), MSG_SCHEMA_ELEMENT, "columns column for if")
LOAD_FAULT(fault_level, FOR("<column/><level each='r'/>"), MSG_SCHEMA_ELEMENT, "<level>")
LOAD_FAULT(fault_choose, FOR("<column/><choose/>"), MSG_SCHEMA_ELEMENT, "<choose>")
FAULT(fault_empty, "<table each='r' as='w'>\n<for each='kind[name = \"无\"]' as='k'><column/></for></table>",
      MSG_TABLE_COLUMNS_EMPTY, "layout.xml:2:12: error: 列表“kind[name = \"无\"]”是空的")
FAULT(fault_none,
      "\n<table each='r' as='w'><for each='kind' as='k'><if test='late'><column/></if></for></table>",
      MSG_TABLE_COLUMNS_NONE, "layout.xml:2:1")
FAULT(fault_many, FOR("<for each='range(33)' as='i'>\n<column/></for>"), MSG_TEMPLATE_MANY_TABLE_COLUMNS,
      "layout.xml:3:1: error: 表格的列数超过上限 64")
FAULT(fault_unit_above, FOR_ONE("<column head='{k.name}（万元）' of='" OF_KIND "'/>"), MSG_TABLE_UNIT_ABOVE,
      "“万元”")
FAULT(fault_printed, FOR_ONE("<column head='{k.name}份' of='1 / 3' as='money' sum='yes'/>"),
      MSG_TABLE_PRINTED, "“丑份”一列印出的各数相加是 0.66，合计却印作 0.67")

static void test_every_failing_allocation(void **state)
{
    (void)state;
    kit_kind(
        MODEL, "<table-style name='t' foot='note'/>",
        SECTION(
            "<table style='t'><level each='r' as='w' subtotal='小计{n}'/><level each='w.c' as='c'/>"
            "<page-head label='承'/><page-foot><row><cell/><cell span='8'/></row></page-foot>"
            "<column at='w' head='名' foot='合计'>{w.name}</column>"
            "<for each='kind' as='k' index='i'><columns head='{k.name}'>"
            "<column count='w' head='序'/><if test='k.shown'><column head='额' of='c.x' as='money' "
            "sum='s'/></if>"
            "<for each='range(2)' as='m'><column width='{m}*' foot='{s}' subtotal='{s}{i}'>{m}</column></for>"
            "</columns></for><row><cell span='9'/></row></table>"));
    kit_fail_allocations(INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(test_names_are_seen),
        KIT_TEST(test_names_inside_stand_in_front),
        KIT_TEST(test_sums_of_a_turn),
        KIT_TEST(test_sum_left_out),
        KIT_TEST(test_heads_left_out),
        KIT_TEST(test_rows_of_sums_left_out),
        KIT_TEST(test_inside_cells),
        KIT_TEST(test_figures_are_called),
        KIT_TEST(fault_list_of_row),
        KIT_TEST(fault_test_of_row),
        KIT_TEST(fault_test),
        KIT_TEST(fault_name_in_cell),
        KIT_TEST(fault_name_in_width),
        KIT_TEST(fault_name_in_rule),
        KIT_TEST(fault_name_in_foot),
        KIT_TEST(fault_name_behind),
        KIT_TEST(fault_sum_behind),
        KIT_TEST(fault_sum_beside),
        KIT_TEST(fault_without_columns),
        KIT_TEST(fault_for_without_columns),
        KIT_TEST(fault_row),
        KIT_TEST(fault_level),
        KIT_TEST(fault_choose),
        KIT_TEST(fault_empty),
        KIT_TEST(fault_none),
        KIT_TEST(fault_many),
        KIT_TEST(fault_unit_above),
        KIT_TEST(fault_printed),
        KIT_TEST(test_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, kit_open, kit_close);
}
