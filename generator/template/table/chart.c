/*
 * Charts, compiled: <chart> and its <series>, <line>s, <class>es and <caption>.
 *
 * The list and the names in it are those of a <for>, a series is a column of a table from data.  All that can be known
 * without a record is said here: values that are no numbers or are of unlike units, a pie of several series.
 */
#include "template/table/chart_int.h"
#include "template/messages.def"
#include "schema/messages.def"

#include <string.h>

/* --- values --- */

/* The unit that stands behind the printed figures, or could. */
static struct str series_unit(const struct series_data *series, const struct attr *print)
{
    const struct column_data *column = &series->column;
    const struct expr *prints = series->print != NULL ? series->print : column->as;
    if (print != NULL && str_starts(print->value, "percent"))
        return STR("%");
    const struct type *type = prints != NULL ? expr_own_type(prints) : NULL;
    return type != NULL && type->unit.len > 0 ? type->unit : expr_type(column->of).unit;
}

/* 万元 printed of 元, % of a ratio. */
static void set_factor(struct series_data *series)
{
    const struct str own = expr_type(series->column.of).unit;
    const int64_t from = expr_money_scale(own), to = expr_money_scale(series->unit);
    series->times = from > 0 && to > 0 ? from : own.len == 0 && str_is(series->unit, "%") ? 100 : 1;
    series->parts = from > 0 && to > 0 ? to : 1;
}

