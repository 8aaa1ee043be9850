/* The page tray: appending keeps what was there, the dump says everything on one line an item. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "page/page.h"
#include "pages.h"

static void test_many_items_survive_growing(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    assert_non_null(arena);
    struct page_document document = {0};
    for (int p = 0; p < 40; p++) {
        struct page *page = page_new(arena, &document);
        assert_non_null(page);
        page->number = p + 1;
        for (int i = 0; i < 100; i++) {
            struct page_item *item = page_new_item(arena, page);
            assert_non_null(item);
            assert_int_equal(item->width, 0);
            item->x = i;
            item->width = p;
        }
        for (int i = 0; i < 20; i++)
            assert_non_null(page_new_link(arena, page));
        struct page_outline *outline = page_new_outline(arena, &document);
        assert_non_null(outline);
        outline->page = (size_t)p;
    }
    assert_int_equal(document.page_count, 40);
    assert_int_equal(document.outline_count, 40);
    for (int p = 0; p < 40; p++) {
        const struct page *page = &document.pages[p];
        assert_int_equal(page->number, p + 1);
        assert_int_equal(page->item_count, 100);
        assert_int_equal(page->link_count, 20);
        assert_int_equal(document.outlines[p].page, p);
        for (int i = 0; i < 100; i++) {
            assert_int_equal(page->items[i].x, i);
            assert_int_equal(page->items[i].width, p);
        }
    }
    arena_free(arena);
}

static uint32_t add_node(struct page_document *document, struct page_cursor *cursor, struct page_node node)
{
    uint32_t id = 0;
    assert_int_equal(page_node_add(document->structure, cursor, &node, &id), OK);
    return id;
}

/* A head of two rows, the upper one over two columns, and a body row that is one cell of both; gives that. */
static uint32_t add_table(struct page_document *document, struct page_cursor *blocks)
{
    struct page_cursor groups = {.parent =
                                     add_node(document, blocks, (struct page_node){.part = PART_TABLE})};
    struct page_cursor heads = {.parent = add_node(document, &groups, (struct page_node){.part = PART_HEAD})};
    for (uint32_t row = 0; row < 2; row++) {
        struct page_cursor cells = {
            .parent = add_node(document, &heads, (struct page_node){.part = PART_ROW, .row = row})};
        for (uint16_t column = 3; column < 5; column = (uint16_t)(column + 2 - row))
            add_node(document, &cells,
                     (struct page_node){
                         .part = PART_HEAD_CELL, .column = column, .span = {1, (uint16_t)(2 - row)}});
    }
    struct page_cursor rows = {.parent = add_node(document, &groups, (struct page_node){.part = PART_BODY})};
    struct page_cursor cells = {
        .parent = add_node(document, &rows, (struct page_node){.part = PART_ROW, .row = 2})};
    return add_node(document, &cells, (struct page_node){.part = PART_CELL, .column = 3, .span = {1, 2}});
}

