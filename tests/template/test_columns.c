/* template: tables made from data: columns, heads of several levels, levels, sums, counts, and every misuse.
 */
#include "kit.h"
#include "template/messages.def"
#include "schema/messages.def"

#define MODEL                                                                                                \
    "<number name='n'/><text name='t'/><yesno name='late'/>"                                                 \
    "<list name='a'><text name='name'/><list name='b'><text name='name'/>"                                   \
    "<list name='c'><text name='v'/><number name='x' unit='元' optional='yes'/></list></list></list>"       \
    "<list name='c'><text name='v'/><number name='x' unit='元'/><number name='y' optional='yes'/></list>"
#define INPUT                                                                                                \
    "<k n='2' t='题' late='no'>"                                                                            \
    "<a name='甲'><b name='子'><c v='1' x='1.5'/><c v='2' x='2'/></b><b name='丑'><c v='3'/></b>"         \
    "<b name='空'/></a><a name='无'/><a name='乙'><b name='寅'><c v='4' x='10'/></b></a>"                \
    "<c v='p' x='1000.004' y='3'/><c v='q' x='0.002'/></k>"
#define SECTION(table) "<section page='body'>" table "</section>"

static void gives(const char *layout, const char *expected)
{
    kit_kind(MODEL, "<table-style name='t' foot='note'/>", layout);
    kit_gives(INPUT, expected);
}

static void test_cells_know_their_fields(void **state)
{
    static const char *const expected[] = {"-", "c[1].v - c[1].v", "c[1].x", "(x + x)", "c[1].x", "n"};
    const struct table_row *rows;

    (void)state;
    kit_kind(
        MODEL, "",
        SECTION("<table each='c'><column count='yes'/><column>{v}、{v}</column><column of='x' as='money'/>"
                "<column of='x + x'/><column of='x' as='plain'/>"
                "<column of='n'/></table>"));
    kit_put("input.xml", INPUT);
    if (kit_load() != OK || kit_apply() != OK)
        fail_msg("%s", kit_messages());
    rows = kit.content->sections->blocks->table->rows;
    for (size_t i = 0; i < ARRAY_COUNT(expected); i++)
        assert_string_equal(kit_origins(rows[0].cells[i].blocks), expected[i]);
}

/* Of each figure in the table that no field has: head, label of the row, formula, record, value. */
static void add_made(const struct table *table, struct buf *out)
{
    for (size_t r = 0; r < table->row_count; r++)
        for (size_t c = 0; c < table->rows[r].cell_count; c++) {
            const struct block *block = table->rows[r].cells[c].blocks;
            const struct portions *list =
                block != NULL && block->paragraph.inline_count > 0 ? block->paragraph.inlines[0].shown : NULL;
            const struct shown *shown = list != NULL ? list->items[0].what : NULL;
            if (shown == NULL || shown->made == NULL)
                continue;
            buf_printf(out, "%.*s|%.*s|%.*s|", STR_ARGS(shown->made->label), STR_ARGS(shown->made->row),
                       STR_ARGS(shown->made->formula));
            record_path(shown->record, -1, out);
            buf_add_text(out, "|");
            number_print_exact(shown->made->value.number, out);
            buf_printf(out, "%.*s\n", STR_ARGS(shown->made->unit));
        }
}

static void test_sums_are_told(void **state)
{
    (void)state;
    kit_kind(
        MODEL, "<table-style name='t' foot='note'/>",
        SECTION(
            "<table style='t' each='b.c' as='r'><level each='a[name = \"甲\"]' as='a' subtotal='{a.name}计'/>"
            "<level each='a.b' as='b'/><column at='a' count='yes'/><column head='{t}' of='v' foot='合计'/>"
            "<column head='额' of='default(x, 0)' as='money' sum='all'/>"
            "<column head='比' foot='{all / 4}' subtotal='{all * 2}'>{n * 3}</column></table>"));
    kit_put("input.xml", INPUT);
    if (kit_load() != OK || kit_apply() != OK)
        fail_msg("%s", kit_messages());
    struct buf out = BUF(1 << 16);
    add_made(kit.content->sections->blocks->table, &out);
    assert_string_equal(out.ptr, "比|1|n * 3|a[1].b[1].c[1]|6\n"
                                 "比|2|n * 3|a[1].b[1].c[2]|6\n"
                                 "比|3|n * 3|a[1].b[2].c[1]|6\n"
                                 "额|甲计|sum(default(x, 0))|a[1]|3.5元\n"
                                 "比|甲计|all * 2|a[1]|7元\n"
                                 "额|合计|sum(default(x, 0))||3.5元\n"
                                 "比|合计|all / 4||0.875元\n");
    buf_clear(&out);
}

