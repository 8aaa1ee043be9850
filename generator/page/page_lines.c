/*
 * The lines of the pages as text: what `dump --stage=lines` prints, so that breaks and widths can be
 * compared.
 *
 *   line x 79.370 y 100.000 width 442.205 letters 27 strain -0.031 broken word cell last overfull "…"
 *     of cell node 46 table 33 row 1 column 3 in 79.370 442.205 left 31.586 right 10.500 justified forced size 16.000
 *     at 79.370 95.370 111.370
 *
 * strain: how much the gap that gave most was widened or narrowed, in em; broken: what the line's end divides
 * (text.h); of: the part as in `--stage=pages`, `in` the column's left edge and width, what the paragraph leaves free of it;
 * at: x of each glyph that has a text.  Items are found again by their place: in the line's box,
 * their baseline nearer than six tenths of their size, which takes in raised and lowered type.
 */
#include <inttypes.h>

#include "page/page_int.h"

/* Where an item stands as it is read: on a turned page text runs up the sheet. */
static void read_place(const struct page *page, const struct page_item *item, length *ret_x, length *ret_y)
{
    *ret_x = page->turned ? page->height - item->y : item->x;
    *ret_y = page->turned ? item->x : item->y;
}

static bool is_in_line(const struct page *page, const struct page_item *item, const struct page_line *line)
{
    if (item->kind != PAGE_GLYPHS || page_tag_is_artifact(item->tag) ||
        item->angle != (page->turned ? 90 : 0))
        return false;
    length x, y;
    read_place(page, item, &x, &y);
    length off = y > line->y ? y - line->y : line->y - y;
    const bool own = line->number != 0 && item->line == line->number;
    const bool begins = own || x + item->width > line->x; /* a halved （ ends where the line begins */
    return off * 10 <= item->size * 6 && begins && x <= line->x + line->width;
}

void page_line_text(const struct page *page, const struct page_line *line, struct buf *out)
{
    for (size_t i = 0; i < page->item_count; i++) {
        const struct page_item *item = &page->items[i];
        if (!is_in_line(page, item, line))
            continue;
        for (size_t k = 0; k < item->glyph_count; k++)
            buf_add_str(out, item->glyphs[k].text);
    }
}

/* What it is part of, and where it could have stood. */
static void dump_column(struct buf *out, const struct page_document *document, const struct page_line *line)
{
    buf_add_text(out, "    of");
    page_dump_tag(out, document->structure, (struct page_tag){.node = line->node});
    page_dump_length(out, "in", line->x - line->inset);
    page_dump_length(out, "", line->column);
    if (line->left != 0)
        page_dump_length(out, "left", line->left);
    if (line->right != 0)
        page_dump_length(out, "right", line->right);
    buf_printf(out, "%s%s", line->justified ? " justified" : "", line->forced ? " forced" : "");
    page_dump_length(out, "size", line->size);
    buf_add_char(out, '\n');
}

static void dump_places(struct buf *out, const struct page *page, const struct page_line *line)
{
    buf_add_text(out, "    at");
    for (size_t i = 0; i < page->item_count; i++) {
        const struct page_item *item = &page->items[i];
        length x, y;
        if (!is_in_line(page, item, line))
            continue;
        read_place(page, item, &x, &y);
        for (size_t k = 0; k < item->glyph_count; k++)
            if (item->glyphs[k].text.len > 0)
                page_dump_length(out, "", x + item->glyphs[k].x);
    }
    buf_add_char(out, '\n');
}

static void dump_line(struct buf *out, const struct page *page, const struct page_line *line)
{
    static const char *const broken[] = {NULL, "code", "word", "rule", "number"};
    struct buf text = BUF(out->max);
    buf_add_text(out, "  line");
    page_dump_length(out, "x", line->x);
    page_dump_length(out, "y", line->y);
    page_dump_length(out, "width", line->width);
    buf_printf(out, " letters %" PRIu32, line->letters);
    if (line->strain != 0)
        page_dump_length(out, "strain", line->strain);
    if (line->broken > 0 && line->broken < ARRAY_COUNT(broken))
        buf_printf(out, " broken %s", broken[line->broken]);
    buf_printf(out, "%s%s%s \"", line->in_cell ? " cell" : "", line->last ? " last" : "",
               line->overfull ? " overfull" : "");
    page_line_text(page, line, &text);
    page_dump_characters(out, buf_str(&text));
    out->failed = out->failed || text.failed;
    buf_clear(&text);
    buf_add_text(out, "\"\n");
}

void page_dump_lines(const struct page_document *document, bool glyphs, struct buf *out)
{
    for (size_t i = 0; i < document->page_count; i++) {
        const struct page *page = &document->pages[i];
        buf_printf(out, "page %zu", i + 1);
        if (page->number != 0)
            buf_printf(out, " number %d", page->number);
        buf_add_char(out, '\n');
        for (size_t k = 0; k < page->line_count; k++) {
            dump_line(out, page, &page->lines[k]);
            if (!glyphs)
                continue;
            dump_column(out, document, &page->lines[k]);
            dump_places(out, page, &page->lines[k]);
        }
    }
}
