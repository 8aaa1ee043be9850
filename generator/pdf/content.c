/*
 * Content streams: a page's items as PDF operators, layer by layer (page.h), y turned.
 *
 * A run is placed by Td, where it is turned by Tm, and shown by one TJ.  The pen is followed in millionths of an em, as a viewer moves
 * it; where layout's x differs by more than half a thousandth of a point, an adjustment with three decimals
 * brings it there.  The step that most characters of a run take beyond their em is character spacing, so that
 * few of them need one.  What the viewer keeps is written only when it changes, and put back at the end: a page
 * may have several streams.  Heavier glyphs are filled and stroked with round corners, for the acute ones of
 * Chinese characters would stand out as spikes.  Artifacts are marked; a cluster that ToUnicode cannot give
 * back is wrapped in a span with /ActualText.
 */
#include "pdf/pdf_int.h"

#include <assert.h>

static const uint32_t WHITE = 0xFFFFFF;

struct writer {
    struct pdf *pdf;
    const struct page *page;
    struct pdf_page *own;
    struct buf *out;
    int face; /* current font; -1: none yet */
    length size;
    uint32_t color;
    uint32_t stroke_color;
    length stroke;   /* line width; 0: not set yet */
    bool is_stroked; /* text is filled and stroked */
    length spacing;  /* that every glyph adds to its width */
    struct {
        length x, y; /* where the last run of this text object stands, y up */
        bool is_turned;
    } last;
    bool in_text, in_artifact;
    const struct page_item *next; /* of the line's text; NULL: none */
    int32_t shift;                /* of the next glyph, as its neighbour wants it */
};

/* The array of one TJ. */
struct shower {
    struct buf *out;
    int64_t spacing; /* millionths of an em */
    enum { SHOW_CLOSED, SHOW_ARRAY, SHOW_HEX } state;
};

/* sin of 0 ... 90 degrees in millionths. */
static const int32_t SINES[91] = {
    0,      17452,  34899,  52336,  69756,  87156,  104528, 121869, 139173, 156434, 173648, 190809, 207912,
    224951, 241922, 258819, 275637, 292372, 309017, 325568, 342020, 358368, 374607, 390731, 406737, 422618,
    438371, 453990, 469472, 484810, 500000, 515038, 529919, 544639, 559193, 573576, 587785, 601815, 615661,
    629320, 642788, 656059, 669131, 681998, 694658, 707107, 719340, 731354, 743145, 754710, 766044, 777146,
    788011, 798636, 809017, 819152, 829038, 838671, 848048, 857167, 866025, 874620, 882948, 891007, 898794,
    906308, 913545, 920505, 927184, 933580, 939693, 945519, 951057, 956305, 961262, 965926, 970296, 974370,
    978148, 981627, 984808, 987688, 990268, 992546, 994522, 996195, 997564, 998630, 999391, 999848, 1000000};

static int32_t sine(int degrees)
{
    degrees = (degrees % 360 + 360) % 360;
    if (degrees > 180)
        return -sine(degrees - 180);
    return SINES[degrees > 90 ? 180 - degrees : degrees];
}

static void begin_text(struct writer *w)
{
    if (w->in_text)
        return;
    buf_add_text(w->out, "BT\n");
    w->in_text = true;
    w->last.x = w->last.y = 0;
    w->last.is_turned = false;
}

static void end_text(struct writer *w)
{
    if (w->in_text)
        buf_add_text(w->out, "ET\n");
    w->in_text = false;
}

static void set_artifact(struct writer *w, bool artifact)
{
    if (w->in_artifact == artifact)
        return;
    end_text(w);
    buf_add_text(w->out, artifact ? "/Artifact BMC\n" : "EMC\n");
    w->in_artifact = artifact;
}

static void write_color(struct writer *w, uint32_t color, const char *operator)
{
    for (int shift = 16; shift >= 0; shift -= 8) {
        pdf_add_decimal(w->out, ((int64_t)(color >> shift & 0xFF) * 1000 + 127) / 255, 3);
        buf_add_char(w->out, ' ');
    }
    buf_add_text(w->out, operator);
}

