/* The page and its state say the same; places are linked in every form; nothing of what is said means something in HTML; what is
 * somebody else's is not replaced. */
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
#include "watch/messages.def"
#include "watch/watch.h"

static char folder[] = "/tmp/chengwen-page-XXXXXX", before[4096];
static struct arena *arena;
static struct diag *diag;
#define NOTE                                                                                                 \
    "{\"severity\":\"error\",\"file\":\"a b.xml\",\"line\":3,\"column\":5,\"place\":\"a "                    \
    "b.xml:3:5\",\"text\":\"<b>&\\\"\","                                                                     \
    "\"help\":\"改 <a>\"}"
#define SHEET                                                                                                  \
    "{\"severity\":\"warning\",\"file\":\"l.xlsx!明细!\",\"line\":2,\"column\":4,\"place\":\"l.xlsx!明细!" \
    "D2\",\"text\":\"重\","                                                                                   \
    "\"help\":\"\"}"

static void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static int set_up(void **state)
{
    (void)state;
    assert_non_null(getcwd(before, sizeof before));
    if (mkdtemp(folder) == NULL || chdir(folder) != 0)
        return 1;
    put("a b.xml", "");
    put("l.xlsx", "");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink("a b.xml");
    unlink("l.xlsx");
    return chdir(before) != 0 || rmdir(folder) != 0;
}

static int begin_test(void **state)
{
    (void)state;
    arena = arena_new(0);
    diag = arena != NULL ? diag_new(arena) : NULL;
    return diag == NULL;
}

static int end_test(void **state)
{
    (void)state;
    unlink("甲-预览.htm");
    unlink("甲-预览.js");
    arena_free(arena);
    return 0;
}

static struct watch_page page_of(const char *link)
{
    return (struct watch_page){.pdf = "甲.pdf",
                               .input = "a b.xml",
                               .folder = STR("/home/某 人"),
                               .link = link,
                               .verdict = WATCH_FAILED,
                               .is_there = true,
                               .digest = STR("12ab"),
                               .notes = STR(NOTE "," SHEET),
                               .said = STR("第一行\n<第二行>\n")};
}

static struct str text_of(const char *path)
{
    struct str text = STR("");
    assert_int_equal(file_read(arena, diag, path, 1 << 20, &text), OK);
    return text;
}

static void assert_holds(struct str text, const char *part)
{
    if (!str_holds(text, part))
        fail_msg("%s: is not in %.*s", part, STR_ARGS(text));
}

static void places_are_linked(void **state)
{
    (void)state;
    static const struct {
        const char *link, *first, *second;
    } cases[] = {
        {NULL, "<a href=\"file:///home/%E6%9F%90%20%E4%BA%BA/a%20b.xml\">a b.xml:3:5</a>",
         "/l.xlsx\">l.xlsx!明细!D2</a>"},
        {"vscode", "<a href=\"vscode://file/home/%E6%9F%90%20%E4%BA%BA/a%20b.xml:3:5\">", "/l.xlsx:2:4\">"},
        {"idea://open?file={file}&line={line}",
         "<a href=\"idea://open?file=/home/%E6%9F%90%20%E4%BA%BA/a%20b.xml&amp;line=3\">",
         "/l.xlsx&amp;line=2\">"}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        const struct watch_page page = page_of(cases[i].link);
        assert_int_equal(watch_page_write(arena, diag, &page), OK);
        const struct str text = text_of("甲-预览.htm");
        assert_holds(text, cases[i].first);
        assert_holds(text, cases[i].second);
    }
    assert_true(watch_link_is_valid("file"));
    assert_true(watch_link_is_valid("x{file}"));
    assert_false(watch_link_is_valid("emacs"));
}

static void both_say_the_same(void **state)
{
    (void)state;
    struct watch_page page = page_of("file");
    assert_int_equal(watch_page_write(arena, diag, &page), OK);
    struct str text = text_of("甲-预览.htm"), script = text_of("甲-预览.js");
    assert_holds(text, "&lt;b&gt;&amp;&quot;");
    assert_holds(text, "改 &lt;a&gt;");
    assert_holds(text, "&lt;第二行&gt;");
    assert_holds(text, "这里的 PDF 是旧的");
    assert_holds(text, "错误 1 处，警告 1 处");
    assert_holds(text, "data-file=\"%E7%94%B2.pdf\" data-digest=\"12ab\" src=\"%E7%94%B2.pdf?12ab\"");
    assert_holds(text, "data-state=\"%E7%94%B2-%E9%A2%84%E8%A7%88.js\"");
    const char *open = memchr(script.ptr, '{', script.len);
    const struct str state_text = {open, (size_t)(strrchr(open, '}') - open) + 1};
    assert_true(json_is_valid(state_text));
    const struct str said = json_text(arena, json_member(state_text, "said"));
    assert_holds(text, said.ptr);
    page.verdict = WATCH_OVER;
    page.is_there = false;
    assert_int_equal(watch_page_write(arena, diag, &page), OK);
    assert_holds(text_of("甲-预览.htm"), "监视已结束");
    assert_holds(text_of("甲-预览.js"), "{\"pdf\":\"\"");
    assert_holds(text_of("甲-预览.js"), "\"over\":true");
}

static void others_files_stay(void **state)
{
    (void)state;
    const struct watch_page page = page_of(NULL);
    put("甲-预览.htm", "<p>mine</p>");
    assert_int_equal(watch_page_write(arena, diag, &page), FAILED);
    assert_true(diag_has(diag, MSG_WATCH_FOREIGN));
    assert_true(str_is(text_of("甲-预览.htm"), "<p>mine</p>"));
    put("甲-预览.htm", ""); /* nothing to lose */
    assert_int_equal(watch_page_write(arena, diag, &page), OK);
}

static void memory_may_fail(void **state)
{
    (void)state;
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        struct arena *scratch = arena_new(0);
        const struct watch_page page = page_of(NULL);
        base_fail_allocation(n);
        struck = memory_struck(watch_page_write(scratch, diag, &page));
        arena_free(scratch);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin_test, end_test)
    const struct CMUnitTest tests[] = {TEST(places_are_linked), TEST(both_say_the_same),
                                       TEST(others_files_stay), TEST(memory_may_fail)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
