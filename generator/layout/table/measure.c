/*
 * What the cells of a table ask of its columns: hard, least and natural widths, and where decimal points
 * stand.
 *
 * One pass before any cell is set, each row in an arena that goes with it; what a text has to report is said
 * when the cell is set.  Cells of several columns are noted and spread afterwards, narrow spans before wide
 * ones (CSS 2.1 17.5.2.2): what the columns lack together is added to all alike, to flexible ones if there
 * are any, to none beyond its `most`; of the hard width to none beyond its least.
 */
#include "layout/table/columns.h"

struct measurer {
    const struct table *table;
    struct layout layout;    /* a copy, whose messages, notes and texts are thrown away */
    struct text_cache texts; /* of the row */
    struct where where;      /* for those */
    struct column_need *needs;
    struct table_axis *axes;
    struct text_widths *spans; /* [column * column_count + span - 1] */
};

/* --- cells --- */

static bool cell_counts(const struct measurer *measurer, const struct table_cell *cell)
{
    for (size_t i = cell->column; i < cell->column + cell->column_span; i++)
        if (measurer->needs[i].kind != NEED_GIVEN)
            return true;
    return false;
}

/* FAILED is nothing to us: setting the cell will say why. */
static enum status only_fatal(enum status status)
{
    return status == FAILED ? OK : status;
}

static enum status measure_cell(struct measurer *measurer, const struct table_cell *cell, bool head)
{
    const struct table *table = measurer->table;
    enum status status = OK;
    if (cell->blocks == NULL)
        return OK;
    if (table_decimal_asks(table, cell, head))
        status = only_fatal(table_decimal_measure(&measurer->where, cell, &measurer->axes[cell->column]));
    if (status != OK || !cell_counts(measurer, cell))
        return status;
    struct text_widths own = {0, 0, 0};
    status = flow_blocks_widths(&measurer->where, cell->blocks, &own);
    length pads = table->style->pad_left + table->style->pad_right;
    struct text_widths *span = &measurer->spans[cell->column * table->column_count + cell->column_span - 1];
    span->hard = length_max(span->hard, own.hard + pads);
    span->min = length_max(span->min, own.min + pads);
    span->natural = length_max(span->natural, own.natural + pads);
    return only_fatal(status);
}

/* In an arena that has nothing but this row. */
static enum status measure_row(struct measurer *measurer, size_t row)
{
    struct arena *arena = measurer->where.arena;
    enum status status = OK;
    arena_reset(arena);
    measurer->texts = (struct text_cache){0};
    measurer->layout.texts = ARENA_NEW(arena, struct texts);
    measurer->layout.notes = ARENA_NEW(arena, struct notes);
    if (measurer->layout.texts == NULL || measurer->layout.notes == NULL)
        return NO_MEMORY;
    for (size_t i = 0; status == OK && i < measurer->table->rows[row].cell_count; i++)
        status =
            measure_cell(measurer, &measurer->table->rows[row].cells[i], row < measurer->table->head_rows);
    return status;
}

/* --- columns --- */

/* How much more the column may take; nothing: it is of another kind. */
static length may_grow(const struct column_need *need, enum need_kind kind, enum need_width which)
{
    length most = which == NEED_HARD ? need->min : need->most ? need->most : INT64_MAX;
    length width = need_width(need, which);
    return need->kind == kind && width < most ? most - width : 0;
}

static void need_grow(struct column_need *need, enum need_width which, length part)
{
    need->hard += which == NEED_HARD ? part : 0;
    need->min += which == NEED_MIN ? part : 0;
    need->natural += which == NEED_NATURAL ? part : 0;
}

