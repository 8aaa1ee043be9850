/* Two records: what is told of them, as lines "sort path [before -> after]"; what a description says of it; memory that fails. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "compare/compare_int.h"
#include "failing.h"

/* Both papers, from bytes to the comparison. */
struct papers {
    struct arena *arena;
    struct diag *diag;
    struct model *model;
    struct eval evals[COMPARE_SIDES];
    struct compare_side sides[COMPARE_SIDES];
    struct comparison *comparison;
};

static const struct content NOTHING = {.sections = NULL};

static enum status read_paper(struct papers *papers, int side, const char *text)
{
    struct node *root;
    struct record *record;
    papers->evals[side] = (struct eval){.arena = papers->arena, .diag = papers->diag};
    const struct model_reading reading = {.model = papers->model, .eval = &papers->evals[side]};
    enum status status =
        reader_read_bytes(papers->arena, papers->diag, side == 0 ? "a.xml" : "b.xml", str_of(text), &root);
    if (status == OK)
        status = model_read(&reading, root, &record);
    if (status == OK)
        papers->sides[side] = (struct compare_side){.file = side == 0 ? "in/a.xml" : "in/b.xml",
                                                    .kind = STR("order"),
                                                    .label = STR("订单"),
                                                    .eval = &papers->evals[side],
                                                    .record = record,
                                                    .content = &NOTHING};
    return status;
}

static enum status compare_papers(struct papers *papers, const char *old, const char *now)
{
    *papers = (struct papers){.arena = arena_new(0)};
    papers->diag = papers->arena == NULL ? NULL : diag_new(papers->arena);
    enum status status = papers->diag == NULL ? NO_MEMORY
                                              : model_load(papers->arena, papers->diag,
                                                           SOURCE_DIR "/tests/compare/kind", &papers->model);
    if (status == OK)
        status = read_paper(papers, COMPARE_OLD, old);
    if (status == OK)
        status = read_paper(papers, COMPARE_NOW, now);
    return status == OK ? compare_make(papers->arena, papers->diag, papers->sides, &papers->comparison)
                        : status;
}

/* Or says why not. */
static void open_papers(struct papers *papers, const char *old, const char *now)
{
    struct buf out = BUF(1 << 20);
    enum status status = compare_papers(papers, old, now);
    if (status != OK)
        diag_print(papers->diag, &out);
    if (out.len > 0)
        print_message("%s", out.ptr);
    buf_clear(&out);
    assert_int_equal(status, OK);
}

static void close_papers(struct papers *papers)
{
    comparison_free(papers->comparison);
    arena_free(papers->arena);
}

#define ORDER(rest)              "<order title=\"甲乙合同\" signed=\"2026-08-01\"" rest "</order>"
#define ITEM(name, price, count) "<item name=\"" name "\" price=\"" price "\" count=\"" count "\"/>"

static void assert_told(const char *old, const char *now, const char *expected)
{
    static const char *const sorts[] = {"changed", "added", "dropped", "moved", "numbered"};
    struct papers papers;
    struct buf out = BUF(1 << 20);
    open_papers(&papers, old, now);
    for (size_t i = 0; i < papers.comparison->change_count; i++) {
        const struct difference *change = &papers.comparison->changes[i];
        if (change_is_computed(change))
            continue;
        buf_printf(&out, "%s ", sorts[change->sort]);
        twig_path(change_twig(change), &out);
        for (int side = 0; side < COMPARE_SIDES; side++)
            if (change->twigs[side] != NULL && !change->twigs[side]->head)
                buf_printf(&out, "%s%.*s", side == 0 ? " " : " -> ", STR_ARGS(change->twigs[side]->text));
        buf_add_char(&out, '\n');
    }
    assert_string_equal(out.ptr != NULL ? out.ptr : "", expected);
    buf_clear(&out);
    close_papers(&papers);
}

static void test_fields(void **state)
{
    (void)state;
    assert_told(ORDER(">"), ORDER(">"), "");
    assert_told(ORDER(" note=\"x\">"), ORDER(">"), "dropped note x\n");
    assert_told(ORDER(">"), ORDER(" urgent=\"no\">"), ""); /* what is stated now was a default */
    assert_told(ORDER(">"), ORDER(" urgent=\"yes\">"), "changed urgent no -> yes\n");
    assert_told(ORDER(">"), "<order title=\"甲丙合同\" signed=\"2026-08-13\"></order>",
                "changed title 甲乙合同 -> 甲丙合同\nchanged signed 2026-08-01 -> 2026-08-13\n");
}

/* What an editor makes of white is no difference; marks are. */
static void test_prose(void **state)
{
    (void)state;
    assert_told(ORDER("><terms><p>一二 三</p></terms>"), ORDER("><terms>\n <p>一二\n   三</p>\n</terms>"),
                "");
    assert_told(ORDER("><terms><p>一二</p></terms>"), ORDER("><terms><p>一<b>二</b></p></terms>"),
                "changed terms 一二 -> 一<b>二</b>\n");
}