static void set_color(struct writer *w, uint32_t color)
{
    if (w->color != color)
        write_color(w, color, "rg\n");
    w->color = color;
}

/* The pen for outlines. */
static void set_stroke(struct writer *w, length width, uint32_t color)
{
    if (w->stroke_color != color)
        write_color(w, color, "RG\n");
    w->stroke_color = color;
    if (w->stroke == 0)
        buf_add_text(w->out, "1 j\n");
    if (w->stroke != width) {
        pdf_add_length(w->out, width);
        buf_add_text(w->out, " w\n");
    }
    w->stroke = width;
}

static void set_stroked(struct writer *w, bool stroked)
{
    if (w->is_stroked != stroked)
        buf_add_text(w->out, stroked ? "2 Tr\n" : "0 Tr\n");
    w->is_stroked = stroked;
}

static void set_font(struct writer *w, const struct page_item *item)
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

/* The step from one glyph to the next that more than half of the run's are; 0: there is none such. */
static length common_step(const struct page_item *item)
{
    length step = 0;
    size_t lead = 0, equal = 0;
    for (size_t i = 1; i < item->glyph_count; i++) { /* if any is, it is what this vote leaves */
        const length next = item->glyphs[i].x - item->glyphs[i - 1].x;
        if (lead == 0)
            step = next;
        if (next == step)
            lead++;
        else
            lead--;
    }
    for (size_t i = 1; i < item->glyph_count && lead > 0; i++)
        equal += item->glyphs[i].x - item->glyphs[i - 1].x == step;
    return 2 * equal > item->glyph_count - 1 ? step : 0;
}

/* Character spacing, where it saves more than it costs to say: of characters that stand about an em apart.  What is
 * wider than PDF_GAP is the glyphs' own: readers would see white in it. */
static void set_spacing(struct writer *w, const struct page_item *item)
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

/* The matrix that turns what is drawn round the item's place. */
static void add_turn(struct writer *w, const struct page_item *item, const char *operator)
{
    int32_t sin = sine(item->angle), cos = sine(item->angle + 90);
    const int32_t matrix[4] = {cos, sin, -sin, cos};
    for (size_t i = 0; i < 4; i++) {
        pdf_add_decimal(w->out, matrix[i], 6);
        buf_add_char(w->out, ' ');
    }
    pdf_add_point(w->out, item->x, w->page->height - item->y);
    buf_add_text(w->out, operator);
}

static void show_close(struct shower *shower)
{
    if (shower->state == SHOW_HEX)
        buf_add_char(shower->out, '>');
    if (shower->state != SHOW_CLOSED)
        buf_add_text(shower->out, "] TJ\n");
    shower->state = SHOW_CLOSED;
}

static void show_code(struct shower *shower, uint32_t code)
{
    if (shower->state == SHOW_CLOSED)
        buf_add_char(shower->out, '[');
    if (shower->state != SHOW_HEX)
        buf_add_char(shower->out, '<');
    shower->state = SHOW_HEX;
    pdf_add_hex(shower->out, code, 4);
}

/* `gap`: how far the pen must move, millionths of an em. */
static void show_gap(struct shower *shower, int64_t gap)
{
    if (shower->state == SHOW_HEX)
        buf_add_char(shower->out, '>');
    else
        buf_add_text(shower->out, shower->state == SHOW_CLOSED ? "[" : " ");
    shower->state = SHOW_ARRAY;
    pdf_add_decimal(shower->out, -gap, 3);
}

/* Shows one glyph at its place; returns the pen behind it. */
static int64_t show_glyph(struct shower *shower, const struct page_item *item, size_t index,
                          const struct pdf_use *use, int64_t pen)
{
    int64_t gap =
        pdf_divide(item->glyphs[index].x * 1000000, item->size) - pen - (int64_t)use->fit.shift * 1000;
    int64_t off = gap * item->size; /* millionths of a thousandth of a point */
    if (off > 500000 || off < -500000) {
        show_gap(shower, gap);
        pen += gap;
    }
    show_code(shower, use->code);
    return pen + (int64_t)use->advance * 1000 + shower->spacing;
}

