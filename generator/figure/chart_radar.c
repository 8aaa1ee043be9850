/*
 * Radar: one axis a point, from 12 o'clock clockwise; rings of straight edges at round numbers, printed along the first axis.
 * A missing value interrupts the line; printed values look for places near their points.
 */
#include "figure/chart_int.h"

enum { RADAR_STEPS = 5 };

struct chart_spoke {
    int64_t sine, cosine; /* clockwise from 12 o'clock */
};

struct chart_radar {
    struct chart_spoke *spokes;
    struct chart_point center;
    length radius, top, number; /* number: the widest at the axis */
    struct chart_scale scale;
    struct chart_lines *names;
    struct chart_box *boxes; /* of the names */
};

static struct chart_spoke chart_spoke(const struct chart_pad *pad, size_t point)
{
    const int64_t angle =
        (int64_t)CHART_CIRCLE * (int64_t)point / length_max(1, (int64_t)pad->chart->point_count);
    return (struct chart_spoke){chart_sine(angle), chart_cosine(angle)};
}

static struct chart_point chart_spoke_at(const struct chart_radar *radar, size_t point, length far)
{
    const struct chart_spoke *spoke = &radar->spokes[point];
    return (struct chart_point){radar->center.x + chart_round((chart_wide)far * spoke->sine, CHART_SINE_ONE),
                                radar->center.y -
                                    chart_round((chart_wide)far * spoke->cosine, CHART_SINE_ONE)};
}

static struct chart_point chart_radar_at(const struct chart_radar *radar, size_t point, chart_wide value)
{
    return chart_spoke_at(radar, point, chart_scale_at(&radar->scale, value));
}

/* --- room --- */

/* Beside the end of its axis, moved outwards by as much of it as lies in that direction. */
static struct chart_box chart_spoke_box(const struct chart_pad *pad, const struct chart_radar *radar,
                                        size_t point)
{
    const int64_t sine = radar->spokes[point].sine, cosine = radar->spokes[point].cosine;
    const length width = radar->names[point].widest,
                 height = chart_lines_height(pad, radar->names[point].count);
    const length gap = point == 0 ? pad->size / 2 : CHART_GAP; /* beside the highest number */
    const struct chart_point end = chart_spoke_at(radar, point, radar->radius + gap);
    const length middle = end.y - chart_round((chart_wide)height * cosine, 2 * (chart_wide)CHART_SINE_ONE);
    const length left = sine > CHART_SINE_ONE / 100    ? end.x
                        : sine < -CHART_SINE_ONE / 100 ? end.x - width
                                                       : end.x - width / 2;
    return (struct chart_box){left, middle - height / 2, left + width, middle - height / 2 + height};
}

static bool chart_radar_meet(const struct chart_box *a, const struct chart_box *b)
{
    return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom;
}

static bool chart_spokes_stand(const struct chart_pad *pad, struct chart_radar *radar)
{
    const struct chart *chart = pad->chart;
    const struct chart_point center = radar->center;
    const struct chart_box numbers = {center.x - CHART_GAP - radar->number,
                                      center.y - radar->radius - pad->size / 2, center.x,
                                      center.y + pad->size / 2};
    for (size_t i = 0; i < chart->point_count; i++) {
        const struct chart_box box = chart_spoke_box(pad, radar, i);
        if (box.left < 0 || box.right > chart->width || box.top < radar->top || box.bottom > chart->height ||
            chart_radar_meet(&box, &numbers))
            return false;
        for (size_t j = 0; j < i; j++)
            if (chart_radar_meet(&box, &radar->boxes[j]))
                return false;
        radar->boxes[i] = box;
    }
    return true;
}

/* The largest radius for labels of at most that width; 0: none. */
static length chart_radar_radius(struct chart_pad *pad, struct chart_radar *radar, length room)
{
    const struct chart *chart = pad->chart;
    for (size_t i = 0; i < chart->point_count; i++)
        if (!chart_wrap(pad, chart->labels[i], room, 4, &radar->names[i]))
            return 0;
    radar->radius = chart_least(chart->width / 2, radar->center.y - radar->top);
    for (; radar->radius >= 4 * pad->size; radar->radius = radar->radius * 30 / 31)
        if (chart_spokes_stand(pad, radar))
            return radar->radius;
    return 0;
}

/* How far it reaches down, in thousandths of the radius. */
static length chart_radar_below(const struct chart_pad *pad)
{
    return -chart_round(chart_spoke(pad, (pad->chart->point_count + 1) / 2).cosine, CHART_SINE_ONE / 1000);
}