static void add_content(struct arena *arena, struct page_document *document)
{
    static struct page_glyph glyphs[] = {
        {1, 1, 0, {"甲", 3}}, {2, 1, 16000, {"", 0}}, {3, 0, 32000, {"\"\n", 2}}};
    struct page_cursor sections = {.parent = 1};
    document->structure = page_structure_new(arena);
    assert_non_null(document->structure);
    const uint32_t section = add_node(document, &sections, (struct page_node){.part = PART_SECTION});
    struct page_cursor blocks = {.parent = section};
    const uint32_t heading =
        add_node(document, &blocks, (struct page_node){.part = PART_HEADING, .level = 2});
    const uint32_t cell = add_table(document, &blocks);
    static const int record = 0;
    const struct page_run run = {.text = "甲", .shown = &record, .len = 3, .number = 1};
    assert_int_equal(page_run_add(document->structure, heading, &run), OK);
    document->title = STR("补充协议");
    document->date = STR("20260802");
    struct page *page = page_new(arena, document);
    page->width = 595276;
    page->height = 841890;
    page->number = 2;
    struct page_item *item = page_new_item(arena, page);
    *item = (struct page_item){.kind = PAGE_GLYPHS,
                               .x = -50,
                               .y = 100000,
                               .width = 48000,
                               .size = 16000,
                               .glyphs = glyphs,
                               .glyph_count = 3};
    item->tag.node = heading;
    item = page_new_item(arena, page);
    *item =
        (struct page_item){.kind = PAGE_PATH, .x = 1, .y = 2, .width = 3, .height = 500, .color = 0xff0000};
    item = page_new_item(arena, page);
    *item = (struct page_item){.kind = PAGE_GLYPHS, .face = 4, .angle = 45};
    item->tag.node = cell;
    struct page_link *link = page_new_link(arena, page);
    *link = (struct page_link){1000, 2000, 3000, 4000, 0, 5000, STR("一、总则"), 0, 0};
    struct page_outline *outline = page_new_outline(arena, document);
    *outline = (struct page_outline){STR("一、总则"), 1, 0, 5000, 0};
}

static void test_dump(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct page_document document = {0};
    add_content(arena, &document);
    struct buf out = BUF(1 << 16);
    page_dump(&document, &out);
    assert_int_equal(buf_status(&out), OK);
    assert_string_equal(
        out.ptr,
        "document title \"补充协议\" date \"20260802\"\n"
        "page 1 size 595.276 841.890 number 2\n"
        "  glyphs heading 2 node 3 x -0.050 y 100.000 width 48.000 face 0 size 16.000 \"甲\\\"\\x0A\"\n"
        "  rectangle artifact x 0.001 y 0.002 width 0.003 height 0.500 color FF0000\n"
        "  glyphs cell node 13 table 4 row 2 column 3 spans 1 2 x 0.000 y 0.000 width 0.000 angle 45 face 4 "
        "size 0.000 "
        "\"\"\n"
        "  link x 1.000 y 2.000 width 3.000 height 4.000 to 1 y 5.000 \"一、总则\"\n"
        "outline 1 page 1 y 5.000 \"一、总则\"\n");
    buf_clear(&out);
    arena_free(arena);
}

static void print_shown(const void *shown, struct buf *out)
{
    assert_non_null(shown);
    buf_add_text(out, "list[1].field7");
}

/* The tree, with pages, head cells and fields; the text of a node without what is repeated. */
static void test_structure(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct page_document document = {0};
    add_content(arena, &document);
    struct page *page = page_new(arena, &document);
    struct page_item *again = page_new_item(arena, page);
    *again = document.pages[0].items[0];
    again->tag.repeated = true;
    struct buf out = BUF(1 << 16);
    assert_int_equal(page_dump_structure(&document, arena, print_shown, &out), OK);
    assert_string_equal(out.ptr, "1 document page 1 again 2\n"
                                 "  2 section page 1 again 2\n"
                                 "    3 heading 2 page 1 again 2: 甲\\\"\\x0A\n"
                                 "      field list[1].field7 \"甲\"\n"
                                 "    4 table page 1\n"
                                 "      5 head\n"
                                 "        6 row\n"
                                 "          7 head-cell spans 1 2\n"
                                 "        8 row\n"
                                 "          9 head-cell heads 7\n"
                                 "          10 head-cell heads 7\n"
                                 "      11 body page 1\n"
                                 "        12 row page 1\n"
                                 "          13 cell spans 1 2 heads 7 9 10 page 1: \n");
    buf_clear(&out);
    arena_free(arena);
}

