/* The report: what it is made of stands in it, escaped; papers are linked from where it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "failing.h"
#include "summary/summary_int.h"

static const char HEAD[] =
    "{\"event\":\"begin\",\"time\":\"2026-11-29T03:00:00Z\",\"program\":\"p\",\"command\":\"build\","
    "\"name\":null,\"folder\":\"/srv/in\",\"options\":{\"draft\":true},\"papers\":3}\n";
static const char GOOD[] = "{\"event\":\"paper\",\"number\":1,\"status\":\"good\",\"input\":\"a.xml\","
                           "\"output\":\"../out/甲 1.pdf\","
                           "\"pages\":3,\"bytes\":2049,\"ms\":12,\"title\":\"题\",\"messages\":[]}\n";
static const char BAD[] = "{\"event\":\"paper\",\"number\":2,\"status\":\"failed\",\"input\":\"<b "
                          "a=\\\"&\\u001b\\n\\\">.xml\",\"output\":null,"
                          "\"pages\":0,\"bytes\":0,\"ms\":0,\"title\":\"</"
                          "title><script>\",\"messages\":[{\"severity\":\"error\",\"file\":\"x\",\"line\":1,"
                          "\"column\":2,\"place\":\"<x>:1:2\",\"text\":\"<i>&amp;\",\"help\":\"]]>\"}],"
                          "\"proved\":1,\"findings\":[{\"verdict\":\"error\","
                          "\"check\":\"<c>\",\"file\":\"f\",\"line\":3,\"column\":4,\"stated\":\"<s>\","
                          "\"computed\":\"9\",\"difference\":\"1\"}]}\n";
static const char END[] =
    "{\"event\":\"end\",\"status\":\"stopped\",\"papers\":2,\"rest\":1,\"ms\":61000,\"said\":\"<said>\\n\","
    "\"time\":\"2026-11-29T03:01:01Z\"}\n";

static struct str events(struct arena *arena)
{
    return arena_printf(arena, "%s%s%s%s", HEAD, GOOD, BAD, END);
}

static bool holds(const struct buf *text, const char *part)
{
    return strstr(text->ptr, part) != NULL;
}

static void the_page_has_all_of_it_escaped(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct buf page = BUF(1 << 20);
    assert_int_equal(summary_page(arena, events(arena), "/srv/reports/r.html", &page), OK);
    static const char *const parts[] = {
        "<title>运行报告：运行中途停止：共 3 份，1 份没有处理，1 份有误</title>",
        "1 分 1 秒",
        "href=\"../out/%E7%94%B2%201.pdf\">甲 1.pdf</a>",
        "<td class=\"n\">3</td><td class=\"n\">3</td>",
        "&lt;b a=&quot;&amp;‹U+001B›\\n&quot;&gt;.xml",
        "&lt;x&gt;:1:2",
        "&lt;i&gt;&amp;amp;",
        "提示：]]&gt;",
        "<code>f:3:4</code></td><td>&lt;s&gt;</td><td>9</td><td>1</td>",
        "&lt;said&gt;",
        "id=\"p2\"",
        "<a href=\"#p2\">有误</a>"};
    for (size_t i = 0; i < ARRAY_COUNT(parts); i++)
        if (!holds(&page, parts[i]))
            fail_msg("%s", parts[i]);
    assert_false(holds(&page, "<script>alert"));
    assert_false(holds(&page, "</title><script>"));
    assert_false(holds(&page, "\x1b"));
    buf_clear(&page);
    arena_free(arena);
}

static void what_was_not_told_is_not_needed(void **state)
{
    (void)state;
    static const char *const texts[] = {"", HEAD, GOOD, END, "{}\n[]\n\n", "{\"event\":\"paper\"}\n"};
    for (size_t i = 0; i < ARRAY_COUNT(texts); i++) {
        struct arena *arena = arena_new(0);
        struct buf page = BUF(1 << 20), json = BUF(1 << 20);
        assert_int_equal(summary_page(arena, str_of(texts[i]), "/r.html", &page), OK);
        assert_int_equal(summary_json(arena, str_of(texts[i]), "/r.json", &json), OK);
        assert_true(json_is_valid(buf_str(&json)));
        buf_clear(&page);
        buf_clear(&json);
        arena_free(arena);
    }
}

static void json_has_runs_and_papers(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct buf json = BUF(1 << 20);
    struct str twice = arena_join(arena, events(arena), events(arena)), run;
    assert_int_equal(summary_json(arena, twice, "/r.json", &json), OK);
    assert_true(json_is_valid(buf_str(&json)));
    const struct str runs = json_member(buf_str(&json), "runs");
    size_t at = 0, count = 0;
    for (; json_next(runs, &at, &run); count++) {
        size_t next = 0, papers = 0;
        struct str paper;
        while (json_next(json_member(run, "papers"), &next, &paper))
            papers++;
        assert_int_equal(papers, 2);
        assert_true(json_member(run, "end").ptr[0] == '{');
    }
    assert_int_equal(count, 2);
    buf_clear(&json);
    arena_free(arena);
}

static void links_are_relative(void **state)
{
    (void)state;
    static const struct {
        const char *report, *folder, *path, *link;
    } cases[] = {{"/a/r.html", "/a", "x.pdf", "x.pdf"},
                 {"/a/r.html", "/a/b", "x.pdf", "b/x.pdf"},
                 {"/a/b/r.html", "/a", "x.pdf", "../x.pdf"},
                 {"/a/b/r.html", "/a", "c/x.pdf", "../c/x.pdf"},
                 {"/a/./b/../r.html", "/a//", "./c/../x.pdf", "x.pdf"},
                 {"/r.html", "/a", "/x.pdf", "x.pdf"},
                 {"/a/r.html", "/b", "/../../x.pdf", "../x.pdf"},
                 {"/a/r.html", "/a", "javascript:x.pdf", "javascript%3Ax.pdf"},
                 {"/a/r.html", "/a", "x#?%&\"<.pdf", "x%23%3F%25%26%22%3C.pdf"},
                 {"/a/r.html", "/a", "", "../a"}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct arena *arena = arena_new(0);
        bool is_starved = false;
        const struct summary summary = {.arena = arena, .path = cases[i].report, .is_starved = &is_starved};
        struct str link = summary_link(&summary, str_of(cases[i].folder), str_of(cases[i].path));
        if (cases[i].path[0] != '\0')
            assert_string_equal(link.ptr, cases[i].link);
        arena_free(arena);
    }
}

static struct str report_of(struct arena *arena, size_t papers, int64_t step, struct buf *page)
{
    struct buf lines = BUF(64 << 20);
    struct str kept;
    buf_add_text(&lines, HEAD);
    for (size_t i = 0; i < papers; i++) {
        buf_printf(&lines,
                   "{\"event\":\"paper\",\"status\":\"good\",\"input\":\"%zu.xml\",\"output\":null,"
                   "\"kind\":\"memo\",\"figures\":[{\"path\":\"total\",\"label\":\"<合计>\",\"unit\":\"元\","
                   "\"value\":\"%lld.5\"}",
                   i, (long long)i * step - 1000);
        if (i > 0) /* not all have it */
            buf_add_text(&lines, ",{\"path\":\"rate\",\"label\":\"率\",\"unit\":\"%\",\"value\":\"1\"}");
        buf_add_text(&lines, "],\"messages\":[]}\n");
    }
    assert_int_equal(buf_keep(&lines, arena, &kept), OK);
    assert_int_equal(summary_page(arena, kept, "/r.html", page), OK);
    return kept;
}

