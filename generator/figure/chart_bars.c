/*
 * Columns and bars, side by side or upon each other.
 *
 * Printed values of bars side by side stand beyond their ends: flat where they are no wider than their bar (than the
 * whole slot, if it is the only one there), else upright; those of stacked ones: chart_parts.c.
 */
#include "figure/chart_int.h"

static length chart_widest_printed(const struct chart_pad *pad, int sign)
{
    const struct chart *chart = pad->chart;
    length widest = 0;
    for (size_t i = 0; i < chart->series_count; i++)
        for (size_t j = 0; j < chart->point_count; j++) {
            const struct chart_value *value = &chart->series[i].values[j];
            if (sign == 0 || (!value->missing && value->value < 0 ? -1 : 1) == sign)
                widest = length_max(widest, chart_width(pad, value->printed));
        }
    return widest;
}

static void chart_bars_thickness(struct chart_pad *pad, struct chart_bars *bars)
{
    const struct chart *chart = pad->chart;
    const length slot = chart_frame_slot(&bars->frame, chart->point_count);
    const length count = chart_is_stacked(chart) ? 1 : (length)chart->series_count;
    const length share = chart_is_stacked(chart) ? 70 : count == 1 ? 60 : chart->labelled ? 86 : 80;
    bars->thick = chart_least(slot * share / 100 / count, pad->size * (count == 1 ? 4 : 3));
}

/* What a value's label may take along the axis of points. */
static length chart_label_room(const struct chart_pad *pad, const struct chart_bars *bars)
{
    const struct chart *chart = pad->chart;
    const length gap = bars->turned ? CHART_TIGHT : 2 * LENGTH_POINT;
    return chart->series_count == 1 ? chart_frame_slot(&bars->frame, chart->point_count) - gap
                                    : bars->thick - LENGTH_POINT / 2;
}

static void chart_bars_insets(struct chart_pad *pad, struct chart_bars *bars)
{
    const bool wide = bars->frame.lying || bars->turned;
    const length above = chart_widest_printed(pad, 1), below = chart_widest_printed(pad, -1);
    bars->frame.inset_high = above == 0 ? 0 : CHART_GAP + (wide ? above : pad->size);
    bars->frame.inset_low = below == 0 ? 0 : CHART_GAP + (wide ? below : pad->size);
}

static void chart_bars_lay(struct chart_pad *pad, struct chart_bars *bars)
{
    const struct chart *chart = pad->chart;
    const bool outside = chart->labelled && !chart_is_stacked(chart);
    if (outside)
        chart_bars_insets(pad, bars);
    chart_frame_lay(pad, &bars->frame);
    if (!chart_well(pad))
        return;
    chart_bars_thickness(pad, bars);
    if (chart->labelled && chart_is_stacked(chart))
        chart_parts_fit(pad, bars);
    if (!outside)
        return;
    const length widest = chart_widest_printed(pad, 0), room = chart_label_room(pad, bars);
    const length across = bars->frame.lying || bars->turned ? pad->size : widest;
    if (widest == 0 || across <= room)
        return;
    if (!bars->frame.lying && !bars->turned) {
        bars->turned = true;
        chart_bars_lay(pad, bars);
        return;
    }
    const length more = (pad->size - room) * (length)(chart->point_count * chart->series_count) * 5 / 4;
    chart_too_small(pad, chart->series[0].values[0].printed, bars->frame.lying ? 0 : chart->width + more,
                    bars->frame.lying ? chart->height + more : 0);
}

/* --- places --- */

static struct chart_part chart_part_stacked(const struct chart_pad *pad, const struct chart_bars *bars,
                                            size_t series, size_t point)
{
    const struct chart *chart = pad->chart;
    const struct chart_value *value = &chart->series[series].values[point];
    const struct chart_scale *scale = &bars->frame.scale;
    chart_wide before = 0;
    for (size_t i = 0; i < series; i++) {
        const struct chart_value *other = &chart->series[i].values[point];
        if (!other->missing && (other->value < 0) == (!value->missing && value->value < 0))
            before += other->value;
    }
    const chart_wide after = before + (value->missing ? 0 : value->value);
    if (!chart->whole)
        return (struct chart_part){.from = chart_scale_at(scale, before), .to = chart_scale_at(scale, after)};
    const chart_wide whole = chart_sum(chart, point, 0), by = whole == 0 ? 1 : whole;
    return (struct chart_part){.from = scale->from + chart_round(before * (scale->to - scale->from), by),
                               .to = scale->from + chart_round(after * (scale->to - scale->from), by)};
}

