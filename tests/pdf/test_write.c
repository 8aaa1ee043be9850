#define _GNU_SOURCE /* memmem */
/*
 * pdf_write on pages made by hand with Debian's fonts: structure, copying back of texts, equal bytes, limits,
 * failing memory. Streams are inflated here, so that contents and ToUnicode maps can be searched for text.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "pdf/fixture.h"
#include "font/messages.def"
#include "pdf/messages.def"

static void test_structure(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    f.document.title = STR("补充协议");
    f.document.date = STR("20260802");
    add_text(&f, add_page(&f), "合同总额", false);
    struct page_outline *outline = page_new_outline(f.arena, &f.document);
    assert_non_null(outline);
    *outline = (struct page_outline){.title = STR("一、𠮷"), .level = 1, .y = 100000};
    outline = page_new_outline(f.arena, &f.document);
    assert_non_null(outline);
    *outline = (struct page_outline){.title = STR("下级"), .level = 3, .y = 200000};
    struct page_link *link = page_new_link(f.arena, &f.document.pages[0]);
    assert_non_null(link);
    *link = (struct page_link){.x = 1000, .y = 2000, .width = 3500, .height = 4000, .target_y = 841890};
    write_good(&f);
    static const char *const expected[] = {"%PDF-1.7\n%",
                                           "/Lang (zh-CN)",
                                           "/DisplayDocTitle true",
                                           "/Title <FEFF88655145534F8BAE>",
                                           "/CreationDate (D:20260802000000+08'00')",
                                           "/Title <FEFF4E003001D842DFB7>",
                                           "/MediaBox [0 0 595.276 841.89]",
                                           "/XYZ 0 741.89 null]",
                                           "/Rect [1 835.89 4.5 839.89]",
                                           "/Count -1",
                                           "/PageLabels <</Nums [0 <</S /D /St 1>> ]>>",
                                           "/Producer (libharu ",
                                           "/CIDFontType0C",
                                           "/Ordering(Identity)",
                                           "startxref"};
    for (size_t i = 0; i < ARRAY_COUNT(expected); i++)
        if (!contains(&f.out, expected[i]))
            fail_msg("not in the file: %s", expected[i]);
    assert_true(contains(&f.plain, "90 741.89 Td"));
    close_fixture(&f);
}

static bool is_as_made(struct str bytes)
{
    const struct str tail = {bytes.ptr + bytes.len - PDF_ENDS, PDF_ENDS};
    return pdf_is_as_made((struct str){bytes.ptr, PDF_ENDS}, tail);
}

/* Told by its two ends; whatever is added behind it, or written in its trailer, makes it another one's. */
static void test_as_made(void **state)
{
    (void)state;
    static const char *const added[] = {
        "\n", "x", "9 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF",
        "9 0 obj\n<<>>\nendobj\nxref\n0 0\ntrailer\n<<\n/Size 9\n/Prev 8\n>>\n"
        "startxref\n9\n%%EOF\n"};
    struct fixture f;
    open_fixture(&f);
    add_text(&f, add_page(&f), "合同", false);
    write_good(&f);
    const size_t len = f.out.len;
    assert_true(is_as_made(buf_str(&f.out)));
    for (size_t i = 0; i < ARRAY_COUNT(added); i++) {
        buf_add_text(&f.out, added[i]);
        assert_false(is_as_made(buf_str(&f.out)));
        f.out.len = len;
    }
    assert_true(is_as_made(buf_str(&f.out)));
    f.out.ptr[12]++; /* the header */
    assert_false(is_as_made(buf_str(&f.out)));
    close_fixture(&f);
}

