/*
 * 2,000 random charts, read back from what is drawn: no text meets another or leaves the box; all labels, names and
 * printed values are there; each value stands within 0.05 pt of its place, which follows from the numbers printed at
 * the axis; slices are shares and close the circle.  A chart that does not fit its box gets a larger one.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "figure/charts.h"

enum { CHARTS = 2000, NEAR = 50 };

static const struct charts_case *current;
static uint64_t seed;
static struct chart_drawing drawing;

static void need(bool good, const char *what, int series, int point)
{
    if (!good)
        fail_msg("chart %llu, kind %d: %s (series %d, point %d)", (unsigned long long)seed,
                 current->chart.kind, what, series, point);
}

static void near(double found, double wanted, const char *what, int series, int point)
{
    if (fabs(found - wanted) > NEAR)
        fail_msg("chart %llu, kind %d: %s (series %d, point %d) at %.0f, not %.0f", (unsigned long long)seed,
                 current->chart.kind, what, series, point, found, wanted);
}

struct box {
    length left, top, right, bottom;
};

/* --- texts --- */

static struct box text_box(const struct chart_text *text)
{
    const length above = text->size * 88 / 100, below = text->size - above;
    if (text->upright)
        return (struct box){text->x - above, text->y - text->width, text->x + below, text->y};
    return (struct box){text->x, text->y - above, text->x + text->width, text->y + below};
}

static void texts_stand_apart(const struct chart *chart)
{
    for (size_t i = 0; i < drawing.text_count; i++) {
        const struct chart_text *text = &drawing.texts[i];
        const struct box a = text_box(text);
        need(text->width == charts_width(NULL, text->text, drawing.size), "width of a text", text->series,
             text->point);
        need(a.left >= 0 && a.top >= 0 && a.right <= chart->width && a.bottom <= chart->height,
             "a text leaves the box", text->series, text->point);
        for (size_t j = 0; j < i; j++) {
            const struct box b = text_box(&drawing.texts[j]);
            need(a.left >= b.right || b.left >= a.right || a.top >= b.bottom || b.top >= a.bottom,
                 "texts meet", text->series, text->point);
        }
    }
}

/* The texts of one thing, one behind another. */
static struct str texts_of(int series, int point, char *memory)
{
    size_t len = 0;
    for (size_t i = 0; i < drawing.text_count; i++) {
        const struct chart_text *text = &drawing.texts[i];
        if (text->series != series || text->point != point)
            continue;
        memcpy(memory + len, text->text.ptr, text->text.len);
        len += text->text.len;
    }
    memory[len] = '\0';
    return (struct str){memory, len};
}

static void texts_are_there(const struct chart *chart)
{
    static char memory[1 << 16], part[400];
    size_t labels = 0;
    for (size_t i = 0; i < chart->point_count; i++) {
        const struct str found = texts_of(-1, (int)i, memory);
        const bool row = str_starts(chart->labels[0], "2024") || str_starts(chart->labels[0], "1990");
        need(str_equal(found, chart->labels[i]) ||
                 (found.len == 0 && row && i > 0 && chart->kind <= CHART_LINE),
             "label", -1, (int)i);
        labels += found.len > 0;
        for (size_t j = 0; j < chart->series_count && chart->labelled && chart->kind != CHART_MATRIX; j++)
            need(str_equal(texts_of((int)j, (int)i, memory), chart->series[j].values[i].printed),
                 "printed value", (int)j, (int)i);
    }
    need(labels == chart->point_count || labels > 1, "labels of a row", -1, -1);
    for (size_t j = 0; j < chart->series_count && chart->kind != CHART_MATRIX; j++)
        need(str_equal(texts_of((int)j, -1, memory), chart->series[j].name), "name of a series", (int)j, -1);
    (void)texts_of(-1, -1, memory);
    for (size_t i = 0; i < chart->line_count; i++) {
        snprintf(part, sizeof part, "%.*s", STR_ARGS(chart->lines[i].label));
        need(strstr(memory, part) != NULL, "label of a line", -1, (int)i);
    }
    need(chart->unit.len == 0 || strstr(memory, chart->unit.ptr) != NULL, "unit", -1, -1);
}