struct chart_part chart_bars_part(const struct chart_pad *pad, const struct chart_bars *bars, size_t series,
                                  size_t point)
{
    const struct chart *chart = pad->chart;
    const struct chart_value *value = &chart->series[series].values[point];
    const length middle = chart_frame_middle(&bars->frame, point, chart->point_count);
    struct chart_part part = {.from = bars->frame.scale.zero, .to = bars->frame.scale.zero};
    if (chart_is_stacked(chart)) {
        part = chart_part_stacked(pad, bars, series, point);
        part.along = middle - bars->shift;
        return part;
    }
    part.along = middle + (2 * (length)series - (length)chart->series_count + 1) * bars->thick / 2;
    if (!value->missing)
        part.to = chart_scale_at(&bars->frame.scale, value->value);
    return part;
}

/* --- drawn --- */

/* A white band through a bar, where the axis is broken. */
static void chart_bar_break(struct chart_pad *pad, const struct chart_bars *bars,
                            const struct chart_part *part)
{
    const struct chart_scale *scale = &bars->frame.scale;
    const length gap = (scale->broken < 0 ? scale->from : scale->to) - scale->zero,
                 half = bars->thick / 2 + CHART_THIN;
    const length near = scale->zero + gap * 4 / 10, far = scale->zero + gap * 6 / 10, lean = gap / 8;
    const struct chart_point corners[] = {chart_frame_point(&bars->frame, part->along - half, near - lean),
                                          chart_frame_point(&bars->frame, part->along + half, near + lean),
                                          chart_frame_point(&bars->frame, part->along + half, far + lean),
                                          chart_frame_point(&bars->frame, part->along - half, far - lean)};
    chart_polygon(pad, chart_fill(CHART_WHITE), corners, ARRAY_COUNT(corners));
}

static void chart_bars_draw(struct chart_pad *pad, const struct chart_bars *bars)
{
    const struct chart *chart = pad->chart;
    for (size_t i = 0; i < chart->point_count; i++)
        for (size_t j = 0; j < chart->series_count; j++) {
            const struct chart_part part = chart_bars_part(pad, bars, j, i);
            if (chart->series[j].values[i].missing)
                continue;
            chart_surface(pad, chart_ink_of(j),
                          chart_frame_box(&bars->frame, part.along, bars->thick / 2, part.from, part.to),
                          (int)j, (int)i);
            if (bars->frame.scale.broken != 0)
                chart_bar_break(pad, bars, &part);
        }
}

void chart_say_over(struct chart_pad *pad, const struct chart_frame *frame, struct chart_text text,
                    uint32_t back, bool patch)
{
    text.size = pad->size;
    const struct chart_box box = chart_text_box(&text);
    for (size_t i = 0; i < pad->chart->line_count && !patch; i++) {
        const length at = chart_scale_at(&frame->scale, pad->chart->lines[i].value);
        patch = frame->lying ? box.left <= at && at <= box.right : box.top <= at && at <= box.bottom;
    }
    if (patch)
        chart_rect(
            pad, chart_fill(back),
            (struct chart_box){box.left - LENGTH_POINT, box.top, box.right + LENGTH_POINT, box.bottom});
    chart_say(pad, text);
}

static void chart_bar_label(struct chart_pad *pad, const struct chart_bars *bars, size_t series, size_t point)
{
    const struct chart_value *value = &pad->chart->series[series].values[point];
    const struct chart_part part = chart_bars_part(pad, bars, series, point);
    const bool below = !value->missing && value->value < 0;
    const length above = pad->size * 22 / 25, gap = CHART_GAP / 2;
    struct chart_text text = chart_plain((int)series, (int)point);
    text.text = value->printed;
    text.width = chart_width(pad, value->printed);
    if (bars->frame.lying) {
        text.x = below ? part.to - gap - text.width : part.to + gap;
        text.y = part.along - pad->size / 2 + above;
    } else if (bars->turned) {
        text.upright = true;
        text.x = part.along - pad->size / 2 + above;
        text.y = below ? part.to + gap + text.width : part.to - gap;
    } else {
        text.x = part.along - text.width / 2;
        text.y = (below ? part.to + gap : part.to - gap - pad->size) + above;
    }
    chart_say_over(pad, &bars->frame, text, CHART_WHITE, false);
}

void chart_draw_bars(struct chart_pad *pad)
{
    const struct chart *chart = pad->chart;
    struct chart_bars bars = {.frame = {.lying = chart->kind == CHART_BAR, .quiet = chart->labelled}};
    chart_header(pad, true, &bars.frame.top);
    if (chart_well(pad))
        chart_bars_lay(pad, &bars);
    if (!chart_well(pad))
        return;
    chart_axes_behind(pad, &bars.frame);
    chart_bars_draw(pad, &bars);
    chart_axes_before(pad, &bars.frame);
    chart_labels_draw(pad, &bars.frame);
    if (chart->labelled && chart_is_stacked(chart))
        chart_parts_label(pad, &bars);
    for (size_t i = 0; i < chart->point_count && chart->labelled && !chart_is_stacked(chart); i++)
        for (size_t j = 0; j < chart->series_count; j++)
            chart_bar_label(pad, &bars, j, i);
}