/* Names in the order of their characters' bytes, once in ASCII; what they are to the paper. */
static void test_attachments(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    add_text(&f, add_page(&f), "合同", false);
    struct page_attachment files[] = {{.name = STR("𠮷.xml"), .relation = PAGE_SOURCE, .bytes = STR("<a/>")},
                                      {.name = STR("a(b).json"), .relation = PAGE_DATA, .bytes = STR("")},
                                      {.name = STR("a"), .relation = PAGE_SUPPLEMENT, .bytes = STR("x")}};
    for (size_t i = 0; i < ARRAY_COUNT(files); i++)
        files[i].mime = STR("text/xml");
    f.document.attachments = files;
    f.document.attachment_count = ARRAY_COUNT(files);
    write_good(&f);
    static const char *const expected[] = {"/Type /EmbeddedFile /Subtype /text#2Fxml /Params <</Size 4>>",
                                           "/F (a_b_.json) /UF <FEFF0061002800620029002E006A0073006F006E>",
                                           "/F (_.xml) /UF <FEFFD842DFB7002E0078006D006C>",
                                           "/AFRelationship /Source",
                                           "/AFRelationship /Data",
                                           "/AFRelationship /Supplement",
                                           "/AF [",
                                           "/Names <</EmbeddedFiles <</Names [<FEFF0061> "};
    for (size_t i = 0; i < ARRAY_COUNT(expected); i++)
        if (!contains(&f.out, expected[i]))
            fail_msg("not in the file: %s", expected[i]);
    assert_true(contains(&f.plain, "<a/>"));
    struct str back;
    char wrong[] = "no such stream";
    assert_int_equal(pdf_inflate(f.arena, str_of(wrong), 100, &back), FAILED);
    close_fixture(&f);
}

static void test_copy_back(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct page *page = add_page(&f);
    add_text(&f, page, "一", false);
    add_text(&f, page, "𠮷", false);
    add_text(&f, page, "Year", true);
    write_good(&f);
    assert_true(contains(&f.plain, "> <4E00>\n"));
    assert_true(contains(&f.plain, "> <D842DFB7>\n"));
    assert_true(contains(&f.plain, "> <0059>\n"));
    assert_false(contains(&f.plain, "ActualText"));
    close_fixture(&f);
}

/* A further text of a glyph gets a code of its own, in the same font. */
static void test_two_texts(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct page *page = add_page(&f);
    add_text(&f, page, "一一", false);
    struct page_item *item = add_text(&f, page, "一一一", false);
    item->glyphs[1].text = STR("⼀");
    add_text(&f, page, "A--", true)->glyphs[2].text = STR("\xC2\xAD");
    write_good(&f);
    assert_true(contains(&f.plain, "<0001> <4E00>\n<0002> <2F00>\n"));
    assert_true(contains(&f.plain, "[<000100020001>] TJ"));
    assert_true(contains(&f.plain, "<0002> <002D>\n<0003> <00AD>\n"));
    assert_false(contains(&f.plain, "ActualText"));
    assert_int_equal(count_of(&f.out, "/Subtype/Type0"), 2);
    assert_int_equal(count_of(&f.out, "/CIDToGIDMap /Identity"), 1); /* TrueType */
    assert_int_equal(count_of(&f.plain, " Td\n"), 3);                /* the pen goes on */
    close_fixture(&f);
}

/* However many there are. */
static void test_many_texts(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct page *page = add_page(&f);
    for (uint32_t i = 0; i < 300; i++) {
        char *text = arena_alloc(f.arena, 4);
        assert_non_null(text);
        struct page_item *item = add_text(&f, page, "一", false);
        item->glyphs[0].text = (struct str){text, utf8_encode(0x3400 + i, text)};
    }
    write_good(&f);
    assert_true(contains(&f.plain, "<0001> <3400>\n"));
    assert_true(contains(&f.plain, "<012C> <352B>\n"));
    assert_true(contains(&f.plain, "[<000D>] TJ")); /* and other bytes that are escaped */
    assert_true(contains(&f.plain, "[<0028>] TJ") && contains(&f.plain, "[<0029>] TJ"));
    assert_true(contains(&f.plain, "[<005C>] TJ"));
    assert_false(contains(&f.plain, "ActualText"));
    close_fixture(&f);
}

/* Texts leave codes for further glyphs, and are wrapped then; glyphs that are one too many are told. */
static void test_many_codes(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    add_crowd(&f, 50000, 15000);
    write_good(&f);
    assert_true(contains(&f.plain, "<BFFF> <"));
    assert_true(contains(&f.plain, "ActualText"));
    close_fixture(&f);
    open_fixture(&f);
    add_crowd(&f, 50000, 17000);
    assert_int_equal(pdf_write(f.arena, f.diag, fonts, &f.document, &f.out), FAILED);
    assert_true(diag_has(f.diag, MSG_PDF_CODES));
    close_fixture(&f);
}

