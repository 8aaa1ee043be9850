/* template: running text (white space, spans, places), headings and numberings, sections, and the other
 * blocks. */
#include "kit.h"
#include "template/messages.def"
#include "schema/messages.def"

#define MODEL         "<text name='t'/><number name='n'/><date name='d'/>"
#define INPUT         "<k\n t='张三' n='2.50' d='2026-08-02'/>"
#define SECTION(body) "<section page='body'>" body "</section>"

static void gives(const char *sheet, const char *layout, const char *expected)
{
    kit_kind(MODEL, sheet, layout);
    kit_gives(INPUT, expected);
}

/* One paragraph of this text gives this one. */
static void text_gives(const char *text, const char *expected)
{
    char layout[4000], dump[4000];

    snprintf(layout, sizeof layout, SECTION("<p>%s</p>"), text);
    snprintf(dump, sizeof dump, "section body\n  p body:%s%s\n", expected[0] == '\0' ? "" : " ", expected);
    gives("<span name='u' underline='yes'/>", layout, dump);
}

static void test_white_space(void **state)
{
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"\n  甲乙\n  丙丁\n", "甲乙丙丁"},
        {"甲 乙", "甲 乙"},
        {"甲   乙\t丙", "甲 乙 丙"},
        {"one\n two", "one two"},
        {"甲\n two\n 乙", "甲 two 乙"},
        {"“甲”\n“乙”", "“甲”“乙”"},
        {"甲　\n　乙", "甲　　乙"},
        {"甲\n{n}\n元", "甲2.5元"},
        {"page\n{n}\nof", "page 2.5 of"},
        {"甲 {n} 元", "甲 2.5 元"},
        {"{n} {n}", "2.5 2.5"},
        {"{n}\n{n}", "2.5 2.5"},
        {"{t}\n{t}", "张三张三"},
        {"甲\n<b>乙</b>\n<b>丙</b>\n丁", "甲<b>乙丙</b>丁"},
        {"a\n<b>\nb</b> ", "a<b> b</b>"},
        {"甲 <br/> 乙", "甲<br/>乙"},
        {"\n<if test='yes'>\n  若\n</if>\n项", "若项"},
        {"  ", ""},
        {"{{t}}", "{t}"},
        {"", ""},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
        text_gives(cases[i].text, cases[i].expected);
}

static void test_values_and_spans(void **state)
{
    (void)state;
    text_gives("{d}<b>粗<span style='u'>线</span></b>", "2026年8月2日<b>粗</b><b+u>线</b+u>");
    text_gives("签<blank width='4字' line='yes'/><blank width='1mm'/>",
               "签<blank 64pt line/><blank 2.835pt/>");
}

static void check_place(const struct inline_item *item, const char *text, const char *file, uint32_t line,
                        uint32_t column)
{
    assert_true(str_is(item->text, text));
    assert_non_null(strstr(item->place.file, file));
    assert_int_equal(item->place.line, line);
    assert_int_equal(item->place.column, column);
}

static void test_places(void **state)
{
    (void)state;
    kit_kind(MODEL, "", SECTION("<p>甲乙\n 丙&lt;{t}{plain(n)}</p>"));
    kit_put("input.xml", INPUT);
    assert_int_equal(kit_load(), OK);
    assert_int_equal(kit_apply(), OK);
    const struct block *block = kit.content->sections->blocks;
    assert_int_equal(block->paragraph.inline_count, 4);
    check_place(&block->paragraph.inlines[0], "甲乙", "layout.xml", 1, 33);
    check_place(&block->paragraph.inlines[1], "丙<", "layout.xml", 2, 2);
    check_place(&block->paragraph.inlines[2], "张三", "input.xml", 2, 5);
    check_place(&block->paragraph.inlines[3], "2.5", "layout.xml", 2, 11);
}

static void origins_are(const char *layout, const char *expected)
{
    const struct block *block;

    kit_kind(MODEL, "", layout);
    kit_put("input.xml", INPUT);
    if (kit_load() != OK || kit_apply() != OK)
        fail_msg("%s", kit_messages());
    block = block_walk(kit.content->sections->blocks).block;
    assert_string_equal(kit_origins(block), expected);
}

