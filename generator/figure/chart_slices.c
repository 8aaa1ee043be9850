/*
 * Labels around a pie: in two columns, each beside its slice as far as its neighbours let it, with a leader.
 *
 * Tried are three widths of labels, and of each smaller and smaller pies, until no leader goes through the pie; where
 * that makes it small, the pie is turned, so that its small slices come to a side.
 */
#include "figure/chart_int.h"

static length chart_lead(const struct chart_pad *pad)
{
    return pad->size * 3 / 2;
}

static bool chart_slice_wrap(struct chart_pad *pad, size_t point, length room, struct chart_slice *slice)
{
    const struct chart *chart = pad->chart;
    const length between = pad->size / 2;
    slice->printed = chart->labelled ? chart->series[0].values[point].printed : (struct str){NULL, 0};
    slice->printed_width = chart_width(pad, slice->printed);
    if (!chart_wrap(pad, chart->labels[point], room, 4, &slice->name) || slice->printed_width > room)
        return false;
    const length last = slice->name.count == 0 ? -between : slice->name.width[slice->name.count - 1];
    slice->below =
        slice->printed.len > 0 && slice->name.count > 0 && last + between + slice->printed_width > room;
    const length with = slice->printed.len == 0 ? 0
                        : slice->below          ? slice->printed_width
                                                : last + between + slice->printed_width;
    slice->width = length_max(slice->name.widest, with);
    slice->height = chart_lines_height(pad, slice->name.count == 0 ? slice->printed.len > 0
                                                                   : slice->name.count + slice->below);
    return true;
}

static bool chart_slices_wrap(struct chart_pad *pad, struct chart_pie *pie, length room, length *ret_widest)
{
    *ret_widest = 0;
    for (size_t i = 0; i < pad->chart->point_count; i++) {
        if (!chart_slice_wrap(pad, i, room, &pie->slices[i]))
            return false;
        *ret_widest = length_max(*ret_widest, pie->slices[i].width);
    }
    return true;
}

/* Of a small slice its label's leader begins in the middle; of a large one as near to the side as it may. */
static int64_t chart_slice_angle(const struct chart_slice *slice)
{
    const int64_t middle = (slice->from + slice->to) / 2, quarter = (slice->to - slice->from) / 4;
    const int64_t side = middle <= CHART_CIRCLE / 2 ? CHART_CIRCLE / 4 : CHART_CIRCLE / 4 * 3;
    if (quarter < CHART_CIRCLE / 20)
        return middle;
    return side < slice->from + quarter ? slice->from + quarter
           : side > slice->to - quarter ? slice->to - quarter
                                        : side;
}

/* Turns the pie; the middles of slices stay within the circle. */
static void chart_slices_start(const struct chart_pad *pad, struct chart_pie *pie, int64_t start)
{
    for (size_t i = 0; i < pad->chart->point_count; i++) {
        struct chart_slice *slice = &pie->slices[i];
        int64_t turn = start - pie->start;
        const int64_t middle = (slice->from + slice->to) / 2 + turn;
        turn += middle >= CHART_CIRCLE ? -(int64_t)CHART_CIRCLE : middle < 0 ? (int64_t)CHART_CIRCLE : 0;
        slice->from += turn;
        slice->to += turn;
        slice->angle = chart_slice_angle(slice);
    }
    pie->start = start;
}

static bool chart_slice_is_right(const struct chart_slice *slice)
{
    return slice->angle <= CHART_CIRCLE / 2;
}

/* From the slice, to where the label's own line begins. */
static void chart_slice_leader(const struct chart_pad *pad, const struct chart_pie *pie,
                               const struct chart_slice *slice, struct chart_point ret_points[3])
{
    const length sign = chart_slice_is_right(slice) ? 1 : -1;
    ret_points[0] = chart_around(pie->center, pie->radius, slice->angle);
    ret_points[1] =
        (struct chart_point){pie->center.x + sign * (pie->radius + chart_lead(pad) / 2), slice->place};
    ret_points[2] = (struct chart_point){
        pie->center.x + sign * (pie->radius + chart_lead(pad) - LENGTH_POINT * 2), slice->place};
}

