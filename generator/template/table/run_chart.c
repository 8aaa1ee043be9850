/*
 * Charts when a document is made: what stands around the drawing, the points, and at the end the block.
 *
 * A value is drawn as it is and labelled as it is printed.  One that was not given is no 0: its place says so.
 */
#include "template/table/chart_int.h"
#include "template/messages.def"

#include <string.h>

/* --- texts --- */

/* Bytes of marks that say where lines may end, which no label has. */
static bool has_line_marks(struct str text)
{
    for (size_t i = 0; i + 2 < text.len; i++)
        if (memcmp(text.ptr + i, "\u200B", 3) == 0 || memcmp(text.ptr + i, "\u2028", 3) == 0)
            return true;
    return false;
}

static enum status drop_line_marks(struct run *run, struct chart_label *label)
{
    struct buf text = BUF(TEMPLATE_MAX_VALUE);
    buf_add_str(&text, label->text);
    if (!text.failed)
        buf_drop_line_end_marks(&text);
    label->figure.shown = NULL; /* of the text as it was */
    return buf_keep(&text, run->arena, &label->text);
}

/* Of a draft's text the computed value. */
static enum status drop_doubts(struct run *run, struct chart_label *label)
{
    struct inlines inlines = {0};
    const struct str text = label->text;
    label->text = STR("");
    enum status status = inlines_marked(run, &inlines, text, label->figure.place, label->figure.shown);
    for (size_t i = 0; i < inlines.count && status == OK; i++) {
        const struct inline_item *item = &inlines.items[i];
        if (item->kind != INLINE_TEXT || item->doubtful == DOUBTFUL_STATED || item->doubtful == DOUBTFUL_GAP)
            continue;
        const bool first = label->text.len == 0;
        label->text = first ? item->text : arena_join(run->arena, label->text, item->text);
        label->figure.shown = first ? label->figure.shown : NULL;
        if (item->doubtful > label->figure.doubtful || label->figure.doubtful == DOUBTFUL_NOT)
            label->figure.doubtful = item->doubtful;
        status = label->text.ptr != NULL ? OK : NO_MEMORY;
    }
    return status;
}

enum status chart_label_take(struct run *run, struct place place, struct chart_label *ret_label)
{
    struct chart_label label = {.figure = {.shown = ret_label->figure.shown, .place = place}};
    label.figure.doubtful = run->derived ? DOUBTFUL_DERIVED : DOUBTFUL_NOT;
    label.text = ret_label->text;
    enum status status = has_line_marks(label.text) ? drop_line_marks(run, &label) : OK;
    if (status == OK && run->eval->draft)
        status = drop_doubts(run, &label);
    *ret_label = label;
    return status;
}

enum status chart_label_append(struct run *run, struct chart_label *label, struct str more)
{
    const struct str before = label->text, text = arena_join(run->arena, before, more);
    struct portions *shown = label->figure.shown;
    for (size_t i = 0; text.ptr != NULL && shown != NULL && i < shown->count; i++) {
        struct portion *portion = &shown->items[i];
        portion->to = text.ptr + (portion->to - before.ptr);
        portion->from = text.ptr + (portion->from - before.ptr);
    }
    label->text = text;
    return text.ptr != NULL ? OK : NO_MEMORY;
}

/* --- values --- */

static bool is_given(struct run *run, const struct expr *of, struct record *scope)
{
    struct record *record;
    int slot;
    return !expr_origin_field(of, run->eval, scope, &record, &slot) ||
           record->slots[slot].state != SLOT_MISSING;
}

/* In the unit that is printed: 万元 of an amount in 元, a percentage of a ratio. */
static enum status drawn_of(struct run *run, const struct series_data *series, const struct number *value,
                            struct record *scope, const struct number **ret_drawn)
{
    const struct column_data *column = &series->column;
    const struct expr *print = series->print != NULL ? series->print : column->as;
    const struct number *scale;
    *ret_drawn = value;
    if (print == NULL)
        return OK;
    struct record *record = series->print != NULL ? scope : run->data->figures[column->index];
    const int64_t money = expr_money_scale(expr_own_type(print)->unit);
    enum status status = expr_figure_number(print, run->eval, record, ret_drawn);
    if (status == OK && money > 1)
        status = number_of(run->arena, money, &scale);
    return status == OK && money > 1 ? number_apply(run->arena, NUMBER_DIVIDE, *ret_drawn, scale, ret_drawn)
                                     : status;
}

