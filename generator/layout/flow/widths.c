/*
 * The widths that blocks ask for, for columns of tables by content: the narrowest in which at worst words are
 * broken, the one in which nothing unbreakable is, both at least one character, the one in which short texts are whole, and the one
 * that breaks nothing.  Of blocks below each other the widest counts, of columns side by side the sum; tables answer for
 * themselves.  What can be measured of a faulty block counts all the same.
 */
#include "layout/flow/flow_int.h"

static bool has_forced_ends(const struct block *block)
{
    for (size_t i = 0; i < block->paragraph.inline_count; i++)
        if (block->paragraph.inlines[i].kind == INLINE_BREAK)
            return true;
    return false;
}

static enum status paragraph_widths(const struct where *where, const struct block *block,
                                    struct text_widths *ret_widths)
{
    struct text_paragraph *text = NULL;
    const struct paragraph_style *style = block->paragraph.style;
    struct text_widths own = {0};
    enum status status = text_of_block(where, block, &text);
    if (status == OK)
        status = text_paragraph_widths(text, &own);
    length indents = style->left + style->right;
    length indent = style->first_indent > 0 ? style->first_indent : 0;
    bool hangs = style->first_indent < 0 && !has_forced_ends(block); /* else other lines are as long */
    if (block->paragraph.inline_count > 0) {
        own.hard = length_max(own.hard, style->size);
        own.min = length_max(own.min, style->size);
        own.whole = length_max(own.whole, own.min);
    }
    own.natural += indents + (hangs ? style->first_indent : indent);
    own.min += indents + indent;
    own.hard += indents + indent;
    own.natural = length_max(own.natural, own.min);
    own.whole += indents + indent;
    own.whole = length_max(own.min, own.whole < own.natural ? own.whole : own.natural);
    *ret_widths = own;
    return status;
}

static enum status columns_sum(const struct where *where, const struct block *block,
                               struct text_widths *ret_widths)
{
    length gaps = block->columns.gap * ((length)block->columns.count - 1);
    struct text_widths sum = {gaps, gaps, gaps, gaps};
    for (size_t i = 0; i < block->columns.count; i++) {
        struct text_widths column = {0};
        enum status status = flow_blocks_widths(where, block->columns.items[i].blocks, &column);
        if (status != OK)
            return status;
        sum.hard += column.hard;
        sum.min += column.min;
        sum.whole += column.whole;
        sum.natural += column.natural;
    }
    *ret_widths = sum;
    return OK;
}

static enum status block_widths(const struct where *where, const struct block *block,
                                struct text_widths *ret_widths)
{
    switch (block->kind) {
    case BLOCK_PARAGRAPH:
        return paragraph_widths(where, block, ret_widths);
    case BLOCK_TABLE:
        return where->layout->tables->widths(where, block->table, ret_widths);
    case BLOCK_COLUMNS:
        return columns_sum(where, block, ret_widths);
    case BLOCK_KEEP:
        return flow_blocks_widths(where, block->keep.blocks, ret_widths);
    case BLOCK_SIGN:
        return flow_blocks_widths(where, block->sign.blocks, ret_widths);
    case BLOCK_PICTURE:
        *ret_widths = picture_widths(&block->picture);
        break;
    case BLOCK_CHART:
        *ret_widths = chart_widths(&block->chart);
        break;
    case BLOCK_SPACE:
    case BLOCK_RULE:
    case BLOCK_PAGE_BREAK:
    case BLOCK_CONTENTS:
    case BLOCK_LIST:
        break;
    }
    return OK;
}

enum status flow_blocks_widths(const struct where *where, const struct block *blocks,
                               struct text_widths *ret_widths)
{
    struct text_widths all = {0};
    enum status result = OK;
    for (struct block_walk walk = block_walk(blocks); walk.block != NULL; block_walk_next(&walk)) {
        struct text_widths own = {0};
        enum status status = block_widths(where, walk.block, &own);
        if (status_stops(status))
            return status;
        result = status_worse(result, status);
        all.hard = length_max(all.hard, own.hard);
        all.min = length_max(all.min, own.min);
        all.whole = length_max(all.whole, own.whole);
        all.natural = length_max(all.natural, own.natural);
    }
    *ret_widths = all;
    return result;
}
