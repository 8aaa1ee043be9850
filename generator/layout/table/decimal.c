/*
 * align="decimal": the decimal points of a column one below the other, over the whole table.
 *
 * The widest part before a point and the widest behind (measure.c) make a block in the middle of the column;
 * a cell's number is set at the right edge and moved so that its point stands on the block's.  Words without
 * digits are centred; what is no number on one line of one column is set at the right.  In head cells decimal
 * means as the style's heads.  Where a draft has a stated number above, the point is that of the computed
 * one.
 */
#include "layout/flow/flow.h"
#include "layout/table/table_int.h"

enum figure_kind {
    FIGURE_NONE,  /* no digit */
    FIGURE_LINES, /* digits, but more than one line, or more than text */
    FIGURE_NUMBER
};

struct figure {
    enum figure_kind kind;
    length before, behind;
    length natural; /* of the widest line, where a stated number stands above; else 0 */
    bool solid;     /* cannot be divided */
};

static enum align cell_align(const struct table *table, const struct table_cell *cell, bool head)
{
    return cell->has_align ? cell->align : head ? table->style->head_align : table->style->align;
}

bool table_decimal_asks(const struct table *table, const struct table_cell *cell, bool head)
{
    return !head && cell->blocks != NULL && cell->column_span == 1 &&
           cell_align(table, cell, head) == ALIGN_DECIMAL;
}

static bool any_asks(const struct table *table)
{
    for (size_t row = table->head_rows; row < table_measured_rows(table); row++)
        for (size_t i = 0; i < table->rows[row].cell_count; i++)
            if (table_decimal_asks(table, &table->rows[row].cells[i], false))
                return true;
    return false;
}

bool table_decimal_any(const struct table *table)
{
    for (table = table_first_alike(table); table != NULL; table = table->alike)
        if (any_asks(table))
            return true;
    return false;
}

static bool is_one_line(const struct block *block)
{
    for (size_t i = 0; i < block->paragraph.inline_count; i++)
        if (block->paragraph.inlines[i].kind == INLINE_BREAK ||
            block->paragraph.inlines[i].kind == INLINE_TAB)
            return false;
    return true;
}

/* What stands below a stated number: a block of its own. */
static enum status figure_block(const struct where *where, const struct block *block,
                                const struct block **ret_block)
{
    size_t from = 0;
    for (size_t i = 0; i < block->paragraph.inline_count; i++)
        if (block->paragraph.inlines[i].kind == INLINE_BREAK &&
            block->paragraph.inlines[i].doubtful == DOUBTFUL_GAP)
            from = i + 1;
    *ret_block = block;
    if (from == 0)
        return OK;
    struct block rest = {.kind = BLOCK_PARAGRAPH, .place = block->place, .paragraph = block->paragraph};
    rest.paragraph.inlines += from;
    rest.paragraph.inline_count -= from;
    *ret_block = block_make(where->arena, &rest);
    return *ret_block != NULL ? OK : NO_MEMORY;
}

static enum status figure_of_block(const struct where *where, const struct block *block,
                                   struct figure *ret_figure)
{
    struct text_paragraph *text = NULL;
    struct text_widths widths = {0};
    struct text_point_sides point;
    struct figure figure = {.kind = FIGURE_LINES};
    const struct block *whole = block;
    *ret_figure = figure;
    if (block->kind != BLOCK_PARAGRAPH)
        return OK;
    enum status status = text_of_block(where, whole, &text);
    if (status == OK)
        status = figure_block(where, whole, &block);
    if (status == OK && block != whole) {
        status = text_paragraph_widths(text, &widths);
        figure.natural = widths.natural;
        if (status == OK)
            status = text_of_block(where, block, &text);
    }
    if (status == OK)
        status = text_paragraph_widths(text, &widths);
    if (status == OK)
        status = text_paragraph_point(text, &point);
    if (status != OK)
        return status;
    figure.solid = widths.min == widths.natural;
    figure.before = point.before;
    figure.behind = point.behind;
    if (!point.found)
        figure.kind = FIGURE_NONE;
    else if (is_one_line(block))
        figure.kind = FIGURE_NUMBER;
    *ret_figure = figure;
    return OK;
}

static enum status figure_of(const struct where *where, const struct table_cell *cell,
                             struct figure *ret_figure)
{
    struct figure figure = {.kind = FIGURE_NONE};
    struct block_walk walk = block_walk(cell->blocks);
    for (bool first = true; walk.block != NULL; first = false) {
        struct figure own;
        enum status status = figure_of_block(where, walk.block, &own);
        if (status != OK)
            return status;
        block_walk_next(&walk);
        if (first && own.kind == FIGURE_NUMBER && walk.block != NULL)
            own.kind = FIGURE_LINES;
        if (first)
            figure = own;
        else if (own.kind != FIGURE_NONE)
            figure.kind = FIGURE_LINES;
    }
    *ret_figure = figure;
    return OK;
}

enum status table_decimal_measure(const struct where *where, const struct table_cell *cell,
                                  struct table_axis *axis)
{
    struct figure own;
    enum status status = figure_of(where, cell, &own);
    if (status != OK || own.kind != FIGURE_NUMBER ||
        (axis->limit > 0 && own.before + own.behind > axis->limit))
        return status;
    axis->widest = length_max(axis->widest, own.before + own.behind);
    axis->before = length_max(axis->before, own.before);
    axis->behind = length_max(axis->behind, own.behind);
    if (own.solid) {
        axis->solid_before = length_max(axis->solid_before, own.before);
        axis->solid_behind = length_max(axis->solid_behind, own.behind);
    }
    return OK;
}

/* How far a number set at the right edge of `width` is to be moved. */
static length number_shift(const struct table_axis *axis, const struct figure *own, length width)
{
    length left = (width - axis->before - axis->behind) / 2 + axis->before - own->before;
    length most = width - own->before - own->behind;
    left = left < most ? left : most;
    length shift = (left > 0 ? left : 0) - most;
    return own->natural > 0 ? length_max(shift, own->natural < width ? own->natural - width : 0) : shift;
}

enum status table_decimal_align(const struct where *where, const struct table_flow *flow,
                                const struct table_cell *cell, bool head, enum align *align,
                                length *ret_shift)
{
    const struct table_style *style = flow->table->style;
    *ret_shift = 0;
    if (*align != ALIGN_DECIMAL)
        return OK;
    *align = style->head_align == ALIGN_DECIMAL ? ALIGN_CENTER : style->head_align;
    if (head || cell->blocks == NULL)
        return OK;
    struct figure own;
    enum status status = figure_of(where, cell, &own);
    if (status != OK)
        return status;
    *align = own.kind == FIGURE_NONE ? ALIGN_CENTER : ALIGN_RIGHT;
    if (own.kind != FIGURE_NUMBER || cell->column_span > 1)
        return OK;
    const struct paragraph_style *text = block_walk(cell->blocks).block->paragraph.style;
    length width = flow->column_x[cell->column + 1] - flow->column_x[cell->column] - flow->pad_left -
                   flow->pad_right - text->left - text->right;
    if (own.before + own.behind <= width)
        *ret_shift = number_shift(&flow->axes[cell->column], &own, width);
    return OK;
}