static bool chart_radar_room(struct chart_pad *pad, struct chart_radar *radar)
{
    static const length shares[] = {34, 26, 18};
    length best = 0, room = 0;
    const length below = length_max(0, chart_radar_below(pad)); /* three axes reach less far down than up */
    radar->center = (struct chart_point){
        pad->chart->width / 2, radar->top + (pad->chart->height - radar->top) * 1000 / (1000 + below)};
    for (size_t i = 0; i < ARRAY_COUNT(shares); i++) {
        const length radius = chart_radar_radius(pad, radar, pad->chart->width * shares[i] / 100);
        if (radius > best * 11 / 10) { /* lines are broken for much only */
            best = radius;
            room = pad->chart->width * shares[i] / 100;
        }
    }
    return best > 0 && chart_radar_radius(pad, radar, room) > 0;
}

static void chart_radar_lay(struct chart_pad *pad, struct chart_radar *radar)
{
    const struct chart *chart = pad->chart;
    size_t longest = 0;
    for (size_t i = 1; i < chart->point_count; i++)
        longest = chart_width(pad, chart->labels[i]) > chart_width(pad, chart->labels[longest]) ? i : longest;
    for (int want = RADAR_STEPS; want > 0; want--) {
        chart_scale_choose(chart, want, &radar->scale);
        radar->number = length_max(radar->number, chart_scale_width(pad, &radar->scale));
    }
    if (!chart_radar_room(pad, radar)) {
        chart_too_small(pad, chart->labels[longest],
                        2 * chart_width(pad, chart->labels[longest]) + 12 * pad->size,
                        radar->top + 14 * pad->size);
        return;
    }
    const length hope = radar->radius / (2 * pad->size);
    for (int want = hope > RADAR_STEPS ? RADAR_STEPS : hope < 1 ? 1 : (int)hope; want > 0; want--) {
        chart_scale_choose(chart, want, &radar->scale);
        radar->scale.broken = 0; /* its center is the lowest number there */
        chart_scale_put(&radar->scale, 0, radar->radius, 0, 0);
        if (chart_scale_apart(&radar->scale) >= pad->size * 6 / 5)
            return;
    }
    chart_too_small(pad, (struct str){NULL, 0}, 0, chart->height + 2 * pad->size);
}

/* --- drawn --- */

static void chart_radar_ring(struct chart_pad *pad, const struct chart_radar *radar, chart_wide value)
{
    struct chart_point corners[CHART_MAX_POINTS];
    const struct chart_path path = value == 0 && radar->scale.low < 0 ? chart_pen(CHART_DARK, CHART_THIN)
                                                                      : chart_pen(CHART_GREY, CHART_HAIR);
    for (size_t i = 0; i < pad->chart->point_count; i++)
        corners[i] = chart_radar_at(radar, i, value);
    if (value != radar->scale.low)
        chart_polygon(pad, path, corners, pad->chart->point_count);
}

static void chart_radar_grid(struct chart_pad *pad, const struct chart_radar *radar,
                             struct chart_places *places)
{
    chart_wide ticks[CHART_TICKS];
    const size_t count = chart_scale_ticks(&radar->scale, ticks);
    for (size_t i = 0; i < count; i++)
        chart_radar_ring(pad, radar, ticks[i]);
    for (size_t i = 0; i < pad->chart->point_count; i++)
        chart_rule(pad, chart_pen(CHART_GREY, CHART_THIN), radar->center,
                   chart_spoke_at(radar, i, radar->radius));
    for (size_t i = 0; i < count; i++) {
        struct chart_text text = chart_plain(-1, -1);
        text.text = chart_scale_text(pad, &radar->scale, ticks[i]);
        text.width = chart_width(pad, text.text);
        text.color = CHART_MILD;
        text.x = radar->center.x - CHART_GAP - text.width;
        text.y =
            radar->center.y - chart_scale_at(&radar->scale, ticks[i]) - pad->size / 2 + pad->size * 22 / 25;
        text.size = pad->size;
        chart_rect(pad, chart_fill(CHART_WHITE), chart_text_box(&text));
        chart_say(pad, text);
        chart_places_take(pad, places, chart_text_box(&text));
    }
}

