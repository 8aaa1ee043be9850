/*
 * Whole documents: the pages as page_dump prints them (expected/, rewritten only by `--update`), every
 * failing allocation, equal input gives equal pages, and a long document.
 */
#include <stdio.h>

#include "layout_kit.h"
#include "pages.h"

static bool update; /* --update: write the expected pages anew */

/* A small document with everything in it. */
static void write_sample(struct kit *kit)
{
    struct section *cover = kit_section(kit);
    cover->watermark = STR("副本");
    kit_space(kit, 0, true);
    kit_text(kit, STYLE_BODY, "补充协议");
    kit_space(kit, 0, true);
    kit_section(kit);
    kit_block(kit, BLOCK_CONTENTS)->contents.depth = 2;
    struct section *body = kit_section(kit);
    body->restart = 1;
    kit_furniture(kit, body, FURNITURE_HEADER, kit_apart(kit, "协议"));
    struct block *footer = kit_furniture(kit, body, FURNITURE_FOOTER, kit_apart(kit, "— "));
    kit_inline(kit, footer, INLINE_PAGE_NUMBER, "");
    kit_inline(kit, footer, INLINE_TEXT, " —");
    kit_heading(kit, 1, "一、总则");
    kit_text(kit, STYLE_BODY,
             "本期服务费用252.7273万元（大写：贰佰伍拾贰万柒仟贰佰柒拾叁元整，含税），按月支付。");
    struct block *table = kit_table(kit, 9);
    table->table->caption = kit_apart(kit, "预算");
    table->table->notes = kit_apart(kit, "注：含税。");
    struct block *columns = kit_columns(kit, 2, 20);
    columns->keep_previous = true;
    for (size_t i = 0; i < 2; i++) {
        struct block **outside = kit_enter(kit, &columns->columns.items[i].blocks);
        struct inline_item *blank =
            kit_inline(kit, kit_text(kit, STYLE_BODY, i == 0 ? "甲方：" : "乙方："), INLINE_BLANK, "");
        blank->width = 40 * PT;
        blank->underline = true;
        kit_leave(kit, outside);
    }
}

/* What a letter has beside that: grid, fixed blocks, furniture by page, rules, a signing place, notes, inline
 * things. */
static void write_letter(struct kit *kit)
{
    static const struct span_style sup = {.scale = 600, .raise = 350, .emphasis = true, .underline = true};
    struct section *section = kit_section(kit);
    kit->page.line_pitch = 12 * PT;
    kit->page.mirror = true;
    kit->styles[STYLE_BODY].grid = true;
    kit->styles[STYLE_BODY].hang = true;
    kit_carry(kit, section, FURNITURE_AT_TOP, PAGES_FIRST, kit_apart(kit, "机关"))->at = 2 * PT;
    kit_carry(kit, section, FURNITURE_FOOTER, PAGES_EVEN, kit_apart(kit, "双"));
    kit_block(kit, BLOCK_RULE)->rule.width = 240 * PT;
    struct block *block = kit_text(kit, STYLE_BODY, "依据《办法》");
    kit_inline(kit, block, INLINE_NOTE, "①")->note = kit_apart(kit, "①办法。");
    kit_inline(kit, block, INLINE_TEXT, "平方米2")->style = &sup;
    kit_inline(kit, block, INLINE_CUT, "");
    kit_inline(kit, block, INLINE_TAB, "…")->align = ALIGN_RIGHT;
    struct inline_item *name = kit_inline(kit, block, INLINE_TEXT, "张三");
    name->spread = 1;
    name->width = 30 * PT;
    kit_sign(kit, 20);
    kit_block(kit, BLOCK_PAGE_BREAK)->page_break.parity = PARITY_EVEN;
    kit_heading(kit, 1, "附\xE2\x80\x8B件");
    kit_block(kit, BLOCK_CONTENTS)->contents.depth = 1;
}

