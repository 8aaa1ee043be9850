/* HTML and Markdown of small documents made by hand: characters, pages in any order, what is left out, notes, labels, tables that
 * Markdown has and those that it has not; memory that fails. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "failing.h"
#include "markup/markup_int.h"

struct paper {
    struct arena *arena;
    struct diag *diag;
    struct page_document document;
    struct page pages[3];
    struct page_cursor sections;
};

static void paper_open(struct paper *paper)
{
    *paper = (struct paper){.arena = arena_new(0), .sections = {.parent = 1}};
    assert_non_null(paper->arena);
    paper->diag = diag_new(paper->arena);
    paper->document = (struct page_document){.structure = page_structure_new(paper->arena),
                                             .pages = paper->pages,
                                             .page_count = ARRAY_COUNT(paper->pages)};
    assert_non_null(paper->document.structure);
}

static uint32_t add_node(struct paper *paper, struct page_cursor *cursor, struct page_node node)
{
    uint32_t id = 0;
    assert_int_equal(page_node_add(paper->document.structure, cursor, &node, &id), OK);
    return id;
}

static uint32_t add(struct paper *paper, struct page_cursor *cursor, enum page_part part)
{
    return add_node(paper, cursor, (struct page_node){.part = (uint8_t)part, .span = {1, 1}});
}

static struct page_cursor section(struct paper *paper)
{
    return (struct page_cursor){.parent = add(paper, &paper->sections, PART_SECTION)};
}

/* The text as one item; what else it is, `like` says. */
static void say_like(struct paper *paper, size_t page, uint32_t node, const char *text, struct page_item like)
{
    struct page_glyph *glyphs = ARENA_NEW_ARRAY(paper->arena, 1, struct page_glyph);
    assert_non_null(glyphs);
    glyphs[0].text = str_of(text);
    like.kind = PAGE_GLYPHS;
    like.tag.node = node;
    like.glyphs = glyphs;
    like.glyph_count = 1;
    assert_int_equal(page_add_item(paper->arena, &paper->pages[page], &like), OK);
}

static void say(struct paper *paper, size_t page, uint32_t node, const char *text)
{
    say_like(paper, page, node, text, (struct page_item){.line = 0});
}

static enum status write_paper(struct paper *paper, const struct page_writer *writer, struct buf *out)
{
    static const size_t order[] = {1, 0, 2};
    void *file = NULL;
    enum status status =
        writer->open(paper->arena, paper->diag, NULL, (struct page_wishes){.compact = false}, &file);
    for (size_t i = 0; i < ARRAY_COUNT(order) && status == OK; i++)
        status = writer->add_page(file, &paper->pages[order[i]], order[i]);
    if (status == OK)
        status = writer->finish(file, &paper->document, out);
    writer->close(file);
    return status;
}

/* What stands behind `from` is `expected`, to the end. */
static void assert_written(struct paper *paper, const struct page_writer *writer, const char *from,
                           const char *expected)
{
    struct buf out = BUF(MARKUP_MAX_BYTES);
    assert_int_equal(write_paper(paper, writer, &out), OK);
    const char *at = strstr(out.ptr, from);
    assert_non_null(at);
    assert_string_equal(at + strlen(from), expected);
    buf_clear(&out);
}

static void assert_html(struct paper *paper, const char *expected)
{
    assert_written(paper, &html_writer, "<body>\n", expected);
}

static void assert_md(struct paper *paper, const char *expected)
{
    assert_written(paper, &md_writer, "---\n\n", expected);
}