static void test_texts_know_their_fields(void **state)
{
    (void)state;
    origins_are(SECTION("<p>甲{t}乙{money(n)}{round(n, 1)}{n + 1}{t + t}{'x'}</p>"),
                "- t - n n (n + 1) t+t -");
    origins_are(SECTION("<list><item><b>{t}</b><spread width='4字'>{t}</spread>{n}</item></list>"),
                "- t t n");
    origins_are("<define name='deep' params='x y'>{x}{y}{money(x)}{x + 1}</define>"
                "<define name='say' params='x'><call name='deep' x='x' y='t'/></define>" SECTION(
                    "<p><call name='say' x='n'/><call name='say' x='n + 1'/></p>"),
                "n t n (x + 1) (n + 1) t (n + 1) (x + 1)");
}

/* A text put together shows what is in it, whoever puts it together. */
static void test_texts_know_their_figures(void **state)
{
    (void)state;
    origins_are(SECTION("<p>{'共' + money(n) + '元'}{if(n > 1, '多' + plain(n), '少')}</p>"), "n n");
    origins_are("<define name='say' params='x'>{x}{'又' + x}</define>" SECTION(
                    "<p><call name='say' x=\"t + plain(n * 2, 1)\"/></p>"),
                "t+(n * 2) t+(n * 2)");
    kit_kind(MODEL
             "<list name='c'><text name='w'/></list>"
             "<text name='s' is=\"'共' + yuan(n) + '，' + join(c.w, '、') + plain(count(c[w != t]))\"/>",
             "", SECTION("<p>{s}<for each='c' as='e' index='i'>{i}{'第' + han(i)}</for></p>"));
    kit_put("input.xml", "<k t='张三' n='2.50' d='2026-08-02'><c w='甲'/></k>");
    if (kit_load() != OK || kit_apply() != OK)
        fail_msg("%s", kit_messages());
    assert_string_equal(kit_origins(block_walk(kit.content->sections->blocks).block),
                        "s+n+c[1].w+(count(c[w != t])) - -");
}

static void test_headings_are_numbered_and_restart(void **state)
{
    (void)state;
    gives(
        "<numbering name='heading1' format='第{han(n)}章' after='　'/>"
        "<numbering name='heading2' format='{n}.' restart-on='heading1'/>"
        "<numbering name='heading3' format='（{n}）' restart-on='heading2'/>",
        SECTION("<heading level='1'>甲</heading><heading level='2'>子</heading><heading level='3'>x</heading>"
                "<heading level='1'>乙</heading><heading level='3'>y</heading><heading level='2'>丑</heading>"
                "<heading level='1' number='no' listed='no' align='center'>附</heading>"
                "<heading level='2'>寅</heading><heading level='4'>末</heading>"
                "<restart numbering='heading1'/><heading level='1' style='body' indent='no'>丙</heading>"),
        "section body\n"
        "  p heading1 heading=1 number=第一章: 第一章　甲\n"
        "  p heading2 heading=2 number=1.: 1.子\n"
        "  p heading3 heading=3 number=（1）: （1）x\n"
        "  p heading1 heading=1 number=第二章: 第二章　乙\n"
        "  p heading3 heading=3 number=（1）: （1）y\n"
        "  p heading2 heading=2 number=1.: 1.丑\n"
        "  p heading1 align=center heading=1 unlisted: 附\n"
        "  p heading2 heading=2 number=1.: 1.寅\n"
        "  p heading4 heading=4: 末\n"
        "  p body indent=0pt heading=1 number=第一章: 第一章　丙\n");
}

static void test_clauses_and_named_numberings(void **state)
{
    (void)state;
    gives("<numbering name='附' format='附件{n}' after='：'/>",
          SECTION(
              "<clause>甲</clause><clause keep-next='yes'>乙</clause><p numbering='附'>丙</p>"
              "<restart numbering='clause'/><clause>丁</clause><p numbering='附' keep-previous='yes'>戊</p>"),
          "section body\n"
          "  p clause: 第一条　甲\n"
          "  p clause keep-next: 第二条　乙\n"
          "  p body: 附件1：丙\n"
          "  p clause: 第一条　丁\n"
          "  p body keep-previous: 附件2：戊\n");
}

static void test_sections(void **state)
{
    (void)state;
    gives("<page name='wide' landscape='yes'/>",
          "<section page='body' restart='1'><header style='note'>{t}</header><footer>- <page/> / <pages/> "
          "-</footer>"
          "<watermark> 稿{n} </watermark><p>甲</p></section><section page='{if(n &gt; 1, &quot;wide&quot;, "
          "&quot;body&quot;)}'/>",
          "section body restart=1\n"
          "  watermark 稿2.5\n"
          "  header\n"
          "    p note: 张三\n"
          "  footer\n"
          "    p footer: - <page/> / <pages/> -\n"
          "  p body: 甲\n"
          "section wide\n");
}