/* Sums are of the values, not of what is printed; the label goes on to the first sum. */
static void test_columns_and_foot(void **state)
{
    (void)state;
    gives(SECTION(
              "<table style='t' each='c' as='r'><column width='auto' head='序号' count='yes'/>"
              "<column width='2*' head='{t}' foot='合{n}计'>{r.v}{v}</column>"
              "<column width='20%' head='额' align='decimal' of='r.x' as='money' sum='yes' rounding='noted'/>"
              "<column none='—' of='y' sum='yes'/><column when='v = \"p\"' none='无' of='n'/>"
              "<column foot='{n}'><b>{v}</b></column></table>"),
          "section body\n"
          "  table t columns=auto,2*,20%,auto,auto,auto\n"
          "    head-row\n"
          "      cell 1\n"
          "        p table-head: 序号\n"
          "      cell 2\n"
          "        p table-head: 题\n"
          "      cell 3\n"
          "        p table-head: 额\n"
          "      cell 4\n"
          "      cell 5\n"
          "      cell 6\n"
          "    row\n"
          "      cell 1\n"
          "        p table-cell: 1\n"
          "      cell 2\n"
          "        p table-cell: pp\n"
          "      cell 3 align=decimal\n"
          "        p table-cell: 1,000.00\n"
          "      cell 4\n"
          "        p table-cell: 3\n"
          "      cell 5\n"
          "        p table-cell: 2\n"
          "      cell 6\n"
          "        p table-cell: <b>p</b>\n"
          "    row\n"
          "      cell 1\n"
          "        p table-cell: 2\n"
          "      cell 2\n"
          "        p table-cell: qq\n"
          "      cell 3 align=decimal\n"
          "        p table-cell: 0.00\n"
          "      cell 4\n"
          "        p table-cell: —\n"
          "      cell 5\n"
          "        p table-cell: 无\n"
          "      cell 6\n"
          "        p table-cell: <b>q</b>\n"
          "    foot-row\n"
          "      cell 1 span=2 align=center\n"
          "        p note: 合2计\n"
          "      cell 3 align=decimal\n"
          "        p note: 1,000.01\n"
          "      cell 4\n"
          "        p note: 3\n"
          "      cell 5\n"
          "      cell 6\n"
          "        p note: 2\n"
          "    notes\n"
          "      p note: 因四舍五入，各项之和与合计可有尾差。\n");
}

static void test_heads_of_several_levels(void **state)
{
    (void)state;
    gives(SECTION("<table each='c'><column head='一'>{v}</column><columns head='二'><column head='三'/>"
                  "<columns><head>四<br/>{t}</head><column/><column><head>五</head>{v}</column></columns>"
                  "</columns></table>"),
          "section body\n"
          "  table table columns=auto,auto,auto,auto\n"
          "    head-row\n"
          "      cell 1 rows=3\n"
          "        p table-head: 一\n"
          "      cell 2 span=3\n"
          "        p table-head: 二\n"
          "    head-row\n"
          "      cell 2 rows=2\n"
          "        p table-head: 三\n"
          "      cell 3 span=2\n"
          "        p table-head: 四<br/>题\n"
          "    head-row\n"
          "      cell 3\n"
          "      cell 4\n"
          "        p table-head: 五\n"
          "    row\n"
          "      cell 1\n"
          "        p table-cell: p\n"
          "      cell 2\n"
          "      cell 3\n"
          "      cell 4\n"
          "        p table-cell: p\n"
          "    row\n"
          "      cell 1\n"
          "        p table-cell: q\n"
          "      cell 2\n"
          "      cell 3\n"
          "      cell 4\n"
          "        p table-cell: q\n");
}

