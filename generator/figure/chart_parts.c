/*
 * The labels of stacked bars: in the middle of their part where it is large enough, else beside the bar, where they give
 * way to each other; a thin line leads to a label that had to go away from its part.
 */
#include "figure/chart_int.h"

static bool chart_part_holds(const struct chart_pad *pad, const struct chart_bars *bars, size_t series,
                             size_t point)
{
    const struct chart_part part = chart_bars_part(pad, bars, series, point);
    const length extent = part.to < part.from ? part.from - part.to : part.to - part.from;
    const length width =
        chart_width(pad, pad->chart->series[series].values[point].printed) + 2 * LENGTH_POINT;
    const length height = pad->size + LENGTH_POINT;
    return bars->frame.lying ? width <= extent && height <= bars->thick
                             : width <= bars->thick && height <= extent;
}

/* What a bar must be as thick as, to hold the figure of each part that is long enough. */
static length chart_parts_thickness(const struct chart_pad *pad, const struct chart_bars *bars)
{
    const struct chart *chart = pad->chart;
    length most = pad->size + LENGTH_POINT;
    for (size_t i = 0; i < chart->point_count && !bars->frame.lying; i++)
        for (size_t j = 0; j < chart->series_count; j++) {
            const struct chart_part part = chart_bars_part(pad, bars, j, i);
            const length extent = part.to < part.from ? part.from - part.to : part.to - part.from;
            if (extent >= pad->size + LENGTH_POINT)
                most =
                    length_max(most, chart_width(pad, chart->series[j].values[i].printed) + 2 * LENGTH_POINT);
        }
    return most;
}

/* How much those that stand beside bars take there. */
static length chart_parts_beside(const struct chart_pad *pad, const struct chart_bars *bars,
                                 struct str *ret_widest)
{
    const struct chart *chart = pad->chart;
    length beside = 0;
    for (size_t i = 0; i < chart->point_count; i++)
        for (size_t j = 0; j < chart->series_count; j++) {
            const struct str printed = chart->series[j].values[i].printed;
            const length width = bars->frame.lying ? pad->size : chart_width(pad, printed);
            if (printed.len == 0 || width <= beside || chart_part_holds(pad, bars, j, i))
                continue;
            beside = width;
            *ret_widest = printed;
        }
    return beside;
}

void chart_parts_fit(struct chart_pad *pad, struct chart_bars *bars)
{
    const struct chart *chart = pad->chart;
    const length slot = chart_frame_slot(&bars->frame, chart->point_count),
                 gap = bars->frame.lying ? LENGTH_POINT : CHART_GAP,
                 enough = chart_parts_thickness(pad, bars);
    struct str widest = {NULL, 0};
    for (int round = 0; round < 4; round++) { /* thinner bars hold fewer labels */
        const length beside = chart_parts_beside(pad, bars, &widest);
        const length centered = slot - 2 * (beside + gap), shifted = slot - beside - 2 * gap;
        if (beside == 0)
            return;
        const bool aside = centered < slot / 4 || (centered < enough && shifted >= enough);
        bars->shift = aside ? (beside + gap) / 2 : 0;
        const length thick = chart_least(bars->thick, bars->shift == 0 ? centered : shifted);
        if (thick < pad->size * 2 / 3) {
            const length more = (pad->size * 2 / 3 - thick) * (length)chart->point_count;
            chart_too_small(pad, widest, bars->frame.lying ? 0 : chart->width + more,
                            bars->frame.lying ? chart->height + more : 0);
            return;
        }
        if (thick == bars->thick)
            return;
        bars->thick = thick;
    }
}

static struct chart_text chart_part_text(const struct chart_pad *pad, size_t series, size_t point)
{
    struct chart_text text = chart_plain((int)series, (int)point);
    text.text = pad->chart->series[series].values[point].printed;
    text.width = chart_width(pad, text.text);
    return text;
}

static void chart_part_inside(struct chart_pad *pad, const struct chart_bars *bars, size_t series,
                              size_t point)
{
    const struct chart_part part = chart_bars_part(pad, bars, series, point);
    const struct chart_ink *ink = chart_ink_of(series);
    const struct chart_point middle = chart_frame_point(&bars->frame, part.along, (part.from + part.to) / 2);
    struct chart_text text = chart_part_text(pad, series, point);
    const bool hatched = ink->hatching != CHART_PLAIN;
    text.color = chart_is_dark(ink->fill) && !hatched ? CHART_WHITE : CHART_DARK;
    text.x = middle.x - text.width / 2;
    text.y = middle.y - pad->size / 2 + pad->size * 22 / 25;
    chart_say_over(pad, &bars->frame, text, hatched ? CHART_WHITE : ink->fill, hatched);
}

static void chart_part_outside(struct chart_pad *pad, const struct chart_bars *bars, size_t series,
                               size_t point, const struct chart_want *want)
{
    const struct chart_part part = chart_bars_part(pad, bars, series, point);
    const length edge = part.along + bars->thick / 2, gap = bars->frame.lying ? LENGTH_POINT / 2 : CHART_GAP;
    const struct chart_point at = chart_frame_point(&bars->frame, edge + gap, want->place);
    struct chart_text text = chart_part_text(pad, series, point);
    if (!bars->frame.lying && want->place != want->wanted)
        chart_rule(pad, chart_pen(CHART_MILD, CHART_HAIR),
                   chart_frame_point(&bars->frame, edge, want->wanted),
                   (struct chart_point){at.x - LENGTH_POINT / 2, at.y});
    text.x = bars->frame.lying ? at.x - text.width / 2 : at.x;
    text.y = bars->frame.lying ? at.y + pad->size * 22 / 25 : at.y - pad->size / 2 + pad->size * 22 / 25;
    chart_say_over(pad, &bars->frame, text, CHART_WHITE, false);
}

static void chart_parts_of_point(struct chart_pad *pad, const struct chart_bars *bars, size_t point)
{
    const struct chart *chart = pad->chart;
    const struct chart_box *plot = &bars->frame.plot;
    struct chart_want wants[CHART_MAX_SERIES];
    size_t series[CHART_MAX_SERIES], count = 0;
    for (size_t i = 0; i < chart->series_count; i++) {
        const struct chart_part part = chart_bars_part(pad, bars, i, point);
        const length width = chart_width(pad, chart->series[i].values[point].printed);
        struct chart_want want = {.wanted = (part.from + part.to) / 2,
                                  .extent = bars->frame.lying ? width + pad->size / 2 : pad->size};
        if (width == 0)
            continue;
        if (chart_part_holds(pad, bars, i, point)) {
            chart_part_inside(pad, bars, i, point);
            continue;
        }
        size_t slot = count++;
        for (; slot > 0 && wants[slot - 1].wanted > want.wanted; slot--) {
            wants[slot] = wants[slot - 1];
            series[slot] = series[slot - 1];
        }
        wants[slot] = want;
        series[slot] = i;
    }
    const length low = bars->frame.lying ? plot->left : bars->frame.top,
                 high = bars->frame.lying ? plot->right : plot->bottom;
    if (count > 0 && !chart_spread(wants, count, low, high))
        chart_too_small(pad, chart->series[series[0]].values[point].printed, 0, 0);
    for (size_t i = 0; i < count && chart_well(pad); i++)
        chart_part_outside(pad, bars, series[i], point, &wants[i]);
}

void chart_parts_label(struct chart_pad *pad, const struct chart_bars *bars)
{
    for (size_t i = 0; i < pad->chart->point_count; i++)
        chart_parts_of_point(pad, bars, i);
}
