/*
 * Points in a grid of classes.  All fields are equally large; within its class a value stands where its share of the class is, in
 * the middle of what one step of the last digit takes: so 3 of the class 3…3 stands in the middle of it.  What has a missing
 * value is listed below.
 */
#include "figure/chart_int.h"

static const uint32_t chart_levels[] = {0xF7F8FA, 0xE0E7EF, 0xC3CFDD, 0xA3B4C9, 0x8097B5};

struct chart_grid {
    length top; /* below the header */
    struct chart_box plot;
    struct chart_lines *across, *upward; /* labels of classes */
    struct chart_lines across_title, upward_title;
    struct chart_point at[CHART_MAX_POINTS];
    length across_height, upward_width, title_width, list_height;
};

/* --- places --- */

static const struct chart_bound *chart_classes(const struct chart *chart, size_t series, size_t *ret_count)
{
    *ret_count = series == 0 ? chart->across_count : chart->upward_count;
    return series == 0 ? chart->across : chart->upward;
}

/* How many values the class holds; the last one as many as that before it, or up to the highest value there is. */
static chart_wide chart_class_extent(const struct chart *chart, size_t series, size_t class)
{
    size_t count;
    const struct chart_bound *bounds = chart_classes(chart, series, &count);
    if (class + 1 < count)
        return (chart_wide)bounds[class + 1].value - bounds[class].value;
    if (chart->has_most)
        return (chart_wide)chart->most - bounds[class].value + 1;
    chart_wide extent = class > 0 ? (chart_wide)bounds[class].value - bounds[class - 1].value : 1;
    for (size_t i = 0; i < chart->point_count; i++) {
        const struct chart_value *value = &chart->series[series].values[i];
        const chart_wide up = (chart_wide)value->value - bounds[class].value + 1;
        extent = !value->missing && up > extent ? up : extent;
    }
    return extent;
}

/* Along `from`…`to`; false: the value is outside. */
static bool chart_class_at(const struct chart *chart, size_t series, int64_t value, length from, length to,
                           length *ret_at)
{
    size_t count, class = 0;
    const struct chart_bound *bounds = chart_classes(chart, series, &count);
    if (count == 0 || value < bounds[0].value || (chart->has_most && value > chart->most))
        return false;
    while (class + 1 < count && bounds[class + 1].value <= value)
        class ++;
    chart_wide extent = chart_class_extent(chart, series, class);
    extent = extent < 1 ? 1 : extent;
    const chart_wide within = 2 * ((chart_wide)value - bounds[class].value) + 1;
    *ret_at = from + chart_round(((chart_wide) class * 2 * extent + within) * (to - from),
                                 2 * extent * (chart_wide)count);
    return true;
}

static bool chart_point_missing(const struct chart *chart, size_t point)
{
    return chart->series[0].values[point].missing || chart->series[1].values[point].missing;
}

/* Where all points stand; before there is a grid: whether any is outside. */
static void chart_grid_place(struct chart_pad *pad, struct chart_grid *grid)
{
    const struct chart *chart = pad->chart;
    const struct chart_box *plot = &grid->plot;
    for (size_t i = 0; i < chart->point_count; i++) {
        const int64_t x = chart->series[0].values[i].value, y = chart->series[1].values[i].value;
        if (chart_point_missing(chart, i))
            continue;
        if (!chart_class_at(chart, 0, x, plot->left, plot->right, &grid->at[i].x))
            chart_fail(pad, CHART_OUTSIDE, 0, (int)i);
        if (!chart_class_at(chart, 1, y, plot->bottom, plot->top, &grid->at[i].y))
            chart_fail(pad, CHART_OUTSIDE, 1, (int)i);
    }
}

/* --- room --- */

static void chart_grid_left(struct chart_pad *pad, struct chart_grid *grid)
{
    const struct chart *chart = pad->chart;
    const length height = (grid->plot.bottom - grid->plot.top) / (length)chart->upward_count;
    size_t lines = 0;
    grid->upward_width = 0;
    while (lines < CHART_LINES && chart_lines_height(pad, lines + 1) <= height)
        lines++;
    for (size_t i = 0; i < chart->upward_count && chart_well(pad); i++) {
        const struct str label = chart->upward[i].label;
        if (!chart_wrap(pad, label, chart->width / 4, lines, &grid->upward[i]))
            chart_too_small(pad, label, lines == 0 ? 0 : chart_width(pad, label) * 4,
                            chart->height + (pad->size - height) * (length)chart->upward_count);
        grid->upward_width = length_max(grid->upward_width, grid->upward[i].widest + CHART_GAP);
    }
}

