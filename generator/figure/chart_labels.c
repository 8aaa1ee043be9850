/* The labels of the points.  Below: side by side, in lines where that helps; else, if they are numbers or periods in a row, one of
 * so many; else turned.  Beside: in lines.  None is left out but in a row. */
#include "figure/chart_int.h"

enum { LABEL_LINES = 4 };

static bool chart_labels_wrap(struct chart_pad *pad, struct chart_frame *frame, length room, size_t most)
{
    for (size_t i = 0; i < pad->chart->point_count; i++)
        if (!chart_wrap(pad, pad->chart->labels[i], room, most, &frame->labels[i]))
            return false;
    return true;
}

static length chart_labels_widest(const struct chart_pad *pad, const struct chart_frame *frame,
                                  size_t *ret_lines)
{
    length widest = 0;
    *ret_lines = 0;
    for (size_t i = 0; i < pad->chart->point_count; i++) {
        widest = length_max(widest, frame->labels[i].widest);
        *ret_lines = frame->labels[i].count > *ret_lines ? frame->labels[i].count : *ret_lines;
    }
    return widest;
}

/* The beginning of a label of a row, which may stand out over the frame. */
static length chart_row_begin(const struct chart_pad *pad, const struct chart_frame *frame, size_t point)
{
    const length width = frame->labels[point].widest,
                 limit = frame->note_count > 0 ? frame->plot.right : pad->chart->width;
    const length begin = chart_frame_middle(frame, point, pad->chart->point_count) - width / 2;
    return length_max(0, chart_least(begin, limit - width));
}

/* One of how many labels is shown, so that they stand apart; 0: two of them never do. */
static size_t chart_row_every(const struct chart_pad *pad, const struct chart_frame *frame)
{
    const size_t count = pad->chart->point_count;
    for (size_t every = 2; every < count; every++) {
        bool fits = true;
        for (size_t i = every; i < count && fits; i += every)
            fits = chart_row_begin(pad, frame, i - every) + frame->labels[i - every].widest + pad->size / 2 <=
                   chart_row_begin(pad, frame, i);
        if (fits)
            return every;
    }
    return 0;
}

static bool chart_labels_flat(struct chart_pad *pad, struct chart_frame *frame, length slot, length most)
{
    size_t lines;
    const length room = slot - pad->size * 3 / 10;
    if (room <= 0 || !chart_labels_wrap(pad, frame, room, room < 3 * pad->size ? 2 : LABEL_LINES))
        return false;
    (void)chart_labels_widest(pad, frame, &lines);
    frame->mode = CHART_LABELS_FLAT;
    frame->label_extent = lines == 0 ? 0 : chart_lines_height(pad, lines) + CHART_GAP;
    return frame->label_extent <= most;
}

static bool chart_labels_row(struct chart_pad *pad, struct chart_frame *frame)
{
    if (!chart_is_row(pad->chart->labels, pad->chart->point_count) ||
        !chart_labels_wrap(pad, frame, frame->plot.right - frame->plot.left, 1))
        return false;
    frame->mode = CHART_LABELS_ROW;
    frame->label_extent = pad->size * 3 / 2 + CHART_GAP;
    frame->every = chart_row_every(pad, frame);
    return frame->every > 0;
}

static bool chart_labels_turned(struct chart_pad *pad, struct chart_frame *frame, length slot, length most)
{
    size_t lines = 0, used;
    while (lines < 3 && chart_lines_height(pad, lines + 1) <= slot - LENGTH_POINT / 2)
        lines++;
    if (pad->size <= slot - CHART_TIGHT)
        lines = lines > 0 ? lines : 1;
    if (lines == 0 || !chart_labels_wrap(pad, frame, most - CHART_GAP, lines))
        return false;
    frame->mode = CHART_LABELS_TURNED;
    frame->label_extent = chart_labels_widest(pad, frame, &used) + CHART_GAP;
    return true;
}