static enum status value_print_as(struct run *run, const struct series_data *series, const struct slot *slot,
                                  struct record *scope)
{
    if (series->print == NULL)
        return data_figure_print(run, &series->column, slot);
    buf_reset(&run->text);
    return expr_print(series->print, run->eval, scope, expr_place(series->print), &run->text);
}

/* A figure that no field has is called by its series and its point. */
static void name_made(const struct portions *shown, struct str name, struct str point)
{
    for (size_t i = 0; shown != NULL && i < shown->count; i++) {
        const struct shown *what = shown->items[i].what;
        if (what->made == NULL || what->made->row.len > 0)
            continue;
        what->made->label = name.len > 0 ? name : what->made->label;
        what->made->row = point;
    }
}

static enum status print_value(struct run *run, struct chart_build *build, const struct series_data *series,
                               const struct slot *slot, struct record *scope)
{
    const struct column_data *column = &series->column;
    struct chart_cell *cell = &build->cells[build->cell_count - 1];
    const struct place origin = expr_origin(column->of, run->eval, scope);
    enum status status = value_print_as(run, series, slot, scope);
    if (status == OK)
        status = run_take_text(run, column->place, &cell->printed.text);
    if (status == OK && run->eval->shows)
        status = expr_shown(series->print != NULL ? series->print : column->of, run->eval, scope,
                            cell->printed.text, &cell->printed.figure.shown);
    if (status == OK)
        status = chart_label_take(run, origin.line > 0 ? origin : build->place, &cell->printed);
    name_made(cell->printed.figure.shown, build->names[build->filled - 1],
              build->labels[build->point_count - 1].text);
    cell->value = slot->value.number;
    return status == OK ? drawn_of(run, series, cell->value, scope, &cell->drawn) : status;
}

/* Kept, even if it is refused: one message for it. */
static enum status add_name(struct run *run, struct chart_build *build, const struct series_data *series,
                            struct str name)
{
    bool twice = false;
    for (size_t i = 0; i < build->series_count && build->chart.kind != CHART_MATRIX; i++)
        twice = twice || str_equal(build->names[i], name);
    enum status status =
        ARENA_APPEND(run->arena, build->names, build->series_count, build->name_capacity, &name);
    return status == OK && twice
               ? diag_report(run->eval->diag, MSG_CHART_NAMED_TWICE, series->place, STR_ARGS(name))
               : status;
}

/* The series' name, as it was in the points before. */
static enum status take_name(struct run *run, struct chart_build *build, const struct series_data *series,
                             struct record *scope)
{
    struct chart_label name = {.text = STR("")};
    buf_reset(&run->text);
    enum status status = series->name != NULL ? pattern_eval(series->name, run->eval, scope, &run->text) : OK;
    if (status == OK && series->name != NULL)
        status = run_take_text(run, series->place, &name.text);
    if (status == OK)
        status = chart_label_take(run, series->place, &name);
    if (status != OK)
        return status;
    if (build->point_count == 1)
        return add_name(run, build, series, name.text);
    if (build->filled < build->series_count && str_equal(build->names[build->filled], name.text))
        return OK;
    return diag_report(run->eval->diag, MSG_CHART_NAMES, series->place, build->filled + 1,
                       STR_ARGS(build->labels[build->point_count - 1].text), STR_ARGS(name.text),
                       STR_ARGS(build->filled < build->series_count ? build->names[build->filled] : STR("")));
}