static void test_expected_pages(void **state)
{
    (void)state;
    static const char path[] = SOURCE_DIR "/tests/layout/expected/sample.txt";
    struct kit kit;
    struct buf dump;
    struct str expected;
    kit_open(&kit);
    dump = BUF(1 << 20);
    write_sample(&kit);
    assert_int_equal(kit_lay(&kit), OK);
    page_dump(kit.document, &dump);
    assert_int_equal(buf_status(&dump), OK);
    if (update)
        assert_int_equal(file_write_atomic(kit.diag, path, buf_str(&dump)), OK);
    assert_int_equal(file_read(kit.arena, kit.diag, path, 1 << 20, &expected), OK);
    assert_string_equal(dump.ptr, expected.ptr);
    buf_clear(&dump);
    kit_close(&kit);
}

/* --- a sink: pages copied as they are done --- */

struct copies {
    struct arena *arena;
    struct page_document document;
    size_t parts, stop; /* the part that is refused; 0: none */
};

static void copy_items(struct copies *copies, const struct page *page, struct page *own)
{
    for (size_t i = 0; i < page->item_count; i++) {
        struct page_item *item = page_new_item(copies->arena, own);
        assert_non_null(item);
        *item = page->items[i];
        item->glyphs = ARENA_NEW_ARRAY(copies->arena, item->glyph_count, struct page_glyph);
        assert_non_null(item->glyphs);
        for (size_t k = 0; k < item->glyph_count; k++) {
            item->glyphs[k] = page->items[i].glyphs[k];
            item->glyphs[k].text = arena_copy(copies->arena, item->glyphs[k].text);
        }
    }
    for (size_t i = 0; i < page->line_count; i++) {
        struct page_line *line = page_new_line(copies->arena, own);
        assert_non_null(line);
        *line = page->lines[i];
    }
}

static enum status take_copy(void *context, const struct page *page, size_t index)
{
    struct copies *copies = context;
    while (copies->document.page_count <= index)
        assert_non_null(page_new(copies->arena, &copies->document));
    copy_items(copies, page, &copies->document.pages[index]);
    return ++copies->parts == copies->stop ? FAILED : OK;
}

/* What was sealed, with what is kept in the document. */
static void join(struct copies *copies, const struct page_document *document)
{
    assert_int_equal(copies->document.page_count, document->page_count);
    for (size_t i = 0; i < document->page_count; i++) {
        const struct page *page = &document->pages[i];
        struct page *own = &copies->document.pages[i];
        assert_int_equal(page->item_count + page->line_count, 0);
        own->width = page->width;
        own->height = page->height;
        own->turned = page->turned;
        own->number = page->number;
        own->links = page->links;
        own->link_count = page->link_count;
    }
    copies->document.structure = document->structure;
    copies->document.outlines = document->outlines;
    copies->document.outline_count = document->outline_count;
}

static void expect_same_pages(struct kit *kit)
{
    struct buf kept, sealed;
    struct copies copies = {.arena = kit->arena};
    const struct layout_sink sink = {&copies, take_copy};
    struct page_document *document = NULL;
    kept = BUF(1 << 24);
    sealed = BUF(1 << 24);
    assert_int_equal(kit_lay(kit), OK);
    assert_int_equal(layout_document(kit->arena, kit->diag, kit->fonts, &kit->content, &sink, &document), OK);
    join(&copies, document);
    page_dump(kit->document, &kept);
    page_dump_lines(kit->document, true, &kept);
    page_dump(&copies.document, &sealed);
    page_dump_lines(&copies.document, true, &sealed);
    page_places_add(kit->document, &kept);
    page_places_add(document, &sealed);
    assert_int_equal(buf_status(&kept) + buf_status(&sealed), OK);
    assert_string_equal(kept.ptr, sealed.ptr);
    buf_clear(&kept);
    buf_clear(&sealed);
}

