/* Seals over the edges of all pages: their strips. */
#include "sign_kit.h"

static struct straddle *add_straddle(struct kit *kit, const char *party, int width, int top)
{
    struct straddle *straddle = ARENA_NEW(kit->arena, struct straddle), **last = &kit->content.straddles;
    assert_non_null(straddle);
    *straddle = (struct straddle){.party = str_of(party),
                                  .width = (length)width * PT,
                                  .height = (length)width * PT,
                                  .has_top = true,
                                  .top = (length)top * PT,
                                  .most = 20,
                                  .place = {.file = "layout.xml", .line = 5, .column = 3}};
    while (*last != NULL)
        last = &(*last)->next;
    *last = straddle;
    return straddle;
}

static void add_pages(struct kit *kit, size_t pages)
{
    kit_section(kit);
    for (size_t i = 0; i < pages; i++) {
        kit_lines(kit, STYLE_BODY, "甲", 2);
        if (i + 1 < pages)
            kit_block(kit, BLOCK_PAGE_BREAK);
    }
}

/* Pages are shared out evenly: one strip alone would be a whole seal, which proves nothing.  The strips of each seal are numbered, stand at the sheet's edge and are as wide as the seal together, each as wide as the others but
 * for a thousandth of a point. */
static void expect_strips(const struct kit *kit, size_t from, size_t strips, size_t seal, length width)
{
    length sum = 0;
    for (size_t i = 0; i < strips; i++) {
        const struct page_place *place = &kit->document->places[from + i];
        const struct page *page = &kit->document->pages[place->page];
        assert_int_equal(place->seal, seal);
        assert_int_equal(place->strip, i + 1);
        assert_int_equal(place->strips, strips);
        assert_int_equal(place->box.x + place->box.width, page->width);
        assert_in_range(place->box.width, width / (length)strips, width / (length)strips + 1);
        assert_true(str_is(place->sign->kind, "straddle") && !place->sign->field);
        sum += place->box.width;
    }
    assert_int_equal(sum, width);
}

static void test_strips(void **state)
{
    (void)state;
    static const struct {
        size_t pages;
        enum parity parity;
        int most;
        size_t seals, strips[3];
    } cases[] = {
        {1, PARITY_ANY, 20, 0, {0}},      {2, PARITY_ANY, 20, 1, {2}},       {3, PARITY_ANY, 20, 1, {3}},
        {20, PARITY_ANY, 20, 1, {20}},    {21, PARITY_ANY, 20, 2, {11, 10}}, {7, PARITY_ANY, 3, 3, {3, 2, 2}},
        {8, PARITY_ANY, 3, 3, {3, 3, 2}}, {5, PARITY_ANY, 2, 2, {3, 2}},     {3, PARITY_ANY, 2, 1, {3}},
        {4, PARITY_ANY, 1, 2, {2, 2}},    {3, PARITY_ODD, 20, 1, {2}},       {5, PARITY_EVEN, 20, 1, {2}},
        {3, PARITY_EVEN, 20, 0, {0}},     {2, PARITY_ODD, 20, 0, {0}}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct kit kit;
        kit_open(&kit);
        add_pages(&kit, cases[i].pages);
        struct straddle *straddle = add_straddle(&kit, "甲方", 47, 60);
        straddle->parity = cases[i].parity;
        straddle->most = cases[i].most;
        sign_expect_good(&kit);
        assert_int_equal(kit.document->page_count, cases[i].pages);
        size_t from = 0;
        for (size_t seal = 0; seal < cases[i].seals; seal++) {
            expect_strips(&kit, from, cases[i].strips[seal], seal + 1, 47 * PT);
            from += cases[i].strips[seal];
        }
        assert_int_equal(kit.document->place_count, from);
        for (size_t k = 0; k < from; k++)
            assert_int_equal(kit.document->places[k].page,
                             cases[i].parity == PARITY_ANY ? k : 2 * k + (cases[i].parity == PARITY_EVEN));
        kit_close(&kit);
    }
}

/* Not given where: in the middle of each sheet's height; turned sheets have their own right edge. */
static void test_turned_pages(void **state)
{
    (void)state;
    struct kit kit;
    struct page_master turned;
    kit_open(&kit);
    turned = kit.page;
    turned.turned = true;
    add_pages(&kit, 1);
    kit_section(&kit)->page = &turned;
    kit_lines(&kit, STYLE_BODY, "甲", 2);
    add_straddle(&kit, "甲方", 40, 0)->has_top = false;
    sign_expect_good(&kit);
    assert_int_equal(kit.document->place_count, 2);
    sign_expect_box(&kit.document->places[0].box, 240 * PT, 70 * PT, 20 * PT, 40 * PT);
    sign_expect_box(&kit.document->places[1].box, 160 * PT, 110 * PT, 20 * PT, 40 * PT);
    kit_close(&kit);
}

