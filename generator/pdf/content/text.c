/*
 * Glyph runs as operators.
 *
 * A run is placed by Td, where it is turned by Tm, and shown by one TJ, of literal strings: codes are two bytes, and as
 * hexadecimal digits they would be four, all of them to be compressed.  The pen is followed in millionths of an em, as a
 * viewer moves it; where layout's x differs by more than half a hundredth of a point, an adjustment brings it there: less
 * is seen by nobody, does not add up, and would part a string at every other glyph of a justified line.  The step that most characters of a run take beyond their em is character spacing, so
 * that few of them need one.  Heavier glyphs are filled and stroked with round corners, for the acute ones of
 * Chinese characters would stand out as spikes.  A cluster that ToUnicode cannot give back is wrapped in a span with
 * /ActualText.
 */
#include "pdf/content/content_int.h"

#include <assert.h>

/* Of what is written between the strings of a TJ, in millionths of an em: a tenth of its unit. */
enum { GAP_STEP = 100 };

/* The array of one TJ. */
struct shower {
    struct buf *out;
    int64_t spacing; /* millionths of an em */
    enum { SHOW_CLOSED, SHOW_ARRAY, SHOW_STRING } state;
};

static void set_stroked(struct pdf_pen *w, bool stroked)
{
    if (w->is_stroked != stroked)
        buf_add_text(w->out, stroked ? "2 Tr\n" : "0 Tr\n");
    w->is_stroked = stroked;
}

static void set_font(struct pdf_pen *w, const struct page_item *item)
{
    if (w->face == item->face && w->size == item->size)
        return;
    w->own->faces[item->face] = true;
    w->face = item->face;
    w->size = item->size;
    pdf_add_font(w->out, item->face);
    buf_add_char(w->out, ' ');
    pdf_add_length(w->out, item->size);
    buf_add_text(w->out, " Tf\n");
}

static size_t count_steps(const struct page_item *item, length step)
{
    size_t equal = 0;
    for (size_t i = 1; i < item->glyph_count; i++)
        equal += item->glyphs[i].x - item->glyphs[i - 1].x == step;
    return equal;
}

/* The step from one glyph to the next that more than half of the run's are; 0: there is none such.  Of two glyphs at
 * least. */
static length common_step(const struct page_item *item)
{
    length step = item->glyphs[1].x - item->glyphs[0].x;
    size_t lead = 0, equal = count_steps(item, step);
    if (2 * equal > item->glyph_count - 1)
        return step;
    for (size_t i = 1; i < item->glyph_count; i++) { /* if any is, it is what this vote leaves */
        const length next = item->glyphs[i].x - item->glyphs[i - 1].x;
        if (lead == 0)
            step = next;
        if (next == step)
            lead++;
        else
            lead--;
    }
    equal = lead > 0 ? count_steps(item, step) : 0;
    return 2 * equal > item->glyph_count - 1 ? step : 0;
}

/* Character spacing, where it saves more than it costs to say: of characters that stand about an em apart.  What is
 * wider than PDF_GAP is the glyphs' own: readers would see white in it. */
static void set_spacing(struct pdf_pen *w, const struct page_item *item)
{
    enum { FEW = 3, SMALLEST_SHARE = 12 /* of an em: less than a gap */ };
    if (item->glyph_count < FEW)
        return;
    const length step = common_step(item), beyond = step > 0 ? step - item->size : 0;
    const bool is_near = beyond * SMALLEST_SHARE < item->size && -beyond * SMALLEST_SHARE < item->size;
    const length spacing = is_near ? beyond : 0;
    if (w->spacing != spacing) {
        pdf_add_length(w->out, spacing);
        buf_add_text(w->out, " Tc\n");
    }
    w->spacing = spacing;
}

static void show_close(struct shower *shower)
{
    if (shower->state == SHOW_STRING)
        buf_add_char(shower->out, ')');
    if (shower->state != SHOW_CLOSED)
        buf_add_text(shower->out, "] TJ\n");
    shower->state = SHOW_CLOSED;
}

