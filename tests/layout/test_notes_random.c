/*
 * Documents with footnotes, made at random from a fixed seed, on pages of random height.  Read off the pages
 * alone: every line and every line of a note stands there once and in order, nothing overlaps or stands below
 * the text area, a note begins on the page of its mark unless the two do not go on one page, and nothing
 * follows on a page behind a note that goes on.  On pages that are not tiny, 孤行 holds in text and notes.
 */
#include "layout_kit.h"
#include "random.h"

enum { ROUNDS = 600, BLOCKS = 30, MAX_LINES = 4096 };
enum { LINE = 12 * PT, NOTE_LINE = 10 * PT, ABOVE_NOTES = 8 * PT };

struct fact {             /* of a line of text, or of a note */
    bool begins, ends;    /* the paragraph or the note */
    int slice;            /* text: number of its first line */
    int note, note_count; /* text: its notes */
    int page;
};

struct story {
    struct kit *kit;
    bool tiny; /* pages of a few lines */
    struct fact texts[MAX_LINES], lines[MAX_LINES];
    int text_count, line_count, note_count;
    int note_lines[MAX_LINES], note_begins[MAX_LINES]; /* by note: how many lines, the first of them */
};

static void add_note(struct story *story, struct block *block)
{
    struct kit *kit = story->kit;
    int lines = 1 + random_below(random_below(3) == 0 ? 30 : 6);
    struct inline_item *item = kit_inline(kit, block, INLINE_NOTE, "*");
    struct block **outside = kit_enter(kit, &item->note);
    struct block *note = kit_block(kit, BLOCK_PARAGRAPH);
    note->paragraph.style = &kit->styles[STYLE_NOTE];
    story->note_lines[story->note_count] = lines;
    story->note_begins[story->note_count++] = story->line_count;
    for (int i = 0; i < lines; i++) {
        struct str text = arena_printf(kit->arena, "%d", story->line_count);
        assert_non_null(text.ptr);
        if (i > 0)
            kit_inline(kit, note, INLINE_BREAK, "");
        kit_inline(kit, note, INLINE_TEXT, text.ptr);
        story->lines[story->line_count++] = (struct fact){.begins = i == 0, .ends = i + 1 == lines};
    }
    kit_leave(kit, outside);
}

/* `slice`: the number of the slice's first line; -1: each line is one. */
static void add_paragraph(struct story *story, int lines, int slice)
{
    struct kit *kit = story->kit;
    struct block *block = kit_block(kit, BLOCK_PARAGRAPH);
    block->paragraph.style = &kit->styles[random_below(9) == 0 ? STYLE_TOGETHER : STYLE_BODY];
    int notes = story->tiny ? 3 : 1;
    for (int i = 0; i < lines; i++) {
        int line = story->text_count++;
        struct str text = arena_printf(kit->arena, "%d", line);
        assert_non_null(text.ptr);
        if (i > 0)
            kit_inline(kit, block, INLINE_BREAK, "");
        kit_inline(kit, block, INLINE_TEXT, text.ptr);
        story->texts[line] = (struct fact){.begins = i == 0,
                                           .ends = i + 1 == lines,
                                           .slice = slice >= 0 ? slice : line,
                                           .note = story->note_count};
        while (notes > 0 && random_below(story->tiny ? 3 : 6) == 0) {
            add_note(story, block);
            story->texts[line].note_count++;
            notes--;
        }
    }
}

static void add_block(struct story *story)
{
    struct kit *kit = story->kit;
    int kind = random_below(12);
    if (kind < 8) {
        add_paragraph(story, 1 + random_below(9), -1);
    } else if (kind == 8) {
        kit_space(kit, random_below(30), random_below(3) == 0);
    } else if (kind == 9) {
        struct block *columns = kit_columns(kit, 1, 0);
        struct block **outside = kit_enter(kit, &columns->columns.items[0].blocks);
        int slice = story->text_count;
        for (int i = 1 + random_below(2); i > 0; i--)
            add_paragraph(story, 1, slice);
        kit_leave(kit, outside);
    } else if (kind == 10) {
        struct block *keep = kit_block(kit, BLOCK_KEEP);
        struct block **outside = kit_enter(kit, &keep->keep.blocks);
        add_paragraph(story, 1 + random_below(3), -1);
        add_paragraph(story, 1 + random_below(3), -1);
        kit_leave(kit, outside);
    } else {
        kit_block(kit, BLOCK_PAGE_BREAK)->page_break.parity = (enum parity)random_below(3);
    }
}