/* --- places along an axis, by the numbers printed at it --- */

struct axis {
    double value[16], place[16];
    int count;
    bool has_zero;
    double zero;
};

static bool number_of(struct str text, double *ret_value)
{
    char copy[60], *end;
    if (text.len == 0 || text.len >= sizeof copy)
        return false;
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    *ret_value = strtod(copy, &end);
    return *end == '\0' || strcmp(end, "%") == 0;
}

/* Zero may stand behind a break: it is kept aside, if there are two others. */
static struct axis read_axis(bool lying)
{
    struct axis axis = {0};
    for (size_t i = 0; i < drawing.text_count; i++) {
        const struct chart_text *text = &drawing.texts[i];
        const struct box box = text_box(text);
        double value;
        if (text->series != -1 || text->point != -1 || !number_of(text->text, &value) || axis.count == 16)
            continue;
        const double place = lying ? (double)(box.left + box.right) / 2 : (double)(box.top + box.bottom) / 2;
        if (value == 0) {
            axis.has_zero = true;
            axis.zero = place;
            continue;
        }
        axis.value[axis.count] = value;
        axis.place[axis.count++] = place;
    }
    need(axis.has_zero, "zero", -1, -1);
    if (axis.count < 2) {
        axis.value[axis.count] = 0;
        axis.place[axis.count++] = axis.zero;
    }
    need(axis.count >= 2, "numbers at the axis", -1, -1);
    return axis;
}

static double place_of(const struct axis *axis, double value)
{
    int low = 0, high = 0;
    for (int i = 1; i < axis->count; i++) {
        low = axis->value[i] < axis->value[low] ? i : low;
        high = axis->value[i] > axis->value[high] ? i : high;
    }
    return axis->place[low] + (axis->place[high] - axis->place[low]) * (value - axis->value[low]) /
                                  (axis->value[high] - axis->value[low]);
}

/* Steps are 1, 2, 2.5 or 5 × 10^n. */
static void numbers_are_round(const struct axis *axis)
{
    double step = fabs(axis->value[1] - axis->value[0]); /* without zero, which may stand between them */
    for (int i = 0; i < axis->count; i++)
        step = axis->value[i] != 0 && fabs(axis->value[i]) < step ? fabs(axis->value[i]) : step;
    while (step >= 9.999)
        step /= 10;
    while (step < 0.9999)
        step *= 10;
    need(fabs(step - 1) < 1e-6 || fabs(step - 2) < 1e-6 || fabs(step - 2.5) < 1e-6 || fabs(step - 5) < 1e-6,
         "round steps", -1, -1);
}

static double real(const struct chart *chart, int64_t value)
{
    return (double)value / pow(10, chart->decimals);
}

/* --- paths --- */

static const struct chart_path *path_of(int series, int point)
{
    const struct chart_path *found = NULL;
    for (size_t i = 0; i < drawing.path_count; i++)
        if (drawing.paths[i].series == series && drawing.paths[i].point == point) {
            need(found == NULL, "drawn twice", series, point);
            found = &drawing.paths[i];
        }
    return found;
}

static struct box path_box(const struct chart_path *path)
{
    struct box box = {INT64_MAX, INT64_MAX, INT64_MIN, INT64_MIN};
    for (size_t i = 0; i < path->segment_count; i++) {
        const struct chart_segment *segment = &path->segments[i];
        const struct chart_point to = segment->to;
        if (segment->step == CHART_CLOSE || segment->step == CHART_BEND)
            continue;
        box.left = to.x < box.left ? to.x : box.left;
        box.right = to.x > box.right ? to.x : box.right;
        box.top = to.y < box.top ? to.y : box.top;
        box.bottom = to.y > box.bottom ? to.y : box.bottom;
    }
    return box;
}

static void paths_stay(const struct chart *chart)
{
    for (size_t i = 0; i < drawing.path_count; i++) {
        const struct box box = path_box(&drawing.paths[i]);
        need(drawing.paths[i].segment_count > 1, "a path of nothing", -1, (int)i);
        need(box.left >= -3000 && box.top >= -3000 && box.right <= chart->width + 3000 &&
                 box.bottom <= chart->height + 3000,
             "a path leaves the box", drawing.paths[i].series, drawing.paths[i].point);
    }
}

