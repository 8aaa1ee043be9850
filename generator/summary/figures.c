/*
 * What the papers are about, in figures: those that each line tells (batch/chief.c), in its row of the table, and as bars where
 * all papers of a kind have one.  Few papers have a bar each; of many it is told how many are how large.
 */
#include "summary/summary_int.h"

enum {
    DRAWN_WIDTH = 600,
    NAME_WIDTH = 220, /* of a paper; the bars stand right of it */
    BAR_ROOM = 250,
    ROW_HEIGHT = 24,
    BAR_HEIGHT = 16,
    NAME_COLUMNS = 30,
    BARS_MOST = 24, /* papers with a bar of their own */
    CLASSES = 8,
    KINDS_MOST = 8,
    CHARTS_MOST = 2 /* of a kind */
};
static const int64_t MOST = 9000000000000000; /* thousandths: times BAR_ROOM it is still a number */

static bool figure_at(const struct summary_paper *paper, struct str path, struct str *ret_figure)
{
    for (size_t at = 0; json_next(paper->figures, &at, ret_figure);)
        if (str_equal(json_member(*ret_figure, "path"), path))
            return true;
    return false;
}

/* In thousandths, cut off; what is larger is drawn as large as anything. */
static int64_t measure(struct str decimal)
{
    const bool minus = decimal.len > 0 && decimal.ptr[0] == '-';
    int64_t value = 0;
    int decimals = -1;
    for (size_t i = minus ? 1 : 0; i < decimal.len && decimals < 3 && value < MOST / 10; i++) {
        const char c = decimal.ptr[i];
        if (c == '.')
            decimals = 0;
        else if (c >= '0' && c <= '9') {
            value = value * 10 + (c - '0');
            decimals += decimals >= 0 ? 1 : 0;
        }
    }
    for (int i = decimals > 0 ? decimals : 0; i < 3; i++)
        value = value < MOST / 10 ? value * 10 : MOST;
    return minus ? -value : value;
}

/* 1234567.5 as 1,234,567.5 */
static void add_decimal(struct buf *out, struct str decimal)
{
    const char *point = decimal.len > 0 ? memchr(decimal.ptr, '.', decimal.len) : NULL;
    const size_t whole = point != NULL ? (size_t)(point - decimal.ptr) : decimal.len;
    for (size_t i = 0; i < decimal.len; i++) {
        const bool begins = i == 0 || (i == 1 && decimal.ptr[0] == '-');
        if (!begins && i < whole && (whole - i) % 3 == 0)
            buf_add_char(out, ',');
        page_add_text(out, str_slice(decimal, i, i + 1));
    }
}

static void add_value(const struct summary *summary, struct str figure, struct buf *out)
{
    const struct str unit = event_text(summary, figure, "unit");
    add_decimal(out, event_text(summary, figure, "value"));
    buf_add_text(out, str_is(unit, "%") ? "" : " ");
    page_add_text(out, unit);
}

bool figures_are_told(const struct summary *summary)
{
    for (size_t i = 0; i < summary->paper_count; i++)
        if (summary->papers[i].figures.len > 0)
            return true;
    return false;
}

void figures_add_cell(const struct summary *summary, const struct summary_paper *paper, struct buf *out)
{
    struct str figure;
    buf_add_text(out, "<td>");
    size_t count = 0;
    for (size_t at = 0; json_next(paper->figures, &at, &figure);) {
        buf_add_text(out, count++ > 0 ? "<br /><span class=\"dim\">" : "<span class=\"dim\">");
        page_add_text(out, event_text(summary, figure, "label"));
        buf_add_text(out, "</span> ");
        add_value(summary, figure, out);
    }
    buf_add_text(out, "</td>");
}

/* --- bars --- */

/* The papers of a kind that tell their figures, and one of those. */
struct chart {
    const struct summary *summary;
    struct str kind, path, label, unit;
    const struct summary_paper *first;
    size_t count;
    int64_t least, most; /* 0 among them */
};

