/* template: style.xml becomes a sheet: built-in styles, inheritance, measures, used files, and every fault
 * with its place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "failing.h"
#include "template/template_int.h"
#include "reader/messages.def"
#include "schema/messages.def"
#include "style/messages.def"

static char folder[] = "/tmp/chengwen-style-XXXXXX";
static struct arena *arena;
static struct diag *diag;
static struct styles styles;

static int start(void **state)
{
    (void)state;
    arena = arena_new(0);
    diag = diag_new(arena);
    return diag == NULL;
}

static int stop(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static const char *path_of(const char *name)
{
    static char path[64];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
    static const char *const names[] = {"style.xml", "a.xml", "b.xml"};

    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(names); i++)
        unlink(path_of(names[i]));
    return rmdir(folder);
}

static void put(const char *name, const char *text)
{
    struct str path = arena_printf(arena, "%s/%s", folder, name);

    assert_int_equal(file_write_atomic(diag, path.ptr, str_of(text)), OK);
}

static enum status load(const char *text)
{
    put("style.xml", text);
    return styles_load(arena, diag, folder, &styles);
}

static void load_fails(const char *text, const struct message *code, const char *expected)
{
    struct buf out;

    assert_int_equal(load(text), FAILED);
    out = BUF(1 << 16);
    diag_print(diag, &out);
    if (!diag_has(diag, code) || strstr(out.ptr, expected) == NULL)
        fail_msg("expected %s %s, have:\n%s", code->name, expected, out.ptr);
    assert_int_equal(diag_count(diag, SEVERITY_ERROR), 1);
    buf_clear(&out);
}

static const struct paragraph_style *style(const char *name)
{
    const struct paragraph_style *found = style_paragraph(&styles.sheet, str_of(name));

    assert_non_null(found);
    return found;
}

static void test_empty_sheet_has_all_that_a_kind_needs(void **state)
{
    static const char *const names[] = {"body",      "table-head", "table-cell", "caption",   "note",
                                        "header",    "footer",     "heading1",   "heading2",  "heading3",
                                        "heading4",  "heading6",   "contents1",  "contents2", "contents3",
                                        "contents6", "clause",     "list"};

    (void)state;
    assert_int_equal(load("<styles/>"), OK);
    for (size_t i = 0; i < ARRAY_COUNT(names); i++)
        style(names[i]);
    assert_int_equal(style("body")->size, 16000);
    assert_int_equal(style("body")->line, 28950);
    assert_int_equal(style("body")->first_indent, 32000);
    assert_true(str_is(style("body")->role, "仿宋"));
    assert_int_equal(style("body")->align, ALIGN_JUSTIFY);
    assert_true(str_is(style("heading1")->role, "黑体"));
    assert_int_equal(style("table-cell")->first_indent, 0);
    assert_true(style("contents1")->leader);
    assert_non_null(style_span(&styles.sheet, STR("b")));
    assert_non_null(style_table(&styles.sheet, STR("table")));
    const struct page_master *page = style_page(&styles.sheet, STR("body"));
    assert_int_equal(page->width, LENGTH_MM(210));
    assert_int_equal(page->top, LENGTH_MM(37));
    assert_true(numbering_lookup(&styles, STR("list")) >= 0);
    assert_int_equal(diag_count(diag, SEVERITY_ERROR), 0);
}

static void test_own_size_measures_an_inherited_indent(void **state)
{
    (void)state;
    assert_int_equal(
        load("<styles><style name='小' base='body' size='小四' line='1.5' before='0.5行'/></styles>"), OK);
    assert_int_equal(style("小")->size, 12000);
    assert_int_equal(style("小")->line, 18000);
    assert_int_equal(style("小")->before, 9000);
    assert_int_equal(style("小")->first_indent, 24000);
}

static void test_changing_body_changes_what_builds_on_it(void **state)
{
    (void)state;
    assert_int_equal(load("<styles><style name='body' role='宋体' size='12pt'/></styles>"), OK);
    assert_true(str_is(style("list")->role, "宋体"));
    assert_int_equal(style("heading1")->size, 12000);
    assert_true(str_is(style("heading1")->role, "黑体"));
    assert_int_equal(style("body")->first_indent, 24000);
}

static void test_used_styles_are_replaced_or_extended(void **state)
{
    (void)state;
    put("a.xml", "<styles><style name='甲' left='10mm' right='5mm'/><style name='乙' left='10mm' "
                 "right='5mm'/></styles>");
    assert_int_equal(load("<styles><style name='甲' right='2pt'/><use file='a.xml'/>"
                          "<style name='乙' base='乙' right='2pt'/></styles>"),
                     OK);
    assert_int_equal(style("甲")->left, 0);
    assert_int_equal(style("甲")->right, 2000);
    assert_int_equal(style("乙")->left, LENGTH_MM(10));
    assert_int_equal(style("乙")->right, 2000);
}

static void test_page_and_table(void **state)
{
    (void)state;
    assert_int_equal(
        load("<styles><page name='wide' paper='A3' landscape='yes' left='20mm'/>"
             "<table-style name='t' padding='2mm' padding-x='1pt' cell='body' before='1行'"
             " vertical-rules='no' rule-color='C00000' head-fill='eeEE00' continued=''/></styles>"),
        OK);
    const struct page_master *page = style_page(&styles.sheet, STR("wide"));
    assert_int_equal(page->width, LENGTH_MM(420));
    assert_int_equal(page->height, LENGTH_MM(297));
    assert_int_equal(page->left, LENGTH_MM(20));
    const struct table_style *table = style_table(&styles.sheet, STR("t"));
    assert_int_equal(table->pad_left, 1000);
    assert_int_equal(table->pad_top, LENGTH_MM(2));
    assert_int_equal(table->before, 28950);
    assert_int_equal(table->head_fill, 0xEEEE00);
    assert_false(table->vertical_rules);
    assert_int_equal(table->rule_color, 0xC00000);
    assert_int_equal(table->continued.len, 0);
}

static void test_what_tables_may_say(void **state)
{
    (void)state;
    assert_int_equal(load("<styles><table-style name='t' cell='note' foot='body' foot-fill='EEEEEE' "
                          "stripe-fill='F8F8F8' group-rule='1pt' foot-rule='0.1行' continued-title='续表' "
                          "split-columns='yes' keep-groups='yes' align='decimal'/>"
                          "<table-style name='u' base='t' split-columns='no' group-rule='0'/></styles>"),
                     OK);
    const struct table_style *t = style_table(&styles.sheet, STR("t")),
                             *u = style_table(&styles.sheet, STR("u")),
                             *plain = style_table(&styles.sheet, STR("table"));
    assert_true(str_is(t->foot_style, "body") && str_is(t->continued_title, "续表"));
    assert_int_equal(t->foot_fill, 0xEEEEEE);
    assert_int_equal(t->stripe_fill, 0xF8F8F8);
    assert_int_equal(t->group_rule, 1000);
    assert_int_equal(t->foot_rule, 2000);
    assert_true(t->split_columns && t->keep_groups);
    assert_int_equal(t->align, ALIGN_DECIMAL);
    assert_true(!u->split_columns && u->keep_groups && u->group_rule == 0);
    assert_true(plain->foot_style.len == 0 && plain->continued_title.len == 0);
    assert_true(plain->foot_fill == 0xFFFFFF && plain->stripe_fill == 0xFFFFFF);
    assert_true(plain->group_rule == 0 && plain->foot_rule == 0);
    assert_false(plain->split_columns || plain->keep_groups);
}

/* Header and footer of turned text stand in the margins at its right and left. */
static void test_turned_pages(void **state)
{
    (void)state;
    assert_int_equal(
        load("<styles><page name='w' landscape='yes' turned='yes' top='28mm' bottom='26mm' left='35mm' "
             "right='37mm' header-at='37mm' footer-at='35mm'/>"
             "<page name='n' base='w' left='20mm' right='10mm' header-at='5mm' footer-at='7mm'/></styles>"),
        OK);
    const struct page_master *w = style_page(&styles.sheet, STR("w"));
    assert_true(w->turned);
    assert_int_equal(w->width, LENGTH_MM(297));
    assert_int_equal(w->header_at, LENGTH_MM(37));
    assert_false(style_page(&styles.sheet, STR("body"))->turned);
}