/* Several glyphs for one text, several characters in one glyph, a glyph without any text. */
static void test_clusters(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct page *page = add_page(&f);
    struct page_item *item = add_text(&f, page, "ab", true);
    item->glyphs[0].text = STR("à");
    item->glyphs[1].text = STR("");
    item = add_text(&f, page, "f", true);
    item->glyphs[0].text = STR("fi");
    item = add_text(&f, page, "z", true);
    item->glyphs[0].text = STR("");
    write_good(&f);
    assert_true(contains(&f.plain, "/Span <</ActualText <FEFF00E0>>> BDC\n[<"));
    assert_true(contains(&f.plain, "> <00660069>\n"));
    assert_true(contains(&f.plain, "/Span <</ActualText <FEFF>>> BDC\n[<"));
    close_fixture(&f);
}

static void test_positions(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct page *page = add_page(&f);
    struct page_item *item = add_text(&f, page, "一丁", false);
    item->glyphs[1].x = 16800; /* 0.8 pt more than the advance */
    item = add_text(&f, page, "一", false);
    item->lift = 1100;
    item = add_text(&f, page, "一", false);
    item->angle = 90;
    item->lift = 1100;
    item = add_text(&f, page, "一", false);
    item->angle = 45;
    item->color = 0xC0C0C0;
    item->tag.node = 0;
    item = page_new_item(f.arena, page);
    assert_non_null(item);
    *item = (struct page_item){.kind = PAGE_PATH, .x = 1000, .y = 2000, .width = 30000, .height = 500};
    item->tag.node = 0;
    write_good(&f);
    assert_true(contains(&f.plain, ">-50<"));
    assert_true(contains(&f.plain, "0 1.1 Td"));
    assert_true(contains(&f.plain, "0 1 -1 0 88.9 741.89 Tm"));
    assert_true(contains(&f.plain, "0.707107 0.707107 -0.707107 0.707107 90 741.89 Tm"));
    assert_true(contains(&f.plain, "TJ\n/Artifact BMC\n0.753 0.753 0.753 rg\n"));
    assert_true(
        contains(&f.plain, "EMC\nET\n/Artifact BMC\n/G1 gs\n0 0 0 rg\n1 j\n0.5 w\n1 839.39 30 0.5 re f\n"));
    close_fixture(&f);
}

/* Heavier glyphs are filled and stroked; what comes behind them is as if they had not been. */
static void test_stroke(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct page *page = add_page(&f);
    add_text(&f, page, "一", false);
    for (int i = 0; i < 2; i++) {
        struct page_item *item = add_text(&f, page, "丁", false);
        item->stroke = 400;
        item->color = 0xFF0000;
    }
    struct page_item *item = page_new_item(f.arena, page);
    assert_non_null(item);
    *item = (struct page_item){.kind = PAGE_PATH, .x = 1000, .y = 2000, .width = 30000, .height = 500};
    item->tag.node = 0;
    add_text(&f, page, "七", false)->stroke = 300;
    add_text(&f, page, "一", false);
    add_text(&f, add_page(&f), "一", false);
    write_good(&f);
    assert_int_equal(count_of(&f.plain, "1 0 0 rg\n1 0 0 RG\n1 j\n0.4 w\n2 Tr\n0 0 Td"), 1);
    assert_int_equal(count_of(&f.plain, "S\nEMC\nBT\n0.3 w\n90 741.89 Td"), 1);
    assert_int_equal(count_of(&f.plain, "TJ\n0 Tr\n0 0 Td"), 1);
    assert_int_equal(count_of(&f.plain, " Tr\n"), 2);
    assert_int_equal(count_of(&f.plain, " w\n"), 3);
    close_fixture(&f);
}

/* Fills, watermark, pictures' share of it, text, whatever their order in the tray; what holds for one item
 * alone is put back behind it. */