/* Lines as wide as the column: 30 pt are free at its right; on mirrored even pages 10.  21 pt high, from the middle on. */
static void add_full_lines(struct kit *kit, size_t pages)
{
    kit_section(kit);
    for (size_t i = 0; i < pages; i++) {
        for (int line = 0; line < 10; line++)
            kit_text(kit, STYLE_BODY, "一二三四五六七八九十天地玄黄宇宙洪荒日月");
        if (i + 1 < pages)
            kit_block(kit, BLOCK_PAGE_BREAK);
    }
}

static void test_room(void **state)
{
    (void)state;
    static const struct {
        bool mirror;
        int width, top;
        const char *part; /* NULL: good */
    } cases[] = {{false, 60, 60, NULL},     {false, 64, 60, "第 1 页的右边骑缝章要占 11.3 毫米"},
                 {false, 64, 1, "第 1 页"}, {false, 30, 141, NULL},
                 {true, 20, 60, NULL},      {true, 24, 60, "第 2 页的右边骑缝章要占 4.2 毫米"}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct kit kit;
        kit_open(&kit);
        if (cases[i].mirror) {
            kit.page.mirror = true;
            kit.page.left = 10 * PT;
            kit.page.right = 50 * PT;
        }
        add_full_lines(&kit, 2);
        add_straddle(&kit, "甲方", cases[i].width, cases[i].top);
        if (cases[i].part != NULL)
            sign_expect_fault(&kit, MSG_LAYOUT_STRADDLE_TAKEN, cases[i].part);
        else
            sign_expect_good(&kit);
        kit_close(&kit);
    }
}

/* The numbers of a contents list come last, footers that tell the last page later still. */
static void test_room_beside_what_comes_late(void **state)
{
    (void)state;
    for (int how = 0; how < 4; how++) {
        struct kit kit;
        kit_open(&kit);
        kit.styles[STYLE_CONTENTS1].leader = false;
        struct section *section = kit_section(&kit);
        if (how % 2 == 0) {
            kit_block(&kit, BLOCK_CONTENTS)->contents.depth = 1;
        } else {
            struct block *footer = kit_furniture(&kit, section, FURNITURE_FOOTER, kit_apart(&kit, "共"));
            kit_inline(&kit, footer, INLINE_PAGE_COUNT, "");
            kit.styles[STYLE_BODY].align = ALIGN_RIGHT;
            kit_text(&kit, STYLE_HEADING, "文");
        }
        kit_block(&kit, BLOCK_PAGE_BREAK);
        kit_heading(&kit, 1, "章");
        add_straddle(&kit, "甲方", how < 2 ? 58 : 64, how % 2 == 0 ? 10 : 110);
        if (how < 2)
            sign_expect_good(&kit);
        else
            sign_expect_fault(&kit, MSG_LAYOUT_STRADDLE_TAKEN, "第 1 页");
        kit_close(&kit);
    }
}

/* A seal's strip does not touch another place of a page. */
static void test_beside_a_place(void **state)
{
    (void)state;
    for (int right = -11; right <= -9; right++) {
        struct kit kit;
        kit_open(&kit);
        add_pages(&kit, 2);
        sign_add(&kit, "乙方", 30)->sign.aside = (length)right * PT;
        add_straddle(&kit, "甲方", 40, 20);
        if (right < -9)
            sign_expect_fault(&kit, MSG_LAYOUT_STRADDLE_TAKEN, "第 2 页");
        else
            sign_expect_good(&kit);
        kit_close(&kit);
    }
}

