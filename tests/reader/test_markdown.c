/* Markdown: the tree of prose that it becomes, where its texts stand, links, and what is refused. */
#define _XOPEN_SOURCE 700 /* mkdtemp */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "reader/reader.h"
#include "reader/messages.def"

static char folder[] = "/tmp/markdown-XXXXXX";
static struct arena *arena;
static struct diag *diag;
static struct node *root;

static int begin(void **state)
{
    (void)state;
    return mkdtemp(folder) != NULL ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    return rmdir(folder);
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(0);
    diag = diag_new(arena);
    root = NULL;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static enum status read_markdown(const char *source)
{
    const struct reader_prose file = {.path = "docs/a.md", .folder = folder, .name = STR("docs/a.md")};
    return reader_read_prose_bytes(arena, diag, &file, str_of(source), &root);
}

static void gives(const char *source, const char *expected)
{
    struct buf text = BUF(1 << 20);
    assert_int_equal(read_markdown(source), OK);
    node_write_xml(root, &text);
    buf_add_char(&text, '\0');
    assert_non_null(strstr(text.ptr, expected));
    buf_clear(&text);
}

static void fails(const char *source, const struct message *code, unsigned line, unsigned column)
{
    const struct diag_entry *entries;
    assert_int_equal(read_markdown(source), FAILED);
    assert_int_equal(diag_entries(diag, &entries), 1);
    assert_ptr_equal(entries[0].code, code);
    assert_string_equal(entries[0].place.file, "docs/a.md");
    assert_int_equal(entries[0].place.line, line);
    assert_int_equal(entries[0].place.column, column);
}

static void test_blocks(void **state)
{
    (void)state;
    gives(
        "# 甲\n\n字\n字 *b* **c** ~~d~~\\\ne\n\n## 乙 `{x}`\n\n```sh\na  {b}\n\n c\n```\n",
        "<section title=\"甲\" id=\"docs/a.md\"><p>字\n字 <em>b</em> <b>c</b> <strike>d</strike><br/>e</p>"
        "<section title=\"乙 {{x}}\" id=\"docs/a.md#乙-x\"><pre>\na  {b}\n\n c\n</pre></section></section>");
}

static void test_sections(void **state)
{
    (void)state;
    gives("p\n\n## a\n\n#### a\n\n## b\n\n# c\n",
          "<p id=\"docs/a.md\">p</p><section title=\"a\" id=\"docs/a.md#a\"><section title=\"a\" "
          "id=\"docs/a.md#a-1\"/></section><section title=\"b\" id=\"docs/a.md#b\"/><section title=\"c\" "
          "id=\"docs/a.md#c\"/>");
}

static void test_lists(void **state)
{
    (void)state;
    gives(
        "- a\n- b\n  - c\n\n3. d\n\n   e\n",
        "<list kind=\"bullet\"><item><p>a</p></item><item><p>b</p><list kind=\"bullet\"><item><p>c</p></item>"
        "</list></item></list><list start=\"3\"><item>");
}

static void test_table(void **state)
{
    (void)state;
    gives("| a | b |\n| --- | ---: |\n| `x\\|y` |  |\n",
          "<table columns=\"auto auto\" wide=\"yes\"><head><row><cell>a</cell><cell "
          "align=\"right\">b</cell></row></head><row>"
          "<cell><code>x|y</code></cell><cell align=\"right\"/></row></table>");
}

static void test_braces(void **state)
{
    (void)state;
    gives("{total} \\{a\\} `{b}` &#123;c\n", ">{total} {{a}} <code>{b}</code> {{c</p>");
}

static void test_asides(void **state)
{
    (void)state;
    gives("<!-- x -->\na <!-- y --> &amp; &lt;\n\n<!-- z\n\nz -->\n\nb\n", "a  &amp; &lt;</p><p>b</p>");
}

static void test_links(void **state)
{
    (void)state;
    gives("# A b\n\n## C，d!\n\n[x](#a-b) [`y`](#cd) <http://a.b/c> [z](http://a.b/{c})\n",
          "<link to=\"docs/a.md\">x</link> <link to=\"docs/a.md#cd\"><code>y</code></link> <link "
          "to=\"\">http://a.b/c</link> <link to=\"\">z</link>（http://a.b/{{c}}）");
}

static void fault_link_title(void **state)
{
    (void)state;
    fails("# A\n\n字 [x](#b)\n", MSG_MARKDOWN_LINK_TITLE, 3, 3);
}

/* What is escaped is looked up without its backslashes, when the last heading is known. */
static void test_link_escaped(void **state)
{
    (void)state;
    gives("# A\n\n[x](#b\\_c)\n\n## B_c\n", "#b_c");
}

static void fault_link_file(void **state)
{
    (void)state;
    fails("a\n\n- 字 [x](b.md)\n", MSG_MARKDOWN_LINK_FILE, 3, 5);
}

static void fault_link_outside(void **state)
{
    (void)state;
    fails("[x](../../b.md)\n", MSG_MARKDOWN_LINK_OUTSIDE, 1, 1);
}

static void fault_html(void **state)
{
    (void)state;
    fails("a\n\n字<b>x</b>\n", MSG_MARKDOWN_HTML, 3, 2);
}

static void fault_html_block(void **state)
{
    (void)state;
    fails("a\n\n<div>\nx\n</div>\n", MSG_MARKDOWN_HTML, 3, 1);
}

static void fault_quotation(void **state)
{
    (void)state;
    fails("a\n\n> b\n", MSG_MARKDOWN_REFUSED, 3, 1);
}

static void fault_footnote(void **state)
{
    (void)state;
    fails("a**b**[^1]\n\n[^1]: c\n", MSG_MARKDOWN_FOOTNOTE, 1, 7);
}

/* With white in its text it is none of the links that Markdown has. */
static void fault_footnote_of_words(void **state)
{
    (void)state;
    fails("a b[^note]\n\n[^note]: c d\n", MSG_MARKDOWN_FOOTNOTE, 1, 4);
}

static void test_footnote_like(void **state)
{
    (void)state;
    gives("a\\[^1] `[^1]` [^](http://a.b) [^ 1]\n",
          "<p id=\"docs/a.md\">a[^1] <code>[^1]</code> <link to=\"\">^</link>（http://a.b） [^ 1]</p>");
}

static void test_tasks(void **state)
{
    (void)state;
    gives("- [ ] a\n- [x] **b**\n- c\n",
          "<list "
          "kind=\"plain\"><item><p>☐a</p></item><item><p>☑<b>b</b></p></item><item><p>c</p></item></list>");
}

static void test_tasks_apart(void **state)
{
    (void)state;
    gives("1. [X] a\n\n   b\n\n2. c\n",
          "<list><item><p id=\"docs/a.md\">☑a</p><p>b</p></item><item><p>c</p></item></list>");
}

static void fault_rule(void **state)
{
    (void)state;
    fails("a\n\n---\n", MSG_MARKDOWN_REFUSED, 3, 1);
}

static void fault_picture(void **state)
{
    (void)state;
    fails("a ![b](c.png)\n", MSG_MARKDOWN_REFUSED, 1, 3);
}

/* A drawing for the screen: its words, and a notice. */
static void test_drawing(void **state)
{
    (void)state;
    char path[sizeof folder + 8];
    const struct diag_entry *entries;
    snprintf(path, sizeof path, "%s/b.svg", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fclose(file), 0);
    gives("a\n\n字![b *c*](../b.svg)d\n", "字<link to=\"b.svg\" optional=\"yes\">b <em>c</em></link>d");
    assert_int_equal(diag_entries(diag, &entries), 1);
    assert_ptr_equal(entries[0].code, MSG_MARKDOWN_DRAWING);
    assert_int_equal(entries[0].place.line, 3);
    assert_int_equal(entries[0].place.column, 11);
    assert_int_equal(unlink(path), 0);
}

static void fault_drawing_absent(void **state)
{
    (void)state;
    fails("![b](c.svg)\n", MSG_MARKDOWN_LINK_FILE, 1, 1);
}

static void fault_drawing_far(void **state)
{
    (void)state;
    fails("![b](https://c.d/e.svg)\n", MSG_MARKDOWN_REFUSED, 1, 1);
}

static void fault_drawing_in_title(void **state)
{
    (void)state;
    fails("# ![b](c.svg)\n", MSG_MARKDOWN_REFUSED, 1, 1);
}

static void fault_drawing_in_link(void **state)
{
    (void)state;
    fails("[![b](c.svg)](http://a.b)\n", MSG_MARKDOWN_REFUSED, 1, 1);
}

static void fault_heading_in_list(void **state)
{
    (void)state;
    fails("- # a\n", MSG_MARKDOWN_REFUSED, 1, 1);
}

static void fault_reference(void **state)
{
    (void)state;
    fails("a &nbsp;b\n", MSG_READER_REFERENCE, 1, 3);
}

static void fault_character(void **state)
{
    (void)state;
    fails("a\n字\xEE\x80\x80\n", MSG_READER_PRIVATE, 2, 2);
}

static void fault_encoding(void **state)
{
    (void)state;
    fails("中文中文\n字\xFF", MSG_READER_DAMAGED, 2, 2);
}

static void fault_depth(void **state)
{
    (void)state;
    char source[READER_MAX_DEPTH * READER_MAX_DEPTH * 2] = "";
    for (int i = 0; i < READER_MAX_DEPTH; i++) {
        memset(source + strlen(source), ' ', 2U * (unsigned)i);
        strcat(source, "- a\n");
    }
    assert_int_equal(read_markdown(source), FAILED);
    assert_true(diag_has(diag, MSG_READER_TOO_DEEP));
}

/* Each character of a text of several stretches. */
static void test_places(void **state)
{
    (void)state;
    assert_int_equal(read_markdown("- 字&amp;a\n  b\\*c\n"), OK);
    const struct node *text = node_first_element(root)->first->first->first;
    static const struct {
        const char *at;
        unsigned line, column;
    } expected[] = {{"字", 1, 3}, {"&", 1, 4}, {"a", 1, 9}, {"b", 2, 3}, {"*", 2, 5}, {"c", 2, 6}};
    for (size_t i = 0; i < ARRAY_COUNT(expected); i++) {
        const struct str rest = text->text;
        size_t at = 0;
        while (strncmp(rest.ptr + at, expected[i].at, strlen(expected[i].at)) != 0)
            at++;
        const struct place place = node_text_place(text, at);
        assert_int_equal(place.line, expected[i].line);
        assert_int_equal(place.column, expected[i].column);
    }
}

/* A line end between two listings is a text, too. */
static void test_place_of_line_end(void **state)
{
    (void)state;
    assert_int_equal(read_markdown("`a`\n*b*\n"), OK);
    const struct node *text = node_first_element(root)->first->next;
    assert_int_equal(text->kind, NODE_TEXT);
    const struct place place = node_text_place(text, 0);
    assert_int_equal(place.line, 1);
    assert_int_equal(place.column, 3);
}

/* Rows are filled up with cells: not without end. */
static void test_wide_table(void **state)
{
    (void)state;
    struct buf source = BUF(1 << 20);
    for (int row = 0; row < 1002; row++) {
        for (int i = 0; i < (row < 2 ? 100 : 1); i++)
            buf_add_text(&source, row == 1 ? "---|" : "a|");
        buf_add_char(&source, '\n');
    }
    buf_add_char(&source, '\0');
    assert_int_equal(read_markdown(source.ptr), FAILED);
    assert_true(diag_has(diag, MSG_READER_TOO_MANY_NODES));
    buf_clear(&source);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_blocks),
        TEST(test_sections),
        TEST(test_lists),
        TEST(test_table),
        TEST(test_braces),
        TEST(test_asides),
        TEST(test_links),
        TEST(test_places),
        TEST(test_place_of_line_end),
        TEST(test_wide_table),
        TEST(fault_html),
        TEST(fault_html_block),
        TEST(test_drawing),
        TEST(fault_drawing_absent),
        TEST(fault_drawing_far),
        TEST(fault_drawing_in_title),
        TEST(fault_drawing_in_link),
        TEST(fault_link_title),
        TEST(test_link_escaped),
        TEST(fault_link_file),
        TEST(fault_footnote),
        TEST(fault_footnote_of_words),
        TEST(test_footnote_like),
        TEST(test_tasks),
        TEST(test_tasks_apart),
        TEST(fault_rule),
        TEST(fault_link_outside),
        TEST(fault_quotation),
        TEST(fault_picture),
        TEST(fault_reference),
        TEST(fault_heading_in_list),
        TEST(fault_character),
        TEST(fault_encoding),
        TEST(fault_depth),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
