/*
 * What a chart says to those who hear the paper read: its kind, its title, each label with what is printed at it.  Of many
 * points only how they begin and end, and the least and the greatest: nobody listens to sixty numbers.
 */
#include "template/table/chart_int.h"

enum { TOLD_WHOLE = 48 /* values */ };

static const char *const kind_words[] = {
    [CHART_COLUMN] = "柱形图", [CHART_BAR] = "条形图",   [CHART_LINE] = "折线图",  [CHART_PIE] = "饼图",
    [CHART_RING] = "环形图",   [CHART_RADAR] = "雷达图", [CHART_MATRIX] = "矩阵图"};

static void add_title(const struct chart_build *build, struct buf *out)
{
    const struct block *caption = build->caption.first;
    buf_add_text(out, build->chart.stacked ? "堆积" : "");
    buf_add_text(out, kind_words[build->chart.kind]);
    if (build->title.len > 0 || caption != NULL)
        buf_add_text(out, "：");
    buf_add_str(out, build->title);
}

/* Printed, with the unit where it does not stand there already. */
static void tell_value(const struct chart_build *build, const struct chart_cell *cell, struct buf *out)
{
    buf_add_str(out, cell->printed.text);
    if (cell->value != NULL && chart_label_is_bare(&cell->printed))
        buf_add_str(out, build->unit);
}

static void add_point(const struct chart_build *build, size_t point, struct buf *out)
{
    buf_add_str(out, build->labels[point].text);
    for (size_t s = 0; s < build->series_count; s++) {
        buf_add_text(out, s > 0 ? "、" : " ");
        if (build->names[s].len > 0) {
            buf_add_str(out, build->names[s]);
            buf_add_char(out, ' ');
        }
        tell_value(build, chart_cell_at(build, point, s), out);
    }
}

/* The point whose value is the least, or the greatest; point_count: all are missing. */
static size_t end_of(const struct chart_build *build, size_t series, bool greatest)
{
    size_t found = build->point_count;
    for (size_t i = 0; i < build->point_count; i++) {
        const struct number *value = chart_cell_at(build, i, series)->value;
        if (value == NULL)
            continue;
        const int order = found < build->point_count
                              ? number_compare(value, chart_cell_at(build, found, series)->value)
                              : 0;
        if (found == build->point_count || (greatest ? order > 0 : order < 0))
            found = i;
    }
    return found;
}

static void add_end(const struct chart_build *build, const char *words, size_t series, size_t point,
                    struct buf *out)
{
    if (point == build->point_count)
        return;
    buf_add_text(out, words);
    buf_add_str(out, build->labels[point].text);
    buf_add_char(out, ' ');
    tell_value(build, chart_cell_at(build, point, series), out);
}

static void add_summary(const struct chart_build *build, struct buf *out)
{
    buf_printf(out, "共 %zu 点", build->point_count);
    for (size_t s = 0; s < build->series_count; s++) {
        buf_add_text(out, "；");
        buf_add_str(out, build->names[s]);
        add_end(build, build->names[s].len > 0 ? "：始于 " : "始于 ", s, 0, out);
        add_end(build, "，终于 ", s, build->point_count - 1, out);
        add_end(build, "，最低 ", s, end_of(build, s, false), out);
        add_end(build, "，最高 ", s, end_of(build, s, true), out);
    }
}

static void add_lines(const struct chart_build *build, struct buf *out)
{
    for (size_t i = 0; i < build->lines.count; i++) {
        const struct chart_edge *line = &build->lines.items[i];
        buf_add_text(out, "；横线 ");
        number_print_exact(line->at, out);
        buf_add_str(out, build->chart.whole ? STR("%") : build->unit);
        if (line->label.len > 0) {
            buf_add_text(out, "：");
            buf_add_str(out, line->label);
        }
    }
}

enum status chart_words(struct run *run, const struct chart_build *build, struct echo *ret_echo)
{
    struct buf words = BUF(TEMPLATE_MAX_VALUE);
    add_title(build, &words);
    enum status status = buf_keep(&words, run->arena, &ret_echo->before);
    if (status != OK)
        return status;
    words = BUF(TEMPLATE_MAX_VALUE);
    buf_add_text(&words, "。");
    if (build->point_count * build->series_count > TOLD_WHOLE)
        add_summary(build, &words);
    else
        for (size_t i = 0; i < build->point_count; i++) {
            buf_add_text(&words, i > 0 ? "；" : "");
            add_point(build, i, &words);
        }
    add_lines(build, &words);
    buf_add_text(&words, "。");
    return buf_keep(&words, run->arena, &ret_echo->behind);
}