static void test_layers(void **state)
{
    (void)state;
    static const struct page_box boxes[] = {{1000, 2000, 30000, 5000}, {1000, 9000, 30000, 5000}};
    struct fixture f;
    open_fixture(&f);
    struct page *page = add_page(&f);
    add_text(&f, page, "一", false);
    struct page_item *over = add_text(&f, page, "丁", false);
    over->layer = PAGE_MARK_OVER;
    over->halo = 3000;
    over->translucent = true;
    struct page_item *inside = add_text(&f, page, "七", false);
    inside->layer = PAGE_MARK;
    inside->color = 0xFF0000;
    inside->boxes = boxes;
    inside->box_count = 2;
    struct page_item *fill = page_new_item(f.arena, page);
    assert_non_null(fill);
    *fill = (struct page_item){.kind = PAGE_PATH, .layer = PAGE_FILLS, .width = 1000, .height = 1000};
    add_text(&f, add_page(&f), "一", false);
    write_good(&f);
    const char *fill_at = strstr(f.plain.ptr, "0 840.89 1 1 re f\n");
    const char *mark_at =
        strstr(f.plain.ptr, "q\n1 834.89 30 5 re 1 827.89 30 5 re W n\n1 0 0 rg\nq 1 0 0 1 90 ");
    const char *over_at = strstr(f.plain.ptr, "Do Q\nQ\nq\n/G0 gs\n1 1 1 RG\n1 j\n3 w\nq 1 0 0 1 90 ");
    const char *text_at = strstr(f.plain.ptr, "Do Q\nQ\nBT\n90 741.89 Td\n/F");
    assert_non_null(fill_at);
    assert_true(fill_at < mark_at && mark_at < over_at && over_at < text_at);
    assert_int_equal(count_of(&f.out, "/Resources <</Font <<"), 2);
    assert_int_equal(count_of(&f.out, "/ExtGState <</G0 <</ca .5 /CA .5>>>>"), 1);
    close_fixture(&f);
}

/* A watermark is a form of outlines, one however many pages show it, in whatever colour; its characters are no text. */
static void test_watermark(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    for (int i = 0; i < 3; i++) {
        struct page *page = add_page(&f);
        add_text(&f, page, "一", false);
        struct page_item *mark = add_text(&f, page, "丁", false);
        mark->layer = PAGE_MARK;
        mark->color = i == 0 ? 0xFF0000 : 0x00FF00;
        mark->stroke = i == 2 ? 300 : 0; /* a form of its own: filled and stroked */
    }
    write_good(&f);
    assert_int_equal(count_of(&f.out, "/Subtype /Form"), 2);
    assert_int_equal(count_of(&f.plain, "cm /P0 Do Q\n"), 2);
    assert_int_equal(count_of(&f.plain, "cm /P1 Do Q\n"), 1);
    assert_int_equal(count_of(&f.plain, "h\nf\n"), 1);
    assert_int_equal(count_of(&f.plain, "h\nB\n"), 1);
    assert_int_equal(count_of(&f.plain, "<4E01>"), 0);
    assert_int_equal(count_of(&f.plain, "<4E00>"), 1);
    close_fixture(&f);
}

/* Forms are kept for the documents after by all that they are drawn from, and are the same as those that are drawn. */
static void test_watermarks_kept(void **state)
{
    (void)state;
    struct buf first[2] = {BUF(PDF_MAX_BYTES), BUF(PDF_MAX_BYTES)};
    for (size_t i = 0; i < 8; i++) {
        struct fixture f;
        struct buf *same = &first[i % 2];
        open_fixture(&f);
        struct page_item *mark = add_text(&f, add_page(&f), "七丈", false);
        mark->layer = PAGE_MARK;
        mark->size += i % 2 == 0 ? 0 : 1000;
        write_good(&f);
        if (i < 2)
            buf_add_str(same, buf_str(&f.out));
        assert_true(str_equal(buf_str(&f.out), buf_str(same)));
        close_fixture(&f);
    }
    assert_false(str_equal(buf_str(&first[0]), buf_str(&first[1])));
    buf_clear(&first[0]);
    buf_clear(&first[1]);
}

/* x, y, radius 30: four curves from the right, counter-clockwise as the tray sees it, closed and stroked. */
static void test_circle(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct page *page = add_page(&f);
    struct page_item *item = page_new_item(f.arena, page);
    assert_non_null(item);
    *item = (struct page_item){.kind = PAGE_PATH,
                               .shape = PAGE_ELLIPSE,
                               .hollow = true,
                               .x = 100000,
                               .y = 41890,
                               .width = 60000,
                               .height = 60000,
                               .stroke = 500,
                               .pen = 0x0000FF};
    item->tag.node = 0;
    add_text(&f, page, "一", false);
    write_good(&f);
    assert_true(contains(&f.plain, "/Artifact BMC\n0 0 1 RG\n1 j\n0.5 w\n"
                                   "160 770 m\n"
                                   "160 753.432 146.568 740 130 740 c\n"
                                   "113.432 740 100 753.432 100 770 c\n"
                                   "100 786.568 113.432 800 130 800 c\n"
                                   "146.568 800 160 786.568 160 770 c\n"
                                   "s\nEMC\nBT\n"));
    close_fixture(&f);
}