static bool is_of(const struct chart *chart, const struct summary_paper *paper)
{
    return paper->figures.len > 0 && str_equal(paper->kind, chart->kind);
}

/* false: not all of them have it. */
static bool survey(struct chart *chart)
{
    chart->count = 0;
    chart->least = chart->most = 0;
    for (size_t i = 0; i < chart->summary->paper_count; i++) {
        const struct summary_paper *paper = &chart->summary->papers[i];
        struct str figure;
        if (!is_of(chart, paper))
            continue;
        if (!figure_at(paper, chart->path, &figure) || !str_equal(json_member(figure, "unit"), chart->unit))
            return false;
        const int64_t value = measure(event_text(chart->summary, figure, "value"));
        chart->count++;
        chart->least = value < chart->least ? value : chart->least;
        chart->most = value > chart->most ? value : chart->most;
    }
    if (chart->count > BARS_MOST && (chart->most >= MOST || chart->least <= -MOST))
        return false; /* bounds of classes would be those of the drawing */
    return chart->count > 1 && chart->most > chart->least;
}

static void begin_chart(const struct chart *chart, size_t rows, struct buf *out)
{
    const struct summary *summary = chart->summary;
    const struct str title = event_text(summary, chart->first->line, "kind"),
                     unit = json_text(summary->arena, chart->unit);
    struct buf text = BUF(1 << 16);
    page_add_text(&text, title);
    buf_add_text(&text, "：");
    page_add_text(&text, chart->label);
    if (unit.ptr != NULL && unit.len > 0) {
        buf_add_text(&text, "（");
        page_add_text(&text, unit);
        buf_add_text(&text, "）");
    }
    buf_add_text(out, "<figure><figcaption>");
    buf_add_str(out, buf_str(&text));
    buf_printf(out,
               "</figcaption><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %zu\" role=\"img\" "
               "aria-label=\"",
               DRAWN_WIDTH, rows * ROW_HEIGHT);
    buf_add_str(out, buf_str(&text));
    buf_add_text(out, "\">");
    out->failed = out->failed || text.failed;
    buf_clear(&text);
}

/* From 0 to the value; what is less than 0 stands left of it. */
static void add_bar(int64_t from, int64_t to, int64_t range, size_t row, struct buf *out)
{
    const int64_t size = (to - from) * BAR_ROOM / range, begin = NAME_WIDTH + from * BAR_ROOM / range;
    buf_printf(out, "<rect class=\"bar\" x=\"%lld\" y=\"%zu\" width=\"%lld\" height=\"%d\" rx=\"2\" />",
               (long long)begin, row * ROW_HEIGHT, (long long)(size > 2 ? size : 2), BAR_HEIGHT);
}

static void begin_row(size_t row, struct buf *out)
{
    buf_printf(out, "<text x=\"%d\" y=\"%zu\" text-anchor=\"end\">", NAME_WIDTH - 8, row * ROW_HEIGHT + 13);
}

static void begin_value(size_t row, struct buf *out)
{
    buf_printf(out, "</text><text x=\"%d\" y=\"%zu\">", NAME_WIDTH + BAR_ROOM + 8, row * ROW_HEIGHT + 13);
}

static void add_each(const struct chart *chart, struct buf *out)
{
    const struct summary *summary = chart->summary;
    const int64_t range = chart->most - chart->least;
    size_t row = 0;
    for (size_t i = 0; i < summary->paper_count; i++) {
        const struct summary_paper *paper = &summary->papers[i];
        struct str figure;
        if (!is_of(chart, paper) || !figure_at(paper, chart->path, &figure))
            continue;
        const struct str text = event_text(summary, figure, "value");
        const int64_t value = measure(text);
        begin_row(row, out);
        page_add_text(out, str_shorten(page_name(summary, paper), NAME_COLUMNS));
        begin_value(row, out);
        add_decimal(out, text);
        buf_add_text(out, "</text>");
        add_bar((value < 0 ? value : 0) - chart->least, (value < 0 ? 0 : value) - chart->least, range, row,
                out);
        row++;
    }
}