static enum status read_value(struct run *run, struct chart_build *build, const struct series_data *series,
                              struct record *scope)
{
    const struct column_data *column = &series->column;
    struct chart_cell cell = {.printed = {.text = build->none, .figure = {.place = build->place}}};
    struct slot slot;
    if (build->point_count == 1 && build->series_count == CHART_MAX_SERIES)
        return diag_report(run->eval->diag, MSG_CHART_SERIES_MANY, series->place, (int)CHART_MAX_SERIES);
    enum status status = take_name(run, build, series, scope);
    if (status == OK)
        status = ARENA_APPEND(run->arena, build->cells, build->cell_count, build->cell_capacity, &cell);
    if (status != OK)
        return status;
    build->filled++;
    if (!is_given(run, column->of, scope))
        return OK;
    const size_t errors = run_errors(run);
    status = expr_eval_slot(column->of, run->eval, scope, &slot);
    if (run_lacks(run, status, errors)) {
        build->cells[build->cell_count - 1].printed.text = STR("〔算不出〕");
        return OK;
    }
    return status == OK ? print_value(run, build, series, &slot, scope) : status;
}

static enum status nested_body(struct run *run, const struct instr *instr, struct record *scope,
                               struct sink *sink, const struct value *item)
{
    (void)item;
    return read_value(run, sink->chart, instr->data, scope);
}

static enum status read_nested(struct run *run, struct chart_build *build, const struct series_data *series,
                               struct record *scope)
{
    struct sink inner = {.chart = build};
    const struct instr loop = {.data = series, .place = series->place};
    struct slot list;
    enum status status = expr_eval_slot(series->loop.each, run->eval, scope, &list);
    return status == OK ? loop_run(run, &loop, &list, scope, &inner, nested_body) : status;
}

/* --- points --- */

static enum status read_label(struct run *run, struct chart_build *build, struct record *scope)
{
    const struct expr *expr = build->data->label;
    struct chart_label label = {.text = STR("")};
    const struct place origin = expr_origin(expr, run->eval, scope);
    buf_reset(&run->text);
    enum status status = expr_print(expr, run->eval, scope, expr_place(expr), &run->text);
    if (status == OK)
        status = run_take_text(run, expr_place(expr), &label.text);
    if (status == OK && run->eval->shows)
        status = expr_shown(expr, run->eval, scope, label.text, &label.figure.shown);
    if (status == OK)
        status = chart_label_take(run, origin.line > 0 ? origin : expr_place(expr), &label);
    return status == OK
               ? ARENA_APPEND(run->arena, build->labels, build->point_count, build->label_capacity, &label)
               : status;
}

static enum status point_body(struct run *run, const struct instr *instr, struct record *scope,
                              struct sink *sink, const struct value *item)
{
    struct chart_build *build = sink->chart;
    const struct chart_data *data = instr->data;
    const size_t from = build->cell_count;
    (void)item;
    build->filled = 0;
    enum status status = read_label(run, build, scope);
    for (size_t i = 0; i < data->table.column_count && status == OK; i++)
        status = data->series[i]->nested ? read_nested(run, build, data->series[i], scope)
                                         : read_value(run, build, data->series[i], scope);
    if (status == OK && build->filled != build->series_count)
        return diag_report(
            run->eval->diag, MSG_CHART_LENGTHS, build->labels[build->point_count - 1].figure.place,
            STR_ARGS(build->labels[build->point_count - 1].text), build->filled, build->series_count);
    return status == OK && data->total != NULL && build->chart.stacked
               ? chart_prove(run, build, from, build->cell_count, scope)
               : status;
}

