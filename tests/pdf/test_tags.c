#define _GNU_SOURCE /* memmem */
/*
 * The structure of the file, from trees and pages made by hand: which parts become elements, what they hold and in
 * which order, what is said of them, what leads back to them; failing memory.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "failing.h"
#include "pdf/fixture.h"

/* A document whose tree has one SECTION, node 2. */
static void open_tree(struct fixture *f)
{
    open_fixture(f);
    f->document.structure = page_structure_new(f->arena);
    assert_non_null(f->document.structure);
    struct page_cursor top = {.parent = 1};
    uint32_t section = 0;
    const struct page_node node = {.part = PART_SECTION};
    assert_int_equal(page_node_add(f->document.structure, &top, &node, &section), OK);
    assert_int_equal(section, 2);
}

/* The last child of its parent. */
static uint32_t add(struct fixture *f, uint32_t parent, struct page_node node)
{
    struct page_structure *structure = f->document.structure;
    struct page_cursor cursor = {.parent = parent, .last = page_node_of(structure, parent)->child};
    uint32_t added = 0;
    while (cursor.last > 0 && page_node_of(structure, cursor.last)->next > 0)
        cursor.last = page_node_of(structure, cursor.last)->next;
    assert_int_equal(page_node_add(structure, &cursor, &node, &added), OK);
    return added;
}

static uint32_t add_part(struct fixture *f, uint32_t parent, enum page_part part)
{
    return add(f, parent, (struct page_node){.part = (uint8_t)part});
}

static uint32_t add_cell(struct fixture *f, uint32_t row, enum page_part part, uint16_t column, uint16_t rows)
{
    return add(f, row, (struct page_node){.part = (uint8_t)part, .column = column, .span = {rows, 1}});
}

static struct page_item *say(struct fixture *f, size_t page, uint32_t node, const char *text)
{
    struct page_item *item = add_text(f, &f->document.pages[page], text, false);
    item->tag.node = node;
    return item;
}

static const struct page_wishes ARCHIVE = {.conformance = PAGE_A2A_UA1};

static enum status write_as(struct fixture *f, struct page_wishes wishes)
{
    return pdf_write_as(f->arena, f->diag, fonts, wishes, &f->document, &f->out);
}

/* The number of the object that begins with this; `from`: searched behind this one. */
static unsigned object_of(const struct fixture *f, const char *begins, unsigned from)
{
    char text[200];
    for (unsigned id = from + 1; id < 1000; id++) {
        snprintf(text, sizeof text, "\n%u 0 obj\n%s", id, begins);
        if (contains(&f->out, text))
            return id;
    }
    fail_msg("no object begins with %s", begins);
    return 0;
}

static void expect(const struct fixture *f, const char *text)
{
    if (!contains(&f->out, text))
        fail_msg("not in the file: %s\n%.*s", text, (int)f->out.len, f->out.ptr);
}

/* Contents of two pages, one element. */
static void a_paragraph_cut_by_a_page_turn_is_one_element(void **state)
{
    char text[200];
    struct fixture f;
    (void)state;
    open_tree(&f);
    const uint32_t paragraph = add_part(&f, 2, PART_PARAGRAPH);
    add_page(&f);
    add_page(&f);
    say(&f, 0, paragraph, "上");
    say(&f, 1, paragraph, "下");
    assert_int_equal(write_as(&f, ARCHIVE), OK);
    assert_int_equal(count_of(&f.out, "<</S/P/P "), 1);
    unsigned first = 0, second = 0;
    const char *kids = memmem(f.out.ptr, f.out.len, "/Kids [", 7);
    assert_non_null(kids);
    assert_int_equal(sscanf(kids, "/Kids [%u 0 R %u 0 R]", &first, &second), 2);
    snprintf(text, sizeof text, "/Pg %u 0 R/K[0<</Type/MCR/Pg %u 0 R/MCID 0>>]>>", first, second);
    expect(&f, text);
    const unsigned element = object_of(&f, "<</S/P/P ", 0);
    snprintf(text, sizeof text, "/Nums[0[%u 0 R]1[%u 0 R]]", element, element);
    expect(&f, text);
    close_fixture(&f);
}

