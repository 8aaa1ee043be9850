/*
 * 斜线表头: labels keep clear of edges and diagonals, in any width from the least on and any height from the asked one
 * on; and page.h notices one that does not.
 */
#include "layout/messages.def"
#include "random.h"
#include "table_kit.h"

enum { CLEAR = 10 * PT / 3, ROUNDED = 20 /* thousandths of a point */ };

static void kit_slanted(struct kit *kit, struct table_cell *cell, size_t labels, const size_t *lengths)
{
    struct inline_item *items = ARENA_NEW_ARRAY(kit->arena, 2 * labels, struct inline_item);
    assert_non_null(items);
    *cell = (struct table_cell){.column_span = 1, .row_span = 1, .slants = labels - 1};
    for (size_t i = 0; i < labels; i++) {
        items[2 * i] = (struct inline_item){.kind = INLINE_TEXT, .text = kit_text(kit, 20 * i, lengths[i])};
        items[2 * i + 1].kind = INLINE_SLANT;
    }
    cell->blocks = kit_blocks(kit, STR("x"));
    cell->blocks->paragraph.inlines = items;
    cell->blocks->paragraph.inline_count = 2 * labels - 1;
}

/* By how much a point lies below the line from the corner to (x, y), upright; above: less than 0. */
static length below(struct page_point point, length x, length y)
{
    return point.y - y * point.x / x;
}

/* To the right of it, level. */
static length beside(struct page_point point, length x, length y)
{
    return point.x - x * point.y / y;
}

static void assert_clear(length distance)
{
    assert_true(distance >= CLEAR - ROUNDED);
}

static void assert_labels_clear(const struct table_slant *slant, length width, length height)
{
    const bool three = slant->count > 2;
    for (size_t i = 0; i < slant->count; i++) {
        const struct slant_label *label = &slant->labels[i];
        const struct page_point at = table_slant_at(slant, i, width, height);
        const length left = at.x + label->x, top = at.y + label->y;
        const struct page_point above_right = {left + label->width, top},
                                below_left = {left, top + label->height};
        assert_clear(left);
        assert_clear(top);
        assert_clear(width - above_right.x);
        assert_clear(height - below_left.y);
        if (i == 0) { /* below the first diagonal */
            assert_clear(below(above_right, three ? width / 2 : width, height));
            assert_clear(-beside(above_right, three ? width / 2 : width, height));
        } else { /* above the last one, or between the two */
            const length last = i == 1 && three ? height : three ? height / 2 : height;
            assert_clear(beside(below_left, i == 1 && three ? width / 2 : width, last));
        }
        if (i == 1 && three)
            assert_clear(below(above_right, width, height / 2));
    }
}

static void labels_keep_clear(void **state)
{
    (void)state;
    for (int i = 0; i < 300; i++) {
        struct kit kit;
        struct table_cell cell;
        const size_t labels = (size_t)(2 + i % 2);
        const size_t lengths[] = {(size_t)(1 + random_below(6)), (size_t)(1 + random_below(6)),
                                  (size_t)(1 + random_below(6))};
        const struct table_slant *slant;
        length least, natural, height;
        kit_open(&kit);
        kit_slanted(&kit, &cell, labels, lengths);
        assert_int_equal(table_slant_widths(&kit.where, &cell, &least, &natural), OK);
        assert_true(least <= natural);
        const length width = i < 4 ? least : least + random_below(120 * PT);
        assert_int_equal(table_slant_make(&kit.where, &cell, width, &slant, &height), OK);
        assert_int_equal(slant->count, labels);
        for (size_t k = 0; k < labels; k++)
            assert_int_equal(slant->labels[k].width, (length)lengths[k] * 10 * PT);
        assert_labels_clear(slant, width, height);
        assert_labels_clear(slant, width, height + random_below(100 * PT));
        kit_close(&kit);
    }
}

static void a_narrow_column_is_told(void **state)
{
    struct kit kit;
    struct table_cell cell;
    const struct table_slant *slant;
    length least, natural, height;
    (void)state;
    kit_open(&kit);
    kit_slanted(&kit, &cell, 2, (const size_t[]){2, 2});
    assert_int_equal(table_slant_widths(&kit.where, &cell, &least, &natural), OK);
    assert_int_equal(table_slant_make(&kit.where, &cell, least, &slant, &height), OK);
    assert_int_equal(table_slant_make(&kit.where, &cell, least - 1, &slant, &height), FAILED);
    kit_close(&kit);
}

/* Strokes that go past a text, or through it. */
static void strokes_over_texts_are_found(void **state)
{
    static const struct page_segment segments[] = {{.step = PAGE_MOVE},
                                                   {.step = PAGE_LINE, .to = {{100 * PT, 50 * PT}}}};
    static struct page_glyph glyph = {.glyph = 1, .text = {"字", 3}};
    static const struct {
        length x, y;
        bool found;
    } texts[] = {{60, 20, false}, {20, 45, false}, {45, 30, true}, {90, 54, true}, {101, 60, false}};
    struct kit kit;
    (void)state;
    kit_open(&kit);
    for (size_t i = 0; i < 2 * ARRAY_COUNT(texts); i++) {
        const bool turned = i % 2 == 1;
        const length x = (10 + texts[i / 2].x) * PT, y = (10 + texts[i / 2].y) * PT, side = 300 * PT;
        struct page page = {.width = side, .height = side};
        struct page_item items[] = {{.kind = PAGE_PATH,
                                     .shape = PAGE_SEGMENTS,
                                     .x = 10 * PT,
                                     .y = 10 * PT,
                                     .width = 100 * PT,
                                     .height = 50 * PT,
                                     .hollow = true,
                                     .stroke = 500,
                                     .segments = segments,
                                     .segment_count = ARRAY_COUNT(segments),
                                     .line = 1},
                                    {.x = x,
                                     .y = y,
                                     .width = 10 * PT,
                                     .size = 10 * PT,
                                     .glyphs = &glyph,
                                     .glyph_count = 1,
                                     .line = 2}};
        struct page_overlap first;
        size_t count = 7;
        for (size_t k = 0; k < ARRAY_COUNT(items) && turned; k++) {
            const length was = items[k].x;
            items[k].angle = 90;
            items[k].x = items[k].y;
            items[k].y = side - was;
        }
        page.items = items;
        page.item_count = ARRAY_COUNT(items);
        assert_int_equal(page_overlaps(kit.arena, &page, &count, &first), OK);
        assert_int_equal(count, texts[i / 2].found);
    }
    kit_close(&kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(labels_keep_clear),
                                       cmocka_unit_test(a_narrow_column_is_told),
                                       cmocka_unit_test(strokes_over_texts_are_found)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
