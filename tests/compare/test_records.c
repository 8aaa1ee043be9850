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
    /* two that changed places, and both were changed */
    assert_told(ORDER(">" ITEM("社区助老服务", "100", "1") ITEM("青少年成长课堂", "50", "4")),
                ORDER(">" ITEM("青少年成长讲堂", "50", "4") ITEM("社区养老服务", "100", "1")),
                "changed item[1].name 青少年成长课堂 -> 青少年成长讲堂\nmoved item[2]\n"
                "changed item[2].name 社区助老服务 -> 社区养老服务\n");
    /* equal ones are told by their number */
    assert_told(ORDER(">" ITEM("灯", "30", "2") ITEM("灯", "30", "2")), ORDER(">" ITEM("灯", "30", "2")),
                "dropped item[2]\n");
#undef THREE
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

/* What nothing tells apart is known by its place between the same neighbours. */
static void test_places(void **state)
{
    (void)state;
#define MARK(value) "<mark value=\"" value "\"/>"
    assert_told(ORDER(">" MARK("1") MARK("2") MARK("3")), ORDER(">" MARK("1") MARK("7") MARK("3")),
                "changed mark[2].value 2 -> 7\n");
    assert_told(ORDER(">" MARK("1") MARK("2") MARK("3")), ORDER(">" MARK("8") MARK("9") MARK("3")),
                "changed mark[1].value 1 -> 8\nchanged mark[2].value 2 -> 9\n");
    /* as many there as here, or nobody knows which */
    assert_told(ORDER(">" MARK("1") MARK("2") MARK("3")), ORDER(">" MARK("1") MARK("7") MARK("8") MARK("3")),
                "dropped mark[2]\nadded mark[2]\nadded mark[3]\n");
    /* what has a name is known by it */
    assert_told(ORDER("><mark value=\"1\" by=\"甲\"/>"), ORDER("><mark value=\"2\" by=\"乙\"/>"),
                "dropped mark[1]\nadded mark[1]\n");
    assert_true(describes(ORDER(">" MARK("1") MARK("2") MARK("3")), ORDER(">" MARK("3") MARK("1") MARK("2")),
                          "移到最前（原为第 3 项）"));
#undef MARK
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
    /* a figure that somebody mistyped has room still */
    assert_true(describes(ONE("2"), ONE("123456789012"), "growth=\"增逾100万%\""));
    assert_true(describes(ONE("2"), ONE("-123456789012"), "growth=\"减逾100万%\""));
    assert_true(describes(ORDER(">"), "<order title=\"甲乙合同\" signed=\"2026-08-13\"></order>",
                          "difference=\"晚12天\""));
    assert_true(
        describes(ORDER(" note=\"旧\">"), ORDER(" note=\"新&lt;a>\">"),
                  "<before><p><strike>旧</strike></p></before><after><p><u>新&lt;a&gt;</u></p></after>"));
    /* marks of the text alone */
    assert_true(describes(ORDER("><terms><p>社区服务</p></terms>"),
                          ORDER("><terms><p>社区<b>服务</b></p></terms>"),
                          "<words><p>字句未改，只改了标记：增加“&lt;b&gt;”"));
    assert_true(!describes(ORDER("><terms><p>社区服务</p></terms>"),
                           ORDER("><terms><p>社区<b>服</b></p></terms>"), "字句未改"));
    /* nobody sees a space in quotes, nor its line */
    assert_true(describes(ORDER(" note=\"社区服务\">"), ORDER(" note=\"社区 服务\">"), "增加空格"));
    assert_true(
        describes(ORDER(" note=\"社区服务\">"), ORDER(" note=\"社区　　服务\">"), "增加全角空格（2 个）"));
    /* several called the same: their places too */
    assert_true(describes(ORDER(">" ITEM("灯", "30", "2") ITEM("灯", "40", "3")),
                          ORDER(">" ITEM("灯", "30", "2") ITEM("灯", "41", "3")),
                          "at=\"货物“灯”（第2项）\" label=\"单价\""));
    assert_true(describes(ORDER("><terms><p>共{total}元</p></terms>"),
                          ORDER("><terms><p>计{total}元</p></terms>"),
                          "<before><p><strike>共</strike>{{total}}元</p></before>"));
    assert_true(describes(
        ONE("1"), ORDER(">"),
        "<row sort=\"删去\" "
        "at=\"货物“桌”\"><content><p><strike>品名：桌；单价：1元；数量：3</strike></p></content></row>"));
#undef ONE
}

