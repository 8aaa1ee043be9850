/* template: forms: rows written as text, cells that are one, labels, boxes with ticks; what can be wrong with them. */
#include "kit.h"
#include "template/messages.def"
#include "schema/messages.def"

#define MODEL                                                                                                \
    "<number name='n'/><yesno name='open'/><text name='grade' one-of='优|良'/><text name='none' "          \
    "one-of='优|良' optional='yes'/><list name='a'><text name='group'/><text name='name'/></list>"
#define INPUT                                                                                                \
    "<k n='2' open='no' grade='良'><a group='子' name='1'/><a group='子' name='2'/><a group='丑' "       \
    "name='2'/></k>"
#define FORM(columns, body) "<section page='body'><form columns='" columns "'>" body "</form></section>"

static void gives(const char *layout, const char *expected)
{
    kit_kind(MODEL, "", layout);
    kit_gives(INPUT, expected);
}

/* Several faults a test, each of a kind of its own. */
static void afresh(const char *layout)
{
    kit_stop(NULL);
    assert_int_equal(kit_start(NULL), 0);
    kit_kind(MODEL, "", layout);
}

static void fails(const char *layout, const struct message *code, const char *expected)
{
    afresh(layout);
    kit_apply_fails(INPUT, code, expected);
}

static void load_fails(const char *layout, const struct message *code, const char *expected)
{
    afresh(layout);
    kit_load_fails(code, expected);
}

static void test_cells(void **state)
{
    (void)state;
    gives(FORM("1* 1* 1*", "<row height='9pt'>甲|{n}|+</row><row>乙|丙|{n}</row><row>^|{n}|</row>"
                           "<row>^ {'x'}|^{'|'}|<cell align='right' label='yes'>{n}<br/>b</cell></row>"),
          "section body\n"
          "  form table columns=1*,1*,1*\n"
          "    row height=9pt\n"
          "      cell 1 heads=row align=center\n"
          "        p table-head: 甲\n"
          "      cell 2 span=2\n"
          "        p table-cell: 2\n"
          "    row\n"
          "      cell 1 rows=2 label heads=row align=center\n"
          "        p table-head: 乙\n"
          "      cell 2 heads=row align=center\n"
          "        p table-head: 丙\n"
          "      cell 3\n"
          "        p table-cell: 2\n"
          "    row\n"
          "      cell 2\n"
          "        p table-cell: 2\n"
          "      cell 3\n"
          "    row\n"
          "      cell 1 heads=row align=center\n"
          "        p table-head: x\n"
          "      cell 2 heads=row align=center\n"
          "        p table-head: |\n"
          "      cell 3 heads=row align=right\n"
          "        p table-head: 2<br/>b\n");
}

/* A cell goes on where the same is printed, not under another one that began anew at its left. */
static void test_same(void **state)
{
    (void)state;
    gives(FORM("1* 1* 1*", "<for each='a'><row>^ {group}|^ {name}|{n}</row></for>"),
          "section body\n"
          "  form table columns=1*,1*,1*\n"
          "    row\n"
          "      cell 1 rows=2 label heads=row align=center\n"
          "        p table-head: 子\n"
          "      cell 2 heads=row align=center\n"
          "        p table-head: 1\n"
          "      cell 3\n"
          "        p table-cell: 2\n"
          "    row\n"
          "      cell 2 heads=row align=center\n"
          "        p table-head: 2\n"
          "      cell 3\n"
          "        p table-cell: 2\n"
          "    row\n"
          "      cell 1 heads=row align=center\n"
          "        p table-head: 丑\n"
          "      cell 2 heads=row align=center\n"
          "        p table-head: 2\n"
          "      cell 3\n"
          "        p table-cell: 2\n");
}

static void test_ticks(void **state)
{
    (void)state;
    gives("<section page='body'><p><tick of='open'/><tick of='n &gt; 1'/><tick of='open' words='是|否'/></p>"
          "<p><tick of='grade'/></p><p><tick of='none'/></p><p><tick of='grade' "
          "words='优|良|差'/></p></section>",
          "section body\n"
          "  p body: ☐☑☐是 ☑否\n"
          "  p body: ☐优 ☑良\n"
          "  p body: ☐优 ☐良\n"
          "  p body: ☐优 ☑良 ☐差\n");
}

