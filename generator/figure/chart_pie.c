/* Pies and rings: clockwise, from 12 o'clock or wherever labels have room (chart_slices.c).  Ends of slices are rounded from the sum of all before, so that they close the circle. */
#include "figure/chart_int.h"

enum { FLAT_STEP = 4000000, FLAT_MOST = 2 * (CHART_CIRCLE / FLAT_STEP + 2) };

static const struct chart_ink *chart_slice_ink(const struct chart *chart, size_t point)
{
    const bool last = point + 1 == chart->point_count && point > 0;
    return chart_ink_of(last && point % CHART_MAX_SERIES == 0 ? point + 2 : point); /* beside the first */
}

/* Its outline in straight edges, for hatching. */
static size_t chart_slice_edges(const struct chart_pie *pie, const struct chart_slice *slice,
                                struct chart_point edges[FLAT_MOST])
{
    const int64_t turn = slice->to - slice->from, steps = turn / FLAT_STEP + 1;
    size_t count = 0;
    for (int64_t i = 0; i <= steps; i++)
        edges[count++] = chart_around(pie->center, pie->radius, slice->from + turn * i / steps);
    if (pie->hole == 0)
        edges[count++] = pie->center;
    for (int64_t i = steps; i >= 0 && pie->hole > 0; i--)
        edges[count++] = chart_around(pie->center, pie->hole, slice->from + turn * i / steps);
    return count;
}

static void chart_slice_path(struct chart_pad *pad, const struct chart_pie *pie,
                             const struct chart_slice *slice, struct chart_path path)
{
    const bool full = slice->to - slice->from == CHART_CIRCLE;
    const struct chart_point begin = chart_around(pie->center, pie->radius, slice->from),
                             inner = chart_around(pie->center, pie->hole, slice->to);
    chart_begin(pad, path);
    if (pie->hole == 0 && !full) {
        chart_move(pad, pie->center.x, pie->center.y);
        chart_to(pad, begin.x, begin.y);
    } else {
        chart_move(pad, begin.x, begin.y);
    }
    chart_arc(pad, pie->center, pie->radius, slice->from, slice->to);
    if (pie->hole > 0) {
        if (full)
            chart_close(pad);
        (full ? chart_move : chart_to)(pad, inner.x, inner.y);
        chart_arc(pad, pie->center, pie->hole, slice->to, slice->from);
    }
    chart_close(pad);
}

static void chart_slice_draw(struct chart_pad *pad, const struct chart_pie *pie, size_t point)
{
    const struct chart_slice *slice = &pie->slices[point];
    const struct chart_ink *ink = chart_slice_ink(pad->chart, point);
    struct chart_point edges[FLAT_MOST];
    struct chart_path path = chart_fill(ink->fill);
    path.series = 0;
    path.point = (int)point;
    path.pen = CHART_DARK;
    path.stroke = ink->hatching == CHART_PLAIN ? CHART_HAIR : 0;
    chart_slice_path(pad, pie, slice, path);
    if (ink->hatching == CHART_PLAIN)
        return;
    chart_hatch(pad, ink, edges, chart_slice_edges(pie, slice, edges));
    chart_slice_path(pad, pie, slice, chart_pen(CHART_DARK, CHART_HAIR));
}

static void chart_slices_turn(struct chart_pad *pad, struct chart_pie *pie)
{
    const struct chart *chart = pad->chart;
    const struct chart_value *values = chart->series[0].values;
    chart_wide all = 0, before = 0;
    for (size_t i = 0; i < chart->point_count; i++)
        all += values[i].missing ? 0 : values[i].value;
    for (size_t i = 0; i < chart->point_count; i++) {
        struct chart_slice *slice = &pie->slices[i];
        slice->from = chart_round(before * CHART_CIRCLE, all);
        before += values[i].missing ? 0 : values[i].value;
        slice->to = chart_round(before * CHART_CIRCLE, all);
    }
}

void chart_draw_pie(struct chart_pad *pad)
{
    const struct chart *chart = pad->chart;
    struct chart_pie pie = {.slices = CHART_ARRAY(pad, chart->point_count, struct chart_slice)};
    chart_header(pad, true, &pie.top);
    if (!chart_well(pad))
        return;
    chart_slices_turn(pad, &pie);
    chart_slices_fit(pad, &pie);
    pie.hole = chart->kind == CHART_RING ? pie.radius * 29 / 50 : 0;
    for (size_t i = 0; i < chart->point_count && chart_well(pad); i++)
        if (pie.slices[i].to > pie.slices[i].from)
            chart_slice_draw(pad, &pie, i);
    if (chart_well(pad))
        chart_slices_label(pad, &pie);
}