/* The page of GB/T 9704: 28 characters and 22 lines fit, one more does not. */
static void test_grids(void **state)
{
    (void)state;
    assert_int_equal(
        load("<styles><page name='a' lines='22' mirror='yes'/><page name='b' base='a' top='0'/>"
             "<style name='t' pitch='156mm/28' line='225mm/22' grid='yes' first-indent='2字' right='1字'/>"
             "<style name='same' base='t' size='16pt'/><style name='small' base='t' size='四号'/>"
             "<style name='wide' base='small' pitch='1.5字' first-indent='2字' line='1.5'/></styles>"),
        OK);
    const struct page_master *a = style_page(&styles.sheet, STR("a"));
    const struct paragraph_style *t = style_paragraph(&styles.sheet, STR("t"));
    assert_int_equal(a->line_pitch, 28990);
    assert_true(a->mirror);
    assert_int_equal(style_page(&styles.sheet, STR("b"))->line_pitch, (LENGTH_MM(297) - LENGTH_MM(35)) / 22);
    assert_true(t->grid);
    assert_int_equal(t->pitch, 15793);
    assert_int_equal(t->line, a->line_pitch);
    assert_true(28 * t->pitch <= a->width - a->left - a->right);
    assert_int_equal(t->first_indent, 2 * 15793); /* 字 are those of the grid */
    assert_int_equal(t->right, 15793);
    assert_int_equal(style_paragraph(&styles.sheet, STR("same"))->pitch, 15793);
    assert_int_equal(style_paragraph(&styles.sheet, STR("small"))->pitch, 0);
    const struct paragraph_style *wide = style_paragraph(&styles.sheet, STR("wide"));
    assert_int_equal(wide->pitch, 21000);
    assert_int_equal(wide->first_indent, 42000);
    assert_int_equal(wide->line, 21000);
    assert_int_equal(style_page(&styles.sheet, STR("body"))->line_pitch, 0);
}

