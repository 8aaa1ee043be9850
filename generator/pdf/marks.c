/*
 * Watermarks: nobody who searches or copies a paper wants their characters among the text, so they are drawn
 * as outlines, one form for each mark, however many pages show it.  A form is drawn with its origin at that of
 * the mark's first glyph, in points; the page turns it, and says its colour and the pen of its outlines.
 */
#include "pdf/pdf_int.h"

#include <string.h>

/* What a form looks like is the same. */
static bool looks_same(const struct page_item *a, const struct page_item *b)
{
    if (a->face != b->face || a->size != b->size || a->glyph_count != b->glyph_count ||
        pdf_is_stroked(a) != pdf_is_stroked(b))
        return false;
    for (size_t i = 0; i < a->glyph_count; i++)
        if (a->glyphs[i].glyph != b->glyphs[i].glyph || a->glyphs[i].x != b->glyphs[i].x)
            return false;
    return true;
}

struct drawing {
    struct buf *out;
    length x, size; /* origin of the glyph */
};

/* Hundredths of a point: no eye and no printer tells more of a shape. */
static void add_coordinate(const struct drawing *drawing, length from, int32_t millionths)
{
    pdf_add_decimal(drawing->out,
                    pdf_divide(from * 1000000 + drawing->size * millionths, (int64_t)10 * 1000000), 2);
    buf_add_char(drawing->out, ' ');
}

static void draw_step(void *context, enum font_step step, const int32_t points[FONT_STEP_POINTS][2])
{
    const struct drawing *drawing = context;
    for (size_t i = 0; i < pdf_steps[step].points; i++) {
        add_coordinate(drawing, drawing->x, points[i][0]);
        add_coordinate(drawing, 0, points[i][1]);
    }
    buf_add_text(drawing->out, pdf_steps[step].operator);
}

static enum status write_form(const struct pdf *pdf, const struct page_item *item, struct buf *out)
{
    struct drawing drawing = {.out = out, .size = item->size};
    const struct font_pen pen = {draw_step, &drawing};
    enum status status = OK;
    for (size_t i = 0; i < item->glyph_count && status == OK; i++) {
        drawing.x = item->glyphs[i].x;
        status = font_glyph_outline(pdf->fonts, item->face, item->glyphs[i].glyph, &pen);
    }
    buf_add_text(out, pdf_is_stroked(item) ? "B\n" : "f\n");
    return status == OK ? buf_status(out) : status;
}

/* All that the drawing comes from. */
static void write_key(const struct page_item *item, struct buf *out)
{
    const length whole[] = {item->face, item->size, pdf_is_stroked(item)};
    buf_add(out, whole, sizeof whole);
    for (size_t i = 0; i < item->glyph_count; i++) {
        const length glyph[] = {item->glyphs[i].glyph, item->glyphs[i].x};
        buf_add(out, glyph, sizeof glyph);
    }
}

static enum status draw_form(struct pdf *pdf, const struct page_item *item, struct str *ret_bytes)
{
    struct buf drawn = BUF(PDF_MAX_BYTES);
    enum status status = write_form(pdf, item, &drawn);
    if (status == OK)
        status = pdf_compress(pdf, buf_str(&drawn), PDF_DRAWN, ret_bytes);
    buf_clear(&drawn);
    return status;
}

/* Drawn once and kept for the next document: to ask a face for outlines is dear. */
static enum status take_form(struct pdf *pdf, const struct page_item *item, struct str *ret_bytes)
{
    struct buf key = BUF(PDF_MAX_BYTES);
    struct pdf_kept kept;
    write_key(item, &key);
    enum status status = buf_status(&key);
    if (status == OK)
        status = pdf_kept_find(pdf, buf_str(&key), PDF_DRAWN, &kept, ret_bytes);
    if (status == OK && ret_bytes->ptr == NULL) {
        status = draw_form(pdf, item, ret_bytes);
        if (status == OK && kept.place != NULL)
            status = pdf_kept_add(pdf, &kept, buf_str(&key), *ret_bytes);
    }
    buf_clear(&key);
    return status;
}

static enum status make_form(struct pdf *pdf, const struct page_item *item, HPDF_Dict *ret_object)
{
    struct buf inside = BUF(PDF_MAX_BYTES);
    struct str drawn = {NULL, 0};
    buf_add_text(&inside, "/Type /XObject /Subtype /Form /BBox [");
    pdf_add_point(&inside, -item->size, -item->size);
    pdf_add_point(&inside, item->width + item->size, 2 * item->size);
    buf_add_text(&inside, "] ");
    enum status status = buf_status(&inside);
    if (status == OK)
        status = take_form(pdf, item, &drawn);
    if (status == OK)
        status = pdf_coded_add(pdf, buf_str(&inside), drawn, ret_object);
    buf_clear(&inside);
    return status;
}

enum status pdf_mark_take(struct pdf *pdf, const struct page_item *item, size_t *ret_number)
{
    for (size_t i = 0; i < pdf->picture_count; i++) {
        *ret_number = i;
        if (pdf->pictures[i].mark != NULL && looks_same(pdf->pictures[i].mark, item))
            return OK;
    }
    struct page_item *kept = ARENA_NEW(pdf->arena, struct page_item);
    struct pdf_picture own = {.mark = kept};
    if (kept == NULL)
        return NO_MEMORY;
    *kept = *item;
    enum status status = page_item_keep(pdf->arena, kept);
    if (status == OK)
        status = make_form(pdf, kept, &own.object);
    *ret_number = pdf->picture_count;
    return status != OK
               ? status
               : ARENA_APPEND(pdf->arena, pdf->pictures, pdf->picture_count, pdf->picture_capacity, &own);
}