static void chart_grid_below(struct chart_pad *pad, struct chart_grid *grid)
{
    const struct chart *chart = pad->chart;
    const length width = (grid->plot.right - grid->plot.left) / (length)chart->across_count;
    size_t lines = 0;
    for (size_t i = 0; i < chart->across_count && chart_well(pad); i++) {
        const struct str label = chart->across[i].label;
        if (!chart_wrap(pad, label, width - LENGTH_POINT, CHART_LINES, &grid->across[i]))
            chart_too_small(pad, label,
                            grid->plot.left + chart_width(pad, label) * (length)chart->across_count, 0);
        lines = grid->across[i].count > lines ? grid->across[i].count : lines;
    }
    grid->across_height = lines == 0 ? 0 : chart_lines_height(pad, lines) + CHART_GAP;
}

static struct str chart_title(const struct chart *chart, size_t series)
{
    const struct str title = series == 0 ? chart->across_title : chart->upward_title;
    return title.len > 0 ? title : chart->series[series].name;
}

/* What is not in the grid, in rows below: name and what is printed of it.  Draws where `top` is 0 or more. */
static length chart_list(struct chart_pad *pad, length top)
{
    const struct chart *chart = pad->chart;
    length x = 0, y = 0, rows = 0;
    for (size_t i = 0; i < chart->point_count && chart_well(pad); i++) {
        const size_t series = chart->series[0].values[i].missing ? 0 : 1;
        const struct str printed = chart->series[series].values[i].printed;
        const length name = chart_width(pad, chart->labels[i]),
                     width = name + pad->size / 2 + chart_width(pad, printed);
        if (!chart_point_missing(chart, i))
            continue;
        if (width > chart->width)
            chart_too_small(pad, chart->labels[i], width, 0);
        y += x > 0 && x + width > chart->width ? chart_pitch(pad) : 0;
        x = x > 0 && x + width > chart->width ? 0 : x;
        struct chart_text text = chart_plain(-1, (int)i);
        text.text = chart->labels[i];
        text.width = name;
        text.x = x;
        text.y = top + y + pad->size * 22 / 25;
        if (top >= 0) {
            chart_say(pad, text);
            text.text = printed;
            text.width = chart_width(pad, printed);
            text.x += name + pad->size / 2;
            text.series = (int)series;
            chart_say(pad, text);
        }
        x += width + 2 * pad->size;
        rows = y + pad->size;
    }
    return rows;
}

static void chart_grid_titles(struct chart_pad *pad, struct chart_grid *grid)
{
    const struct chart *chart = pad->chart;
    const struct str across = chart_title(chart, 0), upward = chart_title(chart, 1);
    if (!chart_wrap(pad, across, chart->width, CHART_LINES, &grid->across_title))
        chart_too_small(pad, across, chart_width(pad, across), 0);
    else if (!chart_wrap(pad, upward, chart->height - grid->top, 3, &grid->upward_title))
        chart_too_small(pad, upward, 0, grid->top + chart_width(pad, upward));
    grid->title_width = upward.len == 0 ? 0 : chart_lines_height(pad, grid->upward_title.count) + CHART_GAP;
    grid->list_height = chart_list(pad, -1);
}

static void chart_grid_lay(struct chart_pad *pad, struct chart_grid *grid)
{
    const struct chart *chart = pad->chart;
    struct chart_box *plot = &grid->plot;
    chart_grid_titles(pad, grid);
    const length titles =
        grid->across_title.count == 0 ? 0 : chart_lines_height(pad, grid->across_title.count) + CHART_GAP;
    const length list = grid->list_height == 0 ? 0 : grid->list_height + CHART_GAP;
    grid->across_height = pad->size + CHART_GAP;
    for (int round = 0; round < 3 && chart_well(pad); round++) { /* heights need widths, and those heights */
        *plot =
            (struct chart_box){0, grid->top + chart_mark_radius(pad), chart->width - chart_mark_radius(pad),
                               chart->height - titles - list - grid->across_height};
        if (plot->bottom - plot->top < pad->size * 3 / 2 * (length)chart->upward_count)
            chart_too_small(pad, chart->upward[0].label, 0,
                            chart->height + pad->size * 3 / 2 * (length)chart->upward_count -
                                (plot->bottom - plot->top));
        if (!chart_well(pad))
            return;
        chart_grid_left(pad, grid);
        plot->left = grid->title_width + grid->upward_width;
        if (chart_well(pad) && plot->right - plot->left < pad->size * 3 / 2 * (length)chart->across_count)
            chart_too_small(pad, chart->across[0].label,
                            plot->left + pad->size * 3 / 2 * (length)chart->across_count, 0);
        if (chart_well(pad))
            chart_grid_below(pad, grid);
    }
    plot->bottom = chart->height - titles - list - grid->across_height;
    if (chart_well(pad))
        chart_grid_left(pad, grid);
    plot->left = length_max(plot->left, grid->title_width + grid->upward_width);
}