static bool is_name_byte(char c)
{
    return c == '_' || c == '.' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
           (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* Not within a longer name. */
static bool is_written_in(struct str part, struct str whole)
{
    for (size_t i = 0; i + part.len <= whole.len; i++)
        if (memcmp(whole.ptr + i, part.ptr, part.len) == 0 && (i == 0 || !is_name_byte(whole.ptr[i - 1])) &&
            (i + part.len == whole.len || !is_name_byte(whole.ptr[i + part.len])))
            return true;
    return false;
}

/* A function's name, as `as` of a column, or a formula that gives the text: plain(share, 1). */
static enum status compile_print(struct compiler *compiler, const struct node *node,
                                 const struct scope *scope, struct series_data *series)
{
    const struct attr *print = node_attr(node, "print");
    struct column_data *column = &series->column;
    const bool named = print != NULL && name_is_valid(print->value);
    enum status status = OK;
    if (named)
        status = column_compile_as(compiler, print, node_attr(node, "value")->value, column);
    else if (print != NULL)
        status = compile_attr(compiler, print, scope, &series->print);
    if (status == OK && print != NULL && series->print != NULL &&
        !is_written_in(expr_source(column->of), expr_source(series->print)))
        return diag_report(compiler->diag, MSG_CHART_PRINT_OTHER, print->place, STR_ARGS(print->value),
                           STR_ARGS(expr_source(column->of)));
    const struct expr *prints = series->print != NULL ? series->print : column->as;
    if (status != OK || print == NULL ||
        (expr_type(prints).kind == TYPE_TEXT && expr_figure(prints) == FIGURE_DIGITS))
        return status;
    return diag_report(compiler->diag, MSG_CHART_PRINT, print->place, STR_ARGS(print->value));
}

static enum status compile_series_value(struct compiler *compiler, const struct node *node,
                                        const struct scope *scope, struct series_data *series)
{
    const struct attr *print = node_attr(node, "print");
    struct column_data *column = &series->column;
    column->place = series->place = node->place;
    enum status status = compile_expr(compiler, node, "value", scope, &column->of);
    if (status != OK)
        return status;
    if (expr_type(column->of).kind != TYPE_NUMBER)
        return diag_report(compiler->diag, MSG_CHART_VALUE, expr_place(column->of),
                           STR_ARGS(expr_source(column->of)));
    column->head = figure_name(expr_source(column->of));
    column->sum = true;
    status = compile_print(compiler, node, scope, series);
    if (status == OK)
        series->unit = series_unit(series, print);
    set_factor(series);
    return status;
}

static enum status add_series(struct compiler *compiler, struct chart_site *site, struct series_data *series)
{
    if (site->series_count == CHART_MAX_SERIES)
        return diag_report(compiler->diag, MSG_CHART_SERIES_MANY, series->place, (int)CHART_MAX_SERIES);
    series->column.index = site->series_count;
    site->series[site->series_count++] = series;
    return OK;
}

static enum status compile_series(struct compiler *compiler, const struct node *node, const struct site *site,
                                  struct instr *instr, void *memory)
{
    struct series_data *series = memory;
    const struct attr *name = node_attr(node, "name");
    const struct scope *scope = site->chart->points;
    enum status status = compile_empty(compiler, node, site);
    (void)instr;
    series->nested = node_attr(node, "of") != NULL;
    if (status == OK && series->nested)
        status = compile_loop_over(compiler, node, "of", &series->loop, &scope);
    if (status == OK)
        status = compile_series_value(compiler, node, scope, series);
    if (status == OK && name != NULL)
        status = compile_pattern(compiler, name, scope, &series->name);
    return status == OK ? add_series(compiler, site->chart, series) : status;
}

/* --- numbers of the axis --- */

static enum status chart_compile_number(struct compiler *compiler, const struct node *node, const char *name,
                                        const struct scope *scope, const struct expr **ret_expr)
{
    enum status status = compile_expr(compiler, node, name, scope, ret_expr);
    if (status == OK && expr_type(*ret_expr).kind != TYPE_NUMBER)
        return diag_report(compiler->diag, MSG_CHART_NUMBER, expr_place(*ret_expr), name);
    return status;
}

static enum status compile_bound(struct compiler *compiler, const struct node *node, const struct site *site,
                                 struct instr *instr, void *memory)
{
    struct bound_data *data = memory;
    (void)instr;
    enum status status = compile_empty(compiler, node, site);
    return status_worse(status, chart_compile_number(compiler, node, "at", site->scope, &data->at));
}

static enum status compile_class(struct compiler *compiler, const struct node *node, const struct site *site,
                                 struct instr *instr, void *memory)
{
    struct class_data *data = memory;
    (void)instr;
    enum status status = compile_empty(compiler, node, site);
    return status_worse(status, chart_compile_number(compiler, node, "from", site->scope, &data->from));
}

static enum status chart_compile_caption(struct compiler *compiler, const struct node *node,
                                         const struct site *site, struct instr *instr, void *memory)
{
    struct chart_caption_data *data = memory;
    enum status status = compile_id(compiler, &data->id);
    return status != OK
               ? status
               : compile_noteless(compiler, node, site, IN_INLINE, MSG_TEMPLATE_NOTE_IN_TABLE, &instr->body);
}

/* --- the chart --- */

static enum status chart_compile_label(struct compiler *compiler, const struct node *node,
                                       const struct chart_site *site)
{
    const struct expr **label = &site->chart->label;
    enum status status = compile_expr(compiler, node, "label", site->points, label);
    if (status != OK)
        return status;
    const enum type_kind kind = expr_type(*label).kind;
    return kind == TYPE_TEXT || kind == TYPE_NUMBER || kind == TYPE_DATE
               ? OK
               : diag_report(compiler->diag, MSG_CHART_LABEL, expr_place(*label));
}

/* The only series of a chart that has `value`. */
static enum status compile_own_series(struct compiler *compiler, const struct node *node,
                                      struct chart_site *site)
{
    struct series_data *series = ARENA_NEW(compiler->arena, struct series_data);
    if (series == NULL)
        return NO_MEMORY;
    enum status status = compile_series_value(compiler, node, site->points, series);
    if (status == OK && site->series_count > 0)
        return diag_report(compiler->diag, MSG_CHART_VALUE_TWICE, site->series[0]->place);
    return status == OK ? add_series(compiler, site, series) : status;
}

/* Those of a matrix are of two axes. */
static enum status check_series_units(struct compiler *compiler, const struct chart_site *site)
{
    for (size_t i = 1; i < site->series_count; i++)
        if (!str_equal(site->series[i]->unit, site->series[0]->unit))
            return diag_report(compiler->diag, MSG_CHART_UNITS, site->series[i]->place,
                               STR_ARGS(site->series[0]->column.head), STR_ARGS(site->series[0]->unit),
                               STR_ARGS(site->series[i]->column.head), STR_ARGS(site->series[i]->unit));
    return OK;
}

static enum status check_series(struct compiler *compiler, const struct node *node,
                                const struct chart_site *site)
{
    const struct chart_data *chart = site->chart;
    const int kind = chart->kind.value.word;
    if (site->series_count == 0)
        return diag_report(compiler->diag, MSG_CHART_NO_SERIES, node->place);
    const bool several = site->series_count > 1 || site->series[0]->nested;
    if (kind == CHART_MATRIX)
        return site->series_count == 2 && !site->series[0]->nested && !site->series[1]->nested
                   ? OK
                   : diag_report(compiler->diag, MSG_CHART_MATRIX, node->place);
    if ((kind == CHART_PIE || kind == CHART_RING) && several)
        return diag_report(compiler->diag, MSG_CHART_ONE_SERIES, node->place);
    for (size_t i = 0; i < site->series_count && several; i++)
        if (site->series[i]->name == NULL)
            return diag_report(compiler->diag, MSG_CHART_NAMELESS, site->series[i]->place);
    return check_series_units(compiler, site);
}

/* What a chart of another kind would leave out without a word. */
static enum status check_kind(struct compiler *compiler, const struct chart_data *chart,
                              const struct instr *body)
{
    const int kind = chart->kind.value.word;
    const struct setting *title = chart->across.given ? &chart->across : &chart->upward;
    const bool stacked = kind == CHART_COLUMN || kind == CHART_BAR;
    if (chart->stacked.value.word > 0 && !stacked)
        return diag_report(compiler->diag, MSG_CHART_STACKED, chart->stacked.place);
    if (title->given && kind != CHART_MATRIX)
        return diag_report(compiler->diag, MSG_CHART_TITLES, title->place);
    for (; body != NULL && !stacked && kind != CHART_LINE; body = body->next)
        if (body->run == run_bound)
            return diag_report(compiler->diag, MSG_CHART_LINES, body->place);
    return OK;
}

/* Words that decide what may stand in the chart are written out. */
static enum status check_fixed(struct compiler *compiler, const struct setting *setting)
{
    return setting->pattern == NULL
               ? OK
               : diag_report(compiler->diag, MSG_CHART_FIXED, setting->place, setting->name);
}

static enum status fit_type(struct compiler *compiler, struct str name, struct type type,
                            const struct expr **number)
{
    const struct type own = *number != NULL ? expr_type(*number) : type;
    enum status status = *number != NULL ? expr_fit(compiler->arena, type, number) : OK;
    if (status != FAILED)
        return status;
    return diag_report(compiler->diag, MSG_CHART_UNITS, expr_place(*number), STR_ARGS(name),
                       STR_ARGS(type.unit), STR_ARGS(figure_name(expr_source(*number))), STR_ARGS(own.unit));
}

/* A number of an axis, and the whole, is of the unit of the values; a constant takes it. */
static enum status fit_number(struct compiler *compiler, const struct series_data *series,
                              const struct expr **number)
{
    return fit_type(compiler, series->column.head, expr_type(series->column.of), number);
}

/* The whole that the parts come to: seen from the point where these are stacked. */
static enum status chart_compile_total(struct compiler *compiler, const struct node *node,
                                       const struct site *site, const struct chart_site *own)
{
    struct chart_data *chart = own->chart;
    const bool stacked = chart->stacked.value.word > 0;
    const struct scope *scope = stacked ? own->points : site->scope;
    const struct series_data *first = own->series[0];
    if (node_attr(node, "total") == NULL)
        return chart->rounding.given && !chart->shares.given
                   ? diag_report(compiler->diag, MSG_CHART_ROUNDING, chart->rounding.place)
                   : OK;
    if (!stacked && (own->series_count > 1 || first->nested))
        return diag_report(compiler->diag, MSG_CHART_TOTAL_OF, node_attr(node, "total")->place);
    enum status status = chart_compile_number(compiler, node, "total", scope, &chart->total);
    return status == OK ? fit_number(compiler, first, &chart->total) : status;
}

/* All that the chart holds sees what is around it, values what is in the list. */
static enum status chart_compile_inside(struct compiler *compiler, const struct node *node,
                                        const struct site *site, struct chart_site *own, struct instr *instr)
{
    struct site inner = *site;
    inner.chart = own;
    inner.data = NULL;
    enum status status = compile_children(compiler, node, &inner, IN_CHART, &instr->body);
    if (node_attr(node, "value") != NULL)
        status = status_worse(status, compile_own_series(compiler, node, own));
    return status;
}

static enum status fit_inside(struct compiler *compiler, const struct chart_site *site, struct instr *instr)
{
    struct bound_data *bound = (struct bound_data *)instr->data;
    struct class_data *class = (struct class_data *)instr->data;
    if (instr->run == run_bound)
        return chart_is_whole(site->chart)
                   ? fit_type(compiler, STR("stacked"), (struct type){.kind = TYPE_NUMBER, .unit = STR("%")},
                              &bound->at)
                   : fit_number(compiler, site->series[0], &bound->at);
    if (instr->run != run_class || site->series_count < 2)
        return OK;
    return fit_number(compiler, site->series[class->axis.fixed && class->axis.value.word == 1], &class->from);
}

static enum status fit_numbers(struct compiler *compiler, const struct chart_site *site, struct instr *body)
{
    enum status status = OK;
    if (site->chart->kind.value.word != CHART_MATRIX) {
        status = fit_number(compiler, site->series[0], &site->chart->least);
        status = status_worse(status, fit_number(compiler, site->series[0], &site->chart->most));
    }
    for (struct instr *instr = body; instr != NULL && status != NO_MEMORY; instr = instr->next)
        status = status_worse(status, fit_inside(compiler, site, instr));
    return status;
}

static enum status keep_series(struct compiler *compiler, const struct chart_site *site, bool noted)
{
    struct chart_data *chart = site->chart;
    const size_t count = site->series_count;
    chart->series = ARENA_NEW_ARRAY(compiler->arena, count, struct series_data *);
    chart->table =
        (struct data_table){.columns = ARENA_NEW_ARRAY(compiler->arena, count, struct column_data *),
                            .column_count = count,
                            .loop_count = 1};
    if (chart->series == NULL || chart->table.columns == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        chart->series[i] = site->series[i];
        chart->table.columns[i] = &site->series[i]->column;
        site->series[i]->column.noted = noted;
    }
    return OK;
}

static enum status chart_compile_axis(struct compiler *compiler, const struct node *node,
                                      const struct site *site, struct chart_data *chart)
{
    enum status status = OK;
    if (node_attr(node, "least") != NULL)
        status = chart_compile_number(compiler, node, "least", site->scope, &chart->least);
    if (node_attr(node, "most") != NULL)
        status =
            status_worse(status, chart_compile_number(compiler, node, "most", site->scope, &chart->most));
    return status;
}

static enum status compile_chart(struct compiler *compiler, const struct node *node, const struct site *site,
                                 struct instr *instr, void *memory)
{
    struct chart_data *chart = memory;
    struct chart_site own = {.chart = chart, .points = site->scope};
    const bool noted = chart->rounding.given && str_is(chart->rounding.value.text, "noted");
    enum status status = check_fixed(compiler, &chart->kind);
    status = status_worse(status, check_fixed(compiler, &chart->stacked));
    status = status_worse(status, compile_loop_over(compiler, node, "of", &chart->loop, &own.points));
    if (status != OK)
        return status;
    if (chart->rounding.given && !noted)
        status = refuse_value(compiler->diag, chart->rounding.place, "rounding", chart->rounding.value.text,
                              " noted");
    status = status_worse(status, chart_compile_label(compiler, node, &own));
    status = status_worse(status, chart_compile_axis(compiler, node, site, chart));
    status = status_worse(status, chart_compile_inside(compiler, node, site, &own, instr));
    if (status == OK)
        status = check_series(compiler, node, &own);
    if (status == OK)
        status = check_kind(compiler, chart, instr->body);
    if (status == OK)
        status = fit_numbers(compiler, &own, instr->body);
    if (status == OK)
        status = chart_compile_total(compiler, node, site, &own);
    return status == OK ? keep_series(compiler, &own, noted) : status;
}

/* --- descriptions --- */

#define CHART(attr, member) FIELD(chart_data, attr, member)
static const struct setting_field chart_fields[] = {
    CHART("kind", kind),     CHART("stacked", stacked), CHART("rounding", rounding), CHART("shares", shares),
    CHART("unit", unit),     CHART("labels", labels),   CHART("zero", zero),         CHART("none", none),
    CHART("across", across), CHART("upward", upward),   CHART("width", width),       CHART("height", height),
    CHART("align", align),   CHART("style", style),     CHART("title", title),       {.attr = NULL}};
static const struct setting_field bound_fields[] = {FIELD(bound_data, "label", label), {.attr = NULL}};
static const struct setting_field class_fields[] = {FIELD(class_data, "axis", axis),
                                                    FIELD(class_data, "label", label),
                                                    FIELD(class_data, "levels", levels),
                                                    {.attr = NULL}};
static const struct setting_field chart_caption_fields[] = {FIELD(chart_caption_data, "style", style),
                                                            FIELD(chart_caption_data, "numbering", numbering),
                                                            FIELD(chart_caption_data, "id", id),
                                                            {.attr = NULL}};

const struct element elements_chart[] = {
    {ELEMENT_CHART, compile_chart, run_chart, sizeof(struct chart_data), chart_fields},
    {ELEMENT_SERIES, compile_series, run_sequence, sizeof(struct series_data), NULL},
    {ELEMENT_BOUND, compile_bound, run_bound, sizeof(struct bound_data), bound_fields},
    {ELEMENT_CLASS, compile_class, run_class, sizeof(struct class_data), class_fields},
    {ELEMENT_CHART_CAPTION, chart_compile_caption, run_chart_caption, sizeof(struct chart_caption_data),
     chart_caption_fields},
    {.id = ELEMENT_NONE},
};
