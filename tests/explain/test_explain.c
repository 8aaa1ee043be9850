/* What a figure was computed from: the side of if() that was taken, each field once, no whole records; and when memory fails. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "failing.h"
#include "explain/explain.h"
#include "reader/reader.h"

static const char KIND[] = SOURCE_DIR "/tests/cli/cases/explain/kinds/accounts";
static const char INPUT[] = "<accounts><title>七月</title><item name=\"纸\" price=\"1200\"/>"
                            "<item name=\"笔\" price=\"300\" count=\"2\"/></accounts>";

struct papers {
    struct arena *arena;
    struct diag *diag;
    struct eval eval;
    struct explaining explaining;
};
static struct papers paper;

static int open_paper(void **state)
{
    struct model *model;
    struct node *root;
    struct record *record;
    (void)state;
    paper.arena = arena_new(0);
    paper.diag = diag_new(paper.arena);
    paper.eval = (struct eval){.arena = paper.arena, .diag = paper.diag};
    assert_int_equal(model_load(paper.arena, paper.diag, KIND, &model), OK);
    assert_int_equal(reader_read_bytes(paper.arena, paper.diag, "in.xml", str_of(INPUT), &root), OK);
    const struct model_reading reading = {.model = model, .eval = &paper.eval};
    assert_int_equal(model_read(&reading, root, &record), OK);
    paper.explaining = (struct explaining){
        .arena = paper.arena, .eval = &paper.eval, .record = record, .input = "in.xml", .depth = 9};
    return 0;
}

static int close_paper(void **state)
{
    (void)state;
    arena_free(paper.arena);
    return 0;
}

static void assert_told(const char *field, const char *text, bool is_there)
{
    struct explained *explained;
    struct buf out = BUF(1 << 20);
    assert_int_equal(explain_make(&paper.explaining, str_of(field), &explained), OK);
    explained_print(&paper.explaining, explained, &out);
    if (str_holds(buf_str(&out), text) != is_there)
        fail_msg("%s: %s in %.*s", text, is_there ? "is not" : "is", STR_ARGS(buf_str(&out)));
    buf_clear(&out);
}

static void only_what_counted_is_told(void **state)
{
    (void)state;
    assert_told("item[2].share", "由这 2 个值得出：", true);
    assert_told("item[1].amount", "item[1].count：没有填写", true);
    assert_told("item[2].amount", "item[2].count＝2", true);
    assert_told("total", "item[1].amount＝1", true);
    assert_told("total", "item[1].name", false);
    assert_told("total", "印在", false); /* nobody has made pages */
    assert_told("rebate", "没有填写，按默认：total * 0.1（", true);
    paper.explaining.depth = 1;
    assert_told("words", "total＝", false);
    assert_told("words", "见 chengwen explain due；", true);
}

static enum status explain_all(const char *field, bool json)
{
    struct explained *explained;
    struct buf out = BUF(1 << 20);
    enum status status = explain_make(&paper.explaining, str_of(field), &explained);
    if (status == OK) {
        (json ? explained_print_json : explained_print)(&paper.explaining, explained, &out);
        status = buf_status(&out);
    }
    if (status == OK && json)
        assert_true(json_is_valid(buf_str(&out)));
    buf_clear(&out);
    return status;
}

/* A chunk of the arena is all that is asked for, and words that are being made. */
static void memory_may_fail(void **state)
{
    (void)state;
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        base_fail_allocation(n);
        struck = memory_struck(explain_all("words", true));
    }
    struck = true;
    for (uint64_t n = 1; struck; n++) {
        base_fail_allocation(n);
        struck = memory_struck(explain_all("words", false));
    }
    struck = true;
    for (uint64_t n = 1; struck && n < 1000; n++) {
        base_fail_allocation(n);
        enum status status = explain_all("item[1].amuont", true);
        struck = base_allocation_failed();
        base_fail_allocation(0);
        assert_true(status == FAILED || status == NO_MEMORY);
    }
    assert_false(struck);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(only_what_counted_is_told, open_paper, close_paper),
        cmocka_unit_test_setup_teardown(memory_may_fail, open_paper, close_paper)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
