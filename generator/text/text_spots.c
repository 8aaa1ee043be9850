/*
 * Of what dots and rectangles a leader's glyph is made, so that a row of it can be drawn as a dashed line: no
 * reader takes a line for text.
 *
 * Each contour of the outline is looked at by itself: round, if the ends of its curves lie on a circle;
 * a rectangle, if its corners are those of its box.  A glyph with any other contour, or with one inside another
 * (○), is none of these, and stays a glyph.
 */
#include "text/text_int.h"

enum { CONTOUR_POINTS = 40, OFF_CORNER = 5000 /* millionths of an em */, OFF_CIRCLE = 15 /* percent */ };

struct point {
    int32_t x, y;
};

/* The contour at hand, and those before it. */
struct contours {
    struct text_leader *leader;
    length size;
    struct point points[CONTOUR_POINTS];
    size_t count, curves;
    bool failed; /* there is one that is neither */
};

static struct point corner_of(const struct contours *contours, bool high)
{
    struct point corner = contours->points[0];
    for (size_t i = 1; i < contours->count; i++) {
        const struct point *at = &contours->points[i];
        corner.x = (at->x > corner.x) == high ? at->x : corner.x;
        corner.y = (at->y > corner.y) == high ? at->y : corner.y;
    }
    return corner;
}

static bool is_near(int64_t value, int64_t to, int64_t off)
{
    return value >= to - off && value <= to + off;
}

static bool is_rectangle(const struct contours *contours, struct point low, struct point high)
{
    for (size_t i = 0; i < contours->count; i++) {
        const struct point *at = &contours->points[i];
        if ((!is_near(at->x, low.x, OFF_CORNER) && !is_near(at->x, high.x, OFF_CORNER)) ||
            (!is_near(at->y, low.y, OFF_CORNER) && !is_near(at->y, high.y, OFF_CORNER)))
            return false;
    }
    return contours->curves == 0;
}

/* Twice as large, for the centre may lie between two units. */
static bool is_round(const struct contours *contours, struct point low, struct point high)
{
    const int64_t width = high.x - low.x, off = width * OFF_CIRCLE / 100;
    const int64_t nearest = width - off, farthest = width + off;
    for (size_t i = 0; i < contours->count; i++) {
        const int64_t x = 2 * (int64_t)contours->points[i].x - low.x - high.x;
        const int64_t y = 2 * (int64_t)contours->points[i].y - low.y - high.y;
        const int64_t square = x * x + y * y;
        if (square < nearest * nearest || square > farthest * farthest)
            return false;
    }
    return contours->curves > 0 && is_near(high.y - low.y, width, off);
}

static length scaled(const struct contours *contours, int64_t millionths)
{
    const int64_t product = contours->size * millionths;
    return (product >= 0 ? product + 500000 : product - 500000) / 1000000;
}

static bool is_beside(const struct text_spot *a, const struct text_spot *b)
{
    return a->left + a->width <= b->left || b->left + b->width <= a->left ||
           a->bottom + a->height <= b->bottom || b->bottom + b->height <= a->bottom;
}

static void end_contour(struct contours *contours)
{
    struct text_leader *leader = contours->leader;
    if (contours->count == 0)
        return;
    const struct point low = corner_of(contours, false), high = corner_of(contours, true);
    const bool round = is_round(contours, low, high);
    const struct text_spot spot = {.left = scaled(contours, low.x),
                                   .bottom = scaled(contours, low.y),
                                   .width = scaled(contours, high.x - low.x),
                                   .height = scaled(contours, high.y - low.y),
                                   .round = round};
    contours->failed = contours->failed || leader->count == LEADER_SPOTS || spot.width <= 0 ||
                       spot.height <= 0 || (!round && !is_rectangle(contours, low, high));
    for (size_t i = 0; i < leader->count; i++)
        contours->failed = contours->failed || !is_beside(&leader->spots[i], &spot);
    if (!contours->failed)
        leader->spots[leader->count++] = spot;
    contours->count = contours->curves = 0;
}

static void draw_step(void *context, enum font_step step, const int32_t points[FONT_STEP_POINTS][2])
{
    struct contours *contours = context;
    if (step == FONT_MOVE || step == FONT_CLOSE)
        end_contour(contours);
    if (step == FONT_CLOSE)
        return;
    const int32_t *end = points[step == FONT_CURVE ? 2 : 0];
    contours->curves += step == FONT_CURVE;
    if (contours->count < CONTOUR_POINTS)
        contours->points[contours->count++] = (struct point){end[0], end[1]};
    else
        contours->failed = true;
}

enum status text_leader_make(const struct font_set *fonts, const struct text_drawn *drawn, length size,
                             struct text_leader *ret_leader)
{
    struct contours contours = {.leader = ret_leader, .size = size};
    const struct font_pen pen = {draw_step, &contours};
    *ret_leader = (struct text_leader){.count = 0};
    enum status status = font_glyph_outline(fonts, drawn->face, drawn->glyph, &pen);
    end_contour(&contours);
    if (contours.failed)
        ret_leader->count = 0;
    return status;
}