/* What is printed is struck by no line across: such a line stands away from it, or under a patch. */
static bool is_patched(const struct box *text, size_t behind)
{
    for (size_t i = behind + 1; i < drawing.path_count; i++) {
        const struct chart_path *path = &drawing.paths[i];
        const struct box box = path_box(path);
        if (path->filled && path->series < 0 && box.left <= text->left && box.right >= text->right &&
            box.top <= text->top && box.bottom >= text->bottom)
            return true;
    }
    return false;
}

static void values_are_not_struck(void)
{
    for (size_t i = 0; i < drawing.path_count; i++) {
        const struct chart_path *path = &drawing.paths[i];
        const struct box line = path_box(path);
        if (path->stroke != 750 || path->pen != 0x9C2B2B)
            continue;
        for (size_t j = 0; j < drawing.text_count; j++) {
            const struct chart_text *text = &drawing.texts[j];
            const struct box box = text_box(text);
            if (text->series >= 0 && text->point >= 0 && line.left < box.right && box.left < line.right &&
                line.top < box.bottom && box.top < line.bottom)
                need(is_patched(&box, i), "a line strikes a value", text->series, text->point);
        }
    }
}

/* --- kinds --- */

/* What a bar should span, as numbers at the axis. */
static void bar_span(const struct chart *chart, size_t series, size_t point, double *ret_from, double *ret_to)
{
    const int64_t value = chart->series[series].values[point].value;
    double before = 0, all = 0;
    for (size_t i = 0; i < chart->series_count; i++) {
        const struct chart_value *other = &chart->series[i].values[point];
        if (other->missing)
            continue;
        all += real(chart, other->value);
        if (i < series && (other->value < 0) == (value < 0))
            before += real(chart, other->value);
    }
    before = chart->stacked ? before : 0;
    *ret_from = chart->whole ? before / all * 100 : before;
    *ret_to = chart->whole ? (before + real(chart, value)) / all * 100 : before + real(chart, value);
}

static void read_bars(const struct chart *chart)
{
    const bool lying = chart->kind == CHART_BAR;
    const struct axis axis = read_axis(lying);
    numbers_are_round(&axis);
    for (size_t i = 0; i < chart->point_count; i++)
        for (size_t j = 0; j < chart->series_count; j++) {
            const struct chart_path *path = path_of((int)j, (int)i);
            double from, to;
            need((path == NULL) == chart->series[j].values[i].missing, "a bar for each value", (int)j,
                 (int)i);
            if (path == NULL)
                continue;
            const struct box box = path_box(path);
            bar_span(chart, j, i, &from, &to);
            const double a = from == 0 ? axis.zero : place_of(&axis, from), b = place_of(&axis, to);
            near((double)(lying ? box.left : box.top), a < b ? a : b, "bar's first end", (int)j, (int)i);
            near((double)(lying ? box.right : box.bottom), a < b ? b : a, "bar's last end", (int)j, (int)i);
            need((lying ? box.bottom - box.top : box.right - box.left) > 0, "thickness", (int)j, (int)i);
        }
}

static void read_line(const struct chart *chart)
{
    const struct axis axis = read_axis(false);
    double first = -1, step = -1;
    numbers_are_round(&axis);
    for (size_t i = 0; i < chart->point_count; i++)
        for (size_t j = 0; j < chart->series_count; j++) {
            const struct chart_path *path = path_of((int)j, (int)i);
            need((path == NULL) == chart->series[j].values[i].missing, "a mark for each value", (int)j,
                 (int)i);
            if (path == NULL)
                continue;
            const struct box box = path_box(path);
            const double x = (double)(box.left + box.right) / 2;
            near((double)(box.top + box.bottom) / 2,
                 place_of(&axis, real(chart, chart->series[j].values[i].value)), "mark", (int)j, (int)i);
            if (i == 0)
                first = x;
            else if (first >= 0 && step < 0)
                step = (x - first) / (double)i;
            else if (step >= 0)
                near(x, first + step * (double)i, "mark's column", (int)j, (int)i);
        }
}