bool chart_labels_below(struct chart_pad *pad, struct chart_frame *frame, length slot, length most)
{
    const struct chart *chart = pad->chart;
    size_t longest = 0;
    frame->every = 1;
    if (chart_labels_flat(pad, frame, slot, most) || chart_labels_row(pad, frame))
        return true;
    frame->every = 1;
    if (chart_labels_turned(pad, frame, slot, most))
        return true;
    for (size_t i = 1; i < chart->point_count; i++)
        longest = chart_width(pad, chart->labels[i]) > chart_width(pad, chart->labels[longest]) ? i : longest;
    const length margins = chart->width - (frame->plot.right - frame->plot.left);
    const length need = margins + (length)chart->point_count * (pad->size + LENGTH_POINT);
    if (need > chart->width)
        chart_too_small(pad, chart->labels[longest], need, 0);
    else
        chart_too_small(pad, chart->labels[longest], 0,
                        frame->top + (chart_width(pad, chart->labels[longest]) + CHART_GAP) * 20 / 9 +
                            LENGTH_POINT);
    return false;
}

bool chart_labels_beside(struct chart_pad *pad, struct chart_frame *frame, length row)
{
    const struct chart *chart = pad->chart;
    size_t lines = 0, longest = 0;
    frame->mode = CHART_LABELS_FLAT;
    frame->every = 1;
    while (lines < LABEL_LINES && chart_lines_height(pad, lines + 1) <= row - LENGTH_POINT / 2)
        lines++;
    if (lines == 0 && chart_is_row(chart->labels, chart->point_count)) {
        frame->every = (size_t)(chart_pitch(pad) / row + 1);
        lines = frame->every < chart->point_count;
    }
    for (size_t i = 1; i < chart->point_count; i++)
        longest = chart_width(pad, chart->labels[i]) > chart_width(pad, chart->labels[longest]) ? i : longest;
    if (lines == 0) {
        chart_too_small(pad, chart->labels[longest], 0,
                        chart->height + (pad->size + LENGTH_POINT - row) * (length)chart->point_count);
        return false;
    }
    if (!chart_labels_wrap(pad, frame, chart->width / 3, lines) &&
        !chart_labels_wrap(pad, frame, chart->width / 2, lines)) {
        chart_too_small(pad, chart->labels[longest], chart_width(pad, chart->labels[longest]) * 2, 0);
        return false;
    }
    const length widest = chart_labels_widest(pad, frame, &longest);
    frame->label_extent = widest == 0 ? 0 : widest + 2 * CHART_GAP;
    return true;
}

static void chart_label_turned(struct chart_pad *pad, const struct chart_frame *frame, size_t point)
{
    const struct chart_lines *lines = &frame->labels[point];
    const length middle = chart_frame_middle(frame, point, pad->chart->point_count);
    const length left = middle - chart_lines_height(pad, lines->count) / 2;
    for (size_t i = 0; i < lines->count; i++) {
        struct chart_text text = chart_plain(-1, (int)point);
        text.text = lines->line[i];
        text.width = lines->width[i];
        text.upright = true;
        text.x = left + pad->size * 22 / 25 + (length)i * chart_pitch(pad);
        text.y = frame->plot.bottom + CHART_GAP + text.width;
        chart_say(pad, text);
    }
}

static void chart_label_beside(struct chart_pad *pad, const struct chart_frame *frame, size_t point)
{
    const struct chart_lines *lines = &frame->labels[point];
    const length middle = chart_frame_middle(frame, point, pad->chart->point_count);
    const struct chart_point top = {frame->plot.left - 2 * CHART_GAP,
                                    middle - chart_lines_height(pad, lines->count) / 2};
    chart_say_lines(pad, lines, CHART_END, top, chart_plain(-1, (int)point));
}

void chart_labels_draw(struct chart_pad *pad, const struct chart_frame *frame)
{
    const size_t count = pad->chart->point_count;
    const struct chart_text like = chart_plain(-1, -1);
    for (size_t i = 0; i < count; i += frame->every) {
        struct chart_text text = like;
        struct chart_point top = {chart_frame_middle(frame, i, count), frame->plot.bottom + CHART_GAP};
        text.point = (int)i;
        if (frame->lying) {
            chart_label_beside(pad, frame, i);
        } else if (frame->mode == CHART_LABELS_TURNED) {
            chart_label_turned(pad, frame, i);
        } else if (frame->mode == CHART_LABELS_ROW) {
            top.x = chart_row_begin(pad, frame, i);
            top.y += pad->size / 2;
            chart_say_lines(pad, &frame->labels[i], CHART_BEGIN, top, text);
        } else {
            chart_say_lines(pad, &frame->labels[i], CHART_MIDDLE, top, text);
        }
    }
}