/* Records without rows leave no row, no subtotal and no gap in the numbers. */
static void test_levels_subtotals_and_counts(void **state)
{
    (void)state;
    gives(SECTION(
              "<table style='t' each='b.c' labels='1'><level each='a' as='a' subtotal='{a.name}小计'/>"
              "<level each='a.b' as='b' subtotal='计'/><column at='a' count='yes'/><column at='b' count='a'/>"
              "<column at='b'>{b.name}</column><column count='yes'/><column foot='合计'>{v}</column>"
              "<column of='x' as='money' sum='yes' none='—'/></table>"),
          "section body\n"
          "  table t columns=auto!,auto,auto,auto,auto,auto\n"
          "    row group\n"
          "      cell 1 rows=5 label\n"
          "        p table-cell: 1\n"
          "      cell 2 rows=2 label\n"
          "        p table-cell: 1\n"
          "      cell 3 rows=2 label\n"
          "        p table-cell: 子\n"
          "      cell 4\n"
          "        p table-cell: 1\n"
          "      cell 5\n"
          "        p table-cell: 1\n"
          "      cell 6\n"
          "        p table-cell: 1.50\n"
          "    row keep-next\n"
          "      cell 4\n"
          "        p table-cell: 2\n"
          "      cell 5\n"
          "        p table-cell: 2\n"
          "      cell 6\n"
          "        p table-cell: 2.00\n"
          "    row\n"
          "      cell 2 span=4 align=center\n"
          "        p note: 计\n"
          "      cell 6\n"
          "        p note: 3.50\n"
          "    row keep-next\n"
          "      cell 2 label\n"
          "        p table-cell: 2\n"
          "      cell 3 label\n"
          "        p table-cell: 丑\n"
          "      cell 4\n"
          "        p table-cell: 3\n"
          "      cell 5\n"
          "        p table-cell: 3\n"
          "      cell 6\n"
          "        p table-cell: —\n"
          "    row keep-next\n"
          "      cell 2 span=4 align=center\n"
          "        p note: 计\n"
          "      cell 6\n"
          "        p note: —\n"
          "    row\n"
          "      cell 1 span=5 align=center\n"
          "        p note: 甲小计\n"
          "      cell 6\n"
          "        p note: 3.50\n"
          "    row group keep-next\n"
          "      cell 1 rows=2 label\n"
          "        p table-cell: 2\n"
          "      cell 2 label\n"
          "        p table-cell: 1\n"
          "      cell 3 label\n"
          "        p table-cell: 寅\n"
          "      cell 4\n"
          "        p table-cell: 4\n"
          "      cell 5\n"
          "        p table-cell: 4\n"
          "      cell 6\n"
          "        p table-cell: 10.00\n"
          "    row keep-next\n"
          "      cell 2 span=4 align=center\n"
          "        p note: 计\n"
          "      cell 6\n"
          "        p note: 10.00\n"
          "    row\n"
          "      cell 1 span=5 align=center\n"
          "        p note: 乙小计\n"
          "      cell 6\n"
          "        p note: 10.00\n"
          "    foot-row\n"
          "      cell 1 span=5 align=center\n"
          "        p note: 合计\n"
          "      cell 6\n"
          "        p note: 13.50\n");
}

/* Without an each of its own the innermost level makes the rows; what is written out stands around them. */
static void test_rows_beside_the_data(void **state)
{
    (void)state;
    gives(SECTION("<table><caption>表</caption><row fill='EEEEEE'><cell span='2'>满分</cell></row>"
                  "<foot><row><cell>协议</cell><cell>总额</cell></row></foot>"
                  "<level each='a' as='x'/><level each='x.b' as='y' index='i'/>"
                  "<column at='x' style='caption'>{x.name}</column>"
                  "<column at='y' numbering='clause' foot='{n}'><p>{i}</p><p>{y.name}</p></column>"
                  "<if test='late'><row><cell/><cell/></row></if><note>注</note></table>"),
          "section body\n"
          "  table table columns=auto!,auto\n"
          "    caption\n"
          "      p caption: 表\n"
          "    row fill=EEEEEE\n"
          "      cell 1 span=2\n"
          "        p table-cell: 满分\n"
          "    row group\n"
          "      cell 1 rows=3 label align=center\n"
          "        p caption: 甲\n"
          "      cell 2\n"
          "        p table-cell: 第一条　1\n"
          "        p table-cell: 子\n"
          "    row\n"
          "      cell 2\n"
          "        p table-cell: 第二条　2\n"
          "        p table-cell: 丑\n"
          "    row\n"
          "      cell 2\n"
          "        p table-cell: 第三条　3\n"
          "        p table-cell: 空\n"
          "    row group\n"
          "      cell 1 label align=center\n"
          "        p caption: 乙\n"
          "      cell 2\n"
          "        p table-cell: 第四条　1\n"
          "        p table-cell: 寅\n"
          "    foot-row\n"
          "      cell 1 span=2 align=center\n"
          "        p table-cell: 2\n"
          "    foot-row\n"
          "      cell 1\n"
          "        p table-cell: 协议\n"
          "      cell 2\n"
          "        p table-cell: 总额\n"
          "    notes\n"
          "      p note: 注\n");
}