/* A part in the line stands where its content does; the note behind its mark. */
static void a_note_stands_behind_its_mark(void **state)
{
    char text[200];
    struct fixture f;
    (void)state;
    open_tree(&f);
    const uint32_t paragraph = add_part(&f, 2, PART_PARAGRAPH),
                   mark = add_part(&f, paragraph, PART_REFERENCE), note = add_part(&f, paragraph, PART_NOTE);
    add_page(&f);
    say(&f, 0, paragraph, "前");
    say(&f, 0, mark, "①");
    say(&f, 0, paragraph, "后");
    say(&f, 0, note, "注");
    assert_int_equal(write_as(&f, ARCHIVE), OK);
    snprintf(text, sizeof text, "/K[0 %u 0 R %u 0 R 2]>>", object_of(&f, "<</S/Reference/P ", 0),
             object_of(&f, "<</S/Note/P ", 0));
    expect(&f, text);
    expect(&f, "/ID(-)"); /* a note has a name */
    snprintf(text, sizeof text, "/IDTree<</Names[(-)%u 0 R]>>", object_of(&f, "<</S/Note/P ", 0));
    expect(&f, text);
    close_fixture(&f);
}

static void an_item_has_its_label(void **state)
{
    char text[200];
    struct fixture f;
    (void)state;
    open_tree(&f);
    const uint32_t item = add_part(&f, add_part(&f, 2, PART_LIST), PART_ITEM),
                   label = add_part(&f, item, PART_LABEL), body = add_part(&f, item, PART_ITEM_BODY);
    add_page(&f);
    say(&f, 0, label, "一");
    say(&f, 0, body, "项");
    assert_int_equal(write_as(&f, ARCHIVE), OK);
    snprintf(text, sizeof text, "/K[%u 0 R %u 0 R]>>", object_of(&f, "<</S/Lbl/P ", 0),
             object_of(&f, "<</S/LBody/P ", 0));
    expect(&f, text);
    close_fixture(&f);
}

/* What nothing is seen of has no element; rows and cells always have one. */
static void empty_parts_have_none_but_cells_have(void **state)
{
    struct fixture f;
    (void)state;
    open_tree(&f);
    add_part(&f, 2, PART_PARAGRAPH);
    const uint32_t row = add_part(&f, add_part(&f, add_part(&f, 2, PART_TABLE), PART_BODY), PART_ROW);
    add_cell(&f, row, PART_CELL, 0, 1);
    const uint32_t cell = add_cell(&f, row, PART_CELL, 1, 1);
    add_page(&f);
    say(&f, 0, cell, "格");
    assert_int_equal(write_as(&f, ARCHIVE), OK);
    assert_int_equal(count_of(&f.out, "<</S/P/"), 0);
    assert_int_equal(count_of(&f.out, "<</S/TD/"), 2);
    close_fixture(&f);
}

/* A table with a head of one row, a body of one; gives the head's cell. */
static uint32_t add_table(struct fixture *f, uint32_t parent, uint32_t *ret_table)
{
    *ret_table = add_part(f, parent, PART_TABLE);
    const uint32_t row = add_part(f, add_part(f, *ret_table, PART_HEAD), PART_ROW);
    return add_cell(f, row, PART_HEAD_CELL, 0, 1);
}

static void a_head_that_stands_again_is_an_artifact(void **state)
{
    struct fixture f;
    uint32_t table = 0;
    (void)state;
    open_tree(&f);
    const uint32_t head = add_table(&f, 2, &table),
                   row = add_part(&f, add_part(&f, table, PART_BODY), PART_ROW),
                   cell = add_cell(&f, row, PART_CELL, 0, 1);
    add_page(&f);
    add_page(&f);
    say(&f, 0, head, "头");
    say(&f, 0, cell, "上");
    struct page_item *again = say(&f, 1, head, "头");
    again->tag.repeated = true;
    say(&f, 1, cell, "下");
    assert_int_equal(write_as(&f, ARCHIVE), OK);
    expect(&f, "<</S/TH/P ");
    expect(&f, "/A<</O/Table/Scope/Column>>");
    assert_int_equal(count_of(&f.out, "<</Type/MCR/"), 1); /* the cell's, not the head's */
    inflate_streams(&f);
    assert_int_equal(count_of(&f.plain, "/Artifact BMC\n"), 1);
    assert_false(contains(&f.out, "/Headers")); /* one row of heads says by itself what stands below */
    close_fixture(&f);
}

