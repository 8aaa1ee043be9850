/*
 * The widths that blocks ask for, for columns of tables by content: the narrowest in which nothing
 * unbreakable is broken, at least one character, and the one that breaks nothing.  Of blocks below each other
 * the widest counts, of columns side by side the sum; tables inside cells answer for themselves
 * (table_columns.c).  What can be measured of a faulty block counts all the same.
 */
#include "layout/document_int.h"
#include "layout/table_int.h"

struct widths {
    length min, natural;
};

static void widen(struct widths *widths, struct widths other)
{
    widths->min = other.min > widths->min ? other.min : widths->min;
    widths->natural = other.natural > widths->natural ? other.natural : widths->natural;
}

static bool has_forced_ends(const struct block *block)
{
    for (size_t i = 0; i < block->inline_count; i++)
        if (block->inlines[i].kind == INLINE_BREAK)
            return true;
    return false;
}

static enum status paragraph_widths(struct layout *layout, const struct block *block,
                                    struct widths *ret_widths)
{
    struct text_paragraph *text = NULL;
    const struct paragraph_style *style = block->style;
    struct widths own = {0, 0};
    enum status status = text_of_block(layout, block, &text);
    if (status == OK) {
        text_paragraph_widths(text, &own.min, &own.natural);
    }
    length indents = style->left + style->right;
    bool hangs = style->first_indent < 0 && !has_forced_ends(block); /* else other lines are as long */
    if (block->inline_count > 0 && own.min < style->size) {
        own.min = style->size;
    }
    own.natural += indents + (hangs || style->first_indent > 0 ? style->first_indent : 0);
    own.min += indents + (style->first_indent > 0 ? style->first_indent : 0);
    own.natural = own.natural > own.min ? own.natural : own.min;
    *ret_widths = own;
    return status;
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

static enum status block_widths(struct layout *layout, const struct block *block, struct widths *ret_widths)
{
    switch (block->kind) {
    case BLOCK_PARAGRAPH:
        return paragraph_widths(layout, block, ret_widths);
    case BLOCK_TABLE:
        return table_widths(layout, block->table, &ret_widths->min, &ret_widths->natural);
    case BLOCK_COLUMNS:
        return columns_sum(layout, block, ret_widths);
    case BLOCK_KEEP:
        return flow_blocks_widths(layout, block->children, &ret_widths->min, &ret_widths->natural);
    case BLOCK_PICTURE:
        picture_widths(block, &ret_widths->min, &ret_widths->natural);
        break;
    case BLOCK_SPACE:
    case BLOCK_RULE:
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
        if (status_stops(status)) {
            return status;
        }
        result = status_worse(result, status);
        widen(&all, own);
    }
    *ret_min = all.min;
    *ret_natural = all.natural;
    return result;
}
