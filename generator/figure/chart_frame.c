/*
 * The frame of columns, bars and lines: how much room each of its parts gets.
 *
 * Steps of the axis are as many as the box lets hope for, and fewer until what is printed at them stands apart.
 * Upright: numbers at the left, labels below, notes (lines across, names of series) at the right.
 * Lying: labels at the left, numbers below, notes above.
 */
#include "figure/chart_int.h"

length chart_frame_slot(const struct chart_frame *frame, size_t count)
{
    const struct chart_box *plot = &frame->plot;
    return (frame->lying ? plot->bottom - plot->top : plot->right - plot->left) / (length)count;
}

length chart_frame_middle(const struct chart_frame *frame, size_t point, size_t count)
{
    const length from = frame->lying ? frame->plot.top : frame->plot.left,
                 to = frame->lying ? frame->plot.bottom : frame->plot.right;
    return from + (to - from) * (length)(2 * point + 1) / (length)(2 * count);
}

struct chart_box chart_frame_box(const struct chart_frame *frame, length along, length half, length a,
                                 length b)
{
    const length low = chart_least(a, b), high = length_max(a, b);
    return frame->lying ? (struct chart_box){low, along - half, high, along + half}
                        : (struct chart_box){along - half, low, along + half, high};
}

/* --- notes --- */

static void chart_note_add(struct chart_pad *pad, struct chart_frame *frame, struct chart_note note)
{
    const length room = frame->lying ? pad->chart->width : pad->chart->width / 4;
    if (note.text.len == 0 || frame->notes == NULL || !chart_well(pad))
        return;
    if (!chart_wrap(pad, note.text, room, frame->lying ? 1 : CHART_LINES, &note.lines)) {
        chart_too_small(pad, note.text, chart_width(pad, note.text) * (frame->lying ? 1 : 4), 0);
        return;
    }
    frame->note_width = length_max(frame->note_width, note.lines.widest);
    frame->notes[frame->note_count++] = note;
}

static void chart_notes_gather(struct chart_pad *pad, struct chart_frame *frame)
{
    const struct chart *chart = pad->chart;
    const size_t most = chart->line_count + chart->series_count;
    frame->notes = most == 0 ? NULL : CHART_ARRAY(pad, most, struct chart_note);
    for (size_t i = 0; i < chart->line_count; i++)
        chart_note_add(pad, frame,
                       (struct chart_note){.text = chart->lines[i].label, .series = -1, .line = (int)i});
    for (size_t i = 0; i < chart->series_count && frame->named; i++)
        chart_note_add(pad, frame,
                       (struct chart_note){.text = chart->series[i].name, .series = (int)i, .line = -1});
}

/* Where each wants to be; in that order. */
static void chart_notes_order(const struct chart *chart, struct chart_frame *frame)
{
    for (size_t i = 0; i < frame->note_count; i++) {
        struct chart_note note = frame->notes[i];
        const int64_t value = note.line >= 0
                                  ? chart->lines[note.line].value
                                  : chart->series[note.series].values[chart->point_count - 1].value;
        size_t slot = i;
        note.wanted = chart_scale_at(&frame->scale, value);
        for (; slot > 0 && frame->notes[slot - 1].wanted > note.wanted; slot--)
            frame->notes[slot] = frame->notes[slot - 1];
        frame->notes[slot] = note;
    }
}

static void chart_notes_beside(struct chart_pad *pad, struct chart_frame *frame)
{
    struct chart_want *wants =
        frame->note_count == 0 ? NULL : CHART_ARRAY(pad, frame->note_count, struct chart_want);
    if (wants == NULL)
        return;
    chart_notes_order(pad->chart, frame);
    length all = 0;
    for (size_t i = 0; i < frame->note_count; i++) {
        wants[i].wanted = frame->notes[i].wanted;
        wants[i].extent = chart_lines_height(pad, frame->notes[i].lines.count) + LENGTH_POINT;
        all += wants[i].extent;
    }
    if (!chart_spread(wants, frame->note_count, frame->top, frame->plot.bottom + pad->size / 2))
        chart_too_small(pad, frame->notes[0].text, 0,
                        pad->chart->height + all - (frame->plot.bottom + pad->size / 2 - frame->top));
    for (size_t i = 0; i < frame->note_count; i++)
        frame->notes[i].place = wants[i].place;
}

/* Rows above, each note over its line: in the lowest row where it has room. */
static size_t chart_notes_above(struct chart_pad *pad, struct chart_frame *frame)
{
    length *ends = frame->note_count == 0 ? NULL : CHART_ARRAY(pad, frame->note_count, length);
    size_t rows = 0;
    if (ends == NULL)
        return 0;
    chart_notes_order(pad->chart, frame);
    for (size_t i = 0; i < frame->note_count; i++) {
        struct chart_note *note = &frame->notes[i];
        const length half = note->lines.widest / 2 + 1;
        note->place = length_max(half, chart_least(note->wanted, pad->chart->width - half));
        for (note->row = 0; note->row < rows && ends[note->row] > note->place - half;)
            note->row++;
        ends[note->row] = note->place + half + pad->size / 2;
        rows = note->row == rows ? rows + 1 : rows;
    }
    return rows;
}