/* Where rows have heads, cells name theirs, by column and by row. */
static void cells_name_their_heads(void **state)
{
    struct fixture f;
    uint32_t table = 0;
    (void)state;
    open_tree(&f);
    const uint32_t head = add_table(&f, 2, &table), body = add_part(&f, table, PART_BODY);
    add_cell(&f, page_node_of(f.document.structure, head)->parent, PART_HEAD_CELL, 1, 1);
    const uint32_t row = add(&f, body, (struct page_node){.part = PART_ROW, .row = 1});
    const uint32_t label = add_cell(&f, row, PART_ROW_HEAD, 0, 2);
    const uint32_t cell = add_cell(&f, row, PART_CELL, 1, 1);
    const uint32_t low = add(&f, body, (struct page_node){.part = PART_ROW, .row = 2});
    add_cell(&f, low, PART_CELL, 1, 1);
    add_page(&f);
    say(&f, 0, label, "名");
    say(&f, 0, cell, "值");
    assert_int_equal(write_as(&f, ARCHIVE), OK);
    expect(&f, "/ClassMap<</0<</O/Table/Scope/Column>>/1<</O/Table/Headers[(0)(1)]>>>>");
    assert_int_equal(count_of(&f.out, "/C/0"), 2); /* both heads */
    assert_int_equal(count_of(&f.out, "/C/1"), 2); /* the row below has the same */
    expect(&f, "/ID(1)/A<</O/Table/Scope/Row/RowSpan 2/Headers[(-)]>>");
    close_fixture(&f);
}

/* Attributes that come again are said once: of heads and cells that span, too.  The last of its kind says its own. */
static void cells_share_their_attributes(void **state)
{
    enum { ROWS = 3 };
    struct fixture f;
    uint32_t table = 0;
    (void)state;
    open_tree(&f);
    const uint32_t head = add_table(&f, 2, &table), body = add_part(&f, table, PART_BODY);
    const uint32_t heads = page_node_of(f.document.structure, head)->parent;
    for (uint16_t column = 1; column < 4; column++)
        page_node_of(f.document.structure, add_cell(&f, heads, PART_HEAD_CELL, column, 1))->span.columns =
            column < 3 ? 2 : 3;
    add_page(&f);
    say(&f, 0, head, "头");
    for (uint32_t i = 1; i <= ROWS; i++) {
        const uint32_t row = add(&f, body, (struct page_node){.part = PART_ROW, .row = 2 * i - 1});
        add_cell(&f, row, PART_CELL, 0, 2);
        add_cell(&f, row, PART_CELL, 1, i < ROWS ? 2 : 3);
        add(&f, body, (struct page_node){.part = PART_ROW, .row = 2 * i});
    }
    assert_int_equal(write_as(&f, ARCHIVE), OK);
    expect(
        &f,
        "/ClassMap<</0<</O/Table/Scope/Column/ColSpan 2>>/1<</O/Table/RowSpan 2>>/2<</O/Table/RowSpan 2>>>>");
    assert_int_equal(count_of(&f.out, "/C/0"), 2);
    assert_int_equal(count_of(&f.out, "/C/1"), ROWS);
    assert_int_equal(count_of(&f.out, "/C/2"), ROWS - 1); /* by column: no cell asks more than one */
    assert_int_equal(count_of(&f.out, "/A<</O/Table/Scope/Column>>"), 1);
    assert_int_equal(count_of(&f.out, "/A<</O/Table/Scope/Column/ColSpan 3>>"), 1);
    assert_int_equal(count_of(&f.out, "/A<</O/Table/RowSpan 3>>"), 1);
    close_fixture(&f);
}

