/* Findings, changes and figures made by hand, as text, as JSON, as an annex: the door wants the trays alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "failing.h"
#include "report/report.h"

struct fixture {
    struct arena *arena;
    struct buf out;
    struct finding items[2];
    struct findings findings;
    struct prose_report prose;
};

static void open_fixture(struct fixture *f)
{
    *f = (struct fixture){.arena = arena_new(0)};
    assert_non_null(f->arena);
    f->out = BUF(REPORT_MAX_BYTES);
    f->items[0] = (struct finding){.check = STR("合计＝各项之和"),
                                   .place = {"a.xml", 3, 5},
                                   .path = STR("预算 › “甲”\n"),
                                   .field = STR("budget.total"),
                                   .stated = STR("100"),
                                   .computed = STR("99.5"),
                                   .difference = STR("0.5"),
                                   .verdict = VERDICT_ERROR,
                                   .message = STR("合计不符")};
    f->items[1] = (struct finding){.check = STR("先后"),
                                   .place = {"a.xml", 4, 1},
                                   .path = STR(""),
                                   .stated = STR(""),
                                   .computed = STR(""),
                                   .difference = STR(""),
                                   .verdict = VERDICT_WARNING,
                                   .message = STR("晚了")};
    f->findings = (struct findings){.items = f->items, .count = 2, .proved = 7, .bad = 2};
    f->prose = (struct prose_report){.looked_up = true, .counts = {[PROSE_EQUAL] = 2}};
}

static void close_fixture(struct fixture *f)
{
    buf_clear(&f->out);
    arena_free(f->arena);
}

static void test_text(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    report_findings(f.arena, "a.xml", &f.findings, &f.out);
    report_figures(&f.prose, &f.out);
    assert_int_equal(buf_status(&f.out), OK);
    assert_string_equal(f.out.ptr, "校核表 a.xml：核对 7 项，有误 1 项，警告 1 项，提示 0 项\n"
                                   "结论  校核            位置     项目           写明  对照  相差\n"
                                   "有误  合计＝各项之和  a.xml:3  预算 › “甲”\\n   100  99.5   0.5\n"
                                   "警告  先后            a.xml:4\n"
                                   "      晚了\n"
                                   "正文数字 2 处：引用 0，与字段相等 2，近似 0，未对上 0\n");
    close_fixture(&f);
}

static void test_nothing(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    f.findings.count = 0;
    report_findings(f.arena, "a.xml", &f.findings, &f.out);
    report_changes("a.xml", &f.findings.changes, &f.out);
    report_figures(&(struct prose_report){.looked_up = true}, &f.out);
    assert_int_equal(f.out.len, 0);
    close_fixture(&f);
}

static void test_json(void **state)
{
    (void)state;
    struct fixture f;
    struct change change = {.sort = CHANGE_ADDED, .path = STR("预算"), .place = {"a.xml", 5, 2}};
    open_fixture(&f);
    f.findings.count = 1;
    f.findings.changes = (struct changes){.amends = true, .items = &change, .count = 1};
    f.prose.looked_up = false;
    f.prose.left = 4;
    const struct report_document document = {.input = "a\".xml",
                                             .findings = &f.findings,
                                             .prose = &f.prose,
                                             .messages = STR("a.xml:3:5: error: 合计不符\n又\n")};
    report_json(&document, &f.out);
    assert_int_equal(buf_status(&f.out), OK);
    assert_string_equal(
        f.out.ptr,
        "{\"input\":\"a\\\".xml\",\"good\":false,\"proved\":7,\"findings\":[{\"verdict\":\"error\","
        "\"check\":\"合计＝各项之和\",\"file\":\"a.xml\",\"line\":3,\"column\":5,"
        "\"path\":\"预算 › "
        "“甲”\\u000a\",\"field\":\"budget.total\",\"stated\":\"100\",\"computed\":\"99.5\",\"difference\":"
        "\"0.5\","
        "\"message\":\"合计不符\"}],\"changes\":[{\"change\":\"added\",\"path\":\"预算\","
        "\"file\":\"a.xml\",\"line\":5,\"column\":2,\"before\":\"\",\"after\":\"\"}],"
        "\"prose\":{\"looked_up\":false,\"figures\":4},"
        "\"messages\":[\"a.xml:3:5: error: 合计不符\",\"又\"]}\n");
    close_fixture(&f);
}

/* A section of its own behind the last one, on the same page; a document without sections stays so. */
static void test_annex(void **state)
{
    (void)state;
    struct fixture f;
    struct style_sheet styles = {0};
    struct page_master page = {0};
    struct section section = {.page = &page};
    struct content content = {.styles = &styles};
    open_fixture(&f);
    assert_int_equal(report_add_annex(f.arena, &content, &f.findings, false, true), OK);
    assert_null(content.sections);
    content.sections = &section;
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        section.next = NULL;
        base_fail_allocation(n);
        struck = memory_struck(report_add_annex(f.arena, &content, &f.findings, false, true));
    }
    assert_non_null(section.next);
    assert_ptr_equal(section.next->page, &page);
    const struct block *table = section.next->blocks->next->next;
    assert_int_equal(table->kind, BLOCK_TABLE);
    assert_int_equal(table->table->row_count, 3);
    close_fixture(&f);
}

static enum status report_all(struct fixture *f)
{
    const struct report_document document = {
        .input = "a.xml", .findings = &f->findings, .prose = &f->prose, .messages = STR("")};
    report_findings(f->arena, "a.xml", &f->findings, &f->out);
    report_figures(&f->prose, &f->out);
    report_json(&document, &f->out);
    return buf_status(&f->out);
}

static void test_every_failing_allocation(void **state)
{
    (void)state;
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        struct fixture f;
        open_fixture(&f);
        base_fail_allocation(n);
        struck = memory_struck(report_all(&f));
        close_fixture(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_annex),
        cmocka_unit_test(test_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