static void add_bound(int64_t value, struct buf *out)
{
    struct buf text = BUF(64);
    buf_add_thousandths(&text, value);
    add_decimal(out, buf_str(&text));
    buf_clear(&text);
}

/* Classes of one width, from the least value to the largest. */
static void add_classes(const size_t counts[CLASSES], int64_t from, int64_t width, struct buf *out)
{
    size_t most = 1;
    for (size_t i = 0; i < CLASSES; i++)
        most = counts[i] > most ? counts[i] : most;
    for (size_t i = 0; i < CLASSES; i++) {
        begin_row(i, out);
        add_bound(from + (int64_t)i * width, out);
        buf_add_text(out, " 至 ");
        add_bound(from + (int64_t)(i + 1) * width, out);
        begin_value(i, out);
        buf_printf(out, "%zu 份</text>", counts[i]);
        if (counts[i] > 0)
            add_bar(0, (int64_t)counts[i], (int64_t)most, i, out);
    }
}

/* *ret_width: whole units where that is no less than one. */
static void sort_values(const struct chart *chart, size_t counts[CLASSES], int64_t *ret_from,
                        int64_t *ret_width)
{
    enum { UNIT = 1000 };
    const struct summary *summary = chart->summary;
    int64_t least = INT64_MAX, most = INT64_MIN;
    struct str figure;
    for (int turn = 0; turn < 2; turn++)
        for (size_t i = 0; i < summary->paper_count; i++) {
            if (!is_of(chart, &summary->papers[i]) || !figure_at(&summary->papers[i], chart->path, &figure))
                continue;
            const int64_t value = measure(event_text(summary, figure, "value"));
            least = value < least ? value : least;
            most = value > most ? value : most;
            if (turn == 1)
                counts[(value - *ret_from) / *ret_width]++;
            else {
                *ret_from = least < 0 ? least / UNIT * UNIT - UNIT : least / UNIT * UNIT;
                *ret_width = ((most - *ret_from) / CLASSES / UNIT + 1) * UNIT;
            }
        }
}

static void add_chart(const struct chart *chart, struct buf *out)
{
    size_t counts[CLASSES] = {0};
    int64_t from = 0, width = 1;
    if (chart->count <= BARS_MOST) {
        begin_chart(chart, chart->count, out);
        add_each(chart, out);
    } else {
        sort_values(chart, counts, &from, &width);
        begin_chart(chart, CLASSES, out);
        add_classes(counts, from, width, out);
    }
    buf_add_text(out, "</svg></figure>\n");
}

static void add_kind(const struct summary *summary, const struct summary_paper *first, struct buf *out)
{
    struct chart chart = {.summary = summary, .first = first, .kind = first->kind};
    struct str figure;
    size_t count = 0;
    for (size_t at = 0; count < CHARTS_MOST && json_next(first->figures, &at, &figure);) {
        chart.path = json_member(figure, "path");
        chart.label = event_text(summary, figure, "label");
        chart.unit = json_member(figure, "unit");
        if (!survey(&chart))
            continue;
        add_chart(&chart, out);
        count++;
    }
}

void figures_add_charts(const struct summary *summary, struct buf *out)
{
    struct str kinds[KINDS_MOST];
    size_t count = 0;
    for (size_t i = 0; i < summary->paper_count && count < KINDS_MOST; i++) {
        const struct summary_paper *paper = &summary->papers[i];
        size_t known = 0;
        while (known < count && !str_equal(kinds[known], paper->kind))
            known++;
        if (paper->figures.len == 0 || known < count)
            continue;
        kinds[count++] = paper->kind;
        add_kind(summary, paper, out);
    }
}