/* Runs stand together, of each node its own; at the limit of nodes there is no other one, nor at that of runs. */
static void test_many_nodes_and_runs(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct page_document document = {.structure = page_structure_new(arena)};
    struct page_structure *structure = document.structure;
    assert_non_null(structure);
    struct page_cursor sections = {.parent = 1};
    const struct page_node node = {.part = PART_SECTION};
    uint32_t id = 0;
    for (uint32_t i = 1; i < PAGE_MAX_NODES; i++)
        assert_int_equal(page_node_add(structure, &sections, &node, &id), OK);
    assert_int_equal(page_node_add(structure, &sections, &node, &id), FAILED);
    assert_int_equal(id, PAGE_MAX_NODES);
    assert_int_equal(page_node_of(structure, 5000)->next, 5001);
    assert_null(page_run_of(structure, 2, 0));
    for (uint32_t i = 0; i < PAGE_MAX_NODES; i++)
        assert_int_equal(page_run_add(structure, 2 + i / 3000, &(struct page_run){.number = i % 3000 + 1}),
                         OK);
    assert_int_equal(page_run_add(structure, id, &(struct page_run){.number = 1}), FAILED);
    assert_int_equal(page_run_of(structure, 3, 2999)->number, 3000);
    assert_null(page_run_of(structure, 3, 3000));
    arena_free(arena);
}

static void test_languages(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct page_structure *structure = page_structure_new(arena);
    char names[PAGE_MAX_LANGS + 1][16];
    struct page_cursor top = {.parent = 1};
    uint16_t number = 0;
    uint32_t section = 0, paragraph = 0;
    assert_non_null(structure);
    assert_int_equal(page_lang_number(structure, STR(PAGE_LANG), &number), OK);
    assert_int_equal(number, 1);
    for (int i = 2; i <= PAGE_MAX_LANGS + 1; i++) {
        snprintf(names[i - 1], sizeof names[0], "x-%d", i);
        assert_int_equal(page_lang_number(structure, str_of(names[i - 1]), &number),
                         i <= PAGE_MAX_LANGS ? OK : FAILED);
    }
    assert_int_equal(number, PAGE_MAX_LANGS); /* untouched */
    assert_int_equal(page_lang_number(structure, STR("x-7"), &number), OK);
    assert_int_equal(number, 7);
    assert_true(str_is(page_lang_of(structure, PAGE_MAX_LANGS), "x-31"));
    assert_int_equal(
        page_node_add(structure, &top, &(struct page_node){.part = PART_SECTION, .lang = 7}, &section), OK);
    struct page_cursor inner = {.parent = section};
    assert_int_equal(
        page_node_add(structure, &inner, &(struct page_node){.part = PART_PARAGRAPH}, &paragraph), OK);
    assert_int_equal(page_lang_around(structure, paragraph), 7);
    assert_true(str_is(page_lang_change(structure, section), "x-7"));
    assert_int_equal(page_lang_change(structure, paragraph).len, 0);
    page_node_of(structure, paragraph)->lang = 7;
    assert_int_equal(page_lang_change(structure, paragraph).len, 0);
    page_node_of(structure, paragraph)->lang = 1;
    assert_true(str_is(page_lang_change(structure, paragraph), PAGE_LANG));
    arena_free(arena);
}

static void test_structure_without_memory(void **state)
{
    (void)state;
    enum status status = NO_MEMORY;
    for (uint64_t n = 1; status != OK; n++) {
        struct arena *arena = arena_new(0);
        assert_non_null(arena);
        base_fail_allocation(n);
        struct page_document document = {.structure = page_structure_new(arena)};
        struct page_cursor sections = {.parent = 1};
        struct buf out;
        out = BUF(1 << 16);
        uint32_t id = 0;
        status = document.structure != NULL ? OK : NO_MEMORY;
        for (int i = 0; status == OK && i < 60000; i++)
            status =
                page_node_add(document.structure, &sections, &(struct page_node){.part = PART_SECTION}, &id);
        if (status == OK)
            status = page_run_add(document.structure, id, &(struct page_run){.number = 1});
        if (status == OK)
            status = page_dump_structure(&document, arena, NULL, &out);
        base_fail_allocation(0);
        assert_true(status == OK || status == NO_MEMORY);
        buf_clear(&out);
        arena_free(arena);
    }
}