static void figures_are_drawn(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct buf few = BUF(1 << 20), many = BUF(1 << 20);
    report_of(arena, 3, 1000000, &few);
    assert_true(holds(&few, "<th scope=\"col\">主要的数</th>"));
    assert_true(holds(&few, "<span class=\"dim\">&lt;合计&gt;</span> 1,999,000.5 元"));
    assert_true(holds(&few, "<span class=\"dim\">率</span> 1%"));
    assert_true(holds(&few, "memo：&lt;合计&gt;（元）</figcaption>"));
    assert_false(holds(&few, "memo：率"));
    assert_true(holds(&few, ">0.xml</text>"));
    assert_true(holds(&few, ">-1,000.5</text>"));
    report_of(arena, 100, 10, &many);
    assert_true(holds(&many, "<text x=\"212\" y=\"13\" text-anchor=\"end\">-1,001 至 -877</text>"));
    assert_true(holds(&many, ">13 份</text>"));
    assert_false(holds(&many, ">0.xml</text>"));
    buf_reset(&many);
    report_of(arena, 100, 1000000000000, &many); /* larger than is drawn */
    assert_false(holds(&many, "9,000,000,000,0"));
    buf_clear(&few);
    buf_clear(&many);
    arena_free(arena);
}

static void a_page_stays_small(void **state)
{
    (void)state;
    enum { PAPERS = 2000, MESSAGES = 30 };
    struct arena *arena = arena_new(0);
    struct buf lines = BUF(64 << 20), page = BUF(64 << 20);
    buf_add_text(&lines, HEAD);
    for (int i = 0; i < PAPERS; i++) {
        buf_printf(
            &lines,
            "{\"event\":\"paper\",\"status\":\"failed\",\"input\":\"a.xml\",\"output\":null,\"messages\":[");
        for (int n = 0; n < MESSAGES; n++)
            buf_printf(&lines, "%s{\"severity\":\"error\",\"place\":\"\",\"text\":\"t\",\"help\":\"\"}",
                       n > 0 ? "," : "");
        buf_add_text(&lines, "]}\n");
    }
    assert_int_equal(summary_page(arena, buf_str(&lines), "/r.html", &page), OK);
    assert_in_range(page.len, 1 << 18, 3 << 19);
    assert_true(holds(&page, "另有 10 条，见 JSON 报告"));
    assert_true(holds(&page, "另有 29 条，见 JSON 报告"));
    buf_clear(&lines);
    buf_clear(&page);
    arena_free(arena);
}

static void memory_may_fail(void **state)
{
    (void)state;
    bool struck = true;
    struct arena *outer = arena_new(0);
    const struct str text = events(outer);
    for (uint64_t n = 1; struck; n++) {
        struct buf page = BUF(1 << 20);
        base_fail_allocation(n);
        struct arena *arena = arena_new(0);
        enum status status = arena == NULL ? NO_MEMORY : summary_page(arena, text, "/r.html", &page);
        struck = memory_struck(status);
        buf_clear(&page);
        arena_free(arena);
    }
    arena_free(outer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_page_has_all_of_it_escaped),
                                       cmocka_unit_test(what_was_not_told_is_not_needed),
                                       cmocka_unit_test(json_has_runs_and_papers),
                                       cmocka_unit_test(links_are_relative),
                                       cmocka_unit_test(figures_are_drawn),
                                       cmocka_unit_test(a_page_stays_small),
                                       cmocka_unit_test(memory_may_fail)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