static enum status read_points(struct run *run, const struct instr *instr, struct record *scope,
                               struct chart_build *build)
{
    const struct chart_data *data = instr->data;
    struct sink inner = {.chart = build};
    struct slot list;
    enum status status = expr_eval_slot(data->loop.each, run->eval, scope, &list);
    if (status != OK)
        return status;
    const size_t count = list.value.list.count;
    if (count == 0)
        return diag_report(run->eval->diag, MSG_CHART_EMPTY, instr->place,
                           STR_ARGS(expr_source(data->loop.each)));
    if (count > CHART_MAX_POINTS)
        return diag_report(run->eval->diag, MSG_CHART_POINTS_MANY, instr->place, count,
                           (int)CHART_MAX_POINTS);
    if (build->chart.kind == CHART_RADAR && count < 3)
        return diag_report(run->eval->diag, MSG_CHART_RADAR, instr->place, count);
    status = loop_run(run, instr, &list, scope, &inner, point_body);
    const size_t labels = build->chart.labelled ? count * build->series_count : 0;
    if (status == OK && build->chart.kind == CHART_LINE && labels > CHART_MAX_LABELS)
        return diag_report(run->eval->diag, MSG_CHART_LABELS_MANY, instr->place, labels,
                           (int)CHART_MAX_LABELS);
    if (status == OK && data->total != NULL && !build->chart.stacked)
        status = chart_prove(run, build, 0, build->cell_count, scope);
    return status;
}

/* --- lines, classes, caption --- */

static enum status add_edge(struct run *run, const struct series_data *series, const struct expr *at,
                            struct record *scope, struct chart_edge *edge, struct chart_edges *edges)
{
    enum status status = chart_axis_number(run, series, at, scope, &edge->at);
    return status == OK ? ARENA_APPEND(run->arena, edges->items, edges->count, edges->capacity, edge)
                        : status;
}

enum status run_bound(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct bound_data *data = instr->data;
    struct chart_edge edge = {.label = STR(""), .levels = STR(""), .place = instr->place};
    enum status status = READ(run, scope, NULL, {&data->label, &edge.label});
    return status == OK ? add_edge(run, sink->chart->chart.whole ? NULL : sink->chart->data->series[0],
                                   data->at, scope, &edge, &sink->chart->lines)
                        : status;
}

enum status run_class(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct class_data *data = instr->data;
    struct chart_edge edge = {.label = STR(""), .levels = STR(""), .place = instr->place};
    int upward = 0;
    enum status status = READ(run, scope, NULL, {&data->axis, &upward}, {&data->levels, &edge.levels},
                              {&data->label, &edge.label});
    if (status != OK)
        return status;
    const struct chart_data *chart = sink->chart->data;
    struct chart_edges *edges = upward ? &sink->chart->upward : &sink->chart->across;
    status = add_edge(run, chart->series[upward && chart->table.column_count > 1], data->from, scope, &edge,
                      edges);
    if (status == OK && edges->count > 1 && number_compare(edges->items[edges->count - 2].at, edge.at) >= 0)
        return diag_report(run->eval->diag, MSG_CHART_CLASSES, instr->place);
    return status;
}

/* In the middle, and not kept with what follows, unlike that of a table, which stands above it. */
static enum status caption_style(struct run *run, const struct paragraph_style **ret_style)
{
    const struct style_sheet *sheet = &run->styles->sheet;
    const struct paragraph_style *own = style_paragraph(sheet, STR("chart-caption")),
                                 *caption = style_paragraph(sheet, STR("caption"));
    struct paragraph_style *changed;
    *ret_style = own;
    if (own != NULL)
        return OK;
    changed = ARENA_NEW(run->arena, struct paragraph_style);
    if (changed == NULL)
        return NO_MEMORY;
    *changed = *(caption != NULL ? caption : run->template->style_body);
    changed->align = ALIGN_CENTER;
    changed->first_indent = 0;
    changed->keep_next = false;
    *ret_style = changed;
    return OK;
}

enum status run_chart_caption(struct run *run, const struct instr *instr, struct record *scope,
                              struct sink *sink)
{
    const struct chart_caption_data *data = instr->data;
    struct paragraph_make make = {.body = instr->body, .place = instr->place};
    struct str id = STR("");
    int numbering = -1;
    if (sink->chart->caption.first != NULL)
        return diag_report(run->eval->diag, MSG_CHART_CAPTION_TWICE, instr->place);
    enum status status = data->style.given ? READ(run, scope, NULL, {&data->style, &make.style})
                                           : caption_style(run, &make.style);
    if (status == OK)
        status = READ(run, scope, NULL, {&data->numbering, &numbering}, {&data->id, &id});
    if (status == OK)
        status = caption_make(run, &make, numbering, id, scope, &sink->chart->caption);
    if (status == OK && sink->chart->caption.first != NULL)
        sink->chart->caption.first->paragraph.aligned = true;
    return status;
}