/* Headers and footers that print the last number; a contents list over several pages. */
static void write_counted(struct kit *kit)
{
    struct section *section = kit_section(kit);
    struct block *footer = kit_furniture(kit, section, FURNITURE_FOOTER, kit_apart(kit, "共"));
    kit_inline(kit, footer, INLINE_PAGE_COUNT, "");
    kit_furniture(kit, section, FURNITURE_HEADER, kit_apart(kit, "眉"));
    kit_text(kit, STYLE_BODY, "前");
    kit_block(kit, BLOCK_CONTENTS)->contents.depth = 1;
    for (int i = 0; i < 25; i++) {
        kit_heading(kit, 1, "章");
        kit_lines(kit, STYLE_BODY, "文", 5);
    }
    kit_table(kit, 30);
}

/* Longer than what is set at a time, with all that reaches back or ahead. */
static void write_mixed(struct kit *kit)
{
    kit_section(kit);
    for (int i = 1; i <= 700; i++) {
        struct block *block = i % 17 == 0 ? kit_heading(kit, 1, "章")
                              : i % 23 == 0
                                  ? kit_table(kit, 12)
                                  : kit_lines(kit, i % 3 ? STYLE_BODY : STYLE_NEXT, "文", i % 5 + 1);
        block->keep_previous = i % 5 == 0;
        if (block->kind == BLOCK_PARAGRAPH && i % 7 == 0)
            kit_note(kit, block, "①", "注", i % 3 + 1);
        if (i % 11 == 0)
            kit_sign(kit, 4);
        if (i % 29 == 0)
            kit_space(kit, 500, false);
        if (i % 31 == 0) {
            kit_space(kit, 5, true);
            kit_block(kit, BLOCK_PAGE_BREAK)->page_break.parity = i % 2 ? PARITY_ODD : PARITY_ANY;
        }
    }
}

/* Signing places, and seals over the edges of pages: guides are drawn at the end, on pages of a contents list, too. */
static void write_signed(struct kit *kit)
{
    struct straddle *straddle = ARENA_NEW(kit->arena, struct straddle);
    assert_non_null(straddle);
    *straddle = (struct straddle){
        .party = STR("甲方"), .width = 60 * PT, .height = 40 * PT, .most = 20, .guide = true};
    kit->content.straddles = straddle;
    write_counted(kit);
    kit_lines(kit, STYLE_BODY, "盖", 3);
    struct block *outer = kit_block(kit, BLOCK_SIGN), **outside = kit_enter(kit, &outer->sign.blocks);
    outer->sign = (struct block_sign){.party = STR("甲方"),
                                      .keyword = STR("盖3"),
                                      .aside = 5 * PT,
                                      .width = 30 * PT,
                                      .height = 24 * PT,
                                      .guide = true};
    kit_sign(kit, 10);
    kit_lines(kit, STYLE_BODY, "签", 2);
    kit_leave(kit, outside);
}

static void test_sealed_pages_are_the_same(void **state)
{
    (void)state;
    static void (*const samples[])(struct kit *) = {write_sample, write_letter, write_counted, write_mixed,
                                                    write_signed};
    for (size_t i = 0; i < ARRAY_COUNT(samples); i++) {
        struct kit kit;
        kit_open(&kit);
        samples[i](&kit);
        expect_same_pages(&kit);
        kit_close(&kit);
    }
}

/* Bodies come in order, pages with a contents list and the last number after them. */
static void test_sink_may_stop(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    write_counted(&kit);
    for (size_t stop = 1, done = 0; !done; stop++) {
        struct copies copies = {.arena = kit.arena, .stop = stop};
        const struct layout_sink sink = {&copies, take_copy};
        struct page_document *document = NULL;
        enum status status = layout_document(kit.arena, kit.diag, kit.fonts, &kit.content, &sink, &document);
        done = copies.parts < stop;
        assert_int_equal(status, done ? OK : FAILED);
        assert_true(stop < 200);
    }
    kit_close(&kit);
}

static enum status drop_page(void *context, const struct page *page, size_t index)
{
    (void)context, (void)page, (void)index;
    return OK;
}