static void test_dump_of_stroke_circle_fallback_picture(void **state)
{
    (void)state;
    struct arena *arena = arena_new(0);
    struct page_document document = {0};
    struct page *page = page_new(arena, &document);
    *page_new_item(arena, page) = (struct page_item){.kind = PAGE_PATH,
                                                     .shape = PAGE_ELLIPSE,
                                                     .hollow = true,
                                                     .x = 1000,
                                                     .y = 2000,
                                                     .width = 3000,
                                                     .height = 3000,
                                                     .stroke = 350,
                                                     .pen = 0xFF};
    *page_new_item(arena, page) = (struct page_item){.kind = PAGE_PATH,
                                                     .shape = PAGE_SPOTS,
                                                     .round = true,
                                                     .width = 30000,
                                                     .height = 2000,
                                                     .spot = 2100,
                                                     .step = 7000};
    *page_new_item(arena, page) =
        (struct page_item){.kind = PAGE_GLYPHS, .face = 3, .fallback = true, .stroke = 400, .size = 5000};
    const struct picture_file file = {.format = PICTURE_JPEG, .width = 7, .height = 9};
    const struct page_picture picture = {.file = &file, .alt = STR("图")};
    *page_new_item(arena, page) = (struct page_item){
        .kind = PAGE_PICTURE, .picture = &picture, .width = 3000, .height = 4000, .angle = 90};
    const struct page_box boxes[] = {{1000, 2000, 3000, 4000}, {0, 0, 5, 6}};
    *page_new_item(arena, page) = (struct page_item){
        .kind = PAGE_GLYPHS, .size = 5000, .halo = 100, .translucent = true, .boxes = boxes, .box_count = 2};
    struct buf out = BUF(1 << 16);
    page_dump(&document, &out);
    assert_string_equal(
        out.ptr,
        "page 1 size 0.000 0.000\n"
        "  circle artifact x 1.000 y 2.000 width 3.000 color 0000FF stroke 0.350\n"
        "  spots artifact x 0.000 y 0.000 width 30.000 height 2.000 round 2.100 step 7.000\n"
        "  glyphs artifact x 0.000 y 0.000 width 0.000 stroke 0.400 face 3 fallback size 5.000 \"\"\n"
        "  picture artifact x 0.000 y 0.000 width 3.000 height 4.000 angle 90 jpeg 7 9 \"图\"\n"
        "  glyphs artifact x 0.000 y 0.000 width 0.000 halo 0.100 translucent inside x 1.000 y 2.000 width "
        "3.000 "
        "height 4.000 and x 0.000 y 0.000 width 0.005 height 0.006 face 0 size 5.000 \"\"\n");
    buf_clear(&out);
    arena_free(arena);
}

static void add_word(struct arena *arena, struct page *page, const struct page_item *like, const char *text)
{
    struct page_glyph *glyph = ARENA_NEW(arena, struct page_glyph);
    struct page_item *item = page_new_item(arena, page);
    assert_non_null(glyph);
    assert_non_null(item);
    glyph->text = str_of(text);
    *item = *like;
    item->kind = PAGE_GLYPHS;
    item->glyphs = glyph;
    item->glyph_count = 1;
}

/* A line's text: all on its baseline between its ends, with what is raised or lowered; not the line below,
 * the cell beside it, nor an artifact. */