/* Does the line from the slice go inwards by more than a hair? */
static bool chart_leader_enters(const struct chart_pad *pad, const struct chart_pie *pie,
                                const struct chart_slice *slice)
{
    struct chart_point points[3];
    chart_slice_leader(pad, pie, slice, points);
    const struct chart_point a = points[0], b = points[1], c = pie->center;
    const length far = chart_distance(a, b);
    if ((chart_wide)(b.x - a.x) * (c.x - a.x) + (chart_wide)(b.y - a.y) * (c.y - a.y) <= 0 || far == 0)
        return false;
    chart_wide area = (chart_wide)(b.x - a.x) * (c.y - a.y) - (chart_wide)(b.y - a.y) * (c.x - a.x);
    area = area < 0 ? -area : area;
    return area < (chart_wide)far * pie->radius * 24 / 25;
}

/* One column; false: no room. */
static bool chart_slices_column(struct chart_pad *pad, struct chart_pie *pie, bool right)
{
    struct chart_want wants[CHART_MAX_POINTS];
    size_t points[CHART_MAX_POINTS], count = 0;
    for (size_t i = 0; i < pad->chart->point_count; i++) {
        const struct chart_slice *slice = &pie->slices[i];
        size_t slot = count;
        if (chart_slice_is_right(slice) != right || slice->height == 0)
            continue;
        for (; slot > 0 && (pie->slices[points[slot - 1]].angle > slice->angle) == right; slot--) {
            points[slot] = points[slot - 1];
            wants[slot] = wants[slot - 1];
        }
        points[slot] = i;
        wants[slot] = (struct chart_want){
            .wanted = chart_around(pie->center, pie->radius + chart_lead(pad) / 3, slice->angle).y,
            .extent = slice->height + pad->size / 4};
        count++;
    }
    if (!chart_spread(wants, count, pie->top, pad->chart->height))
        return false;
    for (size_t i = 0; i < count; i++)
        pie->slices[points[i]].place = wants[i].place;
    return true;
}

enum chart_fit { CHART_NO_FIT, CHART_POOR_FIT, CHART_GOOD_FIT };

static enum chart_fit chart_slices_try(struct chart_pad *pad, struct chart_pie *pie, length radius)
{
    const struct chart *chart = pad->chart;
    pie->radius = radius;
    pie->center = (struct chart_point){chart->width / 2, (pie->top + chart->height) / 2};
    if (!chart_slices_column(pad, pie, true) || !chart_slices_column(pad, pie, false))
        return CHART_NO_FIT;
    for (size_t i = 0; i < chart->point_count; i++)
        if (pie->slices[i].height > 0 && chart_leader_enters(pad, pie, &pie->slices[i]))
            return CHART_POOR_FIT;
    return CHART_GOOD_FIT;
}

static void chart_slices_fail(struct chart_pad *pad, const struct chart_pie *pie)
{
    const struct chart *chart = pad->chart;
    size_t longest = 0;
    length side[2] = {0, 0};
    for (size_t i = 0; i < chart->point_count; i++) {
        longest = chart_width(pad, chart->labels[i]) > chart_width(pad, chart->labels[longest]) ? i : longest;
        side[chart_slice_is_right(&pie->slices[i])] += pad->size * 5 / 4;
    }
    const length high = pie->top + length_max(side[0], side[1]);
    const length wide = 2 * (chart_width(pad, chart->labels[longest]) + chart_lead(pad)) + 6 * pad->size;
    chart_too_small(pad, chart->labels[longest], wide > chart->width ? wide : 0,
                    high > chart->height ? high : 0);
}

struct chart_best {
    length worth, radius, room;
    int64_t start;
};

