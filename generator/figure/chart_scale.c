/* Numbers → places.  Steps are 1, 2, 2.5 or 5 × 10^n, never finer than the values' last digit; ends are whole steps, or what the
 * author says. */
#include "figure/chart_int.h"

chart_wide chart_sum(const struct chart *chart, size_t point, int sign)
{
    chart_wide sum = 0;
    for (size_t i = 0; i < chart->series_count; i++) {
        const struct chart_value *value = &chart->series[i].values[point];
        if (!value->missing && (sign == 0 || (value->value < 0 ? -1 : 1) == sign))
            sum += value->value;
    }
    return sum;
}

struct chart_reach {
    chart_wide least, most;
    bool any;
};

static void chart_reach_take(struct chart_reach *reach, chart_wide value)
{
    reach->least = !reach->any || value < reach->least ? value : reach->least;
    reach->most = !reach->any || value > reach->most ? value : reach->most;
    reach->any = true;
}

static struct chart_reach chart_reach_of(const struct chart *chart)
{
    struct chart_reach reach = {0};
    for (size_t i = 0; i < chart->point_count; i++)
        for (size_t j = 0; j < chart->series_count; j++)
            if (!chart->series[j].values[i].missing && !chart_is_stacked(chart))
                chart_reach_take(&reach, chart->series[j].values[i].value);
    for (size_t i = 0; i < chart->point_count && chart_is_stacked(chart); i++) {
        chart_reach_take(&reach, chart_sum(chart, i, 1));
        chart_reach_take(&reach, chart_sum(chart, i, -1));
    }
    for (size_t i = 0; i < chart->line_count; i++)
        chart_reach_take(&reach, chart->lines[i].value);
    return reach;
}

/* Zero belongs to it, unless the values stand close together far from it. */
static void chart_reach_zero(const struct chart *chart, struct chart_reach *reach)
{
    const chart_wide most = reach->most, least = reach->least;
    const chart_wide far = least > 0 ? most : most < 0 ? -least : 0;
    const bool may = !chart->from_zero && !chart_is_stacked(chart) && chart->kind != CHART_RADAR;
    if (reach->any && may && far > 0 && most > least && (most - least) * 3 < far)
        return;
    chart_reach_take(reach, 0);
}

/* The first of 1, 2, 2.5, 5 × 10^n, a whole number, of which `want` make up the range. */
static chart_wide chart_round_step(chart_wide range, int want)
{
    static const int quarters[] = {4, 8, 10, 20};
    for (chart_wide ten = 1;; ten *= 10)
        for (size_t i = 0; i < ARRAY_COUNT(quarters); i++) {
            const chart_wide step = ten * quarters[i];
            if (step % 4 == 0 && step / 4 * want >= range)
                return step / 4;
        }
}

static chart_wide chart_floor(chart_wide value, chart_wide step)
{
    const chart_wide rest = value % step;
    return value - rest - (rest < 0 ? step : 0);
}

/* As many decimals as the ticks need. */
static int chart_shown_decimals(const struct chart_scale *scale)
{
    chart_wide ticks[CHART_TICKS], ten = 10;
    const size_t count = chart_scale_ticks(scale, ticks);
    int shown = scale->decimals;
    for (; shown > 0; shown--, ten *= 10)
        for (size_t i = 0; i < count; i++)
            if (ticks[i] % ten != 0)
                return shown;
    return shown;
}

void chart_scale_choose(const struct chart *chart, int want, struct chart_scale *ret_scale)
{
    const bool percent = chart->whole && chart_is_stacked(chart);
    chart_wide one = 1;
    for (int i = 0; i < chart->decimals; i++)
        one *= 10;
    struct chart_reach reach = {0, 100 * one, true};
    if (!percent) {
        reach = chart_reach_of(chart);
        chart_reach_zero(chart, &reach);
        if (chart->has_least)
            reach.least = chart->least;
        if (chart->has_most)
            reach.most = chart->most;
        if (reach.most <= reach.least)
            reach.most = reach.least + one;
    }
    const bool has_least = chart->has_least && !percent, has_most = chart->has_most && !percent;
    *ret_scale =
        (struct chart_scale){.decimals = chart->decimals, .percent = percent, .grouped = chart->grouped};
    ret_scale->step = chart_round_step(reach.most - reach.least, want);
    ret_scale->low = has_least ? reach.least : chart_floor(reach.least, ret_scale->step);
    ret_scale->high = has_most ? reach.most : -chart_floor(-reach.most, ret_scale->step);
    ret_scale->most = reach.most;
    ret_scale->shown = chart_shown_decimals(ret_scale);
    ret_scale->broken = ret_scale->low > 0 ? -1 : ret_scale->high < 0 ? 1 : 0;
}

