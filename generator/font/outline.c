/*
 * The outline of a glyph, drawn by HarfBuzz: for text that is not to be found as text.
 */
#include "font/font_int.h"

#include <assert.h>

struct drawing {
    const struct font_pen *pen;
    double scale; /* to millionths of an em */
};

static int32_t rounded(double value)
{
    return (int32_t)(value < 0 ? value - 0.5 : value + 0.5);
}

static void draw(const struct drawing *drawing, enum font_step step, const float *at, size_t count)
{
    int32_t points[FONT_STEP_POINTS][2] = {0};
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < 2; k++)
            points[i][k] = rounded((double)at[2 * i + k] * drawing->scale);
    drawing->pen->draw(drawing->pen->context, step, points);
}

static void move_to(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x, float y, void *user)
{
    (void)funcs, (void)state, (void)user;
    draw(data, FONT_MOVE, (const float[]){x, y}, 1);
}

static void line_to(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x, float y, void *user)
{
    (void)funcs, (void)state, (void)user;
    draw(data, FONT_LINE, (const float[]){x, y}, 1);
}

/* NOLINTNEXTLINE(readability-function-size): the parameters are HarfBuzz's */
static void curve_to(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x1, float y1, float x2,
                     float y2, float x3, float y3, void *user)
{
    (void)funcs, (void)state, (void)user;
    draw(data, FONT_CURVE, (const float[]){x1, y1, x2, y2, x3, y3}, 3);
}

static void close_path(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, void *user)
{
    (void)funcs, (void)state, (void)user;
    draw(data, FONT_CLOSE, NULL, 0);
}

/* Of the square font: the box of its ink. */
static enum status draw_square(const struct font_set *set, uint32_t glyph, const struct drawing *drawing)
{
    const struct font_ink ink = font_glyph_ink(set, 0, glyph);
    const float left = (float)ink.left, right = (float)ink.right, bottom = (float)ink.bottom,
                top = (float)ink.top;
    draw(drawing, FONT_MOVE, (const float[]){left, bottom}, 1);
    draw(drawing, FONT_LINE, (const float[]){right, bottom}, 1);
    draw(drawing, FONT_LINE, (const float[]){right, top}, 1);
    draw(drawing, FONT_LINE, (const float[]){left, top}, 1);
    draw(drawing, FONT_CLOSE, NULL, 0);
    return OK;
}

enum status font_glyph_outline(const struct font_set *set, int face, uint32_t glyph,
                               const struct font_pen *pen)
{
    assert(face >= 0 && (size_t)face < set->face_count);
    if (set->is_square)
        return draw_square(set, glyph, &(struct drawing){pen, 1000});
    struct font_face *own = set->faces[face];
    struct drawing drawing = {pen, 1000000.0 / own->units};
    font_memory_watch();
    hb_draw_funcs_t *funcs = hb_draw_funcs_create(); /* without an own for them, quadratic curves are cubic */
    hb_draw_funcs_set_move_to_func(funcs, move_to, NULL, NULL);
    hb_draw_funcs_set_line_to_func(funcs, line_to, NULL, NULL);
    hb_draw_funcs_set_cubic_to_func(funcs, curve_to, NULL, NULL);
    hb_draw_funcs_set_close_path_func(funcs, close_path, NULL, NULL);
#if HB_VERSION_ATLEAST(7, 0, 0)
    hb_font_draw_glyph(own->font, glyph, funcs, &drawing);
#else
    hb_font_get_glyph_shape(own->font, glyph, funcs, &drawing);
#endif
    hb_draw_funcs_destroy(funcs);
    own->is_short = own->is_short || font_memory_short();
    return own->is_short ? NO_MEMORY : OK;
}
