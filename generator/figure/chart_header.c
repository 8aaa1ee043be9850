/* Unit and legend, above everything: in one row where they have room, the legend at its end; else the legend has rows of its own. */
#include "figure/chart_int.h"

static bool chart_has_lines(const struct chart *chart)
{
    return chart->kind == CHART_LINE || chart->kind == CHART_RADAR;
}

/* The slices of a pie have their names beside them; that of all has no ink. */
static length chart_swatch_width(const struct chart_pad *pad)
{
    if (pad->chart->kind == CHART_PIE || pad->chart->kind == CHART_RING)
        return 0;
    return chart_has_lines(pad->chart) ? pad->size * 5 / 2 : pad->size;
}

static void chart_swatch(struct chart_pad *pad, size_t series, struct chart_point top)
{
    const struct chart_ink *ink = chart_ink_of(series);
    const length width = chart_swatch_width(pad), middle = top.y + pad->size / 2;
    if (!chart_has_lines(pad->chart)) {
        chart_surface(
            pad, ink,
            (struct chart_box){top.x, top.y + pad->size / 10, top.x + width, top.y + pad->size * 9 / 10}, -1,
            -1);
        return;
    }
    const struct chart_point ends[] = {{top.x, middle}, {top.x + width, middle}};
    chart_dashed(pad, chart_pen(ink->pen, 1000), ink->dashes, ends, ARRAY_COUNT(ends));
    chart_mark(pad, series, (struct chart_point){top.x + width / 2, middle}, -1, -1);
}

/* An entry at *at, or on a new row; *at: where the next one may begin. */
static void chart_legend_entry(struct chart_pad *pad, size_t series, length *row, struct chart_point *at)
{
    const length swatch = chart_swatch_width(pad) == 0 ? 0 : chart_swatch_width(pad) + CHART_GAP,
                 width = pad->chart->width;
    const struct str name = pad->chart->series[series].name;
    struct chart_lines lines;
    if (at->x > 0 && at->x + swatch + chart_width(pad, name) > width) {
        *at = (struct chart_point){0, at->y + *row + pad->size / 3};
        *row = pad->size;
    }
    if (!chart_wrap(pad, name, width - at->x - swatch, CHART_LINES, &lines)) {
        chart_too_small(pad, name, swatch + chart_width(pad, name), 0);
        return;
    }
    if (swatch > 0)
        chart_swatch(pad, series, *at);
    chart_say_lines(pad, &lines, CHART_BEGIN, (struct chart_point){at->x + swatch, at->y},
                    chart_plain((int)series, -1));
    *row = length_max(*row, chart_lines_height(pad, lines.count));
    at->x += swatch + lines.widest + pad->size * 3 / 2;
}

static length chart_legend_width(const struct chart_pad *pad)
{
    const struct chart *chart = pad->chart;
    length width = -pad->size * 3 / 2;
    for (size_t i = 0; i < chart->series_count; i++)
        width +=
            chart_swatch_width(pad) + CHART_GAP + chart_width(pad, chart->series[i].name) + pad->size * 3 / 2;
    return width;
}

void chart_header(struct chart_pad *pad, bool legend, length *ret_bottom)
{
    const struct chart *chart = pad->chart;
    struct chart_lines unit;
    struct chart_point at = {0, 0};
    length row = 0;
    if (!chart_wrap(pad, chart->unit, chart->width, CHART_LINES, &unit))
        chart_too_small(pad, chart->unit, chart_width(pad, chart->unit), 0);
    *ret_bottom = 0;
    if (!chart_well(pad))
        return;
    chart_say_lines(pad, &unit, CHART_BEGIN, at, chart_plain(-1, -1));
    row = chart_lines_height(pad, unit.count);
    legend = legend && chart->series_count > 0 && chart->series[0].name.len > 0;
    if (legend && unit.count > 0) {
        const length begin = chart->width - chart_legend_width(pad);
        const bool beside = unit.count == 1 && begin >= unit.widest + 2 * pad->size;
        at = beside ? (struct chart_point){begin, 0} : (struct chart_point){0, row + pad->size / 3};
        row = pad->size;
    }
    for (size_t i = 0; legend && i < chart->series_count && chart_well(pad); i++)
        chart_legend_entry(pad, i, &row, &at);
    *ret_bottom = at.y + row + (row > 0 || at.y > 0 ? pad->size * 2 / 3 : 0);
}