/* Most of what is said of elements is whose they are. */
static void what_holds_others_has_the_short_numbers(void **state)
{
    struct fixture f;
    (void)state;
    open_tree(&f);
    const uint32_t first = add_part(&f, 2, PART_PARAGRAPH), list = add_part(&f, 2, PART_LIST);
    const uint32_t body = add_part(&f, add_part(&f, list, PART_ITEM), PART_ITEM_BODY);
    add_page(&f);
    say(&f, 0, first, "前");
    say(&f, 0, body, "项");
    assert_int_equal(write_as(&f, ARCHIVE), OK);
    const unsigned item = object_of(&f, "<</S/LI/P ", 0), paragraph = object_of(&f, "<</S/P/P ", 0);
    assert_int_equal(paragraph, item + 1);
    assert_int_equal(object_of(&f, "<</S/LBody/P ", 0), item + 2);
    close_fixture(&f);
}

/* Of more than 128 names, or pages, the trees have leaves; names have two characters from 65 on, in order. */
static void large_trees_have_leaves(void **state)
{
    enum { ROWS = 130 };
    struct fixture f;
    uint32_t table = 0;
    (void)state;
    open_tree(&f);
    const uint32_t head = add_table(&f, 2, &table), body = add_part(&f, table, PART_BODY);
    add_page(&f);
    say(&f, 0, head, "头");
    for (uint32_t i = 1; i <= ROWS; i++) {
        const uint32_t row = add(&f, body, (struct page_node){.part = PART_ROW, .row = i});
        add_cell(&f, row, PART_ROW_HEAD, 0, 1);
    }
    assert_int_equal(write_as(&f, ARCHIVE), OK);
    expect(&f, "<</Names[(--)");
    expect(&f, "]/Limits[(--)(0z)]>>");
    expect(&f, "]/Limits[(1-)(11)]>>");
    expect(&f, "<</Limits[0 0]/Nums[0[");
    expect(&f, "/ClassMap<</0<</O/Table/Scope/Row/Headers[(--)]>>>>"); /* of all rows' heads */
    assert_int_equal(count_of(&f.out, "/C/0"), ROWS);
    close_fixture(&f);
}

/* The standard wants a body. */
static void a_table_of_head_rows_alone_has_them_for_its_body(void **state)
{
    struct fixture f;
    uint32_t table = 0;
    (void)state;
    open_tree(&f);
    const uint32_t head = add_table(&f, 2, &table);
    add_page(&f);
    say(&f, 0, head, "头");
    assert_int_equal(write_as(&f, ARCHIVE), OK);
    expect(&f, "<</S/TBody/P ");
    assert_false(contains(&f.out, "/S/THead"));
    close_fixture(&f);
}

/* Its cells do not take the heads of the table around it, nor give theirs. */
static void a_table_in_a_cell_has_heads_of_its_own(void **state)
{
    char text[200];
    struct fixture f;
    uint32_t table = 0, inner = 0;
    (void)state;
    open_tree(&f);
    const uint32_t head = add_table(&f, 2, &table), body = add_part(&f, table, PART_BODY);
    add_cell(&f, page_node_of(f.document.structure, head)->parent, PART_HEAD_CELL, 1, 1);
    const uint32_t row = add(&f, body, (struct page_node){.part = PART_ROW, .row = 1});
    const uint32_t label = add_cell(&f, row, PART_ROW_HEAD, 0, 1), cell = add_cell(&f, row, PART_CELL, 1, 1);
    const uint32_t inner_head = add_table(&f, cell, &inner);
    const uint32_t inner_row =
        add(&f, add_part(&f, inner, PART_BODY), (struct page_node){.part = PART_ROW, .row = 1});
    const uint32_t inner_cell = add_cell(&f, inner_row, PART_CELL, 0, 1);
    add_page(&f);
    say(&f, 0, label, "名");
    say(&f, 0, inner_head, "内");
    say(&f, 0, inner_cell, "值");
    assert_int_equal(write_as(&f, ARCHIVE), OK);
    snprintf(text, sizeof text, "\n%u 0 obj\n<</S/Table/P %u 0 R",
             object_of(&f, "<</S/Table/P ", object_of(&f, "<</S/Table/P ", 0)),
             object_of(&f, "<</S/TD/P ", 0));
    expect(&f, text);
    assert_int_equal(count_of(&f.out, "/Headers["),
                     2);                           /* the row's head and the cell around, not the inner one */
    assert_int_equal(count_of(&f.out, "/ID("), 3); /* two heads and the row's, none of the inner table */
    close_fixture(&f);
}

