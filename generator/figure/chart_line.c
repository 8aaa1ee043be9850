/*
 * Lines.  A missing value interrupts its line.  Few series whose ends stand apart are named there, others in a legend.
 * Printed values look for places near their points.
 */
#include "figure/chart_int.h"

enum { NAMED_AT_MOST = 4 };

static struct chart_point chart_line_point(const struct chart_pad *pad, const struct chart_frame *frame,
                                           size_t series, size_t point)
{
    return (struct chart_point){
        chart_frame_middle(frame, point, pad->chart->point_count),
        chart_scale_at(&frame->scale, pad->chart->series[series].values[point].value)};
}

/* Runs of values that are there; `edges`: what labels had better not cross. */
static void chart_line_draw(struct chart_pad *pad, const struct chart_frame *frame, size_t series,
                            struct chart_places *places)
{
    const struct chart *chart = pad->chart;
    const struct chart_ink *ink = chart_ink_of(series);
    struct chart_point run[CHART_MAX_POINTS];
    size_t count = 0;
    for (size_t i = 0; i <= chart->point_count; i++) {
        if (i < chart->point_count && !chart->series[series].values[i].missing) {
            run[count++] = chart_line_point(pad, frame, series, i);
            if (count > 1)
                chart_places_edge(pad, places, run[count - 2], run[count - 1]);
            continue;
        }
        chart_dashed(pad, chart_pen(ink->pen, 1200), ink->dashes, run, count);
        count = 0;
    }
}

/* What labels had better not hide. */
static void chart_line_obstacles(struct chart_pad *pad, const struct chart_frame *frame,
                                 struct chart_places *places)
{
    const struct chart *chart = pad->chart;
    const length radius = chart_mark_radius(pad);
    for (size_t i = 0; i < chart->series_count; i++)
        for (size_t j = 0; j < chart->point_count; j++) {
            const struct chart_point at = chart_line_point(pad, frame, i, j);
            if (!chart->series[i].values[j].missing)
                chart_places_mark(
                    pad, places,
                    (struct chart_box){at.x - radius, at.y - radius, at.x + radius, at.y + radius});
        }
    for (size_t i = 0; i < chart->line_count; i++) {
        const length at = chart_scale_at(&frame->scale, chart->lines[i].value);
        chart_places_edge(pad, places, (struct chart_point){frame->plot.left, at},
                          (struct chart_point){frame->plot.right, at});
    }
}

/* Over the patches of labels. */
static void chart_line_marks(struct chart_pad *pad, const struct chart_frame *frame, size_t series)
{
    for (size_t i = 0; i < pad->chart->point_count; i++)
        if (!pad->chart->series[series].values[i].missing)
            chart_mark(pad, series, chart_line_point(pad, frame, series, i), (int)series, (int)i);
}

/* What a missing value says stands at the foot of the frame. */
static void chart_line_labels(struct chart_pad *pad, const struct chart_frame *frame,
                              struct chart_places *places)
{
    const struct chart *chart = pad->chart;
    places->most = (int)(chart->point_count * chart->series_count);
    for (size_t i = 0; i < chart->point_count; i++)
        for (size_t j = 0; j < chart->series_count; j++) {
            const struct chart_value *value = &chart->series[j].values[i];
            struct chart_point at = {chart_frame_middle(frame, i, chart->point_count), frame->plot.bottom};
            struct chart_text like = chart_plain((int)j, (int)i);
            struct chart_lines lines;
            if (!chart_wrap(pad, value->printed, chart->width, 1, &lines)) {
                chart_too_small(pad, value->printed, chart_width(pad, value->printed), 0);
                return;
            }
            if (!value->missing)
                at = chart_line_point(pad, frame, j, i);
            like.color = chart->series_count == 1 ? CHART_DARK : chart_ink_of(j)->pen;
            chart_places_write(pad, places, &lines, at, value->missing ? 0 : chart_mark_radius(pad), like);
        }
}

static bool chart_line_may_name(const struct chart_pad *pad)
{
    const struct chart *chart = pad->chart;
    if (chart->series_count < 2 || chart->series_count > NAMED_AT_MOST)
        return false;
    for (size_t i = 0; i < chart->series_count; i++)
        if (chart->series[i].values[chart->point_count - 1].missing ||
            chart_width(pad, chart->series[i].name) > chart->width / 6)
            return false;
    return true;
}

/* Names go to a legend, if one of them would have to leave the end of its line. */
static bool chart_names_moved(const struct chart_pad *pad, const struct chart_frame *frame)
{
    for (size_t i = 0; i < frame->note_count; i++) {
        const length away = frame->notes[i].place - frame->notes[i].wanted;
        if (away > pad->size / 2 || away < -pad->size / 2)
            return true;
    }
    return false;
}

void chart_draw_line(struct chart_pad *pad)
{
    const struct chart *chart = pad->chart;
    struct chart_frame frame = {.quiet = chart->labelled, .named = chart_line_may_name(pad)};
    struct chart_pad before = *pad;
    struct chart_places places = {.patches = CHART_PATCH_LINES};
    frame.inset_high = chart->labelled ? pad->size * 3 / 2 : 0;
    for (size_t i = 0; i < chart->series_count && chart->labelled; i++)
        for (size_t j = 0; j < chart->point_count; j++)
            if (!chart->series[i].values[j].missing && chart->series[i].values[j].value < 0)
                frame.inset_low = frame.inset_high;
    chart_header(pad, !frame.named, &frame.top);
    if (chart_well(pad))
        chart_frame_lay(pad, &frame);
    if (frame.named && (pad->status == FAILED || (chart_well(pad) && chart_names_moved(pad, &frame)))) {
        *pad = before;
        frame.named = false;
        chart_header(pad, true, &frame.top);
        if (chart_well(pad))
            chart_frame_lay(pad, &frame);
    }
    if (!chart_well(pad))
        return;
    places.bounds = frame.plot;
    places.bounds.top = frame.top;
    chart_axes_behind(pad, &frame);
    for (size_t i = 0; i < chart->series_count; i++)
        chart_line_draw(pad, &frame, i, &places);
    chart_axes_before(pad, &frame);
    chart_labels_draw(pad, &frame);
    if (chart->labelled) {
        chart_line_obstacles(pad, &frame, &places);
        chart_line_labels(pad, &frame, &places);
    }
    for (size_t i = 0; i < chart->series_count && chart_well(pad); i++)
        chart_line_marks(pad, &frame, i);
    chart_places_prove(pad, &places);
}