static inline void show_code(struct shower *shower, uint32_t code)
{
    if (shower->state != SHOW_STRING)
        buf_add_text(shower->out, shower->state == SHOW_CLOSED ? "[(" : "(");
    shower->state = SHOW_STRING;
    pdf_add_code(shower->out, code);
}

/* `gap`: how far the pen must move, millionths of an em; whole GAP_STEPs. */
static void show_gap(struct shower *shower, int64_t gap)
{
    if (shower->state == SHOW_STRING)
        buf_add_char(shower->out, ')');
    else
        buf_add_text(shower->out, shower->state == SHOW_CLOSED ? "[" : " ");
    shower->state = SHOW_ARRAY;
    pdf_add_decimal(shower->out, -gap / GAP_STEP, 1);
}

/* How far the pen must move to where the glyph belongs, millionths of an em, in whole GAP_STEPs; 0: it is near enough. */
static inline int64_t gap_before(const struct page_item *item, size_t index, int64_t pen)
{
    enum { NEAR = 5 * 1000000 }; /* millionths of a length: half a hundredth of a point */
    const int64_t place = item->glyphs[index].x * 1000000, off = place - pen * item->size;
    if (off <= NEAR && -off <= NEAR)
        return 0;
    return pdf_divide(pdf_divide(place, item->size) - pen, GAP_STEP) * GAP_STEP;
}

/* Shows one glyph at its place; returns the pen behind it. */
static int64_t show_glyph(struct shower *shower, const struct page_item *item, size_t index,
                          const struct pdf_use *use, int64_t pen)
{
    const int64_t gap = gap_before(item, index, pen + (int64_t)use->fit.shift * 1000);
    if (gap != 0)
        show_gap(shower, gap);
    show_code(shower, use->code);
    return pen + gap + (int64_t)use->advance * 1000 + shower->spacing;
}

/* Takes up what lies between the glyph and the one behind its cluster; gives the use a code, if it can have one. */
static enum status fit_use(struct pdf_pen *w, struct pdf_face *face, const struct page_item *item,
                           size_t index, size_t behind, struct pdf_use **use)
{
    const bool ends = behind == item->glyph_count;
    struct pdf_fit fit = {.wider = w->shift, .shift = w->shift};
    if (!ends && (*use)->is_coded && w->shift == 0) { /* most of them */
        length between = item->glyphs[behind].x - item->glyphs[index].x;
        if (pdf_is_close(face, between * 1000 - (*use)->advance * item->size, item->size))
            return OK;
    }
    const struct pdf_spot first = {item, index, (*use)->advance, w->shift};
    const struct pdf_spot second = {.item = ends ? w->next : item, .index = ends ? 0 : behind};
    w->shift = 0;
    if (second.item != NULL) {
        const struct pdf_fit gap = pdf_gap_share(w->pdf, w->page, face, first, second);
        fit.wider += gap.wider;
        w->shift = gap.shift;
    }
    const int32_t advance = (*use)->advance + fit.wider;
    if ((fit.wider == 0 && fit.shift == 0) || advance < 0 || advance > face->facts.widest)
        return pdf_use_code(w->pdf, face, *use);
    return pdf_use_fit(w->pdf, face, fit, use);
}

/* A cluster that ToUnicode alone cannot give back. */
static enum status write_span(struct pdf_pen *w, struct pdf_face *face, const struct page_item *item,
                              const struct pdf_cluster *cluster, struct shower *shower, int64_t *pen)
{
    show_close(shower);
    w->shift = 0;
    enum status status = pdf_span_begin(w, cluster->text);
    for (size_t i = cluster->from; i < cluster->to && status == OK; i++) {
        struct pdf_use *use = NULL;
        bool fits = i + 1 == cluster->to && cluster->text.len > 0;
        status = pdf_use_take(w->pdf, face, item->glyphs[i].glyph, STR(""), &use);
        if (status == OK)
            status = fits ? fit_use(w, face, item, i, cluster->to, &use) : pdf_use_code(w->pdf, face, use);
        if (status == OK)
            status = pdf_use_in_span(w->pdf, use, cluster->text, i == cluster->from);
        if (status != OK)
            return status;
        *pen = show_glyph(shower, item, i, use, *pen);
    }
    show_close(shower);
    return status == OK ? pdf_span_end(w) : status;
}