/* Both papers print these fields of the record itself, each as a text that stands so. */
struct printed_field {
    const char *name, *texts[COMPARE_SIDES];
};

static struct content *print_fields(struct papers *papers, int side, const struct printed_field *fields,
                                    size_t count)
{
    struct content *content = ARENA_NEW(papers->arena, struct content);
    struct section *section = ARENA_NEW(papers->arena, struct section);
    struct block *block = ARENA_NEW(papers->arena, struct block);
    struct inline_item *inlines = ARENA_NEW_ARRAY(papers->arena, count, struct inline_item);
    assert_true(content != NULL && section != NULL && block != NULL && inlines != NULL);
    memset(content, 0, sizeof *content);
    memset(section, 0, sizeof *section);
    memset(block, 0, sizeof *block);
    memset(inlines, 0, count * sizeof *inlines);
    struct record *record = papers->sides[side].record;
    for (size_t i = 0; i < count; i++) {
        struct shown *shown = ARENA_NEW(papers->arena, struct shown);
        assert_non_null(shown);
        *shown =
            (struct shown){.record = record, .slot = shape_lookup(record->shape, str_of(fields[i].name))};
        inlines[i] = (struct inline_item){.kind = INLINE_TEXT, .text = str_of(fields[i].texts[side])};
        inlines[i].shown = portions_whole(papers->arena, inlines[i].text, shown);
        assert_non_null(inlines[i].shown);
    }
    static const struct paragraph_style plain = {.size = 0};
    block->kind = BLOCK_PARAGRAPH;
    block->paragraph.style = &plain;
    block->paragraph.inlines = inlines;
    block->paragraph.inline_count = count;
    section->blocks = block;
    content->sections = section;
    return content;
}

/* What the description says of data that papers print; ret_count: of the differences that the paper has. */
static void describe_printed(const char *old, const char *now, const struct printed_field *fields,
                             size_t count, struct buf *out, size_t *ret_count)
{
    struct papers papers;
    open_papers(&papers, old, now);
    comparison_free(papers.comparison);
    for (int side = 0; side < COMPARE_SIDES; side++)
        papers.sides[side].content = print_fields(&papers, side, fields, count);
    assert_int_equal(compare_make(papers.arena, papers.diag, papers.sides, &papers.comparison), OK);
    assert_int_equal(comparison_describe(papers.comparison, out), OK);
    *ret_count = comparison_told_count(papers.comparison);
    close_papers(&papers);
}

static void assert_printed(const struct printed_field *field, const char *old, const char *now,
                           const char *wanted)
{
    struct buf out = BUF(1 << 20);
    size_t count;
    describe_printed(old, now, field, 1, &out, &count);
    if (strstr(out.ptr, wanted) == NULL)
        print_message("%s\n", out.ptr);
    assert_non_null(strstr(out.ptr, wanted));
    buf_clear(&out);
}

