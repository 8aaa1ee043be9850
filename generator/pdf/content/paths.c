/*
 * What is drawn and is no text, as operators: paths, spots in a row, pictures, watermarks.
 */
#include "pdf/content/content_int.h"
#include "pdf/images/images.h"

void pdf_add_box(struct pdf_pen *w, length x, length y, length width, length height)
{
    pdf_add_point(w->out, x, w->page->height - y - height);
    pdf_add_point(w->out, width, height);
    buf_add_text(w->out, "re ");
}

static void add_point(struct pdf_pen *w, const struct page_item *item, length x, length y)
{
    const int64_t sin = pdf_sine(item->angle), cos = pdf_sine(item->angle + 90);
    pdf_add_point(w->out, item->x + pdf_divide(x * cos + y * sin, 1000000),
                  w->page->height - item->y - pdf_divide(y * cos - x * sin, 1000000));
}

/* Four quarters, each a Bezier curve that leaves a circle by less than 1/3000 of its radius. */
static void add_ellipse(struct pdf_pen *w, const struct page_item *item)
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

static void add_segments(struct pdf_pen *w, const struct page_item *item)
{
    for (size_t i = 0; i < item->segment_count; i++) {
        const struct page_segment *segment = &item->segments[i];
        for (size_t k = 0; k < pdf_steps[segment->step].points; k++)
            add_point(w, item, segment->to[k].x, segment->to[k].y);
        buf_add_text(w->out, pdf_steps[segment->step].operator);
    }
}

static void add_corners(struct pdf_pen *w, const struct page_item *item, length left, length top,
                        length right, length bottom)
{
    const length corners[4][2] = {{left, top}, {right, top}, {right, bottom}, {left, bottom}};
    for (size_t i = 0; i < ARRAY_COUNT(corners); i++) {
        add_point(w, item, corners[i][0], corners[i][1]);
        buf_add_text(w->out, i == 0 ? "m " : "l ");
    }
    buf_add_text(w->out, "h\n");
}

/* Filled ones that stand beside each other are one box, so that nobody sees where they meet. */
static void add_cells(struct pdf_pen *w, const struct page_item *item)
{
    const int side = item->side;
    for (int row = 0; row < side; row++) {
        const uint8_t *cells = item->cells + (size_t)row * (size_t)side;
        for (int from = 0, to; from < side; from = to) {
            for (to = from + 1; to < side && cells[to] == cells[from];)
                to++;
            if (cells[from] != 0)
                add_corners(w, item, from * item->width / side, row * item->height / side,
                            to * item->width / side, (row + 1) * item->height / side);
        }
    }
}

/* A line of dashes; a round one is nearly without length and has round ends, so that circles may touch.  Without
 * any, or with less than a tenth of a point, some viewers lengthen the step; and the line ends behind its last
 * dash, between that and the next, since not all count a dash at the very end. */