/* --- upright --- */

static bool chart_lay_upright(struct chart_pad *pad, struct chart_frame *frame, int want)
{
    const struct chart *chart = pad->chart;
    struct chart_box *plot = &frame->plot;
    chart_scale_choose(chart, want, &frame->scale);
    plot->left = chart_scale_width(pad, &frame->scale) + CHART_GAP;
    plot->right = chart->width - (frame->note_count == 0 ? 0 : frame->note_width + 2 * CHART_GAP);
    plot->top = frame->top + pad->size / 2;
    const length slot = chart_frame_slot(frame, chart->point_count);
    if (!chart_labels_below(pad, frame, slot, (chart->height - frame->top) * 9 / 20))
        return true;
    plot->bottom = chart->height - length_max(frame->label_extent, pad->size / 2);
    const length room = plot->bottom - frame->inset_low - plot->top - frame->inset_high;
    if (room < 3 * pad->size) {
        chart_too_small(pad, (struct str){NULL, 0}, 0, chart->height + 3 * pad->size - room);
        return true;
    }
    chart_scale_put(&frame->scale, plot->bottom - frame->inset_low, plot->top, pad->size * 8 / 5,
                    frame->inset_high);
    return chart_scale_apart(&frame->scale) >= pad->size * 13 / 10;
}

static void chart_frame_upright(struct chart_pad *pad, struct chart_frame *frame)
{
    const length hope = (pad->chart->height - frame->top) / (4 * pad->size);
    int want = hope > 6 ? 6 : hope < 2 ? 2 : (int)hope;
    for (; want > 0 && chart_well(pad); want--)
        if (chart_lay_upright(pad, frame, want))
            break;
    if (want == 0)
        chart_too_small(pad, (struct str){NULL, 0}, 0, pad->chart->height + pad->size);
    if (chart_well(pad))
        chart_notes_beside(pad, frame);
}

/* --- lying --- */

static bool chart_lay_lying(struct chart_pad *pad, struct chart_frame *frame, int want)
{
    const struct chart *chart = pad->chart;
    struct chart_box *plot = &frame->plot;
    chart_scale_choose(chart, want, &frame->scale);
    const length number = chart_scale_width(pad, &frame->scale);
    plot->left = frame->label_extent;
    plot->right = chart->width;
    const length low = length_max(frame->inset_low, number / 2 - plot->left + 1), high = number / 2 + 1;
    if (plot->right - plot->left - low - frame->inset_high - high < 3 * pad->size) {
        chart_too_small(pad, (struct str){NULL, 0},
                        plot->left + low + frame->inset_high + high + 3 * pad->size, 0);
        return true;
    }
    chart_scale_put(&frame->scale, plot->left + low, plot->right - high, number + pad->size,
                    length_max(0, frame->inset_high - high));
    return chart_scale_apart(&frame->scale) >= number + pad->size / 2;
}

static void chart_frame_across(struct chart_pad *pad, struct chart_frame *frame)
{
    int want = 6;
    for (; want > 0 && chart_well(pad); want--)
        if (chart_lay_lying(pad, frame, want))
            break;
    if (want == 0)
        chart_too_small(pad, (struct str){NULL, 0}, pad->chart->width + chart_scale_width(pad, &frame->scale),
                        0);
}

static void chart_frame_lying(struct chart_pad *pad, struct chart_frame *frame)
{
    const struct chart *chart = pad->chart;
    for (size_t rows = frame->note_count > 0; chart_well(pad); rows++) {
        frame->note_rows = rows;
        frame->plot.top =
            frame->top + (rows > 0 ? (length)rows * chart_pitch(pad) + CHART_GAP : pad->size / 4);
        frame->plot.bottom = chart->height - pad->size - CHART_GAP;
        const length row = chart_frame_slot(frame, chart->point_count);
        if (row < pad->size / 2) {
            chart_too_small(pad, chart->labels[0], 0,
                            chart->height + (pad->size - row) * (length)chart->point_count);
            return;
        }
        if (!chart_labels_beside(pad, frame, row))
            return;
        chart_frame_across(pad, frame);
        if (!chart_well(pad) || chart_notes_above(pad, frame) <= rows)
            return;
    }
}

void chart_frame_lay(struct chart_pad *pad, struct chart_frame *frame)
{
    frame->note_count = 0;
    frame->note_width = 0;
    chart_notes_gather(pad, frame);
    frame->labels = CHART_ARRAY(pad, pad->chart->point_count, struct chart_lines);
    if (chart_well(pad))
        (frame->lying ? chart_frame_lying : chart_frame_upright)(pad, frame);
}
