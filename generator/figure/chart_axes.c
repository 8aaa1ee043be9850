/* The frame, drawn.  Behind the values: the grid, where no values are printed; numbers at the axis.  Over them: the axes, with a
 * break where zero stands outside; lines across and what they are called. */
#include "figure/chart_int.h"

static const length chart_line_dashes[] = {3000, 1500, 0};

static void chart_across(struct chart_pad *pad, const struct chart_frame *frame, struct chart_path path,
                         length at)
{
    const struct chart_box *plot = &frame->plot;
    const length from = frame->lying ? plot->top : plot->left, to = frame->lying ? plot->bottom : plot->right;
    chart_rule(pad, path, chart_frame_point(frame, from, at), chart_frame_point(frame, to, at));
}

static void chart_number(struct chart_pad *pad, const struct chart_frame *frame, chart_wide value, length at)
{
    struct chart_text text = chart_plain(-1, -1);
    text.text = chart_scale_text(pad, &frame->scale, value);
    text.width = chart_width(pad, text.text);
    text.x = frame->lying ? at - text.width / 2 : frame->plot.left - CHART_GAP - text.width;
    text.y = frame->lying ? frame->plot.bottom + CHART_GAP + pad->size * 22 / 25
                          : at - pad->size / 2 + pad->size * 22 / 25;
    chart_say(pad, text);
}

static void chart_tick(struct chart_pad *pad, const struct chart_frame *frame, chart_wide value, length at)
{
    const length side = frame->lying ? frame->plot.bottom : frame->plot.left,
                 out = frame->lying ? 2000 : -2000;
    chart_number(pad, frame, value, at);
    if (frame->quiet)
        chart_rule(pad, chart_pen(CHART_DARK, CHART_THIN), chart_frame_point(frame, side, at),
                   chart_frame_point(frame, side + out, at));
    else
        chart_across(pad, frame, chart_pen(CHART_GREY, CHART_HAIR), at);
}

void chart_axes_behind(struct chart_pad *pad, const struct chart_frame *frame)
{
    chart_wide ticks[CHART_TICKS];
    const size_t count = chart_scale_ticks(&frame->scale, ticks);
    if (frame->scale.broken < 0)
        chart_tick(pad, frame, 0, frame->scale.zero);
    for (size_t i = 0; i < count; i++)
        chart_tick(pad, frame, ticks[i], chart_scale_at(&frame->scale, ticks[i]));
    if (frame->scale.broken > 0)
        chart_tick(pad, frame, 0, frame->scale.zero);
}

/* The axis of values; a zigzag between zero and the end next to it. */
static void chart_axis_of_values(struct chart_pad *pad, const struct chart_frame *frame)
{
    const struct chart_scale *scale = &frame->scale;
    const length side = frame->lying ? frame->plot.bottom : frame->plot.left;
    const length begin = scale->broken < 0 ? scale->zero : scale->from,
                 end = scale->broken > 0 ? scale->zero : scale->to;
    const length near = scale->broken < 0 ? scale->from : scale->to, gap = near - scale->zero;
    const struct chart_point from = chart_frame_point(frame, side, begin),
                             to = chart_frame_point(frame, side, end);
    chart_begin(pad, chart_pen(CHART_DARK, CHART_THIN));
    chart_move(pad, from.x, from.y);
    for (int i = 0; scale->broken != 0 && i < 4; i++) {
        static const int out[] = {0, -1, 1, 0};
        const int step = scale->broken < 0 ? i : 3 - i;
        const struct chart_point bend =
            chart_frame_point(frame, side + (length)out[step] * 2500, scale->zero + gap * (3 + step) / 9);
        if (scale->broken > 0 && i == 0) {
            const struct chart_point last = chart_frame_point(frame, side, near);
            chart_to(pad, last.x, last.y);
        }
        chart_to(pad, bend.x, bend.y);
    }
    chart_to(pad, to.x, to.y);
}

static void chart_note_draw(struct chart_pad *pad, const struct chart_frame *frame,
                            const struct chart_note *note)
{
    const length height = chart_lines_height(pad, note->lines.count);
    struct chart_text like = chart_plain(note->series, -1);
    struct chart_point at = {frame->plot.right + 2 * CHART_GAP, note->place - height / 2};
    like.color = note->line >= 0 ? CHART_ALERT : chart_ink_of((size_t)note->series)->pen;
    if (!frame->lying) {
        if (note->line >= 0 || note->place != note->wanted)
            chart_rule(pad, chart_pen(note->line >= 0 ? CHART_ALERT : CHART_MILD, CHART_HAIR),
                       (struct chart_point){frame->plot.right, note->wanted},
                       (struct chart_point){at.x - LENGTH_POINT, note->place});
        chart_say_lines(pad, &note->lines, CHART_BEGIN, at, like);
        return;
    }
    at = (struct chart_point){note->place,
                              frame->plot.top - CHART_GAP - (length)note->row * chart_pitch(pad) - pad->size};
    chart_rule(pad, chart_pen(CHART_ALERT, CHART_HAIR), (struct chart_point){note->wanted, frame->plot.top},
               (struct chart_point){note->wanted, at.y + pad->size});
    chart_rect(pad, chart_fill(CHART_WHITE),
               (struct chart_box){at.x - note->lines.widest / 2, at.y, at.x + note->lines.widest / 2,
                                  at.y + pad->size});
    chart_say_lines(pad, &note->lines, CHART_MIDDLE, at, like);
}

void chart_axes_before(struct chart_pad *pad, const struct chart_frame *frame)
{
    const struct chart *chart = pad->chart;
    const struct chart_box *plot = &frame->plot;
    for (size_t i = 0; i < chart->line_count; i++) {
        const length at = chart_scale_at(&frame->scale, chart->lines[i].value);
        const struct chart_point ends[] = {
            chart_frame_point(frame, frame->lying ? plot->top : plot->left, at),
            chart_frame_point(frame, frame->lying ? plot->bottom : plot->right, at)};
        chart_dashed(pad, chart_pen(CHART_ALERT, 750), chart_line_dashes, ends, ARRAY_COUNT(ends));
    }
    for (size_t i = frame->note_count; i > 0; i--)
        chart_note_draw(pad, frame, &frame->notes[i - 1]);
    if (frame->quiet || frame->scale.broken != 0)
        chart_axis_of_values(pad, frame);
    chart_across(pad, frame, chart_pen(CHART_DARK, CHART_THIN), frame->scale.zero);
}
