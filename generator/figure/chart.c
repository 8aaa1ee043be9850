/* Charts: what cannot be drawn at whatever size, then an attempt with letters as asked for, then one with smaller ones. */
#include "figure/chart_int.h"

/* --- what cannot be drawn --- */

static void chart_check_parts(struct chart_pad *pad)
{
    const struct chart *chart = pad->chart;
    const bool by_point = chart_is_stacked(chart);
    for (size_t i = 0; i < chart->series_count; i++)
        for (size_t j = 0; j < chart->point_count; j++)
            if (!chart->series[i].values[j].missing && chart->series[i].values[j].value < 0)
                chart_fail(pad, CHART_NEGATIVE, (int)i, (int)j);
    chart_wide all = 0;
    for (size_t j = 0; j < chart->point_count; j++) {
        const chart_wide sum = chart_sum(chart, j, 0);
        bool any = false;
        for (size_t i = 0; i < chart->series_count; i++)
            any = any || !chart->series[i].values[j].missing;
        if (by_point && any && sum == 0)
            chart_fail(pad, CHART_NOTHING, -1, (int)j);
        all += sum;
    }
    if (!by_point && all == 0)
        chart_fail(pad, CHART_NOTHING, -1, -1);
}

static void chart_fail_line(struct chart_pad *pad, size_t line)
{
    if (!chart_well(pad))
        return;
    chart_fail(pad, CHART_OUTSIDE, -1, (int)line);
    pad->problem->at = pad->chart->lines[line].label;
}

/* Lines across shares, in percent. */
static void chart_check_percents(struct chart_pad *pad)
{
    chart_wide whole = 100;
    for (int i = 0; i < pad->chart->decimals; i++)
        whole *= 10;
    for (size_t i = 0; i < pad->chart->line_count; i++)
        if (pad->chart->lines[i].value < 0 || pad->chart->lines[i].value > whole)
            chart_fail_line(pad, i);
}

/* The ends that the author says, with all that stands between them. */
static bool chart_is_outside(const struct chart *chart, chart_wide value)
{
    return (chart->has_least && value < chart->least) || (chart->has_most && value > chart->most);
}

static void chart_check_ends(struct chart_pad *pad)
{
    const struct chart *chart = pad->chart;
    if (chart->has_least && chart->has_most && chart->least >= chart->most)
        chart_fail(pad, CHART_OUTSIDE, -1, -1);
    for (size_t i = 0; i < chart->series_count; i++)
        for (size_t j = 0; j < chart->point_count; j++) {
            const struct chart_value *value = &chart->series[i].values[j];
            if (value->missing)
                continue;
            if (chart_is_stacked(chart)
                    ? chart_is_outside(chart, chart_sum(chart, j, value->value < 0 ? -1 : 1))
                    : chart_is_outside(chart, value->value))
                chart_fail(pad, CHART_OUTSIDE, (int)i, (int)j);
        }
    for (size_t i = 0; i < chart->line_count; i++)
        if (chart_is_outside(chart, chart->lines[i].value))
            chart_fail_line(pad, i);
}

static bool chart_is_pie(const struct chart *chart)
{
    return chart->kind == CHART_PIE || chart->kind == CHART_RING;
}

static bool chart_has_shares(const struct chart *chart)
{
    return chart_is_pie(chart) || (chart->whole && chart_is_stacked(chart));
}

static void chart_check(struct chart_pad *pad)
{
    if (chart_has_shares(pad->chart))
        chart_check_parts(pad);
    else if (pad->chart->kind != CHART_MATRIX)
        chart_check_ends(pad);
    if (chart_has_shares(pad->chart) && !chart_is_pie(pad->chart))
        chart_check_percents(pad);
}

/* --- attempts --- */

static void chart_attempt(struct chart_pad *pad)
{
    static void (*const kinds[])(struct chart_pad * pad) = {
        [CHART_COLUMN] = chart_draw_bars,  [CHART_BAR] = chart_draw_bars, [CHART_LINE] = chart_draw_line,
        [CHART_PIE] = chart_draw_pie,      [CHART_RING] = chart_draw_pie, [CHART_RADAR] = chart_draw_radar,
        [CHART_MATRIX] = chart_draw_matrix};
    kinds[pad->chart->kind](pad);
}

/* So many printed figures that look for places never found them with larger letters (of 2,000 random charts). */
static bool chart_wants_small(const struct chart *chart)
{
    enum { MANY = 64 };
    return chart->labelled && (chart->kind == CHART_LINE || chart->kind == CHART_RADAR) &&
           chart->point_count * chart->series_count >= MANY;
}

enum status chart_draw(struct arena *arena, const struct chart *chart, const struct chart_ruler *ruler,
                       struct chart_drawing *ret_drawing, struct chart_problem *ret_problem)
{
    const length sizes[] = {chart->size, chart->size * 3 / 4};
    struct chart_problem problem = {.fault = CHART_DRAWN, .series = -1, .point = -1};
    struct chart_pad pad = {.arena = arena, .chart = chart, .ruler = ruler, .problem = &problem};
    chart_check(&pad);
    for (size_t i = chart_wants_small(chart); i < ARRAY_COUNT(sizes); i++) {
        if (!chart_well(&pad) && problem.fault != CHART_TOO_SMALL)
            break;
        pad = (struct chart_pad){
            .arena = arena, .chart = chart, .ruler = ruler, .problem = &problem, .size = sizes[i]};
        chart_attempt(&pad);
        if (chart_well(&pad))
            break;
    }
    if (pad.status == NO_MEMORY)
        return NO_MEMORY;
    *ret_problem = problem;
    if (pad.status != OK)
        return pad.status;
    chart_finish(&pad, ret_drawing);
    ret_problem->fault = CHART_DRAWN;
    return OK;
}
