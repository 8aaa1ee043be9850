/*
 * The pen of a page: what the viewer keeps – text object, marked content, colours, widths –, written only when it
 * changes.
 */
#include "pdf/content/content_int.h"

static const uint32_t WHITE = 0xFFFFFF;

/* sin of 0 ... 90 degrees in millionths. */
static const int32_t SINES[91] = {
    0,      17452,  34899,  52336,  69756,  87156,  104528, 121869, 139173, 156434, 173648, 190809, 207912,
    224951, 241922, 258819, 275637, 292372, 309017, 325568, 342020, 358368, 374607, 390731, 406737, 422618,
    438371, 453990, 469472, 484810, 500000, 515038, 529919, 544639, 559193, 573576, 587785, 601815, 615661,
    629320, 642788, 656059, 669131, 681998, 694658, 707107, 719340, 731354, 743145, 754710, 766044, 777146,
    788011, 798636, 809017, 819152, 829038, 838671, 848048, 857167, 866025, 874620, 882948, 891007, 898794,
    906308, 913545, 920505, 927184, 933580, 939693, 945519, 951057, 956305, 961262, 965926, 970296, 974370,
    978148, 981627, 984808, 987688, 990268, 992546, 994522, 996195, 997564, 998630, 999391, 999848, 1000000};

int32_t pdf_sine(int degrees)
{
    degrees = (degrees % 360 + 360) % 360;
    if (degrees > 180)
        return -pdf_sine(degrees - 180);
    return SINES[degrees > 90 ? 180 - degrees : degrees];
}

void pdf_text_begin(struct pdf_pen *w)
{
    if (w->in_text)
        return;
    buf_add_text(w->out, "BT\n");
    w->in_text = true;
    w->last.x = w->last.y = 0;
    w->last.is_turned = false;
}

static void close_mark(struct pdf_pen *w)
{
    buf_add_text(w->out, w->mark.lang != NULL ? "EMC EMC\n" : "EMC\n");
}

void pdf_mark_end(struct pdf_pen *w)
{
    if (w->mark.is_open)
        close_mark(w);
    w->mark.is_open = false;
}

void pdf_text_end(struct pdf_pen *w)
{
    if (w->mark.in_text)
        pdf_mark_end(w);
    if (w->in_text)
        buf_add_text(w->out, "ET\n");
    w->in_text = false;
}

static struct mark mark_of(const struct pdf_pen *w, const struct page_item *item)
{
    struct mark mark = {.is_artifact = page_tag_is_artifact(item->tag)};
    const bool is_tagged = pdf_is_tagged(w->pdf);
    if (is_tagged && item->tag.repeated) /* read where it stands first */
        mark.is_artifact = true;
    if (mark.is_artifact)
        mark.aside = is_tagged ? item->tag.aside : PAGE_DECORATION;
    else
        mark.node = is_tagged ? item->tag.node : 0;
    mark.lang = mark.node > 0 ? item->lang : NULL;
    mark.is_open = mark.is_artifact || mark.node > 0;
    return mark;
}

static void add_lang(struct pdf_pen *w, const struct str *lang)
{
    buf_printf(w->out, "/Lang(%.*s)", STR_ARGS(*lang));
}

/* What the item is a part of: nothing that is read, or a part of the text (ISO 32000-1, 14.8.2.2, 14.7.4); in which
 * language, if that is not the part's: a span says it, which holds the whole content (14.9.2.2). */
static enum status begin_mark(struct pdf_pen *w, struct mark mark)
{
    static const char *const asides[] = {[PAGE_DECORATION] = "/Artifact BMC\n",
                                         [PAGE_HEADER] = "/Artifact<</Type/Pagination/Subtype/Header>>BDC\n",
                                         [PAGE_FOOTER] = "/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n",
                                         [PAGE_WATERMARK] =
                                             "/Artifact<</Type/Pagination/Subtype/Watermark>>BDC\n"};
    size_t number = 0;
    enum status status = OK;
    mark.in_text = w->in_text;
    w->mark = mark;
    if (!mark.is_open)
        return OK;
    if (mark.is_artifact) {
        buf_add_text(w->out, asides[mark.aside]);
        return OK;
    }
    status = pdf_tag_content(w->pdf, w->own, mark.node, &number);
    buf_add_text(w->out, "/P<</MCID ");
    pdf_add_decimal(w->out, (int64_t)number, 0);
    buf_add_text(w->out, ">>BDC\n");
    if (mark.lang != NULL) {
        buf_add_text(w->out, "/Span<<");
        add_lang(w, mark.lang);
        buf_add_text(w->out, ">>BDC\n");
    }
    return status;
}

