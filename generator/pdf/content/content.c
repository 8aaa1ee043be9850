/*
 * Content streams: a page's items as PDF operators, layer by layer (page.h), y turned.
 *
 * What the viewer keeps is written only when it changes, and put back at the end: a page may have several streams.
 * Each item stands in a marked content that says what it is a part of, or that it is none of the text.
 */
#include "pdf/content/content_int.h"

/* Not so the glyphs of a watermark, which are drawn as outlines. */
static bool is_text_item(const struct page_item *item)
{
    return item->kind == PAGE_GLYPHS && item->layer != PAGE_MARK && item->layer != PAGE_MARK_OVER &&
           item->glyph_count > 0;
}

static enum status write_kind(struct pdf_pen *w, const struct page_item *item)
{
    switch (item->kind) {
    case PAGE_GLYPHS:
        return item->layer == PAGE_MARK || item->layer == PAGE_MARK_OVER ? pdf_write_mark(w, item)
                                                                         : pdf_write_text(w, item);
    case PAGE_PATH:
        pdf_write_path(w, item);
        break;
    case PAGE_PICTURE:
        return pdf_write_picture(w, item);
    case PAGE_SIGN:
        break;
    }
    return OK;
}

/* A picture, or a path that says something. */
static bool is_figure(const struct page_item *item)
{
    return item->kind == PAGE_PICTURE || (item->kind == PAGE_PATH && !page_tag_is_artifact(item->tag));
}

/* What holds for this item alone is put back behind it, and with it all that the viewer keeps. */
static enum status write_item(struct pdf_pen *w, const struct page_item *item)
{
    const bool is_alone = item->box_count > 0 || item->translucent;
    enum status status = pdf_mark_set(w, item, is_text_item(item) && !is_alone);
    if (status == OK && is_figure(item))
        status = pdf_note_shown(w, item);
    if (!is_alone || status != OK)
        return status == OK ? write_kind(w, item) : status;
    const struct pdf_pen before = *w;
    buf_add_text(w->out, "q\n");
    for (size_t i = 0; i < item->box_count; i++) {
        const struct page_box *box = &item->boxes[i];
        pdf_add_box(w, box->x, box->y, box->width, box->height);
    }
    if (item->box_count > 0)
        buf_add_text(w->out, "W n\n");
    if (item->translucent)
        buf_add_text(w->out, "/G0 gs\n");
    w->own->translucent = w->own->translucent || item->translucent;
    status = write_kind(w, item);
    pdf_text_end(w);
    buf_add_text(w->out, "Q\n");
    const int32_t shift = w->shift;
    *w = before;
    w->shift = shift;
    return status;
}

enum status pdf_content_write(struct pdf *pdf, const struct page *page, struct pdf_page *own, struct buf *out)
{
    struct pdf_pen w = {.pdf = pdf, .page = page, .own = own, .out = out, .face = -1};
    enum status status = OK;
    if (page->item_count == 0)
        return OK;
    if (own->faces == NULL)
        own->faces = ARENA_NEW_ARRAY(pdf->arena, pdf->face_count, bool);
    if (own->faces == NULL)
        return NO_MEMORY;
    buf_add_text(out, "q\n");
    const struct page_item *end = page->items + page->item_count;
    for (int layer = PAGE_FILLS; layer <= PAGE_SEALS; layer++)
        for (const struct page_item *item = page->items; item < end && status == OK; item++) {
            if ((int)item->layer != layer)
                continue;
            w.next = item + 1 < end && pdf_is_next(item, item + 1) ? item + 1 : NULL;
            status = write_item(&w, item);
        }
    pdf_text_end(&w);
    pdf_mark_end(&w);
    buf_add_text(out, "Q\n");
    return status == OK ? buf_status(out) : status;
}