/* Lines and curves from the top left of their box, filled and stroked; the same turned; an ellipse filled. */
static void test_path(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct page *page = add_page(&f);
    static const struct page_segment segments[] = {{PAGE_MOVE, {{0, 0}}},
                                                   {PAGE_LINE, {{20000, 0}}},
                                                   {PAGE_CURVE, {{20000, 5000}, {15000, 10000}, {0, 10000}}},
                                                   {PAGE_CLOSE, {{0, 0}}}};
    const struct page_item path = {.kind = PAGE_PATH,
                                   .shape = PAGE_SEGMENTS,
                                   .segments = segments,
                                   .segment_count = ARRAY_COUNT(segments),
                                   .x = 100000,
                                   .y = 41890,
                                   .color = 0xFF0000,
                                   .pen = 0x0000FF,
                                   .stroke = 500};
    for (int i = 0; i < 4; i++) {
        struct page_item *item = page_new_item(f.arena, page);
        assert_non_null(item);
        *item = path;
        item->stroke = i == 1 ? 0 : 500;
        item->hollow = i == 2;
        item->translucent = i == 1;
        item->angle = i == 2 ? 90 : 0;
        item->shape = i == 3 ? PAGE_ELLIPSE : PAGE_SEGMENTS;
        item->width = item->height = 2000;
    }
    write_good(&f);
    assert_true(contains(&f.plain, "1 0 0 rg\n0 0 1 RG\n1 j\n0.5 w\n"
                                   "100 800 m\n120 800 l\n120 795 115 790 100 790 c\nh\nB\n"
                                   "q\n/G0 gs\n"
                                   "100 800 m\n120 800 l\n120 795 115 790 100 790 c\nh\nf\nQ\n"
                                   "100 800 m\n100 820 l\n105 820 110 815 110 800 c\nh\nS\n"
                                   "102 799 m\n"));
    assert_true(contains(&f.plain, "102 799 c\nb\n"));
    close_fixture(&f);
}

/* A rule is a box and, over it, a line as thick, with the adjustment of strokes that the page names; not so what is
 * two points thick, a fill, or a box with an outline. */
static void test_rules(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct page *page = add_page(&f);
    const struct page_item rule = {
        .kind = PAGE_PATH, .x = 100000, .y = 41890, .width = 30000, .height = 500, .color = 0xFF0000};
    for (int i = 0; i < 5; i++) {
        struct page_item *item = page_new_item(f.arena, page);
        assert_non_null(item);
        *item = rule;
        item->width = i == 1 ? 1000 : 30000;
        item->height = i == 1 ? 20000 : i == 2 ? 2000 : 500;
        item->x += i == 2 ? 3 : 0; /* all are rounded alike */
        item->layer = i == 3 ? PAGE_FILLS : PAGE_TEXT;
        item->stroke = i == 4 ? 300 : 0;
        item->pen = 0xFF0000;
    }
    add_text(&f, add_page(&f), "一", false);
    write_good(&f);
    assert_true(contains(&f.plain, "1 0 0 rg\n100 799.5 30 0.5 re f\n" /* the fill */
                                   "/G1 gs\n1 0 0 RG\n1 j\n0.5 w\n"
                                   "100 799.5 30 0.5 re f\n100 799.75 m 130 799.75 l S\n"
                                   "1 w\n100 780 1 20 re f\n100.5 780 m 100.5 800 l S\n"
                                   "100 798 30 2 re f\n"
                                   "0.3 w\n100 799.5 30 0.5 re B\n"));
    assert_int_equal(count_of(&f.out, "/ExtGState <</G1 <</SA true>>>>"), 1);
    close_fixture(&f);
}

/* A row of spots is a dashed line: of rectangles from the first on; of circles with round ends, a tenth of a
 * point long, so that no viewer lengthens the step, and on to behind the last.
 * Rectangles that touch are one line; circles never are. */