static void test_what_paragraphs_and_spans_may_say(void **state)
{
    (void)state;
    assert_int_equal(
        load("<styles><style name='t' keep-together='yes' autospace='no' hang='yes' hyphenate='yes' "
             "embolden='0.3pt' "
             "shape='diamond'/><style name='n' base='t' autospace='yes' shape='trapezoid'/>"
             "<span name='x' emphasis='yes' scale='0.75' raise='-0.2' embolden='2pt'/></styles>"),
        OK);
    const struct paragraph_style *t = style_paragraph(&styles.sheet, STR("t")),
                                 *n = style_paragraph(&styles.sheet, STR("n"));
    assert_true(t->keep_together && t->close && t->hang && t->hyphenate);
    assert_int_equal(t->embolden, 300);
    assert_int_equal(t->shape, SHAPE_DIAMOND);
    assert_false(n->close);
    assert_true(n->hang);
    assert_int_equal(n->shape, SHAPE_TRAPEZOID);
    const struct span_style *x = style_span(&styles.sheet, STR("x"));
    assert_true(x->emphasis);
    assert_int_equal(x->scale, 750);
    assert_int_equal(x->raise, -200);
    assert_int_equal(x->embolden, 2000);
}

static void test_builtin_spans(void **state)
{
    (void)state;
    assert_int_equal(load("<styles/>"), OK);
    assert_true(str_is(style_span(&styles.sheet, STR("i"))->role, "楷体"));
    assert_true(style_span(&styles.sheet, STR("u"))->underline);
    assert_true(style_span(&styles.sheet, STR("em"))->emphasis);
    assert_true(style_span(&styles.sheet, STR("sub"))->raise < 0);
    assert_int_equal(style_span(&styles.sheet, STR("note-mark"))->raise, 315);
    assert_int_equal(style_span(&styles.sheet, STR("sup"))->scale, 640);
}

/* The kind's own word counts before that of the files that it uses. */
static void test_kinsoku(void **state)
{
    (void)state;
    assert_int_equal(load("<styles/>"), OK);
    assert_int_equal(styles.sheet.kinsoku, KINSOKU_STRICT);
    put("a.xml", "<styles kinsoku='gb'/>");
    assert_int_equal(load("<styles><use file='a.xml'/></styles>"), OK);
    assert_int_equal(styles.sheet.kinsoku, KINSOKU_GB);
    assert_int_equal(load("<styles kinsoku='basic'><use file='a.xml'/></styles>"), OK);
    assert_int_equal(styles.sheet.kinsoku, KINSOKU_BASIC);
    assert_int_equal(load("<styles kinsoku='none'/>"), OK);
    assert_int_equal(styles.sheet.kinsoku, KINSOKU_NONE);
}