static void test_tables_in_cells(void **state)
{
    (void)state;
    gives(
        SECTION(
            "<table each='a'><column><if test='count(b) &gt; 0'><table each='b' as='y'><column of='y.name'/>"
            "<column of='count(y.c)' sum='yes'/></table></if></column><column sum='yes' of='count(b)'/>"
            "</table>"),
        "section body\n"
        "  table table columns=auto,auto\n"
        "    row\n"
        "      cell 1\n"
        "        table table columns=auto,auto\n"
        "          row\n"
        "            cell 1\n"
        "              p table-cell: 子\n"
        "            cell 2\n"
        "              p table-cell: 2\n"
        "          row\n"
        "            cell 1\n"
        "              p table-cell: 丑\n"
        "            cell 2\n"
        "              p table-cell: 1\n"
        "          row\n"
        "            cell 1\n"
        "              p table-cell: 空\n"
        "            cell 2\n"
        "              p table-cell: 0\n"
        "          foot-row\n"
        "            cell 1\n"
        "            cell 2\n"
        "              p table-cell: 3\n"
        "      cell 2\n"
        "        p table-cell: 3\n"
        "    row\n"
        "      cell 1\n"
        "      cell 2\n"
        "        p table-cell: 0\n"
        "    row\n"
        "      cell 1\n"
        "        table table columns=auto,auto\n"
        "          row\n"
        "            cell 1\n"
        "              p table-cell: 寅\n"
        "            cell 2\n"
        "              p table-cell: 1\n"
        "          foot-row\n"
        "            cell 1\n"
        "            cell 2\n"
        "              p table-cell: 1\n"
        "      cell 2\n"
        "        p table-cell: 1\n"
        "    foot-row\n"
        "      cell 1\n"
        "      cell 2\n"
        "        p table-cell: 4\n");
}

/* A foot with a label alone keeps it in its column; one with sums alone begins empty. */
static void test_feet(void **state)
{
    (void)state;
    gives(
        SECTION(
            "<table each='c[v = \"p\"]'><column of='v'/><column foot='止'/><column/></table>"
            "<table each='c[v = \"p\"]'><column of='x' sum='yes'/><column of='v'/><column of='y' sum='yes'/>"
            "</table>"),
        "section body\n"
        "  table table columns=auto,auto,auto\n"
        "    row\n"
        "      cell 1\n"
        "        p table-cell: p\n"
        "      cell 2\n"
        "      cell 3\n"
        "    foot-row\n"
        "      cell 1 span=2 align=center\n"
        "        p table-cell: 止\n"
        "      cell 3\n"
        "  table table columns=auto,auto,auto\n"
        "    row\n"
        "      cell 1\n"
        "        p table-cell: 1000.004\n"
        "      cell 2\n"
        "        p table-cell: p\n"
        "      cell 3\n"
        "        p table-cell: 3\n"
        "    foot-row\n"
        "      cell 1\n"
        "        p table-cell: 1000.004\n"
        "      cell 2\n"
        "      cell 3\n"
        "        p table-cell: 3\n");
}