static void read_radar(const struct chart *chart)
{
    const struct axis axis = read_axis(false);
    struct chart_point center = {-1, -1};
    numbers_are_round(&axis);
    for (size_t i = 0; i < drawing.path_count && center.x < 0; i++)
        if (drawing.paths[i].segment_count == 2 && drawing.paths[i].stroke == 500)
            center = drawing.paths[i].segments[0].to;
    for (size_t i = 0; i < chart->point_count; i++)
        for (size_t j = 0; j < chart->series_count; j++) {
            const struct chart_path *path = path_of((int)j, (int)i);
            need((path == NULL) == chart->series[j].values[i].missing, "a mark for each value", (int)j,
                 (int)i);
            if (path == NULL)
                continue;
            const struct box box = path_box(path);
            const double angle = 2 * 3.14159265358979 * (double)i / (double)chart->point_count;
            const double far =
                (double)center.y - place_of(&axis, real(chart, chart->series[j].values[i].value));
            near((double)(box.left + box.right) / 2, (double)center.x + far * sin(angle), "mark across",
                 (int)j, (int)i);
            near((double)(box.top + box.bottom) / 2, (double)center.y - far * cos(angle), "mark upward",
                 (int)j, (int)i);
        }
}

/* A pie's slice begins there.  A ring's begins at the outer edge and, behind its arcs, ends at the inner one: its two straight edges,
 * or one of them and its length, lead there; the hole is 29/50 of the radius. */
static struct chart_point pie_center(const struct chart_path *path, bool ring)
{
    const struct chart_point begin = path->segments[0].to, end = path->segments[path->segment_count - 2].to;
    if (!ring)
        return begin;
    const double hole = 29.0 / 50;
    return (struct chart_point){llround(((double)end.x - hole * (double)begin.x) / (1 - hole)),
                                llround(((double)end.y - hole * (double)begin.y) / (1 - hole))};
}

/* Of the path's outer arc. */
static void read_slice(const struct chart_path *path, struct chart_point center, bool ring, double *ret_from,
                       double *ret_to, double *ret_radius)
{
    size_t last = ring ? 0 : 1;
    const struct chart_point begin = path->segments[last].to;
    while (last + 3 < path->segment_count && path->segments[last + 3].step == CHART_CURVE)
        last += 3;
    const struct chart_point end = path->segments[last].to;
    *ret_from = atan2((double)(begin.x - center.x), (double)(center.y - begin.y));
    *ret_to = atan2((double)(end.x - center.x), (double)(center.y - end.y));
    *ret_radius = hypot((double)(begin.x - center.x), (double)(begin.y - center.y));
}

static void read_pie(const struct chart *chart)
{
    const double circle = 2 * 3.14159265358979;
    const bool ring = chart->kind == CHART_RING;
    double sum = 0, turned = 0, before = NAN, from, to, radius = 0;
    for (size_t i = 0; i < chart->point_count; i++)
        sum += chart->series[0].values[i].missing ? 0 : (double)chart->series[0].values[i].value;
    struct chart_point center = {0, 0};
    for (size_t i = 0; i < drawing.path_count; i++)
        if (drawing.paths[i].series == 0)
            center = pie_center(&drawing.paths[i], ring);
    for (size_t i = 0; i < chart->point_count; i++) {
        const struct chart_value *value = &chart->series[0].values[i];
        const struct chart_path *path = path_of(0, (int)i);
        const double share = value->missing ? 0 : (double)value->value / sum * circle;
        need((path == NULL) == (share == 0) || share * 1e8 < circle, "a slice for each part", 0, (int)i);
        if (path == NULL || share == circle)
            continue;
        read_slice(path, center, ring, &from, &to, &radius);
        double turn = to - from < -1e-9 ? to - from + circle : to - from;
        turn = share > circle / 2 && turn < 1e-6 ? turn + circle : turn;
        near(turn * radius, share * radius, "slice", 0, (int)i);
        if (!isnan(before))
            near(remainder(from - before, circle) * radius, 0, "slice's begin", 0, (int)i);
        before = to;
        turned += turn;
    }
    if (turned > 0)
        near(turned * radius, circle * radius, "circle", -1, -1);
}