static void test_dots(void **state)
{
    (void)state;
    assert_int_equal(load("<styles/>"), OK);
    assert_int_equal(styles.dots, -1);
    put("a.xml", "<styles dots='220'/>");
    assert_int_equal(load("<styles kinsoku='gb'><use file='a.xml'/></styles>"), OK);
    assert_int_equal(styles.dots, 220);
    assert_int_equal(load("<styles dots='0'><use file='a.xml'/></styles>"), OK);
    assert_int_equal(styles.dots, 0);
}

static void test_numberings(void **state)
{
    (void)state;
    assert_int_equal(load("<styles><numbering name='一' format='{n}' after='　'/>"
                          "<numbering name='二' format='({n})' restart-on='一'/></styles>"),
                     OK);
    int one = numbering_lookup(&styles, STR("一")), two = numbering_lookup(&styles, STR("二"));
    assert_int_equal(styles.numberings[two].restart_on, one);
    assert_true(str_is(styles.numberings[one].after, "　"));
}

/* Of all files, used ones first. */
static void test_words(void **state)
{
    (void)state;
    assert_int_equal(load("<styles/>"), OK);
    assert_int_equal(styles.sheet.word_count, 0);
    put("a.xml", "<styles><words list='党群 特困'/></styles>");
    assert_int_equal(load("<styles><words list=' 志愿者'/><use file='a.xml'/><words list='专项'/></styles>"),
                     OK);
    assert_int_equal(styles.sheet.word_count, 4);
    static const char *const expected[] = {"党群", "特困", "志愿者", "专项"};
    for (size_t i = 0; i < ARRAY_COUNT(expected); i++)
        assert_true(str_is(styles.sheet.words[i], expected[i]));
}

/* 2,000 of them, and one more. */
static void test_many_words(void **state)
{
    (void)state;
    struct buf out = BUF(1 << 20);
    buf_add_text(&out, "<styles><words list='");
    for (int i = 0; i < 2000; i++)
        buf_add_text(&out, "党群 ");
    const size_t most = out.len;
    buf_printf(&out, "'/></styles>%c", '\0');
    assert_int_equal(load(out.ptr), OK);
    out.len = most;
    buf_printf(&out, "特困'/></styles>%c", '\0');
    assert_int_equal(load(out.ptr), FAILED);
    buf_clear(&out);
}

#define FAULT(name, text, code, expected)                                                                    \
    static void name(void **state)                                                                           \
    {                                                                                                        \
        (void)state;                                                                                         \
        load_fails(text, code, expected);                                                                    \
    }

FAULT(fault_root, "<style/>", MSG_SCHEMA_ROOT, "style.xml:1:1")
FAULT(fault_element, "<styles>\n <stile name='a'/></styles>", MSG_SCHEMA_ELEMENT, "style.xml:2:2")
FAULT(fault_text, "<styles>文</styles>", MSG_SCHEMA_TEXT, "style.xml:1:9")
FAULT(fault_attribute, "<styles><style name='a' siez='三号'/></styles>", MSG_SCHEMA_ATTRIBUTE, "siez")
FAULT(fault_no_name, "<styles><style size='三号'/></styles>", MSG_SCHEMA_ATTRIBUTE_MISSING, "name")
FAULT(fault_child, "<styles><style name='a'><b/></style></styles>", MSG_SCHEMA_ELEMENT, "1:25")
FAULT(fault_twice, "<styles><span name='a'/><span name='a'/></styles>", MSG_SCHEMA_DUPLICATE, "1:37")
FAULT(fault_base, "<styles><style name='a' base='bodi'/></styles>", MSG_SCHEMA_UNKNOWN, "bodi")
FAULT(fault_own_base, "<styles><style name='a' base='a'/></styles>", MSG_SCHEMA_UNKNOWN, "“a”")
FAULT(fault_circle, "<styles><style name='a' base='b'/><style name='b' base='a'/></styles>",
      MSG_STYLE_BASE_CIRCLE, "style.xml:1:")
FAULT(fault_size, "<styles><style name='a' size='大号'/></styles>", MSG_SCHEMA_VALUE, "大号")
FAULT(fault_turned_upright, "<styles><page name='a' turned='yes'/></styles>", MSG_STYLE_TURNED, "“a”")
FAULT(
    fault_turned_baseline,
    "<styles><page name='a' landscape='yes' turned='yes' top='37mm' right='14mm' header-at='15mm'/></styles>",
    MSG_STYLE_BASELINE, "header-at")