/* Ratios of sums: of the group in a subtotal, of all rows in the foot; what was not given counts as 0. */
static void test_named_sums(void **state)
{
    (void)state;
    gives(SECTION(
              "<table each='b.c' as='r'><level each='a[name = \"甲\"]' as='a' subtotal='{a.name}计{spent}'/>"
              "<level each='a.b' as='b' subtotal='计'/><column of='v' foot='合计'/>"
              "<column of='r.x' sum='spent' none='—'/><column of='x * 2' sum='most' when='has(x)'/>"
              "<column align='right' none='无' subtotal='{if(most = 0, \"\", percent(spent / most, 0))}'"
              " foot='{spent + most}'/></table>"),
          "section body\n"
          "  table table columns=auto,auto,auto,auto\n"
          "    row group\n"
          "      cell 1\n"
          "        p table-cell: 1\n"
          "      cell 2\n"
          "        p table-cell: 1.5\n"
          "      cell 3\n"
          "        p table-cell: 3\n"
          "      cell 4 align=right\n"
          "        p table-cell: 无\n"
          "    row keep-next\n"
          "      cell 1\n"
          "        p table-cell: 2\n"
          "      cell 2\n"
          "        p table-cell: 2\n"
          "      cell 3\n"
          "        p table-cell: 4\n"
          "      cell 4 align=right\n"
          "        p table-cell: 无\n"
          "    row\n"
          "      cell 1\n"
          "        p table-cell: 计\n"
          "      cell 2\n"
          "        p table-cell: 3.5\n"
          "      cell 3\n"
          "        p table-cell: 7\n"
          "      cell 4 align=right\n"
          "        p table-cell: 50%\n"
          "    row keep-next\n"
          "      cell 1\n"
          "        p table-cell: 3\n"
          "      cell 2\n"
          "        p table-cell: —\n"
          "      cell 3\n"
          "      cell 4 align=right\n"
          "        p table-cell: 无\n"
          "    row keep-next\n"
          "      cell 1\n"
          "        p table-cell: 计\n"
          "      cell 2\n"
          "        p table-cell: —\n"
          "      cell 3\n"
          "      cell 4 align=right\n"
          "        p table-cell: 无\n"
          "    row\n"
          "      cell 1\n"
          "        p table-cell: 甲计3.5\n"
          "      cell 2\n"
          "        p table-cell: 3.5\n"
          "      cell 3\n"
          "        p table-cell: 7\n"
          "      cell 4 align=right\n"
          "        p table-cell: 50%\n"
          "    foot-row\n"
          "      cell 1\n"
          "        p table-cell: 合计\n"
          "      cell 2\n"
          "        p table-cell: 3.5\n"
          "      cell 3\n"
          "        p table-cell: 7\n"
          "      cell 4 align=right\n"
          "        p table-cell: 10.5\n");
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
#define C(attrs) "<table each='c' as='r'>\n<column " attrs "/></table>"

LOAD_FAULT(fault_columns_twice, "<table columns='*' each='c'><column/></table>", MSG_TABLE_COLUMNS_TWICE,
           "columns")
LOAD_FAULT(fault_no_columns, "<table each='c'><row/></table>", MSG_TABLE_NO_COLUMNS, "<table>")
LOAD_FAULT(fault_heads_empty, "<table each='c'>\n<columns head='x'/><column/></table>", MSG_TABLE_NO_COLUMNS,
           "layout.xml:2:1")
LOAD_FAULT(fault_no_each, "<table><column of='nothing'/></table>", MSG_SCHEMA_ATTRIBUTE_MISSING, "each")
LOAD_FAULT(fault_each, "<table each='n'><column of='nothing'/></table>", MSG_TEMPLATE_EACH, "layout.xml")
LOAD_FAULT(fault_level_each, "<table each='x.b'>\n<level each='n' as='x'/><column of='nothing'/></table>",
           MSG_TEMPLATE_EACH, "layout.xml:2:14")
LOAD_FAULT(fault_level_late, "<table each='c'><column/>\n<level each='a'/></table>", MSG_TABLE_LEVEL_LATE,
           "layout.xml:2:1")
LOAD_FAULT(fault_level_in_heads, "<table each='c'><columns>\n<level each='a'/><column/></columns></table>",
           MSG_SCHEMA_ELEMENT, "column")
LOAD_FAULT(fault_level_content, "<table><level each='a' as='x'>文</level><column of='x.name'/></table>",
           MSG_SCHEMA_TEXT, "<level>")
LOAD_FAULT(fault_row_in_if, "<table each='c'><column/><if test='late'><column/>\n<row/></if></table>",
           MSG_SCHEMA_ELEMENT, "layout.xml:2:1")
LOAD_FAULT(fault_unknown, "<table each='c'><column/>\n<colum/></table>", MSG_SCHEMA_ELEMENT,
           "是不是“column”？")
LOAD_FAULT(fault_text, "<table each='c'>\n文<column/></table>", MSG_SCHEMA_TEXT, "layout.xml:2:1")
LOAD_FAULT(fault_attribute, C("span='2'"), MSG_SCHEMA_ATTRIBUTE, "width head foot subtotal at")
LOAD_FAULT(fault_at, C("at='s'"), MSG_SCHEMA_UNKNOWN, "“s”")
LOAD_FAULT(fault_at_order,
           "<table each='x.b'><level each='a' as='x'/><column of='name'/>\n<column at='x'/></table>",
           MSG_TABLE_AT_ORDER, "layout.xml:2:1")
LOAD_FAULT(fault_at_scope,
           "<table each='x.b' as='y'><level each='a' as='x'/><column at='x' of='y.name'/></table>", NULL,
           "“y”")
LOAD_FAULT(fault_head_scope, C("head='{r.v}'"), NULL, "“r”")
LOAD_FAULT(fault_foot_scope, C("foot='{r.v}'"), NULL, "“r”")
LOAD_FAULT(fault_head_twice, "<table each='c'><column head='a'>\n<head>b</head></column></table>",
           MSG_SCHEMA_DUPLICATE, "layout.xml:2:1")
LOAD_FAULT(fault_head_late, "<table each='c'><column><b>x</b>\n<head>b</head></column></table>",
           MSG_SCHEMA_ELEMENT, "layout.xml:2:1")
LOAD_FAULT(fault_head_attribute, "<table each='c'><column><head style='note'>b</head></column></table>",
           MSG_SCHEMA_ATTRIBUTE, "style")
LOAD_FAULT(fault_width, C("width='3'"), MSG_TABLE_WIDTH, "“3”")
LOAD_FAULT(fault_width_two, C("width='* *'"), MSG_TABLE_WIDTH, "“* *”")
FAULT(fault_width_given_wrong, C("width='{n}'"), MSG_TABLE_WIDTH, "“2”")
FAULT(fault_percents, "<table each='c'><column width='60%'/><column width='41%'/></table>", MSG_TABLE_PERCENT,
      "101.0%")
LOAD_FAULT(fault_labels, "<table each='c' labels='1'><column/></table>", MSG_TABLE_LABELS, "共 1 列")
LOAD_FAULT(fault_two_contents, C("of='v' count='yes'"), MSG_TABLE_COLUMN_CONTENT, "layout.xml:2:1")
LOAD_FAULT(fault_of_and_text, "<table each='c'><column of='v'>文</column></table>", MSG_TABLE_COLUMN_CONTENT,
           "of")
LOAD_FAULT(fault_of_name, C("of='r.z'"), NULL, "z")
LOAD_FAULT(fault_of_list, C("of='a'"), MSG_TABLE_OF, "layout.xml:2:13")
LOAD_FAULT(fault_of_yesno, C("of='late'"), MSG_TABLE_OF, "layout.xml:2:13")
LOAD_FAULT(fault_as_without_of, C("as='money'"), MSG_TABLE_WITH_OF, "as ")
LOAD_FAULT(fault_sum_without_of, C("sum='yes'"), MSG_TABLE_WITH_OF, "sum ")
LOAD_FAULT(fault_as_unknown, C("of='x' as='mony'"), NULL, "money")
LOAD_FAULT(fault_as_name, C("of='x' as='money(1)+x'"), MSG_TABLE_AS, "money(1)+x")
LOAD_FAULT(fault_as_number, C("of='x' as='round'"), MSG_TABLE_AS, "round")
LOAD_FAULT(fault_as_type, C("of='v' as='money'"), NULL, "layout.xml:2:20: error: money需要数，“v”却是文字")
LOAD_FAULT(fault_as_type_of_field, C("of='r.v' as='money'"), NULL, "“v”却是文字")
LOAD_FAULT(fault_as_type_of_sum, C("of='r.v + v' as='money'"), NULL, "“值”却是文字")
LOAD_FAULT(fault_as_arguments, C("of='x' as='if'"), NULL, "if")
LOAD_FAULT(fault_when, C("when='n'"), MSG_TABLE_WHEN, "layout.xml:2:15")
LOAD_FAULT(fault_sum_word, C("of='x' sum='2x'"), MSG_SCHEMA_VALUE, "2x")
LOAD_FAULT(fault_sum_twice, "<table each='c'><column of='x' sum='s'/>\n<column of='y' sum='s'/></table>",
           MSG_SCHEMA_DUPLICATE, "layout.xml:2:21: error: 名称“s”在此重复")
LOAD_FAULT(fault_sum_name_without_of, C("sum='s'"), MSG_TABLE_WITH_OF, "sum ")
LOAD_FAULT(fault_sum_in_row, C("of='x' sum='s'/><column of='s'"), NULL, "“s”")
LOAD_FAULT(fault_sum_text, C("of='v' sum='yes'"), MSG_TABLE_SUM_TYPE, "layout.xml:2:13")
LOAD_FAULT(fault_sum_level,
           "<table each='x.b'><level each='a' as='x'/><column at='x' of='n' sum='yes'/></table>",
           MSG_TABLE_SUM_LEVEL, "layout.xml")
LOAD_FAULT(fault_foot_sum, C("of='x' sum='yes' foot='计'"), MSG_TABLE_FOOT_SUM, "layout.xml:2")
LOAD_FAULT(fault_count_word, C("count='ja'"), MSG_TABLE_COUNT, "ja")
LOAD_FAULT(fault_count_own, C("count='r'"), MSG_TABLE_COUNT, "“r”")
LOAD_FAULT(fault_subtotal_innermost,
           "<table><level each='c' as='x' subtotal='计'/><column of='x.x' sum='yes'/></table>",
           MSG_TABLE_SUBTOTAL_INNERMOST, "最里面")
LOAD_FAULT(fault_subtotal_without_sum,
           "<table each='x.b'><level each='a' as='x' subtotal='计'/><column of='name'/></table>",
           MSG_TABLE_SUBTOTAL_NO_COLUMN, "sum")
LOAD_FAULT(fault_subtotal_without_room,
           "<table each='x.b'><level each='a' as='x' subtotal='计'/><column of='n' sum='yes'/></table>",
           MSG_TABLE_SUBTOTAL_NO_ROOM, "之前")
#define LEVEL(columns)                                                                                       \
    "<table each='x.c'><level each='a.b' as='x' subtotal='计'/><column of='v'/>"                            \
    "<column of='default(x, 0)' sum='s'/>\n" columns "</table>"
LOAD_FAULT(fault_subtotal_beside_sum, LEVEL("<column of='x' sum='yes' subtotal='计'/>"),
           MSG_TABLE_SUBTOTAL_BY_SUM, "layout.xml:2:36: error: 这里不能有 subtotal：这一列的小计由 sum 写出")
LOAD_FAULT(fault_subtotal_outside, LEVEL("<column/><column at='x' subtotal='计'/>"), MSG_TABLE_AT_ORDER,
           "layout.xml:2:10")
LOAD_FAULT(fault_subtotal_of_level,
           "<table each='x.c'><level each='a.b' as='x' subtotal='计'/>\n<column at='x' subtotal='计'/>"
           "<column of='v'/><column of='n' sum='yes'/></table>",
           MSG_TABLE_SUBTOTAL_OUTER, "layout.xml:2:26: error: 这里不能有 subtotal：小计行里没有外层")
LOAD_FAULT(fault_subtotal_nowhere, C("of='x' sum='s'/>\n<column subtotal='{s}'"), MSG_TABLE_SUBTOTAL_NO_LEVEL,
           "layout.xml:3:19: error: 这里不能有 subtotal：没有一层")
LOAD_FAULT(fault_subtotal_name, LEVEL("<column subtotal='{t2}'/>"), NULL, "layout.xml:2:20")
LOAD_FAULT(fault_subtotal_unit, LEVEL("<column subtotal='{percent(s)}'/>"), NULL, "“s”的单位却是“元”")
FAULT(fault_subtotal_zero,
      "<table each='x.c'><level each='a[name = \"乙\"].b' as='x' subtotal='计'/><column of='v'/>"
      "<column of='x' sum='s'/>\n<column subtotal='{1 / (s - s)}'/></table>",
      NULL, "layout.xml:2:22: error: 除数是零（记录 a[3].b[1]")
LOAD_FAULT(fault_note_in_head, "<table each='c'><column><head>头<note>注</note></head></column></table>",
           MSG_TEMPLATE_NOTE_IN_TABLE, "表格")
FAULT(fault_no_rows, "<table each='c[v = \"z\"]'><column head='x' of='v'/></table>", MSG_TABLE_EMPTY_LIST,
      "layout.xml:1:43: error: 列表“c[v = \"z\"]”是空的")
FAULT(fault_no_rows_inside,
      "<table each='y.c'><level each='a[name = \"乙\"]' as='x'/>\n<level each='x.b[name = \"空\"]' as='y'/>"
      "<column of='v'/></table>",
      MSG_TABLE_EMPTY_LIST, "layout.xml:2:14: error: 列表“x.b[name = \"空\"]”是空的")
FAULT(fault_no_rows_written,
      "<table columns='*'><head><row><cell>头</cell></row></head>\n<for each='c[v = \"z\"]'>"
      "<row><cell>{v}</cell></row></for></table>",
      MSG_TABLE_EMPTY_LIST, "layout.xml:2:12: error: 列表“c[v = \"z\"]”是空的")
FAULT(fault_no_rows_without_list,
      "<table columns='*'>\n<head><for each='c[v = \"z\"]'><row><cell/></row></for><row><cell/></row></head>"
      "</table>",
      MSG_TABLE_EMPTY, "layout.xml:1:")
FAULT(fault_third, "<table each='c[v = \"p\"]'>\n<column of='x / 3'/></table>", NULL, "layout.xml:2:13")
FAULT(fault_foot_early,
      "<table each='c'><if test='not late'><foot><row><cell/></row></foot></if>\n<column/></table>",
      MSG_TABLE_FOOT_EARLY, "layout.xml")

static void test_limits(void **state)
{
    struct buf layout;

    (void)state;
    layout = BUF(1 << 16);
    buf_add_text(&layout, "<section page='body'><table each='c'>");
    for (int i = 0; i < 64; i++)
        buf_add_text(&layout, "<column/>");
    size_t columns = layout.len;
    buf_add_text(&layout, "</table></section>");
    kit_kind(MODEL, "", layout.ptr);
    assert_int_equal(kit_load(), OK);
    layout.len = columns;
    buf_add_text(&layout, "\n<column/></table></section>");
    kit_kind(MODEL, "", layout.ptr);
    kit_load_fails(MSG_TEMPLATE_MANY_TABLE_COLUMNS, "layout.xml:2:1");
    buf_clear(&layout);
    kit_stop(state);
    kit_start(state);
    layout = BUF(1 << 16);
    buf_add_text(&layout, "<section page='body'><table>");
    for (int i = 0; i < 9; i++)
        buf_add_text(&layout, "\n<level each='c'/>");
    buf_add_text(&layout, "<column/></table></section>");
    kit_kind(MODEL, "", layout.ptr);
    kit_load_fails(MSG_TEMPLATE_MANY_TABLE_LEVELS, "layout.xml:10:1");
    buf_clear(&layout);
}

static void test_every_failing_allocation(void **state)
{
    (void)state;
    kit_kind(
        MODEL, "<table-style name='t' foot='note'/>",
        SECTION(
            "<table style='t' each='y.c'><level each='a' as='x' subtotal='小计'/><level each='x.b' as='y'/>"
            "<column at='x' head='一' none='—' fill='EEEEEE'>{x.name}</column><column count='x'/>"
            "<columns head='二'><column foot='合计' of='v' when='n = 2'/>"
            "<column of='x' as='money' sum='s'/><column subtotal='{s}' "
            "foot='{s}'/></columns><foot><row><cell "
            "span='5'/></row></foot></table>"));
    kit_fail_allocations(INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(test_columns_and_foot),
        KIT_TEST(test_cells_know_their_fields),
        KIT_TEST(test_heads_of_several_levels),
        KIT_TEST(test_levels_subtotals_and_counts),
        KIT_TEST(test_rows_beside_the_data),
        KIT_TEST(test_tables_in_cells),
        KIT_TEST(test_feet),
        KIT_TEST(test_named_sums),
        KIT_TEST(fault_columns_twice),
        KIT_TEST(fault_no_columns),
        KIT_TEST(fault_heads_empty),
        KIT_TEST(fault_no_each),
        KIT_TEST(fault_each),
        KIT_TEST(fault_level_each),
        KIT_TEST(fault_level_late),
        KIT_TEST(fault_level_in_heads),
        KIT_TEST(fault_level_content),
        KIT_TEST(fault_row_in_if),
        KIT_TEST(fault_unknown),
        KIT_TEST(fault_text),
        KIT_TEST(fault_attribute),
        KIT_TEST(fault_at),
        KIT_TEST(fault_at_order),
        KIT_TEST(fault_at_scope),
        KIT_TEST(fault_head_scope),
        KIT_TEST(fault_foot_scope),
        KIT_TEST(fault_head_twice),
        KIT_TEST(fault_head_late),
        KIT_TEST(fault_head_attribute),
        KIT_TEST(fault_width),
        KIT_TEST(fault_width_two),
        KIT_TEST(fault_width_given_wrong),
        KIT_TEST(fault_percents),
        KIT_TEST(fault_labels),
        KIT_TEST(fault_two_contents),
        KIT_TEST(fault_of_and_text),
        KIT_TEST(fault_of_name),
        KIT_TEST(fault_of_list),
        KIT_TEST(fault_of_yesno),
        KIT_TEST(fault_as_without_of),
        KIT_TEST(fault_sum_without_of),
        KIT_TEST(fault_as_unknown),
        KIT_TEST(fault_as_name),
        KIT_TEST(fault_as_number),
        KIT_TEST(fault_as_type),
        KIT_TEST(fault_as_arguments),
        KIT_TEST(fault_when),
        KIT_TEST(fault_as_type_of_field),
        KIT_TEST(fault_as_type_of_sum),
        KIT_TEST(fault_sum_word),
        KIT_TEST(fault_sum_twice),
        KIT_TEST(test_sums_are_told),
        KIT_TEST(fault_sum_name_without_of),
        KIT_TEST(fault_sum_in_row),
        KIT_TEST(fault_subtotal_beside_sum),
        KIT_TEST(fault_subtotal_outside),
        KIT_TEST(fault_subtotal_of_level),
        KIT_TEST(fault_subtotal_nowhere),
        KIT_TEST(fault_subtotal_name),
        KIT_TEST(fault_subtotal_unit),
        KIT_TEST(fault_subtotal_zero),
        KIT_TEST(fault_sum_text),
        KIT_TEST(fault_sum_level),
        KIT_TEST(fault_foot_sum),
        KIT_TEST(fault_count_word),
        KIT_TEST(fault_count_own),
        KIT_TEST(fault_subtotal_innermost),
        KIT_TEST(fault_subtotal_without_sum),
        KIT_TEST(fault_subtotal_without_room),
        KIT_TEST(fault_note_in_head),
        KIT_TEST(fault_no_rows),
        KIT_TEST(fault_no_rows_inside),
        KIT_TEST(fault_no_rows_written),
        KIT_TEST(fault_no_rows_without_list),
        KIT_TEST(fault_third),
        KIT_TEST(fault_foot_early),
        KIT_TEST(test_limits),
        KIT_TEST(test_every_failing_allocation),
    };

    return cmocka_run_group_tests(tests, kit_open, kit_close);
}