static void test_lines(void **state)
{
    (void)state;
    const struct page_tag tag = {.node = 1};
    struct arena *arena = arena_new(0);
    struct page_document document = {0};
    struct page *page = page_new(arena, &document);
    page->number = 7;
    struct page_item word = {.tag = tag, .x = 15000, .y = 20000, .width = 40000, .size = 10000};
    add_word(arena, page, &word, "（面积");
    word = (struct page_item){.tag = tag, .x = 55000, .y = 16500, .width = 3000, .size = 6000};
    add_word(arena, page, &word, "2");
    word = (struct page_item){.tag = tag, .x = 58000, .y = 21500, .width = 3000, .size = 6000};
    add_word(arena, page, &word, "\"");
    word = (struct page_item){.tag = tag, .x = 20000, .y = 32000, .width = 40000, .size = 10000};
    add_word(arena, page, &word, "下一行");
    word = (struct page_item){.tag = tag, .x = 66000, .y = 20000, .width = 40000, .size = 10000};
    add_word(arena, page, &word, "右格");
    word = (struct page_item){.x = 20000, .y = 20000, .width = 40000, .size = 10000};
    add_word(arena, page, &word, "水印");
    *page_new_line(arena, page) = (struct page_line){.x = 20000,
                                                     .y = 20000,
                                                     .width = 41000,
                                                     .inset = 15000,
                                                     .column = 61000,
                                                     .left = 10000,
                                                     .right = 5000,
                                                     .size = 10000,
                                                     .justified = true,
                                                     .forced = true,
                                                     .letters = 3,
                                                     .strain = -31};
    *page_new_line(arena, page) = (struct page_line){
        .x = 20000, .y = 32000, .width = 40000, .letters = 3, .broken = 3, .last = true, .overfull = true};
    *page_new_line(arena, page) = (struct page_line){
        .x = 66000, .y = 20000, .width = 40000, .letters = 2, .strain = 1250, .in_cell = true};
    struct buf out = BUF(1 << 16);
    page_dump_lines(&document, false, &out);
    assert_int_equal(buf_status(&out), OK);
    assert_string_equal(
        out.ptr, "page 1 number 7\n"
                 "  line x 20.000 y 20.000 width 41.000 letters 3 strain -0.031 \"（面积2\\\"\"\n"
                 "  line x 20.000 y 32.000 width 40.000 letters 3 broken rule last overfull \"下一行\"\n"
                 "  line x 66.000 y 20.000 width 40.000 letters 2 strain 1.250 cell \"右格\"\n");
    buf_reset(&out);
    page_dump_lines(&document, true, &out);
    assert_non_null(strstr(
        out.ptr, "\"（面积2\\\"\"\n"
                 "    of artifact in 5.000 61.000 left 10.000 right 5.000 justified forced size 10.000\n"
                 "    at 15.000 55.000 58.000\n  line x"));
    buf_clear(&out);
    arena_free(arena);
}

static void test_empty_document(void **state)
{
    (void)state;
    struct page_document document = {0};
    struct buf out = BUF(100);
    page_dump(&document, &out);
    assert_int_equal(buf_status(&out), OK);
    assert_int_equal(out.len, 0);
    buf_clear(&out);
}

static bool add_all(struct arena *arena, struct page_document *document)
{
    for (int p = 0; p < 20; p++) {
        struct page *page = page_new(arena, document);
        if (page == NULL || page_new_item(arena, page) == NULL || page_new_link(arena, page) == NULL ||
            page_new_line(arena, page) == NULL || page_new_outline(arena, document) == NULL)
            return false;
    }
    return true;
}

static void test_no_memory(void **state)
{
    (void)state;
    for (uint64_t n = 1;; n++) {
        struct arena *arena = arena_new(0);
        assert_non_null(arena);
        struct page_document document = {0};
        base_fail_allocation(n);
        bool done = add_all(arena, &document);
        bool struck = base_allocation_failed();
        base_fail_allocation(0);
        assert_int_equal(done, !struck);
        arena_free(arena);
        if (!struck)
            break;
        assert_true(n < 1000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_many_items_survive_growing),
        cmocka_unit_test(test_dump),
        cmocka_unit_test(test_structure),
        cmocka_unit_test(test_many_nodes_and_runs),
        cmocka_unit_test(test_languages),
        cmocka_unit_test(test_structure_without_memory),
        cmocka_unit_test(test_dump_of_stroke_circle_fallback_picture),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_empty_document),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