FAULT(fault_foot_style, "<styles><table-style name='a' foot='无'/></styles>", MSG_SCHEMA_UNKNOWN, "“无”")
FAULT(fault_size_zero, "<styles><style name='a' size='0'/></styles>", MSG_SCHEMA_VALUE, "size")
FAULT(fault_before, "<styles><style name='a' before='-1mm'/></styles>", MSG_SCHEMA_VALUE, "before")
FAULT(fault_bare, "<styles><style name='a' left='2'/></styles>", MSG_SCHEMA_VALUE, "left")
FAULT(fault_align, "<styles><style name='a' align='middle'/></styles>", MSG_SCHEMA_VALUE, "middle")
FAULT(fault_color, "<styles><style name='a' color='red'/></styles>", MSG_SCHEMA_VALUE, "red")
FAULT(fault_yes, "<styles><style name='a' bold='true'/></styles>", MSG_SCHEMA_VALUE, "true")
FAULT(fault_paper, "<styles><page name='a' paper='Letter'/></styles>", MSG_SCHEMA_VALUE, "Letter")
FAULT(fault_padding_once, "<styles><table-style name='a' padding='x'/></styles>", MSG_SCHEMA_VALUE, "padding")
FAULT(fault_cell_style, "<styles><table-style name='a' cell='x'/></styles>", MSG_SCHEMA_UNKNOWN, "“x”")
FAULT(fault_area, "<styles><page name='a' left='110mm' right='100mm'/></styles>", MSG_STYLE_PAGE_AREA, "“a”")
FAULT(fault_words, "<styles><words/></styles>", MSG_SCHEMA_ATTRIBUTE_MISSING, "list")
FAULT(fault_word_short, "<styles><words list='党群 困'/></styles>", MSG_STYLE_WORD_SHORT, "困")
FAULT(fault_words_child, "<styles><words list='党群'><b/></words></styles>", MSG_SCHEMA_ELEMENT, "1:26")
FAULT(fault_dots, "<styles dots='-1'/>", MSG_SCHEMA_VALUE, "dots")
FAULT(fault_kinsoku, "<styles kinsoku='GB'/>", MSG_SCHEMA_VALUE, "none、basic、gb、strict")
FAULT(fault_root_attribute, "<styles kinsuko='gb'/>", MSG_SCHEMA_ATTRIBUTE,
      "1:18: error: <styles> 没有属性 kinsuko")
FAULT(fault_pitch, "<styles><style name='a' size='20pt' pitch='9.9pt'/></styles>", MSG_STYLE_PITCH,
      "style.xml:1:44: error: 样式“a”的字距")
FAULT(fault_pitch_by_base,
      "<styles><style name='a' size='10pt' pitch='5pt'/>\n<style name='b' pitch='4pt' base='a'/></styles>",
      MSG_STYLE_PITCH, "style.xml:2:24: error: 样式“b”的字距")
FAULT(fault_autospace, "<styles><style name='a' autospace='0'/></styles>", MSG_SCHEMA_VALUE, "autospace")
FAULT(fault_shape, "<styles><style name='a' shape='round'/></styles>", MSG_SCHEMA_VALUE,
      "free、trapezoid、diamond")
FAULT(fault_embolden, "<styles><style name='a' embolden='2.1pt'/></styles>", MSG_SCHEMA_VALUE, "0 到 2pt")
FAULT(fault_embolden_ems, "<styles><span name='a' embolden='0.1字'/></styles>", MSG_SCHEMA_VALUE, "0.1字")
FAULT(fault_scale_small, "<styles><span name='a' scale='0.199'/></styles>", MSG_SCHEMA_VALUE, "0.2 到 2")
FAULT(fault_scale_length, "<styles><span name='a' scale='12pt'/></styles>", MSG_SCHEMA_VALUE, "12pt")
FAULT(fault_raise, "<styles><span name='a' raise='1.001'/></styles>", MSG_SCHEMA_VALUE, "-1 到 1")
FAULT(fault_lang, "<styles><style name='a' lang='英文'/></styles>", MSG_SCHEMA_VALUE,
      "“英文”不对，应是语言标签")
