#define _GNU_SOURCE /* memmem */
/*
 * Gaps within a line: which are taken up by advances, and what is left to the pen.  Widths of 1000 are not listed
 * in the file, so that of the first code that has another stands right behind "/W [".
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>

#include "pdf/fixture.h"

static void expect(const struct buf *bytes, const char *text)
{
    if (!contains(bytes, text))
        fail_msg("not in the file: %s\n%s", text, buf_str((struct buf *)bytes).ptr);
}

/* Where the glyphs of an item of size 16 stand, in 1/1000 em, and what comes of it: codes and the pen, widths. */
struct line {
    const char *text;
    length places[4];
    const char *shown, *widths;
};

static void write_line(const struct line *line)
{
    struct fixture f;
    open_fixture(&f);
    struct page_item *item = add_text(&f, add_page(&f), line->text, false);
    for (size_t i = 0; i < item->glyph_count; i++)
        item->glyphs[i].x = line->places[i] * 16;
    write_good(&f);
    expect(&f.plain, line->shown);
    expect(&f.out, line->widths);
    close_fixture(&f);
}

static void test_gaps(void **state)
{
    (void)state;
    static const struct line lines[] = {
        {"一丁", {0, 1250}, "[<00010002>] TJ", "/W [1 [1250]]"},
        {"一丁", {0, 1089}, "[<0001>-89<0002>] TJ", "/W []"},
        {"一丁", {0, 1090}, "[<0001>4<0002>] TJ", "/W [1 [1094]]"},
        {"一丁", {0, 1100}, "[<0001>-6<0002>] TJ", "/W [1 [1094]]"},
        {"一一一", {0, 1250, 2500}, "[<000100010002>] TJ", "/W [1 [1250]]"},
        {"一丁", {0, 3500}, "[<00010002>] TJ", "/W [1 [3500]]"},
        {"一丁", {0, 5000}, "[<00010002>] TJ", "/W [1 [3500 2500]]"},
        {"一丁七", {0, 5000, 7000}, "[<000100020003>] TJ", "/W [1 [3500 3500]]"},
        {"一丁七", {0, 5000, 9500}, "[<000100020003>] TJ", "/W [1 [3500 3500 3500]]"},
        {"一丁七", {0, 5000, 10000}, "[<00010002>-4000<0003>] TJ", "/W [1 [3500 2500]]"},
        {"一一", {0, 4000}, "[<00010002>] TJ", "/W [1 [3500 1500]]"},
        {"一一一", {0, 1000, 3100}, "[<00010002>-6<0001>] TJ", "/W [2 [2094]]"},
        {"一一", {0, 7000}, "[<0001>-6000<0001>] TJ", "/W []"},
        {"一丁一", {0, 1000, 5000}, "[<000100020003>] TJ", "/W [2 [3500 1500]]"},
        {"一丁 ", {0, 1000, 9000}, "[<000100020003>] TJ", "/W [2 [3500 "},
        {"一丁", {0, 7000}, "[<0001>-6000<0002>] TJ", "/W []"},
        {"一丁", {0, 40000}, "[<0001>-39000<0002>] TJ", "/W []"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(lines); i++)
        write_line(&lines[i]);
}

/* Half a hundredth of a point is let go, and does not add up. */
static void test_near(void **state)
{
    (void)state;
    static const struct {
        length places[4]; /* thousandths of a point */
        const char *shown;
    } lines[] = {
        {{0, 16005, 32001, 47996}, "[<0001000200030004>] TJ"},
        {{0, 16006, 32000, 47993}, "[<0001>-0.4<0002>0.4<0003>0.4<0004>] TJ"},
        {{0, 16003, 32008, 48012}, "[<00010002>-0.5<00030004>] TJ"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(lines); i++) {
        struct fixture f;
        open_fixture(&f);
        struct page_item *item = add_text(&f, add_page(&f), "一丁七丈", false);
        for (size_t k = 0; k < item->glyph_count; k++)
            item->glyphs[k].x = lines[i].places[k];
        write_good(&f);
        expect(&f.plain, lines[i].shown);
        close_fixture(&f);
    }
}

/* What most steps have beyond the em is said once; the others are put right. */
static void test_spacing(void **state)
{
    (void)state;
    static const struct line lines[] = {
        {"一丁七丈",
         {0, 987, 1974, 2961},
         "-0.208 Tc\n90 741.89 Td\n/F0 16 Tf\n[<0001000200030004>] TJ",
         "/W []"},
        {"一丁七丈",
         {0, 1050, 2100, 3170},
         "0.8 Tc\n90 741.89 Td\n/F0 16 Tf\n[<000100020003>-20<0004>] TJ",
         "/W []"},
        {"一丁七丈", {0, 1050, 2100, 3200}, "[<000100020003>44<0004>] TJ", "/W [3 [1094]]"},
        {"一丁七丈", {0, 1100, 2200, 3300}, "BT\n90 741.89 Td\n", "/W [1 [1094 1094 1094]]"},
        {"一丁七丈", {0, 1000, 1950, 3000}, "BT\n90 741.89 Td\n", "/W []"},
        {"一丁", {0, 1020}, "[<0001>-20<0002>] TJ", "/W []"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(lines); i++)
        write_line(&lines[i]);
}

/* Of a mark its white half goes; where both could give, the first does. */
static void test_squeezed(void **state)
{
    (void)state;
    static const struct line lines[] = {
        {"一，丁", {0, 1000, 1500}, "[<000100020003>] TJ", "/W [2 [500]]"},
        {"一（丁", {0, 500, 1500}, "[<000100020003>] TJ", "/W [2 [500]]"},
        {"一（丁", {0, 700, 1700}, "[<0001>3<00020003>] TJ", "/W [2 [703]]"},
        {"一。（丁", {0, 1000, 1500, 2500}, "[<0001000200030004>] TJ", "/W [2 [500]]"},
        {"一。（丁", {0, 1000, 1000, 2000}, "[<0001000200030004>] TJ", "/W [2 [500 500]]"},
        {"一·丁", {0, 750, 1500}, "[<000100020003>] TJ", "/W [2 [500]]"},
        {"（（丁", {0, 500, 1500}, "[<000100020003>] TJ", "/W [2 [500]]"},
        {"一，丁", {0, 1000, 1920}, "[<00010002>80<0003>] TJ", "/W []"},
        {"一丁", {0, 100}, "[<0001>900<0002>] TJ", "/W []"},
        {"一｡丁", {0, 500, 900}, "[<0001>500<0002>100<0003>] TJ", "/W [2 [500]]"}, /* it is no wider */
    };
    for (size_t i = 0; i < ARRAY_COUNT(lines); i++)
        write_line(&lines[i]);
}

/* Two items, 一 in one face and A in another, so far apart. */
struct pair {
    length apart; /* 1/1000 pt */
    length size;
    uint32_t lines[2];
    int angle;
    const char *widths;
    length lift; /* of the first */
};

static void test_items(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {20000, 16000, {7, 7}, 0, "/W [1 [1250]]", 0},
        {20000, 16000, {7, 7}, 90, "/W [1 [1250]]", 0},
        {20000, 16000, {7, 7}, 45, "/W []", 0},
        {20000, 16000, {7, 8}, 0, "/W []", 0},
        {20000, 16000, {0, 0}, 0, "/W []", 0},
        {17000, 16000, {7, 7}, 0, "/W []", 0},
        {17000, 8000, {7, 7}, 0, "/W [1 [1063]]", 0},
        {32000, 16000, {7, 7}, 0, "/W [1 [2000]]", 0},
        {17000, 16000, {7, 7}, 0, "/W [1 [1063]]", 1100},
        {16400, 16000, {7, 7}, 0, "/W []", 1100},
    };
    for (size_t i = 0; i < ARRAY_COUNT(pairs); i++) {
        struct fixture f;
        open_fixture(&f);
        struct page *page = add_page(&f);
        for (int k = 0; k < 2; k++) {
            struct page_item *item = add_text(&f, page, k == 0 ? "一" : "A", k == 1);
            item->line = pairs[i].lines[k];
            item->lift = k == 0 ? pairs[i].lift : 0;
            item->angle = pairs[i].angle;
            item->size = k == 0 ? 16000 : pairs[i].size;
            item->x += k == 1 && pairs[i].angle != 90 ? pairs[i].apart : 0;
            item->y -= k == 1 && pairs[i].angle == 90 ? pairs[i].apart : 0;
        }
        write_good(&f);
        if (!contains(&f.out, pairs[i].widths))
            fail_msg("pair %zu: no %s", i, pairs[i].widths);
        close_fixture(&f);
    }
}

/* PDFBox drops what was shown within a third of its advance: in another item, a smaller one, a line above. */
static void test_same(void **state)
{
    (void)state;
    static const struct {
        length x, y, gap; /* from the first item to the second, and in this, 1/1000 pt */
        uint32_t lines[2];
        const char *widths;
    } cases[] = {
        {16000, 0, 16000, {7, 7}, "/W [2 [2000]]"},      {8000, 0, 16000, {7, 7}, "/W [1 [500 1468 1531]]"},
        {0, 16000, 64000, {7, 8}, "/W [2 [2968 3031]]"}, {0, 32000, 32000, {7, 8}, "/W [2 [3000]]"},
        {16000, 0, 48000, {7, 8}, "/W [2 [2968 2031]]"}, {-16000, 0, 48000, {7, 8}, "/W []"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct fixture f;
        open_fixture(&f);
        struct page *page = add_page(&f);
        struct page_item *item = add_text(&f, page, "一", false);
        item->line = cases[i].lines[0];
        item = add_text(&f, page, "一丁", false);
        item->line = cases[i].lines[1];
        item->x += cases[i].x;
        item->y += cases[i].y;
        item->glyphs[1].x = 16000 + cases[i].gap;
        write_good(&f);
        if (!contains(&f.out, cases[i].widths))
            fail_msg("case %zu: no %s", i, cases[i].widths);
        close_fixture(&f);
    }
}

/* A space is as wide as its white. */
static void test_spaces(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct page *page = add_page(&f);
    struct page_item *item = add_text(&f, page, "A ", true);
    item->line = 7;
    length x = item->x + item->width + 20 * item->size;
    item = add_text(&f, page, "12", true);
    item->line = 7;
    item->x = x;
    write_good(&f);
    expect(&f.plain, "[<00010002>] TJ");
    expect(&f.out, "/W [1 [722 20250 500 500]]");
    close_fixture(&f);
}

/* An opening mark that begins an item is moved by its neighbour in the item before, and by no other. */
static void test_moved_over(void **state)
{
    (void)state;
    for (uint32_t line = 7; line <= 8; line++) {
        struct fixture f;
        open_fixture(&f);
        struct page *page = add_page(&f);
        struct page_item *item = add_text(&f, page, "A", true);
        item->line = 7;
        length x = item->x + item->width;
        item = add_text(&f, page, "（", false);
        item->line = line;
        item->x = x - 8000;
        write_good(&f);
        assert_int_equal(contains(&f.out, "/W [1 [500]]"), line == 7);
        assert_int_equal(contains(&f.plain, "[-500<0001>] TJ"), line == 7);
        close_fixture(&f);
    }
}

/* Several glyphs for one text: the last takes up the gap; glyphs that stand for nothing take none. */
static void test_clusters(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct page *page = add_page(&f);
    struct page_item *item = add_text(&f, page, "一丁七", false);
    item->glyphs[1].text = STR("");
    item->glyphs[2].x = 36000;
    item = add_text(&f, page, "一丁", false);
    item->glyphs[0].text = item->glyphs[1].text = STR("");
    item->glyphs[1].x = 24000;
    write_good(&f);
    expect(&f.plain, "[<00010002>] TJ\nEMC\n[<0003>] TJ");
    expect(&f.plain, "[<0001>-500<0004>] TJ");
    expect(&f.out, "/W [2 [1250]]");
    close_fixture(&f);
}

/* Where codes get few, only broad gaps are taken up, and in the end none. */
static void test_few_codes(void **state)
{
    (void)state;
    static const struct {
        uint32_t texts, glyphs;
        length gap;
        bool taken;
    } cases[] = {
        {30000, 2, 100, true}, {40000, 2, 100, false}, {40000, 2, 160, true}, {50000, 2, 160, false}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct fixture f;
        open_fixture(&f);
        add_crowd(&f, cases[i].texts, cases[i].glyphs);
        add_text(&f, add_page(&f), "丁七", false)->glyphs[1].x = 16000 + cases[i].gap * 16;
        write_good(&f);
        char gap[16];
        (void)snprintf(gap, sizeof gap, ">-%d<", (int)cases[i].gap);
        if (contains(&f.plain, gap) == cases[i].taken)
            fail_msg("case %zu", i);
        close_fixture(&f);
    }
}

/* Faces with Han characters are as high as these; others as they say. */
static void test_heights(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct page *page = add_page(&f);
    add_text(&f, page, "一", false);
    add_text(&f, page, "A", true);
    write_good(&f);
    assert_int_equal(count_of(&f.out, "/Ascent 880 /Descent -120 "), 1);
    assert_int_equal(count_of(&f.out, "/Ascent 891 /Descent -216 "), 1);
    close_fixture(&f);
}

/* Of a broad blank around a space both neighbours take their part; of a tab the space has all, and at the beginning of a line. */
static void test_around_spaces(void **state)
{
    (void)state;
    static const struct line lines[] = {
        {"一 丁", {0, 2750, 5000}, "[<000100020003>] TJ", "/W [1 [2750 500 2750]]"},
        {" 丁", {0, 1500}, "[<0001>6<0002>] TJ", "/W [1 [1506]]"},
        {" 丁", {0, 2500}, "[<00010002>] TJ", "/W [1 [500 3000]]"},
        {"一 丁", {0, 1000, 21000}, "[<00010002>6<0003>] TJ", "/W [2 [20006]]"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(lines); i++)
        write_line(&lines[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gaps),      cmocka_unit_test(test_squeezed),
        cmocka_unit_test(test_items),     cmocka_unit_test(test_clusters),
        cmocka_unit_test(test_few_codes), cmocka_unit_test(test_moved_over),
        cmocka_unit_test(test_heights),   cmocka_unit_test(test_spaces),
        cmocka_unit_test(test_near),      cmocka_unit_test(test_spacing),
        cmocka_unit_test(test_same),      cmocka_unit_test(test_around_spaces),
    };
    return cmocka_run_group_tests(tests, load_fonts, free_fonts);
}
