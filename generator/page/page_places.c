/*
 * Signing places as JSON.
 */
#include "page/page_int.h"

static void add_points(struct buf *out, length value)
{
    buf_printf(out, "%s%lld", value < 0 ? "-" : "", (long long)(value < 0 ? -value : value) / 1000);
    int rest = (int)((value < 0 ? -value : value) % 1000);
    if (rest == 0)
        return;
    int digits = 3;
    for (; rest % 10 == 0; rest /= 10)
        digits--;
    buf_printf(out, ".%0*d", digits, rest);
}

static void add_member(struct buf *out, const char *name, length value)
{
    buf_printf(out, ",\"%s\":", name);
    add_points(out, value);
}

static void add_box(struct buf *out, const struct page *page, const struct page_box *box)
{
    add_member(out, "x", box->x);
    add_member(out, "y", page->height - box->y - box->height);
    add_member(out, "width", box->width);
    add_member(out, "height", box->height);
}

static void add_keyword(struct buf *out, const struct page *page, const struct page_place *place)
{
    buf_add_text(out, ",\"keyword\":{\"text\":");
    buf_add_json(out, place->sign->keyword);
    add_box(out, page, &place->keyword);
    buf_add_char(out, '}');
}

static void add_place(struct buf *out, const struct page *page, const struct page_place *place)
{
    buf_add_text(out, "{\"party\":");
    buf_add_json(out, place->sign->party);
    buf_add_json_member(out, "kind", place->sign->kind);
    buf_printf(out, ",\"page\":%zu", place->page + 1);
    add_box(out, page, &place->box);
    add_member(out, "page_width", page->width);
    add_member(out, "page_height", page->height);
    buf_printf(out, ",\"rotate\":%d", page->turned ? 90 : 0);
    if (place->strips > 0)
        buf_printf(out, ",\"seal\":%zu,\"strip\":%zu,\"strips\":%zu", place->seal, place->strip,
                   place->strips);
    if (place->keyword.width > 0)
        add_keyword(out, page, place);
    buf_add_char(out, '}');
}

void page_places_add(const struct page_document *document, struct buf *out)
{
    buf_add_char(out, '[');
    for (size_t i = 0; i < document->place_count; i++) {
        const struct page_place *place = &document->places[i];
        buf_add_text(out, i > 0 ? "," : "");
        add_place(out, &document->pages[place->page], place);
    }
    buf_add_char(out, ']');
}