/* --- drawn --- */

static void chart_grid_fields(struct chart_pad *pad, const struct chart_grid *grid)
{
    const struct chart *chart = pad->chart;
    const struct chart_box *plot = &grid->plot;
    const length width = plot->right - plot->left, height = plot->bottom - plot->top;
    const length columns = (length)chart->across_count, rows = (length)chart->upward_count;
    for (length row = 0; row < rows; row++)
        for (length column = 0; column < columns; column++) {
            const size_t field = (size_t)(row * columns + column);
            const uint8_t level = chart->level == NULL ? 0 : chart->level[field];
            struct chart_path path = chart_fill(chart_levels[level % ARRAY_COUNT(chart_levels)]);
            path.pen = CHART_MILD;
            path.stroke = CHART_HAIR;
            chart_rect(pad, path,
                       (struct chart_box){
                           plot->left + width * column / columns, plot->bottom - height * (row + 1) / rows,
                           plot->left + width * (column + 1) / columns, plot->bottom - height * row / rows});
        }
    chart_rect(pad, chart_pen(CHART_DARK, CHART_THIN), *plot);
}

static void chart_grid_labels(struct chart_pad *pad, const struct chart_grid *grid)
{
    const struct chart *chart = pad->chart;
    const struct chart_box *plot = &grid->plot;
    const length width = plot->right - plot->left, height = plot->bottom - plot->top;
    for (size_t i = 0; i < chart->upward_count; i++) {
        const length middle = plot->bottom - height * (length)(2 * i + 1) / (length)(2 * chart->upward_count);
        chart_say_lines(pad, &grid->upward[i], CHART_END,
                        (struct chart_point){plot->left - CHART_GAP,
                                             middle - chart_lines_height(pad, grid->upward[i].count) / 2},
                        chart_plain(-1, -1));
    }
    for (size_t i = 0; i < chart->across_count; i++)
        chart_say_lines(
            pad, &grid->across[i], CHART_MIDDLE,
            (struct chart_point){plot->left + width * (length)(2 * i + 1) / (length)(2 * chart->across_count),
                                 plot->bottom + CHART_GAP},
            chart_plain(-1, -1));
    chart_say_lines(pad, &grid->across_title, CHART_MIDDLE,
                    (struct chart_point){chart_least((plot->left + plot->right) / 2,
                                                     chart->width - (grid->across_title.widest + 1) / 2),
                                         plot->bottom + grid->across_height + CHART_GAP},
                    chart_plain(0, -1));
    for (size_t i = 0; i < grid->upward_title.count; i++) {
        struct chart_text text = chart_plain(1, -1);
        text.text = grid->upward_title.line[i];
        text.width = grid->upward_title.width[i];
        text.upright = true;
        text.x = pad->size * 22 / 25 + (length)i * chart_pitch(pad);
        text.y = length_max(grid->top + text.width,
                            chart_least((plot->top + plot->bottom + text.width) / 2, chart->height));
        chart_say(pad, text);
    }
}

struct chart_points {
    const size_t *points;
    size_t count;
};

/* All points that stand where it does, in order. */
static size_t chart_points_alike(const struct chart *chart, const struct chart_grid *grid, size_t point,
                                 size_t points[CHART_MAX_POINTS])
{
    size_t count = 0;
    for (size_t i = 0; i < chart->point_count; i++)
        if (!chart_point_missing(chart, i) && grid->at[i].x == grid->at[point].x &&
            grid->at[i].y == grid->at[point].y)
            points[count++] = i;
    return count;
}

static void chart_points_say(struct chart_pad *pad, struct chart_points alike, size_t rows,
                             struct chart_box box)
{
    const length columns = (length)((alike.count + rows - 1) / rows), gap = pad->size / 2;
    const length column = (box.right - box.left + gap) / columns;
    for (size_t i = 0; i < alike.count; i++) {
        struct chart_text text = chart_plain(-1, (int)alike.points[i]);
        text.text = pad->chart->labels[alike.points[i]];
        text.width = chart_width(pad, text.text);
        text.x = box.left + (length)(i / rows) * column;
        text.y = box.top + (length)(i % rows) * chart_pitch(pad) + pad->size * 22 / 25;
        chart_say(pad, text);
    }
}