/* x 10, y 20, 30 × 50: the box is that of the turned picture. */
static void a_figure_says_what_it_shows_and_where(void **state)
{
    static const struct {
        int angle;
        const char *box;
    } cases[] = {{0, "/BBox[10 771.89 40 821.89 ]"},
                 {90, "/BBox[10 821.89 60 851.89 ]"},
                 {180, "/BBox[-20 821.89 10 871.89 ]"},
                 {270, "/BBox[-40 791.89 10 821.89 ]"}};
    static const struct picture_file file = {
        .format = PICTURE_JPEG, .bytes = {"JPEG", 4}, .width = 7, .height = 9};
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct fixture f;
        open_tree(&f);
        const uint32_t figure = add_part(&f, 2, PART_FIGURE);
        const struct page_run alt = {.text = "图", .len = 3};
        assert_int_equal(page_run_add(f.document.structure, figure, &alt), OK);
        struct page_item *item = page_new_item(f.arena, add_page(&f));
        struct page_picture *picture = ARENA_NEW(f.arena, struct page_picture);
        assert_true(item != NULL && picture != NULL);
        *picture = (struct page_picture){.file = &file};
        *item = (struct page_item){.kind = PAGE_PICTURE,
                                   .tag = {.node = figure},
                                   .x = 10000,
                                   .y = 20000,
                                   .width = 30000,
                                   .height = 50000,
                                   .angle = cases[i].angle,
                                   .picture = picture};
        assert_int_equal(write_as(&f, ARCHIVE), OK);
        expect(&f, "/Alt <FEFF56FE>");
        expect(&f, cases[i].box);
        close_fixture(&f);
    }
}

/* Glyphs that another text stands for are a content of their own, between those before and behind. */
static void a_span_divides_the_content(void **state)
{
    struct fixture f;
    (void)state;
    open_tree(&f);
    const uint32_t paragraph = add_part(&f, 2, PART_PARAGRAPH);
    add_page(&f);
    struct page_item *item = say(&f, 0, paragraph, "前甲乙后");
    item->glyphs[1].text = STR("合");
    item->glyphs[2].text = STR("");
    assert_int_equal(write_as(&f, ARCHIVE), OK);
    inflate_streams(&f);
    assert_true(contains(&f.plain, "EMC\n/Span <</MCID 1/ActualText <FEFF5408>>> BDC\n"));
    assert_true(contains(&f.plain, "EMC\n/P<</MCID 2>>BDC\n"));
    assert_int_equal(count_of(&f.plain, "EMC"), 3);
    expect(&f, "/K[0 1 2]>>");
    close_fixture(&f);
}

/* Both ways: from the element to the link, from the link to the element. */
static void a_link_is_held_by_its_element(void **state)
{
    char text[200];
    struct fixture f;
    (void)state;
    open_tree(&f);
    const uint32_t entry = add_part(&f, add_part(&f, 2, PART_CONTENTS), PART_ENTRY);
    const uint32_t link = add_part(&f, add_part(&f, entry, PART_REFERENCE), PART_LINK);
    struct page *page = add_page(&f);
    say(&f, 0, link, "题");
    struct page_link *area = page_new_link(f.arena, page);
    assert_non_null(area);
    *area = (struct page_link){.x = 1000, .y = 2000, .width = 3500, .height = 4000, .node = link};
    assert_int_equal(write_as(&f, ARCHIVE), OK);
    expect(&f, "/StructParent 1 ");
    expect(&f, "/Tabs/S");
    expect(&f, "/K[0<</Type/OBJR/Obj ");
    snprintf(text, sizeof text, "/ParentTree<</Nums[0[%u 0 R]1 %u 0 R\n]>>", object_of(&f, "<</S/Link/P ", 0),
             object_of(&f, "<</S/Link/P ", 0));
    expect(&f, text);
    close_fixture(&f);
}

static void a_sheet_without_any_content_is_in_the_tree_of_parents(void **state)
{
    struct fixture f;
    (void)state;
    open_tree(&f);
    const uint32_t paragraph = add_part(&f, 2, PART_PARAGRAPH);
    add_page(&f);
    add_page(&f);
    say(&f, 1, paragraph, "文");
    assert_int_equal(write_as(&f, ARCHIVE), OK);
    expect(&f, "/StructParents 0");
    expect(&f, "/Nums[0[]1[");
    close_fixture(&f);
}