static void test_lists(void **state)
{
    (void)state;
#define THREE ITEM("桌子", "100", "1") ITEM("椅子", "50", "4") ITEM("灯", "30", "2")
    assert_told(ORDER(">" THREE), ORDER(">" ITEM("桌子", "100", "1") ITEM("灯", "30", "2")),
                "dropped item[2]\n");
    assert_told(ORDER(">" THREE), ORDER(">" ITEM("柜子", "9", "1") THREE), "added item[1]\n");
    assert_told(ORDER(">" THREE),
                ORDER(">" ITEM("桌子", "100", "1") ITEM("椅子", "55", "4") ITEM("灯", "30", "2")),
                "changed item[2].price 50 -> 55\n");
    assert_told(ORDER(">" THREE),
                ORDER(">" ITEM("灯", "30", "2") ITEM("桌子", "100", "1") ITEM("椅子", "50", "4")),
                "moved item[1]\n");
    /* moved and changed; renamed */
    assert_told(ORDER(">" THREE),
                ORDER(">" ITEM("灯", "31", "2") ITEM("桌子", "100", "1") ITEM("椅子", "50", "4")),
                "moved item[1]\nchanged item[1].price 30 -> 31\n");
    assert_told(ORDER(">" THREE),
                ORDER(">" ITEM("桌子", "100", "1") ITEM("凳子", "50", "4") ITEM("灯", "30", "2")),
                "changed item[2].name 椅子 -> 凳子\n");
    /* nothing alike */
    assert_told(ORDER(">" ITEM("桌子", "100", "1")), ORDER(">" ITEM("书", "3", "7")),
                "dropped item[1]\nadded item[1]\n");
    /* equal ones are told by their number */
    assert_told(ORDER(">" ITEM("灯", "30", "2") ITEM("灯", "30", "2")), ORDER(">" ITEM("灯", "30", "2")),
                "dropped item[2]\n");
#undef THREE
}

static void test_nested(void **state)
{
    (void)state;
#define WITH(parts) ORDER("><item name=\"桌子\" price=\"1\" count=\"1\">" parts "</item>")
    assert_told(WITH("<part name=\"腿\" weight=\"4\"/><part name=\"面\" weight=\"9\"/>"),
                WITH("<part name=\"面\" weight=\"10\"/><part name=\"抽屉\" weight=\"2\"/>"),
                "dropped item[1].part[1]\nchanged item[1].part[1].weight 9 -> 10\nadded item[1].part[2]\n");
#undef WITH
}

static bool describes(const char *old, const char *now, const char *wanted)
{
    struct papers papers;
    struct buf out = BUF(1 << 20);
    open_papers(&papers, old, now);
    assert_int_equal(comparison_describe(papers.comparison, &out), OK);
    const bool found = strstr(out.ptr, wanted) != NULL;
    if (!found)
        print_message("%s\n", out.ptr);
    buf_clear(&out);
    close_papers(&papers);
    return found;
}

static void test_words(void **state)
{
    (void)state;
#define ONE(price) ORDER(">" ITEM("桌", price, "3"))
    assert_true(describes(ONE("100"), ONE("125.5"),
                          "before=\"100元\" after=\"125.5元\" difference=\"+25.5元\" growth=\"+25.50%\""));
    assert_true(describes(ONE("125.5"), ONE("100"), "difference=\"-25.5元\" growth=\"-20.32%\""));
    assert_true(describes(ONE("0"), ONE("100"), "difference=\"+100元\" growth=\"基期为零，不可比\""));
    assert_true(describes(ONE("-5"), ONE("100"), "growth=\"基期为负，不可比\""));
    assert_true(describes(ONE("1000000"), ONE("1000001"), "difference=\"+1元\" growth=\"不足0.01%\""));
    assert_true(
        describes(ONE("1"), ONE("2"), "<computed at=\"全文\" label=\"合计\" before=\"3元\" after=\"6元\""));
    assert_true(describes(ORDER(">"), "<order title=\"甲乙合同\" signed=\"2026-08-13\"></order>",
                          "difference=\"晚12天\""));
    assert_true(
        describes(ORDER(" note=\"旧\">"), ORDER(" note=\"新&lt;a>\">"),
                  "<before><p><strike>旧</strike></p></before><after><p><u>新&lt;a&gt;</u></p></after>"));
    assert_true(describes(ORDER("><terms><p>共{total}元</p></terms>"),
                          ORDER("><terms><p>计{total}元</p></terms>"),
                          "<before><p><strike>共</strike>{{total}}元</p></before>"));
    assert_true(describes(
        ONE("1"), ORDER(">"),
        "<row sort=\"删去\" "
        "at=\"货物“桌”\"><content><p><strike>品名：桌；单价：1元；数量：3</strike></p></content></row>"));
#undef ONE
}

static enum status attempt(void)
{
    struct papers papers;
    struct buf out = BUF(1 << 20);
    enum status status = compare_papers(
        &papers, ORDER(" note=\"a\"><terms><p>一</p></terms>" ITEM("桌", "1", "3") ITEM("灯", "1", "3")),
        ORDER(" note=\"b\"><terms><p>二</p></terms>" ITEM("灯", "2", "3") ITEM("桌", "1", "3")));
    if (status == OK)
        status = comparison_write_json(papers.comparison, &out);
    if (status == OK)
        status = comparison_describe(papers.comparison, &out);
    buf_clear(&out);
    close_papers(&papers);
    return status;
}

static void test_memory(void **state)
{
    (void)state;
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        base_fail_allocation(n);
        struck = memory_struck(attempt());
    }
}

static void test_kinds(void **state)
{
    (void)state;
    struct papers papers;
    struct comparison *comparison = NULL;
    open_papers(&papers, ORDER(">"), ORDER(">"));
    assert_int_equal(comparison_count(papers.comparison), 0);
    papers.sides[COMPARE_NOW].kind = STR("letter");
    assert_int_equal(compare_make(papers.arena, papers.diag, papers.sides, &comparison), FAILED);
    assert_int_equal(diag_count(papers.diag, SEVERITY_ERROR), 1);
    close_papers(&papers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields), cmocka_unit_test(test_prose), cmocka_unit_test(test_lists),
        cmocka_unit_test(test_nested), cmocka_unit_test(test_words), cmocka_unit_test(test_memory),
        cmocka_unit_test(test_kinds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