/* --- the block --- */

/* What is told of each text, as the chart has them: values series by series. */
static enum status keep_figures(struct run *run, const struct chart_build *build, struct block_chart *block)
{
    const size_t points = build->point_count, series = build->series_count;
    struct str *labels = ARENA_NEW_ARRAY(run->arena, points, struct str);
    struct chart_figure *figures = ARENA_NEW_ARRAY(run->arena, points * (series + 1), struct chart_figure);
    struct chart *chart = ARENA_NEW(run->arena, struct chart);
    if (labels == NULL || figures == NULL || chart == NULL)
        return NO_MEMORY;
    for (size_t i = 0; i < points; i++) {
        labels[i] = build->labels[i].text;
        figures[i] = build->labels[i].figure;
        for (size_t s = 0; s < series; s++)
            figures[points * (s + 1) + i] = chart_cell_at(build, i, s)->printed.figure;
    }
    *chart = build->chart;
    chart->labels = labels;
    chart->point_count = points;
    block->chart = chart;
    block->labels = figures;
    block->values = figures + points;
    return OK;
}

static enum status read_settings(struct run *run, const struct chart_data *data, struct record *scope,
                                 struct chart_build *build, struct block_chart *block)
{
    struct chart *chart = &build->chart;
    int kind = 0, stacked = 0;
    const struct style_sheet *sheet = &run->styles->sheet;
    const struct table_style *table = style_table(sheet, STR("table"));
    block->style = style_paragraph(sheet, STR("chart"));
    if (block->style == NULL && table != NULL)
        block->style = cell_style(run->styles, table, PART_BODY);
    if (block->style == NULL)
        block->style = run->template->style_body;
    enum status status = READ(
        run, scope, NULL, {&data->style, &block->style}, {&data->kind, &kind}, {&data->stacked, &stacked},
        {&data->labels, &chart->labelled}, {&data->zero, &chart->from_zero}, {&data->unit, &build->unit},
        {&data->none, &build->none}, {&data->title, &build->title}, {&data->across, &build->across_title},
        {&data->upward, &build->upward_title}, {&data->align, &block->align});
    if (status == OK)
        status =
            READ(run, scope, block->style, {&data->width, &block->width}, {&data->height, &block->height});
    const bool own = block->style->before > 0 || block->style->after > 0 || table == NULL;
    block->before = own ? block->style->before : table->before;
    block->after = own ? block->style->after : table->after;
    chart->kind = (enum chart_kind)kind;
    chart->stacked = stacked > 0;
    chart->whole = stacked > 1;
    return status;
}

/* That of the values, unless they have none. */
static enum status set_unit(struct run *run, struct chart_build *build)
{
    const struct chart_data *data = build->data;
    const struct str own = data->series[0]->unit;
    if (build->chart.kind == CHART_MATRIX)
        return OK;
    if (data->unit.given && own.len > 0 && !str_equal(own, build->unit))
        return diag_report(run->eval->diag, MSG_CHART_UNIT, data->unit.place, STR_ARGS(build->unit),
                           STR_ARGS(own));
    build->unit = own.len > 0 ? own : build->unit;
    return OK;
}

/* Behind each value of a pie, which has no axis; else once. */
static enum status place_unit(struct run *run, struct chart_build *build)
{
    const bool round = build->chart.kind == CHART_PIE || build->chart.kind == CHART_RING;
    enum status status = OK;
    if (build->unit.len == 0)
        return OK;
    if (!round) {
        build->chart.unit = arena_join(run->arena, STR("单位："), build->unit);
        return build->chart.unit.ptr != NULL ? OK : NO_MEMORY;
    }
    for (size_t i = 0; i < build->cell_count && status == OK; i++)
        if (build->cells[i].value != NULL && chart_label_is_bare(&build->cells[i].printed))
            status = chart_label_append(run, &build->cells[i].printed, build->unit);
    return status;
}

