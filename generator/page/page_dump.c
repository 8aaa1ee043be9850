/*
 * The page tray as text: what `dump --stage=pages` prints and golden tests compare, an item a line.
 *
 * page 1 size 595.276 841.890 turned number 1
 *   glyphs cell node 7 table 4 row 2 column 0 spans 2 1 x 79.370 y 100.000 width 64.000 face 0 size 16.000 "…"
 *
 * Lengths are points with three decimals, exactly as kept; what is 0, none or usual is left out.
 */
#include <inttypes.h>

#include "page/page_int.h"

void page_dump_length(struct buf *out, const char *name, length value)
{
    uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    buf_printf(out, " %s%s%s%" PRIu64 ".%03" PRIu64, name, name[0] ? " " : "", value < 0 ? "-" : "",
               size / 1000, size % 1000);
}

void page_dump_characters(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        if (byte < 0x20 || byte == 0x7f) {
            buf_printf(out, "\\x%02X", byte);
            continue;
        }
        if (byte == '"' || byte == '\\')
            buf_add_char(out, '\\');
        buf_add_char(out, (char)byte);
    }
}

void page_dump_text(struct buf *out, const char *name, struct str text)
{
    buf_printf(out, " %s%s\"", name, name[0] ? " " : "");
    page_dump_characters(out, text);
    buf_add_char(out, '"');
}

static void dump_cell(struct buf *out, const struct page_structure *structure, const struct page_node *cell)
{
    const struct page_node *row = page_node_of(structure, cell->parent);
    buf_printf(out, " table %" PRIu32 " row %" PRIu32 " column %u",
               page_node_of(structure, row->parent)->parent, row->row, (unsigned)cell->column);
    if (cell->span.rows > 1 || cell->span.columns > 1)
        buf_printf(out, " spans %u %u", (unsigned)cell->span.rows, (unsigned)cell->span.columns);
}

/* What is around its node: cells, captions, notes. */
void page_dump_tag(struct buf *out, const struct page_structure *structure, struct page_tag tag)
{
    if (page_tag_is_artifact(tag)) {
        buf_add_text(out, " artifact");
        return;
    }
    const struct page_node *node = page_node_of(structure, page_node_around(structure, tag.node));
    const enum page_part part = node->part == PART_ENTRY ? PART_CONTENTS : (enum page_part)node->part;
    buf_printf(out, " %s", page_part_name(part));
    if (page_part_has_level(node->part))
        buf_printf(out, " %u", (unsigned)node->level);
    buf_printf(out, " node %" PRIu32, tag.node);
    if (page_part_is_cell(part))
        dump_cell(out, structure, node);
}

static void dump_segments(struct buf *out, const struct page_item *item)
{
    static const struct {
        const char *name;
        size_t points;
    } steps[] = {[PAGE_MOVE] = {"from", 1},
                 [PAGE_LINE] = {"to", 1},
                 [PAGE_CURVE] = {"by", 3},
                 [PAGE_CLOSE] = {"back", 0}};
    for (size_t i = 0; i < item->segment_count; i++) {
        const struct page_segment *segment = &item->segments[i];
        buf_printf(out, " %s", steps[segment->step].name);
        for (size_t k = 0; k < steps[segment->step].points; k++) {
            page_dump_length(out, "", segment->to[k].x);
            page_dump_length(out, "", segment->to[k].y);
        }
    }
}

static void dump_picture(struct buf *out, const struct page_item *item)
{
    const struct picture_file *file = item->picture->file;
    buf_printf(out, " %s %d %d", file->format == PICTURE_JPEG ? "jpeg" : "png", file->width, file->height);
    const struct page_box *whole = &item->picture->whole;
    if (whole->width > 0) {
        page_dump_length(out, "crop", whole->x);
        page_dump_length(out, "", whole->y);
        page_dump_length(out, "", whole->width);
        page_dump_length(out, "", whole->height);
    }
    page_dump_text(out, "", item->picture->alt);
}

static void dump_box(struct buf *out, const char *x, const struct page_box *box)
{
    page_dump_length(out, x, box->x);
    page_dump_length(out, "y", box->y);
    page_dump_length(out, "width", box->width);
    page_dump_length(out, "height", box->height);
}

/* What holds for a watermark over pictures and fills. */
static void dump_painting(struct buf *out, const struct page_item *item)
{
    if (item->halo != 0)
        page_dump_length(out, "halo", item->halo);
    if (item->translucent)
        buf_add_text(out, " translucent");
    for (size_t i = 0; i < item->box_count; i++)
        dump_box(out, i == 0 ? "inside x" : "and x", &item->boxes[i]);
}

static void dump_sign(struct buf *out, const struct page_sign *sign)
{
    buf_printf(out, " %.*s", STR_ARGS(sign->kind));
    page_dump_text(out, "party", sign->party);
    if (sign->keyword.len > 0)
        page_dump_text(out, "keyword", sign->keyword);
}