/* The faults of a document are all found, wherever its pages end. */
static void test_all_faults_are_found(void **state)
{
    (void)state;
    const struct layout_sink sink = {NULL, drop_page};
    for (int sealed = 0; sealed < 2; sealed++) {
        struct kit kit;
        struct page_document *document = NULL;
        kit_open(&kit);
        kit_section(&kit);
        for (int i = 0; i < 900; i++) {
            struct block *table = i % 400 == 399 ? kit_table(&kit, 2) : NULL;
            if (table != NULL)
                table->table->rows[1].cells->blocks->paragraph.inlines[0].text = STR("\U00020000");
            kit_text(&kit, STYLE_BODY, i % 300 == 100 ? "\U00020000" : "甲");
        }
        assert_int_equal(
            layout_document(kit.arena, kit.diag, kit.fonts, &kit.content, sealed ? &sink : NULL, &document),
            FAILED);
        assert_int_equal(diag_count(kit.diag, SEVERITY_ERROR), 5);
        kit_close(&kit);
    }
}

/* --- failing memory --- */

static void fail_every_allocation(void (*write)(struct kit *kit), const struct layout_sink *sink)
{
    struct kit kit;
    kit_open(&kit);
    write(&kit);
    kit_fail_allocations(&kit, sink);
    kit_close(&kit);
}

static void test_every_failing_allocation(void **state)
{
    (void)state;
    const struct layout_sink sink = {NULL, drop_page};
    fail_every_allocation(write_sample, NULL);
    fail_every_allocation(write_letter, NULL);
    fail_every_allocation(write_sample, &sink);
    fail_every_allocation(write_counted, &sink);
    fail_every_allocation(write_signed, NULL);
    fail_every_allocation(write_signed, &sink);
}

static void limit_arena(void (*write)(struct kit *kit))
{
    struct kit kit;
    kit_open(&kit);
    write(&kit);
    kit_limit_arena(&kit);
    kit_close(&kit);
}

static void test_arena_limit(void **state)
{
    (void)state;
    limit_arena(write_sample);
    limit_arena(write_letter);
}

static void write_long(struct kit *kit, int chapters)
{
    struct section *section = kit_section(kit);
    section->watermark = STR("公示用件　复制无效");
    struct block *footer = kit_furniture(kit, section, FURNITURE_FOOTER, kit_apart(kit, ""));
    kit_inline(kit, footer, INLINE_PAGE_NUMBER, "");
    kit_block(kit, BLOCK_CONTENTS)->contents.depth = 1;
    for (int i = 0; i < chapters; i++) {
        kit_heading(kit, 1, "章");
        for (int k = 0; k < 3; k++)
            kit_lines(kit, STYLE_BODY, "文", 6);
        kit_table(kit, 10);
    }
}

static size_t lay_long(int chapters)
{
    struct kit kit;
    kit_open(&kit);
    write_long(&kit, chapters);
    assert_int_equal(kit_lay(&kit), OK);
    size_t pages = kit.document->page_count;
    kit_close(&kit);
    return pages;
}

/* No chapter is lost between the pages, nor takes more of them the later it comes (what they cost: the
 * bench). */
static void test_long_documents(void **state)
{
    (void)state;
    size_t pages = lay_long(70), more_pages = lay_long(280);
    assert_true(pages >= 200);
    assert_in_range(more_pages, 4 * pages - 8, 4 * pages + 8);
}

int main(int argc, char **argv)
{
    update = argc > 1 && strcmp(argv[1], "--update") == 0;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_expected_pages),
        cmocka_unit_test(test_sealed_pages_are_the_same),
        cmocka_unit_test(test_sink_may_stop),
        cmocka_unit_test(test_all_faults_are_found),
        cmocka_unit_test(test_every_failing_allocation),
        cmocka_unit_test(test_arena_limit),
        cmocka_unit_test(test_long_documents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