static void read_page(struct story *story, int number, int *text, int *line)
{
    const struct page *page = &story->kit->document->pages[number];
    length bottom = story->kit->page.top;
    int first_text = *text, first_line = *line;
    for (size_t i = 0; i < page->item_count; i++) {
        const struct page_item *item = &page->items[i];
        if (kit_is_mark(story->kit, item))
            continue;
        if (item->kind != PAGE_GLYPHS) {
            assert_true(item->y > bottom);
            continue;
        }
        bool is_note = kit_part(story->kit, item) == PART_NOTE;
        length top = item->y - (is_note ? PT + 8 * PT * 88 / 100 : PT + 8800);
        assert_true(top >= bottom);
        bottom = top + (is_note ? NOTE_LINE : LINE);
        assert_true(bottom <= story->kit->page.height - story->kit->page.bottom);
        assert_true(is_note || *line == first_line); /* notes stand behind all text */
        int *next = is_note ? line : text;
        assert_int_equal(atoi(kit_item_text(story->kit, item).ptr), *next);
        (is_note ? story->lines : story->texts)[(*next)++].page = number;
    }
    if (*line > first_line)
        assert_int_equal(bottom, story->kit->page.height - story->kit->page.bottom);
    if (!story->tiny && *text > first_text && *text < story->text_count) {
        assert_false(story->texts[*text - 1].begins && !story->texts[*text - 1].ends);
        assert_false(story->texts[*text].ends && !story->texts[*text].begins);
    }
    if (!story->tiny && *line > first_line && *line < story->line_count) {
        assert_false(story->lines[*line - 1].begins && !story->lines[*line - 1].ends);
        assert_false(story->lines[*line].ends && !story->lines[*line].begins);
    }
}

/* What the slice with its notes wants of a page at least. */
static length slice_wants(const struct story *story, int slice)
{
    length height = 0, last = 0;
    for (int i = slice; i < story->text_count && story->texts[i].slice == slice; i++) {
        const struct fact *text = &story->texts[i];
        height += LINE;
        for (int note = text->note; note < text->note + text->note_count; note++) {
            int lines = story->note_lines[note];
            height += last > 0 ? last : ABOVE_NOTES;
            last = lines * NOTE_LINE;
        }
    }
    length least = last > 3 * NOTE_LINE ? 2 * NOTE_LINE : last;
    return height + least;
}

static void check_marks(const struct story *story, length room)
{
    for (int i = 0; i < story->text_count; i++) {
        const struct fact *text = &story->texts[i];
        for (int note = text->note; note < text->note + text->note_count; note++) {
            int page = story->lines[story->note_begins[note]].page;
            assert_true(page >= text->page);
            if (page > text->page)
                assert_true(slice_wants(story, text->slice) > room);
        }
    }
}

static void check_round(uint32_t round)
{
    static struct kit kit;
    static struct story story;
    kit_open(&kit);
    memset(&story, 0, sizeof story);
    story.kit = &kit;
    story.tiny = round % 2 == 0;
    random_seed = round;
    length room = (story.tiny ? 24 + random_below(80) : 110 + random_below(100)) * PT;
    kit.page.height = kit.page.top + kit.page.bottom + room;
    kit_section(&kit);
    for (int i = 1 + random_below(BLOCKS); i > 0; i--)
        add_block(&story);
    assert_int_equal(kit_lay(&kit), OK);
    int text = 0, line = 0;
    for (size_t p = 0; p < kit.document->page_count; p++)
        read_page(&story, (int)p, &text, &line);
    assert_int_equal(text, story.text_count);
    assert_int_equal(line, story.line_count);
    check_marks(&story, room);
    kit_close(&kit);
}

static void test_random_notes(void **state)
{
    (void)state;
    for (uint32_t round = 0; round < ROUNDS; round++)
        check_round(round);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_notes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