static void test_characters(void **state)
{
    (void)state;
    static const struct {
        const char *text, *html, *md;
    } cases[] = {
        {"a<b & \"c\">", "a&lt;b &amp; &quot;c&quot;&gt;", "a\\<b & \"c\">"},
        {"1. 一", "1. 一", "1\\. 一"},
        {"12) 一", "12) 一", "12\\) 一"},
        {"2026年", "2026年", "2026年"},
        {"1.5元", "1.5元", "1.5元"},
        {"- 一", "- 一", "\\- 一"},
        {"一 - 2. #", "一 - 2. #", "一 - 2. #"},
        {"+一", "+一", "+一"},
        {"===", "===", "\\==="},
        {"# 一", "# 一", "\\# 一"},
        {"3#楼", "3#楼", "3#楼"},
        {"-3.10%", "-3.10%", "-3.10%"},
        {"--", "--", "\\--"},
        {"+ 一", "+ 一", "\\+ 一"},
        {"> 一>", "&gt; 一&gt;", "\\> 一>"},
        {"R&D、&amp;、&#x3c;、x & y；&", "R&amp;D、&amp;amp;、&amp;#x3c;、x &amp; y；&amp;",
         "R&D、\\&amp;、\\&#x3c;、x & y；\\&"},
        {"party_a、_a_", "party_a、_a_", "party_a、\\_a\\_"},
        {"  四格", "  四格", "四格"},
        {"`a` *b* _c_ ~d~ [e](f) a|b \\ $x$", "`a` *b* _c_ ~d~ [e](f) a|b \\ $x$",
         "\\`a\\` \\*b\\* \\_c\\_ \\~d\\~ \\[e\\](f) a|b \\\\ \\$x\\$"},
        {"见http://a.cn/a_b.html。一_", "见http://a.cn/a_b.html。一_", "见<http://a.cn/a_b.html>。一\\_"},
        {"(HTTPS://a.cn/?b=(c)&d), http://, ahttp://b_c", "(HTTPS://a.cn/?b=(c)&amp;d), http://, ahttp://b_c",
         "(<HTTPS://a.cn/?b=(c)&amp;d>), http://, ahttp://b_c"},
        {"www.a.cn/a_b", "www.a.cn/a_b", "www\\.a.cn/a_b"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct buf out = BUF(1000);
        bool line_start = true;
        buf_add_xml(&out, str_of(cases[i].text));
        assert_string_equal(out.ptr, cases[i].html);
        buf_reset(&out);
        escape_md(&out, str_of(cases[i].text), &line_start, (struct escape){.links = true});
        assert_string_equal(out.ptr, cases[i].md);
        assert_false(line_start);
        buf_clear(&out);
    }
}

/* Page 1 comes before page 0, as that of a contents list comes last; repeated texts, artifacts and page numbers are not said. */
static void test_order(void **state)
{
    (void)state;
    struct paper paper;
    paper_open(&paper);
    struct page_cursor cursor = section(&paper);
    const uint32_t text = add(&paper, &cursor, PART_PARAGRAPH), empty = add(&paper, &cursor, PART_PARAGRAPH);
    say(&paper, 0, text, "first ");
    say(&paper, 0, text, "line");
    say_like(&paper, 0, text, "二", (struct page_item){.breaks = 2});
    say(&paper, 1, text, "三");
    say_like(&paper, 1, text, "again", (struct page_item){.tag = {.repeated = true, .artifact = true}});
    say_like(&paper, 1, text, "7", (struct page_item){.says = PAGE_FOLIO});
    say(&paper, 1, 0, "footer");
    say(&paper, 2, text, "四");
    (void)empty;
    assert_html(&paper, "<section>\n<p>first line<br><br>二三四</p>\n</section>\n</body>\n</html>\n");
    assert_written(&paper, &md_writer, "---\n\n", "first line\\\n\\\n二三四\n");
    arena_free(paper.arena);
}

static void test_marks(void **state)
{
    (void)state;
    struct paper paper;
    paper_open(&paper);
    struct page_cursor cursor = section(&paper);
    const uint32_t text = add(&paper, &cursor, PART_PARAGRAPH);
    paper.document.draft = true;
    say_like(&paper, 0, text, "1", (struct page_item){.says = PAGE_STRUCK | PAGE_DOUBTED});
    say_like(&paper, 0, text, "2", (struct page_item){.says = PAGE_UNDERLINED | PAGE_DOUBTED});
    say_like(&paper, 0, text, "3", (struct page_item){.says = PAGE_DOUBTED});
    say_like(&paper, 0, text, "m", (struct page_item){.says = PAGE_UNDERLINED});
    say_like(&paper, 0, text, "2", (struct page_item){.says = PAGE_UNDERLINED | PAGE_RAISED});
    assert_html(
        &paper,
        "<p class=\"draft\">草稿</p>\n<section>\n<p><del>1</del><ins>2</ins><span class=\"derived\">3</span>"
        "<u>m</u><u><sup>2</sup></u></p>\n</section>\n</body>\n</html>\n");
    assert_md(&paper, "**草稿**\n\n<del>1</del><ins>2</ins>3<u>m</u><u><sup>2</sup></u>\n");
    arena_free(paper.arena);
}

/* Beside marks, and with more than that, Markdown has tags: ** would stay as it is. */
static void test_strong(void **state)
{
    (void)state;
    struct paper paper;
    paper_open(&paper);
    struct page_cursor cursor = section(&paper);
    const uint32_t text = add(&paper, &cursor, PART_PARAGRAPH);
    const struct page_item strong = {.says = PAGE_STRONG}, stressed = {.says = PAGE_STRESSED};
    say_like(&paper, 0, text, "一．", strong);
    say(&paper, 0, text, "共");
    say_like(&paper, 0, text, "12", strong);
    say_like(&paper, 0, text, "件", strong);
    say(&paper, 0, text, "，");
    say_like(&paper, 0, text, "“是”", strong);
    say_like(&paper, 0, text, "的", stressed);
    say_like(&paper, 0, text, "甲", strong);
    say_like(&paper, 0, text, "乙", (struct page_item){.says = PAGE_STRONG, .breaks = 1});
    say_like(&paper, 0, text, "m", strong);
    say_like(&paper, 0, text, "2", (struct page_item){.says = PAGE_STRONG | PAGE_RAISED});
    assert_html(&paper,
                "<section>\n<p><strong>一．</strong>共<strong>12件</strong>，<strong>“是”</strong><em>的</em>"
                "<strong>甲</strong><br><strong>乙m</strong><strong><sup>2</sup></strong></p>\n</section>\n"
                "</body>\n</html>\n");
    assert_md(&paper, "<strong>一．</strong>共**12件**，<strong>“是”</strong><em>的</em>**甲**\\\n**乙m**"
                      "<strong><sup>2</sup></strong>\n");
    arena_free(paper.arena);
}

static void test_note_and_item(void **state)
{
    (void)state;
    struct paper paper;
    paper_open(&paper);
    struct page_cursor cursor = section(&paper), items, parts, inlines;
    items = (struct page_cursor){.parent = add(&paper, &cursor, PART_LIST)};
    parts = (struct page_cursor){.parent = add(&paper, &items, PART_ITEM)};
    const uint32_t label = add(&paper, &parts, PART_LABEL), body = add(&paper, &parts, PART_ITEM_BODY);
    inlines = (struct page_cursor){.parent = body};
    const uint32_t reference = add(&paper, &inlines, PART_REFERENCE), note = add(&paper, &inlines, PART_NOTE);
    const uint32_t last = add(&paper, &cursor, PART_PARAGRAPH);
    say(&paper, 0, label, "1.");
    say(&paper, 0, body, " 前");
    say(&paper, 0, reference, "①");
    say(&paper, 0, body, "后");
    say(&paper, 0, last, "末");
    say(&paper, 0, note, "① 注");
    assert_html(&paper, "<section>\n<ul>\n<li><span class=\"label\">1.</span> 前<sup><a id=\"r7\" "
                        "href=\"#n8\" role=\"doc-noteref\">①</a></sup>后"
                        "</li>\n</ul>\n<p>末</p>\n<aside class=\"notes\" aria-label=\"注释\">\n"
                        "<div class=\"note\" id=\"n8\"><a href=\"#r7\" role=\"doc-backlink\">①</a> "
                        "注</div>\n</aside>\n</section>\n</body>\n</html>\n");
    assert_md(&paper, "- 1\\. 前[^①]后\n\n末\n\n[^①]: 注\n");
    arena_free(paper.arena);
}

/* A paper has one title, whatever the levels of its kind; without it levels stay as they are. */
static void test_levels(void **state)
{
    (void)state;
    static const struct {
        const char *title, *md;
        unsigned levels[3];
    } cases[] = {
        {"甲", "# 甲\n\n## 乙\n\n### 丙\n", {1, 1, 2}},   {"甲", "# 甲\n\n## 乙\n\n## 丙\n", {1, 2, 1}},
        {"甲", "# 甲\n\n### 乙\n\n## 丙\n", {0, 3, 1}},   {"乙", "## 甲\n\n# 乙\n\n## 丙\n", {1, 1, 1}},
        {"甲", "# 甲\n\n## 乙\n\n### 丙\n", {0, 1, 2}},   {"丁", "# 甲\n\n# 乙\n\n## 丙\n", {1, 1, 2}},
        {"甲", "# 甲\n\n## 乙\n\n###### 丙\n", {0, 1, 6}}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct paper paper;
        paper_open(&paper);
        struct page_cursor cursor = section(&paper);
        paper.document.title = str_of(cases[i].title);
        for (size_t k = 0; k < 3; k++) {
            const unsigned level = cases[i].levels[k];
            const enum page_part part = level > 0 ? PART_HEADING : PART_PARAGRAPH;
            const uint32_t node =
                add_node(&paper, &cursor,
                         (struct page_node){.part = (uint8_t)part, .level = level & 7, .span = {1, 1}});
            say(&paper, 0, node, k == 0 ? "甲" : k == 1 ? "乙" : "丙");
        }
        assert_md(&paper, cases[i].md);
        arena_free(paper.arena);
    }
}

/* One row of heads and two of the body; the first cell may span both, or hold a paragraph of its own. */
static void add_table(struct paper *paper, bool spans, bool paragraph)
{
    struct page_cursor cursor = section(paper), groups, rows, cells;
    groups = (struct page_cursor){.parent = add(paper, &cursor, PART_TABLE)};
    rows = (struct page_cursor){.parent = add(paper, &groups, PART_HEAD)};
    cells = (struct page_cursor){.parent = add_node(paper, &rows, (struct page_node){.part = PART_ROW})};
    say(paper, 0, add(paper, &cells, PART_HEAD_CELL), "名");
    say(paper, 0, add(paper, &cells, PART_HEAD_CELL), "数|");
    rows = (struct page_cursor){.parent = add(paper, &groups, PART_BODY)};
    for (uint32_t row = 1; row < 3; row++) {
        cells = (struct page_cursor){
            .parent = add_node(paper, &rows, (struct page_node){.part = PART_ROW, .row = row})};
        if (!spans || row == 1) {
            struct page_node label = {.part = spans ? PART_ROW_HEAD : PART_CELL,
                                      .span = {.rows = spans ? 2 : 1, .columns = 1}};
            uint32_t node = add_node(paper, &cells, label);
            struct page_cursor blocks = {.parent = node};
            say(paper, 0, paragraph ? add(paper, &blocks, PART_PARAGRAPH) : node, "甲");
        }
        struct page_node figure = {.part = PART_CELL, .stand = PAGE_RIGHT, .column = 1, .span = {1, 1}};
        say(paper, 0, add_node(paper, &cells, figure), "1");
    }
}

static void test_tables(void **state)
{
    (void)state;
    struct paper paper;
    paper_open(&paper);
    add_table(&paper, false, false);
    add_table(&paper, true, false);
    add_table(&paper, false, true);
    assert_md(
        &paper,
        "| 名 | 数\\| |\n| --- | ---: |\n| 甲 | 1 |\n| 甲 | 1 |\n\n"
        "<table>\n<thead>\n<tr><th scope=\"col\">名</th><th scope=\"col\">数|</th></tr>\n</thead>\n<tbody>\n"
        "<tr><th rowspan=\"2\" scope=\"row\">甲</th><td class=\"r\">1</td></tr>\n<tr><td "
        "class=\"r\">1</td></tr>\n</tbody>\n</table>\n\n"
        "<table>\n<thead>\n<tr><th scope=\"col\">名</th><th scope=\"col\">数|</th></tr>\n</thead>\n<tbody>\n"
        "<tr><td>\n<p>甲</p></td><td class=\"r\">1</td></tr>\n<tr><td>\n<p>甲</p></td><td "
        "class=\"r\">1</td></tr>\n</tbody>\n</table>\n");
    arena_free(paper.arena);
}

/* Notes beside a table are paragraphs; a footnote of several has the further ones set in. */
static void test_notes_of_blocks(void **state)
{
    (void)state;
    struct paper paper;
    paper_open(&paper);
    add_table(&paper, true, false);
    struct page_cursor cursor = section(&paper);
    struct page_cursor blocks = {.parent = add(&paper, &cursor, PART_NOTE)};
    say(&paper, 0, add(&paper, &blocks, PART_PARAGRAPH), "注：一");
    say(&paper, 0, add(&paper, &blocks, PART_PARAGRAPH), "二");
    const uint32_t text = add(&paper, &cursor, PART_PARAGRAPH);
    struct page_cursor inlines = {.parent = text};
    say(&paper, 0, text, "三");
    say(&paper, 0, add(&paper, &inlines, PART_REFERENCE), "①");
    blocks = (struct page_cursor){.parent = add(&paper, &inlines, PART_NOTE)};
    say(&paper, 0, add(&paper, &blocks, PART_PARAGRAPH), "①四");
    say(&paper, 0, add(&paper, &blocks, PART_PARAGRAPH), "五");
    assert_written(&paper, &md_writer, "</table>\n\n", "注：一\n\n二\n\n三[^①]\n\n[^①]: 四\n\n    五\n");
    arena_free(paper.arena);
}

static void test_head(void **state)
{
    (void)state;
    struct paper paper;
    paper_open(&paper);
    struct page_cursor cursor = section(&paper);
    const uint32_t title = add(&paper, &cursor, PART_PARAGRAPH);
    paper.document.title = STR("关于“甲\\乙”的函");
    paper.document.author = STR("甲<局>");
    paper.document.date = STR("20260802");
    say(&paper, 0, title, "关于“甲\\乙”");
    say_like(&paper, 0, title, "的函", (struct page_item){.breaks = 1});
    assert_html(&paper,
                "<section>\n<h1 class=\"title\">关于“甲\\乙”<br>的函</h1>\n</section>\n</body>\n</html>\n");
    struct buf out = BUF(MARKUP_MAX_BYTES);
    assert_int_equal(write_paper(&paper, &html_writer, &out), OK);
    assert_non_null(
        strstr(out.ptr, "<title>关于“甲\\乙”的函</title>\n<meta name=\"author\" content=\"甲&lt;局&gt;\">\n"
                        "<meta name=\"date\" content=\"2026-08-02\">\n"));
    buf_reset(&out);
    assert_int_equal(write_paper(&paper, &md_writer, &out), OK);
    assert_true(str_starts(buf_str(&out),
                           "---\ntitle: \"关于“甲\\\\乙”的函\"\nauthor: \"甲<局>\"\ndate: \"2026-08-02\"\n"));
    buf_clear(&out);
    assert_md(&paper, "# 关于“甲\\\\乙”<br>的函\n");
    arena_free(paper.arena);
}

static void test_memory(void **state)
{
    (void)state;
    static const struct page_writer *const writers[] = {&html_writer, &md_writer};
    for (size_t i = 0; i < ARRAY_COUNT(writers); i++) {
        enum status status = NO_MEMORY;
        for (uint64_t n = 1; status == NO_MEMORY; n++) {
            struct paper paper;
            struct buf out = BUF(MARKUP_MAX_BYTES);
            paper_open(&paper);
            add_table(&paper, true, true);
            base_fail_allocation(n);
            status = write_paper(&paper, writers[i], &out);
            base_fail_allocation(0);
            buf_clear(&out);
            arena_free(paper.arena);
        }
        assert_int_equal(status, OK);
    }
}

static void test_limit(void **state)
{
    (void)state;
    struct paper paper;
    struct buf out = BUF(100);
    paper_open(&paper);
    assert_int_equal(write_paper(&paper, &html_writer, &out), FAILED);
    assert_int_equal(diag_count(paper.diag, SEVERITY_ERROR), 1);
    buf_clear(&out);
    arena_free(paper.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_characters),      cmocka_unit_test(test_order),
        cmocka_unit_test(test_marks),           cmocka_unit_test(test_strong),
        cmocka_unit_test(test_note_and_item),   cmocka_unit_test(test_levels),
        cmocka_unit_test(test_tables),          cmocka_unit_test(test_head),
        cmocka_unit_test(test_notes_of_blocks), cmocka_unit_test(test_memory),
        cmocka_unit_test(test_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
