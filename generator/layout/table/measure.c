/*
 * What the cells of a table ask of its columns: hard, least and natural widths, and where decimal points
 * stand.
 *
 * One pass before any cell is set, each row in an arena that goes with it; what a text has to report is said
 * when the cell is set.  Tables that share their columns are looked at as if they were one.  Cells of several columns are noted and spread afterwards, narrow spans before wide
 * ones (CSS 2.1 17.5.2.2): what the columns lack together is added to all alike, to flexible ones if there
 * are any, to none beyond its `most`; of a smaller width to none beyond the next one.  A column's lower bound widens
 * none but the two largest: it gives way before anything is divided.
 */
#include "layout/table/columns.h"

/* What cells over the same columns ask for, each kind the most. */
struct span_need {
    length width[NEED_WIDTHS];
};

struct measurer {
    const struct table *table;
    struct layout layout;    /* a copy, whose messages, notes and texts are thrown away */
    struct text_cache texts; /* of the row */
    struct where where;      /* for those */
    struct column_need *needs;
    struct table_axis *axes;
    struct span_need *spans; /* [column * column_count + span - 1] */
    length tight;            /* what both sides of a cell are narrower together */
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

/* The white at both sides of a text. */
static length pads_of(const struct measurer *measurer)
{
    const struct table_style *style = measurer->table->style;
    return length_max(style->pad_left + style->pad_right - measurer->tight, 0);
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
    struct text_widths own = {0};
    if (cell->slants > 0) {
        const length pads = pads_of(measurer);
        status = table_slant_widths(&measurer->where, cell, &own.hard, &own.natural);
        own.min = own.hard = length_max(own.hard - pads, 0);
        own.whole = own.natural = length_max(own.natural - pads, 0);
    } else {
        status = flow_blocks_widths(&measurer->where, cell->blocks, &own);
    }
    const length asked[] = {[NEED_HARD] = own.hard,
                            [NEED_NAMES] = head ? own.min : own.whole,
                            [NEED_LABELS] = own.whole,
                            [NEED_MIN] = own.whole,
                            [NEED_NATURAL] = own.natural};
    struct span_need *span = &measurer->spans[cell->column * table->column_count + cell->column_span - 1];
    for (size_t k = 0; k < NEED_WIDTHS; k++)
        span->width[k] = length_max(span->width[k], asked[k] + pads_of(measurer));
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

/* How much more the column may take of that width; nothing: it is of another kind. */
static length may_grow(const struct column_need *need, enum need_kind kind, enum need_width which)
{
    length most = which < NEED_MIN ? need->width[which + 1] : need->most ? need->most : INT64_MAX;
    length width = need->width[which];
    return need->kind == kind && width < most ? most - width : 0;
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
            needs[i].width[which] += part;
            given += part;
        }
        lack -= given;
    }
    return 0;
}

/* From the least on, so that the smaller widths have room to grow in. */
static void span_spread(struct column_need *needs, size_t count, const struct span_need *span)
{
    static const enum need_width order[] = {NEED_MIN, NEED_LABELS, NEED_NAMES, NEED_HARD, NEED_NATURAL};
    struct span_need sum = {{0}};
    enum need_kind kind = NEED_CONTENT;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < NEED_WIDTHS; k++)
            sum.width[k] += needs[i].width[k];
        kind = needs[i].kind == NEED_FLEXIBLE ? NEED_FLEXIBLE : kind;
    }
    for (size_t k = 0; k < ARRAY_COUNT(order); k++) {
        length lack = columns_grow(needs, count, kind, span->width[order[k]] - sum.width[order[k]], order[k]);
        if (order[k] < NEED_MIN)
            columns_grow(needs, count, NEED_CONTENT, lack, order[k]);
    }
    for (size_t i = 0; i < count; i++)
        needs[i].width[NEED_NATURAL] = length_max(needs[i].width[NEED_NATURAL], needs[i].width[NEED_MIN]);
}

/* The widths that the column's own cells ask for, within its bounds. */
static void column_begin(const struct measurer *measurer, size_t column)
{
    struct column_need *need = &measurer->needs[column];
    const struct table *table = measurer->table;
    const struct table_axis *axis = &measurer->axes[column];
    if (need->kind == NEED_GIVEN)
        return;
    const struct span_need *own = &measurer->spans[column * table->column_count];
    const length pads = pads_of(measurer); /* whatever stands in it */
    length solid = axis->widest > 0 ? axis->solid_before + axis->solid_behind : 0;
    length whole = axis->widest > 0 ? axis->before + axis->behind : 0;
    for (size_t k = 0; k < NEED_WIDTHS; k++) {
        length width = length_max(own->width[k], (k == NEED_NATURAL ? whole : solid) + pads);
        width = need->most > 0 && width > need->most ? need->most : width;
        need->width[k] = k >= NEED_MIN ? length_max(width, need->least) : width;
    }
    need->width[NEED_NATURAL] = length_max(need->width[NEED_NATURAL], need->width[NEED_MIN]);
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
                          struct table_axis *axes, length tight)
{
    table = table_first_alike(table);
    struct measurer measurer = {
        .table = table, .layout = *where->layout, .needs = needs, .axes = axes, .tight = tight};
    struct arena *scratch = arena_new(0), *texts = arena_new(0);
    enum status status = NO_MEMORY;
    if (scratch == NULL || texts == NULL)
        goto out;
    measurer.layout.job = texts;
    measurer.where = (struct where){
        .layout = &measurer.layout, .arena = texts, .page_arena = texts, .texts = &measurer.texts};
    measurer.layout.diag = diag_new(scratch);
    measurer.spans = ARENA_NEW_ARRAY(scratch, table->column_count * table->column_count, struct span_need);
    if (measurer.layout.diag == NULL || measurer.spans == NULL)
        goto out;
    status = OK;
    for (; status == OK && measurer.table != NULL; measurer.table = measurer.table->alike)
        for (size_t row = 0; status == OK && row < table_measured_rows(measurer.table); row++)
            status = measure_row(&measurer, row);
    measurer.table = table;
    if (status == OK)
        columns_finish(&measurer);
out:
    arena_free(texts);
    arena_free(scratch);
    return status;
}