static void test_spots(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct page *page = add_page(&f);
    const struct page_item row = {.kind = PAGE_PATH,
                                  .shape = PAGE_SPOTS,
                                  .x = 100000,
                                  .y = 41890,
                                  .width = 30000,
                                  .height = 2000,
                                  .color = 0xFF0000,
                                  .spot = 2000,
                                  .step = 7000};
    for (int i = 0; i < 6; i++) {
        struct page_item *item = page_new_item(f.arena, page);
        assert_non_null(item);
        *item = row;
        item->round = i == 1 || i == 2 || i >= 4;
        item->angle = i == 2 ? 90 : 0;
        item->step = i == 3 || i == 5 ? 2000 : 7000;
        item->width = i == 4 ? 2000 : 30000;
    }
    write_good(&f);
    assert_true(contains(&f.plain, "q 1 0 0 RG 2 w [2 5 ] 0 d\n100 799 m 132.5 799 l S Q\n"
                                   "q 1 J 1 0 0 RG 1.95 w [0.1 6.9 ] 0 d\n100.95 799 m 132.5 799 l S Q\n"
                                   "q 1 J 1 0 0 RG 1.95 w [0.1 6.9 ] 0 d\n101 800.95 m 101 832.5 l S Q\n"
                                   "q 1 0 0 RG 2 w\n100 799 m 130 799 l S Q\n"
                                   "q 1 J 1 0 0 RG 1.95 w\n100.95 799 m 101.05 799 l S Q\n"
                                   "q 1 J 1 0 0 RG 1.95 w [0.1 1.9 ] 0 d\n100.95 799 m 130 799 l S Q\n"));
    close_fixture(&f);
}

/* A glyph without text is drawn, and copies back as nothing, though it is a character elsewhere. */
static void test_decoration(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct page *page = add_page(&f);
    struct page_item *item = add_text(&f, page, "··", true);
    item->tag.node = 0;
    item->glyphs[0].text = item->glyphs[1].text = STR("");
    write_good(&f);
    assert_false(contains(&f.plain, "> <00B7>\n"));
    assert_true(contains(&f.plain, "> <0020>\n"));
    assert_false(contains(&f.plain, "> <200B>\n"));
    assert_int_equal(count_of(&f.plain, "BT\n/Artifact BMC\n"), 1);
    assert_int_equal(count_of(&f.plain, "/Span <</ActualText <FEFF>>> BDC\n[<"), 1);
    close_fixture(&f);
}

static void test_equal_bytes(void **state)
{
    (void)state;
    struct fixture a, b;
    open_fixture(&a);
    open_fixture(&b);
    add_text(&a, add_page(&a), "甲方乙方𠮷", false);
    add_text(&b, add_page(&b), "甲方乙方𠮷", false);
    write_good(&a);
    write_good(&b);
    assert_int_equal(a.out.len, b.out.len);
    assert_memory_equal(a.out.ptr, b.out.ptr, a.out.len);
    close_fixture(&a);
    close_fixture(&b);
}

static void test_many_pages(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    for (int i = 0; i < 250; i++)
        add_text(&f, add_page(&f), "页", false);
    write_good(&f);
    assert_true(contains(&f.out, "/Count 250"));
    close_fixture(&f);
}

/* The many glyphs of a TrueType program stand in the order of the face; a map says which is whose. */
static void test_map(void **state)
{
    (void)state;
    enum { COUNT = 200 };
    static const char map[] = {0, 0, 0, COUNT - 1, 0, 1, 0, 2, 0, 3};
    struct fixture f;
    open_fixture(&f);
    struct page_item *item = add_text(&f, add_page(&f), "A", true);
    struct page_glyph *glyphs = ARENA_NEW_ARRAY(f.arena, COUNT, struct page_glyph);
    assert_non_null(glyphs);
    for (uint32_t i = 0; i < COUNT; i++)
        glyphs[i] = (struct page_glyph){.glyph = i == 0 ? 900 : 100 + i, .x = i * 16000, .text = STR("x")};
    item->glyphs = glyphs;
    item->glyph_count = COUNT - 1;
    add_text(&f, add_page(&f), "一", false);
    write_good(&f);
    assert_non_null(memmem(f.plain.ptr, f.plain.len, map, sizeof map));
    assert_int_equal(count_of(&f.out, "/CIDToGIDMap "), 1);
    close_fixture(&f);
    open_fixture(&f);
    add_text(&f, add_page(&f), "CAB", true);
    write_good(&f);
    assert_int_equal(count_of(&f.out, "/CIDToGIDMap /Identity"), 1);
    close_fixture(&f);
}

