/*
 * The widths that blocks ask for, for columns of tables that share what is left: the narrowest in which
 * nothing unbreakable is broken, and the one that breaks nothing.  Of blocks below each other the widest
 * counts, of columns side by side the sum.
 */
#include "layout/document_int.h"

struct widths {
    length min, natural;
};

static void widen(struct widths *widths, struct widths other)
{
    widths->min = other.min > widths->min ? other.min : widths->min;
    widths->natural = other.natural > widths->natural ? other.natural : widths->natural;
}

static enum status paragraph_widths(struct layout *layout, const struct block *block,
                                    struct widths *ret_widths)
{
    struct text_paragraph *text = NULL;
    enum status status = text_of_block(layout, block, &text);
    if (status != OK) {
        return status;
    }
    const struct paragraph_style *style = block->style;
    struct widths own = {0, 0};
    text_paragraph_widths(text, &own.min, &own.natural);
    length indents = style->left + style->right;
    own.natural += indents + style->first_indent;
    own.min += indents + (style->first_indent > 0 ? style->first_indent : 0);
    own.natural = own.natural > own.min ? own.natural : own.min;
    *ret_widths = own;
    return OK;
}

static enum status columns_sum(struct layout *layout, const struct block *block, struct widths *ret_widths)
{
    length gaps = block->gap * ((length)block->column_count - 1);
    struct widths sum = {gaps, gaps};
    for (size_t i = 0; i < block->column_count; i++) {
        struct widths column = {0, 0};
        enum status status =
            flow_blocks_widths(layout, block->columns[i].blocks, &column.min, &column.natural);
        if (status != OK) {
            return status;
        }
        sum.min += column.min;
        sum.natural += column.natural;
    }
    *ret_widths = sum;
    return OK;
}

/* The cells of one column that span no other. */
static enum status table_column_widths(struct layout *layout, const struct table *table, size_t column,
                                       struct widths *ret_widths)
{
    struct widths own = {0, 0};
    for (size_t r = 0; r < table->row_count; r++) {
        for (size_t c = 0; c < table->rows[r].cell_count; c++) {
            const struct table_cell *cell = &table->rows[r].cells[c];
            struct widths inner = {0, 0};
            if (cell->column != column || cell->column_span != 1) {
                continue;
            }
            enum status status = flow_blocks_widths(layout, cell->blocks, &inner.min, &inner.natural);
            if (status != OK) {
                return status;
            }
            widen(&own, inner);
        }
    }
    length pads = table->style->pad_left + table->style->pad_right;
    *ret_widths = (struct widths){own.min + pads, own.natural + pads};
    return OK;
}

static enum status table_sum(struct layout *layout, const struct table *table, struct widths *ret_widths)
{
    struct widths sum = {0, 0};
    for (size_t i = 0; i < table->column_count; i++) {
        struct widths column = {table->columns[i].width, table->columns[i].width};
        enum status status = OK;
        if (table->columns[i].width == 0) {
            status = table_column_widths(layout, table, i, &column);
        }
        if (status != OK) {
            return status;
        }
        sum.min += column.min;
        sum.natural += column.natural;
    }
    *ret_widths = sum;
    return OK;
}

static enum status block_widths(struct layout *layout, const struct block *block, struct widths *ret_widths)
{
    switch (block->kind) {
    case BLOCK_PARAGRAPH:
        return paragraph_widths(layout, block, ret_widths);
    case BLOCK_TABLE:
        return table_sum(layout, block->table, ret_widths);
    case BLOCK_COLUMNS:
        return columns_sum(layout, block, ret_widths);
    case BLOCK_KEEP:
        return flow_blocks_widths(layout, block->children, &ret_widths->min, &ret_widths->natural);
    case BLOCK_SPACE:
    case BLOCK_RULE:
    case BLOCK_PICTURE:
    case BLOCK_CIRCLE:
    case BLOCK_PAGE_BREAK:
    case BLOCK_CONTENTS:
        break;
    }
    return OK;
}

enum status flow_blocks_widths(struct layout *layout, const struct block *blocks, length *ret_min,
                               length *ret_natural)
{
    struct widths all = {0, 0};
    enum status result = OK;
    for (const struct block *block = blocks; block; block = block->next) {
        struct widths own = {0, 0};
        enum status status = block_widths(layout, block, &own);
        if (status == NO_MEMORY || status == SYSTEM) {
            return status;
        }
        result = status == OK ? result : status;
        widen(&all, own);
    }
    if (result == OK) {
        *ret_min = all.min;
        *ret_natural = all.natural;
    }
    return result;
}