/* The labels of points in one place, as one block of so many columns as there is room for. */
static void chart_points_label(struct chart_pad *pad, const struct chart_grid *grid,
                               struct chart_places *places, struct chart_point at, struct chart_points alike)
{
    const length gap = pad->size / 2;
    length widest = 0;
    for (size_t i = 0; i < alike.count; i++)
        widest = length_max(widest, chart_width(pad, pad->chart->labels[alike.points[i]]));
    for (size_t columns = 1; columns <= alike.count; columns++) {
        const size_t rows = (alike.count + columns - 1) / columns;
        const length used = (length)((alike.count + rows - 1) / rows);
        struct chart_box box = {0, 0, used * (widest + gap) - gap, chart_lines_height(pad, rows)};
        const bool square = box.bottom <= length_max(box.right, (grid->plot.bottom - grid->plot.top) / 3);
        if ((!square && columns < alike.count) ||
            !chart_places_find(pad, places, at, chart_mark_radius(pad), &box))
            continue;
        chart_points_say(pad, alike, rows, box);
        return;
    }
    chart_too_small(pad, pad->chart->labels[alike.points[0]], 0, 0);
}

/* As wide as its field, better; else wider. */
static void chart_point_label(struct chart_pad *pad, const struct chart_grid *grid,
                              struct chart_places *places, size_t point)
{
    const struct chart *chart = pad->chart;
    const length all = grid->plot.right - grid->plot.left;
    const length rooms[] = {length_max(all / (length)chart->across_count, 5 * pad->size), all / 2};
    for (size_t i = 0; i < ARRAY_COUNT(rooms) && chart_well(pad); i++) {
        struct chart_lines lines;
        if (!chart_wrap(pad, chart->labels[point], rooms[i], 3, &lines))
            continue;
        struct chart_box box = {0, 0, lines.widest, chart_lines_height(pad, lines.count)};
        if (lines.count > 0 && !chart_places_find(pad, places, grid->at[point], chart_mark_radius(pad), &box))
            continue;
        chart_say_lines(pad, &lines, CHART_MIDDLE, (struct chart_point){(box.left + box.right) / 2, box.top},
                        chart_plain(-1, (int)point));
        return;
    }
    chart_too_small(pad, chart->labels[point], chart_width(pad, chart->labels[point]) * 2, 0);
}

static void chart_grid_points(struct chart_pad *pad, const struct chart_grid *grid)
{
    const struct chart *chart = pad->chart;
    const length half = chart_mark_radius(pad);
    struct chart_places places = {.bounds = grid->plot};
    size_t points[CHART_MAX_POINTS];
    for (size_t i = 0; i < chart->point_count; i++) {
        const struct chart_point at = grid->at[i];
        if (chart_point_missing(chart, i))
            continue;
        chart_mark(pad, 0, at, 0, (int)i);
        chart_places_mark(pad, &places,
                          (struct chart_box){at.x - half, at.y - half, at.x + half, at.y + half});
    }
    for (size_t i = 0; i < chart->point_count && chart_well(pad); i++) {
        const size_t count = chart_points_alike(chart, grid, i, points);
        if (chart_point_missing(chart, i) || points[0] != i)
            continue;
        if (count > 1)
            chart_points_label(pad, grid, &places, grid->at[i], (struct chart_points){points, count});
        else
            chart_point_label(pad, grid, &places, i);
    }
    chart_places_prove(pad, &places);
}

void chart_draw_matrix(struct chart_pad *pad)
{
    const struct chart *chart = pad->chart;
    struct chart_grid grid = {.across = CHART_ARRAY(pad, chart->across_count, struct chart_lines),
                              .upward = CHART_ARRAY(pad, chart->upward_count, struct chart_lines)};
    chart_grid_place(pad, &grid);
    chart_header(pad, false, &grid.top);
    if (chart_well(pad))
        chart_grid_lay(pad, &grid);
    if (!chart_well(pad))
        return;
    chart_grid_place(pad, &grid);
    chart_grid_fields(pad, &grid);
    chart_grid_labels(pad, &grid);
    chart_grid_points(pad, &grid);
    if (grid.list_height > 0 && chart_well(pad))
        (void)chart_list(pad, chart->height - grid.list_height);
}
