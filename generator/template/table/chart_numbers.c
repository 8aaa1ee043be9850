/*
 * The numbers of a chart in one scale: exact values become whole numbers of as many decimals as the longest of them has, six at
 * most, and as fit.  And how serious the fields of a matrix are.
 */
#include "template/table/chart_int.h"
#include "template/messages.def"

#include <string.h>

/* --- one scale for all --- */

enum status chart_axis_number(struct run *run, const struct series_data *series, const struct expr *expr,
                              struct record *scope, const struct number **ret_number)
{
    const struct number *times, *parts;
    struct value value;
    enum status status = expr_eval(expr, run->eval, scope, &value);
    if (status != OK)
        return status;
    *ret_number = value.number;
    if (series == NULL || series->times == series->parts)
        return OK;
    status = number_of(run->arena, series->times, &times);
    if (status == OK)
        status = number_of(run->arena, series->parts, &parts);
    if (status == OK)
        status = number_apply(run->arena, NUMBER_MULTIPLY, value.number, times, ret_number);
    if (status == OK)
        status = number_apply(run->arena, NUMBER_DIVIDE, *ret_number, parts, ret_number);
    return status == FAILED ? diag_report(run->eval->diag, MSG_CHART_LARGE, expr_place(expr)) : status;
}

struct scaling {
    struct run *run;
    struct chart_build *build;
    int decimals;
    bool exact, fits;
};

static int64_t scaled(struct scaling *scaling, const struct number *number)
{
    static const int64_t most = 1000000000000;
    int64_t value = 0;
    bool exact = true;
    const bool fits = number_scaled(number, scaling->decimals, &value, &exact);
    scaling->exact = scaling->exact && exact;
    scaling->fits = scaling->fits && fits && value <= most && value >= -most;
    return value;
}

static enum status scale_edges(struct scaling *scaling, const struct chart_edges *edges,
                               const struct chart_bound **ret_bounds, size_t *ret_count)
{
    struct chart_bound *bounds = ARENA_NEW_ARRAY(scaling->run->arena, edges->count, struct chart_bound);
    for (size_t i = 0; bounds != NULL && i < edges->count; i++)
        bounds[i] = (struct chart_bound){scaled(scaling, edges->items[i].at), edges->items[i].label};
    *ret_bounds = bounds;
    *ret_count = edges->count;
    return bounds != NULL ? OK : NO_MEMORY;
}

static enum status scale_series(struct scaling *scaling, size_t index, struct chart_series *series)
{
    struct chart_build *build = scaling->build;
    struct chart_value *values = ARENA_NEW_ARRAY(scaling->run->arena, build->point_count, struct chart_value);
    for (size_t i = 0; values != NULL && i < build->point_count; i++) {
        const struct chart_cell *cell = chart_cell_at(build, i, index);
        values[i].missing = cell->value == NULL;
        values[i].printed = cell->printed.text;
        if (cell->printed.text.len > 0 && memchr(cell->printed.text.ptr, ',', cell->printed.text.len) != NULL)
            build->chart.grouped = true;
        values[i].value = values[i].missing ? 0 : scaled(scaling, cell->drawn);
    }
    *series = (struct chart_series){build->names[index], values};
    return values != NULL ? OK : NO_MEMORY;
}

static enum status scale_end(struct scaling *scaling, const struct expr *expr, struct record *scope,
                             bool *ret_has, int64_t *ret_value)
{
    const struct number *number;
    if (expr == NULL)
        return OK;
    enum status status =
        chart_axis_number(scaling->run, scaling->build->data->series[0], expr, scope, &number);
    if (status != OK)
        return status;
    *ret_has = true;
    *ret_value = scaled(scaling, number);
    return OK;
}

static enum status scale_all(struct scaling *scaling, struct record *scope)
{
    struct chart_build *build = scaling->build;
    struct chart *chart = &build->chart;
    struct chart_series *series =
        ARENA_NEW_ARRAY(scaling->run->arena, build->series_count, struct chart_series);
    enum status status = series != NULL ? OK : NO_MEMORY;
    scaling->exact = scaling->fits = true;
    for (size_t i = 0; i < build->series_count && status == OK; i++)
        status = scale_series(scaling, i, &series[i]);
    if (status == OK)
        status = scale_edges(scaling, &build->lines, &chart->lines, &chart->line_count);
    if (status == OK)
        status = scale_edges(scaling, &build->across, &chart->across, &chart->across_count);
    if (status == OK)
        status = scale_edges(scaling, &build->upward, &chart->upward, &chart->upward_count);
    if (status == OK)
        status = scale_end(scaling, build->data->least, scope, &chart->has_least, &chart->least);
    if (status == OK)
        status = scale_end(scaling, build->data->most, scope, &chart->has_most, &chart->most);
    chart->series = series;
    chart->series_count = build->series_count;
    chart->decimals = scaling->decimals;
    return status;
}

/* As few decimals as show all, or as many as fit. */
enum status chart_scale(struct run *run, struct chart_build *build, struct record *scope)
{
    struct scaling scaling = {.run = run, .build = build};
    enum status status = scale_all(&scaling, scope);
    if (status == OK && !scaling.fits)
        return diag_report(run->eval->diag, MSG_CHART_LARGE, build->place);
    while (status == OK && scaling.fits && !scaling.exact && scaling.decimals < CHART_MAX_DECIMALS) {
        scaling.decimals++;
        status = scale_all(&scaling, scope);
    }
    if (status == OK && !scaling.fits) {
        scaling.decimals--;
        status = scale_all(&scaling, scope);
    }
    return status;
}

/* --- the grid of a matrix --- */

/* So many numbers from 0 to 4; NULL where the row says nothing. */
static bool levels_parse(struct str text, size_t count, uint8_t *levels)
{
    struct str word;
    size_t found = 0;
    int64_t level;
    for (; word_next(&text, &word); found++) {
        if (found == count || !digits_parse(word, 1, &level) || level > 4)
            return false;
        levels[found] = (uint8_t)level;
    }
    return found == count;
}

enum status chart_levels(struct run *run, struct chart_build *build)
{
    struct chart *chart = &build->chart;
    const size_t across = build->across.count, upward = build->upward.count;
    if (chart->kind != CHART_MATRIX)
        return across + upward == 0 ? OK : diag_report(run->eval->diag, MSG_CHART_NO_CLASSES, build->place);
    if (across < 2 || upward < 2)
        return diag_report(run->eval->diag, MSG_CHART_MATRIX, build->place);
    uint8_t *levels = ARENA_NEW_ARRAY(run->arena, across * upward, uint8_t);
    if (levels == NULL)
        return NO_MEMORY;
    for (size_t row = 0; row < upward; row++) {
        const struct chart_edge *edge = &build->upward.items[row];
        for (size_t i = 0; i < across; i++)
            levels[row * across + i] = (uint8_t)((row + i) * 4 / (across + upward - 2));
        if (edge->levels.len > 0 && !levels_parse(edge->levels, across, &levels[row * across]))
            return diag_report(run->eval->diag, MSG_CHART_LEVELS, edge->place, STR_ARGS(edge->levels),
                               across);
    }
    chart->level = levels;
    return OK;
}