/* Adds `lack` to the columns of that kind, to all alike as far as they may grow; gives what is left of it. */
static length columns_grow(struct column_need *needs, size_t count, enum need_kind kind, length lack,
                           enum need_width which)
{
    while (lack > 0) {
        length growing = 0, given = 0;
        for (size_t i = 0; i < count; i++)
            growing += may_grow(&needs[i], kind, which) > 0;
        if (growing == 0)
            return lack;
        for (size_t i = 0; i < count && given < lack; i++) {
            length most = may_grow(&needs[i], kind, which), part = (lack + growing - 1) / growing;
            part = part < lack - given ? part : lack - given;
            part = part < most ? part : most;
            need_grow(&needs[i], which, part);
            given += part;
        }
        lack -= given;
    }
    return 0;
}

static void span_spread(struct column_need *needs, size_t count, const struct text_widths *span)
{
    enum need_kind kind = NEED_CONTENT;
    struct text_widths sum = {0, 0, 0};
    for (size_t i = 0; i < count; i++) {
        sum.hard += needs[i].hard;
        sum.min += needs[i].min;
        sum.natural += needs[i].natural;
        kind = needs[i].kind == NEED_FLEXIBLE ? NEED_FLEXIBLE : kind;
    }
    columns_grow(needs, count, kind, span->min - sum.min, NEED_MIN);
    length lack = columns_grow(needs, count, kind, span->hard - sum.hard, NEED_HARD);
    columns_grow(needs, count, NEED_CONTENT, lack, NEED_HARD);
    columns_grow(needs, count, kind, span->natural - sum.natural, NEED_NATURAL);
    for (size_t i = 0; i < count; i++)
        needs[i].natural = length_max(needs[i].natural, needs[i].min);
}

static length bounded(const struct column_need *need, length width)
{
    width = need->most > 0 && width > need->most ? need->most : width;
    return length_max(width, need->least);
}

/* The widths that the column's own cells ask for, within its bounds. */
static void column_begin(const struct measurer *measurer, size_t column)
{
    struct column_need *need = &measurer->needs[column];
    const struct table *table = measurer->table;
    const struct table_axis *axis = &measurer->axes[column];
    if (need->kind == NEED_GIVEN)
        return;
    const struct text_widths *own = &measurer->spans[column * table->column_count];
    length pads = table->style->pad_left + table->style->pad_right; /* whatever stands in it */
    length solid = axis->widest > 0 ? axis->solid_before + axis->solid_behind : 0;
    length whole = axis->widest > 0 ? axis->before + axis->behind : 0;
    need->hard = bounded(need, length_max(own->hard, solid + pads));
    need->min = bounded(need, length_max(own->min, solid + pads));
    need->natural = length_max(bounded(need, length_max(own->natural, whole + pads)), need->min);
}

static void columns_finish(const struct measurer *measurer)
{
    size_t count = measurer->table->column_count;
    for (size_t i = 0; i < count; i++)
        column_begin(measurer, i);
    for (size_t span = 2; span <= count; span++)
        for (size_t i = 0; i + span <= count; i++)
            span_spread(&measurer->needs[i], span, &measurer->spans[i * count + span - 1]);
}

enum status table_measure(const struct where *where, const struct table *table, struct column_need *needs,
                          struct table_axis *axes)
{
    struct measurer measurer = {.table = table, .layout = *where->layout, .needs = needs, .axes = axes};
    struct arena *scratch = arena_new(0), *texts = arena_new(0);
    enum status status = NO_MEMORY;
    if (scratch == NULL || texts == NULL)
        goto out;
    measurer.layout.job = texts;
    measurer.where = (struct where){
        .layout = &measurer.layout, .arena = texts, .page_arena = texts, .texts = &measurer.texts};
    measurer.layout.diag = diag_new(scratch);
    measurer.spans = ARENA_NEW_ARRAY(scratch, table->column_count * table->column_count, struct text_widths);
    if (measurer.layout.diag == NULL || measurer.spans == NULL)
        goto out;
    status = OK;
    for (size_t row = 0; status == OK && row < table->row_count; row++)
        status = measure_row(&measurer, row);
    if (status == OK)
        columns_finish(&measurer);
out:
    arena_free(texts);
    arena_free(scratch);
    return status;
}