static void write_spots(struct pdf_pen *w, const struct page_item *item)
{
    static const length SHORTEST = LENGTH_POINT / 10, THINNEST = LENGTH_POINT / 100;
    const length longer = item->spot - item->height;
    const length dash = !item->round ? item->spot : longer > SHORTEST ? longer : SHORTEST;
    const length gap = item->step - dash;
    const length thick = item->round ? item->height - (dash - longer) / 2 : item->height;
    const length begin = (item->spot - dash) / 2;
    const bool several = item->width > item->spot && gap > 0;
    pdf_text_end(w);
    buf_add_text(w->out, item->round ? "q 1 J " : "q ");
    pdf_add_color(w, item->color, "RG ");
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

static bool is_rule(const struct page_item *item)
{
    return item->shape == PAGE_RECTANGLE && item->layer == PAGE_TEXT && item->stroke == 0 &&
           !item->translucent;
}

/* To 1/100 pt, which saves a fifth of the bytes; all alike, so that ends below each other stay so. */
static struct page_item rounded(const struct page_item *item)
{
    enum { FINE = 10 };
    struct page_item rule = *item;
    length *const sizes[] = {&rule.x, &rule.y, &rule.width, &rule.height};
    for (size_t i = 0; i < ARRAY_COUNT(sizes); i++)
        *sizes[i] = pdf_divide(*sizes[i], FINE) * FINE;
    return rule;
}

/* A rule a pixel thick comes out dark or pale by where it falls among the pixels: a box in cairo, MuPDF, pdf.js and
 * Ghostscript (half a point at 96 dpi: 35 to 67 % black in cairo), a stroke in PDFium, which sets boxes on pixels.  A
 * stroke over its box is the most even in all of them.  Each box is a path by itself, or PDFium takes it for any
 * outline.  What is two points thick looks alike wherever it falls. */
static void write_rule(struct pdf_pen *w, const struct page_item *item)
{
    static const length THICK = 2 * LENGTH_POINT;
    const struct page_item rule = rounded(item);
    const bool lies = rule.width >= rule.height;
    const length thickness = lies ? rule.height : rule.width;
    const length across = lies ? 0 : rule.width / 2, down = lies ? rule.height / 2 : 0;
    const bool is_thin = thickness < THICK;
    if (is_thin && !w->is_adjusted) {
        buf_add_text(w->out, "/G1 gs\n");
        w->is_adjusted = w->own->adjusted = true;
    }
    pdf_pen_color(w, rule.color);
    if (is_thin)
        pdf_pen_stroke(w, thickness, rule.color);
    pdf_add_box(w, rule.x, rule.y, rule.width, rule.height);
    buf_add_text(w->out, "f\n");
    if (!is_thin)
        return;
    add_point(w, &rule, across, rule.height - down);
    buf_add_text(w->out, "m ");
    add_point(w, &rule, rule.width - across, down);
    buf_add_text(w->out, "l S\n");
}

void pdf_write_path(struct pdf_pen *w, const struct page_item *item)
{
    if (item->shape == PAGE_SPOTS) {
        write_spots(w, item);
        return;
    }
    pdf_text_end(w);
    if (is_rule(item)) {
        write_rule(w, item);
        return;
    }
    if (!item->hollow)
        pdf_pen_color(w, item->color);
    if (item->stroke > 0)
        pdf_pen_stroke(w, item->stroke, item->pen);
    if (item->shape == PAGE_RECTANGLE)
        pdf_add_box(w, item->x, item->y, item->width, item->height);
    else if (item->shape == PAGE_ELLIPSE)
        add_ellipse(w, item);
    else if (item->shape == PAGE_SEGMENTS)
        add_segments(w, item);
    else
        add_cells(w, item);
    const bool closes = item->shape == PAGE_ELLIPSE;
    buf_add_text(w->out, item->stroke == 0 ? "f\n"
                         : item->hollow    ? (closes ? "s\n" : "S\n")
                                           : (closes ? "b\n" : "B\n"));
}

static enum status note_picture(struct pdf_pen *w, size_t number)
{
    struct pdf_page *own = w->own;
    for (size_t i = 0; i < own->picture_count; i++)
        if (own->pictures[i] == number)
            return OK;
    return ARENA_APPEND(w->pdf->arena, own->pictures, own->picture_count, own->picture_capacity, &number);
}

enum status pdf_write_mark(struct pdf_pen *w, const struct page_item *item)
{
    size_t number = 0;
    enum status status = pdf_mark_take(w->pdf, item, &number);
    if (status == OK)
        status = note_picture(w, number);
    if (status != OK)
        return status;
    pdf_text_end(w);
    pdf_pen_item(w, item);
    buf_add_text(w->out, "q ");
    pdf_add_turn(w, item, "cm ");
    buf_printf(w->out, "/P%zu Do Q\n", number);
    return OK;
}

/* Its part of the unit square that is shown becomes all of it. */
static void add_crop(struct pdf_pen *w, const struct page_item *item)
{
    enum { ONE = 1000000 };
    const struct page_box *whole = &item->picture->whole;
    const int64_t values[] = {pdf_divide(whole->width * ONE, item->width),
                              0,
                              0,
                              pdf_divide(whole->height * ONE, item->height),
                              pdf_divide(whole->x * ONE, item->width),
                              pdf_divide((item->height - whole->y - whole->height) * ONE, item->height)};
    buf_add_text(w->out, "0 0 1 1 re W n ");
    for (size_t i = 0; i < ARRAY_COUNT(values); i++) {
        pdf_add_decimal(w->out, values[i], 6);
        buf_add_char(w->out, ' ');
    }
    buf_add_text(w->out, "cm ");
}

/* The unit square becomes the box, turned round its top left corner. */
enum status pdf_write_picture(struct pdf_pen *w, const struct page_item *item)
{
    const int64_t sin = pdf_sine(item->angle), cos = pdf_sine(item->angle + 90);
    const length across = pdf_divide(item->height * sin, 1000000);
    const length down = pdf_divide(item->height * cos, 1000000);
    const int *upright = picture_upright(item->picture->file);
    size_t number = 0;
    enum status status = pdf_picture_take(w->pdf, item, &number);
    if (status == OK)
        status = note_picture(w, number);
    if (status != OK)
        return status;
    pdf_text_end(w);
    buf_add_text(w->out, "q ");
    pdf_add_point(w->out, pdf_divide(item->width * cos, 1000000), pdf_divide(item->width * sin, 1000000));
    pdf_add_point(w->out, -across, down);
    pdf_add_point(w->out, item->x + across, w->page->height - item->y - down);
    buf_add_text(w->out, "cm ");
    if (item->picture->whole.width > 0)
        add_crop(w, item);
    if (item->picture->file->turn > 1)
        buf_printf(w->out, "%d %d %d %d %d %d cm ", upright[0], upright[1], upright[2], upright[3],
                   upright[4], upright[5]);
    buf_printf(w->out, "/P%zu Do Q\n", number);
    return OK;
}

/* Where the picture stands, for who is told what it shows. */
enum status pdf_note_shown(struct pdf_pen *w, const struct page_item *item)
{
    const int64_t sin = pdf_sine(item->angle), cos = pdf_sine(item->angle + 90);
    const length across = pdf_divide(item->width * cos, 1000000), up = pdf_divide(item->width * sin, 1000000),
                 right = pdf_divide(item->height * sin, 1000000),
                 down = pdf_divide(item->height * cos, 1000000);
    const length x = item->x, y = w->page->height - item->y; /* of the corner round which it is turned */
    const length xs[] = {x, x + across, x + right, x + across + right},
                 ys[] = {y, y + up, y - down, y + up - down};
    struct pdf_shown shown = {.node = item->tag.node, .left = x, .right = x, .bottom = y, .top = y};
    for (size_t i = 0; i < ARRAY_COUNT(xs); i++) {
        shown.left = xs[i] < shown.left ? xs[i] : shown.left;
        shown.right = xs[i] > shown.right ? xs[i] : shown.right;
        shown.bottom = ys[i] < shown.bottom ? ys[i] : shown.bottom;
        shown.top = ys[i] > shown.top ? ys[i] : shown.top;
    }
    return w->mark.node > 0 ? pdf_tag_shown(w->pdf, &shown) : OK;
}
