/* report_audit_print on pages made by hand: every kind of row, numbers of pages, limits, failing memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "failing.h"
#include "report/report.h"
#include "text/text.h"
#include "pages.h"

struct fixture {
    struct arena *arena;
    struct font_set *fonts;
    struct page_document document;
    struct buf out;
};

static void open_fixture(struct fixture *f)
{
    *f = (struct fixture){.arena = arena_new(0)};
    assert_non_null(f->arena);
    assert_int_equal(font_set_square("", &f->fonts), OK);
    f->out = BUF(1 << 20);
}

static void close_fixture(struct fixture *f)
{
    buf_clear(&f->out);
    font_set_free(f->fonts);
    arena_free(f->arena);
}

/* A line of one item, on its page's next baseline. */
static struct page_line *add_line(struct fixture *f, struct page *page, const char *text)
{
    struct page_glyph *glyph = ARENA_NEW(f->arena, struct page_glyph);
    struct page_item *item = page_new_item(f->arena, page);
    struct page_line *line = page_new_line(f->arena, page);
    page->width = page->height = INT32_MAX;
    assert_non_null(glyph);
    assert_non_null(item);
    assert_non_null(line);
    *glyph = (struct page_glyph){.text = str_of(text)};
    *item = (struct page_item){.kind = PAGE_GLYPHS, .size = 10000, .width = 90000};
    item->y = (length)page->line_count * 20000;
    item->tag.node = 2;
    item->glyphs = glyph;
    item->glyph_count = 1;
    *line = (struct page_line){.y = item->y, .width = 90000, .letters = 9};
    line->place = (struct place){"a.xml", 7, 3};
    return line;
}

static enum status print_document(struct fixture *f)
{
    struct report_audit *audit = report_audit_new(f->arena, f->fonts);
    enum status status = audit == NULL ? NO_MEMORY : OK;
    for (size_t i = f->document.page_count; i > 0 && status == OK; i--) /* in any order */
        status = report_audit_add(audit, &f->document.pages[i - 1], i - 1);
    return status == OK ? report_audit_print(audit, "a.xml", &f->out) : status;
}

static const char *print(struct fixture *f)
{
    buf_reset(&f->out);
    assert_int_equal(print_document(f), OK);
    return f->out.ptr;
}

static void test_rows(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct page *page = page_new(f.arena, &f.document);
    assert_non_null(page);
    add_line(&f, page, "本合同按金额计算服务费用")->strain = 134;
    add_line(&f, page, "甲方应当")->strain = -45;
    add_line(&f, page, "LGDL")->broken = TEXT_BROKEN_CODE;
    add_line(&f, page, "又一行")->broken = TEXT_BROKEN_RULE;
    page = page_new(f.arena, &f.document);
    struct page_line *last = add_line(&f, page, "的。");
    last->last = true;
    last->letters = 1;
    last = add_line(&f, page, "标"); /* a paragraph of one line may be short */
    last->first = last->last = true;
    last->letters = 1;
    add_line(&f, page, "松")->strain = 4; /* rounds to nothing */
    assert_string_equal(
        print(&f),
        "排版审查 a.xml：2 页，7 行\n"
        "第 1 页：4 行\n"
        "第 1 页：最松 第   1 行  +0.13 字  a.xml:7  本合同按金额计算…\n"
        "第 1 页：最紧 第   2 行  -0.05 字  a.xml:7  甲方应当\n"
        "第 1 页：拆开 第   3 行      编号  a.xml:7  LGDL\n"
        "第 1 页：拆开 第   4 行      禁则  a.xml:7  又一行\n"
        "第 2 页：3 行\n"
        "第 2 页：末行 第   1 行      1 字  a.xml:7  的。\n"
        "合计：溢出 0 行；重叠 0 处；末行不足两字 1 行；拆开 2 处（编号 1，词语 0，禁则 1，数字 0）\n"
        "字体：     27 字          Square\n"
        "代用：无\n");
    close_fixture(&f);
}

static void test_overfull_and_cells(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct page *page = page_new(f.arena, &f.document);
    add_line(&f, page, "格内的短")->in_cell = true;
    struct page_line *line = add_line(&f, page, "行");
    line->in_cell = line->last = line->overfull = true;
    line->letters = 1;
    line->place.file = NULL;
    assert_non_null(strstr(print(&f), "第 1 页：溢出 第   2 行        格  行\n"
                                      "合计：溢出 1 行；重叠 0 处；末行不足两字 0 行；拆开 0 处"));
    close_fixture(&f);
}

static void test_stand_ins(void **state)
{
    (void)state;
    struct fixture f;
    static const char *const texts[] = {"𠮷", "䶮", "䶮", "䶮", "䶮\xEF\xB8\x80"};
    open_fixture(&f);
    for (size_t i = 0; i < 12; i++) {
        struct page *page = page_new(f.arena, &f.document);
        for (size_t k = 0; k < ARRAY_COUNT(texts); k++) {
            add_line(&f, page, texts[k]);
            page->items[k].fallback = i < 3 || k == 0;
        }
    }
    const char *text = print(&f);
    assert_non_null(strstr(text, "字体：     72 字          Square\n"
                                 "代用：䶮 U+4DAE          Square  第 1、2、3 页\n"));
    assert_non_null(strstr(text, " U+4DAE U+FE00          Square  第 1、2、3 页\n"));
    assert_non_null(
        strstr(text, "代用：𠮷 U+20BB7          Square  第 1、2、3、4、5、6、7、8 页等共 12 页\n"));
    assert_non_null(strstr(text, "第 9 页： 5 行\n第 10 页：5 行\n"));
    close_fixture(&f);
}

static void test_many_stand_ins(void **state)
{
    (void)state;
    struct fixture f;
    char bytes[60][4];
    open_fixture(&f);
    struct page *page = page_new(f.arena, &f.document);
    for (size_t i = 0; i < ARRAY_COUNT(bytes); i++) {
        bytes[i][utf8_encode(0x4E00 + (uint32_t)i, bytes[i])] = '\0';
        add_line(&f, page, bytes[i]);
        page->items[i].fallback = true;
    }
    const char *text = print(&f);
    assert_non_null(strstr(text, " U+4E31 "));
    assert_null(strstr(text, " U+4E32 "));
    assert_non_null(strstr(text, "\n代用：另有 10 个\n"));
    close_fixture(&f);
}

static void test_no_memory(void **state)
{
    (void)state;
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        struct fixture f;
        open_fixture(&f);
        struct page *page = page_new(f.arena, &f.document);
        for (int i = 0; i < 40; i++) {
            add_line(&f, page, "䶮䶮")->strain = i * 10;
            page->items[i].fallback = true;
        }
        base_fail_allocation(n);
        struck = memory_struck(print_document(&f));
        close_fixture(&f);
        assert_true(n < 1000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),      cmocka_unit_test(test_overfull_and_cells),
        cmocka_unit_test(test_stand_ins), cmocka_unit_test(test_many_stand_ins),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