/* Pages come in any order, and in parts: each part begins as a page does. */
static void test_parts(void **state)
{
    (void)state;
    struct fixture f;
    void *pdf = NULL;
    open_fixture(&f);
    struct page *page = add_page(&f), part = {.width = page->width, .height = page->height};
    add_page(&f); /* nothing on it */
    add_text(&f, add_page(&f), "丙", false);
    page = &f.document.pages[0];
    add_text(&f, page, "甲", false)->color = 0xFF0000;
    add_text(&f, &part, "乙", false);
    assert_int_equal(
        pdf_writer.open(f.arena, f.diag, fonts, (struct page_wishes){.conformance = PAGE_PLAIN}, &pdf), OK);
    assert_int_equal(pdf_writer.add_page(pdf, &f.document.pages[2], 2), OK);
    assert_int_equal(pdf_writer.add_page(pdf, page, 0), OK);
    page->item_count = 0;
    assert_int_equal(pdf_writer.add_page(pdf, page, 0), OK);
    assert_int_equal(pdf_writer.add_page(pdf, &part, 0), OK);
    assert_int_equal(pdf_writer.finish(pdf, &f.document, &f.out), OK);
    pdf_writer.close(pdf);
    inflate_streams(&f);
    assert_int_equal(count_of(&f.out, "/Contents ["), 2);
    assert_int_equal(count_of(&f.plain, "q\nBT\n1 0 0 rg\n"), 1);
    assert_int_equal(count_of(&f.plain, "ET\nQ\nq\nBT\n90 741.89 Td"), 1);
    close_fixture(&f);
}

/* Landscape text on an upright sheet: shown turned, a place in the text is counted from the sheet's left. */
static void test_turned(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct page *page = add_page(&f);
    page->turned = true;
    add_text(&f, page, "横", false)->angle = 90;
    struct page_outline *outline = page_new_outline(f.arena, &f.document);
    assert_non_null(outline);
    *outline = (struct page_outline){.title = STR("表"), .level = 1, .y = 100000};
    write_good(&f);
    assert_true(contains(&f.out, "/MediaBox [0 0 595.276 841.89]"));
    assert_true(contains(&f.out, "/Rotate 90"));
    assert_true(contains(&f.out, "/XYZ 100 0 null]"));
    assert_true(contains(&f.plain, "0 1 -1 0 90 741.89 Tm"));
    close_fixture(&f);
}

static void test_bad_documents(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    assert_int_equal(pdf_write(f.arena, f.diag, fonts, &f.document, &f.out), FAILED);
    assert_true(diag_has(f.diag, MSG_PDF_EMPTY));
    add_page(&f)->width = 2999;
    assert_int_equal(pdf_write(f.arena, f.diag, fonts, &f.document, &f.out), FAILED);
    assert_true(diag_has(f.diag, MSG_PDF_SHEET));
    close_fixture(&f);
}

static void test_square_font(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct font_set *square;
    assert_int_equal(font_set_square("", &square), OK);
    struct page_item *item = add_text(&f, add_page(&f), "一", false);
    item->face = 0;
    assert_int_equal(pdf_write(f.arena, f.diag, square, &f.document, &f.out), FAILED);
    assert_true(diag_has(f.diag, MSG_PDF_NO_OUTLINE));
    font_set_free(square);
    close_fixture(&f);
}

/* The cross-reference table leads to every object, byte for byte. */
static void test_cross_references(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    add_text(&f, add_page(&f), "一a", false);
    for (int i = 0; i < 150; i++)
        add_page(&f);
    write_good(&f);
    const char *start = memmem(f.out.ptr, f.out.len, "startxref\n", 10);
    assert_non_null(start);
    const char *table = f.out.ptr + strtoul(start + 10, NULL, 10);
    unsigned first = 1, count = 0;
    int read = 0;
    assert_int_equal(sscanf(table, "xref\n%u %u\n%n", &first, &count, &read), 2);
    assert_true(first == 0 && count > 150);
    for (unsigned id = 1; id < count; id++) {
        const char *entry = table + read + 20 * (size_t)id;
        char wanted[32];
        snprintf(wanted, sizeof wanted, "%u 0 obj", id);
        assert_memory_equal(entry + 10, " 00000 n", 8);
        assert_memory_equal(f.out.ptr + strtoul(entry, NULL, 10), wanted, strlen(wanted));
    }
    close_fixture(&f);
}