void chart_scale_put(struct chart_scale *scale, length from, length to, length gap, length inset)
{
    const length sign = to < from ? -1 : 1, broken = scale->broken == 0 ? 0 : gap;
    const length full = (to - from) * sign - broken;
    if (scale->most > scale->low && inset > 0)
        to =
            from + sign * (broken + chart_least(full, chart_round((full - inset) * (scale->high - scale->low),
                                                                  scale->most - scale->low)));
    else
        to -= inset * sign;
    scale->from = from + (scale->broken < 0 ? gap * sign : 0);
    scale->to = to - (scale->broken > 0 ? gap * sign : 0);
    scale->zero = scale->broken < 0 ? from : scale->broken > 0 ? to : 0;
    if (scale->broken == 0)
        scale->zero = chart_scale_at(scale, 0);
}

length chart_scale_at(const struct chart_scale *scale, chart_wide value)
{
    return scale->from +
           chart_round((value - scale->low) * (scale->to - scale->from), scale->high - scale->low);
}

size_t chart_scale_ticks(const struct chart_scale *scale, chart_wide ticks[CHART_TICKS])
{
    size_t count = 0;
    for (chart_wide tick = -chart_floor(-scale->low, scale->step); tick <= scale->high && count < CHART_TICKS;
         tick += scale->step)
        ticks[count++] = tick;
    if (count < 2) {
        ticks[0] = scale->low;
        ticks[1] = scale->high;
        count = 2;
    }
    return count;
}

length chart_scale_apart(const struct chart_scale *scale)
{
    chart_wide ticks[CHART_TICKS];
    const size_t count = chart_scale_ticks(scale, ticks);
    length apart = INT64_MAX;
    for (size_t i = 1; i < count; i++) {
        const length step = chart_scale_at(scale, ticks[i]) - chart_scale_at(scale, ticks[i - 1]);
        apart = chart_least(apart, step < 0 ? -step : step);
    }
    return apart;
}

static size_t chart_scale_print(const struct chart_scale *scale, chart_wide value, char text[CHART_TICK_MAX])
{
    char back[CHART_TICK_MAX];
    size_t n = 0, len = 0;
    const bool negative = value < 0;
    if (value == 0) {
        text[0] = '0';
        text[1] = '%';
        return scale->percent ? 2 : 1;
    }
    value = negative ? -value : value;
    for (int i = scale->shown; i < scale->decimals; i++)
        value /= 10;
    for (int i = 0; value > 0 || i <= scale->shown; i++) {
        if (i == scale->shown && i > 0)
            back[n++] = '.';
        if (scale->grouped && i > scale->shown && (i - scale->shown) % 3 == 0)
            back[n++] = ',';
        back[n++] = (char)('0' + (int)(value % 10));
        value /= 10;
    }
    if (negative)
        text[len++] = '-';
    while (n > 0)
        text[len++] = back[--n];
    if (scale->percent)
        text[len++] = '%';
    return len;
}

length chart_scale_width(const struct chart_pad *pad, const struct chart_scale *scale)
{
    chart_wide ticks[CHART_TICKS];
    char text[CHART_TICK_MAX];
    const size_t count = chart_scale_ticks(scale, ticks);
    length width = 0;
    for (size_t i = 0; i < count; i++) {
        const size_t len = chart_scale_print(scale, ticks[i], text);
        width = length_max(width, chart_width(pad, (struct str){text, len}));
    }
    return width;
}

struct str chart_scale_text(struct chart_pad *pad, const struct chart_scale *scale, chart_wide value)
{
    char text[CHART_TICK_MAX];
    const size_t len = chart_scale_print(scale, value, text);
    char *kept = CHART_ARRAY(pad, len, char);
    if (kept == NULL)
        return (struct str){NULL, 0};
    memcpy(kept, text, len);
    return (struct str){kept, len};
}