static void test_other_blocks(void **state)
{
    (void)state;
    gives("",
          SECTION("<columns gap='1字' shares='2 1' keep-previous='yes'><column><p>a</p></column>"
                  "<column><keep><space height='1mm'/></keep></column></columns>"
                  "<keep previous='yes'><space height='2行'/><space fill='yes'/></keep><keep/>"
                  "<page-break/><contents depth='2'/><contents/>"),
          "section body\n"
          "  columns gap=16pt keep-previous\n"
          "    column 2\n"
          "      p body: a\n"
          "    column 1\n"
          "      keep\n"
          "        space 2.835pt\n"
          "  keep keep-previous\n"
          "    space 57.9pt\n"
          "    space fill\n"
          "  page-break\n"
          "  contents depth=2\n"
          "  contents depth=3\n");
}

#define FAULT(name, layout, code, expected)                                                                  \
    static void name(void **state)                                                                           \
    {                                                                                                        \
        (void)state;                                                                                         \
        kit_kind(MODEL, "", layout);                                                                         \
        kit_load_fails(code, expected);                                                                      \
    }

FAULT(fault_level, SECTION("<heading level='7'/>"), MSG_TEMPLATE_HEADING_LEVEL, "7")
FAULT(fault_no_level, SECTION("<heading/>"), MSG_SCHEMA_ATTRIBUTE_MISSING, "level")
FAULT(fault_level_word, SECTION("<heading level='one'/>"), MSG_SCHEMA_VALUE, "one")
FAULT(fault_space, SECTION("<space/>"), MSG_TEMPLATE_SPACE, "<space>")
FAULT(fault_space_both, SECTION("<space height='1mm' fill='yes'/>"), MSG_TEMPLATE_SPACE, "<space>")
FAULT(fault_space_bare, SECTION("<space height='5'/>"), MSG_SCHEMA_VALUE, "height")
FAULT(fault_fill_in_column, SECTION("<columns><column><keep><space fill='yes'/></keep></column></columns>"),
      MSG_TEMPLATE_FILL, "fill")
FAULT(fault_break_in_keep, SECTION("<keep><page-break/></keep>"), MSG_SCHEMA_ELEMENT, "<page-break>")
FAULT(fault_shares, SECTION("<columns shares='1 0'><column/><column/></columns>"), MSG_SCHEMA_VALUE, "1 0")
FAULT(fault_header_late, SECTION("<p/><header/>"), MSG_TEMPLATE_FURNITURE_LATE, "<header>")
FAULT(fault_header_style, SECTION("<header style='x'/>"), MSG_SCHEMA_UNKNOWN, "“x”")
FAULT(fault_header_field, SECTION("<footer>{x}</footer>"), NULL, "x")
FAULT(fault_watermark, SECTION("<watermark><b>x</b></watermark>"), MSG_SCHEMA_ELEMENT, "<b>；可用：for if")
FAULT(fault_watermark_page, SECTION("<watermark><page/></watermark>"), MSG_SCHEMA_ELEMENT, "<page>")
FAULT(fault_watermark_attribute, SECTION("<watermark size='x'>x</watermark>"), MSG_SCHEMA_ATTRIBUTE, "size")
FAULT(fault_br_holds, SECTION("<p><br>x</br></p>"), MSG_SCHEMA_TEXT, "<br>")
FAULT(fault_span_style, SECTION("<p><span>x</span></p>"), MSG_SCHEMA_ATTRIBUTE_MISSING, "style")
FAULT(fault_block_in_line, SECTION("<p>x<p>y</p></p>"), MSG_SCHEMA_ELEMENT, "<p>")
FAULT(fault_align, SECTION("<p align='mitte'/>"), MSG_SCHEMA_VALUE, "mitte")

static void test_faults_of_the_document(void **state)
{
    (void)state;
    kit_kind(MODEL, "", SECTION("<heading level='{n + 0.5}0'/>"));
    kit_apply_fails(INPUT, MSG_TEMPLATE_HEADING_LEVEL, "30");
}

static void test_shares_and_columns_differ(void **state)
{
    (void)state;
    kit_kind(MODEL, "", SECTION("<columns shares='1 2'><column/></columns>"));
    kit_apply_fails(INPUT, MSG_TEMPLATE_SHARES, "2 份");
}

static void test_newline_in_a_value(void **state)
{
    (void)state;
    kit_kind(MODEL, "", SECTION("<p>{'a\nb'}</p>"));
    kit_apply_fails(INPUT, MSG_TEMPLATE_NEWLINE, "layout.xml:1:34");
}