/* Runs of values that are there, all around. */
static void chart_radar_line(struct chart_pad *pad, const struct chart_radar *radar, size_t series,
                             struct chart_places *places)
{
    const struct chart *chart = pad->chart;
    const struct chart_value *values = chart->series[series].values;
    const struct chart_ink *ink = chart_ink_of(series);
    struct chart_point run[CHART_MAX_POINTS + 1];
    size_t first = 0, count = 0;
    while (first < chart->point_count && !values[first].missing)
        first++;
    first = first == chart->point_count ? 0 : first;
    for (size_t i = 0; i <= chart->point_count; i++) {
        const size_t point = first + i < chart->point_count ? first + i : first + i - chart->point_count;
        if (!values[point].missing) {
            run[count++] = chart_radar_at(radar, point, values[point].value);
            if (count > 1)
                chart_places_edge(pad, places, run[count - 2], run[count - 1]);
            if (i < chart->point_count)
                continue;
        }
        chart_dashed(pad, chart_pen(ink->pen, 1200), ink->dashes, run, count);
        count = 0;
    }
}

static struct chart_box chart_radar_mark_box(const struct chart_pad *pad, struct chart_point at)
{
    const length half = chart_mark_radius(pad);
    return (struct chart_box){at.x - half, at.y - half, at.x + half, at.y + half};
}

/* What labels had better not hide. */
static void chart_radar_obstacles(struct chart_pad *pad, const struct chart_radar *radar,
                                  struct chart_places *places)
{
    for (size_t i = 0; i < pad->chart->series_count; i++)
        for (size_t j = 0; j < pad->chart->point_count; j++) {
            const struct chart_value *value = &pad->chart->series[i].values[j];
            if (!value->missing)
                chart_places_mark(pad, places,
                                  chart_radar_mark_box(pad, chart_radar_at(radar, j, value->value)));
        }
}

/* Over the patches of labels. */
static void chart_radar_marks(struct chart_pad *pad, const struct chart_radar *radar, size_t series)
{
    for (size_t i = 0; i < pad->chart->point_count; i++) {
        const struct chart_value *value = &pad->chart->series[series].values[i];
        if (!value->missing)
            chart_mark(pad, series, chart_radar_at(radar, i, value->value), (int)series, (int)i);
    }
}

/* What a missing value says stands at the end of its axis. */
static void chart_radar_labels(struct chart_pad *pad, const struct chart_radar *radar,
                               struct chart_places *places)
{
    const struct chart *chart = pad->chart;
    places->most = (int)(chart->point_count * chart->series_count);
    for (size_t i = 0; i < chart->point_count; i++)
        for (size_t j = 0; j < chart->series_count; j++) {
            const struct chart_value *value = &chart->series[j].values[i];
            const struct chart_point at = value->missing ? chart_spoke_at(radar, i, radar->radius)
                                                         : chart_radar_at(radar, i, value->value);
            struct chart_text like = chart_plain((int)j, (int)i);
            struct chart_lines lines;
            like.color = chart->series_count == 1 ? CHART_DARK : chart_ink_of(j)->pen;
            if (chart_wrap(pad, value->printed, chart->width, 1, &lines))
                chart_places_write(pad, places, &lines, at, value->missing ? 0 : chart_mark_radius(pad),
                                   like);
            else
                chart_too_small(pad, value->printed, chart_width(pad, value->printed), 0);
        }
}

void chart_draw_radar(struct chart_pad *pad)
{
    const struct chart *chart = pad->chart;
    struct chart_places places = {.patches = CHART_PATCH_ALL};
    struct chart_radar radar = {.spokes = CHART_ARRAY(pad, chart->point_count, struct chart_spoke),
                                .names = CHART_ARRAY(pad, chart->point_count, struct chart_lines),
                                .boxes = CHART_ARRAY(pad, chart->point_count, struct chart_box)};
    chart_header(pad, true, &radar.top);
    for (size_t i = 0; i < chart->point_count && chart_well(pad); i++)
        radar.spokes[i] = chart_spoke(pad, i);
    if (chart_well(pad))
        chart_radar_lay(pad, &radar);
    if (!chart_well(pad))
        return;
    places.bounds = (struct chart_box){0, radar.top, chart->width, chart->height};
    chart_radar_grid(pad, &radar, &places);
    for (size_t i = 0; i < chart->series_count; i++)
        chart_radar_line(pad, &radar, i, &places);
    for (size_t i = 0; i < chart->point_count; i++) {
        const struct chart_box *box = &radar.boxes[i];
        chart_places_take(pad, &places, *box);
        chart_say_lines(pad, &radar.names[i], CHART_MIDDLE,
                        (struct chart_point){(box->left + box->right) / 2, box->top},
                        chart_plain(-1, (int)i));
    }
    if (chart->labelled) {
        chart_radar_obstacles(pad, &radar, &places);
        chart_radar_labels(pad, &radar, &places);
    }
    for (size_t i = 0; i < chart->series_count && chart_well(pad); i++)
        chart_radar_marks(pad, &radar, i);
    chart_places_prove(pad, &places);
}