/* A figure that is computed is told where a paper prints it, and as that prints it; else it is counted. */
static void test_printed(void **state)
{
    (void)state;
    static const struct printed_field total = {"total", {"3元", "6元"}},
                                      share = {"share", {"100.00%", "50.00%"}},
                                      near = {"share", {"0.04%", "0.04%"}}, plain = {"share", {"1", "0.5"}},
                                      percent = {"percent", {"100.00", "50.00"}};
    const char *one = ORDER(">" ITEM("桌", "1", "3")), *two = ORDER(">" ITEM("桌", "1", "6"));
    assert_printed(&total, one, two,
                   "<computed at=\"全文\" label=\"合计\" before=\"3元\" after=\"6元\" difference=\"+3元\" "
                   "growth=\"+100.00%\"/>");
    assert_printed(&total, one, two, "hidden=\"4\"");
    /* a share is the percent that stands there: no growth */
    assert_printed(&share, one, two,
                   "label=\"占比\" before=\"100.00%\" after=\"50.00%\" difference=\"-50.00个百分点\"/>");
    assert_printed(&plain, one, two,
                   "label=\"占比\" before=\"1\" after=\"0.5\" difference=\"-0.5\" growth=\"-50.00%\"/>");
    assert_printed(&percent, one, two,
                   "label=\"占比（%）\" before=\"100%\" after=\"50%\" difference=\"-50个百分点\"/>");
    assert_printed(&percent, ORDER(">" ITEM("桌", "1", "107")), ORDER(">" ITEM("桌", "1", "106.7")),
                   "before=\"2.80%\" after=\"2.81%\" difference=\"+0.01个百分点\"/>");
    /* what is printed alike has not changed for who reads it */
    assert_printed(&near, ORDER(">" ITEM("桌", "1", "7500")), ORDER(">" ITEM("桌", "1", "7503")),
                   "hidden=\"4\"");
    /* one decimal more on one side: both have it, if both have any */
    assert_true(describes(ORDER(">" ITEM("桌", "2.81", "3")), ORDER(">" ITEM("桌", "2.8", "3")),
                          "before=\"2.81元\" after=\"2.80元\" difference=\"-0.01元\""));
    assert_true(describes(ORDER(">" ITEM("桌", "2.81", "3")), ORDER(">" ITEM("桌", "3", "3")),
                          "before=\"2.81元\" after=\"3元\""));
    /* what a derived list takes over stands once */
    static const struct printed_field copied = {"copy", {"1", "2"}};
    assert_printed(&copied, one, ORDER(">" ITEM("桌", "2", "3")), "hidden=\"4\"");
    struct buf out = BUF(1 << 20);
    size_t count;
    describe_printed(one, two, &total, 1, &out, &count);
    assert_int_equal(count, 3 + 2); /* count, total, what is left out; and the clauses that print the total */
    buf_clear(&out);
}

/* A record that begins with a month is called by it, and known by it. */
static void test_months(void **state)
{
    (void)state;
#define FEE(month, amount, count) "<fee month=\"" month "\" amount=\"" amount "\" count=\"" count "\"/>"
    assert_true(describes(ORDER(">" FEE("2026-07", "10", "1") FEE("2026-08", "10", "1")),
                          ORDER(">" FEE("2026-07", "10", "1") FEE("2026-08", "12", "1")),
                          "<figure at=\"月费“2026年8月”\" label=\"金额\" before=\"10元\" after=\"12元\""));
    assert_told(ORDER(">" FEE("2026-07", "10", "1") FEE("2026-08", "20", "2")),
                ORDER(">" FEE("2026-07", "30", "3") FEE("2026-08", "40", "4")),
                "changed fee[1].amount 10 -> 30\nchanged fee[1].count 1 -> 3\n"
                "changed fee[2].amount 20 -> 40\nchanged fee[2].count 2 -> 4\n");
#undef FEE
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
        cmocka_unit_test(test_fields),  cmocka_unit_test(test_prose),  cmocka_unit_test(test_lists),
        cmocka_unit_test(test_nested),  cmocka_unit_test(test_places), cmocka_unit_test(test_words),
        cmocka_unit_test(test_printed), cmocka_unit_test(test_months), cmocka_unit_test(test_memory),
        cmocka_unit_test(test_kinds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