/* A page of each sort of thing that needs no font, with `room` for the file. */
static enum status write_into(size_t room, size_t *ret_len)
{
    struct fixture f;
    open_fixture(&f);
    struct page *page = add_page(&f);
    struct page_item *item = page_new_item(f.arena, page);
    struct page_link *link = page_new_link(f.arena, page);
    struct page_outline *outline = page_new_outline(f.arena, &f.document);
    assert_true(item != NULL && link != NULL && outline != NULL);
    *item = (struct page_item){.kind = PAGE_PATH, .width = 1000, .height = 1000};
    *outline = (struct page_outline){.title = STR("一"), .level = 1};
    f.out.max = room;
    enum status status = pdf_write(f.arena, f.diag, fonts, &f.document, &f.out);
    *ret_len = f.out.len;
    close_fixture(&f);
    return status;
}

/* Writing that fails at any byte is told, whatever is being written there. */
static void test_output_limit(void **state)
{
    (void)state;
    size_t whole = 0, len = 0;
    assert_int_equal(write_into(PDF_MAX_BYTES, &whole), OK);
    assert_true(whole > 1000);
    for (size_t room = 0; room < whole; room++)
        assert_int_equal(write_into(room, &len), FAILED);
    assert_int_equal(write_into(whole, &len), OK);
}

/* Each allocation of a small document fails once, with all later ones: never OK, nothing lost, nothing
 * crashed.  (FAILED where HarfBuzz or FreeType do not tell want of memory from a broken font.) */
static void test_failing_memory(void **state)
{
    (void)state;
    bool struck = true;
    for (uint64_t n = 1; struck; n++) {
        struct fixture f;
        open_fixture(&f);
        struct page *page = add_page(&f);
        add_text(&f, page, "甲𠮷（", false)->glyphs[1].x = 20000;
        add_text(&f, page, "a", true);
        add_text(&f, page, "丁", false)->layer = PAGE_MARK;
        struct page_outline *outline = page_new_outline(f.arena, &f.document);
        assert_non_null(outline);
        *outline = (struct page_outline){.title = STR("一"), .level = 1};
        struct page_link *link = page_new_link(f.arena, page);
        assert_non_null(link);
        base_fail_allocation(n);
        enum status status = pdf_write(f.arena, f.diag, fonts, &f.document, &f.out);
        struck = base_allocation_failed();
        base_fail_allocation(0);
        bool right = struck ? status == NO_MEMORY || diag_has(f.diag, MSG_FONT_SUBSET) : status == OK;
        if (!right) {
            diag_print(f.diag, &f.plain);
            fail_msg("allocation %llu: status %d %s", (unsigned long long)n, status, buf_str(&f.plain).ptr);
        }
        close_fixture(&f);
        assert_true(n < 100000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_structure),
        cmocka_unit_test(test_as_made),
        cmocka_unit_test(test_attachments),
        cmocka_unit_test(test_copy_back),
        cmocka_unit_test(test_two_texts),
        cmocka_unit_test(test_many_texts),
        cmocka_unit_test(test_many_codes),
        cmocka_unit_test(test_clusters),
        cmocka_unit_test(test_positions),
        cmocka_unit_test(test_stroke),
        cmocka_unit_test(test_layers),
        cmocka_unit_test(test_watermark),
        cmocka_unit_test(test_watermarks_kept),
        cmocka_unit_test(test_circle),
        cmocka_unit_test(test_path),
        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_spots),
        cmocka_unit_test(test_decoration),
        cmocka_unit_test(test_equal_bytes),
        cmocka_unit_test(test_many_pages),
        cmocka_unit_test(test_map),
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_turned),
        cmocka_unit_test(test_bad_documents),
        cmocka_unit_test(test_square_font),
        cmocka_unit_test(test_cross_references),
        cmocka_unit_test(test_output_limit),
        cmocka_unit_test(test_failing_memory),
    };
    return cmocka_run_group_tests(tests, load_fonts, free_fonts);
}