/* The largest pie from here on; one that leaders go through is worth half. */
static void chart_slices_search(struct chart_pad *pad, struct chart_pie *pie, length most,
                                struct chart_best *found)
{
    for (length radius = most; radius >= 3 * pad->size; radius = radius * 7 / 8) {
        const enum chart_fit fit = chart_slices_try(pad, pie, radius);
        const length worth = fit == CHART_NO_FIT ? 0 : fit == CHART_POOR_FIT ? radius / 2 : radius;
        if (worth > found->worth)
            *found = (struct chart_best){worth, radius, 0, pie->start};
        if (fit != CHART_POOR_FIT || radius <= found->worth)
            return;
    }
}

void chart_slices_fit(struct chart_pad *pad, struct chart_pie *pie)
{
    static const length shares[] = {34, 27, 20}; /* of the width, for a column of labels */
    const struct chart *chart = pad->chart;
    const length high = (chart->height - pie->top) / 2 - LENGTH_POINT;
    struct chart_best best = {0};
    length widest;
    for (size_t i = 0; i < ARRAY_COUNT(shares) && best.worth < high * 4 / 5; i++) {
        struct chart_best found = {.worth = best.worth * 11 / 10}; /* lines are broken for much only */
        const length before = found.worth, room = chart->width * shares[i] / 100;
        if (!chart_slices_wrap(pad, pie, room, &widest))
            continue;
        const length most = chart_least(chart->width / 2 - widest - chart_lead(pad), high);
        for (int64_t step = 0; step < 8 && found.worth < most * 3 / 4; step++) {
            chart_slices_start(pad, pie, CHART_CIRCLE / 8 * step);
            chart_slices_search(pad, pie, most, &found);
        }
        if (found.worth > before) {
            best = found;
            best.room = room;
        }
    }
    if (best.worth == 0) {
        chart_slices_fail(pad, pie);
        return;
    }
    chart_slices_start(pad, pie, best.start);
    if (chart_slices_wrap(pad, pie, best.room, &widest))
        (void)chart_slices_try(pad, pie, best.radius);
}

static void chart_slice_label(struct chart_pad *pad, const struct chart_pie *pie, size_t point)
{
    const struct chart_slice *slice = &pie->slices[point];
    const bool right = chart_slice_is_right(slice);
    struct chart_point leader[3];
    chart_slice_leader(pad, pie, slice, leader);
    chart_begin(pad, chart_pen(CHART_MILD, CHART_HAIR));
    chart_move(pad, leader[0].x, leader[0].y);
    chart_to(pad, leader[1].x, leader[1].y);
    chart_to(pad, leader[2].x, leader[2].y);
    const length edge = pie->center.x + (right ? 1 : -1) * (pie->radius + chart_lead(pad));
    const struct chart_point top = {right ? edge : edge - slice->width, slice->place - slice->height / 2};
    struct chart_lines lines = slice->name;
    struct chart_text like = chart_plain(0, (int)point);
    const size_t last = lines.count == 0 ? 0 : lines.count - 1;
    const length row = (length)(last + slice->below) * chart_pitch(pad);
    const length before = slice->below || lines.count == 0 ? 0 : lines.width[last] + pad->size / 2;
    if (!right && slice->below) { /* both end at the pie */
        chart_say_lines(pad, &lines, CHART_END, (struct chart_point){edge, top.y},
                        chart_plain(-1, (int)point));
        like.x = edge - slice->printed_width;
    } else {
        chart_say_lines(pad, &lines, CHART_BEGIN, top, chart_plain(-1, (int)point));
        like.x = top.x + before;
    }
    like.text = slice->printed;
    like.width = slice->printed_width;
    like.y = top.y + row + pad->size * 22 / 25;
    chart_say(pad, like);
}

void chart_slices_label(struct chart_pad *pad, const struct chart_pie *pie)
{
    for (size_t i = 0; i < pad->chart->point_count; i++)
        if (pie->slices[i].height > 0)
            chart_slice_label(pad, pie, i);
}