FAULT(fault_lang_empty, "<styles><span name='a' lang=''/></styles>", MSG_SCHEMA_VALUE, "lang")
FAULT(fault_lines_zero, "<styles><page name='a' lines='0'/></styles>", MSG_SCHEMA_VALUE, "1 到 200")
FAULT(fault_lines_many, "<styles><page name='a' lines='201'/></styles>", MSG_SCHEMA_VALUE, "201")
FAULT(fault_quotient, "<styles><page name='a' top='37mm/0'/></styles>", MSG_SCHEMA_VALUE, "225mm/22")
/* At the edge of the text area; not given: as usual, or in the middle of a small margin. */
static void test_baselines(void **state)
{
    (void)state;
    put("style.xml", "<styles><page name='a' top='20mm' header-at='20mm'/><page name='b' top='10mm' "
                     "bottom='0'/></styles>");
    assert_int_equal(styles_load(arena, diag, folder, &styles), OK);
    const struct page_master *a = style_page(&styles.sheet, STR("a")),
                             *b = style_page(&styles.sheet, STR("b"));
    assert_int_equal(a->header_at, LENGTH_MM(20));
    assert_int_equal(a->footer_at, LENGTH_MM(28));
    assert_int_equal(b->header_at, LENGTH_MM(10) / 2);
    assert_int_equal(b->footer_at, 0);
}

FAULT(fault_header_in_text, "<styles>\n<page name='a' top='20mm' header-at='20.1mm'/></styles>",
      MSG_STYLE_BASELINE, "style.xml:2:38: error: 版面“a”的 header-at 是 20.1 毫米")
FAULT(fault_header_off_sheet, "<styles><page name='a' header-at='0'/></styles>", MSG_STYLE_BASELINE,
      "header-at")
FAULT(fault_footer_in_text, "<styles><page name='a' bottom='20mm' footer-at='28mm'/></styles>",
      MSG_STYLE_BASELINE, "页边距 20.0 毫米")
FAULT(fault_baseline_from_base,
      "<styles><page name='a'/><page name='b' base='a' header-at='30mm'/>\n"
      "<page name='c' base='b' top='29mm'/></styles>",
      MSG_STYLE_BASELINE, "style.xml:2:1")
FAULT(fault_no_format, "<styles><numbering name='a'/></styles>", MSG_SCHEMA_ATTRIBUTE_MISSING, "format")
FAULT(fault_restart, "<styles><numbering name='a' format='{n}' restart-on='z'/></styles>", MSG_SCHEMA_UNKNOWN,
      "“z”")
FAULT(fault_use_missing, "<styles>\n<use file='../z.xml'/></styles>", MSG_USE_MISSING, "style.xml:2:12")
FAULT(fault_use_missing_alone, "<styles><use file='../z.xml'/><style name='a' base='b'/></styles>",
      MSG_USE_MISSING, "1:20")
FAULT(fault_use_itself, "<styles><use file='style.xml'/></styles>", MSG_SCHEMA_USE_CIRCLE, "style.xml:1:20")
FAULT(fault_use_no_file, "<styles><use/></styles>", MSG_SCHEMA_ATTRIBUTE_MISSING, "file")

static void test_format_is_checked(void **state)
{
    (void)state;
    assert_int_equal(load("<styles><numbering name='a' format='{m}'/></styles>"), FAILED);
    assert_int_equal(diag_count(diag, SEVERITY_ERROR), 1);
}

static void test_restarts_in_a_circle(void **state)
{
    (void)state;
    assert_int_equal(load("<styles><numbering name='a' format='{n}' restart-on='b'/>"
                          "<numbering name='b' format='{n}' restart-on='a'/></styles>"),
                     FAILED);
    assert_true(diag_has(diag, MSG_STYLE_BASE_CIRCLE));
}

static void test_use_in_a_circle(void **state)
{
    (void)state;
    put("a.xml", "<styles><use file='b.xml'/></styles>");
    put("b.xml", "<styles><use file='a.xml'/></styles>");
    load_fails("<styles><use file='a.xml'/></styles>", MSG_SCHEMA_USE_CIRCLE, "b.xml:1:20");
}

static void test_missing_file(void **state)
{
    (void)state;
    assert_int_equal(styles_load(arena, diag, "/nowhere", &styles), FAILED);
    assert_true(diag_has(diag, MSG_USE_MISSING));
}