/* A value's place in its class, as chart.h says. */
static double class_place(const struct chart *chart, size_t series, int64_t value)
{
    const struct chart_bound *bounds = series == 0 ? chart->across : chart->upward;
    const size_t count = series == 0 ? chart->across_count : chart->upward_count;
    size_t class = 0;
    int64_t extent = 1;
    while (class + 1 < count && bounds[class + 1].value <= value)
        class ++;
    if (class + 1 < count) {
        extent = bounds[class + 1].value - bounds[class].value;
    } else {
        extent = class > 0 ? bounds[class].value - bounds[class - 1].value : 1;
        for (size_t i = 0; i < chart->point_count; i++)
            if (!chart->series[series].values[i].missing &&
                chart->series[series].values[i].value - bounds[class].value + 1 > extent)
                extent = chart->series[series].values[i].value - bounds[class].value + 1;
    }
    return ((double)class + ((double)(value - bounds[class].value) + 0.5) / (double)extent) / (double)count;
}

static void read_matrix(const struct chart *chart)
{
    struct box plot = {INT64_MAX, INT64_MAX, INT64_MIN, INT64_MIN};
    size_t fields = 0;
    for (size_t i = 0; i < drawing.path_count; i++)
        if (drawing.paths[i].filled && drawing.paths[i].series == -1) {
            const struct box box = path_box(&drawing.paths[i]);
            plot = (struct box){box.left < plot.left ? box.left : plot.left,
                                box.top < plot.top ? box.top : plot.top,
                                box.right > plot.right ? box.right : plot.right,
                                box.bottom > plot.bottom ? box.bottom : plot.bottom};
            fields++;
        }
    need(fields == chart->across_count * chart->upward_count, "fields", -1, -1);
    for (size_t i = 0; i < chart->point_count; i++) {
        const struct chart_value *x = &chart->series[0].values[i], *y = &chart->series[1].values[i];
        const struct chart_path *path = path_of(0, (int)i);
        need((path == NULL) == (x->missing || y->missing), "a mark for each point", 0, (int)i);
        if (path == NULL)
            continue;
        const struct box box = path_box(path);
        near((double)(box.left + box.right) / 2,
             (double)plot.left + (double)(plot.right - plot.left) * class_place(chart, 0, x->value), "across",
             0, (int)i);
        near((double)(box.top + box.bottom) / 2,
             (double)plot.bottom - (double)(plot.bottom - plot.top) * class_place(chart, 1, y->value),
             "upward", 1, (int)i);
    }
}

/* --- all --- */

static bool draw(struct arena *arena, struct chart *chart)
{
    struct chart_problem problem;
    for (int i = 0; i < 12; i++) {
        if (chart_draw(arena, chart, &charts_ruler, &drawing, &problem) == OK)
            return i == 0;
        need(problem.fault == CHART_TOO_SMALL, "refused", problem.series, problem.point);
        need(problem.need_width == 0 || problem.need_width > chart->width, "it needs no more than it has", -1,
             -1);
        need(problem.need_height == 0 || problem.need_height > chart->height, "it needs no more than it has",
             -1, -1);
        chart->width = problem.need_width > chart->width ? problem.need_width : chart->width * 5 / 4;
        chart->height = problem.need_height > chart->height ? problem.need_height : chart->height * 5 / 4;
    }
    need(false, "never drawn", -1, -1);
    return false;
}

static void all(void **state)
{
    static void (*const kinds[])(const struct chart *) = {read_bars, read_bars,  read_line,  read_pie,
                                                          read_pie,  read_radar, read_matrix};
    size_t at_once = 0;
    (void)state;
    for (seed = 1; seed <= CHARTS; seed++) {
        struct charts_case *c = charts_random(seed);
        struct arena *arena = arena_new(0);
        current = c;
        at_once += draw(arena, &c->chart);
        texts_stand_apart(&c->chart);
        texts_are_there(&c->chart);
        paths_stay(&c->chart);
        values_are_not_struck();
        kinds[c->chart.kind](&c->chart);
        arena_free(arena);
        free(c);
    }
    print_message("%zu of %d fit their first box\n", at_once, CHARTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(all)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