/* A content that ends in its text object can be divided. */
static bool can_divide(const struct pdf_pen *w)
{
    return w->mark.node > 0 && w->mark.in_text;
}

/* A content of its own: a span inside another one makes poppler lose what stands behind it. */
enum status pdf_span_begin(struct pdf_pen *w, struct str text)
{
    size_t number = 0;
    enum status status = OK;
    if (can_divide(w)) {
        close_mark(w);
        status = pdf_tag_content(w->pdf, w->own, w->mark.node, &number);
        buf_printf(w->out, "/Span <</MCID %zu", number);
        if (w->mark.lang != NULL)
            add_lang(w, w->mark.lang);
    } else {
        buf_add_text(w->out, "/Span <<");
    }
    buf_add_text(w->out, "/ActualText ");
    pdf_add_text(w->out, text);
    buf_add_text(w->out, ">> BDC\n");
    return status;
}

enum status pdf_span_end(struct pdf_pen *w)
{
    buf_add_text(w->out, "EMC\n");
    return can_divide(w) ? begin_mark(w, w->mark) : OK;
}

/* Text goes on in its text object, whatever it is a part of. */
enum status pdf_mark_set(struct pdf_pen *w, const struct page_item *item, bool is_text)
{
    const struct mark mark = mark_of(w, item), *old = &w->mark;
    if (!is_text)
        pdf_text_end(w);
    if (old->is_open == mark.is_open && old->is_artifact == mark.is_artifact && old->aside == mark.aside &&
        old->node == mark.node && page_same_lang(old->lang, mark.lang))
        return OK;
    if (old->is_open && !old->in_text)
        pdf_text_end(w);
    pdf_mark_end(w);
    if (is_text)
        pdf_text_begin(w);
    return begin_mark(w, mark);
}

void pdf_add_color(struct pdf_pen *w, uint32_t color, const char *operator)
{
    for (int shift = 16; shift >= 0; shift -= 8) {
        pdf_add_decimal(w->out, ((int64_t)(color >> shift & 0xFF) * 1000 + 127) / 255, 3);
        buf_add_char(w->out, ' ');
    }
    buf_add_text(w->out, operator);
}

void pdf_pen_color(struct pdf_pen *w, uint32_t color)
{
    if (w->color != color)
        pdf_add_color(w, color, "rg\n");
    w->color = color;
}

/* The pen for outlines. */
void pdf_pen_stroke(struct pdf_pen *w, length width, uint32_t color)
{
    if (w->stroke_color != color)
        pdf_add_color(w, color, "RG\n");
    w->stroke_color = color;
    if (w->stroke == 0)
        buf_add_text(w->out, "1 j\n");
    if (w->stroke != width) {
        pdf_add_length(w->out, width);
        buf_add_text(w->out, " w\n");
    }
    w->stroke = width;
}

/* The matrix that turns what is drawn round the item's place. */
void pdf_add_turn(struct pdf_pen *w, const struct page_item *item, const char *operator)
{
    int32_t sin = pdf_sine(item->angle), cos = pdf_sine(item->angle + 90);
    const int32_t matrix[4] = {cos, sin, -sin, cos};
    for (size_t i = 0; i < 4; i++) {
        pdf_add_decimal(w->out, matrix[i], 6);
        buf_add_char(w->out, ' ');
    }
    pdf_add_point(w->out, item->x - pdf_divide(item->lift * sin, 1000000),
                  w->page->height - item->y + pdf_divide(item->lift * cos, 1000000));
    buf_add_text(w->out, operator);
}

void pdf_pen_item(struct pdf_pen *w, const struct page_item *item)
{
    pdf_pen_color(w, item->color);
    if (pdf_is_stroked(item))
        pdf_pen_stroke(w, item->stroke > 0 ? item->stroke : item->halo,
                       item->stroke > 0 ? item->color : WHITE);
}