static void test_measures(void **state)
{
    struct measure measure;

    (void)state;
    assert_true(measure_parse(STR("2字"), &measure));
    assert_int_equal(measure_length(measure, 16000, 28950), 32000);
    assert_true(measure_parse(STR("-1.5行"), &measure));
    assert_int_equal(measure_length(measure, 16000, 28950), -43425);
    assert_true(measure_parse(STR("9999.999字"), &measure));
    assert_false(measure_parse(STR("10000字"), &measure));
    assert_false(measure_parse(STR("1.0000字"), &measure));
    assert_false(measure_parse(STR("1.字"), &measure));
    assert_false(measure_parse(STR("字"), &measure));
    assert_false(measure_parse(STR(""), &measure));
    assert_false(measure_parse(STR("20001pt"), &measure));
    assert_true(measure_parse(STR("20000pt"), &measure));
    assert_true(measure_parse(STR("225mm/22"), &measure));
    assert_int_equal(measure_length(measure, 16000, 28950), 28990);
    assert_false(measure_parse(STR("3字/2"), &measure));
}

static void test_allocation_failures(void **state)
{
    bool more = true;

    put("a.xml", "<styles><style name='甲' left='10mm'/></styles>");
    put("style.xml", "<styles><use file='a.xml'/><style name='乙' base='甲'/><page name='p'/>"
                     "<numbering name='a' format='（{n}）'/></styles>");
    for (uint64_t n = 1; more; n++) {
        stop(state);
        start(state);
        base_fail_allocation(n);
        more = memory_struck(styles_load(arena, diag, folder, &styles));
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_empty_sheet_has_all_that_a_kind_needs),
        TEST(test_own_size_measures_an_inherited_indent),
        TEST(test_changing_body_changes_what_builds_on_it),
        TEST(test_used_styles_are_replaced_or_extended),
        TEST(test_page_and_table),
        TEST(test_what_tables_may_say),
        TEST(test_turned_pages),
        TEST(fault_turned_upright),
        TEST(fault_turned_baseline),
        TEST(fault_foot_style),
        TEST(test_grids),
        TEST(test_what_paragraphs_and_spans_may_say),
        TEST(test_builtin_spans),
        TEST(test_kinsoku),
        TEST(test_dots),
        TEST(test_words),
        TEST(test_many_words),
        TEST(test_numberings),
        TEST(fault_root),
        TEST(fault_element),
        TEST(fault_text),
        TEST(fault_attribute),
        TEST(fault_no_name),
        TEST(fault_child),
        TEST(fault_twice),
        TEST(fault_base),
        TEST(fault_own_base),
        TEST(fault_circle),
        TEST(fault_size),
        TEST(fault_size_zero),
        TEST(fault_before),
        TEST(fault_bare),
        TEST(fault_align),
        TEST(fault_color),
        TEST(fault_yes),
        TEST(fault_paper),
        TEST(fault_padding_once),
        TEST(fault_cell_style),
        TEST(fault_area),
        TEST(fault_words),
        TEST(fault_word_short),
        TEST(fault_words_child),
        TEST(fault_kinsoku),
        TEST(fault_dots),
        TEST(fault_root_attribute),
        TEST(fault_pitch),
        TEST(fault_pitch_by_base),
        TEST(fault_autospace),
        TEST(fault_shape),
        TEST(fault_embolden),
        TEST(fault_embolden_ems),
        TEST(fault_scale_small),
        TEST(fault_scale_length),
        TEST(fault_raise),
        TEST(fault_lang),
        TEST(fault_lang_empty),
        TEST(fault_lines_zero),
        TEST(fault_lines_many),
        TEST(fault_quotient),
        TEST(fault_header_in_text),
        TEST(fault_header_off_sheet),
        TEST(fault_footer_in_text),
        TEST(fault_baseline_from_base),
        TEST(test_baselines),
        TEST(fault_no_format),
        TEST(fault_restart),
        TEST(fault_use_missing),
        TEST(fault_use_missing_alone),
        TEST(fault_use_itself),
        TEST(fault_use_no_file),
        TEST(test_format_is_checked),
        TEST(test_restarts_in_a_circle),
        TEST(test_use_in_a_circle),
        TEST(test_missing_file),
        TEST(test_measures),
        TEST(test_allocation_failures),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
