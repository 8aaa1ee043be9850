/* What a chart is drawn on.  Segments of all paths stand in one array, so that a path costs no allocation; each path is told where
 * its own begin when all is drawn. */
#include "figure/chart_int.h"

void *chart_array(struct chart_pad *pad, size_t count, size_t size)
{
    void *array = chart_well(pad) ? arena_alloc_array(pad->arena, count, size) : NULL;
    if (array == NULL && chart_well(pad))
        pad->status = NO_MEMORY;
    return array;
}

void chart_fail(struct chart_pad *pad, enum chart_fault fault, int series, int point)
{
    if (!chart_well(pad))
        return;
    *pad->problem = (struct chart_problem){.fault = fault, .series = series, .point = point};
    pad->status = FAILED;
}

void chart_too_small(struct chart_pad *pad, struct str at, length need_width, length need_height)
{
    if (!chart_well(pad))
        return;
    chart_fail(pad, CHART_TOO_SMALL, -1, -1);
    pad->problem->at = at;
    /* An estimate that the box exceeds is none. */
    pad->problem->need_width = need_width > pad->chart->width ? need_width : 0;
    pad->problem->need_height = need_height > pad->chart->height ? need_height : 0;
}

void chart_finish(const struct chart_pad *pad, struct chart_drawing *ret_drawing)
{
    struct chart_segment *next = pad->segments;
    for (size_t i = 0; i < pad->path_count; i++) {
        pad->paths[i].segments = next;
        next += pad->paths[i].segment_count;
    }
    *ret_drawing = (struct chart_drawing){.paths = pad->paths,
                                          .path_count = pad->path_count,
                                          .texts = pad->texts,
                                          .text_count = pad->text_count,
                                          .size = pad->size};
}

void chart_begin(struct chart_pad *pad, struct chart_path path)
{
    path.segments = NULL;
    path.segment_count = 0;
    if (chart_well(pad))
        pad->status = ARENA_APPEND(pad->arena, pad->paths, pad->path_count, pad->path_capacity, &path);
}

static void chart_step_add(struct chart_pad *pad, enum chart_step step, struct chart_point to)
{
    const struct chart_segment segment = {step, to};
    if (!chart_well(pad))
        return;
    pad->status =
        ARENA_APPEND(pad->arena, pad->segments, pad->segment_count, pad->segment_capacity, &segment);
    if (chart_well(pad))
        pad->paths[pad->path_count - 1].segment_count++;
}

void chart_move(struct chart_pad *pad, length x, length y)
{
    chart_step_add(pad, CHART_MOVE, (struct chart_point){x, y});
}

void chart_to(struct chart_pad *pad, length x, length y)
{
    chart_step_add(pad, CHART_TO, (struct chart_point){x, y});
}

void chart_curve(struct chart_pad *pad, const struct chart_point to[3])
{
    chart_step_add(pad, CHART_BEND, to[0]);
    chart_step_add(pad, CHART_BEND, to[1]);
    chart_step_add(pad, CHART_CURVE, to[2]);
}

void chart_close(struct chart_pad *pad)
{
    chart_step_add(pad, CHART_CLOSE, (struct chart_point){0, 0});
}

void chart_polygon(struct chart_pad *pad, struct chart_path path, const struct chart_point *points,
                   size_t count)
{
    chart_begin(pad, path);
    for (size_t i = 0; i < count; i++)
        (i == 0 ? chart_move : chart_to)(pad, points[i].x, points[i].y);
    chart_close(pad);
}

void chart_rect(struct chart_pad *pad, struct chart_path path, struct chart_box box)
{
    const struct chart_point corners[] = {
        {box.left, box.top}, {box.right, box.top}, {box.right, box.bottom}, {box.left, box.bottom}};
    chart_polygon(pad, path, corners, ARRAY_COUNT(corners));
}

void chart_rule(struct chart_pad *pad, struct chart_path path, struct chart_point from, struct chart_point to)
{
    chart_begin(pad, path);
    chart_move(pad, from.x, from.y);
    chart_to(pad, to.x, to.y);
}

void chart_say(struct chart_pad *pad, struct chart_text text)
{
    if (text.text.len == 0 || !chart_well(pad))
        return;
    text.size = pad->size;
    pad->status = ARENA_APPEND(pad->arena, pad->texts, pad->text_count, pad->text_capacity, &text);
}

struct chart_box chart_text_box(const struct chart_text *text)
{
    const length above = text->size * 22 / 25, below = text->size - above;
    if (text->upright)
        return (struct chart_box){text->x - above, text->y - text->width, text->x + below, text->y};
    return (struct chart_box){text->x, text->y - above, text->x + text->width, text->y + below};
}