/* What glyphs say beside their text. */
static void dump_says(struct buf *out, const struct page_item *item)
{
    static const char *const names[] = {"underlined", "struck",  "doubted", "folio",   "raised",
                                        "lowered",    "awaited", "strong",  "stressed"};
    for (size_t i = 0; i < ARRAY_COUNT(names); i++)
        if ((item->says >> i & 1) != 0)
            buf_printf(out, " %s", names[i]);
    if (item->lang != NULL)
        buf_printf(out, " lang %.*s", STR_ARGS(*item->lang));
    if (item->breaks > 0)
        buf_printf(out, " breaks %u", (unsigned)item->breaks);
}

static void dump_item(struct buf *out, const struct page_structure *structure, const struct page_item *item)
{
    static const char *const kinds[] = {
        [PAGE_GLYPHS] = "glyphs", [PAGE_PICTURE] = "picture", [PAGE_SIGN] = "sign"};
    static const char *const shapes[] = {"rectangle", "circle", "path", "spots", "cells"};
    const bool round = item->kind == PAGE_PATH && item->shape == PAGE_ELLIPSE && item->width == item->height;
    buf_printf(out, "  %s", item->kind == PAGE_PATH ? shapes[item->shape] : kinds[item->kind]);
    page_dump_tag(out, structure, item->tag);
    page_dump_length(out, "x", item->x);
    page_dump_length(out, "y", item->y);
    page_dump_length(out, "width", item->width);
    if (item->kind != PAGE_GLYPHS && !round)
        page_dump_length(out, "height", item->height);
    if (item->color != 0 && !item->hollow)
        buf_printf(out, " color %06" PRIX32, item->color);
    if (item->pen != 0)
        buf_printf(out, item->hollow ? " color %06" PRIX32 : " pen %06" PRIX32, item->pen);
    if (item->stroke != 0)
        page_dump_length(out, "stroke", item->stroke);
    dump_painting(out, item);
    if (item->kind == PAGE_PATH && item->shape == PAGE_SPOTS) {
        page_dump_length(out, item->round ? "round" : "square", item->spot);
        page_dump_length(out, "step", item->step);
    }
    if ((item->kind != PAGE_PATH || item->shape == PAGE_SEGMENTS) && item->angle != 0)
        buf_printf(out, " angle %d", item->angle);
    if (item->kind == PAGE_PATH && item->shape == PAGE_SEGMENTS)
        dump_segments(out, item);
    if (item->kind == PAGE_PICTURE)
        dump_picture(out, item);
    if (item->kind == PAGE_SIGN)
        dump_sign(out, item->sign);
    if (item->kind == PAGE_GLYPHS) {
        buf_printf(out, " face %d%s", item->face, item->fallback ? " fallback" : "");
        if (item->lift != 0)
            page_dump_length(out, "lift", item->lift);
        page_dump_length(out, "size", item->size);
        dump_says(out, item);
        buf_add_text(out, " \"");
        for (size_t i = 0; i < item->glyph_count; i++)
            page_dump_characters(out, item->glyphs[i].text);
        buf_add_char(out, '"');
    }
    buf_add_char(out, '\n');
}

static void dump_link(struct buf *out, const struct page_link *link)
{
    buf_add_text(out, "  link");
    dump_box(out, "x", &(struct page_box){link->x, link->y, link->width, link->height});
    buf_printf(out, " to %zu", link->page + 1);
    page_dump_length(out, "y", link->target_y);
    page_dump_text(out, "", link->title);
    buf_add_char(out, '\n');
}

static void dump_facts(struct buf *out, const struct page_document *document)
{
    const struct {
        const char *name;
        struct str text;
    } facts[] = {
        {"title", document->title},
        {"subject", document->subject},
        {"author", document->author},
        {"date", document->date},
    };
    bool any = false;
    for (size_t i = 0; i < ARRAY_COUNT(facts); i++) {
        if (facts[i].text.len == 0)
            continue;
        if (!any)
            buf_add_text(out, "document");
        page_dump_text(out, facts[i].name, facts[i].text);
        any = true;
    }
    if (any)
        buf_add_char(out, '\n');
}

void page_dump(const struct page_document *document, struct buf *out)
{
    dump_facts(out, document);
    for (size_t i = 0; i < document->page_count; i++) {
        const struct page *page = &document->pages[i];
        buf_printf(out, "page %zu", i + 1);
        page_dump_length(out, "size", page->width);
        page_dump_length(out, "", page->height);
        if (page->turned)
            buf_add_text(out, " turned");
        if (page->number != 0)
            buf_printf(out, " number %d", page->number);
        buf_add_char(out, '\n');
        for (size_t k = 0; k < page->item_count; k++)
            dump_item(out, document->structure, &page->items[k]);
        for (size_t k = 0; k < page->link_count; k++)
            dump_link(out, &page->links[k]);
    }
    for (size_t i = 0; i < document->outline_count; i++) {
        const struct page_outline *outline = &document->outlines[i];
        buf_printf(out, "outline %d page %zu", outline->level, outline->page + 1);
        page_dump_length(out, "y", outline->y);
        page_dump_text(out, "", outline->title);
        buf_add_char(out, '\n');
    }
}