static void test_two_that_meet(void **state)
{
    (void)state;
    static const struct {
        int top;
        enum parity parity;
        size_t pages;
        bool meet;
    } cases[] = {{101, PARITY_ANY, 2, false}, {100, PARITY_ANY, 2, true}, {30, PARITY_ANY, 2, true},
                 {60, PARITY_EVEN, 4, false}, {60, PARITY_ANY, 1, false}, {60, PARITY_ANY, 4, true}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct kit kit;
        kit_open(&kit);
        add_pages(&kit, cases[i].pages);
        add_straddle(&kit, "甲方", 40, 60)->parity = cases[i].parity == PARITY_EVEN ? PARITY_ODD : PARITY_ANY;
        add_straddle(&kit, "乙方", 40, cases[i].top)->parity = cases[i].parity;
        if (cases[i].meet)
            sign_expect_fault(&kit, MSG_LAYOUT_SIGNS_MEET, "第 1 页：“甲方”的骑缝章和“乙方”");
        else
            sign_expect_good(&kit);
        kit_close(&kit);
    }
}

static void test_out_of_the_sheet(void **state)
{
    (void)state;
    for (int top = 140; top <= 141; top++) {
        struct kit kit;
        kit_open(&kit);
        add_pages(&kit, 2);
        add_straddle(&kit, "甲方", 40, top);
        if (top > 140)
            sign_expect_fault(&kit, MSG_LAYOUT_SIGN_OUT, "“甲方”");
        else
            sign_expect_good(&kit);
        kit_close(&kit);
    }
}

/* Pages that stay blank are sheets of the stack. */
static void test_blank_pages(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    kit_lines(&kit, STYLE_BODY, "甲", 2);
    kit_block(&kit, BLOCK_PAGE_BREAK)->page_break.parity = PARITY_ODD;
    for (int line = 0; line < 10; line++)
        kit_text(&kit, STYLE_BODY, "一二三四五六七八九十天地玄黄宇宙洪荒日月");
    add_straddle(&kit, "甲方", 96, 60);
    sign_expect_fault(&kit, MSG_LAYOUT_STRADDLE_TAKEN, "第 3 页");
    kit_close(&kit);
}

/* The pages of the next section are looked at, too. */
static void test_behind_a_faulty_section(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_section(&kit);
    sign_add(&kit, "甲方", 300);
    add_pages(&kit, 2);
    add_straddle(&kit, "甲方", 40, 60);
    sign_expect_fault(&kit, MSG_LAYOUT_SIGN_OUT, "第 1 页");
    kit_close(&kit);
}

/* --- guides --- */

struct parts {
    size_t bodies, guides;
    bool drawn[8];
};

static bool is_guide(const struct page_item *item)
{
    return item->kind == PAGE_PATH && item->shape == PAGE_RECTANGLE && item->hollow &&
           item->pen == 0x00FF00 && page_tag_is_artifact(item->tag) && item->x + item->width == 260 * PT;
}

static enum status count_part(void *context, const struct page *page, size_t index)
{
    struct parts *parts = context;
    const bool guide = page->item_count == 1 && is_guide(page->items);
    assert_true(guide || !parts->drawn[index]);
    parts->drawn[index] = parts->drawn[index] || guide;
    parts->guides += guide;
    parts->bodies += guide ? 0 : 1;
    return OK;
}

static void write_guided(struct kit *kit)
{
    add_pages(kit, 3);
    struct straddle *straddle = add_straddle(kit, "甲方", 42, 60);
    straddle->guide = true;
    straddle->color = 0x00FF00;
}

static void test_guides(void **state)
{
    (void)state;
    struct kit kit;
    struct parts parts = {0};
    const struct layout_sink sink = {&parts, count_part};
    struct page_document *sealed = NULL;
    kit_open(&kit);
    write_guided(&kit);
    sign_expect_good(&kit);
    for (size_t i = 0; i < 3; i++) {
        const struct page *page = &kit.document->pages[i];
        const struct page_item *last = &page->items[page->item_count - 1];
        assert_true(is_guide(last));
        sign_expect_box(&kit.document->places[i].box, last->x, last->y, last->width, last->height);
    }
    assert_int_equal(layout_document(kit.arena, kit.diag, kit.fonts, &kit.content, &sink, &sealed), OK);
    assert_int_equal(parts.bodies, 3);
    assert_int_equal(parts.guides, 3);
    assert_int_equal(sealed->place_count, 3);
    kit_close(&kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_strips),
        cmocka_unit_test(test_turned_pages),
        cmocka_unit_test(test_room),
        cmocka_unit_test(test_room_beside_what_comes_late),
        cmocka_unit_test(test_beside_a_place),
        cmocka_unit_test(test_two_that_meet),
        cmocka_unit_test(test_out_of_the_sheet),
        cmocka_unit_test(test_blank_pages),
        cmocka_unit_test(test_behind_a_faulty_section),
        cmocka_unit_test(test_guides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