/* Below the caption: that printed parts do not add up. */
static enum status add_note(struct run *run, struct record *scope, struct chart_build *build)
{
    const struct table_style *table = style_table(&run->styles->sheet, STR("table"));
    if (!build->noted || table == NULL || table->rounding_note.len == 0)
        return OK;
    const struct paragraph_make make = {.style = style_paragraph(&run->styles->sheet, STR("note")),
                                        .none = table->rounding_note,
                                        .place = build->place};
    return paragraph_make(run, &make, scope, &build->caption);
}

/* What is said of it; the caption's references are still to come. */
static enum status say_words(struct run *run, const struct chart_build *build, struct echo *echo,
                             struct str *ret_alt)
{
    struct str caption = STR("");
    enum status status = chart_words(run, build, echo);
    echo->caption = build->title.len > 0 ? NULL : build->caption.first;
    if (status == OK && echo->caption != NULL)
        status = paragraph_words(run, echo->caption, &caption);
    if (status != OK)
        return status;
    *ret_alt = arena_printf(run->arena, "%.*s%.*s%.*s", STR_ARGS(echo->before), STR_ARGS(caption),
                            STR_ARGS(echo->behind));
    return ret_alt->ptr != NULL ? OK : NO_MEMORY;
}

static enum status add_block(struct run *run, struct record *scope, struct chart_build *build,
                             struct block *block, struct sink *sink)
{
    struct echo echo = {0};
    enum status status = say_words(run, build, &echo, &block->chart.alt);
    if (status == OK)
        status = keep_figures(run, build, &block->chart);
    if (status == OK)
        status = add_note(run, scope, build);
    block->chart.captioned = build->caption.first != NULL;
    if (status == OK)
        status = block_add(run, sink->blocks, block);
    if (status != OK || build->caption.first == NULL)
        return status;
    echo.text = &sink->blocks->last->chart.alt;
    status = echo.caption != NULL ? echo_add(run, &echo) : OK;
    sink->blocks->last->next = build->caption.first;
    sink->blocks->last = build->caption.last;
    return status;
}

/* The figures of the chart are those of a table with its series for columns. */
static enum status read_all(struct run *run, const struct instr *instr, struct record *scope,
                            struct chart_build *build)
{
    const struct chart_data *data = instr->data;
    struct data_run own = {.data = &data->table}, *outer = run->data;
    int64_t shares = -1;
    own.figures = ARENA_NEW_ARRAY(run->arena, data->table.column_count, struct record *);
    if (own.figures == NULL)
        return NO_MEMORY;
    run->data = &own;
    struct sink inner = {.chart = build};
    enum status status = apply_body(run, instr->body, scope, &inner);
    if (status == OK)
        status = read_points(run, instr, scope, build);
    if (status == OK)
        status = place_unit(run, build);
    if (status == OK)
        status = READ(run, scope, NULL, {&data->shares, &shares});
    if (status == OK && shares >= 0)
        status = chart_add_shares(run, build, shares);
    run->data = outer;
    return status;
}

enum status run_chart(struct run *run, const struct instr *instr, struct record *scope, struct sink *sink)
{
    const struct chart_data *data = instr->data;
    struct chart_build build = {.data = data, .place = instr->place, .none = STR("")};
    struct block block = {.kind = BLOCK_CHART, .place = instr->place, .chart = {.align = ALIGN_JUSTIFY}};
    build.title = build.across_title = build.upward_title = build.unit = build.chart.unit = STR("");
    enum status status = read_settings(run, data, scope, &build, &block.chart);
    if (status == OK)
        status = set_unit(run, &build);
    if (status == OK)
        status = read_all(run, instr, scope, &build);
    if (status == OK)
        status = chart_scale(run, &build, scope);
    if (status == OK)
        status = chart_levels(run, &build);
    build.chart.across_title = build.across_title;
    build.chart.upward_title = build.upward_title;
    return status == OK ? add_block(run, scope, &build, &block, sink) : status;
}