static void a_plain_file_has_no_structure(void **state)
{
    struct fixture f;
    (void)state;
    open_tree(&f);
    const uint32_t paragraph = add_part(&f, 2, PART_PARAGRAPH);
    add_page(&f);
    say(&f, 0, paragraph, "文");
    assert_int_equal(write_as(&f, (struct page_wishes){.conformance = PAGE_PLAIN}), OK);
    assert_false(contains(&f.out, "/StructTreeRoot"));
    assert_false(contains(&f.out, "/StructParents"));
    inflate_streams(&f);
    assert_false(contains(&f.plain, "BDC"));
    close_fixture(&f);
}

static void failing_memory_is_told(void **state)
{
    static const struct page_wishes wishes[] = {{.conformance = PAGE_A2A_UA1},
                                                {.conformance = PAGE_A3A_UA1, .compact = true}};
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(wishes); i++) {
        bool struck = true;
        for (uint64_t n = 1; struck; n++) {
            struct fixture f;
            uint32_t table = 0;
            open_tree(&f);
            const uint32_t head = add_table(&f, 2, &table), note = add_part(&f, 2, PART_NOTE);
            struct page *page = add_page(&f);
            say(&f, 0, head, "头");
            say(&f, 0, note, "注");
            struct page_link *link = page_new_link(f.arena, page);
            assert_non_null(link);
            *link = (struct page_link){.width = 1000, .height = 1000, .node = note};
            base_fail_allocation(n);
            struck = memory_struck(write_as(&f, wishes[i]));
            close_fixture(&f);
            assert_true(n < 100000);
        }
    }
}

static uint16_t lang(struct fixture *f, const char *name)
{
    uint16_t number = 0;
    assert_int_equal(page_lang_number(f->document.structure, str_of(name), &number), OK);
    return number & PAGE_MAX_LANGS;
}

/* An element says its own; what is not said in it stays that of what holds it. */
static void a_part_in_another_language_says_so(void **state)
{
    struct fixture f;
    (void)state;
    open_tree(&f);
    assert_int_equal(lang(&f, "zh-CN"), 1);
    const uint32_t row = add_part(&f, add_part(&f, add_part(&f, 2, PART_TABLE), PART_BODY), PART_ROW);
    const uint32_t english = add(&f, 2, (struct page_node){.part = PART_PARAGRAPH, .lang = lang(&f, "en")}),
                   same = add(&f, english, (struct page_node){.part = PART_REFERENCE}),
                   note = add(&f, english, (struct page_node){.part = PART_NOTE, .lang = 1}),
                   chinese = add(&f, 2, (struct page_node){.part = PART_PARAGRAPH, .lang = 1}),
                   cell = add(&f, row, (struct page_node){.part = PART_CELL, .lang = lang(&f, "ja")});
    const uint32_t nodes[] = {english, same, note, chinese, cell};
    add_page(&f);
    for (size_t i = 0; i < ARRAY_COUNT(nodes); i++)
        say(&f, 0, nodes[i], "字");
    assert_int_equal(write_as(&f, ARCHIVE), OK);
    expect(&f, "0 R/Lang(en)/Pg");
    expect(&f, "0 R/Lang(zh-CN)/ID"); /* of the note alone */
    expect(&f, "0 R/Lang(ja)/Pg");
    assert_int_equal(count_of(&f.out, "R/Lang("), 3);
    close_fixture(&f);
}