static enum status write_cluster(struct pdf_pen *w, struct pdf_face *face, const struct page_item *item,
                                 const struct pdf_cluster *cluster, struct shower *shower, int64_t *pen)
{
    struct pdf_use *use = NULL;
    const size_t from = cluster->from;
    if (cluster->to - from > 1 || cluster->text.len == 0)
        return write_span(w, face, item, cluster, shower, pen);
    enum status status = pdf_use_take(w->pdf, face, item->glyphs[from].glyph, cluster->text, &use);
    if (status == OK)
        status = fit_use(w, face, item, from, cluster->to, &use);
    if (status != OK)
        return status;
    if (!use->is_coded)
        return write_span(w, face, item, cluster, shower, pen);
    *pen = show_glyph(shower, item, from, use, *pen);
    return OK;
}

/* Shows glyphs as long as each was met before and stands where the pen is, as most do, and the next one behind it; gives
 * the first that needs more. */
static size_t show_known(const struct pdf_pen *w, const struct pdf_face *face, const struct page_item *item,
                         size_t from, struct shower *shower, int64_t *pen)
{
    size_t i = from;
    for (; i + 1 < item->glyph_count && w->shift == 0 && face->slot_capacity > 0; i++) {
        const struct page_glyph *glyph = &item->glyphs[i], *next = glyph + 1;
        const struct pdf_use *use = pdf_use_seen(face, glyph->glyph, glyph->text);
        if (use == NULL || !use->is_coded || next->text.len == 0 || gap_before(item, i, *pen) != 0)
            break;
        const int64_t gap = (next->x - glyph->x) * 1000 - use->advance * item->size;
        if (!pdf_is_close(face, gap, item->size))
            break;
        show_code(shower, use->code);
        *pen += (int64_t)use->advance * 1000 + shower->spacing;
    }
    return i;
}

static enum status write_glyphs(struct pdf_pen *w, const struct page_item *item)
{
    struct pdf_face *face = NULL;
    struct shower shower = {.out = w->out, .state = SHOW_CLOSED};
    int64_t pen = 0;
    shower.spacing = pdf_divide(w->spacing * 1000000, item->size);
    enum status status = pdf_face_open(w->pdf, item->face, &face);
    set_font(w, item);
    for (size_t from = 0; from < item->glyph_count && status == OK;) {
        const struct pdf_cluster cluster =
            pdf_cluster_next(item, show_known(w, face, item, from, &shower, &pen));
        status = write_cluster(w, face, item, &cluster, &shower, &pen);
        from = cluster.to;
    }
    show_close(&shower);
    return status;
}

/* By the step from the run before, which in the lines of a paragraph is always the same. */
static void place_text(struct pdf_pen *w, const struct page_item *item)
{
    const length x = item->x, y = w->page->height - item->y + item->lift;
    if (item->angle == 0 && !w->last.is_turned) {
        pdf_add_point(w->out, x - w->last.x, y - w->last.y);
        buf_add_text(w->out, "Td\n");
    } else {
        pdf_add_turn(w, item, "Tm\n");
    }
    w->last.x = x;
    w->last.y = y;
    w->last.is_turned = item->angle != 0;
}

enum status pdf_write_text(struct pdf_pen *w, const struct page_item *item)
{
    assert(item->size > 0);
    if (item->glyph_count == 0)
        return OK;
    pdf_text_begin(w);
    pdf_pen_item(w, item);
    set_stroked(w, pdf_is_stroked(item));
    set_spacing(w, item);
    place_text(w, item);
    return write_glyphs(w, item);
}