static void test_bad_rows(void **state)
{
    (void)state;
    load_fails(FORM("1* 1* 1*", "<row>甲|{n}</row>"), MSG_FORM_FEW, ":1:62: error: 这一行写了 2 格");
    load_fails(FORM("1* 1*", "<row>甲|{n}||</row>"), MSG_FORM_MANY, "写了 4 格，表单只有 2 列");
    load_fails(FORM("1* 1*", "<row>甲｜{n}</row>"), MSG_FORM_FEW_WIDE, "全角");
    load_fails(FORM("1* 1*", "<row>+|{n}</row>"), MSG_FORM_LEFT, "+");
    load_fails(FORM("1* 1* 1*", "<row>甲|++|乙</row>"), MSG_FORM_BEHIND_EDGE, "++");
    load_fails(FORM("1* 1* 1*", "<row>甲|{n}|+2</row>"), MSG_FORM_MARK, "“+2”");
    load_fails(FORM("1* 1* 1*", "<row>甲|{n}|＋</row>"), MSG_FORM_MARK, "“＋”");
    load_fails(FORM("1* 1* 1*", "<row>甲|{n}|b</row><row>＾|{n}|b</row>"), MSG_FORM_MARK, "“＾”");
    load_fails(FORM("1* 1*", "<row>甲|{m}</row>"), NULL, "m");
    load_fails(FORM("1* 1*", "<row>甲|{n}<cell/></row>"), MSG_FORM_CELL_BESIDE, "<cell>");
    load_fails(FORM("{n}pt 1*", "<row>甲|{n}</row>"), MSG_FORM_COLUMNS, "columns");
    load_fails(FORM("1* x", "<row>甲|{n}</row>"), MSG_TABLE_COLUMNS, "“x”");
    load_fails("<section page='body'><form><row>甲</row></form></section>", NULL, "columns");
    load_fails(FORM("1* 1*", "<row>甲|{n}<note>注</note></row>"), MSG_TEMPLATE_NOTE_IN_TABLE, "脚注");
}

static void test_bad_grids(void **state)
{
    (void)state;
    fails(FORM("1* 1*", "<row>^|{n}</row>"), MSG_FORM_ABOVE, "^");
    fails(FORM("1* 1*", "<head><row>甲|乙</row></head><row>^|{n}</row>"), MSG_FORM_ABOVE, "^");
    fails(FORM("1* 1* 1*", "<row>甲|{n}|+</row><row>乙|^|{n}</row>"), MSG_FORM_SHAPE, "第 1 行第 2 列");
    fails(FORM("1* 1* 1*", "<row>甲|{n}|+</row><row>乙|{n}|^</row>"), MSG_FORM_SHAPE, "第 1 行第 2 列");
    fails(FORM("1* 1* 1*", "<row>甲|{n}|{n}</row><row>乙|^|+</row>"), MSG_FORM_SHAPE_WIDE, "第 3 列");
    fails(FORM("1* 1*", "<row>甲|{n}</row><row>^|^</row>"), MSG_TABLE_ROW_EMPTY, "第 2 行");
    fails(FORM("1* 1*", "<row times='0'>甲|{n}</row>"), MSG_TABLE_EMPTY, "一行也没有");
    fails(FORM("1* 1*", "<row>甲|{n}</row><head><row>甲|{n}</row></head>"), MSG_TABLE_HEAD_LATE, "<head>");
}

static void test_bad_ticks(void **state)
{
    (void)state;
    load_fails(FORM("1* 1*", "<row>甲|<tick of='n'/></row>"), MSG_TICK_OF, "是或否");
    fails(FORM("1* 1*", "<row>甲|<tick of='open' words='是'/></row>"), MSG_TICK_WORDS, "1 个");
    fails(FORM("1* 1*", "<row>甲|<tick of='first(a).name'/></row>"), MSG_TICK_NO_WORDS, "first(a).name");
    fails(FORM("1* 1*", "<row>甲|<tick of='grade' words='优|差'/></row>"), MSG_TICK_OTHER, "“良”");
    fails(FORM("1* 1*", "<row>甲|<tick of='grade' words='优|良|优'/></row>"), MSG_TICK_TWICE, "“优”");
    fails(FORM("1* 1*", "<row>甲|<tick of='grade' words='优|良|'/></row>"), MSG_TICK_EMPTY, "第 3 个");
}

static void test_no_memory(void **state)
{
    (void)state;
    kit_kind(MODEL, "",
             FORM("1* 1* 1*", "<head><row>甲|乙|丙</row></head><for each='a'><row>^ {group}|^ <b>{name}</b>|"
                              "<cell>{n}</cell></row></for><row>子|{n}|+</row><row times='2'>^|<tick "
                              "of='open' words='是|否'/>|<tick of='grade'/></row><row> | |{n}</row>"));
    kit_fail_allocations(INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(test_cells),     KIT_TEST(test_same),      KIT_TEST(test_ticks),     KIT_TEST(test_bad_rows),
        KIT_TEST(test_bad_grids), KIT_TEST(test_bad_ticks), KIT_TEST(test_no_memory),
    };
    return cmocka_run_group_tests(tests, kit_open, kit_close);
}