/* A content for each stretch, in a span that says it; one with a span for a text says both. */
static void a_stretch_in_another_language_has_a_content(void **state)
{
    static const struct str japanese = {"ja", 2}, again = {"ja", 2};
    struct fixture f;
    (void)state;
    open_tree(&f);
    const uint32_t paragraph = add_part(&f, 2, PART_PARAGRAPH);
    add_page(&f);
    say(&f, 0, paragraph, "前");
    say(&f, 0, paragraph, "甲")->lang = &japanese;
    struct page_item *item = say(&f, 0, paragraph, "乙丙丁戊");
    item->lang = &again;
    item->glyphs[1].text = STR("合");
    item->glyphs[2].text = STR("");
    say(&f, 0, paragraph, "后");
    assert_int_equal(write_as(&f, ARCHIVE), OK);
    inflate_streams(&f);
    assert_true(contains(&f.plain, "/P<</MCID 1>>BDC\n/Span<</Lang(ja)>>BDC\n"));
    assert_true(contains(&f.plain, "EMC EMC\n/Span <</MCID 2/Lang(ja)/ActualText <FEFF5408>>> BDC\n"));
    assert_true(contains(&f.plain, "EMC\n/P<</MCID 3>>BDC\n/Span<</Lang(ja)>>BDC\n"));
    assert_true(contains(&f.plain, "EMC EMC\n/P<</MCID 4>>BDC\n"));
    assert_int_equal(count_of(&f.plain, "EMC"), count_of(&f.plain, "BDC"));
    expect(&f, "/K[0 1 2 3 4]>>");
    close_fixture(&f);
}

/* What its labels are; in 1.7 as far as there is a word for it. */
static void a_list_says_how_it_is_numbered(void **state)
{
    static const struct {
        enum page_conformance conformance;
        uint32_t numbering;
        const char *word; /* NULL: nothing is said */
    } cases[] = {
        {PAGE_A2A_UA1, PAGE_DECIMAL, "Decimal"},     {PAGE_A2A_UA1, PAGE_ORDERED, NULL},
        {PAGE_A2A_UA1, PAGE_UNORDERED, NULL},        {PAGE_A2A_UA1, PAGE_UNLABELLED, NULL},
        {PAGE_A4F_UA2, PAGE_DECIMAL, "Decimal"},     {PAGE_A4F_UA2, PAGE_ORDERED, "Ordered"},
        {PAGE_A4F_UA2, PAGE_UNORDERED, "Unordered"}, {PAGE_A4F_UA2, PAGE_UNLABELLED, NULL},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        char text[100] = "/ListNumbering";
        struct fixture f;
        open_tree(&f);
        const uint32_t list =
            add(&f, 2, (struct page_node){.part = PART_LIST, .numbering = cases[i].numbering});
        const uint32_t body = add_part(&f, add_part(&f, list, PART_ITEM), PART_ITEM_BODY);
        add_page(&f);
        say(&f, 0, body, "项");
        assert_int_equal(write_as(&f, (struct page_wishes){.conformance = cases[i].conformance}), OK);
        if (cases[i].word != NULL)
            snprintf(text, sizeof text, "/A<</O/List/ListNumbering/%s>>", cases[i].word);
        assert_int_equal(contains(&f.out, text), cases[i].word != NULL);
        close_fixture(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_paragraph_cut_by_a_page_turn_is_one_element),
        cmocka_unit_test(a_note_stands_behind_its_mark),
        cmocka_unit_test(an_item_has_its_label),
        cmocka_unit_test(empty_parts_have_none_but_cells_have),
        cmocka_unit_test(a_head_that_stands_again_is_an_artifact),
        cmocka_unit_test(cells_name_their_heads),
        cmocka_unit_test(cells_share_their_attributes),
        cmocka_unit_test(what_holds_others_has_the_short_numbers),
        cmocka_unit_test(large_trees_have_leaves),
        cmocka_unit_test(a_table_of_head_rows_alone_has_them_for_its_body),
        cmocka_unit_test(a_table_in_a_cell_has_heads_of_its_own),
        cmocka_unit_test(a_figure_says_what_it_shows_and_where),
        cmocka_unit_test(a_span_divides_the_content),
        cmocka_unit_test(a_part_in_another_language_says_so),
        cmocka_unit_test(a_stretch_in_another_language_has_a_content),
        cmocka_unit_test(a_list_says_how_it_is_numbered),
        cmocka_unit_test(a_link_is_held_by_its_element),
        cmocka_unit_test(a_sheet_without_any_content_is_in_the_tree_of_parents),
        cmocka_unit_test(a_plain_file_has_no_structure),
        cmocka_unit_test(failing_memory_is_told),
    };
    return cmocka_run_group_tests(tests, load_fonts, free_fonts);
}