/* Takes up what lies between the glyph and the one behind its cluster; gives the use a code, if it can have one. */
static enum status fit_use(struct writer *w, struct pdf_face *face, const struct page_item *item,
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
static enum status write_span(struct writer *w, struct pdf_face *face, const struct page_item *item,
                              const struct pdf_cluster *cluster, struct shower *shower, int64_t *pen)
{
    show_close(shower);
    set_font(w, item);
    buf_add_text(w->out, "/Span <</ActualText ");
    pdf_add_text(w->out, cluster->text);
    buf_add_text(w->out, ">> BDC\n");
    w->shift = 0;
    for (size_t i = cluster->from; i < cluster->to; i++) {
        struct pdf_use *use = NULL;
        bool fits = i + 1 == cluster->to && cluster->text.len > 0;
        enum status status = pdf_use_take(w->pdf, face, item->glyphs[i].glyph, STR(""), &use);
        if (status == OK)
            status = fits ? fit_use(w, face, item, i, cluster->to, &use) : pdf_use_code(w->pdf, face, use);
        if (status == OK)
            status = pdf_use_in_span(w->pdf, use, cluster->text, i == cluster->from);
        if (status != OK)
            return status;
        *pen = show_glyph(shower, item, i, use, *pen);
    }
    show_close(shower);
    buf_add_text(w->out, "EMC\n");
    return OK;
}

static enum status write_cluster(struct writer *w, struct pdf_face *face, const struct page_item *item,
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
    set_font(w, item);
    *pen = show_glyph(shower, item, from, use, *pen);
    return OK;
}

static enum status write_glyphs(struct writer *w, const struct page_item *item)
{
    struct pdf_face *face = NULL;
    struct shower shower = {.out = w->out, .state = SHOW_CLOSED};
    int64_t pen = 0;
    shower.spacing = pdf_divide(w->spacing * 1000000, item->size);
    enum status status = pdf_face_open(w->pdf, item->face, &face);
    for (size_t from = 0; from < item->glyph_count && status == OK;) {
        const struct pdf_cluster cluster = pdf_cluster_next(item, from);
        status = write_cluster(w, face, item, &cluster, &shower, &pen);
        from = cluster.to;
    }
    show_close(&shower);
    return status;
}

static void set_pens(struct writer *w, const struct page_item *item)
{
    set_color(w, item->color);
    if (pdf_is_stroked(item))
        set_stroke(w, item->stroke > 0 ? item->stroke : item->halo, item->stroke > 0 ? item->color : WHITE);
}

/* By the step from the run before, which in the lines of a paragraph is always the same. */
static void place_text(struct writer *w, const struct page_item *item)
{
    const length x = item->x, y = w->page->height - item->y;
    if (item->angle == 0 && !w->last.is_turned) {
        pdf_add_point(w->out, x - w->last.x, y - w->last.y);
        buf_add_text(w->out, "Td\n");
    } else {
        add_turn(w, item, "Tm\n");
    }
    w->last.x = x;
    w->last.y = y;
    w->last.is_turned = item->angle != 0;
}

static enum status write_text(struct writer *w, const struct page_item *item)
{
    assert(item->size > 0);
    if (item->glyph_count == 0)
        return OK;
    begin_text(w);
    set_pens(w, item);
    set_stroked(w, pdf_is_stroked(item));
    set_spacing(w, item);
    place_text(w, item);
    return write_glyphs(w, item);
}

static void add_box(struct writer *w, length x, length y, length width, length height)
{
    pdf_add_point(w->out, x, w->page->height - y - height);
    pdf_add_point(w->out, width, height);
    buf_add_text(w->out, "re ");
}

static void add_point(struct writer *w, const struct page_item *item, length x, length y)
{
    const int64_t sin = sine(item->angle), cos = sine(item->angle + 90);
    pdf_add_point(w->out, item->x + pdf_divide(x * cos + y * sin, 1000000),
                  w->page->height - item->y - pdf_divide(y * cos - x * sin, 1000000));
}

/* Four quarters, each a Bezier curve that leaves a circle by less than 1/3000 of its radius. */
static void add_ellipse(struct writer *w, const struct page_item *item)
{
    enum { UNIT = 1000000, BEND = 552285 };
    static const int32_t points[13][2] = {
        {UNIT, 0},      {UNIT, BEND},   {BEND, UNIT}, {0, UNIT},     {-BEND, UNIT}, {-UNIT, BEND}, {-UNIT, 0},
        {-UNIT, -BEND}, {-BEND, -UNIT}, {0, -UNIT},   {BEND, -UNIT}, {UNIT, -BEND}, {UNIT, 0}};
    const length across = item->width / 2, down = item->height / 2;
    for (size_t i = 0; i < ARRAY_COUNT(points); i++) {
        add_point(w, item, across + across * points[i][0] / UNIT, down + down * points[i][1] / UNIT);
        if (i % 3 == 0)
            buf_add_text(w->out, i == 0 ? "m\n" : "c\n");
    }
}

static void add_segments(struct writer *w, const struct page_item *item)
{
    for (size_t i = 0; i < item->segment_count; i++) {
        const struct page_segment *segment = &item->segments[i];
        for (size_t k = 0; k < pdf_steps[segment->step].points; k++)
            add_point(w, item, segment->to[k].x, segment->to[k].y);
        buf_add_text(w->out, pdf_steps[segment->step].operator);
    }
}

/* A line of dashes; a round one is nearly without length and has round ends, so that circles may touch.  Without
 * any, or with less than a tenth of a point, some viewers lengthen the step; and the line ends behind its last
 * dash, between that and the next, since not all count a dash at the very end. */
static void write_spots(struct writer *w, const struct page_item *item)
{
    static const length SHORTEST = LENGTH_POINT / 10, THINNEST = LENGTH_POINT / 100;
    const length longer = item->spot - item->height;
    const length dash = !item->round ? item->spot : longer > SHORTEST ? longer : SHORTEST;
    const length gap = item->step - dash;
    const length thick = item->round ? item->height - (dash - longer) / 2 : item->height;
    const length begin = (item->spot - dash) / 2;
    const bool several = item->width > item->spot && gap > 0;
    end_text(w);
    buf_add_text(w->out, item->round ? "q 1 J " : "q ");
    write_color(w, item->color, "RG ");
    pdf_add_length(w->out, thick > THINNEST ? thick : THINNEST);
    if (several) {
        buf_add_text(w->out, " w [");
        pdf_add_point(w->out, dash, gap);
        buf_add_text(w->out, "] 0 d\n");
    } else {
        buf_add_text(w->out, " w\n");
    }
    add_point(w, item, begin, item->height / 2);
    buf_add_text(w->out, "m ");
    add_point(w, item, item->width - begin + (several ? gap / 2 : 0), item->height / 2);
    buf_add_text(w->out, "l S Q\n");
}

static void write_path(struct writer *w, const struct page_item *item)
{
    if (item->shape == PAGE_SPOTS) {
        write_spots(w, item);
        return;
    }
    end_text(w);
    if (!item->hollow)
        set_color(w, item->color);
    if (item->stroke > 0)
        set_stroke(w, item->stroke, item->pen);
    if (item->shape == PAGE_RECTANGLE)
        add_box(w, item->x, item->y, item->width, item->height);
    else if (item->shape == PAGE_ELLIPSE)
        add_ellipse(w, item);
    else
        add_segments(w, item);
    const bool closes = item->shape == PAGE_ELLIPSE;
    buf_add_text(w->out, item->stroke == 0 ? "f\n"
                         : item->hollow    ? (closes ? "s\n" : "S\n")
                                           : (closes ? "b\n" : "B\n"));
}

static enum status note_picture(struct writer *w, size_t number)
{
    struct pdf_page *own = w->own;
    for (size_t i = 0; i < own->picture_count; i++)
        if (own->pictures[i] == number)
            return OK;
    return ARENA_APPEND(w->pdf->arena, own->pictures, own->picture_count, own->picture_capacity, &number);
}

static enum status write_mark(struct writer *w, const struct page_item *item)
{
    size_t number = 0;
    enum status status = pdf_mark_take(w->pdf, item, &number);
    if (status == OK)
        status = note_picture(w, number);
    if (status != OK)
        return status;
    end_text(w);
    set_pens(w, item);
    buf_add_text(w->out, "q ");
    add_turn(w, item, "cm ");
    buf_printf(w->out, "/P%zu Do Q\n", number);
    return OK;
}

/* The unit square becomes the box, turned round its top left corner. */
static enum status write_picture(struct writer *w, const struct page_item *item)
{
    const int64_t sin = sine(item->angle), cos = sine(item->angle + 90);
    const length across = pdf_divide(item->height * sin, 1000000);
    const length down = pdf_divide(item->height * cos, 1000000);
    size_t number = 0;
    enum status status = pdf_picture_take(w->pdf, item->picture, &number);
    if (status == OK)
        status = note_picture(w, number);
    if (status != OK)
        return status;
    end_text(w);
    buf_add_text(w->out, "q ");
    pdf_add_point(w->out, pdf_divide(item->width * cos, 1000000), pdf_divide(item->width * sin, 1000000));
    pdf_add_point(w->out, -across, down);
    pdf_add_point(w->out, item->x + across, w->page->height - item->y - down);
    buf_printf(w->out, "cm /P%zu Do Q\n", number);
    return OK;
}

static enum status write_kind(struct writer *w, const struct page_item *item)
{
    switch (item->kind) {
    case PAGE_GLYPHS:
        return item->layer == PAGE_MARK || item->layer == PAGE_MARK_OVER ? write_mark(w, item)
                                                                         : write_text(w, item);
    case PAGE_PATH:
        write_path(w, item);
        break;
    case PAGE_PICTURE:
        return write_picture(w, item);
    }
    return OK;
}

/* What holds for this item alone is put back behind it, and with it all that the viewer keeps. */
static enum status write_item(struct writer *w, const struct page_item *item)
{
    set_artifact(w, page_tag_is_artifact(item->tag));
    if (item->box_count == 0 && !item->translucent)
        return write_kind(w, item);
    end_text(w);
    const struct writer before = *w;
    buf_add_text(w->out, "q\n");
    for (size_t i = 0; i < item->box_count; i++) {
        const struct page_box *box = &item->boxes[i];
        add_box(w, box->x, box->y, box->width, box->height);
    }
    if (item->box_count > 0)
        buf_add_text(w->out, "W n\n");
    if (item->translucent)
        buf_add_text(w->out, "/G0 gs\n");
    w->own->translucent = w->own->translucent || item->translucent;
    enum status status = write_kind(w, item);
    end_text(w);
    buf_add_text(w->out, "Q\n");
    const int32_t shift = w->shift;
    *w = before;
    w->shift = shift;
    return status;
}

enum status pdf_content_write(struct pdf *pdf, const struct page *page, struct pdf_page *own, struct buf *out)
{
    struct writer w = {.pdf = pdf, .page = page, .own = own, .out = out, .face = -1};
    enum status status = OK;
    if (page->item_count == 0)
        return OK;
    if (own->faces == NULL)
        own->faces = ARENA_NEW_ARRAY(pdf->arena, pdf->face_count, bool);
    if (own->faces == NULL)
        return NO_MEMORY;
    buf_add_text(out, "q\n");
    const struct page_item *end = page->items + page->item_count;
    for (int layer = PAGE_FILLS; layer <= PAGE_TEXT; layer++)
        for (const struct page_item *item = page->items; item < end && status == OK; item++) {
            if ((int)item->layer != layer)
                continue;
            w.next = item + 1 < end && pdf_is_next(item, item + 1) ? item + 1 : NULL;
            status = write_item(&w, item);
        }
    end_text(&w);
    set_artifact(&w, false);
    buf_add_text(out, "Q\n");
    return status == OK ? buf_status(out) : status;
}