static void test_newline_in_a_watermark(void **state)
{
    (void)state;
    kit_kind(MODEL, "", SECTION("<watermark>{'a\nb'}</watermark>"));
    kit_apply_fails(INPUT, MSG_TEMPLATE_NEWLINE, "layout.xml:1:42");
}

/* An empty one is none; it may choose its text. */
static void test_watermarks(void **state)
{
    (void)state;
    gives("", "<section page='body'><watermark></watermark></section>", "section body\n");
    gives("", "<section page='body'><watermark> <if test='n &gt; 5'>稿</if></watermark></section>",
          "section body\n");
    gives("",
          "<define name='mark' params='x'>第{x}<slot/></define><section page='body'><watermark>\n"
          "  <if test='n &gt; 2'>送审</if>\n  <choose><when test='n &gt; "
          "5'>甲</when><otherwise>乙</otherwise></choose>\n"
          "  <call name='mark' x='n'>稿</call>\n</watermark></section>",
          "section body\n  watermark 送审乙第2.5稿\n");
}

/* 500 characters, number included, and one more. */
static void test_long_heading(void **state)
{
    struct buf layout;

    (void)state;
    for (int count = 500; count <= 501; count++) {
        layout = BUF(1 << 16);
        buf_add_text(&layout, "<section page='body'>\n<heading level='1' number='no'>");
        for (int i = 0; i < count; i++)
            buf_add_text(&layout, "长");
        buf_add_text(&layout, "</heading></section>");
        kit_kind(MODEL, "", layout.ptr);
        buf_clear(&layout);
        if (count == 501) {
            kit_apply_fails(INPUT, MSG_TEMPLATE_HEADING_LONG,
                            "layout.xml:2:32: error: 标题有 501 个字，超过上限 500 个");
            continue;
        }
        kit_put("input.xml", INPUT);
        assert_int_equal(kit_load(), OK);
        assert_int_equal(kit_apply(), OK);
    }
}

static void test_long_text(void **state)
{
    struct buf layout;

    (void)state;
    layout = BUF(1 << 20);
    buf_add_text(&layout, "<layout><section page='body'><p>");
    for (int i = 0; i < 200000; i++)
        buf_add_char(&layout, 'a');
    size_t at_limit = layout.len;
    buf_add_text(&layout, "</p></section></layout>");
    kit_kind(MODEL, "", "");
    kit_put("layout.xml", layout.ptr);
    assert_int_equal(kit_load(), OK);
    layout.len = at_limit;
    buf_add_text(&layout, "a</p></section></layout>");
    kit_put("layout.xml", layout.ptr);
    kit_load_fails(MSG_TEMPLATE_MANY_TEXT_BYTES, "200000");
    buf_clear(&layout);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_TEST(test_white_space),
        KIT_TEST(test_values_and_spans),
        KIT_TEST(test_places),
        KIT_TEST(test_texts_know_their_fields),
        KIT_TEST(test_texts_know_their_figures),
        KIT_TEST(test_headings_are_numbered_and_restart),
        KIT_TEST(test_clauses_and_named_numberings),
        KIT_TEST(test_sections),
        KIT_TEST(test_other_blocks),
        KIT_TEST(fault_level),
        KIT_TEST(fault_no_level),
        KIT_TEST(fault_level_word),
        KIT_TEST(fault_space),
        KIT_TEST(fault_space_both),
        KIT_TEST(fault_space_bare),
        KIT_TEST(fault_fill_in_column),
        KIT_TEST(fault_break_in_keep),
        KIT_TEST(fault_shares),
        KIT_TEST(fault_header_late),
        KIT_TEST(fault_header_style),
        KIT_TEST(fault_header_field),
        KIT_TEST(fault_watermark),
        KIT_TEST(fault_watermark_page),
        KIT_TEST(fault_watermark_attribute),
        KIT_TEST(test_watermarks),
        KIT_TEST(test_long_heading),
        KIT_TEST(fault_br_holds),
        KIT_TEST(fault_span_style),
        KIT_TEST(fault_block_in_line),
        KIT_TEST(fault_align),
        KIT_TEST(test_faults_of_the_document),
        KIT_TEST(test_shares_and_columns_differ),
        KIT_TEST(test_newline_in_a_value),
        KIT_TEST(test_newline_in_a_watermark),
        KIT_TEST(test_long_text),
    };

    return cmocka_run_group_tests(tests, kit_open, kit_close);
}
